/* Which blocks are open: a rule and the exceptions to it, by id, so that they outlive a rebuilt network. */
#include "document-private.h"

struct _CndOpenBlocks
{
  gatomicrefcount refs;
  gboolean by_default;    /* else by depth */
  guint depth;
  GHashTable *exceptions; /* id → GINT_TO_POINTER (open) */
};

static CndOpenBlocks *
blocks_new (gboolean by_default, guint depth)
{
  CndOpenBlocks *blocks = g_new0 (CndOpenBlocks, 1);

  g_atomic_ref_count_init (&blocks->refs);
  blocks->by_default = by_default;
  blocks->depth = depth;
  blocks->exceptions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return blocks;
}

CndOpenBlocks *
cnd_open_blocks_new_default (void)
{
  return blocks_new (TRUE, 0);
}

CndOpenBlocks *
cnd_open_blocks_new_depth (guint depth)
{
  return blocks_new (FALSE, depth);
}

CndOpenBlocks *
cnd_open_blocks_new_with (const CndOpenBlocks *blocks, const char *id, gboolean open)
{
  CndOpenBlocks *copy = blocks_new (blocks->by_default, blocks->depth);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, blocks->exceptions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->exceptions, g_strdup (key), value);
  g_hash_table_insert (copy->exceptions, g_strdup (id), GINT_TO_POINTER (open));
  return copy;
}

GVariant *
cnd_open_blocks_save (const CndOpenBlocks *blocks)
{
  GVariantBuilder exceptions;
  GHashTableIter iter;
  gpointer key, value;

  g_variant_builder_init (&exceptions, G_VARIANT_TYPE ("a{sb}"));
  g_hash_table_iter_init (&iter, blocks->exceptions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_variant_builder_add (&exceptions, "{sb}", key, GPOINTER_TO_INT (value));
  return g_variant_new ("(bua{sb})", blocks->by_default, blocks->depth, &exceptions);
}

CndOpenBlocks *
cnd_open_blocks_new_saved (GVariant *saved)
{
  g_autoptr (GVariantIter) exceptions = NULL;
  gboolean by_default, open;
  const char *id;
  guint depth;
  CndOpenBlocks *blocks;

  g_variant_get (saved, "(bua{sb})", &by_default, &depth, &exceptions);
  blocks = blocks_new (by_default, depth);
  while (g_variant_iter_next (exceptions, "{&sb}", &id, &open))
    g_hash_table_insert (blocks->exceptions, g_strdup (id), GINT_TO_POINTER (open));
  return blocks;
}

CndOpenBlocks *
cnd_open_blocks_ref (CndOpenBlocks *blocks)
{
  g_atomic_ref_count_inc (&blocks->refs);
  return blocks;
}

void
cnd_open_blocks_unref (CndOpenBlocks *blocks)
{
  if (!g_atomic_ref_count_dec (&blocks->refs))
    return;
  g_hash_table_unref (blocks->exceptions);
  g_free (blocks);
}

gboolean
cnd_open_blocks_equal (const CndOpenBlocks *a, const CndOpenBlocks *b)
{
  GHashTableIter iter;
  gpointer key, value, other;

  if (a == b)
    return TRUE;
  if (a->by_default != b->by_default || a->depth != b->depth || g_hash_table_size (a->exceptions) != g_hash_table_size (b->exceptions))
    return FALSE;
  g_hash_table_iter_init (&iter, a->exceptions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_lookup_extended (b->exceptions, key, NULL, &other) || other != value)
      return FALSE;
  return TRUE;
}

gboolean
cnd_open_blocks_is_open (CndNetwork *network, guint block, gpointer data)
{
  CndOpenBlocks *blocks = data;
  guint n_blocks;
  const CndBlock *all = cnd_network_get_blocks (network, &n_blocks);
  gpointer open;

  g_return_val_if_fail (block < n_blocks, FALSE);
  if (g_hash_table_lookup_extended (blocks->exceptions, all[block].id, NULL, &open))
    return GPOINTER_TO_INT (open);
  if (blocks->by_default)
    return cnd_layout_is_open_by_default (network, block, NULL);
  return cnd_layout_is_open_to_depth (network, block, GUINT_TO_POINTER (blocks->depth));
}
