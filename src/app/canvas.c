/* The canvas widget: properties, size, drawing. Input is in canvas-input.c, actions in canvas-actions.c. */
#include "config.h"

#include "canvas-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FIT_MARGIN_PX 24
#define FIT_MAX_SCALE 1.25
#define READABLE_SCALE 0.6
#define REST_MS 50 /* without a change of scale, until tiles are painted for it */
#define REST_FRAMES 3

enum { PROP_DOCUMENT = 1, PROP_ZOOM, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CndCanvas, cnd_canvas, GTK_TYPE_WIDGET)

static CndScene *
get_scene (CndCanvas *self)
{
  return self->document ? cnd_document_get_scene (self->document) : NULL;
}

/* ---- Drawing ------------------------------------------------------------------------ */

static GdkRGBA
get_accent (CndCanvas *self, float alpha)
{
  /* lighter on dark, so that the outline stands out from the boxes in every theme */
  static const GdkRGBA accents[CND_N_THEMES] = {
    [CND_THEME_LIGHT] = { 0.11f, 0.44f, 0.85f, 1 },
    [CND_THEME_DARK] = { 0.47f, 0.68f, 0.93f, 1 },
    [CND_THEME_PRINT] = { 0.11f, 0.44f, 0.85f, 1 },
    [CND_THEME_HIGH_CONTRAST] = { 0, 0, 0.8f, 1 },
  };
  GdkRGBA accent = accents[cnd_scene_get_theme (get_scene (self))];

  accent.alpha = alpha;
  return accent;
}

static guint
find_selected_item (CndCanvas *self)
{
  CndScene *scene = get_scene (self);
  CndSelection *selection;

  if (!scene)
    return G_MAXUINT;
  selection = cnd_document_get_selection (self->document);
  if (cnd_selection_get_layer (selection) != G_MAXUINT)
    return cnd_scene_find_layer (scene, cnd_selection_get_layer (selection));
  if (cnd_selection_get_block (selection) != G_MAXUINT)
    return cnd_scene_find_block (scene, cnd_selection_get_block (selection));
  return G_MAXUINT;
}

static CndRect
get_item_rect_px (CndCanvas *self, guint item)
{
  CndRect rect = cnd_scene_get_items (get_scene (self), NULL)[item].rect;
  CndPoint corner = cnd_viewport_to_screen (&self->viewport, (CndPoint){ rect.x, rect.y });

  return (CndRect){ corner.x, corner.y, rect.width * self->viewport.scale, rect.height * self->viewport.scale };
}

static void
append_outline (CndCanvas *self, GtkSnapshot *snapshot, guint item, float width, float gap, const GdkRGBA *color)
{
  CndRect rect = get_item_rect_px (self, item);
  float radius = (float) CLAMP (8 * self->viewport.scale, 2, 10) + gap;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT ((float) rect.x - gap - width, (float) rect.y - gap - width,
                                                        (float) rect.width + 2 * (gap + width),
                                                        (float) rect.height + 2 * (gap + width)),
                                   radius);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ *color, *color, *color, *color });
}

static void
append_overlay (CndCanvas *self, GtkSnapshot *snapshot)
{
  guint selected = find_selected_item (self);
  GdkRGBA accent = get_accent (self, 1), pale = get_accent (self, 0.55f);

  if (self->hover != G_MAXUINT && self->hover != selected)
    append_outline (self, snapshot, self->hover, 1.5f, 0, &pale);
  if (selected != G_MAXUINT)
    append_outline (self, snapshot, selected, 2.5f, 1, &accent);
}

static void
canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CndCanvas *self = CND_CANVAS (widget);
  CndScene *scene = get_scene (self);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  CndColor color;

  if (!scene)
    return;
  color = cnd_scene_get_background (scene);
  gtk_snapshot_push_clip (snapshot, &area);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, 1 }, &area);
  cnd_tiles_snapshot (self->tiles, snapshot, scene, &self->viewport, gtk_widget_get_scale_factor (widget),
                      self->rest_tick != 0);
  append_overlay (self, snapshot);
  gtk_snapshot_pop (snapshot);
}

gboolean
cnd_canvas_is_sharp (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), FALSE);
  return !get_scene (self) || (self->rest_tick == 0 && cnd_tiles_is_sharp (self->tiles));
}

gboolean
cnd_canvas_is_settled (CndCanvas *self)
{
  return cnd_canvas_is_sharp (self) && (!get_scene (self) || cnd_tiles_is_settled (self->tiles));
}

/* ---- Viewport ----------------------------------------------------------------------- */

/* Where frames take long, a few of them must have passed: what moves on with every frame never rests in between. */
static gboolean
watch_rest (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CndCanvas *self = CND_CANVAS (widget);

  self->frames_at_rest++;
  if (self->frames_at_rest < REST_FRAMES || g_get_monotonic_time () - self->scale_time < 1000 * REST_MS)
    return G_SOURCE_CONTINUE;
  self->rest_tick = 0;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* A single step is painted at once; while steps follow each other, what was painted is scaled. */
static void
watch_scale (CndCanvas *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 now = g_get_monotonic_time (), frame = clock ? gdk_frame_clock_get_frame_counter (clock) : 0;

  if (self->viewport.scale == self->last_scale)
    return;
  if (!self->rest_tick && clock && (now - self->scale_time < 4 * 1000 * REST_MS || frame - self->scale_frame <= REST_FRAMES))
    self->rest_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), watch_rest, NULL, NULL);
  self->frames_at_rest = 0;
  self->last_scale = self->viewport.scale;
  self->scale_time = now;
  self->scale_frame = frame;
}

void
cnd_canvas_viewport_changed (CndCanvas *self)
{
  watch_scale (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  cnd_canvas_update_hover (self);
  cnd_canvas_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

const CndViewport *
cnd_canvas_get_viewport (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), NULL);
  return &self->viewport;
}

/* A long network opens at its beginning, as wide (or, where it flows to the right, as high) as the canvas. */
static void
show_start (CndCanvas *self, CndRect bounds)
{
  gboolean tall = bounds.height > bounds.width;
  CndRect across = bounds;

  if (self->viewport.scale >= READABLE_SCALE)
    return;
  if (tall)
    across.height = 1;
  else
    across.width = 1;
  cnd_viewport_fit (&self->viewport, across, FIT_MARGIN_PX, 1);
  if (tall)
    self->viewport.origin.y = bounds.y - FIT_MARGIN_PX / self->viewport.scale;
  else
    self->viewport.origin.x = bounds.x - FIT_MARGIN_PX / self->viewport.scale;
}

static void
apply_fit (CndCanvas *self)
{
  CndScene *scene = get_scene (self);
  CndRect bounds;

  if (!scene || self->fit == CND_FIT_NONE || self->viewport.width <= 0 || self->viewport.height <= 0)
    return;
  bounds = cnd_scene_get_bounds (scene);
  cnd_viewport_fit (&self->viewport, bounds, FIT_MARGIN_PX, FIT_MAX_SCALE);
  if (self->fit == CND_FIT_START)
    show_start (self, bounds);
}

void
cnd_canvas_fit (CndCanvas *self)
{
  self->fit = CND_FIT_WHOLE;
  apply_fit (self);
  cnd_canvas_viewport_changed (self);
}

void
cnd_canvas_zoom (CndCanvas *self, double factor, CndPoint anchor)
{
  CndScene *scene = get_scene (self);

  if (!scene || !isfinite (factor) || factor <= 0)
    return;
  self->fit = CND_FIT_NONE;
  cnd_viewport_zoom (&self->viewport, factor, anchor);
  cnd_viewport_clamp (&self->viewport, cnd_scene_get_bounds (scene));
  cnd_canvas_viewport_changed (self);
}

void
cnd_canvas_pan (CndCanvas *self, double dx_px, double dy_px)
{
  CndScene *scene = get_scene (self);

  if (!scene || (dx_px == 0 && dy_px == 0))
    return;
  self->fit = CND_FIT_NONE;
  cnd_viewport_pan (&self->viewport, dx_px, dy_px);
  cnd_viewport_clamp (&self->viewport, cnd_scene_get_bounds (scene));
  cnd_canvas_viewport_changed (self);
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
  guint item = find_selected_item (self);
  CndRect rect;

  if (item == G_MAXUINT)
    return;
  rect = get_item_rect_px (self, item);
  cnd_canvas_pan (self, get_way_in (rect.x, rect.width, self->viewport.width),
                  get_way_in (rect.y, rect.height, self->viewport.height));
}

static gboolean
size_changed (gpointer data)
{
  cnd_canvas_viewport_changed (data);
  return G_SOURCE_REMOVE;
}

static void
canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CndCanvas *self = CND_CANVAS (widget);

  if (self->viewport.width == width && self->viewport.height == height)
    return;
  self->viewport.width = width;
  self->viewport.height = height;
  apply_fit (self);
  /* others follow the zoom with labels, which may not change size while sizes are handed out */
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, size_changed, g_object_ref (self), g_object_unref);
}

/* ---- The document ------------------------------------------------------------------- */

/* The middle of what shows a block, in widget pixels; FALSE when nothing does. */
static gboolean
find_block_px (CndCanvas *self, guint block, CndPoint *point)
{
  guint item = cnd_scene_find_block (get_scene (self), block);
  CndRect rect;

  if (item == G_MAXUINT)
    return FALSE;
  rect = get_item_rect_px (self, item);
  *point = (CndPoint){ rect.x + rect.width / 2, rect.y };
  return TRUE;
}

static void
scene_changed (CndCanvas *self)
{
  CndPoint now;

  if (self->anchor_block != G_MAXUINT && get_scene (self) && find_block_px (self, self->anchor_block, &now))
    {
      cnd_viewport_pan (&self->viewport, self->anchor_px.x - now.x, self->anchor_px.y - now.y);
      self->fit = CND_FIT_NONE;
    }
  self->anchor_block = G_MAXUINT;
  self->hover = G_MAXUINT;
  if (self->fit == CND_FIT_WHOLE || self->just_opened)
    apply_fit (self);
  self->just_opened = FALSE;
  cnd_canvas_viewport_changed (self);
}

void
cnd_canvas_toggle_block (CndCanvas *self, guint block)
{
  if (!get_scene (self) || block == G_MAXUINT || block == 0)
    return;
  if (find_block_px (self, block, &self->anchor_px))
    self->anchor_block = block;
  cnd_document_set_block_open (self->document, block, !cnd_document_is_block_open (self->document, block));
}

/* What a screen reader says of the canvas is what is selected. */
static void
selection_changed (CndCanvas *self)
{
  guint item = find_selected_item (self);
  const char *title = item == G_MAXUINT ? NULL : cnd_scene_get_items (get_scene (self), NULL)[item].title;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  title ? title : _("Nothing selected"), -1);
  cnd_canvas_update_actions (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
opened (CndCanvas *self)
{
  cnd_tiles_clear (self->tiles);
  self->fit = CND_FIT_START;
  self->just_opened = TRUE;
}

CndDocument *
cnd_canvas_get_document (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), NULL);
  return self->document;
}

void
cnd_canvas_set_document (CndCanvas *self, CndDocument *document)
{
  g_return_if_fail (CND_IS_CANVAS (self));
  if (self->document == document)
    return;
  if (self->document)
    {
      g_signal_handlers_disconnect_by_data (self->document, self);
      g_signal_handlers_disconnect_by_data (cnd_document_get_selection (self->document), self);
    }
  g_set_object (&self->document, document);
  if (document)
    {
      g_signal_connect_swapped (document, "opened", G_CALLBACK (opened), self);
      g_signal_connect_swapped (document, "notify::scene", G_CALLBACK (scene_changed), self);
      g_signal_connect_swapped (cnd_document_get_selection (document), "changed", G_CALLBACK (selection_changed), self);
    }
  opened (self);
  scene_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

guint
cnd_canvas_get_hover (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), G_MAXUINT);
  return self->hover;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CndCanvas *self = CND_CANVAS (object);

  if (id == PROP_DOCUMENT)
    g_value_set_object (value, self->document);
  else
    g_value_set_double (value, self->viewport.scale);
}

static void
canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  cnd_canvas_set_document (CND_CANVAS (object), g_value_get_object (value));
}

static void
canvas_dispose (GObject *object)
{
  CndCanvas *self = CND_CANVAS (object);

  if (self->document)
    {
      g_signal_handlers_disconnect_by_data (self->document, self);
      g_signal_handlers_disconnect_by_data (cnd_document_get_selection (self->document), self);
    }
  g_clear_object (&self->document);
  g_clear_pointer (&self->tiles, cnd_tiles_free);
  G_OBJECT_CLASS (cnd_canvas_parent_class)->dispose (object);
}

static void
cnd_canvas_class_init (CndCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = canvas_get_property;
  object_class->set_property = canvas_set_property;
  object_class->dispose = canvas_dispose;
  widget_class->snapshot = canvas_snapshot;
  widget_class->size_allocate = canvas_size_allocate;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, CND_TYPE_DOCUMENT, G_PARAM_READWRITE | flags);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 1, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  cnd_canvas_install_actions (widget_class);
}

static void
cnd_canvas_init (CndCanvas *self)
{
  self->tiles = cnd_tiles_new ((void (*) (gpointer)) gtk_widget_queue_draw, self);
  self->viewport.scale = 1;
  self->hover = self->anchor_block = G_MAXUINT;
  self->fit = CND_FIT_START;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Layer graph"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Nothing selected"), -1);
  cnd_canvas_add_controllers (self);
}
