/* Between the files of the room. */
#pragma once

#include "network/network.h"

/* FALSE with what was found and what is legal (both transfer full) when @value is outside range or step. */
gboolean cnd_parameter_check_value (const CndParameter *parameter, gint64 value, char **found, char **expected);
/* Returns: (transfer full): a hint with the values of its range that are nearest to one outside it */
char *cnd_parameter_suggest_value (const CndParameter *parameter, gint64 value);
