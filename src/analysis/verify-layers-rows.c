/* Tables with one row a layer, the reading: what a row states, which total it is, or which layer of the model it is
 * about. */
#include "config.h"

#include "verify-layers-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* ---- Names of rows ------------------------------------------------------------------ */

typedef struct
{
  const char *prefix; /* in lower case */
  const char *kinds[4];
} KindRow;

/* The first prefix that fits counts. */
static const KindRow kind_rows[] = {
  { "conv", { "convolution", "learned_group_convolution" } },
  { "maxpool", { "max_pool" } },
  { "adaptiveavgpool", { "adaptive_average_pool", "global_average_pool" } },
  { "avgpool", { "average_pool", "adaptive_average_pool", "global_average_pool" } },
  { "relu", { "relu" } },
  { "batchnorm", { "batch_norm" } },
  { "dropout", { "dropout" } },
  { "flatten", { "flatten" } },
  { "fc", { "linear" } },
  { "linear", { "linear" } },
  { "softmax", { "softmax" } },
};

static const KindRow *
find_kinds (const char *row_name)
{
  g_autofree char *lower = g_ascii_strdown (row_name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (kind_rows); i++)
    if (g_str_has_prefix (lower, kind_rows[i].prefix))
      return &kind_rows[i];
  return NULL;
}

static gboolean
is_of_kinds (const CndLayer *layer, const KindRow *kinds)
{
  const char *name = cnd_ops_get_kind (layer->kind)->name;

  for (guint i = 0; i < G_N_ELEMENTS (kinds->kinds) && kinds->kinds[i] != NULL; i++)
    if (strcmp (kinds->kinds[i], name) == 0)
      return TRUE;
  return FALSE;
}

static const char *const total_names[] = {
  [CND_TOTAL_PARAMETERS] = "total",
  [CND_TOTAL_NOTHING] = "non_trainable_params",
  [CND_TOTAL_INPUT] = "input_mb",
  [CND_TOTAL_FORWARD_BACKWARD] = "forward_backward_mb",
  [CND_TOTAL_PARAMETER_SIZE] = "params_mb",
  [CND_TOTAL_SIZE] = "estimated_total_mb",
};

static CndTotal
find_total (const char *row_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (total_names); i++)
    if (strcmp (row_name, total_names[i]) == 0)
      return i;
  if (strcmp (row_name, "total_params") == 0 || strcmp (row_name, "trainable_params") == 0)
    return CND_TOTAL_PARAMETERS;
  return CND_NOT_A_TOTAL;
}

/* ---- What a row states -------------------------------------------------------------- */

static gboolean
read_number (CndLayerTable *table, guint row, const char *column, const char *other_column, CndNumber *number,
             GError **error)
{
  if (cnd_cells_find (table->verification->cells, column) == G_MAXUINT && other_column != NULL)
    column = other_column;
  return cnd_cells_get_number (table->verification, row, column, &number->stated, &number->value, error);
}

static gboolean
read_numbers (CndLayerTable *table, guint i, GError **error)
{
  CndLayerRow *row = &table->rows[i];

  return read_number (table, i, "in_c", NULL, &row->in_shape[0], error)
         && read_number (table, i, "in_h", NULL, &row->in_shape[1], error)
         && read_number (table, i, "in_w", NULL, &row->in_shape[2], error)
         && read_number (table, i, "out_c", "c", &row->out_shape[0], error)
         && read_number (table, i, "out_h", "h", &row->out_shape[1], error)
         && read_number (table, i, "out_w", "w", &row->out_shape[2], error)
         && read_number (table, i, "kernel_h", NULL, &row->kernel[0], error)
         && read_number (table, i, "kernel_w", NULL, &row->kernel[1], error)
         && read_number (table, i, "stride", NULL, &row->stride, error)
         && read_number (table, i, "pad", NULL, &row->padding, error)
         && read_number (table, i, "in", NULL, &row->in, error) && read_number (table, i, "out", NULL, &row->out, error)
         && cnd_cells_get_printed (table->verification, i, "params", &row->has_parameters, &row->claim.printed, error);
}

const CndShape *
cnd_layer_table_get_input (const CndLayerTable *table, const CndLayer *layer)
{
  return &table->layers[cnd_network_get_inputs (cnd_report_get_network (table->report), layer)[0]].output;
}

/* The row's own columns, and where they say nothing the layer's. */
static void
fill_geometry (const CndLayerTable *table, CndLayerRow *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  const CndAttribute *kernel = cnd_layer_find_attribute (layer, "kernel"), *groups = cnd_layer_find_attribute (layer, "groups");
  const CndShape *input = cnd_layer_table_get_input (table, layer);
  CndCategory category = cnd_ops_get_kind (layer->kind)->category;
  CndGeometry *geometry = &row->claim.geometry;

  geometry->is_pooling = category == CND_CATEGORY_POOLING;
  geometry->is_convolution = category == CND_CATEGORY_CONVOLUTION;
  geometry->in = row->in.stated ? row->in.value : (guint64) input->channels;
  geometry->out = row->out.stated ? row->out.value : (guint64) layer->output.channels;
  for (guint axis = 0; axis < 2; axis++)
    {
      geometry->kernel[axis] = kernel != NULL ? (guint64) kernel->integers[axis] : 0;
      if (row->kernel[axis].stated)
        geometry->kernel[axis] = row->kernel[axis].value;
      geometry->out_size[axis] = axis == 0 ? (guint64) layer->output.height : (guint64) layer->output.width;
      if (row->out_shape[axis + 1].stated)
        geometry->out_size[axis] = row->out_shape[axis + 1].value;
    }
  geometry->is_stated = row->kernel[0].stated && row->kernel[1].stated && row->in.stated && row->out.stated;
  row->claim.groups = groups != NULL && geometry->is_convolution ? (guint64) groups->integers[0] : 1;
}

/* ---- Totals ------------------------------------------------------------------------- */

/* How a size in MB, or a total, comes about. */
static char *
describe_total (CndTotal total, guint64 bytes)
{
  static const char *const sentences[] = {
    /* Translators: %s: a number of values */
    [CND_TOTAL_INPUT] = N_("The image has %s values of 4 bytes; MB is 1,048,576 bytes."),
    [CND_TOTAL_FORWARD_BACKWARD] = N_("All outputs and their gradients are %s values of 4 bytes; MB is 1,048,576 bytes."),
    [CND_TOTAL_PARAMETER_SIZE] = N_("There are %s parameters of 4 bytes; MB is 1,048,576 bytes."),
    [CND_TOTAL_SIZE] = N_("It is the sum of the three sizes: %s values of 4 bytes."),
  };
  g_autofree char *count = cnd_claim_format (bytes / 4);

  if (total == CND_TOTAL_NOTHING)
    return g_strdup (_("All parameters are trained."));
  if (total < CND_TOTAL_INPUT)
    return NULL;
  return g_strdup_printf (_(sentences[total]), count);
}

static void
fill_total (const CndLayerTable *table, CndLayerRow *row)
{
  CndSummarySizes sizes = cnd_report_get_summary_sizes (table->report);
  CndClaim *claim = &row->claim;
  const guint64 ours[] = {
    [CND_TOTAL_PARAMETERS] = cnd_report_get_total (table->report)->parameters,
    [CND_TOTAL_NOTHING] = 0,
    [CND_TOTAL_INPUT] = sizes.input_bytes,
    [CND_TOTAL_FORWARD_BACKWARD] = sizes.forward_backward_bytes,
    [CND_TOTAL_PARAMETER_SIZE] = sizes.parameter_bytes,
    [CND_TOTAL_SIZE] = sizes.total_bytes,
  };

  claim->line = row->total >= CND_TOTAL_INPUT ? 0 : claim->line;
  claim->ours = ours[row->total];
  claim->is_total = row->total == CND_TOTAL_PARAMETERS;
  claim->right = row->right = describe_total (row->total, claim->ours);
  if (row->total != CND_TOTAL_NOTHING)
    claim->counts = *cnd_report_get_total (table->report);
  if (row->total >= CND_TOTAL_INPUT)
    {
      claim->quantity = CND_QUANTITY_BYTES;
      claim->unit = 1024 * 1024;
    }
}

/* ---- Rows and layers ---------------------------------------------------------------- */

static gint
count_agreements (const CndNumber *stated, const gint64 *true_values, guint n)
{
  gint agreements = 0;

  for (guint i = 0; i < n; i++)
    agreements += stated[i].stated && (gint64) stated[i].value == true_values[i] ? 1 : 0;
  return agreements;
}

/* The rows that are about layers, in order: what is aligned. */
typedef struct
{
  const CndLayerTable *table;
  GPtrArray *rows;
} Aligned;

static gint
score_row (gpointer data, guint index, guint layer, guint *end)
{
  const Aligned *aligned = data;
  const CndLayerTable *table = aligned->table;
  const CndLayerRow *row = g_ptr_array_index (aligned->rows, index);
  const CndLayer *the_layer = &table->layers[layer];
  const CndAttribute *kernel = cnd_layer_find_attribute (the_layer, "kernel");
  const CndShape *output = &the_layer->output, *input = NULL;
  guint64 parameters = cnd_report_get_layer (table->report, layer)->parameters;
  gint score = 0;

  if (the_layer->n_inputs == 0 || !is_of_kinds (the_layer, find_kinds (row->name)))
    return -1;
  *end = layer + 1;
  input = cnd_layer_table_get_input (table, the_layer);
  score += count_agreements (row->in_shape, (gint64[]){ input->channels, input->height, input->width }, 3);
  score += count_agreements (row->out_shape, (gint64[]){ output->channels, output->height, output->width }, 3);
  score += count_agreements (&row->in, &input->channels, 1) + count_agreements (&row->out, &output->channels, 1);
  if (kernel != NULL)
    score += count_agreements (row->kernel, kernel->integers, 2);
  /* a name, or a count that is not 0, says more than a size */
  score += strcmp (row->name, the_layer->name) == 0 ? 2 : 0;
  score += row->has_parameters && parameters > 0 && cnd_claim_is (&row->claim, parameters, 1000, FALSE) ? 2 : 0;
  return score;
}

/* Layers with weights, and layers of the kinds that the table has rows for. */
static void
find_expected (CndLayerTable *table, const GPtrArray *rows)
{
  for (guint layer = 1; layer < table->n_layers; layer++)
    {
      table->expected[layer] = cnd_report_get_layer (table->report, layer)->parameters > 0;
      for (guint i = 0; i < rows->len && !table->expected[layer]; i++)
        {
          const CndLayerRow *row = g_ptr_array_index (rows, i);

          table->expected[layer] = is_of_kinds (&table->layers[layer], find_kinds (row->name));
        }
    }
}

static void
align_rows (CndLayerTable *table, GPtrArray *rows)
{
  Aligned aligned = { table, rows };
  CndAlignment alignment = { rows->len, table->n_layers, table->expected, score_row, &aligned };
  g_autofree guint *starts = g_new (guint, rows->len);

  find_expected (table, rows);
  cnd_align_rows (&alignment, starts);
  for (guint i = 0; i < rows->len; i++)
    {
      CndLayerRow *row = g_ptr_array_index (rows, i);

      row->layer = starts[i];
      if (row->layer == G_MAXUINT)
        continue;
      table->covered[row->layer] = TRUE;
      fill_geometry (table, row);
      row->claim.counts = *cnd_report_get_layer (table->report, row->layer);
      row->claim.ours = row->claim.counts.parameters;
    }
}

gboolean
cnd_layer_table_read (CndLayerTable *table, GError **error)
{
  const CndCells *cells = table->verification->cells;
  g_autoptr (GPtrArray) layer_rows = g_ptr_array_new ();

  if (!cnd_cells_check_rows (table->verification, table->n_layers, error))
    return FALSE;
  for (guint i = 0; i < cells->n_rows; i++)
    {
      CndLayerRow *row = &table->rows[i];

      row->name = cnd_cells_get (cells, i, "layer");
      row->total = find_total (row->name);
      row->layer = G_MAXUINT;
      row->claim.row = row->name;
      row->claim.line = i + 1;
      row->claim.unit = 1;
      row->claim.kilo = 1000;
      if (!read_numbers (table, i, error))
        return FALSE;
      if (row->total != CND_NOT_A_TOTAL)
        fill_total (table, row);
      else if (find_kinds (row->name) == NULL)
        return cnd_cells_set_error (table->verification, i, NULL, row->name, "conv, maxpool, avgpool, relu, fc, total …",
                                    error, _("the name does not tell the kind of layer"));
      else
        g_ptr_array_add (layer_rows, row);
    }
  align_rows (table, layer_rows);
  return TRUE;
}
