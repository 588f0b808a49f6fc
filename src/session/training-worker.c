/* The thread that trains. It makes what it shows itself, between two steps: a run is filled by this thread alone, a copy of it
 * becomes a recording, which is immutable, and only that goes to the main thread. No step waits for a picture, and no picture
 * for a step. It has the priority of any thread: the main one sleeps most of the time and is let in at once, and a lower one would
 * give the processors to whatever else runs. */
#include "training-private.h"

#include <glib/gstdio.h>

#define REPORT_US 250000        /* between two recordings while nobody looks */
#define REST 40                 /* a recording takes one part in so many of the time */
#define REST_LOOKED_AT 10       /* the same while somebody looks */
#define SHARE_OF_NEW 0.1        /* in figures "of late" */

typedef struct
{
  CndTrainingWork *work;
  CndNetwork *network;
  CndDataSet *images, *test;
  CndTrainer *trainer;
  CndRun *run;
  char *mark;
  guint condensation;           /* largest C */
  gboolean is_kept;             /* the file is there */
  CndTrainingProgress progress;
  CndTrainingPace pace;
  CndTrainEventType last_type;
  double last_seconds;          /* of the event before */
  gint64 reported_us, cost_us;  /* of the last recording: when, and how long it took */
} Worker;

static void
worker_clear (Worker *worker)
{
  g_clear_pointer (&worker->trainer, cnd_trainer_free);
  g_clear_pointer (&worker->run, cnd_run_free);
  g_clear_pointer (&worker->images, cnd_data_set_unref);
  g_clear_pointer (&worker->test, cnd_data_set_unref);
  g_clear_pointer (&worker->network, cnd_network_unref);
  g_clear_pointer (&worker->mark, g_free);
  cnd_training_work_unref (worker->work);
}

/* ---- Reports ------------------------------------------------------------------------ */

static gboolean
deliver (gpointer data)
{
  cnd_training_job_deliver (data);
  return G_SOURCE_REMOVE;
}

static void
schedule (CndTrainingWork *work)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, cnd_training_work_ref (work), (GDestroyNotify) cnd_training_work_unref);
  g_source_attach (source, work->context);
}

/* @recording, @error: (nullable) (transfer full) */
static void
report (Worker *worker, CndTrainingState state, CndRecording *recording, GError *error)
{
  CndTrainingWork *work = worker->work;
  gboolean is_scheduled;

  g_mutex_lock (&work->mutex);
  work->report.state = state;
  work->report.progress = worker->progress;
  if (recording != NULL)
    {
      g_clear_pointer (&work->report.recording, cnd_recording_unref);
      work->report.recording = recording;
      work->wanted = FALSE;
    }
  if (error != NULL)
    work->report.error = error;
  if (worker->is_kept && work->report.path == NULL)
    work->report.path = g_strdup (work->path);
  is_scheduled = work->scheduled;
  work->scheduled = TRUE;
  g_mutex_unlock (&work->mutex);
  if (!is_scheduled)
    schedule (work);
}

/* (nullable) */
static CndRecording *
record_now (Worker *worker)
{
  gint64 start_us = g_get_monotonic_time ();
  CndRecording *recording = cnd_recording_new_for_network (cnd_trainer_copy_run (worker->trainer), worker->network, NULL);

  worker->reported_us = g_get_monotonic_time ();
  worker->cost_us = worker->reported_us - start_us;
  return recording;
}

/* Not before the main thread has taken the last one. */
static gboolean
is_due (Worker *worker)
{
  CndTrainingWork *work = worker->work;
  gint64 passed_us = g_get_monotonic_time () - worker->reported_us;
  gboolean wanted, scheduled;

  g_mutex_lock (&work->mutex);
  wanted = work->wanted;
  scheduled = work->scheduled;
  g_mutex_unlock (&work->mutex);
  return !scheduled && passed_us >= (wanted ? REST_LOOKED_AT * worker->cost_us : MAX (REPORT_US, REST * worker->cost_us));
}

/* ---- Progress ----------------------------------------------------------------------- */

static void
blend (double *mean, double value)
{
  *mean = isfinite (*mean) && *mean > 0 ? (1 - SHARE_OF_NEW) * *mean + SHARE_OF_NEW * value : value;
}

static guint
count_evaluations (const Worker *worker)
{
  guint condensings = worker->condensation > 1 ? worker->condensation - 1 - MIN (worker->progress.stage, worker->condensation - 1) : 0;

  return worker->progress.n_epochs - MIN (worker->progress.epoch, worker->progress.n_epochs) + 2 * condensings;
}

static void
measure_pace (Worker *worker, const CndTrainEvent *event)
{
  double passed = event->seconds - worker->last_seconds;

  if (event->type == CND_TRAIN_STEP && worker->last_type == CND_TRAIN_STEP && worker->last_seconds > 0)
    blend (&worker->pace.step_seconds, passed);
  else if (event->type == CND_TRAIN_EPOCH)
    worker->pace.evaluation_seconds = passed;
  worker->last_seconds = event->seconds;
  worker->last_type = event->type;
}

static void
update_progress (Worker *worker, const CndTrainEvent *event)
{
  CndTrainingProgress *progress = &worker->progress;
  guint batch = MIN (worker->work->options.batch, cnd_data_set_get_n_images (worker->images));

  measure_pace (worker, event);
  progress->is_evaluating = FALSE;
  progress->step = event->step;
  progress->epoch = event->epoch + (event->type == CND_TRAIN_EPOCH);
  progress->stage = event->stage;
  progress->seconds = event->seconds;
  if (event->type == CND_TRAIN_STEP)
    {
      blend (&progress->loss, event->loss);
      progress->train_error = isfinite (progress->train_error) ? (1 - SHARE_OF_NEW) * progress->train_error + SHARE_OF_NEW * event->train_error
                                                               : event->train_error;
    }
  else
    progress->test_error = event->test_error;
  if (worker->pace.step_seconds <= 0)
    return;
  progress->images_per_second = batch / worker->pace.step_seconds;
  progress->seconds_left = cnd_training_pace_estimate (&worker->pace, progress->n_steps - progress->step, count_evaluations (worker), batch,
                                                       cnd_data_set_get_n_images (worker->test));
}

static void
on_evaluating (gpointer data)
{
  Worker *worker = data;

  worker->progress.is_evaluating = TRUE;
  report (worker, CND_TRAINING_RUNNING, NULL, NULL);
}

static void
on_event (const CndTrainEvent *event, gpointer data)
{
  Worker *worker = data;

  update_progress (worker, event);
  if (event->type == CND_TRAIN_STEP && !is_due (worker))
    return;
  worker->is_kept = worker->is_kept || (worker->progress.epoch > 0 && g_file_test (worker->work->path, G_FILE_TEST_EXISTS));
  report (worker, CND_TRAINING_RUNNING, record_now (worker), NULL);
}

/* ---- Before the first step ---------------------------------------------------------- */

/* A run says what it was trained with. */
static gboolean
open_run (Worker *worker, GError **error)
{
  CndTrainingWork *work = worker->work;
  g_autoptr (CndRecording) recording = cnd_recording_load (work->path, error);
  const char *options = recording != NULL ? cnd_recording_get_text (recording, "options") : NULL;

  if (recording == NULL || !cnd_train_parse_options (options != NULL ? options : "", &work->options, &work->n_images, &work->n_test, error))
    return FALSE;
  g_clear_pointer (&worker->network, cnd_network_unref);
  worker->network = cnd_network_ref (cnd_recording_get_network (recording));
  worker->is_kept = TRUE;
  return TRUE;
}

static gboolean
resume_run (Worker *worker, CndTrainer *trainer, GError **error)
{
  g_autoptr (CndRun) run = cnd_run_load (worker->work->path, error);

  if (run == NULL)
    return FALSE;
  if (!cnd_trainer_check_description (trainer, run, error) || !cnd_trainer_resume (trainer, run, error))
    {
      g_autofree char *name = g_filename_display_name (worker->work->path);
      cnd_base_set_problem_file (*error, name);
      return FALSE;
    }
  worker->progress.epoch = (guint) cnd_run_count_rows (run, "epoch/step");
  worker->progress.step = cnd_run_count_rows (run, "step/loss");
  worker->run = g_steal_pointer (&run);
  return TRUE;
}

static gboolean
begin_run (Worker *worker, CndTrainer *trainer, GError **error)
{
  CndTrainingWork *work = worker->work;
  g_autofree char *name = cnd_network_dup_name (worker->network), *folder = g_path_get_basename (work->data);
  g_autofree char *data = g_utf8_make_valid (folder, -1);

  if (g_mkdir_with_parents (work->folder, 0700) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  work->path = cnd_training_dup_free_path (work->folder, name);
  worker->run = cnd_run_new ();
  cnd_trainer_describe (trainer, worker->run, work->preset, data);
  cnd_run_set_text (worker->run, "weights", "");
  return TRUE;
}

static void
find_condensation (Worker *worker)
{
  CndEngine *engine = cnd_trainer_get_engine (worker->trainer);

  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    worker->condensation = MAX (worker->condensation, cnd_engine_get_learned_shape (engine, i)->condensation);
  worker->progress.n_stages = MAX (worker->condensation, 1);
}

static gboolean
prepare (Worker *worker, GCancellable *cancellable, GError **error)
{
  CndTrainingWork *work = worker->work;
  g_autoptr (CndTrainer) trainer = NULL;

  if (worker->trainer != NULL)
    return TRUE;
  if (worker->network == NULL && !work->resumes)
    worker->network = cnd_network_ref (work->network);
  if ((worker->network == NULL && !open_run (worker, error))
      || !cnd_training_load_data (work->data, work->n_images, work->n_test, &worker->images, &worker->test, cancellable, error))
    return FALSE;
  trainer = cnd_trainer_new (worker->network, worker->images, worker->test, &work->options, error);
  if (trainer == NULL || !(work->resumes ? resume_run (worker, trainer, error) : begin_run (worker, trainer, error)))
    return FALSE;
  worker->trainer = g_steal_pointer (&trainer);
  cnd_trainer_record (worker->trainer, worker->run, work->path);
  worker->mark = cnd_training_write_mark (work->folder, work->path, work->data);
  worker->progress.n_epochs = work->options.epochs;
  worker->progress.n_steps = cnd_trainer_get_n_steps (worker->trainer);
  find_condensation (worker);
  cnd_trainer_tell_evaluations (worker->trainer, on_evaluating, worker);
  return TRUE;
}

/* ---- From beginning to end ---------------------------------------------------------- */

/* From where it stands. */
static gboolean
train (Worker *worker, GCancellable *cancellable, GError **error)
{
  CndTrainingWork *work = worker->work;
  CndEngine *engine;
  CndConversion conversion;

  if (!prepare (worker, cancellable, error))
    return FALSE;
  report (worker, CND_TRAINING_RUNNING, record_now (worker), NULL);
  worker->last_type = CND_TRAIN_CONDENSE; /* what was before the first step from here is no step's time */
  if (!cnd_trainer_run (worker->trainer, on_event, worker, cancellable, error))
    return FALSE;
  engine = cnd_trainer_get_engine (worker->trainer);
  worker->progress.seconds_left = 0;
  if (cnd_engine_get_n_learned (engine) == 0)
    return TRUE;
  if (!cnd_train_convert (engine, worker->test, worker->images, &conversion, cancellable, error))
    return FALSE;
  cnd_train_record_conversion (worker->run, &conversion);
  return cnd_run_save (worker->run, work->path, NULL, error);
}

/* Waits while it is paused. Returns: (transfer full) (nullable): what ends the next stretch; NULL when all is to end */
static GCancellable *
wait_to_go (Worker *worker)
{
  CndTrainingWork *work = worker->work;
  GCancellable *cancellable = NULL;

  for (;;)
    {
      g_mutex_lock (&work->mutex);
      if (work->command != CND_COMMAND_PAUSE)
        break;
      g_mutex_unlock (&work->mutex);
      report (worker, CND_TRAINING_PAUSED, worker->trainer != NULL ? record_now (worker) : NULL, NULL);
      g_mutex_lock (&work->mutex);
      while (work->command == CND_COMMAND_PAUSE)
        g_cond_wait (&work->commanded, &work->mutex);
      g_mutex_unlock (&work->mutex);
    }
  g_clear_object (&work->cancellable);
  if (work->command == CND_COMMAND_GO)
    {
      work->cancellable = g_cancellable_new ();
      cancellable = g_object_ref (work->cancellable);
    }
  g_mutex_unlock (&work->mutex);
  return cancellable;
}

static gboolean
is_abandoned (CndTrainingWork *work)
{
  gboolean abandoned;

  g_mutex_lock (&work->mutex);
  abandoned = work->abandoned;
  g_mutex_unlock (&work->mutex);
  return abandoned;
}

/* What is shown from now on is what the file holds, of the network that is shown already. */
static CndRecording *
read_kept (Worker *worker)
{
  CndRun *run = cnd_run_load (worker->work->path, NULL);

  return run != NULL ? cnd_recording_new_for_network (run, worker->network, NULL) : NULL;
}

static void
finish (Worker *worker, CndTrainingState state, GError *error)
{
  CndTrainingWork *work = worker->work;
  CndRecording *recording = NULL;

  worker->is_kept = worker->is_kept || (worker->run != NULL && g_file_test (work->path, G_FILE_TEST_EXISTS));
  if (worker->is_kept && worker->run != NULL)
    recording = read_kept (worker);
  if (worker->mark != NULL && !(state == CND_TRAINING_STOPPED && worker->is_kept && is_abandoned (work)))
    g_unlink (worker->mark);
  report (worker, state, recording, error);
}

gpointer
cnd_training_work_run (gpointer data)
{
  Worker worker = { .work = data };
  GError *error = NULL;
  gboolean done = FALSE;

  worker.progress = worker.work->report.progress;
  for (;;)
    {
      g_autoptr (GCancellable) cancellable = wait_to_go (&worker);
      if (cancellable == NULL)
        break;
      g_clear_error (&error);
      done = train (&worker, cancellable, &error);
      if (done || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        break;
    }
  if (error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  finish (&worker, done ? CND_TRAINING_FINISHED : error != NULL ? CND_TRAINING_FAILED : CND_TRAINING_STOPPED, error);
  worker_clear (&worker);
  return NULL;
}
