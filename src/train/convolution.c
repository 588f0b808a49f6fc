/* Convolution, learned group convolution and linear layers: one operation. What differs is which inputs each group of
 * outputs reads; a condensed layer is groups with lists of kept inputs. See correlate.c for the loops. */
#include "config.h"

#include "correlate-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  Geometry geometry;
  guint weights, bias;   /* indices; bias G_MAXUINT: none */
  Groups *groups;        /* what is computed */
  float *packed;         /* weights in the kernels' order */
  float *packed_back;    /* transposed and turned */
  gboolean learned;
  CndLearnedShape shape; /* of a learned one */
  guint8 *mask;
} State;

enum /* in the rows of the catalogue */
{
  OUT,
  KERNEL,
  STRIDE,
  PADDING,
  DILATION,
  GROUPS,
  BIAS,
  CONDENSATION,
};

enum
{
  LINEAR_OUT,
  LINEAR_BIAS,
  LINEAR_KEEP,
};

/* ---- Making one -------------------------------------------------------------------------------------- */

/* Takes over @groups. */
static void
set_groups (CndEngine *engine, State *state, Groups *groups)
{
  if (state->groups != NULL)
    engine->memory -= (state->groups->n_packed + state->groups->n_packed_back) * state->geometry.area * sizeof (float);
  g_clear_pointer (&state->groups, cnd_groups_free);
  g_aligned_free (state->packed);
  g_aligned_free (state->packed_back);
  state->groups = groups;
  state->packed = cnd_engine_allocate (engine, groups->n_packed * state->geometry.area);
  state->packed_back = cnd_engine_allocate (engine, groups->n_packed_back * state->geometry.area);
}

static void
finish (CndEngine *engine, Operation *operation, guint n_groups, gboolean bias)
{
  State *state = operation->state;
  const Geometry *geometry = &state->geometry;
  guint in = engine->tensors[operation->inputs[0]].channels, out = engine->tensors[operation->layer].channels;
  guint64 sizes[4] = { out, in / n_groups, geometry->kernel[0], geometry->kernel[1] };
  gboolean linear = operation->class == &cnd_operation_linear;

  state->weights = cnd_engine_add_weights (engine, operation->layer, "weight", CND_WEIGHTS_KERNEL, sizes, linear ? 2 : 4);
  state->bias = bias ? cnd_engine_add_weights (engine, operation->layer, "bias", CND_WEIGHTS_BIAS, sizes, 1) : G_MAXUINT;
  set_groups (engine, state, cnd_groups_new (in, out, n_groups));
  cnd_correlate_reserve (engine, geometry, state->groups);
}

static gboolean
prepare_convolution (CndEngine *engine, Operation *operation, GError **error)
{
  State *state = operation->state;
  const CndAttribute *attributes = operation->description->attributes;
  const Tensor *in = &engine->tensors[operation->inputs[0]], *out = &engine->tensors[operation->layer];
  guint groups = (guint) attributes[GROUPS].integers[0];

  state->learned = operation->class == &cnd_operation_learned;
  for (guint axis = 0; axis < 2; axis++)
    {
      state->geometry.kernel[axis] = (guint) attributes[KERNEL].integers[axis];
      state->geometry.stride[axis] = (guint) attributes[STRIDE].integers[axis];
      state->geometry.dilation[axis] = (guint) attributes[DILATION].integers[axis];
    }
  state->geometry.before[0] = (gint) attributes[PADDING].integers[2]; /* left, right, top, bottom */
  state->geometry.before[1] = (gint) attributes[PADDING].integers[0];
  cnd_geometry_set_sizes (&state->geometry, in->height, in->width, out->height, out->width);
  finish (engine, operation, state->learned ? 1 : groups, attributes[BIAS].integers[0] != 0);
  if (state->learned)
    {
      state->shape = (CndLearnedShape){ out->channels, in->channels, state->geometry.area, groups,
                                        (guint) attributes[CONDENSATION].integers[0] };
      state->mask = g_new0 (guint8, (gsize) groups * in->channels);
      g_array_append_val (engine->learned, operation->layer);
      return cnd_condense_check_shape (&state->shape, error);
    }
  return TRUE;
}

/* One that reads a share of its inputs is a learned one with one group: whole at first, halved at half time. */
static gboolean
prepare_share (CndEngine *engine, Operation *operation, GError **error)
{
  State *state = operation->state;
  const CndAttribute *keep = &operation->description->attributes[LINEAR_KEEP];
  guint in = engine->tensors[operation->inputs[0]].channels, out = engine->tensors[operation->layer].channels;

  if (keep->ratio.numerator != 1 || keep->ratio.denominator > G_MAXUINT8 || in % (guint) keep->ratio.denominator != 0)
    return cnd_engine_fail (engine, operation->layer, error, _("Keep 1/2, and give it an even number of inputs."),
                            _("a linear layer that keeps this share of its inputs cannot be trained"));
  state->learned = TRUE;
  state->shape = (CndLearnedShape){ out, in, 1, 1, (guint) keep->ratio.denominator };
  state->mask = g_new0 (guint8, in);
  g_array_append_val (engine->learned, operation->layer);
  return TRUE;
}

static gboolean
prepare_linear (CndEngine *engine, Operation *operation, GError **error)
{
  State *state = operation->state;
  const CndAttribute *attributes = operation->description->attributes;

  for (guint axis = 0; axis < 2; axis++)
    state->geometry.kernel[axis] = state->geometry.stride[axis] = state->geometry.dilation[axis] = 1;
  cnd_geometry_set_sizes (&state->geometry, 1, 1, 1, 1);
  finish (engine, operation, 1, attributes[LINEAR_BIAS].integers[0] != 0);
  return attributes[LINEAR_KEEP].ratio.numerator == attributes[LINEAR_KEEP].ratio.denominator
         || prepare_share (engine, operation, error);
}

static void
clear (Operation *operation)
{
  State *state = operation->state;

  g_clear_pointer (&state->groups, cnd_groups_free);
  g_aligned_free (state->packed);
  g_aligned_free (state->packed_back);
  g_free (state->mask);
}

/* ---- Passes ------------------------------------------------------------------------------------------- */

static const float *
get_bias (const CndEngine *engine, const State *state)
{
  return state->bias != G_MAXUINT ? get_weights (engine, state->bias)->values : NULL;
}

static void
forward (CndEngine *engine, Operation *operation)
{
  State *state = operation->state;

  cnd_correlate_pack (state->groups, &state->geometry, get_weights (engine, state->weights)->values, state->packed);
  cnd_correlate_forward (engine, &state->geometry, state->groups, state->packed, get_bias (engine, state), operation->inputs[0],
                         operation->layer);
}

static void
backward (CndEngine *engine, Operation *operation)
{
  State *state = operation->state;
  CndWeights *weights = get_weights (engine, state->weights);
  guint input = operation->inputs[0];

  if (state->bias != G_MAXUINT)
    cnd_correlate_sum_bias (engine, operation->layer, get_weights (engine, state->bias)->gradient);
  cnd_correlate_weights (engine, &state->geometry, state->groups, input, operation->layer, weights->gradient);
  if (!needs_gradient (engine, input))
    return;
  if (cnd_correlate_can_turn (&state->geometry))
    {
      cnd_correlate_pack_back (state->groups, &state->geometry, weights->values, state->packed_back);
      cnd_correlate_backward (engine, &state->geometry, state->groups, state->packed_back, operation->layer, input,
                              claim_gradient (engine, input));
    }
  else
    cnd_correlate_scatter (engine, &state->geometry, state->groups, weights->values, operation->layer, input,
                           claim_gradient (engine, input));
}

/* ---- Masks ---------------------------------------------------------------------------------------------- */

gboolean
cnd_convolution_is_learned (const Operation *operation)
{
  return operation->class->prepare != NULL && operation->class->forward == forward && ((State *) operation->state)->learned;
}

guint8 *
cnd_convolution_get_mask (const Operation *operation)
{
  return ((State *) operation->state)->mask;
}

const CndLearnedShape *
cnd_convolution_get_shape (const Operation *operation)
{
  return &((State *) operation->state)->shape;
}

CndWeights *
cnd_convolution_get_weights (const CndEngine *engine, const Operation *operation)
{
  return get_weights (engine, ((State *) operation->state)->weights);
}

/* With three quarters of the inputs left, lists gain nothing over computing zeros. */
void
cnd_convolution_mask_changed (CndEngine *engine, Operation *operation)
{
  State *state = operation->state;
  const CndLearnedShape *shape = &state->shape;
  CndWeights *weights = get_weights (engine, state->weights);
  guint64 kept = cnd_condense_count_kept (shape, state->mask);

  cnd_condense_apply_mask (shape, state->mask, weights->values);
  cnd_condense_apply_mask (shape, state->mask, weights->momentum);
  set_groups (engine, state, kept * 4 < weights->n * 3 ? cnd_groups_new_masked (shape, state->mask)
                                                       : cnd_groups_new (shape->inputs, shape->outputs, 1));
}

void
cnd_convolution_mask_gradient (CndEngine *engine, Operation *operation)
{
  State *state = operation->state;

  cnd_condense_apply_mask (&state->shape, state->mask, get_weights (engine, state->weights)->gradient);
}

#define CONVOLUTION(symbol_, kind_, prepare_)      \
  const OperationClass cnd_operation_##symbol_ = { \
    .kind = (kind_),                               \
    .size = sizeof (State),                        \
    .trained = TRUE,                               \
    .prepare = (prepare_),                         \
    .forward = forward,                            \
    .backward = backward,                          \
    .clear = clear,                                \
  }

CONVOLUTION (convolution, "convolution", prepare_convolution);
CONVOLUTION (learned, "learned_group_convolution", prepare_convolution);
CONVOLUTION (linear, "linear", prepare_linear);
