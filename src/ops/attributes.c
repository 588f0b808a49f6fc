/* Attributes: finding them in a row and writing their values for people. */
#include "config.h"

#include "ops/ops-private.h"

#include <string.h>

gint
cnd_ops_find_attribute (const CndKind *kind, const char *name)
{
  for (guint i = 0; i < kind->n_attributes; i++)
    if (strcmp (kind->attributes[i].name, name) == 0)
      return (gint) i;
  return -1;
}

static char *
format_padding (const gint64 padding[4], CndNumberStyle style)
{
  g_autofree char *left = cnd_base_format_signed (style, padding[0]);
  g_autofree char *right = cnd_base_format_signed (style, padding[1]);
  g_autofree char *top = cnd_base_format_signed (style, padding[2]);
  g_autofree char *bottom = cnd_base_format_signed (style, padding[3]);

  if (padding[0] != padding[1] || padding[2] != padding[3])
    /* Translators: padding of the four sides */
    return g_strdup_printf (_("left %s, right %s, top %s, bottom %s"), left, right, top, bottom);
  if (padding[0] != padding[2])
    return cnd_base_format_sizes (style, (const gint64[]){ padding[2], padding[0] }, 2);
  return g_steal_pointer (&left);
}

static char *
format_number (double number, CndNumberStyle style)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return cnd_base_convert_digits (style, g_ascii_formatd (buffer, sizeof buffer, "%g", number));
}

static char *
format_list (const CndAttribute *value, CndNumberStyle style)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint shown = MIN (value->list.n_values, 16);

  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *number = cnd_base_format_signed (style, value->list.values[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number);
    }
  if (shown < value->list.n_values)
    g_string_append (text, ", …");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
cnd_ops_format_attribute (const CndKind *kind, guint attribute, const CndAttribute *value, CndNumberStyle style)
{
  const CndAttributeRow *row;

  g_return_val_if_fail (attribute < kind->n_attributes, NULL);

  row = &kind->attributes[attribute];
  switch (row->type)
    {
    case CND_ATTRIBUTE_INTEGER:
      return cnd_base_format_signed (style, value->integers[0]);
    case CND_ATTRIBUTE_PAIR:
      return cnd_base_format_sizes (style, value->integers, 2);
    case CND_ATTRIBUTE_PADDING:
      return format_padding (value->integers, style);
    case CND_ATTRIBUTE_SWITCH:
      return g_strdup (value->integers[0] != 0 ? C_("attribute", "on") : C_("attribute", "off"));
    case CND_ATTRIBUTE_NUMBER:
      return format_number (value->number, style);
    case CND_ATTRIBUTE_RATIO:
      {
        g_autofree char *numerator = cnd_base_format_signed (style, value->ratio.numerator);
        g_autofree char *denominator = cnd_base_format_signed (style, value->ratio.denominator);
        if (value->ratio.denominator == 1)
          return g_steal_pointer (&numerator);
        return g_strdup_printf ("%s/%s", numerator, denominator);
      }
    case CND_ATTRIBUTE_LIST:
      return format_list (value, style);
    case CND_ATTRIBUTE_WORD:
      return g_strdup (row->words[value->integers[0]]);
    default:
      g_return_val_if_reached (NULL);
    }
}
