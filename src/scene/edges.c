/* Lines: routes as smooth curves with arrowheads. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ARROW_WIDTH 6.5
#define CORNER 7.0

CndPoint
cnd_graph_place (const CndGraph *graph, CndPoint point)
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

void
cnd_graph_draw_arrowhead (CndGraph *graph, CndPoint tip, double dx, double dy, CndInk ink)
{
  CndPoint base = { tip.x - dx * CND_ARROW_LENGTH, tip.y - dy * CND_ARROW_LENGTH };

  cnd_scene_builder_move_to (graph->builder, tip.x, tip.y);
  cnd_scene_builder_line_to (graph->builder, base.x - dy * ARROW_WIDTH / 2, base.y + dx * ARROW_WIDTH / 2);
  cnd_scene_builder_line_to (graph->builder, base.x + dy * ARROW_WIDTH / 2, base.y - dx * ARROW_WIDTH / 2);
  cnd_scene_builder_close (graph->builder);
  cnd_scene_builder_add_path (graph->builder, "arrow", ink, CND_INK_NONE, 0);
}

void
cnd_scene_append_orthogonal (CndSceneBuilder *builder, const CndPoint *points, guint n)
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

static void
append_arc (CndSceneBuilder *builder, const CndPoint *points)
{
  cnd_scene_builder_move_to (builder, points[0].x, points[0].y);
  cnd_scene_builder_line_to (builder, points[1].x, points[1].y);
  cnd_scene_builder_curve_to (builder, points[2].x, points[2].y, points[3].x, points[3].y, points[4].x, points[4].y);
  cnd_scene_builder_line_to (builder, points[5].x, points[5].y);
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
    points[i] = cnd_graph_place (graph, graph->layout->points[route->first_point + i]);
  has_arrow = get_arrival (route, points, n, flow, &direction) >= CND_ARROW_ROOM && !is_connector;
  tip = points[n - 1];
  if (has_arrow)
    points[n - 1] = (CndPoint){ tip.x - direction.x * (CND_ARROW_LENGTH - 1), tip.y - direction.y * (CND_ARROW_LENGTH - 1) };
  begin_route (graph, route);
  if (route->arc)
    append_arc (graph->builder, points);
  else if (route->orthogonal)
    cnd_scene_append_orthogonal (graph->builder, points, n);
  else
    append_smooth (graph->builder, points, n, flow);
  cnd_scene_builder_add_path (graph->builder, "line", CND_INK_NONE, CND_INK_EDGE, graph->style->edge_line * (is_connector ? 1.6 : 1));
  if (has_arrow)
    cnd_graph_draw_arrowhead (graph, tip, direction.x, direction.y, CND_INK_EDGE);
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
