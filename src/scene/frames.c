/* Frames: open blocks as tinted rectangles, and their titles, which stand above the lines that enter a block. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>

#define RADIUS 10.0
#define TITLE_X 10.0
#define TITLE_BASELINE 16.0

static CndRect
get_rect (const CndGraph *graph, const CndFrame *frame)
{
  return (CndRect){ frame->rect.x + graph->origin.x, frame->rect.y + graph->origin.y, frame->rect.width, frame->rect.height };
}

/* A block that goes on in another column has a frame in each. */
static guint *
count_parts (const CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  guint *parts = g_new (guint, layout->n_frames);
  guint n_blocks;
  g_autofree guint *seen = NULL;

  cnd_network_get_blocks (graph->network, &n_blocks);
  seen = g_new0 (guint, n_blocks);
  for (guint i = 0; i < layout->n_frames; i++)
    parts[i] = seen[layout->frames[i].block]++;
  return parts;
}

/* Every second frame inside another has another tint. */
static guint *
count_depths (const CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *depth_of_block = NULL;
  guint *depths = g_new0 (guint, layout->n_frames);
  guint n_blocks;

  cnd_network_get_blocks (graph->network, &n_blocks);
  depth_of_block = g_new0 (guint, n_blocks);
  for (guint i = 0; i < layout->n_frames; i++)
    {
      guint block = layout->frames[i].block, around = block;
      do
        around = graph->blocks[around].parent;
      while (around != 0 && depth_of_block[around] == 0);
      depths[i] = depth_of_block[around];
      depth_of_block[block] = depths[i] + 1;
    }
  return depths;
}

static void
draw_frame (CndGraph *graph, const CndFrame *frame, guint depth, guint part)
{
  const CndBlock *block = &graph->blocks[frame->block];
  g_autofree char *whole_id = cnd_scene_make_id ("frame.", block->id);
  g_autofree char *id = part > 0 ? g_strdup_printf ("%s..%u", whole_id, part + 1) : g_strdup (whole_id);
  g_autofree char *name = cnd_graph_name_block (graph, frame->block);
  g_autofree char *title = g_strdup_printf ("%s: %s", block->id, name);
  CndItem *item = cnd_scene_builder_begin (graph->builder, CND_ROLE_FRAME, "frame", cnd_scene_builder_intern (graph->builder, id));

  item->title = cnd_scene_builder_intern (graph->builder, title);
  item->block = frame->block;
  item = cnd_scene_builder_add_rect (graph->builder, "outline", get_rect (graph, frame), RADIUS,
                                     depth % 2 == 0 ? CND_INK_FRAME : CND_INK_FRAME_INNER, CND_INK_FRAME_LINE, graph->style->frame_line);
  item->dash[0] = graph->style->frame_dash[0];
  item->dash[1] = graph->style->frame_dash[1];
  cnd_scene_builder_end_group (graph->builder);
}

void
cnd_graph_draw_frames (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *depths = NULL, *parts = NULL;

  if (layout->n_frames == 0)
    return;
  depths = count_depths (graph);
  parts = count_parts (graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frames", "frames");
  for (guint i = 0; i < layout->n_frames; i++)
    draw_frame (graph, &layout->frames[i], depths[i], parts[i]);
  cnd_scene_builder_end_group (graph->builder);
}

/* ---- Titles ------------------------------------------------------------------------- */

static char *
format_title (const CndGraph *graph, guint block)
{
  g_autofree char *name = cnd_graph_name_block (graph, block);
  guint64 parameters = cnd_report_get_block (graph->report, block)->parameters;

  if (!graph->options->show_counts || parameters == 0)
    return g_steal_pointer (&name);
  g_autofree char *number = cnd_base_format_short (graph->options->numbers, parameters);
  g_autofree char *count = g_strdup_printf (_("%s params"), number);
  return g_strconcat (name, " · ", count, NULL);
}

/* The strip along a frame's top, and the places across it where lines run through. */
typedef struct
{
  CndRect strip;
  GArray *obstacles; /* double */
} Room;

#define CLEARANCE 6.0

static void
meet (Room *room, CndPoint point)
{
  if (cnd_rect_contains (room->strip, point))
    g_array_append_val (room->obstacles, point.x);
}

/* Samples the curve or line from @a to @b, as edges.c draws it, closely enough for what is a title's height. */
static void
meet_stretch (Room *room, CndPoint a, CndPoint b, gboolean orthogonal, CndFlow flow)
{
  const guint n = 32;
  gboolean straight = orthogonal || a.x == b.x || a.y == b.y;
  CndRect around = cnd_rect_unite ((CndRect){ a.x, a.y, 0, 0 }, (CndRect){ b.x, b.y, 0, 0 });

  if (!cnd_rect_touches (around, room->strip))
    return;
  if (a.x == b.x)
    {
      meet (room, (CndPoint){ a.x, CLAMP (room->strip.y, around.y, around.y + around.height) });
      return;
    }
  for (guint i = 0; i <= n; i++)
    {
      double t = (double) i / n;
      double across = straight ? t : t * t * (3 - 2 * t), along = straight ? t : 1.5 * t * (1 - t) + t * t * t;
      double u = flow == CND_FLOW_DOWN ? across : along, v = flow == CND_FLOW_DOWN ? along : across;
      meet (room, (CndPoint){ a.x + (b.x - a.x) * u, a.y + (b.y - a.y) * v });
    }
}

static void
meet_line (const CndGraph *graph, Room *room, guint first_point, guint n_points, gboolean orthogonal)
{
  const CndPoint *points = graph->layout->points + first_point;
  CndPoint by = graph->origin;

  for (guint i = 1; i < n_points; i++)
    meet_stretch (room, (CndPoint){ points[i - 1].x + by.x, points[i - 1].y + by.y }, (CndPoint){ points[i].x + by.x, points[i].y + by.y },
                  orthogonal, graph->options->flow);
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
init_room (const CndGraph *graph, CndRect frame, Room *room)
{
  const CndLayout *layout = graph->layout;
  double start = frame.x + TITLE_X - CLEARANCE, end = frame.x + frame.width - TITLE_X + CLEARANCE;

  room->strip = (CndRect){ frame.x, frame.y + 3, frame.width, 18 };
  room->obstacles = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (room->obstacles, start);
  g_array_append_val (room->obstacles, end);
  for (guint i = 0; i < layout->n_routes; i++)
    meet_line (graph, room, layout->routes[i].first_point, layout->routes[i].n_points, layout->routes[i].orthogonal);
  for (guint i = 0; i < layout->n_lanes; i++)
    meet_line (graph, room, layout->lanes[i].first_point, layout->lanes[i].n_points, TRUE);
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
draw_title (CndGraph *graph, CndRect frame, guint block, guint part, CndInk ground)
{
  static const guint gaps[] = { 1, G_MAXUINT };
  g_auto (GStrv) candidates = list_titles (graph, block, part);
  g_autofree char *title = NULL;
  gboolean rtl = cnd_scene_is_rtl (candidates[0]);
  double width = 0, x = 0;
  Room room;

  init_room (graph, frame, &room);
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
      cnd_scene_builder_add_rect (graph->builder, "ground", (CndRect){ x - 3, frame.y + 3, width + 6, 17 }, 3, ground, CND_INK_NONE, 0);
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

  if (layout->n_frames == 0)
    return;
  depths = count_depths (graph);
  parts = count_parts (graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frame-titles", NULL);
  for (guint i = 0; i < layout->n_frames; i++)
    draw_title (graph, get_rect (graph, &layout->frames[i]), layout->frames[i].block, parts[i],
                depths[i] % 2 == 0 ? CND_INK_FRAME : CND_INK_FRAME_INNER);
  cnd_scene_builder_end_group (graph->builder);
}
