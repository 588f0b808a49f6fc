/* Training in the window: the classroom network on a few images. */
#include "ui.h"

#include "app/train-dialog-private.h"
#include "app/train-words-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static CndTrainDialog *
open_dialog (Ui *ui)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train", NULL);
  dialog = cnd_app_window_get_train_dialog (ui->window);
  g_assert_nonnull (dialog);
  return CND_TRAIN_DIALOG (dialog);
}

static void
set_field (CndTrainDialog *dialog, CndTrainField field, double value)
{
  gtk_spin_button_set_value (cnd_train_dialog_get_fields (dialog)->fields[field], value);
}

static void
wait_for_forecast (CndTrainDialog *dialog)
{
  while (*cnd_train_dialog_get_forecast (dialog) == '\0')
    g_main_context_iteration (NULL, TRUE);
}

static CndTrainingJob *
start (Ui *ui, guint epochs)
{
  CndTrainDialog *dialog = open_dialog (ui);

  set_field (dialog, CND_TRAIN_FIELD_IMAGES, 64);
  set_field (dialog, CND_TRAIN_FIELD_BATCH, 16);
  set_field (dialog, CND_TRAIN_FIELD_EPOCHS, epochs);
  cnd_train_dialog_start (dialog);
  g_assert_nonnull (cnd_app_window_get_training (ui->window));
  return cnd_app_window_get_training (ui->window);
}

static void
wait_for_state (CndTrainingJob *job, CndTrainingState state)
{
  while (cnd_training_job_get_state (job) != state)
    {
      g_assert_true (cnd_training_job_is_going_on (job));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
wait_for_epoch (CndTrainingJob *job, guint n)
{
  while (cnd_training_job_get_progress (job)->epoch < n || cnd_training_job_get_path (job) == NULL)
    {
      g_assert_true (cnd_training_job_is_going_on (job));
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
says (Ui *ui, const char *words)
{
  return strstr (cnd_train_bar_get_title (cnd_app_window_get_train_bar (ui->window)), words) != NULL;
}

static CndPosition
get_position (Ui *ui)
{
  return cnd_playback_get_position (cnd_app_window_get_playback (ui->window));
}

static void
test_trains (Ui *ui, gconstpointer data)
{
  CndTrainingJob *job;
  CndPosition end;
  g_autofree char *model = NULL;

  ui_open (ui, "condensenet-classroom.json");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (cnd_app_window_get_train_bar (ui->window))));
  job = start (ui, 2);
  model = g_strdup (cnd_document_get_title (ui->document));
  while (cnd_app_window_get_playback (ui->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "run");
  g_assert_true (says (ui, "Training CondenseNet"));
  wait_for_state (job, CND_TRAINING_FINISHED);
  ui_settle (ui);
  /* the view has followed it to its end */
  end = get_position (ui);
  g_assert_cmpuint (end.step, ==, 8);
  g_assert_cmpuint (end.condensings, ==, 3);
  g_assert_nonnull (cnd_recording_get_conversion (cnd_playback_get_recording (cnd_app_window_get_playback (ui->window))));
  g_assert_true (says (ui, "is trained"));
  /* the graph and the counts, too */
  g_assert_nonnull (cnd_document_get_run (ui->document));
  g_assert_cmpuint (cnd_document_get_stage (ui->document), ==, 3);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-dismiss", NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (cnd_app_window_get_train_bar (ui->window))));
  g_assert_cmpstr (cnd_document_get_title (ui->document), ==, model);
}

/* Nothing in it condenses: the curves and the matrices of its layers are there all the same. */
static void
test_plain (Ui *ui, gconstpointer data)
{
  CndTrainingJob *job;
  CndRunView *view;

  ui_open (ui, "nin-classroom.json");
  job = start (ui, 2);
  while (cnd_app_window_get_playback (ui->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "run");
  wait_for_state (job, CND_TRAINING_FINISHED);
  ui_settle (ui);
  view = cnd_app_window_get_run_view (ui->window);
  g_assert_cmpuint (get_position (ui).step, ==, 8);
  g_assert_nonnull (strstr (cnd_run_view_get_caption (view), "Step 8 of 8: the training loss is"));
  g_assert_true (cnd_matrix_has_weights (cnd_matrix_panel_get_matrix (cnd_run_view_get_panel (view))));
  /* also what it began with */
  gtk_widget_activate_action (GTK_WIDGET (view), "run.first", NULL);
  g_assert_cmpuint (get_position (ui).step, ==, 0);
  g_assert_true (cnd_matrix_has_weights (cnd_matrix_panel_get_matrix (cnd_run_view_get_panel (view))));
}

static void
test_pauses (Ui *ui, gconstpointer data)
{
  CndTrainingJob *job;

  ui_open (ui, "condensenet-classroom.json");
  job = start (ui, 1000);
  wait_for_epoch (job, 1);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-pause", NULL);
  wait_for_state (job, CND_TRAINING_PAUSED);
  g_assert_true (says (ui, "is paused"));
  ui_settle (ui);
  /* at its end; and who goes back stays there while it goes on */
  g_assert_cmpuint (get_position (ui).step, ==, cnd_training_job_get_progress (job)->step);
  cnd_playback_set_position (cnd_app_window_get_playback (ui->window), (CndPosition){ .step = 2 });
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-pause", NULL);
  wait_for_epoch (job, cnd_training_job_get_progress (job)->epoch + 1);
  g_assert_cmpuint (get_position (ui).step, ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-stop", NULL);
  wait_for_state (job, CND_TRAINING_STOPPED);
  g_assert_true (says (ui, "was stopped"));
}

/* Other values are for another training. */
static void
test_what_if (Ui *ui, gconstpointer data)
{
  CndTrainingJob *job;
  gint groups;
  guint n;
  const CndRecordedLayer *layers;

  ui_open (ui, "condensenet-classroom.json");
  job = start (ui, 2);
  groups = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), "groups", NULL);
  g_assert_true (cnd_document_set_parameter (ui->document, (guint) groups, 0, 2));
  wait_for_state (job, CND_TRAINING_FINISHED);
  layers = cnd_recording_get_layers (cnd_training_job_get_recording (job), &n);
  g_assert_cmpuint (layers[0].shape.groups, ==, 4);
  g_assert_cmpint (cnd_document_get_wanted (ui->document, (guint) groups)->values[0], ==, 2);
}

static void
test_stops_and_goes_on (Ui *ui, gconstpointer data)
{
  CndTrainingJob *job;
  guint n_kept, n;

  ui_open (ui, "condensenet-classroom.json");
  job = start (ui, 1000);
  wait_for_epoch (job, 1);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-stop", NULL);
  wait_for_state (job, CND_TRAINING_STOPPED);
  ui_settle (ui);
  cnd_recording_get_epochs (cnd_playback_get_recording (cnd_app_window_get_playback (ui->window)), &n_kept);
  g_assert_cmpuint (n_kept, >=, 1);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-go-on", NULL);
  job = cnd_app_window_get_training (ui->window);
  wait_for_epoch (job, n_kept + 1);
  cnd_recording_get_epochs (cnd_training_job_get_recording (job), &n);
  g_assert_cmpuint (n, >, n_kept);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-stop", NULL);
  wait_for_state (job, CND_TRAINING_STOPPED);
}

static void
test_one_at_a_time (Ui *ui, gconstpointer data)
{
  CndTrainingJob *job;
  GtkWidget *other = cnd_app_window_new (GTK_APPLICATION (ui->application), cnd_application_get_settings (ui->application),
                                         cnd_application_get_gallery (ui->application), cnd_application_get_thumbnails (ui->application));
  g_autofree char *folder = cnd_formats_find_data ("models"), *path = g_build_filename (folder, "condensenet-classroom.json", NULL);

  ui_open (ui, "condensenet-classroom.json");
  job = start (ui, 1000);
  cnd_app_window_open (CND_APP_WINDOW (other), path);
  while (cnd_document_get_scene (cnd_app_window_get_document (CND_APP_WINDOW (other))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate_action (other, "win.train", NULL);
  g_assert_null (cnd_app_window_get_train_dialog (CND_APP_WINDOW (other)));
  g_assert_nonnull (strstr (cnd_app_window_get_last_message (CND_APP_WINDOW (other)), "Another window is training"));
  gtk_window_destroy (GTK_WINDOW (other));
  cnd_training_job_stop (job);
  wait_for_state (job, CND_TRAINING_STOPPED);
}

static void
test_forecast (Ui *ui, gconstpointer data)
{
  CndTrainDialog *dialog;
  g_autofree char *once = NULL;
  gint groups;

  ui_open (ui, "condensenet-classroom.json");
  dialog = open_dialog (ui);
  set_field (dialog, CND_TRAIN_FIELD_IMAGES, 64);
  set_field (dialog, CND_TRAIN_FIELD_BATCH, 16);
  wait_for_forecast (dialog);
  once = g_strdup (cnd_train_dialog_get_forecast (dialog));
  g_assert_nonnull (strstr (once, "24 steps"));
  g_assert_true (cnd_train_dialog_is_ready (dialog));
  /* epochs are arithmetic, another network is tried anew */
  set_field (dialog, CND_TRAIN_FIELD_EPOCHS, 12);
  g_assert_nonnull (strstr (cnd_train_dialog_get_forecast (dialog), "48 steps"));
  groups = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), "groups", NULL);
  cnd_document_set_parameter (ui->document, (guint) groups, 0, 2);
  g_assert_cmpstr (cnd_train_dialog_get_forecast (dialog), ==, "");
  wait_for_forecast (dialog);
  g_assert_nonnull (strstr (cnd_train_dialog_get_forecast (dialog), "48 steps"));
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
test_refuses (Ui *ui, gconstpointer data)
{
  CndTrainDialog *dialog;

  ui_open (ui, "alexnet.json");
  dialog = open_dialog (ui);
  wait_for_forecast (dialog);
  g_assert_nonnull (strstr (cnd_train_dialog_get_forecast (dialog), "The images are not of the size that the network reads"));
  g_assert_false (cnd_train_dialog_is_ready (dialog));
  cnd_train_dialog_start (dialog);
  g_assert_null (cnd_app_window_get_training (ui->window));
  /* nor from a folder without images */
  cnd_train_dialog_set_data (dialog, g_get_user_data_dir ());
  wait_for_forecast (dialog);
  g_assert_false (cnd_train_dialog_is_ready (dialog));
  gtk_window_close (GTK_WINDOW (dialog));
}

/* A mark names its process: what this one leaves looks as if another had. */
static void
die (void)
{
  g_autofree char *folder = cnd_session_dup_runs_folder (), *dead = g_build_filename (folder, "0-0.training", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".training"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_assert_cmpint (g_rename (path, dead), ==, 0);
      }
  g_assert_true (g_file_test (dead, G_FILE_TEST_EXISTS));
}

static void
test_closes (Ui *ui, gconstpointer data)
{
  GtkWidget *window = cnd_app_window_new (GTK_APPLICATION (ui->application), cnd_application_get_settings (ui->application),
                                          cnd_application_get_gallery (ui->application), cnd_application_get_thumbnails (ui->application));
  g_autoptr (CndTrainingJob) job = NULL;
  const CndKeptTraining *kept;
  CndTrainingPlan plan = { cnd_train_default_options, 64, 64, NULL, NULL, NULL };

  ui_open (ui, "condensenet-classroom.json");
  gtk_window_present (GTK_WINDOW (window));
  plan.options.batch = 16;
  plan.options.epochs = 1000;
  g_assert_true (cnd_document_set_architecture (cnd_app_window_get_document (CND_APP_WINDOW (window)),
                                                cnd_document_get_architecture (ui->document), -1, NULL));
  cnd_app_window_train (CND_APP_WINDOW (window), &plan);
  job = g_object_ref (cnd_app_window_get_training (CND_APP_WINDOW (window)));
  wait_for_epoch (job, 1);
  gtk_window_close (GTK_WINDOW (window));
  wait_for_state (job, CND_TRAINING_STOPPED);
  /* the next start */
  die ();
  cnd_app_window_offer_training (ui->window);
  while ((kept = cnd_train_bar_get_offer (cnd_app_window_get_train_bar (ui->window))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (kept->path, ==, cnd_training_job_get_path (job));
  g_assert_true (says (ui, "was interrupted"));
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-open", NULL);
  while (cnd_app_window_get_playback (ui->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-go-on", NULL);
  wait_for_epoch (cnd_app_window_get_training (ui->window), cnd_training_job_get_progress (job)->epoch + 1);
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.train-stop", NULL);
  wait_for_state (cnd_app_window_get_training (ui->window), CND_TRAINING_STOPPED);
}

static void
test_words (void)
{
  CndNumberStyle style = CND_NUMBER_STYLE_LATIN;
  CndTrainingProgress progress = { .step = 10, .n_steps = 100, .epoch = 1, .n_epochs = 6, .stage = 1, .n_stages = 4, .loss = 0.8342, .train_error = 0.284,
                                   .test_error = NAN, .images_per_second = 1234.4, .seconds_left = 80.2 };
  g_autofree char *words = cnd_train_words_progress (&progress, style);
  g_autofree char *short_one = cnd_train_words_duration (0.4, style), *minutes = cnd_train_words_duration (130, style);
  g_autofree char *hours = cnd_train_words_duration (3900, style), *endless = cnd_train_words_duration (INFINITY, style);

  g_assert_cmpstr (words, ==, "Epoch 2 of 6 · stage 1 · loss 0.834 · training error 28.4 % · 1,234 images/s · 1 min 20 s left");
  g_assert_cmpstr (short_one, ==, "0 s");
  g_assert_cmpstr (minutes, ==, "2 min 10 s");
  g_assert_cmpstr (hours, ==, "1 h 5 min");
  g_assert_nonnull (endless);
}

static void
test_digits (Ui *ui, gconstpointer data)
{
  GtkSpinButton *spin;

  ui_open (ui, "condensenet-classroom.json");
  g_object_set (cnd_application_get_settings (ui->application), "digits", CND_DIGITS_PERSIAN, NULL);
  spin = cnd_train_dialog_get_fields (open_dialog (ui))->fields[CND_TRAIN_FIELD_BATCH];
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "۶۴");
  gtk_editable_set_text (GTK_EDITABLE (spin), "۱۲۸");
  gtk_spin_button_update (spin);
  g_assert_cmpfloat (gtk_spin_button_get_value (spin), ==, 128);
  gtk_window_destroy (GTK_WINDOW (cnd_app_window_get_train_dialog (ui->window)));
  ui_settle (ui);
}

static const UiTest tests[] = {
  { "/app/training/its-numbers-take-persian-digits", test_digits },
  { "/app/training/the-view-follows-to-the-end", test_trains },
  { "/app/training/a-plain-network-has-curves-and-matrices", test_plain },
  { "/app/training/pauses-where-it-is-and-leaves-who-looks-back", test_pauses },
  { "/app/training/other-values-leave-it-alone", test_what_if },
  { "/app/training/stopped-it-goes-on-after-the-last-epoch", test_stops_and_goes_on },
  { "/app/training/one-at-a-time", test_one_at_a_time },
  { "/app/training/forecast-follows-what-is-chosen", test_forecast },
  { "/app/training/says-why-not-before-it-starts", test_refuses },
  { "/app/training/closed-it-is-offered-at-the-next-start", test_closes },
};

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  if (!ui_init (&argc, &argv))
    return 0;
  g_test_add_func ("/app/training/durations-are-told-in-two-units", test_words);
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
