/* How a training is told: a line an epoch and a progress line on a terminal, or one JSON object a line. */
#include "config.h"

#include "train-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_US 200000 /* between two progress lines */

static cJSON *
new_event (const char *name)
{
  cJSON *object = cJSON_CreateObject ();

  cnd_cli_json_add_text (object, "event", name);
  return object;
}

static void
clear_progress (CndTraining *training)
{
  if (training->line_length > 0)
    g_printerr ("\r%*s\r", (int) training->line_length, "");
  training->line_length = 0;
}

static void
show_progress (CndTraining *training, const CndTrainEvent *event)
{
  gint64 now = g_get_monotonic_time ();
  double rate = (double) event->step * training->options.batch / MAX (event->seconds, 1e-9);
  g_autofree char *line = NULL;

  if (training->json || !isatty (STDERR_FILENO) || now - training->line_us < PROGRESS_US)
    return;
  clear_progress (training);
  /* Translators: progress of a training; keep it short */
  line = g_strdup_printf (_("stage %u, epoch %u of %u, loss %.3f, error %.0f %%, %.0f images/s, %.0f s left"), event->stage,
                          event->epoch + 1, event->n_epochs, event->loss, 100 * event->train_error, rate,
                          event->seconds / (double) event->step * (double) (event->n_steps - event->step));
  g_printerr ("%s", line);
  training->line_length = cnd_cli_measure_text (line);
  training->line_us = now;
}

void
cnd_cli_train_tell_start (CndTraining *training)
{
  CndEngine *engine = cnd_trainer_get_engine (training->trainer);
  cJSON *object;

  if (!training->json)
    return;
  object = new_event ("start");
  cnd_cli_json_add_text (object, "name", training->subject.name);
  cnd_cli_json_add_count (object, "images", cnd_data_set_get_n_images (training->images));
  cnd_cli_json_add_count (object, "steps", cnd_trainer_get_n_steps (training->trainer));
  cnd_cli_json_add_count (object, "threads", cnd_engine_get_n_threads (engine));
  cnd_cli_json_add_text (object, "kernels", cnd_engine_get_kernels (engine));
  cnd_cli_json_print_line (object, CND_EXIT_GOOD);
}

static void
tell_json (const CndTrainEvent *event)
{
  gboolean epoch = event->type == CND_TRAIN_EPOCH;
  cJSON *object = new_event (epoch ? "epoch" : "condense");

  cnd_cli_json_add_count (object, "epoch", event->epoch + 1); /* as people count them */
  cnd_cli_json_add_count (object, "step", event->step);
  cnd_cli_json_add_count (object, "stage", event->stage);
  if (epoch)
    {
      cnd_cli_json_add_double (object, "loss", event->loss);
      cnd_cli_json_add_double (object, "train_error", event->train_error);
    }
  else
    {
      cnd_cli_json_add_count (object, "fallen", event->n_fallen);
      cnd_cli_json_add_double (object, "test_error_before", event->test_error_before);
    }
  cnd_cli_json_add_double (object, "test_error", event->test_error);
  cnd_cli_json_add_double (object, "seconds", event->seconds);
  cnd_cli_json_print_line (object, CND_EXIT_GOOD);
}

void
cnd_cli_train_tell (CndTraining *training, const CndTrainEvent *event)
{
  g_autofree char *line = NULL;

  if (event->type == CND_TRAIN_STEP)
    {
      show_progress (training, event);
      return;
    }
  clear_progress (training);
  if (training->json)
    {
      tell_json (event);
      return;
    }
  if (event->type == CND_TRAIN_EPOCH)
    line = g_strdup_printf (_("epoch %u: stage %u, loss %.4f, training error %.2f %%, test error %.2f %%, %.0f s\n"), event->epoch + 1,
                            event->stage, event->loss, 100 * event->train_error, 100 * event->test_error, event->seconds);
  else
    line = g_strdup_printf (_("condensed to stage %u: %u connections fell, test error %.2f %% before, %.2f %% right after\n"),
                            event->stage, event->n_fallen, 100 * event->test_error_before, 100 * event->test_error);
  cnd_cli_print (line, CND_EXIT_GOOD);
}

static int
tell_conversion (const CndTraining *training, const CndConversion *conversion)
{
  g_autofree char *line = NULL;

  if (training->json)
    {
      cJSON *object = new_event ("convert");
      cnd_cli_json_add_double (object, "test_error", conversion->test_error_converted);
      cnd_cli_json_add_double (object, "test_error_half", conversion->test_error_half);
      cnd_cli_json_add_double (object, "max_difference", conversion->max_difference);
      return cnd_cli_json_print_line (object, CND_EXIT_GOOD);
    }
  line = g_strdup_printf (_("converted: test error %.2f %% (greatest difference of a score %g); with half of the classifier %.2f %%\n"),
                          100 * conversion->test_error_converted, conversion->max_difference, 100 * conversion->test_error_half);
  return cnd_cli_print (line, CND_EXIT_GOOD);
}

int
cnd_cli_train_tell_end (CndTraining *training, const CndConversion *conversion)
{
  int status = conversion != NULL ? tell_conversion (training, conversion) : CND_EXIT_GOOD;

  if (training->json && status == CND_EXIT_GOOD)
    status = cnd_cli_json_print_line (new_event ("end"), CND_EXIT_GOOD);
  return status;
}
