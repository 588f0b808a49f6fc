/* Loading, building and counting the shipped models. */
#include "shipped.h"

#include <string.h>

char *
shipped_find (const char *kind, const char *file)
{
  g_autofree char *folder = cnd_formats_find_data (kind);

  return g_build_filename (folder, file, NULL);
}

GPtrArray *
shipped_list (void)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *file;

  g_assert_nonnull (dir);
  while ((file = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (file, ".json") && strcmp (file, "catalogue.json") != 0 && strcmp (file, "schema.json") != 0)
      g_ptr_array_add (files, g_strdup (file));
  return files;
}

CndArchitecture *
shipped_load (const char *file)
{
  g_autofree char *path = shipped_find ("models", file);
  g_autoptr (GError) error = NULL;
  CndArchitecture *architecture = cnd_formats_load_model (path, NULL, &error);

  g_assert_no_error (error);
  return architecture;
}

CndNetwork *
shipped_build (const char *file, const char *preset)
{
  g_autoptr (GError) error = NULL;
  CndNetwork *network = cnd_formats_build_shipped (file, preset, NULL, &error);

  g_assert_no_error (error);
  return network;
}

CndReport *
shipped_count (const char *file, const char *preset, guint stage, CndConvention convention)
{
  g_autoptr (CndNetwork) network = shipped_build (file, preset);
  g_autoptr (GError) error = NULL;
  CndReport *report = cnd_analysis_count (network, (CndState){ .stage = stage }, convention, &error);

  g_assert_no_error (error);
  return report;
}
