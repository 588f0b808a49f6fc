/* Between the files of a comparison. */
#pragma once

#include "analysis.h"

G_BEGIN_DECLS

/* Pairs of layers in the order of both networks: partners[i] is the layer of @after that layer i of @before became, or
 * G_MAXUINT. Returns: (transfer full): one entry a layer of @before */
guint *cnd_compare_align (CndNetwork *before, CndNetwork *after) G_GNUC_WARN_UNUSED_RESULT;
/* In which respects the two layers differ, as CndChanges; counts are not looked at. */
guint cnd_compare_layers (CndNetwork *before, guint layer_before, CndNetwork *after, guint layer_after);

G_END_DECLS
