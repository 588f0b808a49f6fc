/* Condensing without data: what it records is what condensing the same weights by magnitude leaves. */
#include "session/session.h"
#include "support/model.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define SEED 7u

static CndEngine *
make_engine (CndNetwork *network)
{
  g_autoptr (GError) error = NULL;
  CndEngineOptions options = { .batch = 1, .n_threads = 1 };
  CndEngine *engine = cnd_engine_new (network, &options, &error);
  CndRandom seeds, random;

  g_assert_no_error (error);
  cnd_base_seed_random (&seeds, SEED);
  cnd_base_seed_random (&random, cnd_base_next_random (&seeds));
  cnd_engine_initialize (engine, &random);
  return engine;
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static CndRecording *
condense (CndNetwork *network, const char *weights, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cnd_session_condense_async (network, weights, SEED, cancellable, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return cnd_session_condense_finish (result, error);
}

static char *
write_weights (CndEngine *engine, char **folder)
{
  g_autoptr (GError) error = NULL;
  char *path;

  *folder = g_dir_make_tmp ("condenser-test-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (*folder, "weights.safetensors", NULL);
  cnd_engine_save_weights (engine, path, NULL, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static void
remove_weights (const char *folder, const char *path)
{
  g_remove (path);
  g_rmdir (folder);
}

/* ---- What is recorded --------------------------------------------------------------- */

static guint64
count_kept (const CndRecording *recording, CndPosition position)
{
  guint64 kept = 0;
  guint n;

  cnd_recording_get_layers (recording, &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto (CndLayerState) state = { NULL };
      cnd_recording_get_layer_state (recording, i, position, &state);
      kept += state.kept_weights;
    }
  return kept;
}

static void
test_counts (void)
{
  static const guint64 expected[] = { 23040, 17280, 11520, 5760 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_shipped ("condensenet-classroom.json", NULL);
  g_autoptr (CndRecording) recording = condense (network, NULL, NULL, &error);
  g_autoptr (GArray) stages = NULL;

  g_assert_no_error (error);
  stages = cnd_recording_list_stages (recording, CND_CONVENTION_CONDENSENET, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stages->len, ==, G_N_ELEMENTS (expected));
  for (guint stage = 0; stage < G_N_ELEMENTS (expected); stage++)
    {
      const CndStageCounts *counts = &g_array_index (stages, CndStageCounts, stage);
      g_assert_cmpuint (counts->learned_weights, ==, expected[stage]);
      g_assert_cmpuint (count_kept (recording, cnd_recording_get_stage_start (recording, stage)), ==, expected[stage]);
      g_assert_cmpuint (count_kept (recording, cnd_recording_get_stage_end (recording, stage)), ==, expected[stage]);
      g_assert_true (isnan (counts->test_error));
    }
  g_assert_true (cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE }).converted);
}

/* Layer @learned of the recording against condensing @weights by hand. */
static void
check_layer (const CndRecording *recording, guint learned, const CndLearnedShape *shape, float *weights)
{
  gsize n = (gsize) shape->groups * shape->inputs;
  g_autofree guint8 *mask = g_new0 (guint8, n);
  g_autofree double *scores = g_new (double, n);

  for (guint stage = 0; stage < shape->condensation; stage++)
    {
      g_auto (CndLayerState) state = { NULL };
      cnd_condense_score_inputs (shape, weights, mask, CND_CRITERION_L1, NULL, scores);
      cnd_condense_drop_inputs (shape, scores, CND_CRITERION_L1, stage, mask);
      cnd_condense_apply_mask (shape, mask, weights);
      cnd_recording_get_layer_state (recording, learned, cnd_recording_get_stage_start (recording, stage), &state);
      g_assert_cmpmem (state.mask, n, mask, n);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (state.importance[i], ==, (float) scores[i]);
      for (gsize i = 0; i < (gsize) shape->outputs * shape->inputs * shape->area; i++)
        g_assert_cmpfloat_with_epsilon (state.weights[i], weights[i], fabs ((double) weights[i]) / 1024 + 1e-6);
    }
}

static void
check_layers (const CndRecording *recording, CndEngine *engine)
{
  guint n;

  cnd_recording_get_layers (recording, &n);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      guint learned = cnd_recording_find_layer (recording, cnd_engine_get_learned_layer (engine, i));
      check_layer (recording, learned, cnd_engine_get_learned_shape (engine, i), cnd_engine_get_learned_weights (engine, i)->values);
    }
}

static void
test_first_weights (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_shipped ("condensenet-classroom.json", NULL);
  g_autoptr (CndEngine) engine = make_engine (network);
  g_autoptr (CndRecording) recording = condense (network, NULL, NULL, &error);

  g_assert_no_error (error);
  check_layers (recording, engine);
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_shipped ("condensenet-classroom.json", NULL);
  g_autoptr (CndEngine) engine = make_engine (network);
  g_autoptr (CndRecording) recording = NULL;
  g_autofree char *folder = NULL, *path = NULL;

  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      CndWeights *weights = cnd_engine_get_learned_weights (engine, i);
      for (gsize k = 0; k < weights->n; k++)
        weights->values[k] *= (float) (1 + k % 7);
    }
  path = write_weights (engine, &folder);
  recording = condense (network, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cnd_recording_get_text (recording, "weights"), ==, "weights.safetensors");
  check_layers (recording, engine);
  remove_weights (folder, path);
}

static void
test_untrained (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_shipped ("condensenet-classroom.json", NULL);
  g_autoptr (CndRecording) recording = condense (network, NULL, NULL, &error);
  guint64 n_losses;
  guint n_epochs, n_condensings;
  const CndRecordedCondensing *condensings;

  g_assert_no_error (error);
  cnd_recording_get_losses (recording, &n_losses);
  cnd_recording_get_epochs (recording, &n_epochs);
  condensings = cnd_recording_get_condensings (recording, &n_condensings);
  g_assert_cmpuint (n_losses, ==, 0);
  g_assert_cmpuint (n_epochs, ==, 0);
  g_assert_cmpuint (n_condensings, ==, 3);
  for (guint i = 0; i < n_condensings; i++)
    {
      g_assert_true (isnan (condensings[i].test_error));
      g_assert_cmpuint (condensings[i].n_fallen, >, 0);
    }
  g_assert_null (cnd_recording_get_conversion (recording));
  /* nothing to go on with */
  g_assert_null (cnd_session_describe_unfinished (recording, "run.safetensors"));
}

/* ---- What cannot be ----------------------------------------------------------------- */

/* What fell in the file stays so; once all has, there is nothing to do. */
static void
test_goes_on (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_shipped ("condensenet-classroom.json", NULL);
  g_autoptr (CndEngine) engine = make_engine (network);
  g_autofree char *folder = NULL, *path = NULL;

  for (guint stage = 1; stage <= 3; stage += 2)
    {
      g_autoptr (CndRecording) recording = NULL;
      for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
        {
          const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, i);
          gsize n = (gsize) shape->groups * shape->inputs;
          g_autofree guint8 *mask = g_memdup2 (cnd_engine_get_mask (engine, i), n);
          g_autofree double *scores = g_new0 (double, n);
          cnd_condense_drop_inputs (shape, scores, CND_CRITERION_L1, stage, mask);
          cnd_engine_set_mask (engine, i, mask);
        }
      path = write_weights (engine, &folder);
      recording = condense (network, path, NULL, &error);
      remove_weights (folder, path);
      g_clear_pointer (&path, g_free);
      g_clear_pointer (&folder, g_free);
      if (stage == 1)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (count_kept (recording, (CndPosition){ 0 }), ==, 17280);
          g_assert_cmpuint (count_kept (recording, cnd_recording_get_end (recording)), ==, 5760);
        }
      else
        g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
    }
}

static void
test_wrong_weights (void)
{
  static const char small[] = "{\"name\": \"small\", \"input\": [8, 4, 4], \"layers\": ["
                              " {\"kind\": \"learned_group_convolution\", \"id\": \"learned\", \"out\": 8, \"groups\": 2, \"condensation\": 4},"
                              " {\"kind\": \"flatten\"}, {\"kind\": \"linear\", \"out\": 10}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_shipped ("condensenet-classroom.json", NULL), other = cnd_test_build (small, NULL);
  g_autoptr (CndEngine) engine = make_engine (other);
  g_autofree char *folder = NULL, *path = write_weights (engine, &folder);

  g_assert_null (condense (network, path, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_NOT_FOUND);
  remove_weights (folder, path);
  g_clear_error (&error);
  g_assert_null (condense (network, path, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_shipped ("condensenet-classroom.json", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (condense (network, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_plain (void)
{
  static const char plain[] = "{\"name\": \"plain\", \"input\": [1, 8, 8], \"layers\": [{\"kind\": \"flatten\"}, {\"kind\": \"linear\", \"out\": 10}]}";
  g_autoptr (CndNetwork) network = cnd_test_build (plain, NULL), classroom = cnd_test_build_shipped ("condensenet-classroom.json", NULL);

  g_assert_false (cnd_session_can_condense (network));
  g_assert_true (cnd_session_can_condense (classroom));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/condensing/each-stage-drops-its-share", test_counts);
  g_test_add_func ("/session/condensing/first-weights-fall-by-magnitude", test_first_weights);
  g_test_add_func ("/session/condensing/weights-of-a-file-fall-by-magnitude", test_file);
  g_test_add_func ("/session/condensing/has-no-losses-or-errors", test_untrained);
  g_test_add_func ("/session/condensing/what-fell-earlier-stays-so", test_goes_on);
  g_test_add_func ("/session/condensing/other-weights-are-refused", test_wrong_weights);
  g_test_add_func ("/session/condensing/can-be-cancelled", test_cancelled);
  g_test_add_func ("/session/condensing/plain-models-cannot-be-condensed", test_plain);
  return g_test_run ();
}
