/* A matrix in words: titles, cells, what is read by how many. */
#include "config.h"

#include "scene/matrix-private.h"

#include <glib/gi18n-lib.h>

char *
cnd_matrix_format_title (const CndMatrix *matrix, CndNumberStyle style)
{
  const CndLayer *layer = &cnd_network_get_layers (matrix->network, NULL)[matrix->layer];
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  g_autofree char *name = cnd_scene_dup_layer_name (matrix->network, matrix->layer);
  gboolean depthwise = !matrix->learned && matrix->groups > 1 && matrix->groups == matrix->inputs;
  /* Translators: each channel has filters of its own */
  const char *title = depthwise ? _("Depthwise convolution") : matrix->groups > 1 && !matrix->learned ? _("Group convolution") : _(kind->title);
  gint64 sizes[] = { matrix->kernel[0], matrix->kernel[1] };
  g_autofree char *kernel = cnd_base_format_sizes (style, sizes, 2);

  if (kind->category == CND_CATEGORY_LINEAR)
    /* Translators: a layer's name or number, and its kind */
    return g_strdup_printf (_("Layer %s · %s"), name, title);
  /* Translators: a layer's name or number, its kind, the size of its kernel */
  return g_strdup_printf (_("Layer %s · %s %s"), name, title, kernel);
}

static const CndSource *
find_source (const CndMatrix *matrix, guint input)
{
  for (guint i = 0; i < matrix->sources->len; i++)
    {
      const CndSource *source = &g_array_index (matrix->sources, CndSource, i);
      if (input - source->first < source->n)
        return source;
    }
  return NULL;
}

static char *
describe_connection (const CndMatrix *matrix, guint output, guint input, CndNumberStyle style)
{
  guint group = cnd_matrix_get_group (matrix, output);
  guint fall = cnd_matrix_get_fall (matrix, group, input);

  if (!cnd_matrix_reads (matrix, group, input))
    {
      g_autofree char *stage = cnd_base_format_count (style, fall);
      if (!matrix->learned)
        return g_strdup (_("not connected: the input belongs to another group"));
      /* Translators: %s is the number of a condensing stage */
      return g_strdup_printf (_("pruned, fell in stage %s"), stage);
    }
  if (matrix->weights == NULL)
    return g_strdup (_("connected"));
  g_autofree char *weight = cnd_drawing_format_value (style, cnd_matrix_get_weight (matrix, output, input), matrix->weight_limit / 10);
  if (matrix->area == 1)
    return g_strdup_printf (_("weight %s"), weight);
  g_autofree char *magnitude = cnd_drawing_format_value (style, cnd_matrix_get_magnitude (matrix, output, input), matrix->weight_limit / 10);
  return g_strdup_printf (_("kernel with sum %s, sum of magnitudes %s"), weight, magnitude);
}

char *
cnd_matrix_describe_cell (const CndMatrix *matrix, guint output, guint input, CndNumberStyle style)
{
  const CndSource *source = find_source (matrix, input);
  guint group = cnd_matrix_get_group (matrix, output);
  g_autofree char *in = cnd_base_format_count (style, input + 1);
  g_autofree char *out = cnd_base_format_count (style, output + 1);
  g_autofree char *group_number = cnd_base_format_count (style, group + 1);
  g_autofree char *connection = describe_connection (matrix, output, input, style);

  g_return_val_if_fail (output < matrix->outputs && input < matrix->inputs, NULL);

  if (matrix->groups == 1)
    /* Translators: input number, the layer that made it, output number, what is between them */
    return g_strdup_printf (_("Input %s from %s, output %s: %s"), in, source != NULL ? source->label : "–", out, connection);
  /* Translators: input number, the layer that made it, output number, number of the filter group, what is between them */
  return g_strdup_printf (_("Input %s from %s, output %s, group %s: %s"), in, source != NULL ? source->label : "–", out, group_number, connection);
}

static guint
count_read (const CndMatrix *matrix, guint group, guint first, guint n)
{
  guint read = 0;

  for (guint i = first; i < first + n; i++)
    read += cnd_matrix_reads (matrix, group, i);
  return read;
}

static char *
describe_group (const CndMatrix *matrix, CndMatrixSpot spot, CndNumberStyle style)
{
  guint group = spot.kind == CND_SPOT_ROW ? cnd_matrix_get_group (matrix, spot.output) : spot.group;
  g_autofree char *number = cnd_base_format_count (style, group + 1), *output = cnd_base_format_count (style, spot.output + 1);
  g_autofree char *read = cnd_base_format_count (style, count_read (matrix, group, 0, matrix->inputs));
  g_autofree char *all = cnd_base_format_count (style, matrix->inputs);

  if (spot.kind == CND_SPOT_GROUP)
    return g_strdup_printf (_("Group %s reads %s of %s inputs"), number, read, all);
  if (matrix->groups == 1)
    /* Translators: an output's number, how many inputs it reads, of how many */
    return g_strdup_printf (_("Output %s reads %s of %s inputs"), output, read, all);
  /* Translators: an output's number, its filter group's, how many inputs it reads, of how many */
  return g_strdup_printf (_("Output %s of group %s reads %s of %s inputs"), output, number, read, all);
}

static char *
describe_column (const CndMatrix *matrix, guint input, CndNumberStyle style)
{
  const CndSource *source = find_source (matrix, input);
  g_autofree char *number = cnd_base_format_count (style, input + 1), *groups = cnd_base_format_count (style, matrix->groups);
  g_autofree char *readers = cnd_base_format_count (style, matrix->readers[input]);

  /* Translators: an input's number, the layer that made it, how many filter groups read it, of how many */
  return g_strdup_printf (_("Input %s from %s is read by %s of %s groups"), number, source != NULL ? source->label : "–", readers, groups);
}

static char *
describe_source (const CndMatrix *matrix, const CndSource *source, CndNumberStyle style)
{
  guint read = 0;
  g_autofree char *first = cnd_base_format_count (style, source->first + 1), *last = cnd_base_format_count (style, source->first + source->n);
  g_autofree char *share = NULL;

  for (guint g = 0; g < matrix->groups; g++)
    read += count_read (matrix, g, source->first, source->n);
  /* of a group convolution each input is for one group only */
  share = cnd_drawing_format_percent (style, (double) read / ((double) source->n * (matrix->learned ? matrix->groups : 1)));
  /* Translators: numbers of inputs, the layer that made them, how much of them the filter groups read: "62.5 %" */
  return g_strdup_printf (_("Inputs %s to %s come from %s, and %s of them is read"), first, last, source->label, share);
}

char *
cnd_matrix_describe_spot (const CndMatrix *matrix, CndMatrixSpot spot, CndNumberStyle style)
{
  switch (spot.kind)
    {
    case CND_SPOT_CELL: return cnd_matrix_describe_cell (matrix, spot.output, spot.input, style);
    case CND_SPOT_ROW:
    case CND_SPOT_GROUP: return describe_group (matrix, spot, style);
    case CND_SPOT_COLUMN: return describe_column (matrix, spot.input, style);
    case CND_SPOT_SOURCE: return describe_source (matrix, &g_array_index (matrix->sources, CndSource, spot.source), style);
    default: return NULL;
    }
}
