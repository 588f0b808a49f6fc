/* How an engine is made: layers become operations on tensors, tensors are places in slabs. A slab holds what is
 * concatenated side by side, so that concatenation moves nothing. */
#pragma once

#include "crew-private.h"
#include "kernels-private.h"
#include "train.h"

#include "ops/ops.h"

G_BEGIN_DECLS

typedef struct
{
  gsize block_size; /* floats that sixteen images take */
  gboolean shared;  /* several layers write into it: its gradients are cleared, then added to */
  float *values;
  float *gradients; /* NULL when none are needed */
} Slab;

/* The output of a layer. Layers that change nothing (flatten, concatenation in place) or work in place have the place of
 * what they read; then `same` is the layer that made it. */
typedef struct
{
  guint channels, height, width, pixels;
  guint slab;           /* G_MAXUINT: not placed yet */
  gsize offset;         /* floats within a block */
  guint same;
  guint n_readers;
  gboolean needs_gradient;
  gboolean has_gradient; /* while going backward: somebody has written it */
} Tensor;

typedef struct _Operation Operation;

typedef struct
{
  const char *kind; /* in the catalogue */
  gsize size;       /* of `state` */
  gboolean in_place; /* may overwrite its input when nobody else reads that */
  gboolean keeps_output; /* its backward pass reads what it has made */
  gboolean trained; /* has weights */
  gboolean (*prepare) (CndEngine *engine, Operation *operation, GError **error);
  void (*forward) (CndEngine *engine, Operation *operation);
  void (*backward) (CndEngine *engine, Operation *operation);
  void (*clear) (Operation *operation);
} OperationClass;

struct _Operation
{
  const OperationClass *class;
  guint layer;
  const CndLayer *description;
  const guint *inputs; /* layers */
  guint n_inputs;
  gboolean skip;       /* done by the operation before it */
  gboolean relu;       /* batch norm: the ReLU behind it is done with it */
  gpointer state;
};

struct _CndEngine
{
  CndNetwork *network;
  const CndKernels *kernels;
  guint batch, n_threads;
  Crew *crew;
  guint n_blocks;        /* for a whole batch */
  guint n_images;        /* of the batch at hand */
  guint n_used;          /* blocks of the batch at hand */
  float *lanes;          /* CND_LANES: 1 where the last used block has an image */
  guint16 *labels;
  gboolean training;
  guint64 dropout_seed, n_passes;
  Tensor *tensors;       /* one a layer */
  Operation *operations; /* one a layer */
  guint n_layers;
  guint output;          /* the layer with the scores */
  GArray *slabs;         /* Slab */
  GArray *weights;       /* CndWeights; complete before anybody keeps a pointer into it */
  GArray *learned;       /* guint: layers */
  gsize memory;
  float **scratch;       /* one a thread */
  gsize n_scratch;       /* floats */
};

/* plan.c */
gboolean cnd_engine_place_tensors (CndEngine *engine, GError **error);
const OperationClass *cnd_operation_find_class (const char *kind);
/* Sets an error at the layer. Returns FALSE. */
gboolean cnd_engine_fail (const CndEngine *engine, guint layer, GError **error, const char *hint, const char *message);

/* loss.c */
CndOutcome cnd_engine_measure_loss (CndEngine *engine);
void cnd_engine_set_loss_gradient (CndEngine *engine);

/* engine.c */
float *cnd_engine_allocate (CndEngine *engine, gsize n_floats);
/* Adds a tensor of weights; returns its index. */
guint cnd_engine_add_weights (CndEngine *engine, guint layer, const char *suffix, CndWeightsRole role, const guint64 *sizes,
                              guint rank);
/* Makes every thread's scratch at least as large. */
void cnd_engine_reserve_scratch (CndEngine *engine, gsize n_floats);

/* One pass of an operation, for the functions that do it block by block, channel by channel. */
typedef struct
{
  CndEngine *engine;
  Operation *operation;
  guint input;      /* the layer that is read, or whose gradient is written */
  guint index;      /* its place among the operation's inputs */
  gboolean add;     /* to the gradient that is there */
} Pass;

typedef void (*PassFunc) (const Pass *pass, guint block, guint channel);

/* For each block in use and each of @n_channels. */
void cnd_engine_run_channels (const Pass *pass, guint n_channels, PassFunc func);
/* The same backward to input @index: nothing where no gradient is needed there, and added where there is one. */
void cnd_engine_run_channels_back (CndEngine *engine, Operation *operation, guint index, guint n_channels, PassFunc func);

/* For the operations. */
static inline float *
get_values (const CndEngine *engine, guint layer, guint block)
{
  const Tensor *tensor = &engine->tensors[layer];
  const Slab *slab = &g_array_index (engine->slabs, Slab, tensor->slab);

  return slab->values + block * slab->block_size + tensor->offset;
}

static inline float *
get_gradients (const CndEngine *engine, guint layer, guint block)
{
  const Tensor *tensor = &engine->tensors[layer];
  const Slab *slab = &g_array_index (engine->slabs, Slab, tensor->slab);

  return slab->gradients + block * slab->block_size + tensor->offset;
}

static inline gboolean
needs_gradient (const CndEngine *engine, guint layer)
{
  return engine->tensors[engine->tensors[layer].same].needs_gradient;
}

/* Whether the gradient of @layer is to be added to what is there already; the next one will be. */
static inline gboolean
claim_gradient (CndEngine *engine, guint layer)
{
  Tensor *tensor = &engine->tensors[engine->tensors[layer].same];
  gboolean add = tensor->has_gradient;

  tensor->has_gradient = TRUE;
  return add;
}

static inline float *
get_channel_values (const CndEngine *engine, guint layer, guint block, guint channel)
{
  return get_values (engine, layer, block) + (gsize) channel * engine->tensors[layer].pixels * CND_LANES;
}

static inline float *
get_channel_gradients (const CndEngine *engine, guint layer, guint block, guint channel)
{
  return get_gradients (engine, layer, block) + (gsize) channel * engine->tensors[layer].pixels * CND_LANES;
}

/* The mask of a block's lanes; NULL when all hold images. */
static inline const float *
get_lanes (const CndEngine *engine, guint block)
{
  return block + 1 == engine->n_used && engine->n_images % CND_LANES != 0 ? engine->lanes : NULL;
}

static inline CndWeights *
get_weights (const CndEngine *engine, guint index)
{
  return &g_array_index (engine->weights, CndWeights, index);
}

/* convolution.c */
extern const OperationClass cnd_operation_convolution;
extern const OperationClass cnd_operation_learned;
extern const OperationClass cnd_operation_linear;
/* TRUE for learned group convolutions, and linear layers that keep a share of their inputs; the functions below take those. */
gboolean cnd_convolution_is_learned (const Operation *operation);
/* The mask of a learned group convolution, to be written; cnd_convolution_mask_changed() tells that it was. */
guint8 *cnd_convolution_get_mask (const Operation *operation);
const CndLearnedShape *cnd_convolution_get_shape (const Operation *operation);
CndWeights *cnd_convolution_get_weights (const CndEngine *engine, const Operation *operation);
void cnd_convolution_mask_changed (CndEngine *engine, Operation *operation);
/* Gradients of pruned weights become 0. */
void cnd_convolution_mask_gradient (CndEngine *engine, Operation *operation);

/* normalization.c, activation.c, pooling.c, join.c, reshape.c */
extern const OperationClass cnd_operation_batch_norm;
extern const OperationClass cnd_operation_relu, cnd_operation_relu6, cnd_operation_sigmoid, cnd_operation_tanh;
extern const OperationClass cnd_operation_max_pool, cnd_operation_average_pool;
extern const OperationClass cnd_operation_global_max_pool, cnd_operation_global_average_pool;
extern const OperationClass cnd_operation_adaptive_max_pool, cnd_operation_adaptive_average_pool;
extern const OperationClass cnd_operation_concatenation, cnd_operation_addition, cnd_operation_multiplication;
extern const OperationClass cnd_operation_input, cnd_operation_dropout, cnd_operation_flatten;
extern const OperationClass cnd_operation_shuffle, cnd_operation_split, cnd_operation_selection;
extern const OperationClass cnd_operation_softmax;

G_END_DECLS
