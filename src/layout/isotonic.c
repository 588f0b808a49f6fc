/* Places across the flow for pieces in which many long chains are in each other's way, where aligned blocks push each other
 * far apart: rank by rank each vertex goes as near to its neighbours as the order allows (least squares under order
 * constraints, by pooling adjacent violators). */
#include "layout-private.h"

#define PASSES 12
#define STRAIGHT_WEIGHT 8.0 /* of a link between dummies: it should be straight */
#define CENTER_PULL 0.06    /* without it, whole ranks drift */

typedef struct
{
  Draft *draft;
  double *places; /* of each vertex of a rank: wanted place, then (pooled) value */
  double *offsets;
  double *sums;   /* of each pool */
  guint *counts;  /* of each pool */
} Relax;

static double
get_wish (const Draft *draft, guint vertex, double center)
{
  const Lists *lists[2] = { &draft->up, &draft->down };
  double sum = 0, weight = 0;

  for (guint k = 0; k < 2; k++)
    for (guint i = lists[k]->first[vertex]; i < lists[k]->first[vertex + 1]; i++)
      {
        guint other = lists[k]->items[i];
        double w = is_dummy (draft, vertex) && is_dummy (draft, other) ? STRAIGHT_WEIGHT : 1;

        sum += w * draft->x[other];
        weight += w;
      }
  return weight > 0 ? (1 - CENTER_PULL) * sum / weight + CENTER_PULL * center : center;
}

/* Distances from the first vertex of the rank when all stand as close as they may. */
static double
measure_row (Relax *relax, const guint *row, guint width)
{
  double offset = 0;

  for (guint i = 0; i < width; i++)
    {
      if (i > 0)
        offset += cnd_layout_get_separation (relax->draft, row[i - 1], row[i]);
      relax->offsets[i] = offset;
    }
  return offset;
}

static void
relax_row (Relax *relax, guint rank)
{
  Draft *draft = relax->draft;
  const guint *row = draft->order + draft->row_first[rank];
  guint width = draft->row_first[rank + 1] - draft->row_first[rank];
  double length = measure_row (relax, row, width);
  guint n = 0;

  for (guint i = 0; i < width; i++)
    relax->places[i] = get_wish (draft, row[i], relax->offsets[i] - length / 2) - relax->offsets[i];
  for (guint i = 0; i < width; i++)
    {
      relax->sums[n] = relax->places[i];
      relax->counts[n++] = 1;
      while (n > 1 && relax->sums[n - 2] * relax->counts[n - 1] > relax->sums[n - 1] * relax->counts[n - 2])
        {
          relax->sums[n - 2] += relax->sums[n - 1];
          relax->counts[n - 2] += relax->counts[n - 1];
          n--;
        }
    }
  for (guint pool = 0, i = 0; pool < n; pool++)
    for (guint k = 0; k < relax->counts[pool]; k++, i++)
      draft->x[row[i]] = relax->sums[pool] / relax->counts[pool] + relax->offsets[i];
}

/* Vertices that have a rank for themselves are cuts: they stay at 0. */
static gboolean
is_fixed (const Draft *draft, guint rank)
{
  return draft->row_first[rank + 1] - draft->row_first[rank] == 1;
}

void
cnd_layout_relax_piece (Draft *draft, guint first, guint last, Scratch *scratch)
{
  Relax relax = { draft, scratch->values[0], scratch->values[1], scratch->values[2], scratch->vertices[0] };

  for (guint rank = first; rank <= last; rank++)
    {
      const guint *row = draft->order + draft->row_first[rank];
      guint width = draft->row_first[rank + 1] - draft->row_first[rank];
      double length = measure_row (&relax, row, width);

      for (guint i = 0; i < width; i++)
        draft->x[row[i]] = relax.offsets[i] - length / 2;
    }
  for (guint pass = 0; pass < PASSES; pass++)
    for (guint k = 0; k <= last - first; k++)
      {
        guint rank = pass % 2 == 0 ? first + k : last - k;

        if (!is_fixed (draft, rank))
          relax_row (&relax, rank);
      }
}
