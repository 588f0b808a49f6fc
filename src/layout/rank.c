/* Which rank each box is in: the longest path from the sources, then boxes move down towards their readers where that
 * shortens more tensors than it lengthens. */
#include "layout-private.h"

/* A reader with that many inputs gathers from all over the network; its inputs stay where they are made. */
#define MANY_INPUTS 8

/* ---- Frames -------------------------------------------------------------------------- */

/* A frame stands below all that its boxes read from outside, and above all outside that reads them, so that its ranks
 * hold its boxes and what runs beside it, and nothing else. File order allows it: a block's layers follow each other. */
typedef struct
{
  guint *left, *entered; /* of each edge: the outermost frame that it leaves, that it leads into, or NONE */
  Lists entries;         /* of each frame: the edges that lead into it */
  guint *bases;          /* of each frame: the first rank that it may have, or NONE as long as that is not known */
  guint *first, *last;   /* of each frame: its ranks so far */
  guint n_used;          /* ranks so far */
} Frames;

static void
list_entries (Draft *draft, Frames *frames)
{
  guint n = draft->view->n_frames;

  frames->entries.first = NEW0 (draft, guint, n + 2);
  frames->entries.items = NEW (draft, guint, draft->n_edges + 1);
  for (guint e = 0; e < draft->n_edges; e++)
    if (frames->entered[e] != NONE)
      frames->entries.first[frames->entered[e]]++;
  cnd_layout_sum_counts (frames->entries.first, n);
  for (guint e = draft->n_edges; e-- > 0;)
    if (frames->entered[e] != NONE)
      frames->entries.items[frames->entries.first[frames->entered[e]]++] = e;
  for (guint f = n; f > 0; f--)
    frames->entries.first[f] = frames->entries.first[f - 1];
  frames->entries.first[0] = 0;
}

static void
frames_init (Frames *frames, Draft *draft)
{
  guint n = draft->view->n_frames;

  *frames = (Frames){ NULL };
  if (n == 0)
    return;
  frames->left = NEW (draft, guint, draft->n_edges + 1);
  frames->entered = NEW (draft, guint, draft->n_edges + 1);
  frames->bases = NEW (draft, guint, n);
  frames->first = NEW (draft, guint, n);
  frames->last = NEW0 (draft, guint, n);
  for (guint f = 0; f < n; f++)
    frames->bases[f] = frames->first[f] = NONE;
  for (guint e = 0; e < draft->n_edges; e++)
    cnd_layout_find_frames_between (draft, draft->edges[e].from, draft->edges[e].to, &frames->left[e], &frames->entered[e]);
  list_entries (draft, frames);
}

static gboolean
is_alone (const Draft *draft, guint frame)
{
  return draft->alone != NULL && draft->alone[frame];
}

/* Whether one of the frames around @node that are not around @other has its ranks for itself. The outermost of those
 * that do goes to @frame. */
static gboolean
is_alone_from (const Draft *draft, guint node, guint other, guint *frame)
{
  guint outermost, unused;

  *frame = NONE;
  if (draft->alone == NULL)
    return FALSE;
  cnd_layout_find_frames_between (draft, node, other, &outermost, &unused);
  for (guint f = draft->frame_of[node]; outermost != NONE; f = draft->view->frame_parents[f])
    {
      if (is_alone (draft, f))
        *frame = f;
      if (f == outermost)
        break;
    }
  return *frame != NONE;
}

/* The first rank below the source of @edge, and below the frame that it leaves. */
static guint
get_rank_below (const Draft *draft, const Frames *frames, guint edge)
{
  if (frames->left == NULL || frames->left[edge] == NONE)
    return draft->ranks[draft->edges[edge].from] + 1;
  return frames->last[frames->left[edge]] + 1;
}

static guint
get_base (const Draft *draft, Frames *frames, guint frame)
{
  guint *base = &frames->bases[frame];

  if (*base != NONE)
    return *base;
  *base = is_alone (draft, frame) ? frames->n_used : 0;
  for (guint i = frames->entries.first[frame]; i < frames->entries.first[frame + 1]; i++)
    *base = MAX (*base, get_rank_below (draft, frames, frames->entries.items[i]));
  return *base;
}

/* The rank of the reader at the end of @edge, or of the top of the frame that the edge leads into. */
static guint
get_rank_of_reader (const Draft *draft, const Frames *frames, guint edge)
{
  if (frames->entered == NULL || frames->entered[edge] == NONE)
    return draft->ranks[draft->edges[edge].to];
  return frames->first[frames->entered[edge]];
}

/* ---- Ranks --------------------------------------------------------------------------- */

static void
assign_longest_paths (Draft *draft, Frames *frames)
{
  const guint *parents = draft->view->frame_parents;
  guint floor = 0, frame;

  for (guint node = 0; node < draft->n_nodes; node++)
    {
      const CndViewNode *view_node = &draft->view->nodes[node];
      guint rank;

      if (node > 0 && is_alone_from (draft, node - 1, node, &frame))
        floor = frames->n_used;
      rank = floor;
      for (guint i = 0; i < view_node->n_edges; i++)
        rank = MAX (rank, get_rank_below (draft, frames, view_node->first_edge + i));
      for (guint f = draft->frame_of[node]; f != NONE; f = parents[f])
        rank = MAX (rank, get_base (draft, frames, f));
      for (guint f = draft->frame_of[node]; f != NONE; f = parents[f])
        frames->last[f] = MAX (frames->last[f], rank);
      draft->ranks[node] = rank;
      frames->n_used = MAX (frames->n_used, rank + 1);
    }
}

/* How many inputs of @node would have to reach further if it stood in @rank. */
static guint
count_lengthened (const Draft *draft, guint node, guint rank, const guint *reach)
{
  const CndViewNode *view_node = &draft->view->nodes[node];
  guint lengthened = 0;

  for (guint i = 0; i < view_node->n_edges; i++)
    lengthened += rank > reach[draft->edges[view_node->first_edge + i].from];
  return lengthened;
}

/* The rank just above the nearest reader, within the frame; or the present one. */
static guint
find_lower_rank (const Draft *draft, const Frames *frames, guint node)
{
  guint nearest = NONE;
  guint reader = NONE;
  guint frame = draft->frame_of[node];

  for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
    {
      guint edge = draft->outputs.items[i];
      guint rank = get_rank_of_reader (draft, frames, edge);

      if (rank < nearest)
        {
          nearest = rank;
          reader = draft->edges[edge].to;
        }
    }
  if (reader == NONE || draft->view->nodes[reader].n_edges >= MANY_INPUTS)
    return draft->ranks[node];
  return frame == NONE ? nearest - 1 : MIN (nearest - 1, frames->last[frame]);
}

static void
tighten (Draft *draft, Frames *frames)
{
  ArenaMark mark = cnd_arena_mark (draft->arena);
  guint *reach = NEW0 (draft, guint, draft->n_nodes + 1);
  guint ceiling = NONE, frame;

  for (guint e = 0; e < draft->n_edges; e++)
    reach[draft->edges[e].from] = MAX (reach[draft->edges[e].from], draft->ranks[draft->edges[e].to]);

  for (guint node = draft->n_nodes; node-- > 0;)
    {
      const CndViewNode *view_node = &draft->view->nodes[node];
      guint rank = find_lower_rank (draft, frames, node);

      if (node + 1 < draft->n_nodes && is_alone_from (draft, node + 1, node, &frame))
        ceiling = frames->first[frame];
      rank = MIN (rank, ceiling - 1);
      if (rank > draft->ranks[node] && count_lengthened (draft, node, rank, reach) <= 1)
        {
          draft->ranks[node] = rank;
          for (guint i = 0; i < view_node->n_edges; i++)
            {
              guint from = draft->edges[view_node->first_edge + i].from;
              reach[from] = MAX (reach[from], rank);
            }
        }
      for (guint f = draft->frame_of[node]; f != NONE; f = draft->view->frame_parents[f])
        frames->first[f] = MIN (frames->first[f], draft->ranks[node]);
    }
  cnd_arena_release (draft->arena, mark);
}

void
cnd_layout_assign_ranks (Draft *draft)
{
  ArenaMark mark = cnd_arena_mark (draft->arena);
  Frames frames;

  frames_init (&frames, draft);
  assign_longest_paths (draft, &frames);
  tighten (draft, &frames);
  cnd_arena_release (draft->arena, mark);
  draft->n_ranks = 0;
  for (guint node = 0; node < draft->n_nodes; node++)
    draft->n_ranks = MAX (draft->n_ranks, draft->ranks[node] + 1);
}
