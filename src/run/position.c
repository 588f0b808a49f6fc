/* The state of a run at a position. Nothing here remembers anything: the same position gives the same state. */
#include "config.h"

#include "recording-private.h"

#include <string.h>

int
cnd_position_compare (CndPosition a, CndPosition b)
{
  if (a.step != b.step)
    return a.step < b.step ? -1 : 1;
  if (a.condensings != b.condensings)
    return a.condensings < b.condensings ? -1 : 1;
  return (a.converted != FALSE) - (b.converted != FALSE);
}

static const CndRecordedCondensing *
get_condensing (const CndRecording *recording, guint i)
{
  return &g_array_index (recording->condensings, CndRecordedCondensing, i);
}

/* ---- Time ------------------------------------------------------------------------------------------ */

CndPosition
cnd_recording_get_end (const CndRecording *recording)
{
  return (CndPosition){ recording->n_steps, recording->condensings->len, FALSE };
}

CndPosition
cnd_recording_clamp (const CndRecording *recording, CndPosition position)
{
  guint least = 0, most = 0, n = recording->condensings->len;

  if (position.converted)
    {
      position = cnd_recording_get_end (recording);
      position.converted = recording->is_condensed;
      return position;
    }
  position.step = MIN (position.step, recording->n_steps);
  while (least < n && get_condensing (recording, least)->step < position.step)
    least++;
  most = least;
  while (most < n && get_condensing (recording, most)->step <= position.step)
    most++;
  position.condensings = CLAMP (position.condensings, least, most);
  return position;
}

guint
cnd_recording_get_stage (const CndRecording *recording, CndPosition position)
{
  guint done = MIN (position.condensings, recording->condensings->len);

  return done > 0 ? get_condensing (recording, done - 1)->stage : 0;
}

/* How many condensings are done once stage @stage has begun. */
static guint
count_condensings_of (const CndRecording *recording, guint stage)
{
  guint done = 0;

  while (done < recording->condensings->len && cnd_recording_get_stage (recording, (CndPosition){ .condensings = done }) < stage)
    done++;
  return done;
}

CndPosition
cnd_recording_get_stage_start (const CndRecording *recording, guint stage)
{
  guint done = count_condensings_of (recording, stage);

  return (CndPosition){ done > 0 ? get_condensing (recording, done - 1)->step : 0, done, FALSE };
}

CndPosition
cnd_recording_get_stage_end (const CndRecording *recording, guint stage)
{
  guint done = count_condensings_of (recording, stage);

  if (done < recording->condensings->len)
    return (CndPosition){ get_condensing (recording, done)->step, done, FALSE };
  return cnd_recording_get_end (recording);
}

/* ---- Moving ------------------------------------------------------------------------------------------ */

static CndPosition
move_step (const CndRecording *recording, CndPosition position, gboolean back)
{
  CndPosition moved = position;

  /* a condensing at this very step comes first */
  moved.condensings += back ? -1 : 1;
  if (back && position.converted)
    return cnd_recording_get_end (recording);
  if (!back || position.condensings > 0)
    {
      CndPosition clamped = cnd_recording_clamp (recording, moved);
      if (clamped.condensings == moved.condensings)
        return clamped;
    }
  if (back)
    return position.step == 0 ? position : cnd_recording_clamp (recording, (CndPosition){ position.step - 1, position.condensings, FALSE });
  if (position.step < recording->n_steps)
    return cnd_recording_clamp (recording, (CndPosition){ position.step + 1, position.condensings, FALSE });
  return cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE });
}

/* How many of the moments come before @position, or (with @also) at it. */
static guint
count_before (const CndMoments *moments, CndPosition position, gboolean also)
{
  guint low = 0, high = moments->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      int order = cnd_position_compare (moments->positions[middle], position);
      if (order < 0 || (order == 0 && also))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
take_nearer (CndPosition candidate, CndPosition position, gboolean back, CndPosition *best)
{
  int order = cnd_position_compare (candidate, position), to_best = cnd_position_compare (candidate, *best);

  if (back ? order < 0 && to_best > 0 : order > 0 && to_best < 0)
    *best = candidate;
}

static CndPosition
move_record (const CndRecording *recording, CndPosition position, gboolean back)
{
  const CndMoments *all[] = { &recording->weights, &recording->importance };
  CndPosition end = cnd_recording_get_end (recording), converted = cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE });
  CndPosition best = back ? (CndPosition){ 0 } : converted;

  for (guint k = 0; k < G_N_ELEMENTS (all); k++)
    {
      guint i = count_before (all[k], position, !back);
      if (back ? i > 0 : i < all[k]->n)
        take_nearer (all[k]->positions[back ? i - 1 : i], position, back, &best);
    }
  for (guint i = 0; i < recording->condensings->len; i++)
    take_nearer ((CndPosition){ get_condensing (recording, i)->step, i + 1, FALSE }, position, back, &best);
  take_nearer (end, position, back, &best);
  return best;
}

static CndPosition
move_stage (const CndRecording *recording, CndPosition position, gboolean back)
{
  CndPosition converted = cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE });
  CndPosition best = back ? (CndPosition){ 0 } : converted;

  for (guint i = 0; i < recording->condensings->len; i++)
    take_nearer ((CndPosition){ get_condensing (recording, i)->step, i + 1, FALSE }, position, back, &best);
  take_nearer (cnd_recording_get_end (recording), position, back, &best);
  return best;
}

CndPosition
cnd_recording_move (const CndRecording *recording, CndPosition position, CndStride stride, gboolean back)
{
  static CndPosition (*const moves[]) (const CndRecording *, CndPosition, gboolean) = {
    [CND_STRIDE_STEP] = move_step, [CND_STRIDE_RECORD] = move_record, [CND_STRIDE_STAGE] = move_stage,
  };

  position = cnd_recording_clamp (recording, position);
  return moves[stride] (recording, position, back);
}

/* ---- States ------------------------------------------------------------------------------------------- */

void
cnd_layer_state_clear (CndLayerState *state)
{
  g_clear_pointer (&state->weights, g_free);
  g_clear_pointer (&state->importance, g_free);
}

/* Row @row of a tensor with @n_rows. */
static float *
dup_row (const CndTensor *tensor, guint64 row, guint64 n_rows)
{
  CndTensor slice = *tensor;

  slice.n_bytes = tensor->n_bytes / n_rows;
  slice.bytes = tensor->bytes + row * slice.n_bytes;
  slice.sizes[0] /= n_rows;
  return cnd_tensor_dup_floats (&slice, NULL);
}

/* The last snapshot at or before the position; one from after a condensing that is not done yet does not count. */
static guint
find_row (const CndMoments *moments, CndPosition position)
{
  guint n = count_before (moments, position, TRUE);

  while (n > 0 && moments->positions[n - 1].condensings > position.condensings)
    n--;
  return n;
}

void
cnd_recording_get_layer_state (const CndRecording *recording, guint shown, CndPosition position, CndLayerState *state)
{
  const CndTrack *track = cnd_recording_get_track (recording, shown);
  gsize size;
  guint n;

  g_return_if_fail (track != NULL);
  size = (gsize) track->public.shape.groups * track->public.shape.inputs;
  position = cnd_recording_clamp (recording, position);
  position.converted = FALSE;
  *state = (CndLayerState){ .shape = &track->public.shape };
  if (track->masks != NULL)
    {
      state->mask = track->masks + position.condensings * size;
      state->stage = track->stages[position.condensings];
      state->kept_weights = track->kept[position.condensings];
    }
  n = find_row (track->when, position);
  if (track->weights.bytes != NULL && n > 0)
    {
      state->weights = dup_row (&track->weights, n - 1, track->when->n);
      state->weights_step = track->when->positions[n - 1].step;
      state->weights_when = track->when == &recording->weights ? recording->weights_when[n - 1] : CND_SNAPSHOT_EPOCH;
      if (state->mask != NULL)
        cnd_condense_apply_mask (state->shape, state->mask, state->weights);
    }
  n = find_row (&recording->importance, position);
  if (track->importance.bytes != NULL && n > 0)
    {
      state->importance = dup_row (&track->importance, n - 1, recording->importance.n);
      state->importance_step = recording->importance.positions[n - 1].step;
    }
}

gboolean
cnd_recording_reads_same (const CndRecording *a, CndPosition at, const CndRecording *b, CndPosition then)
{
  at = cnd_recording_clamp (a, at);
  then = cnd_recording_clamp (b, then);
  if (a->network != b->network || a->tracks->len != b->tracks->len || at.converted != then.converted ||
      cnd_recording_get_stage (a, at) != cnd_recording_get_stage (b, then))
    return FALSE;
  for (guint i = 0; i < a->tracks->len; i++)
    {
      const CndTrack *one = &g_array_index (a->tracks, CndTrack, i), *other = &g_array_index (b->tracks, CndTrack, i);
      gsize size = (gsize) one->public.shape.groups * one->public.shape.inputs;
      if (memcmp (one->masks + at.condensings * size, other->masks + then.condensings * size, size) != 0)
        return FALSE;
    }
  return TRUE;
}

CndReport *
cnd_recording_count (const CndRecording *recording, CndPosition position, CndConvention convention, GError **error)
{
  guint n_layers;
  g_autofree guint64 *kept = NULL;

  position = cnd_recording_clamp (recording, position);
  cnd_network_get_layers (recording->network, &n_layers);
  kept = g_new (guint64, n_layers);
  for (guint i = 0; i < n_layers; i++)
    kept[i] = G_MAXUINT64;
  for (guint i = 0; i < recording->tracks->len; i++)
    {
      const CndTrack *track = &g_array_index (recording->tracks, CndTrack, i);
      kept[track->public.layer] = track->kept[position.condensings];
    }
  return cnd_analysis_count (recording->network, (CndState){ cnd_recording_get_stage (recording, position), kept }, convention, error);
}
