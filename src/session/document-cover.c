/* Predict, then reveal: while counts are covered, each is shown only after it was uncovered. */
#include "document-private.h"

void
cnd_document_set_covered (CndDocument *self, gboolean covered)
{
  g_return_if_fail (CND_IS_DOCUMENT (self));
  if (self->covered == covered)
    return;
  self->covered = covered;
  g_hash_table_remove_all (self->uncovered);
  cnd_document_redraw (self); /* boxes say no counts meanwhile */
  cnd_document_emit_cover_changed (self);
}

gboolean
cnd_document_get_covered (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), FALSE);
  return self->covered;
}

void
cnd_document_uncover (CndDocument *self, const char *figure)
{
  g_return_if_fail (CND_IS_DOCUMENT (self) && figure);
  if (self->covered && g_hash_table_add (self->uncovered, g_strdup (figure)))
    cnd_document_emit_cover_changed (self);
}

gboolean
cnd_document_is_covered (CndDocument *self, const char *figure)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self) && figure, FALSE);
  return self->covered && !g_hash_table_contains (self->uncovered, figure);
}
