/* Softmax and cross-entropy. */
#include "config.h"

#include "engine-private.h"

#include <math.h>

/* Scores of one image lie CND_LANES apart. */
static double
sum_exponentials (const float *scores, guint n, float *largest)
{
  double sum = 0;

  *largest = scores[0];
  for (guint i = 1; i < n; i++)
    *largest = MAX (*largest, scores[i * CND_LANES]);
  for (guint i = 0; i < n; i++)
    sum += exp ((double) scores[i * CND_LANES] - *largest);
  return sum;
}

CndOutcome
cnd_engine_measure_loss (CndEngine *engine)
{
  guint n = cnd_engine_get_n_classes (engine);
  CndOutcome outcome = { 0 };

  for (guint image = 0; image < engine->n_images; image++)
    {
      const float *scores = get_values (engine, engine->output, image / CND_LANES) + image % CND_LANES;
      float largest;
      double sum = sum_exponentials (scores, n, &largest);
      guint best = 0;
      outcome.loss += log (sum) + largest - scores[engine->labels[image] * CND_LANES];
      for (guint i = 1; i < n; i++)
        if (scores[i * CND_LANES] > scores[best * CND_LANES])
          best = i;
      outcome.n_wrong += best != engine->labels[image];
    }
  outcome.loss /= engine->n_images;
  return outcome;
}

void
cnd_engine_set_loss_gradient (CndEngine *engine)
{
  guint n = cnd_engine_get_n_classes (engine);
  gboolean add = claim_gradient (engine, engine->output);

  for (guint image = 0; image < engine->n_used * CND_LANES; image++)
    {
      const float *scores = get_values (engine, engine->output, image / CND_LANES) + image % CND_LANES;
      float *gradient = get_gradients (engine, engine->output, image / CND_LANES) + image % CND_LANES;
      gboolean real = image < engine->n_images;
      float largest;
      double sum = sum_exponentials (scores, n, &largest);
      for (guint i = 0; i < n; i++)
        {
          double share = exp ((double) scores[i * CND_LANES] - largest) / sum - (real && i == engine->labels[image]);
          float value = real ? (float) (share / engine->n_images) : 0;
          gradient[i * CND_LANES] = add ? gradient[i * CND_LANES] + value : value;
        }
    }
}

void
cnd_engine_get_scores (const CndEngine *engine, guint slot, float *scores)
{
  const float *from = get_values (engine, engine->output, slot / CND_LANES) + slot % CND_LANES;

  g_return_if_fail (slot < engine->n_images);

  for (guint i = 0; i < cnd_engine_get_n_classes (engine); i++)
    scores[i] = from[i * CND_LANES];
}
