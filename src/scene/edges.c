/* Lines: routes as smooth curves with arrowheads, lanes, and rows with their taps. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ARROW_LENGTH 7.0
#define ARROW_WIDTH 6.5
#define ARROW_ROOM 12.0  /* a shorter last stretch gets no arrowhead */
#define CORNER 7.0
#define TAP_RADIUS 3.1

static CndPoint
place (const CndGraph *graph, CndPoint point)
{
  return (CndPoint){ point.x + graph->origin.x, point.y + graph->origin.y };
}

static CndPoint
move_towards (CndPoint from, CndPoint to, double distance)
{
  double length = hypot (to.x - from.x, to.y - from.y);

  if (length == 0)
    return from;
  return (CndPoint){ from.x + (to.x - from.x) * distance / length, from.y + (to.y - from.y) * distance / length };
}

/* A triangle with its tip at @tip, pointing along (dx, dy), a unit vector of an axis. */
static void
draw_arrowhead (CndGraph *graph, CndPoint tip, double dx, double dy, CndInk ink)
{
  CndPoint base = { tip.x - dx * ARROW_LENGTH, tip.y - dy * ARROW_LENGTH };

  cnd_scene_builder_move_to (graph->builder, tip.x, tip.y);
  cnd_scene_builder_line_to (graph->builder, base.x - dy * ARROW_WIDTH / 2, base.y + dx * ARROW_WIDTH / 2);
  cnd_scene_builder_line_to (graph->builder, base.x + dy * ARROW_WIDTH / 2, base.y - dx * ARROW_WIDTH / 2);
  cnd_scene_builder_close (graph->builder);
  cnd_scene_builder_add_path (graph->builder, "arrow", ink, CND_INK_NONE, 0);
}

/* Straight stretches with rounded corners. */
static void
append_orthogonal (CndSceneBuilder *builder, const CndPoint *points, guint n)
{
  cnd_scene_builder_move_to (builder, points[0].x, points[0].y);
  for (guint i = 1; i + 1 < n; i++)
    {
      double before = hypot (points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
      double after = hypot (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);
      double radius = MIN (CORNER, MIN (before, after) / 2);
      CndPoint in = move_towards (points[i], points[i - 1], radius), out = move_towards (points[i], points[i + 1], radius);
      CndPoint bend_in = move_towards (points[i], points[i - 1], radius * 0.4477);
      CndPoint bend_out = move_towards (points[i], points[i + 1], radius * 0.4477);
      cnd_scene_builder_line_to (builder, in.x, in.y);
      cnd_scene_builder_curve_to (builder, bend_in.x, bend_in.y, bend_out.x, bend_out.y, out.x, out.y);
    }
  cnd_scene_builder_line_to (builder, points[n - 1].x, points[n - 1].y);
}

/* S-curves with tangents along the flow; straight where two points share a coordinate. */
static void
append_smooth (CndSceneBuilder *builder, const CndPoint *points, guint n, CndFlow flow)
{
  cnd_scene_builder_move_to (builder, points[0].x, points[0].y);
  for (guint i = 1; i < n; i++)
    {
      CndPoint a = points[i - 1], b = points[i];
      if (fabs (a.x - b.x) < 0.01 || fabs (a.y - b.y) < 0.01)
        cnd_scene_builder_line_to (builder, b.x, b.y);
      else if (flow == CND_FLOW_DOWN)
        cnd_scene_builder_curve_to (builder, a.x, (a.y + b.y) / 2, b.x, (a.y + b.y) / 2, b.x, b.y);
      else
        cnd_scene_builder_curve_to (builder, (a.x + b.x) / 2, a.y, (a.x + b.x) / 2, b.y, b.x, b.y);
    }
}

/* The direction in which a route arrives, and how much room there is for an arrowhead. */
static double
get_arrival (const CndRoute *route, const CndPoint *points, guint n, CndFlow flow, CndPoint *direction)
{
  double dx = points[n - 1].x - points[n - 2].x, dy = points[n - 1].y - points[n - 2].y;

  if (route->orthogonal)
    *direction = fabs (dx) > fabs (dy) ? (CndPoint){ dx < 0 ? -1 : 1, 0 } : (CndPoint){ 0, dy < 0 ? -1 : 1 };
  else
    *direction = flow == CND_FLOW_DOWN ? (CndPoint){ 0, 1 } : (CndPoint){ 1, 0 };
  return fabs (direction->x != 0 ? dx : dy);
}

static void
begin_route (CndGraph *graph, const CndRoute *route)
{
  const CndViewEdge *edge;
  CndItem *item;

  if (route->edge == G_MAXUINT)
    {
      cnd_scene_builder_begin (graph->builder, CND_ROLE_EDGE, "connector", NULL);
      return;
    }
  edge = &graph->edges[route->edge];
  g_autofree char *from = cnd_scene_make_id ("edge.", cnd_graph_get_node_id (graph, edge->from));
  g_autofree char *id = cnd_scene_make_id ("", cnd_graph_get_node_id (graph, edge->to));
  g_autofree char *both = g_strconcat (from, "..", id, NULL);
  /* Translators: a connection between two layers, by their names */
  g_autofree char *title = g_strdup_printf (_("%s to %s"), cnd_graph_get_node_id (graph, edge->from), cnd_graph_get_node_id (graph, edge->to));
  item = cnd_scene_builder_begin (graph->builder, CND_ROLE_EDGE, "edge", cnd_scene_builder_intern (graph->builder, both));
  item->title = cnd_scene_builder_intern (graph->builder, title);
  item->edge = route->edge;
}

static void
draw_route (CndGraph *graph, const CndRoute *route)
{
  CndFlow flow = graph->options->flow;
  g_autofree CndPoint *points = g_new (CndPoint, route->n_points);
  guint n = route->n_points;
  gboolean is_connector = route->edge == G_MAXUINT;
  CndPoint direction, tip;
  gboolean has_arrow;

  if (n < 2)
    return;
  for (guint i = 0; i < n; i++)
    points[i] = place (graph, graph->layout->points[route->first_point + i]);
  has_arrow = get_arrival (route, points, n, flow, &direction) >= ARROW_ROOM && !is_connector;
  tip = points[n - 1];
  if (has_arrow)
    points[n - 1] = (CndPoint){ tip.x - direction.x * (ARROW_LENGTH - 1), tip.y - direction.y * (ARROW_LENGTH - 1) };
  begin_route (graph, route);
  if (route->orthogonal)
    append_orthogonal (graph->builder, points, n);
  else
    append_smooth (graph->builder, points, n, flow);
  cnd_scene_builder_add_path (graph->builder, "line", CND_INK_NONE, CND_INK_EDGE, graph->style->edge_line * (is_connector ? 1.6 : 1));
  if (has_arrow)
    draw_arrowhead (graph, tip, direction.x, direction.y, CND_INK_EDGE);
  cnd_scene_builder_end_group (graph->builder);
}

void
cnd_graph_draw_edges (CndGraph *graph)
{
  CndItem *list = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "edges", "edges");

  list->title = cnd_scene_builder_intern (graph->builder, _("Connections"));
  for (guint i = 0; i < graph->layout->n_routes; i++)
    draw_route (graph, &graph->layout->routes[i]);
  cnd_scene_builder_end_group (graph->builder);
}

/* ---- Lanes -------------------------------------------------------------------------- */

static void
draw_lane (CndGraph *graph, const CndLane *lane)
{
  g_autofree char *part = lane->part == 0 ? NULL : g_strdup_printf ("lane%u.", lane->part + 1);
  g_autofree char *id = cnd_scene_make_id (part ? part : "lane.", cnd_graph_get_node_id (graph, lane->node));
  /* Translators: the line that carries a layer's output past its readers */
  g_autofree char *title = g_strdup_printf (_("Output of %s"), cnd_graph_get_node_id (graph, lane->node));
  g_autofree CndPoint *points = g_new (CndPoint, lane->n_points);
  CndItem *item;

  if (lane->n_points < 2)
    return;
  for (guint i = 0; i < lane->n_points; i++)
    points[i] = place (graph, graph->layout->points[lane->first_point + i]);
  item = cnd_scene_builder_begin (graph->builder, CND_ROLE_LANE, "lane", cnd_scene_builder_intern (graph->builder, id));
  item->title = cnd_scene_builder_intern (graph->builder, title);
  append_orthogonal (graph->builder, points, lane->n_points);
  cnd_scene_builder_add_path (graph->builder, "line", CND_INK_NONE, CND_INK_LANE, graph->style->lane_line);
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
  CndPoint points[3] = { place (graph, row->from), place (graph, row->corner), place (graph, row->to) };
  gboolean straight = row->corner.x == row->to.x && row->corner.y == row->to.y;
  guint n = straight ? 2 : 3;
  CndPoint *last = &points[n - 1], tip = points[2];
  double dx = tip.x - points[n - 2].x, dy = tip.y - points[n - 2].y;
  CndPoint direction = fabs (dx) > fabs (dy) ? (CndPoint){ dx < 0 ? -1 : 1, 0 } : (CndPoint){ 0, dy < 0 ? -1 : 1 };
  gboolean has_arrow = hypot (dx, dy) >= ARROW_ROOM;

  *last = has_arrow ? (CndPoint){ tip.x - direction.x * (ARROW_LENGTH - 1), tip.y - direction.y * (ARROW_LENGTH - 1) } : tip;
  append_orthogonal (graph->builder, points, n);
  cnd_scene_builder_add_path (graph->builder, "line", CND_INK_NONE, CND_INK_ROW, graph->style->lane_line);
  if (has_arrow)
    draw_arrowhead (graph, tip, direction.x, direction.y, CND_INK_ROW);
}

static void
draw_row (CndGraph *graph, const CndReadRow *row, const guint *taps, guint n_taps)
{
  g_autofree char *id = cnd_scene_make_id ("row.", cnd_graph_get_node_id (graph, row->node));
  g_autofree char *count = cnd_base_format_count (graph->options->numbers, n_taps);
  /* Translators: a layer and how many lanes it reads */
  g_autofree char *title = g_strdup_printf (_("%s reads %s outputs"), cnd_graph_get_node_id (graph, row->node), count);
  CndItem *item = cnd_scene_builder_begin (graph->builder, CND_ROLE_ROW, "row", cnd_scene_builder_intern (graph->builder, id));

  item->title = cnd_scene_builder_intern (graph->builder, title);
  draw_row_line (graph, row);
  for (guint i = 0; i < n_taps; i++)
    {
      const CndTap *tap = &graph->layout->taps[taps[i]];
      CndItem *dot = cnd_scene_builder_add_circle (graph->builder, "tap", place (graph, tap->point), TAP_RADIUS, CND_INK_TAP, CND_INK_NONE, 0);
      dot->role = CND_ROLE_TAP;
      dot->edge = tap->edge;
    }
  cnd_scene_builder_end_group (graph->builder);
}

void
cnd_graph_draw_lanes (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *starts = NULL, *order = NULL;
  CndItem *list;

  if (layout->n_lanes == 0)
    return;
  list = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "lanes", "lanes");
  list->title = cnd_scene_builder_intern (graph->builder, _("Outputs that several layers read"));
  for (guint i = 0; i < layout->n_lanes; i++)
    draw_lane (graph, &layout->lanes[i]);
  cnd_scene_builder_end_group (graph->builder);

  sort_taps (graph, &starts, &order);
  list = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "rows", "rows");
  list->title = cnd_scene_builder_intern (graph->builder, _("What the layers read"));
  for (guint i = 0; i < layout->n_rows; i++)
    {
      guint node = layout->rows[i].node;
      draw_row (graph, &layout->rows[i], order + starts[node], starts[node + 1] - starts[node]);
    }
  cnd_scene_builder_end_group (graph->builder);
}
