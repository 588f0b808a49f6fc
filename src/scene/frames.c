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

static void
draw_title (CndGraph *graph, CndRect frame, guint block, CndInk ground)
{
  g_autofree char *whole = format_title (graph, block);
  g_autofree char *title = cnd_ruler_fit (&graph->ruler, whole, CND_LABEL_SIZE, TRUE, frame.width - 2 * TITLE_X);
  gboolean rtl = cnd_scene_is_rtl (title);
  double width = cnd_ruler_measure (&graph->ruler, title, CND_LABEL_SIZE, TRUE);
  CndPoint anchor = { rtl ? frame.x + frame.width - TITLE_X : frame.x + TITLE_X, frame.y + TITLE_BASELINE };
  CndRect chip = { (rtl ? anchor.x - width : anchor.x) - 3, frame.y + 3, width + 6, 17 };

  cnd_scene_builder_add_rect (graph->builder, "ground", chip, 3, ground, CND_INK_NONE, 0);
  cnd_scene_builder_add_text (graph->builder, "frame-title", cnd_scene_builder_intern (graph->builder, title), CND_LABEL_SIZE, TRUE,
                              anchor, rtl ? CND_ALIGN_END : CND_ALIGN_START, width, CND_INK_DIM);
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
