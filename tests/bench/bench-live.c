/* live: training in the window while the view of the run follows it, against the same training in the same process without a
 * picture, in turns, so that other programs disturb both alike; and what one refresh costs the interface thread. */
#include "app/app-window-private.h"
#include "app/application-private.h"
#include "support/bench.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCH 64u
#define N_TURNS 7
#define TURN_SECONDS 3.0
#define MAX_REFRESHES 4096

typedef struct
{
  CndAppWindow *window;
  CndTrainingJob *job;
  CndTrainer *trainer;
  double plain[N_TURNS], live[N_TURNS], ratios[N_TURNS]; /* images a second */
  double refresh_ms[MAX_REFRESHES];
  guint n_refreshes;
  gint64 cpu_us; /* at the refresh before; 0: none was in this turn */
} Bench;

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_quantile (double *values, guint n_values, double share)
{
  qsort (values, n_values, sizeof *values, compare_doubles);
  return values[MIN (n_values - 1, (guint) (share * n_values))];
}

static gint64
get_thread_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- Without a window -------------------------------------------------------------- */

typedef struct
{
  GCancellable *cancellable;
  double first, last;
  guint n_steps;
} Plain;

static void
on_event (const CndTrainEvent *event, gpointer data)
{
  Plain *plain = data;

  if (event->type != CND_TRAIN_STEP)
    return;
  plain->n_steps++;
  plain->first = plain->n_steps == 1 ? event->seconds : plain->first;
  plain->last = event->seconds;
  if (plain->last - plain->first >= TURN_SECONDS)
    g_cancellable_cancel (plain->cancellable);
}

static double
train_plainly (Bench *bench)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Plain plain = { .cancellable = cancellable };

  cnd_trainer_run (bench->trainer, on_event, &plain, cancellable, NULL);
  return (plain.n_steps - 1) * BATCH / (plain.last - plain.first);
}

/* ---- With one ------------------------------------------------------------------------ */

/* From one refresh to the next, all that this thread did: taking the recording, drawing, showing. */
static void
refreshed (Bench *bench)
{
  gint64 now = get_thread_us ();

  if (bench->cpu_us > 0 && bench->n_refreshes < MAX_REFRESHES)
    bench->refresh_ms[bench->n_refreshes++] = (double) (now - bench->cpu_us) / 1e3;
  bench->cpu_us = now;
}

static void
wait_for_state (Bench *bench, CndTrainingState state)
{
  while (cnd_training_job_get_state (bench->job) != state)
    {
      if (!cnd_training_job_is_going_on (bench->job))
        g_error ("the training has ended");
      g_main_context_iteration (NULL, TRUE);
    }
}

static double
train_live (Bench *bench)
{
  const CndTrainingProgress *progress = cnd_training_job_get_progress (bench->job);
  CndTrainingProgress before;

  cnd_training_job_go_on (bench->job);
  before = *progress;
  while (progress->step == before.step)
    g_main_context_iteration (NULL, TRUE);
  before = *progress;
  bench->cpu_us = 0;
  while (progress->seconds - before.seconds < TURN_SECONDS)
    g_main_context_iteration (NULL, TRUE);
  before.step = progress->step - before.step;
  before.seconds = progress->seconds - before.seconds;
  cnd_training_job_pause (bench->job);
  wait_for_state (bench, CND_TRAINING_PAUSED);
  return (double) before.step * BATCH / before.seconds;
}

/* ---- Both ------------------------------------------------------------------------------- */

static void
open_window (Bench *bench, CndApplication *application)
{
  g_autofree char *folder = cnd_formats_find_data ("models"), *path = g_build_filename (folder, "condensenet-classroom.json", NULL);

  bench->window = CND_APP_WINDOW (cnd_app_window_new (GTK_APPLICATION (application), cnd_application_get_settings (application),
                                                      cnd_application_get_gallery (application),
                                                      cnd_application_get_thumbnails (application)));
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (bench->window));
  cnd_app_window_open (bench->window, path);
  while (cnd_document_get_scene (cnd_app_window_get_document (bench->window)) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
begin (Bench *bench, const char *folder)
{
  CndTrainingPlan plan = { cnd_train_default_options, 0, 0, NULL, NULL, folder };
  g_autofree char *data = cnd_session_dup_shipped_images ();
  g_autoptr (CndDataSet) images = cnd_train_load_data (data, CND_DATA_TRAINING, 0, NULL, NULL);
  g_autoptr (GError) error = NULL;
  CndRun *run = cnd_run_new (); /* as long as the process */

  plan.options.batch = BATCH;
  plan.options.epochs = 1000; /* no condensing is due in the time measured */
  cnd_app_window_train (bench->window, &plan);
  bench->job = cnd_app_window_get_training (bench->window);
  g_signal_connect_swapped (bench->job, "advanced", G_CALLBACK (refreshed), bench);
  while (cnd_app_window_get_playback (bench->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  cnd_training_job_pause (bench->job);
  wait_for_state (bench, CND_TRAINING_PAUSED);
  bench->trainer = cnd_trainer_new (cnd_document_get_network (cnd_app_window_get_document (bench->window)), images, NULL, &plan.options, &error);
  if (bench->trainer == NULL)
    g_error ("%s", error->message);
  cnd_trainer_record (bench->trainer, run, NULL);
}

static void
measure (Bench *bench)
{
  for (guint i = 0; i < N_TURNS; i++)
    {
      bench->plain[i] = train_plainly (bench);
      bench->live[i] = train_live (bench);
      bench->ratios[i] = bench->live[i] / bench->plain[i];
    }
  g_print ("# %u refreshes\n", bench->n_refreshes);
  cnd_bench_report ("live-plain", get_quantile (bench->plain, N_TURNS, 0.5), "images/s", CND_BENCH_AT_LEAST, 0);
  cnd_bench_report ("live-followed", get_quantile (bench->live, N_TURNS, 0.5), "images/s", CND_BENCH_AT_LEAST, 0);
  cnd_bench_report ("live-share", get_quantile (bench->ratios, N_TURNS, 0.5), "of_plain", CND_BENCH_AT_LEAST, 0.9);
  cnd_bench_report ("live-refresh", get_quantile (bench->refresh_ms, bench->n_refreshes, 0.5), "ms", CND_BENCH_AT_MOST, 16.6);
}

int
main (void)
{
  Bench bench = { 0 };
  g_autoptr (CndApplication) application = NULL;
  g_autofree char *folder = g_dir_make_tmp ("condenser-bench-XXXXXX", NULL);

  if (!gtk_init_check ())
    {
      g_printerr ("there is no display\n");
      return 1;
    }
  application = cnd_application_new (G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    return 1;
  open_window (&bench, application);
  begin (&bench, folder);
  measure (&bench);
  cnd_training_job_stop (bench.job);
  wait_for_state (&bench, CND_TRAINING_STOPPED);
  gtk_window_destroy (GTK_WINDOW (bench.window));
  cnd_trainer_free (bench.trainer);
  g_rmdir (folder);
  return 0;
}
