/* Saving models and pictures, and what happens to unsaved values. */
#include "ui.h"

#include "app/export-dialog-private.h"

#include <string.h>

#define EXPORT_ICON "document-save-symbolic"

static char *
make_path (const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);

  return g_build_filename (folder, name, NULL);
}

static void
change (Ui *ui)
{
  gint hidden = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), "hidden", NULL);

  g_assert_cmpint (hidden, >=, 0);
  cnd_document_set_parameter (ui->document, (guint) hidden, 0, 1024);
  ui_settle (ui);
}

static void
test_saves (Ui *ui, gconstpointer data)
{
  g_autofree char *path = make_path ("mine.json");
  guint64 parameters;

  ui_open (ui, "alexnet.json");
  g_assert_false (cnd_document_get_unsaved (ui->document));
  change (ui);
  g_assert_true (cnd_document_get_unsaved (ui->document));
  parameters = cnd_report_get_total (cnd_document_get_report (ui->document))->parameters;
  cnd_app_window_save (ui->window, path);
  while (cnd_document_get_unsaved (ui->document))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cnd_document_get_path (ui->document), ==, path);
  ui_settle (ui);
  /* the file opens with the changed values */
  ui_open (ui, "lenet5.json");
  cnd_app_window_open (ui->window, path);
  ui_settle (ui);
  g_assert_cmpuint (cnd_report_get_total (cnd_document_get_report (ui->document))->parameters, ==, parameters);
}

static void
answer (Ui *ui, const char *response)
{
  GtkWidget *question = cnd_app_window_get_question (ui->window);

  g_assert_nonnull (question);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
  g_assert_null (cnd_app_window_get_question (ui->window));
  ui_settle (ui);
}

static void
test_asks_to_open (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *other = g_build_filename (folder, "lenet5.json", NULL);

  ui_open (ui, "alexnet.json");
  change (ui);
  cnd_app_window_open (ui->window, other);
  answer (ui, "cancel");
  g_assert_cmpstr (cnd_document_get_title (ui->document), ==, "AlexNet");
  cnd_app_window_open (ui->window, other);
  answer (ui, "discard");
  g_assert_cmpstr (cnd_document_get_title (ui->document), ==, "LeNet-5");
}

static void
test_asks_to_close (Ui *ui, gconstpointer data)
{
  ui_open (ui, "alexnet.json");
  change (ui);
  gtk_window_close (GTK_WINDOW (ui->window));
  ui_settle (ui);
  answer (ui, "cancel");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (ui->window)));
  /* a preset's values can be had again: nothing to ask */
  cnd_document_reset_values (ui->document);
  ui_settle (ui);
  g_assert_false (cnd_document_get_unsaved (ui->document));
}

static void
test_restores (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *shipped = g_build_filename (folder, "alexnet.json", NULL);
  g_autofree char *path = make_path ("left.json");
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (shipped, &text, &length, NULL));
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  cnd_app_window_restore (ui->window, path);
  ui_settle (ui);
  g_assert_cmpstr (cnd_document_get_title (ui->document), ==, "AlexNet");
  g_assert_true (cnd_document_get_unsaved (ui->document));
  g_assert_null (cnd_document_get_path (ui->document));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_restores_title (Ui *ui, gconstpointer data)
{
  g_autofree char *path = make_path ("left.json");
  g_autofree char *subtitle = NULL;
  g_autofree char *text = NULL;
  guint64 parameters;
  gint layers;

  ui_open (ui, "vgg.json:vgg16");
  parameters = cnd_report_get_total (cnd_document_get_report (ui->document))->parameters;
  layers = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), "convolutions", NULL);
  g_assert_cmpint (layers, >=, 0);
  cnd_document_set_parameter (ui->document, (guint) layers, 0, 3);
  ui_settle (ui);
  subtitle = g_strdup (cnd_document_get_subtitle (ui->document));
  g_assert_cmpstr (subtitle, ==, "VGG16, changed");
  text = cnd_document_dup_model (ui->document);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  cnd_document_reset_values (ui->document);
  ui_settle (ui);
  cnd_app_window_restore (ui->window, path);
  ui_settle (ui);
  g_assert_cmpstr (cnd_document_get_subtitle (ui->document), ==, subtitle);
  g_assert_true (cnd_document_get_unsaved (ui->document));
  g_assert_cmpuint (cnd_report_get_total (cnd_document_get_baseline (ui->document))->parameters, ==, parameters);
}

/* ---- The diagram -------------------------------------------------------------------- */

static CndScene *
wait_for_preview (CndExportDialog *dialog)
{
  while (!cnd_export_dialog_get_scene (dialog))
    g_main_context_iteration (NULL, TRUE);
  return cnd_export_dialog_get_scene (dialog);
}

static void
test_exports (Ui *ui, gconstpointer data)
{
  g_autofree char *path = make_path ("diagram.svg");
  g_autofree char *text = NULL;
  CndExportDialog *dialog;
  CndScene *scene;
  double height;

  ui_open (ui, "googlenet.json");
  dialog = CND_EXPORT_DIALOG (cnd_export_dialog_new (ui->window, CND_FORMAT_SVG));
  gtk_window_present (GTK_WINDOW (dialog));
  scene = wait_for_preview (dialog);
  height = cnd_scene_get_bounds (scene).height;
  adw_combo_row_set_selected (cnd_export_dialog_get_theme_row (dialog), CND_THEME_PRINT);
  adw_combo_row_set_selected (cnd_export_dialog_get_depth_row (dialog), 1);
  scene = wait_for_preview (dialog);
  g_assert_cmpint (cnd_scene_get_theme (scene), ==, CND_THEME_PRINT);
  g_assert_cmpfloat (cnd_scene_get_bounds (scene).height, <, height);
  cnd_export_dialog_save (dialog, path);
  while (!cnd_app_window_get_last_message (ui->window))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cnd_app_window_get_last_message (ui->window), ==, "Saved as “diagram.svg”");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "</svg>"));
}

/* (nullable): the one that is open */
static CndExportDialog *
find_export_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (CND_IS_EXPORT_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return CND_EXPORT_DIALOG (window); /* the list keeps it */
    }
  return NULL;
}

static GtkMenuButton *
find_export_button (GtkWidget *widget)
{
  GtkMenuButton *found = NULL;

  if (GTK_IS_MENU_BUTTON (widget) && g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)), EXPORT_ICON) == 0)
    return GTK_MENU_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_export_button (child);
  return found;
}

/* Opens, exports to a file, and is gone. */
static void
export_from_dialog (Ui *ui, CndFormat format)
{
  static const char *const names[] = { "diagram.svg", "diagram.png", "diagram.pdf" };
  g_autofree char *path = make_path (names[format]);
  CndExportDialog *dialog = find_export_dialog ();

  g_assert_nonnull (dialog);
  g_assert_cmpuint (adw_combo_row_get_selected (cnd_export_dialog_get_format_row (dialog)), ==, format);
  wait_for_preview (dialog);
  cnd_export_dialog_save (dialog, path);
  while (!g_file_test (path, G_FILE_TEST_EXISTS) || find_export_dialog ())
    g_main_context_iteration (NULL, TRUE);
}

static void
test_export_opens (Ui *ui, gconstpointer data)
{
  GtkMenuButton *button = find_export_button (GTK_WIDGET (ui->window));
  g_autoptr (GMenuModel) section = NULL;

  ui_open (ui, "alexnet.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.export", "s", "svg");
  ui_settle (ui);
  export_from_dialog (ui, CND_FORMAT_SVG);
  g_assert_nonnull (button);
  gtk_menu_button_popup (button);
  gtk_menu_button_popdown (button);
  section = g_menu_model_get_item_link (gtk_menu_button_get_menu_model (button), 0, G_MENU_LINK_SECTION);
  g_assert_cmpint (g_menu_model_get_n_items (section), ==, CND_FORMAT_PDF + 1);
  for (int i = 0; i <= CND_FORMAT_PDF; i++)
    {
      g_autoptr (GVariant) action = g_menu_model_get_item_attribute_value (section, i, G_MENU_ATTRIBUTE_ACTION, NULL);
      g_autoptr (GVariant) target = g_menu_model_get_item_attribute_value (section, i, G_MENU_ATTRIBUTE_TARGET, NULL);

      g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (button), g_variant_get_string (action, NULL), target));
      ui_settle (ui);
      export_from_dialog (ui, (CndFormat) i);
    }
}

static void
test_exports_selection (Ui *ui, gconstpointer data)
{
  CndExportDialog *dialog;
  guint layer;

  ui_open (ui, "alexnet.json");
  layer = cnd_network_find_layer (cnd_document_get_network (ui->document), "conv1");
  cnd_selection_select_layer (cnd_document_get_selection (ui->document), layer);
  dialog = CND_EXPORT_DIALOG (cnd_export_dialog_new (ui->window, CND_FORMAT_SVG));
  gtk_window_present (GTK_WINDOW (dialog));
  wait_for_preview (dialog);
  gtk_switch_set_active (cnd_export_dialog_get_selection_switch (dialog), TRUE);
  wait_for_preview (dialog);
  g_assert_cmpuint (cnd_scene_find_layer (cnd_export_dialog_get_scene (dialog), layer), !=, G_MAXUINT);
  g_assert_cmpuint (cnd_scene_find_layer (cnd_export_dialog_get_scene (dialog), layer + 1), ==, G_MAXUINT);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
clipboard_read (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copies (Ui *ui, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (ui->window));
  g_autofree char *text = NULL;

  ui_open (ui, "alexnet.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.copy-picture", "s", "svg");
  while (!cnd_app_window_get_last_message (ui->window))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "image/svg+xml"));
  gdk_clipboard_read_text_async (clipboard, NULL, clipboard_read, &text);
  while (!text)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (text, "</svg>"));
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.copy-picture", "s", "png");
  while (!strstr (cnd_app_window_get_last_message (ui->window), "PNG"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "image/png"));
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/saving/a-model-keeps-its-values", test_saves },
    { "/app/saving/opening-another-asks-first", test_asks_to_open },
    { "/app/saving/closing-asks-first", test_asks_to_close },
    { "/app/saving/what-a-crash-left-is-restored", test_restores },
    { "/app/saving/what-is-restored-is-called-as-before", test_restores_title },
    { "/app/saving/the-diagram-is-exported-as-chosen", test_exports },
    { "/app/saving/action-and-menu-open-the-export", test_export_opens },
    { "/app/saving/the-selection-alone-is-exported", test_exports_selection },
    { "/app/saving/the-diagram-is-copied", test_copies },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
