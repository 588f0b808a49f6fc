/* GoogLeNet's Table 1, the reading: which layers of the model a row is about, what it states, and what the model has
 * there. */
#include "config.h"

#include "verify-googlenet-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

static const char *const branch_columns[CND_N_BRANCHES] = { "n1x1",       "n3x3reduce", "n3x3",
                                                            "n5x5reduce", "n5x5",       "poolproj" };

/* ---- A row and its layers ----------------------------------------------------------- */

static gboolean
is_kind (const CndLayer *layer, const char *kind)
{
  return strcmp (cnd_ops_get_kind (layer->kind)->name, kind) == 0;
}

static const struct
{
  const char *prefix;
  const char *kinds[3];
} row_kinds[] = {
  { "convolution", { "convolution" } },
  { "max pool", { "max_pool" } },
  { "avg pool", { "average_pool", "global_average_pool", "adaptive_average_pool" } },
  { "dropout", { "dropout" } },
  { "linear", { "linear" } },
  { "softmax", { "softmax" } },
};

/* Whether the row's name may mean the layer. */
static gboolean
may_mean (const char *name, const CndLayer *layer)
{
  for (guint i = 0; i < G_N_ELEMENTS (row_kinds); i++)
    for (guint k = 0; k < G_N_ELEMENTS (row_kinds[i].kinds) && row_kinds[i].kinds[k] != NULL; k++)
      if (g_str_has_prefix (name, row_kinds[i].prefix) && is_kind (layer, row_kinds[i].kinds[k]))
        return TRUE;
  return FALSE;
}

/* The block that the row names in parentheses: "inception (3a)". */
static guint
find_inception (const CndGooglenet *table, const char *name)
{
  const char *open = strchr (name, '('), *close = strrchr (name, ')');
  g_autofree char *id = NULL;

  if (open == NULL || close == NULL || close < open)
    return G_MAXUINT;
  id = g_strndup (open + 1, (gsize) (close - open - 1));
  return cnd_network_find_block (table->network, id);
}

/* What begins at @layer as the row describes it: an inception block, or layers outside of one. FALSE: it is not that. */
static gboolean
match_layer (const CndGooglenet *table, const CndGooglenetRow *row, guint layer, guint *end, guint *output)
{
  guint n_left = row->depth;

  if (row->is_inception)
    {
      const CndBlock *block = &cnd_network_get_blocks (table->network, NULL)[find_inception (table, row->name)];

      *end = block->first_layer + block->n_layers;
      *output = block->output;
      return layer == block->first_layer;
    }
  if (!may_mean (row->name, &table->layers[layer]))
    return FALSE;
  for (; layer < table->n_layers && table->layers[layer].block == 0 && n_left > 0; layer++)
    if (may_mean (row->name, &table->layers[layer]))
      {
        *output = layer;
        n_left--;
      }
  *end = layer;
  return n_left == 0;
}

static gint
score_row (gpointer data, guint index, guint layer, guint *end)
{
  const CndGooglenet *table = data;
  const CndGooglenetRow *row = &table->rows[index];
  const CndAttribute *kernel = NULL;
  const CndShape *shape = NULL;
  guint output;
  gint score = 0;

  if (layer == 0 || !match_layer (table, row, layer, end, &output))
    return -1;
  shape = &table->layers[output].output;
  kernel = cnd_layer_find_attribute (&table->layers[output], "kernel");
  score += (gint64) row->out[0] == shape->height ? 1 : 0;
  score += (gint64) row->out[1] == shape->width ? 1 : 0;
  score += (gint64) row->out[2] == shape->channels ? 1 : 0;
  score += kernel != NULL && (gint64) row->patch == kernel->integers[0] ? 1 : 0;
  return score;
}

/* Layers with weights, and layers outside of blocks of the kinds that the table has rows for. */
static void
find_expected (CndGooglenet *table)
{
  for (guint layer = 1; layer < table->n_layers; layer++)
    {
      table->expected[layer] = cnd_report_get_layer (table->report, layer)->parameters > 0;
      for (guint i = 0; i < table->n_rows && table->layers[layer].block == 0 && !table->expected[layer]; i++)
        table->expected[layer] = may_mean (table->rows[i].name, &table->layers[layer]);
    }
}

static void
align_rows (CndGooglenet *table)
{
  CndAlignment alignment = { table->n_rows, table->n_layers, table->expected, score_row, table };
  g_autofree guint *starts = g_new (guint, table->n_rows);

  find_expected (table);
  cnd_align_rows (&alignment, starts);
  for (guint i = 0; i < table->n_rows; i++)
    {
      CndGooglenetRow *row = &table->rows[i];

      row->first = starts[i];
      if (row->first == G_MAXUINT)
        continue;
      match_layer (table, row, row->first, &row->end, &row->output);
      for (guint layer = row->first; layer < row->end; layer++)
        table->covered[layer] = TRUE;
    }
}

/* ---- The model's filters ------------------------------------------------------------ */

/* The convolution or pooling of the row before @layer, looking through activations; G_MAXUINT: none in the row. */
static guint
find_source (const CndGooglenet *table, const CndGooglenetRow *row, guint layer)
{
  do
    {
      if (table->layers[layer].n_inputs == 0)
        return G_MAXUINT;
      layer = cnd_network_get_inputs (table->network, &table->layers[layer])[0];
      if (layer < row->first)
        return G_MAXUINT;
    }
  while (cnd_ops_get_kind (table->layers[layer].kind)->category == CND_CATEGORY_ACTIVATION
         || cnd_ops_get_kind (table->layers[layer].kind)->category == CND_CATEGORY_NORMALIZATION);
  return layer;
}

/* Which column a convolution of the row belongs to: by its kernel, and by what it reads or is read by. */
void
cnd_googlenet_sort_filters (const CndGooglenet *table, const CndGooglenetRow *row, gint64 filters[CND_N_BRANCHES])
{
  guint columns[CND_N_BRANCHES];

  memset (filters, 0, CND_N_BRANCHES * sizeof *filters);
  for (guint i = 0; i < CND_N_BRANCHES; i++)
    columns[i] = G_MAXUINT;
  for (guint i = row->first; i < row->end; i++)
    {
      gint64 kernel = is_kind (&table->layers[i], "convolution")
                          ? cnd_layer_find_attribute (&table->layers[i], "kernel")->integers[0]
                          : 0;

      if (kernel == 3)
        columns[CND_BRANCH_THREE] = i;
      else if (kernel == 5)
        columns[CND_BRANCH_FIVE] = i;
    }
  if (columns[CND_BRANCH_THREE] != G_MAXUINT)
    columns[CND_BRANCH_THREE_REDUCE] = find_source (table, row, columns[CND_BRANCH_THREE]);
  if (columns[CND_BRANCH_FIVE] != G_MAXUINT)
    columns[CND_BRANCH_FIVE_REDUCE] = find_source (table, row, columns[CND_BRANCH_FIVE]);
  for (guint i = row->first; i < row->end; i++)
    {
      guint source = is_kind (&table->layers[i], "convolution") ? find_source (table, row, i) : G_MAXUINT;

      if (!is_kind (&table->layers[i], "convolution") || i == columns[CND_BRANCH_THREE] || i == columns[CND_BRANCH_FIVE]
          || i == columns[CND_BRANCH_THREE_REDUCE] || i == columns[CND_BRANCH_FIVE_REDUCE])
        continue;
      columns[source != G_MAXUINT && is_kind (&table->layers[source], "max_pool") ? CND_BRANCH_POOL_PROJECTION
                                                                                  : CND_BRANCH_ONE] = i;
    }
  for (guint i = 0; i < CND_N_BRANCHES; i++)
    if (columns[i] != G_MAXUINT && is_kind (&table->layers[columns[i]], "convolution"))
      filters[i] = table->layers[columns[i]].output.channels;
}

/* The weights that the row's own columns give: 1 × 1, 1 × 1 and 3 × 3, 1 × 1 and 5 × 5, pooling and 1 × 1. */
static guint64
count_own_columns (const CndClaim *claim, guint64 depth)
{
  const guint64 *n = claim->branches;

  return depth
             * (n[CND_BRANCH_ONE] + n[CND_BRANCH_THREE_REDUCE] + n[CND_BRANCH_FIVE_REDUCE]
                + n[CND_BRANCH_POOL_PROJECTION])
         + 9 * n[CND_BRANCH_THREE_REDUCE] * n[CND_BRANCH_THREE] + 25 * n[CND_BRANCH_FIVE_REDUCE] * n[CND_BRANCH_FIVE];
}

/* ---- Reading ------------------------------------------------------------------------ */

static gboolean
read_row (CndGooglenet *table, guint i, GError **error)
{
  CndVerification *verification = table->verification;
  CndGooglenetRow *row = &table->rows[i];
  gboolean stated;

  for (guint k = 0; k < CND_N_BRANCHES; k++)
    {
      if (!cnd_cells_get_number (verification, i, branch_columns[k], &stated, &row->branches[k], error))
        return FALSE;
      if (row->branches[k] > 65536) /* so that the products of the columns fit */
        return cnd_cells_set_error (verification, i, branch_columns[k], NULL, NULL, error, _("too many filters"));
    }
  return cnd_cells_get_number (verification, i, "patch", &stated, &row->patch, error)
         && cnd_cells_get_number (verification, i, "stride", &stated, &row->stride, error)
         && cnd_cells_get_number (verification, i, "out_h", &stated, &row->out[0], error)
         && cnd_cells_get_number (verification, i, "out_w", &stated, &row->out[1], error)
         && cnd_cells_get_number (verification, i, "out_c", &stated, &row->out[2], error)
         && cnd_cells_get_printed (verification, i, "params", &row->has_parameters, &row->parameters.printed, error)
         && cnd_cells_get_printed (verification, i, "ops", &row->has_macs, &row->macs.printed, error);
}

static void
fill_geometry (const CndGooglenet *table, CndGooglenetRow *row, guint64 in_channels)
{
  CndGeometry *geometry = &row->parameters.geometry;
  gboolean is_convolution = g_str_has_prefix (row->name, "convolution");

  geometry->is_convolution = is_convolution && row->branches[CND_BRANCH_THREE_REDUCE] == 0;
  geometry->is_pooling = strstr (row->name, "pool") != NULL;
  geometry->kernel[0] = geometry->kernel[1] = row->patch;
  geometry->in = in_channels;
  geometry->out = row->out[2];
  geometry->out_size[0] = row->out[0];
  geometry->out_size[1] = row->out[1];
  if (row->is_inception || (is_convolution && row->branches[CND_BRANCH_THREE_REDUCE] > 0))
    row->parameters.count_with_depth = count_own_columns;
}

static void
fill_claims (const CndGooglenet *table, guint i, guint64 in_channels)
{
  CndGooglenetRow *row = &table->rows[i];
  CndClaim *claim = &row->parameters;

  claim->row = row->name;
  claim->line = i + 1;
  claim->unit = 1;
  claim->kilo = 1000;
  memcpy (claim->branches, row->branches, sizeof claim->branches);
  fill_geometry (table, row, in_channels);
  for (guint k = row->first; k != G_MAXUINT && k < row->end; k++)
    {
      const CndCounts *counts = cnd_report_get_layer (table->report, k);

      claim->counts.parameters += counts->parameters; /* parts of a checked total */
      claim->counts.macs += counts->macs;
      claim->counts.flops += counts->flops;
      for (guint term = 0; term < CND_N_TERMS; term++)
        claim->counts.terms[term] += counts->terms[term];
    }
  claim->ours = claim->counts.parameters;
  row->macs = (CndClaim){
    .row = claim->row,
    .line = claim->line,
    .unit = 1,
    .kilo = 1000,
    .quantity = CND_QUANTITY_MACS,
    .printed = row->macs.printed,
    .counts = claim->counts,
    .geometry = claim->geometry,
    .ours = claim->counts.macs,
  };
  if (row->has_macs)
    claim->own_macs = &row->macs.printed;
  if (row->has_parameters)
    row->macs.own_parameters = &claim->printed;
}

/* The row's name and how many convolutions it is about. */
static gboolean
read_name (CndGooglenet *table, guint i, GError **error)
{
  CndGooglenetRow *row = &table->rows[i];
  gboolean stated, known = FALSE;
  guint64 depth;

  row->name = cnd_cells_get (table->verification->cells, i, "type");
  row->is_inception = g_str_has_prefix (row->name, "inception");
  if (!cnd_cells_get_number (table->verification, i, "depth", &stated, &depth, error))
    return FALSE;
  row->depth = g_str_has_prefix (row->name, "convolution") ? (guint) MAX (depth, 1) : 1;
  if (row->is_inception)
    {
      guint block = find_inception (table, row->name);

      return (block != G_MAXUINT && block != 0)
             || cnd_cells_set_error (table->verification, i, NULL, row->name, NULL, error,
                                     _("the model has no such block"));
    }
  for (guint layer = 1; layer < table->n_layers && !known; layer++)
    known = may_mean (row->name, &table->layers[layer]);
  return known
         || cnd_cells_set_error (table->verification, i, NULL, row->name, NULL, error,
                                 _("the model has no layer of this kind"));
}

gboolean
cnd_googlenet_read_rows (CndGooglenet *table, GError **error)
{
  guint64 channels = (guint64) table->layers[0].output.channels;

  if (!cnd_cells_check_rows (table->verification, table->n_layers, error))
    return FALSE;
  for (guint i = 0; i < table->n_rows; i++)
    if (!read_name (table, i, error) || !read_row (table, i, error))
      return FALSE;
  align_rows (table);
  for (guint i = 0; i < table->n_rows; i++)
    {
      CndGooglenetRow *row = &table->rows[i];

      fill_claims (table, i, channels);
      if (row->is_inception)
        {
          table->depth_rows[table->n_depths] = row->name;
          table->depths[table->n_depths++] = channels;
        }
      channels = row->out[2] > 0 ? row->out[2] : channels;
    }
  return TRUE;
}
