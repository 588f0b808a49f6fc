/* condenser-cli kinds: the catalogue of layer kinds with their attributes, for who writes a model. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>

/* What may be written for an attribute of each type. */
static const struct
{
  const char *name;  /* in JSON and CSV */
  const char *title; /* to be translated */
} types[] = {
  [CND_ATTRIBUTE_INTEGER] = { "integer", N_("integer") },
  [CND_ATTRIBUTE_PAIR] = { "pair", N_("n or [height, width]") },
  [CND_ATTRIBUTE_PADDING] = { "padding", N_("n, [height, width], [left, right, top, bottom]") },
  [CND_ATTRIBUTE_SWITCH] = { "switch", N_("true or false") },
  [CND_ATTRIBUTE_NUMBER] = { "number", N_("number") },
  [CND_ATTRIBUTE_RATIO] = { "ratio", N_("ratio: 1, 0.5 or \"1 / 2\"") },
  [CND_ATTRIBUTE_LIST] = { "list", N_("list of integers") },
  [CND_ATTRIBUTE_WORD] = { "word", N_("word") },
};

static void
add_default (cJSON *json, const CndAttributeRow *row)
{
  const char *key = row->name;
  const gint64 *sides = row->fallback.integers;

  /* A pair of equal numbers may be written as one. */
  if ((row->type == CND_ATTRIBUTE_PAIR && sides[0] == sides[1])
      || (row->type == CND_ATTRIBUTE_PADDING && sides[0] == sides[1] && sides[0] == sides[2] && sides[0] == sides[3]))
    cnd_cli_json_add_signed (json, key, sides[0]);
  else
    cnd_cli_json_add_attribute (json, row, &row->fallback);
}

/* The default as a model would write it.
 * Returns: (transfer full) (nullable): NULL when there is none, or it is another attribute's value */
static char *
dup_default (const CndAttributeRow *row)
{
  cJSON *json = cJSON_CreateObject ();
  char *text, *result;

  if (!row->required && !row->follows)
    add_default (json, row);
  text = json->child ? cJSON_PrintUnformatted (json->child) : NULL;
  result = g_strdup (text);
  cJSON_free (text);
  cJSON_Delete (json);
  return result;
}

static char *
describe_inputs (const CndKind *kind)
{
  if (kind->max_inputs == 0)
    /* Translators: how many inputs a layer takes */
    return g_strdup_printf (_("%u or more inputs"), kind->min_inputs);
  if (kind->min_inputs != kind->max_inputs)
    return g_strdup_printf (_("%u to %u inputs"), kind->min_inputs, kind->max_inputs);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u input", "%u inputs", kind->min_inputs), kind->min_inputs);
}

/* ---- Text --------------------------------------------------------------------------- */

static char *
describe_attribute (const CndKind *kind, guint attribute)
{
  const CndAttributeRow *row = &kind->attributes[attribute];
  GString *text = g_string_new (_(row->title));
  g_autofree char *fallback = dup_default (row);
  g_autofree char *words = row->words ? g_strjoinv (", ", (char **) row->words) : NULL;

  g_string_append_printf (text, ": %s", row->type == CND_ATTRIBUTE_WORD ? words : _(types[row->type].title));
  if (words && row->type != CND_ATTRIBUTE_WORD)
    /* Translators: after "n or [height, width]": words that may stand there, too */
    g_string_append_printf (text, _(" or \"%s\""), words);
  if (row->required)
    g_string_append_printf (text, "; %s", _("required"));
  else if (row->follows && attribute > 0)
    /* Translators: %s is the name of an attribute */
    g_string_append_printf (text, _("; as %s when absent"), kind->attributes[attribute - 1].name);
  else if (fallback && *fallback)
    g_string_append_printf (text, _("; %s when absent"), fallback);
  return g_string_free (text, FALSE);
}

#define NAME_COLUMN 22
#define WRAP_WIDTH 100

static void
append_kind (GString *out, const CndKind *kind)
{
  g_autofree char *inputs = describe_inputs (kind);

  g_string_append_printf (out, "%s%s — %s (%s)\n", out->len ? "\n" : "", kind->name, _(kind->title), inputs);
  cnd_cli_append_wrapped (out, _(kind->description), 4, WRAP_WIDTH);
  for (guint i = 0; i < kind->n_attributes; i++)
    {
      g_autofree char *description = describe_attribute (kind, i);
      gsize start = out->len;

      cnd_cli_append_wrapped (out, description, NAME_COLUMN, WRAP_WIDTH);
      g_string_overwrite (out, start + 4, kind->attributes[i].name);
    }
}

/* ---- Tables and JSON ---------------------------------------------------------------- */

static void
add_attribute_row (CndSheet *sheet, const CndKind *kind, gint attribute)
{
  const CndAttributeRow *row = attribute >= 0 ? &kind->attributes[attribute] : NULL;

  cnd_sheet_begin_row (sheet);
  cnd_sheet_add_cell (sheet, kind->name);
  cnd_sheet_add_cell (sheet, _(kind->title));
  cnd_sheet_add_cell (sheet, cnd_ops_get_category_name (kind->category));
  if (row == NULL)
    return;
  cnd_sheet_add_cell (sheet, row->name);
  cnd_sheet_add_cell (sheet, types[row->type].name);
  if (row->required)
    cnd_sheet_add_cell (sheet, _("required"));
  else
    cnd_sheet_take_cell (sheet, dup_default (row));
}

static char *
render_table (const guint *kinds, guint n_kinds, CndOutput output)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  GString *out = g_string_new (NULL);

  cnd_sheet_add_column (sheet, _("Kind"), "kind", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Title"), "title", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Category"), "category", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Attribute"), "attribute", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Type"), "type", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Default"), "default", FALSE, 0);
  for (guint k = 0; k < n_kinds; k++)
    {
      const CndKind *kind = cnd_ops_get_kind (kinds[k]);

      if (kind->n_attributes == 0)
        add_attribute_row (sheet, kind, -1);
      for (guint i = 0; i < kind->n_attributes; i++)
        add_attribute_row (sheet, kind, i);
    }
  cnd_cli_render_sheet (sheet, output, NULL, 0, out);
  return g_string_free (out, FALSE);
}

static cJSON *
make_attribute (const CndKind *kind, guint attribute)
{
  const CndAttributeRow *row = &kind->attributes[attribute];
  g_autofree char *fallback = dup_default (row);
  cJSON *json = cJSON_CreateObject ();

  cnd_cli_json_add_text (json, "name", row->name);
  cnd_cli_json_add_text (json, "title", _(row->title));
  cnd_cli_json_add_text (json, "type", types[row->type].name);
  cJSON_AddBoolToObject (json, "required", row->required);
  cJSON_AddItemToObject (json, "default", fallback ? cJSON_CreateRaw (fallback) : cJSON_CreateNull ());
  cnd_cli_json_add_text (json, "follows", row->follows && attribute > 0 ? kind->attributes[attribute - 1].name : NULL);
  if (row->minimum != row->maximum)
    {
      cnd_cli_json_add_signed (json, "minimum", row->minimum);
      cnd_cli_json_add_signed (json, "maximum", row->maximum);
    }
  if (row->words)
    {
      cJSON *words = cJSON_AddArrayToObject (json, "words");

      for (guint i = 0; row->words[i]; i++)
        cJSON_AddItemToArray (words, cJSON_CreateString (row->words[i]));
    }
  return json;
}

static cJSON *
make_json (const guint *kinds, guint n_kinds)
{
  cJSON *json = cJSON_CreateArray ();

  for (guint k = 0; k < n_kinds; k++)
    {
      const CndKind *kind = cnd_ops_get_kind (kinds[k]);
      cJSON *item = cJSON_CreateObject ();
      cJSON *list;

      cnd_cli_json_add_text (item, "kind", kind->name);
      cnd_cli_json_add_text (item, "title", _(kind->title));
      cnd_cli_json_add_text (item, "description", _(kind->description));
      cnd_cli_json_add_text (item, "category", cnd_ops_get_category_name (kind->category));
      cnd_cli_json_add_count (item, "min_inputs", kind->min_inputs);
      if (kind->max_inputs > 0)
        cnd_cli_json_add_count (item, "max_inputs", kind->max_inputs);
      else
        cnd_cli_json_add_text (item, "max_inputs", NULL);
      list = cJSON_AddArrayToObject (item, "attributes");
      for (guint i = 0; i < kind->n_attributes; i++)
        cJSON_AddItemToArray (list, make_attribute (kind, i));
      cJSON_AddItemToArray (json, item);
    }
  return json;
}

/* ---- The command -------------------------------------------------------------------- */

/* Adds the row of each kind named, or of all that a file may name. FALSE after answering an unknown one. */
static gboolean
choose_kinds (const CndCommand *command, const char *const *names, guint n_names, GArray *kinds, int *status)
{
  guint n_kinds = cnd_ops_get_n_kinds ();
  g_autofree const char **all = g_new0 (const char *, n_kinds);

  for (guint k = 1; k < n_kinds; k++)
    {
      all[k] = cnd_ops_get_kind (k)->name;
      if (n_names == 0)
        g_array_append_val (kinds, k);
    }
  for (guint i = 0; i < n_names; i++)
    {
      guint kind = cnd_ops_find_kind (names[i]);
      const char *nearest;

      if (kind != G_MAXUINT && kind != 0)
        {
          g_array_append_val (kinds, kind);
          continue;
        }
      nearest = cnd_base_find_nearest (names[i], all, n_kinds);
      *status = nearest ? cnd_cli_misuse (command, _("unknown kind “%s”: did you mean %s?"), names[i], nearest)
                        : cnd_cli_misuse (command, _("unknown kind “%s”"), names[i]);
      return FALSE;
    }
  return TRUE;
}

static int
run_kinds (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *table = NULL;
  CndOutputOptions forms = { 0 };
  CndOutput output;
  const char *const *names;
  const guint *rows;
  guint n_names;
  int status;

  cnd_cli_add_output_options (parser, &forms);
  if (!cnd_cli_parser_run (parser, argc, argv, 0, G_MAXUINT, &status)
      || !cnd_cli_get_output (command, &forms, &output, &status))
    return status;
  names = cnd_cli_parser_get_arguments (parser, &n_names);
  if (!choose_kinds (command, names, n_names, kinds, &status))
    return status;
  rows = (const guint *) kinds->data;
  if (output == CND_OUTPUT_JSON)
    return cnd_cli_json_print (make_json (rows, kinds->len), CND_EXIT_GOOD);
  if (output == CND_OUTPUT_TEXT)
    {
      for (guint i = 0; i < kinds->len; i++)
        append_kind (text, cnd_ops_get_kind (rows[i]));
      return cnd_cli_print (text->str, CND_EXIT_GOOD);
    }
  table = render_table (rows, kinds->len, output);
  return cnd_cli_print (table, CND_EXIT_GOOD);
}

const CndCommand cnd_cli_kinds = {
  "kinds",
  N_("[KIND…]"),
  N_("Shows the kinds of layers that a model may be made of, with their attributes."),
  N_("Examples:\n"
     "  condenser-cli kinds\n"
     "  condenser-cli kinds convolution learned_group_convolution\n"
     "  condenser-cli kinds --json"),
  run_kinds,
};
