/* Drawing one model small: what a job does. */
#pragma once

#include "session.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable) */
CndThumbnail *cnd_thumbnail_draw (const char *open_name, CndTheme theme, int width, int height, GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
