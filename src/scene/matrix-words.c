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
