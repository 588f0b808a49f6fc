/* Matrices and their pictures, against the masks of a run. */
#include "check.h"
#include "hand-made.h"
#include "recorded.h"

#include "scene/matrix-private.h"

#include "support/golden.h"
#include "support/model.h"

#include <math.h>
#include <string.h>

static CndScene *
draw (const CndMatrix *matrix, CndTheme theme, CndOrder order, CndShade shade)
{
  CndMatrixOptions options = cnd_scene_default_matrix_options;

  options.theme = theme;
  options.order = options.from = order;
  options.shade = shade;
  options.group = 1;
  options.mark_next = TRUE;
  return cnd_scene_new_matrix (matrix, &options, hand_made_measure, NULL);
}

static CndMatrix *
open_matrix (guint stage)
{
  g_autoptr (CndRecording) recording = recorded_new ();

  return cnd_matrix_new_recorded (recording, 1, cnd_recording_get_stage_end (recording, stage));
}

/* The picture says of each (group, input) what the mask says. */
static void
test_masks (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();

  for (guint stage = 0; stage < 3; stage++)
    {
      CndPosition position = cnd_recording_get_stage_end (recording, stage);
      g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, 1, position);
      g_autoptr (CndScene) scene = draw (matrix, CND_THEME_LIGHT, CND_ORDER_GROUPS, CND_SHADE_MAGNITUDE);
      g_auto (CndLayerState) state = { NULL };
      guint n_items, n_columns = 0, n_pruned = 0;
      const CndItem *items = cnd_scene_get_items (scene, &n_items);
      cnd_recording_get_layer_state (recording, 1, position, &state);
      for (guint i = 0; i < n_items; i++)
        if (items[i].type == CND_ITEM_BEGIN && items[i].role == CND_ROLE_COLUMN)
          {
            guint group = (guint) atoi (items[i].data[1]) - 1, input = (guint) atoi (items[i].data[3]) - 1;
            guint8 fell = state.mask[group * 24 + input];
            g_assert_cmpuint ((guint) atoi (items[i].data[5]), ==, fell);
            g_assert_cmpint (strstr (items[i].css_class, "pruned") != NULL, ==, fell != 0);
            n_columns++;
            n_pruned += fell != 0;
          }
      g_assert_cmpuint (n_columns, ==, 4 * 24);
      g_assert_cmpuint (n_pruned, ==, 4 * 8 * stage);
    }
}

/* Every cell that is read has the colour of its weight; and no cell that is pruned has any. */
static void
test_colors (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);

  for (guint o = 0; o < 16; o++)
    for (guint i = 0; i < 24; i++)
      {
        CndInk ink = cnd_matrix_get_ink (matrix, CND_SHADE_MAGNITUDE, o, i);
        if (cnd_matrix_get_state (matrix, o, i) == CND_CELL_READ)
          g_assert_cmpint (ink, ==, cnd_scene_get_value_ink (fabs (cnd_matrix_get_weight (matrix, o, i)) / matrix->weight_limit));
        else
          g_assert_cmpint (ink, ==, CND_INK_NONE);
      }
}

static void
test_readers (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (2);
  guint sum = 0;

  for (guint i = 0; i < 24; i++)
    sum += cnd_matrix_count_readers (matrix, i);
  g_assert_cmpuint (sum, ==, 4 * 8);
}

static void
test_sources (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (0);
  guint n;
  const CndSource *sources = cnd_matrix_get_sources (matrix, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (sources[0].label, ==, "first");
  g_assert_cmpuint (sources[0].n, ==, 12);
  g_assert_cmpstr (sources[1].label, ==, "1");
  g_assert_cmpuint (sources[1].first, ==, 12);
  g_assert_cmpuint (sources[1].n, ==, 12);
}

/* In packed order each group's columns stand beside each other, in the order of the index list. */
static void
test_packed (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (2);
  CndMatrixOptions options = cnd_scene_default_matrix_options;
  g_autoptr (CndMatrixPlan) plan = NULL;
  CndLearnedShape shape = { 16, 24, 1, 4, 3 };
  guint index[32];
  double last = -1;

  options.order = options.from = CND_ORDER_PACKED;
  plan = cnd_matrix_plan_new (matrix, &options);
  g_assert_true (cnd_condense_list_index (&shape, matrix->mask, index, NULL));
  for (guint slot = 0; slot < 32; slot++)
    {
      double x = cnd_matrix_plan_get_x (plan, slot / 8, index[slot]);
      g_assert_cmpfloat (x, >, last);
      if (slot % 8 != 0)
        g_assert_cmpfloat_with_epsilon (x - last, plan->cell_width, 1e-9);
      last = x;
    }
  for (guint row = 0; row + 1 < 16; row++)
    g_assert_cmpfloat (plan->row_y[cnd_condense_get_packed_row (&shape, row)], <, plan->row_y[cnd_condense_get_packed_row (&shape, row + 1)]);
}

/* What is drawn in a place is found there, in every order. */
static void
test_pick (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);

  for (CndOrder order = 0; order < CND_N_ORDERS; order++)
    {
      CndMatrixOptions options = cnd_scene_default_matrix_options;
      g_autoptr (CndMatrixPlan) plan = NULL;
      options.order = options.from = order;
      plan = cnd_matrix_plan_new (matrix, &options);
      for (guint o = 0; o < 16; o++)
        for (guint i = 0; i < 24; i++)
          {
            CndRect cell;
            guint output, input;
            if (!cnd_matrix_plan_get_cell (plan, o, i, &cell))
              {
                g_assert_cmpint (order, ==, CND_ORDER_PACKED);
                continue;
              }
            g_assert_true (cnd_matrix_plan_pick (plan, (CndPoint){ cell.x + cell.width / 2, cell.y + cell.height / 2 }, &output, &input));
            g_assert_cmpuint (output, ==, o);
            g_assert_cmpuint (input, ==, i);
          }
    }
}

/* The way from one order to another begins at the one and ends at the other. */
static void
test_blend (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);
  CndMatrixOptions options = cnd_scene_default_matrix_options;

  for (CndOrder from = 0; from < CND_N_ORDERS; from++)
    for (CndOrder to = 0; to < CND_N_ORDERS; to++)
      {
        g_autoptr (CndMatrixPlan) start = NULL, way = NULL, end = NULL;
        options.order = options.from = from;
        start = cnd_matrix_plan_new (matrix, &options);
        options.order = to;
        options.progress = 0;
        way = cnd_matrix_plan_new (matrix, &options);
        options.progress = 1;
        end = cnd_matrix_plan_new (matrix, &options);
        for (guint o = 0; o < 16; o++)
          for (guint i = 0; i < 24; i++)
            {
              CndRect a, b, c;
              if (!cnd_matrix_plan_get_cell (way, o, i, &b) || !cnd_matrix_plan_get_cell (start, o, i, &a)
                  || !cnd_matrix_plan_get_cell (end, o, i, &c))
                continue;
              g_assert_cmpfloat_with_epsilon (a.x, b.x, 1e-9);
              g_assert_cmpfloat_with_epsilon (a.y, b.y, 1e-9);
            }
      }
}

/* The pixels of the fast way are the colours of the cells. */
static void
test_render (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);
  CndMatrixOptions options = cnd_scene_default_matrix_options;
  g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, &options);
  CndRect grid = cnd_matrix_plan_get_grid (plan);
  guint width = (guint) grid.width, height = (guint) grid.height;
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * height);

  cnd_matrix_plan_render (plan, CND_THEME_LIGHT, CND_SHADE_SIGNED, grid, pixels, width, height);
  for (guint o = 0; o < 16; o++)
    for (guint i = 0; i < 24; i++)
      {
        CndInk ink = cnd_matrix_get_ink (matrix, CND_SHADE_SIGNED, o, i);
        CndColor color = cnd_scene_get_ink_color (CND_THEME_LIGHT, ink);
        CndRect cell;
        guint32 pixel;
        cnd_matrix_plan_get_cell (plan, o, i, &cell);
        pixel = pixels[(guint) (cell.y - grid.y + cell.height / 2) * width + (guint) (cell.x - grid.x + cell.width / 2)];
        if (ink != CND_INK_NONE)
          g_assert_cmphex (pixel & 0xffffff, ==,
                           (guint) lround (color.red * 255) << 16 | (guint) lround (color.green * 255) << 8 | (guint) lround (color.blue * 255));
      }
}

static void
test_prediction (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndPosition before = cnd_recording_get_stage_end (recording, 0), after = cnd_recording_get_stage_start (recording, 1);
  g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, 1, before);
  g_autoptr (CndMatrix) fallen = cnd_matrix_new_recorded (recording, 1, after);
  g_autoptr (CndMatrix) last = cnd_matrix_new_recorded (recording, 1, cnd_recording_get_end (recording));
  g_autofree guint8 *next = cnd_matrix_predict (matrix);

  /* right before a condensing nothing is trained any more: what it predicts is what happens */
  for (guint k = 0; k < 4 * 24; k++)
    g_assert_cmpint (next[k] != 0, ==, fallen->mask[k] != 0);
  g_assert_null (cnd_matrix_predict (last));
}

/* In every order each cell that the next condensing would drop lies in a frame, and no other one does. */
static void
test_next_is_framed (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (1);
  g_autofree guint8 *next = cnd_matrix_predict (matrix);

  for (CndOrder order = 0; order < CND_N_ORDERS; order++)
    {
      CndMatrixOptions options = cnd_scene_default_matrix_options;
      g_autoptr (CndMatrixPlan) plan = NULL;
      g_autoptr (CndScene) scene = draw (matrix, CND_THEME_LIGHT, order, CND_SHADE_SIGNED);
      guint n_items;
      const CndItem *items = cnd_scene_get_items (scene, &n_items);
      options.order = options.from = order;
      plan = cnd_matrix_plan_new (matrix, &options);
      for (guint o = 0; o < matrix->outputs; o++)
        for (guint i = 0; i < matrix->inputs; i++)
          {
            gboolean framed = FALSE;
            CndRect cell;
            if (!cnd_matrix_plan_get_cell (plan, o, i, &cell))
              continue;
            for (guint k = 0; k < n_items; k++)
              framed |= items[k].type == CND_ITEM_RECT && g_strcmp0 (items[k].css_class, "next") == 0
                        && fabs (items[k].rect.x - cell.x) < 0.01 && items[k].rect.y <= cell.y + 0.01
                        && items[k].rect.y + items[k].rect.height >= cell.y + cell.height - 0.01;
            g_assert_cmpint (framed, ==, next[cnd_matrix_get_group (matrix, o) * matrix->inputs + i] != 0);
          }
    }
}

static void
test_words (void)
{
  g_autoptr (CndMatrix) matrix = open_matrix (2);
  g_autofree char *title = cnd_matrix_format_title (matrix, CND_NUMBER_STYLE_LATIN);

  g_assert_cmpstr (title, ==, "Layer 2 · Learned group convolution 1 × 1");
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *words = cnd_matrix_describe_cell (matrix, 4, i, CND_NUMBER_STYLE_LATIN);
      g_assert_nonnull (strstr (words, i < 12 ? "from first, output 5, group 1" : "from 1, output 5, group 1"));
      g_assert_nonnull (strstr (words, matrix->mask[i] == 0 ? "weight" : matrix->mask[i] == 1 ? "fell in stage 1" : "fell in stage 2"));
    }
}

static void
test_pictures (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    for (CndOrder order = 0; order < CND_N_ORDERS; order++)
      for (CndShade shade = 0; shade < CND_N_SHADES; shade++)
        {
          g_autoptr (CndMatrix) matrix = open_matrix (1);
          g_autoptr (CndScene) scene = draw (matrix, theme, order, shade);
          check_texts (scene);
          check_bounds (scene);
          check_ids (scene);
          check_contrast (scene);
        }
}

/* Standard, grouped, depthwise and linear layers. */
static void
test_structure (void)
{
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
    "8, 8, 8", "{'kind': 'convolution', 'id': 'all', 'out': 12, 'kernel': 3}, {'kind': 'convolution', 'id': 'grouped', 'out': 8, 'kernel': 1, 'groups': 4},"
               "{'kind': 'convolution', 'id': 'depthwise', 'out': 8, 'kernel': 3, 'groups': 8}, {'kind': 'flatten'}, {'kind': 'linear', 'id': 'linear', 'out': 5}", NULL);
  const struct
  {
    const char *id;
    guint n_read;
  } rows[] = { { "all", 96 }, { "grouped", 24 }, { "depthwise", 8 }, { "linear", 8 * 16 * 5 } };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndMatrix) matrix = cnd_matrix_new_structure (network, cnd_network_find_layer (network, rows[r].id), &error);
      g_autoptr (CndScene) scene = NULL;
      guint n = 0;
      g_assert_no_error (error);
      for (guint o = 0; o < cnd_matrix_get_n_outputs (matrix); o++)
        for (guint i = 0; i < cnd_matrix_get_n_inputs (matrix); i++)
          n += cnd_matrix_get_state (matrix, o, i) == CND_CELL_READ;
      g_assert_cmpuint (n, ==, rows[r].n_read);
      scene = draw (matrix, CND_THEME_LIGHT, CND_ORDER_GROUPS, CND_SHADE_MAGNITUDE);
      check_bounds (scene);
    }
}

static void
test_refused (void)
{
  g_autoptr (CndNetwork) network = cnd_test_build_layers ("8, 8, 8", "{'kind': 'relu', 'id': 'relu'}", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cnd_matrix_new_structure (network, cnd_network_find_layer (network, "relu"), &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
}

/* A layer of many cells is an image, and its axes are not. */
static void
test_large (void)
{
  g_autoptr (CndNetwork) network = cnd_test_build_layers ("600, 4, 4", "{'kind': 'convolution', 'id': 'wide', 'out': 800, 'kernel': 1}", NULL);
  g_autoptr (CndMatrix) matrix = cnd_matrix_new_structure (network, cnd_network_find_layer (network, "wide"), NULL);
  g_autoptr (CndScene) scene = draw (matrix, CND_THEME_DARK, CND_ORDER_GROUPS, CND_SHADE_MAGNITUDE);
  guint n_items, n_images = 0, n_texts = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      n_images += items[i].type == CND_ITEM_IMAGE;
      n_texts += items[i].type == CND_ITEM_TEXT;
    }
  g_assert_cmpuint (n_images, ==, 1);
  g_assert_cmpuint (n_texts, >, 10);
  g_assert_cmpuint (n_items, <, 200);
}

static void
test_dump (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, 0, cnd_recording_get_stage_end (recording, 1));
  g_autoptr (CndScene) scene = draw (matrix, CND_THEME_LIGHT, CND_ORDER_GROUPS, CND_SHADE_MAGNITUDE);
  g_autofree char *dump = cnd_scene_dump (scene);

  cnd_test_compare_golden (dump, "scene", "matrix.txt");
}

/* Any jumps on the way change nothing of where they end. */
static void
test_pure (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndRandom random;

  cnd_base_seed_random (&random, 3);
  for (guint round = 0; round < 12; round++)
    {
      CndPosition position = { cnd_base_next_random_below (&random, 17), (guint) cnd_base_next_random_below (&random, 3), FALSE };
      CndPosition other = { cnd_base_next_random_below (&random, 17), 1, FALSE };
      g_autofree char *dumps[3] = { NULL };
      for (guint k = 0; k < 3; k++)
        {
          g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, 1, k == 1 ? other : position);
          g_autoptr (CndScene) scene = draw (matrix, CND_THEME_LIGHT, CND_ORDER_GROUPS, CND_SHADE_SIGNED);
          dumps[k] = cnd_scene_dump (scene);
        }
      g_assert_cmpstr (dumps[0], ==, dumps[2]);
      g_free (dumps[1]);
      g_free (dumps[2]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/matrix/picture-says-what-masks-say", test_masks);
  g_test_add_func ("/scene/matrix/colours-are-those-of-weights", test_colors);
  g_test_add_func ("/scene/matrix/readers-are-counted", test_readers);
  g_test_add_func ("/scene/matrix/sources-are-found", test_sources);
  g_test_add_func ("/scene/matrix/packed-order-is-the-index-list", test_packed);
  g_test_add_func ("/scene/matrix/cells-are-found-where-they-are", test_pick);
  g_test_add_func ("/scene/matrix/way-begins-where-it-was", test_blend);
  g_test_add_func ("/scene/matrix/pixels-are-the-cells", test_render);
  g_test_add_func ("/scene/matrix/prediction-comes-true", test_prediction);
  g_test_add_func ("/scene/matrix/what-would-fall-is-framed-in-every-order", test_next_is_framed);
  g_test_add_func ("/scene/matrix/cells-are-told-in-words", test_words);
  g_test_add_func ("/scene/matrix/pictures-are-legible", test_pictures);
  g_test_add_func ("/scene/matrix/structure-needs-no-weights", test_structure);
  g_test_add_func ("/scene/matrix/other-kinds-are-refused", test_refused);
  g_test_add_func ("/scene/matrix/large-ones-are-images", test_large);
  g_test_add_func ("/scene/matrix/picture-is-golden", test_dump);
  g_test_add_func ("/scene/matrix/picture-depends-on-position-only", test_pure);
  return g_test_run ();
}
