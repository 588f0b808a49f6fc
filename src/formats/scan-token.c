/* Strings and numbers of JSON: what RFC 8259 allows, less what cJSON or a double would garble. */
#include "config.h"

#include "scan-token-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_INTEGER G_GINT64_CONSTANT (9007199254740992) /* 2^53 */
#define MAX_NUMBER_CHARACTERS 60u                        /* cJSON reads at most 63 */

/* ---- Strings --------------------------------------------------------------------------- */

/* The four digits behind \u at @offset; FALSE when they are not four hexadecimal digits. */
static gboolean
read_hex (const CndScan *scan, gsize offset, gunichar *value)
{
  *value = 0;
  if (scan->length - offset < 6)
    return FALSE;
  for (gsize i = offset + 2; i < offset + 6; i++)
    {
      if (!g_ascii_isxdigit (scan->text[i]))
        return FALSE;
      *value = *value * 16 + (gunichar) g_ascii_xdigit_value (scan->text[i]);
    }
  return TRUE;
}

static gboolean
fail_escape (CndScan *scan, gsize start, const char *expected, const char *hint, const char *message)
{
  g_autofree char *found = g_strndup (scan->text + start, MIN (scan->length - start, 6));

  return cnd_scan_fail (scan, start, CND_ERROR_SYNTAX, found, expected, hint, message);
}

static gboolean
scan_unicode_escape (CndScan *scan, gunichar *character)
{
  gsize start = scan->at;
  gunichar low;

  if (!read_hex (scan, start, character))
    return fail_escape (scan, start, _("four hexadecimal digits behind “\\u”"),
                        _("Write the character itself; the file is UTF-8."), _("This escape is incomplete"));
  if (*character == 0)
    return fail_escape (scan, start, _("any other character"), _("Remove it."), _("A string may not hold a zero character"));
  scan->at += 6;
  if (*character < 0xd800 || *character > 0xdfff)
    return TRUE;
  if (*character < 0xdc00 && scan->length - scan->at >= 2 && memcmp (scan->text + scan->at, "\\u", 2) == 0
      && read_hex (scan, scan->at, &low) && low >= 0xdc00 && low <= 0xdfff)
    {
      *character = 0x10000 + ((*character - 0xd800) << 10) + (low - 0xdc00);
      scan->at += 6;
      return TRUE;
    }
  return fail_escape (scan, start, _("a pair of surrogates"), _("Write the character itself; the file is UTF-8."),
                      _("This escape is half a character"));
}

static gboolean
scan_escape (CndScan *scan, GString *decoded)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  gunichar character;
  const char *escape;
  char c = scan->length - scan->at > 1 ? scan->text[scan->at + 1] : '\0';

  if (c == 'u')
    {
      if (!scan_unicode_escape (scan, &character))
        return FALSE;
      if (decoded != NULL)
        g_string_append_unichar (decoded, character);
      return TRUE;
    }
  escape = c != '\0' ? strchr (escapes, c) : NULL;
  if (escape == NULL)
    {
      g_autofree char *found = cnd_scan_describe (scan, scan->at + 1);
      return cnd_scan_fail (scan, scan->at, CND_ERROR_SYNTAX, found, "\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX",
                            _("Write a backslash itself as “\\\\”."), _("JSON does not know this escape"));
    }
  if (decoded != NULL)
    g_string_append_c (decoded, meanings[escape - escapes]);
  scan->at += 2;
  return TRUE;
}

gboolean
cnd_scan_string (CndScan *scan, GString *decoded, gboolean *escaped)
{
  gsize start = scan->at++;

  *escaped = FALSE;
  while (scan->at < scan->length)
    {
      char c = scan->text[scan->at];
      if (c == '"')
        {
          scan->at++;
          return TRUE;
        }
      if ((guchar) c < 0x20)
        {
          g_autofree char *found = cnd_scan_describe (scan, scan->at);
          return cnd_scan_fail (scan, scan->at, CND_ERROR_SYNTAX, found, "“\"”",
                                c == '\n' || c == '\r' ? _("Close the string on its line, or write “\\n” for a line break.")
                                                       : _("Write it as an escape: “\\t”, “\\u001b”."),
                                _("A string holds a raw control character"));
        }
      if (c == '\\')
        {
          *escaped = TRUE;
          if (!scan_escape (scan, decoded))
            return FALSE;
          continue;
        }
      if (decoded != NULL)
        g_string_append_c (decoded, c);
      scan->at++;
    }
  return cnd_scan_fail (scan, start, CND_ERROR_SYNTAX, _("end of file"), "“\"”", _("Perhaps the file is incomplete."),
                        _("The string that begins here is not closed"));
}

/* ---- Numbers --------------------------------------------------------------------------- */

static gsize
skip_digits (const CndScan *scan, gsize at)
{
  while (at < scan->length && g_ascii_isdigit (scan->text[at]))
    at++;
  return at;
}

static gboolean
fail_number (CndScan *scan, gsize start, const char *expected, const char *hint, const char *message)
{
  g_autofree char *found = cnd_scan_describe (scan, start);
  return cnd_scan_fail (scan, start, CND_ERROR_SYNTAX, found, expected, hint, message);
}

static gboolean
fail_magnitude (CndScan *scan, gsize start, const char *expected, const char *hint, const char *message)
{
  g_autofree char *found = cnd_scan_describe (scan, start);
  return cnd_scan_fail (scan, start, CND_ERROR_LIMIT, found, expected, hint, message);
}

/* The text from @start to scan->at is a number; @is_integer: neither point nor exponent. */
static gboolean
check_magnitude (CndScan *scan, gsize start, gboolean is_integer)
{
  char digits[MAX_NUMBER_CHARACTERS + 1];
  gsize n = scan->at - start;
  double value;

  memcpy (digits, scan->text + start, MIN (n, MAX_NUMBER_CHARACTERS));
  digits[MIN (n, MAX_NUMBER_CHARACTERS)] = '\0';
  if (is_integer && (n > 17 || ABS (g_ascii_strtoll (digits, NULL, 10)) > MAX_INTEGER))
    return fail_magnitude (scan, start, _("at most 9007199254740992 (2^53) in size"),
                           _("No network is that large; is a digit too much?"),
                           _("This integer is too large to be held exactly"));
  if (n > MAX_NUMBER_CHARACTERS)
    {
      g_autofree char *expected = g_strdup_printf (_("at most %u characters"), MAX_NUMBER_CHARACTERS);
      return fail_magnitude (scan, start, expected, _("Seventeen digits tell any two numbers apart; round it."),
                             _("This number has too many digits"));
    }
  value = g_ascii_strtod (digits, NULL);
  if (!isfinite (value))
    return fail_magnitude (scan, start, _("at most 1.8e308 in size"), _("Is a digit, or the exponent, too much?"),
                           _("This number is too large"));
  if (value == 0 && strcspn (digits, "123456789") < strcspn (digits, "eE"))
    return fail_magnitude (scan, start, _("at least 4.9e-324 in size, or 0"), _("Write 0, if that is what is meant."),
                           _("This number is too small to be told from 0"));
  return TRUE;
}

gboolean
cnd_scan_number (CndScan *scan)
{
  gsize start = scan->at;
  gsize at = start + (scan->text[start] == '-');
  gsize digits = at;
  gboolean is_integer = TRUE;

  at = skip_digits (scan, digits);
  if (at == digits)
    return fail_number (scan, start, _("a digit"),
                        at < scan->length && scan->text[at] == 'I' ? _("JSON knows only finite numbers.")
                                                                   : _("Write the number right behind its sign."),
                        _("A minus sign stands without a number"));
  if (scan->text[digits] == '0' && at > digits + 1)
    return fail_number (scan, start, _("a digit from 1 to 9 in front"), _("Leave out the zeros in front."),
                        _("A number may not begin with a zero"));
  if (at < scan->length && scan->text[at] == '.')
    {
      is_integer = FALSE;
      digits = at + 1;
      at = skip_digits (scan, digits);
      if (at == digits)
        return fail_number (scan, start, _("a digit behind the point"), _("Write 1.0, or leave out the point."),
                            _("This number is incomplete"));
    }
  if (at < scan->length && (scan->text[at] == 'e' || scan->text[at] == 'E'))
    {
      is_integer = FALSE;
      digits = at + 1;
      if (digits < scan->length && (scan->text[digits] == '+' || scan->text[digits] == '-'))
        digits++;
      at = skip_digits (scan, digits);
      if (at == digits)
        return fail_number (scan, start, _("a digit in the exponent"), _("Write 1e3, or leave out the “e”."),
                            _("This number is incomplete"));
    }
  if (at < scan->length && (g_ascii_isalnum (scan->text[at]) || strchr ("_.+-", scan->text[at]) != NULL))
    return fail_number (scan, start, _("a number"), _("Put expressions such as \"2 * growth\" between double quotes."),
                        _("Something clings to this number"));
  scan->at = at;
  return check_magnitude (scan, start, is_integer);
}
