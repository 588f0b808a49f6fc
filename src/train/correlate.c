/* A convolution forward, and backward to its inputs. */
#include "config.h"

#include "correlate-private.h"

#include <string.h>

#define ITEMS_A_THREAD 3u

/* From one tensor to another; the backward pass is the same with the roles exchanged. */
typedef struct
{
  const CndEngine *engine;
  const Groups *groups;
  const float *packed, *bias;
  Bands bands;
  gboolean back, add;
  guint from, to;   /* layers */
  guint n_parts;    /* of the output tiles, where there are too few bands for the threads */
} Job;

static guint
count_tiles (guint n)
{
  return (n + CND_TILE - 1) / CND_TILE;
}

/* What the group reads and makes. */
static void
get_lists (const Job *job, const Group *group, const guint **in, guint *n_in, const guint **out, guint *n_out)
{
  *in = job->back ? group->out : group->in;
  *n_in = job->back ? group->n_out : group->n_in;
  *out = job->back ? group->in : group->out;
  *n_out = job->back ? group->n_in : group->n_out;
}

static void
run_tile (const Job *job, const Band *band, const float *const *in, guint n_in, gsize in_row, const guint *out, guint n_out,
          const float *weights, float *base)
{
  const Geometry *geometry = &job->bands.geometry;
  gsize channel = (gsize) geometry->out[0] * geometry->out[1] * CND_LANES;
  gsize start = ((gsize) band->row * geometry->out[1] + band->column) * CND_LANES;
  float bias[CND_TILE] = { 0 };
  CndConvolutionTile tile = { .in = in, .n_in = n_in, .in_row = in_row, .rows = band->rows, .columns = band->columns,
                              .n_out = n_out, .out_row = (gsize) geometry->out[1] * CND_LANES, .weights = weights,
                              .bias = job->bias != NULL ? bias : NULL, .add = job->add };

  for (guint axis = 0; axis < 2; axis++)
    {
      tile.kernel[axis] = geometry->kernel[axis];
      tile.stride[axis] = geometry->stride[axis];
      tile.dilation[axis] = geometry->dilation[axis];
    }
  for (guint r = 0; r < n_out; r++)
    {
      tile.out[r] = base + out[r] * channel + start;
      bias[r] = job->bias != NULL ? job->bias[out[r]] : 0;
    }
  job->engine->kernels->convolve (&tile);
}

static void
clear_band (const Job *job, const Band *band, float *base)
{
  const Geometry *geometry = &job->bands.geometry;
  gsize channel = (gsize) geometry->out[0] * geometry->out[1] * CND_LANES;
  gsize start = ((gsize) band->row * geometry->out[1] + band->column) * CND_LANES;
  gsize n = (gsize) band->rows * band->columns * CND_LANES; /* whole rows, or a piece of the only one */

  for (guint c = 0; c < job->groups->n_in; c++)
    memset (base + c * channel + start, 0, n * sizeof (float));
}

static void
run_item (gpointer data, guint item, guint thread)
{
  const Job *job = data;
  const CndEngine *engine = job->engine;
  guint part = item % job->n_parts, index = item / job->n_parts % job->bands.n_bands, block = item / job->n_parts / job->bands.n_bands;
  const float *from = job->back ? get_gradients (engine, job->from, block) : get_values (engine, job->from, block);
  float *to = job->back ? get_gradients (engine, job->to, block) : get_values (engine, job->to, block);
  Band band = cnd_bands_get (&job->bands, index);
  Job adding = *job;
  guint counter = 0;

  if (job->back && job->groups->overlapping && !job->add)
    {
      clear_band (job, &band, to);
      adding.add = TRUE;
    }
  for (guint g = 0; g < job->groups->n_groups; g++)
    {
      const Group *group = &job->groups->groups[g];
      const guint *in, *out;
      guint n_in, n_out;
      const float **pointers = NULL;
      gsize in_row = 0;
      const float *weights;
      get_lists (job, group, &in, &n_in, &out, &n_out);
      weights = job->packed + (job->back ? group->packed_back : group->packed) * job->bands.geometry.area;
      for (guint o = 0; o < n_out; o += CND_TILE, counter++)
        {
          if (counter % job->n_parts != part)
            continue;
          if (pointers == NULL)
            in_row = cnd_bands_fill (&job->bands, &band, from, in, n_in, engine->scratch[thread], &pointers);
          run_tile (&adding, &band, pointers, n_in, in_row, out + o, MIN (CND_TILE, n_out - o),
                    weights + (gsize) o * n_in * job->bands.geometry.area, to);
        }
    }
}

static void
run_job (Job *job)
{
  const CndEngine *engine = job->engine;
  guint n_items = engine->n_used * job->bands.n_bands, n_tiles = 0;

  for (guint g = 0; g < job->groups->n_groups; g++)
    n_tiles += count_tiles (job->back ? job->groups->groups[g].n_in : job->groups->groups[g].n_out);
  job->n_parts = 1;
  if (n_items < ITEMS_A_THREAD * engine->n_threads && !(job->back && job->groups->overlapping))
    job->n_parts = CLAMP (ITEMS_A_THREAD * engine->n_threads / n_items, 1, n_tiles);
  cnd_crew_run (engine->crew, n_items * job->n_parts, run_item, job);
}

static guint
get_most_inputs (const Groups *groups, gboolean back)
{
  guint most = 1;

  for (guint g = 0; g < groups->n_groups; g++)
    most = MAX (most, back ? groups->groups[g].n_out : groups->groups[g].n_in);
  return most;
}

void
cnd_correlate_forward (CndEngine *engine, const Geometry *geometry, const Groups *groups, const float *packed,
                       const float *bias, guint input, guint output)
{
  Job job = { .engine = engine, .groups = groups, .packed = packed, .bias = bias, .from = input, .to = output };

  cnd_bands_init (&job.bands, geometry, get_most_inputs (groups, FALSE));
  run_job (&job);
}

/* ---- Backward to the inputs ----------------------------------------------------------------------------- */

gboolean
cnd_correlate_can_turn (const Geometry *geometry)
{
  for (guint axis = 0; axis < 2; axis++)
    if (geometry->stride[axis] != 1 || geometry->before[axis] > (gint) ((geometry->kernel[axis] - 1) * geometry->dilation[axis]))
      return FALSE;
  return TRUE;
}

static Geometry
turn (const Geometry *geometry)
{
  Geometry turned = *geometry;

  for (guint axis = 0; axis < 2; axis++)
    turned.before[axis] = (gint) ((geometry->kernel[axis] - 1) * geometry->dilation[axis]) - geometry->before[axis];
  cnd_geometry_set_sizes (&turned, geometry->out[0], geometry->out[1], geometry->in[0], geometry->in[1]);
  return turned;
}

void
cnd_correlate_backward (CndEngine *engine, const Geometry *geometry, const Groups *groups, const float *packed_back,
                        guint output, guint input, gboolean add)
{
  Job job = { .engine = engine, .groups = groups, .packed = packed_back, .back = TRUE, .add = add, .from = output, .to = input };
  Geometry turned = turn (geometry);

  cnd_bands_init (&job.bands, &turned, get_most_inputs (groups, TRUE));
  run_job (&job);
}

static guint
get_reach (const Geometry *geometry, guint axis)
{
  return (geometry->out[axis] - 1) * geometry->stride[axis] + (geometry->kernel[axis] - 1) * geometry->dilation[axis] + 1;
}

void
cnd_correlate_reserve (CndEngine *engine, const Geometry *geometry, const Groups *groups)
{
  Bands bands;

  cnd_bands_init (&bands, geometry, get_most_inputs (groups, FALSE));
  cnd_engine_reserve_scratch (engine, cnd_bands_count_scratch (&bands, get_most_inputs (groups, FALSE)));
  if (!cnd_correlate_can_turn (geometry))
    cnd_engine_reserve_scratch (engine, (gsize) get_reach (geometry, 0) * get_reach (geometry, 1) * CND_LANES);
  else
    {
      Geometry turned = turn (geometry);
      cnd_bands_init (&bands, &turned, get_most_inputs (groups, TRUE));
      cnd_engine_reserve_scratch (engine, cnd_bands_count_scratch (&bands, get_most_inputs (groups, TRUE)));
    }
  cnd_engine_reserve_scratch (engine, 65536 + 4 * (gsize) groups->n_in); /* for any shorter lists */
}

/* ---- Every stride --------------------------------------------------------------------------------------- */

typedef struct
{
  const CndEngine *engine;
  const Geometry *geometry;
  const Groups *groups;
  const float *weights;
  guint output, input;
  gboolean add;
} Scatter;

/* Place of the channel among the group's inputs, or G_MAXUINT. */
static guint
find_input (const Group *group, guint channel)
{
  guint low = 0, high = group->n_in;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (group->in[middle] < channel)
        low = middle + 1;
      else
        high = middle;
    }
  return low < group->n_in && group->in[low] == channel ? low : G_MAXUINT;
}

/* Adds one output channel's gradient, times the kernel, to the padded input channel. */
static void
scatter_output (const Scatter *s, const float *gradient, const float *kernel, float *padded)
{
  const Geometry *g = s->geometry;
  guint width = get_reach (g, 1);

  for (guint row = 0; row < g->out[0]; row++)
    for (guint ky = 0; ky < g->kernel[0]; ky++)
      for (guint kx = 0; kx < g->kernel[1]; kx++)
        {
          gsize at = (gsize) (row * g->stride[0] + ky * g->dilation[0]) * width + kx * g->dilation[1];
          s->engine->kernels->add_scaled (padded + at * CND_LANES, g->stride[1], gradient + (gsize) row * g->out[1] * CND_LANES,
                                          kernel[ky * g->kernel[1] + kx], g->out[1]);
        }
}

static void
take_inside (const Scatter *s, const float *padded, float *to)
{
  const Geometry *g = s->geometry;
  gint height = (gint) get_reach (g, 0), width = (gint) get_reach (g, 1);

  if (!s->add)
    memset (to, 0, (gsize) g->in[0] * g->in[1] * CND_LANES * sizeof (float));
  for (gint y = 0; y < (gint) g->in[0]; y++)
    {
      gint row = y + g->before[0], n = MIN ((gint) g->in[1], width - g->before[1]);
      if (row < height && n > 0)
        s->engine->kernels->add (to + (gsize) y * g->in[1] * CND_LANES,
                                 padded + ((gsize) row * (guint) width + (guint) g->before[1]) * CND_LANES, (guint) n, TRUE);
    }
}

static void
scatter_channel (gpointer data, guint item, guint thread)
{
  const Scatter *s = data;
  guint block = item / s->groups->n_in, channel = item % s->groups->n_in;
  float *padded = s->engine->scratch[thread];
  const Geometry *g = s->geometry;
  const float *gradients = get_gradients (s->engine, s->output, block);
  gsize out_size = (gsize) g->out[0] * g->out[1] * CND_LANES, in_size = (gsize) g->in[0] * g->in[1] * CND_LANES;

  memset (padded, 0, (gsize) get_reach (g, 0) * get_reach (g, 1) * CND_LANES * sizeof (float));
  for (guint k = 0; k < s->groups->n_groups; k++)
    {
      const Group *group = &s->groups->groups[k];
      if (find_input (group, channel) == G_MAXUINT)
        continue;
      for (guint o = 0; o < group->n_out; o++)
        scatter_output (s, gradients + group->out[o] * out_size,
                        s->weights + ((gsize) group->out[o] * s->groups->n_columns + channel - group->first) * g->area, padded);
    }
  take_inside (s, padded, get_gradients (s->engine, s->input, block) + channel * in_size);
}

void
cnd_correlate_scatter (CndEngine *engine, const Geometry *geometry, const Groups *groups, const float *weights,
                       guint output, guint input, gboolean add)
{
  Scatter scatter = { engine, geometry, groups, weights, output, input, add };

  cnd_crew_run (engine->crew, engine->n_used * groups->n_in, scatter_channel, &scatter);
}
