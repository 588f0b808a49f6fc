/* Training in the window: its actions, the run's view that follows it, and what becomes of it when the window closes. One training at a
 * time in the program, since each takes all processors. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"
#include "train-dialog-private.h"

#include <glib/gi18n-lib.h>

/* ---- Following it ------------------------------------------------------------------- */

/* The run's view shows the training, at its end. */
static void
show_training (CndAppWindow *self)
{
  CndRecording *recording = cnd_training_job_get_recording (self->training);
  CndRunView *view = cnd_app_window_get_run_view (self);
  CndPlayback *playback;

  /* a run that was kept goes on in a window that shows nothing yet */
  if (cnd_document_get_network (self->document) == NULL)
    cnd_document_set_architecture (self->document, cnd_network_get_architecture (cnd_recording_get_network (recording)), -1, NULL);
  cnd_run_view_set_recording (view, recording);
  cnd_run_page_update (cnd_app_window_get_run_page (self));
  playback = cnd_run_view_get_playback (view);
  g_set_weak_pointer (&self->followed, playback);
  if (playback == NULL)
    return; /* nothing in it condenses */
  cnd_playback_set_position (playback, cnd_recording_get_end (recording));
  gtk_stack_page_set_visible (gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, "run")), TRUE);
  cnd_app_window_set_view (self, "run");
}

static void
view_changed (CndAppWindow *self)
{
  const char *view = cnd_app_window_get_view (self);

  if (self->document != NULL && self->training != NULL && view != NULL)
    cnd_train_bar_set_shown (self->train_bar, g_str_equal (view, "run") && self->followed != NULL
                                                && self->followed == cnd_app_window_get_playback (self));
}

/* What the table of stages depends on. */
static guint
count_events (CndRecording *recording)
{
  guint n_condensings, n_epochs;

  cnd_recording_get_condensings (recording, &n_condensings);
  cnd_recording_get_epochs (recording, &n_epochs);
  return n_condensings + n_epochs;
}

/* Whoever looks elsewhere gets no pictures; whoever opened another run keeps it. */
static void
follow (CndAppWindow *self)
{
  CndRecording *recording = self->training != NULL ? cnd_training_job_get_recording (self->training) : NULL;
  CndPlayback *playback = cnd_app_window_get_playback (self);
  gboolean is_further;

  if (recording == NULL || playback == NULL || playback != self->followed || cnd_playback_get_recording (playback) == recording
      || !gtk_widget_get_mapped (GTK_WIDGET (cnd_app_window_get_run_view (self))))
    return;
  is_further = count_events (cnd_playback_get_recording (playback)) != count_events (recording);
  cnd_playback_set_recording (playback, recording);
  if (is_further)
    cnd_run_page_update (cnd_app_window_get_run_page (self));
}

/* What somebody does in the view is answered with the newest picture. */
static gboolean
touched (CndAppWindow *self, GdkEvent *event)
{
  if (self->training != NULL)
    cnd_training_job_hurry (self->training);
  return GDK_EVENT_PROPAGATE;
}

static void
watch_view (CndAppWindow *self)
{
  GtkWidget *view = GTK_WIDGET (cnd_app_window_get_run_view (self));
  GtkEventController *events;

  if (g_object_get_data (G_OBJECT (view), "watched") != NULL)
    return;
  g_object_set_data (G_OBJECT (view), "watched", self);
  events = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (touched), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (view, events);
  g_signal_connect_object (view, "map", G_CALLBACK (follow), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
advanced (CndAppWindow *self)
{
  if (cnd_training_job_get_recording (self->training) != NULL && !self->is_training_shown)
    {
      self->is_training_shown = TRUE;
      show_training (self);
    }
  follow (self);
  view_changed (self);
}

static void
state_changed (CndAppWindow *self)
{
  const GError *error = cnd_training_job_get_error (self->training);

  cnd_app_window_update_training_actions (self);
  if (error != NULL)
    cnd_app_window_alert (self, cnd_training_job_get_progress (self->training)->step == 0 ? _("The training cannot begin")
                                                                                          : _("The training has ended early"), error);
}

/* In the language of the models' titles. Returns: (transfer full) */
static char *
dup_name (CndAppWindow *self, CndNetwork *network)
{
  const char *title = cnd_text_get (cnd_network_get_architecture (network)->title, cnd_settings_get_language (self->settings));

  return title != NULL ? g_strdup (title) : cnd_network_dup_name (network);
}

/* ---- Starting and ending ------------------------------------------------------------ */

static void
let_training_go (CndAppWindow *self)
{
  if (self->training != NULL)
    g_signal_handlers_disconnect_by_data (self->training, self);
  g_clear_object (&self->training);
  g_clear_weak_pointer (&self->followed);
  self->is_training_shown = FALSE;
}

/* @job: (transfer full) */
static void
begin (CndAppWindow *self, CndTrainingJob *job, const char *name)
{
  let_training_go (self);
  self->training = job;
  g_signal_connect_swapped (job, "advanced", G_CALLBACK (advanced), self);
  g_signal_connect_swapped (job, "notify::state", G_CALLBACK (state_changed), self);
  watch_view (self);
  cnd_train_bar_set_shown (self->train_bar, FALSE);
  cnd_train_bar_set_job (self->train_bar, job, name);
  cnd_app_window_update_training_actions (self);
}

void
cnd_app_window_train (CndAppWindow *self, const CndTrainingPlan *plan)
{
  CndNetwork *network = cnd_document_get_network (self->document);
  g_autofree char *name = NULL;

  g_return_if_fail (CND_IS_APP_WINDOW (self) && plan != NULL && network != NULL);
  name = dup_name (self, network);
  begin (self, cnd_training_job_new (network, plan), name);
}

CndTrainingJob *
cnd_app_window_get_training (CndAppWindow *self)
{
  g_return_val_if_fail (CND_IS_APP_WINDOW (self), NULL);
  return self->training;
}

CndTrainBar *
cnd_app_window_get_train_bar (CndAppWindow *self)
{
  g_return_val_if_fail (CND_IS_APP_WINDOW (self), NULL);
  return self->train_bar;
}

/* The program ends after the thread: a file that is being written gets whole. */
static void
ended (CndTrainingJob *job, GParamSpec *pspec, GApplication *application)
{
  if (cnd_training_job_is_going_on (job))
    return;
  g_signal_handlers_disconnect_by_data (job, application);
  g_object_unref (job);
  g_application_release (application);
}

void
cnd_app_window_end_training (CndAppWindow *self)
{
  GApplication *application = g_application_get_default ();

  if (self->training != NULL && cnd_training_job_is_going_on (self->training) && application != NULL)
    {
      cnd_training_job_cancel (self->training);
      g_application_hold (application);
      g_signal_connect (g_object_ref (self->training), "notify::state", G_CALLBACK (ended), application);
    }
  let_training_go (self);
}

/* The window in which something is being trained; NULL: none. */
static CndAppWindow *
find_training (CndAppWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = application != NULL ? gtk_application_get_windows (application) : NULL; l != NULL; l = l->next)
    if (CND_IS_APP_WINDOW (l->data) && CND_APP_WINDOW (l->data)->training != NULL
        && cnd_training_job_is_going_on (CND_APP_WINDOW (l->data)->training))
      return l->data;
  return NULL;
}

/* ---- Actions ------------------------------------------------------------------------ */

static void
dialog_chosen (CndTrainDialog *dialog, CndAppWindow *self)
{
  CndTrainingPlan plan = cnd_train_dialog_get_plan (dialog);

  cnd_app_window_train (self, &plan);
}

static gboolean
is_another_training (CndAppWindow *self)
{
  CndAppWindow *other = find_training (self);

  if (other == NULL)
    return FALSE;
  cnd_app_window_toast (self, other == self ? _("This window is training already: stop it first")
                                            : _("Another window is training: one training at a time takes all processors"));
  return TRUE;
}

static void
train_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  GtkWidget *dialog;

  if (cnd_document_get_network (self->document) == NULL || is_another_training (self))
    return;
  dialog = cnd_train_dialog_new (GTK_WINDOW (self), self->document);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (dialog_chosen), self, 0);
  g_set_weak_pointer (&self->train_dialog, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pause_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndTrainingJob *job = CND_APP_WINDOW (widget)->training;

  if (cnd_training_job_get_state (job) == CND_TRAINING_PAUSED)
    cnd_training_job_go_on (job);
  else
    cnd_training_job_pause (job);
}

static void
stop_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  cnd_training_job_stop (CND_APP_WINDOW (widget)->training);
}

static void
show_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);

  if (cnd_training_job_get_recording (self->training) == NULL)
    return;
  if (self->followed == NULL || self->followed != cnd_app_window_get_playback (self))
    show_training (self);
  cnd_app_window_set_view (self, "run");
}

static void
go_on (CndAppWindow *self, const char *path, const char *data, const char *name)
{
  if (!is_another_training (self))
    begin (self, cnd_training_job_new_for_run (path, data), name);
}

static void
go_on_with_offer (const char *data, gpointer window)
{
  CndAppWindow *self = window;
  const CndKeptTraining *kept = self->document != NULL ? cnd_train_bar_get_offer (self->train_bar) : NULL;
  g_autofree char *path = NULL, *name = NULL;

  if (kept == NULL || data == NULL || is_another_training (self))
    return;
  path = g_strdup (kept->path);
  name = g_strdup (kept->name);
  cnd_kept_training_forget (kept);
  go_on (self, path, data, name);
}

/* With what is offered, or with what was stopped. */
static void
go_on_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  const CndKeptTraining *kept = cnd_train_bar_get_offer (self->train_bar);

  if (kept != NULL && kept->data != NULL)
    go_on_with_offer (kept->data, self);
  else if (kept != NULL)
    cnd_compat_open_folder (GTK_WINDOW (self), _("Choose the Folder With the Same Images"), go_on_with_offer, g_object_ref (self), g_object_unref);
  else if (self->training != NULL && cnd_training_job_get_path (self->training) != NULL)
    {
      g_autofree char *path = g_strdup (cnd_training_job_get_path (self->training));
      g_autofree char *data = g_strdup (cnd_training_job_get_data (self->training));
      g_autofree char *name = dup_name (self, cnd_recording_get_network (cnd_training_job_get_recording (self->training)));
      go_on (self, path, data, name);
    }
}

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  const CndKeptTraining *kept = cnd_train_bar_get_offer (self->train_bar);

  if (kept != NULL)
    cnd_app_window_open (self, kept->path);
}

static void
dismiss_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  const CndKeptTraining *kept = cnd_train_bar_get_offer (self->train_bar);

  if (kept != NULL)
    cnd_kept_training_forget (kept);
  if (self->training == NULL || !cnd_training_job_is_going_on (self->training))
    {
      let_training_go (self);
      cnd_train_bar_set_job (self->train_bar, NULL, NULL);
    }
}

void
cnd_app_window_update_training_actions (CndAppWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_going_on = self->training != NULL && cnd_training_job_is_going_on (self->training);

  gtk_widget_action_set_enabled (widget, "win.train", cnd_document_get_scene (self->document) != NULL && !is_going_on);
  gtk_widget_action_set_enabled (widget, "win.train-pause", is_going_on);
  gtk_widget_action_set_enabled (widget, "win.train-stop", is_going_on);
  gtk_widget_action_set_enabled (widget, "win.train-show", self->training != NULL);
}

void
cnd_app_window_install_training_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "win.train", train_action },           { "win.train-pause", pause_action }, { "win.train-stop", stop_action },
    { "win.train-show", show_action },       { "win.train-go-on", go_on_action }, { "win.train-open", open_action },
    { "win.train-dismiss", dismiss_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
}

/* ---- What an earlier start left ----------------------------------------------------- */

static void
kept_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndAppWindow) self = CND_APP_WINDOW (data);
  CndKeptTraining *kept = cnd_session_find_kept_training_finish (result, NULL);

  if (kept == NULL)
    return;
  if (self->document == NULL || self->training != NULL)
    cnd_kept_training_free (kept);
  else
    cnd_train_bar_offer (self->train_bar, kept);
}

void
cnd_app_window_offer_unfinished (CndAppWindow *self, CndRecording *recording, const char *path)
{
  const CndKeptTraining *offer = cnd_train_bar_get_offer (self->train_bar);

  if ((self->training != NULL && cnd_training_job_is_going_on (self->training)) || (offer != NULL && offer->mark != NULL))
    return;
  let_training_go (self);
  cnd_train_bar_offer (self->train_bar, cnd_session_describe_unfinished (recording, path));
  cnd_app_window_update_training_actions (self);
}

void
cnd_app_window_offer_training (CndAppWindow *self)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self));
  cnd_session_find_kept_training_async (NULL, NULL, kept_found, g_object_ref (self));
}

void
cnd_app_window_add_train_bar (CndAppWindow *self)
{
  GtkWidget *bar = cnd_train_bar_new (self->settings);

  self->train_bar = CND_TRAIN_BAR (bar);
  gtk_box_prepend (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->inner))), bar);
  g_signal_connect (self, "notify::view", G_CALLBACK (view_changed), NULL);
}

GtkWidget *
cnd_app_window_get_train_dialog (CndAppWindow *self)
{
  g_return_val_if_fail (CND_IS_APP_WINDOW (self), NULL);
  return self->train_dialog;
}
