/* Importance, what falls, and what a mask says. */
#include "config.h"

#include "condense/condense.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CONDENSATION 256u /* a mask's entry is the stage in which an input fell */

gboolean
cnd_condense_check_shape (const CndLearnedShape *shape, GError **error)
{
  const struct
  {
    guint number, divisor;
    const char *format;
  } rules[] = {
    { shape->inputs, shape->groups, N_("%u inputs cannot be divided into %u groups") },
    { shape->outputs, shape->groups, N_("%u outputs cannot be divided into %u groups") },
    { shape->inputs, shape->condensation, N_("%u inputs cannot be condensed by %u") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].number == 0 || rules[i].divisor == 0 || rules[i].number % rules[i].divisor != 0)
      {
        g_autofree char *message = g_strdup_printf (_(rules[i].format), rules[i].number, rules[i].divisor);
        cnd_base_set_problem (error, CND_ERROR_SHAPE, NULL, "%s", message);
        return FALSE;
      }
  if (shape->condensation <= MAX_CONDENSATION)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_LIMIT, NULL, _("a layer is condensed by %u at most"), MAX_CONDENSATION);
  return FALSE;
}

static const char *const criterion_names[CND_N_CRITERIA] = {
  [CND_CRITERION_L1] = "l1",
  [CND_CRITERION_L2] = "l2",
  [CND_CRITERION_RANDOM] = "random",
  [CND_CRITERION_LARGEST] = "largest",
};

const char *
cnd_condense_get_criterion_name (CndCriterion criterion)
{
  g_return_val_if_fail (criterion < CND_N_CRITERIA, NULL);

  return criterion_names[criterion];
}

gboolean
cnd_condense_parse_criterion (const char *name, CndCriterion *criterion, GError **error)
{
  CndProblem problem = { .found = name, .expected = "l1, l2, random, largest" };

  for (guint i = 0; i < CND_N_CRITERIA; i++)
    if (strcmp (criterion_names[i], name) == 0)
      {
        *criterion = i;
        return TRUE;
      }
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("There is no criterion “%s”"), name);
  return FALSE;
}

static double
measure_weights (const float *weights, guint n, gboolean squared)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += squared ? (double) weights[i] * weights[i] : fabs ((double) weights[i]);
  return sum;
}

void
cnd_condense_score_inputs (const CndLearnedShape *shape, const float *weights, const guint8 *mask, CndCriterion criterion,
                           CndRandom *random, double *scores)
{
  memset (scores, 0, sizeof (double) * shape->groups * shape->inputs);
  if (criterion == CND_CRITERION_RANDOM)
    {
      for (guint i = 0; i < shape->groups * shape->inputs; i++)
        scores[i] = mask[i] == 0 ? cnd_base_next_random_double (random) : 0;
      return;
    }
  for (guint o = 0; o < shape->outputs; o++)
    {
      gsize row = (gsize) (o % shape->groups) * shape->inputs;
      for (guint i = 0; i < shape->inputs; i++)
        if (mask[row + i] == 0)
          scores[row + i] += measure_weights (weights + ((gsize) o * shape->inputs + i) * shape->area, shape->area,
                                              criterion == CND_CRITERION_L2);
    }
}

typedef struct
{
  double score;
  guint input;
} Candidate;

/* The one that falls first comes first; of equal ones the lower index. */
static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a, *right = b;

  if (left->score != right->score)
    return left->score < right->score ? -1 : 1;
  return left->input < right->input ? -1 : left->input > right->input;
}

guint
cnd_condense_drop_inputs (const CndLearnedShape *shape, const double *scores, CndCriterion criterion, guint stage, guint8 *mask)
{
  guint share = shape->inputs / shape->condensation;
  g_autofree Candidate *candidates = g_new (Candidate, shape->inputs);
  double sign = criterion == CND_CRITERION_LARGEST ? -1 : 1;
  guint n_fallen = 0;

  g_return_val_if_fail (stage < shape->condensation, 0);

  for (guint g = 0; g < shape->groups; g++)
    {
      guint8 *row = mask + (gsize) g * shape->inputs;
      guint n_candidates = 0, due;
      for (guint i = 0; i < shape->inputs; i++)
        if (row[i] == 0)
          candidates[n_candidates++] = (Candidate){ sign * scores[(gsize) g * shape->inputs + i], i };
      due = MAX (stage * share, shape->inputs - n_candidates) - (shape->inputs - n_candidates);
      qsort (candidates, n_candidates, sizeof (Candidate), compare_candidates);
      for (guint k = 0; k < due; k++)
        /* several stages may be due at once: the weakest fell in the earliest */
        row[candidates[k].input] = (guint8) ((shape->inputs - n_candidates + k) / share + 1);
      n_fallen += due;
    }
  return n_fallen;
}

guint
cnd_condense_get_mask_stage (const CndLearnedShape *shape, const guint8 *mask)
{
  guint share = shape->inputs / shape->condensation;
  guint stage = G_MAXUINT;

  for (guint g = 0; g < shape->groups; g++)
    {
      guint fallen = 0;
      for (guint i = 0; i < shape->inputs; i++)
        fallen += mask[(gsize) g * shape->inputs + i] != 0;
      if (fallen % share != 0 || (g > 0 && fallen / share != stage))
        return G_MAXUINT;
      stage = fallen / share;
    }
  return stage;
}

void
cnd_condense_apply_mask (const CndLearnedShape *shape, const guint8 *mask, float *weights)
{
  for (guint o = 0; o < shape->outputs; o++)
    for (guint i = 0; i < shape->inputs; i++)
      if (mask[(gsize) (o % shape->groups) * shape->inputs + i] != 0)
        memset (weights + ((gsize) o * shape->inputs + i) * shape->area, 0, sizeof (float) * shape->area);
}

guint64
cnd_condense_count_kept (const CndLearnedShape *shape, const guint8 *mask)
{
  guint64 kept = 0;

  for (gsize i = 0; i < (gsize) shape->groups * shape->inputs; i++)
    kept += mask[i] == 0;
  return kept * (shape->outputs / shape->groups) * shape->area;
}

void
cnd_condense_count_readers (const CndLearnedShape *shape, const guint8 *mask, guint *readers)
{
  memset (readers, 0, sizeof (guint) * shape->inputs);
  for (guint g = 0; g < shape->groups; g++)
    for (guint i = 0; i < shape->inputs; i++)
      readers[i] += mask[(gsize) g * shape->inputs + i] == 0;
}
