/* condenser-cli train: what it tells, what it leaves, and that a killed one goes on. */
#include "program.h"

#include "run/run.h"

#include <signal.h>
#include <string.h>

#define SMALL "train condensenet-classroom --limit 80 --batch 32 --epochs 4 --threads 2"

static void
test_tells (void)
{
  g_autoptr (Run) text = run_program (SMALL, NULL);
  g_autoptr (Run) json = run_program (SMALL " --json", NULL);
  g_auto (GStrv) lines = NULL;
  g_autoptr (cJSON) start = NULL;
  g_autoptr (cJSON) convert = NULL;

  assert_status (text, 0);
  assert_holds (text->out, "epoch 4: stage 3");
  assert_holds (text->out, "condensed to stage 1: 720 connections fell");
  assert_holds (text->out, "greatest difference");
  assert_status (json, 0);
  lines = g_strsplit (json->out, "\n", -1);
  /* start, four epochs, three condensings, convert, end, and what follows the last line feed */
  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  start = cJSON_Parse (lines[0]);
  assert_string (start, "event", "start");
  assert_number (start, "steps", 12);
  convert = cJSON_Parse (lines[8]);
  assert_string (convert, "event", "convert");
  g_assert_cmpfloat (get_member (convert, "max_difference")->valuedouble, <, 1e-4);
  assert_holds (lines[9], "\"end\"");
}

static void
test_refuses (void)
{
  assert_refused ("train googlenet --limit 10", NULL, "cannot be trained here");
  assert_refused ("train lenet5 --limit 10", NULL, "images are not of the size");
  assert_refused ("train condensenet-classroom --data /nowhere", NULL, "no training images");
  assert_refused ("train condensenet-classroom --limit 10 --epochs 0", NULL, "epochs");
  assert_refused ("train condensenet-classroom --limit 10 --criterion l3", NULL, "l3");
  assert_refused ("train condensenet-classroom --limit 10 --schedule never", NULL, "never");
  assert_refused ("train condensenet-classroom --limit 10 --rate-schedule never", NULL, "cosine, constant, multi-step");
  assert_refused ("train condensenet-classroom --limit 10 --weights /nowhere", NULL, "/nowhere");
  assert_refused ("train condensenet-classroom --limit 10 --resume", NULL, "--output");
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

/* Sends a signal after so many of its lines. Returns: its exit status; -1 when it was killed */
static int
stop_after (const char *path, guint n_lines, int signal_number)
{
  g_autofree char *line = g_strconcat (CND_CLI " " SMALL " --json -o ", path, NULL);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  char *rest;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (guint i = 0; i < n_lines; i++)
    g_free (g_data_input_stream_read_line (out, NULL, NULL, &error));
  g_subprocess_send_signal (process, signal_number);
  while ((rest = g_data_input_stream_read_line (out, NULL, NULL, NULL)) != NULL)
    g_free (rest);
  g_subprocess_wait (process, NULL, NULL);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

/* After the third line one epoch is saved at least: start, a condensing or an epoch, an epoch. */
static void
test_killed (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *whole = g_build_filename (folder, "whole.safetensors", NULL);
  g_autofree char *call = g_strdup_printf (SMALL " --json -o %s", whole);
  g_autoptr (Run) run = run_program (call, NULL);

  assert_status (run, 0);
  for (guint n_lines = 4; n_lines <= 8; n_lines += 2)
    {
      g_autofree char *path = g_strdup_printf ("%s/killed%u.safetensors", folder, n_lines);
      g_autofree char *again = g_strdup_printf (SMALL " --json --resume -o %s", path);
      g_autofree char *other = g_strdup_printf (SMALL " --seed 2 --resume -o %s", path);
      g_autoptr (Run) resumed = NULL;
      stop_after (path, n_lines, SIGKILL);
      assert_refused (other, NULL, "other options");
      resumed = run_program (again, NULL);
      assert_status (resumed, 0);
      check_equal (path, whole);
    }
  remove_folder (g_steal_pointer (&folder));
}

/* Ctrl-C in the middle of an epoch: the earlier ones are kept, and it goes on to the same end. */
static void
test_interrupted (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *whole = g_build_filename (folder, "whole.safetensors", NULL);
  g_autofree char *path = g_build_filename (folder, "stopped.safetensors", NULL);
  g_autofree char *call = g_strdup_printf (SMALL " --json -o %s", whole);
  g_autofree char *again = g_strdup_printf (SMALL " --json --resume -o %s", path);
  g_autoptr (Run) run = run_program (call, NULL);
  g_autoptr (Run) resumed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRun) left = NULL;

  assert_status (run, 0);
  g_assert_cmpint (stop_after (path, 4, SIGINT), !=, -1);
  left = cnd_run_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cnd_run_count_rows (left, "epoch/step"), >=, 1);
  resumed = run_program (again, NULL);
  assert_status (resumed, 0);
  check_equal (path, whole);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/train/tells-epochs-condensings-and-conversion", test_tells);
  g_test_add_func ("/cli/train/refuses-with-a-reason", test_refuses);
  g_test_add_func ("/cli/train/killed-it-goes-on-to-the-same-bytes", test_killed);
  g_test_add_func ("/cli/train/interrupted-it-goes-on-to-the-same-bytes", test_interrupted);
  g_test_add_func ("/cli/train/rate-momentum-and-augmentation-are-options", test_rates);
  return g_test_run ();
}
