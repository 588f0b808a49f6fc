/* Viewport maths: which part of the scene the screen shows, and how large. Pure functions of plain numbers. */
#include "config.h"

#include "scene/scene.h"

#include <math.h>

CndPoint
cnd_viewport_to_screen (const CndViewport *viewport, CndPoint point)
{
  return (CndPoint){ (point.x - viewport->origin.x) * viewport->scale, (point.y - viewport->origin.y) * viewport->scale };
}

CndPoint
cnd_viewport_to_scene (const CndViewport *viewport, CndPoint point)
{
  return (CndPoint){ point.x / viewport->scale + viewport->origin.x, point.y / viewport->scale + viewport->origin.y };
}

CndRect
cnd_viewport_get_visible (const CndViewport *viewport)
{
  return (CndRect){ viewport->origin.x, viewport->origin.y, viewport->width / viewport->scale, viewport->height / viewport->scale };
}

void
cnd_viewport_zoom (CndViewport *viewport, double factor, CndPoint anchor)
{
  CndPoint kept = cnd_viewport_to_scene (viewport, anchor);

  g_return_if_fail (factor > 0 && isfinite (factor));
  viewport->scale = CLAMP (viewport->scale * factor, CND_MIN_SCALE, CND_MAX_SCALE);
  viewport->origin.x = kept.x - anchor.x / viewport->scale;
  viewport->origin.y = kept.y - anchor.y / viewport->scale;
}

void
cnd_viewport_pan (CndViewport *viewport, double dx_px, double dy_px)
{
  viewport->origin.x -= dx_px / viewport->scale;
  viewport->origin.y -= dy_px / viewport->scale;
}

void
cnd_viewport_fit (CndViewport *viewport, CndRect rect, double margin_px, double max_scale)
{
  double width = MAX (viewport->width - 2 * margin_px, 1);
  double height = MAX (viewport->height - 2 * margin_px, 1);
  double scale = max_scale;

  if (rect.width > 0)
    scale = MIN (scale, width / rect.width);
  if (rect.height > 0)
    scale = MIN (scale, height / rect.height);
  viewport->scale = CLAMP (scale, CND_MIN_SCALE, CND_MAX_SCALE);
  viewport->origin.x = rect.x + rect.width / 2 - viewport->width / 2 / viewport->scale;
  viewport->origin.y = rect.y + rect.height / 2 - viewport->height / 2 / viewport->scale;
}

/* One axis: at least @keep scene units of the bounds stay in sight. */
static double
clamp_axis (double origin, double visible, double start, double length)
{
  double keep = MIN (length, visible) / 4;

  return CLAMP (origin, start + keep - visible, start + length - keep);
}

void
cnd_viewport_clamp (CndViewport *viewport, CndRect bounds)
{
  CndRect visible = cnd_viewport_get_visible (viewport);

  viewport->origin.x = clamp_axis (viewport->origin.x, visible.width, bounds.x, bounds.width);
  viewport->origin.y = clamp_axis (viewport->origin.y, visible.height, bounds.y, bounds.height);
}
