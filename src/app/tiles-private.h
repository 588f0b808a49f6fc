/* Tiles: a scene kept as squares of pixels. Each is a render node of its own, so that panning only moves nodes and a hover
 * repaints nothing. While tiles of a new scale or scene are still missing, those of the one before stand in. */
#pragma once

#include <gtk/gtk.h>

#include "scene/scene.h"

G_BEGIN_DECLS

typedef struct _CndTiles CndTiles;

CndTiles *cnd_tiles_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cnd_tiles_free (CndTiles *tiles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndTiles, cnd_tiles_free)
/* Forgets all pixels. */
void cnd_tiles_clear (CndTiles *tiles);

/**
 * cnd_tiles_snapshot:
 * @factor: device pixels a widget pixel
 * @budget_us: time for painting missing tiles; at least one is painted
 *
 * Returns: whether everything in sight is sharp; else call again in the next frame
 */
gboolean cnd_tiles_snapshot (CndTiles *tiles, GtkSnapshot *snapshot, CndScene *scene, const CndViewport *viewport, int factor,
                             gint64 budget_us);
guint cnd_tiles_get_n_painted (const CndTiles *tiles); /* since the beginning */

G_END_DECLS
