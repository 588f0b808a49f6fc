/* Shipped models and published tables, for the tests of analysis. */
#include "shipped.h"

#include <string.h>

static CndNetwork *
build (const char *model, const char *preset, gpointer data, GError **error)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, model, NULL);
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, error);
  g_autoptr (CndParameterValues) values = NULL;
  gint index = -1;

  if (architecture == NULL)
    return NULL;
  if (preset != NULL)
    {
      index = cnd_architecture_find_preset (architecture, preset, error);
      if (index < 0)
        return NULL;
    }
  values = cnd_parameter_values_new (architecture, index);
  return cnd_ops_build_network (architecture, values, error);
}

CndNetwork *
shipped_build (const char *model, const char *preset)
{
  g_autoptr (GError) error = NULL;
  CndNetwork *network = build (model, preset, NULL, &error);

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
  return cnd_analysis_verify_table (name, &cells, build, NULL, error);
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
