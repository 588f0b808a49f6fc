/* Exporting the picture as a file: a job on the scene as it is at the call. */
#include "document-private.h"

typedef struct
{
  CndScene *scene;
  CndFormat format;
  double scale;
  char *path;
  char *note;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;

  cnd_scene_unref (job->scene);
  g_free (job->path);
  g_free (job->note);
  g_free (job);
}

static void
export_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ExportJob *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = cnd_paint_write (job->scene, job->format, job->scale, &job->note, &error);
  gconstpointer start;
  gsize length;

  if (!bytes)
    {
      g_task_return_error (task, error);
      return;
    }
  start = g_bytes_get_data (bytes, &length);
  if (cnd_formats_save_file (job->path, start, length, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @data: the caller's task; see document-open.c */
static void
export_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = G_TASK (data);
  ExportJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_pointer (outer, job->note ? g_steal_pointer (&job->note) : g_strdup (""), g_free);
  else
    g_task_return_error (outer, error);
}

void
cnd_document_export_async (CndDocument *self, const char *path, double scale, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) outer = NULL;
  g_autoptr (GTask) task = NULL;
  ExportJob *job;
  CndFormat format;
  GError *error = NULL;

  g_return_if_fail (CND_IS_DOCUMENT (self) && path && self->shown.scene);
  outer = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (outer, cnd_document_export_async);
  if (!cnd_paint_parse_format (path, &format, &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  job = g_new0 (ExportJob, 1);
  job->scene = cnd_scene_ref (self->shown.scene);
  job->format = format;
  job->scale = format == CND_FORMAT_PNG ? scale : 1;
  job->path = g_strdup (path);
  task = g_task_new (NULL, cancellable, export_done, g_steal_pointer (&outer));
  g_task_set_task_data (task, job, export_job_free);
  g_task_run_in_thread (task, export_in_thread);
}

gboolean
cnd_document_export_finish (CndDocument *self, GAsyncResult *result, char **note, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  text = g_task_propagate_pointer (G_TASK (result), error);
  if (note)
    *note = text && *text ? g_strdup (text) : NULL;
  return text != NULL;
}

char *
cnd_document_dup_export_name (CndDocument *self, CndFormat format)
{
  static const char *const endings[] = { [CND_FORMAT_SVG] = "svg", [CND_FORMAT_PNG] = "png", [CND_FORMAT_PDF] = "pdf" };
  g_autofree char *name = NULL;

  g_return_val_if_fail (CND_IS_DOCUMENT (self) && self->shown.network, NULL);
  name = cnd_network_dup_name (self->shown.network);
  return g_strdup_printf ("%s.%s", g_strdelimit (name, "/\\:", '-'), endings[format]);
}
