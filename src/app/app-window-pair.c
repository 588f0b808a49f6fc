/* A second run beside the one that is open. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

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
show_pair (CndAppWindow *self, CndRecording *second, const char *path, GError **error)
{
  CndRecording *first = cnd_playback_get_recording (cnd_app_window_get_playback (self));
  CndRecording *recordings[] = { first, second };
  g_autofree char *name = g_path_get_basename (path);
  const char *names[] = { cnd_document_get_title (self->document), name };
  guint n;

  cnd_recording_get_layers (second, &n);
  if (n == 0)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("It has no learned group convolutions"));
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
    {
      g_autofree char *name = g_path_get_basename (path), *heading = g_strdup_printf (_("“%s” cannot be opened"), name);
      cnd_app_window_alert (self, heading, error);
    }
}

void
cnd_app_window_compare_run (CndAppWindow *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, second_loaded, g_object_ref (self));

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_run);
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
