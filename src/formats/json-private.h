/* json: a JSON text as a tree in which each value knows its place and its path. cJSON builds the tree, scan.c has
 * checked the text before and told the places. */
#pragma once

#include <cjson/cJSON.h>

#include "scan-private.h"

#include "formats.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (cJSON, cJSON_Delete)

typedef struct _CndJsonNode CndJsonNode;
struct _CndJsonNode
{
  const cJSON *item;
  const CndJsonNode *parent; /* NULL for the root */
  const CndJsonNode *child;  /* the first one */
  const CndJsonNode *next;   /* sibling */
  guint index;               /* among its siblings */
  CndJsonPlace place;
};

typedef struct
{
  cJSON *tree;
  CndJsonNode *nodes; /* [0] is the root */
  guint n_nodes;
  char *file;         /* (nullable) */
} CndJson;

CndJson *cnd_json_parse (const char *text, gsize length, const char *file, GError **error);
void cnd_json_free (CndJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndJson, cnd_json_free)

/* The node's key, or NULL. */
const char *cnd_json_get_key (const CndJsonNode *node);
/* The member of an object, or NULL. */
const CndJsonNode *cnd_json_find (const CndJsonNode *node, const char *key);
guint cnd_json_count (const CndJsonNode *node);
/* Returns: (transfer full): $.layers[3].kernel */
char *cnd_json_format_path (const CndJsonNode *node);
/* Returns: (transfer full): what is there, short enough for a message: "`3`", "a list" */
char *cnd_json_describe (const CndJsonNode *node);

/* Sets an error at the value (or at its key), which is also what was found. Returns FALSE, for `return`. */
gboolean cnd_json_fail (const CndJson *json, const CndJsonNode *node, GError **error, CndErrorCode code,
                        const char *expected, const char *hint, const char *format, ...) G_GNUC_PRINTF (7, 8);
gboolean cnd_json_fail_key (const CndJson *json, const CndJsonNode *node, GError **error, CndErrorCode code,
                            const char *expected, const char *hint, const char *format, ...) G_GNUC_PRINTF (7, 8);
/* The same with a position inside a string without escapes: @offset bytes behind its opening quote. */
gboolean cnd_json_fail_inside (const CndJson *json, const CndJsonNode *node, gsize offset, GError **error,
                               const GError *cause);

/* TRUE when the value is a number without fraction that a double holds exactly. */
gboolean cnd_json_get_integer (const CndJsonNode *node, gint64 *value);

/* ---- Objects with known keys ------------------------------------------------------------ */

typedef struct
{
  const char *key;
  gboolean required;
  /* NULL: a string that is ignored */
  gboolean (*read) (gpointer reader, const CndJsonNode *node, gpointer target, GError **error);
  const char *example; /* (nullable): a value of a required key, for the hint where it is missing */
} CndJsonRow;

/* Calls the row of each key; an unknown or missing key is an error. @what: translated, "a parameter". */
gboolean cnd_json_read_object (const CndJson *json, const CndJsonNode *node, const CndJsonRow *rows, gsize n_rows,
                               gpointer reader, gpointer target, const char *what, GError **error);

/* A string, or one string a language. */
gboolean cnd_json_read_text (const CndJson *json, const CndJsonNode *node, CndText **result, GError **error);

G_END_DECLS
