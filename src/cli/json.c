/* JSON as the commands write it: cJSON builds the tree; integers are exact and numbers the same in every locale. */
#include "cli-private.h"

#include <math.h>
#include <string.h>

/* cJSON itself keeps every number as a double, so the digits go in as they are. */
static void
add_number (cJSON *object, const char *key, const char *digits)
{
  cJSON_AddItemToObject (object, key, cJSON_CreateRaw (digits));
}

void
cnd_cli_json_add_count (cJSON *object, const char *key, guint64 value)
{
  char digits[32];

  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, value);
  add_number (object, key, digits);
}

void
cnd_cli_json_add_signed (cJSON *object, const char *key, gint64 value)
{
  char digits[32];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  add_number (object, key, digits);
}

static cJSON *
create_double (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return cJSON_CreateNull ();
  for (int precision = 15; precision <= 17; precision++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", precision);
      g_ascii_formatd (digits, sizeof digits, format, value);
      if (g_ascii_strtod (digits, NULL) == value)
        break;
    }
  return cJSON_CreateRaw (digits);
}

void
cnd_cli_json_add_double (cJSON *object, const char *key, double value)
{
  cJSON_AddItemToObject (object, key, create_double (value));
}

static cJSON *
create_float (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return cJSON_CreateNull ();
  for (int precision = 6; precision <= 9; precision++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", precision);
      g_ascii_formatd (digits, sizeof digits, format, value);
      if ((float) g_ascii_strtod (digits, NULL) == (float) value)
        break;
    }
  return cJSON_CreateRaw (digits);
}

void
cnd_cli_json_add_float (cJSON *object, const char *key, double value)
{
  cJSON_AddItemToObject (object, key, create_float (value));
}

void
cnd_cli_json_append_float (cJSON *array, double value)
{
  cJSON_AddItemToArray (array, create_float (value));
}

void
cnd_cli_json_append_double (cJSON *array, double value)
{
  cJSON_AddItemToArray (array, create_double (value));
}

void
cnd_cli_json_append_count (cJSON *array, guint64 value)
{
  char digits[32];

  g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, value);
  cJSON_AddItemToArray (array, cJSON_CreateRaw (digits));
}

void
cnd_cli_json_append_pair (cJSON *array, double x, double y)
{
  cJSON *pair = cJSON_CreateArray ();

  cJSON_AddItemToArray (pair, create_double (x));
  cJSON_AddItemToArray (pair, create_double (y));
  cJSON_AddItemToArray (array, pair);
}

void
cnd_cli_json_add_text (cJSON *object, const char *key, const char *text)
{
  /* Names of files may hold any bytes, JSON may not. */
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  cJSON_AddItemToObject (object, key, valid ? cJSON_CreateString (valid) : cJSON_CreateNull ());
}

cJSON *
cnd_cli_json_add_integers (cJSON *object, const char *key, const gint64 *values, guint n_values)
{
  cJSON *array = cJSON_AddArrayToObject (object, key);

  for (guint i = 0; i < n_values; i++)
    {
      char digits[32];

      g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, values[i]);
      cJSON_AddItemToArray (array, cJSON_CreateRaw (digits));
    }
  return array;
}

void
cnd_cli_json_add_shape (cJSON *object, const char *key, const CndShape *shape)
{
  gint64 sizes[3] = { shape->channels, shape->height, shape->width };

  cnd_cli_json_add_integers (object, key, sizes, shape->flat ? 1 : 3);
}

void
cnd_cli_json_add_word (cJSON *object, const char *key, const char *text)
{
  gboolean is_number = *text != '\0' && strspn (text, "0123456789") == strlen (text);

  if (is_number)
    add_number (object, key, text);
  else
    cnd_cli_json_add_text (object, key, text);
}

/* ---- Attributes --------------------------------------------------------------------- */

/* As the model language says it: one pair where both sides agree, else left, right, top, bottom. */
static void
add_padding (cJSON *object, const char *key, const gint64 *sides)
{
  gint64 pair[2] = { sides[2], sides[0] };

  if (sides[0] == sides[1] && sides[2] == sides[3])
    cnd_cli_json_add_integers (object, key, pair, 2);
  else
    cnd_cli_json_add_integers (object, key, sides, 4);
}

static void
add_ratio (cJSON *object, const char *key, gint64 numerator, gint64 denominator)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, numerator, denominator);

  if (denominator == 1)
    cnd_cli_json_add_signed (object, key, numerator);
  else
    cnd_cli_json_add_text (object, key, text);
}

void
cnd_cli_json_add_attribute (cJSON *object, const CndAttributeRow *row, const CndAttribute *value)
{
  switch (row->type)
    {
    case CND_ATTRIBUTE_INTEGER:
      cnd_cli_json_add_signed (object, row->name, value->integers[0]);
      break;
    case CND_ATTRIBUTE_PAIR:
      cnd_cli_json_add_integers (object, row->name, value->integers, 2);
      break;
    case CND_ATTRIBUTE_PADDING:
      add_padding (object, row->name, value->integers);
      break;
    case CND_ATTRIBUTE_SWITCH:
      cJSON_AddBoolToObject (object, row->name, value->integers[0] != 0);
      break;
    case CND_ATTRIBUTE_NUMBER:
      cnd_cli_json_add_double (object, row->name, value->number);
      break;
    case CND_ATTRIBUTE_RATIO:
      add_ratio (object, row->name, value->ratio.numerator, value->ratio.denominator);
      break;
    case CND_ATTRIBUTE_LIST:
      cnd_cli_json_add_integers (object, row->name, value->list.values, value->list.n_values);
      break;
    case CND_ATTRIBUTE_WORD:
      cnd_cli_json_add_text (object, row->name, row->words[value->integers[0]]);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* ---- Writing ------------------------------------------------------------------------ */

/* cJSON indents by tabs and puts one behind each colon; within strings tabs are escapes. As in the files of models it
 * shall be two spaces, and one. */
static char *
replace_tabs (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) * 2);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c != '\t')
        g_string_append_c (out, *c);
      else
        g_string_append (out, c > text && c[-1] == ':' ? " " : "  ");
    }
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

int
cnd_cli_json_print (cJSON *json, int status)
{
  char *text = cJSON_Print (json);
  g_autofree char *lines = replace_tabs (text);

  cJSON_free (text);
  cJSON_Delete (json);
  return cnd_cli_print (lines, status);
}

int
cnd_cli_json_print_line (cJSON *json, int status)
{
  char *text = cJSON_PrintUnformatted (json);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  cJSON_free (text);
  cJSON_Delete (json);
  return cnd_cli_print (line, status);
}
