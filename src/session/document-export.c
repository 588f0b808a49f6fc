/* Pictures for another place than the window: a scene made for the purpose, and any scene as a file. Both are jobs on what is there at
 * the call. */
#include "document-private.h"

char *
cnd_document_dup_export_name (CndDocument *self, CndFormat format)
{
  static const char *const endings[] = { [CND_FORMAT_SVG] = "svg", [CND_FORMAT_PNG] = "png", [CND_FORMAT_PDF] = "pdf" };
  g_autofree char *name = NULL;

  g_return_val_if_fail (CND_IS_DOCUMENT (self) && self->shown.network, NULL);
  name = cnd_network_dup_name (self->shown.network);
  return g_strdup_printf ("%s.%s", g_strdelimit (name, "/\\:", '-'), endings[format]);
}

/* ---- A picture made for the purpose ------------------------------------------------- */

const CndPictureOptions cnd_picture_options_as_shown = {
  .theme = CND_THEME_LIGHT,
  .flow = CND_FLOW_DOWN,
  .shape = CND_SHAPE_STRIP,
  .depth = CND_DEPTH_AS_SHOWN,
  .show_legend = TRUE,
  .show_title = TRUE,
  .show_counts = TRUE,
};

typedef struct
{
  CndReport *report;
  CndOpenBlocks *open;
  CndPictureOptions options;
  CndSceneOptions scene_options;
  char *language;
  gboolean *shown; /* (nullable): for each layer */
} SceneJob;

static void
scene_job_free (gpointer data)
{
  SceneJob *job = data;

  cnd_report_unref (job->report);
  cnd_open_blocks_unref (job->open);
  g_free (job->language);
  g_free (job->shown);
  g_free (job);
}

static void
make_scene_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SceneJob *job = data;
  CndNetwork *network = cnd_report_get_network (job->report);
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  gboolean as_shown = job->options.depth == CND_DEPTH_AS_SHOWN;
  CndIsOpen is_open = as_shown ? cnd_open_blocks_is_open : cnd_layout_is_open_to_depth;
  gpointer open = as_shown ? (gpointer) job->open : GUINT_TO_POINTER (job->options.depth);
  g_autoptr (CndView) view = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  view = job->shown ? cnd_layout_view_new_part (network, is_open, open, job->shown) : cnd_layout_view_new (network, is_open, open);
  g_task_return_pointer (task, cnd_scene_new_graph (view, job->report, &job->scene_options, cnd_paint_measure_text, meter),
                         (GDestroyNotify) cnd_scene_unref);
}

/* NULL when nothing is selected. */
static gboolean *
list_selected (CndDocument *self)
{
  guint n_layers, n_selected, block = cnd_selection_get_block (self->selection);
  const guint *selected = cnd_selection_get_layers (self->selection, &n_selected);
  gboolean *shown;

  cnd_network_get_layers (self->shown.network, &n_layers);
  if (cnd_selection_is_empty (self->selection))
    return NULL;
  shown = g_new0 (gboolean, n_layers);
  for (guint i = 0; i < n_selected; i++)
    shown[selected[i]] = TRUE;
  if (block != G_MAXUINT)
    {
      const CndBlock *facts = &cnd_network_get_blocks (self->shown.network, NULL)[block];

      for (guint i = 0; i < facts->n_layers; i++)
        shown[facts->first_layer + i] = TRUE;
    }
  return shown;
}

static CndSceneOptions
make_scene_options (CndDocument *self, const CndPictureOptions *options)
{
  CndSceneOptions made = cnd_document_get_scene_options (self);

  made.theme = options->theme;
  made.flow = options->flow;
  made.fold_aspect = options->shape == CND_SHAPE_COLUMNS ? CND_SLIDE_ASPECT : 0;
  made.show_legend = options->show_legend;
  made.show_title = options->show_title;
  made.show_ids = options->show_ids;
  made.show_counts = options->show_counts ? cnd_scene_default_options.show_counts : CND_SHOW_NO_COUNTS;
  return made;
}

/* @data: the caller's task; see document-open.c */
static void
scene_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = G_TASK (data);
  GError *error = NULL;
  CndScene *scene = g_task_propagate_pointer (G_TASK (result), &error);

  if (scene)
    g_task_return_pointer (outer, scene, (GDestroyNotify) cnd_scene_unref);
  else
    g_task_return_error (outer, error);
}

void
cnd_document_make_scene_async (CndDocument *self, const CndPictureOptions *options, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GTask *outer;
  SceneJob *job;

  g_return_if_fail (CND_IS_DOCUMENT (self) && options && self->shown.report);
  outer = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (outer, cnd_document_make_scene_async);
  job = g_new0 (SceneJob, 1);
  job->report = cnd_report_ref (self->shown.report);
  job->open = cnd_open_blocks_ref (self->now->open);
  job->options = *options;
  job->scene_options = make_scene_options (self, options);
  job->language = g_strdup (job->scene_options.language);
  job->scene_options.language = job->language;
  job->shown = options->selection_only ? list_selected (self) : NULL;
  task = g_task_new (NULL, cancellable, scene_done, outer);
  g_task_set_task_data (task, job, scene_job_free);
  g_task_run_in_thread (task, make_scene_in_thread);
}

CndScene *
cnd_document_make_scene_finish (CndDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Any scene as a file ------------------------------------------------------------ */

typedef struct
{
  CndScene *scene;
  double scale;
  char *path;
  char *note;
} WriteJob;

static void
write_job_free (gpointer data)
{
  WriteJob *job = data;

  cnd_scene_unref (job->scene);
  g_free (job->path);
  g_free (job->note);
  g_free (job);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  WriteJob *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  CndFormat format;
  gconstpointer start;
  gsize length;

  if (cnd_paint_parse_format (job->path, &format, &error))
    bytes = cnd_paint_write (job->scene, format, format == CND_FORMAT_PNG ? job->scale : 1, &job->note, &error);
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
cnd_session_write_scene_async (CndScene *scene, const char *path, double scale, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  WriteJob *job;

  g_return_if_fail (scene && path);
  job = g_new0 (WriteJob, 1);
  *job = (WriteJob){ cnd_scene_ref (scene), scale, g_strdup (path), NULL };
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, cnd_session_write_scene_async);
  g_task_set_task_data (task, job, write_job_free);
  g_task_run_in_thread (task, write_in_thread);
}

gboolean
cnd_session_write_scene_finish (GAsyncResult *result, char **note, GError **error)
{
  WriteJob *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  job = g_task_get_task_data (G_TASK (result));
  if (note)
    *note = g_strdup (job->note);
  return g_task_propagate_boolean (G_TASK (result), error);
}
