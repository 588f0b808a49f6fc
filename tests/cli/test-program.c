/* The program as a whole: help, version, unknown commands, output that cannot be written, languages. */
#include "program.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static const char *const commands[] = { "summary", "explain", "draw",  "gallery", "layout",
                                        "verify",  "check",   "list",  "kinds",   "train",
                                        "condense", "convert", "evaluate", "runs", "compare", "animate" };

/* ---- Help and use ------------------------------------------------------------------- */

static void
test_help (void)
{
  static const char *const calls[] = { "--help", "-h", "help" };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr (Run) run = run_program (calls[i], NULL);

      assert_status (run, 0);
      for (guint c = 0; c < G_N_ELEMENTS (commands); c++)
        {
          g_autofree char *entry = g_strdup_printf ("\n  %s ", commands[c]);

          assert_holds (run->out, entry);
        }
      assert_holds (run->out, "condensenet");
      assert_holds (run->out, "Exit status");
    }
}

static void
test_command_help (void)
{
  for (guint c = 0; c < G_N_ELEMENTS (commands); c++)
    {
      g_autofree char *option = g_strconcat (commands[c], " --help", NULL);
      g_autofree char *help = g_strconcat ("help ", commands[c], NULL);
      g_autofree char *usage = g_strconcat ("condenser-cli ", commands[c], " [OPTION", NULL);
      g_autoptr (Run) first = run_program (option, NULL);
      g_autoptr (Run) second = run_program (help, NULL);

      assert_status (first, 0);
      assert_status (second, 0);
      g_assert_cmpstr (first->out, ==, second->out);
      assert_holds (first->out, usage);
      assert_holds (first->out, "Examples:\n  condenser-cli ");
      assert_holds (first->out, "--help");
    }
}

/* What a page of help shows as an example must work; "FILE" examples need files that the reader has. */
static void
test_examples (void)
{
  static const char *const lines[] = {
    "summary vgg16",
    "summary condensenet:86 --convention condensenet --depth 1",
    "explain alexnet conv1",
    "explain alexnet conv1 --figure parameters",
    "explain condensenet:86 --convention condensenet --stage 1",
    "draw condensenet:86 -o - --theme dark --depth 1",
    "draw googlenet -o - --select pool2,3a --labels both",
    "layout googlenet",
    "layout condensenet:86 --json --direction right --fold 16:9",
    "list",
    "list --json",
    "kinds",
    "kinds convolution learned_group_convolution",
    "kinds --json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (Run) run = run_program (lines[i], NULL);

      assert_status (run, 0);
    }
}

/* The man page names every command and every option that help does. */
static void
test_manual (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "man", "condenser-cli.1", NULL);
  g_autoptr (GRegex) option = g_regex_new ("^  (?:-., )?--([a-z-]+)", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *manual = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &manual, NULL, &error);
  g_assert_no_error (error);
  for (guint c = 0; c < G_N_ELEMENTS (commands); c++)
    {
      g_autofree char *line = g_strconcat (commands[c], " --help", NULL);
      g_autofree char *heading = g_strconcat ("\n.SS \"", commands[c], NULL);
      g_autoptr (Run) run = run_program (line, NULL);
      g_autoptr (GMatchInfo) match = NULL;

      assert_holds (manual, heading);
      g_assert_true (g_regex_match (option, run->out, 0, &match));
      for (; g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *name = g_match_info_fetch (match, 1);
          g_auto (GStrv) parts = g_strsplit (name, "-", -1);
          g_autofree char *escaped = g_strjoinv ("\\-", parts);
          g_autofree char *written = g_strconcat ("\\-\\-", escaped, NULL);

          assert_holds (manual, written);
        }
    }
}

static void
test_version (void)
{
  g_autoptr (Run) run = run_program ("--version", NULL);

  assert_status (run, 0);
  g_assert_true (g_regex_match_simple ("^condenser-cli [0-9]+\\.[0-9]+\\.[0-9]+\n$", run->out, 0, 0));
}

static void
test_wrong_use (void)
{
  assert_refused ("", NULL, "a command is missing");
  assert_refused ("sumary vgg16", NULL, "did you mean summary?");
  assert_refused ("xyzzy", NULL, "xyzzy");
  assert_refused ("help xyzzy", NULL, "xyzzy");
  assert_refused ("--json summary vgg16", NULL, "--json");
  assert_refused ("--versio", NULL, "did you mean --version?");
  assert_refused ("list vgg16", NULL, "vgg16");
  assert_refused ("list --jsn", NULL, "--json");
  assert_refused ("kinds convolutoin", NULL, "did you mean convolution?");
  assert_refused ("kinds input", NULL, "input");
  assert_refused ("explain alexnet conv1 conv2", NULL, "conv2");
  assert_refused ("check", NULL, "FILE");
}

static void
test_full_disk (void)
{
  g_autofree char *command = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  for (guint c = 0; c < 3; c++)
    {
      static const char *const calls[] = { "list --json", "--help", "summary vgg16" };

      g_clear_pointer (&command, g_free);
      g_clear_pointer (&err, g_free);
      command = g_strdup_printf ("/bin/sh -c '\"%s\" %s >/dev/full'", CND_CLI, calls[c]);
      g_spawn_command_line_sync (command, NULL, &err, &status, &error);
      g_assert_no_error (error);
      g_assert_cmpint (WEXITSTATUS (status), ==, 2);
      g_assert_true (g_str_has_prefix (err, "condenser-cli: "));
    }
}

/* The system ends who writes more than it may, unless told not to. */
static void
test_file_limit (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "a.svg", NULL);
  g_autofree char *command = g_strdup_printf ("/bin/sh -c 'ulimit -f 8; exec \"%s\" draw googlenet -o \"%s\"'", CND_CLI, path);
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, &err, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 2);
  assert_holds (err, "a.svg");
  assert_holds (err, "File too large");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  remove_folder (g_steal_pointer (&folder));
}

static void
test_closed_pipe (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *err = NULL;
  int ends[2];

  /* The reader is gone before the first byte is written. */
  g_assert_cmpint (pipe (ends), ==, 0);
  close (ends[0]);
  g_subprocess_launcher_take_stdout_fd (launcher, ends[1]);
  process = g_subprocess_launcher_spawn (launcher, &error, CND_CLI, "list", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &err, &error);
  g_assert_no_error (error);
  /* as other programs do, whose output goes to head */
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGPIPE);
  g_assert_cmpstr (err, ==, "");
}

static void
test_plain_locale (void)
{
  static const char *const variables[] = { "LC_ALL=C", NULL };
  g_autoptr (Run) run = run_program_with ("summary alexnet --json", NULL, variables);
  g_autoptr (Run) table = run_program_with ("summary alexnet", NULL, variables);

  assert_status (run, 0);
  assert_status (table, 0);
  assert_holds (run->out, "\"parameters\": 62378344");
  assert_holds (table->out, "62,378,344");
}

/* What programs read is the same in every language. */
static void
test_languages (void)
{
  static const char *const variables[] = { "LC_ALL=C.UTF-8", "LANGUAGE=fa", NULL };
  static const char *const lines[] = {
    "summary alexnet --json", "summary alexnet --csv",       "explain alexnet conv1 --json",
    "kinds --json",           "verify nin-summary --json",   "verify nin-summary --csv",
    "list --csv",             "explain nin --json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (Run) plain = run_program (lines[i], NULL);
      g_autoptr (Run) persian = run_program_with (lines[i], NULL, variables);

      assert_status (plain, 0);
      assert_status (persian, 0);
      g_assert_cmpstr (plain->out, ==, persian->out);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/program/help-tells-all-commands", test_help);
  g_test_add_func ("/cli/program/command-help-has-examples", test_command_help);
  g_test_add_func ("/cli/program/examples-work", test_examples);
  g_test_add_func ("/cli/program/manual-names-all-options", test_manual);
  g_test_add_func ("/cli/program/version-printed", test_version);
  g_test_add_func ("/cli/program/wrong-use-refused", test_wrong_use);
  g_test_add_func ("/cli/program/full-disk-reported", test_full_disk);
  g_test_add_func ("/cli/program/limit-of-file-sizes-reported", test_file_limit);
  g_test_add_func ("/cli/program/closed-pipe-ends-it-quietly", test_closed_pipe);
  g_test_add_func ("/cli/program/plain-locale-changes-nothing", test_plain_locale);
  g_test_add_func ("/cli/program/data-in-any-language-is-the-same", test_languages);
  return g_test_run ();
}
