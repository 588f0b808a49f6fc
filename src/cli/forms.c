/* Counts of the forms of a trained network: as its masks leave it, converted, with half of the classifier's inputs. */
#include "config.h"

#include "train-private.h"

#include <glib/gi18n-lib.h>

static gboolean
count (CndNetwork *network, CndState state, CndFormCounts *counts, GError **error)
{
  g_autoptr (CndReport) report = cnd_analysis_count (network, state, CND_CONVENTION_DEFAULT, error);

  if (report == NULL)
    return FALSE;
  counts->parameters = cnd_report_get_total (report)->parameters;
  counts->macs = cnd_report_get_total (report)->macs;
  return TRUE;
}

gboolean
cnd_cli_count_engine (CndEngine *engine, CndFormCounts *counts, GError **error)
{
  guint n_layers, stage = 0, learned = cnd_ops_find_kind ("learned_group_convolution");
  const CndLayer *layers = cnd_network_get_layers (cnd_engine_get_network (engine), &n_layers);
  g_autofree guint64 *kept = g_new (guint64, n_layers);

  for (guint i = 0; i < n_layers; i++)
    kept[i] = G_MAXUINT64;
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, i);
      const guint8 *mask = cnd_engine_get_mask (engine, i);
      guint layer = cnd_engine_get_learned_layer (engine, i);
      if (layers[layer].kind != learned)
        continue; /* a linear layer that keeps a share is counted so in every stage */
      kept[layer] = cnd_condense_count_kept (shape, mask);
      stage = MAX (stage, cnd_condense_get_mask_stage (shape, mask));
    }
  return count (cnd_engine_get_network (engine), (CndState){ stage, kept }, counts, error);
}

/* What the last linear layer loses with half of its inputs; 0 where it keeps a share already, as cnd_engine_convert_halved(). */
static guint64
count_lost (CndNetwork *network)
{
  guint n_layers, linear = cnd_ops_find_kind ("linear");
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);
  gint keep = cnd_ops_find_attribute (cnd_ops_get_kind (linear), "keep");

  for (guint i = n_layers; i-- > 1;)
    if (layers[i].kind == linear)
      {
        guint64 inputs = (guint64) layers[cnd_network_get_inputs (network, &layers[i])[0]].output.channels;
        const CndAttribute *share = &layers[i].attributes[keep];
        if (share->ratio.numerator != share->ratio.denominator || inputs < 2)
          return 0;
        return (guint64) layers[i].output.channels * (inputs - inputs / 2);
      }
  return 0;
}

gboolean
cnd_cli_count_forms (CndNetwork *network, CndFormCounts *converted, CndFormCounts *halved, GError **error)
{
  guint condensation = MAX (cnd_ops_get_condensation (network), 1);
  guint64 lost = count_lost (network);

  if (!count (network, (CndState){ .stage = condensation - 1 }, converted, error))
    return FALSE;
  *halved = (CndFormCounts){ converted->parameters - lost, converted->macs - lost };
  return TRUE;
}

void
cnd_cli_add_form_counts (cJSON *json, CndNetwork *network)
{
  CndFormCounts converted, halved;

  if (!cnd_cli_count_forms (network, &converted, &halved, NULL))
    return;
  cnd_cli_json_add_count (json, "parameters", converted.parameters);
  cnd_cli_json_add_count (json, "macs", converted.macs);
  cnd_cli_json_add_count (json, "parameters_half", halved.parameters);
  cnd_cli_json_add_count (json, "macs_half", halved.macs);
}

char *
cnd_cli_describe_counts (const CndFormCounts *counts)
{
  g_autofree char *parameters = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, counts->parameters);
  g_autofree char *macs = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, counts->macs);

  /* Translators: two numbers */
  return g_strdup_printf (_("%s parameters, %s MACs"), parameters, macs);
}
