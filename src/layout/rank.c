/* Which rank each box is in: the longest path from the sources, then boxes move down towards their readers where that
 * shortens more tensors than it lengthens. */
#include "layout-private.h"

/* A reader with that many inputs gathers from all over the network; its inputs stay where they are made. */
#define MANY_INPUTS 8

static void
assign_longest_paths (Draft *draft)
{
  for (guint node = 0; node < draft->n_nodes; node++)
    {
      const CndViewNode *view_node = &draft->view->nodes[node];
      guint rank = 0;

      for (guint i = 0; i < view_node->n_edges; i++)
        rank = MAX (rank, draft->ranks[draft->edges[view_node->first_edge + i].from] + 1);
      draft->ranks[node] = rank;
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

/* The rank just above the nearest reader, or the present one. */
static guint
find_lower_rank (const Draft *draft, guint node)
{
  guint nearest = NONE;
  guint reader = NONE;

  for (guint i = draft->outputs.first[node]; i < draft->outputs.first[node + 1]; i++)
    {
      guint to = draft->edges[draft->outputs.items[i]].to;

      if (draft->ranks[to] < nearest)
        {
          nearest = draft->ranks[to];
          reader = to;
        }
    }
  if (reader == NONE || draft->view->nodes[reader].n_edges >= MANY_INPUTS)
    return draft->ranks[node];
  return nearest - 1;
}

static void
tighten (Draft *draft)
{
  ArenaMark mark = cnd_arena_mark (draft->arena);
  guint *reach = NEW0 (draft, guint, draft->n_nodes + 1);

  for (guint e = 0; e < draft->n_edges; e++)
    reach[draft->edges[e].from] = MAX (reach[draft->edges[e].from], draft->ranks[draft->edges[e].to]);

  for (guint node = draft->n_nodes; node-- > 0;)
    {
      const CndViewNode *view_node = &draft->view->nodes[node];
      guint rank = find_lower_rank (draft, node);

      if (rank <= draft->ranks[node] || count_lengthened (draft, node, rank, reach) > 1)
        continue;
      draft->ranks[node] = rank;
      for (guint i = 0; i < view_node->n_edges; i++)
        {
          guint from = draft->edges[view_node->first_edge + i].from;
          reach[from] = MAX (reach[from], rank);
        }
    }
  cnd_arena_release (draft->arena, mark);
}

void
cnd_layout_assign_ranks (Draft *draft)
{
  assign_longest_paths (draft);
  tighten (draft);
  draft->n_ranks = 0;
  for (guint node = 0; node < draft->n_nodes; node++)
    draft->n_ranks = MAX (draft->n_ranks, draft->ranks[node] + 1);
}
