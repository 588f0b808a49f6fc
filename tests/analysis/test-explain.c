/* Explanations: what they say, and that their arithmetic comes to the count. */
#include "evaluate.h"
#include "shipped.h"

#include "support/model.h"

#include <math.h>
#include <string.h>

#define PERSIAN ((CndNumberStyle){ .digits = CND_DIGITS_PERSIAN, .group = TRUE, .isolate = TRUE })

static CndReport *
count_network (CndNetwork *network, guint stage, CndConvention convention)
{
  g_autoptr (GError) error = NULL;
  CndReport *report = cnd_analysis_count (network, (CndState){ .stage = stage }, convention, &error);

  g_assert_no_error (error);
  return report;
}

static void
assert_layer (const CndReport *report, const char *id, CndFigure figure, const char *value, const char *numbers,
              const char *words)
{
  g_auto (CndExplanation) explanation = { 0 };
  guint layer = cnd_network_find_layer (cnd_report_get_network (report), id);

  g_assert_cmpuint (layer, !=, G_MAXUINT);
  cnd_analysis_explain_layer (report, layer, figure, CND_NUMBER_STYLE_LATIN, &explanation);
  g_assert_cmpstr (explanation.value, ==, value);
  g_assert_cmpstr (explanation.numbers, ==, numbers);
  if (words != NULL)
    g_assert_cmpstr (explanation.words, ==, words);
}

/* ---- Texts -------------------------------------------------------------------------- */

static void
test_alexnet_in_words (void)
{
  g_autoptr (CndReport) report = shipped_count ("alexnet.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);

  assert_layer (report, "conv1", CND_FIGURE_PARAMETERS, "34,944", "11 × 11 × 3 × 96 + 96 = 34,944",
                "kernel height × kernel width × input channels × filters + one bias a filter");
  assert_layer (report, "conv1", CND_FIGURE_FLOPS, "211,120,800", "2 × 105,415,200 + 55 × 55 × 96 = 211,120,800",
                "2 × multiply-adds + one bias addition an output element");
  assert_layer (report, "conv1", CND_FIGURE_OUTPUT, "96×55×55", "(227 + 2·0 − 11) / 4 + 1 = 55\n96",
                "(input + 2·padding − kernel) / stride + 1\nchannels: one a filter");
  assert_layer (report, "pool1", CND_FIGURE_PARAMETERS, "0", "0",
                "pooling has no weights: it takes the maximum or the mean of a window");
  assert_layer (report, "fc8", CND_FIGURE_PARAMETERS, "4,097,000", "4,096 × 1,000 + 1,000 = 4,097,000",
                "input features × output features + one bias an output");
  assert_layer (report, "flatten", CND_FIGURE_OUTPUT, "9,216", "256 × 6 × 6 = 9,216", "channels × height × width");
  assert_layer (report, "pool2", CND_FIGURE_RECEPTIVE_FIELD, "67 × 67",
                "51 + (3 − 1) × 8 = 67\n8 × 2 = 16\n(−16) − 0 × 8 = −16\n"
                "1 + (11 − 1) × 1 + (3 − 1) × 4 + (5 − 1) × 8 + (3 − 1) × 8 = 67",
                "field of the input + (window − 1) × jump of the input\njump: jump of the input × stride\n"
                "offset: offset of the input − padding × jump of the input\n"
                "all steps: 1 + conv1 + pool1 + conv2 + pool2; each layer adds (window − 1) × jump of its input");
}

static void
test_kept_share_is_shown (void)
{
  static const char *const numbers[]
      = { "48 × 32 = 1,536", "48 × 32 × 3/4 = 1,152", "48 × 32 × 2/4 = 768", "48 × 32 × 1/4 = 384" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
      "48, 4, 4", "{ 'kind': 'learned_group_convolution', 'id': 'conv', 'out': 32, 'groups': 4, 'condensation': 4 }",
      &error);

  g_assert_no_error (error);
  for (guint stage = 0; stage < G_N_ELEMENTS (numbers); stage++)
    {
      g_autoptr (CndReport) report = count_network (network, stage, CND_CONVENTION_CONDENSENET);

      assert_layer (report, "conv", CND_FIGURE_PARAMETERS, strrchr (numbers[stage], ' ') + 1, numbers[stage],
                    stage == 0 ? "input channels × filters" : "input channels × filters × kept share");
    }
}

static void
test_normalization_in_words (void)
{
  g_autoptr (CndReport) report = shipped_count_layers ("16, 4, 4", "{ 'kind': 'batch_norm', 'id': 'norm' }");

  assert_layer (report, "norm", CND_FIGURE_PARAMETERS, "32", "2 × 16 = 32", "scale and shift × channels");
  assert_layer (report, "norm", CND_FIGURE_BUFFERS, "32", "2 × 16 = 32", "running mean and variance × channels");
}

static void
test_sizes_in_every_form (void)
{
  static const struct
  {
    const char *input, *layer, *numbers;
  } cases[] = {
    { "1, 10, 10", "'kind': 'convolution', 'out': 2, 'kernel': 3, 'dilation': 2",
      "(10 + 2·0 − (2·(3 − 1) + 1)) / 1 + 1 = 6\n2" },
    { "1, 10, 10", "'kind': 'convolution', 'out': 2, 'kernel': 3, 'stride': 2", "⌊(10 + 2·0 − 3) / 2⌋ + 1 = 4\n2" },
    { "1, 10, 10", "'kind': 'convolution', 'out': 2, 'kernel': 3, 'padding': [1, 2, 0, 3]",
      "(10 + 0 + 3 − 3) / 1 + 1 = 11\n(10 + 1 + 2 − 3) / 1 + 1 = 11\n2" },
    { "1, 10, 8", "'kind': 'convolution', 'out': 2, 'kernel': 4, 'padding': 'same'",
      "(10 + 1 + 2 − 4) / 1 + 1 = 10\n(8 + 1 + 2 − 4) / 1 + 1 = 8\n2" },
    { "1, 10, 10", "'kind': 'max_pool', 'kernel': 3, 'stride': 2, 'ceil_mode': true",
      "⌈(10 + 2·0 − 3) / 2⌉ + 1 = 5\n1" },
    { "1, 3, 3", "'kind': 'max_pool', 'kernel': 2, 'stride': 3, 'padding': 1, 'ceil_mode': true",
      "(3 + 2·1 − 2) / 3 + 1 = 2\n1" },
    { "1, 4, 4", "'kind': 'max_pool', 'kernel': 2, 'stride': 3, 'padding': 1, 'ceil_mode': true",
      "⌈(4 + 2·1 − 2) / 3⌉ + 1 − 1 = 2\n1" },
    { "1, 5, 5", "'kind': 'max_pool', 'kernel': 2, 'stride': 3, 'padding': 1, 'ceil_mode': true",
      "⌈(5 + 2·1 − 2) / 3⌉ + 1 − 1 = 2\n1" },
    { "1, 5, 5", "'kind': 'max_pool', 'kernel': 2, 'stride': 6, 'padding': 1, 'ceil_mode': true",
      "⌈(5 + 2·1 − 2) / 6⌉ + 1 − 1 = 1\n1" },
    { "1, 5, 5", "'kind': 'padding', 'padding': [1, 2, 3, 4]", "5 + 3 + 4 = 12\n5 + 1 + 2 = 8" },
    { "1, 5, 4", "'kind': 'upsampling', 'scale': 2", "5 × 2 = 10\n4 × 2 = 8" },
    { "6, 5, 4", "'kind': 'relu'", "6 × 5 × 4" },
    { "6, 5, 4", "'kind': 'global_average_pool'", "6 × 1 × 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *layer = g_strdup_printf ("{ %s }", cases[i].layer);
      g_autoptr (CndReport) report = shipped_count_layers (cases[i].input, layer);
      g_auto (CndExplanation) explanation = { 0 };

      cnd_analysis_explain_layer (report, 1, CND_FIGURE_OUTPUT, CND_NUMBER_STYLE_LATIN, &explanation);
      g_assert_cmpstr (explanation.numbers, ==, cases[i].numbers);
    }
}

static void
test_joins_list_their_inputs (void)
{
  g_autoptr (CndReport) report = shipped_count ("googlenet.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);

  assert_layer (report, "3a.output", CND_FIGURE_OUTPUT, "256×28×28", "64 + 128 + 32 + 32 = 256",
                "channels: 3a.relu_1x1 + 3a.relu_3x3 + 3a.relu_5x5 + 3a.relu_pool_proj");
}

static void
test_peak_lists_what_is_alive (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "2, 4, 4", "{ 'kind': 'relu', 'id': 'a' }, { 'kind': 'relu', 'id': 'b' },"
               "{ 'kind': 'addition', 'id': 'sum', 'inputs': ['a', 'b'] }");
  g_auto (CndExplanation) explanation = { 0 };

  assert_layer (report, "a", CND_FIGURE_PEAK_MEMORY, "256 B", "4 × (32 + 32) = 256",
                "4 bytes × (input + a); alive while “a” is computed");
  cnd_analysis_explain_block (report, 0, CND_FIGURE_PEAK_MEMORY, CND_NUMBER_STYLE_LATIN, &explanation);
  g_assert_cmpstr (explanation.numbers, ==, "4 × (32 + 32 + 32) = 384");
  g_assert_cmpstr (explanation.words, ==, "4 bytes × (a + b + sum); alive while “sum” is computed");
}

static void
test_blocks_are_sums (void)
{
  g_autoptr (CndReport) report = shipped_count ("alexnet.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  g_auto (CndExplanation) parameters = { 0 };
  g_auto (CndExplanation) flops = { 0 };
  g_auto (CndExplanation) buffers = { 0 };

  cnd_analysis_explain_block (report, 0, CND_FIGURE_PARAMETERS, CND_NUMBER_STYLE_LATIN, &parameters);
  g_assert_cmpstr (parameters.numbers, ==,
                   "885,120 + 1,327,488 + 37,752,832 + 16,781,312 + 4,097,000 + 1,534,592 = 62,378,344");
  g_assert_cmpstr (parameters.words, ==, "conv3 + conv4 + fc6 + fc7 + fc8 + the 3 others");
  cnd_analysis_explain_block (report, 0, CND_FIGURE_FLOPS, CND_NUMBER_STYLE_LATIN, &flops);
  g_assert_cmpstr (flops.words, ==, "2 × multiply-adds + bias additions + ReLU + Max pooling");
  cnd_analysis_explain_block (report, 0, CND_FIGURE_BUFFERS, CND_NUMBER_STYLE_LATIN, &buffers);
  g_assert_cmpstr (buffers.words, ==, "nothing in it keeps running statistics");
}

static void
test_conventions_say_what_they_leave_out (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers ("4, 4, 4", "{ 'kind': 'batch_norm', 'id': 'norm' }", &error);
  g_autoptr (CndReport) published = count_network (network, CND_STAGE_DENSE, CND_CONVENTION_CONDENSENET);
  g_autoptr (CndReport) summary = count_network (network, CND_STAGE_DENSE, CND_CONVENTION_SUMMARY);

  assert_layer (published, "norm", CND_FIGURE_OPERATIONS, "0", "0",
                "the CondenseNet convention counts multiply-adds, ReLU and average pooling only");
  assert_layer (summary, "norm", CND_FIGURE_OPERATIONS, "0", "0", "this convention counts multiply-adds only");
}

static void
test_persian_numbers_are_isolated (void)
{
  g_autoptr (CndReport) report = shipped_count ("alexnet.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  g_auto (CndExplanation) explanation = { 0 };
  guint layer = cnd_network_find_layer (cnd_report_get_network (report), "conv1");

  cnd_analysis_explain_layer (report, layer, CND_FIGURE_PARAMETERS, PERSIAN, &explanation);
  g_assert_cmpstr (explanation.numbers, ==, "\u2066۱۱ × ۱۱ × ۳ × ۹۶ + ۹۶ = ۳۴٬۹۴۴\u2069");
  g_assert_cmpstr (explanation.value, ==, "\u2066۳۴٬۹۴۴\u2069");
  cnd_explanation_clear (&explanation);
  cnd_analysis_explain_layer (report, layer, CND_FIGURE_PEAK_MEMORY, PERSIAN, &explanation);
  g_assert_cmpstr (explanation.words, ==,
                   "4 bytes × (\u2068input\u2069 + \u2068conv1\u2069); "
                   "alive while “\u2068conv1\u2069” is computed");
}

static void
test_figures_have_names_and_titles (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < CND_N_FIGURES; i++)
    {
      g_assert_true (g_hash_table_add (names, (gpointer) cnd_analysis_get_figure_name (i)));
      g_assert_cmpstr (cnd_analysis_get_figure_title (i), !=, "");
    }
}

/* ---- Reading them back -------------------------------------------------------------- */

#define MAX_LINES 8

/* What each line of the numbers comes to. Each equation must be true. Returns: how many lines there are */
static guint
read_back (const char *numbers, gboolean rounded, long double results[MAX_LINES])
{
  g_autofree char *bare = g_strdup (numbers);
  g_auto (GStrv) lines = NULL;
  guint n_lines = 0;

  /* the marks around each line */
  for (char *at = bare; (at = strstr (at, "\u2066")) != NULL;)
    memmove (at, at + 3, strlen (at + 3) + 1);
  for (char *at = bare; (at = strstr (at, "\u2069")) != NULL;)
    memmove (at, at + 3, strlen (at + 3) + 1);
  lines = g_strsplit (bare, "\n", -1);
  for (; lines[n_lines] != NULL; n_lines++)
    {
      const char *rest = NULL;
      long double result;

      g_assert_cmpuint (n_lines, <, MAX_LINES);
      if (!evaluate (lines[n_lines], &rest, &results[n_lines]))
        g_error ("“%s” is no arithmetic", lines[n_lines]);
      if (*rest == '\0')
        continue;
      g_assert_true (evaluate (rest, &rest, &result));
      g_assert_cmpstr (rest, ==, "");
      if (fabsl (result - results[n_lines]) > (rounded ? 0.00501L : 1e-15L * fabsl (result)))
        g_error ("“%s” is not true", lines[n_lines]);
    }
  return n_lines;
}

typedef struct
{
  const CndReport *report;
  const CndCounts *counts;
  const CndLayer *layer; /* NULL: a block */
  CndReceptiveField field;
} Subject;

static void
check_counts (const Subject *subject, CndFigure figure, guint n_lines, const long double *results)
{
  const CndCounts *counts = subject->counts;
  const guint64 expected[CND_N_FIGURES] = {
    [CND_FIGURE_PARAMETERS] = counts->parameters, [CND_FIGURE_BUFFERS] = counts->terms[CND_TERM_BUFFERS],
    [CND_FIGURE_MACS] = counts->macs,             [CND_FIGURE_FLOPS] = counts->flops,
    [CND_FIGURE_OPERATIONS] = counts->operations, [CND_FIGURE_ACTIVATIONS] = counts->activation_elements,
  };

  g_assert_true (results[0] == (long double) expected[figure]);
  if (figure == CND_FIGURE_ACTIVATIONS && subject->layer != NULL && counts->activation_elements > 0)
    {
      g_assert_cmpuint (n_lines, ==, 2);
      g_assert_true (results[1] == 4 * (long double) counts->activation_elements);
    }
  else
    g_assert_cmpuint (n_lines, ==, 1);
}

static void
check_shape (const Subject *subject, guint n_lines, const long double *results)
{
  const CndShape *shape = &subject->layer->output;

  for (guint i = 0; i < n_lines; i++)
    g_assert_true (results[i] == shape->channels || results[i] == shape->height || results[i] == shape->width
                   || results[i] == (long double) shape->channels * shape->height * shape->width);
}

/* Size, jump and offset of one axis or of two, and then how the size came about. */
static void
check_field (const Subject *subject, guint n_lines, const long double *results)
{
  const CndReceptiveField *field = &subject->field;
  guint n_axes = n_lines >= 6 ? 2 : 1;

  if (subject->layer->n_inputs == 0)
    return;
  for (guint axis = 0; axis < n_axes; axis++)
    {
      long double jump = (long double) field->jump[axis] / field->jump_divisor[axis];

      g_assert_true (results[3 * axis] == field->size[axis]);
      g_assert_true (fabsl (results[3 * axis + 1] - jump) < 1e-9L * jump);
      g_assert_true (results[3 * axis + 2] == field->offset[axis]);
    }
  for (guint i = 3 * n_axes; i < n_lines; i++)
    g_assert_true (results[i] == field->size[0] || results[i] == field->size[1]);
}

static void
check_figure (const Subject *subject, CndFigure figure, const CndExplanation *explanation)
{
  long double results[MAX_LINES];
  guint n_lines = read_back (explanation->numbers, figure == CND_FIGURE_INTENSITY, results);

  g_assert_cmpuint (n_lines, >, 0);
  g_assert_cmpstr (explanation->value, !=, "");
  g_assert_cmpstr (explanation->words, !=, "");
  switch (figure)
    {
    case CND_FIGURE_OUTPUT:
      if (subject->layer != NULL)
        check_shape (subject, n_lines, results);
      break;
    case CND_FIGURE_RECEPTIVE_FIELD:
      if (subject->layer != NULL)
        check_field (subject, n_lines, results);
      break;
    case CND_FIGURE_PEAK_MEMORY:
      g_assert_true (results[0] <= (long double) cnd_report_get_peak_bytes (subject->report, NULL));
      break;
    case CND_FIGURE_INTENSITY:
      g_assert_true (fabsl (results[0] - cnd_analysis_get_intensity (subject->counts)) < 1e-9);
      break;
    case CND_FIGURE_PARAMETERS:
    case CND_FIGURE_BUFFERS:
    case CND_FIGURE_MACS:
    case CND_FIGURE_FLOPS:
    case CND_FIGURE_OPERATIONS:
    case CND_FIGURE_ACTIVATIONS:
    case CND_N_FIGURES:
    default:
      check_counts (subject, figure, n_lines, results);
    }
}

static void
check_report (CndReport *report, CndNumberStyle style)
{
  CndNetwork *network = cnd_report_get_network (report);
  guint n_layers, n_blocks;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  cnd_network_get_blocks (network, &n_blocks);
  for (guint i = 0; i < n_layers; i++)
    for (guint figure = 0; figure < CND_N_FIGURES; figure++)
      {
        g_auto (CndExplanation) explanation = { 0 };
        Subject subject = { report, cnd_report_get_layer (report, i), &layers[i], cnd_report_get_field (report, i) };

        cnd_analysis_explain_layer (report, i, figure, style, &explanation);
        check_figure (&subject, figure, &explanation);
      }
  for (guint i = 0; i < n_blocks; i++)
    for (guint figure = 0; figure < CND_N_FIGURES; figure++)
      {
        g_auto (CndExplanation) explanation = { 0 };
        Subject subject = { report, cnd_report_get_block (report, i), NULL, { { 0 } } };

        cnd_analysis_explain_block (report, i, figure, style, &explanation);
        check_figure (&subject, figure, &explanation);
      }
}

static void
check_network (const char *name, CndNetwork *network, gpointer data)
{
  guint condensation = cnd_ops_get_condensation (network);
  g_autoptr (CndReport) plain = count_network (network, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  g_autoptr (CndReport) published = count_network (network, condensation > 1 ? 1 : 0, CND_CONVENTION_CONDENSENET);

  check_report (plain, CND_NUMBER_STYLE_LATIN);
  check_report (published, PERSIAN);
}

static void
test_every_figure_comes_to_its_count (void)
{
  shipped_foreach (check_network, NULL);
}

/* Where neighbours' fields differ: equations still hold, in every axis. */
static void
test_upsampling_is_explained (void)
{
  g_autoptr (CndReport) report = shipped_count_layers (
    "1, 30, 20", "{ 'kind': 'max_pool', 'id': 'p', 'kernel': 2 }, { 'kind': 'upsampling', 'id': 'u', 'scale': [3, 4] },"
                 "{ 'kind': 'convolution', 'id': 'c', 'out': 1, 'kernel': [5, 3], 'stride': 2 },"
                 "{ 'kind': 'adaptive_average_pool', 'id': 'a', 'out': 7 },"
                 "{ 'kind': 'convolution', 'id': 'd', 'out': 1, 'kernel': 3 }");
  g_auto (CndExplanation) explanation = { 0 };

  check_report (report, CND_NUMBER_STYLE_LATIN);
  cnd_analysis_explain_layer (report, 3, CND_FIGURE_RECEPTIVE_FIELD, CND_NUMBER_STYLE_LATIN, &explanation);
  g_assert_true (g_str_has_prefix (explanation.value, "at most "));
  g_assert_nonnull (strstr (explanation.numbers, "2/3 × 2 = 4/3"));
  g_assert_nonnull (strstr (explanation.words, "outputs cover different sizes, the smallest "));
}

static void
test_evaluator_tells_wrong_from_right (void)
{
  const char *rest = NULL;
  long double value;

  g_assert_true (evaluate ("⌊(10 + 2·0 − 3) / 2⌋ + 1 = 4", &rest, &value));
  g_assert_true (value == 4);
  g_assert_cmpstr (rest, ==, " 4");
  g_assert_true (evaluate ("(−16) − 0 × 8", &rest, &value));
  g_assert_true (value == -16);
  g_assert_true (evaluate ("۳۴٬۹۴۴ / ۲", &rest, &value));
  g_assert_true (value == 17472);
  g_assert_false (evaluate ("2 × × 3", &rest, &value));
  g_assert_false (evaluate ("(2 + 3", &rest, &value));
  g_assert_false (evaluate ("2 apples", &rest, &value));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/explain/alexnet-in-words", test_alexnet_in_words);
  g_test_add_func ("/analysis/explain/kept-share-is-shown", test_kept_share_is_shown);
  g_test_add_func ("/analysis/explain/normalization-in-words", test_normalization_in_words);
  g_test_add_func ("/analysis/explain/sizes-in-every-form", test_sizes_in_every_form);
  g_test_add_func ("/analysis/explain/joins-list-their-inputs", test_joins_list_their_inputs);
  g_test_add_func ("/analysis/explain/peak-lists-what-is-alive", test_peak_lists_what_is_alive);
  g_test_add_func ("/analysis/explain/blocks-are-sums", test_blocks_are_sums);
  g_test_add_func ("/analysis/explain/conventions-say-what-they-leave-out", test_conventions_say_what_they_leave_out);
  g_test_add_func ("/analysis/explain/persian-numbers-are-isolated", test_persian_numbers_are_isolated);
  g_test_add_func ("/analysis/explain/figures-have-names-and-titles", test_figures_have_names_and_titles);
  g_test_add_func ("/analysis/explain/upsampling-is-explained", test_upsampling_is_explained);
  g_test_add_func ("/analysis/explain/evaluator-tells-wrong-from-right", test_evaluator_tells_wrong_from_right);
  g_test_add_func ("/analysis/explain/every-figure-comes-to-its-count", test_every_figure_comes_to_its_count);
  return g_test_run ();
}
