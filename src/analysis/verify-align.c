/* Which layer of the model each row of a table is about, where rows may be missing or one too many: the assignment, in
 * file order, that agrees best with what the rows say. And the layers that no row is about. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

/* Agreements that a row must bring to be worth it: a row that fits nowhere else is about the layer at its place, even
 * where none of its figures is right. */
#define LEFT_OUT_LAYER 1
#define LEFT_OVER_ROW 3

typedef enum
{
  STEP_END,
  STEP_MATCH,
  STEP_SKIP_LAYER,
  STEP_SKIP_ROW,
} Step;

/* Fills one row of the table from its end: @next is the table's row below, @best the one being filled. */
static void
fill_scores (const CndAlignment *alignment, guint row, const gint *next, gint *best, guint8 *steps)
{
  guint n_layers = alignment->n_layers;

  for (guint layer = n_layers + 1; layer-- > 0;)
    {
      gboolean is_row = row < alignment->n_rows;
      guint end = layer;
      gint score = is_row && layer < n_layers ? alignment->score (alignment->data, row, layer, &end) : -1;

      best[layer] = G_MININT / 2;
      steps[layer] = STEP_END;
      if (!is_row && layer == n_layers)
        best[layer] = 0;
      if (score >= 0 && next[end] + score > best[layer])
        {
          best[layer] = next[end] + score;
          steps[layer] = STEP_MATCH;
        }
      if (layer < n_layers)
        {
          gint skipped = best[layer + 1] - (alignment->expected[layer] ? LEFT_OUT_LAYER : 0);

          if (skipped > best[layer])
            {
              best[layer] = skipped;
              steps[layer] = STEP_SKIP_LAYER;
            }
        }
      if (is_row && next[layer] - LEFT_OVER_ROW > best[layer])
        {
          best[layer] = next[layer] - LEFT_OVER_ROW;
          steps[layer] = STEP_SKIP_ROW;
        }
    }
}

void
cnd_align_rows (const CndAlignment *alignment, guint *starts)
{
  gsize width = (gsize) alignment->n_layers + 1;
  g_autofree guint8 *steps = g_new (guint8, width * (alignment->n_rows + 1));
  g_autofree gint *best = g_new (gint, width), *next = g_new0 (gint, width);
  guint layer = 0;

  for (guint row = alignment->n_rows + 1; row-- > 0;)
    {
      gint *filled = best;

      fill_scores (alignment, row, next, best, &steps[row * width]);
      best = next;
      next = filled;
    }
  for (guint row = 0; row < alignment->n_rows;)
    switch (steps[row * width + layer])
      {
      case STEP_MATCH:
        starts[row] = layer;
        alignment->score (alignment->data, row++, layer, &layer);
        break;
      case STEP_SKIP_LAYER:
        layer++;
        break;
      default:
        starts[row++] = G_MAXUINT;
      }
}

void
cnd_table_add_surplus (CndTable *table, const char *row, guint line)
{
  CndPlace place = { row, line, _("layer") };

  /* Translators: instead of a layer's name */
  cnd_table_add_text (table, &place, row, _("none"), FALSE,
                      g_strdup (_("The model has no such layer here: the row is one too many.")));
}

/* ---- Layers without a row ----------------------------------------------------------- */

/* The largest block around @layer without a row for any of its layers; 0: there is none. */
static guint
find_whole_block (const CndNetwork *network, const gboolean *covered, guint layer)
{
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
  guint found = 0;

  for (guint block = cnd_network_get_layers (network, NULL)[layer].block; block != 0; block = blocks[block].parent)
    {
      gboolean whole = blocks[block].n_layers > 1;

      for (guint i = blocks[block].first_layer; whole && i < blocks[block].first_layer + blocks[block].n_layers; i++)
        whole = !covered[i];
      if (whole)
        found = block;
    }
  return found;
}

/* What is said of a layer without a row: its parameters, or, where it has none, its kind. */
static void
add_missing_layer (CndTable *table, const CndReport *report, guint layer)
{
  const CndLayer *the_layer = &cnd_network_get_layers (cnd_report_get_network (report), NULL)[layer];
  guint64 parameters = cnd_report_get_layer (report, layer)->parameters;
  CndPlace place = { the_layer->id, 0, parameters > 0 ? _("parameters") : _("layer") };
  g_autofree char *count = cnd_claim_format (parameters);

  cnd_table_add_missing (table, &place, parameters > 0 ? count : _(cnd_ops_get_kind (the_layer->kind)->title),
                         g_strdup (_("The table has no row for this layer.")));
}

void
cnd_table_add_missing_layers (CndTable *table, const CndReport *report, const gboolean *expected,
                              const gboolean *covered)
{
  const CndNetwork *network = cnd_report_get_network (report);
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
  guint n_layers;

  cnd_network_get_layers (network, &n_layers);
  for (guint i = 1; i < n_layers;)
    {
      guint block = expected[i] && !covered[i] ? find_whole_block (network, covered, i) : 0;

      if (block != 0)
        {
          CndPlace place = { blocks[block].id, 0, _("parameters") };
          g_autofree char *count = cnd_claim_format (cnd_report_get_block (report, block)->parameters);

          cnd_table_add_missing (table, &place, count, g_strdup (_("The table has no row for this block.")));
          i = blocks[block].first_layer + blocks[block].n_layers;
          continue;
        }
      if (expected[i] && !covered[i])
        add_missing_layer (table, report, i);
      i++;
    }
}
