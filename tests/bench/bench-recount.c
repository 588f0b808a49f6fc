/* After a slider moved: building the network for changed parameter values, and counting it. As in the window, the
 * network and counts that are shown live until the new ones are there. */
#include "analysis/analysis.h"
#include "formats/formats.h"
#include "support/bench.h"

#define TARGET_MS 1.0
#define N_RUNS 401

typedef struct
{
  CndArchitecture *architecture;
  CndParameterValues *values;
  guint parameter, element;
  gint64 settings[2];
  guint n_calls;
  CndConvention convention;
  CndNetwork *network; /* what is shown */
  CndReport *report;
} Recount;

static CndNetwork *
build (Recount *recount)
{
  CndNetwork *network = NULL;
  g_autoptr (GError) error = NULL;

  if (!cnd_parameter_values_set (recount->values, recount->architecture, recount->parameter, recount->element,
                                 recount->settings[recount->n_calls++ % 2], &error))
    g_error ("%s", error->message);
  network = cnd_ops_build_network (recount->architecture, recount->values, &error);
  if (network == NULL)
    g_error ("%s", error->message);
  return network;
}

static CndReport *
count (Recount *recount, CndNetwork *network)
{
  g_autoptr (GError) error = NULL;
  CndState state = { .stage = cnd_analysis_get_default_stage (recount->convention) };
  CndReport *report = cnd_analysis_count (network, state, recount->convention, &error);

  if (report == NULL)
    g_error ("%s", error->message);
  return report;
}

static void
show (Recount *recount, CndNetwork *network, CndReport *report)
{
  g_clear_pointer (&recount->network, cnd_network_unref);
  g_clear_pointer (&recount->report, cnd_report_unref);
  recount->network = network;
  recount->report = report;
}

static void
build_and_count (gpointer data)
{
  CndNetwork *network = build (data);

  show (data, network, count (data, network));
}

static void
build_only (gpointer data)
{
  show (data, build (data), NULL);
}

static void
count_only (gpointer data)
{
  Recount *recount = data;
  CndReport *report = count (recount, recount->network);

  g_clear_pointer (&recount->report, cnd_report_unref);
  recount->report = report;
}

static void
run (const char *name, const char *file, const char *preset, const char *parameter, guint element, gint64 first,
     gint64 second, CndConvention convention)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *whole = g_strdup_printf ("recount-%s", name), *building = g_strdup_printf ("build-%s", name);
  g_autofree char *counting = g_strdup_printf ("count-%s", name);
  g_autoptr (GError) error = NULL;
  Recount recount = { .element = element, .settings = { first, second }, .convention = convention };
  gint index;

  recount.architecture = cnd_formats_load_model (path, NULL, &error);
  if (recount.architecture == NULL)
    g_error ("%s", error->message);
  index = cnd_architecture_find_preset (recount.architecture, preset, &error);
  recount.values = cnd_parameter_values_new (recount.architecture, index);
  index = cnd_architecture_find_parameter (recount.architecture, parameter, &error);
  if (index < 0)
    g_error ("%s", error->message);
  recount.parameter = (guint) index;
  cnd_bench_report (whole, cnd_bench_time_ms (build_and_count, &recount, N_RUNS), "ms", CND_BENCH_AT_MOST, TARGET_MS);
  cnd_bench_report (building, cnd_bench_time_ms (build_only, &recount, N_RUNS), "ms", CND_BENCH_AT_MOST, TARGET_MS);
  cnd_bench_report (counting, cnd_bench_time_ms (count_only, &recount, N_RUNS), "ms", CND_BENCH_AT_MOST, TARGET_MS);
  show (&recount, NULL, NULL);
  cnd_parameter_values_free (recount.values);
  cnd_architecture_unref (recount.architecture);
}

int
main (void)
{
  run ("condensenet-182", "condensenet.json", "182", "growth", 0, 12, 16, CND_CONVENTION_CONDENSENET);
  run ("densenet-264", "densenet.json", "264", "growth", 0, 32, 40, CND_CONVENTION_DEFAULT);
  return 0;
}
