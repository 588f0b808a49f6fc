/* The dialog before a training. The first steps are tried in a thread, whenever what they depend on changes: they tell how long it will
 * take, or why there is nothing to train. */
#include "config.h"

#include "train-dialog-private.h"

#include "compat-private.h"
#include "parameter-row-private.h"
#include "train-words-private.h"

#include <glib/gi18n-lib.h>

#define DELAY_MS 300 /* while somebody types or drags */

struct _CndTrainDialog
{
  AdwWindow parent_instance;
  CndDocument *document;
  CndTrainFields fields;
  char *data;                  /* (nullable): folder; NULL: the one that ships */
  char *preset;                /* (nullable) */
  GPtrArray *parameters;       /* of CndParameterRow, borrowed */
  AdwActionRow *data_row;
  GtkWidget *shipped_button, *start_button;
  GtkSpinner *spinner;
  GtkLabel *words;
  GCancellable *measuring;     /* (nullable) */
  guint timeout;
  /* what the forecast was measured with, when there is one */
  gboolean has_forecast;
  CndTrainingForecast forecast;
  CndNetwork *network;
  char *measured_data;
  guint batch, n_images;
};

static guint chosen;

G_DEFINE_FINAL_TYPE (CndTrainDialog, cnd_train_dialog, ADW_TYPE_WINDOW)

static CndNumberStyle
get_style (CndTrainDialog *self)
{
  return cnd_settings_get_numbers (cnd_document_get_settings (self->document));
}

/* ---- The forecast ------------------------------------------------------------------- */

static void
say (CndTrainDialog *self, const char *text, gboolean is_error)
{
  gtk_label_set_label (self->words, text);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_sensitive (self->start_button, !is_error);
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->words), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->words), "error");
}

static void
show_data (CndTrainDialog *self)
{
  g_autofree char *name = self->data != NULL ? g_filename_display_basename (self->data) : NULL;
  const char *what = name != NULL ? name : _("Fashion-MNIST, the part that ships with Condenser");
  g_autofree char *images = NULL, *test = NULL, *text = NULL, *escaped = NULL;

  gtk_widget_set_visible (self->shipped_button, self->data != NULL);
  if (self->has_forecast)
    {
      images = cnd_base_format_count (get_style (self), self->forecast.n_images);
      test = cnd_base_format_count (get_style (self), self->forecast.n_test);
      /* Translators: a data set, a number of images to train with, a number of images to test with */
      text = g_strdup_printf (_("%s: %s images, %s test images"), what, images, test);
    }
  escaped = g_markup_escape_text (text != NULL ? text : what, -1);
  adw_action_row_set_subtitle (self->data_row, escaped);
}

static void
show_forecast (CndTrainDialog *self)
{
  CndTrainingPlan plan = cnd_train_fields_get_plan (&self->fields);
  g_autofree char *text = cnd_train_words_forecast (&self->forecast, plan.options.epochs, plan.options.batch, get_style (self));

  say (self, text, FALSE);
}

/* The sentence and what helps. */
static char *
describe (const GError *error)
{
  const CndProblem *problem = cnd_base_get_problem (error);
  GString *text = g_string_new (error->message);

  if (problem != NULL && problem->found != NULL && problem->expected != NULL)
    {
      g_autofree char *both = g_strdup_printf (_("Found: %s; expected: %s."), problem->found, problem->expected);
      g_string_append_printf (text, "\n%s", both);
    }
  if (problem != NULL && problem->hint != NULL)
    g_string_append_printf (text, "\n%s", problem->hint);
  return g_string_free (text, FALSE);
}

static void
measured (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndTrainDialog) self = data;
  g_autoptr (GError) error = NULL;
  CndTrainingForecast forecast;
  gboolean good = cnd_session_forecast_training_finish (result, &forecast, &error);

  /* overtaken by another one, or the dialog is gone */
  if (g_task_get_cancellable (G_TASK (result)) != self->measuring || self->document == NULL)
    return;
  g_clear_object (&self->measuring);
  self->has_forecast = good;
  if (good)
    {
      self->forecast = forecast;
      show_forecast (self);
    }
  else
    {
      g_autofree char *text = describe (error);
      say (self, text, TRUE);
    }
  show_data (self);
}

static gboolean
measure (gpointer data)
{
  CndTrainDialog *self = data;
  CndTrainingPlan plan = cnd_train_dialog_get_plan (self);

  self->timeout = 0;
  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  self->measuring = g_cancellable_new ();
  cnd_session_forecast_training_async (self->network, &plan, self->measuring, measured, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Whatever a step depends on is measured anew; the rest is arithmetic. */
static void
options_changed (CndTrainDialog *self)
{
  CndTrainingPlan plan = cnd_train_fields_get_plan (&self->fields);
  CndNetwork *network = self->document != NULL ? cnd_document_get_network (self->document) : NULL;

  if (network == NULL)
    return;
  if (self->network == network && self->batch == plan.options.batch && self->n_images == plan.n_images
      && g_strcmp0 (self->measured_data, self->data) == 0)
    {
      if (self->has_forecast)
        show_forecast (self);
      return;
    }
  g_clear_pointer (&self->network, cnd_network_unref);
  self->network = cnd_network_ref (network);
  self->batch = plan.options.batch;
  self->n_images = plan.n_images;
  g_free (self->measured_data);
  self->measured_data = g_strdup (self->data);
  self->has_forecast = FALSE;
  say (self, _("Trying the first steps…"), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  show_data (self);
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (DELAY_MS, measure, self);
}

/* ---- What is chosen ----------------------------------------------------------------- */

void
cnd_train_dialog_set_data (CndTrainDialog *self, const char *folder)
{
  g_return_if_fail (CND_IS_TRAIN_DIALOG (self));
  g_free (self->data);
  self->data = g_strdup (folder);
  options_changed (self);
}

static void
folder_chosen (const char *path, gpointer data)
{
  if (path != NULL && CND_TRAIN_DIALOG (data)->document != NULL)
    cnd_train_dialog_set_data (data, path);
}

static void
folder_clicked (CndTrainDialog *self)
{
  cnd_compat_open_folder (GTK_WINDOW (self), _("Choose a Folder with Images"), folder_chosen, g_object_ref (self), g_object_unref);
}

static void
shipped_clicked (CndTrainDialog *self)
{
  cnd_train_dialog_set_data (self, NULL);
}

static void
parameters_changed (CndTrainDialog *self)
{
  for (guint i = 0; i < self->parameters->len; i++)
    cnd_parameter_row_update (g_ptr_array_index (self->parameters, i));
}

CndTrainingPlan
cnd_train_dialog_get_plan (CndTrainDialog *self)
{
  CndTrainingPlan plan = cnd_train_fields_get_plan (&self->fields);
  CndArchitecture *architecture = cnd_document_get_architecture (self->document);
  gint preset = cnd_document_get_preset (self->document);

  plan.data = self->data;
  g_free (self->preset);
  self->preset = preset >= 0 ? g_strdup (architecture->presets[preset].id) : NULL;
  plan.preset = self->preset;
  return plan;
}

const CndTrainFields *
cnd_train_dialog_get_fields (CndTrainDialog *self)
{
  g_return_val_if_fail (CND_IS_TRAIN_DIALOG (self), NULL);
  return &self->fields;
}

const char *
cnd_train_dialog_get_forecast (CndTrainDialog *self)
{
  g_return_val_if_fail (CND_IS_TRAIN_DIALOG (self), NULL);
  return gtk_widget_get_visible (GTK_WIDGET (self->spinner)) ? "" : gtk_label_get_label (self->words);
}

gboolean
cnd_train_dialog_is_ready (CndTrainDialog *self)
{
  g_return_val_if_fail (CND_IS_TRAIN_DIALOG (self), FALSE);
  return gtk_widget_get_sensitive (self->start_button);
}

void
cnd_train_dialog_start (CndTrainDialog *self)
{
  g_return_if_fail (CND_IS_TRAIN_DIALOG (self));
  if (!cnd_train_dialog_is_ready (self) || cnd_document_get_network (self->document) == NULL)
    return;
  g_cancellable_cancel (self->measuring);
  for (guint i = 0; i < CND_TRAIN_N_FIELDS; i++)
    gtk_spin_button_update (self->fields.fields[i]); /* what was typed a moment ago */
  g_signal_emit (self, chosen, 0);
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- Parts -------------------------------------------------------------------------- */

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (page, group);
  return group;
}

static GtkWidget *
make_icon_button (CndTrainDialog *self, const char *icon, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static void
add_data (CndTrainDialog *self, AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *folder = make_icon_button (self, "folder-open-symbolic", _("Choose another folder, with IDX or CIFAR files"), G_CALLBACK (folder_clicked));

  self->data_row = ADW_ACTION_ROW (row);
  self->shipped_button = make_icon_button (self, "edit-undo-symbolic", _("Take the images that ship with Condenser"), G_CALLBACK (shipped_clicked));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Data set"));
  adw_action_row_add_suffix (self->data_row, self->shipped_button);
  adw_action_row_add_suffix (self->data_row, folder);
  adw_action_row_set_activatable_widget (self->data_row, folder);
  adw_preferences_group_add (group, row);
}

/* What decides how a network condenses, where the model lets it be chosen. */
static void
add_parameters (CndTrainDialog *self, AdwPreferencesPage *page)
{
  static const char *const names[] = { "groups", "condensation", "growth" };
  CndArchitecture *architecture = cnd_document_get_architecture (self->document);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gint parameter = cnd_architecture_find_parameter (architecture, names[i], NULL);
      GtkWidget *row;
      if (parameter < 0)
        continue;
      row = cnd_parameter_row_new (self->document, (guint) parameter);
      gtk_box_append (GTK_BOX (box), row);
      g_ptr_array_add (self->parameters, row);
    }
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "train-parameters");
  if (self->parameters->len > 0)
    adw_preferences_group_add (add_group (page, _("Network")), box);
  else
    g_object_unref (g_object_ref_sink (box));
  parameters_changed (self);
}

static GtkWidget *
make_bottom (CndTrainDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (box, "train-forecast");
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_spinner_set_spinning (self->spinner, TRUE);
  self->words = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  return box;
}

static GtkWidget *
make_header (CndTrainDialog *self)
{
  GtkWidget *header = gtk_header_bar_new (), *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));

  self->start_button = gtk_button_new_with_mnemonic (_("_Start"));
  gtk_header_bar_set_show_title_buttons (GTK_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  gtk_widget_add_css_class (self->start_button, "suggested-action");
  gtk_accessible_update_property (GTK_ACCESSIBLE (cancel), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Cancel"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->start_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Start the training"), -1);
  g_signal_connect_swapped (self->start_button, "clicked", G_CALLBACK (cnd_train_dialog_start), self);
  gtk_header_bar_pack_start (GTK_HEADER_BAR (header), cancel);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (header), self->start_button);
  return header;
}

static void
make_parts (CndTrainDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *page = adw_preferences_page_new ();
  CndDigits digits = get_style (self).digits;
  AdwPreferencesGroup *group;

  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), page);
  gtk_box_append (GTK_BOX (box), make_bottom (self));
  group = add_group (ADW_PREFERENCES_PAGE (page), _("Training"));
  add_data (self, group);
  cnd_train_fields_add_training (&self->fields, group, digits, G_CALLBACK (options_changed), self);
  add_parameters (self, ADW_PREFERENCES_PAGE (page));
  group = add_group (ADW_PREFERENCES_PAGE (page), _("Condensing"));
  if (cnd_ops_get_condensation (cnd_document_get_network (self->document)) <= 1)
    adw_preferences_group_set_description (group, _("This network has no learned group convolution: it is trained, and nothing falls."));
  cnd_train_fields_add_condensing (&self->fields, group, digits, G_CALLBACK (options_changed), self);
  adw_window_set_content (ADW_WINDOW (self), box);
}

/* ---- Object ------------------------------------------------------------------------- */

GtkWidget *
cnd_train_dialog_new (GtkWindow *parent, CndDocument *document)
{
  CndTrainDialog *self = g_object_new (CND_TYPE_TRAIN_DIALOG, "transient-for", parent, "modal", TRUE, "title", _("Train the Network"),
                                       "default-width", 600, "default-height", 700, NULL);
  CndDocument *made = g_object_ref (document);

  self->document = made;
  make_parts (self);
  g_signal_connect_object (document, "parameters-changed", G_CALLBACK (parameters_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::network", G_CALLBACK (options_changed), self, G_CONNECT_SWAPPED);
  options_changed (self);
  return GTK_WIDGET (self);
}

static void
train_dialog_dispose (GObject *object)
{
  CndTrainDialog *self = CND_TRAIN_DIALOG (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_pointer (&self->network, cnd_network_unref);
  G_OBJECT_CLASS (cnd_train_dialog_parent_class)->dispose (object);
}

static void
train_dialog_finalize (GObject *object)
{
  CndTrainDialog *self = CND_TRAIN_DIALOG (object);

  g_ptr_array_unref (self->parameters);
  g_free (self->data);
  g_free (self->preset);
  g_free (self->measured_data);
  G_OBJECT_CLASS (cnd_train_dialog_parent_class)->finalize (object);
}

static void
cnd_train_dialog_class_init (CndTrainDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = train_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = train_dialog_finalize;
  chosen = g_signal_new ("chosen", CND_TYPE_TRAIN_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cnd_train_dialog_init (CndTrainDialog *self)
{
  self->parameters = g_ptr_array_new ();
}
