/* What is remembered: each setting both ways, digits of a Persian session, recent models. */
#include "session/session.h"

static void
reset (GSettings *storage)
{
  static const char *const keys[] = { "color-scheme", "digits", "units", "convention", "flow", "shape", "motion", "recent", "bookmarks" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (storage, keys[i]);
}

static GSettings *
open_storage (void)
{
  GSettings *storage = cnd_session_open_storage ();

  if (storage)
    reset (storage);
  else
    g_test_skip ("the schema is not built");
  return storage;
}

static void
test_settings (void)
{
  static const char *const names[] = { "color-scheme", "digits", "units", "convention", "flow", "shape", "motion" };
  g_autoptr (GSettings) storage = open_storage ();
  g_autoptr (CndSettings) settings = cnd_settings_new ();

  if (!storage)
    return;
  cnd_settings_bind_storage (settings, storage);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      int other = g_settings_get_int (storage, names[i]) == 1 ? 0 : 1, value;
      g_autoptr (CndSettings) next = cnd_settings_new ();

      g_object_set (settings, names[i], other, NULL);
      g_assert_cmpint (g_settings_get_int (storage, names[i]), ==, other);
      cnd_settings_bind_storage (next, storage); /* the next start */
      g_object_get (next, names[i], &value, NULL);
      g_assert_cmpint (value, ==, other);
    }
  reset (storage);
}

static void
test_persian (void)
{
  g_autoptr (GSettings) storage = open_storage ();
  g_autoptr (CndSettings) settings = cnd_settings_new (), next = cnd_settings_new ();
  g_autoptr (GVariant) chosen = NULL;

  if (!storage)
    return;
  cnd_settings_set_language (settings, "fa_IR.UTF-8");
  cnd_settings_bind_storage (settings, storage);
  g_assert_cmpint (cnd_settings_get_digits (settings), ==, CND_DIGITS_PERSIAN);
  chosen = g_settings_get_user_value (storage, "digits");
  g_assert_null (chosen);
  /* a choice is one, in that language too */
  cnd_settings_set_digits (settings, CND_DIGITS_LATIN);
  cnd_settings_set_language (next, "fa");
  cnd_settings_bind_storage (next, storage);
  g_assert_cmpint (cnd_settings_get_digits (next), ==, CND_DIGITS_LATIN);
  reset (storage);
}

static void
test_bookmarks (void)
{
  g_autoptr (GSettings) storage = open_storage ();
  g_autoptr (GVariant) one = NULL, found = NULL, old = NULL;

  if (!storage)
    return;
  one = g_variant_ref_sink (g_variant_new_parsed ("@" CND_BOOKMARKS_TYPE " [(2, 1.5, 3.0, 4.0, (false, 2, {'stage1': true}))]"));
  cnd_session_keep_bookmarks (storage, "/a.json", one);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u.json", i);

      cnd_session_keep_bookmarks (storage, path, one);
      if (i == 20)
        cnd_session_keep_bookmarks (storage, "/a.json", one);
    }
  found = cnd_session_find_bookmarks (storage, "/a.json");
  old = cnd_session_find_bookmarks (storage, "/0.json");
  g_assert_true (g_variant_equal (found, one));
  g_assert_null (old);
  reset (storage);
}

static void
test_recent (void)
{
  g_autoptr (GSettings) storage = open_storage ();
  g_auto (GStrv) names = NULL;

  if (!storage)
    return;
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.json", i);

      cnd_session_add_recent (storage, name);
    }
  cnd_session_add_recent (storage, "15.json");
  names = g_settings_get_strv (storage, "recent");
  g_assert_cmpuint (g_strv_length (names), ==, 12);
  g_assert_cmpstr (names[0], ==, "15.json");
  g_assert_cmpstr (names[1], ==, "19.json");
  g_assert_cmpstr (names[5], ==, "14.json");
  reset (storage);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/storage/settings-are-kept", test_settings);
  g_test_add_func ("/session/storage/digits-follow-a-persian-session", test_persian);
  g_test_add_func ("/session/storage/recent-models-are-the-last-twelve", test_recent);
  g_test_add_func ("/session/storage/bookmarks-of-the-files-marked-last-are-kept", test_bookmarks);
  return g_test_run ();
}
