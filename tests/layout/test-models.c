/* The layouts of all shipped models, in all their presets. */
#include "layout/check.h"

#include "formats/formats.h"
#include "ops/ops.h"

typedef void (*ModelFunc) (CndNetwork *network, const char *name);

static void
visit_presets (const char *path, ModelFunc func)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < MAX (1, architecture->n_presets); i++)
    {
      gint preset = architecture->n_presets == 0 ? -1 : (gint) i;
      g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, preset);
      g_autoptr (CndNetwork) network = cnd_ops_build_network (architecture, values, &error);
      g_autofree char *name = NULL;

      g_assert_no_error (error);
      name = cnd_network_dup_name (network);
      func (network, name);
    }
}

static void
foreach_network (ModelFunc func)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  guint n_models = 0;

  g_assert_no_error (error);
  for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (!g_str_has_suffix (file, ".json") || g_str_equal (file, "schema.json") ||
          g_str_equal (file, "catalogue.json"))
        continue;
      visit_presets (path, func);
      n_models++;
    }
  g_assert_cmpuint (n_models, >, 15);
}

static void
check_view (CndView *view, const char *name)
{
  for (guint i = 0; i < 4; i++)
    {
      CndLayoutOptions options = cnd_layout_default_options;
      g_autofree CndRect *sizes = test_sizes_new (view, i % 2 == 1);
      g_autoptr (CndLayout) layout = NULL;

      options.flow = i % 2 == 0 ? CND_FLOW_DOWN : CND_FLOW_RIGHT;
      options.fold_aspect = i < 2 ? 0 : 1.6;
      layout = cnd_layout_run (view, sizes, &options);
      test_check_layout (layout, options.flow);
      if (options.flow == CND_FLOW_DOWN)
        g_assert_cmpuint (test_count_plain_crossings (layout), ==, 0);
    }
}

static void
check_default (CndNetwork *network, const char *name)
{
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);

  check_view (view, name);
}

static void
check_open (CndNetwork *network, const char *name)
{
  g_autoptr (CndView) view = NULL;
  guint n_layers;

  cnd_network_get_layers (network, &n_layers);
  if (n_layers > 400)
    return; /* the checks are quadratic */
  view = cnd_layout_view_new (network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (CND_MAX_NESTING));
  check_view (view, name);
}

static void
check_collapsed (CndNetwork *network, const char *name)
{
  for (guint depth = 0; depth < 3; depth++)
    {
      g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (depth));

      check_view (view, name);
    }
}

static void
test_default (void)
{
  foreach_network (check_default);
}

static void
test_open (void)
{
  foreach_network (check_open);
}

static void
test_collapsed (void)
{
  foreach_network (check_collapsed);
}

/* ---- Folding ------------------------------------------------------------------------ */

/* Whether a block of that sort has several frames. */
static gboolean
is_torn (const CndLayout *layout, const char *definition)
{
  const CndBlock *blocks = cnd_network_get_blocks (cnd_view_get_network (layout->view), NULL);

  for (guint f = 1; f < layout->n_frames; f++)
    {
      const CndBlock *block = &blocks[layout->frames[f].block];

      if (layout->frames[f].block == layout->frames[f - 1].block && block->definition != NULL &&
          g_str_equal (block->definition->name, definition))
        return TRUE;
    }
  return FALSE;
}

static void
check_transitions (CndNetwork *network, const char *name)
{
  if (g_str_has_prefix (name, "DenseNet"))
    for (guint open = 0; open < 2; open++)
      {
        g_autoptr (CndView) view = cnd_layout_view_new (network, open ? cnd_layout_is_open_to_depth
                                                                      : cnd_layout_is_open_by_default,
                                                        GUINT_TO_POINTER (CND_MAX_NESTING));
        g_autofree CndRect *sizes = test_sizes_new_equal (view, 160, 30);
        CndLayoutOptions options = cnd_layout_default_options;
        g_autoptr (CndLayout) layout = NULL;
        guint n_nodes;

        options.fold_aspect = 16.0 / 9;
        layout = cnd_layout_run (view, sizes, &options);
        cnd_view_get_nodes (view, &n_nodes);
        /* the small one for the classroom has fewer columns to tear it */
        g_assert_cmpuint (layout->columns[n_nodes - 1], >, strstr (name, "classroom") != NULL ? 1 : 2);
        g_assert_false (is_torn (layout, "transition"));
      }
}

static void
test_transitions (void)
{
  foreach_network (check_transitions);
}

/* A network that is dense as a whole fills the page all the same. */
static void
check_whole (CndNetwork *network, const char *name)
{
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  g_autofree CndRect *sizes = test_sizes_new_equal (view, 180, 40);
  CndLayoutOptions options = cnd_layout_default_options;
  g_autoptr (CndLayout) layout = NULL;

  if (!g_str_has_prefix (name, "CondenseNet"))
    return;
  options.fold_aspect = 16.0 / 9;
  layout = cnd_layout_run (view, sizes, &options);
  g_assert_cmpfloat (layout->bounds.width / layout->bounds.height, >, 1.1);
  g_assert_cmpfloat (layout->bounds.width / layout->bounds.height, <, 2.8);
}

static void
test_whole (void)
{
  foreach_network (check_whole);
}

/* ---- Stability ---------------------------------------------------------------------- */

static gboolean
is_open_but_one (CndNetwork *network, guint block, gpointer data)
{
  return block != GPOINTER_TO_UINT (data) && cnd_layout_is_open_by_default (network, block, NULL);
}

static CndLayout *
run (CndView *view)
{
  g_autofree CndRect *sizes = test_sizes_new_equal (view, 120, 40);

  return cnd_layout_run (view, sizes, &cnd_layout_default_options);
}

/* Where the box of a layer is, seen from the box of the input. */
static double
get_x (const CndLayout *layout, guint layer)
{
  return layout->boxes[cnd_view_get_node_of_layer (layout->view, layer)].x - layout->boxes[0].x;
}

static void
test_collapse_moves_nothing_sideways (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, "googlenet.json", NULL);
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, -1);
  g_autoptr (CndNetwork) network = cnd_ops_build_network (architecture, values, &error);
  g_autoptr (CndView) open = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  g_autoptr (CndLayout) before = run (open);
  guint n_blocks, n_layers;
  const CndBlock *blocks = cnd_network_get_blocks (network, &n_blocks);

  g_assert_no_error (error);
  cnd_network_get_layers (network, &n_layers);
  g_assert_cmpuint (n_blocks, >, 9);
  for (guint b = 1; b < n_blocks; b++)
    {
      g_autoptr (CndView) view = cnd_layout_view_new (network, is_open_but_one, GUINT_TO_POINTER (b));
      g_autoptr (CndLayout) after = run (view);

      for (guint i = 0; i < n_layers; i++)
        if (i < blocks[b].first_layer || i >= blocks[b].first_layer + blocks[b].n_layers)
          g_assert_cmpfloat (get_x (before, i), ==, get_x (after, i));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/models/opened-as-by-default-are-drawn-clean", test_default);
  g_test_add_func ("/layout/models/wholly-opened-are-drawn-clean", test_open);
  g_test_add_func ("/layout/models/collapsed-are-drawn-clean", test_collapsed);
  g_test_add_func ("/layout/models/collapsing-a-block-moves-nothing-sideways", test_collapse_moves_nothing_sideways);
  g_test_add_func ("/layout/models/folding-tears-no-transition", test_transitions);
  g_test_add_func ("/layout/models/networks-that-are-dense-as-a-whole-fold", test_whole);
  return g_test_run ();
}
