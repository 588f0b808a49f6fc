/* The document's layers as a worksheet: pages made in a thread, and pages as a PDF file. */
#include "document-private.h"

typedef struct
{
  CndReport *report;
  CndOpenBlocks *open;
  CndWorksheetOptions options;
  CndSceneOptions picture;
  gboolean with_picture;
  char *language;
} WorksheetJob;

static void
worksheet_job_free (gpointer data)
{
  WorksheetJob *job = data;

  cnd_report_unref (job->report);
  cnd_open_blocks_unref (job->open);
  g_free (job->language);
  g_free (job);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  WorksheetJob *job = data;
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (GPtrArray) pages = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  pages = cnd_scene_new_worksheet (job->report, &job->options, cnd_paint_measure_text, meter);
  if (job->with_picture && !g_cancellable_is_cancelled (cancellable))
    {
      g_autoptr (CndView) view = cnd_layout_view_new (cnd_report_get_network (job->report), cnd_open_blocks_is_open, job->open);

      g_ptr_array_add (pages, cnd_scene_new_graph (view, job->report, &job->picture, cnd_paint_measure_text, meter));
    }
  g_task_return_pointer (task, g_steal_pointer (&pages), (GDestroyNotify) g_ptr_array_unref);
}

/* On a page, and without what the class is to find. */
static CndSceneOptions
make_picture_options (CndDocument *self, const CndWorksheetOptions *options)
{
  CndSceneOptions made = cnd_document_get_scene_options (self);

  made.theme = CND_THEME_PRINT;
  made.flow = CND_FLOW_DOWN;
  made.fold_aspect = CND_PAGE_WIDTH / CND_PAGE_HEIGHT;
  made.show_legend = made.show_title = TRUE;
  made.show_counts = options->answers ? CND_SHOW_NO_COUNTS : CND_SHOW_COVERED;
  return made;
}

void
cnd_document_make_worksheet_async (CndDocument *self, const CndWorksheetOptions *options, gboolean picture, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  WorksheetJob *job;

  g_return_if_fail (CND_IS_DOCUMENT (self) && options && self->shown.report);
  job = g_new0 (WorksheetJob, 1);
  job->report = cnd_report_ref (self->shown.report);
  job->open = cnd_open_blocks_ref (self->now->open);
  job->options = *options;
  job->options.numbers = cnd_settings_get_numbers (self->settings);
  job->with_picture = picture;
  job->picture = make_picture_options (self, options);
  job->language = g_strdup (job->picture.language);
  job->picture.language = job->language;
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, cnd_document_make_worksheet_async);
  g_task_set_task_data (task, job, worksheet_job_free);
  g_task_run_in_thread (task, make_in_thread);
}

GPtrArray *
cnd_session_make_worksheet_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Pages to a file ------------------------------------------------------------------ */

typedef struct
{
  GPtrArray *pages;
  char *path;
} PagesJob;

static void
pages_job_free (gpointer data)
{
  PagesJob *job = data;

  g_ptr_array_unref (job->pages);
  g_free (job->path);
  g_free (job);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PagesJob *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = cnd_paint_write_pages (job->pages, &error);
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

void
cnd_session_write_pages_async (GPtrArray *pages, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  PagesJob *job;

  g_return_if_fail (pages && pages->len > 0 && path);
  job = g_new0 (PagesJob, 1);
  *job = (PagesJob){ g_ptr_array_ref (pages), g_strdup (path) };
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, cnd_session_write_pages_async);
  g_task_set_task_data (task, job, pages_job_free);
  g_task_run_in_thread (task, write_in_thread);
}

gboolean
cnd_session_write_pages_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
