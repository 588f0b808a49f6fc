/* What leaves the window for elsewhere: tables and pictures, to files and to the clipboard. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

/* A file that is being written. */
typedef struct
{
  CndAppWindow *window;
  char *path;
} Saving;

static Saving *
saving_new (CndAppWindow *self, const char *path)
{
  Saving *saving = g_new0 (Saving, 1);

  *saving = (Saving){ g_object_ref (self), g_strdup (path) };
  return saving;
}

void
cnd_app_window_tell_saved (CndAppWindow *self, const char *path, const char *note, const GError *error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = error ? g_strdup_printf (_("“%s” cannot be saved: %s"), name, error->message)
                                : g_strdup_printf (_("Saved as “%s”"), name);
  g_autofree char *noted = note ? g_strdup_printf ("%s. %s", text, note) : NULL;

  cnd_app_window_toast (self, noted ? noted : text);
}

/* What became of it; frees it. @note: (nullable); @error: (nullable) */
static void
tell_saved (Saving *saving, const char *note, const GError *error)
{
  if (saving->window->document)
    cnd_app_window_tell_saved (saving->window, saving->path, note, error);
  g_object_unref (saving->window);
  g_free (saving->path);
  g_free (saving);
}

/* ---- Tables ------------------------------------------------------------------------- */

static gboolean
parse_sheet_format (GVariant *parameter, CndSheetFormat *format)
{
  for (guint i = 0; i < CND_N_SHEET_FORMATS; i++)
    if (g_str_equal (cnd_analysis_get_sheet_format_name (i), g_variant_get_string (parameter, NULL)))
      {
        *format = i;
        return TRUE;
      }
  return FALSE;
}

/* Returns: (transfer full): of all layers, as condenser-cli writes it */
static char *
write_table (CndAppWindow *self, CndSheetFormat format)
{
  CndReport *report = cnd_document_get_report (self->document);
  gboolean is_data = format == CND_SHEET_CSV;
  const CndSummaryOptions options = {
    .form = is_data ? CND_SUMMARY_DATA : CND_SUMMARY_READ,
    .style = is_data ? CND_NUMBER_STYLE_PLAIN : cnd_settings_get_numbers (self->settings),
    .depth = G_MAXUINT,
  };
  g_autoptr (CndSheet) sheet = cnd_analysis_new_summary (report, &options);
  g_autofree char *name = cnd_network_dup_name (cnd_report_get_network (report));
  GString *text = g_string_new (NULL);

  cnd_sheet_write (sheet, format, name, text);
  return g_string_free (text, FALSE);
}

void
cnd_app_window_copy_table (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  CndSheetFormat format;
  g_autofree char *text = NULL;

  if (!cnd_document_get_report (self->document) || !parse_sheet_format (parameter, &format))
    return;
  text = write_table (self, format);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  cnd_app_window_toast (self, _("The table was copied"));
}

static void
table_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  tell_saved (data, NULL, error);
}

void
cnd_app_window_save_table (CndAppWindow *self, CndSheetFormat format, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  g_return_if_fail (CND_IS_APP_WINDOW (self) && cnd_document_get_report (self->document));
  text = write_table (self, format);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, table_saved, saving_new (self, path));
}

typedef struct
{
  CndAppWindow *window;
  CndSheetFormat format;
} SaveTable;

static void
save_table_free (gpointer data)
{
  SaveTable *save = data;

  g_object_unref (save->window);
  g_free (save);
}

static void
table_place_chosen (const char *path, gpointer data)
{
  SaveTable *save = data;

  if (path && save->window->document)
    cnd_app_window_save_table (save->window, save->format, path);
}

static char *
propose_name (CndAppWindow *self, const char *ending)
{
  g_autofree char *name = cnd_network_dup_name (cnd_document_get_network (self->document));

  return g_strconcat (g_strdelimit (name, "/\\:", '-'), ending, NULL);
}

void
cnd_app_window_choose_table (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  g_autofree char *proposed = NULL;
  SaveTable *save;
  CndSheetFormat format;

  if (!cnd_document_get_report (self->document) || !parse_sheet_format (parameter, &format))
    return;
  proposed = propose_name (self, cnd_analysis_get_sheet_format_ending (format));
  save = g_new0 (SaveTable, 1);
  *save = (SaveTable){ g_object_ref (self), format };
  cnd_compat_save_file (GTK_WINDOW (self), _("Save the Table"), proposed, table_place_chosen, save, save_table_free);
}

/* ---- Scenes to files ---------------------------------------------------------------- */

static void
scene_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;

  cnd_session_write_scene_finish (result, &note, &error);
  tell_saved (data, note, error);
}

void
cnd_app_window_save_scene (CndAppWindow *self, CndScene *scene, const char *path, double scale)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self) && scene && path);
  cnd_session_write_scene_async (scene, path, scale, NULL, scene_saved, saving_new (self, path));
}

static void
pages_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  cnd_session_write_pages_finish (result, &error);
  tell_saved (data, NULL, error);
}

void
cnd_app_window_save_pages (CndAppWindow *self, GPtrArray *pages, const char *path)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self) && pages && path);
  cnd_session_write_pages_async (pages, path, NULL, pages_saved, saving_new (self, path));
}

static void
chart_place_chosen (const char *path, gpointer data)
{
  CndAppWindow *self = data;
  CndScene *scene = self->document ? cnd_chart_view_get_scene (cnd_app_window_get_chart_view (self)) : NULL;

  if (path && scene)
    cnd_app_window_save_scene (self, scene, path, 2);
}

void
cnd_app_window_choose_chart (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  g_autofree char *proposed = NULL;

  if (!cnd_document_get_report (self->document))
    return;
  proposed = propose_name (self, "-chart.svg");
  cnd_compat_save_file (GTK_WINDOW (self), _("Save the Chart"), proposed, chart_place_chosen, g_object_ref (self), g_object_unref);
}

/* ---- Pictures to the clipboard ------------------------------------------------------- */

typedef struct
{
  CndScene *scene;
  CndFormat format;
} CopyScene;

static void
copy_scene_free (gpointer data)
{
  CopyScene *copy = data;

  cnd_scene_unref (copy->scene);
  g_free (copy);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CopyScene *copy = data;
  GError *error = NULL;
  GBytes *bytes = cnd_paint_write (copy->scene, copy->format, copy->format == CND_FORMAT_PNG ? 2 : 1, NULL, &error);

  if (bytes)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/* As a file of its type, and as what every program takes: text, or a picture. */
static GdkContentProvider *
provide (CndFormat format, GBytes *bytes)
{
  GdkContentProvider *providers[2];
  g_autoptr (GdkTexture) texture = NULL;

  providers[0] = gdk_content_provider_new_for_bytes (format == CND_FORMAT_SVG ? "image/svg+xml" : "image/png", bytes);
  if (format == CND_FORMAT_SVG)
    providers[1] = gdk_content_provider_new_for_bytes ("text/plain;charset=utf-8", bytes);
  else
    {
      texture = gdk_texture_new_from_bytes (bytes, NULL);
      providers[1] = texture ? gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture) : NULL;
    }
  return gdk_content_provider_new_union (providers, providers[1] ? 2 : 1);
}

static void
scene_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  CopyScene *copy = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GdkContentProvider) provider = NULL;

  if (!self->document)
    return;
  if (!bytes)
    {
      cnd_app_window_toast (self, error->message);
      return;
    }
  provider = provide (copy->format, bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), provider);
  cnd_app_window_toast (self, copy->format == CND_FORMAT_SVG ? _("The diagram was copied as SVG") : _("The diagram was copied as PNG"));
}

void
cnd_app_window_copy_scene (CndAppWindow *self, CndScene *scene, CndFormat format)
{
  g_autoptr (GTask) task = NULL;
  CopyScene *copy;

  g_return_if_fail (CND_IS_APP_WINDOW (self) && scene);
  copy = g_new0 (CopyScene, 1);
  *copy = (CopyScene){ cnd_scene_ref (scene), format };
  /* not a part of the copy, which a worker may free */
  task = g_task_new (NULL, NULL, scene_written, g_object_ref (self));
  g_task_set_task_data (task, copy, copy_scene_free);
  g_task_run_in_thread (task, write_in_thread);
}

void
cnd_app_window_copy_picture (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  gboolean png = g_str_equal (g_variant_get_string (parameter, NULL), "png");
  CndRunPictureOptions options;

  if (g_str_equal (cnd_app_window_get_view (self), "run") && cnd_run_view_get_picture (cnd_app_window_get_run_view (self), &options))
    {
      g_autoptr (CndScene) scene = cnd_session_draw_run_picture (cnd_playback_get_recording (cnd_app_window_get_playback (self)), &options);
      cnd_app_window_copy_scene (self, scene, png ? CND_FORMAT_PNG : CND_FORMAT_SVG);
      return;
    }
  if (cnd_document_get_scene (self->document))
    cnd_app_window_copy_scene (self, cnd_document_get_scene (self->document), png ? CND_FORMAT_PNG : CND_FORMAT_SVG);
}
