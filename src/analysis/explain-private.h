/* The texts of an explanation while they grow. A figure's numbers are equations, one a line, that a calculator could
 * read; its words say, line by line, what the numbers are. */
#pragma once

#include "report-private.h"

G_BEGIN_DECLS

typedef struct
{
  const CndReport *report;
  CndNumberStyle style; /* never isolating: an equation is isolated as a whole */
  gboolean isolate;     /* names inside the words */
  GString *numbers;
  GString *words;
  char *value;          /* what the figure comes to, with its unit where it needs one */
} CndEquations;

/* ---- explain.c: pieces of text ---- */

void cnd_equations_add_count (CndEquations *equations, guint64 count);
/* Negative numbers in parentheses, so that they may follow an operator. */
void cnd_equations_add_signed (CndEquations *equations, gint64 number);
void cnd_equations_add_text (CndEquations *equations, const char *numbers);
/* "2 × 105,415,200" in the numbers, "2 × multiply-adds" in the words */
void cnd_equations_add_doubled_macs (CndEquations *equations, guint weight, guint64 macs);
/* " = 55", unless the line is that very number alone */
void cnd_equations_add_result (CndEquations *equations, guint64 result);
void cnd_equations_add_signed_result (CndEquations *equations, gint64 result);
void cnd_equations_add_words (CndEquations *equations, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* An identifier inside the words, isolated from their direction where that matters. (transfer full) */
char *cnd_equations_dup_name (const CndEquations *equations, const char *name);
/* A new line of both texts, where there is one already. */
void cnd_equations_begin_line (CndEquations *equations);
void cnd_equations_set_count (CndEquations *equations, guint64 value);
/* Value and numbers 0, and why. */
void cnd_equations_set_zero (CndEquations *equations, const char *reason);

/* ---- explain-sum.c: a sum of named addends ---- */

typedef struct _CndSum CndSum;
CndSum *cnd_sum_new (void);
void cnd_sum_free (CndSum *sum);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndSum, cnd_sum_free)
/* @name: (transfer full). Addends that are 0 are left out. */
void cnd_sum_add (CndSum *sum, char *name, guint64 value);
guint cnd_sum_get_n_addends (const CndSum *sum);
/* Writes "a + b + c" without a result; beyond six addends the smallest become one ("the 3 others"). */
void cnd_sum_write (const CndSum *sum, CndEquations *equations);

/* ---- One file an idea: explanations of layers ---- */

void cnd_explain_parameters (CndEquations *equations, guint layer);
void cnd_explain_buffers (CndEquations *equations, guint layer);
void cnd_explain_macs (CndEquations *equations, guint layer);
void cnd_explain_flops (CndEquations *equations, guint layer);
void cnd_explain_operations (CndEquations *equations, guint layer);
void cnd_explain_output (CndEquations *equations, guint layer);
void cnd_explain_activations (CndEquations *equations, guint layer);
void cnd_explain_peak_memory (CndEquations *equations, guint layer);
void cnd_explain_receptive_field (CndEquations *equations, guint layer);
void cnd_explain_intensity (CndEquations *equations, guint layer);
/* The steps from the image to the layer, as one more line an axis; explain-path.c. */
void cnd_explain_field_path (CndEquations *equations, guint layer);
/* What a kind's operations an element are, or NULL; explain-elements.c. Returns: (transfer full) */
char *cnd_explain_describe_elements (const CndLayer *layer, CndNumberStyle style);
/* Why a layer's figure is 0. Returns: translated */
const char *cnd_explain_get_zero_reason (const CndReport *report, guint layer, CndFigure figure);

/* Of blocks. */
void cnd_explain_block_figure (CndEquations *equations, guint block, CndFigure figure);

/* Shared between layers and blocks. */

/* Where operations are another figure, says which. FALSE, and nothing, where they are a figure of their own. */
gboolean cnd_explain_same_operations (CndEquations *equations, guint64 operations);
/* Ends the words: the figure is that of one layer of a block, and which. */
void cnd_equations_name_layer (CndEquations *equations, guint layer);
void cnd_explain_counts_intensity (CndEquations *equations, const CndCounts *counts);
/* The name of a layer or block for a person: its last part, for a repetition with the part before: "layer.3". */
char *cnd_explain_dup_block_name (const CndReport *report, guint block);

G_END_DECLS
