/* What each convention adds up. */
#pragma once

#include "analysis.h"

G_BEGIN_DECLS

#define CND_COUNTS_ALL G_MAXUINT /* of whatever kind */

typedef struct
{
  const char *name, *title, *unit;
  guint stage;           /* shown when nobody chose one */
  guint mac_weight;      /* operations a multiply-add */
  guint counts_biases;   /* CndKindFlags: bias additions of kinds with any of these flags count; 0: of none */
  guint counts_elements; /* the same for element operations */
} CndConventionRow;

const CndConventionRow *cnd_analysis_get_convention_row (CndConvention convention);
/* Whether a kind's terms of this sort count as operations. */
static inline gboolean
cnd_convention_counts (guint flags, const CndKind *kind)
{
  return flags == CND_COUNTS_ALL || (flags & kind->flags) != 0;
}

G_END_DECLS
