/* One model as a small picture with its figures. */
#include "config.h"

#include "thumbnail-private.h"

#include "document-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARGIN 0.06 /* of the width, on each side */
#define MAX_BOXES 160 /* more could not be told apart */

CndThumbnail *
cnd_thumbnail_ref (CndThumbnail *thumbnail)
{
  g_atomic_ref_count_inc (&thumbnail->refs);
  return thumbnail;
}

void
cnd_thumbnail_unref (CndThumbnail *thumbnail)
{
  if (!g_atomic_ref_count_dec (&thumbnail->refs))
    return;
  g_bytes_unref (thumbnail->pixels);
  g_free (thumbnail->name);
  g_free (thumbnail);
}

/* ---- Drawing ------------------------------------------------------------------------ */

static void
free_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

/* The whole scene in the middle; blank paper when there is no memory for it. */
static GBytes *
paint_small (const CndScene *scene, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);
  CndRect bounds = cnd_scene_get_bounds (scene);
  CndViewport viewport = { .scale = 1, .width = width, .height = height };

  cnd_viewport_fit (&viewport, bounds, width * MARGIN, CND_MAX_SCALE);
  cairo_scale (cairo, viewport.scale, viewport.scale);
  cairo_translate (cairo, -viewport.origin.x, -viewport.origin.y);
  cnd_paint_scene (scene, cairo, bounds, viewport.scale);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) width * height * 4, free_surface, surface);
}

/* Blocks as they open at first, or fewer of them where boxes would be too small to see. */
static CndView *
make_view (CndNetwork *network)
{
  CndView *view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);

  for (guint depth = 3; depth-- > 0;)
    {
      guint n_nodes;

      cnd_view_get_nodes (view, &n_nodes);
      if (n_nodes <= MAX_BOXES)
        break;
      cnd_view_unref (view);
      view = cnd_layout_view_new (network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (depth));
    }
  return view;
}

/* No words: they could not be read. In columns that fill the picture. */
static CndScene *
make_scene (CndReport *report, CndTheme theme, double aspect)
{
  CndNetwork *network = cnd_report_get_network (report);
  CndSceneOptions options = cnd_scene_default_options;
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (CndView) view = make_view (network);

  options.theme = theme;
  options.fold_aspect = aspect;
  options.show_legend = options.show_title = FALSE;
  options.show_counts = CND_SHOW_NO_COUNTS;
  return cnd_scene_new_graph (view, report, &options, cnd_paint_measure_text, meter);
}

static CndThumbnail *
thumbnail_new (const CndScene *scene, int width, int height)
{
  CndThumbnail *thumbnail = g_new0 (CndThumbnail, 1);

  g_atomic_ref_count_init (&thumbnail->refs);
  thumbnail->pixels = paint_small (scene, width, height);
  thumbnail->width = width;
  thumbnail->height = height;
  thumbnail->test_error = NAN;
  return thumbnail;
}

/* The matrix of a layer with some history, as the training left it. */
static CndThumbnail *
draw_run (const char *path, CndTheme theme, int width, int height, GError **error)
{
  g_autoptr (CndRecording) recording = cnd_recording_load (path, error);
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (CndMatrix) matrix = NULL;
  g_autoptr (CndScene) scene = NULL;
  CndMatrixOptions options = cnd_scene_default_matrix_options;
  const CndRecordedLayer *layers;
  const CndRecordedEpoch *epochs;
  CndThumbnail *thumbnail;
  guint n, n_epochs;

  if (recording == NULL)
    return NULL;
  layers = cnd_recording_get_shown_layers (recording, &n);
  if (n == 0)
    {
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("The run has no layer that can be shown"));
      return NULL;
    }
  options.theme = theme;
  options.show_title = options.show_legend = FALSE;
  matrix = cnd_matrix_new_recorded (recording, n / 3, cnd_recording_get_end (recording));
  scene = cnd_scene_new_matrix (matrix, &options, cnd_paint_measure_text, meter);
  thumbnail = thumbnail_new (scene, width, height);
  epochs = cnd_recording_get_epochs (recording, &n_epochs);
  thumbnail->is_run = TRUE;
  thumbnail->name = cnd_network_dup_name (cnd_recording_get_network (recording));
  thumbnail->condensation = cnd_recording_get_condensation (recording);
  thumbnail->groups = layers[n / 3].shape.groups;
  thumbnail->n_epochs = n_epochs;
  if (n_epochs > 0)
    thumbnail->test_error = epochs[n_epochs - 1].test_error;
  return thumbnail;
}

CndThumbnail *
cnd_thumbnail_draw (const char *open_name, CndTheme theme, int width, int height, GCancellable *cancellable, GError **error)
{
  g_autofree char *preset_id = NULL;
  g_autofree char *path = cnd_formats_split_name (open_name, &preset_id);
  g_autoptr (CndArchitecture) architecture = NULL;
  g_autoptr (CndMoment) moment = NULL;
  g_auto (CndPicture) picture = { NULL };
  g_autoptr (CndScene) scene = NULL;
  CndThumbnail *thumbnail;
  gint preset = -1;

  if (g_str_has_suffix (open_name, ".safetensors"))
    return draw_run (open_name, theme, width, height, error);
  architecture = cnd_formats_load_model (path, cancellable, error);
  if (!architecture)
    return NULL;
  if (preset_id && (preset = cnd_architecture_find_preset (architecture, preset_id, error)) < 0)
    return NULL;
  moment = cnd_moment_new_first (architecture, preset);
  if (!cnd_picture_count (&picture, architecture, NULL, moment, CND_CONVENTION_DEFAULT, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  scene = make_scene (picture.report, theme, (double) width / height);
  thumbnail = thumbnail_new (scene, width, height);
  thumbnail->name = cnd_network_dup_name (picture.network);
  thumbnail->parameters = cnd_report_get_total (picture.report)->parameters;
  thumbnail->macs = cnd_report_get_total (picture.report)->macs;
  return thumbnail;
}
