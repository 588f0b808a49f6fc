/* Bands of rows, and the scratch in which inputs get their border. */
#include "config.h"

#include "correlate-private.h"

#include <string.h>

#define GOOD_PIECE 49u             /* pixels of a 1×1 convolution at once */
#define GOOD_SCRATCH (48u * 1024u) /* floats: what stays in the second-level cache */

void
cnd_geometry_set_sizes (Geometry *geometry, guint in_height, guint in_width, guint out_height, guint out_width)
{
  geometry->in[0] = in_height;
  geometry->in[1] = in_width;
  geometry->out[0] = out_height;
  geometry->out[1] = out_width;
  geometry->area = geometry->kernel[0] * geometry->kernel[1];
}

/* Input positions that n outputs reach over. */
static guint
get_extent (const Geometry *geometry, guint axis, guint n)
{
  return (n - 1) * geometry->stride[axis] + (geometry->kernel[axis] - 1) * geometry->dilation[axis] + 1;
}

static gboolean
is_inside (const Geometry *geometry, guint axis)
{
  return geometry->before[axis] == 0 && get_extent (geometry, axis, geometry->out[axis]) <= geometry->in[axis];
}

static void
init_flat (Bands *bands)
{
  Geometry *geometry = &bands->geometry;
  guint pixels = geometry->out[0] * geometry->out[1];

  geometry->in[0] = geometry->out[0] = 1;
  geometry->in[1] = geometry->out[1] = pixels;
  bands->rows = 1;
  bands->columns = pixels % GOOD_PIECE == 0 ? GOOD_PIECE : MIN (pixels, 64);
  bands->n_bands = (pixels + bands->columns - 1) / bands->columns;
}

void
cnd_bands_init (Bands *bands, const Geometry *geometry, guint n_in)
{
  guint height = geometry->out[0], row;

  *bands = (Bands){ .geometry = *geometry };
  bands->padded = !is_inside (geometry, 0) || !is_inside (geometry, 1);
  if (!bands->padded && geometry->area == 1 && geometry->stride[0] == 1 && geometry->stride[1] == 1
      && geometry->in[0] == height && geometry->in[1] == geometry->out[1])
    {
      init_flat (bands);
      return;
    }
  row = n_in * get_extent (geometry, 1, geometry->out[1]) * CND_LANES;
  bands->columns = geometry->out[1];
  bands->rows = 1;
  while (bands->rows < height && row * get_extent (geometry, 0, bands->rows + 1) <= GOOD_SCRATCH)
    bands->rows++;
  bands->n_bands = (height + bands->rows - 1) / bands->rows;
  bands->rows = (height + bands->n_bands - 1) / bands->n_bands; /* of equal height */
  bands->n_bands = (height + bands->rows - 1) / bands->rows;
}

Band
cnd_bands_get (const Bands *bands, guint index)
{
  const guint *out = bands->geometry.out;
  Band band = { 0 };

  if (bands->columns < out[1])
    band.column = index * bands->columns;
  else
    band.row = index * bands->rows;
  band.rows = MIN (bands->rows, out[0] - band.row);
  band.columns = MIN (bands->columns, out[1] - band.column);
  return band;
}

static gsize
count_pointers (guint n_in)
{
  return ((gsize) n_in * sizeof (float *) / sizeof (float) + CND_LANES) / CND_LANES * CND_LANES;
}

gsize
cnd_bands_count_scratch (const Bands *bands, guint n_in)
{
  gsize area = (gsize) get_extent (&bands->geometry, 0, bands->rows) * get_extent (&bands->geometry, 1, bands->columns);

  return count_pointers (n_in) + (bands->padded ? n_in * area * CND_LANES : 0);
}

/* One row with its border. @x: input position of the first pixel */
static void
copy_row (float *to, const float *from, gint x, guint width, guint in_width)
{
  guint left = x < 0 ? MIN ((guint) -x, width) : 0;
  guint at = x < 0 ? 0 : (guint) x;
  guint n = at < in_width ? MIN (in_width - at, width - left) : 0;

  memset (to, 0, (gsize) left * CND_LANES * sizeof (float));
  memcpy (to + (gsize) left * CND_LANES, from + (gsize) at * CND_LANES, (gsize) n * CND_LANES * sizeof (float));
  memset (to + (gsize) (left + n) * CND_LANES, 0, (gsize) (width - left - n) * CND_LANES * sizeof (float));
}

gsize
cnd_bands_fill (const Bands *bands, const Band *band, const float *base, const guint *channels, guint n_channels,
                float *scratch, const float ***in)
{
  const Geometry *geometry = &bands->geometry;
  guint height = get_extent (geometry, 0, band->rows), width = get_extent (geometry, 1, band->columns);
  gint y = (gint) (band->row * geometry->stride[0]) - geometry->before[0];
  gint x = (gint) (band->column * geometry->stride[1]) - geometry->before[1];
  gsize channel = (gsize) geometry->in[0] * geometry->in[1] * CND_LANES, row = (gsize) geometry->in[1] * CND_LANES;
  const float **pointers = (const float **) (gpointer) scratch;
  float *to = scratch + count_pointers (n_channels);

  *in = pointers;
  for (guint i = 0; i < n_channels; i++)
    {
      const float *from = base + channels[i] * channel;
      if (!bands->padded)
        {
          pointers[i] = from + (gsize) y * row + (gsize) x * CND_LANES;
          continue;
        }
      pointers[i] = to;
      for (gint k = y; k < y + (gint) height; k++, to += (gsize) width * CND_LANES)
        if (k < 0 || k >= (gint) geometry->in[0])
          memset (to, 0, (gsize) width * CND_LANES * sizeof (float));
        else
          copy_row (to, from + (gsize) k * row, x, width, geometry->in[1]);
    }
  return bands->padded ? (gsize) width * CND_LANES : row;
}
