/* condenser-cli summary: a model's layers with their figures, and the totals. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>

/* What a cell is made from. */
typedef struct
{
  const CndSubject *subject;
  CndOutput output;
  CndNumberStyle style;
  const CndSummaryRow *row;
  const CndCounts *counts;
  guint shown; /* the layer whose output is the row's */
} CellSource;

typedef struct
{
  const char *title; /* to be translated; NULL: not for people */
  const char *key;   /* in CSV; NULL: not there */
  gboolean number;
  guint shrink_to;
  char *(*make) (const CellSource *source);
} SummaryColumn;

static char *
make_id (const CellSource *source)
{
  const CndNetwork *network = source->subject->network;

  if (source->output == CND_OUTPUT_TEXT)
    return g_strdup_printf ("%*s%s", (int) (2 * source->row->indent), "", source->row->label);
  if (source->row->layer != G_MAXUINT)
    return g_strdup (cnd_network_get_layers (network, NULL)[source->row->layer].id);
  return g_strdup (cnd_network_get_blocks (network, NULL)[source->row->block].id);
}

static char *
make_kind (const CellSource *source)
{
  const CndNetwork *network = source->subject->network;

  if (source->output != CND_OUTPUT_CSV)
    return cnd_cli_dup_row_kind (network, source->row);
  if (source->row->layer == G_MAXUINT)
    return g_strdup ("block");
  return g_strdup (cnd_ops_get_kind (cnd_network_get_layers (network, NULL)[source->row->layer].kind)->name);
}

static char *
make_inputs (const CellSource *source)
{
  const CndNetwork *network = source->subject->network;
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  GString *inputs = g_string_new (NULL);

  if (source->row->layer != G_MAXUINT)
    {
      const CndLayer *layer = &layers[source->row->layer];
      const guint *read = cnd_network_get_inputs (network, layer);

      for (guint i = 0; i < layer->n_inputs; i++)
        g_string_append_printf (inputs, "%s%s", i ? " " : "", layers[read[i]].id);
    }
  return g_string_free (inputs, FALSE);
}

static const CndShape *
get_shape (const CellSource *source)
{
  return &cnd_network_get_layers (source->subject->network, NULL)[source->shown].output;
}

static char *
make_output (const CellSource *source)
{
  return cnd_shape_format (get_shape (source), source->style);
}

static char *
make_channels (const CellSource *source)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, get_shape (source)->channels);
}

static char *
make_height (const CellSource *source)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, get_shape (source)->height);
}

static char *
make_width (const CellSource *source)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, get_shape (source)->width);
}

#define MAKE_COUNT(name, expression)                                                                                   \
  static char *make_##name (const CellSource *source)                                                                  \
  {                                                                                                                    \
    return cnd_base_format_count (source->style, expression);                                                          \
  }

MAKE_COUNT (parameters, source->counts->parameters)
MAKE_COUNT (buffers, source->counts->terms[CND_TERM_BUFFERS])
MAKE_COUNT (macs, source->counts->macs)
MAKE_COUNT (flops, source->counts->flops)
MAKE_COUNT (operations, source->counts->operations)
MAKE_COUNT (elements, source->counts->activation_elements)
MAKE_COUNT (bytes, source->counts->activation_elements * 4)

static char *
make_stage (const CellSource *source)
{
  return g_strdup (source->subject->stage);
}

static char *
make_convention (const CellSource *source)
{
  return g_strdup (cnd_analysis_get_convention_name (cnd_report_get_convention (source->subject->report)));
}

static const SummaryColumn columns[] = {
  { N_("Layer"), "layer", FALSE, 14, make_id },
  { N_("Kind"), "kind", FALSE, 9, make_kind },
  { NULL, "inputs", FALSE, 0, make_inputs },
  { N_("Output"), NULL, TRUE, 0, make_output },
  { NULL, "output_channels", TRUE, 0, make_channels },
  { NULL, "output_height", TRUE, 0, make_height },
  { NULL, "output_width", TRUE, 0, make_width },
  { N_("Parameters"), "parameters", TRUE, 0, make_parameters },
  { NULL, "buffers", TRUE, 0, make_buffers },
  { N_("MACs"), "macs", TRUE, 0, make_macs },
  { NULL, "flops", TRUE, 0, make_flops },
  { N_("Operations"), "operations", TRUE, 0, make_operations },
  { NULL, "activation_elements", TRUE, 0, make_elements },
  { NULL, "activation_bytes", TRUE, 0, make_bytes },
  { NULL, "stage", FALSE, 0, make_stage },
  { NULL, "convention", FALSE, 0, make_convention },
};

static gboolean
column_is_shown (const SummaryColumn *column, const CndSubject *subject, CndOutput output)
{
  if (output == CND_OUTPUT_CSV)
    return column->key != NULL;
  if (column->title == NULL)
    return FALSE;
  /* There an operation is a multiply-add, which has its column. */
  return column->make != make_operations
         || cnd_report_get_convention (subject->report) != CND_CONVENTION_SUMMARY;
}

static void
add_columns (CndSheet *sheet, const CndSubject *subject, CndOutput output)
{
  g_autofree char *unit = cnd_cli_subject_dup_unit (subject);
  /* FLOPs are about twice the MACs; operations of another convention are what was asked for. */
  char *(*spare) (const CellSource *)
    = cnd_report_get_convention (subject->report) == CND_CONVENTION_DEFAULT ? make_operations : make_macs;

  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      const char *title = columns[c].title ? _(columns[c].title) : columns[c].key;

      if (columns[c].make == make_operations)
        title = unit;
      if (!column_is_shown (&columns[c], subject, output))
        continue;
      cnd_sheet_add_column (sheet, title, columns[c].key, columns[c].number, columns[c].shrink_to);
      if (columns[c].make == spare)
        cnd_sheet_spare_column (sheet);
    }
}

static void
add_row (CndSheet *sheet, CellSource *source)
{
  const CndSubject *subject = source->subject;
  const CndSummaryRow *row = source->row;

  if (row->layer != G_MAXUINT)
    {
      source->counts = cnd_report_get_layer (subject->report, row->layer);
      source->shown = row->layer;
    }
  else
    {
      source->counts = cnd_report_get_block (subject->report, row->block);
      source->shown = cnd_network_get_blocks (subject->network, NULL)[row->block].output;
    }
  cnd_sheet_begin_row (sheet);
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      /* An open block's figures stand in its rows; here they would be counted twice by who adds up the column. */
      gboolean blank = row->open && columns[c].make != make_id && columns[c].make != make_kind;

      if (column_is_shown (&columns[c], subject, source->output))
        cnd_sheet_take_cell (sheet, blank ? g_strdup ("") : columns[c].make (source));
    }
}

static void
add_total (CndSheet *sheet, CellSource *source)
{
  source->row = NULL;
  source->counts = cnd_report_get_total (source->subject->report);
  source->shown = cnd_network_get_output (source->subject->network);
  cnd_sheet_add_rule (sheet);
  cnd_sheet_begin_row (sheet);
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      if (!column_is_shown (&columns[c], source->subject, source->output))
        continue;
      if (columns[c].make == make_id)
        cnd_sheet_add_cell (sheet, _("Total"));
      else if (columns[c].make == make_kind)
        cnd_sheet_add_cell (sheet, "");
      else
        cnd_sheet_take_cell (sheet, columns[c].make (source));
    }
}

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
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  g_autoptr (GArray) rows = cnd_cli_list_rows (subject->network, depth);
  g_autofree char *caption = make_caption (subject, output);
  GString *out = g_string_new (NULL);
  CellSource source = {
    .subject = subject,
    .output = output,
    .style = output == CND_OUTPUT_CSV ? CND_NUMBER_STYLE_PLAIN : CND_NUMBER_STYLE_LATIN,
  };

  add_columns (sheet, subject, output);
  for (guint i = 0; i < rows->len; i++)
    {
      source.row = &g_array_index (rows, CndSummaryRow, i);
      if (!source.row->open || output == CND_OUTPUT_TEXT)
        add_row (sheet, &source);
    }
  if (output != CND_OUTPUT_CSV)
    add_total (sheet, &source);
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
