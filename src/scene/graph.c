/* The layer graph's picture: labels, sizes, layout, then everything drawn in its order. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARGIN 24.0
#define HEAD_ROOM 25.0   /* for the marks at the heads of continued lanes, and whose they are */
#define HEAD_GAP 16.0    /* between the head and the graph */
#define MAX_NAME_WIDTH 640.0

const CndSceneOptions cnd_scene_default_options = {
  .theme = CND_THEME_LIGHT,
  .flow = CND_FLOW_DOWN,
  .fold_aspect = 0,
  .dense = CND_DENSE_LANES,
  .show_counts = CND_SHOW_NO_COUNTS,
  .show_ids = FALSE,
  .show_legend = TRUE,
  .show_title = TRUE,
  .numbers = { CND_DIGITS_LATIN, TRUE, FALSE },
  .language = NULL,
  .earlier = NULL,
  .part = NULL,
};

static void
init_graph (CndGraph *graph, CndView *view, CndReport *report, const CndSceneOptions *options, CndMeasureText measure, gpointer data)
{
  *graph = (CndGraph){ .view = view, .network = cnd_view_get_network (view), .report = report, .options = options };
  graph->mirrored = cnd_scene_is_rtl (_("Legend"));
  graph->builder = cnd_scene_builder_new (options->theme);
  graph->style = cnd_scene_get_theme_style (options->theme);
  graph->nodes = cnd_view_get_nodes (view, &graph->n_nodes);
  graph->edges = cnd_view_get_edges (view, &graph->n_edges);
  graph->layers = cnd_network_get_layers (graph->network, NULL);
  graph->blocks = cnd_network_get_blocks (graph->network, NULL);
  graph->labels = g_new0 (CndBoxLabel, graph->n_nodes);
  cnd_ruler_init (&graph->ruler, measure, data);
}

static void
clear_graph (CndGraph *graph)
{
  g_clear_pointer (&graph->builder, cnd_scene_builder_free);
  g_clear_pointer (&graph->labels, g_free);
  g_clear_pointer (&graph->title_rows, g_free);
  cnd_ruler_clear (&graph->ruler);
}

/* Where a title has no room in one row, once more with room for two. */
static void
lay_out (CndGraph *graph)
{
  g_autofree CndRect *sizes = g_new (CndRect, graph->n_nodes);
  g_autofree double *widths = NULL, *heights = NULL;
  CndLayoutOptions options = cnd_layout_default_options;
  guint n_frames;

  options.flow = graph->options->flow;
  options.fold_aspect = graph->options->fold_aspect;
  options.dense = graph->options->dense;
  options.head_room = HEAD_ROOM;
  cnd_graph_size_boxes (graph, sizes);
  graph->layout = cnd_layout_run_from (graph->view, sizes, &options, graph->options->earlier, NULL);
  if (!cnd_graph_choose_title_rows (graph))
    return;
  cnd_view_get_frames (graph->view, &n_frames);
  widths = g_new (double, n_frames);
  heights = g_new (double, n_frames);
  cnd_graph_measure_frame_titles (graph, widths, heights);
  options.title_widths = widths;
  options.title_heights = heights;
  cnd_layout_free (graph->layout);
  graph->layout = cnd_layout_run_from (graph->view, sizes, &options, graph->options->earlier, NULL);
}

static char *
describe_graph (const CndGraph *graph)
{
  CndTotals total = cnd_graph_sum_totals (graph);
  g_autofree char *layers = cnd_base_format_count (graph->options->numbers, total.n_layers);
  guint n_boxes = graph->n_nodes - cnd_graph_count_ends (graph);
  g_autofree char *boxes = cnd_base_format_count (graph->options->numbers, n_boxes);
  g_autofree char *parameters = cnd_base_format_count (graph->options->numbers, total.parameters);
  g_autofree char *macs = cnd_base_format_count (graph->options->numbers, total.macs);

  g_autofree char *layers_text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s layer", "%s layers", total.n_layers), layers);
  g_autofree char *boxes_text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s box", "%s boxes", n_boxes), boxes);
  g_autofree char *counts = cnd_graph_format_counts (parameters, total.parameters, macs, total.macs, _(", "));
  /* Translators: what a drawing shows: numbers of layers and of boxes, and its counts */
  g_autofree char *text = g_strdup_printf (_("Layer graph: %s in %s, %s."), layers_text, boxes_text, counts);
  g_autofree char *state = cnd_graph_format_state (graph);

  if (state == NULL)
    return g_steal_pointer (&text);
  /* Translators: what a drawing shows, and whether its counts are those of the dense or the condensed network */
  return g_strdup_printf (_("%s Counts: %s."), text, state);
}

static CndScene *
draw (CndGraph *graph)
{
  CndRect drawing = graph->layout->bounds;
  double head_width = MIN (cnd_graph_get_head_width (graph), MAX_NAME_WIDTH);
  double width = MAX (drawing.width, head_width);
  g_autofree char *title = cnd_graph_format_name (graph);
  g_autofree char *description = describe_graph (graph);
  double head;
  CndRect bounds;

  cnd_scene_builder_add_background (graph->builder);
  head = cnd_graph_draw_head (graph, (CndPoint){ MARGIN, MARGIN }, width);
  graph->origin = (CndPoint){ MARGIN + floor ((width - drawing.width) / 2) - drawing.x,
                              MARGIN + head + (head > 0 ? HEAD_GAP : 0) - drawing.y };
  cnd_graph_draw_frames (graph);
  cnd_graph_draw_lanes (graph);
  cnd_graph_draw_lane_heads (graph);
  cnd_graph_draw_edges (graph);
  cnd_graph_draw_frame_titles (graph);
  cnd_graph_draw_boxes (graph);
  cnd_graph_draw_ends (graph);
  bounds = (CndRect){ 0, 0, ceil (width + 2 * MARGIN), ceil (graph->origin.y + drawing.y + drawing.height + MARGIN) };
  return cnd_scene_builder_seal (graph->builder, bounds, title, description, g_steal_pointer (&graph->layout), graph->origin);
}

CndScene *
cnd_scene_new_graph (CndView *view, CndReport *report, const CndSceneOptions *options, CndMeasureText measure, gpointer measure_data)
{
  CndGraph graph;
  CndScene *scene;

  g_return_val_if_fail (view != NULL && report != NULL && options != NULL && measure != NULL, NULL);
  g_return_val_if_fail (cnd_view_get_network (view) != NULL, NULL);

  init_graph (&graph, view, report, options, measure, measure_data);
  lay_out (&graph);
  scene = draw (&graph);
  clear_graph (&graph);
  return scene;
}
