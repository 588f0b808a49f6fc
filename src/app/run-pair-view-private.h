/* Two runs side by side: the same layer of both as matrices, their timelines one below the other, and what is between them. One
 * playhead: moving one moves both. Signal "closed" (). */
#pragma once

#include <adwaita.h>

#include "scene-area-private.h"
#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_RUN_PAIR_VIEW (cnd_run_pair_view_get_type ())
G_DECLARE_FINAL_TYPE (CndRunPairView, cnd_run_pair_view, CND, RUN_PAIR_VIEW, AdwBin)

GtkWidget *cnd_run_pair_view_new (CndSettings *settings);
/* @names: of both, as headings */
void cnd_run_pair_view_set_runs (CndRunPairView *self, CndRecording *const *recordings, const char *const *names);
CndPosition cnd_run_pair_view_get_position (CndRunPairView *self, guint side);
void cnd_run_pair_view_set_position (CndRunPairView *self, guint side, CndPosition position);
CndSceneArea *cnd_run_pair_view_get_matrix_area (CndRunPairView *self, guint side);
GtkDropDown *cnd_run_pair_view_get_layers (CndRunPairView *self);
GtkDropDown *cnd_run_pair_view_get_pairings (CndRunPairView *self);
/* What cannot be shown, and why; "" when all can. */
const char *cnd_run_pair_view_get_message (CndRunPairView *self);
/* A figure of the table: columns are this one, that one, and the difference. */
const char *cnd_run_pair_view_get_cell (CndRunPairView *self, guint row, guint column);

/* run-pair-table.c: counts and errors of both, and the settings in which they differ. */
#define CND_TYPE_RUN_PAIR_TABLE (cnd_run_pair_table_get_type ())
G_DECLARE_FINAL_TYPE (CndRunPairTable, cnd_run_pair_table, CND, RUN_PAIR_TABLE, AdwBin)

GtkWidget *cnd_run_pair_table_new (void);
void cnd_run_pair_table_show (CndRunPairTable *self, CndRecording *const *recordings, const CndPosition *positions, CndSettings *settings);
const char *cnd_run_pair_table_get_cell (CndRunPairTable *self, guint row, guint column);

G_END_DECLS
