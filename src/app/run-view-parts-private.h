/* The insides of the view of a run, shared by the run-view-*.c files. */
#pragma once

#include "matrix-panel-private.h"
#include "run-view-private.h"

G_BEGIN_DECLS

/* What stands beside the matrix. */
typedef enum
{
  CND_BESIDE_DIAGRAM,
  CND_BESIDE_GRAPH,
  CND_BESIDE_IMPORTANCE,
  CND_BESIDE_STRIP,
  CND_BESIDE_REUSE,
} CndBeside;

struct _CndRunView
{
  AdwBin parent_instance;
  CndSettings *settings;
  CndPlayback *playback; /* NULL without a run */
  CndTextMeter *meter;
  CndMatrixOptions options;
  CndOrder last_order;   /* where rows and columns come from, while they move */
  double progress;
  gint64 frame_us;
  guint ticks;

  GtkDropDown *layers, *orders, *shades, *besides, *groups, *speeds;
  CndScene *graph;       /* of the document; NULL: not at the playhead */
  GtkToggleButton *loop;
  GtkButton *play;
  CndMatrixPanel *panel;
  CndSceneArea *beside_area, *timeline_area;
  GtkLabel *caption, *cell;
  gboolean filling;      /* the choices are being made, nobody chose */
  gboolean is_plain;     /* nothing in the run is condensed: there is less to choose from */
};

/* run-view-scenes.c: everything drawn is a function of the playback's position and of the choices in the bar. */
void cnd_run_view_update (CndRunView *self);
CndRunOptions cnd_run_view_get_options (CndRunView *self);

void cnd_run_view_draw_beside (CndRunView *self);

/* run-view-choice.c: what is chosen in the matrix, and the same in what stands beside it. */
void cnd_run_view_connect_choice (CndRunView *self);
void cnd_run_view_light_beside (CndRunView *self);
void cnd_run_view_beside_clicked (CndRunView *self, double x, double y);

/* run-view-motion.c */
void cnd_run_view_start_ticking (CndRunView *self);
void cnd_run_view_stop_ticking (CndRunView *self);
void cnd_run_view_playing_changed (CndRunView *self);
/* Rows and columns move to their new places, where people like motion. */
void cnd_run_view_order_changed (CndRunView *self);
void cnd_run_view_install_actions (GtkWidgetClass *widget_class);

/* run-view-parts.c */
void cnd_run_view_make_parts (CndRunView *self);
/* What can be chosen where inputs fall, or where nothing does. */
void cnd_run_view_offer_choices (CndRunView *self, gboolean condenses);
CndBeside cnd_run_view_get_beside (CndRunView *self);
/* Speed and looping are the playback's. */
void cnd_run_view_apply_controls (CndRunView *self);

/* run-view.c */
void cnd_run_view_layer_changed (CndRunView *self);

G_END_DECLS
