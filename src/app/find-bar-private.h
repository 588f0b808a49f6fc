/* Finding layers and blocks of the picture: a field over the canvas that flies to what is found. */
#pragma once

#include <adwaita.h>

#include "canvas-private.h"

G_BEGIN_DECLS

#define CND_TYPE_FIND_BAR (cnd_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (CndFindBar, cnd_find_bar, CND, FIND_BAR, AdwBin)

void cnd_find_bar_set_canvas (CndFindBar *self, CndCanvas *canvas);
void cnd_find_bar_open (CndFindBar *self);
void cnd_find_bar_close (CndFindBar *self);
void cnd_find_bar_step (CndFindBar *self, gboolean forward);
void cnd_find_bar_set_text (CndFindBar *self, const char *text);
/* "3 of 17", "Nothing found", or nothing */
const char *cnd_find_bar_get_status (CndFindBar *self);

G_END_DECLS
