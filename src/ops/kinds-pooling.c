/* Pooling: sliding, global and adaptive windows; maximum and average. */
#include "config.h"

#include "ops/ops-private.h"

/* ---- Sliding windows ---------------------------------------------------------------- */

enum
{
  KERNEL,
  STRIDE,
  PADDING,
  CEIL_MODE,
  DILATION,          /* of max pooling */
  COUNT_INCLUDE_PAD = DILATION, /* of average pooling */
};

#define SLIDING_ROWS                                                                                            \
  [KERNEL] = CND_ROW_REQUIRED ("kernel", N_("Kernel size"), CND_ATTRIBUTE_PAIR, 1, CND_MAX_WINDOW),             \
  [STRIDE] = { .name = "stride", .title = N_("Stride"), .type = CND_ATTRIBUTE_PAIR, .follows = TRUE,            \
               .minimum = 1, .maximum = CND_MAX_WINDOW },                                                       \
  [PADDING] = { .name = "padding", .title = N_("Padding"), .type = CND_ATTRIBUTE_PADDING, .maximum = CND_MAX_WINDOW }, \
  [CEIL_MODE] = CND_ROW_SWITCH ("ceil_mode", N_("Round sizes up"), 0)

static const CndAttributeRow max_pool_attributes[] = {
  SLIDING_ROWS,
  [DILATION] = CND_ROW_INTEGER ("dilation", N_("Dilation"), CND_ATTRIBUTE_PAIR, 1, 1, CND_MAX_WINDOW),
};

static const CndAttributeRow average_pool_attributes[] = {
  SLIDING_ROWS,
  [COUNT_INCLUDE_PAD] = CND_ROW_SWITCH ("count_include_pad", N_("Padding counts in the average"), 1),
};

static void
get_slide (const CndKindContext *context, const CndAttribute *attributes, gboolean dilated, guint axis, CndSlide *slide)
{
  const CndShape *in = &context->inputs[0];

  *slide = (CndSlide){
    .in = axis == 0 ? in->height : in->width,
    .kernel = attributes[KERNEL].integers[axis],
    .stride = attributes[STRIDE].integers[axis],
    .dilation = dilated ? attributes[DILATION].integers[axis] : 1,
    .before = attributes[PADDING].integers[axis == 0 ? 2 : 0],
    .after = attributes[PADDING].integers[axis == 0 ? 3 : 1],
    .ceil_mode = attributes[CEIL_MODE].integers[0] != 0,
  };
}

static gboolean
slide_axis (const CndKindContext *context, const CndAttribute *attributes, gboolean dilated, guint axis, gint64 *count,
            CndMisfit *misfit)
{
  CndSlide slide;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  get_slide (context, attributes, dilated, axis, &slide);
  if (MAX (slide.before, slide.after) * 2 > slide.kernel)
    {
      found = g_strdup_printf ("%lld", (long long) MAX (slide.before, slide.after));
      expected = g_strdup_printf (_("at most %lld"), (long long) (slide.kernel / 2));
      return cnd_misfit_set (misfit, "padding", found, expected, _("Use less padding, or a padding layer before it."),
                             _("a pooling may pad by half its kernel at most"));
    }
  *count = cnd_slide_count (&slide);
  if (*count > 0)
    return TRUE;
  found = g_strdup_printf ("%lld", (long long) slide.kernel);
  expected = g_strdup_printf (_("at most %lld"), (long long) ((slide.in + slide.before + slide.after - 1) / slide.dilation + 1));
  return cnd_misfit_set (misfit, "kernel", found, expected, _("Use a smaller kernel, or pool less before it."),
                         _("the pooling window is larger than its input"));
}

static gboolean
sliding_shape (const CndKindContext *context, const CndAttribute *attributes, gboolean dilated, CndShape *output, CndMisfit *misfit)
{
  if (!cnd_shape_require_image (context, misfit))
    return FALSE;
  *output = (CndShape){ .channels = context->inputs[0].channels };
  return slide_axis (context, attributes, dilated, 0, &output->height, misfit)
         && slide_axis (context, attributes, dilated, 1, &output->width, misfit);
}

static gboolean
max_pool_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  return sliding_shape (context, attributes, TRUE, output, misfit);
}

static gboolean
average_pool_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  return sliding_shape (context, attributes, FALSE, output, misfit);
}

static guint64
get_area (const CndKindContext *context)
{
  return (guint64) (context->attributes[KERNEL].integers[0] * context->attributes[KERNEL].integers[1]);
}

static void
max_pool_cost (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_COMPARISONS, get_area (context) - 1);
}

static void
average_pool_cost (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_WINDOW, get_area (context));
}

static void
sliding_field (const CndKindContext *context, gboolean dilated, CndWindow window[2])
{
  for (guint axis = 0; axis < 2; axis++)
    {
      CndSlide slide;
      get_slide (context, context->attributes, dilated, axis, &slide);
      window[axis] = (CndWindow){ slide.dilation * (slide.kernel - 1) + 1, slide.stride, slide.before, 1 };
    }
}

static void
max_pool_field (const CndKindContext *context, CndWindow window[2])
{
  sliding_field (context, TRUE, window);
}

static void
average_pool_field (const CndKindContext *context, CndWindow window[2])
{
  sliding_field (context, FALSE, window);
}

/* ---- Global windows ----------------------------------------------------------------- */

static gboolean
global_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  if (!cnd_shape_require_image (context, misfit))
    return FALSE;
  *output = (CndShape){ context->inputs[0].channels, 1, 1, FALSE };
  return TRUE;
}

static void
global_max_cost (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_COMPARISONS,
                                   (guint64) (context->inputs[0].height * context->inputs[0].width) - 1);
}

static void
global_average_cost (const CndKindContext *context, CndCost *cost)
{
  cnd_cost_add_element_operations (cost, context, CND_FACTOR_WINDOW,
                                   (guint64) (context->inputs[0].height * context->inputs[0].width));
}

static void
global_field (const CndKindContext *context, CndWindow window[2])
{
  window[0] = window[1] = (CndWindow){ 0, 1, 0, 1 };
}

/* ---- Adaptive windows --------------------------------------------------------------- */

static const CndAttributeRow adaptive_attributes[] = {
  CND_ROW_REQUIRED ("out", N_("Output height and width"), CND_ATTRIBUTE_PAIR, 1, CND_MAX_WINDOW),
};

static gboolean
adaptive_shape (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit)
{
  if (!cnd_shape_require_image (context, misfit))
    return FALSE;
  *output = (CndShape){ context->inputs[0].channels, attributes[0].integers[0], attributes[0].integers[1], FALSE };
  return TRUE;
}

static gint64
greatest_common_divisor (gint64 a, gint64 b)
{
  while (b != 0)
    {
      gint64 rest = a % b;
      a = b;
      b = rest;
    }
  return a;
}

/* Window i covers ⌊i·in/out⌋ … ⌈(i+1)·in/out⌉ − 1; all windows together in + out − gcd (in, out) elements. */
static guint64
sum_windows (gint64 in, gint64 out)
{
  return (guint64) (in + out - greatest_common_divisor (in, out));
}

static void
adaptive_cost (const CndKindContext *context, gboolean compares, CndCost *cost)
{
  const CndShape *in = &context->inputs[0];
  const CndShape *out = &context->output;
  CndTerm *term = cnd_cost_add (cost, CND_TERM_ELEMENT_OPERATIONS);
  guint64 high = sum_windows (in->height, out->height);
  guint64 wide = sum_windows (in->width, out->width);

  cnd_term_add_factor (term, CND_FACTOR_CHANNELS, (guint64) out->channels);
  if (compares)
    cnd_term_add_factor (term, CND_FACTOR_COMPARISONS, high * wide - (guint64) (out->height * out->width));
  else
    cnd_term_add_factor (term, CND_FACTOR_WINDOW_SUM, high * wide);
}

static void
adaptive_max_cost (const CndKindContext *context, CndCost *cost)
{
  adaptive_cost (context, TRUE, cost);
}

static void
adaptive_average_cost (const CndKindContext *context, CndCost *cost)
{
  adaptive_cost (context, FALSE, cost);
}

/* Where the output does not divide the input: a stride of in / out inputs, and the widest window. */
static void
adaptive_field (const CndKindContext *context, CndWindow window[2])
{
  for (guint axis = 0; axis < 2; axis++)
    {
      gint64 in = axis == 0 ? context->inputs[0].height : context->inputs[0].width;
      gint64 out = axis == 0 ? context->output.height : context->output.width;
      gint64 divisor = greatest_common_divisor (in, out);
      gint64 stride = in / divisor, scale = out / divisor;
      /* window i begins at i·stride mod scale of an input; the furthest in begins at scale − 1 */
      gint64 extent = scale == 1 ? stride : (scale - 1 + stride + scale - 1) / scale;

      window[axis] = (CndWindow){ out == 1 ? 0 : extent, stride, 0, scale };
    }
}

/* ---- Rows --------------------------------------------------------------------------- */

#define POOLING(symbol_, name_, title_, short_title_, description_, flags_, attributes_, n_attributes_, shape_, cost_, field_) \
  const CndKind cnd_kind_##symbol_ = {                                                                     \
    .name = (name_),                                                                                       \
    .title = (title_),                                                                                     \
    .short_title = (short_title_),                                                                         \
    .description = (description_),                                                                         \
    .category = CND_CATEGORY_POOLING,                                                                      \
    .flags = CND_KIND_IS_MODULE | CND_KIND_KEEPS_CHANNELS | (flags_),                                      \
    .min_inputs = 1,                                                                                       \
    .max_inputs = 1,                                                                                       \
    .attributes = (attributes_),                                                                           \
    .n_attributes = (n_attributes_),                                                                       \
    .shape = (shape_),                                                                                    \
    .cost = (cost_),                                                                                       \
    .field = (field_),                                                                                     \
  }

POOLING (max_pool, "max_pool", N_("Max pooling"), N_("Max pool"), N_("Keeps the largest value of each window."), 0,
         max_pool_attributes, G_N_ELEMENTS (max_pool_attributes), max_pool_shape, max_pool_cost, max_pool_field);
POOLING (average_pool, "average_pool", N_("Average pooling"), N_("Avg pool"), N_("Replaces each window by its mean."),
         CND_KIND_PUBLISHES_ELEMENTS, average_pool_attributes, G_N_ELEMENTS (average_pool_attributes), average_pool_shape,
         average_pool_cost, average_pool_field);
POOLING (global_max_pool, "global_max_pool", N_("Global max pooling"), N_("Global max pool"),
         N_("Keeps the largest value of each channel."), 0, NULL, 0, global_shape, global_max_cost, global_field);
POOLING (global_average_pool, "global_average_pool", N_("Global average pooling"), N_("Global avg pool"),
         N_("Replaces each channel by its mean, so that no fully connected layer has to read every position."),
         CND_KIND_PUBLISHES_ELEMENTS, NULL, 0, global_shape, global_average_cost, global_field);
POOLING (adaptive_max_pool, "adaptive_max_pool", N_("Adaptive max pooling"), N_("Adaptive max pool"),
         N_("Max pooling with windows chosen so that the output has a given size."), 0, adaptive_attributes,
         G_N_ELEMENTS (adaptive_attributes), adaptive_shape, adaptive_max_cost, adaptive_field);
POOLING (adaptive_average_pool, "adaptive_average_pool", N_("Adaptive average pooling"), N_("Adaptive avg pool"),
         N_("Average pooling with windows chosen so that the output has a given size."), CND_KIND_PUBLISHES_ELEMENTS,
         adaptive_attributes, G_N_ELEMENTS (adaptive_attributes), adaptive_shape, adaptive_average_cost, adaptive_field);
