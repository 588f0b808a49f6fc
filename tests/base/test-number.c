/* Numbers as people read them. */
#include "base/base.h"

#include <math.h>
#include <string.h>

static const CndNumberStyle persian = { .digits = CND_DIGITS_PERSIAN, .group = TRUE };
static const CndNumberStyle decimal = { .group = TRUE, .units = CND_UNITS_DECIMAL };
static const CndNumberStyle in_full = { .group = TRUE, .units = CND_UNITS_NONE };
static const CndNumberStyle isolated = { .digits = CND_DIGITS_PERSIAN, .group = TRUE, .isolate = TRUE };

/* Compares and frees */
static void
expect (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_count_is_grouped (void)
{
  CndNumberStyle latin = CND_NUMBER_STYLE_LATIN;

  expect (cnd_base_format_count (latin, 0), "0");
  expect (cnd_base_format_count (latin, 999), "999");
  expect (cnd_base_format_count (latin, 1000), "1,000");
  expect (cnd_base_format_count (latin, 62378344), "62,378,344");
  expect (cnd_base_format_count (latin, G_MAXUINT64), "18,446,744,073,709,551,615");
  expect (cnd_base_format_count (CND_NUMBER_STYLE_PLAIN, G_MAXUINT64), "18446744073709551615");
}

static void
test_count_has_persian_digits (void)
{
  expect (cnd_base_format_count (persian, 1234567890), "۱٬۲۳۴٬۵۶۷٬۸۹۰");
  expect (cnd_base_format_count (isolated, 12), "\u2066۱۲\u2069");
}

static void
test_signed_has_a_minus_sign (void)
{
  expect (cnd_base_format_signed (CND_NUMBER_STYLE_LATIN, 0), "0");
  expect (cnd_base_format_signed (CND_NUMBER_STYLE_LATIN, 1234), "1,234");
  expect (cnd_base_format_signed (CND_NUMBER_STYLE_LATIN, -999), "\u2212999");
  expect (cnd_base_format_signed (CND_NUMBER_STYLE_LATIN, -1000), "\u22121,000");
  expect (cnd_base_format_signed (CND_NUMBER_STYLE_LATIN, G_MAXINT64), "9,223,372,036,854,775,807");
  expect (cnd_base_format_signed (CND_NUMBER_STYLE_LATIN, G_MININT64), "\u22129,223,372,036,854,775,808");
  expect (cnd_base_format_signed (isolated, -5), "\u2066\u2212۵\u2069");
}

typedef struct
{
  double value;
  guint decimals;
  const char *expected;
} DecimalCase;

static const DecimalCase decimal_cases[] = {
  { 65.816394, 2, "65.82" },
  { 0.125, 2, "0.13" },
  { -0.125, 2, "\u22120.13" },
  { 0.375, 2, "0.38" },
  /* The doubles are below these decimals, the reader sees the decimals */
  { 1.005, 2, "1.01" },
  { 2.675, 2, "2.68" },
  { 0.285, 2, "0.29" },
  { 1.0049999, 2, "1.00" },
  { 0.5, 0, "1" },
  { 0.49999999999999994, 0, "0" },
  { 2.5, 0, "3" },
  { -2.5, 0, "\u22123" },
  { 0.05, 0, "0" },
  { 0.05, 1, "0.1" },
  { 0.04, 1, "0.0" },
  { 0.005, 2, "0.01" },
  { 0.0005, 2, "0.00" },
  { 9.995, 2, "10.00" },
  { 99.95, 1, "100.0" },
  { 999.5, 0, "1,000" },
  { 0.999, 2, "1.00" },
  { 0.0, 0, "0" },
  { 0.0, 3, "0.000" },
  { -0.0, 1, "0.0" },
  { -0.001, 2, "0.00" },
  { -0.005, 2, "\u22120.01" },
  { 1e15, 2, "1,000,000,000,000,000.00" },
  { 1e15, 0, "1,000,000,000,000,000" },
  { 999999999999999.5, 0, "1,000,000,000,000,000" },
  { 9007199254740993.0, 0, "9,007,199,254,740,992" },
  { 1e22, 0, "10,000,000,000,000,000,000,000" },
  { 123456.789, 1, "123,456.8" },
  { 0.1, 17, "0.10000000000000000" },
  { 5e-324, 2, "0.00" },
  { NAN, 2, "NaN" },
  { INFINITY, 2, "∞" },
  { -INFINITY, 2, "\u2212∞" },
};

static void
test_decimal_rounds_half_away_from_zero (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decimal_cases); i++)
    expect (cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, decimal_cases[i].value, decimal_cases[i].decimals),
            decimal_cases[i].expected);
}

static void
test_decimal_writes_the_largest_double (void)
{
  g_autofree char *text = cnd_base_format_decimal (CND_NUMBER_STYLE_PLAIN, 1.7976931348623157e308, 1);

  g_assert_cmpuint (strlen (text), ==, 311);
  g_assert_true (g_str_has_prefix (text, "17976931348623157000"));
  g_assert_true (g_str_has_suffix (text, "0.0"));
}

/* Every hundredth that exists reads back as itself, and agrees with printf(), which rounds the double. */
static void
test_decimal_agrees_with_printf (void)
{
  for (int i = 0; i < 100000; i++)
    {
      double value = i / 100.0;
      g_autofree char *text = cnd_base_format_decimal (CND_NUMBER_STYLE_PLAIN, value, 2);
      g_autofree char *printed = g_strdup_printf ("%.2f", value);

      g_assert_cmpstr (text, ==, printed);
    }
}

static void
test_decimal_has_persian_digits (void)
{
  expect (cnd_base_format_decimal (persian, 65432.1, 2), "۶۵٬۴۳۲٫۱۰");
  expect (cnd_base_format_decimal (isolated, -0.75, 2), "\u2066\u2212۰٫۷۵\u2069");
}

static void
test_short_takes_the_prefix_that_fits (void)
{
  CndNumberStyle latin = CND_NUMBER_STYLE_LATIN;

  expect (cnd_base_format_short (latin, 0), "0");
  expect (cnd_base_format_short (latin, 980), "980");
  expect (cnd_base_format_short (latin, 999), "999");
  expect (cnd_base_format_short (latin, 1000), "1.0 k");
  expect (cnd_base_format_short (latin, 33700), "33.7 k");
  expect (cnd_base_format_short (latin, 1049), "1.0 k");
  expect (cnd_base_format_short (latin, 1050), "1.1 k");
  expect (cnd_base_format_short (latin, 999949), "999.9 k");
  expect (cnd_base_format_short (latin, 999950), "1.0 M");
  expect (cnd_base_format_short (latin, 62378344), "62.4 M");
  expect (cnd_base_format_short (latin, 15470264320), "15.5 G");
  expect (cnd_base_format_short (latin, 1200000000000), "1.2 T");
  expect (cnd_base_format_short (latin, 999949999999999), "999.9 T");
  expect (cnd_base_format_short (latin, G_MAXUINT64), "18.4 E");
  expect (cnd_base_format_short (persian, 33700), "۳۳٫۷ k");
  expect (cnd_base_format_short (isolated, 980), "\u2066۹۸۰\u2069");
}

static void
test_bytes_have_binary_units (void)
{
  CndNumberStyle latin = CND_NUMBER_STYLE_LATIN;

  expect (cnd_base_format_bytes (latin, 0), "0 B");
  expect (cnd_base_format_bytes (latin, 980), "980 B");
  expect (cnd_base_format_bytes (latin, 1023), "1,023 B");
  expect (cnd_base_format_bytes (CND_NUMBER_STYLE_PLAIN, 1023), "1023 B");
  expect (cnd_base_format_bytes (latin, 1024), "1.00 KiB");
  expect (cnd_base_format_bytes (latin, 7077888), "6.75 MiB");
  expect (cnd_base_format_bytes (latin, 1048570), "1,023.99 KiB");
  expect (cnd_base_format_bytes (latin, 1048571), "1.00 MiB");
  expect (cnd_base_format_bytes (latin, G_MAXUINT64), "16.00 EiB");
  expect (cnd_base_format_bytes (latin, G_MAXUINT64 / 16 * 15), "15.00 EiB");
  expect (cnd_base_format_bytes (persian, 7077888), "۶٫۷۵ MiB");
}

static void
test_units_are_chosen (void)
{
  expect (cnd_base_format_short (decimal, 62378344), "62.4 M");
  expect (cnd_base_format_short (in_full, 62378344), "62,378,344");
  expect (cnd_base_format_bytes (decimal, 999), "999 B");
  expect (cnd_base_format_bytes (decimal, 1000), "1.00 kB");
  expect (cnd_base_format_bytes (decimal, 999995), "1.00 MB");
  expect (cnd_base_format_bytes (decimal, 7077888), "7.08 MB");
  expect (cnd_base_format_bytes (decimal, G_MAXUINT64), "18.45 EB");
  expect (cnd_base_format_bytes (in_full, 7077888), "7,077,888 B");
}

static void
test_sizes_are_joined_by_a_sign (void)
{
  const gint64 image[] = { 3, 224, 224 };
  const gint64 odd[] = { -1, 0, 100352 };

  expect (cnd_base_format_sizes (CND_NUMBER_STYLE_PLAIN, image, 3), "3 × 224 × 224");
  expect (cnd_base_format_sizes (CND_NUMBER_STYLE_PLAIN, image, 1), "3");
  expect (cnd_base_format_sizes (CND_NUMBER_STYLE_PLAIN, NULL, 0), "");
  expect (cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, odd, 3), "\u22121 × 0 × 100,352");
  expect (cnd_base_format_sizes (isolated, image, 3), "\u2066۳ × ۲۲۴ × ۲۲۴\u2069");
}

static void
test_digits_are_mapped_alone (void)
{
  expect (cnd_base_convert_digits (persian, "1,234.5 × 6"), "۱٬۲۳۴٫۵ × ۶");
  expect (cnd_base_convert_digits (persian, ""), "");
  expect (cnd_base_convert_digits (CND_NUMBER_STYLE_LATIN, "1,234.5"), "1,234.5");
  expect (cnd_base_convert_digits (isolated, "0987"), "\u2066۰۹۸۷\u2069");
}

static void
test_isolate_wraps_the_text (void)
{
  expect (cnd_base_isolate_text ("conv2"), "\u2068conv2\u2069");
  expect (cnd_base_isolate_text (""), "\u2068\u2069");
}

static void
test_arithmetic_reports_what_does_not_fit (void)
{
  guint64 result = 7;

  g_assert_true (cnd_add_u64 (G_MAXUINT64 - 1, 1, &result));
  g_assert_cmpuint (result, ==, G_MAXUINT64);
  g_assert_false (cnd_add_u64 (G_MAXUINT64, 1, &result));
  g_assert_cmpuint (result, ==, G_MAXUINT64);
  g_assert_true (cnd_multiply_u64 (G_MAXUINT32, G_MAXUINT32, &result));
  g_assert_cmpuint (result, ==, G_GUINT64_CONSTANT (18446744065119617025));
  g_assert_false (cnd_multiply_u64 (G_GUINT64_CONSTANT (1) << 32, G_GUINT64_CONSTANT (1) << 32, &result));
  g_assert_cmpuint (result, ==, G_GUINT64_CONSTANT (18446744065119617025));
  g_assert_true (cnd_multiply_u64 (0, G_MAXUINT64, &result));
  g_assert_cmpuint (result, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/number/count-is-grouped", test_count_is_grouped);
  g_test_add_func ("/base/number/count-has-persian-digits", test_count_has_persian_digits);
  g_test_add_func ("/base/number/signed-has-a-minus-sign", test_signed_has_a_minus_sign);
  g_test_add_func ("/base/number/decimal-rounds-half-away-from-zero", test_decimal_rounds_half_away_from_zero);
  g_test_add_func ("/base/number/decimal-writes-the-largest-double", test_decimal_writes_the_largest_double);
  g_test_add_func ("/base/number/decimal-agrees-with-printf", test_decimal_agrees_with_printf);
  g_test_add_func ("/base/number/decimal-has-persian-digits", test_decimal_has_persian_digits);
  g_test_add_func ("/base/number/short-takes-the-prefix-that-fits", test_short_takes_the_prefix_that_fits);
  g_test_add_func ("/base/number/bytes-have-binary-units", test_bytes_have_binary_units);
  g_test_add_func ("/base/number/units-are-chosen", test_units_are_chosen);
  g_test_add_func ("/base/number/sizes-are-joined-by-a-sign", test_sizes_are_joined_by_a_sign);
  g_test_add_func ("/base/number/digits-are-mapped-alone", test_digits_are_mapped_alone);
  g_test_add_func ("/base/number/isolate-wraps-the-text", test_isolate_wraps_the_text);
  g_test_add_func ("/base/number/arithmetic-reports-what-does-not-fit", test_arithmetic_reports_what_does_not_fit);
  return g_test_run ();
}
