/* The options of a training as rows: filled with the usual values, read as a plan. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

typedef enum
{
  CND_TRAIN_FIELD_IMAGES,
  CND_TRAIN_FIELD_EPOCHS,
  CND_TRAIN_FIELD_BATCH,
  CND_TRAIN_FIELD_RATE,
  CND_TRAIN_FIELD_SEED,
  CND_TRAIN_FIELD_LASSO,
  CND_TRAIN_N_FIELDS
} CndTrainField;

typedef enum
{
  CND_TRAIN_CHOICE_RATES,
  CND_TRAIN_CHOICE_CRITERION,
  CND_TRAIN_CHOICE_SCHEDULE,
  CND_TRAIN_N_CHOICES
} CndTrainChoice;

/* Widgets are owned by the groups that they are in. */
typedef struct
{
  GtkSpinButton *fields[CND_TRAIN_N_FIELDS];
  AdwComboRow *choices[CND_TRAIN_N_CHOICES];
} CndTrainFields;

/* @changed: called with @data, whenever a value is another one */
void cnd_train_fields_add_training (CndTrainFields *fields, AdwPreferencesGroup *group, CndDigits digits, GCallback changed, gpointer data);
void cnd_train_fields_add_condensing (CndTrainFields *fields, AdwPreferencesGroup *group, CndDigits digits, GCallback changed, gpointer data);
/* Data, preset and folder are not among them. */
CndTrainingPlan cnd_train_fields_get_plan (const CndTrainFields *fields);

G_END_DECLS
