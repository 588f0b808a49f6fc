/* Actions of the canvas and their keys. */
#include "canvas-private.h"

#define ZOOM_STEP 1.25
#define SCROLL_SHARE 0.75 /* of the canvas, with Page Up and Page Down */

static CndPoint
get_middle (CndCanvas *self)
{
  return (CndPoint){ self->viewport.width / 2, self->viewport.height / 2 };
}

static void
zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_canvas_zoom_softly (CND_CANVAS (widget), ZOOM_STEP, get_middle (CND_CANVAS (widget)));
}

static void
zoom_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_canvas_zoom_softly (CND_CANVAS (widget), 1 / ZOOM_STEP, get_middle (CND_CANVAS (widget)));
}

static void
actual_size (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);

  cnd_canvas_leave (self);
  cnd_canvas_zoom_softly (self, 1 / cnd_canvas_get_target (self)->scale, get_middle (self));
}

static void
fit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_canvas_fit (CND_CANVAS (widget));
}

static void
fit_selection (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_canvas_show_selection (CND_CANVAS (widget));
}

static void
toggle_block (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);

  if (self->document)
    cnd_canvas_toggle_block (self, cnd_selection_get_block (cnd_document_get_selection (self->document)));
}

/* From a layer to the block around it, from a block to the one around that. */
static void
select_parent (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);
  CndNetwork *network = self->document ? cnd_document_get_network (self->document) : NULL;
  CndSelection *selection;
  guint layer, block, parent = 0;

  if (!network)
    return;
  selection = cnd_document_get_selection (self->document);
  layer = cnd_selection_get_layer (selection);
  block = cnd_selection_get_block (selection);
  if (layer != G_MAXUINT)
    parent = cnd_network_get_layers (network, NULL)[layer].block;
  else if (block != G_MAXUINT)
    parent = cnd_network_get_blocks (network, NULL)[block].parent;
  if (parent == 0)
    cnd_selection_clear (selection);
  else
    cnd_selection_select_block (selection, parent);
}

/* All that the picture shows. */
static void
select_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);
  CndNetwork *network = self->document ? cnd_document_get_network (self->document) : NULL;
  guint n_layers = 0;
  g_autofree guint *layers = NULL;

  if (!network)
    return;
  cnd_network_get_layers (network, &n_layers);
  layers = g_new (guint, n_layers + 1);
  for (guint i = 0; i < n_layers; i++)
    layers[i] = i;
  cnd_selection_select_layers (cnd_document_get_selection (self->document), layers, n_layers);
}

static void
select_none (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);

  cnd_canvas_stop_flight (self);
  self->banding = FALSE;
  if (self->document)
    cnd_selection_clear (cnd_document_get_selection (self->document));
  gtk_widget_queue_draw (widget);
}

static void
scroll (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);
  const char *word = g_variant_get_string (parameter, NULL);
  double x = g_str_equal (word, "left") ? 1 : g_str_equal (word, "right") ? -1 : 0;
  double y = g_str_equal (word, "up") ? 1 : g_str_equal (word, "down") ? -1 : 0;
  CndViewport viewport = *cnd_canvas_get_target (self);

  if (!cnd_canvas_get_scene (self))
    return;
  self->fit = CND_FIT_NONE;
  cnd_viewport_pan (&viewport, x * SCROLL_SHARE * viewport.width, y * SCROLL_SHARE * viewport.height);
  cnd_viewport_clamp (&viewport, cnd_scene_get_bounds (cnd_canvas_get_scene (self)));
  cnd_canvas_fly_to (self, viewport, FALSE);
}

static void
travel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const directions[] = {
    [CND_TRAVEL_UP] = "up", [CND_TRAVEL_DOWN] = "down", [CND_TRAVEL_LEFT] = "left", [CND_TRAVEL_RIGHT] = "right",
  };
  CndCanvas *self = CND_CANVAS (widget);
  const char *word = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    if (self->document && g_str_equal (word, directions[i]) && cnd_document_travel (self->document, i))
      cnd_canvas_reveal_selection (self);
}

static void
expand_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!cnd_canvas_get_scene (CND_CANVAS (widget)))
    return;
  cnd_canvas_leave (CND_CANVAS (widget));
  cnd_document_open_blocks_to_depth (CND_CANVAS (widget)->document, G_MAXUINT);
}

static void
collapse_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!cnd_canvas_get_scene (CND_CANVAS (widget)))
    return;
  cnd_canvas_leave (CND_CANVAS (widget));
  cnd_document_open_blocks_to_depth (CND_CANVAS (widget)->document, 0);
}

static void
expand_default (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!cnd_canvas_get_scene (CND_CANVAS (widget)))
    return;
  cnd_canvas_leave (CND_CANVAS (widget));
  cnd_document_open_blocks_by_default (CND_CANVAS (widget)->document);
}

void
cnd_canvas_update_actions (CndCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean shown = self->document && cnd_document_get_scene (self->document);
  CndSelection *selection = self->document ? cnd_document_get_selection (self->document) : NULL;
  double scale = self->viewport.scale;

  gtk_widget_action_set_enabled (widget, "canvas.zoom-in", shown && scale < CND_MAX_SCALE);
  gtk_widget_action_set_enabled (widget, "canvas.zoom-out", shown && scale > CND_MIN_SCALE);
  gtk_widget_action_set_enabled (widget, "canvas.actual-size", shown && scale != 1);
  gtk_widget_action_set_enabled (widget, "canvas.fit", shown);
  gtk_widget_action_set_enabled (widget, "canvas.fit-selection", shown && !cnd_selection_is_empty (selection));
  gtk_widget_action_set_enabled (widget, "canvas.select-all", shown);
  gtk_widget_action_set_enabled (widget, "canvas.expand-all", shown);
  gtk_widget_action_set_enabled (widget, "canvas.collapse-all", shown);
  gtk_widget_action_set_enabled (widget, "canvas.expand-default", shown);
  gtk_widget_action_set_enabled (widget, "canvas.toggle-block", shown && cnd_selection_get_block (selection) != G_MAXUINT);
  gtk_widget_action_set_enabled (widget, "canvas.select-parent", shown && !cnd_selection_is_empty (selection));
  cnd_canvas_update_place_actions (self);
}

void
cnd_canvas_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
    const char *parameter;
  } keys[] = {
    { GDK_KEY_plus, 0, "canvas.zoom-in", NULL },
    { GDK_KEY_equal, 0, "canvas.zoom-in", NULL },
    { GDK_KEY_KP_Add, 0, "canvas.zoom-in", NULL },
    { GDK_KEY_minus, 0, "canvas.zoom-out", NULL },
    { GDK_KEY_KP_Subtract, 0, "canvas.zoom-out", NULL },
    { GDK_KEY_0, 0, "canvas.actual-size", NULL },
    { GDK_KEY_KP_0, 0, "canvas.actual-size", NULL },
    { GDK_KEY_f, 0, "canvas.fit", NULL },
    { GDK_KEY_z, 0, "canvas.fit-selection", NULL },
    { GDK_KEY_a, GDK_CONTROL_MASK, "canvas.select-all", NULL },
    { GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "canvas.select-none", NULL },
    { GDK_KEY_Page_Up, 0, "canvas.scroll", "up" },
    { GDK_KEY_Page_Down, 0, "canvas.scroll", "down" },
    { GDK_KEY_Page_Up, GDK_SHIFT_MASK, "canvas.scroll", "left" },
    { GDK_KEY_Page_Down, GDK_SHIFT_MASK, "canvas.scroll", "right" },
    { GDK_KEY_Return, 0, "canvas.toggle-block", NULL },
    { GDK_KEY_KP_Enter, 0, "canvas.toggle-block", NULL },
    { GDK_KEY_BackSpace, 0, "canvas.select-parent", NULL },
    { GDK_KEY_Escape, 0, "canvas.select-none", NULL },
    { GDK_KEY_Up, 0, "canvas.travel", "up" },
    { GDK_KEY_Down, 0, "canvas.travel", "down" },
    { GDK_KEY_Left, 0, "canvas.travel", "left" },
    { GDK_KEY_Right, 0, "canvas.travel", "right" },
  };

  gtk_widget_class_install_action (widget_class, "canvas.zoom-in", NULL, zoom_in);
  gtk_widget_class_install_action (widget_class, "canvas.zoom-out", NULL, zoom_out);
  gtk_widget_class_install_action (widget_class, "canvas.actual-size", NULL, actual_size);
  gtk_widget_class_install_action (widget_class, "canvas.fit", NULL, fit);
  gtk_widget_class_install_action (widget_class, "canvas.fit-selection", NULL, fit_selection);
  gtk_widget_class_install_action (widget_class, "canvas.select-all", NULL, select_all);
  gtk_widget_class_install_action (widget_class, "canvas.select-none", NULL, select_none);
  gtk_widget_class_install_action (widget_class, "canvas.scroll", "s", scroll);
  gtk_widget_class_install_action (widget_class, "canvas.toggle-block", NULL, toggle_block);
  gtk_widget_class_install_action (widget_class, "canvas.select-parent", NULL, select_parent);
  gtk_widget_class_install_action (widget_class, "canvas.travel", "s", travel);
  gtk_widget_class_install_action (widget_class, "canvas.expand-all", NULL, expand_all);
  gtk_widget_class_install_action (widget_class, "canvas.collapse-all", NULL, collapse_all);
  gtk_widget_class_install_action (widget_class, "canvas.expand-default", NULL, expand_default);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action,
                                         keys[i].parameter ? "s" : NULL, keys[i].parameter);
}
