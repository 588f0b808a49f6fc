/* The network's totals in four cells, each with what it was before. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_TOTALS (cnd_totals_get_type ())
G_DECLARE_FINAL_TYPE (CndTotals, cnd_totals, CND, TOTALS, AdwBin)

void cnd_totals_set_document (CndTotals *self, CndDocument *document);
/* Texts of a cell (0 parameters, 1 multiply-adds, 2 operations, 3 peak memory). */
const char *cnd_totals_get_value (CndTotals *self, guint cell);
const char *cnd_totals_get_change (CndTotals *self, guint cell);
/* What a click on a covered cell does. */
void cnd_totals_uncover (CndTotals *self, guint cell);

G_END_DECLS
