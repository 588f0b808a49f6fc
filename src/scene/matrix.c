/* The connections of one layer: from its attributes, from weights, from a run. */
#include "config.h"

#include "scene/matrix-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *name, *title;
} shades[CND_N_SHADES] = {
  [CND_SHADE_MAGNITUDE] = { "magnitude", N_("|weight|") },
  [CND_SHADE_SIGNED] = { "signed", N_("weight with its sign") },
  [CND_SHADE_IMPORTANCE] = { "importance", N_("importance of the input to the group") },
  [CND_SHADE_KEPT] = { "kept", N_("read or pruned") },
  [CND_SHADE_STAGE] = { "stage", N_("stage in which it fell") },
}, orders[CND_N_ORDERS] = {
  [CND_ORDER_STORED] = { "stored", N_("rows as stored") },
  [CND_ORDER_GROUPS] = { "groups", N_("rows by group") },
  [CND_ORDER_PACKED] = { "packed", N_("after index and shuffle") },
};

const char *
cnd_scene_get_shade_name (CndShade shade)
{
  g_return_val_if_fail (shade < CND_N_SHADES, NULL);
  return shades[shade].name;
}

const char *
cnd_scene_get_shade_title (CndShade shade)
{
  g_return_val_if_fail (shade < CND_N_SHADES, NULL);
  return _(shades[shade].title);
}

const char *
cnd_scene_get_order_name (CndOrder order)
{
  g_return_val_if_fail (order < CND_N_ORDERS, NULL);
  return orders[order].name;
}

const char *
cnd_scene_get_order_title (CndOrder order)
{
  g_return_val_if_fail (order < CND_N_ORDERS, NULL);
  return _(orders[order].title);
}

gboolean
cnd_scene_parse_shade (const char *name, CndShade *shade, GError **error)
{
  g_autofree char *clean = cnd_scene_clean_text (name);
  CndProblem problem = { .found = clean, .expected = "magnitude, signed, importance, kept, stage" };

  for (guint i = 0; i < CND_N_SHADES; i++)
    if (strcmp (shades[i].name, name) == 0)
      {
        *shade = i;
        return TRUE;
      }
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("Cells cannot be coloured by “%s”"), clean);
  return FALSE;
}

gboolean
cnd_scene_parse_order (const char *name, CndOrder *order, GError **error)
{
  g_autofree char *clean = cnd_scene_clean_text (name);
  CndProblem problem = { .found = clean, .expected = "stored, groups, packed" };

  for (guint i = 0; i < CND_N_ORDERS; i++)
    if (strcmp (orders[i].name, name) == 0)
      {
        *order = i;
        return TRUE;
      }
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("There is no order “%s”"), clean);
  return FALSE;
}

/* ---- Making one -------------------------------------------------------------------------------------- */

static guint
get_kernel (const CndLayer *layer, guint element)
{
  gint index = cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), "kernel");

  return index >= 0 ? (guint) layer->attributes[index].integers[element] : 1;
}

static gboolean
check_layer (const CndNetwork *network, guint layer, GError **error)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL), *it = &layers[layer];
  CndCategory category = cnd_ops_get_kind (it->kind)->category;
  const CndShape *input;

  if (category != CND_CATEGORY_CONVOLUTION && category != CND_CATEGORY_LINEAR)
    {
      CndProblem problem = { .found = _(cnd_ops_get_kind (it->kind)->title),
                             .hint = _("Choose a convolution or a linear layer.") };
      cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("Layer “%s” has no connections to be drawn"), it->id);
      return FALSE;
    }
  input = &layers[cnd_network_get_inputs (network, it)[0]].output;
  if (it->output.channels <= CND_MAX_MATRIX_SIDE && input->channels <= CND_MAX_MATRIX_SIDE)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_LIMIT, NULL, _("Layer “%s” is wider than the %u channels that can be drawn"), it->id,
                        CND_MAX_MATRIX_SIDE);
  return FALSE;
}

static void
count_readers (CndMatrix *matrix)
{
  CndLearnedShape shape = { matrix->outputs, matrix->inputs, 1, matrix->groups, matrix->condensation };

  matrix->readers = g_new (guint, matrix->inputs);
  if (matrix->mask != NULL)
    cnd_condense_count_readers (&shape, matrix->mask, matrix->readers);
  else
    for (guint i = 0; i < matrix->inputs; i++)
      matrix->readers[i] = matrix->learned ? matrix->groups : 1;
}

static void
set_sources (CndMatrix *matrix)
{
  matrix->sources = cnd_scene_list_sources (matrix->network, matrix->layer);
  for (guint i = 0; i < matrix->sources->len; i++)
    {
      CndSource *source = &g_array_index (matrix->sources, CndSource, i);
      g_autofree char *name = cnd_scene_dup_layer_name (matrix->network, source->layer);
      source->label = g_string_chunk_insert_const (matrix->strings, name);
    }
}

static CndMatrix *
create (CndNetwork *network, guint layer)
{
  const CndLayer *it = &cnd_network_get_layers (network, NULL)[layer];
  CndMatrix *matrix = g_new0 (CndMatrix, 1);
  CndLearnedShape shape = { 0 };

  cnd_run_find_connections (network, layer, &shape);
  g_atomic_ref_count_init (&matrix->refs);
  matrix->network = cnd_network_ref (network);
  matrix->layer = layer;
  matrix->outputs = shape.outputs;
  matrix->inputs = shape.inputs;
  matrix->learned = cnd_ops_find_attribute (cnd_ops_get_kind (it->kind), "condensation") >= 0;
  matrix->groups = shape.groups;
  matrix->condensation = shape.condensation;
  matrix->kernel[0] = get_kernel (it, 0);
  matrix->kernel[1] = get_kernel (it, 1);
  matrix->area = shape.area;
  matrix->strings = g_string_chunk_new (256);
  set_sources (matrix);
  return matrix;
}

static void
take_weights (CndMatrix *matrix, const float *weights)
{
  gsize n = (gsize) matrix->outputs * (matrix->learned ? matrix->inputs : matrix->inputs / matrix->groups);

  if (matrix->area == 1)
    {
      matrix->weights = g_memdup2 (weights, n * sizeof *weights);
      return;
    }
  matrix->weights = g_new0 (float, n);
  matrix->magnitudes = g_new0 (float, n);
  for (gsize k = 0; k < n; k++)
    for (guint a = 0; a < matrix->area; a++)
      {
        matrix->weights[k] += weights[k * matrix->area + a];
        matrix->magnitudes[k] += fabsf (weights[k * matrix->area + a]);
      }
}

static void
find_weight_limit (CndMatrix *matrix)
{
  gsize n = (gsize) matrix->outputs * (matrix->learned ? matrix->inputs : matrix->inputs / matrix->groups);
  const float *values = matrix->magnitudes != NULL ? matrix->magnitudes : matrix->weights;

  for (gsize k = 0; k < n; k++)
    if (isfinite (values[k]))
      matrix->weight_limit = MAX (matrix->weight_limit, fabs ((double) values[k]));
}

CndMatrix *
cnd_matrix_new_structure (CndNetwork *network, guint layer, GError **error)
{
  CndMatrix *matrix;

  if (!check_layer (network, layer, error))
    return NULL;
  matrix = create (network, layer);
  count_readers (matrix);
  return matrix;
}

CndMatrix *
cnd_matrix_new_weights (CndNetwork *network, guint layer, const float *weights, const guint8 *mask, GError **error)
{
  CndMatrix *matrix;

  if (!check_layer (network, layer, error))
    return NULL;
  matrix = create (network, layer);
  take_weights (matrix, weights);
  find_weight_limit (matrix);
  if (mask != NULL && matrix->learned)
    {
      matrix->mask = g_memdup2 (mask, (gsize) matrix->groups * matrix->inputs);
      for (gsize k = 0; k < (gsize) matrix->groups * matrix->inputs; k++)
        matrix->stage = MAX (matrix->stage, mask[k]);
    }
  count_readers (matrix);
  return matrix;
}

CndMatrix *
cnd_matrix_new_recorded (const CndRecording *recording, guint learned, CndPosition position)
{
  guint n_layers;
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (recording, &n_layers);
  g_auto (CndLayerState) state = { NULL };
  CndMatrix *matrix;

  g_return_val_if_fail (learned < n_layers, NULL);
  matrix = create (cnd_recording_get_network (recording), layers[learned].layer);
  cnd_recording_get_layer_state (recording, learned, position, &state);
  if (state.mask != NULL)
    matrix->mask = g_memdup2 (state.mask, (gsize) matrix->groups * matrix->inputs);
  matrix->stage = state.stage;
  matrix->has_moment = TRUE;
  matrix->position = cnd_recording_clamp (recording, position);
  matrix->n_steps = cnd_recording_get_n_steps (recording);
  cnd_recording_get_limits (recording, learned, &matrix->weight_limit, &matrix->importance_limit);
  if (state.weights != NULL)
    take_weights (matrix, state.weights);
  matrix->before_snapshot = state.weights == NULL && matrix->weight_limit > 0;
  matrix->weights_step = state.weights_step;
  matrix->importance = g_steal_pointer (&state.importance);
  count_readers (matrix);
  return matrix;
}

CndMatrix *
cnd_matrix_new_mask (const CndRecording *recording, guint learned, CndPosition position)
{
  guint n_layers;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n_layers);
  g_auto (CndLayerState) state = { NULL };
  CndMatrix *matrix;

  g_return_val_if_fail (learned < n_layers, NULL);
  matrix = create (cnd_recording_get_network (recording), layers[learned].layer);
  cnd_recording_get_layer_state (recording, learned, position, &state);
  matrix->mask = g_memdup2 (state.mask, (gsize) matrix->groups * matrix->inputs);
  matrix->stage = state.stage;
  count_readers (matrix);
  return matrix;
}

CndMatrix *
cnd_matrix_ref (CndMatrix *matrix)
{
  g_atomic_ref_count_inc (&matrix->refs);
  return matrix;
}

void
cnd_matrix_unref (CndMatrix *matrix)
{
  if (!g_atomic_ref_count_dec (&matrix->refs))
    return;
  cnd_network_unref (matrix->network);
  g_free (matrix->weights);
  g_free (matrix->magnitudes);
  g_free (matrix->mask);
  g_free (matrix->importance);
  g_free (matrix->readers);
  g_array_unref (matrix->sources);
  g_string_chunk_free (matrix->strings);
  g_free (matrix);
}

/* ---- Reading ---------------------------------------------------------------------------------------------- */

guint
cnd_matrix_get_n_outputs (const CndMatrix *matrix)
{
  return matrix->outputs;
}

guint
cnd_matrix_get_n_inputs (const CndMatrix *matrix)
{
  return matrix->inputs;
}

guint
cnd_matrix_get_n_groups (const CndMatrix *matrix)
{
  return matrix->groups;
}

guint
cnd_matrix_get_layer (const CndMatrix *matrix)
{
  return matrix->layer;
}

gboolean
cnd_matrix_has_weights (const CndMatrix *matrix)
{
  return matrix->weights != NULL;
}

guint
cnd_matrix_get_group (const CndMatrix *matrix, guint output)
{
  return matrix->learned ? output % matrix->groups : output / (matrix->outputs / matrix->groups);
}

guint
cnd_matrix_get_row (const CndMatrix *matrix, guint group, guint k)
{
  return matrix->learned ? group + k * matrix->groups : group * (matrix->outputs / matrix->groups) + k;
}

CndCellState
cnd_matrix_get_state (const CndMatrix *matrix, guint output, guint input)
{
  if (cnd_matrix_reads (matrix, cnd_matrix_get_group (matrix, output), input))
    return CND_CELL_READ;
  return matrix->learned ? CND_CELL_PRUNED : CND_CELL_ABSENT;
}

guint
cnd_matrix_get_fall (const CndMatrix *matrix, guint group, guint input)
{
  return matrix->mask != NULL ? matrix->mask[(gsize) group * matrix->inputs + input] : 0;
}

guint
cnd_matrix_count_readers (const CndMatrix *matrix, guint input)
{
  return matrix->readers[input];
}

const CndSource *
cnd_matrix_get_sources (const CndMatrix *matrix, guint *n_sources)
{
  *n_sources = matrix->sources->len;
  return (const CndSource *) matrix->sources->data;
}

static gsize
get_place (const CndMatrix *matrix, guint output, guint input)
{
  guint read = matrix->inputs / matrix->groups;

  return matrix->learned ? (gsize) output * matrix->inputs + input : (gsize) output * read + input % read;
}

double
cnd_matrix_get_weight (const CndMatrix *matrix, guint output, guint input)
{
  return (double) matrix->weights[get_place (matrix, output, input)];
}

double
cnd_matrix_get_magnitude (const CndMatrix *matrix, guint output, guint input)
{
  gsize place = get_place (matrix, output, input);

  return matrix->magnitudes != NULL ? (double) matrix->magnitudes[place] : fabs ((double) matrix->weights[place]);
}

CndShade
cnd_matrix_choose_shade (const CndMatrix *matrix, CndShade shade)
{
  const gboolean possible[CND_N_SHADES] = {
    [CND_SHADE_MAGNITUDE] = matrix->weights != NULL,
    [CND_SHADE_SIGNED] = matrix->weights != NULL,
    [CND_SHADE_IMPORTANCE] = matrix->importance != NULL,
    [CND_SHADE_STAGE] = matrix->mask != NULL,
  };

  return possible[shade] ? shade : CND_SHADE_KEPT;
}

CndInk
cnd_matrix_get_ink (const CndMatrix *matrix, CndShade shade, guint output, guint input)
{
  guint group = cnd_matrix_get_group (matrix, output);
  gsize column = (gsize) group * matrix->inputs + input;

  if (!cnd_matrix_reads (matrix, group, input))
    return shade == CND_SHADE_STAGE && matrix->mask != NULL ? cnd_scene_get_stage_ink (matrix->mask[column], matrix->condensation) : CND_INK_NONE;
  switch (shade)
    {
    case CND_SHADE_MAGNITUDE:
      return cnd_scene_get_value_ink (cnd_matrix_get_magnitude (matrix, output, input) / matrix->weight_limit);
    case CND_SHADE_SIGNED:
      return cnd_scene_get_signed_ink (cnd_matrix_get_weight (matrix, output, input) / matrix->weight_limit);
    case CND_SHADE_IMPORTANCE:
      return cnd_scene_get_value_ink ((double) matrix->importance[column] / matrix->importance_limit);
    case CND_SHADE_STAGE:
      return CND_INK_TAP;
    default:
      return cnd_scene_get_group_ink (matrix->groups > 1 ? group : 0);
    }
}

gboolean
cnd_matrix_has_next (const CndMatrix *matrix)
{
  return matrix->importance != NULL && matrix->mask != NULL && matrix->stage + 1 < matrix->condensation;
}

guint8 *
cnd_matrix_predict (const CndMatrix *matrix)
{
  gsize n = (gsize) matrix->groups * matrix->inputs;
  CndLearnedShape shape = { matrix->outputs, matrix->inputs, matrix->area, matrix->groups, matrix->condensation };
  g_autofree double *scores = NULL;
  guint8 *next;

  if (!cnd_matrix_has_next (matrix))
    return NULL;
  scores = g_new (double, n);
  next = g_memdup2 (matrix->mask, n);
  for (gsize k = 0; k < n; k++)
    scores[k] = (double) matrix->importance[k];
  cnd_condense_drop_inputs (&shape, scores, CND_CRITERION_L1, matrix->stage + 1, next);
  for (gsize k = 0; k < n; k++)
    next[k] = next[k] != matrix->mask[k];
  return next;
}
