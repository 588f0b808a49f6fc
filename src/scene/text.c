/* Texts before they are placed: cleaning, direction, ids, measuring once, shortening. */
#include "config.h"

#include "scene/scene-private.h"

#include <string.h>

#define LEFT_TO_RIGHT_MARK 0x200E
#define RIGHT_TO_LEFT_MARK 0x200F
#define FIRST_ISOLATE 0x2066
#define POP_ISOLATE 0x2069

/* Embeddings and overrides would turn what follows them around, out of a label's author's sight. */
static gboolean
is_unwanted (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x202A && c <= 0x202E) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE
         || (c >= 0xFDD0 && c <= 0xFDEF);
}

char *
cnd_scene_clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));
  gboolean blank = FALSE;

  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
        blank = TRUE;
      else if (!is_unwanted (c))
        {
          if (blank && clean->len > 0)
            g_string_append_c (clean, ' ');
          blank = FALSE;
          g_string_append_unichar (clean, c);
        }
    }
  return g_string_free (clean, FALSE);
}

gboolean
cnd_scene_is_rtl (const char *text)
{
  guint depth = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c >= FIRST_ISOLATE && c < POP_ISOLATE)
        depth++;
      else if (c == POP_ISOLATE)
        depth -= depth > 0;
      else if (depth == 0 && (c == LEFT_TO_RIGHT_MARK || c == RIGHT_TO_LEFT_MARK))
        return c == RIGHT_TO_LEFT_MARK;
      if (depth > 0 || !g_unichar_isalpha (c))
        continue;
      switch (g_unichar_get_script (c))
        {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_HEBREW:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_THAANA:
        case G_UNICODE_SCRIPT_NKO:
          return TRUE;
        default:
          return FALSE;
        }
    }
  return FALSE;
}

char *
cnd_scene_make_id (const char *prefix, const char *id)
{
  GString *made = g_string_new (prefix);
  g_autofree char *valid = g_utf8_make_valid (id, -1);

  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c < 128 && (g_ascii_isalnum (c) || strchr ("-._", c)))
        g_string_append_c (made, c);
      else
        g_string_append_printf (made, "_x%X_", c);
    }
  return g_string_free (made, FALSE);
}

void
cnd_ruler_init (CndRuler *ruler, CndMeasureText measure, gpointer data)
{
  ruler->measure = measure;
  ruler->data = data;
  for (guint i = 0; i < 2; i++)
    ruler->widths[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

void
cnd_ruler_clear (CndRuler *ruler)
{
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&ruler->widths[i], g_hash_table_unref);
}

double
cnd_ruler_measure (CndRuler *ruler, const char *text, double size, gboolean bold)
{
  GHashTable *widths = ruler->widths[bold ? 1 : 0];
  double *width = g_hash_table_lookup (widths, text);

  if (*text == '\0')
    return 0;
  if (width == NULL)
    {
      width = g_new (double, 1);
      *width = ruler->measure (text, 16, bold, ruler->data) / 16;
      g_hash_table_insert (widths, g_strdup (text), width);
    }
  return *width * size;
}

char *
cnd_ruler_fit (CndRuler *ruler, const char *text, double size, gboolean bold, double width)
{
  glong low = 0, high;
  char *best;

  if (cnd_ruler_measure (ruler, text, size, bold) <= width)
    return g_strdup (text);

  best = g_strdup ("…");
  high = g_utf8_strlen (text, -1) - 1;
  while (low < high)
    {
      glong middle = (low + high + 1) / 2;
      g_autofree char *head = g_utf8_substring (text, 0, middle);
      g_autofree char *shortened = g_strconcat (g_strchomp (head), "…", NULL);
      if (cnd_ruler_measure (ruler, shortened, size, bold) <= width)
        {
          low = middle;
          g_free (best);
          best = g_steal_pointer (&shortened);
        }
      else
        high = middle - 1;
    }
  return best;
}
