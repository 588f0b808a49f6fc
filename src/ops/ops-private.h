/* Between the files of the room: the rows of the catalogue and what their rules share. */
#pragma once

#include "ops/ops.h"

#include <glib/gi18n-lib.h>

extern const CndKind cnd_kind_input;
extern const CndKind cnd_kind_convolution;
extern const CndKind cnd_kind_learned_group_convolution;
extern const CndKind cnd_kind_linear;
extern const CndKind cnd_kind_batch_norm;
extern const CndKind cnd_kind_layer_norm;
extern const CndKind cnd_kind_local_response_norm;
extern const CndKind cnd_kind_relu;
extern const CndKind cnd_kind_relu6;
extern const CndKind cnd_kind_gelu;
extern const CndKind cnd_kind_sigmoid;
extern const CndKind cnd_kind_tanh;
extern const CndKind cnd_kind_hard_swish;
extern const CndKind cnd_kind_swish;
extern const CndKind cnd_kind_softmax;
extern const CndKind cnd_kind_max_pool;
extern const CndKind cnd_kind_average_pool;
extern const CndKind cnd_kind_global_max_pool;
extern const CndKind cnd_kind_global_average_pool;
extern const CndKind cnd_kind_adaptive_max_pool;
extern const CndKind cnd_kind_adaptive_average_pool;
extern const CndKind cnd_kind_dropout;
extern const CndKind cnd_kind_concatenation;
extern const CndKind cnd_kind_addition;
extern const CndKind cnd_kind_multiplication;
extern const CndKind cnd_kind_flatten;
extern const CndKind cnd_kind_channel_shuffle;
extern const CndKind cnd_kind_channel_split;
extern const CndKind cnd_kind_index_selection;
extern const CndKind cnd_kind_padding;
extern const CndKind cnd_kind_upsampling;

/* Row of the catalogue that a made-up concatenation has. */
guint cnd_ops_get_concatenation (void);

/* ---- Attribute rows ----------------------------------------------------------------- */

#define CND_INTEGER(n) { .integers = { (n), (n), (n), (n) } }
#define CND_ROW_REQUIRED(name_, title_, type_, min_, max_) \
  { .name = (name_), .title = (title_), .type = (type_), .required = TRUE, .minimum = (min_), .maximum = (max_) }
#define CND_ROW_INTEGER(name_, title_, type_, default_, min_, max_) \
  { .name = (name_), .title = (title_), .type = (type_), .fallback = CND_INTEGER (default_), .minimum = (min_), .maximum = (max_) }
#define CND_ROW_SWITCH(name_, title_, default_) \
  { .name = (name_), .title = (title_), .type = CND_ATTRIBUTE_SWITCH, .fallback = CND_INTEGER (default_), .minimum = 0, .maximum = 1 }

/* Sizes of kernels, strides, paddings, dilations: far beyond any network, small enough that sums of products fit. */
#define CND_MAX_WINDOW 65536

/* ---- Shapes ------------------------------------------------------------------------- */

/* Fills in @misfit; every text may be NULL. Returns FALSE, so that rules can return it. */
gboolean cnd_misfit_set (CndMisfit *misfit, const char *attribute, const char *found, const char *expected, const char *hint,
                         const char *format, ...) G_GNUC_PRINTF (6, 7);
void cnd_misfit_clear (CndMisfit *misfit);

/* Returns: (transfer full): a hint with the nearest numbers that divide @number, for who wants @divisor */
char *cnd_ops_suggest_divisors (gint64 number, gint64 divisor) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with a misfit when the first input is flat. */
gboolean cnd_shape_require_image (const CndKindContext *context, CndMisfit *misfit);
/* The output has the first input's shape. */
gboolean cnd_shape_keep (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit);

/* One axis of a sliding window. */
typedef struct
{
  gint64 in, kernel, stride, dilation, before, after;
  gboolean ceil_mode;
} CndSlide;

/* (in + before + after − dilation·(kernel − 1) − 1) / stride + 1; rounded up in ceil mode, where a last window that would
 * begin in the padding behind is left out, as PyTorch does. 0 when the window is larger than what it slides over. */
gint64 cnd_slide_count (const CndSlide *slide);
/* Output size ⌈in / stride⌉ and the padding that gives it, the odd one behind. */
void cnd_slide_resolve_same (CndSlide *slide);

/* ---- Costs -------------------------------------------------------------------------- */

/* Adds an empty term (kept 1/1) and returns it. */
CndTerm *cnd_cost_add (CndCost *cost, CndTermType type);
void cnd_term_add_factor (CndTerm *term, CndFactorName name, guint64 value);
/* Adds output elements × @name (@value), a term of element operations. */
void cnd_cost_add_element_operations (CndCost *cost, const CndKindContext *context, CndFactorName name, guint64 value);
