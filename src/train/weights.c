/* Weights from a file of tensors, or from where a run stopped, into an engine. */
#include "config.h"

#include "weights-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DISTRIBUTED "module." /* what PyTorch's data-parallel wrappers put in front */
#define RUN_FOLDER "state/weights/"

/* A file or a run. */
typedef struct
{
  const CndTensor *(*find) (gconstpointer data, const char *name);
  gconstpointer data;
  const char *prefix;
} Source;

static const CndTensor *
find_in_file (gconstpointer data, const char *name)
{
  return cnd_tensors_find (data, name);
}

static const CndTensor *
find_in_run (gconstpointer data, const char *name)
{
  return cnd_run_find ((CndRun *) data, name);
}

const char *
cnd_weights_get_prefix (const CndTensors *tensors)
{
  guint n;
  const CndTensor *all = cnd_tensors_get_all (tensors, &n);

  for (guint i = 0; i < n; i++)
    if (!g_str_has_prefix (all[i].name, DISTRIBUTED))
      return "";
  return n > 0 ? DISTRIBUTED : "";
}

/* ---- One tensor --------------------------------------------------------------------------------------------- */

static char *
format_sizes (const guint64 *sizes, guint rank)
{
  gint64 signed_sizes[CND_MAX_TENSOR_RANK];

  for (guint i = 0; i < rank; i++)
    signed_sizes[i] = (gint64) MIN (sizes[i], (guint64) G_MAXINT64);
  /* Translators: the shape of a tensor without dimensions */
  return rank > 0 ? cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, signed_sizes, rank) : g_strdup (_("one number"));
}

static gboolean
check_shape (const CndTensor *tensor, const CndWeights *weights, GError **error)
{
  g_autofree char *found = NULL, *expected = NULL;
  CndProblem problem = { .hint = _("Give the model and the parameters that they were trained with.") };

  if (tensor->rank == weights->rank && memcmp (tensor->sizes, weights->sizes, weights->rank * sizeof *tensor->sizes) == 0)
    return TRUE;
  problem.found = found = format_sizes (tensor->sizes, tensor->rank);
  problem.expected = expected = format_sizes (weights->sizes, weights->rank);
  cnd_base_set_problem (error, CND_ERROR_SHAPE, &problem, _("The weights “%s” have another shape"), weights->name);
  return FALSE;
}

/* Returns: (transfer full) (nullable) */
static float *
read_values (const Source *source, const CndWeights *weights, GError **error)
{
  g_autofree char *name = g_strconcat (source->prefix, weights->name, NULL);
  const CndTensor *tensor = source->find (source->data, name);
  g_autofree float *values = NULL;

  if (tensor == NULL)
    {
      g_autofree char *expected = format_sizes (weights->sizes, weights->rank);
      CndProblem problem = { .expected = expected, .hint = _("Weights are named as the model names its layers.") };
      cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, &problem, _("There are no weights “%s”"), weights->name);
      return NULL;
    }
  if (!check_shape (tensor, weights, error))
    return NULL;
  values = cnd_tensor_dup_floats (tensor, error);
  if (values == NULL)
    {
      g_prefix_error (error, "%s: ", weights->name);
      return NULL;
    }
  for (gsize i = 0; i < weights->n; i++)
    if (!isfinite (values[i]))
      {
        cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("The weights “%s” hold values that are no finite numbers"), weights->name);
        return NULL;
      }
  return g_steal_pointer (&values);
}

/* Returns: (transfer full) (nullable) (element-type float*): one a tensor of the engine */
static GPtrArray *
read_all (CndEngine *engine, const Source *source, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < engine->weights->len; i++)
    {
      float *values = read_values (source, get_weights (engine, i), error);
      if (values == NULL)
        return NULL;
      g_ptr_array_add (all, values);
    }
  return g_steal_pointer (&all);
}

/* ---- Masks -------------------------------------------------------------------------------------------------- */

/* Of each group the columns of which all weights are 0, when they are as many as stages let fall. */
static gboolean
find_zeros (const CndLearnedShape *shape, const float *weights, guint8 *mask)
{
  guint share = shape->inputs / shape->condensation;

  memset (mask, 1, (gsize) shape->groups * shape->inputs);
  for (guint o = 0; o < shape->outputs; o++)
    for (guint i = 0; i < shape->inputs; i++)
      for (guint k = 0; k < shape->area; k++)
        if (weights[((gsize) o * shape->inputs + i) * shape->area + k] != 0)
          mask[(gsize) (o % shape->groups) * shape->inputs + i] = 0;
  for (guint g = 0; g < shape->groups; g++)
    for (guint i = 0, n = 0; i < shape->inputs; i++)
      if (mask[(gsize) g * shape->inputs + i] != 0)
        /* in which stage it fell is not known */
        mask[(gsize) g * shape->inputs + i] = (guint8) MIN (n++ / share + 1, shape->condensation);
  return cnd_condense_get_mask_stage (shape, mask) < shape->condensation;
}

static gboolean
check_mask (const CndLearnedShape *shape, const CndTensor *tensor, const guint8 *values, const char *name, GError **error)
{
  gsize n = (gsize) shape->groups * shape->inputs;
  gboolean good = tensor->type == CND_TENSOR_U8 && tensor->rank >= 2 && tensor->sizes[tensor->rank - 2] == shape->groups
                  && tensor->sizes[tensor->rank - 1] == shape->inputs && tensor->n_bytes >= n;

  for (gsize i = 0; good && i < n; i++)
    good = values[i] < shape->condensation;
  if (good && cnd_condense_get_mask_stage (shape, values) < shape->condensation)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_SHAPE, &(CndProblem){ .hint = _("Give the groups and the condensation factor that it was made with.") },
                        _("“%s” is no mask of that layer"), name);
  return FALSE;
}

gboolean
cnd_train_find_mask (const CndLearnedShape *shape, const CndTensor *tensor, const float *weights, guint8 *mask, GError **error)
{
  gsize n = (gsize) shape->groups * shape->inputs;

  if (tensor == NULL)
    {
      if (!find_zeros (shape, weights, mask))
        memset (mask, 0, n);
      return TRUE;
    }
  if (tensor->n_bytes < n)
    return check_mask (shape, tensor, tensor->bytes, tensor->name, error);
  memcpy (mask, tensor->bytes + tensor->n_bytes - n, n);
  return check_mask (shape, tensor, mask, tensor->name, error);
}

/* @before, @behind: what stands around a layer's id in the name of its mask.
 * Returns: (transfer full) (nullable) (element-type guint8*): one a learned layer */
static GPtrArray *
read_masks (CndEngine *engine, const Source *source, const char *before, const char *behind, GPtrArray *values, GError **error)
{
  g_autoptr (GPtrArray) masks = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, i);
      const char *id = cnd_network_get_layers (engine->network, NULL)[cnd_engine_get_learned_layer (engine, i)].id;
      g_autofree char *name = g_strconcat (before, id, behind, NULL);
      guint place = (guint) (cnd_engine_get_learned_weights (engine, i) - get_weights (engine, 0));
      guint8 *mask = g_new (guint8, (gsize) shape->groups * shape->inputs);

      g_ptr_array_add (masks, mask);
      if (!cnd_train_find_mask (shape, source->find (source->data, name), values->pdata[place], mask, error))
        return NULL;
    }
  return g_steal_pointer (&masks);
}

static void
take (CndEngine *engine, GPtrArray *values, GPtrArray *masks)
{
  for (guint i = 0; i < engine->weights->len; i++)
    {
      CndWeights *weights = get_weights (engine, i);
      memcpy (weights->values, values->pdata[i], weights->n * sizeof (float));
      if (weights->momentum != NULL)
        memset (weights->momentum, 0, weights->n * sizeof (float));
    }
  for (guint i = 0; i < masks->len; i++)
    cnd_engine_set_mask (engine, i, masks->pdata[i]);
}

/* ---- Files and runs ------------------------------------------------------------------------------------------ */

/* What stands beside weights without being any. */
static gboolean
is_companion (CndEngine *engine, const char *name)
{
  static const char *const suffixes[] = { ".mask", ".index", ".num_batches_tracked" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (name, suffixes[i]))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - strlen (suffixes[i]));
        return cnd_network_find_layer (engine->network, id) != G_MAXUINT;
      }
  return FALSE;
}

static gboolean
check_name (CndEngine *engine, const char *name, GError **error)
{
  CndProblem problem = { .hint = _("Give the model and the parameters that they were trained with.") };

  if (cnd_engine_find_weights (engine, name) != NULL || is_companion (engine, name))
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, &problem, _("The network has no place for the weights “%s”"), name);
  return FALSE;
}

static gboolean
check_names (CndEngine *engine, const CndTensors *tensors, const char *prefix, GError **error)
{
  guint n;
  const CndTensor *all = cnd_tensors_get_all (tensors, &n);

  for (guint i = 0; i < n; i++)
    if (!check_name (engine, all[i].name + strlen (prefix), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_run_names (CndEngine *engine, CndRun *run, GError **error)
{
  for (guint i = 0; i < cnd_run_get_n_tensors (run); i++)
    {
      const char *name = cnd_run_get_tensor (run, i)->name;
      if (g_str_has_prefix (name, RUN_FOLDER) && !check_name (engine, name + strlen (RUN_FOLDER), error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cnd_engine_load_weights (CndEngine *engine, const CndTensors *tensors, GError **error)
{
  Source source = { find_in_file, tensors, cnd_weights_get_prefix (tensors) };
  g_autoptr (GPtrArray) values = read_all (engine, &source, error);
  g_autoptr (GPtrArray) masks = NULL;

  /* what is missing says more than what is too much */
  if (values == NULL || !check_names (engine, tensors, source.prefix, error))
    return FALSE;
  masks = read_masks (engine, &source, source.prefix, ".mask", values, error);
  if (masks == NULL)
    return FALSE;
  take (engine, values, masks);
  return TRUE;
}

gboolean
cnd_engine_load_run (CndEngine *engine, CndRun *run, GError **error)
{
  Source source = { find_in_run, run, RUN_FOLDER };
  g_autoptr (GPtrArray) values = read_all (engine, &source, error);
  g_autoptr (GPtrArray) masks = NULL;

  if (values == NULL || !check_run_names (engine, run, error))
    return FALSE;
  masks = read_masks (engine, &source, "mask/", "", values, error);
  if (masks == NULL)
    return FALSE;
  take (engine, values, masks);
  return TRUE;
}
