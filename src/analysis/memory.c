/* Memory: which tensors are alive at each step, and the sizes of the PyTorch summary. A step is a layer in file order;
 * a tensor lives from its maker to its last reader, the network's output to the end; nothing is computed in place. */
#include "config.h"

#include "report-private.h"

#include <glib/gi18n-lib.h>

static void
find_last_readers (CndReport *report)
{
  for (guint i = 0; i < report->n_layers; i++)
    {
      const guint *inputs = cnd_network_get_inputs (report->network, &report->layers[i]);

      report->last_readers[i] = i;
      for (guint k = 0; k < report->layers[i].n_inputs; k++)
        report->last_readers[inputs[k]] = i;
    }
  report->last_readers[cnd_network_get_output (report->network)] = report->n_layers - 1;
}

/* Backwards from the output: what a used layer reads is used. */
static void
find_used (CndReport *report)
{
  report->used[cnd_network_get_output (report->network)] = TRUE;
  for (guint i = report->n_layers; i-- > 0;)
    {
      const guint *inputs = cnd_network_get_inputs (report->network, &report->layers[i]);

      for (guint k = 0; report->used[i] && k < report->layers[i].n_inputs; k++)
        report->used[inputs[k]] = TRUE;
    }
}

gboolean
cnd_report_is_used (const CndReport *report, guint layer)
{
  g_return_val_if_fail (layer < report->n_layers, FALSE);
  return report->used[layer];
}

static gboolean
sweep_steps (CndReport *report, GError **error)
{
  g_autofree guint64 *dying = g_new0 (guint64, report->n_layers + 1); /* elements whose last reader is the step */
  guint64 alive = 0, peak = 0;

  for (guint i = 0; i < report->n_layers; i++)
    {
      guint64 elements = report->layer_counts[i].output_elements;

      if (!cnd_add_u64 (alive, elements, &alive)
          || !cnd_multiply_u64 (CND_BYTES_PER_ELEMENT, alive, &report->alive_bytes[i]))
        return cnd_report_set_limit_error (report, i, _("the bytes alive at once"), error);
      dying[report->last_readers[i]] += elements; /* at most all that is alive: it fits */
      alive -= dying[i];
      if (report->alive_bytes[i] > peak)
        {
          peak = report->alive_bytes[i];
          report->peak_layer = i;
        }
    }
  return TRUE;
}

/* Forward and backward hold each module's output twice: the value and its gradient. */
static gboolean
size_summary (CndReport *report, GError **error)
{
  CndSummarySizes *sizes = &report->sizes;
  guint64 elements = 0;

  for (guint i = 1; i < report->n_layers; i++)
    if (cnd_ops_get_kind (report->layers[i].kind)->flags & CND_KIND_IS_MODULE)
      elements += report->layer_counts[i].output_elements; /* no more than the activations, which fit */
  if (!cnd_multiply_u64 (CND_BYTES_PER_ELEMENT, report->layer_counts[0].output_elements, &sizes->input_bytes)
      || !cnd_multiply_u64 (2 * CND_BYTES_PER_ELEMENT, elements, &sizes->forward_backward_bytes)
      || !cnd_multiply_u64 (CND_BYTES_PER_ELEMENT, report->block_counts[0].parameters, &sizes->parameter_bytes)
      || !cnd_add_u64 (sizes->input_bytes, sizes->forward_backward_bytes, &sizes->total_bytes)
      || !cnd_add_u64 (sizes->total_bytes, sizes->parameter_bytes, &sizes->total_bytes))
    return cnd_report_set_limit_error (report, report->n_layers - 1, _("the bytes of the whole network"), error);
  return TRUE;
}

gboolean
cnd_report_measure_memory (CndReport *report, GError **error)
{
  find_last_readers (report);
  find_used (report);
  return sweep_steps (report, error) && size_summary (report, error);
}

guint64
cnd_report_get_peak_bytes (const CndReport *report, guint *layer)
{
  if (layer != NULL)
    *layer = report->peak_layer;
  return report->alive_bytes[report->peak_layer];
}

CndSummarySizes
cnd_report_get_summary_sizes (const CndReport *report)
{
  return report->sizes;
}
