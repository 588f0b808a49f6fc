/* Diagram, timeline, strip, feature reuse and frames of a run. */
#include "check.h"
#include "hand-made.h"
#include "recorded.h"

#include "scene/scene.h"

#include "support/golden.h"

#include <string.h>

typedef CndScene *(*MakeScene) (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer data);

static const struct
{
  const char *name;
  MakeScene make;
} views[] = { { "timeline", cnd_scene_new_timeline }, { "strip", cnd_scene_new_strip }, { "reuse", cnd_scene_new_reuse } };

static guint
count_groups (const CndScene *scene, CndRole role)
{
  guint n_items, n = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    n += items[i].type == CND_ITEM_BEGIN && items[i].role == role;
  return n;
}

static void
test_legible (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();

  for (guint v = 0; v < G_N_ELEMENTS (views); v++)
    for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
      for (guint stage = 0; stage < 4; stage++)
        {
          CndRunOptions options = cnd_scene_default_run_options;
          g_autoptr (CndScene) scene = NULL;
          options.theme = theme;
          options.position = stage < 3 ? cnd_recording_get_stage_end (recording, stage) : cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE });
          scene = views[v].make (recording, &options, hand_made_measure, NULL);
          check_bounds (scene);
          check_contrast (scene);
        }
}

static void
test_goldens (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();

  for (guint v = 0; v < G_N_ELEMENTS (views); v++)
    {
      CndRunOptions options = cnd_scene_default_run_options;
      g_autoptr (CndScene) scene = NULL;
      g_autofree char *dump = NULL, *file = g_strconcat (views[v].name, ".txt", NULL);
      options.position = (CndPosition){ 6, 1, FALSE };
      scene = views[v].make (recording, &options, hand_made_measure, NULL);
      dump = cnd_scene_dump (scene);
      cnd_test_compare_golden (dump, "scene", file);
    }
}

/* Without losses the stairs of what is left stand there; where nothing is condensed there are curves alone. */
static void
test_other_timelines (void)
{
  CndRecording *recordings[] = { recorded_new_without_data (), recorded_new_plain () };
  static const char *const files[] = { "stairs.txt", "plain.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      CndRunOptions options = cnd_scene_default_run_options;
      g_autoptr (CndScene) scene = NULL;
      g_autofree char *dump = NULL;

      options.compact = TRUE;
      options.show_title = options.show_table = FALSE;
      options.position = cnd_recording_get_end (recordings[i]);
      scene = cnd_scene_new_timeline (recordings[i], &options, hand_made_measure, NULL);
      check_bounds (scene);
      check_contrast (scene);
      dump = cnd_scene_dump (scene);
      cnd_test_compare_golden (dump, "scene", files[i]);
      cnd_recording_unref (recordings[i]);
    }
}

/* Before the first snapshot a plain layer has a structure, then the values of the last one. */
static void
test_plain_matrix (void)
{
  g_autoptr (CndRecording) recording = recorded_new_plain ();
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (recording, &n);

  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CndMatrix) first = cnd_matrix_new_recorded (recording, i, (CndPosition){ .step = 3 });
      g_autoptr (CndMatrix) middle = cnd_matrix_new_recorded (recording, i, (CndPosition){ .step = 5 });
      g_autoptr (CndMatrix) last = cnd_matrix_new_recorded (recording, i, (CndPosition){ .step = 8 });
      g_autofree char *one = cnd_matrix_describe_cell (middle, 0, 0, CND_NUMBER_STYLE_LATIN);
      g_autofree char *other = cnd_matrix_describe_cell (last, 0, 0, CND_NUMBER_STYLE_LATIN);

      g_assert_cmpuint (cnd_matrix_get_layer (last), ==, layers[i].layer);
      g_assert_false (cnd_matrix_has_weights (first));
      g_assert_true (cnd_matrix_has_weights (last));
      g_assert_cmpstr (one, !=, other);
      g_assert_cmpint (cnd_matrix_get_state (last, 0, cnd_matrix_get_n_inputs (last) - 1), ==, i == 0 ? CND_CELL_ABSENT : CND_CELL_READ);
    }
}

/* However narrow: "stage 0: dense", "stage 0" or "0", and never a cut word. */
static void
test_stage_names (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  guint n_names = 0;

  for (double width = 300; width <= 1500; width += 50)
    {
      CndRunOptions options = cnd_scene_default_run_options;
      g_autoptr (CndScene) scene = NULL;
      const CndItem *items;
      guint n_items;

      options.width = width;
      scene = cnd_scene_new_timeline (recording, &options, hand_made_measure, NULL);
      items = cnd_scene_get_items (scene, &n_items);
      for (guint i = 0; i < n_items; i++)
        if (items[i].type == CND_ITEM_TEXT && g_strcmp0 (items[i].css_class, "stage-name") == 0 && g_str_has_prefix (items[i].text, "stage"))
          {
            g_assert_null (strstr (items[i].text, "…"));
            n_names++;
          }
    }
  g_assert_cmpuint (n_names, >, 20);
}

/* A place on the time axis and the position there are each other's inverse. */
static void
test_axis (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  CndRunOptions options = cnd_scene_default_run_options;

  for (guint step = 0; step <= 16; step++)
    {
      CndPosition position = cnd_recording_clamp (recording, (CndPosition){ step, G_MAXUINT, FALSE });
      double x = cnd_scene_get_timeline_x (recording, &options, position);
      g_assert_cmpint (cnd_position_compare (cnd_scene_pick_timeline (recording, &options, x), position), ==, 0);
    }
  g_assert_true (cnd_scene_pick_timeline (recording, &options, 1e6).converted);
  g_assert_cmpuint (cnd_scene_pick_timeline (recording, &options, -1e6).step, ==, 0);
}

static void
test_strip (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (CndScene) scene = cnd_scene_new_strip (recording, &cnd_scene_default_run_options, hand_made_measure, NULL);
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n);

  g_assert_cmpuint (count_groups (scene, CND_ROLE_LAYER), ==, 2);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (cnd_scene_find_layer (scene, layers[i].layer), !=, G_MAXUINT);
}

static void
test_diagram (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  static const CndOrder orders[] = { CND_ORDER_GROUPS, CND_ORDER_PACKED };

  for (guint k = 0; k < G_N_ELEMENTS (orders); k++)
    for (guint stage = 0; stage < 3; stage++)
      {
        g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, 1, cnd_recording_get_stage_end (recording, stage));
        CndMatrixOptions options = cnd_scene_default_matrix_options;
        g_autoptr (CndScene) scene = NULL;
        guint n_items, n = 0;
        const CndItem *items;
        options.order = orders[k];
        scene = cnd_scene_new_diagram (matrix, &options, hand_made_measure, NULL);
        check_bounds (scene);
        check_contrast (scene);
        items = cnd_scene_get_items (scene, &n_items);
        for (guint i = 0; i < n_items; i++)
          n += items[i].type == CND_ITEM_PATH && strcmp (items[i].css_class, "connection") == 0;
        /* one for each (group, input) that is read, and one a group behind them in packed order */
        g_assert_cmpuint (n, ==, 4 * (24 - 8 * stage) + (orders[k] == CND_ORDER_PACKED ? 4 : 0));
      }
}

/* One frame a stage, one for each fall; what stands still is the last one. */
static void
test_frames (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (CndScene) scene = cnd_scene_new_matrix_frames (recording, 1, &cnd_scene_default_matrix_options, hand_made_measure, NULL);
  guint n_items, n_frames = 0, n_falls = 0, n_shown = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);
  double end = 0;

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_BEGIN && items[i].vanishes > 0)
      {
        g_assert_cmpfloat (items[i].appears, <, items[i].vanishes);
        if (g_str_has_prefix (items[i].id, "frame-"))
          {
            g_assert_cmpfloat_with_epsilon (items[i].appears, end, 1e-9);
            end = items[i].vanishes;
            n_frames++;
            n_shown += !items[i].hidden;
          }
        n_falls += g_str_has_prefix (items[i].id, "fall-");
      }
  g_assert_cmpuint (n_frames, ==, 3);
  g_assert_cmpuint (n_falls, ==, 2);
  g_assert_cmpuint (n_shown, ==, 1);
  check_bounds (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/run-views/names-of-stages-are-never-cut", test_stage_names);
  g_test_add_func ("/scene/run-views/timelines-without-data-or-condensing-are-as-agreed", test_other_timelines);
  g_test_add_func ("/scene/run-views/a-plain-layer-has-the-values-of-its-last-snapshot", test_plain_matrix);
  g_test_add_func ("/scene/run-views/all-is-legible", test_legible);
  g_test_add_func ("/scene/run-views/pictures-are-golden", test_goldens);
  g_test_add_func ("/scene/run-views/places-and-positions-are-inverse", test_axis);
  g_test_add_func ("/scene/run-views/strip-shows-every-layer", test_strip);
  g_test_add_func ("/scene/run-views/diagram-has-a-line-for-each-input-read", test_diagram);
  g_test_add_func ("/scene/run-views/frames-follow-each-other", test_frames);
  return g_test_run ();
}
