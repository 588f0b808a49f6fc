/* Chains of dummies move close to what they belong to: each in straight runs, as long as its neighbours allow,
 * towards the box that it ends in, or, where several wires end there, the one that it came from. */
#include "layout-private.h"

#define PASSES 2

static gboolean
has_next (const Draft *draft, guint dummy)
{
  for (guint i = draft->down.first[dummy]; i < draft->down.first[dummy + 1]; i++)
    if (draft->down.items[i] == dummy + 1 && is_dummy (draft, dummy + 1))
      return TRUE;
  return FALSE;
}

static void
get_room (const Draft *draft, guint vertex, double *least, double *most)
{
  guint rank = draft->ranks[vertex];
  guint place = draft->row_first[rank] + draft->positions[vertex];

  *least = -G_MAXDOUBLE;
  *most = G_MAXDOUBLE;
  if (place > draft->row_first[rank])
    *least = draft->x[draft->order[place - 1]] + cnd_layout_get_separation (draft, draft->order[place - 1], vertex);
  if (place + 1 < draft->row_first[rank + 1])
    *most = draft->x[draft->order[place + 1]] - cnd_layout_get_separation (draft, vertex, draft->order[place + 1]);
}

static void
snug_chain (Draft *draft, guint start, guint end)
{
  guint source = draft->up.items[draft->up.first[start]];
  guint target = draft->down.items[draft->down.first[end]];
  gboolean is_only = draft->up.first[target + 1] - draft->up.first[target] == 1;
  double wish = draft->x[is_only ? target : source];

  for (guint i = start; i <= end;)
    {
      double least = -G_MAXDOUBLE, most = G_MAXDOUBLE;
      guint run = i;

      for (; run <= end; run++)
        {
          double low, high;

          get_room (draft, run, &low, &high);
          /* the first always fits, but for rounding */
          if (run > i && MAX (least, low) > MIN (most, high))
            break;
          least = MAX (least, low);
          most = MIN (most, high);
        }
      for (; i < run; i++)
        draft->x[i] = least > most ? draft->x[i] : CLAMP (wish, least, most);
    }
}

void
cnd_layout_snug_piece (Draft *draft, guint first, guint last)
{
  for (guint pass = 0; pass < PASSES; pass++)
    for (guint i = draft->row_first[first]; i < draft->row_first[last + 1]; i++)
      {
        guint v = draft->order[i];
        guint end = v;

        if (!is_dummy (draft, v) || is_dummy (draft, draft->up.items[draft->up.first[v]]))
          continue;
        while (has_next (draft, end))
          end++;
        snug_chain (draft, v, end);
      }
}
