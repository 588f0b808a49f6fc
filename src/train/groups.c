/* Which outputs read which inputs, and weights in the order in which the kernels read them. */
#include "config.h"

#include "correlate-private.h"

#include <string.h>

static gsize
round_up (guint n)
{
  return (n + CND_TILE - 1) / CND_TILE * CND_TILE;
}

static void
finish (Groups *groups)
{
  for (guint g = 0; g < groups->n_groups; g++)
    {
      Group *group = &groups->groups[g];
      group->packed = groups->n_packed;
      group->packed_back = groups->n_packed_back;
      groups->n_packed += round_up (group->n_out) * group->n_in;
      groups->n_packed_back += round_up (group->n_in) * group->n_out;
    }
}

Groups *
cnd_groups_new (guint n_in, guint n_out, guint n_groups)
{
  Groups *groups = g_new0 (Groups, 1);

  groups->n_groups = n_groups;
  groups->groups = g_new0 (Group, n_groups);
  groups->n_in = n_in;
  groups->n_columns = n_in / n_groups;
  for (guint g = 0; g < n_groups; g++)
    {
      Group *group = &groups->groups[g];
      group->n_in = n_in / n_groups;
      group->n_out = n_out / n_groups;
      group->first = g * group->n_in;
      group->in = g_new (guint, group->n_in);
      group->out = g_new (guint, group->n_out);
      for (guint i = 0; i < group->n_in; i++)
        group->in[i] = group->first + i;
      for (guint i = 0; i < group->n_out; i++)
        group->out[i] = g * group->n_out + i;
    }
  finish (groups);
  return groups;
}

Groups *
cnd_groups_new_masked (const CndLearnedShape *shape, const guint8 *mask)
{
  Groups *groups = g_new0 (Groups, 1);

  groups->n_groups = shape->groups;
  groups->groups = g_new0 (Group, shape->groups);
  groups->n_in = groups->n_columns = shape->inputs;
  groups->overlapping = TRUE;
  for (guint g = 0; g < shape->groups; g++)
    {
      Group *group = &groups->groups[g];
      group->in = g_new (guint, shape->inputs);
      group->out = g_new (guint, shape->outputs / shape->groups);
      for (guint i = 0; i < shape->inputs; i++)
        if (mask[(gsize) g * shape->inputs + i] == 0)
          group->in[group->n_in++] = i;
      for (guint o = g; o < shape->outputs; o += shape->groups)
        group->out[group->n_out++] = o;
    }
  finish (groups);
  return groups;
}

void
cnd_groups_free (Groups *groups)
{
  for (guint g = 0; g < groups->n_groups; g++)
    {
      g_free (groups->groups[g].in);
      g_free (groups->groups[g].out);
    }
  g_free (groups->groups);
  g_free (groups);
}

/* ---- Packing ------------------------------------------------------------------------------------------ */

static const float *
get_kernel (const Groups *groups, const Group *group, const Geometry *geometry, const float *weights, guint out, guint in)
{
  return weights + ((gsize) group->out[out] * groups->n_columns + group->in[in] - group->first) * geometry->area;
}

/* Tile of outputs, input, kernel position, output in the tile. */
void
cnd_correlate_pack (const Groups *groups, const Geometry *geometry, const float *weights, float *packed)
{
  memset (packed, 0, groups->n_packed * geometry->area * sizeof (float));
  for (guint g = 0; g < groups->n_groups; g++)
    {
      const Group *group = &groups->groups[g];
      for (guint o = 0; o < group->n_out; o++)
        {
          float *to = packed + (group->packed + (gsize) (o / CND_TILE) * CND_TILE * group->n_in) * geometry->area + o % CND_TILE;
          for (guint i = 0; i < group->n_in; i++)
            {
              const float *from = get_kernel (groups, group, geometry, weights, o, i);
              for (guint k = 0; k < geometry->area; k++)
                to[((gsize) i * geometry->area + k) * CND_TILE] = from[k];
            }
        }
    }
}

/* Tile of inputs, output, kernel position from the last to the first, input in the tile. */
void
cnd_correlate_pack_back (const Groups *groups, const Geometry *geometry, const float *weights, float *packed)
{
  memset (packed, 0, groups->n_packed_back * geometry->area * sizeof (float));
  for (guint g = 0; g < groups->n_groups; g++)
    {
      const Group *group = &groups->groups[g];
      for (guint i = 0; i < group->n_in; i++)
        {
          float *to = packed + (group->packed_back + (gsize) (i / CND_TILE) * CND_TILE * group->n_out) * geometry->area + i % CND_TILE;
          for (guint o = 0; o < group->n_out; o++)
            {
              const float *from = get_kernel (groups, group, geometry, weights, o, i);
              for (guint k = 0; k < geometry->area; k++)
                to[((gsize) o * geometry->area + k) * CND_TILE] = from[geometry->area - 1 - k];
            }
        }
    }
}
