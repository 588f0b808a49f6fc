/* The preferences window: how things are shown, in every window. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

/* @parent: (nullable) */
GtkWidget *cnd_preferences_window_new (GtkWindow *parent, CndSettings *settings);

G_END_DECLS
