/* Tiles of a scene as kept cairo render nodes. */
#include "tiles-private.h"

#include "paint/paint.h"

#include <math.h>

#define TILE_PX 512
#define MAX_TILES 128 /* a level keeps; 1 MB each */

typedef struct
{
  gint64 column, row; /* first, so that a tile is its own key */
  GskRenderNode *node;
  guint last_frame;
} Tile;

/* The tiles of one scene at one scale. */
typedef struct
{
  CndScene *scene;
  double scale;     /* device pixels a scene unit */
  GHashTable *tiles;
  gboolean complete; /* everything in sight was there at last */
} Level;

struct _CndTiles
{
  Level current, stale;
  guint frame;
  guint n_painted;
};

static guint
tile_hash (gconstpointer data)
{
  const Tile *tile = data;

  return (guint) (tile->column * 73856093) ^ (guint) (tile->row * 19349663);
}

static gboolean
tile_equal (gconstpointer a, gconstpointer b)
{
  const Tile *one = a, *other = b;

  return one->column == other->column && one->row == other->row;
}

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  gsk_render_node_unref (tile->node);
  g_free (tile);
}

static void
level_clear (Level *level)
{
  g_clear_pointer (&level->scene, cnd_scene_unref);
  g_clear_pointer (&level->tiles, g_hash_table_unref);
  level->complete = FALSE;
}

static void
level_init (Level *level, CndScene *scene, double scale)
{
  level->scene = cnd_scene_ref (scene);
  level->scale = scale;
  level->tiles = g_hash_table_new_full (tile_hash, tile_equal, NULL, tile_free);
  level->complete = FALSE;
}

CndTiles *
cnd_tiles_new (void)
{
  return g_new0 (CndTiles, 1);
}

void
cnd_tiles_clear (CndTiles *tiles)
{
  level_clear (&tiles->current);
  level_clear (&tiles->stale);
}

void
cnd_tiles_free (CndTiles *tiles)
{
  cnd_tiles_clear (tiles);
  g_free (tiles);
}

guint
cnd_tiles_get_n_painted (const CndTiles *tiles)
{
  return tiles->n_painted;
}

/* ---- Painting one ------------------------------------------------------------------- */

static cairo_surface_t *
paint_surface (const Level *level, gint64 column, gint64 row)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, TILE_PX, TILE_PX);
  cairo_t *cairo = cairo_create (surface);
  CndColor background = cnd_scene_get_background (level->scene);
  CndRect area = { column * TILE_PX / level->scale, row * TILE_PX / level->scale, TILE_PX / level->scale, TILE_PX / level->scale };

  cairo_set_source_rgb (cairo, background.red, background.green, background.blue);
  cairo_paint (cairo);
  cairo_translate (cairo, -(double) (column * TILE_PX), -(double) (row * TILE_PX));
  cairo_scale (cairo, level->scale, level->scale);
  cnd_paint_scene (level->scene, cairo, area, level->scale);
  cairo_destroy (cairo);
  return surface;
}

static GskRenderNode *
paint_node (const Level *level, gint64 column, gint64 row, int factor)
{
  float size = (float) TILE_PX / factor;
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, size, size));
  cairo_t *cairo = gsk_cairo_node_get_draw_context (node);
  cairo_surface_t *surface = paint_surface (level, column, row);

  cairo_surface_set_device_scale (surface, factor, factor);
  cairo_set_source_surface (cairo, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST); /* exact at rest, cheap while scaled */
  cairo_paint (cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return node;
}

/* ---- A frame ------------------------------------------------------------------------ */

static void
append_tile (GtkSnapshot *snapshot, const Tile *tile, double x, double y, float scale)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  if (scale != 1)
    gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_append_node (snapshot, tile->node);
  gtk_snapshot_restore (snapshot);
}

static void
append_stale (const Level *level, GtkSnapshot *snapshot, const CndViewport *viewport, int factor)
{
  double scale = viewport->scale * factor / level->scale;
  double size = TILE_PX * scale / factor;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, level->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Tile *tile = value;
      double x = tile->column * size - viewport->origin.x * viewport->scale;
      double y = tile->row * size - viewport->origin.y * viewport->scale;

      if (x < viewport->width && y < viewport->height && x + size > 0 && y + size > 0)
        append_tile (snapshot, tile, x, y, (float) scale);
    }
}

static gboolean
tile_is_old (gpointer key, gpointer value, gpointer data)
{
  const CndTiles *tiles = data;

  return ((Tile *) value)->last_frame + 1 < tiles->frame;
}

/* The range of tiles in sight: from @column0, @row0 to before @column1, @row1. */
typedef struct
{
  gint64 x_px, y_px; /* of the widget's corner, in the level's device pixels */
  gint64 column0, row0, column1, row1;
} Span;

static Span
find_span (const CndViewport *viewport, int factor)
{
  Span span;

  span.x_px = (gint64) floor (viewport->origin.x * viewport->scale * factor + 0.5);
  span.y_px = (gint64) floor (viewport->origin.y * viewport->scale * factor + 0.5);
  span.column0 = (gint64) floor ((double) span.x_px / TILE_PX);
  span.row0 = (gint64) floor ((double) span.y_px / TILE_PX);
  span.column1 = (gint64) ceil ((span.x_px + viewport->width * factor) / TILE_PX);
  span.row1 = (gint64) ceil ((span.y_px + viewport->height * factor) / TILE_PX);
  return span;
}

static gboolean
tile_shows_anything (const Level *level, gint64 column, gint64 row)
{
  CndRect bounds = cnd_scene_get_bounds (level->scene);
  double size = TILE_PX / level->scale;

  return (column + 1) * size > bounds.x && column * size < bounds.x + bounds.width && (row + 1) * size > bounds.y &&
         row * size < bounds.y + bounds.height;
}

/* Paints what is missing until the time is up. Returns whether nothing is missing any more. */
static gboolean
paint_missing (CndTiles *tiles, const Span *span, int factor, gint64 budget_us)
{
  Level *level = &tiles->current;
  gint64 end = g_get_monotonic_time () + budget_us;
  gboolean any = FALSE;

  for (gint64 row = span->row0; row < span->row1; row++)
    for (gint64 column = span->column0; column < span->column1; column++)
      {
        Tile key = { .column = column, .row = row };
        Tile *tile = g_hash_table_lookup (level->tiles, &key);

        if (!tile && tile_shows_anything (level, column, row))
          {
            if (any && g_get_monotonic_time () >= end)
              return FALSE;
            tile = g_new0 (Tile, 1);
            *tile = (Tile){ .column = column, .row = row, .node = paint_node (level, column, row, factor) };
            g_hash_table_add (level->tiles, tile);
            tiles->n_painted++;
            any = TRUE;
          }
        if (tile)
          tile->last_frame = tiles->frame;
      }
  return TRUE;
}

static void
choose_level (CndTiles *tiles, CndScene *scene, double scale)
{
  if (tiles->current.scene == scene && tiles->current.scale == scale)
    return;
  if (tiles->current.complete || !tiles->stale.scene)
    {
      level_clear (&tiles->stale);
      tiles->stale = tiles->current;
      tiles->current = (Level){ NULL };
    }
  level_clear (&tiles->current);
  level_init (&tiles->current, scene, scale);
}

gboolean
cnd_tiles_snapshot (CndTiles *tiles, GtkSnapshot *snapshot, CndScene *scene, const CndViewport *viewport, int factor,
                    gint64 budget_us)
{
  Span span = find_span (viewport, factor);
  Level *level = &tiles->current;

  tiles->frame++;
  choose_level (tiles, scene, viewport->scale * factor);
  level->complete = paint_missing (tiles, &span, factor, budget_us);
  if (!level->complete && tiles->stale.scene)
    append_stale (&tiles->stale, snapshot, viewport, factor);
  for (gint64 row = span.row0; row < span.row1; row++)
    for (gint64 column = span.column0; column < span.column1; column++)
      {
        Tile key = { .column = column, .row = row };
        const Tile *tile = g_hash_table_lookup (level->tiles, &key);

        if (tile)
          append_tile (snapshot, tile, (double) (column * TILE_PX - span.x_px) / factor,
                       (double) (row * TILE_PX - span.y_px) / factor, 1);
      }
  if (level->complete)
    level_clear (&tiles->stale);
  if (g_hash_table_size (level->tiles) > MAX_TILES)
    g_hash_table_foreach_remove (level->tiles, tile_is_old, tiles);
  return level->complete;
}
