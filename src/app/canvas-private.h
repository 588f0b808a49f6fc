/* The canvas: shows a document's scene, zooms, pans, selects. It measures and decides nothing: positions come from the scene,
 * viewport maths from the room scene, the selection is the document's. */
#pragma once

#include <gtk/gtk.h>

#include "canvas-morph-private.h"
#include "session/session.h"
#include "tiles-private.h"

G_BEGIN_DECLS

/* Properties: "document" (read-write), "zoom" (double, read-only: widget pixels a scene unit; notified with every change of the
 * view). Actions: canvas.zoom-in, canvas.zoom-out, canvas.fit, canvas.fit-selection, canvas.actual-size, canvas.toggle-block,
 * canvas.select-parent, canvas.select-all, canvas.select-none, canvas.travel ("up", "down", "left", "right"), canvas.scroll (the
 * same), canvas.expand-all, canvas.collapse-all, canvas.expand-default, canvas.back, canvas.forward, canvas.bookmark (int: sets),
 * canvas.go-to-bookmark (int). */
#define CND_TYPE_CANVAS (cnd_canvas_get_type ())
G_DECLARE_FINAL_TYPE (CndCanvas, cnd_canvas, CND, CANVAS, GtkWidget)

CndDocument *cnd_canvas_get_document (CndCanvas *self);
void cnd_canvas_set_document (CndCanvas *self, CndDocument *document);
/* What @reader reads from @layers (of the document's network) stands out. */
void cnd_canvas_light (CndCanvas *self, const guint *layers, guint n, guint reader);
/* Returns: (transfer full) (element-type guint): those that do so, edges of the view */
GArray *cnd_canvas_list_lit_edges (CndCanvas *self) G_GNUC_WARN_UNUSED_RESULT;
const CndViewport *cnd_canvas_get_viewport (CndCanvas *self);
/* Where it is going, when it moves by itself; else where it is. */
const CndViewport *cnd_canvas_get_target (CndCanvas *self);
/* What the pointer is over: an item of the scene, or G_MAXUINT. */
guint cnd_canvas_get_hover (CndCanvas *self);
/* In widget pixels, about a point; at once, and softly where motion is wanted. */
void cnd_canvas_zoom (CndCanvas *self, double factor, CndPoint anchor);
void cnd_canvas_zoom_softly (CndCanvas *self, double factor, CndPoint anchor);
void cnd_canvas_pan (CndCanvas *self, double dx_px, double dy_px);
void cnd_canvas_fit (CndCanvas *self);
/* Puts a point of the scene into the middle, at once. */
void cnd_canvas_center_on (CndCanvas *self, CndPoint point);
/* Flies to what is selected: its middle, and as large as can be read. */
void cnd_canvas_show_selection (CndCanvas *self);
/* Pans as little as needed to bring the selected box into sight. */
void cnd_canvas_reveal_selection (CndCanvas *self);
/* Bookmarks, as cnd_sights_save_bookmarks() has them; signal "bookmarked" () when one was set. */
GVariant *cnd_canvas_save_bookmarks (CndCanvas *self) G_GNUC_WARN_UNUSED_RESULT;
void cnd_canvas_load_bookmarks (CndCanvas *self, GVariant *bookmarks);
/* Everything in sight is painted as it should be, and nothing moves. */
gboolean cnd_canvas_is_sharp (CndCanvas *self);
/* Sharp, and nothing is being painted ahead. */
gboolean cnd_canvas_is_settled (CndCanvas *self);
/* A small picture of the whole, its corner at 0, 0 (transfer none) (nullable) */
GskRenderNode *cnd_canvas_get_overview (CndCanvas *self);

/* What the viewport follows by itself. */
typedef enum
{
  CND_FIT_NONE,
  CND_FIT_WHOLE, /* the whole network, whatever its size and the canvas' */
  CND_FIT_START, /* how a model opens: the whole of it where it stays readable, else its beginning */
} CndFit;

/* ---- Between the canvas' files ------------------------------------------------------- */

/* A motion that runs with the frame clock. */
typedef struct
{
  guint tick;
  gint64 start_us;
  guint duration_ms;
} CndMotionClock;

struct _CndCanvas
{
  GtkWidget parent_instance;
  CndDocument *document;
  CndTiles *tiles;
  CndScene *scene;      /* the one shown, to see when there is another one */
  CndViewport viewport;
  CndFit fit;           /* until the user zooms or pans */
  gboolean just_opened;
  CndSights *sights;

  double last_scale;
  gint64 scale_time;    /* when it changed last, in microseconds */
  gint64 scale_frame;   /* the frame clock's counter then */
  gboolean scaling;     /* it keeps changing */
  gint64 change_time;   /* of the view */
  guint rest_tick;      /* runs while the view keeps changing */
  guint frames_at_rest;
  gboolean undrawn;     /* no frame has shown the view of now */
  gboolean had_overview;

  CndMotionClock flight;
  CndViewport flight_from, flight_to;
  gboolean flight_arcs;

  CndMotionClock morphing;
  CndMorph *morph;

  guint hover;
  GArray *reads, *readers; /* of what is hovered: edges of the view */
  GArray *lit_layers;      /* that another view has chosen */
  guint lit_reader;
  CndNetwork *lit_network; /* whose layers those are */
  GArray *edge_items;      /* of the scene, by edge of the view */
  CndPoint pointer;     /* in widget pixels */
  gboolean has_pointer;
  GdkModifierType modifiers;
  CndPoint pan_start;   /* offset of the drag so far */
  CndPoint pinch_center;
  double pinch_scale;
  gboolean space_held;
  gboolean banding;     /* a rectangle is being drawn around what is to be selected */
  CndPoint band_start;
  CndRect band;         /* in widget pixels */

  /* a block whose entry stays where it is on the screen while it opens or closes */
  guint anchor_block;
  CndPoint anchor_px;

  gboolean has_room;    /* the document knows the canvas' shape */
  guint room_timeout;   /* until it knows the new one */
  double fold_aspect;   /* how the scene shown is arranged */
  CndFlow flow;

  GPtrArray *children;  /* CndCanvasChild: what assistive technology sees */
  guint children_timeout;
};

CndScene *cnd_canvas_get_scene (CndCanvas *self);
/* What an item of the scene shows. */
CndSelected cnd_canvas_get_item_subject (CndCanvas *self, guint item);
/* The item that shows it, or G_MAXUINT. */
guint cnd_canvas_find_item (CndCanvas *self, CndSelected one);
CndRect cnd_canvas_get_item_rect_px (CndCanvas *self, guint item);
/* Returns: (transfer full): a summary of an item: title, what it reads and who reads it */
char *cnd_canvas_describe_item (CndCanvas *self, guint item);

/* canvas-actions.c, canvas-places.c */
void cnd_canvas_install_actions (GtkWidgetClass *widget_class);
void cnd_canvas_update_actions (CndCanvas *self);
void cnd_canvas_install_place_actions (GtkWidgetClass *widget_class);
void cnd_canvas_update_place_actions (CndCanvas *self);
/* The view is about to be left for another one. */
void cnd_canvas_leave (CndCanvas *self);

/* canvas-input.c */
void cnd_canvas_add_controllers (CndCanvas *self);
void cnd_canvas_update_hover (CndCanvas *self);
/* Where a click opens or closes the hovered block, in widget pixels; FALSE when there is no such place. */
gboolean cnd_canvas_get_handle (CndCanvas *self, guint item, CndRect *rect);

/* canvas-overlay.c */
void cnd_canvas_snapshot_overlay (CndCanvas *self, GtkSnapshot *snapshot);
void cnd_canvas_forget_edges (CndCanvas *self);

/* canvas-view.c */
void cnd_canvas_viewport_changed (CndCanvas *self);
void cnd_canvas_apply_fit (CndCanvas *self);
/* Width ÷ height of what a fitted picture fills. */
double cnd_canvas_get_room (CndCanvas *self);
gboolean cnd_canvas_wants_motion (CndCanvas *self);
void cnd_canvas_start_motion (CndCanvas *self, CndMotionClock *clock, guint duration_ms, GtkTickCallback callback);
void cnd_canvas_stop_motion (CndCanvas *self, CndMotionClock *clock);
/* 0 … 1; 1: it is over */
double cnd_canvas_get_progress (const CndMotionClock *clock, GdkFrameClock *frame_clock);
/* Ends a flight where it is. */
void cnd_canvas_stop_flight (CndCanvas *self);
void cnd_canvas_fly_to (CndCanvas *self, CndViewport target, gboolean arcs);

/* canvas.c: opens or collapses, keeping the box under the eye where it is */
void cnd_canvas_toggle_block (CndCanvas *self, guint block);

/* canvas-anchor.c: where, in widget pixels, the spine of its column enters a block; FALSE when nothing shows it */
gboolean cnd_canvas_find_entry_px (CndCanvas *self, guint block, CndPoint *point);
/* The scene is arranged otherwise than @former: what was in the middle of the canvas stays there. */
void cnd_canvas_keep_middle (CndCanvas *self, CndScene *former);
/* The canvas has another size: the document hears of it when it keeps it. */
void cnd_canvas_room_changed (CndCanvas *self);
void cnd_canvas_forget_room (CndCanvas *self);

/* canvas-children.c */
void cnd_canvas_init_children (CndCanvas *self);
void cnd_canvas_update_children_later (CndCanvas *self);
void cnd_canvas_update_active_child (CndCanvas *self);
void cnd_canvas_dispose_children (CndCanvas *self);
void cnd_canvas_allocate_children (CndCanvas *self);

G_END_DECLS
