/* base: what every room needs. Errors that name a place, names that were meant, text positions, checked 64-bit
 * arithmetic, numbers as people read them, and random numbers. No file input, no JSON. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ---- Errors ------------------------------------------------------------------------- */

/* What the world can do to us. The message of such an error is one sentence for people. */
typedef enum
{
  CND_ERROR_READ,      /* a file could not be read */
  CND_ERROR_WRITE,     /* a file could not be written */
  CND_ERROR_SYNTAX,    /* the text is not JSON (or not the table that it should be) */
  CND_ERROR_LANGUAGE,  /* JSON, but not a model */
  CND_ERROR_SHAPE,     /* a model whose layers do not fit together */
  CND_ERROR_LIMIT,     /* larger than this program accepts, or a count beyond 64 bits */
  CND_ERROR_VALUE,     /* a parameter, stage or option out of its range */
  CND_ERROR_NOT_FOUND, /* no such preset, layer, block or parameter */
} CndErrorCode;

#define CND_ERROR (cnd_error_quark ())
GQuark cnd_error_quark (void);

/* Where an error is and what would mend it. Every text may be NULL, line and column are 0 when unknown
 * (both count from 1; a column counts characters, not bytes). */
typedef struct
{
  const char *file;     /* as the user named it */
  guint line;
  guint column;
  const char *path;     /* JSON path, for example $.layers[3].kernel */
  const char *found;    /* what is there */
  const char *expected; /* what should be there */
  const char *hint;     /* what to do about it */
} CndProblem;

/**
 * cnd_base_set_problem:
 * @error: (nullable): as for g_set_error()
 * @problem: (nullable): the place; its texts are copied
 *
 * Sets @error in the domain CND_ERROR, with a place that cnd_base_get_problem() gives back. Any thread.
 */
void cnd_base_set_problem (GError **error, CndErrorCode code, const CndProblem *problem, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/**
 * cnd_base_get_problem:
 *
 * Returns: (transfer none) (nullable): the place that @error carries; NULL when it is not a CND_ERROR.
 *   Lives as long as @error.
 */
const CndProblem *cnd_base_get_problem (const GError *error);

/* Fills in the file's name where @error carries a place without one. Does nothing to other errors. */
void cnd_base_set_problem_file (GError *error, const char *file);

/**
 * cnd_base_format_problem:
 *
 * Returns: (transfer full): one line, `file:line:column: message (at PATH; found …; expected …). Hint`,
 *   as compilers print it, leaving out what is unknown.
 */
char *cnd_base_format_problem (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Names that were meant ----------------------------------------------------------- */

/**
 * cnd_base_find_nearest:
 * @words: (array length=n_words): names that would do; NULL entries are skipped
 *
 * Returns: (transfer none) (nullable): the one that @word was most likely meant to be: with few letters wrong, cut short,
 *   or the end of a layer's path; NULL when none is near
 */
const char *cnd_base_find_nearest (const char *word, const char *const *words, guint n_words);
/* Returns: (transfer full) (nullable): a hint: "Did you mean “kernel”?", else the names that would do; NULL without any */
char *cnd_base_suggest_name (const char *word, const char *const *words, guint n_words) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Where the program lies ---------------------------------------------------------- */

/* TRUE for a program that runs from the tree it was built in, which has its data and translations there. */
gboolean cnd_base_is_uninstalled (void);
/* The user's locale, and our translations for it. Once, at the start of main(). */
void cnd_base_init_locale (void);

/* ---- Text positions ----------------------------------------------------------------- */

/**
 * cnd_base_locate_offset:
 * @text: UTF-8 (invalid bytes count as one character each)
 * @offset: in bytes, at most @length
 *
 * The line and column (from 1) of a byte; lines end at LF, CR LF or CR. O(@offset).
 */
void cnd_base_locate_offset (const char *text, gsize length, gsize offset, guint *line, guint *column);

/* ---- Checked arithmetic ------------------------------------------------------------- */

/* Each returns FALSE, and leaves @result alone, when the exact answer does not fit. */
static inline gboolean
cnd_add_u64 (guint64 a, guint64 b, guint64 *result)
{
  guint64 sum;
  if (__builtin_add_overflow (a, b, &sum))
    return FALSE;
  *result = sum;
  return TRUE;
}

static inline gboolean
cnd_multiply_u64 (guint64 a, guint64 b, guint64 *result)
{
  guint64 product;
  if (__builtin_mul_overflow (a, b, &product))
    return FALSE;
  *result = product;
  return TRUE;
}

/* ---- Numbers as people read them ---------------------------------------------------- */

typedef enum
{
  CND_DIGITS_LATIN,
  CND_DIGITS_PERSIAN, /* ۰–۹, decimal separator ٫, group separator ٬ */
} CndDigits;

/* How large numbers are shortened */
typedef enum
{
  CND_UNITS_BINARY,  /* 62.4 M; 6.75 MiB */
  CND_UNITS_DECIMAL, /* 62.4 M; 7.08 MB */
  CND_UNITS_NONE,    /* not at all: 62,378,344; 7,077,888 B */
  CND_N_UNITS
} CndUnits;

/* A value; hand it down, there is no global one. */
typedef struct
{
  CndDigits digits;
  gboolean group;   /* separate thousands: 62,378,344 */
  gboolean isolate; /* wrap in U+2066 … U+2069, for numbers inside right-to-left sentences */
  CndUnits units;
} CndNumberStyle;

#define CND_NUMBER_STYLE_PLAIN ((CndNumberStyle){ .digits = CND_DIGITS_LATIN }) /* for machines */
#define CND_NUMBER_STYLE_LATIN ((CndNumberStyle){ .group = TRUE })

/* All of these return (transfer full) UTF-8, independent of the locale. Any thread. */
char *cnd_base_format_count (CndNumberStyle style, guint64 value) G_GNUC_WARN_UNUSED_RESULT;
char *cnd_base_format_signed (CndNumberStyle style, gint64 value) G_GNUC_WARN_UNUSED_RESULT; /* with − (U+2212) */
/* Fixed number of decimals, rounded half away from zero on the decimal value: 65.82 */
char *cnd_base_format_decimal (CndNumberStyle style, double value, guint decimals) G_GNUC_WARN_UNUSED_RESULT;
/* Three to four significant digits with a decimal prefix: 980, 33.7 k, 62.4 M, 15.5 G, 1.2 T; in full without units. */
char *cnd_base_format_short (CndNumberStyle style, guint64 value) G_GNUC_WARN_UNUSED_RESULT;
/* Two decimals from KiB, or kB, upward: 980 B, 6.75 MiB */
char *cnd_base_format_bytes (CndNumberStyle style, guint64 bytes) G_GNUC_WARN_UNUSED_RESULT;
/* 3 × 224 × 224: sizes joined by a multiplication sign */
char *cnd_base_format_sizes (CndNumberStyle style, const gint64 *sizes, guint n_sizes) G_GNUC_WARN_UNUSED_RESULT;
/* Maps the ASCII digits, points and commas of @text (for text that is all number) to the style's digits */
char *cnd_base_convert_digits (CndNumberStyle style, const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Wraps an identifier (conv2, 3×3) so that it keeps its direction inside a sentence of the other one:
 * U+2068 text U+2069. */
char *cnd_base_isolate_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Random numbers ----------------------------------------------------------------- */

/* xoshiro256**, seeded through splitmix64: the same seed gives the same numbers on every machine.
 * A plain value: copying it copies the sequence. One thread at a time. */
typedef struct
{
  guint64 state[4];
} CndRandom;

void cnd_base_seed_random (CndRandom *random, guint64 seed);
guint64 cnd_base_next_random (CndRandom *random);
/* Uniform in 0 … bound − 1, without modulo bias; @bound > 0. */
guint64 cnd_base_next_random_below (CndRandom *random, guint64 bound);
/* Uniform in [0, 1) */
double cnd_base_next_random_double (CndRandom *random);

G_END_DECLS
