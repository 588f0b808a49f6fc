/* An error that whoever reads it can mend: what is there, what should be there, and what to do. */
#pragma once

#include "base/base.h"

static inline void
cnd_test_assert_complete (const GError *error)
{
  const CndProblem *problem;
  g_autofree char *line = NULL;

  g_assert_nonnull (error);
  problem = cnd_base_get_problem (error);
  line = cnd_base_format_problem (error);
  g_test_message ("%s", line);
  g_assert_true (problem->found != NULL && *problem->found != '\0');
  g_assert_true (problem->expected != NULL && *problem->expected != '\0');
  g_assert_true (problem->hint != NULL && *problem->hint != '\0');
}
