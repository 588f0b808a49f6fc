/* What the pictures other than the graph share: a builder with a ruler, texts, hatching, a legend of values. */
#pragma once

#include "scene/scene-private.h"

G_BEGIN_DECLS

#define CND_DRAWING_MARGIN 28.0
#define CND_PANE_MARGIN 16.0 /* of a picture made for a pane of a window */
#define CND_TITLE_SIZE 24.0
#define CND_TEXT_SIZE 16.0
#define CND_SMALL_SIZE 14.0
#define CND_TINY_SIZE 12.0

typedef struct
{
  CndSceneBuilder *builder;
  const CndThemeStyle *style;
  CndTheme theme;
  CndNumberStyle numbers;
  CndRuler ruler;
  double margin; /* below and to the right */
} CndDrawing;

void cnd_drawing_init (CndDrawing *drawing, CndTheme theme, CndNumberStyle numbers, CndMeasureText measure, gpointer data);
void cnd_drawing_clear (CndDrawing *drawing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndDrawing, cnd_drawing_clear)

/* Cleans, copies, measures and places a text; returns its width. */
double cnd_drawing_put (CndDrawing *drawing, const char *css_class, const char *text, double size, gboolean bold, double x, double y,
                        CndAlign align, CndInk ink);
/* The same, shortened to @width. */
double cnd_drawing_put_within (CndDrawing *drawing, const char *css_class, const char *text, double size, gboolean bold, double x, double y,
                               CndAlign align, CndInk ink, double width);
/* The same in several lines; returns the baseline of the last one. */
double cnd_drawing_put_lines (CndDrawing *drawing, const char *css_class, const char *text, double size, double x, double y, CndInk ink,
                              double width);
double cnd_drawing_put_bold_lines (CndDrawing *drawing, const char *css_class, const char *text, double size, double x, double y, CndInk ink,
                                   double width);
void cnd_drawing_add_line (CndDrawing *drawing, const char *css_class, double x1, double y1, double x2, double y2, CndInk ink, double width);
void cnd_drawing_add_dashed_line (CndDrawing *drawing, const char *css_class, double x1, double y1, double x2, double y2, CndInk ink,
                                  double width);
/* A stroke across a cell, into the path being made. */
void cnd_drawing_hatch_cell (CndDrawing *drawing, CndRect cell);
/* Seals; everything drawn so far, with a margin, is in it. */
CndScene *cnd_drawing_seal (CndDrawing *drawing, const char *title, const char *description) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): a number with enough decimals for one of size @limit: "0.31" */
char *cnd_drawing_format_value (CndNumberStyle style, double value, double limit) G_GNUC_WARN_UNUSED_RESULT;
char *cnd_drawing_format_percent (CndNumberStyle style, double fraction) G_GNUC_WARN_UNUSED_RESULT; /* "13.2 %" */
/* Steps of an axis: 1, 2 or 5 times a power of ten, so that about @n of them fit @span. */
double cnd_drawing_choose_step (double span, guint n);

G_END_DECLS
