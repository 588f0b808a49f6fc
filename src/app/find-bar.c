/* A field over the canvas that flies to what is found. */
#include "config.h"

#include "find-bar-private.h"

#include <glib/gi18n-lib.h>

struct _CndFindBar
{
  AdwBin parent_instance;
  CndCanvas *canvas;
  GArray *found; /* CndSelected */
  guint current;

  GtkRevealer *revealer;
  GtkText *entry;
  GtkLabel *status;
  GtkWidget *previous, *next;
};

G_DEFINE_FINAL_TYPE (CndFindBar, cnd_find_bar, ADW_TYPE_BIN)

static CndDocument *
get_document (CndFindBar *self)
{
  return self->canvas ? cnd_canvas_get_document (self->canvas) : NULL;
}

static void
update_status (CndFindBar *self)
{
  gboolean asked = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
  CndDocument *document = get_document (self);
  g_autofree char *text = NULL;

  if (document && self->found->len > 0)
    {
      CndNumberStyle style = cnd_settings_get_numbers (cnd_document_get_settings (document));
      g_autofree char *number = cnd_base_format_count (style, self->current + 1);
      g_autofree char *total = cnd_base_format_count (style, self->found->len);

      /* Translators: which of all matches of a search is shown: 3 of 17 */
      text = g_strdup_printf (_("%s of %s"), number, total);
    }
  gtk_label_set_label (self->status, text ? text : asked ? _("Nothing found") : "");
  gtk_widget_set_sensitive (self->previous, self->found->len > 1);
  gtk_widget_set_sensitive (self->next, self->found->len > 1);
}

static void
show_current (CndFindBar *self)
{
  CndSelected one;
  CndSelection *selection;

  update_status (self);
  if (self->found->len == 0)
    return;
  one = g_array_index (self->found, CndSelected, self->current);
  selection = cnd_document_get_selection (get_document (self));
  if (one.layer != G_MAXUINT)
    cnd_selection_select_layer (selection, one.layer);
  else
    cnd_selection_select_block (selection, one.block);
  cnd_canvas_show_selection (self->canvas);
}

static void
look (CndFindBar *self)
{
  CndDocument *document = get_document (self);

  g_clear_pointer (&self->found, g_array_unref);
  self->found = document ? cnd_document_find (document, gtk_editable_get_text (GTK_EDITABLE (self->entry)))
                         : g_array_new (FALSE, FALSE, sizeof (CndSelected));
  self->current = 0;
}

static void
text_changed (CndFindBar *self)
{
  look (self);
  show_current (self);
}

/* Another network: what was found is not there any more. */
static void
network_changed (CndFindBar *self)
{
  look (self);
  update_status (self);
}

void
cnd_find_bar_step (CndFindBar *self, gboolean forward)
{
  g_return_if_fail (CND_IS_FIND_BAR (self));
  if (self->found->len == 0)
    return;
  self->current = (self->current + (forward ? 1 : self->found->len - 1)) % self->found->len;
  show_current (self);
}

static void
go_next (CndFindBar *self)
{
  cnd_find_bar_step (self, TRUE);
}

static void
go_previous (CndFindBar *self)
{
  cnd_find_bar_step (self, FALSE);
}

void
cnd_find_bar_open (CndFindBar *self)
{
  g_return_if_fail (CND_IS_FIND_BAR (self));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

void
cnd_find_bar_close (CndFindBar *self)
{
  g_return_if_fail (CND_IS_FIND_BAR (self));
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->canvas)
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static gboolean
key_pressed (CndFindBar *self, guint key, guint code, GdkModifierType modifiers)
{
  gboolean enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;

  if (key == GDK_KEY_Escape)
    cnd_find_bar_close (self);
  else if (enter || key == GDK_KEY_Down || key == GDK_KEY_Up)
    cnd_find_bar_step (self, key != GDK_KEY_Up && (modifiers & GDK_SHIFT_MASK) == 0);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

void
cnd_find_bar_set_text (CndFindBar *self, const char *text)
{
  g_return_if_fail (CND_IS_FIND_BAR (self));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

const char *
cnd_find_bar_get_status (CndFindBar *self)
{
  g_return_val_if_fail (CND_IS_FIND_BAR (self), NULL);
  return gtk_label_get_label (self->status);
}

static void
forget_canvas (CndFindBar *self)
{
  if (self->canvas && get_document (self))
    g_signal_handlers_disconnect_by_data (get_document (self), self);
  g_clear_object (&self->canvas);
}

void
cnd_find_bar_set_canvas (CndFindBar *self, CndCanvas *canvas)
{
  g_return_if_fail (CND_IS_FIND_BAR (self));
  forget_canvas (self);
  if (!canvas)
    return;
  self->canvas = g_object_ref (canvas);
  g_signal_connect_object (cnd_canvas_get_document (canvas), "notify::network", G_CALLBACK (network_changed), self, G_CONNECT_SWAPPED);
}

static void
find_bar_dispose (GObject *object)
{
  CndFindBar *self = CND_FIND_BAR (object);

  g_clear_object (&self->canvas);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_FIND_BAR);
  G_OBJECT_CLASS (cnd_find_bar_parent_class)->dispose (object);
}

static void
find_bar_finalize (GObject *object)
{
  g_array_unref (CND_FIND_BAR (object)->found);
  G_OBJECT_CLASS (cnd_find_bar_parent_class)->finalize (object);
}

static void
cnd_find_bar_class_init (CndFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = find_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = find_bar_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CndFindBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CndFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, CndFindBar, status);
  gtk_widget_class_bind_template_child (widget_class, CndFindBar, previous);
  gtk_widget_class_bind_template_child (widget_class, CndFindBar, next);
  gtk_widget_class_bind_template_callback (widget_class, text_changed);
  gtk_widget_class_bind_template_callback (widget_class, go_next);
  gtk_widget_class_bind_template_callback (widget_class, go_previous);
  gtk_widget_class_bind_template_callback (widget_class, cnd_find_bar_close);
}

static void
cnd_find_bar_init (CndFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->found = g_array_new (FALSE, FALSE, sizeof (CndSelected));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  update_status (self);
}
