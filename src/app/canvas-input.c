/* Pointer, wheel, touch pad and keys of the canvas. Nothing here asks for the current event, so that tests may emit the
 * controllers' signals. */
#include "canvas-private.h"

#include <math.h>

#define WHEEL_STEP 1.2       /* scale of one notch */
#define TOUCHPAD_STEP 0.01   /* log of the scale a pixel, with Control */

static gboolean
is_control (GtkEventController *controller)
{
  return (gtk_event_controller_get_current_event_state (controller) & GDK_CONTROL_MASK) != 0;
}

static CndPoint
get_anchor (CndCanvas *self)
{
  if (self->has_pointer)
    return self->pointer;
  return (CndPoint){ self->viewport.width / 2, self->viewport.height / 2 };
}

/* ---- Hover -------------------------------------------------------------------------- */

void
cnd_canvas_update_hover (CndCanvas *self)
{
  CndScene *scene = self->document ? cnd_document_get_scene (self->document) : NULL;
  guint hover = G_MAXUINT;

  if (scene && self->has_pointer)
    hover = cnd_scene_pick (scene, cnd_viewport_to_scene (&self->viewport, self->pointer));
  if (hover == self->hover)
    return;
  self->hover = hover;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pointer_moved (CndCanvas *self, double x, double y)
{
  CndPoint before = self->pointer;
  gboolean had_pointer = self->has_pointer;

  self->pointer = (CndPoint){ x, y };
  self->has_pointer = TRUE;
  if (self->space_held && had_pointer)
    cnd_canvas_pan (self, x - before.x, y - before.y);
  cnd_canvas_update_hover (self);
}

static void
pointer_left (CndCanvas *self)
{
  self->has_pointer = FALSE;
  cnd_canvas_update_hover (self);
}

/* ---- Wheel and touch pad ------------------------------------------------------------ */

static gboolean
scrolled (GtkEventControllerScroll *controller, double dx, double dy, gpointer data)
{
  CndCanvas *self = data;
  gboolean control = is_control (GTK_EVENT_CONTROLLER (controller));

  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    {
      if (dx != 0 && !control)
        cnd_canvas_pan (self, -48 * dx, 0);
      if (dy != 0)
        cnd_canvas_zoom (self, pow (WHEEL_STEP, -dy), get_anchor (self));
    }
  else if (control)
    cnd_canvas_zoom (self, exp (-dy * TOUCHPAD_STEP), get_anchor (self));
  else
    cnd_canvas_pan (self, -dx, -dy);
  return GDK_EVENT_STOP;
}

/* ---- Pinch -------------------------------------------------------------------------- */

static void
pinch_began (GtkGesture *gesture, GdkEventSequence *sequence, gpointer data)
{
  CndCanvas *self = data;
  double x, y;

  self->pinch_scale = 1;
  self->pinch_center = gtk_gesture_get_bounding_box_center (gesture, &x, &y) ? (CndPoint){ x, y } : get_anchor (self);
}

static void
pinch_changed (CndCanvas *self, double scale)
{
  if (scale <= 0 || self->pinch_scale <= 0)
    return;
  cnd_canvas_zoom (self, scale / self->pinch_scale, self->pinch_center);
  self->pinch_scale = scale;
}

/* ---- Drag --------------------------------------------------------------------------- */

static void
drag_began (GtkGestureDrag *gesture, double x, double y, gpointer data)
{
  CndCanvas *self = data;

  self->pan_start = (CndPoint){ 0, 0 };
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_moved (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  CndCanvas *self = data;

  if (self->pan_start.x == 0 && self->pan_start.y == 0 &&
      !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  cnd_canvas_pan (self, dx - self->pan_start.x, dy - self->pan_start.y);
  self->pan_start = (CndPoint){ dx, dy };
}

static void
drag_ended (CndCanvas *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

/* ---- Click -------------------------------------------------------------------------- */

static void
pressed (CndCanvas *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* A click that became a drag never gets here. */
static void
released (CndCanvas *self, int n_press, double x, double y)
{
  CndScene *scene = self->document ? cnd_document_get_scene (self->document) : NULL;
  CndSelection *selection;
  const CndItem *item;
  guint picked;

  if (!scene)
    return;
  selection = cnd_document_get_selection (self->document);
  picked = cnd_scene_pick (scene, cnd_viewport_to_scene (&self->viewport, (CndPoint){ x, y }));
  if (picked == G_MAXUINT)
    {
      cnd_selection_clear (selection);
      return;
    }
  item = &cnd_scene_get_items (scene, NULL)[picked];
  if (item->role == CND_ROLE_LAYER)
    cnd_selection_select_layer (selection, item->layer);
  else
    cnd_selection_select_block (selection, item->block);
  if (n_press == 2 && item->role != CND_ROLE_LAYER)
    cnd_canvas_toggle_block (self, item->block);
}

/* ---- Keys --------------------------------------------------------------------------- */

static gboolean
key_pressed (CndCanvas *self, guint key)
{
  if (key != GDK_KEY_space)
    return GDK_EVENT_PROPAGATE;
  self->space_held = TRUE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
  return GDK_EVENT_STOP;
}

static void
key_released (CndCanvas *self, guint key)
{
  if (key != GDK_KEY_space)
    return;
  self->space_held = FALSE;
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
focus_left (CndCanvas *self)
{
  key_released (self, GDK_KEY_space);
}

/* ---- All of them -------------------------------------------------------------------- */

static void
add_pointer_controllers (CndCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_moved), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_ended), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_began), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_changed), self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (pointer_left), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

void
cnd_canvas_add_controllers (CndCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  add_pointer_controllers (self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  g_signal_connect_swapped (keys, "key-released", G_CALLBACK (key_released), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
