/* Memory of one layout. Its arrays live equally long, so they come from a few large blocks: one free at the end, and
 * the next layout finds them warm. */
#include "layout-private.h"

struct _Arena
{
  Arena *before; /* the block that was filled before this one */
  gsize size, used;
  max_align_t memory[];
};

Arena *
cnd_arena_new (gsize size)
{
  Arena *arena = g_malloc (sizeof (Arena) + size);

  *arena = (Arena){ NULL, size, 0 };
  return arena;
}

void
cnd_arena_free (Arena *arena)
{
  while (arena != NULL)
    {
      Arena *before = arena->before;

      g_free (arena);
      arena = before;
    }
}

gpointer
cnd_arena_alloc (Arena **arena, gsize n, gsize size)
{
  gsize bytes = (n * size + sizeof (max_align_t) - 1) / sizeof (max_align_t) * sizeof (max_align_t);
  gpointer memory;

  g_assert (n < G_MAXSIZE / 64 / size);
  if ((*arena)->size - (*arena)->used < bytes)
    {
      Arena *next = cnd_arena_new (MAX (bytes, 2 * (*arena)->size));

      next->before = *arena;
      *arena = next;
    }
  memory = (guint8 *) (*arena)->memory + (*arena)->used;
  (*arena)->used += bytes;
  return memory;
}

ArenaMark
cnd_arena_mark (Arena **arena)
{
  return (ArenaMark){ *arena, (*arena)->used };
}

void
cnd_arena_release (Arena **arena, ArenaMark mark)
{
  /* a block that was added since stays for the next step, if it is the only one */
  if ((*arena)->before == mark.block)
    (*arena)->used = 0;
  else if (*arena == mark.block)
    (*arena)->used = mark.used;
}
