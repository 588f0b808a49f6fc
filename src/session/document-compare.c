/* Holding the document against another model, or against itself as it was opened: a job. */
#include "document-private.h"

typedef struct
{
  char *name;
  CndReport *report;
  CndReport *other; /* (nullable): known already */
  CndConvention convention;
} CompareJob;

static void
compare_job_free (gpointer data)
{
  CompareJob *job = data;

  g_clear_pointer (&job->report, cnd_report_unref);
  g_clear_pointer (&job->other, cnd_report_unref);
  g_free (job->name);
  g_free (job);
}

static CndReport *
count_other (const CompareJob *job, GCancellable *cancellable, GError **error)
{
  g_autofree char *preset_id = NULL;
  g_autofree char *path = cnd_formats_split_name (job->name, &preset_id);
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, cancellable, error);
  g_autoptr (CndMoment) moment = NULL;
  g_auto (CndPicture) picture = { NULL };
  gint preset = -1;

  if (!architecture)
    return NULL;
  if (preset_id && (preset = cnd_architecture_find_preset (architecture, preset_id, error)) < 0)
    return NULL;
  moment = cnd_moment_new_first (architecture, preset);
  if (!cnd_picture_count (&picture, architecture, NULL, moment, job->convention, error))
    return NULL;
  return g_steal_pointer (&picture.report);
}

static void
compare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CompareJob *job = data;
  GError *error = NULL;

  if (!job->other)
    job->other = count_other (job, cancellable, &error);
  if (job->other)
    g_task_return_pointer (task, cnd_analysis_compare (job->report, job->other), (GDestroyNotify) cnd_comparison_unref);
  else
    g_task_return_error (task, error);
}

/* @data: the caller's task; see document-open.c */
static void
compare_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = G_TASK (data);
  GError *error = NULL;
  CndComparison *comparison = g_task_propagate_pointer (G_TASK (result), &error);

  if (comparison)
    g_task_return_pointer (outer, comparison, (GDestroyNotify) cnd_comparison_unref);
  else
    g_task_return_error (outer, error);
}

void
cnd_document_compare_async (CndDocument *self, const char *other, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GTask *outer;
  CompareJob *job;

  g_return_if_fail (CND_IS_DOCUMENT (self) && self->shown.report);
  outer = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (outer, cnd_document_compare_async);
  job = g_new0 (CompareJob, 1);
  job->name = g_strdup (other);
  job->convention = cnd_settings_get_convention (self->settings);
  if (other)
    job->report = cnd_report_ref (self->shown.report);
  else
    {
      job->report = cnd_report_ref (self->baseline);
      job->other = cnd_report_ref (self->shown.report);
    }
  task = g_task_new (NULL, cancellable, compare_done, outer);
  g_task_set_task_data (task, job, compare_job_free);
  g_task_run_in_thread (task, compare_in_thread);
}

CndComparison *
cnd_document_compare_finish (CndDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
