/* The published figures of the CondenseNets: one row a network, which is a preset of the model with the row's name. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* Columns that are parameters of the model. */
static const struct
{
  const char *column, *parameter, *title;
} settings[] = {
  { "stages", "stages", N_("layers a block") },
  { "growth", "growth", N_("growth rate") },
  { "bottleneck", "bottleneck", N_("bottleneck factor") },
  { "groups", "groups", N_("groups") },
  { "condensation", "condensation", N_("condensation factor") },
  { "classes", "classes", N_("classes") },
  { "input", "image", N_("image size") },
};

/* Columns that are counts, as printed and to the last digit. */
static const struct
{
  const char *column, *title;
  CndQuantity quantity;
} figures[] = {
  { "published_ops", N_("operations as printed"), CND_QUANTITY_OPERATIONS },
  { "published_params", N_("parameters as printed"), CND_QUANTITY_PARAMETERS },
  { "exact_ops", N_("operations"), CND_QUANTITY_OPERATIONS },
  { "exact_params", N_("parameters"), CND_QUANTITY_PARAMETERS },
};

/* "14-14-14" */
static char *
format_setting (const CndNumbers *numbers, CndNumberStyle style)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < numbers->n_values; i++)
    {
      g_autofree char *number = cnd_base_format_signed (style, numbers->values[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "-" : "", number);
    }
  return g_string_free (text, FALSE);
}

/* The numbers of "1000" and "14-14-14" grouped; what is no number as it is. */
static char *
group_digits (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (parts[i], 10, 0, G_MAXUINT64, &number, NULL))
        continue;
      g_free (parts[i]);
      parts[i] = cnd_claim_format (number);
    }
  return g_strjoinv ("-", parts);
}

static gboolean
add_settings (CndVerification *verification, guint row, const CndNetwork *network, GError **error)
{
  const CndArchitecture *architecture = cnd_network_get_architecture (network);
  const CndNumbers *values = cnd_parameter_values_get_all (cnd_network_get_values (network));

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const char *cell = cnd_cells_get (verification->cells, row, settings[i].column);
      CndPlace place = { cnd_cells_get (verification->cells, row, "model"), row + 1, _(settings[i].title) };
      g_autofree char *published = group_digits (cell), *plain = NULL, *ours = NULL;
      gint index;

      if (*cell == '\0')
        continue;
      index = cnd_architecture_find_parameter (architecture, settings[i].parameter, error);
      if (index < 0)
        return FALSE;
      plain = format_setting (&values[index], CND_NUMBER_STYLE_PLAIN);
      ours = format_setting (&values[index], CND_NUMBER_STYLE_LATIN);
      cnd_table_add_text (verification->table, &place, published, ours, strcmp (cell, plain) == 0, NULL);
    }
  return TRUE;
}

/* The last linear layer, or 0 when there is none. */
static guint
find_classifier (const CndNetwork *network)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  for (guint i = n_layers; i-- > 0;)
    if (strcmp (cnd_ops_get_kind (layers[i].kind)->name, "linear") == 0)
      return i;
  return 0;
}

static void
get_kept_share (const CndNetwork *network, guint classifier, gint64 *numerator, gint64 *denominator)
{
  const CndLayer *layer = &cnd_network_get_layers (network, NULL)[classifier];
  gint keep = cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), "keep");

  *numerator = keep >= 0 ? layer->attributes[keep].ratio.numerator : 1;
  *denominator = keep >= 0 ? layer->attributes[keep].ratio.denominator : 1;
}

static gboolean
add_classifier (CndVerification *verification, guint row, const CndNetwork *network, GError **error)
{
  const char *published = cnd_cells_get (verification->cells, row, "classifier");
  CndPlace place = { cnd_cells_get (verification->cells, row, "model"), row + 1, _("classifier") };
  gint64 numerator, denominator;
  gboolean half = strcmp (published, "half") == 0;
  g_autofree char *ours = NULL;

  if (*published == '\0')
    return TRUE;
  if (!half && strcmp (published, "whole") != 0)
    return cnd_cells_set_error (verification, row, "classifier", published, "whole, half", error, _("unknown word"));
  if (find_classifier (network) == 0)
    return cnd_cells_set_error (verification, row, "classifier", NULL, NULL, error,
                                _("the model has no linear layer"));
  get_kept_share (network, find_classifier (network), &numerator, &denominator);
  ours = numerator == denominator ? g_strdup ("whole")
         : numerator * 2 == denominator
             ? g_strdup ("half")
             : g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, numerator, denominator);
  cnd_table_add_text (verification->table, &place, published, ours, strcmp (published, ours) == 0, NULL);
  return TRUE;
}

#define N_STATES 3

/* @counts with so many weights of the classifier instead of those that it keeps: a weight is a multiply-add. */
static CndOtherState
make_state (const char *words, const CndCounts *counts, guint64 kept, guint64 weights)
{
  return (CndOtherState){
    .words = words,
    .parameters = counts->parameters - kept + weights,
    .macs = counts->macs - kept + weights,
    .flops = counts->flops - 2 * kept + 2 * weights,
    .operations = counts->operations - kept + weights,
  };
}

/* Before condensing, with the other share of the classifier's inputs, and both. */
static void
list_states (const CndReport *final, const CndReport *dense, CndOtherState states[N_STATES])
{
  const CndNetwork *network = cnd_report_get_network (final);
  guint classifier = find_classifier (network);
  const CndCounts *condensed = cnd_report_get_total (final), *all = cnd_report_get_total (dense);
  gint64 numerator = 1, denominator = 1;
  guint64 kept = 0, other = 0, features = 0;

  if (classifier > 0)
    {
      const CndCounts *counts = cnd_report_get_layer (final, classifier);

      get_kept_share (network, classifier, &numerator, &denominator);
      kept = counts->terms[CND_TERM_WEIGHTS];
      features = numerator == denominator ? counts->input_elements / 2 : counts->input_elements;
      other = features * counts->output_elements; /* at most what the whole layer has: it fits */
    }
  states[0] = make_state (_("before condensing"), all, 0, 0);
  states[1] = make_state (numerator == denominator ? _("with half of the classifier's inputs")
                                                   : _("with all of the classifier's inputs"),
                          condensed, kept, other);
  states[2] = make_state (numerator == denominator ? _("before condensing, but with half of the classifier's inputs")
                                                   : _("before condensing and with all of the classifier's inputs"),
                          all, kept, other);
}

static gboolean
add_figures (CndVerification *verification, guint row, const CndReport *final, const CndReport *dense, GError **error)
{
  CndOtherState states[N_STATES];

  list_states (final, dense, states);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      gboolean stated;
      CndClaim claim = {
        .row = cnd_cells_get (verification->cells, row, "model"),
        .line = row + 1,
        .quantity = figures[i].quantity,
        .unit = 1,
        .kilo = 1000,
        .counts = *cnd_report_get_total (final),
        .states = states,
        .n_states = N_STATES,
      };

      if (!cnd_cells_get_printed (verification, row, figures[i].column, &stated, &claim.printed, error))
        return FALSE;
      claim.ours = claim.quantity == CND_QUANTITY_PARAMETERS ? claim.counts.parameters : claim.counts.operations;
      if (stated)
        cnd_claim_judge (&claim, verification->table, _(figures[i].title));
    }
  return TRUE;
}

static gboolean
verify_row (CndVerification *verification, guint row, const char *model, GError **error)
{
  const char *preset = cnd_cells_get (verification->cells, row, "model");
  g_autoptr (CndReport) final = NULL;
  g_autoptr (CndReport) dense = NULL;
  CndNetwork *network = NULL;

  final = cnd_verification_count (verification, model, preset, CND_STAGE_FINAL, CND_CONVENTION_CONDENSENET, error);
  if (final == NULL)
    return FALSE;
  network = cnd_report_get_network (final);
  dense = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_CONDENSENET, error);
  return dense != NULL && add_settings (verification, row, network, error)
         && add_classifier (verification, row, network, error) && add_figures (verification, row, final, dense, error);
}

gboolean
cnd_verify_condensenet (CndVerification *verification, const char *model, GError **error)
{
  static const char *const columns[] = { "model", NULL };

  if (!cnd_cells_require (verification, columns, error))
    return FALSE;
  for (guint i = 0; i < verification->cells->n_rows; i++)
    if (!verify_row (verification, i, model, error))
      return FALSE;
  return TRUE;
}
