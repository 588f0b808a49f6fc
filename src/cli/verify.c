/* condenser-cli verify: published tables beside our figures, row by row, with verdict and cause. */
#include "config.h"

#include "cli-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>

/* ---- Reading ------------------------------------------------------------------------ */

static CndTable *
verify_table (const char *name, const char *file, GHashTable *architectures, GError **error)
{
  g_autofree char *folder = cnd_formats_find_data ("published");
  g_autofree char *path = file ? g_strdup (file) : g_build_filename (folder, cnd_analysis_get_table_file (name), NULL);
  g_autoptr (CndCsv) csv = cnd_formats_load_csv (path, NULL, error);
  CndCells cells = { 0 };
  CndTable *table;

  if (csv == NULL)
    return NULL;
  cells.header = cnd_csv_get_header (csv, &cells.n_columns);
  cells.rows = cnd_csv_get_rows (csv, &cells.n_rows);
  table = cnd_analysis_verify_table (name, &cells, cnd_formats_build_shipped, architectures, error);
  if (table == NULL && error)
    cnd_base_set_problem_file (*error, path);
  return table;
}

/* ---- Showing ------------------------------------------------------------------------ */

static const char *const verdicts[] = {
  [CND_VERDICT_EQUAL] = "equal",
  [CND_VERDICT_EQUAL_ROUNDED] = "equal after rounding",
  [CND_VERDICT_DIFFERS] = "differs",
};

/* For programs: never translated. */
static const char *
get_verdict_word (const CndTableRow *row)
{
  return row->verdict == CND_VERDICT_DIFFERS && *row->published == '\0' ? "missing" : verdicts[row->verdict];
}

static void
add_columns (CndSheet *sheet, CndOutput output)
{
  if (output != CND_OUTPUT_TEXT)
    cnd_sheet_add_column (sheet, _("Table"), "table", FALSE, 0);
  cnd_sheet_add_column (sheet, "#", "line", TRUE, 0);
  cnd_sheet_spare_column (sheet);
  cnd_sheet_add_column (sheet, _("Row"), "row", FALSE, 8);
  cnd_sheet_add_column (sheet, _("Figure"), "column", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Published"), "published", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Ours"), "ours", TRUE, 0);
  if (output == CND_OUTPUT_CSV)
    cnd_sheet_add_column (sheet, _("Difference"), "difference", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Verdict"), "verdict", FALSE, 0);
  if (output != CND_OUTPUT_TEXT)
    cnd_sheet_add_column (sheet, _("Cause"), "cause", FALSE, 0);
}

static void
add_row (CndSheet *sheet, const CndTable *table, const CndTableRow *row, CndOutput output)
{
  CndNumberStyle style = output == CND_OUTPUT_CSV ? CND_NUMBER_STYLE_PLAIN : CND_NUMBER_STYLE_LATIN;

  cnd_sheet_begin_row (sheet);
  if (output != CND_OUTPUT_TEXT)
    cnd_sheet_add_cell (sheet, cnd_table_get_name (table));
  cnd_sheet_take_cell (sheet, row->line > 0 ? cnd_base_format_count (style, row->line) : g_strdup (""));
  cnd_sheet_add_cell (sheet, row->row);
  cnd_sheet_add_cell (sheet, row->column);
  cnd_sheet_add_cell (sheet, row->published);
  cnd_sheet_add_cell (sheet, row->ours);
  if (output == CND_OUTPUT_CSV)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      cnd_sheet_add_cell (sheet, g_ascii_formatd (digits, sizeof digits, "%.15g", row->difference));
      cnd_sheet_add_cell (sheet, get_verdict_word (row));
    }
  else
    cnd_sheet_add_cell (sheet, row->verdict_text);
  if (output != CND_OUTPUT_TEXT)
    cnd_sheet_add_cell (sheet, row->cause);
  else if (row->cause)
    cnd_sheet_add_note (sheet, row->cause);
}

/* Returns: how many rows were added */
static guint
add_rows (CndSheet *sheet, const CndTable *table, CndOutput output, gboolean only_differing)
{
  guint n_rows, n_added = 0;
  const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    if (!only_differing || rows[i].verdict == CND_VERDICT_DIFFERS)
      {
        add_row (sheet, table, &rows[i], output);
        n_added++;
      }
  return n_added;
}

static void
append_table (GString *out, const CndTable *table, gboolean only_differing)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  g_autofree char *caption = g_strdup_printf ("%s%s (%s)\n", out->len > 0 ? "\n" : "", cnd_table_get_title (table),
                                              cnd_table_get_name (table));

  add_columns (sheet, CND_OUTPUT_TEXT);
  if (add_rows (sheet, table, CND_OUTPUT_TEXT, only_differing) > 0)
    cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, caption, cnd_cli_get_terminal_width (), out);
  else
    g_string_append (out, caption);
  g_string_append_printf (out, "%s\n", cnd_table_get_summary (table));
}

/* For people a table each; for programs one with a column that names them. */
static char *
render_tables (const GPtrArray *tables, CndOutput output, gboolean only_differing)
{
  GString *out = g_string_new (NULL);
  g_autoptr (CndSheet) all = cnd_sheet_new ();

  add_columns (all, output);
  for (guint i = 0; i < tables->len; i++)
    if (output == CND_OUTPUT_TEXT)
      append_table (out, g_ptr_array_index (tables, i), only_differing);
    else
      add_rows (all, g_ptr_array_index (tables, i), output, only_differing);
  if (output != CND_OUTPUT_TEXT)
    cnd_cli_render_sheet (all, output, NULL, 0, out);
  return g_string_free (out, FALSE);
}

static cJSON *
make_row (const CndTableRow *row)
{
  cJSON *json = cJSON_CreateObject ();

  cnd_cli_json_add_count (json, "line", row->line);
  cnd_cli_json_add_text (json, "row", row->row);
  cnd_cli_json_add_text (json, "column", row->column);
  cnd_cli_json_add_text (json, "published", row->published);
  cnd_cli_json_add_text (json, "ours", row->ours);
  cnd_cli_json_add_text (json, "verdict", get_verdict_word (row));
  cnd_cli_json_add_double (json, "difference", row->difference);
  cnd_cli_json_add_text (json, "explanation", row->verdict_text);
  cnd_cli_json_add_text (json, "cause", row->cause);
  return json;
}

static cJSON *
make_json (const GPtrArray *tables, gboolean only_differing)
{
  cJSON *json = cJSON_CreateArray ();

  for (guint i = 0; i < tables->len; i++)
    {
      const CndTable *table = g_ptr_array_index (tables, i);
      cJSON *item = cJSON_CreateObject ();
      cJSON *list;
      guint n_rows;
      const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

      cnd_cli_json_add_text (item, "table", cnd_table_get_name (table));
      cnd_cli_json_add_text (item, "title", cnd_table_get_title (table));
      cnd_cli_json_add_text (item, "summary", cnd_table_get_summary (table));
      cJSON_AddBoolToObject (item, "good", cnd_table_is_good (table));
      list = cJSON_AddArrayToObject (item, "rows");
      for (guint r = 0; r < n_rows; r++)
        if (!only_differing || rows[r].verdict == CND_VERDICT_DIFFERS)
          cJSON_AddItemToArray (list, make_row (&rows[r]));
      cJSON_AddItemToArray (json, item);
    }
  return json;
}

/* ---- The command -------------------------------------------------------------------- */

static gboolean
check_names (const CndCommand *command, const char *const *names, int *status)
{
  const char *const *known = cnd_analysis_list_tables ();

  for (guint i = 0; names[i]; i++)
    {
      const char *nearest;
      g_autofree char *list = NULL;

      if (g_strv_contains (known, names[i]))
        continue;
      nearest = cnd_base_find_nearest (names[i], known, g_strv_length ((char **) known));
      list = g_strjoinv (", ", (char **) known);
      *status = nearest ? cnd_cli_misuse (command, _("unknown table “%s”: did you mean %s?"), names[i], nearest)
                        : cnd_cli_misuse (command, _("unknown table “%s”; there are %s"), names[i], list);
      return FALSE;
    }
  return TRUE;
}

static GPtrArray *
verify_all (const char *const *names, const char *file, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_table_free);
  g_autoptr (GHashTable) architectures
    = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cnd_architecture_unref);

  for (guint i = 0; names[i]; i++)
    {
      CndTable *table = verify_table (names[i], file, architectures, error);

      if (table == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
    }
  return g_steal_pointer (&tables);
}

static int
run_verify (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_autoptr (GPtrArray) tables = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *file = NULL;
  CndOutputOptions forms = { 0 };
  CndOutput output;
  const char *const *names;
  guint n_names;
  gboolean only_differing = FALSE;
  int status;
  GOptionEntry entries[] = {
    { "differences", 0, 0, G_OPTION_ARG_NONE, &only_differing, N_("Show only the rows that differ"), NULL },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &file,
      N_("Read the one TABLE from this CSV file instead of the shipped one"), N_("CSV") },
    { NULL },
  };

  cnd_cli_add_output_options (parser, &forms);
  cnd_cli_parser_add (parser, entries);
  if (!cnd_cli_parser_run (parser, argc, argv, 0, G_MAXUINT, &status)
      || !cnd_cli_get_output (command, &forms, &output, &status))
    return status;
  names = cnd_cli_parser_get_arguments (parser, &n_names);
  if (file && n_names != 1)
    return cnd_cli_misuse (command, _("--file goes with the name of one table"));
  if (!check_names (command, names, &status))
    return status;
  tables = verify_all (n_names > 0 ? names : cnd_analysis_list_tables (), file, &error);
  if (tables == NULL)
    return cnd_cli_fail (error);
  status = CND_EXIT_GOOD;
  for (guint i = 0; i < tables->len; i++)
    if (!cnd_table_is_good (g_ptr_array_index (tables, i)))
      status = CND_EXIT_NO;
  if (output == CND_OUTPUT_JSON)
    return cnd_cli_json_print (make_json (tables, only_differing), status);
  text = render_tables (tables, output, only_differing);
  return cnd_cli_print (text, status);
}

const CndCommand cnd_cli_verify = {
  "verify",
  N_("[TABLE…]"),
  N_("Holds published tables against our figures, row by row, with a verdict and its cause."),
  N_("Without TABLE all tables that ship with Condenser are shown. A published figure that\n"
     "differs from ours, or is missing, makes the exit status 1; several of the shipped\n"
     "tables are known to have such rows, and the cause says why.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli verify\n"
     "  condenser-cli verify --differences\n"
     "  condenser-cli verify vgg16-assignment --json\n"
     "  condenser-cli verify vgg16-assignment --file my-answer.csv"),
  run_verify,
};
