#include "hand-made.h"

#include "paint/paint.h"
#include "scene/scene-private.h"

#include <string.h>

static void
test_formats (void)
{
  CndFormat format;
  g_autoptr (GError) error = NULL;

  g_assert_true (cnd_paint_parse_format ("dir.png/a.SVG", &format, NULL));
  g_assert_cmpint (format, ==, CND_FORMAT_SVG);
  g_assert_true (cnd_paint_parse_format ("a.b.png", &format, NULL));
  g_assert_cmpint (format, ==, CND_FORMAT_PNG);
  g_assert_true (cnd_paint_parse_format ("a.pdf", &format, NULL));
  g_assert_cmpint (format, ==, CND_FORMAT_PDF);
  g_assert_false (cnd_paint_parse_format (".svg", &format, NULL));
  g_assert_false (cnd_paint_parse_format ("a.jpeg", &format, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
}

static cairo_status_t
read_bytes (void *closure, unsigned char *data, unsigned int length)
{
  GByteArray *bytes = closure;

  if (length > bytes->len)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, bytes->data, length);
  g_byte_array_remove_range (bytes, 0, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
read_png (GBytes *png)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  return cairo_image_surface_create_from_png_stream (read_bytes, bytes);
}

static void
test_png (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GBytes) png = cnd_paint_write (scene, CND_FORMAT_PNG, 2, &note, &error);
  cairo_surface_t *surface;

  g_assert_no_error (error);
  g_assert_null (note);
  surface = read_png (png);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 640);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 680);
  cairo_surface_destroy (surface);
}

/* A strip of a deep network. */
static CndScene *
make_long_scene (double width, double height)
{
  g_autoptr (CndSceneBuilder) builder = cnd_scene_builder_new (CND_THEME_LIGHT);

  cnd_scene_builder_add_rect (builder, "outline", (CndRect){ 0, 0, width, height }, 0, CND_INK_BOX, CND_INK_BOX_LINE, 1);
  return cnd_scene_builder_seal (builder, (CndRect){ 0, 0, width, height }, "Long", NULL, NULL, (CndPoint){ 0, 0 });
}

static void
test_large_png (void)
{
  g_autoptr (CndScene) scene = make_long_scene (100, 40000);
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GBytes) png = cnd_paint_write (scene, CND_FORMAT_PNG, 2, &note, &error);
  cairo_surface_t *surface;

  g_assert_no_error (error);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "32,766"));
  g_assert_nonnull (strstr (note, "41.0 %"));
  surface = read_png (png);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 32766);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 82);
  cairo_surface_destroy (surface);
}

static void
test_large_pdf (void)
{
  g_autoptr (CndScene) scene = make_long_scene (100, 40000);
  g_autofree char *note = NULL;
  g_autoptr (GBytes) pdf = cnd_paint_write (scene, CND_FORMAT_PDF, 1, &note, NULL);

  g_assert_nonnull (pdf);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "14,400"));
}

static void
test_same (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_PRINT, HAND_MADE_WHOLE);

  for (CndFormat format = CND_FORMAT_SVG; format <= CND_FORMAT_PDF; format++)
    {
      g_autoptr (GBytes) one = cnd_paint_write (scene, format, 1, NULL, NULL), other = cnd_paint_write (scene, format, 1, NULL, NULL);
      g_assert_nonnull (one);
      g_assert_true (g_bytes_equal (one, other));
    }
}

/* The words of a PDF can be found in it: by the tool of its viewers, where that is there. */
static void
test_pdf_text (void)
{
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  g_autoptr (GBytes) pdf = cnd_paint_write (scene, CND_FORMAT_PDF, 1, NULL, NULL);
  g_autofree char *file = g_test_build_filename (G_TEST_BUILT, "words.pdf", NULL);
  const char *command[] = { "pdftotext", file, "-", NULL };
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (g_strstr_len (g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), "CreationDate"));
  if (tool == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_file_set_contents (file, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &words, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (words, "64×112×112"));
  g_assert_nonnull (strstr (words, "a <b> & \"c\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/write/the-ending-is-the-format", test_formats);
  g_test_add_func ("/paint/write/png-has-its-scale", test_png);
  g_test_add_func ("/paint/write/too-large-a-png-is-scaled-down-with-a-note", test_large_png);
  g_test_add_func ("/paint/write/too-large-a-page-is-scaled-down-with-a-note", test_large_pdf);
  g_test_add_func ("/paint/write/same-again", test_same);
  g_test_add_func ("/paint/write/pdf-keeps-its-words", test_pdf_text);
  return g_test_run ();
}
