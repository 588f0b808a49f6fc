/* A row of the gallery: a model's name and its two figures. */
#include "config.h"

#include "gallery-panel-private.h"

#include <glib/gi18n-lib.h>

struct _CndModelRow
{
  GtkListBoxRow parent_instance;
  CndModelItem *item;
  GtkLabel *name;
  GtkLabel *counts;
};

G_DEFINE_FINAL_TYPE (CndModelRow, cnd_model_row, GTK_TYPE_LIST_BOX_ROW)

static void
model_row_dispose (GObject *object)
{
  CndModelRow *self = CND_MODEL_ROW (object);

  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_MODEL_ROW);
  G_OBJECT_CLASS (cnd_model_row_parent_class)->dispose (object);
}

static void
cnd_model_row_class_init (CndModelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = model_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/model-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CndModelRow, name);
  gtk_widget_class_bind_template_child (widget_class, CndModelRow, counts);
}

static void
cnd_model_row_init (CndModelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
format_counts (CndModelItem *item, CndNumberStyle style)
{
  guint64 parameters, macs;
  g_autofree char *parameter_text = NULL, *mac_text = NULL;

  if (!cnd_model_item_get_counts (item, &parameters, &macs))
    return NULL;
  parameter_text = cnd_base_format_short (style, parameters);
  mac_text = cnd_base_format_short (style, macs);
  /* Translators: number of parameters and of multiply-adds (MACs) of a model, each shortened: 62.4 M, 1.1 G */
  return g_strdup_printf (_("%s parameters · %s MACs"), parameter_text, mac_text);
}

GtkWidget *
cnd_model_row_new (CndModelItem *item, CndNumberStyle style)
{
  CndModelRow *self = g_object_new (CND_TYPE_MODEL_ROW, NULL);
  g_autofree char *counts = format_counts (item, style);
  g_autofree char *label = counts ? g_strdup_printf ("%s, %s", cnd_model_item_get_name (item), counts)
                                  : g_strdup (cnd_model_item_get_name (item));

  self->item = g_object_ref (item);
  gtk_label_set_label (self->name, cnd_model_item_get_name (item));
  gtk_label_set_label (self->counts, counts ? counts : "");
  gtk_widget_set_visible (GTK_WIDGET (self->counts), counts != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), cnd_model_item_get_source (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

CndModelItem *
cnd_model_row_get_item (CndModelRow *self)
{
  g_return_val_if_fail (CND_IS_MODEL_ROW (self), NULL);
  return self->item;
}
