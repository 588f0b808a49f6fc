/* Receptive fields. */
#include "shipped.h"

static CndReceptiveField
get_field (const CndReport *report, const char *id)
{
  guint layer = cnd_network_find_layer (cnd_report_get_network (report), id);

  g_assert_cmpuint (layer, !=, G_MAXUINT);
  return cnd_report_get_field (report, layer);
}

static void
assert_field (CndReceptiveField field, gint64 size, gint64 jump, gint64 offset)
{
  for (guint axis = 0; axis < 2; axis++)
    {
      g_assert_cmpint (field.size[axis], ==, size);
      g_assert_cmpint (field.jump[axis], ==, jump);
      g_assert_cmpint (field.offset[axis], ==, offset);
    }
}

static void
test_alexnet_as_known (void)
{
  g_autoptr (CndReport) report = shipped_count ("alexnet.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);

  assert_field (get_field (report, "input"), 1, 1, 0);
  assert_field (get_field (report, "conv1"), 11, 4, 0);
  assert_field (get_field (report, "pool1"), 19, 8, 0);
  assert_field (get_field (report, "conv2"), 51, 8, -16);
  assert_field (get_field (report, "conv5"), 163, 16, -64);
  assert_field (get_field (report, "pool5"), 195, 32, -64);
  g_assert_false (get_field (report, "pool5").whole);
  g_assert_true (get_field (report, "fc6").whole);
  g_assert_true (get_field (report, "fc8").whole);
}

static void
test_vgg16_as_known (void)
{
  g_autoptr (CndReport) report = shipped_count ("vgg16.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);

  g_assert_cmpint (get_field (report, "stage5.conv3").size[0], ==, 196);
  g_assert_cmpint (get_field (report, "pool5").size[0], ==, 212);
  g_assert_cmpint (get_field (report, "pool5").jump[0], ==, 32);
}

static void
test_dilation_widens (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
      "1, 16, 16", "{ 'kind': 'convolution', 'id': 'c', 'out': 1, 'kernel': 3, 'dilation': 2, 'padding': 2 }");

  assert_field (get_field (report, "c"), 5, 1, -2);
}

/* Height and width are told apart: kernel 3 × 1, stride 2 × 1, padding left 1, right 2, top 3, bottom 0. */
static void
test_axes_are_apart (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
      "1, 16, 16",
      "{ 'kind': 'convolution', 'id': 'c', 'out': 1, 'kernel': [3, 1], 'stride': [2, 1], 'padding': [1, 2, 3, 0] }");
  CndReceptiveField field = get_field (report, "c");

  g_assert_cmpint (field.size[0], ==, 3);
  g_assert_cmpint (field.size[1], ==, 1);
  g_assert_cmpint (field.jump[0], ==, 2);
  g_assert_cmpint (field.jump[1], ==, 1);
  g_assert_cmpint (field.offset[0], ==, -3);
  g_assert_cmpint (field.offset[1], ==, -1);
}

/* One branch sees −2 … 2, the other −1 … 4 (padded unevenly): together −2 … 4. */
static void
test_branches_are_joined (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
      "1, 16, 16",
      "{ 'kind': 'convolution', 'id': 'a', 'out': 1, 'kernel': 5, 'padding': 2 },"
      "{ 'kind': 'convolution', 'id': 'b', 'inputs': 'input', 'out': 1, 'kernel': 6, 'padding': [1, 4, 1, 4] },"
      "{ 'kind': 'concatenation', 'id': 'both', 'inputs': ['a', 'b'] }");

  assert_field (get_field (report, "a"), 5, 1, -2);
  assert_field (get_field (report, "b"), 6, 1, -1);
  assert_field (get_field (report, "both"), 7, 1, -2);
}

static void
test_global_pooling_reads_all (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "1, 16, 8", "{ 'kind': 'max_pool', 'id': 'p', 'kernel': 2 }, { 'kind': 'global_average_pool', 'id': 'g' }");
  CndReceptiveField field = get_field (report, "g");

  g_assert_false (get_field (report, "p").whole);
  g_assert_true (field.whole);
  g_assert_cmpint (field.size[0], ==, 16);
  g_assert_cmpint (field.size[1], ==, 8);
}

static void
test_upsampling_shortens_the_jump (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "1, 16, 16", "{ 'kind': 'max_pool', 'id': 'p', 'kernel': 4 }, { 'kind': 'upsampling', 'id': 'u', 'scale': 2 },"
                 "{ 'kind': 'convolution', 'id': 'c', 'out': 1, 'kernel': 3, 'padding': 1 }");

  assert_field (get_field (report, "p"), 4, 4, 0);
  assert_field (get_field (report, "u"), 4, 2, 0);
  assert_field (get_field (report, "c"), 8, 2, -4); /* the up-sampled element −1 shows the pixels −4 … −1 */
}

/* A jump below a pixel is a fraction, not rounded up: the field does not grow twice as fast as it should. */
static void
test_jumps_below_a_pixel_are_fractions (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "1, 16, 16", "{ 'kind': 'upsampling', 'id': 'u', 'scale': 4 },"
                 "{ 'kind': 'convolution', 'id': 'a', 'out': 1, 'kernel': 3, 'padding': 1 },"
                 "{ 'kind': 'convolution', 'id': 'b', 'out': 1, 'kernel': 3, 'padding': 1 },"
                 "{ 'kind': 'max_pool', 'id': 'p', 'kernel': 4 }");
  CndReceptiveField a = get_field (report, "a"), b = get_field (report, "b"), p = get_field (report, "p");

  g_assert_cmpint (a.jump[0], ==, 1);
  g_assert_cmpint (a.jump_divisor[0], ==, 4);
  g_assert_cmpint (a.size[0], ==, 2); /* 3 of 4 copies: one pixel, or two */
  g_assert_cmpint (a.least[0], ==, 1);
  g_assert_cmpint (b.size[0], ==, 2);
  g_assert_cmpint (b.least[0], ==, 2);
  g_assert_false (b.at_most);
  g_assert_cmpint (p.jump[0], ==, 1);
  g_assert_cmpint (p.jump_divisor[0], ==, 1);
  g_assert_cmpint (p.size[0], ==, 3);
}

/* 10 → 4: windows 0 … 2, 2 … 4, 5 … 7, 7 … 9, on average 2.5 apart. */
static void
test_adaptive_windows_are_uneven (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "1, 10, 8", "{ 'kind': 'adaptive_average_pool', 'id': 'p', 'out': 4 }");
  CndReceptiveField field = get_field (report, "p");

  g_assert_cmpint (field.size[0], ==, 3);
  g_assert_cmpint (field.least[0], ==, 3);
  g_assert_cmpint (field.jump[0], ==, 5);
  g_assert_cmpint (field.jump_divisor[0], ==, 2);
  g_assert_cmpint (field.size[1], ==, 2);
  g_assert_cmpint (field.jump[1], ==, 2);
  g_assert_cmpint (field.jump_divisor[1], ==, 1);
}

/* Bilinear: each output is blended from the two elements next to its middle. */
static void
test_bilinear_reads_two (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "1, 8, 8", "{ 'kind': 'upsampling', 'id': 'u', 'scale': 2, 'mode': 'bilinear' },"
               "{ 'kind': 'upsampling', 'id': 'same', 'scale': 1, 'mode': 'bilinear' }");

  g_assert_cmpint (get_field (report, "u").size[0], ==, 2);
  g_assert_cmpint (get_field (report, "u").least[0], ==, 2);
  g_assert_cmpint (get_field (report, "u").offset[0], ==, -1);
  g_assert_cmpint (get_field (report, "same").size[0], ==, 2);
}

/* What joins inputs of unlike jumps, or repeats too late, is bounded and says so. */
static void
test_bounds_are_told (void)
{
  g_autoptr (CndReport) unlike = shipped_count_layers (
    "1, 8, 8", "{ 'kind': 'max_pool', 'id': 'a', 'kernel': 2 },"
               "{ 'kind': 'convolution', 'id': 'b', 'inputs': 'input', 'out': 1, 'kernel': 5 },"
               "{ 'kind': 'addition', 'id': 'sum', 'inputs': ['a', 'b'] }");
  g_autoptr (CndReport) late = shipped_count_layers (
    "1, 4, 4", "{ 'kind': 'upsampling', 'id': 'u', 'scale': 2048 },"
               "{ 'kind': 'convolution', 'id': 'c', 'out': 1, 'kernel': 3 }");

  g_assert_false (get_field (unlike, "a").at_most);
  g_assert_true (get_field (unlike, "sum").at_most);
  g_assert_true (get_field (late, "u").at_most);
  g_assert_cmpint (get_field (late, "u").size[0], ==, 1);
  g_assert_cmpint (get_field (late, "c").size[0], >=, 2);
}

/* A U: down twice, up twice, with a shortcut; each output traced back element by element. */
static void
test_a_u_agrees_with_tracing (void)
{
  static const char layers[]
    = "{ 'kind': 'convolution', 'id': 'c1', 'out': 1, 'kernel': 3, 'padding': 1 },"
      "{ 'kind': 'max_pool', 'id': 'p1', 'kernel': 2 },"
      "{ 'kind': 'convolution', 'id': 'c2', 'out': 1, 'kernel': 3, 'padding': 1 },"
      "{ 'kind': 'max_pool', 'id': 'p2', 'kernel': 2 },"
      "{ 'kind': 'upsampling', 'id': 'u2', 'scale': 2 },"
      "{ 'kind': 'convolution', 'id': 'c3', 'out': 1, 'kernel': 2, 'padding': [0, 1, 0, 1] },"
      "{ 'kind': 'concatenation', 'id': 'join', 'inputs': ['c3', 'c2'] },"
      "{ 'kind': 'upsampling', 'id': 'u1', 'scale': 2 },"
      "{ 'kind': 'convolution', 'id': 'c4', 'out': 1, 'kernel': 5, 'padding': 2 }";
  g_autoptr (CndReport) report = shipped_count_layers ("1, 64, 64", layers);
  CndReceptiveField field = get_field (report, "c4");
  gint64 largest = 0, smallest = G_MAXINT64;

  for (gint64 output = 0; output < 64; output++)
    {
      gint64 low = output - 2, high = output + 2, join_low, join_high;

      join_low = low = (low + 64) / 2 - 32; /* u1, rounded down */
      join_high = high = (high + 64) / 2 - 32;
      high += 1; /* c3 */
      low = (low + 64) / 2 - 32; /* u2 */
      high = (high + 64) / 2 - 32;
      low *= 2; /* p2 */
      high = 2 * high + 1;
      low = MIN (low, join_low) - 1; /* the shortcut from c2, then c2 itself */
      high = MAX (high, join_high) + 1;
      low = 2 * low - 1; /* p1, c1 */
      high = 2 * high + 1 + 1;
      largest = MAX (largest, high - low + 1);
      smallest = MIN (smallest, high - low + 1);
      if (output == 0)
        g_assert_cmpint (field.offset[0], ==, low);
    }
  g_assert_cmpint (field.size[0], ==, largest);
  g_assert_cmpint (field.least[0], ==, smallest);
  g_assert_cmpint (smallest, <, largest);
  g_assert_false (field.at_most);
}

/* Element by element: the inputs that each output of a stack reads, traced back through every window. */
static void
test_stacks_agree_with_tracing (void)
{
  static const struct
  {
    gint64 kernel, stride, padding;
  } windows[] = { { 7, 2, 3 }, { 3, 2, 1 }, { 3, 1, 1 }, { 5, 3, 0 } };
  g_autoptr (CndReport) report = shipped_count_layers (
    "1, 200, 200", "{ 'kind': 'max_pool', 'id': 'w0', 'kernel': 7, 'stride': 2, 'padding': 3 },"
                   "{ 'kind': 'max_pool', 'id': 'w1', 'kernel': 3, 'stride': 2, 'padding': 1 },"
                   "{ 'kind': 'max_pool', 'id': 'w2', 'kernel': 3, 'stride': 1, 'padding': 1 },"
                   "{ 'kind': 'max_pool', 'id': 'w3', 'kernel': 5, 'stride': 3 }");

  for (guint last = 0; last < G_N_ELEMENTS (windows); last++)
    for (gint64 output = 0; output < 4; output++)
      {
        gint64 first = output, end = output + 1;
        CndReceptiveField field = cnd_report_get_field (report, last + 1);

        for (guint i = last + 1; i-- > 0;)
          {
            first = first * windows[i].stride - windows[i].padding;
            end = (end - 1) * windows[i].stride - windows[i].padding + windows[i].kernel;
          }
        g_assert_cmpint (field.offset[0] + output * field.jump[0], ==, first);
        g_assert_cmpint (field.size[0], ==, end - first);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/field/alexnet-as-known", test_alexnet_as_known);
  g_test_add_func ("/analysis/field/vgg16-as-known", test_vgg16_as_known);
  g_test_add_func ("/analysis/field/dilation-widens", test_dilation_widens);
  g_test_add_func ("/analysis/field/axes-are-apart", test_axes_are_apart);
  g_test_add_func ("/analysis/field/branches-are-joined", test_branches_are_joined);
  g_test_add_func ("/analysis/field/global-pooling-reads-all", test_global_pooling_reads_all);
  g_test_add_func ("/analysis/field/upsampling-shortens-the-jump", test_upsampling_shortens_the_jump);
  g_test_add_func ("/analysis/field/jumps-below-a-pixel-are-fractions", test_jumps_below_a_pixel_are_fractions);
  g_test_add_func ("/analysis/field/adaptive-windows-are-uneven", test_adaptive_windows_are_uneven);
  g_test_add_func ("/analysis/field/bilinear-reads-two", test_bilinear_reads_two);
  g_test_add_func ("/analysis/field/bounds-are-told", test_bounds_are_told);
  g_test_add_func ("/analysis/field/a-u-agrees-with-tracing", test_a_u_agrees_with_tracing);
  g_test_add_func ("/analysis/field/stacks-agree-with-tracing", test_stacks_agree_with_tracing);
  return g_test_run ();
}
