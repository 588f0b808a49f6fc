/* Lanes, and the rows of those who read them, with a tap wherever a row meets a lane. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TAP_RADIUS 3.1
#define MARK_LENGTH 4.0
#define MARK_SIDE 3.0
#define LARGEST_TAP 4.4   /* where it is shown how much is read: in full … */
#define SMALLEST_TAP 1.5  /* … and nearly nothing */
#define EMPTY_TAP 2.4

/* A wedge along the flow, at the foot of a lane that goes on in another column and at its head there. */
static void
draw_mark (CndGraph *graph, CndPoint tip)
{
  CndSceneBuilder *builder = graph->builder;
  gboolean down = graph->options->flow == CND_FLOW_DOWN;
  CndPoint by = down ? (CndPoint){ MARK_SIDE, -MARK_LENGTH } : (CndPoint){ -MARK_LENGTH, MARK_SIDE };

  cnd_scene_builder_move_to (builder, tip.x + by.x, tip.y + by.y);
  cnd_scene_builder_line_to (builder, tip.x, tip.y);
  cnd_scene_builder_line_to (builder, tip.x + (down ? -by.x : by.x), tip.y + (down ? by.y : -by.y));
  cnd_scene_builder_add_path (builder, "continued", CND_INK_NONE, CND_INK_LANE, graph->style->lane_line);
}

static char *
format_lane_title (const CndGraph *graph, const CndLane *lane)
{
  const char *id = cnd_graph_get_node_id (graph, lane->node);

  /* Translators: the line that carries a layer's output past its readers; the second: where it goes on in another column */
  return g_strdup_printf (lane->part == 0 ? _("Output of %s") : _("Output of %s, continued"), id);
}

static void
draw_lane (CndGraph *graph, const CndLane *lane)
{
  g_autofree char *part = lane->part == 0 ? NULL : g_strdup_printf ("lane%u.", lane->part + 1);
  g_autofree char *id = cnd_scene_make_id (part != NULL ? part : "lane.", cnd_graph_get_node_id (graph, lane->node));
  g_autofree char *title = format_lane_title (graph, lane);
  g_autofree CndPoint *points = g_new (CndPoint, lane->n_points);
  CndItem *item;

  if (lane->n_points < 2)
    return;
  for (guint i = 0; i < lane->n_points; i++)
    points[i] = cnd_graph_place (graph, graph->layout->points[lane->first_point + i]);
  item = cnd_scene_builder_begin (graph->builder, CND_ROLE_LANE, "lane", cnd_scene_builder_intern (graph->builder, id));
  item->title = cnd_scene_builder_intern (graph->builder, title);
  cnd_scene_append_orthogonal (graph->builder, points, lane->n_points);
  cnd_scene_builder_add_path (graph->builder, "line", CND_INK_NONE, CND_INK_LANE, graph->style->lane_line);
  if (lane->part > 0)
    draw_mark (graph, points[0]);
  if (lane->goes_on)
    draw_mark (graph, points[lane->n_points - 1]);
  cnd_scene_builder_end_group (graph->builder);
}

/* Taps by the node that reads: starts[node] … starts[node + 1] in order. */
static void
sort_taps (const CndGraph *graph, guint **starts, guint **order)
{
  const CndLayout *layout = graph->layout;

  *starts = g_new0 (guint, graph->n_nodes + 2);
  *order = g_new (guint, layout->n_taps);
  for (guint i = 0; i < layout->n_taps; i++)
    (*starts)[graph->edges[layout->taps[i].edge].to + 2]++;
  for (guint i = 2; i < graph->n_nodes + 2; i++)
    (*starts)[i] += (*starts)[i - 1];
  for (guint i = 0; i < layout->n_taps; i++)
    (*order)[(*starts)[graph->edges[layout->taps[i].edge].to + 1]++] = i;
}

static void
draw_row_line (CndGraph *graph, const CndReadRow *row)
{
  CndPoint points[3] = { cnd_graph_place (graph, row->from), cnd_graph_place (graph, row->corner), cnd_graph_place (graph, row->to) };
  gboolean straight = row->corner.x == row->to.x && row->corner.y == row->to.y;
  guint n = straight ? 2 : 3;
  CndPoint *last = &points[n - 1], tip = points[2];
  double dx = tip.x - points[n - 2].x, dy = tip.y - points[n - 2].y;
  CndPoint direction = fabs (dx) > fabs (dy) ? (CndPoint){ dx < 0 ? -1 : 1, 0 } : (CndPoint){ 0, dy < 0 ? -1 : 1 };
  gboolean has_arrow = hypot (dx, dy) >= CND_ARROW_ROOM;

  *last = has_arrow ? (CndPoint){ tip.x - direction.x * (CND_ARROW_LENGTH - 1), tip.y - direction.y * (CND_ARROW_LENGTH - 1) } : tip;
  cnd_scene_append_orthogonal (graph->builder, points, n);
  cnd_scene_builder_add_path (graph->builder, "line", CND_INK_NONE, CND_INK_ROW, graph->style->lane_line);
  if (has_arrow)
    cnd_graph_draw_arrowhead (graph, tip, direction.x, direction.y, CND_INK_ROW);
}

/* What stands for a tap from afar: as wide as lanes are apart, as high as its reader's box with the gap to the next one, so
 * that the cells of a block close up to a map; but no further than the lane goes. */
static CndRect
get_cell (const CndGraph *graph, guint node, const CndTap *tap, CndPoint point, double pitch)
{
  const CndLayout *layout = graph->layout;
  const CndLane *lane = &layout->lanes[tap->lane];
  CndPoint first = cnd_graph_place (graph, layout->points[lane->first_point]);
  CndPoint last = cnd_graph_place (graph, layout->points[lane->first_point + lane->n_points - 1]);
  CndPoint corner = cnd_graph_place (graph, (CndPoint){ layout->boxes[node].x, layout->boxes[node].y });
  double gap = cnd_layout_default_options.rank_gap;
  double start, end;

  if (graph->options->flow == CND_FLOW_DOWN)
    {
      start = MAX (corner.y - gap / 2, first.y);
      end = MIN (corner.y + layout->boxes[node].height + gap / 2, last.y);
      return (CndRect){ point.x - pitch / 2, start, pitch, MAX (end - start, 0) };
    }
  start = MAX (corner.x - gap / 2, first.x);
  end = MIN (corner.x + layout->boxes[node].width + gap / 2, last.x);
  return (CndRect){ start, point.y - pitch / 2, MAX (end - start, 0), pitch };
}

static void
draw_tap (CndGraph *graph, guint node, const CndTap *tap, double pitch)
{
  CndPoint point = cnd_graph_place (graph, tap->point);
  double share = graph->options->shares != NULL ? CLAMP (graph->options->shares[tap->edge], 0, 1) : 1;
  double radius = graph->options->shares == NULL ? TAP_RADIUS : share > 0 ? SMALLEST_TAP + (LARGEST_TAP - SMALLEST_TAP) * share : EMPTY_TAP;
  CndItem *dot = cnd_scene_builder_add_tap (graph->builder, point, radius, get_cell (graph, node, tap, point, pitch), share);

  dot->edge = tap->edge;
  if (share > 0)
    return;
  /* what nobody reads any more is an empty ring */
  dot->fill_ink = CND_INK_BACKGROUND;
  dot->fill = cnd_scene_get_ink_color (cnd_scene_builder_get_theme (graph->builder), CND_INK_BACKGROUND);
  dot->stroke_ink = CND_INK_TAP;
  dot->stroke = cnd_scene_get_ink_color (cnd_scene_builder_get_theme (graph->builder), CND_INK_TAP);
  dot->stroke_width = 1;
}

static void
draw_row (CndGraph *graph, const CndReadRow *row, const guint *taps, guint n_taps, double pitch)
{
  g_autofree char *id = cnd_scene_make_id ("row.", cnd_graph_get_node_id (graph, row->node));
  g_autofree char *count = cnd_base_format_count (graph->options->numbers, n_taps);
  /* Translators: a layer and how many lanes it reads */
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s reads %s output", "%s reads %s outputs", n_taps),
                                            cnd_graph_get_node_id (graph, row->node), count);
  CndItem *item = cnd_scene_builder_begin (graph->builder, CND_ROLE_ROW, "row", cnd_scene_builder_intern (graph->builder, id));

  item->title = cnd_scene_builder_intern (graph->builder, title);
  draw_row_line (graph, row);
  for (guint i = 0; i < n_taps; i++)
    draw_tap (graph, row->node, &graph->layout->taps[taps[i]], pitch);
  cnd_scene_builder_end_group (graph->builder);
}

/* The smallest distance of two taps that follow each other in a row. */
static double
measure_pitch (const CndGraph *graph, const guint *starts, const guint *order)
{
  const CndTap *taps = graph->layout->taps;
  gboolean down = graph->options->flow == CND_FLOW_DOWN;
  double pitch = G_MAXDOUBLE;

  for (guint node = 0; node < graph->n_nodes; node++)
    for (guint i = starts[node] + 1; i < starts[node + 1]; i++)
      {
        CndPoint a = taps[order[i - 1]].point, b = taps[order[i]].point;
        double distance = down ? fabs (a.x - b.x) : fabs (a.y - b.y);
        if (distance >= 1)
          pitch = MIN (pitch, distance);
      }
  return pitch < G_MAXDOUBLE ? pitch : 3 * TAP_RADIUS;
}

void
cnd_graph_draw_lanes (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *starts = NULL, *order = NULL;
  double pitch;
  CndItem *list;

  if (layout->n_lanes == 0)
    return;
  list = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "lanes", "lanes");
  list->title = cnd_scene_builder_intern (graph->builder, _("Outputs that several layers read"));
  for (guint i = 0; i < layout->n_lanes; i++)
    draw_lane (graph, &layout->lanes[i]);
  cnd_scene_builder_end_group (graph->builder);

  sort_taps (graph, &starts, &order);
  pitch = measure_pitch (graph, starts, order);
  cnd_scene_builder_set_tap_pitch (graph->builder, layout->n_taps > 0 ? pitch : 0);
  list = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "rows", "rows");
  list->title = cnd_scene_builder_intern (graph->builder, _("What the layers read"));
  for (guint i = 0; i < layout->n_rows; i++)
    {
      guint node = layout->rows[i].node;
      draw_row (graph, &layout->rows[i], order + starts[node], starts[node + 1] - starts[node], pitch);
    }
  cnd_scene_builder_end_group (graph->builder);
}
