/* How far apart neighbours of a rank have to be: boxes and wires keep their gaps, frames around one and not the
 * other need their own air, and a whole frame keeps others away as far as it reaches in any of its ranks. */
#include "layout-private.h"

guint
cnd_layout_find_frames_between (const Draft *draft, guint left, guint right, guint *left_frame, guint *right_frame)
{
  guint a = draft->frame_of[left], b = draft->frame_of[right];
  guint n = 0;

  *left_frame = *right_frame = NONE;
  while (a != b)
    {
      gboolean leave_a = b == NONE || (a != NONE && draft->frame_depths[a] >= draft->frame_depths[b]);

      n++;
      if (leave_a)
        {
          *left_frame = a;
          a = draft->view->frame_parents[a];
        }
      else
        {
          *right_frame = b;
          b = draft->view->frame_parents[b];
        }
    }
  return n;
}

double
cnd_layout_get_separation (const Draft *draft, guint left, guint right)
{
  guint dummies = is_dummy (draft, left) + is_dummy (draft, right);
  double gap = draft->options.node_gap * (dummies == 0 ? 1.0 : dummies == 1 ? 0.6 : 0.4);
  double left_reach = draft->widths[left] / 2, right_reach = draft->widths[right] / 2;
  guint left_frame, right_frame;

  if (draft->frame_of[left] == draft->frame_of[right])
    return left_reach + right_reach + gap;
  gap += cnd_layout_find_frames_between (draft, left, right, &left_frame, &right_frame) * draft->frame_side;
  if (draft->frames_are_measured && left_frame != NONE)
    left_reach = MAX (left_reach, draft->frame_right[left_frame] - draft->x[left]);
  if (draft->frames_are_measured && right_frame != NONE)
    right_reach = MAX (right_reach, draft->x[right] - draft->frame_left[right_frame]);
  return left_reach + right_reach + gap;
}

/* Finds the extent of each frame over the vertices of a piece, at their present x. */
void
cnd_layout_measure_piece_frames (Draft *draft, guint first, guint last)
{
  guint start = draft->row_first[first], end = draft->row_first[last + 1];

  if (draft->view->n_frames == 0)
    return;
  draft->frames_are_measured = TRUE;
  for (guint i = start; i < end; i++)
    for (guint f = draft->frame_of[draft->order[i]]; f != NONE; f = draft->view->frame_parents[f])
      {
        draft->frame_left[f] = G_MAXDOUBLE;
        draft->frame_right[f] = -G_MAXDOUBLE;
      }
  for (guint i = start; i < end; i++)
    {
      guint v = draft->order[i];

      for (guint f = draft->frame_of[v]; f != NONE; f = draft->view->frame_parents[f])
        {
          draft->frame_left[f] = MIN (draft->frame_left[f], draft->x[v] - draft->widths[v] / 2);
          draft->frame_right[f] = MAX (draft->frame_right[f], draft->x[v] + draft->widths[v] / 2);
        }
    }
}

/* Whether measured frames have the room that they need. */
gboolean
cnd_layout_is_piece_clear (const Draft *draft, guint first, guint last)
{
  if (!draft->frames_are_measured)
    return TRUE;
  for (guint rank = first; rank <= last; rank++)
    for (guint i = draft->row_first[rank] + 1; i < draft->row_first[rank + 1]; i++)
      {
        guint left = draft->order[i - 1], right = draft->order[i];

        if (draft->frame_of[left] != draft->frame_of[right] &&
            draft->x[right] - draft->x[left] < cnd_layout_get_separation (draft, left, right) - 0.01)
          return FALSE;
      }
  return TRUE;
}
