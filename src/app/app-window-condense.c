/* Condensing without data in the window: of the first weights, or of those of a file; the run's view plays it. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

static void
condensed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRecording) recording = cnd_session_condense_finish (result, &error);

  /* another model may have been opened meanwhile, or the window may be closed */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->document == NULL)
    return;
  g_clear_object (&self->condensing);
  if (recording == NULL)
    {
      cnd_app_window_alert (self, _("The weights cannot be condensed"), error);
      return;
    }
  cnd_app_window_show_recording (self, recording);
  if (cnd_app_window_get_playback (self) != NULL)
    cnd_playback_set_playing (cnd_app_window_get_playback (self), TRUE);
}

void
cnd_app_window_end_condensing (CndAppWindow *self)
{
  if (self->condensing != NULL)
    g_cancellable_cancel (self->condensing);
  g_clear_object (&self->condensing);
}

void
cnd_app_window_condense (CndAppWindow *self, const char *weights)
{
  CndNetwork *network = cnd_document_get_network (self->document);

  g_return_if_fail (CND_IS_APP_WINDOW (self) && network != NULL);
  cnd_app_window_end_condensing (self);
  self->condensing = g_cancellable_new ();
  cnd_session_condense_async (network, weights, cnd_train_default_options.seed, self->condensing, condensed, g_object_ref (self));
}

/* ---- Actions ------------------------------------------------------------------------ */

static gboolean
can_condense (CndAppWindow *self)
{
  CndNetwork *network = cnd_document_get_scene (self->document) != NULL ? cnd_document_get_network (self->document) : NULL;

  return network != NULL && cnd_session_can_condense (network);
}

static void
condense_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (can_condense (CND_APP_WINDOW (widget)))
    cnd_app_window_condense (CND_APP_WINDOW (widget), NULL);
}

static void
weights_chosen (const char *path, gpointer window)
{
  CndAppWindow *self = window;

  if (path != NULL && self->document != NULL && can_condense (self))
    cnd_app_window_condense (self, path);
}

static void
condense_weights_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  cnd_compat_open_file (GTK_WINDOW (widget), _("Condense Weights"), _("Weights"), "*.safetensors", weights_chosen, g_object_ref (widget),
                        g_object_unref);
}

void
cnd_app_window_update_condensing_actions (CndAppWindow *self)
{
  gboolean enabled = can_condense (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.condense-without-data", enabled);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.condense-weights", enabled);
}

void
cnd_app_window_install_condensing_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.condense-without-data", NULL, condense_action);
  gtk_widget_class_install_action (widget_class, "win.condense-weights", NULL, condense_weights_action);
}
