/* Shows a scene as large as there is room, and tells where it is pointed at in the scene's own units. One that is zoomable can be
 * looked at closely: wheel, pinch, drag, and the keys + − 0 and shifted arrows. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

/* Signals: "pressed", "dragged", "clicked" (a press without a drag) and "hovered" (double x, double y: scene units); "left" () when the
 * pointer goes away; "resized" (), when its width is another one; "view-changed" (), when it shows another part. */
#define CND_TYPE_SCENE_AREA (cnd_scene_area_get_type ())
G_DECLARE_FINAL_TYPE (CndSceneArea, cnd_scene_area, CND, SCENE_AREA, GtkWidget)

GtkWidget *cnd_scene_area_new (const char *label);
/* @scene: (nullable) */
void cnd_scene_area_set_scene (CndSceneArea *self, CndScene *scene);
CndScene *cnd_scene_area_get_scene (CndSceneArea *self);
/* A cell or group that is pointed at; of negative width: none. */
void cnd_scene_area_set_mark (CndSceneArea *self, CndRect mark);
/* What is chosen: rectangles in scene units. */
void cnd_scene_area_set_lit (CndSceneArea *self, const CndRect *rects, guint n);

void cnd_scene_area_set_zoomable (CndSceneArea *self, gboolean zoomable);
/* Pixels a scene unit at the closest. */
void cnd_scene_area_set_max_scale (CndSceneArea *self, double scale);
const CndViewport *cnd_scene_area_get_viewport (CndSceneArea *self);
/* Whether all of the scene is in sight, as large as there is room. */
gboolean cnd_scene_area_is_fitted (CndSceneArea *self);
void cnd_scene_area_fit (CndSceneArea *self);
/* @anchor: in pixels; the point of the scene under it stays there */
void cnd_scene_area_zoom (CndSceneArea *self, double factor, CndPoint anchor);
void cnd_scene_area_pan (CndSceneArea *self, double dx_px, double dy_px);
/* Pans as little as needed to have @rect (scene units) inside @inside (pixels). */
void cnd_scene_area_reveal (CndSceneArea *self, CndRect rect, CndRect inside);
/* What is painted in place of the scene: a scene in pixels. @close: (nullable) */
void cnd_scene_area_set_close (CndSceneArea *self, CndScene *close);
/* What is in sight when it is fitted, in scene units, and where, in pixels: marks are clipped to that. */
void cnd_scene_area_set_content (CndSceneArea *self, CndRect content, CndRect inside);

/* ---- Between its files --------------------------------------------------------------- */

struct _CndSceneArea
{
  GtkWidget parent_instance;
  CndScene *scene, *close;
  CndRect content, inside; /* of negative width: the whole scene, the whole widget */
  CndPainter *painter;
  CndRect mark;
  GArray *lit;
  CndViewport viewport;
  double max_scale;
  gboolean zoomable, fitted;
  CndPoint pointer, drag_start, drag_last;
  gboolean has_pointer, dragging;
  double pinch_scale;
  int last_width, last_height;
  guint resize_source;
};

/* scene-area-input.c */
void cnd_scene_area_add_controllers (CndSceneArea *self);
void cnd_scene_area_install_keys (GtkWidgetClass *widget_class);

G_END_DECLS
