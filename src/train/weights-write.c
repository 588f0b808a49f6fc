/* An engine's weights as a file of tensors. */
#include "config.h"

#include "weights-private.h"

#include <string.h>

typedef struct
{
  GArray *tensors;   /* CndTensor */
  GPtrArray *memory; /* names and lists */
} Output;

static void
add (Output *output, char *name, CndTensorType type, const guint64 *sizes, guint rank, gconstpointer bytes)
{
  CndTensor tensor = { .name = name, .type = type, .rank = rank, .bytes = bytes };

  memcpy (tensor.sizes, sizes, rank * sizeof *sizes);
  tensor.n_bytes = (gsize) cnd_tensor_count (&tensor) * cnd_formats_get_tensor_type_size (type);
  g_ptr_array_add (output->memory, name);
  g_array_append_val (output->tensors, tensor);
}

static void
add_index_layer (Output *output, const CndLayer *layer)
{
  guint64 n = layer->attributes[0].list.n_values;

  add (output, g_strconcat (layer->id, ".index", NULL), CND_TENSOR_I64, &n, 1, layer->attributes[0].list.values);
}

static void
add_learned (Output *output, const CndLayer *layer, const CndLearnedShape *shape, const guint8 *mask)
{
  guint64 sizes[] = { shape->groups, shape->inputs }, n = cnd_condense_get_index_length (shape);
  g_autofree guint *list = g_new (guint, n);
  gint64 *numbers;

  add (output, g_strconcat (layer->id, ".mask", NULL), CND_TENSOR_U8, sizes, 2, mask);
  if (!cnd_condense_list_index (shape, mask, list, NULL))
    return;
  numbers = g_new (gint64, n);
  for (guint i = 0; i < n; i++)
    numbers[i] = list[i];
  g_ptr_array_add (output->memory, numbers);
  add (output, g_strconcat (layer->id, ".index", NULL), CND_TENSOR_I64, &n, 1, numbers);
}

gboolean
cnd_engine_save_weights (CndEngine *engine, const char *path, const char *const *metadata, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) tensors = g_array_new (FALSE, FALSE, sizeof (CndTensor));
  g_autoptr (GPtrArray) memory = g_ptr_array_new_with_free_func (g_free);
  Output output = { tensors, memory };
  guint next = 0;

  for (guint i = 0; i < engine->n_layers; i++)
    {
      const Operation *operation = &engine->operations[i];
      if (operation->class == &cnd_operation_selection)
        add_index_layer (&output, operation->description);
      for (; next < engine->weights->len && get_weights (engine, next)->layer == i; next++)
        {
          const CndWeights *weights = get_weights (engine, next);
          add (&output, g_strdup (weights->name), CND_TENSOR_F32, weights->sizes, weights->rank, weights->values);
        }
      if (cnd_convolution_is_learned (operation))
        add_learned (&output, operation->description, cnd_convolution_get_shape (operation), cnd_convolution_get_mask (operation));
    }
  return cnd_formats_save_tensors (path, metadata, (const CndTensor *) tensors->data, tensors->len, cancellable, error);
}
