/* What is selected: one layer, one block, or nothing. */
#include "session.h"

struct _CndSelection
{
  GObject parent_instance;
  guint layer, block;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (CndSelection, cnd_selection, G_TYPE_OBJECT)

static void
cnd_selection_class_init (CndSelectionClass *klass)
{
  changed_signal = g_signal_new ("changed", CND_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_selection_init (CndSelection *self)
{
  self->layer = self->block = G_MAXUINT;
}

CndSelection *
cnd_selection_new (void)
{
  return g_object_new (CND_TYPE_SELECTION, NULL);
}

static void
select_both (CndSelection *self, guint layer, guint block)
{
  if (self->layer == layer && self->block == block)
    return;
  self->layer = layer;
  self->block = block;
  g_signal_emit (self, changed_signal, 0);
}

guint
cnd_selection_get_layer (CndSelection *self)
{
  g_return_val_if_fail (CND_IS_SELECTION (self), G_MAXUINT);
  return self->layer;
}

guint
cnd_selection_get_block (CndSelection *self)
{
  g_return_val_if_fail (CND_IS_SELECTION (self), G_MAXUINT);
  return self->block;
}

gboolean
cnd_selection_is_empty (CndSelection *self)
{
  g_return_val_if_fail (CND_IS_SELECTION (self), TRUE);
  return self->layer == G_MAXUINT && self->block == G_MAXUINT;
}

void
cnd_selection_select_layer (CndSelection *self, guint layer)
{
  g_return_if_fail (CND_IS_SELECTION (self));
  select_both (self, layer, G_MAXUINT);
}

void
cnd_selection_select_block (CndSelection *self, guint block)
{
  g_return_if_fail (CND_IS_SELECTION (self));
  select_both (self, G_MAXUINT, block);
}

void
cnd_selection_clear (CndSelection *self)
{
  g_return_if_fail (CND_IS_SELECTION (self));
  select_both (self, G_MAXUINT, G_MAXUINT);
}
