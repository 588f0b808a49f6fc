/* The page of runs: the view of a run, and beside it what its stages come to. */
#pragma once

#include <adwaita.h>

#include "run-pair-view-private.h"
#include "run-view-private.h"
#include "stage-table-private.h"

G_BEGIN_DECLS

#define CND_TYPE_RUN_PAGE (cnd_run_page_get_type ())
G_DECLARE_FINAL_TYPE (CndRunPage, cnd_run_page, CND, RUN_PAGE, AdwBin)

/* @view: (transfer floating) */
GtkWidget *cnd_run_page_new (CndRunView *view, CndSettings *settings);
/* The view shows another run, or the same one with more stages. */
void cnd_run_page_update (CndRunPage *self);
CndRunView *cnd_run_page_get_view (CndRunPage *self);
/* Two runs in place of one, until that view is closed. */
void cnd_run_page_show_pair (CndRunPage *self, CndRecording *const *recordings, const char *const *names);
/* Returns: (nullable): NULL while one run is shown */
CndRunPairView *cnd_run_page_get_pair_view (CndRunPage *self);
void cnd_run_page_set_show_panel (CndRunPage *self, gboolean show_panel);
CndStageTable *cnd_run_page_get_stage_table (CndRunPage *self);

G_END_DECLS
