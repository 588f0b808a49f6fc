/* The very first start, and the second one. */
#include "ui.h"

static void
run_idle (Ui *ui)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_first (Ui *ui, gconstpointer data)
{
  g_autoptr (GSettings) storage = cnd_session_open_storage ();
  CndPlayback *playback;
  CndPosition position;

  g_assert_nonnull (storage);
  g_settings_reset (storage, "welcomed");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  cnd_app_window_welcome (ui->window, storage);
  while (cnd_app_window_get_playback (ui->window) == NULL || !g_str_equal (cnd_app_window_get_view (ui->window), "run"))
    g_main_context_iteration (NULL, TRUE);
  playback = cnd_app_window_get_playback (ui->window);
  g_assert_true (cnd_playback_get_playing (playback));
  g_assert_cmpuint (cnd_recording_get_stage (cnd_playback_get_recording (playback), cnd_playback_get_position (playback)), ==, 0);
  /* to the converted network, without the clock of the wall */
  for (guint i = 0; i < 1000 && cnd_playback_get_playing (playback); i++)
    cnd_playback_advance (playback, 0.1);
  position = cnd_playback_get_position (playback);
  g_assert_false (cnd_playback_get_playing (playback));
  g_assert_true (position.converted);
  g_assert_true (g_settings_get_boolean (storage, "welcomed"));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
test_second (Ui *ui, gconstpointer data)
{
  g_autoptr (GSettings) storage = cnd_session_open_storage ();

  g_settings_set_boolean (storage, "welcomed", TRUE);
  cnd_app_window_welcome (ui->window, storage);
  run_idle (ui);
  g_assert_null (cnd_document_get_architecture (ui->document));
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "gallery");
}

static void
test_opened (Ui *ui, gconstpointer data)
{
  g_autoptr (GSettings) storage = cnd_session_open_storage ();

  g_settings_reset (storage, "welcomed");
  cnd_app_window_welcome (ui->window, storage);
  ui_open (ui, "lenet5.json");
  run_idle (ui);
  g_assert_null (cnd_app_window_get_playback (ui->window));
}

int
main (int argc, char **argv)
{
  static const UiTest tests[] = {
    { "/app/first-start/plays-the-run-that-ships", test_first },
    { "/app/first-start/only-once", test_second },
    { "/app/first-start/what-one-opens-comes-first", test_opened },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
