/* A recorded training: its settings as pairs, its counts in each stage. */
#include "config.h"

#include "recorded-private.h"
#include "train-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

void
cnd_cli_recorded_clear (CndRecorded *recorded)
{
  g_clear_pointer (&recorded->file, g_free);
  g_clear_pointer (&recorded->recording, cnd_recording_unref);
  g_clear_pointer (&recorded->settings, g_ptr_array_unref);
  g_clear_pointer (&recorded->stages, g_array_unref);
}

const char *
cnd_cli_recorded_get_text (const CndRecorded *recorded, const char *key)
{
  const char *text = cnd_recording_get_text (recorded->recording, key);

  return text != NULL ? text : "";
}

/* ---- Settings ------------------------------------------------------------------------------------------- */

/* "epochs=6 batch=64" */
static void
add_settings (CndRecorded *recorded, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *equals = strchr (words[i], '=');
      if (equals == NULL)
        continue;
      g_ptr_array_add (recorded->settings, g_strndup (words[i], (gsize) (equals - words[i])));
      g_ptr_array_add (recorded->settings, g_strdup (equals + 1));
    }
}

const char *
cnd_cli_recorded_get_setting (const CndRecorded *recorded, const char *name)
{
  for (guint i = 0; i < recorded->settings->len; i += 2)
    if (g_str_equal (recorded->settings->pdata[i], name))
      return recorded->settings->pdata[i + 1];
  return NULL;
}

/* ---- Loading -------------------------------------------------------------------------------------------- */

gboolean
cnd_cli_recorded_load (CndRecorded *recorded, const char *file, GError **error)
{
  GStatBuf facts;

  recorded->file = g_strdup (file);
  recorded->settings = g_ptr_array_new_with_free_func (g_free);
  recorded->recording = cnd_recording_load (file, error);
  if (recorded->recording != NULL)
    recorded->stages = cnd_recording_list_stages (recorded->recording, CND_CONVENTION_DEFAULT, error);
  if (recorded->stages == NULL)
    {
      cnd_base_set_problem_file (*error, file);
      return FALSE;
    }
  recorded->n_bytes = g_stat (file, &facts) == 0 ? (guint64) facts.st_size : 0;
  add_settings (recorded, cnd_cli_recorded_get_text (recorded, "options"));
  add_settings (recorded, cnd_cli_recorded_get_text (recorded, "parameters"));
  return TRUE;
}

guint
cnd_cli_recorded_count_epochs (const CndRecorded *recorded)
{
  guint n;

  cnd_recording_get_epochs (recorded->recording, &n);
  return n;
}

guint
cnd_cli_recorded_get_planned_epochs (const CndRecorded *recorded)
{
  const char *epochs = cnd_cli_recorded_get_setting (recorded, "epochs");

  return epochs != NULL ? (guint) MIN (g_ascii_strtoull (epochs, NULL, 10), G_MAXINT) : 0;
}

char *
cnd_cli_format_percent (double fraction)
{
  g_autofree char *number = isfinite (fraction) ? cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, 100 * fraction, 2) : NULL;

  return number != NULL ? g_strconcat (number, " %", NULL) : g_strdup ("–");
}

/* ---- JSON ----------------------------------------------------------------------------------------------- */

static void
add_texts (const CndRecorded *recorded, cJSON *json)
{
  cJSON *settings;

  cnd_cli_json_add_text (json, "file", recorded->file);
  cnd_cli_json_add_count (json, "bytes", recorded->n_bytes);
  cnd_cli_json_add_text (json, "name", cnd_cli_recorded_get_text (recorded, "name"));
  cnd_cli_json_add_text (json, "preset", cnd_cli_recorded_get_text (recorded, "preset"));
  cnd_cli_json_add_text (json, "data", cnd_cli_recorded_get_text (recorded, "data"));
  cnd_cli_json_add_text (json, "weights", cnd_cli_recorded_get_text (recorded, "weights"));
  cnd_cli_json_add_text (json, "machine", cnd_cli_recorded_get_text (recorded, "machine"));
  settings = cJSON_AddObjectToObject (json, "settings");
  for (guint i = 0; i < recorded->settings->len; i += 2)
    cnd_cli_json_add_word (settings, recorded->settings->pdata[i], recorded->settings->pdata[i + 1]);
}

static void
add_epochs (const CndRecorded *recorded, cJSON *json)
{
  guint n;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (recorded->recording, &n);
  cJSON *list = cJSON_AddArrayToObject (json, "epochs");

  for (guint i = 0; i < n; i++)
    {
      cJSON *item = cJSON_CreateObject ();
      cnd_cli_json_add_count (item, "epoch", i + 1);
      cnd_cli_json_add_count (item, "stage", epochs[i].stage);
      cnd_cli_json_add_float (item, "loss", epochs[i].loss);
      cnd_cli_json_add_float (item, "train_error", epochs[i].train_error);
      cnd_cli_json_add_float (item, "test_loss", epochs[i].test_loss);
      cnd_cli_json_add_float (item, "test_error", epochs[i].test_error);
      cJSON_AddItemToArray (list, item);
    }
}

static void
add_json_stages (const CndRecorded *recorded, cJSON *json)
{
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recorded->recording, &n);
  cJSON *list = cJSON_AddArrayToObject (json, "stages");

  for (guint i = 0; i < recorded->stages->len; i++)
    {
      const CndStageCounts *stage = &g_array_index (recorded->stages, CndStageCounts, i);
      cJSON *item = cJSON_CreateObject ();
      cnd_cli_json_add_count (item, "stage", stage->stage);
      cnd_cli_json_add_count (item, "learned_weights", stage->learned_weights);
      cnd_cli_json_add_count (item, "parameters", stage->parameters);
      cnd_cli_json_add_count (item, "macs", stage->macs);
      if (i > 0)
        {
          cnd_cli_json_add_count (item, "step", condensings[i - 1].step);
          cnd_cli_json_add_count (item, "fallen", condensings[i - 1].n_fallen);
          cnd_cli_json_add_float (item, "test_error_before", condensings[i - 1].test_error_before);
          cnd_cli_json_add_float (item, "test_error", condensings[i - 1].test_error);
        }
      cJSON_AddItemToArray (list, item);
    }
}

void
cnd_cli_recorded_add_json (const CndRecorded *recorded, cJSON *json)
{
  const CndRecordedConversion *conversion = cnd_recording_get_conversion (recorded->recording);

  add_texts (recorded, json);
  cnd_cli_json_add_count (json, "steps", cnd_recording_get_n_steps (recorded->recording));
  cnd_cli_json_add_count (json, "epochs_done", cnd_cli_recorded_count_epochs (recorded));
  add_epochs (recorded, json);
  add_json_stages (recorded, json);
  if (conversion != NULL)
    {
      cJSON *item = cJSON_AddObjectToObject (json, "convert");
      cnd_cli_json_add_double (item, "test_error_masked", conversion->test_error);
      cnd_cli_json_add_double (item, "test_error", conversion->test_error_converted);
      cnd_cli_json_add_double (item, "test_error_half", conversion->test_error_half);
      cnd_cli_json_add_double (item, "max_difference", conversion->max_difference);
      cnd_cli_add_form_counts (item, cnd_recording_get_network (recorded->recording));
    }
  else
    cJSON_AddNullToObject (json, "convert");
}
