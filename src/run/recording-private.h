/* A recording's parts, for recording.c (what it holds as a whole), recording-read.c (reading a run), position.c (what holds when). */
#pragma once

#include "run/run.h"

G_BEGIN_DECLS

/* Rows of a tensor that grows, with when they were recorded. */
typedef struct
{
  CndPosition *positions; /* in order */
  guint n;
} CndMoments;

typedef struct
{
  CndRecordedLayer public;
  const guint8 *masks;       /* rows × G × I */
  guint64 *kept;             /* one a row of masks */
  guint *stages;             /* the same: highest one that fell */
  CndTensor weights;         /* rows × O × I × … */
  CndTensor importance;      /* rows × G × I, F32 */
  gsize measured;            /* the limits are known; for g_once_init_enter() */
  double weight_limit, importance_limit;
} CndTrack;

struct _CndRecording
{
  gatomicrefcount refs;
  CndRun *run;
  CndNetwork *network;
  GArray *tracks;            /* CndTrack */
  GArray *layers;            /* CndRecordedLayer, the same */
  GArray *epochs;            /* CndRecordedEpoch */
  GArray *condensings;       /* CndRecordedCondensing: row r + 1 of the masks */
  CndMoments weights, importance;
  guint8 *weights_when;      /* CndSnapshot, one a row */
  const float *losses, *rates;
  guint64 n_losses, n_rates;
  guint64 n_steps, planned_steps;
  guint condensation;
  gboolean is_condensed;     /* completely, at the end: it can be converted */
  gboolean has_conversion;
  CndRecordedConversion conversion;
};

/* recording-read.c: fills in everything from recording->run. */
gboolean cnd_recording_read (CndRecording *recording, GError **error);

G_END_DECLS
