/* Inside the room scene (and for its tests): making item lists. A builder collects items, keeps their strings and paths, and
 * is sealed into an immutable scene. */
#pragma once

#include "scene/scene.h"

G_BEGIN_DECLS

/* ---- Style by theme ----------------------------------------------------------------- */

typedef struct
{
  double box_line, learned_line, edge_line, lane_line, frame_line; /* widths */
  double frame_dash[2];
  gboolean hatch; /* categories by hatching instead of by colour */
} CndThemeStyle;

const CndThemeStyle *cnd_scene_get_theme_style (CndTheme theme);

/* Of text on a step of a scale. */
CndInk cnd_scene_get_ink_on (CndTheme theme, CndInk step);
/* scale.c: the inks from CND_INK_VALUE upward. */
const char *cnd_scale_get_name (CndInk ink);
CndColor cnd_scale_get_color (CndTheme theme, CndInk ink);

/* ---- Builder ------------------------------------------------------------------------ */

typedef struct _CndSceneBuilder CndSceneBuilder;

CndSceneBuilder *cnd_scene_builder_new (CndTheme theme) G_GNUC_WARN_UNUSED_RESULT;
void cnd_scene_builder_free (CndSceneBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndSceneBuilder, cnd_scene_builder_free)
CndTheme cnd_scene_builder_get_theme (const CndSceneBuilder *builder);

/* A copy that lives as long as the scene. */
const char *cnd_scene_builder_intern (CndSceneBuilder *builder, const char *text);
/* Pairs of names and values for CndItem.data; values are interned, names are not. NULL-terminated. */
const char *const *cnd_scene_builder_intern_data (CndSceneBuilder *builder, const char *const *pairs);

/* The first item, if there is one: it covers the bounds, which are known when the scene is sealed. */
void cnd_scene_builder_add_background (CndSceneBuilder *builder);
/* Opens and closes groups. The returned item is writable until the next call; its extent is filled in by the end.
 * @css_class and @id: not copied; NULL for none. A group with a role is drawn and found as one thing; one without only holds others. */
CndItem *cnd_scene_builder_begin (CndSceneBuilder *builder, CndRole role, const char *css_class, const char *id);
void cnd_scene_builder_end_group (CndSceneBuilder *builder);

CndItem *cnd_scene_builder_add_rect (CndSceneBuilder *builder, const char *css_class, CndRect rect, double radius,
                                     CndInk fill, CndInk stroke, double stroke_width);
CndItem *cnd_scene_builder_add_circle (CndSceneBuilder *builder, const char *css_class, CndPoint centre, double radius,
                                       CndInk fill, CndInk stroke, double stroke_width);
/* A dot of role TAP, inside a group with a role. */
CndItem *cnd_scene_builder_add_tap (CndSceneBuilder *builder, CndPoint centre, double radius, CndRect cell, double share);
void cnd_scene_builder_set_tap_pitch (CndSceneBuilder *builder, double pitch);
/* @text: not copied, clean (see cnd_scene_clean_text()). @width: as measured. */
CndItem *cnd_scene_builder_add_text (CndSceneBuilder *builder, const char *css_class, const char *text, double size, gboolean bold,
                                     CndPoint anchor, CndAlign align, double width, CndInk ink);

/* @pixels: (transfer full): as in CndItem */
CndItem *cnd_scene_builder_add_image (CndSceneBuilder *builder, const char *css_class, CndRect rect, guint32 *pixels,
                                      guint n_columns, guint n_rows);

/* Elements of the next path; add_path takes all of them. */
void cnd_scene_builder_move_to (CndSceneBuilder *builder, double x, double y);
void cnd_scene_builder_line_to (CndSceneBuilder *builder, double x, double y);
void cnd_scene_builder_curve_to (CndSceneBuilder *builder, double x1, double y1, double x2, double y2, double x, double y);
void cnd_scene_builder_close (CndSceneBuilder *builder);
CndItem *cnd_scene_builder_add_path (CndSceneBuilder *builder, const char *css_class, CndInk fill, CndInk stroke, double stroke_width);

/* What has been drawn so far. */
CndRect cnd_scene_builder_get_extent (const CndSceneBuilder *builder);

/**
 * cnd_scene_builder_seal:
 * @layout: (transfer full) (nullable)
 * @origin: of @layout
 *
 * Returns: (transfer full): the scene; @builder is empty after that and may only be freed
 */
CndScene *cnd_scene_builder_seal (CndSceneBuilder *builder, CndRect bounds, const char *title, const char *description,
                                  CndLayout *layout, CndPoint origin) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Rectangles --------------------------------------------------------------------- */

gboolean cnd_rect_contains (CndRect rect, CndPoint point);
gboolean cnd_rect_touches (CndRect a, CndRect b);
CndRect cnd_rect_unite (CndRect a, CndRect b); /* one of negative width is nothing */
#define CND_RECT_NOTHING ((CndRect){ 0, 0, -1, -1 })

/* ---- Index: chunks of the item list by place ---------------------------------------- */

/* A range of items that is drawn and found as one. */
typedef struct
{
  guint first, end;
  CndRect rect;
} CndChunk;

typedef struct _CndChunkIndex CndChunkIndex;
CndChunkIndex *cnd_chunk_index_new (const CndChunk *chunks, guint n_chunks) G_GNUC_WARN_UNUSED_RESULT;
void cnd_chunk_index_free (CndChunkIndex *index);
/* Calls @func for each chunk that touches @area, in order (or from the last to the first), until it returns FALSE. */
void cnd_chunk_index_foreach (const CndChunkIndex *index, CndRect area, gboolean backward, gboolean (*func) (guint chunk, gpointer data),
                              gpointer data);

/* ---- Texts -------------------------------------------------------------------------- */

/* Drops control characters, replaces what is not UTF-8, makes one blank of several.
 * Returns: (transfer full) */
char *cnd_scene_clean_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the first letter with a direction, or mark (U+200E, U+200F) in its place, is right-to-left: what is isolated in
 * the text does not count. */
gboolean cnd_scene_is_rtl (const char *text);
/* Returns: (transfer full): something that may be an XML id: @prefix, and @id with what is not allowed in it written as _xHEX_ */
char *cnd_scene_make_id (const char *prefix, const char *id) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): what a box says of its layer: "3×3/2, 64" */
char *cnd_scene_format_attributes (const CndNetwork *network, const CndLayer *layer, CndNumberStyle numbers) G_GNUC_WARN_UNUSED_RESULT;

/* The measuring function with its data, and what was measured already. */
typedef struct
{
  CndMeasureText measure;
  gpointer data;
  GHashTable *widths[2]; /* at size 1, regular and bold */
} CndRuler;

void cnd_ruler_init (CndRuler *ruler, CndMeasureText measure, gpointer data);
void cnd_ruler_clear (CndRuler *ruler);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndRuler, cnd_ruler_clear)
double cnd_ruler_measure (CndRuler *ruler, const char *text, double size, gboolean bold);
/* Returns: (transfer full): @text, shortened with … to what fits in @width */
char *cnd_ruler_fit (CndRuler *ruler, const char *text, double size, gboolean bold, double width) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
