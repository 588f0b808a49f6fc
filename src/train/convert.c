/* Conversion for testing: learned group convolutions become index selection, regular group convolution and shuffle. */
#include "config.h"

#include "engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum /* of a learned group convolution, and up to BIAS of a convolution */
{
  OUT,
  KERNEL,
  STRIDE,
  PADDING,
  DILATION,
  GROUPS,
  BIAS,
  CONDENSATION,
  N_CONVOLUTION = BIAS + 1,
};

typedef struct
{
  CndNetwork *network;
  CndNetworkBuilder *builder;
  guint *places; /* for each layer of the old network the new one that has its output */
  const guint8 *const *masks;
  guint n_learned;
} Conversion;

static CndLearnedShape
get_shape (const CndNetwork *network, const CndLayer *layer)
{
  const CndLayer *input = &cnd_network_get_layers (network, NULL)[cnd_network_get_inputs (network, layer)[0]];

  return (CndLearnedShape){
    .outputs = (guint) layer->output.channels,
    .inputs = (guint) input->output.channels,
    .area = (guint) (layer->attributes[KERNEL].integers[0] * layer->attributes[KERNEL].integers[1]),
    .groups = (guint) layer->attributes[GROUPS].integers[0],
    .condensation = (guint) layer->attributes[CONDENSATION].integers[0],
  };
}

static gboolean
add (Conversion *conversion, const char *name, const char *kind, const CndStatement *statement, const CndAttribute *attributes,
     guint n_attributes, const CndShape *output, guint *place, GError **error)
{
  *place = cnd_network_builder_add_layer (conversion->builder, name, cnd_ops_find_kind (kind), statement, place, 1, attributes,
                                          n_attributes, output, error);
  return *place != G_MAXUINT;
}

/* @place: (inout): what it reads, then the last layer added */
static gboolean
add_converted (Conversion *conversion, const CndLayer *layer, guint *place, GError **error)
{
  CndLearnedShape shape = get_shape (conversion->network, layer);
  guint n = cnd_condense_get_index_length (&shape);
  g_autofree guint *index = g_new (guint, n);
  g_autofree char *index_name = g_strconcat (layer->name, "_index", NULL);
  g_autofree char *shuffle_name = g_strconcat (layer->name, "_shuffle", NULL);
  gint64 *indices = cnd_network_builder_alloc_integers (conversion->builder, n);
  CndShape selected = cnd_network_builder_get_layer (conversion->builder, *place)->output;
  CndAttribute attributes[N_CONVOLUTION], selection = { 0 }, groups = { 0 };

  if (!cnd_condense_list_index (&shape, conversion->masks[conversion->n_learned++], index, error))
    {
      g_prefix_error (error, "%s: ", layer->id);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    indices[i] = index[i];
  selection.list.values = indices;
  selection.list.n_values = n;
  selected.channels = n;
  groups.integers[0] = shape.groups;
  memcpy (attributes, layer->attributes, sizeof attributes);
  return add (conversion, index_name, "index_selection", NULL, &selection, 1, &selected, place, error)
         && add (conversion, layer->name, "convolution", layer->statement, attributes, N_CONVOLUTION, &layer->output, place, error)
         && add (conversion, shuffle_name, "channel_shuffle", NULL, &groups, 1, &layer->output, place, error);
}

static gboolean
add_layer (Conversion *conversion, guint index, GError **error)
{
  const CndLayer *layer = &cnd_network_get_layers (conversion->network, NULL)[index];
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  const guint *inputs = cnd_network_get_inputs (conversion->network, layer);
  g_autofree guint *places = g_new (guint, layer->n_inputs + 1);
  guint *place = &conversion->places[index];

  for (guint i = 0; i < layer->n_inputs; i++)
    places[i] = conversion->places[inputs[i]];
  if (strcmp (kind->name, cnd_operation_learned.kind) == 0)
    {
      *place = places[0];
      return add_converted (conversion, layer, place, error);
    }
  *place = cnd_network_builder_add_layer (conversion->builder, layer->name, layer->kind, layer->statement, places, layer->n_inputs,
                                          layer->attributes, kind->n_attributes, &layer->output, error);
  return *place != G_MAXUINT;
}

static void
open_block (Conversion *conversion, const CndBlock *block)
{
  guint index = cnd_network_builder_begin_block (conversion->builder, block->name, block->definition, block->statement);
  CndBlock *copy = cnd_network_builder_get_block (conversion->builder, index);

  copy->repetition = block->repetition;
  copy->n_repetitions = block->n_repetitions;
  copy->dense = block->dense;
}

/* Closes the open blocks that end before layer @at, the innermost first. */
static void
close_blocks (Conversion *conversion, GPtrArray *open, guint at)
{
  while (open->len > 0)
    {
      const CndBlock *block = open->pdata[open->len - 1];
      if (block->first_layer + block->n_layers > at)
        return;
      cnd_network_builder_end_block (conversion->builder, conversion->places[block->output]);
      g_ptr_array_set_size (open, (gint) open->len - 1);
    }
}

static gboolean
copy_layers (Conversion *conversion, GError **error)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  guint n_layers, n_blocks, next = 1;
  const CndBlock *blocks = cnd_network_get_blocks (conversion->network, &n_blocks);

  cnd_network_get_layers (conversion->network, &n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      close_blocks (conversion, open, i);
      for (; next < n_blocks && blocks[next].first_layer == i; next++)
        {
          /* one without layers ends before its successor begins */
          while (open->len > 0 && blocks[next].depth <= ((const CndBlock *) open->pdata[open->len - 1])->depth)
            close_blocks (conversion, open, i);
          open_block (conversion, &blocks[next]);
          g_ptr_array_add (open, (gpointer) &blocks[next]);
        }
      if (!add_layer (conversion, i, error))
        return FALSE;
    }
  close_blocks (conversion, open, n_layers);
  return TRUE;
}

CndNetwork *
cnd_train_convert_network (CndNetwork *network, const guint8 *const *masks, GError **error)
{
  g_autoptr (CndNetworkBuilder) builder =
    cnd_network_builder_new (cnd_network_get_architecture (network), cnd_network_get_values (network));
  guint n_layers;
  g_autofree guint *places = NULL;
  Conversion conversion = { .network = network, .builder = builder, .masks = masks };

  cnd_network_get_layers (network, &n_layers);
  conversion.places = places = g_new0 (guint, n_layers);
  if (!copy_layers (&conversion, error))
    return NULL;
  return cnd_network_builder_end (builder, places[cnd_network_get_output (network)]);
}

/* ---- Weights -------------------------------------------------------------------------------------------------- */

static void
pack (const CndLearnedShape *shape, const guint8 *mask, const CndWeights *from, CndWeights *to)
{
  g_autofree guint *index = g_new (guint, cnd_condense_get_index_length (shape));

  if (from->role == CND_WEIGHTS_BIAS)
    {
      for (guint row = 0; row < shape->outputs; row++)
        to->values[row] = from->values[cnd_condense_get_packed_row (shape, row)];
      return;
    }
  if (!cnd_condense_list_index (shape, mask, index, NULL))
    g_assert_not_reached (); /* the network could be converted */
  cnd_condense_pack_weights (shape, from->values, index, to->values);
}

static void
copy_weights (CndEngine *engine, CndEngine *converted)
{
  for (guint i = 0; i < engine->weights->len; i++)
    {
      const CndWeights *from = get_weights (engine, i);
      CndWeights *to = cnd_engine_find_weights (converted, from->name);
      const Operation *operation = &engine->operations[from->layer];
      if (operation->class == &cnd_operation_learned)
        pack (cnd_convolution_get_shape (operation), cnd_convolution_get_mask (operation), from, to);
      else
        memcpy (to->values, from->values, from->n * sizeof (float));
    }
}

CndEngine *
cnd_engine_convert (CndEngine *engine, GError **error)
{
  g_autofree const guint8 **masks = g_new0 (const guint8 *, engine->learned->len + 1);
  CndEngineOptions options = { .batch = engine->batch, .n_threads = engine->n_threads, .kernels = engine->kernels->name };
  g_autoptr (CndNetwork) network = NULL;
  g_autoptr (CndEngine) converted = NULL;

  for (guint i = 0; i < engine->learned->len; i++)
    masks[i] = cnd_engine_get_mask (engine, i);
  network = cnd_train_convert_network (engine->network, masks, error);
  if (network == NULL)
    return NULL;
  converted = cnd_engine_new (network, &options, error);
  if (converted != NULL)
    copy_weights (engine, converted);
  return g_steal_pointer (&converted);
}

guint
cnd_engine_halve_classifier (CndEngine *engine)
{
  for (guint i = engine->weights->len; i-- > 0;)
    {
      CndWeights *weights = get_weights (engine, i);
      guint outputs = (guint) weights->sizes[0], inputs = (guint) weights->sizes[1];
      g_autofree guint *kept = NULL;
      if (weights->role != CND_WEIGHTS_KERNEL || engine->operations[weights->layer].class != &cnd_operation_linear)
        continue;
      kept = g_new (guint, inputs / 2 + 1);
      cnd_condense_halve_inputs (weights->values, outputs, inputs, kept);
      for (guint in = 0, k = 0; in < inputs; in++)
        if (k < inputs / 2 && kept[k] == in)
          k++;
        else
          for (guint out = 0; out < outputs; out++)
            weights->values[(gsize) out * inputs + in] = 0;
      return inputs / 2;
    }
  return 0;
}
