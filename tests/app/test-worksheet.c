/* The worksheet dialog: its preview follows the choices, and both buttons write PDF files. */
#include "ui.h"

#include "app/worksheet-dialog-private.h"

#include <glib/gstdio.h>
#include <string.h>

static GPtrArray *
wait_for_pages (CndWorksheetDialog *dialog)
{
  while (!cnd_worksheet_dialog_get_pages (dialog))
    g_main_context_iteration (NULL, TRUE);
  return cnd_worksheet_dialog_get_pages (dialog);
}

static CndWorksheetDialog *
open_dialog (Ui *ui)
{
  GListModel *windows = gtk_window_get_toplevels ();

  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.worksheet", NULL);
  ui_settle (ui);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CND_IS_WORKSHEET_DIALOG (window))
        return CND_WORKSHEET_DIALOG (window); /* the list keeps it */
    }
  g_assert_not_reached ();
}

static gboolean
has_text (GPtrArray *pages, const char *text)
{
  for (guint p = 0; p < pages->len; p++)
    {
      guint n_items;
      const CndItem *items = cnd_scene_get_items (g_ptr_array_index (pages, p), &n_items);

      for (guint i = 0; i < n_items; i++)
        if (items[i].type == CND_ITEM_TEXT && strstr (items[i].text, text))
          return TRUE;
    }
  return FALSE;
}

static void
test_preview (Ui *ui, gconstpointer data)
{
  CndWorksheetDialog *dialog;
  GPtrArray *pages;
  guint n_pages;

  ui_open (ui, "alexnet.json");
  dialog = open_dialog (ui);
  pages = wait_for_pages (dialog);
  n_pages = pages->len;
  g_assert_false (has_text (pages, "34,944")); /* parameters of conv1 */
  gtk_switch_set_active (cnd_worksheet_dialog_get_switch (dialog, CND_BLANK_PARAMETERS), FALSE);
  g_assert_true (has_text (wait_for_pages (dialog), "34,944"));
  gtk_switch_set_active (cnd_worksheet_dialog_get_picture_switch (dialog), TRUE);
  g_assert_cmpuint (wait_for_pages (dialog)->len, ==, n_pages + 1);
  /* the diagram shows shapes */
  gtk_switch_set_active (cnd_worksheet_dialog_get_switch (dialog, CND_BLANK_OUTPUT), TRUE);
  g_assert_cmpuint (wait_for_pages (dialog)->len, ==, n_pages);
}

static void
test_digits (Ui *ui, gconstpointer data)
{
  CndWorksheetDialog *dialog;

  ui_open (ui, "alexnet.json");
  cnd_settings_set_digits (cnd_application_get_settings (ui->application), CND_DIGITS_PERSIAN);
  dialog = open_dialog (ui);
  gtk_switch_set_active (cnd_worksheet_dialog_get_switch (dialog, CND_BLANK_PARAMETERS), FALSE);
  g_assert_true (has_text (wait_for_pages (dialog), "۳۴٬۹۴۴"));
}

static void
save (CndWorksheetDialog *dialog, const char *path, gboolean answers)
{
  g_autofree char *start = NULL;
  gsize length;

  cnd_worksheet_dialog_save (dialog, path, answers);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_get_contents (path, &start, &length, NULL));
  g_assert_true (g_str_has_prefix (start, "%PDF-"));
}

static void
test_files (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-XXXXXX", NULL);
  g_autofree char *sheet = g_build_filename (folder, "sheet.pdf", NULL), *key = g_build_filename (folder, "key.pdf", NULL);
  CndWorksheetDialog *dialog;

  ui_open (ui, "lenet5.json");
  dialog = open_dialog (ui);
  wait_for_pages (dialog);
  save (dialog, sheet, FALSE);
  save (dialog, key, TRUE);
  while (!cnd_app_window_get_last_message (ui->window))
    g_main_context_iteration (NULL, TRUE);
  g_unlink (sheet);
  g_unlink (key);
  g_rmdir (folder);
}

/* Closed while the pages are being made. */
static void
test_closing (Ui *ui, gconstpointer data)
{
  gpointer dialog;

  ui_open (ui, "densenet.json:264");
  dialog = open_dialog (ui);
  g_object_add_weak_pointer (dialog, &dialog);
  gtk_switch_set_active (cnd_worksheet_dialog_get_switch (dialog, CND_BLANK_MACS), FALSE);
  gtk_window_close (dialog);
  while (dialog)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/worksheet/preview-follows-choices", test_preview },
    { "/app/worksheet/digits-are-the-settings", test_digits },
    { "/app/worksheet/both-files-are-written", test_files },
    { "/app/worksheet/closing-ends-the-work", test_closing },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
