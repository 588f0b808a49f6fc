/* The options of a training as rows. */
#include "config.h"

#include "train-fields-private.h"

#include <glib/gi18n-lib.h>

#define MAX_CHOICES 4

static const struct
{
  const char *title, *subtitle;
  double minimum, maximum, step, value;
  guint decimals;
} field_rows[CND_TRAIN_N_FIELDS] = {
  [CND_TRAIN_FIELD_IMAGES] = { N_("Images at most"), N_("Of each part; 0 takes all"), 0, 1e6, 500, 0, 0 },
  [CND_TRAIN_FIELD_EPOCHS] = { N_("Epochs"), N_("How often each image is seen"), 1, 1000, 1, 6, 0 },
  [CND_TRAIN_FIELD_BATCH] = { N_("Batch"), N_("Images a step"), 1, 1024, 16, 64, 0 },
  [CND_TRAIN_FIELD_RATE] = { N_("Learning rate"), N_("At first"), 0, 10, 0.01, 0.1, 3 },
  [CND_TRAIN_FIELD_SEED] = { N_("Seed"), N_("The same seed gives the same training"), 0, 1e9, 1, 1, 0 },
  [CND_TRAIN_FIELD_LASSO] = { N_("Group lasso"), N_("How strongly whole columns are pulled to 0"), 0, 1, 0.00001, 0, 6 },
};

static const struct
{
  const char *title, *subtitle;
  const char *choices[MAX_CHOICES + 1]; /* in the order of the enumeration */
} choice_rows[CND_TRAIN_N_CHOICES] = {
  [CND_TRAIN_CHOICE_RATES] = { N_("Learning rate goes"), NULL, { N_("To 0, along a cosine"), N_("Nowhere: constant"), N_("To a tenth at half, again at three quarters") } },
  [CND_TRAIN_CHOICE_CRITERION] = { N_("Which inputs fall"), N_("In each group of filters"), { N_("Smallest sum of |weights|"), N_("Smallest sum of squares"), N_("At random"), N_("Largest sum of |weights|") } },
  [CND_TRAIN_CHOICE_SCHEDULE] = { N_("When they fall"), NULL, { N_("Stage by stage in the first half"), N_("All at once at half-time"), N_("Stage by stage to the end") } },
};

/* ---- Digits ------------------------------------------------------------------------- */

static gboolean
show_value (GtkSpinButton *spin, gpointer digits)
{
  CndNumberStyle style = { .digits = (CndDigits) GPOINTER_TO_INT (digits) };
  guint decimals = gtk_spin_button_get_digits (spin);
  g_autofree char *text = cnd_base_format_decimal (style, gtk_spin_button_get_value (spin), decimals);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* Digits of any script, and the point of either. What is no number leaves the value as it is. */
static int
read_value (GtkSpinButton *spin, double *value, gpointer data)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  g_autoptr (GString) plain = g_string_new (NULL);
  char *end;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (g_unichar_isdigit (c))
        g_string_append_c (plain, (char) ('0' + g_unichar_digit_value (c)));
      else if (!g_unichar_isspace (c))
        g_string_append_c (plain, c == 0x066B || c == '.' ? '.' : c == 'e' || c == 'E' || c == '-' ? (char) c : '?');
    }
  *value = g_ascii_strtod (plain->str, &end);
  if (end == plain->str || *end != '\0')
    *value = gtk_spin_button_get_value (spin);
  return TRUE;
}

/* ---- Rows --------------------------------------------------------------------------- */

static void
add_field (CndTrainFields *fields, CndTrainField field, AdwPreferencesGroup *group, CndDigits digits, GCallback changed, gpointer data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (field_rows[field].minimum, field_rows[field].maximum, field_rows[field].step);

  fields->fields[field] = GTK_SPIN_BUTTON (spin);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(field_rows[field].title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(field_rows[field].subtitle));
  g_signal_connect (spin, "output", G_CALLBACK (show_value), GINT_TO_POINTER (digits));
  g_signal_connect (spin, "input", G_CALLBACK (read_value), NULL);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), FALSE); /* which would take no Persian digits */
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), field_rows[field].decimals);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), field_rows[field].value);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 9);
  gtk_editable_set_alignment (GTK_EDITABLE (spin), 1);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, _(field_rows[field].title), -1);
  g_signal_connect_swapped (spin, "value-changed", changed, data);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  adw_preferences_group_add (group, row);
}

static void
add_choice (CndTrainFields *fields, CndTrainChoice choice, AdwPreferencesGroup *group, GCallback changed, gpointer data)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  fields->choices[choice] = ADW_COMBO_ROW (row);
  for (guint i = 0; choice_rows[choice].choices[i] != NULL; i++)
    gtk_string_list_append (list, _(choice_rows[choice].choices[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(choice_rows[choice].title));
  if (choice_rows[choice].subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(choice_rows[choice].subtitle));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(choice_rows[choice].title), -1);
  g_signal_connect_swapped (row, "notify::selected", changed, data);
  adw_preferences_group_add (group, row);
}

void
cnd_train_fields_add_training (CndTrainFields *fields, AdwPreferencesGroup *group, CndDigits digits, GCallback changed, gpointer data)
{
  for (guint i = CND_TRAIN_FIELD_IMAGES; i <= CND_TRAIN_FIELD_RATE; i++)
    add_field (fields, i, group, digits, changed, data);
  add_choice (fields, CND_TRAIN_CHOICE_RATES, group, changed, data);
  add_field (fields, CND_TRAIN_FIELD_SEED, group, digits, changed, data);
}

void
cnd_train_fields_add_condensing (CndTrainFields *fields, AdwPreferencesGroup *group, CndDigits digits, GCallback changed, gpointer data)
{
  add_choice (fields, CND_TRAIN_CHOICE_CRITERION, group, changed, data);
  add_choice (fields, CND_TRAIN_CHOICE_SCHEDULE, group, changed, data);
  add_field (fields, CND_TRAIN_FIELD_LASSO, group, digits, changed, data);
}

static double
get (const CndTrainFields *fields, CndTrainField field)
{
  return gtk_spin_button_get_value (fields->fields[field]);
}

CndTrainingPlan
cnd_train_fields_get_plan (const CndTrainFields *fields)
{
  CndTrainingPlan plan = { .options = cnd_train_default_options };

  plan.n_images = plan.n_test = (guint) get (fields, CND_TRAIN_FIELD_IMAGES);
  plan.options.epochs = (guint) get (fields, CND_TRAIN_FIELD_EPOCHS);
  plan.options.batch = (guint) get (fields, CND_TRAIN_FIELD_BATCH);
  plan.options.rate = get (fields, CND_TRAIN_FIELD_RATE);
  plan.options.seed = (guint64) get (fields, CND_TRAIN_FIELD_SEED);
  plan.options.lasso = get (fields, CND_TRAIN_FIELD_LASSO);
  plan.options.rate_schedule = adw_combo_row_get_selected (fields->choices[CND_TRAIN_CHOICE_RATES]);
  plan.options.criterion = adw_combo_row_get_selected (fields->choices[CND_TRAIN_CHOICE_CRITERION]);
  plan.options.schedule = adw_combo_row_get_selected (fields->choices[CND_TRAIN_CHOICE_SCHEDULE]);
  return plan;
}
