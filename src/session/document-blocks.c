/* What is chosen beside the values: the stage, and which blocks are open. */
#include "document-private.h"

void
cnd_document_set_stage (CndDocument *self, guint stage)
{
  g_autoptr (CndMoment) moment = NULL;

  g_return_if_fail (CND_IS_DOCUMENT (self) && self->now);
  if (self->recording != NULL)
    {
      cnd_document_set_run (self, NULL, (CndPosition){ 0 });
      if (cnd_document_get_stage (self) == stage)
        return;
    }
  if (self->now->stage_chosen && self->now->stage == stage)
    return;
  moment = cnd_moment_new (self->now->values, self->now->base, TRUE, stage, self->now->open);
  cnd_document_change (self, moment, NULL);
}

static void
set_open_blocks (CndDocument *self, CndOpenBlocks *open)
{
  g_autoptr (CndMoment) moment =
    cnd_moment_new (self->now->values, self->now->base, self->now->stage_chosen, self->now->stage, open);

  cnd_document_change (self, moment, NULL);
}

CndOpenBlocks *
cnd_document_get_open_blocks (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), NULL);
  return self->now ? self->now->open : NULL;
}

void
cnd_document_set_open_blocks (CndDocument *self, CndOpenBlocks *blocks)
{
  g_return_if_fail (CND_IS_DOCUMENT (self) && self->now && blocks);
  if (!cnd_open_blocks_equal (self->now->open, blocks))
    set_open_blocks (self, blocks);
}

gboolean
cnd_document_is_block_open (CndDocument *self, guint block)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self) && self->now, FALSE);
  return block == 0 || cnd_open_blocks_is_open (self->latest.network, block, self->now->open);
}

void
cnd_document_set_block_open (CndDocument *self, guint block, gboolean open)
{
  CndOpenBlocks *changed;
  guint n_blocks;
  const CndBlock *blocks;

  g_return_if_fail (CND_IS_DOCUMENT (self) && self->now);
  blocks = cnd_network_get_blocks (self->latest.network, &n_blocks);
  g_return_if_fail (block < n_blocks);
  if (block == 0 || cnd_document_is_block_open (self, block) == !!open)
    return;
  changed = cnd_open_blocks_new_with (self->now->open, blocks[block].id, open);
  set_open_blocks (self, changed);
  cnd_open_blocks_unref (changed);
}

void
cnd_document_open_blocks_to_depth (CndDocument *self, guint depth)
{
  CndOpenBlocks *open;

  g_return_if_fail (CND_IS_DOCUMENT (self) && self->now);
  open = cnd_open_blocks_new_depth (depth);
  set_open_blocks (self, open);
  cnd_open_blocks_unref (open);
}

void
cnd_document_open_blocks_by_default (CndDocument *self)
{
  CndOpenBlocks *open;

  g_return_if_fail (CND_IS_DOCUMENT (self) && self->now);
  open = cnd_open_blocks_new_default ();
  set_open_blocks (self, open);
  cnd_open_blocks_unref (open);
}
