/* Where the ranks are along the flow: each as high as its highest box, with gaps that leave room for the frames that end
 * and begin between two ranks, and for tracks of rows. */
#include "layout-private.h"

/* Least air between the bottom of a frame and the top of the next one. */
#define FRAME_AIR 10.0

typedef struct
{
  guint first, last; /* ranks */
  double above, below; /* air that it needs around its outermost ranks, with the frames inside it */
} Extent;

static void
measure_frames (const Draft *draft, Extent *extents)
{
  const CndView *view = draft->view;

  for (guint f = 0; f < view->n_frames; f++)
    extents[f] = (Extent){ NONE, 0, 0, 0 };
  for (guint node = 0; node < draft->n_nodes; node++)
    {
      guint f = draft->frame_of[node];

      if (f == NONE)
        continue;
      extents[f].first = MIN (extents[f].first, draft->ranks[node]);
      extents[f].last = MAX (extents[f].last, draft->ranks[node]);
    }
  /* frames stand outermost first: their insides come before them here */
  for (guint f = view->n_frames; f-- > 0;)
    {
      guint parent = view->frame_parents[f];

      if (parent == NONE)
        continue;
      extents[parent].first = MIN (extents[parent].first, extents[f].first);
      extents[parent].last = MAX (extents[parent].last, extents[f].last);
    }
  for (guint f = view->n_frames; f-- > 0;)
    {
      guint parent = view->frame_parents[f];

      extents[f].above += draft->frame_top;
      extents[f].below += draft->frame_bottom;
      if (parent == NONE)
        continue;
      if (extents[parent].first == extents[f].first)
        extents[parent].above = MAX (extents[parent].above, extents[f].above);
      if (extents[parent].last == extents[f].last)
        extents[parent].below = MAX (extents[parent].below, extents[f].below);
    }
}

void
cnd_layout_assign_heights (Draft *draft)
{
  guint n = draft->n_ranks;
  g_autofree double *above = g_new0 (double, n + 1);
  g_autofree double *below = g_new0 (double, n + 1);
  g_autofree double *heights = g_new0 (double, n + 1);
  g_autofree Extent *extents = g_new (Extent, draft->view->n_frames + 1);
  double y;

  measure_frames (draft, extents);
  for (guint f = 0; f < draft->view->n_frames; f++)
    {
      above[extents[f].first] = MAX (above[extents[f].first], extents[f].above);
      below[extents[f].last] = MAX (below[extents[f].last], extents[f].below);
    }
  for (guint node = 0; node < draft->n_nodes; node++)
    heights[draft->ranks[node]] = MAX (heights[draft->ranks[node]], draft->heights[node]);

  draft->tops = g_new (double, n + 1);
  draft->bottoms = g_new (double, n + 1);
  y = n > 0 ? above[0] : 0;
  for (guint rank = 0; rank < n; rank++)
    {
      double needed = below[rank] + above[rank + 1];

      draft->tops[rank] = y;
      draft->bottoms[rank] = y + heights[rank];
      if (needed > 0)
        needed += FRAME_AIR;
      if (rank + 1 < n)
        needed += CND_LAYOUT_TRACK_PITCH * (draft->output_tracks[rank] + draft->input_tracks[rank + 1]);
      y = draft->bottoms[rank] + MAX (draft->options.rank_gap, needed);
    }
}
