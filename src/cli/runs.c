/* condenser-cli runs: what recorded trainings hold. */
#include "config.h"

#include "recorded-private.h"
#include "train-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LABEL_WIDTH 12
#define TEXT_WIDTH 86

static char *
format_count (guint64 count)
{
  return cnd_base_format_count (CND_NUMBER_STYLE_LATIN, count);
}

/* A line with its label in a column of its own, wrapped. */
static void
append_fact (GString *out, const char *label, const char *text)
{
  gsize start = out->len;
  guint width = cnd_cli_measure_text (label);

  if (*text == '\0')
    return;
  cnd_cli_append_wrapped (out, text, LABEL_WIDTH, TEXT_WIDTH);
  if (width < LABEL_WIDTH)
    {
      g_string_erase (out, (gssize) start, width);
      g_string_insert (out, (gssize) start, label);
    }
}

static void
append_facts (GString *out, const CndRecorded *recorded)
{
  guint done = cnd_cli_recorded_count_epochs (recorded), planned = cnd_cli_recorded_get_planned_epochs (recorded);
  g_autofree char *size = cnd_base_format_bytes (CND_NUMBER_STYLE_LATIN, recorded->n_bytes);
  g_autofree char *steps = format_count (cnd_recording_get_n_steps (recorded->recording));
  g_autofree char *progress = planned > 0 ? g_strdup_printf (_("%u of %u epochs, %s steps"), done, planned, steps)
                                          : g_strdup_printf (_("%u epochs, %s steps"), done, steps);
  const char *preset = cnd_cli_recorded_get_text (recorded, "preset");
  g_autofree char *model = g_strdup_printf (*preset != '\0' ? "%s (%s)" : "%s", cnd_cli_recorded_get_text (recorded, "name"), preset);

  g_string_append_printf (out, "%s (%s)\n", recorded->file, size);
  append_fact (out, _("Model"), model);
  append_fact (out, _("Parameters"), cnd_cli_recorded_get_text (recorded, "parameters"));
  append_fact (out, _("Data"), cnd_cli_recorded_get_text (recorded, "data"));
  append_fact (out, _("Weights"), cnd_cli_recorded_get_text (recorded, "weights"));
  append_fact (out, _("Options"), cnd_cli_recorded_get_text (recorded, "options"));
  append_fact (out, _("Machine"), cnd_cli_recorded_get_text (recorded, "machine"));
  append_fact (out, _("Done"), progress);
}

static void
append_epochs (GString *out, const CndRecorded *recorded)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  guint n;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (recorded->recording, &n);

  if (n == 0)
    return;
  cnd_sheet_add_column (sheet, _("Epoch"), "epoch", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Stage"), "stage", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Loss"), "loss", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Training error"), "train_error", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Test error"), "test_error", TRUE, 0);
  for (guint i = 0; i < n; i++)
    {
      cnd_sheet_begin_row (sheet);
      cnd_sheet_take_cell (sheet, format_count (i + 1));
      cnd_sheet_take_cell (sheet, format_count (epochs[i].stage));
      cnd_sheet_take_cell (sheet, cnd_cli_format_loss (epochs[i].loss));
      cnd_sheet_take_cell (sheet, cnd_cli_format_percent (epochs[i].train_error));
      cnd_sheet_take_cell (sheet, cnd_cli_format_percent (epochs[i].test_error));
    }
  g_string_append_c (out, '\n');
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, NULL, cnd_cli_get_terminal_width (), out);
}

static void
append_stages (GString *out, const CndRecorded *recorded)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recorded->recording, &n);

  cnd_sheet_add_column (sheet, _("Stage"), "stage", TRUE, 0);
  cnd_sheet_add_column (sheet, _("From step"), "step", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Learned weights"), "learned_weights", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Parameters"), "parameters", TRUE, 0);
  cnd_sheet_add_column (sheet, _("MACs"), "macs", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Test error before"), "test_error_before", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Right after"), "test_error", TRUE, 0);
  for (guint i = 0; i < recorded->stages->len; i++)
    {
      const CndStageCounts *stage = &g_array_index (recorded->stages, CndStageCounts, i);
      cnd_sheet_begin_row (sheet);
      cnd_sheet_take_cell (sheet, format_count (stage->stage));
      cnd_sheet_take_cell (sheet, format_count (i > 0 ? condensings[i - 1].step : 0));
      cnd_sheet_take_cell (sheet, format_count (stage->learned_weights));
      cnd_sheet_take_cell (sheet, format_count (stage->parameters));
      cnd_sheet_take_cell (sheet, format_count (stage->macs));
      cnd_sheet_take_cell (sheet, i > 0 ? cnd_cli_format_percent (condensings[i - 1].test_error_before) : NULL);
      cnd_sheet_take_cell (sheet, i > 0 ? cnd_cli_format_percent (stage->test_error_start) : NULL);
    }
  g_string_append_c (out, '\n');
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, NULL, cnd_cli_get_terminal_width (), out);
}

static void
append_conversion (GString *out, const CndRecorded *recorded)
{
  const CndRecordedConversion *conversion = cnd_recording_get_conversion (recorded->recording);
  g_autofree char *converted = NULL, *half = NULL, *size = NULL, *size_half = NULL;
  CndFormCounts counts, counts_half;

  if (conversion == NULL || !cnd_cli_count_forms (cnd_recording_get_network (recorded->recording), &counts, &counts_half, NULL))
    return;
  size = cnd_cli_describe_counts (&counts);
  size_half = cnd_cli_describe_counts (&counts_half);
  converted = cnd_cli_format_percent (conversion->test_error_converted);
  half = cnd_cli_format_percent (conversion->test_error_half);
  /* Translators: "15,578 parameters, 9,119,872 MACs", "13.42 %", a small number; the same of the second network */
  g_string_append_printf (out, _("\nConverted: %s, test error %s; greatest difference of a score %g\n"
                                 "With half of the classifier: %s, test error %s\n"),
                          size, converted, conversion->max_difference, size_half, half);
}

static char *
make_text (const CndRecorded *recorded)
{
  GString *out = g_string_new (NULL);
  char *clean;

  append_facts (out, recorded);
  append_epochs (out, recorded);
  append_stages (out, recorded);
  append_conversion (out, recorded);
  clean = cnd_cli_clean_text (out->str, TRUE);
  g_string_free (out, TRUE);
  return clean;
}

/* Returns: as cnd_cli_print() */
static int
print_line (const CndRecorded *recorded)
{
  cJSON *json = cJSON_CreateObject ();

  cnd_cli_recorded_add_json (recorded, json);
  return cnd_cli_json_print_line (json, CND_EXIT_GOOD);
}

/* @between: whether another one stands above it */
static int
print_text (const CndRecorded *recorded, gboolean between)
{
  g_autofree char *text = make_text (recorded), *separated = g_strconcat (between ? "\n" : "", text, NULL);

  return cnd_cli_print (separated, CND_EXIT_GOOD);
}

static int
run_runs (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  gboolean json = FALSE;
  GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a file, each on its line"), NULL },
    { NULL },
  };
  const char *const *files;
  int status = CND_EXIT_GOOD;

  cnd_cli_parser_add (parser, entries);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, G_MAXUINT, &status))
    return status;
  if (json)
    cnd_cli_stop_translating ();
  files = cnd_cli_parser_get_arguments (parser, NULL);
  status = CND_EXIT_GOOD;
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_auto (CndRecorded) recorded = { NULL };
      g_autoptr (GError) error = NULL;
      if (!cnd_cli_recorded_load (&recorded, files[i], &error))
        {
          status = cnd_cli_fail (error);
          continue;
        }
      if ((json ? print_line (&recorded) : print_text (&recorded, i > 0)) != CND_EXIT_GOOD)
        return CND_EXIT_BAD;
    }
  return status;
}

const CndCommand cnd_cli_runs = {
  "runs",
  N_("RUN..."),
  N_("Shows what recorded trainings hold."),
  N_("Model, parameters, data and options, how far it came, each epoch, the counts in each\n"
     "stage by the true masks, and what the conversion cost.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli runs classroom.safetensors\n"
     "  condenser-cli runs *.safetensors --json"),
  run_runs,
};
