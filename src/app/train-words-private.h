/* What is said about a training, in words. */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/* "2 min 10 s", "1 h 5 min" */
char *cnd_train_words_duration (double seconds, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
/* "Epoch 2 of 6 · stage 1 · loss 0.834 …" */
char *cnd_train_words_progress (const CndTrainingProgress *progress, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
/* "3 of 6 epochs" */
char *cnd_train_words_epochs (guint n_done, guint n_epochs, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
/* How long it will take, how many steps, how fast. */
char *cnd_train_words_forecast (const CndTrainingForecast *forecast, guint epochs, guint batch, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
