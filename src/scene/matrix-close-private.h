/* A matrix for a screen: what its cells and its edges share. */
#pragma once

#include "scene/matrix-drawing-private.h"

G_BEGIN_DECLS

#define CND_CLOSE_LEFT 138.0         /* for groups' names and rows' numbers */
#define CND_CLOSE_WIDE 940.0         /* a screen where title and legend stand side by side */
#define CND_CLOSE_INDEX_HEIGHT 132.0 /* packed order: for the index list */
#define CND_CLOSE_SHUFFLE_WIDTH 176.0
#define CND_CLOSE_FOOT 74.0          /* below the grid: numbers, readers, sources */

typedef struct
{
  CndMatrixDrawing matrix; /* its plan is in pixels */
  CndRect screen, inside;
  CndPoint edges;          /* labels stand left of x, and below y */
  GArray *rows;            /* in sight: guint */
} CndClose;

gboolean cnd_close_sees_column (const CndClose *close, double x);
/* From the lower end of the grid. */
double cnd_close_get_sources_y (const CndMatrix *matrix);
void cnd_close_draw_edges (CndClose *close);

G_END_DECLS
