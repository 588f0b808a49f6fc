/* Explanations: what their words open, and that they fit the layer. */
#include "shipped.h"

#include <string.h>

/* The words must say what a constant is made of: @part, and as many operations as are counted. */
static void
test_constants_are_opened (void)
{
  static const struct
  {
    const char *layer, *part;
  } cases[] = {
    { "'kind': 'softmax'", "exponential, addition to the sum, division" },
    { "'kind': 'sigmoid'", "4 an element: sign, exponential" },
    { "'kind': 'tanh'", "4 an element: exponential of 2x" },
    { "'kind': 'gelu'", "4 an element: division by √2, error function" },
    { "'kind': 'swish'", "4 an element: " },
    { "'kind': 'hard_swish'", "4 an element: addition of 3, clipping" },
    { "'kind': 'relu'", "1 an element: " },
    { "'kind': 'batch_norm'", "2 an element: one multiplication and one addition" },
    { "'kind': 'layer_norm'", "7 an element: " },
    { "'kind': 'layer_norm', 'affine': false", "5 an element: " },
    { "'kind': 'local_response_norm', 'size': 5", "9 an element: a square, 4 additions" },
    { "'kind': 'upsampling', 'mode': 'bilinear'", "7 an element: 4 multiplications" },
    { "'kind': 'average_pool', 'kernel': 2", "additions and one division" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *layer = g_strdup_printf ("{ %s }", cases[i].layer);
      g_autoptr (CndReport) report = shipped_count_layers ("6, 4, 4", layer);
      const CndCounts *counts = cnd_report_get_layer (report, 1);
      g_auto (CndExplanation) explanation = { 0 };
      const char *place;

      cnd_analysis_explain_layer (report, 1, CND_FIGURE_FLOPS, CND_NUMBER_STYLE_LATIN, &explanation);
      place = strstr (explanation.words, cases[i].part);
      if (place == NULL)
        g_error ("“%s” is not in “%s”", cases[i].part, explanation.words);
      if (g_ascii_isdigit (*place))
        g_assert_cmpuint (g_ascii_strtoull (place, NULL, 10) * counts->output_elements, ==, counts->flops);
    }
}

static void
test_words_fit_their_layer (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "6, 5, 5", "{ 'kind': 'adaptive_max_pool', 'id': 'pool', 'out': 2 }, { 'kind': 'flatten' },"
               "{ 'kind': 'linear', 'id': 'fc', 'out': 10 }, { 'kind': 'softmax', 'id': 'prob' }");
  g_auto (CndExplanation) pool = { 0 }, prob = { 0 }, output = { 0 }, operations = { 0 };
  CndNetwork *network = cnd_report_get_network (report);

  cnd_analysis_explain_layer (report, cnd_network_find_layer (network, "pool"), CND_FIGURE_FLOPS,
                              CND_NUMBER_STYLE_LATIN, &pool);
  g_assert_cmpstr (pool.numbers, ==, "6 × 32 = 192"); /* windows of 3 × 3, 4 of them, less 1 each */
  g_assert_cmpstr (pool.words, ==, "channels × comparisons in all windows");
  cnd_analysis_explain_layer (report, cnd_network_find_layer (network, "prob"), CND_FIGURE_FLOPS,
                              CND_NUMBER_STYLE_LATIN, &prob);
  g_assert_true (g_str_has_prefix (prob.words, "features × operations an element; 5 an element: "));
  cnd_analysis_explain_block (report, 0, CND_FIGURE_OUTPUT, CND_NUMBER_STYLE_LATIN, &output);
  g_assert_cmpstr (output.words, ==, "the shape of the input stays; so at its last layer, “prob”");
  cnd_analysis_explain_layer (report, cnd_network_find_layer (network, "fc"), CND_FIGURE_OPERATIONS,
                              CND_NUMBER_STYLE_LATIN, &operations);
  g_assert_cmpstr (operations.words, ==, "the FLOPs: this convention counts the same");
}

/* What nobody reads is counted, and the explanations say so. */
static void
test_dead_ends_are_told (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "2, 4, 4", "{ 'kind': 'convolution', 'id': 'dead', 'out': 3, 'kernel': 1, 'bias': false },"
               "{ 'kind': 'relu', 'id': 'deader' },"
               "{ 'kind': 'convolution', 'id': 'live', 'inputs': 'input', 'out': 5, 'kernel': 1, 'bias': false }");
  g_auto (CndExplanation) dead = { 0 }, live = { 0 }, all = { 0 };

  g_assert_false (cnd_report_is_used (report, 1));
  g_assert_false (cnd_report_is_used (report, 2));
  g_assert_true (cnd_report_is_used (report, 0));
  g_assert_true (cnd_report_is_used (report, 3));
  cnd_analysis_explain_layer (report, 1, CND_FIGURE_PARAMETERS, CND_NUMBER_STYLE_LATIN, &dead);
  g_assert_nonnull (strstr (dead.words, "counted although the network's output does not depend on it"));
  cnd_analysis_explain_layer (report, 3, CND_FIGURE_PARAMETERS, CND_NUMBER_STYLE_LATIN, &live);
  g_assert_null (strstr (live.words, "although"));
  cnd_analysis_explain_block (report, 0, CND_FIGURE_PARAMETERS, CND_NUMBER_STYLE_LATIN, &all);
  g_assert_cmpstr (all.numbers, ==, "6 + 10 = 16");
  g_assert_nonnull (strstr (all.words, "6 of it in layers that the network's output does not depend on"));
}

/* Deep networks: equal steps are one addend, and the smallest are one. */
static void
test_long_paths_are_short (void)
{
  g_autoptr (CndReport) report = shipped_count ("vgg16.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  guint layer = cnd_network_find_layer (cnd_report_get_network (report), "pool5");
  g_auto (CndExplanation) explanation = { 0 };
  const char *line, *words;

  cnd_analysis_explain_layer (report, layer, CND_FIGURE_RECEPTIVE_FIELD, CND_NUMBER_STYLE_LATIN, &explanation);
  line = strrchr (explanation.numbers, '\n') + 1;
  words = strrchr (explanation.words, '\n') + 1;
  g_assert_cmpstr (line, ==, "1 + 2 × (3 − 1) × 2 + 3 × (3 − 1) × 4 + 3 × (3 − 1) × 8 + (2 − 1) × 8 + "
                             "3 × (3 − 1) × 16 + (2 − 1) × 16 + 11 = 212");
  g_assert_nonnull (strstr (words, "stage3.conv1 … stage3.conv3"));
  g_assert_nonnull (strstr (words, "the 5 others"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/explain-words/constants-are-opened", test_constants_are_opened);
  g_test_add_func ("/analysis/explain-words/words-fit-their-layer", test_words_fit_their_layer);
  g_test_add_func ("/analysis/explain-words/dead-ends-are-told", test_dead_ends_are_told);
  g_test_add_func ("/analysis/explain-words/long-paths-are-short", test_long_paths_are_short);
  return g_test_run ();
}
