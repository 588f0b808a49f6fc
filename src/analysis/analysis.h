/* analysis: what a network costs, and why. Counts a layer, a block and in total under a stated convention and for
 * a stated stage; memory; receptive fields; the arithmetic behind every figure; published tables held against
 * our figures. Nothing here draws, parses or translates numbers but through base. */
#pragma once

#include "ops/ops.h"

G_BEGIN_DECLS

/* ---- Conventions -------------------------------------------------------------------- */

typedef enum
{
  CND_CONVENTION_DEFAULT,     /* operations = FLOPs: 2 × multiply-adds + element operations */
  CND_CONVENTION_CONDENSENET, /* operations as its paper counts: multiply-add = 1, ReLU, average pooling, linear biases */
  CND_CONVENTION_SUMMARY,     /* as the usual PyTorch summary prints: sizes in MB of its own rule; operations = multiply-adds */
  CND_N_CONVENTIONS
} CndConvention;

const char *cnd_analysis_get_convention_name (CndConvention convention);  /* "condensenet" */
const char *cnd_analysis_get_convention_title (CndConvention convention); /* translated */
const char *cnd_analysis_get_convention_unit (CndConvention convention);  /* translated unit of `operations`: "FLOPs" */
/* Stage that a convention shows when nobody chose one: final for condensenet, as published, else dense. */
guint cnd_analysis_get_default_stage (CndConvention convention);
gboolean cnd_analysis_parse_convention (const char *name, CndConvention *convention, GError **error);
/* "dense", "final", or a number 0 … condensation − 1 */
gboolean cnd_analysis_parse_stage (const char *text, guint condensation, guint *stage, GError **error);
/* Returns: (transfer full): "dense", "final", "2" (for files and command lines) */
char *cnd_analysis_format_stage (guint stage, guint condensation) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Counts ------------------------------------------------------------------------- */

/* Of a layer, a block, or the network. Memory is in bytes at 4 bytes an element, one image. */
typedef struct
{
  guint64 parameters;        /* weights + biases + scales */
  guint64 terms[CND_N_TERMS];/* the same, and the rest, by what they are */
  guint64 macs;
  guint64 flops;             /* 2 × macs + bias additions + element operations */
  guint64 operations;        /* in the report's convention */
  guint64 input_elements;    /* read: sum over the inputs (layers); what enters and leaves (blocks, network) */
  guint64 output_elements;
  guint64 activation_elements; /* sum of the outputs of its layers, without the input */
  guint64 weight_bytes;      /* 4 × (parameters + buffers) */
} CndCounts;

/* Receptive field of one output element, in input pixels, for [0] height and [1] width. Window of output o:
 * offset + o·jump … offset + o·jump + size − 1; offset is negative where padding is seen.
 * Up-sampling and uneven adaptive pooling give neighbours fields of different sizes and distances: then size is the
 * largest and least the smallest, offset is that of output 0, and outputs lie jump / jump_divisor apart on average. */
typedef struct
{
  gint64 size[2], jump[2], offset[2];
  gint64 jump_divisor[2], least[2];
  gboolean whole;   /* reads every input element (after global pooling, flatten, linear) */
  gboolean at_most; /* size is a bound: inputs of unlike jumps are joined, or sizes repeat too late to be followed */
} CndReceptiveField;

/* Sizes as the PyTorch summary rounds them: bytes, and MB = 2^20 bytes */
typedef struct
{
  guint64 input_bytes, forward_backward_bytes, parameter_bytes, total_bytes;
} CndSummarySizes;

/* One network counted once: immutable, reference-counted, any thread. */
typedef struct _CndReport CndReport;

/**
 * cnd_analysis_count:
 * @state: stage, or the true masks (copied)
 *
 * Linear in layers + edges; building the network and counting it together take at most 1 ms for CondenseNet-182.
 * Returns: (transfer full) (nullable): NULL with CND_ERROR_LIMIT naming the layer whose count passes 64 bits
 */
CndReport *cnd_analysis_count (CndNetwork *network, CndState state, CndConvention convention, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CndReport *cnd_report_ref (CndReport *report);
void cnd_report_unref (CndReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndReport, cnd_report_unref)

CndNetwork *cnd_report_get_network (const CndReport *report);
CndConvention cnd_report_get_convention (const CndReport *report);
guint cnd_report_get_stage (const CndReport *report);      /* as asked: may be CND_STAGE_FINAL */
guint cnd_report_get_condensation (const CndReport *report);
const CndCounts *cnd_report_get_layer (const CndReport *report, guint layer);
const CndCounts *cnd_report_get_block (const CndReport *report, guint block);
const CndCounts *cnd_report_get_total (const CndReport *report);
/* Peak of the tensors alive at once, in bytes; each lives from its maker to its last reader, nothing in place.
 * @layer: (out) (optional): where the peak is */
guint64 cnd_report_get_peak_bytes (const CndReport *report, guint *layer);
CndReceptiveField cnd_report_get_field (const CndReport *report, guint layer);
CndSummarySizes cnd_report_get_summary_sizes (const CndReport *report);
/* Whether the network's output depends on the layer: FALSE for dead ends, which are counted all the same. */
gboolean cnd_report_is_used (const CndReport *report, guint layer);
/* FLOPs a byte of weights, inputs and outputs, each once; 0 for 0 bytes */
double cnd_analysis_get_intensity (const CndCounts *counts);

/* ---- The arithmetic behind a figure ------------------------------------------------- */

typedef enum
{
  CND_FIGURE_PARAMETERS,
  CND_FIGURE_BUFFERS,
  CND_FIGURE_MACS,
  CND_FIGURE_FLOPS,
  CND_FIGURE_OPERATIONS,
  CND_FIGURE_OUTPUT,        /* the output shape: (H + 2·padding − kernel) / stride + 1 … */
  CND_FIGURE_ACTIVATIONS,   /* elements and bytes */
  CND_FIGURE_PEAK_MEMORY,
  CND_FIGURE_RECEPTIVE_FIELD,
  CND_FIGURE_INTENSITY,
  CND_N_FIGURES
} CndFigure;

const char *cnd_analysis_get_figure_title (CndFigure figure); /* translated: "Parameters" */
const char *cnd_analysis_get_figure_name (CndFigure figure);  /* "parameters", for JSON and scripts */

/* All three texts (transfer full). A figure of several parts (height and width, size and jump) has one equation a line in
 * `numbers` and, line by line, what it says in `words`. */
typedef struct
{
  char *value;   /* "34,944"; with its unit where it has one of its own: "1.11 MiB" */
  char *numbers; /* "11 × 11 × 3 × 96 + 96 = 34,944" */
  char *words;   /* "kernel height × kernel width × input channels × filters + one bias a filter" (translated) */
} CndExplanation;

void cnd_explanation_clear (CndExplanation *explanation);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndExplanation, cnd_explanation_clear)
/* Never fails: a figure that does not apply explains why it is 0. */
void cnd_analysis_explain_layer (const CndReport *report, guint layer, CndFigure figure, CndNumberStyle style, CndExplanation *explanation);
/* The same of a block (0: the whole network): a sum over what is in it. */
void cnd_analysis_explain_block (const CndReport *report, guint block, CndFigure figure, CndNumberStyle style, CndExplanation *explanation);

/* ---- Published tables --------------------------------------------------------------- */

typedef enum
{
  CND_VERDICT_EQUAL,
  CND_VERDICT_EQUAL_ROUNDED, /* equal after rounding to what is printed */
  CND_VERDICT_DIFFERS,
} CndVerdict;

/* One published figure beside ours. Texts owned by the table's verdicts. */
typedef struct
{
  const char *row;       /* as the table names it: "conv1" */
  guint line;            /* the row's number in the table, from 1 (names may recur); 0: of the whole table */
  const char *column;    /* translated: "parameters", "multiply-adds", "output" */
  const char *published; /* as printed, but grouped: "1,072K"; "" where the table should have it, or the row, and has not */
  const char *ours;      /* exact, grouped; of sizes in MB in MB, with a decimal more than published */
  CndVerdict verdict;
  const char *verdict_text; /* translated: "equal", "equal after rounding", "differs by +65,664 (+0.047 %)", "missing" */
  double difference;     /* published − ours, as a count (34M: 34,000,000); 0 for shapes */
  const char *cause;     /* (nullable): one translated sentence, computed from the row; NULL when equal or when none fits.
                            A figure that was cut is CND_VERDICT_EQUAL_ROUNDED and says so here */
} CndTableRow;

typedef struct _CndTable CndTable;
void cnd_table_free (CndTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndTable, cnd_table_free)
const char *cnd_table_get_name (const CndTable *table);    /* "vgg16-assignment" */
const char *cnd_table_get_title (const CndTable *table);   /* translated: "VGG16, course assignment" */
const char *cnd_table_get_summary (const CndTable *table); /* translated: how many figures agree, which rows do not, what is missing */
const CndTableRow *cnd_table_get_rows (const CndTable *table, guint *n_rows);
gboolean cnd_table_is_good (const CndTable *table);        /* no figure differs, none is missing */

/* The published tables by name; NULL-terminated. */
const char *const *cnd_analysis_list_tables (void);
/* The file names of the table and of the model(s) that it is about, for the caller (who may read files). */
const char *cnd_analysis_get_table_file (const char *table);
const char *cnd_analysis_get_table_model (const char *table);

/* One published table as read from its CSV: a header and rows of cells. Borrowed by the call. */
typedef struct
{
  const char *const *header;      /* n_columns */
  const char *const *const *rows; /* n_rows × n_columns; empty cells are "" */
  guint n_columns, n_rows;
} CndCells;

/* Gives the network for a model file and preset; the caller loads it. Returns: (transfer full) (nullable) */
typedef CndNetwork *(*CndNetworkSource) (const char *model, const char *preset, gpointer data, GError **error);

/**
 * cnd_analysis_verify_table:
 *
 * Holds a published table against our counts, row by row. The cause of a difference is found by trying the mistakes that
 * people make (pooling counted as a convolution, K = 1,024, a row that describes another layer than its columns …) on
 * the row's own numbers.
 * Returns: (transfer full) (nullable): NULL with @error when the table has not the columns that it should have
 */
CndTable *cnd_analysis_verify_table (const char *name, const CndCells *cells, CndNetworkSource source, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Tables of texts ---------------------------------------------------------------- */

typedef struct
{
  char *title;       /* as a heading for people */
  const char *key;   /* in CSV */
  gboolean number;   /* aligned to the right */
  gboolean optional; /* left out on a narrow terminal */
  guint shrink_to;   /* columns that it may be cut down to on a narrow terminal; 0: never */
} CndColumn;

typedef struct
{
  GPtrArray *cells; /* may be fewer than the columns: the rest are empty */
  char *note;       /* (nullable) */
  gboolean rule_before;
} CndSheetRow;

typedef struct _CndSheet CndSheet;

CndSheet *cnd_sheet_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cnd_sheet_free (CndSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndSheet, cnd_sheet_free)
void cnd_sheet_add_column (CndSheet *sheet, const char *title, const char *key, gboolean number, guint shrink_to);
/* The column added last is left out where the terminal is too narrow. */
void cnd_sheet_spare_column (CndSheet *sheet);
/* Starts a row; its cells follow, one a column; NULL is an empty one. */
void cnd_sheet_begin_row (CndSheet *sheet);
void cnd_sheet_add_cell (CndSheet *sheet, const char *text);
void cnd_sheet_take_cell (CndSheet *sheet, char *text);
/* A rule before the next row (not in CSV). */
void cnd_sheet_add_rule (CndSheet *sheet);
/* A sentence under the last row, for text only. */
void cnd_sheet_add_note (CndSheet *sheet, const char *text);
const CndColumn *cnd_sheet_get_columns (const CndSheet *sheet, guint *n_columns);
const CndSheetRow *cnd_sheet_get_rows (const CndSheet *sheet, guint *n_rows);
const char *cnd_sheet_row_get_cell (const CndSheetRow *row, guint column);

typedef enum
{
  CND_SHEET_CSV,      /* RFC 4180; keys as headings, no caption */
  CND_SHEET_MARKDOWN, /* a pipe table below the caption */
  CND_SHEET_LATEX,    /* a tabular with booktabs' rules, the caption in its last row */
  CND_N_SHEET_FORMATS
} CndSheetFormat;

const char *cnd_analysis_get_sheet_format_name (CndSheetFormat format);   /* "markdown" */
const char *cnd_analysis_get_sheet_format_ending (CndSheetFormat format); /* ".md" */
/* @caption: (nullable) */
void cnd_sheet_write (const CndSheet *sheet, CndSheetFormat format, const char *caption, GString *out);

/* ---- The layers as a table ---------------------------------------------------------- */

typedef struct
{
  guint layer;  /* G_MAXUINT for a block */
  guint block;  /* G_MAXUINT for a layer */
  gboolean open; /* a block whose rows follow */
  guint indent;
  char *label;  /* its name; the repetition's number is part of it: "stage.2" */
} CndSummaryRow;

/* Layers in file order with the blocks around them; a block deeper than @depth is one row.
 * Returns: (transfer full) (element-type CndSummaryRow) */
GArray *cnd_analysis_list_rows (const CndNetwork *network, guint depth) G_GNUC_WARN_UNUSED_RESULT;
/* The name of the block that @block is an instance, or the repetitions, of: "dense_layer" */
const char *cnd_analysis_get_block_name (const CndNetwork *network, guint block);
/* Returns: (transfer full): "Convolution", "3 × dense_layer" */
char *cnd_analysis_dup_row_kind (const CndNetwork *network, const CndSummaryRow *row) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): the unit of operations as a heading: "FLOPs", "Operations" */
char *cnd_analysis_dup_unit_heading (CndConvention convention) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  CND_SUMMARY_INDENTED, /* for people: names under their blocks */
  CND_SUMMARY_READ,     /* for people: ids, no rows for open blocks */
  CND_SUMMARY_DATA,     /* for programs: more columns, no total */
} CndSummaryForm;

typedef enum
{
  CND_BLANK_OUTPUT = 1 << 0,
  CND_BLANK_PARAMETERS = 1 << 1,
  CND_BLANK_MACS = 1 << 2,
  CND_BLANK_OPERATIONS = 1 << 3,
} CndSummaryBlanks;

typedef struct
{
  CndSummaryForm form;
  CndNumberStyle style;
  guint depth;  /* blocks deeper than that are a row each; G_MAXUINT: all layers */
  guint blanks; /* CndSummaryBlanks: columns left empty, as on a worksheet */
} CndSummaryOptions;

CndSheet *cnd_analysis_new_summary (CndReport *report, const CndSummaryOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Two networks compared ---------------------------------------------------------- */

typedef enum
{
  CND_MATCH_EQUAL,
  CND_MATCH_CHANGED,
  CND_MATCH_ADDED,   /* only after */
  CND_MATCH_REMOVED, /* only before */
  CND_N_MATCHES
} CndMatch;

typedef enum
{
  CND_CHANGE_KIND = 1 << 0,
  CND_CHANGE_ATTRIBUTES = 1 << 1, /* one that both kinds have */
  CND_CHANGE_INPUTS = 1 << 2,     /* reads more or fewer layers */
  CND_CHANGE_OUTPUT = 1 << 3,     /* shape */
  CND_CHANGE_COUNTS = 1 << 4,
} CndChanges;

typedef struct
{
  CndMatch match;
  guint before, after; /* layers; G_MAXUINT: none */
  guint changes;       /* CndChanges, for CND_MATCH_CHANGED */
} CndComparisonRow;

/* Immutable, reference-counted, any thread. */
typedef struct _CndComparison CndComparison;

/**
 * cnd_analysis_compare:
 *
 * Matches the layers of two networks: those that kept their id first, the rest by kind, name and shape, in the order of
 * both. At most 512 pairs are looked at for each layer.
 */
CndComparison *cnd_analysis_compare (CndReport *before, CndReport *after) G_GNUC_WARN_UNUSED_RESULT;
CndComparison *cnd_comparison_ref (CndComparison *comparison);
void cnd_comparison_unref (CndComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndComparison, cnd_comparison_unref)
CndReport *cnd_comparison_get_before (const CndComparison *comparison);
CndReport *cnd_comparison_get_after (const CndComparison *comparison);
/* Every layer of both networks once, in an order that agrees with both. */
const CndComparisonRow *cnd_comparison_get_rows (const CndComparison *comparison, guint *n_rows);
guint cnd_comparison_count (const CndComparison *comparison, CndMatch match);
const char *cnd_analysis_get_match_name (CndMatch match);  /* "changed" */
const char *cnd_analysis_get_match_title (CndMatch match); /* translated */
/* Returns: (transfer full): translated: "Kernel size 3×3 → 5×5; Output 64×56×56 → 128×56×56"; "" when only counts differ */
char *cnd_comparison_describe (const CndComparison *comparison, const CndComparisonRow *row, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): "+1,234", "−1,234", "0" */
char *cnd_analysis_format_difference (CndNumberStyle style, guint64 before, guint64 after) G_GNUC_WARN_UNUSED_RESULT;
/* @for_people: titles, else names that are the same in every language. */
CndSheet *cnd_comparison_new_sheet (const CndComparison *comparison, CndNumberStyle style, gboolean for_people,
                                    gboolean only_differing) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
