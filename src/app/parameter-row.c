/* The controls of one parameter. */
#include "config.h"

#include "parameter-row-private.h"

#include <glib/gi18n-lib.h>

struct _CndParameterRow
{
  AdwBin parent_instance;
  CndDocument *document; /* borrowed: the panel that holds this row owns it */
  guint parameter;
  GPtrArray *rows;       /* of CndValueRow, borrowed */
  guint problem_element;

  GtkLabel *title;
  GtkSwitch *toggle;
  GtkWidget *list_buttons;
  GtkButton *add_button, *remove_button;
  GtkBox *values;
  GtkRevealer *problem;
  GtkLabel *message;
  GtkButton *below, *above;
  gboolean updating;
  gboolean refused; /* something was typed that is outside the limits */
};

G_DEFINE_FINAL_TYPE (CndParameterRow, cnd_parameter_row, ADW_TYPE_BIN)

static const CndParameter *
get_parameter (CndParameterRow *self)
{
  return &cnd_document_get_architecture (self->document)->parameters[self->parameter];
}

static const char *
get_title (CndParameterRow *self)
{
  const CndParameter *parameter = get_parameter (self);
  const char *title = cnd_text_get (parameter->title, cnd_settings_get_language (cnd_document_get_settings (self->document)));

  return title ? title : parameter->name;
}

static CndNumberStyle
get_style (CndParameterRow *self)
{
  return cnd_settings_get_numbers (cnd_document_get_settings (self->document));
}

static void update_problem (CndParameterRow *self);

/* ---- What the user does ------------------------------------------------------------- */

static void
value_changed (CndParameterRow *self, CndValueRow *row)
{
  guint element;

  if (g_ptr_array_find (self->rows, row, &element))
    cnd_document_set_parameter (self->document, self->parameter, element, cnd_value_row_get_value (row));
}

static void
value_refused (CndParameterRow *self)
{
  self->refused = TRUE;
  update_problem (self);
}

static void
drag_began (CndParameterRow *self)
{
  cnd_document_begin_gesture (self->document);
}

static void
drag_ended (CndParameterRow *self)
{
  cnd_document_end_gesture (self->document);
}

static void
switch_changed (CndParameterRow *self)
{
  if (!self->updating)
    cnd_document_set_parameter (self->document, self->parameter, 0, gtk_switch_get_active (self->toggle));
}

static void
add_clicked (CndParameterRow *self)
{
  const CndNumbers *numbers = cnd_document_get_wanted (self->document, self->parameter);
  gint64 longer[CND_MAX_LIST];

  if (numbers->n_values >= CND_MAX_LIST)
    return;
  memcpy (longer, numbers->values, numbers->n_values * sizeof (gint64));
  longer[numbers->n_values] = numbers->values[numbers->n_values - 1];
  cnd_document_set_list (self->document, self->parameter, longer, numbers->n_values + 1);
}

static void
remove_clicked (CndParameterRow *self)
{
  const CndNumbers *numbers = cnd_document_get_wanted (self->document, self->parameter);
  gint64 shorter[CND_MAX_LIST];

  if (numbers->n_values <= 1)
    return;
  memcpy (shorter, numbers->values, numbers->n_values * sizeof (gint64));
  cnd_document_set_list (self->document, self->parameter, shorter, numbers->n_values - 1);
}

static void
below_clicked (CndParameterRow *self)
{
  const CndParameterProblem *problem = cnd_document_get_problem (self->document, self->parameter, self->problem_element);

  if (problem && problem->has_below)
    cnd_document_set_parameter (self->document, problem->parameter, problem->element, problem->below);
}

static void
above_clicked (CndParameterRow *self)
{
  const CndParameterProblem *problem = cnd_document_get_problem (self->document, self->parameter, self->problem_element);

  if (problem && problem->has_above)
    cnd_document_set_parameter (self->document, problem->parameter, problem->element, problem->above);
}

/* ---- What is shown ------------------------------------------------------------------ */

static void
add_value_row (CndParameterRow *self)
{
  const CndParameter *parameter = get_parameter (self);
  gboolean is_list = parameter->type == CND_PARAMETER_LIST;
  g_autofree char *number = cnd_base_format_count (get_style (self), self->rows->len + 1);
  /* Translators: accessible name of one element of a list parameter: "Layers a block, 2" */
  g_autofree char *label = is_list ? g_strdup_printf (_("%s, %s"), get_title (self), number) : g_strdup (get_title (self));
  GtkWidget *row = cnd_value_row_new (label, is_list ? number : NULL, parameter->minimum, parameter->maximum, parameter->step);

  g_signal_connect_swapped (row, "changed", G_CALLBACK (value_changed), self);
  g_signal_connect_swapped (row, "refused", G_CALLBACK (value_refused), self);
  g_signal_connect_swapped (row, "drag-began", G_CALLBACK (drag_began), self);
  g_signal_connect_swapped (row, "drag-ended", G_CALLBACK (drag_ended), self);
  gtk_box_append (self->values, row);
  g_ptr_array_add (self->rows, row);
}

static void
update_values (CndParameterRow *self)
{
  const CndNumbers *numbers = cnd_document_get_wanted (self->document, self->parameter);

  while (self->rows->len > numbers->n_values)
    {
      gtk_box_remove (self->values, g_ptr_array_index (self->rows, self->rows->len - 1));
      g_ptr_array_remove_index (self->rows, self->rows->len - 1);
    }
  while (self->rows->len < numbers->n_values)
    add_value_row (self);
  for (guint i = 0; i < numbers->n_values; i++)
    {
      CndValueRow *row = g_ptr_array_index (self->rows, i);

      cnd_value_row_set_digits (row, get_style (self).digits);
      cnd_value_row_set_value (row, numbers->values[i]);
      cnd_value_row_set_wrong (row, cnd_document_get_problem (self->document, self->parameter, i) != NULL);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_button), numbers->n_values > 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), numbers->n_values < CND_MAX_LIST);
}

static const CndParameterProblem *
find_problem (CndParameterRow *self)
{
  const CndNumbers *numbers = cnd_document_get_wanted (self->document, self->parameter);
  const CndParameterProblem *problem = cnd_document_get_problem (self->document, self->parameter, G_MAXUINT);

  for (guint i = 0; !problem && i < numbers->n_values; i++)
    problem = cnd_document_get_problem (self->document, self->parameter, i);
  return problem;
}

static void
offer (CndParameterRow *self, GtkButton *button, gboolean offered, gint64 value)
{
  g_autofree char *number = cnd_base_format_signed (get_style (self), value);
  /* Translators: button that takes a parameter value which the network allows: "Use 24" */
  g_autofree char *label = g_strdup_printf (_("Use %s"), number);

  gtk_widget_set_visible (GTK_WIDGET (button), offered);
  gtk_button_set_label (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_limits (CndParameterRow *self)
{
  const CndParameter *parameter = get_parameter (self);
  g_autofree char *minimum = cnd_base_format_signed (get_style (self), parameter->minimum);
  g_autofree char *maximum = cnd_base_format_signed (get_style (self), parameter->maximum);
  /* Translators: the values that a parameter can have: "Between 1 and 8" */
  g_autofree char *text = g_strdup_printf (_("Between %s and %s"), minimum, maximum);

  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->below), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->above), FALSE);
}

static void
update_problem (CndParameterRow *self)
{
  const CndParameterProblem *problem = find_problem (self);
  const CndProblem *place = problem ? cnd_base_get_problem (problem->error) : NULL;

  gtk_revealer_set_reveal_child (self->problem, problem || self->refused);
  if (self->refused)
    show_limits (self);
  if (!problem || self->refused)
    return;
  self->problem_element = problem->element;
  if (place && place->hint)
    {
      g_autofree char *text = g_strdup_printf ("%s\n%s", problem->error->message, place->hint);

      gtk_label_set_label (self->message, text);
    }
  else
    gtk_label_set_label (self->message, problem->error->message);
  offer (self, self->below, problem->has_below, problem->below);
  offer (self, self->above, problem->has_above, problem->above);
}

void
cnd_parameter_row_update (CndParameterRow *self)
{
  g_return_if_fail (CND_IS_PARAMETER_ROW (self));
  self->updating = TRUE;
  self->refused = FALSE;
  if (get_parameter (self)->type == CND_PARAMETER_SWITCH)
    gtk_switch_set_active (self->toggle, cnd_document_get_wanted (self->document, self->parameter)->values[0] != 0);
  else
    update_values (self);
  update_problem (self);
  self->updating = FALSE;
}

static void
label_button (GtkButton *button, const char *format, const char *title)
{
  g_autofree char *label = g_strdup_printf (format, title);

  gtk_widget_set_tooltip_text (GTK_WIDGET (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

GtkWidget *
cnd_parameter_row_new (CndDocument *document, guint parameter)
{
  CndParameterRow *self = g_object_new (CND_TYPE_PARAMETER_ROW, NULL);
  const CndParameter *row;
  const char *language = cnd_settings_get_language (cnd_document_get_settings (document));

  self->document = document;
  self->parameter = parameter;
  row = get_parameter (self);
  gtk_label_set_label (self->title, get_title (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), cnd_text_get (row->description, language));
  gtk_widget_set_visible (GTK_WIDGET (self->toggle), row->type == CND_PARAMETER_SWITCH);
  gtk_widget_set_visible (GTK_WIDGET (self->values), row->type != CND_PARAMETER_SWITCH);
  gtk_widget_set_visible (self->list_buttons, row->type == CND_PARAMETER_LIST);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, get_title (self), -1);
  label_button (self->add_button, _("Add one to: %s"), get_title (self));
  label_button (self->remove_button, _("Remove the last of: %s"), get_title (self));
  cnd_parameter_row_update (self);
  return GTK_WIDGET (self);
}

CndValueRow *
cnd_parameter_row_get_value_row (CndParameterRow *self, guint element)
{
  g_return_val_if_fail (CND_IS_PARAMETER_ROW (self), NULL);
  return element < self->rows->len ? g_ptr_array_index (self->rows, element) : NULL;
}

gboolean
cnd_parameter_row_shows_problem (CndParameterRow *self)
{
  g_return_val_if_fail (CND_IS_PARAMETER_ROW (self), FALSE);
  return gtk_revealer_get_reveal_child (self->problem);
}

const char *
cnd_parameter_row_get_message (CndParameterRow *self)
{
  g_return_val_if_fail (CND_IS_PARAMETER_ROW (self), NULL);
  return gtk_label_get_label (self->message);
}

GtkButton *
cnd_parameter_row_get_below_button (CndParameterRow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->below)) ? self->below : NULL;
}

GtkButton *
cnd_parameter_row_get_above_button (CndParameterRow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->above)) ? self->above : NULL;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
parameter_row_dispose (GObject *object)
{
  CndParameterRow *self = CND_PARAMETER_ROW (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_PARAMETER_ROW);
  G_OBJECT_CLASS (cnd_parameter_row_parent_class)->dispose (object);
}

static void
cnd_parameter_row_class_init (CndParameterRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parameter_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/parameter-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, title);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, toggle);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, list_buttons);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, add_button);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, values);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, problem);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, message);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, below);
  gtk_widget_class_bind_template_child (widget_class, CndParameterRow, above);
  gtk_widget_class_bind_template_callback (widget_class, switch_changed);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, below_clicked);
  gtk_widget_class_bind_template_callback (widget_class, above_clicked);
}

static void
cnd_parameter_row_init (CndParameterRow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
