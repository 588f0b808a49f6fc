/* Where the ranks are along the flow: each as high as its highest box, with gaps that leave room for the frames that
 * end and begin between two ranks, and for tracks of rows. */
#include "layout-private.h"

/* Least air between the bottom of a frame and the top of the next one. */
#define FRAME_AIR 14.0
/* Wires move sideways within that much of a gap, or the whole gap when it is smaller. */
#define BEND_HEIGHT 36.0
#define LEAST_BEND_HEIGHT 20.0

void
cnd_layout_measure_frames (Draft *draft)
{
  const CndView *view = draft->view;

  draft->frame_first = NEW (draft, guint, view->n_frames + 1);
  draft->frame_last = NEW0 (draft, guint, view->n_frames + 1);
  draft->frame_left = NEW (draft, double, view->n_frames + 1);
  draft->frame_right = NEW (draft, double, view->n_frames + 1);
  for (guint f = 0; f < view->n_frames; f++)
    draft->frame_first[f] = NONE;
  for (guint node = 0; node < draft->n_nodes; node++)
    {
      guint f = draft->frame_of[node];

      if (f == NONE)
        continue;
      draft->frame_first[f] = MIN (draft->frame_first[f], draft->ranks[node]);
      draft->frame_last[f] = MAX (draft->frame_last[f], draft->ranks[node]);
    }
  /* frames stand outermost first: their insides come before them here */
  for (guint f = view->n_frames; f-- > 0;)
    {
      guint parent = view->frame_parents[f];

      if (parent == NONE)
        continue;
      draft->frame_first[parent] = MIN (draft->frame_first[parent], draft->frame_first[f]);
      draft->frame_last[parent] = MAX (draft->frame_last[parent], draft->frame_last[f]);
    }
}

/* The air that frames need above and below each rank. */
static void
measure_air (const Draft *draft, double *above, double *below)
{
  const CndView *view = draft->view;
  double *frame_above = NEW0 (draft, double, view->n_frames + 1);
  double *frame_below = NEW0 (draft, double, view->n_frames + 1);

  for (guint f = view->n_frames; f-- > 0;)
    {
      guint parent = view->frame_parents[f];
      guint first = draft->frame_first[f], last = draft->frame_last[f];

      frame_above[f] += draft->frame_tops[f];
      frame_below[f] += draft->frame_bottom;
      if (parent != NONE && draft->frame_first[parent] == first)
        frame_above[parent] = MAX (frame_above[parent], frame_above[f]);
      if (parent != NONE && draft->frame_last[parent] == last)
        frame_below[parent] = MAX (frame_below[parent], frame_below[f]);
      above[first] = MAX (above[first], frame_above[f]);
      below[last] = MAX (below[last], frame_below[f]);
    }
}

/* Wires move sideways above the titles of frames, right below a box that has its rank for itself, or right above
 * one; otherwise midway. All wires of a gap do so in the same stretch of it, or else they would cross. */
static void
place_bend (Draft *draft, guint rank, double gap, double above)
{
  double height = MIN (gap, MAX (draft->options.rank_gap, BEND_HEIGHT));
  gboolean is_fan_out = draft->row_first[rank + 1] - draft->row_first[rank] == 1;
  gboolean is_fan_in = draft->row_first[rank + 2] - draft->row_first[rank + 1] == 1;
  double start;

  if (above > 0)
    height = MIN (height, MAX (gap - above, LEAST_BEND_HEIGHT));
  start = is_fan_out || above > 0 ? 0 : is_fan_in ? gap - height : (gap - height) / 2;
  draft->bend_tops[rank] = draft->bottoms[rank] + start;
  draft->bend_bottoms[rank] = draft->bend_tops[rank] + height;
}

void
cnd_layout_assign_heights (Draft *draft)
{
  guint n = draft->n_ranks;
  double *heights, *above, *below;
  ArenaMark mark;
  double y;

  draft->tops = NEW (draft, double, n + 1);
  draft->bottoms = NEW (draft, double, n + 1);
  draft->bend_tops = NEW (draft, double, n + 1);
  draft->bend_bottoms = NEW (draft, double, n + 1);
  mark = cnd_arena_mark (draft->arena);
  above = NEW0 (draft, double, n + 1);
  below = NEW0 (draft, double, n + 1);
  heights = NEW0 (draft, double, n + 1);
  measure_air (draft, above, below);
  for (guint node = 0; node < draft->n_nodes; node++)
    heights[draft->ranks[node]] = MAX (heights[draft->ranks[node]], draft->heights[node]);

  y = n > 0 ? above[0] : 0;
  for (guint rank = 0; rank < n; rank++)
    {
      double gap = below[rank] + above[rank + 1];

      draft->tops[rank] = y;
      draft->bottoms[rank] = y + heights[rank];
      gap = MAX (draft->options.rank_gap, gap > 0 ? gap + FRAME_AIR : 0);
      if (rank + 1 < n)
        {
          gap += CND_LAYOUT_TRACK_PITCH * (draft->output_tracks[rank] + draft->input_tracks[rank + 1]);
          place_bend (draft, rank, gap, above[rank + 1]);
        }
      y = draft->bottoms[rank] + gap;
    }
  cnd_arena_release (draft->arena, mark);
}
