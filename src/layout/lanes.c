/* Which outputs run down a lane, past the boxes that read them, instead of leaving one wire for each reader: those of
 * densely connected boxes, and those that reach very far. */
#include "layout-private.h"

#define FAR 100         /* ranks: longer edges always get a lane */
#define MANY_LONG 3     /* long edges that make a box part of dense connectivity */
#define MANY_DENSE 2    /* readers of that sort that an output needs for a lane */

static guint
get_span (const Draft *draft, guint edge)
{
  return draft->ranks[draft->edges[edge].to] - draft->ranks[draft->edges[edge].from];
}

static gboolean
needs_lane (const Draft *draft, guint node, const guint *long_inputs)
{
  guint n_long = 0, n_dense = 0;

  for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
    {
      guint edge = draft->outputs.items[i];
      guint span = get_span (draft, edge);

      if (span > FAR || (span > 1 && draft->view->dense[edge]))
        return TRUE;
      n_long += span > 1;
      n_dense += span > 1 && long_inputs[draft->edges[edge].to] >= MANY_LONG;
    }
  return n_long >= MANY_LONG && n_dense >= MANY_DENSE;
}

/* The last outputs of a dense block have few long edges or none; they get a lane because their readers read lanes. */
static gboolean
is_read_by_lane_readers (const Draft *draft, guint node, const guint *lane_inputs)
{
  guint n_readers = draft->outputs.first[node + 1] - draft->outputs.first[node];
  guint n_lane_readers = 0;

  for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
    {
      guint edge = draft->outputs.items[i];
      guint wanted = draft->view->dense[edge] ? 1 : MANY_LONG;

      n_lane_readers += lane_inputs[draft->edges[edge].to] >= wanted;
    }
  return n_lane_readers > 0 && 2 * n_lane_readers >= n_readers;
}

static void
make_lanes (Draft *draft, const guint8 *wanted)
{
  guint n = 0;

  for (guint node = 0; node < draft->n_nodes; node++)
    n += wanted[node];
  draft->lanes = NEW (draft, Lane, n + 1);
  for (guint node = 0; node < draft->n_nodes; node++)
    if (wanted[node])
      {
        draft->lanes[draft->n_lanes] = (Lane){ node, draft->ranks[node], draft->ranks[node], 0, NONE };
        draft->lane_of[node] = draft->n_lanes++;
      }
}

/* An edge to the next rank keeps its route; it has a tap as well if its reader has others. */
static void
choose_taps (Draft *draft, const guint *lane_inputs)
{
  draft->tapped = NEW0 (draft, guint8, draft->n_edges + 1);
  for (guint e = 0; e < draft->n_edges; e++)
    {
      const CndViewEdge *edge = &draft->edges[e];
      guint lane = draft->lane_of[edge->from];

      if (lane == NONE || (get_span (draft, e) == 1 && lane_inputs[edge->to] == 0))
        continue;
      draft->tapped[e] = TRUE;
      draft->lanes[lane].last_rank = MAX (draft->lanes[lane].last_rank, draft->ranks[edge->to]);
    }
}

void
cnd_layout_choose_lanes (Draft *draft)
{
  guint *long_inputs = NEW0 (draft, guint, draft->n_nodes + 1);
  guint *lane_inputs = NEW0 (draft, guint, draft->n_nodes + 1);
  guint8 *wanted = NEW0 (draft, guint8, draft->n_nodes + 1);

  for (guint e = 0; e < draft->n_edges; e++)
    long_inputs[draft->edges[e].to] += get_span (draft, e) > 1;
  for (guint node = 0; node < draft->n_nodes; node++)
    wanted[node] = needs_lane (draft, node, long_inputs);
  for (guint e = 0; e < draft->n_edges; e++)
    lane_inputs[draft->edges[e].to] += get_span (draft, e) > 1 && wanted[draft->edges[e].from];
  for (guint node = 0; node < draft->n_nodes; node++)
    if (!wanted[node] && is_read_by_lane_readers (draft, node, lane_inputs))
      {
        wanted[node] = TRUE;
        for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
          lane_inputs[draft->edges[draft->outputs.items[i]].to] += get_span (draft, draft->outputs.items[i]) > 1;
      }
  make_lanes (draft, wanted);
  choose_taps (draft, lane_inputs);
}

/* ---- Tracks ------------------------------------------------------------------------- */

/* Rows leave and enter a box at its side; where other boxes stand there, in a track of the gap below or above. The box
 * farthest from the lanes takes the track farthest from the rank, so that tracks of a gap do not cross. */
void
cnd_layout_choose_tracks (Draft *draft)
{
  guint8 *reads;

  draft->input_tracks = NEW0 (draft, guint, draft->n_ranks + 1);
  draft->output_tracks = NEW0 (draft, guint, draft->n_ranks + 1);
  if (draft->n_lanes == 0)
    return;
  draft->row_tracks = NEW (draft, guint, draft->n_nodes + 1);
  reads = NEW0 (draft, guint8, draft->n_nodes + 1);
  for (guint e = 0; e < draft->n_edges; e++)
    reads[draft->edges[e].to] |= draft->tapped[e];
  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      gboolean is_blocked = FALSE;

      for (guint i = draft->row_first[rank + 1]; i-- > draft->row_first[rank];)
        {
          guint node = draft->order[i];

          if (is_dummy (draft, node))
            continue;
          draft->row_tracks[node] = is_blocked && reads[node] ? draft->input_tracks[rank]++ : NONE;
          if (is_blocked && draft->lane_of[node] != NONE)
            draft->lanes[draft->lane_of[node]].track = draft->output_tracks[rank]++;
          is_blocked = TRUE;
        }
    }
}
