/* Back and forward through the views of the canvas, and bookmarks of some. */
#include "config.h"

#include "canvas-private.h"

#include <glib/gi18n-lib.h>

static gboolean
get_sight (CndCanvas *self, CndSight *sight)
{
  const CndViewport *viewport = cnd_canvas_get_target (self);
  CndOpenBlocks *open = self->document ? cnd_document_get_open_blocks (self->document) : NULL;

  if (!open || !cnd_canvas_get_scene (self) || viewport->width <= 0)
    return FALSE;
  *sight = (CndSight){ viewport->scale,
                       cnd_viewport_to_scene (viewport, (CndPoint){ viewport->width / 2, viewport->height / 2 }), open };
  return TRUE;
}

void
cnd_canvas_leave (CndCanvas *self)
{
  CndSight now;

  if (!get_sight (self, &now))
    return;
  cnd_sights_leave (self->sights, &now);
  cnd_canvas_update_place_actions (self);
}

static void
go_to (CndCanvas *self, const CndSight *sight)
{
  CndViewport viewport;

  self->fit = CND_FIT_NONE;
  self->anchor_block = G_MAXUINT;
  cnd_document_set_open_blocks (self->document, sight->open);
  viewport = self->viewport;
  viewport.scale = sight->scale;
  viewport.origin = (CndPoint){ sight->center.x - viewport.width / 2 / sight->scale,
                                sight->center.y - viewport.height / 2 / sight->scale };
  cnd_canvas_fly_to (self, viewport, TRUE);
  cnd_canvas_update_place_actions (self);
}

static void
go (GtkWidget *widget, gboolean back)
{
  CndCanvas *self = CND_CANVAS (widget);
  const CndSight *target;
  CndSight now;

  if (!get_sight (self, &now))
    return;
  target = cnd_sights_go (self->sights, back, &now);
  if (target)
    go_to (self, target);
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (widget, TRUE);
}

static void
forward (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (widget, FALSE);
}

static void
set_bookmark (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);
  guint i = (guint) g_variant_get_int32 (parameter) - 1;
  CndSight now;
  g_autofree char *number = NULL, *text = NULL;

  if (i >= CND_N_BOOKMARKS || !get_sight (self, &now))
    return;
  cnd_sights_set_bookmark (self->sights, i, &now);
  g_signal_emit_by_name (self, "bookmarked");
  number = cnd_base_format_count (cnd_settings_get_numbers (cnd_document_get_settings (self->document)), i + 1);
  /* Translators: the number is the key that goes back to this view of the diagram */
  text = g_strdup_printf (_("View kept: %s brings it back"), number);
  g_signal_emit_by_name (self, "said", text);
}

GVariant *
cnd_canvas_save_bookmarks (CndCanvas *self)
{
  g_return_val_if_fail (CND_IS_CANVAS (self), NULL);
  return cnd_sights_save_bookmarks (self->sights);
}

void
cnd_canvas_load_bookmarks (CndCanvas *self, GVariant *bookmarks)
{
  g_return_if_fail (CND_IS_CANVAS (self) && bookmarks);
  cnd_sights_load_bookmarks (self->sights, bookmarks);
}

static void
go_to_bookmark (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndCanvas *self = CND_CANVAS (widget);
  guint i = (guint) g_variant_get_int32 (parameter) - 1;
  const CndSight *sight = i < CND_N_BOOKMARKS ? cnd_sights_get_bookmark (self->sights, i) : NULL;
  g_autofree char *number = NULL, *text = NULL;

  if (!cnd_canvas_get_scene (self))
    return;
  if (sight)
    {
      cnd_canvas_leave (self);
      go_to (self, sight);
      return;
    }
  number = cnd_base_format_count (cnd_settings_get_numbers (cnd_document_get_settings (self->document)), i + 1);
  /* Translators: both are the same number, a key */
  text = g_strdup_printf (_("No view is kept under %s: Control and %s keep this one"), number, number);
  g_signal_emit_by_name (self, "said", text);
}

void
cnd_canvas_update_place_actions (CndCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean shown = cnd_canvas_get_scene (self) != NULL;

  gtk_widget_action_set_enabled (widget, "canvas.back", shown && cnd_sights_can_go (self->sights, TRUE));
  gtk_widget_action_set_enabled (widget, "canvas.forward", shown && cnd_sights_can_go (self->sights, FALSE));
}

void
cnd_canvas_install_place_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "canvas.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "canvas.forward", NULL, forward);
  gtk_widget_class_install_action (widget_class, "canvas.bookmark", "i", set_bookmark);
  gtk_widget_class_install_action (widget_class, "canvas.go-to-bookmark", "i", go_to_bookmark);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "canvas.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "canvas.forward", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Back, 0, "canvas.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Forward, 0, "canvas.forward", NULL);
  for (int i = 1; i <= (int) CND_N_BOOKMARKS; i++)
    {
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + (guint) i, GDK_CONTROL_MASK, "canvas.bookmark", "i", i);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0 + (guint) i, GDK_CONTROL_MASK, "canvas.bookmark", "i", i);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + (guint) i, 0, "canvas.go-to-bookmark", "i", i);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0 + (guint) i, 0, "canvas.go-to-bookmark", "i", i);
    }
}
