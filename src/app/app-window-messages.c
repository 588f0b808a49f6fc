/* What the window says: toasts, and errors with their place and a way out. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

static void
remember_message (CndAppWindow *self, const char *text)
{
  g_free (self->last_message);
  self->last_message = g_strdup (text);
}

void
cnd_app_window_toast (CndAppWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1); /* a toast's title is markup */

  remember_message (self, text);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
append_line (GString *text, const char *format, const char *value)
{
  if (!value || !*value)
    return;
  g_string_append_c (text, '\n');
  g_string_append_printf (text, format, value);
}

/* The sentence, then its place, each on a line of its own. */
static char *
describe_error (const GError *error)
{
  const CndProblem *problem = cnd_base_get_problem (error);
  GString *text = g_string_new (error->message);

  if (!problem)
    return g_string_free (text, FALSE);
  if (problem->file && problem->line > 0)
    {
      g_autofree char *place = g_strdup_printf (_("%s, line %u, column %u"), problem->file, problem->line, problem->column);

      append_line (text, "\n%s", place);
    }
  else
    append_line (text, "\n%s", problem->file);
  append_line (text, "%s", problem->path);
  append_line (text, _("Found: %s"), problem->found);
  append_line (text, _("Expected: %s"), problem->expected);
  append_line (text, "\n%s", problem->hint);
  return g_string_free (text, FALSE);
}

void
cnd_app_window_alert (CndAppWindow *self, const char *heading, const GError *error)
{
  g_autofree char *body = describe_error (error);

  remember_message (self, body);
  cnd_compat_alert (GTK_WINDOW (self), heading, body);
}

void
cnd_app_window_alert_opening (CndAppWindow *self, const char *path, const GError *error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *heading = g_strdup_printf (_("“%s” cannot be opened"), name);

  cnd_app_window_alert (self, heading, error);
}

const char *
cnd_app_window_get_last_message (CndAppWindow *self)
{
  g_return_val_if_fail (CND_IS_APP_WINDOW (self), NULL);
  return self->last_message;
}
