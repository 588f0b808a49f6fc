/* A layout as text with whole numbers, one thing a line. */
#include "layout-private.h"

static void
dump_points (GString *text, const CndPoint *points, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, " %.0f,%.0f", points[i].x + 0.0, points[i].y + 0.0);
  g_string_append_c (text, '\n');
}

static void
dump_rect (GString *text, const CndRect *rect)
{
  g_string_append_printf (text, " %.0f,%.0f %.0f×%.0f\n", rect->x + 0.0, rect->y + 0.0, rect->width, rect->height);
}

char *
cnd_layout_dump (const CndLayout *layout)
{
  GString *text = g_string_new ("bounds");
  guint n_nodes;

  cnd_view_get_nodes (layout->view, &n_nodes);
  dump_rect (text, &layout->bounds);
  for (guint i = 0; i < n_nodes; i++)
    {
      g_string_append_printf (text, "box %u rank %u column %u", i, layout->ranks[i], layout->columns[i]);
      dump_rect (text, &layout->boxes[i]);
    }
  for (guint i = 0; i < layout->n_frames; i++)
    {
      g_string_append_printf (text, "frame %u", layout->frames[i].block);
      dump_rect (text, &layout->frames[i].rect);
    }
  for (guint i = 0; i < layout->n_routes; i++)
    {
      const CndRoute *route = &layout->routes[i];
      const CndViewEdge *edge = route->edge == NONE ? NULL : &cnd_view_get_edges (layout->view, NULL)[route->edge];

      if (edge == NULL)
        g_string_append (text, "connector");
      else
        g_string_append_printf (text, "route %u→%u", edge->from, edge->to);
      if (route->arc)
        g_string_append (text, " arc");
      else if (route->orthogonal)
        g_string_append (text, " orthogonal");
      dump_points (text, layout->points + route->first_point, route->n_points);
    }
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      const CndLane *lane = &layout->lanes[i];

      g_string_append_printf (text, "lane %u", lane->node);
      dump_points (text, layout->points + lane->first_point, lane->n_points);
    }
  for (guint i = 0; i < layout->n_taps; i++)
    {
      const CndTap *tap = &layout->taps[i];
      const CndViewEdge *edge = &cnd_view_get_edges (layout->view, NULL)[tap->edge];

      g_string_append_printf (text, "tap %u→%u", edge->from, edge->to);
      dump_points (text, &tap->point, 1);
    }
  for (guint i = 0; i < layout->n_rows; i++)
    {
      const CndReadRow *row = &layout->rows[i];
      CndPoint points[] = { row->from, row->corner, row->to };

      g_string_append_printf (text, "row %u", row->node);
      dump_points (text, points, G_N_ELEMENTS (points));
    }
  return g_string_free (text, FALSE);
}
