/* Pooling: every kind is a list of windows for the rows and one for the columns. */
#include "config.h"

#include "engine-private.h"

#include <string.h>

typedef struct
{
  gboolean maximum;
  CndPoolWindow *windows[2]; /* rows, columns */
  CndPooling pooling;
  gint32 *winners;           /* of max pooling: for each output the pixel that won */
} State;

enum /* in the rows of the catalogue */
{
  KERNEL,
  STRIDE,
  PADDING,
  CEIL_MODE,
  DILATION,
  COUNT_INCLUDE_PAD = DILATION,
};

/* The part of a window that lies inside; its share counts the border where the attribute says so. */
static CndPoolWindow
slide (const CndAttribute *attributes, gboolean maximum, guint axis, guint index, guint in)
{
  gint64 before = attributes[PADDING].integers[axis == 0 ? 2 : 0], after = attributes[PADDING].integers[axis == 0 ? 3 : 1];
  gint64 step = maximum ? attributes[DILATION].integers[axis] : 1, kernel = attributes[KERNEL].integers[axis];
  gint64 start = index * attributes[STRIDE].integers[axis] - before, end = start + (kernel - 1) * step + 1;
  gint64 bordered = MIN (end, in + after) - start;
  CndPoolWindow window = { .step = (guint) step };

  while (start < 0)
    start += step;
  window.start = (guint) start;
  window.count = start < MIN (end, in) ? (guint) ((MIN (end, in) - start + step - 1) / step) : 0;
  window.share = 1 / (float) (!maximum && attributes[COUNT_INCLUDE_PAD].integers[0] != 0 ? bordered : MAX (window.count, 1));
  return window;
}

static CndPoolWindow
adapt (guint index, guint in, guint out)
{
  guint start = (guint) ((guint64) index * in / out), end = (guint) (((guint64) (index + 1) * in + out - 1) / out);

  return (CndPoolWindow){ start, end - start, 1, 1 / (float) (end - start) };
}

static gboolean
prepare (CndEngine *engine, Operation *operation, GError **error)
{
  State *state = operation->state;
  const Tensor *in = &engine->tensors[operation->inputs[0]], *out = &engine->tensors[operation->layer];
  const guint in_sizes[] = { in->height, in->width }, out_sizes[] = { out->height, out->width };
  gboolean sliding = operation->class == &cnd_operation_max_pool || operation->class == &cnd_operation_average_pool;

  state->maximum = operation->class == &cnd_operation_max_pool || operation->class == &cnd_operation_global_max_pool
                   || operation->class == &cnd_operation_adaptive_max_pool;
  for (guint axis = 0; axis < 2; axis++)
    {
      state->windows[axis] = g_new (CndPoolWindow, out_sizes[axis]);
      for (guint i = 0; i < out_sizes[axis]; i++)
        state->windows[axis][i] = sliding ? slide (operation->description->attributes, state->maximum, axis, i, in_sizes[axis])
                                          : adapt (i, in_sizes[axis], out_sizes[axis]);
    }
  state->pooling = (CndPooling){ state->windows[0], state->windows[1], out->height, out->width, in->width, in->pixels };
  if (state->maximum)
    state->winners = (gint32 *) (gpointer) cnd_engine_allocate (engine, (gsize) engine->n_blocks * out->channels * out->pixels * CND_LANES);
  return TRUE;
}

static void
clear (Operation *operation)
{
  State *state = operation->state;

  g_free (state->windows[0]);
  g_free (state->windows[1]);
  g_aligned_free (state->winners);
}

static gint32 *
get_winners (const Pass *pass, guint block, guint channel)
{
  const State *state = pass->operation->state;
  const Tensor *out = &pass->engine->tensors[pass->operation->layer];

  return state->winners + ((gsize) block * out->channels + channel) * out->pixels * CND_LANES;
}

static void
forward_channel (const Pass *pass, guint block, guint channel)
{
  const State *state = pass->operation->state;
  const float *x = get_channel_values (pass->engine, pass->input, block, channel);
  float *y = get_channel_values (pass->engine, pass->operation->layer, block, channel);

  if (state->maximum)
    pass->engine->kernels->max_pool (&state->pooling, x, y, get_winners (pass, block, channel));
  else
    pass->engine->kernels->average_pool (&state->pooling, x, y);
}

static void
forward (CndEngine *engine, Operation *operation)
{
  Pass pass = { .engine = engine, .operation = operation, .input = operation->inputs[0] };

  cnd_engine_run_channels (&pass, engine->tensors[operation->layer].channels, forward_channel);
}

static void
backward_channel (const Pass *pass, guint block, guint channel)
{
  const State *state = pass->operation->state;
  float *to = get_channel_gradients (pass->engine, pass->input, block, channel);
  const float *gradient = get_channel_gradients (pass->engine, pass->operation->layer, block, channel);

  if (!pass->add)
    memset (to, 0, (gsize) pass->engine->tensors[pass->input].pixels * CND_LANES * sizeof (float));
  if (state->maximum)
    pass->engine->kernels->max_pool_gradient (&state->pooling, to, gradient, get_winners (pass, block, channel));
  else
    pass->engine->kernels->average_pool_gradient (&state->pooling, to, gradient);
}

static void
backward (CndEngine *engine, Operation *operation)
{
  cnd_engine_run_channels_back (engine, operation, 0, engine->tensors[operation->layer].channels, backward_channel);
}

#define POOLING(symbol_)                           \
  const OperationClass cnd_operation_##symbol_ = { \
    .kind = #symbol_,                              \
    .size = sizeof (State),                        \
    .prepare = prepare,                            \
    .forward = forward,                            \
    .backward = backward,                          \
    .clear = clear,                                \
  }

POOLING (max_pool);
POOLING (average_pool);
POOLING (global_max_pool);
POOLING (global_average_pool);
POOLING (adaptive_max_pool);
POOLING (adaptive_average_pool);
