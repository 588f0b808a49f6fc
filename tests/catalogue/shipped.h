/* The models that ship with the program, built for tests. Every failure ends the test with its error. */
#pragma once

#include "analysis/analysis.h"
#include "formats/formats.h"

/* Returns: (transfer full): the path of a file in "models" or "published" */
char *shipped_find (const char *kind, const char *file);
/* Returns: (transfer full) (element-type utf8): the files in "models" that are models */
GPtrArray *shipped_list (void);
CndArchitecture *shipped_load (const char *file);
/* @preset: (nullable): the first one */
CndNetwork *shipped_build (const char *file, const char *preset);
CndReport *shipped_count (const char *file, const char *preset, guint stage, CndConvention convention);
