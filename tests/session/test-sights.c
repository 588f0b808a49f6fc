/* Where one has looked, who reads whom, and finding by words. */
#include "fixture.h"

static CndSight
make_sight (Fixture *fixture, double x)
{
  return (CndSight){ 1, { x, 0 }, cnd_document_get_open_blocks (fixture->document) };
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CndSights) sights = cnd_sights_new ();
  CndSight a = make_sight (fixture, 0), b = make_sight (fixture, 100), c = make_sight (fixture, 200);

  g_assert_false (cnd_sights_can_go (sights, TRUE));
  cnd_sights_leave (sights, &a);
  cnd_sights_leave (sights, &a);
  cnd_sights_leave (sights, &b);
  g_assert_cmpfloat (cnd_sights_go (sights, TRUE, &c)->center.x, ==, 100);
  g_assert_cmpfloat (cnd_sights_go (sights, TRUE, &b)->center.x, ==, 0);
  g_assert_false (cnd_sights_can_go (sights, TRUE));
  g_assert_cmpfloat (cnd_sights_go (sights, FALSE, &a)->center.x, ==, 100);
  g_assert_cmpfloat (cnd_sights_go (sights, FALSE, &b)->center.x, ==, 200);
  g_assert_null (cnd_sights_go (sights, FALSE, &c));
  /* a new way forgets what was ahead */
  g_assert_nonnull (cnd_sights_go (sights, TRUE, &c));
  cnd_sights_leave (sights, &a);
  g_assert_false (cnd_sights_can_go (sights, FALSE));
}

static void
test_bookmarks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CndSights) sights = cnd_sights_new ();
  CndSight a = make_sight (fixture, 7);

  g_assert_null (cnd_sights_get_bookmark (sights, 4));
  cnd_sights_set_bookmark (sights, 4, &a);
  cnd_document_open_blocks_to_depth (fixture->document, 0);
  g_assert_cmpfloat (cnd_sights_get_bookmark (sights, 4)->center.x, ==, 7);
  g_assert_false (cnd_open_blocks_equal (cnd_sights_get_bookmark (sights, 4)->open, cnd_document_get_open_blocks (fixture->document)));
  cnd_document_set_open_blocks (fixture->document, cnd_sights_get_bookmark (sights, 4)->open);
  g_assert_true (cnd_open_blocks_equal (cnd_sights_get_bookmark (sights, 4)->open, cnd_document_get_open_blocks (fixture->document)));
  cnd_sights_clear (sights);
  g_assert_null (cnd_sights_get_bookmark (sights, 4));
}

static void
test_saved_bookmarks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CndSights) sights = cnd_sights_new (), next = cnd_sights_new ();
  CndSight a = make_sight (fixture, 7);
  g_autoptr (GVariant) saved = NULL, again = NULL, broken = NULL;

  cnd_sights_set_bookmark (sights, 4, &a);
  cnd_document_set_block_open (fixture->document, 0, !cnd_document_is_block_open (fixture->document, 0));
  a = make_sight (fixture, -3.5);
  cnd_sights_set_bookmark (sights, 8, &a);
  saved = cnd_sights_save_bookmarks (sights);
  cnd_sights_load_bookmarks (next, saved);
  g_assert_cmpfloat (cnd_sights_get_bookmark (next, 4)->center.x, ==, 7);
  g_assert_cmpfloat (cnd_sights_get_bookmark (next, 8)->center.x, ==, -3.5);
  g_assert_null (cnd_sights_get_bookmark (next, 0));
  g_assert_true (cnd_open_blocks_equal (cnd_sights_get_bookmark (next, 4)->open, cnd_sights_get_bookmark (sights, 4)->open));
  g_assert_true (cnd_open_blocks_equal (cnd_sights_get_bookmark (next, 8)->open, a.open));
  again = cnd_sights_save_bookmarks (next);
  g_assert_true (g_variant_equal (saved, again));
  /* from a damaged storage */
  broken = g_variant_ref_sink (g_variant_new_parsed ("@" CND_BOOKMARKS_TYPE " [(9, 1.0, 0.0, 0.0, (true, 0, {})), (1, 0.0, 0.0, 0.0, (true, 0, {})),"
                                                     " (2, inf, 0.0, 0.0, (true, 0, {})), (3, 1.0, nan, 0.0, (true, 0, {}))]"));
  cnd_sights_load_bookmarks (next, broken);
  for (guint i = 0; i < 4; i++)
    g_assert_null (cnd_sights_get_bookmark (next, i));
}

static const char *
get_source (Fixture *fixture, const GArray *edges, guint i)
{
  guint n_edges;
  const CndViewEdge *all = cnd_view_get_edges (cnd_document_get_view (fixture->document), &n_edges);
  guint node = all[g_array_index (edges, guint, i)].from;

  return cnd_document_get_id (fixture->document, cnd_document_get_node (fixture->document, node));
}

static void
test_neighbours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) reads = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) readers = g_array_new (FALSE, FALSE, sizeof (guint));
  CndNetwork *network = cnd_document_get_network (fixture->document);
  CndSelected join = { cnd_network_find_layer (network, "join"), G_MAXUINT };
  CndSelected unit = { G_MAXUINT, cnd_network_find_block (network, "unit.1") };

  cnd_document_list_neighbours (fixture->document, join, reads, readers);
  g_assert_cmpuint (reads->len, ==, 2);
  g_assert_cmpuint (readers->len, ==, 1);
  g_assert_cmpstr (get_source (fixture, reads, 0), ==, "left");
  g_assert_cmpstr (get_source (fixture, reads, 1), ==, "right");
  /* of an open block: what crosses its border */
  cnd_document_list_neighbours (fixture->document, unit, reads, readers);
  g_assert_cmpuint (reads->len, ==, 1);
  g_assert_cmpuint (readers->len, ==, 1);
  g_assert_cmpstr (get_source (fixture, readers, 0), ==, "unit.1.relu");
  cnd_document_list_neighbours (fixture->document, (CndSelected){ G_MAXUINT, G_MAXUINT }, reads, readers);
  g_assert_cmpuint (reads->len + readers->len, ==, 0);
}

static guint
count_found (Fixture *fixture, const char *query)
{
  g_autoptr (GArray) found = cnd_document_find (fixture->document, query);

  return found->len;
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (count_found (fixture, ""), ==, 0);
  g_assert_cmpuint (count_found (fixture, "  "), ==, 0);
  g_assert_cmpuint (count_found (fixture, "classifier"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "CLASSI"), ==, 1);
  g_assert_cmpuint (count_found (fixture, "unit relu"), ==, 2);
  g_assert_cmpuint (count_found (fixture, "batch normalization"), ==, 2);
  g_assert_cmpuint (count_found (fixture, "no such thing"), ==, 0);
}

/* What stands in the boxes is found, in the digits of either keyboard. */
static void
test_find_titles (Fixture *fixture, gconstpointer data)
{
  guint n_items, n_titles = 0;
  const CndItem *items = cnd_scene_get_items (cnd_document_get_scene (fixture->document), &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_BEGIN && (items[i].layer != G_MAXUINT || items[i].block != G_MAXUINT) && items[i].title &&
        (items[i].role == CND_ROLE_LAYER || items[i].role == CND_ROLE_BLOCK))
      {
        g_assert_cmpuint (count_found (fixture, items[i].title), >, 0);
        n_titles++;
      }
  g_assert_cmpuint (n_titles, >, 3);
  g_assert_cmpuint (count_found (fixture, "3 × 3"), >, 0);
  g_assert_cmpuint (count_found (fixture, "۳ × ۳"), ==, count_found (fixture, "3 × 3"));
}

int
main (int argc, char *argv[])
{
  static const FixtureTest tests[] = {
    { "/session/sights/back-and-forward-are-a-browsers", test_history },
    { "/session/sights/a-bookmark-outlives-changed-blocks", test_bookmarks },
    { "/session/sights/saved-bookmarks-come-back", test_saved_bookmarks },
    { "/session/sights/neighbours-are-those-across-the-border", test_neighbours },
    { "/session/sights/every-word-must-be-found", test_find },
    { "/session/sights/titles-are-found-in-any-digits", test_find_titles },
  };

  g_test_init (&argc, &argv, NULL);
  fixture_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
