/* Small models in tests. */
#include "model.h"

#include "formats/formats.h"

#include <string.h>

CndArchitecture *
cnd_test_parse (const char *json, GError **error)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');

  return cnd_formats_parse_model (text, strlen (text), "test.json", error);
}

static CndNetwork *
build (CndArchitecture *architecture, GError **error)
{
  g_autoptr (CndParameterValues) values = architecture != NULL ? cnd_parameter_values_new (architecture, -1) : NULL;

  return architecture != NULL ? cnd_ops_build_network (architecture, values, error) : NULL;
}

CndNetwork *
cnd_test_build (const char *json, GError **error)
{
  g_autoptr (CndArchitecture) architecture = cnd_test_parse (json, error);

  return build (architecture, error);
}

CndNetwork *
cnd_test_build_shipped (const char *file, GError **error)
{
  g_autofree char *folder = cnd_formats_find_data ("models"), *path = g_build_filename (folder, file, NULL);
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, error);

  return build (architecture, error);
}

CndNetwork *
cnd_test_build_layers (const char *input, const char *layers, GError **error)
{
  g_autofree char *json = g_strdup_printf ("{'name': 'test', 'input': [%s], 'layers': [%s]}", input, layers);

  return cnd_test_build (json, error);
}

const CndLayer *
cnd_test_get_layer (CndNetwork *network, const char *id)
{
  guint index = cnd_network_find_layer (network, id);

  if (index == G_MAXUINT)
    g_error ("no layer “%s”", id);
  return &cnd_network_get_layers (network, NULL)[index];
}
