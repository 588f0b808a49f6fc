/* A trained network that a command is about: a run, or weights and the model that they belong to. */
#pragma once

#include "train-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *file;
  char *name;           /* for people */
  CndEngine *engine;    /* masked, or converted */
  gboolean converted;
  gboolean halved;      /* converted, and the classifier reads a share of its inputs */
  CndDataSet *measured; /* (nullable): its mean and deviation normalise the images; NULL: not known */
  char *data;           /* (nullable): what the images were called */
  char *model;          /* JSON */
  gboolean has_price;
  CndRecordedConversion price; /* what converting cost at the end of the training */
} CndTrained;

/* @model: (nullable): FILE[:PRESET]; a run, and weights that convert wrote, know theirs. @options: threads and batch */
gboolean cnd_cli_trained_load (CndTrained *trained, const char *file, const char *model, const CndModelOptions *model_options,
                               const CndEngineOptions *options, GError **error);
void cnd_cli_trained_clear (CndTrained *trained);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndTrained, cnd_cli_trained_clear)

/* "0.28,0.3" and "0.35,0.3": one number a channel. */
CndDataSet *cnd_cli_parse_statistics (const char *mean, const char *deviation, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes the weights of @engine, a form of the network, with what reading them again takes. */
gboolean cnd_cli_trained_save (const CndTrained *trained, CndEngine *engine, const char *path, GError **error);

/* "converted, classifier halved", for people, of the form "halved". */
const char *cnd_cli_explain_form (const char *form);

G_END_DECLS
