/* From boxes and edges to vertices and edges of one rank each: an edge that passes ranks gets a chain of dummies,
 * one a rank. The dummies of a chain are neighbours in memory. Also the first order: a walk along the flow. */
#include "layout-private.h"

/* Beyond so many dummies, the long edges that leave one box share a chain. */
#define MAX_OWN_DUMMIES 64

guint
cnd_layout_sum_counts (guint *first, guint n)
{
  guint sum = 0;

  for (guint i = 0; i <= n; i++)
    {
      guint count = i < n ? first[i] : 0;
      first[i] = sum;
      sum += count;
    }
  return sum;
}

static guint
get_span (const Draft *draft, guint edge)
{
  return draft->ranks[draft->edges[edge].to] - draft->ranks[draft->edges[edge].from];
}

/* Whether the edge is drawn as a route through the ranks; what only taps a lane is not, nor is an arc. */
static gboolean
is_route (const Draft *draft, guint edge)
{
  return get_span (draft, edge) == 1 || (draft->lane_of[draft->edges[edge].from] == NONE && !draft->arced[edge]);
}

/* Numbers the dummies that leave @node from @next on; returns the number after the last one. */
static guint
number_dummies (Draft *draft, guint node, guint next)
{
  guint total = 0, longest = 0;

  for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
    {
      guint edge = draft->outputs.items[i];
      guint n = is_route (draft, edge) ? get_span (draft, edge) - 1 : 0;

      total += n;
      longest = MAX (longest, n);
    }

  for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
    {
      guint edge = draft->outputs.items[i];
      guint n = is_route (draft, edge) ? get_span (draft, edge) - 1 : 0;

      draft->chains[edge] = n > 0 ? next : NONE;
      if (total <= MAX_OWN_DUMMIES)
        next += n;
    }
  return total > MAX_OWN_DUMMIES ? next + longest : next;
}

/* The innermost frame around @frame, or itself, that has boxes above and below @rank, or in it; NONE when there is
 * none. */
static guint
find_frame_at (const Draft *draft, guint frame, guint rank)
{
  while (frame != NONE && (rank < draft->frame_first[frame] || rank > draft->frame_last[frame]))
    frame = draft->view->frame_parents[frame];
  return frame;
}

/* A wire runs inside the frames of the box that it comes from and of the one that it leads to, where they reach. */
static guint
find_dummy_frame (const Draft *draft, const CndViewEdge *edge, guint rank)
{
  guint from = find_frame_at (draft, draft->frame_of[edge->from], rank);
  guint to = find_frame_at (draft, draft->frame_of[edge->to], rank);

  if (from == NONE || to == NONE)
    return from == NONE ? to : from;
  return draft->frame_depths[from] > draft->frame_depths[to] ? from : to;
}

static void
describe_dummies (Draft *draft)
{
  for (guint e = 0; e < draft->n_edges; e++)
    {
      const CndViewEdge *edge = &draft->edges[e];

      if (draft->chains[e] == NONE)
        continue;
      for (guint i = 0; i + 1 < get_span (draft, e); i++)
        {
          guint dummy = draft->chains[e] + i;

          draft->ranks[dummy] = draft->ranks[edge->from] + 1 + i;
          draft->widths[dummy] = 0;
          draft->frame_of[dummy] = find_dummy_frame (draft, edge, draft->ranks[dummy]);
        }
    }
}

typedef void (*LinkFunc) (Draft *draft, guint from, guint to);

static void
count_link (Draft *draft, guint from, guint to)
{
  draft->down.first[from]++;
  draft->up.first[to]++;
}

/* Lists are filled from the front: `first` is the next free place until restore_lists (). */
static void
add_link (Draft *draft, guint from, guint to)
{
  draft->down.items[draft->down.first[from]++] = to;
  draft->up.items[draft->up.first[to]++] = from;
}

static void
foreach_link (Draft *draft, LinkFunc func)
{
  for (guint node = 0; node < draft->n_nodes; node++)
    {
      guint known = NONE; /* dummies from here … */
      guint end = 0;      /* … to here are linked already: a shared chain */

      for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
        {
          guint edge = draft->outputs.items[i];
          guint chain = draft->chains[edge];
          guint last;

          if (!is_route (draft, edge))
            continue;
          if (chain == NONE)
            {
              func (draft, node, draft->edges[edge].to);
              continue;
            }
          last = chain + get_span (draft, edge) - 2;
          if (chain != known)
            {
              func (draft, node, chain);
              known = end = chain;
            }
          for (; end < last; end++)
            func (draft, end, end + 1);
          func (draft, last, draft->edges[edge].to);
        }
    }
}

static void
restore_lists (Lists *lists, guint n)
{
  for (guint i = n; i > 0; i--)
    lists->first[i] = lists->first[i - 1];
  lists->first[0] = 0;
}

static void
link_vertices (Draft *draft)
{
  guint n = draft->n_vertices;
  guint n_links;

  draft->down.first = NEW0 (draft, guint, n + 2);
  draft->up.first = NEW0 (draft, guint, n + 2);
  foreach_link (draft, count_link);
  n_links = cnd_layout_sum_counts (draft->down.first, n);
  cnd_layout_sum_counts (draft->up.first, n);
  draft->down.items = NEW (draft, guint, n_links + 1);
  draft->up.items = NEW (draft, guint, n_links + 1);
  foreach_link (draft, add_link);
  restore_lists (&draft->down, n);
  restore_lists (&draft->up, n);
}

/* Depth-first along the flow, readers in file order: branches come one after the other, skips after what they skip. */
static void
order_by_walk (Draft *draft)
{
  guint n = draft->n_vertices;
  guint *row_first = NEW0 (draft, guint, draft->n_ranks + 2);
  ArenaMark mark = cnd_arena_mark (draft->arena);
  guint8 *seen = NEW0 (draft, guint8, n + 1);
  guint *stack = NEW (draft, guint, n + draft->down.first[n] + 1);
  guint *filled = NEW0 (draft, guint, draft->n_ranks + 1);
  guint depth;

  draft->row_first = row_first;
  for (guint v = 0; v < n; v++)
    draft->row_first[draft->ranks[v]]++;
  cnd_layout_sum_counts (draft->row_first, draft->n_ranks);

  for (guint root = 0; root < n; root++)
    {
      if (seen[root] || draft->up.first[root] != draft->up.first[root + 1])
        continue;
      depth = 0;
      stack[depth++] = root;
      while (depth > 0)
        {
          guint v = stack[--depth];
          guint rank = draft->ranks[v];

          if (seen[v])
            continue;
          seen[v] = TRUE;
          draft->positions[v] = filled[rank];
          draft->order[draft->row_first[rank] + filled[rank]++] = v;
          for (guint i = draft->down.first[v + 1]; i-- > draft->down.first[v];)
            if (!seen[draft->down.items[i]])
              stack[depth++] = draft->down.items[i];
        }
    }
  cnd_arena_release (draft->arena, mark);
}

void
cnd_layout_make_chains (Draft *draft)
{
  guint next = draft->n_nodes;

  draft->chains = NEW (draft, guint, draft->n_edges + 1);
  for (guint node = 0; node < draft->n_nodes; node++)
    next = number_dummies (draft, node, next);
  draft->n_vertices = next;

  if (next > draft->n_nodes)
    {
      draft->ranks = memcpy (NEW (draft, guint, next), draft->ranks, draft->n_nodes * sizeof (guint));
      draft->widths = memcpy (NEW (draft, double, next), draft->widths, draft->n_nodes * sizeof (double));
      draft->frame_of = memcpy (NEW (draft, guint, next), draft->frame_of, draft->n_nodes * sizeof (guint));
    }
  draft->order = NEW (draft, guint, next + 1);
  draft->positions = NEW (draft, guint, next + 1);
  draft->x = NEW0 (draft, double, next + 1);
  describe_dummies (draft);
  link_vertices (draft);
  order_by_walk (draft);
}
