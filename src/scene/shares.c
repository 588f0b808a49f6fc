/* How much of each edge of a view is read at a moment of a run: by the masks of the learned group convolutions. */
#include "config.h"

#include "scene/matrix-private.h"

typedef struct
{
  guint64 read, all; /* (group, input) pairs */
} Pairs;

static guint
find_edge (const CndView *view, guint from, guint to)
{
  guint n_edges;
  const CndViewEdge *edges = cnd_view_get_edges (view, &n_edges);
  const CndViewNode *node = &cnd_view_get_nodes (view, NULL)[to];

  for (guint e = node->first_edge; e < node->first_edge + node->n_edges; e++)
    if (edges[e].from == from)
      return e;
  return G_MAXUINT;
}

static void
add_layer (const CndView *view, const CndMatrix *matrix, Pairs *pairs)
{
  guint n_sources, to = cnd_view_get_node_of_layer (view, cnd_matrix_get_layer (matrix));
  const CndSource *sources = cnd_matrix_get_sources (matrix, &n_sources);

  for (guint s = 0; to != G_MAXUINT && s < n_sources; s++)
    {
      guint from = cnd_view_get_node_of_layer (view, sources[s].layer);
      guint edge = from != G_MAXUINT ? find_edge (view, from, to) : G_MAXUINT;
      if (edge == G_MAXUINT)
        continue;
      pairs[edge].all += (guint64) sources[s].n * matrix->groups;
      for (guint i = sources[s].first; i < sources[s].first + sources[s].n; i++)
        pairs[edge].read += cnd_matrix_count_readers (matrix, i);
    }
}

double *
cnd_scene_list_shares (const CndView *view, const CndRecording *recording, CndPosition position)
{
  guint n_edges, n_layers;
  double *shares;
  g_autofree Pairs *pairs = NULL;

  g_return_val_if_fail (view != NULL && recording != NULL, NULL);

  cnd_view_get_edges (view, &n_edges);
  cnd_recording_get_layers (recording, &n_layers);
  pairs = g_new0 (Pairs, n_edges);
  shares = g_new (double, MAX (n_edges, 1));
  for (guint i = 0; i < n_layers; i++)
    {
      g_autoptr (CndMatrix) matrix = cnd_matrix_new_mask (recording, i, position);
      add_layer (view, matrix, pairs);
    }
  for (guint e = 0; e < n_edges; e++)
    shares[e] = pairs[e].all > 0 ? (double) pairs[e].read / (double) pairs[e].all : 1;
  return shares;
}
