/* The engine: memory, weights, and the order of a pass. */
#include "config.h"

#include "engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- Memory -------------------------------------------------------------------------------------- */

float *
cnd_engine_allocate (CndEngine *engine, gsize n_floats)
{
  engine->memory += n_floats * sizeof (float);
  return g_aligned_alloc0 (MAX (n_floats, 1), sizeof (float), 64);
}

void
cnd_engine_reserve_scratch (CndEngine *engine, gsize n_floats)
{
  engine->n_scratch = MAX (engine->n_scratch, n_floats);
}

guint
cnd_engine_add_weights (CndEngine *engine, guint layer, const char *suffix, CndWeightsRole role, const guint64 *sizes, guint rank)
{
  CndWeights weights = { .layer = layer, .role = role, .rank = rank, .n = 1 };

  weights.name = g_strdup_printf ("%s.%s", engine->operations[layer].description->id, suffix);
  for (guint i = 0; i < rank; i++)
    {
      weights.sizes[i] = sizes[i];
      weights.n *= sizes[i];
    }
  weights.values = cnd_engine_allocate (engine, weights.n);
  if (role != CND_WEIGHTS_MEAN && role != CND_WEIGHTS_VARIANCE)
    {
      weights.gradient = cnd_engine_allocate (engine, weights.n);
      weights.momentum = cnd_engine_allocate (engine, weights.n);
    }
  g_array_append_val (engine->weights, weights);
  return engine->weights->len - 1;
}

static void
clear_weights (gpointer data)
{
  CndWeights *weights = data;

  g_free (weights->name);
  g_aligned_free (weights->values);
  g_aligned_free (weights->gradient);
  g_aligned_free (weights->momentum);
}

static void
clear_slab (gpointer data)
{
  Slab *slab = data;

  g_aligned_free (slab->values);
  g_aligned_free (slab->gradients);
}

/* ---- Making one ---------------------------------------------------------------------------------- */

static gboolean
find_classes (CndEngine *engine, GError **error)
{
  const CndLayer *layers = cnd_network_get_layers (engine->network, NULL);

  for (guint i = 0; i < engine->n_layers; i++)
    {
      Operation *operation = &engine->operations[i];
      const CndKind *kind = cnd_ops_get_kind (layers[i].kind);
      *operation = (Operation){ .class = cnd_operation_find_class (kind->name), .layer = i, .description = &layers[i],
                                .inputs = cnd_network_get_inputs (engine->network, &layers[i]), .n_inputs = layers[i].n_inputs };
      if (operation->class == NULL)
        {
          g_autofree char *message = g_strdup_printf (_("layers of the kind %s cannot be trained here"), kind->name);

          return cnd_engine_fail (engine, i, error, _("Remove or replace the layer to train this network."), message);
        }
    }
  return TRUE;
}

/* Scores are what the loss reads; a softmax at the end is part of the loss. */
static gboolean
find_output (CndEngine *engine, GError **error)
{
  const CndShape *shape;

  engine->output = cnd_network_get_output (engine->network);
  if (engine->operations[engine->output].class == &cnd_operation_softmax)
    engine->output = engine->operations[engine->output].inputs[0];
  for (guint i = 0; i < engine->n_layers; i++)
    if (engine->operations[i].class == &cnd_operation_softmax && i != cnd_network_get_output (engine->network))
      return cnd_engine_fail (engine, i, error, NULL, _("a softmax can be trained only as the last layer"));
  shape = &engine->operations[engine->output].description->output;
  if (shape->height != 1 || shape->width != 1 || shape->channels < 2)
    return cnd_engine_fail (engine, engine->output, error, _("End with a linear layer, or with global pooling."),
                            _("the network's output is to be one number a class"));
  return TRUE;
}

static gboolean
prepare_operations (CndEngine *engine, GError **error)
{
  for (guint i = 0; i < engine->n_layers; i++)
    {
      Operation *operation = &engine->operations[i];
      if (operation->class->size > 0)
        operation->state = g_malloc0 (operation->class->size);
      if (operation->class->prepare != NULL && !operation->class->prepare (engine, operation, error))
        return FALSE;
    }
  engine->scratch = g_new0 (float *, engine->n_threads);
  for (guint i = 0; i < engine->n_threads; i++)
    engine->scratch[i] = cnd_engine_allocate (engine, engine->n_scratch);
  return TRUE;
}

CndEngine *
cnd_engine_new (CndNetwork *network, const CndEngineOptions *options, GError **error)
{
  g_autoptr (CndEngine) engine = g_new0 (CndEngine, 1);

  g_return_val_if_fail (network != NULL && options != NULL && options->batch > 0, NULL);

  engine->network = cnd_network_ref (network);
  engine->kernels = cnd_kernels_get (options->kernels);
  engine->batch = options->batch;
  engine->n_threads = options->n_threads > 0 ? options->n_threads : g_get_num_processors ();
  engine->crew = cnd_crew_new (engine->n_threads);
  engine->n_blocks = (options->batch + CND_LANES - 1) / CND_LANES;
  engine->slabs = g_array_new (FALSE, FALSE, sizeof (Slab));
  g_array_set_clear_func (engine->slabs, clear_slab);
  engine->weights = g_array_new (FALSE, FALSE, sizeof (CndWeights));
  g_array_set_clear_func (engine->weights, clear_weights);
  engine->learned = g_array_new (FALSE, FALSE, sizeof (guint));
  engine->lanes = cnd_engine_allocate (engine, CND_LANES);
  engine->labels = g_new0 (guint16, engine->n_blocks * CND_LANES);
  cnd_network_get_layers (network, &engine->n_layers);
  engine->operations = g_new0 (Operation, engine->n_layers);
  engine->tensors = g_new0 (Tensor, engine->n_layers);
  if (engine->kernels == NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("This processor does not run the kernels “%s”"), options->kernels);
      return NULL;
    }
  if (!find_classes (engine, error) || !find_output (engine, error) || !cnd_engine_place_tensors (engine, error)
      || !prepare_operations (engine, error))
    return NULL;
  return g_steal_pointer (&engine);
}

void
cnd_engine_free (CndEngine *engine)
{
  for (guint i = 0; i < engine->n_layers; i++)
    {
      Operation *operation = &engine->operations[i];
      if (operation->state != NULL && operation->class->clear != NULL)
        operation->class->clear (operation);
      g_free (operation->state);
    }
  for (guint i = 0; engine->scratch != NULL && i < engine->n_threads; i++)
    g_aligned_free (engine->scratch[i]);
  g_free (engine->scratch);
  cnd_crew_free (engine->crew);
  g_free (engine->operations);
  g_free (engine->tensors);
  g_aligned_free (engine->lanes);
  g_free (engine->labels);
  g_array_unref (engine->slabs);
  g_array_unref (engine->weights);
  g_array_unref (engine->learned);
  cnd_network_unref (engine->network);
  g_free (engine);
}

/* ---- Passes -------------------------------------------------------------------------------------- */

void
cnd_engine_begin_batch (CndEngine *engine, guint n_images)
{
  g_return_if_fail (n_images > 0 && n_images <= engine->batch);

  engine->n_images = n_images;
  engine->n_used = (n_images + CND_LANES - 1) / CND_LANES;
  for (guint i = 0; i < CND_LANES; i++)
    engine->lanes[i] = (engine->n_used - 1) * CND_LANES + i < n_images ? 1 : 0;
}

void
cnd_engine_put_image (CndEngine *engine, guint slot, const float *values, guint label)
{
  const Tensor *input = &engine->tensors[0];
  float *to = get_values (engine, 0, slot / CND_LANES) + slot % CND_LANES;

  g_return_if_fail (slot < engine->n_images && label < cnd_engine_get_n_classes (engine));

  for (gsize i = 0; i < (gsize) input->channels * input->pixels; i++)
    to[i * CND_LANES] = values[i];
  engine->labels[slot] = (guint16) label;
}

CndOutcome
cnd_engine_forward (CndEngine *engine, gboolean training)
{
  engine->training = training;
  engine->n_passes += training;
  for (guint i = 1; i < engine->n_layers; i++)
    {
      Operation *operation = &engine->operations[i];
      if (!operation->skip && operation->class->forward != NULL)
        operation->class->forward (engine, operation);
    }
  return cnd_engine_measure_loss (engine);
}

typedef struct
{
  const Pass *pass;
  guint n_channels;
  PassFunc func;
} ChannelJob;

static void
run_channel (gpointer data, guint item, guint thread)
{
  const ChannelJob *job = data;

  job->func (job->pass, item / job->n_channels, item % job->n_channels);
}

void
cnd_engine_run_channels (const Pass *pass, guint n_channels, PassFunc func)
{
  ChannelJob job = { pass, n_channels, func };

  cnd_crew_run (pass->engine->crew, pass->engine->n_used * n_channels, run_channel, &job);
}

void
cnd_engine_run_channels_back (CndEngine *engine, Operation *operation, guint index, guint n_channels, PassFunc func)
{
  Pass pass = { .engine = engine, .operation = operation, .input = operation->inputs[index], .index = index };

  if (!needs_gradient (engine, pass.input))
    return;
  pass.add = claim_gradient (engine, pass.input);
  cnd_engine_run_channels (&pass, n_channels, func);
}

static void
clear_block (gpointer data, guint block, guint thread)
{
  const Slab *slab = data;

  memset (slab->gradients + block * slab->block_size, 0, slab->block_size * sizeof (float));
}

static void
clear_gradients (CndEngine *engine)
{
  for (guint i = 0; i < engine->weights->len; i++)
    if (get_weights (engine, i)->gradient != NULL)
      memset (get_weights (engine, i)->gradient, 0, get_weights (engine, i)->n * sizeof (float));
  for (guint i = 0; i < engine->slabs->len; i++)
    {
      Slab *slab = &g_array_index (engine->slabs, Slab, i);
      if (slab->shared)
        cnd_crew_run (engine->crew, engine->n_used, clear_block, slab);
    }
  for (guint i = 0; i < engine->n_layers; i++)
    engine->tensors[i].has_gradient = g_array_index (engine->slabs, Slab, engine->tensors[i].slab).shared;
}

void
cnd_engine_backward (CndEngine *engine)
{
  g_return_if_fail (engine->training);

  clear_gradients (engine);
  cnd_engine_set_loss_gradient (engine);
  for (guint i = engine->n_layers; i-- > 1;)
    {
      Operation *operation = &engine->operations[i];
      Tensor *tensor = &engine->tensors[engine->tensors[i].same];
      if (!operation->skip && operation->class->backward != NULL && tensor->needs_gradient && tensor->has_gradient)
        operation->class->backward (engine, operation);
    }
  for (guint i = 0; i < engine->learned->len; i++)
    cnd_convolution_mask_gradient (engine, &engine->operations[g_array_index (engine->learned, guint, i)]);
}

/* ---- Questions ------------------------------------------------------------------------------------ */

CndNetwork *
cnd_engine_get_network (const CndEngine *engine)
{
  return engine->network;
}

const char *
cnd_engine_get_kernels (const CndEngine *engine)
{
  return engine->kernels->name;
}

guint
cnd_engine_get_n_threads (const CndEngine *engine)
{
  return engine->n_threads;
}

guint
cnd_engine_get_batch (const CndEngine *engine)
{
  return engine->batch;
}

guint
cnd_engine_get_n_classes (const CndEngine *engine)
{
  return engine->tensors[engine->output].channels;
}

gsize
cnd_engine_get_memory (const CndEngine *engine)
{
  return engine->memory;
}

CndWeights *
cnd_engine_get_weights (CndEngine *engine, guint *n_weights)
{
  *n_weights = engine->weights->len;
  return (CndWeights *) (gpointer) engine->weights->data;
}

CndWeights *
cnd_engine_find_weights (CndEngine *engine, const char *name)
{
  for (guint i = 0; i < engine->weights->len; i++)
    if (strcmp (get_weights (engine, i)->name, name) == 0)
      return get_weights (engine, i);
  return NULL;
}

void
cnd_engine_seed_dropout (CndEngine *engine, guint64 seed)
{
  engine->dropout_seed = seed;
  engine->n_passes = 0;
}

guint64
cnd_engine_get_n_passes (const CndEngine *engine)
{
  return engine->n_passes;
}

void
cnd_engine_set_n_passes (CndEngine *engine, guint64 n_passes)
{
  engine->n_passes = n_passes;
}

/* ---- Learned group convolutions --------------------------------------------------------------------- */

static Operation *
get_learned (const CndEngine *engine, guint learned)
{
  return &engine->operations[g_array_index (engine->learned, guint, learned)];
}

guint
cnd_engine_get_n_learned (const CndEngine *engine)
{
  return engine->learned->len;
}

guint
cnd_engine_get_learned_layer (const CndEngine *engine, guint learned)
{
  return get_learned (engine, learned)->layer;
}

const CndLearnedShape *
cnd_engine_get_learned_shape (const CndEngine *engine, guint learned)
{
  return cnd_convolution_get_shape (get_learned (engine, learned));
}

CndWeights *
cnd_engine_get_learned_weights (CndEngine *engine, guint learned)
{
  return cnd_convolution_get_weights (engine, get_learned (engine, learned));
}

const guint8 *
cnd_engine_get_mask (const CndEngine *engine, guint learned)
{
  return cnd_convolution_get_mask (get_learned (engine, learned));
}

void
cnd_engine_set_mask (CndEngine *engine, guint learned, const guint8 *mask)
{
  Operation *operation = get_learned (engine, learned);
  const CndLearnedShape *shape = cnd_convolution_get_shape (operation);

  memcpy (cnd_convolution_get_mask (operation), mask, (gsize) shape->groups * shape->inputs);
  cnd_convolution_mask_changed (engine, operation);
}
