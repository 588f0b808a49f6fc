/* A second run beside the one that is open. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

static void
show_pair (CndAppWindow *self, CndRecording *second, const char *path, GError **error)
{
  CndRecording *first = cnd_playback_get_recording (cnd_app_window_get_playback (self));
  CndRecording *recordings[] = { first, second };
  g_autofree char *name = g_path_get_basename (path);
  const char *names[] = { cnd_document_get_title (self->document), name };
  guint n, n_first;

  cnd_recording_get_layers (first, &n_first);
  cnd_recording_get_layers (second, &n);
  if (n == 0 || n_first == 0)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("Runs are compared by their learned group convolutions, and one of these has none"));
      return;
    }
  cnd_app_window_set_view (self, "run");
  cnd_run_page_show_pair (cnd_app_window_get_run_page (self), recordings, names);
}

static void
second_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRecording) recording = g_task_propagate_pointer (G_TASK (result), &error);
  const char *path = g_task_get_task_data (G_TASK (result));

  if (self->document == NULL)
    return;
  if (recording != NULL && cnd_app_window_get_playback (self) != NULL)
    show_pair (self, recording, path, &error);
  if (error != NULL)
    cnd_app_window_alert_opening (self, path, error);
}

void
cnd_app_window_compare_run (CndAppWindow *self, const char *path)
{
  cnd_app_window_load_run (self, path, second_loaded);
}

static void
run_chosen (const char *path, gpointer data)
{
  CndAppWindow *self = data;

  if (path != NULL && self->document != NULL)
    cnd_app_window_compare_run (self, path);
}

void
cnd_app_window_choose_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);

  if (cnd_app_window_get_playback (self) == NULL)
    {
      cnd_app_window_toast (self, _("Open a run first"));
      return;
    }
  cnd_compat_open_file (GTK_WINDOW (self), _("Compare with Another Run"), _("Runs"), "*.safetensors", run_chosen, g_object_ref (self), g_object_unref);
}
