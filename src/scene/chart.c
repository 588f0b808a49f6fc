/* Where the parameters and multiply-adds are: a bar a layer, block or kind, in two columns. */
#include "config.h"

#include "scene/scene-private.h"

#include <glib/gi18n-lib.h>

#define MARGIN 16.0
#define ROW_HEIGHT 26.0
#define BAR_HEIGHT 14.0
#define HEAD_HEIGHT 34.0
#define NAME_WIDTH 190.0
#define NUMBER_WIDTH 118.0
#define GAP 14.0        /* between a name and its bar */
#define COLUMN_GAP 36.0
#define TEXT_SIZE 12.0
#define BASELINE 4.2 /* from the middle of a row down to where text of that size stands */
#define MAX_ROWS 600u

const CndChartOptions cnd_chart_default_options = {
  .theme = CND_THEME_LIGHT,
  .grouping = CND_CHART_LAYERS,
  .width = 900,
  .numbers = { CND_DIGITS_LATIN, TRUE, FALSE },
};

typedef struct
{
  guint layer, block; /* G_MAXUINT: not of one */
  CndInk ink;
  char *name;
  guint64 figures[2]; /* parameters, multiply-adds */
} Bar;

typedef struct
{
  const CndChartOptions *options;
  CndReport *report;
  CndSceneBuilder *builder;
  CndRuler ruler;
  GArray *bars; /* of Bar */
  double column_width;
} Chart;

static void
clear_bar (gpointer data)
{
  g_free (((Bar *) data)->name);
}

/* ---- What has a bar ----------------------------------------------------------------- */

static void
add_bar (Chart *chart, Bar bar)
{
  if (bar.figures[0] == 0 && bar.figures[1] == 0)
    g_free (bar.name);
  else
    g_array_append_val (chart->bars, bar);
}

static CndInk
get_layer_ink (const CndLayer *layer)
{
  return (CndInk) (CND_INK_CATEGORY + cnd_ops_get_kind (layer->kind)->category);
}

/* Layers, with every block deeper than @depth as one. */
static void
list_rows (Chart *chart, guint depth)
{
  CndNetwork *network = cnd_report_get_network (chart->report);
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
  g_autoptr (GArray) rows = cnd_analysis_list_rows (network, depth);

  for (guint i = 0; i < rows->len; i++)
    {
      const CndSummaryRow *row = &g_array_index (rows, CndSummaryRow, i);
      gboolean is_layer = row->layer != G_MAXUINT;
      const CndCounts *counts = is_layer ? cnd_report_get_layer (chart->report, row->layer)
                                         : cnd_report_get_block (chart->report, row->block);
      const char *id = is_layer ? layers[row->layer].id : blocks[row->block].id;

      if (!row->open)
        add_bar (chart, (Bar){ row->layer, row->block, is_layer ? get_layer_ink (&layers[row->layer]) : CND_INK_BLOCK,
                               cnd_scene_clean_text (id), { counts->parameters, counts->macs } });
    }
}

static void
list_kinds (Chart *chart)
{
  guint n_layers, n_kinds = cnd_ops_get_n_kinds ();
  const CndLayer *layers = cnd_network_get_layers (cnd_report_get_network (chart->report), &n_layers);
  g_autofree Bar *bars = g_new0 (Bar, n_kinds);

  for (guint i = 0; i < n_layers; i++)
    {
      const CndCounts *counts = cnd_report_get_layer (chart->report, i);

      bars[layers[i].kind].figures[0] += counts->parameters; /* the report has checked the sum over all layers */
      bars[layers[i].kind].figures[1] += counts->macs;
      bars[layers[i].kind].ink = get_layer_ink (&layers[i]);
    }
  for (guint k = 0; k < n_kinds; k++)
    {
      bars[k].layer = bars[k].block = G_MAXUINT;
      bars[k].name = g_strdup (_(cnd_ops_get_kind (k)->title));
      add_bar (chart, bars[k]);
    }
}

/* ---- Predict, then reveal ------------------------------------------------------------ */

static const CndFigure column_figures[] = { CND_FIGURE_PARAMETERS, CND_FIGURE_MACS };

/* @layer, @block: G_MAXUINT where the row is of neither; @name: then it has this one */
static char *
make_figure_name (CndReport *report, guint layer, guint block, const char *name, guint column)
{
  CndNetwork *network = cnd_report_get_network (report);

  if (layer != G_MAXUINT)
    name = cnd_network_get_layers (network, NULL)[layer].id;
  else if (block != G_MAXUINT)
    name = cnd_network_get_blocks (network, NULL)[block].id;
  return g_strdup_printf ("%s/%s", name, cnd_analysis_get_figure_name (column_figures[column]));
}

/* @bar: NULL for the total */
static gboolean
is_covered (const Chart *chart, const Bar *bar, guint column)
{
  g_autofree char *figure = NULL;

  if (!chart->options->is_covered)
    return FALSE;
  figure = bar ? make_figure_name (chart->report, bar->layer, bar->block, bar->name, column)
               : make_figure_name (chart->report, G_MAXUINT, G_MAXUINT, "", column);
  return chart->options->is_covered (figure, chart->options->cover_data);
}

/* ---- Drawing ------------------------------------------------------------------------ */

static double
get_column_width (const CndChartOptions *options)
{
  return (options->width - 2 * MARGIN - NAME_WIDTH - GAP - COLUMN_GAP) / 2;
}

static double
get_column_x (const Chart *chart, guint column)
{
  return MARGIN + NAME_WIDTH + GAP + column * (chart->column_width + COLUMN_GAP);
}

/* All is placed as from left to right; here the whole picture is mirrored. */
static double
mirror (const Chart *chart, double x, double width)
{
  return chart->options->right_to_left ? chart->options->width - x - width : x;
}

static void
draw_text (Chart *chart, const char *text, gboolean bold, CndPoint anchor, CndAlign align, double room, CndInk ink)
{
  g_autofree char *fitting = cnd_ruler_fit (&chart->ruler, text, TEXT_SIZE, bold, room);
  const char *kept = cnd_scene_builder_intern (chart->builder, fitting);

  anchor.x = mirror (chart, anchor.x, 0);
  if (chart->options->right_to_left && align != CND_ALIGN_MIDDLE)
    align = align == CND_ALIGN_START ? CND_ALIGN_END : CND_ALIGN_START;
  cnd_scene_builder_add_text (chart->builder, "label", kept, TEXT_SIZE, bold, anchor, align,
                              cnd_ruler_measure (&chart->ruler, kept, TEXT_SIZE, bold), ink);
}

static char *
format_share (const Chart *chart, guint64 value, guint64 total)
{
  g_autofree char *number = cnd_base_format_short (chart->options->numbers, value);
  double percent = total > 0 ? 100.0 * (double) value / (double) total : 0;
  g_autofree char *share = cnd_base_format_decimal (chart->options->numbers, percent, percent < 10 ? 1 : 0);

  /* Translators: a count and its share of the total in percent: "25.1 M · 18 %" */
  return g_strdup_printf (_("%s · %s %%"), number, share);
}

static void
draw_figure (Chart *chart, const Bar *bar, guint column, double middle, guint64 total)
{
  double x = get_column_x (chart, column), room = chart->column_width - NUMBER_WIDTH;
  double length = total > 0 && bar->figures[column] > 0 ? MAX (room * (double) bar->figures[column] / (double) total, 1.5) : 0;
  g_autofree char *text = format_share (chart, bar->figures[column], total);

  cnd_scene_builder_add_rect (chart->builder, "track", (CndRect){ mirror (chart, x, room), middle - BAR_HEIGHT / 2, room, BAR_HEIGHT }, 3,
                              CND_INK_FRAME, CND_INK_NONE, 0);
  if (is_covered (chart, bar, column))
    {
      draw_text (chart, "?", FALSE, (CndPoint){ x + chart->column_width, middle + BASELINE }, CND_ALIGN_END, NUMBER_WIDTH - 6,
                 CND_INK_TEXT);
      return;
    }
  if (length > 0)
    cnd_scene_builder_add_rect (chart->builder, "bar", (CndRect){ mirror (chart, x, length), middle - BAR_HEIGHT / 2, length, BAR_HEIGHT },
                                MIN (3, length / 2), bar->ink, CND_INK_NONE, 0);
  draw_text (chart, text, FALSE, (CndPoint){ x + chart->column_width, middle + BASELINE }, CND_ALIGN_END, NUMBER_WIDTH - 6,
             CND_INK_TEXT);
}

static void
draw_bar (Chart *chart, guint index, double y)
{
  const Bar *bar = &g_array_index (chart->bars, Bar, index);
  const CndCounts *total = cnd_report_get_total (chart->report);
  CndRole role = bar->layer != G_MAXUINT ? CND_ROLE_LAYER : bar->block != G_MAXUINT ? CND_ROLE_BLOCK : CND_ROLE_ROW;
  g_autofree char *id = cnd_scene_make_id ("bar-", bar->name);
  CndItem *group = cnd_scene_builder_begin (chart->builder, role, "row", cnd_scene_builder_intern (chart->builder, id));

  group->layer = bar->layer;
  group->block = bar->block;
  group->title = cnd_scene_builder_intern (chart->builder, bar->name);
  /* what is found under the pointer is the whole row */
  cnd_scene_builder_add_rect (chart->builder, "field", (CndRect){ 0, y, chart->options->width, ROW_HEIGHT }, 0, CND_INK_BACKGROUND,
                              CND_INK_NONE, 0);
  draw_text (chart, bar->name, FALSE, (CndPoint){ MARGIN + NAME_WIDTH, y + ROW_HEIGHT / 2 + BASELINE }, CND_ALIGN_END, NAME_WIDTH,
             CND_INK_TEXT);
  draw_figure (chart, bar, 0, y + ROW_HEIGHT / 2, total->parameters);
  draw_figure (chart, bar, 1, y + ROW_HEIGHT / 2, total->macs);
  cnd_scene_builder_end_group (chart->builder);
}

static void
draw_head (Chart *chart)
{
  const CndCounts *total = cnd_report_get_total (chart->report);
  const guint64 totals[] = { total->parameters, total->macs };

  cnd_scene_builder_begin (chart->builder, CND_ROLE_LEGEND, "head", "head");
  for (guint column = 0; column < 2; column++)
    {
      g_autofree char *total_number = cnd_base_format_count (chart->options->numbers, totals[column]);
      const char *number = is_covered (chart, NULL, column) ? "?" : total_number;
      double x = get_column_x (chart, column), y = MARGIN + HEAD_HEIGHT / 2;

      draw_text (chart, cnd_analysis_get_figure_title (column_figures[column]), TRUE, (CndPoint){ x, y }, CND_ALIGN_START,
                 chart->column_width - NUMBER_WIDTH, CND_INK_TEXT);
      draw_text (chart, number, TRUE, (CndPoint){ x + chart->column_width, y }, CND_ALIGN_END, NUMBER_WIDTH, CND_INK_TEXT);
    }
  cnd_scene_builder_end_group (chart->builder);
}

/* The smaller ones that there is no room for, as a sentence. */
static double
draw_rest (Chart *chart, double y)
{
  guint n_rest = chart->bars->len > MAX_ROWS ? chart->bars->len - MAX_ROWS : 0;
  g_autofree char *number = NULL, *text = NULL;

  if (n_rest == 0)
    return y;
  number = cnd_base_format_count (chart->options->numbers, n_rest);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %s more", "and %s more", n_rest), number);
  draw_text (chart, text, FALSE, (CndPoint){ MARGIN + NAME_WIDTH, y + ROW_HEIGHT / 2 + BASELINE }, CND_ALIGN_END, NAME_WIDTH,
             CND_INK_DIM);
  return y + ROW_HEIGHT;
}

CndScene *
cnd_scene_new_chart (CndReport *report, const CndChartOptions *options, CndMeasureText measure, gpointer measure_data)
{
  g_autoptr (CndSceneBuilder) builder = cnd_scene_builder_new (options->theme);
  g_autofree char *name = cnd_network_dup_name (cnd_report_get_network (report));
  Chart chart = { options, report, builder };
  double y = MARGIN + HEAD_HEIGHT;
  CndScene *scene;

  cnd_ruler_init (&chart.ruler, measure, measure_data);
  chart.bars = g_array_new (FALSE, FALSE, sizeof (Bar));
  g_array_set_clear_func (chart.bars, clear_bar);
  chart.column_width = get_column_width (options);
  if (options->grouping == CND_CHART_KINDS)
    list_kinds (&chart);
  else
    list_rows (&chart, options->grouping == CND_CHART_BLOCKS ? 0 : G_MAXUINT);
  cnd_scene_builder_add_background (builder);
  draw_head (&chart);
  for (guint i = 0; i < MIN (chart.bars->len, MAX_ROWS); i++, y += ROW_HEIGHT)
    draw_bar (&chart, i, y);
  y = draw_rest (&chart, y);
  scene = cnd_scene_builder_seal (builder, (CndRect){ 0, 0, options->width, y + MARGIN }, name,
                                  _("Where parameters and multiply-adds are"), NULL, (CndPoint){ 0, 0 });
  g_array_unref (chart.bars);
  cnd_ruler_clear (&chart.ruler);
  return scene;
}

char *
cnd_scene_dup_chart_figure (const CndScene *scene, CndReport *report, const CndChartOptions *options, CndPoint point)
{
  double x = options->right_to_left ? options->width - point.x : point.x;
  double first = MARGIN + NAME_WIDTH + GAP, width = get_column_width (options) + COLUMN_GAP;
  guint column = x < first + width ? 0 : 1, found;
  const CndItem *item;

  if (x < first)
    return NULL;
  if (point.y < MARGIN + HEAD_HEIGHT)
    return make_figure_name (report, G_MAXUINT, G_MAXUINT, "", column);
  found = cnd_scene_pick (scene, point);
  if (found == G_MAXUINT)
    return NULL;
  item = &cnd_scene_get_items (scene, NULL)[found];
  return make_figure_name (report, item->layer, item->block, item->title, column);
}
