/* Mistakes in a total: it adds up rows that are wrong themselves, or adds up wrongly. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

static guint64
get_published (const CndClaim *row, guint64 kilo)
{
  return cnd_printed_get_count (&row->printed, cnd_printed_get_unit (&row->printed, kilo));
}

/* Sum of the rows as published and as they are. FALSE when it does not fit. */
static gboolean
add_up_rows (const CndClaim *claim, guint64 *published, guint64 *ours)
{
  *published = *ours = 0;
  for (guint i = 0; i < claim->n_rows; i++)
    if (!cnd_add_u64 (*published, get_published (&claim->rows[i], 1000), published)
        || !cnd_add_u64 (*ours, claim->rows[i].ours, ours))
      return FALSE;
  return claim->n_rows > 0;
}

static char *
format_signed (guint64 published, guint64 ours)
{
  g_autofree char *magnitude = cnd_claim_format (published > ours ? published - ours : ours - published);

  return g_strconcat (published > ours ? "+" : "−", magnitude, NULL);
}

#define MAX_NAMED 4

static guint64
get_distance (const CndClaim *row, guint64 kilo)
{
  guint64 published = get_published (row, kilo);

  return published > row->ours ? published - row->ours : row->ours - published;
}

/* How many of the wrong rows are further off than @row (of equals the earlier one). */
static guint
count_worse (const CndClaim *claim, const CndClaim *row)
{
  guint64 distance = get_distance (row, claim->kilo);
  guint n_worse = 0;

  for (guint i = 0; i < claim->n_rows; i++)
    {
      guint64 other = get_distance (&claim->rows[i], claim->kilo);

      n_worse += other > distance || (other == distance && &claim->rows[i] < row) ? 1 : 0;
    }
  return n_worse;
}

/* The worst: "row 6 (maxpool) +65,664, row 1 (conv1) −96" */
static char *
list_wrong_rows (const CndClaim *claim)
{
  GString *text = g_string_new (NULL);
  guint n_wrong = 0, n_named = 0;

  for (guint i = 0; i < claim->n_rows; i++)
    {
      const CndClaim *row = &claim->rows[i];
      g_autofree char *difference = NULL;

      if (cnd_claim_is (row, row->ours, 1000, FALSE))
        continue;
      n_wrong++;
      if (count_worse (claim, row) >= MAX_NAMED)
        continue;
      difference = format_signed (get_published (row, claim->kilo), row->ours);
      g_string_append (text, n_named++ > 0 ? _(", ") : "");
      /* Translators: number and name of a table's row, and by how much it is wrong */
      g_string_append_printf (text, _("row %u (%s) %s"), row->line, row->row, difference);
    }
  if (n_wrong > n_named)
    {
      g_string_append (text, _(", "));
      g_string_append_printf (text, ngettext ("%u more", "%u more", n_wrong - n_named), n_wrong - n_named);
    }
  return g_string_free (text, n_wrong == 0);
}

/* The published rows add up to the published total, and the whole difference is theirs. */
static char *
try_wrong_rows (const CndClaim *claim)
{
  guint64 published, ours;
  g_autofree char *wrong = NULL;

  if (!add_up_rows (claim, &published, &ours) || ours != claim->ours || !cnd_claim_is (claim, published, 1000, FALSE))
    return NULL;
  wrong = list_wrong_rows (claim);
  return wrong != NULL
             ? g_strdup_printf (_("The rows add up to it, and it contains what is wrong in them: %s."), wrong)
             : NULL;
}

/* The rows are right, the total is not: by as much as a pooling row would have if it were a convolution. */
static char *
try_pooling_row (const CndClaim *claim)
{
  for (guint i = 0; i < claim->n_rows; i++)
    {
      CndClaim row = claim->rows[i];
      g_autofree char *cause = NULL;
      guint64 total = get_published (claim, 1000);

      if (!row.geometry.is_pooling || total <= claim->ours)
        continue;
      row.printed = (CndPrinted){ .mantissa = total - claim->ours };
      cause = cnd_parameter_hypotheses[0](&row);
      if (cause != NULL)
        return g_strdup_printf (_("Contains row %u (%s). %s"), row.line, row.row, cause);
    }
  return NULL;
}

/* Left out, or added twice. */
static char *
try_one_row (const CndClaim *claim)
{
  guint64 total = get_published (claim, 1000);
  guint64 missing = claim->ours > total ? claim->ours - total : total - claim->ours;

  for (guint i = 0; i < claim->n_rows; i++)
    if (claim->rows[i].ours == missing)
      return claim->ours > total
               ? g_strdup_printf (_("Row %u (%s) is left out."), claim->rows[i].line, claim->rows[i].row)
               : g_strdup_printf (_("Row %u (%s) is added twice."), claim->rows[i].line, claim->rows[i].row);
  return NULL;
}

static char *
try_other_sum (const CndClaim *claim)
{
  guint64 published, ours;
  g_autofree char *sum = NULL;

  if (!add_up_rows (claim, &published, &ours) || cnd_claim_is (claim, published, 1000, FALSE))
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
