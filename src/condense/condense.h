/* condense: learned group convolution as arithmetic on weights. Importance of inputs, the schedule of stages, what falls, the
 * group lasso, the index list, the packed regular group convolution, and the halved classifier. No training, no files.
 *
 * Weights are row-major, out × in × area (area: kernel height × width), as PyTorch stores a convolution. Output row o
 * belongs to filter group o mod G (interleaved: after packing, a channel shuffle puts the rows back).
 *
 *        inputs 0 … I−1
 *      ┌────────────────┐
 *   o0 │ g0             │      mask: one entry a (group, input): 0 while it is read, else the stage in which it fell
 *   o1 │ g1             │
 *   o2 │ g0             │
 *   o3 │ g1             │
 *      └────────────────┘
 *
 * Source: Huang, Liu, van der Maaten, Weinberger, "CondenseNet", CVPR 2018, section 3. */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

typedef struct
{
  guint outputs;      /* O, a multiple of groups */
  guint inputs;       /* I, a multiple of groups and of condensation */
  guint area;         /* kernel height × width; 1 for 1×1 and linear layers */
  guint groups;       /* G */
  guint condensation; /* C; independent of G */
} CndLearnedShape;

/* FALSE with CND_ERROR_SHAPE when the numbers do not divide. */
gboolean cnd_condense_check_shape (const CndLearnedShape *shape, GError **error);

/* ---- When --------------------------------------------------------------------------- */

typedef enum
{
  CND_SCHEDULE_STAGES,         /* C − 1 condensings, the last at half time; the second half is the optimization stage */
  CND_SCHEDULE_AT_ONCE,        /* everything falls together at half time */
  CND_SCHEDULE_NO_OPTIMIZATION, /* the stages fill the whole training; the last condensing falls due at its end */
} CndSchedule;

/* Stage of step @step (from 0) of @n_steps: min (C − 1, ⌊2·t·(C − 1) / T⌋) for CND_SCHEDULE_STAGES. @n_steps ≥ 1;
 * @step = @n_steps is the end. */
guint cnd_condense_get_stage (CndSchedule schedule, guint condensation, guint64 step, guint64 n_steps);

/* ---- What falls --------------------------------------------------------------------- */

typedef enum
{
  CND_CRITERION_L1,      /* sum of |w| over the group's rows; the smallest falls */
  CND_CRITERION_L2,      /* sum of w² */
  CND_CRITERION_RANDOM,  /* the teacher's control */
  CND_CRITERION_LARGEST, /* L1, but the largest falls: what goes wrong */
  CND_N_CRITERIA
} CndCriterion;

const char *cnd_condense_get_criterion_name (CndCriterion criterion); /* "l1" */
gboolean cnd_condense_parse_criterion (const char *name, CndCriterion *criterion, GError **error);

/* Importance of each (group, input): G × I doubles. Pruned ones score 0. @random: for CND_CRITERION_RANDOM, else NULL. */
void cnd_condense_score_inputs (const CndLearnedShape *shape, const float *weights, const guint8 *mask, CndCriterion criterion,
                                CndRandom *random, double *scores);

/**
 * cnd_condense_drop_inputs:
 * @mask: G × I; updated
 * @stage: 0 … C − 1
 *
 * Lets fall all that is due up to @stage: I/C inputs a group and stage, chosen among those still there; of equal scores
 * the lower index falls first. An input that fell keeps the stage in which it fell. O(G·I·log I)
 * Returns: how many (group, input) fell
 */
guint cnd_condense_drop_inputs (const CndLearnedShape *shape, const double *scores, CndCriterion criterion, guint stage, guint8 *mask);

/* Stage up to which every group has dropped its share; G_MAXUINT when groups differ or no whole number of shares fell. */
guint cnd_condense_get_mask_stage (const CndLearnedShape *shape, const guint8 *mask);
/* Pruned weights become 0 (for weights, their gradients and their momentum). */
void cnd_condense_apply_mask (const CndLearnedShape *shape, const guint8 *mask, float *weights);
/* Weights that the mask leaves. */
guint64 cnd_condense_count_kept (const CndLearnedShape *shape, const guint8 *mask);
/* How many groups read each input: I numbers. */
void cnd_condense_count_readers (const CndLearnedShape *shape, const guint8 *mask, guint *readers);

/* ---- Group lasso -------------------------------------------------------------------- */

/* λ · Σ over groups and inputs of sqrt (max (1e-6, Σ over the group's rows of w²)); adds its gradient to @gradient (nullable).
 * Pruned weights are left out of the sum over rows. */
double cnd_condense_add_lasso (const CndLearnedShape *shape, const float *weights, const guint8 *mask, double lambda, float *gradient);

/* ---- Conversion --------------------------------------------------------------------- */

/* Length of the index list: I·G/C. */
guint cnd_condense_get_index_length (const CndLearnedShape *shape);
/* Each group's kept inputs, ascending, group after group. FALSE with CND_ERROR_VALUE saying what is missing when the layer
 * is not condensed completely. */
gboolean cnd_condense_list_index (const CndLearnedShape *shape, const guint8 *mask, guint *index, GError **error);
/* Weights of the regular group convolution behind the index layer: O × I/C × area; row g·(O/G) + k is row g + k·G. */
void cnd_condense_pack_weights (const CndLearnedShape *shape, const float *weights, const guint *index, float *packed);
/* Output row that packed row @row came from, i.e. what the channel shuffle with G groups puts back. */
guint cnd_condense_get_packed_row (const CndLearnedShape *shape, guint row);
/* Gathers one value a channel (batch norm's vectors) by the index list. */
void cnd_condense_gather (const float *values, const guint *index, guint n_index, float *gathered);

/* The ⌊inputs / 2⌋ inputs of a linear layer with the largest Σ |w|, ascending; of equal ones the lower index stays. */
void cnd_condense_halve_inputs (const float *weights, guint outputs, guint inputs, guint *kept);

G_END_DECLS
