/* The window as a whole: opening, errors, saving, theme, direction, accessible names. */
#include "ui.h"

#include <string.h>

static void
test_opens (Ui *ui, gconstpointer data)
{
  static const struct
  {
    const char *name, *title, *parameters;
  } models[] = {
    { "alexnet.json", "AlexNet", "62,378,344" },
    { "googlenet.json", "GoogLeNet", "6,998,552" },
    { "vgg16.json", "VGG16", "138,357,544" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      ui_open (ui, models[i].name);
      g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (ui->window)), ==, models[i].title);
      g_assert_cmpstr (cnd_totals_get_value (cnd_app_window_get_totals (ui->window), 0), ==, models[i].parameters);
    }
}

static void
test_views (Ui *ui, gconstpointer data)
{
  gpointer gallery = cnd_app_window_get_gallery_page (ui->window);

  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "gallery");
  /* without a model there is nothing else to see */
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.view", "s", "graph");
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "gallery");
  ui_open (ui, "alexnet.json");
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "graph");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.show-models", NULL);
  ui_settle (ui);
  g_assert_true (gtk_widget_get_mapped (gallery));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (cnd_app_window_get_inspector (ui->window))));
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.show-models", NULL);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "graph");
}

static char *
make_file (const char *name, const char *text)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_views_later (Ui *ui, gconstpointer data)
{
  static const char *const views[] = { "table", "chart", "compare", "verify" };
  GtkStack *stack = ui->window->stack;

  ui_open (ui, "alexnet.json");
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GtkWidget *place = gtk_stack_get_child_by_name (stack, views[i]);

      g_assert_null (adw_bin_get_child (ADW_BIN (place)));
      cnd_app_window_set_view (ui->window, views[i]);
      g_assert_nonnull (adw_bin_get_child (ADW_BIN (place)));
    }
}

/* Where one begins to read, also in a table that is wider than its room. */
static void
test_table_begins (Ui *ui, gconstpointer data)
{
  GtkWidget *table, *heading;
  graphene_rect_t bounds;

  gtk_window_set_default_size (GTK_WINDOW (ui->window), 900, 600);
  ui_open (ui, "googlenet.json");
  cnd_app_window_set_view (ui->window, "table");
  ui_settle (ui);
  table = GTK_WIDGET (cnd_layer_table_get_table (cnd_app_window_get_layer_table (ui->window)));
  heading = gtk_widget_get_first_child (gtk_widget_get_first_child (table));
  g_assert_true (gtk_widget_compute_bounds (heading, table, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (table));
}

/* As from the command line: before it is on the screen. */
static void
test_begins (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *good = g_build_filename (folder, "alexnet.json", NULL);
  g_autofree char *bad = make_file ("bad.json", "{\n");
  const char *const paths[] = { good, bad };
  const char *const views[] = { "graph", "gallery" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      CndAppWindow *window = CND_APP_WINDOW (cnd_app_window_new (GTK_APPLICATION (ui->application), cnd_application_get_settings (ui->application),
                                                                 cnd_application_get_gallery (ui->application),
                                                                 cnd_application_get_thumbnails (ui->application)));

      cnd_app_window_open (window, paths[i]);
      gtk_window_present (GTK_WINDOW (window));
      g_assert_cmpstr (cnd_app_window_get_view (window), ==, "graph");
      while (cnd_document_get_busy (cnd_app_window_get_document (window)))
        g_main_context_iteration (NULL, TRUE);
      while (cnd_app_window_get_last_message (window) == NULL && cnd_document_get_scene (cnd_app_window_get_document (window)) == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (cnd_app_window_get_view (window), ==, views[i]);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static GtkWindow *
find_dialog (Ui *ui)
{
  g_autoptr (GListModel) windows = G_LIST_MODEL (g_object_ref (gtk_window_get_toplevels ()));

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (ui->window) && gtk_window_get_transient_for (window) == GTK_WINDOW (ui->window))
        return window;
    }
  return NULL;
}

static void
test_error (Ui *ui, gconstpointer data)
{
  g_autofree char *path = make_file ("broken.json", "{\n  \"name\": \"x\",,\n}\n");
  CndScene *scene;
  GtkWindow *dialog;

  ui_open (ui, "alexnet.json");
  scene = cnd_document_get_scene (ui->document);
  cnd_app_window_open (ui->window, path);
  ui_settle (ui);
  dialog = find_dialog (ui);
  g_assert_nonnull (dialog);
  g_assert_nonnull (strstr (cnd_app_window_get_last_message (ui->window), "broken.json, line 2, column"));
  g_assert_true (cnd_document_get_scene (ui->document) == scene);
  gtk_window_destroy (dialog);
}

static void
test_saves (Ui *ui, gconstpointer data)
{
  g_autofree char *path = make_file ("diagram.svg", "");
  g_autofree char *text = NULL;

  ui_open (ui, "alexnet.json");
  cnd_app_window_save_scene (ui->window, cnd_document_get_scene (ui->document), path, 2);
  while (!cnd_app_window_get_last_message (ui->window))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cnd_app_window_get_last_message (ui->window), ==, "Saved as “diagram.svg”");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "</svg>"));
  g_assert_nonnull (strstr (text, ">conv1<"));
}

static void
test_fails_to_save (Ui *ui, gconstpointer data)
{
  g_autofree char *file = make_file ("file", "");
  g_autofree char *path = g_build_filename (file, "diagram.svg", NULL);

  ui_open (ui, "alexnet.json");
  cnd_app_window_save_scene (ui->window, cnd_document_get_scene (ui->document), path, 2);
  while (!cnd_app_window_get_last_message (ui->window))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (cnd_app_window_get_last_message (ui->window), "cannot be saved"));
}

static void
test_theme (Ui *ui, gconstpointer data)
{
  CndSettings *settings = cnd_application_get_settings (ui->application);

  ui_open (ui, "alexnet.json");
  cnd_settings_set_color_scheme (settings, CND_COLOR_SCHEME_DARK);
  ui_settle (ui);
  g_assert_cmpint (cnd_scene_get_theme (cnd_document_get_scene (ui->document)), ==, CND_THEME_DARK);
  cnd_settings_set_color_scheme (settings, CND_COLOR_SCHEME_LIGHT);
  ui_settle (ui);
  g_assert_cmpint (cnd_scene_get_theme (cnd_document_get_scene (ui->document)), ==, CND_THEME_LIGHT);
}

static void
test_digits (Ui *ui, gconstpointer data)
{
  ui_open (ui, "alexnet.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "settings.digits", "i", CND_DIGITS_PERSIAN);
  ui_settle (ui);
  g_assert_nonnull (strstr (cnd_totals_get_value (cnd_app_window_get_totals (ui->window), 0), "۶۲٬۳۷۸٬۳۴۴"));
}

static double
get_x (Ui *ui, gpointer widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (ui->window), &bounds));
  return bounds.origin.x;
}

static void
test_panels (Ui *ui, gconstpointer data)
{
  gpointer inspector = cnd_app_window_get_inspector (ui->window);
  int width;

  ui_open (ui, "alexnet.json");
  width = gtk_widget_get_width (GTK_WIDGET (ui->canvas));
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.show-panel", NULL);
  ui_settle (ui);
  g_assert_false (gtk_widget_get_mapped (inspector));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (ui->canvas)), >, width);
}

/* Panels change sides; the picture does not turn round. */
static void
test_mirrors (Ui *ui, gconstpointer data)
{
  CndPoint in, out;

  ui_open (ui, "lenet5.json");
  cnd_settings_set_flow (cnd_application_get_settings (ui->application), CND_FLOW_RIGHT);
  ui_settle (ui);
  in = ui_find_layer (ui, "input");
  out = ui_find_layer (ui, cnd_network_get_layers (cnd_document_get_network (ui->document), NULL)[1].id);
  g_assert_cmpfloat (in.x, <, out.x);
  if (gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL)
    g_assert_cmpfloat (get_x (ui, ui->canvas), >, get_x (ui, cnd_app_window_get_inspector (ui->window)));
  else
    g_assert_cmpfloat (get_x (ui, ui->canvas), <, get_x (ui, cnd_app_window_get_inspector (ui->window)));
}

static void
set_up_rtl (Ui *ui, gconstpointer data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ui_set_up (ui, data);
}

static void
tear_down_rtl (Ui *ui, gconstpointer data)
{
  ui_tear_down (ui, data);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_small (Ui *ui, gconstpointer data)
{
  static const char *const views[] = { "gallery", "graph", "table", "chart", "compare", "verify" };
  int width, height;

  ui_open (ui, "condensenet.json:86");
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      cnd_app_window_set_view (ui->window, views[i]);
      gtk_widget_measure (GTK_WIDGET (ui->window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      gtk_widget_measure (GTK_WIDGET (ui->window), GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
      g_test_message ("%s: %d × %d", views[i], width, height);
      g_assert_cmpint (width, <=, 1024);
      g_assert_cmpint (height, <=, 768);
    }
}

/* ---- Accessible names --------------------------------------------------------------- */

static gboolean
has_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (has_text (child))
      return TRUE;
  return FALSE;
}

static gboolean
is_interactive (GtkWidget *widget)
{
  if (GTK_IS_LIST_BOX_ROW (widget))
    return gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (widget));
  if (GTK_IS_FLOW_BOX_CHILD (widget))
    return TRUE;
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_EDITABLE (widget) || GTK_IS_RANGE (widget) ||
         GTK_IS_SWITCH (widget) || GTK_IS_DROP_DOWN (widget) || CND_IS_CANVAS (widget);
}

/* Parts of these are GTK's own. */
static gboolean
is_whole (GtkWidget *widget)
{
  return GTK_IS_SPIN_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget) ||
         GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_LABEL (widget);
}

static guint
count_nameless (GtkWidget *widget, guint *n_named)
{
  guint n = 0;

  if (!gtk_widget_get_visible (widget) || GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_SCROLLBAR (widget))
    return 0;
  if (is_interactive (widget) && !has_text (widget) &&
      !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_test_message ("a %s in a %s has no accessible name", G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      n++;
    }
  else if (is_interactive (widget))
    ++*n_named;
  if (is_whole (widget))
    return n;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    n += count_nameless (child, n_named);
  return n;
}

static void
test_names (Ui *ui, gconstpointer data)
{
  static const char *const views[] = { "gallery", "graph", "table", "chart", "compare", "verify" };
  guint n_named = 0;

  ui_open (ui, "condensenet.json:86");
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      cnd_app_window_set_view (ui->window, views[i]);
      cnd_app_window_show_page (ui->window, i % 2 == 0 ? "what-if" : "inspector");
      ui_settle (ui);
      g_assert_cmpuint (count_nameless (GTK_WIDGET (ui->window), &n_named), ==, 0);
    }
  g_assert_cmpuint (n_named, >, 60);
}

static GtkWindow *
find_shortcuts (Ui *ui)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (GTK_IS_SHORTCUTS_WINDOW (window) && gtk_window_get_transient_for (window) == GTK_WINDOW (ui->window))
        return window;
    }
  return NULL;
}

/* As often as it is wanted; it goes with its window. */
static void
test_shortcuts (Ui *ui, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (find_shortcuts (ui));
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.show-shortcuts", NULL));
      ui_settle (ui);
      g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (find_shortcuts (ui))));
      if (i == 0)
        gtk_window_close (find_shortcuts (ui));
      ui_settle (ui);
    }
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/window/models-open-with-their-counts", test_opens },
    { "/app/window/the-gallery-gives-way-to-the-graph", test_views },
    { "/app/window/a-view-is-made-when-it-is-shown", test_views_later },
    { "/app/window/tables-begin-with-their-first-column", test_table_begins },
    { "/app/window/a-model-to-begin-with-spares-the-gallery", test_begins },
    { "/app/window/an-error-is-shown-with-its-place", test_error },
    { "/app/window/the-diagram-is-saved", test_saves },
    { "/app/window/a-failed-save-is-said", test_fails_to_save },
    { "/app/window/the-picture-follows-the-colour-scheme", test_theme },
    { "/app/window/digits-are-persian-by-choice", test_digits },
    { "/app/window/panels-make-room", test_panels },
    { "/app/window/panels-stand-left-to-right", test_mirrors },
    { "/app/window/it-fits-a-small-screen", test_small },
    { "/app/window/every-interactive-widget-has-a-name", test_names },
    { "/app/window/shortcuts-are-shown-when-asked-for", test_shortcuts },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  g_test_add ("/app/window/panels-mirror-right-to-left", Ui, NULL, set_up_rtl, test_mirrors, tear_down_rtl);
  g_test_add ("/app/window/tables-begin-with-their-first-column-right-to-left", Ui, NULL, set_up_rtl, test_table_begins, tear_down_rtl);
  return g_test_run ();
}
