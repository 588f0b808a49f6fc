/* The points of the edges: straight through ranks, an S-curve in each gap where they move sideways. */
#include "layout-private.h"

#include <stdlib.h>

#define PORT_MARGIN 10.0 /* from the corners of a box */

typedef struct
{
  const Draft *draft;
  CndLayout *layout;
  double *ports; /* of each edge: where it ends across the flow */
  guint capacity;
} Routes;

static guint
get_last_vertex (const Draft *draft, guint edge)
{
  const CndViewEdge *e = &draft->edges[edge];
  guint span = draft->ranks[e->to] - draft->ranks[e->from];

  return draft->chains[edge] == NONE ? e->from : draft->chains[edge] + span - 2;
}

static gboolean
has_route (const Draft *draft, guint edge)
{
  const CndViewEdge *e = &draft->edges[edge];

  return draft->chains[edge] != NONE || draft->ranks[e->to] - draft->ranks[e->from] == 1;
}

/* Where an edge enters the gap below @rank: at @vertex there, or at the joint above the next column. */
static double
get_start (const Draft *draft, guint vertex, guint rank)
{
  guint column = draft->columns[rank + 1];

  return draft->columns[rank] == column ? draft->x[vertex] : draft->column_x[column];
}

/* The end of one route at its box. */
typedef struct
{
  guint edge;
  double from; /* where it comes from across the flow */
} Arrival;

static int
compare_arrivals (gconstpointer a, gconstpointer b)
{
  const Arrival *left = a, *right = b;

  if (left->from != right->from)
    return left->from < right->from ? -1 : 1;
  return (left->edge > right->edge) - (left->edge < right->edge);
}

/* An edge straight from above ends in the middle of the box, those from the left left of it, in order. */
static void
spread_ports (Routes *routes, guint node, Arrival *arrivals)
{
  const Draft *draft = routes->draft;
  const CndViewNode *view_node = &draft->view->nodes[node];
  double x = draft->x[node];
  double room = MAX (0, draft->widths[node] / 2 - PORT_MARGIN);
  double most, pitch;
  guint n = 0, left = 0, middle = 0, right;

  for (guint e = view_node->first_edge; e < view_node->first_edge + view_node->n_edges; e++)
    {
      double from;

      if (!has_route (draft, e))
        continue;
      from = get_start (draft, get_last_vertex (draft, e), draft->ranks[node] - 1);
      left += from < x - 0.5;
      middle += ABS (from - x) <= 0.5;
      arrivals[n++] = (Arrival){ e, from };
    }
  if (n > 1)
    qsort (arrivals, n, sizeof (Arrival), compare_arrivals);

  right = n - left - middle;
  most = middle > 0 ? MAX (left, right) : MAX (left, right) - 0.5;
  pitch = most > 0 ? MIN (PORT_PITCH, room / most) : 0;
  for (guint i = 0; i < n; i++)
    {
      double step;

      if (middle > 0)
        step = i < left ? (double) i - left : i < left + middle ? 0 : (double) i - left - middle + 1;
      else if (left == 0 || right == 0)
        step = n == 1 ? 0 : left == 0 ? (double) i : (double) i - (n - 1);
      else
        step = (double) i - left + 0.5;
      routes->ports[arrivals[i].edge] = x + pitch * step;
    }
}

static void
add_point (Routes *routes, double x, double y)
{
  CndLayout *layout = routes->layout;
  CndRoute *route = &layout->routes[layout->n_routes - 1];
  CndPoint *last = layout->points + layout->n_points - 1;

  if (route->n_points > 0 && last->x == x && last->y == y)
    return;
  if (route->n_points > 1 && last->x == x && last[-1].x == x)
    {
      last->y = y;
      return;
    }
  if (layout->n_points == routes->capacity)
    {
      routes->capacity *= 2;
      layout->points = g_renew (CndPoint, layout->points, routes->capacity);
    }
  layout->points[layout->n_points++] = (CndPoint){ x, y };
  route->n_points++;
}

static void
write_route (Routes *routes, guint edge)
{
  const Draft *draft = routes->draft;
  CndLayout *layout = routes->layout;
  guint from = draft->edges[edge].from, to = draft->edges[edge].to;
  guint first = draft->ranks[from], last = draft->ranks[to];
  const CndRect *start = &layout->boxes[from], *end = &layout->boxes[to];

  layout->routes[layout->n_routes++] = (CndRoute){ edge, layout->n_points, 0, FALSE, FALSE };
  if (draft->columns[first] == draft->columns[first + 1])
    {
      add_point (routes, draft->x[from], start->y + start->height);
      add_point (routes, draft->x[from], draft->bend_tops[first]);
    }
  else
    add_point (routes, draft->column_x[draft->columns[first + 1]], 0); /* the joint */
  for (guint rank = first + 1; rank < last; rank++)
    {
      double x = draft->x[draft->chains[edge] + rank - first - 1];

      add_point (routes, x, draft->bend_bottoms[rank - 1]);
      add_point (routes, x, draft->bend_tops[rank]);
    }
  add_point (routes, routes->ports[edge], draft->bend_bottoms[last - 1]);
  add_point (routes, routes->ports[edge], end->y);
}

void
cnd_layout_write_routes (const Draft *draft, CndLayout *layout)
{
  ArenaMark mark = cnd_arena_mark (draft->arena);
  Routes routes = { draft, layout, NULL, 0 };
  double *ports = NEW0 (draft, double, draft->n_edges + 1);
  Arrival *arrivals;
  guint most = 0, n_routes = 0;

  for (guint edge = 0; edge < draft->n_edges; edge++)
    n_routes += has_route (draft, edge);
  routes.capacity = 2 * n_routes + 16;
  for (guint node = 0; node < draft->n_nodes; node++)
    most = MAX (most, draft->view->nodes[node].n_edges);
  arrivals = NEW (draft, Arrival, most + 1);
  routes.ports = ports;
  layout->points = g_new (CndPoint, routes.capacity);
  layout->routes = g_new (CndRoute, n_routes + draft->n_columns + 1);
  for (guint node = 0; node < draft->n_nodes; node++)
    spread_ports (&routes, node, arrivals);
  for (guint edge = 0; edge < draft->n_edges; edge++)
    if (has_route (draft, edge))
      write_route (&routes, edge);
  cnd_arena_release (draft->arena, mark);
}
