/* Any bytes as IDX (plain or gzip) and as CIFAR. */
#include "formats/formats.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) idx_error = NULL;
  g_autoptr (CndIdx) idx = cnd_formats_parse_idx (data, size, "fuzz-idx3-ubyte", &idx_error);

  g_assert_true ((idx != NULL) != (idx_error != NULL));
  for (CndCifarEdition edition = CND_CIFAR_10; edition <= CND_CIFAR_100; edition++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndCifar) cifar = cnd_formats_parse_cifar (data, size, edition, "fuzz.bin", &error);
      g_assert_true ((cifar != NULL) != (error != NULL));
    }
  return 0;
}
