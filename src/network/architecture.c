/* The architecture as data: making and freeing it, its errors, and finding presets and parameters. */
#include "config.h"

#include "network/network.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const cnd_value_words[] = { "same", "nearest", "bilinear", "channels", "all", NULL };

void
cnd_value_clear (CndValue *value)
{
  /* lists hold no lists, so this is one level deep */
  for (guint i = 0; i < value->n_items; i++)
    cnd_value_clear (&value->items[i]);
  g_clear_pointer (&value->items, g_free);
  g_clear_pointer (&value->expression, cnd_expression_free);
  g_clear_pointer (&value->word, g_free);
  value->n_items = 0;
}

static void
statement_clear (CndStatement *statement)
{
  g_free (statement->id);
  g_free (statement->kind_name);
  g_free (statement->block_name);
  cnd_text_free (statement->title);
  g_strfreev (statement->inputs);
  cnd_expression_free (statement->repeat);
  cnd_expression_free (statement->when);
  for (guint i = 0; i < statement->n_values; i++)
    {
      g_free (statement->values[i].name);
      cnd_value_clear (&statement->values[i].value);
    }
  g_free (statement->values);
  g_free (statement->slots);
  g_free (statement->sources);
}

static void
definition_clear (CndDefinition *definition)
{
  g_free (definition->name);
  cnd_text_free (definition->title);
  g_strfreev (definition->inputs);
  g_strfreev (definition->arguments);
  for (guint i = 0; i < definition->n_statements; i++)
    statement_clear (&definition->statements[i]);
  g_free (definition->statements);
  g_free (definition->output);
}

static void
parameter_clear (CndParameter *parameter)
{
  g_free (parameter->name);
  cnd_text_free (parameter->title);
  cnd_text_free (parameter->description);
  g_free (parameter->defaults);
}

static void
preset_clear (CndPreset *preset)
{
  g_free (preset->id);
  g_free (preset->name);
  cnd_text_free (preset->title);
  g_free (preset->source);
  for (guint i = 0; i < preset->n_values; i++)
    {
      g_free (preset->values[i].parameter);
      g_free (preset->values[i].values);
    }
  g_free (preset->values);
}

CndArchitecture *
cnd_architecture_new (void)
{
  CndArchitecture *architecture = g_new0 (CndArchitecture, 1);

  g_atomic_ref_count_init (&architecture->refs);
  architecture->strings = g_string_chunk_new (1024);
  return architecture;
}

CndArchitecture *
cnd_architecture_ref (CndArchitecture *architecture)
{
  g_atomic_ref_count_inc (&architecture->refs);
  return architecture;
}

void
cnd_architecture_unref (CndArchitecture *architecture)
{
  if (architecture == NULL || !g_atomic_ref_count_dec (&architecture->refs))
    return;
  for (guint i = 0; i < architecture->n_parameters; i++)
    parameter_clear (&architecture->parameters[i]);
  for (guint i = 0; i < architecture->n_presets; i++)
    preset_clear (&architecture->presets[i]);
  for (guint i = 0; i < architecture->n_blocks; i++)
    definition_clear (&architecture->blocks[i]);
  definition_clear (&architecture->body);
  cnd_value_clear (&architecture->input);
  g_free (architecture->parameters);
  g_free (architecture->presets);
  g_free (architecture->blocks);
  g_free (architecture->file);
  g_free (architecture->name);
  g_free (architecture->source);
  cnd_text_free (architecture->title);
  cnd_text_free (architecture->description);
  g_string_chunk_free (architecture->strings);
  g_free (architecture);
}

const char *
cnd_architecture_intern (CndArchitecture *architecture, const char *path)
{
  return g_string_chunk_insert (architecture->strings, path);
}

void
cnd_architecture_set_error (const CndArchitecture *architecture, const CndOrigin *origin, GError **error,
                            CndErrorCode code, const char *found, const char *expected, const char *hint,
                            const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;
  CndProblem problem = {
    .file = architecture->file,
    .line = origin->line,
    .column = origin->column,
    .path = origin->path,
    .found = found,
    .expected = expected,
    .hint = hint,
  };

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  cnd_base_set_problem (error, code, &problem, "%s", message);
}

/* What the user may have meant, or all there is. */
static char *
suggest (const char *name, GPtrArray *known, const char *otherwise)
{
  char *hint = cnd_base_suggest_name (name, (const char *const *) known->pdata, known->len);

  return hint != NULL ? hint : g_strdup (otherwise);
}

gint
cnd_architecture_find_preset (const CndArchitecture *architecture, const char *id, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autofree char *hint = NULL;
  CndProblem problem = { .file = architecture->file, .found = id, .expected = _("the id of a preset") };

  for (guint i = 0; i < architecture->n_presets; i++)
    if (strcmp (architecture->presets[i].id, id) == 0)
      return (gint) i;
  for (guint i = 0; i < architecture->n_presets; i++)
    if (architecture->presets[i].name != NULL && g_ascii_strcasecmp (architecture->presets[i].name, id) == 0)
      return (gint) i;
  for (guint i = 0; i < architecture->n_presets; i++)
    g_ptr_array_add (known, architecture->presets[i].id);
  hint = suggest (id, known, _("A file without presets is opened by its name alone."));
  problem.hint = hint;
  cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, &problem, _("“%s” has no preset “%s”"), architecture->name, id);
  return -1;
}

/* NULL where the text is not there in the language, or is as in English */
static const char *
get_translated (const CndText *text, const char *language)
{
  const char *string = cnd_text_get (text, language);

  return g_strcmp0 (string, cnd_text_get (text, "en")) == 0 ? NULL : string;
}

char *
cnd_architecture_dup_translated_title (const CndArchitecture *architecture, gint preset, const char *language)
{
  const char *model = get_translated (architecture->title, language);
  const char *of_preset;

  g_return_val_if_fail (preset < (gint) architecture->n_presets, NULL);
  if (preset < 0)
    return g_strdup (model);
  of_preset = get_translated (architecture->presets[preset].title, language);
  /* Translators: the title of a model and that of one of its presets */
  return model && of_preset ? g_strdup_printf (_("%s: %s"), model, of_preset) : NULL;
}

gint
cnd_architecture_find_parameter (const CndArchitecture *architecture, const char *name, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autofree char *hint = NULL;
  CndProblem problem = { .file = architecture->file, .found = name, .expected = _("the name of a parameter") };

  for (guint i = 0; i < architecture->n_parameters; i++)
    if (strcmp (architecture->parameters[i].name, name) == 0)
      return (gint) i;
  for (guint i = 0; i < architecture->n_parameters; i++)
    g_ptr_array_add (known, architecture->parameters[i].name);
  hint = suggest (name, known, _("This model has no parameters."));
  problem.hint = hint;
  cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, &problem, _("“%s” has no parameter “%s”"), architecture->name,
                        name);
  return -1;
}
