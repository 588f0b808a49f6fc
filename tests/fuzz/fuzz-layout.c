/* Any bytes are a graph: two of them an edge. Its layouts have to be clean. */
#include "layout/check.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* The same from the places of a layout without some of the edges. */
static void
check_from_fewer (const TestGraph *graph, CndView *view, const CndRect *sizes, const CndLayoutOptions *options)
{
  g_autoptr (CndView) fewer = cnd_layout_view_new_plain (graph->n_nodes, (const guint *) graph->from->data,
                                                         (const guint *) graph->to->data, graph->from->len * 3 / 4);
  g_autoptr (CndLayout) before = cnd_layout_run (fewer, sizes, options);
  g_autoptr (CndLayout) after = cnd_layout_run_from (view, sizes, options, before->places, NULL);
  g_autofree char *faults = test_find_faults (after, options->flow);

  g_assert_cmpstr (faults, ==, "");
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  static const CndFlow flows[] = { CND_FLOW_DOWN, CND_FLOW_RIGHT };
  g_autoptr (TestGraph) graph = test_graph_new ();
  g_autoptr (CndView) view = NULL;

  if (length < 2)
    return 0;
  graph->n_nodes = 2 + bytes[0] % 80;
  for (gsize i = 2; i + 1 < MIN (length, 240); i += 2)
    {
      /* near ends are more likely, so that ranks come about */
      guint to = 1 + bytes[i] % (graph->n_nodes - 1);
      guint reach = bytes[i + 1] & 1 ? to : MIN (to, 4);

      test_graph_add_edge (graph, to - 1 - bytes[i + 1] / 2 % reach, to);
    }
  view = test_graph_view (graph);
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      CndLayoutOptions options = cnd_layout_default_options;
      g_autofree CndRect *sizes = test_sizes_new (view, flows[i] == CND_FLOW_RIGHT);
      g_autoptr (CndLayout) layout = NULL;
      g_autofree char *faults = NULL;

      options.flow = flows[i];
      options.fold_aspect = (bytes[1] & 3) * 0.7;
      layout = cnd_layout_run (view, sizes, &options);
      faults = test_find_faults (layout, flows[i]);
      g_assert_cmpstr (faults, ==, "");
      check_from_fewer (graph, view, sizes, &options);
    }
  return 0;
}
