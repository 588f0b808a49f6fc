/* condenser-cli list: the models that ship with Condenser, each preset with its size. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char *call; /* what the other commands take: "condensenet:86" */
  CndSubject subject;
} Entry;

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->call);
  cnd_cli_subject_clear (&entry->subject);
}

static gboolean
add_preset (GArray *entries, CndArchitecture *architecture, const char *path, gint preset, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, preset);
  Entry entry = { NULL };

  entry.subject.network = cnd_ops_build_network (architecture, values, error);
  if (entry.subject.network)
    entry.subject.report = cnd_analysis_count (entry.subject.network, (CndState){ .stage = CND_STAGE_DENSE },
                                               CND_CONVENTION_DEFAULT, error);
  if (entry.subject.report == NULL)
    {
      clear_entry (&entry);
      return FALSE;
    }
  base[strlen (base) - strlen (".json")] = '\0';
  entry.call = preset < 0 ? g_strdup (base) : g_strconcat (base, ":", architecture->presets[preset].id, NULL);
  entry.subject.file = g_strdup (path);
  entry.subject.name = cnd_network_dup_name (entry.subject.network);
  entry.subject.preset = preset < 0 ? NULL : g_strdup (architecture->presets[preset].id);
  entry.subject.stage = cnd_analysis_format_stage (CND_STAGE_DENSE, cnd_report_get_condensation (entry.subject.report));
  g_array_append_val (entries, entry);
  return TRUE;
}

static gboolean
add_model (GArray *entries, const char *path, GError **error)
{
  g_autofree char *file = NULL, *no_preset = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_cli_load_architecture (path, &file, &no_preset, error);

  if (architecture == NULL)
    return FALSE;
  if (architecture->n_presets == 0)
    return add_preset (entries, architecture, path, -1, error);
  for (guint i = 0; i < architecture->n_presets; i++)
    if (!add_preset (entries, architecture, path, i, error))
      return FALSE;
  return TRUE;
}

static const CndShape *
get_output (const CndSubject *subject)
{
  return &cnd_network_get_layers (subject->network, NULL)[cnd_network_get_output (subject->network)].output;
}

static cJSON *
make_json (const GArray *entries)
{
  cJSON *json = cJSON_CreateArray ();

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      const CndCounts *total = cnd_report_get_total (entry->subject.report);
      cJSON *item = cJSON_CreateObject ();

      cnd_cli_subject_add_json (&entry->subject, item);
      cnd_cli_json_add_text (item, "call", entry->call);
      cnd_cli_json_add_shape (item, "input", &cnd_network_get_layers (entry->subject.network, NULL)[0].output);
      cnd_cli_json_add_shape (item, "output", get_output (&entry->subject));
      cnd_cli_json_add_count (item, "parameters", total->parameters);
      cnd_cli_json_add_count (item, "macs", total->macs);
      cJSON_AddItemToArray (json, item);
    }
  return json;
}

static char *
render_table (const GArray *entries, CndOutput output)
{
  g_autoptr (CndSheet) sheet = cnd_cli_sheet_new ();
  CndNumberStyle style = output == CND_OUTPUT_CSV ? CND_NUMBER_STYLE_PLAIN : CND_NUMBER_STYLE_LATIN;
  const char *caption = output == CND_OUTPUT_TEXT ? NULL : _("Parameters and multiply-adds (MACs) in the state dense");
  GString *out = g_string_new (NULL);

  cnd_cli_sheet_add_column (sheet, _("Model"), "model", FALSE, 0);
  cnd_cli_sheet_add_column (sheet, _("Name"), "name", FALSE, 12);
  cnd_cli_sheet_add_column (sheet, _("Input"), "input", TRUE, 0);
  cnd_cli_sheet_spare_column (sheet);
  cnd_cli_sheet_add_column (sheet, _("Output"), "output", TRUE, 0);
  cnd_cli_sheet_spare_column (sheet);
  cnd_cli_sheet_add_column (sheet, _("Parameters"), "parameters", TRUE, 0);
  cnd_cli_sheet_add_column (sheet, _("MACs"), "macs", TRUE, 0);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      const CndCounts *total = cnd_report_get_total (entry->subject.report);
      const CndLayer *layers = cnd_network_get_layers (entry->subject.network, NULL);

      cnd_cli_sheet_begin_row (sheet);
      cnd_cli_sheet_add_cell (sheet, entry->call);
      cnd_cli_sheet_add_cell (sheet, entry->subject.name);
      cnd_cli_sheet_take_cell (sheet, cnd_shape_format (&layers[0].output, style));
      cnd_cli_sheet_take_cell (sheet, cnd_shape_format (get_output (&entry->subject), style));
      cnd_cli_sheet_take_cell (sheet, cnd_base_format_count (style, total->parameters));
      cnd_cli_sheet_take_cell (sheet, cnd_base_format_count (style, total->macs));
    }
  cnd_cli_sheet_render (sheet, output, caption, cnd_cli_get_terminal_width (), out);
  if (output == CND_OUTPUT_TEXT)
    g_string_append_printf (out, "\n%s\n", _("MACs are multiply-adds; both in the state dense. "
                                             "“condenser-cli summary MODEL” shows more."));
  return g_string_free (out, FALSE);
}

static int
run_list (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CndOutputOptions forms = { 0 };
  CndOutput output;
  int status = CND_EXIT_GOOD;

  g_array_set_clear_func (entries, clear_entry);
  cnd_cli_add_output_options (parser, &forms);
  if (!cnd_cli_parser_run (parser, argc, argv, 0, 0, &status)
      || !cnd_cli_get_output (command, &forms, &output, &status))
    return status;
  paths = cnd_cli_list_models (&error);
  if (paths == NULL)
    return cnd_cli_fail (error);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GError) bad = NULL;

      /* The others are still worth showing. */
      if (!add_model (entries, g_ptr_array_index (paths, i), &bad))
        status = cnd_cli_fail (bad);
    }
  if (output == CND_OUTPUT_JSON)
    return cnd_cli_json_print (make_json (entries), status);
  text = render_table (entries, output);
  return cnd_cli_print (text, status);
}

const CndCommand cnd_cli_list = {
  "list",
  NULL,
  N_("Lists the models that ship with Condenser, each preset with its size."),
  N_("The first column is what the other commands take as FILE[:PRESET].\n"
     "\n"
     "Examples:\n"
     "  condenser-cli list\n"
     "  condenser-cli list --json"),
  run_list,
};
