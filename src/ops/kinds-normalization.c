/* Batch norm, layer norm, local response norm. */
#include "config.h"

#include "ops/ops-private.h"

/* ---- Batch norm --------------------------------------------------------------------- */

static const CndAttributeRow batch_norm_attributes[] = {
  CND_ROW_SWITCH ("affine", N_("Learned scale and shift"), 1),
};

static void
add_per_channel (CndCost *cost, CndTermType type, CndFactorName name, guint64 count)
{
  CndTerm *term = cnd_cost_add (cost, type);

  cnd_term_add_factor (term, CND_FACTOR_PER_CHANNEL, 2);
  cnd_term_add_factor (term, name, count);
}

static void
batch_norm_cost (const CndKindContext *context, CndCost *cost)
{
  guint64 channels = (guint64) context->output.channels;

  if (context->attributes[0].integers[0] != 0)
    add_per_channel (cost, CND_TERM_SCALES, CND_FACTOR_CHANNELS, channels);
  add_per_channel (cost, CND_TERM_BUFFERS, CND_FACTOR_CHANNELS, channels);
  /* once trained it is one multiplication and one addition an element */
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_OPERATIONS, 2);
}

const CndKind cnd_kind_batch_norm = {
  .name = "batch_norm",
  .title = N_("Batch normalization"),
  .short_title = N_("Batch norm"),
  .description = N_("Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it."),
  .category = CND_CATEGORY_NORMALIZATION,
  .flags = CND_KIND_IS_MODULE | CND_KIND_KEEPS_CHANNELS,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = batch_norm_attributes,
  .n_attributes = G_N_ELEMENTS (batch_norm_attributes),
  .shape = cnd_shape_keep,
  .cost = batch_norm_cost,
};

/* ---- Layer norm --------------------------------------------------------------------- */

enum
{
  OVER,
  AFFINE,
};

static const char *const over_words[] = { "channels", "all", NULL };

static const CndAttributeRow layer_norm_attributes[] = {
  [OVER] = { .name = "over", .title = N_("Normalized over"), .type = CND_ATTRIBUTE_WORD, .words = over_words },
  [AFFINE] = CND_ROW_SWITCH ("affine", N_("Learned scale and shift"), 1),
};

static gboolean
layer_norm_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  guint64 elements;

  g_autofree char *found = NULL;

  *output = context->inputs[0];
  if (cnd_shape_count_elements (output, &elements))
    return TRUE;
  found = cnd_shape_format (output, CND_NUMBER_STYLE_LATIN);
  return cnd_misfit_set (misfit, NULL, found, _("at most 2^64 − 1 elements"), _("Use fewer channels or smaller images."),
                         _("its input has too many elements"));
}

/* Mean 1, centring 1, square 1, variance 1, division 1, scale 1, shift 1: operations an element. */
static void
layer_norm_cost (const CndKindContext *context, CndCost *cost)
{
  gboolean affine = context->attributes[AFFINE].integers[0] != 0;
  guint64 normalized = (guint64) context->output.channels;

  if (context->attributes[OVER].integers[0] == 1)
    cnd_shape_count_elements (&context->output, &normalized);
  if (affine)
    add_per_channel (cost, CND_TERM_SCALES, CND_FACTOR_NORMALIZED, normalized);
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_OPERATIONS, affine ? 7 : 5);
}

static void
layer_norm_field (const CndKindContext *context, CndWindow window[2])
{
  gboolean whole = context->attributes[OVER].integers[0] == 1;

  window[0] = window[1] = (CndWindow){ whole ? 0 : 1, 1, 0, 1 };
}

const CndKind cnd_kind_layer_norm = {
  .name = "layer_norm",
  .title = N_("Layer normalization"),
  .short_title = N_("Layer norm"),
  .description = N_("Brings the features of each image, or of each position, to mean 0 and variance 1, then scales and shifts them."),
  .category = CND_CATEGORY_NORMALIZATION,
  .flags = CND_KIND_IS_MODULE,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = layer_norm_attributes,
  .n_attributes = G_N_ELEMENTS (layer_norm_attributes),
  .shape = layer_norm_shape,
  .cost = layer_norm_cost,
  .field = layer_norm_field,
};

/* ---- Local response norm ------------------------------------------------------------ */

static const CndAttributeRow local_response_norm_attributes[] = {
  CND_ROW_INTEGER ("size", N_("Channels in the window"), CND_ATTRIBUTE_INTEGER, 5, 1, CND_MAX_WINDOW),
  { .name = "alpha", .title = N_("Alpha"), .type = CND_ATTRIBUTE_NUMBER, .fallback = { .number = 1e-4 }, .maximum = CND_MAX_WINDOW },
  { .name = "beta", .title = N_("Beta"), .type = CND_ATTRIBUTE_NUMBER, .fallback = { .number = 0.75 }, .maximum = CND_MAX_WINDOW },
  { .name = "k", .title = N_("K"), .type = CND_ATTRIBUTE_NUMBER, .fallback = { .number = 1 }, .maximum = CND_MAX_WINDOW },
};

/* a / (k + alpha / n · sum of n squares) ^ beta: square 1, sum n − 1, multiplication, addition, power, division. */
static void
local_response_norm_cost (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_OPERATIONS, (guint64) context->attributes[0].integers[0] + 4);
}

const CndKind cnd_kind_local_response_norm = {
  .name = "local_response_norm",
  .title = N_("Local response normalization"),
  .short_title = N_("Local response norm"),
  .description = N_("Damps a value when its neighbours in other channels are large."),
  .category = CND_CATEGORY_NORMALIZATION,
  .flags = CND_KIND_IS_MODULE,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = local_response_norm_attributes,
  .n_attributes = G_N_ELEMENTS (local_response_norm_attributes),
  .shape = cnd_shape_keep,
  .cost = local_response_norm_cost,
};
