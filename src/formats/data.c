/* Where the files that ship with the program are. */
#include "paths.h"

#include "formats.h"

char *
cnd_formats_find_data (const char *kind)
{
  const char *chosen = g_getenv ("CONDENSER_DATA_DIR");
  const char *own = cnd_base_is_uninstalled () ? CND_SOURCE_DIR : CND_DATA_DIR;
  const char *const places[] = { chosen != NULL && *chosen != '\0' ? chosen : own, own };

  /* the source tree keeps models/ beside data/; installed, everything is in one folder */
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *beside = g_build_filename (places[i], kind, NULL);
      g_autofree char *inside = g_build_filename (places[i], "data", kind, NULL);
      if (g_file_test (beside, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&beside);
      if (g_file_test (inside, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&inside);
    }
  return g_build_filename (CND_DATA_DIR, kind, NULL);
}
