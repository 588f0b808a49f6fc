/* A card of the gallery: a model drawn small, its name and its two figures. */
#include "config.h"

#include "gallery-page-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PICTURE_WIDTH 200
#define PICTURE_HEIGHT 120

struct _CndModelCard
{
  GtkFlowBoxChild parent_instance;
  CndModelItem *item;
  CndSettings *settings;
  CndThumbnails *thumbnails;
  CndThumbnail *thumbnail; /* (nullable): once it is drawn */
  GCancellable *drawing;
  GtkPicture *picture;
  GtkLabel *name;
  GtkLabel *counts;
};

G_DEFINE_FINAL_TYPE (CndModelCard, cnd_model_card, GTK_TYPE_FLOW_BOX_CHILD)

/* ---- Words -------------------------------------------------------------------------- */

static const char *
get_title (CndModelCard *self)
{
  return cnd_model_item_get_title (self->item, cnd_settings_get_language (self->settings));
}

static void
show_counts (CndModelCard *self, guint64 parameters, guint64 macs)
{
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  g_autofree char *parameter_text = cnd_base_format_short (style, parameters);
  g_autofree char *mac_text = cnd_base_format_short (style, macs);
  /* Translators: number of parameters and of multiply-adds (MACs) of a model, each shortened: 62.4 M, 1.1 G */
  g_autofree char *counts = g_strdup_printf (_("%s params · %s MACs"), parameter_text, mac_text);
  g_autofree char *label = g_strdup_printf ("%s, %s", get_title (self), counts);

  gtk_label_set_label (self->counts, counts);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->counts), _("MACs: multiply-adds"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* What a training was, and what it came to. */
static void
show_run (CndModelCard *self, const CndThumbnail *thumbnail)
{
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  g_autofree char *condensation = cnd_base_format_count (style, thumbnail->condensation), *groups = cnd_base_format_count (style, thumbnail->groups);
  g_autofree char *number = cnd_base_format_count (style, thumbnail->n_epochs);
  g_autofree char *epochs = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s epoch", "%s epochs", thumbnail->n_epochs), number);
  g_autofree char *percent = cnd_base_format_decimal (style, 100 * thumbnail->test_error, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  if (thumbnail->condensation > 1)
    /* Translators: condensation factor and number of groups */
    g_string_append_printf (text, _("C %s, G %s · "), condensation, groups);
  g_string_append (text, epochs);
  if (isfinite (thumbnail->test_error))
    {
      g_string_append (text, " · ");
      /* Translators: the share of test images that are classified wrongly */
      g_string_append_printf (text, _("error %s %%"), percent);
    }
  g_autofree char *label = g_strdup_printf ("%s, %s, %s", thumbnail->name, cnd_model_item_get_name (self->item), text->str);
  gtk_label_set_label (self->counts, text->str);
  gtk_label_set_label (self->name, thumbnail->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), cnd_model_item_get_name (self->item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_texts (CndModelCard *self)
{
  guint64 parameters, macs;

  gtk_label_set_label (self->name, get_title (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), cnd_model_item_get_source (self->item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, get_title (self), -1);
  if (self->thumbnail && self->thumbnail->is_run)
    show_run (self, self->thumbnail);
  else if (cnd_model_item_get_counts (self->item, &parameters, &macs))
    show_counts (self, parameters, macs);
  else if (self->thumbnail)
    show_counts (self, self->thumbnail->parameters, self->thumbnail->macs);
}

/* ---- Picture ------------------------------------------------------------------------ */

static void
drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndModelCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CndThumbnail) thumbnail = cnd_thumbnails_draw_finish (CND_THUMBNAILS (source), result, &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (!self->picture || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!thumbnail)
    {
      gtk_label_set_label (self->counts, _("This model cannot be read"));
      return;
    }
  texture = gdk_memory_texture_new (thumbnail->width, thumbnail->height, GDK_MEMORY_DEFAULT, thumbnail->pixels,
                                    (gsize) thumbnail->width * 4);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  g_clear_pointer (&self->thumbnail, cnd_thumbnail_unref);
  self->thumbnail = g_steal_pointer (&thumbnail);
  show_texts (self);
}

static void
draw (CndModelCard *self)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  self->drawing = g_cancellable_new ();
  cnd_thumbnails_draw_async (self->thumbnails, cnd_model_item_get_open_name (self->item), cnd_settings_get_theme (self->settings),
                             PICTURE_WIDTH * factor, PICTURE_HEIGHT * factor, self->drawing, drawn, g_object_ref (self));
}

gboolean
cnd_model_card_has_picture (CndModelCard *self)
{
  g_return_val_if_fail (CND_IS_MODEL_CARD (self), FALSE);
  return gtk_picture_get_paintable (self->picture) != NULL;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
model_card_dispose (GObject *object)
{
  CndModelCard *self = CND_MODEL_CARD (object);

  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  g_clear_object (&self->item);
  g_clear_object (&self->settings);
  g_clear_object (&self->thumbnails);
  g_clear_pointer (&self->thumbnail, cnd_thumbnail_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_MODEL_CARD);
  G_OBJECT_CLASS (cnd_model_card_parent_class)->dispose (object);
}

static void
cnd_model_card_class_init (CndModelCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = model_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/model-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CndModelCard, picture);
  gtk_widget_class_bind_template_child (widget_class, CndModelCard, name);
  gtk_widget_class_bind_template_child (widget_class, CndModelCard, counts);
}

static void
cnd_model_card_init (CndModelCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cnd_model_card_new (CndModelItem *item, CndSettings *settings, CndThumbnails *thumbnails)
{
  CndModelCard *self = g_object_new (CND_TYPE_MODEL_CARD, NULL);

  self->item = g_object_ref (item);
  self->settings = g_object_ref (settings);
  self->thumbnails = g_object_ref (thumbnails);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (show_texts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  show_texts (self);
  draw (self);
  return GTK_WIDGET (self);
}

CndModelItem *
cnd_model_card_get_item (CndModelCard *self)
{
  g_return_val_if_fail (CND_IS_MODEL_CARD (self), NULL);
  return self->item;
}
