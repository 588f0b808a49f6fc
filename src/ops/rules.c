/* What the rules of several kinds share: sliding windows, misfits, and the making of terms. */
#include "config.h"

#include "ops/ops-private.h"

gboolean
cnd_misfit_set (CndMisfit *misfit, const char *attribute, const char *found, const char *expected, const char *hint,
                const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  misfit->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  misfit->attribute = attribute;
  misfit->found = g_strdup (found);
  misfit->expected = g_strdup (expected);
  misfit->hint = g_strdup (hint);
  return FALSE;
}

void
cnd_misfit_clear (CndMisfit *misfit)
{
  g_clear_pointer (&misfit->message, g_free);
  g_clear_pointer (&misfit->found, g_free);
  g_clear_pointer (&misfit->expected, g_free);
  g_clear_pointer (&misfit->hint, g_free);
}

char *
cnd_ops_suggest_divisors (gint64 number, gint64 divisor)
{
  gint64 below = MIN (divisor, number), above = divisor;

  if (number > CND_MAX_WINDOW)
    return g_strdup (_("Choose a number that divides it."));
  while (below > 1 && number % below != 0)
    below--;
  while (above < number && number % above != 0)
    above++;
  return above <= number ? g_strdup_printf (_("The nearest that divide it are %lld and %lld."), (long long) below, (long long) above)
                         : g_strdup_printf (_("The largest that divides it is %lld."), (long long) below);
}

gboolean
cnd_shape_require_image (const CndKindContext *context, CndMisfit *misfit)
{
  g_autofree char *found = NULL;

  if (!context->inputs[0].flat)
    return TRUE;
  found = cnd_shape_format (&context->inputs[0], CND_NUMBER_STYLE_LATIN);
  return cnd_misfit_set (misfit, NULL, found, _("channels × height × width"),
                         _("Flat features have no height and width any more; put this layer before “flatten”."),
                         _("the input is flat"));
}

gboolean
cnd_shape_keep (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  *output = context->inputs[0];
  return TRUE;
}

gint64
cnd_slide_count (const CndSlide *slide)
{
  gint64 span = slide->in + slide->before + slide->after - slide->dilation * (slide->kernel - 1) - 1;
  gint64 count;

  if (span < 0)
    return 0;
  count = span / slide->stride + 1;
  if (slide->ceil_mode && span % slide->stride != 0 && count * slide->stride < slide->in + slide->before)
    count++;
  return count;
}

void
cnd_slide_resolve_same (CndSlide *slide)
{
  gint64 count = (slide->in + slide->stride - 1) / slide->stride;
  gint64 total = MAX ((count - 1) * slide->stride + slide->dilation * (slide->kernel - 1) + 1 - slide->in, 0);

  slide->before = total / 2;
  slide->after = total - slide->before;
}

CndTerm *
cnd_cost_add (CndCost *cost, CndTermType type)
{
  CndTerm *term;

  g_assert (cost->n_terms < CND_MAX_TERMS);
  term = &cost->terms[cost->n_terms++];
  term->type = type;
  term->n_factors = 0;
  term->kept_numerator = term->kept_denominator = 1;
  return term;
}

void
cnd_term_add_factor (CndTerm *term, CndFactorName name, guint64 value)
{
  g_assert (term->n_factors < CND_MAX_TERM_FACTORS);
  term->factors[term->n_factors++] = (CndFactor){ name, value };
}

void
cnd_cost_add_element_operations (CndCost *cost, const CndKindContext *context, CndFactorName name, guint64 value)
{
  CndTerm *term = cnd_cost_add (cost, CND_TERM_ELEMENT_OPERATIONS);

  cnd_term_add_factor (term, CND_FACTOR_CHANNELS, (guint64) context->output.channels);
  if (!context->output.flat)
    {
      cnd_term_add_factor (term, CND_FACTOR_OUTPUT_HEIGHT, (guint64) context->output.height);
      cnd_term_add_factor (term, CND_FACTOR_OUTPUT_WIDTH, (guint64) context->output.width);
    }
  cnd_term_add_factor (term, name, value);
}

/* Exact: the product fits 128 bits only while the checked 64-bit steps do, so divide first where possible. */
gboolean
cnd_ops_multiply_term (const CndTerm *term, guint64 *value)
{
  guint64 product = 1;
  guint64 divisor = term->kept_denominator;

  for (guint i = 0; i < term->n_factors; i++)
    if (!cnd_multiply_u64 (product, term->factors[i].value, &product))
      return FALSE;
  if (divisor == 1)
    {
      *value = product;
      return TRUE;
    }
  g_assert (product % divisor == 0);
  return cnd_multiply_u64 (product / divisor, term->kept_numerator, value);
}

static const char *const factor_titles[CND_N_FACTORS] = {
  [CND_FACTOR_NONE] = "",
  [CND_FACTOR_KERNEL_HEIGHT] = N_("kernel height"),
  [CND_FACTOR_KERNEL_WIDTH] = N_("kernel width"),
  [CND_FACTOR_INPUT_CHANNELS] = N_("input channels"),
  [CND_FACTOR_INPUTS_PER_GROUP] = N_("input channels a group"),
  [CND_FACTOR_OUTPUT_CHANNELS] = N_("filters"),
  [CND_FACTOR_OUTPUT_HEIGHT] = N_("output height"),
  [CND_FACTOR_OUTPUT_WIDTH] = N_("output width"),
  [CND_FACTOR_INPUT_FEATURES] = N_("input features"),
  [CND_FACTOR_KEPT_FEATURES] = N_("input features that are kept"),
  [CND_FACTOR_OUTPUT_FEATURES] = N_("output features"),
  [CND_FACTOR_CHANNELS] = N_("channels"),
  [CND_FACTOR_ELEMENTS] = N_("output elements"),
  [CND_FACTOR_INPUT_ELEMENTS] = N_("input elements"),
  [CND_FACTOR_KEPT_WEIGHTS] = N_("weights that the mask keeps"),
  [CND_FACTOR_PER_CHANNEL] = N_("values a channel"),
  [CND_FACTOR_OPERATIONS] = N_("operations an element"),
  [CND_FACTOR_COMPARISONS] = N_("comparisons a window"),
  [CND_FACTOR_WINDOW] = N_("elements a window"),
  [CND_FACTOR_WINDOW_SUM] = N_("elements in all windows"),
  [CND_FACTOR_ADDENDS] = N_("operations to join the inputs"),
  [CND_FACTOR_NORMALIZED] = N_("elements that share a mean"),
};

const char *
cnd_ops_get_factor_title (CndFactorName name)
{
  g_return_val_if_fail (name > CND_FACTOR_NONE && name < CND_N_FACTORS, "");

  return _(factor_titles[name]);
}
