/* A thousand random actions from a fixed seed: actions, keys, pointer and every control that is on the screen. Nothing may complain
 * (criticals and warnings end the test), and every window that was closed must be gone. CND_SEED and CND_ACTIONS choose others. */
#include "ui.h"

#include <glib/gstdio.h>

#define SEED 20260
#define N_ACTIONS 1000u
#define SETTLE_EVERY 100u
#define MAX_TURNS 30u /* of the main loop after an action */

static const char *const models[] = {
  "alexnet.json", "vgg16.json", "lenet5.json", "googlenet.json", "condensenet.json",
};

typedef struct
{
  Ui *ui;
  CndRandom random;
  char *folder;        /* of copies that may be written to */
  GPtrArray *closed;   /* GWeakRef of windows that must be gone at the end */
} Monkey;

static guint
pick (Monkey *monkey, guint n)
{
  return (guint) cnd_base_next_random_below (&monkey->random, n);
}

/* ---- What is on the screen ------------------------------------------------------------ */

static void
list_widgets (GtkWidget *widget, GPtrArray *all)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  g_ptr_array_add (all, g_object_ref (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    list_widgets (child, all);
}

/* Ours; a dialog of GTK that chooses a file is closed instead. */
static gboolean
may_be_touched (GtkWidget *window)
{
  return g_str_has_prefix (G_OBJECT_TYPE_NAME (window), "Cnd") || ADW_IS_PREFERENCES_WINDOW (window);
}

/* The topmost window: who is modal has the pointer and the keys. */
static GtkWidget *
find_window (Monkey *monkey)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = GTK_WIDGET (monkey->ui->window);

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (window) && may_be_touched (window) && gtk_window_get_transient_for (GTK_WINDOW (window)))
        found = window;
    }
  return found;
}

static GPtrArray *
list_of_type (Monkey *monkey, GType type)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  list_widgets (find_window (monkey), all);
  for (guint i = 0; i < all->len; i++)
    if (G_TYPE_CHECK_INSTANCE_TYPE (g_ptr_array_index (all, i), type))
      g_ptr_array_add (found, g_object_ref (g_ptr_array_index (all, i)));
  return found;
}

static gpointer
pick_of_type (Monkey *monkey, GType type)
{
  g_autoptr (GPtrArray) found = list_of_type (monkey, type);

  return found->len > 0 ? g_object_ref (g_ptr_array_index (found, pick (monkey, found->len))) : NULL;
}

/* ---- Controls ------------------------------------------------------------------------- */

static void
click_button (Monkey *monkey)
{
  g_autoptr (GtkWidget) button = pick_of_type (monkey, GTK_TYPE_BUTTON);
  const char *action = button ? gtk_actionable_get_action_name (GTK_ACTIONABLE (button)) : NULL;

  if (button && g_strcmp0 (action, "window.close") != 0)
    g_signal_emit_by_name (button, "clicked");
}

static void
open_menu (Monkey *monkey)
{
  g_autoptr (GtkMenuButton) button = pick_of_type (monkey, GTK_TYPE_MENU_BUTTON);

  if (!button)
    return;
  gtk_menu_button_popup (button);
  for (guint i = 0; i < MAX_TURNS && g_main_context_iteration (NULL, FALSE); i++)
    ;
  gtk_menu_button_popdown (button);
}

static void
flip_switch (Monkey *monkey)
{
  g_autoptr (GtkSwitch) found = pick_of_type (monkey, GTK_TYPE_SWITCH);

  if (found)
    gtk_switch_set_active (found, !gtk_switch_get_active (found));
}

static void
choose (Monkey *monkey)
{
  g_autoptr (GtkDropDown) found = pick_of_type (monkey, GTK_TYPE_DROP_DOWN);
  GListModel *choices = found ? gtk_drop_down_get_model (found) : NULL;

  if (choices && g_list_model_get_n_items (choices) > 0)
    gtk_drop_down_set_selected (found, pick (monkey, g_list_model_get_n_items (choices)));
}

static void
choose_row (Monkey *monkey)
{
  g_autoptr (AdwComboRow) found = pick_of_type (monkey, ADW_TYPE_COMBO_ROW);
  GListModel *choices = found ? adw_combo_row_get_model (found) : NULL;

  if (choices && g_list_model_get_n_items (choices) > 0)
    adw_combo_row_set_selected (found, pick (monkey, g_list_model_get_n_items (choices)));
}

static void
move_slider (Monkey *monkey)
{
  g_autoptr (GtkRange) found = pick_of_type (monkey, GTK_TYPE_SCALE);
  GtkAdjustment *adjustment = found ? gtk_range_get_adjustment (found) : NULL;

  if (!adjustment)
    return;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment)
                                          + cnd_base_next_random_double (&monkey->random)
                                              * (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_lower (adjustment)));
}

static void
type_text (Monkey *monkey)
{
  static const char *const texts[] = { "", "conv", "3", "relu 1", "زبان", "99999999999999999999", "<b>&\xe2\x80\x8f", "pool" };
  g_autoptr (GtkEditable) found = pick_of_type (monkey, GTK_TYPE_SEARCH_ENTRY);

  if (found)
    gtk_editable_set_text (found, texts[pick (monkey, G_N_ELEMENTS (texts))]);
}

static void
sort_table (Monkey *monkey)
{
  g_autoptr (GtkWidget) found = pick_of_type (monkey, GTK_TYPE_COLUMN_VIEW);
  GtkColumnView *table = found ? GTK_COLUMN_VIEW (found) : NULL;
  GListModel *columns = table ? gtk_column_view_get_columns (table) : NULL;
  g_autoptr (GtkColumnViewColumn) column = NULL;

  if (!columns)
    return;
  column = g_list_model_get_item (columns, pick (monkey, g_list_model_get_n_items (columns)));
  gtk_column_view_sort_by_column (table, column, pick (monkey, 2) ? GTK_SORT_ASCENDING : GTK_SORT_DESCENDING);
}

static void
select_rows (Monkey *monkey)
{
  g_autoptr (GtkWidget) found = pick_of_type (monkey, GTK_TYPE_COLUMN_VIEW);
  GtkColumnView *table = found ? GTK_COLUMN_VIEW (found) : NULL;
  GtkSelectionModel *rows = table ? gtk_column_view_get_model (table) : NULL;
  guint n = rows ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;

  if (n > 0)
    gtk_selection_model_select_item (rows, pick (monkey, n), pick (monkey, 2));
}

static void
activate_row (Monkey *monkey)
{
  g_autoptr (GtkWidget) found = pick_of_type (monkey, GTK_TYPE_COLUMN_VIEW);
  GtkColumnView *table = found ? GTK_COLUMN_VIEW (found) : NULL;
  GtkSelectionModel *rows = table ? gtk_column_view_get_model (table) : NULL;
  guint n = rows ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;

  if (n > 0)
    g_signal_emit_by_name (table, "activate", pick (monkey, n));
}

/* ---- Pointer and keys ------------------------------------------------------------------ */

static void
send (Monkey *monkey, GtkEventController *controller, double x, double y)
{
  gboolean handled;

  if (GTK_IS_GESTURE_CLICK (controller))
    for (int i = 1, n = 1 + (int) pick (monkey, 2); i <= n; i++)
      {
        g_signal_emit_by_name (controller, "pressed", i, x, y);
        g_signal_emit_by_name (controller, "released", i, x, y);
      }
  else if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
    {
      g_signal_emit_by_name (controller, "motion", x, y);
      if (pick (monkey, 4) == 0)
        g_signal_emit_by_name (controller, "leave");
    }
  else if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
    g_signal_emit_by_name (controller, "scroll", (double) pick (monkey, 3) - 1, (double) pick (monkey, 3) - 1, &handled);
  else if (GTK_IS_GESTURE_DRAG (controller))
    {
      g_signal_emit_by_name (controller, "drag-begin", x, y);
      g_signal_emit_by_name (controller, "drag-update", (double) pick (monkey, 300) - 150, (double) pick (monkey, 300) - 150);
      g_signal_emit_by_name (controller, "drag-end", 3.0, 3.0);
    }
}

/* To our own widgets: what GTK's do with signals that no event brought is not ours. */
static void
use_pointer (Monkey *monkey)
{
  static GType (*const types[]) (void) = { cnd_canvas_get_type, cnd_canvas_get_type, cnd_scene_area_get_type, cnd_minimap_get_type };
  g_autoptr (GtkWidget) widget = pick_of_type (monkey, types[pick (monkey, G_N_ELEMENTS (types))] ());
  g_autoptr (GListModel) controllers = widget ? gtk_widget_observe_controllers (widget) : NULL;
  guint n = controllers ? g_list_model_get_n_items (controllers) : 0;
  g_autoptr (GtkEventController) controller = n > 0 ? g_list_model_get_item (controllers, pick (monkey, n)) : NULL;

  if (controller)
    send (monkey, controller, pick (monkey, 1 + (guint) gtk_widget_get_width (widget)),
          pick (monkey, 1 + (guint) gtk_widget_get_height (widget)));
}

static void
press_key (Monkey *monkey)
{
  static const guint keys[] = { GDK_KEY_space, GDK_KEY_Escape, GDK_KEY_Return, GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_Up, GDK_KEY_Down,
                                GDK_KEY_Home, GDK_KEY_End, GDK_KEY_plus, GDK_KEY_c, GDK_KEY_Tab, GDK_KEY_Menu };
  static const GdkModifierType modifiers[] = { 0, 0, GDK_SHIFT_MASK, GDK_CONTROL_MASK };
  g_autoptr (GtkWidget) widget = pick_of_type (monkey, pick (monkey, 3) ? CND_TYPE_CANVAS : CND_TYPE_SCENE_AREA);
  g_autoptr (GListModel) controllers = widget ? gtk_widget_observe_controllers (widget) : NULL;
  guint key = keys[pick (monkey, G_N_ELEMENTS (keys))];
  GdkModifierType state = modifiers[pick (monkey, G_N_ELEMENTS (modifiers))];
  gboolean handled;

  for (guint i = 0; controllers && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller))
        continue;
      g_signal_emit_by_name (controller, "key-pressed", key, 0u, state, &handled);
      g_signal_emit_by_name (controller, "key-released", key, 0u, state);
    }
}

/* ---- Actions --------------------------------------------------------------------------- */

static void
activate (Monkey *monkey)
{
  static const struct
  {
    const char *name, *parameter;
  } actions[] = {
    { "win.undo", NULL }, { "win.undo", NULL }, { "win.redo", NULL }, { "win.cancel", NULL }, { "win.cover", NULL },
    { "win.find", NULL }, { "win.find-next", NULL }, { "win.find-previous", NULL }, { "win.search", NULL },
    { "win.show-models", NULL }, { "win.show-panel", NULL }, { "win.worksheet", NULL }, { "win.open", NULL }, { "win.save-as", NULL },
    { "win.export", "'svg'" }, { "win.export", "'pdf'" }, { "win.copy-table", "'markdown'" }, { "win.save-table", "'csv'" },
    { "win.copy-picture", "'svg'" }, { "win.copy-picture", "'png'" }, { "win.save-chart", NULL }, { "win.show-shortcuts", NULL },
    { "win.view", "'graph'" }, { "win.view", "'graph'" }, { "win.view", "'table'" }, { "win.view", "'chart'" },
    { "win.view", "'compare'" }, { "win.view", "'verify'" }, { "win.view", "'run'" }, { "win.view", "'train'" }, { "win.view", "'nothing'" },
    { "view.zoom-in", NULL }, { "view.zoom-out", NULL }, { "view.actual-size", NULL }, { "view.fit", NULL },
    { "view.fit-selection", NULL }, { "view.back", NULL }, { "view.forward", NULL }, { "view.expand-all", NULL },
    { "view.collapse-all", NULL }, { "view.expand-default", NULL }, { "app.preferences", NULL }, { "app.about", NULL },
    { "settings.digits", "1" }, { "settings.digits", "0" }, { "settings.flow", "1" }, { "settings.flow", "0" },
    { "settings.shape", "1" }, { "settings.shape", "0" }, { "settings.color-scheme", "2" }, { "settings.color-scheme", "1" },
    { "settings.convention", "1" }, { "settings.convention", "0" }, { "settings.convention", "2" },
  };
  guint i = pick (monkey, G_N_ELEMENTS (actions));
  g_autoptr (GVariant) parameter = actions[i].parameter ? g_variant_ref_sink (g_variant_new_parsed (actions[i].parameter)) : NULL;

  g_test_message ("  %s %s", actions[i].name, actions[i].parameter ? actions[i].parameter : "");
  gtk_widget_activate_action_variant (GTK_WIDGET (monkey->ui->window), actions[i].name, parameter);
}

static void
activate_in_canvas (Monkey *monkey)
{
  static const char *const actions[] = {
    "canvas.toggle-block", "canvas.toggle-block", "canvas.select-all", "canvas.select-none", "canvas.select-parent", "canvas.scroll::up",
    "canvas.scroll::left", "canvas.travel::down", "canvas.travel::down", "canvas.travel::up", "canvas.travel::left",
    "canvas.travel::right", "canvas.bookmark(3)", "canvas.go-to-bookmark(3)", "canvas.go-to-bookmark(9)", "canvas.fit",
  };
  g_autofree char *name = NULL;
  g_autoptr (GVariant) parameter = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_action_parse_detailed_name (actions[pick (monkey, G_N_ELEMENTS (actions))], &name, &parameter, &error));
  gtk_widget_activate_action_variant (GTK_WIDGET (monkey->ui->canvas), name, parameter);
}

static void
open_model (Monkey *monkey)
{
  g_autofree char *path = g_build_filename (monkey->folder, models[pick (monkey, G_N_ELEMENTS (models))], NULL);

  if (find_window (monkey) == GTK_WIDGET (monkey->ui->window))
    cnd_app_window_open (monkey->ui->window, path);
}

static void
choose_preset (Monkey *monkey)
{
  CndArchitecture *architecture = cnd_document_get_architecture (monkey->ui->document);

  if (architecture && architecture->n_presets > 0)
    cnd_document_set_preset (monkey->ui->document, (gint) pick (monkey, architecture->n_presets), NULL);
}

static void
choose_stage (Monkey *monkey)
{
  CndReport *report = cnd_document_get_report (monkey->ui->document);

  if (report)
    cnd_document_set_stage (monkey->ui->document, pick (monkey, MAX (cnd_report_get_condensation (report), 1)));
}

static void
save (Monkey *monkey)
{
  const char *path = cnd_document_get_path (monkey->ui->document);

  if (path && g_str_has_prefix (path, monkey->folder))
    gtk_widget_activate_action (GTK_WIDGET (monkey->ui->window), "win.save", NULL);
}

static void
compare (Monkey *monkey)
{
  g_autofree char *path = g_build_filename (monkey->folder, models[pick (monkey, G_N_ELEMENTS (models))], NULL);

  if (cnd_document_get_report (monkey->ui->document))
    cnd_compare_view_compare (cnd_app_window_get_compare_view (monkey->ui->window), path);
}

static void
resize (Monkey *monkey)
{
  gtk_window_set_default_size (GTK_WINDOW (monkey->ui->window), 900 + (int) pick (monkey, 500), 600 + (int) pick (monkey, 300));
}

static void
must_go (Monkey *monkey, gpointer object)
{
  GWeakRef *ref = g_new (GWeakRef, 1);

  g_weak_ref_init (ref, object);
  g_ptr_array_add (monkey->closed, ref);
}

/* A second window opens a model, and is closed while that is going on. */
static void
use_second_window (Monkey *monkey)
{
  g_autofree char *path = g_build_filename (monkey->folder, models[pick (monkey, G_N_ELEMENTS (models))], NULL);
  CndApplication *application = monkey->ui->application;
  GtkWidget *window = cnd_app_window_new (GTK_APPLICATION (application), cnd_application_get_settings (application),
                                          cnd_application_get_gallery (application), cnd_application_get_thumbnails (application));

  must_go (monkey, window);
  must_go (monkey, cnd_app_window_get_document (CND_APP_WINDOW (window)));
  gtk_window_present (GTK_WINDOW (window));
  cnd_app_window_open (CND_APP_WINDOW (window), path);
  for (guint i = 0, n = pick (monkey, 60); i < n && g_main_context_iteration (NULL, FALSE); i++)
    ;
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Dialogs; sometimes the question about unsaved values is answered with yes. */
static void
close_others (Monkey *monkey)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (monkey->ui->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        g_ptr_array_add (others, g_object_ref (window));
    }
  for (guint i = 0; i < others->len; i++)
    {
      GtkWindow *window = g_ptr_array_index (others, i);

      g_test_message ("  %s", G_OBJECT_TYPE_NAME (window));

      if (!GTK_IS_SHORTCUTS_WINDOW (window)) /* which is kept for the next time */
        must_go (monkey, window);
      if (ADW_IS_MESSAGE_DIALOG (window) && pick (monkey, 2) && adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (window), "discard"))
        {
          adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "discard");
          gtk_window_destroy (window); /* as its button does */
        }
      else
        gtk_window_close (window);
    }
}

static const struct
{
  const char *name;
  guint weight;
  void (*act) (Monkey *monkey);
} acts[] = {
  { "button", 8, click_button }, { "menu", 1, open_menu }, { "switch", 3, flip_switch }, { "drop-down", 4, choose }, { "row", 3, choose_row },
  { "slider", 8, move_slider }, { "text", 3, type_text }, { "sort", 2, sort_table }, { "select", 3, select_rows }, { "enter", 1, activate_row },
  { "pointer", 20, use_pointer }, { "key", 6, press_key }, { "action", 14, activate }, { "canvas", 12, activate_in_canvas },
  { "open", 4, open_model }, { "preset", 4, choose_preset }, { "stage", 2, choose_stage }, { "save", 1, save }, { "compare", 1, compare },
  { "resize", 1, resize }, { "window", 1, use_second_window }, { "close", 6, close_others },
};

static void
act (Monkey *monkey, guint number)
{
  guint sum = 0, i = 0;
  guint drawn;

  for (guint k = 0; k < G_N_ELEMENTS (acts); k++)
    sum += acts[k].weight;
  for (drawn = pick (monkey, sum); drawn >= acts[i].weight; i++)
    drawn -= acts[i].weight;
  g_test_message ("%u: %s", number, acts[i].name);
  acts[i].act (monkey);
  for (guint turn = 0; turn < MAX_TURNS && g_main_context_iteration (NULL, FALSE); turn++)
    ;
}

/* ---- The test --------------------------------------------------------------------------- */

static void
copy_models (Monkey *monkey)
{
  g_autofree char *from = cnd_formats_find_data ("models");

  monkey->folder = g_dir_make_tmp ("condenser-random-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *source = g_build_filename (from, models[i], NULL), *copy = g_build_filename (monkey->folder, models[i], NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (source, &text, NULL, NULL));
      g_assert_true (g_file_set_contents (copy, text, -1, NULL));
    }
}

static void
remove_models (Monkey *monkey)
{
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_autofree char *copy = g_build_filename (monkey->folder, models[i], NULL);

      g_unlink (copy);
    }
  g_rmdir (monkey->folder);
  g_free (monkey->folder);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static guint64
get_number (const char *variable, guint64 otherwise)
{
  const char *text = g_getenv (variable);

  return text ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* Windows that jobs of theirs still hold go when those end. */
static void
wait_until_gone (GWeakRef *ref)
{
  GObject *object = g_weak_ref_get (ref);
  gpointer closed = object;

  if (!object)
    return;
  g_object_add_weak_pointer (object, &closed);
  g_object_unref (object);
  ui_wait_until_gone (&closed, "what was closed");
}

static void
test_random (Ui *ui, gconstpointer data)
{
  Monkey monkey = { .ui = ui, .closed = g_ptr_array_new_with_free_func (free_weak_ref) };
  const guint n_actions = (guint) get_number ("CND_ACTIONS", N_ACTIONS);

  cnd_base_seed_random (&monkey.random, get_number ("CND_SEED", SEED));
  copy_models (&monkey);
  for (guint i = 0; i < n_actions; i++)
    {
      act (&monkey, i);
      if (i % SETTLE_EVERY == SETTLE_EVERY - 1)
        ui_settle (ui);
    }
  close_others (&monkey);
  ui_settle (ui);
  for (guint i = 0; i < monkey.closed->len; i++)
    wait_until_gone (g_ptr_array_index (monkey.closed, i));
  remove_models (&monkey);
  g_ptr_array_unref (monkey.closed);
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/random/a-thousand-actions-do-no-harm", test_random },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
