/* Two runs under one playhead. */
#include "ui.h"

#include "app/run-pair-view-private.h"

#include "../scene/recorded.h"

static CndRecording *
load_shipped (void)
{
  g_autofree char *folder = cnd_formats_find_data ("runs"), *path = g_build_filename (folder, "classroom.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  CndRecording *recording = cnd_recording_load (path, &error);

  g_assert_no_error (error);
  return recording;
}

static GtkWidget *
open_pair (CndRecording *first, CndRecording *second, CndRunPairView **view)
{
  g_autoptr (CndSettings) settings = cnd_settings_new ();
  GtkWidget *window = gtk_window_new ();
  CndRecording *recordings[] = { first, second };
  const char *names[] = { "first", "second" };

  *view = CND_RUN_PAIR_VIEW (cnd_run_pair_view_new (settings));
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 760);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (*view));
  cnd_run_pair_view_set_runs (*view, recordings, names);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  return window;
}

/* A run beside itself is the same picture everywhere, and moves with it from either side. */
static void
test_same (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndRunPairView *view;
  GtkWidget *window = open_pair (recording, recording, &view);

  for (guint step = 0; step <= 16; step++)
    for (guint condensings = 0; condensings < 3; condensings++)
      {
        CndPosition position = cnd_recording_clamp (recording, (CndPosition){ step, condensings, FALSE });
        g_autofree char *left = NULL, *right = NULL;

        cnd_run_pair_view_set_position (view, step % 2, position);
        g_assert_cmpint (cnd_position_compare (cnd_run_pair_view_get_position (view, 0), position), ==, 0);
        g_assert_cmpint (cnd_position_compare (cnd_run_pair_view_get_position (view, 1), position), ==, 0);
        left = cnd_scene_dump (cnd_scene_area_get_scene (cnd_run_pair_view_get_matrix_area (view, 0)));
        right = cnd_scene_dump (cnd_scene_area_get_scene (cnd_run_pair_view_get_matrix_area (view, 1)));
        g_assert_cmpstr (left, ==, right);
        g_assert_cmpstr (cnd_run_pair_view_get_cell (view, 2, 2), ==, "=");
      }
  g_assert_cmpstr (cnd_run_pair_view_get_message (view), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Other lengths and other layers: the end is the end by share, and what is not there is said. */
static void
test_unequal (void)
{
  g_autoptr (CndRecording) small = recorded_new (), large = load_shipped ();
  CndRunPairView *view;
  GtkWidget *window = open_pair (small, large, &view);

  g_assert_cmpstr (cnd_run_pair_view_get_message (view), !=, "");
  g_assert_null (cnd_scene_area_get_scene (cnd_run_pair_view_get_matrix_area (view, 1)));
  g_assert_nonnull (cnd_scene_area_get_scene (cnd_run_pair_view_get_matrix_area (view, 0)));
  cnd_run_pair_view_set_position (view, 0, cnd_recording_get_end (small));
  g_assert_cmpuint (cnd_run_pair_view_get_position (view, 1).step, ==, cnd_recording_get_n_steps (large));
  cnd_run_pair_view_set_position (view, 0, (CndPosition){ 8, 1, FALSE });
  g_assert_cmpuint (cnd_run_pair_view_get_position (view, 1).step, ==, cnd_recording_get_n_steps (large) / 2);
  gtk_drop_down_set_selected (cnd_run_pair_view_get_pairings (view), CND_PAIR_BY_STEP);
  g_assert_cmpuint (cnd_run_pair_view_get_position (view, 1).step, ==, 8);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_window (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("runs"), *path = g_build_filename (folder, "classroom.safetensors", NULL);
  CndRunPage *page;

  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.compare-runs", NULL);
  g_assert_nonnull (cnd_app_window_get_last_message (ui->window));
  cnd_app_window_open (ui->window, path);
  while (cnd_app_window_get_playback (ui->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  page = cnd_app_window_get_run_page (ui->window);
  cnd_app_window_compare_run (ui->window, path);
  while (cnd_run_page_get_pair_view (page) == NULL)
    g_main_context_iteration (NULL, TRUE);
  ui_settle (ui);
  g_signal_emit_by_name (cnd_run_page_get_pair_view (page), "closed");
  g_assert_null (cnd_run_page_get_pair_view (page));
}

int
main (int argc, char **argv)
{
  static const UiTest tests[] = { { "/app/run-pair/opens-beside-the-run-and-closes", test_window } };

  if (!ui_init (&argc, &argv))
    return 0;
  g_test_add_func ("/app/run-pair/a-run-equals-itself", test_same);
  g_test_add_func ("/app/run-pair/unequal-runs-say-so", test_unequal);
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
