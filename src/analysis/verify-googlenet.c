/* GoogLeNet's Table 1: a row is one or two convolutions, an inception block, or a layer without weights. K and M are
 * read as most rows of the column suggest; every row is held against the model and against its own columns. */
#include "config.h"

#include "verify-googlenet-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* ---- What K means ------------------------------------------------------------------- */

static guint
score_reading (const CndGooglenet *table, guint64 kilo, gboolean without_biases)
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
find_reading (CndGooglenet *table)
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

/* @cause: (transfer full) (nullable) */
static void
add_sizes (CndGooglenet *table, guint i, const char *column, const gint64 *published, const gint64 *ours, guint n,
           char *cause)
{
  CndPlace place = { table->rows[i].name, i + 1, column };
  g_autofree char *theirs = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, published, n);
  g_autofree char *our_text = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, ours, n);

  cnd_table_add_text (table->verification->table, &place, theirs, our_text,
                      memcmp (published, ours, n * sizeof *ours) == 0, cause);
}

static void
append_count (GString *list, guint64 count)
{
  g_autofree char *text = cnd_claim_format (count);

  g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", text);
}

static void
add_filters (CndGooglenet *table, guint i)
{
  const CndGooglenetRow *row = &table->rows[i];
  CndPlace place = { row->name, i + 1, _("filters") };
  g_autoptr (GString) theirs = g_string_new (NULL);
  g_autoptr (GString) ours = g_string_new (NULL);
  gint64 filters[CND_N_BRANCHES];
  gboolean equal = TRUE;

  cnd_googlenet_sort_filters (table, row, filters);
  for (guint k = 0; k < CND_N_BRANCHES; k++)
    {
      if (row->branches[k] == 0)
        continue;
      append_count (theirs, row->branches[k]);
      append_count (ours, (guint64) filters[k]);
      equal = equal && filters[k] == (gint64) row->branches[k];
    }
  if (theirs->len > 0)
    cnd_table_add_text (table->verification->table, &place, theirs->str, ours->str, equal,
                        equal ? NULL : cnd_googlenet_find_filter_cause (table, i, filters));
}

static void
add_window (CndGooglenet *table, guint i)
{
  const CndGooglenetRow *row = &table->rows[i];
  const CndAttribute *kernel = cnd_layer_find_attribute (&table->layers[row->output], "kernel");
  const CndAttribute *stride = cnd_layer_find_attribute (&table->layers[row->output], "stride");
  const CndShape *input =
      &table->layers[cnd_network_get_inputs (table->network, &table->layers[row->output])[0]].output;
  gint64 published[2] = { (gint64) row->patch, (gint64) row->stride };

  if (row->is_inception || row->patch == 0)
    return;
  /* a global pooling's window is its whole input */
  add_sizes (table, i, _("patch"), &published[0], kernel != NULL ? kernel->integers : &input->height, 1,
             cnd_googlenet_find_window_cause (table, i, published[0], kernel != NULL ? kernel->integers[0] : input->height));
  if (stride != NULL)
    add_sizes (table, i, _("stride"), &published[1], stride->integers, 1,
               cnd_googlenet_find_window_cause (table, i, published[1], stride->integers[0]));
}

/* What a column's rows add up to, printed as they are. */
static void
add_sum (CndGooglenet *table, gboolean of_macs, const char *column)
{
  g_autofree CndClaim *rows = g_new0 (CndClaim, table->n_rows);
  CndClaim sum = { .row = _("all rows"), .unit = 1, .kilo = of_macs ? 1000 : table->kilo, .is_total = TRUE,
                   .is_sum = TRUE, .rows = rows, .without_biases = !of_macs && table->without_biases,
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
  cnd_claim_judge (&sum, table->verification->table, column);
}

/* A figure of a row, or that it is missing where the row's layers have it. */
static void
add_figure (CndGooglenet *table, const CndClaim *claim, gboolean stated, const char *column)
{
  CndPlace place = { claim->row, claim->line, column };
  g_autofree char *count = cnd_claim_format (claim->ours);

  if (stated)
    cnd_claim_judge (claim, table->verification->table, column);
  else if (claim->ours > 0)
    cnd_table_add_missing (table->verification->table, &place, count, NULL);
}

static void
add_row (CndGooglenet *table, guint i)
{
  CndGooglenetRow *row = &table->rows[i];
  const CndShape *output = NULL;
  const gint64 published[] = { (gint64) row->out[0], (gint64) row->out[1], (gint64) row->out[2] };
  gint64 ours[3];

  if (row->first == G_MAXUINT)
    {
      cnd_table_add_surplus (table->verification->table, row->name, i + 1);
      return;
    }
  output = &table->layers[row->output].output;
  memcpy (ours, (gint64[]){ output->height, output->width, output->channels }, sizeof ours);
  add_window (table, i);
  add_sizes (table, i, _("output"), published, ours, 3,
             memcmp (published, ours, sizeof ours) == 0 ? NULL : cnd_googlenet_find_output_cause (table, i, ours));
  add_filters (table, i);
  add_figure (table, &row->parameters, row->has_parameters, _("parameters"));
  add_figure (table, &row->macs, row->has_macs, _("multiply-adds"));
}

static void
judge (CndGooglenet *table)
{
  find_reading (table);
  for (guint i = 0; i < table->n_rows; i++)
    add_row (table, i);
  cnd_table_add_missing_layers (table->verification->table, table->report, table->expected, table->covered);
  add_sum (table, FALSE, _("parameters"));
  add_sum (table, TRUE, _("multiply-adds"));
}

gboolean
cnd_verify_googlenet (CndVerification *verification, const char *model, GError **error)
{
  static const char *const columns[] = { "type", "params", "ops", NULL };
  g_autoptr (CndReport) report = NULL;
  g_autofree CndGooglenetRow *rows = NULL;
  g_autofree guint64 *depths = NULL;
  g_autofree const char **depth_rows = NULL;
  g_autofree gboolean *expected = NULL, *covered = NULL;
  CndGooglenet table = { .verification = verification, .n_rows = verification->cells->n_rows };

  if (!cnd_cells_require (verification, columns, error))
    return FALSE;
  report = cnd_verification_count (verification, model, NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT, error);
  if (report == NULL)
    return FALSE;
  table.report = report;
  table.network = cnd_report_get_network (report);
  table.layers = cnd_network_get_layers (table.network, &table.n_layers);
  table.rows = rows = g_new0 (CndGooglenetRow, table.n_rows);
  table.depths = depths = g_new0 (guint64, table.n_rows);
  table.depth_rows = depth_rows = g_new0 (const char *, table.n_rows);
  table.expected = expected = g_new0 (gboolean, table.n_layers);
  table.covered = covered = g_new0 (gboolean, table.n_layers);
  if (!cnd_googlenet_read_rows (&table, error))
    return FALSE;
  judge (&table);
  return TRUE;
}
