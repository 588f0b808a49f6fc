/* Looks for the cause of a difference: tries the known mistakes on the row's own numbers, the likeliest first, and
 * takes the first that comes to just the published figure. Which mistakes there are: causes-*.c. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

gboolean
cnd_claim_is (const CndClaim *claim, guint64 value, guint64 kilo, gboolean cut)
{
  guint64 unit = cnd_printed_get_unit (&claim->printed, kilo) * claim->unit;
  CndFit fit = cnd_printed_match_unit (&claim->printed, value, unit);

  return fit == CND_FIT_EXACT || fit == CND_FIT_ROUNDED || (cut && fit == CND_FIT_CUT);
}

guint64
cnd_claim_get_kilo (const CndClaim *claim)
{
  return claim->quantity == CND_QUANTITY_PARAMETERS ? claim->kilo : 1000;
}

guint64
cnd_claim_get_target (const CndClaim *claim)
{
  if (claim->quantity != CND_QUANTITY_PARAMETERS || !claim->without_biases)
    return claim->ours;
  return claim->ours - claim->counts.terms[CND_TERM_BIASES];
}

char *
cnd_claim_format (guint64 value)
{
  return cnd_base_format_count (CND_NUMBER_STYLE_LATIN, value);
}

char *
cnd_claim_format_like (const CndClaim *claim, guint64 value, guint64 kilo)
{
  guint64 unit = cnd_printed_get_unit (&claim->printed, kilo) * claim->unit;

  return cnd_printed_format_like (&claim->printed, (double) value, unit);
}

gboolean
cnd_multiply_all (const guint64 *factors, guint n_factors, guint64 *product)
{
  guint64 result = 1;

  for (guint i = 0; i < n_factors; i++)
    if (!cnd_multiply_u64 (result, factors[i], &result))
      return FALSE;
  *product = result;
  return TRUE;
}

char *
cnd_format_product (const guint64 *factors, guint n_factors)
{
  GString *text = g_string_new (NULL);
  guint64 product = 0;
  g_autofree char *result = NULL;

  for (guint i = 0; i < n_factors; i++)
    {
      g_autofree char *factor = cnd_claim_format (factors[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " × " : "", factor);
    }
  cnd_multiply_all (factors, n_factors, &product);
  result = cnd_claim_format (product);
  g_string_append_printf (text, " = %s", result);
  return g_string_free (text, FALSE);
}

static char *
try_all (const CndHypothesis *hypotheses, const CndClaim *claim)
{
  for (; *hypotheses != NULL; hypotheses++)
    {
      char *cause = (*hypotheses) (claim);

      if (cause != NULL)
        return cause;
    }
  return NULL;
}

/* A figure that is right when cut; for multiply-adds it may be right for another reason too. */
static char *
find_cutting (const CndClaim *claim)
{
  g_autofree char *exact = cnd_claim_format_like (claim, claim->ours, 1000);
  g_autofree char *other = cnd_claim_find_own_product (claim);

  if (other != NULL)
    return g_strdup_printf (_("Cut, not rounded: %s; or it follows from the row's own parameters: %s."), exact, other);
  return g_strdup_printf (_("Cut, not rounded: %s."), exact);
}

char *
cnd_claim_find_cause (const CndClaim *claim)
{
  guint64 unit = cnd_printed_get_unit (&claim->printed, 1000) * claim->unit;
  CndFit fit = cnd_printed_match_unit (&claim->printed, claim->ours, unit);
  char *cause = NULL;

  if (fit == CND_FIT_EXACT || fit == CND_FIT_ROUNDED)
    return NULL;
  if (fit == CND_FIT_CUT)
    return find_cutting (claim);
  if (claim->is_total)
    cause = try_all (cnd_total_hypotheses, claim);
  if (cause == NULL && claim->quantity == CND_QUANTITY_PARAMETERS)
    cause = try_all (cnd_parameter_hypotheses, claim);
  else if (cause == NULL)
    cause = try_all (cnd_operation_hypotheses, claim);
  return cause != NULL ? cause : cnd_claim_find_plain_cause (claim);
}

void
cnd_claim_judge (const CndClaim *claim, CndTable *table, const char *column)
{
  CndPlace place = { .row = claim->row, .line = claim->line, .column = column };
  guint64 unit = cnd_printed_get_unit (&claim->printed, 1000) * claim->unit;
  guint64 shown_unit = cnd_printed_get_unit (&claim->printed, cnd_claim_get_kilo (claim)) * claim->unit;

  cnd_table_add_figure (table, &place, &claim->printed, claim->ours, unit, shown_unit, cnd_claim_find_cause (claim));
}
