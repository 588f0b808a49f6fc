/* Reading a printed figure and comparing counts with what it may stand for; exact, in whole numbers. */
#include "printed-private.h"

#include <string.h>

#define MAX_DIGITS 18 /* of the mantissa: fits 64 bits */

static const char prefixes[] = "KMGT";

gboolean
cnd_printed_parse (const char *text, CndPrinted *printed)
{
  CndPrinted result = { 0 };
  guint n_digits = 0;
  gboolean point = FALSE;

  for (; g_ascii_isdigit (*text) || (*text == '.' && !point); text++)
    {
      if (*text == '.')
        {
          point = TRUE;
          continue;
        }
      if (++n_digits > MAX_DIGITS)
        return FALSE;
      result.mantissa = result.mantissa * 10 + (guint64) (*text - '0');
      result.decimals += point ? 1 : 0;
    }
  if (n_digits == 0 || (point && result.decimals == 0))
    return FALSE;
  if (*text != '\0')
    {
      const char *prefix = strchr (prefixes, g_ascii_toupper (*text));

      if (prefix == NULL || text[1] != '\0')
        return FALSE;
      result.power = (guint) (prefix - prefixes) + 1;
    }
  *printed = result;
  return TRUE;
}

guint64
cnd_printed_get_unit (const CndPrinted *printed, guint64 kilo)
{
  guint64 unit = 1;

  for (guint i = 0; i < printed->power; i++)
    unit *= kilo; /* at most 1024⁴ */
  return unit;
}

static guint64
get_scale (const CndPrinted *printed)
{
  guint64 scale = 1;

  for (guint i = 0; i < printed->decimals; i++)
    scale *= 10;
  return scale;
}

CndFit
cnd_printed_match_unit (const CndPrinted *printed, guint64 value, guint64 unit)
{
  /* value = mantissa × unit / scale, both sides × scale; below 2^64 · 10^18, so twice that fits 128 bits */
  unsigned __int128 exact = (unsigned __int128) value * get_scale (printed);
  unsigned __int128 shown = (unsigned __int128) printed->mantissa * unit;

  if (exact == shown)
    return CND_FIT_EXACT;
  if (2 * exact + unit >= 2 * shown && 2 * exact < 2 * shown + unit)
    return unit == 1 && printed->decimals == 0 ? CND_FIT_NONE : CND_FIT_ROUNDED;
  if (exact > shown && exact < shown + unit)
    return CND_FIT_CUT;
  return CND_FIT_NONE;
}

CndFit
cnd_printed_match (const CndPrinted *printed, guint64 value, guint64 kilo)
{
  return cnd_printed_match_unit (printed, value, cnd_printed_get_unit (printed, kilo));
}

double
cnd_printed_get_value (const CndPrinted *printed, guint64 unit)
{
  return (double) printed->mantissa * (double) unit / (double) get_scale (printed);
}

guint64
cnd_printed_get_count (const CndPrinted *printed, guint64 unit)
{
  unsigned __int128 scale = get_scale (printed);
  unsigned __int128 count = ((unsigned __int128) printed->mantissa * unit + scale / 2) / scale;

  return count > G_MAXUINT64 ? G_MAXUINT64 : (guint64) count;
}

gboolean
cnd_printed_is_rounded (const CndPrinted *printed)
{
  return printed->power > 0 || printed->decimals > 0;
}

char *
cnd_printed_format_like (const CndPrinted *printed, double value, guint64 unit)
{
  g_autofree char *number = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, value / (double) unit,
                                                     cnd_printed_is_rounded (printed) ? printed->decimals + 1 : 0);
  char prefix[2] = { printed->power > 0 ? prefixes[printed->power - 1] : '\0', '\0' };

  return g_strconcat (number, prefix, NULL);
}

char *
cnd_printed_format (const CndPrinted *printed)
{
  guint64 scale = get_scale (printed);
  GString *text = g_string_new (NULL);
  g_autofree char *whole = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, printed->mantissa / scale);

  g_string_append (text, whole);
  if (printed->decimals > 0)
    g_string_append_printf (text, ".%0*" G_GUINT64_FORMAT, (int) printed->decimals, printed->mantissa % scale);
  if (printed->power > 0)
    g_string_append_c (text, prefixes[printed->power - 1]);
  return g_string_free (text, FALSE);
}

char *
cnd_printed_format_amount (const CndPrinted *printed, double amount, guint64 unit)
{
  double shown = amount / (double) unit;

  for (guint i = 0; cnd_printed_is_rounded (printed) && i < printed->decimals + 1; i++)
    shown *= 10;
  if (ABS (shown) < 0.5)
    return cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, amount, ABS (amount) < 0.5 && amount != 0 ? 2 : 0);
  return cnd_printed_format_like (printed, amount, unit);
}
