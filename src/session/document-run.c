/* The document at a moment of a run: its picture shows what is still read, its counts are those of the masks. */
#include "document-private.h"

/* Between two condensings the picture stays: also while a training goes on, each of whose recordings is a new one. */
static gboolean
is_same_moment (CndDocument *self, CndRecording *recording, CndPosition position)
{
  if (self->recording == NULL || recording == NULL)
    return self->recording == recording;
  return cnd_recording_reads_same (self->recording, self->position, recording, position);
}

void
cnd_document_set_run (CndDocument *self, CndRecording *recording, CndPosition position)
{
  gboolean same;

  g_return_if_fail (CND_IS_DOCUMENT (self));
  if (recording != NULL)
    position = cnd_recording_clamp (recording, position);
  same = is_same_moment (self, recording, position);
  if (recording != NULL)
    cnd_recording_ref (recording);
  g_clear_pointer (&self->recording, cnd_recording_unref);
  self->recording = recording;
  self->position = position;
  if (!same)
    cnd_document_recount (self);
}

CndRecording *
cnd_document_get_run (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), NULL);
  return self->shown.recording;
}
