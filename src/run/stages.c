/* Stages counted one by one: of a run by its masks, of a model by the schedule. */
#include "run.h"

#include <math.h>

static void
fill_counts (CndStageCounts *row, const CndReport *report)
{
  guint n_layers, learned = cnd_ops_find_kind ("learned_group_convolution");
  const CndLayer *layers = cnd_network_get_layers (cnd_report_get_network (report), &n_layers);
  const CndCounts *total = cnd_report_get_total (report);

  row->parameters = total->parameters;
  row->macs = total->macs;
  row->operations = cnd_report_get_convention (report) == CND_CONVENTION_SUMMARY ? cnd_report_get_summary_sizes (report).total_bytes
                                                                                 : total->operations;
  row->memory_bytes = total->weight_bytes + cnd_report_get_peak_bytes (report, NULL);
  for (guint i = 0; i < n_layers; i++)
    if (layers[i].kind == learned)
      row->learned_weights += cnd_report_get_layer (report, i)->terms[CND_TERM_WEIGHTS];
}

/* The last one that was evaluated before the next stage began; what a condensing says of the moment before it is that, too. */
static double
find_last_error (const CndRecording *recording, guint stage, CndPosition end)
{
  guint n_epochs, n_condensings;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (recording, &n_epochs);
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recording, &n_condensings);
  double error = NAN;

  for (guint i = 0; i < n_epochs; i++)
    if (epochs[i].stage == stage && epochs[i].step <= end.step && isfinite (epochs[i].test_error))
      error = epochs[i].test_error;
  if (end.condensings < n_condensings && isfinite (condensings[end.condensings].test_error_before))
    error = condensings[end.condensings].test_error_before;
  return error;
}

GArray *
cnd_recording_list_stages (const CndRecording *recording, CndConvention convention, GError **error)
{
  g_autoptr (GArray) stages = g_array_new (FALSE, FALSE, sizeof (CndStageCounts));
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recording, &n);

  for (guint i = 0; i <= n; i++)
    {
      CndPosition start = { i > 0 ? condensings[i - 1].step : 0, i, FALSE };
      CndStageCounts row = { .stage = cnd_recording_get_stage (recording, start), .start = start };
      g_autoptr (CndReport) report = cnd_recording_count (recording, start, convention, error);

      if (report == NULL)
        return NULL;
      fill_counts (&row, report);
      row.end = i < n ? (CndPosition){ condensings[i].step, i, FALSE } : cnd_recording_get_end (recording);
      row.test_error_start = i > 0 ? condensings[i - 1].test_error : NAN;
      row.test_error = find_last_error (recording, row.stage, row.end);
      g_array_append_val (stages, row);
    }
  return g_steal_pointer (&stages);
}

GArray *
cnd_run_list_stages (CndNetwork *network, CndConvention convention, GError **error)
{
  g_autoptr (GArray) stages = g_array_new (FALSE, FALSE, sizeof (CndStageCounts));
  guint n = cnd_ops_get_condensation (network);

  for (guint stage = 0; stage < n; stage++)
    {
      CndStageCounts row = { .stage = stage, .test_error_start = NAN, .test_error = NAN };
      g_autoptr (CndReport) report = cnd_analysis_count (network, (CndState){ .stage = stage }, convention, error);

      if (report == NULL)
        return NULL;
      fill_counts (&row, report);
      g_array_append_val (stages, row);
    }
  return g_steal_pointer (&stages);
}
