/* condenser-cli condense: weights from anywhere, condensed by magnitude, without data. */
#include "config.h"

#include "condense-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *layer, *output;
  gint groups, condensation;
  gboolean packed, json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->layer);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

#define NOT_GIVEN G_MININT
#define MAX_GROUPS 65536
#define MAX_CONDENSATION 256 /* the stage in which an input fell is one byte */

static void
add_options (CndParser *parser, Options *options)
{
  GOptionEntry entries[] = {
    { "groups", 'g', 0, G_OPTION_ARG_INT, &options->groups, N_("Groups: output row o belongs to group o mod G"), N_("G") },
    { "condensation", 'c', 0, G_OPTION_ARG_INT, &options->condensation, N_("Condensation factor: each group keeps 1/C of its inputs"), N_("C") },
    { "layer", 'l', 0, G_OPTION_ARG_STRING, &options->layer, N_("Only this layer; told stage by stage"), N_("NAME") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("File for the condensed weights"), N_("OUT") },
    { "packed", 0, 0, G_OPTION_ARG_NONE, &options->packed, N_("Write index layers and regular group convolutions"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON, with every score and list"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

/* Returns: (nullable): what is wrong with the use */
static const char *
check_options (const Options *options)
{
  if (options->groups == NOT_GIVEN || options->condensation == NOT_GIVEN)
    return _("condense needs --groups and --condensation");
  if (options->groups < 1 || options->groups > MAX_GROUPS)
    return _("--groups is a number from 1 to 65536");
  if (options->condensation < 1 || options->condensation > MAX_CONDENSATION)
    return _("--condensation is a number from 1 to 256");
  if (options->packed && options->output == NULL)
    return _("--packed says how --output is written");
  return NULL;
}

static int
tell (const CndCondensing *condensing, gboolean json)
{
  int status = condensing->layers->len > 0 ? CND_EXIT_GOOD : CND_EXIT_NO;
  g_autofree char *text = NULL;

  if (json)
    return cnd_cli_json_print (cnd_cli_condensing_to_json (condensing), status);
  text = cnd_cli_condensing_to_text (condensing);
  return cnd_cli_print (text, status);
}

static int
run_condense (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (Options) options = { .groups = NOT_GIVEN, .condensation = NOT_GIVEN };
  g_auto (CndCondensing) condensing = { NULL };
  g_autoptr (GError) error = NULL;
  const char *wrong;
  int status;

  add_options (parser, &options);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status))
    return status;
  wrong = check_options (&options);
  if (wrong != NULL)
    return cnd_cli_misuse (command, "%s", wrong);
  if (options.json)
    cnd_cli_stop_translating ();
  condensing.groups = (guint) options.groups;
  condensing.condensation = (guint) options.condensation;
  if (!cnd_cli_condensing_run (&condensing, cnd_cli_parser_get_arguments (parser, NULL)[0], options.layer, &error))
    return cnd_cli_fail (error);
  if (options.output != NULL && condensing.layers->len > 0
      && (!cnd_cli_keep_earlier (options.output, cnd_cli_parser_get_arguments (parser, NULL), &error)
          || !cnd_cli_condensing_save (&condensing, options.output, options.packed, &error)))
    return cnd_cli_fail (error);
  return tell (&condensing, options.json);
}

const CndCommand cnd_cli_condense = {
  "condense",
  N_("WEIGHTS.safetensors"),
  N_("Condenses weights by magnitude, without data."),
  N_("Takes weights that were trained anywhere (safetensors, as PyTorch names and shapes\n"
     "them; 16, 32 or 64 bits; or the end of a recorded training) and condenses each\n"
     "two-dimensional and 1 × 1 weight as CondenseNet does, but without training on in\n"
     "between: in each stage every group drops the inputs whose |w|, summed over the\n"
     "group’s rows, is smallest; of equal ones the lower falls first. Other tensors are\n"
     "skipped and listed.\n"
     "\n"
     "The output holds every tensor. Masked (the default), a layer has NAME.weight with\n"
     "zeros, NAME.mask (groups × inputs: 0, or the stage in which the input fell) and\n"
     "NAME.index (each group’s inputs, ascending). With --packed it is the layers of the\n"
     "converted network: NAME_index.index, and NAME.weight and NAME.bias of a regular\n"
     "group convolution, whose outputs a channel shuffle with G groups puts in order. A run\n"
     "that stands in OUT is kept as OUT~, and so is the file that is read.\n"
     "\n"
     "Exit status 1: no layer could be condensed.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli condense weights.safetensors --groups 4 --condensation 4\n"
     "  condenser-cli condense weights.safetensors -g 3 -c 3 --layer conv1\n"
     "  condenser-cli condense weights.safetensors -g 4 -c 4 -o condensed.safetensors"),
  run_condense,
};
