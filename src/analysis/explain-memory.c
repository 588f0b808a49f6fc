/* Explains activations, peak memory and arithmetic intensity. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

void
cnd_explain_activations (CndEquations *equations, guint layer)
{
  const CndShape *shape = &equations->report->layers[layer].output;
  guint64 elements = equations->report->layer_counts[layer].activation_elements, bytes;
  g_autofree char *count = NULL, *size = NULL;

  if (elements == 0)
    {
      cnd_equations_set_zero (equations,
                              cnd_explain_get_zero_reason (equations->report, layer, CND_FIGURE_ACTIVATIONS));
      return;
    }
  bytes = CND_BYTES_PER_ELEMENT * elements; /* fits: the alive bytes do */
  cnd_equations_add_count (equations, shape->channels);
  if (!shape->flat)
    {
      cnd_equations_add_text (equations, " × ");
      cnd_equations_add_count (equations, shape->height);
      cnd_equations_add_text (equations, " × ");
      cnd_equations_add_count (equations, shape->width);
    }
  cnd_equations_add_words (equations, "%s", shape->flat ? _("features") : _("channels × height × width"));
  cnd_equations_add_result (equations, elements);
  cnd_equations_begin_line (equations);
  cnd_equations_add_count (equations, CND_BYTES_PER_ELEMENT);
  cnd_equations_add_text (equations, " × ");
  cnd_equations_add_count (equations, elements);
  cnd_equations_add_words (equations, "%s", _("4 bytes × elements"));
  cnd_equations_add_result (equations, bytes);
  count = cnd_base_format_count (equations->style, elements);
  size = cnd_base_format_bytes (equations->style, bytes);
  equations->value = g_strdup_printf ("%s (%s)", count, size);
}

/* ---- Peak memory -------------------------------------------------------------------- */

static CndSum *
list_alive (const CndReport *report, guint step)
{
  CndSum *sum = cnd_sum_new ();

  for (guint i = 0; i <= step; i++)
    if (report->last_readers[i] >= step)
      cnd_sum_add (sum, g_strdup (report->layers[i].id), report->layer_counts[i].output_elements);
  return sum;
}

void
cnd_explain_peak_memory (CndEquations *equations, guint layer)
{
  const CndReport *report = equations->report;
  g_autoptr (CndSum) alive = list_alive (report, layer);
  gboolean several = cnd_sum_get_n_addends (alive) > 1;
  g_autofree char *name = cnd_equations_dup_name (equations, report->layers[layer].id);

  cnd_equations_add_count (equations, CND_BYTES_PER_ELEMENT);
  cnd_equations_add_text (equations, several ? " × (" : " × ");
  cnd_equations_add_words (equations, "%s × %s", _("4 bytes"), several ? "(" : "");
  cnd_sum_write (alive, equations);
  cnd_equations_add_text (equations, several ? ")" : "");
  cnd_equations_add_words (equations, "%s", several ? ")" : "");
  cnd_equations_add_result (equations, report->alive_bytes[layer]);
  cnd_equations_add_words (equations, "; ");
  /* Translators: ends the list of tensors in memory: "4 bytes × (input + conv1); alive while conv1 is computed" */
  cnd_equations_add_words (equations, _("alive while “%s” is computed"), name);
  equations->value = cnd_base_format_bytes (equations->style, report->alive_bytes[layer]);
}

/* ---- Intensity ---------------------------------------------------------------------- */

void
cnd_explain_counts_intensity (CndEquations *equations, const CndCounts *counts)
{
  g_autofree char *value = cnd_base_format_decimal (equations->style, cnd_analysis_get_intensity (counts), 2);

  cnd_equations_add_count (equations, counts->flops);
  cnd_equations_add_text (equations, " / (");
  cnd_equations_add_count (equations, CND_BYTES_PER_ELEMENT);
  cnd_equations_add_text (equations, " × (");
  cnd_equations_add_count (equations, counts->weight_bytes / CND_BYTES_PER_ELEMENT);
  cnd_equations_add_text (equations, " + ");
  cnd_equations_add_count (equations, counts->input_elements);
  cnd_equations_add_text (equations, " + ");
  cnd_equations_add_count (equations, counts->output_elements);
  cnd_equations_add_text (equations, ")) = ");
  cnd_equations_add_text (equations, value);
  cnd_equations_add_words (equations, "%s", _("FLOPs / (4 bytes × (weights and buffers + inputs + outputs))"));
  /* Translators: the unit of arithmetic intensity, after a number */
  equations->value = g_strdup_printf (_("%s FLOPs a byte"), value);
}

void
cnd_explain_intensity (CndEquations *equations, guint layer)
{
  const CndReport *report = equations->report;

  if (report->layer_counts[layer].flops == 0)
    cnd_equations_set_zero (equations, cnd_explain_get_zero_reason (report, layer, CND_FIGURE_FLOPS));
  else
    cnd_explain_counts_intensity (equations, &report->layer_counts[layer]);
}
