/* Comparing two networks: which layers are matched, and what is said to differ. */
#include "shipped.h"

#include "support/model.h"

#include <string.h>

static CndReport *
count (CndNetwork *network)
{
  g_autoptr (GError) error = NULL;
  CndReport *report = cnd_analysis_count (network, (CndState){ 0 }, CND_CONVENTION_DEFAULT, &error);

  g_assert_no_error (error);
  return report;
}

static CndComparison *
compare_layers (const char *before, const char *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) old = cnd_test_build_layers ("3, 8, 8", before, &error);
  g_autoptr (CndNetwork) new = cnd_test_build_layers ("3, 8, 8", after, &error);
  g_autoptr (CndReport) old_report = NULL, new_report = NULL;

  g_assert_no_error (error);
  old_report = count (old);
  new_report = count (new);
  return cnd_analysis_compare (old_report, new_report);
}

/* "=a ~b +c -d": ids with the sign of their match */
static char *
sketch (const CndComparison *comparison)
{
  static const char signs[] = { [CND_MATCH_EQUAL] = '=', [CND_MATCH_CHANGED] = '~', [CND_MATCH_ADDED] = '+', [CND_MATCH_REMOVED] = '-' };
  const CndLayer *old = cnd_network_get_layers (cnd_report_get_network (cnd_comparison_get_before (comparison)), NULL);
  const CndLayer *new = cnd_network_get_layers (cnd_report_get_network (cnd_comparison_get_after (comparison)), NULL);
  GString *text = g_string_new (NULL);
  guint n_rows;
  const CndComparisonRow *rows = cnd_comparison_get_rows (comparison, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "%s%c%s", i ? " " : "", signs[rows[i].match],
                            rows[i].before != G_MAXUINT ? old[rows[i].before].id : new[rows[i].after].id);
  return g_string_free (text, FALSE);
}

#define CONV(id, out) "{ 'id': '" id "', 'kind': 'convolution', 'out': " #out ", 'kernel': 3, 'padding': 1 }"
#define RELU(id) "{ 'id': '" id "', 'kind': 'relu' }"
#define POOL(id) "{ 'id': '" id "', 'kind': 'max_pool', 'kernel': 2 }"

static void
test_same (void)
{
  g_autoptr (CndComparison) comparison = compare_layers (CONV ("a", 4) "," RELU ("b"), CONV ("a", 4) "," RELU ("b"));
  g_autofree char *text = sketch (comparison);

  g_assert_cmpstr (text, ==, "=input =a =b");
}

static void
test_added (void)
{
  g_autoptr (CndComparison) comparison =
    compare_layers (CONV ("a", 4) "," RELU ("b") "," POOL ("c"), CONV ("a", 4) "," CONV ("x", 4) "," RELU ("b"));
  g_autofree char *text = sketch (comparison);

  g_assert_cmpstr (text, ==, "=input =a +x =b -c");
}

/* Names are others, order and kinds are not. */
static void
test_renamed (void)
{
  g_autoptr (CndComparison) comparison =
    compare_layers (CONV ("a", 4) "," RELU ("b") "," POOL ("c"), CONV ("k", 4) "," RELU ("l") "," POOL ("m"));
  g_autofree char *text = sketch (comparison);

  g_assert_cmpstr (text, ==, "=input =a =b =c");
}

/* Two layers that changed places: one of them is matched, the other gone and come. */
static void
test_crossed (void)
{
  g_autoptr (CndComparison) comparison = compare_layers (RELU ("b") "," POOL ("c"), POOL ("c") "," RELU ("b"));

  g_assert_cmpuint (cnd_comparison_count (comparison, CND_MATCH_REMOVED), ==, 1);
  g_assert_cmpuint (cnd_comparison_count (comparison, CND_MATCH_ADDED), ==, 1);
}

static void
test_describes (void)
{
  g_autoptr (CndComparison) comparison = compare_layers (CONV ("a", 4), CONV ("a", 6));
  guint n_rows;
  const CndComparisonRow *rows = cnd_comparison_get_rows (comparison, &n_rows);
  g_autofree char *text = NULL;

  g_assert_cmpuint (n_rows, ==, 2);
  g_assert_cmpint (rows[1].match, ==, CND_MATCH_CHANGED);
  g_assert_cmpuint (rows[1].changes, ==, CND_CHANGE_ATTRIBUTES | CND_CHANGE_OUTPUT | CND_CHANGE_COUNTS);
  text = cnd_comparison_describe (comparison, &rows[1], CND_NUMBER_STYLE_LATIN);
  g_assert_cmpstr (text, ==, "Output channels 4 → 6; Output 4×8×8 → 6×8×8");
}

static CndComparison *
compare_shipped (const char *before, const char *preset_before, const char *after, const char *preset_after)
{
  g_autoptr (CndReport) old = shipped_count (before, preset_before, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  g_autoptr (CndReport) new = shipped_count (after, preset_after, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);

  return cnd_analysis_compare (old, new);
}

/* Every layer of both stands in just one row, in the order of both, and the rows' differences add up to the totals'. */
static void
assert_complete (const CndComparison *comparison)
{
  CndReport *before = cnd_comparison_get_before (comparison), *after = cnd_comparison_get_after (comparison);
  guint n_rows, n_before, n_after, next_before = 0, next_after = 0;
  const CndComparisonRow *rows = cnd_comparison_get_rows (comparison, &n_rows);
  guint64 parameters = 0, macs = 0;

  cnd_network_get_layers (cnd_report_get_network (before), &n_before);
  cnd_network_get_layers (cnd_report_get_network (after), &n_after);
  for (guint i = 0; i < n_rows; i++)
    {
      if (rows[i].before != G_MAXUINT)
        {
          g_assert_cmpuint (rows[i].before, ==, next_before++);
          parameters -= cnd_report_get_layer (before, rows[i].before)->parameters;
          macs -= cnd_report_get_layer (before, rows[i].before)->macs;
        }
      if (rows[i].after != G_MAXUINT)
        {
          g_assert_cmpuint (rows[i].after, ==, next_after++);
          parameters += cnd_report_get_layer (after, rows[i].after)->parameters;
          macs += cnd_report_get_layer (after, rows[i].after)->macs;
        }
      g_assert_true ((rows[i].before == G_MAXUINT) == (rows[i].match == CND_MATCH_ADDED));
      g_assert_true ((rows[i].after == G_MAXUINT) == (rows[i].match == CND_MATCH_REMOVED));
    }
  g_assert_cmpuint (next_before, ==, n_before);
  g_assert_cmpuint (next_after, ==, n_after);
  g_assert_cmpuint (parameters, ==, cnd_report_get_total (after)->parameters - cnd_report_get_total (before)->parameters);
  g_assert_cmpuint (macs, ==, cnd_report_get_total (after)->macs - cnd_report_get_total (before)->macs);
}

static void
test_densenet (void)
{
  g_autoptr (CndComparison) comparison = compare_shipped ("densenet.json", "121", "condensenet.json", "imagenet-4");
  guint n_matched = cnd_comparison_count (comparison, CND_MATCH_EQUAL) + cnd_comparison_count (comparison, CND_MATCH_CHANGED);
  guint n_before, n_after;

  assert_complete (comparison);
  cnd_network_get_layers (cnd_report_get_network (cnd_comparison_get_before (comparison)), &n_before);
  cnd_network_get_layers (cnd_report_get_network (cnd_comparison_get_after (comparison)), &n_after);
  g_assert_cmpuint (n_matched, >, MIN (n_before, n_after) / 2);
}

/* VGG16 and VGG19 differ by three convolutions and their activations. */
static void
test_vgg (void)
{
  g_autoptr (CndComparison) comparison = compare_shipped ("vgg.json", "16", "vgg.json", "19");
  guint n_rows, n_convolutions = 0;
  const CndComparisonRow *rows = cnd_comparison_get_rows (comparison, &n_rows);
  const CndLayer *new = cnd_network_get_layers (cnd_report_get_network (cnd_comparison_get_after (comparison)), NULL);

  assert_complete (comparison);
  g_assert_cmpuint (cnd_comparison_count (comparison, CND_MATCH_REMOVED), ==, 0);
  for (guint i = 0; i < n_rows; i++)
    if (rows[i].match == CND_MATCH_ADDED)
      n_convolutions += cnd_ops_get_kind (new[rows[i].after].kind)->category == CND_CATEGORY_CONVOLUTION;
  g_assert_cmpuint (n_convolutions, ==, 3);
}

static void
compare_with_first (const char *name, CndNetwork *network, gpointer data)
{
  CndReport **first = data;
  CndReport *report = count (network);
  g_autoptr (CndComparison) comparison = cnd_analysis_compare (*first ? *first : report, report);
  g_autoptr (CndComparison) itself = cnd_analysis_compare (report, report);

  assert_complete (comparison);
  g_assert_cmpuint (cnd_comparison_count (itself, CND_MATCH_CHANGED), ==, 0);
  g_assert_cmpuint (cnd_comparison_count (itself, CND_MATCH_ADDED), ==, 0);
  g_clear_pointer (first, cnd_report_unref);
  *first = report;
}

static void
test_catalogue (void)
{
  CndReport *first = NULL;

  shipped_foreach (compare_with_first, &first);
  g_clear_pointer (&first, cnd_report_unref);
}

/* Longer than a window, and nothing keeps its name. */
static void
test_long (void)
{
  GString *before = g_string_new (CONV ("a", 3)), *after = g_string_new (CONV ("k", 3));
  g_autoptr (CndComparison) comparison = NULL;

  for (guint i = 0; i < 1500; i++)
    {
      g_string_append_printf (before, ",{ 'id': 'b%u', 'kind': '%s' }", i, i % 3 ? "relu" : "batch_norm");
      g_string_append_printf (after, ",{ 'id': 'm%u', 'kind': '%s' }", i, i % 3 ? "relu" : "batch_norm");
    }
  comparison = compare_layers (before->str, after->str);
  assert_complete (comparison);
  g_assert_cmpuint (cnd_comparison_count (comparison, CND_MATCH_EQUAL), ==, 1502);
  g_string_free (before, TRUE);
  g_string_free (after, TRUE);
}

static void
test_sheet (void)
{
  g_autoptr (CndComparison) comparison = compare_layers (CONV ("a", 4) "," RELU ("b"), CONV ("a", 6));
  g_autoptr (CndSheet) sheet = cnd_comparison_new_sheet (comparison, CND_NUMBER_STYLE_PLAIN, FALSE, TRUE);
  g_autoptr (GString) out = g_string_new (NULL);

  cnd_sheet_write (sheet, CND_SHEET_CSV, NULL, out);
  g_assert_cmpstr (out->str, ==,
                   "match,before,after,kind,parameters_before,parameters_after,parameters_difference,macs_before,macs_after,"
                   "macs_difference,changes\r\n"
                   "changed,a,a,convolution,112,168,56,6912,10368,3456,Output channels 4 → 6; Output 4×8×8 → 6×8×8\r\n"
                   "removed,b,,relu,0,0,0,0,0,0,\r\n"
                   "total,,,,112,168,56,6912,10368,3456,\r\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/compare/the-same-is-equal", test_same);
  g_test_add_func ("/analysis/compare/added-and-removed-stand-in-their-places", test_added);
  g_test_add_func ("/analysis/compare/renamed-layers-are-matched", test_renamed);
  g_test_add_func ("/analysis/compare/order-is-kept", test_crossed);
  g_test_add_func ("/analysis/compare/changes-are-said", test_describes);
  g_test_add_func ("/analysis/compare/densenet-and-condensenet-match", test_densenet);
  g_test_add_func ("/analysis/compare/vgg19-adds-three-convolutions", test_vgg);
  g_test_add_func ("/analysis/compare/every-layer-stands-once", test_catalogue);
  g_test_add_func ("/analysis/compare/long-stretches-are-matched", test_long);
  g_test_add_func ("/analysis/compare/a-table-adds-up", test_sheet);
  return g_test_run ();
}
