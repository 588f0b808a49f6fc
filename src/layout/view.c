/* The view as a value: plain ones, references, what others may ask. view-network.c makes those of networks. */
#include "layout-private.h"

CndView *
cnd_layout_view_new_plain (guint n_nodes, const guint *from, const guint *to, guint n_edges)
{
  CndView *view = g_new0 (CndView, 1);
  g_autofree guint *first = g_new0 (guint, n_nodes + 2);

  g_atomic_ref_count_init (&view->refs);
  view->n_nodes = n_nodes;
  view->n_edges = n_edges;
  view->nodes = g_new (CndViewNode, n_nodes + 1);
  view->edges = g_new (CndViewEdge, n_edges + 1);
  view->dense = g_new0 (guint8, n_edges + 1);
  view->node_frames = g_new (guint, n_nodes + 1);
  view->node_of_layer = g_new (guint, n_nodes + 1);
  view->n_layers = n_nodes;
  for (guint e = 0; e < n_edges; e++)
    first[to[e]]++;
  cnd_layout_sum_counts (first, n_nodes);
  for (guint node = 0; node < n_nodes; node++)
    {
      view->nodes[node] = (CndViewNode){ node, NONE, first[node], first[node + 1] - first[node] };
      view->node_frames[node] = NONE;
      view->node_of_layer[node] = node;
    }
  for (guint e = 0; e < n_edges; e++)
    {
      g_assert (from[e] < to[e] && to[e] < n_nodes);
      view->edges[first[to[e]]++] = (CndViewEdge){ from[e], to[e], 1 };
    }
  return view;
}

CndView *
cnd_view_ref (CndView *view)
{
  g_atomic_ref_count_inc (&view->refs);
  return view;
}

void
cnd_view_unref (CndView *view)
{
  if (!g_atomic_ref_count_dec (&view->refs))
    return;
  g_clear_pointer (&view->network, cnd_network_unref);
  g_free (view->nodes);
  g_free (view->edges);
  g_free (view->dense);
  g_free (view->node_of_layer);
  g_free (view->shown);
  g_free (view->frames);
  g_free (view->frame_parents);
  g_free (view->node_frames);
  g_free (view);
}

CndNetwork *
cnd_view_get_network (const CndView *view)
{
  return view->network;
}

const CndViewNode *
cnd_view_get_nodes (const CndView *view, guint *n_nodes)
{
  if (n_nodes != NULL)
    *n_nodes = view->n_nodes;
  return view->nodes;
}

const CndViewEdge *
cnd_view_get_edges (const CndView *view, guint *n_edges)
{
  if (n_edges != NULL)
    *n_edges = view->n_edges;
  return view->edges;
}

const guint *
cnd_view_get_frames (const CndView *view, guint *n_frames)
{
  if (n_frames != NULL)
    *n_frames = view->n_frames;
  return view->frames;
}

gboolean
cnd_view_has_layer (const CndView *view, guint layer)
{
  g_return_val_if_fail (layer < view->n_layers, FALSE);
  return view->shown == NULL || view->shown[layer];
}

guint
cnd_view_get_node_of_layer (const CndView *view, guint layer)
{
  g_return_val_if_fail (layer < view->n_layers, NONE);
  return view->node_of_layer[layer];
}
