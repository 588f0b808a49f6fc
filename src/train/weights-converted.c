/* Weights of a converted network: its index lists say which network that is. */
#include "config.h"

#include "weights-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Index lists as masks. */
typedef struct
{
  GPtrArray *masks;  /* guint8 *, one a learned layer */
  guint halved;      /* G_MAXUINT: none */
  guint *kept;
} IndexLists;

static void
index_lists_clear (IndexLists *lists)
{
  g_clear_pointer (&lists->masks, g_ptr_array_unref);
  g_clear_pointer (&lists->kept, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IndexLists, index_lists_clear)

static const CndTensor *
find_list (const CndTensors *tensors, const char *id, char **name)
{
  *name = g_strconcat (cnd_weights_get_prefix (tensors), id, CND_INDEX_LAYER ".index", NULL);
  return cnd_tensors_find (tensors, *name);
}

static gboolean
have_lists (CndNetwork *network, const CndTensors *tensors)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  for (guint i = 0; i < n_layers; i++)
    {
      g_autofree char *name = NULL;
      /* a network that is written down with index layers is no converted one */
      if (cnd_convert_is_learned (&layers[i]) && find_list (tensors, layers[i].id, &name) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* @n: how many there are to be; each below @n_inputs, in each of the groups ascending */
static gboolean
read_list (const CndTensor *tensor, const char *name, guint n, guint n_groups, guint n_inputs, guint *list, GError **error)
{
  gboolean good = tensor != NULL && tensor->type == CND_TENSOR_I64 && tensor->rank == 1 && tensor->sizes[0] == n;

  if (tensor == NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, NULL, _("There is no index list “%s”"), name);
      return FALSE;
    }
  for (guint i = 0; good && i < n; i++)
    {
      gint64 number;
      memcpy (&number, tensor->bytes + i * sizeof number, sizeof number);
      good = number >= 0 && number < n_inputs && (i % (n / n_groups) == 0 || number > list[i - 1]);
      list[i] = (guint) number;
    }
  if (good)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_SHAPE, &(CndProblem){ .hint = _("Give the model and the parameters that they were trained with.") },
                        _("“%s” is no list of %u inputs, ascending in each group"), name, n);
  return FALSE;
}

static gboolean
read_mask (const CndLearnedShape *shape, const CndTensor *tensor, const char *name, GPtrArray *masks, GError **error)
{
  guint n = cnd_condense_get_index_length (shape);
  g_autofree guint *list = g_new (guint, n);
  guint8 *mask = g_malloc ((gsize) shape->groups * shape->inputs);

  g_ptr_array_add (masks, mask);
  memset (mask, 1, (gsize) shape->groups * shape->inputs);
  if (!read_list (tensor, name, n, shape->groups, shape->inputs, list, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    mask[(gsize) (i / (n / shape->groups)) * shape->inputs + list[i]] = 0;
  return TRUE;
}

/* A linear layer with a list of half its inputs. */
static gboolean
read_halved (CndNetwork *network, guint layer, const CndTensor *tensor, const char *name, IndexLists *lists, GError **error)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  guint n_inputs = (guint) layers[cnd_network_get_inputs (network, &layers[layer])[0]].output.channels;

  if (n_inputs < 2)
    {
      cnd_base_set_problem (error, CND_ERROR_SHAPE, NULL, _("The network has no linear layer whose inputs could be halved"));
      return FALSE;
    }
  lists->halved = layer;
  g_free (lists->kept);
  lists->kept = g_new (guint, n_inputs / 2);
  return read_list (tensor, name, n_inputs / 2, 1, n_inputs, lists->kept, error);
}

static gboolean
read_lists (CndNetwork *network, const CndTensors *tensors, IndexLists *lists, GError **error)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  lists->masks = g_ptr_array_new_with_free_func (g_free);
  lists->halved = G_MAXUINT;
  for (guint i = 0; i < n_layers; i++)
    {
      g_autofree char *name = NULL;
      const CndTensor *tensor = find_list (tensors, layers[i].id, &name);
      CndLearnedShape shape;
      if (cnd_convert_is_learned (&layers[i]))
        {
          shape = cnd_convert_get_shape (network, &layers[i]);
          if (!cnd_condense_check_shape (&shape, error) || !read_mask (&shape, tensor, name, lists->masks, error))
            return FALSE;
        }
      else if (tensor != NULL && strcmp (cnd_ops_get_kind (layers[i].kind)->name, cnd_operation_linear.kind) == 0
               && !read_halved (network, i, tensor, name, lists, error))
        return FALSE;
    }
  return TRUE;
}

CndEngine *
cnd_engine_new_for_weights (CndNetwork *network, const CndTensors *tensors, const CndEngineOptions *options, GError **error)
{
  g_autoptr (CndNetwork) converted = NULL;
  g_autoptr (CndEngine) engine = NULL;

  if (have_lists (network, tensors))
    {
      g_auto (IndexLists) lists = { NULL };
      if (!read_lists (network, tensors, &lists, error))
        return NULL;
      network = converted = cnd_convert_network (network, (const guint8 *const *) lists.masks->pdata, lists.halved, lists.kept, error);
      if (network == NULL)
        return NULL;
    }
  engine = cnd_engine_new (network, options, error);
  return engine != NULL && cnd_engine_load_weights (engine, tensors, error) ? g_steal_pointer (&engine) : NULL;
}
