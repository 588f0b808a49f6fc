/* verify: the published tables that ship, and an edited one. */
#include "program.h"

#include <string.h>

static const char *const tables[]
  = { "alexnet-assignment", "vgg16-assignment", "googlenet-table1", "nin-summary", "condensenet-published" };

static void
test_all_tables (void)
{
  g_autoptr (Run) run = run_program ("verify --json", NULL);
  g_autoptr (cJSON) json = cJSON_Parse (run->out);

  assert_status (run, 1); /* some published rows do differ */
  g_assert_cmpstr (run->err, ==, "");
  g_assert_nonnull (json);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      cJSON *rows = get_member (find_element (json, "table", tables[i]), "rows");

      g_assert_cmpint (cJSON_GetArraySize (rows), >, 3);
      get_member (cJSON_GetArrayItem (rows, 0), "published");
      get_member (cJSON_GetArrayItem (rows, 0), "ours");
      get_member (cJSON_GetArrayItem (rows, 0), "cause");
    }
}

static void
test_condensenet_agrees (void)
{
  g_autoptr (cJSON) json = run_json ("verify condensenet-published --json", NULL);

  g_assert_true (cJSON_IsTrue (get_member (cJSON_GetArrayItem (json, 0), "good")));
}

static void
test_forms (void)
{
  g_autoptr (Run) text = run_program ("verify vgg16-assignment", NULL);
  g_autoptr (Run) csv = run_program ("verify vgg16-assignment --csv", NULL);
  g_autoptr (Run) markdown = run_program ("verify vgg16-assignment --markdown", NULL);

  assert_holds (text->out, "36,928");
  assert_holds (text->out, "(vgg16-assignment)");
  assert_holds (csv->out, "table,line,row,column,published,ours,difference,verdict,cause\r\n");
  assert_holds (csv->out, ",equal,");
  assert_holds (markdown->out, "| --- |");
}

/* The shipped table with the first @from replaced by @to. */
static char *
edit_table (const char *folder, const char *from, const char *to)
{
  g_autofree char *path
    = g_build_filename (g_getenv ("CONDENSER_DATA_DIR"), "data", "published", "alexnet-assignment.csv", NULL);
  g_autofree char *text = NULL;
  g_autofree char *edited = NULL;
  g_autoptr (GError) error = NULL;
  const char *place;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  place = strstr (text, from);
  g_assert_nonnull (place);
  edited = g_strdup_printf ("%.*s%s%s", (int) (place - text), text, to, place + strlen (from));
  return write_file (folder, "edited.csv", edited);
}

static void
test_edit_changes_verdict (void)
{
  char *folder = make_folder ();
  g_autofree char *edited = edit_table (folder, "34944", "34945");
  g_autofree char *line = g_strdup_printf ("verify alexnet-assignment --json --file %s", edited);
  g_autoptr (Run) run = run_program (line, NULL);
  g_autoptr (cJSON) json = cJSON_Parse (run->out);
  cJSON *row;
  guint n_found = 0;

  assert_status (run, 1);
  cJSON_ArrayForEach (row, get_member (cJSON_GetArrayItem (json, 0), "rows"))
    if (g_strcmp0 (cJSON_GetStringValue (get_member (row, "ours")), "34,944") == 0)
      {
        assert_string (row, "verdict", "differs");
        assert_number (row, "difference", 1); /* published − ours */
        n_found++;
      }
  g_assert_cmpuint (n_found, ==, 1);
  remove_folder (folder);
}

static void
test_missing_row_is_told (void)
{
  static const char row[] = "conv3,13,13,256,13,13,384,1,1,3,3,256,384,885120\n";
  char *folder = make_folder ();
  g_autofree char *edited = edit_table (folder, row, "");
  g_autofree char *text_line = g_strdup_printf ("verify alexnet-assignment --differences --file %s", edited);
  g_autofree char *json_line = g_strdup_printf ("%s --json", text_line);
  g_autoptr (Run) text = run_program (text_line, NULL);
  g_autoptr (Run) run = run_program (json_line, NULL);
  g_autoptr (cJSON) json = cJSON_Parse (run->out);
  cJSON *missing = find_element (get_member (cJSON_GetArrayItem (json, 0), "rows"), "row", "conv3");

  assert_status (text, 1);
  assert_status (run, 1);
  assert_holds (text->out, "Missing: the row of conv3.");
  assert_holds (text->out, "do not add up to the table's total");
  g_assert_true (cJSON_IsFalse (get_member (cJSON_GetArrayItem (json, 0), "good")));
  assert_string (missing, "verdict", "missing");
  assert_string (missing, "published", "");
  remove_folder (folder);
}

static void
test_wrong_use (void)
{
  assert_refused ("verify vgg16-assignement", NULL, "did you mean vgg16-assignment?");
  assert_refused ("verify xyzzy", NULL, "nin-summary");
  assert_refused ("verify --file x.csv", NULL, "--file");
  assert_refused ("verify nin-summary --file /no/such.csv", NULL, "/no/such.csv");
  assert_refused ("verify nin-summary --file /", NULL, "/");
}

static void
test_not_a_table (void)
{
  char *folder = make_folder ();
  g_autofree char *path = write_file (folder, "other.csv", "a,b\n1,2\n");
  g_autofree char *line = g_strdup_printf ("verify nin-summary --file %s", path);

  assert_refused (line, NULL, "other.csv");
  remove_folder (folder);
}

static void
test_lost_header_is_told (void)
{
  static const char header[] = "layer,in_h,in_w,in_c,out_h,out_w,out_c,stride,pad,kernel_h,kernel_w,in,out,params\n";
  char *folder = make_folder ();
  g_autofree char *edited = edit_table (folder, header, "");
  g_autofree char *line = g_strdup_printf ("verify alexnet-assignment --file %s", edited);

  assert_refused (line, NULL, "edited.csv:1:1: The line of names is missing (found 227; expected the name of each column)");
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/verify/all-tables-shown", test_all_tables);
  g_test_add_func ("/cli/verify/condensenet-agrees", test_condensenet_agrees);
  g_test_add_func ("/cli/verify/forms-written", test_forms);
  g_test_add_func ("/cli/verify/edit-changes-verdict", test_edit_changes_verdict);
  g_test_add_func ("/cli/verify/missing-row-is-told", test_missing_row_is_told);
  g_test_add_func ("/cli/verify/wrong-use-refused", test_wrong_use);
  g_test_add_func ("/cli/verify/other-columns-refused", test_not_a_table);
  g_test_add_func ("/cli/verify/lost-header-is-told", test_lost_header_is_told);
  return g_test_run ();
}
