/* Kernels: the arithmetic on whole channels, for one thread. kernels.c is compiled once for each instruction set; the
 * table for this processor is chosen when an engine is made.
 *
 * Storage is image blocks: sixteen images lie side by side, so that every kernel works on sixteen images at once and
 * height, width, borders and strides cost nothing extra.
 *
 *     block b │ channel c │ pixel p │ image 0 … 15        one pixel of one channel is CND_LANES floats
 *
 * Lengths n are pixels. Lanes without an image hold finite numbers in values and zeros in gradients. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CND_LANES 16u
#define CND_TILE 4u /* outputs that a convolution kernel makes at once */

/* One output tile of a convolution: out[r] (+)= bias + Σ inputs, kernel: weight · input. */
typedef struct
{
  const float *const *in; /* n_in rows of pixels, each at the first pixel that the kernel reads */
  guint n_in;
  gsize in_row;           /* floats from one row to the next */
  guint kernel[2], stride[2], dilation[2];
  guint rows, columns;    /* of the output */
  float *out[CND_TILE];   /* the first n_out */
  guint n_out;
  gsize out_row;
  const float *weights;   /* n_in × kernel area × CND_TILE, zeros beyond n_out */
  const float *bias;      /* (nullable): CND_TILE */
  gboolean add;
} CndConvolutionTile;

/* Sums of products of up to four gradients with four inputs, over rows × columns pixels and the lanes. */
typedef struct
{
  const float *in[CND_TILE];
  const float *gradient[CND_TILE];
  guint n_gradients; /* the inputs are always four; give one twice */
  gsize in_row, in_step, gradient_row; /* floats from one output row, and column, to the next */
  guint rows, columns;
} CndProductTile;

/* The windows of a pooling along one axis. */
typedef struct
{
  guint start, count, step; /* input positions start, start + step …: count of them, all inside */
  float share;              /* average pooling: 1 ÷ window size on this axis */
} CndPoolWindow;

typedef struct
{
  const CndPoolWindow *rows, *columns;
  guint out_height, out_width, in_width, in_pixels;
} CndPooling;

typedef enum
{
  CND_ACTIVATION_RELU,
  CND_ACTIVATION_RELU6,
  CND_ACTIVATION_SIGMOID,
  CND_ACTIVATION_TANH,
} CndActivation;

typedef struct
{
  const char *name; /* "avx512", "avx2", "plain" */
  guint tile_pixels; /* a good multiple for widths */
  void (*convolve) (const CndConvolutionTile *tile);
  void (*multiply_sums) (const CndProductTile *tile, float sums[CND_TILE * CND_TILE]); /* sums[gradient · 4 + input] */
  /* y (+)= factor · x, one pixel in x for every step-th pixel in y */
  void (*add_scaled) (float *y, guint y_step, const float *x, float factor, guint n);
  void (*add) (float *y, const float *x, guint n, gboolean add);
  void (*multiply) (float *y, const float *a, const float *b, guint n, gboolean add);
  /* by one factor for each lane */
  void (*multiply_lanes) (float *y, const float *x, const float *lanes, guint n, gboolean add);
  /* adds Σ a·b over the pixels to each lane */
  void (*sum_products_lanes) (const float *a, const float *b, guint n, float *lanes);
  /* adds to *sum */
  void (*sum) (const float *x, guint n, double *sum);
  /* adds Σ (x − pivot) and Σ (x − pivot)² over lanes where @mask (nullable: all) is 1 */
  void (*sum_squares) (const float *x, guint n, float pivot, const float *mask, double sums[2]);
  void (*normalize) (float *y, const float *x, guint n, float scale, float mean, float shift, gboolean relu);
  /* adds Σ g and Σ g·(x − mean); g is gradient where @y (nullable) is positive */
  void (*normalize_sums) (const float *gradient, const float *y, const float *x, guint n, float mean, double sums[2]);
  /* out (+)= a·g + b·(x − mean) + c, in lanes where @mask (nullable) is 1 */
  void (*normalize_gradient) (float *out, const float *gradient, const float *y, const float *x, guint n, float a, float b,
                              float c, float mean, const float *mask, gboolean add);
  void (*activate) (CndActivation activation, float *y, const float *x, guint n);
  /* out (+)= gradient · f′, which follows from y = f (x) */
  void (*activate_gradient) (CndActivation activation, float *out, const float *gradient, const float *y, guint n,
                             gboolean add);
  void (*max_pool) (const CndPooling *pooling, const float *x, float *y, gint32 *winner);
  void (*max_pool_gradient) (const CndPooling *pooling, float *out, const float *gradient, const gint32 *winner);
  void (*average_pool) (const CndPooling *pooling, const float *x, float *y);
  void (*average_pool_gradient) (const CndPooling *pooling, float *out, const float *gradient);
} CndKernels;

/* The fastest that this processor runs; @name: (nullable): that one, or NULL when it cannot. */
const CndKernels *cnd_kernels_get (const char *name);

extern const CndKernels cnd_kernels_plain;
extern const CndKernels cnd_kernels_avx2;
extern const CndKernels cnd_kernels_avx512;

G_END_DECLS
