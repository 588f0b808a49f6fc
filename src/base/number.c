/* Numbers as people read them. Each function writes the number with ASCII digits, points and commas first;
 * dress() then gives it the digits and the isolates of the style. Nothing here looks at the locale. */
#include "config.h"

#include "base.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUS "\u2212"
#define TIMES " \u00d7 "
#define FIRST_STRONG_ISOLATE "\u2068"
#define LEFT_TO_RIGHT_ISOLATE "\u2066"
#define POP_ISOLATE "\u2069"

/* The most digits that a double needs to be told from its neighbours */
#define DOUBLE_DIGITS 17
#define MAX_DECIMALS 30

static void
append_persian (GString *out, char c)
{
  if (g_ascii_isdigit (c))
    g_string_append_unichar (out, 0x06f0 + (gunichar) (c - '0'));
  else if (c == '.')
    g_string_append_unichar (out, 0x066b);
  else if (c == ',')
    g_string_append_unichar (out, 0x066c);
  else
    g_string_append_c (out, c);
}

static char *
dress (CndNumberStyle style, const char *text)
{
  GString *out = g_string_new (style.isolate ? LEFT_TO_RIGHT_ISOLATE : NULL);

  if (style.digits == CND_DIGITS_PERSIAN)
    for (const char *at = text; *at != '\0'; at++)
      append_persian (out, *at);
  else
    g_string_append (out, text);

  if (style.isolate)
    g_string_append (out, POP_ISOLATE);
  return g_string_free (out, FALSE);
}

static void
append_whole (GString *out, CndNumberStyle style, const char *digits, gsize n_digits)
{
  for (gsize i = 0; i < n_digits; i++)
    {
      if (style.group && i > 0 && (n_digits - i) % 3 == 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, digits[i]);
    }
}

static void
append_count (GString *out, CndNumberStyle style, guint64 value)
{
  char digits[24];
  int n_digits = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, value);

  append_whole (out, style, digits, (gsize) n_digits);
}

static void
append_signed (GString *out, CndNumberStyle style, gint64 value)
{
  guint64 magnitude = value < 0 ? 0 - (guint64) value : (guint64) value;

  if (value < 0)
    g_string_append (out, MINUS);
  append_count (out, style, magnitude);
}

char *
cnd_base_format_count (CndNumberStyle style, guint64 value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_count (text, style, value);
  return dress (style, text->str);
}

char *
cnd_base_format_signed (CndNumberStyle style, gint64 value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_signed (text, style, value);
  return dress (style, text->str);
}

char *
cnd_base_format_sizes (CndNumberStyle style, const gint64 *sizes, guint n_sizes)
{
  g_return_val_if_fail (sizes != NULL || n_sizes == 0, NULL);

  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_sizes; i++)
    {
      if (i > 0)
        g_string_append (text, TIMES);
      append_signed (text, style, sizes[i]);
    }
  return dress (style, text->str);
}

char *
cnd_base_convert_digits (CndNumberStyle style, const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return dress (style, text);
}

char *
cnd_base_isolate_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_strconcat (FIRST_STRONG_ISOLATE, text, POP_ISOLATE, NULL);
}

/* ---- Decimals ----------------------------------------------------------------------- */

/* A decimal fraction: 0.d₁d₂d₃… × 10^point */
typedef struct
{
  char digits[DOUBLE_DIGITS + 1];
  int n_digits;
  int point;
} Decimal;

/* The shortest decimal that reads back as @value, which is what a person takes it to be: 1.005, although the
 * double below it is a little less. @value is finite and not negative. */
static Decimal
get_decimal (double value)
{
  Decimal decimal = { .n_digits = 0 };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* What has 15 digits or fewer survives the way through a double */
  for (int n_digits = 15; n_digits <= DOUBLE_DIGITS; n_digits++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%de", n_digits - 1);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }

  for (const char *at = text; *at != 'e'; at++)
    if (*at != '.')
      decimal.digits[decimal.n_digits++] = *at;
  decimal.point = atoi (strchr (text, 'e') + 1) + 1;
  return decimal;
}

/* Keeps @n_kept digits, rounding half away from zero; 0 and less are allowed. */
static void
round_decimal (Decimal *decimal, int n_kept)
{
  if (n_kept >= decimal->n_digits)
    return;

  gboolean up = n_kept >= 0 && decimal->digits[n_kept] >= '5';
  decimal->n_digits = MAX (n_kept, 0);
  if (!up)
    return;

  int i = decimal->n_digits - 1;
  for (; i >= 0 && decimal->digits[i] == '9'; i--)
    decimal->digits[i] = '0';
  if (i >= 0)
    {
      decimal->digits[i]++;
      return;
    }

  /* 9.99 became 10.0: what is left is a one followed by zeros, which need no writing down */
  decimal->digits[0] = '1';
  decimal->n_digits = 1;
  decimal->point++;
}

/* The digit @place places behind the point; negative and 0 are before it. */
static char
get_digit (const Decimal *decimal, int place)
{
  int i = decimal->point + place - 1;
  return i >= 0 && i < decimal->n_digits ? decimal->digits[i] : '0';
}

static gboolean
is_zero (const Decimal *decimal)
{
  for (int i = 0; i < decimal->n_digits; i++)
    if (decimal->digits[i] != '0')
      return FALSE;
  return TRUE;
}

char *
cnd_base_format_decimal (CndNumberStyle style, double value, guint decimals)
{
  g_return_val_if_fail (decimals <= MAX_DECIMALS, NULL);

  if (isnan (value))
    return dress (style, "NaN");
  if (isinf (value))
    return dress (style, value < 0 ? MINUS "∞" : "∞");

  Decimal decimal = get_decimal (fabs (value));
  round_decimal (&decimal, decimal.point + (int) decimals);

  g_autoptr (GString) text = g_string_new (value < 0 && !is_zero (&decimal) ? MINUS : NULL);
  g_autoptr (GString) whole = g_string_new (NULL);
  for (int place = 1 - MAX (decimal.point, 1); place <= 0; place++)
    g_string_append_c (whole, get_digit (&decimal, place));
  append_whole (text, style, whole->str, whole->len);

  if (decimals > 0)
    g_string_append_c (text, '.');
  for (int place = 1; place <= (int) decimals; place++)
    g_string_append_c (text, get_digit (&decimal, place));
  return dress (style, text->str);
}

/* ---- Prefixes ----------------------------------------------------------------------- */

/* @value / @unit × 10^@decimals, rounded half up. Exact: @unit is at most 2⁶⁰, so a rest times ten fits. */
static guint64
divide_rounded (guint64 value, guint64 unit, guint decimals)
{
  guint64 quotient = value / unit;
  guint64 rest = value % unit;

  for (guint i = 0; i < decimals; i++)
    {
      rest *= 10;
      quotient = quotient * 10 + rest / unit;
      rest %= unit;
    }
  return quotient + (rest >= unit - rest);
}

/* @power is 10^@decimals. The first prefix under which the rounded number stays below @step is taken, so that
 * 999,960 reads 1.0 M and not 1000.0 k. */
static char *
format_prefixed (CndNumberStyle style, guint64 value, guint64 step, guint decimals, guint64 power,
                 const char *const *prefixes, guint n_prefixes)
{
  guint64 unit = step;
  guint64 scaled = divide_rounded (value, unit, decimals);
  guint i = 0;

  while (i + 1 < n_prefixes && scaled >= step * power)
    {
      unit *= step;
      i++;
      scaled = divide_rounded (value, unit, decimals);
    }

  g_autoptr (GString) text = g_string_new (NULL);
  append_count (text, style, scaled / power);
  g_string_append_printf (text, ".%0*u %s", (int) decimals, (guint) (scaled % power), prefixes[i]);
  return dress (style, text->str);
}

char *
cnd_base_format_short (CndNumberStyle style, guint64 value)
{
  static const char *const prefixes[] = { "k", "M", "G", "T", "P", "E" };

  if (value < 1000 || style.units == CND_UNITS_NONE)
    return cnd_base_format_count (style, value);
  return format_prefixed (style, value, 1000, 1, 10, prefixes, G_N_ELEMENTS (prefixes));
}

char *
cnd_base_format_bytes (CndNumberStyle style, guint64 bytes)
{
  static const struct
  {
    guint64 step;
    const char *prefixes[6];
  } units[] = {
    [CND_UNITS_BINARY] = { 1024, { "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" } },
    [CND_UNITS_DECIMAL] = { 1000, { "kB", "MB", "GB", "TB", "PB", "EB" } },
  };

  if (style.units != CND_UNITS_NONE && bytes >= units[style.units].step)
    return format_prefixed (style, bytes, units[style.units].step, 2, 100, units[style.units].prefixes, G_N_ELEMENTS (units[0].prefixes));

  g_autoptr (GString) text = g_string_new (NULL);
  append_count (text, style, bytes);
  g_string_append (text, " B");
  return dress (style, text->str);
}
