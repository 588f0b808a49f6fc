/* Pointer, wheel, touch pad and keys of a scene area. */
#include "scene-area-private.h"

#include <math.h>

#define WHEEL_STEP 1.25
#define WHEEL_PAN_PX 48.0
#define TOUCHPAD_STEP 0.01 /* log of the scale a pixel, with Control */
#define KEY_PAN_PX 60.0
#define CLICK_PX 5.0       /* a press that moves less is a click */

static void
tell (CndSceneArea *self, const char *signal, CndPoint at)
{
  CndPoint point;

  if (self->scene == NULL)
    return;
  point = cnd_viewport_to_scene (&self->viewport, at);
  g_signal_emit_by_name (self, signal, point.x, point.y);
}

static void
pointer_moved (CndSceneArea *self, double x, double y)
{
  self->pointer = (CndPoint){ x, y };
  self->has_pointer = TRUE;
  tell (self, "hovered", self->pointer);
}

static void
pointer_left (CndSceneArea *self)
{
  self->has_pointer = FALSE;
  g_signal_emit_by_name (self, "left");
}

static CndPoint
get_anchor (CndSceneArea *self)
{
  return self->has_pointer ? self->pointer : (CndPoint){ self->viewport.width / 2, self->viewport.height / 2 };
}

/* ---- Wheel, pinch, drag --------------------------------------------------------------- */

static gboolean
scrolled (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  CndSceneArea *self = data;
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!self->zoomable)
    return GDK_EVENT_PROPAGATE;
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    {
      if (state & GDK_SHIFT_MASK)
        cnd_scene_area_pan (self, -WHEEL_PAN_PX * (dx + dy), 0);
      else if (dx != 0)
        cnd_scene_area_pan (self, -WHEEL_PAN_PX * dx, 0);
      else
        cnd_scene_area_zoom (self, pow (WHEEL_STEP, -dy), get_anchor (self));
    }
  else if (state & GDK_CONTROL_MASK)
    cnd_scene_area_zoom (self, exp (-dy * TOUCHPAD_STEP), get_anchor (self));
  else
    cnd_scene_area_pan (self, -dx, -dy);
  return GDK_EVENT_STOP;
}

static void
pinch_began (GtkGesture *gesture, GdkEventSequence *sequence, gpointer data)
{
  CND_SCENE_AREA (data)->pinch_scale = 1;
}

static void
pinch_changed (GtkGestureZoom *gesture, double scale, gpointer data)
{
  CndSceneArea *self = data;
  double x, y;
  CndPoint center = gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y) ? (CndPoint){ x, y } : get_anchor (self);

  if (!self->zoomable || scale <= 0)
    return;
  cnd_scene_area_zoom (self, scale / self->pinch_scale, center);
  self->pinch_scale = scale;
}

static void
drag_began (CndSceneArea *self, double x, double y)
{
  self->drag_start = self->drag_last = (CndPoint){ x, y };
  self->dragging = FALSE;
  if (gtk_widget_get_focusable (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  tell (self, "pressed", self->drag_start);
}

static void
drag_moved (CndSceneArea *self, double dx, double dy)
{
  CndPoint at = { self->drag_start.x + dx, self->drag_start.y + dy };

  self->dragging |= hypot (dx, dy) >= CLICK_PX;
  if (self->zoomable && self->dragging)
    cnd_scene_area_pan (self, at.x - self->drag_last.x, at.y - self->drag_last.y);
  if (self->dragging || !self->zoomable)
    self->drag_last = at;
  if (!self->zoomable)
    tell (self, "dragged", at);
}

static void
drag_ended (CndSceneArea *self, double dx, double dy)
{
  if (!self->dragging)
    tell (self, "clicked", self->drag_start);
  self->dragging = FALSE;
}

void
cnd_scene_area_add_controllers (CndSceneArea *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (pointer_left), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_moved), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_ended), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_began), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_changed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}

/* Of keys: what is marked, if it is in sight. */
static CndPoint
get_key_anchor (CndSceneArea *self)
{
  CndPoint center = { self->mark.x + self->mark.width / 2, self->mark.y + self->mark.height / 2 };

  if (self->mark.width < 0)
    return get_anchor (self);
  center = cnd_viewport_to_screen (&self->viewport, center);
  return (CndPoint){ CLAMP (center.x, 0, self->viewport.width), CLAMP (center.y, 0, self->viewport.height) };
}

/* ---- Keys ------------------------------------------------------------------------------- */

typedef struct
{
  guint key;
  GdkModifierType modifiers;
  double factor; /* 0: all of it; 1: a pan */
  double dx, dy;
} Key;

static const Key keys[] = {
  { GDK_KEY_plus, 0, WHEEL_STEP },         { GDK_KEY_plus, GDK_SHIFT_MASK, WHEEL_STEP }, { GDK_KEY_equal, 0, WHEEL_STEP },
  { GDK_KEY_KP_Add, 0, WHEEL_STEP },       { GDK_KEY_minus, 0, 1 / WHEEL_STEP },         { GDK_KEY_KP_Subtract, 0, 1 / WHEEL_STEP },
  { GDK_KEY_0, 0, 0 },                     { GDK_KEY_KP_0, 0, 0 },                       { GDK_KEY_Left, GDK_SHIFT_MASK, 1, 1, 0 },
  { GDK_KEY_Right, GDK_SHIFT_MASK, 1, -1, 0 }, { GDK_KEY_Up, GDK_SHIFT_MASK, 1, 0, 1 },  { GDK_KEY_Down, GDK_SHIFT_MASK, 1, 0, -1 },
};

static gboolean
key_pressed (GtkWidget *widget, GVariant *index, gpointer data)
{
  CndSceneArea *self = CND_SCENE_AREA (widget);
  const Key *key = &keys[g_variant_get_uint32 (index)];

  if (!self->zoomable)
    return FALSE;
  if (key->factor == 0)
    cnd_scene_area_fit (self);
  else if (key->factor == 1)
    cnd_scene_area_pan (self, key->dx * KEY_PAN_PX, key->dy * KEY_PAN_PX);
  else
    cnd_scene_area_zoom (self, key->factor, get_key_anchor (self));
  return TRUE;
}

void
cnd_scene_area_install_keys (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, keys[i].modifiers, key_pressed, "u", i);
}
