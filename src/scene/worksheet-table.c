/* A worksheet's table: its columns, what a class must know of each layer to compute its figures, and the widths. */
#include "config.h"

#include "scene/worksheet-private.h"

#include <glib/gi18n-lib.h>

#define PADDING 14.0     /* between columns */
#define WRITING 82.0     /* the least that a hand needs */
#define WIDEST_NAME 190.0
#define WIDEST_KIND 120.0
#define INDENT 10.0
#define MOST_READ 3u     /* more inputs than that are counted */

/* ---- What a layer does ---------------------------------------------------------------- */

static void
append_word (GString *text, char *word)
{
  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append (text, word);
  g_free (word);
}

static void
append_padding (GString *text, const CndKind *kind, const CndLayer *layer, CndNumberStyle style)
{
  gint padding = cnd_ops_find_attribute (kind, "padding");
  g_autofree char *value = NULL;
  gboolean any = FALSE;

  if (padding < 0)
    return;
  for (guint i = 0; i < 4; i++)
    any = any || layer->attributes[padding].integers[i] != 0;
  if (!any)
    return;
  value = cnd_ops_format_attribute (kind, padding, &layer->attributes[padding], style);
  /* Translators: of a convolution or pooling; very short */
  append_word (text, g_strdup_printf (_("padding %s"), value));
}

/* Says @word where the switch is @on. */
static void
append_switch (GString *text, const CndKind *kind, const CndLayer *layer, const char *name, gboolean on, const char *word)
{
  gint i = cnd_ops_find_attribute (kind, name);

  if (i >= 0 && kind->attributes[i].type == CND_ATTRIBUTE_SWITCH && (layer->attributes[i].integers[0] != 0) == on)
    append_word (text, g_strdup (word));
}

static void
append_inputs (GString *text, const CndNetwork *network, guint index, CndNumberStyle style)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL), *layer = &layers[index];
  const guint *inputs = cnd_network_get_inputs (network, layer);
  g_autoptr (GString) names = NULL;

  if (layer->n_inputs == 0 || (layer->n_inputs == 1 && inputs[0] + 1 == index))
    return;
  if (layer->n_inputs > MOST_READ)
    {
      g_autofree char *number = cnd_base_format_count (style, layer->n_inputs);

      append_word (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "reads %s layer", "reads %s layers", layer->n_inputs), number));
      return;
    }
  names = g_string_new (NULL);
  for (guint i = 0; i < layer->n_inputs; i++)
    {
      const CndLayer *input = &layers[inputs[i]];
      g_autofree char *name = cnd_base_isolate_text (input->block == layer->block ? input->name : input->id);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  /* Translators: the names of the layers that a layer reads */
  append_word (text, g_strdup_printf (_("reads %s"), names->str));
}

static char *
describe_settings (const CndWorksheetTable *table, const CndSummaryRow *row)
{
  CndNetwork *network = cnd_report_get_network (table->report);
  CndNumberStyle style = table->options->numbers;
  const CndLayer *layer;
  const CndKind *kind;
  g_autofree char *attributes = NULL;
  GString *text;

  if (row->layer == G_MAXUINT)
    return g_strdup ("");
  layer = &cnd_network_get_layers (network, NULL)[row->layer];
  kind = cnd_ops_get_kind (layer->kind);
  attributes = cnd_scene_format_attributes (network, layer, style);
  text = g_string_new (attributes);
  if (kind->category == CND_CATEGORY_LINEAR)
    {
      /* its inputs are the output of the layer before */
      if (table->options->blanks & CND_BLANK_OUTPUT)
        g_string_truncate (text, 0);
      g_autofree char *outputs = cnd_base_format_signed (style, layer->output.channels);

      append_word (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s output", "%s outputs", (gulong) layer->output.channels), outputs));
    }
  append_padding (text, kind, layer, style);
  append_switch (text, kind, layer, "ceil_mode", TRUE, _("sizes rounded up"));
  append_switch (text, kind, layer, "bias", FALSE, _("no bias"));
  append_inputs (text, network, row->layer, style);
  return g_string_free (text, FALSE);
}

/* ---- Columns -------------------------------------------------------------------------- */

static guint
get_blank (const CndColumn *column, guint cell)
{
  static const struct
  {
    const char *key;
    guint blank;
  } blanks[] = {
    { "parameters", CND_BLANK_PARAMETERS },
    { "macs", CND_BLANK_MACS },
    { "operations", CND_BLANK_OPERATIONS },
  };

  if (cell == CND_WORKSHEET_OUTPUT)
    return CND_BLANK_OUTPUT;
  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++)
    if (g_strcmp0 (column->key, blanks[i].key) == 0)
      return blanks[i].blank;
  return 0;
}

static void
choose_columns (CndWorksheetTable *table)
{
  const guint wanted = table->options->blanks;
  guint n_cells;
  const CndColumn *cells = cnd_sheet_get_columns (table->sheet, &n_cells);

  for (guint cell = 0; cell < n_cells; cell++)
    {
      guint blank = get_blank (&cells[cell], cell);

      /* who is asked for multiply-adds must not find their double beside it */
      if (blank == CND_BLANK_OPERATIONS && !(wanted & blank) && (wanted & CND_BLANK_MACS))
        continue;
      if (cell == CND_WORKSHEET_OUTPUT)
        table->columns[table->n_columns++] = (CndWorksheetColumn){ .title = _("Settings"), .cell = G_MAXUINT };
      table->columns[table->n_columns++] = (CndWorksheetColumn){
        .title = cells[cell].title, .number = cells[cell].number, .asked = (wanted & blank) != 0, .cell = cell
      };
    }
}

static double
measure_column (const CndWorksheetTable *table, const CndWorksheetColumn *column, CndRuler *ruler)
{
  double widest = cnd_ruler_measure (ruler, column->title, CND_WORKSHEET_TEXT, TRUE);
  guint n_rows;
  const CndSheetRow *rows = cnd_sheet_get_rows (table->sheet, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    {
      const CndSummaryRow *row = i < table->rows->len ? &g_array_index (table->rows, CndSummaryRow, i) : NULL;
      const char *text = cnd_sheet_row_get_cell (&rows[i], column->cell);
      double indent = 0;

      if (column->cell == CND_WORKSHEET_NAME && row)
        {
          text = row->label;
          indent = row->indent * INDENT;
        }
      widest = MAX (widest, indent + cnd_ruler_measure (ruler, text, CND_WORKSHEET_TEXT, row == NULL || row->open));
    }
  if (column->asked)
    widest = MAX (widest, WRITING);
  return widest;
}

/* The settings have what is left. */
static void
place_columns (CndWorksheetTable *table, CndRuler *ruler)
{
  double left = CND_PAGE_WIDTH - 2 * CND_WORKSHEET_MARGIN - PADDING * (table->n_columns - 1), x = CND_WORKSHEET_MARGIN;

  for (guint i = 0; i < table->n_columns; i++)
    {
      CndWorksheetColumn *column = &table->columns[i];

      if (column->cell == G_MAXUINT)
        continue;
      column->width = measure_column (table, column, ruler);
      if (column->cell == CND_WORKSHEET_NAME)
        column->width = MIN (column->width, WIDEST_NAME);
      else if (column->cell == CND_WORKSHEET_KIND)
        column->width = MIN (column->width, WIDEST_KIND);
      left -= column->width;
    }
  for (guint i = 0; i < table->n_columns; i++)
    {
      CndWorksheetColumn *column = &table->columns[i];

      if (column->cell == G_MAXUINT)
        column->width = MAX (left, 60);
      column->x = x;
      x += column->width + PADDING;
    }
}

void
cnd_worksheet_table_init (CndWorksheetTable *table, CndReport *report, const CndWorksheetOptions *options, CndRuler *ruler)
{
  const CndSummaryOptions summary = { .form = CND_SUMMARY_INDENTED, .style = options->numbers, .depth = options->depth };

  *table = (CndWorksheetTable){ .report = report, .options = options, .indent = (guint) INDENT };
  table->rows = cnd_analysis_list_rows (cnd_report_get_network (report), options->depth);
  table->sheet = cnd_analysis_new_summary (report, &summary);
  table->settings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < table->rows->len; i++)
    g_ptr_array_add (table->settings, describe_settings (table, &g_array_index (table->rows, CndSummaryRow, i)));
  choose_columns (table);
  place_columns (table, ruler);
}

void
cnd_worksheet_table_clear (CndWorksheetTable *table)
{
  g_clear_pointer (&table->rows, g_array_unref);
  g_clear_pointer (&table->sheet, cnd_sheet_free);
  g_clear_pointer (&table->settings, g_ptr_array_unref);
}
