/* The minimap: the whole picture in a corner, with a rectangle around what the canvas shows. Hidden while that is all. */
#pragma once

#include "canvas-private.h"

G_BEGIN_DECLS

#define CND_TYPE_MINIMAP (cnd_minimap_get_type ())
G_DECLARE_FINAL_TYPE (CndMinimap, cnd_minimap, CND, MINIMAP, GtkWidget)

void cnd_minimap_set_canvas (CndMinimap *self, CndCanvas *canvas);
/* The rectangle of what the canvas shows, in widget pixels. */
CndRect cnd_minimap_get_window (CndMinimap *self);

G_END_DECLS
