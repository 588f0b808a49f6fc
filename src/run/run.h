/* run: a recorded training, as one safetensors file: named tensors that grow row by row while the training goes on, and
 * texts. What the tensors mean is said where they are written (train/record.c); here they are kept, written and read.
 *
 * Names begin with what they belong to: step/…, epoch/…, condense/…, importance/…, mask/…, weights/…, state/…, and
 * timing/…, which alone may differ between two trainings with the same seed. */
#pragma once

#include "analysis/analysis.h"
#include "condense/condense.h"
#include "formats/formats.h"

G_BEGIN_DECLS

#define CND_RUN_FORMAT "condenser-run"
#define CND_RUN_VERSION "1"

/* One thread at a time. */
typedef struct _CndRun CndRun;

CndRun *cnd_run_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cnd_run_free (CndRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndRun, cnd_run_free)

/* A run of its own with the same texts and tensors. @without: (nullable): but for those whose names begin so */
CndRun *cnd_run_copy (CndRun *run, const char *without) G_GNUC_WARN_UNUSED_RESULT;

/* Texts keep the order in which they were first set. */
void cnd_run_set_text (CndRun *run, const char *key, const char *value);
/* Returns: (nullable) */
const char *cnd_run_get_text (const CndRun *run, const char *key);

/**
 * cnd_run_append:
 * @sizes: @rank sizes of one row; the tensor has one dimension more in front, the number of rows
 *
 * Adds a row to a tensor, which comes into being with its first row. All rows have the same type and sizes.
 */
void cnd_run_append (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, gconstpointer row);
/* One number as a row. */
void cnd_run_append_float (CndRun *run, const char *name, double value);   /* F32 */
void cnd_run_append_integer (CndRun *run, const char *name, gint64 value); /* I64 */
/* Numbers rounded to 16 bits as a row. */
void cnd_run_append_halves (CndRun *run, const char *name, const guint64 *sizes, guint rank, const float *row);
/* A whole tensor, in place of the one of that name. */
void cnd_run_set (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, gconstpointer bytes);

/* Returns: (nullable): valid until the next change */
const CndTensor *cnd_run_find (CndRun *run, const char *name);
/* The same, which has to have that type and (where @sizes is not NULL) those sizes; CND_ERROR_LANGUAGE says what is wrong. */
const CndTensor *cnd_run_require (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, GError **error);
/* Rows of a tensor that grows; 0 when there is none. */
guint64 cnd_run_count_rows (CndRun *run, const char *name);
guint cnd_run_get_n_tensors (const CndRun *run);
const CndTensor *cnd_run_get_tensor (CndRun *run, guint index);

/* Replaces the file at once: whoever reads it sees the earlier state or this one, also when this program is killed. */
gboolean cnd_run_save (CndRun *run, const char *path, GCancellable *cancellable, GError **error);
/* Refuses other safetensors files, and other versions. Blocks on the disk. */
CndRun *cnd_run_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the file says that it is one, of whatever version. Blocks on the disk. */
gboolean cnd_run_is_run_file (const char *path);

/* When weights were recorded: weights/when. */
typedef enum
{
  CND_SNAPSHOT_EPOCH,  /* at an epoch's end, and before the first one */
  CND_SNAPSHOT_BEFORE, /* right before inputs fall */
  CND_SNAPSHOT_AFTER,  /* right after */
  CND_SNAPSHOT_NOW,    /* the latest of a training that goes on: in no file */
} CndSnapshot;

/* ---- Playing a run ------------------------------------------------------------------ */

/* A point of time. A step at which inputs fall is two of them: with the condensings before it, and with it. Everything
 * that a recording shows is a function of the recording and one of these. */
typedef struct
{
  guint64 step;       /* steps done: 0 … n_steps */
  guint condensings;  /* condensings done */
  gboolean converted; /* after the last step: learned group convolutions are index selection, group convolution, shuffle */
} CndPosition;

int cnd_position_compare (CndPosition a, CndPosition b);

typedef struct
{
  guint64 step; /* of its end */
  guint stage;
  double loss, train_error, test_loss, test_error; /* fractions; NAN where not recorded */
} CndRecordedEpoch;

typedef struct
{
  guint64 step;
  guint stage;     /* that begins with it */
  guint n_fallen;  /* (group, input) pairs */
  double test_loss_before, test_error_before, test_loss, test_error; /* NAN where not recorded */
} CndRecordedCondensing;

typedef struct
{
  double test_error, test_error_converted, test_error_half; /* with a whole, converted, and then halved classifier */
  double max_difference;
} CndRecordedConversion;

/* The sizes of a layer's connections, as of a learned group convolution; C = 1 where nothing is condensed. FALSE for layers that have
 * none: all but convolutions and linear layers. */
gboolean cnd_run_find_connections (const CndNetwork *network, guint layer, CndLearnedShape *shape);

/* A learned group convolution, or, where there is none, another layer with connections. */
typedef struct
{
  guint layer; /* index in the network */
  CndLearnedShape shape;
} CndRecordedLayer;

/* One of them at one position. */
typedef struct
{
  const CndLearnedShape *shape;
  const guint8 *mask;          /* G × I, as condense has it; NULL where nothing is condensed */
  guint stage;                 /* highest one that fell */
  guint64 kept_weights;
  float *weights;              /* O × I × area of the last snapshot, pruned ones 0; NULL before the first; where nothing is condensed a
                                * row has the I / G inputs of its group */
  guint64 weights_step;        /* of the snapshot */
  CndSnapshot weights_when;
  float *importance;           /* G × I, as last recorded: what has fallen since is still in it; NULL before the first */
  guint64 importance_step;
} CndLayerState;

void cnd_layer_state_clear (CndLayerState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndLayerState, cnd_layer_state_clear)

/* A run, checked, with the network that it trained. Immutable, reference-counted, any thread. */
typedef struct _CndRecording CndRecording;

/**
 * cnd_recording_new:
 * @run: (transfer full): also on failure
 *
 * Builds the network and checks every tensor that playing reads; parts that a run may lack (weights, importance, losses) may be missing.
 */
CndRecording *cnd_recording_new (CndRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, of a network that is built already: whoever shows it shows the run's. @network: (nullable) */
CndRecording *cnd_recording_new_for_network (CndRun *run, CndNetwork *network, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from a file. Blocks on the disk. */
CndRecording *cnd_recording_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CndRecording *cnd_recording_ref (CndRecording *recording);
void cnd_recording_unref (CndRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndRecording, cnd_recording_unref)

CndNetwork *cnd_recording_get_network (const CndRecording *recording);
/* Returns: (nullable): a text of the run */
const char *cnd_recording_get_text (const CndRecording *recording, const char *key);
guint64 cnd_recording_get_n_steps (const CndRecording *recording); /* done */
guint64 cnd_recording_get_planned_steps (const CndRecording *recording);
/* One number a step, from step 1; NULL where not recorded. */
const float *cnd_recording_get_losses (const CndRecording *recording, guint64 *n);
const float *cnd_recording_get_rates (const CndRecording *recording, guint64 *n);
const CndRecordedEpoch *cnd_recording_get_epochs (const CndRecording *recording, guint *n);
const CndRecordedCondensing *cnd_recording_get_condensings (const CndRecording *recording, guint *n);
/* Returns: (nullable): NULL when the run has not come to its end */
const CndRecordedConversion *cnd_recording_get_conversion (const CndRecording *recording);
const CndRecordedLayer *cnd_recording_get_layers (const CndRecording *recording, guint *n);
/* The layers that can be looked at: those, or, in a network that has none, its convolutions and linear layers (C = 1), with
 * weights where there are any. */
const CndRecordedLayer *cnd_recording_get_shown_layers (const CndRecording *recording, guint *n);
/* Largest C of its layers: stages are 0 … this − 1. */
guint cnd_recording_get_condensation (const CndRecording *recording);
/* Index among its learned group convolutions of a layer of the network; G_MAXUINT: none of them. */
guint cnd_recording_find_layer (const CndRecording *recording, guint layer);
/* The same among the layers that can be looked at. */
guint cnd_recording_find_shown_layer (const CndRecording *recording, guint layer);

/* The nearest position that there is. */
CndPosition cnd_recording_clamp (const CndRecording *recording, CndPosition position);
CndPosition cnd_recording_get_end (const CndRecording *recording); /* not converted */
/* First and last position of stage @stage; of a stage that no condensing began (several fell at once) those of the next one. */
CndPosition cnd_recording_get_stage_start (const CndRecording *recording, guint stage);
CndPosition cnd_recording_get_stage_end (const CndRecording *recording, guint stage);
guint cnd_recording_get_stage (const CndRecording *recording, CndPosition position);

typedef enum
{
  CND_STRIDE_STEP,   /* one training step, or one condensing */
  CND_STRIDE_RECORD, /* to where weights or importance were recorded */
  CND_STRIDE_STAGE,  /* to where a stage begins, the end, the conversion */
} CndStride;

/* The next position forward (or back); the same one at either end. O(condensings + log n) */
CndPosition cnd_recording_move (const CndRecording *recording, CndPosition position, CndStride stride, gboolean back);

/* @shown: index among the layers that can be looked at */
void cnd_recording_get_layer_state (const CndRecording *recording, guint shown, CndPosition position, CndLayerState *state);
/* For scales that stay while the run plays: |weight| (summed over the kernel's area) that 99 of 100 weights do not pass, and
 * the largest importance, of a layer in the whole run. The first time O(all snapshots) */
void cnd_recording_get_limits (const CndRecording *recording, guint shown, double *weight, double *importance);
/* Whether the stage is the same at both moments, and the same connections of the same network (not only an equal one) are left:
 * then counts and layer graph are the same, too. O(all masks) */
gboolean cnd_recording_reads_same (const CndRecording *a, CndPosition at, const CndRecording *b, CndPosition then);
/* Counts by the masks of that moment. */
CndReport *cnd_recording_count (const CndRecording *recording, CndPosition position, CndConvention convention,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Two runs under one playhead ---------------------------------------------------- */

typedef enum
{
  CND_PAIR_BY_SHARE, /* of the training that was planned */
  CND_PAIR_BY_STEP,
} CndPairing;

/* Where @to is when @from is at @position; at its end when it is shorter. */
CndPosition cnd_recording_find_peer (const CndRecording *from, CndPosition position, const CndRecording *to, CndPairing pairing);

/* ---- Stages side by side ------------------------------------------------------------ */

typedef struct
{
  guint stage;
  CndPosition start, end;    /* in the run; all 0 of a model */
  guint64 parameters, macs;
  guint64 operations;        /* in the convention; of CND_CONVENTION_SUMMARY its total size in bytes */
  guint64 memory_bytes;      /* weights, and activations at their peak */
  guint64 learned_weights;   /* of its learned group convolutions */
  double test_error_start;   /* right after the condensing that began it */
  double test_error;         /* that it came to; NAN where there is none, each */
} CndStageCounts;

/* A row for each stage that the run has come to; where several fell at once, the last of them. The masks of the run count.
 * Returns: (transfer full) (nullable) (element-type CndStageCounts) */
GArray *cnd_recording_list_stages (const CndRecording *recording, CndConvention convention, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Stages 0 … C − 1 of a model. O(C × layers). Returns: (transfer full) (nullable) (element-type CndStageCounts) */
GArray *cnd_run_list_stages (CndNetwork *network, CndConvention convention, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
