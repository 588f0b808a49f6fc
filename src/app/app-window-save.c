/* Saving the document, and asking before values are lost. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

/* ---- Saving ------------------------------------------------------------------------- */

/* What follows once nothing is unsaved: opening another model, or closing the window. */
typedef struct
{
  CndAppWindow *window;
  char *path;
  gboolean then_go_on;
} Save;

static void
save_free (Save *save)
{
  g_object_unref (save->window);
  g_free (save->path);
  g_free (save);
}

static void
go_on (CndAppWindow *self)
{
  g_autofree char *name = g_steal_pointer (&self->open_next);

  if (name)
    cnd_app_window_open_now (self, name);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Save *save = data;
  CndAppWindow *self = save->window;
  g_autofree char *name = g_path_get_basename (save->path);
  g_autoptr (GError) error = NULL;

  if (cnd_document_save_finish (CND_DOCUMENT (source), result, &error))
    {
      g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), name);

      if (self->document && save->then_go_on)
        go_on (self);
      else if (self->document)
        cnd_app_window_toast (self, text);
    }
  else if (self->document)
    {
      g_autofree char *heading = g_strdup_printf (_("“%s” cannot be saved"), name);

      cnd_app_window_alert (self, heading, error);
    }
  save_free (save);
}

static void
save_to (CndAppWindow *self, const char *path, gboolean then_go_on)
{
  Save *save = g_new0 (Save, 1);

  *save = (Save){ g_object_ref (self), g_strdup (path), then_go_on };
  cnd_document_save_async (self->document, path, NULL, saved, save);
}

void
cnd_app_window_save (CndAppWindow *self, const char *path)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self) && path && cnd_document_get_network (self->document));
  save_to (self, path, FALSE);
}

static void
place_chosen (const char *path, gpointer data)
{
  Save *save = data;

  if (path && save->window->document)
    save_to (save->window, path, save->then_go_on);
}

static void
choose_place (CndAppWindow *self, gboolean then_go_on)
{
  g_autofree char *name = cnd_network_dup_name (cnd_document_get_network (self->document));
  g_autofree char *proposed = g_strconcat (g_strdelimit (name, "/\\:", '-'), ".json", NULL);
  Save *save = g_new0 (Save, 1);

  *save = (Save){ g_object_ref (self), NULL, then_go_on };
  cnd_compat_save_file (GTK_WINDOW (self), _("Save the Model"), proposed, place_chosen, save, (GDestroyNotify) save_free);
}

/* The models that ship with the program stay as they are. */
static gboolean
is_own_file (CndAppWindow *self)
{
  const char *path = cnd_document_get_path (self->document);
  g_autofree char *shipped = cnd_formats_find_data ("models");
  g_autofree char *folder = path ? g_path_get_dirname (path) : NULL;
  g_autofree char *a = g_canonicalize_filename (shipped, NULL), *b = folder ? g_canonicalize_filename (folder, NULL) : NULL;

  return path && g_strcmp0 (a, b) != 0;
}

static void
save_somewhere (CndAppWindow *self, gboolean then_go_on)
{
  if (is_own_file (self))
    save_to (self, cnd_document_get_path (self->document), then_go_on);
  else
    choose_place (self, then_go_on);
}

void
cnd_app_window_save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);

  if (cnd_document_get_network (self->document))
    save_somewhere (self, FALSE);
}

void
cnd_app_window_save_as_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);

  if (cnd_document_get_network (self->document))
    choose_place (self, FALSE);
}

/* ---- Asking ------------------------------------------------------------------------- */

static void
answered (const char *answer, gpointer data)
{
  CndAppWindow *self = data;
  gboolean again = self->question == NULL; /* a second click on the button, before the question is gone */

  self->question = NULL;
  if (!self->document || again)
    return;
  if (g_str_equal (answer, "discard"))
    go_on (self);
  else if (g_str_equal (answer, "save"))
    save_somewhere (self, TRUE);
  else
    g_clear_pointer (&self->open_next, g_free);
}

gboolean
cnd_app_window_ask (CndAppWindow *self, const char *open_next)
{
  g_autofree char *heading = NULL;

  g_return_val_if_fail (CND_IS_APP_WINDOW (self), FALSE);
  if (!cnd_document_get_unsaved (self->document))
    return FALSE;
  g_free (self->open_next);
  self->open_next = g_strdup (open_next);
  if (self->question)
    {
      gtk_window_present (GTK_WINDOW (self->question));
      return TRUE;
    }
  heading = g_strdup_printf (_("Save the Changes to “%s”?"), cnd_document_get_title (self->document));
  self->question = cnd_compat_ask_to_save (GTK_WINDOW (self), heading, _("Changed values that are not saved will be lost."), answered,
                                           self);
  return TRUE;
}

GtkWidget *
cnd_app_window_get_question (CndAppWindow *self)
{
  g_return_val_if_fail (CND_IS_APP_WINDOW (self), NULL);
  return self->question;
}
