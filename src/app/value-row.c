/* A slider and a spin button on one integer. */
#include "config.h"

#include "value-row-private.h"

#include <math.h>

/* More positions than that cannot be told apart on a slider. */
#define MAX_SLIDER_STEPS 4096

struct _CndValueRow
{
  AdwBin parent_instance;
  GtkLabel *caption;
  GtkScale *scale;
  GtkSpinButton *spin;
  GtkAdjustment *adjustment;
  gint64 minimum, maximum, step, value;
  CndDigits digits;
  gboolean updating;
};

enum { SIGNAL_CHANGED, SIGNAL_REFUSED, SIGNAL_DRAG_BEGAN, SIGNAL_DRAG_ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CndValueRow, cnd_value_row, ADW_TYPE_BIN)

static gint64
snap (CndValueRow *self, double value)
{
  gint64 steps = (gint64) floor ((value - (double) self->minimum) / (double) self->step + 0.5);
  gint64 last = (self->maximum - self->minimum) / self->step;

  return self->minimum + CLAMP (steps, 0, last) * self->step;
}

static void
show_value (CndValueRow *self)
{
  self->updating = TRUE;
  gtk_adjustment_set_value (self->adjustment, (double) self->value);
  self->updating = FALSE;
}

static void
adjustment_changed (CndValueRow *self)
{
  gint64 value;

  if (self->updating)
    return;
  value = snap (self, gtk_adjustment_get_value (self->adjustment));
  if (value != self->value)
    {
      self->value = value;
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  show_value (self);
}

/* ---- Digits of the spin button ------------------------------------------------------ */

static gboolean
spin_output (CndValueRow *self)
{
  CndNumberStyle style = { .digits = self->digits };
  g_autofree char *text = cnd_base_format_signed (style, snap (self, gtk_adjustment_get_value (self->adjustment)));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->spin), text);
  return TRUE;
}

/* Takes digits of any script, and both minus signs. */
static gboolean
parse_number (const char *text, double *value)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  char *end;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        g_string_append_c (plain, (char) ('0' + g_unichar_digit_value (c)));
      else if (c == '-' || c == 0x2212)
        g_string_append_c (plain, '-');
      else if (!g_unichar_isspace (c))
        return FALSE;
    }
  *value = g_ascii_strtod (plain->str, &end);
  return end != plain->str && *end == '\0';
}

/* What is no number of the range leaves the value as it is: GTK would take the nearest end of the range, or zero. */
static int
spin_input (GtkSpinButton *spin, double *value, gpointer data)
{
  CndValueRow *self = CND_VALUE_ROW (gtk_widget_get_ancestor (GTK_WIDGET (spin), CND_TYPE_VALUE_ROW));

  if (parse_number (gtk_editable_get_text (GTK_EDITABLE (spin)), value) && *value >= (double) self->minimum &&
      *value <= (double) self->maximum)
    return TRUE;
  *value = gtk_adjustment_get_value (self->adjustment);
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0);
  return TRUE;
}

/* ---- The wheel ---------------------------------------------------------------------- */

/* It scrolls the panel, also over a slider or a spin button, which would take it for a change of the value. */
static gboolean
scrolled (CndValueRow *self, double dx, double dy, GtkEventControllerScroll *scroll)
{
  GtkWidget *panel = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (scroll));
  gboolean smooth = event && gdk_scroll_event_get_unit (event) == GDK_SCROLL_UNIT_SURFACE;
  GtkAdjustment *adjustment;
  double step;

  if (!panel)
    return GDK_EVENT_STOP;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (panel));
  step = smooth ? 1 : pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3); /* as a scrolled window does */
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + dy * step);
  return GDK_EVENT_STOP;
}

/* ---- Drags -------------------------------------------------------------------------- */

static gboolean
scale_event (CndValueRow *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    g_signal_emit (self, signals[SIGNAL_DRAG_BEGAN], 0);
  else if (type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END || type == GDK_TOUCH_CANCEL)
    g_signal_emit (self, signals[SIGNAL_DRAG_ENDED], 0);
  return GDK_EVENT_PROPAGATE;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
value_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CND_TYPE_VALUE_ROW);
  G_OBJECT_CLASS (cnd_value_row_parent_class)->dispose (object);
}

static void
cnd_value_row_class_init (CndValueRowClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "refused", "drag-began", "drag-ended" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = value_row_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], CND_TYPE_VALUE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/value-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CndValueRow, caption);
  gtk_widget_class_bind_template_child (widget_class, CndValueRow, scale);
  gtk_widget_class_bind_template_child (widget_class, CndValueRow, spin);
  gtk_widget_class_bind_template_child (widget_class, CndValueRow, adjustment);
  gtk_widget_class_bind_template_callback (widget_class, adjustment_changed);
  gtk_widget_class_bind_template_callback (widget_class, spin_output);
  gtk_widget_class_bind_template_callback (widget_class, spin_input);
}

static void
cnd_value_row_init (CndValueRow *self)
{
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  self->step = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (legacy, "event", G_CALLBACK (scale_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self->scale), legacy);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scrolled), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->spin), FALSE); /* the document's history is the one */
}

static void
label_controls (CndValueRow *self, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spin), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

GtkWidget *
cnd_value_row_new (const char *label, const char *caption, gint64 minimum, gint64 maximum, gint64 step)
{
  CndValueRow *self = g_object_new (CND_TYPE_VALUE_ROW, NULL);

  self->minimum = self->value = minimum;
  self->maximum = maximum;
  self->step = MAX (step, 1);
  self->updating = TRUE;
  gtk_adjustment_configure (self->adjustment, (double) minimum, (double) minimum, (double) maximum, (double) self->step,
                            (double) self->step * 4, 0);
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->scale), (maximum - minimum) / self->step <= MAX_SLIDER_STEPS);
  gtk_widget_set_hexpand (GTK_WIDGET (self->spin), (maximum - minimum) / self->step > MAX_SLIDER_STEPS);
  gtk_label_set_label (self->caption, caption ? caption : "");
  gtk_widget_set_visible (GTK_WIDGET (self->caption), caption != NULL);
  label_controls (self, label);
  return GTK_WIDGET (self);
}

gint64
cnd_value_row_get_value (CndValueRow *self)
{
  g_return_val_if_fail (CND_IS_VALUE_ROW (self), 0);
  return self->value;
}

void
cnd_value_row_set_value (CndValueRow *self, gint64 value)
{
  gboolean typing;

  g_return_if_fail (CND_IS_VALUE_ROW (self));
  typing = value == self->value && gtk_widget_is_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->spin))));
  self->value = value;
  show_value (self);
  if (!typing)
    spin_output (self);
}

void
cnd_value_row_set_digits (CndValueRow *self, CndDigits digits)
{
  g_return_if_fail (CND_IS_VALUE_ROW (self));
  if (self->digits == digits)
    return;
  self->digits = digits;
  spin_output (self);
}

void
cnd_value_row_set_wrong (CndValueRow *self, gboolean wrong)
{
  g_return_if_fail (CND_IS_VALUE_ROW (self));
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->spin), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->spin), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->spin), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

GtkSpinButton *
cnd_value_row_get_spin (CndValueRow *self)
{
  g_return_val_if_fail (CND_IS_VALUE_ROW (self), NULL);
  return self->spin;
}

GtkAdjustment *
cnd_value_row_get_adjustment (CndValueRow *self)
{
  g_return_val_if_fail (CND_IS_VALUE_ROW (self), NULL);
  return self->adjustment;
}
