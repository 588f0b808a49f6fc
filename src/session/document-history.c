/* Undo and redo: moments before and after now. A gesture (one drag of a slider) is one step, however many moments it passes. */
#include "document-private.h"

static void
remember (CndDocument *self, CndMoment *moment)
{
  g_ptr_array_set_size (self->future, 0);
  if (self->in_gesture && self->gesture_changed)
    return;
  self->gesture_changed = self->in_gesture;
  g_ptr_array_add (self->past, cnd_moment_ref (moment));
}

gboolean
cnd_document_change (CndDocument *self, CndMoment *moment, GError **error)
{
  g_autoptr (CndMoment) before = cnd_moment_ref (self->now);

  g_object_freeze_notify (G_OBJECT (self));
  if (!cnd_document_go_to (self, moment, error))
    {
      g_object_thaw_notify (G_OBJECT (self));
      return FALSE;
    }
  remember (self, before);
  cnd_document_update_properties (self);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

void
cnd_document_clear_history (CndDocument *self)
{
  g_ptr_array_set_size (self->past, 0);
  g_ptr_array_set_size (self->future, 0);
  self->in_gesture = self->gesture_changed = FALSE;
}

void
cnd_document_begin_gesture (CndDocument *self)
{
  g_return_if_fail (CND_IS_DOCUMENT (self));
  self->in_gesture = TRUE;
  self->gesture_changed = FALSE;
}

/* A drag that came back to where it began leaves no step. */
void
cnd_document_end_gesture (CndDocument *self)
{
  g_return_if_fail (CND_IS_DOCUMENT (self));
  if (self->gesture_changed && self->past->len > 0)
    {
      CndMoment *before = g_ptr_array_index (self->past, self->past->len - 1);

      if (cnd_parameter_values_equal (before->values, self->now->values) && before->open == self->now->open &&
          before->stage == self->now->stage && before->stage_chosen == self->now->stage_chosen)
        g_ptr_array_remove_index (self->past, self->past->len - 1);
    }
  self->in_gesture = self->gesture_changed = FALSE;
  cnd_document_update_properties (self);
}

gboolean
cnd_document_can_undo (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), FALSE);
  return self->can_undo;
}

gboolean
cnd_document_can_redo (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), FALSE);
  return self->can_redo;
}

/* Takes the last moment of @from; what is now goes to the end of @to. */
static void
step (CndDocument *self, GPtrArray *from, GPtrArray *to)
{
  g_autoptr (CndMoment) target = NULL;
  g_autoptr (CndMoment) before = NULL;

  if (from->len == 0)
    return;
  target = g_ptr_array_steal_index (from, from->len - 1);
  before = cnd_moment_ref (self->now);
  self->in_gesture = self->gesture_changed = FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  if (cnd_document_go_to (self, target, NULL))
    {
      g_ptr_array_add (to, g_steal_pointer (&before));
      cnd_document_settle_values (self);
      cnd_document_emit_parameters_changed (self);
    }
  cnd_document_update_properties (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
cnd_document_undo (CndDocument *self)
{
  g_return_if_fail (CND_IS_DOCUMENT (self));
  step (self, self->past, self->future);
}

void
cnd_document_redo (CndDocument *self)
{
  g_return_if_fail (CND_IS_DOCUMENT (self));
  step (self, self->future, self->past);
}
