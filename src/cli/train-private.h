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
/* It did not come to its end; JSON says it under the name @reason. */
void cnd_cli_train_tell_stop (CndTraining *training, const char *reason);
/* 0.2310, or 1.4e+30 where that is shorter to read; "–" for what was not measured. */
char *cnd_cli_format_loss (double loss) G_GNUC_WARN_UNUSED_RESULT;

/* ---- forms.c ------------------------------------------------------------------------ */

typedef struct
{
  guint64 parameters, macs;
} CndFormCounts;

/* As its masks leave it. */
gboolean cnd_cli_count_engine (CndEngine *engine, CndFormCounts *counts, GError **error);
/* Of a network that will have come to its last stage: converted, and with half of the classifier's inputs as well. */
gboolean cnd_cli_count_forms (CndNetwork *network, CndFormCounts *converted, CndFormCounts *halved, GError **error);
/* The same as members of what tells the price of converting. */
void cnd_cli_add_form_counts (cJSON *json, CndNetwork *network);
/* "15,578 parameters, 9,119,872 MACs" */
char *cnd_cli_describe_counts (const CndFormCounts *counts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
