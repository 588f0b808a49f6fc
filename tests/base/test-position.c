/* From offsets to lines and columns. */
#include "base/base.h"

#include <string.h>

typedef struct
{
  const char *text;
  gsize length; /* 0: strlen */
  gsize offset;
  guint line, column;
} Case;

static void
check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      gsize length = cases[i].length > 0 ? cases[i].length : strlen (cases[i].text);
      /* A copy of just that length, so that reading past the end is found */
      g_autofree char *text = g_memdup2 (cases[i].text, length);
      guint line = 0, column = 0;

      cnd_base_locate_offset (text, length, cases[i].offset, &line, &column);
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (line, ==, cases[i].line);
      g_assert_cmpuint (column, ==, cases[i].column);
    }
}

static void
test_lines_end_at_any_ending (void)
{
  static const Case cases[] = {
    { "abc", 0, 0, 1, 1 },
    { "abc", 0, 2, 1, 3 },
    { "abc", 0, 3, 1, 4 },
    { "a\nb", 0, 1, 1, 2 },
    { "a\nb", 0, 2, 2, 1 },
    { "a\n", 0, 2, 2, 1 },
    { "a\n\nb", 0, 3, 3, 1 },
    { "a\rb", 0, 2, 2, 1 },
    { "a\r\rb", 0, 3, 3, 1 },
    { "a\r", 0, 2, 2, 1 },
    { "a\r\nb", 0, 1, 1, 2 },
    { "a\r\nb", 0, 2, 1, 2 }, /* the LF belongs to the CR */
    { "a\r\nb", 0, 3, 2, 1 },
    { "a\r\n\r\nb", 0, 5, 3, 1 },
    { "a\n\rb", 0, 3, 3, 1 },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_columns_count_characters (void)
{
  static const Case cases[] = {
    { "سلا", 0, 2, 1, 2 },
    { "سلا", 0, 4, 1, 3 },
    { "سلا", 0, 6, 1, 4 },
    { "سلا", 0, 3, 1, 2 }, /* inside of a character */
    { "€x", 0, 3, 1, 2 },
    { "𝛼x", 0, 4, 1, 2 },
    { "𝛼x", 0, 5, 1, 3 },
    { "€\n€€x", 0, 10, 2, 3 },
    { "a\tb", 0, 2, 1, 3 },
    { "a\0b", 3, 2, 1, 3 },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_invalid_bytes_count_one_each (void)
{
  static const Case cases[] = {
    { "\xff\xfex", 0, 2, 1, 3 },
    { "\x80\x80x", 0, 2, 1, 3 },       /* continuation bytes alone */
    { "\xe2\x82x", 0, 2, 1, 3 },       /* cut off by another character */
    { "\xe2\x82", 0, 2, 1, 3 },        /* cut off by the end */
    { "\xe2", 0, 1, 1, 2 },
    { "\xc0\xafx", 0, 2, 1, 3 },       /* longer than need be */
    { "\xed\xa0\x80x", 0, 3, 1, 4 },   /* half a surrogate pair */
    { "\xf4\x90\x80\x80x", 0, 4, 1, 5 }, /* beyond U+10FFFF */
    { "\xf0\x9d\x9b\nx", 0, 4, 2, 1 },
    { "€x", 2, 2, 1, 3 },              /* valid, but not within the length */
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_empty_text_begins_at_one (void)
{
  guint line = 0, column = 0;

  cnd_base_locate_offset (NULL, 0, 0, &line, &column);
  g_assert_cmpuint (line, ==, 1);
  g_assert_cmpuint (column, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/position/lines-end-at-any-ending", test_lines_end_at_any_ending);
  g_test_add_func ("/base/position/columns-count-characters", test_columns_count_characters);
  g_test_add_func ("/base/position/invalid-bytes-count-one-each", test_invalid_bytes_count_one_each);
  g_test_add_func ("/base/position/empty-text-begins-at-one", test_empty_text_begins_at_one);
  return g_test_run ();
}
