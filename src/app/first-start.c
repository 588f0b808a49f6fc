/* The very first start shows what the program is for: the recorded training that ships, played from its beginning. */
#include "config.h"

#include "app-window-private.h"

#define RUN "classroom.safetensors"

static void
view_changed (CndAppWindow *self)
{
  CndPlayback *playback = cnd_app_window_get_playback (self);
  gboolean animations = TRUE;

  if (playback == NULL || !g_str_equal (cnd_app_window_get_view (self), "run"))
    return;
  g_signal_handlers_disconnect_by_func (self, view_changed, NULL);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations, NULL);
  /* who wants no motion begins at the beginning and goes on by hand */
  cnd_playback_set_playing (playback, animations);
}

/* Not before the window is on the screen. */
static gboolean
open_run (gpointer data)
{
  CndAppWindow *self = data;
  g_autofree char *folder = cnd_formats_find_data ("runs"), *path = g_build_filename (folder, RUN, NULL);

  /* something may have been opened meanwhile */
  if (self->document == NULL || self->opening != NULL || cnd_document_get_architecture (self->document) != NULL
      || !g_file_test (path, G_FILE_TEST_EXISTS))
    return G_SOURCE_REMOVE;
  g_signal_connect (self, "notify::view", G_CALLBACK (view_changed), NULL);
  cnd_app_window_open (self, path);
  return G_SOURCE_REMOVE;
}

void
cnd_app_window_welcome (CndAppWindow *self, GSettings *storage)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self));
  if (storage == NULL || g_settings_get_boolean (storage, "welcomed"))
    return;
  g_settings_set_boolean (storage, "welcomed", TRUE);
  g_idle_add_full (G_PRIORITY_LOW, open_run, g_object_ref (self), g_object_unref);
}
