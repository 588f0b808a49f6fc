/* The plainest implementation of every kind, in double precision and from the definitions: what the engine is held against. */
#pragma once

#include "train/train.h"

typedef struct
{
  CndNetwork *network;
  CndWeights *weights; /* names and shapes */
  double **values;     /* one array a tensor of weights */
  guint n_weights;
} Reference;

/* With the engine's weights. */
Reference *reference_new (CndEngine *engine);
void reference_free (Reference *reference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reference, reference_free)
/* Mean cross-entropy of a batch; @scores: (nullable): n × classes. Dropout is left out. */
double reference_get_loss (const Reference *reference, const float *images, const guint *labels, guint n, gboolean training,
                           double *scores);
