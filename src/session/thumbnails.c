/* Thumbnails: asked for by name, drawn in threads, two at a time and in the order asked for, and kept. */
#include "thumbnail-private.h"

#define N_AT_ONCE 2
#define N_KEPT 400

typedef struct
{
  char *key, *open_name;
  CndTheme theme;
  int width, height;
} Job;

struct _CndThumbnails
{
  GObject parent_instance;
  GHashTable *kept; /* key → CndThumbnail */
  GQueue waiting;   /* of GTask: the callers' */
  guint n_running;
};

G_DEFINE_FINAL_TYPE (CndThumbnails, cnd_thumbnails, G_TYPE_OBJECT)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->key);
  g_free (job->open_name);
  g_free (job);
}

static void
thumbnails_finalize (GObject *object)
{
  CndThumbnails *self = CND_THUMBNAILS (object);

  g_hash_table_unref (self->kept);
  g_queue_clear (&self->waiting); /* a waiting task would hold this object */
  G_OBJECT_CLASS (cnd_thumbnails_parent_class)->finalize (object);
}

static void
cnd_thumbnails_class_init (CndThumbnailsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = thumbnails_finalize;
}

static void
cnd_thumbnails_init (CndThumbnails *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cnd_thumbnail_unref);
  g_queue_init (&self->waiting);
}

CndThumbnails *
cnd_thumbnails_new (void)
{
  return g_object_new (CND_TYPE_THUMBNAILS, NULL);
}

/* ---- The queue ---------------------------------------------------------------------- */

static void start_next (CndThumbnails *self);

static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  CndThumbnail *thumbnail = cnd_thumbnail_draw (job->open_name, job->theme, job->width, job->height, cancellable, &error);

  if (thumbnail)
    g_task_return_pointer (task, thumbnail, (GDestroyNotify) cnd_thumbnail_unref);
  else
    g_task_return_error (task, error);
}

static void
keep (CndThumbnails *self, const char *key, CndThumbnail *thumbnail)
{
  if (g_hash_table_size (self->kept) >= N_KEPT)
    g_hash_table_remove_all (self->kept);
  g_hash_table_insert (self->kept, g_strdup (key), cnd_thumbnail_ref (thumbnail));
}

/* @data: the caller's task; see document-open.c */
static void
drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = G_TASK (data);
  g_autoptr (CndThumbnails) self = g_object_ref (g_task_get_source_object (outer));
  const Job *job = g_task_get_task_data (outer);
  GError *error = NULL;
  CndThumbnail *thumbnail = g_task_propagate_pointer (G_TASK (result), &error);

  self->n_running--;
  if (thumbnail)
    {
      keep (self, job->key, thumbnail);
      g_task_return_pointer (outer, thumbnail, (GDestroyNotify) cnd_thumbnail_unref);
    }
  else
    g_task_return_error (outer, error);
  start_next (self);
}

static void
start (CndThumbnails *self, GTask *outer)
{
  const Job *job = g_task_get_task_data (outer);
  g_autoptr (GTask) task = g_task_new (NULL, g_task_get_cancellable (outer), drawn, outer);
  Job *copy = g_new0 (Job, 1);

  *copy = (Job){ g_strdup (job->key), g_strdup (job->open_name), job->theme, job->width, job->height };
  g_task_set_task_data (task, copy, job_free);
  self->n_running++;
  g_task_run_in_thread (task, draw_in_thread);
}

static void
start_next (CndThumbnails *self)
{
  GTask *task;

  while (self->n_running < N_AT_ONCE && (task = g_queue_pop_head (&self->waiting)))
    {
      if (g_task_return_error_if_cancelled (task))
        g_object_unref (task);
      else
        start (self, task);
    }
}

void
cnd_thumbnails_draw_async (CndThumbnails *self, const char *open_name, CndTheme theme, int width, int height,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  Job *job;
  CndThumbnail *kept;

  g_return_if_fail (CND_IS_THUMBNAILS (self) && open_name && width > 0 && height > 0);
  job = g_new0 (Job, 1);
  *job = (Job){ g_strdup_printf ("%d %d %d %s", (int) theme, width, height, open_name), g_strdup (open_name), theme, width, height };
  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, cnd_thumbnails_draw_async);
  g_task_set_task_data (task, job, job_free);
  kept = g_hash_table_lookup (self->kept, job->key);
  if (kept)
    {
      g_task_return_pointer (task, cnd_thumbnail_ref (kept), (GDestroyNotify) cnd_thumbnail_unref);
      g_object_unref (task);
      return;
    }
  g_queue_push_tail (&self->waiting, task);
  start_next (self);
}

CndThumbnail *
cnd_thumbnails_draw_finish (CndThumbnails *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
