/* condenser-cli train: what it tells, what it leaves, and that a killed one goes on. */
#include "program.h"

#include "run/run.h"

#include <signal.h>
#include <string.h>

#define SMALL "train condensenet-classroom --limit 40 --batch 16 --epochs 4 --threads 2"

static void
test_tells (void)
{
  g_autoptr (Run) text = run_program (SMALL, NULL);
  g_autoptr (Run) json = run_program (SMALL " --json", NULL);
  g_auto (GStrv) lines = NULL;
  g_autoptr (cJSON) start = NULL;
  g_autoptr (cJSON) convert = NULL;

  assert_status (text, 0);
  assert_holds (text->out, "epoch 2 of 4: stage ");
  assert_holds (text->out, "epoch 4 of 4: stage 3");
  assert_holds (text->out, " images/s, ");
  assert_holds (text->out, " s, 0 s left\n");
  assert_holds (text->out, "condensed to stage 1: 720 connections fell");
  assert_holds (text->out, "greatest difference");
  assert_status (json, 0);
  lines = g_strsplit (json->out, "\n", -1);
  /* start, four epochs, three condensings, convert, end, and what follows the last line feed */
  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  start = cJSON_Parse (lines[0]);
  assert_string (start, "event", "start");
  assert_number (start, "steps", 12);
  for (guint i = 1, n_epochs = 0; i < 8; i++)
    {
      g_autoptr (cJSON) event = cJSON_Parse (lines[i]);

      /* counted from 1, as the text counts them; a condensing stands behind the epoch that ends with it */
      n_epochs += g_strcmp0 (cJSON_GetStringValue (get_member (event, "event")), "epoch") == 0 ? 1 : 0;
      if (g_strcmp0 (cJSON_GetStringValue (get_member (event, "event")), "epoch") == 0)
        assert_number (event, "epoch", n_epochs);
    }
  convert = cJSON_Parse (lines[8]);
  assert_string (convert, "event", "convert");
  g_assert_cmpfloat (get_member (convert, "max_difference")->valuedouble, <, 1e-4);
  assert_holds (lines[9], "\"end\"");
}

/* One small network of each family, an epoch each. */
static void
test_families (void)
{
  static const char *const models[] = { "alexnet", "vgg", "nin", "resnet", "densenet" };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *line = g_strdup_printf ("train %s-classroom --limit 40 --batch 16 --epochs 1 --threads 1 --json", models[i]);
      g_autoptr (Run) run = run_program (line, NULL);
      g_auto (GStrv) lines = NULL;
      g_autoptr (cJSON) epoch = NULL;

      assert_status (run, 0);
      lines = g_strsplit (run->out, "\n", -1);
      epoch = cJSON_Parse (lines[1]);
      assert_string (epoch, "event", "epoch");
      g_assert_cmpfloat (get_member (epoch, "loss")->valuedouble, <, 20);
      g_assert_cmpfloat (get_member (epoch, "loss")->valuedouble, >, 0);
    }
}

static void
test_refuses (void)
{
  static const char kind[] = "{\"name\":\"x\",\"input\":[1,28,28],\"layers\":[{\"kind\":\"local_response_norm\"},"
                             "{\"kind\":\"flatten\"},{\"kind\":\"linear\",\"out\":10}]}";

  assert_refused ("train - --limit 10", kind, "cannot be trained here");
  assert_refused ("train googlenet --limit 10", NULL, "images are not of the size");
  assert_refused ("train lenet5 --limit 10", NULL, "images are not of the size");
  assert_refused ("train condensenet-classroom --data /nowhere", NULL, "no such folder");
  assert_refused ("train condensenet-classroom --data /dev/null", NULL, "this is a file");
  assert_refused ("train condensenet-classroom --data /", NULL, "no training images");
  assert_refused ("train condensenet-classroom --limit 10 --epochs 0", NULL, "epochs");
  assert_refused ("train condensenet-classroom --limit 10 --criterion l3", NULL, "l3");
  assert_refused ("train condensenet-classroom --limit 10 --schedule never", NULL, "never");
  assert_refused ("train condensenet-classroom --limit 10 --rate-schedule never", NULL, "cosine, constant, multi-step");
  assert_refused ("train condensenet-classroom --limit 10 --weights /nowhere", NULL, "/nowhere");
  assert_refused ("train condensenet-classroom --limit 10 --resume", NULL, "--output");
}

/* Too small, too large and no numbers at all, before anything is trained. */
static void
test_refuses_numbers (void)
{
  static const struct
  {
    const char *name;
    gboolean whole;                    /* a whole number */
    const char *least, *below, *above; /* what is refused; NULL: everything is taken */
    const char *expected;
  } rows[] = {
    { "epochs", TRUE, "0", "-1", "100001", "1 … 100000" },
    { "batch", TRUE, "0", "-1", "65537", "1 … 65536" },
    { "threads", TRUE, "0", "-1", "1025", "from 1 to 1024" },
    { "limit", TRUE, "0", "-1", NULL, "at least 1" },
    { "crop", TRUE, NULL, "-1", "28", "0 … 27" },
    { "seed", TRUE, NULL, NULL, NULL, NULL },
    { "rate", FALSE, NULL, "-1e-9", "1e7", "0 … 1e6" },
    { "momentum", FALSE, NULL, "-1e-9", "1", "0 … < 1" },
    { "weight-decay", FALSE, NULL, "-1e-9", "1.5", "0 … 1" },
    { "lasso", FALSE, NULL, "-1e-9", "1e7", "0 … 1e6" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const values[] = { rows[i].least, rows[i].below, rows[i].above, rows[i].whole ? NULL : "nan", rows[i].whole ? NULL : "inf" };
      const char *const texts[] = { "text", "1x", "99999999999999999999", "nan" };

      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          g_autofree char *line = g_strdup_printf ("train condensenet-classroom --limit 10 --%s=%s", rows[i].name, values[k]);
          if (values[k] != NULL)
            assert_refused (line, NULL, rows[i].expected);
        }
      for (guint k = 0; k < (rows[i].whole ? G_N_ELEMENTS (texts) : 2); k++)
        {
          g_autofree char *line = g_strdup_printf ("train condensenet-classroom --limit 10 --%s=%s", rows[i].name, texts[k]);
          g_autofree char *option = g_strdup_printf ("--%s", rows[i].name);
          assert_refused (line, NULL, option);
        }
    }
}

static void
check_equal (const char *path, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRun) a = cnd_run_load (path, &error);
  g_autoptr (CndRun) b = cnd_run_load (other, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (cnd_run_get_n_tensors (a), ==, cnd_run_get_n_tensors (b));
  for (guint i = 0; i < cnd_run_get_n_tensors (a); i++)
    {
      const CndTensor *left = cnd_run_get_tensor (a, i), *right = cnd_run_get_tensor (b, i);
      g_assert_cmpstr (left->name, ==, right->name);
      if (!g_str_has_prefix (left->name, "timing/"))
        g_assert_cmpmem (left->bytes, left->n_bytes, right->bytes, right->n_bytes);
    }
}

/* A net and images so small that a training takes a tenth of a second. */
static char *
write_small_model (const char *folder)
{
  char *path = g_build_filename (folder, "small.json", NULL);

  g_assert_true (g_file_set_contents (path,
    "{\"name\": \"small\", \"input\": [1, 28, 28], \"layers\": ["
    "{\"kind\": \"average_pool\", \"kernel\": 7}, {\"kind\": \"convolution\", \"out\": 8, \"kernel\": 3},"
    "{\"kind\": \"batch_norm\"}, {\"kind\": \"relu\"},"
    "{\"kind\": \"learned_group_convolution\", \"out\": 8, \"groups\": 2, \"condensation\": 4},"
    "{\"kind\": \"flatten\"}, {\"kind\": \"linear\", \"out\": 10}]}", -1, NULL));
  return path;
}

static char *
write_call (const char *model, const char *path, const char *more)
{
  return g_strdup_printf ("train %s --limit 100 --batch 20 --epochs 8 --threads 2 --json%s -o %s", model, more, path);
}

/* Returns: the program once it has said @n_lines; @out is the rest of what it says. */
static GSubprocess *
start_call (const char *call, guint n_lines, GDataInputStream **out)
{
  g_autofree char *line = g_strconcat (CND_CLI " ", call, NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  process = g_subprocess_newv ((const char *const *) argv,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  *out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (guint i = 0; i < n_lines; i++)
    g_free (g_data_input_stream_read_line (*out, NULL, NULL, &error));
  return process;
}

/* Kills it so many microseconds after it has started to train. Returns whether it was still running. @n_told: epochs that
 * it said were finished */
static gboolean
kill_after (const char *call, gulong microseconds, guint *n_told)
{
  g_autoptr (GDataInputStream) out = NULL;
  g_autoptr (GSubprocess) process = start_call (call, 1, &out);
  char *told;

  g_usleep (microseconds);
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
  for (*n_told = 0; (told = g_data_input_stream_read_line (out, NULL, NULL, NULL)) != NULL; g_free (told))
    *n_told += strstr (told, "\"epoch\"") != NULL && strstr (told, "\"train_error\"") != NULL;
  return g_subprocess_get_if_signaled (process);
}

/* Returns whether it ended by itself. */
static gboolean
interrupt_after (const char *call, guint n_lines)
{
  g_autoptr (GDataInputStream) out = NULL;
  g_autoptr (GSubprocess) process = start_call (call, n_lines, &out);
  g_autofree char *last = NULL;
  char *rest;

  g_subprocess_send_signal (process, SIGINT);
  while ((rest = g_data_input_stream_read_line (out, NULL, NULL, NULL)) != NULL)
    {
      g_free (last);
      last = rest;
    }
  g_subprocess_wait (process, NULL, NULL);
  if (!g_subprocess_get_if_exited (process))
    return FALSE;
  /* whoever reads its lines is told how it ended, also when it had come to its end before */
  g_assert_cmpstr (last, ==, g_subprocess_get_exit_status (process) == 1 ? "{\"event\":\"end\",\"interrupted\":true}"
                                                                       : "{\"event\":\"end\",\"interrupted\":false}");
  return TRUE;
}

static guint
count_epochs (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRun) run = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return 0;
  run = cnd_run_load (path, &error);
  g_assert_no_error (error);
  return (guint) cnd_run_count_rows (run, "epoch/step");
}

/* An epoch is told, then written: killed between the two, that one is lost, and no other. */
static gboolean
kill_one (const char *model, const char *path, gulong microseconds)
{
  guint n_before = count_epochs (path), n_told;
  g_autofree char *call = write_call (model, path, n_before > 0 ? " --resume" : "");
  gboolean killed = kill_after (call, microseconds, &n_told);

  g_assert_cmpuint (count_epochs (path) + 1, >=, n_before + n_told);
  g_assert_cmpuint (count_epochs (path), >=, n_before);
  return killed;
}

/* Rounds of killing and resuming until it comes to its end; what a killed one was writing is never in the way. Moments are
 * drawn within what a whole training takes, whatever else the processor does meanwhile. */
static void
test_killed (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *model = write_small_model (folder);
  g_autofree char *whole = g_build_filename (folder, "whole.safetensors", NULL);
  g_autofree char *call = write_call (model, whole, "");
  gint64 start = g_get_monotonic_time ();
  g_autoptr (Run) run = run_program (call, NULL);
  gint64 duration = g_get_monotonic_time () - start;
  guint n_killed = 0;
  CndRandom random;

  assert_status (run, 0);
  cnd_base_seed_random (&random, 1);
  for (guint round = 0; round < 4; round++)
    {
      g_autofree char *path = g_strdup_printf ("%s/killed%u.safetensors", folder, round);
      g_autofree char *other = write_call (model, path, " --resume --seed 2"), *again = NULL;
      g_autoptr (Run) resumed = NULL;
      for (guint i = 0; i < 6; i++)
        n_killed += kill_one (model, path, (gulong) cnd_base_next_random_below (&random, (guint64) duration / 3));
      if (count_epochs (path) > 0)
        assert_refused (other, NULL, "other options (found seed=1; expected seed=2)");
      again = write_call (model, path, count_epochs (path) > 0 ? " --resume" : "");
      resumed = run_program (again, NULL);
      assert_status (resumed, 0);
      check_equal (path, whole);
    }
  g_assert_cmpuint (n_killed, >, 0);
  remove_folder (g_steal_pointer (&folder));
}

/* Ctrl-C in the middle of an epoch: the earlier ones are kept, and it goes on to the same end. */
static void
test_interrupted (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *model = write_small_model (folder);
  g_autofree char *whole = g_build_filename (folder, "whole.safetensors", NULL);
  g_autofree char *path = g_build_filename (folder, "stopped.safetensors", NULL);
  g_autofree char *call = write_call (model, whole, "");
  g_autofree char *first = write_call (model, path, ""), *again = write_call (model, path, " --resume");
  g_autoptr (Run) run = run_program (call, NULL);
  g_autoptr (Run) resumed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRun) left = NULL;

  assert_status (run, 0);
  g_assert_true (interrupt_after (first, 4));
  left = cnd_run_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cnd_run_count_rows (left, "epoch/step"), >=, 1);
  resumed = run_program (again, NULL);
  assert_status (resumed, 0);
  check_equal (path, whole);
  remove_folder (g_steal_pointer (&folder));
}

static void
test_keeps_earlier (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *model = write_small_model (folder);
  g_autofree char *path = g_build_filename (folder, "run.safetensors", NULL);
  g_autofree char *kept = g_strconcat (path, "~", NULL);
  g_autofree char *call = write_call (model, path, ""), *other = write_call (model, path, " --seed 2");
  g_autoptr (Run) first = run_program (call, NULL);
  g_autoptr (Run) second = run_program (other, NULL);
  g_autoptr (CndRun) earlier = NULL;

  assert_status (first, 0);
  g_assert_cmpint (second->status, ==, 0);
  assert_holds (second->err, kept);
  earlier = cnd_run_load (kept, NULL);
  assert_holds (cnd_run_get_text (earlier, "options"), " seed=1 ");
  remove_folder (g_steal_pointer (&folder));
}

static void
test_rates (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "run.safetensors", NULL);
  g_autofree char *call = g_strdup_printf (SMALL " --rate-schedule multi-step --plain-momentum --weight-decay 0 --flip --crop 2 -o %s", path);
  g_autoptr (Run) run = run_program (call, NULL);
  g_autoptr (CndRun) left = NULL;
  float rates[12];

  assert_status (run, 0);
  left = cnd_run_load (path, NULL);
  memcpy (rates, cnd_run_find (left, "step/rate")->bytes, sizeof rates);
  g_assert_cmpfloat_with_epsilon (rates[0], 0.1, 1e-7);
  g_assert_cmpfloat_with_epsilon (rates[6], 0.01, 1e-7);
  g_assert_cmpfloat_with_epsilon (rates[9], 0.001, 1e-7);
  assert_holds (cnd_run_get_text (left, "options"), " rate_schedule=multi-step momentum=0.9 nesterov=0 weight_decay=0 ");
  assert_holds (cnd_run_get_text (left, "options"), " flip=1 crop=2 ");
  remove_folder (g_steal_pointer (&folder));
}

/* What is no number any more ends the training, and is not what a file ends with. */
static void
test_diverges (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *model = write_small_model (folder);
  g_autofree char *path = g_build_filename (folder, "run.safetensors", NULL);
  g_autofree char *text = g_strdup_printf ("train %s --rate 1e6 --epochs 2 --limit 500 --threads 2", model);
  g_autofree char *json = g_strdup_printf ("%s --json -o %s", text, path);
  g_autoptr (Run) told = run_program (json, NULL);

  assert_refused (text, NULL, "The loss is no number any more: the training has diverged. The rate is probably too high");
  g_assert_cmpint (told->status, ==, 2);
  assert_holds (told->out, "{\"event\":\"end\",\"diverged\":true}\n");
  g_assert_null (strstr (told->out, "\"convert\""));
  assert_holds (told->err, "nothing is written");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  remove_folder (g_steal_pointer (&folder));
}

/* Before the first step, not after the first epoch. */
static void
test_unwritable (void)
{
  assert_refused ("train condensenet-classroom --limit 40 --epochs 1 -o /nonexist/x.run", NULL, "No file can be made in this folder");
  assert_refused ("train condensenet-classroom --limit 40 --epochs 1 -o /", NULL, "Is a directory");
}

/* A training that was killed in its first epoch has left nothing to go on with. */
static void
test_resumes_nothing (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *model = write_small_model (folder);
  g_autofree char *path = g_build_filename (folder, "run.safetensors", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole.safetensors", NULL);
  g_autofree char *call = write_call (model, path, " --resume"), *plain = write_call (model, whole, "");
  g_autoptr (Run) run = run_program (call, NULL);
  g_autoptr (Run) other = run_program (plain, NULL);

  g_assert_cmpint (run->status, ==, 0);
  assert_holds (run->err, "no epoch of it was finished, and the training begins anew");
  assert_holds (run->out, "{\"event\":\"end\",\"interrupted\":false}");
  assert_status (other, 0);
  check_equal (path, whole);
  remove_folder (g_steal_pointer (&folder));
}

/* What the two steps of converting leave is told the same everywhere. */
static void
test_counts (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *model = write_small_model (folder);
  g_autofree char *path = g_build_filename (folder, "run.safetensors", NULL);
  g_autofree char *call = write_call (model, path, ""), *runs = g_strdup_printf ("runs %s", path);
  g_autofree char *resumed = g_strdup_printf ("train %s --limit 100 --batch 20 --epochs 8 --threads 2 --resume -o %s", model, path);
  g_autoptr (Run) json = run_program (call, NULL);
  g_autoptr (Run) text = run_program (resumed, NULL);
  g_autoptr (Run) listed = run_program (runs, NULL);

  assert_status (json, 0);
  /* 3 × 3 × 8 + 8, 2 × 8, 8 × 8 / 4, 32 × 10 + 10 or 16 × 10 + 10 */
  assert_holds (json->out, "\"parameters\":442,\"macs\":672,\"parameters_half\":282,\"macs_half\":512}");
  assert_status (text, 0);
  assert_holds (text->out, "converted: 442 parameters, 672 MACs, test error ");
  assert_holds (text->out, "with half of the classifier: 282 parameters, 512 MACs, test error ");
  assert_status (listed, 0);
  assert_holds (listed->out, "\nConverted: 442 parameters, 672 MACs, test error ");
  assert_holds (listed->out, "\nWith half of the classifier: 282 parameters, 512 MACs, test error ");
  remove_folder (g_steal_pointer (&folder));
}

/* At so high a rate losses are large before they are no numbers: they take no more room for it. */
static void
test_large_losses (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *model = write_file (folder, "line.json", "{\"name\": \"line\", \"input\": [1, 28, 28], \"layers\": ["
                                       "{\"kind\": \"flatten\"}, {\"kind\": \"linear\", \"out\": 10}]}");
  g_autofree char *line = g_strdup_printf ("train %s --limit 100 --epochs 1 --threads 1 --rate 1e6 --momentum 0", model);
  g_autoptr (Run) run = run_program (line, NULL);

  assert_status (run, 0);
  g_assert_true (g_regex_match_simple ("loss [1-9](\\.[0-9])?e\\+[0-9]+, ", run->out, 0, 0));
  remove_folder (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/train/tells-epochs-condensings-and-conversion", test_tells);
  g_test_add_func ("/cli/train/each-family-trains", test_families);
  g_test_add_func ("/cli/train/refuses-with-a-reason", test_refuses);
  g_test_add_func ("/cli/train/refuses-numbers-out-of-range", test_refuses_numbers);
  g_test_add_func ("/cli/train/killed-at-any-moment-it-goes-on-to-the-same-bytes", test_killed);
  g_test_add_func ("/cli/train/interrupted-it-goes-on-to-the-same-bytes", test_interrupted);
  g_test_add_func ("/cli/train/an-earlier-run-is-kept", test_keeps_earlier);
  g_test_add_func ("/cli/train/rate-momentum-and-augmentation-are-options", test_rates);
  g_test_add_func ("/cli/train/diverged-it-stops-and-writes-nothing-bad", test_diverges);
  g_test_add_func ("/cli/train/an-output-that-cannot-be-written-is-found-at-once", test_unwritable);
  g_test_add_func ("/cli/train/resumed-before-its-first-epoch-it-begins-anew", test_resumes_nothing);
  g_test_add_func ("/cli/train/counts-of-converting-are-told", test_counts);
  g_test_add_func ("/cli/train/large-losses-are-powers-of-ten", test_large_losses);
  return g_test_run ();
}
