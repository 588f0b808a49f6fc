/* paint: writes a scene down: onto a cairo_t (screen, PNG, PDF) and as a semantic SVG document. Both from the same items; a test
 * holds them against each other. Decides nothing that the scene has decided. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "scene/scene.h"

G_BEGIN_DECLS

/* Measures with Pango, in the font family that both writers name. Keep one for many texts: it caches. One thread. */
typedef struct _CndTextMeter CndTextMeter;
CndTextMeter *cnd_paint_text_meter_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cnd_text_meter_free (CndTextMeter *meter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndTextMeter, cnd_text_meter_free)
/* A CndMeasureText; @meter is its data. */
double cnd_paint_measure_text (const char *text, double size, gboolean bold, gpointer meter);

/* The CSS font-family list of all text: Vazirmatn before Noto Sans Arabic before sans-serif for Persian. */
const char *cnd_paint_get_font_family (void);

/* Keeps shaped texts from one call to the next: for who paints often (tiles of a canvas). One thread. */
typedef struct _CndPainter CndPainter;
CndPainter *cnd_paint_painter_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cnd_painter_free (CndPainter *painter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndPainter, cnd_painter_free)
/* As cnd_paint_scene(). */
void cnd_painter_paint (CndPainter *painter, const CndScene *scene, cairo_t *cairo, CndRect area, double scale);

/* Only the group that begins at @item, with what is in it. */
void cnd_painter_paint_group (CndPainter *painter, const CndScene *scene, cairo_t *cairo, guint item, double scale);

/**
 * cnd_paint_scene:
 * @cairo: already scaled and translated to scene units; saved and restored
 * @area: what must be drawn, in scene units (items outside are skipped)
 * @scale: device pixels a unit, for the level of detail: text too small to read is left out, lines stay thick
 *   enough to be seen
 */
void cnd_paint_scene (const CndScene *scene, cairo_t *cairo, CndRect area, double scale);

typedef enum { CND_FORMAT_SVG, CND_FORMAT_PNG, CND_FORMAT_PDF } CndFormat;

/* By the ending of a file's name. */
gboolean cnd_paint_parse_format (const char *path, CndFormat *format, GError **error);

/* Returns: (transfer full): an SVG document, valid XML, byte-identical for the same scene; no script, real text */
GBytes *cnd_paint_write_svg (const CndScene *scene) G_GNUC_WARN_UNUSED_RESULT;
/* The same, with the dark theme's colours for viewers that prefer a dark scheme. @scene: of the light theme */
GBytes *cnd_paint_write_svg_adaptive (const CndScene *scene) G_GNUC_WARN_UNUSED_RESULT;
/* The same with the scene's frames as CSS keyframes, for viewers whose users have nothing against motion: once, or again and
 * again. No script; what knows no animation shows the still picture. */
GBytes *cnd_paint_write_svg_animated (const CndScene *scene, gboolean loop) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_paint_write:
 * @scale: pixels a unit (PNG); 1 for the others
 * @note: (out) (optional) (transfer full): what was done differently, in a translated sentence (scaled down to fit), or NULL
 *
 * Returns: (transfer full) (nullable): the file's bytes
 */
GBytes *cnd_paint_write (const CndScene *scene, CndFormat format, double scale, char **note, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A PDF of A4 pages (CND_PAGE_WIDTH × CND_PAGE_HEIGHT), a scene each; one of another size is made smaller where it must be, and
 * stands in the middle. @scenes: (element-type CndScene), one at least. Returns: (transfer full) (nullable) */
GBytes *cnd_paint_write_pages (const GPtrArray *scenes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
