/* ops: the catalogue of layer kinds. A kind is one row: its name, attributes, shape rule, cost rule and
 * receptive-field rule; everything that treats layers by kind reads the row. Also here, because it needs the
 * shape rules: turning an architecture and parameter values into a network.
 *
 * A cost is not a number but a list of terms, each a product of named factors: 11 × 11 × 3 × 96. The room
 * analysis multiplies them to count, and prints them to explain, so the two cannot differ. */
#pragma once

#include "network/network.h"

G_BEGIN_DECLS

/* ---- Terms -------------------------------------------------------------------------- */

/* What a factor is, in the field's words; cnd_ops_get_factor_title() gives the translated phrase. */
typedef enum
{
  CND_FACTOR_NONE,
  CND_FACTOR_KERNEL_HEIGHT,
  CND_FACTOR_KERNEL_WIDTH,
  CND_FACTOR_INPUT_CHANNELS,
  CND_FACTOR_INPUTS_PER_GROUP,   /* input channels ÷ groups */
  CND_FACTOR_OUTPUT_CHANNELS,    /* filters */
  CND_FACTOR_OUTPUT_HEIGHT,
  CND_FACTOR_OUTPUT_WIDTH,
  CND_FACTOR_INPUT_FEATURES,
  CND_FACTOR_KEPT_FEATURES,      /* inputs that a linear layer still reads */
  CND_FACTOR_OUTPUT_FEATURES,
  CND_FACTOR_CHANNELS,
  CND_FACTOR_ELEMENTS,           /* of the output */
  CND_FACTOR_INPUT_ELEMENTS,
  CND_FACTOR_KEPT_WEIGHTS,       /* weights that the mask leaves, where the true mask is known */
  CND_FACTOR_PER_CHANNEL,        /* 2: scale and shift; running mean and variance */
  CND_FACTOR_OPERATIONS,         /* operations an element: 1, 2, 4, 5 … */
  CND_FACTOR_COMPARISONS,        /* kernel area − 1 */
  CND_FACTOR_WINDOW,             /* kernel area */
  CND_FACTOR_WINDOW_SUM,         /* elements in all windows of an adaptive pooling */
  CND_FACTOR_ADDENDS,            /* inputs − 1 */
  CND_FACTOR_NORMALIZED,         /* elements that share a mean */
  CND_N_FACTORS
} CndFactorName;

typedef struct
{
  CndFactorName name;
  guint64 value;
} CndFactor;

/* What a term adds to. */
typedef enum
{
  CND_TERM_WEIGHTS,        /* parameters */
  CND_TERM_BIASES,         /* parameters */
  CND_TERM_SCALES,         /* parameters: scale and shift of a normalisation */
  CND_TERM_BUFFERS,        /* running mean and variance: stored, not trained, counted apart */
  CND_TERM_MACS,           /* multiply-adds */
  CND_TERM_BIAS_ADDITIONS, /* 1 an output */
  CND_TERM_ELEMENT_OPERATIONS, /* everything else that computes */
  CND_N_TERMS
} CndTermType;

#define CND_MAX_TERM_FACTORS 8

/* value = factors multiplied × kept_numerator / kept_denominator (1/1 but for masked layers; always exact) */
typedef struct
{
  CndTermType type;
  guint n_factors;
  CndFactor factors[CND_MAX_TERM_FACTORS];
  guint64 kept_numerator;
  guint64 kept_denominator;
} CndTerm;

#define CND_MAX_TERMS 8

typedef struct
{
  guint n_terms;
  CndTerm terms[CND_MAX_TERMS];
} CndCost;

/* Exact product, or FALSE when it does not fit 64 bits. */
gboolean cnd_ops_multiply_term (const CndTerm *term, guint64 *value);
/* Returns: (transfer none): translated, lower case, "kernel height" */
const char *cnd_ops_get_factor_title (CndFactorName name);

/* ---- The state that counts belong to ------------------------------------------------ */

#define CND_STAGE_DENSE 0
#define CND_STAGE_FINAL G_MAXUINT /* each learned group convolution at its own last stage, C − 1 */

/* After stage s a learned group convolution keeps (C − min(s, C − 1)) / C of its weights. */
typedef struct
{
  guint stage;
  const guint64 *kept_weights; /* (nullable): for each layer of the network the weights that its true mask keeps
                                  (G_MAXUINT64: unmasked); overrides @stage */
} CndState;

/* ---- Kinds -------------------------------------------------------------------------- */

typedef enum
{
  CND_ATTRIBUTE_INTEGER,  /* integers[0] */
  CND_ATTRIBUTE_PAIR,     /* n or [height, width]: integers[0], [1] */
  CND_ATTRIBUTE_PADDING,  /* n, [height, width], [left, right, top, bottom] (the order of torch.nn.ZeroPad2d) or, where
                             the row allows it, "same": integers = left, right, top, bottom; "same" is -1 in all
                             until the shape rule has resolved it */
  CND_ATTRIBUTE_SWITCH,   /* integers[0] is 0 or 1 */
  CND_ATTRIBUTE_NUMBER,   /* number */
  CND_ATTRIBUTE_RATIO,    /* ratio: "1 / 2", 0.5, 1 */
  CND_ATTRIBUTE_LIST,     /* list of integers */
  CND_ATTRIBUTE_WORD,     /* integers[0]: index into the row's words */
} CndAttributeType;

typedef struct
{
  const char *name;        /* in the file and in PyTorch */
  const char *title;       /* to be translated: "Kernel size" */
  CndAttributeType type;
  gboolean required;
  CndAttribute fallback;   /* value when absent; a PAIR's or PADDING's is complete */
  gboolean follows;        /* when absent, the value is that of the attribute before it in the row (stride of a
                              pooling follows kernel) */
  gint64 minimum, maximum; /* of each integer; of NUMBER too */
  const char *const *words; /* for WORD, and "same" for PADDING; NULL-terminated */
} CndAttributeRow;

typedef enum
{
  CND_CATEGORY_INPUT,
  CND_CATEGORY_CONVOLUTION,
  CND_CATEGORY_LINEAR,
  CND_CATEGORY_NORMALIZATION,
  CND_CATEGORY_ACTIVATION,
  CND_CATEGORY_POOLING,
  CND_CATEGORY_JOIN,     /* concatenation, addition, multiplication */
  CND_CATEGORY_RESHAPE,  /* flatten, shuffle, split, selection, padding, up-sampling, dropout */
  CND_N_CATEGORIES
} CndCategory;

typedef enum
{
  CND_KIND_KEEPS_CHANNELS = 1 << 0,  /* output channel c depends on input channel c only (activation, pooling …) */
  CND_KIND_IS_MODULE = 1 << 1,       /* a module in PyTorch: its output counts in the `summary` convention */
  CND_KIND_PUBLISHES_ELEMENTS = 1 << 2, /* `condensenet` convention counts its element operations (ReLU, average pooling) */
  CND_KIND_PUBLISHES_BIASES = 1 << 3,   /* … its bias additions (linear) */
  CND_KIND_MOVES_DATA = 1 << 4,      /* computes nothing */
} CndKindFlags;

/* What a rule sees: one layer. */
typedef struct
{
  const CndShape *inputs;          /* n_inputs of them */
  guint n_inputs;
  const CndAttribute *attributes;
  CndShape output;                 /* valid in cost and field rules */
  CndState state;
  guint64 kept_weights;            /* of this layer: G_MAXUINT64 when not known */
} CndKindContext;

/* Why shapes do not fit; strings owned by the caller after the rule sets them (g_free). */
typedef struct
{
  char *message;   /* one sentence */
  char *found;
  char *expected;
  char *hint;
  const char *attribute; /* (nullable): name of the attribute to point at */
} CndMisfit;

/* One axis of a window as the receptive field sees it: output position o covers inputs
 * o·stride − before … o·stride − before + extent − 1. extent 0 stands for the whole axis. With a scale over 1 (up-sampling,
 * adaptive pooling) o covers ⌊o·stride / scale⌋ … ⌈(o + 1)·stride / scale⌉ − 1, at most extent of them; before 1 says that
 * it is blended from the two inputs next to its middle instead. */
typedef struct
{
  gint64 extent, stride, before, scale;
} CndWindow;

typedef struct
{
  const char *name;        /* in files: "learned_group_convolution" */
  const char *title;       /* to be translated: "Learned group convolution" */
  const char *short_title; /* to be translated: what fits in a box: "Learned group conv" */
  const char *description; /* to be translated: one sentence for a student */
  CndCategory category;
  guint flags;             /* CndKindFlags */
  guint min_inputs, max_inputs; /* max 0: any number */
  const CndAttributeRow *attributes;
  guint n_attributes;
  /* Sets @output (and resolves `same` in @attributes, which are writable here). FALSE with @misfit when it does not fit. */
  gboolean (*shape) (const CndKindContext *context, CndAttribute *attributes, CndShape *output, CndMisfit *misfit);
  void (*cost) (const CndKindContext *context, CndCost *cost);          /* NULL: costs nothing */
  void (*field) (const CndKindContext *context, CndWindow window[2]);  /* [0] height, [1] width; NULL: 1, 1, 0, 1 */
} CndKind;

guint cnd_ops_get_n_kinds (void);
/* @kind < cnd_ops_get_n_kinds (); row 0 is "input" */
const CndKind *cnd_ops_get_kind (guint kind);
/* Returns: row, or G_MAXUINT. Files may not name "input". */
guint cnd_ops_find_kind (const char *name);
const char *cnd_ops_get_category_name (CndCategory category);  /* "convolution": class name in SVG, key of colours */
const char *cnd_ops_get_category_title (CndCategory category); /* translated */

/* Index of the attribute in the kind's row, or -1. */
gint cnd_ops_find_attribute (const CndKind *kind, const char *name);
/* Returns: (transfer full): "3 × 3", "same", "on", "1/2", "0.5": as an inspector shows it */
char *cnd_ops_format_attribute (const CndKind *kind, guint attribute, const CndAttribute *value, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;

/* Fills in a context for a layer of @network; @shapes: room for its n_inputs shapes (the caller's). */
void cnd_ops_init_context (CndKindContext *context, const CndNetwork *network, guint layer, CndState state, CndShape *shapes);
/* The terms of a layer's cost. */
void cnd_ops_list_cost (const CndNetwork *network, guint layer, CndState state, CndCost *cost);
/* Largest condensation factor in the network (1 when nothing is learned): stages are 0 … this − 1. */
guint cnd_ops_get_condensation (const CndNetwork *network);

/* ---- Architecture to network -------------------------------------------------------- */

/* Finds the kinds and attribute slots of a sealed architecture's statements: unknown kinds and attributes, missing
 * ones, values of the wrong type. Called once, by who made the architecture. */
gboolean cnd_ops_resolve_architecture (CndArchitecture *architecture, GError **error);

/**
 * cnd_ops_build_network:
 *
 * Expands blocks, repeats and dense connections and computes every shape. Layer 0 is the input. Repetitions stand in a
 * block of their own (the container): "layer" holds "layer.1", "layer.2" …; a repeated layer is "relu.1", "relu.2" ….
 * In a dense block's container made-up layers of kind concatenation (statement NULL) stand before each repetition
 * ("layer.concatenation2": none where there is only one input), and one more, "layer.concatenation", after the last.
 * Time and memory linear in layers + edges; under 1 ms for a thousand layers. Any thread.
 *
 * Returns: (transfer full) (nullable): NULL with @error: CND_ERROR_SHAPE, CND_ERROR_VALUE or CND_ERROR_LIMIT, with a place
 */
CndNetwork *cnd_ops_build_network (CndArchitecture *architecture, const CndParameterValues *values, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same within a budget that several calls can share. @steps: (inout): how many statements and parts of expressions
 * may still be visited; cnd_ops_build_network() allows CND_MAX_STEPS. */
CndNetwork *cnd_ops_build_network_within (CndArchitecture *architecture, const CndParameterValues *values, guint *steps,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  gboolean has_below, has_above;
  gint64 below, above; /* valid where there is one */
} CndNearestValues;

/* The nearest values of element @element of @parameter, below and above @value, for which the network builds, all else being
 * as in @values. Looks within the parameter's range, and no longer than building some ten thousand layers takes. */
void cnd_ops_find_nearest_values (CndArchitecture *architecture, const CndParameterValues *values, guint parameter,
                                  guint element, gint64 value, CndNearestValues *nearest);

G_END_DECLS
