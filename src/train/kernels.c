/* The kernels, for the instruction set that this file is compiled for (CND_KERNEL_SET is its name). Sizes of register
 * tiles are constants: accumulators whose number is not known when compiling are kept in memory. */
#include "kernels-private.h"

#include <math.h>
#include <string.h>

#define LANES CND_LANES
#define ALWAYS static inline __attribute__ ((always_inline))

/* Sixteen floats; the compiler makes one, two or four registers of them. */
typedef float Vector __attribute__ ((vector_size (64), aligned (64)));
typedef gint32 Mask __attribute__ ((vector_size (64), aligned (64)));

#define AT(pointer) (*(Vector *) (pointer))
#define IN(pointer) (*(const Vector *) (pointer))

#ifdef CND_MANY_REGISTERS
#define TILE_PIXELS 7 /* 4 × 7 accumulators of 32 registers */
#define HALF_TILE 4
#else
#define TILE_PIXELS 1
#define HALF_TILE 1
#endif

ALWAYS Vector
fill (float value)
{
  return (Vector){ 0 } + value;
}

ALWAYS Vector
choose (Mask mask, Vector yes, Vector no)
{
  return (Vector) ((mask & (Mask) yes) | (~mask & (Mask) no));
}

ALWAYS double
sum_lanes (Vector v)
{
  double sum = 0;

  for (guint i = 0; i < LANES; i++)
    sum += v[i];
  return sum;
}

/* ---- Convolution ------------------------------------------------------------------------------ */

/* @n_out and @n_columns are constants where this is used. */
ALWAYS void
convolve_tile (const CndConvolutionTile *t, guint row, guint column, const guint n_out, const guint n_columns)
{
  Vector sums[CND_TILE][7];
  const float *weights = t->weights;
  gsize step = t->stride[1] * LANES;

  for (guint r = 0; r < n_out; r++)
    for (guint c = 0; c < n_columns; c++)
      sums[r][c] = fill (t->bias != NULL ? t->bias[r] : 0);
  for (guint i = 0; i < t->n_in; i++)
    for (guint ky = 0; ky < t->kernel[0]; ky++)
      {
        const float *line = t->in[i] + (row * t->stride[0] + ky * t->dilation[0]) * t->in_row + column * step;
        for (guint kx = 0; kx < t->kernel[1]; kx++, weights += CND_TILE, line += t->dilation[1] * LANES)
          {
            Vector w[CND_TILE];
            for (guint r = 0; r < n_out; r++)
              w[r] = fill (weights[r]);
            for (guint c = 0; c < n_columns; c++)
              {
                Vector x = IN (line + c * step);
                for (guint r = 0; r < n_out; r++)
                  sums[r][c] += w[r] * x;
              }
          }
      }
  for (guint r = 0; r < n_out; r++)
    {
      float *out = t->out[r] + row * t->out_row + column * LANES;
      for (guint c = 0; c < n_columns; c++)
        AT (out + c * LANES) = t->add ? IN (out + c * LANES) + sums[r][c] : sums[r][c];
    }
}

ALWAYS void
convolve_rows (const CndConvolutionTile *t, const guint n_out)
{
  for (guint row = 0; row < t->rows; row++)
    {
      guint column = 0;
      for (; column + TILE_PIXELS <= t->columns; column += TILE_PIXELS)
        convolve_tile (t, row, column, n_out, TILE_PIXELS);
      for (; column + HALF_TILE <= t->columns; column += HALF_TILE)
        convolve_tile (t, row, column, n_out, HALF_TILE);
      for (; column < t->columns; column++)
        convolve_tile (t, row, column, n_out, 1);
    }
}

static void
convolve (const CndConvolutionTile *t)
{
  if (t->n_out == 1)
    convolve_rows (t, 1);
  else if (t->n_out == 2)
    convolve_rows (t, 2);
  else if (t->n_out == 3)
    convolve_rows (t, 3);
  else
    convolve_rows (t, 4);
}

ALWAYS void
multiply_tile (const CndProductTile *t, float *sums, const guint n_gradients)
{
  Vector products[CND_TILE][CND_TILE] = { 0 };

  for (guint row = 0; row < t->rows; row++)
    for (guint column = 0; column < t->columns; column++)
      {
        Vector x[CND_TILE];
        for (guint i = 0; i < CND_TILE; i++)
          x[i] = IN (t->in[i] + row * t->in_row + column * t->in_step);
        for (guint r = 0; r < n_gradients; r++)
          {
            Vector g = IN (t->gradient[r] + row * t->gradient_row + column * LANES);
            for (guint i = 0; i < CND_TILE; i++)
              products[r][i] += g * x[i];
          }
      }
  for (guint r = 0; r < n_gradients; r++)
    for (guint i = 0; i < CND_TILE; i++)
      sums[r * CND_TILE + i] = (float) sum_lanes (products[r][i]);
}

static void
multiply_sums (const CndProductTile *t, float *sums)
{
  if (t->n_gradients == 1)
    multiply_tile (t, sums, 1);
  else if (t->n_gradients == 2)
    multiply_tile (t, sums, 2);
  else if (t->n_gradients == 3)
    multiply_tile (t, sums, 3);
  else
    multiply_tile (t, sums, 4);
}

/* ---- Plain arithmetic --------------------------------------------------------------------------- */

static void
add_scaled (float *y, guint y_step, const float *x, float factor, guint n)
{
  for (guint i = 0; i < n; i++)
    AT (y + (gsize) i * y_step * LANES) += factor * IN (x + i * LANES);
}

static void
add_vectors (float *y, const float *x, guint n, gboolean add)
{
  if (!add)
    memcpy (y, x, (gsize) n * LANES * sizeof (float));
  else
    for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
      AT (y + i) += IN (x + i);
}

static void
multiply (float *y, const float *a, const float *b, guint n, gboolean add)
{
  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    AT (y + i) = IN (a + i) * IN (b + i) + (add ? IN (y + i) : fill (0));
}

static void
multiply_lanes (float *y, const float *x, const float *lanes, guint n, gboolean add)
{
  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    AT (y + i) = IN (x + i) * IN (lanes) + (add ? IN (y + i) : fill (0));
}

static void
sum_products_lanes (const float *a, const float *b, guint n, float *lanes)
{
  Vector sum = fill (0);

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    sum += IN (a + i) * IN (b + i);
  AT (lanes) += sum;
}

static void
sum_values (const float *x, guint n, double *sum)
{
  Vector total = fill (0);

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    total += IN (x + i);
  *sum += sum_lanes (total);
}

/* ---- Batch norm ---------------------------------------------------------------------------------- */

static void
sum_squares (const float *x, guint n, float pivot, const float *mask, double sums[2])
{
  Vector lanes = mask != NULL ? IN (mask) : fill (1);
  Vector sum = fill (0), squares = fill (0);

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    {
      Vector d = IN (x + i) - pivot;
      sum += d;
      squares += d * d;
    }
  sums[0] += sum_lanes (sum * lanes);
  sums[1] += sum_lanes (squares * lanes);
}

static void
normalize (float *y, const float *x, guint n, float scale, float mean, float shift, gboolean relu)
{
  Vector zero = fill (0);

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    {
      Vector v = (IN (x + i) - mean) * scale + shift;
      AT (y + i) = relu ? choose (v > zero, v, zero) : v;
    }
}

static void
normalize_sums (const float *gradient, const float *y, const float *x, guint n, float mean, double sums[2])
{
  Vector zero = fill (0), sum = zero, products = zero;

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    {
      Vector g = IN (gradient + i);
      if (y != NULL)
        g = choose (IN (y + i) > zero, g, zero);
      sum += g;
      products += g * (IN (x + i) - mean);
    }
  sums[0] += sum_lanes (sum);
  sums[1] += sum_lanes (products);
}

static void
normalize_gradient (float *out, const float *gradient, const float *y, const float *x, guint n, float a, float b, float c,
                    float mean, const float *mask, gboolean add)
{
  Vector zero = fill (0), lanes = mask != NULL ? IN (mask) : fill (1);

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    {
      Vector g = IN (gradient + i), v;
      if (y != NULL)
        g = choose (IN (y + i) > zero, g, zero);
      v = (a * g + b * (IN (x + i) - mean) + c) * lanes;
      AT (out + i) = add ? IN (out + i) + v : v;
    }
}

/* ---- Activations ----------------------------------------------------------------------------------- */

static void
activate (CndActivation activation, float *y, const float *x, guint n)
{
  Vector zero = fill (0), six = fill (6);

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    {
      Vector v = IN (x + i);
      if (activation == CND_ACTIVATION_RELU)
        v = choose (v > zero, v, zero);
      else if (activation == CND_ACTIVATION_RELU6)
        v = choose (v > zero, choose (v < six, v, six), zero);
      else
        for (guint k = 0; k < LANES; k++)
          v[k] = activation == CND_ACTIVATION_TANH ? tanhf (v[k]) : 1 / (1 + expf (-v[k]));
      AT (y + i) = v;
    }
}

static void
activate_gradient (CndActivation activation, float *out, const float *gradient, const float *y, guint n, gboolean add)
{
  Vector zero = fill (0), six = fill (6);

  for (gsize i = 0; i < (gsize) n * LANES; i += LANES)
    {
      Vector v = IN (y + i), g = IN (gradient + i);
      if (activation == CND_ACTIVATION_RELU)
        g = choose (v > zero, g, zero);
      else if (activation == CND_ACTIVATION_RELU6)
        g = choose ((v > zero) & (v < six), g, zero);
      else if (activation == CND_ACTIVATION_TANH)
        g *= 1 - v * v;
      else
        g *= v * (1 - v);
      AT (out + i) = add ? IN (out + i) + g : g;
    }
}

/* ---- Pooling ---------------------------------------------------------------------------------------- */

/* Of equal values the first one, in the order of rows, wins. */
static void
max_pool (const CndPooling *pooling, const float *x, float *y, gint32 *winner)
{
  for (guint row = 0; row < pooling->out_height; row++)
    for (guint column = 0; column < pooling->out_width; column++)
      {
        CndPoolWindow v = pooling->rows[row], h = pooling->columns[column];
        Vector best = IN (x + (v.start * pooling->in_width + h.start) * LANES);
        Mask place = (Mask){ 0 } + (gint32) (v.start * pooling->in_width + h.start);
        for (guint ky = 0; ky < v.count; ky++)
          for (guint kx = 0; kx < h.count; kx++)
            {
              guint at = (v.start + ky * v.step) * pooling->in_width + h.start + kx * h.step;
              Vector value = IN (x + at * LANES);
              Mask larger = value > best;
              best = choose (larger, value, best);
              place = (larger & (gint32) at) | (~larger & place);
            }
        AT (y) = best;
        *(Mask *) winner = place;
        y += LANES;
        winner += LANES;
      }
}

static void
max_pool_gradient (const CndPooling *pooling, float *out, const float *gradient, const gint32 *winner)
{
  for (guint i = 0; i < pooling->out_height * pooling->out_width * LANES; i++)
    out[(guint) winner[i] * LANES + i % LANES] += gradient[i];
}

static void
average_pool (const CndPooling *pooling, const float *x, float *y)
{
  for (guint row = 0; row < pooling->out_height; row++)
    for (guint column = 0; column < pooling->out_width; column++)
      {
        CndPoolWindow v = pooling->rows[row], h = pooling->columns[column];
        Vector sum = fill (0);
        for (guint ky = 0; ky < v.count; ky++)
          for (guint kx = 0; kx < h.count; kx++)
            sum += IN (x + ((v.start + ky * v.step) * pooling->in_width + h.start + kx * h.step) * LANES);
        AT (y) = sum * (v.share * h.share);
        y += LANES;
      }
}

static void
average_pool_gradient (const CndPooling *pooling, float *out, const float *gradient)
{
  for (guint row = 0; row < pooling->out_height; row++)
    for (guint column = 0; column < pooling->out_width; column++)
      {
        CndPoolWindow v = pooling->rows[row], h = pooling->columns[column];
        Vector g = IN (gradient) * (v.share * h.share);
        for (guint ky = 0; ky < v.count; ky++)
          for (guint kx = 0; kx < h.count; kx++)
            AT (out + ((v.start + ky * v.step) * pooling->in_width + h.start + kx * h.step) * LANES) += g;
        gradient += LANES;
      }
}

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_ (a, b)

const CndKernels JOIN (cnd_kernels_, CND_KERNEL_SET) = {
  .name = G_STRINGIFY (CND_KERNEL_SET),
  .tile_pixels = TILE_PIXELS,
  .convolve = convolve,
  .multiply_sums = multiply_sums,
  .add_scaled = add_scaled,
  .add = add_vectors,
  .multiply = multiply,
  .multiply_lanes = multiply_lanes,
  .sum_products_lanes = sum_products_lanes,
  .sum = sum_values,
  .sum_squares = sum_squares,
  .normalize = normalize,
  .normalize_sums = normalize_sums,
  .normalize_gradient = normalize_gradient,
  .activate = activate,
  .activate_gradient = activate_gradient,
  .max_pool = max_pool,
  .max_pool_gradient = max_pool_gradient,
  .average_pool = average_pool,
  .average_pool_gradient = average_pool_gradient,
};
