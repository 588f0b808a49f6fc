/* A table as aligned text for a terminal, or handed to its other writers. */
#include "cli-private.h"

#include <string.h>

#define COLUMN_GAP 2
#define NOTE_WIDTH 100 /* of sentences under a row, where there is no terminal to fill */
#define NOTE_INDENT 4

static void
measure_columns (const CndSheet *sheet, guint *widths)
{
  guint n_columns, n_rows;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n_columns);
  const CndSheetRow *rows = cnd_sheet_get_rows (sheet, &n_rows);

  for (guint c = 0; c < n_columns; c++)
    {
      widths[c] = cnd_cli_measure_text (columns[c].title);
      for (guint r = 0; r < n_rows; r++)
        widths[c] = MAX (widths[c], cnd_cli_measure_text (cnd_sheet_row_get_cell (&rows[r], c)));
    }
}

/* Columns of width 0 are not shown. */
static guint
sum_widths (const guint *widths, guint n)
{
  guint sum = 0;

  for (guint c = 0; c < n; c++)
    if (widths[c] > 0)
      sum += widths[c] + (sum > 0 ? COLUMN_GAP : 0);
  return sum;
}

/* Cuts the columns that allow it, widest first. Returns: FALSE when the table is still too wide */
static gboolean
shrink_columns (const CndSheet *sheet, guint *widths, guint width)
{
  guint n_columns;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n_columns);

  while (sum_widths (widths, n_columns) > width)
    {
      guint widest = G_MAXUINT;

      for (guint c = 0; c < n_columns; c++)
        {
          guint least = columns[c].shrink_to;

          if (least > 0 && widths[c] > least && (widest == G_MAXUINT || widths[c] > widths[widest]))
            widest = c;
        }
      if (widest == G_MAXUINT)
        return FALSE;
      widths[widest]--;
    }
  return TRUE;
}

/* Makes the table fit: by cutting columns, and if that is not enough, by leaving out those that can be spared, the
 * last first. */
static void
fit_columns (const CndSheet *sheet, guint *widths, guint width)
{
  guint n;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n);
  g_autofree guint *natural = g_memdup2 (widths, n * sizeof *widths);

  for (guint c = n; c-- > 0 && !shrink_columns (sheet, widths, width);)
    if (columns[c].optional)
      {
        natural[c] = 0;
        memcpy (widths, natural, n * sizeof *widths);
      }
  shrink_columns (sheet, widths, width);
}

static void
append_rule (GString *out, guint width)
{
  for (guint i = 0; i < width; i++)
    g_string_append (out, "─");
  g_string_append_c (out, '\n');
}

static void
append_line (GString *out, const CndSheet *sheet, const CndSheetRow *row, const guint *widths)
{
  guint spaces = 0; /* owed: none are written at a line's end */
  guint n_columns;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n_columns);

  for (guint c = 0; c < n_columns; c++)
    {
      const CndColumn *column = &columns[c];
      const char *cell = widths[c] == 0 ? "" : row ? cnd_sheet_row_get_cell (row, c) : column->title;
      g_autofree char *clean = cnd_cli_clean_text (cell, FALSE);
      g_autofree char *text = cnd_cli_elide_text (clean, MAX (widths[c], 1));
      guint used = cnd_cli_measure_text (text);

      if (column->number)
        spaces += widths[c] - used;
      if (*text)
        {
          g_string_append_printf (out, "%*s%s", (int) spaces, "", text);
          spaces = 0;
        }
      if (!column->number)
        spaces += widths[c] - used;
      spaces += widths[c] > 0 ? COLUMN_GAP : 0;
    }
  g_string_append_c (out, '\n');
}

static void
render_text (const CndSheet *sheet, const char *caption, guint width, GString *out)
{
  guint n_columns, n_rows, total;
  const CndSheetRow *rows = cnd_sheet_get_rows (sheet, &n_rows);
  g_autofree guint *widths = NULL;

  cnd_sheet_get_columns (sheet, &n_columns);
  widths = g_new0 (guint, n_columns);
  measure_columns (sheet, widths);
  if (width > 0)
    fit_columns (sheet, widths, width);
  total = sum_widths (widths, n_columns);
  if (caption)
    {
      g_autofree char *clean = cnd_cli_clean_text (caption, TRUE);

      g_string_append_printf (out, "%s\n", clean);
    }
  append_line (out, sheet, NULL, widths);
  append_rule (out, total);
  for (guint r = 0; r < n_rows; r++)
    {
      if (rows[r].rule_before)
        append_rule (out, total);
      append_line (out, sheet, &rows[r], widths);
      if (rows[r].note)
        cnd_cli_append_wrapped (out, rows[r].note, NOTE_INDENT, width > 0 ? width : NOTE_WIDTH);
    }
}

void
cnd_cli_render_sheet (const CndSheet *sheet, CndOutput output, const char *caption, guint width, GString *out)
{
  static const CndSheetFormat formats[] = {
    [CND_OUTPUT_CSV] = CND_SHEET_CSV,
    [CND_OUTPUT_MARKDOWN] = CND_SHEET_MARKDOWN,
    [CND_OUTPUT_LATEX] = CND_SHEET_LATEX,
  };

  g_assert (output != CND_OUTPUT_JSON);
  if (output == CND_OUTPUT_TEXT)
    render_text (sheet, caption, width, out);
  else
    cnd_sheet_write (sheet, formats[output], caption, out);
}
