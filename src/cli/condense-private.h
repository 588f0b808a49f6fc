/* condenser-cli condense: what it does to the tensors of a file, and how it tells and writes that. */
#pragma once

#include "cli-private.h"

#include "condense/condense.h"
#include "formats/formats.h"

G_BEGIN_DECLS

/* One layer, condensed. Index 0 of a stage's numbers is stage 1. */
typedef struct
{
  char *name;              /* "stage.1.conv1": the tensor's without ".weight" */
  const CndTensor *tensor;
  CndLearnedShape shape;
  double *scores;          /* C − 1 × G × I: before what falls in each stage */
  guint8 *mask;            /* G × I, as condense has it */
  guint *index;            /* I·G/C */
  double share;            /* of Σ|w| that is left */
} CndCondensedLayer;

typedef struct
{
  char *name;
  char *reason; /* translated */
  gboolean is_vector;
} CndSkippedLayer;

typedef struct
{
  char *file;
  CndTensors *tensors;
  gboolean is_run;  /* the weights are those at the end of a recorded training */
  guint groups, condensation;
  GPtrArray *layers;  /* CndCondensedLayer */
  GPtrArray *skipped; /* CndSkippedLayer */
} CndCondensing;

/* @only: (nullable): this layer alone; that it cannot be condensed is an error then. */
gboolean cnd_cli_condensing_run (CndCondensing *condensing, const char *file, const char *only, GError **error);
void cnd_cli_condensing_clear (CndCondensing *condensing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndCondensing, cnd_cli_condensing_clear)

/* The tensor's name as the network has it: without the folder that a run keeps it in. NULL when it is no weight. */
const char *cnd_cli_condensing_get_name (const CndCondensing *condensing, const CndTensor *tensor);

cJSON *cnd_cli_condensing_to_json (const CndCondensing *condensing) G_GNUC_WARN_UNUSED_RESULT;
char *cnd_cli_condensing_to_text (const CndCondensing *condensing) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_cli_condensing_save:
 * @packed: as the index layers and regular group convolutions of the converted network
 *
 * Every tensor of the file, types as they were. Masked: NAME.weight with zeros where inputs fell, NAME.mask (U8, G × I:
 * 0, or the stage in which the input fell), NAME.index (I64). Packed: NAME_index.index (I64), NAME.weight (O × I/C …) and
 * NAME.bias with their rows group after group.
 */
gboolean cnd_cli_condensing_save (const CndCondensing *condensing, const char *path, gboolean packed, GError **error);

G_END_DECLS
