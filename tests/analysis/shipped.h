/* Shipped models and published tables, for the tests of analysis. */
#pragma once

#include "analysis/analysis.h"
#include "formats/formats.h"

/* The network of a shipped model ("vgg16.json") with a preset, or the one that opens (NULL). Fails the test on errors.
 */
CndNetwork *shipped_build (const char *model, const char *preset);
/* Counts it. */
CndReport *shipped_count (const char *model, const char *preset, guint stage, CndConvention convention);
/* Counts a network of just these layers (tests/support/model.h), dense, in the default convention. */
CndReport *shipped_count_layers (const char *input, const char *layers);
/* Calls @func for each model and preset of the catalogue. */
void shipped_foreach (void (*func) (const char *name, CndNetwork *network, gpointer data), gpointer data);
/* The text of a published table. */
char *shipped_read_table (const char *name);
/* Verifies a published table whose text may have been changed. */
CndTable *shipped_verify (const char *name, const char *text, GError **error);
/* The same of a table that must be readable. */
CndTable *shipped_must_verify (const char *name, const char *text);
CndTable *shipped_verify_as_is (const char *name);
/* The shipped table with @from, which must be there once, replaced by @to. */
CndTable *shipped_verify_changed (const char *name, const char *from, const char *to);
/* @cause: what the cause must hold; NULL: there is none. @line: as for shipped_find_row() */
void shipped_assert_row (const CndTable *table, const char *row, guint line, const char *column, CndVerdict verdict,
                         const char *cause);
/* The row with these names; @line 0 for any. Fails the test when there is none. */
const CndTableRow *shipped_find_row (const CndTable *table, const char *row, guint line, const char *column);
