/* Shipped models and published tables, for the tests of analysis. */
#include "shipped.h"

#include "support/model.h"

#include <string.h>

CndNetwork *
shipped_build (const char *model, const char *preset)
{
  g_autoptr (GError) error = NULL;
  CndNetwork *network = cnd_formats_build_shipped (model, preset, NULL, &error);

  g_assert_no_error (error);
  return network;
}

CndReport *
shipped_count (const char *model, const char *preset, guint stage, CndConvention convention)
{
  g_autoptr (CndNetwork) network = shipped_build (model, preset);
  g_autoptr (GError) error = NULL;
  CndReport *report = cnd_analysis_count (network, (CndState){ .stage = stage }, convention, &error);

  g_assert_no_error (error);
  return report;
}

CndReport *
shipped_count_layers (const char *input, const char *layers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (input, layers, &error);
  CndReport *report = NULL;

  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  return report;
}

void
shipped_foreach (void (*func) (const char *name, CndNetwork *network, gpointer data), gpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, "catalogue.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = cnd_formats_load_catalogue (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, >, 20);
  for (guint i = 0; i < entries->len; i++)
    {
      const CndCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (CndNetwork) network = shipped_build (entry->file, entry->preset);

      func (entry->name, network, data);
    }
}

char *
shipped_read_table (const char *name)
{
  g_autofree char *folder = cnd_formats_find_data ("published");
  g_autofree char *path = g_build_filename (folder, cnd_analysis_get_table_file (name), NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

CndTable *
shipped_verify (const char *name, const char *text, GError **error)
{
  g_autoptr (CndCsv) csv = cnd_formats_parse_csv (text, strlen (text), name, error);
  CndCells cells = { 0 };

  if (csv == NULL)
    return NULL;
  cells.header = cnd_csv_get_header (csv, &cells.n_columns);
  cells.rows = cnd_csv_get_rows (csv, &cells.n_rows);
  return cnd_analysis_verify_table (name, &cells, cnd_formats_build_shipped, NULL, error);
}

const CndTableRow *
shipped_find_row (const CndTable *table, const char *row, guint line, const char *column)
{
  guint n_rows;
  const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    if (strcmp (rows[i].row, row) == 0 && strcmp (rows[i].column, column) == 0 && (line == 0 || rows[i].line == line))
      return &rows[i];
  g_error ("no row “%s” with column “%s”", row, column);
}

CndTable *
shipped_must_verify (const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  CndTable *table = shipped_verify (name, text, &error);

  g_assert_no_error (error);
  return table;
}

CndTable *
shipped_verify_as_is (const char *name)
{
  g_autofree char *text = shipped_read_table (name);

  return shipped_must_verify (name, text);
}

/* The shipped table with @from, which must be there once, replaced by @to. */
CndTable *
shipped_verify_changed (const char *name, const char *from, const char *to)
{
  g_autofree char *text = shipped_read_table (name);
  char *place = strstr (text, from);
  g_autoptr (GString) changed = NULL;

  g_assert_nonnull (place);
  g_assert_null (strstr (place + 1, from));
  changed = g_string_new_len (text, place - text);
  g_string_append (changed, to);
  g_string_append (changed, place + strlen (from));
  return shipped_must_verify (name, changed->str);
}

void
shipped_assert_row (const CndTable *table, const char *row, guint line, const char *column, CndVerdict verdict,
            const char *cause)
{
  const CndTableRow *found = shipped_find_row (table, row, line, column);

  g_assert_cmpint (found->verdict, ==, verdict);
  if (cause == NULL)
    g_assert_cmpstr (found->cause, ==, NULL);
  else
    {
      if (found->cause == NULL)
        g_error ("%s %s (%s): no cause, not “%s”", row, column, found->verdict_text, cause);
      if (strstr (found->cause, cause) == NULL)
        g_error ("“%s” is not in “%s”", cause, found->cause);
    }
}
