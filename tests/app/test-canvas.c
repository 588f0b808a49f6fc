/* The canvas: picking, zooming, panning, blocks, keys. */
#include "ui.h"

#include <math.h>

static void
test_click (Ui *ui, gconstpointer data)
{
  CndInspector *inspector = cnd_app_window_get_inspector (ui->window);
  CndFigureRow *row = cnd_inspector_get_figure (inspector, CND_FIGURE_PARAMETERS);

  ui_open (ui, "alexnet.json");
  g_assert_cmpstr (cnd_inspector_get_title (inspector), ==, "AlexNet");
  ui_click (ui, ui_find_layer (ui, "conv1"), 1);
  g_assert_cmpstr (cnd_inspector_get_title (inspector), ==, "conv1");
  g_assert_cmpstr (cnd_figure_row_get_value (row), ==, "34,944");
  g_assert_cmpstr (cnd_figure_row_get_numbers (row), ==, "11 × 11 × 3 × 96 + 96 = 34,944");
  /* it opens into its arithmetic */
  g_assert_false (cnd_figure_row_get_expanded (row));
  gtk_widget_activate (GTK_WIDGET (row));
  g_assert_true (cnd_figure_row_get_expanded (row));
  /* the empty canvas is the network again */
  ui_click (ui, (CndPoint){ 1, 1 }, 1);
  g_assert_cmpstr (cnd_inspector_get_title (inspector), ==, "AlexNet");
}

static void
test_hover (Ui *ui, gconstpointer data)
{
  GtkEventController *motion = ui_find_controller (ui->canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  CndPoint point;
  const CndItem *item;

  ui_open (ui, "alexnet.json");
  point = ui_find_layer (ui, "conv1");
  g_signal_emit_by_name (motion, "motion", point.x, point.y);
  g_assert_cmpuint (cnd_canvas_get_hover (ui->canvas), !=, G_MAXUINT);
  item = &cnd_scene_get_items (cnd_document_get_scene (ui->document), NULL)[cnd_canvas_get_hover (ui->canvas)];
  g_assert_cmpint (item->role, ==, CND_ROLE_LAYER);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpuint (cnd_canvas_get_hover (ui->canvas), ==, G_MAXUINT);
}

static void
test_wheel (Ui *ui, gconstpointer data)
{
  GtkEventController *motion = ui_find_controller (ui->canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  GtkEventController *scroll = ui_find_controller (ui->canvas, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  const CndPoint pointer = { 300, 200 };
  CndPoint before, after;
  double scale;
  gboolean handled;

  ui_open (ui, "alexnet.json");
  g_signal_emit_by_name (motion, "motion", pointer.x, pointer.y);
  scale = cnd_canvas_get_viewport (ui->canvas)->scale;
  before = cnd_viewport_to_scene (cnd_canvas_get_viewport (ui->canvas), pointer);
  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  after = cnd_viewport_to_scene (cnd_canvas_get_viewport (ui->canvas), pointer);
  g_assert_cmpfloat (cnd_canvas_get_viewport (ui->canvas)->scale, >, scale);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1e-6);
}

static void
test_drag (Ui *ui, gconstpointer data)
{
  GtkEventController *drag = ui_find_controller (ui->canvas, GTK_TYPE_GESTURE_DRAG);
  CndPoint before, after;

  ui_open (ui, "alexnet.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.actual-size", NULL);
  before = ui_find_layer (ui, "conv1");
  g_signal_emit_by_name (drag, "drag-begin", 100.0, 100.0);
  g_signal_emit_by_name (drag, "drag-update", 20.0, -30.0);
  g_signal_emit_by_name (drag, "drag-update", 40.0, -35.0);
  g_signal_emit_by_name (drag, "drag-end", 40.0, -35.0);
  after = ui_find_layer (ui, "conv1");
  g_assert_cmpfloat_with_epsilon (after.x - before.x, 40, 1e-6);
  g_assert_cmpfloat_with_epsilon (after.y - before.y, -35, 1e-6);
}

static void
test_actions (Ui *ui, gconstpointer data)
{
  const CndViewport *viewport = cnd_canvas_get_viewport (ui->canvas);
  double fitted;

  ui_open (ui, "googlenet.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.fit", NULL);
  fitted = viewport->scale;
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.zoom-in", NULL);
  g_assert_cmpfloat_with_epsilon (viewport->scale, fitted * 1.25, 1e-9);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.actual-size", NULL);
  g_assert_cmpfloat_with_epsilon (viewport->scale, 1, 1e-9);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.fit", NULL);
  g_assert_cmpfloat_with_epsilon (viewport->scale, fitted, 1e-9);
  for (guint i = 0; i < 40; i++)
    gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.zoom-in", NULL);
  g_assert_cmpfloat_with_epsilon (viewport->scale, CND_MAX_SCALE, 1e-9);
}

/* A double click collapses a frame and opens it again; its upper edge, and the line that enters it, stay where they are. */
static void
test_blocks (Ui *ui, gconstpointer data)
{
  CndPoint before, after;
  double above;
  guint block;

  ui_open (ui, "googlenet.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "view.actual-size", NULL);
  block = cnd_network_find_block (cnd_document_get_network (ui->document), "3b");
  before = ui_find_block (ui, "3b");
  above = ui_find_layer (ui, "conv1").x;
  ui_click (ui, before, 2);
  g_assert_false (cnd_document_is_block_open (ui->document, block));
  after = ui_find_block (ui, "3b");
  g_assert_cmpfloat_with_epsilon (ui_find_layer (ui, "conv1").x, above, 1);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1);
  g_assert_cmpuint (cnd_selection_get_block (cnd_document_get_selection (ui->document)), ==, block);
  gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.toggle-block", NULL);
  g_assert_true (cnd_document_is_block_open (ui->document, block));
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.undo", NULL);
  g_assert_false (cnd_document_is_block_open (ui->document, block));
}

static void
test_keys (Ui *ui, gconstpointer data)
{
  CndInspector *inspector = cnd_app_window_get_inspector (ui->window);
  CndPoint point;

  ui_open (ui, "alexnet.json");
  for (guint i = 0; i < 30; i++)
    gtk_widget_activate_action (GTK_WIDGET (ui->canvas), "canvas.travel", "s", "down");
  ui_settle (ui);
  /* at the end of the network, and in sight */
  g_assert_cmpuint (cnd_selection_get_layer (cnd_document_get_selection (ui->document)), ==,
                    cnd_network_get_output (cnd_document_get_network (ui->document)));
  point = ui_find_layer (ui, cnd_inspector_get_title (inspector));
  g_assert_cmpfloat (point.y, >, 0);
  g_assert_cmpfloat (point.y, <, gtk_widget_get_height (GTK_WIDGET (ui->canvas)));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (ui->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
}

/* What was painted once is not painted again. */
static void
test_tiles (Ui *ui, gconstpointer data)
{
  guint painted;

  ui_open (ui, "alexnet.json");
  painted = cnd_tiles_get_n_painted (ui->canvas->tiles);
  g_assert_cmpuint (painted, >, 0);
  ui_click (ui, ui_find_layer (ui, "conv1"), 1);
  cnd_canvas_pan (ui->canvas, 0, 1);
  ui_settle (ui);
  cnd_canvas_pan (ui->canvas, 0, -1);
  ui_settle (ui);
  g_assert_cmpuint (cnd_tiles_get_n_painted (ui->canvas->tiles) - painted, <=, 4);
  painted = cnd_tiles_get_n_painted (ui->canvas->tiles);
  ui_click (ui, ui_find_layer (ui, "conv2"), 1);
  ui_settle (ui);
  g_assert_cmpuint (cnd_tiles_get_n_painted (ui->canvas->tiles), ==, painted);
}

/* Opening one of the blocks along a spine leaves the spine where it is. */
static void
test_spine (Ui *ui, gconstpointer data)
{
  double before;
  guint block;

  cnd_settings_set_shape (cnd_document_get_settings (ui->document), CND_SHAPE_COLUMNS);
  ui_open (ui, "condensenet.json:86");
  block = cnd_network_find_block (cnd_document_get_network (ui->document), "stage.2.denselayer.4");
  g_assert_cmpuint (block, !=, G_MAXUINT);
  before = ui_find_block (ui, "stage.2.denselayer.4").x;
  cnd_canvas_toggle_block (ui->canvas, block);
  ui_settle (ui);
  g_assert_true (cnd_document_is_block_open (ui->document, block));
  g_assert_cmpfloat_with_epsilon (ui_find_block (ui, "stage.2.denselayer.5").x, before, 1);
}

/* Columns follow the shape of the window, and open with as many whole ones as can be read. */
static void
test_columns (Ui *ui, gconstpointer data)
{
  const CndViewport *viewport = cnd_canvas_get_viewport (ui->canvas);
  double wide, end, right;
  gboolean is_between = FALSE;
  const CndLayout *layout;
  CndPoint origin;

  cnd_settings_set_shape (cnd_document_get_settings (ui->document), CND_SHAPE_COLUMNS);
  ui_open (ui, "resnet.json:50");
  wide = cnd_document_get_fold_aspect (ui->document);
  g_assert_cmpfloat_with_epsilon (wide, cnd_canvas_get_room (ui->canvas), 0.01);
  layout = cnd_scene_get_layout (cnd_document_get_scene (ui->document));
  origin = cnd_scene_get_layout_origin (cnd_document_get_scene (ui->document));
  right = cnd_viewport_get_visible (viewport).x + cnd_viewport_get_visible (viewport).width;
  for (guint column = 0; cnd_layout_get_column_end (layout, column, &end); column++)
    is_between |= fabs (origin.x + end - right) < 1;
  g_assert_true (is_between || right >= cnd_scene_get_bounds (cnd_document_get_scene (ui->document)).width);
  gtk_window_set_default_size (GTK_WINDOW (ui->window), 900, 800);
  while (cnd_document_get_fold_aspect (ui->document) == wide)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (cnd_document_get_fold_aspect (ui->document), <, wide);
  ui_settle (ui);
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/canvas/a-click-shows-the-layers-counts", test_click },
    { "/app/canvas/the-pointer-marks-what-it-is-over", test_hover },
    { "/app/canvas/the-wheel-zooms-about-the-pointer", test_wheel },
    { "/app/canvas/a-drag-pans", test_drag },
    { "/app/canvas/actions-zoom-and-fit", test_actions },
    { "/app/canvas/a-block-collapses-in-place", test_blocks },
    { "/app/canvas/keys-travel-and-stay-in-sight", test_keys },
    { "/app/canvas/selecting-paints-nothing-again", test_tiles },
    { "/app/canvas/a-block-opens-about-its-spine", test_spine },
    { "/app/canvas/columns-follow-the-window", test_columns },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
