/* From file to architecture, with every preset built: the shipped model that takes longest, and a large text. */
#include "support/bench.h"

#include "formats/formats.h"

#include <string.h>

#define RUNS 51
#define N_LARGE 20000

static void
load (gpointer path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);

  if (architecture == NULL)
    g_error ("%s", error->message);
}

static double
time_slowest (void)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *catalogue = g_build_filename (folder, "catalogue.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = cnd_formats_load_catalogue (catalogue, &error);
  const char *before = "";
  double slowest_ms = 0;

  if (entries == NULL)
    g_error ("%s", error->message);
  for (guint i = 0; i < entries->len; i++)
    {
      const CndCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *path = g_build_filename (folder, entry->file, NULL);
      if (strcmp (entry->file, before) != 0)
        slowest_ms = MAX (slowest_ms, cnd_bench_time_ms (load, path, RUNS));
      before = entry->file;
    }
  return slowest_ms;
}

static void
parse (gpointer text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_parse_model (text, strlen (text), NULL, &error);

  if (architecture == NULL)
    g_error ("%s", error->message);
}

int
main (void)
{
  g_autoptr (GString) large = g_string_new ("{\"name\":\"x\",\"input\":[3,8,8],\"layers\":[{\"kind\":\"relu\"}");

  for (guint i = 0; i < N_LARGE; i++)
    g_string_append_printf (large, ",\n{\"kind\":\"convolution\",\"id\":\"conv%u\",\"out\":8,\"kernel\":[3,\"2 + 1\"],\"padding\":1}", i);
  g_string_append (large, "]}");
  cnd_bench_report ("load-slowest-model", time_slowest (), "ms", CND_BENCH_AT_MOST, 5);
  cnd_bench_report ("load-20000-layers", cnd_bench_time_ms (parse, large->str, 5), "ms", CND_BENCH_AT_MOST, 500);
  return 0;
}
