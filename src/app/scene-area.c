/* A scene, scaled into the widget. */
#include "config.h"

#include "scene-area-private.h"

#include <math.h>

#define LARGEST_SCALE 1.6
#define NO_MARK ((CndRect){ 0, 0, -1, -1 })

struct _CndSceneArea
{
  GtkWidget parent_instance;
  CndScene *scene;
  CndPainter *painter;
  CndRect mark;
  double drag_x, drag_y;
  int last_width;
  guint resize_source;
};

G_DEFINE_FINAL_TYPE (CndSceneArea, cnd_scene_area, GTK_TYPE_WIDGET)

enum
{
  PRESSED,
  DRAGGED,
  HOVERED,
  RESIZED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static double
get_scale (CndSceneArea *self, double *x, double *y)
{
  CndRect bounds = cnd_scene_get_bounds (self->scene);
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = MIN (MIN (width / bounds.width, height / bounds.height), LARGEST_SCALE);

  *x = (width - bounds.width * scale) / 2;
  *y = (height - bounds.height * scale) / 2;
  return scale;
}

static void
scene_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CndSceneArea *self = CND_SCENE_AREA (widget);
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  CndColor ground, accent;
  cairo_t *cairo;
  double x, y, scale;

  if (self->scene == NULL || rect.size.width < 1 || rect.size.height < 1)
    return;
  ground = cnd_scene_get_background (self->scene);
  accent = cnd_scene_get_accent_color (cnd_scene_get_theme (self->scene));
  scale = get_scale (self, &x, &y);
  cairo = gtk_snapshot_append_cairo (snapshot, &rect);
  cairo_set_source_rgb (cairo, ground.red, ground.green, ground.blue);
  cairo_paint (cairo);
  cairo_translate (cairo, x, y);
  cairo_scale (cairo, scale, scale);
  cnd_painter_paint (self->painter, self->scene, cairo, cnd_scene_get_bounds (self->scene), scale);
  if (self->mark.width >= 0)
    {
      cairo_set_source_rgb (cairo, accent.red, accent.green, accent.blue);
      cairo_set_line_width (cairo, 2.5 / scale);
      cairo_rectangle (cairo, self->mark.x, self->mark.y, self->mark.width, self->mark.height);
      cairo_stroke (cairo);
    }
  cairo_destroy (cairo);
}

/* A scene may be made for the room that there is: not during the layout, but before the next frame. */
static gboolean
tell_resized (gpointer data)
{
  CndSceneArea *self = data;

  self->resize_source = 0;
  g_signal_emit (self, signals[RESIZED], 0);
  return G_SOURCE_REMOVE;
}

static void
scene_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CndSceneArea *self = CND_SCENE_AREA (widget);

  if (width != self->last_width && self->resize_source == 0)
    self->resize_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, tell_resized, self, NULL);
  self->last_width = width;
}

static void
tell (CndSceneArea *self, guint signal, double x, double y)
{
  double left, top, scale;

  if (self->scene == NULL)
    return;
  scale = get_scale (self, &left, &top);
  g_signal_emit (self, signals[signal], 0, (x - left) / scale, (y - top) / scale);
}

static void
moved (CndSceneArea *self, double x, double y)
{
  tell (self, HOVERED, x, y);
}

static void
drag_began (CndSceneArea *self, double x, double y)
{
  self->drag_x = x;
  self->drag_y = y;
  tell (self, PRESSED, x, y);
}

static void
drag_moved (CndSceneArea *self, double dx, double dy)
{
  tell (self, DRAGGED, self->drag_x + dx, self->drag_y + dy);
}

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
  g_clear_pointer (&self->scene, cnd_scene_unref);
  self->scene = scene != NULL ? cnd_scene_ref (scene) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

CndScene *
cnd_scene_area_get_scene (CndSceneArea *self)
{
  g_return_val_if_fail (CND_IS_SCENE_AREA (self), NULL);
  return self->scene;
}

void
cnd_scene_area_set_mark (CndSceneArea *self, CndRect mark)
{
  g_return_if_fail (CND_IS_SCENE_AREA (self));
  self->mark = mark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

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
  cnd_painter_free (self->painter);
  G_OBJECT_CLASS (cnd_scene_area_parent_class)->finalize (object);
}

static void
cnd_scene_area_class_init (CndSceneAreaClass *klass)
{
  static const char *const names[] = { "pressed", "dragged", "hovered" };

  G_OBJECT_CLASS (klass)->dispose = scene_area_dispose;
  G_OBJECT_CLASS (klass)->finalize = scene_area_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = scene_area_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = scene_area_size_allocate;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
  for (guint i = 0; i < RESIZED; i++)
    signals[i] = g_signal_new (names[i], CND_TYPE_SCENE_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE,
                               G_TYPE_DOUBLE);
  signals[RESIZED] = g_signal_new ("resized", CND_TYPE_SCENE_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_scene_area_init (CndSceneArea *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->painter = cnd_paint_painter_new ();
  self->mark = NO_MARK;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_moved), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
