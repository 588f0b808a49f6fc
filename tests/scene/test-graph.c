#include "check.h"
#include "hand-made.h"

#include "scene/scene.h"

#include "support/golden.h"
#include "support/model.h"

#include <math.h>
#include <string.h>

static const char small_model[] = "{"
  "'name': 'Small', 'title': {'en': 'Small', 'fa': 'کوچک'}, 'input': [3, 32, 32],"
  "'blocks': {'bottleneck': {'title': {'en': 'Bottleneck', 'fa': 'گلوگاه'}, 'layers': ["
  "  {'kind': 'convolution', 'id': 'reduce', 'out': 'in / 2', 'kernel': 1},"
  "  {'kind': 'relu'},"
  "  {'kind': 'convolution', 'id': 'expand', 'out': '2 * in', 'kernel': 3, 'padding': 1, 'groups': 'in'},"
  "  {'kind': 'addition', 'inputs': ['expand', 'input']}]}},"
  "'layers': ["
  "  {'kind': 'convolution', 'id': 'stem', 'out': 16, 'kernel': [5, 3], 'stride': 2, 'padding': 1},"
  "  {'kind': 'batch_norm'},"
  "  {'block': 'bottleneck', 'id': 'unit', 'repeat': 2},"
  "  {'kind': 'max_pool', 'kernel': 2},"
  "  {'kind': 'local_response_norm'},"
  "  {'kind': 'dropout', 'p': 0.25},"
  "  {'kind': 'flatten'},"
  "  {'kind': 'linear', 'id': 'the_classifier_with_a_name_that_no_box_is_wide_enough_for', 'out': 10}]}";

static const char dense_model[] = "{"
  "'name': 'Dense', 'input': [3, 8, 8],"
  "'blocks': {'dense_layer': {'layers': [{'kind': 'relu'},"
  "  {'kind': 'learned_group_convolution', 'out': 16, 'kernel': 1, 'groups': 4, 'condensation': 4},"
  "  {'kind': 'convolution', 'out': 8, 'kernel': 3, 'padding': 1}]}},"
  "'layers': [{'kind': 'convolution', 'out': 16, 'kernel': 3, 'padding': 1},"
  "  {'block': 'dense_layer', 'repeat': 6, 'dense': 'block'},"
  "  {'kind': 'global_average_pool'}, {'kind': 'flatten'}, {'kind': 'linear', 'out': 10}]}";

static CndScene *
make_scene (const char *model, const CndSceneOptions *options, CndIsOpen is_open, gpointer depth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (model, &error);
  g_autoptr (CndReport) report = NULL;
  g_autoptr (CndView) view = NULL;

  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  view = cnd_layout_view_new (network, is_open, depth);
  return cnd_scene_new_graph (view, report, options, hand_made_measure, NULL);
}

static CndScene *
make_small (const CndSceneOptions *options)
{
  return make_scene (small_model, options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (9));
}

/* ---- What is said ------------------------------------------------------------------- */

/* Groups with their texts, without places: those are the layout's. */
static char *
list_texts (const CndScene *scene)
{
  GString *list = g_string_new (NULL);
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    {
      if (items[i].type == CND_ITEM_BEGIN && items[i].title != NULL)
        {
          g_string_append_printf (list, "%s#%s “%s”", list->len > 0 ? "\n" : "", items[i].id, items[i].title);
          if (items[i].description != NULL)
            g_string_append_printf (list, " (%s)", items[i].description);
          for (guint j = 0; items[i].data != NULL && items[i].data[j] != NULL; j += 2)
            g_string_append_printf (list, " %s=%s", items[i].data[j], items[i].data[j + 1]);
        }
      else if (items[i].type == CND_ITEM_TEXT)
        g_string_append_printf (list, " | %s", items[i].text);
    }
  g_string_append_c (list, '\n');
  return g_string_free (list, FALSE);
}

static void
test_small (void)
{
  CndSceneOptions options = cnd_scene_default_options;
  g_autoptr (CndScene) scene = NULL;
  g_autofree char *list = NULL;

  options.show_counts = CND_SHOW_BOTH_COUNTS;
  scene = make_small (&options);
  list = list_texts (scene);
  cnd_test_compare_golden (list, "scene", "small.txt");
}

static void
test_collapsed (void)
{
  g_autoptr (CndScene) scene = make_scene (small_model, &cnd_scene_default_options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (0));
  g_autofree char *list = list_texts (scene);

  cnd_test_compare_golden (list, "scene", "collapsed.txt");
}

/* The block "unit" alone; what is beyond it is named. */
static void
test_part (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (small_model, &error);
  g_autoptr (CndReport) report = NULL;
  g_autofree gboolean *shown = NULL;
  g_autoptr (CndView) view = NULL;
  g_autoptr (CndScene) scene = NULL;
  g_autofree char *list = NULL;
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  shown = g_new0 (gboolean, n_layers);
  for (guint i = 0; i < n_layers; i++)
    shown[i] = g_str_has_prefix (layers[i].id, "unit");
  view = cnd_layout_view_new_part (network, cnd_layout_is_open_by_default, NULL, shown);
  scene = cnd_scene_new_graph (view, report, &cnd_scene_default_options, hand_made_measure, NULL);
  list = list_texts (scene);
  cnd_test_compare_golden (list, "scene", "part.txt");
}

static void
test_dense (void)
{
  g_autoptr (CndScene) scene = make_scene (dense_model, &cnd_scene_default_options, cnd_layout_is_open_by_default, NULL);
  g_autofree char *list = list_texts (scene);

  cnd_test_compare_golden (list, "scene", "dense.txt");
}

static void
test_persian (void)
{
  CndSceneOptions options = cnd_scene_default_options;
  g_autoptr (CndScene) scene = NULL;
  g_autofree char *list = NULL;

  options.language = "fa";
  options.numbers.digits = CND_DIGITS_PERSIAN;
  scene = make_scene (small_model, &options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (1));
  list = list_texts (scene);
  g_assert_nonnull (strstr (list, "گلوگاه"));
  g_assert_nonnull (strstr (list, "۱۶×۱۵×"));
  g_assert_null (strstr (list, "| 16"));
  options.numbers.isolate = TRUE;
  g_clear_pointer (&scene, cnd_scene_unref);
  g_free (list);
  scene = make_scene (small_model, &options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (1));
  list = list_texts (scene);
  g_assert_nonnull (strstr (list, "\u2066۵×۳\u2069"));
  /* What programs read stays as it is. */
  g_assert_nonnull (strstr (list, "output=16×"));
}

/* Where the texts of a class begin: at the start side, which is the same for all. */
static void
assert_side (const CndScene *scene, const char *css_class, CndAlign side)
{
  guint n_items, n = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_TEXT && strcmp (items[i].css_class, css_class) == 0)
      {
        g_assert_cmpint (items[i].align, ==, side);
        n++;
      }
  g_assert_cmpuint (n, >, 0);
}

/* In a right-to-left sentence an id that comes first is isolated, and does not turn the sentence round. */
static void
assert_titles (const CndScene *scene, gboolean isolated)
{
  guint n_items, n = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_BEGIN && (items[i].role == CND_ROLE_LAYER || items[i].role == CND_ROLE_FRAME))
      {
        g_assert_true (g_str_has_prefix (items[i].title, "\u200f\u2068") == isolated);
        n++;
      }
  g_assert_cmpuint (n, >, 0);
}

/* The language decides, not what language a model's titles are in. */
static void
test_sides (void)
{
  static const char *const classes[] = { "name", "totals", "title", "frame-title" };
  static const char *const titles[] = { "en", "fa" };

  for (guint persian = 0; persian < 2; persian++)
    {
      g_setenv ("LANGUAGE", persian ? "fa" : "en", TRUE);
      cnd_base_init_locale ();
      for (guint t = 0; t < G_N_ELEMENTS (titles); t++)
        {
          CndSceneOptions options = cnd_scene_default_options;
          g_autoptr (CndScene) scene = NULL;

          options.language = titles[t];
          scene = make_scene (small_model, &options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (9));
          for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
            assert_side (scene, classes[i], persian ? CND_ALIGN_END : CND_ALIGN_START);
          assert_titles (scene, persian);
          check_texts (scene);
        }
    }
  g_unsetenv ("LANGUAGE");
  cnd_base_init_locale ();
}

/* ---- How it is drawn ---------------------------------------------------------------- */

static void
test_geometry (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    for (guint flow = 0; flow < 2; flow++)
      {
        CndSceneOptions options = cnd_scene_default_options;
        g_autoptr (CndScene) small = NULL, dense = NULL;
        options.theme = theme;
        options.flow = flow;
        options.show_counts = theme % 2 ? CND_SHOW_BOTH_COUNTS : CND_SHOW_NO_COUNTS;
        options.show_ids = theme == CND_THEME_PRINT;
        small = make_small (&options);
        dense = make_scene (dense_model, &options, cnd_layout_is_open_by_default, NULL);
        check_texts (small);
        check_texts (dense);
      }
}

static void
test_bounds (void)
{
  g_autoptr (CndScene) scene = make_small (&cnd_scene_default_options);

  check_bounds (scene);
}

static void
test_contrast (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    {
      CndSceneOptions options = cnd_scene_default_options;
      g_autoptr (CndScene) scene = NULL;
      options.theme = theme;
      scene = make_small (&options);
      check_contrast (scene);
    }
}

/* Without any colour the categories still differ: each box has its category's sign. */
static void
test_signs (void)
{
  g_autoptr (CndScene) scene = make_small (&cnd_scene_default_options);
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);
  g_autoptr (GHashTable) shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *class = NULL;

  for (guint i = 0; i < n_items; i++)
    {
      if (items[i].type == CND_ITEM_BEGIN)
        class = items[i].role == CND_ROLE_LAYER ? items[i].css_class : NULL;
      if (class == NULL || g_strcmp0 (items[i].css_class, "sign") != 0 || items[i].stroke_ink == CND_INK_NONE)
        continue;
      GString *shape = g_string_new (NULL);
      for (guint j = 0; j < items[i].n_path && items[i].path[j].command != 'Z'; j++)
        g_string_append_printf (shape, "%c%ld,%ld", items[i].path[j].command, lround (10 * (items[i].path[j].points[0].x - items[i].rect.x)),
                                lround (10 * (items[i].path[j].points[0].y - items[i].rect.y)));
      const char *other = g_hash_table_lookup (shapes, shape->str);
      g_assert_true (other == NULL || strcmp (other, class) == 0);
      g_hash_table_insert (shapes, g_string_free (shape, FALSE), (gpointer) class);
    }
  g_assert_cmpuint (g_hash_table_size (shapes), ==, 8);
}

static void
test_unique_ids (void)
{
  CndSceneOptions options = cnd_scene_default_options;
  g_autoptr (CndScene) dense = NULL, folded = NULL;

  dense = make_scene (dense_model, &options, cnd_layout_is_open_by_default, NULL);
  check_ids (dense);
  options.fold_aspect = 2; /* blocks that go on in another column */
  folded = make_small (&options);
  check_ids (folded);
}

static void
test_same (void)
{
  g_autoptr (CndScene) one = make_small (&cnd_scene_default_options), other = make_small (&cnd_scene_default_options);
  g_autofree char *dump = cnd_scene_dump (one), *again = cnd_scene_dump (other);

  g_assert_cmpstr (dump, ==, again);
}

static void
test_finding (void)
{
  g_autoptr (CndScene) scene = make_scene (small_model, &cnd_scene_default_options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (0));
  CndNetwork *network = cnd_view_get_network (cnd_scene_get_layout (scene)->view);
  guint stem = cnd_scene_find_layer (scene, cnd_network_find_layer (network, "stem"));
  guint hidden = cnd_scene_find_layer (scene, cnd_network_find_layer (network, "unit.2.expand"));
  const CndItem *items = cnd_scene_get_items (scene, NULL);
  CndRect rect = items[stem].rect;

  g_assert_cmpstr (items[stem].id, ==, "layer.stem");
  g_assert_cmpuint (hidden, !=, G_MAXUINT);
  g_assert_cmpint (items[hidden].role, ==, CND_ROLE_BLOCK);
  g_assert_cmpuint (cnd_scene_pick (scene, (CndPoint){ rect.x + rect.width / 2, rect.y + rect.height / 2 }), ==, stem);
}

static void
test_bare (void)
{
  CndSceneOptions options = cnd_scene_default_options;
  g_autoptr (CndScene) scene = NULL;
  guint n_items;
  const CndItem *items;

  options.show_legend = options.show_title = FALSE;
  scene = make_small (&options);
  items = cnd_scene_get_items (scene, &n_items);
  for (guint i = 0; i < n_items; i++)
    g_assert_cmpint (items[i].role, !=, CND_ROLE_LEGEND);
  g_assert_cmpstr (cnd_scene_get_title (scene), ==, "Small");
}

static gboolean
says (const CndScene *scene, const char *wanted)
{
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_TEXT && strstr (items[i].text, wanted) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_labels (void)
{
  static const struct
  {
    CndShowCounts counts;
    gboolean ids, says_parameters, says_macs;
  } rows[] = {
    { CND_SHOW_NO_COUNTS, FALSE, FALSE, FALSE },  { CND_SHOW_BOTH_COUNTS, FALSE, TRUE, TRUE }, { CND_SHOW_PARAMETERS, TRUE, TRUE, FALSE },
    { CND_SHOW_MACS, FALSE, FALSE, TRUE },        { CND_SHOW_NO_COUNTS, TRUE, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint depth = 0; depth < 9; depth += 8)
      {
        CndSceneOptions options = cnd_scene_default_options;
        g_autoptr (CndScene) scene = NULL;
        gboolean is_collapsed = depth == 0;
        options.show_counts = rows[i].counts;
        options.show_ids = rows[i].ids;
        scene = make_scene (small_model, &options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (depth));
        /* A collapsed block says its parameters where nothing else was asked for. */
        g_assert_cmpint (says (scene, " params"), ==, rows[i].says_parameters || (is_collapsed && rows[i].counts == CND_SHOW_NO_COUNTS));
        g_assert_cmpint (says (scene, " MACs"), ==, rows[i].says_macs);
        g_assert_cmpint (says (scene, is_collapsed ? "batch_norm" : "unit.1.reduce"), ==, rows[i].ids);
        g_assert_cmpint (says (scene, "× 2"), ==, is_collapsed);
        check_texts (scene);
      }
}

/* Where the dense and the condensed network differ, counts say of which they are, with a title or without. */
static void
test_state (void)
{
  for (guint has_title = 0; has_title < 2; has_title++)
    {
      CndSceneOptions options = cnd_scene_default_options;
      g_autoptr (CndScene) dense = NULL, same = NULL, silent = NULL;
      options.show_title = has_title;
      options.show_counts = CND_SHOW_MACS;
      dense = make_scene (dense_model, &options, cnd_layout_is_open_by_default, NULL);
      same = make_small (&options);
      options.show_counts = CND_SHOW_NO_COUNTS;
      silent = make_scene (dense_model, &options, cnd_layout_is_open_by_default, NULL);
      g_assert_true (says (dense, "dense"));
      g_assert_nonnull (strstr (cnd_scene_get_description (dense), "Counts: dense."));
      g_assert_false (says (same, "dense"));
      g_assert_cmpint (says (silent, "dense"), ==, has_title);
    }
}

/* How much of each lane is read: dots have that size. */
static void
test_shares (void)
{
  CndSceneOptions options = cnd_scene_default_options;
  double shares[64];
  g_autoptr (CndScene) scene = NULL;
  guint n_items, n_taps = 0;
  const CndItem *items;

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    shares[i] = i % 2 ? 0.25 : 1;
  options.shares = shares;
  scene = make_scene (dense_model, &options, cnd_layout_is_open_by_default, NULL);
  items = cnd_scene_get_items (scene, &n_items);
  for (guint i = 0; i < n_items; i++)
    if (items[i].role == CND_ROLE_TAP)
      {
        g_assert_cmpuint (items[i].edge, <, G_N_ELEMENTS (shares));
        g_assert_cmpfloat (items[i].share, ==, shares[items[i].edge]);
        g_assert_cmpint (items[i].rect.width > 6, ==, items[i].share == 1);
        g_assert_cmpfloat (items[i].cell.width, ==, cnd_scene_get_tap_pitch (scene));
        n_taps++;
      }
  g_assert_cmpuint (n_taps, >, 10);
}

/* What taps become from afar does not hang beyond the lanes. */
static void
test_cells (void)
{
  static const CndFlow flows[] = { CND_FLOW_DOWN, CND_FLOW_RIGHT };

  for (guint f = 0; f < G_N_ELEMENTS (flows); f++)
    {
      CndSceneOptions options = cnd_scene_default_options;
      g_autoptr (CndScene) scene = NULL;
      const CndLayout *layout;
      CndPoint origin;
      guint n_items, n_taps = 0;
      const CndItem *items;

      options.flow = flows[f];
      scene = make_scene (dense_model, &options, cnd_layout_is_open_by_default, NULL);
      layout = cnd_scene_get_layout (scene);
      origin = cnd_scene_get_layout_origin (scene);
      items = cnd_scene_get_items (scene, &n_items);
      for (guint i = 0; i < n_items; i++)
        for (guint t = 0; t < layout->n_taps && items[i].type == CND_ITEM_CIRCLE && items[i].role == CND_ROLE_TAP; t++)
          {
            const CndLane *lane = &layout->lanes[layout->taps[t].lane];
            CndPoint last = layout->points[lane->first_point + lane->n_points - 1];
            CndRect cell = items[i].cell;

            if (layout->taps[t].edge != items[i].edge)
              continue;
            g_assert_cmpfloat (MIN (cell.width, cell.height), >, 0);
            if (options.flow == CND_FLOW_DOWN)
              g_assert_cmpfloat (cell.y + cell.height, <=, origin.y + last.y + 0.01);
            else
              g_assert_cmpfloat (cell.x + cell.width, <=, origin.x + last.x + 0.01);
            n_taps++;
          }
      g_assert_cmpuint (n_taps, >, 10);
    }
}

/* A title that has to be shortened still tells which one of the repetitions it is. */
static void
test_shortened (void)
{
  static const char model[] = "{"
    "'name': 'Long', 'input': [3, 32, 32],"
    "'blocks': {'unit': {'title': 'A unit with a title that is longer than any frame would ever be made for it', 'layers': ["
    "  {'kind': 'convolution', 'id': 'a', 'out': 3, 'kernel': 1}, {'kind': 'addition', 'inputs': ['a', 'input']}]}},"
    "'layers': [{'block': 'unit', 'id': 'stage', 'repeat': 12}]}";
  g_autoptr (CndScene) scene = make_scene (model, &cnd_scene_default_options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (9));
  guint n_items, n_shortened = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_TEXT && g_str_equal (items[i].css_class, "frame-title") && strstr (items[i].text, "…") != NULL)
      {
        g_assert_true (g_ascii_isdigit (items[i].text[strlen (items[i].text) - 1]));
        n_shortened++;
      }
  g_assert_cmpuint (n_shortened, >=, 12);
}

/* What has no room beside the line that enters the frame stands in two rows, whole, in all frames of its kind. */
static void
test_two_rows (void)
{
  static const char model[] = "{"
    "'name': 'Two rows', 'input': [32, 8, 8],"
    "'blocks': {'unit': {'title': 'Bottleneck unit', 'layers': ["
    "  {'kind': 'convolution', 'id': 'a', 'out': 32, 'kernel': 1}, {'kind': 'addition', 'inputs': ['a', 'input']}]}},"
    "'layers': [{'block': 'unit', 'id': 'stage', 'repeat': 4}]}";
  g_autoptr (CndScene) scene = make_scene (model, &cnd_scene_default_options, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (9));
  guint n_items, n_titles = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_TEXT && g_str_equal (items[i].css_class, "frame-title"))
      {
        g_autofree char *both = g_strjoin (" ", items[i].text, items[i + 1].text, NULL);
        g_autofree char *expected = g_strdup_printf ("Bottleneck unit %u", n_titles + 1);

        if (g_str_has_prefix (items[i].text, "Bottleneck unit ×"))
          continue;
        g_assert_cmpstr (both, ==, expected);
        g_assert_cmpfloat (items[i].baseline_x, ==, items[i + 1].baseline_x);
        g_assert_cmpfloat (items[i].baseline_y + 14, <=, items[i + 1].baseline_y);
        n_titles++;
        i++;
      }
  g_assert_cmpuint (n_titles, ==, 4);
  check_texts (scene);
  check_lines (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/graph/boxes-say-kind-shape-and-counts", test_small);
  g_test_add_func ("/scene/graph/collapsed-blocks-say-their-totals", test_collapsed);
  g_test_add_func ("/scene/graph/parts-name-what-is-beyond-them", test_part);
  g_test_add_func ("/scene/graph/dense-layers-have-rows-and-lanes", test_dense);
  g_test_add_func ("/scene/graph/persian-titles-and-digits", test_persian);
  g_test_add_func ("/scene/graph/the-language-decides-the-side", test_sides);
  g_test_add_func ("/scene/graph/texts-fit-and-do-not-overlap", test_geometry);
  g_test_add_func ("/scene/graph/everything-is-in-bounds", test_bounds);
  g_test_add_func ("/scene/graph/texts-have-contrast-where-they-are", test_contrast);
  g_test_add_func ("/scene/graph/each-category-has-its-sign", test_signs);
  g_test_add_func ("/scene/graph/ids-are-unique", test_unique_ids);
  g_test_add_func ("/scene/graph/same-again", test_same);
  g_test_add_func ("/scene/graph/hidden-layers-are-found-in-their-box", test_finding);
  g_test_add_func ("/scene/graph/head-is-a-choice", test_bare);
  g_test_add_func ("/scene/graph/boxes-say-what-was-asked-for", test_labels);
  g_test_add_func ("/scene/graph/counts-name-their-state", test_state);
  g_test_add_func ("/scene/graph/taps-are-as-large-as-what-is-read", test_shares);
  g_test_add_func ("/scene/graph/cells-end-with-their-lanes", test_cells);
  g_test_add_func ("/scene/graph/shortened-titles-keep-their-numbers", test_shortened);
  g_test_add_func ("/scene/graph/titles-without-room-have-two-rows", test_two_rows);
  return g_test_run ();
}
