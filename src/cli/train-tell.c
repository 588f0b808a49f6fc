/* How a training is told: a line an epoch and a progress line on a terminal, or one JSON object a line. */
#include "config.h"

#include "train-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_US 200000 /* between two progress lines */

#define LARGE_LOSS 1e5 /* nothing that is learned is as large: a power of ten says more than digits */

char *
cnd_cli_format_loss (double loss)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (loss))
    return g_strdup ("–");
  if (fabs (loss) < LARGE_LOSS)
    return cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, loss, 4);
  return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.2g", loss));
}

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

/* Images a second since the training began; the last batch of an epoch may be smaller. */
static double
get_rate (const CndTraining *training, const CndTrainEvent *event)
{
  double n_seen = (double) event->step / (double) event->n_steps * event->n_epochs * cnd_data_set_get_n_images (training->images);

  return n_seen / MAX (event->seconds, 1e-9);
}

static double
get_seconds_left (const CndTrainEvent *event)
{
  return event->seconds / (double) event->step * (double) (event->n_steps - event->step);
}

static void
show_progress (CndTraining *training, const CndTrainEvent *event)
{
  gint64 now = g_get_monotonic_time ();
  g_autofree char *line = NULL, *loss = NULL;

  if (training->json || !isatty (STDERR_FILENO) || now - training->line_us < PROGRESS_US)
    return;
  clear_progress (training);
  loss = cnd_cli_format_loss (event->loss);
  /* Translators: progress of a training; keep it short */
  line = g_strdup_printf (_("stage %u, epoch %u of %u, loss %s, error %.0f %%, %.0f images/s, %.0f s left"), event->stage,
                          event->epoch + 1, event->n_epochs, loss, 100 * event->train_error,
                          get_rate (training, event), get_seconds_left (event));
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
  g_autofree char *line = NULL, *loss = NULL;

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
  loss = cnd_cli_format_loss (event->loss);
  if (event->type == CND_TRAIN_EPOCH)
    /* Translators: seconds are those since the training began, then those that are left */
    line = g_strdup_printf (_("epoch %u of %u: stage %u, loss %s, training error %.2f %%, test error %.2f %%, %.0f images/s, %.0f s, "
                              "%.0f s left\n"),
                            event->epoch + 1, event->n_epochs, event->stage, loss, 100 * event->train_error, 100 * event->test_error,
                            get_rate (training, event), event->seconds, get_seconds_left (event));
  else
    line = g_strdup_printf (_("condensed to stage %u: %u connections fell, test error %.2f %% before, %.2f %% right after\n"),
                            event->stage, event->n_fallen, 100 * event->test_error_before, 100 * event->test_error);
  cnd_cli_print (line, CND_EXIT_GOOD);
}

static char *
describe_conversion (const CndTraining *training, const CndConversion *conversion)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *converted = NULL, *half = NULL;
  CndFormCounts counts = { 0 }, counts_half = { 0 };

  if (!cnd_cli_count_forms (training->subject.network, &counts, &counts_half, &error))
    g_debug ("not counted: %s", error->message);
  converted = cnd_cli_describe_counts (&counts);
  half = cnd_cli_describe_counts (&counts_half);
  /* Translators: "15,578 parameters, 9,119,872 MACs", the test error in percent, a small number; the same of the second network */
  return g_strdup_printf (_("converted: %s, test error %.2f %% (greatest difference of a score %g)\n"
                            "with half of the classifier: %s, test error %.2f %%\n"),
                          converted, 100 * conversion->test_error_converted, conversion->max_difference, half,
                          100 * conversion->test_error_half);
}

static int
tell_conversion (const CndTraining *training, const CndConversion *conversion)
{
  g_autofree char *text = NULL;

  if (training->json)
    {
      cJSON *object = new_event ("convert");
      cnd_cli_json_add_double (object, "test_error", conversion->test_error_converted);
      cnd_cli_json_add_double (object, "test_error_half", conversion->test_error_half);
      cnd_cli_json_add_double (object, "max_difference", conversion->max_difference);
      cnd_cli_add_form_counts (object, training->subject.network);
      return cnd_cli_json_print_line (object, CND_EXIT_GOOD);
    }
  text = describe_conversion (training, conversion);
  return cnd_cli_print (text, CND_EXIT_GOOD);
}

/* @reason: (nullable): why it did not come to its end */
static int
tell_json_end (const char *reason)
{
  cJSON *object = new_event ("end");

  cJSON_AddBoolToObject (object, reason != NULL ? reason : "interrupted", reason != NULL);
  return cnd_cli_json_print_line (object, CND_EXIT_GOOD);
}

int
cnd_cli_train_tell_end (CndTraining *training, const CndConversion *conversion)
{
  int status = conversion != NULL ? tell_conversion (training, conversion) : CND_EXIT_GOOD;

  return training->json && status == CND_EXIT_GOOD ? tell_json_end (NULL) : status;
}

void
cnd_cli_train_tell_stop (CndTraining *training, const char *reason)
{
  clear_progress (training);
  if (training->json)
    tell_json_end (reason);
}
