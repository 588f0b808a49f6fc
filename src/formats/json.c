/* JSON text to a tree with places, and errors that name them. */
#include "config.h"

#include "json-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#define MAX_EXACT 9007199254740992.0 /* 2^53 */
#define MAX_LISTED_KEYS 12u          /* of an object, in a message */
#define MAX_QUOTED 40                /* characters of a string shown in a message */

/* ---- Tree ------------------------------------------------------------------------------ */

/* cJSON reads numbers with the locale's decimal separator, of which it takes one byte: where that is not ASCII (ps_AF), it
 * reads no fractions at all. */
static cJSON *
parse_in_c_locale (const char *text, gsize length)
{
  locale_t numeric = newlocale (LC_NUMERIC_MASK, "C", (locale_t) 0);
  locale_t before = numeric != (locale_t) 0 ? uselocale (numeric) : (locale_t) 0;
  cJSON *tree = cJSON_ParseWithLengthOpts (text, length, NULL, FALSE);

  if (numeric != (locale_t) 0)
    {
      uselocale (before);
      freelocale (numeric);
    }
  return tree;
}

/* Lists the tree's values in the order in which they begin, which is the order of @places. */
static void
list_nodes (CndJson *json, const GArray *places)
{
  const cJSON *item = json->tree;
  CndJsonNode *parent = NULL;
  CndJsonNode *before = NULL; /* the sibling before */
  guint n = 0;

  while (item != NULL)
    {
      CndJsonNode *node = &json->nodes[n];
      g_assert (n < places->len);
      *node = (CndJsonNode){ .item = item, .parent = parent, .place = g_array_index (places, CndJsonPlace, n) };
      n++;
      if (before != NULL)
        {
          before->next = node;
          node->index = before->index + 1;
        }
      else if (parent != NULL)
        parent->child = node;
      if (item->child != NULL)
        {
          parent = node;
          before = NULL;
          item = item->child;
          continue;
        }
      while (node != NULL && node->item->next == NULL)
        node = (CndJsonNode *) node->parent;
      before = node;
      parent = node != NULL ? (CndJsonNode *) node->parent : NULL;
      item = node != NULL ? node->item->next : NULL;
    }
  g_assert (n == places->len);
  json->n_nodes = n;
}

CndJson *
cnd_json_parse (const char *text, gsize length, const char *file, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (CndJsonPlace));
  g_autoptr (cJSON) tree = NULL;
  CndJson *json;

  if (!cnd_json_scan (text, length, file, places, error))
    return NULL;
  tree = parse_in_c_locale (text, length);
  if (tree == NULL)
    {
      CndProblem problem = {
        .file = file,
        .line = 1,
        .column = 1,
        .path = "$",
        .found = _("a text that the JSON library refuses"),
        .expected = _("JSON"),
        .hint = _("Run the file through another JSON checker."),
      };
      cnd_base_set_problem (error, CND_ERROR_SYNTAX, &problem, _("This text cannot be read as JSON"));
      return NULL;
    }
  json = g_new0 (CndJson, 1);
  json->tree = g_steal_pointer (&tree);
  json->nodes = g_new0 (CndJsonNode, places->len);
  json->file = g_strdup (file);
  list_nodes (json, places);
  return json;
}

void
cnd_json_free (CndJson *json)
{
  cJSON_Delete (json->tree);
  g_free (json->nodes);
  g_free (json->file);
  g_free (json);
}

/* ---- Questions ------------------------------------------------------------------------- */

const char *
cnd_json_get_key (const CndJsonNode *node)
{
  return node->item->string;
}

const CndJsonNode *
cnd_json_find (const CndJsonNode *node, const char *key)
{
  if (!cJSON_IsObject (node->item))
    return NULL;
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (strcmp (child->item->string, key) == 0)
      return child;
  return NULL;
}

guint
cnd_json_count (const CndJsonNode *node)
{
  guint n = 0;

  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    n++;
  return n;
}

char *
cnd_json_format_path (const CndJsonNode *node)
{
  const CndJsonNode *way[CND_MAX_JSON_DEPTH + 1];
  GString *path = g_string_new ("$");
  guint n = 0;

  for (; node->parent != NULL; node = node->parent)
    way[n++] = node;
  while (n-- > 0)
    {
      if (way[n]->item->string != NULL)
        cnd_json_append_key (path, way[n]->item->string);
      else
        g_string_append_printf (path, "[%u]", way[n]->index);
    }
  return g_string_free (path, FALSE);
}

char *
cnd_json_describe (const CndJsonNode *node)
{
  const cJSON *item = node->item;

  if (cJSON_IsObject (item))
    return g_strdup (item->child == NULL ? _("an empty object") : _("an object"));
  if (cJSON_IsArray (item))
    return g_strdup (item->child == NULL ? _("an empty list") : _("a list"));
  if (cJSON_IsNull (item))
    return g_strdup ("null");
  if (cJSON_IsBool (item))
    return g_strdup (cJSON_IsTrue (item) ? "true" : "false");
  if (cJSON_IsNumber (item))
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.15g", item->valuedouble));
    }
  if (g_utf8_strlen (item->valuestring, -1) > MAX_QUOTED)
    {
      g_autofree char *start = g_utf8_substring (item->valuestring, 0, MAX_QUOTED);
      return g_strdup_printf ("\"%s…\"", start);
    }
  return g_strdup_printf ("\"%s\"", item->valuestring);
}

gboolean
cnd_json_get_integer (const CndJsonNode *node, gint64 *value)
{
  double number;

  if (!cJSON_IsNumber (node->item))
    return FALSE;
  number = node->item->valuedouble;
  if (fabs (number) > MAX_EXACT || number != floor (number))
    return FALSE;
  *value = (gint64) number;
  return TRUE;
}

/* ---- Errors ---------------------------------------------------------------------------- */

static void
set_error (const CndJson *json, const CndJsonNode *node, guint line, guint column, GError **error, CndErrorCode code,
           const char *found, const char *expected, const char *hint, const char *message)
{
  g_autofree char *path = cnd_json_format_path (node);
  CndProblem problem = { json->file, line, column, path, found, expected, hint };

  cnd_base_set_problem (error, code, &problem, "%s", message);
}

gboolean
cnd_json_fail (const CndJson *json, const CndJsonNode *node, GError **error, CndErrorCode code, const char *expected,
               const char *hint, const char *format, ...)
{
  g_autofree char *found = cnd_json_describe (node);
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  set_error (json, node, node->place.line, node->place.column, error, code, found, expected, hint, message);
  return FALSE;
}

gboolean
cnd_json_fail_key (const CndJson *json, const CndJsonNode *node, GError **error, CndErrorCode code,
                   const char *expected, const char *hint, const char *format, ...)
{
  g_autofree char *found = g_strdup_printf (_("the key “%s”"), cnd_json_get_key (node));
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  set_error (json, node, node->place.key_line, node->place.key_column, error, code, found, expected, hint, message);
  return FALSE;
}

gboolean
cnd_json_fail_inside (const CndJson *json, const CndJsonNode *node, gsize offset, GError **error, const GError *cause)
{
  const CndProblem *problem = cnd_base_get_problem (cause);
  g_autofree char *found = cnd_json_describe (node);
  const char *text = node->item->valuestring;
  guint column = node->place.column;

  if (!node->place.escaped)
    column += 1 + (guint) g_utf8_strlen (text, (gssize) MIN (offset, strlen (text)));
  set_error (json, node, node->place.line, column, error, (CndErrorCode) cause->code,
             problem != NULL && problem->found != NULL ? problem->found : found,
             problem != NULL ? problem->expected : NULL, problem != NULL ? problem->hint : NULL, cause->message);
  return FALSE;
}

/* ---- Objects with known keys ------------------------------------------------------------ */

static gboolean
fail_unknown (const CndJson *json, const CndJsonNode *node, const CndJsonRow *rows, gsize n_rows, const char *what,
              GError **error)
{
  g_autofree const char **known = g_new0 (const char *, n_rows + 1);
  g_autofree char *expected = NULL;
  g_autofree char *hint = NULL;

  for (gsize i = 0; i < n_rows; i++)
    known[i] = rows[i].key;
  /* Translators: %s is such as "a parameter" */
  expected = g_strdup_printf (_("one of the keys of %s"), what);
  hint = cnd_base_suggest_name (cnd_json_get_key (node), known, (guint) n_rows);
  return cnd_json_fail_key (json, node, error, CND_ERROR_LANGUAGE, expected, hint,
                            /* Translators: the second %s is what it stands in, such as "a parameter" */
                            _("Unknown key “%s” in %s"), cnd_json_get_key (node), what);
}

/* The keys that are there, as found. */
static char *
describe_keys (const CndJsonNode *node)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  guint n = 0;

  for (const CndJsonNode *child = node->child; child != NULL && n < MAX_LISTED_KEYS; child = child->next)
    g_string_append_printf (keys, "%s“%s”", n++ > 0 ? ", " : "", cnd_json_get_key (child));
  if (n == 0)
    return cnd_json_describe (node);
  if (cnd_json_count (node) > n)
    g_string_append (keys, ", …");
  /* Translators: %s is a list of keys */
  return g_strdup_printf (_("an object with %s"), keys->str);
}

static gboolean
fail_missing (const CndJson *json, const CndJsonNode *node, const CndJsonRow *row, const char *what, GError **error)
{
  g_autofree char *found = describe_keys (node);
  g_autofree char *expected = g_strdup_printf (_("the key “%s”"), row->key);
  /* Translators: %s is a key and its value as JSON has them */
  g_autofree char *hint = g_strdup_printf (_("Add \"%s\": %s."), row->key, row->example != NULL ? row->example : "…");
  /* Translators: the first %s is such as "a parameter" */
  g_autofree char *message = g_strdup_printf (_("In %s the key “%s” is missing"), what, row->key);

  set_error (json, node, node->place.line, node->place.column, error, CND_ERROR_LANGUAGE, found, expected, hint, message);
  return FALSE;
}

gboolean
cnd_json_read_object (const CndJson *json, const CndJsonNode *node, const CndJsonRow *rows, gsize n_rows,
                      gpointer reader, gpointer target, const char *what, GError **error)
{
  if (!cJSON_IsObject (node->item))
    return cnd_json_fail (json, node, error, CND_ERROR_LANGUAGE, _("an object { … }"), _("Write { \"key\": value, … }."),
                          /* Translators: %s is such as "a parameter" */
                          _("Here stands %s; it has to be an object"), what);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    {
      gsize i = 0;
      while (i < n_rows && strcmp (rows[i].key, cnd_json_get_key (child)) != 0)
        i++;
      if (i == n_rows)
        return fail_unknown (json, child, rows, n_rows, what, error);
      if (rows[i].read != NULL && !rows[i].read (reader, child, target, error))
        return FALSE;
      if (rows[i].read == NULL && !cJSON_IsString (child->item))
        return cnd_json_fail (json, child, error, CND_ERROR_LANGUAGE, _("a string"), _("Put it between double quotes."),
                              _("“%s” has to be a string"), rows[i].key);
    }
  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].required && cnd_json_find (node, rows[i].key) == NULL)
      return fail_missing (json, node, &rows[i], what, error);
  return TRUE;
}

/* ---- Texts in several languages ---------------------------------------------------------- */

static gboolean
is_language (const char *name)
{
  gsize n = strlen (name);

  return (n == 2 || n == 3) && strspn (name, "abcdefghijklmnopqrstuvwxyz") == n;
}

gboolean
cnd_json_read_text (const CndJson *json, const CndJsonNode *node, CndText **result, GError **error)
{
  *result = cnd_text_new ();
  if (cJSON_IsString (node->item))
    {
      cnd_text_add (*result, "en", node->item->valuestring);
      return TRUE;
    }
  if (!cJSON_IsObject (node->item) || node->child == NULL)
    return cnd_json_fail (json, node, error, CND_ERROR_LANGUAGE,
                          _("a string, or one string a language: { \"en\": \"…\", \"fa\": \"…\" }"),
                          _("Put it between double quotes."), _("“%s” has to be a text"), cnd_json_get_key (node));
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    {
      if (!is_language (cnd_json_get_key (child)))
        return cnd_json_fail_key (json, child, error, CND_ERROR_LANGUAGE, _("two or three small letters"),
                                  _("Languages are named as in “en” and “fa”."),
                                  _("“%s” is not the name of a language"), cnd_json_get_key (child));
      if (!cJSON_IsString (child->item))
        return cnd_json_fail (json, child, error, CND_ERROR_LANGUAGE, _("a string"),
                              _("Put it between double quotes."), _("A text is a string in each language"));
      cnd_text_add (*result, cnd_json_get_key (child), child->item->valuestring);
    }
  return TRUE;
}
