/* condenser-cli train: what it does, and how it tells. */
#pragma once

#include "cli-private.h"

#include "run/run.h"
#include "train/train.h"

#include <signal.h>

G_BEGIN_DECLS

typedef struct
{
  CndSubject subject;
  CndTrainOptions options;
  CndDataSet *images, *test;
  CndTrainer *trainer;
  CndRun *run; /* (nullable): nothing is recorded */
  GCancellable *cancellable;
  sigset_t interrupts;
  gboolean json;
  gint64 line_us;    /* when the progress line was last written */
  gsize line_length; /* of the progress line; 0: none stands there */
} CndTraining;

/* Where the images are. @folder: (nullable): the part of Fashion-MNIST that ships. Returns: (transfer full) */
char *cnd_cli_find_images (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/* What a run calls them: the folder's own name. Returns: (transfer full) */
char *cnd_cli_dup_data_name (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

void cnd_cli_train_tell_start (CndTraining *training);
void cnd_cli_train_tell (CndTraining *training, const CndTrainEvent *event);
/* @conversion: (nullable). Returns: the exit status */
int cnd_cli_train_tell_end (CndTraining *training, const CndConversion *conversion);

G_END_DECLS
