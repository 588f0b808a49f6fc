/* ReLU, ReLU6, sigmoid, tanh: in place where nobody else reads what they overwrite. Softmax belongs to the loss. */
#include "config.h"

#include "engine-private.h"

#include <string.h>

static CndActivation
find_activation (const Operation *operation)
{
  static const struct
  {
    const OperationClass *class;
    CndActivation activation;
  } rows[] = {
    { &cnd_operation_relu, CND_ACTIVATION_RELU },
    { &cnd_operation_relu6, CND_ACTIVATION_RELU6 },
    { &cnd_operation_sigmoid, CND_ACTIVATION_SIGMOID },
    { &cnd_operation_tanh, CND_ACTIVATION_TANH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].class == operation->class)
      return rows[i].activation;
  g_assert_not_reached ();
}

static void
forward_channel (const Pass *pass, guint block, guint channel)
{
  CndEngine *engine = pass->engine;
  guint layer = pass->operation->layer;

  engine->kernels->activate (find_activation (pass->operation), get_channel_values (engine, layer, block, channel),
                             get_channel_values (engine, pass->input, block, channel), engine->tensors[layer].pixels);
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
  CndEngine *engine = pass->engine;
  guint layer = pass->operation->layer;
  gboolean in_place = engine->tensors[layer].same == engine->tensors[pass->input].same;

  engine->kernels->activate_gradient (find_activation (pass->operation), get_channel_gradients (engine, pass->input, block, channel),
                                      get_channel_gradients (engine, layer, block, channel),
                                      get_channel_values (engine, layer, block, channel), engine->tensors[layer].pixels,
                                      pass->add && !in_place);
}

static void
backward (CndEngine *engine, Operation *operation)
{
  cnd_engine_run_channels_back (engine, operation, 0, engine->tensors[operation->layer].channels, backward_channel);
}

#define ACTIVATION(symbol_)                        \
  const OperationClass cnd_operation_##symbol_ = { \
    .kind = #symbol_,                              \
    .in_place = TRUE,                              \
    .keeps_output = TRUE,                          \
    .forward = forward,                            \
    .backward = backward,                          \
  }

ACTIVATION (relu);
ACTIVATION (relu6);
ACTIVATION (sigmoid);
ACTIVATION (tanh);

const OperationClass cnd_operation_softmax = { .kind = "softmax" };
