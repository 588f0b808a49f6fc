/* The published figures of the CondenseNets: one row a network, which is a preset of the model with the row's name. */
#include "config.h"

#include "verify-condensenet-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

const CndSetting cnd_condensenet_settings[] = {
  { "stages", "stages", N_("layers a block") },
  { "growth", "growth", N_("growth rate") },
  { "bottleneck", "bottleneck", N_("bottleneck factor") },
  { "groups", "groups", N_("groups") },
  { "condensation", "condensation", N_("condensation factor") },
  { "classes", "classes", N_("classes") },
  { "input", "image", N_("image size") },
  { NULL, NULL, NULL },
};

static const struct
{
  const char *column, *title;
  CndQuantity quantity;
  guint partner; /* the same figure in another form */
} figures[CND_N_CONDENSENET_FIGURES] = {
  [CND_AS_PRINTED_OPERATIONS]
  = { "published_ops", N_("operations as printed"), CND_QUANTITY_OPERATIONS, CND_EXACT_OPERATIONS },
  [CND_AS_PRINTED_PARAMETERS]
  = { "published_params", N_("parameters as printed"), CND_QUANTITY_PARAMETERS, CND_EXACT_PARAMETERS },
  [CND_EXACT_OPERATIONS]
  = { "exact_ops", N_("operations"), CND_QUANTITY_OPERATIONS, CND_AS_PRINTED_OPERATIONS },
  [CND_EXACT_PARAMETERS]
  = { "exact_params", N_("parameters"), CND_QUANTITY_PARAMETERS, CND_AS_PRINTED_PARAMETERS },
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
add_settings (CndVerification *verification, guint i, const CndCondensenetRow *row, GError **error)
{
  const CndNetwork *network = cnd_report_get_network (row->final);
  const CndArchitecture *architecture = cnd_network_get_architecture (network);
  const CndNumbers *values = cnd_parameter_values_get_all (cnd_network_get_values (network));

  for (const CndSetting *setting = cnd_condensenet_settings; setting->column != NULL; setting++)
    {
      const char *cell = cnd_cells_get (verification->cells, i, setting->column);
      CndPlace place = { row->name, i + 1, _(setting->title) };
      g_autofree char *published = group_digits (cell), *plain = NULL, *ours = NULL;
      gboolean equal;
      gint index;

      if (*cell == '\0')
        continue;
      index = cnd_architecture_find_parameter (architecture, setting->parameter, error);
      if (index < 0)
        return FALSE;
      plain = format_setting (&values[index], CND_NUMBER_STYLE_PLAIN);
      ours = format_setting (&values[index], CND_NUMBER_STYLE_LATIN);
      equal = strcmp (cell, plain) == 0;
      cnd_table_add_text (verification->table, &place, published, ours, equal,
                          equal ? NULL : cnd_condensenet_find_setting_cause (row, setting, cell, ours));
    }
  return TRUE;
}

guint
cnd_condensenet_find_classifier (const CndNetwork *network)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  for (guint i = n_layers; i-- > 0;)
    if (strcmp (cnd_ops_get_kind (layers[i].kind)->name, "linear") == 0)
      return i;
  return 0;
}

void
cnd_condensenet_get_kept_share (const CndNetwork *network, guint classifier, gint64 *numerator, gint64 *denominator)
{
  const CndLayer *layer = &cnd_network_get_layers (network, NULL)[classifier];
  gint keep = cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), "keep");

  *numerator = keep >= 0 ? layer->attributes[keep].ratio.numerator : 1;
  *denominator = keep >= 0 ? layer->attributes[keep].ratio.denominator : 1;
}

/* The row's parameters are those of our share. */
static char *
find_classifier_cause (const CndCondensenetRow *row, const char *ours)
{
  const CndClaim *claim = &row->claims[CND_EXACT_PARAMETERS];
  g_autofree char *count = cnd_printed_format (&claim->printed);

  if (!row->stated[CND_EXACT_PARAMETERS] || !cnd_claim_is (claim, claim->ours, 1000, FALSE))
    return NULL;
  return g_strdup_printf (_("The row's own parameters, %s, follow from %s."), count, ours);
}

static gboolean
add_classifier (CndVerification *verification, guint i, const CndCondensenetRow *row, GError **error)
{
  const CndNetwork *network = cnd_report_get_network (row->final);
  const char *published = cnd_cells_get (verification->cells, i, "classifier");
  CndPlace place = { row->name, i + 1, _("classifier") };
  guint classifier = cnd_condensenet_find_classifier (network);
  gint64 numerator, denominator;
  gboolean half = strcmp (published, "half") == 0, equal;
  g_autofree char *ours = NULL;

  if (*published == '\0')
    return TRUE;
  if (!half && strcmp (published, "whole") != 0)
    return cnd_cells_set_error (verification, i, "classifier", published, "whole, half", error, _("unknown word"));
  if (classifier == 0)
    return cnd_cells_set_error (verification, i, "classifier", NULL, NULL, error, _("the model has no linear layer"));
  cnd_condensenet_get_kept_share (network, classifier, &numerator, &denominator);
  ours = numerator == denominator ? g_strdup ("whole")
         : numerator * 2 == denominator
             ? g_strdup ("half")
             : g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, numerator, denominator);
  equal = strcmp (published, ours) == 0;
  cnd_table_add_text (verification->table, &place, published, ours, equal,
                      equal ? NULL : find_classifier_cause (row, ours));
  return TRUE;
}

/* ---- Rows --------------------------------------------------------------------------- */

static void
clear_row (gpointer data)
{
  CndCondensenetRow *row = data;

  g_clear_pointer (&row->final, cnd_report_unref);
  g_clear_pointer (&row->dense, cnd_report_unref);
  g_clear_pointer (&row->states, g_array_unref);
  g_clear_pointer (&row->words, g_ptr_array_unref);
}

static gboolean
read_figures (CndVerification *verification, guint i, CndCondensenetRow *row, GError **error)
{
  for (guint k = 0; k < CND_N_CONDENSENET_FIGURES; k++)
    {
      CndClaim *claim = &row->claims[k];

      *claim = (CndClaim){
        .row = row->name,
        .line = i + 1,
        .quantity = figures[k].quantity,
        .unit = 1,
        .kilo = 1000,
        .counts = *cnd_report_get_total (row->final),
      };
      if (!cnd_cells_get_printed (verification, i, figures[k].column, &row->stated[k], &claim->printed, error))
        return FALSE;
      claim->ours
          = claim->quantity == CND_QUANTITY_PARAMETERS ? claim->counts.parameters : claim->counts.operations;
    }
  for (guint k = 0; k < CND_N_CONDENSENET_FIGURES; k++)
    if (row->stated[figures[k].partner])
      row->claims[k].partner = &row->claims[figures[k].partner].printed;
  return TRUE;
}

static gboolean
read_row (CndVerification *verification, guint i, const char *model, CndCondensenetRow *row, GError **error)
{
  row->name = cnd_cells_get (verification->cells, i, "model");
  row->states = g_array_new (FALSE, FALSE, sizeof (CndOtherState));
  row->words = g_ptr_array_new_with_free_func (g_free);
  row->final = cnd_verification_count (verification, model, row->name, CND_STAGE_FINAL, CND_CONVENTION_CONDENSENET,
                                       error);
  if (row->final == NULL)
    return FALSE;
  row->dense = cnd_analysis_count (cnd_report_get_network (row->final), (CndState){ .stage = CND_STAGE_DENSE },
                                   CND_CONVENTION_CONDENSENET, error);
  if (row->dense == NULL || !read_figures (verification, i, row, error))
    return FALSE;
  cnd_condensenet_list_states (row);
  return TRUE;
}

static gboolean
judge_row (CndVerification *verification, guint i, GArray *rows, GError **error)
{
  CndCondensenetRow *row = &g_array_index (rows, CndCondensenetRow, i);

  if (!add_settings (verification, i, row, error) || !add_classifier (verification, i, row, error))
    return FALSE;
  for (guint k = 0; k < CND_N_CONDENSENET_FIGURES; k++)
    {
      g_autofree CndClaim *column = g_new (CndClaim, rows->len);
      CndClaim claim = row->claims[k];

      if (!row->stated[k])
        continue;
      for (guint other = 0; other < rows->len; other++)
        column[other] = g_array_index (rows, CndCondensenetRow, other).claims[k];
      claim.rows = column;
      claim.n_rows = rows->len;
      cnd_claim_judge (&claim, verification->table, _(figures[k].title));
    }
  return TRUE;
}

#define MAX_ROWS 128 /* each is a network in memory */

gboolean
cnd_verify_condensenet (CndVerification *verification, const char *model, GError **error)
{
  static const char *const columns[] = { "model", NULL };
  guint n_rows = verification->cells->n_rows;
  g_autoptr (GArray) rows = g_array_sized_new (FALSE, TRUE, sizeof (CndCondensenetRow), n_rows);

  g_array_set_clear_func (rows, clear_row);
  if (!cnd_cells_require (verification, columns, error))
    return FALSE;
  if (n_rows > MAX_ROWS)
    return cnd_cells_set_error (verification, MAX_ROWS, NULL, NULL, NULL, error,
                                _("the table has far more rows than the model has presets"));
  g_array_set_size (rows, n_rows); /* once: claims point into it */
  for (guint i = 0; i < n_rows; i++)
    if (!read_row (verification, i, model, &g_array_index (rows, CndCondensenetRow, i), error))
      return FALSE;
  for (guint i = 0; i < n_rows; i++)
    if (!judge_row (verification, i, rows, error))
      return FALSE;
  return TRUE;
}
