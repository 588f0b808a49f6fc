/* Opening a model: one job from the file's name to a complete picture. */
#include "document-private.h"

typedef struct
{
  /* what it needs */
  char *name;
  CndConvention convention;
  CndSceneOptions options;
  char *language;
  /* what it gives */
  char *path;
  CndArchitecture *architecture;
  CndMoment *moment;
  CndPicture picture;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  cnd_picture_clear (&job->picture);
  g_clear_pointer (&job->moment, cnd_moment_unref);
  g_clear_pointer (&job->architecture, cnd_architecture_unref);
  g_free (job->name);
  g_free (job->language);
  g_free (job->path);
  g_free (job);
}

static gboolean
open_name (OpenJob *job, GCancellable *cancellable, GError **error)
{
  g_autofree char *preset_id = NULL;
  g_autoptr (CndTextMeter) meter = NULL;
  gint preset = -1;

  job->path = cnd_formats_split_name (job->name, &preset_id);
  job->architecture = cnd_formats_load_model (job->path, cancellable, error);
  if (!job->architecture)
    return FALSE;
  if (preset_id)
    {
      preset = cnd_architecture_find_preset (job->architecture, preset_id, error);
      if (preset < 0)
        return FALSE;
    }
  job->moment = cnd_moment_new_first (job->architecture, preset);
  if (!cnd_picture_count (&job->picture, job->architecture, NULL, job->moment, job->convention, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  meter = cnd_paint_text_meter_new ();
  cnd_picture_draw (&job->picture, job->moment, &job->options, meter);
  return TRUE;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (open_name (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
cnd_document_cancel_open (CndDocument *self)
{
  g_return_if_fail (CND_IS_DOCUMENT (self));
  if (!self->opening)
    return;
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  cnd_document_update_properties (self);
}

/* The job is done; hand on its answer when it is still wanted. @data: the caller's task. The job's own task, which a worker may be
 * the last to hold, does not hold the document. */
static void
open_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = G_TASK (data);
  CndDocument *self = g_task_get_source_object (outer);
  OpenJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->opening)
    {
      g_clear_error (&error);
      g_task_return_new_error (outer, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      return;
    }
  g_clear_object (&self->opening);
  if (good)
    {
      cnd_document_install (self, job->architecture, job->path, job->moment, &job->picture);
      g_task_return_boolean (outer, TRUE);
    }
  else
    {
      cnd_document_update_properties (self);
      g_task_return_error (outer, error);
    }
}

void
cnd_document_open_async (CndDocument *self, const char *name, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GTask *outer;
  OpenJob *job;

  g_return_if_fail (CND_IS_DOCUMENT (self) && name);
  cnd_document_cancel_open (self);
  self->opening = g_cancellable_new ();
  cnd_document_take_room (self);
  outer = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (outer, cnd_document_open_async);
  job = g_new0 (OpenJob, 1);
  job->name = g_strdup (name);
  job->convention = cnd_settings_get_convention (self->settings);
  job->options = cnd_document_get_scene_options (self);
  job->language = g_strdup (job->options.language);
  job->options.language = job->language;
  task = g_task_new (NULL, self->opening, open_done, outer);
  g_task_set_task_data (task, job, open_job_free);
  cnd_document_update_properties (self);
  g_task_run_in_thread (task, open_in_thread);
}

gboolean
cnd_document_open_finish (CndDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
cnd_document_set_architecture (CndDocument *self, CndArchitecture *architecture, gint preset, GError **error)
{
  g_autoptr (CndMoment) moment = NULL;
  g_auto (CndPicture) picture = { NULL };
  CndSceneOptions options;

  g_return_val_if_fail (CND_IS_DOCUMENT (self) && architecture, FALSE);
  cnd_document_cancel_open (self);
  moment = cnd_moment_new_first (architecture, preset);
  if (!cnd_picture_count (&picture, architecture, NULL, moment, cnd_settings_get_convention (self->settings), error))
    return FALSE;
  cnd_document_take_room (self);
  options = cnd_document_get_scene_options (self);
  cnd_picture_draw (&picture, moment, &options, self->meter);
  cnd_document_install (self, architecture, architecture->file, moment, &picture);
  return TRUE;
}
