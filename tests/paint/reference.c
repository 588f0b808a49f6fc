#include "reference.h"

#include "paint/paint.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <stdlib.h>

#define TILE 32
#define TOLERANCE 20

static cairo_surface_t *
create_surface (const CndScene *scene)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  CndColor ground = cnd_scene_get_background (scene);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (bounds.width), (int) ceil (bounds.height));
  cairo_t *cairo = cairo_create (surface);

  cairo_set_source_rgb (cairo, ground.red, ground.green, ground.blue);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  return surface;
}

cairo_surface_t *
reference_paint_scene (const CndScene *scene)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  cairo_surface_t *surface = create_surface (scene);
  cairo_t *cairo = cairo_create (surface);

  cairo_translate (cairo, -bounds.x, -bounds.y);
  cnd_paint_scene (scene, cairo, bounds, 1);
  cairo_destroy (cairo);
  return surface;
}

cairo_surface_t *
reference_draw_svg (GBytes *svg, const CndScene *scene)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  cairo_surface_t *surface = create_surface (scene);
  cairo_t *cairo = cairo_create (surface);
  RsvgRectangle viewport = { 0, 0, bounds.width, bounds.height };
  g_autoptr (GError) error = NULL;
  RsvgHandle *handle = rsvg_handle_new_from_data (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg), &error);

  g_assert_no_error (error);
  rsvg_handle_render_document (handle, cairo, &viewport, &error);
  g_assert_no_error (error);
  cairo_destroy (cairo);
  g_object_unref (handle);
  return surface;
}

/* Largest difference of a channel of one pixel. */
static int
compare_pixel (const unsigned char *ours, const unsigned char *theirs, int at)
{
  int most = 0;

  for (int k = 0; k < 3; k++)
    most = MAX (most, abs (ours[at + k] - theirs[at + k]));
  return most;
}

Difference
reference_compare (cairo_surface_t *ours, cairo_surface_t *theirs)
{
  int width = cairo_image_surface_get_width (ours), height = cairo_image_surface_get_height (ours);
  int stride = cairo_image_surface_get_stride (ours);
  int n_across = width / TILE + 1;
  g_autofree guint *tiles = g_new0 (guint, (gsize) n_across * (height / TILE + 1));
  const unsigned char *a, *b;
  guint64 total = 0;
  guint worst = 0;

  g_assert_cmpint (width, ==, cairo_image_surface_get_width (theirs));
  g_assert_cmpint (height, ==, cairo_image_surface_get_height (theirs));
  cairo_surface_flush (ours);
  cairo_surface_flush (theirs);
  a = cairo_image_surface_get_data (ours);
  b = cairo_image_surface_get_data (theirs);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      if (compare_pixel (a, b, y * stride + 4 * x) > TOLERANCE)
        {
          total++;
          worst = MAX (worst, ++tiles[y / TILE * n_across + x / TILE]);
        }
  return (Difference){ (double) total / ((double) width * height), (double) worst / (TILE * TILE) };
}

gboolean
reference_is_close (Difference difference)
{
  return difference.share <= REFERENCE_MAX_SHARE && difference.worst_tile <= REFERENCE_MAX_TILE;
}

static void
save (cairo_surface_t *surface, const char *name, const char *what)
{
  g_autofree char *base = g_strdup_printf ("%s-%s.png", name, what);
  g_autofree char *file = g_test_build_filename (G_TEST_BUILT, base, NULL);

  cairo_surface_write_to_png (surface, file);
  g_test_message ("saved %s", file);
}

void
reference_save (cairo_surface_t *ours, cairo_surface_t *theirs, const char *name)
{
  int width = cairo_image_surface_get_width (ours), height = cairo_image_surface_get_height (ours);
  int stride = cairo_image_surface_get_stride (ours);
  cairo_surface_t *difference = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  unsigned char *pixels = cairo_image_surface_get_data (difference);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int k = 0; k < 3; k++)
        pixels[y * stride + 4 * x + k]
          = (unsigned char) (255 - compare_pixel (cairo_image_surface_get_data (ours), cairo_image_surface_get_data (theirs), y * stride + 4 * x));
  cairo_surface_mark_dirty (difference);
  save (ours, name, "ours");
  save (theirs, name, "theirs");
  save (difference, name, "difference");
  cairo_surface_destroy (difference);
}

void
reference_check_scene (const CndScene *scene, const char *name)
{
  g_autoptr (GBytes) svg = cnd_paint_write_svg (scene);
  cairo_surface_t *ours = reference_paint_scene (scene), *theirs = reference_draw_svg (svg, scene);
  Difference difference = reference_compare (ours, theirs);

  if (!reference_is_close (difference))
    {
      reference_save (ours, theirs, name);
      g_test_message ("%s: %.2f %% of the pixels differ, %.1f %% of the worst tile", name, 100 * difference.share, 100 * difference.worst_tile);
      g_test_fail ();
    }
  cairo_surface_destroy (ours);
  cairo_surface_destroy (theirs);
}
