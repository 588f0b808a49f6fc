/* Stability: in a piece that was laid out anew, boxes and wires go back to where an earlier layout had them, in the
 * order that they had there; what is new comes between. Kept only if that is about as good. */
#include "layout-private.h"

#include <math.h>

#define MOVED 2.0          /* what nobody sees */
#define MORE_CROSSINGS 2   /* that may be the price, besides a quarter of those that are there anyway */
#define BOX_WEIGHT 200.0
#define WIRE_WEIGHT 20.0
#define NEW_WEIGHT 1.0

typedef struct
{
  Draft *draft;
  Scratch *scratch;
  guint first, last; /* ranks */
  guint base, n;     /* its stretch of draft->order */
  guint *order;      /* n: as laid out anew */
  double *x;         /* n: of those */
  double *wishes;    /* of each vertex of the draft */
  guint8 *fixed;     /* of each vertex of the draft */
} Restore;

static gboolean
is_known (const Draft *draft, guint vertex)
{
  return !isnan (draft->earlier_x[vertex]);
}

static guint
get_width (const Draft *draft, guint rank)
{
  return draft->row_first[rank + 1] - draft->row_first[rank];
}

static guint
count_moved (const Restore *restore)
{
  const Draft *draft = restore->draft;
  guint n = 0;

  for (guint i = 0; i < restore->n; i++)
    {
      guint v = draft->order[restore->base + i];

      n += !is_dummy (draft, v) && is_known (draft, v) && ABS (draft->x[v] - draft->earlier_x[v]) > MOVED;
    }
  return n;
}

/* More boxes that stay than new ones: or else it is a new picture. */
static gboolean
is_mostly_known (const Restore *restore)
{
  const Draft *draft = restore->draft;
  guint n_known = 0, n_boxes = 0;

  for (guint i = 0; i < restore->n; i++)
    {
      guint v = draft->order[restore->base + i];

      n_boxes += !is_dummy (draft, v);
      n_known += !is_dummy (draft, v) && is_known (draft, v);
    }
  return 2 * n_known > n_boxes;
}

static void
save (Restore *restore)
{
  const Draft *draft = restore->draft;

  for (guint i = 0; i < restore->n; i++)
    {
      restore->order[i] = draft->order[restore->base + i];
      restore->x[i] = draft->x[restore->order[i]];
    }
}

static void
set_positions (Draft *draft, guint rank)
{
  for (guint i = draft->row_first[rank]; i < draft->row_first[rank + 1]; i++)
    draft->positions[draft->order[i]] = i - draft->row_first[rank];
}

static void
go_back (Restore *restore)
{
  Draft *draft = restore->draft;

  for (guint i = 0; i < restore->n; i++)
    {
      draft->order[restore->base + i] = restore->order[i];
      draft->x[restore->order[i]] = restore->x[i];
    }
  for (guint rank = restore->first; rank <= restore->last; rank++)
    set_positions (draft, rank);
}

/* ---- Wishes -------------------------------------------------------------------------- */

static void
add_known (const Draft *draft, const Lists *neighbours, guint vertex, const double *values, double *sum, guint *n)
{
  for (guint i = neighbours->first[vertex]; i < neighbours->first[vertex + 1]; i++)
    if (!isnan (values[neighbours->items[i]]))
      {
        *sum += values[neighbours->items[i]];
        (*n)++;
      }
}

/* What is new wishes to stand in the middle of what it is connected with. */
static void
make_wishes (Restore *restore)
{
  Draft *draft = restore->draft;

  for (guint rank = restore->first; rank <= restore->last; rank++)
    for (guint i = draft->row_first[rank]; i < draft->row_first[rank + 1]; i++)
      {
        guint v = draft->order[i];
        double sum = 0;
        guint n = 0;

        restore->fixed[v] = is_known (draft, v) && !is_dummy (draft, v);
        restore->wishes[v] = get_width (draft, rank) == 1 ? 0 : draft->earlier_x[v];
        if (!isnan (restore->wishes[v]))
          continue;
        if (rank > restore->first)
          add_known (draft, &draft->up, v, restore->wishes, &sum, &n);
        if (rank < restore->last)
          add_known (draft, &draft->down, v, draft->earlier_x, &sum, &n);
        restore->wishes[v] = n > 0 ? sum / n : draft->x[v];
      }
}

/* By wishes; equal ones stay in the order of the new layout. */
static void
sort_rows (Restore *restore)
{
  Draft *draft = restore->draft;

  for (guint rank = restore->first; rank <= restore->last; rank++)
    {
      cnd_layout_sort_by_keys (draft->order + draft->row_first[rank], restore->scratch->vertices[0], restore->wishes,
                               get_width (draft, rank));
      set_positions (draft, rank);
    }
}

/* ---- Places -------------------------------------------------------------------------- */

static double
get_weight (const Draft *draft, guint vertex)
{
  if (!is_known (draft, vertex))
    return NEW_WEIGHT;
  return is_dummy (draft, vertex) ? WIRE_WEIGHT : BOX_WEIGHT;
}

/* The places of one rank that are nearest to the wishes: pools of adjacent violators. */
static void
place_row (Restore *restore, guint rank)
{
  Draft *draft = restore->draft;
  const guint *row = draft->order + draft->row_first[rank];
  double *offsets = restore->scratch->values[0], *sums = restore->scratch->values[1];
  double *weights = restore->scratch->values[2];
  guint *counts = restore->scratch->vertices[0];
  guint width = get_width (draft, rank);
  guint n = 0;

  for (guint i = 0; i < width; i++)
    {
      double weight = get_weight (draft, row[i]);

      offsets[i] = i == 0 ? 0 : offsets[i - 1] + cnd_layout_get_separation (draft, row[i - 1], row[i]);
      sums[n] = weight * (restore->wishes[row[i]] - offsets[i]);
      weights[n] = weight;
      counts[n++] = 1;
      while (n > 1 && sums[n - 2] * weights[n - 1] > sums[n - 1] * weights[n - 2])
        {
          sums[n - 2] += sums[n - 1];
          weights[n - 2] += weights[n - 1];
          counts[n - 2] += counts[n - 1];
          n--;
        }
    }
  for (guint pool = 0, i = 0; pool < n; pool++)
    for (guint k = 0; k < counts[pool]; k++, i++)
      draft->x[row[i]] = sums[pool] / weights[pool] + offsets[i];
}

/* Returns: FALSE when frames would be in the way of others. */
static gboolean
place (Restore *restore)
{
  Draft *draft = restore->draft;
  gboolean is_clear = FALSE;

  for (guint pass = 0; pass < 2 && !is_clear; pass++)
    {
      for (guint rank = restore->first; rank <= restore->last; rank++)
        place_row (restore, rank);
      cnd_layout_measure_piece_frames (draft, restore->first, restore->last);
      is_clear = cnd_layout_is_piece_clear (draft, restore->first, restore->last);
    }
  if (is_clear)
    cnd_layout_snug_piece (draft, restore->first, restore->last);
  draft->frames_are_measured = FALSE;
  return is_clear;
}

void
cnd_layout_restore_piece (Draft *draft, guint first, guint last, Scratch *scratch)
{
  Restore restore = {
    .draft = draft,
    .scratch = scratch,
    .first = first,
    .last = last,
    .base = draft->row_first[first],
    .n = draft->row_first[last + 1] - draft->row_first[first],
  };
  ArenaMark mark = cnd_arena_mark (draft->arena);
  guint n_moved = count_moved (&restore);
  guint64 crossings, limit;

  if (n_moved == 0 || !is_mostly_known (&restore))
    return;
  restore.order = NEW (draft, guint, restore.n);
  restore.x = NEW (draft, double, restore.n);
  restore.wishes = scratch->values[3];
  restore.fixed = (guint8 *) scratch->vertices[4];
  save (&restore);
  limit = cnd_layout_count_crossings (draft, first, last, scratch);
  limit += MORE_CROSSINGS + limit / 4;
  make_wishes (&restore);
  sort_rows (&restore);
  crossings = cnd_layout_exchange_piece (draft, first, last, scratch, restore.fixed);
  if (crossings > limit || !place (&restore) || count_moved (&restore) >= n_moved)
    go_back (&restore);
  cnd_arena_release (draft->arena, mark);
}
