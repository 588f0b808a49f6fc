/* A morph: the way from one scene to another one of the same network, when blocks open or close. Boxes that both show move; those
 * that only one shows come out of, or go into, what shows them in the other. */
#pragma once

#include <gtk/gtk.h>

#include "paint/paint.h"

G_BEGIN_DECLS

typedef struct _CndMorph CndMorph;

/* NULL when too much is in sight to be moved smoothly. */
CndMorph *cnd_morph_new (CndScene *from, const CndViewport *before, CndScene *to, const CndViewport *after) G_GNUC_WARN_UNUSED_RESULT;
void cnd_morph_free (CndMorph *morph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndMorph, cnd_morph_free)
/* 0 … 1 */
void cnd_morph_set_progress (CndMorph *morph, double progress);
/* @now: where the canvas is by now, if it was moved meanwhile */
void cnd_morph_snapshot (const CndMorph *morph, GtkSnapshot *snapshot, const CndViewport *now);

G_END_DECLS
