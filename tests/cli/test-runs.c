/* condenser-cli runs and compare: what is in a run, and between two. */
#include "program.h"

#include <string.h>

#define SMALL "train condensenet-classroom --limit 40 --batch 20 --epochs 4 --threads 2 --set stages=1,1,1 -o "

static char *
train (const char *folder, const char *name, const char *options)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *line = g_strconcat (SMALL, path, " ", options, NULL);
  g_autoptr (Run) run = run_program (line, NULL);

  assert_status (run, 0);
  return path;
}

/* 1×1 layers of 32 × (16 + 24 + 32): each condensing takes a quarter. */
static void
test_json (void)
{
  char *folder = make_folder ();
  g_autofree char *path = train (folder, "a", "--seed 7 --lasso 1e-5");
  g_autofree char *line = g_strdup_printf ("runs %s --json", path);
  g_autoptr (cJSON) json = run_json (line, NULL);
  const cJSON *settings = get_member (json, "settings"), *stages = get_member (json, "stages"), *convert = get_member (json, "convert");

  assert_string (json, "name", "CondenseNet for the classroom");
  assert_string (json, "data", "fashion-mnist");
  assert_number (json, "epochs_done", 4);
  assert_number (json, "steps", 8);
  assert_number (settings, "seed", 7);
  assert_string (settings, "criterion", "l1");
  assert_string (settings, "stages", "1,1,1");
  assert_string (settings, "lasso", "1e-05");
  assert_number (settings, "images", 40);
  g_assert_cmpint (cJSON_GetArraySize (get_member (json, "epochs")), ==, 4);
  assert_number (cJSON_GetArrayItem (get_member (json, "epochs"), 0), "epoch", 1);
  g_assert_cmpint (cJSON_GetArraySize (stages), ==, 4);
  for (int s = 0; s < 4; s++)
    {
      const cJSON *stage = cJSON_GetArrayItem (stages, s);
      assert_number (stage, "stage", s);
      assert_number (stage, "learned_weights", 32 * (16 + 24 + 32) / 4 * (4 - s));
      g_assert_cmpfloat (get_member (stage, "parameters")->valuedouble, ==,
                         get_member (cJSON_GetArrayItem (stages, 0), "parameters")->valuedouble - 32 * (16 + 24 + 32) / 4 * s);
    }
  g_assert_cmpfloat (get_member (convert, "test_error_masked")->valuedouble, ==, get_member (convert, "test_error")->valuedouble);
  remove_folder (folder);
}

static void
test_text (void)
{
  char *folder = make_folder ();
  g_autofree char *path = train (folder, "a", ""), *bad = write_file (folder, "text", "no run");
  g_autofree char *line = g_strdup_printf ("runs %s", path), *both = g_strdup_printf ("runs %s %s", bad, path);
  g_autoptr (Run) run = run_program (line, NULL);
  g_autoptr (Run) second = run_program (both, NULL);

  assert_status (run, 0);
  assert_holds (run->out, "Parameters  stages=1,1,1 growth=8,8,8 ");
  assert_holds (run->out, "Done        4 of 4 epochs, 8 steps\n");
  assert_holds (run->out, "Stage  From step  Learned weights");
  assert_holds (run->out, "    2          3            1,152");
  assert_holds (run->out, " MACs, test error ");
  /* one bad file does not hide the others */
  g_assert_cmpint (second->status, ==, 2);
  assert_holds (second->err, "text");
  assert_holds (second->out, "4 of 4 epochs");
  remove_folder (folder);
}

static void
test_compare (void)
{
  char *folder = make_folder ();
  g_autofree char *left = train (folder, "left", ""), *right = train (folder, "right", "--schedule at-once --rate 0.05 --epochs 3");
  g_autofree char *line = g_strdup_printf ("compare %s %s --json", left, right), *text_line = g_strdup_printf ("compare %s %s", left, right);
  g_autofree char *same_line = g_strdup_printf ("compare %s %s", left, left);
  g_autoptr (cJSON) json = run_json (line, NULL);
  g_autoptr (Run) text = run_program (text_line, NULL);
  g_autoptr (Run) same = run_program (same_line, NULL);
  const cJSON *settings = get_member (json, "settings"), *epochs = get_member (json, "epochs"), *stages = get_member (json, "stages");
  const cJSON *rate = get_member (find_element (settings, "name", "rate"), "values");

  g_assert_cmpint (cJSON_GetArraySize (settings), ==, 3);
  g_assert_cmpstr (cJSON_GetStringValue (cJSON_GetArrayItem (rate, 1)), ==, "0.05");
  g_assert_cmpint (cJSON_GetArraySize (epochs), ==, 4);
  g_assert_true (cJSON_IsNull (cJSON_GetArrayItem (get_member (cJSON_GetArrayItem (epochs, 3), "test_error"), 1)));
  g_assert_true (cJSON_IsNull (cJSON_GetArrayItem (get_member (cJSON_GetArrayItem (stages, 1), "learned_weights"), 1)));
  g_assert_cmpfloat (cJSON_GetArrayItem (get_member (cJSON_GetArrayItem (stages, 3), "learned_weights"), 1)->valuedouble, ==, 576);
  assert_status (text, 0);
  assert_holds (text->out, "schedule  stages  at-once\n");
  assert_status (same, 0);
  assert_holds (same->out, "All settings are the same.");
  remove_folder (folder);
}

static void
test_refuses (void)
{
  static const char *const numbers[] = { "batch=0", "batch=-1", "batch=65537", "threads=0", "threads=-1", "threads=1025", "limit=0", "limit=-1" };
  g_autofree char *run_file = g_build_filename (g_getenv ("CONDENSER_DATA_DIR"), "data", "runs", "classroom.safetensors", NULL);
  g_autofree char *large = g_strdup_printf ("evaluate %s --batch 65536", run_file);

  assert_refused ("runs /nowhere", NULL, "/nowhere");
  assert_refused ("runs", NULL, "needs RUN...");
  assert_refused ("compare /nowhere", NULL, "needs RUN RUN");
  assert_refused ("compare /nowhere /nowhere", NULL, "/nowhere");
  assert_refused ("convert /nowhere", NULL, "--output");
  assert_refused ("evaluate /nowhere --mean 0.5", NULL, "go together");
  assert_refused (large, NULL, "too much memory. Take a smaller batch.");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *line = g_strdup_printf ("evaluate /nowhere --%s", numbers[i]);
      assert_refused (line, NULL, "--batch is a number from 1 to 65536, --threads one to 1024, --limit at least 1");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/runs/json-has-settings-stages-and-counts", test_json);
  g_test_add_func ("/cli/runs/text-tells-all-that-are-good", test_text);
  g_test_add_func ("/cli/runs/compare-shows-what-differs", test_compare);
  g_test_add_func ("/cli/runs/refuses-with-a-reason", test_refuses);
  return g_test_run ();
}
