/* The published tables beside our figures. They are verified when the view is first seen. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_VERIFY_VIEW (cnd_verify_view_get_type ())
G_DECLARE_FINAL_TYPE (CndVerifyView, cnd_verify_view, CND, VERIFY_VIEW, AdwBin)

/* The view starts with the table of the network that @document shows, where there is one. */
void cnd_verify_view_set_document (CndVerifyView *self, CndDocument *document);
/* NULL until the tables are verified. */
const CndTable *cnd_verify_view_get_table (CndVerifyView *self);
GtkDropDown *cnd_verify_view_get_tables (CndVerifyView *self);
const char *cnd_verify_view_get_summary (CndVerifyView *self);
guint cnd_verify_view_get_n_rows (CndVerifyView *self);
GtkSwitch *cnd_verify_view_get_filter (CndVerifyView *self);

G_END_DECLS
