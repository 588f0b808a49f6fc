/* Folds the drawing into columns. A column may end at a box that has its rank for itself and whose output no lane
 * carries on; a connector leads to a joint above the next column, from which its readers are reached as if the box
 * stood there. */
#include "layout-private.h"

#include <math.h>

#define COLUMN_GAP 56.0
#define JOINT_AIR 22.0     /* between the joint and what is below it */
#define NESTING_COST 0.2  /* of a column's height: for ending a column within one more frame */
#define MAX_TRIALS 24

typedef struct
{
  Draft *draft;
  guint *breaks;    /* ranks that a column may end with, in order */
  guint n_breaks;
  guint *nesting;   /* frames that a break below each rank would cut */
  double *left, *right; /* extents of each rank, frames included */
  double *lane_right;   /* of each rank: of the lanes that begin there */
  guint *ends;      /* last rank of each column */
  guint *best_ends;
} Fold;

static guint
get_depth (const Draft *draft, guint vertex)
{
  return draft->frame_of[vertex] == NONE ? 0 : draft->frame_depths[draft->frame_of[vertex]] + 1;
}

static guint
get_row_depth (const Draft *draft, guint rank)
{
  guint depth = 0;

  for (guint i = draft->row_first[rank]; i < draft->row_first[rank + 1]; i++)
    depth = MAX (depth, get_depth (draft, draft->order[i]));
  return depth;
}

static void
find_breaks (Fold *fold)
{
  const Draft *draft = fold->draft;
  gint *lanes = NEW0 (draft, gint, draft->n_ranks + 2);
  gint n = 0;

  for (guint i = 0; i < draft->n_lanes; i++)
    {
      double *right = &fold->lane_right[draft->lanes[i].first_rank];

      *right = MAX (*right, draft->lanes[i].x);
      lanes[draft->lanes[i].first_rank]++;
      lanes[draft->lanes[i].last_rank]--;
    }
  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      n += lanes[rank];
      if (n == 0 && rank + 1 < draft->n_ranks && draft->row_first[rank + 1] - draft->row_first[rank] == 1 &&
          !is_dummy (draft, draft->order[draft->row_first[rank]]))
        fold->breaks[fold->n_breaks++] = rank;
    }
}

static void
measure_ranks (Fold *fold)
{
  const Draft *draft = fold->draft;

  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      guint first = draft->order[draft->row_first[rank]], last = draft->order[draft->row_first[rank + 1] - 1];

      fold->left[rank] = draft->x[first] - draft->widths[first] / 2 - get_depth (draft, first) * draft->frame_side;
      fold->right[rank] = draft->x[last] + draft->widths[last] / 2 + get_depth (draft, last) * draft->frame_side;
      fold->right[rank] = MAX (fold->right[rank], fold->lane_right[rank]);
      fold->nesting[rank] = get_depth (draft, last);
    }
  /* a frame is cut where boxes on both sides of the break are in it: never more than either is in */
  for (guint rank = 0; rank + 1 < draft->n_ranks; rank++)
    {
      guint a = draft->frame_of[draft->order[draft->row_first[rank]]];
      guint b = draft->frame_of[draft->order[draft->row_first[rank + 1]]];

      while (a != b && a != NONE && b != NONE)
        {
          if (draft->frame_depths[a] >= draft->frame_depths[b])
            a = draft->view->frame_parents[a];
          else
            b = draft->view->frame_parents[b];
        }
      fold->nesting[rank] = a == b && a != NONE ? draft->frame_depths[a] + 1 : 0;
    }
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
        double cost = distance + fold->nesting[rank] * NESTING_COST * height;

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
          left = MIN (left, fold->left[rank]);
          right = MAX (right, fold->right[rank]);
        }
      width += right - left + (column > 0 ? COLUMN_GAP : 0);
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
      left = MIN (left, fold->left[rank]);
      right = MAX (right, fold->right[rank]);
    }
  expected = sqrt (aspect * draft->bottoms[draft->n_ranks - 1] / (right - left + COLUMN_GAP));
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

/* Moves the ranks of all columns but the first up to the top, and all columns to their places. */
static void
move_columns (Fold *fold)
{
  Draft *draft = fold->draft;
  double x = 0;
  guint rank = 0;

  for (guint column = 0; column < draft->n_columns; column++)
    {
      guint first = rank;
      double left = G_MAXDOUBLE, right = -G_MAXDOUBLE;
      double up = column == 0 ? 0 : draft->tops[first] - get_row_depth (draft, first) * draft->frame_top - JOINT_AIR;

      for (; rank <= draft->column_ends[column]; rank++)
        {
          left = MIN (left, fold->left[rank]);
          right = MAX (right, fold->right[rank]);
          draft->tops[rank] -= up;
          draft->bottoms[rank] -= up;
          draft->bend_tops[rank] -= up;
          draft->bend_bottoms[rank] -= up;
          draft->columns[rank] = column;
        }
      if (column > 0)
        draft->bend_bottoms[first - 1] = JOINT_AIR;
      draft->column_x[column] = x - left;
      for (guint i = draft->row_first[first]; i < draft->row_first[rank]; i++)
        draft->x[draft->order[i]] += x - left;
      x += right - left + COLUMN_GAP;
    }
  for (guint i = 0; i < draft->n_lanes; i++)
    draft->lanes[i].x += draft->column_x[draft->columns[draft->lanes[i].first_rank]];
}

void
cnd_layout_fold (Draft *draft)
{
  guint n = draft->n_ranks;
  double aspect = draft->options.flow == CND_FLOW_DOWN ? draft->options.fold_aspect : 1 / draft->options.fold_aspect;
  Fold fold = { .draft = draft };
  guint *numbers;
  double *values;

  draft->columns = NEW0 (draft, guint, n + 1);
  if (draft->options.fold_aspect <= 0 || n < 2)
    return;
  numbers = NEW0 (draft, guint, 4 * n + 4);
  values = NEW0 (draft, double, 3 * n + 3);
  fold.nesting = numbers;
  fold.breaks = numbers + 3 * (n + 1);
  fold.ends = numbers + n + 1;
  fold.best_ends = numbers + 2 * (n + 1);
  fold.left = values;
  fold.right = values + n + 1;
  fold.lane_right = values + 2 * (n + 1);
  for (guint rank = 0; rank < n; rank++)
    fold.lane_right[rank] = -G_MAXDOUBLE;
  find_breaks (&fold);
  measure_ranks (&fold);
  draft->n_columns = choose_columns (&fold, aspect);
  if (draft->n_columns == 1)
    return;
  draft->column_ends = fold.best_ends;
  draft->column_x = NEW (draft, double, draft->n_columns);
  move_columns (&fold);
}

void
cnd_layout_write_connectors (const Draft *draft, CndLayout *layout)
{
  layout->points = g_renew (CndPoint, layout->points, layout->n_points + 6 * draft->n_columns);
  for (guint column = 1; column < draft->n_columns; column++)
    {
      guint last = draft->column_ends[column - 1];
      guint box = draft->order[draft->row_first[last]];
      double x = draft->x[box], next = draft->column_x[column];
      double bottom = draft->bottoms[last] + get_depth (draft, box) * draft->frame_bottom + JOINT_AIR / 2;
      double between = G_MAXDOUBLE;
      CndPoint *points = layout->points + layout->n_points;

      for (guint rank = last + 1; rank <= draft->column_ends[column]; rank++)
        {
          guint first = draft->order[draft->row_first[rank]];
          double air = draft->widths[first] / 2 + get_depth (draft, first) * draft->frame_side;

          between = MIN (between, draft->x[first] - air);
        }
      between -= COLUMN_GAP / 2;
      points[0] = (CndPoint){ x, layout->boxes[box].y + layout->boxes[box].height };
      points[1] = (CndPoint){ x, bottom };
      points[2] = (CndPoint){ between, bottom };
      points[3] = (CndPoint){ between, -JOINT_AIR / 2 };
      points[4] = (CndPoint){ next, -JOINT_AIR / 2 };
      points[5] = (CndPoint){ next, 0 };
      layout->routes[layout->n_routes++] = (CndRoute){ NONE, layout->n_points, 6, TRUE };
      layout->n_points += 6;
    }
}
