/* Kinds that read several inputs: concatenation, addition, multiplication. */
#include "config.h"

#include "ops/ops-private.h"

static gboolean
set_unequal (const CndKindContext *context, guint input, const char *message, CndMisfit *misfit)
{
  g_autofree char *found = cnd_shape_format (&context->inputs[input], CND_NUMBER_STYLE_LATIN);
  g_autofree char *expected = cnd_shape_format (&context->inputs[0], CND_NUMBER_STYLE_LATIN);
  g_autofree char *hint = g_strdup_printf (_("Compare its input %u with the first one."), input + 1);

  return cnd_misfit_set (misfit, "inputs", found, expected, hint, "%s", message);
}

static gboolean
concatenation_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  *output = context->inputs[0];
  for (guint i = 1; i < context->n_inputs; i++)
    {
      const CndShape *in = &context->inputs[i];
      if (in->flat != output->flat || in->height != output->height || in->width != output->width)
        return set_unequal (context, i, _("feature maps of different height or width cannot be concatenated"), misfit);
      output->channels += in->channels;
    }
  return TRUE;
}

static gboolean
addition_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  *output = context->inputs[0];
  for (guint i = 1; i < context->n_inputs; i++)
    if (!cnd_shape_equal (&context->inputs[i], output))
      return set_unequal (context, i, _("only equal shapes can be added"), misfit);
  return TRUE;
}

/* A factor of one value a channel scales whole feature maps (squeeze and excitation). */
static gboolean
multiplication_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  *output = context->inputs[0];
  for (guint i = 1; i < context->n_inputs; i++)
    {
      const CndShape *in = &context->inputs[i];
      gboolean per_channel = !in->flat && !output->flat && in->channels == output->channels && in->height == 1 && in->width == 1;
      if (!cnd_shape_equal (in, output) && !per_channel)
        return set_unequal (context, i, _("only equal shapes, or one factor a channel, can be multiplied"), misfit);
    }
  return TRUE;
}

static void
join_cost (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_ADDENDS, context->n_inputs - 1);
}

const CndKind cnd_kind_concatenation = {
  .name = "concatenation",
  .title = N_("Concatenation"),
  .short_title = N_("Concat"),
  .description = N_("Stacks the channels of its inputs."),
  .category = CND_CATEGORY_JOIN,
  .flags = CND_KIND_MOVES_DATA,
  .min_inputs = 1,
  .shape = concatenation_shape,
};

const CndKind cnd_kind_addition = {
  .name = "addition",
  .title = N_("Addition"),
  .short_title = N_("Add"),
  .description = N_("Adds its inputs element by element: a shortcut joins here."),
  .category = CND_CATEGORY_JOIN,
  .min_inputs = 2,
  .shape = addition_shape,
  .cost = join_cost,
};

const CndKind cnd_kind_multiplication = {
  .name = "multiplication",
  .title = N_("Multiplication"),
  .short_title = N_("Multiply"),
  .description = N_("Multiplies its inputs element by element, or scales each channel by one factor."),
  .category = CND_CATEGORY_JOIN,
  .min_inputs = 2,
  .shape = multiplication_shape,
  .cost = join_cost,
};
