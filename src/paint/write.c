/* Whole files: which format a name asks for, and a scene as the bytes of an SVG, PNG or PDF file. */
#include "config.h"

#include "paint/paint-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_SIDE_PX 32767.0    /* cairo's images are not larger */
#define MAX_AREA_PX 134217728.0 /* 512 MiB of pixels */
#define MAX_SIDE_PT 14400.0    /* readers of PDF show no larger pages */
#define POINTS_A_UNIT 0.75     /* 96 units an inch, 72 points an inch */

static const struct
{
  const char *ending;
  CndFormat format;
} formats[] = { { ".svg", CND_FORMAT_SVG }, { ".png", CND_FORMAT_PNG }, { ".pdf", CND_FORMAT_PDF } };

gboolean
cnd_paint_parse_format (const char *path, CndFormat *format, GError **error)
{
  g_return_val_if_fail (path != NULL && format != NULL, FALSE);

  gsize length = strlen (path);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      gsize ending = strlen (formats[i].ending);
      if (length > ending && g_ascii_strcasecmp (path + length - ending, formats[i].ending) == 0)
        {
          *format = formats[i].format;
          return TRUE;
        }
    }

  g_autofree char *name = g_filename_display_name (path);
  CndProblem problem = { .found = name, .expected = ".svg, .png, .pdf",
                         .hint = _("Let the name end in one of them.") };
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("The file’s name does not say in which format to draw"));
  return FALSE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
check_status (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_WRITE, NULL, _("The picture could not be drawn: %s"), cairo_status_to_string (status));
  return FALSE;
}

static void
paint_all (const CndScene *scene, cairo_t *cairo, double scale, double detail)
{
  CndRect bounds = cnd_scene_get_bounds (scene);

  cairo_scale (cairo, scale, scale);
  cairo_translate (cairo, -bounds.x, -bounds.y);
  cnd_paint_scene (scene, cairo, bounds, detail);
}

/* The largest scale up to @scale at which the picture is allowed. */
static double
fit_png (CndRect bounds, double scale)
{
  scale = MIN (scale, (MAX_SIDE_PX - 1) / MAX (bounds.width, bounds.height));
  return MIN (scale, sqrt (MAX_AREA_PX / (bounds.width * bounds.height)));
}

static char *
make_note (CndRect bounds, double wanted, double got, const char *unit_format)
{
  g_autofree char *width = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, (guint64) ceil (bounds.width * got));
  g_autofree char *height = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, (guint64) ceil (bounds.height * got));
  /* two digits that tell something: 42.3, 0.71, 0.0035 */
  double share = 100 * got / wanted;
  guint decimals = share >= 1 ? 1 : (guint) MIN (1 - floor (log10 (MAX (share, 1e-9))), 10);
  g_autofree char *percent = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, share, decimals);

  return g_strdup_printf (unit_format, percent, width, height);
}

static GBytes *
write_png (const CndScene *scene, double wanted, char **note, GError **error)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  double scale = fit_png (bounds, wanted);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX (1, (int) ceil (bounds.width * scale)),
                                                         MAX (1, (int) ceil (bounds.height * scale)));
  CndColor background = cnd_scene_get_background (scene);
  cairo_t *cairo = cairo_create (surface);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status;

  cairo_set_source_rgb (cairo, background.red, background.green, background.blue);
  cairo_paint (cairo);
  paint_all (scene, cairo, scale, scale);
  status = cairo_status (cairo);
  cairo_destroy (cairo);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_destroy (surface);
  if (!check_status (status, error))
    return NULL;
  if (scale < wanted && note != NULL)
    /* Translators: percent, width and height of a picture that would have been too large */
    *note = make_note (bounds, wanted, scale, _("The picture was scaled down to %s %% (%s × %s pixels), the largest that fits a PNG image."));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* cairo notes the time of writing; the same scene shall give the same file. The entry is blanked out, so that the
 * places that the file's table lists stay where they are. */
static void
drop_creation_date (GByteArray *bytes)
{
  static const char key[] = "/CreationDate (";
  gsize length = sizeof key - 1;

  for (guint i = bytes->len; i-- > 0;)
    if (i + length < bytes->len && memcmp (bytes->data + i, key, length) == 0)
      {
        while (i < bytes->len && bytes->data[i] != ')')
          bytes->data[i++] = ' ';
        if (i < bytes->len)
          bytes->data[i] = ' ';
        return;
      }
}

static void
set_metadata (cairo_surface_t *surface, const CndScene *scene)
{
  if (cnd_scene_get_title (scene) != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, cnd_scene_get_title (scene));
  if (cnd_scene_get_description (scene) != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, cnd_scene_get_description (scene));
}

/* Takes all three; NULL when something went wrong. */
static GBytes *
finish_pdf (cairo_t *cairo, cairo_surface_t *surface, GByteArray *written, GError **error)
{
  g_autoptr (GByteArray) bytes = written;
  cairo_status_t status = cairo_status (cairo);

  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (!check_status (status, error))
    return NULL;
  drop_creation_date (bytes);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* Paper has all the detail there is. */
#define PAPER_DETAIL 64
#define PAGE_MARGIN_PT 30.0

static GBytes *
write_pdf (const CndScene *scene, char **note, GError **error)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  double scale = MIN (POINTS_A_UNIT, MAX_SIDE_PT / MAX (bounds.width, bounds.height));
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, bounds.width * scale, bounds.height * scale);
  CndColor background = cnd_scene_get_background (scene);
  cairo_t *cairo = cairo_create (surface);

  set_metadata (surface, scene);
  cairo_set_source_rgb (cairo, background.red, background.green, background.blue);
  cairo_paint (cairo);
  paint_all (scene, cairo, scale, PAPER_DETAIL);
  if (scale < POINTS_A_UNIT && note != NULL)
    /* Translators: percent, width and height of a page that would have been too large */
    *note = make_note (bounds, POINTS_A_UNIT, scale, _("The page was scaled down to %s %% (%s × %s points), the largest that PDF readers show."));
  return finish_pdf (cairo, surface, bytes, error);
}

GBytes *
cnd_paint_write_pages (const GPtrArray *scenes, GError **error)
{
  const double width = CND_PAGE_WIDTH * POINTS_A_UNIT, height = CND_PAGE_HEIGHT * POINTS_A_UNIT;
  GByteArray *bytes;
  cairo_surface_t *surface;
  cairo_t *cairo;

  g_return_val_if_fail (scenes != NULL && scenes->len > 0, NULL);
  bytes = g_byte_array_new ();
  surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);
  cairo = cairo_create (surface);
  set_metadata (surface, g_ptr_array_index (scenes, 0));
  for (guint i = 0; i < scenes->len; i++)
    {
      const CndScene *scene = g_ptr_array_index (scenes, i);
      CndRect bounds = cnd_scene_get_bounds (scene);
      gboolean is_page = bounds.width == CND_PAGE_WIDTH && bounds.height == CND_PAGE_HEIGHT;
      double margin = is_page ? 0 : PAGE_MARGIN_PT;
      double scale = MIN (POINTS_A_UNIT, MIN ((width - 2 * margin) / bounds.width, (height - 2 * margin) / bounds.height));

      cairo_save (cairo);
      cairo_translate (cairo, (width - bounds.width * scale) / 2, (height - bounds.height * scale) / 2);
      paint_all (scene, cairo, scale, PAPER_DETAIL);
      cairo_restore (cairo);
      cairo_show_page (cairo);
    }
  return finish_pdf (cairo, surface, bytes, error);
}

GBytes *
cnd_paint_write (const CndScene *scene, CndFormat format, double scale, char **note, GError **error)
{
  CndRect bounds = cnd_scene_get_bounds (scene);

  g_return_val_if_fail (scale > 0 && bounds.width > 0 && bounds.height > 0, NULL);
  if (note != NULL)
    *note = NULL;
  switch (format)
    {
    case CND_FORMAT_SVG:
      return cnd_paint_write_svg (scene);
    case CND_FORMAT_PNG:
      return write_png (scene, scale, note, error);
    case CND_FORMAT_PDF:
      return write_pdf (scene, note, error);
    default:
      g_return_val_if_reached (NULL);
    }
}
