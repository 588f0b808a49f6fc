/* Kinds that choose, reorder or drop values. */
#include "config.h"

#include "engine-private.h"

#include <string.h>

/* Nothing to do: the image is put where it is read, and flat features lie as the feature maps did. */
const OperationClass cnd_operation_input = { .kind = "input", .keeps_output = TRUE };
const OperationClass cnd_operation_flatten = { .kind = "flatten", .keeps_output = TRUE };

/* ---- Channels: shuffle, split, index selection ------------------------------------------------------------- */

typedef struct
{
  guint *sources; /* for each output channel the input channel */
} State;

static guint
find_source (const Operation *operation, guint channel, guint n_out)
{
  const CndAttribute *attributes = operation->description->attributes;
  guint groups;

  if (operation->class == &cnd_operation_selection)
    return (guint) attributes[0].list.values[channel];
  if (operation->class == &cnd_operation_split)
    return (guint) attributes[1].integers[0] * n_out + channel;
  groups = (guint) attributes[0].integers[0];
  return channel % groups * (n_out / groups) + channel / groups;
}

static gboolean
prepare_channels (CndEngine *engine, Operation *operation, GError **error)
{
  State *state = operation->state;
  guint n = engine->tensors[operation->layer].channels;

  state->sources = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    state->sources[i] = find_source (operation, i, n);
  return TRUE;
}

static void
clear_channels (Operation *operation)
{
  g_free (((State *) operation->state)->sources);
}

static void
take_channels (CndEngine *engine, Operation *operation)
{
  State *state = operation->state;
  const Tensor *tensor = &engine->tensors[operation->layer];
  gsize size = (gsize) tensor->pixels * CND_LANES;

#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < engine->n_used * tensor->channels; i++)
    {
      guint block = i / tensor->channels, channel = i % tensor->channels;
      engine->kernels->add (get_values (engine, operation->layer, block) + channel * size,
                            get_values (engine, operation->inputs[0], block) + state->sources[channel] * size, tensor->pixels, FALSE);
    }
}

/* A channel may be read several times: blocks go in parallel, channels one after the other. */
static void
take_channels_back (CndEngine *engine, Operation *operation)
{
  State *state = operation->state;
  const Tensor *tensor = &engine->tensors[operation->layer];
  guint input = operation->inputs[0];
  gsize size = (gsize) tensor->pixels * CND_LANES;
  gboolean add;

  if (!needs_gradient (engine, input))
    return;
  add = claim_gradient (engine, input);
#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint block = 0; block < engine->n_used; block++)
    {
      float *to = get_gradients (engine, input, block);
      if (!add)
        memset (to, 0, engine->tensors[input].channels * size * sizeof (float));
      for (guint c = 0; c < tensor->channels; c++)
        engine->kernels->add (to + state->sources[c] * size, get_gradients (engine, operation->layer, block) + c * size,
                              tensor->pixels, TRUE);
    }
}

#define CHANNELS(symbol_, kind_)                   \
  const OperationClass cnd_operation_##symbol_ = { \
    .kind = (kind_),                               \
    .size = sizeof (State),                        \
    .prepare = prepare_channels,                   \
    .forward = take_channels,                      \
    .backward = take_channels_back,                \
    .clear = clear_channels,                       \
  }

CHANNELS (shuffle, "channel_shuffle");
CHANNELS (split, "channel_split");
CHANNELS (selection, "index_selection");

/* ---- Dropout -------------------------------------------------------------------------------------------------- */

/* A number that follows from seed, pass, layer and place alone, so that the backward pass draws the same. */
static guint64
draw (guint64 key, guint64 place)
{
  guint64 z = key + place * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* What stays grows, so that the mean does not change. */
static void
drop_channel (const CndEngine *engine, const Operation *operation, float *to, const float *from, guint item, gboolean add)
{
  double p = operation->description->attributes[0].number;
  guint64 key = draw (draw (engine->dropout_seed, engine->n_passes), operation->layer);
  guint64 bound = p >= 1 ? G_MAXUINT64 : (guint64) (p * 0x1p64);
  float factor = p < 1 ? (float) (1 / (1 - p)) : 0;
  gsize size = (gsize) engine->tensors[operation->layer].pixels * CND_LANES;

  for (gsize i = 0; i < size; i++)
    {
      float value = !engine->training ? from[i] : draw (key, item * size + i) >= bound ? from[i] * factor : 0;
      to[i] = add ? to[i] + value : value;
    }
}

static void
drop (CndEngine *engine, Operation *operation)
{
  const Tensor *tensor = &engine->tensors[operation->layer];
  gsize size = (gsize) tensor->pixels * CND_LANES;

#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < engine->n_used * tensor->channels; i++)
    drop_channel (engine, operation, get_values (engine, operation->layer, i / tensor->channels) + i % tensor->channels * size,
                  get_values (engine, operation->inputs[0], i / tensor->channels) + i % tensor->channels * size, i, FALSE);
}

static void
drop_back (CndEngine *engine, Operation *operation)
{
  const Tensor *tensor = &engine->tensors[operation->layer];
  guint input = operation->inputs[0];
  gsize size = (gsize) tensor->pixels * CND_LANES;
  gboolean add;

  if (!needs_gradient (engine, input))
    return;
  add = claim_gradient (engine, input);
#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < engine->n_used * tensor->channels; i++)
    drop_channel (engine, operation, get_gradients (engine, input, i / tensor->channels) + i % tensor->channels * size,
                  get_gradients (engine, operation->layer, i / tensor->channels) + i % tensor->channels * size, i, add);
}

const OperationClass cnd_operation_dropout = { .kind = "dropout", .forward = drop, .backward = drop_back };
