/* The catalogue: every layer kind, found by row or by name. */
#include "config.h"

#include "ops/ops-private.h"

#include <string.h>

static const CndKind *const kinds[] = {
  &cnd_kind_input,
  &cnd_kind_convolution,
  &cnd_kind_learned_group_convolution,
  &cnd_kind_linear,
  &cnd_kind_batch_norm,
  &cnd_kind_layer_norm,
  &cnd_kind_local_response_norm,
  &cnd_kind_relu,
  &cnd_kind_relu6,
  &cnd_kind_gelu,
  &cnd_kind_sigmoid,
  &cnd_kind_tanh,
  &cnd_kind_hard_swish,
  &cnd_kind_swish,
  &cnd_kind_softmax,
  &cnd_kind_max_pool,
  &cnd_kind_average_pool,
  &cnd_kind_global_max_pool,
  &cnd_kind_global_average_pool,
  &cnd_kind_adaptive_max_pool,
  &cnd_kind_adaptive_average_pool,
  &cnd_kind_dropout,
  &cnd_kind_concatenation,
  &cnd_kind_addition,
  &cnd_kind_multiplication,
  &cnd_kind_flatten,
  &cnd_kind_channel_shuffle,
  &cnd_kind_channel_split,
  &cnd_kind_index_selection,
  &cnd_kind_padding,
  &cnd_kind_upsampling,
};

guint
cnd_ops_get_n_kinds (void)
{
  return G_N_ELEMENTS (kinds);
}

const CndKind *
cnd_ops_get_kind (guint kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), kinds[0]);

  return kinds[kind];
}

guint
cnd_ops_find_kind (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i]->name, name) == 0)
      return i;
  return G_MAXUINT;
}

guint
cnd_ops_get_concatenation (void)
{
  return cnd_ops_find_kind (cnd_kind_concatenation.name);
}

static const struct
{
  const char *name;
  const char *title;
} categories[CND_N_CATEGORIES] = {
  [CND_CATEGORY_INPUT] = { "input", N_("Input") },
  [CND_CATEGORY_CONVOLUTION] = { "convolution", N_("Convolution") },
  [CND_CATEGORY_LINEAR] = { "linear", N_("Fully connected") },
  [CND_CATEGORY_NORMALIZATION] = { "normalization", N_("Normalization") },
  [CND_CATEGORY_ACTIVATION] = { "activation", N_("Activation") },
  [CND_CATEGORY_POOLING] = { "pooling", N_("Pooling") },
  [CND_CATEGORY_JOIN] = { "join", N_("Joining") },
  [CND_CATEGORY_RESHAPE] = { "reshape", N_("Moving data") },
};

const char *
cnd_ops_get_category_name (CndCategory category)
{
  g_return_val_if_fail (category < CND_N_CATEGORIES, "");

  return categories[category].name;
}

const char *
cnd_ops_get_category_title (CndCategory category)
{
  g_return_val_if_fail (category < CND_N_CATEGORIES, "");

  return _(categories[category].title);
}

void
cnd_ops_init_context (CndKindContext *context, const CndNetwork *network, guint layer, CndState state, CndShape *shapes)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  const CndLayer *row = &layers[layer];
  const guint *inputs = cnd_network_get_inputs (network, row);

  for (guint i = 0; i < row->n_inputs; i++)
    shapes[i] = layers[inputs[i]].output;
  *context = (CndKindContext){
    .inputs = shapes,
    .n_inputs = row->n_inputs,
    .attributes = row->attributes,
    .output = row->output,
    .state = state,
    .kept_weights = state.kept_weights != NULL ? state.kept_weights[layer] : G_MAXUINT64,
  };
}

void
cnd_ops_list_cost (const CndNetwork *network, guint layer, CndState state, CndCost *cost)
{
  const CndLayer *row = &cnd_network_get_layers (network, NULL)[layer];
  const CndKind *kind = cnd_ops_get_kind (row->kind);
  CndKindContext context;
  CndShape few[8];
  g_autofree CndShape *many = NULL;

  cost->n_terms = 0;
  if (kind->cost == NULL)
    return;
  if (row->n_inputs > G_N_ELEMENTS (few))
    many = g_new (CndShape, row->n_inputs);
  cnd_ops_init_context (&context, network, layer, state, many != NULL ? many : few);
  kind->cost (&context, cost);
}

guint
cnd_ops_get_condensation (const CndNetwork *network)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);
  guint row = cnd_ops_find_kind (cnd_kind_learned_group_convolution.name);
  gint attribute = cnd_ops_find_attribute (&cnd_kind_learned_group_convolution, "condensation");
  gint64 condensation = 1;

  for (guint i = 0; i < n_layers; i++)
    if (layers[i].kind == row)
      condensation = MAX (condensation, layers[i].attributes[attribute].integers[0]);
  return (guint) condensation;
}
