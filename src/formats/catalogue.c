/* The catalogue of shipped models with the figures that they are expected to come to. */
#include "config.h"

#include "json-private.h"

#include <glib/gi18n-lib.h>

static void
entry_free (CndCatalogueEntry *entry)
{
  g_free (entry->file);
  g_free (entry->preset);
  g_free (entry->name);
  cnd_text_free (entry->title);
  g_free (entry->output);
  g_free (entry->source);
  g_free (entry);
}

static gboolean
read_string (const CndJson *json, const CndJsonNode *node, char **result, GError **error)
{
  if (!cJSON_IsString (node->item) || *node->item->valuestring == '\0')
    return cnd_json_fail (json, node, error, CND_ERROR_LANGUAGE, _("a string"), _("Put it between double quotes."),
                          _("“%s” has to be a string"), cnd_json_get_key (node));
  *result = g_strdup (node->item->valuestring);
  return TRUE;
}

static gboolean
read_count (const CndJson *json, const CndJsonNode *node, guint64 *result, GError **error)
{
  gint64 value;

  if (!cnd_json_get_integer (node, &value) || value < 0)
    return cnd_json_fail (json, node, error, CND_ERROR_LANGUAGE, _("an integer, 0 or more"), _("Write a whole number."),
                          _("“%s” has to be a count"), cnd_json_get_key (node));
  *result = (guint64) value;
  return TRUE;
}

static gboolean
read_file (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return read_string (json, node, &((CndCatalogueEntry *) entry)->file, error);
}

static gboolean
read_preset (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return read_string (json, node, &((CndCatalogueEntry *) entry)->preset, error);
}

static gboolean
read_name (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return read_string (json, node, &((CndCatalogueEntry *) entry)->name, error);
}

static gboolean
read_title (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return cnd_json_read_text (json, node, &((CndCatalogueEntry *) entry)->title, error);
}

static gboolean
read_parameters (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return read_count (json, node, &((CndCatalogueEntry *) entry)->parameters, error);
}

static gboolean
read_macs (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return read_count (json, node, &((CndCatalogueEntry *) entry)->macs, error);
}

static gboolean
read_output (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return read_string (json, node, &((CndCatalogueEntry *) entry)->output, error);
}

static gboolean
read_source (gpointer json, const CndJsonNode *node, gpointer entry, GError **error)
{
  return read_string (json, node, &((CndCatalogueEntry *) entry)->source, error);
}

static const CndJsonRow entry_rows[] = {
  { "file", TRUE, read_file },     { "preset", FALSE, read_preset }, { "name", TRUE, read_name },
  { "macs", TRUE, read_macs },     { "output", TRUE, read_output },  { "parameters", TRUE, read_parameters },
  { "source", TRUE, read_source }, { "title", FALSE, read_title },   { "comment", FALSE, NULL },
};

static gboolean
read_models (gpointer json, const CndJsonNode *node, gpointer entries, GError **error)
{
  if (!cJSON_IsArray (node->item))
    return cnd_json_fail (json, node, error, CND_ERROR_LANGUAGE, _("a list"), _("Write [ { \"file\": … } ]."),
                          _("“models” has to be a list"));
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    {
      CndCatalogueEntry *entry = g_new0 (CndCatalogueEntry, 1);
      g_ptr_array_add (entries, entry);
      if (!cnd_json_read_object (json, child, entry_rows, G_N_ELEMENTS (entry_rows), json, entry,
                                 _("an entry of the catalogue"), error))
        return FALSE;
    }
  return TRUE;
}

static const CndJsonRow catalogue_rows[] = {
  { "$schema", FALSE, NULL },
  { "comment", FALSE, NULL },
  { "models", TRUE, read_models },
};

GPtrArray *
cnd_formats_load_catalogue (const char *path, GError **error)
{
  gsize length;
  g_autofree char *text = cnd_formats_read_file (path, CND_MAX_FILE_BYTES, &length, NULL, error);
  g_autofree char *file = g_filename_display_name (path);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  g_autoptr (CndJson) json = text != NULL ? cnd_json_parse (text, length, file, error) : NULL;

  if (json == NULL
      || !cnd_json_read_object (json, &json->nodes[0], catalogue_rows, G_N_ELEMENTS (catalogue_rows), json, entries,
                                _("a catalogue"), error))
    return NULL;
  return g_steal_pointer (&entries);
}
