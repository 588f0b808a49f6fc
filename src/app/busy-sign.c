/* That work goes on: a spinner and a button. */
#include "busy-sign-private.h"

#define DELAY_MS 300

static void
set_visible (CndBusySign *sign, gboolean visible)
{
  gtk_widget_set_visible (sign->spinner, visible);
  gtk_widget_set_visible (sign->cancel, visible);
}

static gboolean
show (gpointer data)
{
  CndBusySign *sign = data;

  sign->source = 0;
  set_visible (sign, TRUE);
  return G_SOURCE_REMOVE;
}

void
cnd_busy_sign_show (CndBusySign *sign)
{
  if (sign->source == 0 && !gtk_widget_get_visible (sign->spinner))
    sign->source = g_timeout_add (DELAY_MS, show, sign);
}

void
cnd_busy_sign_hide (CndBusySign *sign)
{
  g_clear_handle_id (&sign->source, g_source_remove);
  if (sign->spinner)
    set_visible (sign, FALSE);
}
