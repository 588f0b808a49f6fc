/* A scene onto a cairo_t. Everything is drawn as the items say; only what would be too small to see is simplified. */
#include "config.h"

#include "paint/paint-private.h"

#include <math.h>
#include <string.h>

/* In device pixels. */
#define SMALLEST_TEXT 4.0
#define SMALLEST_DETAIL 1.5  /* rounded corners, signs */
#define SMALLEST_CIRCLE 1.2  /* radius of a dot that is still round */
#define SMALLEST_THING 0.2
#define THINNEST_LINE 0.7
/* Of taps from each other: below the first they begin to fade into cells, below the second there are only cells. */
#define CLOSE_TAPS 4.5
#define MERGED_TAPS 3.0

#define MAX_LAYOUTS 4096u

struct _CndPainter
{
  PangoContext *contexts[2]; /* left to right, right to left */
  GHashTable *layouts; /* LayoutKey → PangoLayout */
};

typedef struct
{
  char *text;
  double size;
  gboolean bold, rtl;
} LayoutKey;

/* One call of painting. */
typedef struct
{
  CndPainter *painter;
  cairo_t *cairo;
  double scale;
  gboolean text_as_text;
  double tap_opacity; /* of lanes, rows and taps; their cells have the rest */
  double opacity;     /* of what is being drawn */
  CndTapMap map;
  const CndItem *next; /* (nullable): what is drawn after that */
} Job;

static guint
hash_key (gconstpointer data)
{
  const LayoutKey *key = data;

  return g_str_hash (key->text) ^ (guint) (key->size * 64) ^ (key->bold ? 0x55555555u : 0);
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const LayoutKey *one = a, *other = b;

  return one->size == other->size && one->bold == other->bold && one->rtl == other->rtl && strcmp (one->text, other->text) == 0;
}

static void
free_key (gpointer data)
{
  LayoutKey *key = data;

  g_free (key->text);
  g_free (key);
}

CndPainter *
cnd_paint_painter_new (void)
{
  CndPainter *painter = g_new0 (CndPainter, 1);

  for (guint rtl = 0; rtl < 2; rtl++)
    painter->contexts[rtl] = cnd_paint_create_context (rtl);
  painter->layouts = g_hash_table_new_full (hash_key, equal_keys, free_key, g_object_unref);
  return painter;
}

void
cnd_painter_free (CndPainter *painter)
{
  g_clear_pointer (&painter->layouts, g_hash_table_unref);
  for (guint rtl = 0; rtl < 2; rtl++)
    g_clear_object (&painter->contexts[rtl]);
  g_free (painter);
}

static PangoLayout *
get_layout (CndPainter *painter, const CndItem *item)
{
  LayoutKey key = { (char *) item->text, item->size, item->bold, item->rtl };
  PangoLayout *layout = g_hash_table_lookup (painter->layouts, &key);

  if (layout == NULL)
    {
      LayoutKey *kept = g_memdup2 (&key, sizeof key);
      kept->text = g_strdup (item->text);
      if (g_hash_table_size (painter->layouts) >= MAX_LAYOUTS)
        g_hash_table_remove_all (painter->layouts);
      layout = cnd_paint_create_layout (painter->contexts[item->rtl ? 1 : 0], item->text, item->size, item->bold);
      g_hash_table_insert (painter->layouts, kept, layout);
    }
  return layout;
}

static void
set_color (const Job *job, CndColor color)
{
  cairo_set_source_rgba (job->cairo, color.red, color.green, color.blue, color.alpha * job->opacity);
}

/* Fills and strokes the current path. */
static void
ink (const Job *job, const CndItem *item)
{
  cairo_t *cairo = job->cairo;

  if (item->fill.alpha > 0)
    {
      set_color (job, item->fill);
      cairo_fill_preserve (cairo);
    }
  if (item->stroke.alpha > 0)
    {
      set_color (job, item->stroke);
      cairo_set_line_width (cairo, MAX (item->stroke_width, THINNEST_LINE / job->scale));
      cairo_set_dash (cairo, item->dash, item->dash[0] > 0 ? 2 : 0, 0);
      cairo_stroke_preserve (cairo);
    }
  cairo_new_path (cairo);
}

static void
draw_rect (const Job *job, const CndItem *item)
{
  double x = item->rect.x, y = item->rect.y, width = item->rect.width, height = item->rect.height, r = item->radius;
  cairo_t *cairo = job->cairo;

  if (r * job->scale < SMALLEST_DETAIL)
    cairo_rectangle (cairo, x, y, width, height);
  else
    {
      /* Starts where SVG has rectangles start, for the sake of dashes. */
      cairo_move_to (cairo, x + r, y);
      cairo_arc (cairo, x + width - r, y + r, r, -G_PI / 2, 0);
      cairo_arc (cairo, x + width - r, y + height - r, r, 0, G_PI / 2);
      cairo_arc (cairo, x + r, y + height - r, r, G_PI / 2, G_PI);
      cairo_arc (cairo, x + r, y + r, r, G_PI, 3 * G_PI / 2);
      cairo_close_path (cairo);
    }
  ink (job, item);
}

static void
draw_circle (const Job *job, const CndItem *item)
{
  double r = item->rect.width / 2;
  cairo_t *cairo = job->cairo;

  if (r * job->scale < SMALLEST_CIRCLE)
    cairo_rectangle (cairo, item->rect.x, item->rect.y, 2 * r, 2 * r);
  else
    {
      cairo_new_sub_path (cairo);
      cairo_arc (cairo, item->rect.x + r, item->rect.y + r, r, 0, 2 * G_PI);
      cairo_close_path (cairo);
    }
  ink (job, item);
}

static gboolean
is_left_out (const Job *job, const CndItem *path)
{
  return MAX (path->rect.width, path->rect.height) * job->scale < 2 * SMALLEST_DETAIL;
}

/* A line ends within its arrowhead: where that is too small to be drawn, the line takes its place. */
static void
reach_tip (const Job *job, const CndItem *line)
{
  const CndItem *head = job->next;

  if (line->stroke.alpha > 0 && head != NULL && head->type == CND_ITEM_PATH && g_str_equal (head->css_class, "arrow") &&
      is_left_out (job, head))
    cairo_line_to (job->cairo, head->path[0].points[0].x, head->path[0].points[0].y);
}

static void
draw_path (const Job *job, const CndItem *item)
{
  cairo_t *cairo = job->cairo;

  if (is_left_out (job, item))
    return;
  for (guint i = 0; i < item->n_path; i++)
    {
      const CndPathElement *element = &item->path[i];
      const CndPoint *p = element->points;
      switch (element->command)
        {
        case 'M':
          cairo_move_to (cairo, p[0].x, p[0].y);
          break;
        case 'L':
          cairo_line_to (cairo, p[0].x, p[0].y);
          break;
        case 'C':
          cairo_curve_to (cairo, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
          break;
        default:
          cairo_close_path (cairo);
        }
    }
  reach_tip (job, item);
  ink (job, item);
}

static void
draw_text (const Job *job, const CndItem *item)
{
  PangoLayout *layout;
  double width, x;

  if (item->size * job->scale < SMALLEST_TEXT || item->fill.alpha <= 0)
    return;
  layout = get_layout (job->painter, item);
  width = cnd_paint_get_layout_width (layout);
  x = item->baseline_x - (item->align == CND_ALIGN_START ? 0 : item->align == CND_ALIGN_MIDDLE ? width / 2 : width);
  /* As in the SVG: right-to-left text is centred on where it was measured to lie. */
  if (item->rtl)
    x = item->rect.x + (item->rect.width - width) / 2;
  set_color (job, item->fill);
  cairo_move_to (job->cairo, x, item->baseline_y);
  if (job->text_as_text)
    pango_cairo_show_layout_line (job->cairo, pango_layout_get_line_readonly (layout, 0));
  else
    {
      pango_cairo_layout_line_path (job->cairo, pango_layout_get_line_readonly (layout, 0));
      cairo_fill (job->cairo);
    }
  cairo_new_path (job->cairo);
}

/* Each pixel is a rectangle with sharp edges. */
static void
draw_image (const Job *job, const CndItem *item)
{
  cairo_surface_t *surface = cairo_image_surface_create_for_data ((guchar *) item->pixels, CAIRO_FORMAT_RGB24, (int) item->n_columns,
                                                                  (int) item->n_rows, (int) item->n_columns * 4);

  cairo_save (job->cairo);
  cairo_rectangle (job->cairo, item->rect.x, item->rect.y, item->rect.width, item->rect.height);
  cairo_clip (job->cairo);
  cairo_translate (job->cairo, item->rect.x, item->rect.y);
  cairo_scale (job->cairo, item->rect.width / item->n_columns, item->rect.height / item->n_rows);
  cairo_set_source_surface (job->cairo, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (job->cairo), CAIRO_FILTER_NEAREST);
  cairo_paint_with_alpha (job->cairo, job->opacity);
  cairo_restore (job->cairo);
  cairo_surface_destroy (surface);
}

static void
draw_item (const Job *job, const CndItem *item)
{
  if (MAX (item->rect.width, item->rect.height) * job->scale < SMALLEST_THING)
    return;
  switch (item->type)
    {
    case CND_ITEM_RECT:
      draw_rect (job, item);
      break;
    case CND_ITEM_CIRCLE:
      draw_circle (job, item);
      break;
    case CND_ITEM_PATH:
      draw_path (job, item);
      break;
    case CND_ITEM_TEXT:
      draw_text (job, item);
      break;
    case CND_ITEM_IMAGE:
      draw_image (job, item);
      break;
    default:
      break;
    }
}

/* Index of the end of the group that begins at @first. */
static guint
find_end (const CndItem *items, guint first)
{
  guint depth = 0, i = first;

  do
    {
      if (items[i].type == CND_ITEM_BEGIN)
        depth++;
      else if (items[i].type == CND_ITEM_END)
        depth--;
      i++;
    }
  while (depth > 0);
  return i - 1;
}

/* A range of items that belong together: the first one says to what. */
static void
draw_items (const CndItem *items, guint first, guint end, gpointer data)
{
  Job *job = data;
  gboolean fades = items[first].role == CND_ROLE_LANE || items[first].role == CND_ROLE_ROW;

  job->opacity = fades ? job->tap_opacity : 1;
  for (guint i = first; i < end; i++)
    {
      if (items[i].type == CND_ITEM_BEGIN && items[i].hidden)
        i = find_end (items, i);
      if (items[i].type == CND_ITEM_BEGIN || items[i].type == CND_ITEM_END)
        continue;
      if (items[i].role == CND_ROLE_TAP && job->tap_opacity < 1)
        cnd_tap_map_add (&job->map, &items[i], 1 - job->tap_opacity);
      job->next = i + 1 < end ? &items[i + 1] : NULL;
      if (job->opacity > 0)
        draw_item (job, &items[i]);
    }
  cnd_tap_map_flush (&job->map);
}

/* Pages keep letters as letters, to be selected and searched. On images this cairo would move each letter to the next whole
 * pixel, and so change the distances between them with every zoom: there they are filled as outlines. */
static gboolean
keeps_text (cairo_t *cairo)
{
  switch (cairo_surface_get_type (cairo_get_target (cairo)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_RECORDING:
      return TRUE;
    default:
      return FALSE;
    }
}

static double
get_tap_opacity (const CndScene *scene, double scale)
{
  double pitch = cnd_scene_get_tap_pitch (scene) * scale;

  return pitch > 0 ? CLAMP ((pitch - MERGED_TAPS) / (CLOSE_TAPS - MERGED_TAPS), 0, 1) : 1;
}

static void
begin_job (Job *job)
{
  cairo_save (job->cairo);
  cnd_tap_map_init (&job->map, job->cairo);
  cairo_set_line_cap (job->cairo, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (job->cairo, CAIRO_LINE_JOIN_MITER);
}

void
cnd_painter_paint_group (CndPainter *painter, const CndScene *scene, cairo_t *cairo, guint item, double scale)
{
  Job job = { painter, cairo, scale, keeps_text (cairo), get_tap_opacity (scene, scale), 1, { NULL } };
  guint n_items, depth = 0, end = item;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  g_return_if_fail (scale > 0 && item < n_items && items[item].type == CND_ITEM_BEGIN);
  do
    {
      depth += items[end].type == CND_ITEM_BEGIN ? 1 : 0;
      depth -= items[end].type == CND_ITEM_END ? 1 : 0;
      end++;
    }
  while (depth > 0 && end < n_items);
  begin_job (&job);
  draw_items (items, item, end, &job);
  cairo_restore (cairo);
}

void
cnd_painter_paint (CndPainter *painter, const CndScene *scene, cairo_t *cairo, CndRect area, double scale)
{
  Job job = { painter, cairo, scale, keeps_text (cairo), get_tap_opacity (scene, scale), 1, { NULL } };

  g_return_if_fail (scale > 0);
  begin_job (&job);
  cnd_scene_foreach_in (scene, area, draw_items, &job);
  cairo_restore (cairo);
}

void
cnd_paint_scene (const CndScene *scene, cairo_t *cairo, CndRect area, double scale)
{
  g_autoptr (CndPainter) painter = cnd_paint_painter_new ();

  cnd_painter_paint (painter, scene, cairo, area, scale);
}
