/* Which tensors of a file can be condensed, and what condensing by magnitude leaves of them. */
#include "config.h"

#include "condense-private.h"

#include "run/run.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define WEIGHT ".weight"
#define RUN_FOLDER "state/weights/"

static void
free_layer (gpointer data)
{
  CndCondensedLayer *layer = data;

  g_free (layer->name);
  g_free (layer->scores);
  g_free (layer->mask);
  g_free (layer->index);
  g_free (layer);
}

static void
free_skipped (gpointer data)
{
  CndSkippedLayer *skipped = data;

  g_free (skipped->name);
  g_free (skipped->reason);
  g_free (skipped);
}

void
cnd_cli_condensing_clear (CndCondensing *condensing)
{
  g_clear_pointer (&condensing->layers, g_ptr_array_unref);
  g_clear_pointer (&condensing->skipped, g_ptr_array_unref);
  g_clear_pointer (&condensing->tensors, cnd_tensors_free);
  g_clear_pointer (&condensing->file, g_free);
}

const char *
cnd_cli_condensing_get_name (const CndCondensing *condensing, const CndTensor *tensor)
{
  if (!condensing->is_run)
    return tensor->name;
  return g_str_has_prefix (tensor->name, RUN_FOLDER) ? tensor->name + strlen (RUN_FOLDER) : NULL;
}

/* ---- Whether -------------------------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): why not */
static char *
find_obstacle (const CndTensor *tensor, const CndLearnedShape *shape)
{
  g_autoptr (GError) error = NULL;

  if (tensor->type != CND_TENSOR_F16 && tensor->type != CND_TENSOR_BF16 && tensor->type != CND_TENSOR_F32
      && tensor->type != CND_TENSOR_F64)
    return g_strdup_printf (_("%s holds no weights"), cnd_formats_get_tensor_type_name (tensor->type));
  if (tensor->rank < 2)
    return g_strdup (_("not two-dimensional"));
  if (tensor->n_bytes == 0)
    return g_strdup (_("it is empty"));
  for (guint i = 2; i < tensor->rank; i++)
    if (tensor->sizes[i] != 1)
      return g_strdup (_("the kernel is larger than 1 × 1"));
  if (tensor->sizes[0] > G_MAXINT / 2 || tensor->sizes[1] > G_MAXINT / 2)
    return g_strdup (_("too large"));
  return cnd_condense_check_shape (shape, &error) ? NULL : g_strdup (error->message);
}

static gboolean
check_finite (const float *weights, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (weights[i]))
      {
        cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("It holds values that are no finite numbers"));
        return FALSE;
      }
  return TRUE;
}

/* ---- What is left --------------------------------------------------------------------------------------- */

static double
sum_magnitudes (const CndLearnedShape *shape, const float *weights, const guint8 *mask)
{
  double sum = 0;

  for (guint o = 0; o < shape->outputs; o++)
    for (guint i = 0; i < shape->inputs; i++)
      if (mask == NULL || mask[(gsize) (o % shape->groups) * shape->inputs + i] == 0)
        sum += fabs ((double) weights[(gsize) o * shape->inputs + i]);
  return sum;
}

static void
condense (CndCondensedLayer *layer, const float *weights)
{
  const CndLearnedShape *shape = &layer->shape;
  gsize n = (gsize) shape->groups * shape->inputs;
  double all = sum_magnitudes (shape, weights, NULL);

  layer->mask = g_new0 (guint8, n);
  layer->scores = g_new0 (double, n * (shape->condensation - 1) + 1);
  layer->index = g_new (guint, cnd_condense_get_index_length (shape));
  for (guint stage = 1; stage < shape->condensation; stage++)
    {
      double *scores = layer->scores + (stage - 1) * n;
      cnd_condense_score_inputs (shape, weights, layer->mask, CND_CRITERION_L1, NULL, scores);
      cnd_condense_drop_inputs (shape, scores, CND_CRITERION_L1, stage, layer->mask);
    }
  if (!cnd_condense_list_index (shape, layer->mask, layer->index, NULL))
    g_assert_not_reached (); /* all stages are done */
  layer->share = all > 0 ? sum_magnitudes (shape, weights, layer->mask) / all : 1;
}

/* ---- The file ------------------------------------------------------------------------------------------- */

static char *
strip_weight (const char *name)
{
  return g_str_has_suffix (name, WEIGHT) ? g_strndup (name, strlen (name) - strlen (WEIGHT)) : g_strdup (name);
}

static gboolean
add_tensor (CndCondensing *condensing, const CndTensor *tensor, const char *name, gboolean must, GError **error)
{
  CndLearnedShape shape = { .area = 1, .groups = condensing->groups, .condensation = condensing->condensation };
  g_autofree char *obstacle = NULL;
  g_autofree float *weights = NULL;
  CndCondensedLayer *layer;

  if (tensor->rank >= 2)
    {
      shape.outputs = (guint) MIN (tensor->sizes[0], G_MAXINT);
      shape.inputs = (guint) MIN (tensor->sizes[1], G_MAXINT);
    }
  obstacle = find_obstacle (tensor, &shape);
  if (obstacle != NULL && must)
    {
      cnd_base_set_problem (error, CND_ERROR_SHAPE, &(CndProblem){ .file = condensing->file },
                            _("“%s” cannot be condensed: %s"), name, obstacle);
      return FALSE;
    }
  if (obstacle != NULL)
    {
      CndSkippedLayer skipped = { g_strdup (name), g_steal_pointer (&obstacle), tensor->rank < 2 };
      g_ptr_array_add (condensing->skipped, g_memdup2 (&skipped, sizeof skipped));
      return TRUE;
    }
  weights = cnd_tensor_dup_floats (tensor, error);
  if (weights == NULL || !check_finite (weights, (gsize) cnd_tensor_count (tensor), error))
    {
      cnd_base_set_problem_file (*error, condensing->file);
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
  layer = g_new0 (CndCondensedLayer, 1);
  layer->name = strip_weight (name);
  layer->tensor = tensor;
  layer->shape = shape;
  condense (layer, weights);
  g_ptr_array_add (condensing->layers, layer);
  return TRUE;
}

static gboolean
is_named (const char *name, const char *only)
{
  g_autofree char *layer = strip_weight (name);

  return g_str_equal (name, only) || g_str_equal (layer, only);
}

/* Companions of an earlier condensing are no layers. */
static gboolean
is_companion (const CndCondensing *condensing, const CndTensor *tensor)
{
  static const char *const suffixes[] = { ".mask", "_index.index", ".index" };
  gsize folder = condensing->is_run ? strlen (RUN_FOLDER) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (tensor->name + folder, suffixes[i]))
      {
        g_autofree char *layer = g_strndup (tensor->name, strlen (tensor->name) - strlen (suffixes[i]));
        g_autofree char *weight = g_strconcat (layer, WEIGHT, NULL);
        if (cnd_tensors_find (condensing->tensors, weight) != NULL)
          return TRUE;
      }
  return FALSE;
}

static gboolean
refuse_name (const CndCondensing *condensing, const char *only, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *hint = NULL;
  guint n;
  const CndTensor *tensors = cnd_tensors_get_all (condensing->tensors, &n);
  const char *nearest;

  for (guint i = 0; i < n; i++)
    if (cnd_cli_condensing_get_name (condensing, &tensors[i]) != NULL)
      g_ptr_array_add (names, strip_weight (cnd_cli_condensing_get_name (condensing, &tensors[i])));
  nearest = cnd_base_find_nearest (only, (const char *const *) names->pdata, names->len);
  if (nearest != NULL)
    hint = g_strdup_printf (_("Did you mean %s?"), nearest);
  cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, &(CndProblem){ .file = condensing->file, .hint = hint },
                        _("There are no weights of a layer “%s”"), only);
  return FALSE;
}

gboolean
cnd_cli_condensing_run (CndCondensing *condensing, const char *file, const char *only, GError **error)
{
  const CndTensor *tensors;
  guint n;

  condensing->file = g_strdup (file);
  condensing->layers = g_ptr_array_new_with_free_func (free_layer);
  condensing->skipped = g_ptr_array_new_with_free_func (free_skipped);
  condensing->tensors = cnd_formats_open_tensors (file, error);
  if (condensing->tensors == NULL)
    return FALSE;
  condensing->is_run = g_strcmp0 (cnd_tensors_get_metadata (condensing->tensors, "format"), CND_RUN_FORMAT) == 0;
  tensors = cnd_tensors_get_all (condensing->tensors, &n);
  for (guint i = 0; i < n; i++)
    {
      const char *name = cnd_cli_condensing_get_name (condensing, &tensors[i]);
      if (name == NULL || is_companion (condensing, &tensors[i]) || (only != NULL && !is_named (name, only)))
        continue;
      if (!add_tensor (condensing, &tensors[i], name, only != NULL, error))
        return FALSE;
    }
  return only == NULL || condensing->layers->len > 0 || refuse_name (condensing, only, error);
}
