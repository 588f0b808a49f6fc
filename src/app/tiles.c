/* Tiles of a scene as kept cairo render nodes. */
#include "tiles-private.h"

#include "tile-worker-private.h"

#include <math.h>

#define MAX_TILES 128u          /* a level keeps; 1 MB each */
#define RING 1                  /* tiles around what is in sight, painted ahead */
#define OVERVIEW_SIDE_PX 1400.0 /* of the coarse picture, at most */
#define OVERVIEW_AREA_PX 6e5

typedef struct
{
  gint64 column, row; /* first, so that a tile is its own key */
  GskRenderNode *node;
  guint last_frame;
} Tile;

/* The tiles of one scene at one scale. */
typedef struct
{
  guint64 serial;
  CndScene *scene;
  double scale;      /* device pixels a scene unit */
  GHashTable *tiles;
} Level;

typedef struct
{
  CndScene *scene;
  double scale;
  GskRenderNode *node; /* one unit a pixel */
  GskRenderNode *small; /* the same, smooth, for a minimap */
} Overview;

struct _CndTiles
{
  CndTileWorker *worker;
  void (*changed) (gpointer data);
  gpointer data;
  Level shown, next; /* next is being painted and will be shown */
  Overview overview;
  guint64 last_serial;
  int factor;      /* device pixels a widget pixel, at last */
  guint frame;
  guint n_painted;
  gboolean sharp;
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
  level->serial = 0;
}

static void
level_init (Level *level, guint64 serial, CndScene *scene, double scale)
{
  level->serial = serial;
  level->scene = cnd_scene_ref (scene);
  level->scale = scale;
  level->tiles = g_hash_table_new_full (tile_hash, tile_equal, NULL, tile_free);
}

static void
overview_clear (Overview *overview)
{
  g_clear_pointer (&overview->scene, cnd_scene_unref);
  g_clear_pointer (&overview->node, gsk_render_node_unref);
  g_clear_pointer (&overview->small, gsk_render_node_unref);
}

static void answers_ready (gpointer data);

CndTiles *
cnd_tiles_new (void (*changed) (gpointer data), gpointer data)
{
  CndTiles *tiles = g_new0 (CndTiles, 1);

  tiles->worker = cnd_tile_worker_new (answers_ready, tiles);
  tiles->factor = 1;
  tiles->changed = changed;
  tiles->data = data;
  return tiles;
}

void
cnd_tiles_clear (CndTiles *tiles)
{
  cnd_tile_worker_ask (tiles->worker, NULL, NULL, 0);
  level_clear (&tiles->shown);
  level_clear (&tiles->next);
  overview_clear (&tiles->overview);
  tiles->sharp = FALSE;
}

void
cnd_tiles_free (CndTiles *tiles)
{
  cnd_tiles_clear (tiles);
  g_clear_pointer (&tiles->worker, cnd_tile_worker_free);
  g_free (tiles);
}

guint
cnd_tiles_get_n_painted (const CndTiles *tiles)
{
  return tiles->n_painted;
}

gboolean
cnd_tiles_is_sharp (const CndTiles *tiles)
{
  return tiles->sharp;
}

gboolean
cnd_tiles_is_settled (const CndTiles *tiles)
{
  return tiles->sharp && cnd_tile_worker_is_idle (tiles->worker);
}

GskRenderNode *
cnd_tiles_get_overview (const CndTiles *tiles, const CndScene *scene)
{
  return tiles->overview.scene == scene ? tiles->overview.small : NULL;
}

/* ---- What the threads painted ------------------------------------------------------- */

static GskRenderNode *
make_node (cairo_surface_t *surface, int factor)
{
  float width = (float) cairo_image_surface_get_width (surface) / (float) factor;
  float height = (float) cairo_image_surface_get_height (surface) / (float) factor;
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_t *cairo = gsk_cairo_node_get_draw_context (node);

  cairo_scale (cairo, 1.0 / factor, 1.0 / factor);
  cairo_set_source_surface (cairo, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  return node;
}

static void
take_overview (CndTiles *tiles, CndScene *scene, const CndTileAnswer *answer)
{
  overview_clear (&tiles->overview);
  tiles->overview = (Overview){ cnd_scene_ref (scene), answer->scale, make_node (answer->surface, 1), make_node (answer->small, 1) };
}

static void
take_answers (CndTiles *tiles, int factor)
{
  CndTileAnswer answer;

  while (cnd_tile_worker_take (tiles->worker, &answer))
    {
      Level *level = answer.serial == tiles->next.serial ? &tiles->next : &tiles->shown;

      if (level->serial == answer.serial && level->scene)
        {
          if (answer.place.whole)
            take_overview (tiles, level->scene, &answer);
          else
            {
              Tile *tile = g_new (Tile, 1);

              *tile = (Tile){ answer.place.column, answer.place.row, make_node (answer.surface, factor), tiles->frame };
              g_hash_table_replace (level->tiles, tile, tile);
            }
          tiles->n_painted++;
        }
      cairo_surface_destroy (answer.surface);
      g_clear_pointer (&answer.small, cairo_surface_destroy);
    }
}

static void
answers_ready (gpointer data)
{
  CndTiles *tiles = data;

  take_answers (tiles, tiles->factor);
  tiles->changed (tiles->data);
}

/* ---- What is in sight --------------------------------------------------------------- */

/* The range of tiles in sight: from @column0, @row0 to before @column1, @row1. */
typedef struct
{
  gint64 x_px, y_px; /* of the widget's corner, in the level's device pixels */
  gint64 column0, row0, column1, row1;
} Span;

static Span
find_span (const Level *level, const CndViewport *viewport, int factor)
{
  double ratio = level->scale / (viewport->scale * factor);
  Span span;

  span.x_px = (gint64) floor (viewport->origin.x * level->scale + 0.5);
  span.y_px = (gint64) floor (viewport->origin.y * level->scale + 0.5);
  span.column0 = (gint64) floor ((double) span.x_px / CND_TILE_PX);
  span.row0 = (gint64) floor ((double) span.y_px / CND_TILE_PX);
  span.column1 = (gint64) ceil (((double) span.x_px + viewport->width * factor * ratio) / CND_TILE_PX);
  span.row1 = (gint64) ceil (((double) span.y_px + viewport->height * factor * ratio) / CND_TILE_PX);
  return span;
}

static gboolean
tile_shows_anything (const Level *level, gint64 column, gint64 row)
{
  CndRect bounds = cnd_scene_get_bounds (level->scene);
  double size = CND_TILE_PX / level->scale;

  return (double) (column + 1) * size > bounds.x && (double) column * size < bounds.x + bounds.width &&
         (double) (row + 1) * size > bounds.y && (double) row * size < bounds.y + bounds.height;
}

static Tile *
find_tile (const Level *level, gint64 column, gint64 row)
{
  Tile key = { .column = column, .row = row };

  return g_hash_table_lookup (level->tiles, &key);
}

/* Appends the places of @span that are neither there nor empty; marks those that are there as used. */
static void
list_missing (CndTiles *tiles, const Level *level, const Span *span, int ring, GArray *places)
{
  for (gint64 row = span->row0 - ring; row < span->row1 + ring; row++)
    for (gint64 column = span->column0 - ring; column < span->column1 + ring; column++)
      {
        Tile *tile = find_tile (level, column, row);
        CndTilePlace place = { column, row, FALSE };

        if (tile)
          tile->last_frame = tiles->frame;
        else if (tile_shows_anything (level, column, row))
          g_array_append_val (places, place);
      }
}

/* Zoomed far out, what was painted for a near view is a few specks: not to be looked for place by place. */
static gboolean
is_vast (const Span *span)
{
  return (double) (span->column1 - span->column0) * (double) (span->row1 - span->row0) > 8.0 * MAX_TILES;
}

static gboolean
is_complete (const Level *level, const CndViewport *viewport, int factor)
{
  Span span = find_span (level, viewport, factor);

  if (is_vast (&span))
    return FALSE;
  for (gint64 row = span.row0; row < span.row1; row++)
    for (gint64 column = span.column0; column < span.column1; column++)
      if (!find_tile (level, column, row) && tile_shows_anything (level, column, row))
        return FALSE;
  return TRUE;
}

static double
get_overview_scale (CndScene *scene)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  double side = OVERVIEW_SIDE_PX / MAX (MAX (bounds.width, bounds.height), 1);

  return MIN (side, sqrt (OVERVIEW_AREA_PX / MAX (bounds.width * bounds.height, 1)));
}

/* In sight first; then the coarse picture; then, where nothing moves, what is around. */
static void
ask (CndTiles *tiles, const Level *level, const CndViewport *viewport, int factor, gboolean ahead)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (CndTilePlace));
  CndTileLevel wanted = { level->serial, level->scene, level->scale };
  Span span = find_span (level, viewport, factor);

  list_missing (tiles, level, &span, 0, places);
  if (places->len == 0 && tiles->overview.scene != level->scene)
    {
      CndTilePlace whole = { 0, 0, TRUE };

      wanted.scale = get_overview_scale (level->scene);
      g_array_append_val (places, whole);
    }
  else if (places->len == 0 && ahead)
    list_missing (tiles, level, &span, RING, places);
  cnd_tile_worker_ask (tiles->worker, &wanted, (const CndTilePlace *) places->data, places->len);
}

/* ---- Which level -------------------------------------------------------------------- */

static gboolean
level_is (const Level *level, const CndScene *scene, double scale)
{
  return level->scene == scene && level->scale == scale;
}

static void
show_next (CndTiles *tiles)
{
  level_clear (&tiles->shown);
  tiles->shown = tiles->next;
  tiles->next = (Level){ 0 };
}

/* A scene that is already being painted is finished before the next one is begun: while a slider moves, the picture follows as
 * fast as it can be painted. */
static void
choose_level (CndTiles *tiles, CndScene *scene, const CndViewport *viewport, int factor, gboolean moving)
{
  double scale = viewport->scale * factor;

  if (tiles->next.scene && is_complete (&tiles->next, viewport, factor))
    show_next (tiles);
  if (level_is (&tiles->shown, scene, scale))
    {
      level_clear (&tiles->next);
      return;
    }
  if (level_is (&tiles->next, scene, scale))
    return;
  if (tiles->next.scene && tiles->next.scene != scene && tiles->next.scene != tiles->shown.scene && tiles->next.scale == scale)
    return;
  level_clear (&tiles->next);
  if (moving && tiles->shown.scene == scene)
    return;
  level_init (tiles->shown.scene ? &tiles->next : &tiles->shown, ++tiles->last_serial, scene, scale);
}

/* ---- A frame ------------------------------------------------------------------------ */

static void
append_node (GtkSnapshot *snapshot, GskRenderNode *node, double x, double y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
}

static void
append_level (const Level *level, GtkSnapshot *snapshot, const CndViewport *viewport, int factor)
{
  Span span = find_span (level, viewport, factor);

  for (gint64 row = span.row0; row < span.row1; row++)
    for (gint64 column = span.column0; column < span.column1; column++)
      {
        const Tile *tile = find_tile (level, column, row);

        if (tile)
          append_node (snapshot, tile->node, (double) (column * CND_TILE_PX - span.x_px) / factor,
                       (double) (row * CND_TILE_PX - span.y_px) / factor);
      }
}

static gboolean
tile_is_old (gpointer key, gpointer value, gpointer data)
{
  const CndTiles *tiles = data;

  return ((Tile *) value)->last_frame + 1 < tiles->frame;
}

/* A kept node, scaled to whole pixels on both sides so that neither seams nor soft edges have to be blended. In device pixels. */
static void
append_scaled (GtkSnapshot *snapshot, GskRenderNode *node, double x, double y, double width, double height, int factor)
{
  double left = floor (x), top = floor (y), right = floor (x + width), bottom = floor (y + height);
  graphene_rect_t bounds;

  if (right <= left || bottom <= top)
    return;
  gsk_render_node_get_bounds (node, &bounds);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left / (float) factor, (float) top / (float) factor));
  gtk_snapshot_scale (snapshot, (float) (right - left) / (float) factor / bounds.size.width,
                      (float) (bottom - top) / (float) factor / bounds.size.height);
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
}

static void
append_overview (const CndTiles *tiles, GtkSnapshot *snapshot, const CndViewport *viewport, int factor)
{
  CndRect bounds = cnd_scene_get_bounds (tiles->overview.scene);
  CndPoint corner = cnd_viewport_to_screen (viewport, (CndPoint){ bounds.x, bounds.y });
  double scale = viewport->scale * factor;

  append_scaled (snapshot, tiles->overview.node, corner.x * factor, corner.y * factor, bounds.width * scale, bounds.height * scale,
                 factor);
}

/* A level of another scale. */
static void
append_stale (const Level *level, GtkSnapshot *snapshot, const CndViewport *viewport, int factor)
{
  double size = CND_TILE_PX * viewport->scale * factor / level->scale;
  CndPoint origin = { viewport->origin.x * viewport->scale * factor, viewport->origin.y * viewport->scale * factor };
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, level->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Tile *tile = value;
      double x = (double) tile->column * size - origin.x, y = (double) tile->row * size - origin.y;

      if (x < viewport->width * factor && y < viewport->height * factor && x + size > 0 && y + size > 0)
        append_scaled (snapshot, tile->node, x, y, size, size, factor);
    }
}

static void
append_all (CndTiles *tiles, GtkSnapshot *snapshot, const CndViewport *viewport, int factor)
{
  if (tiles->overview.scene == tiles->shown.scene && !is_complete (&tiles->shown, viewport, factor))
    append_overview (tiles, snapshot, viewport, factor);
  if (tiles->shown.scale == viewport->scale * factor)
    append_level (&tiles->shown, snapshot, viewport, factor);
  else
    append_stale (&tiles->shown, snapshot, viewport, factor);
  if (tiles->next.scene && tiles->next.scene == tiles->shown.scene && tiles->next.scale == viewport->scale * factor)
    append_level (&tiles->next, snapshot, viewport, factor);
}

void
cnd_tiles_snapshot (CndTiles *tiles, GtkSnapshot *snapshot, CndScene *scene, const CndViewport *viewport, int factor,
                    gboolean moving)
{
  const Level *current;

  tiles->frame++;
  tiles->factor = factor;
  choose_level (tiles, scene, viewport, factor, moving);
  append_all (tiles, snapshot, viewport, factor);
  tiles->sharp = level_is (&tiles->shown, scene, viewport->scale * factor) && is_complete (&tiles->shown, viewport, factor);
  current = tiles->next.scene ? &tiles->next : &tiles->shown;
  if (level_is (current, scene, viewport->scale * factor) || tiles->next.scene)
    ask (tiles, current, viewport, factor, !moving);
  else
    cnd_tile_worker_ask (tiles->worker, NULL, NULL, 0);
  if (g_hash_table_size (tiles->shown.tiles) > MAX_TILES)
    g_hash_table_foreach_remove (tiles->shown.tiles, tile_is_old, tiles);
}
