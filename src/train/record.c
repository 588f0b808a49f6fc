/* What a run holds of a training. */
#include "config.h"

#include "trainer-private.h"

#include <string.h>

static char *
name_of (const CndTrainer *trainer, const char *prefix, guint learned)
{
  const CndLayer *layers = cnd_network_get_layers (cnd_engine_get_network (trainer->engine), NULL);

  return g_strconcat (prefix, layers[cnd_engine_get_learned_layer (trainer->engine, learned)].id, NULL);
}

void
cnd_record_importance (CndTrainer *trainer)
{
  if (trainer->run == NULL)
    return;
  cnd_run_append_integer (trainer->run, "importance/step", (gint64) trainer->step);
  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (trainer->engine, i);
      gsize n = (gsize) shape->groups * shape->inputs;
      guint64 sizes[] = { shape->groups, shape->inputs };
      g_autofree double *scores = g_new (double, n);
      g_autofree float *row = g_new (float, n);
      g_autofree char *name = name_of (trainer, "importance/", i);
      /* by magnitude, whatever the criterion: a random one would draw from the training's sequence */
      CndCriterion criterion = trainer->options.criterion == CND_CRITERION_L2 ? CND_CRITERION_L2 : CND_CRITERION_L1;
      cnd_condense_score_inputs (shape, cnd_engine_get_learned_weights (trainer->engine, i)->values,
                                 cnd_engine_get_mask (trainer->engine, i), criterion, NULL, scores);
      for (gsize k = 0; k < n; k++)
        row[k] = (float) scores[k];
      cnd_run_append (trainer->run, name, CND_TENSOR_F32, sizes, 2, row);
    }
}

static void
record_masks (CndTrainer *trainer)
{
  cnd_run_append_integer (trainer->run, "mask/step", (gint64) trainer->step);
  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (trainer->engine, i);
      const guint8 *mask = cnd_engine_get_mask (trainer->engine, i);
      guint64 sizes[] = { shape->groups, shape->inputs };
      g_autofree char *name = name_of (trainer, "mask/", i), *count = name_of (trainer, "count/", i);
      cnd_run_append (trainer->run, name, CND_TENSOR_U8, sizes, 2, mask);
      cnd_run_append_integer (trainer->run, count, (gint64) cnd_condense_count_kept (shape, mask));
    }
}

/* Where nothing is condensed, convolutions and linear layers are looked at all the same, as long as they are small. */
static void
record_plain_weights (CndTrainer *trainer)
{
  guint n;
  const CndWeights *weights = cnd_engine_get_weights (trainer->engine, &n);
  gsize total = 0;

  for (guint i = 0; i < n; i++)
    total += weights[i].rank > 1 ? weights[i].n : 0;
  for (guint i = 0; i < n && total <= CND_MAX_PLAIN_WEIGHTS; i++)
    if (weights[i].rank > 1 && g_str_has_suffix (weights[i].name, ".weight"))
      {
        g_autofree char *id = g_strndup (weights[i].name, strlen (weights[i].name) - strlen (".weight"));
        g_autofree char *name = g_strconcat ("weights/", id, NULL);
        cnd_run_append_halves (trainer->run, name, weights[i].sizes, weights[i].rank, weights[i].values);
      }
}

void
cnd_record_weights (CndTrainer *trainer, CndSnapshot when)
{
  if (trainer->run == NULL)
    return;
  cnd_run_append_integer (trainer->run, "weights/step", (gint64) trainer->step);
  cnd_run_append_integer (trainer->run, "weights/when", when);
  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    {
      const CndWeights *weights = cnd_engine_get_learned_weights (trainer->engine, i);
      g_autofree char *name = name_of (trainer, "weights/", i);
      cnd_run_append_halves (trainer->run, name, weights->sizes, weights->rank, weights->values);
    }
  if (cnd_engine_get_n_learned (trainer->engine) == 0)
    record_plain_weights (trainer);
}

/* ---- Events -------------------------------------------------------------------------------------------- */

static void
record_step (CndRun *run, const CndTrainEvent *event)
{
  cnd_run_append_float (run, "step/loss", event->loss);
  cnd_run_append_float (run, "step/rate", event->rate);
  cnd_run_append_float (run, "step/lasso", event->lasso);
  cnd_run_append_float (run, "timing/step_seconds", event->seconds);
}

static void
record_epoch (CndRun *run, const CndTrainEvent *event)
{
  cnd_run_append_integer (run, "epoch/step", (gint64) event->step);
  cnd_run_append_integer (run, "epoch/stage", event->stage);
  cnd_run_append_float (run, "epoch/loss", event->loss);
  cnd_run_append_float (run, "epoch/train_error", event->train_error);
  cnd_run_append_float (run, "epoch/test_loss", event->test_loss);
  cnd_run_append_float (run, "epoch/test_error", event->test_error);
}

static void
record_condensing (CndRun *run, const CndTrainEvent *event)
{
  cnd_run_append_integer (run, "condense/step", (gint64) event->step);
  cnd_run_append_integer (run, "condense/stage", event->stage);
  cnd_run_append_integer (run, "condense/n_fallen", event->n_fallen);
  cnd_run_append_float (run, "condense/test_loss_before", event->test_loss_before);
  cnd_run_append_float (run, "condense/test_error_before", event->test_error_before);
  cnd_run_append_float (run, "condense/test_loss", event->test_loss);
  cnd_run_append_float (run, "condense/test_error", event->test_error);
}

void
cnd_record_event (CndTrainer *trainer, const CndTrainEvent *event)
{
  if (trainer->run == NULL)
    return;
  if (event->type == CND_TRAIN_STEP)
    record_step (trainer->run, event);
  else if (event->type == CND_TRAIN_EPOCH)
    record_epoch (trainer->run, event);
  else
    {
      record_condensing (trainer->run, event);
      record_masks (trainer);
    }
}

void
cnd_trainer_record (CndTrainer *trainer, CndRun *run, const char *path)
{
  trainer->run = run;
  g_free (trainer->path);
  trainer->path = g_strdup (path);
  if (cnd_run_count_rows (run, "mask/step") > 0)
    return;
  /* what it begins with */
  record_masks (trainer);
  cnd_record_importance (trainer);
  cnd_record_weights (trainer, CND_SNAPSHOT_EPOCH);
}

void
cnd_train_record_conversion (CndRun *run, const CndConversion *conversion)
{
  const double values[] = { conversion->test_error, conversion->test_error_converted, conversion->test_error_half,
                            conversion->max_difference };
  guint64 n = G_N_ELEMENTS (values);

  cnd_run_set (run, "convert/test_error_converted_half_and_max_difference", CND_TENSOR_F64, &n, 1, values);
}

/* ---- While it goes on ----------------------------------------------------------------------------------- */

static gboolean
is_recorded (CndTrainer *trainer, CndRun *run)
{
  const CndTensor *steps = cnd_run_find (run, "weights/step");
  gint64 last = -1;

  if (steps != NULL && steps->n_bytes >= sizeof last)
    memcpy (&last, steps->bytes + steps->n_bytes - sizeof last, sizeof last);
  return last == (gint64) trainer->step;
}

CndRun *
cnd_trainer_copy_run (CndTrainer *trainer)
{
  CndRun *run = trainer->run, *copy;

  g_return_val_if_fail (run != NULL, NULL);

  copy = cnd_run_copy (run, "state/");
  if (is_recorded (trainer, copy))
    return copy;
  trainer->run = copy;
  cnd_record_importance (trainer);
  cnd_record_weights (trainer, CND_SNAPSHOT_NOW);
  trainer->run = run;
  return copy;
}
