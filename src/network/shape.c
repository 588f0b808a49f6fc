/* Shapes of features, and texts in several languages. */
#include "network/network.h"

#include <string.h>

gboolean
cnd_shape_count_elements (const CndShape *shape, guint64 *elements)
{
  guint64 count;

  return cnd_multiply_u64 ((guint64) shape->channels, (guint64) shape->height, &count)
         && cnd_multiply_u64 (count, (guint64) shape->width, elements);
}

char *
cnd_shape_format (const CndShape *shape, CndNumberStyle style)
{
  g_autofree char *channels = NULL;
  g_autofree char *height = NULL;
  g_autofree char *width = NULL;
  CndNumberStyle bare = style;

  if (shape->flat)
    return cnd_base_format_signed (style, shape->channels);
  bare.isolate = FALSE;
  channels = cnd_base_format_signed (bare, shape->channels);
  height = cnd_base_format_signed (bare, shape->height);
  width = cnd_base_format_signed (bare, shape->width);
  /* LRI … PDI keeps the three sizes in order inside a right-to-left sentence */
  return style.isolate ? g_strdup_printf ("\u2066%s×%s×%s\u2069", channels, height, width)
                       : g_strdup_printf ("%s×%s×%s", channels, height, width);
}

gboolean
cnd_shape_equal (const CndShape *a, const CndShape *b)
{
  return a->channels == b->channels && a->height == b->height && a->width == b->width && a->flat == b->flat;
}

struct _CndText
{
  GPtrArray *languages;
  GPtrArray *strings;
};

CndText *
cnd_text_new (void)
{
  CndText *text = g_new (CndText, 1);

  text->languages = g_ptr_array_new_with_free_func (g_free);
  text->strings = g_ptr_array_new_with_free_func (g_free);
  return text;
}

void
cnd_text_add (CndText *text, const char *language, const char *string)
{
  g_ptr_array_add (text->languages, g_strdup (language));
  g_ptr_array_add (text->strings, g_strdup (string));
}

void
cnd_text_free (CndText *text)
{
  if (text == NULL)
    return;
  g_ptr_array_unref (text->languages);
  g_ptr_array_unref (text->strings);
  g_free (text);
}

/* Compares the language part only: "fa_IR.UTF-8" is "fa". */
static const char *
find_language (const CndText *text, const char *language)
{
  gsize length = strcspn (language, "_.@-:");

  for (guint i = 0; i < text->languages->len; i++)
    {
      const char *candidate = g_ptr_array_index (text->languages, i);
      if (strlen (candidate) == length && g_ascii_strncasecmp (candidate, language, length) == 0)
        return g_ptr_array_index (text->strings, i);
    }
  return NULL;
}

const char *
cnd_text_get (const CndText *text, const char *language)
{
  const char *string = NULL;

  if (text == NULL || text->strings->len == 0)
    return NULL;
  if (language != NULL)
    string = find_language (text, language);
  if (string == NULL)
    string = find_language (text, "en");
  return string != NULL ? string : g_ptr_array_index (text->strings, 0);
}

guint
cnd_text_get_n_languages (const CndText *text)
{
  return text != NULL ? text->languages->len : 0;
}

const char *
cnd_text_get_nth (const CndText *text, guint n, const char **language)
{
  g_return_val_if_fail (n < cnd_text_get_n_languages (text), NULL);

  *language = g_ptr_array_index (text->languages, n);
  return g_ptr_array_index (text->strings, n);
}
