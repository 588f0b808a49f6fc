/* condenser-cli compare: two recorded trainings side by side. */
#include "config.h"

#include "recorded-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* ---- What differs in the settings ----------------------------------------------------------------------- */

typedef struct
{
  const char *name, *values[2]; /* a value may be NULL */
} Setting;

static void
add_setting (GArray *settings, const char *name, const char *left, const char *right)
{
  Setting setting = { name, { left, right } };

  if (g_strcmp0 (left, right) != 0)
    g_array_append_val (settings, setting);
}

/* Returns: (transfer full) (element-type Setting) */
static GArray *
list_settings (const CndRecorded *runs)
{
  static const char *const texts[] = { "name", "preset", "data", "weights", "machine" };
  GArray *settings = g_array_new (FALSE, FALSE, sizeof (Setting));

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    add_setting (settings, texts[i], cnd_cli_recorded_get_text (&runs[0], texts[i]), cnd_cli_recorded_get_text (&runs[1], texts[i]));
  for (guint i = 0; i < runs[0].settings->len; i += 2)
    add_setting (settings, runs[0].settings->pdata[i], runs[0].settings->pdata[i + 1],
                 cnd_cli_recorded_get_setting (&runs[1], runs[0].settings->pdata[i]));
  for (guint i = 0; i < runs[1].settings->len; i += 2)
    if (cnd_cli_recorded_get_setting (&runs[0], runs[1].settings->pdata[i]) == NULL)
      add_setting (settings, runs[1].settings->pdata[i], NULL, runs[1].settings->pdata[i + 1]);
  return settings;
}

/* ---- Numbers of one run, or none of them ----------------------------------------------------------------- */

static double
get_test_error (const CndRecorded *run, guint epoch)
{
  guint n;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (run->recording, &n);

  return epoch < n ? epochs[epoch].test_error : NAN;
}

static double
get_loss (const CndRecorded *run, guint epoch)
{
  guint n;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (run->recording, &n);

  return epoch < n ? epochs[epoch].loss : NAN;
}

static guint
count_epochs (const CndRecorded *runs)
{
  return MAX (cnd_cli_recorded_count_epochs (&runs[0]), cnd_cli_recorded_count_epochs (&runs[1]));
}

/* Returns: (nullable) */
static const CndStageCounts *
find_stage (const CndRecorded *run, guint stage)
{
  for (guint i = 0; i < run->stages->len; i++)
    if (g_array_index (run->stages, CndStageCounts, i).stage == stage)
      return &g_array_index (run->stages, CndStageCounts, i);
  return NULL;
}

static guint
count_stages (const CndRecorded *runs)
{
  return MAX (cnd_recording_get_condensation (runs[0].recording), cnd_recording_get_condensation (runs[1].recording));
}

enum
{
  MASKED,
  CONVERTED,
  HALVED,
  DIFFERENCE,
  N_FINALS,
};

/* @what: one of the above; without a conversion the last epoch is what there is */
static double
get_final (const CndRecorded *run, guint what)
{
  const CndRecordedConversion *conversion = cnd_recording_get_conversion (run->recording);
  guint n = cnd_cli_recorded_count_epochs (run);

  if (conversion == NULL)
    return what == MASKED && n > 0 ? get_test_error (run, n - 1) : NAN;
  return what == MASKED      ? conversion->test_error
         : what == CONVERTED ? conversion->test_error_converted
         : what == HALVED    ? conversion->test_error_half
                             : conversion->max_difference;
}

/* ---- JSON ----------------------------------------------------------------------------------------------- */

static void
add_pair (cJSON *json, const char *key, double left, double right)
{
  cJSON *pair = cJSON_AddArrayToObject (json, key);

  cnd_cli_json_append_double (pair, left);
  cnd_cli_json_append_double (pair, right);
}

/* Recorded in 32 bits. */
static void
add_floats (cJSON *json, const char *key, double left, double right)
{
  cJSON *pair = cJSON_AddArrayToObject (json, key);

  cnd_cli_json_append_float (pair, left);
  cnd_cli_json_append_float (pair, right);
}

static void
add_epochs (const CndRecorded *runs, cJSON *json)
{
  cJSON *list = cJSON_AddArrayToObject (json, "epochs");

  for (guint i = 0; i < count_epochs (runs); i++)
    {
      cJSON *item = cJSON_CreateObject ();
      cnd_cli_json_add_count (item, "epoch", i + 1);
      add_floats (item, "loss", get_loss (&runs[0], i), get_loss (&runs[1], i));
      add_floats (item, "test_error", get_test_error (&runs[0], i), get_test_error (&runs[1], i));
      cJSON_AddItemToArray (list, item);
    }
}

static void
add_stages (const CndRecorded *runs, cJSON *json)
{
  cJSON *list = cJSON_AddArrayToObject (json, "stages");

  for (guint i = 0; i < count_stages (runs); i++)
    {
      const CndStageCounts *left = find_stage (&runs[0], i), *right = find_stage (&runs[1], i);
      cJSON *item = cJSON_CreateObject ();
      cnd_cli_json_add_count (item, "stage", i);
      add_pair (item, "learned_weights", left ? (double) left->learned_weights : NAN, right ? (double) right->learned_weights : NAN);
      add_pair (item, "parameters", left ? (double) left->parameters : NAN, right ? (double) right->parameters : NAN);
      add_floats (item, "test_error", left ? left->test_error_start : NAN, right ? right->test_error_start : NAN);
      cJSON_AddItemToArray (list, item);
    }
}

static cJSON *
make_json (const CndRecorded *runs, const GArray *settings)
{
  static const char *const finals[N_FINALS] = { "test_error", "test_error_converted", "test_error_half", "max_difference" };
  cJSON *json = cJSON_CreateObject (), *list = cJSON_AddArrayToObject (json, "runs"), *final;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *valid = g_utf8_make_valid (runs[i].file, -1);
      cJSON_AddItemToArray (list, cJSON_CreateString (valid));
    }
  list = cJSON_AddArrayToObject (json, "settings");
  for (guint i = 0; i < settings->len; i++)
    {
      const Setting *setting = &g_array_index (settings, Setting, i);
      cJSON *item = cJSON_CreateObject (), *values;
      cnd_cli_json_add_text (item, "name", setting->name);
      values = cJSON_AddArrayToObject (item, "values");
      for (guint k = 0; k < 2; k++)
        cJSON_AddItemToArray (values, setting->values[k] ? cJSON_CreateString (setting->values[k]) : cJSON_CreateNull ());
      cJSON_AddItemToArray (list, item);
    }
  add_epochs (runs, json);
  add_stages (runs, json);
  final = cJSON_AddObjectToObject (json, "final");
  for (guint i = 0; i < N_FINALS; i++)
    add_pair (final, finals[i], get_final (&runs[0], i), get_final (&runs[1], i));
  return json;
}

/* ---- Tables --------------------------------------------------------------------------------------------- */

static CndSheet *
new_sheet (const char *title, gboolean number)
{
  CndSheet *sheet = cnd_sheet_new ();

  cnd_sheet_add_column (sheet, title, "what", FALSE, 0);
  /* Translators: headings over the figures of two trainings that are compared */
  cnd_sheet_add_column (sheet, _("First"), "first", number, number ? 0 : 12);
  cnd_sheet_add_column (sheet, _("Second"), "second", number, number ? 0 : 12);
  return sheet;
}

/* Takes over what it is given. */
static void
add_row (CndSheet *sheet, char *what, char *first, char *second)
{
  cnd_sheet_begin_row (sheet);
  cnd_sheet_take_cell (sheet, what);
  cnd_sheet_take_cell (sheet, first);
  cnd_sheet_take_cell (sheet, second);
}

static void
append_sheet (GString *out, CndSheet *sheet)
{
  g_string_append_c (out, '\n');
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, NULL, cnd_cli_get_terminal_width (), out);
  cnd_sheet_free (sheet);
}

static void
append_settings (GString *out, const GArray *settings)
{
  CndSheet *sheet;

  if (settings->len == 0)
    {
      g_string_append (out, _("\nAll settings are the same.\n"));
      return;
    }
  sheet = new_sheet (_("Setting"), FALSE);
  for (guint i = 0; i < settings->len; i++)
    {
      const Setting *setting = &g_array_index (settings, Setting, i);
      const char *left = setting->values[0], *right = setting->values[1];
      add_row (sheet, g_strdup (setting->name), g_strdup (left && *left ? left : "–"), g_strdup (right && *right ? right : "–"));
    }
  append_sheet (out, sheet);
}

static void
append_epochs (GString *out, const CndRecorded *runs)
{
  CndSheet *sheet = new_sheet (_("Test error after epoch"), TRUE);

  for (guint i = 0; i < count_epochs (runs); i++)
    add_row (sheet, g_strdup_printf ("%u", i + 1), cnd_cli_format_percent (get_test_error (&runs[0], i)),
             cnd_cli_format_percent (get_test_error (&runs[1], i)));
  append_sheet (out, sheet);
}

static char *
format_weights (const CndStageCounts *stage)
{
  return stage != NULL ? cnd_base_format_count (CND_NUMBER_STYLE_LATIN, stage->learned_weights) : g_strdup ("–");
}

static void
append_stages (GString *out, const CndRecorded *runs)
{
  CndSheet *sheet;

  if (count_stages (runs) < 2)
    return;
  sheet = new_sheet (_("Learned weights in stage"), TRUE);
  for (guint i = 0; i < count_stages (runs); i++)
    add_row (sheet, g_strdup_printf ("%u", i), format_weights (find_stage (&runs[0], i)), format_weights (find_stage (&runs[1], i)));
  append_sheet (out, sheet);
}

static void
append_final (GString *out, const CndRecorded *runs)
{
  static const char *const titles[DIFFERENCE] = { N_("masked"), N_("converted"), N_("converted, classifier halved") };
  CndSheet *sheet = new_sheet (_("Test error at the end"), TRUE);

  for (guint i = 0; i < DIFFERENCE; i++)
    add_row (sheet, g_strdup (_(titles[i])), cnd_cli_format_percent (get_final (&runs[0], i)),
             cnd_cli_format_percent (get_final (&runs[1], i)));
  append_sheet (out, sheet);
}

static char *
make_text (const CndRecorded *runs, const GArray *settings)
{
  GString *out = g_string_new (NULL);
  char *clean;

  g_string_append_printf (out, _("First:  %s\nSecond: %s\n"), runs[0].file, runs[1].file);
  append_settings (out, settings);
  append_epochs (out, runs);
  append_stages (out, runs);
  append_final (out, runs);
  clean = cnd_cli_clean_text (out->str, TRUE);
  g_string_free (out, TRUE);
  return clean;
}

/* ---- The command ---------------------------------------------------------------------------------------- */

static int
compare (const CndRecorded *runs, gboolean json)
{
  g_autoptr (GArray) settings = list_settings (runs);
  g_autofree char *text = NULL;

  if (json)
    return cnd_cli_json_print (make_json (runs, settings), CND_EXIT_GOOD);
  text = make_text (runs, settings);
  return cnd_cli_print (text, CND_EXIT_GOOD);
}

static int
run_compare (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  gboolean json = FALSE;
  GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON; figures come in pairs, null where a run has none"), NULL },
    { NULL },
  };
  CndRecorded runs[2] = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  cnd_cli_parser_add (parser, entries);
  if (!cnd_cli_parser_run (parser, argc, argv, 2, 2, &status))
    return status;
  if (json)
    cnd_cli_stop_translating ();
  if (cnd_cli_recorded_load (&runs[0], cnd_cli_parser_get_arguments (parser, NULL)[0], &error)
      && cnd_cli_recorded_load (&runs[1], cnd_cli_parser_get_arguments (parser, NULL)[1], &error))
    status = compare (runs, json);
  else
    status = cnd_cli_fail (error);
  cnd_cli_recorded_clear (&runs[0]);
  cnd_cli_recorded_clear (&runs[1]);
  return status;
}

const CndCommand cnd_cli_compare = {
  "compare",
  N_("RUN RUN"),
  N_("Shows two recorded trainings side by side."),
  N_("The settings that differ, the test error after each epoch, the learned weights in each\n"
     "stage, and the test errors at the end.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli compare stages.safetensors at-once.safetensors"),
  run_compare,
};
