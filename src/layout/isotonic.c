/* Places across the flow for pieces in which many long chains are in each other's way, where aligned blocks push
 * each other far apart: rank by rank each vertex goes as near to its neighbours as the order allows (least squares
 * under order constraints, by pooling adjacent violators). */
#include "layout-private.h"

#define MAX_PASSES 12
#define MIN_PASSES 5
#define WORK 300000 /* vertices placed, all passes together, before only the fewest passes are made */
#define STRAIGHT_WEIGHT 8.0 /* of a link between dummies: it should be straight */
#define CENTER_PULL 0.06    /* without it, whole ranks drift */

typedef struct
{
  Draft *draft;
  guint base;      /* where the piece starts in the order */
  double *offsets; /* of each vertex of the piece: from the first of its rank when all stand as close as they may */
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

static guint
get_width (const Draft *draft, guint rank)
{
  return draft->row_first[rank + 1] - draft->row_first[rank];
}

/* The start: each rank packed around the middle. */
static void
pack_row (Relax *relax, guint rank)
{
  Draft *draft = relax->draft;
  const guint *row = draft->order + draft->row_first[rank];
  double *offsets = relax->offsets + draft->row_first[rank] - relax->base;
  guint width = get_width (draft, rank);

  offsets[0] = 0;
  for (guint i = 1; i < width; i++)
    offsets[i] = offsets[i - 1] + cnd_layout_get_separation (draft, row[i - 1], row[i]);
  for (guint i = 0; i < width; i++)
    draft->x[row[i]] = offsets[i] - offsets[width - 1] / 2;
}

static void
relax_row (Relax *relax, guint rank)
{
  Draft *draft = relax->draft;
  const guint *row = draft->order + draft->row_first[rank];
  const double *offsets = relax->offsets + draft->row_first[rank] - relax->base;
  guint width = get_width (draft, rank);
  guint n = 0;

  for (guint i = 0; i < width; i++)
    {
      relax->sums[n] = get_wish (draft, row[i], offsets[i] - offsets[width - 1] / 2) - offsets[i];
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
      draft->x[row[i]] = relax->sums[pool] / relax->counts[pool] + offsets[i];
}

void
cnd_layout_relax_piece (Draft *draft, guint first, guint last, Scratch *scratch)
{
  Relax relax = { draft, draft->row_first[first], scratch->values[0], scratch->values[1], scratch->vertices[0] };
  guint n = draft->row_first[last + 1] - draft->row_first[first];
  guint n_passes = CLAMP (WORK / n, MIN_PASSES, MAX_PASSES);

  for (guint rank = first; rank <= last; rank++)
    pack_row (&relax, rank);
  for (guint pass = 0; pass < n_passes; pass++)
    for (guint k = 0; k <= last - first; k++)
      {
        guint rank = pass % 2 == 0 ? first + k : last - k;

        /* what has a rank for itself is a cut: it stays at 0 */
        if (get_width (draft, rank) > 1)
          relax_row (&relax, rank);
      }
}
