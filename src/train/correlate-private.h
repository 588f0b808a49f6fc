/* The loops of a convolution: forward, backward to the inputs, backward to the weights, over blocks, bands of rows and
 * groups of outputs. */
#pragma once

#include "engine-private.h"

G_BEGIN_DECLS

typedef struct
{
  guint kernel[2], stride[2], dilation[2]; /* height, width */
  gint before[2];                          /* padding at the top and on the left */
  guint in[2], out[2];                     /* sizes */
  guint area;                              /* of the kernel */
} Geometry;

/* Sizes, and the kernel's area. */
void cnd_geometry_set_sizes (Geometry *geometry, guint in_height, guint in_width, guint out_height, guint out_width);

/* Which outputs read which inputs. */
typedef struct
{
  guint n_in, n_out;
  guint *in, *out;      /* channels, ascending */
  guint first;          /* column of the weights' rows that channel in[i] has: in[i] − first */
  gsize packed, packed_back; /* where its weights begin */
} Group;

typedef struct
{
  guint n_groups;
  Group *groups;
  guint n_in;           /* channels of the input */
  guint n_columns;      /* inputs in a row of the weights */
  gboolean overlapping; /* an input may be in several groups, or in none */
  gsize n_packed, n_packed_back; /* floats, for each kernel position */
} Groups;

Groups *cnd_groups_new (guint n_in, guint n_out, guint n_groups) G_GNUC_WARN_UNUSED_RESULT;
/* One group a filter group, with the inputs that the mask leaves. */
Groups *cnd_groups_new_masked (const CndLearnedShape *shape, const guint8 *mask) G_GNUC_WARN_UNUSED_RESULT;
void cnd_groups_free (Groups *groups);

/* Room that the loops need. */
void cnd_correlate_reserve (CndEngine *engine, const Geometry *geometry, const Groups *groups);
/* Weights (out × columns × area) in the order of the kernels; @packed: n_packed × area floats. */
void cnd_correlate_pack (const Groups *groups, const Geometry *geometry, const float *weights, float *packed);
void cnd_correlate_pack_back (const Groups *groups, const Geometry *geometry, const float *weights, float *packed);

void cnd_correlate_forward (CndEngine *engine, const Geometry *geometry, const Groups *groups, const float *packed,
                            const float *bias, guint input, guint output);
/* Whether the gradient of the inputs is a convolution of the outputs' one with the kernels turned round: stride 1. */
gboolean cnd_correlate_can_turn (const Geometry *geometry);
void cnd_correlate_backward (CndEngine *engine, const Geometry *geometry, const Groups *groups, const float *packed_back,
                             guint output, guint input, gboolean add);
/* The same for every stride. */
void cnd_correlate_scatter (CndEngine *engine, const Geometry *geometry, const Groups *groups, const float *weights,
                            guint output, guint input, gboolean add);
/* Adds to the gradient of the weights. */
void cnd_correlate_weights (CndEngine *engine, const Geometry *geometry, const Groups *groups, guint input, guint output,
                            float *gradient);
void cnd_correlate_sum_bias (CndEngine *engine, guint output, float *gradient);

/* ---- Bands: what correlate.c and correlate-weights.c share ------------------------------ */

/* Rows that are computed from one filling of the scratch. A 1×1 convolution is one row of all pixels, cut into pieces. */
typedef struct
{
  Geometry geometry;   /* with `flat` done: height 1, width = pixels */
  gboolean padded;     /* inputs are copied with their border; else read where they are */
  guint n_bands;
  guint rows, columns; /* of a band; the last one may be smaller */
} Bands;

typedef struct
{
  guint row, column, rows, columns; /* of the output */
} Band;

void cnd_bands_init (Bands *bands, const Geometry *geometry, guint n_in);
Band cnd_bands_get (const Bands *bands, guint index);
gsize cnd_bands_count_scratch (const Bands *bands, guint n_in);
/* Pointers to each input's first pixel that the band reads, copied into @scratch where there is a border. Returns floats
 * from row to row. @base: the input's channel 0 */
gsize cnd_bands_fill (const Bands *bands, const Band *band, const float *base, const guint *channels, guint n_channels,
                      float *scratch, const float ***in);

G_END_DECLS
