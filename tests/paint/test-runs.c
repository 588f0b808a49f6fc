/* The pictures of a run, in the theme that the first argument names: what the screen shows and what its SVG shows agree. */
#include "recorded.h"
#include "reference.h"

#include "paint/paint.h"

static CndTheme theme;

static void
test_layer (gconstpointer data)
{
  CndRunPicture picture = GPOINTER_TO_UINT (data);
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();

  for (CndOrder order = 0; order < CND_N_ORDERS; order++)
    for (guint stage = 0; stage < 3; stage++)
      {
        g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, 1, cnd_recording_get_stage_end (recording, stage));
        CndMatrixOptions options = cnd_scene_default_matrix_options;
        g_autoptr (CndScene) scene = NULL;
        g_autofree char *name = g_strdup_printf ("%s-%s-%u-%s", cnd_scene_get_run_picture_name (picture), cnd_scene_get_order_name (order),
                                                 stage, cnd_scene_get_theme_name (theme));

        options.theme = theme;
        options.order = options.from = order;
        options.shade = (stage + order) % CND_N_SHADES;
        options.mark_next = stage == 1;
        scene = cnd_scene_new_layer_picture (picture, matrix, &options, cnd_paint_measure_text, meter);
        reference_check_scene (scene, name);
      }
}

static void
test_run (gconstpointer data)
{
  CndRunPicture picture = GPOINTER_TO_UINT (data);
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();

  for (guint stage = 0; stage < 4; stage++)
    {
      CndRunOptions options = cnd_scene_default_run_options;
      g_autoptr (CndScene) scene = NULL;
      g_autofree char *name = g_strdup_printf ("%s-%u-%s", cnd_scene_get_run_picture_name (picture), stage, cnd_scene_get_theme_name (theme));

      options.theme = theme;
      options.position = stage < 3 ? cnd_recording_get_stage_end (recording, stage) : cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE });
      scene = cnd_scene_new_run_picture (picture, recording, &options, cnd_paint_measure_text, meter);
      reference_check_scene (scene, name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc < 2 || !cnd_scene_parse_theme (argv[1], &theme, NULL))
    g_error ("wants a theme");
  for (CndRunPicture picture = 0; picture < CND_N_RUN_PICTURES; picture++)
    {
      g_autofree char *path = g_strdup_printf ("/paint/runs/%s/%s/svg-looks-like-the-screen", argv[1], cnd_scene_get_run_picture_name (picture));
      g_test_add_data_func (path, GUINT_TO_POINTER (picture), cnd_scene_is_picture_of_layer (picture) ? test_layer : test_run);
    }
  return g_test_run ();
}
