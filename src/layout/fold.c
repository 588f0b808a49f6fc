/* Puts the columns of a folded drawing side by side. A connector leads from the last box of a column to a joint above
 * the next one, from which its readers are reached as if the box stood there. */
#include "layout-private.h"

#define JOINT_AIR 22.0 /* between the joint and what is below it */

static guint
get_row_depth (const Draft *draft, guint rank)
{
  guint depth = 0;

  for (guint i = draft->row_first[rank]; i < draft->row_first[rank + 1]; i++)
    depth = MAX (depth, count_frames_around (draft, draft->order[i]));
  return depth;
}

/* Where the outermost lane of each column is. */
static double *
measure_lanes (Draft *draft)
{
  double *right = NEW (draft, double, draft->n_columns);

  for (guint column = 0; column < draft->n_columns; column++)
    right[column] = -G_MAXDOUBLE;
  for (guint i = 0; i < draft->n_lane_parts; i++)
    {
      const LanePart *part = &draft->lane_parts[i];
      guint column = draft->columns[part->first_rank];
      double reach = part->x + get_row_depth (draft, part->last_rank) * draft->frame_side;

      right[column] = MAX (right[column], reach);
    }
  return right;
}

/* The air that all frames around a box of @rank need above it, together. */
static double
measure_frame_tops (const Draft *draft, guint rank)
{
  double most = 0;

  for (guint i = draft->row_first[rank]; i < draft->row_first[rank + 1]; i++)
    {
      double sum = 0;

      for (guint f = draft->frame_of[draft->order[i]]; f != NONE; f = draft->view->frame_parents[f])
        sum += draft->frame_tops[f];
      most = MAX (most, sum);
    }
  return most;
}

/* How far the ranks of a column move up; the first column stays. */
static double
get_shift (const Draft *draft, guint first)
{
  if (first == 0)
    return 0;
  return draft->tops[first] - measure_frame_tops (draft, first) - JOINT_AIR -
         CND_LAYOUT_TRACK_PITCH * draft->input_tracks[first];
}

void
cnd_layout_move_columns (Draft *draft)
{
  double *lanes_right;
  double x = 0;
  guint rank = 0;

  if (draft->n_columns == 1)
    return;
  draft->column_x = NEW (draft, double, draft->n_columns);
  lanes_right = measure_lanes (draft);
  for (guint column = 0; column < draft->n_columns; column++)
    {
      guint first = rank;
      double left = G_MAXDOUBLE, right = lanes_right[column];
      double up = get_shift (draft, first);

      for (; rank <= draft->column_ends[column]; rank++)
        {
          left = MIN (left, draft->rank_left[rank]);
          right = MAX (right, draft->rank_right[rank]);
          draft->tops[rank] -= up;
          draft->bottoms[rank] -= up;
          draft->bend_tops[rank] -= up;
          draft->bend_bottoms[rank] -= up;
        }
      if (column > 0)
        draft->bend_bottoms[first - 1] = JOINT_AIR;
      draft->column_x[column] = x - left;
      for (guint i = draft->row_first[first]; i < draft->row_first[rank]; i++)
        draft->x[draft->order[i]] += x - left;
      x += right - left + CND_LAYOUT_COLUMN_GAP;
    }
  for (guint i = 0; i < draft->n_lane_parts; i++)
    draft->lane_parts[i].x += draft->column_x[draft->columns[draft->lane_parts[i].first_rank]];
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
      double bottom = draft->bottoms[last] + count_frames_around (draft, box) * draft->frame_bottom + JOINT_AIR / 2;
      double between = G_MAXDOUBLE;
      CndPoint *points = layout->points + layout->n_points;

      for (guint rank = last + 1; rank <= draft->column_ends[column]; rank++)
        between = MIN (between, draft->column_x[column] + draft->rank_left[rank]);
      between -= CND_LAYOUT_COLUMN_GAP / 2;
      points[0] = (CndPoint){ x, layout->boxes[box].y + layout->boxes[box].height };
      points[1] = (CndPoint){ x, bottom };
      points[2] = (CndPoint){ between, bottom };
      points[3] = (CndPoint){ between, -JOINT_AIR / 2 };
      points[4] = (CndPoint){ next, -JOINT_AIR / 2 };
      points[5] = (CndPoint){ next, 0 };
      layout->routes[layout->n_routes++] = (CndRoute){ NONE, layout->n_points, 6, TRUE, FALSE };
      layout->n_points += 6;
    }
}
