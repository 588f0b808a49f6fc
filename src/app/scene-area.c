/* A scene, scaled into the widget or looked at closely. */
#include "config.h"

#include "scene-area-private.h"

#include <math.h>

#define LARGEST_FIT 1.6
#define DEFAULT_MAX_SCALE 8.0
#define NO_MARK ((CndRect){ 0, 0, -1, -1 })

G_DEFINE_FINAL_TYPE (CndSceneArea, cnd_scene_area, GTK_TYPE_WIDGET)

enum
{
  RESIZED,
  VIEW_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- Viewport ------------------------------------------------------------------------- */

static CndRect
get_content (CndSceneArea *self)
{
  return self->content.width > 0 ? self->content : cnd_scene_get_bounds (self->scene);
}

static CndRect
get_inside (CndSceneArea *self)
{
  return self->inside.width > 0 ? self->inside : (CndRect){ 0, 0, self->viewport.width, self->viewport.height };
}

static double
get_fit_scale (CndSceneArea *self)
{
  CndRect content = get_content (self), inside = get_inside (self);

  return MIN (MIN (inside.width / MAX (content.width, 1e-6), inside.height / MAX (content.height, 1e-6)), LARGEST_FIT);
}

/* Where it is smaller than the room there is it is in the middle, else no edge of it comes in further than the room's. */
static double
clamp_axis (double origin, double scale, double from, double length, double start_px, double room_px)
{
  double start = from - start_px / scale, room = room_px / scale;

  if (room >= length * 0.9999)
    return start + (length - room) / 2;
  return CLAMP (origin, start, start + length - room);
}

static void
clamp_view (CndSceneArea *self)
{
  CndRect content = get_content (self), inside = get_inside (self);
  CndViewport *viewport = &self->viewport;

  viewport->origin.x = clamp_axis (viewport->origin.x, viewport->scale, content.x, content.width, inside.x, inside.width);
  viewport->origin.y = clamp_axis (viewport->origin.y, viewport->scale, content.y, content.height, inside.y, inside.height);
}

static void
apply_fit (CndSceneArea *self)
{
  if (self->scene == NULL || self->viewport.width < 1 || self->viewport.height < 1)
    return;
  self->viewport.scale = get_fit_scale (self);
  clamp_view (self);
}

static void
view_changed (CndSceneArea *self)
{
  clamp_view (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

void
cnd_scene_area_fit (CndSceneArea *self)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  if (self->scene == NULL || self->fitted)
    return;
  self->fitted = TRUE;
  apply_fit (self);
  view_changed (self);
}

void
cnd_scene_area_zoom (CndSceneArea *self, double factor, CndPoint anchor)
{
  double fit, scale;
  CndPoint kept;

  g_return_if_fail (CND_IS_SCENE_AREA (self));
  if (self->scene == NULL || self->viewport.scale <= 0 || !(factor > 0) || !isfinite (factor))
    return;
  fit = get_fit_scale (self);
  scale = MIN (self->viewport.scale * factor, MAX (self->max_scale, fit));
  if (scale <= fit * 1.0001)
    {
      cnd_scene_area_fit (self);
      return;
    }
  kept = cnd_viewport_to_scene (&self->viewport, anchor);
  self->fitted = FALSE;
  self->viewport.scale = scale;
  self->viewport.origin = (CndPoint){ kept.x - anchor.x / scale, kept.y - anchor.y / scale };
  view_changed (self);
}

void
cnd_scene_area_pan (CndSceneArea *self, double dx_px, double dy_px)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  if (self->scene == NULL || self->fitted)
    return;
  cnd_viewport_pan (&self->viewport, dx_px, dy_px);
  view_changed (self);
}

/* How far [from, from + length] has to move to lie in [low, low + room]; its beginning where there is no room. */
static double
find_shift (double from, double length, double low, double room)
{
  if (from < low || length > room)
    return low - from;
  return MIN (low + room - from - length, 0);
}

void
cnd_scene_area_reveal (CndSceneArea *self, CndRect rect, CndRect inside)
{
  CndPoint corner;
  double dx, dy;

  g_return_if_fail (CND_IS_SCENE_AREA (self));
  corner = cnd_viewport_to_screen (&self->viewport, (CndPoint){ rect.x, rect.y });
  dx = find_shift (corner.x, rect.width * self->viewport.scale, inside.x, inside.width);
  dy = find_shift (corner.y, rect.height * self->viewport.scale, inside.y, inside.height);
  if (dx != 0 || dy != 0)
    cnd_scene_area_pan (self, dx, dy);
}

const CndViewport *
cnd_scene_area_get_viewport (CndSceneArea *self)
{
  g_return_val_if_fail (CND_IS_SCENE_AREA (self), NULL);
  return &self->viewport;
}

gboolean
cnd_scene_area_is_fitted (CndSceneArea *self)
{
  g_return_val_if_fail (CND_IS_SCENE_AREA (self), TRUE);
  return self->fitted;
}

/* ---- Drawing ---------------------------------------------------------------------------- */

static void
trace (CndSceneArea *self, cairo_t *cairo, CndRect rect)
{
  CndPoint corner = cnd_viewport_to_screen (&self->viewport, (CndPoint){ rect.x, rect.y });

  cairo_rectangle (cairo, corner.x, corner.y, rect.width * self->viewport.scale, rect.height * self->viewport.scale);
}

static void
paint_lit (CndSceneArea *self, cairo_t *cairo, CndColor accent)
{
  for (guint i = 0; i < self->lit->len; i++)
    {
      trace (self, cairo, g_array_index (self->lit, CndRect, i));
      cairo_set_source_rgba (cairo, accent.red, accent.green, accent.blue, 0.14);
      cairo_fill_preserve (cairo);
      cairo_set_source_rgb (cairo, accent.red, accent.green, accent.blue);
      cairo_set_line_width (cairo, 2);
      cairo_stroke (cairo);
    }
}

/* Light within dark, so that it is seen on every colour of a scale. */
static void
paint_mark (CndSceneArea *self, cairo_t *cairo, CndColor ground, CndColor accent)
{
  double width = gtk_widget_has_focus (GTK_WIDGET (self)) ? 3 : 2;

  if (self->mark.width < 0)
    return;
  trace (self, cairo, self->mark);
  cairo_set_source_rgb (cairo, ground.red, ground.green, ground.blue);
  cairo_set_line_width (cairo, width + 3);
  cairo_stroke_preserve (cairo);
  cairo_set_source_rgb (cairo, accent.red, accent.green, accent.blue);
  cairo_set_line_width (cairo, width);
  cairo_stroke (cairo);
}

static void
scene_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CndSceneArea *self = CND_SCENE_AREA (widget);
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  CndColor ground, accent;
  cairo_t *cairo;

  if (self->scene == NULL || rect.size.width < 1 || rect.size.height < 1)
    return;
  ground = cnd_scene_get_background (self->scene);
  accent = cnd_scene_get_accent_color (cnd_scene_get_theme (self->scene));
  cairo = gtk_snapshot_append_cairo (snapshot, &rect);
  cairo_set_source_rgb (cairo, ground.red, ground.green, ground.blue);
  cairo_paint (cairo);
  cairo_save (cairo);
  if (self->close != NULL)
    cnd_painter_paint (self->painter, self->close, cairo, cnd_scene_get_bounds (self->close), 1);
  else
    {
      cairo_scale (cairo, self->viewport.scale, self->viewport.scale);
      cairo_translate (cairo, -self->viewport.origin.x, -self->viewport.origin.y);
      cnd_painter_paint (self->painter, self->scene, cairo, cnd_viewport_get_visible (&self->viewport), self->viewport.scale);
    }
  cairo_restore (cairo);
  if (self->inside.width > 0)
    {
      /* with room for an outline */
      cairo_rectangle (cairo, self->inside.x - 2, self->inside.y - 2, self->inside.width + 4, self->inside.height + 4);
      cairo_clip (cairo);
    }
  paint_lit (self, cairo, accent);
  paint_mark (self, cairo, ground, accent);
  cairo_destroy (cairo);
}

/* A scene may be made for the room that there is: not during the layout, but before the next frame. */
static gboolean
tell_resized (gpointer data)
{
  CndSceneArea *self = data;
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  self->resize_source = 0;
  if (width != self->last_width || height != self->last_height)
    {
      self->last_width = width;
      self->last_height = height;
      g_signal_emit (self, signals[RESIZED], 0);
    }
  if (self->scene != NULL)
    view_changed (self);
  return G_SOURCE_REMOVE;
}

static void
scene_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CndSceneArea *self = CND_SCENE_AREA (widget);

  if (width == self->viewport.width && height == self->viewport.height)
    return;
  self->viewport.width = width;
  self->viewport.height = height;
  if (self->fitted)
    apply_fit (self);
  if (self->resize_source == 0)
    self->resize_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, tell_resized, self, NULL);
}

/* ---- What it shows ------------------------------------------------------------------------ */

GtkWidget *
cnd_scene_area_new (const char *label)
{
  GtkWidget *widget = g_object_new (CND_TYPE_SCENE_AREA, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return widget;
}

void
cnd_scene_area_set_scene (CndSceneArea *self, CndScene *scene)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  if (scene != NULL)
    cnd_scene_ref (scene);
  g_clear_pointer (&self->scene, cnd_scene_unref);
  self->scene = scene;
  if (scene == NULL)
    self->fitted = TRUE;
  else if (self->fitted)
    apply_fit (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

CndScene *
cnd_scene_area_get_scene (CndSceneArea *self)
{
  g_return_val_if_fail (CND_IS_SCENE_AREA (self), NULL);
  return self->scene;
}

void
cnd_scene_area_set_close (CndSceneArea *self, CndScene *close)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  if (close != NULL)
    cnd_scene_ref (close);
  g_clear_pointer (&self->close, cnd_scene_unref);
  self->close = close;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cnd_scene_area_set_content (CndSceneArea *self, CndRect content, CndRect inside)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  self->content = content;
  self->inside = inside;
  if (self->fitted)
    apply_fit (self);
}

void
cnd_scene_area_set_mark (CndSceneArea *self, CndRect mark)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  self->mark = mark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cnd_scene_area_set_lit (CndSceneArea *self, const CndRect *rects, guint n)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  g_array_set_size (self->lit, 0);
  if (n > 0)
    g_array_append_vals (self->lit, rects, n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cnd_scene_area_set_zoomable (CndSceneArea *self, gboolean zoomable)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  self->zoomable = zoomable;
  gtk_widget_set_focusable (GTK_WIDGET (self), zoomable);
}

void
cnd_scene_area_set_max_scale (CndSceneArea *self, double scale)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self) && scale > 0);
  self->max_scale = scale;
}

/* ---- Object ------------------------------------------------------------------------------- */

static void
scene_area_dispose (GObject *object)
{
  g_clear_handle_id (&CND_SCENE_AREA (object)->resize_source, g_source_remove);
  G_OBJECT_CLASS (cnd_scene_area_parent_class)->dispose (object);
}

static void
scene_area_finalize (GObject *object)
{
  CndSceneArea *self = CND_SCENE_AREA (object);

  g_clear_pointer (&self->scene, cnd_scene_unref);
  g_clear_pointer (&self->close, cnd_scene_unref);
  g_array_unref (self->lit);
  cnd_painter_free (self->painter);
  G_OBJECT_CLASS (cnd_scene_area_parent_class)->finalize (object);
}

static void
cnd_scene_area_class_init (CndSceneAreaClass *klass)
{
  static const char *const names[] = { "pressed", "dragged", "clicked", "hovered" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scene_area_dispose;
  G_OBJECT_CLASS (klass)->finalize = scene_area_finalize;
  widget_class->snapshot = scene_area_snapshot;
  widget_class->size_allocate = scene_area_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "scenearea");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_new (names[i], CND_TYPE_SCENE_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  g_signal_new ("left", CND_TYPE_SCENE_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESIZED] = g_signal_new ("resized", CND_TYPE_SCENE_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", CND_TYPE_SCENE_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  cnd_scene_area_install_keys (widget_class);
}

static void
cnd_scene_area_init (CndSceneArea *self)
{
  self->painter = cnd_paint_painter_new ();
  self->mark = self->content = self->inside = NO_MARK;
  self->lit = g_array_new (FALSE, FALSE, sizeof (CndRect));
  self->fitted = TRUE;
  self->viewport.scale = 1;
  self->max_scale = DEFAULT_MAX_SCALE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  cnd_scene_area_add_controllers (self);
}
