/* The views beside the graph: table, chart, comparison, verification; and covering counts in all of them. */
#include "ui.h"

#include <string.h>

static void
show (Ui *ui, const char *view)
{
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.view", "s", view);
  ui_settle (ui);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, view);
}

static guint
find_layer (Ui *ui, const char *id)
{
  guint layer = cnd_network_find_layer (cnd_document_get_network (ui->document), id);

  g_assert_cmpuint (layer, !=, G_MAXUINT);
  return layer;
}

/* ---- Table -------------------------------------------------------------------------- */

static void
assert_cell (CndLayerTable *table, guint position, const char *column, const char *text)
{
  g_autofree char *cell = cnd_layer_table_dup_cell (table, position, column);

  g_assert_cmpstr (cell, ==, text);
}

static GtkSelectionModel *
get_rows (CndLayerTable *table)
{
  return gtk_column_view_get_model (cnd_layer_table_get_table (table));
}

static void
sort_by (CndLayerTable *table, guint column, GtkSortType order)
{
  GtkColumnView *view = cnd_layer_table_get_table (table);
  g_autoptr (GtkColumnViewColumn) sorted = g_list_model_get_item (gtk_column_view_get_columns (view), column);

  gtk_column_view_sort_by_column (view, sorted, order);
}

static void
test_table_sorts (Ui *ui, gconstpointer data)
{
  CndLayerTable *table = cnd_app_window_get_layer_table (ui->window);

  ui_open (ui, "alexnet.json");
  show (ui, "table");
  assert_cell (table, 0, "layer", "input");
  assert_cell (table, 1, "layer", "conv1");
  assert_cell (table, 1, "parameters", "34,944");
  assert_cell (table, 1, "output", "96×55×55");
  assert_cell (table, 1, "field", "11 × 11");
  sort_by (table, 4, GTK_SORT_DESCENDING);
  assert_cell (table, 0, "layer", "fc6");
  sort_by (table, 5, GTK_SORT_DESCENDING);
  assert_cell (table, 0, "macs", "447,897,600");
}

static void
assert_row_in_sight (CndLayerTable *table, guint position)
{
  GtkAdjustment *vertical = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (cnd_layer_table_get_table (table)));
  double height = gtk_adjustment_get_upper (vertical) / g_list_model_get_n_items (G_LIST_MODEL (get_rows (table)));
  double top = height * position - gtk_adjustment_get_value (vertical);

  g_assert_cmpfloat (top, >, -1);
  g_assert_cmpfloat (top + height, <, gtk_adjustment_get_page_size (vertical) + 1);
}

/* A layer chosen in the graph is in sight in the table, when it is shown and when it is sorted. */
static void
test_table_reveals (Ui *ui, gconstpointer data)
{
  CndSelection *selection = cnd_document_get_selection (ui->document);
  guint last;

  ui_open (ui, "vgg16.json");
  cnd_network_get_layers (cnd_document_get_network (ui->document), &last);
  last--;
  cnd_selection_select_layer (selection, last);
  show (ui, "table");
  ui_settle (ui);
  assert_row_in_sight (cnd_app_window_get_layer_table (ui->window), last);
  sort_by (cnd_app_window_get_layer_table (ui->window), 0, GTK_SORT_DESCENDING);
  ui_settle (ui);
  assert_row_in_sight (cnd_app_window_get_layer_table (ui->window), 0);
  g_assert_cmpuint (last, >, 30);
}

static void
test_table_filters (Ui *ui, gconstpointer data)
{
  CndLayerTable *table = cnd_app_window_get_layer_table (ui->window);
  GListModel *rows;

  ui_open (ui, "alexnet.json");
  show (ui, "table");
  rows = G_LIST_MODEL (get_rows (table));
  gtk_editable_set_text (cnd_layer_table_get_search (table), "FC");
  g_signal_emit_by_name (cnd_layer_table_get_search (table), "search-changed");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 3);
  gtk_editable_set_text (cnd_layer_table_get_search (table), "");
  g_signal_emit_by_name (cnd_layer_table_get_search (table), "search-changed");
  gtk_drop_down_set_selected (cnd_layer_table_get_kinds (table), 1 + CND_CATEGORY_CONVOLUTION);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 5);
}

static void
test_table_selects (Ui *ui, gconstpointer data)
{
  CndLayerTable *table = cnd_app_window_get_layer_table (ui->window);
  CndSelection *selection = cnd_document_get_selection (ui->document);
  CndInspector *inspector = cnd_app_window_get_inspector (ui->window);
  CndFigureRow *parameters = cnd_inspector_get_figure (inspector, CND_FIGURE_PARAMETERS);
  guint n_layers;

  ui_open (ui, "alexnet.json");
  show (ui, "table");
  /* from the document to the table */
  cnd_selection_select_layer (selection, find_layer (ui, "conv2"));
  g_assert_true (gtk_selection_model_is_selected (get_rows (table), find_layer (ui, "conv2")));
  /* from the table to the document, and its sums to the inspector */
  gtk_selection_model_select_item (get_rows (table), find_layer (ui, "conv1"), FALSE);
  cnd_selection_get_layers (selection, &n_layers);
  g_assert_cmpuint (n_layers, ==, 2);
  g_assert_cmpstr (cnd_inspector_get_title (inspector), ==, "2 layers");
  g_assert_cmpstr (cnd_figure_row_get_numbers (parameters), ==, "34,944 + 614,656 = 649,600");
  /* activating a row shows its box */
  g_signal_emit_by_name (cnd_layer_table_get_table (table), "activate", find_layer (ui, "fc6"));
  ui_settle (ui);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "graph");
  g_assert_cmpuint (cnd_selection_get_layer (selection), ==, find_layer (ui, "fc6"));
}

/* Rows stay, and stay selected, while a slider moves. */
static void
test_table_follows (Ui *ui, gconstpointer data)
{
  CndLayerTable *table = cnd_app_window_get_layer_table (ui->window);
  gint hidden;

  ui_open (ui, "alexnet.json");
  show (ui, "table");
  cnd_selection_select_layer (cnd_document_get_selection (ui->document), find_layer (ui, "fc7"));
  hidden = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), "hidden", NULL);
  cnd_document_set_parameter (ui->document, (guint) hidden, 0, 1024);
  ui_settle (ui);
  assert_cell (table, find_layer (ui, "fc7"), "parameters", "1,049,600");
  g_assert_true (gtk_selection_model_is_selected (get_rows (table), find_layer (ui, "fc7")));
}

static void
clipboard_read (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (Ui *ui)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (ui->window)), NULL, clipboard_read, &text);
  while (!text)
    g_main_context_iteration (NULL, TRUE);
  return text;
}

static void
test_table_copies (Ui *ui, gconstpointer data)
{
  static const struct
  {
    const char *format, *text;
  } rows[] = {
    { "csv", "conv1,convolution,input,96,55,55,34944," },
    { "markdown", "| conv1 | Conv | 96×55×55 | 34,944 |" },
    { "latex", "conv1 & Conv & 96$\\times$55$\\times$55 & 34,944 &" },
  };

  ui_open (ui, "alexnet.json");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;

      gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.copy-table", "s", rows[i].format);
      text = read_clipboard (ui);
      g_assert_nonnull (strstr (text, rows[i].text));
    }
}

static void
test_table_saves (Ui *ui, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "table.csv", NULL);
  g_autofree char *text = NULL;

  ui_open (ui, "alexnet.json");
  cnd_app_window_save_table (ui->window, CND_SHEET_CSV, path);
  while (!cnd_app_window_get_last_message (ui->window))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "fc8,linear,"));
}

/* ---- Chart -------------------------------------------------------------------------- */

static void
test_chart (Ui *ui, gconstpointer data)
{
  CndChartView *view = cnd_app_window_get_chart_view (ui->window);
  GtkEventController *click;
  const CndItem *item;
  CndScene *scene;
  guint group;

  ui_open (ui, "alexnet.json");
  show (ui, "chart");
  scene = cnd_chart_view_get_scene (view);
  group = cnd_scene_find_layer (scene, find_layer (ui, "fc6"));
  g_assert_cmpuint (group, !=, G_MAXUINT);
  /* what has neither parameters nor multiply-adds has no bar */
  g_assert_cmpuint (cnd_scene_find_layer (scene, find_layer (ui, "relu1")), ==, G_MAXUINT);
  item = &cnd_scene_get_items (scene, NULL)[group];
  click = ui_find_controller (cnd_chart_view_get_area (view), GTK_TYPE_GESTURE_CLICK);
  g_signal_emit_by_name (click, "released", 1, item->rect.x + 40, item->rect.y + 5);
  g_assert_cmpuint (cnd_selection_get_layer (cnd_document_get_selection (ui->document)), ==, find_layer (ui, "fc6"));
  gtk_drop_down_set_selected (cnd_chart_view_get_groupings (view), CND_CHART_KINDS);
  ui_settle (ui);
  g_assert_cmpuint (cnd_scene_find_layer (cnd_chart_view_get_scene (view), find_layer (ui, "fc6")), ==, G_MAXUINT);
}

/* ---- Comparison --------------------------------------------------------------------- */

static void
wait_for_comparison (Ui *ui)
{
  while (!cnd_compare_view_get_comparison (cnd_app_window_get_compare_view (ui->window)))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_compare (Ui *ui, gconstpointer data)
{
  CndCompareView *view = cnd_app_window_get_compare_view (ui->window);
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *other = g_build_filename (folder, "vgg16.json:global_pooling", NULL);
  CndComparison *comparison;
  guint n_rows;

  ui_open (ui, "vgg16.json");
  show (ui, "compare");
  wait_for_comparison (ui);
  g_assert_cmpuint (cnd_comparison_count (cnd_compare_view_get_comparison (view), CND_MATCH_CHANGED), ==, 0);
  cnd_compare_view_compare (view, other);
  wait_for_comparison (ui);
  comparison = cnd_compare_view_get_comparison (view);
  /* two hidden layers, their activations and dropouts are gone, one pooling has come */
  g_assert_cmpuint (cnd_comparison_count (comparison, CND_MATCH_REMOVED), ==, 6);
  g_assert_cmpuint (cnd_comparison_count (comparison, CND_MATCH_ADDED), ==, 1);
  g_assert_cmpuint (cnd_report_get_total (cnd_comparison_get_after (comparison))->parameters, ==, 15227688);
  n_rows = cnd_compare_view_get_n_rows (view);
  gtk_switch_set_active (cnd_compare_view_get_filter (view), TRUE);
  g_assert_cmpuint (cnd_compare_view_get_n_rows (view), <, n_rows);
  g_assert_cmpuint (cnd_compare_view_get_n_rows (view), >=, 7);
}

static void
test_compare_opened (Ui *ui, gconstpointer data)
{
  CndCompareView *view = cnd_app_window_get_compare_view (ui->window);
  gint hidden;

  ui_open (ui, "alexnet.json");
  show (ui, "compare");
  wait_for_comparison (ui);
  hidden = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), "hidden", NULL);
  cnd_document_set_parameter (ui->document, (guint) hidden, 0, 1024);
  ui_settle (ui);
  wait_for_comparison (ui);
  g_assert_cmpuint (cnd_comparison_count (cnd_compare_view_get_comparison (view), CND_MATCH_CHANGED), ==, 7);
}

static void
click_cancel (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Cancel") == 0)
    g_signal_emit_by_name (widget, "clicked");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    click_cancel (child);
}

static void
test_compare_cancelled (Ui *ui, gconstpointer data)
{
  CndCompareView *view = cnd_app_window_get_compare_view (ui->window);

  ui_open (ui, "alexnet.json");
  show (ui, "compare");
  wait_for_comparison (ui);
  cnd_compare_view_compare (view, NULL);
  click_cancel (GTK_WIDGET (view));
  ui_settle (ui);
  g_assert_null (cnd_compare_view_get_comparison (view));
  g_assert_cmpuint (cnd_compare_view_get_n_rows (view), ==, 0);
  cnd_compare_view_compare (view, NULL);
  wait_for_comparison (ui);
  g_assert_cmpuint (cnd_compare_view_get_n_rows (view), >, 0);
}

/* ---- From view to view -------------------------------------------------------------- */

static void
test_graph_has_keys (Ui *ui, gconstpointer data)
{
  ui_open (ui, "alexnet.json");
  show (ui, "verify");
  show (ui, "graph");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (ui->window)) == GTK_WIDGET (ui->canvas));
}

/* Connections are of one network: another one begins with its graph. */
static void
test_gallery_leads_to_graph (Ui *ui, gconstpointer data)
{
  static const char *const ways[][2] = { { "matrix", "graph" }, { "table", "table" } };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      ui_open (ui, "alexnet.json");
      show (ui, ways[i][0]);
      show (ui, "gallery");
      ui_open (ui, "lenet5.json");
      g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, ways[i][1]);
    }
}

/* ---- Verification ------------------------------------------------------------------- */

static void
test_verify (Ui *ui, gconstpointer data)
{
  CndVerifyView *view = cnd_app_window_get_verify_view (ui->window);
  guint n_rows, n_tables;

  ui_open (ui, "alexnet.json");
  show (ui, "verify");
  while (!cnd_verify_view_get_table (view))
    g_main_context_iteration (NULL, TRUE);
  n_tables = g_list_model_get_n_items (gtk_drop_down_get_model (cnd_verify_view_get_tables (view)));
  g_assert_cmpuint (n_tables, ==, g_strv_length ((char **) cnd_analysis_list_tables ()));
  for (guint i = 0; i < n_tables; i++)
    {
      gtk_drop_down_set_selected (cnd_verify_view_get_tables (view), i);
      g_assert_cmpstr (cnd_verify_view_get_summary (view), ==, cnd_table_get_summary (cnd_verify_view_get_table (view)));
      cnd_table_get_rows (cnd_verify_view_get_table (view), &n_rows);
      g_assert_cmpuint (cnd_verify_view_get_n_rows (view), ==, n_rows);
    }
  gtk_switch_set_active (cnd_verify_view_get_filter (view), TRUE);
  g_assert_cmpuint (cnd_verify_view_get_n_rows (view), <, n_rows);
}

/* A classroom's AlexNet is another network than AlexNet, and VGG16 is a preset of one file, and a file of its own. */
static void
test_verify_chooses (Ui *ui, gconstpointer data)
{
  static const struct
  {
    const char *model, *table;
  } cases[] = {
    { "vgg.json:16", "vgg16-assignment" }, { "vgg.json:11", NULL },        { "vgg16.json", "vgg16-assignment" },
    { "alexnet-classroom.json", NULL },       { "googlenet.json", "googlenet-table1" }, { "condensenet.json:86", "condensenet-published" },
    { "lenet5.json", NULL },
  };
  CndVerifyView *view = cnd_app_window_get_verify_view (ui->window);

  ui_open (ui, "alexnet.json");
  show (ui, "verify");
  while (!cnd_verify_view_get_table (view))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const CndTable *table;

      ui_open (ui, cases[i].model);
      table = cnd_verify_view_get_table (view);
      g_assert_cmpstr (table ? cnd_table_get_name (table) : NULL, ==, cases[i].table);
      g_assert_true (table || cnd_verify_view_get_n_rows (view) == 0);
    }
}

static void
test_verify_cancelled (Ui *ui, gconstpointer data)
{
  CndVerifyView *view = cnd_app_window_get_verify_view (ui->window);

  ui_open (ui, "alexnet.json");
  cnd_app_window_set_view (ui->window, "verify");
  click_cancel (GTK_WIDGET (view));
  while (!g_str_equal (cnd_verify_view_get_summary (view), "Cancelled"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (cnd_verify_view_get_table (view));
  show (ui, "graph");
  show (ui, "verify"); /* begins it anew */
  while (!cnd_verify_view_get_table (view))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (cnd_verify_view_get_n_rows (view), >, 0);
}

/* ---- Predict, then reveal ------------------------------------------------------------ */

static gboolean
has_text (CndScene *scene, const char *text)
{
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_TEXT && strstr (items[i].text, text))
      return TRUE;
  return FALSE;
}

/* Where the row's multiply-adds stand. */
static void
click_chart (Ui *ui, const char *layer)
{
  CndChartView *view = cnd_app_window_get_chart_view (ui->window);
  CndScene *scene;
  CndRect row;

  show (ui, "chart");
  scene = cnd_chart_view_get_scene (view);
  row = cnd_scene_get_items (scene, NULL)[cnd_scene_find_layer (scene, find_layer (ui, layer))].rect;
  g_signal_emit_by_name (ui_find_controller (cnd_chart_view_get_area (view), GTK_TYPE_GESTURE_CLICK), "released", 1,
                         row.x + row.width - 30, row.y + 5);
}

static void
test_cover (Ui *ui, gconstpointer data)
{
  CndInspector *inspector = cnd_app_window_get_inspector (ui->window);
  CndFigureRow *row = cnd_inspector_get_figure (inspector, CND_FIGURE_PARAMETERS);
  CndLayerTable *table = cnd_app_window_get_layer_table (ui->window);
  CndTotals *totals = cnd_app_window_get_totals (ui->window);

  ui_open (ui, "alexnet.json");
  cnd_selection_select_layer (cnd_document_get_selection (ui->document), find_layer (ui, "conv1"));
  g_assert_true (has_text (cnd_document_get_scene (ui->document), "62,378,344"));
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.cover", NULL);
  ui_settle (ui);
  g_assert_false (has_text (cnd_document_get_scene (ui->document), "62,378,344"));
  g_assert_cmpstr (cnd_figure_row_get_value (row), ==, "?");
  g_assert_cmpstr (cnd_totals_get_value (totals, 0), ==, "?");
  assert_cell (table, 1, "parameters", "?");
  /* what is uncovered in one place is uncovered in the others, and nothing else is */
  gtk_widget_activate (GTK_WIDGET (row));
  g_assert_cmpstr (cnd_figure_row_get_value (row), ==, "34,944");
  assert_cell (table, 1, "parameters", "34,944");
  assert_cell (table, 1, "macs", "?");
  click_chart (ui, "conv1");
  assert_cell (table, 1, "macs", "105,415,200");
  g_assert_cmpstr (cnd_totals_get_value (totals, 1), ==, "?");
  cnd_totals_uncover (totals, 0);
  g_assert_cmpstr (cnd_totals_get_value (totals, 0), ==, "62,378,344");
  g_assert_cmpstr (cnd_totals_get_value (totals, 1), ==, "?");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.cover", NULL);
  ui_settle (ui);
  assert_cell (table, 1, "macs", "105,415,200");
  g_assert_true (has_text (cnd_document_get_scene (ui->document), "62,378,344"));
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/views/the-table-sorts", test_table_sorts },
    { "/app/views/the-table-brings-the-selected-layer-into-sight", test_table_reveals },
    { "/app/views/the-table-filters", test_table_filters },
    { "/app/views/the-table-selects-with-the-graph", test_table_selects },
    { "/app/views/the-table-follows-a-slider", test_table_follows },
    { "/app/views/the-table-is-copied-in-three-formats", test_table_copies },
    { "/app/views/the-table-is-saved", test_table_saves },
    { "/app/views/a-bar-selects-its-layer", test_chart },
    { "/app/views/models-are-compared", test_compare },
    { "/app/views/a-model-is-compared-with-itself-as-opened", test_compare_opened },
    { "/app/views/the-graph-has-the-keys-when-it-is-shown", test_graph_has_keys },
    { "/app/views/another-model-of-the-gallery-opens-as-a-graph", test_gallery_leads_to_graph },
    { "/app/views/published-tables-are-verified", test_verify },
    { "/app/views/the-published-table-is-that-of-the-network", test_verify_chooses },
    { "/app/views/a-cancelled-verification-begins-anew", test_verify_cancelled },
    { "/app/views/a-cancelled-comparison-shows-nothing", test_compare_cancelled },
    { "/app/views/covered-counts-are-uncovered-one-by-one", test_cover },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
