/* Measuring and shaping texts with Pango, in the font family that both writers name. */
#include "config.h"

#include "paint/paint-private.h"

#include <string.h>

/* Latin letters come from the first family, Persian ones from the second where somebody has it, else from the third. Each
 * viewer goes through the list letter by letter, so that Pango, librsvg and browsers choose alike. */
#define FONT_FAMILY "Noto Sans, Vazirmatn, Noto Sans Arabic, sans-serif"

/* Words that a meter keeps; past this many it starts afresh. */
#define MAX_MEASURED 16384u

struct _CndTextMeter
{
  PangoContext *context;
  GHashTable *widths[2]; /* word → width at size 1, regular and bold */
  double letters[2][128]; /* widths of single ASCII characters at size 1; negative: not yet measured */
};

const char *
cnd_paint_get_font_family (void)
{
  return FONT_FAMILY;
}

PangoContext *
cnd_paint_create_context (gboolean rtl)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_base_dir (context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_context_set_language (context, pango_language_from_string ("en"));
  return context;
}

const char *
cnd_paint_guess_language (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    switch (g_unichar_get_script (g_utf8_get_char (p)))
      {
      case G_UNICODE_SCRIPT_ARABIC:
        return "fa";
      case G_UNICODE_SCRIPT_HEBREW:
        return "he";
      default:
        break;
      }
  return NULL;
}

static void
set_language (PangoLayout *layout, const char *language)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string (language)));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

PangoLayout *
cnd_paint_create_layout (PangoContext *context, const char *text, double size, gboolean bold)
{
  PangoFontDescription *font = pango_font_description_new ();
  const char *language = cnd_paint_guess_language (text);
  PangoLayout *layout = pango_layout_new (context);

  pango_font_description_set_family_static (font, FONT_FAMILY);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_size (font, (int) (size * PANGO_SCALE + 0.5));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  if (language != NULL)
    set_language (layout, language);
  return layout;
}

double
cnd_paint_get_layout_width (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, 0), NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

CndTextMeter *
cnd_paint_text_meter_new (void)
{
  CndTextMeter *meter = g_new0 (CndTextMeter, 1);

  meter->context = cnd_paint_create_context (FALSE);
  for (guint bold = 0; bold < 2; bold++)
    {
      meter->widths[bold] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      for (guint c = 0; c < 128; c++)
        meter->letters[bold][c] = -1;
    }
  return meter;
}

void
cnd_text_meter_free (CndTextMeter *meter)
{
  g_clear_object (&meter->context);
  for (guint bold = 0; bold < 2; bold++)
    g_clear_pointer (&meter->widths[bold], g_hash_table_unref);
  g_free (meter);
}

#define REFERENCE_SIZE 64

static double
shape_width (CndTextMeter *meter, const char *text, gboolean bold)
{
  g_autoptr (PangoLayout) layout = cnd_paint_create_layout (meter->context, text, REFERENCE_SIZE, bold);

  return cnd_paint_get_layout_width (layout) / REFERENCE_SIZE;
}

/* Figures change with every move of a slider: they are summed up digit by digit instead of shaped each time. */
static gboolean
add_up_figure (CndTextMeter *meter, const char *text, gboolean bold, double *width)
{
  double *letters = meter->letters[bold];

  *width = 0;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char letter[2] = { (char) c, '\0' };
      if (c == 0xD7)
        c = 1; /* the multiplication sign has a place of its own */
      else if (c >= 128 || !(g_ascii_isdigit ((char) c) || strchr (",./", (char) c)))
        return FALSE;
      if (letters[c] < 0)
        letters[c] = shape_width (meter, c == 1 ? "×" : letter, bold);
      *width += letters[c];
    }
  return TRUE;
}

/* Width at size 1 of a figure, a word, or a text whose words belong together. */
static double
measure_word (CndTextMeter *meter, const char *text, gboolean bold)
{
  double sum, *width;

  if (add_up_figure (meter, text, bold, &sum))
    return sum;
  width = g_hash_table_lookup (meter->widths[bold], text);
  if (width == NULL)
    {
      if (g_hash_table_size (meter->widths[bold]) >= MAX_MEASURED)
        g_hash_table_remove_all (meter->widths[bold]);
      width = g_new (double, 1);
      *width = shape_width (meter, text, bold);
      g_hash_table_insert (meter->widths[bold], g_strdup (text), width);
    }
  return *width;
}

/* Whether no letter of @text changes its shape or place with another word. */
static gboolean
is_simple (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) >= 0x180)
      return FALSE;
  return TRUE;
}

double
cnd_paint_measure_text (const char *text, double size, gboolean bold, gpointer data)
{
  CndTextMeter *meter = data;
  g_auto (GStrv) words = NULL;
  double width = 0;

  bold = bold ? 1 : 0;
  if (strchr (text, ' ') == NULL || !is_simple (text))
    return measure_word (meter, text, bold) * size;

  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    width += (i > 0 ? measure_word (meter, " ", bold) : 0) + measure_word (meter, words[i], bold);
  return width * size;
}
