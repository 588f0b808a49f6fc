/* summary in every form, with figures that are known; options, standard input, models by name. */
#include "program.h"

#include <string.h>

static const char tiny[]
  = "{ \"name\": \"Tiny\", \"input\": [3, 8, 8],"
    " \"parameters\": { \"out\": { \"default\": 2, \"minimum\": 1, \"maximum\": 9 } },"
    " \"presets\": { \"a\": { \"values\": {} }, \"b\": { \"values\": { \"out\": 5 } } },"
    " \"layers\": [ { \"kind\": \"convolution\", \"id\": \"conv\", \"out\": \"out\", \"kernel\": 3 },"
    " { \"kind\": \"relu\" } ] }";

static void
test_alexnet (void)
{
  g_autoptr (cJSON) json = run_json ("summary alexnet --json", NULL);
  cJSON *layers = get_member (json, "layers");
  cJSON *conv1 = find_element (layers, "id", "conv1");
  cJSON *output = get_member (conv1, "output");

  assert_string (json, "preset", "227");
  assert_string (json, "stage", "dense");
  assert_string (json, "convention", "default");
  assert_string (json, "operations_unit", "FLOPs");
  assert_number (json, "parameters", 62378344);
  assert_number (json, "macs", 1135256096);
  g_assert_cmpint (cJSON_GetArraySize (get_member (json, "input")), ==, 3);
  g_assert_cmpint (cJSON_GetArraySize (get_member (json, "output")), ==, 1);
  assert_string (conv1, "kind", "convolution");
  assert_number (conv1, "parameters", 34944);
  g_assert_cmpint (cJSON_GetArrayItem (output, 0)->valueint, ==, 96);
  g_assert_cmpint (cJSON_GetArrayItem (output, 2)->valueint, ==, 55);
  g_assert_cmpint (cJSON_GetArrayItem (get_member (get_member (conv1, "attributes"), "kernel"), 0)->valueint, ==, 11);
}

static void
test_totals_are_sums (void)
{
  static const char *const figures[] = { "parameters", "buffers", "macs", "flops", "operations", "activation_bytes" };
  static const char *const models[] = { "googlenet", "condensenet:86", "shufflenet-v2" };

  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    {
      g_autofree char *line = g_strdup_printf ("summary %s --json --convention condensenet", models[m]);
      g_autoptr (cJSON) json = run_json (line, NULL);

      for (guint f = 0; f < G_N_ELEMENTS (figures); f++)
        {
          double sum = 0;
          cJSON *layer;

          cJSON_ArrayForEach (layer, get_member (json, "layers"))
            sum += get_member (layer, figures[f])->valuedouble;
          assert_number (json, figures[f], sum);
        }
    }
}

static void
test_condensenet_stages (void)
{
  const struct
  {
    const char *options, *stage;
    double operations, parameters;
  } rows[] = {
    { "", "final", 65816394, 520202 },          { "--stage final", "final", 65816394, 520202 },
    { "--stage dense", "dense", 177.29e6, 1.452e6 }, { "--stage 0", "dense", 177.29e6, 1.452e6 },
    { "--stage 1", NULL, 140.13e6, 1.141e6 },   { "--stage 2", NULL, 102.98e6, 0.831e6 },
    { "--stage 3", "final", 65816394, 520202 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line
        = g_strconcat ("summary condensenet:86 --convention condensenet --json ", rows[i].options, NULL);
      g_autoptr (cJSON) json = run_json (line, NULL);

      g_assert_cmpfloat_with_epsilon (get_member (json, "operations")->valuedouble, rows[i].operations,
                                      rows[i].operations == 65816394 ? 0.5 : 5e3);
      g_assert_cmpfloat_with_epsilon (get_member (json, "parameters")->valuedouble, rows[i].parameters,
                                      rows[i].parameters == 520202 ? 0.5 : 500);
      if (rows[i].stage)
        assert_string (json, "stage", rows[i].stage);
      else
        g_assert_true (cJSON_IsNumber (get_member (json, "stage")));
    }
}

static void
test_default_convention_is_dense (void)
{
  g_autoptr (cJSON) json = run_json ("summary condensenet:86 --json", NULL);

  assert_string (json, "stage", "dense");
  g_assert_cmpfloat (get_member (json, "operations")->valuedouble, ==, get_member (json, "flops")->valuedouble);
}

static void
test_nin_sizes (void)
{
  g_autoptr (cJSON) json = run_json ("summary nin --convention summary --json", NULL);
  cJSON *sizes = get_member (json, "sizes");

  assert_number (json, "parameters", 1769112);
  assert_number (json, "operations", get_member (json, "macs")->valuedouble);
  assert_number (sizes, "parameters_mb", 6.75);
  assert_number (sizes, "input_mb", 0.19);
  assert_number (sizes, "forward_backward_mb", 16.44);
  assert_number (sizes, "total_mb", 23.38);
}

static void
test_set_changes_figures (void)
{
  g_autoptr (cJSON) plain = run_json ("summary condensenet:86 --json", NULL);
  g_autoptr (cJSON) set = run_json ("summary condensenet:86 --set classes=100 --set 'stages[2]=16' --json", NULL);
  cJSON *values = get_member (set, "values");

  g_assert_true (cJSON_IsNull (get_member (set, "preset")));
  assert_string (plain, "preset", "86");
  assert_number (values, "classes", 100);
  g_assert_cmpint (cJSON_GetArrayItem (get_member (values, "stages"), 2)->valueint, ==, 16);
  g_assert_cmpfloat (get_member (set, "parameters")->valuedouble, >, get_member (plain, "parameters")->valuedouble);
}

static void
test_standard_input (void)
{
  g_autoptr (cJSON) json = run_json ("summary - --json", tiny);
  g_autoptr (cJSON) preset = run_json ("summary -:b --json", tiny);

  assert_string (json, "file", "-");
  assert_number (json, "parameters", 3 * 9 * 2 + 2);
  assert_number (preset, "parameters", 3 * 9 * 5 + 5);
  assert_string (preset, "preset", "b");
}

static void
test_table (void)
{
  g_autoptr (Run) run = run_program ("summary alexnet", NULL);

  assert_status (run, 0);
  assert_holds (run->out, "34,944");
  assert_holds (run->out, "62,378,344");
  assert_holds (run->out, "state dense");
  assert_holds (run->out, "convention default");
  assert_holds (run->out, "FLOPs");
  g_assert_null (strchr (run->out, '\033'));
}

static void
test_depth (void)
{
  g_autoptr (Run) whole = run_program ("summary densenet:121", NULL);
  g_autoptr (Run) folded = run_program ("summary densenet:121 --depth 0", NULL);
  g_auto (GStrv) whole_lines = NULL;
  g_auto (GStrv) folded_lines = NULL;

  assert_status (whole, 0);
  assert_status (folded, 0);
  whole_lines = g_strsplit (whole->out, "\n", -1);
  folded_lines = g_strsplit (folded->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (whole_lines), >, 400);
  g_assert_cmpuint (g_strv_length (folded_lines), <, 60);
  assert_holds (folded->out, "7,978,856");
}

static void
test_csv (void)
{
  g_autoptr (Run) run = run_program ("summary - --csv", tiny);

  assert_status (run, 0);
  assert_holds (run->out, "layer,kind,inputs,output_channels,output_height,output_width,parameters,buffers,macs,");
  assert_holds (run->out, "\r\nconv,convolution,input,2,6,6,56,0,1944,3960,");
  assert_holds (run->out, ",dense,default\r\n");
}

static void
test_csv_has_no_groups (void)
{
  g_autoptr (Run) run = run_program ("summary alexnet --csv", NULL);

  assert_status (run, 0);
  assert_holds (run->out, ",34944,");
  g_assert_null (strchr (run->out, '"'));
}

static void
test_markdown (void)
{
  g_autoptr (Run) run = run_program ("summary alexnet --markdown", NULL);

  assert_status (run, 0);
  assert_holds (run->out, "state dense, convention default\n\n| Layer | Kind | Output | Parameters | MACs | FLOPs |\n");
  assert_holds (run->out, "| 34,944 |");
  assert_holds (run->out, "| Total |");
}

static void
test_latex (void)
{
  g_autoptr (Run) run = run_program ("summary condensenet:86 --latex", NULL);

  assert_status (run, 0);
  assert_holds (run->out, "\\begin{tabular}{@{}llrrrr@{}}\n\\toprule\n");
  assert_holds (run->out, "\\end{tabular}\n");
  assert_holds (run->out, "$\\times$");
  assert_holds (run->out, "state dense");
}

static void
test_large_integers (void)
{
  static const char model[]
    = "{ \"name\": \"Large\", \"input\": [200000000], \"layers\": [ { \"kind\": \"linear\", \"id\": \"fc\","
      " \"out\": 100000001, \"bias\": false } ] }";
  g_autoptr (Run) run = run_program ("summary - --json", model);

  assert_status (run, 0);
  assert_holds (run->out, "20000000200000000"); /* beyond 2^53; a double would round it */
}

static void
test_wrong_use (void)
{
  assert_refused ("summary", NULL, "FILE[:PRESET]");
  assert_refused ("summary alexnet vgg16", NULL, "vgg16");
  assert_refused ("summary alexnet --jsno", NULL, "--json");
  assert_refused ("summary alexnet --json --csv", NULL, "--csv");
  assert_refused ("summary alexnet --json=3", NULL, "--json takes no value");
  assert_refused ("summary alexnet --convention papers", NULL, "condensenet");
  assert_refused ("summary alexnet --stage 7", NULL, "stage");
  assert_refused ("summary condensenet:86 --stage 4", NULL, "from 0 to 3");
  assert_refused ("summary condensenet:86 --stage -1", NULL, "stage");
  assert_refused ("summary condensenet:86 --set growht=3", NULL, "growht");
  assert_refused ("summary condensenet:86 --set groups=five", NULL, "five");
  assert_refused ("summary condensenet:86 --set groups=3", NULL, "group");
  assert_refused ("summary condensenet:87 --json", NULL, "87");
  assert_refused ("summary alexnet --depth -1", NULL, "--depth");
  assert_refused ("summary alexnet --depth x", NULL, "--depth");
}

static void
test_bad_files (void)
{
  assert_refused ("summary alexnett", NULL, "alexnet");
  assert_refused ("summary no/such/file.json", NULL, "no/such/file.json");
  assert_refused ("summary /", NULL, "/");
  assert_refused ("summary ''", NULL, "");
  assert_refused ("summary schema.json", NULL, "schema");
  assert_refused ("summary -", "{", "1:");
  assert_refused ("summary -", "", "1:1");
  assert_refused ("summary -", "{ \"name\": \"A\" }", ":1:");
}

static void
test_control_characters (void)
{
  static const char model[]
    = "{ \"name\": \"red\\u001b[31m\", \"input\": [3], \"layers\": [ { \"kind\": \"relu\" } ] }";
  static const char *const forms[] = { "", "--markdown", "--latex", "--json" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *line = g_strconcat ("summary - ", forms[i], NULL);
      g_autoptr (Run) run = run_program (line, model);

      g_assert_cmpint (run->status, !=, -1);
      g_assert_null (strchr (run->out, '\033'));
      g_assert_null (strchr (run->err, '\033'));
    }
}

/* What nobody reads is counted, and the summary says so. */
static void
test_dead_ends (void)
{
  static const char model[] = "{\"name\": \"m\", \"input\": [2, 4, 4], \"layers\": ["
                              "{\"kind\": \"convolution\", \"id\": \"dead\", \"out\": 3, \"kernel\": 1},"
                              "{\"kind\": \"relu\", \"id\": \"live\", \"inputs\": \"input\"}]}";
  g_autoptr (Run) text = run_program ("summary -", model);
  g_autoptr (Run) whole = run_program ("summary alexnet", NULL);
  g_autoptr (cJSON) json = run_json ("summary - --json", model);
  cJSON *layers = get_member (json, "layers");

  assert_holds (text->out, "The output does not depend on 1 layer: dead. It is counted: 9 parameters, 96 "
                           "multiply-adds.");
  g_assert_null (strstr (whole->out, "does not depend"));
  g_assert_true (cJSON_IsFalse (get_member (find_element (layers, "id", "dead"), "used")));
  g_assert_true (cJSON_IsTrue (get_member (find_element (layers, "id", "live"), "used")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/summary/alexnet-as-known", test_alexnet);
  g_test_add_func ("/cli/summary/totals-are-sums", test_totals_are_sums);
  g_test_add_func ("/cli/summary/condensenet-stages-as-known", test_condensenet_stages);
  g_test_add_func ("/cli/summary/default-convention-is-dense", test_default_convention_is_dense);
  g_test_add_func ("/cli/summary/nin-sizes-as-known", test_nin_sizes);
  g_test_add_func ("/cli/summary/set-changes-figures", test_set_changes_figures);
  g_test_add_func ("/cli/summary/standard-input-read", test_standard_input);
  g_test_add_func ("/cli/summary/table-states-figures", test_table);
  g_test_add_func ("/cli/summary/depth-folds", test_depth);
  g_test_add_func ("/cli/summary/csv-has-plain-figures", test_csv);
  g_test_add_func ("/cli/summary/csv-has-no-groups", test_csv_has_no_groups);
  g_test_add_func ("/cli/summary/markdown-states-figures", test_markdown);
  g_test_add_func ("/cli/summary/latex-is-whole", test_latex);
  g_test_add_func ("/cli/summary/large-integers-are-exact", test_large_integers);
  g_test_add_func ("/cli/summary/wrong-use-refused", test_wrong_use);
  g_test_add_func ("/cli/summary/bad-files-refused", test_bad_files);
  g_test_add_func ("/cli/summary/control-characters-kept-out", test_control_characters);
  g_test_add_func ("/cli/summary/dead-ends-told", test_dead_ends);
  return g_test_run ();
}
