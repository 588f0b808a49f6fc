/* What the window opens: models, runs and weights, by name, dropped, or left behind by a crash. */
#include "app-window-private.h"

#include <glib/gstdio.h>

void
cnd_app_window_stop_awaiting (CndAppWindow *self)
{
  if (!self->is_awaited || !self->document)
    return;
  self->is_awaited = FALSE;
  cnd_app_window_update_views (self);
  if (!cnd_document_get_scene (self->document))
    cnd_app_window_set_view (self, "gallery");
}

/* From the gallery to the graph; who compares or reads the table goes on doing so. Connections were those of another network. */
static void
show_opened (CndAppWindow *self)
{
  static const char *const of_one_network[] = { "run", "matrix", NULL };
  const char *view = self->show_models ? self->last_view : cnd_app_window_get_view (self);

  if (self->show_models && (!view || g_strv_contains (of_one_network, view)))
    view = "graph";
  cnd_app_window_set_view (self, view);
}

static void
open_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  g_autoptr (GError) error = NULL;

  if (cnd_document_open_finish (CND_DOCUMENT (source), result, &error))
    {
      if (self->canvas)
        show_opened (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->document)
    {
      cnd_app_window_alert_opening (self, self->opening, error);
      cnd_app_window_update_mark (self);
    }
  cnd_app_window_stop_awaiting (self);
}

void
cnd_app_window_open (CndAppWindow *self, const char *name)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self) && name);
  if (!cnd_app_window_ask (self, name))
    cnd_app_window_open_now (self, name);
}

void
cnd_app_window_open_now (CndAppWindow *self, const char *name)
{
  g_free (self->opening);
  self->opening = g_strdup (name);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) && !cnd_document_get_scene (self->document))
    {
      self->is_awaited = TRUE;
      cnd_app_window_update_views (self);
      cnd_app_window_set_view (self, "graph");
    }
  if (g_str_has_suffix (name, ".safetensors"))
    {
      cnd_app_window_open_tensors (self, name);
      return;
    }
  cnd_document_open_async (self->document, name, open_done, g_object_ref (self));
}

static void
restore_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  g_autoptr (GError) error = NULL;

  if (!cnd_document_open_finish (CND_DOCUMENT (source), result, &error) || !self->document)
    return; /* it stays where it is */
  g_unlink (self->opening);
  cnd_document_set_recovered (self->document);
  show_opened (self);
}

void
cnd_app_window_restore (CndAppWindow *self, const char *path)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self) && path);
  g_free (self->opening);
  self->opening = g_strdup (path);
  cnd_document_open_async (self->document, path, restore_done, g_object_ref (self));
}

static gboolean
file_dropped (CndAppWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files ? g_file_get_path (files->data) : NULL;

  if (!path)
    return FALSE;
  cnd_app_window_open (self, path);
  return TRUE;
}

void
cnd_app_window_accept_files (CndAppWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (file_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
