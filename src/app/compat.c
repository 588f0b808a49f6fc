/* File choosers, alerts and the about window of GTK 4.8 and libadwaita 1.2. */
#include "config.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkFileChooserNative *dialog;
  CndPathChosen chosen;
  gpointer data;
  GDestroyNotify destroy;
} Question;

static void
answered (GtkNativeDialog *dialog, int response, gpointer data)
{
  Question *question = data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file)
    path = g_file_get_path (file);
  question->chosen (path, question->data);
  if (question->destroy)
    question->destroy (question->data);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (question->dialog);
  g_free (question);
}

static void
ask (GtkFileChooserNative *dialog, CndPathChosen chosen, gpointer data, GDestroyNotify destroy)
{
  Question *question = g_new0 (Question, 1);

  *question = (Question){ dialog, chosen, data, destroy };
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (answered), question);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_auto (GStrv) patterns = g_strsplit (pattern, " ", -1);

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; patterns[i]; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
cnd_compat_open_file (GtkWindow *parent, const char *title, const char *filter_name, const char *pattern,
                      CndPathChosen chosen, gpointer data, GDestroyNotify destroy)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));

  add_filter (GTK_FILE_CHOOSER (dialog), filter_name, pattern);
  add_filter (GTK_FILE_CHOOSER (dialog), _("All files"), "*");
  ask (dialog, chosen, data, destroy);
}

void
cnd_compat_open_folder (GtkWindow *parent, const char *title, CndPathChosen chosen, gpointer data, GDestroyNotify destroy)
{
  ask (gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"), _("_Cancel")), chosen, data, destroy);
}

void
cnd_compat_save_file (GtkWindow *parent, const char *title, const char *name, CndPathChosen chosen, gpointer data,
                      GDestroyNotify destroy)
{
  GtkFileChooserNative *dialog =
    gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  ask (dialog, chosen, data, destroy);
}

GtkWidget *
cnd_compat_alert (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

typedef struct
{
  CndAnswered answered;
  gpointer data;
} Choice;

static void
chosen (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Choice *choice = data;

  choice->answered (response, choice->data);
}

static void
free_choice (gpointer data, GClosure *closure)
{
  g_free (data);
}

static GtkWidget *
ask_choice (GtkWindow *parent, const char *heading, const char *body, CndAnswered answered_choice, gpointer data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  Choice *choice = g_new0 (Choice, 1);

  *choice = (Choice){ answered_choice, data };
  g_signal_connect_data (dialog, "response", G_CALLBACK (chosen), choice, free_choice, 0);
  return dialog;
}

GtkWidget *
cnd_compat_ask_to_save (GtkWindow *parent, const char *heading, const char *body, CndAnswered answered_choice, gpointer data)
{
  GtkWidget *dialog = ask_choice (parent, heading, body, answered_choice, data);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "discard", _("_Discard"), "save", _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (message, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (message, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "save");
  adw_message_dialog_set_close_response (message, "cancel");
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

GtkWidget *
cnd_compat_ask_to_restore (GtkWindow *parent, const char *heading, const char *body, CndAnswered answered_choice, gpointer data)
{
  GtkWidget *dialog = ask_choice (parent, heading, body, answered_choice, data);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "discard", _("_Discard"), "restore", _("_Restore"), NULL);
  adw_message_dialog_set_response_appearance (message, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (message, "restore", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "restore");
  adw_message_dialog_set_close_response (message, "later");
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

void
cnd_compat_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name", _("Condenser"),
                         "application-icon", CND_APPLICATION_ID,
                         "version", CND_VERSION,
                         "comments", _("Draws neural networks, counts what they cost, and shows the arithmetic behind every figure."),
                         "license-type", GTK_LICENSE_MIT_X11,
                         NULL);
}
