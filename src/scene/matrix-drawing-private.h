/* The parts of a matrix's picture. */
#pragma once

#include "scene/matrix-private.h"

G_BEGIN_DECLS

typedef struct
{
  CndDrawing base;
  const CndMatrix *matrix;
  const CndMatrixPlan *plan;
  const CndMatrixOptions *options;
  CndShade shade;       /* what it can be */
  gboolean steady;      /* not on the way from one order to another */
  const CndMatrix *after; /* (nullable): the layer after the next condensing */
  const guint8 *next;   /* (nullable): what the next condensing would take */
} CndMatrixDrawing;

/* Title, state and legend above the grid. */
void cnd_matrix_draw_head (CndMatrixDrawing *drawing);
/* @width: of the picture, where its notes end */
void cnd_matrix_draw_legend (CndMatrixDrawing *drawing, double x, double y, double width);
void cnd_matrix_draw_cells (CndMatrixDrawing *drawing);
/* A frame around the group's cells of the input, where the next condensing would drop it: each by itself where rows take turns. */
void cnd_matrix_frame_next (CndMatrixDrawing *drawing, guint group, guint input);
/* Names of groups and numbers of rows beside the grid. */
void cnd_matrix_draw_sides (CndMatrixDrawing *drawing);
/* Of the bar of sources below the grid. */
#define CND_MATRIX_SOURCES_HEIGHT 24.0
double cnd_matrix_plan_get_sources_y (const CndMatrixPlan *plan);
/* Numbers of inputs, readers and sources below the grid; returns where it ends. */
double cnd_matrix_draw_foot (CndMatrixDrawing *drawing, double y);
/* The bar of sources, @height high. */
void cnd_matrix_name_sources (CndMatrixDrawing *drawing, double x, double y, double height);
void cnd_matrix_draw_sources (CndMatrixDrawing *drawing, double y, double height);
/* Packed order: index list (from the plan's top to its grid) and shuffle, as lines. */
void cnd_matrix_draw_index (CndMatrixDrawing *drawing);
void cnd_matrix_name_index (CndMatrixDrawing *drawing, double x);
void cnd_matrix_draw_shuffle (CndMatrixDrawing *drawing);
/* Importance to one group, sorted, from @y to @end (0: as high as it is by itself); returns where it ends. */
double cnd_matrix_draw_importance (CndMatrixDrawing *drawing, double y, double end);
/* matrix-spot.c: what labels beside (@rows: those of rows) and below the grid name. */
CndMatrixSpot cnd_matrix_plan_locate_side (const CndMatrixPlan *plan, double y, gboolean rows);
CndMatrixSpot cnd_matrix_plan_locate_foot (const CndMatrixPlan *plan, double x, gboolean sources);
/* Returns: (transfer full): "3 inputs are read by no group (12, 29, 47), …" */
char *cnd_matrix_format_readers (const CndMatrix *matrix, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
char *cnd_matrix_format_state (const CndMatrix *matrix, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
