/* Painting tiles beside the interface thread. What is asked for replaces what was asked for before and has not been begun. */
#pragma once

#include <cairo.h>

#include "paint/paint.h"

G_BEGIN_DECLS

/* Where a tile is: a place of its level's grid, or the whole scene as one picture. */
typedef struct
{
  gint64 column, row;
  gboolean whole;
} CndTilePlace;

/* What tiles of one kind have in common. */
typedef struct
{
  guint64 serial;   /* tells levels apart */
  CndScene *scene;  /* not owned */
  double scale;     /* device pixels a scene unit */
} CndTileLevel;

typedef struct
{
  guint64 serial;
  CndTilePlace place;
  double scale;
  cairo_surface_t *surface; /* owned */
  cairo_surface_t *small;   /* owned; of the whole scene only: to fit CND_SMALL_WIDTH_PX × CND_SMALL_HEIGHT_PX */
} CndTileAnswer;

#define CND_TILE_PX 512
#define CND_SMALL_WIDTH_PX 200
#define CND_SMALL_HEIGHT_PX 150

typedef struct _CndTileWorker CndTileWorker;

/* @ready is called in the thread that made the worker, whenever answers are there. */
CndTileWorker *cnd_tile_worker_new (void (*ready) (gpointer data), gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for the tiles that are being painted, and drops them; @ready is not called any more. */
void cnd_tile_worker_free (CndTileWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndTileWorker, cnd_tile_worker_free)

/* Wants @places of @level, the first ones first, and nothing else. */
void cnd_tile_worker_ask (CndTileWorker *worker, const CndTileLevel *level, const CndTilePlace *places, guint n_places);
/* FALSE when there are none. */
gboolean cnd_tile_worker_take (CndTileWorker *worker, CndTileAnswer *answer);
/* Nothing is asked for, being painted, or waiting to be taken. */
gboolean cnd_tile_worker_is_idle (CndTileWorker *worker);

/* The same without a worker. Returns: (transfer full) */
cairo_surface_t *cnd_tile_worker_paint (CndPainter *painter, CndScene *scene, double scale, CndTilePlace place);

G_END_DECLS
