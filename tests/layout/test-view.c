/* Which boxes and frames stand for which layers. */
#include "layout/layout.h"
#include "support/model.h"

static const char dense_model[] =
  "{'name': 'dense', 'input': [8, 16, 16],"
  " 'blocks': {'unit': {'layers': ["
  "   {'kind': 'batch_norm'}, {'kind': 'convolution', 'out': 4, 'kernel': 3, 'padding': 1}]}},"
  " 'layers': ["
  "   {'kind': 'convolution', 'id': 'first', 'out': 8, 'kernel': 1},"
  "   {'block': 'unit', 'id': 'a', 'repeat': 4, 'dense': '%s'},"
  "   {'kind': 'average_pool', 'id': 'pool', 'kernel': 2},"
  "   {'block': 'unit', 'id': 'b', 'repeat': 3, 'dense': '%s'},"
  "   {'kind': 'batch_norm', 'id': 'last'}]}";

static CndNetwork *
build (const char *json)
{
  g_autoptr (GError) error = NULL;
  CndNetwork *network = cnd_test_build (json, &error);

  g_assert_no_error (error);
  return network;
}

static CndNetwork *
build_dense (const char *dense)
{
  g_autofree char *json = g_strdup_printf (dense_model, dense, dense);

  return build (json);
}

/* "first", "a.1", …: what a node stands for. */
static const char *
get_id (const CndView *view, guint node)
{
  const CndViewNode *nodes = cnd_view_get_nodes (view, NULL);
  CndNetwork *network = cnd_view_get_network (view);

  return nodes[node].layer != G_MAXUINT ? cnd_network_get_layers (network, NULL)[nodes[node].layer].id
                                        : cnd_network_get_blocks (network, NULL)[nodes[node].block].id;
}

/* "a ← first input×2; …": all nodes with what they read; ends outside a part as "(first)", "(first+2)". */
static char *
describe (const CndView *view)
{
  GString *text = g_string_new (NULL);
  guint n_nodes;
  const CndViewNode *nodes = cnd_view_get_nodes (view, &n_nodes);
  const CndViewEdge *edges = cnd_view_get_edges (view, NULL);

  for (guint i = 0; i < n_nodes; i++)
    {
      g_string_append_printf (text, "%s%s%s", i > 0 ? "; " : "", nodes[i].n_outside > 0 ? "(" : "", get_id (view, i));
      if (nodes[i].n_outside > 1)
        g_string_append_printf (text, "+%u", nodes[i].n_outside - 1);
      if (nodes[i].n_outside > 0)
        g_string_append_c (text, ')');
      for (guint e = nodes[i].first_edge; e < nodes[i].first_edge + nodes[i].n_edges; e++)
        {
          g_string_append_printf (text, "%s%s", e == nodes[i].first_edge ? " ← " : " ", get_id (view, edges[e].from));
          if (edges[e].n_edges > 1)
            g_string_append_printf (text, "×%u", edges[e].n_edges);
          g_assert_cmpuint (edges[e].to, ==, i);
          g_assert_cmpuint (edges[e].from, <, i);
        }
    }
  return g_string_free (text, FALSE);
}

static char *
describe_frames (const CndView *view)
{
  GString *text = g_string_new (NULL);
  guint n_frames;
  const guint *frames = cnd_view_get_frames (view, &n_frames);

  for (guint i = 0; i < n_frames; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            cnd_network_get_blocks (cnd_view_get_network (view), NULL)[frames[i]].id);
  return g_string_free (text, FALSE);
}

static void
test_concatenations (void)
{
  g_autoptr (CndNetwork) network = build_dense ("block");
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  g_autofree char *text = describe (view);
  g_autofree char *frames = describe_frames (view);

  g_assert_cmpstr (text, ==,
                   "input; first ← input; a.1 ← first; a.2 ← first a.1; a.3 ← first a.1 a.2; a.4 ← first a.1 a.2 a.3; "
                   "pool ← first a.1 a.2 a.3 a.4; b.1 ← pool; b.2 ← pool b.1; b.3 ← pool b.1 b.2; "
                   "last ← pool b.1 b.2 b.3");
  g_assert_cmpstr (frames, ==, "a b");
}

static void
test_network_dense (void)
{
  g_autoptr (CndNetwork) network = build_dense ("network");
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  g_autofree char *text = describe (view);

  g_assert_cmpstr (text, ==,
                   "input; first ← input; a.1 ← first; a.2 ← first a.1; a.3 ← first a.1 a.2; a.4 ← first a.1 a.2 a.3; "
                   "b.1 ← first a.1 a.2 a.3 a.4; b.2 ← first a.1 a.2 a.3 a.4 b.1; "
                   "b.3 ← first a.1 a.2 a.3 a.4 b.1 b.2; last ← first a.1 a.2 a.3 a.4 b.1 b.2 b.3");
  g_assert_cmpuint (cnd_view_get_node_of_layer (view, cnd_network_find_layer (network, "pool")), ==, G_MAXUINT);
}

static void
test_collapsed (void)
{
  g_autoptr (CndNetwork) network = build_dense ("network");
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (0));
  g_autofree char *text = describe (view);
  g_autofree char *frames = describe_frames (view);
  guint inner = cnd_network_find_layer (network, "b.3.convolution");

  g_assert_cmpstr (text, ==, "input; first ← input; a ← first×5; pool ← a; b ← pool×4; last ← b");
  g_assert_cmpstr (frames, ==, "");
  g_assert_cmpuint (inner, !=, G_MAXUINT);
  g_assert_cmpuint (cnd_view_get_node_of_layer (view, inner), ==, 4);
}

/* Only one of two dense blocks is open: what stands between them is shown. */
static gboolean
is_open_but_b (CndNetwork *network, guint block, gpointer data)
{
  return g_strcmp0 (cnd_network_get_blocks (network, NULL)[block].id, "b") != 0 &&
         cnd_layout_is_open_by_default (network, block, data);
}

static void
test_half_open (void)
{
  g_autoptr (CndNetwork) network = build_dense ("network");
  g_autoptr (CndView) view = cnd_layout_view_new (network, is_open_but_b, NULL);
  g_autofree char *text = describe (view);

  g_assert_true (g_str_has_suffix (text, "pool ← first a.1 a.2 a.3 a.4; b ← pool×4; last ← b"));
}

static void
test_frames (void)
{
  g_autoptr (CndNetwork) network = build (
    "{'name': 'frames', 'input': [8, 16, 16], 'blocks': {"
    "  'pair': {'layers': [{'kind': 'batch_norm'}, {'kind': 'relu'}]},"
    "  'stage': {'layers': [{'block': 'pair', 'id': 'pair', 'repeat': 2}, {'kind': 'max_pool', 'kernel': 2}]}},"
    " 'layers': [{'block': 'stage', 'id': 'stage', 'repeat': 2},"
    "  {'kind': 'relu', 'id': 'unit', 'repeat': 3}, {'kind': 'flatten'}]}");
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  g_autofree char *frames = describe_frames (view);

  g_assert_true (g_str_has_prefix (
    frames, "stage.1 stage.1.pair.1 stage.1.pair.2 stage.2 stage.2.pair.1 stage.2.pair.2"));
}

static void
test_default (void)
{
  g_autoptr (CndNetwork) network = build_dense ("block");
  guint a = cnd_network_find_block (network, "a"), unit = cnd_network_find_block (network, "a.2");

  g_assert_true (cnd_layout_is_open_by_default (network, a, NULL));
  g_assert_false (cnd_layout_is_open_by_default (network, unit, NULL));
}

/* Marks the layers of blocks and layers. Returns: (transfer full) */
static gboolean *
mark (CndNetwork *network, const char *const *ids)
{
  guint n_layers;
  gboolean *shown;

  cnd_network_get_layers (network, &n_layers);
  shown = g_new0 (gboolean, n_layers);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint layer = cnd_network_find_layer (network, ids[i]), block = cnd_network_find_block (network, ids[i]);
      const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
      guint first = layer != G_MAXUINT ? layer : blocks[block].first_layer;
      guint n = layer != G_MAXUINT ? 1 : blocks[block].n_layers;

      for (guint k = first; k < first + n; k++)
        shown[k] = TRUE;
    }
  return shown;
}

static void
test_part (void)
{
  static const struct
  {
    const char *ids[5];
    const char *nodes, *frames;
  } rows[] = {
    { { "a" },
      "(first); a.1 ← first; a.2 ← first a.1; a.3 ← first a.1 a.2; a.4 ← first a.1 a.2 a.3; (pool) ← a.1 a.2 a.3 a.4", "a" },
    /* part of a block has no frame, a layer of a collapsed block makes its box */
    { { "a.2", "a.4" },
      "(first); (a.1); (a.3); a.2 ← first a.1; a.4 ← first a.1 a.2 a.3; (a.3) ← a.2; (pool) ← a.2 a.4", "" },
    { { "a.2", "a.4.convolution" },
      "(first); (a.1); (a.3); a.2 ← first a.1; a.4 ← first a.1 a.2 a.3; (a.3) ← a.2; (pool) ← a.2 a.4", "" },
    /* a block outside is one thing, also when it stands between two that are shown */
    { { "first", "a.1", "pool", "last" },
      "(input); (a.2); (a.3); (a.4); (b); first ← input; a.1 ← first; pool ← first a.1 a.2 a.3 a.4; last ← b; "
      "(a.2) ← first a.1; (a.3) ← first a.1; (a.4) ← first a.1; (b) ← pool×4", "" },
  };
  g_autoptr (CndNetwork) network = build_dense ("block");
  guint input = cnd_network_find_layer (network, "input"), first = cnd_network_find_layer (network, "first");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree gboolean *shown = mark (network, rows[i].ids);
      g_autoptr (CndView) view
        = cnd_layout_view_new_part (network, cnd_layout_is_open_by_default, NULL, shown);
      g_autofree char *nodes = describe (view), *frames = describe_frames (view);

      g_assert_cmpstr (nodes, ==, rows[i].nodes);
      g_assert_cmpstr (frames, ==, rows[i].frames);
      g_assert_false (cnd_view_has_layer (view, input));
      g_assert_cmpuint (cnd_view_get_node_of_layer (view, input), ==, G_MAXUINT);
      g_assert_true (cnd_view_has_layer (view, first) == shown[first]);
    }
}

/* Where there are more than seven ends on a side, the farthest share one. */
static void
test_part_many (void)
{
  g_autoptr (GString) json = g_string_new ("{'name': 'fan', 'input': [3, 8, 8], 'layers': [{'kind': 'relu', 'id': 'fork'}");
  static const struct
  {
    const char *ids[5];
    const char *nodes;
  } rows[] = {
    { { "fork" },
      "(input); fork ← input; (c1) ← fork; (c2) ← fork; (c3) ← fork; (c4) ← fork; (c5) ← fork; (c6) ← fork; (c7+3) ← fork×4" },
    { { "join" }, "(c4+3); (c5); (c6); (c7); (c8); (c9); (c10); join ← c4×4 c5 c6 c7 c8 c9 c10" },
  };

  for (guint i = 1; i <= 10; i++)
    g_string_append_printf (json, ", {'kind': 'convolution', 'id': 'c%u', 'inputs': ['fork'], 'out': 4, 'kernel': 1}", i);
  g_string_append (json, ", {'kind': 'concatenation', 'id': 'join', 'inputs': ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10']}]}");

  g_autoptr (CndNetwork) network = build (json->str);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree gboolean *shown = mark (network, rows[i].ids);
      g_autoptr (CndView) view = cnd_layout_view_new_part (network, cnd_layout_is_open_by_default, NULL, shown);
      g_autofree char *nodes = describe (view);

      g_assert_cmpstr (nodes, ==, rows[i].nodes);
    }
}

/* ---- Written out -------------------------------------------------------------------- */

/* cat (x, f (x)), again and again, @n times; then what reads the last one, or nothing. */
static CndNetwork *
build_growing (guint n, gboolean with_end)
{
  g_autoptr (GString) layers = g_string_new ("{'kind': 'convolution', 'id': 'cat0', 'out': 8, 'kernel': 1}");
  g_autofree char *json = NULL;

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (layers,
                            ", {'kind': 'convolution', 'id': 'f%u', 'out': 4, 'kernel': 3, 'padding': 1},"
                            " {'kind': 'concatenation', 'id': 'cat%u', 'inputs': ['cat%u', 'f%u']}",
                            i, i, i - 1, i);
  if (with_end)
    g_string_append (layers, ", {'kind': 'convolution', 'id': 'end', 'out': 2, 'kernel': 1}");
  json = g_strdup_printf ("{'name': 'growing', 'input': [3, 8, 8], 'layers': [%s]}", layers->str);
  return build (json);
}

static void
check_growing (guint n, gboolean with_end, const char *expected)
{
  g_autoptr (CndNetwork) network = build_growing (n, with_end);
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  g_autofree char *text = describe (view);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_growing (void)
{
  check_growing (3, TRUE, "input; cat0 ← input; f1 ← cat0; f2 ← cat0 f1; f3 ← cat0 f1 f2; end ← cat0 f1 f2 f3");
  check_growing (2, TRUE,
                 "input; cat0 ← input; f1 ← cat0; cat1 ← cat0 f1; f2 ← cat1; cat2 ← cat1 f2; end ← cat2");
}

static void
test_growing_end (void)
{
  check_growing (3, FALSE, "input; cat0 ← input; f1 ← cat0; f2 ← cat0 f1; f3 ← cat0 f1 f2; cat3 ← cat0 f1 f2 f3");
}

static void
test_growing_lanes (void)
{
  g_autoptr (CndNetwork) network = build_growing (9, TRUE);
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  guint n_nodes;
  g_autofree CndRect *sizes = NULL;
  g_autoptr (CndLayout) layout = NULL;

  cnd_view_get_nodes (view, &n_nodes);
  sizes = g_new0 (CndRect, n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    sizes[i] = (CndRect){ 0, 0, 120, 40 };
  layout = cnd_layout_run (view, sizes, &cnd_layout_default_options);
  g_assert_cmpuint (layout->n_lanes, ==, 10);
  g_assert_cmpuint (layout->n_rows, ==, 9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/view/concatenations-of-dense-blocks-are-passed", test_concatenations);
  g_test_add_func ("/layout/view/pooling-in-dense-networks-is-passed", test_network_dense);
  g_test_add_func ("/layout/view/collapsed-blocks-are-one-box", test_collapsed);
  g_test_add_func ("/layout/view/pooling-beside-a-collapsed-dense-block-is-shown", test_half_open);
  g_test_add_func ("/layout/view/containers-do-not-repeat-frames", test_frames);
  g_test_add_func ("/layout/view/dense-layers-are-boxes-by-default", test_default);
  g_test_add_func ("/layout/view/parts-leave-the-rest-out", test_part);
  g_test_add_func ("/layout/view/far-ends-of-a-part-share-one", test_part_many);
  g_test_add_func ("/layout/view/growing-concatenations-are-passed-through", test_growing);
  g_test_add_func ("/layout/view/last-concatenation-stays", test_growing_end);
  g_test_add_func ("/layout/view/growing-concatenations-make-lanes", test_growing_lanes);
  return g_test_run ();
}
