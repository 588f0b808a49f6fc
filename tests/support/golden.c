#include "golden.h"

#include <string.h>

void
cnd_test_compare_golden (const char *text, const char *room, const char *name)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, room, name, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ours = NULL, theirs = NULL;

  if (g_strcmp0 (g_getenv ("CND_UPDATE_GOLDENS"), "1") == 0)
    g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (file, &expected, NULL, &error);
  g_assert_no_error (error);
  ours = g_strsplit (text, "\n", -1);
  theirs = g_strsplit (expected, "\n", -1);
  for (guint i = 0; ours[i] != NULL && theirs[i] != NULL; i++)
    g_assert_cmpstr (ours[i], ==, theirs[i]);
  g_assert_cmpuint (g_strv_length (ours), ==, g_strv_length (theirs));
}
