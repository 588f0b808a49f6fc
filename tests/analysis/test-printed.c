/* Printed figures and the counts that they may stand for. */
#include "analysis/printed-private.h"

static CndPrinted
parse (const char *text)
{
  CndPrinted printed;

  g_assert_true (cnd_printed_parse (text, &printed));
  return printed;
}

static void
test_texts_parse (void)
{
  CndPrinted printed = parse ("2.7K");

  g_assert_cmpuint (printed.mantissa, ==, 27);
  g_assert_cmpuint (printed.decimals, ==, 1);
  g_assert_cmpuint (printed.power, ==, 1);
  printed = parse ("34m");
  g_assert_cmpuint (printed.mantissa, ==, 34);
  g_assert_cmpuint (printed.power, ==, 2);
  printed = parse ("138423208");
  g_assert_cmpuint (printed.mantissa, ==, 138423208);
  g_assert_false (cnd_printed_is_rounded (&printed));
}

static void
test_other_texts_do_not_parse (void)
{
  static const char *const bad[] = { "",      "K",  "1.",   ".",   "1.2.3",
                                     "1,000", "-1", "+1",   "1 K", "1KB",
                                     "1e3",   "x",  "0x10", " 1",  "1234567890123456789",
                                     "۱۲" };
  CndPrinted printed;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cnd_printed_parse (bad[i], &printed));
}

static void
test_fits_are_told_apart (void)
{
  static const struct
  {
    const char *text;
    guint64 value, kilo;
    CndFit fit;
  } cases[] = {
    { "34944", 34944, 1000, CND_FIT_EXACT },      { "34944", 34945, 1000, CND_FIT_NONE },
    { "73M", 73000000, 1000, CND_FIT_EXACT },     { "73M", 73499999, 1000, CND_FIT_ROUNDED },
    { "73M", 73500000, 1000, CND_FIT_CUT },       { "73M", 73999999, 1000, CND_FIT_CUT },
    { "73M", 74000000, 1000, CND_FIT_NONE },      { "73M", 72500000, 1000, CND_FIT_ROUNDED },
    { "73M", 72499999, 1000, CND_FIT_NONE },      { "112K", 114688, 1024, CND_FIT_EXACT },
    { "112K", 114688, 1000, CND_FIT_NONE },       { "2.7K", 2688, 1000, CND_FIT_ROUNDED },
    { "2.7K", 2688, 1024, CND_FIT_NONE },         { "0", 0, 1000, CND_FIT_EXACT },
    { "999999999999999999T", G_MAXUINT64, 1024, CND_FIT_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CndPrinted printed = parse (cases[i].text);

      g_assert_cmpint (cnd_printed_match (&printed, cases[i].value, cases[i].kilo), ==, cases[i].fit);
    }
}

static void
test_megabytes_match (void)
{
  CndPrinted printed = parse ("16.44");

  g_assert_cmpint (cnd_printed_match_unit (&printed, 17241056, 1 << 20), ==, CND_FIT_ROUNDED);
  g_assert_cmpint (cnd_printed_match_unit (&printed, 17241056, 1000000), ==, CND_FIT_NONE);
}

static void
test_values_are_shown_alike (void)
{
  CndPrinted printed = parse ("73M");
  g_autofree char *text = cnd_printed_format_like (&printed, 73608192, 1000000);

  g_assert_cmpstr (text, ==, "73.6M");
}

static void
test_digits_are_grouped (void)
{
  static const char *const cases[][2] = { { "34944", "34,944" }, { "1072K", "1,072K" }, { "6797.7k", "6,797.7K" },
                                          { "0.19", "0.19" },    { "16.04", "16.04" },  { "007", "7" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CndPrinted printed = parse (cases[i][0]);
      g_autofree char *text = cnd_printed_format (&printed);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

/* In the figure's own unit, or, where that would print as 0, to the last digit. */
static void
test_amounts_are_never_zero (void)
{
  static const struct
  {
    const char *text, *expected;
    double amount;
    guint64 unit;
  } cases[] = {
    { "112K", "0.3K", 256, 1024 }, { "112K", "20", 20, 1024 },  { "2.7K", "0.02K", 20, 1000 },
    { "34944", "1", 1, 1 },        { "0.19", "52", 52, 1 << 20 }, { "0.19", "0.010", 10486, 1 << 20 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CndPrinted printed = parse (cases[i].text);
      g_autofree char *text = cnd_printed_format_amount (&printed, cases[i].amount, cases[i].unit);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/printed/texts-parse", test_texts_parse);
  g_test_add_func ("/analysis/printed/other-texts-do-not-parse", test_other_texts_do_not_parse);
  g_test_add_func ("/analysis/printed/fits-are-told-apart", test_fits_are_told_apart);
  g_test_add_func ("/analysis/printed/megabytes-match", test_megabytes_match);
  g_test_add_func ("/analysis/printed/values-are-shown-alike", test_values_are_shown_alike);
  g_test_add_func ("/analysis/printed/digits-are-grouped", test_digits_are_grouped);
  g_test_add_func ("/analysis/printed/amounts-are-never-zero", test_amounts_are_never_zero);
  return g_test_run ();
}
