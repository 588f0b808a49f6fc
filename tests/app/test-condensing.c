/* Condensing without data from the menu. */
#include "ui.h"

static void
test_plays (Ui *ui, gconstpointer data)
{
  static const char *const weights[] = { "23,040", "17,280", "11,520", "5,760" };
  CndPlayback *playback;
  CndStageTable *table;

  ui_open (ui, "condensenet-classroom.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.condense-without-data", NULL);
  while (cnd_app_window_get_playback (ui->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  playback = cnd_app_window_get_playback (ui->window);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "run");
  g_assert_true (cnd_playback_get_playing (playback));
  table = cnd_run_page_get_stage_table (cnd_app_window_get_run_page (ui->window));
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_WEIGHTS, i), ==, weights[i]);
  cnd_playback_set_position (playback, (CndPosition){ .converted = TRUE });
  ui_settle (ui);
  g_assert_true (cnd_playback_get_position (playback).converted);
  /* the graph is at the playhead */
  g_assert_true (cnd_document_get_run (ui->document) == cnd_playback_get_recording (playback));
}

static void
test_plain (Ui *ui, gconstpointer data)
{
  ui_open (ui, "lenet5.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.condense-without-data", NULL);
  g_assert_null (ui->window->condensing);
  g_assert_null (cnd_app_window_get_playback (ui->window));
}

int
main (int argc, char **argv)
{
  static const UiTest tests[] = {
    { "/app/condensing/plays-to-the-converted-network", test_plays },
    { "/app/condensing/plain-models-have-nothing-to-condense", test_plain },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
