/* The small parts of a model: strings, texts in several languages, names, integers, expressions, attribute values. */
#include "config.h"

#include "model-reader-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_EXACT 9007199254740992.0 /* 2^53 */

CndOrigin
cnd_reader_get_origin (CndModelReader *reader, const CndJsonNode *node)
{
  g_autofree char *path = cnd_json_format_path (node);

  return (CndOrigin){ node->place.line, node->place.column, cnd_architecture_intern (reader->architecture, path) };
}

CndOrigin
cnd_reader_get_key_origin (CndModelReader *reader, const CndJsonNode *node)
{
  CndOrigin origin = cnd_reader_get_origin (reader, node);

  origin.line = node->place.key_line;
  origin.column = node->place.key_column;
  return origin;
}

/* ---- Strings ---------------------------------------------------------------------------- */

gboolean
cnd_reader_read_string (CndModelReader *reader, const CndJsonNode *node, char **result, GError **error)
{
  if (!cJSON_IsString (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a string"),
                          _("Put it between double quotes."), _("“%s” has to be a string"), cnd_json_get_key (node));
  if (*node->item->valuestring == '\0')
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a string with something in it"),
                          _("Write a text, or leave the key out where it is not needed."), _("“%s” is empty"),
                          cnd_json_get_key (node));
  *result = g_strdup (node->item->valuestring);
  return TRUE;
}

gboolean
cnd_reader_read_text (CndModelReader *reader, const CndJsonNode *node, CndText **result, GError **error)
{
  return cnd_json_read_text (reader->json, node, result, error);
}

static gboolean
is_id (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && *text != '_' && *text != '-')
      return FALSE;
  return TRUE;
}

gboolean
cnd_reader_check_length (CndModelReader *reader, const CndJsonNode *node, const char *name, gboolean at_key, GError **error)
{
  g_autofree char *expected = g_strdup_printf (_("at most %u letters"), CND_MAX_NAME);

  if (strlen (name) <= CND_MAX_NAME)
    return TRUE;
  return (at_key ? cnd_json_fail_key : cnd_json_fail) (reader->json, node, error, CND_ERROR_LIMIT, expected,
                                                       _("Choose a shorter name."),
                                                       _("This name is longer than %u letters"), CND_MAX_NAME);
}

gboolean
cnd_reader_read_id (CndModelReader *reader, const CndJsonNode *node, char **result, GError **error)
{
  const char *text = node->item->valuestring;

  if (!cJSON_IsString (node->item) || !is_id (text))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("letters a–z, digits, “_” and “-”"),
                          text != NULL && !g_str_is_ascii (text) ? _("A “title” may be in any script.")
                                                              : _("Write a short name such as \"conv1\"."),
                          _("This cannot be a name"));
  if (!cnd_reader_check_length (reader, node, text, FALSE, error))
    return FALSE;
  *result = g_strdup (text);
  return TRUE;
}

gboolean
cnd_reader_read_names (CndModelReader *reader, const CndJsonNode *node, gboolean list_only, char ***result, GError **error)
{
  guint n = 0;

  *result = g_new0 (char *, MAX (cnd_json_count (node), 1) + 1);
  if (!list_only && cJSON_IsString (node->item))
    return cnd_reader_read_id (reader, node, *result, error);
  if (!cJSON_IsArray (node->item) || (!list_only && node->child == NULL))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE,
                          list_only ? _("a list of names") : _("a name, or a list of names"),
                          list_only ? _("Write [ \"first\", \"second\" ].")
                                    : _("Write \"name\", or [ \"first\", \"second\" ]."),
                          _("“%s” has to name something"), cnd_json_get_key (node));
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!cnd_reader_read_id (reader, child, &(*result)[n++], error))
      return FALSE;
  return TRUE;
}

static gboolean
is_variable (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && *name != '_')
      return FALSE;
  return TRUE;
}

gboolean
cnd_reader_check_variable (CndModelReader *reader, const CndJsonNode *node, const char *name, gboolean at_key, GError **error)
{
  gboolean (*fail) (const CndJson *, const CndJsonNode *, GError **, CndErrorCode, const char *, const char *,
                    const char *, ...) G_GNUC_PRINTF (7, 8) = at_key ? cnd_json_fail_key : cnd_json_fail;

  if (!is_variable (name))
    return fail (reader->json, node, error, CND_ERROR_LANGUAGE,
                 _("letters a–z, digits and “_”, not beginning with a digit"),
                 !g_str_is_ascii (name) ? _("A “title” may be in any script.")
                                        : _("Write a word such as \"growth_rate\"."),
                 _("Expressions cannot use the name “%s”"), name);
  if (strcmp (name, "index") == 0 || strcmp (name, "in") == 0 || cnd_expression_is_function (name)
      || g_strv_contains (cnd_value_words, name))
    return fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a name that is free"), _("Choose another name."),
                 _("“%s” already has a meaning in expressions"), name);
  return cnd_reader_check_length (reader, node, name, at_key, error);
}

/* ---- Numbers and expressions -------------------------------------------------------------- */

gboolean
cnd_reader_read_integer (CndModelReader *reader, const CndJsonNode *node, gint64 *result, GError **error)
{
  if (cnd_json_get_integer (node, result))
    return TRUE;
  if (cJSON_IsNumber (node->item) && fabs (node->item->valuedouble) > MAX_EXACT)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LIMIT, _("at most 9007199254740992 (2^53) in size"),
                          _("Is a digit, or the exponent, too much?"), _("This number is too large"));
  return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("an integer"),
                        cJSON_IsString (node->item) ? _("Leave out the quotes.") : _("Write a whole number."),
                        _("This has to be an integer"));
}

static gboolean
parse_expression (CndModelReader *reader, const CndJsonNode *node, CndExpression **result, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gsize offset = 0;

  *result = cnd_expression_parse (node->item->valuestring, &offset, &cause);
  return *result != NULL || cnd_json_fail_inside (reader->json, node, offset, error, cause);
}

gboolean
cnd_reader_read_expression (CndModelReader *reader, const CndJsonNode *node, CndExpression **result, GError **error)
{
  gint64 value;

  if (cJSON_IsString (node->item))
    return parse_expression (reader, node, result, error);
  if (cJSON_IsBool (node->item))
    value = cJSON_IsTrue (node->item);
  else if (!cJSON_IsNumber (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("an integer or an expression"),
                          _("Write 3, or an expression such as \"2 * growth\"."), _("“%s” has to be one number"),
                          cnd_json_get_key (node));
  else if (!cnd_reader_read_integer (reader, node, &value, error))
    return FALSE;
  *result = cnd_expression_new_constant (value);
  return TRUE;
}

static gboolean
read_number (CndModelReader *reader, const CndJsonNode *node, CndValue *value, GError **error)
{
  gint64 integer;

  if (cnd_json_get_integer (node, &integer) || fabs (node->item->valuedouble) > MAX_EXACT)
    {
      value->type = CND_VALUE_EXPRESSION;
      return cnd_reader_read_expression (reader, node, &value->expression, error);
    }
  value->type = CND_VALUE_NUMBER;
  value->number = node->item->valuedouble;
  return TRUE;
}

static gboolean
read_single (CndModelReader *reader, const CndJsonNode *node, CndValue *value, GError **error)
{
  const char *text = node->item->valuestring;

  value->origin = cnd_reader_get_origin (reader, node);
  if (cJSON_IsNumber (node->item))
    return read_number (reader, node, value, error);
  if (cJSON_IsBool (node->item) || (cJSON_IsString (node->item) && !g_strv_contains (cnd_value_words, text)))
    {
      value->type = CND_VALUE_EXPRESSION;
      return cnd_reader_read_expression (reader, node, &value->expression, error);
    }
  if (cJSON_IsString (node->item))
    {
      value->type = CND_VALUE_WORD;
      value->word = g_strdup (text);
      return TRUE;
    }
  return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a number, an expression, true or false"),
                        cJSON_IsNull (node->item) && cnd_json_get_key (node) != NULL ? _("Leave the key out instead.")
                                                                                     : _("Write 3, or an expression such as \"2 * growth\"."),
                        _("This cannot be a value"));
}

gboolean
cnd_reader_read_value (CndModelReader *reader, const CndJsonNode *node, CndValue *value, GError **error)
{
  if (!cJSON_IsArray (node->item))
    return read_single (reader, node, value, error);
  if (node->child == NULL)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("at least one value"),
                          _("Write the values between the brackets: [3, 3]."), _("This list is empty"));
  value->origin = cnd_reader_get_origin (reader, node);
  value->type = CND_VALUE_LIST;
  value->n_items = cnd_json_count (node);
  value->items = g_new0 (CndValue, value->n_items);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!read_single (reader, child, &value->items[child->index], error))
      return FALSE;
  return TRUE;
}
