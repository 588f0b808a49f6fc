/* Matrices in the window: looking closely, moving by keys, choosing there and in the graph, the playhead in graph and counts. */
#include "ui.h"

#include "app/matrix-view-private.h"
#include "app/run-view-private.h"

#include "../scene/recorded.h"

#include <glib/gstdio.h>
#include <string.h>

static CndRunView *
show_run (GtkWidget **window)
{
  g_autoptr (CndSettings) settings = cnd_settings_new ();
  g_autoptr (CndRecording) recording = recorded_new ();
  CndRunView *view = CND_RUN_VIEW (cnd_run_view_new (settings));

  *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (*window), 1200, 760);
  gtk_window_set_child (GTK_WINDOW (*window), GTK_WIDGET (view));
  cnd_run_view_set_recording (view, recording);
  gtk_window_present (GTK_WINDOW (*window));
  gtk_test_widget_wait_for_draw (*window);
  /* what is fitted knows the room that it has */
  while (cnd_matrix_panel_get_area (cnd_run_view_get_panel (view))->resize_source > 0)
    g_main_context_iteration (NULL, TRUE);
  return view;
}

static gboolean
press (CndMatrixPanel *panel, guint key, GdkModifierType state)
{
  GtkEventController *keys = ui_find_controller (cnd_matrix_panel_get_area (panel), GTK_TYPE_EVENT_CONTROLLER_KEY);
  gboolean handled = FALSE;

  g_signal_emit_by_name (keys, "key-pressed", key, 0, state, &handled);
  return handled;
}

static void
test_zoom (void)
{
  GtkWidget *window;
  CndRunView *view = show_run (&window);
  CndSceneArea *area = cnd_matrix_panel_get_area (cnd_run_view_get_panel (view));
  const CndViewport *viewport = cnd_scene_area_get_viewport (area);
  CndPoint anchor = { viewport->width * 0.6, viewport->height * 0.45 }, before, after;
  double fit = viewport->scale;

  g_assert_true (cnd_scene_area_is_fitted (area));
  cnd_scene_area_zoom (area, 6, (CndPoint){ viewport->width / 2, viewport->height / 2 });
  before = cnd_viewport_to_scene (viewport, anchor);
  cnd_scene_area_zoom (area, 1.5, anchor);
  after = cnd_viewport_to_scene (viewport, anchor);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-6);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1e-6);
  g_assert_cmpfloat_with_epsilon (viewport->scale, 9 * fit, 1e-9);
  cnd_scene_area_zoom (area, 0.01, anchor);
  g_assert_true (cnd_scene_area_is_fitted (area));
  g_assert_cmpfloat_with_epsilon (viewport->scale, fit, 1e-9);
  /* down to single cells, and no further */
  cnd_scene_area_zoom (area, 1e9, anchor);
  g_assert_cmpfloat (viewport->scale, <, 200);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_keys (void)
{
  GtkWidget *window;
  CndRunView *view = show_run (&window);
  CndMatrixPanel *panel = cnd_run_view_get_panel (view);
  CndSceneArea *area = cnd_matrix_panel_get_area (panel);
  CndPosition before = cnd_playback_get_position (cnd_run_view_get_playback (view));

  g_assert_true (press (panel, GDK_KEY_Right, 0));
  g_assert_nonnull (strstr (cnd_matrix_panel_get_words (panel), "Input 1 from first, output 1, group 1"));
  press (panel, GDK_KEY_Right, 0);
  press (panel, GDK_KEY_Page_Down, 0);
  g_assert_nonnull (strstr (cnd_matrix_panel_get_words (panel), "Input 2 from first, output 2, group 2"));
  press (panel, GDK_KEY_Down, 0);
  g_assert_nonnull (strstr (cnd_matrix_panel_get_words (panel), "output 6, group 2"));
  press (panel, GDK_KEY_End, GDK_CONTROL_MASK);
  g_assert_nonnull (strstr (cnd_matrix_panel_get_words (panel), "output 16, group 4"));
  press (panel, GDK_KEY_Home, 0);
  g_assert_nonnull (strstr (cnd_matrix_panel_get_words (panel), "Input 1 from"));
  /* the cell stays in sight when one looks closely */
  cnd_scene_area_zoom (area, 6, (CndPoint){ 0, 0 });
  press (panel, GDK_KEY_End, GDK_CONTROL_MASK);
  {
    g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (cnd_matrix_panel_get_matrix (panel), cnd_matrix_panel_get_options (panel));
    const CndViewport *viewport = cnd_scene_area_get_viewport (area);
    CndRect inside = cnd_scene_get_close_inside (cnd_matrix_panel_get_matrix (panel), cnd_matrix_panel_get_options (panel), viewport), cell;
    CndPoint corner;
    g_assert_true (cnd_matrix_plan_get_cell (plan, 15, cnd_matrix_get_n_inputs (cnd_matrix_panel_get_matrix (panel)) - 1, &cell));
    corner = cnd_viewport_to_screen (viewport, (CndPoint){ cell.x, cell.y });
    g_assert_cmpfloat (corner.x, >=, inside.x - 0.01);
    g_assert_cmpfloat (corner.x + cell.width * viewport->scale, <=, inside.x + inside.width + 0.01);
    g_assert_cmpfloat (corner.y + cell.height * viewport->scale, <=, inside.y + inside.height + 0.01);
  }
  g_assert_cmpint (cnd_position_compare (cnd_playback_get_position (cnd_run_view_get_playback (view)), before), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
count (guint *n)
{
  ++*n;
}

static void
test_choose (void)
{
  GtkWidget *window;
  CndRunView *view = show_run (&window);
  CndMatrixPanel *panel = cnd_run_view_get_panel (view);
  guint n = 0;

  g_signal_connect_swapped (view, "chosen", G_CALLBACK (count), &n);
  press (panel, GDK_KEY_Right, 0);
  press (panel, GDK_KEY_g, 0);
  g_assert_cmpint (cnd_matrix_panel_get_chosen (panel).kind, ==, CND_SPOT_GROUP);
  g_assert_cmpuint (n, ==, 1);
  {
    g_autoptr (GArray) layers = cnd_run_view_list_layers_read (view);
    g_assert_cmpuint (layers->len, >, 0);
    g_assert_true (cnd_matrix_panel_reads_layer (panel, g_array_index (layers, guint, 0)));
  }
  press (panel, GDK_KEY_c, 0);
  g_assert_cmpint (cnd_matrix_panel_get_chosen (panel).kind, ==, CND_SPOT_COLUMN);
  /* it is the same choice at any position */
  gtk_widget_activate_action (GTK_WIDGET (view), "run.stage-forward", NULL);
  g_assert_cmpint (cnd_matrix_panel_get_chosen (panel).kind, ==, CND_SPOT_COLUMN);
  g_assert_true (press (panel, GDK_KEY_Escape, 0));
  g_assert_cmpint (cnd_matrix_panel_get_chosen (panel).kind, ==, CND_SPOT_NONE);
  g_assert_false (press (panel, GDK_KEY_Escape, 0));
  g_assert_cmpuint (n, ==, 3);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- In the window ------------------------------------------------------------------------ */

static void
open_recorded (Ui *ui, CndRecording *recording)
{
  CndArchitecture *architecture = cnd_network_get_architecture (cnd_recording_get_network (recording));

  g_assert_true (cnd_document_set_architecture (ui->document, architecture, -1, NULL));
  cnd_run_view_set_recording (cnd_app_window_get_run_view (ui->window), recording);
  ui_settle (ui);
}

static void
test_playhead (Ui *ui, gconstpointer data)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndPlayback *playback;

  open_recorded (ui, recording);
  playback = cnd_run_view_get_playback (cnd_app_window_get_run_view (ui->window));
  for (guint stage = 0; stage < 3; stage++)
    {
      g_autoptr (CndReport) report = NULL;
      g_autofree double *shares = NULL;
      guint n_items;
      const CndItem *items;
      cnd_playback_set_position (playback, cnd_recording_get_stage_end (recording, stage));
      report = cnd_recording_count (recording, cnd_playback_get_position (playback), CND_CONVENTION_DEFAULT, NULL);
      g_assert_cmpuint (cnd_report_get_total (cnd_document_get_report (ui->document))->parameters, ==, cnd_report_get_total (report)->parameters);
      g_assert_true (cnd_document_get_run (ui->document) == recording);
      shares = cnd_scene_list_shares (cnd_document_get_view (ui->document), recording, cnd_playback_get_position (playback));
      items = cnd_scene_get_items (cnd_document_get_scene (ui->document), &n_items);
      for (guint i = 0; i < n_items; i++)
        if (items[i].type == CND_ITEM_CIRCLE && items[i].role == CND_ROLE_TAP)
          g_assert_cmpfloat (items[i].share, ==, shares[items[i].edge]);
    }
  /* back: the earlier counts */
  cnd_playback_set_position (playback, (CndPosition){ 0 });
  g_assert_cmpuint (cnd_document_get_stage (ui->document), ==, 0);
  /* a stage that is chosen is that of the network without the run */
  cnd_document_set_stage (ui->document, CND_STAGE_FINAL);
  g_assert_null (cnd_document_get_run (ui->document));
}

static void
test_linked (Ui *ui, gconstpointer data)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndRunView *view;
  CndMatrixPanel *panel;
  guint layer;

  open_recorded (ui, recording);
  view = cnd_app_window_get_run_view (ui->window);
  panel = cnd_run_view_get_panel (view);
  layer = cnd_matrix_get_layer (cnd_matrix_panel_get_matrix (panel));
  press (panel, GDK_KEY_Right, 0);
  press (panel, GDK_KEY_c, 0);
  {
    g_autoptr (GArray) layers = cnd_run_view_list_layers_read (view), edges = cnd_canvas_list_lit_edges (ui->canvas);
    const CndViewEdge *all = cnd_view_get_edges (cnd_document_get_view (ui->document), NULL);
    g_assert_cmpuint (edges->len, ==, 1);
    g_assert_cmpuint (all[g_array_index (edges, guint, 0)].to, ==, cnd_view_get_node_of_layer (cnd_document_get_view (ui->document), layer));
    g_assert_cmpuint (all[g_array_index (edges, guint, 0)].from, ==,
                      cnd_view_get_node_of_layer (cnd_document_get_view (ui->document), g_array_index (layers, guint, 0)));
  }
  press (panel, GDK_KEY_Escape, 0);
  {
    g_autoptr (GArray) edges = cnd_canvas_list_lit_edges (ui->canvas);
    g_assert_cmpuint (edges->len, ==, 0);
  }
}

/* Any convolution or linear layer has its matrix, without a run. */
static void
test_structure (Ui *ui, gconstpointer data)
{
  CndMatrixView *view;

  ui_open (ui, "lenet5.json");
  cnd_app_window_set_view (ui->window, "matrix");
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "matrix");
  ui_settle (ui);
  view = cnd_app_window_get_matrix_view (ui->window);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_drop_down_get_model (cnd_matrix_view_get_layers (view))); i++)
    {
      gtk_drop_down_set_selected (cnd_matrix_view_get_layers (view), i);
      g_assert_nonnull (cnd_matrix_panel_get_matrix (cnd_matrix_view_get_panel (view)));
      g_assert_cmpuint (cnd_matrix_get_layer (cnd_matrix_panel_get_matrix (cnd_matrix_view_get_panel (view))), ==, cnd_matrix_view_get_layer (view));
      if (i > 0) /* the first one was shown, nobody chose it */
        g_assert_cmpuint (cnd_selection_get_layer (cnd_document_get_selection (ui->document)), ==, cnd_matrix_view_get_layer (view));
    }
}

/* ---- Beside the matrix -------------------------------------------------------------------- */

static void
choose_beside (CndRunView *view, const char *word)
{
  GListModel *words = gtk_drop_down_get_model (cnd_run_view_get_besides (view));

  for (guint i = 0; i < g_list_model_get_n_items (words); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (words), i), word))
      {
        gtk_drop_down_set_selected (cnd_run_view_get_besides (view), i);
        return;
      }
  g_assert_not_reached ();
}

/* A layer that is selected in the graph is shown as a matrix, and what it reads is told apart. */
static void
test_follows_graph (Ui *ui, gconstpointer data)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndSelection *selection = cnd_document_get_selection (ui->document);
  CndMatrixPanel *panel;
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n);

  open_recorded (ui, recording);
  panel = cnd_run_view_get_panel (cnd_app_window_get_run_view (ui->window));
  for (guint i = 0; i < n; i++)
    {
      cnd_selection_select_layer (selection, layers[i].layer);
      g_assert_cmpuint (cnd_matrix_get_layer (cnd_matrix_panel_get_matrix (panel)), ==, layers[i].layer);
    }
  /* another layer leaves the matrix where it is */
  cnd_selection_select_layer (selection, 0);
  g_assert_cmpuint (cnd_matrix_get_layer (cnd_matrix_panel_get_matrix (panel)), ==, layers[n - 1].layer);
}

static void
test_graph_beside (Ui *ui, gconstpointer data)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndRunView *view;
  CndSceneArea *area;
  CndMatrixPanel *panel;
  const CndSource *sources;
  guint n_sources, item;
  CndRect box;

  open_recorded (ui, recording);
  cnd_app_window_set_view (ui->window, "run");
  view = cnd_app_window_get_run_view (ui->window);
  panel = cnd_run_view_get_panel (view);
  area = cnd_run_view_get_beside_area (view);
  choose_beside (view, "Layer graph");
  ui_settle (ui);
  g_assert_true (cnd_scene_area_get_scene (area) == cnd_document_get_scene (ui->document));
  /* the layer alone; then what the chosen group reads, too */
  g_assert_cmpuint (area->lit->len, ==, 1);
  press (panel, GDK_KEY_Right, 0);
  press (panel, GDK_KEY_g, 0);
  g_assert_cmpuint (area->lit->len, >, 1);
  press (panel, GDK_KEY_Escape, 0);
  g_assert_cmpuint (area->lit->len, ==, 1);
  /* and the reverse */
  sources = cnd_matrix_get_sources (cnd_matrix_panel_get_matrix (panel), &n_sources);
  item = cnd_scene_find_layer (cnd_scene_area_get_scene (area), sources[0].layer);
  g_assert_cmpuint (item, !=, G_MAXUINT);
  box = cnd_scene_get_items (cnd_scene_area_get_scene (area), NULL)[item].rect;
  g_signal_emit_by_name (area, "clicked", box.x + 3, box.y + box.height / 2);
  g_assert_cmpint (cnd_matrix_panel_get_chosen (panel).kind, ==, CND_SPOT_SOURCE);
}

static void
test_importance (Ui *ui, gconstpointer data)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndRunView *view;
  g_autofree char *first = NULL, *second = NULL;

  open_recorded (ui, recording);
  view = cnd_app_window_get_run_view (ui->window);
  cnd_playback_set_position (cnd_run_view_get_playback (view), cnd_recording_get_stage_end (recording, 0));
  choose_beside (view, "Importance");
  first = cnd_scene_dump (cnd_scene_area_get_scene (cnd_run_view_get_beside_area (view)));
  g_assert_nonnull (strstr (first, "mportance"));
  gtk_widget_activate_action (GTK_WIDGET (view), "run.last", NULL);
  second = cnd_scene_dump (cnd_scene_area_get_scene (cnd_run_view_get_beside_area (view)));
  g_assert_cmpstr (first, !=, second);
}

/* Alt+6 is the run where there is one, else the connections of the model. */
static void
test_key_of_the_view (Ui *ui, gconstpointer data)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_auto (GStrv) actions = gtk_application_get_actions_for_accel (GTK_APPLICATION (ui->application), "<Alt>6");

  g_assert_cmpstr (actions[0], ==, "win.view::run");
  ui_open (ui, "lenet5.json");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.view", "s", "run");
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "matrix");
  cnd_app_window_set_view (ui->window, "graph");
  open_recorded (ui, recording);
  cnd_app_window_show_recording (ui->window, recording);
  cnd_app_window_set_view (ui->window, "graph");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.view", "s", "run");
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "run");
}

/* ---- Weights ------------------------------------------------------------------------------ */

static char *
write_weights (CndNetwork *network)
{
  CndEngineOptions options = { .batch = 1, .n_threads = 1 };
  g_autoptr (CndEngine) engine = cnd_engine_new (network, &options, NULL);
  CndRandom random;
  int file;
  char *path = NULL;

  cnd_base_seed_random (&random, 5);
  cnd_engine_initialize (engine, &random);
  file = g_file_open_tmp ("condenser-test-XXXXXX.safetensors", &path, NULL);
  g_close (file, NULL);
  g_assert_true (cnd_engine_save_weights (engine, path, NULL, NULL, NULL));
  return path;
}

static void
open_weights (Ui *ui, const char *path)
{
  cnd_app_window_open (ui->window, path);
  while (ui->window->weights == NULL)
    g_main_context_iteration (NULL, TRUE);
  ui_settle (ui);
}

/* Beside the model that they fit; by themselves beside another one, and without any. */
static void
test_weights (Ui *ui, gconstpointer data)
{
  CndMatrixView *view;
  g_autofree char *path = NULL;

  ui_open (ui, "lenet5.json");
  path = write_weights (cnd_document_get_network (ui->document));
  open_weights (ui, path);
  view = cnd_app_window_get_matrix_view (ui->window);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "matrix");
  g_assert_nonnull (strstr (cnd_app_window_get_last_message (ui->window), "5 of 5 layers have values"));
  g_assert_true (cnd_matrix_has_weights (cnd_matrix_panel_get_matrix (cnd_matrix_view_get_panel (view))));
  g_assert_cmpuint (cnd_matrix_view_get_layer (view), !=, G_MAXUINT);
  /* they go with the model that they fit */
  ui_open (ui, "alexnet-classroom.json");
  g_assert_null (ui->window->weights);
  open_weights (ui, path);
  g_assert_nonnull (strstr (cnd_app_window_get_last_message (ui->window), "shown by itself"));
  g_assert_true (cnd_matrix_has_weights (cnd_matrix_panel_get_matrix (cnd_matrix_view_get_panel (view))));
  g_assert_cmpuint (cnd_matrix_view_get_layer (view), ==, G_MAXUINT);
  g_signal_emit_by_name (view, "weights-closed");
  ui_settle (ui);
  g_assert_null (ui->window->weights);
  g_assert_false (cnd_matrix_has_weights (cnd_matrix_panel_get_matrix (cnd_matrix_view_get_panel (view))));
  g_unlink (path);
}

static void
test_weights_alone (Ui *ui, gconstpointer data)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autofree char *path = write_weights (cnd_recording_get_network (recording));
  CndMatrixView *view;

  open_weights (ui, path);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "matrix");
  view = cnd_app_window_get_matrix_view (ui->window);
  for (guint i = 0; i < g_list_model_get_n_items (gtk_drop_down_get_model (cnd_matrix_view_get_layers (view))); i++)
    {
      gtk_drop_down_set_selected (cnd_matrix_view_get_layers (view), i);
      g_assert_true (cnd_matrix_has_weights (cnd_matrix_panel_get_matrix (cnd_matrix_view_get_panel (view))));
    }
  g_signal_emit_by_name (view, "weights-closed");
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "gallery");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  static const UiTest tests[] = {
    { "/app/matrix/graph-and-counts-are-at-the-playhead", test_playhead },
    { "/app/matrix/what-is-chosen-stands-out-in-the-graph", test_linked },
    { "/app/matrix/every-layer-has-a-structure", test_structure },
    { "/app/matrix/it-follows-what-is-selected-in-the-graph", test_follows_graph },
    { "/app/matrix/the-graph-beside-it-is-lit-and-clicked", test_graph_beside },
    { "/app/matrix/importance-stands-beside-it", test_importance },
    { "/app/matrix/alt-6-is-the-run-or-the-connections", test_key_of_the_view },
    { "/app/matrix/weights-give-values-or-are-shown-by-themselves", test_weights },
    { "/app/matrix/weights-need-no-model", test_weights_alone },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  g_test_add_func ("/app/matrix/zoom-keeps-the-point", test_zoom);
  g_test_add_func ("/app/matrix/keys-move-the-cell", test_keys);
  g_test_add_func ("/app/matrix/keys-choose", test_choose);
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
