/* Drawing the latest picture, at once or by a job, and showing it when it is complete. */
#include "document-private.h"

#define OTHER_ROOM 1.2  /* times wider or higher than what a picture is folded for */
#define WIDEST_ROOM 8.0 /* that is worth being filled */

/* Layers of another network with the ids of the selected ones, the one chosen last at the end. */
static GArray *
find_selected (CndDocument *self, CndNetwork *from, CndNetwork *to)
{
  const CndLayer *old = cnd_network_get_layers (from, NULL);
  guint n_layers, n_selected, last = cnd_selection_get_layer (self->selection);
  const CndLayer *new = cnd_network_get_layers (to, &n_layers);
  const guint *selected = cnd_selection_get_layers (self->selection, &n_selected);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_layers; i++)
    g_hash_table_insert (ids, (gpointer) new[i].id, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i <= n_selected; i++)
    {
      guint layer = i < n_selected ? selected[i] : last;
      guint counterpart = GPOINTER_TO_UINT (g_hash_table_lookup (ids, old[layer].id));

      if (counterpart-- > 0)
        g_array_append_val (found, counterpart);
    }
  return found;
}

/* What was selected in one network, in another one: by id. */
static void
carry_selection (CndDocument *self, CndNetwork *from, CndNetwork *to)
{
  guint block = cnd_selection_get_block (self->selection);
  g_autoptr (GArray) layers = NULL;

  if (from == to || !from || cnd_selection_is_empty (self->selection))
    return;
  if (block != G_MAXUINT)
    {
      block = cnd_network_find_block (to, cnd_network_get_blocks (from, NULL)[block].id);
      if (block != G_MAXUINT)
        cnd_selection_select_block (self->selection, block);
      else
        cnd_selection_clear (self->selection);
      return;
    }
  layers = find_selected (self, from, to);
  cnd_selection_select_layers (self->selection, (const guint *) layers->data, layers->len);
}

/* The latest picture is complete: show it. */
void
cnd_document_show_latest (CndDocument *self)
{
  CndPicture before = self->shown;

  self->shown = (CndPicture){ NULL };
  cnd_picture_copy (&self->latest, &self->shown);
  g_object_freeze_notify (G_OBJECT (self));
  carry_selection (self, before.network, self->shown.network);
  if (before.network != self->shown.network)
    g_object_notify (G_OBJECT (self), "network");
  if (before.report != self->shown.report)
    g_object_notify (G_OBJECT (self), "report");
  if (before.scene != self->shown.scene)
    g_object_notify (G_OBJECT (self), "scene");
  cnd_document_update_properties (self);
  g_object_thaw_notify (G_OBJECT (self));
  cnd_picture_clear (&before);
}

typedef struct
{
  CndPicture picture;
  CndMoment *moment;
  CndSceneOptions options;
  CndPlaces *places;
  char *language;
} DrawJob;

static void
draw_job_free (gpointer data)
{
  DrawJob *job = data;

  cnd_picture_clear (&job->picture);
  cnd_moment_unref (job->moment);
  g_clear_pointer (&job->places, cnd_places_unref);
  g_free (job->language);
  g_free (job);
}

static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DrawJob *job = data;
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();

  if (g_task_return_error_if_cancelled (task))
    return;
  cnd_picture_draw (&job->picture, job->moment, &job->options, meter);
  g_task_return_boolean (task, TRUE);
}

static void
draw_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndDocument) self = CND_DOCUMENT (data);
  GTask *task = G_TASK (result);
  DrawJob *job = g_task_get_task_data (task);

  if (g_task_get_cancellable (task) != self->drawing || !g_task_propagate_boolean (task, NULL))
    return;
  g_clear_object (&self->drawing);
  cnd_picture_clear (&self->latest);
  cnd_picture_copy (&job->picture, &self->latest);
  cnd_document_show_latest (self);
}

/* What is on the screen stays where it is, as far as it can. */
static CndSceneOptions
get_redraw_options (CndDocument *self)
{
  CndSceneOptions options = cnd_document_get_scene_options (self);

  if (self->shown.scene && !self->folds_anew)
    options.earlier = cnd_scene_get_layout (self->shown.scene)->places;
  return options;
}

static void
draw_in_job (CndDocument *self, const CndSceneOptions *options)
{
  g_autoptr (GTask) task = NULL;
  DrawJob *job = g_new0 (DrawJob, 1);

  cnd_picture_copy (&self->latest, &job->picture);
  job->moment = cnd_moment_ref (self->now);
  job->options = *options;
  job->places = job->options.earlier ? cnd_places_ref (job->options.earlier) : NULL;
  job->language = g_strdup (job->options.language);
  job->options.language = job->language;
  self->drawing = g_cancellable_new ();
  /* not the task's source: a worker may be the last to hold a task, and a document ends in the main thread */
  task = g_task_new (NULL, self->drawing, draw_done, g_object_ref (self));
  g_task_set_source_tag (task, draw_in_job);
  g_task_set_task_data (task, job, draw_job_free);
  g_task_run_in_thread (task, draw_in_thread);
}

void
cnd_document_cancel_drawing (CndDocument *self)
{
  if (self->drawing)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
}

void
cnd_document_redraw (CndDocument *self)
{
  CndSceneOptions options = get_redraw_options (self);

  if (!self->now)
    return;
  self->folds_anew = FALSE;
  cnd_document_cancel_drawing (self);
  if (cnd_picture_is_large (&self->latest))
    {
      draw_in_job (self, &options);
      cnd_document_update_properties (self);
      return;
    }
  cnd_picture_draw (&self->latest, self->now, &options, self->meter);
  cnd_document_show_latest (self);
}

/* ---- The room that there is --------------------------------------------------------- */

void
cnd_document_take_room (CndDocument *self)
{
  self->fold_aspect = self->room_aspect;
  self->folds_anew = TRUE;
}

gboolean
cnd_document_suits_room (CndDocument *self, double aspect)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self) && aspect > 0, TRUE);
  return cnd_settings_get_shape (self->settings) != CND_SHAPE_COLUMNS ||
         MAX (aspect, self->fold_aspect) < OTHER_ROOM * MIN (aspect, self->fold_aspect);
}

void
cnd_document_set_room (CndDocument *self, double aspect)
{
  g_return_if_fail (CND_IS_DOCUMENT (self) && aspect > 0);
  self->room_aspect = CLAMP (aspect, 1 / WIDEST_ROOM, WIDEST_ROOM);
  if (cnd_document_suits_room (self, self->room_aspect))
    return;
  cnd_document_take_room (self);
  cnd_document_redraw (self);
}

double
cnd_document_get_fold_aspect (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), 0);
  return self->shown.fold_aspect;
}

CndFlow
cnd_document_get_flow (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), CND_FLOW_DOWN);
  return self->shown.flow;
}
