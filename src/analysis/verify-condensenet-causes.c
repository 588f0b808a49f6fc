/* The published CondenseNets: the same network in other states and with other settings, which may be what a wrong
 * figure counts, or a wrong setting describes. */
#include "config.h"

#include "verify-condensenet-private.h"

#include <glib/gi18n-lib.h>

/* ---- Other states ------------------------------------------------------------------- */

/* @counts with so many weights of the classifier instead of those that it keeps: a weight is a multiply-add. */
static void
add_state (CndCondensenetRow *row, const char *words, const CndCounts *counts, guint64 kept, guint64 weights)
{
  CndOtherState state = {
    .words = words,
    .parameters = counts->parameters - kept + weights,
    .macs = counts->macs - kept + weights,
    .flops = counts->flops - 2 * kept + 2 * weights,
    .operations = counts->operations - kept + weights,
  };

  g_array_append_val (row->states, state);
}

/* Before condensing, with the other share of the classifier's inputs, and both. */
static void
add_stages_and_shares (CndCondensenetRow *row)
{
  const CndNetwork *network = cnd_report_get_network (row->final);
  guint classifier = cnd_condensenet_find_classifier (network);
  const CndCounts *condensed = cnd_report_get_total (row->final), *all = cnd_report_get_total (row->dense);
  gint64 numerator = 1, denominator = 1;
  guint64 kept = 0, other = 0, features = 0;

  if (classifier > 0)
    {
      const CndCounts *counts = cnd_report_get_layer (row->final, classifier);

      cnd_condensenet_get_kept_share (network, classifier, &numerator, &denominator);
      kept = counts->terms[CND_TERM_WEIGHTS];
      features = numerator == denominator ? counts->input_elements / 2 : counts->input_elements;
      other = features * counts->output_elements; /* at most what the whole layer has: it fits */
    }
  add_state (row, _("before condensing"), all, 0, 0);
  add_state (row, numerator == denominator ? _("with half of the classifier's inputs")
                                           : _("with all of the classifier's inputs"),
             condensed, kept, other);
  add_state (row, numerator == denominator ? _("before condensing, but with half of the classifier's inputs")
                                           : _("before condensing and with all of the classifier's inputs"),
             all, kept, other);
}

/* ---- Other settings ----------------------------------------------------------------- */

/* The row's network with one setting as @text says ("8", "14-14-14"), counted; NULL with @error. */
static CndReport *
count_with (const CndCondensenetRow *row, const CndSetting *setting, const char *text, GError **error)
{
  CndNetwork *network = cnd_report_get_network (row->final);
  CndArchitecture *architecture = cnd_network_get_architecture (network);
  g_autoptr (CndParameterValues) values = cnd_parameter_values_copy (cnd_network_get_values (network));
  g_auto (GStrv) numbers = g_strsplit (text, "-", -1);
  g_autofree char *list = g_strjoinv (",", numbers);
  g_autofree char *assignment = g_strdup_printf ("%s=%s", setting->parameter, list);
  g_autoptr (CndNetwork) other = NULL;

  if (!cnd_parameter_values_set_text (values, architecture, assignment, error))
    return NULL;
  other = cnd_ops_build_network (architecture, values, error);
  if (other == NULL)
    return NULL;
  return cnd_analysis_count (other, (CndState){ .stage = CND_STAGE_FINAL }, CND_CONVENTION_CONDENSENET, error);
}

static const struct
{
  const char *parameter;
  const char *values[6];
} usual_settings[] = {
  { "groups", { "1", "2", "4", "8" } },
  { "condensation", { "1", "2", "4", "8" } },
  { "bottleneck", { "1", "2", "4", "8" } },
  { "classes", { "10", "100", "1000" } },
  { "image", { "32", "224" } },
};

static void
add_setting (CndCondensenetRow *row, const CndSetting *setting, const char *value)
{
  g_autoptr (CndReport) report = count_with (row, setting, value, NULL);
  const CndCounts *counts = NULL;
  char *words = NULL;

  if (report == NULL)
    return;
  counts = cnd_report_get_total (report);
  if (counts->parameters == cnd_report_get_total (row->final)->parameters
      && counts->operations == cnd_report_get_total (row->final)->operations)
    return;
  /* Translators: name and value of a setting: with groups = 8 */
  words = g_strdup_printf (_("with %s = %s"), _(setting->title), value);
  g_ptr_array_add (row->words, words);
  add_state (row, words, counts, 0, 0);
}

static gboolean
is_all_right (const CndCondensenetRow *row)
{
  for (guint i = 0; i < CND_N_CONDENSENET_FIGURES; i++)
    if (row->stated[i] && !cnd_claim_is (&row->claims[i], row->claims[i].ours, 1000, FALSE))
      return FALSE;
  return TRUE;
}

void
cnd_condensenet_list_states (CndCondensenetRow *row)
{
  add_stages_and_shares (row);
  for (guint i = 0; i < G_N_ELEMENTS (usual_settings) && !is_all_right (row); i++)
    for (const CndSetting *setting = cnd_condensenet_settings; setting->column != NULL; setting++)
      for (guint k = 0; g_str_equal (setting->parameter, usual_settings[i].parameter)
                        && k < G_N_ELEMENTS (usual_settings[i].values) && usual_settings[i].values[k] != NULL;
           k++)
        add_setting (row, setting, usual_settings[i].values[k]);
  for (guint i = 0; i < CND_N_CONDENSENET_FIGURES; i++)
    {
      row->claims[i].states = (const CndOtherState *) row->states->data;
      row->claims[i].n_states = row->states->len;
    }
}

/* ---- A setting that differs --------------------------------------------------------- */

/* Whether the row's figures to the last digit are those of the network; FALSE without any. */
static gboolean
are_figures_of (const CndCondensenetRow *row, const CndCounts *counts)
{
  const guint64 ours[] = { counts->operations, counts->parameters };
  guint n_stated = 0;

  for (guint i = CND_EXACT_OPERATIONS; i <= CND_EXACT_PARAMETERS; i++)
    {
      n_stated += row->stated[i] ? 1 : 0;
      if (row->stated[i] && !cnd_claim_is (&row->claims[i], ours[i - CND_EXACT_OPERATIONS], 1000, FALSE))
        return FALSE;
    }
  return n_stated > 0;
}

char *
cnd_condensenet_find_setting_cause (const CndCondensenetRow *row, const CndSetting *setting, const char *cell,
                                    const char *ours)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndReport) report = count_with (row, setting, cell, &error);
  g_autofree char *operations = NULL, *parameters = NULL;
  const CndCounts *counts = NULL;

  if (report == NULL)
    /* Translators: a setting's value, and a sentence that says what is wrong */
    return g_strdup_printf (_("There is no such network with %s: %s"), cell, error->message);
  counts = cnd_report_get_total (report);
  operations = cnd_claim_format (counts->operations);
  parameters = cnd_claim_format (counts->parameters);
  if (are_figures_of (row, counts))
    return g_strdup_printf (_("The row's figures follow from it, %s operations and %s parameters; it is another "
                              "network than its name says."),
                            operations, parameters);
  if (are_figures_of (row, cnd_report_get_total (row->final)))
    /* Translators: the right value of a setting, the wrong one, two counts */
    return g_strdup_printf (_("The row's own figures follow from %s; with %s the network has %s operations and %s "
                              "parameters."),
                            ours, cell, operations, parameters);
  return g_strdup_printf (_("With %s the network has %s operations and %s parameters."), cell, operations, parameters);
}
