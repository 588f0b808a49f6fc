/* A training at some step, for trainer.c, record.c and state.c. */
#pragma once

#include "feed-private.h"

G_BEGIN_DECLS

struct _CndTrainer
{
  CndTrainOptions options;
  CndEngine *engine;
  CndDataSet *training, *test;
  Feed feed;
  CndRandom order, augmentation, criterion; /* each has a sequence of its own */
  guint n_batches;  /* an epoch */
  guint64 step;     /* done */
  guint *stages;    /* of each learned group convolution */
  double sum_loss;  /* of the epoch at hand, over images */
  guint n_wrong, n_images;
  gint64 spent_us;  /* in earlier runs */

  CndRun *run;      /* (nullable): what is recorded, borrowed */
  char *path;       /* (nullable): where it is saved after each epoch */
  CndEvaluatingFunc evaluating; /* (nullable) */
  gpointer evaluating_data;
};

/* record.c: what a run holds of the training; each does nothing without a run. */
void cnd_record_importance (CndTrainer *trainer);
void cnd_record_weights (CndTrainer *trainer, CndSnapshot when);
void cnd_record_event (CndTrainer *trainer, const CndTrainEvent *event);

/* state.c: all that going on takes. */
void cnd_state_store (const CndTrainer *trainer, CndRun *run);

G_END_DECLS
