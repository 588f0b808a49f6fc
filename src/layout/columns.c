/* Which ranks make up a column of a folded drawing. A column may end below any box that has its rank for itself: no
 * edge but lanes passes it, and those are continued. Columns are to be of about one height, and to end between blocks
 * rather than within them. */
#include "layout-private.h"

#include <math.h>

#define MAX_TRIALS 24
/* For ending a column where it is not best, in parts of a column's height: within one more frame, and if that frame is
 * smaller than a column the more so; for each lane that has to be continued. */
#define NESTING_COST 0.1
#define SMALL_FRAME_COST 0.4
#define LANE_COST 0.01
#define MAX_LANES_COST 0.15

typedef struct
{
  Draft *draft;
  guint *breaks;    /* ranks that a column may end with, in order */
  guint n_breaks;
  guint *open;      /* lanes that pass the gap below each rank */
  guint *cut;       /* of each rank: the innermost frame that goes on below it, or NONE */
  double *right;    /* of each rank: extent with frames and about as many lanes as there are */
  guint *ends;      /* last rank of each column */
  guint *best_ends;
} Fold;

/* Whether an arc passes the gap below @rank. */
static gboolean
is_under_arc (const Draft *draft, guint rank)
{
  return draft->arcs_below != NULL && draft->arcs_below[rank];
}

static void
find_breaks (Fold *fold)
{
  const Draft *draft = fold->draft;

  for (guint rank = 0; rank + 1 < draft->n_ranks; rank++)
    if (draft->row_first[rank + 1] - draft->row_first[rank] == 1 &&
        !is_dummy (draft, draft->order[draft->row_first[rank]]) && !is_under_arc (draft, rank))
      fold->breaks[fold->n_breaks++] = rank;
}

static void
count_lanes (Fold *fold)
{
  const Draft *draft = fold->draft;
  guint n = 0;

  for (guint i = 0; i < draft->n_lanes; i++)
    {
      fold->open[draft->lanes[i].first_rank]++;
      fold->open[draft->lanes[i].last_rank]--; /* wraps, and so does the sum */
    }
  for (guint rank = 0; rank < draft->n_ranks; rank++)
    fold->open[rank] = n += fold->open[rank];
}

/* The innermost frame around two vertices, or NONE. */
static guint
find_common_frame (const Draft *draft, guint v, guint w)
{
  guint a = draft->frame_of[v], b = draft->frame_of[w];

  while (a != b && a != NONE && b != NONE)
    {
      if (draft->frame_depths[a] >= draft->frame_depths[b])
        a = draft->view->frame_parents[a];
      else
        b = draft->view->frame_parents[b];
    }
  return a == b ? a : NONE;
}

static void
measure_ranks (Fold *fold)
{
  Draft *draft = fold->draft;

  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      guint first = draft->order[draft->row_first[rank]], last = draft->order[draft->row_first[rank + 1] - 1];
      double lanes = 0;

      if (fold->open[rank] > 0)
        lanes = CND_LAYOUT_LANE_AIR + CND_LAYOUT_LANE_PITCH * (fold->open[rank] - 1);
      draft->rank_left[rank] = draft->x[first] - draft->widths[first] / 2 -
                               count_frames_around (draft, first) * draft->frame_side;
      draft->rank_right[rank] = draft->x[last] + draft->widths[last] / 2 +
                                count_frames_around (draft, last) * draft->frame_side;
      if (draft->frame_room != NULL)
        for (guint f = draft->frame_of[first]; f != NONE; f = draft->view->frame_parents[f])
          draft->rank_left[rank] = MIN (draft->rank_left[rank], -draft->frame_room[f] - draft->frame_depths[f] * draft->frame_side);
      if (draft->arcs_left != NULL)
        {
          double air = count_frames_around (draft, first) * draft->frame_side;

          draft->rank_left[rank] = MIN (draft->rank_left[rank], draft->arcs_left[rank] - air);
          draft->rank_right[rank] = MAX (draft->rank_right[rank], draft->arcs_right[rank] + air);
        }
      fold->right[rank] = draft->rank_right[rank] + lanes;
      fold->cut[rank] = NONE;
      if (rank + 1 < draft->n_ranks)
        fold->cut[rank] = find_common_frame (draft, first, draft->order[draft->row_first[rank + 1]]);
    }
}

/* What a break below @rank costs, besides its place: in units of length. */
static double
get_break_cost (const Fold *fold, guint rank, double column_height)
{
  const Draft *draft = fold->draft;
  double cost = MIN (LANE_COST * fold->open[rank], MAX_LANES_COST);

  for (guint f = fold->cut[rank]; f != NONE; f = draft->view->frame_parents[f])
    {
      double height = draft->bottoms[draft->frame_last[f]] - draft->tops[draft->frame_first[f]];

      cost += NESTING_COST + SMALL_FRAME_COST * MAX (0, 1 - height / column_height);
    }
  return cost * column_height;
}

/* The best rank to end a column with, near the height @y, after the rank @after; NONE when there is none. */
static guint
find_end (const Fold *fold, guint after, double y, double height)
{
  const Draft *draft = fold->draft;
  guint low = 0, high = fold->n_breaks;
  guint best = NONE;
  double best_cost = G_MAXDOUBLE;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (draft->bottoms[fold->breaks[middle]] < y)
        low = middle + 1;
      else
        high = middle;
    }
  for (gint step = 1; step >= -1; step -= 2)
    for (gint i = step > 0 ? (gint) low : (gint) low - 1; i >= 0 && i < (gint) fold->n_breaks; i += step)
      {
        guint rank = fold->breaks[i];
        double distance = ABS (draft->bottoms[rank] - y);
        double cost = distance + get_break_cost (fold, rank, height);

        if (distance >= best_cost || (rank <= after && step < 0))
          break;
        if (cost >= best_cost || rank <= after)
          continue;
        best = rank;
        best_cost = cost;
      }
  return best;
}

/* Joins columns as far as the highest one allows. */
static guint
join_columns (Fold *fold, guint n)
{
  const Draft *draft = fold->draft;
  double highest = 0;
  guint n_left = 0;

  for (guint column = 0; column < n; column++)
    {
      guint first = column == 0 ? 0 : fold->ends[column - 1] + 1;

      highest = MAX (highest, draft->bottoms[fold->ends[column]] - draft->tops[first]);
    }
  for (guint column = 0; column < n; column++)
    {
      guint first = n_left < 2 ? 0 : fold->ends[n_left - 2] + 1;

      if (n_left > 0 && draft->bottoms[fold->ends[column]] - draft->tops[first] <= highest)
        n_left--;
      fold->ends[n_left++] = fold->ends[column];
    }
  return n_left;
}

static guint
choose_ends (Fold *fold, guint n_wanted)
{
  const Draft *draft = fold->draft;
  double height = draft->bottoms[draft->n_ranks - 1];
  guint after = 0;
  guint n = 0;

  for (guint k = 1; k < n_wanted; k++)
    {
      guint end = find_end (fold, after, height * k / n_wanted, height / n_wanted);

      if (end == NONE)
        continue;
      fold->ends[n++] = end;
      after = end;
    }
  fold->ends[n++] = draft->n_ranks - 1;
  return join_columns (fold, n);
}

/* How much a page of the options' aspect and of height 1 would have to shrink. */
static double
get_scale (const Fold *fold, guint n, double aspect)
{
  const Draft *draft = fold->draft;
  double width = 0, height = 0;
  guint rank = 0;

  for (guint column = 0; column < n; column++)
    {
      double left = G_MAXDOUBLE, right = -G_MAXDOUBLE;

      height = MAX (height, draft->bottoms[fold->ends[column]] - draft->tops[rank]);
      for (; rank <= fold->ends[column]; rank++)
        {
          left = MIN (left, draft->rank_left[rank]);
          right = MAX (right, fold->right[rank]);
        }
      width += right - left + (column > 0 ? CND_LAYOUT_COLUMN_GAP : 0);
    }
  return MIN (aspect / MAX (width, 1), 1 / MAX (height, 1));
}

static guint
choose_columns (Fold *fold, double aspect)
{
  const Draft *draft = fold->draft;
  double left = 0, right = 0;
  double best = 0;
  guint best_n = 1;
  guint expected, first, step;

  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      left = MIN (left, draft->rank_left[rank]);
      right = MAX (right, fold->right[rank]);
    }
  expected = sqrt (aspect * draft->bottoms[draft->n_ranks - 1] / (right - left + CND_LAYOUT_COLUMN_GAP));
  expected = CLAMP (expected, 1, draft->n_ranks);
  first = MAX (1, expected / 2);
  step = 1 + (2 * expected + 2 - first) / MAX_TRIALS;
  for (guint wanted = first; wanted <= MIN (2 * expected + 2, draft->n_ranks); wanted += step)
    {
      guint n = choose_ends (fold, wanted);
      double scale = get_scale (fold, n, aspect);

      if (scale <= best * 1.001)
        continue;
      best = scale;
      best_n = n;
      memcpy (fold->best_ends, fold->ends, n * sizeof (guint));
    }
  return best_n;
}

void
cnd_layout_choose_columns (Draft *draft)
{
  guint n = draft->n_ranks;
  double aspect = draft->options.flow == CND_FLOW_DOWN ? draft->options.fold_aspect : 1 / draft->options.fold_aspect;
  Fold fold = { .draft = draft };
  guint *numbers;
  double *values;

  draft->columns = NEW0 (draft, guint, n + 1);
  if (draft->options.fold_aspect <= 0 || n < 2)
    return;
  numbers = NEW0 (draft, guint, 5 * n);
  values = NEW0 (draft, double, 3 * n);
  fold.open = numbers;
  fold.ends = numbers + n;
  fold.best_ends = numbers + 2 * n;
  fold.breaks = numbers + 3 * n;
  fold.cut = numbers + 4 * n;
  fold.right = values;
  draft->rank_left = values + n;
  draft->rank_right = values + 2 * n;
  count_lanes (&fold);
  find_breaks (&fold);
  measure_ranks (&fold);
  draft->n_columns = choose_columns (&fold, aspect);
  if (draft->n_columns == 1)
    return;
  draft->column_ends = fold.best_ends;
  for (guint column = 0, rank = 0; column < draft->n_columns; column++)
    for (; rank <= draft->column_ends[column]; rank++)
      draft->columns[rank] = column;
}
