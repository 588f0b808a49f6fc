/* Shows a scene as large as there is room, and tells where it is pointed at in the scene's own units. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

/* Signals: "pressed", "dragged" and "hovered" (double x, double y: scene units); "resized", when its width is another one. */
#define CND_TYPE_SCENE_AREA (cnd_scene_area_get_type ())
G_DECLARE_FINAL_TYPE (CndSceneArea, cnd_scene_area, CND, SCENE_AREA, GtkWidget)

GtkWidget *cnd_scene_area_new (const char *label);
/* @scene: (nullable) */
void cnd_scene_area_set_scene (CndSceneArea *self, CndScene *scene);
CndScene *cnd_scene_area_get_scene (CndSceneArea *self);
/* A cell or group that is pointed at; of negative width: none. */
void cnd_scene_area_set_mark (CndSceneArea *self, CndRect mark);

G_END_DECLS
