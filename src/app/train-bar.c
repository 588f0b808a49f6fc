/* The bar of a training. */
#include "config.h"

#include "train-bar-private.h"

#include "train-words-private.h"

#include <glib/gi18n-lib.h>

/* What can be done, by state; and what is offered while nothing is being trained. */
typedef enum
{
  BUTTON_SHOW,
  BUTTON_PAUSE,
  BUTTON_RESUME,
  BUTTON_STOP,
  BUTTON_OPEN,
  BUTTON_GO_ON,
  BUTTON_DISMISS,
  N_BUTTONS
} Button;

static const struct
{
  const char *label, *action; /* without a label: an icon */
  const char *icon, *tooltip;
} buttons[N_BUTTONS] = {
  [BUTTON_SHOW] = { N_("S_how"), "win.train-show", NULL, N_("Show what is being trained") },
  [BUTTON_PAUSE] = { N_("_Pause"), "win.train-pause", NULL, N_("Hold the training; it goes on from the same step") },
  [BUTTON_RESUME] = { N_("_Go On"), "win.train-pause", NULL, N_("Go on from the same step") },
  [BUTTON_STOP] = { N_("_Stop"), "win.train-stop", NULL, N_("End the training; every epoch that is finished is kept") },
  [BUTTON_OPEN] = { N_("_Open"), "win.train-open", NULL, N_("Show what was kept") },
  [BUTTON_GO_ON] = { N_("_Go On"), "win.train-go-on", NULL, N_("Train on from the last epoch that was finished") },
  [BUTTON_DISMISS] = { NULL, "win.train-dismiss", "window-close-symbolic", N_("Hide this bar") },
};

struct _CndTrainBar
{
  AdwBin parent_instance;
  CndSettings *settings;
  CndTrainingJob *job;   /* (nullable) */
  CndKeptTraining *kept; /* (nullable) */
  gboolean is_shown;     /* what is trained is on the screen */
  char *name;            /* (nullable): of the model that the job trains */
  GtkLabel *title, *details;
  GtkProgressBar *progress;
  GtkWidget *buttons[N_BUTTONS];
};

G_DEFINE_FINAL_TYPE (CndTrainBar, cnd_train_bar, ADW_TYPE_BIN)

/* ---- What it says ------------------------------------------------------------------- */

static char *
describe_stop (CndTrainBar *self)
{
  const CndTrainingProgress *progress = cnd_training_job_get_progress (self->job);
  const char *path = cnd_training_job_get_path (self->job);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *epochs = cnd_train_words_epochs (progress->epoch, progress->n_epochs, cnd_settings_get_numbers (self->settings));

  if (path == NULL)
    return g_strdup (_("No epoch was finished: nothing is kept"));
  /* Translators: “3 of 6 epochs”, then a file's name */
  return g_strdup_printf (_("%s, kept as “%s”"), epochs, name);
}

static char *
describe_end (CndTrainBar *self)
{
  const CndRecordedConversion *conversion = NULL;
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  const CndTrainingProgress *progress = cnd_training_job_get_progress (self->job);
  CndRecording *recording = cnd_training_job_get_recording (self->job);
  const char *path = cnd_training_job_get_path (self->job);
  g_autofree char *name = g_path_get_basename (path != NULL ? path : "");
  g_autofree char *error = cnd_base_format_decimal (style, 100 * progress->test_error, 1);
  g_autofree char *spent = cnd_train_words_duration (progress->seconds, style);

  if (recording != NULL)
    conversion = cnd_recording_get_conversion (recording);
  return g_strdup_printf (conversion != NULL
                            /* Translators: a duration, an error rate, a file's name */
                            ? _("In %s; condensed and converted it errs on %s %% of the test images; kept as “%s”")
                            : _("In %s; it errs on %s %% of the test images; kept as “%s”"),
                          spent, error, name);
}

static const char *
get_heading (CndTrainingState state)
{
  static const char *const headings[] = {
    [CND_TRAINING_PREPARING] = N_("Preparing to train %s"),
    [CND_TRAINING_RUNNING] = N_("Training %s"),
    [CND_TRAINING_PAUSED] = N_("The training of %s is paused"),
    [CND_TRAINING_FINISHED] = N_("%s is trained"),
    [CND_TRAINING_STOPPED] = N_("The training of %s was stopped"),
    [CND_TRAINING_FAILED] = N_("The training of %s failed"),
  };

  return _(headings[state]);
}

static char *
describe_job (CndTrainBar *self)
{
  const CndTrainingProgress *progress = cnd_training_job_get_progress (self->job);

  switch (cnd_training_job_get_state (self->job))
    {
    case CND_TRAINING_FINISHED:
      return describe_end (self);
    case CND_TRAINING_STOPPED:
      return describe_stop (self);
    case CND_TRAINING_FAILED:
      return g_strdup (cnd_training_job_get_error (self->job)->message);
    default:
      return progress->n_steps > 0 ? cnd_train_words_progress (progress, cnd_settings_get_numbers (self->settings))
                                   : g_strdup (_("Reading the images"));
    }
}

/* ---- What it shows ------------------------------------------------------------------ */

static void
show_buttons (CndTrainBar *self, guint set)
{
  for (guint i = 0; i < N_BUTTONS; i++)
    gtk_widget_set_visible (self->buttons[i], (set & (1u << i)) != 0 && !(i == BUTTON_SHOW && self->is_shown));
}

static guint
get_buttons (CndTrainBar *self)
{
  CndTrainingState state = cnd_training_job_get_state (self->job);
  guint end = 1u << BUTTON_DISMISS | 1u << BUTTON_SHOW;

  switch (state)
    {
    case CND_TRAINING_PREPARING:
      return 1u << BUTTON_STOP;
    case CND_TRAINING_RUNNING:
      return 1u << BUTTON_SHOW | 1u << BUTTON_PAUSE | 1u << BUTTON_STOP;
    case CND_TRAINING_PAUSED:
      return 1u << BUTTON_SHOW | 1u << BUTTON_RESUME | 1u << BUTTON_STOP;
    case CND_TRAINING_STOPPED:
      return cnd_training_job_get_path (self->job) != NULL ? end | 1u << BUTTON_GO_ON : 1u << BUTTON_DISMISS;
    case CND_TRAINING_FINISHED:
      return end;
    default:
      return 1u << BUTTON_DISMISS;
    }
}

static void
update_offer (CndTrainBar *self)
{
  g_autofree char *epochs = cnd_train_words_epochs (self->kept->n_done, self->kept->n_epochs, cnd_settings_get_numbers (self->settings));
  g_autofree char *title = g_strdup_printf (_("The training of %s was interrupted"), self->kept->name);
  /* Translators: “3 of 6 epochs” */
  g_autofree char *details = g_strdup_printf (_("Kept: %s"), epochs);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->details, details);
  gtk_progress_bar_set_fraction (self->progress, (double) self->kept->n_done / MAX (self->kept->n_epochs, 1));
  show_buttons (self, 1u << BUTTON_OPEN | (self->kept->n_done < self->kept->n_epochs ? 1u << BUTTON_GO_ON : 0) | 1u << BUTTON_DISMISS);
}

static void
update_job (CndTrainBar *self)
{
  const CndTrainingProgress *progress = cnd_training_job_get_progress (self->job);
  g_autofree char *title = g_strdup_printf (get_heading (cnd_training_job_get_state (self->job)), self->name != NULL ? self->name : "");
  g_autofree char *details = describe_job (self);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->details, details);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->details), details);
  gtk_progress_bar_set_fraction (self->progress, (double) progress->step / (double) MAX (progress->n_steps, 1));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), cnd_training_job_is_going_on (self->job));
  show_buttons (self, get_buttons (self));
}

static void
update (CndTrainBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->job != NULL || self->kept != NULL);
  if (self->job != NULL)
    update_job (self);
  else if (self->kept != NULL)
    update_offer (self);
}

void
cnd_train_bar_set_job (CndTrainBar *self, CndTrainingJob *job, const char *name)
{
  g_return_if_fail (CND_IS_TRAIN_BAR (self));
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  g_clear_pointer (&self->kept, cnd_kept_training_free);
  g_free (self->name);
  self->name = g_strdup (name);
  if (job != NULL)
    {
      g_signal_connect_object (job, "advanced", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (job, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

void
cnd_train_bar_set_shown (CndTrainBar *self, gboolean is_shown)
{
  g_return_if_fail (CND_IS_TRAIN_BAR (self));
  self->is_shown = is_shown;
  update (self);
}

void
cnd_train_bar_offer (CndTrainBar *self, CndKeptTraining *kept)
{
  g_return_if_fail (CND_IS_TRAIN_BAR (self));
  cnd_train_bar_set_job (self, NULL, NULL);
  self->kept = kept;
  update (self);
}

const CndKeptTraining *
cnd_train_bar_get_offer (CndTrainBar *self)
{
  g_return_val_if_fail (CND_IS_TRAIN_BAR (self), NULL);
  return self->kept;
}

const char *
cnd_train_bar_get_title (CndTrainBar *self)
{
  g_return_val_if_fail (CND_IS_TRAIN_BAR (self), NULL);
  return gtk_label_get_label (self->title);
}

const char *
cnd_train_bar_get_details (CndTrainBar *self)
{
  g_return_val_if_fail (CND_IS_TRAIN_BAR (self), NULL);
  return gtk_label_get_label (self->details);
}

/* ---- Object ------------------------------------------------------------------------- */

GtkWidget *
cnd_train_bar_new (CndSettings *settings)
{
  CndTrainBar *self = g_object_new (CND_TYPE_TRAIN_BAR, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

static void
train_bar_dispose (GObject *object)
{
  CndTrainBar *self = CND_TRAIN_BAR (object);

  g_clear_object (&self->job);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->kept, cnd_kept_training_free);
  G_OBJECT_CLASS (cnd_train_bar_parent_class)->dispose (object);
}

static void
train_bar_finalize (GObject *object)
{
  g_free (CND_TRAIN_BAR (object)->name);
  G_OBJECT_CLASS (cnd_train_bar_parent_class)->finalize (object);
}

static void
cnd_train_bar_class_init (CndTrainBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = train_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = train_bar_finalize;
}

static GtkLabel *
add_label (GtkBox *box, const char *style)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (""));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (label), style);
  gtk_box_append (box, GTK_WIDGET (label));
  return label;
}

static void
add_button (CndTrainBar *self, GtkBox *row, Button which)
{
  GtkWidget *button = buttons[which].label != NULL ? gtk_button_new_with_mnemonic (_(buttons[which].label))
                                                   : gtk_button_new_from_icon_name (buttons[which].icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), buttons[which].action);
  gtk_widget_set_tooltip_text (button, _(buttons[which].tooltip));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(buttons[which].tooltip), -1);
  if (which == BUTTON_DISMISS)
    gtk_widget_add_css_class (button, "flat");
  gtk_box_append (row, button);
  self->buttons[which] = button;
}

static void
cnd_train_bar_init (CndTrainBar *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkBox *row = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6)), *words = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));

  gtk_widget_add_css_class (GTK_WIDGET (self), "train-bar");
  gtk_widget_add_css_class (GTK_WIDGET (row), "train-row");
  gtk_widget_set_hexpand (GTK_WIDGET (words), TRUE);
  self->title = add_label (words, "heading");
  self->details = add_label (words, "numeric");
  gtk_box_append (row, GTK_WIDGET (words));
  for (guint i = 0; i < N_BUTTONS; i++)
    add_button (self, row, i);
  self->progress = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->progress), "osd");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress of the training"), -1);
  gtk_box_append (box, GTK_WIDGET (row));
  gtk_box_append (box, GTK_WIDGET (self->progress));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}
