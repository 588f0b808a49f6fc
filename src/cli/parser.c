/* A command's options: GOption reads them; here are the words for wrong use, with the nearest right one. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

struct _CndParser
{
  const CndCommand *command;
  GOptionContext *context;
  GPtrArray *names; /* "--stage": of all options */
  GArray *entries;  /* GOptionEntry: the same, their texts borrowed from the callers' constants */
  char **arguments;
  gboolean help;
};

CndParser *
cnd_cli_parser_new (const CndCommand *command)
{
  CndParser *parser = g_new0 (CndParser, 1);
  GOptionEntry own[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &parser->help, N_("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &parser->arguments, NULL, NULL },
    { NULL },
  };

  parser->command = command;
  parser->names = g_ptr_array_new_with_free_func (g_free);
  parser->entries = g_array_new (FALSE, FALSE, sizeof (GOptionEntry));
  parser->context = g_option_context_new (command->arguments ? _(command->arguments) : NULL);
  g_option_context_set_help_enabled (parser->context, FALSE);
  /* Unknown options stay in argv, where they are answered with a suggestion. */
  g_option_context_set_ignore_unknown_options (parser->context, TRUE);
  g_option_context_set_summary (parser->context, _(command->summary));
  g_option_context_set_description (parser->context, _(command->help));
  cnd_cli_parser_add (parser, own);
  return parser;
}

void
cnd_cli_parser_free (CndParser *parser)
{
  g_option_context_free (parser->context);
  g_ptr_array_unref (parser->names);
  g_array_unref (parser->entries);
  g_strfreev (parser->arguments);
  g_free (parser);
}

void
cnd_cli_parser_add (CndParser *parser, const GOptionEntry *entries)
{
  g_option_context_add_main_entries (parser->context, entries, GETTEXT_PACKAGE);
  for (const GOptionEntry *entry = entries; entry->long_name; entry++)
    if (*entry->long_name)
      {
        g_ptr_array_add (parser->names, g_strconcat ("--", entry->long_name, NULL));
        g_array_append_vals (parser->entries, entry, 1);
      }
}

static int
refuse_option (const CndParser *parser, const char *option)
{
  const char *equals = strchr (option, '=');
  g_autofree char *name = equals ? g_strndup (option, equals - option) : g_strdup (option);
  const char *nearest = cnd_base_find_nearest (name, (const char *const *) parser->names->pdata, parser->names->len);

  if (nearest == NULL)
    return cnd_cli_misuse (parser->command, _("unknown option %s"), name);
  /* Translators: both are names of options, like --stage */
  return cnd_cli_misuse (parser->command, _("unknown option %s: did you mean %s?"), name, nearest);
}

static int
print_help (const CndParser *parser)
{
  g_autofree char *program = g_strconcat ("condenser-cli ", parser->command->name, NULL);
  g_autofree char *help = NULL;

  g_set_prgname (program);
  help = g_option_context_get_help (parser->context, TRUE, NULL);
  return cnd_cli_print (help, CND_EXIT_GOOD);
}

static gboolean
check_arguments (const CndParser *parser, guint min, guint max, int *status)
{
  guint n_arguments = parser->arguments ? g_strv_length (parser->arguments) : 0;
  const CndCommand *command = parser->command;

  if (n_arguments < min)
    {
      *status = cnd_cli_misuse (command, _("%s needs %s"), command->name, _(command->arguments));
      return FALSE;
    }
  if (n_arguments > max)
    {
      *status = cnd_cli_misuse (command, _("%s has no use for “%s”"), command->name, parser->arguments[max]);
      return FALSE;
    }
  return TRUE;
}

/* ---- What GOption does not do ------------------------------------------------------- */

static const GOptionEntry *
find_entry (const CndParser *parser, const char *name, gsize length, char short_name)
{
  for (guint i = 0; i < parser->entries->len; i++)
    {
      const GOptionEntry *entry = &g_array_index (parser->entries, GOptionEntry, i);

      if (short_name ? entry->short_name == short_name
                     : strlen (entry->long_name) == length && strncmp (entry->long_name, name, length) == 0)
        return entry;
    }
  return NULL;
}

/* The switch that was given a value, as in --json=3. Returns: (nullable) */
static const GOptionEntry *
find_switch_with_value (const CndParser *parser, const char *argument)
{
  const char *equals = g_str_has_prefix (argument, "--") ? strchr (argument, '=') : NULL;
  const GOptionEntry *entry = equals ? find_entry (parser, argument + 2, equals - argument - 2, '\0') : NULL;

  return entry && entry->arg == G_OPTION_ARG_NONE ? entry : NULL;
}

/* "-oFILE" becomes "-o" "FILE", and "-:PRESET" (a preset of the model on standard input) is set aside, because GOption
 * would take both for bundles of short options.
 * Returns: (transfer full) (nullable): NULL when a switch was given a value */
static GPtrArray *
prepare_arguments (CndParser *parser, int argc, char **argv, const char **input_preset, int *status)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  gboolean may_be_option = TRUE; /* until "--" */

  g_ptr_array_add (arguments, g_strdup (argv[0]));
  for (int i = 1; i < argc; i++)
    {
      const GOptionEntry *entry;

      may_be_option = may_be_option && !g_str_equal (argv[i], "--");
      if (may_be_option && (entry = find_switch_with_value (parser, argv[i])))
        {
          *status = cnd_cli_misuse (parser->command, _("--%s takes no value"), entry->long_name);
          return NULL;
        }
      if (may_be_option && g_str_has_prefix (argv[i], "-:"))
        *input_preset = argv[i];
      else if (may_be_option && argv[i][0] == '-' && argv[i][1] != '\0' && argv[i][2] != '\0'
               && (entry = find_entry (parser, NULL, 0, argv[i][1])) && entry->arg != G_OPTION_ARG_NONE)
        {
          g_ptr_array_add (arguments, g_strdup_printf ("-%c", argv[i][1]));
          g_ptr_array_add (arguments, g_strdup (argv[i] + 2));
        }
      else
        g_ptr_array_add (arguments, g_strdup (argv[i]));
    }
  return g_steal_pointer (&arguments);
}

/* The model is every command's first argument. */
static void
prepend_argument (CndParser *parser, const char *argument)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, argument);
  if (parser->arguments)
    g_strv_builder_addv (builder, (const char **) parser->arguments);
  g_strfreev (parser->arguments);
  parser->arguments = g_strv_builder_end (builder);
}

/* GOption reorders and shortens the array that it is given, so it gets one that does not own its strings. */
static gboolean
parse_arguments (CndParser *parser, GPtrArray *arguments, int *status)
{
  g_autofree char **argv = g_new0 (char *, arguments->len + 1);
  g_autoptr (GError) error = NULL;
  char **rest = argv;
  int argc = arguments->len;

  memcpy (argv, arguments->pdata, arguments->len * sizeof *argv);
  if (!g_option_context_parse (parser->context, &argc, &rest, &error))
    {
      *status = cnd_cli_misuse (parser->command, "%s", error->message);
      return FALSE;
    }
  if (parser->help)
    {
      *status = print_help (parser);
      return FALSE;
    }
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    if (argv[i][0] == '-' && argv[i][1] != '\0')
      {
        *status = refuse_option (parser, argv[i]);
        return FALSE;
      }
  return TRUE;
}

gboolean
cnd_cli_parser_run (CndParser *parser, int argc, char **argv, guint min, guint max, int *status)
{
  const char *input_preset = NULL;
  g_autoptr (GPtrArray) arguments = prepare_arguments (parser, argc, argv, &input_preset, status);

  if (arguments == NULL || !parse_arguments (parser, arguments, status))
    return FALSE;
  if (input_preset)
    prepend_argument (parser, input_preset);
  return check_arguments (parser, min, max, status);
}

const char *const *
cnd_cli_parser_get_arguments (const CndParser *parser, guint *n_arguments)
{
  static const char *const none[] = { NULL };

  if (n_arguments)
    *n_arguments = parser->arguments ? g_strv_length (parser->arguments) : 0;
  return parser->arguments ? (const char *const *) parser->arguments : none;
}

void
cnd_cli_stop_translating (void)
{
  setlocale (LC_MESSAGES, "C");
}

/* ---- Forms of output ---------------------------------------------------------------- */

void
cnd_cli_add_output_options (CndParser *parser, CndOutputOptions *options)
{
  GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON, with everything that is known"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options->csv, N_("Print CSV (RFC 4180) with plain numbers"), NULL },
    { "markdown", 0, 0, G_OPTION_ARG_NONE, &options->markdown, N_("Print a Markdown table"), NULL },
    { "latex", 0, 0, G_OPTION_ARG_NONE, &options->latex, N_("Print a LaTeX table (package booktabs)"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

gboolean
cnd_cli_get_output (const CndCommand *command, const CndOutputOptions *options, CndOutput *output, int *status)
{
  if (!!options->json + !!options->csv + !!options->markdown + !!options->latex > 1)
    {
      *status = cnd_cli_misuse (command, _("choose one of --json, --csv, --markdown and --latex"));
      return FALSE;
    }
  *output = options->json       ? CND_OUTPUT_JSON
            : options->csv      ? CND_OUTPUT_CSV
            : options->markdown ? CND_OUTPUT_MARKDOWN
            : options->latex    ? CND_OUTPUT_LATEX
                                : CND_OUTPUT_TEXT;
  if (*output == CND_OUTPUT_JSON || *output == CND_OUTPUT_CSV)
    cnd_cli_stop_translating ();
  return TRUE;
}
