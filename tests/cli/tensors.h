/* Small safetensors files for the tests of commands. */
#pragma once

#include "formats/formats.h"

/* Tensors to be written; the arrays live as long as this. */
typedef struct
{
  GArray *tensors;
  GPtrArray *memory;
} Weights;

Weights *weights_new (void);
void weights_free (Weights *weights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Weights, weights_free)
/* @values: as many as the sizes say, rounded to @type, a floating-point one; sizes end with 0 */
void weights_add (Weights *weights, const char *name, CndTensorType type, const double *values, const guint64 *sizes);
void weights_save (const Weights *weights, const char *path);

CndTensors *open_tensors (const char *path);
/* Asserts that it is there with this type and these sizes, "6×4×1×1". */
const CndTensor *get_tensor (const CndTensors *tensors, const char *name, CndTensorType type, const char *sizes);
float *get_floats (const CndTensors *tensors, const char *name);
