/* Batch norm: each channel by its mean and variance over the batch, or, when evaluating, by the running ones. */
#include "config.h"

#include "engine-private.h"

#include <math.h>

#define EPSILON 1e-5
#define RUNNING 0.1 /* share of the newest batch in the running statistics */

typedef struct
{
  guint scale, shift;    /* G_MAXUINT: not learned */
  guint mean, variance;
  float *batch_mean, *batch_inverse; /* of the last training pass: mean, 1 ÷ deviation */
} State;

static gboolean
prepare (CndEngine *engine, Operation *operation, GError **error)
{
  State *state = operation->state;
  guint64 n = engine->tensors[operation->layer].channels;
  guint layer = operation->layer;
  gboolean affine = operation->description->attributes[0].integers[0] != 0;

  state->scale = affine ? cnd_engine_add_weights (engine, layer, "weight", CND_WEIGHTS_SCALE, &n, 1) : G_MAXUINT;
  state->shift = affine ? cnd_engine_add_weights (engine, layer, "bias", CND_WEIGHTS_SHIFT, &n, 1) : G_MAXUINT;
  state->mean = cnd_engine_add_weights (engine, layer, "running_mean", CND_WEIGHTS_MEAN, &n, 1);
  state->variance = cnd_engine_add_weights (engine, layer, "running_var", CND_WEIGHTS_VARIANCE, &n, 1);
  state->batch_mean = cnd_engine_allocate (engine, n);
  state->batch_inverse = cnd_engine_allocate (engine, n);
  return TRUE;
}

static void
clear (Operation *operation)
{
  State *state = operation->state;

  g_aligned_free (state->batch_mean);
  g_aligned_free (state->batch_inverse);
}

static float
get_factor (const CndEngine *engine, guint weights, guint channel, float otherwise)
{
  return weights != G_MAXUINT ? get_weights (engine, weights)->values[channel] : otherwise;
}

/* The running mean is near the batch's, so that little is lost when squares are summed about it. */
static void
measure_batch (CndEngine *engine, Operation *operation, guint channel)
{
  State *state = operation->state;
  const Tensor *tensor = &engine->tensors[operation->layer];
  float *mean = &get_weights (engine, state->mean)->values[channel];
  float *variance = &get_weights (engine, state->variance)->values[channel];
  double n = (double) engine->n_images * tensor->pixels, pivot = *mean, sums[2] = { 0 }, batch_variance;

  for (guint block = 0; block < engine->n_used; block++)
    engine->kernels->sum_squares (get_values (engine, operation->inputs[0], block) + (gsize) channel * tensor->pixels * CND_LANES,
                                  tensor->pixels, (float) pivot, get_lanes (engine, block), sums);
  sums[0] /= n;
  batch_variance = MAX (sums[1] / n - sums[0] * sums[0], 0);
  state->batch_mean[channel] = (float) (sums[0] + pivot);
  state->batch_inverse[channel] = (float) (1 / sqrt (batch_variance + EPSILON));
  *mean = (float) (*mean + RUNNING * (sums[0] + pivot - *mean));
  *variance = (float) (*variance + RUNNING * (batch_variance * n / MAX (n - 1, 1) - *variance));
}

static void
normalize_channel (gpointer data, guint channel, guint thread)
{
  const Pass *pass = data;
  CndEngine *engine = pass->engine;
  Operation *operation = pass->operation;
  State *state = operation->state;
  guint pixels = engine->tensors[operation->layer].pixels;
  gsize offset = (gsize) channel * pixels * CND_LANES;
  float mean, inverse;

  if (engine->training)
    measure_batch (engine, operation, channel);
  mean = engine->training ? state->batch_mean[channel] : get_weights (engine, state->mean)->values[channel];
  inverse = engine->training ? state->batch_inverse[channel]
                             : (float) (1 / sqrt (get_weights (engine, state->variance)->values[channel] + EPSILON));
  for (guint block = 0; block < engine->n_used; block++)
    engine->kernels->normalize (get_values (engine, operation->layer, block) + offset,
                                get_values (engine, operation->inputs[0], block) + offset, pixels,
                                inverse * get_factor (engine, state->scale, channel, 1), mean,
                                get_factor (engine, state->shift, channel, 0), operation->relu);
}

static void
forward (CndEngine *engine, Operation *operation)
{
  Pass pass = { .engine = engine, .operation = operation };

  cnd_crew_run (engine->crew, engine->tensors[operation->layer].channels, normalize_channel, &pass);
}

/* dx = γ/σ · (g − mean g − x̂ · mean (g·x̂)) */
static void
backward_channel (gpointer data, guint channel, guint thread)
{
  const Pass *pass = data;
  CndEngine *engine = pass->engine;
  Operation *operation = pass->operation;
  State *state = operation->state;
  guint pixels = engine->tensors[operation->layer].pixels, input = operation->inputs[0];
  gsize offset = (gsize) channel * pixels * CND_LANES;
  double n = (double) engine->n_images * pixels, sums[2] = { 0 };
  double inverse = state->batch_inverse[channel], a = inverse * get_factor (engine, state->scale, channel, 1);
  float mean = state->batch_mean[channel];

  for (guint block = 0; block < engine->n_used; block++)
    engine->kernels->normalize_sums (get_gradients (engine, operation->layer, block) + offset,
                                     operation->relu ? get_values (engine, operation->layer, block) + offset : NULL,
                                     get_values (engine, input, block) + offset, pixels, mean, sums);
  if (state->scale != G_MAXUINT)
    {
      get_weights (engine, state->scale)->gradient[channel] += (float) (sums[1] * inverse);
      get_weights (engine, state->shift)->gradient[channel] += (float) sums[0];
    }
  for (guint block = 0; block < engine->n_used && needs_gradient (engine, input); block++)
    engine->kernels->normalize_gradient (get_gradients (engine, input, block) + offset,
                                         get_gradients (engine, operation->layer, block) + offset,
                                         operation->relu ? get_values (engine, operation->layer, block) + offset : NULL,
                                         get_values (engine, input, block) + offset, pixels, (float) a,
                                         (float) (-a * inverse * inverse * sums[1] / n), (float) (-a * sums[0] / n), mean,
                                         get_lanes (engine, block), pass->add);
}

static void
backward (CndEngine *engine, Operation *operation)
{
  Pass pass = { .engine = engine, .operation = operation };

  pass.add = needs_gradient (engine, operation->inputs[0]) && claim_gradient (engine, operation->inputs[0]);
  cnd_crew_run (engine->crew, engine->tensors[operation->layer].channels, backward_channel, &pass);
}

const OperationClass cnd_operation_batch_norm = {
  .kind = "batch_norm",
  .size = sizeof (State),
  .trained = TRUE,
  .prepare = prepare,
  .forward = forward,
  .backward = backward,
  .clear = clear,
};
