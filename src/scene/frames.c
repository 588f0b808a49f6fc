/* Frames: open blocks as tinted rectangles. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>

#define RADIUS 10.0

CndRect
cnd_graph_get_frame_rect (const CndGraph *graph, const CndFrame *frame)
{
  return (CndRect){ frame->rect.x + graph->origin.x, frame->rect.y + graph->origin.y, frame->rect.width, frame->rect.height };
}

guint *
cnd_graph_count_frame_parts (const CndGraph *graph)
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

guint *
cnd_graph_count_frame_depths (const CndGraph *graph)
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
  g_autofree char *title = g_strdup_printf (_("%s: %s"), block->id, name);
  CndItem *item = cnd_scene_builder_begin (graph->builder, CND_ROLE_FRAME, "frame", cnd_scene_builder_intern (graph->builder, id));

  item->title = cnd_scene_builder_intern (graph->builder, title);
  item->block = frame->block;
  item = cnd_scene_builder_add_rect (graph->builder, "outline", cnd_graph_get_frame_rect (graph, frame), RADIUS,
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
  depths = cnd_graph_count_frame_depths (graph);
  parts = cnd_graph_count_frame_parts (graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frames", "frames");
  for (guint i = 0; i < layout->n_frames; i++)
    draw_frame (graph, &layout->frames[i], depths[i], parts[i]);
  cnd_scene_builder_end_group (graph->builder);
}
