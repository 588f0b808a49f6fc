/* The view of a run: playing, stepping back, scrubbing, pointing. */
#include "ui.h"

#include "app/run-view-private.h"

#include "../scene/recorded.h"

#include <string.h>

static GtkWidget *
open_view (CndRunView **view)
{
  g_autoptr (CndSettings) settings = cnd_settings_new ();
  g_autoptr (CndRecording) recording = recorded_new ();
  GtkWidget *window = gtk_window_new ();

  *view = CND_RUN_VIEW (cnd_run_view_new (settings));
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 760);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (*view));
  cnd_run_view_set_recording (*view, recording);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  return window;
}

static char *
dump (CndRunView *view)
{
  return cnd_scene_dump (cnd_scene_area_get_scene (cnd_run_view_get_matrix_area (view)));
}

static void
test_back (void)
{
  CndRunView *view;
  GtkWidget *window = open_view (&view);
  g_autofree char *first = dump (view), *second = NULL, *third = NULL;

  gtk_widget_activate_action (GTK_WIDGET (view), "run.stage-forward", NULL);
  second = dump (view);
  g_assert_cmpstr (first, !=, second);
  g_assert_nonnull (strstr (cnd_run_view_get_caption (view), "Condensing 1"));
  gtk_widget_activate_action (GTK_WIDGET (view), "run.last", NULL);
  g_assert_nonnull (strstr (cnd_run_view_get_caption (view), "Converted"));
  gtk_widget_activate_action (GTK_WIDGET (view), "run.first", NULL);
  third = dump (view);
  g_assert_cmpstr (first, ==, third);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_scrub (void)
{
  CndRunView *view;
  GtkWidget *window = open_view (&view);
  CndPlayback *playback = cnd_run_view_get_playback (view);
  CndRunOptions options = cnd_scene_default_run_options;
  double x;

  options.compact = TRUE;
  options.width = gtk_widget_get_width (GTK_WIDGET (cnd_run_view_get_timeline_area (view))) - 110;
  x = cnd_scene_get_timeline_x (cnd_playback_get_recording (playback), &options, (CndPosition){ 10, 2, FALSE });
  g_signal_emit_by_name (cnd_run_view_get_timeline_area (view), "dragged", x, 50.0);
  g_assert_cmpuint (cnd_playback_get_position (playback).step, ==, 10);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_point (void)
{
  CndRunView *view;
  GtkWidget *window = open_view (&view);
  g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (cnd_playback_get_recording (cnd_run_view_get_playback (view)), 0, (CndPosition){ 0 });
  g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, &cnd_scene_default_matrix_options);
  CndRect cell;

  g_assert_true (cnd_matrix_plan_get_cell (plan, 4, 2, &cell));
  g_signal_emit_by_name (cnd_run_view_get_matrix_area (view), "hovered", cell.x + 2, cell.y + 2);
  g_assert_nonnull (strstr (cnd_run_view_get_cell_text (view), "Input 3 from first, output 5, group 1"));
  g_signal_emit_by_name (cnd_run_view_get_matrix_area (view), "hovered", 1.0, 1.0);
  g_assert_cmpstr (cnd_run_view_get_cell_text (view), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
on_moved (gboolean *moved)
{
  *moved = TRUE;
}

static void
test_play (void)
{
  CndRunView *view;
  GtkWidget *window = open_view (&view);
  CndPlayback *playback = cnd_run_view_get_playback (view);
  gboolean moved = FALSE;

  g_signal_connect_swapped (playback, "moved", G_CALLBACK (on_moved), &moved);
  gtk_widget_activate_action (GTK_WIDGET (view), "run.play", NULL);
  g_assert_true (cnd_playback_get_playing (playback));
  while (!moved)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (view), "run.play", NULL);
  g_assert_false (cnd_playback_get_playing (playback));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  if (!ui_init (&argc, &argv))
    return 0;
  g_test_add_func ("/app/run-view/back-is-the-same-picture", test_back);
  g_test_add_func ("/app/run-view/scrubbing-moves", test_scrub);
  g_test_add_func ("/app/run-view/cells-are-told-in-words", test_point);
  g_test_add_func ("/app/run-view/plays-and-pauses", test_play);
  return g_test_run ();
}
