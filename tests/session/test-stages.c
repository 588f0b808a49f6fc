/* Stages counted: of models by the schedule, of runs by their masks. */
#include "session/session.h"

#include "../scene/recorded.h"


#include <math.h>

static CndNetwork *
load (const char *name, const char *preset)
{
  g_autofree char *path = g_build_filename (g_getenv ("CONDENSER_DATA_DIR"), "models", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndParameterValues) values = NULL;
  CndNetwork *network;

  g_assert_no_error (error);
  values = cnd_parameter_values_new (architecture, preset != NULL ? cnd_architecture_find_preset (architecture, preset, NULL) : -1);
  network = cnd_ops_build_network (architecture, values, &error);
  g_assert_no_error (error);
  return network;
}

/* As the paper's table has them, to its digits. */
static void
test_published (void)
{
  static const double operations[] = { 177.29, 140.13, 102.98, 65.82 }, parameters[] = { 1.452, 1.141, 0.831, 0.520 };
  g_autoptr (CndNetwork) network = load ("condensenet.json", "86");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) stages = cnd_run_list_stages (network, CND_CONVENTION_CONDENSENET, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (stages->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const CndStageCounts *row = &g_array_index (stages, CndStageCounts, i);
      g_assert_cmpuint (row->stage, ==, i);
      g_assert_cmpfloat_with_epsilon ((double) row->operations / 1e6, operations[i], 0.005);
      g_assert_cmpfloat_with_epsilon ((double) row->parameters / 1e6, parameters[i], 0.0005);
      g_assert_true (isnan (row->test_error));
    }
}

/* Each figure of a stage is that of a recount at its first position and at its last one. */
static void
test_recorded (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (GArray) stages = cnd_recording_list_stages (recording, CND_CONVENTION_DEFAULT, NULL);

  g_assert_cmpuint (stages->len, ==, 3);
  for (guint i = 0; i < stages->len; i++)
    {
      const CndStageCounts *row = &g_array_index (stages, CndStageCounts, i);
      const CndPosition positions[] = { row->start, row->end };
      guint n;

      for (guint p = 0; p < 2; p++)
        {
          g_autoptr (CndReport) report = cnd_recording_count (recording, positions[p], CND_CONVENTION_DEFAULT, NULL);
          guint64 kept = 0;

          g_assert_cmpuint (cnd_recording_get_stage (recording, positions[p]), ==, i);
          g_assert_cmpuint (row->parameters, ==, cnd_report_get_total (report)->parameters);
          g_assert_cmpuint (row->operations, ==, cnd_report_get_total (report)->operations);
          cnd_recording_get_layers (recording, &n);
          for (guint k = 0; k < n; k++)
            {
              g_auto (CndLayerState) state = { NULL };
              cnd_recording_get_layer_state (recording, k, positions[p], &state);
              kept += state.kept_weights;
            }
          g_assert_cmpuint (row->learned_weights, ==, kept);
        }
    }
}

/* Before the next condensing; right after the one that began the stage. */
static void
test_errors (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (GArray) stages = cnd_recording_list_stages (recording, CND_CONVENTION_DEFAULT, NULL);
  const CndStageCounts *rows = (const CndStageCounts *) (gpointer) stages->data;

  g_assert_true (isnan (rows[0].test_error_start));
  g_assert_cmpfloat_with_epsilon (rows[0].test_error, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (rows[1].test_error_start, 0.6, 1e-6);
  g_assert_cmpfloat_with_epsilon (rows[1].test_error, 0.25, 1e-6);
  g_assert_cmpfloat_with_epsilon (rows[2].test_error_start, 0.3, 1e-6);
}

/* What is never condensed is one stage. */
static void
test_plain (void)
{
  g_autoptr (CndNetwork) network = load ("lenet5.json", NULL);
  g_autoptr (GArray) stages = cnd_run_list_stages (network, CND_CONVENTION_SUMMARY, NULL);

  g_assert_cmpuint (stages->len, ==, 1);
  g_assert_cmpuint (g_array_index (stages, CndStageCounts, 0).learned_weights, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/stages/condensenet-is-as-published", test_published);
  g_test_add_func ("/session/stages/runs-equal-a-recount", test_recorded);
  g_test_add_func ("/session/stages/errors-are-of-both-ends", test_errors);
  g_test_add_func ("/session/stages/plain-networks-have-one", test_plain);
  return g_test_run ();
}
