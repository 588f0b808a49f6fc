/* Two runs under one playhead. */
#include "run.h"

/* Condensings that are done by @step, and how many of them at it. */
static void
count_condensings (const CndRecording *recording, guint64 step, guint *before, guint *through)
{
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recording, &n);

  for (*before = 0; *before < n && condensings[*before].step < step; ++*before)
    ;
  for (*through = *before; *through < n && condensings[*through].step == step; ++*through)
    ;
}

CndPosition
cnd_recording_find_peer (const CndRecording *from, CndPosition position, const CndRecording *to, CndPairing pairing)
{
  guint64 n_from = MAX (cnd_recording_get_planned_steps (from), 1), n_to = cnd_recording_get_planned_steps (to);
  guint before, through, peer_before, peer_through;
  CndPosition peer = { .step = position.step };

  if (position.converted)
    return cnd_recording_clamp (to, (CndPosition){ .converted = TRUE });
  if (pairing == CND_PAIR_BY_SHARE)
    peer.step = (guint64) ((double) position.step / (double) n_from * (double) n_to + 0.5);
  peer = cnd_recording_clamp (to, peer);
  count_condensings (from, position.step, &before, &through);
  count_condensings (to, peer.step, &peer_before, &peer_through);
  /* where both condense, both stand before it, or after it */
  peer.condensings = before < through && position.condensings < through ? peer_before : peer_through;
  return cnd_recording_clamp (to, peer);
}
