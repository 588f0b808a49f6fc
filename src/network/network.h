/* network: what an architecture is. Two forms:
 *
 *   CndArchitecture   as the author wrote it: parameters, presets, blocks, statements with expressions
 *         │  cnd_ops_build_network (architecture, values)       (the room ops: it knows the layer kinds)
 *         ▼
 *   CndNetwork        as it is for one set of parameter values: a flat list of layers in file order, each
 *                     with its inputs, attributes and output shape, and the tree of blocks around them
 *
 *      layers   [0 input][1 conv][2 relu][3 …]          layer i reads only layers < i: no cycles
 *      inputs   [0][1][2][2 5 8] …                      one array, a slice of it a layer
 *      blocks   root ⊃ stage 1 ⊃ layer 3 ⊃ …            each a contiguous range of layers
 *
 * This room knows no layer kinds and no JSON. */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

/* ---- Shapes ------------------------------------------------------------------------- */

/* The shape of one image's features: channels × height × width, or (flat) a list of features, for which
 * height = width = 1 and flat is set. All sizes are ≥ 1 and ≤ CND_MAX_SIZE. */
typedef struct
{
  gint64 channels;
  gint64 height;
  gint64 width;
  gboolean flat;
} CndShape;

#define CND_MAX_SIZE G_GINT64_CONSTANT (2147483647)
#define CND_MAX_LAYERS 100000u       /* of one network */
#define CND_MAX_INPUTS 4000000u      /* edges of one network */
#define CND_MAX_STEPS 2000000u       /* statements visited while building one */
#define CND_MAX_LIST 64u             /* elements of a list parameter */
#define CND_MAX_NESTING 32u          /* blocks within blocks */

/* Number of elements; FALSE when it does not fit 64 bits. */
gboolean cnd_shape_count_elements (const CndShape *shape, guint64 *elements);
/* Returns: (transfer full): "96×55×55", or "4,096" when flat */
char *cnd_shape_format (const CndShape *shape, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
gboolean cnd_shape_equal (const CndShape *a, const CndShape *b);

/* ---- Texts in several languages ----------------------------------------------------- */

/* Titles and descriptions; a plain string in a file is a text in the language "en". Immutable. */
typedef struct _CndText CndText;
CndText *cnd_text_new (void);
void cnd_text_add (CndText *text, const char *language, const char *string);
void cnd_text_free (CndText *text);
/* The string for @language ("fa", "fa_IR.UTF-8" finds fa), else English, else the first one.
 * Returns: (transfer none) (nullable): NULL for a NULL or empty text */
const char *cnd_text_get (const CndText *text, const char *language);
/* For writing a text back: all its strings in the order in which they were added. 0 for NULL. */
guint cnd_text_get_n_languages (const CndText *text);
/* Returns: (transfer none): string @n; @language: (out) (transfer none) */
const char *cnd_text_get_nth (const CndText *text, guint n, const char **language);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndText, cnd_text_free)

/* ---- Where something was said ------------------------------------------------------- */

typedef struct
{
  guint line;       /* from 1; 0 when unknown */
  guint column;
  const char *path; /* JSON path; owned by the architecture (interned there) */
} CndOrigin;

/* ---- Expressions -------------------------------------------------------------------- */

/* An integer expression over parameters, block arguments, `index` (the repeat index of the innermost
 * repeat, from 0) and `in` (channels of the first input):
 *   ? :   ||   &&   == != < <= > >=   + -   * / %   unary - !   ( )   list[expression]
 *   min(a, b, …)  max(a, b, …)  ceil_div(a, b)  length(list)
 * 64-bit, checked; / and % round towards minus infinity; dividing by zero is an error; only the chosen branch of
 * ? :, && and || is evaluated. Immutable after it is bound. */
typedef struct _CndExpression CndExpression;

/* A value of a parameter or argument: one integer, or a list of them. */
typedef struct
{
  const gint64 *values;
  guint n_values;
  gboolean is_list;
} CndNumbers;

/* What the names of an expression stand for while it is evaluated. */
typedef struct
{
  const CndNumbers *parameters;
  const CndNumbers *arguments;
  gint64 index; /* repeat index, from 0 */
  gint64 in;    /* channels of the first input */
} CndScope;

/* Parses @text. Never recursive without bound, linear in its length (at most 4,096 bytes).
 * @offset: (out): on error, the byte of @text at which it was noticed.
 * Returns: (transfer full) (nullable): NULL with @error set (CND_ERROR_LANGUAGE, no place) */
CndExpression *cnd_expression_parse (const char *text, gsize *offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CndExpression *cnd_expression_new_constant (gint64 value) G_GNUC_WARN_UNUSED_RESULT;
void cnd_expression_free (CndExpression *expression);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndExpression, cnd_expression_free)
/* Resolves the names. Arguments hide parameters. Unknown names are an error that lists the known ones. */
gboolean cnd_expression_bind (CndExpression *expression, const char *const *parameters, guint n_parameters,
                              const char *const *arguments, guint n_arguments, GError **error);
/* Evaluates a bound expression to one integer. */
gboolean cnd_expression_evaluate (const CndExpression *expression, const CndScope *scope, gint64 *value, GError **error);
/* As a fraction: when the outermost operation is a division, its two sides (also within the branches of an
 * outermost ? :), otherwise the value over 1. "1 / (1 + halve)" is 1/2, not 0. */
gboolean cnd_expression_evaluate_ratio (const CndExpression *expression, const CndScope *scope, gint64 *numerator,
                                        gint64 *denominator, GError **error);
/* A lone name that stands for a list gives the whole list (borrowed from @scope), anything else one number:
 * returns FALSE without an error when @expression is not a lone name. */
gboolean cnd_expression_get_list (const CndExpression *expression, const CndScope *scope, CndNumbers *numbers);
/* TRUE for the names of functions, which parameters and arguments may not take. */
gboolean cnd_expression_is_function (const char *name);
gboolean cnd_expression_is_constant (const CndExpression *expression, gint64 *value);
/* Returns: (transfer none): as it was written */
const char *cnd_expression_get_text (const CndExpression *expression);

/* ---- Architecture: what the author wrote -------------------------------------------- */

typedef enum
{
  CND_VALUE_EXPRESSION, /* integers, switches (true = 1) and strings that are expressions */
  CND_VALUE_NUMBER,     /* a number that is not an integer: 0.5, 1e-5 */
  CND_VALUE_WORD,       /* a string that is one of the words in `same`, `nearest`, `bilinear`, `channels`, `all` */
  CND_VALUE_LIST,       /* several values */
} CndValueType;

typedef struct _CndValue CndValue;
struct _CndValue
{
  CndValueType type;
  CndOrigin origin;
  CndExpression *expression; /* owned */
  double number;
  char *word;                /* owned */
  CndValue *items;           /* owned, n_items of them */
  guint n_items;
};

/* The words that a value may be; everything else in a string is an expression. NULL-terminated. */
extern const char *const cnd_value_words[];
/* Frees what @value points to, not @value itself. */
void cnd_value_clear (CndValue *value);

/* "name": value, of a layer's attributes or of a block's arguments */
typedef struct
{
  char *name;
  CndOrigin origin;
  CndValue value;
} CndNamedValue;

typedef enum
{
  CND_DENSE_NONE,
  CND_DENSE_BLOCK,   /* each repetition reads the concatenation of the block's input and all repetitions before */
  CND_DENSE_NETWORK, /* the same, and nothing between it and the dense block before may mix or drop features, so
                        that it reads all features of the whole network */
} CndDense;

/* One entry of a "layers" list: a layer, or the use of a block. Filled in by formats, resolved by
 * cnd_architecture_seal() (names) and cnd_ops_resolve_architecture() (kinds), read-only after that. */
typedef struct
{
  CndOrigin origin;
  char *id;             /* within its list; never NULL after sealing: an unnamed layer gets its kind's name, with
                           a number (from 1, by place in the list) when several in the list have the same kind */
  char *kind_name;      /* a layer's kind, or NULL */
  char *block_name;     /* the used block's name, or NULL; exactly one of the two is set */
  CndText *title;       /* (nullable) */
  char **inputs;        /* names; NULL means: the one before */
  CndOrigin inputs_origin;
  CndExpression *repeat; /* (nullable): 1 */
  CndOrigin repeat_origin;
  CndExpression *when;  /* (nullable): always; 0 leaves the statement out: its readers get its first input */
  CndOrigin when_origin;
  CndDense dense;
  CndOrigin dense_origin;
  CndNamedValue *values; /* attributes of a layer, arguments (`with`) of a block */
  guint n_values;

  /* resolved */
  guint kind;           /* row in the catalogue of ops */
  const CndValue **slots; /* owned array, one pointer an attribute of the kind, or an argument of the block; NULL = default */
  guint block;          /* index into the architecture's definitions */
  gint *sources;        /* owned array, n_sources: ≥ 0 a statement of the same list, < 0: ~k is input k of the list */
  guint n_sources;
} CndStatement;

typedef struct
{
  CndOrigin origin;
  char *name;            /* NULL for the network itself */
  CndText *title;        /* (nullable) */
  char **inputs;         /* names; NULL-terminated, never empty; default: { "input" } */
  char **arguments;      /* names; NULL-terminated, may be empty */
  CndStatement *statements;
  guint n_statements;
  char *output;          /* (nullable): name of the statement whose output is the block's; default: the last */
  CndOrigin output_origin;
  gint output_source;    /* resolved */
} CndDefinition;

typedef enum
{
  CND_PARAMETER_INTEGER,
  CND_PARAMETER_LIST,
  CND_PARAMETER_SWITCH, /* 0 or 1 */
} CndParameterType;

typedef struct
{
  CndOrigin origin;
  char *name;
  CndText *title;        /* (nullable) */
  CndText *description;  /* (nullable) */
  CndParameterType type;
  gint64 *defaults;      /* owned, n_defaults ≥ 1 */
  guint n_defaults;
  gint64 minimum, maximum, step; /* of each element; step ≥ 1, values are minimum + k · step */
} CndParameter;

/* A named set of parameter values; parameters that it leaves out keep their defaults. */
typedef struct
{
  CndOrigin origin;
  char *id;              /* condensenet.json:86 */
  char *name;            /* (nullable): "CondenseNet-86" */
  CndText *title;        /* (nullable) */
  char *source;          /* (nullable): where its figures come from */
  guint n_values;
  struct
  {
    CndOrigin origin;
    char *parameter;
    guint index;         /* resolved: index of the parameter */
    gint64 *values;      /* owned */
    guint n_values;
  } *values;
} CndPreset;

/* Shared, reference-counted, immutable once sealed; then safe on any thread. The fields are public so that
 * formats can fill and write them; nobody else writes. */
typedef struct
{
  gatomicrefcount refs;
  GStringChunk *strings;   /* paths of origins live here */
  char *file;              /* (nullable): as the user named it */
  char *name;              /* never NULL after loading */
  CndText *title, *description; /* (nullable) */
  char *source;            /* (nullable) */
  CndParameter *parameters;
  guint n_parameters;
  CndPreset *presets;      /* the first one is what opens; without presets the defaults do */
  guint n_presets;
  CndValue input;          /* a list of one or three expressions: features, or channels, height, width */
  CndDefinition *blocks;
  guint n_blocks;
  CndDefinition body;      /* the network's own list */
  gboolean sealed;
} CndArchitecture;

CndArchitecture *cnd_architecture_new (void) G_GNUC_WARN_UNUSED_RESULT;
CndArchitecture *cnd_architecture_ref (CndArchitecture *architecture);
void cnd_architecture_unref (CndArchitecture *architecture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndArchitecture, cnd_architecture_unref)
/* Interns a JSON path for an origin. */
const char *cnd_architecture_intern (CndArchitecture *architecture, const char *path);

/**
 * cnd_architecture_seal:
 *
 * Checks all that can be checked without knowing layer kinds, and resolves names: duplicate ids, unknown blocks, inputs
 * and parameters, references that form a cycle or look ahead, blocks that use themselves, presets, ranges. On failure
 * the architecture is of no use. Time linear in its size.
 */
gboolean cnd_architecture_seal (CndArchitecture *architecture, GError **error);

/* An error with the place @origin within the architecture's file. @expected and @hint may be NULL. */
void cnd_architecture_set_error (const CndArchitecture *architecture, const CndOrigin *origin, GError **error,
                                 CndErrorCode code, const char *found, const char *expected, const char *hint,
                                 const char *format, ...) G_GNUC_PRINTF (8, 9);

/* Returns: index of the preset @id (or, if none has that id, of the one with that name, ignoring case), or -1 with @error listing what there is */
gint cnd_architecture_find_preset (const CndArchitecture *architecture, const char *id, GError **error);
/* Returns: (transfer full) (nullable): what a reader of @language calls a preset, or the model without one (-1); NULL where nobody wrote
 * that down in this language, or it is English: then names say it */
char *cnd_architecture_dup_translated_title (const CndArchitecture *architecture, gint preset, const char *language) G_GNUC_WARN_UNUSED_RESULT;
gint cnd_architecture_find_parameter (const CndArchitecture *architecture, const char *name, GError **error);

/* ---- Values of the parameters ------------------------------------------------------- */

/* One value (or list) for each parameter of an architecture. Plain data; copy freely. */
typedef struct _CndParameterValues CndParameterValues;

/* @preset: index, or -1 for the first preset (the defaults if there is none) */
CndParameterValues *cnd_parameter_values_new (const CndArchitecture *architecture, gint preset) G_GNUC_WARN_UNUSED_RESULT;
CndParameterValues *cnd_parameter_values_copy (const CndParameterValues *values) G_GNUC_WARN_UNUSED_RESULT;
void cnd_parameter_values_free (CndParameterValues *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndParameterValues, cnd_parameter_values_free)
gboolean cnd_parameter_values_equal (const CndParameterValues *a, const CndParameterValues *b);
/* Returns: (transfer none): one CndNumbers a parameter */
const CndNumbers *cnd_parameter_values_get_all (const CndParameterValues *values);
/* Sets one element (element 0 of an integer or switch). Checks range and step. */
gboolean cnd_parameter_values_set (CndParameterValues *values, const CndArchitecture *architecture, guint parameter,
                                   guint element, gint64 value, GError **error);
/* Replaces a whole list (1 … CND_MAX_LIST elements). */
gboolean cnd_parameter_values_set_list (CndParameterValues *values, const CndArchitecture *architecture, guint parameter,
                                        const gint64 *list, guint n_list, GError **error);
/* "growth=16", "stages=6,12,24,16", "batch_norm=on", "stages[2]=20" */
gboolean cnd_parameter_values_set_text (CndParameterValues *values, const CndArchitecture *architecture,
                                        const char *assignment, GError **error);
/* Index of the preset with just these values, or -1. */
gint cnd_parameter_values_find_preset (const CndParameterValues *values, const CndArchitecture *architecture);

/* ---- Network: what it is for one set of values -------------------------------------- */

/* One attribute of one layer, evaluated. Which member holds is the attribute's type in the kind's row. */
typedef union
{
  gint64 integers[4];
  double number;
  struct
  {
    gint64 numerator, denominator;
  } ratio;
  struct
  {
    const gint64 *values; /* owned by the network */
    guint n_values;
  } list;
} CndAttribute;

typedef struct
{
  const char *id;       /* unique in the network: "denseblock.2.layer.3.conv1" */
  const char *name;     /* its last part */
  guint kind;           /* row in the catalogue of ops */
  guint block;          /* the innermost block around it; 0 is the network */
  guint first_input;    /* slice of the network's inputs */
  guint n_inputs;
  CndShape output;
  const CndAttribute *attributes; /* one for each attribute of the kind; owned by the network */
  const CndStatement *statement;  /* where it was said; NULL for the input and for made-up concatenations */
} CndLayer;

typedef struct
{
  const char *id;       /* "denseblock.2"; "" for the network */
  const char *name;     /* last part(s): "denseblock", "2" */
  const CndDefinition *definition; /* what it is an instance of; NULL for the container of repetitions */
  const CndStatement *statement;   /* the statement that used it; NULL for the network */
  guint parent;         /* 0 for the network itself, too */
  guint depth;          /* 0 for the network */
  guint first_layer;    /* its layers are a contiguous range, blocks inside it included */
  guint n_layers;
  guint n_blocks;       /* blocks inside it, at any depth: they follow it in the array */
  guint repetition;     /* from 0, for one of several repetitions; else 0 */
  guint n_repetitions;  /* for the container of repetitions: how many it holds; else 0 */
  CndDense dense;       /* for the container of a dense block's repetitions */
  guint output;         /* the layer whose output is the block's */
} CndBlock;

/* Reference-counted and immutable: safe on any thread. Holds a reference on its architecture. */
typedef struct _CndNetwork CndNetwork;

CndNetwork *cnd_network_ref (CndNetwork *network);
void cnd_network_unref (CndNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndNetwork, cnd_network_unref)
CndArchitecture *cnd_network_get_architecture (const CndNetwork *network);
const CndParameterValues *cnd_network_get_values (const CndNetwork *network);
const CndLayer *cnd_network_get_layers (const CndNetwork *network, guint *n_layers);
const CndBlock *cnd_network_get_blocks (const CndNetwork *network, guint *n_blocks);
/* Indices of the layers that @layer reads, in order; n_inputs of them. */
const guint *cnd_network_get_inputs (const CndNetwork *network, const CndLayer *layer);
/* All edges, as the slices of the layers lie in it. */
guint cnd_network_get_n_edges (const CndNetwork *network);
/* The layer whose output is the network's. */
guint cnd_network_get_output (const CndNetwork *network);
/* Index of the layer (block) with the id, or G_MAXUINT. O(n). */
guint cnd_network_find_layer (const CndNetwork *network, const char *id);
guint cnd_network_find_block (const CndNetwork *network, const char *id);
/* Returns: (transfer full): the name of the preset whose values these are ("CondenseNet-86"; "My network (base)" where it says
 * nothing of the architecture's name), else the architecture's name */
char *cnd_network_dup_name (const CndNetwork *network) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Building one (for ops and for tests) ------------------------------------------- */

typedef struct _CndNetworkBuilder CndNetworkBuilder;

CndNetworkBuilder *cnd_network_builder_new (CndArchitecture *architecture, const CndParameterValues *values) G_GNUC_WARN_UNUSED_RESULT;
void cnd_network_builder_free (CndNetworkBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndNetworkBuilder, cnd_network_builder_free)
/* Opens a block inside the open one; everything added until the matching end is in it.
 * @name: its last part, copied; the id is the open block's with ".name" behind. Returns its index. */
guint cnd_network_builder_begin_block (CndNetworkBuilder *builder, const char *name, const CndDefinition *definition,
                                       const CndStatement *statement);
void cnd_network_builder_end_block (CndNetworkBuilder *builder, guint output);
CndBlock *cnd_network_builder_get_block (CndNetworkBuilder *builder, guint block);
/* @inputs: n_inputs indices of layers added before. @attributes: n_attributes, copied. Returns its index,
 * G_MAXUINT with @error (CND_ERROR_LIMIT) past the limits. */
guint cnd_network_builder_add_layer (CndNetworkBuilder *builder, const char *name, guint kind, const CndStatement *statement,
                                     const guint *inputs, guint n_inputs, const CndAttribute *attributes,
                                     guint n_attributes, const CndShape *output, GError **error);
/* Returns: (transfer full): the id that a layer called @name would get in the open block, for messages */
char *cnd_network_builder_dup_id (const CndNetworkBuilder *builder, const char *name) G_GNUC_WARN_UNUSED_RESULT;
const CndLayer *cnd_network_builder_get_layer (const CndNetworkBuilder *builder, guint layer);
const guint *cnd_network_builder_get_inputs (const CndNetworkBuilder *builder, guint layer);
/* Memory that lives as long as the network, for list attributes. */
gint64 *cnd_network_builder_alloc_integers (CndNetworkBuilder *builder, guint n);
/* Returns: (transfer full): the network; @builder is empty after that and may only be freed */
CndNetwork *cnd_network_builder_end (CndNetworkBuilder *builder, guint output) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
