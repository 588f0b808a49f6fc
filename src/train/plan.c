/* Layers to operations, and where their outputs lie. */
#include "config.h"

#include "engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

static const OperationClass *const classes[] = {
  &cnd_operation_input,           &cnd_operation_convolution,         &cnd_operation_learned,
  &cnd_operation_linear,          &cnd_operation_batch_norm,          &cnd_operation_relu,
  &cnd_operation_relu6,           &cnd_operation_sigmoid,             &cnd_operation_tanh,
  &cnd_operation_max_pool,        &cnd_operation_average_pool,        &cnd_operation_global_max_pool,
  &cnd_operation_global_average_pool, &cnd_operation_adaptive_max_pool, &cnd_operation_adaptive_average_pool,
  &cnd_operation_concatenation,   &cnd_operation_addition,            &cnd_operation_multiplication,
  &cnd_operation_dropout,         &cnd_operation_flatten,             &cnd_operation_shuffle,
  &cnd_operation_split,           &cnd_operation_selection,           &cnd_operation_softmax,
};

const OperationClass *
cnd_operation_find_class (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (strcmp (classes[i]->kind, kind) == 0)
      return classes[i];
  return NULL;
}

gboolean
cnd_engine_fail (const CndEngine *engine, guint layer, GError **error, const char *hint, const char *message)
{
  const CndLayer *description = &cnd_network_get_layers (engine->network, NULL)[layer];
  CndArchitecture *architecture = cnd_network_get_architecture (engine->network);
  g_autofree char *id = cnd_base_isolate_text (description->id);

  if (description->statement != NULL)
    cnd_architecture_set_error (architecture, &description->statement->origin, error, CND_ERROR_VALUE, NULL, NULL, hint,
                                /* Translators: a layer's name, and what is wrong with it */
                                _("%s: %s"), id, message);
  else
    {
      CndProblem problem = { .file = architecture->file, .hint = hint };
      cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("%s: %s"), id, message);
    }
  return FALSE;
}

/* ---- Places ------------------------------------------------------------------------------------ */

static gsize
get_size (const Tensor *tensor)
{
  return (gsize) tensor->channels * tensor->pixels * CND_LANES;
}

static guint
add_slab (CndEngine *engine, gsize block_size)
{
  Slab slab = { .block_size = block_size };

  g_array_append_val (engine->slabs, slab);
  return engine->slabs->len - 1;
}

static void
place (Tensor *tensor, guint slab, gsize offset)
{
  tensor->slab = slab;
  tensor->offset = offset;
}

/* An activation may overwrite what it reads when nobody else, and no backward pass, needs that. Batch norm does the ReLU
 * behind it on its own. */
static void
share_in_place (CndEngine *engine, guint layer)
{
  Operation *operation = &engine->operations[layer];
  guint input = operation->inputs[0];
  Operation *maker = &engine->operations[input];

  if (engine->tensors[input].n_readers != 1 || engine->tensors[input].same != input || maker->class->keeps_output
      || input == engine->output)
    return;
  engine->tensors[layer].same = input;
  if (maker->class == &cnd_operation_batch_norm && operation->class == &cnd_operation_relu)
    maker->relu = operation->skip = TRUE;
}

/* All inputs lie one behind the other already: those of an earlier repetition of a dense block. */
static gboolean
is_prefix (const CndEngine *engine, const Operation *operation)
{
  const Tensor *first = &engine->tensors[engine->tensors[operation->inputs[0]].same];
  gsize offset = first->offset;

  for (guint i = 0; i < operation->n_inputs; i++)
    {
      const Tensor *input = &engine->tensors[engine->tensors[operation->inputs[i]].same];
      if (input->slab == G_MAXUINT || input->slab != first->slab || input->offset != offset)
        return FALSE;
      offset += get_size (input);
    }
  return TRUE;
}

/* Later concatenations come first: each takes its inputs into its own place, and those within them fall into line. */
static void
place_concatenation (CndEngine *engine, Operation *operation)
{
  Tensor *tensor = &engine->tensors[operation->layer];
  gsize offset;

  if (tensor->slab == G_MAXUINT && is_prefix (engine, operation))
    {
      const Tensor *first = &engine->tensors[engine->tensors[operation->inputs[0]].same];
      place (tensor, first->slab, first->offset);
      return;
    }
  if (tensor->slab == G_MAXUINT)
    place (tensor, add_slab (engine, get_size (tensor)), 0);
  g_array_index (engine->slabs, Slab, tensor->slab).shared = TRUE;
  offset = tensor->offset;
  for (guint i = 0; i < operation->n_inputs; i++)
    {
      Tensor *input = &engine->tensors[engine->tensors[operation->inputs[i]].same];
      if (input->slab == G_MAXUINT)
        place (input, tensor->slab, offset);
      offset += get_size (input);
    }
}

static void
set_sizes (CndEngine *engine)
{
  for (guint i = 0; i < engine->n_layers; i++)
    {
      const CndShape *shape = &engine->operations[i].description->output;
      Tensor *tensor = &engine->tensors[i];
      *tensor = (Tensor){ .channels = (guint) shape->channels, .height = (guint) shape->height,
                          .width = (guint) shape->width, .slab = G_MAXUINT, .same = i };
      tensor->pixels = tensor->height * tensor->width;
      for (guint k = 0; k < engine->operations[i].n_inputs; k++)
        engine->tensors[engine->operations[i].inputs[k]].n_readers++;
    }
}

static void
set_needs (CndEngine *engine)
{
  for (guint i = 0; i < engine->n_layers; i++)
    {
      Tensor *tensor = &engine->tensors[i];
      tensor->needs_gradient = engine->operations[i].class->trained;
      for (guint k = 0; k < engine->operations[i].n_inputs; k++)
        tensor->needs_gradient |= engine->tensors[engine->operations[i].inputs[k]].needs_gradient;
    }
}

#define MAX_MEMORY ((guint64) 32 << 30)

/* No more than the machine has, where it says so. */
static guint64
get_most_memory (void)
{
  long n_pages = sysconf (_SC_PHYS_PAGES), page_size = sysconf (_SC_PAGESIZE);
  guint64 size;

  return n_pages > 0 && page_size > 0 && cnd_multiply_u64 ((guint64) n_pages, (guint64) page_size, &size) ? MIN (size, MAX_MEMORY)
                                                                                                          : MAX_MEMORY;
}

static gboolean
check_memory (const CndEngine *engine, GError **error)
{
  guint64 total = 0, most = get_most_memory ();

  for (guint i = 0; i < engine->slabs->len; i++)
    {
      guint64 size;
      if (!cnd_multiply_u64 (g_array_index (engine->slabs, Slab, i).block_size, 2u * sizeof (float) * engine->n_blocks, &size)
          || !cnd_add_u64 (total, size, &total) || total > most)
        {
          CndProblem problem = { .hint = _("Take a smaller batch.") };
          cnd_base_set_problem (error, CND_ERROR_LIMIT, &problem, _("Training this network takes too much memory"));
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
cnd_engine_place_tensors (CndEngine *engine, GError **error)
{
  set_sizes (engine);
  set_needs (engine);
  for (guint i = 0; i < engine->n_layers; i++)
    if (engine->operations[i].class->in_place)
      share_in_place (engine, i);
    else if (engine->operations[i].class == &cnd_operation_flatten)
      engine->tensors[i].same = engine->tensors[engine->operations[i].inputs[0]].same;
  for (guint i = engine->n_layers; i-- > 0;)
    if (engine->operations[i].class == &cnd_operation_concatenation)
      place_concatenation (engine, &engine->operations[i]);
  for (guint i = 0; i < engine->n_layers; i++)
    {
      Tensor *tensor = &engine->tensors[i];
      if (tensor->same != i)
        place (tensor, engine->tensors[tensor->same].slab, engine->tensors[tensor->same].offset);
      else if (tensor->slab == G_MAXUINT)
        place (tensor, add_slab (engine, get_size (tensor)), 0);
    }
  if (!check_memory (engine, error))
    return FALSE;
  for (guint i = 0; i < engine->slabs->len; i++)
    {
      Slab *slab = &g_array_index (engine->slabs, Slab, i);
      slab->values = cnd_engine_allocate (engine, slab->block_size * engine->n_blocks);
      slab->gradients = cnd_engine_allocate (engine, slab->block_size * engine->n_blocks);
    }
  return TRUE;
}
