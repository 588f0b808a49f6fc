/* What the scanner says: the place and path of an error, what is found there, and hints for common mistakes. */
#include "config.h"

#include "scan-token-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- Place and path ------------------------------------------------------------------ */

void
cnd_json_append_key (GString *path, const char *key)
{
  gboolean plain = *key != '\0';

  for (const char *c = key; *c != '\0' && plain; c++)
    plain = g_ascii_isalnum (*c) || strchr ("_-$", *c) != NULL;
  if (plain)
    {
      g_string_append_printf (path, ".%s", key);
      return;
    }
  g_string_append (path, "[\"");
  for (const char *c = key; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (path, '\\');
      if ((guchar) *c < 0x20)
        g_string_append_printf (path, "\\u%04x", (guint) *c);
      else
        g_string_append_c (path, *c);
    }
  g_string_append (path, "\"]");
}

static char *
format_path (const CndScan *scan)
{
  GString *path = g_string_new ("$");

  for (guint i = 0; i < scan->depth; i++)
    {
      const CndScanLevel *level = &scan->levels[i];
      if (!level->is_object)
        g_string_append_printf (path, "[%u]", level->index);
      else if (level->key != NULL)
        cnd_json_append_key (path, level->key);
    }
  return g_string_free (path, FALSE);
}

gboolean
cnd_scan_fail (CndScan *scan, gsize offset, CndErrorCode code, const char *found, const char *expected,
               const char *hint, const char *message)
{
  CndProblem problem = { .file = scan->file, .found = found, .expected = expected, .hint = hint };
  g_autofree char *path = format_path (scan);

  cnd_base_locate_offset (scan->text, scan->length, offset, &problem.line, &problem.column);
  problem.path = path;
  cnd_base_set_problem (scan->error, code, &problem, "%s", message);
  return FALSE;
}

char *
cnd_scan_describe (const CndScan *scan, gsize offset)
{
  const char *start = scan->text + offset;
  gsize n = 0;

  if (offset >= scan->length)
    return g_strdup (_("end of file"));
  if ((guchar) *start < 0x20 || *start == 0x7f)
    return *start == '\n' || *start == '\r' ? g_strdup (_("a line break"))
                                            : g_strdup_printf ("U+%04X", (guint) (guchar) *start);
  while (offset + n < scan->length && n < 32
         && (g_ascii_isalnum (start[n]) || start[n] == '_' || start[n] == '-' || (n > 0 && (start[n] == '+' || start[n] == '.'))))
    n++;
  if (n == 0)
    n = g_utf8_next_char (start) - start;
  /* signs are quoted, words and numbers are not */
  return g_strdup_printf (g_ascii_isalnum (*start) || n > 1 ? "%.*s" : "“%.*s”", (int) n, start);
}

/* ---- Hints for common mistakes --------------------------------------------------------- */

static const struct
{
  const char *text;
  const char *hint;
} hint_rows[] = {
  { "'", N_ ("Strings stand between straight double quotes: \"…\".") },
  { "“", N_ ("Strings stand between straight double quotes: \"…\".") },
  { "”", N_ ("Strings stand between straight double quotes: \"…\".") },
  { "«", N_ ("Strings stand between straight double quotes: \"…\".") },
  { "//", N_ ("JSON has no comments; a key \"comment\" may hold one.") },
  { "/*", N_ ("JSON has no comments; a key \"comment\" may hold one.") },
  { "#", N_ ("JSON has no comments; a key \"comment\" may hold one.") },
  { "+", N_ ("Leave out the plus sign.") },
  { ".", N_ ("Write a digit before the point: 0.5.") },
  { "NaN", N_ ("JSON knows only finite numbers.") },
  { "nan", N_ ("JSON knows only finite numbers.") },
  { "Inf", N_ ("JSON knows only finite numbers.") },
  { "inf", N_ ("JSON knows only finite numbers.") },
  { "True", N_ ("Write true in small letters.") },
  { "TRUE", N_ ("Write true in small letters.") },
  { "False", N_ ("Write false in small letters.") },
  { "FALSE", N_ ("Write false in small letters.") },
  { "،", N_ ("Separate with the comma “,” of the Latin keyboard.") },
  { ";", N_ ("Separate with a comma.") },
  { "=", N_ ("A colon stands between a key and its value.") },
};

const char *
cnd_scan_find_hint (const CndScan *scan, gsize offset)
{
  const char *start = scan->text + offset;
  gsize rest = scan->length - offset;

  for (gsize i = 0; i < G_N_ELEMENTS (hint_rows); i++)
    {
      gsize n = strlen (hint_rows[i].text);
      if (n <= rest && memcmp (start, hint_rows[i].text, n) == 0)
        return _(hint_rows[i].hint);
    }
  if (rest > 0 && (guchar) *start >= 0x80 && g_unichar_isdigit (g_utf8_get_char (start)))
    return _("Write numbers with the digits 0 to 9.");
  if (rest > 0 && g_ascii_isalpha (*start))
    return _("Put words between double quotes.");
  return NULL;
}
