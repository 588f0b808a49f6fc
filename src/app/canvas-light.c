/* Connections that another view has chosen: they stand out until it chooses others. */
#include "canvas-private.h"

void
cnd_canvas_light (CndCanvas *self, const guint *layers, guint n, guint reader)
{
  g_return_if_fail (CND_IS_CANVAS (self));
  g_array_set_size (self->lit_layers, 0);
  if (n > 0)
    g_array_append_vals (self->lit_layers, layers, n);
  self->lit_reader = reader;
  g_clear_pointer (&self->lit_network, cnd_network_unref);
  if (self->document != NULL && cnd_document_get_network (self->document) != NULL)
    self->lit_network = cnd_network_ref (cnd_document_get_network (self->document));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GArray *
cnd_canvas_list_lit_edges (CndCanvas *self)
{
  GArray *lit = g_array_new (FALSE, FALSE, sizeof (guint));
  CndView *view = cnd_document_get_view (self->document);
  guint n_edges, reader;
  const CndViewEdge *edges = cnd_view_get_edges (view, &n_edges);
  const CndViewNode *node;

  /* indices mean nothing in another network */
  if (self->lit_layers->len == 0 || self->lit_network != cnd_view_get_network (view))
    return lit;
  reader = cnd_view_get_node_of_layer (view, self->lit_reader);
  if (reader == G_MAXUINT)
    return lit;
  node = &cnd_view_get_nodes (view, NULL)[reader];
  for (guint e = node->first_edge; e < node->first_edge + node->n_edges; e++)
    for (guint i = 0; i < self->lit_layers->len; i++)
      if (cnd_view_get_node_of_layer (view, g_array_index (self->lit_layers, guint, i)) == edges[e].from)
        {
          g_array_append_val (lit, e);
          break;
        }
  return lit;
}
