/* What newer versions of GTK and libadwaita do by other means: the one place to change then. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @path is NULL when the user cancelled. */
typedef void (*CndPathChosen) (const char *path, gpointer data);

/**
 * cnd_compat_open_file:
 * @pattern: such as "*.json", or several with blanks between them
 *
 * @data is freed with @destroy once the dialog is gone, also without an answer.
 */
void cnd_compat_open_file (GtkWindow *parent, const char *title, const char *filter_name, const char *pattern,
                           CndPathChosen chosen, gpointer data, GDestroyNotify destroy);
void cnd_compat_open_folder (GtkWindow *parent, const char *title, CndPathChosen chosen, gpointer data, GDestroyNotify destroy);
void cnd_compat_save_file (GtkWindow *parent, const char *title, const char *name, CndPathChosen chosen, gpointer data,
                           GDestroyNotify destroy);
/* A message with one button. Returns: (transfer none): the dialog */
GtkWidget *cnd_compat_alert (GtkWindow *parent, const char *heading, const char *body);
/* "cancel", "discard" or "save" */
typedef void (*CndAnswered) (const char *answer, gpointer data);
/* Asks what shall become of unsaved changes. Returns: (transfer none): the dialog */
GtkWidget *cnd_compat_ask_to_save (GtkWindow *parent, const char *heading, const char *body, CndAnswered answered, gpointer data);
/* Asks whether what a crash left shall be restored: "restore" or "discard". Returns: (transfer none): the dialog */
GtkWidget *cnd_compat_ask_to_restore (GtkWindow *parent, const char *heading, const char *body, CndAnswered answered, gpointer data);
void cnd_compat_show_about (GtkWindow *parent);

G_END_DECLS
