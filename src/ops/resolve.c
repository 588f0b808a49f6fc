/* Resolving an architecture: each layer's kind, and which of its values is which attribute. */
#include "config.h"

#include "ops/ops-private.h"

#include <string.h>

static char *
suggest_attribute (const CndKind *kind, const char *name)
{
  g_autofree const char **known = g_new (const char *, kind->n_attributes + 1);
  char *hint;

  for (guint i = 0; i < kind->n_attributes; i++)
    known[i] = kind->attributes[i].name;
  hint = cnd_base_suggest_name (name, known, kind->n_attributes);
  return hint != NULL ? hint : g_strdup (_("This kind has no attributes."));
}

static char *
suggest_kind (const char *name)
{
  guint n = cnd_ops_get_n_kinds () - 1; /* all but the input */
  g_autofree const char **known = g_new (const char *, n);

  for (guint i = 0; i < n; i++)
    known[i] = cnd_ops_get_kind (i + 1)->name;
  return cnd_base_suggest_name (name, known, n);
}

static gboolean
is_expression_list (const CndValue *value, guint n1, guint n2)
{
  if (value->type != CND_VALUE_LIST || (value->n_items != n1 && value->n_items != n2))
    return FALSE;
  for (guint i = 0; i < value->n_items; i++)
    if (value->items[i].type != CND_VALUE_EXPRESSION)
      return FALSE;
  return TRUE;
}

static gboolean
is_word (const CndAttributeRow *row, const CndValue *value)
{
  return value->type == CND_VALUE_WORD && row->words != NULL && g_strv_contains (row->words, value->word);
}

/* Whether a value may stand for an attribute, and in words what may. */
static gboolean
fits_type (const CndAttributeRow *row, const CndValue *value, char **expected)
{
  gboolean expression = value->type == CND_VALUE_EXPRESSION;

  switch (row->type)
    {
    case CND_ATTRIBUTE_INTEGER:
      *expected = g_strdup (_("an integer or an expression"));
      return expression;
    case CND_ATTRIBUTE_SWITCH:
      *expected = g_strdup (_("true, false or an expression"));
      return expression;
    case CND_ATTRIBUTE_PAIR:
      *expected = g_strdup (_("a number, or [height, width]"));
      return expression || is_expression_list (value, 2, 2);
    case CND_ATTRIBUTE_PADDING:
      *expected = row->words != NULL ? g_strdup (_("a number, [height, width], [left, right, top, bottom] or “same”"))
                                     : g_strdup (_("a number, [height, width] or [left, right, top, bottom]"));
      return expression || is_expression_list (value, 2, 4) || is_word (row, value);
    case CND_ATTRIBUTE_NUMBER:
      *expected = g_strdup (_("a number"));
      return expression || value->type == CND_VALUE_NUMBER;
    case CND_ATTRIBUTE_RATIO:
      *expected = g_strdup (_("a share such as 1, 0.5 or “1 / 2”"));
      return expression || value->type == CND_VALUE_NUMBER;
    case CND_ATTRIBUTE_LIST:
      *expected = g_strdup (_("a list of integers"));
      return expression || is_expression_list (value, value->n_items, value->n_items);
    case CND_ATTRIBUTE_WORD:
      *expected = g_strjoinv (", ", (char **) row->words);
      return is_word (row, value);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* A value as it was written, near enough to recognise it. */
static char *
describe_value (const CndValue *value)
{
  switch (value->type)
    {
    case CND_VALUE_EXPRESSION:
      return g_strdup (cnd_expression_get_text (value->expression));
    case CND_VALUE_NUMBER:
      return g_strdup_printf ("%.15g", value->number);
    case CND_VALUE_WORD:
      return g_strdup (value->word);
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "a list of %u value", "a list of %u values", value->n_items),
                              value->n_items);
    }
}

/* A value of the type, written out. */
static char *
make_example (const CndAttributeRow *row)
{
  static const char *const examples[] = {
    [CND_ATTRIBUTE_INTEGER] = "64", [CND_ATTRIBUTE_PAIR] = "3",      [CND_ATTRIBUTE_PADDING] = "1",
    [CND_ATTRIBUTE_SWITCH] = "true", [CND_ATTRIBUTE_NUMBER] = "0.5", [CND_ATTRIBUTE_RATIO] = "\"1 / 2\"",
    [CND_ATTRIBUTE_LIST] = "[0, 2, 4]",
  };

  if (row->type == CND_ATTRIBUTE_WORD)
    return g_strdup_printf (_("For example \"%s\": \"%s\"."), row->name, row->words[0]);
  /* Translators: an attribute's name and a value that it could have */
  return g_strdup_printf (_("For example \"%s\": %s."), row->name, examples[row->type]);
}

/* The names of the attributes that a layer has. */
static char *
list_given (const CndStatement *statement)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < statement->n_values; i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", statement->values[i].name);
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : g_strdup (_("no attributes"));
}

static gboolean
resolve_value (CndArchitecture *architecture, CndStatement *statement, const CndKind *kind, const CndNamedValue *named,
               GError **error)
{
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  g_autofree char *hint = NULL;
  gint index = cnd_ops_find_attribute (kind, named->name);

  if (index < 0)
    {
      /* Translators: %s is the name of a layer kind */
      expected = g_strdup_printf (_("an attribute of “%s”"), kind->name);
      hint = suggest_attribute (kind, named->name);
      cnd_architecture_set_error (architecture, &named->origin, error, CND_ERROR_LANGUAGE, named->name,
                                  expected, hint,
                                  _("The kind “%s” has no attribute “%s”"), kind->name, named->name);
      return FALSE;
    }
  if (!fits_type (&kind->attributes[index], &named->value, &expected))
    {
      found = describe_value (&named->value);
      hint = make_example (&kind->attributes[index]);
      cnd_architecture_set_error (architecture, &named->value.origin, error, CND_ERROR_LANGUAGE, found, expected, hint,
                                  _("This value does not suit the attribute “%s”"), named->name);
      return FALSE;
    }
  statement->slots[index] = &named->value;
  return TRUE;
}

static gboolean
resolve_layer (CndArchitecture *architecture, CndStatement *statement, GError **error)
{
  const CndKind *kind;

  statement->kind = cnd_ops_find_kind (statement->kind_name);
  if (statement->kind == G_MAXUINT || statement->kind == 0)
    {
      g_autofree char *hint = suggest_kind (statement->kind_name);
      cnd_architecture_set_error (architecture, &statement->origin, error, CND_ERROR_LANGUAGE, statement->kind_name,
                                  _("the name of a layer kind"), hint, _("There is no layer kind “%s”"),
                                  statement->kind_name);
      return FALSE;
    }
  kind = cnd_ops_get_kind (statement->kind);
  statement->slots = g_new0 (const CndValue *, kind->n_attributes + 1);
  for (guint i = 0; i < statement->n_values; i++)
    if (!resolve_value (architecture, statement, kind, &statement->values[i], error))
      return FALSE;
  for (guint i = 0; i < kind->n_attributes; i++)
    if (kind->attributes[i].required && statement->slots[i] == NULL)
      {
        g_autofree char *found = list_given (statement);
        g_autofree char *expected = g_strdup_printf (_("the attribute “%s”"), kind->attributes[i].name);
        g_autofree char *hint = make_example (&kind->attributes[i]);
        cnd_architecture_set_error (architecture, &statement->origin, error, CND_ERROR_LANGUAGE, found, expected,
                                    hint, _("A layer of the kind “%s” needs the attribute “%s”"), kind->name,
                                    kind->attributes[i].name);
        return FALSE;
      }
  if (statement->n_sources < kind->min_inputs || (kind->max_inputs > 0 && statement->n_sources > kind->max_inputs))
    {
      g_autofree char *found = g_strdup_printf ("%u", statement->n_sources);
      g_autofree char *expected = g_strdup_printf (kind->max_inputs > 0 ? "%u" : _("%u or more"), kind->min_inputs);
      cnd_architecture_set_error (architecture,
                                  statement->inputs != NULL ? &statement->inputs_origin : &statement->origin, error,
                                  CND_ERROR_LANGUAGE, found, expected,
                                  kind->max_inputs > 0 ? _("Join several inputs with “concatenation” or “addition” first.")
                                                       : _("Name its inputs in “inputs”."),
                                  _("The number of inputs does not suit the kind “%s”"), kind->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
resolve_list (CndArchitecture *architecture, CndDefinition *list, GError **error)
{
  for (guint i = 0; i < list->n_statements; i++)
    if (list->statements[i].kind_name != NULL && !resolve_layer (architecture, &list->statements[i], error))
      return FALSE;
  return TRUE;
}

gboolean
cnd_ops_resolve_architecture (CndArchitecture *architecture, GError **error)
{
  g_return_val_if_fail (architecture->sealed, FALSE);

  for (guint i = 0; i < architecture->n_blocks; i++)
    if (!resolve_list (architecture, &architecture->blocks[i], error))
      return FALSE;
  return resolve_list (architecture, &architecture->body, error);
}
