/* Threads that paint tiles. A scene is immutable, so nothing but the list of what is wanted is shared. */
#include "tile-worker-private.h"

#define MAX_THREADS 2u

typedef struct
{
  guint64 serial;
  CndScene *scene;
  double scale;
  CndTilePlace place;
} Task;

struct _CndTileWorker
{
  void (*ready) (gpointer data);
  gpointer data;
  GMainContext *context;
  guint n_threads;
  GThread *threads[MAX_THREADS];

  GMutex mutex; /* guards all that follows */
  GCond wake;
  GQueue wanted;          /* Task, the next one first */
  Task painting[MAX_THREADS]; /* without a scene: none */
  GQueue done;            /* CndTileAnswer */
  GSource *notice;        /* that answers are there */
  gboolean stopping;
};

static gboolean
same_place (const CndTilePlace *a, const CndTilePlace *b)
{
  return a->whole == b->whole && (a->whole || (a->column == b->column && a->row == b->row));
}

static void
task_free (gpointer data)
{
  Task *task = data;

  cnd_scene_unref (task->scene);
  g_free (task);
}

static void
answer_free (gpointer data)
{
  CndTileAnswer *answer = data;

  cairo_surface_destroy (answer->surface);
  g_clear_pointer (&answer->small, cairo_surface_destroy);
  g_free (answer);
}

/* ---- In a thread -------------------------------------------------------------------- */

static void
find_extent (CndScene *scene, double scale, CndTilePlace place, CndRect *area, int *width, int *height)
{
  if (place.whole)
    {
      *area = cnd_scene_get_bounds (scene);
      *width = MAX (1, (int) (area->width * scale));
      *height = MAX (1, (int) (area->height * scale));
      return;
    }
  *width = *height = CND_TILE_PX;
  *area = (CndRect){ (double) place.column * CND_TILE_PX / scale, (double) place.row * CND_TILE_PX / scale, CND_TILE_PX / scale,
                     CND_TILE_PX / scale };
}

cairo_surface_t *
cnd_tile_worker_paint (CndPainter *painter, CndScene *scene, double scale, CndTilePlace place)
{
  CndColor background = cnd_scene_get_background (scene);
  cairo_surface_t *surface;
  cairo_t *cairo;
  CndRect area;
  int width, height;

  find_extent (scene, scale, place, &area, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo = cairo_create (surface);
  cairo_set_source_rgb (cairo, background.red, background.green, background.blue);
  cairo_paint (cairo);
  cairo_scale (cairo, scale, scale);
  cairo_translate (cairo, -area.x, -area.y);
  cnd_painter_paint (painter, scene, cairo, area, scale);
  cairo_destroy (cairo);
  return surface;
}

/* Smoothly, which takes too long for every frame. */
static cairo_surface_t *
make_small (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  double scale = MIN ((double) CND_SMALL_WIDTH_PX / width, (double) CND_SMALL_HEIGHT_PX / height);
  cairo_surface_t *small =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX (1, (int) (width * scale)), MAX (1, (int) (height * scale)));
  cairo_t *cairo = cairo_create (small);

  cairo_scale (cairo, (double) cairo_image_surface_get_width (small) / width,
               (double) cairo_image_surface_get_height (small) / height);
  cairo_set_source_surface (cairo, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend (cairo_get_source (cairo), CAIRO_EXTEND_PAD);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  return small;
}

static gboolean
notify_ready (gpointer data)
{
  CndTileWorker *worker = data;

  g_mutex_lock (&worker->mutex);
  g_clear_pointer (&worker->notice, g_source_unref);
  g_mutex_unlock (&worker->mutex);
  worker->ready (worker->data);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
hand_over (CndTileWorker *worker, const Task *task, cairo_surface_t *surface, cairo_surface_t *small)
{
  CndTileAnswer *answer = g_new (CndTileAnswer, 1);

  *answer = (CndTileAnswer){ task->serial, task->place, task->scale, surface, small };
  g_queue_push_tail (&worker->done, answer);
  if (worker->notice || worker->stopping)
    return;
  worker->notice = g_idle_source_new ();
  g_source_set_priority (worker->notice, G_PRIORITY_DEFAULT);
  g_source_set_callback (worker->notice, notify_ready, worker, NULL);
  g_source_attach (worker->notice, worker->context);
}

typedef struct
{
  CndTileWorker *worker;
  guint slot;
} Start;

static gpointer
run_thread (gpointer data)
{
  Start *start = data;
  CndTileWorker *worker = start->worker;
  Task *painting = &worker->painting[start->slot];
  g_autoptr (CndPainter) painter = cnd_paint_painter_new ();

  g_free (start);
  g_mutex_lock (&worker->mutex);
  while (!worker->stopping)
    {
      g_autofree Task *task = g_queue_pop_head (&worker->wanted);
      cairo_surface_t *surface, *small;

      if (!task)
        {
          g_cond_wait (&worker->wake, &worker->mutex);
          continue;
        }
      *painting = *task;
      g_mutex_unlock (&worker->mutex);
      surface = cnd_tile_worker_paint (painter, task->scene, task->scale, task->place);
      small = task->place.whole ? make_small (surface) : NULL;
      g_mutex_lock (&worker->mutex);
      *painting = (Task){ 0 };
      hand_over (worker, task, surface, small);
      cnd_scene_unref (task->scene);
    }
  g_mutex_unlock (&worker->mutex);
  return NULL;
}

/* ---- In the interface thread -------------------------------------------------------- */

CndTileWorker *
cnd_tile_worker_new (void (*ready) (gpointer data), gpointer data)
{
  CndTileWorker *worker = g_new0 (CndTileWorker, 1);

  worker->ready = ready;
  worker->data = data;
  worker->context = g_main_context_ref_thread_default ();
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->wake);
  return worker;
}

/* Threads start when there is something to do: a window without a model has none. */
static void
start_threads (CndTileWorker *worker)
{
  guint n_threads = MIN (g_get_num_processors (), MAX_THREADS);

  for (; worker->n_threads < n_threads; worker->n_threads++)
    {
      Start *start = g_new (Start, 1);

      *start = (Start){ worker, worker->n_threads };
      worker->threads[worker->n_threads] = g_thread_new ("tiles", run_thread, start);
    }
}

void
cnd_tile_worker_free (CndTileWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  worker->stopping = TRUE;
  g_cond_broadcast (&worker->wake);
  g_mutex_unlock (&worker->mutex);
  for (guint i = 0; i < worker->n_threads; i++)
    g_thread_join (worker->threads[i]);
  if (worker->notice)
    {
      g_source_destroy (worker->notice);
      g_source_unref (worker->notice);
    }
  g_queue_clear_full (&worker->wanted, task_free);
  g_queue_clear_full (&worker->done, answer_free);
  g_main_context_unref (worker->context);
  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->wake);
  g_free (worker);
}

/* With the mutex held: is it being painted, or painted and not taken yet? */
static gboolean
is_under_way (CndTileWorker *worker, guint64 serial, const CndTilePlace *place)
{
  for (guint i = 0; i < worker->n_threads; i++)
    if (worker->painting[i].scene && worker->painting[i].serial == serial && same_place (&worker->painting[i].place, place))
      return TRUE;
  for (GList *l = worker->done.head; l; l = l->next)
    {
      const CndTileAnswer *answer = l->data;

      if (answer->serial == serial && same_place (&answer->place, place))
        return TRUE;
    }
  return FALSE;
}

void
cnd_tile_worker_ask (CndTileWorker *worker, const CndTileLevel *level, const CndTilePlace *places, guint n_places)
{
  if (n_places > 0)
    start_threads (worker);
  g_mutex_lock (&worker->mutex);
  g_queue_clear_full (&worker->wanted, task_free);
  for (guint i = 0; i < n_places; i++)
    if (!is_under_way (worker, level->serial, &places[i]))
      {
        Task *task = g_new (Task, 1);

        *task = (Task){ level->serial, cnd_scene_ref (level->scene), level->scale, places[i] };
        g_queue_push_tail (&worker->wanted, task);
      }
  if (worker->wanted.length > 0)
    g_cond_broadcast (&worker->wake);
  g_mutex_unlock (&worker->mutex);
}

gboolean
cnd_tile_worker_take (CndTileWorker *worker, CndTileAnswer *answer)
{
  CndTileAnswer *first;

  g_mutex_lock (&worker->mutex);
  first = g_queue_pop_head (&worker->done);
  g_mutex_unlock (&worker->mutex);
  if (!first)
    return FALSE;
  *answer = *first;
  g_free (first);
  return TRUE;
}

gboolean
cnd_tile_worker_is_idle (CndTileWorker *worker)
{
  gboolean idle;

  g_mutex_lock (&worker->mutex);
  idle = worker->wanted.length == 0 && worker->done.length == 0;
  for (guint i = 0; i < worker->n_threads; i++)
    idle = idle && !worker->painting[i].scene;
  g_mutex_unlock (&worker->mutex);
  return idle;
}
