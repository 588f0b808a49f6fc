/* Where shipped files are found. */
#include "formats/formats.h"

#include <glib/gstdio.h>

static void
test_places (void)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *models = g_build_filename (folder, "models", NULL);
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *published = g_build_filename (data, "published", NULL);
  g_autofree char *found_models = NULL;
  g_autofree char *found_published = NULL;
  g_autofree char *found_nothing = NULL;

  g_assert_cmpint (g_mkdir (models, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (published, 0700), ==, 0);
  g_setenv ("CONDENSER_DATA_DIR", folder, TRUE);
  found_models = cnd_formats_find_data ("models");
  found_published = cnd_formats_find_data ("published");
  found_nothing = cnd_formats_find_data ("nothing of this name");
  g_assert_cmpstr (found_models, ==, models);
  g_assert_cmpstr (found_published, ==, published);
  g_assert_true (g_path_is_absolute (found_nothing));
  g_assert_cmpint (g_rmdir (published) + g_rmdir (data) + g_rmdir (models) + g_rmdir (folder), ==, 0);
}

static void
test_source (void)
{
  g_autofree char *found = NULL;
  g_autofree char *file = NULL;

  g_unsetenv ("CONDENSER_DATA_DIR");
  found = cnd_formats_find_data ("models");
  file = g_build_filename (found, "alexnet.json", NULL);
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/data/chosen-folder-comes-first", test_places);
  g_test_add_func ("/formats/data/source-tree-is-found", test_source);
  return g_test_run ();
}
