/* Moving the selection through the picture: along the flow over edges, across it to the neighbour. */
#include "document-private.h"

#include <math.h>

/* Box of the view that shows what is selected; of an open block, its first box. */
static guint
find_selected_node (CndDocument *self, const CndViewNode *nodes, guint n_nodes)
{
  guint layer = cnd_selection_get_layer (self->selection);
  guint block = cnd_selection_get_block (self->selection);
  const CndBlock *blocks = cnd_network_get_blocks (self->shown.network, NULL);

  if (layer != G_MAXUINT)
    return cnd_view_get_node_of_layer (self->shown.view, layer);
  if (block == G_MAXUINT)
    return G_MAXUINT;
  for (guint i = 0; i < n_nodes; i++)
    if (nodes[i].block == block)
      return i;
  for (guint i = 0; i < blocks[block].n_layers; i++)
    {
      guint node = cnd_view_get_node_of_layer (self->shown.view, blocks[block].first_layer + i);

      if (node != G_MAXUINT)
        return node;
    }
  return G_MAXUINT;
}

static CndPoint
get_center (const CndRect *rect)
{
  return (CndPoint){ rect->x + rect->width / 2, rect->y + rect->height / 2 };
}

/* The nearest rank first, then the least turn to the side. */
static guint
find_along (const CndLayout *layout, guint from, gboolean forward, CndFlow flow)
{
  guint n_edges, best = G_MAXUINT;
  const CndViewEdge *edges = cnd_view_get_edges (layout->view, &n_edges);
  CndPoint start = get_center (&layout->boxes[from]);
  double best_turn = 0;
  guint best_distance = 0;

  for (guint i = 0; i < n_edges; i++)
    {
      guint near = forward ? edges[i].from : edges[i].to;
      guint far = forward ? edges[i].to : edges[i].from;
      guint distance;
      CndPoint end;
      double turn;

      if (near != from)
        continue;
      end = get_center (&layout->boxes[far]);
      turn = fabs (flow == CND_FLOW_DOWN ? end.x - start.x : end.y - start.y);
      distance = MAX (layout->ranks[far], layout->ranks[from]) - MIN (layout->ranks[far], layout->ranks[from]);
      if (best != G_MAXUINT && (distance > best_distance || (distance == best_distance && turn >= best_turn)))
        continue;
      best = far;
      best_distance = distance;
      best_turn = turn;
    }
  return best;
}

/* The nearest box that lies more across than along. */
static guint
find_across (const CndLayout *layout, guint from, gboolean forward, CndFlow flow)
{
  guint n_nodes, best = G_MAXUINT;
  CndPoint start = get_center (&layout->boxes[from]);
  double best_distance = INFINITY;

  cnd_view_get_nodes (layout->view, &n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    {
      CndPoint end = get_center (&layout->boxes[i]);
      double across = flow == CND_FLOW_DOWN ? end.x - start.x : end.y - start.y;
      double along = fabs (flow == CND_FLOW_DOWN ? end.y - start.y : end.x - start.x);
      double distance;

      if (!forward)
        across = -across;
      if (i == from || across <= along)
        continue;
      distance = across + 2 * along;
      if (distance < best_distance)
        {
          best_distance = distance;
          best = i;
        }
    }
  return best;
}

gboolean
cnd_document_travel (CndDocument *self, CndTravel direction)
{
  gboolean forward = direction == CND_TRAVEL_DOWN || direction == CND_TRAVEL_RIGHT;
  gboolean vertical = direction == CND_TRAVEL_UP || direction == CND_TRAVEL_DOWN;
  CndFlow flow;
  const CndLayout *layout;
  const CndViewNode *nodes;
  guint n_nodes, from, to;

  g_return_val_if_fail (CND_IS_DOCUMENT (self), FALSE);
  if (!self->shown.scene)
    return FALSE;
  flow = cnd_settings_get_flow (self->settings);
  layout = cnd_scene_get_layout (self->shown.scene);
  nodes = cnd_view_get_nodes (self->shown.view, &n_nodes);
  if (n_nodes == 0)
    return FALSE;
  from = find_selected_node (self, nodes, n_nodes);
  if (from == G_MAXUINT)
    to = 0;
  else if (vertical == (flow == CND_FLOW_DOWN))
    to = find_along (layout, from, forward, flow);
  else
    to = find_across (layout, from, forward, flow);
  if (to == G_MAXUINT)
    return FALSE;
  if (nodes[to].layer != G_MAXUINT)
    cnd_selection_select_layer (self->selection, nodes[to].layer);
  else
    cnd_selection_select_block (self->selection, nodes[to].block);
  return TRUE;
}
