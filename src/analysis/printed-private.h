/* A figure as a paper prints it: "34944", "2.7K", "34M", "0.19". It stands for all counts that come to it after
 * rounding. */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 mantissa; /* the digits without the point */
  guint decimals;
  guint power;      /* of the prefix: 0 none, 1 K, 2 M, 3 G, 4 T */
} CndPrinted;

typedef enum
{
  CND_FIT_NONE,
  CND_FIT_EXACT,
  CND_FIT_ROUNDED,
  CND_FIT_CUT, /* rounded down where rounding to the nearest gives another figure */
} CndFit;

/* FALSE when @text is no such figure (without an error: the caller knows the place). */
gboolean cnd_printed_parse (const char *text, CndPrinted *printed);
/* How @value relates to it; @kilo: what K stands for, 1000 or 1024 */
CndFit cnd_printed_match (const CndPrinted *printed, guint64 value, guint64 kilo);
/* The same where the figure counts units of @unit: MB */
CndFit cnd_printed_match_unit (const CndPrinted *printed, guint64 value, guint64 unit);
guint64 cnd_printed_get_unit (const CndPrinted *printed, guint64 kilo);
double cnd_printed_get_value (const CndPrinted *printed, guint64 unit);
/* The nearest whole number, at most G_MAXUINT64. */
guint64 cnd_printed_get_count (const CndPrinted *printed, guint64 unit);
/* Whether it was rounded at all: has a prefix or decimals. */
gboolean cnd_printed_is_rounded (const CndPrinted *printed);
/* The figure itself, its digits grouped: "1,072K", "6,797.7K". (transfer full) */
char *cnd_printed_format (const CndPrinted *printed);
/* @value in the figure's own unit with one decimal more than it has: "73.6M" for "73M". (transfer full) */
char *cnd_printed_format_like (const CndPrinted *printed, double value, guint64 unit);
/* The same for a difference; one too small to show in that unit is given to the last digit: "20", not "0.0K". */
char *cnd_printed_format_amount (const CndPrinted *printed, double amount, guint64 unit);

G_END_DECLS
