/* A cJSON tree as text in the layout of the shipped models. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CND_PRINT_COMPACT, /* on one line where it fits, else as CND_PRINT_FILL */
  CND_PRINT_FILL,    /* several lines, several members on each */
  CND_PRINT_LINES,   /* one member a line */
} CndPrintLayout;

/* How to lay out the value at @path: the keys on the way to it, outermost first, NULL for elements of lists. */
typedef CndPrintLayout (*CndPrintRule) (const char *const *path, guint depth);

/* Returns: (transfer full): the text, with a line break at its end */
char *cnd_json_print (const cJSON *tree, CndPrintRule rule) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
