/* Peak memory and the sizes of the summary. */
#include "shipped.h"

#include "support/model.h"

static CndReport *
count_network (CndNetwork *network)
{
  g_autoptr (GError) error = NULL;
  CndReport *report = cnd_analysis_count (network, (CndState){ 0 }, CND_CONVENTION_SUMMARY, &error);

  g_assert_no_error (error);
  return report;
}

static void
test_nin_sizes_as_printed (void)
{
  g_autoptr (CndReport) report = shipped_count ("nin.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_SUMMARY);
  CndSummarySizes sizes = cnd_report_get_summary_sizes (report);
  const guint64 bytes[] = { sizes.input_bytes, sizes.forward_backward_bytes, sizes.parameter_bytes, sizes.total_bytes };
  static const char *const expected[] = { "0.19", "16.44", "6.75", "23.38" };

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    {
      g_autofree char *text = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, (double) bytes[i] / (1 << 20), 2);

      g_assert_cmpstr (text, ==, expected[i]);
    }
}

/* Addition and concatenation are no modules: their outputs are not in the summary's sum. */
static void
test_joins_are_no_modules (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
    "2, 4, 4", "{ 'kind': 'relu', 'id': 'a' }, { 'kind': 'addition', 'id': 'sum', 'inputs': ['a', 'input'] },"
               "{ 'kind': 'concatenation', 'id': 'both', 'inputs': ['sum', 'input'] }", &error);
  g_autoptr (CndReport) report = NULL;

  g_assert_no_error (error);
  report = count_network (network);
  g_assert_cmpuint (cnd_report_get_summary_sizes (report).forward_backward_bytes, ==, 2 * 4 * 32);
  g_assert_cmpuint (cnd_report_get_total (report)->activation_elements, ==, 32 + 32 + 64);
}

/* input 32 → a 32 → b 32 → sum (a, b): while b is computed a stays, while sum is computed a, b and sum are there. */
static void
test_a_tensor_lives_to_its_last_reader (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
    "2, 4, 4", "{ 'kind': 'relu', 'id': 'a' }, { 'kind': 'relu', 'id': 'b' },"
               "{ 'kind': 'addition', 'id': 'sum', 'inputs': ['a', 'b'] }, { 'kind': 'relu', 'id': 'end' }", &error);
  g_autoptr (CndReport) report = NULL;
  guint layer = 0;

  g_assert_no_error (error);
  report = count_network (network);
  g_assert_cmpuint (cnd_report_get_peak_bytes (report, &layer), ==, 4 * 3 * 32);
  g_assert_cmpuint (layer, ==, 3);
}

/* For each step: what is made before it and read at it or later, its own output, and the network's output once made. */
static void
check_peak (const char *name, CndNetwork *network, gpointer data)
{
  g_autoptr (CndReport) report = count_network (network);
  guint n_layers, output = cnd_network_get_output (network), found;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);
  guint64 peak = 0;

  for (guint step = 0; step < n_layers; step++)
    {
      guint64 alive = 0;
      g_autofree gboolean *needed = g_new0 (gboolean, n_layers);

      needed[step] = TRUE;
      needed[output] = needed[output] || output < step;
      for (guint i = step; i < n_layers; i++)
        for (guint k = 0; k < layers[i].n_inputs; k++)
          if (cnd_network_get_inputs (network, &layers[i])[k] < step)
            needed[cnd_network_get_inputs (network, &layers[i])[k]] = TRUE;
      for (guint i = 0; i < n_layers; i++)
        alive += needed[i] ? 4 * cnd_report_get_layer (report, i)->output_elements : 0;
      peak = MAX (peak, alive);
    }
  g_assert_cmpuint (cnd_report_get_peak_bytes (report, &found), ==, peak);
  g_assert_cmpuint (found, <, n_layers);
}

static void
test_peaks_agree_with_the_definition (void)
{
  shipped_foreach (check_peak, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/memory/nin-sizes-as-printed", test_nin_sizes_as_printed);
  g_test_add_func ("/analysis/memory/joins-are-no-modules", test_joins_are_no_modules);
  g_test_add_func ("/analysis/memory/a-tensor-lives-to-its-last-reader", test_a_tensor_lives_to_its_last_reader);
  g_test_add_func ("/analysis/memory/peaks-agree-with-the-definition", test_peaks_agree_with_the_definition);
  return g_test_run ();
}
