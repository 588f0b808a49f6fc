/* CSV: cells, quotes, line ends, and errors with their place. */
#include "formats/formats.h"
#include "support/complete.h"

#include <string.h>

static char *
dump (const CndCsv *csv)
{
  GString *text = g_string_new (NULL);
  guint n_columns, n_rows;
  const char *const *header = cnd_csv_get_header (csv, &n_columns);
  const char *const *const *rows = cnd_csv_get_rows (csv, &n_rows);

  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (text, "[%s]", header[i]);
  g_assert_null (header[n_columns]);
  for (guint k = 0; k < n_rows; k++)
    {
      g_string_append_c (text, '/');
      for (guint i = 0; i < n_columns; i++)
        g_string_append_printf (text, "[%s]", rows[k][i]);
      g_assert_null (rows[k][n_columns]);
    }
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *text;
  const char *dump;
} good[] = {
  { "a", "[a]" },
  { "a,b\n1,2\n", "[a][b]/[1][2]" },
  { "a,b\r\n1,2\r\n3,", "[a][b]/[1][2]/[3][]" },
  { "a,b\r1,2", "[a][b]/[1][2]" },
  { "\xef\xbb\xbf" "a,b\n1,2", "[a][b]/[1][2]" },
  { "a,b\n\n\"x,\"\"y\"\"\n z\",\"\"\n\n", "[a][b]/[x,\"y\"\n z][]" },
  { "نام,b\n شبکه ,2", "[نام][b]/[ شبکه ][2]" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *copy = g_memdup2 (good[i].text, strlen (good[i].text));
      g_autoptr (CndCsv) csv = cnd_formats_parse_csv (copy, strlen (good[i].text), NULL, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = dump (csv);
      g_assert_cmpstr (text, ==, good[i].dump);
    }
}

static const struct
{
  const char *text;
  guint line, column;
  const char *message;
} bad[] = {
  { "", 1, 1, "no header" },
  { "\na,b", 1, 1, "no header" },
  { "a,,b\n", 1, 1, "no name" },
  { "a,b,a\n", 1, 1, "same name" },
  { "a,2.7,c\n", 1, 1, "line of names is missing" },
  { "a,b\n1,2\n3", 3, 1, "another number of cells" },
  { "a,b\n1,2,3", 2, 1, "another number of cells" },
  { "a,b\n1,\"2", 2, 3, "not closed" },
  { "a,b\n1,\"2\"x\n", 2, 6, "follows behind a closing quote" },
  { "a,b\n1,2\"3\"\n", 2, 4, "middle of a cell" },
  { "a,b\n1,\xff\n", 2, 3, "UTF-8" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndCsv) csv = cnd_formats_parse_csv (bad[i].text, strlen (bad[i].text), "t.csv", &error);

      g_test_message ("text %" G_GSIZE_FORMAT, i);
      g_assert_null (csv);
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      cnd_test_assert_complete (error);
      g_assert_nonnull (strstr (error->message, bad[i].message));
      g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, "t.csv");
      g_assert_cmpuint (cnd_base_get_problem (error)->line, ==, bad[i].line);
      g_assert_cmpuint (cnd_base_get_problem (error)->column, ==, bad[i].column);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/csv/cells-are-read", test_good);
  g_test_add_func ("/formats/csv/errors-name-their-place", test_bad);
  return g_test_run ();
}
