/* Text as a terminal shows it: its width in columns, cutting and wrapping. */
#include "cli-private.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static guint
measure_character (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

guint
cnd_cli_measure_text (const char *text)
{
  guint width = 0;

  for (const char *c = text; *c; c = g_utf8_next_char (c))
    width += measure_character (g_utf8_get_char (c));
  return width;
}

/* The byte after the longest beginning of @text that is at most @width columns wide. */
static const char *
skip_columns (const char *text, guint width)
{
  guint used = 0;

  while (*text)
    {
      used += measure_character (g_utf8_get_char (text));
      if (used > width)
        break;
      text = g_utf8_next_char (text);
    }
  return text;
}

char *
cnd_cli_elide_text (const char *text, guint width)
{
  guint total = cnd_cli_measure_text (text), head, tail;
  const char *head_end, *tail_start;

  if (total <= width)
    return g_strdup (text);
  /* The end of a layer's path tells it apart from its neighbours: the larger half stays at the end. */
  head = (width - 1) / 2;
  tail = width - 1 - head;
  head_end = skip_columns (text, head);
  tail_start = skip_columns (text, total - tail);
  while (*tail_start && cnd_cli_measure_text (tail_start) > tail)
    tail_start = g_utf8_next_char (tail_start);
  return g_strdup_printf ("%.*s…%s", (int) (head_end - text), text, tail_start);
}

static void
append_wrapped_line (GString *out, const char *line, guint indent, guint width)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint column = 0;

  for (guint i = 0; words[i]; i++)
    {
      guint length = cnd_cli_measure_text (words[i]);

      if (length == 0)
        continue;
      if (column > 0 && column + 1 + length > width)
        {
          g_string_append_c (out, '\n');
          column = 0;
        }
      if (column == 0)
        {
          g_string_append_printf (out, "%*s", (int) indent, "");
          column = indent;
        }
      else
        {
          g_string_append_c (out, ' ');
          column++;
        }
      g_string_append (out, words[i]);
      column += length;
    }
  g_string_append_c (out, '\n');
}

void
cnd_cli_append_wrapped (GString *out, const char *text, guint indent, guint width)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    append_wrapped_line (out, lines[i], indent, width);
}

char *
cnd_cli_clean_text (const char *text, gboolean lines)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *c = valid; *c; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      gboolean is_space = character == '\n' || character == '\t';

      if (is_space && !lines)
        g_string_append_c (clean, ' ');
      else if (g_unichar_iscntrl (character) && !is_space)
        g_string_append (clean, "\357\277\275"); /* U+FFFD */
      else
        g_string_append_unichar (clean, character);
    }
  return g_string_free (clean, FALSE);
}

guint
cnd_cli_get_terminal_width (void)
{
  struct winsize size = { 0 };

  if (!isatty (STDOUT_FILENO))
    return 0;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return 80;
}
