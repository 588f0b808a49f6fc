/* Names that were most likely meant: the nearest of those that would do, and the hint that says so. */
#include "config.h"

#include "base.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST_WORD 100
#define MAX_LISTED 48u /* names in a hint */

/* Case and the sign between two words are what people misremember first. */
static char *
fold_word (const char *word)
{
  char *folded = g_ascii_strdown (word, -1);

  return g_strdelimit (folded, "- ", '_');
}

/* Edit distance with neighbouring characters swapped as one edit; words are short (names of options and layers). */
static guint
measure_distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *rows = g_new (guint, 3 * (n + 1));
  guint *before = rows, *last = rows + n + 1, *row = rows + 2 * (n + 1);

  for (gsize j = 0; j <= n; j++)
    last[j] = (guint) j;
  for (gsize i = 1; a[i - 1] != '\0'; i++)
    {
      guint *free_row = before;

      row[0] = (guint) i;
      for (gsize j = 1; j <= n; j++)
        {
          guint replaced = last[j - 1] + (a[i - 1] != b[j - 1]);

          row[j] = MIN (replaced, MIN (last[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], before[j - 2] + 1);
        }
      before = last;
      last = row;
      row = free_row;
    }
  return last[n];
}

/* The beginning of a word, or the end of a layer's path. */
static gboolean
is_part (const char *part, const char *word)
{
  gsize length = strlen (part), whole = strlen (word);

  return g_str_has_prefix (word, part)
         || (whole > length && word[whole - length - 1] == '.' && g_str_has_suffix (word, part));
}

/* How far @folded, a name that would do, is from @word; @limit when it is too far. */
static guint
measure_name (const char *word, const char *folded, guint limit)
{
  gsize length = strlen (word), other = strlen (folded);

  if (length > 2 && is_part (word, folded))
    return MIN (1, limit);
  /* without measuring: a network may have very many layers */
  if (MAX (length, other) - MIN (length, other) >= limit)
    return limit;
  return MIN (measure_distance (word, folded), limit);
}

const char *
cnd_base_find_nearest (const char *word, const char *const *words, guint n_words)
{
  g_autofree char *folded = NULL;
  const char *nearest = NULL, *within = NULL;
  gsize length = strlen (word), longest = 1;
  guint best;

  if (length == 0 || length > LONGEST_WORD)
    return NULL;
  folded = fold_word (word);
  best = (guint) (length + 2) / 3 + 1; /* at most a third of it is wrong */
  for (guint i = 0; i < n_words; i++)
    {
      gsize other = words[i] != NULL ? strlen (words[i]) : 0;
      g_autofree char *name = NULL;
      guint distance;

      if (other == 0 || other > LONGEST_WORD)
        continue;
      name = fold_word (words[i]);
      distance = measure_name (folded, name, best);
      if (distance < best && distance < other)
        {
          best = distance;
          nearest = words[i];
        }
      /* "inception3a", where it is called "3a" */
      if (other > longest && g_str_has_suffix (folded, name))
        {
          longest = other;
          within = words[i];
        }
    }
  return nearest != NULL ? nearest : within;
}

char *
cnd_base_suggest_name (const char *word, const char *const *words, guint n_words)
{
  const char *nearest = cnd_base_find_nearest (word, words, n_words);
  g_autoptr (GString) all = NULL;
  guint n_listed = 0;

  if (nearest != NULL)
    return g_strdup_printf (_("Did you mean “%s”?"), nearest);
  all = g_string_new (NULL);
  for (guint i = 0; i < n_words && n_listed < MAX_LISTED; i++)
    if (words[i] != NULL)
      g_string_append_printf (all, "%s%s", n_listed++ > 0 ? ", " : "", words[i]);
  if (n_words > MAX_LISTED && n_listed == MAX_LISTED)
    g_string_append (all, ", …");
  /* Translators: %s is a list of names */
  return n_listed > 0 ? g_strdup_printf (_("Known here: %s."), all->str) : NULL;
}
