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

/* Whether the input already lies where it belongs. */
static gboolean
is_placed (const CndEngine *engine, const Operation *operation, guint input)
{
  const Tensor *tensor = &engine->tensors[operation->inputs[input]];

  return tensor->slab == engine->tensors[operation->layer].slab && tensor->offset == get_offset (engine, operation, input);
}

/* The concatenation's channel that is channel 0 of the input. */
static guint
get_first_channel (const Pass *pass)
{
  guint channel = 0;

  for (guint i = 0; i < pass->index; i++)
    channel += pass->engine->tensors[pass->operation->inputs[i]].channels;
  return channel;
}

static void
move_channel (const Pass *pass, guint block, guint channel)
{
  guint layer = pass->operation->layer;

  pass->engine->kernels->add (get_channel_values (pass->engine, layer, block, get_first_channel (pass) + channel),
                              get_channel_values (pass->engine, pass->input, block, channel),
                              pass->engine->tensors[layer].pixels, FALSE);
}

static void
concatenate (CndEngine *engine, Operation *operation)
{
  for (guint i = 0; i < operation->n_inputs; i++)
    if (!is_placed (engine, operation, i))
      {
        Pass pass = { .engine = engine, .operation = operation, .input = operation->inputs[i], .index = i };
        cnd_engine_run_channels (&pass, engine->tensors[pass.input].channels, move_channel);
      }
}

static void
move_channel_back (const Pass *pass, guint block, guint channel)
{
  guint layer = pass->operation->layer;

  pass->engine->kernels->add (get_channel_gradients (pass->engine, pass->input, block, channel),
                              get_channel_gradients (pass->engine, layer, block, get_first_channel (pass) + channel),
                              pass->engine->tensors[layer].pixels, pass->add);
}

static void
concatenate_back (CndEngine *engine, Operation *operation)
{
  for (guint i = 0; i < operation->n_inputs; i++)
    if (!is_placed (engine, operation, i))
      cnd_engine_run_channels_back (engine, operation, i, engine->tensors[operation->inputs[i]].channels, move_channel_back);
}

const OperationClass cnd_operation_concatenation = {
  .kind = "concatenation",
  .keeps_output = TRUE,
  .forward = concatenate,
  .backward = concatenate_back,
};

/* ---- Addition --------------------------------------------------------------------------------------------- */

static void
add_channel (const Pass *pass, guint block, guint channel)
{
  const Operation *operation = pass->operation;

  for (guint k = 0; k < operation->n_inputs; k++)
    pass->engine->kernels->add (get_channel_values (pass->engine, operation->layer, block, channel),
                                get_channel_values (pass->engine, operation->inputs[k], block, channel),
                                pass->engine->tensors[operation->layer].pixels, k > 0);
}

static void
add (CndEngine *engine, Operation *operation)
{
  Pass pass = { .engine = engine, .operation = operation };

  cnd_engine_run_channels (&pass, engine->tensors[operation->layer].channels, add_channel);
}

static void
add_channel_back (const Pass *pass, guint block, guint channel)
{
  guint layer = pass->operation->layer;

  pass->engine->kernels->add (get_channel_gradients (pass->engine, pass->input, block, channel),
                              get_channel_gradients (pass->engine, layer, block, channel),
                              pass->engine->tensors[layer].pixels, pass->add);
}

static void
add_back (CndEngine *engine, Operation *operation)
{
  for (guint k = 0; k < operation->n_inputs; k++)
    cnd_engine_run_channels_back (engine, operation, k, engine->tensors[operation->layer].channels, add_channel_back);
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

static void
multiply_forward (const Pass *pass, guint block, guint channel)
{
  const CndEngine *engine = pass->engine;
  const Operation *operation = pass->operation;
  guint pixels = engine->tensors[operation->layer].pixels;
  float *y = get_channel_values (engine, operation->layer, block, channel);

  memcpy (y, get_channel_values (engine, operation->inputs[0], block, channel), (gsize) pixels * CND_LANES * sizeof (float));
  for (guint k = 1; k < operation->n_inputs; k++)
    multiply_channel (engine, y, y, get_channel_values (engine, operation->inputs[k], block, channel), pixels,
                      engine->tensors[operation->inputs[k]].pixels, FALSE);
}

static void
multiply (CndEngine *engine, Operation *operation)
{
  Pass pass = { .engine = engine, .operation = operation };

  cnd_engine_run_channels (&pass, engine->tensors[operation->layer].channels, multiply_forward);
}

/* The gradient of one input in one channel: the output's, times all other inputs. */
static void
multiply_back_channel (const Pass *pass, guint block, guint channel)
{
  const CndEngine *engine = pass->engine;
  const Operation *operation = pass->operation;
  guint pixels = engine->tensors[operation->layer].pixels, in_pixels = engine->tensors[pass->input].pixels;
  gsize n = (gsize) pixels * CND_LANES;
  float *out = get_channel_gradients (engine, pass->input, block, channel);
  float *product = g_aligned_alloc (n, sizeof (float), 64);

  memcpy (product, get_channel_gradients (engine, operation->layer, block, channel), n * sizeof (float));
  for (guint j = 0; j < operation->n_inputs; j++)
    if (j != pass->index && !(in_pixels != pixels && j == 0))
      multiply_channel (engine, product, product, get_channel_values (engine, operation->inputs[j], block, channel), pixels,
                        engine->tensors[operation->inputs[j]].pixels, FALSE);
  if (in_pixels == pixels)
    engine->kernels->add (out, product, pixels, pass->add);
  else
    {
      if (!pass->add)
        memset (out, 0, CND_LANES * sizeof (float));
      engine->kernels->sum_products_lanes (product, get_channel_values (engine, operation->inputs[0], block, channel), pixels, out);
    }
  g_aligned_free (product);
}

static void
multiply_back (CndEngine *engine, Operation *operation)
{
  for (guint k = 0; k < operation->n_inputs; k++)
    cnd_engine_run_channels_back (engine, operation, k, engine->tensors[operation->layer].channels, multiply_back_channel);
}

const OperationClass cnd_operation_multiplication = {
  .kind = "multiplication",
  .forward = multiply,
  .backward = multiply_back,
};
