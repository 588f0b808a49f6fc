/* JSON as a person would lay it out: what fits on a line stands on a line. */
#include "config.h"

#include "json-print-private.h"

#include <math.h>
#include <string.h>

#define MAX_WIDTH 120
#define MAX_DEPTH 16u

typedef struct
{
  GString *text;
  CndPrintRule rule;
  const char *path[MAX_DEPTH];
} Printer;

static void
append_string (GString *text, const char *string)
{
  static const char escapes[] = { ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't' };

  g_string_append_c (text, '"');
  for (; *string != '\0'; string++)
    {
      guchar c = (guchar) *string;
      if (c == '"' || c == '\\')
        g_string_append_printf (text, "\\%c", c);
      else if (c < sizeof escapes && escapes[c] != 0)
        g_string_append_printf (text, "\\%c", escapes[c]);
      else if (c < 0x20)
        g_string_append_printf (text, "\\u%04x", c);
      else
        g_string_append_c (text, (char) c);
    }
  g_string_append_c (text, '"');
}

/* The shortest text that reads back as the same number. */
static void
append_number (GString *text, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (number == floor (number) && fabs (number) < 1e16)
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) number);
      return;
    }
  for (guint precision = 1; precision <= 17; precision++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%ug", precision);
      if (g_ascii_strtod (g_ascii_formatd (digits, sizeof digits, format, number), NULL) == number)
        break;
    }
  g_string_append (text, digits);
}

static void
append_key (GString *text, const cJSON *item)
{
  if (item->string == NULL)
    return;
  append_string (text, item->string);
  g_string_append (text, ": ");
}

static void
append_compact (GString *text, const cJSON *item)
{
  if (cJSON_IsString (item))
    append_string (text, item->valuestring);
  else if (cJSON_IsNumber (item))
    append_number (text, item->valuedouble);
  else if (cJSON_IsBool (item))
    g_string_append (text, cJSON_IsTrue (item) ? "true" : "false");
  else
    {
      gboolean is_object = cJSON_IsObject (item);
      g_string_append (text, !is_object ? "[" : item->child != NULL ? "{ " : "{");
      for (const cJSON *child = item->child; child != NULL; child = child->next)
        {
          append_key (text, child);
          append_compact (text, child);
          g_string_append (text, child->next != NULL ? ", " : "");
        }
      g_string_append (text, !is_object ? "]" : item->child != NULL ? " }" : "}");
    }
}

static glong
get_column (const GString *text)
{
  const char *line = strrchr (text->str, '\n');

  return g_utf8_strlen (line != NULL ? line + 1 : text->str, -1);
}

static void
break_line (GString *text, guint depth)
{
  g_string_append_c (text, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, "  ");
}

/* Whether @item starts a line of its own among members that are filled in. */
static gboolean
stands_alone (const cJSON *item)
{
  return cJSON_IsObject (item);
}

static void append_item (Printer *printer, const cJSON *item, guint depth);

static void
append_members (Printer *printer, const cJSON *item, guint depth, CndPrintLayout layout)
{
  GString *text = printer->text;

  for (const cJSON *child = item->child; child != NULL; child = child->next)
    {
      g_autoptr (GString) compact = g_string_new (NULL);
      append_key (compact, child);
      append_compact (compact, child);
      if (child != item->child && layout == CND_PRINT_FILL && !stands_alone (child) && !stands_alone (child->prev)
          && get_column (text) + 2 + g_utf8_strlen (compact->str, -1) < MAX_WIDTH)
        g_string_append_c (text, ' ');
      else
        break_line (text, depth + 1);
      append_item (printer, child, depth + 1);
      g_string_append (text, child->next != NULL ? "," : "");
    }
}

/* The key and the value, without indentation in front. */
static void
append_item (Printer *printer, const cJSON *item, guint depth)
{
  GString *text = printer->text;
  gsize start = text->len;
  CndPrintLayout layout;

  g_assert (depth < MAX_DEPTH);
  printer->path[depth] = item->string;
  layout = printer->rule (printer->path, depth + 1);
  append_key (text, item);
  if (layout == CND_PRINT_COMPACT || item->child == NULL)
    {
      append_compact (text, item);
      /* one column for the comma */
      if (item->child == NULL || get_column (text) < MAX_WIDTH)
        return;
      g_string_truncate (text, start);
      append_key (text, item);
      layout = CND_PRINT_FILL;
    }
  g_string_append_c (text, cJSON_IsObject (item) ? '{' : '[');
  append_members (printer, item, depth, layout);
  break_line (text, depth);
  g_string_append_c (text, cJSON_IsObject (item) ? '}' : ']');
}

char *
cnd_json_print (const cJSON *tree, CndPrintRule rule)
{
  Printer printer = { .text = g_string_new (NULL), .rule = rule };

  append_item (&printer, tree, 0);
  g_string_append_c (printer.text, '\n');
  return g_string_free (printer.text, FALSE);
}
