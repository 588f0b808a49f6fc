/* Tables with one row a layer, and totals at the end. The columns may be any of
 *
 *   layer  in_h in_w in_c  out_h out_w out_c (or h w c)  kernel_h kernel_w stride pad  in out  params
 *
 * Rows follow the model in file order; the kind of layer is told by a row's name, which layer by what agrees best. */
#include "config.h"

#include "verify-layers-private.h"

#include <glib/gi18n-lib.h>

/* ---- Verdicts ----------------------------------------------------------------------- */

/* Published and ours as text, from the parts that are stated; equal when those parts are. */
static void
add_sizes (CndLayerTable *table, const CndLayerRow *row, const char *column, const CndNumber *published, const gint64 *ours, guint n,
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

static void
add_shapes (CndLayerTable *table, const CndLayerRow *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  const CndShape *input = cnd_layer_table_get_input (table, layer), *output = &layer->output;
  const gint64 in[] = { input->channels, input->height, input->width };
  const gint64 out[] = { output->channels, output->height, output->width };

  add_sizes (table, row, _("input"), row->in_shape, in, 3, cnd_layer_row_find_input_cause (table, row, in));
  add_sizes (table, row, _("output"), row->out_shape, out, 3, cnd_layer_row_find_output_cause (table, row, out));
}

static void
add_window (CndLayerTable *table, const CndLayerRow *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  const CndAttribute *kernel = cnd_layer_find_attribute (layer, "kernel"), *stride = cnd_layer_find_attribute (layer, "stride");
  const CndAttribute *padding = cnd_layer_find_attribute (layer, "padding");
  const gint64 point[] = { 1, 1 };
  const struct
  {
    const char *column;
    const CndNumber *published;
    const gint64 *ours;
    guint n;
  } columns[] = {
    { _("kernel"), row->kernel, kernel != NULL ? kernel->integers : point, 2 },
    { _("stride"), &row->stride, stride != NULL ? stride->integers : NULL, 1 },
    { _("padding"), &row->padding, padding != NULL ? padding->integers : NULL, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].ours != NULL)
      add_sizes (table, row, columns[i].column, columns[i].published, columns[i].ours, columns[i].n,
                 cnd_layer_row_find_window_cause (table, row, columns[i].published, columns[i].ours, columns[i].n));
}

static void
add_channels (CndLayerTable *table, const CndLayerRow *row)
{
  const CndLayer *layer = &table->layers[row->layer];
  gint64 in = cnd_layer_table_get_input (table, layer)->channels, out = layer->output.channels;

  add_sizes (table, row, _("input channels"), &row->in, &in, 1, cnd_layer_row_find_channel_cause (row, &row->in, in));
  add_sizes (table, row, _("output channels"), &row->out, &out, 1,
             cnd_layer_row_find_channel_cause (row, &row->out, out));
}

/* ---- The table ---------------------------------------------------------------------- */

static void
add_parameters (CndLayerTable *table, CndLayerRow *row)
{
  CndTable *verdicts = table->verification->table;
  const char *column = row->claim.quantity == CND_QUANTITY_BYTES ? _("size (MB)") : _("parameters");
  CndPlace place = { .row = row->name, .line = row->claim.line, .column = column };
  g_autofree char *count = cnd_claim_format (row->claim.ours);

  if (row->has_parameters)
    cnd_claim_judge (&row->claim, verdicts, column);
  else if (row->total == CND_NOT_A_TOTAL && row->claim.ours > 0)
    cnd_table_add_missing (verdicts, &place, count, g_strdup (_("The layer has parameters, the row states none.")));
}

static void
add_row (CndLayerTable *table, CndLayerRow *row)
{
  if (row->total == CND_NOT_A_TOTAL && row->layer == G_MAXUINT)
    {
      cnd_table_add_surplus (table->verification->table, row->name, row->claim.line);
      return;
    }
  if (row->total == CND_NOT_A_TOTAL)
    {
      add_shapes (table, row);
      add_window (table, row);
      add_channels (table, row);
    }
  add_parameters (table, row);
}

/* What the rows add up to, where that is neither the total that the table states nor the right one. */
static void
add_sum (CndLayerTable *table, const CndClaim *claims, guint n_claims)
{
  const CndClaim *stated = NULL;
  CndClaim sum = { .row = _("all rows"), .unit = 1, .kilo = 1000, .is_total = TRUE, .is_sum = TRUE, .rows = claims,
                   .n_rows = n_claims, .counts = *cnd_report_get_total (table->report) };

  for (guint i = 0; i < n_claims; i++)
    if (claims[i].printed.power > 0 || claims[i].printed.decimals > 0
        || !cnd_add_u64 (sum.printed.mantissa, claims[i].printed.mantissa, &sum.printed.mantissa))
      return; /* rounded figures have no sum to the last digit */
  sum.ours = sum.counts.parameters;
  for (guint i = 0; i < table->n_rows && stated == NULL; i++)
    if (table->rows[i].total == CND_TOTAL_PARAMETERS && table->rows[i].has_parameters)
      stated = &table->rows[i].claim;
  if (n_claims == 0 || stated == NULL || sum.printed.mantissa == sum.ours
      || cnd_claim_is (stated, sum.printed.mantissa, 1000, FALSE))
    return;
  sum.stated_total = stated;
  cnd_claim_judge (&sum, table->verification->table, _("parameters"));
}

static void
judge (CndLayerTable *table)
{
  g_autofree CndClaim *claims = g_new0 (CndClaim, table->n_rows);
  guint n_claims = 0;

  for (guint i = 0; i < table->n_rows; i++)
    if (table->rows[i].total == CND_NOT_A_TOTAL && table->rows[i].has_parameters)
      claims[n_claims++] = table->rows[i].claim;
  for (guint i = 0; i < table->n_rows; i++)
    {
      table->rows[i].claim.rows = claims;
      table->rows[i].claim.n_rows = n_claims;
      add_row (table, &table->rows[i]);
    }
  cnd_table_add_missing_layers (table->verification->table, table->report, table->expected, table->covered);
  add_sum (table, claims, n_claims);
}

gboolean
cnd_verify_layers (CndVerification *verification, const char *model, GError **error)
{
  static const char *const columns[] = { "layer", "params", NULL };
  g_autoptr (CndReport) report = NULL;
  g_autofree CndLayerRow *rows = NULL;
  g_autofree gboolean *expected = NULL, *covered = NULL;
  CndLayerTable table = { .verification = verification, .n_rows = verification->cells->n_rows };
  gboolean good;

  if (!cnd_cells_require (verification, columns, error))
    return FALSE;
  report = cnd_verification_count (verification, model, NULL, CND_STAGE_DENSE, CND_CONVENTION_SUMMARY, error);
  if (report == NULL)
    return FALSE;
  table.report = report;
  table.layers = cnd_network_get_layers (cnd_report_get_network (report), &table.n_layers);
  table.rows = rows = g_new0 (CndLayerRow, table.n_rows);
  table.expected = expected = g_new0 (gboolean, table.n_layers);
  table.covered = covered = g_new0 (gboolean, table.n_layers);
  good = cnd_layer_table_read (&table, error);
  if (good)
    judge (&table);
  for (guint i = 0; i < table.n_rows; i++)
    g_free (rows[i].right);
  return good;
}
