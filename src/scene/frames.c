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

/* Every second frame inside another has another tint. @open: frames around, outermost first. */
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

void
cnd_graph_draw_frames (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *depths = NULL;

  if (layout->n_frames == 0)
    return;
  depths = count_depths (graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frames", "frames");
  for (guint i = 0; i < layout->n_frames; i++)
    {
      guint block = layout->frames[i].block;
      g_autofree char *id = cnd_scene_make_id ("frame.", graph->blocks[block].id);
      g_autofree char *name = cnd_graph_name_block (graph, block);
      g_autofree char *title = g_strdup_printf ("%s: %s", graph->blocks[block].id, name);
      CndItem *item = cnd_scene_builder_begin (graph->builder, CND_ROLE_FRAME, "frame", cnd_scene_builder_intern (graph->builder, id));
      item->title = cnd_scene_builder_intern (graph->builder, title);
      item->block = block;
      item = cnd_scene_builder_add_rect (graph->builder, "outline", get_rect (graph, &layout->frames[i]), RADIUS,
                                         depths[i] % 2 == 0 ? CND_INK_FRAME : CND_INK_FRAME_INNER, CND_INK_FRAME_LINE,
                                         graph->style->frame_line);
      item->dash[0] = graph->style->frame_dash[0];
      item->dash[1] = graph->style->frame_dash[1];
      cnd_scene_builder_end_group (graph->builder);
    }
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

/* What lines leave free of the strip along a frame's top, from the left and from the right. */
typedef struct
{
  CndRect strip;
  double left, right; /* widths */
} Room;

static void
meet (Room *room, CndPoint point)
{
  if (!cnd_rect_contains (room->strip, point))
    return;
  room->left = MIN (room->left, point.x - room->strip.x);
  room->right = MIN (room->right, room->strip.x + room->strip.width - point.x);
}

/* Samples the curve or line from @a to @b, as edges.c draws it, closely enough for what is a title's height. */
static void
meet_stretch (Room *room, CndPoint a, CndPoint b, gboolean orthogonal, CndFlow flow)
{
  const guint n = 32;
  CndRect around = cnd_rect_unite ((CndRect){ a.x, a.y, 0, 0 }, (CndRect){ b.x, b.y, 0, 0 });

  if (!cnd_rect_touches (around, room->strip))
    return;
  for (guint i = 0; i <= n; i++)
    {
      double t = (double) i / n, smooth = t * t * (3 - 2 * t), slow = 1.5 * t * (1 - t) + t * t * t;
      gboolean straight = orthogonal || a.x == b.x || a.y == b.y;
      double along = straight ? t : slow, across = straight ? t : smooth;
      double u = flow == CND_FLOW_DOWN ? across : along, v = flow == CND_FLOW_DOWN ? along : across;
      meet (room, (CndPoint){ a.x + (b.x - a.x) * u, a.y + (b.y - a.y) * v });
    }
}

static Room
find_room (const CndGraph *graph, CndRect frame)
{
  const CndLayout *layout = graph->layout;
  CndRect strip = { frame.x, frame.y + 3, frame.width, 18 };
  Room room = { strip, frame.width, frame.width };

  for (guint i = 0; i < layout->n_routes; i++)
    for (guint j = 1; j < layout->routes[i].n_points; j++)
      {
        CndPoint a = layout->points[layout->routes[i].first_point + j - 1], b = layout->points[layout->routes[i].first_point + j];
        meet_stretch (&room, (CndPoint){ a.x + graph->origin.x, a.y + graph->origin.y },
                      (CndPoint){ b.x + graph->origin.x, b.y + graph->origin.y }, layout->routes[i].orthogonal, graph->options->flow);
      }
  room.left -= 2 * TITLE_X;
  room.right -= 2 * TITLE_X;
  return room;
}

/* With counts if there is room for them; at the other side if there is room only there. */
static void
draw_title (CndGraph *graph, CndRect frame, guint block, CndInk ground)
{
  Room room = find_room (graph, frame);
  g_autofree char *name = cnd_graph_name_block (graph, block);
  g_autofree char *whole = format_title (graph, block);
  double whole_width = cnd_ruler_measure (&graph->ruler, whole, CND_LABEL_SIZE, TRUE);
  double name_width = cnd_ruler_measure (&graph->ruler, name, CND_LABEL_SIZE, TRUE);
  gboolean rtl = cnd_scene_is_rtl (name);
  double here = rtl ? room.right : room.left, there = rtl ? room.left : room.right;
  gboolean right = rtl != (name_width > here && there >= name_width);
  gboolean is_whole = whole_width <= MAX (here, name_width > here ? there : here);
  g_autofree char *title = cnd_ruler_fit (&graph->ruler, is_whole ? whole : name, CND_LABEL_SIZE, TRUE, frame.width - 2 * TITLE_X);
  double width = cnd_ruler_measure (&graph->ruler, title, CND_LABEL_SIZE, TRUE);
  CndPoint anchor = { right ? frame.x + frame.width - TITLE_X : frame.x + TITLE_X, frame.y + TITLE_BASELINE };

  /* Where there is no room at all the lines give way. */
  if (width > (right ? room.right : room.left))
    cnd_scene_builder_add_rect (graph->builder, "ground", (CndRect){ (right ? anchor.x - width : anchor.x) - 3, frame.y + 3, width + 6, 17 },
                                3, ground, CND_INK_NONE, 0);
  cnd_scene_builder_add_text (graph->builder, "frame-title", cnd_scene_builder_intern (graph->builder, title), CND_LABEL_SIZE, TRUE,
                              anchor, right ? CND_ALIGN_END : CND_ALIGN_START, width, CND_INK_DIM);
}

void
cnd_graph_draw_frame_titles (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *depths = NULL;

  if (layout->n_frames == 0)
    return;
  depths = count_depths (graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frame-titles", NULL);
  for (guint i = 0; i < layout->n_frames; i++)
    draw_title (graph, get_rect (graph, &layout->frames[i]), layout->frames[i].block,
                depths[i] % 2 == 0 ? CND_INK_FRAME : CND_INK_FRAME_INNER);
  cnd_scene_builder_end_group (graph->builder);
}
