/* Mistakes in multiply-adds, operations and sizes in bytes. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

static char *
try_twice (const CndClaim *claim)
{
  guint64 twice;
  g_autofree char *count = NULL;

  if (!cnd_multiply_u64 (2, claim->counts.macs, &twice) || twice == 0 || !cnd_claim_is (claim, twice, 1000, FALSE))
    return NULL;
  count = cnd_claim_format (claim->counts.macs);
  return g_strdup_printf (_("A multiply-add counts as two operations: 2 × %s."), count);
}

static char *
try_flops (const CndClaim *claim)
{
  g_autofree char *count = NULL;

  if (claim->counts.flops == 0 || !cnd_claim_is (claim, claim->counts.flops, 1000, FALSE))
    return NULL;
  count = cnd_claim_format (claim->counts.flops);
  return g_strdup_printf (_("It is the number of FLOPs: %s."), count);
}

static char *
try_macs_only (const CndClaim *claim)
{
  g_autofree char *count = NULL;

  if (claim->quantity != CND_QUANTITY_OPERATIONS || !cnd_claim_is (claim, claim->counts.macs, 1000, FALSE))
    return NULL;
  count = cnd_claim_format (claim->counts.macs);
  return g_strdup_printf (_("Counts multiply-adds only: %s."), count);
}

static char *
try_half (const CndClaim *claim)
{
  if (claim->ours == 0 || claim->ours % 2 != 0 || !cnd_claim_is (claim, claim->ours / 2, 1000, FALSE))
    return NULL;
  return g_strdup (_("It is half of the count: two operations counted as one."));
}

/* A separable convolution's weights at every position. */
static char *
try_separable (const CndClaim *claim)
{
  const CndGeometry *geometry = &claim->geometry;
  guint64 factors[] = { geometry->kernel[0], geometry->in,          geometry->out,
                        2,                   geometry->out_size[0], geometry->out_size[1] };
  guint64 macs;
  const gint64 sizes[] = { (gint64) geometry->kernel[0], (gint64) geometry->kernel[1] };
  g_autofree char *product = NULL, *columns = NULL, *kernel = NULL;

  if (!geometry->is_convolution || geometry->kernel[0] != geometry->kernel[1] || geometry->kernel[0] < 3
      || !cnd_multiply_all (factors, 6, &macs) || macs == 0 || !cnd_claim_is (claim, macs, 1000, FALSE))
    return NULL;
  product = cnd_format_product (factors, 6);
  columns = cnd_claim_format_like (claim, claim->counts.macs, 1000);
  kernel = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, sizes, 2);
  return g_strdup_printf (_("Describes another layer than its columns: a separable %s convolution, %s, not %s."),
                          kernel, product, columns);
}

char *
cnd_claim_find_own_product (const CndClaim *claim)
{
  const CndPrinted *own = claim->own_parameters;
  guint64 factors[] = { own != NULL ? own->mantissa : 0, own != NULL ? cnd_printed_get_unit (own, claim->kilo) : 1,
                        claim->geometry.out_size[0], claim->geometry.out_size[1] };
  guint64 macs;

  if (own == NULL || own->decimals > 0 || !cnd_multiply_all (factors, 4, &macs) || macs == 0
      || !cnd_claim_is (claim, macs, 1000, FALSE))
    return NULL;
  return cnd_format_product (factors, 4);
}

static char *
try_own_parameters (const CndClaim *claim)
{
  g_autofree char *product = cnd_claim_find_own_product (claim), *columns = NULL;

  if (product == NULL)
    return NULL;
  columns = cnd_claim_format_like (claim, claim->counts.macs, 1000);
  return g_strdup_printf (
      _("Describes another layer than its columns, which give %s: it follows from the row's own parameters, %s."),
      columns, product);
}

static char *
try_without_positions (const CndClaim *claim)
{
  if (claim->counts.terms[CND_TERM_WEIGHTS] == 0
      || !cnd_claim_is (claim, claim->counts.terms[CND_TERM_WEIGHTS], 1000, FALSE))
    return NULL;
  return g_strdup (_("It is the number of weights: the positions of the output are left out."));
}

/* The same network in another state, all that is counted or multiply-adds alone, once or twice. */
static char *
try_other_state (const CndClaim *claim)
{
  for (guint i = 0; i < claim->n_states && claim->quantity == CND_QUANTITY_OPERATIONS; i++)
    {
      const CndOtherState *state = &claim->states[i];
      /* Translators: the first is a state such as "before condensing", the second a number */
      const struct
      {
        guint64 value;
        const char *format;
      } counts[] = {
        { state->operations, _("It is the count %s: %s.") },
        { state->macs, _("It is the multiply-adds alone, %s: %s.") },
        { 2 * state->macs, _("It is twice the multiply-adds, %s: %s.") },
        { state->flops, _("It is the FLOPs, %s: %s.") },
      };

      for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
        {
          g_autofree char *count = cnd_claim_format (counts[k].value);

          if (counts[k].value > 0 && cnd_claim_is (claim, counts[k].value, 1000, FALSE))
            return g_strdup_printf (counts[k].format, state->words, count);
        }
    }
  return NULL;
}

/* A pooling has no multiply-adds. */
static char *
try_pooling_as_convolution (const CndClaim *claim)
{
  const CndGeometry *geometry = &claim->geometry;
  const gint64 sizes[2][2] = { { (gint64) geometry->kernel[0], (gint64) geometry->kernel[1] }, { 1, 1 } };

  for (guint i = 0; geometry->is_pooling && i < G_N_ELEMENTS (sizes); i++)
    {
      guint64 factors[] = { (guint64) sizes[i][0],  (guint64) sizes[i][1], geometry->in,
                            geometry->out, geometry->out_size[0],  geometry->out_size[1] };
      guint64 macs;
      g_autofree char *product = NULL, *kernel = NULL;

      if (!cnd_multiply_all (factors, G_N_ELEMENTS (factors), &macs) || macs == 0
          || !cnd_claim_is (claim, macs, 1000, FALSE))
        continue;
      product = cnd_format_product (factors, G_N_ELEMENTS (factors));
      kernel = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, sizes[i], 2);
      return g_strdup_printf (_("Counted as if the pooling were a %s convolution: %s. Pooling multiplies nothing."),
                              kernel, product);
    }
  return NULL;
}

/* ---- Bytes -------------------------------------------------------------------------- */

static char *
try_decimal_megabytes (const CndClaim *claim)
{
  guint64 unit = 1000 * 1000;
  CndFit fit = cnd_printed_match_unit (&claim->printed, claim->ours, unit);

  if (claim->quantity != CND_QUANTITY_BYTES || claim->unit == 1 || fit == CND_FIT_NONE)
    return NULL;
  return g_strdup (_("MB is 1,000,000 bytes here, not 1,048,576."));
}

static char *
try_forward_only (const CndClaim *claim)
{
  if (claim->quantity != CND_QUANTITY_BYTES || !cnd_claim_is (claim, claim->ours / 2, 1000, FALSE))
    return NULL;
  return g_strdup (_("It is half of the size: the values without their gradients."));
}

const CndHypothesis cnd_operation_hypotheses[] = {
  try_decimal_megabytes,
  try_forward_only,
  try_pooling_as_convolution,
  try_other_state,
  try_macs_only,
  try_twice,
  try_flops,
  try_own_parameters,
  try_separable,
  try_half,
  try_without_positions,
  cnd_claim_find_other_row,
  NULL,
};
