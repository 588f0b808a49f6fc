/* All that going on with a training takes, into a run and out of it. */
#include "config.h"

#include "trainer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_SEQUENCES 3u

static void
store_weights (const CndTrainer *trainer, CndRun *run)
{
  guint n;
  const CndWeights *weights = cnd_engine_get_weights (trainer->engine, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strconcat ("state/weights/", weights[i].name, NULL);
      g_autofree char *momentum = g_strconcat ("state/momentum/", weights[i].name, NULL);
      cnd_run_set (run, name, CND_TENSOR_F32, weights[i].sizes, weights[i].rank, weights[i].values);
      if (weights[i].momentum != NULL)
        cnd_run_set (run, momentum, CND_TENSOR_F32, weights[i].sizes, weights[i].rank, weights[i].momentum);
    }
}

void
cnd_state_store (const CndTrainer *trainer, CndRun *run)
{
  guint64 n_images = cnd_data_set_get_n_images (trainer->training), n_learned = cnd_engine_get_n_learned (trainer->engine);
  guint64 n_sequences[] = { N_SEQUENCES, 4 };
  gint64 places[] = { (gint64) trainer->step, (gint64) cnd_engine_get_n_passes (trainer->engine) };
  guint64 n_places = G_N_ELEMENTS (places);
  CndRandom sequences[N_SEQUENCES] = { trainer->order, trainer->augmentation, trainer->criterion };

  store_weights (trainer, run);
  cnd_run_set (run, "state/step_and_passes", CND_TENSOR_I64, &n_places, 1, places);
  cnd_run_set (run, "state/random", CND_TENSOR_U64, n_sequences, 2, sequences);
  cnd_run_set (run, "state/order", CND_TENSOR_U32, &n_images, 1, trainer->feed.order);
  cnd_run_set (run, "state/stages", CND_TENSOR_U32, &n_learned, 1, trainer->stages);
}

/* ---- Out of a run ----------------------------------------------------------------------------------------- */

static gboolean
load_tensor (CndRun *run, const char *prefix, const CndWeights *weights, float *values, GError **error)
{
  g_autofree char *name = g_strconcat (prefix, weights->name, NULL);
  const CndTensor *tensor = cnd_run_require (run, name, CND_TENSOR_F32, weights->sizes, weights->rank, error);

  if (tensor == NULL)
    return FALSE;
  memcpy (values, tensor->bytes, tensor->n_bytes);
  return TRUE;
}

static gboolean
load_weights (CndTrainer *trainer, CndRun *run, GError **error)
{
  guint n;
  CndWeights *weights = cnd_engine_get_weights (trainer->engine, &n);

  for (guint i = 0; i < n; i++)
    if (!load_tensor (run, "state/weights/", &weights[i], weights[i].values, error)
        || (weights[i].momentum != NULL && !load_tensor (run, "state/momentum/", &weights[i], weights[i].momentum, error)))
      return FALSE;
  return TRUE;
}

/* The last mask of each layer. */
static gboolean
load_masks (CndTrainer *trainer, CndRun *run, GError **error)
{
  const CndLayer *layers = cnd_network_get_layers (cnd_engine_get_network (trainer->engine), NULL);

  for (guint i = 0; i < cnd_engine_get_n_learned (trainer->engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (trainer->engine, i);
      g_autofree char *name = g_strconcat ("mask/", layers[cnd_engine_get_learned_layer (trainer->engine, i)].id, NULL);
      guint64 sizes[] = { cnd_run_count_rows (run, name), shape->groups, shape->inputs };
      const CndTensor *tensor = cnd_run_require (run, name, CND_TENSOR_U8, sizes, 3, error);
      gsize n = (gsize) shape->groups * shape->inputs;
      if (tensor == NULL)
        return FALSE;
      if (sizes[0] == 0 || trainer->stages[i] >= shape->condensation
          || cnd_condense_get_mask_stage (shape, tensor->bytes + (sizes[0] - 1) * n) != trainer->stages[i])
        {
          cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("“%s” in the run does not fit the stage reached"), name);
          return FALSE;
        }
      cnd_engine_set_mask (trainer->engine, i, tensor->bytes + (sizes[0] - 1) * n);
    }
  return TRUE;
}

/* Every image once: what comes from a file is not trusted to be an order. */
static gboolean
load_order (CndTrainer *trainer, const CndTensor *tensor, GError **error)
{
  guint n = cnd_data_set_get_n_images (trainer->training);
  g_autofree gboolean *seen = g_new0 (gboolean, n);

  memcpy (trainer->feed.order, tensor->bytes, tensor->n_bytes);
  for (guint i = 0; i < n; i++)
    {
      guint image = trainer->feed.order[i];
      if (image >= n || seen[image])
        {
          cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("The order of images in the run is damaged"));
          return FALSE;
        }
      seen[image] = TRUE;
    }
  return TRUE;
}

/* A sequence of zeros alone never comes to another number: who draws from it waits for ever. */
static gboolean
load_sequences (CndTrainer *trainer, const CndTensor *tensor, GError **error)
{
  CndRandom sequences[N_SEQUENCES];

  memcpy (sequences, tensor->bytes, sizeof sequences);
  for (guint i = 0; i < N_SEQUENCES; i++)
    if ((sequences[i].state[0] | sequences[i].state[1] | sequences[i].state[2] | sequences[i].state[3]) == 0)
      {
        cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("“%s” in the run does not fit the rest of it"), tensor->name);
        return FALSE;
      }
  trainer->order = sequences[0];
  trainer->augmentation = sequences[1];
  trainer->criterion = sequences[2];
  return TRUE;
}

static gboolean
load_places (CndTrainer *trainer, const CndTensor *places, const CndTensor *stages, GError **error)
{
  gint64 numbers[2];

  memcpy (numbers, places->bytes, sizeof numbers);
  if (stages->n_bytes > 0)
    memcpy (trainer->stages, stages->bytes, stages->n_bytes);
  if (numbers[0] < 0 || (guint64) numbers[0] > cnd_trainer_get_n_steps (trainer) || numbers[0] % trainer->n_batches != 0 || numbers[1] < 0)
    {
      CndProblem problem = { .hint = _("Resume with the data, batch and epochs that it began with.") };
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, &problem, _("The run stopped at a step that this training does not have"));
      return FALSE;
    }
  trainer->step = (guint64) numbers[0];
  cnd_engine_set_n_passes (trainer->engine, (guint64) numbers[1]);
  return TRUE;
}

/* Time goes on from where it stood. */
static void
load_spent (CndTrainer *trainer, CndRun *run)
{
  const CndTensor *seconds = cnd_run_find (run, "timing/step_seconds");
  float last = 0;

  if (seconds != NULL && seconds->type == CND_TENSOR_F32 && seconds->n_bytes >= sizeof last)
    memcpy (&last, seconds->bytes + seconds->n_bytes - sizeof last, sizeof last);
  trainer->spent_us = last > 0 && last < 1e9f ? (gint64) ((double) last * 1e6) : 0;
}

gboolean
cnd_trainer_resume (CndTrainer *trainer, CndRun *run, GError **error)
{
  guint64 n_images = cnd_data_set_get_n_images (trainer->training), n_learned = cnd_engine_get_n_learned (trainer->engine);
  guint64 n_sequences[] = { N_SEQUENCES, 4 }, n_places = 2;
  const CndTensor *places = cnd_run_require (run, "state/step_and_passes", CND_TENSOR_I64, &n_places, 1, error);
  const CndTensor *random = places ? cnd_run_require (run, "state/random", CND_TENSOR_U64, n_sequences, 2, error) : NULL;
  const CndTensor *order = random ? cnd_run_require (run, "state/order", CND_TENSOR_U32, &n_images, 1, error) : NULL;
  const CndTensor *stages = order ? cnd_run_require (run, "state/stages", CND_TENSOR_U32, &n_learned, 1, error) : NULL;

  if (stages == NULL || !load_weights (trainer, run, error) || !load_places (trainer, places, stages, error)
      || !load_masks (trainer, run, error) || !load_order (trainer, order, error) || !load_sequences (trainer, random, error))
    return FALSE;
  load_spent (trainer, run);
  return TRUE;
}
