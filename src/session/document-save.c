/* Writing the document as a model file, with its values as the defaults; and whether that is due. */
#include "document-private.h"

typedef struct
{
  CndArchitecture *architecture;
  CndParameterValues *values;
  char *path;
} SaveJob;

static void
save_job_free (gpointer data)
{
  SaveJob *job = data;

  cnd_architecture_unref (job->architecture);
  cnd_parameter_values_free (job->values);
  g_free (job->path);
  g_free (job);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SaveJob *job = data;
  g_autofree char *text = cnd_formats_write_model (job->architecture, job->values);
  GError *error = NULL;

  if (cnd_formats_save_file (job->path, text, strlen (text), cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @data: the caller's task; see document-open.c */
static void
save_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = G_TASK (data);
  CndDocument *self = g_task_get_source_object (outer);
  SaveJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  if (self->architecture == job->architecture)
    {
      g_free (self->path);
      self->path = g_strdup (job->path);
      g_clear_pointer (&self->saved, cnd_parameter_values_free);
      self->saved = cnd_parameter_values_copy (job->values);
      self->recovered = FALSE;
      cnd_document_update_properties (self);
    }
  g_task_return_boolean (outer, TRUE);
}

void
cnd_document_save_async (CndDocument *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GTask *outer;
  SaveJob *job;

  g_return_if_fail (CND_IS_DOCUMENT (self) && path && self->now);
  outer = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (outer, cnd_document_save_async);
  job = g_new0 (SaveJob, 1);
  job->architecture = cnd_architecture_ref (self->architecture);
  job->values = cnd_parameter_values_copy (self->now->values);
  job->path = g_strdup (path);
  task = g_task_new (NULL, cancellable, save_done, outer);
  g_task_set_task_data (task, job, save_job_free);
  g_task_run_in_thread (task, save_in_thread);
}

gboolean
cnd_document_save_finish (CndDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Of integers, each element of a list being one. */
static guint
count_differences (const CndNumbers *a, const CndNumbers *b, guint n_parameters)
{
  guint n = 0;

  for (guint i = 0; i < n_parameters; i++)
    for (guint k = 0; k < MAX (a[i].n_values, b[i].n_values); k++)
      n += k >= a[i].n_values || k >= b[i].n_values || a[i].values[k] != b[i].values[k];
  return n;
}

/* A file keeps changed values as a preset without a name, before those of the model: they most likely came from the one that is
 * most like them. "Before → now" compares with that one. */
static void
go_on_from_base (CndDocument *self)
{
  const CndArchitecture *architecture = self->architecture;
  const CndNumbers *now = cnd_parameter_values_get_all (self->now->values);
  g_autoptr (CndParameterValues) base = NULL;
  g_autoptr (CndMoment) moment = NULL;
  guint least = G_MAXUINT;

  if (architecture->n_presets < 2 || architecture->presets[0].title || architecture->presets[0].name)
    return;
  for (guint i = 1; i < architecture->n_presets; i++)
    {
      g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, (gint) i);
      guint n = count_differences (now, cnd_parameter_values_get_all (values), architecture->n_parameters);

      if (n < least)
        {
          least = n;
          g_clear_pointer (&base, cnd_parameter_values_free);
          base = g_steal_pointer (&values);
        }
    }
  moment = cnd_moment_new (self->now->values, base, self->now->stage_chosen, self->now->stage, self->now->open);
  cnd_document_go_to (self, moment, NULL);
}

void
cnd_document_set_recovered (CndDocument *self)
{
  g_return_if_fail (CND_IS_DOCUMENT (self) && self->now);
  self->recovered = TRUE;
  go_on_from_base (self);
  g_clear_pointer (&self->path, g_free);
  cnd_document_update_properties (self);
}

gboolean
cnd_document_get_unsaved (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), FALSE);
  return self->unsaved;
}

char *
cnd_document_dup_model (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self) && self->now, NULL);
  return cnd_formats_write_model (self->architecture, self->now->values);
}
