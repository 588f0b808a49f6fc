/* Pointer, wheel, touch pad and keys of the canvas. Nothing here asks for the current event, so that tests may emit the
 * controllers' signals. */
#include "canvas-private.h"

#include <math.h>

#define WHEEL_STEP 1.2       /* scale of one notch */
#define WHEEL_PAN_PX 48.0
#define TOUCHPAD_STEP 0.01   /* log of the scale a pixel, with Control */

/* Of the event where there is one, else as the keys said last. */
static gboolean
is_held (CndCanvas *self, gpointer controller, GdkModifierType modifiers)
{
  return ((gtk_event_controller_get_current_event_state (controller) | self->modifiers) & modifiers) != 0;
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

  /* not while everything moves under a pointer that does not */
  if (scene && self->has_pointer && !self->rest_tick && !self->flight.tick && !self->morphing.tick && !self->banding)
    hover = cnd_scene_pick (scene, cnd_viewport_to_scene (&self->viewport, self->pointer));
  if (hover == self->hover)
    return;
  self->hover = hover;
  if (hover == G_MAXUINT)
    {
      g_array_set_size (self->reads, 0);
      g_array_set_size (self->readers, 0);
    }
  else
    cnd_document_list_neighbours (self->document, cnd_canvas_get_item_subject (self, hover), self->reads, self->readers);
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
  gboolean control = is_held (self, controller, GDK_CONTROL_MASK), shift = is_held (self, controller, GDK_SHIFT_MASK);

  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    {
      if (shift && !control)
        cnd_canvas_pan (self, -WHEEL_PAN_PX * (dx + dy), 0);
      else if (dx != 0 && !control)
        cnd_canvas_pan (self, -WHEEL_PAN_PX * dx, 0);
      else if (dy != 0)
        cnd_canvas_zoom_softly (self, pow (WHEEL_STEP, -dy), get_anchor (self));
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
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  self->pan_start = (CndPoint){ 0, 0 };
  self->banding = FALSE;
  self->band_start = (CndPoint){ x, y };
  if (button == GDK_BUTTON_SECONDARY)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

/* With Shift or Control a drag of the first button draws a rectangle around what is to be selected. */
static gboolean
draws_band (CndCanvas *self, GtkGestureDrag *gesture)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  return self->banding || (button != GDK_BUTTON_MIDDLE && !self->space_held &&
                           is_held (self, gesture, GDK_SHIFT_MASK | GDK_CONTROL_MASK));
}

static void
stretch_band (CndCanvas *self, GtkGestureDrag *gesture, double dx, double dy)
{
  double x, y;

  if (!gtk_gesture_drag_get_start_point (gesture, &x, &y))
    {
      x = self->band_start.x;
      y = self->band_start.y;
    }
  self->banding = TRUE;
  self->band = (CndRect){ MIN (x, x + dx), MIN (y, y + dy), fabs (dx), fabs (dy) };
  cnd_canvas_update_hover (self);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_moved (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  CndCanvas *self = data;

  if (self->pan_start.x == 0 && self->pan_start.y == 0 && !self->banding &&
      !gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (draws_band (self, gesture))
    {
      stretch_band (self, gesture, dx, dy);
      return;
    }
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  cnd_canvas_pan (self, dx - self->pan_start.x, dy - self->pan_start.y);
  self->pan_start = (CndPoint){ dx, dy };
}

/* Appends what an item of the scene stands for, all layers of a collapsed block. */
static void
append_layers (CndCanvas *self, guint item, GArray *layers)
{
  CndSelected one = cnd_canvas_get_item_subject (self, item);
  const CndBlock *block;

  if (one.layer != G_MAXUINT)
    {
      g_array_append_val (layers, one.layer);
      return;
    }
  block = &cnd_network_get_blocks (cnd_document_get_network (self->document), NULL)[one.block];
  for (guint i = 0; i < block->n_layers; i++)
    g_array_append_vals (layers, &(guint){ block->first_layer + i }, 1);
}

static gboolean
touches (CndRect a, CndRect b)
{
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/* Adds to what is selected what the rectangle touches. */
static void
select_in_band (CndCanvas *self)
{
  CndScene *scene = cnd_canvas_get_scene (self);
  CndSelection *selection = cnd_document_get_selection (self->document);
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_items, n_before;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);
  const guint *before = cnd_selection_get_layers (selection, &n_before);
  CndPoint corner = cnd_viewport_to_scene (&self->viewport, (CndPoint){ self->band.x, self->band.y });
  CndRect area = { corner.x, corner.y, self->band.width / self->viewport.scale, self->band.height / self->viewport.scale };

  if (n_before > 0)
    g_array_append_vals (layers, before, n_before);
  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_BEGIN && (items[i].role == CND_ROLE_LAYER || items[i].role == CND_ROLE_BLOCK) &&
        touches (area, items[i].rect))
      append_layers (self, i, layers);
  if (layers->len > 0)
    cnd_selection_select_layers (selection, (const guint *) layers->data, layers->len);
}

static void
drag_ended (CndCanvas *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  if (self->banding && cnd_canvas_get_scene (self))
    select_in_band (self);
  self->banding = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- Click -------------------------------------------------------------------------- */

static void
pressed (CndCanvas *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  cnd_canvas_stop_flight (self);
}

static gboolean
is_on_handle (CndCanvas *self, guint item, double x, double y)
{
  CndRect handle;

  return cnd_canvas_get_handle (self, item, &handle) && x >= handle.x && y >= handle.y && x <= handle.x + handle.width &&
         y <= handle.y + handle.height;
}

/* With Shift or Control: in or out of what is selected. */
static void
toggle_item (CndCanvas *self, guint item)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_before;
  const guint *before = cnd_selection_get_layers (selection, &n_before);
  CndSelected one = cnd_canvas_get_item_subject (self, item);

  if (one.layer != G_MAXUINT)
    {
      cnd_selection_toggle_layer (selection, one.layer);
      return;
    }
  if (n_before > 0)
    g_array_append_vals (layers, before, n_before);
  append_layers (self, item, layers);
  cnd_selection_select_layers (selection, (const guint *) layers->data, layers->len);
}

static void
select_item (CndCanvas *self, guint item)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  CndSelected one = cnd_canvas_get_item_subject (self, item);

  if (one.layer != G_MAXUINT)
    cnd_selection_select_layer (selection, one.layer);
  else
    cnd_selection_select_block (selection, one.block);
}

/* A click that became a drag never gets here. */
static void
released (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  CndCanvas *self = data;
  CndScene *scene = cnd_canvas_get_scene (self);
  gboolean adds = is_held (self, gesture, GDK_SHIFT_MASK | GDK_CONTROL_MASK);
  guint picked, block;

  if (!scene)
    return;
  picked = cnd_scene_pick (scene, cnd_viewport_to_scene (&self->viewport, (CndPoint){ x, y }));
  if (picked == G_MAXUINT)
    {
      if (!adds)
        cnd_selection_clear (cnd_document_get_selection (self->document));
      return;
    }
  block = cnd_canvas_get_item_subject (self, picked).block;
  if (adds)
    toggle_item (self, picked);
  else
    select_item (self, picked);
  if (block != G_MAXUINT && !adds && (n_press == 2 || (n_press == 1 && is_on_handle (self, picked, x, y))))
    cnd_canvas_toggle_block (self, block);
}

/* ---- Summary ------------------------------------------------------------------------ */

static gboolean
query_tooltip (CndCanvas *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  CndScene *scene = cnd_canvas_get_scene (self);
  guint item = G_MAXUINT;
  CndRect rect;
  g_autofree char *text = NULL;

  if (scene && !keyboard && self->hover != G_MAXUINT)
    item = cnd_scene_pick (scene, cnd_viewport_to_scene (&self->viewport, (CndPoint){ x, y }));
  if (item == G_MAXUINT)
    return FALSE;
  text = cnd_canvas_describe_item (self, item);
  rect = cnd_canvas_get_item_rect_px (self, item);
  gtk_tooltip_set_text (tooltip, text);
  /* of a large frame, near the pointer */
  if (rect.width < 400 && rect.height < 200)
    gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle){ (int) rect.x, (int) rect.y, (int) rect.width, (int) rect.height });
  return TRUE;
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

static gboolean
modifiers_changed (CndCanvas *self, GdkModifierType modifiers)
{
  self->modifiers = modifiers;
  return GDK_EVENT_PROPAGATE;
}

static void
focus_left (CndCanvas *self)
{
  self->modifiers = 0;
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
  g_signal_connect (click, "released", G_CALLBACK (released), self);
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
  g_signal_connect_swapped (keys, "modifiers", G_CALLBACK (modifiers_changed), self);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip), NULL);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
