/* Weights of a file as matrices: of the layers of a network that they fit, or by themselves. */
#include "config.h"

#include "session.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WEIGHT ".weight"
#define DISTRIBUTED "module." /* what PyTorch's data-parallel wrappers put in front */
#define MAX_ID 48u

struct _CndOpenedWeights
{
  gatomicrefcount refs;
  CndTensors *tensors;
  char *name;
  GPtrArray *matrices; /* const CndTensor*: those that are matrices */
};

static gboolean
is_matrix (const CndTensor *tensor)
{
  static const CndTensorType types[] = { CND_TENSOR_F16, CND_TENSOR_BF16, CND_TENSOR_F32, CND_TENSOR_F64 };
  gboolean real = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    real |= tensor->type == types[i];
  if (!real || (tensor->rank != 2 && tensor->rank != 4))
    return FALSE;
  for (guint i = 0; i < tensor->rank; i++)
    if (tensor->sizes[i] == 0 || tensor->sizes[i] > (i < 2 ? CND_MAX_MATRIX_SIDE : 64))
      return FALSE;
  return TRUE;
}

CndOpenedWeights *
cnd_opened_weights_open (const char *path, GError **error)
{
  CndTensors *tensors = cnd_formats_open_tensors (path, error);
  CndOpenedWeights *self;
  const CndTensor *all;
  guint n;

  if (tensors == NULL)
    return NULL;
  self = g_new0 (CndOpenedWeights, 1);
  g_atomic_ref_count_init (&self->refs);
  self->tensors = tensors;
  self->name = g_filename_display_basename (path);
  self->matrices = g_ptr_array_new ();
  all = cnd_tensors_get_all (tensors, &n);
  for (guint i = 0; i < n; i++)
    if (is_matrix (&all[i]))
      g_ptr_array_add (self->matrices, (gpointer) &all[i]);
  if (self->matrices->len > 0)
    return self;
  cnd_base_set_problem (error, CND_ERROR_LANGUAGE, &(CndProblem){ .hint = _("Convolutions have four dimensions, linear layers two.") },
                        _("“%s” holds no weights that can be drawn as a matrix"), self->name);
  cnd_opened_weights_unref (self);
  return NULL;
}

CndOpenedWeights *
cnd_opened_weights_ref (CndOpenedWeights *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
cnd_opened_weights_unref (CndOpenedWeights *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  cnd_tensors_free (self->tensors);
  g_free (self->name);
  g_ptr_array_unref (self->matrices);
  g_free (self);
}

const char *
cnd_opened_weights_get_name (const CndOpenedWeights *self)
{
  return self->name;
}

/* ---- Beside a network --------------------------------------------------------------- */

static const CndTensor *
find_tensor (const CndOpenedWeights *self, const char *id, const char *ending)
{
  g_autofree char *name = g_strconcat (id, ending, NULL), *wrapped = g_strconcat (DISTRIBUTED, name, NULL);
  const CndTensor *tensor = cnd_tensors_find (self->tensors, name);

  return tensor != NULL ? tensor : cnd_tensors_find (self->tensors, wrapped);
}

static gboolean
has_shape (const CndTensor *tensor, const CndLearnedShape *shape, gboolean learned)
{
  guint64 area = 1;

  for (guint i = 2; i < tensor->rank; i++)
    area *= tensor->sizes[i];
  return tensor->sizes[0] == shape->outputs && tensor->sizes[1] == (learned ? shape->inputs : shape->inputs / shape->groups) && area == shape->area;
}

/* Groups that learn what they read have a weight for each input. */
static gboolean
is_learned (const CndLayer *layer)
{
  return cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), "condensation") >= 0;
}

/* Returns: (nullable): the weights of a layer, when they fit; @found: (out): whether there are any of that name */
static const CndTensor *
find_weights (const CndOpenedWeights *self, const CndLayer *layer, const CndLearnedShape *shape, gboolean *found)
{
  const CndTensor *tensor = find_tensor (self, layer->id, WEIGHT);

  *found = tensor != NULL;
  return tensor != NULL && is_matrix (tensor) && has_shape (tensor, shape, is_learned (layer)) ? tensor : NULL;
}

CndMatrix *
cnd_opened_weights_make_layer_matrix (const CndOpenedWeights *self, CndNetwork *network, guint layer)
{
  const CndLayer *it = &cnd_network_get_layers (network, NULL)[layer];
  CndLearnedShape shape;
  gboolean found;
  const CndTensor *tensor = cnd_run_find_connections (network, layer, &shape) ? find_weights (self, it, &shape, &found) : NULL;
  g_autofree float *values = tensor != NULL ? cnd_tensor_dup_floats (tensor, NULL) : NULL;
  g_autofree guint8 *mask = NULL;

  if (values == NULL)
    return NULL;
  if (is_learned (it))
    {
      mask = g_new0 (guint8, (gsize) shape.groups * shape.inputs);
      if (!cnd_train_find_mask (&shape, find_tensor (self, it->id, ".mask"), values, mask, NULL))
        memset (mask, 0, (gsize) shape.groups * shape.inputs);
    }
  return cnd_matrix_new_weights (network, layer, values, mask, NULL);
}

CndWeightsFit
cnd_opened_weights_fit (const CndOpenedWeights *self, const CndNetwork *network)
{
  CndWeightsFit fit = { .misfit = G_MAXUINT };
  guint n;
  const CndLayer *layers = cnd_network_get_layers (network, &n);

  for (guint i = 0; i < n; i++)
    {
      CndLearnedShape shape;
      gboolean found;
      if (!cnd_run_find_connections (network, i, &shape))
        continue;
      fit.n_layers++;
      if (find_weights (self, &layers[i], &shape, &found) != NULL)
        fit.n_fitting++;
      else if (found && fit.misfit == G_MAXUINT)
        fit.misfit = i;
    }
  return fit;
}

/* ---- By themselves ------------------------------------------------------------------ */

guint
cnd_opened_weights_get_n (const CndOpenedWeights *self)
{
  return self->matrices->len;
}

char *
cnd_opened_weights_dup_label (const CndOpenedWeights *self, guint index)
{
  const char *name = ((const CndTensor *) self->matrices->pdata[index])->name;
  g_autofree char *label = g_strndup (name, strlen (name) - (g_str_has_suffix (name, WEIGHT) && strlen (name) > strlen (WEIGHT) ? strlen (WEIGHT) : 0));

  return g_utf8_make_valid (label, -1);
}

/* Its last words, as a layer may be called. */
static char *
make_id (const CndOpenedWeights *self, guint index)
{
  g_autofree char *label = cnd_opened_weights_dup_label (self, index);
  gsize length = strlen (label);
  char *id = g_strdup (length > MAX_ID ? label + length - MAX_ID : label);

  for (char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      *p = '_';
  /* names that its network has already */
  if (*id != '\0' && !g_str_equal (id, "input") && !g_str_has_prefix (id, "flatten"))
    return id;
  g_free (id);
  return g_strdup ("weights");
}

/* A network that is that one layer: whatever groups it had, it reads its inputs as they are stored. */
static CndNetwork *
make_network (const CndTensor *tensor, const char *id, GError **error)
{
  gboolean linear = tensor->rank == 2;
  guint kernel[2] = { linear ? 1 : (guint) tensor->sizes[2], linear ? 1 : (guint) tensor->sizes[3] };
  g_autofree char *layer = linear ? g_strdup_printf ("{ \"kind\": \"flatten\" }, { \"kind\": \"linear\", \"id\": \"%s\", \"out\": %u }", id,
                                                     (guint) tensor->sizes[0])
                                  : g_strdup_printf ("{ \"kind\": \"convolution\", \"id\": \"%s\", \"out\": %u, \"kernel\": [%u, %u] }", id,
                                                     (guint) tensor->sizes[0], kernel[0], kernel[1]);
  g_autofree char *text = g_strdup_printf ("{ \"name\": \"weights\", \"input\": [%u, %u, %u], \"layers\": [%s] }", (guint) tensor->sizes[1], kernel[0],
                                           kernel[1], layer);
  g_autoptr (CndArchitecture) architecture = cnd_formats_parse_model (text, strlen (text), NULL, error);
  g_autoptr (CndParameterValues) values = architecture != NULL ? cnd_parameter_values_new (architecture, -1) : NULL;

  return architecture != NULL ? cnd_ops_build_network (architecture, values, error) : NULL;
}

CndMatrix *
cnd_opened_weights_make_matrix (const CndOpenedWeights *self, guint index, GError **error)
{
  const CndTensor *tensor = self->matrices->pdata[index];
  g_autofree char *id = make_id (self, index);
  g_autofree float *values = cnd_tensor_dup_floats (tensor, error);
  g_autoptr (CndNetwork) network = values != NULL ? make_network (tensor, id, error) : NULL;
  guint n;

  if (network == NULL)
    return NULL;
  cnd_network_get_layers (network, &n);
  return cnd_matrix_new_weights (network, n - 1, values, NULL, error);
}

/* ---- A file of either kind ---------------------------------------------------------- */

typedef struct
{
  CndRecording *recording;
  CndOpenedWeights *weights;
} Opened;

static void
free_opened (gpointer data)
{
  Opened *opened = data;

  g_clear_pointer (&opened->recording, cnd_recording_unref);
  g_clear_pointer (&opened->weights, cnd_opened_weights_unref);
  g_free (opened);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opened *opened = g_new0 (Opened, 1);
  GError *error = NULL;

  if (cnd_run_is_run_file (data))
    opened->recording = cnd_recording_load (data, &error);
  else
    opened->weights = cnd_opened_weights_open (data, &error);
  if (error == NULL)
    g_task_return_pointer (task, opened, free_opened);
  else
    {
      free_opened (opened);
      g_task_return_error (task, error);
    }
}

void
cnd_session_open_tensors_async (const char *path, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_return_if_fail (path != NULL);
  g_task_set_source_tag (task, cnd_session_open_tensors_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

gboolean
cnd_session_open_tensors_finish (GAsyncResult *result, CndRecording **recording, CndOpenedWeights **weights, GError **error)
{
  Opened *opened;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  opened = g_task_propagate_pointer (G_TASK (result), error);
  if (opened == NULL)
    return FALSE;
  *recording = g_steal_pointer (&opened->recording);
  *weights = g_steal_pointer (&opened->weights);
  free_opened (opened);
  return TRUE;
}
