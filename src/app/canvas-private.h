/* The canvas: shows a document's scene, zooms, pans, selects. It measures and decides nothing: positions come from the scene,
 * viewport maths from the room scene, the selection is the document's. */
#pragma once

#include <gtk/gtk.h>

#include "session/session.h"
#include "tiles-private.h"

G_BEGIN_DECLS

/* Properties: "document" (read-write), "zoom" (double, read-only: widget pixels a scene unit).
 * Actions: canvas.zoom-in, canvas.zoom-out, canvas.fit, canvas.actual-size, canvas.toggle-block, canvas.select-parent,
 * canvas.travel ("up", "down", "left", "right"), canvas.expand-all, canvas.collapse-all, canvas.expand-default. */
#define CND_TYPE_CANVAS (cnd_canvas_get_type ())
G_DECLARE_FINAL_TYPE (CndCanvas, cnd_canvas, CND, CANVAS, GtkWidget)

CndDocument *cnd_canvas_get_document (CndCanvas *self);
void cnd_canvas_set_document (CndCanvas *self, CndDocument *document);
const CndViewport *cnd_canvas_get_viewport (CndCanvas *self);
/* What the pointer is over: an item of the scene, or G_MAXUINT. */
guint cnd_canvas_get_hover (CndCanvas *self);
/* In widget pixels, about a point. */
void cnd_canvas_zoom (CndCanvas *self, double factor, CndPoint anchor);
void cnd_canvas_pan (CndCanvas *self, double dx_px, double dy_px);
void cnd_canvas_fit (CndCanvas *self);
/* Everything in sight is painted as it should be. */
gboolean cnd_canvas_is_sharp (CndCanvas *self);
/* Sharp, and nothing is being painted ahead. */
gboolean cnd_canvas_is_settled (CndCanvas *self);
/* Pans as little as needed to bring the selected box into sight. */
void cnd_canvas_reveal_selection (CndCanvas *self);

/* What the viewport follows by itself. */
typedef enum
{
  CND_FIT_NONE,
  CND_FIT_WHOLE, /* the whole network, whatever its size and the canvas' */
  CND_FIT_START, /* how a model opens: the whole of it where it stays readable, else its beginning */
} CndFit;

/* ---- Between the canvas' files ------------------------------------------------------- */

struct _CndCanvas
{
  GtkWidget parent_instance;
  CndDocument *document;
  CndTiles *tiles;
  CndViewport viewport;
  CndFit fit;           /* until the user zooms or pans */
  gboolean just_opened;
  double last_scale;
  gint64 scale_time;    /* when it changed last, in microseconds */
  gint64 scale_frame;   /* the frame clock's counter then */
  guint rest_tick;      /* runs while the scale keeps changing */
  guint frames_at_rest;
  guint hover;
  CndPoint pointer;     /* in widget pixels */
  gboolean has_pointer;
  CndPoint pan_start;   /* offset of the drag so far */
  CndPoint pinch_center;
  double pinch_scale;
  gboolean space_held;
  /* a box that stays where it is on the screen while blocks open and close */
  guint anchor_block;
  CndPoint anchor_px;
};

void cnd_canvas_install_actions (GtkWidgetClass *widget_class);
void cnd_canvas_update_actions (CndCanvas *self);
void cnd_canvas_add_controllers (CndCanvas *self);
void cnd_canvas_update_hover (CndCanvas *self);
void cnd_canvas_viewport_changed (CndCanvas *self);
/* Opens or collapses, keeping the box under the eye where it is. */
void cnd_canvas_toggle_block (CndCanvas *self, guint block);

G_END_DECLS
