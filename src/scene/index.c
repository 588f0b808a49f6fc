/* Chunks by place: an implicit tree of bounding rectangles over the drawing order. A graph's items follow each other
 * in space as they do in the list, so neighbours in the list make good tree nodes, and answers come in drawing order. */
#include "config.h"

#include "scene/scene-private.h"

#define FANOUT 16u
#define MAX_LEVELS 8u /* 16^8 chunks: more than a guint counts */

struct _CndChunkIndex
{
  const CndChunk *chunks;
  guint n_levels;            /* level 0: the chunks themselves */
  guint sizes[MAX_LEVELS];
  CndRect *levels[MAX_LEVELS]; /* [0] is unused */
};

gboolean
cnd_rect_contains (CndRect rect, CndPoint point)
{
  return point.x >= rect.x && point.y >= rect.y && point.x <= rect.x + rect.width && point.y <= rect.y + rect.height;
}

gboolean
cnd_rect_touches (CndRect a, CndRect b)
{
  return a.width >= 0 && b.width >= 0 && a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height
         && b.y <= a.y + a.height;
}

CndRect
cnd_rect_unite (CndRect a, CndRect b)
{
  if (a.width < 0)
    return b;
  if (b.width < 0)
    return a;

  double x = MIN (a.x, b.x), y = MIN (a.y, b.y);
  return (CndRect){ x, y, MAX (a.x + a.width, b.x + b.width) - x, MAX (a.y + a.height, b.y + b.height) - y };
}

static CndRect
get_rect (const CndChunkIndex *index, guint level, guint i)
{
  return level == 0 ? index->chunks[i].rect : index->levels[level][i];
}

CndChunkIndex *
cnd_chunk_index_new (const CndChunk *chunks, guint n_chunks)
{
  CndChunkIndex *index = g_new0 (CndChunkIndex, 1);

  index->chunks = chunks;
  index->sizes[0] = n_chunks;
  index->n_levels = 1;
  while (index->sizes[index->n_levels - 1] > 1)
    {
      guint level = index->n_levels++;
      guint below = index->sizes[level - 1];
      index->sizes[level] = (below + FANOUT - 1) / FANOUT;
      index->levels[level] = g_new (CndRect, index->sizes[level]);
      for (guint i = 0; i < index->sizes[level]; i++)
        {
          CndRect rect = CND_RECT_NOTHING;
          for (guint j = i * FANOUT; j < MIN (below, (i + 1) * FANOUT); j++)
            rect = cnd_rect_unite (rect, get_rect (index, level - 1, j));
          index->levels[level][i] = rect;
        }
    }
  return index;
}

void
cnd_chunk_index_free (CndChunkIndex *index)
{
  for (guint level = 1; level < index->n_levels; level++)
    g_free (index->levels[level]);
  g_free (index);
}

/* Walks the tree without recursion: from a node down to its first child if it touches, else on to the next node of its
 * level, going up wherever a node was its parent's last. Positions count along the walk, @backward turns them around. */
void
cnd_chunk_index_foreach (const CndChunkIndex *index, CndRect area, gboolean backward, gboolean (*func) (guint chunk, gpointer data),
                         gpointer data)
{
  guint level = index->n_levels - 1;
  guint i = 0;

  if (index->sizes[0] == 0)
    return;
  for (;;)
    {
      gboolean touches = cnd_rect_touches (get_rect (index, level, i), area);
      if (touches && level > 0)
        {
          level--;
          i = backward ? MIN (index->sizes[level], (i + 1) * FANOUT) - 1 : i * FANOUT;
          continue;
        }
      if (touches && !func (i, data))
        return;
      while (backward ? i % FANOUT == 0 : (i % FANOUT == FANOUT - 1 || i + 1 == index->sizes[level]))
        {
          if (level + 1 >= index->n_levels)
            return;
          i /= FANOUT;
          level++;
        }
      i = backward ? i - 1 : i + 1;
    }
}
