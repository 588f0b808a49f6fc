/* Explains a block's figures: sums over what is directly in it, or, for what computes, over the kinds of layers. */
#include "config.h"

#include "convention-private.h"
#include "explain-private.h"

#include <glib/gi18n-lib.h>

/* ---- What is directly in a block ---------------------------------------------------- */

typedef guint64 (*GetFigure) (const CndCounts *counts);

static guint64
get_parameters (const CndCounts *counts)
{
  return counts->parameters;
}

static guint64
get_buffers (const CndCounts *counts)
{
  return counts->terms[CND_TERM_BUFFERS];
}

static guint64
get_macs (const CndCounts *counts)
{
  return counts->macs;
}

static guint64
get_activations (const CndCounts *counts)
{
  return counts->activation_elements;
}

char *
cnd_explain_dup_block_name (const CndReport *report, guint block)
{
  const CndBlock *the_block = &report->blocks[block];

  if (block != 0 && the_block->parent != 0 && report->blocks[the_block->parent].n_repetitions > 0)
    return g_strdup_printf ("%s.%s", report->blocks[the_block->parent].name, the_block->name);
  return g_strdup (the_block->name);
}

/* Blocks that are directly in @block, and the layers that are in it but in none of those, in file order. */
static CndSum *
list_children (const CndReport *report, guint block, GetFigure get_figure)
{
  const CndBlock *the_block = &report->blocks[block];
  CndSum *sum = cnd_sum_new ();
  guint end_block = block + 1 + the_block->n_blocks;
  guint end_layer = the_block->first_layer + the_block->n_layers;
  guint child = block + 1;

  for (guint layer = the_block->first_layer; layer < end_layer;)
    {
      while (child < end_block && report->blocks[child].n_layers == 0)
        child += 1 + report->blocks[child].n_blocks;
      if (child < end_block && report->blocks[child].first_layer == layer)
        {
          cnd_sum_add (sum, cnd_explain_dup_block_name (report, child), get_figure (&report->block_counts[child]));
          layer += report->blocks[child].n_layers;
          child += 1 + report->blocks[child].n_blocks;
          continue;
        }
      cnd_sum_add (sum, g_strdup (report->layers[layer].name), get_figure (&report->layer_counts[layer]));
      layer++;
    }
  return sum;
}

static void
write_sum (CndEquations *equations, const CndSum *sum, guint64 total, const char *zero_reason)
{
  if (total == 0)
    {
      cnd_equations_set_zero (equations, zero_reason);
      return;
    }
  cnd_sum_write (sum, equations);
  cnd_equations_add_result (equations, total);
  cnd_equations_set_count (equations, total);
}

static void
explain_children (CndEquations *equations, guint block, GetFigure get_figure, const char *zero_reason)
{
  g_autoptr (CndSum) sum = list_children (equations->report, block, get_figure);

  write_sum (equations, sum, get_figure (&equations->report->block_counts[block]), zero_reason);
}

/* ---- What computes, by kind --------------------------------------------------------- */

/* Adds the element operations of each kind that counts, in the catalogue's order. */
static void
add_kinds (const CndReport *report, const CndBlock *block, guint counts_elements, CndSum *sum)
{
  g_autofree guint64 *by_kind = g_new0 (guint64, cnd_ops_get_n_kinds ());

  for (guint i = block->first_layer; i < block->first_layer + block->n_layers; i++)
    if (cnd_convention_counts (counts_elements, cnd_ops_get_kind (report->layers[i].kind)))
      by_kind[report->layers[i].kind] += report->layer_counts[i].terms[CND_TERM_ELEMENT_OPERATIONS];
  for (guint i = 0; i < cnd_ops_get_n_kinds (); i++)
    cnd_sum_add (sum, g_strdup (_(cnd_ops_get_kind (i)->title)), by_kind[i]);
}

static guint64
add_up_biases (const CndReport *report, const CndBlock *block, guint counts_biases)
{
  guint64 biases = 0;

  for (guint i = block->first_layer; i < block->first_layer + block->n_layers; i++)
    if (cnd_convention_counts (counts_biases, cnd_ops_get_kind (report->layers[i].kind)))
      biases += report->layer_counts[i].terms[CND_TERM_BIAS_ADDITIONS];
  return biases;
}

static void
explain_computing (CndEquations *equations, guint block, const CndConventionRow *convention, guint64 total)
{
  const CndReport *report = equations->report;
  const CndBlock *the_block = &report->blocks[block];
  guint64 macs = report->block_counts[block].macs;
  gboolean doubled = convention->mac_weight > 1 && macs > 0;
  g_autoptr (CndSum) sum = cnd_sum_new ();

  if (doubled)
    cnd_equations_add_doubled_macs (equations, convention->mac_weight, macs);
  else
    cnd_sum_add (sum, g_strdup (_("multiply-adds")), macs);
  cnd_sum_add (sum, g_strdup (_("bias additions")), add_up_biases (report, the_block, convention->counts_biases));
  add_kinds (report, the_block, convention->counts_elements, sum);
  if (doubled && cnd_sum_get_n_addends (sum) > 0)
    {
      cnd_equations_add_text (equations, " + ");
      cnd_equations_add_words (equations, " + ");
    }
  write_sum (equations, sum, total, _("nothing in it computes"));
}

/* ---- Figures that are one layer's --------------------------------------------------- */

static void
explain_peak (CndEquations *equations, guint block)
{
  const CndReport *report = equations->report;
  const CndBlock *the_block = &report->blocks[block];
  guint peak = the_block->first_layer;

  if (the_block->n_layers == 0)
    {
      cnd_equations_set_zero (equations, _("there are no layers in it"));
      return;
    }
  for (guint i = peak; i < the_block->first_layer + the_block->n_layers; i++)
    if (report->alive_bytes[i] > report->alive_bytes[peak])
      peak = i;
  cnd_explain_peak_memory (equations, peak);
}

static void
explain_activations (CndEquations *equations, guint block)
{
  guint64 elements = equations->report->block_counts[block].activation_elements, bytes;
  g_autofree char *count = NULL, *size = NULL;

  explain_children (equations, block, get_activations, _("there are no layers in it"));
  if (elements == 0 || !cnd_multiply_u64 (CND_BYTES_PER_ELEMENT, elements, &bytes))
    return;
  count = g_steal_pointer (&equations->value);
  size = cnd_base_format_bytes (equations->style, bytes);
  equations->value = g_strdup_printf ("%s (%s)", count, size);
}

void
cnd_explain_block_figure (CndEquations *equations, guint block, CndFigure figure)
{
  const CndReport *report = equations->report;
  const CndCounts *counts = &report->block_counts[block];
  guint output = block == 0 ? cnd_network_get_output (report->network) : report->blocks[block].output;

  switch (figure)
    {
    case CND_FIGURE_PARAMETERS:
      explain_children (equations, block, get_parameters, _("nothing in it has weights"));
      break;
    case CND_FIGURE_BUFFERS:
      explain_children (equations, block, get_buffers, _("nothing in it keeps running statistics"));
      break;
    case CND_FIGURE_MACS:
      explain_children (equations, block, get_macs, _("there is no convolution or linear layer in it"));
      break;
    case CND_FIGURE_FLOPS:
      explain_computing (equations, block, cnd_analysis_get_convention_row (CND_CONVENTION_DEFAULT), counts->flops);
      break;
    case CND_FIGURE_OPERATIONS:
      if (!cnd_explain_same_operations (equations, counts->operations))
        explain_computing (equations, block, cnd_analysis_get_convention_row (report->convention), counts->operations);
      break;
    case CND_FIGURE_OUTPUT:
      cnd_explain_output (equations, output);
      cnd_equations_name_layer (equations, output);
      break;
    case CND_FIGURE_ACTIVATIONS:
      explain_activations (equations, block);
      break;
    case CND_FIGURE_PEAK_MEMORY:
      explain_peak (equations, block);
      break;
    case CND_FIGURE_RECEPTIVE_FIELD:
      cnd_explain_receptive_field (equations, output);
      cnd_equations_name_layer (equations, output);
      break;
    case CND_FIGURE_INTENSITY:
      if (counts->flops == 0)
        cnd_equations_set_zero (equations, _("nothing in it computes"));
      else
        cnd_explain_counts_intensity (equations, counts);
      break;
    case CND_N_FIGURES:
    default:
      g_assert_not_reached ();
    }
}
