/* First weights, and a step down the gradient. */
#include "config.h"

#include "engine-private.h"

#include <math.h>
#include <string.h>

/* Box and Muller; the second of each pair is not kept, so that every number takes two from the sequence. */
static double
draw_normal (CndRandom *random)
{
  double u = 1 - cnd_base_next_random_double (random);
  double v = cnd_base_next_random_double (random);

  return sqrt (-2 * log (u)) * cos (2 * G_PI * v);
}

/* Inputs that one output of the layer reads. */
static double
count_fan_in (const CndWeights *kernel)
{
  return (double) (kernel->n / kernel->sizes[0]);
}

static void
initialize_kernel (const CndEngine *engine, CndWeights *weights, CndRandom *random)
{
  gboolean linear = engine->operations[weights->layer].class == &cnd_operation_linear;
  double bound = 1 / sqrt (count_fan_in (weights));
  double deviation = linear ? 0 : sqrt (2.0 / (double) (weights->sizes[0] * weights->sizes[2] * weights->sizes[3]));

  for (gsize i = 0; i < weights->n; i++)
    weights->values[i] = (float) (linear ? (2 * cnd_base_next_random_double (random) - 1) * bound : deviation * draw_normal (random));
}

static void
fill (CndWeights *weights, float value)
{
  for (gsize i = 0; i < weights->n; i++)
    weights->values[i] = value;
}

void
cnd_engine_initialize (CndEngine *engine, CndRandom *random)
{
  for (guint i = 0; i < engine->weights->len; i++)
    {
      CndWeights *weights = get_weights (engine, i);
      gboolean linear = engine->operations[weights->layer].class == &cnd_operation_linear;
      if (weights->momentum != NULL)
        memset (weights->momentum, 0, weights->n * sizeof (float));
      if (weights->role == CND_WEIGHTS_KERNEL)
        initialize_kernel (engine, weights, random);
      else if (weights->role == CND_WEIGHTS_BIAS && !linear)
        {
          double bound = 1 / sqrt (count_fan_in (get_weights (engine, i - 1)));
          for (gsize k = 0; k < weights->n; k++)
            weights->values[k] = (float) ((2 * cnd_base_next_random_double (random) - 1) * bound);
        }
      else
        fill (weights, weights->role == CND_WEIGHTS_SCALE || weights->role == CND_WEIGHTS_VARIANCE ? 1 : 0);
    }
  for (guint i = 0; i < engine->learned->len; i++)
    cnd_convolution_mask_changed (engine, &engine->operations[g_array_index (engine->learned, guint, i)]);
}

void
cnd_engine_step (CndEngine *engine, double rate, double momentum, double decay, gboolean nesterov)
{
  float r = (float) rate, m = (float) momentum, d = (float) decay;

  for (guint i = 0; i < engine->weights->len; i++)
    {
      CndWeights *weights = get_weights (engine, i);
      if (weights->gradient == NULL)
        continue;
      for (gsize k = 0; k < weights->n; k++)
        {
          float g = weights->gradient[k] + d * weights->values[k];
          weights->momentum[k] = m * weights->momentum[k] + g;
          weights->values[k] -= r * (nesterov ? g + m * weights->momentum[k] : weights->momentum[k]);
        }
    }
}
