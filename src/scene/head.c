/* Above the graph: the network's name, its totals, and the legend of what occurs in the picture. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NAME_SIZE 20.0
#define TOTALS_SIZE 13.0
#define TILE 24.0
#define ENTRY_GAP 18.0
#define ROW_HEIGHT 32.0

/* Entries after the categories and the collapsed block. */
enum
{
  ENTRY_BLOCK = CND_N_CATEGORIES,
  ENTRY_TAP,
  ENTRY_FULL,  /* where taps are as large as what is read */
  ENTRY_PART,
  ENTRY_EMPTY,
  N_ENTRIES
};

static const char *
get_entry_title (guint entry)
{
  if (entry < CND_N_CATEGORIES)
    return cnd_ops_get_category_title (entry);
  switch (entry)
    {
    case ENTRY_TAP: return _("Dot: this layer reads that output");
    case ENTRY_FULL: return _("All of it is read");
    case ENTRY_PART: return _("A part is read");
    case ENTRY_EMPTY: return _("Pruned: none is read any more");
    default:
      /* Translators: legend: a box that stands for a whole block of layers */
      return _("Collapsed block");
    }
}

/* ---- Texts -------------------------------------------------------------------------- */

CndTotals
cnd_graph_sum_totals (const CndGraph *graph)
{
  CndTotals total = { 0 };
  guint n_layers;

  cnd_network_get_layers (graph->network, &n_layers);
  for (guint i = 0; i < n_layers; i++)
    if (cnd_view_has_layer (graph->view, i))
      {
        const CndCounts *counts = cnd_report_get_layer (graph->report, i);

        total.n_layers++;
        total.parameters += counts->parameters; /* the report has checked the sum over all layers */
        total.macs += counts->macs;
      }
  return total;
}

/* What the language asked for has for model and preset, else the preset's name, else its title, else the architecture's title, else its
 * name: a preset's title may tell it from the others only ("Ungrouped"). */
char *
cnd_graph_format_name (const CndGraph *graph)
{
  const CndArchitecture *architecture = cnd_network_get_architecture (graph->network);
  gint preset = cnd_parameter_values_find_preset (cnd_network_get_values (graph->network), architecture);
  g_autofree char *translated = cnd_architecture_dup_translated_title (architecture, preset, graph->options->language);
  g_autofree char *name = cnd_network_dup_name (graph->network);
  const char *title = translated;

  if (title == NULL && preset >= 0 && architecture->presets[preset].name != NULL)
    title = name;
  if (title == NULL && preset >= 0)
    title = cnd_text_get (architecture->presets[preset].title, graph->options->language);
  if (title == NULL)
    title = cnd_text_get (architecture->title, graph->options->language);
  if (title == NULL)
    title = name;
  if (graph->options->part == NULL)
    return cnd_scene_clean_text (title);
  /* Translators: a network's name, and the names of the layers and blocks that are drawn of it */
  g_autofree char *both = g_strdup_printf (_("%s: %s"), title, graph->options->part);
  return cnd_scene_clean_text (both);
}

char *
cnd_graph_format_state (const CndGraph *graph)
{
  guint stage = cnd_report_get_stage (graph->report);

  if (cnd_report_get_condensation (graph->report) <= 1)
    return NULL;
  if (stage == CND_STAGE_DENSE)
    return g_strdup (_("dense"));
  if (stage == CND_STAGE_FINAL || stage + 1 >= cnd_report_get_condensation (graph->report))
    return g_strdup (_("condensed"));
  g_autofree char *number = cnd_base_format_count (graph->options->numbers, stage);
  return g_strdup_printf (_("condensing stage %s"), number);
}

char *
cnd_graph_format_counts (const char *parameters, guint64 n_parameters, const char *macs, guint64 n_macs, const char *between)
{
  g_autofree char *first = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s parameter", "%s parameters", n_parameters), parameters);
  g_autofree char *second = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s multiply-add", "%s multiply-adds", n_macs), macs);

  return g_strconcat (first, between, second, NULL);
}

static char *
format_totals (const CndGraph *graph)
{
  CndTotals total = cnd_graph_sum_totals (graph);
  g_autofree char *parameters = cnd_base_format_count (graph->options->numbers, total.parameters);
  g_autofree char *macs = cnd_base_format_short (graph->options->numbers, total.macs);
  g_autofree char *state = cnd_graph_format_state (graph);
  gboolean covered = graph->options->show_counts == CND_SHOW_COVERED;
  g_autofree char *counts = cnd_graph_format_counts (covered ? "?" : parameters, covered ? 2 : total.parameters, covered ? "?" : macs,
                                                     covered ? 2 : total.macs, " · ");

  return state != NULL ? g_strconcat (counts, " · ", state, NULL) : g_steal_pointer (&counts);
}

/* ---- Legend ------------------------------------------------------------------------- */

static void
find_entries (const CndGraph *graph, gboolean *occurs)
{
  memset (occurs, 0, N_ENTRIES * sizeof *occurs);
  if (!graph->options->show_legend)
    return;
  for (guint i = 0; i < graph->n_nodes; i++)
    if (graph->nodes[i].n_outside == 0)
      occurs[graph->labels[i].category] = TRUE;
  gboolean taps = graph->layout == NULL || graph->layout->n_taps > 0, sized = graph->options->shares != NULL;
  occurs[ENTRY_TAP] = taps && !sized;
  occurs[ENTRY_FULL] = occurs[ENTRY_PART] = occurs[ENTRY_EMPTY] = taps && sized;
}

static double
get_entry_width (CndGraph *graph, guint entry)
{
  return TILE + 8 + cnd_ruler_measure (&graph->ruler, get_entry_title (entry), CND_LABEL_SIZE, FALSE);
}

static void
draw_tap (CndGraph *graph, guint entry, CndPoint centre)
{
  double radius = entry == ENTRY_FULL ? 4.4 : entry == ENTRY_PART ? 2.6 : entry == ENTRY_EMPTY ? 2.4 : 3.1;
  gboolean empty = entry == ENTRY_EMPTY;
  CndSceneBuilder *builder = graph->builder;

  cnd_scene_builder_move_to (builder, centre.x, centre.y - TILE / 2);
  cnd_scene_builder_line_to (builder, centre.x, centre.y + TILE / 2);
  cnd_scene_builder_add_path (builder, "line", CND_INK_NONE, CND_INK_LANE, graph->style->lane_line);
  cnd_scene_builder_move_to (builder, centre.x - TILE / 2, centre.y);
  cnd_scene_builder_line_to (builder, centre.x, centre.y);
  cnd_scene_builder_add_path (builder, "line", CND_INK_NONE, CND_INK_ROW, graph->style->lane_line);
  cnd_scene_builder_add_circle (builder, "tap", centre, radius, empty ? CND_INK_BACKGROUND : CND_INK_TAP, empty ? CND_INK_TAP : CND_INK_NONE,
                                empty ? 1 : 0);
}

static void
draw_tile (CndGraph *graph, guint category, CndRect tile)
{
  CndPoint centre = { tile.x + TILE / 2, tile.y + TILE / 2 };

  if (graph->style->hatch)
    {
      cnd_scene_builder_add_rect (graph->builder, "tile", tile, 5, CND_INK_BOX, CND_INK_BOX_LINE, 1);
      cnd_scene_draw_hatch (graph->builder, category, (CndRect){ tile.x + 2, tile.y + 2, TILE - 4, TILE - 4 });
      cnd_scene_builder_add_rect (graph->builder, "ground", (CndRect){ centre.x - 9, centre.y - 9, 18, 18 }, 3, CND_INK_BOX, CND_INK_NONE, 0);
    }
  else
    cnd_scene_builder_add_rect (graph->builder, "tile", tile, 5,
                                category == CND_N_CATEGORIES ? CND_INK_BLOCK : CND_INK_CATEGORY + category, CND_INK_NONE, 0);
  cnd_scene_draw_sign (graph->builder, category, centre);
}

static void
draw_entry (CndGraph *graph, guint entry, double x, double y)
{
  gboolean mirrored = graph->mirrored;
  CndRect tile = { mirrored ? x - TILE : x, y, TILE, TILE };
  const char *title = get_entry_title (entry);
  double width = cnd_ruler_measure (&graph->ruler, title, CND_LABEL_SIZE, FALSE);
  CndPoint anchor = { mirrored ? x - TILE - 8 : x + TILE + 8, y + TILE / 2 + 4.5 };

  if (entry >= ENTRY_TAP)
    draw_tap (graph, entry, (CndPoint){ tile.x + TILE / 2, tile.y + TILE / 2 });
  else
    draw_tile (graph, entry, tile);
  cnd_scene_builder_add_text (graph->builder, "label", cnd_scene_builder_intern (graph->builder, title), CND_LABEL_SIZE, FALSE,
                              anchor, mirrored ? CND_ALIGN_END : CND_ALIGN_START, width, CND_INK_TEXT);
}

/* Rows from the start side; returns the legend's height. */
static double
draw_legend (CndGraph *graph, CndPoint origin, double width)
{
  gboolean occurs[N_ENTRIES];
  double used = 0, y = origin.y;
  gboolean any = FALSE;

  find_entries (graph, occurs);
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      double needed = occurs[i] ? get_entry_width (graph, i) : 0;
      if (!occurs[i])
        continue;
      if (!any)
        {
          CndItem *item = cnd_scene_builder_begin (graph->builder, CND_ROLE_LEGEND, "legend", "legend");
          item->title = cnd_scene_builder_intern (graph->builder, _("Legend"));
        }
      else if (used + needed > width)
        {
          used = 0;
          y += ROW_HEIGHT;
        }
      any = TRUE;
      draw_entry (graph, i, graph->mirrored ? origin.x + width - used : origin.x + used, y);
      used += needed + ENTRY_GAP;
    }
  if (!any)
    return 0;
  cnd_scene_builder_end_group (graph->builder);
  return y + ROW_HEIGHT - origin.y;
}

/* ---- Head --------------------------------------------------------------------------- */

double
cnd_graph_get_head_width (CndGraph *graph)
{
  double width = 0;
  gboolean occurs[N_ENTRIES];

  if (graph->options->show_title)
    {
      g_autofree char *name = cnd_graph_format_name (graph);
      g_autofree char *totals = format_totals (graph);
      width = MAX (cnd_ruler_measure (&graph->ruler, name, NAME_SIZE, TRUE), cnd_ruler_measure (&graph->ruler, totals, TOTALS_SIZE, FALSE));
    }
  find_entries (graph, occurs);
  for (guint i = 0; i < N_ENTRIES; i++)
    if (occurs[i])
      width = MAX (width, get_entry_width (graph, i));
  return width;
}

/* At the start side of the head, shortened to @width. */
static void
draw_line (CndGraph *graph, CndPoint corner, double width, const char *css_class, const char *text, double size, gboolean bold,
           CndInk ink)
{
  g_autofree char *fitting = cnd_ruler_fit (&graph->ruler, text, size, bold, width);

  cnd_scene_builder_add_text (graph->builder, css_class, cnd_scene_builder_intern (graph->builder, fitting), size, bold,
                              (CndPoint){ graph->mirrored ? corner.x + width : corner.x, corner.y },
                              graph->mirrored ? CND_ALIGN_END : CND_ALIGN_START,
                              cnd_ruler_measure (&graph->ruler, fitting, size, bold), ink);
}

static double
draw_title (CndGraph *graph, CndPoint origin, double width)
{
  g_autofree char *name = cnd_graph_format_name (graph);
  g_autofree char *totals = format_totals (graph);

  cnd_scene_builder_begin (graph->builder, CND_ROLE_LEGEND, "head", "head");
  draw_line (graph, (CndPoint){ origin.x, origin.y + 18 }, width, "name", name, NAME_SIZE, TRUE, CND_INK_TEXT);
  draw_line (graph, (CndPoint){ origin.x, origin.y + 40 }, width, "totals", totals, TOTALS_SIZE, FALSE, CND_INK_DIM);
  cnd_scene_builder_end_group (graph->builder);
  return 56;
}

/* Counts in boxes do not stand without the state that they are of. */
static double
draw_state (CndGraph *graph, CndPoint origin, double width)
{
  CndShowCounts shown = graph->options->show_counts;
  gboolean shows_counts = shown != CND_SHOW_NO_COUNTS && shown != CND_SHOW_COVERED;
  g_autofree char *state = shows_counts ? cnd_graph_format_state (graph) : NULL;

  if (state == NULL)
    return 0;
  /* Translators: of which state the counts in a drawing are: dense, condensed */
  g_autofree char *text = g_strdup_printf (_("Counts: %s"), state);

  cnd_scene_builder_begin (graph->builder, CND_ROLE_LEGEND, "head", "head");
  draw_line (graph, (CndPoint){ origin.x, origin.y + 13 }, width, "totals", text, TOTALS_SIZE, FALSE, CND_INK_DIM);
  cnd_scene_builder_end_group (graph->builder);
  return 26;
}

double
cnd_graph_draw_head (CndGraph *graph, CndPoint origin, double width)
{
  double height = 0;

  if (graph->options->show_title)
    height += draw_title (graph, origin, width);
  else
    height += draw_state (graph, origin, width);
  height += draw_legend (graph, (CndPoint){ origin.x, origin.y + height }, width);
  return height;
}
