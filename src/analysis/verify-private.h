/* Between the files that hold published tables against our counts. */
#pragma once

#include "printed-private.h"
#include "report-private.h"

G_BEGIN_DECLS

/* ---- table.c: verdicts as they are collected ---- */

CndTable *cnd_table_new (const char *name, const char *title);

/* Where a figure stands in the table. */
typedef struct
{
  const char *row;    /* name of the row */
  guint line;         /* from 1; 0: the whole table */
  const char *column; /* translated */
} CndPlace;

/* @cause: (transfer full) (nullable) */
void cnd_table_add_text (CndTable *table, const CndPlace *place, const char *published, const char *ours,
                         gboolean equal, char *cause);
/* @unit: what 1 of the printed figure stands for; @shown_unit: what it turned out to stand for, in which a difference
 * is given (a K of 1,024). @cause: (transfer full) (nullable) */
void cnd_table_add_figure (CndTable *table, const CndPlace *place, const CndPrinted *printed, guint64 ours,
                           guint64 unit, guint64 shown_unit, char *cause);
/* A figure, or a layer, that the table should have and has not. @cause: (transfer full) (nullable) */
void cnd_table_add_missing (CndTable *table, const CndPlace *place, const char *ours, char *cause);
void cnd_table_summarize (CndTable *table);

/* ---- cells.c: reading a table ---- */

/* A table being verified. */
typedef struct
{
  const CndCells *cells;
  CndTable *table;
  CndNetworkSource source;
  gpointer source_data;
} CndVerification;

/* Column of that name, or G_MAXUINT. */
guint cnd_cells_find (const CndCells *cells, const char *column);
/* FALSE with CND_ERROR_SYNTAX, which says what there is, when one of the NULL-terminated @columns is not there. */
gboolean cnd_cells_require (const CndVerification *verification, const char *const *columns, GError **error);
/* "" where the table has no such column or row */
const char *cnd_cells_get (const CndCells *cells, guint row, const char *column);
/* An empty cell is not @stated; anything but a number is CND_ERROR_SYNTAX naming row and column. */
gboolean cnd_cells_get_number (const CndVerification *verification, guint row, const char *column, gboolean *stated,
                               guint64 *number, GError **error);
gboolean cnd_cells_get_printed (const CndVerification *verification, guint row, const char *column, gboolean *stated,
                                CndPrinted *printed, GError **error);
gboolean cnd_cells_set_error (const CndVerification *verification, guint row, const char *column, const char *found,
                              const char *expected, GError **error, const char *message);
/* FALSE with CND_ERROR_SYNTAX when there are so many rows that they cannot be about a model of @n_layers. */
gboolean cnd_cells_check_rows (const CndVerification *verification, guint n_layers, GError **error);
/* Counts the network of a model; NULL with @error. */
CndReport *cnd_verification_count (const CndVerification *verification, const char *model, const char *preset,
                                   guint stage, CndConvention convention, GError **error);

/* ---- causes.c: why a figure differs ---- */

typedef enum
{
  CND_QUANTITY_PARAMETERS,
  CND_QUANTITY_MACS,
  CND_QUANTITY_OPERATIONS,
  CND_QUANTITY_BYTES,
} CndQuantity;

/* What a row's own columns say about its layer; 0 where they say nothing. */
typedef struct
{
  gboolean is_pooling, is_convolution;
  gboolean is_stated;          /* whether kernel, in and out are all the row's own */
  guint64 kernel[2], in, out;  /* in, out: channels or features */
  guint64 out_size[2];         /* height and width of the output */
} CndGeometry;

typedef struct _CndClaim CndClaim;

/* A published count, and all that its row tells about how it came about. */
struct _CndClaim
{
  const char *row;
  guint line;
  CndPrinted printed;
  CndQuantity quantity;
  guint64 unit;                    /* of a figure in MB: 2^20; else 1 */
  guint64 ours;
  CndGeometry geometry;
  CndCounts counts;                /* ours, of what the row is about */
  guint64 groups;                  /* of its convolution; 0 or 1: none */
  guint64 kilo;                    /* what K stands for in this column, found out from its rows; 1000 or 1024 */
  gboolean without_biases;         /* whether the column leaves biases out, likewise */
  const CndPrinted *own_parameters;/* for multiply-adds: the row's published parameters */
  const CndPrinted *own_macs;      /* for parameters: the row's published multiply-adds */
  const char *right;               /* (nullable): a sentence on what the figure should be, where its file knows one */
  const CndPrinted *partner;       /* the same figure in another column of the row, rounded or not, or NULL */
  const guint64 *depths;           /* for a block: input channels of the table's other rows … */
  const char *const *depth_rows;   /* … and their names */
  guint n_depths;
  guint64 (*count_with_depth) (const CndClaim *claim, guint64 depth); /* the weights that the row's own columns give */
  guint64 branches[6];             /* for it: filters by column */
  const CndClaim *rows;            /* for a total: the claims that it adds up; for a row: all claims of its column */
  guint n_rows;
  gboolean is_total;
  gboolean is_sum;                 /* a total that the table does not state: what its rows add up to */
  const CndClaim *stated_total;    /* for such a sum: the total that the table states instead, or NULL */
  const struct _CndOtherState *states; /* the same network in other states */
  guint n_states;
};

/* A state in which somebody may have counted by mistake. */
typedef struct _CndOtherState
{
  const char *words; /* translated: "before condensing" */
  guint64 parameters, macs, flops, operations;
} CndOtherState;

/* The cause of a difference (or of a figure's being cut), or NULL. Returns: (transfer full) */
char *cnd_claim_find_cause (const CndClaim *claim);
/* The same from the figure's digits, and from what the row itself says; causes-digits.c. (transfer full) */
char *cnd_claim_find_plain_cause (const CndClaim *claim);
/* "It is 34,944 with two neighbouring digits swapped": a slip that makes the digits @right the @published ones, else
 * NULL. @shown: the right figure as it is printed; causes-digits.c. (transfer full) */
char *cnd_find_digit_cause (const char *published, const char *right, const char *shown);
/* "It is the figure of row 3 (conv2)", or NULL; causes-parameters.c. (transfer full) */
char *cnd_claim_find_other_row (const CndClaim *claim);
/* Adds the claim to the table, with its verdict and cause. */
void cnd_claim_judge (const CndClaim *claim, CndTable *table, const char *column);
/* Why an output size differs from the row's own window; NULL when it is not that; causes-sizes.c. */
char *cnd_claim_find_size_cause (guint64 in, guint64 kernel, guint64 stride, gboolean padding_stated, guint64 padding,
                                 guint64 published);

/* ---- causes-sizes.c: windows ---- */

typedef struct
{
  guint64 kernel, stride, padding; /* along one axis */
} CndSliding;

/* A layer's window; FALSE when it has none. */
gboolean cnd_get_sliding (const CndLayer *layer, guint axis, CndSliding *window);
/* "⌊(227 + 2·0 − 11) / 4⌋ + 1 = 55", or NULL when @window does not make @in to @out. (transfer full) */
char *cnd_format_window (guint64 in, const CndSliding *window, guint64 out);

/* A mistake that people make: a sentence when it reproduces the claim, else NULL. */
typedef char *(*CndHypothesis) (const CndClaim *claim);
extern const CndHypothesis cnd_parameter_hypotheses[]; /* NULL-terminated, likeliest first; causes-parameters.c */
extern const CndHypothesis cnd_operation_hypotheses[]; /* causes-operations.c */
extern const CndHypothesis cnd_total_hypotheses[];     /* causes-total.c */

/* Whether @value comes to the printed figure (not by being cut, unless @cut), K standing for @kilo. */
gboolean cnd_claim_is (const CndClaim *claim, guint64 value, guint64 kilo, gboolean cut);
/* What K stands for in the claim: found out for parameters, 1,000 for all else. */
guint64 cnd_claim_get_kilo (const CndClaim *claim);
/* Our count as the claim's column counts: of parameters without biases where the column leaves them out. */
guint64 cnd_claim_get_target (const CndClaim *claim);
/* "1,024,000", and "73.6M" for a value in the figure's own unit. (transfer full) */
char *cnd_claim_format (guint64 value);
char *cnd_claim_format_like (const CndClaim *claim, guint64 value, guint64 kilo);
/* "7 × 7 × 3 × 64 = 9,408" from factors that are not 0 or left out; FALSE when the product passes 64 bits. */
gboolean cnd_multiply_all (const guint64 *factors, guint n_factors, guint64 *product);
char *cnd_format_product (const guint64 *factors, guint n_factors);

/* "Counted as if the pooling were a 3 × 3 convolution …" when a pooling's parameters are those of one, else NULL;
 * causes-parameters.c. (transfer full) */
char *cnd_claim_find_pooling_cause (const CndClaim *claim);
/* "1,072 × 1,024 × 7 × 7 = 53,788,672" when the multiply-adds are the row's published parameters at every position,
 * else NULL; causes-operations.c. (transfer full) */
char *cnd_claim_find_own_product (const CndClaim *claim);

/* ---- verify-align.c: rows and layers ---- */

typedef struct
{
  guint n_rows, n_layers;
  const gboolean *expected; /* n_layers: whether the table should have a row for it */
  /* How many of the row's statements agree with what begins at @layer; -1: the row cannot be about it.
   * @end: (out): the first layer behind it */
  gint (*score) (gpointer data, guint row, guint layer, guint *end);
  gpointer data;
} CndAlignment;

/* @starts: (out): for each row the first layer that it is about; G_MAXUINT: none. Time and memory rows × layers. */
void cnd_align_rows (const CndAlignment *alignment, guint *starts);
/* A row that is about no layer. */
void cnd_table_add_surplus (CndTable *table, const char *row, guint line);
/* Each expected layer that no row covers; blocks without any row as one. */
void cnd_table_add_missing_layers (CndTable *table, const CndReport *report, const gboolean *expected,
                                   const gboolean *covered);

/* ---- One file a sort of table ---- */

gboolean cnd_verify_layers (CndVerification *verification, const char *model, GError **error);
gboolean cnd_verify_googlenet (CndVerification *verification, const char *model, GError **error);
gboolean cnd_verify_condensenet (CndVerification *verification, const char *model, GError **error);

G_END_DECLS
