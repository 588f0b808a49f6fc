/* What the export dialogs show. */
#include "scene-preview-private.h"

#define MARGIN 16

void
cnd_scene_preview_draw (CndScene *scene, cairo_t *cairo, int width, int height)
{
  CndViewport viewport = { .scale = 1, .width = width, .height = height };
  CndRect bounds;

  if (scene == NULL)
    return;
  bounds = cnd_scene_get_bounds (scene);
  cnd_viewport_fit (&viewport, bounds, MARGIN, 2);
  cairo_scale (cairo, viewport.scale, viewport.scale);
  cairo_translate (cairo, -viewport.origin.x, -viewport.origin.y);
  cairo_rectangle (cairo, bounds.x, bounds.y, bounds.width, bounds.height);
  cairo_clip (cairo);
  cnd_paint_scene (scene, cairo, bounds, viewport.scale);
}

void
cnd_scene_preview_show_size (CndScene *scene, GtkLabel *label, CndFormat format, CndNumberStyle style)
{
  double scale = format == CND_FORMAT_PNG ? CND_PREVIEW_PNG_SCALE : 1;
  CndRect bounds = scene != NULL ? cnd_scene_get_bounds (scene) : (CndRect){ 0 };
  const gint64 sizes[] = { (gint64) (bounds.width * scale + 0.5), (gint64) (bounds.height * scale + 0.5) };
  g_autofree char *text = cnd_base_format_sizes (style, sizes, 2);

  gtk_label_set_label (label, scene != NULL ? text : "");
}
