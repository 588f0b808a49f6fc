/* The schedule: epochs of steps, condensings between them, evaluation. */
#include "config.h"

#include "trainer-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define IMPORTANCES 8u /* recorded an epoch */

const CndTrainOptions cnd_train_default_options = {
  .epochs = 6, .batch = 64, .seed = 1, .rate = 0.1, .momentum = 0.9, .weight_decay = 1e-4, .nesterov = TRUE,
};

typedef struct
{
  CndTrainer *trainer;
  CndTrainFunc func;
  gpointer data;
  GCancellable *cancellable;
  gint64 start_us;
} Run;

/* ---- Making one ---------------------------------------------------------------------------------------------- */

/* Before there is an engine: one for larger images may take more memory than there is. */
static gboolean
check_sizes (const CndNetwork *network, const CndDataSet *set, GError **error)
{
  const CndShape *input = &cnd_network_get_layers (network, NULL)[0].output;
  guint sizes[3];

  cnd_data_set_get_sizes (set, sizes);
  if (input->flat ? input->channels != (gint64) sizes[0] * sizes[1] * sizes[2]
                  : input->channels != sizes[0] || input->height != sizes[1] || input->width != sizes[2])
    {
      CndShape shape = { sizes[0], sizes[1], sizes[2], FALSE };
      g_autofree char *found = cnd_shape_format (&shape, CND_NUMBER_STYLE_LATIN);
      g_autofree char *expected = cnd_shape_format (input, CND_NUMBER_STYLE_LATIN);
      CndProblem problem = { .found = found, .expected = expected, .hint = _("Take another data set, or change the network's input.") };
      cnd_base_set_problem (error, CND_ERROR_SHAPE, &problem, _("The images are not of the size that the network reads"));
      return FALSE;
    }
  return TRUE;
}

/* Where a label is to blame, it may be a damaged one. Images count from 0, as programs that read the file count them. */
static void
fail_classes (guint n_outputs, const CndDataSet *set, GError **error)
{
  guint image;
  const char *file = cnd_data_set_find_label (set, n_outputs, &image);
  g_autofree char *outputs = g_strdup_printf ("%u", n_outputs);
  g_autofree char *classes = g_strdup_printf ("%u", cnd_data_set_get_n_classes (set));
  g_autofree char *labels = g_strdup_printf ("0 … %u", n_outputs - 1);
  CndProblem problem = { .found = outputs, .expected = classes, .hint = _("Set the network's number of classes.") };
  CndProblem label = { .file = file, .expected = labels,
                       .hint = _("Is the label right? Then set the network’s number of classes; else mend the file.") };

  if (file == NULL)
    cnd_base_set_problem (error, CND_ERROR_SHAPE, &problem, _("The network has fewer outputs than the data set has classes"));
  else
    cnd_base_set_problem (error, CND_ERROR_SHAPE, &label, _("The image %u (from 0) has the label %u, which is none of the network’s %u classes"),
                          image, cnd_data_set_get_label (set, image), n_outputs);
}

gboolean
cnd_train_check_images (CndEngine *engine, const CndDataSet *set, GError **error)
{
  if (!check_sizes (cnd_engine_get_network (engine), set, error))
    return FALSE;
  if (cnd_data_set_get_n_classes (set) > cnd_engine_get_n_classes (engine))
    {
      fail_classes (cnd_engine_get_n_classes (engine), set, error);
      return FALSE;
    }
  return TRUE;
}

static guint
get_smaller_side (const CndDataSet *set)
{
  guint sizes[3];

  cnd_data_set_get_sizes (set, sizes);
  return MIN (sizes[1], sizes[2]);
}

static gboolean
check_options (const CndTrainOptions *options, const CndDataSet *training, GError **error)
{
  guint side = get_smaller_side (training);
  g_autofree char *shifts = g_strdup_printf ("0 … %u", side - 1);
  const struct
  {
    gboolean good;
    const char *name, *expected;
  } rules[] = {
    { options->epochs >= 1 && options->epochs <= 100000, "epochs", "1 … 100000" },
    { options->batch >= 1 && options->batch <= 65536, "batch", "1 … 65536" },
    { options->n_threads <= 1024, "threads", "1 … 1024" },
    { options->rate >= 0 && options->rate <= 1e6, "rate", "0 … 1e6" },
    { options->momentum >= 0 && options->momentum < 1, "momentum", "0 … < 1" },
    { options->weight_decay >= 0 && options->weight_decay <= 1, "weight decay", "0 … 1" },
    { options->lasso >= 0 && options->lasso <= 1e6, "lasso", "0 … 1e6" },
    { options->crop < side, "crop", shifts },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (!rules[i].good)
      {
        CndProblem problem = { .expected = rules[i].expected };
        /* Translators: an option of the training: epochs, batch, rate … */
        cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("The value of “%s” is out of its range"), rules[i].name);
        return FALSE;
      }
  return TRUE;
}

CndTrainer *
cnd_trainer_new (CndNetwork *network, CndDataSet *training, CndDataSet *test, const CndTrainOptions *options, GError **error)
{
  g_autoptr (CndTrainer) trainer = g_new0 (CndTrainer, 1);
  guint n_images = cnd_data_set_get_n_images (training);
  /* No larger than what there is: memory grows with it */
  CndEngineOptions engine_options = { .batch = MIN (options->batch, n_images), .n_threads = options->n_threads, .kernels = options->kernels };
  CndRandom seeds, random;

  if (!check_options (options, training, error) || !check_sizes (network, training, error))
    return NULL;
  trainer->options = *options;
  trainer->engine = cnd_engine_new (network, &engine_options, error);
  if (trainer->engine == NULL || !cnd_train_check_images (trainer->engine, training, error)
      || (test != NULL && !cnd_train_check_images (trainer->engine, test, error)))
    return NULL;
  trainer->training = cnd_data_set_ref (training);
  trainer->test = test != NULL ? cnd_data_set_ref (test) : NULL;
  cnd_feed_init (&trainer->feed, training, training);
  trainer->feed.flip = options->flip;
  trainer->feed.crop = options->crop;
  trainer->n_batches = (n_images + options->batch - 1) / options->batch;
  trainer->stages = g_new0 (guint, cnd_engine_get_n_learned (trainer->engine) + 1);
  cnd_base_seed_random (&seeds, options->seed);
  cnd_base_seed_random (&random, cnd_base_next_random (&seeds));
  cnd_base_seed_random (&trainer->order, cnd_base_next_random (&seeds));
  cnd_base_seed_random (&trainer->augmentation, cnd_base_next_random (&seeds));
  cnd_base_seed_random (&trainer->criterion, cnd_base_next_random (&seeds));
  cnd_engine_initialize (trainer->engine, &random);
  cnd_engine_seed_dropout (trainer->engine, cnd_base_next_random (&seeds));
  return g_steal_pointer (&trainer);
}

void
cnd_trainer_free (CndTrainer *trainer)
{
  cnd_feed_clear (&trainer->feed);
  g_clear_pointer (&trainer->engine, cnd_engine_free);
  g_clear_pointer (&trainer->training, cnd_data_set_unref);
  g_clear_pointer (&trainer->test, cnd_data_set_unref);
  g_free (trainer->stages);
  g_free (trainer->path);
  g_free (trainer);
}

CndEngine *
cnd_trainer_get_engine (CndTrainer *trainer)
{
  return trainer->engine;
}

guint64
cnd_trainer_get_n_steps (const CndTrainer *trainer)
{
  return (guint64) trainer->n_batches * trainer->options.epochs;
}

/* Those that the masks have come to. */
static void
note_stages (CndTrainer *trainer)
{
  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    trainer->stages[i] = cnd_condense_get_mask_stage (cnd_engine_get_learned_shape (trainer->engine, i),
                                                      cnd_engine_get_mask (trainer->engine, i));
}

gboolean
cnd_trainer_load_weights (CndTrainer *trainer, const CndTensors *tensors, GError **error)
{
  if (!cnd_engine_load_weights (trainer->engine, tensors, error))
    return FALSE;
  note_stages (trainer);
  return TRUE;
}

gboolean
cnd_trainer_load_run (CndTrainer *trainer, CndRun *run, GError **error)
{
  if (!cnd_engine_load_run (trainer->engine, run, error))
    return FALSE;
  note_stages (trainer);
  return TRUE;
}

double
cnd_train_get_rate (const CndTrainOptions *options, guint64 step, guint64 n_steps)
{
  double done = (double) step / (double) n_steps;

  switch (options->rate_schedule)
    {
    case CND_RATE_CONSTANT:
      return options->rate;
    case CND_RATE_MULTI_STEP:
      return options->rate * (done < 0.5 ? 1 : done < 0.75 ? 0.1 : 0.01);
    default:
      return 0.5 * options->rate * (1 + cos (G_PI * done));
    }
}

/* Recorded, then told. */
static void
tell (const Run *run, const CndTrainEvent *event)
{
  cnd_record_event (run->trainer, event);
  if (run->func != NULL)
    run->func (event, run->data);
}

/* ---- Condensing ------------------------------------------------------------------------------------------------ */

static guint
get_stage (const CndTrainer *trainer)
{
  guint stage = 0;

  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    stage = MAX (stage, trainer->stages[i]);
  return stage;
}

static guint
get_due_stage (const CndTrainer *trainer, guint learned)
{
  return cnd_condense_get_stage (trainer->options.schedule, cnd_engine_get_learned_shape (trainer->engine, learned)->condensation,
                                 trainer->step, cnd_trainer_get_n_steps (trainer));
}

static guint
drop (CndTrainer *trainer, guint learned)
{
  const CndLearnedShape *shape = cnd_engine_get_learned_shape (trainer->engine, learned);
  gsize n = (gsize) shape->groups * shape->inputs;
  g_autofree double *scores = g_new (double, n);
  g_autofree guint8 *mask = g_memdup2 (cnd_engine_get_mask (trainer->engine, learned), n);
  guint n_fallen;

  cnd_condense_score_inputs (shape, cnd_engine_get_learned_weights (trainer->engine, learned)->values, mask,
                             trainer->options.criterion, &trainer->criterion, scores);
  trainer->stages[learned] = get_due_stage (trainer, learned);
  n_fallen = cnd_condense_drop_inputs (shape, scores, trainer->options.criterion, trainer->stages[learned], mask);
  cnd_engine_set_mask (trainer->engine, learned, mask);
  return n_fallen;
}

static CndTrainEvent
make_event (const Run *run, CndTrainEventType type)
{
  const CndTrainer *trainer = run->trainer;

  return (CndTrainEvent){
    .type = type, .step = trainer->step, .n_steps = cnd_trainer_get_n_steps (trainer),
    .epoch = (guint) (trainer->step / trainer->n_batches), .n_epochs = trainer->options.epochs, .stage = get_stage (trainer),
    .test_loss = NAN, .test_error = NAN, .test_loss_before = NAN, .test_error_before = NAN,
    .seconds = (double) (trainer->spent_us + g_get_monotonic_time () - run->start_us) / 1e6,
  };
}

static gboolean
fail_diverged (GError **error)
{
  CndProblem problem = { .hint = _("The rate is probably too high: take a lower one.") };

  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("The loss is no number any more: the training has diverged"));
  return FALSE;
}

void
cnd_trainer_tell_evaluations (CndTrainer *trainer, CndEvaluatingFunc func, gpointer data)
{
  trainer->evaluating = func;
  trainer->evaluating_data = data;
}

static gboolean
evaluate_test (const Run *run, double *loss, double *error_rate, GError **error)
{
  CndTrainer *trainer = run->trainer;
  CndOutcome outcome;

  if (trainer->test == NULL)
    return TRUE;
  if (trainer->evaluating != NULL)
    trainer->evaluating (trainer->evaluating_data);
  if (!cnd_train_evaluate (trainer->engine, trainer->test, trainer->training, &outcome, run->cancellable, error))
    return FALSE;
  if (!isfinite (outcome.loss))
    return fail_diverged (error);
  *loss = outcome.loss;
  *error_rate = (double) outcome.n_wrong / cnd_data_set_get_n_images (trainer->test);
  return TRUE;
}

/* Lets fall what is due at this step, before the step uses the weights. */
static gboolean
condense (const Run *run, GError **error)
{
  CndTrainer *trainer = run->trainer;
  CndTrainEvent event = make_event (run, CND_TRAIN_CONDENSE);
  Run whole = *run;
  gboolean due = FALSE;

  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    due |= get_due_stage (trainer, i) > trainer->stages[i];
  if (!due)
    return TRUE;
  if (!evaluate_test (run, &event.test_loss_before, &event.test_error_before, error))
    return FALSE;
  cnd_record_importance (trainer);
  cnd_record_weights (trainer, CND_SNAPSHOT_BEFORE);
  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    if (get_due_stage (trainer, i) > trainer->stages[i])
      event.n_fallen += drop (trainer, i);
  event.stage = get_stage (trainer);
  /* what fell has fallen: no cancelling between that and its report */
  whole.cancellable = NULL;
  if (!evaluate_test (&whole, &event.test_loss, &event.test_error, error))
    return FALSE;
  event.seconds = make_event (run, CND_TRAIN_CONDENSE).seconds;
  tell (run, &event);
  cnd_record_weights (trainer, CND_SNAPSHOT_AFTER);
  return TRUE;
}

/* ---- Steps -------------------------------------------------------------------------------------------------------- */

/* The lasso acts while the layer still condenses. */
static double
add_lasso (CndTrainer *trainer)
{
  double total = 0;

  for (guint i = 0; trainer->options.lasso > 0 && i < cnd_engine_get_n_learned (trainer->engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (trainer->engine, i);
      CndWeights *weights = cnd_engine_get_learned_weights (trainer->engine, i);
      if (trainer->stages[i] + 1 < shape->condensation)
        total += cnd_condense_add_lasso (shape, weights->values, cnd_engine_get_mask (trainer->engine, i), trainer->options.lasso,
                                         weights->gradient);
    }
  return total;
}

/* Eight times an epoch, evenly. */
static gboolean
is_importance_due (const CndTrainer *trainer)
{
  guint64 done = trainer->step % trainer->n_batches;

  return done * IMPORTANCES / trainer->n_batches != (done + trainer->n_batches - 1) % trainer->n_batches * IMPORTANCES / trainer->n_batches;
}

static gboolean
take_step (const Run *run, GError **error)
{
  CndTrainer *trainer = run->trainer;
  const CndTrainOptions *options = &trainer->options;
  guint first = (guint) (trainer->step % trainer->n_batches) * options->batch;
  guint n = MIN (options->batch, cnd_data_set_get_n_images (trainer->training) - first);
  CndTrainEvent event = make_event (run, CND_TRAIN_STEP);
  CndOutcome outcome;

  event.rate = cnd_train_get_rate (options, trainer->step, event.n_steps);
  cnd_feed_put_batch (&trainer->feed, trainer->engine, first, n, &trainer->augmentation);
  outcome = cnd_engine_forward (trainer->engine, TRUE);
  if (!isfinite (outcome.loss))
    return fail_diverged (error);
  cnd_engine_backward (trainer->engine);
  event.lasso = add_lasso (trainer);
  cnd_engine_step (trainer->engine, event.rate, options->momentum, options->weight_decay, options->nesterov);
  event.step = ++trainer->step;
  event.loss = outcome.loss;
  event.train_error = (double) outcome.n_wrong / n;
  event.seconds = make_event (run, CND_TRAIN_STEP).seconds;
  trainer->sum_loss += outcome.loss * n;
  trainer->n_wrong += outcome.n_wrong;
  trainer->n_images += n;
  if (is_importance_due (trainer))
    cnd_record_importance (trainer);
  tell (run, &event);
  return TRUE;
}

static gboolean
save (const Run *run, GError **error)
{
  CndTrainer *trainer = run->trainer;

  if (trainer->run == NULL)
    return TRUE;
  cnd_state_store (trainer, trainer->run);
  return trainer->path == NULL || cnd_run_save (trainer->run, trainer->path, NULL, error);
}

/* An activation may hide from the loss that weights have overflowed: the greater of 0 and no number can be 0. */
static gboolean
check_weights (const CndTrainer *trainer, GError **error)
{
  guint n;
  const CndWeights *weights = cnd_engine_get_weights (trainer->engine, &n);

  for (guint i = 0; i < n; i++)
    for (gsize k = 0; k < weights[i].n; k++)
      if (!isfinite (weights[i].values[k]))
        return fail_diverged (error);
  return TRUE;
}

static gboolean
end_epoch (const Run *run, GError **error)
{
  CndTrainer *trainer = run->trainer;
  CndTrainEvent event = make_event (run, CND_TRAIN_EPOCH);

  event.epoch--;
  event.rate = cnd_train_get_rate (&trainer->options, trainer->step - 1, event.n_steps);
  event.loss = trainer->sum_loss / trainer->n_images;
  event.train_error = (double) trainer->n_wrong / trainer->n_images;
  if (!check_weights (trainer, error) || !evaluate_test (run, &event.test_loss, &event.test_error, error))
    return FALSE;
  trainer->sum_loss = 0;
  trainer->n_wrong = trainer->n_images = 0;
  event.seconds = make_event (run, CND_TRAIN_EPOCH).seconds;
  cnd_record_weights (trainer, CND_SNAPSHOT_EPOCH);
  tell (run, &event);
  return save (run, error);
}

static gboolean
run_steps (const Run *run, GError **error)
{
  CndTrainer *trainer = run->trainer;

  while (trainer->step < cnd_trainer_get_n_steps (trainer) || trainer->n_images > 0)
    {
      if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
      if (trainer->n_images > 0 && trainer->step % trainer->n_batches == 0)
        {
          if (!end_epoch (run, error))
            return FALSE;
          continue;
        }
      if (!condense (run, error))
        return FALSE;
      if (trainer->n_images == 0 && trainer->step % trainer->n_batches == 0)
        cnd_feed_shuffle (&trainer->feed, &trainer->order);
      if (!take_step (run, error))
        return FALSE;
    }
  /* without an optimization stage the last condensing falls due now */
  return condense (run, error) && save (run, error);
}

gboolean
cnd_trainer_run (CndTrainer *trainer, CndTrainFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  Run run = { trainer, func, data, cancellable, g_get_monotonic_time () };
  gboolean good = run_steps (&run, error);

  trainer->spent_us += g_get_monotonic_time () - run.start_us;
  return good;
}
