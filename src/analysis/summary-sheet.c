/* The layers of a network with their figures, and the totals, as a table. */
#include "config.h"

#include "analysis.h"

#include <glib/gi18n-lib.h>

char *
cnd_analysis_dup_unit_heading (CndConvention convention)
{
  const char *unit = cnd_analysis_get_convention_unit (convention);
  GString *heading = g_string_new (NULL);

  g_string_append_unichar (heading, g_unichar_toupper (g_utf8_get_char (unit)));
  g_string_append (heading, g_utf8_next_char (unit));
  return g_string_free (heading, FALSE);
}

/* What a cell is made from. */
typedef struct
{
  CndReport *report;
  const CndSummaryOptions *options;
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
  guint blank; /* CndSummaryBlanks: left empty where a class is to fill it in */
} SummaryColumn;

static char *
make_id (const CellSource *source)
{
  const CndNetwork *network = cnd_report_get_network (source->report);

  if (source->options->form == CND_SUMMARY_INDENTED)
    return g_strdup_printf ("%*s%s", (int) (2 * source->row->indent), "", source->row->label);
  if (source->row->layer != G_MAXUINT)
    return g_strdup (cnd_network_get_layers (network, NULL)[source->row->layer].id);
  return g_strdup (cnd_network_get_blocks (network, NULL)[source->row->block].id);
}

static char *
make_kind (const CellSource *source)
{
  const CndNetwork *network = cnd_report_get_network (source->report);

  if (source->options->form != CND_SUMMARY_DATA)
    return cnd_analysis_dup_row_kind (network, source->row);
  if (source->row->layer == G_MAXUINT)
    return g_strdup ("block");
  return g_strdup (cnd_ops_get_kind (cnd_network_get_layers (network, NULL)[source->row->layer].kind)->name);
}

static char *
make_inputs (const CellSource *source)
{
  const CndNetwork *network = cnd_report_get_network (source->report);
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
  return &cnd_network_get_layers (cnd_report_get_network (source->report), NULL)[source->shown].output;
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
  return cnd_analysis_format_stage (cnd_report_get_stage (source->report), cnd_report_get_condensation (source->report));
}

static char *
make_convention (const CellSource *source)
{
  return g_strdup (cnd_analysis_get_convention_name (cnd_report_get_convention (source->report)));
}

static const SummaryColumn columns[] = {
  { N_("Layer"), "layer", FALSE, 14, make_id },
  { N_("Kind"), "kind", FALSE, 9, make_kind },
  { NULL, "inputs", FALSE, 0, make_inputs },
  { N_("Output"), NULL, TRUE, 0, make_output, CND_BLANK_OUTPUT },
  { NULL, "output_channels", TRUE, 0, make_channels },
  { NULL, "output_height", TRUE, 0, make_height },
  { NULL, "output_width", TRUE, 0, make_width },
  { N_("Parameters"), "parameters", TRUE, 0, make_parameters, CND_BLANK_PARAMETERS },
  { NULL, "buffers", TRUE, 0, make_buffers },
  { N_("MACs"), "macs", TRUE, 0, make_macs, CND_BLANK_MACS },
  { NULL, "flops", TRUE, 0, make_flops },
  { N_("Operations"), "operations", TRUE, 0, make_operations, CND_BLANK_OPERATIONS },
  { NULL, "activation_elements", TRUE, 0, make_elements },
  { NULL, "activation_bytes", TRUE, 0, make_bytes },
  { NULL, "stage", FALSE, 0, make_stage },
  { NULL, "convention", FALSE, 0, make_convention },
};

static gboolean
column_is_shown (const SummaryColumn *column, CndReport *report, const CndSummaryOptions *options)
{
  if (options->form == CND_SUMMARY_DATA)
    return column->key != NULL;
  if (column->title == NULL)
    return FALSE;
  /* There an operation is a multiply-add, which has its column. */
  return column->make != make_operations
         || cnd_report_get_convention (report) != CND_CONVENTION_SUMMARY;
}

static void
add_columns (CndSheet *sheet, CndReport *report, const CndSummaryOptions *options)
{
  g_autofree char *unit = cnd_analysis_dup_unit_heading (cnd_report_get_convention (report));
  /* FLOPs are about twice the MACs; operations of another convention are what was asked for. */
  char *(*spare) (const CellSource *)
    = cnd_report_get_convention (report) == CND_CONVENTION_DEFAULT ? make_operations : make_macs;

  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      const char *title = columns[c].title ? _(columns[c].title) : columns[c].key;

      if (columns[c].make == make_operations)
        title = unit;
      if (!column_is_shown (&columns[c], report, options))
        continue;
      cnd_sheet_add_column (sheet, title, columns[c].key, columns[c].number, columns[c].shrink_to);
      if (columns[c].make == spare)
        cnd_sheet_spare_column (sheet);
    }
}

static void
add_row (CndSheet *sheet, CellSource *source)
{
  CndNetwork *network = cnd_report_get_network (source->report);
  const CndSummaryRow *row = source->row;

  if (row->layer != G_MAXUINT)
    {
      source->counts = cnd_report_get_layer (source->report, row->layer);
      source->shown = row->layer;
    }
  else
    {
      source->counts = cnd_report_get_block (source->report, row->block);
      source->shown = cnd_network_get_blocks (network, NULL)[row->block].output;
    }
  cnd_sheet_begin_row (sheet);
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      /* An open block's figures stand in its rows; here they would be counted twice by who adds up the column. */
      gboolean blank = (row->open && columns[c].make != make_id && columns[c].make != make_kind) ||
                       (columns[c].blank & source->options->blanks);

      if (column_is_shown (&columns[c], source->report, source->options))
        cnd_sheet_take_cell (sheet, blank ? g_strdup ("") : columns[c].make (source));
    }
}

static void
add_total (CndSheet *sheet, CellSource *source)
{
  source->row = NULL;
  source->counts = cnd_report_get_total (source->report);
  source->shown = cnd_network_get_output (cnd_report_get_network (source->report));
  cnd_sheet_add_rule (sheet);
  cnd_sheet_begin_row (sheet);
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    {
      if (!column_is_shown (&columns[c], source->report, source->options))
        continue;
      if (columns[c].make == make_id)
        cnd_sheet_add_cell (sheet, _("Total"));
      else if (columns[c].make == make_kind || (columns[c].blank & source->options->blanks))
        cnd_sheet_add_cell (sheet, "");
      else
        cnd_sheet_take_cell (sheet, columns[c].make (source));
    }
}

CndSheet *
cnd_analysis_new_summary (CndReport *report, const CndSummaryOptions *options)
{
  CndSheet *sheet = cnd_sheet_new ();
  g_autoptr (GArray) rows = cnd_analysis_list_rows (cnd_report_get_network (report), options->depth);
  CellSource source = { .report = report, .options = options, .style = options->style };

  add_columns (sheet, report, options);
  for (guint i = 0; i < rows->len; i++)
    {
      source.row = &g_array_index (rows, CndSummaryRow, i);
      if (!source.row->open || options->form == CND_SUMMARY_INDENTED)
        add_row (sheet, &source);
    }
  if (options->form != CND_SUMMARY_DATA)
    add_total (sheet, &source);
  return sheet;
}
