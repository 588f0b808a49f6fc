/* An architecture as a model file. Written are the values as they mean, not the letters of the file that it came from:
 * comments are not kept, and numbers that a layer got for its name are written out. */
#include "config.h"

#include "json-print-private.h"
#include "model-reader-private.h"

#include <string.h>

#define MAX_EXACT G_GINT64_CONSTANT (9007199254740992) /* 2^53 */
#define CUSTOM_PRESET "custom"

/* ---- Small parts -------------------------------------------------------------------------- */

static void
add_string (cJSON *object, const char *key, const char *string)
{
  if (string != NULL)
    cJSON_AddStringToObject (object, key, string);
}

static void
add_text (cJSON *object, const char *key, const CndText *text)
{
  guint n = cnd_text_get_n_languages (text);
  const char *language, *string;
  cJSON *languages;

  if (n == 0)
    return;
  string = cnd_text_get_nth (text, 0, &language);
  if (n == 1 && strcmp (language, "en") == 0)
    {
      cJSON_AddStringToObject (object, key, string);
      return;
    }
  languages = cJSON_AddObjectToObject (object, key);
  for (guint i = 0; i < n; i++)
    {
      string = cnd_text_get_nth (text, i, &language);
      cJSON_AddStringToObject (languages, language, string);
    }
}

static cJSON *
new_names (char **names)
{
  cJSON *list = cJSON_CreateArray ();

  for (guint i = 0; names[i] != NULL; i++)
    cJSON_AddItemToArray (list, cJSON_CreateString (names[i]));
  return list;
}

/* A lone name as a string, several as a list. */
static void
add_names (cJSON *object, const char *key, char **names)
{
  if (names[1] == NULL)
    cJSON_AddStringToObject (object, key, names[0]);
  else
    cJSON_AddItemToObject (object, key, new_names (names));
}

static cJSON *
new_expression (const CndExpression *expression, gboolean is_switch)
{
  const char *text = cnd_expression_get_text (expression);
  g_autofree char *digits = NULL;
  gint64 value;

  if (!cnd_expression_is_constant (expression, &value) || value > MAX_EXACT || value < -MAX_EXACT)
    return cJSON_CreateString (text);
  if (is_switch && (value == 0 || value == 1))
    return cJSON_CreateBool (value == 1);
  digits = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  return strcmp (digits, text) == 0 ? cJSON_CreateNumber ((double) value) : cJSON_CreateString (text);
}

static cJSON *
new_value (const CndValue *value, gboolean is_switch)
{
  cJSON *list;

  switch (value->type)
    {
    case CND_VALUE_EXPRESSION:
      return new_expression (value->expression, is_switch);
    case CND_VALUE_NUMBER:
      return cJSON_CreateNumber (value->number);
    case CND_VALUE_WORD:
      return cJSON_CreateString (value->word);
    case CND_VALUE_LIST:
      list = cJSON_CreateArray ();
      for (guint i = 0; i < value->n_items; i++)
        cJSON_AddItemToArray (list, new_value (&value->items[i], is_switch));
      return list;
    default:
      g_return_val_if_reached (cJSON_CreateNull ());
    }
}

static cJSON *
new_numbers (CndParameterType type, const gint64 *values, guint n_values)
{
  cJSON *list;

  if (type == CND_PARAMETER_SWITCH)
    return cJSON_CreateBool (values[0] != 0);
  if (type == CND_PARAMETER_INTEGER)
    return cJSON_CreateNumber ((double) values[0]);
  list = cJSON_CreateArray ();
  for (guint i = 0; i < n_values; i++)
    cJSON_AddItemToArray (list, cJSON_CreateNumber ((double) values[i]));
  return list;
}

/* ---- Parameters and presets ------------------------------------------------------------------ */

static void
add_parameters (cJSON *model, const CndArchitecture *architecture, const CndNumbers *numbers)
{
  cJSON *parameters;

  if (architecture->n_parameters == 0)
    return;
  parameters = cJSON_AddObjectToObject (model, "parameters");
  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      const CndParameter *parameter = &architecture->parameters[i];
      cJSON *object = cJSON_AddObjectToObject (parameters, parameter->name);
      add_text (object, "title", parameter->title);
      add_text (object, "description", parameter->description);
      cJSON_AddItemToObject (object, "default",
                             numbers != NULL ? new_numbers (parameter->type, numbers[i].values, numbers[i].n_values)
                                             : new_numbers (parameter->type, parameter->defaults, parameter->n_defaults));
      if (parameter->type == CND_PARAMETER_SWITCH)
        continue;
      cJSON_AddNumberToObject (object, "minimum", (double) parameter->minimum);
      cJSON_AddNumberToObject (object, "maximum", (double) parameter->maximum);
      if (parameter->step != 1)
        cJSON_AddNumberToObject (object, "step", (double) parameter->step);
    }
}

static gboolean
sets_parameter (const CndPreset *preset, guint parameter)
{
  for (guint i = 0; i < preset->n_values; i++)
    if (preset->values[i].index == parameter)
      return TRUE;
  return FALSE;
}

static void
add_preset (cJSON *presets, const CndArchitecture *architecture, const CndPreset *preset, const CndNumbers *numbers)
{
  cJSON *object = cJSON_AddObjectToObject (presets, preset->id);
  cJSON *values;

  add_string (object, "name", preset->name);
  add_text (object, "title", preset->title);
  add_string (object, "source", preset->source);
  values = cJSON_AddObjectToObject (object, "values");
  for (guint i = 0; i < preset->n_values; i++)
    {
      const CndParameter *parameter = &architecture->parameters[preset->values[i].index];
      cJSON_AddItemToObject (values, parameter->name,
                             new_numbers (parameter->type, preset->values[i].values, preset->values[i].n_values));
    }
  /* what the preset left to a default that is another one now */
  for (guint i = 0; numbers != NULL && i < architecture->n_parameters; i++)
    {
      const CndParameter *parameter = &architecture->parameters[i];
      gboolean same = numbers[i].n_values == parameter->n_defaults
                      && memcmp (numbers[i].values, parameter->defaults, parameter->n_defaults * sizeof (gint64)) == 0;
      if (!same && !sets_parameter (preset, i))
        cJSON_AddItemToObject (values, parameter->name,
                               new_numbers (parameter->type, parameter->defaults, parameter->n_defaults));
    }
}

static void
add_presets (cJSON *model, const CndArchitecture *architecture, const CndParameterValues *values)
{
  gboolean custom = values != NULL && architecture->n_presets > 0 && architecture->n_presets < CND_MAX_PRESETS
                    && cnd_parameter_values_find_preset (values, architecture) != 0;
  const CndNumbers *numbers = values != NULL ? cnd_parameter_values_get_all (values) : NULL;
  cJSON *presets;

  if (architecture->n_presets == 0)
    return;
  presets = cJSON_AddObjectToObject (model, "presets");
  /* the first preset is what opens: the new defaults have to be one */
  if (custom)
    cJSON_AddObjectToObject (cJSON_AddObjectToObject (presets, CUSTOM_PRESET), "values");
  for (guint i = 0; i < architecture->n_presets; i++)
    if (!custom || strcmp (architecture->presets[i].id, CUSTOM_PRESET) != 0)
      add_preset (presets, architecture, &architecture->presets[i], numbers);
}

/* ---- Layers and blocks ------------------------------------------------------------------------- */

static const char *const dense_words[] = { [CND_DENSE_BLOCK] = "block", [CND_DENSE_NETWORK] = "network" };

static void
add_values (cJSON *object, const CndStatement *statement)
{
  cJSON *target = statement->block_name != NULL && statement->n_values > 0 ? cJSON_AddObjectToObject (object, "with") : object;

  for (guint i = 0; i < statement->n_values; i++)
    {
      const CndNamedValue *value = &statement->values[i];
      gint attribute = statement->kind_name != NULL
                         ? cnd_ops_find_attribute (cnd_ops_get_kind (statement->kind), value->name)
                         : -1;
      gboolean is_switch = attribute >= 0
                           && cnd_ops_get_kind (statement->kind)->attributes[attribute].type == CND_ATTRIBUTE_SWITCH;
      cJSON_AddItemToObject (target, value->name, new_value (&value->value, is_switch));
    }
}

static cJSON *
new_statement (const CndStatement *statement)
{
  cJSON *object = cJSON_CreateObject ();
  const char *name = statement->kind_name != NULL ? statement->kind_name : statement->block_name;

  cJSON_AddStringToObject (object, statement->kind_name != NULL ? "kind" : "block", name);
  /* the id that an entry gets by itself when it is the only one of its name without an id */
  if (strcmp (statement->id, name) != 0)
    cJSON_AddStringToObject (object, "id", statement->id);
  add_text (object, "title", statement->title);
  if (statement->inputs != NULL)
    add_names (object, "inputs", statement->inputs);
  if (statement->repeat != NULL)
    cJSON_AddItemToObject (object, "repeat", new_expression (statement->repeat, FALSE));
  if (statement->dense != CND_DENSE_NONE)
    cJSON_AddStringToObject (object, "dense", dense_words[statement->dense]);
  add_values (object, statement);
  if (statement->when != NULL)
    cJSON_AddItemToObject (object, "when", new_expression (statement->when, FALSE));
  return object;
}

static void
add_layers (cJSON *object, const CndDefinition *definition)
{
  cJSON *layers = cJSON_AddArrayToObject (object, "layers");

  for (guint i = 0; i < definition->n_statements; i++)
    cJSON_AddItemToArray (layers, new_statement (&definition->statements[i]));
}

static void
add_blocks (cJSON *model, const CndArchitecture *architecture)
{
  cJSON *blocks;

  if (architecture->n_blocks == 0)
    return;
  blocks = cJSON_AddObjectToObject (model, "blocks");
  for (guint i = 0; i < architecture->n_blocks; i++)
    {
      const CndDefinition *block = &architecture->blocks[i];
      cJSON *object = cJSON_AddObjectToObject (blocks, block->name);
      add_text (object, "title", block->title);
      if (strcmp (block->inputs[0], "input") != 0 || block->inputs[1] != NULL)
        cJSON_AddItemToObject (object, "inputs", new_names (block->inputs));
      if (block->arguments[0] != NULL)
        cJSON_AddItemToObject (object, "arguments", new_names (block->arguments));
      add_layers (object, block);
      add_string (object, "output", block->output);
    }
}

/* ---- The file ------------------------------------------------------------------------------------ */

static CndPrintLayout
choose_layout (const char *const *path, guint depth)
{
  static const char *const containers[] = { "parameters", "presets", "blocks", "layers", NULL };

  if (depth == 1 || (depth == 2 && g_strv_contains (containers, path[1])))
    return CND_PRINT_LINES;
  if (depth == 3 && g_strcmp0 (path[1], "parameters") == 0)
    return CND_PRINT_FILL;
  if (g_strcmp0 (path[1], "blocks") == 0 && (depth == 3 || (depth == 4 && g_strcmp0 (path[3], "layers") == 0)))
    return CND_PRINT_LINES;
  return CND_PRINT_COMPACT;
}

char *
cnd_formats_write_model (const CndArchitecture *architecture, const CndParameterValues *values)
{
  g_autoptr (cJSON) model = cJSON_CreateObject ();

  g_return_val_if_fail (architecture->sealed, NULL);

  cJSON_AddStringToObject (model, "$schema", "schema.json");
  cJSON_AddStringToObject (model, "name", architecture->name);
  add_text (model, "title", architecture->title);
  add_text (model, "description", architecture->description);
  add_string (model, "source", architecture->source);
  add_parameters (model, architecture, values != NULL ? cnd_parameter_values_get_all (values) : NULL);
  add_presets (model, architecture, values);
  cJSON_AddItemToObject (model, "input", new_value (&architecture->input, FALSE));
  add_blocks (model, architecture);
  add_layers (model, &architecture->body);
  return cnd_json_print (model, choose_layout);
}
