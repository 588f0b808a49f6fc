/* What is remembered from one start to the next, in GSettings: choices of the user, recent models, open documents. */
#include "paths.h"

#include "session.h"

#define SCHEMA "io.condenser.Condenser"
#define MAX_RECENT 12u

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
  static const char *const names[] = { "color-scheme", "convention", "flow", "shape", "motion" };
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
