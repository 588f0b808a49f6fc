/* When condensings fall due, and the group lasso that prepares them. */
#include "condense/condense.h"

#include <math.h>

guint
cnd_condense_get_stage (CndSchedule schedule, guint condensation, guint64 step, guint64 n_steps)
{
  guint64 last = condensation - 1;

  g_return_val_if_fail (condensation >= 1 && n_steps >= 1, 0);

  switch (schedule)
    {
    case CND_SCHEDULE_AT_ONCE:
      return 2 * step >= n_steps ? (guint) last : 0;
    case CND_SCHEDULE_NO_OPTIMIZATION:
      return (guint) MIN (last, step * last / n_steps);
    default:
      return (guint) MIN (last, 2 * step * last / n_steps);
    }
}

/* Σ w² over the rows of group @group for input @input. */
static double
sum_squares (const CndLearnedShape *shape, const float *weights, guint group, guint input)
{
  double sum = 0;

  for (guint o = group; o < shape->outputs; o += shape->groups)
    {
      const float *kernel = weights + ((gsize) o * shape->inputs + input) * shape->area;
      for (guint k = 0; k < shape->area; k++)
        sum += (double) kernel[k] * kernel[k];
    }
  return sum;
}

static void
add_gradient (const CndLearnedShape *shape, const float *weights, guint group, guint input, double factor, float *gradient)
{
  for (guint o = group; o < shape->outputs; o += shape->groups)
    {
      gsize at = ((gsize) o * shape->inputs + input) * shape->area;
      for (guint k = 0; k < shape->area; k++)
        gradient[at + k] += (float) (factor * weights[at + k]);
    }
}

double
cnd_condense_add_lasso (const CndLearnedShape *shape, const float *weights, const guint8 *mask, double lambda, float *gradient)
{
  double total = 0;

  for (guint g = 0; g < shape->groups; g++)
    for (guint i = 0; i < shape->inputs; i++)
      {
        double sum = mask[(gsize) g * shape->inputs + i] == 0 ? sum_squares (shape, weights, g, i) : 0;
        double norm = sqrt (MAX (sum, 1e-6));
        total += norm;
        /* below the bound the term is constant */
        if (gradient != NULL && sum > 1e-6)
          add_gradient (shape, weights, g, i, lambda / norm, gradient);
      }
  return lambda * total;
}
