/* Inside the room paint: texts as both the meter and the painter see them. */
#pragma once

#include <pango/pangocairo.h>

#include "paint/paint.h"

G_BEGIN_DECLS

/* A context whose glyphs are where the outlines say, at every zoom: no hinting, no rounding. It must not change as long as
 * it has layouts (they would follow), so there is one a direction. */
PangoContext *cnd_paint_create_context (gboolean rtl) G_GNUC_WARN_UNUSED_RESULT;
/* One line of text. */
PangoLayout *cnd_paint_create_layout (PangoContext *context, const char *text, double size, gboolean bold) G_GNUC_WARN_UNUSED_RESULT;
/* Width in units. */
double cnd_paint_get_layout_width (PangoLayout *layout);

/* The language of a text by its script, for the choice of letter forms: "fa", "he", or NULL. */
const char *cnd_paint_guess_language (const char *text);

/* Appends with two decimals at most, and none where they are zero. */
void cnd_paint_append_number (GString *string, double value);
/* Appends text for an XML element or attribute. */
void cnd_paint_append_escaped (GString *string, const char *text);

/* ---- Cells: what taps are from afar --------------------------------------------------- */

/* Puts neighbours of one colour together, on whole pixels: no seams, and few things to fill. */
typedef struct
{
  cairo_t *cairo;
  CndRect rect;     /* in device space; of negative width: nothing is waiting */
  CndColor color;
} CndTapMap;

void cnd_tap_map_init (CndTapMap *map, cairo_t *cairo);
void cnd_tap_map_add (CndTapMap *map, const CndItem *tap, double opacity);
/* Draws what is waiting. */
void cnd_tap_map_flush (CndTapMap *map);

G_END_DECLS
