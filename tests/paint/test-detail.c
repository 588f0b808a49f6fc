/* What is drawn from afar: taps become cells, lanes and rows fade. */
#include "paint/paint.h"
#include "scene/scene-private.h"

#include <math.h>
#include <string.h>

#define PITCH 10.0
#define ROW 60.0
#define N_LANES 12
#define N_ROWS 8

/* Every row reads every lane; @share of what the first half of the lanes carry. */
static CndScene *
make_scene (double share)
{
  g_autoptr (CndSceneBuilder) builder = cnd_scene_builder_new (CND_THEME_LIGHT);

  cnd_scene_builder_add_background (builder);
  cnd_scene_builder_set_tap_pitch (builder, PITCH);
  for (guint lane = 0; lane < N_LANES; lane++)
    {
      cnd_scene_builder_begin (builder, CND_ROLE_LANE, "lane", NULL);
      cnd_scene_builder_move_to (builder, PITCH * (lane + 1), 0);
      cnd_scene_builder_line_to (builder, PITCH * (lane + 1), ROW * (N_ROWS + 1));
      cnd_scene_builder_add_path (builder, "line", CND_INK_NONE, CND_INK_LANE, 1);
      cnd_scene_builder_end_group (builder);
    }
  for (guint row = 0; row < N_ROWS; row++)
    {
      cnd_scene_builder_begin (builder, CND_ROLE_ROW, "row", NULL);
      for (guint lane = 0; lane < N_LANES; lane++)
        {
          CndPoint point = { PITCH * (lane + 1), ROW * (row + 1) };
          CndRect cell = { point.x - PITCH / 2, point.y - ROW / 2, PITCH, ROW };
          cnd_scene_builder_add_tap (builder, point, 3, cell, lane < N_LANES / 2 ? share : 1);
        }
      cnd_scene_builder_end_group (builder);
    }
  return cnd_scene_builder_seal (builder, (CndRect){ 0, 0, PITCH * (N_LANES + 1), ROW * (N_ROWS + 1) }, NULL, NULL, NULL, (CndPoint){ 0, 0 });
}

static cairo_surface_t *
paint (const CndScene *scene, double scale)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (bounds.width * scale), (int) ceil (bounds.height * scale));
  cairo_t *cairo = cairo_create (surface);

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_scale (cairo, scale, scale);
  cnd_paint_scene (scene, cairo, bounds, scale);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  guint32 pixel;

  memcpy (&pixel, cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + 4 * x, sizeof pixel);
  return pixel & 0xFFFFFF;
}

static int
get_red (cairo_surface_t *surface, int x, int y)
{
  return get_pixel (surface, x, y) >> 16;
}

/* Pixels that are not the background's, as a share of all. */
static double
measure_coverage (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface), n = 0;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      n += get_pixel (surface, x, y) != 0xFFFFFF;
  return (double) n / (width * height);
}

static void
test_cells (void)
{
  g_autoptr (CndScene) scene = make_scene (1);
  cairo_surface_t *near = paint (scene, 1), *far = paint (scene, 0.2);

  /* Between the lanes there is nothing as long as dots can be told apart, and nothing but cells later. */
  g_assert_cmphex (get_pixel (near, 15, 80), ==, 0xFFFFFF);
  g_assert_cmphex (get_pixel (far, 3, 16), !=, 0xFFFFFF);
  g_assert_cmpfloat (measure_coverage (near), <, 0.35);
  g_assert_cmpfloat (measure_coverage (far), >, 0.6);
  cairo_surface_destroy (near);
  cairo_surface_destroy (far);
}

/* On whole pixels: one colour, whatever the scale, but for a line of the background between two rows. */
static void
test_sharp (void)
{
  static const double scales[] = { 0.29, 0.237, 0.15, 0.07 };
  g_autoptr (CndScene) scene = make_scene (1);

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      cairo_surface_t *surface = paint (scene, scales[i]);
      int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
      guint32 color = get_pixel (surface, width / 2, (int) (scales[i] * ROW));
      guint n_rows = 0, n_cells = 0;
      for (int y = 0; y < height; y++)
        {
          n_rows += get_pixel (surface, width / 2, y) == color && (y == 0 || get_pixel (surface, width / 2, y - 1) != color);
          for (int x = 0; x < width; x++)
            {
              g_assert_true (get_pixel (surface, x, y) == color || get_pixel (surface, x, y) == 0xFFFFFF);
              n_cells += get_pixel (surface, x, y) == color;
            }
        }
      g_assert_cmpuint (n_rows, ==, scales[i] * ROW >= 7 ? N_ROWS : 1);
      g_assert_cmpuint (n_cells, >, 0);
      cairo_surface_destroy (surface);
    }
}

static void
test_share (void)
{
  g_autoptr (CndScene) scene = make_scene (0.25);
  cairo_surface_t *surface = paint (scene, 0.2);
  int some = get_red (surface, 7, 15), all = get_red (surface, 20, 15);

  g_assert_cmpint (some, >, all + 40);
  g_assert_cmpint (some, <, 250);
  cairo_surface_destroy (surface);
}

/* In between, both are there: nothing jumps. */
static void
test_fading (void)
{
  g_autoptr (CndScene) scene = make_scene (1);
  int before = 255;

  for (double scale = 0.46; scale > 0.28; scale -= 0.03)
    {
      cairo_surface_t *surface = paint (scene, scale);
      int red = get_red (surface, (int) floor (15 * scale), (int) floor (82 * scale));
      g_assert_cmpint (red, <=, before);
      g_assert_cmpint (before - red, <, 80);
      before = red;
      cairo_surface_destroy (surface);
    }
  g_assert_cmpint (before, <, 180);
}

/* A tile that only a cell reaches into shows it as the whole picture does. */
static void
test_tiles (void)
{
  g_autoptr (CndScene) scene = make_scene (1);
  double scale = 0.2;
  cairo_surface_t *whole = paint (scene, scale);
  int width = cairo_image_surface_get_width (whole), height = cairo_image_surface_get_height (whole);
  cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, 4);

  for (int top = 0; top + 4 <= height; top += 4)
    {
      cairo_t *cairo = cairo_create (tile);
      cairo_translate (cairo, 0, -top);
      cairo_scale (cairo, scale, scale);
      cnd_paint_scene (scene, cairo, (CndRect){ 0, top / scale, width / scale, 4 / scale }, scale);
      cairo_destroy (cairo);
      cairo_surface_flush (tile);
      for (int y = 0; y < 4; y++)
        for (int x = 0; x < width; x++)
          g_assert_cmphex (get_pixel (tile, x, y), ==, get_pixel (whole, x, top + y));
    }
  cairo_surface_destroy (tile);
  cairo_surface_destroy (whole);
}

/* A line whose arrowhead is too small to be drawn ends where its tip would be. */
static void
test_arrows (void)
{
  static const double scales[] = { 1, 0.42, 0.2 };
  g_autoptr (CndSceneBuilder) builder = cnd_scene_builder_new (CND_THEME_LIGHT);
  g_autoptr (CndScene) scene = NULL;

  cnd_scene_builder_add_background (builder);
  cnd_scene_builder_begin (builder, CND_ROLE_EDGE, "edge", NULL);
  cnd_scene_builder_move_to (builder, 50, 0);
  cnd_scene_builder_line_to (builder, 50, 94);
  cnd_scene_builder_add_path (builder, "line", CND_INK_NONE, CND_INK_EDGE, 1);
  cnd_scene_builder_move_to (builder, 50, 100);
  cnd_scene_builder_line_to (builder, 47, 93);
  cnd_scene_builder_line_to (builder, 53, 93);
  cnd_scene_builder_close (builder);
  cnd_scene_builder_add_path (builder, "arrow", CND_INK_EDGE, CND_INK_NONE, 0);
  cnd_scene_builder_end_group (builder);
  scene = cnd_scene_builder_seal (builder, (CndRect){ 0, 0, 100, 200 }, NULL, NULL, NULL, (CndPoint){ 0, 0 });
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      cairo_surface_t *surface = paint (scene, scales[i]);
      int x = (int) (50 * scales[i]), tip = (int) (100 * scales[i]);

      g_assert_cmphex (get_pixel (surface, x, tip - 1), !=, 0xFFFFFF);
      g_assert_cmphex (get_pixel (surface, x, tip + 1), ==, 0xFFFFFF);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/detail/merging-taps-become-cells", test_cells);
  g_test_add_func ("/paint/detail/cells-are-sharp-and-close-up", test_sharp);
  g_test_add_func ("/paint/detail/what-is-read-less-is-paler", test_share);
  g_test_add_func ("/paint/detail/dots-fade-into-cells", test_fading);
  g_test_add_func ("/paint/detail/tiles-show-what-the-whole-shows", test_tiles);
  g_test_add_func ("/paint/detail/lines-reach-their-readers", test_arrows);
  return g_test_run ();
}
