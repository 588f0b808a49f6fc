/* Stability: what a change moves sideways when the layout starts from an earlier one. */
#include "layout/check.h"

#include "base/base.h"
#include "formats/formats.h"
#include "ops/ops.h"

#include <stdlib.h>

#define MOVED 2.0

/* ---- Graphs ------------------------------------------------------------------------- */

static CndNetwork *
load (const char *file, const char *preset)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndParameterValues) values = NULL;
  CndNetwork *network;

  g_assert_no_error (error);
  values = cnd_parameter_values_new (architecture,
                                     preset ? cnd_architecture_find_preset (architecture, preset, &error) : -1);
  network = cnd_ops_build_network (architecture, values, &error);
  g_assert_no_error (error);
  return network;
}

/* All its layers, without frames. */
static TestGraph *
new_operators (const char *file, const char *preset)
{
  g_autoptr (CndNetwork) network = load (file, preset);
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_to_depth,
                                                  GUINT_TO_POINTER (CND_MAX_NESTING));
  TestGraph *graph = test_graph_new ();
  guint n_edges;
  const CndViewEdge *edges = cnd_view_get_edges (view, &n_edges);

  cnd_view_get_nodes (view, &graph->n_nodes);
  for (guint e = 0; e < n_edges; e++)
    test_graph_add_edge (graph, edges[e].from, edges[e].to);
  return graph;
}

/* Modules of three kinds with branches that fork again. */
static TestGraph *
new_inception (void)
{
  TestGraph *graph = test_graph_new ();
  guint node = test_graph_add_chain (graph, test_graph_add_node (graph), 6);

  for (guint module = 0; module < 11; module++)
    {
      guint ends[8], n = 0;
      guint join;

      for (guint branch = 0; branch < 4; branch++)
        {
          guint end = test_graph_add_chain (graph, node, 2 * (1 + (branch + module) % 3));

          if (module > 7 && branch > 1)
            ends[n++] = test_graph_add_chain (graph, end, 2);
          ends[n++] = module > 7 && branch > 1 ? test_graph_add_chain (graph, end, 2) : end;
        }
      join = test_graph_add_node (graph);
      for (guint i = 0; i < n; i++)
        test_graph_add_edge (graph, ends[i], join);
      node = join;
    }
  test_graph_add_chain (graph, node, 3);
  return graph;
}

/* ---- Changes ------------------------------------------------------------------------ */

typedef struct
{
  TestGraph *graph;
  guint *matches;
} Change;

static void
change_clear (Change *change)
{
  test_graph_free (change->graph);
  g_free (change->matches);
}

/* The nodes first … first + n − 1 become one. */
static Change
collapse (const TestGraph *graph, guint first, guint n)
{
  Change change = { test_graph_new (), g_new (guint, graph->n_nodes) };
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < graph->n_nodes; i++)
    change.matches[i] = i < first ? i : i < first + n ? first : i - n + 1;
  change.graph->n_nodes = graph->n_nodes - n + 1;
  for (guint e = 0; e < graph->from->len; e++)
    {
      guint from = change.matches[g_array_index (graph->from, guint, e)];
      guint to = change.matches[g_array_index (graph->to, guint, e)];

      if (from != to && g_hash_table_add (known, GUINT_TO_POINTER (from * graph->n_nodes + to + 1)))
        test_graph_add_edge (change.graph, from, to);
    }
  return change;
}

/* Whether an edge is neither its reader's only one nor its source's. */
static guint8 *
list_skips (const TestGraph *graph, guint *n_skips)
{
  g_autofree guint *n_inputs = g_new0 (guint, graph->n_nodes);
  g_autofree guint *n_outputs = g_new0 (guint, graph->n_nodes);
  guint8 *skips = g_new0 (guint8, graph->to->len);

  *n_skips = 0;
  for (guint e = 0; e < graph->to->len; e++)
    {
      n_inputs[g_array_index (graph->to, guint, e)]++;
      n_outputs[g_array_index (graph->from, guint, e)]++;
    }
  for (guint e = 0; e < graph->to->len; e++)
    {
      skips[e] = n_inputs[g_array_index (graph->to, guint, e)] > 1 && n_outputs[g_array_index (graph->from, guint, e)] > 1;
      *n_skips += skips[e];
    }
  return skips;
}

/* One such edge less. */
static Change
prune (const TestGraph *graph, guint number)
{
  Change change = { test_graph_new (), g_new (guint, graph->n_nodes) };
  guint n_skips, n = 0;
  g_autofree guint8 *skips = list_skips (graph, &n_skips);

  g_assert_cmpuint (n_skips, >, 0);
  for (guint i = 0; i < graph->n_nodes; i++)
    change.matches[i] = i;
  change.graph->n_nodes = graph->n_nodes;
  for (guint e = 0; e < graph->from->len; e++)
    if (!skips[e] || n++ != number % n_skips)
      test_graph_add_edge (change.graph, g_array_index (graph->from, guint, e), g_array_index (graph->to, guint, e));
  return change;
}

/* ---- Measures ----------------------------------------------------------------------- */

static double
get_middle (const CndLayout *layout, guint node)
{
  return layout->boxes[node].x + layout->boxes[node].width / 2;
}

/* Boxes that stand elsewhere, seen from the input. */
static guint
count_moved (const CndLayout *before, const CndLayout *after, const guint *matches)
{
  guint n_before, n_after;
  guint n = 0;

  cnd_view_get_nodes (before->view, &n_before);
  cnd_view_get_nodes (after->view, &n_after);
  for (guint i = 0; i < n_before; i++)
    {
      gboolean is_merged = (i > 0 && matches[i - 1] == matches[i]) || (i + 1 < n_before && matches[i + 1] == matches[i]);
      double moved = get_middle (before, i) - get_middle (before, 0) - get_middle (after, matches[i]) +
                     get_middle (after, 0);

      n += !is_merged && ABS (moved) > MOVED;
    }
  return n;
}

/* Whether c and d are on different sides of the line through a and b. */
static gboolean
separates (CndPoint a, CndPoint b, CndPoint c, CndPoint d)
{
  double first = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  double second = (b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x);

  return (first > 1e-6 && second < -1e-6) || (first < -1e-6 && second > 1e-6);
}

static guint
count_route_crossings (const CndLayout *layout, const CndRoute *r, const CndRoute *s)
{
  guint n = 0;

  for (guint i = 1; i < r->n_points; i++)
    for (guint j = 1; j < s->n_points; j++)
      {
        const CndPoint *p = &layout->points[r->first_point + i], *q = &layout->points[s->first_point + j];

        n += separates (p[-1], p[0], q[-1], q[0]) && separates (q[-1], q[0], p[-1], p[0]);
      }
  return n;
}

/* Curves are taken for straight lines: between two ranks that makes no difference. */
static guint
count_crossings (const CndLayout *layout)
{
  const CndViewEdge *edges = cnd_view_get_edges (layout->view, NULL);
  guint n = 0;

  for (guint r = 0; r < layout->n_routes; r++)
    for (guint s = 0; s < r; s++)
      {
        const CndViewEdge *a = &edges[layout->routes[r].edge], *b = &edges[layout->routes[s].edge];

        if (a->from != b->from && a->to != b->to && a->from != b->to && a->to != b->from)
          n += count_route_crossings (layout, &layout->routes[r], &layout->routes[s]);
      }
  return n;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return (int) *(const guint *) a - (int) *(const guint *) b;
}

/* Lays out what is left after a change; returns how many boxes moved. */
static guint
apply (const CndLayout *before, const Change *change)
{
  g_autoptr (CndView) view = test_graph_view (change->graph);
  g_autofree CndRect *sizes = test_sizes_new_equal (view, 120, 40);
  g_autoptr (CndLayout) after = cnd_layout_run_from (view, sizes, &cnd_layout_default_options, before->places,
                                                     change->matches);
  g_autoptr (CndLayout) anew = cnd_layout_run (view, sizes, &cnd_layout_default_options);
  guint moved = count_moved (before, after, change->matches);
  guint crossings = count_crossings (after), crossings_anew = count_crossings (anew);

  test_check_layout (after, CND_FLOW_DOWN);
  g_assert_cmpuint (moved, <=, count_moved (before, anew, change->matches));
  g_assert_cmpuint (crossings, <=, crossings_anew + 4);
  return moved;
}

static void
check_change (TestGraph *graph, gboolean prunes, guint most_median, guint most)
{
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autofree CndRect *sizes = test_sizes_new_equal (view, 120, 40);
  g_autoptr (CndLayout) before = cnd_layout_run (view, sizes, &cnd_layout_default_options);
  guint moved[48];
  CndRandom random;

  cnd_base_seed_random (&random, 7);
  for (guint i = 0; i < G_N_ELEMENTS (moved); i++)
    {
      guint n = i % 3 == 0 ? 4 : i % 3 == 1 ? 8 : 14;
      Change change = prunes ? prune (graph, i)
                             : collapse (graph, 1 + cnd_base_next_random_below (&random, graph->n_nodes - n - 1), n);

      moved[i] = apply (before, &change);
      change_clear (&change);
    }
  qsort (moved, G_N_ELEMENTS (moved), sizeof (guint), compare);
  g_assert_cmpuint (moved[G_N_ELEMENTS (moved) / 2], <=, most_median);
  g_assert_cmpuint (moved[G_N_ELEMENTS (moved) - 1], <=, most);
}

typedef struct
{
  const char *name, *file, *preset;
  gboolean has_skips; /* edges that can be pruned */
  guint collapse_median, collapse_most, prune_median, prune_most;
} Case;

static const Case cases[] = {
  { "googlenet", "googlenet.json", NULL, FALSE, 0, 3, 0, 0 },
  { "inception-modules", NULL, NULL, FALSE, 0, 6, 0, 0 },
  { "resnet-50", "resnet.json", "50", TRUE, 0, 0, 0, 0 },
  { "shufflenet", "shufflenet.json", NULL, TRUE, 0, 0, 0, 0 },
  { "shufflenet-v2", "shufflenet-v2.json", NULL, FALSE, 0, 0, 0, 0 },
  { "mobilenet-v2", "mobilenet-v2.json", NULL, TRUE, 0, 0, 0, 0 },
};

static TestGraph *
new_graph (const Case *c)
{
  return c->file != NULL ? new_operators (c->file, c->preset) : new_inception ();
}

static void
test_collapse (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (TestGraph) graph = new_graph (c);

  check_change (graph, FALSE, c->collapse_median, c->collapse_most);
}

static void
test_prune (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (TestGraph) graph = new_graph (c);

  check_change (graph, TRUE, c->prune_median, c->prune_most);
}

/* ---- Networks ------------------------------------------------------------------------ */

static guint
count_moved_layers (const CndLayout *before, const CndLayout *after, guint *n_common)
{
  CndNetwork *old = cnd_view_get_network (before->view), *network = cnd_view_get_network (after->view);
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (old, &n_layers);
  guint n = 0;

  *n_common = 0;
  for (guint i = 0; i < n_layers; i++)
    {
      guint layer = cnd_network_find_layer (network, layers[i].id);
      guint a = cnd_view_get_node_of_layer (before->view, i);
      guint b = layer == G_MAXUINT ? layer : cnd_view_get_node_of_layer (after->view, layer);

      if (a == G_MAXUINT || b == G_MAXUINT)
        continue;
      (*n_common)++;
      n += ABS (get_middle (before, a) - get_middle (before, 0) - get_middle (after, b) + get_middle (after, 0)) > MOVED;
    }
  return n;
}

typedef struct
{
  const char *file, *before, *after;
} Presets;

static void
test_numbers (void)
{
  static const Presets changes[] = {
    { "resnet.json", "50", "101" },
    { "resnet.json", "101", "50" },
    { "shufflenet-v2.json", "0.5", "1.5" },
    { "densenet.json", "121", "169" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (CndNetwork) network = load (changes[i].file, changes[i].before);
      g_autoptr (CndNetwork) changed = load (changes[i].file, changes[i].after);
      g_autoptr (CndView) old_view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
      g_autoptr (CndView) view = cnd_layout_view_new (changed, cnd_layout_is_open_by_default, NULL);
      g_autofree CndRect *old_sizes = test_sizes_new_equal (old_view, 120, 40);
      g_autofree CndRect *sizes = test_sizes_new_equal (view, 120, 40);
      g_autoptr (CndLayout) before = cnd_layout_run (old_view, old_sizes, &cnd_layout_default_options);
      g_autoptr (CndLayout) after = cnd_layout_run_from (view, sizes, &cnd_layout_default_options, before->places, NULL);
      guint n_common;

      test_check_layout (after, CND_FLOW_DOWN);
      g_assert_cmpuint (count_moved_layers (before, after, &n_common), ==, 0);
      g_assert_cmpuint (n_common, >, 50);
    }
}

static gboolean
is_open_but_one (CndNetwork *network, guint block, gpointer data)
{
  return block != GPOINTER_TO_UINT (data);
}

/* Collapsing one block after the other and opening it again, each layout from the one before. */
static void
test_blocks (gconstpointer data)
{
  g_autoptr (CndNetwork) network = load (data, NULL);
  guint n_blocks;

  cnd_network_get_blocks (network, &n_blocks);
  g_assert_cmpuint (n_blocks, >, 5);
  for (guint b = 1; b < n_blocks; b += 1 + n_blocks / 40)
    {
      g_autoptr (CndView) open = cnd_layout_view_new (network, is_open_but_one, GUINT_TO_POINTER (G_MAXUINT));
      g_autoptr (CndView) closed = cnd_layout_view_new (network, is_open_but_one, GUINT_TO_POINTER (b));
      g_autofree CndRect *open_sizes = test_sizes_new_equal (open, 120, 40);
      g_autofree CndRect *closed_sizes = test_sizes_new_equal (closed, 120, 40);
      const CndLayoutOptions *options = &cnd_layout_default_options;
      g_autoptr (CndLayout) first = cnd_layout_run (open, open_sizes, options);
      g_autoptr (CndLayout) second = cnd_layout_run_from (closed, closed_sizes, options, first->places, NULL);
      g_autoptr (CndLayout) third = cnd_layout_run_from (open, open_sizes, options, second->places, NULL);

      test_check_layout (second, CND_FLOW_DOWN);
      test_check_layout (third, CND_FLOW_DOWN);
    }
}

/* An equal network gives an equal picture, whatever it starts from. */
static void
test_same (void)
{
  g_autoptr (TestGraph) graph = test_graph_new_random (5, 80, 170);
  g_autoptr (CndView) view = test_graph_view (graph);
  g_autofree CndRect *sizes = test_sizes_new (view, FALSE);
  g_autoptr (CndLayout) first = cnd_layout_run (view, sizes, &cnd_layout_default_options);
  g_autoptr (CndLayout) second = cnd_layout_run_from (view, sizes, &cnd_layout_default_options, first->places, NULL);
  g_autofree char *first_dump = cnd_layout_dump (first);
  g_autofree char *second_dump = cnd_layout_dump (second);

  g_assert_cmpstr (first_dump, ==, second_dump);
}

/* Whatever the earlier layout was: the result is clean. */
static void
test_random (void)
{
  for (guint seed = 0; seed < 60; seed++)
    {
      g_autoptr (TestGraph) old_graph = test_graph_new_random (seed, 70, 60 + 2 * seed);
      g_autoptr (TestGraph) graph = test_graph_new_random (seed, 70, 66 + 2 * seed);
      g_autoptr (CndView) old_view = test_graph_view (old_graph);
      g_autoptr (CndView) view = test_graph_view (graph);
      g_autofree CndRect *sizes = test_sizes_new (view, FALSE);
      CndLayoutOptions options = cnd_layout_default_options;
      g_autoptr (CndLayout) before = cnd_layout_run (old_view, sizes, &options);
      g_autoptr (CndLayout) after = NULL;

      options.fold_aspect = seed % 2 == 0 ? 0 : 1.6;
      after = cnd_layout_run_from (view, sizes, &options, before->places, NULL);
      test_check_layout (after, CND_FLOW_DOWN);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *collapses = g_strdup_printf ("/layout/places/collapsing-moves-little-in-%s", cases[i].name);
      g_autofree char *prunes = g_strdup_printf ("/layout/places/pruning-moves-little-in-%s", cases[i].name);

      g_test_add_data_func (collapses, &cases[i], test_collapse);
      if (cases[i].has_skips)
        g_test_add_data_func (prunes, &cases[i], test_prune);
    }
  g_test_add_func ("/layout/places/other-numbers-move-nothing", test_numbers);
  g_test_add_data_func ("/layout/places/blocks-of-googlenet-are-drawn-clean", "googlenet.json", test_blocks);
  g_test_add_data_func ("/layout/places/blocks-of-resnet-are-drawn-clean", "resnet.json", test_blocks);
  g_test_add_data_func ("/layout/places/blocks-of-densenet-are-drawn-clean", "densenet.json", test_blocks);
  g_test_add_func ("/layout/places/same-graph-gives-same-layout", test_same);
  g_test_add_func ("/layout/places/random-changes-are-drawn-clean", test_random);
  return g_test_run ();
}
