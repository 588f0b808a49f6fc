/* Undo and redo, and the selection across changes. */
#include "fixture.h"

static void
test_values (Fixture *fixture, gconstpointer data)
{
  const gint64 widths[] = { 16, 24, 64, 4, 8 };
  g_autoptr (GPtrArray) passed = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_parameter_values_free);

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_ptr_array_add (passed, cnd_parameter_values_copy (cnd_document_get_values (fixture->document)));
      g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, widths[i]));
    }
  g_ptr_array_add (passed, cnd_parameter_values_copy (cnd_document_get_values (fixture->document)));
  for (guint i = G_N_ELEMENTS (widths); i-- > 0;)
    {
      cnd_document_undo (fixture->document);
      g_assert_true (cnd_parameter_values_equal (cnd_document_get_values (fixture->document), g_ptr_array_index (passed, i)));
    }
  g_assert_false (cnd_document_can_undo (fixture->document));
  for (guint i = 1; i <= G_N_ELEMENTS (widths); i++)
    {
      cnd_document_redo (fixture->document);
      g_assert_true (cnd_parameter_values_equal (cnd_document_get_values (fixture->document), g_ptr_array_index (passed, i)));
      g_assert_cmpint (cnd_document_get_wanted (fixture->document, PARAMETER_WIDTH)->values[0], ==, widths[i - 1]);
    }
  g_assert_false (cnd_document_can_redo (fixture->document));
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) before = cnd_paint_write_svg (cnd_document_get_scene (fixture->document));
  g_autoptr (GBytes) changed = NULL, after = NULL;

  cnd_document_set_parameter (fixture->document, PARAMETER_NORM, 0, 0);
  changed = cnd_paint_write_svg (cnd_document_get_scene (fixture->document));
  g_assert_false (g_bytes_equal (before, changed));
  cnd_document_undo (fixture->document);
  after = cnd_paint_write_svg (cnd_document_get_scene (fixture->document));
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_gesture (Fixture *fixture, gconstpointer data)
{
  cnd_document_begin_gesture (fixture->document);
  for (gint64 width = 12; width <= 64; width += 4)
    cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, width);
  cnd_document_end_gesture (fixture->document);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 64);
  cnd_document_undo (fixture->document);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 8);
  g_assert_false (cnd_document_can_undo (fixture->document));
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  cnd_document_begin_gesture (fixture->document);
  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 12);
  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 8);
  cnd_document_end_gesture (fixture->document);
  g_assert_false (cnd_document_can_undo (fixture->document));
}

static void
test_branch (Fixture *fixture, gconstpointer data)
{
  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 16);
  cnd_document_undo (fixture->document);
  g_assert_true (cnd_document_can_redo (fixture->document));
  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 24);
  g_assert_false (cnd_document_can_redo (fixture->document));
}

static void
test_blocks (Fixture *fixture, gconstpointer data)
{
  guint block = cnd_network_find_block (cnd_document_get_network (fixture->document), "unit.2");
  guint n_before, n_after;

  g_assert_cmpuint (block, !=, G_MAXUINT);
  g_assert_true (cnd_document_is_block_open (fixture->document, block));
  cnd_view_get_nodes (cnd_document_get_view (fixture->document), &n_before);
  cnd_document_set_block_open (fixture->document, block, FALSE);
  g_assert_false (cnd_document_is_block_open (fixture->document, block));
  cnd_view_get_nodes (cnd_document_get_view (fixture->document), &n_after);
  g_assert_cmpuint (n_after, ==, n_before - 2);

  /* another network with the same block: still collapsed */
  cnd_document_set_parameter (fixture->document, PARAMETER_DEPTH, 0, 5);
  block = cnd_network_find_block (cnd_document_get_network (fixture->document), "unit.2");
  g_assert_false (cnd_document_is_block_open (fixture->document, block));
  cnd_document_undo (fixture->document);
  cnd_document_undo (fixture->document);
  cnd_view_get_nodes (cnd_document_get_view (fixture->document), &n_after);
  g_assert_cmpuint (n_after, ==, n_before);
  cnd_document_open_blocks_to_depth (fixture->document, 0);
  cnd_view_get_nodes (cnd_document_get_view (fixture->document), &n_after);
  g_assert_cmpuint (n_after, <, n_before);
  cnd_document_open_blocks_by_default (fixture->document);
  cnd_view_get_nodes (cnd_document_get_view (fixture->document), &n_after);
  g_assert_cmpuint (n_after, ==, n_before);
}

static void
test_selection (Fixture *fixture, gconstpointer data)
{
  CndSelection *selection = cnd_document_get_selection (fixture->document);
  CndNetwork *network = cnd_document_get_network (fixture->document);
  guint norm = cnd_network_find_layer (network, "unit.2.norm");
  guint relu = cnd_network_find_layer (network, "unit.2.relu");
  Counter changed;

  counter_start (&changed, selection, "changed");
  cnd_selection_select_layer (selection, relu);
  cnd_selection_select_layer (selection, relu);
  g_assert_cmpuint (counter_take (&changed), ==, 1);

  /* without normalization the same layer has another index */
  cnd_document_set_parameter (fixture->document, PARAMETER_NORM, 0, 0);
  network = cnd_document_get_network (fixture->document);
  g_assert_cmpuint (cnd_selection_get_layer (selection), ==, cnd_network_find_layer (network, "unit.2.relu"));
  g_assert_cmpuint (cnd_selection_get_layer (selection), !=, relu);
  g_assert_cmpuint (counter_take (&changed), ==, 1);

  cnd_document_undo (fixture->document);
  cnd_selection_select_layer (selection, norm);
  counter_take (&changed);
  cnd_document_set_parameter (fixture->document, PARAMETER_NORM, 0, 0);
  g_assert_true (cnd_selection_is_empty (selection));
  g_assert_cmpuint (counter_take (&changed), ==, 1);
}

static const char *
get_selected_id (Fixture *fixture)
{
  guint layer = cnd_selection_get_layer (cnd_document_get_selection (fixture->document));

  return layer == G_MAXUINT ? NULL : cnd_network_get_layers (cnd_document_get_network (fixture->document), NULL)[layer].id;
}

static void
test_travel (Fixture *fixture, gconstpointer data)
{
  CndDocument *document = fixture->document;

  g_assert_true (cnd_document_travel (document, CND_TRAVEL_DOWN));
  g_assert_cmpstr (get_selected_id (fixture), ==, "input");
  g_assert_true (cnd_document_travel (document, CND_TRAVEL_DOWN));
  g_assert_cmpstr (get_selected_id (fixture), ==, "stem");
  g_assert_true (cnd_document_travel (document, CND_TRAVEL_UP));
  g_assert_cmpstr (get_selected_id (fixture), ==, "input");
  g_assert_false (cnd_document_travel (document, CND_TRAVEL_UP));
  /* down to the end, over edges only */
  while (cnd_document_travel (document, CND_TRAVEL_DOWN))
    ;
  g_assert_cmpstr (get_selected_id (fixture), ==, "classifier");
  /* the keys follow the picture's direction */
  cnd_settings_set_flow (fixture->settings, CND_FLOW_RIGHT);
  g_assert_true (cnd_document_travel (document, CND_TRAVEL_LEFT));
  g_assert_cmpstr (get_selected_id (fixture), ==, "flatten");
}

static void
test_stage_and_preset (Fixture *fixture, gconstpointer data)
{
  const gint64 width = fixture_get (fixture, PARAMETER_WIDTH, 0);
  const guint stage = cnd_document_get_stage (fixture->document);

  g_assert_true (cnd_document_set_preset (fixture->document, 1, NULL));
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 32);
  cnd_document_set_stage (fixture->document, stage == 0 ? CND_STAGE_FINAL : 0);
  g_assert_cmpuint (cnd_document_get_stage (fixture->document), !=, stage);
  cnd_document_undo (fixture->document);
  g_assert_cmpuint (cnd_document_get_stage (fixture->document), ==, stage);
  g_assert_cmpint (cnd_document_get_preset (fixture->document), ==, 1);
  cnd_document_undo (fixture->document);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, width);
  g_assert_false (cnd_document_can_undo (fixture->document));
  cnd_document_redo (fixture->document);
  g_assert_cmpint (cnd_document_get_preset (fixture->document), ==, 1);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 32);
  cnd_document_redo (fixture->document);
  g_assert_cmpuint (cnd_document_get_stage (fixture->document), !=, stage);
}

int
main (int argc, char *argv[])
{
  static const FixtureTest tests[] = {
    { "/session/history/values-come-back-equal", test_values },
    { "/session/history/the-picture-comes-back-byte-equal", test_picture },
    { "/session/history/stage-and-preset-come-back", test_stage_and_preset },
    { "/session/history/a-gesture-is-one-step", test_gesture },
    { "/session/history/a-gesture-that-returns-leaves-no-step", test_round_trip },
    { "/session/history/a-new-change-ends-what-could-be-redone", test_branch },
    { "/session/history/open-blocks-are-undone-and-outlive-a-rebuild", test_blocks },
    { "/session/history/the-selection-follows-its-layer", test_selection },
    { "/session/history/travel-goes-along-edges", test_travel },
  };

  g_test_init (&argc, &argv, NULL);
  fixture_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
