/* The scanner: grammar and places of JSON values, with one clear error for the first thing that is wrong. What single
 * strings and numbers may hold is in scan-token.c, how errors are worded in scan-error.c. */
#include "config.h"

#include "scan-token-private.h"

#include "formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What may come next. */
typedef enum
{
  WANT_VALUE,
  WANT_VALUE_OR_END, /* right behind [ */
  WANT_KEY,
  WANT_KEY_OR_END,   /* right behind { */
  WANT_COLON,
  WANT_COMMA_OR_END,
  WANT_NOTHING,      /* the outermost value is complete */
} Want;

static const struct
{
  const char *message;
  const char *expected;
  const char *hint; /* where nothing better is known */
} want_rows[] = {
  [WANT_VALUE] = { N_ ("A value is missing here"), N_ ("a value"),
                   N_ ("A value is a number, a string, true, false, null, a list […] or an object {…}.") },
  [WANT_VALUE_OR_END] = { N_ ("This list goes on with something that is not a value"), N_ ("a value or “]”"),
                          N_ ("A value is a number, a string, true, false, null, a list […] or an object {…}.") },
  [WANT_KEY] = { N_ ("A key is missing behind the comma"), N_ ("a key in double quotes"),
                 N_ ("Write \"key\": value.") },
  [WANT_KEY_OR_END] = { N_ ("This object goes on with something that is not a key"), N_ ("a key in double quotes, or “}”"),
                        N_ ("Write \"key\": value.") },
  [WANT_COLON] = { N_ ("A colon is missing behind the key"), N_ ("“:”"), N_ ("Write \"key\": value.") },
  [WANT_COMMA_OR_END] = { N_ ("A comma or a closing bracket is missing here"), NULL,
                          N_ ("Put a comma between two values; close each bracket with its own kind.") },
  [WANT_NOTHING] = { N_ ("Something follows behind the end of the JSON value"), N_ ("end of file"),
                     N_ ("Remove what follows, or look for a bracket that closes too early.") },
};

/* ---- Errors ----------------------------------------------------------------------------- */

static gboolean
fail_at_end (CndScan *scan)
{
  const CndScanLevel *level;
  guint line, column;
  g_autofree char *expected = NULL;
  g_autofree char *hint = NULL;

  if (scan->depth == 0)
    return cnd_scan_fail (scan, scan->length, CND_ERROR_SYNTAX, _("end of file"), _("a JSON object"),
                          _("Is this the right file?"), _("The file ends before the model begins"));
  level = &scan->levels[scan->depth - 1];
  cnd_base_locate_offset (scan->text, scan->length, level->opened, &line, &column);
  expected = g_strdup_printf ("“%c”", level->is_object ? '}' : ']');
  hint = g_strdup_printf (_("The bracket “%c” of line %u, column %u is not closed; perhaps the file is incomplete."),
                          level->is_object ? '{' : '[', line, column);
  return cnd_scan_fail (scan, scan->length, CND_ERROR_SYNTAX, _("end of file"), expected, hint,
                        _("The file ends in the middle of the model"));
}

static gboolean
fail_unexpected (CndScan *scan, Want want)
{
  const char *expected = _(want_rows[want].expected);
  const char *message = _(want_rows[want].message);
  const char *hint = cnd_scan_find_hint (scan, scan->at);
  g_autofree char *found = cnd_scan_describe (scan, scan->at);
  char c;

  if (scan->at >= scan->length)
    return fail_at_end (scan);
  c = scan->text[scan->at];
  if (want == WANT_COMMA_OR_END)
    {
      expected = scan->levels[scan->depth - 1].is_object ? _("“,” or “}”") : _("“,” or “]”");
      if (c == '"' || c == '{' || c == '[')
        hint = _("Put a comma between the two.");
    }
  if ((want == WANT_VALUE || want == WANT_KEY) && (c == ']' || c == '}'))
    {
      message = scan->after_comma ? _("A comma stands before the closing bracket") : message;
      hint = scan->after_comma ? _("Remove the comma.") : hint;
    }
  else if (want == WANT_VALUE && strchr (":,", c) == NULL)
    message = _("This is not a value that JSON knows");
  return cnd_scan_fail (scan, scan->at, CND_ERROR_SYNTAX, found, expected,
                        hint != NULL ? hint : _(want_rows[want].hint), message);
}

/* ---- Structure ----------------------------------------------------------------------- */

/* Counts on from where it last stood: all calls together read the text once. */
static void
locate_forward (CndScan *scan, gsize offset, guint *line, guint *column)
{
  g_assert (offset >= scan->counted);
  for (; scan->counted < offset; scan->counted++)
    {
      guchar c = (guchar) scan->text[scan->counted];
      gboolean ends = c == '\n' || (c == '\r' && (scan->counted + 1 == scan->length || scan->text[scan->counted + 1] != '\n'));
      if (ends)
        {
          scan->line++;
          scan->column = 1;
        }
      else if ((c & 0xc0) != 0x80)
        scan->column++;
    }
  *line = scan->line;
  *column = scan->column;
}

static gboolean
open_level (CndScan *scan, gboolean is_object)
{
  CndScanLevel *level;

  if (scan->depth == CND_MAX_JSON_DEPTH)
    {
      g_autofree char *message = g_strdup_printf (_("Brackets are nested more than %u deep"), CND_MAX_JSON_DEPTH);
      g_autofree char *found = g_strdup_printf (_("a bracket on level %u"), CND_MAX_JSON_DEPTH + 1);
      g_autofree char *expected = g_strdup_printf (_("at most %u levels"), CND_MAX_JSON_DEPTH);
      return cnd_scan_fail (scan, scan->at, CND_ERROR_LIMIT, found, expected,
                            _("A model needs about ten levels; is this a model file?"), message);
    }
  level = &scan->levels[scan->depth++];
  level->is_object = is_object;
  level->opened = scan->at;
  level->index = 0;
  g_clear_pointer (&level->key, g_free);
  if (level->keys != NULL)
    g_hash_table_remove_all (level->keys);
  scan->at++;
  return TRUE;
}

static gboolean
add_place (CndScan *scan)
{
  CndJsonPlace place = { 0 };

  if (scan->places->len == CND_MAX_JSON_VALUES)
    {
      g_autofree char *message = g_strdup_printf (_("The file holds more than %u values"), CND_MAX_JSON_VALUES);
      g_autofree char *expected = g_strdup_printf (_("at most %u"), CND_MAX_JSON_VALUES);
      return cnd_scan_fail (scan, scan->at, CND_ERROR_LIMIT, _("one value more"), expected,
                            _("Use blocks and “repeat” to say it shorter."), message);
    }
  place.key_line = scan->key_line;
  place.key_column = scan->key_column;
  scan->key_line = scan->key_column = 0;
  locate_forward (scan, scan->at, &place.line, &place.column);
  g_array_append_val (scan->places, place);
  return TRUE;
}

static gboolean
scan_literal (CndScan *scan)
{
  static const char *const literals[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++)
    {
      gsize n = strlen (literals[i]);
      if (scan->length - scan->at >= n && memcmp (scan->text + scan->at, literals[i], n) == 0
          && (scan->at + n == scan->length
              || !(g_ascii_isalnum (scan->text[scan->at + n]) || scan->text[scan->at + n] == '_')))
        {
          scan->at += n;
          return TRUE;
        }
    }
  return fail_unexpected (scan, WANT_VALUE);
}

static gboolean
scan_value (CndScan *scan, Want *want)
{
  char c = scan->text[scan->at];
  guint place;

  if (!add_place (scan))
    return FALSE;
  place = scan->places->len - 1;
  scan->after_comma = FALSE;
  if (c == '{' || c == '[')
    {
      *want = c == '{' ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
      return open_level (scan, c == '{');
    }
  *want = scan->depth == 0 ? WANT_NOTHING : WANT_COMMA_OR_END;
  if (c == '"')
    return cnd_scan_string (scan, NULL, &g_array_index (scan->places, CndJsonPlace, place).escaped);
  if (c == '-' || g_ascii_isdigit (c))
    return cnd_scan_number (scan);
  return scan_literal (scan);
}

static gboolean
fail_twice (CndScan *scan, gsize start, const char *key, guint first_line)
{
  g_autofree char *message = g_strdup_printf (_("The key “%s” stands twice in the same object"), key);
  g_autofree char *found = g_strdup_printf (_("the key “%s” again"), key);
  g_autofree char *hint = g_strdup_printf (_("Keep one of the two; the first one stands in line %u."), first_line);

  return cnd_scan_fail (scan, start, CND_ERROR_SYNTAX, found, _("each key once"), hint, message);
}

static gboolean
scan_key (CndScan *scan)
{
  CndScanLevel *level = &scan->levels[scan->depth - 1];
  g_autoptr (GString) key = g_string_new (NULL);
  gsize start = scan->at;
  gboolean escaped;
  guint first_line;

  scan->after_comma = FALSE;
  if (!cnd_scan_string (scan, key, &escaped))
    return FALSE;
  if (key->len > CND_MAX_JSON_KEY)
    {
      g_autofree char *message = g_strdup_printf (_("This key is longer than %u bytes"), CND_MAX_JSON_KEY);
      g_autofree char *found = g_strdup_printf (_("%u bytes"), (guint) key->len);
      g_autofree char *expected = g_strdup_printf (_("at most %u bytes"), CND_MAX_JSON_KEY);
      return cnd_scan_fail (scan, start, CND_ERROR_LIMIT, found, expected, _("Choose a shorter name."), message);
    }
  locate_forward (scan, start, &scan->key_line, &scan->key_column);
  g_free (level->key);
  level->key = g_strdup (key->str);
  if (level->keys == NULL)
    level->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  first_line = GPOINTER_TO_UINT (g_hash_table_lookup (level->keys, key->str));
  if (first_line > 0)
    return fail_twice (scan, start, key->str, first_line);
  g_hash_table_insert (level->keys, g_strdup (key->str), GUINT_TO_POINTER (scan->key_line));
  return TRUE;
}

static gboolean
scan_comma_or_end (CndScan *scan, Want *want)
{
  CndScanLevel *level = &scan->levels[scan->depth - 1];
  char c = scan->text[scan->at];

  if (c == ',')
    {
      scan->after_comma = TRUE;
      level->index++;
      if (level->is_object)
        g_clear_pointer (&level->key, g_free);
      *want = level->is_object ? WANT_KEY : WANT_VALUE;
    }
  else if (c == (level->is_object ? '}' : ']'))
    {
      scan->depth--;
      *want = scan->depth == 0 ? WANT_NOTHING : WANT_COMMA_OR_END;
    }
  else
    return fail_unexpected (scan, WANT_COMMA_OR_END);
  scan->at++;
  return TRUE;
}

/* One token in the state @want. */
static gboolean
scan_token (CndScan *scan, Want *want)
{
  char c = scan->at < scan->length ? scan->text[scan->at] : '\0';

  if (scan->at >= scan->length)
    return fail_unexpected (scan, *want);
  if ((*want == WANT_VALUE_OR_END && c == ']') || (*want == WANT_KEY_OR_END && c == '}'))
    return scan_comma_or_end (scan, want);
  switch (*want)
    {
    case WANT_VALUE:
    case WANT_VALUE_OR_END:
      if (strchr ("]}:,", c) != NULL)
        return fail_unexpected (scan, *want);
      return scan_value (scan, want);
    case WANT_KEY:
    case WANT_KEY_OR_END:
      if (c != '"')
        return fail_unexpected (scan, *want);
      *want = WANT_COLON;
      return scan_key (scan);
    case WANT_COLON:
      if (c != ':')
        return fail_unexpected (scan, *want);
      scan->at++;
      *want = WANT_VALUE;
      return TRUE;
    case WANT_COMMA_OR_END:
      return scan_comma_or_end (scan, want);
    case WANT_NOTHING:
    default:
      return fail_unexpected (scan, WANT_NOTHING);
    }
}

/* ---- Encoding ------------------------------------------------------------------------- */

static gboolean
check_encoding (CndScan *scan)
{
  const char *end;
  g_autofree char *found = NULL;
  const guchar *bytes = (const guchar *) scan->text;

  if (scan->length == 0)
    return cnd_scan_fail (scan, 0, CND_ERROR_SYNTAX, _("nothing"), _("a JSON object"), _("Is this the right file?"),
                          _("The file is empty"));
  if (scan->length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return cnd_scan_fail (scan, 0, CND_ERROR_SYNTAX, _("a byte order mark"), "“{”",
                          _("Save the file as UTF-8 without a byte order mark."),
                          _("The file begins with an invisible mark that JSON forbids"));
  if (scan->length >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
    return cnd_scan_fail (scan, 0, CND_ERROR_SYNTAX, "UTF-16", "UTF-8", _("Save the file as UTF-8."),
                          _("The text is encoded as UTF-16"));
  if (g_utf8_validate_len (scan->text, scan->length, &end))
    return TRUE;
  found = g_strdup_printf (_("byte 0x%02X"), (guint) (guchar) *end);
  if (*end == '\0')
    return cnd_scan_fail (scan, end - scan->text, CND_ERROR_SYNTAX, found, _("text"), _("Is this a text file?"),
                          _("The file holds a zero byte"));
  return cnd_scan_fail (scan, end - scan->text, CND_ERROR_SYNTAX, found, "UTF-8", _("Save the file as UTF-8."),
                        _("The text is not valid UTF-8"));
}

static gboolean
scan_all (CndScan *scan)
{
  Want want = WANT_VALUE;

  if (!check_encoding (scan))
    return FALSE;
  for (;;)
    {
      while (scan->at < scan->length && strchr (" \t\n\r", scan->text[scan->at]) != NULL)
        scan->at++;
      if (scan->at == scan->length && want == WANT_NOTHING)
        return TRUE;
      if (!scan_token (scan, &want))
        return FALSE;
    }
}

gboolean
cnd_json_scan (const char *text, gsize length, const char *file, GArray *places, GError **error)
{
  CndScan scan = { .text = text, .length = length, .file = file, .places = places, .line = 1, .column = 1, .error = error };
  gboolean good = scan_all (&scan);

  for (guint i = 0; i < CND_MAX_JSON_DEPTH; i++)
    {
      g_free (scan.levels[i].key);
      g_clear_pointer (&scan.levels[i].keys, g_hash_table_unref);
    }
  return good;
}
