/* A training under way, or one that was kept, above what the window shows: how far it is, and what can be done about it. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

/* Its buttons are the window's actions win.train-show, win.train-pause, win.train-stop, win.train-go-on, win.train-open and
 * win.train-dismiss. */
#define CND_TYPE_TRAIN_BAR (cnd_train_bar_get_type ())
G_DECLARE_FINAL_TYPE (CndTrainBar, cnd_train_bar, CND, TRAIN_BAR, AdwBin)

GtkWidget *cnd_train_bar_new (CndSettings *settings);
/* @job: (nullable): it is followed from now on; @name: (nullable): of its model */
void cnd_train_bar_set_job (CndTrainBar *self, CndTrainingJob *job, const char *name);
/* Whether the training is what the window shows: then there is no need for a button that shows it. */
void cnd_train_bar_set_shown (CndTrainBar *self, gboolean is_shown);
/* A training that was interrupted. @kept: (transfer full) (nullable) */
void cnd_train_bar_offer (CndTrainBar *self, CndKeptTraining *kept);
/* Returns: (nullable): what is offered */
const CndKeptTraining *cnd_train_bar_get_offer (CndTrainBar *self);
const char *cnd_train_bar_get_title (CndTrainBar *self);
const char *cnd_train_bar_get_details (CndTrainBar *self);

G_END_DECLS
