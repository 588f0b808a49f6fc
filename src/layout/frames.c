/* Rectangles around the boxes of open blocks. */
#include "layout-private.h"

static void
extend (CndRect *rect, const CndRect *other)
{
  double right = MAX (rect->x + rect->width, other->x + other->width);
  double bottom = MAX (rect->y + rect->height, other->y + other->height);

  if (rect->width < 0)
    {
      *rect = *other;
      return;
    }
  rect->x = MIN (rect->x, other->x);
  rect->y = MIN (rect->y, other->y);
  rect->width = right - rect->x;
  rect->height = bottom - rect->y;
}

void
cnd_layout_write_frames (const Draft *draft, CndLayout *layout)
{
  const CndView *view = draft->view;

  layout->frames = g_new (CndFrame, view->n_frames + 1);
  layout->n_frames = view->n_frames;
  for (guint f = 0; f < view->n_frames; f++)
    layout->frames[f] = (CndFrame){ view->frames[f], { 0, 0, -1, -1 } };
  for (guint node = 0; node < draft->n_nodes; node++)
    if (draft->frame_of[node] != NONE)
      extend (&layout->frames[draft->frame_of[node]].rect, &layout->boxes[node]);
  for (guint f = view->n_frames; f-- > 0;)
    {
      CndRect *rect = &layout->frames[f].rect;

      rect->x -= draft->frame_side;
      rect->y -= draft->frame_top;
      rect->width += 2 * draft->frame_side;
      rect->height += draft->frame_top + draft->frame_bottom;
      if (view->frame_parents[f] != NONE)
        extend (&layout->frames[view->frame_parents[f]].rect, rect);
    }
}
