/* Which box stands for which layers of a network: collapsed blocks are one box, the concatenations that dense blocks
 * make up are none, and in a network that is dense as a whole neither is what stands between two dense blocks. */
#include "layout-private.h"

/* Concatenations in a chain that make it dense connectivity. */
#define MIN_GROWING 3

gboolean
cnd_layout_is_open_by_default (CndNetwork *network, guint block, gpointer data)
{
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);

  return block == 0 || blocks[blocks[block].parent].dense == CND_DENSE_NONE;
}

gboolean
cnd_layout_is_open_to_depth (CndNetwork *network, guint block, gpointer data)
{
  return cnd_network_get_blocks (network, NULL)[block].depth <= GPOINTER_TO_UINT (data);
}

typedef struct
{
  CndNetwork *network;
  const CndLayer *layers;
  guint n_layers;
  const CndBlock *blocks;
  guint n_blocks;
  CndView *view;
  guint *n_shown;    /* of each layer (+ 1): how many before it are shown; NULL: all are */
  guint *closed_by;  /* of each block: the outermost collapsed block that it is in (or is), or NONE */
  guint8 *passed;    /* of each layer: whether it has no box and hands its inputs on */
  guint *list_first; /* of each passed layer: its nodes in `lists` */
  guint *list_end;
  GArray *lists;     /* guint: nodes */
  GArray *edges;     /* CndViewEdge */
  GArray *dense;     /* guint8, one an edge */
  guint *edge_of;    /* of each node: its edge in the slice that is being filled */
} Build;

/* Whether nothing of a block is shown: it is one thing then to which edges may lead. */
static gboolean
is_outside (const Build *build, guint block)
{
  const CndBlock *b = &build->blocks[block];

  return build->n_shown != NULL && build->n_shown[b->first_layer + b->n_layers] == build->n_shown[b->first_layer];
}

static void
close_blocks (Build *build, CndIsOpen is_open, gpointer data)
{
  build->closed_by[0] = NONE;
  for (guint b = 1; b < build->n_blocks; b++)
    {
      guint outer = build->closed_by[build->blocks[b].parent];

      if (outer == NONE && (!is_open (build->network, b, data) || is_outside (build, b)))
        outer = b;
      build->closed_by[b] = outer;
    }
}

static guint
get_closed_by (const Build *build, guint layer)
{
  return build->closed_by[build->layers[layer].block];
}

/* The layer outside @block that the first reader of something outside reads, or NONE. */
static guint
find_block_input (const Build *build, const CndBlock *block)
{
  for (guint i = block->first_layer; i < block->first_layer + block->n_layers; i++)
    {
      const guint *inputs = cnd_network_get_inputs (build->network, &build->layers[i]);

      for (guint k = 0; k < build->layers[i].n_inputs; k++)
        if (inputs[k] < block->first_layer)
          return inputs[k];
    }
  return NONE;
}

/* Passes through the layers with one input each from @layer up to the output of another dense block, if there is
 * one. */
static void
pass_transition (Build *build, guint layer, const guint8 *is_dense_output)
{
  guint top = layer;

  while (top > 0 && !is_dense_output[top])
    {
      if (build->layers[top].n_inputs != 1 || get_closed_by (build, top) != NONE)
        return;
      top = cnd_network_get_inputs (build->network, &build->layers[top])[0];
    }
  if (top == 0)
    return;
  for (guint i = layer; i != top; i = cnd_network_get_inputs (build->network, &build->layers[i])[0])
    build->passed[i] = TRUE;
}

/* Joins its inputs' channels, as far as shapes tell. */
static gboolean
is_concatenation (const Build *build, guint layer)
{
  const CndLayer *l = &build->layers[layer];
  const guint *inputs = cnd_network_get_inputs (build->network, l);
  gint64 channels = 0;

  for (guint k = 0; k < l->n_inputs; k++)
    {
      const CndShape *shape = &build->layers[inputs[k]].output;

      if (shape->height != l->output.height || shape->width != l->output.width)
        return FALSE;
      channels += shape->channels;
    }
  return l->n_inputs > 1 && channels == l->output.channels && get_closed_by (build, layer) == NONE;
}

/* Passes through concatenations that read the one before and something new, again and again: dense connectivity that
 * somebody wrote out. What nobody reads stays, as the end. */
static void
pass_growing (Build *build)
{
  g_autofree guint *lengths = g_new0 (guint, build->n_layers); /* of the chain up to each concatenation, else 0 */
  g_autofree guint *longest = g_new0 (guint, build->n_layers); /* of the chains through it */
  g_autofree guint8 *is_read = g_new0 (guint8, build->n_layers);

  for (guint i = 1; i < build->n_layers; i++)
    {
      const guint *inputs = cnd_network_get_inputs (build->network, &build->layers[i]);
      guint before = 0;

      for (guint k = 0; k < build->layers[i].n_inputs; k++)
        {
          before = MAX (before, lengths[inputs[k]]);
          is_read[inputs[k]] = TRUE;
        }
      lengths[i] = longest[i] = is_concatenation (build, i) ? before + 1 : 0;
    }
  for (guint i = build->n_layers; i-- > 1;)
    {
      const guint *inputs = cnd_network_get_inputs (build->network, &build->layers[i]);

      for (guint k = 0; longest[i] > 0 && k < build->layers[i].n_inputs; k++)
        if (lengths[inputs[k]] > 0)
          longest[inputs[k]] = MAX (longest[inputs[k]], longest[i]);
      if (longest[i] >= MIN_GROWING && is_read[i])
        build->passed[i] = TRUE;
    }
}

static void
choose_passed (Build *build)
{
  g_autofree guint8 *is_dense_output = g_new0 (guint8, build->n_layers);

  for (guint i = 1; i < build->n_layers; i++)
    build->passed[i] = build->layers[i].statement == NULL && get_closed_by (build, i) == NONE;
  for (guint b = 1; b < build->n_blocks; b++)
    {
      const CndBlock *block = &build->blocks[b];

      if (block->dense != CND_DENSE_NETWORK || build->closed_by[b] != NONE || block->n_layers == 0)
        continue;
      if (find_block_input (build, block) != NONE)
        pass_transition (build, find_block_input (build, block), is_dense_output);
      is_dense_output[block->output] = TRUE;
    }
  pass_growing (build);
}

/* ---- Nodes and edges ---------------------------------------------------------------- */

static void
make_nodes (Build *build)
{
  CndView *view = build->view;
  guint last = NONE; /* the collapsed block of the layer before */

  for (guint i = 0; i < build->n_layers; i++)
    {
      guint closed = get_closed_by (build, i);

      view->node_of_layer[i] = NONE;
      if (build->passed[i])
        continue;
      if (closed == NONE || closed != last)
        view->nodes[view->n_nodes++] = (CndViewNode){ closed == NONE ? i : NONE, closed, 0, 0 };
      view->node_of_layer[i] = view->n_nodes - 1;
      last = closed;
    }
}

static void
add_edge (Build *build, guint from, guint to, gboolean dense)
{
  guint first = build->view->nodes[to].first_edge;
  guint known;

  if (from == to || from == NONE)
    return;
  known = build->edge_of[from];
  if (known == NONE || known < first)
    {
      CndViewEdge edge = { from, to, 0 };
      guint8 flag = FALSE;

      known = build->edge_of[from] = build->edges->len;
      g_array_append_val (build->edges, edge);
      g_array_append_val (build->dense, flag);
    }
  g_array_index (build->edges, CndViewEdge, known).n_edges++;
  g_array_index (build->dense, guint8, known) |= dense;
}

/* Collects the nodes whose outputs a passed layer hands on. */
static void
list_sources (Build *build, guint layer, guint *seen_by)
{
  const guint *inputs = cnd_network_get_inputs (build->network, &build->layers[layer]);

  build->list_first[layer] = build->lists->len;
  for (guint k = 0; k < build->layers[layer].n_inputs; k++)
    {
      guint input = inputs[k];
      guint first = build->passed[input] ? build->list_first[input] : 0;
      guint end = build->passed[input] ? build->list_end[input] : 1;

      for (guint i = first; i < end; i++)
        {
          guint node = build->view->node_of_layer[input];

          if (build->passed[input])
            node = g_array_index (build->lists, guint, i);
          if (node == NONE || seen_by[node] == layer)
            continue;
          seen_by[node] = layer;
          g_array_append_val (build->lists, node);
        }
    }
  build->list_end[layer] = build->lists->len;
}

static void
add_edges_of_layer (Build *build, guint layer)
{
  const guint *inputs = cnd_network_get_inputs (build->network, &build->layers[layer]);
  guint node = build->view->node_of_layer[layer];

  for (guint k = 0; k < build->layers[layer].n_inputs; k++)
    {
      guint input = inputs[k];

      if (!build->passed[input])
        {
          add_edge (build, build->view->node_of_layer[input], node, FALSE);
          continue;
        }
      for (guint i = build->list_first[input]; i < build->list_end[input]; i++)
        add_edge (build, g_array_index (build->lists, guint, i), node, TRUE);
    }
}

static void
make_edges (Build *build)
{
  CndView *view = build->view;
  g_autofree guint *seen_by = g_new (guint, view->n_nodes + 1);
  guint last = NONE;

  for (guint i = 0; i < view->n_nodes; i++)
    build->edge_of[i] = seen_by[i] = NONE;
  for (guint i = 0; i < build->n_layers; i++)
    {
      guint node = view->node_of_layer[i];

      if (build->passed[i])
        list_sources (build, i, seen_by);
      if (node == NONE)
        continue;
      if (node != last)
        view->nodes[node].first_edge = build->edges->len;
      last = node;
      add_edges_of_layer (build, i);
      view->nodes[node].n_edges = build->edges->len - view->nodes[node].first_edge;
    }
  view->n_edges = build->edges->len;
  view->edges = (CndViewEdge *) g_array_free (g_steal_pointer (&build->edges), FALSE);
  view->dense = (guint8 *) g_array_free (g_steal_pointer (&build->dense), FALSE);
}

/* ---- Frames ------------------------------------------------------------------------- */

/* The nodes in each block and the layers shown in it, and whether blocks in it get frames. */
typedef struct
{
  guint n_nodes;
  guint n_layers;
  gboolean has_frames;
} Content;

/* The container of a block's repetitions gets none where it would only repeat other frames: its parent's, which
 * holds the same boxes, or those of its repetitions. */
static gboolean
wants_frame (const Build *build, guint block, const Content *contents)
{
  const CndBlock *b = &build->blocks[block];

  if (contents[block].n_nodes == 0 || contents[block].n_layers < b->n_layers)
    return FALSE;
  if (b->definition != NULL)
    return TRUE;
  if (b->parent != 0 && contents[b->parent].n_nodes == contents[block].n_nodes)
    return FALSE;
  return !contents[block].has_frames;
}

static void
make_frames (Build *build)
{
  CndView *view = build->view;
  g_autofree Content *contents = g_new0 (Content, build->n_blocks);
  g_autofree guint *frame_of_block = g_new (guint, build->n_blocks); /* the innermost one around its content, or NONE */

  for (guint node = 0; node < view->n_nodes; node++)
    {
      const CndViewNode *view_node = &view->nodes[node];
      guint block = view_node->layer != NONE ? build->layers[view_node->layer].block
                                             : build->blocks[view_node->block].parent;

      view->node_frames[node] = view_node->n_outside == 0 ? block : 0;
      contents[block].n_nodes += view_node->n_outside == 0;
    }
  for (guint i = 0; i < build->n_layers; i++)
    contents[build->layers[i].block].n_layers += cnd_view_has_layer (view, i);
  for (guint b = build->n_blocks; b-- > 1;)
    {
      contents[build->blocks[b].parent].n_nodes += contents[b].n_nodes;
      contents[build->blocks[b].parent].n_layers += contents[b].n_layers;
    }
  for (guint b = build->n_blocks; b-- > 1;)
    if (contents[b].has_frames || wants_frame (build, b, contents))
      contents[build->blocks[b].parent].has_frames = TRUE;

  view->frames = g_new (guint, build->n_blocks);
  view->frame_parents = g_new (guint, build->n_blocks);
  frame_of_block[0] = NONE;
  for (guint b = 1; b < build->n_blocks; b++)
    {
      frame_of_block[b] = frame_of_block[build->blocks[b].parent];
      if (!wants_frame (build, b, contents))
        continue;
      view->frames[view->n_frames] = b;
      view->frame_parents[view->n_frames] = frame_of_block[b];
      frame_of_block[b] = view->n_frames++;
    }
  for (guint node = 0; node < view->n_nodes; node++)
    view->node_frames[node] = frame_of_block[view->node_frames[node]];
}

/* Returns: (transfer full) */
static guint *
count_shown (const gboolean *shown, guint n)
{
  guint *before = g_new (guint, n + 1);

  before[0] = 0;
  for (guint i = 0; i < n; i++)
    before[i + 1] = before[i] + (shown[i] != FALSE);
  return before;
}

CndView *
cnd_layout_view_new (CndNetwork *network, CndIsOpen is_open, gpointer data)
{
  return cnd_layout_view_new_part (network, is_open, data, NULL);
}

CndView *
cnd_layout_view_new_part (CndNetwork *network, CndIsOpen is_open, gpointer data, const gboolean *shown)
{
  Build build = { .network = network, .view = g_new0 (CndView, 1) };
  CndView *view = build.view;

  build.layers = cnd_network_get_layers (network, &build.n_layers);
  build.blocks = cnd_network_get_blocks (network, &build.n_blocks);
  build.closed_by = g_new (guint, build.n_blocks);
  build.passed = g_new0 (guint8, build.n_layers + 1);
  build.list_first = g_new (guint, build.n_layers + 1);
  build.list_end = g_new (guint, build.n_layers + 1);
  build.edge_of = g_new (guint, build.n_layers + 1);
  build.lists = g_array_new (FALSE, FALSE, sizeof (guint));
  build.edges = g_array_new (FALSE, FALSE, sizeof (CndViewEdge));
  build.dense = g_array_new (FALSE, FALSE, sizeof (guint8));
  g_atomic_ref_count_init (&view->refs);
  view->network = cnd_network_ref (network);
  view->n_layers = build.n_layers;
  view->shown = g_memdup2 (shown, build.n_layers * sizeof *shown);
  build.n_shown = shown != NULL ? count_shown (shown, build.n_layers) : NULL;
  view->nodes = g_new (CndViewNode, build.n_layers + 1);
  view->node_of_layer = g_new (guint, build.n_layers + 1);

  close_blocks (&build, is_open, data);
  choose_passed (&build);
  make_nodes (&build);
  make_edges (&build);
  if (shown != NULL)
    cnd_layout_cut_view (view);
  view->node_frames = g_new (guint, view->n_nodes + 1);
  make_frames (&build);

  g_free (build.n_shown);
  g_free (build.closed_by);
  g_free (build.passed);
  g_free (build.list_first);
  g_free (build.list_end);
  g_free (build.edge_of);
  g_array_unref (build.lists);
  return view;
}
