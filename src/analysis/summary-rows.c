/* The rows of a summary: the network's layers in file order, with the blocks around them. */
#include "config.h"

#include "analysis.h"

#include <glib/gi18n-lib.h>

static void
clear_row (gpointer data)
{
  CndSummaryRow *row = data;

  g_free (row->label);
}

/* A container of repetitions has no row of its own while it is open: its name goes before the repetition's number. */
static gboolean
is_container (const CndBlock *block)
{
  return block->n_repetitions > 0;
}

static guint
measure_indent (const CndBlock *blocks, guint parent)
{
  guint indent = 0;

  for (guint b = parent; b != 0; b = blocks[b].parent)
    if (!is_container (&blocks[b]))
      indent++;
  return indent;
}

static void
add_row (GArray *rows, const CndBlock *blocks, guint parent, const char *name, CndSummaryRow row)
{
  row.indent = measure_indent (blocks, parent);
  row.label = parent != 0 && is_container (&blocks[parent]) ? g_strconcat (blocks[parent].name, ".", name, NULL)
                                                            : g_strdup (name);
  g_array_append_val (rows, row);
}

/* Opens the blocks that begin at @layer, outermost first; a folded one is a row, and the walk goes on behind it.
 * Returns: TRUE when a block was folded */
static gboolean
enter_blocks (GArray *rows, const CndBlock *blocks, guint n_blocks, guint depth, guint *layer, guint *next)
{
  while (*next < n_blocks && (blocks[*next].first_layer == *layer || blocks[*next].n_layers == 0))
    {
      const CndBlock *block = &blocks[*next];
      gboolean folded = block->depth > depth && block->n_layers > 0;
      CndSummaryRow row = { .layer = G_MAXUINT, .block = *next, .open = !folded };

      if (block->n_layers > 0 && (folded || !is_container (block)))
        add_row (rows, blocks, block->parent, block->name, row);
      if (folded)
        {
          *next += 1 + block->n_blocks;
          *layer += block->n_layers;
          return TRUE;
        }
      *next += 1;
    }
  return FALSE;
}

GArray *
cnd_analysis_list_rows (const CndNetwork *network, guint depth)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (CndSummaryRow));
  guint n_layers, n_blocks, layer = 0, next = 1;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);
  const CndBlock *blocks = cnd_network_get_blocks (network, &n_blocks);

  g_array_set_clear_func (rows, clear_row);
  while (layer < n_layers)
    {
      if (enter_blocks (rows, blocks, n_blocks, depth, &layer, &next))
        continue;
      add_row (rows, blocks, layers[layer].block, layers[layer].name,
               (CndSummaryRow){ .layer = layer, .block = G_MAXUINT });
      layer++;
    }
  return rows;
}

const char *
cnd_analysis_get_block_name (const CndNetwork *network, guint block)
{
  const CndBlock *b = &cnd_network_get_blocks (network, NULL)[block];

  if (b->definition)
    return b->definition->name;
  if (b->statement == NULL)
    return "";
  return b->statement->block_name ? b->statement->block_name : b->statement->kind_name;
}

char *
cnd_analysis_dup_row_kind (const CndNetwork *network, const CndSummaryRow *row)
{
  const CndBlock *block;
  const char *name;

  if (row->layer != G_MAXUINT)
    return g_strdup (_(cnd_ops_get_kind (cnd_network_get_layers (network, NULL)[row->layer].kind)->short_title));
  block = &cnd_network_get_blocks (network, NULL)[row->block];
  name = cnd_analysis_get_block_name (network, row->block);
  return block->n_repetitions > 0 ? g_strdup_printf ("%u × %s", block->n_repetitions, name) : g_strdup (name);
}
