/* A sum of named addends, kept short: the largest are shown, the others are one addend. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

#define MAX_SHOWN 6

typedef struct
{
  char *name;
  guint64 value;
  gboolean shown;
} Addend;

struct _CndSum
{
  GArray *addends;
};

static void
clear_addend (gpointer data)
{
  Addend *addend = data;

  g_free (addend->name);
}

CndSum *
cnd_sum_new (void)
{
  CndSum *sum = g_new0 (CndSum, 1);

  sum->addends = g_array_new (FALSE, FALSE, sizeof (Addend));
  g_array_set_clear_func (sum->addends, clear_addend);
  return sum;
}

void
cnd_sum_free (CndSum *sum)
{
  if (sum == NULL)
    return;
  g_array_unref (sum->addends);
  g_free (sum);
}

void
cnd_sum_add (CndSum *sum, char *name, guint64 value)
{
  Addend addend = { name, value, TRUE };

  if (value != 0)
    g_array_append_val (sum->addends, addend);
  else
    g_free (name);
}

guint
cnd_sum_get_n_addends (const CndSum *sum)
{
  return sum->addends->len;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const Addend *first = *(const Addend *const *) a, *second = *(const Addend *const *) b;

  if (first->value != second->value)
    return first->value > second->value ? -1 : 1;
  return first < second ? -1 : first > second; /* the earlier one */
}

/* Leaves the MAX_SHOWN − 1 largest shown. Returns: the sum of the others, and how many they are */
static guint64
hide_smallest (const CndSum *sum, guint *n_hidden)
{
  g_autoptr (GPtrArray) by_value = g_ptr_array_sized_new (sum->addends->len);
  guint64 hidden = 0;

  for (guint i = 0; i < sum->addends->len; i++)
    g_ptr_array_add (by_value, &g_array_index (sum->addends, Addend, i));
  g_ptr_array_sort (by_value, compare_values);
  for (guint i = MAX_SHOWN - 1; i < by_value->len; i++)
    {
      Addend *addend = g_ptr_array_index (by_value, i);

      addend->shown = FALSE;
      hidden += addend->value; /* part of a checked total */
    }
  *n_hidden = by_value->len - (MAX_SHOWN - 1);
  return hidden;
}

void
cnd_sum_write (const CndSum *sum, CndEquations *equations)
{
  guint n_hidden = 0;
  guint64 hidden = sum->addends->len > MAX_SHOWN ? hide_smallest (sum, &n_hidden) : 0;
  const char *between = "";

  for (guint i = 0; i < sum->addends->len; i++)
    {
      const Addend *addend = &g_array_index (sum->addends, Addend, i);
      g_autofree char *name = NULL;

      if (!addend->shown)
        continue;
      name = cnd_equations_dup_name (equations, addend->name);
      cnd_equations_add_text (equations, between);
      cnd_equations_add_count (equations, addend->value);
      cnd_equations_add_words (equations, "%s%s", between, name);
      between = " + ";
    }
  if (n_hidden > 0)
    {
      g_autofree char *count = cnd_base_format_count (equations->style, n_hidden);

      cnd_equations_add_text (equations, between);
      cnd_equations_add_count (equations, hidden);
      cnd_equations_add_words (equations, "%s", between);
      /* Translators: the last addend of a sum of layers: conv1 + conv2 + the 14 others; %s is the number */
      cnd_equations_add_words (equations, ngettext ("the %s other", "the %s others", n_hidden), count);
    }
}
