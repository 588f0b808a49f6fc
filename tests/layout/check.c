/* The claims of check.h. A curve is taken for the whole rectangle between its ends: stricter than its line. */
#include "layout/check.h"

#include "base/base.h"

TestGraph *
test_graph_new (void)
{
  TestGraph *graph = g_new0 (TestGraph, 1);

  graph->from = g_array_new (FALSE, FALSE, sizeof (guint));
  graph->to = g_array_new (FALSE, FALSE, sizeof (guint));
  return graph;
}

void
test_graph_free (TestGraph *graph)
{
  g_array_unref (graph->from);
  g_array_unref (graph->to);
  g_free (graph);
}

guint
test_graph_add_node (TestGraph *graph)
{
  return graph->n_nodes++;
}

void
test_graph_add_edge (TestGraph *graph, guint from, guint to)
{
  g_array_append_val (graph->from, from);
  g_array_append_val (graph->to, to);
}

guint
test_graph_add_chain (TestGraph *graph, guint node, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint next = test_graph_add_node (graph);

      test_graph_add_edge (graph, node, next);
      node = next;
    }
  return node;
}

CndView *
test_graph_view (const TestGraph *graph)
{
  return cnd_layout_view_new_plain (graph->n_nodes, (const guint *) graph->from->data, (const guint *) graph->to->data,
                                    graph->from->len);
}

TestGraph *
test_graph_new_random (guint seed, guint n, guint n_edges)
{
  TestGraph *graph = test_graph_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  CndRandom random;

  cnd_base_seed_random (&random, seed);
  graph->n_nodes = n;
  for (guint i = 0; i < n_edges && n > 1; i++)
    {
      guint to = 1 + cnd_base_next_random_below (&random, n - 1);
      /* most edges are short, as in networks */
      guint reach = cnd_base_next_random_below (&random, 4) == 0 ? to : MIN (to, 6);
      guint from = to - 1 - cnd_base_next_random_below (&random, reach);

      if (g_hash_table_add (known, GUINT_TO_POINTER (from * n + to + 1)))
        test_graph_add_edge (graph, from, to);
    }
  return graph;
}

TestGraph *
test_graph_new_dense (guint n)
{
  TestGraph *graph = test_graph_new ();

  graph->n_nodes = n;
  for (guint to = 0; to < n; to++)
    for (guint from = 0; from < to; from++)
      test_graph_add_edge (graph, from, to);
  return graph;
}

CndRect *
test_sizes_new (CndView *view, gboolean swapped)
{
  CndRect *sizes;
  guint n;

  cnd_view_get_nodes (view, &n);
  sizes = g_new0 (CndRect, n + 1);
  for (guint i = 0; i < n; i++)
    {
      double width = 80 + i * 37 % 60, height = 30 + i * 13 % 20;

      sizes[i].width = swapped ? height : width;
      sizes[i].height = swapped ? width : height;
    }
  return sizes;
}

CndRect *
test_sizes_new_equal (CndView *view, double width, double height)
{
  CndRect *sizes;
  guint n;

  cnd_view_get_nodes (view, &n);
  sizes = g_new0 (CndRect, n + 1);
  for (guint i = 0; i < n; i++)
    sizes[i] = (CndRect){ 0, 0, width, height };
  return sizes;
}

/* ---- Boxes -------------------------------------------------------------------------- */

#define EPSILON 0.001

static gboolean
overlaps (const CndRect *a, const CndRect *b)
{
  return a->x + a->width > b->x + EPSILON && b->x + b->width > a->x + EPSILON && a->y + a->height > b->y + EPSILON &&
         b->y + b->height > a->y + EPSILON;
}

static void
check_boxes (const CndLayout *layout, guint n, GString *complaints)
{
  const CndRect *bounds = &layout->bounds;

  for (guint i = 0; i < n; i++)
    {
      const CndRect *box = &layout->boxes[i];

      if (box->x < -EPSILON || box->y < -EPSILON || box->x + box->width > bounds->width + EPSILON ||
          box->y + box->height > bounds->height + EPSILON)
        g_string_append_printf (complaints, "box %u is outside the bounds; ", i);
      for (guint j = 0; j < i; j++)
        if (overlaps (box, &layout->boxes[j]))
          g_string_append_printf (complaints, "boxes %u and %u overlap; ", i, j);
    }
}

static void
check_line (const CndLayout *layout, guint n, CndPoint a, CndPoint b, const char *what, guint index,
            GString *complaints)
{
  CndRect rect = { MIN (a.x, b.x), MIN (a.y, b.y), ABS (a.x - b.x), ABS (a.y - b.y) };

  /* give lines some body, so that one along a border does not count and one inside does */
  rect.x -= 2 * EPSILON;
  rect.y -= 2 * EPSILON;
  rect.width += 4 * EPSILON;
  rect.height += 4 * EPSILON;
  for (guint i = 0; i < n; i++)
    {
      CndRect inner = layout->boxes[i];

      inner.x += 4 * EPSILON;
      inner.y += 4 * EPSILON;
      inner.width -= 8 * EPSILON;
      inner.height -= 8 * EPSILON;
      if (overlaps (&rect, &inner))
        g_string_append_printf (complaints, "%s %u runs through box %u; ", what, index, i);
    }
}

static void
check_lines (const CndLayout *layout, guint n, GString *complaints)
{
  for (guint r = 0; r < layout->n_routes; r++)
    for (guint k = 1; k < layout->routes[r].n_points; k++)
      {
        const CndPoint *points = layout->points + layout->routes[r].first_point + k;
        check_line (layout, n, points[-1], points[0], "route", r, complaints);
      }
  for (guint l = 0; l < layout->n_lanes; l++)
    for (guint k = 1; k < layout->lanes[l].n_points; k++)
      {
        const CndPoint *points = layout->points + layout->lanes[l].first_point + k;
        g_assert_true (points[-1].x == points[0].x || points[-1].y == points[0].y);
        check_line (layout, n, points[-1], points[0], "lane", l, complaints);
      }
  for (guint r = 0; r < layout->n_rows; r++)
    {
      check_line (layout, n, layout->rows[r].from, layout->rows[r].corner, "row", r, complaints);
      check_line (layout, n, layout->rows[r].corner, layout->rows[r].to, "row", r, complaints);
    }
}

/* Each edge is drawn: as a route, or as a tap on its source's lane. */
static void
check_edges (const CndLayout *layout, GString *complaints)
{
  guint n_edges;
  const CndViewEdge *edges = cnd_view_get_edges (layout->view, &n_edges);
  g_autofree guint8 *drawn = g_new0 (guint8, n_edges + 1);

  for (guint r = 0; r < layout->n_routes; r++)
    if (layout->routes[r].edge != G_MAXUINT)
      drawn[layout->routes[r].edge] = TRUE;
  for (guint t = 0; t < layout->n_taps; t++)
    {
      const CndTap *tap = &layout->taps[t];

      drawn[tap->edge] = TRUE;
      g_assert_cmpuint (layout->lanes[tap->lane].node, ==, edges[tap->edge].from);
    }
  for (guint e = 0; e < n_edges; e++)
    {
      if (!drawn[e])
        g_string_append_printf (complaints, "edge %u is not drawn; ", e);
      g_assert_cmpuint (layout->ranks[edges[e].from], <, layout->ranks[edges[e].to]);
    }
}

static void
check_directions (const CndLayout *layout, CndFlow flow, GString *complaints)
{
  for (guint r = 0; r < layout->n_routes; r++)
    for (guint k = 1; k < layout->routes[r].n_points; k++)
      {
        const CndPoint *points = layout->points + layout->routes[r].first_point + k;
        double forward = flow == CND_FLOW_DOWN ? points[0].y - points[-1].y : points[0].x - points[-1].x;

        if (layout->routes[r].edge != G_MAXUINT && forward < -EPSILON)
          g_string_append_printf (complaints, "route %u runs against the flow; ", r);
      }
}

/* ---- Frames ------------------------------------------------------------------------- */

/* Whether the layers that a node stands for are in the block. */
static gboolean
is_inside (CndNetwork *network, const CndViewNode *node, guint block)
{
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
  guint layer = node->layer != G_MAXUINT ? node->layer : blocks[node->block].first_layer;

  return layer >= blocks[block].first_layer && layer < blocks[block].first_layer + blocks[block].n_layers;
}

static gboolean
contains (const CndRect *outer, const CndRect *inner)
{
  return outer->x < inner->x && outer->y < inner->y && inner->x + inner->width < outer->x + outer->width &&
         inner->y + inner->height < outer->y + outer->height;
}

/* A block's boxes lie in its frames, and no others do. */
static void
check_frames (const CndLayout *layout, guint n, GString *complaints)
{
  const CndViewNode *nodes = cnd_view_get_nodes (layout->view, NULL);
  CndNetwork *network = cnd_view_get_network (layout->view);

  for (guint f = 0; f < layout->n_frames; f++)
    for (guint i = 0; i < n; i++)
      {
        const CndFrame *frame = &layout->frames[f];
        gboolean inside = is_inside (network, &nodes[i], frame->block);

        if (overlaps (&layout->boxes[i], &frame->rect) && !(inside && contains (&frame->rect, &layout->boxes[i])))
          g_string_append_printf (complaints, "box %u and the frame of block %u collide; ", i, frame->block);
      }
}

char *
test_find_faults (const CndLayout *layout, CndFlow flow)
{
  GString *complaints = g_string_new (NULL);
  guint n;

  cnd_view_get_nodes (layout->view, &n);
  check_boxes (layout, n, complaints);
  check_lines (layout, n, complaints);
  check_edges (layout, complaints);
  check_directions (layout, flow, complaints);
  check_frames (layout, n, complaints);
  return g_string_free (complaints, FALSE);
}

void
test_check_layout (const CndLayout *layout, CndFlow flow)
{
  g_autofree char *faults = test_find_faults (layout, flow);

  g_assert_cmpstr (faults, ==, "");
}

/* ---- Crossings ---------------------------------------------------------------------- */

/* Whether the segments cross in the middle of both. */
static gboolean
crosses (CndPoint a, CndPoint b, CndPoint c, CndPoint d)
{
  double left = MAX (MIN (a.x, b.x), MIN (c.x, d.x)), right = MIN (MAX (a.x, b.x), MAX (c.x, d.x));
  double top = MAX (MIN (a.y, b.y), MIN (c.y, d.y)), bottom = MIN (MAX (a.y, b.y), MAX (c.y, d.y));
  gboolean first_is_flat = ABS (a.y - b.y) < EPSILON, second_is_flat = ABS (c.y - d.y) < EPSILON;

  return left <= right && top <= bottom && first_is_flat != second_is_flat;
}

static gboolean
has_tap_at (const CndLayout *layout, guint lane, double x, double y)
{
  for (guint t = 0; t < layout->n_taps; t++)
    if (layout->taps[t].lane == lane && ABS (layout->taps[t].point.x - x) < 1 && ABS (layout->taps[t].point.y - y) < 1)
      return TRUE;
  return FALSE;
}

guint
test_count_plain_crossings (const CndLayout *layout)
{
  guint crossings = 0;

  for (guint l = 0; l < layout->n_lanes; l++)
    {
      const CndLane *lane = &layout->lanes[l];
      CndPoint start = layout->points[lane->first_point + lane->n_points - 2];
      CndPoint end = layout->points[lane->first_point + lane->n_points - 1];

      for (guint r = 0; r < layout->n_rows; r++)
        {
          CndPoint from = layout->rows[r].from, corner = layout->rows[r].corner;

          crossings += crosses (start, end, from, corner) && !has_tap_at (layout, l, start.x, from.y);
        }
      for (guint m = 0; m < layout->n_lanes; m++)
        {
          const CndPoint *points = layout->points + layout->lanes[m].first_point;

          for (guint k = 1; m != l && k + 1 < layout->lanes[m].n_points; k++)
            crossings += crosses (start, end, points[k - 1], points[k]);
        }
      for (guint r = 0; r < layout->n_routes; r++)
        for (guint k = 1; k < layout->routes[r].n_points; k++)
          {
            const CndPoint *points = layout->points + layout->routes[r].first_point + k;
            crossings += crosses (start, end, points[-1], points[0]);
          }
    }
  return crossings;
}

/* ---- Goldens ------------------------------------------------------------------------ */

void
test_compare_golden (const CndLayout *layout, const char *name)
{
  g_autofree char *dump = cnd_layout_dump (layout);
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "layout", name, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (g_getenv ("CND_UPDATE_GOLDENS"), "1") == 0)
    g_file_set_contents (file, dump, -1, &error);
  g_assert_no_error (error);
  g_file_get_contents (file, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dump, ==, expected);
}
