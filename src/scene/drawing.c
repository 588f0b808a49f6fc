/* Texts, lines and numbers of the pictures other than the graph. */
#include "config.h"

#include "scene/drawing-private.h"

#include <math.h>
#include <string.h>

void
cnd_drawing_init (CndDrawing *drawing, CndTheme theme, CndNumberStyle numbers, CndMeasureText measure, gpointer data)
{
  *drawing = (CndDrawing){ .theme = theme, .numbers = numbers, .margin = CND_DRAWING_MARGIN };
  drawing->builder = cnd_scene_builder_new (theme);
  drawing->style = cnd_scene_get_theme_style (theme);
  cnd_ruler_init (&drawing->ruler, measure, data);
  cnd_scene_builder_add_background (drawing->builder);
}

void
cnd_drawing_clear (CndDrawing *drawing)
{
  g_clear_pointer (&drawing->builder, cnd_scene_builder_free);
  cnd_ruler_clear (&drawing->ruler);
}

CndScene *
cnd_drawing_seal (CndDrawing *drawing, const char *title, const char *description)
{
  CndRect extent = cnd_scene_builder_get_extent (drawing->builder);
  CndRect bounds = { 0, 0, ceil (extent.x + extent.width + drawing->margin), ceil (extent.y + extent.height + drawing->margin) };

  return cnd_scene_builder_seal (drawing->builder, bounds, title, description, NULL, (CndPoint){ 0, 0 });
}

/* ---- Texts ---------------------------------------------------------------------------------------- */

double
cnd_drawing_put (CndDrawing *drawing, const char *css_class, const char *text, double size, gboolean bold, double x, double y,
                 CndAlign align, CndInk ink)
{
  g_autofree char *clean = cnd_scene_clean_text (text);
  double width = cnd_ruler_measure (&drawing->ruler, clean, size, bold);

  if (*clean != '\0')
    cnd_scene_builder_add_text (drawing->builder, css_class, cnd_scene_builder_intern (drawing->builder, clean), size, bold,
                                (CndPoint){ x, y }, align, width, ink);
  return width;
}

double
cnd_drawing_put_within (CndDrawing *drawing, const char *css_class, const char *text, double size, gboolean bold, double x, double y,
                        CndAlign align, CndInk ink, double width)
{
  g_autofree char *fitted = cnd_ruler_fit (&drawing->ruler, text, size, bold, width);

  return cnd_drawing_put (drawing, css_class, fitted, size, bold, x, y, align, ink);
}

static double
put_lines (CndDrawing *drawing, const char *css_class, const char *text, double size, gboolean bold, double x, double y, CndInk ink, double width)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize before = line->len;
      g_string_append_printf (line, "%s%s", before > 0 ? " " : "", words[i]);
      if (before > 0 && cnd_ruler_measure (&drawing->ruler, line->str, size, bold) > width)
        {
          g_string_truncate (line, before);
          cnd_drawing_put (drawing, css_class, line->str, size, bold, x, y, CND_ALIGN_START, ink);
          g_string_assign (line, words[i]);
          y += size * 1.45;
        }
    }
  cnd_drawing_put (drawing, css_class, line->str, size, bold, x, y, CND_ALIGN_START, ink);
  return y;
}

double
cnd_drawing_put_lines (CndDrawing *drawing, const char *css_class, const char *text, double size, double x, double y, CndInk ink,
                       double width)
{
  return put_lines (drawing, css_class, text, size, FALSE, x, y, ink, width);
}

double
cnd_drawing_put_bold_lines (CndDrawing *drawing, const char *css_class, const char *text, double size, double x, double y, CndInk ink,
                            double width)
{
  return put_lines (drawing, css_class, text, size, TRUE, x, y, ink, width);
}

/* ---- Lines ----------------------------------------------------------------------------------------- */

void
cnd_drawing_add_line (CndDrawing *drawing, const char *css_class, double x1, double y1, double x2, double y2, CndInk ink, double width)
{
  cnd_scene_builder_move_to (drawing->builder, x1, y1);
  cnd_scene_builder_line_to (drawing->builder, x2, y2);
  cnd_scene_builder_add_path (drawing->builder, css_class, CND_INK_NONE, ink, width);
}

void
cnd_drawing_add_dashed_line (CndDrawing *drawing, const char *css_class, double x1, double y1, double x2, double y2, CndInk ink,
                             double width)
{
  CndItem *item;

  cnd_scene_builder_move_to (drawing->builder, x1, y1);
  cnd_scene_builder_line_to (drawing->builder, x2, y2);
  item = cnd_scene_builder_add_path (drawing->builder, css_class, CND_INK_NONE, ink, width);
  item->dash[0] = 5;
  item->dash[1] = 3;
}

void
cnd_drawing_hatch_cell (CndDrawing *drawing, CndRect cell)
{
  double side = MIN (cell.width, cell.height) * 0.5;
  double x = cell.x + cell.width / 2, y = cell.y + cell.height / 2;

  cnd_scene_builder_move_to (drawing->builder, x - side / 2, y + side / 2);
  cnd_scene_builder_line_to (drawing->builder, x + side / 2, y - side / 2);
}

/* ---- Numbers ---------------------------------------------------------------------------------------- */

char *
cnd_drawing_format_value (CndNumberStyle style, double value, double limit)
{
  int magnitude = limit > 0 ? (int) floor (log10 (limit)) : 0;

  return cnd_base_format_decimal (style, value, (guint) CLAMP (2 - magnitude, 0, 9));
}

char *
cnd_drawing_format_percent (CndNumberStyle style, double fraction)
{
  g_autofree char *number = cnd_base_format_decimal (style, 100 * fraction, 1);

  return g_strdup_printf ("%s %%", number);
}

double
cnd_drawing_choose_step (double span, guint n)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double power = pow (10, floor (log10 (MAX (span, 1e-12) / n)));

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (span <= n * factors[i] * power)
      return factors[i] * power;
  return 10 * power;
}
