/* The what-if panel: preset, stage, convention, and the controls of every parameter. */
#pragma once

#include <adwaita.h>

#include "parameter-row-private.h"
#include "stage-table-private.h"
#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_WHAT_IF (cnd_what_if_get_type ())
G_DECLARE_FINAL_TYPE (CndWhatIf, cnd_what_if, CND, WHAT_IF, AdwBin)

void cnd_what_if_set_document (CndWhatIf *self, CndDocument *document);
/* (nullable) */
CndParameterRow *cnd_what_if_get_row (CndWhatIf *self, guint parameter);
GtkDropDown *cnd_what_if_get_presets (CndWhatIf *self);
GtkDropDown *cnd_what_if_get_stages (CndWhatIf *self);
GtkDropDown *cnd_what_if_get_conventions (CndWhatIf *self);
CndStageTable *cnd_what_if_get_stage_table (CndWhatIf *self);

G_END_DECLS
