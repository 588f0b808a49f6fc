/* Reads the arithmetic that explanations print back to numbers. Whole numbers up to 2^64 are exact in a long double. */
#include "evaluate.h"

#include <math.h>

#define MAX_DEPTH 20

typedef struct
{
  const char *at;
  guint depth;
  gboolean failed;
} Reader;

static long double read_sum (Reader *reader);

static gunichar
peek (Reader *reader)
{
  while (*reader->at == ' ')
    reader->at++;
  return g_utf8_get_char (reader->at);
}

static gboolean
accept (Reader *reader, gunichar wanted)
{
  if (peek (reader) != wanted)
    return FALSE;
  reader->at = g_utf8_next_char (reader->at);
  return TRUE;
}

static long double
read_number (Reader *reader)
{
  long double value = 0, scale = 0;
  guint n_digits = 0;

  peek (reader);
  for (;; reader->at = g_utf8_next_char (reader->at))
    {
      gunichar c = g_utf8_get_char (reader->at);

      if (c == ',' || c == 0x066c)
        continue;
      if (c == '.' || c == 0x066b)
        scale = 1;
      else if (g_unichar_digit_value (c) >= 0)
        {
          value = value * 10 + g_unichar_digit_value (c);
          scale *= 10;
          n_digits++;
        }
      else
        break;
    }
  reader->failed = reader->failed || n_digits == 0;
  return scale > 1 ? value / scale : value;
}

static long double
read_factor (Reader *reader)
{
  static const struct
  {
    gunichar open, close;
  } pairs[] = { { '(', ')' }, { 0x230a, 0x230b }, { 0x2308, 0x2309 } };

  if (accept (reader, 0x2212))
    return -read_factor (reader);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (accept (reader, pairs[i].open))
      {
        long double value = 0;

        reader->failed = reader->failed || ++reader->depth > MAX_DEPTH;
        if (!reader->failed)
          value = read_sum (reader);
        reader->depth--;
        reader->failed = reader->failed || !accept (reader, pairs[i].close);
        return i == 1 ? floorl (value) : i == 2 ? ceill (value) : value;
      }
  return read_number (reader);
}

static long double
read_product (Reader *reader)
{
  long double value = read_factor (reader);

  while (!reader->failed)
    if (accept (reader, 0x00d7) || accept (reader, 0x00b7))
      value *= read_factor (reader);
    else if (accept (reader, '/'))
      value /= read_factor (reader);
    else
      break;
  return value;
}

static long double
read_sum (Reader *reader)
{
  long double value = read_product (reader);

  while (!reader->failed)
    if (accept (reader, '+'))
      value += read_product (reader);
    else if (accept (reader, 0x2212))
      value -= read_product (reader);
    else
      break;
  return value;
}

gboolean
evaluate (const char *text, const char **rest, long double *value)
{
  Reader reader = { .at = text };

  *value = read_sum (&reader);
  peek (&reader);
  *rest = *reader.at == '=' ? reader.at + 1 : reader.at;
  return !reader.failed && (*reader.at == '=' || *reader.at == '\0');
}
