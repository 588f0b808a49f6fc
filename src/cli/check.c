/* condenser-cli check: tells whether files are good models, and if not, where and why. */
#include "config.h"

#include "cli-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>

#define INDENT 4

static void
append_detail (GString *out, const char *format, const char *text)
{
  if (text)
    {
      g_autofree char *line = g_strdup_printf (format, text);
      g_autofree char *clean = cnd_cli_clean_text (line, FALSE);

      g_string_append_printf (out, "%*s%s\n", INDENT, "", clean);
    }
}

/* file:line:column: message, as compilers print it; what is known beyond that below it, indented. */
static void
print_problem (const char *file, const GError *error)
{
  const CndProblem *problem = cnd_base_get_problem (error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *message = cnd_cli_clean_text (error->message, FALSE);
  g_autofree char *clean_file = cnd_cli_clean_text (problem && problem->file ? problem->file : *file ? file : "“”", FALSE);

  g_string_append_printf (out, "%s:", clean_file);
  if (problem && problem->line > 0)
    g_string_append_printf (out, "%u:", problem->line);
  if (problem && problem->line > 0 && problem->column > 0)
    g_string_append_printf (out, "%u:", problem->column);
  g_string_append_printf (out, " %s\n", message);
  if (problem)
    {
      /* Translators: of an error in a model file; keep these short */
      append_detail (out, _("at: %s"), problem->path);
      append_detail (out, _("found: %s"), problem->found);
      append_detail (out, _("expected: %s"), problem->expected);
      append_detail (out, _("hint: %s"), problem->hint);
    }
  g_printerr ("%s", out->str);
}

/* Everything that summary and draw would do with one preset. @steps: what checking all presets may take together */
static gboolean
check_preset (CndArchitecture *architecture, gint preset, guint *steps, GError **error)
{
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, preset);
  g_autoptr (CndNetwork) network = cnd_ops_build_network_within (architecture, values, steps, error);
  g_autoptr (CndReport) report = NULL;

  if (network)
    report = cnd_analysis_count (network, (CndState){ 0 }, CND_CONVENTION_DEFAULT, error);
  return report != NULL;
}

/* Says what is wrong with each preset, or with the one named. */
static int
check_presets (CndArchitecture *architecture, const char *file, const char *preset)
{
  g_autoptr (GError) unknown = NULL;
  gint only = preset ? cnd_architecture_find_preset (architecture, preset, &unknown) : -1;
  guint steps = CND_MAX_STEPS;
  int status = CND_EXIT_GOOD;

  if (unknown)
    {
      print_problem (file, unknown);
      return CND_EXIT_BAD;
    }
  for (gint i = 0; i < MAX ((gint) architecture->n_presets, 1); i++)
    {
      g_autoptr (GError) error = NULL;

      if ((preset && only != i) || check_preset (architecture, architecture->n_presets > 0 ? i : -1, &steps, &error))
        continue;
      print_problem (file, error);
      status = CND_EXIT_NO;
    }
  return status;
}

/* Whether it is the file's content that is wrong: what could not be found or read was not judged at all. */
static gboolean
is_bad_model (const GError *error)
{
  const CndProblem *problem = cnd_base_get_problem (error);

  if (problem == NULL)
    return FALSE;
  return problem->line > 0 || (error->code != CND_ERROR_READ && error->code != CND_ERROR_NOT_FOUND);
}

/* Returns: the exit status that this file asks for */
static int
check_file (const char *name, GString *good)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL, *preset = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_cli_load_architecture (name, &file, &preset, &error);
  int status;

  if (architecture == NULL)
    {
      print_problem (file ? file : name, error);
      return is_bad_model (error) ? CND_EXIT_NO : CND_EXIT_BAD;
    }
  status = check_presets (architecture, file, preset);
  if (status == CND_EXIT_GOOD)
    {
      g_autofree char *clean = cnd_cli_clean_text (name, FALSE);
      const char *format = g_dngettext (GETTEXT_PACKAGE, "%s: good (%u preset)\n", "%s: good (%u presets)\n",
                                        architecture->n_presets);

      if (preset || architecture->n_presets == 0)
        /* Translators: %s is a file */
        g_string_append_printf (good, _("%s: good\n"), clean);
      else
        g_string_append_printf (good, format, clean, architecture->n_presets);
    }
  return status;
}

static int
run_check (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_autoptr (GString) good = g_string_new (NULL);
  gboolean quiet = FALSE;
  const char *const *names;
  guint n_names;
  int status, worst = CND_EXIT_GOOD;
  GOptionEntry entries[] = {
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, N_("Say nothing about good files"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, G_MAXUINT, &status))
    return status;
  names = cnd_cli_parser_get_arguments (parser, &n_names);
  for (guint i = 0; i < n_names; i++)
    {
      status = check_file (names[i], good);
      worst = MAX (worst, status);
    }
  return cnd_cli_print (quiet ? "" : good->str, worst);
}

const CndCommand cnd_cli_check = {
  "check",
  N_("FILE…"),
  N_("Tells whether files are good models; for each that is not, where and why."),
  N_("Every preset is built and counted. A problem is one line, FILE:LINE:COLUMN: MESSAGE,\n"
     "on standard error, with what was found, what was expected and a hint below it.\n"
     "The exit status is 1 when a model is bad and 2 when a file cannot be read.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli check my-model.json another.json\n"
     "  condenser-cli check --quiet - < mine.json"),
  run_check,
};
