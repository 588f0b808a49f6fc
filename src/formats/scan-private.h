/* scan: what cJSON does not check, and where things stand. Reads the text once, before cJSON does. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CND_MAX_JSON_VALUES 400000u /* in one text: bounds the memory of the tree */
#define CND_MAX_JSON_KEY 200u       /* bytes of a key: bounds the length of JSON paths */

/* One value of the text; the scanner lists them in the order in which they begin. Lines and columns from 1. */
typedef struct
{
  guint line;
  guint column;
  guint key_line; /* 0 when the value has no key */
  guint key_column;
  gboolean escaped; /* a string with a backslash in it: columns inside it cannot be told */
} CndJsonPlace;

/**
 * cnd_json_scan:
 * @file: (nullable): the name to put into errors
 * @places: (element-type CndJsonPlace): the places of all values are appended
 *
 * Checks encoding (UTF-8 without a byte order mark), grammar (RFC 8259), nesting, duplicate keys and that each number
 * is one that a double holds. Never recursive, linear in @length.
 */
gboolean cnd_json_scan (const char *text, gsize length, const char *file, GArray *places, GError **error);

/* Appends `.key` or `["a key"]` to a JSON path. */
void cnd_json_append_key (GString *path, const char *key);

G_END_DECLS
