/* The application. */
#include "config.h"

#include "application-private.h"

#include "compat-private.h"
#include "resources.h"
#include "app-window-private.h"

#include <glib/gi18n-lib.h>

struct _CndApplication
{
  AdwApplication parent_instance;
  CndSettings *settings;
  CndGallery *gallery;
  CndThumbnails *thumbnails;
  GCancellable *loading;
};

G_DEFINE_FINAL_TYPE (CndApplication, cnd_application, ADW_TYPE_APPLICATION)

/* ---- Windows ------------------------------------------------------------------------ */

static CndAppWindow *
add_window (CndApplication *self)
{
  return CND_APP_WINDOW (cnd_app_window_new (GTK_APPLICATION (self), self->settings, self->gallery, self->thumbnails));
}

static void
application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (!window)
    window = GTK_WINDOW (add_window (CND_APPLICATION (application)));
  gtk_window_present (window);
}

/* A window that shows a model already keeps it. */
static CndAppWindow *
find_empty_window (CndApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l; l = l->next)
    if (CND_IS_APP_WINDOW (l->data) && !cnd_document_get_architecture (cnd_app_window_get_document (l->data)))
      return l->data;
  return add_window (self);
}

static void
application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      CndAppWindow *window;

      if (!path)
        continue;
      window = i == 0 ? find_empty_window (CND_APPLICATION (application)) : add_window (CND_APPLICATION (application));
      gtk_window_present (GTK_WINDOW (window));
      cnd_app_window_open (window, path);
    }
}

/* "alexnet.json:original" looks like an address with a scheme: make every name an absolute path first. */
static gboolean
application_local_command_line (GApplication *application, char ***arguments, int *exit_status)
{
  for (guint i = 1; (*arguments)[i]; i++)
    {
      char *argument = (*arguments)[i];

      if (argument[0] == '-' || strstr (argument, "://"))
        continue;
      (*arguments)[i] = g_canonicalize_filename (argument, NULL);
      g_free (argument);
    }
  return G_APPLICATION_CLASS (cnd_application_parent_class)->local_command_line (application, arguments, exit_status);
}

static int
application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("%s %s\n", "condenser", CND_VERSION);
  return 0;
}

/* ---- Actions ------------------------------------------------------------------------ */

static void
new_window (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_present (GTK_WINDOW (add_window (data)));
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cnd_compat_show_about (gtk_application_get_active_window (data));
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_application_quit (data);
}

static void
add_actions (CndApplication *self)
{
  static const GActionEntry entries[] = {
    { "new-window", new_window },
    { "about", about },
    { "quit", quit },
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.new-window", { "<Control>n" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.open", { "<Control>o" } },
    { "win.export::svg", { "<Control>e" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z" } },
    { "win.search", { "<Control>f" } },
    { "win.show-models", { "F9" } },
    { "win.show-panel", { "<Shift>F9" } },
    { "win.cover", { "<Control>h" } },
    { "win.copy-picture::png", { "<Control><Shift>c" } },
    { "win.view::graph", { "<Alt>1" } },
    { "win.view::table", { "<Alt>2" } },
    { "win.view::chart", { "<Alt>3" } },
    { "win.view::compare", { "<Alt>4" } },
    { "win.view::verify", { "<Alt>5" } },
    { "view.zoom-in", { "<Control>plus", "<Control>equal" } },
    { "view.zoom-out", { "<Control>minus" } },
    { "view.actual-size", { "<Control>0" } },
    { "view.fit", { "<Control>9" } },
    { "view.expand-all", { "<Control>bracketright" } },
    { "view.collapse-all", { "<Control>bracketleft" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action, accels[i].keys);
}

/* ---- Theme -------------------------------------------------------------------------- */

static void
update_theme (CndApplication *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (adw_style_manager_get_high_contrast (manager))
    cnd_settings_set_theme (self->settings, CND_THEME_HIGH_CONTRAST);
  else
    cnd_settings_set_theme (self->settings, adw_style_manager_get_dark (manager) ? CND_THEME_DARK : CND_THEME_LIGHT);
}

static void
update_color_scheme (CndApplication *self)
{
  static const AdwColorScheme schemes[CND_N_COLOR_SCHEMES] = {
    [CND_COLOR_SCHEME_SYSTEM] = ADW_COLOR_SCHEME_DEFAULT,
    [CND_COLOR_SCHEME_LIGHT] = ADW_COLOR_SCHEME_FORCE_LIGHT,
    [CND_COLOR_SCHEME_DARK] = ADW_COLOR_SCHEME_FORCE_DARK,
  };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[cnd_settings_get_color_scheme (self->settings)]);
}

static void
follow_theme (CndApplication *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_theme), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_theme), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::color-scheme", G_CALLBACK (update_color_scheme), self, G_CONNECT_SWAPPED);
  update_theme (self);
}

/* ---- Start -------------------------------------------------------------------------- */

static void
gallery_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!cnd_gallery_load_finish (CND_GALLERY (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("%s", error->message); /* the window says that there are no models */
}

static void
application_startup (GApplication *application)
{
  CndApplication *self = CND_APPLICATION (application);
  g_autofree char *folder = cnd_formats_find_data ("models");

  cnd_get_resource (); /* a reference from here keeps the linker from dropping the resources */
  G_APPLICATION_CLASS (cnd_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (CND_APPLICATION_ID);
  add_actions (self);
  follow_theme (self);
  cnd_gallery_load_async (self->gallery, folder, self->loading, gallery_loaded, NULL);
}

static void
application_dispose (GObject *object)
{
  CndApplication *self = CND_APPLICATION (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->settings);
  g_clear_object (&self->gallery);
  g_clear_object (&self->thumbnails);
  G_OBJECT_CLASS (cnd_application_parent_class)->dispose (object);
}

static void
cnd_application_class_init (CndApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = application_dispose;
  application_class->activate = application_activate;
  application_class->open = application_open;
  application_class->startup = application_startup;
  application_class->local_command_line = application_local_command_line;
  application_class->handle_local_options = application_handle_local_options;
}

static void
cnd_application_init (CndApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL },
    { NULL }
  };

  self->settings = cnd_settings_new ();
  cnd_settings_set_language (self->settings, g_get_language_names ()[0]);
  self->gallery = cnd_gallery_new ();
  self->thumbnails = cnd_thumbnails_new ();
  self->loading = g_cancellable_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE[:PRESET]…]"));
}

CndApplication *
cnd_application_new (GApplicationFlags flags)
{
  return g_object_new (CND_TYPE_APPLICATION, "application-id", CND_APPLICATION_ID, "flags", flags | G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

CndSettings *
cnd_application_get_settings (CndApplication *self)
{
  g_return_val_if_fail (CND_IS_APPLICATION (self), NULL);
  return self->settings;
}

CndGallery *
cnd_application_get_gallery (CndApplication *self)
{
  g_return_val_if_fail (CND_IS_APPLICATION (self), NULL);
  return self->gallery;
}

CndThumbnails *
cnd_application_get_thumbnails (CndApplication *self)
{
  g_return_val_if_fail (CND_IS_APPLICATION (self), NULL);
  return self->thumbnails;
}
