/* Titles of frames: along a block's upper edge, between the lines that enter it. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>

#define TITLE_X 10.0
#define TITLE_BASELINE 16.0
#define CLEARANCE 6.0

/* ---- Lines in the way --------------------------------------------------------------- */

/* From one point of a route or lane to the next. */
typedef struct
{
  CndPoint a, b;
  gboolean orthogonal;
} Stretch;

/* All stretches of the drawing, by place. */
typedef struct
{
  GArray *stretches; /* Stretch */
  GArray *chunks;    /* CndChunk, one a stretch */
  CndChunkIndex *index;
  CndFlow flow;
} Lines;

static void
add_line (const CndGraph *graph, Lines *lines, guint first_point, guint n_points, gboolean orthogonal)
{
  const CndPoint *points = graph->layout->points + first_point;
  CndPoint by = graph->origin;

  for (guint i = 1; i < n_points; i++)
    {
      Stretch stretch = { { points[i - 1].x + by.x, points[i - 1].y + by.y }, { points[i].x + by.x, points[i].y + by.y }, orthogonal };
      CndChunk chunk = { lines->stretches->len, lines->stretches->len + 1,
                         cnd_rect_unite ((CndRect){ stretch.a.x, stretch.a.y, 0, 0 }, (CndRect){ stretch.b.x, stretch.b.y, 0, 0 }) };
      g_array_append_val (lines->stretches, stretch);
      g_array_append_val (lines->chunks, chunk);
    }
}

static void
lines_init (Lines *lines, const CndGraph *graph)
{
  const CndLayout *layout = graph->layout;

  lines->flow = graph->options->flow;
  lines->stretches = g_array_sized_new (FALSE, FALSE, sizeof (Stretch), layout->n_points);
  lines->chunks = g_array_sized_new (FALSE, FALSE, sizeof (CndChunk), layout->n_points);
  for (guint i = 0; i < layout->n_routes; i++)
    add_line (graph, lines, layout->routes[i].first_point, layout->routes[i].n_points, layout->routes[i].orthogonal);
  for (guint i = 0; i < layout->n_lanes; i++)
    add_line (graph, lines, layout->lanes[i].first_point, layout->lanes[i].n_points, TRUE);
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

static void
meet (Room *room, CndPoint point)
{
  if (cnd_rect_contains (room->strip, point))
    g_array_append_val (room->obstacles, point.x);
}

/* Samples the curve or line, as edges.c draws it, closely enough for what is a title's height. */
static gboolean
meet_stretch (guint i, gpointer data)
{
  const guint n = 32;
  Room *room = data;
  const Stretch *stretch = &g_array_index (room->lines->stretches, Stretch, i);
  CndPoint a = stretch->a, b = stretch->b;
  gboolean straight = stretch->orthogonal || a.x == b.x || a.y == b.y;

  if (a.x == b.x)
    {
      meet (room, (CndPoint){ a.x, CLAMP (room->strip.y, MIN (a.y, b.y), MAX (a.y, b.y)) });
      return TRUE;
    }
  for (guint k = 0; k <= n; k++)
    {
      double t = (double) k / n;
      double across = straight ? t : t * t * (3 - 2 * t), along = straight ? t : 1.5 * t * (1 - t) + t * t * t;
      double u = room->lines->flow == CND_FLOW_DOWN ? across : along, v = room->lines->flow == CND_FLOW_DOWN ? along : across;
      meet (room, (CndPoint){ a.x + (b.x - a.x) * u, a.y + (b.y - a.y) * v });
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

/* The first place from the start (from the end for right-to-left titles) where @width fits between lines, among @n_gaps. */
static gboolean
find_place (const Room *room, double width, gboolean rtl, guint n_gaps, double *x)
{
  const double *obstacles = (const double *) room->obstacles->data;
  guint n = room->obstacles->len;

  for (guint k = 1; k < n && k <= n_gaps; k++)
    {
      guint i = rtl ? n - k : k;
      if (obstacles[i] - obstacles[i - 1] < width + 2 * CLEARANCE)
        continue;
      *x = rtl ? obstacles[i] - CLEARANCE - width : obstacles[i - 1] + CLEARANCE;
      return TRUE;
    }
  return FALSE;
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

/* At the start if only a short one fits there, else anywhere between the lines, else over them. */
static void
draw_title (CndGraph *graph, const Lines *lines, CndRect frame, guint block, guint part, CndInk ground)
{
  static const guint gaps[] = { 1, G_MAXUINT };
  g_auto (GStrv) candidates = list_titles (graph, block, part);
  g_autofree char *title = NULL;
  gboolean rtl = cnd_scene_is_rtl (candidates[0]);
  double width = 0, x = 0;
  Room room;

  init_room (lines, frame, &room);
  for (guint i = 0; i < 4 && title == NULL; i++)
    {
      width = cnd_ruler_measure (&graph->ruler, candidates[i % 2], CND_LABEL_SIZE, TRUE);
      if (find_place (&room, width, rtl, gaps[i / 2], &x))
        title = g_strdup (candidates[i % 2]);
    }
  g_array_unref (room.obstacles);
  if (title == NULL)
    {
      title = cnd_ruler_fit (&graph->ruler, candidates[1], CND_LABEL_SIZE, TRUE, frame.width - 2 * TITLE_X);
      width = cnd_ruler_measure (&graph->ruler, title, CND_LABEL_SIZE, TRUE);
      x = rtl ? frame.x + frame.width - TITLE_X - width : frame.x + TITLE_X;
      cnd_scene_builder_add_rect (graph->builder, "ground", (CndRect){ x - CLEARANCE, frame.y + 3, width + 2 * CLEARANCE, 17 }, 3, ground, CND_INK_NONE, 0);
    }
  cnd_scene_builder_add_text (graph->builder, "frame-title", cnd_scene_builder_intern (graph->builder, title), CND_LABEL_SIZE, TRUE,
                              (CndPoint){ rtl ? x + width : x, frame.y + TITLE_BASELINE }, rtl ? CND_ALIGN_END : CND_ALIGN_START, width,
                              CND_INK_DIM);
}

void
cnd_graph_draw_frame_titles (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *depths = NULL, *parts = NULL;
  g_auto (Lines) lines = { NULL };

  if (layout->n_frames == 0)
    return;
  depths = cnd_graph_count_frame_depths (graph);
  parts = cnd_graph_count_frame_parts (graph);
  lines_init (&lines, graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frame-titles", NULL);
  for (guint i = 0; i < layout->n_frames; i++)
    draw_title (graph, &lines, cnd_graph_get_frame_rect (graph, &layout->frames[i]), layout->frames[i].block, parts[i],
                depths[i] % 2 == 0 ? CND_INK_FRAME : CND_INK_FRAME_INNER);
  cnd_scene_builder_end_group (graph->builder);
}
