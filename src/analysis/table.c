/* A published table's verdicts: figures beside ours, one row a figure, and a sentence that sums them up. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

#include <math.h>

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

static char *
format_with_sign (double value, guint decimals)
{
  g_autofree char *magnitude = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, fabs (value), decimals);

  return g_strconcat (value < 0 ? "−" : "+", magnitude, NULL);
}

/* "differs by +65,664 (+0.05 %)", "differs by −35.1K (−7.1 %)" */
static char *
format_difference (const CndPrinted *printed, double difference, double ours, guint64 unit)
{
  g_autofree char *magnitude = cnd_printed_format_like (printed, fabs (difference), unit);
  g_autofree char *percent = NULL;
  double share = ours > 0 ? 100 * difference / ours : 0;

  if (ours <= 0)
    return g_strdup_printf (_("differs by %s%s"), difference < 0 ? "−" : "+", magnitude);
  percent = format_with_sign (share, fabs (share) < 0.1 ? 3 : 1);
  /* Translators: the first two are a sign and a number, the third is a number with its sign */
  return g_strdup_printf (_("differs by %s%s (%s %%)"), difference < 0 ? "−" : "+", magnitude, percent);
}

void
cnd_table_add_figure (CndTable *table, const CndPlace *place, const char *published, const CndPrinted *printed,
                      guint64 ours, guint64 unit, guint64 shown_unit, char *cause)
{
  CndFit fit = cnd_printed_match_unit (printed, ours, unit);
  guint64 true_unit = fit == CND_FIT_NONE ? shown_unit : unit;
  double difference = cnd_printed_get_value (printed, true_unit) - (double) ours;
  g_autofree char *count = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, ours);
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

#define MAX_NAMED 4

static void
name_differing (const CndTable *table, guint n_differing, GString *text)
{
  guint n_named = 0;

  for (guint i = 0; i < table->rows->len && n_named < MAX_NAMED; i++)
    {
      const CndTableRow *row = &g_array_index (table->rows, CndTableRow, i);

      if (row->verdict != CND_VERDICT_DIFFERS)
        continue;
      /* Translators: separates the items of a list */
      g_string_append (text, n_named++ > 0 ? _(", ") : "");
      g_string_append_printf (text, "%s %s", row->row, row->column);
    }
  if (n_differing > n_named)
    {
      g_string_append (text, _(", "));
      g_string_append_printf (text, ngettext ("%u more", "%u more", n_differing - n_named), n_differing - n_named);
    }
}

void
cnd_table_summarize (CndTable *table)
{
  guint n_differing = count_differing (table), n_rows = table->rows->len;
  g_autoptr (GString) names = g_string_new (NULL);

  g_clear_pointer (&table->summary, g_free);
  if (n_differing == 0)
    {
      table->summary = g_strdup_printf (ngettext ("The one figure agrees.", "All %u figures agree.", n_rows), n_rows);
      return;
    }
  name_differing (table, n_differing, names);
  /* Translators: numbers of figures, and a list of those that differ */
  table->summary = g_strdup_printf (ngettext ("%u of %u figures agrees; what differs: %s.",
                                              "%u of %u figures agree; what differs: %s.", n_rows - n_differing),
                                    n_rows - n_differing, n_rows, names->str);
}
