/* One shipped model, or one of its presets. */
#include "gallery-private.h"

struct _CndModelItem
{
  GObject parent_instance;
  char *name, *open_name, *source;
  CndText *title;
  char *haystack; /* case-folded text that a search looks through */
  gboolean has_counts;
  guint64 parameters, macs;
};

enum { PROP_NAME = 1, PROP_OPEN_NAME, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CndModelItem, cnd_model_item, G_TYPE_OBJECT)

static void
model_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CndModelItem *self = CND_MODEL_ITEM (object);

  g_value_set_string (value, id == PROP_NAME ? self->name : self->open_name);
}

static void
model_item_finalize (GObject *object)
{
  CndModelItem *self = CND_MODEL_ITEM (object);

  g_free (self->name);
  cnd_text_free (self->title);
  g_free (self->open_name);
  g_free (self->source);
  g_free (self->haystack);
  G_OBJECT_CLASS (cnd_model_item_parent_class)->finalize (object);
}

static void
cnd_model_item_class_init (CndModelItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = model_item_get_property;
  object_class->finalize = model_item_finalize;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_OPEN_NAME] = g_param_spec_string ("open-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cnd_model_item_init (CndModelItem *self)
{
}

static CndText *
copy_text (const CndText *text)
{
  CndText *copy = cnd_text_new ();

  for (guint i = 0; i < cnd_text_get_n_languages (text); i++)
    {
      const char *language, *string = cnd_text_get_nth (text, i, &language);

      cnd_text_add (copy, language, string);
    }
  return copy;
}

/* All that a search looks through. */
static char *
fold_words (CndModelItem *self)
{
  g_autofree char *base = g_path_get_basename (self->open_name);
  g_autoptr (GString) text = g_string_new (self->name);

  g_string_append_printf (text, " %s %s", base, self->source ? self->source : "");
  for (guint i = 0; i < cnd_text_get_n_languages (self->title); i++)
    {
      const char *language;

      g_string_append_printf (text, " %s", cnd_text_get_nth (self->title, i, &language));
    }
  return g_utf8_casefold (text->str, -1);
}

CndModelItem *
cnd_model_item_new (const char *name, const char *open_name, const CndCatalogueEntry *entry)
{
  CndModelItem *self = g_object_new (CND_TYPE_MODEL_ITEM, NULL);

  self->name = g_strdup (name);
  self->open_name = g_strdup (open_name);
  if (entry)
    {
      self->source = g_strdup (entry->source);
      self->title = copy_text (entry->title);
      self->has_counts = TRUE;
      self->parameters = entry->parameters;
      self->macs = entry->macs;
    }
  self->haystack = fold_words (self);
  return self;
}

CndModelItem *
cnd_model_item_new_for_file (const char *open_name)
{
  static const char *const endings[] = { ".json", ".safetensors" };
  g_autofree char *preset = NULL;
  g_autofree char *path = cnd_formats_split_name (open_name, &preset);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (base, endings[i]))
      base[strlen (base) - strlen (endings[i])] = '\0';
  name = preset ? g_strdup_printf ("%s: %s", base, preset) : g_strdup (base);
  return cnd_model_item_new (name, open_name, NULL);
}

const char *
cnd_model_item_get_name (CndModelItem *self)
{
  g_return_val_if_fail (CND_IS_MODEL_ITEM (self), NULL);
  return self->name;
}

const char *
cnd_model_item_get_title (CndModelItem *self, const char *language)
{
  const char *title;

  g_return_val_if_fail (CND_IS_MODEL_ITEM (self), NULL);
  title = cnd_text_get (self->title, language);
  return title ? title : self->name;
}

const char *
cnd_model_item_get_open_name (CndModelItem *self)
{
  g_return_val_if_fail (CND_IS_MODEL_ITEM (self), NULL);
  return self->open_name;
}

const char *
cnd_model_item_get_source (CndModelItem *self)
{
  g_return_val_if_fail (CND_IS_MODEL_ITEM (self), NULL);
  return self->source;
}

gboolean
cnd_model_item_get_counts (CndModelItem *self, guint64 *parameters, guint64 *macs)
{
  g_return_val_if_fail (CND_IS_MODEL_ITEM (self), FALSE);
  *parameters = self->parameters;
  *macs = self->macs;
  return self->has_counts;
}

gboolean
cnd_model_item_matches (CndModelItem *self, const char *query)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (CND_IS_MODEL_ITEM (self), FALSE);
  if (!query)
    return TRUE;
  folded = g_utf8_casefold (query, -1);
  words = g_strsplit_set (folded, " \t", -1);
  for (guint i = 0; words[i]; i++)
    if (!strstr (self->haystack, words[i]))
      return FALSE;
  return TRUE;
}
