/* condenser-cli list: the models that ship with Condenser, each preset with its size. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>

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
      const CndShipped *entry = &g_array_index (entries, CndShipped, i);
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
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  CndNumberStyle style = output == CND_OUTPUT_CSV ? CND_NUMBER_STYLE_PLAIN : CND_NUMBER_STYLE_LATIN;
  const char *caption = output == CND_OUTPUT_TEXT ? NULL : _("Parameters and multiply-adds (MACs) in the state dense");
  GString *out = g_string_new (NULL);

  cnd_sheet_add_column (sheet, _("Model"), "model", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Name"), "name", FALSE, 12);
  cnd_sheet_add_column (sheet, _("Input"), "input", TRUE, 0);
  cnd_sheet_spare_column (sheet);
  cnd_sheet_add_column (sheet, _("Output"), "output", TRUE, 0);
  cnd_sheet_spare_column (sheet);
  cnd_sheet_add_column (sheet, _("Parameters"), "parameters", TRUE, 0);
  cnd_sheet_add_column (sheet, _("MACs"), "macs", TRUE, 0);
  for (guint i = 0; i < entries->len; i++)
    {
      const CndShipped *entry = &g_array_index (entries, CndShipped, i);
      const CndCounts *total = cnd_report_get_total (entry->subject.report);
      const CndLayer *layers = cnd_network_get_layers (entry->subject.network, NULL);

      cnd_sheet_begin_row (sheet);
      cnd_sheet_add_cell (sheet, entry->call);
      cnd_sheet_add_cell (sheet, entry->subject.name);
      cnd_sheet_take_cell (sheet, cnd_shape_format (&layers[0].output, style));
      cnd_sheet_take_cell (sheet, cnd_shape_format (get_output (&entry->subject), style));
      cnd_sheet_take_cell (sheet, cnd_base_format_count (style, total->parameters));
      cnd_sheet_take_cell (sheet, cnd_base_format_count (style, total->macs));
    }
  cnd_cli_render_sheet (sheet, output, caption, cnd_cli_get_terminal_width (), out);
  if (output == CND_OUTPUT_TEXT)
    g_string_append_printf (out, "\n%s\n", _("MACs are multiply-adds; both in the state dense. "
                                             "“condenser-cli summary MODEL” shows more."));
  return g_string_free (out, FALSE);
}

static int
run_list (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_autoptr (GArray) entries = NULL;
  g_autofree char *text = NULL;
  CndOutputOptions forms = { 0 };
  CndOutput output;
  int status = CND_EXIT_GOOD;

  cnd_cli_add_output_options (parser, &forms);
  if (!cnd_cli_parser_run (parser, argc, argv, 0, 0, &status)
      || !cnd_cli_get_output (command, &forms, &output, &status))
    return status;
  entries = cnd_cli_load_shipped (TRUE, &status);
  if (entries->len == 0)
    return status;
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
