/* What condensing did: as JSON with every score, as one table of layers, or one layer stage by stage. */
#include "config.h"

#include "condense-private.h"

#include <glib/gi18n-lib.h>

/* ---- JSON ---------------------------------------------------------------------------------------------- */

/* The inputs of each group for which @mask is (@stage: fell then; 0: is left after stage @after). */
static void
add_lists (cJSON *json, const char *key, const CndCondensedLayer *layer, guint stage, gboolean kept)
{
  const CndLearnedShape *shape = &layer->shape;
  cJSON *lists = cJSON_AddArrayToObject (json, key);

  for (guint g = 0; g < shape->groups; g++)
    {
      cJSON *list = cJSON_CreateArray ();
      for (guint i = 0; i < shape->inputs; i++)
        {
          guint fell = layer->mask[(gsize) g * shape->inputs + i];
          if (kept ? fell == 0 || fell > stage : fell == stage)
            cnd_cli_json_append_count (list, i);
        }
      cJSON_AddItemToArray (lists, list);
    }
}

static cJSON *
make_stage (const CndCondensedLayer *layer, guint stage)
{
  const CndLearnedShape *shape = &layer->shape;
  cJSON *json = cJSON_CreateObject (), *scores;
  const double *score = layer->scores + (gsize) (stage - 1) * shape->groups * shape->inputs;

  cnd_cli_json_add_count (json, "stage", stage);
  scores = cJSON_AddArrayToObject (json, "scores");
  for (guint g = 0; g < shape->groups; g++)
    {
      cJSON *row = cJSON_CreateArray ();
      for (guint i = 0; i < shape->inputs; i++)
        cnd_cli_json_append_double (row, *score++);
      cJSON_AddItemToArray (scores, row);
    }
  add_lists (json, "dropped", layer, stage, FALSE);
  add_lists (json, "kept", layer, stage, TRUE);
  return json;
}

static cJSON *
make_layer (const CndCondensedLayer *layer)
{
  cJSON *json = cJSON_CreateObject (), *stages, *index;

  cnd_cli_json_add_text (json, "name", layer->name);
  cnd_cli_json_add_count (json, "outputs", layer->shape.outputs);
  cnd_cli_json_add_count (json, "inputs", layer->shape.inputs);
  cnd_cli_json_add_double (json, "magnitude_left", layer->share);
  stages = cJSON_AddArrayToObject (json, "stages");
  for (guint stage = 1; stage < layer->shape.condensation; stage++)
    cJSON_AddItemToArray (stages, make_stage (layer, stage));
  index = cJSON_AddArrayToObject (json, "index");
  for (guint i = 0; i < cnd_condense_get_index_length (&layer->shape); i++)
    cnd_cli_json_append_count (index, layer->index[i]);
  return json;
}

cJSON *
cnd_cli_condensing_to_json (const CndCondensing *condensing)
{
  cJSON *json = cJSON_CreateObject (), *layers, *skipped;

  cnd_cli_json_add_text (json, "file", condensing->file);
  cnd_cli_json_add_count (json, "groups", condensing->groups);
  cnd_cli_json_add_count (json, "condensation", condensing->condensation);
  layers = cJSON_AddArrayToObject (json, "layers");
  for (guint i = 0; i < condensing->layers->len; i++)
    cJSON_AddItemToArray (layers, make_layer (condensing->layers->pdata[i]));
  skipped = cJSON_AddArrayToObject (json, "skipped");
  for (guint i = 0; i < condensing->skipped->len; i++)
    {
      const CndSkippedLayer *layer = condensing->skipped->pdata[i];
      cJSON *item = cJSON_CreateObject ();
      cnd_cli_json_add_text (item, "name", layer->name);
      cnd_cli_json_add_text (item, "reason", layer->reason);
      cJSON_AddItemToArray (skipped, item);
    }
  return json;
}

/* ---- A table of layers ---------------------------------------------------------------------------------- */

static guint
count_unread (const CndCondensedLayer *layer)
{
  g_autofree guint *readers = g_new (guint, layer->shape.inputs);
  guint n = 0;

  cnd_condense_count_readers (&layer->shape, layer->mask, readers);
  for (guint i = 0; i < layer->shape.inputs; i++)
    n += readers[i] == 0;
  return n;
}

static char *
format_count (guint64 count)
{
  return cnd_base_format_count (CND_NUMBER_STYLE_LATIN, count);
}

static void
add_row (CndSheet *sheet, const CndCondensedLayer *layer)
{
  const CndLearnedShape *shape = &layer->shape;
  gint64 sizes[] = { shape->outputs, shape->inputs };
  g_autofree char *share = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, 100 * layer->share, 1);

  cnd_sheet_begin_row (sheet);
  cnd_sheet_add_cell (sheet, layer->name);
  cnd_sheet_take_cell (sheet, cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, sizes, 2));
  cnd_sheet_take_cell (sheet, format_count (shape->inputs / shape->condensation));
  cnd_sheet_take_cell (sheet, format_count ((guint64) shape->outputs * shape->inputs));
  cnd_sheet_take_cell (sheet, format_count (cnd_condense_count_kept (shape, layer->mask)));
  cnd_sheet_take_cell (sheet, g_strconcat (share, " %", NULL));
  cnd_sheet_take_cell (sheet, format_count (count_unread (layer)));
}

static void
append_layers (GString *out, const CndCondensing *condensing)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();

  cnd_sheet_add_column (sheet, _("Layer"), "layer", FALSE, 12);
  cnd_sheet_add_column (sheet, _("Shape"), "shape", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Inputs a group"), "inputs", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Weights"), "weights", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Left"), "left", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Σ|w| left"), "share", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Read by none"), "unread", TRUE, 0);
  cnd_sheet_spare_column (sheet);
  for (guint i = 0; i < condensing->layers->len; i++)
    add_row (sheet, condensing->layers->pdata[i]);
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, NULL, cnd_cli_get_terminal_width (), out);
}

/* ---- One layer, stage by stage --------------------------------------------------------------------------- */

/* Inputs and the scores at the line between what falls and what stays. */
static void
add_group (CndSheet *sheet, const CndCondensedLayer *layer, guint stage, guint group)
{
  const CndLearnedShape *shape = &layer->shape;
  const double *scores = layer->scores + ((gsize) (stage - 1) * shape->groups + group) * shape->inputs;
  g_autoptr (GString) falls = g_string_new (NULL), stays = g_string_new (NULL);
  double highest = 0, lowest = G_MAXDOUBLE;

  for (guint i = 0; i < shape->inputs; i++)
    {
      guint fell = layer->mask[(gsize) group * shape->inputs + i];
      if (fell != 0 && fell < stage)
        continue;
      g_string_append_printf (fell == stage ? falls : stays, " %u", i);
      if (fell == stage)
        highest = MAX (highest, scores[i]);
      else
        lowest = MIN (lowest, scores[i]);
    }
  cnd_sheet_begin_row (sheet);
  cnd_sheet_take_cell (sheet, g_strdup_printf ("%u", stage));
  cnd_sheet_take_cell (sheet, g_strdup_printf ("%u", group));
  cnd_sheet_add_cell (sheet, falls->str + 1);
  cnd_sheet_take_cell (sheet, g_strdup_printf ("%.4g", highest));
  cnd_sheet_add_cell (sheet, stays->str + 1);
  cnd_sheet_take_cell (sheet, g_strdup_printf ("%.4g", lowest));
}

static void
append_stages (GString *out, const CndCondensedLayer *layer)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  g_autoptr (GString) index = g_string_new (NULL);

  cnd_sheet_add_column (sheet, _("Stage"), "stage", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Group"), "group", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Falls"), "falls", FALSE, 8);
  cnd_sheet_add_column (sheet, _("Σ|w| up to"), "highest", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Stays"), "stays", FALSE, 8);
  cnd_sheet_add_column (sheet, _("Σ|w| from"), "lowest", TRUE, 0);
  for (guint stage = 1; stage < layer->shape.condensation; stage++)
    for (guint group = 0; group < layer->shape.groups; group++)
      {
        if (group == 0 && stage > 1)
          cnd_sheet_add_rule (sheet);
        add_group (sheet, layer, stage, group);
      }
  g_string_append_c (out, '\n');
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, _("Groups and inputs are counted from 0."), cnd_cli_get_terminal_width (), out);
  for (guint i = 0; i < cnd_condense_get_index_length (&layer->shape); i++)
    g_string_append_printf (index, " %u", layer->index[i]);
  g_string_append_c (out, '\n');
  g_string_append_printf (out, _("Index list, group after group:%s\n"), index->str);
}

/* ---- What was left alone --------------------------------------------------------------------------------- */

#define TEXT_WIDTH 86
#define MAX_NAMES 12 /* of vectors, which nobody expects to be condensed */

/* The layers from @first on that have the same reason as that. Returns: how many more there are */
static guint
list_names (const CndCondensing *condensing, guint first, GString *names)
{
  const CndSkippedLayer *skipped = condensing->skipped->pdata[first];
  guint n = 0;

  for (guint i = first; i < condensing->skipped->len; i++)
    {
      const CndSkippedLayer *other = condensing->skipped->pdata[i];
      if (!g_str_equal (other->reason, skipped->reason))
        continue;
      if (!skipped->is_vector || n < MAX_NAMES)
        g_string_append_printf (names, "%s %s", n > 0 ? "," : "", other->name);
      n++;
    }
  return skipped->is_vector && n > MAX_NAMES ? n - MAX_NAMES : 0;
}

/* A paragraph a reason, in the order in which they came. */
static void
append_skipped (GString *out, const CndCondensing *condensing)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < condensing->skipped->len; i++)
    {
      const CndSkippedLayer *first = condensing->skipped->pdata[i];
      g_autoptr (GString) names = g_string_new (NULL);
      guint n_more;
      if (!g_hash_table_add (told, first->reason))
        continue;
      n_more = list_names (condensing, i, names);
      if (n_more > 0)
        /* Translators: behind a list of names */
        g_string_append_printf (names, _(" and %u more, which --json lists"), n_more);
      /* Translators: a reason; names follow on the next lines */
      g_string_append_printf (out, _("\nSkipped, %s:\n"), first->reason);
      cnd_cli_append_wrapped (out, names->str, 2, TEXT_WIDTH);
    }
}

char *
cnd_cli_condensing_to_text (const CndCondensing *condensing)
{
  GString *out = g_string_new (NULL);
  g_autofree char *clean = NULL;

  g_string_append_printf (out, _("%s in %u groups, condensed by %u: of its inputs each group keeps 1/%u,\n"
                                 "those with the largest sums of |w| over its rows.\n"),
                          condensing->file, condensing->groups, condensing->condensation, condensing->condensation);
  if (condensing->layers->len > 0)
    {
      g_string_append_c (out, '\n');
      append_layers (out, condensing);
    }
  if (condensing->layers->len == 1)
    append_stages (out, condensing->layers->pdata[0]);
  append_skipped (out, condensing);
  clean = cnd_cli_clean_text (out->str, TRUE);
  g_string_free (out, TRUE);
  return g_steal_pointer (&clean);
}
