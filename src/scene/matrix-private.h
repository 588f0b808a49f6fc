/* A layer's connections, and how the pictures of them are drawn: shared by the files about matrices and diagrams. */
#pragma once

#include "scene/drawing-private.h"

G_BEGIN_DECLS

struct _CndMatrix
{
  gatomicrefcount refs;
  CndNetwork *network;
  guint layer;
  guint outputs, inputs, groups, condensation, area;
  guint kernel[2];
  gboolean learned;       /* rows of a group are interleaved; each group reads what it likes */
  float *weights;         /* outputs × (learned: inputs, else inputs / groups): sums over the area; NULL: none */
  float *magnitudes;      /* the same of absolute values; NULL where |weights| is the same */
  guint8 *mask;           /* groups × inputs; NULL: nothing is pruned */
  float *importance;      /* groups × inputs; NULL: none */
  double weight_limit, importance_limit;
  guint stage;            /* the highest one that fell */
  guint *readers;         /* one an input */
  GArray *sources;        /* CndSource */
  GStringChunk *strings;
  gboolean has_moment;
  gboolean before_snapshot; /* nothing was recorded yet */
  CndPosition position;
  guint64 n_steps, weights_step;
};

static inline gboolean
cnd_matrix_reads (const CndMatrix *matrix, guint group, guint input)
{
  if (matrix->learned)
    return matrix->mask == NULL || matrix->mask[(gsize) group * matrix->inputs + input] == 0;
  return input / (matrix->inputs / matrix->groups) == group;
}

/* As cnd_matrix_new_recorded(), but without weights and importance. */
CndMatrix *cnd_matrix_new_mask (const CndRecording *recording, guint learned, CndPosition position) G_GNUC_WARN_UNUSED_RESULT;
/* Of a cell that is read. */
double cnd_matrix_get_weight (const CndMatrix *matrix, guint output, guint input);
double cnd_matrix_get_magnitude (const CndMatrix *matrix, guint output, guint input);
/* What @shade can be with what there is. */
CndShade cnd_matrix_choose_shade (const CndMatrix *matrix, CndShade shade);
/* Colour of a cell; CND_INK_NONE: pruned, to be hatched, or absent. */
CndInk cnd_matrix_get_ink (const CndMatrix *matrix, CndShade shade, guint output, guint input);
/* Row @k of group @group. */
guint cnd_matrix_get_row (const CndMatrix *matrix, guint group, guint k);
/* Whether packed order is another one. */
gboolean cnd_matrix_is_packable (const CndMatrix *matrix);
/* Which inputs the next condensing would take from each group: groups × inputs flags; NULL when there is none.
 * Returns: (transfer full) (nullable) */
guint8 *cnd_matrix_predict (const CndMatrix *matrix) G_GNUC_WARN_UNUSED_RESULT;

struct _CndMatrixPlan
{
  const CndMatrix *matrix;
  CndOrder order;
  double cell_width, cell_height;
  double *row_y;       /* one an output */
  double *column_x;    /* one an input; packed: one a (group, input), NAN where pruned */
  gboolean packed;     /* how column_x is indexed */
  gboolean as_image;   /* too many cells, or too small ones, to be drawn one by one */
  CndRect grid;
  double top;          /* of the gather's upper end, in packed order; else of the grid */
};

/* X of the column of (group, input); NAN where it has none. */
double cnd_matrix_plan_get_x (const CndMatrixPlan *plan, guint group, guint input);

G_END_DECLS
