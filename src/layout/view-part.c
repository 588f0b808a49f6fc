/* The part of a view that is asked for, and the ends of the edges that leave it. */
#include "layout-private.h"

/* Ends on each side of a part; what is farthest from it shares the last one. */
#define MAX_ENDS 7

typedef struct
{
  CndView *view;      /* whole, then cut */
  guint8 *inside;     /* of each node */
  guint8 *is_source;  /* of each node outside: whether the part reads it */
  guint8 *is_reader;  /* of each node outside: whether it reads the part */
  guint *as_source;   /* of each node: what it is for those who read it in the part, or NONE */
  guint *edge_of;     /* of each node of the part: its edge in the slice that is being filled */
  CndViewNode *nodes; /* of the part */
  guint n_nodes;
  CndViewEdge *edges;
  guint8 *dense;
  guint n_edges;
} Part;

static gboolean
is_block_shown (const CndView *view, guint block)
{
  const CndBlock *b = &cnd_network_get_blocks (view->network, NULL)[block];

  for (guint i = b->first_layer; i < b->first_layer + b->n_layers; i++)
    if (view->shown[i])
      return TRUE;
  return FALSE;
}

static void
mark_sides (Part *part)
{
  const CndView *view = part->view;

  for (guint i = 0; i < view->n_nodes; i++)
    part->inside[i] = view->nodes[i].layer != NONE ? view->shown[view->nodes[i].layer] : is_block_shown (view, view->nodes[i].block);
  for (guint e = 0; e < view->n_edges; e++)
    {
      guint from = view->edges[e].from, to = view->edges[e].to;

      part->is_source[from] |= !part->inside[from] && part->inside[to];
      part->is_reader[to] |= part->inside[from] && !part->inside[to];
    }
}

static guint
add_node (Part *part, const CndViewNode *node, guint n_outside)
{
  part->nodes[part->n_nodes] = *node;
  part->nodes[part->n_nodes].first_edge = part->n_edges;
  part->nodes[part->n_nodes].n_edges = 0;
  part->nodes[part->n_nodes].n_outside = n_outside;
  return part->n_nodes++;
}

static guint
count_marked (const guint8 *marks, guint n)
{
  guint n_marked = 0;

  for (guint i = 0; i < n; i++)
    n_marked += marks[i];
  return n_marked;
}

/* Those farthest away stand first; they are named by the nearest one of them. */
static void
add_sources (Part *part)
{
  const CndView *view = part->view;
  guint n = count_marked (part->is_source, view->n_nodes);
  guint n_shared = n > MAX_ENDS ? n - MAX_ENDS + 1 : 1;
  guint seen = 0;

  for (guint i = 0; i < view->n_nodes; i++)
    {
      if (!part->is_source[i])
        continue;
      if (++seen <= n_shared)
        part->n_nodes = 0;
      part->as_source[i] = add_node (part, &view->nodes[i], seen <= n_shared ? seen : 1);
    }
}

static void
add_edge (Part *part, guint edge)
{
  const CndViewEdge *old = &part->view->edges[edge];
  guint from = part->as_source[old->from], to = part->n_nodes - 1;
  guint known = part->edge_of[from];

  if (known == NONE || known < part->nodes[to].first_edge)
    {
      known = part->edge_of[from] = part->n_edges++;
      part->edges[known] = (CndViewEdge){ from, to, 0 };
      part->dense[known] = FALSE;
      part->nodes[to].n_edges++;
    }
  part->edges[known].n_edges += old->n_edges;
  part->dense[known] |= part->view->dense[edge];
}

static void
add_inside (Part *part)
{
  const CndView *view = part->view;

  for (guint i = 0; i < view->n_nodes; i++)
    {
      const CndViewNode *node = &view->nodes[i];

      if (!part->inside[i])
        continue;
      part->as_source[i] = add_node (part, node, 0);
      for (guint e = node->first_edge; e < node->first_edge + node->n_edges; e++)
        add_edge (part, e);
    }
}

/* Those farthest away stand last and share one end, named by the nearest one of them. */
static void
add_readers (Part *part)
{
  const CndView *view = part->view;
  guint n = count_marked (part->is_reader, view->n_nodes);
  guint seen = 0;

  for (guint i = 0; i < view->n_nodes; i++)
    {
      const CndViewNode *node = &view->nodes[i];

      if (!part->is_reader[i])
        continue;
      if (++seen <= MAX_ENDS)
        add_node (part, node, seen == MAX_ENDS ? n - MAX_ENDS + 1 : 1);
      for (guint e = node->first_edge; e < node->first_edge + node->n_edges; e++)
        if (part->inside[view->edges[e].from])
          add_edge (part, e);
    }
}

/* Layers are shown by nodes of the part or by none. */
static void
map_layers (Part *part)
{
  CndView *view = part->view;

  for (guint i = 0; i < view->n_layers; i++)
    {
      guint node = view->node_of_layer[i];

      if (node != NONE)
        view->node_of_layer[i] = part->inside[node] && view->shown[i] ? part->as_source[node] : NONE;
    }
}

void
cnd_layout_cut_view (CndView *view)
{
  guint n = view->n_nodes;
  g_autofree guint8 *marks = g_new0 (guint8, 3 * n + 1);
  g_autofree guint *numbers = g_new (guint, 2 * n + MAX_ENDS + 1);
  Part part = { .view = view, .inside = marks, .is_source = marks + n, .is_reader = marks + 2 * n,
                .as_source = numbers, .edge_of = numbers + n };

  for (guint i = 0; i < 2 * n + MAX_ENDS; i++)
    numbers[i] = NONE;
  part.nodes = g_new (CndViewNode, n + MAX_ENDS + 1);
  part.edges = g_new (CndViewEdge, view->n_edges + 1);
  part.dense = g_new (guint8, view->n_edges + 1);
  mark_sides (&part);
  add_sources (&part);
  add_inside (&part);
  add_readers (&part);
  map_layers (&part);
  g_free (view->nodes);
  g_free (view->edges);
  g_free (view->dense);
  view->nodes = part.nodes;
  view->n_nodes = part.n_nodes;
  view->edges = part.edges;
  view->n_edges = part.n_edges;
  view->dense = part.dense;
}
