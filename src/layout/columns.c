/* Which ranks make up a column of a folded drawing. A column may end below any box that has its rank for itself: no
 * edge but lanes passes it, and those are continued. Columns are to be of about one height, and to end between blocks
 * rather than within them. */
#include "layout-private.h"

#include <math.h>

#define MAX_TRIALS 24
#define HIGHEST_TRIAL 2.2 /* a column's height, to that which columns of one width would have */
#define CUT_LOSS 0.22
#define MAX_BREAKS 2000   /* that are tried; more are thinned out */
#define TALL_COST 3.0
#define MAX_OVERFLOW 2.0  /* of a column over the height that is wanted, where it can be broken */
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
  double *costs;    /* of each break: of the best columns down to it */
  guint *begins;    /* of each break: number of the break that its column begins below (+ 1) */
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

/* How many frames go on below @rank. */
static guint
count_cut (const Fold *fold, guint rank)
{
  return fold->cut[rank] == NONE ? 0 : fold->draft->frame_depths[fold->cut[rank]] + 1;
}

static gboolean
can_break (const Draft *draft, guint rank)
{
  return draft->row_first[rank + 1] - draft->row_first[rank] == 1 && !is_dummy (draft, draft->order[draft->row_first[rank]]) &&
         !is_under_arc (draft, rank);
}

/* Of more than can be tried, that one of each few which cuts the fewest frames. */
static void
thin_breaks (Fold *fold)
{
  guint few = (fold->n_breaks + MAX_BREAKS - 1) / MAX_BREAKS;
  guint n = 0;

  for (guint i = 0; few > 1 && i < fold->n_breaks; i++)
    {
      guint rank = fold->breaks[i];

      if (i % few == 0)
        fold->breaks[n++] = rank;
      else if (count_cut (fold, rank) < count_cut (fold, fold->breaks[n - 1]))
        fold->breaks[n - 1] = rank;
    }
  if (few > 1)
    fold->n_breaks = n;
}

static void
find_breaks (Fold *fold)
{
  const Draft *draft = fold->draft;

  for (guint rank = 0; rank + 1 < draft->n_ranks; rank++)
    if (can_break (draft, rank))
      fold->breaks[fold->n_breaks++] = rank;
  thin_breaks (fold);
}

/* What a break below @rank costs, besides its place: in parts of a column's height. */
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
  return cost;
}

/* What a column of height @h costs where @target is wanted, in parts of it. The tallest one decides how large all may be
 * drawn, so that being too high counts more. */
static double
get_misfit (double h, double target)
{
  double d = (h - target) / target;

  return d > 0 ? d + TALL_COST * d * d : d * d;
}

/* The columns that cost least altogether, none much higher than @target: the best ones before each break are those before
 * the break that the last column begins with. */
static guint
choose_ends (Fold *fold, double target)
{
  const Draft *draft = fold->draft;
  guint n_left = 0, n_ends = fold->n_breaks + 1;

  for (guint i = 0; i < n_ends; i++)
    {
      gboolean is_last = i == fold->n_breaks;
      guint rank = is_last ? draft->n_ranks - 1 : fold->breaks[i];
      double here = is_last ? 0 : get_break_cost (fold, rank, target);

      fold->costs[i] = G_MAXDOUBLE;
      for (guint k = i + 1; k-- > 0;)
        {
          double h = draft->bottoms[rank] - draft->tops[k == 0 ? 0 : fold->breaks[k - 1] + 1];
          double cost = here + get_misfit (h, target) + (k == 0 ? 0 : fold->costs[k - 1]);

          if (cost < fold->costs[i])
            {
              fold->costs[i] = cost;
              fold->begins[i] = k;
            }
          if (h > MAX_OVERFLOW * target)
            break;
        }
    }
  for (guint i = n_ends; i > 0; i = fold->begins[i - 1])
    n_left++;
  for (guint i = n_ends, column = n_left; i > 0; i = fold->begins[i - 1])
    fold->ends[--column] = i == n_ends ? draft->n_ranks - 1 : fold->breaks[i - 1];
  return n_left;
}

static double
get_highest (const Fold *fold, guint n)
{
  const Draft *draft = fold->draft;
  double highest = 0;

  for (guint column = 0; column < n; column++)
    highest = MAX (highest, draft->bottoms[fold->ends[column]] - draft->tops[column == 0 ? 0 : fold->ends[column - 1] + 1]);
  return highest;
}

/* How much a page of the options' aspect and of height 1 would have to shrink. */
static double
get_scale (const Fold *fold, guint n, double aspect)
{
  const Draft *draft = fold->draft;
  double width = 0, height = get_highest (fold, n);
  guint rank = 0;

  for (guint column = 0; column < n; column++)
    {
      double left = G_MAXDOUBLE, right = -G_MAXDOUBLE;

      for (; rank <= fold->ends[column]; rank++)
        {
          left = MIN (left, draft->rank_left[rank]);
          right = MAX (right, fold->right[rank]);
        }
      width += right - left + (column > 0 ? CND_LAYOUT_COLUMN_GAP : 0);
    }
  return MIN (aspect / MAX (width, 1), 1 / MAX (height, 1));
}

/* Whole blocks are worth a smaller picture: the share of columns that end within a frame that a column could hold. */
static double
get_cut_share (const Fold *fold, guint n)
{
  const Draft *draft = fold->draft;
  double highest = get_highest (fold, n);
  guint n_cut = 0;

  for (guint column = 0; column + 1 < n; column++)
    {
      guint f = fold->cut[fold->ends[column]];

      n_cut += f != NONE && draft->bottoms[draft->frame_last[f]] - draft->tops[draft->frame_first[f]] <= highest;
    }
  return n > 1 ? (double) n_cut / (n - 1) : 0;
}

static guint
choose_columns (Fold *fold, double aspect)
{
  const Draft *draft = fold->draft;
  double left = 0, right = 0;
  double best = 0;
  guint best_n = 1;
  double height = draft->bottoms[draft->n_ranks - 1], expected;

  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      left = MIN (left, draft->rank_left[rank]);
      right = MAX (right, fold->right[rank]);
    }
  expected = sqrt (height * (right - left + CND_LAYOUT_COLUMN_GAP) / aspect);
  for (guint i = 0; i < MAX_TRIALS; i++)
    {
      guint n = choose_ends (fold, expected * pow (HIGHEST_TRIAL, 1 - 2.0 * i / (MAX_TRIALS - 1)));
      double worth = get_scale (fold, n, aspect) * (1 - CUT_LOSS * get_cut_share (fold, n));

      if (worth <= best * 1.001)
        continue;
      best = worth;
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
  numbers = NEW0 (draft, guint, 6 * n);
  values = NEW0 (draft, double, 4 * n);
  fold.open = numbers;
  fold.ends = numbers + n;
  fold.best_ends = numbers + 2 * n;
  fold.breaks = numbers + 3 * n;
  fold.cut = numbers + 4 * n;
  fold.begins = numbers + 5 * n;
  fold.right = values;
  draft->rank_left = values + n;
  draft->rank_right = values + 2 * n;
  fold.costs = values + 3 * n;
  count_lanes (&fold);
  measure_ranks (&fold);
  find_breaks (&fold);
  draft->n_columns = choose_columns (&fold, aspect);
  if (draft->n_columns == 1)
    return;
  draft->column_ends = fold.best_ends;
  for (guint column = 0, rank = 0; column < draft->n_columns; column++)
    for (; rank <= draft->column_ends[column]; rank++)
      draft->columns[rank] = column;
}
