/* Parameter values: forbidden ones, what would do instead, presets. */
#include "fixture.h"

static void
test_nearest (Fixture *fixture, gconstpointer data)
{
  CndScene *scene = cnd_document_get_scene (fixture->document);
  const CndParameterProblem *problem;

  /* 7 does not divide 8; 4 below and 8 above do */
  g_assert_false (cnd_document_set_parameter (fixture->document, PARAMETER_GROUPS, 0, 7));
  g_assert_true (cnd_document_get_scene (fixture->document) == scene);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_GROUPS, 0), ==, 2);
  g_assert_cmpint (cnd_document_get_wanted (fixture->document, PARAMETER_GROUPS)->values[0], ==, 7);
  problem = cnd_document_get_problem (fixture->document, PARAMETER_GROUPS, 0);
  g_assert_nonnull (problem);
  g_assert_error (problem->error, CND_ERROR, CND_ERROR_SHAPE);
  g_assert_cmpint (problem->value, ==, 7);
  g_assert_true (problem->has_below && problem->has_above);
  g_assert_cmpint (problem->below, ==, 4);
  g_assert_cmpint (problem->above, ==, 8);
  g_assert_false (cnd_document_can_undo (fixture->document));

  /* what is offered is legal, and taking it ends the problem */
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_GROUPS, 0, problem->above));
  g_assert_null (cnd_document_get_problem (fixture->document, PARAMETER_GROUPS, 0));
  g_assert_cmpint (fixture_get (fixture, PARAMETER_GROUPS, 0), ==, 8);
}

/* Nothing above 8 divides 8. */
static void
test_end_of_range (Fixture *fixture, gconstpointer data)
{
  const CndParameterProblem *problem;

  g_assert_false (cnd_document_set_parameter (fixture->document, PARAMETER_GROUPS, 0, 16));
  problem = cnd_document_get_problem (fixture->document, PARAMETER_GROUPS, 0);
  g_assert_true (problem->has_below);
  g_assert_cmpint (problem->below, ==, 8);
  g_assert_false (problem->has_above);
}

static void
test_out_of_range (Fixture *fixture, gconstpointer data)
{
  const CndParameterProblem *problem;

  g_assert_false (cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 10));
  problem = cnd_document_get_problem (fixture->document, PARAMETER_WIDTH, 0);
  g_assert_error (problem->error, CND_ERROR, CND_ERROR_VALUE);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 8);
}

/* 16 groups wait until the width allows them. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  g_assert_false (cnd_document_set_parameter (fixture->document, PARAMETER_GROUPS, 0, 16));
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 48));
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 48);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_GROUPS, 0), ==, 16);
  g_assert_null (cnd_document_get_problem (fixture->document, PARAMETER_GROUPS, 0));
}

/* A forbidden value of one parameter does not hold up the others; its offers follow. */
static void
test_others (Fixture *fixture, gconstpointer data)
{
  const CndParameterProblem *problem;

  g_assert_false (cnd_document_set_parameter (fixture->document, PARAMETER_GROUPS, 0, 7));
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 12));
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 12);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_GROUPS, 0), ==, 2);
  problem = cnd_document_get_problem (fixture->document, PARAMETER_GROUPS, 0);
  g_assert_nonnull (problem);
  g_assert_cmpint (problem->below, ==, 6);
  g_assert_cmpint (problem->above, ==, 12);
  cnd_document_reset_values (fixture->document);
  g_assert_null (cnd_document_get_problem (fixture->document, PARAMETER_GROUPS, 0));
  g_assert_cmpint (cnd_document_get_wanted (fixture->document, PARAMETER_GROUPS)->values[0], ==, 2);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  const gint64 longer[] = { 3, 5, 9 };
  const gint64 bad[] = { 3, 10 };

  g_assert_true (cnd_document_set_list (fixture->document, PARAMETER_SIZES, longer, 3));
  g_assert_cmpuint (cnd_document_get_wanted (fixture->document, PARAMETER_SIZES)->n_values, ==, 3);
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_SIZES, 2, 7));
  g_assert_cmpint (fixture_get (fixture, PARAMETER_SIZES, 2), ==, 7);
  g_assert_false (cnd_document_set_list (fixture->document, PARAMETER_SIZES, bad, 2));
  g_assert_nonnull (cnd_document_get_problem (fixture->document, PARAMETER_SIZES, G_MAXUINT));
  g_assert_cmpuint (cnd_document_get_wanted (fixture->document, PARAMETER_SIZES)->n_values, ==, 3);
}

static void
test_preset (Fixture *fixture, gconstpointer data)
{
  guint64 before = cnd_report_get_total (cnd_document_get_report (fixture->document))->parameters;

  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 16);
  g_assert_cmpint (cnd_document_get_preset (fixture->document), ==, -1);
  g_assert_true (cnd_document_get_modified (fixture->document));
  g_assert_cmpuint (cnd_report_get_total (cnd_document_get_baseline (fixture->document))->parameters, ==, before);

  g_assert_true (cnd_document_set_preset (fixture->document, 1, NULL));
  g_assert_cmpint (cnd_document_get_preset (fixture->document), ==, 1);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_GROUPS, 0), ==, 4);
  g_assert_false (cnd_document_get_modified (fixture->document));
  g_assert_true (cnd_report_get_total (cnd_document_get_baseline (fixture->document))->parameters ==
                 cnd_report_get_total (cnd_document_get_report (fixture->document))->parameters);

  /* back at once, base included */
  cnd_document_undo (fixture->document);
  g_assert_true (cnd_document_get_modified (fixture->document));
  g_assert_cmpuint (cnd_report_get_total (cnd_document_get_baseline (fixture->document))->parameters, ==, before);
}

static void
test_broken_preset (Fixture *fixture, gconstpointer data)
{
  guint64 before = cnd_report_get_total (cnd_document_get_report (fixture->document))->parameters;
  g_autoptr (GError) error = NULL;

  g_assert_false (cnd_document_set_preset (fixture->document, 2, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_SHAPE);
  g_assert_cmpint (cnd_document_get_preset (fixture->document), ==, 0);
  g_assert_cmpuint (cnd_report_get_total (cnd_document_get_report (fixture->document))->parameters, ==, before);
  g_assert_false (cnd_document_can_undo (fixture->document));
}

static void
test_convention (Fixture *fixture, gconstpointer data)
{
  cnd_settings_set_convention (fixture->settings, CND_CONVENTION_CONDENSENET);
  g_assert_cmpint (cnd_report_get_convention (cnd_document_get_report (fixture->document)), ==, CND_CONVENTION_CONDENSENET);
  g_assert_cmpint (cnd_report_get_convention (cnd_document_get_baseline (fixture->document)), ==, CND_CONVENTION_CONDENSENET);
}

int
main (int argc, char *argv[])
{
  static const FixtureTest tests[] = {
    { "/session/values/a-forbidden-value-offers-the-nearest-legal-ones", test_nearest },
    { "/session/values/nothing-is-offered-beyond-the-range", test_end_of_range },
    { "/session/values/a-value-off-its-steps-is-refused", test_out_of_range },
    { "/session/values/two-values-that-need-each-other-are-taken-together", test_together },
    { "/session/values/one-forbidden-value-does-not-hold-up-the-others", test_others },
    { "/session/values/lists-change-whole-and-by-element", test_list },
    { "/session/values/a-preset-is-the-new-baseline", test_preset },
    { "/session/values/preset-that-does-not-build-is-told", test_broken_preset },
    { "/session/values/the-convention-recounts-now-and-before", test_convention },
  };

  g_test_init (&argc, &argv, NULL);
  fixture_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
