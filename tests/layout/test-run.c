/* Layouts of plain graphs: what holds for all of them, and the pictures of some. */
#include "layout/check.h"

static CndLayout *
run (CndView *view, CndFlow flow)
{
  CndLayoutOptions options = cnd_layout_default_options;
  g_autofree CndRect *sizes = test_sizes_new (view, flow == CND_FLOW_RIGHT);

  options.flow = flow;
  return cnd_layout_run (view, sizes, &options);
}

static void
test_random_graphs (void)
{
  for (guint seed = 0; seed < 120; seed++)
    {
      g_autoptr (TestGraph) graph = test_graph_new_random (seed, 1 + seed * 7 % 90, seed * 11 % 200);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN);

      test_check_layout (layout, CND_FLOW_DOWN);
    }
}

static void
test_flow (void)
{
  for (guint seed = 0; seed < 30; seed++)
    {
      g_autoptr (TestGraph) graph = test_graph_new_random (seed, 2 + seed, seed * 3);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autoptr (CndLayout) down = run (view, CND_FLOW_DOWN);
      g_autoptr (CndLayout) right = run (view, CND_FLOW_RIGHT);

      test_check_layout (right, CND_FLOW_RIGHT);
      g_assert_cmpfloat (down->bounds.width, ==, right->bounds.height);
      g_assert_cmpuint (down->n_points, ==, right->n_points);
      for (guint i = 0; i < graph->n_nodes; i++)
        {
          g_assert_cmpfloat (down->boxes[i].x, ==, right->boxes[i].y);
          g_assert_cmpfloat (down->boxes[i].y, ==, right->boxes[i].x);
          g_assert_cmpfloat (down->boxes[i].width, ==, right->boxes[i].height);
        }
      for (guint i = 0; i < down->n_points; i++)
        {
          g_assert_cmpfloat (down->points[i].x, ==, right->points[i].y);
          g_assert_cmpfloat (down->points[i].y, ==, right->points[i].x);
        }
    }
}

static void
test_deterministic (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      g_autoptr (TestGraph) graph = test_graph_new_random (seed, 60, 130);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autoptr (CndLayout) first = run (view, CND_FLOW_DOWN);
      g_autoptr (CndLayout) second = run (view, CND_FLOW_DOWN);
      g_autofree char *first_dump = cnd_layout_dump (first);
      g_autofree char *second_dump = cnd_layout_dump (second);

      g_assert_cmpstr (first_dump, ==, second_dump);
    }
}

static void
test_nothing (void)
{
  g_autoptr (CndView) view = cnd_layout_view_new_plain (0, NULL, NULL, 0);
  g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN);

  g_assert_cmpfloat (layout->bounds.width, ==, 0);
  g_assert_cmpuint (layout->n_routes, ==, 0);
}

static void
test_chain (void)
{
  g_autoptr (TestGraph) graph = test_graph_new ();
  g_autoptr (CndView) view = NULL;
  g_autoptr (CndLayout) layout = NULL;

  test_graph_add_chain (graph, test_graph_add_node (graph), 99999);
  view = test_graph_view (graph);
  layout = run (view, CND_FLOW_DOWN);
  g_assert_cmpuint (layout->ranks[99999], ==, 99999);
  for (guint i = 1; i < 100000; i++)
    g_assert_cmpfloat (layout->boxes[i].x + layout->boxes[i].width / 2, ==,
                       layout->boxes[0].x + layout->boxes[0].width / 2);
}

/* Two boxes that thousands read, and one that reads thousands, in an order that makes many crossings: quadratic work
 * would not end in time. */
static void
test_hubs (void)
{
  const guint n = 40000;
  g_autoptr (TestGraph) graph = test_graph_new ();
  g_autoptr (CndView) view = NULL;
  g_autoptr (CndLayout) layout = NULL;

  graph->n_nodes = n + 3;
  for (guint i = 0; i < n; i++)
    {
      test_graph_add_edge (graph, i % 2, 2 + i);
      test_graph_add_edge (graph, 1 - i % 2, 2 + (i * 7919 + 13) % n);
      test_graph_add_edge (graph, 2 + (i * 104729 + 5) % n, n + 2);
    }
  view = test_graph_view (graph);
  layout = run (view, CND_FLOW_DOWN);
  g_assert_cmpuint (layout->n_routes, ==, 3 * n);
}

/* ---- Pictures ----------------------------------------------------------------------- */

static void
compare (TestGraph *graph, const char *name, guint n_lanes)
{
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autofree CndRect *sizes = test_sizes_new_equal (view, 100, 30);
  g_autoptr (CndLayout) layout = cnd_layout_run (view, sizes, &cnd_layout_default_options);

  test_check_layout (layout, CND_FLOW_DOWN);
  g_assert_cmpuint (layout->n_lanes, ==, n_lanes);
  g_assert_cmpuint (test_count_plain_crossings (layout), ==, 0);
  test_compare_golden (layout, name);
}

static void
test_residual (void)
{
  g_autoptr (TestGraph) graph = test_graph_new ();
  guint start = test_graph_add_node (graph);
  guint branch = test_graph_add_chain (graph, start, 5);
  guint sum = test_graph_add_chain (graph, branch, 1);

  test_graph_add_edge (graph, start, sum);
  test_graph_add_chain (graph, sum, 1);
  compare (graph, "residual.txt", 0);
}

static void
test_inception (void)
{
  g_autoptr (TestGraph) graph = test_graph_new ();
  guint start = test_graph_add_node (graph);
  guint ends[4];
  guint join;

  for (guint i = 0; i < 4; i++)
    ends[i] = test_graph_add_chain (graph, start, i == 0 ? 2 : i == 3 ? 3 : 4);
  join = test_graph_add_node (graph);
  for (guint i = 0; i < 4; i++)
    test_graph_add_edge (graph, ends[i], join);
  test_graph_add_chain (graph, join, 1);
  compare (graph, "inception.txt", 0);
}

/* A dense block as a network has it: the input, @n layers that read all before them, and what reads everything. */
static TestGraph *
new_dense_block (guint n)
{
  TestGraph *graph = test_graph_new_dense (n + 2);

  test_graph_add_chain (graph, n + 1, 2);
  return graph;
}

static void
test_dense_block (void)
{
  g_autoptr (TestGraph) graph = new_dense_block (5);

  compare (graph, "dense-block.txt", 6);
}

static void
test_dense_crossings (void)
{
  for (guint n = 5; n < 40; n++)
    {
      g_autoptr (TestGraph) graph = new_dense_block (n);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autoptr (CndLayout) layout = run (view, CND_FLOW_DOWN);

      test_check_layout (layout, CND_FLOW_DOWN);
      g_assert_cmpuint (layout->n_lanes, ==, n + 1);
      g_assert_cmpuint (test_count_plain_crossings (layout), ==, 0);
    }
}

/* The counter sees a crossing where there is one: a lane's row passes another lane that it does not read. */
static void
test_counter (void)
{
  g_autoptr (TestGraph) dense = new_dense_block (8);
  g_autoptr (TestGraph) graph = test_graph_new ();
  g_autoptr (CndView) view = NULL;
  g_autoptr (CndLayout) layout = NULL;

  graph->n_nodes = dense->n_nodes;
  for (guint e = 0; e < dense->from->len; e++)
    {
      guint from = g_array_index (dense->from, guint, e), to = g_array_index (dense->to, guint, e);

      if (from != 3 || to != 7)
        test_graph_add_edge (graph, from, to);
    }
  view = test_graph_view (graph);
  layout = run (view, CND_FLOW_DOWN);
  g_assert_cmpuint (test_count_plain_crossings (layout), ==, 1);
}

/* ---- Folding ------------------------------------------------------------------------ */

static CndLayout *
run_folded (CndView *view, CndFlow flow, double aspect)
{
  CndLayoutOptions options = cnd_layout_default_options;
  g_autofree CndRect *sizes = test_sizes_new (view, flow == CND_FLOW_RIGHT);

  options.flow = flow;
  options.fold_aspect = aspect;
  return cnd_layout_run (view, sizes, &options);
}

/* Blocks of all sorts, one after the other. */
static TestGraph *
new_long_graph (void)
{
  TestGraph *graph = test_graph_new ();
  guint node = test_graph_add_node (graph);

  for (guint i = 0; i < 40; i++)
    {
      guint start = node;
      guint branch = test_graph_add_chain (graph, start, 1 + i % 4);

      node = test_graph_add_chain (graph, test_graph_add_chain (graph, start, 2), 1);
      test_graph_add_edge (graph, branch, node);
    }
  return graph;
}

static void
test_fold_aspect (void)
{
  static const double aspects[] = { 0.5, 1, 1.6, 4 };
  g_autoptr (TestGraph) graph = new_long_graph ();
  g_autoptr (CndView) view = test_graph_view (graph);

  for (guint i = 0; i < G_N_ELEMENTS (aspects); i++)
    {
      g_autoptr (CndLayout) layout = run_folded (view, CND_FLOW_DOWN, aspects[i]);
      double aspect = layout->bounds.width / layout->bounds.height;

      test_check_layout (layout, CND_FLOW_DOWN);
      g_assert_cmpfloat (aspect, >, aspects[i] / 1.6);
      g_assert_cmpfloat (aspect, <, aspects[i] * 1.6);
    }
}

static void
test_fold_connectors (void)
{
  g_autoptr (TestGraph) graph = new_long_graph ();
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autoptr (CndLayout) layout = run_folded (view, CND_FLOW_DOWN, 1.5);
  guint n_connectors = 0, n_columns = 0;

  for (guint i = 0; i < layout->n_routes; i++)
    n_connectors += layout->routes[i].edge == G_MAXUINT;
  for (guint i = 0; i < graph->n_nodes; i++)
    n_columns = MAX (n_columns, layout->columns[i] + 1);
  g_assert_cmpuint (n_columns, >, 2);
  g_assert_cmpuint (n_connectors, ==, n_columns - 1);
}

static void
test_fold_random (void)
{
  for (guint seed = 0; seed < 60; seed++)
    {
      g_autoptr (TestGraph) graph = test_graph_new_random (seed, 100, 90 + seed);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autoptr (CndLayout) down = run_folded (view, CND_FLOW_DOWN, 1.6);
      g_autoptr (CndLayout) right = run_folded (view, CND_FLOW_RIGHT, 1 / 1.6);

      test_check_layout (down, CND_FLOW_DOWN);
      test_check_layout (right, CND_FLOW_RIGHT);
      g_assert_cmpfloat (down->bounds.width, ==, right->bounds.height);
    }
}

/* The next part of a lane is the next lane, one column further, and begins with its head. */
static void
check_parts (const CndLayout *layout)
{
  for (guint l = 0; l < layout->n_lanes; l++)
    {
      const CndLane *lane = &layout->lanes[l];

      if (lane->part > 0)
        {
          g_assert_cmpuint (lane[-1].node, ==, lane->node);
          g_assert_true (lane[-1].goes_on);
          g_assert_cmpuint (lane[-1].part + 1, ==, lane->part);
          g_assert_cmpuint (lane->n_points, ==, 2);
        }
      if (lane->goes_on)
        g_assert_cmpuint (lane[1].part, ==, lane->part + 1);
    }
}

/* Each tap is on its lane, in the column of its reader. */
static void
check_taps (const CndLayout *layout)
{
  const CndViewEdge *edges = cnd_view_get_edges (layout->view, NULL);

  for (guint t = 0; t < layout->n_taps; t++)
    {
      const CndTap *tap = &layout->taps[t];
      const CndLane *lane = &layout->lanes[tap->lane];
      const CndPoint *end = &layout->points[lane->first_point + lane->n_points - 1];

      g_assert_cmpfloat (end->x, ==, tap->point.x);
      g_assert_cmpfloat (end[-1].y, <=, tap->point.y);
      g_assert_cmpfloat (end->y, >=, tap->point.y);
      g_assert_cmpuint (layout->columns[lane->node] + lane->part, ==, layout->columns[edges[tap->edge].to]);
    }
}

static void
test_fold_dense (void)
{
  for (guint n = 8; n < 60; n += 3)
    {
      g_autoptr (TestGraph) graph = new_dense_block (n);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autofree CndRect *sizes = test_sizes_new_equal (view, 160, 30);
      CndLayoutOptions options = cnd_layout_default_options;
      g_autoptr (CndLayout) layout = NULL;
      guint n_columns;

      options.fold_aspect = 1.6;
      layout = cnd_layout_run (view, sizes, &options);
      n_columns = layout->columns[graph->n_nodes - 1] + 1;
      test_check_layout (layout, CND_FLOW_DOWN);
      check_parts (layout);
      check_taps (layout);
      g_assert_cmpuint (test_count_plain_crossings (layout), ==, 0);
      g_assert_cmpuint (n_columns, >, 1);
      g_assert_cmpfloat (layout->bounds.width / layout->bounds.height, >, 0.8);
      g_assert_cmpfloat (layout->bounds.width / layout->bounds.height, <, 3.2);
    }
}

/* Oldest outermost, in every column. */
static void
test_fold_order (void)
{
  g_autoptr (TestGraph) graph = new_dense_block (30);
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autoptr (CndLayout) layout = run_folded (view, CND_FLOW_DOWN, 1.6);
  guint n_compared = 0;

  for (guint l = 0; l < layout->n_lanes; l++)
    for (guint m = 0; m < l; m++)
      {
        const CndLane *old = &layout->lanes[m], *young = &layout->lanes[l];

        if (layout->columns[old->node] + old->part != layout->columns[young->node] + young->part)
          continue;
        n_compared++;
        g_assert_cmpuint (old->node, <, young->node);
        g_assert_cmpfloat (layout->points[old->first_point + old->n_points - 1].x, >,
                           layout->points[young->first_point + young->n_points - 1].x);
      }
  g_assert_cmpuint (n_compared, >, 100);
}

/* Room above the heads moves nothing but the whole drawing. */
static void
test_fold_head_room (void)
{
  g_autoptr (TestGraph) graph = new_dense_block (30);
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autofree CndRect *sizes = test_sizes_new_equal (view, 160, 30);
  CndLayoutOptions options = cnd_layout_default_options;
  g_autoptr (CndLayout) with = NULL, without = NULL;
  guint n_heads = 0;

  options.fold_aspect = 1.6;
  without = cnd_layout_run (view, sizes, &options);
  options.head_room = 50;
  with = cnd_layout_run (view, sizes, &options);
  for (guint l = 0; l < with->n_lanes; l++)
    if (with->lanes[l].part > 0)
      {
        g_assert_cmpfloat (with->points[with->lanes[l].first_point].y, >=, 50);
        n_heads++;
      }
  g_assert_cmpuint (n_heads, >, 10);
  for (guint i = 1; i < graph->n_nodes; i++)
    {
      g_assert_cmpfloat (with->boxes[i].x, ==, without->boxes[i].x);
      g_assert_cmpfloat (with->boxes[i].y - with->boxes[0].y, ==, without->boxes[i].y - without->boxes[0].y);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/run/random-graphs-are-drawn-clean", test_random_graphs);
  g_test_add_func ("/layout/run/flow-to-the-right-mirrors", test_flow);
  g_test_add_func ("/layout/run/same-input-gives-same-layout", test_deterministic);
  g_test_add_func ("/layout/run/nothing-is-an-empty-layout", test_nothing);
  g_test_add_func ("/layout/run/long-chain-is-straight", test_chain);
  g_test_add_func ("/layout/run/hubs-take-no-quadratic-work", test_hubs);
  g_test_add_func ("/layout/run/residual-block-looks-as-before", test_residual);
  g_test_add_func ("/layout/run/inception-block-looks-as-before", test_inception);
  g_test_add_func ("/layout/run/dense-block-looks-as-before", test_dense_block);
  g_test_add_func ("/layout/run/dense-block-has-no-plain-crossing", test_dense_crossings);
  g_test_add_func ("/layout/run/pruned-edge-is-one-plain-crossing", test_counter);
  g_test_add_func ("/layout/fold/aspect-is-near-the-wanted-one", test_fold_aspect);
  g_test_add_func ("/layout/fold/columns-are-connected", test_fold_connectors);
  g_test_add_func ("/layout/fold/random-graphs-are-drawn-clean", test_fold_random);
  g_test_add_func ("/layout/fold/dense-columns-have-no-plain-crossing", test_fold_dense);
  g_test_add_func ("/layout/fold/continued-lanes-keep-their-order", test_fold_order);
  g_test_add_func ("/layout/fold/head-room-moves-nothing-else", test_fold_head_room);
  return g_test_run ();
}
