/* From a byte's offset to the line and column that an editor shows. */
#include "config.h"

#include "base.h"

/* Bytes of the character at @at; a byte that begins no valid character is one by itself. */
static gsize
get_character_length (const char *at, gsize available)
{
  if ((guchar) *at < 0x80)
    return 1;

  /* No character is longer than four bytes: looking no further keeps the walk linear */
  gunichar c = g_utf8_get_char_validated (at, (gssize) MIN (available, 4));
  return c == (gunichar) -1 || c == (gunichar) -2 ? 1 : (gsize) g_unichar_to_utf8 (c, NULL);
}

void
cnd_base_locate_offset (const char *text, gsize length, gsize offset, guint *line, guint *column)
{
  g_return_if_fail (text != NULL || length == 0);
  g_return_if_fail (offset <= length);
  g_return_if_fail (line != NULL && column != NULL);

  guint at_line = 1;
  guint at_column = 1;

  for (gsize at = 0; at < offset;)
    {
      gsize step = get_character_length (text + at, length - at);
      gboolean ends_line = text[at] == '\n' || text[at] == '\r';

      if (text[at] == '\r' && at + 1 < length && text[at + 1] == '\n')
        step = 2;
      /* An offset inside a character, or between CR and LF, is at the character's place */
      if (at + step > offset)
        break;
      at += step;
      at_line += ends_line;
      at_column = ends_line ? 1 : at_column + 1;
    }

  *line = at_line;
  *column = at_column;
}
