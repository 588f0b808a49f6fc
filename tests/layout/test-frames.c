/* Frames hold the boxes of their blocks and no others, however blocks stand in each other and beside each other. */
#include "layout/check.h"

#include "base/base.h"
#include "support/model.h"

/* ---- Random models ------------------------------------------------------------------ */

#define MAX_ENTRIES 6
#define MAX_BLOCKS 6

typedef struct
{
  CndRandom random;
  GString *json;
  guint n_inputs[MAX_BLOCKS]; /* of each block */
} Writer;

static guint
draw (Writer *writer, guint n)
{
  return cnd_base_next_random_below (&writer->random, n);
}

/* One of the entries before, mostly a late one, or the list's inputs "input" and "side". */
static void
write_name (Writer *writer, guint n_before, gboolean has_side)
{
  guint back = draw (writer, 3) > 0 ? 0 : draw (writer, n_before + 1);

  if (back < n_before)
    g_string_append_printf (writer->json, "'e%u'", n_before - 1 - back);
  else
    g_string_append (writer->json, has_side && draw (writer, 2) ? "'side'" : "'input'");
}

/* All of them keep the shape, so that any may read any. */
static void
write_entry (Writer *writer, guint index, guint n_blocks, gboolean has_side)
{
  guint what = draw (writer, 6);
  guint block = n_blocks > 0 ? draw (writer, n_blocks) : 0;
  gboolean is_block = n_blocks > 0 && what < 3;
  guint n_inputs = is_block ? writer->n_inputs[block] : what == 3 ? 2 + draw (writer, 2) : 1;

  if (is_block)
    g_string_append_printf (writer->json, "{'block': 'b%u', ", block);
  else
    g_string_append_printf (writer->json, "{'kind': '%s', ", what == 3 ? "addition" : "relu");
  if (is_block && n_inputs == 1 && draw (writer, 3) == 0)
    g_string_append_printf (writer->json, "'repeat': %u, ", 1 + draw (writer, 3));
  g_string_append_printf (writer->json, "'id': 'e%u', 'inputs': [", index);
  for (guint i = 0; i < n_inputs; i++)
    {
      g_string_append (writer->json, i > 0 ? ", " : "");
      write_name (writer, index, has_side);
    }
  g_string_append (writer->json, "]}");
}

static guint
write_list (Writer *writer, guint n_blocks, gboolean has_side)
{
  guint n = 1 + draw (writer, MAX_ENTRIES);

  g_string_append (writer->json, "'layers': [");
  for (guint i = 0; i < n; i++)
    {
      g_string_append (writer->json, i > 0 ? ", " : "");
      write_entry (writer, i, n_blocks, has_side);
    }
  g_string_append (writer->json, "]");
  return n;
}

/* The output of a block may be any of its entries: others may be read by nobody. */
static CndNetwork *
build_random (guint seed)
{
  Writer writer = { .json = g_string_new ("{'name': 'random', 'input': [4, 8, 8], 'blocks': {") };
  g_autoptr (GError) error = NULL;
  CndNetwork *network;
  guint n_blocks;

  cnd_base_seed_random (&writer.random, seed);
  n_blocks = 1 + draw (&writer, MAX_BLOCKS);
  for (guint b = 0; b < n_blocks; b++)
    {
      gboolean has_side = draw (&writer, 2);
      guint n;

      writer.n_inputs[b] = has_side ? 2 : 1;
      g_string_append_printf (writer.json, "%s'b%u': {'inputs': ['input'%s], ", b > 0 ? ", " : "", b, has_side ? ", 'side'" : "");
      n = write_list (&writer, b, has_side);
      g_string_append_printf (writer.json, ", 'output': 'e%u'}", draw (&writer, 2) ? n - 1 : draw (&writer, n));
    }
  g_string_append (writer.json, "}, ");
  write_list (&writer, n_blocks, FALSE);
  g_string_append (writer.json, "}");
  network = cnd_test_build (writer.json->str, &error);
  g_assert_no_error (error);
  g_string_free (writer.json, TRUE);
  return network;
}

/* ---- Claims ------------------------------------------------------------------------- */

#define MAX_NODES 150 /* the checks are quadratic */

static void
check (CndView *view, CndFlow flow, double aspect, guint seed)
{
  CndLayoutOptions options = cnd_layout_default_options;
  g_autofree CndRect *sizes = test_sizes_new (view, flow == CND_FLOW_RIGHT);
  g_autoptr (CndLayout) layout = NULL;
  g_autofree char *faults = NULL;

  options.flow = flow;
  options.fold_aspect = aspect;
  layout = cnd_layout_run (view, sizes, &options);
  faults = test_find_faults (layout, flow);
  if (*faults != '\0')
    g_test_fail_printf ("seed %u, flow %d, aspect %g: %.200s", seed, flow, aspect, faults);
}

static void
check_network (CndNetwork *network, guint depth, const gboolean *shown, guint seed)
{
  g_autoptr (CndView) view = cnd_layout_view_new_part (network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (depth), shown);
  guint n_nodes;

  cnd_view_get_nodes (view, &n_nodes);
  if (n_nodes > MAX_NODES)
    return;
  check (view, CND_FLOW_DOWN, 0, seed);
  check (view, CND_FLOW_RIGHT, 0, seed);
  check (view, CND_FLOW_DOWN, 1.5, seed);
}

static void
test_random (void)
{
  for (guint seed = 0; seed < 400; seed++)
    {
      g_autoptr (CndNetwork) network = build_random (seed);

      check_network (network, CND_MAX_NESTING, NULL, seed);
      check_network (network, 1 + seed % 3, NULL, seed);
    }
}

/* Opening and collapsing with the places of the picture before. */
static void
test_from_earlier (void)
{
  for (guint seed = 0; seed < 200; seed++)
    {
      g_autoptr (CndNetwork) network = build_random (seed);
      g_autoptr (CndPlaces) places = NULL;

      for (guint step = 0; step < 3; step++)
        {
          g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (1 + (seed + step) % 3));
          g_autofree CndRect *sizes = test_sizes_new (view, FALSE);
          g_autoptr (CndLayout) layout = NULL;
          g_autofree char *faults = NULL;
          guint n_nodes;

          cnd_view_get_nodes (view, &n_nodes);
          if (n_nodes > MAX_NODES)
            break;
          layout = cnd_layout_run_from (view, sizes, &cnd_layout_default_options, places, NULL);
          faults = test_find_faults (layout, CND_FLOW_DOWN);
          if (*faults != '\0')
            g_test_fail_printf ("seed %u, step %u: %.200s", seed, step, faults);
          g_clear_pointer (&places, cnd_places_unref);
          places = cnd_places_ref (layout->places);
        }
    }
}

/* Parts of networks have boxes without inputs. */
static void
test_parts (void)
{
  for (guint seed = 0; seed < 200; seed++)
    {
      g_autoptr (CndNetwork) network = build_random (seed);
      g_autofree gboolean *shown = NULL;
      CndRandom random;
      guint n_layers;

      cnd_network_get_layers (network, &n_layers);
      shown = g_new (gboolean, n_layers);
      cnd_base_seed_random (&random, seed);
      for (guint i = 0; i < n_layers; i++)
        shown[i] = cnd_base_next_random_below (&random, 5) > 0;
      check_network (network, CND_MAX_NESTING, shown, seed);
    }
}

static const char dead_model[] =
  "{'name': 'dead', 'input': [4, 8, 8],"
  " 'blocks': {'fork': {'output': 'c', 'layers': ["
  "   {'kind': 'relu', 'id': 'c'}, {'kind': 'relu', 'id': 'dead1'}, {'kind': 'relu', 'id': 'dead2'}]}},"
  " 'layers': [{'block': 'fork', 'id': 'fork'}, {'kind': 'relu', 'id': 'next'}, {'kind': 'relu', 'id': 'last'}]}";

static void
test_output (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (dead_model, &error);
  g_autoptr (CndView) view = NULL;
  g_autofree CndRect *sizes = NULL;
  g_autoptr (CndLayout) layout = NULL;

  g_assert_no_error (error);
  view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  sizes = test_sizes_new_equal (view, 100, 30);
  layout = cnd_layout_run (view, sizes, &cnd_layout_default_options);
  test_check_layout (layout, CND_FLOW_DOWN);
  g_assert_cmpuint (layout->n_frames, ==, 1);
  /* input; c, dead1, dead2; next, last */
  g_assert_cmpuint (layout->ranks[3], ==, 3);
  g_assert_cmpuint (layout->ranks[4], ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/frames/what-reads-a-block-stands-below-all-of-it", test_output);
  g_test_add_func ("/layout/frames/random-blocks-hold-exactly-their-boxes", test_random);
  g_test_add_func ("/layout/frames/that-start-from-earlier-places-hold-exactly-their-boxes", test_from_earlier);
  g_test_add_func ("/layout/frames/of-parts-hold-exactly-their-boxes", test_parts);
  return g_test_run ();
}
