/* Between seal.c and seal-list.c. */
#pragma once

#include "network/network-private.h"

/* The names that expressions of one list may use. */
typedef struct
{
  const char *const *parameters;
  guint n_parameters;
  const char *const *arguments;
  guint n_arguments;
} CndNameTable;

/* Binds the expressions of a value and of its items. */
gboolean cnd_seal_bind_value (CndArchitecture *architecture, const CndNameTable *names, CndValue *value, GError **error);

/* Names, blocks, inputs and expressions of one list. @blocks: name to index + 1 */
gboolean cnd_seal_list (CndArchitecture *architecture, CndDefinition *list, GHashTable *blocks, const CndNameTable *names,
                        GError **error);
