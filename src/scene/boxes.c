/* Boxes: how large, and how drawn. A coloured side with the sign, then up to four lines of text. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIDE 30.0       /* the coloured side */
#define PADDING 10.0
#define TEXT_GAP 14.0   /* between the two texts of a line */
#define RADIUS 6.0
#define DOUBLE_EDGE 3.0
#define SLACK 1.04      /* other fonts are a little wider */

#define WIDTH_STEP 12.0
#define MIN_WIDTH 168.0
#define COMMON_WIDTH 252.0 /* a category's boxes are widened together up to here; wider ones stand alone */
#define MAX_WIDTH 360.0

static const double heights[CND_BOX_LINES + 1] = { 0, 28, 45, 61, 77 };
static const double baselines[CND_BOX_LINES + 1][CND_BOX_LINES] = { { 0 }, { 18.5 }, { 18.5, 35 }, { 18.5, 35, 51 }, { 18.5, 35, 51, 67 } };

static double
get_size (guint line, gboolean is_end)
{
  return line == 0 && !is_end ? CND_TITLE_SIZE : CND_LABEL_SIZE;
}

static double
measure (CndGraph *graph, const CndBoxLabel *label, guint line, gboolean is_end)
{
  const char *text = is_end ? label->end[line] : label->start[line];

  return text != NULL ? cnd_ruler_measure (&graph->ruler, text, get_size (line, is_end), line == 0 && !is_end) * SLACK : 0;
}

static double
get_needed_width (CndGraph *graph, const CndBoxLabel *label)
{
  double widest = 0;

  for (guint line = 0; line < label->n_lines; line++)
    {
      double start = measure (graph, label, line, FALSE), end = measure (graph, label, line, TRUE);
      widest = MAX (widest, start + end + (start > 0 && end > 0 ? TEXT_GAP : 0));
    }
  return SIDE + 2 * PADDING + widest;
}

void
cnd_graph_size_boxes (CndGraph *graph, CndRect *sizes)
{
  double common[CND_N_CATEGORIES + 1];

  for (guint i = 0; i <= CND_N_CATEGORIES; i++)
    common[i] = MIN_WIDTH;
  for (guint i = 0; i < graph->n_nodes; i++)
    {
      CndBoxLabel *label = &graph->labels[i];
      if (graph->nodes[i].n_outside > 0)
        continue;
      cnd_graph_label_node (graph, i, label);
      label->width = ceil (get_needed_width (graph, label) / WIDTH_STEP) * WIDTH_STEP;
      if (label->width <= COMMON_WIDTH)
        common[label->category] = MAX (common[label->category], label->width);
    }
  for (guint i = 0; i < graph->n_nodes; i++)
    {
      const CndBoxLabel *label = &graph->labels[i];
      double edge = label->category == CND_N_CATEGORIES ? 2 * DOUBLE_EDGE : 0;
      if (graph->nodes[i].n_outside > 0)
        {
          sizes[i] = cnd_graph_size_end (graph, i);
          continue;
        }
      sizes[i] = (CndRect){ 0, 0, CLAMP (label->width, common[label->category], MAX_WIDTH) + edge, heights[label->n_lines] + edge };
    }
}

/* ---- Drawing ------------------------------------------------------------------------ */

/* The side of a box: round where the box is. */
static void
append_side (CndSceneBuilder *builder, CndRect box, gboolean mirrored, double radius)
{
  double x = mirrored ? box.x + box.width : box.x;
  double sign = mirrored ? -1 : 1;
  double top = box.y, bottom = box.y + box.height, bend = radius * 0.4477;

  cnd_scene_builder_move_to (builder, x + sign * SIDE, top);
  cnd_scene_builder_line_to (builder, x + sign * radius, top);
  cnd_scene_builder_curve_to (builder, x + sign * bend, top, x, top + bend, x, top + radius);
  cnd_scene_builder_line_to (builder, x, bottom - radius);
  cnd_scene_builder_curve_to (builder, x, bottom - bend, x + sign * bend, bottom, x + sign * radius, bottom);
  cnd_scene_builder_line_to (builder, x + sign * SIDE, bottom);
  cnd_scene_builder_close (builder);
}

static void
draw_side (CndGraph *graph, CndRect box, CndCategory category)
{
  gboolean mirrored = graph->mirrored;
  CndInk ink = category == CND_N_CATEGORIES ? CND_INK_BLOCK : CND_INK_CATEGORY + category;
  CndRect side = { mirrored ? box.x + box.width - SIDE : box.x, box.y, SIDE, box.height };
  CndPoint centre = { side.x + SIDE / 2 + (mirrored ? -0.5 : 0.5), side.y + side.height / 2 };

  if (graph->style->hatch)
    {
      cnd_scene_draw_hatch (graph->builder, category, (CndRect){ side.x + 2, side.y + 2, side.width - 4, side.height - 4 });
      cnd_scene_builder_add_rect (graph->builder, "ground", (CndRect){ centre.x - 10, centre.y - 10, 20, 20 }, 4, CND_INK_BOX, CND_INK_NONE, 0);
      cnd_scene_builder_move_to (graph->builder, mirrored ? side.x : side.x + SIDE, side.y);
      cnd_scene_builder_line_to (graph->builder, mirrored ? side.x : side.x + SIDE, side.y + side.height);
      cnd_scene_builder_add_path (graph->builder, "side", CND_INK_NONE, CND_INK_BOX_LINE, 1);
    }
  else
    {
      append_side (graph->builder, box, mirrored, RADIUS - graph->style->box_line / 2);
      cnd_scene_builder_add_path (graph->builder, "side", ink, CND_INK_NONE, 0);
    }
  cnd_scene_draw_sign (graph->builder, category, centre);
}

static void
draw_text (CndGraph *graph, CndRect box, const CndBoxLabel *label, guint line, gboolean is_end, double room)
{
  const char *text = is_end ? label->end[line] : label->start[line];
  gboolean is_title = line == 0 && !is_end;
  double size = get_size (line, is_end);
  g_autofree char *fitting = cnd_ruler_fit (&graph->ruler, text, size, is_title, room);
  double width = cnd_ruler_measure (&graph->ruler, fitting, size, is_title);
  gboolean at_right = is_end != graph->mirrored;
  double left = graph->mirrored ? box.x + PADDING : box.x + SIDE + PADDING;
  double right = graph->mirrored ? box.x + box.width - SIDE - PADDING : box.x + box.width - PADDING;
  CndPoint anchor = { at_right ? right : left, box.y + baselines[label->n_lines][line] };

  cnd_scene_builder_add_text (graph->builder, is_title ? "title" : is_end ? "label end" : "label",
                              cnd_scene_builder_intern (graph->builder, fitting), size, is_title, anchor,
                              at_right ? CND_ALIGN_END : CND_ALIGN_START, width, is_title ? CND_INK_TEXT : CND_INK_DIM);
}

/* Where a line is too long even for the widest box, the text at its end gives way down to a third, then the other. */
static void
draw_line (CndGraph *graph, CndRect box, const CndBoxLabel *label, guint line)
{
  double room = box.width - SIDE - 2 * PADDING;
  double start = measure (graph, label, line, FALSE), end = measure (graph, label, line, TRUE);

  if (start > 0 && end > 0)
    {
      room -= TEXT_GAP;
      if (start + end > room)
        end = MAX (MIN (end, room / 3), room - start);
      start = MIN (start, room - end);
    }
  else
    {
      start = MIN (start, room);
      end = MIN (end, room);
    }
  if (label->start[line] != NULL)
    draw_text (graph, box, label, line, FALSE, start);
  if (label->end[line] != NULL)
    draw_text (graph, box, label, line, TRUE, end);
}

/* "reads conv1 and conv2" for a few, "reads 12 layers" for many */
static char *
describe_inputs (const CndGraph *graph, guint node)
{
  const CndViewNode *shown = &graph->nodes[node];

  if (shown->n_edges == 0)
    return NULL;
  if (shown->n_edges > 6)
    {
      g_autofree char *count = cnd_base_format_count (graph->options->numbers, shown->n_edges);
      return g_strdup_printf (_("Reads %s boxes"), count);
    }

  GString *ids = g_string_new (NULL);
  for (guint i = 0; i < shown->n_edges; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", cnd_graph_get_node_id (graph, graph->edges[shown->first_edge + i].from));
  g_autofree char *list = g_string_free (ids, FALSE);
  return g_strdup_printf (_("Reads %s"), list);
}

static void
begin_box (CndGraph *graph, guint node, const CndBoxLabel *label)
{
  const CndViewNode *shown = &graph->nodes[node];
  gboolean is_layer = shown->layer != G_MAXUINT;
  const CndCounts *counts = is_layer ? cnd_report_get_layer (graph->report, shown->layer) : cnd_report_get_block (graph->report, shown->block);
  const CndLayer *output = &graph->layers[is_layer ? shown->layer : graph->blocks[shown->block].output];
  g_autofree char *id = cnd_scene_make_id (is_layer ? "layer." : "block.", cnd_graph_get_node_id (graph, node));
  g_autofree char *class = is_layer ? g_strdup_printf ("layer %s", cnd_ops_get_category_name (label->category)) : g_strdup ("block");
  g_autofree char *title = cnd_graph_describe_node (graph, node);
  g_autofree char *description = describe_inputs (graph, node);
  g_autofree char *shape = cnd_shape_format (&output->output, CND_NUMBER_STYLE_PLAIN);
  g_autofree char *parameters = cnd_base_format_count (CND_NUMBER_STYLE_PLAIN, counts->parameters);
  g_autofree char *macs = cnd_base_format_count (CND_NUMBER_STYLE_PLAIN, counts->macs);
  const char *pairs[] = { "kind", is_layer ? cnd_ops_get_kind (output->kind)->name : "block", "output", shape,
                          "parameters", parameters, "macs", macs, NULL };
  const char *const *data = cnd_scene_builder_intern_data (graph->builder, pairs);
  CndItem *item = cnd_scene_builder_begin (graph->builder, is_layer ? CND_ROLE_LAYER : CND_ROLE_BLOCK,
                                           cnd_scene_builder_intern (graph->builder, class), cnd_scene_builder_intern (graph->builder, id));

  item->title = cnd_scene_builder_intern (graph->builder, title);
  item->description = cnd_scene_builder_intern (graph->builder, description);
  item->data = data;
  item->layer = shown->layer;
  item->block = shown->block;
}

static void
draw_box (CndGraph *graph, guint node)
{
  const CndBoxLabel *label = &graph->labels[node];
  CndRect box = graph->layout->boxes[node];
  const CndThemeStyle *style = graph->style;
  double line = label->learned ? style->learned_line : style->box_line;

  box.x += graph->origin.x;
  box.y += graph->origin.y;
  begin_box (graph, node, label);
  cnd_scene_builder_add_rect (graph->builder, "outline", box, RADIUS + (label->category == CND_N_CATEGORIES ? 2 : 0), CND_INK_BOX,
                              CND_INK_BOX_LINE, line);
  if (label->category == CND_N_CATEGORIES)
    {
      box = (CndRect){ box.x + DOUBLE_EDGE, box.y + DOUBLE_EDGE, box.width - 2 * DOUBLE_EDGE, box.height - 2 * DOUBLE_EDGE };
      cnd_scene_builder_add_rect (graph->builder, "inner", box, RADIUS, CND_INK_NONE, CND_INK_BOX_LINE, 1);
      line = 1;
    }
  draw_side (graph, (CndRect){ box.x + line / 2, box.y + line / 2, box.width - line, box.height - line }, label->category);
  for (guint i = 0; i < label->n_lines; i++)
    draw_line (graph, box, label, i);
  cnd_scene_builder_end_group (graph->builder);
}

void
cnd_graph_draw_boxes (CndGraph *graph)
{
  CndItem *list = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "layers", "layers");

  list->title = cnd_scene_builder_intern (graph->builder, _("Layers"));
  for (guint i = 0; i < graph->n_nodes; i++)
    if (graph->nodes[i].n_outside == 0)
      draw_box (graph, i);
  cnd_scene_builder_end_group (graph->builder);
}
