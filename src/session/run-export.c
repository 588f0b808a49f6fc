/* Pictures of a run for another place than the window: a scene, a file, a file a stage, or one that moves. */
#include "config.h"

#include "session.h"

#include <glib/gi18n-lib.h>

CndScene *
cnd_session_draw_run_picture (const CndRecording *recording, const CndRunPictureOptions *options)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  CndRunOptions run = options->run;

  if (cnd_scene_is_picture_of_layer (options->picture))
    {
      g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, options->learned, options->position);
      return cnd_scene_new_layer_picture (options->picture, matrix, &options->matrix, cnd_paint_measure_text, meter);
    }
  run.position = options->position;
  return cnd_scene_new_run_picture (options->picture, recording, &run, cnd_paint_measure_text, meter);
}

/* ---- Files -------------------------------------------------------------------------- */

typedef struct
{
  CndRecording *recording;
  CndRunPictureOptions options;
  CndRunExport kind;
  char *path;
  double scale;
  GPtrArray *paths, *files; /* utf8, GBytes: all of them are made before the first is written */
  char *note;
} ExportJob;

static void
export_job_free (gpointer data)
{
  ExportJob *job = data;

  cnd_recording_unref (job->recording);
  g_ptr_array_unref (job->paths);
  g_ptr_array_unref (job->files);
  g_free (job->path);
  g_free (job->note);
  g_free (job);
}

static gboolean
add_file (ExportJob *job, const CndScene *scene, char *path, GError **error)
{
  g_autofree char *note = NULL;
  GBytes *bytes;
  CndFormat format;

  g_ptr_array_add (job->paths, path);
  if (!cnd_paint_parse_format (path, &format, error))
    return FALSE;
  bytes = cnd_paint_write (scene, format, format == CND_FORMAT_PNG ? job->scale : 1, &note, error);
  if (bytes == NULL)
    return FALSE;
  g_ptr_array_add (job->files, bytes);
  if (note != NULL && job->note == NULL)
    job->note = g_steal_pointer (&note);
  return TRUE;
}

static gboolean
add_picture (ExportJob *job, GError **error)
{
  g_autoptr (CndScene) scene = cnd_session_draw_run_picture (job->recording, &job->options);

  return add_file (job, scene, g_strdup (job->path), error);
}

GPtrArray *
cnd_session_draw_run_series (const CndRecording *recording, const CndRunPictureOptions *options, const GArray *stages)
{
  GPtrArray *scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_scene_unref);
  CndRunPictureOptions one = *options;

  for (guint i = 0; i < stages->len; i++)
    {
      one.position = g_array_index (stages, CndStageCounts, i).end;
      g_ptr_array_add (scenes, cnd_session_draw_run_picture (recording, &one));
    }
  cnd_scene_share_bounds ((CndScene *const *) scenes->pdata, scenes->len);
  return scenes;
}

static gboolean
add_series (ExportJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) stages = cnd_recording_list_stages (job->recording, CND_CONVENTION_DEFAULT, error);
  g_autoptr (GPtrArray) scenes = stages != NULL ? cnd_session_draw_run_series (job->recording, &job->options, stages) : NULL;

  for (guint i = 0; stages != NULL && i < stages->len; i++)
    {
      guint stage = g_array_index (stages, CndStageCounts, i).stage;
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !add_file (job, scenes->pdata[i], cnd_formats_make_stage_path (job->path, stage), error))
        return FALSE;
    }
  return stages != NULL;
}

static gboolean
add_animation (ExportJob *job, GError **error)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (CndScene) scene = NULL;
  CndFormat format;

  if (!cnd_paint_parse_format (job->path, &format, error))
    return FALSE;
  if (format != CND_FORMAT_SVG)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("Only SVG files can move"));
      return FALSE;
    }
  scene = cnd_scene_new_matrix_frames (job->recording, job->options.learned, &job->options.matrix, cnd_paint_measure_text, meter);
  g_ptr_array_add (job->paths, g_strdup (job->path));
  g_ptr_array_add (job->files, cnd_paint_write_svg_animated (scene, job->kind == CND_RUN_EXPORT_LOOP));
  return TRUE;
}

static gboolean
make_files (ExportJob *job, GCancellable *cancellable, GError **error)
{
  switch (job->kind)
    {
    case CND_RUN_EXPORT_SERIES: return add_series (job, cancellable, error);
    case CND_RUN_EXPORT_LOOP:
    case CND_RUN_EXPORT_ONCE: return add_animation (job, error);
    default: return add_picture (job, error);
    }
}

static void
export_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ExportJob *job = data;
  GError *error = NULL;
  gboolean good = make_files (job, cancellable, &error) && !g_cancellable_set_error_if_cancelled (cancellable, &error);

  for (guint i = 0; good && i < job->files->len; i++)
    {
      gsize length;
      const char *bytes = g_bytes_get_data (job->files->pdata[i], &length);
      good = cnd_formats_save_file (job->paths->pdata[i], bytes, length, cancellable, &error);
    }
  if (good)
    g_task_return_int (task, job->files->len);
  else
    g_task_return_error (task, error);
}

void
cnd_session_export_run_async (CndRecording *recording, const CndRunPictureOptions *options, CndRunExport kind, const char *path, double scale,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  ExportJob *job;

  g_return_if_fail (recording != NULL && options != NULL && path != NULL);
  job = g_new0 (ExportJob, 1);
  *job = (ExportJob){ cnd_recording_ref (recording), *options, kind, g_strdup (path), scale, g_ptr_array_new_with_free_func (g_free),
                      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref), NULL };
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, cnd_session_export_run_async);
  g_task_set_task_data (task, job, export_job_free);
  g_task_run_in_thread (task, export_in_thread);
}

gboolean
cnd_session_export_run_finish (GAsyncResult *result, guint *n_files, char **note, GError **error)
{
  ExportJob *job;
  gssize n;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  job = g_task_get_task_data (G_TASK (result));
  n = g_task_propagate_int (G_TASK (result), error);
  if (n >= 0 && n_files != NULL)
    *n_files = (guint) n;
  if (note != NULL)
    *note = g_strdup (job->note);
  return n >= 0;
}
