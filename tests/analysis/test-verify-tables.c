/* Published tables that are not as they should be: rows missing, one too many or wrong, garbled and endless tables. */
#include "shipped.h"

#include <string.h>

/* ---- What is not there -------------------------------------------------------------- */

/* The shipped table without the line that begins with @start, or with that line twice. */
static CndTable *
verify_with_line (const char *name, const char *start, gboolean twice)
{
  g_autofree char *text = shipped_read_table (name);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) changed = g_string_new (NULL);
  guint n_found = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean found = g_str_has_prefix (lines[i], start);

      n_found += found ? 1 : 0;
      for (guint k = 0; k < (found ? (twice ? 2u : 0u) : 1u); k++)
        g_string_append_printf (changed, "%s\n", lines[i]);
    }
  g_assert_cmpuint (n_found, ==, 1);
  return shipped_must_verify (name, changed->str);
}

/* Whichever row is taken out: the table is not good, the summary names the layer, and no other row is blamed. */
static void
test_missing_rows_are_named (void)
{
  static const struct
  {
    const char *table, *line, *layer, *column;
    guint n_differing; /* the layer, and the sums that it is missing in */
  } cases[] = {
    { "alexnet-assignment", "conv1,", "conv1", "parameters", 2 },
    { "alexnet-assignment", "conv3,", "conv3", "parameters", 2 },
    { "alexnet-assignment", "conv4,", "conv4", "parameters", 2 },
    { "alexnet-assignment", "maxpool2,", "pool2", "layer", 1 },
    { "alexnet-assignment", "fc8,", "fc8", "parameters", 2 },
    { "vgg16-assignment", "conv3-64,224,224,64,", "stage1.conv2", "parameters", 4 },
    { "nin-summary", "ReLU-12,", "block3.relu1", "layer", 1 },
    { "nin-summary", "Conv2d-17,", "block4.conv", "parameters", 2 },
    { "googlenet-table1", "convolution,7,", "conv1", "parameters", 15 },
    { "googlenet-table1", "inception (4d)", "4d", "parameters", 16 },
    { "googlenet-table1", "max pool,3,2,14,", "pool3", "layer", 17 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CndTable) table = verify_with_line (cases[i].table, cases[i].line, FALSE);
      g_autofree char *named = g_strdup_printf ("the row of %s.", cases[i].layer);
      guint n_rows, n_differing = 0;
      const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

      shipped_assert_row (table, cases[i].layer, 0, cases[i].column, CND_VERDICT_DIFFERS, "no row for this");
      for (guint k = 0; k < n_rows; k++)
        n_differing += rows[k].verdict == CND_VERDICT_DIFFERS ? 1 : 0;
      g_assert_cmpuint (n_differing, ==, cases[i].n_differing);
      g_assert_false (cnd_table_is_good (table));
      g_assert_nonnull (strstr (cnd_table_get_summary (table), named));
    }
}

static void
test_rows_that_lack_something_do_not_add_up (void)
{
  g_autoptr (CndTable) table = verify_with_line ("alexnet-assignment", "conv3,", FALSE);
  g_autoptr (CndTable) figure = shipped_verify_changed ("alexnet-assignment", ",1327488", ",");

  shipped_assert_row (table, "all rows", 0, "parameters", CND_VERDICT_DIFFERS,
                      "do not add up to the table's total, 62,378,344. Layers that have no row, or no figure in it, have "
                      "885,120.");
  g_assert_cmpstr (cnd_table_get_summary (table), ==,
                   "69 of 70 figures agree; what differs: all rows parameters. Missing: the row of conv3.");
  shipped_assert_row (figure, "conv4", 6, "parameters", CND_VERDICT_DIFFERS, "the row states none");
  g_assert_nonnull (strstr (cnd_table_get_summary (figure), "Missing: row 6 (conv4) parameters."));
}

static void
test_surplus_rows_are_told (void)
{
  g_autoptr (CndTable) table = verify_with_line ("alexnet-assignment", "conv3,", TRUE);

  shipped_assert_row (table, "conv3", 6, "layer", CND_VERDICT_DIFFERS, "one too many");
  shipped_assert_row (table, "conv4", 7, "parameters", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "all rows", 0, "parameters", CND_VERDICT_DIFFERS, "row 6 (conv3) +885,120");
}

/* A wrong row stays at its place: it is not taken for a missing one and one too many. */
static void
test_wrong_rows_keep_their_layers (void)
{
  g_autoptr (CndTable) table = shipped_must_verify (
    "alexnet-assignment", "layer,in,out,params\nconv1,1,2,3\nmaxpool1,1,2,3\nconv2,1,2,3\nmaxpool2,,,0\n"
                          "conv3,256,384,885120\nconv4,9,9,9\nconv5,384,256,884992\nmaxpool5,,,0\n"
                          "fc6,1,1,1\nfc7,1,1,1\nfc8,1,1,1\n");

  g_assert_cmpstr (shipped_find_row (table, "conv2", 3, "parameters")->ours, ==, "614,656");
  g_assert_cmpstr (shipped_find_row (table, "conv4", 6, "parameters")->ours, ==, "1,327,488");
  g_assert_cmpstr (shipped_find_row (table, "fc7", 10, "parameters")->ours, ==, "16,781,312");
  g_assert_null (strstr (cnd_table_get_summary (table), "Missing"));
}

/* ---- Bad tables --------------------------------------------------------------------- */

static void
test_bad_tables_are_refused (void)
{
  static const struct
  {
    const char *name, *text, *message;
    CndErrorCode code;
  } cases[] = {
    { "alexnet-assignment", "name,params\nconv1,3\n", "layer", CND_ERROR_SYNTAX },
    { "alexnet-assignment", "layer,params\nconv1,many\n", "row 1 (conv1), column “params”", CND_ERROR_SYNTAX },
    { "alexnet-assignment", "layer,in_h,params\nconv1,2e3,1\n", "column “in_h”", CND_ERROR_SYNTAX },
    { "alexnet-assignment", "layer,params\nattention,3\n", "row 1 (attention)", CND_ERROR_SYNTAX },
    { "googlenet-table1", "type,params\n", "ops", CND_ERROR_SYNTAX },
    { "googlenet-table1", "type,params,ops\ninception (9z),1,1\n", "no such block", CND_ERROR_SYNTAX },
    { "googlenet-table1", "type,params,ops,n1x1\ninception (3a),1,1,99999999\n", "too many filters", CND_ERROR_SYNTAX },
    { "condensenet-published", "model,exact_ops\nCondenseNet-1000,5\n", "CondenseNet-1000", CND_ERROR_NOT_FOUND },
    { "condensenet-published", "model,classifier\nCondenseNet-86,third\n", "classifier", CND_ERROR_SYNTAX },
    { "no-such-table", "layer,params\n", "table", CND_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndTable) table = shipped_verify (cases[i].name, cases[i].text, &error);
      g_autofree char *line = NULL;

      g_assert_null (table);
      g_assert_error (error, CND_ERROR, (int) cases[i].code);
      line = cnd_base_format_problem (error);
      if (strstr (line, cases[i].message) == NULL)
        g_error ("“%s” is not in “%s”", cases[i].message, line);
    }
}

/* Any table either is refused with an error of ours or gets its verdicts. */
static void
test_garbled_tables_do_no_harm (void)
{
  static const char replacements[] = "0123456789.,KMGT-x\n\" ";
  const char *const *names = cnd_analysis_list_tables ();
  CndRandom random;
  guint n_refused = 0, n_judged = 0;

  cnd_base_seed_random (&random, 7);
  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *text = shipped_read_table (names[i % 5]);
      gsize length = strlen (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (CndTable) table = NULL;

      for (guint k = 0; k < 1 + i % 4; k++)
        {
          gsize place = cnd_base_next_random_below (&random, length);
          gboolean digits_only = i % 2 == 0; /* which leaves the table a table */
          guint64 n_choices = digits_only ? 10 : sizeof replacements - 1;

          if (!digits_only || g_ascii_isdigit (text[place]))
            text[place] = replacements[cnd_base_next_random_below (&random, n_choices)];
        }
      table = shipped_verify (names[i % 5], text, &error);
      if (table != NULL)
        n_judged++;
      else
        {
          g_assert_cmpuint (error->domain, ==, CND_ERROR);
          n_refused++;
        }
    }
  g_assert_cmpuint (n_judged, >, 50);
  g_assert_cmpuint (n_refused, >, 50);
}

static void
test_huge_figures_do_no_harm (void)
{
  g_autoptr (CndTable) table = shipped_verify_changed ("googlenet-table1", "463K,100M",
                                               "999999999999999999T,999999999999999999T");
  g_autoptr (CndTable) total = shipped_verify_changed ("vgg16-assignment", "138423208", "999999999999999999");

  g_assert_cmpint (shipped_find_row (table, "inception (4c)", 0, "parameters")->verdict, ==, CND_VERDICT_DIFFERS);
  g_assert_cmpint (shipped_find_row (total, "total", 0, "parameters")->verdict, ==, CND_VERDICT_DIFFERS);
}

/* Not for ever: rows × layers are compared. */
static void
test_endless_tables_are_refused (void)
{
  g_autoptr (GString) text = g_string_new ("layer,params\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (CndTable) table = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "conv,1\n");
  table = shipped_verify ("alexnet-assignment", text->str, &error);
  g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
  g_assert_null (table);
}

/* A row that claims more convolutions than there are is about none. */
static void
test_impossible_depths_do_no_harm (void)
{
  g_autoptr (CndTable) table = shipped_must_verify ("googlenet-table1",
                                                    "type,params,ops,depth\nconvolution,1,1,999999999\n");

  shipped_assert_row (table, "convolution", 1, "layer", CND_VERDICT_DIFFERS, "one too many");
}

static void
test_an_empty_table_lacks_all (void)
{
  g_autoptr (CndTable) table = shipped_must_verify ("alexnet-assignment", "layer,params\n");
  guint n_rows;

  cnd_table_get_rows (table, &n_rows);
  g_assert_cmpuint (n_rows, ==, 8);
  g_assert_false (cnd_table_is_good (table));
  g_assert_true (g_str_has_prefix (cnd_table_get_summary (table),
                                   "The table gives no figures. Missing: the row of conv1, "));
  shipped_assert_row (table, "fc6", 0, "parameters", CND_VERDICT_DIFFERS, "no row");
}

static void
test_every_table_has_a_file_and_a_title (void)
{
  const char *const *names = cnd_analysis_list_tables ();
  guint n_tables = 0;

  for (; names[n_tables] != NULL; n_tables++)
    {
      g_autoptr (CndTable) table = shipped_verify_as_is (names[n_tables]);

      g_assert_cmpstr (cnd_table_get_title (table), !=, "");
    }
  g_assert_cmpuint (n_tables, ==, 5);
  g_assert_null (cnd_analysis_get_table_file ("no-such-table"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/verify-tables/missing-rows-are-named", test_missing_rows_are_named);
  g_test_add_func ("/analysis/verify-tables/rows-that-lack-something-do-not-add-up",
                   test_rows_that_lack_something_do_not_add_up);
  g_test_add_func ("/analysis/verify-tables/surplus-rows-are-told", test_surplus_rows_are_told);
  g_test_add_func ("/analysis/verify-tables/wrong-rows-keep-their-layers", test_wrong_rows_keep_their_layers);
  g_test_add_func ("/analysis/verify-tables/bad-tables-are-refused", test_bad_tables_are_refused);
  g_test_add_func ("/analysis/verify-tables/garbled-tables-do-no-harm", test_garbled_tables_do_no_harm);
  g_test_add_func ("/analysis/verify-tables/huge-figures-do-no-harm", test_huge_figures_do_no_harm);
  g_test_add_func ("/analysis/verify-tables/endless-tables-are-refused", test_endless_tables_are_refused);
  g_test_add_func ("/analysis/verify-tables/impossible-depths-do-no-harm", test_impossible_depths_do_no_harm);
  g_test_add_func ("/analysis/verify-tables/an-empty-table-lacks-all", test_an_empty_table_lacks_all);
  g_test_add_func ("/analysis/verify-tables/every-table-has-a-file-and-a-title",
                   test_every_table_has_a_file_and_a_title);
  return g_test_run ();
}
