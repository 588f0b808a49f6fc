/* One layout from begin to end: the steps in their order, and the axes. */
#include "layout-private.h"

/* Above the content of a frame there is room for its title. */
#define TITLE_HEIGHT 18.0

/* What a layout needs for a chain of boxes; more dummies take more memory. */
#define NODE_BYTES 180
#define EDGE_BYTES 36

/* After the first one, to keep what is beside a frame out of it. */
#define MAX_TRIALS 4

const CndLayoutOptions cnd_layout_default_options = {
  .flow = CND_FLOW_DOWN,
  .node_gap = 24,
  .rank_gap = 28,
  .frame_gap = 10,
  .fold_aspect = 0,
  .dense = CND_DENSE_LANES,
  .title_widths = NULL,
  .title_heights = NULL,
  .head_room = 0,
};

static void
draft_init (Draft *draft, Arena **arena, CndView *view, const CndRect *sizes, const CndLayoutOptions *options)
{
  gboolean down = options->flow == CND_FLOW_DOWN;
  guint n = view->n_nodes;

  *draft = (Draft){
    .arena = arena,
    .view = view,
    .options = *options,
    .frame_side = options->frame_gap + (down ? 0 : TITLE_HEIGHT / 2),
    .frame_bottom = options->frame_gap,
    .n_nodes = n,
    .n_edges = view->n_edges,
    .edges = view->edges,
    .n_vertices = n,
    .n_columns = 1,
  };
  draft->ranks = NEW0 (draft, guint, n + 1);
  draft->widths = NEW (draft, double, n + 1);
  draft->heights = NEW (draft, double, n + 1);
  draft->frame_of = NEW (draft, guint, n + 1);
  draft->lane_of = NEW (draft, guint, n + 1);
  draft->frame_depths = NEW0 (draft, guint, view->n_frames + 1);
  draft->frame_tops = NEW0 (draft, double, view->n_frames + 1);
  for (guint i = 0; i < n; i++)
    {
      draft->widths[i] = down ? sizes[i].width : sizes[i].height;
      draft->heights[i] = down ? sizes[i].height : sizes[i].width;
      draft->frame_of[i] = view->node_frames[i];
      draft->lane_of[i] = NONE;
    }
  for (guint f = 0; f < view->n_frames; f++)
    {
      guint parent = view->frame_parents[f];

      draft->frame_depths[f] = parent == NONE ? 0 : draft->frame_depths[parent] + 1;
      draft->frame_tops[f] = options->frame_gap + (down ? TITLE_HEIGHT : 0);
      if (down && options->title_heights != NULL)
        draft->frame_tops[f] += options->title_heights[f];
    }

  draft->outputs.first = NEW0 (draft, guint, n + 2);
  draft->outputs.items = NEW (draft, guint, view->n_edges + 1);
  for (guint e = 0; e < view->n_edges; e++)
    draft->outputs.first[view->edges[e].from]++;
  cnd_layout_sum_counts (draft->outputs.first, n);
  for (guint e = 0; e < view->n_edges; e++)
    draft->outputs.items[draft->outputs.first[view->edges[e].from]++] = e;
  for (guint i = n; i > 0; i--)
    draft->outputs.first[i] = draft->outputs.first[i - 1];
  draft->outputs.first[0] = 0;
}

static void
write_boxes (const Draft *draft, CndLayout *layout)
{
  layout->boxes = g_new (CndRect, draft->n_nodes + 1);
  layout->ranks = g_new (guint, draft->n_nodes + 1);
  layout->columns = g_new (guint, draft->n_nodes + 1);
  for (guint i = 0; i < draft->n_nodes; i++)
    {
      guint rank = draft->ranks[i];
      double middle = (draft->tops[rank] + draft->bottoms[rank]) / 2;

      layout->ranks[i] = rank;
      layout->columns[i] = draft->columns[rank];
      layout->boxes[i] = (CndRect){ draft->x[i] - draft->widths[i] / 2, middle - draft->heights[i] / 2,
                                    draft->widths[i], draft->heights[i] };
    }
}

/* ---- Axes and origin ---------------------------------------------------------------- */

typedef struct
{
  double left, top, right, bottom;
} Box;

static void
include (Box *box, double x, double y)
{
  box->left = MIN (box->left, x);
  box->top = MIN (box->top, y);
  box->right = MAX (box->right, x);
  box->bottom = MAX (box->bottom, y);
}

static void
include_rect (Box *box, const CndRect *rect)
{
  include (box, rect->x, rect->y);
  include (box, rect->x + rect->width, rect->y + rect->height);
}

/* All points but the control points of arcs, which lie beyond them. */
static void
include_lines (Box *box, const CndLayout *layout)
{
  for (guint i = 0; i < layout->n_routes; i++)
    {
      const CndRoute *route = &layout->routes[i];
      const CndPoint *points = layout->points + route->first_point;

      if (route->arc)
        include (box, points[1].x + 0.75 * (points[2].x - points[1].x), points[1].y);
      for (guint k = 0; k < route->n_points; k++)
        if (!route->arc || (k != 2 && k != 3))
          include (box, points[k].x, points[k].y);
    }
  for (guint i = 0; i < layout->n_lanes; i++)
    for (guint k = 0; k < layout->lanes[i].n_points; k++)
      include (box, layout->points[layout->lanes[i].first_point + k].x, layout->points[layout->lanes[i].first_point + k].y);
}

static void
transform_point (CndPoint *point, double dx, double dy, gboolean swap)
{
  double x = point->x + dx, y = point->y + dy;

  *point = swap ? (CndPoint){ y, x } : (CndPoint){ x, y };
}

static void
transform_rect (CndRect *rect, double dx, double dy, gboolean swap)
{
  double x = rect->x + dx, y = rect->y + dy;

  *rect = swap ? (CndRect){ y, x, rect->height, rect->width } : (CndRect){ x, y, rect->width, rect->height };
}

static void
finish (const Draft *draft, CndLayout *layout)
{
  Box box = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  gboolean swap = draft->options.flow == CND_FLOW_RIGHT;

  for (guint i = 0; i < draft->n_nodes; i++)
    include_rect (&box, &layout->boxes[i]);
  for (guint i = 0; i < layout->n_frames; i++)
    include_rect (&box, &layout->frames[i].rect);
  include_lines (&box, layout);
  for (guint i = 0; i < layout->n_lanes; i++)
    if (layout->lanes[i].part > 0)
      {
        const CndPoint *head = &layout->points[layout->lanes[i].first_point];
        include (&box, head->x, head->y - draft->options.head_room);
      }
  if (draft->n_nodes == 0)
    box = (Box){ 0, 0, 0, 0 };

  layout->bounds = (CndRect){ box.left, box.top, box.right - box.left, box.bottom - box.top };
  transform_rect (&layout->bounds, -box.left, -box.top, swap);
  layout->aspect_ratio = 1;
  if (draft->options.fold_aspect > 0 && draft->n_nodes > 0)
    layout->aspect_ratio = layout->bounds.width / MAX (layout->bounds.height, 1) / draft->options.fold_aspect;
  for (guint i = 0; i < draft->n_nodes; i++)
    transform_rect (&layout->boxes[i], -box.left, -box.top, swap);
  for (guint i = 0; i < layout->n_frames; i++)
    transform_rect (&layout->frames[i].rect, -box.left, -box.top, swap);
  for (guint i = 0; i < layout->n_points; i++)
    transform_point (&layout->points[i], -box.left, -box.top, swap);
  for (guint i = 0; i < layout->n_taps; i++)
    transform_point (&layout->taps[i].point, -box.left, -box.top, swap);
  for (guint i = 0; i < layout->n_rows; i++)
    {
      transform_point (&layout->rows[i].from, -box.left, -box.top, swap);
      transform_point (&layout->rows[i].corner, -box.left, -box.top, swap);
      transform_point (&layout->rows[i].to, -box.left, -box.top, swap);
    }
}

/* One trial. @alone: of each frame: whether it has to have its ranks for itself; marked where that turns out. */
static CndLayout *
run_once (CndView *view, const CndRect *sizes, const CndLayoutOptions *options, CndPlaces *earlier, const guint *matches,
          guint8 *alone, gboolean *is_clean)
{
  CndLayout *layout = g_new0 (CndLayout, 1);
  Arena *arena = cnd_arena_new (4096 + (gsize) view->n_nodes * NODE_BYTES + (gsize) view->n_edges * EDGE_BYTES);
  Draft draft;

  draft_init (&draft, &arena, view, sizes, options);
  draft.alone = *is_clean ? NULL : alone;
  layout->view = cnd_view_ref (view);
  cnd_layout_assign_ranks (&draft);
  cnd_layout_choose_lanes (&draft);
  cnd_layout_choose_arcs (&draft);
  cnd_layout_measure_frames (&draft);
  cnd_layout_make_chains (&draft);
  if (earlier != NULL && earlier->flow == options->flow)
    cnd_layout_recall_places (&draft, earlier, matches);
  cnd_layout_solve_pieces (&draft);
  layout->places = cnd_places_new (&draft, view);
  cnd_layout_choose_tracks (&draft);
  cnd_layout_assign_heights (&draft);
  cnd_layout_place_arcs (&draft);
  cnd_layout_widen_frames (&draft);
  cnd_layout_choose_columns (&draft);
  cnd_layout_place_lanes (&draft);
  cnd_layout_move_columns (&draft);
  write_boxes (&draft, layout);
  cnd_layout_write_routes (&draft, layout);
  cnd_layout_write_arcs (&draft, layout);
  cnd_layout_write_connectors (&draft, layout);
  cnd_layout_write_lanes (&draft, layout);
  *is_clean = cnd_layout_write_frames (&draft, layout, alone);
  finish (&draft, layout);
  cnd_arena_free (arena);
  return layout;
}

CndLayout *
cnd_layout_run (CndView *view, const CndRect *sizes, const CndLayoutOptions *options)
{
  return cnd_layout_run_from (view, sizes, options, NULL, NULL);
}

/* Where something beside a block lies in its frame (blocks side by side, whose content is tangled), the block gets
 * ranks of its own, and all blocks do if that goes on. */
CndLayout *
cnd_layout_run_from (CndView *view, const CndRect *sizes, const CndLayoutOptions *options, CndPlaces *earlier,
                     const guint *matches)
{
  g_autofree guint8 *alone = g_new0 (guint8, view->n_frames + 1);
  gboolean is_clean = TRUE;
  CndLayout *layout = run_once (view, sizes, options, earlier, matches, alone, &is_clean);

  for (guint trial = 1; !is_clean && trial <= MAX_TRIALS; trial++)
    {
      if (trial == MAX_TRIALS)
        memset (alone, TRUE, view->n_frames);
      cnd_layout_free (layout);
      layout = run_once (view, sizes, options, earlier, matches, alone, &is_clean);
    }
  return layout;
}

/* The line that leads to a column, but for the first one. */
static const CndRoute *
find_connector (const CndLayout *layout, guint column)
{
  for (guint i = 0; i < layout->n_routes && column > 0; i++)
    if (layout->routes[i].edge == NONE && --column == 0)
      return &layout->routes[i];
  return NULL;
}

static double
get_across (const CndLayout *layout, CndPoint point)
{
  return layout->places->flow == CND_FLOW_DOWN ? point.x : point.y;
}

double
cnd_layout_get_spine (const CndLayout *layout, guint node)
{
  const CndRoute *connector = find_connector (layout, layout->columns[node]);
  const CndRect *first = &layout->boxes[0];

  if (connector != NULL)
    return get_across (layout, layout->points[connector->first_point + connector->n_points - 1]);
  return get_across (layout, (CndPoint){ first->x + first->width / 2, first->y + first->height / 2 });
}

gboolean
cnd_layout_get_column_end (const CndLayout *layout, guint column, double *across)
{
  const CndRoute *connector = find_connector (layout, column + 1);

  if (connector == NULL)
    return FALSE;
  *across = get_across (layout, layout->points[connector->first_point + 2]);
  return TRUE;
}

void
cnd_layout_free (CndLayout *layout)
{
  if (layout == NULL)
    return;
  cnd_view_unref (layout->view);
  cnd_places_unref (layout->places);
  g_free (layout->boxes);
  g_free (layout->ranks);
  g_free (layout->columns);
  g_free (layout->points);
  g_free (layout->routes);
  g_free (layout->lanes);
  g_free (layout->taps);
  g_free (layout->rows);
  g_free (layout->frames);
  g_free (layout);
}
