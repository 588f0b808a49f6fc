/* Conversion for testing: learned group convolutions become index selection, regular group convolution and shuffle; linear
 * layers that keep a share of their inputs become index selection and a smaller linear layer. */
#include "config.h"

#include "weights-private.h"

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

enum
{
  LINEAR_OUT,
  LINEAR_BIAS,
  LINEAR_KEEP,
  N_LINEAR,
};

typedef struct
{
  CndNetwork *network;
  CndNetworkBuilder *builder;
  guint *places; /* for each layer of the old network the new one that has its output */
  const guint8 *const *masks;
  guint n_learned;
  guint halved;          /* the layer whose inputs are halved as well; G_MAXUINT: none */
  const guint *kept;     /* what it keeps */
} Conversion;

static gboolean
is_kind (const CndLayer *layer, const OperationClass *class)
{
  return strcmp (cnd_ops_get_kind (layer->kind)->name, class->kind) == 0;
}

gboolean
cnd_convert_is_learned (const CndLayer *layer)
{
  return is_kind (layer, &cnd_operation_learned)
         || (is_kind (layer, &cnd_operation_linear)
             && layer->attributes[LINEAR_KEEP].ratio.numerator != layer->attributes[LINEAR_KEEP].ratio.denominator);
}

CndLearnedShape
cnd_convert_get_shape (const CndNetwork *network, const CndLayer *layer)
{
  const CndLayer *input = &cnd_network_get_layers (network, NULL)[cnd_network_get_inputs (network, layer)[0]];

  if (is_kind (layer, &cnd_operation_linear))
    return (CndLearnedShape){ (guint) layer->output.channels, (guint) input->output.channels, 1, 1,
                              (guint) layer->attributes[LINEAR_KEEP].ratio.denominator };
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
add_selection (Conversion *conversion, const CndLayer *layer, const guint *index, guint n, guint *place, GError **error)
{
  g_autofree char *name = g_strconcat (layer->name, CND_INDEX_LAYER, NULL);
  gint64 *indices = cnd_network_builder_alloc_integers (conversion->builder, n);
  CndShape selected = cnd_network_builder_get_layer (conversion->builder, *place)->output;
  CndAttribute selection = { 0 };

  for (guint i = 0; i < n; i++)
    indices[i] = index[i];
  selection.list.values = indices;
  selection.list.n_values = n;
  selected.channels = n;
  return add (conversion, name, "index_selection", NULL, &selection, 1, &selected, place, error);
}

static gboolean
add_convolution (Conversion *conversion, const CndLayer *layer, guint n_groups, guint *place, GError **error)
{
  g_autofree char *shuffle_name = g_strconcat (layer->name, "_shuffle", NULL);
  CndAttribute attributes[N_CONVOLUTION], groups = { 0 };

  groups.integers[0] = n_groups;
  memcpy (attributes, layer->attributes, sizeof attributes);
  return add (conversion, layer->name, "convolution", layer->statement, attributes, N_CONVOLUTION, &layer->output, place, error)
         && add (conversion, shuffle_name, "channel_shuffle", NULL, &groups, 1, &layer->output, place, error);
}

static gboolean
add_linear (Conversion *conversion, const CndLayer *layer, guint *place, GError **error)
{
  CndAttribute attributes[N_LINEAR];

  memcpy (attributes, layer->attributes, sizeof attributes);
  attributes[LINEAR_KEEP].ratio.numerator = attributes[LINEAR_KEEP].ratio.denominator = 1;
  return add (conversion, layer->name, "linear", layer->statement, attributes, N_LINEAR, &layer->output, place, error);
}

/* @place: as add_selection() */
static gboolean
add_converted (Conversion *conversion, const CndLayer *layer, guint *place, GError **error)
{
  CndLearnedShape shape = cnd_convert_get_shape (conversion->network, layer);
  guint n = cnd_condense_get_index_length (&shape);
  g_autofree guint *index = g_new (guint, n);

  if (!cnd_condense_list_index (&shape, conversion->masks[conversion->n_learned++], index, error))
    {
      g_prefix_error (error, "%s: ", layer->id);
      return FALSE;
    }
  return add_selection (conversion, layer, index, n, place, error)
         && (is_kind (layer, &cnd_operation_linear) ? add_linear (conversion, layer, place, error)
                                                    : add_convolution (conversion, layer, shape.groups, place, error));
}

static gboolean
add_halved (Conversion *conversion, const CndLayer *layer, guint *place, GError **error)
{
  guint n_inputs = (guint) cnd_network_builder_get_layer (conversion->builder, *place)->output.channels;

  return add_selection (conversion, layer, conversion->kept, n_inputs / 2, place, error)
         && add_linear (conversion, layer, place, error);
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
  if (cnd_convert_is_learned (layer) || index == conversion->halved)
    {
      *place = places[0];
      return index == conversion->halved ? add_halved (conversion, layer, place, error)
                                         : add_converted (conversion, layer, place, error);
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
cnd_convert_network (CndNetwork *network, const guint8 *const *masks, guint halved, const guint *kept, GError **error)
{
  g_autoptr (CndNetworkBuilder) builder =
    cnd_network_builder_new (cnd_network_get_architecture (network), cnd_network_get_values (network));
  guint n_layers;
  g_autofree guint *places = NULL;
  Conversion conversion = { .network = network, .builder = builder, .masks = masks, .halved = halved, .kept = kept };

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

/* Of each row the kept inputs. */
static void
gather_inputs (const CndWeights *from, const guint *kept, CndWeights *to)
{
  for (guint64 out = 0; out < to->sizes[0]; out++)
    cnd_condense_gather (from->values + out * from->sizes[1], kept, (guint) to->sizes[1], to->values + out * to->sizes[1]);
}

static void
copy_weights (CndEngine *engine, CndEngine *converted, guint halved, const guint *kept)
{
  for (guint i = 0; i < engine->weights->len; i++)
    {
      const CndWeights *from = get_weights (engine, i);
      CndWeights *to = cnd_engine_find_weights (converted, from->name);
      const Operation *operation = &engine->operations[from->layer];
      if (from->layer == halved && from->role == CND_WEIGHTS_KERNEL)
        gather_inputs (from, kept, to);
      else if (cnd_convolution_is_learned (operation))
        pack (cnd_convolution_get_shape (operation), cnd_convolution_get_mask (operation), from, to);
      else
        memcpy (to->values, from->values, from->n * sizeof (float));
    }
}

static CndEngine *
convert (CndEngine *engine, guint halved, const guint *kept, GError **error)
{
  g_autofree const guint8 **masks = g_new0 (const guint8 *, engine->learned->len + 1);
  CndEngineOptions options = { .batch = engine->batch, .n_threads = engine->n_threads, .kernels = engine->kernels->name };
  g_autoptr (CndNetwork) network = NULL;
  g_autoptr (CndEngine) converted = NULL;

  for (guint i = 0; i < engine->learned->len; i++)
    masks[i] = cnd_engine_get_mask (engine, i);
  network = cnd_convert_network (engine->network, masks, halved, kept, error);
  if (network == NULL)
    return NULL;
  converted = cnd_engine_new (network, &options, error);
  if (converted != NULL)
    copy_weights (engine, converted, halved, kept);
  return g_steal_pointer (&converted);
}

CndEngine *
cnd_engine_convert (CndEngine *engine, GError **error)
{
  return convert (engine, G_MAXUINT, NULL, error);
}

/* The last linear layer that has a choice: two inputs or more, and all of them read. Returns: (nullable): its weights */
static CndWeights *
find_classifier (CndEngine *engine)
{
  for (guint i = engine->weights->len; i-- > 0;)
    {
      CndWeights *weights = get_weights (engine, i);
      const Operation *operation = &engine->operations[weights->layer];
      if (weights->role == CND_WEIGHTS_KERNEL && operation->class == &cnd_operation_linear)
        return cnd_convolution_is_learned (operation) || weights->sizes[1] < 2 ? NULL : weights;
    }
  return NULL;
}

CndEngine *
cnd_engine_convert_halved (CndEngine *engine, GError **error)
{
  const CndWeights *classifier = find_classifier (engine);
  g_autofree guint *kept = NULL;

  if (classifier == NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("The network has no linear layer whose inputs could be halved"));
      return NULL;
    }
  kept = g_new (guint, classifier->sizes[1]);
  cnd_condense_halve_inputs (classifier->values, (guint) classifier->sizes[0], (guint) classifier->sizes[1], kept);
  return convert (engine, classifier->layer, kept, error);
}
