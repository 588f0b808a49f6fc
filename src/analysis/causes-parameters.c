/* Mistakes in a row's number of parameters. Each hypothesis works on the row's own numbers. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

/* ---- A layer counted as another one ------------------------------------------------- */

/* "2 × 2" */
static char *
format_kernel (const CndGeometry *geometry)
{
  const gint64 sizes[] = { (gint64) geometry->kernel[0], (gint64) geometry->kernel[1] };

  return cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, sizes, 2);
}

/* As a convolution of @kernel, depthwise or not: with a bias a channel, or without. */
static char *
try_pooling_as (const CndClaim *claim, const guint64 kernel[2], gboolean depthwise)
{
  static const char *const without_biases[]
    = { N_("Counted as if the pooling were a %s convolution without biases: %s. Pooling has no weights."),
        N_("Counted as if the pooling were a %s depthwise convolution without biases: %s. Pooling has no weights.") };
  /* Translators: a kernel's size, then the arithmetic: "2 × 2 × 128 × 128 + 128 = 65,664" */
  static const char *const with_biases[]
    = { N_("Counted as if the pooling were a %s convolution: %s. Pooling has no weights."),
        N_("Counted as if the pooling were a %s depthwise convolution: %s. Pooling has no weights.") };
  guint64 factors[] = { kernel[0], kernel[1], claim->geometry.out, claim->geometry.in };
  const gint64 sizes[] = { (gint64) kernel[0], (gint64) kernel[1] };
  guint n_factors = depthwise ? 3 : 4;
  guint64 weights, total;
  g_autofree char *product = NULL, *window = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, sizes, 2);
  g_autofree char *bias = cnd_claim_format (claim->geometry.out), *count = NULL, *sum = NULL;

  if (!cnd_multiply_all (factors, n_factors, &weights) || weights == 0
      || !cnd_add_u64 (weights, claim->geometry.out, &total))
    return NULL;
  product = cnd_format_product (factors, n_factors);
  if (cnd_claim_is (claim, weights, claim->kilo, FALSE))
    return g_strdup_printf (_(without_biases[depthwise ? 1 : 0]), window, product);
  if (!cnd_claim_is (claim, total, claim->kilo, FALSE))
    return NULL;
  *strrchr (product, '=') = '\0'; /* the sum goes on */
  count = cnd_claim_format (total);
  sum = g_strdup_printf ("%s+ %s = %s", product, bias, count);
  return g_strdup_printf (_(with_biases[depthwise ? 1 : 0]), window, sum);
}

char *
cnd_claim_find_pooling_cause (const CndClaim *claim)
{
  static const guint64 point[] = { 1, 1 };
  const guint64 *const kernels[] = { claim->geometry.kernel, point };

  for (guint i = 0; claim->geometry.is_pooling && i < 2 * G_N_ELEMENTS (kernels); i++)
    {
      char *cause = try_pooling_as (claim, kernels[i % G_N_ELEMENTS (kernels)], i >= G_N_ELEMENTS (kernels));

      if (cause != NULL)
        return cause;
    }
  return NULL;
}

/* A k × k convolution taken apart into k × 1 and 1 × k, each from the input channels to the filters. */
static char *
try_separable (const CndClaim *claim)
{
  const CndGeometry *geometry = &claim->geometry;
  guint64 separable[] = { geometry->kernel[0], geometry->in, geometry->out, 2 };
  guint64 plain[] = { geometry->kernel[0], geometry->kernel[1], geometry->in, geometry->out };
  guint64 weights;
  g_autofree char *product = NULL, *columns = NULL, *kernel = NULL;

  if (!geometry->is_convolution || geometry->kernel[0] != geometry->kernel[1] || geometry->kernel[0] < 3
      || !cnd_multiply_all (plain, 4, &weights) || !cnd_multiply_all (separable, 4, &weights) || weights == 0)
    return NULL;
  if (!cnd_claim_is (claim, weights, 1000, FALSE) && !cnd_claim_is (claim, weights, claim->kilo, FALSE))
    return NULL;
  product = cnd_format_product (separable, 4);
  columns = cnd_format_product (plain, 4);
  kernel = format_kernel (geometry);
  return g_strdup_printf (_("Describes another layer than its columns: a separable %s convolution, %s weights, "
                            "not %s."),
                          kernel, product, columns);
}

static char *
try_other_groups (const CndClaim *claim)
{
  guint64 weights = claim->counts.terms[CND_TERM_WEIGHTS], biases = claim->counts.terms[CND_TERM_BIASES];
  guint64 groups = MAX (claim->groups, 1), dense;
  g_autofree char *true_groups = cnd_claim_format (groups);

  if (!claim->geometry.is_convolution || !cnd_multiply_u64 (weights, groups, &dense))
    return NULL;
  if (groups > 1 && cnd_claim_is (claim, dense + biases, claim->kilo, FALSE))
    return g_strdup_printf (_("Counted without groups; the layer has %s."), true_groups);
  for (guint other = 2; other <= 64; other++)
    if (other != groups && dense % other == 0 && claim->geometry.in % other == 0 && claim->geometry.out % other == 0
        && cnd_claim_is (claim, dense / other + biases, claim->kilo, FALSE))
      return g_strdup_printf (_("Counted with %u groups; the layer has %s."), other, true_groups);
  return NULL;
}

static char *
try_one_input_channel (const CndClaim *claim)
{
  const CndGeometry *geometry = &claim->geometry;
  guint64 factors[] = { geometry->kernel[0], geometry->kernel[1], geometry->out };
  guint64 weights;
  g_autofree char *product = NULL, *channels = NULL;

  if (!geometry->is_convolution || geometry->in <= 1 || !cnd_multiply_all (factors, 3, &weights) || weights == 0)
    return NULL;
  if (!cnd_claim_is (claim, weights, claim->kilo, FALSE)
      && !cnd_claim_is (claim, weights + geometry->out, claim->kilo, FALSE))
    return NULL;
  product = cnd_format_product (factors, 3);
  channels = cnd_claim_format (geometry->in);
  return g_strdup_printf (_("The %s input channels are left out: %s weights."), channels, product);
}

/* The row's own columns are not the model's. */
static char *
try_own_columns (const CndClaim *claim)
{
  guint64 weights;
  g_autofree char *count = NULL;

  if (claim->count_with_depth == NULL)
    return NULL;
  weights = claim->count_with_depth (claim, claim->geometry.in);
  if (weights == claim->counts.terms[CND_TERM_WEIGHTS] || !cnd_claim_is (claim, weights, claim->kilo, TRUE))
    return NULL;
  count = cnd_claim_format_like (claim, weights, claim->kilo);
  return g_strdup_printf (_("It follows from the row's own columns, %s, which are not those of the model."), count);
}

static const char *
get_kilo_text (const CndClaim *claim)
{
  return claim->kilo == 1024 ? "1,024" : "1,000";
}

/* With the input channels of another row of the table. */
static char *
try_other_depth (const CndClaim *claim)
{
  for (guint i = 0; claim->count_with_depth != NULL && i < claim->n_depths; i++)
    {
      guint64 weights = claim->count_with_depth (claim, claim->depths[i]);
      g_autofree char *count = NULL, *depth = NULL;

      if (claim->depths[i] == claim->geometry.in || !cnd_claim_is (claim, weights, claim->kilo, FALSE))
        continue;
      count = cnd_claim_format_like (claim, weights, claim->kilo);
      depth = cnd_claim_format (claim->depths[i]);
      /* Translators: number of channels, name of a row of the table, number of weights, 1,000 or 1,024 */
      return g_strdup_printf (_("Describes another layer than its columns: the same filters on %s input channels, "
                                "those of %s, have %s (K is %s)."),
                              depth, claim->depth_rows[i], count, get_kilo_text (claim));
    }
  return NULL;
}

/* ---- What counts -------------------------------------------------------------------- */

static char *
try_without_biases (const CndClaim *claim)
{
  guint64 biases = claim->counts.terms[CND_TERM_BIASES], weights = claim->counts.parameters - biases;
  g_autofree char *all = NULL, *less = NULL, *rest = NULL;

  if (biases == 0 || !cnd_claim_is (claim, weights, 1000, FALSE))
    return NULL;
  all = cnd_claim_format (claim->counts.parameters);
  less = cnd_claim_format (biases);
  rest = cnd_claim_format (weights);
  return g_strdup_printf (_("Counted without biases: %s − %s = %s."), all, less, rest);
}

static char *
explain_kilo (const CndClaim *claim, guint64 value, const char *format, const char *cut_format)
{
  g_autofree char *count = cnd_claim_format (value), *scaled = cnd_claim_format_like (claim, value, 1024);
  gboolean cut = !cnd_claim_is (claim, value, 1024, FALSE);

  return g_strdup_printf (cut ? cut_format : format, count, scaled);
}

static char *
try_kilo_without_biases (const CndClaim *claim)
{
  guint64 weights = claim->counts.parameters - claim->counts.terms[CND_TERM_BIASES];

  if (claim->printed.power != 1 || weights == claim->counts.parameters || !cnd_claim_is (claim, weights, 1024, TRUE))
    return NULL;
  return explain_kilo (claim, weights, _("K is 1,024 and biases are left out: %s / 1,024 = %s."),
                       _("K is 1,024 and biases are left out: %s / 1,024 = %s, cut, not rounded."));
}

/* With the biases; which is worth saying where other rows of the column are without. */
static char *
try_kilo (const CndClaim *claim)
{
  if (claim->printed.power != 1 || !cnd_claim_is (claim, claim->counts.parameters, 1024, TRUE))
    return NULL;
  if (claim->without_biases && claim->counts.terms[CND_TERM_BIASES] > 0)
    return explain_kilo (claim, claim->counts.parameters,
                         _("K is 1,024, and this row counts the biases: %s / 1,024 = %s."),
                         _("K is 1,024, and this row counts the biases: %s / 1,024 = %s, cut, not rounded."));
  return explain_kilo (claim, claim->counts.parameters, _("K is 1,024: %s / 1,024 = %s."),
                       _("K is 1,024: %s / 1,024 = %s, cut, not rounded."));
}

static char *
try_with_buffers (const CndClaim *claim)
{
  guint64 buffers = claim->counts.terms[CND_TERM_BUFFERS];
  g_autofree char *count = NULL;

  if (buffers == 0 || !cnd_claim_is (claim, claim->counts.parameters + buffers, claim->kilo, FALSE))
    return NULL;
  count = cnd_claim_format (buffers);
  return g_strdup_printf (_("Counts the %s running means and variances, which are not trained."), count);
}

static char *
try_with_biases (const CndClaim *claim)
{
  g_autofree char *count = NULL;

  if (!claim->geometry.is_convolution || claim->counts.terms[CND_TERM_BIASES] > 0 || claim->geometry.out == 0
      || !cnd_claim_is (claim, claim->counts.parameters + claim->geometry.out, claim->kilo, FALSE))
    return NULL;
  count = cnd_claim_format (claim->geometry.out);
  return g_strdup_printf (_("Counts %s biases, which the layer does not have."), count);
}

static char *
try_other_state (const CndClaim *claim)
{
  for (guint i = 0; i < claim->n_states; i++)
    {
      g_autofree char *count = NULL;

      if (!cnd_claim_is (claim, claim->states[i].parameters, claim->kilo, FALSE))
        continue;
      count = cnd_claim_format (claim->states[i].parameters);
      /* Translators: the first is a state such as "before condensing", the second a number */
      return g_strdup_printf (_("It is the count %s: %s."), claim->states[i].words, count);
    }
  return NULL;
}

char *
cnd_claim_find_other_row (const CndClaim *claim)
{
  if (claim->printed.mantissa == 0)
    return NULL;
  for (guint i = 0; i < claim->n_rows; i++)
    if (claim->rows[i].line != claim->line && claim->rows[i].ours != claim->ours
        && cnd_claim_is (claim, claim->rows[i].ours, 1000, FALSE))
      return g_strdup_printf (_("It is the figure of row %u (%s)."), claim->rows[i].line, claim->rows[i].row);
  return NULL;
}

/* ---- A row that contradicts itself -------------------------------------------------- */

/* Where all filters stand at the same positions, multiply-adds are weights × positions: which weights fit them? */
static char *
try_own_macs (const CndClaim *claim)
{
  guint64 weights = claim->counts.parameters - claim->counts.terms[CND_TERM_BIASES];
  guint64 positions = claim->geometry.out_size[0] * claim->geometry.out_size[1];
  double claimed = cnd_printed_get_value (&claim->printed, cnd_printed_get_unit (&claim->printed, claim->kilo));
  guint64 unit, own_macs, macs;
  g_autofree char *count = NULL, *printed = NULL, *text = cnd_printed_format (&claim->printed);
  double share = 100 * (claimed / (double) weights - 1);
  gboolean own_fits, columns_fit;

  if (claim->own_macs == NULL || positions == 0 || claim->printed.power == 0 || !claim->without_biases || weights == 0
      || !cnd_multiply_u64 (weights, positions, &macs))
    return NULL;
  unit = cnd_printed_get_unit (claim->own_macs, 1000);
  if (!cnd_multiply_u64 (cnd_printed_get_count (&claim->printed, cnd_printed_get_unit (&claim->printed, claim->kilo)),
                         positions, &own_macs))
    return NULL;
  own_fits = cnd_printed_match_unit (claim->own_macs, own_macs, unit) >= CND_FIT_EXACT;
  columns_fit = cnd_printed_match_unit (claim->own_macs, macs, unit) >= CND_FIT_EXACT;
  count = cnd_claim_format_like (claim, weights, claim->kilo);
  printed = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, ABS (share), 1);
  if (own_fits == columns_fit)
    return NULL;
  if (own_fits)
    return g_strdup_printf (
        _("Describes another layer than its columns, which give %s (K is %s, without biases); the row's own "
           "multiply-adds follow from %s."),
        count, get_kilo_text (claim), text);
  return g_strdup_printf (
      _("Contradicts its own row: the multiply-adds follow from %s, which the columns give (K is %s, without "
         "biases), not from %s (%s%s %%)."),
      count, get_kilo_text (claim), text, share < 0 ? "−" : "+", printed);
}

/* Not the figure, but near it, in the way in which other rows of the column are exact. */
static char *
try_near (const CndClaim *claim)
{
  guint64 weights = claim->counts.parameters - claim->counts.terms[CND_TERM_BIASES];
  double claimed = cnd_printed_get_value (&claim->printed, cnd_printed_get_unit (&claim->printed, claim->kilo));
  g_autofree char *count = NULL;

  if (claim->kilo == 1000 || !claim->without_biases || ABS (claimed - (double) weights) > 0.01 * (double) weights)
    return NULL;
  count = cnd_claim_format_like (claim, weights, claim->kilo);
  return g_strdup_printf (_("Within 1 %% of what its columns give, %s (K is %s, without biases)."), count,
                          get_kilo_text (claim));
}

const CndHypothesis cnd_parameter_hypotheses[] = {
  cnd_claim_find_pooling_cause,
  try_without_biases,
  try_kilo_without_biases,
  try_kilo,
  try_separable,
  try_own_columns,
  try_with_buffers,
  try_with_biases,
  try_other_state,
  try_one_input_channel,
  try_other_groups,
  cnd_claim_find_other_row,
  try_other_depth,
  try_own_macs,
  try_near,
  NULL,
};
