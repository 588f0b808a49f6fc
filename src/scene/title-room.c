/* Where a frame's title has room: its upper edge, and the lines that run through it. */
#include "config.h"

#include "scene/title-room-private.h"

#define STRIP_TOP 3.0
#define STRIP_HEIGHT 18.0

/* From one point of a route or lane to the next, as edges.c draws it: a cubic curve, perhaps a straight one. */
typedef struct
{
  CndPoint points[4];
} Stretch;

static void
add_stretch (const CndGraph *graph, CndTitleLines *lines, const CndPoint *points)
{
  Stretch stretch;
  CndRect rect = CND_RECT_NOTHING;
  CndChunk chunk;

  for (guint i = 0; i < 4; i++)
    {
      stretch.points[i] = cnd_graph_place (graph, points[i]);
      rect = cnd_rect_unite (rect, (CndRect){ stretch.points[i].x, stretch.points[i].y, 0, 0 });
    }
  chunk = (CndChunk){ lines->stretches->len, lines->stretches->len + 1, rect };
  g_array_append_val (lines->stretches, stretch);
  g_array_append_val (lines->chunks, chunk);
}

static void
add_line (const CndGraph *graph, CndTitleLines *lines, CndPoint a, CndPoint b, gboolean orthogonal)
{
  CndPoint middle = { (a.x + b.x) / 2, (a.y + b.y) / 2 };

  if (orthogonal || a.x == b.x || a.y == b.y)
    add_stretch (graph, lines, (CndPoint[4]){ a, { (a.x + middle.x) / 2, (a.y + middle.y) / 2 },
                                              { (b.x + middle.x) / 2, (b.y + middle.y) / 2 }, b });
  else if (graph->options->flow == CND_FLOW_DOWN)
    add_stretch (graph, lines, (CndPoint[4]){ a, { a.x, middle.y }, { b.x, middle.y }, b });
  else
    add_stretch (graph, lines, (CndPoint[4]){ a, { middle.x, a.y }, { middle.x, b.y }, b });
}

static void
add_route (const CndGraph *graph, CndTitleLines *lines, const CndRoute *route)
{
  const CndPoint *points = graph->layout->points + route->first_point;

  if (route->arc)
    {
      add_line (graph, lines, points[0], points[1], TRUE);
      add_stretch (graph, lines, points + 1);
      add_line (graph, lines, points[4], points[5], TRUE);
      return;
    }
  for (guint i = 1; i < route->n_points; i++)
    add_line (graph, lines, points[i - 1], points[i], route->orthogonal);
}

void
cnd_title_lines_init (CndTitleLines *lines, const CndGraph *graph)
{
  const CndLayout *layout = graph->layout;

  lines->stretches = g_array_sized_new (FALSE, FALSE, sizeof (Stretch), layout->n_points);
  lines->chunks = g_array_sized_new (FALSE, FALSE, sizeof (CndChunk), layout->n_points);
  for (guint i = 0; i < layout->n_routes; i++)
    add_route (graph, lines, &layout->routes[i]);
  for (guint i = 0; i < layout->n_lanes; i++)
    for (guint k = 1; k < layout->lanes[i].n_points; k++)
      {
        const CndPoint *points = layout->points + layout->lanes[i].first_point + k;
        add_line (graph, lines, points[-1], points[0], TRUE);
      }
  for (guint i = 0; i < layout->n_rows; i++)
    add_line (graph, lines, layout->rows[i].from, layout->rows[i].corner, TRUE);
  lines->index = cnd_chunk_index_new ((const CndChunk *) lines->chunks->data, lines->chunks->len);
}

void
cnd_title_lines_clear (CndTitleLines *lines)
{
  g_clear_pointer (&lines->index, cnd_chunk_index_free);
  g_clear_pointer (&lines->chunks, g_array_unref);
  g_clear_pointer (&lines->stretches, g_array_unref);
}

static CndPoint
get_curve_point (const CndPoint *p, double t)
{
  double s = 1 - t;
  double weights[4] = { s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t };

  return (CndPoint){ weights[0] * p[0].x + weights[1] * p[1].x + weights[2] * p[2].x + weights[3] * p[3].x,
                     weights[0] * p[0].y + weights[1] * p[1].y + weights[2] * p[2].y + weights[3] * p[3].y };
}

/* Where the straight line from a to b is in the strip's height. */
static void
meet (CndTitleRoom *room, CndPoint a, CndPoint b)
{
  double ends[2] = { room->strip.y, room->strip.y + room->strip.height };
  double rise = b.y - a.y;

  if (MAX (a.y, b.y) < ends[0] || MIN (a.y, b.y) > ends[1])
    return;
  for (guint i = 0; i < 2; i++)
    {
      double t = rise == 0 ? i : CLAMP ((ends[i] - a.y) / rise, 0, 1);
      double x = a.x + t * (b.x - a.x);

      if (x >= room->strip.x && x <= room->strip.x + room->strip.width)
        g_array_append_val (room->obstacles, x);
    }
}

static gboolean
meet_stretch (guint i, gpointer data)
{
  const guint n = 24;
  CndTitleRoom *room = data;
  const CndPoint *points = g_array_index (room->lines->stretches, Stretch, i).points;
  CndPoint before = points[0];

  if (points[0].x == points[3].x && points[0].x == points[1].x)
    {
      meet (room, points[0], points[3]);
      return TRUE;
    }
  for (guint k = 1; k <= n; k++)
    {
      CndPoint point = get_curve_point (points, (double) k / n);
      meet (room, before, point);
      before = point;
    }
  return TRUE;
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

void
cnd_title_room_init (CndTitleRoom *room, const CndTitleLines *lines, CndRect frame, guint n_rows)
{
  double start = frame.x + CND_TITLE_X - CND_TITLE_CLEARANCE;
  double end = frame.x + frame.width - CND_TITLE_X + CND_TITLE_CLEARANCE;

  room->lines = lines;
  room->strip = (CndRect){ frame.x, frame.y + STRIP_TOP, frame.width, STRIP_HEIGHT + (n_rows - 1) * CND_TITLE_ROW };
  room->obstacles = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (room->obstacles, start);
  g_array_append_val (room->obstacles, end);
  cnd_chunk_index_foreach (lines->index, room->strip, FALSE, meet_stretch, room);
  g_array_sort (room->obstacles, compare_doubles);
}

void
cnd_title_room_clear (CndTitleRoom *room)
{
  g_clear_pointer (&room->obstacles, g_array_unref);
}

gboolean
cnd_title_room_find_place (const CndTitleRoom *room, double width, gboolean mirrored, guint n_gaps, double *x)
{
  const double *obstacles = (const double *) room->obstacles->data;
  guint n = room->obstacles->len;

  for (guint k = 1; k < n && k <= n_gaps; k++)
    {
      guint i = mirrored ? n - k : k;
      if (obstacles[i] - obstacles[i - 1] < width + 2 * CND_TITLE_CLEARANCE)
        continue;
      *x = mirrored ? obstacles[i] - CND_TITLE_CLEARANCE - width : obstacles[i - 1] + CND_TITLE_CLEARANCE;
      return TRUE;
    }
  return FALSE;
}

double
cnd_title_room_get_widest (const CndTitleRoom *room)
{
  const double *obstacles = (const double *) room->obstacles->data;
  double widest = 0;

  for (guint i = 1; i < room->obstacles->len; i++)
    widest = MAX (widest, obstacles[i] - obstacles[i - 1]);
  return widest - 2 * CND_TITLE_CLEARANCE;
}
