/* "parameters" and "presets". */
#include "config.h"

#include "model-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- Values of one parameter --------------------------------------------------------------- */

static gboolean
read_switch (CndModelReader *reader, const CndJsonNode *node, gint64 *value, GError **error)
{
  if (!cJSON_IsBool (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("true or false"),
                          _("Write true or false without quotes."), _("This parameter is a switch"));
  *value = cJSON_IsTrue (node->item);
  return TRUE;
}

/* Checks that the value is one of the @type. */
static gboolean
read_values (CndModelReader *reader, const CndJsonNode *node, CndParameterType type, gint64 **values, guint *n_values,
             GError **error)
{
  guint n = type == CND_PARAMETER_LIST ? cnd_json_count (node) : 1;
  g_autofree char *expected = NULL;

  if (type == CND_PARAMETER_LIST && !cJSON_IsArray (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a list of integers"),
                          _("Write the values between brackets: [6, 12, 24]."), _("This parameter is a list"));
  expected = g_strdup_printf (_("1 to %u elements"), CND_MAX_LIST);
  if (n == 0 || n > CND_MAX_LIST)
    return cnd_json_fail (reader->json, node, error, n == 0 ? CND_ERROR_LANGUAGE : CND_ERROR_LIMIT, expected,
                          n == 0 ? _("Write the values between brackets: [6, 12, 24].")
                                 : _("Each element is a slider; say the rest with expressions."),
                          _("A list has 1 to %u elements, this one has %u"), CND_MAX_LIST, n);
  *values = g_new0 (gint64, n);
  *n_values = n;
  if (type == CND_PARAMETER_SWITCH)
    return read_switch (reader, node, *values, error);
  if (type == CND_PARAMETER_INTEGER)
    return cnd_reader_read_integer (reader, node, *values, error);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!cnd_reader_read_integer (reader, child, *values + child->index, error))
      return FALSE;
  return TRUE;
}

/* ---- Parameters ----------------------------------------------------------------------------- */

static gboolean
read_title (gpointer reader, const CndJsonNode *node, gpointer parameter, GError **error)
{
  return cnd_reader_read_text (reader, node, &((CndParameter *) parameter)->title, error);
}

static gboolean
read_description (gpointer reader, const CndJsonNode *node, gpointer parameter, GError **error)
{
  return cnd_reader_read_text (reader, node, &((CndParameter *) parameter)->description, error);
}

static gboolean
read_default (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  CndParameter *parameter = target;

  parameter->type = cJSON_IsArray (node->item)  ? CND_PARAMETER_LIST
                    : cJSON_IsBool (node->item) ? CND_PARAMETER_SWITCH
                                                : CND_PARAMETER_INTEGER;
  if (parameter->type == CND_PARAMETER_INTEGER && !cJSON_IsNumber (node->item))
    return cnd_json_fail (((CndModelReader *) reader)->json, node, error, CND_ERROR_LANGUAGE,
                          _("an integer, a list of integers, true or false"),
                          _("Write \"default\": 12, [6, 12, 24] or true."), _("This cannot be a parameter's default"));
  return read_values (reader, node, parameter->type, &parameter->defaults, &parameter->n_defaults, error);
}

static gboolean
read_minimum (gpointer reader, const CndJsonNode *node, gpointer parameter, GError **error)
{
  return cnd_reader_read_integer (reader, node, &((CndParameter *) parameter)->minimum, error);
}

static gboolean
read_maximum (gpointer reader, const CndJsonNode *node, gpointer parameter, GError **error)
{
  return cnd_reader_read_integer (reader, node, &((CndParameter *) parameter)->maximum, error);
}

static gboolean
read_step (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  CndParameter *parameter = target;

  if (!cnd_reader_read_integer (reader, node, &parameter->step, error))
    return FALSE;
  return parameter->step >= 1
         || cnd_json_fail (((CndModelReader *) reader)->json, node, error, CND_ERROR_LANGUAGE, _("at least 1"),
                           _("Leave it out for steps of 1."), _("A step has to be positive"));
}

static const CndJsonRow parameter_rows[] = {
  { "title", FALSE, read_title },     { "description", FALSE, read_description }, { "default", TRUE, read_default, "12" },
  { "minimum", FALSE, read_minimum }, { "maximum", FALSE, read_maximum },         { "step", FALSE, read_step },
  { "comment", FALSE, NULL },
};

static const char *const range_keys[] = { "minimum", "maximum", "step" };

/* A number has a range, for its slider; a switch has none. */
static gboolean
check_range (CndModelReader *reader, const CndJsonNode *node, const CndParameter *parameter, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (range_keys); i++)
    {
      const CndJsonNode *range = cnd_json_find (node, range_keys[i]);
      g_autofree char *expected = g_strdup_printf (_("the key “%s”"), range_keys[i]);
      if (range != NULL && parameter->type == CND_PARAMETER_SWITCH)
        return cnd_json_fail_key (reader->json, range, error, CND_ERROR_LANGUAGE, _("only a default and texts"),
                                  _("Remove it."), _("A switch has no “%s”"), range_keys[i]);
      if (range == NULL && parameter->type != CND_PARAMETER_SWITCH && i < 2)
        return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, expected,
                              _("Give the smallest and the largest value that its slider shall reach."),
                              _("The parameter “%s” lacks its “%s”"), parameter->name, range_keys[i]);
    }
  if (parameter->minimum > parameter->maximum)
    return cnd_json_fail (reader->json, cnd_json_find (node, "minimum"), error, CND_ERROR_LANGUAGE,
                          _("at most the maximum"),
                          _("Exchange minimum and maximum, if they stand the wrong way round."),
                          _("The range of “%s” is empty"), parameter->name);
  return TRUE;
}

static gboolean
check_default (CndModelReader *reader, const CndJsonNode *node, const CndParameter *parameter, GError **error)
{
  node = cnd_json_find (node, "default");
  for (guint i = 0; i < parameter->n_defaults; i++)
    {
      gint64 value = parameter->defaults[i];
      g_autofree char *expected = NULL;
      if (value >= parameter->minimum && value <= parameter->maximum && (value - parameter->minimum) % parameter->step == 0)
        continue;
      expected = g_strdup_printf (_("%lld to %lld in steps of %lld"), (long long) parameter->minimum,
                                  (long long) parameter->maximum, (long long) parameter->step);
      return cnd_json_fail (reader->json, node, error, CND_ERROR_VALUE, expected,
                            _("Change the default, or its range."), _("The default of “%s” is outside its range"),
                            parameter->name);
    }
  return TRUE;
}

static gboolean
read_parameter (CndModelReader *reader, const CndJsonNode *node, CndParameter *parameter, GError **error)
{
  if (!cnd_reader_check_variable (reader, node, cnd_json_get_key (node), TRUE, error))
    return FALSE;
  parameter->origin = cnd_reader_get_key_origin (reader, node);
  parameter->name = g_strdup (cnd_json_get_key (node));
  parameter->step = 1;
  if (!cnd_json_read_object (reader->json, node, parameter_rows, G_N_ELEMENTS (parameter_rows), reader, parameter,
                             _("a parameter"), error)
      || !check_range (reader, node, parameter, error))
    return FALSE;
  if (parameter->type == CND_PARAMETER_SWITCH)
    parameter->maximum = 1;
  return check_default (reader, node, parameter, error);
}

/* An object of at most @limit members. */
static gboolean
check_members (CndModelReader *reader, const CndJsonNode *node, guint limit, GError **error)
{
  g_autofree char *expected = g_strdup_printf (_("at most %u"), limit);

  if (!cJSON_IsObject (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("an object { … }"),
                          _("Write { \"name\": …, \"other name\": … }."), _("“%s” has to be an object"),
                          cnd_json_get_key (node));
  if (cnd_json_count (node) > limit)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LIMIT, expected,
                          _("Put the rest into a file of its own."), _("“%s” has more than %u members"),
                          cnd_json_get_key (node), limit);
  return TRUE;
}

gboolean
cnd_reader_read_parameters (CndModelReader *reader, const CndJsonNode *node, GError **error)
{
  CndArchitecture *architecture = reader->architecture;

  if (!check_members (reader, node, CND_MAX_PARAMETERS, error))
    return FALSE;
  architecture->n_parameters = cnd_json_count (node);
  architecture->parameters = g_new0 (CndParameter, architecture->n_parameters);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!read_parameter (reader, child, &architecture->parameters[child->index], error))
      return FALSE;
  return TRUE;
}

/* ---- Presets ----------------------------------------------------------------------------------- */

static const CndParameter *
find_parameter (CndModelReader *reader, const CndJsonNode *node, GError **error)
{
  const CndArchitecture *architecture = reader->architecture;
  g_autofree const char **known = g_new0 (const char *, architecture->n_parameters + 1);
  g_autofree char *hint = NULL;

  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      known[i] = architecture->parameters[i].name;
      if (strcmp (known[i], cnd_json_get_key (node)) == 0)
        return &architecture->parameters[i];
    }
  hint = architecture->n_parameters == 0 ? g_strdup (_("Declare it in “parameters” first."))
                                         : cnd_base_suggest_name (cnd_json_get_key (node), known, architecture->n_parameters);
  cnd_json_fail_key (reader->json, node, error, CND_ERROR_LANGUAGE, _("the name of a parameter"), hint,
                     _("The preset gives a value to “%s”, which is not a parameter"), cnd_json_get_key (node));
  return NULL;
}

static gboolean
read_preset_values (gpointer data, const CndJsonNode *node, gpointer target, GError **error)
{
  CndModelReader *reader = data;
  CndPreset *preset = target;

  if (!check_members (reader, node, CND_MAX_PARAMETERS, error))
    return FALSE;
  preset->n_values = cnd_json_count (node);
  preset->values = g_malloc0_n (MAX (preset->n_values, 1), sizeof *preset->values);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    {
      const CndParameter *parameter = find_parameter (reader, child, error);
      if (parameter == NULL)
        return FALSE;
      preset->values[child->index].origin = cnd_reader_get_origin (reader, child);
      preset->values[child->index].parameter = g_strdup (parameter->name);
      if (!read_values (reader, child, parameter->type, &preset->values[child->index].values,
                        &preset->values[child->index].n_values, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_preset_name (gpointer reader, const CndJsonNode *node, gpointer preset, GError **error)
{
  return cnd_reader_read_string (reader, node, &((CndPreset *) preset)->name, error);
}

static gboolean
read_preset_title (gpointer reader, const CndJsonNode *node, gpointer preset, GError **error)
{
  return cnd_reader_read_text (reader, node, &((CndPreset *) preset)->title, error);
}

static gboolean
read_preset_source (gpointer reader, const CndJsonNode *node, gpointer preset, GError **error)
{
  return cnd_reader_read_string (reader, node, &((CndPreset *) preset)->source, error);
}

static const CndJsonRow preset_rows[] = {
  { "name", FALSE, read_preset_name },     { "title", FALSE, read_preset_title },
  { "source", FALSE, read_preset_source }, { "values", TRUE, read_preset_values, "{ \"growth\": 24 }" },
  { "comment", FALSE, NULL },
};

static gboolean
check_preset_id (CndModelReader *reader, const CndJsonNode *node, GError **error)
{
  const char *id = cnd_json_get_key (node);
  gboolean good = *id != '\0';

  for (const char *c = id; *c != '\0'; c = g_utf8_next_char (c))
    good = good && *c != ':' && !g_unichar_iscntrl (g_utf8_get_char (c));
  return good
         || cnd_json_fail_key (reader->json, node, error, CND_ERROR_LANGUAGE, _("at least one character, and no colon"),
                               _("The id stands behind a colon: small.json:wide."),
                               _("“%s” cannot be the id of a preset"), id);
}

gboolean
cnd_reader_read_presets (CndModelReader *reader, const CndJsonNode *node, GError **error)
{
  CndArchitecture *architecture = reader->architecture;

  if (!check_members (reader, node, CND_MAX_PRESETS, error))
    return FALSE;
  architecture->n_presets = cnd_json_count (node);
  architecture->presets = g_new0 (CndPreset, architecture->n_presets);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    {
      CndPreset *preset = &architecture->presets[child->index];
      if (!check_preset_id (reader, child, error))
        return FALSE;
      preset->origin = cnd_reader_get_key_origin (reader, child);
      preset->id = g_strdup (cnd_json_get_key (child));
      if (!cnd_json_read_object (reader->json, child, preset_rows, G_N_ELEMENTS (preset_rows), reader, preset,
                                 _("a preset"), error))
        return FALSE;
    }
  return TRUE;
}
