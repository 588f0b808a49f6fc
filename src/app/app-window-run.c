/* Runs in the window: opened in a worker, shown in a view of their own; the layer that is chosen there is the one that is
 * selected everywhere. */
#include "config.h"

#include "app-window-private.h"

#include <glib/gi18n-lib.h>

/* Of the document, when it still shows the network of the run; else G_MAXUINT. */
static guint
find_document_layer (CndAppWindow *self, CndNetwork *from, guint layer)
{
  CndNetwork *network = cnd_document_get_network (self->document);

  return network != NULL ? cnd_network_find_layer (network, cnd_network_get_layers (from, NULL)[layer].id) : G_MAXUINT;
}

/* What is chosen in the matrix stands out in the graph. */
static void
chosen (CndAppWindow *self)
{
  CndPlayback *playback = cnd_app_window_get_playback (self);
  CndNetwork *network = cnd_document_get_network (self->document), *from;
  CndMatrix *matrix = cnd_matrix_panel_get_matrix (cnd_run_view_get_panel (cnd_app_window_get_run_view (self)));
  g_autoptr (GArray) layers = NULL;
  guint reader, n = 0;

  if (playback == NULL || network == NULL || matrix == NULL)
    return;
  from = cnd_recording_get_network (cnd_playback_get_recording (playback));
  layers = cnd_run_view_list_layers_read (cnd_app_window_get_run_view (self));
  reader = find_document_layer (self, from, cnd_matrix_get_layer (matrix));
  for (guint i = 0; i < layers->len; i++)
    {
      guint found = find_document_layer (self, from, g_array_index (layers, guint, i));
      if (found != G_MAXUINT)
        g_array_index (layers, guint, n++) = found;
    }
  cnd_canvas_light (self->canvas, (const guint *) layers->data, reader != G_MAXUINT ? n : 0, reader);
}

static void
layer_chosen (CndAppWindow *self, guint layer)
{
  CndRecording *recording = cnd_playback_get_recording (cnd_app_window_get_playback (self));
  guint found = find_document_layer (self, cnd_recording_get_network (recording), layer);

  if (found != G_MAXUINT)
    cnd_selection_select_layer (cnd_document_get_selection (self->document), found);
  chosen (self);
}

/* Layers of the run's network that are selected, those of a block among them. Returns: (transfer full) */
static GArray *
list_selected (CndAppWindow *self, CndNetwork *run_network)
{
  CndNetwork *network = cnd_document_get_network (self->document);
  CndSelection *selection = cnd_document_get_selection (self->document);
  const CndLayer *all = cnd_network_get_layers (network, NULL);
  guint n, block = cnd_selection_get_block (selection);
  const guint *layers = cnd_selection_get_layers (selection, &n);
  const CndBlock *facts = block != G_MAXUINT ? &cnd_network_get_blocks (network, NULL)[block] : NULL;
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n + (facts != NULL ? facts->n_layers : 0); i++)
    {
      guint layer = cnd_network_find_layer (run_network, all[i < n ? layers[i] : facts->first_layer + i - n].id);
      if (layer != G_MAXUINT)
        g_array_append_val (found, layer);
    }
  return found;
}

/* One box with a learned group convolution is shown as a matrix; outputs that the matrix reads stand out in it. */
static void
selection_changed (CndAppWindow *self)
{
  CndPlayback *playback = cnd_app_window_get_playback (self);
  CndRecording *recording = playback != NULL ? cnd_playback_get_recording (playback) : NULL;
  g_autoptr (GArray) layers = NULL;
  guint n, n_learned = 0, learned = G_MAXUINT;

  if (recording == NULL || cnd_document_get_network (self->document) == NULL)
    return;
  layers = list_selected (self, cnd_recording_get_network (recording));
  for (guint i = 0; i < layers->len; i++)
    if (cnd_recording_find_shown_layer (recording, g_array_index (layers, guint, i)) != G_MAXUINT)
      {
        learned = g_array_index (layers, guint, i);
        n_learned++;
      }
  cnd_selection_get_layers (cnd_document_get_selection (self->document), &n);
  if (n <= 1 && n_learned == 1)
    cnd_run_view_select_layer (cnd_app_window_get_run_view (self), learned);
  cnd_run_view_light_layers (cnd_app_window_get_run_view (self), (const guint *) layers->data, layers->len);
}

static void
matrix_chosen (CndAppWindow *self)
{
  CndMatrixPanel *panel = cnd_matrix_view_get_panel (cnd_app_window_get_matrix_view (self));
  g_autoptr (GArray) layers = NULL;

  if (cnd_matrix_panel_get_matrix (panel) == NULL || cnd_matrix_view_get_layer (cnd_app_window_get_matrix_view (self)) == G_MAXUINT)
    return;
  layers = cnd_matrix_list_layers_read (cnd_matrix_panel_get_matrix (panel), cnd_matrix_panel_get_chosen (panel));
  cnd_canvas_light (self->canvas, (const guint *) layers->data, layers->len, cnd_matrix_get_layer (cnd_matrix_panel_get_matrix (panel)));
}

/* The run of another model is put away. */
static void
opened (CndAppWindow *self)
{
  CndPlayback *playback = cnd_app_window_get_playback (self);

  if (playback != NULL
      && cnd_network_get_architecture (cnd_recording_get_network (cnd_playback_get_recording (playback))) != cnd_document_get_architecture (self->document))
    cnd_run_view_set_recording (cnd_app_window_get_run_view (self), NULL);
}

static void
graph_changed (CndAppWindow *self)
{
  if (self->document != NULL)
    cnd_app_window_check_weights (self);
  if (self->document != NULL && cnd_app_window_get_playback (self) != NULL)
    cnd_run_view_set_graph (cnd_app_window_get_run_view (self), cnd_document_get_run (self->document) != NULL ? cnd_document_get_scene (self->document) : NULL);
}

static void
name_page (CndAppWindow *self, CndRecording *recording)
{
  GtkStackPage *page = gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, "run"));
  const char *title = cnd_recording_get_condensation (recording) > 1 ? _("Condensing") : _("Training");

  if (g_strcmp0 (gtk_stack_page_get_title (page), title) != 0)
    gtk_stack_page_set_title (page, title);
}

/* The graph and the counts are at the playhead, too. */
static void
position_changed (CndAppWindow *self)
{
  CndPlayback *playback = cnd_app_window_get_playback (self);

  if (playback == NULL || self->document == NULL)
    return;
  name_page (self, cnd_playback_get_recording (playback));
  cnd_document_set_run (self->document, cnd_playback_get_recording (playback), cnd_playback_get_position (playback));
}

GtkWidget *
cnd_app_window_make_run_page (CndAppWindow *self)
{
  GtkWidget *view = cnd_run_view_new (self->settings), *page;

  g_signal_connect_object (view, "layer-chosen", G_CALLBACK (layer_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "moved", G_CALLBACK (position_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "chosen", G_CALLBACK (chosen), self, G_CONNECT_SWAPPED);
  page = cnd_run_page_new (CND_RUN_VIEW (view), self->settings);
  cnd_stage_table_set_document (cnd_run_page_get_stage_table (CND_RUN_PAGE (page)), self->document);
  return page;
}

GtkWidget *
cnd_app_window_make_matrix_page (CndAppWindow *self)
{
  GtkWidget *view = cnd_matrix_view_new (self->document);

  g_signal_connect_object (view, "chosen", G_CALLBACK (matrix_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "weights-closed", G_CALLBACK (cnd_app_window_close_weights), self, G_CONNECT_SWAPPED);
  return view;
}

void
cnd_app_window_follow_selection (CndAppWindow *self)
{
  g_signal_connect_object (cnd_document_get_selection (self->document), "changed", G_CALLBACK (selection_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "opened", G_CALLBACK (opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "notify::scene", G_CALLBACK (graph_changed), self, G_CONNECT_SWAPPED);
}

gboolean
cnd_app_window_has_run_page (CndAppWindow *self, const char *name)
{
  gboolean has_run = cnd_app_window_get_playback (self) != NULL;

  if (g_str_equal (name, "run"))
    return has_run;
  if (cnd_document_get_scene (self->document) == NULL)
    return self->weights != NULL && g_str_equal (name, "matrix");
  return !g_str_equal (name, "matrix") || !has_run;
}

static void
load_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  CndRecording *recording = cnd_recording_load (data, &error);

  if (recording != NULL)
    g_task_return_pointer (task, recording, (GDestroyNotify) cnd_recording_unref);
  else
    g_task_return_error (task, error);
}

void
cnd_app_window_show_recording (CndAppWindow *self, CndRecording *recording)
{
  CndRunView *view = cnd_app_window_get_run_view (self);

  cnd_run_view_set_recording (view, recording);
  cnd_run_page_update (cnd_app_window_get_run_page (self));
  if (cnd_run_view_get_playback (view) == NULL)
    return;
  gtk_stack_page_set_visible (gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, "run")), TRUE);
  gtk_stack_page_set_visible (gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, "matrix")), FALSE);
  cnd_app_window_set_view (self, "run");
  gtk_widget_grab_focus (GTK_WIDGET (cnd_run_view_get_timeline_area (view)));
}

static void
show_run (CndAppWindow *self, CndRecording *recording, GError **error)
{
  CndArchitecture *architecture = cnd_network_get_architecture (cnd_recording_get_network (recording));

  if (!cnd_document_set_architecture (self->document, architecture, -1, error))
    return;
  cnd_app_window_show_recording (self, recording);
  /* where nothing is condensed, what came of it says more than the first weights */
  if (cnd_recording_get_condensation (recording) == 1 && cnd_app_window_get_playback (self) != NULL)
    cnd_playback_set_position (cnd_app_window_get_playback (self), cnd_recording_get_end (recording));
}

static void
tensors_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRecording) recording = NULL;
  g_autoptr (CndOpenedWeights) weights = NULL;
  const char *path = g_task_get_task_data (G_TASK (result));

  cnd_session_open_tensors_finish (result, &recording, &weights, &error);
  /* another file may have been asked for meanwhile, or the window may be closed */
  if (self->document == NULL || g_strcmp0 (self->opening, path) != 0)
    return;
  if (recording != NULL)
    {
      show_run (self, recording, &error);
      cnd_app_window_offer_unfinished (self, recording, path);
      g_signal_emit_by_name (self, "run-opened", path);
    }
  if (error != NULL)
    cnd_app_window_alert_opening (self, path, error);
  cnd_app_window_stop_awaiting (self);
  if (weights != NULL)
    cnd_app_window_show_weights (self, weights);
}

void
cnd_app_window_load_run (CndAppWindow *self, const char *path, GAsyncReadyCallback loaded)
{
  /* not the task's source: a worker may be the last to hold a task, and a window ends in the main thread */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, loaded, g_object_ref (self));

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_run);
}

void
cnd_app_window_open_tensors (CndAppWindow *self, const char *path)
{
  cnd_session_open_tensors_async (path, tensors_opened, g_object_ref (self));
}
