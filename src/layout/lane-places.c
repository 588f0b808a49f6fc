/* Where lanes run, beside the boxes: short ones near them, long ones outside. In dense connectivity all lanes end at
 * the same reader, so the oldest is outermost and no output crosses a lane. Also their taps and rows. */
#include "layout-private.h"

#define ROW_INSET 12.0  /* from the top or bottom of a box */
#define FOOT_AIR 4.0    /* by which a lane that goes on in the next column sticks out of the last frame */

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

/* One part for each column that a lane runs through. */
static void
split_lanes (Draft *draft)
{
  guint n = 0;

  for (guint i = 0; i < draft->n_lanes; i++)
    n += draft->columns[draft->lanes[i].last_rank] - draft->columns[draft->lanes[i].first_rank] + 1;
  draft->lane_parts = NEW (draft, LanePart, n + 1);
  for (guint i = 0; i < draft->n_lanes; i++)
    {
      Lane *lane = &draft->lanes[i];
      guint first = lane->first_rank;

      lane->first_part = draft->n_lane_parts;
      for (guint column = draft->columns[first]; column < draft->columns[lane->last_rank]; column++)
        {
          draft->lane_parts[draft->n_lane_parts++] = (LanePart){ i, first, draft->column_ends[column], 0 };
          first = draft->column_ends[column] + 1;
        }
      draft->lane_parts[draft->n_lane_parts++] = (LanePart){ i, first, lane->last_rank, 0 };
    }
}

/* A part's places on the skyline. */
static guint
get_first_place (const Draft *draft, const LanePart *part)
{
  return 2 * part->first_rank + !part_is_continued (draft, part);
}

static guint
get_last_place (const Draft *draft, const LanePart *part)
{
  return 2 * part->last_rank + part_goes_on (draft, part);
}

typedef struct
{
  guint length;
  guint part, source_rank;
} Placing;

static int
compare_placings (gconstpointer a, gconstpointer b)
{
  const Placing *left = a, *right = b;

  if (left->length != right->length)
    return left->length < right->length ? -1 : 1;
  if (left->source_rank != right->source_rank)
    return left->source_rank > right->source_rank ? -1 : 1;
  return (left->part > right->part) - (left->part < right->part);
}

static Skyline
skyline_new (const Draft *draft)
{
  Skyline skyline = { 1, NULL, NULL };

  while (skyline.size < 2 * draft->n_ranks)
    skyline.size *= 2;
  skyline.most = NEW (draft, double, 2 * skyline.size);
  skyline.all = NEW (draft, double, 2 * skyline.size);
  for (guint i = 0; i < 2 * skyline.size; i++)
    skyline.most[i] = skyline.all[i] = -G_MAXDOUBLE;
  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      guint v = draft->order[draft->row_first[rank + 1] - 1];
      double right = draft->x[v] + draft->widths[v] / 2 + CND_LAYOUT_LANE_AIR - CND_LAYOUT_LANE_PITCH;

      skyline.most[skyline.size + 2 * rank] = skyline.most[skyline.size + 2 * rank + 1] = right;
    }
  for (guint node = skyline.size; node-- > 1;)
    skyline.most[node] = MAX (skyline.most[2 * node], skyline.most[2 * node + 1]);
  return skyline;
}

void
cnd_layout_place_lanes (Draft *draft)
{
  Skyline skyline;
  Placing *placings;

  if (draft->n_lanes == 0)
    return;
  split_lanes (draft);
  skyline = skyline_new (draft);
  placings = NEW (draft, Placing, draft->n_lane_parts);
  for (guint i = 0; i < draft->n_lane_parts; i++)
    {
      const LanePart *part = &draft->lane_parts[i];

      placings[i] = (Placing){ get_last_place (draft, part) - get_first_place (draft, part), i,
                               draft->lanes[part->lane].first_rank };
    }
  qsort (placings, draft->n_lane_parts, sizeof (Placing), compare_placings);
  for (guint i = 0; i < draft->n_lane_parts; i++)
    {
      LanePart *part = &draft->lane_parts[placings[i].part];
      guint first = get_first_place (draft, part), last = get_last_place (draft, part);

      part->x = skyline_get (&skyline, first, last) + CND_LAYOUT_LANE_PITCH;
      skyline_raise (&skyline, first, last, part->x);
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

static double
get_foot (const Draft *draft, guint rank)
{
  guint box = draft->order[draft->row_first[rank]];

  return draft->bottoms[rank] + count_frames_around (draft, box) * draft->frame_bottom + FOOT_AIR;
}

/* From the side of its source, or, where boxes are in the way, by a track of the gap below. */
static guint
write_start (const Draft *draft, const CndRect *box, const Lane *lane, double x, CndPoint *points)
{
  double middle = box->x + box->width / 2;
  double y;

  if (lane->track == NONE)
    {
      y = box->y + box->height - get_inset (box);
      points[0] = (CndPoint){ box->x + box->width, y };
      points[1] = (CndPoint){ x, y };
      return 2;
    }
  y = draft->bottoms[lane->first_rank] + CND_LAYOUT_TRACK_PITCH * (lane->track + 1);
  points[0] = (CndPoint){ middle, box->y + box->height };
  points[1] = (CndPoint){ middle, y };
  points[2] = (CndPoint){ x, y };
  return 3;
}

/* @last_tap: 0 when it has none. */
static void
write_part (const Draft *draft, CndLayout *layout, const LanePart *part, double last_tap)
{
  const Lane *lane = &draft->lanes[part->lane];
  CndPoint *points = layout->points + layout->n_points;
  gboolean goes_on = part_goes_on (draft, part);
  double end = goes_on ? get_foot (draft, part->last_rank) : last_tap;
  guint number = draft->columns[part->first_rank] - draft->columns[lane->first_rank];
  guint n = 0;

  if (number > 0)
    points[n++] = (CndPoint){ part->x, 0 };
  else
    n = write_start (draft, &layout->boxes[lane->node], lane, part->x, points);
  points[n++] = (CndPoint){ part->x, end };
  layout->lanes[layout->n_lanes++] = (CndLane){ lane->node, number, goes_on, layout->n_points, n };
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
      guint part;
      double x;

      if (!draft->tapped[e])
        continue;
      part = get_lane_part (draft, lane, draft->ranks[node]);
      x = draft->lane_parts[part].x;
      outermost = MAX (outermost, x);
      layout->taps[layout->n_taps++] = (CndTap){ part, e, { x, y } };
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
  double *ends = NEW0 (draft, double, draft->n_lane_parts + 1);
  guint n_taps = 0;

  if (draft->n_lanes == 0)
    return;
  for (guint e = 0; e < draft->n_edges; e++)
    n_taps += draft->tapped[e];
  layout->lanes = g_new (CndLane, draft->n_lane_parts + 1);
  layout->taps = g_new (CndTap, n_taps + 1);
  layout->rows = g_new (CndReadRow, draft->n_nodes + 1);
  layout->points = g_renew (CndPoint, layout->points, layout->n_points + 4 * draft->n_lane_parts + 1);
  for (guint node = 0; node < draft->n_nodes; node++)
    write_row (draft, layout, node);
  for (guint t = 0; t < layout->n_taps; t++)
    ends[layout->taps[t].lane] = MAX (ends[layout->taps[t].lane], layout->taps[t].point.y);
  for (guint i = 0; i < draft->n_lane_parts; i++)
    write_part (draft, layout, &draft->lane_parts[i], ends[i]);
  cnd_arena_release (draft->arena, mark);
}
