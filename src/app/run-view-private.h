/* A run on the screen: the matrix of one layer, beside it its diagram, all layers, or feature reuse; below them the timeline
 * with its controls, all at one position. */
#pragma once

#include <adwaita.h>

#include "matrix-panel-private.h"
#include "scene-area-private.h"
#include "session/session.h"

G_BEGIN_DECLS

/* Signals: "layer-chosen" (uint: layer of the network); "moved" (), when the playhead is elsewhere, or of another run;
 * "chosen" (), when something else is chosen in the matrix. Actions: run.play, run.back, run.forward, run.stage-back,
 * run.stage-forward, run.first, run.last. */
#define CND_TYPE_RUN_VIEW (cnd_run_view_get_type ())
G_DECLARE_FINAL_TYPE (CndRunView, cnd_run_view, CND, RUN_VIEW, AdwBin)

GtkWidget *cnd_run_view_new (CndSettings *settings);
/* @recording: (nullable) */
void cnd_run_view_set_recording (CndRunView *self, CndRecording *recording);
/* Returns: (nullable) */
CndPlayback *cnd_run_view_get_playback (CndRunView *self);
/* Shows the layer, if it is one of those that are condensed. */
void cnd_run_view_select_layer (CndRunView *self, guint layer);
CndMatrixPanel *cnd_run_view_get_panel (CndRunView *self);
/* How what has the focus (or the matrix) is drawn; FALSE without a run. */
gboolean cnd_run_view_get_picture (CndRunView *self, CndRunPictureOptions *options);
CndSceneArea *cnd_run_view_get_matrix_area (CndRunView *self);
CndSceneArea *cnd_run_view_get_timeline_area (CndRunView *self);
void cnd_run_view_set_show_beside (CndRunView *self, gboolean show);
CndSceneArea *cnd_run_view_get_beside_area (CndRunView *self);
/* What stands beside the matrix; choices by their words. */
GtkDropDown *cnd_run_view_get_besides (CndRunView *self);
/* What is chosen in the matrix reads these. Returns: (transfer full) (element-type guint): layers of the run's network */
GArray *cnd_run_view_list_layers_read (CndRunView *self) G_GNUC_WARN_UNUSED_RESULT;
/* Inputs that come from these layers stand out in the matrix. */
void cnd_run_view_light_layers (CndRunView *self, const guint *layers, guint n);
/* The layer graph at the playhead, to stand beside the matrix. @graph: (nullable): of the run's network */
void cnd_run_view_set_graph (CndRunView *self, CndScene *graph);
/* The caption, or the cell that is pointed at, in words. */
const char *cnd_run_view_get_caption (CndRunView *self);
const char *cnd_run_view_get_cell_text (CndRunView *self);

G_END_DECLS
