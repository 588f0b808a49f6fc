/* Sealing an architecture: parameters, presets, and the blocks' use of each other. Lists of statements: seal-list.c */
#include "config.h"

#include "network/seal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_identifier (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && *name != '_')
      return FALSE;
  return TRUE;
}

/* Names that expressions may use. */
static gboolean
check_variable (CndArchitecture *architecture, const CndOrigin *origin, const char *name, GHashTable *seen, GError **error)
{
  if (!is_identifier (name))
    cnd_architecture_set_error (architecture, origin, error, CND_ERROR_LANGUAGE, name,
                                _("a letter, then letters, digits and _"), _("Write a word such as \"growth_rate\"."),
                                _("“%s” cannot be a name in expressions"), name);
  else if (strcmp (name, "index") == 0 || strcmp (name, "in") == 0 || cnd_expression_is_function (name))
    cnd_architecture_set_error (architecture, origin, error, CND_ERROR_LANGUAGE, name, _("a name that is free"),
                                _("Choose another name."), _("“%s” already has a meaning in expressions"), name);
  else if (!g_hash_table_add (seen, (gpointer) name))
    cnd_architecture_set_error (architecture, origin, error, CND_ERROR_LANGUAGE, name, _("a name of its own"),
                                _("Choose another name."), _("“%s” is defined twice"), name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_values (CndArchitecture *architecture, const CndOrigin *origin, const CndParameter *parameter,
              const gint64 *values, guint n_values, GError **error)
{
  g_autofree char *count = g_strdup_printf ("%u", n_values);

  if (n_values < 1 || n_values > CND_MAX_LIST || (parameter->type != CND_PARAMETER_LIST && n_values != 1))
    {
      cnd_architecture_set_error (architecture, origin, error, CND_ERROR_LANGUAGE, count,
                                  parameter->type == CND_PARAMETER_LIST ? _("a list of 1 to 64 integers")
                                                                        : _("one value"),
                                  _("A list takes [6, 12], everything else one value."),
                                  _("The number of values does not suit the parameter “%s”"), parameter->name);
      return FALSE;
    }
  for (guint i = 0; i < n_values; i++)
    {
      g_autofree char *found = NULL;
      g_autofree char *expected = NULL;
      if (!cnd_parameter_check_value (parameter, values[i], &found, &expected))
        {
          g_autofree char *hint = cnd_parameter_suggest_value (parameter, values[i]);
          cnd_architecture_set_error (architecture, origin, error, CND_ERROR_VALUE, found, expected, hint,
                                      _("The parameter “%s” cannot be %s"), parameter->name, found);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
seal_parameters (CndArchitecture *architecture, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      CndParameter *parameter = &architecture->parameters[i];
      gint64 span;
      if (!check_variable (architecture, &parameter->origin, parameter->name, seen, error))
        return FALSE;
      if (parameter->step < 1 || parameter->minimum > parameter->maximum
          || __builtin_sub_overflow (parameter->maximum, parameter->minimum, &span))
        {
          g_autofree char *range = g_strdup_printf ("%lld … %lld", (long long) parameter->minimum, (long long) parameter->maximum);
          cnd_architecture_set_error (architecture, &parameter->origin, error, CND_ERROR_LANGUAGE, range,
                                      _("minimum ≤ maximum and step ≥ 1"),
                                      _("Exchange minimum and maximum, if they stand the wrong way round."),
                                      _("The range of the parameter “%s” is empty"), parameter->name);
          return FALSE;
        }
      if (!check_values (architecture, &parameter->origin, parameter, parameter->defaults, parameter->n_defaults, error))
        return FALSE;
    }
  return TRUE;
}

static char *
suggest_parameter (const CndArchitecture *architecture, const char *name)
{
  g_autoptr (GError) error = NULL;

  cnd_architecture_find_parameter (architecture, name, &error);
  return g_strdup (cnd_base_get_problem (error)->hint);
}

static gboolean
seal_presets (CndArchitecture *architecture, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < architecture->n_presets; i++)
    {
      CndPreset *preset = &architecture->presets[i];
      if (!g_hash_table_add (seen, preset->id))
        {
          cnd_architecture_set_error (architecture, &preset->origin, error, CND_ERROR_LANGUAGE, preset->id,
                                      _("a name of its own"), _("Choose another name."), _("“%s” is defined twice"),
                                      preset->id);
          return FALSE;
        }
      for (guint k = 0; k < preset->n_values; k++)
        {
          gint index = cnd_architecture_find_parameter (architecture, preset->values[k].parameter, NULL);
          if (index < 0)
            {
              g_autofree char *hint = suggest_parameter (architecture, preset->values[k].parameter);
              cnd_architecture_set_error (architecture, &preset->values[k].origin, error, CND_ERROR_LANGUAGE,
                                          preset->values[k].parameter, _("the name of a parameter"), hint,
                                          _("The preset “%s” sets an unknown parameter"), preset->id);
              return FALSE;
            }
          preset->values[k].index = (guint) index;
          if (!check_values (architecture, &preset->values[k].origin, &architecture->parameters[index],
                             preset->values[k].values, preset->values[k].n_values, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
seal_definition_names (CndArchitecture *architecture, GHashTable *blocks, GError **error)
{
  for (guint i = 0; i < architecture->n_blocks; i++)
    {
      CndDefinition *definition = &architecture->blocks[i];
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      if (g_hash_table_contains (blocks, definition->name))
        {
          cnd_architecture_set_error (architecture, &definition->origin, error, CND_ERROR_LANGUAGE, definition->name,
                                      _("a name of its own"), _("Choose another name."), _("“%s” is defined twice"),
                                      definition->name);
          return FALSE;
        }
      g_hash_table_insert (blocks, definition->name, GUINT_TO_POINTER (i + 1));
      for (guint k = 0; definition->arguments[k] != NULL; k++)
        if (!check_variable (architecture, &definition->origin, definition->arguments[k], seen, error))
          return FALSE;
    }
  return TRUE;
}

/* Blocks in an order in which users come before what they use: what is left over is part of a cycle. */
static gboolean
check_nesting (CndArchitecture *architecture, GError **error)
{
  guint n = architecture->n_blocks;
  g_autofree guint *uses = g_new0 (guint, n + 1);
  g_autofree guint *depth = g_new0 (guint, n + 1);
  g_autofree guint *queue = g_new (guint, n + 1);
  guint begin = 0, end = 0;

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < architecture->blocks[i].n_statements; k++)
      if (architecture->blocks[i].statements[k].block_name != NULL)
        uses[architecture->blocks[i].statements[k].block]++;
  for (guint i = 0; i < n; i++)
    if (uses[i] == 0)
      queue[end++] = i;
  while (begin < end)
    {
      const CndDefinition *definition = &architecture->blocks[queue[begin]];
      guint below = depth[queue[begin++]] + 1;
      for (guint k = 0; k < definition->n_statements; k++)
        if (definition->statements[k].block_name != NULL)
          {
            guint used = definition->statements[k].block;
            depth[used] = MAX (depth[used], below);
            if (--uses[used] == 0)
              queue[end++] = used;
          }
      if (below > CND_MAX_NESTING)
        {
          g_autofree char *expected = g_strdup_printf (_("at most %u levels"), CND_MAX_NESTING);
          cnd_architecture_set_error (architecture, &definition->origin, error, CND_ERROR_LIMIT, definition->name,
                                      expected, _("Join some of the blocks."), _("Blocks are nested more than %u deep"),
                                      CND_MAX_NESTING);
          return FALSE;
        }
    }
  for (guint i = 0; i < n; i++)
    if (uses[i] > 0)
      {
        cnd_architecture_set_error (architecture, &architecture->blocks[i].origin, error, CND_ERROR_LANGUAGE,
                                    architecture->blocks[i].name, _("blocks that do not use themselves"),
                                    _("Repeat a block with “repeat” instead."),
                                    _("The block “%s” is part of a cycle of blocks that use each other"),
                                    architecture->blocks[i].name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
seal_input (CndArchitecture *architecture, const CndNameTable *names, GError **error)
{
  CndValue *input = &architecture->input;

  if (input->type != CND_VALUE_LIST || (input->n_items != 1 && input->n_items != 3))
    {
      g_autofree char *found = g_strdup_printf ("%u", input->type == CND_VALUE_LIST ? input->n_items : 1);
      cnd_architecture_set_error (architecture, &input->origin, error, CND_ERROR_LANGUAGE, found,
                                  _("[channels, height, width] or [features]"),
                                  _("Write [3, 224, 224] for a colour image of 224 × 224."),
                                  _("The input's shape has one or three sizes"));
      return FALSE;
    }
  return cnd_seal_bind_value (architecture, names, input, error);
}

gboolean
cnd_architecture_seal (CndArchitecture *architecture, GError **error)
{
  g_autoptr (GHashTable) blocks = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **parameters = g_new (const char *, architecture->n_parameters + 1);
  static const char *const no_arguments[] = { NULL };
  CndNameTable names = { parameters, architecture->n_parameters, no_arguments, 0 };

  g_return_val_if_fail (!architecture->sealed, FALSE);

  if (!seal_parameters (architecture, error) || !seal_presets (architecture, error)
      || !seal_definition_names (architecture, blocks, error))
    return FALSE;
  for (guint i = 0; i < architecture->n_parameters; i++)
    parameters[i] = architecture->parameters[i].name;
  if (!seal_input (architecture, &names, error))
    return FALSE;
  for (guint i = 0; i < architecture->n_blocks; i++)
    {
      CndDefinition *definition = &architecture->blocks[i];
      names.arguments = (const char *const *) definition->arguments;
      names.n_arguments = g_strv_length (definition->arguments);
      if (!cnd_seal_list (architecture, definition, blocks, &names, error))
        return FALSE;
    }
  names.arguments = no_arguments;
  names.n_arguments = 0;
  if (!cnd_seal_list (architecture, &architecture->body, blocks, &names, error)
      || !check_nesting (architecture, error))
    return FALSE;
  architecture->sealed = TRUE;
  return TRUE;
}
