/* Conversion for testing: index layer, regular group convolution, halved classifier. */
#include "config.h"

#include "condense/condense.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

guint
cnd_condense_get_index_length (const CndLearnedShape *shape)
{
  return shape->inputs / shape->condensation * shape->groups;
}

gboolean
cnd_condense_list_index (const CndLearnedShape *shape, const guint8 *mask, guint *index, GError **error)
{
  guint kept = shape->inputs / shape->condensation;

  for (guint g = 0; g < shape->groups; g++)
    {
      guint n = 0;
      for (guint i = 0; i < shape->inputs; i++)
        if (mask[(gsize) g * shape->inputs + i] == 0)
          {
            if (n < kept)
              index[g * kept + n] = i;
            n++;
          }
      if (n != kept)
        {
          cnd_base_set_problem (error, CND_ERROR_VALUE, NULL,
                                _("The layer is not condensed completely: group %u still reads %u inputs, %u are to remain"),
                                g + 1, n, kept);
          return FALSE;
        }
    }
  return TRUE;
}

guint
cnd_condense_get_packed_row (const CndLearnedShape *shape, guint row)
{
  guint per_group = shape->outputs / shape->groups;

  return row / per_group + row % per_group * shape->groups;
}

void
cnd_condense_pack_weights (const CndLearnedShape *shape, const float *weights, const guint *index, float *packed)
{
  guint kept = shape->inputs / shape->condensation;
  guint per_group = shape->outputs / shape->groups;

  for (guint row = 0; row < shape->outputs; row++)
    {
      const float *from = weights + (gsize) cnd_condense_get_packed_row (shape, row) * shape->inputs * shape->area;
      const guint *list = index + (gsize) (row / per_group) * kept;
      for (guint i = 0; i < kept; i++)
        memcpy (packed + ((gsize) row * kept + i) * shape->area, from + (gsize) list[i] * shape->area, sizeof (float) * shape->area);
    }
}

void
cnd_condense_gather (const float *values, const guint *index, guint n_index, float *gathered)
{
  for (guint i = 0; i < n_index; i++)
    gathered[i] = values[index[i]];
}

typedef struct
{
  double sum;
  guint input;
} Input;

static int
compare_largest_first (gconstpointer a, gconstpointer b)
{
  const Input *left = a, *right = b;

  if (left->sum != right->sum)
    return left->sum > right->sum ? -1 : 1;
  return left->input < right->input ? -1 : left->input > right->input;
}

static int
compare_indices (gconstpointer a, gconstpointer b)
{
  const guint *left = a, *right = b;

  return *left < *right ? -1 : *left > *right;
}

void
cnd_condense_halve_inputs (const float *weights, guint outputs, guint inputs, guint *kept)
{
  g_autofree Input *sums = g_new0 (Input, inputs);

  for (guint i = 0; i < inputs; i++)
    sums[i].input = i;
  for (guint o = 0; o < outputs; o++)
    for (guint i = 0; i < inputs; i++)
      sums[i].sum += fabs ((double) weights[(gsize) o * inputs + i]);
  qsort (sums, inputs, sizeof (Input), compare_largest_first);
  for (guint i = 0; i < inputs / 2; i++)
    kept[i] = sums[i].input;
  qsort (kept, inputs / 2, sizeof (guint), compare_indices);
}
