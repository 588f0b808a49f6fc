/* A summary as JSON: names and keys are stable and never translated. */
#include "cli-private.h"

static const char *const units[CND_N_CONVENTIONS] = {
  [CND_CONVENTION_DEFAULT] = "FLOPs",
  [CND_CONVENTION_CONDENSENET] = "operations",
  [CND_CONVENTION_SUMMARY] = "multiply-adds",
};

static void
add_counts (cJSON *object, const CndCounts *counts)
{
  cnd_cli_json_add_count (object, "parameters", counts->parameters);
  cnd_cli_json_add_count (object, "buffers", counts->terms[CND_TERM_BUFFERS]);
  cnd_cli_json_add_count (object, "macs", counts->macs);
  cnd_cli_json_add_count (object, "flops", counts->flops);
  cnd_cli_json_add_count (object, "operations", counts->operations);
  cnd_cli_json_add_count (object, "activation_elements", counts->activation_elements);
  cnd_cli_json_add_count (object, "activation_bytes", counts->activation_elements * 4);
  cnd_cli_json_add_count (object, "weight_bytes", counts->weight_bytes);
  cnd_cli_json_add_double (object, "intensity", cnd_analysis_get_intensity (counts));
}

/* ---- Layers and blocks -------------------------------------------------------------- */

static void
add_field (cJSON *object, const CndReport *report, guint layer)
{
  CndReceptiveField field = cnd_report_get_field (report, layer);
  cJSON *json = cJSON_AddObjectToObject (object, "receptive_field");

  cnd_cli_json_add_integers (json, "size", field.size, 2);
  cnd_cli_json_add_integers (json, "jump", field.jump, 2);
  cnd_cli_json_add_integers (json, "jump_divisor", field.jump_divisor, 2);
  cnd_cli_json_add_integers (json, "offset", field.offset, 2);
  cnd_cli_json_add_integers (json, "least_size", field.least, 2);
  cJSON_AddBoolToObject (json, "whole", field.whole);
  cJSON_AddBoolToObject (json, "at_most", field.at_most);
}

static cJSON *
make_layer (const CndSubject *subject, guint index)
{
  const CndLayer *layers = cnd_network_get_layers (subject->network, NULL);
  const CndLayer *layer = &layers[index];
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  const guint *read = cnd_network_get_inputs (subject->network, layer);
  cJSON *json = cJSON_CreateObject ();
  cJSON *list;

  cnd_cli_json_add_text (json, "id", layer->id);
  cnd_cli_json_add_text (json, "kind", kind->name);
  list = cJSON_AddArrayToObject (json, "inputs");
  for (guint i = 0; i < layer->n_inputs; i++)
    cJSON_AddItemToArray (list, cJSON_CreateString (layers[read[i]].id));
  cnd_cli_json_add_shape (json, "output", &layer->output);
  list = cJSON_AddObjectToObject (json, "attributes");
  for (guint i = 0; i < kind->n_attributes; i++)
    cnd_cli_json_add_attribute (list, &kind->attributes[i], &layer->attributes[i]);
  add_counts (json, cnd_report_get_layer (subject->report, index));
  add_field (json, subject->report, index);
  cJSON_AddBoolToObject (json, "used", cnd_report_is_used (subject->report, index));
  return json;
}

static cJSON *
make_block (const CndSubject *subject, guint index)
{
  const CndBlock *block = &cnd_network_get_blocks (subject->network, NULL)[index];
  cJSON *json = cJSON_CreateObject ();

  cnd_cli_json_add_text (json, "id", block->id);
  cnd_cli_json_add_text (json, "definition", block->definition ? block->definition->name : NULL);
  cnd_cli_json_add_count (json, "depth", block->depth);
  cnd_cli_json_add_count (json, "first_layer", block->first_layer);
  cnd_cli_json_add_count (json, "n_layers", block->n_layers);
  cnd_cli_json_add_shape (json, "output", &cnd_network_get_layers (subject->network, NULL)[block->output].output);
  add_counts (json, cnd_report_get_block (subject->report, index));
  return json;
}

/* ---- The whole ---------------------------------------------------------------------- */

static void
add_values (cJSON *object, const CndNetwork *network)
{
  const CndArchitecture *architecture = cnd_network_get_architecture (network);
  const CndNumbers *values = cnd_parameter_values_get_all (cnd_network_get_values (network));
  cJSON *json = cJSON_AddObjectToObject (object, "values");

  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      const CndParameter *parameter = &architecture->parameters[i];

      if (parameter->type == CND_PARAMETER_LIST)
        cnd_cli_json_add_integers (json, parameter->name, values[i].values, values[i].n_values);
      else if (parameter->type == CND_PARAMETER_SWITCH)
        cJSON_AddBoolToObject (json, parameter->name, values[i].values[0] != 0);
      else
        cnd_cli_json_add_signed (json, parameter->name, values[i].values[0]);
    }
}

static void
add_sizes (cJSON *object, const CndReport *report)
{
  CndSummarySizes sizes = cnd_report_get_summary_sizes (report);
  cJSON *json = cJSON_AddObjectToObject (object, "sizes");
  const struct
  {
    const char *name;
    guint64 bytes;
  } rows[] = {
    { "input", sizes.input_bytes },
    { "forward_backward", sizes.forward_backward_bytes },
    { "parameters", sizes.parameter_bytes },
    { "total", sizes.total_bytes },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *bytes = g_strconcat (rows[i].name, "_bytes", NULL);
      g_autofree char *megabytes = g_strconcat (rows[i].name, "_mb", NULL);
      g_autofree char *rounded = cnd_base_format_decimal (CND_NUMBER_STYLE_PLAIN, rows[i].bytes / 1048576.0, 2);

      cnd_cli_json_add_count (json, bytes, rows[i].bytes);
      cJSON_AddItemToObject (json, megabytes, cJSON_CreateRaw (rounded));
    }
}

static void
add_composition (cJSON *object, const CndReport *report)
{
  g_autofree guint64 *sums = cnd_cli_sum_flops_by_kind (report);
  cJSON *json = cJSON_AddObjectToObject (object, "flops_by_kind");

  for (guint kind = 0; kind < cnd_ops_get_n_kinds (); kind++)
    if (sums[kind] > 0)
      cnd_cli_json_add_count (json, cnd_ops_get_kind (kind)->name, sums[kind]);
}

cJSON *
cnd_cli_summary_to_json (const CndSubject *subject)
{
  cJSON *json = cJSON_CreateObject ();
  cJSON *list;
  guint n_layers, n_blocks, peak_layer = 0;
  const CndLayer *layers = cnd_network_get_layers (subject->network, &n_layers);

  cnd_network_get_blocks (subject->network, &n_blocks);
  cnd_cli_subject_add_json (subject, json);
  cnd_cli_json_add_text (json, "operations_unit", units[cnd_report_get_convention (subject->report)]);
  add_values (json, subject->network);
  cnd_cli_json_add_shape (json, "input", &layers[0].output);
  cnd_cli_json_add_shape (json, "output", &layers[cnd_network_get_output (subject->network)].output);
  add_counts (json, cnd_report_get_total (subject->report));
  cnd_cli_json_add_count (json, "peak_activation_bytes", cnd_report_get_peak_bytes (subject->report, &peak_layer));
  cnd_cli_json_add_text (json, "peak_activation_layer", layers[peak_layer].id);
  add_composition (json, subject->report);
  add_sizes (json, subject->report);
  list = cJSON_AddArrayToObject (json, "layers");
  for (guint i = 0; i < n_layers; i++)
    cJSON_AddItemToArray (list, make_layer (subject, i));
  list = cJSON_AddArrayToObject (json, "blocks");
  for (guint i = 1; i < n_blocks; i++)
    cJSON_AddItemToArray (list, make_block (subject, i));
  return json;
}
