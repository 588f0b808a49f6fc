/* A scene as text, one item a line, for goldens: readable differences. */
#include "config.h"

#include "scene/scene-struct-private.h"

static const char *const role_names[] = {
  [CND_ROLE_NONE] = "group", [CND_ROLE_BACKGROUND] = "background", [CND_ROLE_FRAME] = "frame", [CND_ROLE_LAYER] = "layer",
  [CND_ROLE_BLOCK] = "block", [CND_ROLE_EDGE] = "edge", [CND_ROLE_LANE] = "lane", [CND_ROLE_TAP] = "tap",
  [CND_ROLE_ROW] = "row", [CND_ROLE_LEGEND] = "legend", [CND_ROLE_GRID] = "grid", [CND_ROLE_COLUMN] = "column",
  [CND_ROLE_SOURCE] = "source", [CND_ROLE_CHART] = "chart", [CND_ROLE_STAGE] = "stage", [CND_ROLE_PLAYHEAD] = "playhead",
  [CND_ROLE_OUTSIDE] = "outside",
};

static const char *const align_names[] = { "start", "middle", "end" };

/* Tenths at most, the same in every locale. */
static void
append_number (GString *dump, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double rounded = (value < 0 ? -1 : 1) * (double) (gint64) ((value < 0 ? -value : value) * 10 + 0.5) / 10;

  g_string_append_c (dump, ' ');
  g_string_append (dump, g_ascii_formatd (buffer, sizeof buffer, "%.10g", rounded == 0 ? 0 : rounded));
}

static void
append_rect (GString *dump, CndRect rect)
{
  append_number (dump, rect.x);
  append_number (dump, rect.y);
  append_number (dump, rect.width);
  append_number (dump, rect.height);
}

static void
append_style (GString *dump, const CndItem *item)
{
  if (item->css_class != NULL)
    g_string_append_printf (dump, " .%s", item->css_class);
  if (item->fill_ink != CND_INK_NONE)
    g_string_append_printf (dump, " fill=%s", cnd_scene_get_ink_name (item->fill_ink));
  if (item->stroke_ink == CND_INK_NONE)
    return;
  g_string_append_printf (dump, " stroke=%s", cnd_scene_get_ink_name (item->stroke_ink));
  append_number (dump, item->stroke_width);
  if (item->dash[0] > 0)
    {
      append_number (dump, item->dash[0]);
      append_number (dump, item->dash[1]);
    }
}

static void
append_group (GString *dump, const CndItem *item)
{
  g_string_append (dump, role_names[item->role]);
  if (item->id != NULL)
    g_string_append_printf (dump, " #%s", item->id);
  append_style (dump, item);
  append_rect (dump, item->rect);
  if (item->title != NULL)
    g_string_append_printf (dump, " “%s”", item->title);
  for (guint i = 0; item->data != NULL && item->data[i] != NULL; i += 2)
    g_string_append_printf (dump, " %s=%s", item->data[i], item->data[i + 1]);
}

static void
append_path (GString *dump, const CndItem *item)
{
  g_string_append (dump, "path");
  append_style (dump, item);
  for (guint i = 0; i < item->n_path; i++)
    {
      const CndPathElement *element = &item->path[i];
      guint n_points = element->command == 'C' ? 3 : element->command == 'Z' ? 0 : 1;
      g_string_append_printf (dump, " %c", element->command);
      for (guint j = 0; j < n_points; j++)
        {
          append_number (dump, element->points[j].x);
          append_number (dump, element->points[j].y);
        }
    }
}

static void
append_item (GString *dump, const CndItem *item)
{
  switch (item->type)
    {
    case CND_ITEM_BEGIN:
      append_group (dump, item);
      break;
    case CND_ITEM_END:
      g_string_append (dump, "end");
      break;
    case CND_ITEM_RECT:
    case CND_ITEM_CIRCLE:
      g_string_append (dump, item->type == CND_ITEM_RECT ? "rect" : "circle");
      append_rect (dump, item->rect);
      append_style (dump, item);
      break;
    case CND_ITEM_PATH:
      append_path (dump, item);
      break;
    case CND_ITEM_TEXT:
      g_string_append_printf (dump, "text “%s”", item->text);
      append_number (dump, item->baseline_x);
      append_number (dump, item->baseline_y);
      append_number (dump, item->size);
      g_string_append_printf (dump, " %s%s%s", align_names[item->align], item->bold ? " bold" : "", item->rtl ? " rtl" : "");
      append_style (dump, item);
      break;
    case CND_ITEM_IMAGE:
      g_string_append (dump, "image");
      append_rect (dump, item->rect);
      g_string_append_printf (dump, " %u×%u", item->n_columns, item->n_rows);
      append_style (dump, item);
      break;
    default:
      g_assert_not_reached ();
    }
}

char *
cnd_scene_dump (const CndScene *scene)
{
  GString *dump = g_string_new ("scene");
  guint depth = 0;

  append_rect (dump, scene->bounds);
  g_string_append_printf (dump, " %s “%s”\n", cnd_scene_get_theme_name (scene->theme), scene->title != NULL ? scene->title : "");
  for (guint i = 0; i < scene->n_items; i++)
    {
      const CndItem *item = &scene->items[i];
      if (item->type == CND_ITEM_END)
        {
          depth--;
          continue;
        }
      for (guint d = 0; d < depth; d++)
        g_string_append (dump, "  ");
      append_item (dump, item);
      g_string_append_c (dump, '\n');
      depth += item->type == CND_ITEM_BEGIN;
    }
  return g_string_free (dump, FALSE);
}
