/* Any bytes are a graph: two of them an edge. Its layouts have to be clean. */
#include "layout/check.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  static const CndFlow flows[] = { CND_FLOW_DOWN, CND_FLOW_RIGHT };
  g_autoptr (TestGraph) graph = test_graph_new ();
  g_autoptr (CndView) view = NULL;
  g_autoptr (CndPlaces) places = NULL;

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
      g_clear_pointer (&faults, g_free);
      /* the same again from the layout of another flow: nothing is lost by it */
      if (places != NULL)
        {
          g_autoptr (CndLayout) from = cnd_layout_run_from (view, sizes, &options, places, NULL);

          faults = test_find_faults (from, flows[i]);
          g_assert_cmpstr (faults, ==, "");
        }
      g_clear_pointer (&places, cnd_places_unref);
      places = cnd_places_ref (layout->places);
    }
  return 0;
}
