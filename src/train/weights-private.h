/* Weights in files, for weights.c, weights-converted.c, weights-write.c and convert.c. */
#pragma once

#include "engine-private.h"

G_BEGIN_DECLS

/* Whether the layer becomes an index layer and something smaller, and the numbers of that. */
gboolean cnd_convert_is_learned (const CndLayer *layer);
CndLearnedShape cnd_convert_get_shape (const CndNetwork *network, const CndLayer *layer);
/* @halved: a linear layer that reads @kept, half of its inputs, as well; G_MAXUINT: none */
CndNetwork *cnd_convert_network (CndNetwork *network, const guint8 *const *masks, guint halved, const guint *kept, GError **error);

/* Where "module." or nothing stands before every name. */
const char *cnd_weights_get_prefix (const CndTensors *tensors);

G_END_DECLS
