/* A matrix on a screen: places and parts, steps from cell to cell, what is drawn of it; and what a graph shows of its masks. */
#include "check.h"
#include "hand-made.h"
#include "recorded.h"

#include "scene/matrix-private.h"
#include "support/model.h"

#include <math.h>
#include <string.h>

static CndMatrix *
open_matrix (guint stage)
{
  g_autoptr (CndRecording) recording = recorded_new ();

  return cnd_matrix_new_recorded (recording, 1, cnd_recording_get_stage_end (recording, stage));
}

static CndMatrixOptions
get_options (CndOrder order)
{
  CndMatrixOptions options = cnd_scene_default_matrix_options;

  options.order = options.from = order;
  return options;
}

/* So that all of the grid, or @times less of it, is where cells may be. */
static CndViewport
make_viewport (const CndMatrix *matrix, const CndMatrixOptions *options, double times)
{
  g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, options);
  CndRect grid = cnd_matrix_plan_get_grid (plan);
  CndViewport viewport = { 1, { 0, 0 }, 1000, 700 };
  CndRect inside = cnd_scene_get_close_inside (matrix, options, &viewport);

  viewport.scale = times * MIN (inside.width / grid.width, inside.height / grid.height);
  viewport.origin = (CndPoint){ grid.x - inside.x / viewport.scale, grid.y - inside.y / viewport.scale };
  return viewport;
}

static guint
count_texts (const CndScene *scene, const char *css_class)
{
  guint n_items, n = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    n += items[i].type == CND_ITEM_TEXT && items[i].css_class != NULL && strcmp (items[i].css_class, css_class) == 0;
  return n;
}

/* Every cell is found where it is, in every order. */
static void
test_locate (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (2);

  for (CndOrder order = 0; order < CND_N_ORDERS; order++)
    {
      CndMatrixOptions options = get_options (order);
      CndViewport viewport = make_viewport (matrix, &options, 1);
      g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, &options);
      guint n = 0;
      for (guint o = 0; o < cnd_matrix_get_n_outputs (matrix); o++)
        for (guint i = 0; i < cnd_matrix_get_n_inputs (matrix); i++)
          {
            CndRect cell;
            CndMatrixSpot spot;
            if (!cnd_matrix_plan_get_cell (plan, o, i, &cell))
              continue;
            spot = cnd_matrix_plan_locate_close (plan, &options, &viewport,
                                                 cnd_viewport_to_screen (&viewport, (CndPoint){ cell.x + cell.width / 2, cell.y + cell.height / 2 }));
            g_assert_true (cnd_matrix_spot_equal (spot, cnd_matrix_get_cell_spot (matrix, o, i)));
            n++;
          }
      g_assert_cmpuint (n, ==, order == CND_ORDER_PACKED ? 16 * 8 : 16 * 24);
    }
}

static void
test_labels (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);
  CndMatrixOptions options = get_options (CND_ORDER_GROUPS);
  CndViewport viewport = make_viewport (matrix, &options, 1);
  g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, &options);
  CndRect cell;
  CndPoint point;

  g_assert_true (cnd_matrix_plan_get_cell (plan, 5, 7, &cell));
  point = cnd_viewport_to_screen (&viewport, (CndPoint){ cell.x + 1, cell.y + 1 });
  g_assert_cmpint (cnd_matrix_plan_locate_close (plan, &options, &viewport, (CndPoint){ 30, point.y }).kind, ==, CND_SPOT_GROUP);
  g_assert_cmpuint (cnd_matrix_plan_locate_close (plan, &options, &viewport, (CndPoint){ 30, point.y }).group, ==, 1);
  point.y = cnd_viewport_to_screen (&viewport, (CndPoint){ 0, cnd_matrix_plan_get_grid (plan).y + cnd_matrix_plan_get_grid (plan).height }).y;
  g_assert_cmpint (cnd_matrix_plan_locate_close (plan, &options, &viewport, (CndPoint){ point.x, point.y + 10 }).kind, ==, CND_SPOT_COLUMN);
  g_assert_cmpuint (cnd_matrix_plan_locate_close (plan, &options, &viewport, (CndPoint){ point.x, point.y + 10 }).input, ==, 7);
  g_assert_cmpint (cnd_matrix_plan_locate_close (plan, &options, &viewport, (CndPoint){ point.x, point.y + 55 }).kind, ==, CND_SPOT_SOURCE);
}

/* From the first cell to the right one meets each column once, and downward each row. */
static void
test_steps (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (2);

  for (CndOrder order = 0; order < CND_N_ORDERS; order++)
    {
      CndMatrixOptions options = get_options (order);
      g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, &options);
      CndMatrixSpot first = cnd_matrix_plan_get_end (plan, cnd_matrix_get_cell_spot (matrix, 9, 3), FALSE, TRUE), cell = first, next;
      guint right = 0, down = 0, groups = 0;
      while (!cnd_matrix_spot_equal (next = cnd_matrix_plan_step (plan, cell, CND_STEP_RIGHT, FALSE), cell))
        {
          cell = next;
          right++;
        }
      g_assert_cmpuint (right, ==, order == CND_ORDER_PACKED ? 7 : 23);
      g_assert_true (cnd_matrix_spot_equal (cell, cnd_matrix_plan_get_end (plan, first, TRUE, FALSE)));
      for (cell = first; !cnd_matrix_spot_equal (next = cnd_matrix_plan_step (plan, cell, CND_STEP_DOWN, FALSE), cell); cell = next)
        down++;
      g_assert_cmpuint (down, ==, 15);
      for (cell = first; !cnd_matrix_spot_equal (next = cnd_matrix_plan_step (plan, cell, CND_STEP_DOWN, TRUE), cell); cell = next)
        {
          g_assert_cmpuint (next.group, ==, cell.group + 1);
          groups++;
        }
      g_assert_cmpuint (groups, ==, 3);
      for (guint i = 0; i < 3; i++)
        cell = cnd_matrix_plan_step (plan, cell, CND_STEP_UP, TRUE);
      g_assert_cmpuint (cell.output, ==, first.output);
    }
}

/* What is chosen covers just its cells. */
static void
test_rects (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);

  for (CndOrder order = 0; order < CND_N_ORDERS; order++)
    {
      CndMatrixOptions options = get_options (order);
      g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, &options);
      const CndMatrixSpot spots[] = { { CND_SPOT_ROW, .output = 5 }, { CND_SPOT_GROUP, .group = 2 } };
      for (guint s = 0; s < G_N_ELEMENTS (spots); s++)
        {
          g_autoptr (GArray) rects = cnd_matrix_plan_list_rects (plan, spots[s]);
          double area = 0, wanted = 0;
          CndRect cell;
          for (guint r = 0; r < rects->len; r++)
            area += g_array_index (rects, CndRect, r).width * g_array_index (rects, CndRect, r).height;
          for (guint o = 0; o < 16; o++)
            for (guint i = 0; i < 24; i++)
              if ((s == 0 ? o == 5 : cnd_matrix_get_group (matrix, o) == 2) && cnd_matrix_plan_get_cell (plan, o, i, &cell))
                wanted += cell.width * cell.height;
          g_assert_cmpfloat_with_epsilon (area, wanted, 1e-3);
        }
    }
}

/* The closer, the more labels; and at last values. Nothing depends on how often it was drawn. */
static void
test_levels (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);
  CndMatrixOptions options = get_options (CND_ORDER_GROUPS);
  CndViewport near = make_viewport (matrix, &options, 4), far = make_viewport (matrix, &options, 0.3);
  g_autoptr (CndScene) close = cnd_scene_new_matrix_close (matrix, &options, &near, hand_made_measure, NULL);
  g_autoptr (CndScene) again = cnd_scene_new_matrix_close (matrix, &options, &near, hand_made_measure, NULL);
  g_autoptr (CndScene) small = cnd_scene_new_matrix_close (matrix, &options, &far, hand_made_measure, NULL);
  g_autofree char *dump = cnd_scene_dump (close), *same = cnd_scene_dump (again);
  guint n_values = count_texts (close, "value");

  g_assert_cmpstr (dump, ==, same);
  g_assert_cmpuint (n_values, >, 0);
  g_assert_cmpuint (n_values, <, 16 * 24); /* only what is in sight */
  g_assert_cmpuint (count_texts (small, "value"), ==, 0);
  g_assert_cmpuint (count_texts (small, "output-number"), <, 16);
  g_assert_cmpuint (count_texts (small, "group-name"), ==, 4);
  g_assert_cmpfloat (cnd_scene_get_bounds (close).width, ==, near.width);
  check_contrast (close);
}

/* A wide layer costs what is seen of it. */
static void
test_wide (void)
{
  g_autoptr (CndNetwork) network = cnd_test_build_layers ("4096, 1, 1", "{'kind': 'convolution', 'id': 'conv', 'out': 4096, 'kernel': [1, 1]}", NULL);
  g_autoptr (CndMatrix) matrix = cnd_matrix_new_structure (network, cnd_network_find_layer (network, "conv"), NULL);
  CndMatrixOptions options = get_options (CND_ORDER_GROUPS);
  CndViewport viewport;
  guint n_items;

  g_assert_nonnull (matrix);
  for (double times = 1; times < 3000; times *= 7)
    {
      viewport = make_viewport (matrix, &options, times);
      g_autoptr (CndScene) scene = cnd_scene_new_matrix_close (matrix, &options, &viewport, hand_made_measure, NULL);
      cnd_scene_get_items (scene, &n_items);
      g_assert_cmpuint (n_items, <, 4000);
    }
}

/* A row reads what its group reads; a source and a column come from one layer. */
static void
test_layers (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (2);
  guint n_sources;
  const CndSource *sources = cnd_matrix_get_sources (matrix, &n_sources);

  for (guint g = 0; g < 4; g++)
    {
      g_autoptr (GArray) row = cnd_matrix_list_layers_read (matrix, (CndMatrixSpot){ CND_SPOT_ROW, .output = g });
      g_autoptr (GArray) group = cnd_matrix_list_layers_read (matrix, (CndMatrixSpot){ CND_SPOT_GROUP, .group = g });
      g_assert_cmpmem (row->data, row->len * sizeof (guint), group->data, group->len * sizeof (guint));
      g_assert_cmpuint (row->len, >, 0);
    }
  for (guint s = 0; s < n_sources; s++)
    {
      g_autoptr (GArray) one = cnd_matrix_list_layers_read (matrix, (CndMatrixSpot){ CND_SPOT_COLUMN, .input = sources[s].first });
      g_assert_cmpuint (one->len, ==, 1);
      g_assert_cmpuint (g_array_index (one, guint, 0), ==, sources[s].layer);
    }
}

/* Of each edge of the graph just that part is read that the masks say, at each stage. */
static void
test_shares (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndNetwork *network = cnd_recording_get_network (recording);
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (G_MAXUINT));
  guint n_edges, n_learned;
  const CndViewEdge *edges = cnd_view_get_edges (view, &n_edges);
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n_learned);

  for (guint stage = 0; stage < 3; stage++)
    {
      CndPosition position = cnd_recording_get_stage_end (recording, stage);
      g_autofree double *shares = cnd_scene_list_shares (view, recording, position);
      for (guint l = 0; l < n_learned; l++)
        {
          g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, l, position);
          guint n_sources, to = cnd_view_get_node_of_layer (view, layers[l].layer);
          const CndSource *sources = cnd_matrix_get_sources (matrix, &n_sources);
          for (guint s = 0; s < n_sources; s++)
            for (guint e = 0; e < n_edges; e++)
              if (edges[e].to == to && edges[e].from == cnd_view_get_node_of_layer (view, sources[s].layer))
                {
                  guint read = 0;
                  for (guint i = sources[s].first; i < sources[s].first + sources[s].n; i++)
                    for (guint g = 0; g < cnd_matrix_get_n_groups (matrix); g++)
                      read += cnd_matrix_get_state (matrix, g, i) == CND_CELL_READ;
                  g_assert_cmpfloat_with_epsilon (shares[e], (double) read / (sources[s].n * cnd_matrix_get_n_groups (matrix)), 1e-12);
                }
        }
    }
}

/* Right before a condensing what is marked is what it takes; and the picture says so. */
static void
test_importance (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (CndMatrix) before = open_matrix (0);
  g_autoptr (CndMatrix) after = cnd_matrix_new_recorded (recording, 1, cnd_recording_get_stage_start (recording, 1));
  CndMatrixOptions options = get_options (CND_ORDER_GROUPS);
  guint n_items, n_falls = 0;
  const CndItem *items;

  options.group = 2;
  g_autoptr (CndScene) scene = cnd_scene_new_importance (before, after, &options, 700, 0, hand_made_measure, NULL);
  items = cnd_scene_get_items (scene, &n_items);
  for (guint i = 0; i < n_items; i++)
    n_falls += items[i].type == CND_ITEM_PATH && items[i].css_class != NULL && strcmp (items[i].css_class, "falls") == 0;
  g_assert_cmpuint (n_falls, ==, 8);
  g_assert_cmpuint (count_texts (scene, "outcome"), >=, 1);
  check_contrast (scene);
}

/* Made for a pane, also a narrow one, it fills it, and no text lies on another. */
static void
test_importance_room (void)
{
  static const double sizes[][2] = { { 470, 330 }, { 360, 380 }, { 900, 500 } };
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (CndMatrix) before = open_matrix (1);
  g_autoptr (CndMatrix) after = cnd_matrix_new_recorded (recording, 1, cnd_recording_get_stage_start (recording, 2));

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      CndMatrixOptions options = get_options (CND_ORDER_GROUPS);
      g_autoptr (CndScene) scene = NULL;
      CndRect bounds;
      options.group = 1;
      scene = cnd_scene_new_importance (before, after, &options, sizes[i][0], sizes[i][1], hand_made_measure, NULL);
      bounds = cnd_scene_get_bounds (scene);
      check_texts (scene);
      check_bounds (scene);
      g_assert_cmpfloat (bounds.width, <=, sizes[i][0] + 1);
      g_assert_cmpfloat (bounds.height, <=, sizes[i][1] + 1);
      g_assert_cmpfloat (bounds.height, >=, sizes[i][1] * 0.85);
      g_assert_cmpuint (count_texts (scene, "title"), >=, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/matrix-close/every-cell-is-found-where-it-is", test_locate);
  g_test_add_func ("/scene/matrix-close/labels-name-what-they-stand-at", test_labels);
  g_test_add_func ("/scene/matrix-close/steps-visit-every-cell", test_steps);
  g_test_add_func ("/scene/matrix-close/parts-cover-their-cells", test_rects);
  g_test_add_func ("/scene/matrix-close/closer-says-more", test_levels);
  g_test_add_func ("/scene/matrix-close/wide-layers-cost-what-is-seen", test_wide);
  g_test_add_func ("/scene/matrix-close/parts-read-their-layers", test_layers);
  g_test_add_func ("/scene/matrix-close/shares-are-those-of-the-masks", test_shares);
  g_test_add_func ("/scene/matrix-close/condensing-confirms-the-cut", test_importance);
  g_test_add_func ("/scene/matrix-close/importance-fills-its-pane", test_importance_room);
  return g_test_run ();
}
