/* Blocks, repeats, dense connections, presets: what an architecture expands to, and what is refused. */
#include "support/complete.h"
#include "support/model.h"

#include <string.h>

/* Ids of all layers, each with what it reads: "conv(input) relu(conv)". */
static char *
describe (CndNetwork *network)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i < n_layers; i++)
    {
      const guint *inputs = cnd_network_get_inputs (network, &layers[i]);
      g_string_append_printf (text, "%s%s(", i > 1 ? " " : "", layers[i].id);
      for (guint k = 0; k < layers[i].n_inputs; k++)
        g_string_append_printf (text, "%s%s", k > 0 ? "," : "", layers[inputs[k]].id);
      g_string_append_c (text, ')');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_layers (const char *layers, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers ("4, 8, 8", layers, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = describe (network);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_names (void)
{
  assert_layers ("{'kind': 'relu'}, {'kind': 'batch_norm'}, {'kind': 'relu'}, {'kind': 'relu', 'id': 'last'}",
                 "relu1(input) batch_norm(relu1) relu2(batch_norm) last(relu2)");
}

static void
test_when (void)
{
  assert_layers ("{'kind': 'relu', 'id': 'a'}, {'kind': 'relu', 'id': 'b', 'when': 0}, {'kind': 'relu', 'id': 'c'},"
                 "{'kind': 'addition', 'id': 'd', 'inputs': ['b', 'c']}",
                 "a(input) c(a) d(a,c)");
}

static void
test_repeat (void)
{
  assert_layers ("{'kind': 'relu', 'id': 'r', 'repeat': 3}, {'kind': 'batch_norm', 'id': 'n'}",
                 "r.1(input) r.2(r.1) r.3(r.2) n(r.3)");
  assert_layers ("{'kind': 'relu', 'id': 'r', 'repeat': 0}, {'kind': 'batch_norm', 'id': 'n'}", "n(input)");
}

static void
test_index (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
    "4, 8, 8", "{'kind': 'convolution', 'id': 'c', 'out': 'in + index', 'kernel': 1, 'repeat': 3}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (cnd_test_get_layer (network, "c.1")->output.channels, ==, 4);
  g_assert_cmpint (cnd_test_get_layer (network, "c.2")->output.channels, ==, 5);
  g_assert_cmpint (cnd_test_get_layer (network, "c.3")->output.channels, ==, 7);
}

static const char *const dense_model
  = "{'name': 'dense', 'input': [4, 8, 8],"
    " 'blocks': {'unit': {'layers': [{'kind': 'relu'}, {'kind': 'convolution', 'id': 'conv', 'out': 2, 'kernel': 1}]}},"
    " 'layers': [{'block': 'unit', 'id': 'layer', 'repeat': 3, 'dense': 'block'}, {'kind': 'batch_norm', 'id': 'norm'}]}";

static void
test_dense (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (dense_model, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = describe (network);
  g_assert_cmpstr (text, ==,
                   "layer.1.relu(input) layer.1.conv(layer.1.relu) layer.concatenation2(input,layer.1.conv)"
                   " layer.2.relu(layer.concatenation2) layer.2.conv(layer.2.relu)"
                   " layer.concatenation3(input,layer.1.conv,layer.2.conv)"
                   " layer.3.relu(layer.concatenation3) layer.3.conv(layer.3.relu)"
                   " layer.concatenation(input,layer.1.conv,layer.2.conv,layer.3.conv) norm(layer.concatenation)");
  g_assert_cmpint (cnd_test_get_layer (network, "layer.concatenation")->output.channels, ==, 10);
}

static void
test_blocks (void)
{
  g_autoptr (CndNetwork) network = cnd_test_build (dense_model, NULL);
  guint n_blocks;
  const CndBlock *blocks = cnd_network_get_blocks (network, &n_blocks);
  static const struct
  {
    const char *id;
    guint parent, depth, first_layer, n_layers, n_blocks, repetition, n_repetitions;
  } expected[] = {
    { "", 0, 0, 0, 11, 4, 0, 0 },
    { "layer", 0, 1, 1, 9, 3, 0, 3 },
    { "layer.1", 1, 2, 1, 2, 0, 0, 0 },
    { "layer.2", 1, 2, 4, 2, 0, 1, 0 },
    { "layer.3", 1, 2, 7, 2, 0, 2, 0 },
  };

  g_assert_cmpuint (n_blocks, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n_blocks; i++)
    {
      g_assert_cmpstr (blocks[i].id, ==, expected[i].id);
      g_assert_cmpuint (blocks[i].parent, ==, expected[i].parent);
      g_assert_cmpuint (blocks[i].depth, ==, expected[i].depth);
      g_assert_cmpuint (blocks[i].first_layer, ==, expected[i].first_layer);
      g_assert_cmpuint (blocks[i].n_layers, ==, expected[i].n_layers);
      g_assert_cmpuint (blocks[i].n_blocks, ==, expected[i].n_blocks);
      g_assert_cmpuint (blocks[i].repetition, ==, expected[i].repetition);
      g_assert_cmpuint (blocks[i].n_repetitions, ==, expected[i].n_repetitions);
    }
  g_assert_cmpint (blocks[1].dense, ==, CND_DENSE_BLOCK);
  g_assert_cmpstr (cnd_network_get_layers (network, NULL)[blocks[1].output].id, ==, "layer.concatenation");
}

#define TWO_DENSE_BLOCKS(between)                                                                                  \
  "{'name': 'dense', 'input': [4, 8, 8],"                                                                          \
  " 'blocks': {'unit': {'layers': [{'kind': 'convolution', 'id': 'conv', 'out': 2, 'kernel': 1}]}},"               \
  " 'layers': [{'block': 'unit', 'id': 'a', 'repeat': 2, 'dense': 'network'}, " between                            \
  " {'block': 'unit', 'id': 'b', 'repeat': 2, 'dense': 'network'}]}"

static void
test_network_wide (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (TWO_DENSE_BLOCKS ("{'kind': 'average_pool', 'kernel': 2},"), &error);
  g_autoptr (CndNetwork) mixed = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (cnd_test_get_layer (network, "b.concatenation")->output.channels, ==, 12);
  mixed = cnd_test_build (TWO_DENSE_BLOCKS ("{'kind': 'convolution', 'id': 'mix', 'out': 8, 'kernel': 1},"), &error);
  g_assert_null (mixed);
  g_assert_error (error, CND_ERROR, CND_ERROR_SHAPE);
  cnd_test_assert_complete (error);
  g_assert_nonnull (strstr (error->message, "“mix”"));
}

static const char *const nested_model
  = "{'name': 'nested', 'input': [4, 8, 8], 'parameters': {'widths': {'default': [8, 16], 'minimum': 1, 'maximum': 64}},"
    " 'blocks': {"
    "   'pair': {'inputs': ['left', 'right'], 'arguments': ['out', 'sizes'], 'output': 'sum', 'layers': ["
    "     {'kind': 'convolution', 'id': 'a', 'inputs': 'left', 'out': 'out', 'kernel': 'sizes[0]', 'padding': 'same'},"
    "     {'kind': 'convolution', 'id': 'b', 'inputs': 'right', 'out': 'out', 'kernel': 'sizes[1]', 'padding': 'same'},"
    "     {'kind': 'addition', 'id': 'sum', 'inputs': ['a', 'b']}, {'kind': 'relu', 'id': 'unused'}]},"
    "   'stage': {'arguments': ['out'], 'layers': ["
    "     {'block': 'pair', 'id': 'pair', 'inputs': ['input', 'input'], 'with': {'out': 'out', 'sizes': [1, 'index + 3']}}]}},"
    " 'layers': [{'block': 'stage', 'id': 'stage', 'repeat': 'length(widths)', 'with': {'out': 'widths[index]'}}]}";

static void
test_nested (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (nested_model, &error);
  const CndLayer *layer;
  guint output;

  g_assert_no_error (error);
  layer = cnd_test_get_layer (network, "stage.2.pair.b");
  g_assert_cmpint (layer->output.channels, ==, 16);
  /* the repetition's index reaches the block inside it: 3 + 1 */
  g_assert_cmpint (layer->attributes[1].integers[0], ==, 4);
  output = cnd_network_get_output (network);
  g_assert_cmpstr (cnd_network_get_layers (network, NULL)[output].id, ==, "stage.2.pair.sum");
}

static const struct
{
  const char *layers;
  CndErrorCode code;
  const char *piece;
} refused[] = {
  { "{'kind': 'relu', 'repeat': 1000000000}", CND_ERROR_LIMIT, "1000000000" },
  { "{'kind': 'relu', 'repeat': -1}", CND_ERROR_LIMIT, "-1" },
  { "{'kind': 'convolution', 'out': '8 / 0', 'kernel': 1}", CND_ERROR_VALUE, "zero" },
  { "{'kind': 'convolution', 'out': 0, 'kernel': 1}", CND_ERROR_VALUE, "out" },
  { "{'kind': 'convolution', 'out': -8, 'kernel': 1}", CND_ERROR_VALUE, "out" },
  { "{'kind': 'relu', 'id': 'a', 'inputs': 'a'}", CND_ERROR_LANGUAGE, "cycle" },
  { "{'kind': 'relu', 'id': 'a', 'inputs': 'b'}, {'kind': 'relu', 'id': 'b', 'inputs': 'a'}", CND_ERROR_LANGUAGE, "cycle" },
  { "{'kind': 'relu', 'id': 'a', 'inputs': 'b'}, {'kind': 'relu', 'id': 'b', 'inputs': 'input'}", CND_ERROR_LANGUAGE, "below" },
  { "{'kind': 'relu', 'id': 'a', 'inputs': 'nothing'}", CND_ERROR_LANGUAGE, "does not exist" },
  { "{'kind': 'relu', 'id': 'a'}, {'kind': 'relu', 'id': 'a'}", CND_ERROR_LANGUAGE, "twice" },
  { "{'kind': 'relu', 'id': 'input'}", CND_ERROR_LANGUAGE, "twice" },
  { "{'block': 'nothing'}", CND_ERROR_LANGUAGE, "does not exist" },
  { "{'kind': 'relu', 'dense': 'block', 'repeat': 2}", CND_ERROR_LANGUAGE, "dense" },
  { "{'kind': 'relu', 'inputs': ['input', 'input']}", CND_ERROR_LANGUAGE, "number of inputs" },
  { "{'kind': 'addition'}", CND_ERROR_LANGUAGE, "number of inputs" },
  { "{'kind': 'wonder'}", CND_ERROR_LANGUAGE, "wonder" },
  { "{'kind': 'relu', 'kernel': 3}", CND_ERROR_LANGUAGE, "kernel" },
  { "{'kind': 'convolution', 'kernel': 3}", CND_ERROR_LANGUAGE, "out" },
  { "{'kind': 'convolution', 'out': 'channels_', 'kernel': 3}", CND_ERROR_LANGUAGE, "channels_" },
  { "{'kind': 'convolution', 'out': 8, 'kernel': [1, 2, 3]}", CND_ERROR_LANGUAGE, "kernel" },
  { "{'kind': 'linear', 'out': 8, 'keep': '3 / 2'}", CND_ERROR_VALUE, "keep" },
};

static void
test_error_names_layer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
    "4, 8, 8", "{'kind': 'convolution', 'id': 'c', 'out': '4 + 3 * index', 'kernel': 1, 'groups': 4, 'repeat': 3}", &error);

  g_assert_null (network);
  g_assert_nonnull (strstr (error->message, "“c.2”"));
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndNetwork) network = cnd_test_build_layers ("4, 8, 8", refused[i].layers, &error);
      g_autofree char *line = NULL;
      g_assert_null (network);
      line = cnd_base_format_problem (error);
      g_test_message ("%s", line);
      g_assert_error (error, CND_ERROR, (gint) refused[i].code);
      cnd_test_assert_complete (error);
      g_assert_nonnull (strstr (line, refused[i].piece));
      g_assert_cmpuint (cnd_base_get_problem (error)->column, >, 1);
    }
}

/* Blocks that hold nothing can still be repeated in blocks that are repeated. */
static void
test_bomb (void)
{
  g_autoptr (GString) blocks = g_string_new ("'b0': {'layers': [{'kind': 'relu', 'when': 0}]}");
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = NULL;

  for (guint i = 1; i < 8; i++)
    g_string_append_printf (blocks, ", 'b%u': {'layers': [{'block': 'b%u', 'repeat': 1000}]}", i, i - 1);
  json = g_strdup_printf ("{'name': 'bomb', 'input': [1], 'blocks': {%s}, 'layers': [{'block': 'b7'}]}", blocks->str);
  network = cnd_test_build (json, &error);
  g_assert_null (network);
  g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
  cnd_test_assert_complete (error);
}

static void
test_block_cycle (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (
    "{'name': 'cycle', 'input': [1], 'blocks': {'a': {'layers': [{'block': 'b'}]}, 'b': {'layers': [{'block': 'a'}]}},"
    " 'layers': [{'block': 'a'}]}", &error);

  g_assert_null (network);
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  cnd_test_assert_complete (error);
  g_assert_nonnull (strstr (error->message, "cycle"));
}

static void
test_presets (void)
{
  g_autoptr (CndArchitecture) architecture = cnd_test_parse (
    "{'name': 'P', 'parameters': {'n': {'default': 2, 'minimum': 1, 'maximum': 9}, 'w': {'default': [4, 8], 'minimum': 4,"
    " 'maximum': 64, 'step': 4}, 's': {'default': true}},"
    " 'presets': {'a': {'name': 'P-a', 'values': {}}, 'b': {'name': 'P-b', 'values': {'n': 5, 'w': [12]}}},"
    " 'input': [1], 'layers': [{'kind': 'linear', 'out': 'n * w[0]'}]}", NULL);
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, 1);
  g_autoptr (CndNetwork) network = cnd_ops_build_network (architecture, values, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = cnd_network_dup_name (network);

  g_assert_cmpint (cnd_test_get_layer (network, "linear")->output.channels, ==, 60);
  g_assert_cmpstr (name, ==, "P-b");
  g_assert_cmpint (cnd_architecture_find_preset (architecture, "b", NULL), ==, 1);
  g_assert_cmpint (cnd_architecture_find_preset (architecture, "c", &error), ==, -1);
  g_assert_error (error, CND_ERROR, CND_ERROR_NOT_FOUND);
  cnd_test_assert_complete (error);
  g_assert_true (cnd_parameter_values_set_text (values, architecture, "w=8,16,32", NULL));
  g_assert_cmpuint (cnd_parameter_values_get_all (values)[1].n_values, ==, 3);
  g_assert_true (cnd_parameter_values_set_text (values, architecture, "w[2] = 4", NULL));
  g_assert_cmpint (cnd_parameter_values_get_all (values)[1].values[2], ==, 4);
  g_assert_true (cnd_parameter_values_set_text (values, architecture, "s=off", NULL));
  g_assert_cmpint (cnd_parameter_values_get_all (values)[2].values[0], ==, 0);
  for (guint i = 0; i < 7; i++)
    {
      static const char *const wrong[] = { "n=0", "n=10", "w=5", "n=1,2", "m=3", "n", "w[9]=4" };
      g_autoptr (GError) problem = NULL;
      g_assert_false (cnd_parameter_values_set_text (values, architecture, wrong[i], &problem));
      g_assert_nonnull (problem);
    }
  g_assert_cmpint (cnd_parameter_values_find_preset (values, architecture), ==, -1);
}

/* A preset's name alone says too little where the model's is not part of it. */
static void
test_preset_name (void)
{
  static const struct
  {
    const char *model, *preset, *name;
  } rows[] = {
    { "LeNet", "base", "LeNet (base)" },
    { "VGG", "VGG16", "VGG16" },
    { "DenseNet for CIFAR", "DenseNet-BC-100 (k = 12)", "DenseNet-BC-100 (k = 12)" },
    { "My network", "A small one", "My network (A small one)" },
    { "R2", "r2 wide", "r2 wide" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *json = g_strdup_printf ("{'name': '%s', 'presets': {'a': {'name': '%s', 'values': {}}}, 'input': [1],"
                                               " 'layers': [{'kind': 'relu'}]}", rows[i].model, rows[i].preset);
      g_autoptr (CndNetwork) network = cnd_test_build (json, NULL);
      g_autofree char *name = cnd_network_dup_name (network);

      g_assert_cmpstr (name, ==, rows[i].name);
    }
}

/* Values of one parameter that do, above and below one that does not. */
static void
test_nearest (void)
{
  g_autoptr (CndArchitecture) architecture = cnd_test_parse (
    "{'name': 'N', 'parameters': {'g': {'default': 1, 'minimum': 1, 'maximum': 20}}, 'input': [12, 4, 4],"
    " 'layers': [{'kind': 'convolution', 'out': 12, 'kernel': 1, 'groups': 'g'}]}", NULL);
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, -1);
  CndNearestValues nearest;

  cnd_ops_find_nearest_values (architecture, values, 0, 0, 8, &nearest);
  g_assert_true (nearest.has_below && nearest.has_above);
  g_assert_cmpint (nearest.below, ==, 6);
  g_assert_cmpint (nearest.above, ==, 12);
  cnd_ops_find_nearest_values (architecture, values, 0, 0, 17, &nearest);
  g_assert_true (nearest.has_below && !nearest.has_above);
  g_assert_cmpint (nearest.below, ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ops/build/unnamed-layers-are-numbered", test_names);
  g_test_add_func ("/ops/build/left-out-layer-passes-its-input-on", test_when);
  g_test_add_func ("/ops/build/repetitions-form-a-chain", test_repeat);
  g_test_add_func ("/ops/build/index-and-in-follow-the-repetition", test_index);
  g_test_add_func ("/ops/build/dense-block-reads-all-before", test_dense);
  g_test_add_func ("/ops/build/blocks-are-contiguous-ranges", test_blocks);
  g_test_add_func ("/ops/build/network-wide-features-arrive-unmixed", test_network_wide);
  g_test_add_func ("/ops/build/nested-blocks-hand-on-arguments", test_nested);
  g_test_add_func ("/ops/build/wrong-models-are-refused", test_refused);
  g_test_add_func ("/ops/build/error-names-the-repetition", test_error_names_layer);
  g_test_add_func ("/ops/build/empty-repetitions-are-bounded", test_bomb);
  g_test_add_func ("/ops/build/blocks-may-not-use-themselves", test_block_cycle);
  g_test_add_func ("/ops/build/presets-and-assignments-set-values", test_presets);
  g_test_add_func ("/ops/build/name-tells-model-and-preset", test_preset_name);
  g_test_add_func ("/ops/nearest/values-that-build-are-found", test_nearest);
  return g_test_run ();
}
