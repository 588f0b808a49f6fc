/* The whole picture in a corner. */
#include "config.h"

#include "minimap-private.h"

#include "tile-worker-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MIN_SIDE_PX 28.0
#define MIN_WINDOW_PX 6.0

struct _CndMinimap
{
  GtkWidget parent_instance;
  CndCanvas *canvas;
  CndPoint start; /* where a drag began */
};

G_DEFINE_FINAL_TYPE (CndMinimap, cnd_minimap, GTK_TYPE_WIDGET)

static CndScene *
get_scene (CndMinimap *self)
{
  CndDocument *document = self->canvas ? cnd_canvas_get_document (self->canvas) : NULL;

  return document ? cnd_document_get_scene (document) : NULL;
}

/* Pixels a scene unit, and where the scene's corner is: in the middle, as large as there is room. */
static double
get_scale (CndMinimap *self, CndPoint *corner)
{
  CndRect bounds = cnd_scene_get_bounds (get_scene (self));
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = MIN (width / MAX (bounds.width, 1), height / MAX (bounds.height, 1));

  *corner = (CndPoint){ (width - bounds.width * scale) / 2, (height - bounds.height * scale) / 2 };
  return scale;
}

CndRect
cnd_minimap_get_window (CndMinimap *self)
{
  CndRect bounds, visible;
  CndPoint corner;
  double scale, x0, y0, x1, y1;

  g_return_val_if_fail (CND_IS_MINIMAP (self), ((CndRect){ 0, 0, 0, 0 }));
  if (!get_scene (self))
    return (CndRect){ 0, 0, 0, 0 };
  bounds = cnd_scene_get_bounds (get_scene (self));
  visible = cnd_viewport_get_visible (cnd_canvas_get_viewport (self->canvas));
  scale = get_scale (self, &corner);
  x0 = MAX (visible.x, bounds.x) - bounds.x;
  y0 = MAX (visible.y, bounds.y) - bounds.y;
  x1 = MIN (visible.x + visible.width, bounds.x + bounds.width) - bounds.x;
  y1 = MIN (visible.y + visible.height, bounds.y + bounds.height) - bounds.y;
  return (CndRect){ corner.x + x0 * scale, corner.y + y0 * scale, MAX ((x1 - x0) * scale, MIN_WINDOW_PX),
                    MAX ((y1 - y0) * scale, MIN_WINDOW_PX) };
}

/* ---- Drawing ------------------------------------------------------------------------ */

static void
append_window (CndMinimap *self, GtkSnapshot *snapshot)
{
  CndRect window = cnd_minimap_get_window (self);
  graphene_rect_t area = GRAPHENE_RECT_INIT ((float) window.x, (float) window.y, (float) window.width, (float) window.height);
  GdkRGBA line = { 0.11f, 0.44f, 0.85f, 1 }, fill = { 0.11f, 0.44f, 0.85f, 0.16f };
  GskRoundedRect outline;

  if (cnd_scene_get_theme (get_scene (self)) != CND_THEME_LIGHT)
    line = (GdkRGBA){ 0.6f, 0.78f, 1, 1 };
  gsk_rounded_rect_init_from_rect (&outline, &area, 2);
  gtk_snapshot_append_color (snapshot, &fill, &area);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 }, (GdkRGBA[4]){ line, line, line, line });
}

static void
minimap_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CndMinimap *self = CND_MINIMAP (widget);
  GskRenderNode *overview = get_scene (self) ? cnd_canvas_get_overview (self->canvas) : NULL;
  graphene_rect_t bounds;
  CndPoint corner;
  CndRect scene;
  double scale;

  if (!get_scene (self))
    return;
  scene = cnd_scene_get_bounds (get_scene (self));
  scale = get_scale (self, &corner);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                         (float) gtk_widget_get_height (widget)));
  if (overview)
    {
      gsk_render_node_get_bounds (overview, &bounds);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) corner.x, (float) corner.y));
      gtk_snapshot_scale (snapshot, (float) (scene.width * scale) / bounds.size.width,
                          (float) (scene.height * scale) / bounds.size.height);
      gtk_snapshot_append_node (snapshot, overview);
      gtk_snapshot_restore (snapshot);
    }
  append_window (self, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
minimap_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                 int *natural_baseline)
{
  CndMinimap *self = CND_MINIMAP (widget);
  CndRect bounds = get_scene (self) ? cnd_scene_get_bounds (get_scene (self)) : (CndRect){ 0, 0, 1, 1 };
  double scale = MIN (CND_SMALL_WIDTH_PX / MAX (bounds.width, 1), CND_SMALL_HEIGHT_PX / MAX (bounds.height, 1));
  double size = (orientation == GTK_ORIENTATION_HORIZONTAL ? bounds.width : bounds.height) * scale;

  *minimum = *natural = (int) ceil (MAX (size, MIN_SIDE_PX));
}

/* ---- Following the canvas ----------------------------------------------------------- */

static gboolean
shows_all (CndMinimap *self)
{
  CndRect bounds = cnd_scene_get_bounds (get_scene (self));
  CndRect visible = cnd_viewport_get_visible (cnd_canvas_get_viewport (self->canvas));

  return visible.x <= bounds.x && visible.y <= bounds.y && visible.x + visible.width >= bounds.x + bounds.width &&
         visible.y + visible.height >= bounds.y + bounds.height;
}

static void
view_changed (CndMinimap *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), get_scene (self) && !shows_all (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
scene_changed (CndMinimap *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
  view_changed (self);
}

static void
forget_canvas (CndMinimap *self)
{
  if (self->canvas)
    g_signal_handlers_disconnect_by_data (self->canvas, self);
  g_clear_object (&self->canvas);
}

void
cnd_minimap_set_canvas (CndMinimap *self, CndCanvas *canvas)
{
  g_return_if_fail (CND_IS_MINIMAP (self));
  forget_canvas (self);
  if (!canvas)
    return;
  self->canvas = g_object_ref (canvas);
  g_signal_connect_swapped (canvas, "notify::zoom", G_CALLBACK (view_changed), self);
  g_signal_connect_object (cnd_canvas_get_document (canvas), "notify::scene", G_CALLBACK (scene_changed), self, G_CONNECT_SWAPPED);
  view_changed (self);
}

/* ---- Pointer ------------------------------------------------------------------------ */

static void
show_point (CndMinimap *self, double x, double y)
{
  CndRect bounds;
  CndPoint corner;
  double scale;

  if (!get_scene (self))
    return;
  bounds = cnd_scene_get_bounds (get_scene (self));
  scale = get_scale (self, &corner);
  cnd_canvas_center_on (self->canvas, (CndPoint){ bounds.x + (x - corner.x) / scale, bounds.y + (y - corner.y) / scale });
}

static void
drag_began (CndMinimap *self, double x, double y)
{
  self->start = (CndPoint){ x, y };
  if (self->canvas)
    cnd_canvas_leave (self->canvas);
  show_point (self, x, y);
}

static void
drag_moved (CndMinimap *self, double dx, double dy)
{
  show_point (self, self->start.x + dx, self->start.y + dy);
}

/* ---- Object ------------------------------------------------------------------------- */

static void
minimap_dispose (GObject *object)
{
  forget_canvas (CND_MINIMAP (object));
  G_OBJECT_CLASS (cnd_minimap_parent_class)->dispose (object);
}

static void
cnd_minimap_class_init (CndMinimapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = minimap_dispose;
  widget_class->snapshot = minimap_snapshot;
  widget_class->measure = minimap_measure;
  gtk_widget_class_set_css_name (widget_class, "minimap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cnd_minimap_init (CndMinimap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  /* pictures begin at the left in all languages: the minimap stays at the other side */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_began), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_moved), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Overview of the diagram"), -1);
}
