/* Where the files that ship with the program are; networks of the models among them. */
#include "paths.h"

#include "formats.h"

#include <string.h>

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

gboolean
cnd_formats_is_model_name (const char *name)
{
  static const char *const companions[] = { "catalogue.json", "schema.json", NULL }; /* which stand beside the models */

  return g_str_has_suffix (name, ".json") && !g_strv_contains (companions, name);
}

char *
cnd_formats_find_shipped (const char *name)
{
  g_autofree char *file = g_str_has_suffix (name, ".json") ? g_strdup (name) : g_strconcat (name, ".json", NULL);
  g_autofree char *folder = NULL, *path = NULL;

  if (*name == '\0' || strchr (name, G_DIR_SEPARATOR) || !cnd_formats_is_model_name (file))
    return NULL;
  folder = cnd_formats_find_data ("models");
  path = g_build_filename (folder, file, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

static CndArchitecture *
load_shipped (const char *model, GHashTable *architectures, GError **error)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *base = g_path_get_basename (model);
  g_autofree char *file = g_str_has_suffix (base, ".json") ? g_strdup (base) : g_strconcat (base, ".json", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  CndArchitecture *architecture = architectures != NULL ? g_hash_table_lookup (architectures, path) : NULL;

  if (architecture != NULL)
    return cnd_architecture_ref (architecture);
  architecture = cnd_formats_load_model (path, NULL, error);
  if (architecture != NULL && architectures != NULL)
    g_hash_table_insert (architectures, g_steal_pointer (&path), cnd_architecture_ref (architecture));
  return architecture;
}

CndNetwork *
cnd_formats_build_shipped (const char *model, const char *preset, gpointer architectures, GError **error)
{
  g_autoptr (CndArchitecture) architecture = load_shipped (model, architectures, error);
  g_autoptr (CndParameterValues) values = NULL;
  gint index = -1;

  if (architecture == NULL || (preset != NULL && (index = cnd_architecture_find_preset (architecture, preset, error)) < 0))
    return NULL;
  values = cnd_parameter_values_new (architecture, index);
  return cnd_ops_build_network (architecture, values, error);
}
