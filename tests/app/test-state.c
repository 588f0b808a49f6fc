/* What the application remembers from one window and one start to the next, several windows, and preferences on the open window. */
#include "ui.h"

#include "app/preferences-private.h"

typedef struct
{
  CndApplication *application;
  GSettings *storage;
} State;

/* A window of the application's own, as the tests' helpers take them. */
static Ui
use_window (State *state, CndAppWindow *window)
{
  return (Ui){ state->application, window, cnd_app_window_get_document (window), cnd_app_window_get_canvas (window) };
}

static CndAppWindow *
get_window (State *state)
{
  return CND_APP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (state->application)));
}

static guint
count_windows (State *state)
{
  return g_list_length (gtk_application_get_windows (GTK_APPLICATION (state->application)));
}

/* As a start of the program: the first activation makes a window. */
static Ui
start (State *state)
{
  Ui ui;

  g_application_activate (G_APPLICATION (state->application));
  ui = use_window (state, get_window (state));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (ui.window));
  return ui;
}

/* As its user closes it. */
static void
close_window (Ui *ui)
{
  gpointer window = ui->window, document = ui->document;

  g_object_add_weak_pointer (G_OBJECT (ui->window), &window);
  g_object_add_weak_pointer (G_OBJECT (ui->document), &document);
  gtk_window_close (GTK_WINDOW (ui->window));
  ui_wait_until_gone (&window, "the window");
  ui_wait_until_gone (&document, "the document");
}

static void
set_up (State *state, gconstpointer data)
{
  static const char *const keys[] = { "window-size", "maximized", "show-panel", "recent", "open-documents", "bookmarks" };

  state->application = CND_APPLICATION (g_application_get_default ());
  state->storage = cnd_session_open_storage ();
  g_assert_nonnull (state->storage);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (state->storage, keys[i]);
  g_settings_set_boolean (state->storage, "welcomed", TRUE);
}

static void
tear_down (State *state, gconstpointer data)
{
  CndSettings *settings = cnd_application_get_settings (state->application);

  while (get_window (state))
    {
      Ui ui = use_window (state, get_window (state));

      ui_settle (&ui);
      close_window (&ui);
    }
  g_object_set (settings, "digits", CND_DIGITS_LATIN, "flow", CND_FLOW_DOWN, "convention", CND_CONVENTION_DEFAULT, "color-scheme",
                CND_COLOR_SCHEME_SYSTEM, "motion", CND_MOTION_SYSTEM, NULL);
  g_object_unref (state->storage);
}

/* ---- What is remembered ----------------------------------------------------------------- */

static void
test_size (State *state, gconstpointer data)
{
  Ui ui = start (state);
  gboolean show_panel;
  int width, height;

  gtk_window_set_default_size (GTK_WINDOW (ui.window), 1111, 777);
  g_object_set (ui.window, "show-panel", FALSE, NULL);
  ui_settle (&ui);
  close_window (&ui);
  ui = start (state);
  gtk_window_get_default_size (GTK_WINDOW (ui.window), &width, &height);
  g_object_get (ui.window, "show-panel", &show_panel, NULL);
  g_assert_cmpint (width, ==, 1111);
  g_assert_cmpint (height, ==, 777);
  g_assert_false (show_panel);
}

static void
test_documents (State *state, gconstpointer data)
{
  Ui ui = start (state);
  g_autofree char *name = NULL, *again = NULL;

  ui_open (&ui, "condensenet.json:86");
  name = cnd_document_dup_open_name (ui.document);
  g_assert_true (g_str_has_suffix (name, "condensenet.json:86"));
  close_window (&ui);
  ui = start (state);
  ui_settle (&ui);
  g_assert_nonnull (cnd_document_get_scene (ui.document));
  again = cnd_document_dup_open_name (ui.document);
  g_assert_cmpstr (again, ==, name);
  g_assert_cmpstr (cnd_app_window_get_view (ui.window), ==, "graph");
}

static void
test_bookmarks (State *state, gconstpointer data)
{
  Ui ui = start (state);
  CndViewport kept;
  const CndViewport *again;

  ui_open (&ui, "lenet5.json");
  cnd_canvas_zoom (ui.canvas, 1.3, (CndPoint){ 100, 100 });
  ui_settle (&ui);
  kept = *cnd_canvas_get_viewport (ui.canvas);
  gtk_widget_activate_action (GTK_WIDGET (ui.canvas), "canvas.bookmark", "i", 3);
  close_window (&ui);
  ui = start (state); /* with the same model */
  ui_settle (&ui);
  cnd_canvas_fit (ui.canvas);
  gtk_widget_activate_action (GTK_WIDGET (ui.canvas), "canvas.go-to-bookmark", "i", 3);
  ui_settle (&ui);
  again = cnd_canvas_get_viewport (ui.canvas);
  g_assert_cmpfloat_with_epsilon (again->scale, kept.scale, 1e-6);
  /* of another model it is none */
  ui_open (&ui, "alexnet.json");
  gtk_widget_activate_action (GTK_WIDGET (ui.canvas), "canvas.go-to-bookmark", "i", 3);
  g_assert_nonnull (strstr (cnd_app_window_get_last_message (ui.window), "No view is kept"));
}

/* A model that is no more is not missed. */
static void
test_missing (State *state, gconstpointer data)
{
  const char *const names[] = { "/no/such/model.json", NULL };
  Ui ui;

  g_settings_set_strv (state->storage, "open-documents", names);
  ui = start (state);
  g_assert_cmpuint (count_windows (state), ==, 1);
  g_assert_null (cnd_app_window_get_last_message (ui.window));
  g_assert_cmpstr (cnd_app_window_get_view (ui.window), ==, "gallery");
}

static void
test_recent (State *state, gconstpointer data)
{
  Ui ui = start (state);
  g_auto (GStrv) recent = NULL;

  ui_open (&ui, "lenet5.json");
  ui_open (&ui, "alexnet.json");
  recent = g_settings_get_strv (state->storage, "recent");
  g_assert_cmpuint (g_strv_length (recent), ==, 2);
  g_assert_nonnull (strstr (recent[0], "alexnet.json"));
  g_assert_nonnull (strstr (recent[1], "lenet5.json"));
}

/* ---- Windows ---------------------------------------------------------------------------- */

static void
test_again (State *state, gconstpointer data)
{
  Ui ui = start (state);

  g_application_activate (G_APPLICATION (state->application));
  g_assert_cmpuint (count_windows (state), ==, 1);
  g_assert_true (get_window (state) == ui.window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (ui.window)));
}

static void
test_several (State *state, gconstpointer data)
{
  Ui first = start (state), second;
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "alexnet.json", NULL);
  g_auto (GStrv) names = NULL;

  ui_open (&first, "lenet5.json");
  /* a window that shows a model keeps it */
  g_application_open (G_APPLICATION (state->application), &file, 1, "");
  g_assert_cmpuint (count_windows (state), ==, 2);
  second = use_window (state, get_window (state));
  g_assert_true (second.window != first.window);
  ui_settle (&second);
  g_assert_cmpstr (cnd_document_get_architecture (first.document)->name, ==, "LeNet-5");
  g_assert_cmpstr (cnd_document_get_architecture (second.document)->name, ==, "AlexNet");
  /* each has values of its own */
  g_assert_true (cnd_document_get_values (first.document) != cnd_document_get_values (second.document));
  names = g_settings_get_strv (state->storage, "open-documents");
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  close_window (&second);
  g_assert_cmpuint (count_windows (state), ==, 1);
  g_assert_nonnull (cnd_document_get_scene (first.document));
}

static void
test_new_window (State *state, gconstpointer data)
{
  Ui first = start (state);

  ui_open (&first, "lenet5.json");
  g_action_group_activate_action (G_ACTION_GROUP (state->application), "new-window", NULL);
  g_assert_cmpuint (count_windows (state), ==, 2);
  g_assert_cmpstr (cnd_app_window_get_view (get_window (state)), ==, "gallery");
}

static void
test_drop (State *state, gconstpointer data)
{
  Ui ui = start (state);
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "alexnet.json", NULL);
  GSList files = { file, NULL };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &files);
  g_signal_emit_by_name (ui_find_controller (ui.window, GTK_TYPE_DROP_TARGET), "drop", &value, 100.0, 100.0, &taken);
  g_assert_true (taken);
  ui_settle (&ui);
  g_assert_cmpstr (cnd_document_get_architecture (ui.document)->name, ==, "AlexNet");
  g_assert_cmpstr (cnd_app_window_get_view (ui.window), ==, "graph");
}

/* ---- Preferences ------------------------------------------------------------------------- */

/* (nullable): the row of a title */
static AdwComboRow *
find_row (GtkWidget *widget, const char *title)
{
  AdwComboRow *found = NULL;

  if (ADW_IS_COMBO_ROW (widget) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return ADW_COMBO_ROW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

static GBytes *
paint (Ui *ui)
{
  ui_settle (ui);
  return cnd_paint_write_svg (cnd_document_get_scene (ui->document));
}

/* Choosing in the row changes the picture of the open window. */
static void
choose (Ui *ui, GtkWidget *preferences, const char *title, guint choice, gboolean changes)
{
  AdwComboRow *row = find_row (preferences, title);
  g_autoptr (GBytes) before = paint (ui), after = NULL;

  g_test_message ("%s", title);
  g_assert_nonnull (row);
  g_assert_cmpuint (adw_combo_row_get_selected (row), !=, choice);
  adw_combo_row_set_selected (row, choice);
  after = paint (ui);
  g_assert_cmpint (g_bytes_equal (before, after), ==, !changes);
}

static void
test_preferences (State *state, gconstpointer data)
{
  Ui ui = start (state);
  CndSettings *settings = cnd_application_get_settings (state->application);
  GtkWidget *preferences = cnd_preferences_window_new (GTK_WINDOW (ui.window), settings);
  CndReport *report;

  ui_open (&ui, "lenet5.json");
  gtk_window_present (GTK_WINDOW (preferences));
  choose (&ui, preferences, "Digits", CND_DIGITS_PERSIAN, TRUE);
  choose (&ui, preferences, "Digits", CND_DIGITS_LATIN, TRUE);
  choose (&ui, preferences, "Units", CND_UNITS_NONE, TRUE);
  choose (&ui, preferences, "Units", CND_UNITS_BINARY, TRUE);
  choose (&ui, preferences, "Direction of flow", CND_FLOW_RIGHT, TRUE);
  choose (&ui, preferences, "Colors", CND_COLOR_SCHEME_DARK, TRUE);
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  g_assert_cmpint (cnd_settings_get_theme (settings), ==, CND_THEME_DARK);
  choose (&ui, preferences, "Colors", CND_COLOR_SCHEME_LIGHT, TRUE);
  report = cnd_document_get_report (ui.document);
  adw_combo_row_set_selected (find_row (preferences, "Counting convention"), CND_CONVENTION_CONDENSENET);
  ui_settle (&ui);
  g_assert_true (cnd_document_get_report (ui.document) != report);
  g_assert_cmpint (cnd_report_get_convention (cnd_document_get_report (ui.document)), ==, CND_CONVENTION_CONDENSENET);
  /* animations do not change the picture, but the way to it */
  choose (&ui, preferences, "Animations", CND_MOTION_ALWAYS, FALSE);
  g_assert_true (cnd_canvas_wants_motion (ui.canvas));
  choose (&ui, preferences, "Animations", CND_MOTION_NEVER, FALSE);
  g_assert_false (cnd_canvas_wants_motion (ui.canvas));
  gtk_window_destroy (GTK_WINDOW (preferences));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (State *state, gconstpointer data);
  } tests[] = {
    { "/app/state/size-and-panel-are-the-next-windows", test_size },
    { "/app/state/open-models-are-opened-at-the-next-start", test_documents },
    { "/app/state/bookmarks-are-there-at-the-next-start", test_bookmarks },
    { "/app/state/a-model-that-is-gone-is-not-missed", test_missing },
    { "/app/state/the-model-opened-last-is-the-first-of-the-recent", test_recent },
    { "/app/state/a-second-start-presents-the-window", test_again },
    { "/app/state/windows-have-models-of-their-own", test_several },
    { "/app/state/a-new-window-shows-the-gallery", test_new_window },
    { "/app/state/a-dropped-model-is-opened", test_drop },
    { "/app/state/preferences-act-on-the-open-window", test_preferences },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, State, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
