/* Images on their way into a batch: order, normalisation, flips and shifted crops. */
#pragma once

#include "train.h"

G_BEGIN_DECLS

typedef struct
{
  CndDataSet *set;
  float *mean, *deviation; /* a channel */
  guint *order;            /* images, as they are fed */
  float *values;           /* one image */
  gboolean flip;
  guint crop;              /* pixels by which an image is shifted at most */
} Feed;

/* @measured: the set whose mean and deviation are used (the training part, for both) */
void cnd_feed_init (Feed *feed, CndDataSet *set, const CndDataSet *measured);
void cnd_feed_clear (Feed *feed);
void cnd_feed_shuffle (Feed *feed, CndRandom *random);
/* Puts images first … of the order into the engine. @random: (nullable): for flips and crops; NULL leaves images as they are */
void cnd_feed_put_batch (const Feed *feed, CndEngine *engine, guint first, guint n, CndRandom *random);

G_END_DECLS
