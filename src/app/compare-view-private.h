/* The document beside another model, layer by layer. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_COMPARE_VIEW (cnd_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (CndCompareView, cnd_compare_view, CND, COMPARE_VIEW, AdwBin)

void cnd_compare_view_set_document (CndCompareView *self, CndDocument *document, CndGallery *gallery);
/* @other: (nullable): FILE or FILE:PRESET; NULL: the document as it was opened */
void cnd_compare_view_compare (CndCompareView *self, const char *other);
/* Returns: (nullable): what is shown; NULL while that is being worked out */
CndComparison *cnd_compare_view_get_comparison (CndCompareView *self);
GtkDropDown *cnd_compare_view_get_others (CndCompareView *self);
/* Rows shown now. */
guint cnd_compare_view_get_n_rows (CndCompareView *self);
GtkSwitch *cnd_compare_view_get_filter (CndCompareView *self);

G_END_DECLS
