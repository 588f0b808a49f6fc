/* A table of texts: filled once, in order, then read by whoever shows or writes it. */
#include "sheet-private.h"

#include <string.h>

struct _CndSheet
{
  GArray *columns; /* CndColumn */
  GArray *rows;    /* CndSheetRow */
  gboolean rule_is_due;
};

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
cnd_sheet_new (void)
{
  CndSheet *sheet = g_new0 (CndSheet, 1);

  sheet->columns = g_array_new (FALSE, TRUE, sizeof (CndColumn));
  g_array_set_clear_func (sheet->columns, clear_column);
  sheet->rows = g_array_new (FALSE, TRUE, sizeof (CndSheetRow));
  g_array_set_clear_func (sheet->rows, clear_row);
  return sheet;
}

void
cnd_sheet_free (CndSheet *sheet)
{
  g_array_unref (sheet->columns);
  g_array_unref (sheet->rows);
  g_free (sheet);
}

void
cnd_sheet_add_column (CndSheet *sheet, const char *title, const char *key, gboolean number, guint shrink_to)
{
  CndColumn column = { g_strdup (title), key, number, FALSE, shrink_to };

  g_array_append_val (sheet->columns, column);
}

void
cnd_sheet_spare_column (CndSheet *sheet)
{
  g_assert (sheet->columns->len > 0);
  g_array_index (sheet->columns, CndColumn, sheet->columns->len - 1).optional = TRUE;
}

void
cnd_sheet_begin_row (CndSheet *sheet)
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
cnd_sheet_take_cell (CndSheet *sheet, char *text)
{
  CndSheetRow *row = get_last_row (sheet);

  g_assert (row->cells->len < sheet->columns->len);
  g_ptr_array_add (row->cells, text ? text : g_strdup (""));
}

void
cnd_sheet_add_cell (CndSheet *sheet, const char *text)
{
  cnd_sheet_take_cell (sheet, g_strdup (text));
}

void
cnd_sheet_add_rule (CndSheet *sheet)
{
  sheet->rule_is_due = TRUE;
}

void
cnd_sheet_add_note (CndSheet *sheet, const char *text)
{
  CndSheetRow *row = get_last_row (sheet);

  g_free (row->note);
  row->note = cnd_sheet_clean_text (text);
}

const CndColumn *
cnd_sheet_get_columns (const CndSheet *sheet, guint *n_columns)
{
  *n_columns = sheet->columns->len;
  return &g_array_index (sheet->columns, CndColumn, 0);
}

const CndSheetRow *
cnd_sheet_get_rows (const CndSheet *sheet, guint *n_rows)
{
  *n_rows = sheet->rows->len;
  return &g_array_index (sheet->rows, CndSheetRow, 0);
}

const char *
cnd_sheet_row_get_cell (const CndSheetRow *row, guint column)
{
  return column < row->cells->len ? g_ptr_array_index (row->cells, column) : "";
}

char *
cnd_sheet_clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *c = valid; *c; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (character == '\n' || character == '\t')
        g_string_append_c (clean, ' ');
      else
        g_string_append_unichar (clean, g_unichar_iscntrl (character) ? 0xFFFD : character);
    }
  return g_string_free (clean, FALSE);
}
