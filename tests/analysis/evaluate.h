/* Reads the arithmetic that explanations print back to numbers. */
#pragma once

#include <glib.h>

/* "11 × 11 × 3 × 96 + 96" to 34944: + − × · / ( ) ⌊ ⌋ ⌈ ⌉ and grouped or Persian numbers, up to an equals sign or the
 * end, from left to right with the usual precedence. @rest: (out): behind it. FALSE when it is no such text. */
gboolean evaluate (const char *text, const char **rest, long double *value);
