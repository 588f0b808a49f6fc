/* Small safetensors files for the tests of commands. */
#include "tensors.h"

#include <string.h>

Weights *
weights_new (void)
{
  Weights *weights = g_new0 (Weights, 1);

  weights->tensors = g_array_new (FALSE, FALSE, sizeof (CndTensor));
  weights->memory = g_ptr_array_new_with_free_func (g_free);
  return weights;
}

void
weights_free (Weights *weights)
{
  g_array_unref (weights->tensors);
  g_ptr_array_unref (weights->memory);
  g_free (weights);
}

static void
put_value (guint8 *to, CndTensorType type, double value)
{
  float single = (float) value;
  guint32 bits;
  guint16 half;

  memcpy (&bits, &single, sizeof bits);
  if (type == CND_TENSOR_F64)
    memcpy (to, &value, sizeof value);
  else if (type == CND_TENSOR_F32)
    memcpy (to, &single, sizeof single);
  else
    {
      half = type == CND_TENSOR_F16 ? cnd_formats_float_to_half (single) : (guint16) (bits >> 16);
      memcpy (to, &half, sizeof half);
    }
}

void
weights_add (Weights *weights, const char *name, CndTensorType type, const double *values, const guint64 *sizes)
{
  CndTensor tensor = { .name = g_strdup (name), .type = type };
  guint size = cnd_formats_get_tensor_type_size (type);
  gsize n = 1;
  guint8 *bytes;

  for (; sizes[tensor.rank] != 0; tensor.rank++)
    {
      tensor.sizes[tensor.rank] = sizes[tensor.rank];
      n *= sizes[tensor.rank];
    }
  bytes = g_malloc (n * size);
  for (gsize i = 0; i < n; i++)
    put_value (bytes + i * size, type, values[i]);
  tensor.bytes = bytes;
  tensor.n_bytes = n * size;
  g_ptr_array_add (weights->memory, (gpointer) tensor.name);
  g_ptr_array_add (weights->memory, bytes);
  g_array_append_val (weights->tensors, tensor);
}

void
weights_save (const Weights *weights, const char *path)
{
  g_autoptr (GError) error = NULL;

  cnd_formats_save_tensors (path, NULL, (const CndTensor *) weights->tensors->data, weights->tensors->len, NULL, &error);
  g_assert_no_error (error);
}

CndTensors *
open_tensors (const char *path)
{
  g_autoptr (GError) error = NULL;
  CndTensors *tensors = cnd_formats_open_tensors (path, &error);

  g_assert_no_error (error);
  return tensors;
}

const CndTensor *
get_tensor (const CndTensors *tensors, const char *name, CndTensorType type, const char *sizes)
{
  const CndTensor *tensor = cnd_tensors_find (tensors, name);
  g_autoptr (GString) found = g_string_new (NULL);

  if (tensor == NULL)
    g_test_message ("there is no tensor “%s”", name);
  g_assert_nonnull (tensor);
  g_assert_cmpint (tensor->type, ==, type);
  for (guint i = 0; i < tensor->rank; i++)
    g_string_append_printf (found, "%s%" G_GUINT64_FORMAT, i > 0 ? "×" : "", tensor->sizes[i]);
  g_assert_cmpstr (found->str, ==, sizes);
  return tensor;
}

float *
get_floats (const CndTensors *tensors, const char *name)
{
  const CndTensor *tensor = cnd_tensors_find (tensors, name);
  g_autoptr (GError) error = NULL;
  float *floats;

  g_assert_nonnull (tensor);
  floats = cnd_tensor_dup_floats (tensor, &error);
  g_assert_no_error (error);
  return floats;
}
