/* Tiles: a scene kept as squares of pixels. Each is a render node of its own, so that panning only moves nodes and a hover
 * repaints nothing. Threads paint them. Until the tiles of a new scale or scene are there, those of the one before stand in,
 * scaled, and where there are none, a coarse picture of the whole. */
#pragma once

#include <gtk/gtk.h>

#include "scene/scene.h"

G_BEGIN_DECLS

typedef struct _CndTiles CndTiles;

/* @changed is called when another frame would show more. */
CndTiles *cnd_tiles_new (void (*changed) (gpointer data), gpointer data) G_GNUC_WARN_UNUSED_RESULT;
void cnd_tiles_free (CndTiles *tiles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndTiles, cnd_tiles_free)
/* Forgets all pixels. */
void cnd_tiles_clear (CndTiles *tiles);

/**
 * cnd_tiles_snapshot:
 * @factor: device pixels a widget pixel
 * @moving: the scale is still changing: nothing is painted for it yet
 *
 * Draws what there is, and asks for what is missing.
 */
void cnd_tiles_snapshot (CndTiles *tiles, GtkSnapshot *snapshot, CndScene *scene, const CndViewport *viewport, int factor,
                         gboolean moving);
/* Whether what was drawn last was all there: of the right scene, at the right scale. */
gboolean cnd_tiles_is_sharp (const CndTiles *tiles);
/* Sharp, and nothing is being painted ahead. */
gboolean cnd_tiles_is_settled (const CndTiles *tiles);
guint cnd_tiles_get_n_painted (const CndTiles *tiles); /* since the beginning */
/* A small picture of all of @scene, its corner at 0, 0, or NULL as long as there is none. */
GskRenderNode *cnd_tiles_get_overview (const CndTiles *tiles, const CndScene *scene);

G_END_DECLS
