/* Condensing, checked by hand on small layers and by its properties on random ones. */
#include "condense/condense.h"

#include <math.h>
#include <string.h>

/* ---- 12 inputs, 6 outputs, G = C = 3, as a person can check it ------------------------ */

static const CndLearnedShape course = { .outputs = 6, .inputs = 12, .area = 1, .groups = 3, .condensation = 3 };

/* Rows 0 and 3 are group 0: 1 … 12, ascending. Rows 1 and 4 are group 1: descending. Rows 2 and 5 are group 2: even inputs are
 * weak. Signs alternate, so that only magnitudes can be right. */
static void
fill_course (float *weights)
{
  for (guint o = 0; o < 6; o++)
    for (guint i = 0; i < 12; i++)
      {
        float magnitude = o % 3 == 0 ? (float) (i + 1) : o % 3 == 1 ? (float) (12 - i) : i % 2 == 0 ? 0.125f * (float) (i + 1) : (float) (20 + i);
        weights[o * 12 + i] = (i + o) % 2 == 0 ? magnitude : -magnitude;
      }
}

static const guint8 course_masks[2][36] = {
  { 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
    1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0 },
  { 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0,
    0, 0, 0, 0, 2, 2, 2, 2, 1, 1, 1, 1,
    1, 2, 1, 2, 1, 0, 1, 0, 2, 0, 2, 0 },
};

static void
test_course (void)
{
  static const guint expected_index[12] = { 8, 9, 10, 11, 0, 1, 2, 3, 5, 7, 9, 11 };
  static const guint expected_readers[12] = { 1, 1, 1, 1, 0, 1, 0, 1, 1, 2, 1, 2 };
  static const guint expected_rows[6] = { 0, 3, 1, 4, 2, 5 };
  float weights[72], packed[24];
  guint8 mask[36] = { 0 };
  double scores[36];
  guint index[12], readers[12];

  fill_course (weights);
  g_assert_true (cnd_condense_check_shape (&course, NULL));
  for (guint stage = 1; stage <= 2; stage++)
    {
      cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_L1, NULL, scores);
      g_assert_cmpuint (cnd_condense_drop_inputs (&course, scores, CND_CRITERION_L1, stage, mask), ==, 12);
      g_assert_cmpmem (mask, sizeof mask, course_masks[stage - 1], sizeof mask);
      g_assert_cmpuint (cnd_condense_get_mask_stage (&course, mask), ==, stage);
      g_assert_cmpuint (cnd_condense_count_kept (&course, mask), ==, 72 - 24 * stage);
    }
  g_assert_true (cnd_condense_list_index (&course, mask, index, NULL));
  g_assert_cmpmem (index, sizeof index, expected_index, sizeof expected_index);
  cnd_condense_count_readers (&course, mask, readers);
  g_assert_cmpmem (readers, sizeof readers, expected_readers, sizeof expected_readers);
  cnd_condense_pack_weights (&course, weights, index, packed);
  for (guint row = 0; row < 6; row++)
    {
      g_assert_cmpuint (cnd_condense_get_packed_row (&course, row), ==, expected_rows[row]);
      for (guint k = 0; k < 4; k++)
        g_assert_cmpfloat (packed[row * 4 + k], ==, weights[expected_rows[row] * 12 + index[row / 2 * 4 + k]]);
    }
}

static void
test_scores (void)
{
  float weights[72];
  guint8 mask[36] = { 0 };
  double scores[36];

  fill_course (weights);
  mask[3] = 1;
  cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_L1, NULL, scores);
  g_assert_cmpfloat (scores[0], ==, 2);
  g_assert_cmpfloat (scores[11], ==, 24);
  g_assert_cmpfloat (scores[3], ==, 0);
  cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_L2, NULL, scores);
  g_assert_cmpfloat (scores[11], ==, 288);
}

static void
test_largest (void)
{
  float weights[72];
  guint8 mask[36] = { 0 };
  double scores[36];

  fill_course (weights);
  cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_LARGEST, NULL, scores);
  cnd_condense_drop_inputs (&course, scores, CND_CRITERION_LARGEST, 1, mask);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpuint (mask[i], ==, i >= 8 ? 1 : 0);
}

static void
test_random_criterion (void)
{
  guint8 first[36] = { 0 }, second[36] = { 0 };
  double scores[36];
  float weights[72] = { 0 };
  CndRandom random;

  for (guint run = 0; run < 2; run++)
    {
      cnd_base_seed_random (&random, 7);
      cnd_condense_score_inputs (&course, weights, run == 0 ? first : second, CND_CRITERION_RANDOM, &random, scores);
      cnd_condense_drop_inputs (&course, scores, CND_CRITERION_RANDOM, 2, run == 0 ? first : second);
    }
  g_assert_cmpmem (first, sizeof first, second, sizeof second);
  g_assert_cmpuint (cnd_condense_get_mask_stage (&course, first), ==, 2);
}

/* ---- The reference's faults ----------------------------------------------------------- */

static void
test_skipped_stage (void)
{
  float weights[72];
  guint8 mask[36] = { 0 };
  double scores[36];

  fill_course (weights);
  cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_L1, NULL, scores);
  g_assert_cmpuint (cnd_condense_drop_inputs (&course, scores, CND_CRITERION_L1, 2, mask), ==, 24);
  g_assert_cmpmem (mask, sizeof mask, course_masks[1], sizeof mask);
  g_assert_cmpuint (cnd_condense_drop_inputs (&course, scores, CND_CRITERION_L1, 2, mask), ==, 0);
}

/* Weights that became 0 by themselves are still candidates, and are not taken for pruned ones. */
static void
test_zero_weights (void)
{
  float weights[72];
  guint8 mask[36] = { 0 };
  double scores[36];

  fill_course (weights);
  cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_L1, NULL, scores);
  cnd_condense_drop_inputs (&course, scores, CND_CRITERION_L1, 1, mask);
  for (guint o = 0; o < 6; o++)
    weights[o * 12 + 9] = 0;
  cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_L1, NULL, scores);
  cnd_condense_drop_inputs (&course, scores, CND_CRITERION_L1, 2, mask);
  g_assert_cmpuint (mask[9], ==, 2);
  g_assert_cmpuint (cnd_condense_get_mask_stage (&course, mask), ==, 2);
}

static void
test_ties (void)
{
  float weights[72];
  guint8 mask[36] = { 0 };
  double scores[36];

  for (guint i = 0; i < 72; i++)
    weights[i] = 1;
  cnd_condense_score_inputs (&course, weights, mask, CND_CRITERION_L1, NULL, scores);
  cnd_condense_drop_inputs (&course, scores, CND_CRITERION_L1, 1, mask);
  for (guint i = 0; i < 36; i++)
    g_assert_cmpuint (mask[i], ==, i % 12 < 4 ? 1 : 0);
}

static void
test_incomplete (void)
{
  g_autoptr (GError) error = NULL;
  guint8 mask[36];
  guint index[12];

  memcpy (mask, course_masks[0], sizeof mask);
  g_assert_false (cnd_condense_list_index (&course, mask, index, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "8"));
  mask[4] = 1;
  g_assert_cmpuint (cnd_condense_get_mask_stage (&course, mask), ==, G_MAXUINT);
}

static void
test_shapes (void)
{
  static const struct
  {
    CndLearnedShape shape;
    gboolean legal;
  } shapes[] = {
    { { 16, 24, 1, 4, 3 }, TRUE },
    { { 16, 24, 1, 4, 5 }, FALSE },
    { { 15, 24, 1, 4, 3 }, FALSE },
    { { 16, 22, 1, 4, 2 }, FALSE },
    { { 16, 24, 9, 1, 1 }, TRUE },
    { { 16, 0, 1, 1, 1 }, FALSE },
    { { 16, 512, 1, 1, 256 }, TRUE },
    { { 16, 512, 1, 1, 512 }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_cmpint (cnd_condense_check_shape (&shapes[i].shape, &error), ==, shapes[i].legal);
      g_assert_cmpint (error == NULL, ==, shapes[i].legal);
    }
}

/* ---- Schedule ------------------------------------------------------------------------- */

static void
test_schedule (void)
{
  /* 300 epochs, C = 4: the condensings are due at the start of epochs 50, 100 and 150 */
  static const guint64 due[] = { 50, 100, 150 };

  for (guint stage = 0; stage < 3; stage++)
    {
      g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_STAGES, 4, due[stage] - 1, 300), ==, stage);
      g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_STAGES, 4, due[stage], 300), ==, stage + 1);
    }
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_STAGES, 4, 299, 300), ==, 3);
  /* the classroom net: 942 steps, at 157, 314 and 471 */
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_STAGES, 4, 156, 942), ==, 0);
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_STAGES, 4, 157, 942), ==, 1);
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_STAGES, 4, 471, 942), ==, 3);
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_AT_ONCE, 4, 149, 300), ==, 0);
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_AT_ONCE, 4, 150, 300), ==, 3);
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_NO_OPTIMIZATION, 4, 299, 300), ==, 2);
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_NO_OPTIMIZATION, 4, 300, 300), ==, 3);
  g_assert_cmpuint (cnd_condense_get_stage (CND_SCHEDULE_STAGES, 1, 200, 300), ==, 0);
}

/* ---- Properties on random layers ------------------------------------------------------ */

static const CndLearnedShape random_shapes[] = {
  { 8, 8, 1, 4, 4 }, { 16, 24, 1, 4, 3 }, { 12, 24, 1, 3, 8 }, { 16, 24, 9, 8, 2 }, { 6, 12, 1, 1, 4 }, { 32, 48, 1, 4, 4 },
};

static void
fill_random (float *weights, gsize n, CndRandom *random)
{
  for (gsize i = 0; i < n; i++)
    weights[i] = (float) (cnd_base_next_random_double (random) - 0.5);
}

/* What the masked layer computes at one position (area 1 stands for any kernel: each element has its own input). */
static void
run_masked (const CndLearnedShape *shape, const float *weights, const float *input, float *output)
{
  for (guint o = 0; o < shape->outputs; o++)
    {
      output[o] = 0;
      for (guint i = 0; i < shape->inputs * shape->area; i++)
        output[o] += weights[(gsize) o * shape->inputs * shape->area + i] * input[i];
    }
}

/* Index layer, regular group convolution, channel shuffle. */
static void
run_packed (const CndLearnedShape *shape, const float *packed, const guint *index, const float *input, float *output)
{
  guint kept = shape->inputs / shape->condensation;
  guint per_group = shape->outputs / shape->groups;

  for (guint row = 0; row < shape->outputs; row++)
    {
      float sum = 0;
      for (guint i = 0; i < kept; i++)
        for (guint k = 0; k < shape->area; k++)
          sum += packed[((gsize) row * kept + i) * shape->area + k] * input[index[row / per_group * kept + i] * shape->area + k];
      output[cnd_condense_get_packed_row (shape, row)] = sum;
    }
}

static void
test_conversion (void)
{
  CndRandom random;

  cnd_base_seed_random (&random, 1);
  for (guint s = 0; s < G_N_ELEMENTS (random_shapes); s++)
    {
      const CndLearnedShape *shape = &random_shapes[s];
      gsize n = (gsize) shape->outputs * shape->inputs * shape->area;
      g_autofree float *weights = g_new (float, n);
      g_autofree float *packed = g_new (float, n);
      g_autofree float *input = g_new (float, shape->inputs * shape->area);
      g_autofree float *masked_output = g_new (float, shape->outputs);
      g_autofree float *packed_output = g_new (float, shape->outputs);
      g_autofree guint8 *mask = g_new0 (guint8, shape->groups * shape->inputs);
      g_autofree double *scores = g_new (double, shape->groups * shape->inputs);
      g_autofree guint *index = g_new (guint, cnd_condense_get_index_length (shape));

      fill_random (weights, n, &random);
      fill_random (input, shape->inputs * shape->area, &random);
      for (guint stage = 1; stage < shape->condensation; stage++)
        {
          cnd_condense_score_inputs (shape, weights, mask, CND_CRITERION_L1, NULL, scores);
          cnd_condense_drop_inputs (shape, scores, CND_CRITERION_L1, stage, mask);
          g_assert_cmpuint (cnd_condense_get_mask_stage (shape, mask), ==, stage);
          g_assert_cmpuint (cnd_condense_count_kept (shape, mask) * shape->condensation, ==, n * (shape->condensation - stage));
        }
      cnd_condense_apply_mask (shape, mask, weights);
      g_assert_true (cnd_condense_list_index (shape, mask, index, NULL));
      cnd_condense_pack_weights (shape, weights, index, packed);
      run_masked (shape, weights, input, masked_output);
      run_packed (shape, packed, index, input, packed_output);
      for (guint o = 0; o < shape->outputs; o++)
        g_assert_cmpfloat_with_epsilon (masked_output[o], packed_output[o], 1e-5);
    }
}

/* Every input that stays matters at least as much to its group as every one that falls. */
static void
test_order (void)
{
  const CndLearnedShape *shape = &random_shapes[5];
  g_autofree float *weights = g_new (float, shape->outputs * shape->inputs);
  g_autofree guint8 *mask = g_new0 (guint8, shape->groups * shape->inputs);
  g_autofree double *scores = g_new (double, shape->groups * shape->inputs);
  CndRandom random;

  cnd_base_seed_random (&random, 2);
  fill_random (weights, shape->outputs * shape->inputs, &random);
  cnd_condense_score_inputs (shape, weights, mask, CND_CRITERION_L1, NULL, scores);
  cnd_condense_drop_inputs (shape, scores, CND_CRITERION_L1, 2, mask);
  for (guint g = 0; g < shape->groups; g++)
    {
      double weakest = INFINITY, strongest = 0, first = 0;
      for (guint i = 0; i < shape->inputs; i++)
        {
          double score = scores[g * shape->inputs + i];
          if (mask[g * shape->inputs + i] == 0)
            weakest = MIN (weakest, score);
          else
            strongest = MAX (strongest, score);
          if (mask[g * shape->inputs + i] == 1)
            first = MAX (first, score);
        }
      g_assert_cmpfloat (weakest, >=, strongest);
      g_assert_cmpfloat (first, <=, strongest);
    }
}

static void
test_lasso (void)
{
  const CndLearnedShape shape = { 6, 6, 2, 3, 2 };
  float weights[72], gradient[72] = { 0 };
  guint8 mask[18] = { 0 };
  const double lambda = 0.25;
  CndRandom random;

  cnd_base_seed_random (&random, 3);
  fill_random (weights, 72, &random);
  mask[4] = 1;
  cnd_condense_add_lasso (&shape, weights, mask, lambda, gradient);
  for (guint i = 0; i < 72; i++)
    {
      float kept = weights[i];
      double up, down;
      weights[i] = kept + 1e-3f;
      up = cnd_condense_add_lasso (&shape, weights, mask, lambda, NULL);
      weights[i] = kept - 1e-3f;
      down = cnd_condense_add_lasso (&shape, weights, mask, lambda, NULL);
      weights[i] = kept;
      g_assert_cmpfloat_with_epsilon (gradient[i], (up - down) / 2e-3, 2e-4);
    }
  memset (weights, 0, sizeof weights);
  g_assert_cmpfloat_with_epsilon (cnd_condense_add_lasso (&shape, weights, mask, 1, NULL), 18 * 1e-3, 1e-9);
}

static void
test_halve (void)
{
  /* sums of magnitudes of the 5 inputs: 3, 1, 3, 9, 2 */
  static const float weights[10] = { 1, -1, 3, -4, 2, -2, 0, 0, 5, 0 };
  guint kept[2];

  cnd_condense_halve_inputs (weights, 2, 5, kept);
  g_assert_cmpuint (kept[0], ==, 0);
  g_assert_cmpuint (kept[1], ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/condense/course/twelve-to-six-is-as-by-hand", test_course);
  g_test_add_func ("/condense/scores/are-sums-over-the-groups-rows", test_scores);
  g_test_add_func ("/condense/criteria/largest-drops-the-largest", test_largest);
  g_test_add_func ("/condense/criteria/random-follows-its-seed", test_random_criterion);
  g_test_add_func ("/condense/drop/skipped-stage-is-made-up-for", test_skipped_stage);
  g_test_add_func ("/condense/drop/zero-is-not-pruned", test_zero_weights);
  g_test_add_func ("/condense/drop/lower-index-falls-first", test_ties);
  g_test_add_func ("/condense/convert/incomplete-layer-is-refused", test_incomplete);
  g_test_add_func ("/condense/shape/illegal-ones-are-refused", test_shapes);
  g_test_add_func ("/condense/schedule/condensings-fall-due-in-the-first-half", test_schedule);
  g_test_add_func ("/condense/convert/masked-and-packed-agree", test_conversion);
  g_test_add_func ("/condense/drop/the-weakest-fall", test_order);
  g_test_add_func ("/condense/lasso/gradient-is-the-slope", test_lasso);
  g_test_add_func ("/condense/classifier/strongest-half-stays", test_halve);
  return g_test_run ();
}
