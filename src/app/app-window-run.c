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

static void
layer_chosen (CndAppWindow *self, guint layer)
{
  CndRecording *recording = cnd_playback_get_recording (cnd_app_window_get_playback (self));
  guint found = find_document_layer (self, cnd_recording_get_network (recording), layer);

  if (found != G_MAXUINT)
    cnd_selection_select_layer (cnd_document_get_selection (self->document), found);
}

static void
selection_changed (CndAppWindow *self)
{
  CndPlayback *playback = cnd_app_window_get_playback (self);
  CndNetwork *network = cnd_document_get_network (self->document), *run_network;
  guint n, layer;
  const guint *layers = cnd_selection_get_layers (cnd_document_get_selection (self->document), &n);

  if (playback == NULL || network == NULL || n != 1)
    return;
  run_network = cnd_recording_get_network (cnd_playback_get_recording (playback));
  layer = cnd_network_find_layer (run_network, cnd_network_get_layers (network, NULL)[layers[0]].id);
  if (layer != G_MAXUINT)
    cnd_run_view_select_layer (cnd_app_window_get_run_view (self), layer);
}

GtkWidget *
cnd_app_window_make_run_page (CndAppWindow *self)
{
  GtkWidget *view = cnd_run_view_new (self->settings);

  g_signal_connect_object (view, "layer-chosen", G_CALLBACK (layer_chosen), self, G_CONNECT_SWAPPED);
  return cnd_run_page_new (CND_RUN_VIEW (view), self->settings);
}

void
cnd_app_window_follow_selection (CndAppWindow *self)
{
  g_signal_connect_object (cnd_document_get_selection (self->document), "changed", G_CALLBACK (selection_changed), self, G_CONNECT_SWAPPED);
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

static void
show_run (CndAppWindow *self, CndRecording *recording, GError **error)
{
  CndArchitecture *architecture = cnd_network_get_architecture (cnd_recording_get_network (recording));
  CndRunView *view;

  if (!cnd_document_set_architecture (self->document, architecture, -1, error))
    return;
  view = cnd_app_window_get_run_view (self);
  cnd_run_view_set_recording (view, recording);
  cnd_run_page_update (cnd_app_window_get_run_page (self));
  if (cnd_run_view_get_playback (view) == NULL)
    return;
  gtk_stack_page_set_visible (gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, "run")), TRUE);
  cnd_app_window_set_view (self, "run");
  gtk_widget_grab_focus (GTK_WIDGET (cnd_run_view_get_timeline_area (view)));
}

static void
run_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRecording) recording = g_task_propagate_pointer (G_TASK (result), &error);
  const char *path = g_task_get_task_data (G_TASK (result));

  /* another file may have been asked for meanwhile, or the window may be closed */
  if (self->document == NULL || g_strcmp0 (self->opening, path) != 0)
    return;
  if (recording != NULL)
    show_run (self, recording, &error);
  if (error != NULL)
    {
      g_autofree char *name = g_path_get_basename (path), *heading = g_strdup_printf (_("“%s” cannot be opened"), name);
      cnd_app_window_alert (self, heading, error);
    }
  cnd_app_window_stop_awaiting (self);
}

void
cnd_app_window_open_run (CndAppWindow *self, const char *path)
{
  /* not the task's source: a worker may be the last to hold a task, and a window ends in the main thread */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, run_loaded, g_object_ref (self));

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_run);
}
