#include "hand-made.h"
#include "reference.h"

#include "paint/paint.h"

static void
test_hand_made (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    {
      g_autoptr (CndScene) scene = hand_made_scene_new (theme, HAND_MADE_WHOLE);
      g_autofree char *name = g_strdup_printf ("hand-made-%s", cnd_scene_get_theme_name (theme));
      reference_check_scene (scene, name);
    }
}

static Difference
compare_with_whole (HandMade what)
{
  g_autoptr (CndScene) whole = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE), other = hand_made_scene_new (CND_THEME_LIGHT, what);
  g_autoptr (GBytes) svg = cnd_paint_write_svg (other);
  cairo_surface_t *ours = reference_paint_scene (whole), *theirs = reference_draw_svg (svg, other);
  Difference difference = reference_compare (ours, theirs);

  cairo_surface_destroy (ours);
  cairo_surface_destroy (theirs);
  return difference;
}

/* The comparison is worth something only if it notices what it should. */
static void
test_notices (void)
{
  g_assert_true (reference_is_close (compare_with_whole (HAND_MADE_WHOLE)));
  g_assert_false (reference_is_close (compare_with_whole (HAND_MADE_BOX_MOVED)));
  g_assert_false (reference_is_close (compare_with_whole (HAND_MADE_LABEL_DROPPED)));
}

/* A viewer that knows no media queries shows the one file for both schemes as it shows the light one. */
static void
test_adaptive (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  g_autoptr (GBytes) light = cnd_paint_write_svg (scene), adaptive = cnd_paint_write_svg_adaptive (scene);
  cairo_surface_t *one = reference_draw_svg (light, scene), *other = reference_draw_svg (adaptive, scene);

  g_assert_cmpfloat (reference_compare (one, other).share, ==, 0);
  cairo_surface_destroy (one);
  cairo_surface_destroy (other);
}

/* The whole picture is what its parts make up, and so is a picture of twice the size in all but pixels. */
static void
test_tiles (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_DARK, HAND_MADE_WHOLE);
  g_autoptr (CndPainter) painter = cnd_paint_painter_new ();
  cairo_surface_t *whole = reference_paint_scene (scene);
  cairo_surface_t *tiled = cairo_surface_create_similar_image (whole, CAIRO_FORMAT_RGB24, cairo_image_surface_get_width (whole),
                                                               cairo_image_surface_get_height (whole));
  CndColor ground = cnd_scene_get_background (scene);
  const int side = 64;

  for (int y = 0; y < cairo_image_surface_get_height (whole); y += side)
    for (int x = 0; x < cairo_image_surface_get_width (whole); x += side)
      {
        cairo_t *cairo = cairo_create (tiled);
        cairo_rectangle (cairo, x, y, side, side);
        cairo_clip (cairo);
        cairo_set_source_rgb (cairo, ground.red, ground.green, ground.blue);
        cairo_paint (cairo);
        cnd_painter_paint (painter, scene, cairo, (CndRect){ x, y, side, side }, 1);
        cairo_destroy (cairo);
      }
  g_assert_cmpfloat (reference_compare (whole, tiled).share, ==, 0);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (tiled);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/reference/svg-looks-like-the-screen", test_hand_made);
  g_test_add_func ("/paint/reference/a-moved-box-and-a-lost-label-are-noticed", test_notices);
  g_test_add_func ("/paint/reference/tiles-make-up-the-whole", test_tiles);
  g_test_add_func ("/paint/reference/adaptive-is-light-without-media-queries", test_adaptive);
  return g_test_run ();
}
