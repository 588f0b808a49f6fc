/* What the writers of a sheet share. */
#pragma once

#include "analysis.h"

G_BEGIN_DECLS

/* Returns: (transfer full): on one line, without control characters */
char *cnd_sheet_clean_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
