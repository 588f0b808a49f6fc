/* Goldens: texts that a test expects, as files beside it. */
#pragma once

#include <glib.h>

/* Compares @text with tests/@room/@name, or writes that file when CND_UPDATE_GOLDENS is 1. */
void cnd_test_compare_golden (const char *text, const char *room, const char *name);
