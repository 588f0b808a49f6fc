/* condenser-cli train: trains and condenses a network, tells each epoch, and leaves a run. */
#include "config.h"

#include "train-private.h"

#include <glib/gi18n-lib.h>
#include <time.h>

#define NOT_GIVEN G_MININT

typedef struct
{
  char *data, *output, *weights, *criterion, *schedule, *rate_schedule;
  gint epochs, batch, threads, limit, crop;
  gint64 seed;
  double rate, momentum, weight_decay, lasso;
  gboolean plain_momentum, flip, resume, json;
  CndModelOptions model;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_free (options->output);
  g_free (options->weights);
  g_free (options->criterion);
  g_free (options->rate_schedule);
  g_free (options->schedule);
  cnd_cli_model_options_clear (&options->model);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
add_options (CndParser *parser, Options *options)
{
  GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data, N_("Folder with IDX files or CIFAR's binary edition (default: Fashion-MNIST, a part)"), N_("FOLDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("File for the run; saved after each epoch"), N_("RUN") },
    { "epochs", 0, 0, G_OPTION_ARG_INT, &options->epochs, N_("How often each image is seen (6)"), N_("N") },
    { "batch", 0, 0, G_OPTION_ARG_INT, &options->batch, N_("Images a step (64)"), N_("N") },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options->rate, N_("Learning rate at first (0.1)"), N_("RATE") },
    { "rate-schedule", 0, 0, G_OPTION_ARG_STRING, &options->rate_schedule, N_("cosine (to 0), constant, or multi-step: a tenth at half, and at three quarters (cosine)"), N_("NAME") },
    { "momentum", 0, 0, G_OPTION_ARG_DOUBLE, &options->momentum, N_("Of Nesterov’s kind (0.9)"), N_("SHARE") },
    { "plain-momentum", 0, 0, G_OPTION_ARG_NONE, &options->plain_momentum, N_("Momentum without Nesterov’s look ahead"), NULL },
    { "weight-decay", 0, 0, G_OPTION_ARG_DOUBLE, &options->weight_decay, N_("Pull of all weights to 0 (0.0001)"), N_("SHARE") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, N_("The same seed gives the same training (1)"), N_("N") },
    { "criterion", 0, 0, G_OPTION_ARG_STRING, &options->criterion, N_("Which inputs fall: l1, l2, random or largest (l1)"), N_("NAME") },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &options->schedule, N_("When they fall: stages, at-once or no-optimization (stages)"), N_("NAME") },
    { "lasso", 0, 0, G_OPTION_ARG_DOUBLE, &options->lasso, N_("Weight of the group lasso (0)"), N_("LAMBDA") },
    { "flip", 0, 0, G_OPTION_ARG_NONE, &options->flip, N_("Mirror images at random"), NULL },
    { "crop", 0, 0, G_OPTION_ARG_INT, &options->crop, N_("Shift images at random by so many pixels (0)"), N_("N") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit, N_("Take only the first images"), N_("N") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, N_("Threads (one a processor)"), N_("N") },
    { "weights", 0, 0, G_OPTION_ARG_FILENAME, &options->weights, N_("Begin with these weights (safetensors, as PyTorch names them, or a run)"), N_("FILE") },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &options->resume, N_("Go on with the run in the output file"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print one JSON object a line; epochs count from 1"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
  cnd_cli_add_set_option (parser, &options->model);
}

/* Negative numbers become too large ones, which the trainer refuses. */
static gboolean
get_train_options (const Options *options, CndTrainOptions *train, GError **error)
{
  *train = cnd_train_default_options;
  train->epochs = (guint) options->epochs;
  train->batch = (guint) options->batch;
  train->n_threads = (guint) MAX (options->threads, 0);
  train->crop = (guint) options->crop;
  train->seed = (guint64) options->seed;
  train->rate = options->rate;
  train->lasso = options->lasso;
  train->momentum = options->momentum;
  train->weight_decay = options->weight_decay;
  train->nesterov = !options->plain_momentum;
  train->flip = options->flip;
  return (options->criterion == NULL || cnd_condense_parse_criterion (options->criterion, &train->criterion, error))
         && (options->schedule == NULL || cnd_train_parse_schedule (options->schedule, &train->schedule, error))
         && (options->rate_schedule == NULL || cnd_train_parse_rate_schedule (options->rate_schedule, &train->rate_schedule, error));
}

/* ---- A session ----------------------------------------------------------------------------------------- */

static gboolean
load_data (CndTraining *training, const Options *options, GError **error)
{
  g_autofree char *folder = cnd_cli_find_images (options->data);
  guint limit = (guint) MAX (options->limit, 0);

  training->images = cnd_train_load_data (folder, CND_DATA_TRAINING, limit, NULL, error);
  training->test = training->images ? cnd_train_load_data (folder, CND_DATA_TEST, limit, NULL, error) : NULL;
  return training->test != NULL;
}

/* Of a file of weights, or those that a run came to. */
static gboolean
take_weights (CndTraining *training, const CndTensors *tensors, const char *path, GError **error)
{
  g_autoptr (CndRun) run = NULL;

  if (g_strcmp0 (cnd_tensors_get_metadata (tensors, "format"), CND_RUN_FORMAT) != 0)
    return cnd_trainer_load_weights (training->trainer, tensors, error);
  run = cnd_run_load (path, error);
  return run != NULL && cnd_trainer_load_run (training->trainer, run, error);
}

static gboolean
load_weights (CndTraining *training, const Options *options, GError **error)
{
  g_autoptr (CndTensors) tensors = cnd_formats_open_tensors (options->weights, error);

  if (tensors == NULL)
    return FALSE;
  if (take_weights (training, tensors, options->weights, error))
    return TRUE;
  cnd_base_set_problem_file (*error, options->weights);
  return FALSE;
}

static gboolean
resume_run (CndTraining *training, const Options *options, GError **error)
{
  training->run = cnd_run_load (options->output, error);
  if (training->run == NULL)
    return FALSE;
  if (cnd_trainer_check_description (training->trainer, training->run, error)
      && cnd_trainer_resume (training->trainer, training->run, error))
    return TRUE;
  cnd_base_set_problem_file (*error, options->output);
  return FALSE;
}

/* Killed before its first epoch was finished, a training leaves no file. */
static gboolean
has_begun (const Options *options)
{
  g_autofree char *name = NULL, *note = NULL;

  if (g_file_test (options->output, G_FILE_TEST_EXISTS))
    return TRUE;
  name = g_filename_display_name (options->output);
  note = g_strdup_printf (_("there is no %s: no epoch of it was finished, and the training begins anew"), name);
  cnd_cli_note (note);
  return FALSE;
}

/* A finished training is hours of somebody's: the file that a new one would replace stays. */
static gboolean
keep_earlier (const CndTraining *training, const Options *options, GError **error)
{
  const char *inputs[] = { training->subject.file, options->weights, NULL };

  return cnd_cli_keep_earlier (options->output, inputs, error);
}

static gboolean
open_run (CndTraining *training, const Options *options, GError **error)
{
  g_autofree char *data = NULL, *weights = NULL;

  if (options->resume && has_begun (options))
    {
      if (!resume_run (training, options, error))
        return FALSE;
    }
  else if (options->weights != NULL && !load_weights (training, options, error))
    return FALSE;
  if (options->output == NULL)
    return TRUE;
  if (training->run == NULL)
    {
      if (!keep_earlier (training, options, error))
        return FALSE;
      training->run = cnd_run_new ();
      data = cnd_cli_dup_data_name (options->data);
      cnd_trainer_describe (training->trainer, training->run, training->subject.preset, data);
      weights = options->weights != NULL ? g_path_get_basename (options->weights) : g_strdup ("");
      cnd_run_set_text (training->run, "weights", weights);
    }
  cnd_trainer_record (training->trainer, training->run, options->output);
  return TRUE;
}

static gboolean
open_training (CndTraining *training, const char *name, const Options *options, GError **error)
{
  training->json = options->json;
  if (options->output != NULL && !cnd_formats_check_writable (options->output, error))
    return FALSE;
  if (!get_train_options (options, &training->options, error) || !cnd_cli_subject_load (&training->subject, name, &options->model, error)
      || !load_data (training, options, error))
    return FALSE;
  training->trainer = cnd_trainer_new (training->subject.network, training->images, training->test, &training->options, error);
  return training->trainer != NULL && open_run (training, options, error);
}

static void
training_clear (CndTraining *training)
{
  g_clear_pointer (&training->trainer, cnd_trainer_free);
  g_clear_pointer (&training->run, cnd_run_free);
  g_clear_pointer (&training->images, cnd_data_set_unref);
  g_clear_pointer (&training->test, cnd_data_set_unref);
  g_clear_object (&training->cancellable);
  cnd_cli_subject_clear (&training->subject);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndTraining, training_clear)

/* Interrupts stay pending until a step asks for them, so that nothing is cut off. */
static void
hold_interrupts (sigset_t *interrupts)
{
  sigemptyset (interrupts);
  sigaddset (interrupts, SIGINT);
  sigaddset (interrupts, SIGTERM);
  sigprocmask (SIG_BLOCK, interrupts, NULL);
}

static void
on_event (const CndTrainEvent *event, gpointer data)
{
  CndTraining *training = data;
  struct timespec now = { 0 };

  if (sigtimedwait (&training->interrupts, NULL, &now) > 0)
    g_cancellable_cancel (training->cancellable);
  cnd_cli_train_tell (training, event);
}

static gboolean
save_conversion (CndRun *run, const CndConversion *conversion, const char *path, GError **error)
{
  cnd_train_record_conversion (run, conversion);
  return cnd_run_save (run, path, NULL, error);
}

/* What was finished before is in the file, where there is one. */
static int
fail (CndTraining *training, const GError *error)
{
  gboolean diverged = g_error_matches (error, CND_ERROR, CND_ERROR_VALUE);

  cnd_cli_train_tell_stop (training, diverged ? "diverged" : "failed");
  cnd_cli_fail (error);
  if (diverged && training->run != NULL)
    cnd_cli_note (cnd_run_count_rows (training->run, "epoch/step") > 0 ? _("the run holds every epoch that was finished before")
                                                                       : _("no epoch was finished; nothing is written"));
  return CND_EXIT_BAD;
}

static int
train (CndTraining *training, const Options *options)
{
  g_autoptr (GError) error = NULL;
  CndConversion conversion;
  gboolean learned = cnd_engine_get_n_learned (cnd_trainer_get_engine (training->trainer)) > 0;

  training->cancellable = g_cancellable_new ();
  hold_interrupts (&training->interrupts);
  cnd_cli_train_tell_start (training);
  if (!cnd_trainer_run (training->trainer, on_event, training, training->cancellable, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return fail (training, error);
      cnd_cli_train_tell_stop (training, "interrupted");
      cnd_cli_note (training->run == NULL ? _("interrupted")
                    : cnd_run_count_rows (training->run, "epoch/step") > 0
                      ? _("interrupted; the run holds every epoch that was finished, and --resume goes on from there")
                      : _("interrupted before the first epoch was finished; nothing is written"));
      return CND_EXIT_NO;
    }
  if (learned)
    {
      if (!cnd_train_convert (cnd_trainer_get_engine (training->trainer), training->test, training->images, &conversion,
                              training->cancellable, &error))
        return fail (training, error);
      if (training->run != NULL && !save_conversion (training->run, &conversion, options->output, &error))
        return fail (training, error);
    }
  return cnd_cli_train_tell_end (training, learned ? &conversion : NULL);
}

static int
run_train (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (Options) options = {
    .threads = NOT_GIVEN, .limit = NOT_GIVEN, .epochs = 6, .batch = 64, .rate = 0.1, .seed = 1, .momentum = 0.9, .weight_decay = 1e-4,
  };
  g_auto (CndTraining) training = { .json = FALSE };
  g_autoptr (GError) error = NULL;
  int status;

  add_options (parser, &options);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status))
    return status;
  if (options.resume && options.output == NULL)
    return cnd_cli_misuse (command, _("--resume goes on with the run that --output names"));
  if (options.threads != NOT_GIVEN && (options.threads < 1 || options.threads > 1024))
    return cnd_cli_misuse (command, _("--threads is a number from 1 to 1024"));
  if (options.limit != NOT_GIVEN && options.limit < 1)
    return cnd_cli_misuse (command, _("--limit is at least 1"));
  if (options.json)
    cnd_cli_stop_translating ();
  if (!open_training (&training, cnd_cli_parser_get_arguments (parser, NULL)[0], &options, &error))
    return cnd_cli_fail (error);
  return train (&training, &options);
}

const CndCommand cnd_cli_train = {
  "train",
  N_("FILE[:PRESET]"),
  N_("Trains and condenses a network, and records the training."),
  N_("What is drawn is what is trained. Learned group convolutions are condensed stage by\n"
     "stage in the first half; at the end they are converted, which changes no score, and\n"
     "the classifier is halved, which has its price. Interrupted, a run keeps every epoch\n"
     "that was finished, and --resume goes on as if nothing had happened. Without --resume\n"
     "an earlier run that stands in RUN, finished or not, is kept as RUN~.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli train condensenet-classroom -o classroom.safetensors\n"
     "  condenser-cli train condensenet-classroom --set groups=2 --limit 2000 --epochs 2"),
  run_train,
};
