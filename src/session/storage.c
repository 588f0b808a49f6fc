/* What is remembered from one start to the next, in GSettings: choices of the user, recent models, open documents. */
#include "paths.h"

#include "session.h"

#define SCHEMA "io.condenser.Condenser"
#define MAX_RECENT 12u
#define MAX_MARKED 50u /* files */
#define MARKED_TYPE "(s" CND_BOOKMARKS_TYPE ")"

/* The installed schema, else the one in the build tree, else none: then nothing is remembered. */
GSettings *
cnd_session_open_storage (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) built = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (installed)
    schema = g_settings_schema_source_lookup (installed, SCHEMA, TRUE);
  if (!schema && cnd_base_is_uninstalled ())
    built = g_settings_schema_source_new_from_directory (CND_BUILD_DIR G_DIR_SEPARATOR_S "data", installed, TRUE, NULL);
  if (!schema && built)
    schema = g_settings_schema_source_lookup (built, SCHEMA, TRUE);
  return schema ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/* Where nobody has chosen digits they are those of the language, and that is not remembered as a choice. */
static gboolean
digits_follow_language (CndSettings *self, GSettings *storage)
{
  g_autoptr (GVariant) chosen = g_settings_get_user_value (storage, "digits");
  const char *language = cnd_settings_get_language (self);

  return !chosen && language && g_str_has_prefix (language, "fa");
}

void
cnd_settings_bind_storage (CndSettings *self, GSettings *storage)
{
  static const char *const names[] = { "color-scheme", "units", "convention", "flow", "shape", "motion" };
  gboolean follow;

  g_return_if_fail (CND_IS_SETTINGS (self));
  if (!storage)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_settings_bind (storage, names[i], self, names[i], G_SETTINGS_BIND_DEFAULT);
  follow = digits_follow_language (self, storage);
  if (follow)
    cnd_settings_set_digits (self, CND_DIGITS_PERSIAN);
  g_settings_bind (storage, "digits", self, "digits", follow ? G_SETTINGS_BIND_SET : G_SETTINGS_BIND_DEFAULT);
  if (follow)
    g_settings_reset (storage, "digits"); /* a binding begins with writing */
}

void
cnd_session_add_recent (GSettings *storage, const char *open_name)
{
  g_auto (GStrv) before = NULL;
  g_autoptr (GPtrArray) now = g_ptr_array_new ();

  g_return_if_fail (open_name);
  if (!storage)
    return;
  before = g_settings_get_strv (storage, "recent");
  g_ptr_array_add (now, (gpointer) open_name);
  for (guint i = 0; before[i] && now->len < MAX_RECENT; i++)
    if (!g_str_equal (before[i], open_name))
      g_ptr_array_add (now, before[i]);
  g_ptr_array_add (now, NULL);
  g_settings_set_strv (storage, "recent", (const char *const *) now->pdata);
}

void
cnd_session_keep_bookmarks (GSettings *storage, const char *path, GVariant *bookmarks)
{
  g_autoptr (GVariant) before = NULL;
  GVariantBuilder now;

  g_return_if_fail (path && bookmarks);
  if (!storage)
    return;
  before = g_settings_get_value (storage, "bookmarks");
  g_variant_builder_init (&now, G_VARIANT_TYPE ("a" MARKED_TYPE));
  g_variant_builder_add (&now, "(s@" CND_BOOKMARKS_TYPE ")", path, bookmarks);
  for (gsize i = 0, n = 1; i < g_variant_n_children (before) && n < MAX_MARKED; i++)
    {
      g_autoptr (GVariant) marked = g_variant_get_child_value (before, i);
      const char *other;

      g_variant_get_child (marked, 0, "&s", &other);
      if (g_str_equal (other, path))
        continue;
      g_variant_builder_add_value (&now, marked);
      n++;
    }
  g_settings_set_value (storage, "bookmarks", g_variant_builder_end (&now));
}

GVariant *
cnd_session_find_bookmarks (GSettings *storage, const char *path)
{
  g_autoptr (GVariant) all = storage ? g_settings_get_value (storage, "bookmarks") : NULL;

  g_return_val_if_fail (path, NULL);
  for (gsize i = 0; all && i < g_variant_n_children (all); i++)
    {
      g_autoptr (GVariant) marked = g_variant_get_child_value (all, i);
      const char *other;

      g_variant_get_child (marked, 0, "&s", &other);
      if (g_str_equal (other, path))
        return g_variant_get_child_value (marked, 1);
    }
  return NULL;
}
