/* Stages side by side: for each figure the stages as bars, before → now; the current one is marked, a click chooses another.
 * Signal "stage-chosen" (uint: the stage). */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_STAGE_TABLE (cnd_stage_table_get_type ())
G_DECLARE_FINAL_TYPE (CndStageTable, cnd_stage_table, CND, STAGE_TABLE, AdwBin)

GtkWidget *cnd_stage_table_new (void);
void cnd_stage_table_set_settings (CndStageTable *self, CndSettings *settings);
/* While the document's counts are covered, each figure is shown only after a click uncovered it. */
void cnd_stage_table_set_document (CndStageTable *self, CndDocument *document);
/* @stages: (nullable) (element-type CndStageCounts): counted in the settings' convention; none: nothing is shown */
void cnd_stage_table_set_stages (CndStageTable *self, GArray *stages);
void cnd_stage_table_set_current (CndStageTable *self, guint stage);

typedef enum
{
  CND_STAGE_PARAMETERS,
  CND_STAGE_MACS,
  CND_STAGE_OPERATIONS,
  CND_STAGE_MEMORY,
  CND_STAGE_WEIGHTS,
  CND_STAGE_ERROR,
  CND_N_STAGE_FIGURES
} CndStageFigure;

/* The rows of a figure; hidden where there is none. */
GtkListBox *cnd_stage_table_get_list (CndStageTable *self, CndStageFigure figure);
/* "177,288,192 → 65,822,192" */
const char *cnd_stage_table_get_change (CndStageTable *self, CndStageFigure figure);
const char *cnd_stage_table_get_value (CndStageTable *self, CndStageFigure figure, guint row);
gboolean cnd_stage_table_is_current (CndStageTable *self, CndStageFigure figure, guint row);

G_END_DECLS
