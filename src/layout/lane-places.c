/* Where lanes run, beside the boxes: short ones near them, long ones outside. In dense connectivity all lanes end at
 * the same reader, so the oldest is outermost and no output crosses a lane. Also their taps and rows. */
#include "layout-private.h"

#define LANE_PITCH 10.0
#define LANE_AIR 18.0   /* between boxes and the first lane */
#define ROW_INSET 12.0  /* from the top or bottom of a box */

/* The greatest x in use, over a line of places: two for each rank, its input row and its output row. A segment tree
 * without recursion: `all` holds for all places under a node, `most` is the greatest value under it. */
typedef struct
{
  guint size;
  double *most, *all;
} Skyline;

static void
skyline_raise (Skyline *skyline, guint first, guint last, double value)
{
  guint ends[2] = { first + skyline->size, last + skyline->size };

  for (guint a = ends[0], b = ends[1] + 1; a < b; a /= 2, b /= 2)
    {
      guint nodes[2] = { a & 1 ? a++ : 0, b & 1 ? --b : 0 };

      for (guint k = 0; k < 2; k++)
        if (nodes[k] != 0)
          {
            skyline->all[nodes[k]] = MAX (skyline->all[nodes[k]], value);
            skyline->most[nodes[k]] = MAX (skyline->most[nodes[k]], value);
          }
    }
  for (guint k = 0; k < 2; k++)
    for (guint node = ends[k] / 2; node > 0; node /= 2)
      skyline->most[node] = MAX (MAX (skyline->most[2 * node], skyline->most[2 * node + 1]), skyline->all[node]);
}

static double
skyline_get (const Skyline *skyline, guint first, guint last)
{
  double value = -G_MAXDOUBLE;
  guint ends[2] = { first + skyline->size, last + skyline->size };

  for (guint a = ends[0], b = ends[1] + 1; a < b; a /= 2, b /= 2)
    {
      guint nodes[2] = { a & 1 ? a++ : 0, b & 1 ? --b : 0 };

      for (guint k = 0; k < 2; k++)
        if (nodes[k] != 0)
          value = MAX (value, skyline->most[nodes[k]]);
    }
  for (guint k = 0; k < 2; k++)
    for (guint node = ends[k]; node > 0; node /= 2)
      value = MAX (value, skyline->all[node]);
  return value;
}

static int
compare_lanes (gconstpointer a, gconstpointer b)
{
  const Lane *left = *(Lane *const *) a, *right = *(Lane *const *) b;
  guint left_length = left->last_rank - left->first_rank, right_length = right->last_rank - right->first_rank;

  if (left_length != right_length)
    return left_length < right_length ? -1 : 1;
  return left->first_rank != right->first_rank ? (left->first_rank > right->first_rank ? -1 : 1)
                                               : (left->node > right->node) - (left->node < right->node);
}

void
cnd_layout_place_lanes (Draft *draft)
{
  Skyline skyline = { 1, NULL, NULL };
  Lane **lanes = NEW (draft, Lane *, draft->n_lanes + 1);
  double *most = NULL, *all = NULL;

  if (draft->n_lanes == 0)
    return;
  while (skyline.size < 2 * draft->n_ranks)
    skyline.size *= 2;
  skyline.most = most = NEW (draft, double, 2 * skyline.size);
  skyline.all = all = NEW (draft, double, 2 * skyline.size);
  for (guint i = 0; i < 2 * skyline.size; i++)
    most[i] = all[i] = -G_MAXDOUBLE;
  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      guint v = draft->order[draft->row_first[rank + 1] - 1];
      double right = draft->x[v] + draft->widths[v] / 2 + LANE_AIR - LANE_PITCH;

      most[skyline.size + 2 * rank] = most[skyline.size + 2 * rank + 1] = right;
    }
  for (guint node = skyline.size; node-- > 1;)
    most[node] = MAX (most[2 * node], most[2 * node + 1]);

  for (guint i = 0; i < draft->n_lanes; i++)
    lanes[i] = &draft->lanes[i];
  qsort (lanes, draft->n_lanes, sizeof (Lane *), compare_lanes);
  for (guint i = 0; i < draft->n_lanes; i++)
    {
      Lane *lane = lanes[i];
      guint first = 2 * lane->first_rank + 1, last = 2 * lane->last_rank;

      lane->x = skyline_get (&skyline, first, last) + LANE_PITCH;
      skyline_raise (&skyline, first, last, lane->x);
    }
}

/* ---- Writing ------------------------------------------------------------------------ */

static double
get_inset (const CndRect *box)
{
  return MIN (ROW_INSET, box->height / 3);
}

static double
get_row_y (const Draft *draft, const CndLayout *layout, guint node)
{
  if (draft->row_tracks[node] != NONE)
    return draft->tops[draft->ranks[node]] - CND_LAYOUT_TRACK_PITCH * (draft->row_tracks[node] + 1);
  return layout->boxes[node].y + get_inset (&layout->boxes[node]);
}

static void
write_lane (const Draft *draft, CndLayout *layout, const Lane *lane, double end_y)
{
  const CndRect *box = &layout->boxes[lane->node];
  CndPoint *points = layout->points + layout->n_points;
  double x = lane->x;
  guint n = 0;

  if (lane->track != NONE)
    {
      double y = draft->bottoms[lane->first_rank] + CND_LAYOUT_TRACK_PITCH * (lane->track + 1);
      double middle = box->x + box->width / 2;

      points[n++] = (CndPoint){ middle, box->y + box->height };
      points[n++] = (CndPoint){ middle, y };
      points[n++] = (CndPoint){ x, y };
    }
  else
    {
      double y = box->y + box->height - get_inset (box);

      points[n++] = (CndPoint){ box->x + box->width, y };
      points[n++] = (CndPoint){ x, y };
    }
  points[n++] = (CndPoint){ x, end_y };
  layout->lanes[layout->n_lanes++] = (CndLane){ lane->node, layout->n_points, n };
  layout->n_points += n;
}

static void
write_row (const Draft *draft, CndLayout *layout, guint node)
{
  const CndViewNode *view_node = &draft->view->nodes[node];
  const CndRect *box = &layout->boxes[node];
  double y = get_row_y (draft, layout, node);
  double outermost = -G_MAXDOUBLE;
  CndReadRow *row = &layout->rows[layout->n_rows];

  for (guint e = view_node->first_edge; e < view_node->first_edge + view_node->n_edges; e++)
    {
      guint lane = draft->lane_of[draft->edges[e].from];
      double x;

      if (!draft->tapped[e])
        continue;
      x = draft->lanes[lane].x;
      outermost = MAX (outermost, x);
      layout->taps[layout->n_taps++] = (CndTap){ lane, e, { x, y } };
    }
  if (outermost == -G_MAXDOUBLE)
    return;
  layout->n_rows++;
  *row = (CndReadRow){ node, { outermost, y }, { box->x + box->width, y }, { box->x + box->width, y } };
  if (draft->row_tracks[node] == NONE)
    return;
  /* beside the ports of routes, which start in the middle */
  row->corner = (CndPoint){ box->x + box->width - MIN (6, box->width / 4), y };
  row->to = (CndPoint){ row->corner.x, box->y };
}

void
cnd_layout_write_lanes (const Draft *draft, CndLayout *layout)
{
  ArenaMark mark = cnd_arena_mark (draft->arena);
  double *ends = NEW0 (draft, double, draft->n_lanes + 1);
  guint n_taps = 0;

  if (draft->n_lanes == 0)
    return;
  for (guint e = 0; e < draft->n_edges; e++)
    n_taps += draft->tapped[e];
  layout->lanes = g_new (CndLane, draft->n_lanes + 1);
  layout->taps = g_new (CndTap, n_taps + 1);
  layout->rows = g_new (CndReadRow, draft->n_nodes + 1);
  layout->points = g_renew (CndPoint, layout->points, layout->n_points + 4 * draft->n_lanes + 1);
  for (guint node = 0; node < draft->n_nodes; node++)
    write_row (draft, layout, node);
  for (guint t = 0; t < layout->n_taps; t++)
    ends[layout->taps[t].lane] = MAX (ends[layout->taps[t].lane], layout->taps[t].point.y);
  for (guint i = 0; i < draft->n_lanes; i++)
    write_lane (draft, layout, &draft->lanes[i], ends[i]);
  cnd_arena_release (draft->arena, mark);
}
