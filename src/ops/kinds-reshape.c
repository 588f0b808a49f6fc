/* The input, and kinds that move data without computing (up-sampling may). */
#include "config.h"

#include "ops/ops-private.h"

const CndKind cnd_kind_input = {
  .name = "input",
  .title = N_("Input"),
  .short_title = N_("Input"),
  .description = N_("The image, or the features, that the network reads."),
  .category = CND_CATEGORY_INPUT,
  .flags = CND_KIND_KEEPS_CHANNELS | CND_KIND_MOVES_DATA,
};

/* ---- Dropout, flatten --------------------------------------------------------------- */

static const CndAttributeRow dropout_attributes[] = {
  { .name = "p", .title = N_("Probability"), .type = CND_ATTRIBUTE_NUMBER, .fallback = { .number = 0.5 }, .maximum = 1 },
};

const CndKind cnd_kind_dropout = {
  .name = "dropout",
  .title = N_("Dropout"),
  .short_title = N_("Dropout"),
  .description = N_("Sets random values to zero while training; does nothing afterwards."),
  .category = CND_CATEGORY_RESHAPE,
  .flags = CND_KIND_IS_MODULE | CND_KIND_KEEPS_CHANNELS | CND_KIND_MOVES_DATA,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = dropout_attributes,
  .n_attributes = G_N_ELEMENTS (dropout_attributes),
  .shape = cnd_shape_keep,
};

static gboolean
flatten_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  guint64 elements;
  g_autofree char *found = NULL;

  if (!cnd_shape_count_elements (&context->inputs[0], &elements) || elements > (guint64) CND_MAX_SIZE)
    found = cnd_shape_format (&context->inputs[0], CND_NUMBER_STYLE_LATIN);
  if (found != NULL)
    return cnd_misfit_set (misfit, NULL, found, _("at most 2,147,483,647 features"), _("Pool before it."),
                           _("it would have more than 2^31 − 1 features"));
  *output = (CndShape){ (gint64) elements, 1, 1, TRUE };
  return TRUE;
}

static void
flatten_field (const CndKindContext *context, CndWindow window[2])
{
  gboolean whole = context->inputs[0].height * context->inputs[0].width > 1;

  window[0] = window[1] = (CndWindow){ whole ? 0 : 1, 1, 0, 1 };
}

const CndKind cnd_kind_flatten = {
  .name = "flatten",
  .title = N_("Flatten"),
  .short_title = N_("Flatten"),
  .description = N_("Lines up all values of the feature maps as one list of features."),
  .category = CND_CATEGORY_RESHAPE,
  .flags = CND_KIND_IS_MODULE | CND_KIND_MOVES_DATA,
  .min_inputs = 1,
  .max_inputs = 1,
  .shape = flatten_shape,
  .field = flatten_field,
};

/* ---- Channels: shuffle, split, index selection --------------------------------------- */

static gboolean
check_parts (const CndKindContext *context, const char *attribute, gint64 parts, CndMisfit *misfit)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *hint = NULL;

  if (context->inputs[0].channels % parts == 0)
    return TRUE;
  found = g_strdup_printf ("%" G_GINT64_FORMAT, context->inputs[0].channels);
  expected = g_strdup_printf (_("a multiple of %lld"), (long long) parts);
  hint = cnd_ops_suggest_divisors (context->inputs[0].channels, parts);
  return cnd_misfit_set (misfit, attribute, found, expected, hint,
                         _("%lld channels cannot be divided into %lld equal parts"),
                         (long long) context->inputs[0].channels, (long long) parts);
}

static const CndAttributeRow shuffle_attributes[] = {
  CND_ROW_REQUIRED ("groups", N_("Groups"), CND_ATTRIBUTE_INTEGER, 1, CND_MAX_SIZE),
};

static gboolean
shuffle_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  *output = context->inputs[0];
  return check_parts (context, "groups", attributes[0].integers[0], misfit);
}

const CndKind cnd_kind_channel_shuffle = {
  .name = "channel_shuffle",
  .title = N_("Channel shuffle"),
  .short_title = N_("Shuffle"),
  .description = N_("Reorders the channels so that the next group convolution mixes all groups of the one before."),
  .category = CND_CATEGORY_RESHAPE,
  .flags = CND_KIND_MOVES_DATA,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = shuffle_attributes,
  .n_attributes = G_N_ELEMENTS (shuffle_attributes),
  .shape = shuffle_shape,
};

static const CndAttributeRow split_attributes[] = {
  CND_ROW_INTEGER ("parts", N_("Parts"), CND_ATTRIBUTE_INTEGER, 2, 1, CND_MAX_SIZE),
  CND_ROW_INTEGER ("part", N_("Part (from 0)"), CND_ATTRIBUTE_INTEGER, 0, 0, CND_MAX_SIZE),
};

static gboolean
split_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  gint64 parts = attributes[0].integers[0];

  if (!check_parts (context, "parts", parts, misfit))
    return FALSE;
  if (attributes[1].integers[0] >= parts)
    {
      g_autofree char *found = g_strdup_printf ("%lld", (long long) attributes[1].integers[0]);
      g_autofree char *expected = g_strdup_printf (_("0 to %lld"), (long long) (parts - 1));
      return cnd_misfit_set (misfit, "part", found, expected, _("Parts count from 0."), _("there is no such part"));
    }
  *output = context->inputs[0];
  output->channels /= parts;
  return TRUE;
}

const CndKind cnd_kind_channel_split = {
  .name = "channel_split",
  .title = N_("Channel split"),
  .short_title = N_("Split"),
  .description = N_("Gives on one of several equal parts of the channels."),
  .category = CND_CATEGORY_RESHAPE,
  .flags = CND_KIND_MOVES_DATA,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = split_attributes,
  .n_attributes = G_N_ELEMENTS (split_attributes),
  .shape = split_shape,
};

static const CndAttributeRow selection_attributes[] = {
  CND_ROW_REQUIRED ("indices", N_("Channels that are read"), CND_ATTRIBUTE_LIST, 0, CND_MAX_SIZE),
};

static gboolean
selection_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  gint64 channels = context->inputs[0].channels;

  for (guint i = 0; i < attributes[0].list.n_values; i++)
    if (attributes[0].list.values[i] >= channels)
      {
        g_autofree char *found = g_strdup_printf ("%" G_GINT64_FORMAT, attributes[0].list.values[i]);
        g_autofree char *expected = g_strdup_printf ("0 … %" G_GINT64_FORMAT, channels - 1);
        return cnd_misfit_set (misfit, "indices", found, expected, _("Indices count from 0."),
                               _("the input has no channel %s"), found);
      }
  *output = context->inputs[0];
  output->channels = attributes[0].list.n_values;
  return TRUE;
}

const CndKind cnd_kind_index_selection = {
  .name = "index_selection",
  .title = N_("Index selection"),
  .short_title = N_("Index"),
  .description = N_("Picks channels by a list of indices: the index layer of a converted learned group convolution."),
  .category = CND_CATEGORY_RESHAPE,
  .flags = CND_KIND_MOVES_DATA,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = selection_attributes,
  .n_attributes = G_N_ELEMENTS (selection_attributes),
  .shape = selection_shape,
};

/* ---- Space: padding, up-sampling ---------------------------------------------------- */

static const CndAttributeRow padding_attributes[] = {
  { .name = "padding", .title = N_("Padding"), .type = CND_ATTRIBUTE_PADDING, .required = TRUE, .maximum = CND_MAX_WINDOW },
};

static gboolean
check_size (const CndShape *output, CndMisfit *misfit)
{
  g_autofree char *found = NULL;

  if (output->height <= CND_MAX_SIZE && output->width <= CND_MAX_SIZE)
    return TRUE;
  found = cnd_shape_format (output, CND_NUMBER_STYLE_LATIN);
  return cnd_misfit_set (misfit, NULL, found, _("at most 2,147,483,647 in each direction"),
                         _("Use a smaller image, or a smaller value."), _("its output would be larger than 2^31 − 1"));
}

static gboolean
padding_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  const gint64 *padding = attributes[0].integers;

  if (!cnd_shape_require_image (context, misfit))
    return FALSE;
  *output = context->inputs[0];
  output->width += padding[0] + padding[1];
  output->height += padding[2] + padding[3];
  return check_size (output, misfit);
}

static void
padding_field (const CndKindContext *context, CndWindow window[2])
{
  window[0] = (CndWindow){ 1, 1, context->attributes[0].integers[2], 1 };
  window[1] = (CndWindow){ 1, 1, context->attributes[0].integers[0], 1 };
}

const CndKind cnd_kind_padding = {
  .name = "padding",
  .title = N_("Padding"),
  .short_title = N_("Pad"),
  .description = N_("Adds a border of zeros."),
  .category = CND_CATEGORY_RESHAPE,
  .flags = CND_KIND_IS_MODULE | CND_KIND_KEEPS_CHANNELS | CND_KIND_MOVES_DATA,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = padding_attributes,
  .n_attributes = G_N_ELEMENTS (padding_attributes),
  .shape = padding_shape,
  .field = padding_field,
};

static const char *const mode_words[] = { "nearest", "bilinear", NULL };

static const CndAttributeRow upsampling_attributes[] = {
  CND_ROW_INTEGER ("scale", N_("Scale"), CND_ATTRIBUTE_PAIR, 2, 1, CND_MAX_WINDOW),
  { .name = "mode", .title = N_("Mode"), .type = CND_ATTRIBUTE_WORD, .words = mode_words },
};

static gboolean
upsampling_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  if (!cnd_shape_require_image (context, misfit))
    return FALSE;
  *output = context->inputs[0];
  output->height *= attributes[0].integers[0];
  output->width *= attributes[0].integers[1];
  return check_size (output, misfit);
}

/* Bilinear: 4 multiplications and 3 additions an element. Nearest only copies. */
static void
upsampling_cost (const CndKindContext *context, CndCost *cost)
{
  if (context->attributes[1].integers[0] == 1)
    cnd_cost_add_element_operations (cost, context, CND_FACTOR_OPERATIONS, 7);
}

static void
upsampling_field (const CndKindContext *context, CndWindow window[2])
{
  for (guint axis = 0; axis < 2; axis++)
    {
      gint64 scale = context->attributes[0].integers[axis];
      gint64 extent = context->attributes[1].integers[0] == 1 && scale > 1 ? 2 : 1;

      window[axis] = (CndWindow){ extent, 1, extent - 1, scale };
    }
}

const CndKind cnd_kind_upsampling = {
  .name = "upsampling",
  .title = N_("Up-sampling"),
  .short_title = N_("Upsample"),
  .description = N_("Enlarges the feature maps by repeating or blending neighbours."),
  .category = CND_CATEGORY_RESHAPE,
  .flags = CND_KIND_IS_MODULE | CND_KIND_KEEPS_CHANNELS,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = upsampling_attributes,
  .n_attributes = G_N_ELEMENTS (upsampling_attributes),
  .shape = upsampling_shape,
  .cost = upsampling_cost,
  .field = upsampling_field,
};
