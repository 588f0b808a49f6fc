/* Mistakes in a total: it adds up rows that are wrong themselves, lacks some, or adds up wrongly. Rows and total are
 * compared as the column counts: with the K, and with or without the biases, that most of its rows suggest. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

static guint64
get_published (const CndClaim *claim)
{
  return cnd_printed_get_count (&claim->printed, cnd_printed_get_unit (&claim->printed, cnd_claim_get_kilo (claim)));
}

/* By how much a row is more than it should be. Figures that were read are below 2^63 each, or so wrong that it does not
 * matter. */
static double
get_excess (const CndClaim *row)
{
  return (double) get_published (row) - (double) cnd_claim_get_target (row);
}

static gboolean
is_right (const CndClaim *row)
{
  return cnd_claim_is (row, cnd_claim_get_target (row), cnd_claim_get_kilo (row), FALSE)
         || cnd_claim_is (row, cnd_claim_get_target (row), cnd_claim_get_kilo (row), TRUE);
}

/* Sum of the rows as published and as they should be. FALSE when it does not fit, or there are none. */
static gboolean
add_up_rows (const CndClaim *claim, guint64 *published, guint64 *target)
{
  *published = *target = 0;
  for (guint i = 0; i < claim->n_rows; i++)
    if (!cnd_add_u64 (*published, get_published (&claim->rows[i]), published)
        || !cnd_add_u64 (*target, cnd_claim_get_target (&claim->rows[i]), target))
      return FALSE;
  return claim->n_rows > 0;
}

/* "−34.5K" in the figure's own unit */
static char *
format_excess (const CndClaim *claim, double excess)
{
  guint64 unit = cnd_printed_get_unit (&claim->printed, cnd_claim_get_kilo (claim));
  g_autofree char *magnitude = cnd_printed_format_amount (&claim->printed, ABS (excess), unit);

  return g_strconcat (excess < 0 ? "−" : "+", magnitude, NULL);
}

/* ---- What is wrong in the rows ------------------------------------------------------ */

#define MAX_NAMED 4

/* How many of the wrong rows are further off than @row (of equals the earlier one). */
static guint
count_worse (const CndClaim *claim, const CndClaim *row)
{
  double distance = ABS (get_excess (row));
  guint n_worse = 0;

  for (guint i = 0; i < claim->n_rows; i++)
    {
      double other = is_right (&claim->rows[i]) ? 0 : ABS (get_excess (&claim->rows[i]));

      n_worse += other > distance || (other == distance && &claim->rows[i] < row) ? 1 : 0;
    }
  return n_worse;
}

static void
append_item (GString *text, const char *item)
{
  g_string_append (text, text->len > 0 ? _(", ") : "");
  g_string_append (text, item);
}

/* The worst by name, the others and what rounding leaves as a sum each: "row 6 (maxpool) +65,664, row 1 (conv1) −96".
 * NULL when all rows are right. */
static char *
list_wrong_rows (const CndClaim *claim)
{
  GString *text = g_string_new (NULL);
  double others = 0, rounding = 0;
  guint n_others = 0;

  for (guint i = 0; i < claim->n_rows; i++)
    {
      const CndClaim *row = &claim->rows[i];
      g_autofree char *excess = format_excess (row, get_excess (row)), *item = NULL;

      if (is_right (row))
        rounding += get_excess (row);
      else if (count_worse (claim, row) >= MAX_NAMED)
        {
          others += get_excess (row);
          n_others++;
        }
      else
        {
          /* Translators: number and name of a table's row, and by how much it is wrong */
          item = g_strdup_printf (_("row %u (%s) %s"), row->line, row->row, excess);
          append_item (text, item);
        }
    }
  if (n_others > 0)
    {
      g_autofree char *excess = format_excess (claim, others);
      g_autofree char *item = g_strdup_printf (ngettext ("%u more %s", "%u more %s", n_others), n_others, excess);

      append_item (text, item);
    }
  if (rounding != 0)
    {
      g_autofree char *excess = format_excess (claim, rounding);
      /* Translators: the part of a difference that comes from rounded figures */
      g_autofree char *item = g_strdup_printf (_("the rounding of right rows %s"), excess);

      append_item (text, item);
    }
  return g_string_free (text, text->len == 0);
}

/* How the column counts, where that is not as we do: "K is 1,024 and biases are left out …", else NULL. */
static char *
describe_reading (const CndClaim *claim)
{
  guint64 target = cnd_claim_get_target (claim);
  g_autofree char *published = cnd_printed_format (&claim->printed), *count = cnd_claim_format (get_published (claim));
  g_autofree char *ours = cnd_claim_format (target);
  gboolean kilo = cnd_claim_get_kilo (claim) == 1024 && claim->printed.power > 0;

  if (kilo && target != claim->ours)
    /* Translators: a figure as printed, the same to the last digit, our count */
    return g_strdup_printf (_("As in its rows K is 1,024 and biases are left out: %s is %s; the network has %s weights."),
                            published, count, ours);
  if (kilo)
    return g_strdup_printf (_("As in its rows K is 1,024: %s is %s; the network has %s."), published, count, ours);
  if (target != claim->ours)
    return g_strdup_printf (_("As in its rows biases are left out: the network has %s weights."), ours);
  return NULL;
}

/* What the table itself states where its rows come to something else, or NULL. */
static char *
describe_stated_total (const CndClaim *claim)
{
  g_autofree char *figure = NULL;

  if (claim->stated_total == NULL)
    return NULL;
  figure = cnd_printed_format (&claim->stated_total->printed);
  return g_strdup_printf (_("The rows do not add up to the table's total, %s."), figure);
}

/* What layers without a row have, or NULL. */
static char *
describe_lack (const CndClaim *claim, guint64 rows_target)
{
  guint64 target = cnd_claim_get_target (claim);
  g_autofree char *count = NULL;

  if (rows_target >= target)
    return NULL;
  count = cnd_claim_format (target - rows_target);
  return g_strdup_printf (_("Layers that have no row, or no figure in it, have %s."), count);
}

static void
append_sentence (GString *text, const char *sentence)
{
  if (sentence == NULL)
    return;
  g_string_append (text, text->len > 0 ? " " : "");
  g_string_append (text, sentence);
}

/* The published rows add up to the published total: what is wrong in it is wrong in them, or has no row. */
static char *
try_wrong_rows (const CndClaim *claim)
{
  guint64 published, target;
  GString *text = NULL;
  g_autofree char *wrong = NULL, *sentence = NULL, *lack = NULL, *reading = NULL, *stated = NULL;

  if (!add_up_rows (claim, &published, &target) || !cnd_claim_is (claim, published, cnd_claim_get_kilo (claim), FALSE))
    return NULL;
  wrong = list_wrong_rows (claim);
  lack = describe_lack (claim, target);
  reading = describe_reading (claim);
  text = g_string_new (NULL);
  append_sentence (text, reading);
  stated = describe_stated_total (claim);
  append_sentence (text, stated);
  if (!claim->is_sum)
    append_sentence (text, _("It is what the rows add up to."));
  if (wrong != NULL)
    sentence = g_strdup_printf (_("Wrong in the rows: %s."), wrong);
  append_sentence (text, sentence);
  append_sentence (text, lack);
  return g_string_free (text, wrong == NULL && lack == NULL && reading == NULL);
}

/* ---- The total alone is wrong ------------------------------------------------------- */

/* By as much as a pooling row would have if it were a convolution. */
static char *
try_pooling_row (const CndClaim *claim)
{
  guint64 total = get_published (claim);

  for (guint i = 0; i < claim->n_rows && total > claim->ours; i++)
    {
      CndClaim row = claim->rows[i];
      g_autofree char *cause = NULL, *excess = NULL;

      if (!row.geometry.is_pooling || row.counts.parameters > 0 || get_published (&row) > 0)
        continue;
      row.printed = (CndPrinted){ .mantissa = total - claim->ours };
      cause = cnd_claim_find_pooling_cause (&row);
      if (cause == NULL)
        continue;
      excess = cnd_claim_format (total - claim->ours);
      /* Translators: a number, number and name of a table's row, a sentence that explains the number */
      return g_strdup_printf (_("It is %s too large: as much as row %u (%s) would have as a convolution. %s"), excess, row.line, row.row,
                              cause);
    }
  return NULL;
}

/* Left out, or added twice. */
static char *
try_one_row (const CndClaim *claim)
{
  guint64 total = get_published (claim);
  guint64 missing = claim->ours > total ? claim->ours - total : total - claim->ours;

  for (guint i = 0; i < claim->n_rows; i++)
    if (missing > 0 && claim->rows[i].ours == missing)
      return claim->ours > total
               ? g_strdup_printf (_("Row %u (%s) is left out."), claim->rows[i].line, claim->rows[i].row)
               : g_strdup_printf (_("Row %u (%s) is added twice."), claim->rows[i].line, claim->rows[i].row);
  return NULL;
}

static char *
try_other_sum (const CndClaim *claim)
{
  guint64 published, target;
  g_autofree char *sum = NULL;

  if (!add_up_rows (claim, &published, &target) || cnd_claim_is (claim, published, cnd_claim_get_kilo (claim), FALSE))
    return NULL;
  sum = cnd_claim_format (published);
  return g_strdup_printf (_("The table's own rows add up to %s, not to this."), sum);
}

static char *
try_without_biases (const CndClaim *claim)
{
  guint64 biases = claim->counts.terms[CND_TERM_BIASES];
  g_autofree char *count = NULL;

  if (claim->quantity != CND_QUANTITY_PARAMETERS || biases == 0
      || !cnd_claim_is (claim, claim->counts.parameters - biases, 1000, FALSE))
    return NULL;
  count = cnd_claim_format (biases);
  return g_strdup_printf (_("The %s biases are left out."), count);
}

const CndHypothesis cnd_total_hypotheses[] = {
  try_without_biases, try_wrong_rows, try_pooling_row, try_one_row, try_other_sum, NULL,
};
