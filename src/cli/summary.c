/* condenser-cli summary: a model's layers with their figures, and the totals. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>

static char *
make_caption (const CndSubject *subject, CndOutput output)
{
  const CndLayer *layers = cnd_network_get_layers (subject->network, NULL);
  g_autofree char *state = cnd_cli_subject_describe_state (subject);
  g_autofree char *in = cnd_shape_format (&layers[0].output, CND_NUMBER_STYLE_LATIN);
  g_autofree char *out = cnd_shape_format (&layers[cnd_network_get_output (subject->network)].output,
                                           CND_NUMBER_STYLE_LATIN);
  /* Translators: input shape, output shape, then "state dense, convention default" */
  g_autofree char *facts = g_strdup_printf (_("input %s, output %s; %s"), in, out, state);

  if (output == CND_OUTPUT_TEXT)
    return g_strdup_printf ("%s\n%s\n", subject->name, facts);
  return g_strdup_printf ("%s: %s", subject->name, facts);
}

static char *
render_summary (const CndSubject *subject, CndOutput output, guint depth)
{
  const CndSummaryOptions options = {
    .form = output == CND_OUTPUT_CSV ? CND_SUMMARY_DATA : output == CND_OUTPUT_TEXT ? CND_SUMMARY_INDENTED : CND_SUMMARY_READ,
    .style = output == CND_OUTPUT_CSV ? CND_NUMBER_STYLE_PLAIN : CND_NUMBER_STYLE_LATIN,
    .depth = depth,
  };
  g_autoptr (CndSheet) sheet = cnd_analysis_new_summary (subject->report, &options);
  g_autofree char *caption = make_caption (subject, output);
  GString *out = g_string_new (NULL);

  cnd_cli_render_sheet (sheet, output, caption, cnd_cli_get_terminal_width (), out);
  if (output == CND_OUTPUT_TEXT)
    cnd_cli_append_totals (out, subject);
  return g_string_free (out, FALSE);
}

static int
run_summary (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (CndModelOptions) model = { NULL };
  g_auto (CndSubject) subject = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CndOutputOptions forms = { 0 };
  CndOutput output;
  int depth = G_MAXINT, status;
  GOptionEntry entries[] = {
    { "depth", 0, 0, G_OPTION_ARG_INT, &depth, N_("Fold blocks deeper than N blocks into a row each; 0 leaves none open, 99 opens all"), "N" },
    { NULL },
  };

  cnd_cli_add_output_options (parser, &forms);
  cnd_cli_add_model_options (parser, &model);
  cnd_cli_parser_add (parser, entries);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status)
      || !cnd_cli_get_output (command, &forms, &output, &status))
    return status;
  if (depth < 0)
    return cnd_cli_misuse (command, _("--depth takes a number from 0 upward"));
  if (!cnd_cli_subject_load (&subject, cnd_cli_parser_get_arguments (parser, NULL)[0], &model, &error))
    return cnd_cli_fail (error);
  if (output == CND_OUTPUT_JSON)
    return cnd_cli_json_print (cnd_cli_summary_to_json (&subject), CND_EXIT_GOOD);
  text = render_summary (&subject, output, depth);
  return cnd_cli_print (text, CND_EXIT_GOOD);
}

const CndCommand cnd_cli_summary = {
  "summary",
  N_("FILE[:PRESET]"),
  N_("Shows a model’s layers with their parameters, multiply-adds and operations, and the totals."),
  N_("FILE is a model file, - for standard input, or the name of a model that ships\n"
     "with Condenser (condenser-cli list shows them).\n"
     "\n"
     "Examples:\n"
     "  condenser-cli summary vgg16\n"
     "  condenser-cli summary condensenet:86 --convention condensenet --depth 1\n"
     "  condenser-cli summary densenet.json --set growth=16 --json\n"
     "  condenser-cli summary - --csv < mine.json > mine.csv"),
  run_summary,
};
