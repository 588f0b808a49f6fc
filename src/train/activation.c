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
forward (CndEngine *engine, Operation *operation)
{
  const Tensor *tensor = &engine->tensors[operation->layer];
  CndActivation activation = find_activation (operation);
  guint n_items = engine->n_used * tensor->channels;

#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < n_items; i++)
    {
      guint block = i / tensor->channels;
      gsize offset = (gsize) (i % tensor->channels) * tensor->pixels * CND_LANES;
      engine->kernels->activate (activation, get_values (engine, operation->layer, block) + offset,
                                 get_values (engine, operation->inputs[0], block) + offset, tensor->pixels);
    }
}

static void
backward (CndEngine *engine, Operation *operation)
{
  const Tensor *tensor = &engine->tensors[operation->layer];
  CndActivation activation = find_activation (operation);
  guint n_items = engine->n_used * tensor->channels, input = operation->inputs[0];
  gboolean in_place = engine->tensors[operation->layer].same == engine->tensors[input].same;
  gboolean add;

  if (!needs_gradient (engine, input))
    return;
  add = !in_place && claim_gradient (engine, input);
#pragma omp parallel for num_threads (engine->n_threads) schedule (static)
  for (guint i = 0; i < n_items; i++)
    {
      guint block = i / tensor->channels;
      gsize offset = (gsize) (i % tensor->channels) * tensor->pixels * CND_LANES;
      engine->kernels->activate_gradient (activation, get_gradients (engine, input, block) + offset,
                                          get_gradients (engine, operation->layer, block) + offset,
                                          get_values (engine, operation->layer, block) + offset, tensor->pixels, add);
    }
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
