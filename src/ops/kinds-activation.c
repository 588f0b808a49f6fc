/* Activations: the output has the input's shape, and costs so many operations an element. */
#include "config.h"

#include "ops/ops-private.h"

static void
cost_1 (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_OPERATIONS, 1);
}

static void
cost_4 (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_OPERATIONS, 4);
}

static void
cost_5 (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_OPERATIONS, 5);
}

#define ACTIVATION(symbol_, name_, title_, description_, flags_, cost_) \
  const CndKind cnd_kind_##symbol_ = {                                  \
    .name = (name_),                                                    \
    .title = (title_),                                                  \
    .short_title = (title_),                                            \
    .description = (description_),                                      \
    .category = CND_CATEGORY_ACTIVATION,                                \
    .flags = CND_KIND_IS_MODULE | (flags_),                             \
    .min_inputs = 1,                                                    \
    .max_inputs = 1,                                                    \
    .shape = cnd_shape_keep,                                            \
    .cost = (cost_),                                                    \
  }

ACTIVATION (relu, "relu", N_("ReLU"), N_("Replaces negative values by zero."),
            CND_KIND_KEEPS_CHANNELS | CND_KIND_PUBLISHES_ELEMENTS, cost_1);
ACTIVATION (relu6, "relu6", N_("ReLU6"), N_("Clips values to the range from 0 to 6."),
            CND_KIND_KEEPS_CHANNELS | CND_KIND_PUBLISHES_ELEMENTS, cost_1);
ACTIVATION (gelu, "gelu", N_("GELU"), N_("Weights each value by the normal distribution's share below it."),
            CND_KIND_KEEPS_CHANNELS, cost_4);
ACTIVATION (sigmoid, "sigmoid", N_("Sigmoid"), N_("Squeezes each value into the range from 0 to 1."),
            CND_KIND_KEEPS_CHANNELS, cost_4);
ACTIVATION (tanh, "tanh", N_("Tanh"), N_("Squeezes each value into the range from −1 to 1."), CND_KIND_KEEPS_CHANNELS, cost_4);
ACTIVATION (hard_swish, "hard_swish", N_("Hard swish"), N_("x · ReLU6 (x + 3) / 6: swish without an exponential."),
            CND_KIND_KEEPS_CHANNELS, cost_4);
ACTIVATION (swish, "swish", N_("Swish"), N_("x · sigmoid (x), also called SiLU."), CND_KIND_KEEPS_CHANNELS, cost_4);
ACTIVATION (softmax, "softmax", N_("Softmax"), N_("Turns scores into probabilities that add up to 1."), 0, cost_5);
