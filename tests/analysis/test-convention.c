/* Names of conventions and stages. */
#include "analysis/analysis.h"

static void
test_names_round_trip (void)
{
  for (guint i = 0; i < CND_N_CONVENTIONS; i++)
    {
      g_autoptr (GError) error = NULL;
      CndConvention convention = CND_N_CONVENTIONS;

      g_assert_true (cnd_analysis_parse_convention (cnd_analysis_get_convention_name (i), &convention, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (convention, ==, i);
      g_assert_cmpstr (cnd_analysis_get_convention_unit (i), !=, "");
      g_assert_cmpstr (cnd_analysis_get_convention_title (i), !=, "");
    }
}

static void
test_unknown_name_lists_known (void)
{
  g_autoptr (GError) error = NULL;
  CndConvention convention;

  g_assert_false (cnd_analysis_parse_convention ("torch", &convention, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  g_assert_cmpstr (cnd_base_get_problem (error)->found, ==, "torch");
  g_assert_cmpstr (cnd_base_get_problem (error)->expected, ==, "default, condensenet, summary");
}

static void
test_only_condensenet_opens_final (void)
{
  g_assert_cmpuint (cnd_analysis_get_default_stage (CND_CONVENTION_DEFAULT), ==, CND_STAGE_DENSE);
  g_assert_cmpuint (cnd_analysis_get_default_stage (CND_CONVENTION_SUMMARY), ==, CND_STAGE_DENSE);
  g_assert_cmpuint (cnd_analysis_get_default_stage (CND_CONVENTION_CONDENSENET), ==, CND_STAGE_FINAL);
}

static void
test_stages_parse (void)
{
  static const struct
  {
    const char *text;
    guint condensation, stage;
  } good[] = { { "dense", 4, 0 }, { "0", 4, 0 }, { "2", 4, 2 }, { "3", 4, 3 }, { "final", 4, CND_STAGE_FINAL },
               { "0", 1, 0 } };
  static const char *const bad[] = { "4", "-1", "", "x", "1.5", " 1", "99999999999999999999", "Final" };
  guint stage;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (cnd_analysis_parse_stage (good[i].text, good[i].condensation, &stage, &error));
      g_assert_cmpuint (stage, ==, good[i].stage);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (cnd_analysis_parse_stage (bad[i], 4, &stage, &error));
      g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
      g_assert_cmpstr (cnd_base_get_problem (error)->found, ==, bad[i]);
    }
}

static void
test_stages_format (void)
{
  static const struct
  {
    guint stage, condensation;
    const char *text;
  } cases[] = { { 0, 4, "dense" }, { 1, 4, "1" }, { 2, 4, "2" }, { 3, 4, "final" }, { CND_STAGE_FINAL, 4, "final" },
                { 0, 1, "dense" }, { CND_STAGE_FINAL, 1, "final" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cnd_analysis_format_stage (cases[i].stage, cases[i].condensation);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/convention/names-round-trip", test_names_round_trip);
  g_test_add_func ("/analysis/convention/unknown-name-lists-known", test_unknown_name_lists_known);
  g_test_add_func ("/analysis/convention/only-condensenet-opens-final", test_only_condensenet_opens_final);
  g_test_add_func ("/analysis/convention/stages-parse", test_stages_parse);
  g_test_add_func ("/analysis/convention/stages-format", test_stages_format);
  return g_test_run ();
}
