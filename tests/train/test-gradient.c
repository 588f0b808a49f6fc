/* Forward pass and gradients of every kind, at odd shapes and attributes, against a plain reference in double precision
 * and its finite differences. */
#include "reference.h"
#include "support/model.h"

#include "ops/ops.h"

#include <math.h>
#include <string.h>

#define N_PROBES 12 /* weights of each tensor whose gradient is checked */

/* What follows makes one number a class of it */
#define CLASSIFIER ", {'kind': 'flatten'}, {'kind': 'linear', 'id': 'classifier', 'out': 3}"
#define FIRST "{'kind': 'convolution', 'id': 'first', 'out': 6, 'kernel': 3, 'padding': 1}, "

static const struct
{
  const char *name, *input, *layers;
} nets[] = {
  { "linear", "5", "{'kind': 'linear', 'out': 7}, {'kind': 'tanh'}, {'kind': 'linear', 'id': 'second', 'out': 3, 'bias': false}" },
  { "convolution", "3, 7, 5", FIRST "{'kind': 'convolution', 'out': 5, 'kernel': 3}" CLASSIFIER },
  { "convolution-pointwise", "3, 9, 8", FIRST "{'kind': 'convolution', 'out': 9, 'kernel': 1, 'bias': false}" CLASSIFIER },
  { "convolution-grouped", "4, 6, 15", "{'kind': 'convolution', 'out': 8, 'kernel': 3, 'padding': 1, 'groups': 2},"
                                       "{'kind': 'convolution', 'id': 'b', 'out': 4, 'kernel': 3, 'padding': 1, 'groups': 4}" CLASSIFIER },
  { "convolution-depthwise", "3, 6, 6", FIRST "{'kind': 'convolution', 'out': 6, 'kernel': 3, 'padding': 1, 'groups': 6}" CLASSIFIER },
  { "convolution-strided", "3, 9, 10", FIRST "{'kind': 'convolution', 'out': 4, 'kernel': 3, 'padding': 1, 'stride': 2, 'groups': 2}" CLASSIFIER },
  { "convolution-strided-pointwise", "3, 9, 10", FIRST "{'kind': 'convolution', 'out': 4, 'kernel': 1, 'stride': [2, 3]}" CLASSIFIER },
  { "convolution-dilated", "2, 11, 9", FIRST "{'kind': 'convolution', 'out': 4, 'kernel': [3, 2], 'dilation': [2, 3], 'padding': [1, 2, 0, 3]}" CLASSIFIER },
  { "convolution-same", "2, 5, 6", FIRST "{'kind': 'convolution', 'out': 4, 'kernel': [2, 4], 'padding': 'same'}" CLASSIFIER },
  { "convolution-padded-widely", "2, 4, 4", FIRST "{'kind': 'convolution', 'out': 3, 'kernel': 2, 'padding': 3}" CLASSIFIER },
  { "convolution-stops-short", "2, 8, 8", FIRST "{'kind': 'convolution', 'out': 3, 'kernel': 3, 'stride': 4}" CLASSIFIER },
  { "convolution-large", "3, 12, 12", FIRST "{'kind': 'convolution', 'out': 4, 'kernel': 11, 'stride': 4, 'padding': 2}" CLASSIFIER },
  { "learned", "3, 5, 6", FIRST "{'kind': 'learned_group_convolution', 'out': 9, 'groups': 3, 'condensation': 2}" CLASSIFIER },
  { "learned-wide", "3, 5, 6", FIRST "{'kind': 'learned_group_convolution', 'out': 4, 'kernel': 3, 'padding': 1, 'stride': 2,"
                             "'groups': 2, 'condensation': 3, 'bias': true}" CLASSIFIER },
  { "batch-norm", "3, 5, 4", FIRST "{'kind': 'batch_norm'}, {'kind': 'tanh'}" CLASSIFIER },
  { "batch-norm-plain", "3, 5, 4", FIRST "{'kind': 'batch_norm', 'affine': false}" CLASSIFIER },
  { "batch-norm-relu", "3, 5, 4", FIRST "{'kind': 'batch_norm'}, {'kind': 'relu'}" CLASSIFIER },
  { "batch-norm-flat", "6", "{'kind': 'linear', 'id': 'a', 'out': 8}, {'kind': 'batch_norm'}, {'kind': 'relu'}, {'kind': 'linear', 'out': 3}" },
  { "relu", "3, 5, 4", FIRST "{'kind': 'relu'}" CLASSIFIER },
  { "relu-read-twice", "3, 5, 4", FIRST "{'kind': 'relu'}, {'kind': 'addition', 'inputs': ['relu', 'first']}" CLASSIFIER },
  { "relu-of-input", "3, 5, 4", "{'kind': 'relu'}, " FIRST "{'kind': 'relu', 'id': 'r'}" CLASSIFIER },
  { "relu6", "3, 5, 4", FIRST "{'kind': 'relu6'}" CLASSIFIER },
  { "sigmoid", "3, 5, 4", FIRST "{'kind': 'sigmoid'}, {'kind': 'relu'}" CLASSIFIER },
  { "tanh", "3, 5, 4", FIRST "{'kind': 'tanh'}, {'kind': 'sigmoid'}" CLASSIFIER },
  { "max-pool", "3, 7, 9", FIRST "{'kind': 'max_pool', 'kernel': 3, 'stride': 2, 'padding': 1}" CLASSIFIER },
  { "max-pool-ceil", "3, 8, 9", FIRST "{'kind': 'max_pool', 'kernel': [2, 3], 'stride': [2, 2], 'ceil_mode': true, 'dilation': [2, 1]}" CLASSIFIER },
  { "max-pool-relu", "3, 6, 6", FIRST "{'kind': 'max_pool', 'kernel': 2}, {'kind': 'relu'}" CLASSIFIER },
  { "average-pool", "3, 7, 9", FIRST "{'kind': 'average_pool', 'kernel': 3, 'stride': 2, 'padding': 1}" CLASSIFIER },
  { "average-pool-ceil", "3, 8, 8", FIRST "{'kind': 'average_pool', 'kernel': 3, 'stride': 2, 'padding': [1, 0, 0, 1], 'ceil_mode': true}" CLASSIFIER },
  { "average-pool-inside", "3, 8, 8", FIRST "{'kind': 'average_pool', 'kernel': 3, 'stride': 2, 'padding': 1, 'count_include_pad': false, 'ceil_mode': true}" CLASSIFIER },
  { "global-max-pool", "3, 5, 4", FIRST "{'kind': 'global_max_pool'}" CLASSIFIER },
  { "global-average-pool", "3, 5, 4", FIRST "{'kind': 'convolution', 'out': 3, 'kernel': 1}, {'kind': 'global_average_pool'}" },
  { "adaptive-max-pool", "3, 7, 5", FIRST "{'kind': 'adaptive_max_pool', 'out': [3, 4]}" CLASSIFIER },
  { "adaptive-average-pool", "3, 7, 5", FIRST "{'kind': 'adaptive_average_pool', 'out': [3, 7]}" CLASSIFIER },
  { "concatenation", "3, 4, 5", FIRST "{'kind': 'tanh', 'id': 't', 'inputs': 'first'},"
    "{'kind': 'concatenation', 'id': 'a', 'inputs': ['first', 't']}, {'kind': 'convolution', 'id': 'b', 'out': 4, 'kernel': 3, 'padding': 1},"
    "{'kind': 'concatenation', 'id': 'd', 'inputs': ['first', 't', 'b']}, {'kind': 'sigmoid'}" CLASSIFIER },
  { "concatenation-tangled", "3, 4, 5", FIRST "{'kind': 'convolution', 'id': 'b', 'out': 4, 'kernel': 1},"
    "{'kind': 'concatenation', 'id': 'c', 'inputs': ['b', 'first', 'b', 'input']}, {'kind': 'relu'},"
    "{'kind': 'concatenation', 'id': 'd', 'inputs': ['first', 'relu', 'c', 'input']}, {'kind': 'convolution', 'id': 'e', 'out': 2, 'kernel': 1}" CLASSIFIER },
  { "addition", "3, 4, 5", FIRST "{'kind': 'convolution', 'id': 'b', 'out': 6, 'kernel': 3, 'padding': 1},"
    "{'kind': 'addition', 'inputs': ['first', 'b', 'first']}, {'kind': 'relu'}" CLASSIFIER },
  { "multiplication", "3, 4, 5", FIRST "{'kind': 'convolution', 'id': 'b', 'out': 6, 'kernel': 3, 'padding': 1},"
    "{'kind': 'multiplication', 'inputs': ['first', 'b']}" CLASSIFIER },
  { "multiplication-by-factors", "3, 4, 5", FIRST "{'kind': 'global_average_pool', 'id': 'g'}, {'kind': 'convolution', 'id': 's', 'out': 6, 'kernel': 1},"
    "{'kind': 'sigmoid'}, {'kind': 'multiplication', 'inputs': ['first', 'sigmoid']}" CLASSIFIER },
  { "shuffle", "3, 4, 5", FIRST "{'kind': 'channel_shuffle', 'groups': 2}, {'kind': 'convolution', 'id': 'b', 'out': 6, 'kernel': 1, 'groups': 3}" CLASSIFIER },
  { "split", "3, 4, 5", FIRST "{'kind': 'channel_split', 'id': 'l', 'inputs': 'first', 'parts': 3, 'part': 0},"
    "{'kind': 'channel_split', 'id': 'r', 'inputs': 'first', 'parts': 3, 'part': 2}, {'kind': 'multiplication', 'inputs': ['l', 'r']}" CLASSIFIER },
  { "selection", "3, 4, 5", FIRST "{'kind': 'index_selection', 'indices': [5, 0, 0, 3]}" CLASSIFIER },
  { "softmax", "4", "{'kind': 'linear', 'out': 3}, {'kind': 'softmax'}" },
  { "several-blocks", "3, 5, 5", FIRST "{'kind': 'batch_norm'}, {'kind': 'relu'}, {'kind': 'convolution', 'id': 'b', 'out': 7, 'kernel': 3, 'padding': 1},"
    "{'kind': 'concatenation', 'inputs': ['first', 'b']}, {'kind': 'batch_norm', 'id': 'n'}, {'kind': 'max_pool', 'kernel': 2}" CLASSIFIER },
};

typedef struct
{
  CndEngine *engine;
  float *images;
  guint *labels;
  guint n;
} Case;

static void
case_clear (Case *c)
{
  g_clear_pointer (&c->engine, cnd_engine_free);
  g_free (c->images);
  g_free (c->labels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

/* An engine with random weights, everywhere away from 0, and a batch that does not fill its last block. */
static void
case_init (Case *c, const char *input, const char *layers, guint n, const char *kernels)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (input, layers, &error);
  CndEngineOptions options = { .batch = n + 3, .n_threads = 2, .kernels = kernels };
  const CndShape *shape;
  CndRandom random;
  CndWeights *weights;
  guint n_weights;
  gsize size;

  g_assert_no_error (error);
  c->engine = cnd_engine_new (network, &options, &error);
  g_assert_no_error (error);
  cnd_base_seed_random (&random, 7);
  cnd_engine_initialize (c->engine, &random);
  weights = cnd_engine_get_weights (c->engine, &n_weights);
  for (guint i = 0; i < n_weights; i++)
    for (gsize k = 0; k < weights[i].n && weights[i].role != CND_WEIGHTS_KERNEL; k++)
      weights[i].values[k] = (weights[i].role == CND_WEIGHTS_SCALE || weights[i].role == CND_WEIGHTS_VARIANCE ? 1 : 0)
                             + 0.4f * (float) (cnd_base_next_random_double (&random) - 0.5);
  shape = &cnd_network_get_layers (network, NULL)[0].output;
  size = (gsize) (shape->channels * shape->height * shape->width);
  c->n = n;
  c->images = g_new (float, n * size);
  c->labels = g_new (guint, n);
  for (gsize i = 0; i < n * size; i++)
    c->images[i] = (float) (3 * cnd_base_next_random_double (&random) - 1.5);
  cnd_engine_begin_batch (c->engine, n);
  for (guint i = 0; i < n; i++)
    {
      c->labels[i] = (guint) cnd_base_next_random_below (&random, 3);
      cnd_engine_put_image (c->engine, i, c->images + i * size, c->labels[i]);
    }
}

static void
check_scores (const Case *c, const double *scores, double loss, CndOutcome outcome)
{
  float found[3];

  for (guint i = 0; i < c->n; i++)
    {
      cnd_engine_get_scores (c->engine, i, found);
      for (guint k = 0; k < 3; k++)
        g_assert_cmpfloat_with_epsilon (found[k], scores[3 * i + k], 2e-5 * MAX (1, fabs (scores[3 * i + k])));
    }
  g_assert_cmpfloat_with_epsilon (outcome.loss, loss, 1e-5 * MAX (1, loss));
}

static double
measure (const Case *c, const Reference *reference, guint tensor, gsize place, double shift)
{
  double before = reference->values[tensor][place], loss;

  reference->values[tensor][place] = before + shift;
  loss = reference_get_loss (reference, c->images, c->labels, c->n, TRUE, NULL);
  reference->values[tensor][place] = before;
  return loss;
}

static void
check_gradients (const Case *c, const Reference *reference)
{
  const double step = 1e-6;
  guint n_weights;
  CndWeights *weights = cnd_engine_get_weights (c->engine, &n_weights);

  for (guint i = 0; i < n_weights; i++)
    for (gsize k = 0; weights[i].gradient != NULL && k < weights[i].n; k += MAX (weights[i].n / N_PROBES, 1))
      {
        double slope = (measure (c, reference, i, k, step) - measure (c, reference, i, k, -step)) / (2 * step);
        if (fabs (weights[i].gradient[k] - slope) > 2e-5 + 2e-4 * fabs (slope))
          g_error ("%s[%u]: gradient %g, difference %g", weights[i].name, (guint) k, weights[i].gradient[k], slope);
      }
}

/* Twice with the same batch: a pass leaves nothing behind that changes the next one. */
static void
check_net (guint index, guint n, const char *kernels)
{
  g_auto (Case) c = { 0 };
  g_autoptr (Reference) reference = NULL;
  g_autofree double *scores = g_new (double, 3 * n);
  double loss;

  case_init (&c, nets[index].input, nets[index].layers, n, kernels);
  reference = reference_new (c.engine);
  loss = reference_get_loss (reference, c.images, c.labels, n, FALSE, scores);
  check_scores (&c, scores, loss, cnd_engine_forward (c.engine, FALSE));
  loss = reference_get_loss (reference, c.images, c.labels, n, TRUE, scores);
  for (guint i = 0; i < 2; i++)
    {
      check_scores (&c, scores, loss, cnd_engine_forward (c.engine, TRUE));
      cnd_engine_backward (c.engine);
      check_gradients (&c, reference);
    }
}

static void
test_net (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);

  check_net (index, strcmp (nets[index].name, "several-blocks") == 0 ? 37 : 5, NULL);
}

static void
test_kernels (void)
{
  static const char *const names[] = { "plain", "avx2", "avx512" };

  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndNetwork) network = cnd_test_build_layers ("4", "{'kind': 'linear', 'out': 2}", &error);
      CndEngineOptions options = { .batch = 1, .n_threads = 1, .kernels = names[k] };
      g_autoptr (CndEngine) engine = cnd_engine_new (network, &options, &error);
      if (engine == NULL)
        {
          g_test_message ("%s: %s", names[k], error->message);
          g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (nets); i += 3)
        check_net (i, 5, names[k]);
    }
}

/* ---- Masks ------------------------------------------------------------------------------------------------ */

static void
test_masked (void)
{
  static const guint8 masks[][18] = {
    { 0, 1, 0, 0, 1, 0, /**/ 0, 0, 0, 1, 0, 1, /**/ 1, 0, 0, 0, 0, 1 }, /* a third fell */
    { 2, 1, 0, 2, 1, 0, /**/ 0, 2, 2, 1, 0, 1, /**/ 1, 2, 0, 2, 0, 1 }, /* two thirds: lists of kept inputs */
  };

  for (guint m = 0; m < G_N_ELEMENTS (masks); m++)
    {
      g_auto (Case) c = { 0 };
      g_autoptr (Reference) reference = NULL;
      g_autofree double *scores = g_new (double, 3 * 5);
      CndWeights *weights;
      double loss;

      case_init (&c, "3, 5, 6", FIRST "{'kind': 'learned_group_convolution', 'id': 'l', 'out': 9, 'kernel': 3, 'padding': 1,"
                 "'groups': 3, 'condensation': 3}, {'kind': 'batch_norm'}, {'kind': 'tanh'}" CLASSIFIER, 5, NULL);
      cnd_engine_set_mask (c.engine, 0, masks[m]);
      weights = cnd_engine_get_learned_weights (c.engine, 0);
      reference = reference_new (c.engine);
      loss = reference_get_loss (reference, c.images, c.labels, 5, TRUE, scores);
      check_scores (&c, scores, loss, cnd_engine_forward (c.engine, TRUE));
      cnd_engine_backward (c.engine);
      for (guint o = 0; o < 9; o++)
        for (guint i = 0; i < 6; i++)
          for (guint k = 0; k < 9; k++)
            {
              gsize at = (o * 6 + i) * 9 + k;
              double slope = (measure (&c, reference, 2, at, 1e-6) - measure (&c, reference, 2, at, -1e-6)) / 2e-6;
              if (masks[m][o % 3 * 6 + i] != 0)
                slope = 0;
              g_assert_cmpfloat_with_epsilon (weights->gradient[at], slope, 2e-5 + 2e-4 * fabs (slope));
            }
      for (guint step = 0; step < 3; step++)
        {
          cnd_engine_forward (c.engine, TRUE);
          cnd_engine_backward (c.engine);
          cnd_engine_step (c.engine, 0.1, 0.9, 1e-2, TRUE);
        }
      for (gsize at = 0; at < weights->n; at++)
        g_assert_true ((weights->values[at] == 0) == (masks[m][at / 54 % 3 * 6 + at / 9 % 6] != 0));
    }
}

/* ---- Dropout ---------------------------------------------------------------------------------------------- */

static void
test_dropout (void)
{
  g_auto (Case) c = { 0 };
  CndOutcome first, second, evaluated;
  CndWeights *weights;
  double slope;

  case_init (&c, "3, 6, 6", FIRST "{'kind': 'dropout', 'p': 0.4}, {'kind': 'tanh'}, {'kind': 'convolution', 'out': 4, 'kernel': 3}" CLASSIFIER,
             20, NULL);
  cnd_engine_seed_dropout (c.engine, 3);
  evaluated = cnd_engine_forward (c.engine, FALSE);
  first = cnd_engine_forward (c.engine, TRUE);
  cnd_engine_backward (c.engine);
  second = cnd_engine_forward (c.engine, TRUE);
  g_assert_cmpfloat (first.loss, !=, second.loss);
  g_assert_cmpfloat (first.loss, !=, evaluated.loss);
  cnd_engine_seed_dropout (c.engine, 3);
  g_assert_cmpfloat (first.loss, ==, cnd_engine_forward (c.engine, TRUE).loss);

  weights = cnd_engine_find_weights (c.engine, "first.weight");
  cnd_engine_backward (c.engine);
  slope = 0;
  for (gsize i = 0; i < weights->n; i++)
    slope += (double) weights->gradient[i] * weights->gradient[i];
  for (gint side = -1; side <= 1; side += 2)
    {
      double step = 5e-3 / sqrt (slope);
      for (gsize i = 0; i < weights->n; i++)
        weights->values[i] += (float) (side * step * (side > 0 ? 2 : 1)) * weights->gradient[i];
      cnd_engine_seed_dropout (c.engine, 3);
      if (side < 0)
        first = cnd_engine_forward (c.engine, TRUE);
      else
        g_assert_cmpfloat_with_epsilon ((cnd_engine_forward (c.engine, TRUE).loss - first.loss) / (2 * step), slope, 0.01 * slope);
    }
}

/* Of many ones, the share that p says becomes 0 and the mean stays. */
static void
test_dropout_share (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers ("2000", "{'kind': 'dropout', 'p': 0.3}", &error);
  CndEngineOptions options = { .batch = 2, .n_threads = 2 };
  g_autoptr (CndEngine) engine = cnd_engine_new (network, &options, &error);
  g_autofree float *ones = g_new (float, 2000), *scores = g_new (float, 2000);
  guint n_zero = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < 2000; i++)
    ones[i] = 1;
  cnd_engine_begin_batch (engine, 1);
  cnd_engine_put_image (engine, 0, ones, 0);
  cnd_engine_forward (engine, TRUE);
  cnd_engine_get_scores (engine, 0, scores);
  for (guint i = 0; i < 2000; i++)
    {
      n_zero += scores[i] == 0;
      g_assert_true (scores[i] == 0 || fabsf (scores[i] - 1 / 0.7f) < 1e-6f);
    }
  g_assert_cmpuint (n_zero, >, 520);
  g_assert_cmpuint (n_zero, <, 680);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (nets); i++)
    {
      g_autofree char *path = g_strdup_printf ("/train/gradient/%s/is-the-slope-of-the-loss", nets[i].name);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_net);
    }
  g_test_add_func ("/train/gradient/kernels/all-sets-agree-with-the-reference", test_kernels);
  g_test_add_func ("/train/gradient/mask/pruned-weights-are-zero-and-stay-so", test_masked);
  g_test_add_func ("/train/gradient/dropout/draws-the-same-backward", test_dropout);
  g_test_add_func ("/train/gradient/dropout/share-and-mean-are-right", test_dropout_share);
  return g_test_run ();
}
