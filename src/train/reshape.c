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
take_channel (const Pass *pass, guint block, guint channel)
{
  const State *state = pass->operation->state;
  guint layer = pass->operation->layer;

  pass->engine->kernels->add (get_channel_values (pass->engine, layer, block, channel),
                              get_channel_values (pass->engine, pass->input, block, state->sources[channel]),
                              pass->engine->tensors[layer].pixels, FALSE);
}

static void
take_channels (CndEngine *engine, Operation *operation)
{
  Pass pass = { .engine = engine, .operation = operation, .input = operation->inputs[0] };

  cnd_engine_run_channels (&pass, engine->tensors[operation->layer].channels, take_channel);
}

/* A channel may be read several times: blocks go in parallel, channels one after the other. */
static void
take_block_back (const Pass *pass, guint block, guint channel)
{
  const State *state = pass->operation->state;
  const Tensor *in = &pass->engine->tensors[pass->input], *out = &pass->engine->tensors[pass->operation->layer];

  if (!pass->add)
    memset (get_gradients (pass->engine, pass->input, block), 0, (gsize) in->channels * in->pixels * CND_LANES * sizeof (float));
  for (guint c = 0; c < out->channels; c++)
    pass->engine->kernels->add (get_channel_gradients (pass->engine, pass->input, block, state->sources[c]),
                                get_channel_gradients (pass->engine, pass->operation->layer, block, c), out->pixels, TRUE);
}

static void
take_channels_back (CndEngine *engine, Operation *operation)
{
  cnd_engine_run_channels_back (engine, operation, 0, 1, take_block_back);
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
drop_values (const Pass *pass, float *to, const float *from, guint item)
{
  const CndEngine *engine = pass->engine;
  double p = pass->operation->description->attributes[0].number;
  guint64 key = draw (draw (engine->dropout_seed, engine->n_passes), pass->operation->layer);
  guint64 bound = p >= 1 ? G_MAXUINT64 : (guint64) (p * 0x1p64);
  float factor = p < 1 ? (float) (1 / (1 - p)) : 0;
  gsize size = (gsize) engine->tensors[pass->operation->layer].pixels * CND_LANES;

  for (gsize i = 0; i < size; i++)
    {
      float value = !engine->training ? from[i] : draw (key, item * size + i) >= bound ? from[i] * factor : 0;
      to[i] = pass->add ? to[i] + value : value;
    }
}

static void
drop_channel (const Pass *pass, guint block, guint channel)
{
  guint layer = pass->operation->layer;

  drop_values (pass, get_channel_values (pass->engine, layer, block, channel),
               get_channel_values (pass->engine, pass->input, block, channel),
               block * pass->engine->tensors[layer].channels + channel);
}

static void
drop (CndEngine *engine, Operation *operation)
{
  Pass pass = { .engine = engine, .operation = operation, .input = operation->inputs[0] };

  cnd_engine_run_channels (&pass, engine->tensors[operation->layer].channels, drop_channel);
}

static void
drop_channel_back (const Pass *pass, guint block, guint channel)
{
  guint layer = pass->operation->layer;

  drop_values (pass, get_channel_gradients (pass->engine, pass->input, block, channel),
               get_channel_gradients (pass->engine, layer, block, channel),
               block * pass->engine->tensors[layer].channels + channel);
}

static void
drop_back (CndEngine *engine, Operation *operation)
{
  cnd_engine_run_channels_back (engine, operation, 0, engine->tensors[operation->layer].channels, drop_channel_back);
}

const OperationClass cnd_operation_dropout = { .kind = "dropout", .forward = drop, .backward = drop_back };
