/* One row (or more) a layer kind: output shape and every term of its cost, worked out by hand. */
#include "support/complete.h"
#include "support/model.h"

#include <string.h>

typedef struct
{
  const char *input;
  const char *layer;
  const char *output;
  guint64 terms[CND_N_TERMS]; /* weights, biases, scales, buffers, macs, bias additions, element operations */
} Row;

static const Row rows[] = {
  { "3, 227, 227", "{'kind': 'convolution', 'out': 96, 'kernel': 11, 'stride': 4}", "96×55×55",
    { 34848, 96, 0, 0, 34848 * 3025, 96 * 3025, 0 } },
  { "64, 56, 56", "{'kind': 'convolution', 'out': 128, 'kernel': 3, 'padding': 1, 'groups': 32, 'bias': false}", "128×56×56",
    { 3 * 3 * 2 * 128, 0, 0, 0, 2304 * 56 * 56, 0, 0 } },
  { "32, 14, 14", "{'kind': 'convolution', 'out': 'in', 'kernel': 3, 'padding': 'same', 'groups': 'in', 'bias': false}", "32×14×14",
    { 288, 0, 0, 0, 288 * 196, 0, 0 } },
  { "8, 17, 17", "{'kind': 'convolution', 'out': 4, 'kernel': [1, 7], 'padding': [0, 3]}", "4×17×17",
    { 7 * 8 * 4, 4, 0, 0, 7 * 8 * 4 * 289, 4 * 289, 0 } },
  { "8, 20, 20", "{'kind': 'convolution', 'out': 4, 'kernel': 3, 'dilation': 2, 'bias': false}", "4×16×16",
    { 288, 0, 0, 0, 288 * 256, 0, 0 } },
  { "1, 10, 10", "{'kind': 'convolution', 'out': 1, 'kernel': 3, 'padding': [1, 2, 0, 3], 'bias': false}", "1×11×11",
    { 9, 0, 0, 0, 9 * 121, 0, 0 } },
  { "3, 7, 7", "{'kind': 'convolution', 'out': 2, 'kernel': 4, 'stride': 2, 'padding': 'same', 'bias': false}", "2×4×4",
    { 96, 0, 0, 0, 96 * 16, 0, 0 } },
  { "48, 14, 14", "{'kind': 'learned_group_convolution', 'out': 32, 'groups': 4, 'condensation': 4}", "32×14×14",
    { 1536, 0, 0, 0, 1536 * 196, 0, 0 } },
  { "12, 4, 4", "{'kind': 'learned_group_convolution', 'out': 6, 'kernel': 3, 'padding': 1, 'groups': 3, 'condensation': 3, 'bias': true}",
    "6×4×4", { 648, 6, 0, 0, 648 * 16, 96, 0 } },
  { "9216", "{'kind': 'linear', 'out': 4096}", "4,096", { 9216 * 4096, 4096, 0, 0, 9216 * 4096, 4096, 0 } },
  { "2063", "{'kind': 'linear', 'out': 10, 'keep': '1 / 2', 'bias': false}", "10", { 10310, 0, 0, 0, 10310, 0, 0 } },
  { "2064", "{'kind': 'linear', 'out': 10, 'keep': 0.5}", "10", { 10320, 10, 0, 0, 10320, 10, 0 } },
  { "16, 5, 5", "{'kind': 'batch_norm'}", "16×5×5", { 0, 0, 32, 32, 0, 0, 800 } },
  { "16", "{'kind': 'batch_norm', 'affine': false}", "16", { 0, 0, 0, 32, 0, 0, 32 } },
  { "16, 5, 5", "{'kind': 'layer_norm'}", "16×5×5", { 0, 0, 32, 0, 0, 0, 2800 } },
  { "16, 5, 5", "{'kind': 'layer_norm', 'over': 'all'}", "16×5×5", { 0, 0, 800, 0, 0, 0, 2800 } },
  { "16, 5, 5", "{'kind': 'layer_norm', 'affine': false}", "16×5×5", { 0, 0, 0, 0, 0, 0, 2000 } },
  { "16, 5, 5", "{'kind': 'local_response_norm'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 3600 } },
  { "16, 5, 5", "{'kind': 'relu'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 400 } },
  { "16, 5, 5", "{'kind': 'relu6'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 400 } },
  { "16, 5, 5", "{'kind': 'gelu'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 1600 } },
  { "16, 5, 5", "{'kind': 'sigmoid'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 1600 } },
  { "16, 5, 5", "{'kind': 'tanh'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 1600 } },
  { "16, 5, 5", "{'kind': 'hard_swish'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 1600 } },
  { "16, 5, 5", "{'kind': 'swish'}", "16×5×5", { 0, 0, 0, 0, 0, 0, 1600 } },
  { "1000", "{'kind': 'softmax'}", "1,000", { 0, 0, 0, 0, 0, 0, 5000 } },
  { "96, 55, 55", "{'kind': 'max_pool', 'kernel': 3, 'stride': 2}", "96×27×27", { 0, 0, 0, 0, 0, 0, 96 * 729 * 8 } },
  { "64, 112, 112", "{'kind': 'max_pool', 'kernel': 3, 'stride': 2, 'ceil_mode': true}", "64×56×56",
    { 0, 0, 0, 0, 0, 0, 64 * 3136 * 8 } },
  { "1, 5, 5", "{'kind': 'max_pool', 'kernel': 2, 'padding': 1, 'ceil_mode': true}", "1×3×3", { 0, 0, 0, 0, 0, 0, 27 } },
  { "1, 9, 9", "{'kind': 'max_pool', 'kernel': 3, 'stride': 1, 'dilation': 2}", "1×5×5", { 0, 0, 0, 0, 0, 0, 200 } },
  { "8, 6, 6", "{'kind': 'average_pool', 'kernel': 2}", "8×3×3", { 0, 0, 0, 0, 0, 0, 288 } },
  { "8, 6, 4", "{'kind': 'global_max_pool'}", "8×1×1", { 0, 0, 0, 0, 0, 0, 8 * 23 } },
  { "8, 6, 4", "{'kind': 'global_average_pool'}", "8×1×1", { 0, 0, 0, 0, 0, 0, 192 } },
  /* 7 into 3: windows 0–2, 2–4, 4–6: 9 elements an axis */
  { "2, 7, 7", "{'kind': 'adaptive_average_pool', 'out': 3}", "2×3×3", { 0, 0, 0, 0, 0, 0, 162 } },
  { "2, 7, 7", "{'kind': 'adaptive_max_pool', 'out': [3, 1]}", "2×3×1", { 0, 0, 0, 0, 0, 0, 2 * (63 - 3) } },
  { "8, 6, 6", "{'kind': 'dropout', 'p': 0.2}", "8×6×6", { 0 } },
  { "8, 6, 6", "{'kind': 'concatenation', 'inputs': ['input', 'input']}", "16×6×6", { 0 } },
  { "8, 6, 6", "{'kind': 'addition', 'inputs': ['input', 'input', 'input']}", "8×6×6", { 0, 0, 0, 0, 0, 0, 576 } },
  { "8, 6, 6", "{'kind': 'multiplication', 'inputs': ['input', 'input']}", "8×6×6", { 0, 0, 0, 0, 0, 0, 288 } },
  { "8, 6, 6", "{'kind': 'flatten'}", "288", { 0 } },
  { "12, 6, 6", "{'kind': 'channel_shuffle', 'groups': 3}", "12×6×6", { 0 } },
  { "12, 6, 6", "{'kind': 'channel_split', 'parts': 3, 'part': 2}", "4×6×6", { 0 } },
  { "12, 6, 6", "{'kind': 'index_selection', 'indices': [11, 0, 0, 5]}", "4×6×6", { 0 } },
  { "3, 6, 6", "{'kind': 'padding', 'padding': [1, 2, 3, 4]}", "3×13×9", { 0 } },
  { "3, 6, 6", "{'kind': 'upsampling'}", "3×12×12", { 0 } },
  { "3, 6, 6", "{'kind': 'upsampling', 'scale': [1, 3], 'mode': 'bilinear'}", "3×6×18", { 0, 0, 0, 0, 0, 0, 324 * 7 } },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndNetwork) network = cnd_test_build_layers (rows[i].input, rows[i].layer, &error);
      CndState state = { CND_STAGE_DENSE, NULL };
      guint64 terms[CND_N_TERMS] = { 0 };
      g_autofree char *output = NULL;
      CndCost cost;

      g_test_message ("%s", rows[i].layer);
      g_assert_no_error (error);
      output = cnd_shape_format (&cnd_network_get_layers (network, NULL)[1].output, CND_NUMBER_STYLE_LATIN);
      g_assert_cmpstr (output, ==, rows[i].output);
      cnd_ops_list_cost (network, 1, state, &cost);
      for (guint k = 0; k < cost.n_terms; k++)
        {
          guint64 value;
          g_assert_true (cnd_ops_multiply_term (&cost.terms[k], &value));
          terms[cost.terms[k].type] += value;
        }
      for (guint k = 0; k < CND_N_TERMS; k++)
        g_assert_cmpuint (terms[k], ==, rows[i].terms[k]);
    }
}

static void
test_all_kinds (void)
{
  for (guint kind = 1; kind < cnd_ops_get_n_kinds (); kind++)
    {
      g_autofree char *needle = g_strdup_printf ("'kind': '%s'", cnd_ops_get_kind (kind)->name);
      guint found = 0;
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        found += strstr (rows[i].layer, needle) != NULL;
      if (found == 0)
        g_error ("the kind %s has no row in this test", cnd_ops_get_kind (kind)->name);
    }
}

static const struct
{
  const char *input;
  const char *layer;
  const char *piece; /* of the message */
} misfits[] = {
  { "6, 4, 4", "{'kind': 'convolution', 'out': 8, 'kernel': 3, 'groups': 4}", "6 input channels" },
  { "8, 4, 4", "{'kind': 'convolution', 'out': 6, 'kernel': 3, 'groups': 4}", "6 output channels" },
  { "8, 2, 9", "{'kind': 'convolution', 'out': 6, 'kernel': 3}", "higher" },
  { "8, 9, 2", "{'kind': 'convolution', 'out': 6, 'kernel': 3}", "wider" },
  { "8", "{'kind': 'convolution', 'out': 6, 'kernel': 1}", "flat" },
  { "12, 4, 4", "{'kind': 'learned_group_convolution', 'out': 6, 'groups': 3, 'condensation': 5}", "condensed" },
  { "8, 4, 4", "{'kind': 'linear', 'out': 6}", "flat features" },
  { "1", "{'kind': 'linear', 'out': 6, 'keep': '1 / 2'}", "no input" },
  { "8, 4, 4", "{'kind': 'max_pool', 'kernel': 5}", "window" },
  { "8, 4, 4", "{'kind': 'max_pool', 'kernel': 3, 'padding': 2}", "half its kernel" },
  { "8", "{'kind': 'average_pool', 'kernel': 2}", "flat" },
  { "8", "{'kind': 'global_average_pool'}", "flat" },
  { "8", "{'kind': 'adaptive_average_pool', 'out': 1}", "flat" },
  { "7, 4, 4", "{'kind': 'channel_shuffle', 'groups': 2}", "equal parts" },
  { "7, 4, 4", "{'kind': 'channel_split'}", "equal parts" },
  { "8, 4, 4", "{'kind': 'channel_split', 'parts': 2, 'part': 2}", "no such part" },
  { "8, 4, 4", "{'kind': 'index_selection', 'indices': [8]}", "no channel 8" },
  { "8, 4, 4", "{'kind': 'relu', 'id': 'a'}, {'kind': 'average_pool', 'kernel': 2}, {'kind': 'addition', 'inputs': ['a', 'average_pool']}",
    "equal shapes" },
  { "8, 4, 4", "{'kind': 'relu', 'id': 'a'}, {'kind': 'average_pool', 'kernel': 2}, {'kind': 'concatenation', 'inputs': ['a', 'average_pool']}",
    "concatenated" },
  { "8, 4, 4", "{'kind': 'average_pool', 'kernel': 2}, {'kind': 'multiplication', 'inputs': ['input', 'average_pool']}", "multiplied" },
  { "65536, 65536, 65536", "{'kind': 'flatten'}", "2^31" },
  { "3, 2147483647, 2", "{'kind': 'upsampling'}", "2^31" },
  { "2147483647, 2, 2", "{'kind': 'concatenation', 'inputs': ['input', 'input']}", "2^31" },
};

static void
test_misfits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (misfits); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndNetwork) network = cnd_test_build_layers (misfits[i].input, misfits[i].layer, &error);
      g_assert_null (network);
      g_test_message ("%s: %s", misfits[i].layer, error->message);
      g_assert_error (error, CND_ERROR, CND_ERROR_SHAPE);
      cnd_test_assert_complete (error);
      g_assert_nonnull (strstr (error->message, misfits[i].piece));
      g_assert_cmpuint (cnd_base_get_problem (error)->line, ==, 1);
      g_assert_cmpuint (cnd_base_get_problem (error)->column, >, 1);
    }
}

static void
test_stages (void)
{
  static const guint64 weights[] = { 1536, 1152, 768, 384, 384 };
  g_autoptr (CndNetwork) network
    = cnd_test_build_layers ("48, 14, 14", "{'kind': 'learned_group_convolution', 'out': 32, 'groups': 4, 'condensation': 4}", NULL);

  for (guint stage = 0; stage < G_N_ELEMENTS (weights); stage++)
    {
      CndState state = { stage == 4 ? CND_STAGE_FINAL : stage, NULL };
      guint64 value = 0;
      CndCost cost;
      cnd_ops_list_cost (network, 1, state, &cost);
      g_assert_true (cnd_ops_multiply_term (&cost.terms[0], &value));
      g_assert_cmpuint (value, ==, weights[stage]);
      g_assert_true (cnd_ops_multiply_term (&cost.terms[1], &value));
      g_assert_cmpuint (value, ==, weights[stage] * 196);
    }
  g_assert_cmpuint (cnd_ops_get_condensation (network), ==, 4);
}

static void
test_kept_weights (void)
{
  g_autoptr (CndNetwork) network
    = cnd_test_build_layers ("48, 14, 14", "{'kind': 'learned_group_convolution', 'out': 32, 'groups': 4, 'condensation': 4}", NULL);
  guint64 kept[] = { G_MAXUINT64, 1000 };
  CndState state = { 2, kept };
  guint64 value = 0;
  CndCost cost;

  cnd_ops_list_cost (network, 1, state, &cost);
  g_assert_true (cnd_ops_multiply_term (&cost.terms[0], &value));
  g_assert_cmpuint (value, ==, 1000);
  g_assert_true (cnd_ops_multiply_term (&cost.terms[1], &value));
  g_assert_cmpuint (value, ==, 196000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ops/kinds/shapes-and-costs-are-right", test_rows);
  g_test_add_func ("/ops/kinds/every-kind-has-a-row", test_all_kinds);
  g_test_add_func ("/ops/kinds/misfits-are-refused-with-a-place", test_misfits);
  g_test_add_func ("/ops/kinds/weights-follow-the-stage", test_stages);
  g_test_add_func ("/ops/kinds/true-mask-overrides-the-stage", test_kept_weights);
  return g_test_run ();
}
