/* The file that condensing leaves: masked weights, or packed ones behind an index list. */
#include "config.h"

#include "condense-private.h"

#include <string.h>

typedef struct
{
  GArray *tensors;   /* CndTensor */
  GPtrArray *memory; /* what they point into beyond the file that was read */
} Output;

static gpointer
keep (Output *output, gpointer memory)
{
  g_ptr_array_add (output->memory, memory);
  return memory;
}

static void
add_tensor (Output *output, char *name, CndTensorType type, const guint64 *sizes, guint rank, const guint8 *bytes)
{
  CndTensor tensor = { .name = keep (output, name), .type = type, .rank = rank, .bytes = bytes };

  memcpy (tensor.sizes, sizes, rank * sizeof *sizes);
  tensor.n_bytes = (gsize) cnd_tensor_count (&tensor) * cnd_formats_get_tensor_type_size (type);
  g_array_append_val (output->tensors, tensor);
}

static void
add_index (Output *output, const CndCondensedLayer *layer, const char *suffix)
{
  guint64 n = cnd_condense_get_index_length (&layer->shape);
  gint64 *numbers = keep (output, g_new (gint64, n));

  for (guint i = 0; i < n; i++)
    numbers[i] = layer->index[i];
  add_tensor (output, g_strconcat (layer->name, suffix, NULL), CND_TENSOR_I64, &n, 1, (const guint8 *) numbers);
}

/* Zero is all bits 0 in every type of floating-point numbers, so the others stay as they are. */
static void
add_masked (Output *output, const CndCondensedLayer *layer, const char *name)
{
  const CndLearnedShape *shape = &layer->shape;
  const CndTensor *tensor = layer->tensor;
  guint size = cnd_formats_get_tensor_type_size (tensor->type);
  guint8 *bytes = keep (output, g_memdup2 (tensor->bytes, tensor->n_bytes));
  guint64 sizes[] = { shape->groups, shape->inputs };

  for (guint o = 0; o < shape->outputs; o++)
    for (guint i = 0; i < shape->inputs; i++)
      if (layer->mask[(gsize) (o % shape->groups) * shape->inputs + i] != 0)
        memset (bytes + ((gsize) o * shape->inputs + i) * size, 0, size);
  add_tensor (output, g_strdup (name), tensor->type, tensor->sizes, tensor->rank, bytes);
  add_tensor (output, g_strconcat (layer->name, ".mask", NULL), CND_TENSOR_U8, sizes, 2, layer->mask);
  add_index (output, layer, ".index");
}

static void
add_packed (Output *output, const CndCondensedLayer *layer, const char *name)
{
  const CndLearnedShape *shape = &layer->shape;
  const CndTensor *tensor = layer->tensor;
  guint size = cnd_formats_get_tensor_type_size (tensor->type), kept = shape->inputs / shape->condensation;
  guint8 *bytes = keep (output, g_malloc ((gsize) shape->outputs * kept * size)), *to = bytes;
  guint64 sizes[CND_MAX_TENSOR_RANK];

  for (guint row = 0; row < shape->outputs; row++)
    for (guint k = 0; k < kept; k++, to += size)
      {
        gsize from = (gsize) cnd_condense_get_packed_row (shape, row) * shape->inputs
                     + layer->index[(gsize) (row / (shape->outputs / shape->groups)) * kept + k];
        memcpy (to, tensor->bytes + from * size, size);
      }
  memcpy (sizes, tensor->sizes, sizeof sizes);
  sizes[1] = kept;
  add_index (output, layer, "_index.index");
  add_tensor (output, g_strdup (name), tensor->type, sizes, tensor->rank, bytes);
}

/* The layer whose bias this is; the packed rows stand in another order. */
static const CndCondensedLayer *
find_biased (const CndCondensing *condensing, const char *name, const CndTensor *tensor)
{
  for (guint i = 0; i < condensing->layers->len; i++)
    {
      const CndCondensedLayer *layer = condensing->layers->pdata[i];
      gsize length = strlen (layer->name);
      if (strncmp (name, layer->name, length) == 0 && g_str_equal (name + length, ".bias") && tensor->rank == 1
          && tensor->sizes[0] == layer->shape.outputs)
        return layer;
    }
  return NULL;
}

static void
add_bias (Output *output, const CndCondensedLayer *layer, const CndTensor *tensor, const char *name)
{
  guint size = cnd_formats_get_tensor_type_size (tensor->type);
  guint8 *bytes = keep (output, g_malloc (tensor->n_bytes));

  for (guint row = 0; row < layer->shape.outputs; row++)
    memcpy (bytes + (gsize) row * size, tensor->bytes + (gsize) cnd_condense_get_packed_row (&layer->shape, row) * size, size);
  add_tensor (output, g_strdup (name), tensor->type, tensor->sizes, tensor->rank, bytes);
}

/* What an earlier condensing of the layer left. */
static gboolean
is_replaced (const CndCondensing *condensing, const char *name)
{
  for (guint i = 0; i < condensing->layers->len; i++)
    {
      const CndCondensedLayer *layer = condensing->layers->pdata[i];
      gsize length = strlen (layer->name);
      if (strncmp (name, layer->name, length) == 0
          && (g_str_equal (name + length, ".mask") || g_str_equal (name + length, ".index")
              || g_str_equal (name + length, "_index.index")))
        return TRUE;
    }
  return FALSE;
}

static const CndCondensedLayer *
find_layer (const CndCondensing *condensing, const CndTensor *tensor)
{
  for (guint i = 0; i < condensing->layers->len; i++)
    if (((const CndCondensedLayer *) condensing->layers->pdata[i])->tensor == tensor)
      return condensing->layers->pdata[i];
  return NULL;
}

static void
add_from_file (Output *output, const CndCondensing *condensing, const CndTensor *tensor, const char *name, gboolean packed)
{
  const CndCondensedLayer *layer = find_layer (condensing, tensor);

  if (layer != NULL && packed)
    add_packed (output, layer, name);
  else if (layer != NULL)
    add_masked (output, layer, name);
  else if (packed && (layer = find_biased (condensing, name, tensor)) != NULL)
    add_bias (output, layer, tensor, name);
  else if (!is_replaced (condensing, name))
    add_tensor (output, g_strdup (name), tensor->type, tensor->sizes, tensor->rank, tensor->bytes);
}

gboolean
cnd_cli_condensing_save (const CndCondensing *condensing, const char *path, gboolean packed, GError **error)
{
  static const char *const metadata[] = { "format", "pt", NULL };
  g_autoptr (GArray) tensors = g_array_new (FALSE, FALSE, sizeof (CndTensor));
  g_autoptr (GPtrArray) memory = g_ptr_array_new_with_free_func (g_free);
  Output output = { tensors, memory };
  const char *const *kept = condensing->is_run ? metadata : cnd_tensors_list_metadata (condensing->tensors);
  guint n;
  const CndTensor *all = cnd_tensors_get_all (condensing->tensors, &n);

  for (guint i = 0; i < n; i++)
    {
      const char *name = cnd_cli_condensing_get_name (condensing, &all[i]);
      if (name != NULL)
        add_from_file (&output, condensing, &all[i], name, packed);
    }
  return cnd_formats_save_tensors (path, kept, (const CndTensor *) tensors->data, tensors->len, NULL, error);
}
