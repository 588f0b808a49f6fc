/* Mistakes of writing: what a wrong figure's digits, its prefix or a round multiple of the right one tell. Tried when
 * no mistake of counting explains it. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* ---- Digits ------------------------------------------------------------------------- */

/* How many characters are the same at the beginning, and behind it at the end. */
static void
trim_equal (const char *a, const char *b, gsize *head, gsize *tail)
{
  gsize length_a = strlen (a), length_b = strlen (b), shorter = MIN (length_a, length_b);

  for (*head = 0; *head < shorter && a[*head] == b[*head];)
    (*head)++;
  for (*tail = 0; *tail < shorter - *head && a[length_a - 1 - *tail] == b[length_b - 1 - *tail];)
    (*tail)++;
}

char *
cnd_find_digit_cause (const char *published, const char *right, const char *shown)
{
  gsize n_published = strlen (published), n_right = strlen (right), head, tail;

  if (n_right < 2 || strcmp (published, right) == 0)
    return NULL;
  trim_equal (published, right, &head, &tail);
  if (n_published == n_right && head + tail + 2 == n_right && published[head] == right[head + 1]
      && published[head + 1] == right[head])
    /* Translators: %s is the right figure */
    return g_strdup_printf (_("It is %s with two neighbouring digits swapped."), shown);
  if (n_published + 1 == n_right && head + tail == n_published)
    return g_strdup_printf (_("It is %s with a digit missing."), shown);
  if (n_published == n_right + 1 && head + tail == n_right)
    return g_strdup_printf (_("It is %s with a digit too many."), shown);
  if (n_right > 2 && n_published == n_right && head + tail + 1 == n_right)
    return g_strdup_printf (_("It is %s with one digit wrong."), shown);
  return NULL;
}

/* The claim as it should have been printed; FALSE when its unit does not show our count. */
static gboolean
print_right (const CndClaim *claim, CndPrinted *right)
{
  guint64 unit = cnd_printed_get_unit (&claim->printed, cnd_claim_get_kilo (claim)) * claim->unit;
  guint64 scaled = cnd_claim_get_target (claim);

  *right = claim->printed;
  for (guint i = 0; i < right->decimals; i++)
    if (!cnd_multiply_u64 (scaled, 10, &scaled))
      return FALSE;
  right->mantissa = scaled / unit + (scaled % unit >= unit - scaled % unit ? 1 : 0);
  return right->mantissa > 0;
}

static char *
try_digits (const CndClaim *claim)
{
  CndPrinted right;
  g_autofree char *published = NULL, *digits = NULL, *shown = NULL;

  if (!print_right (claim, &right))
    return NULL;
  published = g_strdup_printf ("%" G_GUINT64_FORMAT, claim->printed.mantissa);
  digits = g_strdup_printf ("%" G_GUINT64_FORMAT, right.mantissa);
  shown = cnd_printed_format (&right);
  return cnd_find_digit_cause (published, digits, shown);
}

/* "34M" for 34K. */
static char *
try_prefix (const CndClaim *claim)
{
  for (guint power = 0; power < 4 && claim->unit == 1 && claim->printed.mantissa > 0; power++)
    {
      CndPrinted other = claim->printed;
      CndFit fit;
      g_autofree char *shown = NULL;

      other.power = power;
      if (power == claim->printed.power || (power > 0 && claim->printed.power == 0 && claim->printed.mantissa > 9999))
        continue;
      fit = cnd_printed_match (&other, cnd_claim_get_target (claim), cnd_claim_get_kilo (claim));
      if (fit != CND_FIT_EXACT && fit != CND_FIT_ROUNDED)
        continue;
      shown = cnd_printed_format (&other);
      return claim->printed.power == 0 ? g_strdup_printf (_("The prefix is missing: it is %s."), shown)
                                       : g_strdup_printf (_("The prefix is wrong: it is %s."), shown);
    }
  return NULL;
}

/* A small whole multiple or part; small counts are a multiple of this or that by chance. */
static char *
try_multiple (const CndClaim *claim)
{
  guint64 target = cnd_claim_get_target (claim), multiple;
  g_autofree char *count = cnd_claim_format (target);

  for (guint times = 2; times <= 9 && target >= 64; times++)
    {
      if (cnd_multiply_u64 (target, times, &multiple) && cnd_claim_is (claim, multiple, cnd_claim_get_kilo (claim), FALSE))
        /* Translators: a small number, twice, and our count: It is 2 times the count: 2 × 34,944. */
        return g_strdup_printf (_("It is %u times the count: %u × %s."), times, times, count);
      if (target % times == 0 && cnd_claim_is (claim, target / times, cnd_claim_get_kilo (claim), FALSE))
        return g_strdup_printf (_("It is the count divided by %u: %s / %u."), times, count, times);
    }
  return NULL;
}

/* ---- What the figure should be ------------------------------------------------------ */

/* "11 × 11 × 3 × 96 + 96 = 34,944" of a row with a window and channels that come to our parameters, else NULL. */
static char *
format_weights (const CndClaim *claim)
{
  const CndGeometry *geometry = &claim->geometry;
  guint64 groups = MAX (claim->groups, 1), biases = claim->counts.terms[CND_TERM_BIASES], product;
  guint64 factors[4];
  guint n_factors = 0;
  g_autofree char *text = NULL, *bias = cnd_claim_format (biases), *count = cnd_claim_format (claim->ours);

  if (geometry->is_pooling || geometry->in % groups != 0)
    return NULL;
  for (guint axis = 0; axis < 2 && geometry->kernel[0] * geometry->kernel[1] > 1; axis++)
    factors[n_factors++] = geometry->kernel[axis];
  factors[n_factors++] = geometry->in / groups;
  factors[n_factors++] = geometry->out;
  if (!cnd_multiply_all (factors, n_factors, &product) || product == 0 || product + biases != claim->ours)
    return NULL;
  text = cnd_format_product (factors, n_factors);
  if (biases == 0)
    return g_steal_pointer (&text);
  *strrchr (text, '=') = '\0'; /* the sum goes on */
  return g_strdup_printf ("%s+ %s = %s", text, bias, count);
}

/* Where the column counts in units that were found out: "114.7K (K is 1,024, without biases)". */
static char *
describe_columns (const CndClaim *claim)
{
  g_autofree char *count = cnd_claim_format_like (claim, cnd_claim_get_target (claim), cnd_claim_get_kilo (claim));

  if (claim->quantity == CND_QUANTITY_PARAMETERS && claim->without_biases && claim->kilo == 1024)
    return g_strdup_printf (_("Its columns give %s (K is 1,024, without biases)."), count);
  return g_strdup_printf (_("Its columns give %s."), count);
}

static char *
describe_right (const CndClaim *claim)
{
  gboolean parameters = claim->quantity == CND_QUANTITY_PARAMETERS;
  g_autofree char *weights = NULL;

  if (claim->right != NULL || claim->is_total)
    return g_strdup (claim->right);
  if (claim->ours == 0)
    return g_strdup (parameters ? _("Such a layer has no parameters.") : _("Such a layer multiplies nothing."));
  if (claim->count_with_depth != NULL || claim->quantity == CND_QUANTITY_MACS)
    return describe_columns (claim);
  weights = parameters ? format_weights (claim) : NULL;
  if (weights == NULL)
    return NULL;
  return claim->geometry.is_stated ? g_strdup_printf (_("Contradicts its own row, whose columns give %s."), weights)
                                   : g_strdup_printf (_("The layer has %s."), weights);
}

/* The same figure in another column of the row, rounded or to the last digit: which of both is right? */
static char *
try_partner (const CndClaim *claim)
{
  guint64 published = cnd_printed_get_count (&claim->printed, cnd_printed_get_unit (&claim->printed, 1000));
  g_autofree char *text = claim->partner != NULL ? cnd_printed_format (claim->partner) : NULL;
  CndClaim other = *claim;

  if (claim->partner == NULL)
    return NULL;
  other.printed = *claim->partner;
  if (!cnd_claim_is (&other, claim->ours, 1000, FALSE))
    return NULL;
  if (!cnd_printed_is_rounded (&claim->printed) && cnd_claim_is (&other, published, 1000, FALSE))
    /* Translators: %s is a rounded figure: 28.6M */
    return g_strdup_printf (_("It comes to %s as its row prints, but not to the last digit."), text);
  return g_strdup_printf (_("Contradicts its own row, which also prints %s."), text);
}

char *
cnd_claim_find_plain_cause (const CndClaim *claim)
{
  static const CndHypothesis mistakes[] = { try_digits, try_prefix, try_multiple };
  char *right = claim->partner != NULL ? try_partner (claim) : describe_right (claim), *both = NULL;
  g_autofree char *mistake = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (mistakes) && mistake == NULL && claim->printed.mantissa > 0; i++)
    mistake = mistakes[i] (claim);
  if (right == NULL || mistake == NULL)
    return right != NULL ? right : g_steal_pointer (&mistake);
  both = g_strconcat (right, " ", mistake, NULL);
  g_free (right);
  return both;
}
