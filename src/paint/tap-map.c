/* Cells: what taps are from afar. A map of who reads what, on whole pixels. */
#include "paint/paint-private.h"

#include <math.h>

/* How strongly a tap of which all or nearly nothing is read is tinted. */
#define MOST 0.75
#define LEAST 0.1
/* In pixels: cells of this height stand apart from those of the next reader. */
#define HIGH 6.0

void
cnd_tap_map_init (CndTapMap *map, cairo_t *cairo)
{
  *map = (CndTapMap){ .cairo = cairo, .rect = { 0, 0, -1, -1 } };
}

static CndRect
snap (cairo_t *cairo, CndRect rect)
{
  double x = rect.x, y = rect.y, right = rect.x + rect.width, bottom = rect.y + rect.height;

  cairo_user_to_device (cairo, &x, &y);
  cairo_user_to_device (cairo, &right, &bottom);
  return (CndRect){ round (x), round (y), round (right) - round (x), round (bottom) - round (y) };
}

static gboolean
equal_colors (CndColor a, CndColor b)
{
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

/* Extends the waiting rectangle by its neighbour to the left or right, or above or below. */
static gboolean
extend (CndRect *rect, CndRect by)
{
  double right = MAX (rect->x + rect->width, by.x + by.width), bottom = MAX (rect->y + rect->height, by.y + by.height);
  gboolean beside = rect->y == by.y && rect->height == by.height && by.x <= rect->x + rect->width && rect->x <= by.x + by.width;
  gboolean below = rect->x == by.x && rect->width == by.width && by.y <= rect->y + rect->height && rect->y <= by.y + by.height;

  if (!beside && !below)
    return FALSE;
  rect->x = MIN (rect->x, by.x);
  rect->y = MIN (rect->y, by.y);
  rect->width = right - rect->x;
  rect->height = bottom - rect->y;
  return TRUE;
}

void
cnd_tap_map_add (CndTapMap *map, const CndItem *tap, double opacity)
{
  CndRect rect = snap (map->cairo, tap->cell);
  gboolean flows_down = tap->cell.height > tap->cell.width;
  CndColor color = tap->fill;

  /* while there are still dots, lines between them would only run through the picture */
  if (opacity >= 1 && flows_down && rect.height >= HIGH)
    rect.height--;
  else if (opacity >= 1 && !flows_down && rect.width >= HIGH)
    rect.width--;
  color.alpha *= opacity * (LEAST + (MOST - LEAST) * tap->share);
  if (rect.width <= 0 || rect.height <= 0 || color.alpha <= 0)
    return;
  if (map->rect.width > 0 && equal_colors (color, map->color) && extend (&map->rect, rect))
    return;
  cnd_tap_map_flush (map);
  map->rect = rect;
  map->color = color;
}

void
cnd_tap_map_flush (CndTapMap *map)
{
  if (map->rect.width <= 0)
    return;
  cairo_save (map->cairo);
  cairo_identity_matrix (map->cairo);
  cairo_set_source_rgba (map->cairo, map->color.red, map->color.green, map->color.blue, map->color.alpha);
  cairo_rectangle (map->cairo, map->rect.x, map->rect.y, map->rect.width, map->rect.height);
  cairo_fill (map->cairo);
  cairo_restore (map->cairo);
  map->rect.width = -1;
}
