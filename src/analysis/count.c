/* Counting: a layer's terms multiplied and added up, blocks as sums of what is in them, and the report that
 * holds it all. Every sum and product is checked. */
#include "config.h"

#include "convention-private.h"
#include "report-private.h"

#include <glib/gi18n-lib.h>

gboolean
cnd_report_set_limit_error (const CndReport *report, guint layer, const char *figure, GError **error)
{
  const CndLayer *the_layer = &report->layers[layer];
  const CndArchitecture *architecture = cnd_network_get_architecture (report->network);
  CndProblem problem = { 0 };

  if (architecture != NULL)
    problem.file = architecture->file;
  if (the_layer->statement != NULL)
    {
      problem.line = the_layer->statement->origin.line;
      problem.column = the_layer->statement->origin.column;
      problem.path = the_layer->statement->origin.path;
    }
  problem.hint = _("Make the layer smaller.");
  /* Translators: the figure is a phrase such as "the multiply-adds"; the layer is an id such as conv1 */
  cnd_base_set_problem (error, CND_ERROR_LIMIT, &problem, _("At layer “%s”, %s pass 64 bits"), the_layer->id, figure);
  return FALSE;
}

const CndAttribute *
cnd_layer_find_attribute (const CndLayer *layer, const char *name)
{
  gint index = cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), name);

  return index >= 0 ? &layer->attributes[index] : NULL;
}

/* ---- One layer ---------------------------------------------------------------------- */

/* The figures that follow from the terms. */
static gboolean
add_up_terms (CndCounts *counts, const CndKind *kind, const CndConventionRow *convention)
{
  const guint64 *terms = counts->terms;
  guint64 biases = terms[CND_TERM_BIAS_ADDITIONS], elements = terms[CND_TERM_ELEMENT_OPERATIONS];
  guint64 operations = 0, stored = 0;
  gboolean fits = cnd_add_u64 (terms[CND_TERM_WEIGHTS], terms[CND_TERM_BIASES], &counts->parameters)
                  && cnd_add_u64 (counts->parameters, terms[CND_TERM_SCALES], &counts->parameters);

  counts->macs = terms[CND_TERM_MACS];
  fits = fits && cnd_multiply_u64 (2, counts->macs, &counts->flops)
         && cnd_add_u64 (counts->flops, biases, &counts->flops) && cnd_add_u64 (counts->flops, elements, &counts->flops)
         && cnd_multiply_u64 (convention->mac_weight, counts->macs, &operations);
  if (fits && cnd_convention_counts (convention->counts_biases, kind))
    fits = cnd_add_u64 (operations, biases, &operations);
  if (fits && cnd_convention_counts (convention->counts_elements, kind))
    fits = cnd_add_u64 (operations, elements, &operations);
  counts->operations = operations;
  return fits && cnd_add_u64 (counts->parameters, terms[CND_TERM_BUFFERS], &stored)
         && cnd_multiply_u64 (CND_BYTES_PER_ELEMENT, stored, &counts->weight_bytes);
}

static gboolean
count_terms (const CndReport *report, guint layer, CndCounts *counts)
{
  CndCost cost;

  cnd_ops_list_cost (report->network, layer, report->state, &cost);
  for (guint i = 0; i < cost.n_terms; i++)
    {
      guint64 *sum = &counts->terms[cost.terms[i].type];
      guint64 value;

      if (!cnd_ops_multiply_term (&cost.terms[i], &value) || !cnd_add_u64 (*sum, value, sum))
        return FALSE;
    }
  return TRUE;
}

/* Layers before this one are counted already. */
static gboolean
count_layer (CndReport *report, guint layer, const CndConventionRow *convention, GError **error)
{
  const CndLayer *the_layer = &report->layers[layer];
  const CndKind *kind = cnd_ops_get_kind (the_layer->kind);
  const guint *inputs = cnd_network_get_inputs (report->network, the_layer);
  CndCounts *counts = &report->layer_counts[layer];

  if (!count_terms (report, layer, counts) || !add_up_terms (counts, kind, convention))
    return cnd_report_set_limit_error (report, layer, _("the counts"), error);
  if (!cnd_shape_count_elements (&the_layer->output, &counts->output_elements))
    return cnd_report_set_limit_error (report, layer, _("the elements of the output"), error);
  for (guint i = 0; i < the_layer->n_inputs; i++)
    if (!cnd_add_u64 (counts->input_elements, report->layer_counts[inputs[i]].output_elements, &counts->input_elements))
      return cnd_report_set_limit_error (report, layer, _("the elements of the inputs"), error);
  if (kind->category != CND_CATEGORY_INPUT)
    counts->activation_elements = counts->output_elements;
  return TRUE;
}

/* ---- Blocks ------------------------------------------------------------------------- */

/* The figures that simply add up. FALSE when a sum passes 64 bits. */
static gboolean
add_counts (CndCounts *sum, const CndCounts *counts)
{
  gboolean fits = cnd_add_u64 (sum->parameters, counts->parameters, &sum->parameters)
                  && cnd_add_u64 (sum->macs, counts->macs, &sum->macs)
                  && cnd_add_u64 (sum->flops, counts->flops, &sum->flops)
                  && cnd_add_u64 (sum->operations, counts->operations, &sum->operations)
                  && cnd_add_u64 (sum->activation_elements, counts->activation_elements, &sum->activation_elements)
                  && cnd_add_u64 (sum->weight_bytes, counts->weight_bytes, &sum->weight_bytes);

  for (guint i = 0; fits && i < CND_N_TERMS; i++)
    fits = cnd_add_u64 (sum->terms[i], counts->terms[i], &sum->terms[i]);
  return fits;
}

/* Each layer's counts go to its innermost block, each block's to the one around it. */
static gboolean
add_up_blocks (CndReport *report, GError **error)
{
  CndCounts total = { 0 };

  for (guint i = 0; i < report->n_layers; i++)
    {
      if (!add_counts (&total, &report->layer_counts[i]))
        return cnd_report_set_limit_error (report, i, _("the totals up to here"), error);
      add_counts (&report->block_counts[report->layers[i].block], &report->layer_counts[i]); /* part of the total */
    }
  for (guint i = report->n_blocks; i-- > 1;)
    add_counts (&report->block_counts[report->blocks[i].parent], &report->block_counts[i]);
  return TRUE;
}

/* What enters a block: each tensor from outside once, however many layers in it read it. @entered: the last block that
 * a layer's output was seen to enter. */
static gboolean
add_entering_elements (const CndReport *report, guint block, guint *entered, CndCounts *counts)
{
  const CndBlock *the_block = &report->blocks[block];
  guint end = the_block->first_layer + the_block->n_layers;

  for (guint i = the_block->first_layer; i < end; i++)
    {
      const guint *inputs = cnd_network_get_inputs (report->network, &report->layers[i]);

      for (guint k = 0; k < report->layers[i].n_inputs; k++)
        {
          if (inputs[k] >= the_block->first_layer || entered[inputs[k]] == block)
            continue;
          entered[inputs[k]] = block;
          if (!cnd_add_u64 (counts->input_elements, report->layer_counts[inputs[k]].output_elements,
                            &counts->input_elements))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
count_blocks (CndReport *report, GError **error)
{
  g_autofree guint *entered = g_new (guint, report->n_layers);

  if (!add_up_blocks (report, error))
    return FALSE;
  memset (entered, 0xff, report->n_layers * sizeof *entered);
  for (guint i = 1; i < report->n_blocks; i++)
    {
      const CndBlock *block = &report->blocks[i];
      CndCounts *counts = &report->block_counts[i];

      if (block->n_layers == 0)
        continue;
      counts->output_elements = report->layer_counts[block->output].output_elements;
      if (!add_entering_elements (report, i, entered, counts))
        return cnd_report_set_limit_error (report, block->first_layer, _("the elements that enter its block"), error);
    }
  report->block_counts[0].input_elements = report->layer_counts[0].output_elements;
  report->block_counts[0].output_elements
      = report->layer_counts[cnd_network_get_output (report->network)].output_elements;
  return TRUE;
}

/* ---- The report --------------------------------------------------------------------- */

static CndReport *
report_new (CndNetwork *network, CndState state, CndConvention convention)
{
  CndReport *report = g_new0 (CndReport, 1);

  g_atomic_ref_count_init (&report->refs);
  report->network = cnd_network_ref (network);
  report->convention = convention;
  report->condensation = cnd_ops_get_condensation (network);
  report->layers = cnd_network_get_layers (network, &report->n_layers);
  report->blocks = cnd_network_get_blocks (network, &report->n_blocks);
  report->state = state;
  if (state.kept_weights != NULL)
    {
      report->kept_weights = g_memdup2 (state.kept_weights, report->n_layers * sizeof *state.kept_weights);
      report->state.kept_weights = report->kept_weights;
    }
  report->layer_counts = g_new0 (CndCounts, report->n_layers);
  report->block_counts = g_new0 (CndCounts, report->n_blocks);
  report->reaches = g_new0 (CndReach, 2 * report->n_layers);
  report->whole = g_new0 (gboolean, report->n_layers);
  report->used = g_new0 (gboolean, report->n_layers);
  report->last_readers = g_new0 (guint, report->n_layers);
  report->alive_bytes = g_new0 (guint64, report->n_layers);
  return report;
}

CndReport *
cnd_analysis_count (CndNetwork *network, CndState state, CndConvention convention, GError **error)
{
  g_autoptr (CndReport) report = NULL;
  const CndConventionRow *row = NULL;

  g_return_val_if_fail (network != NULL && convention < CND_N_CONVENTIONS, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  report = report_new (network, state, convention);
  row = cnd_analysis_get_convention_row (convention);
  for (guint i = 0; i < report->n_layers; i++)
    if (!count_layer (report, i, row, error))
      return NULL;
  if (!count_blocks (report, error) || !cnd_report_measure_memory (report, error)
      || !cnd_report_measure_fields (report, error))
    return NULL;
  return g_steal_pointer (&report);
}

CndReport *
cnd_report_ref (CndReport *report)
{
  g_return_val_if_fail (report != NULL, NULL);
  g_atomic_ref_count_inc (&report->refs);
  return report;
}

void
cnd_report_unref (CndReport *report)
{
  if (report == NULL || !g_atomic_ref_count_dec (&report->refs))
    return;
  g_free (report->layer_counts);
  g_free (report->block_counts);
  for (guint i = 0; i < 2 * report->n_layers; i++)
    cnd_reach_clear (&report->reaches[i]);
  g_free (report->reaches);
  g_free (report->whole);
  g_free (report->used);
  g_free (report->last_readers);
  g_free (report->alive_bytes);
  g_free (report->kept_weights);
  cnd_network_unref (report->network);
  g_free (report);
}

CndNetwork *
cnd_report_get_network (const CndReport *report)
{
  return report->network;
}

CndConvention
cnd_report_get_convention (const CndReport *report)
{
  return report->convention;
}

guint
cnd_report_get_stage (const CndReport *report)
{
  return report->state.stage;
}

guint
cnd_report_get_condensation (const CndReport *report)
{
  return report->condensation;
}

const CndCounts *
cnd_report_get_layer (const CndReport *report, guint layer)
{
  g_return_val_if_fail (layer < report->n_layers, NULL);
  return &report->layer_counts[layer];
}

const CndCounts *
cnd_report_get_block (const CndReport *report, guint block)
{
  g_return_val_if_fail (block < report->n_blocks, NULL);
  return &report->block_counts[block];
}

const CndCounts *
cnd_report_get_total (const CndReport *report)
{
  return &report->block_counts[0];
}

double
cnd_analysis_get_intensity (const CndCounts *counts)
{
  double bytes = (double) counts->weight_bytes
                 + CND_BYTES_PER_ELEMENT * ((double) counts->input_elements + (double) counts->output_elements);

  return bytes > 0 ? (double) counts->flops / bytes : 0;
}
