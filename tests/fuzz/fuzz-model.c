/* Any bytes as a model: it is refused with one error, or it is read, builds, and is the same when written and read again. */
#include "formats/formats.h"

#include <string.h>

#define MAX_LAYERS 5000u

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_error (const GError *error)
{
  const CndProblem *problem = cnd_base_get_problem (error);
  g_autofree char *line = NULL;

  g_assert_nonnull (problem);
  g_assert_cmpuint (problem->line, >=, 1);
  g_assert_cmpuint (problem->column, >=, 1);
  g_assert_nonnull (problem->path);
  line = cnd_base_format_problem (error);
  g_assert_true (g_utf8_validate (line, -1, NULL));
  g_assert_null (strchr (line, '\n'));
}

/* Builds what opens. */
static CndNetwork *
build (CndArchitecture *architecture)
{
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, -1);
  g_autoptr (GError) error = NULL;
  CndNetwork *network = cnd_ops_build_network (architecture, values, &error);

  g_assert_no_error (error);
  return network;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_parse_model ((const char *) data, size, "fuzz.json", &error);
  g_autoptr (CndArchitecture) again = NULL;
  g_autoptr (CndNetwork) network = NULL;
  g_autoptr (CndNetwork) network_again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  guint n_layers, n_layers_again;

  g_assert_true ((architecture != NULL) != (error != NULL));
  if (error != NULL)
    {
      check_error (error);
      return 0;
    }
  network = build (architecture);
  cnd_network_get_layers (network, &n_layers);
  /* the largest networks take a while; once is enough for them */
  if (n_layers > MAX_LAYERS)
    return 0;
  text = cnd_formats_write_model (architecture, NULL);
  again = cnd_formats_parse_model (text, strlen (text), NULL, &error);
  g_assert_no_error (error);
  text_again = cnd_formats_write_model (again, NULL);
  g_assert_cmpstr (text, ==, text_again);
  network_again = build (again);
  cnd_network_get_layers (network_again, &n_layers_again);
  g_assert_cmpuint (n_layers, ==, n_layers_again);
  g_assert_cmpuint (cnd_network_get_n_edges (network), ==, cnd_network_get_n_edges (network_again));
  return 0;
}
