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
  const guint8 *masks;       /* rows × G × I; NULL: of a layer that is not condensed */
  guint64 *kept;             /* one a row of masks */
  guint *stages;             /* the same: highest one that fell */
  CndTensor weights;         /* rows × O × I × … */
  const CndMoments *when;    /* when its weights were recorded */
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
  GArray *plain_tracks, *plain_layers; /* the same of layers that are not condensed, where none is */
  GArray *epochs;            /* CndRecordedEpoch */
  GArray *condensings;       /* CndRecordedCondensing: row r + 1 of the masks */
  CndMoments weights, importance;
  CndMoments last;           /* the end, of which weights may be all that there are */
  guint8 *weights_when;      /* CndSnapshot, one a row */
  const float *losses, *rates;
  guint64 n_losses, n_rates;
  guint64 n_steps, planned_steps;
  guint condensation;
  gboolean is_condensed;     /* completely, at the end: it can be converted */
  gboolean has_conversion;
  CndRecordedConversion conversion;
};

static inline CndTrack *
cnd_recording_get_track (const CndRecording *recording, guint shown)
{
  GArray *tracks = recording->tracks->len > 0 ? recording->tracks : recording->plain_tracks;

  return shown < tracks->len ? &g_array_index (tracks, CndTrack, shown) : NULL;
}

/* recording-read.c: fills in everything from recording->run. */
gboolean cnd_recording_read (CndRecording *recording, GError **error);

G_END_DECLS
