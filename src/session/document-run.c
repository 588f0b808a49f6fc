/* The document at a moment of a run: its picture shows what is still read, its counts are those of the masks. */
#include "document-private.h"

/* What a picture shows is a function of these two: between two condensings nothing changes. */
static gboolean
is_same_moment (CndDocument *self, CndRecording *recording, CndPosition position)
{
  if (self->recording != recording)
    return FALSE;
  return recording == NULL || (self->position.condensings == position.condensings && self->position.converted == position.converted);
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
