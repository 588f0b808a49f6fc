/* Sealing one list of statements: ids, the blocks it uses, who reads whom, and the names in its expressions. */
#include "config.h"

#include "network/seal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
bind_expression (CndArchitecture *architecture, const CndNameTable *names, const CndOrigin *origin,
                 CndExpression *expression, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const CndProblem *place;

  if (expression == NULL
      || cnd_expression_bind (expression, names->parameters, names->n_parameters, names->arguments, names->n_arguments, &problem))
    return TRUE;
  place = cnd_base_get_problem (problem);
  cnd_architecture_set_error (architecture, origin, error, CND_ERROR_LANGUAGE, place->found, place->expected,
                              place->hint, "%s", problem->message);
  return FALSE;
}

gboolean
cnd_seal_bind_value (CndArchitecture *architecture, const CndNameTable *names, CndValue *value, GError **error)
{
  for (guint i = 0; i < value->n_items; i++)
    if (!bind_expression (architecture, names, &value->items[i].origin, value->items[i].expression, error))
      return FALSE;
  return bind_expression (architecture, names, &value->origin, value->expression, error);
}

static const char *
get_basic_name (const CndStatement *statement)
{
  return statement->kind_name != NULL ? statement->kind_name : statement->block_name;
}

/* Unnamed statements get their kind's or block's name, numbered where several of them share it. */
static void
name_statements (CndDefinition *list)
{
  g_autoptr (GHashTable) totals = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < list->n_statements; i++)
    if (list->statements[i].id == NULL)
      {
        gpointer key = (gpointer) get_basic_name (&list->statements[i]);
        guint total = GPOINTER_TO_UINT (g_hash_table_lookup (totals, key));
        g_hash_table_insert (totals, key, GUINT_TO_POINTER (total + 1));
      }
  for (guint i = 0; i < list->n_statements; i++)
    if (list->statements[i].id == NULL)
      {
        gpointer key = (gpointer) get_basic_name (&list->statements[i]);
        guint number = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1;
        g_hash_table_insert (counts, key, GUINT_TO_POINTER (number));
        list->statements[i].id = GPOINTER_TO_UINT (g_hash_table_lookup (totals, key)) == 1
                                   ? g_strdup (key)
                                   : g_strdup_printf ("%s%u", (const char *) key, number);
      }
}

/* Names to sources, as CndStatement.sources has them, + G_MAXINT / 2 (so that none is NULL). */
#define SOURCE_BIAS (G_MAXINT / 2)

static GHashTable *
collect_names (CndArchitecture *architecture, CndDefinition *list, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; list->inputs[i] != NULL; i++)
    if (!g_hash_table_insert (names, list->inputs[i], GINT_TO_POINTER (SOURCE_BIAS + ~(gint) i)))
      {
        cnd_architecture_set_error (architecture, &list->origin, error, CND_ERROR_LANGUAGE, list->inputs[i],
                                    _("a name of its own"), _("Choose another name."), _("“%s” is defined twice"), list->inputs[i]);
        return NULL;
      }
  for (guint i = 0; i < list->n_statements; i++)
    {
      CndStatement *statement = &list->statements[i];
      if (!g_hash_table_insert (names, statement->id, GINT_TO_POINTER (SOURCE_BIAS + (gint) i)))
        {
          cnd_architecture_set_error (architecture, &statement->origin, error, CND_ERROR_LANGUAGE, statement->id,
                                      _("an id of its own"), _("Give each entry of the list an id of its own."),
                                      _("“%s” is defined twice"), statement->id);
          return NULL;
        }
    }
  return g_steal_pointer (&names);
}

static gboolean
find_source (GHashTable *names, const char *name, gint *source)
{
  gpointer found = g_hash_table_lookup (names, name);

  *source = GPOINTER_TO_INT (found) - SOURCE_BIAS;
  return found != NULL;
}

/* Walks from @from along what each statement reads; fills @next with the way back. TRUE when @goal is met. */
static gboolean
find_way (const CndDefinition *list, GHashTable *names, guint from, guint goal, guint *next)
{
  g_autofree gboolean *seen = g_new0 (gboolean, list->n_statements);
  g_autofree guint *stack = g_new (guint, list->n_statements);
  guint n_stack = 0;

  stack[n_stack++] = from;
  seen[from] = TRUE;
  while (n_stack > 0)
    {
      guint at = stack[--n_stack];
      const CndStatement *statement = &list->statements[at];
      if (at == goal)
        return TRUE;
      for (guint i = 0; statement->inputs == NULL ? i < 1 : statement->inputs[i] != NULL; i++)
        {
          gint source = (gint) at - 1;
          if ((statement->inputs != NULL && !find_source (names, statement->inputs[i], &source)) || source < 0
              || seen[source])
            continue;
          seen[source] = TRUE;
          next[source] = at;
          stack[n_stack++] = (guint) source;
        }
    }
  return FALSE;
}

/* @reader names @source, which does not stand above it: a cycle, or just the wrong order. */
static void
set_order_error (CndArchitecture *architecture, const CndDefinition *list, GHashTable *names, guint reader, guint source,
                 GError **error)
{
  g_autofree guint *next = g_new0 (guint, list->n_statements);
  const CndStatement *statement = &list->statements[reader];

  if (find_way (list, names, source, reader, next))
    {
      g_autoptr (GString) cycle = g_string_new (statement->id);
      guint steps = 0;
      for (guint at = reader; at != source && steps < 8; steps++)
        {
          at = next[at];
          g_string_append_printf (cycle, " → %s", list->statements[at].id);
        }
      g_string_append_printf (cycle, "%s → %s", steps == 8 ? " → …" : "", statement->id);
      cnd_architecture_set_error (architecture, &statement->inputs_origin, error, CND_ERROR_LANGUAGE, cycle->str,
                                  _("inputs that stand above in the list"),
                                  _("A network may not feed back into itself."), _("The layers form a cycle"));
      return;
    }
  cnd_architecture_set_error (architecture, &statement->inputs_origin, error, CND_ERROR_LANGUAGE,
                              list->statements[source].id, _("inputs that stand above in the list"),
                              _("Move the entry that is read above its reader."),
                              _("“%s” reads “%s”, which stands below it"), statement->id, list->statements[source].id);
}

/* Of the names that an entry at @index may read. */
static char *
suggest_entry (const CndDefinition *list, guint index, const char *name)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  /* the nearest places first: where there are many, those are the ones to list */
  for (guint i = MIN (index, list->n_statements); i-- > 0;)
    g_ptr_array_add (known, list->statements[i].id);
  for (guint i = 0; list->inputs[i] != NULL; i++)
    g_ptr_array_add (known, list->inputs[i]);
  return cnd_base_suggest_name (name, (const char *const *) known->pdata, known->len);
}

static gboolean
resolve_inputs (CndArchitecture *architecture, CndDefinition *list, guint index, GHashTable *names, GError **error)
{
  CndStatement *statement = &list->statements[index];

  statement->n_sources = statement->inputs != NULL ? g_strv_length (statement->inputs) : 1;
  statement->sources = g_new (gint, statement->n_sources);
  if (statement->inputs == NULL)
    {
      statement->sources[0] = (gint) index - 1; /* for the first entry this is ~0, the list's first input */
      return TRUE;
    }
  for (guint i = 0; i < statement->n_sources; i++)
    {
      gint *source = &statement->sources[i];
      if (!find_source (names, statement->inputs[i], source))
        {
          g_autofree char *hint = suggest_entry (list, index, statement->inputs[i]);
          cnd_architecture_set_error (architecture, &statement->inputs_origin, error, CND_ERROR_LANGUAGE,
                                      statement->inputs[i],
                                      _("the id of an entry above it in the same list, or an input of the list"), hint,
                                      _("“%s” reads “%s”, which does not exist"), statement->id, statement->inputs[i]);
          return FALSE;
        }
      if (*source >= (gint) index)
        {
          set_order_error (architecture, list, names, index, (guint) *source, error);
          return FALSE;
        }
    }
  return TRUE;
}

static CndNamedValue *
find_value (CndStatement *statement, const char *name)
{
  for (guint i = 0; i < statement->n_values; i++)
    if (strcmp (statement->values[i].name, name) == 0)
      return &statement->values[i];
  return NULL;
}

/* The names that "with" gives values to. */
static char *
list_values (const CndStatement *statement)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < statement->n_values; i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", statement->values[i].name);
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : g_strdup (_("no arguments"));
}

/* Matches what "with" gives to the block's arguments. */
static gboolean
resolve_arguments (CndArchitecture *architecture, CndStatement *statement, const CndDefinition *definition, GError **error)
{
  guint n_arguments = g_strv_length (definition->arguments);

  statement->slots = g_new0 (const CndValue *, n_arguments + 1);
  for (guint i = 0; i < n_arguments; i++)
    {
      CndNamedValue *value = find_value (statement, definition->arguments[i]);
      if (value == NULL)
        {
          g_autofree char *found = list_values (statement);
          g_autofree char *expected = g_strdup_printf (_("a value for “%s”"), definition->arguments[i]);
          g_autofree char *hint = g_strdup_printf (_("Give it in “with”: \"with\": { \"%s\": 1 }."), definition->arguments[i]);
          cnd_architecture_set_error (architecture, &statement->origin, error, CND_ERROR_LANGUAGE, found, expected,
                                      hint, _("The block “%s” needs the argument “%s”"),
                                      definition->name, definition->arguments[i]);
          return FALSE;
        }
      statement->slots[i] = &value->value;
    }
  for (guint i = 0; i < statement->n_values; i++)
    if (!g_strv_contains ((const char *const *) definition->arguments, statement->values[i].name))
      {
        g_autofree char *hint = n_arguments == 0 ? g_strdup (_("The block takes no arguments; name them in its “arguments”."))
                                                 : cnd_base_suggest_name (statement->values[i].name,
                                                                          (const char *const *) definition->arguments, n_arguments);
        cnd_architecture_set_error (architecture, &statement->values[i].origin, error, CND_ERROR_LANGUAGE,
                                    statement->values[i].name, _("the name of an argument"), hint,
                                    _("The block “%s” has no argument “%s”"), definition->name,
                                    statement->values[i].name);
        return FALSE;
      }
  return TRUE;
}

static char *
suggest_block (const CndArchitecture *architecture, const char *name)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  char *hint;

  for (guint i = 0; i < architecture->n_blocks; i++)
    g_ptr_array_add (known, architecture->blocks[i].name);
  hint = cnd_base_suggest_name (name, (const char *const *) known->pdata, known->len);
  return hint != NULL ? hint : g_strdup (_("Define it in “blocks”."));
}

static gboolean
resolve_block (CndArchitecture *architecture, CndStatement *statement, GHashTable *blocks, GError **error)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (blocks, statement->block_name));
  const CndDefinition *definition;
  guint n_inputs;

  if (found == 0)
    {
      g_autofree char *hint = suggest_block (architecture, statement->block_name);
      cnd_architecture_set_error (architecture, &statement->origin, error, CND_ERROR_LANGUAGE, statement->block_name,
                                  _("the name of a block in “blocks”"), hint, _("The block “%s” does not exist"),
                                  statement->block_name);
      return FALSE;
    }
  statement->block = found - 1;
  definition = &architecture->blocks[found - 1];
  n_inputs = g_strv_length (definition->inputs);
  if (statement->n_sources != n_inputs)
    {
      g_autofree char *expected = g_strjoinv (", ", definition->inputs);
      g_autofree char *count = g_strdup_printf ("%u", statement->n_sources);
      cnd_architecture_set_error (architecture,
                                  statement->inputs != NULL ? &statement->inputs_origin : &statement->origin, error,
                                  CND_ERROR_LANGUAGE, count, expected, _("Name one input for each."),
                                  g_dngettext (GETTEXT_PACKAGE, "The block “%s” reads %u input", "The block “%s” reads %u inputs", n_inputs),
                                  definition->name, n_inputs);
      return FALSE;
    }
  return resolve_arguments (architecture, statement, definition, error);
}

static gboolean
check_dense (CndArchitecture *architecture, const CndStatement *statement, GError **error)
{
  if (statement->dense == CND_DENSE_NONE || (statement->block_name != NULL && statement->repeat != NULL))
    return TRUE;
  cnd_architecture_set_error (architecture, &statement->dense_origin, error, CND_ERROR_LANGUAGE, statement->id,
                              _("“block” and “repeat” beside “dense”"),
                              _("Put the layers into a block and repeat that."),
                              _("Only a block with “repeat” can be dense"));
  return FALSE;
}

static gboolean
bind_statement (CndArchitecture *architecture, CndStatement *statement, const CndNameTable *names, GError **error)
{
  if (!bind_expression (architecture, names, &statement->repeat_origin, statement->repeat, error)
      || !bind_expression (architecture, names, &statement->when_origin, statement->when, error))
    return FALSE;
  for (guint i = 0; i < statement->n_values; i++)
    if (!cnd_seal_bind_value (architecture, names, &statement->values[i].value, error))
      return FALSE;
  return TRUE;
}

static gboolean
resolve_output (CndArchitecture *architecture, CndDefinition *list, GHashTable *names, GError **error)
{
  g_autofree char *hint = NULL;

  list->output_source = (gint) list->n_statements - 1;
  if (list->output == NULL || find_source (names, list->output, &list->output_source))
    return TRUE;
  hint = suggest_entry (list, list->n_statements, list->output);
  cnd_architecture_set_error (architecture, &list->output_origin, error, CND_ERROR_LANGUAGE, list->output,
                              _("the id of an entry of the list"), hint, _("The output “%s” does not exist"),
                              list->output);
  return FALSE;
}

gboolean
cnd_seal_list (CndArchitecture *architecture, CndDefinition *list, GHashTable *blocks, const CndNameTable *names,
               GError **error)
{
  g_autoptr (GHashTable) ids = NULL;

  if (list->n_statements == 0)
    {
      cnd_architecture_set_error (architecture, &list->origin, error, CND_ERROR_LANGUAGE, _("an empty list"),
                                  _("at least one layer"), _("Write [ { \"kind\": \"relu\" } ]."),
                                  _("The list of layers is empty"));
      return FALSE;
    }
  name_statements (list);
  ids = collect_names (architecture, list, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < list->n_statements; i++)
    {
      CndStatement *statement = &list->statements[i];
      if (!resolve_inputs (architecture, list, i, ids, error)
          || (statement->block_name != NULL && !resolve_block (architecture, statement, blocks, error))
          || !check_dense (architecture, statement, error) || !bind_statement (architecture, statement, names, error))
        return FALSE;
    }
  return resolve_output (architecture, list, ids, error);
}
