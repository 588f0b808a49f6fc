/* Counts of layers, blocks and networks. */
#include "shipped.h"

#include "support/model.h"

static CndReport *
count_network (CndNetwork *network, guint stage, CndConvention convention)
{
  g_autoptr (GError) error = NULL;
  CndReport *report = cnd_analysis_count (network, (CndState){ .stage = stage }, convention, &error);

  g_assert_no_error (error);
  return report;
}

/* ---- Known figures ------------------------------------------------------------------ */

static void
test_published_totals (void)
{
  static const struct
  {
    const char *model, *preset;
    guint64 parameters;
  } cases[] = {
    { "alexnet.json", NULL, 62378344 },     { "vgg16.json", NULL, 138357544 },   { "nin.json", NULL, 1769112 },
    { "googlenet.json", NULL, 6998552 },    { "resnet.json", "50", 25557032 },   { "resnext.json", NULL, 25028904 },
    { "densenet.json", "121", 7978856 },    { "mobilenet-v2.json", NULL, 3504872 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CndReport) report
          = shipped_count (cases[i].model, cases[i].preset, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);

      g_assert_cmpuint (cnd_report_get_total (report)->parameters, ==, cases[i].parameters);
    }
}

static void
test_catalogue_entry (const char *name, CndNetwork *network, gpointer data)
{
  g_autoptr (CndReport) report = count_network (network, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  const CndCounts *total = cnd_report_get_total (report);
  guint n_layers;
  guint64 parameters = 0, macs = 0, flops = 0;

  cnd_network_get_layers (network, &n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      const CndCounts *counts = cnd_report_get_layer (report, i);

      parameters += counts->parameters;
      macs += counts->macs;
      flops += counts->flops;
    }
  g_assert_cmpuint (total->parameters, ==, parameters);
  g_assert_cmpuint (total->macs, ==, macs);
  g_assert_cmpuint (total->flops, ==, flops);
  g_assert_cmpuint (total->operations, ==, flops);
}

static void
test_totals_are_sums_of_layers (void)
{
  shipped_foreach (test_catalogue_entry, NULL);
}

/* CondenseNet-86 before and after each of its condensings. */
static void
test_condensenet_86_by_stage (void)
{
  static const struct
  {
    guint stage;
    guint64 operations, parameters;
    const char *millions, *parameter_millions;
  } cases[] = {
    { 0, 0, 0, "177.29", "1.452" },
    { 1, 0, 0, "140.13", "1.141" },
    { 2, 0, 0, "102.98", "0.831" },
    { 3, 65816394, 520202, "65.82", "0.520" },
    { CND_STAGE_FINAL, 65816394, 520202, "65.82", "0.520" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CndReport) report
          = shipped_count ("condensenet.json", "86", cases[i].stage, CND_CONVENTION_CONDENSENET);
      const CndCounts *total = cnd_report_get_total (report);
      g_autofree char *millions = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, (double) total->operations / 1e6, 2);
      g_autofree char *parameters
          = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, (double) total->parameters / 1e6, 3);

      g_assert_cmpstr (millions, ==, cases[i].millions);
      g_assert_cmpstr (parameters, ==, cases[i].parameter_millions);
      if (cases[i].operations != 0)
        {
          g_assert_cmpuint (total->operations, ==, cases[i].operations);
          g_assert_cmpuint (total->parameters, ==, cases[i].parameters);
        }
      g_assert_cmpuint (cnd_report_get_condensation (report), ==, 4);
      g_assert_cmpuint (cnd_report_get_stage (report), ==, cases[i].stage);
    }
}

static void
test_condensenet_86_multiply_adds (void)
{
  g_autoptr (CndReport) dense = shipped_count ("condensenet.json", "86", CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  g_autoptr (CndReport) final = shipped_count ("condensenet.json", "86", CND_STAGE_FINAL, CND_CONVENTION_DEFAULT);

  g_assert_cmpuint (cnd_report_get_total (dense)->macs, ==, 173858624);
  g_assert_cmpuint (cnd_report_get_total (final)->macs, ==, 62381888);
}

/* The weights of its 1 × 1 convolutions fall 23,040 → 17,280 → 11,520 → 5,760. */
static void
test_classroom_net_by_stage (void)
{
  static const guint64 parameters[] = { 33658, 27898, 22138, 16378 };

  for (guint stage = 0; stage < G_N_ELEMENTS (parameters); stage++)
    {
      g_autoptr (CndReport) report = shipped_count ("condensenet-classroom.json", NULL, stage, CND_CONVENTION_DEFAULT);
      guint64 learned = 0;
      guint n_layers;
      const CndLayer *layers = cnd_network_get_layers (cnd_report_get_network (report), &n_layers);

      for (guint i = 0; i < n_layers; i++)
        if (layers[i].kind == cnd_ops_find_kind ("learned_group_convolution"))
          learned += cnd_report_get_layer (report, i)->terms[CND_TERM_WEIGHTS];
      g_assert_cmpuint (learned, ==, 23040 - 5760 * stage);
      g_assert_cmpuint (cnd_report_get_total (report)->parameters, ==, parameters[stage]);
      if (stage == 0)
        g_assert_cmpuint (cnd_report_get_total (report)->macs, ==, 7376992);
      if (stage == 3)
        g_assert_cmpuint (cnd_report_get_total (report)->macs, ==, 3707872);
    }
}

/* ---- Conventions -------------------------------------------------------------------- */

#define SMALL \
  "{ 'kind': 'convolution', 'id': 'conv', 'out': 4, 'kernel': 3, 'padding': 1 }, { 'kind': 'batch_norm', 'id': " \
  "'norm' }," \
  "{ 'kind': 'relu', 'id': 'relu' }, { 'kind': 'average_pool', 'id': 'pool', 'kernel': 2 }, { 'kind': 'flatten' }," \
  "{ 'kind': 'linear', 'id': 'fc', 'out': 5 }"

static void
test_conventions_add_up_differently (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers ("2, 8, 8", SMALL, &error);
  const guint64 macs = 3 * 3 * 2 * 4 * 64 + 64 * 5, relu = 4 * 64, pool = 4 * 4 * 16, norm = 2 * 4 * 64;
  const guint64 biases = 4 * 64 + 5;
  const guint64 expected[] = {
    [CND_CONVENTION_DEFAULT] = 2 * macs + biases + norm + relu + pool,
    [CND_CONVENTION_CONDENSENET] = macs + relu + pool + 5, /* the linear layer's biases only */
    [CND_CONVENTION_SUMMARY] = macs,
  };

  g_assert_no_error (error);
  for (guint i = 0; i < CND_N_CONVENTIONS; i++)
    {
      g_autoptr (CndReport) report = count_network (network, CND_STAGE_DENSE, i);
      const CndCounts *total = cnd_report_get_total (report);

      g_assert_cmpuint (total->operations, ==, expected[i]);
      g_assert_cmpuint (total->flops, ==, expected[CND_CONVENTION_DEFAULT]);
      g_assert_cmpuint (total->macs, ==, macs);
      g_assert_cmpuint (total->parameters, ==, 3 * 3 * 2 * 4 + 4 + 8 + 64 * 5 + 5);
      g_assert_cmpuint (total->terms[CND_TERM_BUFFERS], ==, 8);
      g_assert_cmpuint (total->weight_bytes, ==, 4 * (total->parameters + 8));
      g_assert_cmpuint (total->activation_elements, ==, 3 * 4 * 64 + 64 + 64 + 5);
      g_assert_cmpuint (total->input_elements, ==, 128);
      g_assert_cmpuint (total->output_elements, ==, 5);
      g_assert_cmpint (cnd_report_get_convention (report), ==, i);
    }
}

static void
test_intensity_is_flops_a_byte (void)
{
  CndCounts counts = { .flops = 2000, .weight_bytes = 400, .input_elements = 50, .output_elements = 100 };
  CndCounts nothing = { .flops = 0 };

  g_assert_cmpfloat_with_epsilon (cnd_analysis_get_intensity (&counts), 2.0, 1e-12);
  g_assert_cmpfloat (cnd_analysis_get_intensity (&nothing), ==, 0);
}

/* ---- Masks -------------------------------------------------------------------------- */

static void
test_true_masks_override_stage (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
      "8, 4, 4",
      "{ 'kind': 'learned_group_convolution', 'id': 'conv', 'out': 8, 'groups': 2, 'condensation': 2 },"
      "{ 'kind': 'learned_group_convolution', 'id': 'other', 'out': 8, 'groups': 2, 'condensation': 2 }",
      &error);
  guint64 kept[] = { G_MAXUINT64, 7, G_MAXUINT64 };
  g_autoptr (CndReport) report = NULL;

  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ .stage = 1, .kept_weights = kept }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  kept[1] = 99; /* the report keeps its own */
  g_assert_cmpuint (cnd_report_get_layer (report, 1)->parameters, ==, 7);
  g_assert_cmpuint (cnd_report_get_layer (report, 1)->macs, ==, 7 * 16);
  g_assert_cmpuint (cnd_report_get_layer (report, 2)->parameters, ==, 32);
  {
    g_auto (CndExplanation) explanation = { 0 };

    cnd_analysis_explain_layer (report, 1, CND_FIGURE_PARAMETERS, CND_NUMBER_STYLE_LATIN, &explanation);
    g_assert_cmpstr (explanation.value, ==, "7");
  }
}

/* ---- Blocks ------------------------------------------------------------------------- */

static void
check_blocks (const char *name, CndNetwork *network, gpointer data)
{
  g_autoptr (CndReport) report = count_network (network, CND_STAGE_FINAL, CND_CONVENTION_CONDENSENET);
  guint n_blocks, n_layers;
  const CndBlock *blocks = cnd_network_get_blocks (network, &n_blocks);
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  for (guint b = 0; b < n_blocks; b++)
    {
      guint end = blocks[b].first_layer + blocks[b].n_layers;
      guint64 parameters = 0, operations = 0, entering = 0;
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      for (guint i = blocks[b].first_layer; i < end; i++)
        {
          const guint *inputs = cnd_network_get_inputs (network, &layers[i]);

          parameters += cnd_report_get_layer (report, i)->parameters;
          operations += cnd_report_get_layer (report, i)->operations;
          for (guint k = 0; k < layers[i].n_inputs; k++)
            if (inputs[k] < blocks[b].first_layer && g_hash_table_add (seen, GUINT_TO_POINTER (inputs[k])))
              entering += cnd_report_get_layer (report, inputs[k])->output_elements;
        }
      if (b == 0)
        entering = cnd_report_get_layer (report, 0)->output_elements;
      g_assert_cmpuint (cnd_report_get_block (report, b)->parameters, ==, parameters);
      g_assert_cmpuint (cnd_report_get_block (report, b)->operations, ==, operations);
      g_assert_cmpuint (cnd_report_get_block (report, b)->input_elements, ==, entering);
    }
}

static void
test_blocks_are_sums_of_their_layers (void)
{
  shipped_foreach (check_blocks, NULL);
}

/* ---- Limits ------------------------------------------------------------------------- */

/* Counts beyond 64 bits: 65,536 × 65,536 × 2^31 × … */
static void
test_overflow_names_the_layer (void)
{
  static const struct
  {
    const char *input, *layers, *id;
  } cases[] = {
    { "2147483647, 1, 1",
      "{ 'kind': 'convolution', 'id': 'huge', 'out': 2147483647, 'kernel': 65535, 'padding': 32767 }", "huge" },
    { "2147483647", "{ 'kind': 'linear', 'id': 'wide', 'out': 2147483647 }", "wide" },
    { "2000000000, 60000, 60000", "{ 'kind': 'relu', 'id': 'act' }", "" },
    { "1000000000, 60000, 60000",
      "{ 'kind': 'dropout', 'id': 'a' }, { 'kind': 'dropout', 'id': 'b' }, { 'kind': 'dropout', 'id': 'c' }", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndNetwork) network = cnd_test_build_layers (cases[i].input, cases[i].layers, &error);
      g_autoptr (CndReport) report = NULL;

      if (network != NULL)
        report = cnd_analysis_count (network, (CndState){ 0 }, CND_CONVENTION_DEFAULT, &error);
      g_assert_null (report);
      g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
      g_assert_nonnull (strstr (error->message, cases[i].id));
    }
}

/* The jump of a receptive field doubles with each stride, although the output cannot become smaller than one pixel. */
static void
test_endless_strides_are_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
    "1, 1, 1", "{ 'kind': 'max_pool', 'id': 'stride', 'kernel': 1, 'stride': 2, 'repeat': 80 }", &error);
  g_autoptr (CndReport) report = NULL;

  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ 0 }, CND_CONVENTION_DEFAULT, &error);
  g_assert_null (report);
  g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
}

static void
test_counting_changes_nothing (void)
{
  g_autoptr (CndNetwork) network = shipped_build ("condensenet.json", "50");
  g_autoptr (CndReport) first = count_network (network, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  g_autoptr (CndReport) final = count_network (network, CND_STAGE_FINAL, CND_CONVENTION_DEFAULT);
  g_autoptr (CndReport) again = count_network (network, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);

  g_assert_cmpuint (cnd_report_get_total (final)->macs, <, cnd_report_get_total (first)->macs);
  g_assert_cmpmem (cnd_report_get_total (first), sizeof (CndCounts), cnd_report_get_total (again), sizeof (CndCounts));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/count/published-totals", test_published_totals);
  g_test_add_func ("/analysis/count/totals-are-sums-of-layers", test_totals_are_sums_of_layers);
  g_test_add_func ("/analysis/count/condensenet-86-by-stage", test_condensenet_86_by_stage);
  g_test_add_func ("/analysis/count/condensenet-86-multiply-adds", test_condensenet_86_multiply_adds);
  g_test_add_func ("/analysis/count/classroom-net-by-stage", test_classroom_net_by_stage);
  g_test_add_func ("/analysis/count/conventions-add-up-differently", test_conventions_add_up_differently);
  g_test_add_func ("/analysis/count/intensity-is-flops-a-byte", test_intensity_is_flops_a_byte);
  g_test_add_func ("/analysis/count/true-masks-override-stage", test_true_masks_override_stage);
  g_test_add_func ("/analysis/count/blocks-are-sums-of-their-layers", test_blocks_are_sums_of_their_layers);
  g_test_add_func ("/analysis/count/overflow-names-the-layer", test_overflow_names_the_layer);
  g_test_add_func ("/analysis/count/endless-strides-are-refused", test_endless_strides_are_refused);
  g_test_add_func ("/analysis/count/counting-changes-nothing", test_counting_changes_nothing);
  return g_test_run ();
}
