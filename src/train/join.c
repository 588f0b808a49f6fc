/* Concatenation, addition, multiplication. */
#include "config.h"

#include "engine-private.h"

#include <string.h>

/* ---- Concatenation: most inputs lie where they belong already -------------------------------------------- */

static gsize
get_offset (const CndEngine *engine, const Operation *operation, guint input)
{
  gsize offset = engine->tensors[operation->layer].offset;

  for (guint i = 0; i < input; i++)
    {
      const Tensor *tensor = &engine->tensors[operation->inputs[i]];
      offset += (gsize) tensor->channels * tensor->pixels * CND_LANES;
    }
  return offset;
}

gboolean
cnd_concatenation_is_placed (const CndEngine *engine, const Operation *operation, guint input)
{
  const Tensor *tensor = &engine->tensors[operation->inputs[input]];

  return tensor->slab == engine->tensors[operation->layer].slab && tensor->offset == get_offset (engine, operation, input);
}

/* Copies values forward, or adds gradients backward, where an input lies elsewhere. */
static void
move_input (CndEngine *engine, Operation *operation, guint input, gboolean back)
{
  guint layer = operation->inputs[input];
  const Tensor *tensor = &engine->tensors[layer];
  gsize skip = get_offset (engine, operation, input) - engine->tensors[operation->layer].offset;
  guint n_items = engine->n_used * tensor->channels;
  gboolean add = back && claim_gradient (engine, layer);

#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < n_items; i++)
    {
      guint block = i / tensor->channels;
      gsize offset = (gsize) (i % tensor->channels) * tensor->pixels * CND_LANES;
      if (back)
        engine->kernels->add (get_gradients (engine, layer, block) + offset,
                              get_gradients (engine, operation->layer, block) + skip + offset, tensor->pixels, add);
      else
        engine->kernels->add (get_values (engine, operation->layer, block) + skip + offset,
                              get_values (engine, layer, block) + offset, tensor->pixels, FALSE);
    }
}

static void
concatenate (CndEngine *engine, Operation *operation)
{
  for (guint i = 0; i < operation->n_inputs; i++)
    if (!cnd_concatenation_is_placed (engine, operation, i))
      move_input (engine, operation, i, FALSE);
}

static void
concatenate_back (CndEngine *engine, Operation *operation)
{
  for (guint i = 0; i < operation->n_inputs; i++)
    if (!cnd_concatenation_is_placed (engine, operation, i) && needs_gradient (engine, operation->inputs[i]))
      move_input (engine, operation, i, TRUE);
}

const OperationClass cnd_operation_concatenation = {
  .kind = "concatenation",
  .keeps_output = TRUE,
  .forward = concatenate,
  .backward = concatenate_back,
};

/* ---- Addition --------------------------------------------------------------------------------------------- */

static void
add (CndEngine *engine, Operation *operation)
{
  const Tensor *tensor = &engine->tensors[operation->layer];
  guint n_items = engine->n_used * tensor->channels;

#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < n_items; i++)
    {
      guint block = i / tensor->channels;
      gsize offset = (gsize) (i % tensor->channels) * tensor->pixels * CND_LANES;
      for (guint k = 0; k < operation->n_inputs; k++)
        engine->kernels->add (get_values (engine, operation->layer, block) + offset,
                              get_values (engine, operation->inputs[k], block) + offset, tensor->pixels, k > 0);
    }
}

static void
add_back (CndEngine *engine, Operation *operation)
{
  const Tensor *tensor = &engine->tensors[operation->layer];
  guint n_items = engine->n_used * tensor->channels;

  for (guint k = 0; k < operation->n_inputs; k++)
    {
      guint input = operation->inputs[k];
      gboolean adds;
      if (!needs_gradient (engine, input))
        continue;
      adds = claim_gradient (engine, input);
#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
      for (guint i = 0; i < n_items; i++)
        {
          guint block = i / tensor->channels;
          gsize offset = (gsize) (i % tensor->channels) * tensor->pixels * CND_LANES;
          engine->kernels->add (get_gradients (engine, input, block) + offset,
                                get_gradients (engine, operation->layer, block) + offset, tensor->pixels, adds);
        }
    }
}

const OperationClass cnd_operation_addition = { .kind = "addition", .forward = add, .backward = add_back };

/* ---- Multiplication: of equal shapes, or by one factor a channel ------------------------------------------- */

/* out (+)= a · b, where b may have one pixel. */
static void
multiply_channel (const CndEngine *engine, float *out, const float *a, const float *b, guint pixels, guint b_pixels, gboolean adds)
{
  if (b_pixels == pixels)
    engine->kernels->multiply (out, a, b, pixels, adds);
  else
    engine->kernels->multiply_lanes (out, a, b, pixels, adds);
}

static const float *
get_channel (const CndEngine *engine, guint layer, guint block, guint channel)
{
  return get_values (engine, layer, block) + (gsize) channel * engine->tensors[layer].pixels * CND_LANES;
}

static void
multiply (CndEngine *engine, Operation *operation)
{
  const Tensor *tensor = &engine->tensors[operation->layer];
  guint n_items = engine->n_used * tensor->channels;

#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < n_items; i++)
    {
      guint block = i / tensor->channels, channel = i % tensor->channels;
      float *y = get_values (engine, operation->layer, block) + (gsize) channel * tensor->pixels * CND_LANES;
      memcpy (y, get_channel (engine, operation->inputs[0], block, channel), (gsize) tensor->pixels * CND_LANES * sizeof (float));
      for (guint k = 1; k < operation->n_inputs; k++)
        multiply_channel (engine, y, y, get_channel (engine, operation->inputs[k], block, channel), tensor->pixels,
                          engine->tensors[operation->inputs[k]].pixels, FALSE);
    }
}

/* The gradient of input @k in one channel: the output's, times all other inputs. @scratch: a channel */
static void
multiply_back_channel (CndEngine *engine, Operation *operation, guint k, guint block, guint channel, gboolean adds, float *scratch)
{
  guint pixels = engine->tensors[operation->layer].pixels, input = operation->inputs[k];
  guint in_pixels = engine->tensors[input].pixels;
  float *out = get_gradients (engine, input, block) + (gsize) channel * in_pixels * CND_LANES;

  memcpy (scratch, get_gradients (engine, operation->layer, block) + (gsize) channel * pixels * CND_LANES,
          (gsize) pixels * CND_LANES * sizeof (float));
  for (guint j = 0; j < operation->n_inputs; j++)
    if (j != k && !(in_pixels != pixels && j == 0))
      multiply_channel (engine, scratch, scratch, get_channel (engine, operation->inputs[j], block, channel), pixels,
                        engine->tensors[operation->inputs[j]].pixels, FALSE);
  if (in_pixels == pixels)
    {
      engine->kernels->add (out, scratch, pixels, adds);
      return;
    }
  if (!adds)
    memset (out, 0, CND_LANES * sizeof (float));
  engine->kernels->sum_products_lanes (scratch, get_channel (engine, operation->inputs[0], block, channel), pixels, out);
}

static void
multiply_back (CndEngine *engine, Operation *operation)
{
  guint channels = engine->tensors[operation->layer].channels;
  gsize n_channel = (gsize) engine->tensors[operation->layer].pixels * CND_LANES;

  for (guint k = 0; k < operation->n_inputs; k++)
    {
      gboolean adds;
      if (!needs_gradient (engine, operation->inputs[k]))
        continue;
      adds = claim_gradient (engine, operation->inputs[k]);
#pragma omp parallel num_threads (engine->n_threads)
      {
        float *scratch = g_aligned_alloc (n_channel, sizeof (float), 64);
#pragma omp for schedule (static)
        for (guint i = 0; i < engine->n_used * channels; i++)
          multiply_back_channel (engine, operation, k, i / channels, i % channels, adds, scratch);
        g_aligned_free (scratch);
      }
    }
}

const OperationClass cnd_operation_multiplication = {
  .kind = "multiplication",
  .forward = multiply,
  .backward = multiply_back,
};
