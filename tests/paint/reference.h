/* Pictures to hold against each other: a scene painted with cairo, and its SVG drawn by librsvg. */
#pragma once

#include <cairo.h>

#include "scene/scene.h"

cairo_surface_t *reference_paint_scene (const CndScene *scene);
cairo_surface_t *reference_draw_svg (GBytes *svg, const CndScene *scene);

/* How far two pictures of one size are apart: the share of pixels of which a channel differs by more than 20 of 255, over all
 * and in the worst tile of 32 × 32. */
typedef struct
{
  double share, worst_tile;
} Difference;

Difference reference_compare (cairo_surface_t *ours, cairo_surface_t *theirs);

#define REFERENCE_MAX_SHARE 0.03
#define REFERENCE_MAX_TILE 0.05
gboolean reference_is_close (Difference difference);

/* Leaves both pictures and their difference in the build directory, as @name-ours.png and so on. */
void reference_save (cairo_surface_t *ours, cairo_surface_t *theirs, const char *name);

/* Compares a scene's picture with its SVG's; on failure saves both and fails the test. */
void reference_check_scene (const CndScene *scene, const char *name);
