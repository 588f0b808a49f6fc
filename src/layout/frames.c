/* Rectangles around what belongs to open blocks: boxes, their rows of taps, the wires that pass inside. One for each
 * column that a block is folded into. */
#include "layout-private.h"

/* Between a wire that runs inside a frame and the frame, besides the frame's own air. */
#define WIRE_AIR 2.0

typedef struct
{
  guint first, last; /* columns */
  guint rects;       /* index of the first column's rectangle */
} Extent;

static void
extend (CndRect *rect, const CndRect *other)
{
  double right = MAX (rect->x + rect->width, other->x + other->width);
  double bottom = MAX (rect->y + rect->height, other->y + other->height);

  if (other->width < 0)
    return;
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

static void
extend_to_right (CndRect *rect, double x)
{
  rect->width = MAX (rect->width, x - rect->x);
}

static void
measure (const Draft *draft, Extent *extents)
{
  const CndView *view = draft->view;

  for (guint f = 0; f < view->n_frames; f++)
    extents[f] = (Extent){ NONE, 0, 0 };
  for (guint node = 0; node < draft->n_nodes; node++)
    {
      guint column = draft->columns[draft->ranks[node]];

      if (draft->frame_of[node] == NONE)
        continue;
      extents[draft->frame_of[node]].first = MIN (extents[draft->frame_of[node]].first, column);
      extents[draft->frame_of[node]].last = MAX (extents[draft->frame_of[node]].last, column);
    }
  for (guint f = view->n_frames; f-- > 0;)
    {
      guint parent = view->frame_parents[f];

      if (parent == NONE)
        continue;
      extents[parent].first = MIN (extents[parent].first, extents[f].first);
      extents[parent].last = MAX (extents[parent].last, extents[f].last);
    }
}

/* The rectangle of the frame around @vertex in its column. */
static CndRect *
get_rect (const Draft *draft, CndRect *rects, const Extent *extents, guint vertex)
{
  const Extent *extent = &extents[draft->frame_of[vertex]];

  return &rects[extent->rects + draft->columns[draft->ranks[vertex]] - extent->first];
}

/* An arc belongs to the block that reads it. */
static void
surround_arcs (const Draft *draft, const CndLayout *layout, CndRect *rects, const Extent *extents)
{
  for (guint i = 0; i < layout->n_routes; i++)
    {
      const CndRoute *route = &layout->routes[i];
      const CndPoint *points = layout->points + route->first_point;
      guint node = route->edge == NONE ? NONE : draft->edges[route->edge].to;
      double width, most;

      if (!route->arc || draft->frame_of[node] == NONE)
        continue;
      width = 0.75 * ABS (points[2].x - points[1].x);
      most = points[1].x < points[2].x ? points[1].x + width : points[1].x - width;
      extend (get_rect (draft, rects, extents, node), &(CndRect){ most, layout->boxes[node].y, 0, 0 });
    }
}

/* ---- Titles --------------------------------------------------------------------------- */

/* Whether nothing stands left of the frame's content, and one line in the middle enters it. */
static gboolean
can_be_widened (const Draft *draft, guint frame)
{
  guint first = draft->frame_first[frame];

  if (draft->row_first[first + 1] - draft->row_first[first] != 1)
    return FALSE;
  for (guint rank = first; rank <= draft->frame_last[frame]; rank++)
    if (!is_in_frame (draft, draft->order[draft->row_first[rank]], frame))
      return FALSE;
  return TRUE;
}

/* A box that has its rank for itself stands at 0, and so does the line to it. */
void
cnd_layout_widen_frames (Draft *draft)
{
  guint n = draft->view->n_frames;

  if (draft->options.title_widths == NULL || draft->options.flow != CND_FLOW_DOWN || n == 0)
    return;
  draft->frame_room = NEW0 (draft, double, n);
  for (guint f = 0; f < n; f++)
    if (can_be_widened (draft, f))
      draft->frame_room[f] = draft->options.title_widths[f];
}

#define BEND 14.0 /* beside a line's end, where it comes round the corner */

/* How far left of the frame's first box, which stands in the middle, lines from the left enter it. */
static double
get_reach_left (const Draft *draft, guint frame)
{
  guint first = draft->order[draft->row_first[draft->frame_first[frame]]];
  guint n_left = 0;

  for (guint i = draft->up.first[first]; i < draft->up.first[first + 1]; i++)
    {
      guint above = draft->up.items[i];

      /* from another column they come by way of the joint right above */
      if (draft->columns[draft->ranks[above]] == draft->columns[draft->ranks[first]])
        n_left += draft->x[above] < draft->x[first] - 0.5;
    }
  return n_left > 0 ? n_left * PORT_PITCH + BEND : 0;
}

/* In each column that the frame is in: its title is repeated there. */
static void
make_room (const Draft *draft, guint frame, CndRect *rect, guint column)
{
  double left;

  if (draft->frame_room == NULL || draft->frame_room[frame] == 0)
    return;
  left = (draft->column_x != NULL ? draft->column_x[column] : 0) - draft->frame_room[frame]
         - get_reach_left (draft, frame);
  if (left < rect->x)
    {
      rect->width += rect->x - left;
      rect->x = left;
    }
}

/* ---- Content -------------------------------------------------------------------------- */

static void
surround_content (const Draft *draft, const CndLayout *layout, CndRect *rects, const Extent *extents)
{
  for (guint node = 0; node < draft->n_nodes; node++)
    if (draft->frame_of[node] != NONE)
      extend (get_rect (draft, rects, extents, node), &layout->boxes[node]);
  for (guint v = draft->n_nodes; v < draft->n_vertices; v++)
    if (draft->frame_of[v] != NONE)
      {
        guint rank = draft->ranks[v];
        CndRect wire = { draft->x[v] - WIRE_AIR, draft->tops[rank], 2 * WIRE_AIR,
                         draft->bottoms[rank] - draft->tops[rank] };

        extend (get_rect (draft, rects, extents, v), &wire);
      }
  surround_arcs (draft, layout, rects, extents);
  for (guint i = 0; i < layout->n_rows; i++)
    if (draft->frame_of[layout->rows[i].node] != NONE)
      extend_to_right (get_rect (draft, rects, extents, layout->rows[i].node), layout->rows[i].from.x);
}

/* From the innermost frames outwards. */
static void
surround_frames (const Draft *draft, CndRect *rects, const Extent *extents)
{
  const CndView *view = draft->view;

  for (guint f = view->n_frames; f-- > 0;)
    for (guint column = extents[f].first; column <= extents[f].last; column++)
      {
        CndRect *rect = &rects[extents[f].rects + column - extents[f].first];
        guint parent = view->frame_parents[f];

        if (rect->width < 0)
          continue;
        rect->x -= draft->frame_side;
        rect->y -= draft->frame_tops[f];
        rect->width += 2 * draft->frame_side;
        rect->height += draft->frame_tops[f] + draft->frame_bottom;
        make_room (draft, f, rect, column);
        if (parent != NONE)
          extend (&rects[extents[parent].rects + column - extents[parent].first], rect);
      }
}

static gboolean
overlaps (const CndRect *a, const CndRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Whether a box of others lies in one of the frame's rectangles. */
static gboolean
has_intruder (const Draft *draft, const CndLayout *layout, guint frame, const CndRect *rects, guint first_column)
{
  guint first = draft->row_first[draft->frame_first[frame]];
  guint end = draft->row_first[draft->frame_last[frame] + 1];

  for (guint i = first; i < end; i++)
    {
      guint v = draft->order[i];

      if (!is_dummy (draft, v) && !is_in_frame (draft, v, frame) &&
          overlaps (&layout->boxes[v], &rects[draft->columns[draft->ranks[v]] - first_column]))
        return TRUE;
    }
  return FALSE;
}

gboolean
cnd_layout_write_frames (const Draft *draft, CndLayout *layout, guint8 *alone)
{
  ArenaMark mark = cnd_arena_mark (draft->arena);
  const CndView *view = draft->view;
  Extent *extents = NEW (draft, Extent, view->n_frames + 1);
  CndRect *rects = NULL;
  guint n_rects = 0;
  gboolean is_clean = TRUE;

  measure (draft, extents);
  for (guint f = 0; f < view->n_frames; f++)
    {
      extents[f].rects = n_rects;
      n_rects += extents[f].last - extents[f].first + 1;
    }
  rects = NEW (draft, CndRect, n_rects + 1);
  for (guint i = 0; i < n_rects; i++)
    rects[i] = (CndRect){ 0, 0, -1, -1 };
  surround_content (draft, layout, rects, extents);
  surround_frames (draft, rects, extents);

  layout->frames = g_new (CndFrame, n_rects + 1);
  for (guint f = 0; f < view->n_frames; f++)
    if (has_intruder (draft, layout, f, rects + extents[f].rects, extents[f].first))
      {
        is_clean = FALSE;
        alone[f] = TRUE;
      }
  for (guint f = 0; f < view->n_frames; f++)
    for (guint i = extents[f].rects; i <= extents[f].rects + extents[f].last - extents[f].first; i++)
      if (rects[i].width >= 0)
        layout->frames[layout->n_frames++] = (CndFrame){ view->frames[f], rects[i] };
  cnd_arena_release (draft->arena, mark);
  return is_clean;
}
