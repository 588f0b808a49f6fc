/* The application. */
#include "config.h"

#include "application-private.h"

#include "compat-private.h"
#include "resources.h"
#include "app-window-private.h"
#include "preferences-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* As many of the models that a crash left are named. */
#define MAX_NAMED 5

struct _CndApplication
{
  AdwApplication parent_instance;
  CndSettings *settings;
  CndGallery *gallery;
  CndThumbnails *thumbnails;
  GCancellable *loading;
  GSettings *storage; /* (nullable) */
  GPtrArray *left;    /* (nullable): model files of a process that crashed */
};

G_DEFINE_FINAL_TYPE (CndApplication, cnd_application, ADW_TYPE_APPLICATION)

/* ---- Windows ------------------------------------------------------------------------ */

/* Size and panel of a window are those of the next one. */
static gboolean
window_closes (GtkWindow *window, gpointer data)
{
  CndApplication *self = data;
  gboolean show_panel;
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_object_get (window, "show-panel", &show_panel, NULL);
  g_settings_set (self->storage, "window-size", "(ii)", width, height);
  g_settings_set_boolean (self->storage, "maximized", gtk_window_is_maximized (window));
  g_settings_set_boolean (self->storage, "show-panel", show_panel);
  return GDK_EVENT_PROPAGATE;
}

static void
recent_changed (CndApplication *self)
{
  g_auto (GStrv) names = g_settings_get_strv (self->storage, "recent");

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l; l = l->next)
    if (CND_IS_APP_WINDOW (l->data))
      cnd_gallery_page_set_recent (cnd_app_window_get_gallery_page (l->data), (const char *const *) names);
}

/* Which models are open, for the next start; and the one just opened among those of late. */
static void
documents_changed (CndApplication *self, CndDocument *document)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *opened = cnd_document_dup_open_name (document);
  g_autofree char *kept = cnd_session_dup_journal_folder ();

  if (opened && !g_str_has_prefix (opened, kept))
    cnd_session_add_recent (self->storage, opened);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l; l = l->next)
    {
      char *name = CND_IS_APP_WINDOW (l->data) ? cnd_document_dup_open_name (cnd_app_window_get_document (l->data)) : NULL;

      if (name)
        g_ptr_array_add (names, name);
    }
  g_ptr_array_add (names, NULL);
  g_settings_set_strv (self->storage, "open-documents", (const char *const *) names->pdata);
}

static void
load_bookmarks (CndAppWindow *window, CndDocument *document)
{
  CndApplication *self = CND_APPLICATION (gtk_window_get_application (GTK_WINDOW (window)));
  const char *path = cnd_document_get_path (document);
  g_autoptr (GVariant) bookmarks = self && path ? cnd_session_find_bookmarks (self->storage, path) : NULL;

  if (bookmarks)
    cnd_canvas_load_bookmarks (cnd_app_window_get_canvas (window), bookmarks);
}

static void
keep_bookmarks (CndApplication *self, CndCanvas *canvas)
{
  g_autoptr (GVariant) bookmarks = cnd_canvas_save_bookmarks (canvas);
  const char *path = cnd_document_get_path (cnd_canvas_get_document (canvas));

  if (path)
    cnd_session_keep_bookmarks (self->storage, path, bookmarks);
}

static void
run_opened (CndApplication *self, const char *path)
{
  cnd_session_add_recent (self->storage, path);
}

static void
remember_window (CndApplication *self, CndAppWindow *window)
{
  int width, height;

  if (!self->storage)
    return;
  g_settings_get (self->storage, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  if (g_settings_get_boolean (self->storage, "maximized"))
    gtk_window_maximize (GTK_WINDOW (window));
  g_object_set (window, "show-panel", g_settings_get_boolean (self->storage, "show-panel"), NULL);
  recent_changed (self);
  g_signal_connect_object (window, "run-opened", G_CALLBACK (run_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "close-request", G_CALLBACK (window_closes), self, 0);
  g_signal_connect_object (cnd_app_window_get_document (window), "opened", G_CALLBACK (documents_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cnd_app_window_get_document (window), "opened", G_CALLBACK (load_bookmarks), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (cnd_app_window_get_canvas (window), "bookmarked", G_CALLBACK (keep_bookmarks), self, G_CONNECT_SWAPPED);
}

static CndAppWindow *
add_window (CndApplication *self)
{
  g_autofree char *folder = cnd_session_dup_journal_folder ();
  CndAppWindow *window =
    CND_APP_WINDOW (cnd_app_window_new (GTK_APPLICATION (self), self->settings, self->gallery, self->thumbnails));

  g_object_set_data_full (G_OBJECT (window), "journal", cnd_journal_new (cnd_app_window_get_document (window), folder),
                          g_object_unref);
  remember_window (self, window);
  return window;
}

/* What was open when the program ended, each in a window. */
static gboolean
reopen_documents (CndApplication *self)
{
  g_auto (GStrv) names = self->storage ? g_settings_get_strv (self->storage, "open-documents") : NULL;
  gboolean any = FALSE;

  for (guint i = 0; names && names[i]; i++)
    {
      g_autofree char *preset = NULL;
      g_autofree char *path = cnd_formats_split_name (names[i], &preset);
      CndAppWindow *window;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      window = add_window (self);
      cnd_app_window_open (window, names[i]);
      gtk_window_present (GTK_WINDOW (window));
      any = TRUE;
    }
  return any;
}

static void
restore_answered (const char *answer, gpointer data)
{
  CndApplication *self = data;

  for (guint i = 0; self->left && i < self->left->len; i++)
    {
      const char *path = g_ptr_array_index (self->left, i);

      if (g_str_equal (answer, "discard"))
        g_unlink (path);
      else if (g_str_equal (answer, "restore"))
        {
          CndAppWindow *window = add_window (self);

          gtk_window_present (GTK_WINDOW (window));
          cnd_app_window_restore (window, path);
        }
    }
  g_clear_pointer (&self->left, g_ptr_array_unref);
}

/* Returns: (transfer full): "“VGG”, changed on 03/14/26 at 15:09" */
static char *
describe_left (CndApplication *self, const char *path)
{
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, NULL);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *day = NULL, *hour = NULL;
  const char *title = architecture ? cnd_text_get (architecture->title, cnd_settings_get_language (self->settings)) : NULL;
  GStatBuf status;

  if (!architecture || g_stat (path, &status) != 0)
    return NULL;
  time = g_date_time_new_from_unix_local (status.st_mtime);
  day = g_date_time_format (time, "%x");
  hour = g_date_time_format (time, "%H:%M");
  /* Translators: a model, a date, a time */
  return g_strdup_printf (_("“%s”, changed on %s at %s"), title ? title : architecture->name, day, hour);
}

static void
offer_to_restore (CndApplication *self, GtkWindow *window)
{
  g_autofree char *folder = cnd_session_dup_journal_folder ();
  g_autofree char *number = NULL;
  GString *body;

  if (CND_IS_APP_WINDOW (window))
    cnd_app_window_offer_training (CND_APP_WINDOW (window));
  if (self->left)
    return; /* it is being asked */
  self->left = cnd_session_list_journals (folder);
  if (self->left->len == 0)
    {
      g_clear_pointer (&self->left, g_ptr_array_unref);
      return;
    }
  number = cnd_base_format_count (cnd_settings_get_numbers (self->settings), self->left->len);
  body = g_string_new (NULL);
  g_string_printf (body, g_dngettext (GETTEXT_PACKAGE, "%s model with changed values was kept.",
                                      "%s models with changed values were kept.", self->left->len), number);
  g_string_append_c (body, '\n');
  for (guint i = 0; i < MIN (self->left->len, MAX_NAMED); i++)
    {
      g_autofree char *line = describe_left (self, g_ptr_array_index (self->left, i));

      if (line)
        g_string_append_printf (body, "\n%s", line);
    }
  cnd_compat_ask_to_restore (window, _("Condenser Ended Unexpectedly"), body->str, restore_answered, self);
  g_string_free (body, TRUE);
}

static void
application_activate (GApplication *application)
{
  CndApplication *self = CND_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window)
    {
      gtk_window_present (window);
      return;
    }
  if (!reopen_documents (self))
    {
      CndAppWindow *first = add_window (self);

      gtk_window_present (GTK_WINDOW (first));
      cnd_app_window_welcome (first, self->storage);
    }
  offer_to_restore (self, gtk_application_get_active_window (GTK_APPLICATION (application)));
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
  gboolean first = !gtk_application_get_windows (GTK_APPLICATION (application));

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      CndAppWindow *window;

      if (!path)
        continue;
      window = i == 0 ? find_empty_window (CND_APPLICATION (application)) : add_window (CND_APPLICATION (application));
      cnd_app_window_open (window, path);
      gtk_window_present (GTK_WINDOW (window));
    }
  if (first && gtk_application_get_active_window (GTK_APPLICATION (application)))
    offer_to_restore (CND_APPLICATION (application), gtk_application_get_active_window (GTK_APPLICATION (application)));
}

/* A path, or the name of a shipped model, each perhaps with ":PRESET": as an absolute path. */
static char *
resolve_name (const char *name)
{
  g_autofree char *preset = NULL;
  g_autofree char *path = cnd_formats_split_name (name, &preset);
  g_autofree char *shipped = g_file_test (path, G_FILE_TEST_EXISTS) ? NULL : cnd_formats_find_shipped (path);

  if (!shipped)
    return g_canonicalize_filename (name, NULL);
  return preset ? g_strconcat (shipped, ":", preset, NULL) : g_steal_pointer (&shipped);
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
      (*arguments)[i] = resolve_name (argument);
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
preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CndApplication *self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (cnd_preferences_window_new (window, self->settings)));
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cnd_compat_show_about (gtk_application_get_active_window (data));
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l; l = l->next)
    gtk_window_close (l->data); /* each may ask first; the last one ends the program */
  g_list_free (windows);
}

static void
add_actions (CndApplication *self)
{
  static const GActionEntry entries[] = {
    { "new-window", new_window },
    { "preferences", preferences },
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
    { "app.preferences", { "<Control>comma" } },
    { "win.show-shortcuts", { "<Control>question" } },
    { "win.save", { "<Control>s" } },
    { "win.save-as", { "<Control><Shift>s" } },
    { "win.export::svg", { "<Control>e" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z" } },
    { "win.find", { "<Control>f" } },
    { "win.find-next", { "<Control>g" } },
    { "win.find-previous", { "<Control><Shift>g" } },
    { "win.search", { "<Control><Shift>f" } },
    { "win.show-models", { "F9" } },
    { "win.show-panel", { "<Shift>F9" } },
    { "win.cover", { "<Control>h" } },
    { "win.train", { "<Control>t" } },
    { "win.train-pause", { "<Control><Shift>t" } },
    { "win.copy-picture::png", { "<Control><Shift>c" } },
    { "win.view::graph", { "<Alt>1" } },
    { "win.view::table", { "<Alt>2" } },
    { "win.view::chart", { "<Alt>3" } },
    { "win.view::compare", { "<Alt>4" } },
    { "win.view::verify", { "<Alt>5" } },
    { "win.view::run", { "<Alt>6" } },
    { "view.zoom-in", { "<Control>plus", "<Control>equal" } },
    { "view.zoom-out", { "<Control>minus" } },
    { "view.actual-size", { "<Control>0" } },
    { "view.fit", { "<Control>Home" } },
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
  cnd_settings_bind_storage (self->settings, self->storage);
  if (self->storage)
    g_signal_connect_object (self->storage, "changed::recent", G_CALLBACK (recent_changed), self, G_CONNECT_SWAPPED);
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
  g_clear_object (&self->storage);
  g_clear_pointer (&self->left, g_ptr_array_unref);
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
  self->storage = cnd_session_open_storage ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE[:PRESET]…]"));
}

void
cnd_application_spare_opengl (void)
{
  const char *debug = g_getenv ("GDK_DEBUG");
  g_autofree char *flags = g_strconcat (debug ? debug : "", debug ? "," : "", "gl-disable", NULL);

  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    g_setenv ("GDK_DEBUG", flags, TRUE);
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
