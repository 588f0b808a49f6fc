/* The bar chart: its rows, and that bars are to scale. */
#include "check.h"

#include "scene/scene.h"

#include "support/model.h"

#include <string.h>

static const char model[] = "{"
  "'name': 'Chart', 'input': [3, 8, 8],"
  "'blocks': {'pair': {'layers': [{'kind': 'convolution', 'id': 'a', 'out': 8, 'kernel': 3, 'padding': 1},"
  "  {'kind': 'relu'}, {'kind': 'convolution', 'id': 'b', 'out': 8, 'kernel': 1}]}},"
  "'layers': [{'block': 'pair', 'id': 'pair'}, {'kind': 'flatten'}, {'kind': 'linear', 'id': 'fc', 'out': 10},"
  "  {'kind': 'relu'}, {'kind': 'linear', 'id': 'fc2', 'out': 10}, {'kind': 'relu'}, {'kind': 'linear', 'id': 'fc3', 'out': 10}]}";

static double
measure (const char *text, double size, gboolean bold, gpointer data)
{
  return (double) g_utf8_strlen (text, -1) * size * 0.55;
}

static CndReport *
count (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (model, &error);
  CndReport *report;

  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ 0 }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  return report;
}

static CndScene *
draw_covered (CndReport *report, CndChartGrouping grouping, gboolean (*is_covered) (const char *figure, gpointer data), gboolean right_to_left)
{
  CndChartOptions options = cnd_chart_default_options;

  options.grouping = grouping;
  options.is_covered = is_covered;
  options.right_to_left = right_to_left;
  return cnd_scene_new_chart (report, &options, measure, NULL);
}

static CndScene *
draw (CndReport *report, CndChartGrouping grouping, gboolean right_to_left)
{
  return draw_covered (report, grouping, NULL, right_to_left);
}

/* Widths of the bars (not of what is behind them) in the group at @item. */
static guint
list_bars (const CndScene *scene, guint item, double *widths)
{
  const CndItem *items = cnd_scene_get_items (scene, NULL);
  guint n = 0;

  for (guint i = item + 1; items[i].type != CND_ITEM_END; i++)
    if (items[i].type == CND_ITEM_RECT && g_strcmp0 (items[i].css_class, "bar") == 0)
      widths[n++] = items[i].rect.width;
  return n;
}

static void
test_scale (void)
{
  g_autoptr (CndReport) report = count ();
  g_autoptr (CndScene) scene = draw (report, CND_CHART_LAYERS, FALSE);
  CndNetwork *network = cnd_report_get_network (report);
  guint a = cnd_network_find_layer (network, "pair.a"), fc = cnd_network_find_layer (network, "fc");
  double a_widths[2], fc_widths[2];

  g_assert_cmpuint (list_bars (scene, cnd_scene_find_layer (scene, a), a_widths), ==, 2);
  g_assert_cmpuint (list_bars (scene, cnd_scene_find_layer (scene, fc), fc_widths), ==, 2);
  g_assert_cmpfloat_with_epsilon (fc_widths[0] / a_widths[0],
                                  (double) cnd_report_get_layer (report, fc)->parameters /
                                    (double) cnd_report_get_layer (report, a)->parameters, 0.01);
  g_assert_cmpfloat_with_epsilon (fc_widths[1] / a_widths[1],
                                  (double) cnd_report_get_layer (report, fc)->macs / (double) cnd_report_get_layer (report, a)->macs,
                                  0.01);
  check_texts (scene);
  check_contrast (scene);
  check_bounds (scene);
  check_ids (scene);
}

static void
test_groupings (void)
{
  g_autoptr (CndReport) report = count ();
  g_autoptr (CndScene) blocks = draw (report, CND_CHART_BLOCKS, FALSE);
  g_autoptr (CndScene) kinds = draw (report, CND_CHART_KINDS, FALSE);
  CndNetwork *network = cnd_report_get_network (report);

  g_assert_cmpuint (cnd_scene_find_block (blocks, cnd_network_find_block (network, "pair")), !=, G_MAXUINT);
  g_assert_cmpuint (cnd_scene_find_layer (blocks, cnd_network_find_layer (network, "pair.a")), ==, G_MAXUINT);
  g_assert_cmpuint (cnd_scene_find_layer (blocks, cnd_network_find_layer (network, "fc")), !=, G_MAXUINT);
  g_assert_cmpuint (cnd_scene_find_layer (kinds, cnd_network_find_layer (network, "fc")), ==, G_MAXUINT);
}

static gboolean
all_are (const char *figure, gpointer data)
{
  return TRUE;
}

static gboolean
all_but_one_are (const char *figure, gpointer data)
{
  return strcmp (figure, "fc/macs") != 0;
}

static guint
count_shown (const CndScene *scene)
{
  guint n_items, n_bars = 0, n_texts = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      n_bars += g_strcmp0 (items[i].css_class, "bar") == 0;
      n_texts += items[i].type == CND_ITEM_TEXT && strchr (items[i].text, '%') != NULL;
    }
  g_assert_cmpuint (n_bars, ==, n_texts);
  return n_bars;
}

static void
test_covered (void)
{
  g_autoptr (CndReport) report = count ();
  g_autoptr (CndScene) none = draw_covered (report, CND_CHART_LAYERS, all_are, FALSE);
  g_autoptr (CndScene) one = draw_covered (report, CND_CHART_LAYERS, all_but_one_are, FALSE);

  g_assert_cmpuint (count_shown (none), ==, 0);
  g_assert_cmpuint (count_shown (one), ==, 1);
}

/* What is asked for where a bar stands is what is_covered() is asked for; names have no figure. */
static void
test_figures (void)
{
  g_autoptr (CndReport) report = count ();
  CndChartOptions options = cnd_chart_default_options;

  for (guint mirrored = 0; mirrored < 2; mirrored++)
    {
      g_autoptr (CndScene) scene = draw (report, CND_CHART_LAYERS, mirrored);
      guint group = cnd_scene_find_layer (scene, cnd_network_find_layer (cnd_report_get_network (report), "fc"));
      CndRect row = cnd_scene_get_items (scene, NULL)[group].rect;
      double y = row.y + row.height / 2, near = mirrored ? row.width - 5 : 5, far = mirrored ? 30 : row.width - 30;
      g_autofree char *name = NULL, *macs = NULL, *total = NULL;

      options.right_to_left = mirrored;
      name = cnd_scene_dup_chart_figure (scene, report, &options, (CndPoint){ near, y });
      macs = cnd_scene_dup_chart_figure (scene, report, &options, (CndPoint){ far, y });
      total = cnd_scene_dup_chart_figure (scene, report, &options, (CndPoint){ far, 5 });
      g_assert_null (name);
      g_assert_cmpstr (macs, ==, "fc/macs");
      g_assert_cmpstr (total, ==, "/macs");
    }
}

static void
test_mirrored (void)
{
  g_autoptr (CndReport) report = count ();
  g_autoptr (CndScene) there = draw (report, CND_CHART_LAYERS, FALSE), mirrored = draw (report, CND_CHART_LAYERS, TRUE);
  guint n_items, n_mirrored;
  const CndItem *a = cnd_scene_get_items (there, &n_items), *b = cnd_scene_get_items (mirrored, &n_mirrored);
  const double width = cnd_scene_get_bounds (there).width;

  g_assert_cmpuint (n_items, ==, n_mirrored);
  for (guint i = 0; i < n_items; i++)
    {
      if (a[i].type == CND_ITEM_RECT && g_strcmp0 (a[i].css_class, "bar") == 0)
        {
          g_assert_cmpfloat_with_epsilon (b[i].rect.x + b[i].rect.width, width - a[i].rect.x, 1e-9);
          g_assert_cmpfloat_with_epsilon (b[i].rect.width, a[i].rect.width, 1e-9);
        }
      if (a[i].type == CND_ITEM_TEXT)
        g_assert_cmpfloat_with_epsilon (b[i].baseline_x, width - a[i].baseline_x, 1e-9);
    }
  check_texts (mirrored);
  check_bounds (mirrored);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/chart/bars-are-to-scale", test_scale);
  g_test_add_func ("/scene/chart/blocks-and-kinds-are-summed", test_groupings);
  g_test_add_func ("/scene/chart/covered-counts-are-not-drawn", test_covered);
  g_test_add_func ("/scene/chart/a-point-tells-its-figure", test_figures);
  g_test_add_func ("/scene/chart/right-to-left-is-the-mirror-image", test_mirrored);
  return g_test_run ();
}
