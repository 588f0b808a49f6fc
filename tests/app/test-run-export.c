/* Pictures of a run from the window: the dialog's choices, what is written, what is copied. */
#include "ui.h"

#include "app/run-export-dialog-private.h"



#include <glib/gstdio.h>
#include <string.h>

static void
open_run (Ui *ui)
{
  g_autofree char *folder = cnd_formats_find_data ("runs"), *path = g_build_filename (folder, "classroom.safetensors", NULL);

  cnd_app_window_open (ui->window, path);
  while (cnd_run_view_get_playback (cnd_app_window_get_run_view (ui->window)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  ui_settle (ui);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "run");
}

/* The command of the menu. */
static CndRunExportDialog *
open_dialog (Ui *ui, const char *format)
{
  g_autoptr (GListModel) windows = NULL;

  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.export", "s", format);
  windows = g_object_ref (gtk_window_get_toplevels ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) window = g_list_model_get_item (windows, i);
      if (CND_IS_RUN_EXPORT_DIALOG (window))
        return CND_RUN_EXPORT_DIALOG (window);
    }
  g_assert_not_reached ();
}

static CndScene *
wait_for_scene (CndRunExportDialog *dialog)
{
  while (cnd_run_export_dialog_get_scene (dialog) == NULL)
    g_main_context_iteration (NULL, TRUE);
  return cnd_run_export_dialog_get_scene (dialog);
}

static void
choose (CndRunExportDialog *dialog, CndRunChoice choice, guint selected)
{
  adw_combo_row_set_selected (cnd_run_export_dialog_get_choice (dialog, choice), selected);
}

static void
save (CndRunExportDialog *dialog, const char *path)
{
  gpointer gone = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &gone);
  cnd_run_export_dialog_save (dialog, path);
  while (gone != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Every picture in every theme and order is what the choices say. */
static void
test_choices (Ui *ui, gconstpointer data)
{
  CndRunExportDialog *dialog;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  open_run (ui);
  dialog = open_dialog (ui, "png");
  g_assert_cmpuint (adw_combo_row_get_selected (cnd_run_export_dialog_get_choice (dialog, CND_RUN_CHOICE_FORMAT)), ==, CND_FORMAT_PNG);
  for (CndRunPicture picture = 0; picture < CND_N_RUN_PICTURES; picture++)
    for (guint i = 0; i < 3; i++)
      {
        choose (dialog, CND_RUN_CHOICE_PICTURE, picture);
        choose (dialog, CND_RUN_CHOICE_ORDER, i);
        choose (dialog, CND_RUN_CHOICE_THEME, i);
        choose (dialog, CND_RUN_CHOICE_STAGE, 2 + i);
        g_assert_cmpint (cnd_scene_get_theme (wait_for_scene (dialog)), ==, (CndTheme) i);
        g_assert_cmpint (cnd_run_export_dialog_get_kind (dialog), ==, CND_RUN_EXPORT_PICTURE);
        g_assert_true (g_hash_table_add (seen, cnd_scene_dump (wait_for_scene (dialog))));
      }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_series (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL), *path = g_build_filename (folder, "strip.pdf", NULL);
  CndRunExportDialog *dialog;

  open_run (ui);
  dialog = open_dialog (ui, "pdf");
  choose (dialog, CND_RUN_CHOICE_PICTURE, CND_RUN_PICTURE_STRIP);
  choose (dialog, CND_RUN_CHOICE_STAGE, 1);
  wait_for_scene (dialog);
  g_assert_cmpint (cnd_run_export_dialog_get_kind (dialog), ==, CND_RUN_EXPORT_SERIES);
  save (dialog, path);
  for (guint stage = 0; stage < 4; stage++)
    {
      g_autofree char *file = cnd_formats_make_stage_path (path, stage), *bytes = NULL;

      g_assert_true (g_file_get_contents (file, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
      g_unlink (file);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_nonnull (strstr (cnd_app_window_get_last_message (ui->window), "Saved 4 files"));
}

static void
test_moves (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL), *path = g_build_filename (folder, "a.svg", NULL), *text = NULL;
  CndRunExportDialog *dialog;

  open_run (ui);
  dialog = open_dialog (ui, "svg");
  choose (dialog, CND_RUN_CHOICE_PICTURE, CND_RUN_PICTURE_REUSE);
  choose (dialog, CND_RUN_CHOICE_FORMAT, 4);
  /* only the matrix moves */
  g_assert_cmpint (cnd_run_export_dialog_get_options (dialog).picture, ==, CND_RUN_PICTURE_MATRIX);
  g_assert_cmpint (cnd_run_export_dialog_get_kind (dialog), ==, CND_RUN_EXPORT_ONCE);
  wait_for_scene (dialog);
  save (dialog, path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "@keyframes"));
  g_unlink (path);
  g_rmdir (folder);
}

/* A folder that is not there: the dialog says so and stays. */
static void
test_refused (Ui *ui, gconstpointer data)
{
  CndRunExportDialog *dialog;

  open_run (ui);
  dialog = open_dialog (ui, "svg");
  wait_for_scene (dialog);
  cnd_run_export_dialog_save (dialog, "/nowhere/at/all.svg");
  while (cnd_app_window_get_last_message (ui->window) == NULL || strstr (cnd_app_window_get_last_message (ui->window), "cannot be saved") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (CND_IS_RUN_EXPORT_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
got_text (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copies (Ui *ui, gconstpointer data)
{
  char *text = NULL;

  open_run (ui);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.copy-picture", "s", "svg");
  while (cnd_app_window_get_last_message (ui->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (ui->window)), NULL, got_text, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (text, "<svg"));
  g_assert_nonnull (strstr (text, "stage 0"));
  g_free (text);
}

int
main (int argc, char **argv)
{
  static const UiTest tests[] = {
    { "/app/run-export/choices-are-in-the-picture", test_choices }, { "/app/run-export/series-have-a-file-a-stage", test_series },
    { "/app/run-export/only-the-matrix-moves", test_moves },        { "/app/run-export/failures-are-said", test_refused },
    { "/app/run-export/what-is-shown-is-copied", test_copies },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
