/* The completion for bash: what it offers for half a command line. */
#include "program.h"

#include <string.h>

/* The last of @words (separated by blanks; a blank at the end begins a new one) is what is being typed.
 * Returns: (transfer full): what is offered, one a line */
static char *
complete (const char *words)
{
  static const char script[] = "source \"$1\" && shift && COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)) && "
                               "_condenser_cli \"$1\" \"${@: -1}\" \"${@: -2:1}\" && "
                               "printf '%s\\n' \"${COMPREPLY[@]}\"";
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "..", "data", "completions", "condenser-cli", NULL);
  g_auto (GStrv) typed = g_strsplit (words, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  char *out = NULL;
  g_autofree char *err = NULL;
  int status;

  g_strv_builder_add_many (builder, "bash", "-c", script, "bash", file, CND_CLI, NULL);
  g_strv_builder_addv (builder, (const char **) typed);
  argv = g_strv_builder_end (builder);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (err, ==, "");
  g_assert_cmpint (status, ==, 0);
  return out;
}

static void
test_syntax (void)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "..", "data", "completions", "condenser-cli", NULL);
  const char *argv[] = { "bash", "-n", file, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *err = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &err, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (err, ==, "");
  g_assert_cmpint (status, ==, 0);
}

static void
test_words (void)
{
  static const struct
  {
    const char *typed, *offered;
  } rows[] = {
    { "su", "summary\n" },
    { "gal", "gallery\n" },
    { "--v", "--version\n" },
    { "help lay", "layout\n" },
    { "draw alexn", "alexnet\nalexnet-classroom\n" },
    { "summary condensenet", "condensenet\ncondensenet-classroom\n" },
    { "draw alexnet --the", "--theme\n" },
    { "draw alexnet --theme hi", "high-contrast\n" },
    { "layout --direction ", "down\nright\n" },
    { "kinds learned", "learned_group_convolution\n" },
    { "check no-such-", "\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *offered = complete (rows[i].typed);

      g_assert_cmpstr (offered, ==, rows[i].offered);
    }
}

/* The words offered for an option are words that it takes. */
static void
test_values (void)
{
  static const char *const options[] = { "--theme", "--direction", "--labels", "--fold", "--convention", "--stage" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *typed = g_strdup_printf ("draw lenet5 %s ", options[i]);
      g_autofree char *offered = complete (typed);
      g_auto (GStrv) words = g_strsplit (g_strstrip (offered), "\n", -1);

      g_assert_cmpuint (g_strv_length (words), >=, 2);
      for (guint k = 0; words[k]; k++)
        {
          g_autofree char *line = g_strdup_printf ("draw lenet5 -o - %s %s", options[i], words[k]);
          g_autoptr (Run) run = run_program (line, NULL);

          assert_status (run, 0);
        }
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *bash = g_find_program_in_path ("bash");

  g_test_init (&argc, &argv, NULL);
  if (bash == NULL)
    {
      g_print ("1..0 # SKIP bash is not installed\n");
      return 0;
    }
  g_test_add_func ("/cli/completion/bash-reads-it", test_syntax);
  g_test_add_func ("/cli/completion/half-words-are-completed", test_words);
  g_test_add_func ("/cli/completion/offered-values-are-taken", test_values);
  return g_test_run ();
}
