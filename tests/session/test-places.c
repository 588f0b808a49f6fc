/* What stays where it is in the picture when the user changes something. */
#include "fixture.h"

#include "formats/formats.h"
#include "support/model.h"

#define MOVED 2.0

static void
open_model (Fixture *fixture, const char *file)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_open (fixture, path, &error));
  g_assert_no_error (error);
}

/* Where a box is across the flow, seen from the input. */
static double
get_place (const CndLayout *layout, guint node)
{
  return layout->boxes[node].x + layout->boxes[node].width / 2 - layout->boxes[0].x - layout->boxes[0].width / 2;
}

/* Layers that have a box of their own before and after, and how many of them stand elsewhere. */
static guint
count_moved (CndScene *before, CndScene *after, guint *n_common)
{
  const CndLayout *old = cnd_scene_get_layout (before), *new = cnd_scene_get_layout (after);
  CndNetwork *network = cnd_view_get_network (new->view);
  const CndLayer *layers = cnd_network_get_layers (cnd_view_get_network (old->view), NULL);
  guint n_nodes, n_moved = 0;
  const CndViewNode *nodes = cnd_view_get_nodes (old->view, &n_nodes);

  *n_common = 0;
  for (guint i = 0; i < n_nodes; i++)
    {
      guint layer = nodes[i].layer == G_MAXUINT ? G_MAXUINT : cnd_network_find_layer (network, layers[nodes[i].layer].id);
      guint node = layer == G_MAXUINT ? G_MAXUINT : cnd_view_get_node_of_layer (new->view, layer);

      if (node == G_MAXUINT || cnd_view_get_nodes (new->view, NULL)[node].layer == G_MAXUINT)
        continue;
      (*n_common)++;
      n_moved += ABS (get_place (old, i) - get_place (new, node)) > MOVED;
    }
  return n_moved;
}

static void
test_collapse (Fixture *fixture, gconstpointer data)
{
  guint n_blocks, n_closed = 0;
  const CndBlock *blocks;

  open_model (fixture, data);
  blocks = cnd_network_get_blocks (cnd_document_get_network (fixture->document), &n_blocks);
  for (guint b = 1; b < n_blocks; b++)
    {
      g_autoptr (CndScene) before = cnd_scene_ref (cnd_document_get_scene (fixture->document));
      g_autoptr (CndScene) closed = NULL;
      guint n_common, n_moved;

      if (blocks[b].n_layers < 2 || !cnd_document_is_block_open (fixture->document, b))
        continue;
      cnd_document_set_block_open (fixture->document, b, FALSE);
      closed = cnd_scene_ref (cnd_document_get_scene (fixture->document));
      n_moved = count_moved (before, closed, &n_common);
      g_assert_cmpuint (n_common, >, 2);
      g_assert_cmpuint (n_moved, ==, 0);
      cnd_document_set_block_open (fixture->document, b, TRUE);
      n_moved = count_moved (before, cnd_document_get_scene (fixture->document), &n_common);
      g_assert_cmpuint (n_moved, ==, 0);
      n_closed++;
    }
  g_assert_cmpuint (n_closed, >, 3);
}

/* Boxes side by side, whose texts become shorter: they would move together. */
static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  static const char model[] =
    "{'name': 'Branches', 'parameters': {'width': {'default': 100000, 'minimum': 1, 'maximum': 100000}}, 'input': [1, 16, 16],"
    " 'layers': [{'kind': 'relu', 'id': 'top'},"
    "  {'kind': 'convolution', 'id': 'a', 'inputs': 'top', 'out': 'width', 'kernel': 1, 'title': 'A long title of it'},"
    "  {'kind': 'convolution', 'id': 'b', 'inputs': 'top', 'out': 'width', 'kernel': 1},"
    "  {'kind': 'convolution', 'id': 'c', 'inputs': 'top', 'out': 'width', 'kernel': 1},"
    "  {'kind': 'concatenation', 'id': 'join', 'inputs': ['a', 'b', 'c']}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_test_parse (model, &error);
  g_autoptr (CndScene) before = NULL, after = NULL;
  guint n_common;

  g_assert_no_error (error);
  g_assert_true (cnd_document_set_architecture (fixture->document, architecture, -1, NULL));
  before = cnd_scene_ref (cnd_document_get_scene (fixture->document));
  g_assert_true (cnd_document_set_parameter (fixture->document, 0, 0, 1));
  after = cnd_scene_ref (cnd_document_get_scene (fixture->document));
  g_assert_cmpuint (count_moved (before, after, &n_common), ==, 0);
  g_assert_cmpuint (n_common, ==, 6);
  /* another direction is another picture: it starts anew, and so does the way back */
  cnd_settings_set_flow (fixture->settings, CND_FLOW_RIGHT);
  cnd_settings_set_flow (fixture->settings, CND_FLOW_DOWN);
  g_assert_cmpuint (count_moved (before, cnd_document_get_scene (fixture->document), &n_common), >, 0);
}

/* Another model is another picture. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;

  open_model (fixture, "googlenet.json");
  first = cnd_scene_dump (cnd_document_get_scene (fixture->document));
  open_model (fixture, "resnet.json");
  open_model (fixture, "googlenet.json");
  second = cnd_scene_dump (cnd_document_get_scene (fixture->document));
  g_assert_cmpstr (first, ==, second);
}

int
main (int argc, char *argv[])
{
  static const char *const models[] = { "googlenet.json", "resnet.json", "shufflenet-v2.json", "densenet.json" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *path = g_strdup_printf ("/session/places/collapsing-moves-nothing-sideways-in-%s", models[i]);

      g_test_add (path, Fixture, models[i], fixture_set_up, test_collapse, fixture_tear_down);
    }
  g_test_add ("/session/places/other-numbers-move-nothing-sideways", Fixture, NULL, fixture_set_up, test_numbers, fixture_tear_down);
  g_test_add ("/session/places/another-model-starts-anew", Fixture, NULL, fixture_set_up, test_open, fixture_tear_down);
  return g_test_run ();
}
