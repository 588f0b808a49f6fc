/* What a training will take, by its first steps; and the images that it takes. */
#include "training-private.h"

#define N_STEPS 4             /* measured; the first one is not counted */
#define ENOUGH_SECONDS 1.5
#define FORWARD_SHARE (1 / 3.0) /* of a step's time; the rest is backward */

char *
cnd_session_dup_shipped_images (void)
{
  g_autofree char *data = cnd_formats_find_data ("data");

  return g_build_filename (data, "fashion-mnist", NULL);
}

gboolean
cnd_training_load_data (const char *folder, guint n_images, guint n_test, CndDataSet **images, CndDataSet **test,
                        GCancellable *cancellable, GError **error)
{
  if (*images == NULL)
    *images = cnd_train_load_data (folder, CND_DATA_TRAINING, n_images, cancellable, error);
  if (*images != NULL && *test == NULL)
    *test = cnd_train_load_data (folder, CND_DATA_TEST, n_test, cancellable, error);
  return *images != NULL && *test != NULL;
}

double
cnd_training_pace_estimate (const CndTrainingPace *pace, guint64 n_steps, guint n_evaluations, guint batch, guint n_test)
{
  double evaluation = pace->evaluation_seconds > 0 ? pace->evaluation_seconds : pace->step_seconds * FORWARD_SHARE * n_test / batch;

  return (double) n_steps * pace->step_seconds + n_evaluations * evaluation;
}

/* ---- A few steps -------------------------------------------------------------------- */

typedef struct
{
  CndNetwork *network;
  CndTrainOptions options;
  guint n_images, n_test;
  char *data;
  CndTrainingForecast forecast;
} Request;

typedef struct
{
  GCancellable *wanted, *enough;
  guint n_steps;
  double first, last; /* seconds */
} Measurement;

static void
free_request (gpointer data)
{
  Request *request = data;

  cnd_network_unref (request->network);
  g_free (request->data);
  g_free (request);
}

static void
on_event (const CndTrainEvent *event, gpointer data)
{
  Measurement *measurement = data;

  if (event->type == CND_TRAIN_STEP)
    {
      measurement->n_steps++;
      measurement->first = measurement->n_steps == 1 ? event->seconds : measurement->first;
      measurement->last = event->seconds;
    }
  if (measurement->n_steps >= N_STEPS || measurement->last >= ENOUGH_SECONDS || g_cancellable_is_cancelled (measurement->wanted))
    g_cancellable_cancel (measurement->enough);
}

static gboolean
measure (Request *request, CndDataSet *images, CndDataSet *test, GCancellable *cancellable, GError **error)
{
  g_autoptr (CndTrainer) trainer = cnd_trainer_new (request->network, images, test, &request->options, error);
  g_autoptr (GCancellable) enough = g_cancellable_new ();
  g_autoptr (GError) ended = NULL;
  Measurement measurement = { .wanted = cancellable, .enough = enough };

  if (trainer == NULL)
    return FALSE;
  if (!cnd_trainer_run (trainer, on_event, &measurement, enough, &ended) && !g_error_matches (ended, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&ended));
      return FALSE;
    }
  request->forecast = (CndTrainingForecast){
    .n_images = cnd_data_set_get_n_images (images), .n_test = cnd_data_set_get_n_images (test),
    .step_seconds = measurement.n_steps > 1 ? (measurement.last - measurement.first) / (measurement.n_steps - 1) : measurement.last,
  };
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
forecast_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  g_autoptr (CndDataSet) images = NULL, test = NULL;
  GError *error = NULL;

  if (cnd_training_load_data (request->data, request->n_images, request->n_test, &images, &test, cancellable, &error)
      && measure (request, images, test, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
cnd_session_forecast_training_async (CndNetwork *network, const CndTrainingPlan *plan, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->network = cnd_network_ref (network);
  request->options = plan->options;
  request->options.kernels = g_intern_string (plan->options.kernels);
  request->n_images = plan->n_images;
  request->n_test = plan->n_test;
  request->data = plan->data != NULL ? g_strdup (plan->data) : cnd_session_dup_shipped_images ();
  g_task_set_task_data (task, request, free_request);
  g_task_run_in_thread (task, forecast_in_thread);
}

gboolean
cnd_session_forecast_training_finish (GAsyncResult *result, CndTrainingForecast *forecast, GError **error)
{
  const Request *request = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *forecast = request->forecast;
  return TRUE;
}

double
cnd_training_forecast_get_seconds (const CndTrainingForecast *forecast, guint epochs, guint batch)
{
  CndTrainingPace pace = { forecast->step_seconds, 0 };
  guint64 n_steps = (guint64) epochs * ((forecast->n_images + batch - 1) / batch);

  return cnd_training_pace_estimate (&pace, n_steps, epochs, batch, forecast->n_test);
}
