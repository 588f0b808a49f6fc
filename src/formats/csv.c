/* CSV as RFC 4180 has it: cells between commas, quoted where they hold commas, quotes or line breaks. */
#include "config.h"

#include "formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CndCsv
{
  GPtrArray *header; /* of char *, NULL-terminated */
  GPtrArray *rows;   /* of char **, NULL-terminated */
};

typedef struct
{
  const char *text;
  gsize length;
  const char *file;
  gsize at;
  GError **error;
} Reader;

static gboolean
fail (Reader *reader, gsize offset, CndErrorCode code, const char *found, const char *expected, const char *hint,
      const char *message)
{
  CndProblem problem = { .file = reader->file, .found = found, .expected = expected, .hint = hint };

  cnd_base_locate_offset (reader->text, reader->length, offset, &problem.line, &problem.column);
  cnd_base_set_problem (reader->error, code, &problem, "%s", message);
  return FALSE;
}

static gboolean
ends_cell (const Reader *reader)
{
  return reader->at == reader->length || strchr (",\r\n", reader->text[reader->at]) != NULL;
}

static gboolean
read_quoted (Reader *reader, GString *cell)
{
  gsize start = reader->at++;

  while (reader->at < reader->length)
    {
      char c = reader->text[reader->at++];
      if (c != '"')
        g_string_append_c (cell, c);
      else if (reader->at < reader->length && reader->text[reader->at] == '"')
        {
          g_string_append_c (cell, '"');
          reader->at++;
        }
      else
        return ends_cell (reader)
               || fail (reader, reader->at, CND_ERROR_SYNTAX, _("more text"), _("a comma or the end of the line"),
                        _("Double a quote that belongs to the text."), _("Text follows behind a closing quote"));
    }
  return fail (reader, start, CND_ERROR_SYNTAX, _("end of file"), "\"", _("Perhaps the file is incomplete."),
               _("This cell is not closed by a quote"));
}

static gboolean
read_plain (Reader *reader, GString *cell)
{
  while (!ends_cell (reader))
    {
      if (reader->text[reader->at] == '"')
        return fail (reader, reader->at, CND_ERROR_SYNTAX, "\"", _("a cell without quotes, or between two"),
                     _("Put the whole cell between quotes and double those within."),
                     _("A quote stands in the middle of a cell"));
      g_string_append_c (cell, reader->text[reader->at++]);
    }
  return TRUE;
}

/* Moves behind LF, CR LF or CR. */
static void
skip_line_end (Reader *reader)
{
  if (reader->at < reader->length && reader->text[reader->at] == '\r')
    reader->at++;
  if (reader->at < reader->length && reader->text[reader->at] == '\n')
    reader->at++;
}

/* Returns: (transfer full) (nullable): the cells, NULL-terminated */
static GPtrArray *
read_row (Reader *reader)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);

  for (;;)
    {
      g_autoptr (GString) cell = g_string_new (NULL);
      gboolean quoted = reader->at < reader->length && reader->text[reader->at] == '"';
      if (!(quoted ? read_quoted (reader, cell) : read_plain (reader, cell)))
        return NULL;
      g_ptr_array_add (row, g_strdup (cell->str));
      if (reader->at == reader->length || reader->text[reader->at] != ',')
        break;
      reader->at++;
    }
  skip_line_end (reader);
  g_ptr_array_add (row, NULL);
  return g_steal_pointer (&row);
}

/* A number names no column: the header has been lost, and the first row of figures stands in its place. */
static gboolean
is_number (const char *text)
{
  char *end;

  g_ascii_strtod (text, &end);
  return g_ascii_isdigit (*text) && *end == '\0';
}

static gboolean
check_header (Reader *reader, const GPtrArray *header)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *figure = NULL;

  for (guint i = 0; i + 1 < header->len && figure == NULL; i++)
    if (is_number (g_ptr_array_index (header, i)))
      figure = g_ptr_array_index (header, i);
  if (figure != NULL)
    return fail (reader, 0, CND_ERROR_SYNTAX, figure, _("the name of each column"),
                 _("The first line of the file must name its columns."), _("The line of names is missing"));

  for (guint i = 0; i + 1 < header->len; i++)
    {
      char *name = g_ptr_array_index (header, i);
      if (*name == '\0')
        return fail (reader, 0, CND_ERROR_SYNTAX, _("an empty name"), _("the name of each column"),
                     _("Name the column in the first line."), _("A column has no name"));
      if (!g_hash_table_add (seen, name))
        return fail (reader, 0, CND_ERROR_SYNTAX, name, _("a name of its own for each column"),
                     _("Rename one of the two."), _("Two columns have the same name"));
    }
  return TRUE;
}

static gboolean
read_rows (Reader *reader, CndCsv *csv)
{
  while (reader->at < reader->length)
    {
      gsize start = reader->at;
      g_autoptr (GPtrArray) row = NULL;
      g_autofree char *found = NULL;
      g_autofree char *expected = NULL;

      if (reader->text[start] == '\n' || reader->text[start] == '\r')
        {
          skip_line_end (reader);
          continue;
        }
      row = read_row (reader);
      if (row == NULL)
        return FALSE;
      if (row->len == csv->header->len)
        {
          g_ptr_array_set_free_func (row, NULL);
          g_ptr_array_add (csv->rows, g_ptr_array_free (g_steal_pointer (&row), FALSE));
          continue;
        }
      found = g_strdup_printf ("%u", row->len - 1);
      expected = g_strdup_printf ("%u", csv->header->len - 1);
      return fail (reader, start, CND_ERROR_SYNTAX, found, expected, _("Put cells that hold commas between quotes."),
                   _("This row has another number of cells than the header"));
    }
  return TRUE;
}

static gboolean
check_text (Reader *reader)
{
  const char *end;
  g_autofree char *found = NULL;
  g_autofree char *limit = cnd_base_format_bytes (CND_NUMBER_STYLE_LATIN, CND_MAX_FILE_BYTES);
  g_autofree char *expected = g_strdup_printf (_("at most %s"), limit);

  if (reader->length > CND_MAX_FILE_BYTES)
    found = cnd_base_format_bytes (CND_NUMBER_STYLE_LATIN, reader->length);
  else if (!g_utf8_validate_len (reader->text, reader->length, &end))
    found = g_strdup_printf (_("byte 0x%02X"), (guint) (guchar) *end);
  if (reader->length > CND_MAX_FILE_BYTES)
    return fail (reader, 0, CND_ERROR_LIMIT, found, expected, _("Is this the right file?"),
                 _("The table is too large"));
  if (found != NULL)
    return fail (reader, (gsize) (end - reader->text), CND_ERROR_SYNTAX, found, "UTF-8", _("Save the table as UTF-8."),
                 _("The text is not valid UTF-8"));
  if (reader->length >= 3 && memcmp (reader->text, "\xef\xbb\xbf", 3) == 0)
    reader->at = 3; /* spreadsheets write this mark */
  if (reader->at == reader->length || strchr ("\r\n", reader->text[reader->at]) != NULL)
    return fail (reader, reader->at, CND_ERROR_SYNTAX, _("an empty line"), _("a line with the names of the columns"),
                 _("Write “name,value” as the first line."), _("The table has no header"));
  return TRUE;
}

CndCsv *
cnd_formats_parse_csv (const char *text, gsize length, const char *file, GError **error)
{
  Reader reader = { .text = text, .length = length, .file = file, .error = error };
  g_autoptr (CndCsv) csv = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (!check_text (&reader))
    return NULL;
  csv = g_new0 (CndCsv, 1);
  csv->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  csv->header = read_row (&reader);
  if (csv->header == NULL || !check_header (&reader, csv->header) || !read_rows (&reader, csv))
    return NULL;
  return g_steal_pointer (&csv);
}

void
cnd_csv_free (CndCsv *csv)
{
  if (csv == NULL)
    return;
  g_clear_pointer (&csv->header, g_ptr_array_unref);
  g_ptr_array_unref (csv->rows);
  g_free (csv);
}

const char *const *
cnd_csv_get_header (const CndCsv *csv, guint *n_columns)
{
  *n_columns = csv->header->len - 1;
  return (const char *const *) csv->header->pdata;
}

const char *const *const *
cnd_csv_get_rows (const CndCsv *csv, guint *n_rows)
{
  *n_rows = csv->rows->len;
  return (const char *const *const *) csv->rows->pdata;
}

CndCsv *
cnd_formats_load_csv (const char *path, GCancellable *cancellable, GError **error)
{
  gsize length;
  g_autofree char *text = cnd_formats_read_file (path, CND_MAX_FILE_BYTES, &length, cancellable, error);

  return text != NULL ? cnd_formats_parse_csv (text, length, path, error) : NULL;
}
