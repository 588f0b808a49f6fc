/* The scanner's state, shared by structure (scan.c), single tokens (scan-token.c) and errors (scan-error.c). */
#pragma once

#include "scan-private.h"

#include "formats.h"

G_BEGIN_DECLS

/* An open bracket. */
typedef struct
{
  gboolean is_object;
  gsize opened;     /* offset of the bracket */
  guint index;      /* of the value at hand */
  char *key;        /* of the value at hand, decoded */
  GHashTable *keys; /* the object's keys, each with its line; kept for the next object at this depth */
} CndScanLevel;

typedef struct
{
  const char *text;
  gsize length;
  const char *file;
  gsize at;
  gboolean after_comma;
  gsize counted; /* line and column of this offset are known */
  guint line;
  guint column;
  guint key_line; /* of the key that waits for its value */
  guint key_column;
  guint depth;
  CndScanLevel levels[CND_MAX_JSON_DEPTH];
  GArray *places;
  GError **error;
} CndScan;

/* Sets the error with the place of @offset; returns FALSE. */
gboolean cnd_scan_fail (CndScan *scan, gsize offset, CndErrorCode code, const char *found, const char *expected,
                        const char *hint, const char *message);
/* Returns: (transfer full): the word or character at @offset, or "end of file" */
char *cnd_scan_describe (const CndScan *scan, gsize offset);

/* Returns: (transfer none) (nullable): translated: what may be meant by what stands at @offset */
const char *cnd_scan_find_hint (const CndScan *scan, gsize offset);

/* Each reads one token at scan->at and moves behind it. @decoded: (nullable): gets the string's characters. */
gboolean cnd_scan_string (CndScan *scan, GString *decoded, gboolean *escaped);
gboolean cnd_scan_number (CndScan *scan);

G_END_DECLS
