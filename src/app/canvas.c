/* The canvas widget: properties, size, drawing, following its document. What it shows of the scene is in canvas-view.c, input in
 * canvas-input.c, actions in canvas-actions.c and canvas-places.c. */
#include "config.h"

#include "canvas-private.h"

#include <glib/gi18n-lib.h>

#define MORPH_MS 180

enum { PROP_DOCUMENT = 1, PROP_ZOOM, N_PROPS };
enum { SIGNAL_SAID, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CndCanvas, cnd_canvas, GTK_TYPE_WIDGET)

CndScene *
cnd_canvas_get_scene (CndCanvas *self)
{
  return self->document ? cnd_document_get_scene (self->document) : NULL;
}

/* ---- Items -------------------------------------------------------------------------- */

CndSelected
cnd_canvas_get_item_subject (CndCanvas *self, guint item)
{
  const CndItem *shown = &cnd_scene_get_items (cnd_canvas_get_scene (self), NULL)[item];

  if (shown->role == CND_ROLE_LAYER)
    return (CndSelected){ shown->layer, G_MAXUINT };
  return (CndSelected){ G_MAXUINT, shown->block };
}

guint
cnd_canvas_find_item (CndCanvas *self, CndSelected one)
{
  CndScene *scene = cnd_canvas_get_scene (self);

  if (!scene)
    return G_MAXUINT;
  if (one.layer != G_MAXUINT)
    return cnd_scene_find_layer (scene, one.layer);
  return one.block == G_MAXUINT ? G_MAXUINT : cnd_scene_find_block (scene, one.block);
}

CndRect
cnd_canvas_get_item_rect_px (CndCanvas *self, guint item)
{
  CndRect rect = cnd_scene_get_items (cnd_canvas_get_scene (self), NULL)[item].rect;
  CndPoint corner = cnd_viewport_to_screen (&self->viewport, (CndPoint){ rect.x, rect.y });

  return (CndRect){ corner.x, corner.y, rect.width * self->viewport.scale, rect.height * self->viewport.scale };
}

GskRenderNode *
cnd_canvas_get_overview (CndCanvas *self)
{
  CndScene *scene = cnd_canvas_get_scene (self);

  return scene ? cnd_tiles_get_overview (self->tiles, scene) : NULL;
}

gboolean
cnd_canvas_is_sharp (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), FALSE);
  if (!cnd_canvas_get_scene (self) || gtk_widget_get_width (GTK_WIDGET (self)) <= 0)
    return TRUE;
  return !self->undrawn && !self->rest_tick && !self->flight.tick && !self->morphing.tick && cnd_tiles_is_sharp (self->tiles);
}

gboolean
cnd_canvas_is_settled (CndCanvas *self)
{
  return cnd_canvas_is_sharp (self) && (!cnd_canvas_get_scene (self) || cnd_tiles_is_settled (self->tiles));
}

static void
tiles_changed (gpointer data)
{
  CndCanvas *self = data;
  gboolean has_overview = cnd_canvas_get_overview (self) != NULL;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (has_overview && !self->had_overview)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
  self->had_overview = has_overview;
}

/* ---- Drawing ------------------------------------------------------------------------ */

static void
canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CndCanvas *self = CND_CANVAS (widget);
  CndScene *scene = cnd_canvas_get_scene (self);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget));
  CndColor color;

  self->undrawn = FALSE;
  if (!scene)
    return;
  color = cnd_scene_get_background (scene);
  gtk_snapshot_push_clip (snapshot, &area);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, 1 }, &area);
  cnd_tiles_snapshot (self->tiles, snapshot, scene, &self->viewport, gtk_widget_get_scale_factor (widget),
                      self->scaling || self->flight.tick != 0);
  if (self->morphing.tick)
    {
      gtk_snapshot_append_color (snapshot, &(GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, 1 }, &area);
      cnd_morph_snapshot (self->morph, snapshot, &self->viewport);
    }
  else
    cnd_canvas_snapshot_overlay (self, snapshot);
  gtk_snapshot_pop (snapshot);
}

static gboolean
size_changed (gpointer data)
{
  cnd_canvas_room_changed (data);
  cnd_canvas_viewport_changed (data);
  return G_SOURCE_REMOVE;
}

static void
canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CndCanvas *self = CND_CANVAS (widget);

  if (self->viewport.width != width || self->viewport.height != height)
    {
      cnd_canvas_stop_flight (self);
      self->viewport.width = width;
      self->viewport.height = height;
      cnd_canvas_apply_fit (self);
      /* others follow the zoom with labels, which may not change size while sizes are handed out */
      g_idle_add_full (G_PRIORITY_HIGH_IDLE, size_changed, g_object_ref (self), g_object_unref);
    }
  cnd_canvas_allocate_children (self);
}

/* ---- Opening and closing blocks ----------------------------------------------------- */

void
cnd_canvas_toggle_block (CndCanvas *self, guint block)
{
  if (!cnd_canvas_get_scene (self) || block == G_MAXUINT || block == 0)
    return;
  cnd_canvas_leave (self);
  if (cnd_canvas_find_entry_px (self, block, &self->anchor_px))
    self->anchor_block = block;
  cnd_document_set_block_open (self->document, block, !cnd_document_is_block_open (self->document, block));
}

static void
end_morph (CndCanvas *self)
{
  cnd_canvas_stop_motion (self, &self->morphing);
  g_clear_pointer (&self->morph, cnd_morph_free);
}

static gboolean
morph_on (GtkWidget *widget, GdkFrameClock *frame_clock, gpointer data)
{
  CndCanvas *self = CND_CANVAS (widget);
  double progress;

  if (self->morphing.start_us == 0)
    self->morphing.start_us = gdk_frame_clock_get_frame_time (frame_clock);
  progress = cnd_canvas_get_progress (&self->morphing, frame_clock);
  gtk_widget_queue_draw (widget);
  cnd_morph_set_progress (self->morph, progress);
  /* the last frame stays until what takes its place is painted, but not for long */
  if (progress < 1 || (!cnd_tiles_is_sharp (self->tiles) &&
                       gdk_frame_clock_get_frame_time (frame_clock) - self->morphing.start_us < 2000 * MORPH_MS))
    return G_SOURCE_CONTINUE;
  self->morphing.tick = 0;
  end_morph (self);
  return G_SOURCE_REMOVE;
}

/* From the scene that was shown to the one of now. @before: the viewport then */
static void
start_morph (CndCanvas *self, CndScene *from, const CndViewport *before)
{
  CndScene *to = cnd_canvas_get_scene (self);

  end_morph (self);
  if (!cnd_canvas_wants_motion (self))
    return;
  self->morph = cnd_morph_new (from, before, to, &self->viewport);
  if (self->morph)
    cnd_canvas_start_motion (self, &self->morphing, MORPH_MS, morph_on);
}

/* ---- The document ------------------------------------------------------------------- */

static gboolean
is_same_network (CndScene *a, CndScene *b)
{
  return cnd_view_get_network (cnd_scene_get_layout (a)->view) == cnd_view_get_network (cnd_scene_get_layout (b)->view);
}

static gboolean
is_other_view (CndScene *a, CndScene *b)
{
  return is_same_network (a, b) &&
         cnd_scene_get_layout (a)->view != cnd_scene_get_layout (b)->view && cnd_scene_get_theme (a) == cnd_scene_get_theme (b);
}

/* Folded otherwise, or with another flow. */
static gboolean
is_rearranged (CndCanvas *self, CndScene *former)
{
  double fold_aspect = self->fold_aspect;
  CndFlow flow = self->flow;

  self->fold_aspect = cnd_document_get_fold_aspect (self->document);
  self->flow = cnd_document_get_flow (self->document);
  return former && is_same_network (former, self->scene) && (self->fold_aspect != fold_aspect || self->flow != flow);
}

/* What the user looks at stays in sight. @former: (nullable): the scene that was shown, of the same model */
static void
keep_place (CndCanvas *self, CndScene *former)
{
  gboolean rearranged = is_rearranged (self, former);
  CndPoint now;

  if (self->anchor_block != G_MAXUINT && cnd_canvas_find_entry_px (self, self->anchor_block, &now))
    {
      cnd_canvas_stop_flight (self);
      cnd_viewport_pan (&self->viewport, self->anchor_px.x - now.x, self->anchor_px.y - now.y);
      self->fit = CND_FIT_NONE;
    }
  else if (rearranged && self->fit == CND_FIT_NONE)
    {
      cnd_canvas_stop_flight (self);
      cnd_canvas_keep_middle (self, former);
    }
  if (self->fit == CND_FIT_WHOLE || self->just_opened || rearranged)
    cnd_canvas_apply_fit (self);
}

static void
scene_changed (CndCanvas *self)
{
  CndViewport before = self->viewport;
  CndScene *scene = cnd_canvas_get_scene (self);
  g_autoptr (CndScene) former = g_steal_pointer (&self->scene);

  self->scene = scene ? cnd_scene_ref (scene) : NULL;
  if (scene)
    keep_place (self, self->just_opened ? NULL : former);
  self->anchor_block = G_MAXUINT;
  self->hover = G_MAXUINT;
  self->had_overview = FALSE;
  cnd_canvas_forget_edges (self);
  if (former && scene && former != scene && !self->just_opened && is_other_view (former, scene))
    start_morph (self, former, &before);
  else
    end_morph (self);
  self->just_opened = FALSE;
  cnd_canvas_viewport_changed (self);
}

/* What a screen reader says of the canvas is what is selected. */
static void
selection_changed (CndCanvas *self)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  CndSelected one = { cnd_selection_get_layer (selection), cnd_selection_get_block (selection) };
  guint item = cnd_canvas_find_item (self, one);
  g_autofree char *description = item == G_MAXUINT ? NULL : cnd_canvas_describe_item (self, item);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description ? description : _("Nothing selected"), -1);
  cnd_canvas_update_active_child (self);
  cnd_canvas_update_actions (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
opened (CndCanvas *self)
{
  end_morph (self);
  cnd_tiles_clear (self->tiles);
  cnd_sights_clear (self->sights);
  self->fit = CND_FIT_START;
  self->just_opened = TRUE;
}

CndDocument *
cnd_canvas_get_document (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), NULL);
  return self->document;
}

static void
let_go (CndCanvas *self)
{
  if (!self->document)
    return;
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (cnd_document_get_selection (self->document), self);
}

void
cnd_canvas_set_document (CndCanvas *self, CndDocument *document)
{
  g_return_if_fail (CND_IS_CANVAS (self));
  if (self->document == document)
    return;
  let_go (self);
  g_set_object (&self->document, document);
  if (document)
    {
      g_signal_connect_swapped (document, "opened", G_CALLBACK (opened), self);
      g_signal_connect_swapped (document, "notify::scene", G_CALLBACK (scene_changed), self);
      g_signal_connect_swapped (cnd_document_get_selection (document), "changed", G_CALLBACK (selection_changed), self);
    }
  opened (self);
  scene_changed (self);
  self->has_room = FALSE;
  if (self->viewport.width > 0)
    cnd_canvas_room_changed (self);
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

  let_go (self);
  end_morph (self);
  cnd_canvas_stop_flight (self);
  cnd_canvas_forget_room (self);
  cnd_canvas_dispose_children (self);
  g_clear_object (&self->document);
  g_clear_pointer (&self->scene, cnd_scene_unref);
  g_clear_pointer (&self->tiles, cnd_tiles_free);
  G_OBJECT_CLASS (cnd_canvas_parent_class)->dispose (object);
}

static void
canvas_finalize (GObject *object)
{
  CndCanvas *self = CND_CANVAS (object);

  g_array_unref (self->lit_layers);
  g_clear_pointer (&self->lit_network, cnd_network_unref);
  g_array_unref (self->reads);
  g_array_unref (self->readers);
  g_array_unref (self->edge_items);
  g_clear_pointer (&self->sights, cnd_sights_free);
  G_OBJECT_CLASS (cnd_canvas_parent_class)->finalize (object);
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
  object_class->finalize = canvas_finalize;
  widget_class->snapshot = canvas_snapshot;
  widget_class->size_allocate = canvas_size_allocate;
  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, CND_TYPE_DOCUMENT, G_PARAM_READWRITE | flags);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 1, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_signal_new ("bookmarked", CND_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* something short that the window tells the user */
  signals[SIGNAL_SAID] = g_signal_new ("said", CND_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  cnd_canvas_install_actions (widget_class);
  cnd_canvas_install_place_actions (widget_class);
}

static void
cnd_canvas_init (CndCanvas *self)
{
  self->tiles = cnd_tiles_new (tiles_changed, self);
  self->sights = cnd_sights_new ();
  self->lit_layers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->reads = g_array_new (FALSE, FALSE, sizeof (guint));
  self->readers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->edge_items = g_array_new (FALSE, FALSE, sizeof (guint));
  self->viewport.scale = 1;
  self->hover = self->anchor_block = G_MAXUINT;
  self->fit = CND_FIT_START;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Layer graph"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Nothing selected"), -1);
  cnd_canvas_init_children (self);
  cnd_canvas_add_controllers (self);
}
