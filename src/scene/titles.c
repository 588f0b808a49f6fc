/* Titles of frames: along a block's upper edge, between the lines that enter it. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TITLE_X 10.0
#define TITLE_BASELINE 16.0
#define CLEARANCE 6.0
#define SLACK 1.04       /* other fonts are a little wider */
#define MOST_WIDTH 220.0 /* that frames are widened for */
#define LEAST_WIDTH 24.0 /* below, nothing can be read of a title that is shortened */

/* ---- Lines in the way --------------------------------------------------------------- */

/* From one point of a route or lane to the next, as edges.c draws it: a cubic curve, perhaps a straight one. */
typedef struct
{
  CndPoint points[4];
} Stretch;

/* All stretches of the drawing, by place. */
typedef struct
{
  GArray *stretches; /* Stretch */
  GArray *chunks;    /* CndChunk, one a stretch */
  CndChunkIndex *index;
} Lines;

static void
add_stretch (const CndGraph *graph, Lines *lines, const CndPoint *points)
{
  Stretch stretch;
  CndRect rect = CND_RECT_NOTHING;
  CndChunk chunk;

  for (guint i = 0; i < 4; i++)
    {
      stretch.points[i] = cnd_graph_place (graph, points[i]);
      rect = cnd_rect_unite (rect, (CndRect){ stretch.points[i].x, stretch.points[i].y, 0, 0 });
    }
  chunk = (CndChunk){ lines->stretches->len, lines->stretches->len + 1, rect };
  g_array_append_val (lines->stretches, stretch);
  g_array_append_val (lines->chunks, chunk);
}

static void
add_line (const CndGraph *graph, Lines *lines, CndPoint a, CndPoint b, gboolean orthogonal)
{
  CndPoint middle = { (a.x + b.x) / 2, (a.y + b.y) / 2 };

  if (orthogonal || a.x == b.x || a.y == b.y)
    add_stretch (graph, lines, (CndPoint[4]){ a, { (a.x + middle.x) / 2, (a.y + middle.y) / 2 },
                                              { (b.x + middle.x) / 2, (b.y + middle.y) / 2 }, b });
  else if (graph->options->flow == CND_FLOW_DOWN)
    add_stretch (graph, lines, (CndPoint[4]){ a, { a.x, middle.y }, { b.x, middle.y }, b });
  else
    add_stretch (graph, lines, (CndPoint[4]){ a, { middle.x, a.y }, { middle.x, b.y }, b });
}

static void
add_route (const CndGraph *graph, Lines *lines, const CndRoute *route)
{
  const CndPoint *points = graph->layout->points + route->first_point;

  if (route->arc)
    {
      add_line (graph, lines, points[0], points[1], TRUE);
      add_stretch (graph, lines, points + 1);
      add_line (graph, lines, points[4], points[5], TRUE);
      return;
    }
  for (guint i = 1; i < route->n_points; i++)
    add_line (graph, lines, points[i - 1], points[i], route->orthogonal);
}

static void
lines_init (Lines *lines, const CndGraph *graph)
{
  const CndLayout *layout = graph->layout;

  lines->stretches = g_array_sized_new (FALSE, FALSE, sizeof (Stretch), layout->n_points);
  lines->chunks = g_array_sized_new (FALSE, FALSE, sizeof (CndChunk), layout->n_points);
  for (guint i = 0; i < layout->n_routes; i++)
    add_route (graph, lines, &layout->routes[i]);
  for (guint i = 0; i < layout->n_lanes; i++)
    for (guint k = 1; k < layout->lanes[i].n_points; k++)
      {
        const CndPoint *points = layout->points + layout->lanes[i].first_point + k;
        add_line (graph, lines, points[-1], points[0], TRUE);
      }
  for (guint i = 0; i < layout->n_rows; i++)
    add_line (graph, lines, layout->rows[i].from, layout->rows[i].corner, TRUE);
  lines->index = cnd_chunk_index_new ((const CndChunk *) lines->chunks->data, lines->chunks->len);
}

static void
lines_clear (Lines *lines)
{
  g_clear_pointer (&lines->index, cnd_chunk_index_free);
  g_clear_pointer (&lines->chunks, g_array_unref);
  g_clear_pointer (&lines->stretches, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, lines_clear)

/* The strip along a frame's top, and the places across it where lines run through. */
typedef struct
{
  const Lines *lines;
  CndRect strip;
  GArray *obstacles; /* double */
} Room;

static CndPoint
get_curve_point (const CndPoint *p, double t)
{
  double s = 1 - t;
  double weights[4] = { s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t };

  return (CndPoint){ weights[0] * p[0].x + weights[1] * p[1].x + weights[2] * p[2].x + weights[3] * p[3].x,
                     weights[0] * p[0].y + weights[1] * p[1].y + weights[2] * p[2].y + weights[3] * p[3].y };
}

/* Where the straight line from a to b is in the strip's height. */
static void
meet (Room *room, CndPoint a, CndPoint b)
{
  double ends[2] = { room->strip.y, room->strip.y + room->strip.height };
  double rise = b.y - a.y;

  if (MAX (a.y, b.y) < ends[0] || MIN (a.y, b.y) > ends[1])
    return;
  for (guint i = 0; i < 2; i++)
    {
      double t = rise == 0 ? i : CLAMP ((ends[i] - a.y) / rise, 0, 1);
      double x = a.x + t * (b.x - a.x);

      if (x >= room->strip.x && x <= room->strip.x + room->strip.width)
        g_array_append_val (room->obstacles, x);
    }
}

static gboolean
meet_stretch (guint i, gpointer data)
{
  const guint n = 24;
  Room *room = data;
  const CndPoint *points = g_array_index (room->lines->stretches, Stretch, i).points;
  CndPoint before = points[0];

  if (points[0].x == points[3].x && points[0].x == points[1].x)
    {
      meet (room, points[0], points[3]);
      return TRUE;
    }
  for (guint k = 1; k <= n; k++)
    {
      CndPoint point = get_curve_point (points, (double) k / n);
      meet (room, before, point);
      before = point;
    }
  return TRUE;
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
init_room (const Lines *lines, CndRect frame, Room *room)
{
  double start = frame.x + TITLE_X - CLEARANCE, end = frame.x + frame.width - TITLE_X + CLEARANCE;

  room->lines = lines;
  room->strip = (CndRect){ frame.x, frame.y + 3, frame.width, 18 };
  room->obstacles = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (room->obstacles, start);
  g_array_append_val (room->obstacles, end);
  cnd_chunk_index_foreach (lines->index, room->strip, FALSE, meet_stretch, room);
  g_array_sort (room->obstacles, compare_doubles);
}

/* The first place from the start side where @width fits between lines, among @n_gaps. */
static gboolean
find_place (const Room *room, double width, gboolean mirrored, guint n_gaps, double *x)
{
  const double *obstacles = (const double *) room->obstacles->data;
  guint n = room->obstacles->len;

  for (guint k = 1; k < n && k <= n_gaps; k++)
    {
      guint i = mirrored ? n - k : k;
      if (obstacles[i] - obstacles[i - 1] < width + 2 * CLEARANCE)
        continue;
      *x = mirrored ? obstacles[i] - CLEARANCE - width : obstacles[i - 1] + CLEARANCE;
      return TRUE;
    }
  return FALSE;
}

/* The longest text that fits anywhere. */
static double
find_widest (const Room *room)
{
  const double *obstacles = (const double *) room->obstacles->data;
  double widest = 0;

  for (guint i = 1; i < room->obstacles->len; i++)
    widest = MAX (widest, obstacles[i] - obstacles[i - 1]);
  return widest - 2 * CLEARANCE;
}

/* ---- Titles ------------------------------------------------------------------------- */

static char *
format_title (const CndGraph *graph, guint block)
{
  g_autofree char *name = cnd_graph_name_block (graph, block);
  CndShowCounts shown = graph->options->show_counts;
  guint64 parameters = cnd_report_get_block (graph->report, block)->parameters;

  if ((shown != CND_SHOW_BOTH_COUNTS && shown != CND_SHOW_PARAMETERS) || parameters == 0)
    return g_steal_pointer (&name);
  g_autofree char *number = cnd_base_format_short (graph->options->numbers, parameters);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s param", "%s params", parameters), number);
  return g_strconcat (name, " · ", count, NULL);
}

/* What the title may be, the longest first; NULL-terminated. */
static GStrv
list_titles (const CndGraph *graph, guint block, guint part)
{
  g_autofree char *name = cnd_graph_name_block (graph, block);
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  g_autofree char *longer = NULL;

  if (part > 0)
    /* Translators: title of a block that goes on in another column of the picture */
    longer = g_strdup_printf (_("%s, continued"), name);
  else
    longer = format_title (graph, block);
  g_strv_builder_add (titles, longer);
  g_strv_builder_add (titles, name);
  return g_strv_builder_end (titles);
}

/* At the start if only a short one fits there, else anywhere between the lines, else shortened. Returns: (transfer full)
 * (nullable): NULL where there is no room at all; else @x is its left end */
static char *
place_title (CndGraph *graph, const Room *room, GStrv candidates, guint block, double *x)
{
  static const guint gaps[] = { 1, G_MAXUINT };
  g_autofree char *shortened = NULL;

  for (guint i = 0; i < 4; i++)
    if (find_place (room, cnd_ruler_measure (&graph->ruler, candidates[i % 2], CND_LABEL_SIZE, TRUE), graph->mirrored, gaps[i / 2], x))
      return g_strdup (candidates[i % 2]);
  if (find_widest (room) < LEAST_WIDTH)
    return NULL;
  shortened = cnd_graph_shorten_block_name (graph, block, find_widest (room));
  if (!find_place (room, cnd_ruler_measure (&graph->ruler, shortened, CND_LABEL_SIZE, TRUE), graph->mirrored, G_MAXUINT, x))
    return NULL;
  return g_steal_pointer (&shortened);
}

static void
draw_title (CndGraph *graph, const Lines *lines, CndRect frame, guint block, guint part)
{
  g_auto (GStrv) candidates = list_titles (graph, block, part);
  g_autofree char *title = NULL;
  double width, x;
  Room room;

  init_room (lines, frame, &room);
  title = place_title (graph, &room, candidates, block, &x);
  g_array_unref (room.obstacles);
  if (title == NULL)
    return;
  width = cnd_ruler_measure (&graph->ruler, title, CND_LABEL_SIZE, TRUE);
  cnd_scene_builder_add_text (graph->builder, "frame-title", cnd_scene_builder_intern (graph->builder, title), CND_LABEL_SIZE, TRUE,
                              (CndPoint){ graph->mirrored ? x + width : x, frame.y + TITLE_BASELINE },
                              graph->mirrored ? CND_ALIGN_END : CND_ALIGN_START, width, CND_INK_DIM);
}

double *
cnd_graph_measure_frame_titles (CndGraph *graph)
{
  guint n;
  const guint *frames = cnd_view_get_frames (graph->view, &n);
  double *widths = g_new0 (double, n + 1);

  for (guint i = 0; i < n && !graph->mirrored; i++)
    {
      g_autofree char *name = cnd_graph_name_block (graph, frames[i]);
      double width = cnd_ruler_measure (&graph->ruler, name, CND_LABEL_SIZE, TRUE) * SLACK;

      widths[i] = ceil (TITLE_X + MIN (width, MOST_WIDTH) + CLEARANCE);
    }
  return widths;
}

void
cnd_graph_draw_frame_titles (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *parts = NULL;
  g_auto (Lines) lines = { NULL };

  if (layout->n_frames == 0)
    return;
  parts = cnd_graph_count_frame_parts (graph);
  lines_init (&lines, graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frame-titles", NULL);
  for (guint i = 0; i < layout->n_frames; i++)
    draw_title (graph, &lines, cnd_graph_get_frame_rect (graph, &layout->frames[i]), layout->frames[i].block, parts[i]);
  cnd_scene_builder_end_group (graph->builder);
}
