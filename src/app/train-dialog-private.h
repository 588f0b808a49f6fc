/* What is trained, on what and how, with a forecast of the time; then it starts. */
#pragma once

#include <adwaita.h>

#include "session/session.h"
#include "train-fields-private.h"

G_BEGIN_DECLS

/* Signal: "chosen" () when the training is to start; the dialog closes right after. */
#define CND_TYPE_TRAIN_DIALOG (cnd_train_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CndTrainDialog, cnd_train_dialog, CND, TRAIN_DIALOG, AdwWindow)

/* Trains the document's network as it is when it starts. */
GtkWidget *cnd_train_dialog_new (GtkWindow *parent, CndDocument *document);
/* The texts in it are those of the dialog. */
CndTrainingPlan cnd_train_dialog_get_plan (CndTrainDialog *self);
const CndTrainFields *cnd_train_dialog_get_fields (CndTrainDialog *self);
/* @folder: (nullable): with images; NULL: those that ship */
void cnd_train_dialog_set_data (CndTrainDialog *self, const char *folder);
/* The forecast, or why the network cannot be trained; "" until one of them is known. */
const char *cnd_train_dialog_get_forecast (CndTrainDialog *self);
/* May it start? */
gboolean cnd_train_dialog_is_ready (CndTrainDialog *self);
void cnd_train_dialog_start (CndTrainDialog *self);

G_END_DECLS
