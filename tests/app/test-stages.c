/* The tables of stages: beside a run, and among the parameters of a model. */
#include "ui.h"

#include "../scene/recorded.h"

#include <string.h>

static void
activate (CndStageTable *table, CndStageFigure figure, guint row)
{
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (cnd_stage_table_get_list (table, figure), (int) row)));
}

static GtkWidget *
open_page (CndRunView **view, CndRunPage **page)
{
  g_autoptr (CndSettings) settings = cnd_settings_new ();
  g_autoptr (CndRecording) recording = recorded_new ();
  GtkWidget *window = gtk_window_new ();

  *view = CND_RUN_VIEW (cnd_run_view_new (settings));
  *page = CND_RUN_PAGE (cnd_run_page_new (*view, settings));
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 760);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (*page));
  cnd_run_view_set_recording (*view, recording);
  cnd_run_page_update (*page);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  return window;
}

static void
test_follows (void)
{
  CndRunView *view;
  CndRunPage *page;
  GtkWidget *window = open_page (&view, &page);
  CndStageTable *table = cnd_run_page_get_stage_table (page);

  g_assert_true (cnd_stage_table_is_current (table, CND_STAGE_WEIGHTS, 0));
  g_assert_cmpstr (cnd_stage_table_get_change (table, CND_STAGE_WEIGHTS), ==, "576");
  cnd_playback_set_position (cnd_run_view_get_playback (view), (CndPosition){ 6, 1, FALSE });
  g_assert_false (cnd_stage_table_is_current (table, CND_STAGE_WEIGHTS, 0));
  g_assert_true (cnd_stage_table_is_current (table, CND_STAGE_WEIGHTS, 1));
  g_assert_cmpstr (cnd_stage_table_get_change (table, CND_STAGE_WEIGHTS), ==, "576 → 384");
  g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_ERROR, 1), ==, "25.00 %");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Predict, then reveal: a click uncovers one figure, and goes nowhere. */
static void
test_covered (void)
{
  CndRunView *view;
  CndRunPage *page;
  GtkWidget *window = open_page (&view, &page);
  CndStageTable *table = cnd_run_page_get_stage_table (page);
  g_autoptr (CndSettings) settings = cnd_settings_new ();
  g_autoptr (CndDocument) document = cnd_document_new (settings);

  cnd_stage_table_set_document (table, document);
  cnd_document_set_covered (document, TRUE);
  g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_WEIGHTS, 1), ==, "?");
  g_assert_cmpstr (cnd_stage_table_get_change (table, CND_STAGE_WEIGHTS), ==, "?");
  activate (table, CND_STAGE_WEIGHTS, 1);
  g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_WEIGHTS, 1), ==, "384");
  g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_WEIGHTS, 0), ==, "?");
  g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_MACS, 1), ==, "?");
  g_assert_cmpuint (cnd_playback_get_position (cnd_run_view_get_playback (view)).condensings, ==, 0);
  activate (table, CND_STAGE_WEIGHTS, 1);
  g_assert_cmpuint (cnd_playback_get_position (cnd_run_view_get_playback (view)).condensings, ==, 1);
  cnd_document_set_covered (document, FALSE);
  g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_WEIGHTS, 0), ==, "576");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_goes (void)
{
  CndRunView *view;
  CndRunPage *page;
  GtkWidget *window = open_page (&view, &page);
  CndStageTable *table = cnd_run_page_get_stage_table (page);
  CndPosition position;

  activate (table, CND_STAGE_MACS, 2);
  position = cnd_playback_get_position (cnd_run_view_get_playback (view));
  g_assert_cmpuint (position.step, ==, 8);
  g_assert_cmpuint (position.condensings, ==, 2);
  g_assert_true (cnd_stage_table_is_current (table, CND_STAGE_ERROR, 2));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_model (Ui *ui, gconstpointer data)
{
  static const char *const operations[] = { "177,293,130", "140,134,218", "102,975,306", "65,816,394" };
  CndStageTable *table = cnd_what_if_get_stage_table (cnd_app_window_get_what_if (ui->window));

  cnd_settings_set_convention (cnd_application_get_settings (ui->application), CND_CONVENTION_CONDENSENET);
  ui_open (ui, "condensenet.json:86");
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpstr (cnd_stage_table_get_value (table, CND_STAGE_OPERATIONS, i), ==, operations[i]);
      g_assert_cmpint (cnd_stage_table_is_current (table, CND_STAGE_OPERATIONS, i), ==, i == 3);
    }
  activate (table, CND_STAGE_OPERATIONS, 1);
  g_assert_cmpuint (cnd_document_get_stage (ui->document), ==, 1);
  g_assert_true (cnd_stage_table_is_current (table, CND_STAGE_OPERATIONS, 1));
  /* counts that are to be predicted are not given away */
  cnd_document_set_covered (ui->document, TRUE);
  g_assert_null (gtk_list_box_get_row_at_index (cnd_stage_table_get_list (table, CND_STAGE_OPERATIONS), 0));
  cnd_document_set_covered (ui->document, FALSE);
  g_assert_nonnull (gtk_list_box_get_row_at_index (cnd_stage_table_get_list (table, CND_STAGE_OPERATIONS), 3));
}

static void
test_plain (Ui *ui, gconstpointer data)
{
  ui_open (ui, "lenet5.json");
  g_assert_null (gtk_list_box_get_row_at_index (
    cnd_stage_table_get_list (cnd_what_if_get_stage_table (cnd_app_window_get_what_if (ui->window)), CND_STAGE_MACS), 0));
}

int
main (int argc, char **argv)
{
  static const UiTest tests[] = {
    { "/app/stages/condensenet-shows-its-stages", test_model },
    { "/app/stages/plain-models-show-none", test_plain },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  g_test_add_func ("/app/stages/table-follows-the-run", test_follows);
  g_test_add_func ("/app/stages/covered-figures-are-uncovered-one-by-one", test_covered);
  g_test_add_func ("/app/stages/a-click-goes-there", test_goes);
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
