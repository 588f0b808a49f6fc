/* That work goes on, and how to end it: shown only when it takes longer than one notices. */
#pragma once

#include <gtk/gtk.h>

typedef struct
{
  GtkWidget *spinner, *cancel; /* borrowed */
  guint source;
} CndBusySign;

void cnd_busy_sign_show (CndBusySign *sign);
/* Before the widgets go, too. */
void cnd_busy_sign_hide (CndBusySign *sign);
