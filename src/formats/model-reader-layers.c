/* "layers" and "blocks". */
#include "config.h"

#include "model-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- Keys that every entry may have --------------------------------------------------------- */

static const char *const dense_words[] = {
  [CND_DENSE_NONE] = "", [CND_DENSE_BLOCK] = "block", [CND_DENSE_NETWORK] = "network"
};

static gboolean
read_kind (gpointer reader, const CndJsonNode *node, gpointer statement, GError **error)
{
  return cnd_reader_read_string (reader, node, &((CndStatement *) statement)->kind_name, error);
}

static gboolean
read_block (gpointer reader, const CndJsonNode *node, gpointer statement, GError **error)
{
  return cnd_reader_read_id (reader, node, &((CndStatement *) statement)->block_name, error);
}

static gboolean
read_id (gpointer reader, const CndJsonNode *node, gpointer statement, GError **error)
{
  return cnd_reader_read_id (reader, node, &((CndStatement *) statement)->id, error);
}

static gboolean
read_title (gpointer reader, const CndJsonNode *node, gpointer statement, GError **error)
{
  return cnd_reader_read_text (reader, node, &((CndStatement *) statement)->title, error);
}

static gboolean
read_inputs (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  CndStatement *statement = target;

  statement->inputs_origin = cnd_reader_get_origin (reader, node);
  return cnd_reader_read_names (reader, node, FALSE, &statement->inputs, error);
}

static gboolean
read_when (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  CndStatement *statement = target;

  statement->when_origin = cnd_reader_get_origin (reader, node);
  return cnd_reader_read_expression (reader, node, &statement->when, error);
}

static gboolean
read_repeat (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  CndStatement *statement = target;

  statement->repeat_origin = cnd_reader_get_origin (reader, node);
  if (cJSON_IsBool (node->item))
    return cnd_json_fail (((CndModelReader *) reader)->json, node, error, CND_ERROR_LANGUAGE,
                          _("an integer or an expression"), _("Write 3, or an expression such as \"2 * growth\"."),
                          _("“%s” has to be one number"), "repeat");
  return cnd_reader_read_expression (reader, node, &statement->repeat, error);
}

/* "with" and "dense" stand only beside "block". */
static gboolean
check_beside_block (CndModelReader *reader, const CndJsonNode *node, GError **error)
{
  return cnd_json_find (node->parent, "block") != NULL
         || cnd_json_fail_key (reader->json, node, error, CND_ERROR_LANGUAGE, _("the key “block” beside it"),
                               _("A layer has its attributes beside “kind”."), _("“%s” goes with the use of a block"),
                               cnd_json_get_key (node));
}

static gboolean
read_dense (gpointer data, const CndJsonNode *node, gpointer target, GError **error)
{
  CndModelReader *reader = data;
  CndStatement *statement = target;

  if (!check_beside_block (reader, node, error))
    return FALSE;
  statement->dense_origin = cnd_reader_get_origin (reader, node);
  for (guint i = CND_DENSE_BLOCK; i < G_N_ELEMENTS (dense_words); i++)
    if (cJSON_IsString (node->item) && strcmp (node->item->valuestring, dense_words[i]) == 0)
      {
        statement->dense = (CndDense) i;
        return TRUE;
      }
  return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, "\"block\", \"network\"",
                        _("\"block\" joins all layers of the block, \"network\" those of earlier blocks as well."),
                        _("This is not a way of dense connection"));
}

/* Appends to the values, for which there is room. */
static gboolean
read_named_value (CndModelReader *reader, const CndJsonNode *node, CndStatement *statement, GError **error)
{
  CndNamedValue *value = &statement->values[statement->n_values++];

  value->origin = cnd_reader_get_key_origin (reader, node);
  value->name = g_strdup (cnd_json_get_key (node));
  return cnd_reader_read_value (reader, node, &value->value, error);
}

/* An argument is an integer or a list of integers: expressions use nothing else. */
static gboolean
check_argument (CndModelReader *reader, const CndJsonNode *node, const CndValue *value, GError **error)
{
  gboolean good = value->type == CND_VALUE_EXPRESSION || value->type == CND_VALUE_LIST;

  for (guint i = 0; i < value->n_items; i++)
    good = good && value->items[i].type == CND_VALUE_EXPRESSION;
  return good
         || cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE,
                           _("an integer, an expression or a list of them"),
                           _("Write 3, or an expression such as \"2 * growth\"."),
                           _("This cannot be the value of the argument “%s”"), cnd_json_get_key (node));
}

static gboolean
read_with (gpointer data, const CndJsonNode *node, gpointer target, GError **error)
{
  CndModelReader *reader = data;
  CndStatement *statement = target;
  guint n = cnd_json_count (node);
  g_autofree char *expected = NULL;

  if (!check_beside_block (reader, node, error))
    return FALSE;
  if (!cJSON_IsObject (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("an object { … }"),
                          _("Write { \"layers\": 6 }."), _("“with” gives each argument of the block a value"));
  expected = g_strdup_printf (_("at most %u"), CND_MAX_ARGUMENTS);
  if (n > CND_MAX_ARGUMENTS)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LIMIT, expected,
                          _("Hand several values over as a list."), _("A block has at most %u arguments"),
                          CND_MAX_ARGUMENTS);
  statement->values = g_new0 (CndNamedValue, n);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!read_named_value (reader, child, statement, error)
        || !check_argument (reader, child, &statement->values[child->index].value, error))
      return FALSE;
  return TRUE;
}

static const CndJsonRow entry_rows[] = {
  { "kind", FALSE, read_kind },     { "block", FALSE, read_block },   { "id", FALSE, read_id },
  { "title", FALSE, read_title },   { "inputs", FALSE, read_inputs }, { "when", FALSE, read_when },
  { "repeat", FALSE, read_repeat }, { "with", FALSE, read_with },     { "dense", FALSE, read_dense },
  { "comment", FALSE, NULL },
};

/* ---- Kinds and their attributes ------------------------------------------------------------- */

static gboolean
fail_unknown_kind (CndModelReader *reader, const CndJsonNode *node, GError **error)
{
  guint n = cnd_ops_get_n_kinds ();
  g_autofree const char **known = g_new0 (const char *, n + 1);
  g_autofree char *hint = NULL;

  for (guint i = 1; i < n; i++)
    known[i - 1] = cnd_ops_get_kind (i)->name;
  hint = cnd_base_suggest_name (node->item->valuestring, known, n - 1);
  return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("the name of a layer kind"), hint,
                        _("There is no such kind of layer"));
}

/* Whether a key belongs to layers, and not only to the use of blocks; or the other way round. */
static gboolean
is_key_of (const char *key, gboolean layer)
{
  static const char *const of_layers[] = { "kind", NULL };
  static const char *const of_blocks[] = { "block", "with", "dense", NULL };

  return !g_strv_contains (layer ? of_blocks : of_layers, key);
}

static gboolean
fail_unknown_key (CndModelReader *reader, const CndJsonNode *node, const CndKind *kind, GError **error)
{
  guint n_attributes = kind != NULL ? kind->n_attributes : 0;
  g_autofree const char **known = g_new0 (const char *, n_attributes + G_N_ELEMENTS (entry_rows) + 1);
  g_autofree char *expected = NULL;
  g_autofree char *hint = NULL;
  guint n = 0;

  for (guint i = 0; i < n_attributes; i++)
    known[n++] = kind->attributes[i].name;
  for (guint i = 0; i < G_N_ELEMENTS (entry_rows); i++)
    if (is_key_of (entry_rows[i].key, kind != NULL))
      known[n++] = entry_rows[i].key;
  hint = cnd_base_suggest_name (cnd_json_get_key (node), known, n);
  /* Translators: %s is the name of a layer kind */
  expected = kind != NULL ? g_strdup_printf (_("an attribute of “%s”"), kind->name) : NULL;
  if (kind != NULL)
    return cnd_json_fail_key (reader->json, node, error, CND_ERROR_LANGUAGE, expected, hint,
                              _("A layer of kind “%s” has no attribute “%s”"), kind->name, cnd_json_get_key (node));
  return cnd_json_fail_key (reader->json, node, error, CND_ERROR_LANGUAGE, _("one of the keys of the use of a block"),
                            hint, _("Unknown key “%s” in the use of a block"), cnd_json_get_key (node));
}

/* Sets @kind to NULL for the use of a block. */
static gboolean
find_kind (CndModelReader *reader, const CndJsonNode *node, const CndKind **kind, GError **error)
{
  const CndJsonNode *name = cnd_json_find (node, "kind");
  const CndJsonNode *block = cnd_json_find (node, "block");
  guint row;

  *kind = NULL;
  if ((name == NULL) == (block == NULL))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("either “kind” or “block”"),
                          _("A layer has a “kind”, the use of a block names the “block”."),
                          name == NULL ? _("This entry has neither “kind” nor “block”")
                                       : _("This entry has both “kind” and “block”"));
  if (name == NULL || !cJSON_IsString (name->item))
    return TRUE;
  row = cnd_ops_find_kind (name->item->valuestring);
  if (row == G_MAXUINT || row == 0)
    return fail_unknown_kind (reader, name, error);
  *kind = cnd_ops_get_kind (row);
  return TRUE;
}

static const CndJsonRow *
find_row (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (entry_rows); i++)
    if (strcmp (entry_rows[i].key, key) == 0)
      return &entry_rows[i];
  return NULL;
}

/* true and false stand for 1 and 0, but only where something is switched. */
static gboolean
check_booleans (CndModelReader *reader, const CndJsonNode *node, const CndAttributeRow *row, GError **error)
{
  const CndJsonNode *boolean = cJSON_IsBool (node->item) ? node : NULL;

  for (const CndJsonNode *child = node->child; child != NULL && boolean == NULL; child = child->next)
    boolean = cJSON_IsBool (child->item) ? child : NULL;
  return boolean == NULL || row->type == CND_ATTRIBUTE_SWITCH
         || cnd_json_fail (reader->json, boolean, error, CND_ERROR_LANGUAGE, _("a number or an expression"),
                           _("Write 1 for true and 0 for false, if that is what is meant."),
                           _("The attribute “%s” is not a switch"), row->name);
}

static gboolean
read_attribute (CndModelReader *reader, const CndJsonNode *node, const CndKind *kind, CndStatement *statement, GError **error)
{
  gint attribute = cnd_ops_find_attribute (kind, cnd_json_get_key (node));

  if (attribute < 0)
    return fail_unknown_key (reader, node, kind, error);
  return check_booleans (reader, node, &kind->attributes[attribute], error)
         && read_named_value (reader, node, statement, error);
}

static gboolean
read_member (CndModelReader *reader, const CndJsonNode *node, const CndKind *kind, CndStatement *statement, GError **error)
{
  const CndJsonRow *row = find_row (cnd_json_get_key (node));

  if (row == NULL && kind == NULL)
    return fail_unknown_key (reader, node, kind, error);
  if (row == NULL)
    return read_attribute (reader, node, kind, statement, error);
  if (row->read != NULL)
    return row->read (reader, node, statement, error);
  return cJSON_IsString (node->item)
         || cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a string"),
                           _("Put it between double quotes."), _("“%s” has to be a string"), row->key);
}

static gboolean
read_statement (CndModelReader *reader, const CndJsonNode *node, CndStatement *statement, GError **error)
{
  const CndKind *kind;

  if (!cJSON_IsObject (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("an object { … }"),
                          _("A layer is written as { \"kind\": \"relu\" }."),
                          _("This has to be a layer or the use of a block"));
  statement->origin = cnd_reader_get_origin (reader, node);
  if (!find_kind (reader, node, &kind, error))
    return FALSE;
  if (kind != NULL)
    statement->values = g_new0 (CndNamedValue, MAX (cnd_json_count (node), 1));
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!read_member (reader, child, kind, statement, error))
      return FALSE;
  return TRUE;
}

gboolean
cnd_reader_read_layers (CndModelReader *reader, const CndJsonNode *node, CndDefinition *definition, GError **error)
{
  if (!cJSON_IsArray (node->item) || node->child == NULL)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a list [ … ] of at least one layer"),
                          _("Write [ { \"kind\": \"relu\" } ]."), _("“layers” has to be a list of layers"));
  definition->n_statements = cnd_json_count (node);
  definition->statements = g_new0 (CndStatement, definition->n_statements);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!read_statement (reader, child, &definition->statements[child->index], error))
      return FALSE;
  return TRUE;
}

/* ---- Blocks ----------------------------------------------------------------------------------- */

static gboolean
read_block_title (gpointer reader, const CndJsonNode *node, gpointer definition, GError **error)
{
  return cnd_reader_read_text (reader, node, &((CndDefinition *) definition)->title, error);
}

static gboolean
read_block_inputs (gpointer reader, const CndJsonNode *node, gpointer definition, GError **error)
{
  return cnd_reader_read_names (reader, node, FALSE, &((CndDefinition *) definition)->inputs, error);
}

static gboolean
read_block_arguments (gpointer data, const CndJsonNode *node, gpointer target, GError **error)
{
  CndModelReader *reader = data;
  CndDefinition *definition = target;
  g_autofree char *expected = g_strdup_printf (_("at most %u"), CND_MAX_ARGUMENTS);

  if (cnd_json_count (node) > CND_MAX_ARGUMENTS)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LIMIT, expected,
                          _("Hand several values over as a list."), _("A block has at most %u arguments"),
                          CND_MAX_ARGUMENTS);
  if (!cnd_reader_read_names (reader, node, TRUE, &definition->arguments, error))
    return FALSE;
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!cnd_reader_check_variable (reader, child, definition->arguments[child->index], FALSE, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_block_layers (gpointer reader, const CndJsonNode *node, gpointer definition, GError **error)
{
  return cnd_reader_read_layers (reader, node, definition, error);
}

static gboolean
read_block_output (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  CndDefinition *definition = target;

  definition->output_origin = cnd_reader_get_origin (reader, node);
  return cnd_reader_read_id (reader, node, &definition->output, error);
}

static const CndJsonRow block_rows[] = {
  { "title", FALSE, read_block_title },         { "inputs", FALSE, read_block_inputs },
  { "arguments", FALSE, read_block_arguments }, { "layers", TRUE, read_block_layers, "[ { \"kind\": \"relu\" } ]" },
  { "output", FALSE, read_block_output },       { "comment", FALSE, NULL },
};

static char **
new_list (const char *first)
{
  char **list = g_new0 (char *, 2);

  list[0] = g_strdup (first);
  return list;
}

static gboolean
read_definition (CndModelReader *reader, const CndJsonNode *node, CndDefinition *definition, GError **error)
{
  definition->origin = cnd_reader_get_key_origin (reader, node);
  definition->name = g_strdup (cnd_json_get_key (node));
  for (const char *c = definition->name; *c != '\0' || c == definition->name; c++)
    if (!g_ascii_isalnum (*c) && *c != '_' && *c != '-')
      return cnd_json_fail_key (reader->json, node, error, CND_ERROR_LANGUAGE, _("letters a–z, digits, “_” and “-”"),
                                g_str_is_ascii (c) ? _("Write a name such as \"dense_layer\".")
                                                   : _("A “title” may be in any script."),
                                _("“%s” cannot be the name of a block"), definition->name);
  if (!cnd_reader_check_length (reader, node, definition->name, TRUE, error))
    return FALSE;
  if (!cnd_json_read_object (reader->json, node, block_rows, G_N_ELEMENTS (block_rows), reader, definition, _("a block"), error))
    return FALSE;
  if (definition->inputs == NULL)
    definition->inputs = new_list ("input");
  if (definition->arguments == NULL)
    definition->arguments = new_list (NULL);
  return TRUE;
}

gboolean
cnd_reader_read_blocks (CndModelReader *reader, const CndJsonNode *node, GError **error)
{
  CndArchitecture *architecture = reader->architecture;

  if (!cJSON_IsObject (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("an object { … }"),
                          _("Write { \"name\": { \"layers\": [ … ] } }."), _("“blocks” has to be an object"));
  architecture->n_blocks = cnd_json_count (node);
  architecture->blocks = g_new0 (CndDefinition, architecture->n_blocks);
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (!read_definition (reader, child, &architecture->blocks[child->index], error))
      return FALSE;
  return TRUE;
}
