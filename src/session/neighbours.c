/* Who reads whom in the picture. */
#include "document-private.h"

/* The network's layers that @one stands for: from *first to before *end. */
static void
find_layers (CndDocument *self, CndSelected one, guint *first, guint *end)
{
  const CndBlock *blocks = cnd_network_get_blocks (self->shown.network, NULL);

  *first = one.layer != G_MAXUINT ? one.layer : blocks[one.block].first_layer;
  *end = one.layer != G_MAXUINT ? one.layer + 1 : *first + blocks[one.block].n_layers;
}

/* Which boxes of the view are @one: its own, or those inside an open block. */
static gboolean *
mark_nodes (CndDocument *self, CndSelected one)
{
  guint n_nodes, first, end;
  gboolean *marks;

  cnd_view_get_nodes (self->shown.view, &n_nodes);
  marks = g_new0 (gboolean, n_nodes + 1);
  find_layers (self, one, &first, &end);
  for (guint layer = first; layer < end; layer++)
    {
      guint node = cnd_view_get_node_of_layer (self->shown.view, layer);

      if (node != G_MAXUINT)
        marks[node] = TRUE;
    }
  return marks;
}

void
cnd_document_list_neighbours (CndDocument *self, CndSelected one, GArray *reads, GArray *readers)
{
  guint n_edges;
  const CndViewEdge *edges;
  g_autofree gboolean *inside = NULL;

  g_return_if_fail (CND_IS_DOCUMENT (self) && reads && readers);
  g_array_set_size (reads, 0);
  g_array_set_size (readers, 0);
  if (!self->shown.view || (one.layer == G_MAXUINT && one.block == G_MAXUINT))
    return;
  inside = mark_nodes (self, one);
  edges = cnd_view_get_edges (self->shown.view, &n_edges);
  for (guint i = 0; i < n_edges; i++)
    {
      if (inside[edges[i].to] && !inside[edges[i].from])
        g_array_append_val (reads, i);
      else if (inside[edges[i].from] && !inside[edges[i].to])
        g_array_append_val (readers, i);
    }
}

CndSelected
cnd_document_get_node (CndDocument *self, guint node)
{
  guint n_nodes;
  const CndViewNode *nodes = cnd_view_get_nodes (self->shown.view, &n_nodes);

  g_return_val_if_fail (node < n_nodes, ((CndSelected){ G_MAXUINT, G_MAXUINT }));
  return (CndSelected){ nodes[node].layer, nodes[node].layer == G_MAXUINT ? nodes[node].block : G_MAXUINT };
}

const char *
cnd_document_get_id (CndDocument *self, CndSelected one)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self) && self->shown.network, NULL);
  if (one.layer != G_MAXUINT)
    return cnd_network_get_layers (self->shown.network, NULL)[one.layer].id;
  return one.block == G_MAXUINT ? NULL : cnd_network_get_blocks (self->shown.network, NULL)[one.block].id;
}
