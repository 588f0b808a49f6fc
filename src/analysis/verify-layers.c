/* Tables with one row a layer, and totals at the end. The columns may be any of
 *
 *   layer  in_h in_w in_c  out_h out_w out_c (or h w c)  kernel_h kernel_w stride pad  in out  params
 *
 * Rows follow the model in file order; each is the next layer of the kind that its name tells. */
#include "config.h"

#include "verify-private.h"

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

typedef enum
{
  TOTAL_PARAMETERS,
  TOTAL_NOTHING, /* parameters that are not trained: there are none */
  TOTAL_INPUT,
  TOTAL_FORWARD_BACKWARD,
  TOTAL_PARAMETER_SIZE,
  TOTAL_SIZE,
  NOT_A_TOTAL,
} Total;

static const char *const total_names[] = {
  [TOTAL_PARAMETERS] = "total",
  [TOTAL_NOTHING] = "non_trainable_params",
  [TOTAL_INPUT] = "input_mb",
  [TOTAL_FORWARD_BACKWARD] = "forward_backward_mb",
  [TOTAL_PARAMETER_SIZE] = "params_mb",
  [TOTAL_SIZE] = "estimated_total_mb",
};

static Total
find_total (const char *row_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (total_names); i++)
    if (strcmp (row_name, total_names[i]) == 0)
      return i;
  if (strcmp (row_name, "total_params") == 0 || strcmp (row_name, "trainable_params") == 0)
    return TOTAL_PARAMETERS;
  return NOT_A_TOTAL;
}

/* ---- A row and its layer ------------------------------------------------------------ */

typedef struct
{
  guint64 value;
  gboolean stated;
} Number;

typedef struct
{
  const char *name;
  Total total;
  guint layer;
  Number in_shape[3], out_shape[3]; /* channels, height, width */
  Number kernel[2], stride, padding, in, out;
  gboolean has_parameters;
  CndClaim claim;
} Row;

typedef struct
{
  CndVerification *verification;
  const CndReport *report;
  const CndLayer *layers;
  guint n_layers;
  Row *rows;
  CndClaim *claims; /* of the rows that are layers, in order */
  guint n_claims;
} Layers;

static gboolean
read_number (Layers *table, guint row, const char *column, const char *other_column, Number *number, GError **error)
{
  if (cnd_cells_find (table->verification->cells, column) == G_MAXUINT && other_column != NULL)
    column = other_column;
  return cnd_cells_get_number (table->verification, row, column, &number->stated, &number->value, error);
}

static gboolean
read_numbers (Layers *table, guint i, GError **error)
{
  Row *row = &table->rows[i];

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

static const CndAttribute *
get_attribute (const CndLayer *layer, const char *name)
{
  gint index = cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), name);

  return index >= 0 ? &layer->attributes[index] : NULL;
}

static const CndShape *
get_input_shape (const Layers *table, const CndLayer *layer)
{
  return &table->layers[cnd_network_get_inputs (cnd_report_get_network (table->report), layer)[0]].output;
}

/* The row's own columns, and where they say nothing the layer's. */
static void
fill_geometry (const Layers *table, Row *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  const CndAttribute *kernel = get_attribute (layer, "kernel"), *groups = get_attribute (layer, "groups");
  const CndShape *input = get_input_shape (table, layer);
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
  row->claim.groups = groups != NULL && geometry->is_convolution ? (guint64) groups->integers[0] : 1;
}

/* Finds the row's layer after layer @cursor. */
static gboolean
match_row (Layers *table, guint i, guint *cursor, GError **error)
{
  Row *row = &table->rows[i];
  const KindRow *kinds = find_kinds (row->name);
  guint layer = *cursor + 1;

  if (kinds == NULL)
    return cnd_cells_set_error (table->verification, i, NULL, row->name, "conv, maxpool, avgpool, relu, fc, total …",
                                error, _("the name does not tell the kind of layer"));
  while (layer < table->n_layers && !is_of_kinds (&table->layers[layer], kinds))
    layer++;
  if (layer >= table->n_layers)
    return cnd_cells_set_error (table->verification, i, NULL, row->name, NULL, error,
                                _("the model has no further layer of this kind"));
  row->layer = *cursor = layer;
  fill_geometry (table, row);
  row->claim.counts = *cnd_report_get_layer (table->report, layer);
  row->claim.ours = row->claim.counts.parameters;
  return TRUE;
}

/* ---- Totals ------------------------------------------------------------------------- */

static void
fill_total (const Layers *table, Row *row)
{
  CndSummarySizes sizes = cnd_report_get_summary_sizes (table->report);
  CndClaim *claim = &row->claim;
  const guint64 ours[] = {
    [TOTAL_PARAMETERS] = cnd_report_get_total (table->report)->parameters,
    [TOTAL_NOTHING] = 0,
    [TOTAL_INPUT] = sizes.input_bytes,
    [TOTAL_FORWARD_BACKWARD] = sizes.forward_backward_bytes,
    [TOTAL_PARAMETER_SIZE] = sizes.parameter_bytes,
    [TOTAL_SIZE] = sizes.total_bytes,
  };

  claim->line = row->total >= TOTAL_INPUT ? 0 : claim->line;
  claim->ours = ours[row->total];
  claim->is_total = row->total == TOTAL_PARAMETERS;
  if (row->total != TOTAL_NOTHING)
    claim->counts = *cnd_report_get_total (table->report);
  if (row->total >= TOTAL_INPUT)
    {
      claim->quantity = CND_QUANTITY_BYTES;
      claim->unit = 1024 * 1024;
    }
}

/* ---- Verdicts ----------------------------------------------------------------------- */

/* Published and ours as text, from the parts that are stated; equal when those parts are. */
static void
add_sizes (Layers *table, const Row *row, const char *column, const Number *published, const gint64 *ours, guint n,
           char *cause)
{
  CndPlace place = { .row = row->name, .line = row->claim.line, .column = column };
  gint64 shown[3], true_sizes[3];
  guint n_stated = 0;
  gboolean equal = TRUE;
  g_autofree char *theirs = NULL, *our_text = NULL;

  for (guint i = 0; i < n; i++)
    if (published[i].stated)
      {
        shown[n_stated] = (gint64) published[i].value;
        true_sizes[n_stated++] = ours[i];
        equal = equal && (gint64) published[i].value == ours[i];
      }
  if (n_stated > 0)
    {
      theirs = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, shown, n_stated);
      our_text = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, true_sizes, n_stated);
      cnd_table_add_text (table->verification->table, &place, theirs, our_text, equal,
                          equal ? NULL : g_steal_pointer (&cause));
    }
  g_free (cause);
}

static char *
find_output_cause (const Row *row)
{
  char *cause = NULL;

  for (guint axis = 0; axis < 2 && cause == NULL; axis++)
    cause = cnd_claim_find_size_cause (row->in_shape[axis + 1].value, row->kernel[axis].value, row->stride.value,
                                       row->padding.stated, row->padding.value, row->out_shape[axis + 1].value);
  return cause;
}

static void
add_shapes (Layers *table, const Row *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  const CndShape *input = get_input_shape (table, layer), *output = &layer->output;
  const gint64 in[] = { input->channels, input->height, input->width };
  const gint64 out[] = { output->channels, output->height, output->width };

  add_sizes (table, row, _("input"), row->in_shape, in, 3, NULL);
  add_sizes (table, row, _("output"), row->out_shape, out, 3, find_output_cause (row));
}

static void
add_window (Layers *table, const Row *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  const CndAttribute *kernel = get_attribute (layer, "kernel"), *stride = get_attribute (layer, "stride");
  const CndAttribute *padding = get_attribute (layer, "padding");
  const gint64 point[] = { 1, 1 };

  add_sizes (table, row, _("kernel"), row->kernel, kernel != NULL ? kernel->integers : point, 2, NULL);
  if (stride != NULL)
    add_sizes (table, row, _("stride"), &row->stride, stride->integers, 1, NULL);
  if (padding != NULL)
    add_sizes (table, row, _("padding"), &row->padding, padding->integers, 1, NULL);
}

static void
add_channels (Layers *table, const Row *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  gint64 in = get_input_shape (table, layer)->channels;

  add_sizes (table, row, _("input channels"), &row->in, &in, 1, NULL);
  add_sizes (table, row, _("output channels"), &row->out, &layer->output.channels, 1, NULL);
}

static void
add_row (Layers *table, Row *row)
{
  const char *column = row->claim.quantity == CND_QUANTITY_BYTES ? _("size (MB)") : _("parameters");

  if (row->total == NOT_A_TOTAL)
    {
      add_shapes (table, row);
      add_window (table, row);
      add_channels (table, row);
    }
  row->claim.rows = table->claims;
  row->claim.n_rows = table->n_claims;
  if (row->has_parameters)
    cnd_claim_judge (&row->claim, table->verification->table, column);
}

/* ---- The table ---------------------------------------------------------------------- */

static gboolean
read_rows (Layers *table, GError **error)
{
  const CndCells *cells = table->verification->cells;
  guint cursor = 0;

  for (guint i = 0; i < cells->n_rows; i++)
    {
      Row *row = &table->rows[i];

      row->name = cnd_cells_get (cells, i, "layer");
      row->total = find_total (row->name);
      row->claim.row = row->name;
      row->claim.line = i + 1;
      row->claim.text = cnd_cells_get (cells, i, "params");
      row->claim.unit = 1;
      row->claim.kilo = 1000;
      if (!read_numbers (table, i, error))
        return FALSE;
      if (row->total != NOT_A_TOTAL)
        fill_total (table, row);
      else if (!match_row (table, i, &cursor, error))
        return FALSE;
      else if (row->has_parameters)
        table->claims[table->n_claims++] = row->claim;
    }
  return TRUE;
}

gboolean
cnd_verify_layers (CndVerification *verification, const char *model, GError **error)
{
  static const char *const columns[] = { "layer", "params", NULL };
  g_autoptr (CndReport) report = NULL;
  g_autofree Row *rows = NULL;
  g_autofree CndClaim *claims = NULL;
  Layers table = { .verification = verification };

  if (!cnd_cells_require (verification, columns, error))
    return FALSE;
  report = cnd_verification_count (verification, model, NULL, CND_STAGE_DENSE, CND_CONVENTION_SUMMARY, error);
  if (report == NULL)
    return FALSE;
  table.report = report;
  table.layers = cnd_network_get_layers (cnd_report_get_network (report), &table.n_layers);
  table.rows = rows = g_new0 (Row, verification->cells->n_rows);
  table.claims = claims = g_new0 (CndClaim, verification->cells->n_rows);
  if (!read_rows (&table, error))
    return FALSE;
  for (guint i = 0; i < verification->cells->n_rows; i++)
    add_row (&table, &rows[i]);
  return TRUE;
}
