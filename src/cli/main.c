/* main of condenser-cli: finds the command and hands over to it. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

#define NAME_WIDTH 12 /* of the column of commands in the help */
#define HELP_WIDTH 86

static const CndCommand *const commands[] = {
  &cnd_cli_summary, &cnd_cli_explain, &cnd_cli_draw, &cnd_cli_animate, &cnd_cli_gallery, &cnd_cli_layout, &cnd_cli_worksheet,
  &cnd_cli_verify,  &cnd_cli_check,   &cnd_cli_list, &cnd_cli_kinds,
  &cnd_cli_train,   &cnd_cli_condense, &cnd_cli_convert, &cnd_cli_evaluate,
  &cnd_cli_runs,    &cnd_cli_compare,
};

static const char about[] = N_(
  "Condenser counts and draws neural networks that are written down as JSON files:\n"
  "parameters, multiply-adds, memory and receptive fields, exactly, and the arithmetic\n"
  "behind every figure.\n");

static const char lesson[] = N_(
  "A first look:\n"
  "  condenser-cli summary vgg16\n"
  "      the layers of VGG16 with their parameters and multiply-adds (MACs)\n"
  "  condenser-cli explain alexnet conv1 --figure parameters\n"
  "      11 × 11 × 3 × 96 + 96 = 34,944, and what each factor is\n"
  "  condenser-cli draw condensenet:86 -o condensenet.svg\n"
  "      its layer graph as a picture\n"
  "\n"
  "Models: a FILE is a path, - for standard input, or the name of a model that ships\n"
  "with Condenser. FILE:PRESET picks one of the model’s presets, --set NAME=VALUE changes\n"
  "one of its parameters.\n"
  "\n"
  "Conventions (--convention), because papers count differently:\n"
  "  default      operations are FLOPs: 2 × MACs + bias additions + element operations\n"
  "  condensenet  as the CondenseNet paper counts: a multiply-add is 1, and ReLU,\n"
  "               average pooling and the linear layer’s biases count as well\n"
  "  summary      as PyTorch summaries print: multiply-adds, and sizes in MB\n"
  "States (--stage): a learned group convolution is dense at first; after stage s it\n"
  "keeps (C − s) / C of its weights, and final means 1 / C. The convention condensenet\n"
  "shows final unless told otherwise, the others dense.\n"
  "\n"
  "Exit status: 0 good; 1 the answer is no (a bad model, a table that differs);\n"
  "2 wrong use, bad input, or output that could not be written.\n");

static int
print_help (void)
{
  GString *help = g_string_new (NULL);
  int status;

  g_string_append_printf (help, "%s\n  condenser-cli %s\n\n%s\n%s\n", _("Usage:"), _("COMMAND [OPTION…] [ARGUMENT…]"),
                          _(about), _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      gsize start = help->len;

      cnd_cli_append_wrapped (help, _(commands[i]->summary), NAME_WIDTH, HELP_WIDTH);
      g_string_overwrite (help, start + 2, commands[i]->name);
    }
  g_string_append_printf (help, "\n%s\n\n%s",
                          _("condenser-cli COMMAND --help tells more about each; --version tells the version."),
                          _(lesson));
  status = cnd_cli_print (help->str, CND_EXIT_GOOD);
  g_string_free (help, TRUE);
  return status;
}

static const CndCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

static int
refuse_command (const char *name)
{
  static const char *const options[] = { "--help", "--version" };
  const char *names[G_N_ELEMENTS (commands)];
  const char *nearest;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i]->name;
  nearest = cnd_base_find_nearest (name, options, G_N_ELEMENTS (options));
  if (*name == '-' && nearest != NULL)
    /* Translators: both are names of options, like --stage */
    return cnd_cli_misuse (NULL, _("unknown option %s: did you mean %s?"), name, nearest);
  if (*name == '-')
    return cnd_cli_misuse (NULL, _("unknown option %s: options follow the command"), name);
  nearest = cnd_base_find_nearest (name, names, G_N_ELEMENTS (names));
  if (nearest == NULL)
    return cnd_cli_misuse (NULL, _("unknown command “%s”"), name);
  /* Translators: both are names of commands */
  return cnd_cli_misuse (NULL, _("unknown command “%s”: did you mean %s?"), name, nearest);
}

static int
run_command (int argc, char **argv)
{
  const CndCommand *command = find_command (argv[0]);
  char *help[] = { argv[0], (char *) "--help", NULL };

  if (command)
    return command->run (command, argc, argv);
  if (g_str_equal (argv[0], "--version"))
    return cnd_cli_print ("condenser-cli " CND_VERSION "\n", CND_EXIT_GOOD);
  if (g_str_equal (argv[0], "--help") || g_str_equal (argv[0], "-h"))
    return print_help ();
  if (!g_str_equal (argv[0], "help"))
    return refuse_command (argv[0]);
  if (argc == 1)
    return print_help ();
  help[0] = argv[1];
  command = find_command (argv[1]);
  return command ? command->run (command, 2, help) : refuse_command (argv[1]);
}

int
main (int argc, char **argv)
{
  cnd_base_init_locale ();
  g_set_prgname ("condenser-cli");
  signal (SIGXFSZ, SIG_IGN); /* a file over the limit is an error of writing, which has a message */
  if (argc < 2)
    return cnd_cli_misuse (NULL, _("a command is missing"));
  return run_command (argc - 1, argv + 1);
}
