/* A scene as an SVG document: real text, titles, roles, data, classes, and literal colours everywhere, so that it is
 * right also in viewers that know no style sheets. Positions are the scene's; nothing is left to the viewer but letters. */
#include "config.h"

#include "paint/paint-private.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

static const char *const aria_roles[] = {
  [CND_ROLE_NONE] = "list",      [CND_ROLE_BACKGROUND] = NULL, [CND_ROLE_FRAME] = "group", [CND_ROLE_LAYER] = "listitem",
  [CND_ROLE_BLOCK] = "listitem", [CND_ROLE_EDGE] = "img",      [CND_ROLE_LANE] = "img",    [CND_ROLE_TAP] = "img",
  [CND_ROLE_ROW] = "img",        [CND_ROLE_LEGEND] = "group",  [CND_ROLE_GRID] = "list",   [CND_ROLE_COLUMN] = "listitem",
  [CND_ROLE_SOURCE] = "listitem", [CND_ROLE_CHART] = "group",  [CND_ROLE_STAGE] = "listitem", [CND_ROLE_PLAYHEAD] = "img",
  [CND_ROLE_OUTSIDE] = "listitem",
};

void
cnd_paint_append_number (GString *string, double value)
{
  gint64 hundredths = (gint64) llround (value * 100);
  guint64 size = (guint64) ABS (hundredths);
  char digits[32];
  char *p = digits + sizeof digits;
  guint fraction = size % 100;

  *--p = '\0';
  if (fraction != 0)
    {
      if (fraction % 10 != 0)
        *--p = (char) ('0' + fraction % 10);
      *--p = (char) ('0' + fraction / 10);
      *--p = '.';
    }
  size /= 100;
  do
    *--p = (char) ('0' + size % 10);
  while ((size /= 10) != 0);
  if (hundredths < 0)
    *--p = '-';
  g_string_append (string, p);
}

void
cnd_paint_append_escaped (GString *string, const char *text)
{
  g_autofree char *made_valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);

  for (const char *p = made_valid != NULL ? made_valid : text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c == '&')
        g_string_append (string, "&amp;");
      else if (c == '<')
        g_string_append (string, "&lt;");
      else if (c == '>')
        g_string_append (string, "&gt;");
      else if (c == '"')
        g_string_append (string, "&quot;");
      else if (c == '\t' || c == '\n' || c == '\r')
        g_string_append_c (string, ' ');
      else if (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0xFFFE && c != 0xFFFF)
        g_string_append_len (string, p, g_utf8_next_char (p) - p);
    }
}

/* ---- Attributes --------------------------------------------------------------------- */

static void
append_attribute (GString *svg, const char *name, const char *value)
{
  g_string_append_printf (svg, " %s=\"", name);
  cnd_paint_append_escaped (svg, value);
  g_string_append_c (svg, '"');
}

static void
append_measure (GString *svg, const char *name, double value)
{
  g_string_append_c (svg, ' ');
  g_string_append (svg, name);
  g_string_append (svg, "=\"");
  cnd_paint_append_number (svg, value);
  g_string_append_c (svg, '"');
}

static void
append_hex (GString *svg, CndColor color)
{
  static const char digits[] = "0123456789abcdef";
  guint channels[3] = { (guint) lround (color.red * 255), (guint) lround (color.green * 255), (guint) lround (color.blue * 255) };

  g_string_append_c (svg, '#');
  for (guint i = 0; i < 3; i++)
    {
      g_string_append_c (svg, digits[channels[i] / 16]);
      g_string_append_c (svg, digits[channels[i] % 16]);
    }
}

static void
append_color (GString *svg, const char *name, CndColor color)
{
  g_string_append_c (svg, ' ');
  g_string_append (svg, name);
  g_string_append (svg, "=\"");
  if (color.alpha <= 0)
    g_string_append (svg, "none");
  else
    append_hex (svg, color);
  g_string_append_c (svg, '"');
  if (color.alpha > 0 && color.alpha < 1)
    {
      g_string_append_printf (svg, " %s-opacity=\"", name);
      cnd_paint_append_number (svg, color.alpha);
      g_string_append_c (svg, '"');
    }
}

static void
append_class (GString *svg, const CndItem *item)
{
  const char *separator = item->css_class != NULL ? " " : "";

  if (item->css_class == NULL && item->fill_ink == CND_INK_NONE && item->stroke_ink == CND_INK_NONE)
    return;
  g_string_append (svg, " class=\"");
  if (item->css_class != NULL)
    g_string_append (svg, item->css_class);
  if (item->fill_ink != CND_INK_NONE)
    {
      g_string_append_printf (svg, "%sfill-%s", separator, cnd_scene_get_ink_name (item->fill_ink));
      separator = " ";
    }
  if (item->stroke_ink != CND_INK_NONE)
    g_string_append_printf (svg, "%sline-%s", separator, cnd_scene_get_ink_name (item->stroke_ink));
  g_string_append_c (svg, '"');
}

static void
append_inks (GString *svg, const CndItem *item)
{
  append_color (svg, "fill", item->fill);
  if (item->stroke.alpha <= 0)
    return;
  append_color (svg, "stroke", item->stroke);
  if (item->stroke_width != 1)
    append_measure (svg, "stroke-width", item->stroke_width);
  if (item->dash[0] > 0)
    {
      g_string_append (svg, " stroke-dasharray=\"");
      cnd_paint_append_number (svg, item->dash[0]);
      g_string_append_c (svg, ' ');
      cnd_paint_append_number (svg, item->dash[1]);
      g_string_append_c (svg, '"');
    }
}

/* ---- Items -------------------------------------------------------------------------- */

static void
write_group (GString *svg, const CndItem *item)
{
  g_string_append (svg, "<g");
  if (item->id != NULL)
    append_attribute (svg, "id", item->id);
  append_class (svg, item);
  if (item->hidden)
    append_attribute (svg, "opacity", "0");
  if (item->hidden)
    append_attribute (svg, "aria-hidden", "true");
  if (item->title != NULL)
    {
      if (aria_roles[item->role] != NULL)
        append_attribute (svg, "role", aria_roles[item->role]);
      append_attribute (svg, "aria-label", item->title);
    }
  for (guint i = 0; item->data != NULL && item->data[i] != NULL; i += 2)
    {
      g_string_append (svg, " data-");
      g_string_append (svg, item->data[i]);
      g_string_append (svg, "=\"");
      cnd_paint_append_escaped (svg, item->data[i + 1]);
      g_string_append_c (svg, '"');
    }
  g_string_append (svg, ">\n");
  /* A title pops up over what it belongs to; a list as a whole has none. */
  if (item->title != NULL && item->role != CND_ROLE_NONE)
    {
      g_string_append (svg, "<title>");
      cnd_paint_append_escaped (svg, item->title);
      g_string_append (svg, "</title>\n");
    }
  if (item->description != NULL)
    {
      g_string_append (svg, "<desc>");
      cnd_paint_append_escaped (svg, item->description);
      g_string_append (svg, "</desc>\n");
    }
}

static void
write_rect (GString *svg, const CndItem *item)
{
  g_string_append (svg, "<rect");
  append_class (svg, item);
  append_measure (svg, "x", item->rect.x);
  append_measure (svg, "y", item->rect.y);
  append_measure (svg, "width", item->rect.width);
  append_measure (svg, "height", item->rect.height);
  if (item->radius > 0)
    append_measure (svg, "rx", item->radius);
  append_inks (svg, item);
  g_string_append (svg, "/>\n");
}

static void
write_circle (GString *svg, const CndItem *item)
{
  double r = item->rect.width / 2;

  g_string_append (svg, "<circle");
  append_class (svg, item);
  append_measure (svg, "cx", item->rect.x + r);
  append_measure (svg, "cy", item->rect.y + r);
  append_measure (svg, "r", r);
  append_inks (svg, item);
  g_string_append (svg, "/>\n");
}

static void
write_path (GString *svg, const CndItem *item)
{
  g_string_append (svg, "<path");
  append_class (svg, item);
  g_string_append (svg, " d=\"");
  for (guint i = 0; i < item->n_path; i++)
    {
      const CndPathElement *element = &item->path[i];
      guint n_points = element->command == 'C' ? 3 : element->command == 'Z' ? 0 : 1;
      g_string_append_c (svg, element->command);
      for (guint j = 0; j < n_points; j++)
        {
          if (j > 0)
            g_string_append_c (svg, ' ');
          cnd_paint_append_number (svg, element->points[j].x);
          g_string_append_c (svg, ' ');
          cnd_paint_append_number (svg, element->points[j].y);
        }
    }
  g_string_append_c (svg, '"');
  append_inks (svg, item);
  g_string_append (svg, "/>\n");
}

/* Renderers disagree on what the start of a right-to-left text is: such a text is anchored in its middle, where all agree. */
static void
write_text (GString *svg, const CndItem *item)
{
  static const char *const anchors[] = { NULL, "middle", "end" };
  const char *anchor = item->rtl ? "middle" : anchors[item->align];
  const char *language = cnd_paint_guess_language (item->text);

  g_string_append (svg, "<text");
  append_class (svg, item);
  append_measure (svg, "x", item->rtl ? item->rect.x + item->rect.width / 2 : item->baseline_x);
  append_measure (svg, "y", item->baseline_y);
  append_measure (svg, "font-size", item->size);
  if (item->bold)
    append_attribute (svg, "font-weight", "bold");
  if (anchor != NULL)
    append_attribute (svg, "text-anchor", anchor);
  if (item->rtl)
    append_attribute (svg, "direction", "rtl");
  if (language != NULL)
    append_attribute (svg, "xml:lang", language);
  append_inks (svg, item);
  g_string_append_c (svg, '>');
  cnd_paint_append_escaped (svg, item->text);
  g_string_append (svg, "</text>\n");
}

static cairo_status_t
append_bytes (gpointer closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
write_image (GString *svg, const CndItem *item)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create_for_data ((guchar *) item->pixels, CAIRO_FORMAT_RGB24, (int) item->n_columns,
                                                                  (int) item->n_rows, (int) item->n_columns * 4);
  g_autofree char *encoded = NULL;

  cairo_surface_write_to_png_stream (surface, append_bytes, png);
  cairo_surface_destroy (surface);
  encoded = g_base64_encode (png->data, png->len);
  g_string_append (svg, "<image");
  append_class (svg, item);
  append_measure (svg, "x", item->rect.x);
  append_measure (svg, "y", item->rect.y);
  append_measure (svg, "width", item->rect.width);
  append_measure (svg, "height", item->rect.height);
  /* the second name is the one that newer viewers know */
  g_string_append_printf (svg, " preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" style=\"image-rendering: pixelated\""
                               " href=\"data:image/png;base64,%s\"/>\n", encoded);
}

static void
write_item (GString *svg, const CndItem *item)
{
  switch (item->type)
    {
    case CND_ITEM_BEGIN:
      write_group (svg, item);
      break;
    case CND_ITEM_END:
      g_string_append (svg, "</g>\n");
      break;
    case CND_ITEM_RECT:
      write_rect (svg, item);
      break;
    case CND_ITEM_CIRCLE:
      write_circle (svg, item);
      break;
    case CND_ITEM_PATH:
      write_path (svg, item);
      break;
    case CND_ITEM_TEXT:
      write_text (svg, item);
      break;
    case CND_ITEM_IMAGE:
      write_image (svg, item);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* ---- Document ----------------------------------------------------------------------- */

static void
write_rules (GString *svg, CndTheme theme, const gboolean *fills, const gboolean *lines, const char *indent)
{
  for (guint i = CND_INK_NONE + 1; i < CND_N_INKS; i++)
    {
      CndColor color = cnd_scene_get_ink_color (theme, i);
      if (fills[i])
        {
          g_string_append_printf (svg, "%s.fill-%s { fill: ", indent, cnd_scene_get_ink_name (i));
          append_hex (svg, color);
          g_string_append (svg, " }\n");
        }
      if (lines[i])
        {
          g_string_append_printf (svg, "%s.line-%s { stroke: ", indent, cnd_scene_get_ink_name (i));
          append_hex (svg, color);
          g_string_append (svg, " }\n");
        }
    }
}

static void
write_style (GString *svg, const CndScene *scene, gboolean adaptive)
{
  gboolean fills[CND_N_INKS] = { FALSE }, lines[CND_N_INKS] = { FALSE };
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      fills[items[i].fill_ink] = TRUE;
      lines[items[i].stroke_ink] = TRUE;
    }
  g_string_append (svg, "<style>\n");
  write_rules (svg, cnd_scene_get_theme (scene), fills, lines, "");
  if (adaptive)
    {
      g_string_append (svg, "@media (prefers-color-scheme: dark) {\n");
      write_rules (svg, CND_THEME_DARK, fills, lines, "  ");
      g_string_append (svg, "}\n");
    }
  g_string_append (svg, "</style>\n");
}

static void
write_head (GString *svg, const CndScene *scene, gboolean adaptive)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  const char *title = cnd_scene_get_title (scene), *description = cnd_scene_get_description (scene);

  g_string_append (svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
  append_measure (svg, "width", bounds.width);
  append_measure (svg, "height", bounds.height);
  g_string_append (svg, " viewBox=\"");
  cnd_paint_append_number (svg, bounds.x);
  g_string_append_c (svg, ' ');
  cnd_paint_append_number (svg, bounds.y);
  g_string_append_c (svg, ' ');
  cnd_paint_append_number (svg, bounds.width);
  g_string_append_c (svg, ' ');
  cnd_paint_append_number (svg, bounds.height);
  g_string_append_printf (svg, "\" class=\"condenser %s\"", adaptive ? "adaptive" : cnd_scene_get_theme_name (cnd_scene_get_theme (scene)));
  append_attribute (svg, "font-family", cnd_paint_get_font_family ());
  append_attribute (svg, "role", "graphics-document document");
  if (title != NULL)
    append_attribute (svg, "aria-labelledby", description != NULL ? "picture-title picture-description" : "picture-title");
  g_string_append (svg, ">\n");
  if (title != NULL)
    {
      g_string_append (svg, "<title id=\"picture-title\">");
      cnd_paint_append_escaped (svg, title);
      g_string_append (svg, "</title>\n");
    }
  if (description != NULL)
    {
      g_string_append (svg, "<desc id=\"picture-description\">");
      cnd_paint_append_escaped (svg, description);
      g_string_append (svg, "</desc>\n");
    }
}

/* ---- Animation: keyframes in the style sheet -------------------------------------------- */

#define FADE 0.4 /* seconds to come, and as many to go once what follows is there */

static double
get_total_seconds (const CndItem *items, guint n_items)
{
  double total = 0;

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_BEGIN)
      total = MAX (total, items[i].vanishes);
  return total;
}

static void
append_keyframe (GString *svg, double seconds, double total, const char *opacity)
{
  cnd_paint_append_number (svg, CLAMP (seconds / total, 0, 1) * 100);
  g_string_append_printf (svg, "%% { opacity: %s } ", opacity);
}

/* Keyframes of a group; it is told by its id. */
static void
write_keyframes (GString *svg, const CndItem *item, double total, gboolean loop)
{
  gboolean first = item->appears <= 0, last = item->vanishes >= total;

  g_string_append_printf (svg, "  #%s { animation: %s ", item->id, item->id);
  cnd_paint_append_number (svg, total);
  g_string_append_printf (svg, "s linear %s }\n  @keyframes %s { ", loop ? "infinite" : "1 both", item->id);
  append_keyframe (svg, 0, total, first ? "1" : "0");
  if (!first)
    {
      append_keyframe (svg, item->appears, total, "0");
      append_keyframe (svg, item->appears + FADE, total, "1");
    }
  if (!last)
    {
      append_keyframe (svg, item->vanishes + FADE, total, "1");
      append_keyframe (svg, item->vanishes + 2 * FADE, total, "0");
    }
  append_keyframe (svg, total, total, last ? "1" : "0");
  g_string_append (svg, "}\n");
}

static void
write_animation (GString *svg, const CndScene *scene, gboolean loop)
{
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);
  double total = get_total_seconds (items, n_items);

  g_string_append (svg, "<style>\n@media (prefers-reduced-motion: no-preference) {\n");
  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_BEGIN && items[i].vanishes > items[i].appears && items[i].id != NULL)
      write_keyframes (svg, &items[i], total, loop);
  g_string_append (svg, "}\n</style>\n");
}

typedef enum { STILL, ADAPTIVE, ONCE, LOOP } Document;

static GBytes *
write_document (const CndScene *scene, Document kind)
{
  gboolean adaptive = kind == ADAPTIVE;
  GString *svg = g_string_sized_new (1 << 16);
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  write_head (svg, scene, adaptive);
  write_style (svg, scene, adaptive);
  if (kind == ONCE || kind == LOOP)
    write_animation (svg, scene, kind == LOOP);
  for (guint i = 0; i < n_items; i++)
    write_item (svg, &items[i]);
  g_string_append (svg, "</svg>\n");
  return g_string_free_to_bytes (svg);
}

GBytes *
cnd_paint_write_svg (const CndScene *scene)
{
  return write_document (scene, STILL);
}

GBytes *
cnd_paint_write_svg_adaptive (const CndScene *scene)
{
  g_return_val_if_fail (cnd_scene_get_theme (scene) == CND_THEME_LIGHT, NULL);
  return write_document (scene, ADAPTIVE);
}

GBytes *
cnd_paint_write_svg_animated (const CndScene *scene, gboolean loop)
{
  return write_document (scene, loop ? LOOP : ONCE);
}
