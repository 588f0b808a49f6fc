/* The model reader: a JSON tree fills in an architecture. What several of its files use. */
#pragma once

#include "json-private.h"

G_BEGIN_DECLS

#define CND_MAX_PARAMETERS 64u /* of a model; each is a control in a panel */
#define CND_MAX_PRESETS 64u    /* each is built when the model is loaded */
#define CND_MAX_ARGUMENTS 64u  /* of a block */
#define CND_MAX_NAME 64u       /* bytes of an id; ids of layers are several of them joined */

typedef struct
{
  const CndJson *json;
  CndArchitecture *architecture;
} CndModelReader;

/* The place of the value, or of its key. */
CndOrigin cnd_reader_get_origin (CndModelReader *reader, const CndJsonNode *node);
CndOrigin cnd_reader_get_key_origin (CndModelReader *reader, const CndJsonNode *node);

/* Each sets *@result, which was NULL; what it held before is not freed. */
gboolean cnd_reader_read_string (CndModelReader *reader, const CndJsonNode *node, char **result, GError **error);
/* A string, or an object of one string a language */
gboolean cnd_reader_read_text (CndModelReader *reader, const CndJsonNode *node, CndText **result, GError **error);
/* A name has at most CND_MAX_NAME bytes. */
gboolean cnd_reader_check_length (CndModelReader *reader, const CndJsonNode *node, const char *name, gboolean at_key,
                                  GError **error);
/* A string of letters, digits, _ and - */
gboolean cnd_reader_read_id (CndModelReader *reader, const CndJsonNode *node, char **result, GError **error);
/* A string, or (where @list_only is not set) a non-empty list of strings */
gboolean cnd_reader_read_names (CndModelReader *reader, const CndJsonNode *node, gboolean list_only, char ***result,
                                GError **error);
/* The key is one that expressions can use and that means nothing else there. */
gboolean cnd_reader_check_variable (CndModelReader *reader, const CndJsonNode *node, const char *name, gboolean at_key,
                                    GError **error);
gboolean cnd_reader_read_integer (CndModelReader *reader, const CndJsonNode *node, gint64 *result, GError **error);
gboolean cnd_reader_read_expression (CndModelReader *reader, const CndJsonNode *node, CndExpression **result, GError **error);
/* @value: zeros; may hold something to clear after a failure */
gboolean cnd_reader_read_value (CndModelReader *reader, const CndJsonNode *node, CndValue *value, GError **error);

gboolean cnd_reader_read_parameters (CndModelReader *reader, const CndJsonNode *node, GError **error);
/* After the parameters, whose types decide what a value may be. */
gboolean cnd_reader_read_presets (CndModelReader *reader, const CndJsonNode *node, GError **error);
gboolean cnd_reader_read_blocks (CndModelReader *reader, const CndJsonNode *node, GError **error);
/* A "layers" list into the statements of @definition. */
gboolean cnd_reader_read_layers (CndModelReader *reader, const CndJsonNode *node, CndDefinition *definition, GError **error);

G_END_DECLS
