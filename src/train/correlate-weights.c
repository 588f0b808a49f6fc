/* A convolution backward to its weights. Each thread has output tiles of its own and goes through all images, so that the
 * sums do not depend on the number of threads. */
#include "config.h"

#include "correlate-private.h"

/* Outputs o … of a group, columns (input, kernel position) from … to. */
typedef struct
{
  guint group, out, from, to;
} Unit;

typedef struct
{
  const CndEngine *engine;
  const Groups *groups;
  Bands bands;
  guint input, output;
  float *gradient;
  GArray *units;
  guint n_shares; /* of the units */
} Job;

static GArray *
list_units (const Groups *groups, guint area, guint n_threads)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (Unit));
  guint n_tiles = 0;

  for (guint g = 0; g < groups->n_groups; g++)
    n_tiles += (groups->groups[g].n_out + CND_TILE - 1) / CND_TILE;
  for (guint g = 0; g < groups->n_groups; g++)
    for (guint out = 0; out < groups->groups[g].n_out; out += CND_TILE)
      {
        guint n = groups->groups[g].n_in * area;
        guint n_parts = CLAMP (n_threads / n_tiles, 1, MAX (n / CND_TILE, 1));
        guint length = (n / n_parts + CND_TILE - 1) / CND_TILE * CND_TILE;
        for (guint from = 0; from < n; from += MAX (length, 1))
          {
            Unit unit = { g, out, from, MIN (from + MAX (length, 1), n) };
            g_array_append_val (units, unit);
          }
      }
  return units;
}

/* Sums for four columns at a time; what would be beyond the last column repeats it. */
static void
run_unit (const Job *job, const Unit *unit, const Band *band, const float *const *in, gsize in_row, const float *gradients)
{
  const Geometry *geometry = &job->bands.geometry;
  const Group *group = &job->groups->groups[unit->group];
  gsize channel = (gsize) geometry->out[0] * geometry->out[1] * CND_LANES;
  guint n_out = MIN (CND_TILE, group->n_out - unit->out);
  CndProductTile tile = { .n_gradients = n_out, .in_row = in_row * geometry->stride[0], .in_step = (gsize) geometry->stride[1] * CND_LANES,
                          .gradient_row = (gsize) geometry->out[1] * CND_LANES, .rows = band->rows, .columns = band->columns };
  float sums[CND_TILE * CND_TILE];

  for (guint r = 0; r < n_out; r++)
    tile.gradient[r] = gradients + group->out[unit->out + r] * channel + ((gsize) band->row * geometry->out[1] + band->column) * CND_LANES;
  for (guint column = unit->from; column < unit->to; column += CND_TILE)
    {
      for (guint i = 0; i < CND_TILE; i++)
        {
          guint at = MIN (column + i, unit->to - 1), place = at % geometry->area;
          tile.in[i] = in[at / geometry->area] + place / geometry->kernel[1] * geometry->dilation[0] * in_row
                       + (gsize) (place % geometry->kernel[1] * geometry->dilation[1]) * CND_LANES;
        }
      job->engine->kernels->multiply_sums (&tile, sums);
      for (guint r = 0; r < n_out; r++)
        for (guint i = 0; i < CND_TILE && column + i < unit->to; i++)
          {
            guint at = column + i;
            gsize row = (gsize) group->out[unit->out + r] * job->groups->n_columns + group->in[at / geometry->area] - group->first;
            job->gradient[row * geometry->area + at % geometry->area] += sums[r * CND_TILE + i];
          }
    }
}

static void
run_share (gpointer data, guint share, guint thread)
{
  const Job *job = data;
  const CndEngine *engine = job->engine;
  guint from = (guint) ((guint64) job->units->len * share / job->n_shares);
  guint to = (guint) ((guint64) job->units->len * (share + 1) / job->n_shares);
  const Unit *units = &g_array_index (job->units, Unit, 0);

  for (guint block = 0; block < engine->n_used; block++)
    {
      const float *values = get_values (engine, job->input, block);
      const float *gradients = get_gradients (engine, job->output, block);
      for (guint index = 0; index < job->bands.n_bands; index++)
        {
          Band band = cnd_bands_get (&job->bands, index);
          const float **in = NULL;
          gsize in_row = 0;
          for (guint u = from; u < to; u++)
            {
              const Group *group = &job->groups->groups[units[u].group];
              if (u == from || units[u].group != units[u - 1].group)
                in_row = cnd_bands_fill (&job->bands, &band, values, group->in, group->n_in, engine->scratch[thread], &in);
              run_unit (job, &units[u], &band, in, in_row, gradients);
            }
        }
    }
}

void
cnd_correlate_weights (CndEngine *engine, const Geometry *geometry, const Groups *groups, guint input, guint output,
                       float *gradient)
{
  g_autoptr (GArray) units = list_units (groups, geometry->area, engine->n_threads);
  Job job = { .engine = engine, .groups = groups, .input = input, .output = output, .gradient = gradient, .units = units,
              .n_shares = MIN (units->len, engine->n_threads) };
  guint most = 1;

  for (guint g = 0; g < groups->n_groups; g++)
    most = MAX (most, groups->groups[g].n_in);
  cnd_bands_init (&job.bands, geometry, most);
  cnd_crew_run (engine->crew, job.n_shares, run_share, &job);
}

static void
sum_channel (gpointer data, guint channel, guint thread)
{
  const Job *job = data;
  double sum = 0;

  for (guint block = 0; block < job->engine->n_used; block++)
    job->engine->kernels->sum (get_channel_gradients (job->engine, job->output, block, channel),
                               job->engine->tensors[job->output].pixels, &sum);
  job->gradient[channel] += (float) sum;
}

void
cnd_correlate_sum_bias (CndEngine *engine, guint output, float *gradient)
{
  Job job = { .engine = engine, .output = output, .gradient = gradient };

  cnd_crew_run (engine->crew, engine->tensors[output].channels, sum_channel, &job);
}
