/* Convolution, learned group convolution, linear: the kinds that multiply and add. */
#include "config.h"

#include "ops/ops-private.h"

enum
{
  OUT,
  KERNEL,
  STRIDE,
  PADDING,
  DILATION,
  GROUPS,
  BIAS,
  CONDENSATION, /* of a learned group convolution */
};

static const char *const same_words[] = { "same", NULL };

#define WINDOW_ROWS                                                                                            \
  CND_ROW_INTEGER ("stride", N_("Stride"), CND_ATTRIBUTE_PAIR, 1, 1, CND_MAX_WINDOW),                          \
  { .name = "padding", .title = N_("Padding"), .type = CND_ATTRIBUTE_PADDING, .maximum = CND_MAX_WINDOW,       \
    .words = same_words },                                                                                     \
  CND_ROW_INTEGER ("dilation", N_("Dilation"), CND_ATTRIBUTE_PAIR, 1, 1, CND_MAX_WINDOW),                      \
  CND_ROW_INTEGER ("groups", N_("Groups"), CND_ATTRIBUTE_INTEGER, 1, 1, CND_MAX_SIZE)

static const CndAttributeRow convolution_attributes[] = {
  [OUT] = CND_ROW_REQUIRED ("out", N_("Output channels"), CND_ATTRIBUTE_INTEGER, 1, CND_MAX_SIZE),
  [KERNEL] = CND_ROW_REQUIRED ("kernel", N_("Kernel size"), CND_ATTRIBUTE_PAIR, 1, CND_MAX_WINDOW),
  WINDOW_ROWS,
  CND_ROW_SWITCH ("bias", N_("Bias"), 1),
};

static const CndAttributeRow learned_attributes[] = {
  [OUT] = CND_ROW_REQUIRED ("out", N_("Output channels"), CND_ATTRIBUTE_INTEGER, 1, CND_MAX_SIZE),
  [KERNEL] = CND_ROW_INTEGER ("kernel", N_("Kernel size"), CND_ATTRIBUTE_PAIR, 1, 1, CND_MAX_WINDOW),
  WINDOW_ROWS,
  CND_ROW_SWITCH ("bias", N_("Bias"), 0),
  CND_ROW_REQUIRED ("condensation", N_("Condensation factor"), CND_ATTRIBUTE_INTEGER, 1, CND_MAX_WINDOW),
};

static void
get_slide (const CndKindContext *context, const CndAttribute *attributes, guint axis, CndSlide *slide)
{
  const CndShape *in = &context->inputs[0];

  *slide = (CndSlide){
    .in = axis == 0 ? in->height : in->width,
    .kernel = attributes[KERNEL].integers[axis],
    .stride = attributes[STRIDE].integers[axis],
    .dilation = attributes[DILATION].integers[axis],
    /* left, right, top, bottom */
    .before = attributes[PADDING].integers[axis == 0 ? 2 : 0],
    .after = attributes[PADDING].integers[axis == 0 ? 3 : 1],
  };
}

/* Slides the kernel along one axis, resolving `same`. */
static gboolean
slide_axis (const CndKindContext *context, CndAttribute *attributes, guint axis, gboolean same, gint64 *count, CndMisfit *misfit)
{
  CndSlide slide;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  get_slide (context, attributes, axis, &slide);
  if (same)
    {
      cnd_slide_resolve_same (&slide);
      attributes[PADDING].integers[axis == 0 ? 2 : 0] = slide.before;
      attributes[PADDING].integers[axis == 0 ? 3 : 1] = slide.after;
    }
  *count = cnd_slide_count (&slide);
  if (*count > 0)
    return TRUE;
  found = g_strdup_printf ("%lld", (long long) slide.kernel);
  /* Translators: the size of the input with its padding */
  expected = g_strdup_printf (_("at most %lld"), (long long) ((slide.in + slide.before + slide.after - 1) / slide.dilation + 1));
  return cnd_misfit_set (misfit, "kernel", found, expected,
                         _("Use a smaller kernel or more padding, or pool less before it."),
                         axis == 0 ? _("the kernel is higher than the padded input")
                                   : _("the kernel is wider than the padded input"));
}

static gboolean
check_divisible (CndMisfit *misfit, const char *attribute, gint64 number, gint64 divisor, const char *format)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *message = NULL;
  g_autofree char *hint = NULL;

  if (number % divisor == 0)
    return TRUE;
  hint = cnd_ops_suggest_divisors (number, divisor);
  found = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  expected = g_strdup_printf (_("a multiple of %lld"), (long long) divisor);
  message = g_strdup_printf (_(format), (long long) number, (long long) divisor);
  return cnd_misfit_set (misfit, attribute, found, expected, hint, "%s", message);
}

static gboolean
convolution_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  gint64 groups = attributes[GROUPS].integers[0];
  gint64 out = attributes[OUT].integers[0];
  gboolean same = attributes[PADDING].integers[0] < 0;

  if (!cnd_shape_require_image (context, misfit)
      || !check_divisible (misfit, "groups", context->inputs[0].channels, groups,
                           N_("%lld input channels cannot be divided into %lld groups"))
      || !check_divisible (misfit, "groups", out, groups,
                           N_("%lld output channels cannot be divided into %lld groups")))
    return FALSE;
  *output = (CndShape){ .channels = out };
  return slide_axis (context, attributes, 0, same, &output->height, misfit)
         && slide_axis (context, attributes, 1, same, &output->width, misfit);
}

static gboolean
learned_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  return convolution_shape (context, attributes, output, misfit)
         && check_divisible (misfit, "condensation", context->inputs[0].channels, attributes[CONDENSATION].integers[0],
                             N_("%lld input channels cannot be condensed by %lld"));
}

static void
add_output_size (CndTerm *term, const CndKindContext *context)
{
  cnd_term_add_factor (term, CND_FACTOR_OUTPUT_HEIGHT, (guint64) context->output.height);
  cnd_term_add_factor (term, CND_FACTOR_OUTPUT_WIDTH, (guint64) context->output.width);
}

static void
add_kernel (CndTerm *term, const CndKindContext *context)
{
  cnd_term_add_factor (term, CND_FACTOR_KERNEL_HEIGHT, (guint64) context->attributes[KERNEL].integers[0]);
  cnd_term_add_factor (term, CND_FACTOR_KERNEL_WIDTH, (guint64) context->attributes[KERNEL].integers[1]);
}

static void
add_biases (const CndKindContext *context, CndCost *cost)
{
  CndTerm *term;

  if (context->attributes[BIAS].integers[0] == 0)
    return;
  cnd_term_add_factor (cnd_cost_add (cost, CND_TERM_BIASES), CND_FACTOR_OUTPUT_CHANNELS, (guint64) context->output.channels);
  term = cnd_cost_add (cost, CND_TERM_BIAS_ADDITIONS);
  add_output_size (term, context);
  cnd_term_add_factor (term, CND_FACTOR_OUTPUT_CHANNELS, (guint64) context->output.channels);
}

static void
add_convolution_weights (CndTerm *term, const CndKindContext *context)
{
  gint64 groups = context->attributes[GROUPS].integers[0];

  add_kernel (term, context);
  cnd_term_add_factor (term, groups == 1 ? CND_FACTOR_INPUT_CHANNELS : CND_FACTOR_INPUTS_PER_GROUP,
                       (guint64) (context->inputs[0].channels / groups));
  cnd_term_add_factor (term, CND_FACTOR_OUTPUT_CHANNELS, (guint64) context->output.channels);
}

static void
convolution_cost (const CndKindContext *context, CndCost *cost)
{
  CndTerm *macs;

  add_convolution_weights (cnd_cost_add (cost, CND_TERM_WEIGHTS), context);
  macs = cnd_cost_add (cost, CND_TERM_MACS);
  add_output_size (macs, context);
  add_convolution_weights (macs, context);
  add_biases (context, cost);
}

/* All inputs reach all groups at first; stage s leaves (C − s) / C of them. A 1×1 kernel is not written out. */
static void
add_learned_weights (CndTerm *term, const CndKindContext *context)
{
  gint64 condensation = context->attributes[CONDENSATION].integers[0];
  guint64 stage = MIN ((guint64) context->state.stage, (guint64) condensation - 1);

  if (context->kept_weights != G_MAXUINT64)
    {
      cnd_term_add_factor (term, CND_FACTOR_KEPT_WEIGHTS, context->kept_weights);
      return;
    }
  if (context->attributes[KERNEL].integers[0] * context->attributes[KERNEL].integers[1] > 1)
    add_kernel (term, context);
  cnd_term_add_factor (term, CND_FACTOR_INPUT_CHANNELS, (guint64) context->inputs[0].channels);
  cnd_term_add_factor (term, CND_FACTOR_OUTPUT_CHANNELS, (guint64) context->output.channels);
  if (stage > 0)
    {
      term->kept_numerator = (guint64) condensation - stage;
      term->kept_denominator = (guint64) condensation;
    }
}

static void
learned_cost (const CndKindContext *context, CndCost *cost)
{
  CndTerm *macs;

  add_learned_weights (cnd_cost_add (cost, CND_TERM_WEIGHTS), context);
  macs = cnd_cost_add (cost, CND_TERM_MACS);
  add_output_size (macs, context);
  add_learned_weights (macs, context);
  add_biases (context, cost);
}

static void
convolution_field (const CndKindContext *context, CndWindow window[2])
{
  for (guint axis = 0; axis < 2; axis++)
    {
      CndSlide slide;
      get_slide (context, context->attributes, axis, &slide);
      window[axis] = (CndWindow){ slide.dilation * (slide.kernel - 1) + 1, slide.stride, slide.before, 1 };
    }
}

const CndKind cnd_kind_convolution = {
  .name = "convolution",
  .title = N_("Convolution"),
  /* Translators: short, for a box in the graph */
  .short_title = N_("Conv"),
  .description = N_("Slides filters over the feature maps; with groups, each group of filters reads its own part of the inputs."),
  .category = CND_CATEGORY_CONVOLUTION,
  .flags = CND_KIND_IS_MODULE,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = convolution_attributes,
  .n_attributes = G_N_ELEMENTS (convolution_attributes),
  .shape = convolution_shape,
  .cost = convolution_cost,
  .field = convolution_field,
};

const CndKind cnd_kind_learned_group_convolution = {
  .name = "learned_group_convolution",
  .title = N_("Learned group convolution"),
  /* Translators: short, for a box in the graph */
  .short_title = N_("Learned group conv"),
  .description = N_("A convolution whose filter groups learn which inputs to read: in each condensing stage every group "
                    "drops the inputs with the smallest weights."),
  .category = CND_CATEGORY_CONVOLUTION,
  .flags = CND_KIND_IS_MODULE,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = learned_attributes,
  .n_attributes = G_N_ELEMENTS (learned_attributes),
  .shape = learned_shape,
  .cost = learned_cost,
  .field = convolution_field,
};

/* ---- Linear ------------------------------------------------------------------------- */

enum
{
  LINEAR_OUT,
  LINEAR_BIAS,
  LINEAR_KEEP,
};

static const CndAttributeRow linear_attributes[] = {
  [LINEAR_OUT] = CND_ROW_REQUIRED ("out", N_("Output features"), CND_ATTRIBUTE_INTEGER, 1, CND_MAX_SIZE),
  [LINEAR_BIAS] = CND_ROW_SWITCH ("bias", N_("Bias"), 1),
  [LINEAR_KEEP] = { .name = "keep", .title = N_("Share of the inputs that it reads"), .type = CND_ATTRIBUTE_RATIO,
                    .fallback = { .ratio = { 1, 1 } }, .minimum = 0, .maximum = 1 },
};

static gint64
count_kept (const CndKindContext *context, const CndAttribute *attributes)
{
  return context->inputs[0].channels * attributes[LINEAR_KEEP].ratio.numerator / attributes[LINEAR_KEEP].ratio.denominator;
}

static gboolean
linear_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  if (!context->inputs[0].flat)
    {
      g_autofree char *found = cnd_shape_format (&context->inputs[0], CND_NUMBER_STYLE_LATIN);
      return cnd_misfit_set (misfit, NULL, found, _("flat features"), _("Put a “flatten” layer before it."),
                             _("a linear layer reads flat features"));
    }
  if (count_kept (context, attributes) < 1)
    {
      g_autofree char *found = g_strdup_printf ("%lld / %lld", (long long) attributes[LINEAR_KEEP].ratio.numerator,
                                                (long long) attributes[LINEAR_KEEP].ratio.denominator);
      g_autofree char *expected = g_strdup_printf (_("at least 1 / %lld"), (long long) context->inputs[0].channels);
      return cnd_misfit_set (misfit, "keep", found, expected, _("Keep a larger share."), _("no input would be kept"));
    }
  *output = (CndShape){ attributes[LINEAR_OUT].integers[0], 1, 1, TRUE };
  return TRUE;
}

static void
add_linear_weights (CndTerm *term, const CndKindContext *context)
{
  guint64 kept = (guint64) count_kept (context, context->attributes);

  cnd_term_add_factor (term, kept == (guint64) context->inputs[0].channels ? CND_FACTOR_INPUT_FEATURES : CND_FACTOR_KEPT_FEATURES, kept);
  cnd_term_add_factor (term, CND_FACTOR_OUTPUT_FEATURES, (guint64) context->output.channels);
}

static void
linear_cost (const CndKindContext *context, CndCost *cost)
{
  guint64 out = (guint64) context->output.channels;

  add_linear_weights (cnd_cost_add (cost, CND_TERM_WEIGHTS), context);
  add_linear_weights (cnd_cost_add (cost, CND_TERM_MACS), context);
  if (context->attributes[LINEAR_BIAS].integers[0] == 0)
    return;
  cnd_term_add_factor (cnd_cost_add (cost, CND_TERM_BIASES), CND_FACTOR_OUTPUT_FEATURES, out);
  cnd_term_add_factor (cnd_cost_add (cost, CND_TERM_BIAS_ADDITIONS), CND_FACTOR_OUTPUT_FEATURES, out);
}

static void
linear_field (const CndKindContext *context, CndWindow window[2])
{
  window[0] = window[1] = (CndWindow){ 0, 1, 0, 1 };
}

const CndKind cnd_kind_linear = {
  .name = "linear",
  .title = N_("Linear"),
  .short_title = N_("Linear"),
  .description = N_("A fully connected layer: every output is a weighted sum of all inputs."),
  .category = CND_CATEGORY_LINEAR,
  .flags = CND_KIND_IS_MODULE | CND_KIND_PUBLISHES_BIASES,
  .min_inputs = 1,
  .max_inputs = 1,
  .attributes = linear_attributes,
  .n_attributes = G_N_ELEMENTS (linear_attributes),
  .shape = linear_shape,
  .cost = linear_cost,
  .field = linear_field,
};
