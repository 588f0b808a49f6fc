/* Ways through the canvas: selecting many, finding, back and forward, bookmarks, minimap, neighbours, motion. */
#include "ui.h"

#include <math.h>

static void
hold (Ui *ui, GdkModifierType modifiers)
{
  gboolean handled;

  g_signal_emit_by_name (ui_find_controller (ui->canvas, GTK_TYPE_EVENT_CONTROLLER_KEY), "modifiers", modifiers, &handled);
}

static guint
count_selected (Ui *ui)
{
  guint n_layers;

  cnd_selection_get_layers (cnd_document_get_selection (ui->document), &n_layers);
  return n_layers;
}

static void
activate (Ui *ui, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), action, NULL);
  ui_settle (ui);
}

static void
test_adding (Ui *ui, gconstpointer data)
{
  ui_open (ui, "lenet5.json");
  ui_click (ui, ui_find_layer (ui, "c1"), 1);
  g_assert_cmpuint (count_selected (ui), ==, 1);
  hold (ui, GDK_CONTROL_MASK);
  ui_click (ui, ui_find_layer (ui, "c3"), 1);
  g_assert_cmpuint (count_selected (ui), ==, 2);
  ui_click (ui, ui_find_layer (ui, "c1"), 1);
  g_assert_cmpuint (count_selected (ui), ==, 1);
  hold (ui, 0);
  activate (ui, "canvas.select-all");
  g_assert_cmpuint (count_selected (ui), >, 5);
  activate (ui, "canvas.select-none");
  g_assert_true (cnd_selection_is_empty (cnd_document_get_selection (ui->document)));
}

/* A rectangle around two boxes selects just those; without Shift the same drag pans. */
static void
test_band (Ui *ui, gconstpointer data)
{
  GtkEventController *drag = ui_find_controller (ui->canvas, GTK_TYPE_GESTURE_DRAG);
  CndPoint first, last;

  ui_open (ui, "lenet5.json");
  cnd_canvas_fit (ui->canvas);
  ui_settle (ui);
  first = ui_find_layer (ui, "c1");
  last = ui_find_layer (ui, "s2");
  hold (ui, GDK_SHIFT_MASK);
  g_signal_emit_by_name (drag, "drag-begin", first.x - 3, first.y - 1);
  g_signal_emit_by_name (drag, "drag-update", 30.0, last.y - first.y + 2);
  ui_settle (ui);
  g_signal_emit_by_name (drag, "drag-end", 30.0, last.y - first.y + 2);
  hold (ui, 0);
  g_assert_cmpuint (count_selected (ui), >=, 2);
  g_assert_true (cnd_selection_has_layer (cnd_document_get_selection (ui->document),
                                          cnd_network_find_layer (cnd_document_get_network (ui->document), "s2")));
  g_assert_false (cnd_selection_has_layer (cnd_document_get_selection (ui->document),
                                           cnd_network_find_layer (cnd_document_get_network (ui->document), "c5")));
}

static void
test_find (Ui *ui, gconstpointer data)
{
  CndFindBar *bar = cnd_app_window_get_find_bar (ui->window);
  CndSelection *selection;
  guint first;

  ui_open (ui, "vgg16.json");
  selection = cnd_document_get_selection (ui->document);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.find", NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  cnd_find_bar_set_text (bar, "max pool");
  ui_settle (ui);
  g_assert_cmpstr (cnd_find_bar_get_status (bar), ==, "1 of 5");
  first = cnd_selection_get_layer (selection);
  g_assert_cmpuint (first, !=, G_MAXUINT);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.find-next", NULL);
  ui_settle (ui);
  g_assert_cmpstr (cnd_find_bar_get_status (bar), ==, "2 of 5");
  g_assert_cmpuint (cnd_selection_get_layer (selection), >, first);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.find-previous", NULL);
  g_assert_cmpuint (cnd_selection_get_layer (selection), ==, first);
  cnd_find_bar_set_text (bar, "zzz");
  g_assert_cmpstr (cnd_find_bar_get_status (bar), ==, "Nothing found");
  cnd_find_bar_close (bar);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
}

static void
assert_same_view (const CndViewport *a, const CndViewport *b)
{
  g_assert_cmpfloat_with_epsilon (a->scale, b->scale, 1e-6);
  g_assert_cmpfloat_with_epsilon (a->origin.x, b->origin.x, 0.01);
  g_assert_cmpfloat_with_epsilon (a->origin.y, b->origin.y, 0.01);
}

static void
test_back (Ui *ui, gconstpointer data)
{
  CndViewport start, fitted;

  ui_open (ui, "googlenet.json");
  start = *cnd_canvas_get_viewport (ui->canvas);
  cnd_canvas_fit (ui->canvas);
  ui_settle (ui);
  fitted = *cnd_canvas_get_viewport (ui->canvas);
  g_assert_cmpfloat (fitted.scale, <, start.scale);
  activate (ui, "canvas.back");
  assert_same_view (cnd_canvas_get_viewport (ui->canvas), &start);
  activate (ui, "canvas.forward");
  assert_same_view (cnd_canvas_get_viewport (ui->canvas), &fitted);
}

/* A bookmark brings back where one looked and which blocks were open. */
static void
test_bookmark (Ui *ui, gconstpointer data)
{
  CndViewport kept;
  guint block;

  ui_open (ui, "googlenet.json");
  block = cnd_network_find_block (cnd_document_get_network (ui->document), "3b");
  cnd_canvas_zoom (ui->canvas, 1.3, (CndPoint){ 100, 100 });
  cnd_canvas_pan (ui->canvas, -20, -340);
  ui_settle (ui);
  kept = *cnd_canvas_get_viewport (ui->canvas);
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.bookmark", "i", 3);
  g_assert_nonnull (cnd_app_window_get_last_message (ui->window));
  cnd_document_set_block_open (ui->document, block, FALSE);
  cnd_canvas_fit (ui->canvas);
  ui_settle (ui);
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.go-to-bookmark", "i", 3);
  ui_settle (ui);
  g_assert_true (cnd_document_is_block_open (ui->document, block));
  assert_same_view (cnd_canvas_get_viewport (ui->canvas), &kept);
}

static void
test_minimap (Ui *ui, gconstpointer data)
{
  CndMinimap *minimap = cnd_app_window_get_minimap (ui->window);
  CndRect before, after;

  ui_open (ui, "vgg16.json");
  cnd_canvas_fit (ui->canvas);
  ui_settle (ui);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (minimap)));
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.actual-size", NULL);
  ui_settle (ui);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (minimap)));
  before = cnd_minimap_get_window (minimap);
  g_signal_emit_by_name (ui_find_controller (minimap, GTK_TYPE_GESTURE_DRAG), "drag-begin", before.x + 2,
                         (double) gtk_widget_get_height (GTK_WIDGET (minimap)) - 4);
  ui_settle (ui);
  after = cnd_minimap_get_window (minimap);
  g_assert_cmpfloat (after.y + after.height, >, before.y + before.height + 1);
}

static void
test_neighbours (Ui *ui, gconstpointer data)
{
  GtkEventController *motion = ui_find_controller (ui->canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  CndPoint point;
  g_autofree char *summary = NULL;

  ui_open (ui, "lenet5.json");
  point = ui_find_layer (ui, "c3");
  g_signal_emit_by_name (motion, "motion", point.x, point.y);
  ui_settle (ui);
  g_assert_cmpuint (ui->canvas->reads->len, ==, 1);
  g_assert_cmpuint (ui->canvas->readers->len, ==, 1);
  summary = cnd_canvas_describe_item (ui->canvas, cnd_canvas_get_hover (ui->canvas));
  g_assert_nonnull (strstr (summary, "Reads: "));
  g_assert_nonnull (strstr (summary, "Read by: "));
  g_assert_null (strstr (strstr (summary, "Reads") + 1, "Reads")); /* once */
}

/* With motion: closed, opened and closed again in the middle of it, resized, and gone. */
static void
test_motion (Ui *ui, gconstpointer data)
{
  CndSettings *settings = cnd_document_get_settings (ui->document);
  guint block;
  CndPoint before, after;

  ui_open (ui, "googlenet.json");
  cnd_settings_set_motion (settings, CND_MOTION_ALWAYS);
  block = cnd_network_find_block (cnd_document_get_network (ui->document), "3a");
  before = ui_find_block (ui, "3a");
  cnd_canvas_toggle_block (ui->canvas, block);
  g_assert_cmpuint (ui->canvas->morphing.tick, !=, 0);
  g_main_context_iteration (NULL, TRUE);
  cnd_canvas_toggle_block (ui->canvas, block);
  cnd_canvas_toggle_block (ui->canvas, block);
  gtk_window_set_default_size (GTK_WINDOW (ui->window), 1024, 768);
  ui_settle (ui);
  g_assert_cmpuint (ui->canvas->morphing.tick, ==, 0);
  g_assert_false (cnd_document_is_block_open (ui->document, block));
  after = ui_find_block (ui, "3a");
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 2);
  cnd_canvas_fit (ui->canvas);
  g_assert_cmpuint (ui->canvas->flight.tick, !=, 0);
  cnd_canvas_toggle_block (ui->canvas, block); /* and the window closes in the middle of it */
  cnd_settings_set_motion (settings, CND_MOTION_SYSTEM);
}

static void
test_no_motion (Ui *ui, gconstpointer data)
{
  guint block;

  ui_open (ui, "googlenet.json");
  block = cnd_network_find_block (cnd_document_get_network (ui->document), "3a");
  cnd_canvas_toggle_block (ui->canvas, block);
  g_assert_cmpuint (ui->canvas->morphing.tick, ==, 0);
  cnd_canvas_fit (ui->canvas);
  g_assert_cmpuint (ui->canvas->flight.tick, ==, 0);
}

/* Each box in sight is an item of a list, named and numbered, and the selected one is said to be. */
static void
test_children (Ui *ui, gconstpointer data)
{
  GtkWidget *child;
  guint n_selected = 0, n_children = 0;

  ui_open (ui, "lenet5.json");
  ui_click (ui, ui_find_layer (ui, "c1"), 1);
  while (ui->canvas->children_timeout)
    g_main_context_iteration (NULL, TRUE);
  for (child = gtk_widget_get_first_child (GTK_WIDGET (ui->canvas)); child; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *wrong = NULL;

      n_children++;
      gtk_test_accessible_assert_role (child, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_POS_IN_SET));
      wrong = gtk_test_accessible_check_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
      n_selected += wrong == NULL;
    }
  g_assert_cmpuint (n_children, >, 3);
  g_assert_cmpuint (n_selected, ==, 1);
  gtk_test_accessible_assert_role (GTK_WIDGET (ui->canvas), GTK_ACCESSIBLE_ROLE_LIST);
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (ui->canvas), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT));
}

/* Nothing is open: nothing happens. */
static void
test_empty (Ui *ui, gconstpointer data)
{
  static const char *const actions[] = {
    "zoom-in", "zoom-out", "fit", "fit-selection", "actual-size", "select-all", "select-none", "toggle-block", "select-parent",
    "expand-all", "collapse-all", "back", "forward",
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *name = g_strconcat ("canvas.", actions[i], NULL);

      gtk_widget_activate_action (GTK_WIDGET (ui->canvas), name, NULL);
    }
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.bookmark", "i", 1);
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.go-to-bookmark", "i", 1);
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.scroll", "s", "down");
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.travel", "s", "down");
  g_assert_null (cnd_document_get_scene (ui->document));
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/canvas-ways/control-adds-and-takes-away", test_adding },
    { "/app/canvas-ways/a-rectangle-selects-what-it-touches", test_band },
    { "/app/canvas-ways/finding-goes-from-match-to-match", test_find },
    { "/app/canvas-ways/back-and-forward-are-exact", test_back },
    { "/app/canvas-ways/a-bookmark-is-the-exact-view", test_bookmark },
    { "/app/canvas-ways/the-minimap-moves-the-view", test_minimap },
    { "/app/canvas-ways/the-pointer-lights-neighbours", test_neighbours },
    { "/app/canvas-ways/motion-bears-interruption", test_motion },
    { "/app/canvas-ways/without-animations-nothing-moves", test_no_motion },
    { "/app/canvas-ways/boxes-are-items-for-assistive-technology", test_children },
    { "/app/canvas-ways/actions-bear-an-empty-window", test_empty },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
