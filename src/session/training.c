/* A training, as the main thread knows it. */
#include "training-private.h"

struct _CndTrainingJob
{
  GObject parent_instance;
  CndTrainingWork *work;
  CndTrainingState state;
  CndTrainingProgress progress;
  CndRecording *recording;
  GError *error;
  char *path;
};

enum { PROP_STATE = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];
static guint advanced;

G_DEFINE_FINAL_TYPE (CndTrainingJob, cnd_training_job, G_TYPE_OBJECT)

/* ---- What both threads hold --------------------------------------------------------- */

CndTrainingWork *
cnd_training_work_ref (CndTrainingWork *work)
{
  g_atomic_ref_count_inc (&work->refs);
  return work;
}

void
cnd_training_report_clear (CndTrainingReport *report)
{
  g_clear_pointer (&report->recording, cnd_recording_unref);
  g_clear_error (&report->error);
  g_clear_pointer (&report->path, g_free);
}

void
cnd_training_work_unref (CndTrainingWork *work)
{
  if (!g_atomic_ref_count_dec (&work->refs))
    return;
  g_clear_pointer (&work->network, cnd_network_unref);
  g_free (work->data);
  g_free (work->preset);
  g_free (work->folder);
  g_free (work->path);
  g_main_context_unref (work->context);
  g_mutex_clear (&work->mutex);
  g_cond_clear (&work->commanded);
  g_clear_object (&work->cancellable);
  cnd_training_report_clear (&work->report);
  g_free (work);
}

CndTrainingReport
cnd_training_work_take (CndTrainingWork *work)
{
  CndTrainingReport report;

  g_mutex_lock (&work->mutex);
  report = work->report;
  work->report.recording = NULL;
  work->report.error = NULL;
  work->report.path = NULL;
  work->scheduled = FALSE;
  g_mutex_unlock (&work->mutex);
  return report;
}

/* @plan: its texts are copied; NULL when a run goes on */
static CndTrainingWork *
work_new (const CndTrainingPlan *plan, const char *data)
{
  CndTrainingWork *work = g_new0 (CndTrainingWork, 1);

  g_atomic_ref_count_init (&work->refs);
  g_mutex_init (&work->mutex);
  g_cond_init (&work->commanded);
  work->context = g_main_context_ref_thread_default ();
  work->data = data != NULL ? g_canonicalize_filename (data, NULL) : cnd_session_dup_shipped_images ();
  work->report.progress = (CndTrainingProgress){ .loss = NAN, .train_error = NAN, .test_error = NAN, .images_per_second = NAN,
                                                 .seconds_left = NAN };
  if (plan == NULL)
    return work;
  work->options = plan->options;
  work->options.kernels = g_intern_string (plan->options.kernels);
  work->n_images = plan->n_images;
  work->n_test = plan->n_test;
  work->preset = g_strdup (plan->preset);
  work->folder = plan->folder != NULL ? g_strdup (plan->folder) : cnd_session_dup_runs_folder ();
  return work;
}

/* ---- The object --------------------------------------------------------------------- */

static CndTrainingJob *
start (CndTrainingWork *work)
{
  CndTrainingJob *self = g_object_new (CND_TYPE_TRAINING_JOB, NULL);

  self->work = work;
  self->progress = work->report.progress;
  work->job = self;
  g_thread_unref (g_thread_new ("training", cnd_training_work_run, cnd_training_work_ref (work)));
  return self;
}

CndTrainingJob *
cnd_training_job_new (CndNetwork *network, const CndTrainingPlan *plan)
{
  CndTrainingWork *work;

  g_return_val_if_fail (network != NULL && plan != NULL, NULL);
  work = work_new (plan, plan->data);
  work->network = cnd_network_ref (network);
  return start (work);
}

CndTrainingJob *
cnd_training_job_new_for_run (const char *path, const char *data)
{
  CndTrainingWork *work;

  g_return_val_if_fail (path != NULL, NULL);
  work = work_new (NULL, data);
  work->path = g_canonicalize_filename (path, NULL);
  work->folder = g_path_get_dirname (work->path);
  work->resumes = TRUE;
  return start (work);
}

void
cnd_training_job_deliver (CndTrainingWork *work)
{
  CndTrainingReport report = cnd_training_work_take (work);
  CndTrainingJob *self = work->job;
  gboolean is_other;

  if (self == NULL)
    {
      cnd_training_report_clear (&report);
      return;
    }
  g_object_ref (self);
  is_other = self->state != report.state;
  self->state = report.state;
  self->progress = report.progress;
  if (report.recording != NULL)
    {
      g_clear_pointer (&self->recording, cnd_recording_unref);
      self->recording = g_steal_pointer (&report.recording);
    }
  if (report.path != NULL)
    {
      g_free (self->path);
      self->path = g_steal_pointer (&report.path);
    }
  if (report.error != NULL)
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&report.error);
    }
  g_signal_emit (self, advanced, 0);
  if (is_other)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_unref (self);
}

CndTrainingState
cnd_training_job_get_state (CndTrainingJob *self)
{
  g_return_val_if_fail (CND_IS_TRAINING_JOB (self), CND_TRAINING_FAILED);
  return self->state;
}

gboolean
cnd_training_job_is_going_on (CndTrainingJob *self)
{
  g_return_val_if_fail (CND_IS_TRAINING_JOB (self), FALSE);
  return self->state <= CND_TRAINING_PAUSED;
}

const CndTrainingProgress *
cnd_training_job_get_progress (CndTrainingJob *self)
{
  g_return_val_if_fail (CND_IS_TRAINING_JOB (self), NULL);
  return &self->progress;
}

CndRecording *
cnd_training_job_get_recording (CndTrainingJob *self)
{
  g_return_val_if_fail (CND_IS_TRAINING_JOB (self), NULL);
  return self->recording;
}

const GError *
cnd_training_job_get_error (CndTrainingJob *self)
{
  g_return_val_if_fail (CND_IS_TRAINING_JOB (self), NULL);
  return self->error;
}

const char *
cnd_training_job_get_path (CndTrainingJob *self)
{
  g_return_val_if_fail (CND_IS_TRAINING_JOB (self), NULL);
  return self->path;
}

const char *
cnd_training_job_get_data (CndTrainingJob *self)
{
  g_return_val_if_fail (CND_IS_TRAINING_JOB (self), NULL);
  return self->work->data;
}

/* ---- Commands ----------------------------------------------------------------------- */

static void
command (CndTrainingJob *self, CndTrainingCommand what, gboolean abandon)
{
  CndTrainingWork *work = self->work;

  g_mutex_lock (&work->mutex);
  /* what is being stopped stays so */
  if (work->command != CND_COMMAND_STOP)
    {
      work->command = what;
      work->abandoned = abandon;
      if (work->cancellable != NULL && what != CND_COMMAND_GO)
        g_cancellable_cancel (work->cancellable);
      g_cond_signal (&work->commanded);
    }
  g_mutex_unlock (&work->mutex);
}

void
cnd_training_job_pause (CndTrainingJob *self)
{
  g_return_if_fail (CND_IS_TRAINING_JOB (self));
  command (self, CND_COMMAND_PAUSE, FALSE);
}

void
cnd_training_job_go_on (CndTrainingJob *self)
{
  g_return_if_fail (CND_IS_TRAINING_JOB (self));
  command (self, CND_COMMAND_GO, FALSE);
}

void
cnd_training_job_stop (CndTrainingJob *self)
{
  g_return_if_fail (CND_IS_TRAINING_JOB (self));
  command (self, CND_COMMAND_STOP, FALSE);
}

void
cnd_training_job_cancel (CndTrainingJob *self)
{
  g_return_if_fail (CND_IS_TRAINING_JOB (self));
  command (self, CND_COMMAND_STOP, TRUE);
}

void
cnd_training_job_hurry (CndTrainingJob *self)
{
  g_return_if_fail (CND_IS_TRAINING_JOB (self));
  g_mutex_lock (&self->work->mutex);
  self->work->wanted = TRUE;
  g_mutex_unlock (&self->work->mutex);
}

/* ---- Object ------------------------------------------------------------------------- */

static void
training_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, (gint) CND_TRAINING_JOB (object)->state);
}

static void
training_job_dispose (GObject *object)
{
  CndTrainingJob *self = CND_TRAINING_JOB (object);

  if (self->work != NULL)
    {
      cnd_training_job_cancel (self);
      self->work->job = NULL;
    }
  G_OBJECT_CLASS (cnd_training_job_parent_class)->dispose (object);
}

static void
training_job_finalize (GObject *object)
{
  CndTrainingJob *self = CND_TRAINING_JOB (object);

  g_clear_pointer (&self->work, cnd_training_work_unref);
  g_clear_pointer (&self->recording, cnd_recording_unref);
  g_clear_error (&self->error);
  g_free (self->path);
  G_OBJECT_CLASS (cnd_training_job_parent_class)->finalize (object);
}

static void
cnd_training_job_class_init (CndTrainingJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = training_job_get_property;
  object_class->dispose = training_job_dispose;
  object_class->finalize = training_job_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, CND_TRAINING_PREPARING, CND_TRAINING_FAILED, CND_TRAINING_PREPARING,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  advanced = g_signal_new ("advanced", CND_TYPE_TRAINING_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_training_job_init (CndTrainingJob *self)
{
}
