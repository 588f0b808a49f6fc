/* A scene in a dialog: as it will be saved, and how large. */
#pragma once

#include <gtk/gtk.h>

#include "session/session.h"

G_BEGIN_DECLS

/* Of a PNG, pixels a unit. */
#define CND_PREVIEW_PNG_SCALE 2

/* Fits @scene (nullable) into @width × @height pixels. */
void cnd_scene_preview_draw (CndScene *scene, cairo_t *cairo, int width, int height);
/* "1,024 × 768": what @scene (nullable: nothing) comes to in @format, in units or pixels */
void cnd_scene_preview_show_size (CndScene *scene, GtkLabel *label, CndFormat format, CndNumberStyle style);

G_END_DECLS
