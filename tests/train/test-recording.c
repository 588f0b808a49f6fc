/* What a recording says about a training, at any position: held against the run's own tensors and a recount from the masks. */
#include "toy.h"

#include "run/run.h"

#include "formats/formats.h"

#include <math.h>
#include <string.h>

/* A toy training of 6 epochs of 2 steps, C = 3: condensings at steps 3 and 6 of 12. */
static CndRun *
record (void)
{
  g_autoptr (CndNetwork) network = toy_network_new ();
  g_autoptr (CndDataSet) training = toy_new (32, 1);
  g_autoptr (CndDataSet) test = toy_new (16, 2);
  CndTrainOptions options = cnd_train_default_options;
  g_autoptr (CndTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *model = cnd_formats_write_model (cnd_network_get_architecture (network), cnd_network_get_values (network));
  CndRun *run = cnd_run_new ();

  options.epochs = 6;
  options.batch = 16;
  options.n_threads = 1;
  trainer = cnd_trainer_new (network, training, test, &options, &error);
  g_assert_no_error (error);
  cnd_run_set_text (run, "model", model);
  cnd_run_set_text (run, "options", "epochs=6 batch=16");
  cnd_trainer_record (trainer, run, NULL);
  g_assert_true (cnd_trainer_run (trainer, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return run;
}

static CndRecording *
open_recording (void)
{
  g_autoptr (GError) error = NULL;
  CndRecording *recording = cnd_recording_new (record (), &error);

  g_assert_no_error (error);
  return recording;
}

static void
assert_position (CndPosition position, guint64 step, guint condensings, gboolean converted)
{
  g_assert_cmpuint (position.step, ==, step);
  g_assert_cmpuint (position.condensings, ==, condensings);
  g_assert_cmpint (position.converted, ==, converted);
}

static void
test_time (void)
{
  g_autoptr (CndRecording) recording = open_recording ();
  guint n;
  guint64 n_losses;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recording, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (condensings[0].step, ==, 3);
  g_assert_cmpuint (condensings[1].step, ==, 6);
  g_assert_cmpuint (condensings[0].stage, ==, 1);
  g_assert_cmpuint (condensings[1].stage, ==, 2);
  g_assert_cmpuint (condensings[1].n_fallen, ==, 4 * 4 + 4 * 8);
  g_assert_false (isnan (condensings[0].test_error_before));
  g_assert_cmpuint (cnd_recording_get_n_steps (recording), ==, 12);
  g_assert_cmpuint (cnd_recording_get_planned_steps (recording), ==, 12);
  g_assert_nonnull (cnd_recording_get_losses (recording, &n_losses));
  g_assert_cmpuint (n_losses, ==, 12);
  cnd_recording_get_epochs (recording, &n);
  g_assert_cmpuint (n, ==, 6);
  cnd_recording_get_layers (recording, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (cnd_recording_get_condensation (recording), ==, 3);
}

static void
test_clamp (void)
{
  g_autoptr (CndRecording) recording = open_recording ();

  assert_position (cnd_recording_clamp (recording, (CndPosition){ 2, 2, FALSE }), 2, 0, FALSE);
  assert_position (cnd_recording_clamp (recording, (CndPosition){ 3, 0, FALSE }), 3, 0, FALSE);
  assert_position (cnd_recording_clamp (recording, (CndPosition){ 3, 9, FALSE }), 3, 1, FALSE);
  assert_position (cnd_recording_clamp (recording, (CndPosition){ 99, 0, FALSE }), 12, 2, FALSE);
  assert_position (cnd_recording_clamp (recording, (CndPosition){ 0, 0, TRUE }), 12, 2, TRUE);
  assert_position (cnd_recording_get_stage_start (recording, 0), 0, 0, FALSE);
  assert_position (cnd_recording_get_stage_end (recording, 0), 3, 0, FALSE);
  assert_position (cnd_recording_get_stage_start (recording, 1), 3, 1, FALSE);
  assert_position (cnd_recording_get_stage_end (recording, 1), 6, 1, FALSE);
  assert_position (cnd_recording_get_stage_end (recording, 2), 12, 2, FALSE);
}

/* Every stride forward to the end and back is the same positions in reverse. */
static void
test_moves (void)
{
  static const guint expected[] = { [CND_STRIDE_STEP] = 1 + 12 + 2 + 1, [CND_STRIDE_STAGE] = 1 + 2 + 1 + 1 };
  g_autoptr (CndRecording) recording = open_recording ();

  for (CndStride stride = CND_STRIDE_STEP; stride <= CND_STRIDE_STAGE; stride++)
    {
      g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (CndPosition));
      CndPosition position = { 0 }, next;
      for (;;)
        {
          g_array_append_val (path, position);
          next = cnd_recording_move (recording, position, stride, FALSE);
          if (cnd_position_compare (next, position) == 0)
            break;
          g_assert_cmpint (cnd_position_compare (next, position), >, 0);
          position = next;
        }
      assert_position (position, 12, 2, TRUE);
      if (stride != CND_STRIDE_RECORD)
        g_assert_cmpuint (path->len, ==, expected[stride]);
      for (guint i = path->len - 1; i > 0; i--)
        {
          next = cnd_recording_move (recording, g_array_index (path, CndPosition, i), stride, TRUE);
          g_assert_cmpint (cnd_position_compare (next, g_array_index (path, CndPosition, i - 1)), ==, 0);
        }
    }
}

/* The state at a step with a condensing: before it dense weights, after it masked ones. */
static void
test_condensing (void)
{
  g_autoptr (CndRecording) recording = open_recording ();
  g_auto (CndLayerState) before = { NULL }, after = { NULL };
  guint n_zero = 0;

  cnd_recording_get_layer_state (recording, 0, (CndPosition){ 3, 0, FALSE }, &before);
  cnd_recording_get_layer_state (recording, 0, (CndPosition){ 3, 1, FALSE }, &after);
  g_assert_cmpuint (before.weights_step, ==, 3);
  g_assert_cmpint (before.weights_when, ==, CND_SNAPSHOT_BEFORE);
  g_assert_cmpint (after.weights_when, ==, CND_SNAPSHOT_AFTER);
  g_assert_cmpuint (before.kept_weights, ==, 12 * 16);
  g_assert_cmpuint (after.kept_weights, ==, 8 * 16);
  for (guint o = 0; o < 16; o++)
    for (guint i = 0; i < 12; i++)
      {
        guint8 fell = after.mask[o % 4 * 12 + i];
        g_assert_cmpuint (before.mask[o % 4 * 12 + i], ==, 0);
        g_assert_cmpfloat (after.weights[o * 12 + i], ==, fell ? 0 : before.weights[o * 12 + i]);
        n_zero += fell != 0;
      }
  g_assert_cmpuint (n_zero, ==, 4 * 16);
}

/* What fell is what was least important just before. */
static void
test_importance (void)
{
  g_autoptr (CndRecording) recording = open_recording ();
  g_auto (CndLayerState) state = { NULL };

  cnd_recording_get_layer_state (recording, 0, (CndPosition){ 3, 1, FALSE }, &state);
  g_assert_cmpuint (state.importance_step, ==, 3);
  for (guint g = 0; g < 4; g++)
    {
      double largest_fallen = 0, smallest_kept = G_MAXDOUBLE;
      for (guint i = 0; i < 12; i++)
        if (state.mask[g * 12 + i] != 0)
          largest_fallen = MAX (largest_fallen, state.importance[g * 12 + i]);
        else
          smallest_kept = MIN (smallest_kept, state.importance[g * 12 + i]);
      g_assert_cmpfloat (largest_fallen, <=, smallest_kept);
    }
}

/* Any order of questions gives the same answers: states hold no memory. */
static void
test_pure (void)
{
  g_autoptr (CndRecording) recording = open_recording ();
  CndRandom random;

  cnd_base_seed_random (&random, 7);
  for (guint round = 0; round < 200; round++)
    {
      CndPosition position = { cnd_base_next_random_below (&random, 14), (guint) cnd_base_next_random_below (&random, 4),
                               cnd_base_next_random_below (&random, 5) == 0 };
      CndPosition other = { cnd_base_next_random_below (&random, 14), 1, FALSE };
      g_auto (CndLayerState) first = { NULL }, elsewhere = { NULL }, again = { NULL };
      cnd_recording_get_layer_state (recording, 1, position, &first);
      cnd_recording_get_layer_state (recording, 1, other, &elsewhere);
      cnd_recording_get_layer_state (recording, 1, position, &again);
      g_assert_cmpmem (first.mask, 4 * 24, again.mask, 4 * 24);
      g_assert_cmpint (first.weights == NULL, ==, again.weights == NULL);
      if (first.weights != NULL)
        g_assert_cmpmem (first.weights, 16 * 24 * sizeof (float), again.weights, 16 * 24 * sizeof (float));
    }
}

/* Two recordings of one network, as of a training at two moments of looking: only masks tell them apart. */
static void
test_same (void)
{
  g_autoptr (CndNetwork) network = toy_network_new ();
  g_autoptr (CndRecording) one = cnd_recording_new_for_network (record (), network, NULL);
  g_autoptr (CndRecording) other = cnd_recording_new_for_network (record (), network, NULL);
  g_autoptr (CndRecording) foreign = open_recording ();
  CndPosition end = cnd_recording_get_end (one);

  g_assert_true (cnd_recording_reads_same (one, (CndPosition){ 0, 0, FALSE }, other, (CndPosition){ 1, 0, FALSE }));
  g_assert_true (cnd_recording_reads_same (one, end, other, end));
  g_assert_false (cnd_recording_reads_same (one, (CndPosition){ 0, 0, FALSE }, one, end));
  g_assert_false (cnd_recording_reads_same (one, (CndPosition){ .converted = TRUE }, other, end));
  g_assert_false (cnd_recording_reads_same (one, end, foreign, end));
}

/* At every position the counts equal a recount from the masks. */
static void
test_counts (void)
{
  g_autoptr (CndRecording) recording = open_recording ();
  guint n_layers;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n_layers);
  CndPosition position = { 0 }, last;
  guint64 dense = 0;

  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndReport) report = cnd_recording_count (recording, position, CND_CONVENTION_DEFAULT, &error);
      guint64 missing = 0;
      g_assert_no_error (error);
      for (guint i = 0; i < n_layers; i++)
        {
          g_auto (CndLayerState) state = { NULL };
          guint64 kept = 0;
          cnd_recording_get_layer_state (recording, i, position, &state);
          for (guint o = 0; o < state.shape->outputs; o++)
            for (guint k = 0; k < state.shape->inputs; k++)
              kept += state.mask[o % state.shape->groups * state.shape->inputs + k] == 0;
          g_assert_cmpuint (cnd_report_get_layer (report, layers[i].layer)->parameters, ==, kept);
          missing += (guint64) state.shape->outputs * state.shape->inputs - kept;
        }
      dense = MAX (dense, cnd_report_get_total (report)->parameters);
      g_assert_cmpuint (cnd_report_get_total (report)->parameters, ==, dense - missing);
      last = position;
      position = cnd_recording_move (recording, position, CND_STRIDE_STEP, FALSE);
    }
  while (cnd_position_compare (last, position) != 0);
}

/* A run with its tensors' sizes and values changed is refused, or read; never more than that. */
static void
test_bad (void)
{
  static const struct
  {
    const char *name;
    CndTensorType type;
    guint64 sizes[2];
  } rows[] = {
    { "mask/step", CND_TENSOR_I64, { 0 } },       { "mask/step", CND_TENSOR_I64, { 2 } },      { "epoch/loss", CND_TENSOR_F32, { 3 } },
    { "epoch/step", CND_TENSOR_F32, { 6 } },      { "weights/step", CND_TENSOR_I64, { 3 } },   { "weights/when", CND_TENSOR_I64, { 1 } },
    { "importance/step", CND_TENSOR_I64, { 1 } }, { "step/loss", CND_TENSOR_F64, { 12 } },
    { "condense/n_fallen", CND_TENSOR_I64, { 7 } }, { "mask/layer.1.conv1", CND_TENSOR_U8, { 48 } },
    { "weights/layer.1.conv1", CND_TENSOR_U8, { 48 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CndRun *run = record ();
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *zeros = g_malloc0 (4096);
      g_autoptr (CndRecording) recording = NULL;
      g_assert_nonnull (cnd_run_find (run, rows[i].name));
      cnd_run_set (run, rows[i].name, rows[i].type, rows[i].sizes, 1, zeros);
      recording = cnd_recording_new (run, &error);
      g_assert_null (recording);
      g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
    }
}

static void
test_stage_too_high (void)
{
  CndRun *run = record ();
  g_autoptr (GError) error = NULL;
  const CndTensor *mask = cnd_run_find (run, "mask/layer.1.conv1");
  g_autofree guint8 *bytes = g_memdup2 (mask->bytes, mask->n_bytes);

  bytes[mask->n_bytes - 1] = 3;
  cnd_run_set (run, "mask/layer.1.conv1", CND_TENSOR_U8, mask->sizes, 3, bytes);
  g_assert_null (cnd_recording_new (run, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
}

/* A snapshot that says it comes after a condensing that is not there lies where one can get, and past it. */
static void
test_after_nothing (void)
{
  CndRun *run = record ();
  g_autoptr (CndRecording) recording = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n = cnd_run_count_rows (run, "weights/when");
  g_autofree gint64 *when = g_new (gint64, n);
  CndPosition position = { 0 };

  for (guint i = 0; i < n; i++)
    when[i] = CND_SNAPSHOT_AFTER;
  cnd_run_set (run, "weights/when", CND_TENSOR_I64, &n, 1, when);
  recording = cnd_recording_new (run, &error);
  g_assert_no_error (error);
  while (!position.converted)
    {
      CndPosition next = cnd_recording_move (recording, position, CND_STRIDE_RECORD, FALSE);
      g_assert_cmpint (cnd_position_compare (next, position), >, 0);
      g_assert_cmpint (cnd_position_compare (cnd_recording_clamp (recording, next), next), ==, 0);
      position = next;
    }
}

static void
test_no_model (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cnd_recording_new (cnd_run_new (), &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
}

/* ---- While it goes on ------------------------------------------------------------------ */

typedef struct
{
  CndTrainer *trainer;
  guint n_looked;
} Look;

/* Whatever has just happened, a copy plays, and shows the weights of that moment. */
static void
look (const CndTrainEvent *event, gpointer data)
{
  Look *watching = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRecording) recording = cnd_recording_new (cnd_trainer_copy_run (watching->trainer), &error);
  CndEngine *engine = cnd_trainer_get_engine (watching->trainer);
  CndPosition end;
  g_auto (CndLayerState) state = { NULL };

  g_assert_no_error (error);
  watching->n_looked++;
  end = cnd_recording_get_end (recording);
  g_assert_cmpuint (end.step, ==, event->step);
  g_assert_cmpuint (cnd_recording_get_planned_steps (recording), ==, 12);
  g_assert_cmpuint (cnd_recording_get_stage (recording, end), ==, event->stage);
  cnd_recording_get_layer_state (recording, 0, end, &state);
  g_assert_cmpmem (state.mask, state.shape->groups * state.shape->inputs, cnd_engine_get_mask (engine, 0),
                   state.shape->groups * state.shape->inputs);
  g_assert_nonnull (state.importance);
  for (guint i = 0; i < state.shape->outputs * state.shape->inputs; i++)
    g_assert_cmpfloat_with_epsilon (state.weights[i], cnd_engine_get_learned_weights (engine, 0)->values[i], 2e-3);
}

static void
test_copies (void)
{
  g_autoptr (CndNetwork) network = toy_network_new ();
  g_autoptr (CndDataSet) training = toy_new (32, 1), test = toy_new (16, 2);
  CndTrainOptions options = cnd_train_default_options;
  g_autoptr (GError) error = NULL;
  g_autoptr (CndTrainer) trainer = NULL;
  g_autoptr (CndRun) run = cnd_run_new (), untouched = record ();
  Look watching = { NULL };

  options.epochs = 6;
  options.batch = 16;
  options.n_threads = 1;
  trainer = cnd_trainer_new (network, training, test, &options, &error);
  g_assert_no_error (error);
  cnd_trainer_describe (trainer, run, NULL, "toy");
  cnd_trainer_record (trainer, run, NULL);
  watching.trainer = trainer;
  g_assert_true (cnd_trainer_run (trainer, look, &watching, NULL, &error));
  g_assert_cmpuint (watching.n_looked, ==, 12 + 6 + 2);
  /* looking leaves no trace */
  for (guint i = 0; i < cnd_run_get_n_tensors (untouched); i++)
    {
      const CndTensor *tensor = cnd_run_get_tensor (untouched, i), *same = cnd_run_find (run, tensor->name);

      g_assert_nonnull (same);
      if (!g_str_has_prefix (tensor->name, "timing/"))
        g_assert_cmpmem (tensor->bytes, tensor->n_bytes, same->bytes, same->n_bytes);
    }
}

static void
test_options (void)
{
  g_autoptr (CndNetwork) network = toy_network_new ();
  g_autoptr (CndDataSet) training = toy_new (32, 1), test = toy_new (16, 2);
  CndTrainOptions options = cnd_train_default_options, read;
  g_autoptr (GError) error = NULL;
  g_autoptr (CndTrainer) trainer = NULL, again = NULL;
  g_autoptr (CndRun) run = cnd_run_new ();
  guint n_images, n_test;

  options.epochs = 7;
  options.batch = 16;
  options.seed = G_MAXUINT64;
  options.rate = 0.3;
  options.lasso = 1e-5;
  options.rate_schedule = CND_RATE_MULTI_STEP;
  options.criterion = CND_CRITERION_LARGEST;
  options.schedule = CND_SCHEDULE_NO_OPTIMIZATION;
  options.flip = TRUE;
  options.crop = 2;
  trainer = cnd_trainer_new (network, training, test, &options, &error);
  g_assert_no_error (error);
  cnd_trainer_describe (trainer, run, NULL, "toy");
  g_assert_true (cnd_train_parse_options (cnd_run_get_text (run, "options"), &read, &n_images, &n_test, &error));
  g_assert_cmpuint (n_images, ==, 32);
  g_assert_cmpuint (n_test, ==, 16);
  again = cnd_trainer_new (network, training, test, &read, &error);
  g_assert_true (cnd_trainer_check_description (again, run, &error));
  g_assert_no_error (error);
  g_assert_false (cnd_train_parse_options ("epochs=6 batch=x", &read, &n_images, &n_test, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/recording/time-is-that-of-the-training", test_time);
  g_test_add_func ("/run/recording/positions-are-clamped", test_clamp);
  g_test_add_func ("/run/recording/back-is-forward-reversed", test_moves);
  g_test_add_func ("/run/recording/condensing-step-has-a-before-and-an-after", test_condensing);
  g_test_add_func ("/run/recording/least-important-fell", test_importance);
  g_test_add_func ("/run/recording/state-depends-on-position-only", test_pure);
  g_test_add_func ("/run/recording/masks-make-moments-the-same", test_same);
  g_test_add_func ("/run/recording/counts-equal-a-recount", test_counts);
  g_test_add_func ("/run/recording/misfits-are-refused", test_bad);
  g_test_add_func ("/run/recording/stages-beyond-the-layer-are-refused", test_stage_too_high);
  g_test_add_func ("/run/recording/snapshots-lie-where-one-can-get", test_after_nothing);
  g_test_add_func ("/run/recording/model-is-needed", test_no_model);
  g_test_add_func ("/run/recording/a-training-under-way-plays-to-its-moment", test_copies);
  g_test_add_func ("/run/recording/options-read-back", test_options);
  return g_test_run ();
}
