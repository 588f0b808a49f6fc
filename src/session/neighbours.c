/* Who reads whom in the picture, and finding layers and blocks by words. */
#include "config.h"

#include "document-private.h"

#include <glib/gi18n-lib.h>

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

/* ---- Finding by words --------------------------------------------------------------- */

static gboolean
has_words (const char *text, char **words)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; words[i]; i++)
    if (*words[i] && !strstr (folded, words[i]))
      return FALSE;
  return TRUE;
}

static gboolean
layer_matches (const CndLayer *layer, char **words)
{
  g_autofree char *text =
    g_strconcat (layer->id, " ", cnd_ops_get_kind (layer->kind)->name, " ", _(cnd_ops_get_kind (layer->kind)->title), NULL);

  return has_words (text, words);
}

GArray *
cnd_document_find (CndDocument *self, const char *query)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (CndSelected));
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  guint n_layers, n_blocks, block = 1;
  const CndLayer *layers;
  const CndBlock *blocks;

  g_return_val_if_fail (CND_IS_DOCUMENT (self) && query, found);
  folded = g_utf8_casefold (query, -1);
  g_strstrip (folded);
  if (!self->shown.network || !*folded)
    return found;
  words = g_strsplit_set (folded, " \t\n", -1);
  layers = cnd_network_get_layers (self->shown.network, &n_layers);
  blocks = cnd_network_get_blocks (self->shown.network, &n_blocks);
  for (guint layer = 0; layer < n_layers; layer++)
    {
      /* a block stands before its first layer */
      for (; block < n_blocks && blocks[block].first_layer <= layer; block++)
        if (has_words (blocks[block].id, words))
          g_array_append_vals (found, &(CndSelected){ G_MAXUINT, block }, 1);
      if (layer_matches (&layers[layer], words))
        g_array_append_vals (found, &(CndSelected){ layer, G_MAXUINT }, 1);
    }
  return found;
}
