/* condenser-cli explain: every figure of a layer, a block or the network opened into its arithmetic. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>

#define WRAP_WIDTH 100

/* What is explained: a layer, or (layer G_MAXUINT) a block, 0 for the network. */
typedef struct
{
  const CndSubject *subject;
  guint layer, block;
  guint first_figure, end_figure;
} Question;

static void
explain_figure (const Question *question, CndFigure figure, CndExplanation *explanation)
{
  const CndReport *report = question->subject->report;

  if (question->layer != G_MAXUINT)
    cnd_analysis_explain_layer (report, question->layer, figure, CND_NUMBER_STYLE_LATIN, explanation);
  else
    cnd_analysis_explain_block (report, question->block, figure, CND_NUMBER_STYLE_LATIN, explanation);
}

/* ---- What was asked for ------------------------------------------------------------- */

static gboolean
find_figure (Question *question, const CndCommand *command, const char *name, int *status)
{
  const char *names[CND_N_FIGURES];
  const char *nearest;
  g_autofree char *list = NULL;

  for (guint figure = 0; figure < CND_N_FIGURES; figure++)
    {
      names[figure] = cnd_analysis_get_figure_name (figure);
      if (g_str_equal (names[figure], name))
        {
          question->first_figure = figure;
          question->end_figure = figure + 1;
          return TRUE;
        }
    }
  nearest = cnd_base_find_nearest (name, names, CND_N_FIGURES);
  if (nearest)
    *status = cnd_cli_misuse (command, _("unknown figure “%s”: did you mean %s?"), name, nearest);
  else
    {
      const char *all[CND_N_FIGURES + 1] = { NULL };

      for (guint i = 0; i < CND_N_FIGURES; i++)
        all[i] = names[i];
      list = g_strjoinv (", ", (char **) all);
      *status = cnd_cli_misuse (command, _("unknown figure “%s”; there are %s"), name, list);
    }
  return FALSE;
}

/* ---- Text --------------------------------------------------------------------------- */

static void
append_attributes (GString *out, const CndLayer *layer)
{
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < kind->n_attributes; i++)
    {
      g_autofree char *value = cnd_ops_format_attribute (kind, i, &layer->attributes[i], CND_NUMBER_STYLE_LATIN);

      g_string_append_printf (list, "%s%s: %s", i ? ", " : "", _(kind->attributes[i].title), value);
    }
  if (list->len > 0)
    cnd_cli_append_wrapped (out, list->str, 0, WRAP_WIDTH);
  g_string_free (list, TRUE);
}

static void
append_layer_head (GString *out, const Question *question)
{
  const CndLayer *layers = cnd_network_get_layers (question->subject->network, NULL);
  const CndLayer *layer = &layers[question->layer];
  const guint *read = cnd_network_get_inputs (question->subject->network, layer);
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  GString *inputs = g_string_new (NULL);

  /* Translators: model, layer, kind of layer */
  g_string_append_printf (out, _("%s, layer %s: %s\n"), question->subject->name, layer->id, _(kind->title));
  cnd_cli_append_wrapped (out, _(kind->description), 0, WRAP_WIDTH);
  append_attributes (out, layer);
  for (guint i = 0; i < layer->n_inputs; i++)
    {
      g_autofree char *shape = cnd_shape_format (&layers[read[i]].output, CND_NUMBER_STYLE_LATIN);

      g_string_append_printf (inputs, "%s%s (%s)", i ? ", " : "", layers[read[i]].id, shape);
    }
  if (inputs->len > 0)
    {
      /* Translators: %s is a list of layers */
      g_autofree char *line = g_strdup_printf (_("Reads %s"), inputs->str);

      cnd_cli_append_wrapped (out, line, 0, WRAP_WIDTH);
    }
  g_string_free (inputs, TRUE);
}

/* Where a figure has several parts, each equation stands with its words. */
static void
append_arithmetic (GString *out, const CndExplanation *explanation, guint width)
{
  g_auto (GStrv) numbers = g_strsplit (explanation->numbers ? explanation->numbers : "", "\n", -1);
  g_auto (GStrv) words = g_strsplit (explanation->words ? explanation->words : "", "\n", -1);
  guint n_numbers = g_strv_length (numbers), n_words = g_strv_length (words);

  for (guint i = 0; i < MAX (n_numbers, n_words); i++)
    {
      if (i < n_numbers && *numbers[i])
        cnd_cli_append_wrapped (out, numbers[i], 4, width);
      if (i < n_words && *words[i])
        cnd_cli_append_wrapped (out, words[i], n_numbers > 1 ? 8 : 4, width);
    }
}

static char *
render_text (const Question *question)
{
  GString *out = g_string_new (NULL);
  const CndBlock *blocks = cnd_network_get_blocks (question->subject->network, NULL);
  g_autofree char *state = cnd_cli_subject_describe_state (question->subject);
  guint width = cnd_cli_get_terminal_width ();
  char *text;

  width = width > 0 ? MIN (width, WRAP_WIDTH) : WRAP_WIDTH;
  if (question->layer != G_MAXUINT)
    append_layer_head (out, question);
  else if (question->block != 0)
    /* Translators: model, block */
    g_string_append_printf (out, _("%s, block %s\n"), question->subject->name, blocks[question->block].id);
  else
    /* Translators: %s is a model */
    g_string_append_printf (out, _("%s, the whole network\n"), question->subject->name);
  g_string_append_printf (out, "%s\n", state);
  for (guint figure = question->first_figure; figure < question->end_figure; figure++)
    {
      g_auto (CndExplanation) explanation = { NULL };

      explain_figure (question, figure, &explanation);
      g_string_append_printf (out, "\n%s: %s\n", cnd_analysis_get_figure_title (figure), explanation.value);
      append_arithmetic (out, &explanation, width);
    }
  text = cnd_cli_clean_text (out->str, TRUE);
  g_string_free (out, TRUE);
  return text;
}

/* ---- JSON --------------------------------------------------------------------------- */

static cJSON *
make_json (const Question *question)
{
  const CndSubject *subject = question->subject;
  const char *layer = NULL, *block = NULL;
  cJSON *json = cJSON_CreateObject ();
  cJSON *figures;

  if (question->layer != G_MAXUINT)
    layer = cnd_network_get_layers (subject->network, NULL)[question->layer].id;
  else if (question->block != 0)
    block = cnd_network_get_blocks (subject->network, NULL)[question->block].id;
  cnd_cli_subject_add_json (subject, json);
  cnd_cli_json_add_text (json, "layer", layer);
  cnd_cli_json_add_text (json, "block", block);
  figures = cJSON_AddArrayToObject (json, "figures");
  for (guint figure = question->first_figure; figure < question->end_figure; figure++)
    {
      g_auto (CndExplanation) explanation = { NULL };
      cJSON *item = cJSON_CreateObject ();

      explain_figure (question, figure, &explanation);
      cnd_cli_json_add_text (item, "figure", cnd_analysis_get_figure_name (figure));
      cnd_cli_json_add_text (item, "title", cnd_analysis_get_figure_title (figure));
      cnd_cli_json_add_text (item, "value", explanation.value);
      cnd_cli_json_add_text (item, "numbers", explanation.numbers);
      cnd_cli_json_add_text (item, "words", explanation.words);
      cJSON_AddItemToArray (figures, item);
    }
  return json;
}

static int
run_explain (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (CndModelOptions) model = { NULL };
  g_auto (CndSubject) subject = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *figure = NULL;
  Question question = { &subject, G_MAXUINT, 0, 0, CND_N_FIGURES };
  const char *const *arguments;
  guint n_arguments;
  gboolean as_json = FALSE;
  int status;
  GOptionEntry entries[] = {
    { "figure", 0, 0, G_OPTION_ARG_STRING, &figure,
      N_("Only this figure: parameters, buffers, macs, flops, operations, output …"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
  cnd_cli_add_model_options (parser, &model);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 2, &status))
    return status;
  if (as_json)
    cnd_cli_stop_translating ();
  if (figure && !find_figure (&question, command, figure, &status))
    return status;
  arguments = cnd_cli_parser_get_arguments (parser, &n_arguments);
  if (!cnd_cli_subject_load (&subject, arguments[0], &model, &error)
      || (n_arguments > 1 && !cnd_cli_subject_find (&subject, arguments[1], &question.layer, &question.block, &error)))
    return cnd_cli_fail (error);
  if (as_json)
    return cnd_cli_json_print (make_json (&question), CND_EXIT_GOOD);
  text = render_text (&question);
  return cnd_cli_print (text, CND_EXIT_GOOD);
}

const CndCommand cnd_cli_explain = {
  "explain",
  N_("FILE[:PRESET] [LAYER]"),
  N_("Opens every figure of a layer, a block or the whole network into its arithmetic."),
  N_("LAYER is a layer’s or a block’s name as summary shows it, with the blocks around it:\n"
     "conv1, or stage.2.layer.5.conv. Without it the whole network is explained.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli explain alexnet conv1\n"
     "  condenser-cli explain alexnet conv1 --figure parameters\n"
     "  condenser-cli explain condensenet:86 --convention condensenet --stage 1"),
  run_explain,
};
