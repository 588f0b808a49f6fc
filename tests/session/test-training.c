/* Training jobs: a small network on a few images, without a window. */
#include "session/session.h"
#include "support/model.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#define N_IMAGES 96u
#define BATCH 16u

static const char model[] =
  "{\"name\": \"small\", \"input\": [1, 28, 28], \"layers\": ["
  " {\"kind\": \"convolution\", \"id\": \"first\", \"out\": 8, \"kernel\": 3, \"stride\": 4, \"padding\": 1, \"bias\": false},"
  " {\"kind\": \"learned_group_convolution\", \"id\": \"learned\", \"out\": 8, \"groups\": 2, \"condensation\": 4},"
  " {\"kind\": \"batch_norm\"}, {\"kind\": \"relu\"}, {\"kind\": \"average_pool\", \"kernel\": 7},"
  " {\"kind\": \"flatten\"}, {\"kind\": \"linear\", \"out\": 10}]}";

static const char untrainable[] =
  "{\"name\": \"wide\", \"input\": [1, 28, 28], \"layers\": [{\"kind\": \"convolution\", \"id\": \"first\", \"out\": 8, \"kernel\": 3}]}";

static const char too_large[] =
  "{\"name\": \"large\", \"input\": [3, 4096, 4096], \"layers\": [{\"kind\": \"flatten\"}, {\"kind\": \"linear\", \"out\": 10}]}";

/* A folder of its own for each test. */
static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static CndTrainingPlan
make_plan (const char *folder, guint epochs)
{
  CndTrainingPlan plan = { cnd_train_default_options, N_IMAGES, N_IMAGES, NULL, NULL, folder };

  plan.options.epochs = epochs;
  plan.options.batch = BATCH;
  plan.options.n_threads = 1;
  return plan;
}

static CndTrainingJob *
begin (const char *folder, guint epochs)
{
  g_autoptr (CndNetwork) network = cnd_test_build (model, NULL);
  CndTrainingPlan plan = make_plan (folder, epochs);

  return cnd_training_job_new (network, &plan);
}

static void
wait_for_state (CndTrainingJob *job, CndTrainingState state)
{
  while (cnd_training_job_get_state (job) != state)
    {
      g_assert_true (cnd_training_job_is_going_on (job));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
wait_for_end (CndTrainingJob *job)
{
  while (cnd_training_job_is_going_on (job))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_epoch (CndTrainingJob *job, guint n)
{
  while (cnd_training_job_get_progress (job)->epoch < n || cnd_training_job_get_path (job) == NULL)
    {
      g_assert_true (cnd_training_job_is_going_on (job));
      g_main_context_iteration (NULL, TRUE);
    }
}

/* All tensors but the times. */
static void
assert_same_runs (const char *path, const char *other_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRun) run = cnd_run_load (path, &error);
  g_autoptr (CndRun) other = cnd_run_load (other_path, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (other);
  g_assert_cmpuint (cnd_run_get_n_tensors (run), ==, cnd_run_get_n_tensors (other));
  for (guint i = 0; i < cnd_run_get_n_tensors (run); i++)
    {
      const CndTensor *tensor = cnd_run_get_tensor (run, i);
      const CndTensor *same = cnd_run_find (other, tensor->name);

      g_assert_nonnull (same);
      if (!g_str_has_prefix (tensor->name, "timing/"))
        g_assert_cmpmem (tensor->bytes, tensor->n_bytes, same->bytes, same->n_bytes);
    }
}

/* What a training that nobody interrupts leaves. */
static char *
train_at_once (const char *folder, guint epochs)
{
  g_autoptr (CndTrainingJob) job = begin (folder, epochs);

  wait_for_state (job, CND_TRAINING_FINISHED);
  return g_strdup (cnd_training_job_get_path (job));
}

/* ---- Tests -------------------------------------------------------------------------- */

static void
test_trains (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (CndTrainingJob) job = begin (folder, 2);
  const CndTrainingProgress *progress;
  CndRecording *recording;
  guint n;

  g_assert_cmpint (cnd_training_job_get_state (job), ==, CND_TRAINING_PREPARING);
  wait_for_state (job, CND_TRAINING_FINISHED);
  progress = cnd_training_job_get_progress (job);
  recording = cnd_training_job_get_recording (job);
  g_assert_cmpuint (progress->step, ==, 12);
  g_assert_cmpuint (progress->n_steps, ==, 12);
  g_assert_cmpuint (progress->epoch, ==, 2);
  g_assert_cmpuint (progress->stage, ==, 3);
  g_assert_true (isfinite (progress->loss) && isfinite (progress->test_error) && progress->seconds_left == 0);
  g_assert_true (g_str_has_prefix (cnd_training_job_get_path (job), folder));
  cnd_recording_get_epochs (recording, &n);
  g_assert_cmpuint (n, ==, 2);
  cnd_recording_get_condensings (recording, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_nonnull (cnd_recording_get_conversion (recording));
}

static void
test_follows (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (CndTrainingJob) job = begin (folder, 4);
  g_autoptr (CndPlayback) playback = NULL;
  CndRecording *recording;
  CndPosition end;

  while (cnd_training_job_get_recording (job) == NULL)
    g_main_context_iteration (NULL, TRUE);
  recording = cnd_training_job_get_recording (job);
  g_assert_cmpuint (cnd_recording_get_planned_steps (recording), ==, 24);
  playback = cnd_playback_new (recording);
  cnd_playback_set_position (playback, cnd_recording_get_end (recording));
  wait_for_state (job, CND_TRAINING_FINISHED);
  cnd_playback_set_recording (playback, cnd_training_job_get_recording (job));
  end = cnd_playback_get_position (playback);
  g_assert_cmpuint (end.step, ==, 24);
  g_assert_cmpuint (end.condensings, ==, 3);
  /* who has gone elsewhere stays there */
  cnd_playback_set_position (playback, (CndPosition){ .step = 2 });
  cnd_playback_set_recording (playback, cnd_training_job_get_recording (job));
  g_assert_cmpuint (cnd_playback_get_position (playback).step, ==, 2);
}

static void
test_pauses (void)
{
  g_autofree char *folder = make_folder (), *path = train_at_once (folder, 2);
  g_autoptr (CndTrainingJob) job = begin (folder, 2);
  guint n_pauses = 0;
  guint64 step = 0;

  while (cnd_training_job_is_going_on (job))
    {
      cnd_training_job_pause (job); /* at first while the images are read */
      while (cnd_training_job_is_going_on (job) && cnd_training_job_get_state (job) != CND_TRAINING_PAUSED)
        g_main_context_iteration (NULL, TRUE);
      n_pauses += cnd_training_job_is_going_on (job);
      step = cnd_training_job_get_progress (job)->step;
      cnd_training_job_go_on (job);
      while (cnd_training_job_is_going_on (job) && cnd_training_job_get_progress (job)->step == step)
        {
          cnd_training_job_hurry (job);
          g_main_context_iteration (NULL, TRUE);
        }
    }
  g_assert_cmpint (cnd_training_job_get_state (job), ==, CND_TRAINING_FINISHED);
  g_assert_cmpuint (n_pauses, >, 0);
  assert_same_runs (path, cnd_training_job_get_path (job));
}

static void
test_stops (void)
{
  g_autofree char *folder = make_folder (), *path = train_at_once (folder, 6);
  g_autoptr (CndTrainingJob) job = begin (folder, 6), resumed = NULL;
  guint n;

  wait_for_epoch (job, 2);
  cnd_training_job_stop (job);
  wait_for_end (job);
  if (cnd_training_job_get_state (job) == CND_TRAINING_FINISHED) /* it was faster */
    return;
  g_assert_cmpint (cnd_training_job_get_state (job), ==, CND_TRAINING_STOPPED);
  /* what is shown is what is kept */
  cnd_recording_get_epochs (cnd_training_job_get_recording (job), &n);
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpuint (cnd_recording_get_n_steps (cnd_training_job_get_recording (job)), ==, n * 6);
  {
    g_autoptr (CndKeptTraining) kept = cnd_session_describe_unfinished (cnd_training_job_get_recording (job), cnd_training_job_get_path (job));

    g_assert_nonnull (kept);
    g_assert_cmpuint (kept->n_done, ==, n);
    g_assert_nonnull (kept->data);
  }
  resumed = cnd_training_job_new_for_run (cnd_training_job_get_path (job), NULL);
  wait_for_state (resumed, CND_TRAINING_FINISHED);
  assert_same_runs (path, cnd_training_job_get_path (job));
  g_assert_null (cnd_session_describe_unfinished (cnd_training_job_get_recording (resumed), path));
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **taken = data;

  *taken = g_object_ref (result);
}

static CndKeptTraining *
find_kept (const char *folder)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CndKeptTraining *kept;

  cnd_session_find_kept_training_async (folder, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  kept = cnd_session_find_kept_training_finish (result, &error);
  g_assert_no_error (error);
  return kept;
}

static guint
count_marks (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".training");
  return n;
}

static void
test_ends_without_an_epoch (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (CndTrainingJob) job = begin (folder, 1000);
  g_autoptr (CndKeptTraining) kept = NULL;

  cnd_training_job_cancel (job);
  wait_for_end (job);
  g_assert_cmpint (cnd_training_job_get_state (job), ==, CND_TRAINING_STOPPED);
  g_assert_null (cnd_training_job_get_path (job));
  g_assert_cmpuint (count_marks (folder), ==, 0);
  kept = find_kept (folder);
  g_assert_null (kept);
}

static void
test_stopped_is_not_offered (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (CndTrainingJob) job = begin (folder, 1000);

  wait_for_epoch (job, 1);
  g_assert_cmpuint (count_marks (folder), ==, 1);
  cnd_training_job_stop (job);
  wait_for_end (job);
  g_assert_cmpuint (count_marks (folder), ==, 0);
}

static void
test_waiting (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (CndTrainingJob) job = begin (folder, 1000);

  wait_for_epoch (job, 1);
  cnd_training_job_pause (job);
  wait_for_state (job, CND_TRAINING_PAUSED);
  cnd_training_job_cancel (job);
  cnd_training_job_go_on (job); /* comes too late */
  wait_for_end (job);
  g_assert_cmpint (cnd_training_job_get_state (job), ==, CND_TRAINING_STOPPED);
  g_assert_cmpuint (count_marks (folder), ==, 1);
}

/* The program that is killed: trains, says when an epoch is kept, and goes on. */
static void
train_until_killed (void)
{
  g_autoptr (CndTrainingJob) job = begin (g_getenv ("CONDENSER_TEST_FOLDER"), 400);

  wait_for_epoch (job, 1);
  g_print ("kept\n");
  wait_for_end (job);
}

static void
test_killed (void)
{
  g_autofree char *folder = make_folder (), *line = NULL, *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (CndKeptTraining) kept = NULL;
  g_autoptr (CndTrainingJob) job = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "CONDENSER_TEST_FOLDER", folder, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, self, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "kept");
  g_assert_null (find_kept (folder)); /* it lives */
  g_subprocess_send_signal (child, SIGKILL);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  kept = find_kept (folder);
  g_assert_nonnull (kept);
  g_assert_cmpstr (kept->name, ==, "small");
  g_assert_cmpuint (kept->n_done, >=, 1);
  g_assert_cmpuint (kept->n_epochs, ==, 400);
  /* and goes on with the epoch after */
  job = cnd_training_job_new_for_run (kept->path, kept->data);
  wait_for_epoch (job, kept->n_done + 1);
  cnd_training_job_stop (job);
  wait_for_end (job);
  cnd_kept_training_forget (kept);
  g_assert_null (find_kept (folder));
}

static const GError *
fail (CndTrainingJob *job)
{
  wait_for_end (job);
  g_assert_cmpint (cnd_training_job_get_state (job), ==, CND_TRAINING_FAILED);
  g_assert_cmpuint (cnd_training_job_get_progress (job)->step, ==, 0);
  g_assert_nonnull (cnd_training_job_get_error (job));
  return cnd_training_job_get_error (job);
}

static void
test_fails (void)
{
  g_autofree char *folder = make_folder (), *nothing = g_build_filename (folder, "nothing", NULL);
  g_autoptr (CndNetwork) no_classes = cnd_test_build (untrainable, NULL), large = cnd_test_build (too_large, NULL), good = cnd_test_build (model, NULL);
  CndTrainingPlan plan = make_plan (folder, 1), no_data = plan, no_batch = plan;
  g_autoptr (CndTrainingJob) first = cnd_training_job_new (no_classes, &plan), second = cnd_training_job_new (large, &plan);
  g_autoptr (CndTrainingJob) third = NULL, fourth = NULL, fifth = cnd_training_job_new_for_run (nothing, NULL);

  g_assert_nonnull (strstr (fail (first)->message, "the network's output is to be one number a class"));
  g_assert_true (g_error_matches (fail (second), CND_ERROR, CND_ERROR_SHAPE));
  no_data.data = folder;
  third = cnd_training_job_new (good, &no_data);
  g_assert_nonnull (fail (third)->message);
  no_batch.options.batch = 0;
  fourth = cnd_training_job_new (good, &no_batch);
  g_assert_true (g_error_matches (fail (fourth), CND_ERROR, CND_ERROR_VALUE));
  fail (fifth);
  g_assert_cmpuint (count_marks (folder), ==, 0);
}

static void
test_forecast (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (CndNetwork) network = cnd_test_build (model, NULL), bad = cnd_test_build (untrainable, NULL);
  g_autoptr (GAsyncResult) result = NULL, cancelled = NULL, refused = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  CndTrainingPlan plan = make_plan (folder, 2);
  CndTrainingForecast forecast;

  cnd_session_forecast_training_async (network, &plan, NULL, take_result, &result);
  cnd_session_forecast_training_async (network, &plan, cancellable, take_result, &cancelled);
  cnd_session_forecast_training_async (bad, &plan, NULL, take_result, &refused);
  g_cancellable_cancel (cancellable);
  while (result == NULL || cancelled == NULL || refused == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (cnd_session_forecast_training_finish (result, &forecast, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (forecast.n_images, ==, N_IMAGES);
  g_assert_cmpfloat (forecast.step_seconds, >, 0);
  g_assert_cmpfloat (cnd_training_forecast_get_seconds (&forecast, 2, BATCH), >, 12 * forecast.step_seconds);
  g_assert_false (cnd_session_forecast_training_finish (cancelled, &forecast, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (cnd_session_forecast_training_finish (refused, &forecast, &error));
  g_assert_nonnull (strstr (error->message, "one number a class"));
  /* nothing is kept of it */
  g_assert_cmpuint (count_marks (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  if (g_getenv ("CONDENSER_TEST_FOLDER") != NULL)
    {
      train_until_killed ();
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/training/leaves-a-run", test_trains);
  g_test_add_func ("/session/training/who-is-at-the-end-stays-there", test_follows);
  g_test_add_func ("/session/training/paused-anywhere-it-ends-the-same", test_pauses);
  g_test_add_func ("/session/training/stopped-and-resumed-it-ends-the-same", test_stops);
  g_test_add_func ("/session/training/cancelled-at-once-nothing-is-left", test_ends_without_an_epoch);
  g_test_add_func ("/session/training/stopped-it-is-not-offered", test_stopped_is_not_offered);
  g_test_add_func ("/session/training/cancelled-while-it-waits-it-is-kept", test_waiting);
  g_test_add_func ("/session/training/killed-it-keeps-each-finished-epoch", test_killed);
  g_test_add_func ("/session/training/says-why-not-before-the-first-step", test_fails);
  g_test_add_func ("/session/training/forecast-can-be-cancelled", test_forecast);
  return g_test_run ();
}
