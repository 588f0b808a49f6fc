/* Which kernels this processor runs. */
#include "config.h"

#include "kernels-private.h"

#include <string.h>

static gboolean
runs (const CndKernels *kernels)
{
#ifdef CND_KERNELS_X86
  if (kernels == &cnd_kernels_avx512)
    return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl");
  if (kernels == &cnd_kernels_avx2)
    return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
#endif
  return TRUE;
}

const CndKernels *
cnd_kernels_get (const char *name)
{
  static const CndKernels *const tables[] = {
#ifdef CND_KERNELS_X86
    &cnd_kernels_avx512,
    &cnd_kernels_avx2,
#endif
    &cnd_kernels_plain,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (runs (tables[i]) && (name == NULL || strcmp (name, tables[i]->name) == 0))
      return tables[i];
  return NULL;
}
