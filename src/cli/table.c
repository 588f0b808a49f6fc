/* A table that is filled once and written in any of four forms: aligned text, CSV, Markdown, LaTeX. */
#include "cli-private.h"

#include "table-private.h"

#include <string.h>

#define COLUMN_GAP 2
#define NOTE_WIDTH 100 /* of sentences under a row, where there is no terminal to fill */
#define NOTE_INDENT 4

static void
clear_column (gpointer data)
{
  CndColumn *column = data;

  g_free (column->title);
}

static void
clear_row (gpointer data)
{
  CndSheetRow *row = data;

  g_ptr_array_unref (row->cells);
  g_free (row->note);
}

CndSheet *
cnd_cli_sheet_new (void)
{
  CndSheet *sheet = g_new0 (CndSheet, 1);

  sheet->columns = g_array_new (FALSE, TRUE, sizeof (CndColumn));
  g_array_set_clear_func (sheet->columns, clear_column);
  sheet->rows = g_array_new (FALSE, TRUE, sizeof (CndSheetRow));
  g_array_set_clear_func (sheet->rows, clear_row);
  return sheet;
}

void
cnd_cli_sheet_free (CndSheet *sheet)
{
  g_array_unref (sheet->columns);
  g_array_unref (sheet->rows);
  g_free (sheet);
}

void
cnd_cli_sheet_add_column (CndSheet *sheet, const char *title, const char *key, gboolean number, guint shrink_to)
{
  CndColumn column = { g_strdup (title), key, number, FALSE, shrink_to };

  g_array_append_val (sheet->columns, column);
}

void
cnd_cli_sheet_spare_column (CndSheet *sheet)
{
  g_assert (sheet->columns->len > 0);
  g_array_index (sheet->columns, CndColumn, sheet->columns->len - 1).optional = TRUE;
}

void
cnd_cli_sheet_begin_row (CndSheet *sheet)
{
  CndSheetRow row = { g_ptr_array_new_with_free_func (g_free), NULL, sheet->rule_is_due };

  sheet->rule_is_due = FALSE;
  g_array_append_val (sheet->rows, row);
}

static CndSheetRow *
get_last_row (CndSheet *sheet)
{
  g_assert (sheet->rows->len > 0);
  return &g_array_index (sheet->rows, CndSheetRow, sheet->rows->len - 1);
}

void
cnd_cli_sheet_take_cell (CndSheet *sheet, char *text)
{
  CndSheetRow *row = get_last_row (sheet);

  g_assert (row->cells->len < sheet->columns->len);
  g_ptr_array_add (row->cells, text ? text : g_strdup (""));
}

void
cnd_cli_sheet_add_cell (CndSheet *sheet, const char *text)
{
  cnd_cli_sheet_take_cell (sheet, g_strdup (text));
}

void
cnd_cli_sheet_add_rule (CndSheet *sheet)
{
  sheet->rule_is_due = TRUE;
}

void
cnd_cli_sheet_add_note (CndSheet *sheet, const char *text)
{
  CndSheetRow *row = get_last_row (sheet);

  g_free (row->note);
  row->note = cnd_cli_clean_text (text, FALSE);
}

const char *
cnd_cli_sheet_get_cell (const CndSheet *sheet, const CndSheetRow *row, guint column)
{
  return column < row->cells->len ? g_ptr_array_index (row->cells, column) : "";
}

/* ---- Aligned text ------------------------------------------------------------------- */

static void
measure_columns (const CndSheet *sheet, guint *widths)
{
  for (guint c = 0; c < sheet->columns->len; c++)
    {
      widths[c] = cnd_cli_measure_text (g_array_index (sheet->columns, CndColumn, c).title);
      for (guint r = 0; r < sheet->rows->len; r++)
        {
          const CndSheetRow *row = &g_array_index (sheet->rows, CndSheetRow, r);

          widths[c] = MAX (widths[c], cnd_cli_measure_text (cnd_cli_sheet_get_cell (sheet, row, c)));
        }
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
  while (sum_widths (widths, sheet->columns->len) > width)
    {
      guint widest = G_MAXUINT;

      for (guint c = 0; c < sheet->columns->len; c++)
        {
          guint least = g_array_index (sheet->columns, CndColumn, c).shrink_to;

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
  guint n = sheet->columns->len;
  g_autofree guint *natural = g_memdup2 (widths, n * sizeof *widths);

  for (guint c = n; c-- > 0 && !shrink_columns (sheet, widths, width);)
    if (g_array_index (sheet->columns, CndColumn, c).optional)
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

  for (guint c = 0; c < sheet->columns->len; c++)
    {
      const CndColumn *column = &g_array_index (sheet->columns, CndColumn, c);
      const char *cell = widths[c] == 0 ? "" : row ? cnd_cli_sheet_get_cell (sheet, row, c) : column->title;
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
  g_autofree guint *widths = g_new0 (guint, sheet->columns->len);
  guint total;

  measure_columns (sheet, widths);
  if (width > 0)
    fit_columns (sheet, widths, width);
  total = sum_widths (widths, sheet->columns->len);
  if (caption)
    {
      g_autofree char *clean = cnd_cli_clean_text (caption, TRUE);

      g_string_append_printf (out, "%s\n", clean);
    }
  append_line (out, sheet, NULL, widths);
  append_rule (out, total);
  for (guint r = 0; r < sheet->rows->len; r++)
    {
      const CndSheetRow *row = &g_array_index (sheet->rows, CndSheetRow, r);

      if (row->rule_before)
        append_rule (out, total);
      append_line (out, sheet, row, widths);
      if (row->note)
        cnd_cli_append_wrapped (out, row->note, NOTE_INDENT, width > 0 ? width : NOTE_WIDTH);
    }
}

void
cnd_cli_sheet_render (const CndSheet *sheet, CndOutput output, const char *caption, guint width, GString *out)
{
  g_assert (sheet->columns->len > 0);
  switch (output)
    {
    case CND_OUTPUT_CSV:
      cnd_cli_sheet_render_csv (sheet, out);
      return;
    case CND_OUTPUT_MARKDOWN:
      cnd_cli_sheet_render_markdown (sheet, caption, out);
      return;
    case CND_OUTPUT_LATEX:
      cnd_cli_sheet_render_latex (sheet, caption, out);
      return;
    case CND_OUTPUT_TEXT:
      render_text (sheet, caption, width, out);
      return;
    case CND_OUTPUT_JSON:
    default:
      g_assert_not_reached ();
    }
}
