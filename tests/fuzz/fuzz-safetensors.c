/* Any bytes as a file of tensors: refused with one error, or read, and the same when written and read again. */
#include "formats/formats.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (CndTensors) tensors = cnd_formats_parse_tensors (bytes, "fuzz.safetensors", &error);
  g_autoptr (CndTensors) again = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) rewritten = NULL;
  const CndTensor *all;
  guint n, n_again;

  g_assert_true ((tensors != NULL) != (error != NULL));
  if (error != NULL)
    {
      g_assert_nonnull (cnd_base_get_problem (error));
      return 0;
    }
  all = cnd_tensors_get_all (tensors, &n);
  for (guint i = 0; i < n; i++)
    {
      g_free (cnd_tensor_dup_floats (&all[i], NULL));
      g_assert_true (cnd_tensors_find (tensors, all[i].name) == &all[i]);
    }
  written = cnd_formats_format_tensors (cnd_tensors_list_metadata (tensors), all, n);
  again = cnd_formats_parse_tensors (written, NULL, &error);
  g_assert_no_error (error);
  all = cnd_tensors_get_all (again, &n_again);
  g_assert_cmpuint (n, ==, n_again);
  rewritten = cnd_formats_format_tensors (cnd_tensors_list_metadata (again), all, n_again);
  g_assert_true (g_bytes_equal (written, rewritten));
  return 0;
}
