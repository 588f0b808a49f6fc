/* GoogLeNet's Table 1: a row is one or two convolutions, an inception block, or a layer without weights. K and M are
 * read as most rows of the column suggest; every row is held against the model and against its own columns. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

enum
{
  ONE,
  THREE_REDUCE,
  THREE,
  FIVE_REDUCE,
  FIVE,
  POOL_PROJECTION,
  N_BRANCHES,
};

static const char *const branch_columns[N_BRANCHES]
    = { "n1x1", "n3x3reduce", "n3x3", "n5x5reduce", "n5x5", "poolproj" };

typedef struct
{
  const char *name;
  guint first, end;           /* the layers that it is about: first … end − 1 */
  guint output;               /* the layer whose output it states */
  gboolean is_inception;
  guint64 patch, stride, in_size[2], out[3]; /* as stated, 0: not; out: height, width, channels */
  guint64 branches[N_BRANCHES];
  gboolean has_parameters, has_macs;
  CndClaim parameters, macs;
} Row;

typedef struct
{
  CndVerification *verification;
  const CndReport *report;
  const CndNetwork *network;
  const CndLayer *layers;
  guint n_layers;
  Row *rows;
  guint n_rows;
  guint64 *depths;
  const char **depth_rows;
  guint n_depths;
  guint64 kilo;
  gboolean without_biases;
} Table;

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

/* The first layer from @layer on that the row's name may mean; n_layers when there is none. */
static guint
find_next (const Table *table, const char *name, guint layer)
{
  for (; layer < table->n_layers; layer++)
    for (guint i = 0; i < G_N_ELEMENTS (row_kinds); i++)
      for (guint k = 0; k < G_N_ELEMENTS (row_kinds[i].kinds) && row_kinds[i].kinds[k] != NULL; k++)
        if (g_str_has_prefix (name, row_kinds[i].prefix) && is_kind (&table->layers[layer], row_kinds[i].kinds[k]))
          return layer;
  return table->n_layers;
}

/* The block that the row names in parentheses: "inception (3a)". */
static guint
find_inception (const Table *table, const char *name)
{
  const char *open = strchr (name, '('), *close = strrchr (name, ')');
  g_autofree char *id = NULL;

  if (open == NULL || close == NULL || close < open)
    return G_MAXUINT;
  id = g_strndup (open + 1, (gsize) (close - open - 1));
  return cnd_network_find_block (table->network, id);
}

static gboolean
match_inception (Table *table, guint i, guint *cursor, GError **error)
{
  Row *row = &table->rows[i];
  guint block = find_inception (table, row->name);
  const CndBlock *the_block = NULL;

  if (block == G_MAXUINT || block == 0)
    return cnd_cells_set_error (table->verification, i, NULL, row->name, NULL, error,
                                _("the model has no such block"));
  the_block = &cnd_network_get_blocks (table->network, NULL)[block];
  row->is_inception = TRUE;
  row->first = the_block->first_layer;
  row->end = *cursor = the_block->first_layer + the_block->n_layers;
  row->output = the_block->output;
  return TRUE;
}

static gboolean
match_layers (Table *table, guint i, guint *cursor, GError **error)
{
  Row *row = &table->rows[i];
  gboolean stated;
  guint64 depth;

  if (!cnd_cells_get_number (table->verification, i, "depth", &stated, &depth, error))
    return FALSE;
  depth = g_str_has_prefix (row->name, "convolution") ? MAX (depth, 1) : 1;
  for (guint64 k = 0; k < depth; k++)
    {
      guint layer = find_next (table, row->name, *cursor);

      if (layer >= table->n_layers)
        return cnd_cells_set_error (table->verification, i, NULL, row->name, NULL, error,
                                    _("the model has no further layer of this kind"));
      if (k == 0)
        row->first = layer;
      row->output = layer;
      *cursor = row->end = layer + 1;
    }
  return TRUE;
}

/* ---- The model's filters ------------------------------------------------------------ */

static const CndAttribute *
get_attribute (const CndLayer *layer, const char *name)
{
  gint index = cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), name);

  return index >= 0 ? &layer->attributes[index] : NULL;
}

/* The convolution or pooling of the row before @layer, looking through activations; G_MAXUINT: none in the row. */
static guint
find_source (const Table *table, const Row *row, guint layer)
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
static void
sort_filters (const Table *table, const Row *row, gint64 filters[N_BRANCHES])
{
  guint columns[N_BRANCHES];

  memset (filters, 0, N_BRANCHES * sizeof *filters);
  for (guint i = 0; i < N_BRANCHES; i++)
    columns[i] = G_MAXUINT;
  for (guint i = row->first; i < row->end; i++)
    {
      gint64 kernel
          = is_kind (&table->layers[i], "convolution") ? get_attribute (&table->layers[i], "kernel")->integers[0] : 0;

      if (kernel == 3)
        columns[THREE] = i;
      else if (kernel == 5)
        columns[FIVE] = i;
    }
  if (columns[THREE] != G_MAXUINT)
    columns[THREE_REDUCE] = find_source (table, row, columns[THREE]);
  if (columns[FIVE] != G_MAXUINT)
    columns[FIVE_REDUCE] = find_source (table, row, columns[FIVE]);
  for (guint i = row->first; i < row->end; i++)
    {
      guint source = is_kind (&table->layers[i], "convolution") ? find_source (table, row, i) : G_MAXUINT;

      if (!is_kind (&table->layers[i], "convolution") || i == columns[THREE] || i == columns[FIVE]
          || i == columns[THREE_REDUCE] || i == columns[FIVE_REDUCE])
        continue;
      columns[source != G_MAXUINT && is_kind (&table->layers[source], "max_pool") ? POOL_PROJECTION : ONE] = i;
    }
  for (guint i = 0; i < N_BRANCHES; i++)
    if (columns[i] != G_MAXUINT && is_kind (&table->layers[columns[i]], "convolution"))
      filters[i] = table->layers[columns[i]].output.channels;
}

/* The weights that the row's own columns give: 1 × 1, 1 × 1 and 3 × 3, 1 × 1 and 5 × 5, pooling and 1 × 1. */
static guint64
count_own_columns (const CndClaim *claim, guint64 depth)
{
  const guint64 *n = claim->branches;

  return depth * (n[ONE] + n[THREE_REDUCE] + n[FIVE_REDUCE] + n[POOL_PROJECTION])
         + 9 * n[THREE_REDUCE] * n[THREE] + 25 * n[FIVE_REDUCE] * n[FIVE];
}

/* ---- Reading ------------------------------------------------------------------------ */

static gboolean
read_row (Table *table, guint i, GError **error)
{
  CndVerification *verification = table->verification;
  Row *row = &table->rows[i];
  gboolean stated;

  for (guint k = 0; k < N_BRANCHES; k++)
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
fill_geometry (const Table *table, Row *row, guint64 in_channels)
{
  CndGeometry *geometry = &row->parameters.geometry;
  gboolean is_convolution = g_str_has_prefix (row->name, "convolution");

  geometry->is_convolution = is_convolution && row->branches[THREE_REDUCE] == 0;
  geometry->is_pooling = strstr (row->name, "pool") != NULL;
  geometry->kernel[0] = geometry->kernel[1] = row->patch;
  geometry->in = in_channels;
  geometry->out = row->out[2];
  geometry->out_size[0] = row->out[0];
  geometry->out_size[1] = row->out[1];
  if (row->is_inception || (is_convolution && row->branches[THREE_REDUCE] > 0))
    row->parameters.count_with_depth = count_own_columns;
}

static void
fill_claims (const Table *table, guint i, guint64 in_channels)
{
  Row *row = &table->rows[i];
  CndClaim *claim = &row->parameters;

  claim->row = row->name;
  claim->line = i + 1;
  claim->unit = 1;
  claim->kilo = 1000;
  claim->text = cnd_cells_get (table->verification->cells, i, "params");
  memcpy (claim->branches, row->branches, sizeof claim->branches);
  fill_geometry (table, row, in_channels);
  for (guint k = row->first; k < row->end; k++)
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
    .row = claim->row, .line = claim->line, .unit = 1, .kilo = 1000, .quantity = CND_QUANTITY_MACS,
    .text = cnd_cells_get (table->verification->cells, i, "ops"), .printed = row->macs.printed,
    .counts = claim->counts, .geometry = claim->geometry, .ours = claim->counts.macs,
  };
  if (row->has_macs)
    claim->own_macs = &row->macs.printed;
  if (row->has_parameters)
    row->macs.own_parameters = &claim->printed;
}

static gboolean
read_rows (Table *table, GError **error)
{
  guint cursor = 1;
  guint64 channels = (guint64) table->layers[0].output.channels;

  for (guint i = 0; i < table->n_rows; i++)
    {
      Row *row = &table->rows[i];

      row->name = cnd_cells_get (table->verification->cells, i, "type");
      if (!read_row (table, i, error))
        return FALSE;
      if (!(g_str_has_prefix (row->name, "inception") ? match_inception (table, i, &cursor, error)
                                                      : match_layers (table, i, &cursor, error)))
        return FALSE;
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

/* ---- What K means ------------------------------------------------------------------- */

static guint
score_reading (const Table *table, guint64 kilo, gboolean without_biases)
{
  /* a figure that comes out whole says more than one that was rounded, and that more than one that was cut */
  static const guint points[] = { [CND_FIT_NONE] = 0, [CND_FIT_EXACT] = 4, [CND_FIT_ROUNDED] = 2, [CND_FIT_CUT] = 1 };
  guint score = 0;

  for (guint i = 0; i < table->n_rows; i++)
    {
      const CndClaim *claim = &table->rows[i].parameters;
      guint64 value = claim->counts.parameters - (without_biases ? claim->counts.terms[CND_TERM_BIASES] : 0);

      if (table->rows[i].has_parameters)
        score += points[cnd_printed_match (&claim->printed, value, kilo)];
    }
  return score;
}

/* The plain reading unless another one makes more rows come out. */
static void
find_reading (Table *table)
{
  static const struct
  {
    guint64 kilo;
    gboolean without_biases;
  } readings[] = { { 1000, FALSE }, { 1000, TRUE }, { 1024, FALSE }, { 1024, TRUE } };
  guint best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      guint score = score_reading (table, readings[i].kilo, readings[i].without_biases);

      if (i > 0 && score <= best)
        continue;
      best = score;
      table->kilo = readings[i].kilo;
      table->without_biases = readings[i].without_biases;
    }
  for (guint i = 0; i < table->n_rows; i++)
    {
      CndClaim *claim = &table->rows[i].parameters;

      claim->kilo = table->rows[i].macs.kilo = table->kilo;
      claim->without_biases = table->without_biases;
      claim->depths = table->depths;
      claim->depth_rows = table->depth_rows;
      claim->n_depths = table->n_depths;
    }
}

/* ---- Verdicts ----------------------------------------------------------------------- */

static void
add_sizes (Table *table, guint i, const char *column, const gint64 *published, const gint64 *ours, guint n)
{
  CndPlace place = { table->rows[i].name, i + 1, column };
  g_autofree char *theirs = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, published, n);
  g_autofree char *our_text = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, ours, n);

  cnd_table_add_text (table->verification->table, &place, theirs, our_text,
                      memcmp (published, ours, n * sizeof *ours) == 0, NULL);
}

static void
add_filters (Table *table, guint i)
{
  const Row *row = &table->rows[i];
  CndPlace place = { row->name, i + 1, _("filters") };
  g_autoptr (GString) theirs = g_string_new (NULL);
  g_autoptr (GString) ours = g_string_new (NULL);
  gint64 filters[N_BRANCHES];
  gboolean equal = TRUE;

  sort_filters (table, row, filters);
  for (guint k = 0; k < N_BRANCHES; k++)
    {
      if (row->branches[k] == 0)
        continue;
      g_string_append_printf (theirs, "%s%" G_GUINT64_FORMAT, theirs->len > 0 ? ", " : "", row->branches[k]);
      g_string_append_printf (ours, "%s%" G_GINT64_FORMAT, ours->len > 0 ? ", " : "", filters[k]);
      equal = equal && filters[k] == (gint64) row->branches[k];
    }
  if (theirs->len > 0)
    cnd_table_add_text (table->verification->table, &place, theirs->str, ours->str, equal, NULL);
}

static void
add_window (Table *table, guint i)
{
  const Row *row = &table->rows[i];
  const CndAttribute *kernel = get_attribute (&table->layers[row->output], "kernel");
  const CndAttribute *stride = get_attribute (&table->layers[row->output], "stride");
  const CndShape *input
      = &table->layers[cnd_network_get_inputs (table->network, &table->layers[row->output])[0]].output;
  gint64 published[2] = { (gint64) row->patch, (gint64) row->stride };

  if (row->is_inception || row->patch == 0)
    return;
  /* a global pooling's window is its whole input */
  add_sizes (table, i, _("patch"), &published[0], kernel != NULL ? kernel->integers : &input->height, 1);
  if (stride != NULL)
    add_sizes (table, i, _("stride"), &published[1], stride->integers, 1);
}

/* What a column's rows add up to, printed as they are. */
static void
add_sum (Table *table, gboolean of_macs, const char *column)
{
  CndVerification *verification = table->verification;
  g_autofree CndClaim *rows = g_new0 (CndClaim, table->n_rows);
  g_autofree char *text = NULL;
  CndClaim sum = { .row = _("all rows"), .unit = 1, .kilo = 1000, .is_total = TRUE, .rows = rows,
                   .quantity = of_macs ? CND_QUANTITY_MACS : CND_QUANTITY_PARAMETERS,
                   .counts = *cnd_report_get_total (table->report) };
  guint64 tenths = 0;

  for (guint i = 0; i < table->n_rows; i++)
    {
      const CndClaim *claim = of_macs ? &table->rows[i].macs : &table->rows[i].parameters;

      if (!(of_macs ? table->rows[i].has_macs : table->rows[i].has_parameters))
        continue;
      if (claim->printed.decimals > 1 || (sum.n_rows > 0 && claim->printed.power != sum.printed.power)
          || claim->printed.mantissa > G_MAXUINT32)
        return; /* not printed alike: no sum in their unit */
      sum.printed.power = claim->printed.power;
      tenths += claim->printed.mantissa * (claim->printed.decimals == 0 ? 10 : 1);
      rows[sum.n_rows++] = *claim;
    }
  if (sum.n_rows == 0)
    return;
  sum.printed.decimals = tenths % 10 == 0 ? 0 : 1;
  sum.printed.mantissa = sum.printed.decimals > 0 ? tenths : tenths / 10;
  sum.ours = of_macs ? sum.counts.macs : sum.counts.parameters;
  text = g_strdup_printf ("%" G_GUINT64_FORMAT "%s%.*s%c", tenths / 10, sum.printed.decimals > 0 ? "." : "",
                          (int) sum.printed.decimals, &"0123456789"[tenths % 10], "\0KMGT"[sum.printed.power]);
  sum.text = text;
  cnd_claim_judge (&sum, verification->table, column);
}

static void
add_row (Table *table, guint i)
{
  Row *row = &table->rows[i];
  const CndShape *output = &table->layers[row->output].output;
  const gint64 published[] = { (gint64) row->out[0], (gint64) row->out[1], (gint64) row->out[2] };
  const gint64 ours[] = { output->height, output->width, output->channels };

  add_window (table, i);
  add_sizes (table, i, _("output"), published, ours, 3);
  add_filters (table, i);
  if (row->has_parameters)
    cnd_claim_judge (&row->parameters, table->verification->table, _("parameters"));
  if (row->has_macs)
    cnd_claim_judge (&row->macs, table->verification->table, _("multiply-adds"));
}

gboolean
cnd_verify_googlenet (CndVerification *verification, const char *model, GError **error)
{
  static const char *const columns[] = { "type", "params", "ops", NULL };
  g_autoptr (CndReport) report = NULL;
  g_autofree Row *rows = NULL;
  g_autofree guint64 *depths = NULL;
  g_autofree const char **depth_rows = NULL;
  Table table = { .verification = verification, .n_rows = verification->cells->n_rows };

  if (!cnd_cells_require (verification, columns, error))
    return FALSE;
  report = cnd_verification_count (verification, model, NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT, error);
  if (report == NULL)
    return FALSE;
  table.report = report;
  table.network = cnd_report_get_network (report);
  table.layers = cnd_network_get_layers (table.network, &table.n_layers);
  table.rows = rows = g_new0 (Row, table.n_rows);
  table.depths = depths = g_new0 (guint64, table.n_rows);
  table.depth_rows = depth_rows = g_new0 (const char *, table.n_rows);
  if (!read_rows (&table, error))
    return FALSE;
  find_reading (&table);
  for (guint i = 0; i < table.n_rows; i++)
    add_row (&table, i);
  add_sum (&table, FALSE, _("parameters"));
  add_sum (&table, TRUE, _("multiply-adds"));
  return TRUE;
}
