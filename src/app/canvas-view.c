/* What part of the scene the canvas shows: fitting, zooming, panning, and moving there softly. */
#include "canvas-private.h"

#include <adwaita.h>
#include <math.h>

#define FIT_MARGIN_PX 24
#define FIT_MAX_SCALE 1.25
#define READABLE_SCALE 0.6
#define REST_MS 40 /* without a change of scale, until tiles are painted for it */
#define REST_FRAMES 2
#define ZOOM_MS 120
#define SHORTEST_FLIGHT_MS 160
#define LONGEST_FLIGHT_MS 500

const CndViewport *
cnd_canvas_get_viewport (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), NULL);
  return &self->viewport;
}

const CndViewport *
cnd_canvas_get_target (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), NULL);
  return self->flight.tick ? &self->flight_to : &self->viewport;
}

/* ---- Rest --------------------------------------------------------------------------- */

/* Where frames take long, a few of them must have passed: what moves on with every frame never rests in between. */
static gboolean
watch_rest (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CndCanvas *self = CND_CANVAS (widget);

  self->frames_at_rest++;
  if (self->frames_at_rest < REST_FRAMES || g_get_monotonic_time () - self->change_time < 1000 * REST_MS)
    return G_SOURCE_CONTINUE;
  self->rest_tick = 0;
  self->scaling = FALSE;
  cnd_canvas_update_hover (self);
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* A single step is painted at once; while steps follow each other, what was painted is scaled. */
static void
watch_scale (CndCanvas *self, gint64 now)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 frame = clock ? gdk_frame_clock_get_frame_counter (clock) : 0;

  if (self->viewport.scale == self->last_scale)
    return;
  if (clock && (self->flight.tick || now - self->scale_time < 4 * 1000 * REST_MS || frame - self->scale_frame <= REST_FRAMES))
    self->scaling = TRUE;
  self->last_scale = self->viewport.scale;
  self->scale_time = now;
  self->scale_frame = frame;
}

void
cnd_canvas_viewport_changed (CndCanvas *self)
{
  gint64 now = g_get_monotonic_time ();

  watch_scale (self, now);
  self->change_time = now;
  self->frames_at_rest = 0;
  self->undrawn = TRUE;
  if (!self->rest_tick && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->rest_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), watch_rest, NULL, NULL);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->scaling = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  cnd_canvas_update_hover (self);
  cnd_canvas_update_actions (self);
  cnd_canvas_update_children_later (self);
  g_object_notify (G_OBJECT (self), "zoom");
}

/* ---- Motion ------------------------------------------------------------------------- */

gboolean
cnd_canvas_wants_motion (CndCanvas *self)
{
  CndMotion motion = self->document ? cnd_settings_get_motion (cnd_document_get_settings (self->document)) : CND_MOTION_NEVER;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || motion == CND_MOTION_NEVER)
    return FALSE;
  return motion == CND_MOTION_ALWAYS || adw_get_enable_animations (GTK_WIDGET (self));
}

void
cnd_canvas_start_motion (CndCanvas *self, CndMotionClock *clock, guint duration_ms, GtkTickCallback callback)
{
  cnd_canvas_stop_motion (self, clock);
  clock->start_us = 0; /* the first frame sets it */
  clock->duration_ms = duration_ms;
  clock->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), callback, NULL, NULL);
}

void
cnd_canvas_stop_motion (CndCanvas *self, CndMotionClock *clock)
{
  if (clock->tick)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), clock->tick);
  clock->tick = 0;
}

double
cnd_canvas_get_progress (const CndMotionClock *clock, GdkFrameClock *frame_clock)
{
  double passed_ms = (double) (gdk_frame_clock_get_frame_time (frame_clock) - clock->start_us) / 1e3;

  return CLAMP (passed_ms / clock->duration_ms, 0, 1);
}

static double
ease (double t, gboolean both_ends)
{
  if (both_ends)
    return t * t * (3 - 2 * t);
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

static gboolean
fly_on (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer data)
{
  CndCanvas *self = CND_CANVAS (widget);
  double progress, t;

  if (self->flight.start_us == 0)
    self->flight.start_us = gdk_frame_clock_get_frame_time (frame_clock) - 16667;
  progress = cnd_canvas_get_progress (&self->flight, frame_clock);
  t = ease (progress, self->flight_arcs);
  self->viewport = self->flight_arcs ? cnd_viewport_fly (&self->flight_from, &self->flight_to, t)
                                     : cnd_viewport_mix (&self->flight_from, &self->flight_to, t);
  if (progress >= 1)
    self->flight.tick = 0;
  cnd_canvas_viewport_changed (self);
  return progress >= 1 ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

void
cnd_canvas_stop_flight (CndCanvas *self)
{
  cnd_canvas_stop_motion (self, &self->flight);
}

void
cnd_canvas_fly_to (CndCanvas *self, CndViewport target, gboolean arcs)
{
  double length = cnd_viewport_get_flight_length (&self->viewport, &target);

  cnd_canvas_stop_flight (self);
  if (!cnd_canvas_wants_motion (self) || length < 1e-6)
    {
      self->viewport = target;
      cnd_canvas_viewport_changed (self);
      return;
    }
  self->flight_from = self->viewport;
  self->flight_to = target;
  self->flight_arcs = arcs;
  cnd_canvas_start_motion (self, &self->flight,
                           arcs ? (guint) CLAMP (SHORTEST_FLIGHT_MS + 120 * length, SHORTEST_FLIGHT_MS, LONGEST_FLIGHT_MS) : ZOOM_MS,
                           fly_on);
}

/* ---- Fitting ------------------------------------------------------------------------ */

/* A long network opens at its beginning, as wide (or, where it flows to the right, as high) as the canvas. */
static void
show_start (CndViewport *viewport, CndRect bounds)
{
  gboolean tall = bounds.height > bounds.width;
  CndRect across = bounds;

  if (viewport->scale >= READABLE_SCALE)
    return;
  if (tall)
    across.height = 1;
  else
    across.width = 1;
  cnd_viewport_fit (viewport, across, FIT_MARGIN_PX, 1);
  if (tall)
    viewport->origin.y = bounds.y - FIT_MARGIN_PX / viewport->scale;
  else
    viewport->origin.x = bounds.x - FIT_MARGIN_PX / viewport->scale;
}

static CndViewport
get_fitted (CndCanvas *self)
{
  CndViewport viewport = self->viewport;
  CndRect bounds = cnd_scene_get_bounds (cnd_canvas_get_scene (self));

  cnd_viewport_fit (&viewport, bounds, FIT_MARGIN_PX, FIT_MAX_SCALE);
  if (self->fit == CND_FIT_START)
    show_start (&viewport, bounds);
  return viewport;
}

double
cnd_canvas_get_room (CndCanvas *self)
{
  return MAX (self->viewport.width - 2 * FIT_MARGIN_PX, 1) / MAX (self->viewport.height - 2 * FIT_MARGIN_PX, 1);
}

void
cnd_canvas_apply_fit (CndCanvas *self)
{
  if (!cnd_canvas_get_scene (self) || self->fit == CND_FIT_NONE || self->viewport.width <= 0 || self->viewport.height <= 0)
    return;
  cnd_canvas_stop_flight (self);
  self->viewport = get_fitted (self);
}

void
cnd_canvas_fit (CndCanvas *self)
{
  g_return_if_fail (CND_IS_CANVAS (self));
  if (!cnd_canvas_get_scene (self))
    return;
  cnd_canvas_leave (self);
  self->fit = CND_FIT_WHOLE;
  cnd_canvas_fly_to (self, get_fitted (self), FALSE);
}

/* ---- Zooming and panning ------------------------------------------------------------ */

static CndViewport
zoom_from (CndCanvas *self, const CndViewport *start, double factor, CndPoint anchor)
{
  CndViewport viewport = *start;

  cnd_viewport_zoom (&viewport, factor, anchor);
  cnd_viewport_clamp (&viewport, cnd_scene_get_bounds (cnd_canvas_get_scene (self)));
  return viewport;
}

void
cnd_canvas_zoom (CndCanvas *self, double factor, CndPoint anchor)
{
  if (!cnd_canvas_get_scene (self) || !isfinite (factor) || factor <= 0)
    return;
  cnd_canvas_stop_flight (self);
  self->fit = CND_FIT_NONE;
  self->viewport = zoom_from (self, &self->viewport, factor, anchor);
  cnd_canvas_viewport_changed (self);
}

/* Steps that come faster than they are shown add up. */
void
cnd_canvas_zoom_softly (CndCanvas *self, double factor, CndPoint anchor)
{
  if (!cnd_canvas_get_scene (self) || !isfinite (factor) || factor <= 0)
    return;
  self->fit = CND_FIT_NONE;
  cnd_canvas_fly_to (self, zoom_from (self, cnd_canvas_get_target (self), factor, anchor), FALSE);
}

void
cnd_canvas_pan (CndCanvas *self, double dx_px, double dy_px)
{
  CndScene *scene = cnd_canvas_get_scene (self);

  if (!scene || (dx_px == 0 && dy_px == 0))
    return;
  cnd_canvas_stop_flight (self);
  self->fit = CND_FIT_NONE;
  cnd_viewport_pan (&self->viewport, dx_px, dy_px);
  cnd_viewport_clamp (&self->viewport, cnd_scene_get_bounds (scene));
  cnd_canvas_viewport_changed (self);
}

static CndViewport
center (CndCanvas *self, double scale, CndPoint point)
{
  CndViewport viewport = self->viewport;

  viewport.scale = scale;
  viewport.origin = (CndPoint){ point.x - viewport.width / 2 / scale, point.y - viewport.height / 2 / scale };
  cnd_viewport_clamp (&viewport, cnd_scene_get_bounds (cnd_canvas_get_scene (self)));
  return viewport;
}

void
cnd_canvas_center_on (CndCanvas *self, CndPoint point)
{
  g_return_if_fail (CND_IS_CANVAS (self));
  if (!cnd_canvas_get_scene (self))
    return;
  cnd_canvas_stop_flight (self);
  self->fit = CND_FIT_NONE;
  self->viewport = center (self, self->viewport.scale, point);
  cnd_canvas_viewport_changed (self);
}

/* ---- The selection ------------------------------------------------------------------ */

/* Around all that is selected, in scene units. */
static gboolean
get_selected_rect (CndCanvas *self, CndRect *rect)
{
  CndScene *scene = cnd_canvas_get_scene (self);
  CndSelection *selection;
  guint n_layers, n_found = 0;
  const guint *layers;
  double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;

  if (!scene)
    return FALSE;
  selection = cnd_document_get_selection (self->document);
  layers = cnd_selection_get_layers (selection, &n_layers);
  for (guint i = 0; i <= n_layers; i++)
    {
      guint item = i < n_layers ? cnd_scene_find_layer (scene, layers[i]) : cnd_scene_find_block (scene, cnd_selection_get_block (selection));
      CndRect box;

      if (item == G_MAXUINT)
        continue;
      box = cnd_scene_get_items (scene, NULL)[item].rect;
      x0 = MIN (x0, box.x);
      y0 = MIN (y0, box.y);
      x1 = MAX (x1, box.x + box.width);
      y1 = MAX (y1, box.y + box.height);
      n_found++;
    }
  *rect = (CndRect){ x0, y0, x1 - x0, y1 - y0 };
  return n_found > 0;
}

void
cnd_canvas_show_selection (CndCanvas *self)
{
  CndViewport viewport = self->viewport;
  CndRect rect;

  g_return_if_fail (CND_IS_CANVAS (self));
  if (!get_selected_rect (self, &rect))
    return;
  cnd_canvas_leave (self);
  self->fit = CND_FIT_NONE;
  cnd_viewport_fit (&viewport, rect, FIT_MARGIN_PX, CLAMP (self->viewport.scale, 1, FIT_MAX_SCALE));
  cnd_canvas_fly_to (self, viewport, TRUE);
}

/* How far a span must move to lie within 0 … length, with some air. */
static double
get_way_in (double start, double size, double length)
{
  double air = MIN (32, (length - size) / 2);

  if (air < 0)
    return start > 0 ? -start : start + size < length ? length - start - size : 0;
  if (start < air)
    return air - start;
  if (start + size > length - air)
    return length - air - start - size;
  return 0;
}

void
cnd_canvas_reveal_selection (CndCanvas *self)
{
  CndViewport viewport;
  CndRect rect;
  CndPoint corner;
  double dx, dy;

  g_return_if_fail (CND_IS_CANVAS (self));
  if (!get_selected_rect (self, &rect))
    return;
  viewport = *cnd_canvas_get_target (self);
  corner = cnd_viewport_to_screen (&viewport, (CndPoint){ rect.x, rect.y });
  dx = get_way_in (corner.x, rect.width * viewport.scale, viewport.width);
  dy = get_way_in (corner.y, rect.height * viewport.scale, viewport.height);
  if (dx == 0 && dy == 0)
    return;
  self->fit = CND_FIT_NONE;
  cnd_viewport_pan (&viewport, dx, dy);
  cnd_canvas_fly_to (self, viewport, FALSE);
}
