/* Dense connectivity as arcs. */
#include "layout/check.h"

static CndLayout *
run (CndView *view, CndFlow flow, double aspect)
{
  CndLayoutOptions options = cnd_layout_default_options;
  g_autofree CndRect *sizes = test_sizes_new (view, flow == CND_FLOW_RIGHT);

  options.flow = flow;
  options.fold_aspect = aspect;
  options.dense = CND_DENSE_ARCS;
  return cnd_layout_run (view, sizes, &options);
}

static guint
count_arcs (const CndLayout *layout)
{
  guint n = 0;

  for (guint i = 0; i < layout->n_routes; i++)
    n += layout->routes[i].arc;
  return n;
}

static gboolean
is_on_left (const CndLayout *layout, const CndRoute *route)
{
  return layout->points[route->first_point + 2].x < layout->points[route->first_point + 1].x;
}

/* Arcs of a side whose ends alternate. */
static guint
count_crossings (const CndLayout *layout)
{
  const CndViewEdge *edges = cnd_view_get_edges (layout->view, NULL);
  guint n = 0;

  for (guint r = 0; r < layout->n_routes; r++)
    for (guint s = 0; s < layout->n_routes; s++)
      {
        const CndRoute *a = &layout->routes[r], *b = &layout->routes[s];

        if (!a->arc || !b->arc || is_on_left (layout, a) != is_on_left (layout, b))
          continue;
        n += edges[a->edge].from < edges[b->edge].from && edges[b->edge].from < edges[a->edge].to &&
             edges[a->edge].to < edges[b->edge].to;
      }
  return n;
}

/* The fewest that are known for n points on a line with arcs on two sides, all connected: Z(n). */
static void
test_crossings (void)
{
  for (guint n = 3; n <= 10; n++)
    {
      g_autoptr (TestGraph) graph = test_graph_new_dense (n);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN, 0);

      test_check_layout (layout, CND_FLOW_DOWN);
      if (n < 7 && count_arcs (layout) == 0)
        continue; /* too few for dense connectivity to be seen in a plain graph */
      g_assert_cmpuint (layout->n_lanes, ==, 0);
      g_assert_cmpuint (count_arcs (layout), ==, (n - 1) * (n - 2) / 2);
      g_assert_cmpuint (count_crossings (layout), <=, (n / 2) * ((n - 1) / 2) * ((n - 2) / 2) * ((n - 3) / 2) / 4);
    }
}

static guint
get_length (const CndLayout *layout, const CndRoute *route)
{
  const CndViewEdge *edge = &cnd_view_get_edges (layout->view, NULL)[route->edge];

  return edge->to - edge->from;
}

/* At each side of a box: what comes in above what goes out, the longer ones nearer to the middle, and none on another. */
static void
test_ends (void)
{
  g_autoptr (TestGraph) graph = test_graph_new_dense (10);
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN, 0);
  const CndViewEdge *edges = cnd_view_get_edges (view, NULL);
  guint n_compared = 0;

  for (guint r = 0; r < layout->n_routes; r++)
    for (guint s = 0; s < layout->n_routes; s++)
      {
        const CndRoute *a = &layout->routes[r], *b = &layout->routes[s];
        const CndPoint *p = layout->points + a->first_point, *q = layout->points + b->first_point;

        if (r == s || !a->arc || !b->arc || is_on_left (layout, a) != is_on_left (layout, b))
          continue;
        if (edges[a->edge].to == edges[b->edge].from)
          g_assert_cmpfloat (p[5].y + 2, <=, q[0].y);
        if (edges[a->edge].to == edges[b->edge].to && get_length (layout, a) < get_length (layout, b))
          g_assert_cmpfloat (p[5].y + 2, <=, q[5].y);
        if (edges[a->edge].from == edges[b->edge].from && get_length (layout, a) < get_length (layout, b))
          g_assert_cmpfloat (p[0].y, >=, q[0].y + 2);
        n_compared++;
      }
  g_assert_cmpuint (n_compared, >, 100);
}

static void
test_many (void)
{
  g_autoptr (TestGraph) graph = test_graph_new_dense (12);
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN, 0);

  test_check_layout (layout, CND_FLOW_DOWN);
  g_assert_cmpuint (count_arcs (layout), ==, 0);
  g_assert_cmpuint (layout->n_lanes, >, 0);
}

/* Blocks of different sizes one after the other: each has arcs or lanes as it needs. */
static void
test_blocks (void)
{
  for (guint i = 0; i < 4; i++)
    {
      static const guint sizes[] = { 7, 14, 8, 9 };
      g_autoptr (TestGraph) graph = test_graph_new ();
      g_autoptr (CndView) view = NULL;
      g_autoptr (CndLayout) layout = NULL;
      guint node = test_graph_add_chain (graph, test_graph_add_node (graph), 2);
      guint n_arcs = 0;

      for (guint b = 0; b < G_N_ELEMENTS (sizes); b++)
        {
          guint first = node;

          for (guint k = 1; k < sizes[b]; k++)
            {
              node = test_graph_add_node (graph);
              for (guint from = first; from < node; from++)
                test_graph_add_edge (graph, from, node);
            }
          node = test_graph_add_chain (graph, node, 1);
          n_arcs += sizes[b] <= 10 ? (sizes[b] - 1) * (sizes[b] - 2) / 2 : 0;
        }
      view = test_graph_view (graph);
      layout = run (view, i % 2 ? CND_FLOW_RIGHT : CND_FLOW_DOWN, i < 2 ? 0 : 1.5);
      test_check_layout (layout, i % 2 ? CND_FLOW_RIGHT : CND_FLOW_DOWN);
      g_assert_cmpuint (count_arcs (layout), ==, n_arcs);
      g_assert_cmpuint (layout->n_lanes, >, 0);
    }
}

/* Arcs stay within one column. */
static void
test_columns (void)
{
  g_autoptr (TestGraph) graph = test_graph_new_dense (9);
  g_autoptr (CndView) view = NULL;
  g_autoptr (CndLayout) layout = NULL;

  test_graph_add_chain (graph, 8, 20);
  view = test_graph_view (graph);
  layout = run (view, CND_FLOW_DOWN, 3);
  test_check_layout (layout, CND_FLOW_DOWN);
  g_assert_cmpuint (layout->columns[8], ==, 0);
  g_assert_cmpuint (layout->columns[28], >, 1);
}

static void
test_golden (void)
{
  g_autoptr (TestGraph) graph = test_graph_new_dense (7);
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN, 0);

  test_compare_golden (layout, "dense-arcs.txt");
}

/* Any graph is drawn clean in this style, too. */
static void
test_random (void)
{
  for (guint seed = 0; seed < 80; seed++)
    {
      g_autoptr (TestGraph) graph = test_graph_new_random (seed, 3 + seed % 12, 6 + seed % 30);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN, seed % 3 == 0 ? 1.5 : 0);

      test_check_layout (layout, CND_FLOW_DOWN);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/arcs/cross-as-little-as-two-sides-allow", test_crossings);
  g_test_add_func ("/layout/arcs/ends-are-apart-and-in-order", test_ends);
  g_test_add_func ("/layout/arcs/many-layers-have-lanes", test_many);
  g_test_add_func ("/layout/arcs/each-block-for-itself", test_blocks);
  g_test_add_func ("/layout/arcs/are-not-torn-by-columns", test_columns);
  g_test_add_func ("/layout/arcs/golden", test_golden);
  g_test_add_func ("/layout/arcs/random-graphs-are-drawn-clean", test_random);
  return g_test_run ();
}
