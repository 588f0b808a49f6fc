#include "hand-made.h"

#include "support/golden.h"

#include <string.h>

static void
test_golden (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  g_autofree char *dump = cnd_scene_dump (scene);

  cnd_test_compare_golden (dump, "scene", "hand-made.txt");
}

static void
test_difference (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  g_autoptr (CndScene) moved = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_BOX_MOVED);
  g_autofree char *dump = cnd_scene_dump (scene);
  g_autofree char *other = cnd_scene_dump (moved);

  g_assert_cmpstr (dump, !=, other);
}

/* A group's extent is what is in it. */
static void
test_extents (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  CndRect rect = cnd_scene_get_items (scene, NULL)[cnd_scene_find_layer (scene, 0)].rect;

  g_assert_cmpfloat_with_epsilon (rect.x, 39.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y, 59.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.width, 181, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.height, 45, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/dump/as-expected", test_golden);
  g_test_add_func ("/scene/dump/shows-a-difference", test_difference);
  g_test_add_func ("/scene/dump/extents-hold-the-contents", test_extents);
  return g_test_run ();
}
