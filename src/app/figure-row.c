/* Rows of the inspector. */
#include "config.h"

#include "figure-row-private.h"

struct _CndFigureRow
{
  GtkListBoxRow parent_instance;
  GtkLabel *title, *value, *numbers, *words;
  GtkImage *arrow;
  GtkRevealer *revealer;
};

G_DEFINE_FINAL_TYPE (CndFigureRow, cnd_figure_row, GTK_TYPE_LIST_BOX_ROW)

gboolean
cnd_figure_row_get_expanded (CndFigureRow *self)
{
  g_return_val_if_fail (CND_IS_FIGURE_ROW (self), FALSE);
  return gtk_revealer_get_reveal_child (self->revealer);
}

void
cnd_figure_row_set_expanded (CndFigureRow *self, gboolean expanded)
{
  g_return_if_fail (CND_IS_FIGURE_ROW (self));
  gtk_revealer_set_reveal_child (self->revealer, expanded);
  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
}

void
cnd_figure_row_show (CndFigureRow *self, const char *title, const CndExplanation *explanation)
{
  g_autofree char *label = g_strdup_printf ("%s: %s", title, explanation->value);

  g_return_if_fail (CND_IS_FIGURE_ROW (self));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->value, explanation->value);
  gtk_label_set_label (self->numbers, explanation->numbers);
  gtk_label_set_label (self->words, explanation->words);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), explanation->numbers && *explanation->numbers);
  gtk_widget_set_visible (GTK_WIDGET (self->words), explanation->words && *explanation->words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

const char *
cnd_figure_row_get_value (CndFigureRow *self)
{
  g_return_val_if_fail (CND_IS_FIGURE_ROW (self), NULL);
  return gtk_label_get_label (self->value);
}

const char *
cnd_figure_row_get_numbers (CndFigureRow *self)
{
  g_return_val_if_fail (CND_IS_FIGURE_ROW (self), NULL);
  return gtk_label_get_label (self->numbers);
}

static void
figure_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CND_TYPE_FIGURE_ROW);
  G_OBJECT_CLASS (cnd_figure_row_parent_class)->dispose (object);
}

static void
cnd_figure_row_class_init (CndFigureRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = figure_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/figure-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CndFigureRow, title);
  gtk_widget_class_bind_template_child (widget_class, CndFigureRow, value);
  gtk_widget_class_bind_template_child (widget_class, CndFigureRow, numbers);
  gtk_widget_class_bind_template_child (widget_class, CndFigureRow, words);
  gtk_widget_class_bind_template_child (widget_class, CndFigureRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, CndFigureRow, revealer);
}

static void
cnd_figure_row_init (CndFigureRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cnd_figure_row_set_expanded (self, FALSE);
}

GtkWidget *
cnd_figure_row_new (void)
{
  return g_object_new (CND_TYPE_FIGURE_ROW, NULL);
}

GtkWidget *
cnd_property_row_new (const char *name, const char *value)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name_label = gtk_label_new (name);
  GtkWidget *value_label = gtk_label_new (value);
  g_autofree char *label = g_strdup_printf ("%s: %s", name, value);

  gtk_label_set_xalign (GTK_LABEL (name_label), 0);
  gtk_widget_set_hexpand (name_label, TRUE);
  gtk_widget_add_css_class (name_label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (value_label), 1);
  gtk_label_set_wrap (GTK_LABEL (value_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (value_label), FALSE);
  gtk_widget_add_css_class (value_label, "numeric");
  gtk_box_append (GTK_BOX (box), name_label);
  gtk_box_append (GTK_BOX (box), value_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return row;
}
