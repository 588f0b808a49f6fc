/* What a layout leaves for the next one: where its boxes and wires are across the flow; and which of those a new view
 * still has. */
#include "layout-private.h"

#include <math.h>

CndPlaces *
cnd_places_new (const Draft *draft, CndView *view)
{
  CndPlaces *places = g_new0 (CndPlaces, 1);

  g_atomic_ref_count_init (&places->refs);
  places->view = cnd_view_ref (view);
  places->flow = draft->options.flow;
  places->n_vertices = draft->n_vertices;
  places->x = g_memdup2 (draft->x, draft->n_vertices * sizeof (double));
  places->ranks = g_memdup2 (draft->ranks, draft->n_nodes * sizeof (guint));
  if (draft->n_vertices > draft->n_nodes)
    places->chains = g_memdup2 (draft->chains, draft->n_edges * sizeof (guint));
  return places;
}

CndPlaces *
cnd_places_ref (CndPlaces *places)
{
  g_atomic_ref_count_inc (&places->refs);
  return places;
}

void
cnd_places_unref (CndPlaces *places)
{
  if (!g_atomic_ref_count_dec (&places->refs))
    return;
  cnd_view_unref (places->view);
  g_free (places->x);
  g_free (places->ranks);
  g_free (places->chains);
  g_free (places);
}

/* ---- Which node is which ------------------------------------------------------------- */

/* The layer of the present network that stands for a node of an earlier one: itself, or its block's output. */
static guint
get_layer (const CndView *view, const CndViewNode *node)
{
  if (node->layer != NONE || view->network == NULL)
    return node->layer;
  return cnd_network_get_blocks (view->network, NULL)[node->block].output;
}

static void
match_by_index (const CndView *earlier, const CndView *view, guint *matches)
{
  for (guint i = 0; i < earlier->n_nodes; i++)
    {
      guint layer = get_layer (earlier, &earlier->nodes[i]);

      matches[i] = layer < view->n_layers ? view->node_of_layer[layer] : NONE;
    }
}

static void
match_by_id (const CndView *earlier, const CndView *view, guint *matches)
{
  const CndLayer *layers = cnd_network_get_layers (view->network, NULL);
  const CndLayer *earlier_layers = cnd_network_get_layers (earlier->network, NULL);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < view->n_layers; i++)
    g_hash_table_insert (by_id, (gpointer) layers[i].id, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < earlier->n_nodes; i++)
    {
      const char *id = earlier_layers[get_layer (earlier, &earlier->nodes[i])].id;
      guint layer = GPOINTER_TO_UINT (g_hash_table_lookup (by_id, id));

      matches[i] = layer > 0 ? view->node_of_layer[layer - 1] : NONE;
    }
}

static const guint *
match_nodes (Draft *draft, const CndView *earlier)
{
  const CndView *view = draft->view;
  guint *matches = NEW (draft, guint, earlier->n_nodes + 1);

  if (earlier->network == NULL || view->network == NULL || earlier->network == view->network)
    match_by_index (earlier, view, matches);
  else
    match_by_id (earlier, view, matches);
  return matches;
}

/* ---- Recalling ----------------------------------------------------------------------- */

typedef struct
{
  Draft *draft;
  const CndPlaces *earlier;
  const guint *matches; /* of each earlier node: its node now, or NONE */
  guint *old_ranks;     /* of each rank: the one that it was, about */
} Recall;

/* A box that several became has no place of its own. */
static void
recall_boxes (Recall *recall)
{
  Draft *draft = recall->draft;
  guint *n_sources = NEW0 (draft, guint, draft->n_nodes + 1);

  for (guint i = 0; i < recall->earlier->view->n_nodes; i++)
    if (recall->matches[i] != NONE)
      n_sources[recall->matches[i]]++;
  for (guint i = 0; i < recall->earlier->view->n_nodes; i++)
    {
      guint node = recall->matches[i];

      if (node == NONE || n_sources[node] > 1)
        continue;
      draft->earlier_x[node] = recall->earlier->x[i];
      recall->old_ranks[draft->ranks[node]] = MIN (recall->old_ranks[draft->ranks[node]], recall->earlier->ranks[i]);
    }
}

static void
complete_ranks (Recall *recall)
{
  guint last = 0;

  for (guint rank = 0; rank < recall->draft->n_ranks; rank++)
    {
      guint *old = &recall->old_ranks[rank];

      last = *old == NONE ? last + 1 : MAX (*old, last);
      *old = last;
    }
}

/* A wire takes over the places of one between the same boxes, rank by rank, or, beyond those, its last ones. */
static void
recall_wire (Recall *recall, guint edge, guint old_edge)
{
  Draft *draft = recall->draft;
  const CndViewEdge *e = &draft->edges[edge], *old = &recall->earlier->view->edges[old_edge];
  guint first = draft->ranks[e->from] + 1;
  guint old_first = recall->earlier->ranks[old->from] + 1;
  guint n = draft->ranks[e->to] - first, n_old = recall->earlier->ranks[old->to] - old_first;

  for (guint i = 0; i < n; i++)
    {
      guint rank = CLAMP (recall->old_ranks[first + i], old_first, old_first + n_old - 1);
      guint dummy = draft->chains[edge] + i;

      if (isnan (draft->earlier_x[dummy]))
        draft->earlier_x[dummy] = recall->earlier->x[recall->earlier->chains[old_edge] + rank - old_first];
    }
}

static void
recall_wires (Recall *recall)
{
  Draft *draft = recall->draft;
  const CndView *old_view = recall->earlier->view;
  guint *edge_from = NEW (draft, guint, draft->n_nodes + 1); /* the edge from each node to the one at hand */
  guint at_hand = NONE;

  for (guint i = 0; i < draft->n_nodes; i++)
    edge_from[i] = NONE;
  for (guint old = 0; old < old_view->n_edges; old++)
    {
      guint from = recall->matches[old_view->edges[old].from], to = recall->matches[old_view->edges[old].to];
      guint edge;

      if (recall->earlier->chains[old] == NONE || from == NONE || to == NONE || from >= to)
        continue;
      if (to != at_hand)
        for (guint e = draft->view->nodes[to].first_edge, n = draft->view->nodes[to].n_edges; n > 0; e++, n--)
          edge_from[draft->edges[e].from] = e;
      at_hand = to;
      edge = edge_from[from];
      if (edge != NONE && draft->edges[edge].to == to && draft->chains[edge] != NONE)
        recall_wire (recall, edge, old);
    }
}

void
cnd_layout_recall_places (Draft *draft, const CndPlaces *earlier, const guint *matches)
{
  Recall recall = { draft, earlier, matches != NULL ? matches : match_nodes (draft, earlier->view), NULL };

  draft->earlier_x = NEW (draft, double, draft->n_vertices + 1);
  for (guint v = 0; v < draft->n_vertices; v++)
    draft->earlier_x[v] = NAN;
  recall.old_ranks = NEW (draft, guint, draft->n_ranks + 1);
  for (guint rank = 0; rank < draft->n_ranks; rank++)
    recall.old_ranks[rank] = NONE;
  recall_boxes (&recall);
  complete_ranks (&recall);
  if (earlier->chains != NULL && draft->n_vertices > draft->n_nodes)
    recall_wires (&recall);
}
