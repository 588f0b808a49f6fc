/* safetensors, writing; and numbers of 16 bits. */
#include "config.h"

#include "tensors-private.h"

#include "file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN); /* tensors are written as they lie in memory */

/* ---- Header -------------------------------------------------------------------------------- */

static void
append_string (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (text, "\\u%04x", (guint) (guchar) *c);
    else
      g_string_append_c (text, *c);
  g_string_append_c (text, '"');
}

static void
append_metadata (GString *text, const char *const *metadata)
{
  g_string_append (text, "\"__metadata__\":{");
  for (guint i = 0; metadata[i] != NULL; i += 2)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_string (text, metadata[i]);
      g_string_append_c (text, ':');
      append_string (text, metadata[i + 1]);
    }
  g_string_append_c (text, '}');
}

static void
append_tensor (GString *text, const CndTensor *tensor, guint64 begin)
{
  append_string (text, tensor->name);
  g_string_append_printf (text, ":{\"dtype\":\"%s\",\"shape\":[", cnd_formats_get_tensor_type_name (tensor->type));
  for (guint i = 0; i < tensor->rank; i++)
    g_string_append_printf (text, i > 0 ? ",%" G_GUINT64_FORMAT : "%" G_GUINT64_FORMAT, tensor->sizes[i]);
  g_string_append_printf (text, "],\"data_offsets\":[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]}", begin,
                          begin + tensor->n_bytes);
}

/* The eight bytes of the length come first. */
static GString *
format_header (const char *const *metadata, const CndTensor *tensors, guint n_tensors)
{
  GString *text = g_string_new (NULL);
  guint64 at = 0, n_header;

  for (guint i = 0; i < CND_TENSORS_PREFIX; i++)
    g_string_append_c (text, '\0');
  g_string_append_c (text, '{');
  if (metadata != NULL && metadata[0] != NULL)
    append_metadata (text, metadata);
  for (guint i = 0; i < n_tensors; i++)
    {
      g_assert (tensors[i].n_bytes == cnd_tensor_count (&tensors[i]) * cnd_formats_get_tensor_type_size (tensors[i].type));
      if (text->str[text->len - 1] != '{')
        g_string_append_c (text, ',');
      append_tensor (text, &tensors[i], at);
      at += tensors[i].n_bytes;
    }
  g_string_append_c (text, '}');
  while (text->len % 8 != 0)
    g_string_append_c (text, ' ');
  n_header = text->len - CND_TENSORS_PREFIX;
  for (guint i = 0; i < CND_TENSORS_PREFIX; i++)
    text->str[i] = (char) (n_header >> (8 * i));
  return text;
}

/* Header and tensors, without copying these. */
static CndFilePiece *
list_pieces (const GString *header, const CndTensor *tensors, guint n_tensors)
{
  CndFilePiece *pieces = g_new (CndFilePiece, n_tensors + 1);

  pieces[0] = (CndFilePiece){ header->str, header->len };
  for (guint i = 0; i < n_tensors; i++)
    pieces[i + 1] = (CndFilePiece){ tensors[i].bytes, tensors[i].n_bytes };
  return pieces;
}

GBytes *
cnd_formats_format_tensors (const char *const *metadata, const CndTensor *tensors, guint n_tensors)
{
  GString *text = format_header (metadata, tensors, n_tensors);

  for (guint i = 0; i < n_tensors; i++)
    g_string_append_len (text, (const char *) tensors[i].bytes, (gssize) tensors[i].n_bytes);
  return g_string_free_to_bytes (text);
}

gboolean
cnd_formats_save_tensors (const char *path, const char *const *metadata, const CndTensor *tensors, guint n_tensors,
                          GCancellable *cancellable, GError **error)
{
  GString *header = format_header (metadata, tensors, n_tensors);
  g_autofree CndFilePiece *pieces = list_pieces (header, tensors, n_tensors);
  gboolean good = cnd_file_save_pieces (path, pieces, n_tensors + 1, cancellable, error);

  g_string_free (header, TRUE);
  return good;
}

/* ---- Numbers ------------------------------------------------------------------------------- */

guint64
cnd_tensor_count (const CndTensor *tensor)
{
  guint64 n = 1;

  for (guint i = 0; i < tensor->rank; i++)
    n *= tensor->sizes[i];
  return n;
}

static float
bits_to_float (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

float
cnd_formats_half_to_float (guint16 half)
{
  guint32 sign = (guint32) (half & 0x8000) << 16;
  guint32 exponent = half >> 10 & 0x1f;
  guint32 fraction = half & 0x3ff;

  if (exponent == 0) /* a multiple of 2^−24 */
    return (sign != 0 ? -1.0f : 1.0f) * (float) fraction * 0x1p-24f;
  if (exponent == 0x1f)
    return bits_to_float (sign | 0x7f800000 | fraction << 13);
  return bits_to_float (sign | (exponent + 112) << 23 | fraction << 13);
}

/* Rounds the lowest @n bits away: to the nearest, ties to even. */
static guint32
round_bits (guint32 value, guint n)
{
  guint32 half = 1u << (n - 1);

  return (value + half - 1 + (value >> n & 1)) >> n;
}

guint16
cnd_formats_float_to_half (float value)
{
  guint32 bits, sign, magnitude;

  memcpy (&bits, &value, sizeof bits);
  sign = bits >> 16 & 0x8000;
  magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000)
    return (guint16) (sign | 0x7e00);
  if (magnitude >= 0x47800000) /* 2^16 */
    return (guint16) (sign | 0x7c00);
  if (magnitude < 0x33000000) /* half of the smallest, 2^−25 */
    return (guint16) sign;
  if (magnitude < 0x38800000) /* 2^−14: below it the fraction loses leading bits */
    return (guint16) (sign | round_bits ((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >> 23)));
  return (guint16) (sign | round_bits (magnitude - (112u << 23), 13)); /* may carry into infinity, as it should */
}

static float
read_float (const guint8 *bytes, CndTensorType type)
{
  guint16 half;
  float single;
  double number;

  switch (type)
    {
    case CND_TENSOR_F16:
      memcpy (&half, bytes, sizeof half);
      return cnd_formats_half_to_float (half);
    case CND_TENSOR_BF16:
      memcpy (&half, bytes, sizeof half);
      return bits_to_float ((guint32) half << 16);
    case CND_TENSOR_F32:
      memcpy (&single, bytes, sizeof single);
      return single;
    default:
      memcpy (&number, bytes, sizeof number);
      return (float) number;
    }
}

float *
cnd_tensor_dup_floats (const CndTensor *tensor, GError **error)
{
  CndProblem problem = { .found = cnd_formats_get_tensor_type_name (tensor->type), .expected = "F32, F16, BF16, F64",
                         .hint = _("Convert it to F32 before saving.") };
  guint64 n = cnd_tensor_count (tensor);
  guint size = cnd_formats_get_tensor_type_size (tensor->type);
  float *values;

  if (tensor->type != CND_TENSOR_F16 && tensor->type != CND_TENSOR_BF16 && tensor->type != CND_TENSOR_F32
      && tensor->type != CND_TENSOR_F64)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("The tensor “%s” does not hold real numbers"),
                            tensor->name);
      return NULL;
    }
  values = g_new (float, n + 1);
  for (guint64 i = 0; i < n; i++)
    values[i] = read_float (tensor->bytes + i * size, tensor->type);
  return values;
}
