#include "hand-made.h"

#include "scene/scene-private.h"

/* ---- The tree against a plain search ------------------------------------------------ */

typedef struct
{
  GArray *found;
  guint limit;
} Search;

static gboolean
collect (guint chunk, gpointer data)
{
  Search *search = data;

  g_array_append_val (search->found, chunk);
  return search->found->len < search->limit;
}

static CndRect
make_rect (CndRandom *random, double room, double largest)
{
  return (CndRect){ room * cnd_base_next_random_double (random), room * cnd_base_next_random_double (random),
                    largest * cnd_base_next_random_double (random), largest * cnd_base_next_random_double (random) };
}

static void
check_area (const CndChunkIndex *index, const CndChunk *chunks, guint n, CndRect area, gboolean backward)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  Search search = { found, G_MAXUINT };
  guint at = 0;

  cnd_chunk_index_foreach (index, area, backward, collect, &search);
  for (guint k = 0; k < n; k++)
    {
      guint i = backward ? n - 1 - k : k;
      if (!cnd_rect_touches (chunks[i].rect, area))
        continue;
      g_assert_cmpuint (at, <, found->len);
      g_assert_cmpuint (g_array_index (found, guint, at++), ==, i);
    }
  g_assert_cmpuint (at, ==, found->len);
}

static void
test_search (void)
{
  static const guint sizes[] = { 0, 1, 2, 15, 16, 17, 255, 256, 257, 5000 };
  CndRandom random;

  cnd_base_seed_random (&random, 7);
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint n = sizes[s];
      g_autofree CndChunk *chunks = g_new0 (CndChunk, n + 1);
      CndChunkIndex *index;
      for (guint i = 0; i < n; i++)
        chunks[i].rect = i % 13 == 5 ? CND_RECT_NOTHING : make_rect (&random, 1000, 60);
      index = cnd_chunk_index_new (chunks, n);
      for (guint k = 0; k < 40; k++)
        check_area (index, chunks, n, make_rect (&random, 1000, k % 4 == 0 ? 1000 : 20), k % 2);
      cnd_chunk_index_free (index);
    }
}

static void
test_stop (void)
{
  CndChunk chunks[40];
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint));
  Search search = { found, 3 };
  CndChunkIndex *index;

  for (guint i = 0; i < 40; i++)
    chunks[i] = (CndChunk){ i, i + 1, { 0, 0, 1, 1 } };
  index = cnd_chunk_index_new (chunks, 40);
  cnd_chunk_index_foreach (index, (CndRect){ 0, 0, 1, 1 }, TRUE, collect, &search);
  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpuint (g_array_index (found, guint, 2), ==, 37);
  cnd_chunk_index_free (index);
}

/* ---- Picking ------------------------------------------------------------------------ */

static const char *
pick (const CndScene *scene, double x, double y)
{
  guint item = cnd_scene_pick (scene, (CndPoint){ x, y });

  return item == G_MAXUINT ? NULL : cnd_scene_get_items (scene, NULL)[item].id;
}

static void
test_pick (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);

  g_assert_cmpstr (pick (scene, 130, 80), ==, "layer.a");
  g_assert_cmpstr (pick (scene, 130, 170), ==, "layer.b");
  g_assert_cmpstr (pick (scene, 130, 50), ==, "frame.inner");
  g_assert_cmpstr (pick (scene, 25, 25), ==, "frame.outer");
  g_assert_cmpstr (pick (scene, 130, 122), ==, "frame.inner"); /* lines are not picked */
  g_assert_cmpstr (pick (scene, 5, 5), ==, NULL);
}

static void
test_find (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  const CndItem *items = cnd_scene_get_items (scene, NULL);

  g_assert_cmpstr (items[cnd_scene_find_layer (scene, 2)].id, ==, "layer.c");
  g_assert_cmpstr (items[cnd_scene_find_block (scene, 2)].id, ==, "frame.inner");
  g_assert_cmpuint (cnd_scene_find_layer (scene, 3), ==, G_MAXUINT);
  g_assert_cmpuint (cnd_scene_find_block (scene, 0), ==, G_MAXUINT);
}

/* ---- Walking ------------------------------------------------------------------------ */

typedef struct
{
  guint last_end, n_texts, n_chunks;
} Walk;

static void
walk (const CndItem *items, guint first, guint end, gpointer data)
{
  Walk *seen = data;

  g_assert_cmpuint (first, >=, seen->last_end);
  g_assert_cmpuint (end, >, first);
  seen->last_end = end;
  seen->n_chunks++;
  for (guint i = first; i < end; i++)
    seen->n_texts += items[i].type == CND_ITEM_TEXT;
}

static void
test_walk (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  Walk all = { 0 }, corner = { 0 };

  cnd_scene_foreach_in (scene, cnd_scene_get_bounds (scene), walk, &all);
  g_assert_cmpuint (all.n_texts, ==, 7);
  g_assert_cmpuint (all.n_chunks, ==, 8); /* the background, two frames, a line, three boxes, a text that stands alone */
  cnd_scene_foreach_in (scene, (CndRect){ 20, 20, 5, 5 }, walk, &corner);
  g_assert_cmpuint (corner.n_chunks, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/index/finds-what-a-plain-search-finds", test_search);
  g_test_add_func ("/scene/index/stops-when-told", test_stop);
  g_test_add_func ("/scene/index/picks-the-innermost", test_pick);
  g_test_add_func ("/scene/index/finds-layers-and-blocks", test_find);
  g_test_add_func ("/scene/index/walks-in-drawing-order", test_walk);
  return g_test_run ();
}
