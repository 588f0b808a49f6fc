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

/* ---- Between two viewports ---------------------------------------------------------- */

CndViewport
cnd_viewport_mix (const CndViewport *from, const CndViewport *to, double t)
{
  CndViewport viewport = *to;
  double start = 1 / from->scale, end = 1 / to->scale, share = t;

  if (t >= 1)
    return viewport;
  viewport.scale = from->scale * pow (to->scale / from->scale, t);
  /* the one point of the screen that stays on its point of the scene does so all the time */
  if (fabs (start - end) > 1e-9 * start)
    share = (start - 1 / viewport.scale) / (start - end);
  viewport.origin.x = from->origin.x + (to->origin.x - from->origin.x) * share;
  viewport.origin.y = from->origin.y + (to->origin.y - from->origin.y) * share;
  return viewport;
}

/* How much one likes to zoom out on the way. */
#define RHO 1.3

/* A flight as van Wijk and Nuij (2003) have it: seen width w and way u, from 0 to the length. */
typedef struct
{
  CndPoint start, end; /* middles */
  double w0, w1, way;
  double r0, length;
} Flight;

static CndPoint
get_middle (const CndViewport *viewport)
{
  return (CndPoint){ viewport->origin.x + viewport->width / 2 / viewport->scale,
                     viewport->origin.y + viewport->height / 2 / viewport->scale };
}

static Flight
plan_flight (const CndViewport *from, const CndViewport *to)
{
  Flight flight = { get_middle (from), get_middle (to), MAX (from->width, 1) / from->scale, MAX (from->width, 1) / to->scale };
  const double rho2 = RHO * RHO;
  double b0, b1, difference = flight.w1 * flight.w1 - flight.w0 * flight.w0;

  flight.way = hypot (flight.end.x - flight.start.x, flight.end.y - flight.start.y);
  if (flight.way < 1e-3 * MIN (flight.w0, flight.w1))
    {
      flight.way = 0;
      flight.length = fabs (log (flight.w1 / flight.w0)) / RHO;
      return flight;
    }
  b0 = (difference + rho2 * rho2 * flight.way * flight.way) / (2 * flight.w0 * rho2 * flight.way);
  b1 = (difference - rho2 * rho2 * flight.way * flight.way) / (2 * flight.w1 * rho2 * flight.way);
  flight.r0 = -asinh (b0);
  flight.length = (-asinh (b1) - flight.r0) / RHO;
  return flight;
}

double
cnd_viewport_get_flight_length (const CndViewport *from, const CndViewport *to)
{
  return plan_flight (from, to).length;
}

CndViewport
cnd_viewport_fly (const CndViewport *from, const CndViewport *to, double t)
{
  Flight flight = plan_flight (from, to);
  CndViewport viewport = *to;
  double s = t * flight.length, share;
  CndPoint middle;

  if (t >= 1 || flight.way == 0)
    return cnd_viewport_mix (from, to, t);
  viewport.scale = from->scale * cosh (RHO * s + flight.r0) / cosh (flight.r0);
  share = flight.w0 / (RHO * RHO) * (cosh (flight.r0) * tanh (RHO * s + flight.r0) - sinh (flight.r0)) / flight.way;
  middle.x = flight.start.x + (flight.end.x - flight.start.x) * share;
  middle.y = flight.start.y + (flight.end.y - flight.start.y) * share;
  viewport.origin.x = middle.x - viewport.width / 2 / viewport.scale;
  viewport.origin.y = middle.y - viewport.height / 2 / viewport.scale;
  return viewport;
}
