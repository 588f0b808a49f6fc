/* The small commands: explain, check, list, kinds. */
#include "program.h"

#include <string.h>

/* ---- explain ------------------------------------------------------------------------ */

static void
test_explain_layer (void)
{
  g_autoptr (Run) run = run_program ("explain alexnet conv1 --figure parameters", NULL);
  g_autoptr (cJSON) json = run_json ("explain alexnet conv1 --json", NULL);
  cJSON *figure = find_element (get_member (json, "figures"), "figure", "parameters");

  assert_status (run, 0);
  assert_holds (run->out, "11 × 11 × 3 × 96 + 96 = 34,944");
  assert_string (json, "layer", "conv1");
  assert_string (figure, "value", "34,944");
  assert_string (figure, "numbers", "11 × 11 × 3 × 96 + 96 = 34,944");
  g_assert_cmpint (cJSON_GetArraySize (get_member (json, "figures")), ==, 10);
}

static void
test_explain_network (void)
{
  g_autoptr (Run) run = run_program ("explain condensenet:86 --convention condensenet", NULL);

  assert_status (run, 0);
  assert_holds (run->out, "65,816,394");
  assert_holds (run->out, "520,202");
  assert_holds (run->out, "state final");
}

static void
test_explain_refuses (void)
{
  assert_refused ("explain alexnet convv1", NULL, "Did you mean conv1?");
  assert_refused ("explain alexnet zzzzzz", NULL, "zzzzzz");
  assert_refused ("explain vgg16 conv3", NULL, "Did you mean stage3.conv3?");
  assert_refused ("explain alexnet conv1 --figure parametres", NULL, "did you mean parameters?");
  assert_refused ("explain alexnet conv1 --figure zzz", NULL, "parameters, ");
}

/* ---- check -------------------------------------------------------------------------- */

static void
test_check_good (void)
{
  g_autoptr (Run) run = run_program ("check vgg16 condensenet:86 alexnet", NULL);
  g_autoptr (Run) quiet = run_program ("check --quiet vgg16", NULL);

  assert_status (run, 0);
  assert_holds (run->out, "vgg16: good (3 presets)\n");
  assert_holds (run->out, "condensenet:86: good\n");
  assert_status (quiet, 0);
  g_assert_cmpstr (quiet->out, ==, "");
}

static void
test_check_bad (void)
{
  char *folder = make_folder ();
  g_autofree char *bad = write_file (folder, "bad.json",
                                     "{\n  \"name\": \"Bad\",\n  \"input\": [3, 8, 8],\n  \"layers\": [\n"
                                     "    { \"kind\": \"convolutoin\", \"out\": 3, \"kernel\": 3 }\n  ]\n}\n");
  g_autofree char *line = g_strdup_printf ("check %s vgg16", bad);
  g_autofree char *place = g_strdup_printf ("%s:5:", bad);
  g_autoptr (Run) run = run_program (line, NULL);

  assert_status (run, 1);
  g_assert_true (g_str_has_prefix (run->err, place));
  assert_holds (run->err, "\n    found: ");
  assert_holds (run->err, "\n    hint: ");
  assert_holds (run->out, "vgg16: good (3 presets)\n");
  remove_folder (folder);
}

static void
test_check_unreadable (void)
{
  g_autoptr (Run) missing = run_program ("check /no/such/file.json", NULL);
  g_autoptr (Run) name = run_program ("check no-such-model", NULL);
  g_autoptr (Run) folder = run_program ("check /", NULL);
  g_autoptr (Run) preset = run_program ("check vgg:99", NULL);
  g_autoptr (Run) both = run_program ("check - /no/such/file.json", "{");
  g_autoptr (Run) bad = run_program ("check -", "[1, 2");

  assert_status (missing, 2);
  assert_status (name, 2);
  assert_status (folder, 2);
  assert_status (preset, 2);
  assert_status (both, 2);
  assert_status (bad, 1);
}

/* ---- list and kinds ----------------------------------------------------------------- */

static void
test_list (void)
{
  g_autoptr (cJSON) json = run_json ("list --json", NULL);
  cJSON *vgg = find_element (json, "call", "vgg16:original");
  cJSON *item;

  assert_number (vgg, "parameters", 138357544);
  assert_number (vgg, "macs", 15470264320.0);
  assert_string (find_element (json, "call", "condensenet:86"), "name", "CondenseNet-86");
  cJSON_ArrayForEach (item, json)
    {
      g_assert_true (g_file_test (cJSON_GetStringValue (get_member (item, "file")), G_FILE_TEST_IS_REGULAR));
      get_member (item, "preset");
      g_assert_cmpfloat (get_member (item, "parameters")->valuedouble, >, 0);
    }
}

/* A model that is broken is told of; the others are still listed. */
static void
test_list_goes_on (void)
{
  char *folder = make_folder ();
  char *models = g_build_filename (folder, "models", NULL);
  g_autofree char *variable = g_strconcat ("CONDENSER_DATA_DIR=", folder, NULL);
  const char *variables[] = { variable, NULL };
  g_autofree char *good = NULL, *bad = NULL;
  g_autoptr (Run) run = NULL;
  g_autoptr (cJSON) json = NULL;

  g_assert_cmpint (g_mkdir_with_parents (models, 0700), ==, 0);
  bad = write_file (models, "a.json", "{ \"name\": 3 }");
  good = write_file (models, "b.json",
                     "{ \"name\": \"B\", \"input\": [3], \"layers\": [ { \"kind\": \"relu\" } ] }");
  run = run_program_with ("list --json", NULL, variables);
  assert_status (run, 2);
  assert_holds (run->err, bad);
  json = cJSON_Parse (run->out);
  g_assert_cmpint (cJSON_GetArraySize (json), ==, 1);
  assert_string (cJSON_GetArrayItem (json, 0), "file", good);
  remove_folder (models);
  remove_folder (folder);
}

static void
test_list_calls_work (void)
{
  g_autoptr (cJSON) json = run_json ("list --json", NULL);
  cJSON *item;

  cJSON_ArrayForEach (item, json)
    {
      g_autofree char *line = g_strdup_printf ("summary %s --json", cJSON_GetStringValue (get_member (item, "call")));
      g_autoptr (cJSON) summary = run_json (line, NULL);

      assert_number (summary, "parameters", get_member (item, "parameters")->valuedouble);
      assert_number (summary, "macs", get_member (item, "macs")->valuedouble);
      assert_string (summary, "name", cJSON_GetStringValue (get_member (item, "name")));
    }
}

static void
test_list_forms (void)
{
  g_autoptr (Run) text = run_program ("list", NULL);
  g_autoptr (Run) csv = run_program ("list --csv", NULL);
  g_autoptr (Run) markdown = run_program ("list --markdown", NULL);
  g_autoptr (Run) latex = run_program ("list --latex", NULL);

  assert_status (text, 0);
  assert_holds (text->out, "138,357,544");
  assert_status (csv, 0);
  assert_holds (csv->out, "\r\nvgg16:original,VGG16,");
  assert_holds (csv->out, ",138357544,15470264320\r\n");
  assert_status (markdown, 0);
  assert_holds (markdown->out, "| vgg16:original |");
  assert_status (latex, 0);
  assert_holds (latex->out, "\\bottomrule");
}

static void
test_kinds (void)
{
  g_autoptr (cJSON) json = run_json ("kinds --json", NULL);
  cJSON *learned = find_element (json, "kind", "learned_group_convolution");
  cJSON *condensation = find_element (get_member (learned, "attributes"), "name", "condensation");
  g_autoptr (Run) text = run_program ("kinds convolution", NULL);
  g_autoptr (Run) csv = run_program ("kinds --csv", NULL);

  assert_string (condensation, "type", "integer");
  g_assert_cmpint (cJSON_GetArraySize (json), >=, 25);
  assert_status (text, 0);
  assert_holds (text->out, "convolution — ");
  assert_holds (text->out, "\n    kernel ");
  assert_holds (text->out, "required");
  assert_status (csv, 0);
  assert_holds (csv->out, "\r\nrelu,");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/explain/layer-opened", test_explain_layer);
  g_test_add_func ("/cli/explain/network-opened", test_explain_network);
  g_test_add_func ("/cli/explain/unknown-names-refused", test_explain_refuses);
  g_test_add_func ("/cli/check/good-models-pass", test_check_good);
  g_test_add_func ("/cli/check/bad-model-is-no", test_check_bad);
  g_test_add_func ("/cli/check/unreadable-file-is-wrong-use", test_check_unreadable);
  g_test_add_func ("/cli/list/all-presets-listed", test_list);
  g_test_add_func ("/cli/list/broken-model-passed-over", test_list_goes_on);
  g_test_add_func ("/cli/list/calls-work", test_list_calls_work);
  g_test_add_func ("/cli/list/forms-written", test_list_forms);
  g_test_add_func ("/cli/kinds/catalogue-told", test_kinds);
  return g_test_run ();
}
