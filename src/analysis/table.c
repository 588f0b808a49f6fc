/* A published table's verdicts: figures beside ours, one row a figure, and a sentence that sums them up. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

struct _CndTable
{
  char *name;
  const char *title;     /* translated, lives as long as the program */
  GStringChunk *strings; /* the rows' texts */
  GArray *rows;          /* of CndTableRow */
  char *summary;
};

CndTable *
cnd_table_new (const char *name, const char *title)
{
  CndTable *table = g_new0 (CndTable, 1);

  table->name = g_strdup (name);
  table->title = title;
  table->strings = g_string_chunk_new (4096);
  table->rows = g_array_new (FALSE, TRUE, sizeof (CndTableRow));
  return table;
}

void
cnd_table_free (CndTable *table)
{
  if (table == NULL)
    return;
  g_free (table->name);
  g_free (table->summary);
  g_array_unref (table->rows);
  g_string_chunk_free (table->strings);
  g_free (table);
}

const char *
cnd_table_get_name (const CndTable *table)
{
  return table->name;
}

const char *
cnd_table_get_title (const CndTable *table)
{
  return table->title;
}

const char *
cnd_table_get_summary (const CndTable *table)
{
  return table->summary;
}

const CndTableRow *
cnd_table_get_rows (const CndTable *table, guint *n_rows)
{
  *n_rows = table->rows->len;
  return (const CndTableRow *) table->rows->data;
}

static guint
count_differing (const CndTable *table)
{
  guint n_differing = 0;

  for (guint i = 0; i < table->rows->len; i++)
    n_differing += g_array_index (table->rows, CndTableRow, i).verdict == CND_VERDICT_DIFFERS ? 1 : 0;
  return n_differing;
}

gboolean
cnd_table_is_good (const CndTable *table)
{
  return count_differing (table) == 0;
}

/* ---- Verdicts ----------------------------------------------------------------------- */

static void
append (CndTable *table, const CndPlace *place, const char *published, const char *ours, CndVerdict verdict,
        const char *verdict_text, double difference, char *cause)
{
  CndTableRow row = {
    .row = g_string_chunk_insert (table->strings, place->row),
    .line = place->line,
    .column = g_string_chunk_insert (table->strings, place->column),
    .published = g_string_chunk_insert (table->strings, published),
    .ours = g_string_chunk_insert (table->strings, ours),
    .verdict = verdict,
    .verdict_text = g_string_chunk_insert (table->strings, verdict_text),
    .difference = difference,
    .cause = cause != NULL ? g_string_chunk_insert (table->strings, cause) : NULL,
  };

  g_array_append_val (table->rows, row);
  g_free (cause);
}

void
cnd_table_add_text (CndTable *table, const CndPlace *place, const char *published, const char *ours, gboolean equal,
                    char *cause)
{
  append (table, place, published, ours, equal ? CND_VERDICT_EQUAL : CND_VERDICT_DIFFERS,
          equal ? _("equal") : _("differs"), 0, cause);
}

/* "+0.05 %", and for a share that has no digit to show "< 0.001 %" */
static char *
format_share (double share)
{
  g_autofree char *magnitude = NULL;

  if (share != 0 && fabs (share) < 0.0005)
    return g_strdup (_("< 0.001 %"));
  magnitude = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, fabs (share), fabs (share) < 0.1 ? 3 : 1);
  /* Translators: a sign and a number: +0.05 % */
  return g_strdup_printf (_("%s%s %%"), share < 0 ? "−" : "+", magnitude);
}

/* "differs by +65,664 (+0.05 %)", "differs by −35.1K (−7.1 %)" */
static char *
format_difference (const CndPrinted *printed, double difference, double ours, guint64 unit)
{
  g_autofree char *magnitude = cnd_printed_format_amount (printed, fabs (difference), unit);
  g_autofree char *share = NULL;

  if (difference == 0)
    return g_strdup (_("equal only if K is 1,024"));
  if (ours <= 0)
    return g_strdup_printf (_("differs by %s%s"), difference < 0 ? "−" : "+", magnitude);
  share = format_share (100 * difference / ours);
  /* Translators: a sign, a number, and a share in percent: differs by +65,664 (+0.05 %) */
  return g_strdup_printf (_("differs by %s%s (%s)"), difference < 0 ? "−" : "+", magnitude, share);
}

void
cnd_table_add_missing (CndTable *table, const CndPlace *place, const char *ours, char *cause)
{
  append (table, place, "", ours, CND_VERDICT_DIFFERS, _("missing"), 0, cause);
}

/* Ours to the last digit; of a size in MB in MB, with one decimal more than the published one. */
static char *
format_ours (const CndPrinted *printed, guint64 ours, guint64 unit)
{
  if (unit > 1 && printed->power == 0)
    return cnd_printed_format_like (printed, (double) ours, unit);
  return cnd_base_format_count (CND_NUMBER_STYLE_LATIN, ours);
}

void
cnd_table_add_figure (CndTable *table, const CndPlace *place, const CndPrinted *printed, guint64 ours, guint64 unit,
                      guint64 shown_unit, char *cause)
{
  CndFit fit = cnd_printed_match_unit (printed, ours, unit);
  guint64 true_unit = fit == CND_FIT_NONE ? shown_unit : unit;
  double difference = cnd_printed_get_value (printed, true_unit) - (double) ours;
  g_autofree char *published = cnd_printed_format (printed), *count = format_ours (printed, ours, unit);
  g_autofree char *text = NULL;

  if (fit == CND_FIT_EXACT)
    append (table, place, published, count, CND_VERDICT_EQUAL, _("equal"), 0, cause);
  else if (fit == CND_FIT_ROUNDED)
    append (table, place, published, count, CND_VERDICT_EQUAL_ROUNDED, _("equal after rounding"), difference, cause);
  else if (fit == CND_FIT_CUT)
    append (table, place, published, count, CND_VERDICT_EQUAL_ROUNDED, _("equal after cutting"), difference, cause);
  else
    {
      text = format_difference (printed, difference, (double) ours, shown_unit);
      append (table, place, published, count, CND_VERDICT_DIFFERS, text, difference, cause);
    }
}

/* ---- The summary -------------------------------------------------------------------- */

#define MAX_NAMED 6 /* rows; the others are a number */

static gboolean
is_missing (const CndTableRow *row)
{
  return *row->published == '\0';
}

static guint
count_missing (const CndTable *table)
{
  guint n_missing = 0;

  for (guint i = 0; i < table->rows->len; i++)
    n_missing += is_missing (&g_array_index (table->rows, CndTableRow, i)) ? 1 : 0;
  return n_missing;
}

static gboolean
is_same_row (const CndTableRow *a, const CndTableRow *b)
{
  return a->line == b->line && strcmp (a->row, b->row) == 0;
}

/* "row 1 (convolution) parameters and multiply-adds, row 3 (convolution) parameters, 2 more": the rows with figures
 * that differ, or (@missing) that are not there. */
static char *
name_rows (const CndTable *table, gboolean missing)
{
  GString *text = g_string_new (NULL);
  const CndTableRow *last = NULL;
  guint n_named = 0, n_more = 0;

  for (guint i = 0; i < table->rows->len; i++)
    {
      const CndTableRow *row = &g_array_index (table->rows, CndTableRow, i);

      if (row->verdict != CND_VERDICT_DIFFERS || is_missing (row) != missing)
        continue;
      if (last != NULL && is_same_row (last, row))
        {
          if (n_more == 0)
            /* Translators: joins the names of columns that differ in one row */
            g_string_append_printf (text, _(" and %s"), row->column);
          continue;
        }
      last = row;
      if (n_named == MAX_NAMED)
        {
          n_more++;
          continue;
        }
      /* Translators: separates the items of a list */
      g_string_append (text, n_named++ > 0 ? _(", ") : "");
      if (row->line > 0)
        /* Translators: number and name of a table's row, and a column: row 6 (maxpool) parameters */
        g_string_append_printf (text, _("row %u (%s) %s"), row->line, row->row, row->column);
      else if (missing)
        /* Translators: %s is a layer; an item in a list of what is missing in a table */
        g_string_append_printf (text, _("the row of %s"), row->row);
      else
        g_string_append_printf (text, "%s %s", row->row, row->column);
    }
  if (n_more > 0)
    {
      g_string_append (text, _(", "));
      /* Translators: the end of a list of rows */
      g_string_append_printf (text, ngettext ("%u more row", "%u more rows", n_more), n_more);
    }
  return g_string_free (text, FALSE);
}

static char *
summarize_given (const CndTable *table, guint n_given, guint n_differing, gboolean complete)
{
  g_autofree char *names = NULL;

  if (n_given == 0)
    return g_strdup (_("The table gives no figures."));
  if (n_differing == 0 && !complete)
    return g_strdup_printf (ngettext ("The one figure that the table gives agrees.",
                                      "All %u figures that the table gives agree.", n_given),
                            n_given);
  if (n_differing == 0)
    return g_strdup_printf (ngettext ("The one figure agrees.", "All %u figures agree.", n_given), n_given);
  names = name_rows (table, FALSE);
  /* Translators: numbers of figures, and a list of those that differ */
  return g_strdup_printf (ngettext ("%u of %u figures agrees; what differs: %s.",
                                    "%u of %u figures agree; what differs: %s.", n_given - n_differing),
                          n_given - n_differing, n_given, names);
}

void
cnd_table_summarize (CndTable *table)
{
  guint n_missing = count_missing (table), n_given = table->rows->len - n_missing;
  char *given = summarize_given (table, n_given, count_differing (table) - n_missing, n_missing == 0);
  g_autofree char *names = NULL;

  g_free (table->summary);
  table->summary = given;
  if (n_missing == 0)
    return;
  names = name_rows (table, TRUE);
  /* Translators: a sentence, and a list of rows and figures that a published table should have */
  table->summary = g_strdup_printf (_("%s Missing: %s."), given, names);
  g_free (given);
}
