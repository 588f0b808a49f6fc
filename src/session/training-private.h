/* A training in its thread, for training.c (the object in the main thread), training-worker.c (the thread) and training-plan.c
 * (what both need to know before the first step). */
#pragma once

#include "session.h"

#include <errno.h>
#include <math.h>

G_BEGIN_DECLS

typedef enum
{
  CND_COMMAND_GO,
  CND_COMMAND_PAUSE,
  CND_COMMAND_STOP,
} CndTrainingCommand;

/* What the thread has to say; taken as a whole by the main thread. */
typedef struct
{
  CndTrainingState state;
  CndTrainingProgress progress;
  CndRecording *recording; /* (nullable): newer than the one taken before */
  GError *error;           /* (nullable) */
  char *path;              /* (nullable): the file, once there is one */
} CndTrainingReport;

/* Shared by the two: whoever lets go last frees it, so that neither waits for the other. */
typedef struct
{
  gatomicrefcount refs;
  /* as it was when the training began */
  CndNetwork *network;     /* (nullable): when a run goes on, it is the run's */
  CndTrainOptions options;
  guint n_images, n_test;  /* at most; 0: all */
  char *data, *preset;     /* data: the folder; preset: (nullable) */
  char *folder, *path;     /* where runs are kept; the file */
  gboolean resumes;        /* the file holds a run to go on with */
  GMainContext *context;

  CndTrainingJob *job;     /* of the main thread alone; NULL once nobody listens */

  GMutex mutex;
  GCond commanded;
  CndTrainingCommand command;
  GCancellable *cancellable; /* of what the thread does */
  gboolean wanted;         /* somebody looks: a report at once */
  gboolean abandoned;      /* ended by closing: to be offered at the next start */
  gboolean scheduled;      /* a report is on its way */
  CndTrainingReport report;
} CndTrainingWork;

CndTrainingWork *cnd_training_work_ref (CndTrainingWork *work);
void cnd_training_work_unref (CndTrainingWork *work);
/* Steals what has been reported. */
CndTrainingReport cnd_training_work_take (CndTrainingWork *work);
void cnd_training_report_clear (CndTrainingReport *report);
/* training.c: tells the object what has been reported; in the main thread. */
void cnd_training_job_deliver (CndTrainingWork *work);

/* training-worker.c: the thread's function; ends with its reference of @data, a CndTrainingWork. */
gpointer cnd_training_work_run (gpointer data);

/* training-forecast.c */
typedef struct
{
  double step_seconds;       /* 0: not known yet */
  double evaluation_seconds; /* 0: not known yet */
} CndTrainingPace;

double cnd_training_pace_estimate (const CndTrainingPace *pace, guint64 n_steps, guint n_evaluations, guint batch, guint n_test);
/* Both parts of a data set; FALSE with @error. */
gboolean cnd_training_load_data (const char *folder, guint n_images, guint n_test, CndDataSet **images, CndDataSet **test,
                                 GCancellable *cancellable, GError **error);

/* training-keep.c: a mark beside the runs says that one is being trained, by which process, and on which images. */
char *cnd_training_write_mark (const char *folder, const char *path, const char *data) G_GNUC_WARN_UNUSED_RESULT;
/* A file that is not there yet, named after a model and the time. */
char *cnd_training_dup_free_path (const char *folder, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* journal.c: whether the process whose number begins a file's name lives. */
gboolean cnd_journal_is_alive (const char *name);

G_END_DECLS
