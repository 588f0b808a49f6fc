/* Image sets as they are handed around: IDX (MNIST and its kin, often gzipped) and the binary CIFAR editions. */
#include "config.h"

#include "file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define IDX_HEADER(rank) (4u + 4u * (rank))
#define CHUNK 65536u
#define IDX_UNSIGNED_BYTE 0x08

static gboolean
fail (const char *file, CndErrorCode code, const char *found, const char *expected, const char *hint, GError **error,
      const char *message)
{
  CndProblem problem = { .file = file, .found = found, .expected = expected, .hint = hint };

  cnd_base_set_problem (error, code, &problem, "%s", message);
  return FALSE;
}

/* ---- IDX header --------------------------------------------------------------------------------- */

/* Two zeros, the type, the number of dimensions, and the size of each, the highest byte first. */
static gboolean
parse_idx_header (const guint8 *bytes, gsize length, const char *file, CndIdx *idx, guint64 *n_values, GError **error)
{
  g_autofree char *found = g_strdup_printf (_("%llu bytes"), (unsigned long long) length);
  g_autofree char *header_size = NULL;
  g_autofree char *limit = cnd_base_format_bytes (CND_NUMBER_STYLE_LATIN, CND_MAX_IMAGE_BYTES);
  g_autofree char *at_most = g_strdup_printf (_("at most %s"), limit);

  if (length < 4 || bytes[0] != 0 || bytes[1] != 0)
    return fail (file, CND_ERROR_SYNTAX, _("other first bytes"), _("two zero bytes in front"),
                 _("IDX files are named like train-images-idx3-ubyte.gz."), error, _("This is not an IDX file"));
  if (bytes[2] != IDX_UNSIGNED_BYTE)
    {
      g_autofree char *type = g_strdup_printf ("0x%02x", bytes[2]);
      return fail (file, CND_ERROR_SYNTAX, type, "0x08",
                   _("Pixels and labels of MNIST are unsigned bytes; is this the right file?"), error,
                   _("Only IDX files of unsigned bytes are read"));
    }
  idx->rank = bytes[3];
  if (idx->rank == 0 || idx->rank > CND_MAX_IDX_RANK)
    {
      g_autofree char *rank = g_strdup_printf ("%u", bytes[3]);
      return fail (file, CND_ERROR_SYNTAX, rank, "1 … 4", _("Images have three dimensions, labels one."), error,
                   _("An IDX file of so many dimensions is not read"));
    }
  header_size = g_strdup_printf (_("at least %u"), IDX_HEADER (idx->rank));
  if (length < IDX_HEADER (idx->rank))
    return fail (file, CND_ERROR_SYNTAX, found, header_size, _("Copy or download the file again."), error,
                 _("The IDX file ends within its header"));
  *n_values = 1;
  for (guint i = 0; i < idx->rank; i++)
    {
      const guint8 *size = bytes + 4 + 4 * i;
      idx->sizes[i] = (guint) size[0] << 24 | (guint) size[1] << 16 | (guint) size[2] << 8 | size[3];
      if (idx->sizes[i] == 0)
        return fail (file, CND_ERROR_SYNTAX, "0", _("at least 1"), _("Copy or download the file again."), error,
                     _("A dimension of the IDX file is empty"));
      if (!cnd_multiply_u64 (*n_values, idx->sizes[i], n_values) || *n_values > CND_MAX_IMAGE_BYTES)
        return fail (file, CND_ERROR_LIMIT, _("sizes that multiply to more"), at_most, _("Is this the right file?"),
                     error, _("The IDX file is larger than this program accepts"));
    }
  return TRUE;
}

/* ---- gzip --------------------------------------------------------------------------------------- */

/* How long the file may be, once its header is there: a few bytes of gzip can unpack to gigabytes. */
static gsize
limit_unpacked (const GByteArray *unpacked)
{
  CndIdx idx;
  guint64 n_values;

  if (unpacked->len < IDX_HEADER (CND_MAX_IDX_RANK))
    return IDX_HEADER (CND_MAX_IDX_RANK) + CHUNK;
  return parse_idx_header (unpacked->data, unpacked->len, NULL, &idx, &n_values, NULL) ? IDX_HEADER (idx.rank) + n_values : 0;
}

static gboolean
is_packed (const guint8 *bytes, gsize length)
{
  return length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

static GByteArray *
unpack (const guint8 *bytes, gsize length, const char *file, GError **error)
{
  g_autoptr (GZlibDecompressor) unpacker = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GByteArray) unpacked = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK);

  for (;;)
    {
      g_autoptr (GError) cause = NULL;
      gsize n_read = 0, n_written = 0;
      GConverterResult result = g_converter_convert (G_CONVERTER (unpacker), bytes, length, chunk, CHUNK,
                                                     G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &cause);
      if (result == G_CONVERTER_ERROR)
        {
          fail (file, CND_ERROR_SYNTAX, _("data that do not unpack"), _("a whole gzip file"),
                _("The file may be cut short. Copy or download it again."), error, _("The gzip file is damaged"));
          return NULL;
        }
      bytes += n_read;
      length -= n_read;
      g_byte_array_append (unpacked, chunk, (guint) n_written);
      if (unpacked->len > limit_unpacked (unpacked))
        return g_steal_pointer (&unpacked); /* whoever reads it says what is wrong */
      if (result != G_CONVERTER_FINISHED)
        continue;
      if (!is_packed (bytes, length))
        break;
      g_converter_reset (G_CONVERTER (unpacker)); /* a file may be several, one behind the other */
    }
  if (length > 0)
    {
      g_autofree char *found = g_strdup_printf (_("%llu bytes"), (unsigned long long) length);
      fail (file, CND_ERROR_SYNTAX, found, _("end of file"), _("Copy or download the file again."), error,
            _("Something follows the end of the gzip file"));
      return NULL;
    }
  return g_steal_pointer (&unpacked);
}

/* ---- IDX ---------------------------------------------------------------------------------------- */

static CndIdx *
parse_plain_idx (const guint8 *bytes, gsize length, const char *file, GError **error)
{
  g_autoptr (CndIdx) idx = g_new0 (CndIdx, 1);
  guint64 n_values;

  if (!parse_idx_header (bytes, length, file, idx, &n_values, error))
    return NULL;
  if (length != IDX_HEADER (idx->rank) + n_values)
    {
      g_autofree char *found = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, length - IDX_HEADER (idx->rank));
      g_autofree char *expected = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, n_values);
      fail (file, CND_ERROR_SYNTAX, found, expected, _("Copy or download the file again."), error,
            length < IDX_HEADER (idx->rank) + n_values ? _("The IDX file is cut short: it holds fewer bytes than its header says")
                                                       : _("The IDX file holds more bytes than its header says"));
      return NULL;
    }
  idx->values = g_memdup2 (bytes + IDX_HEADER (idx->rank), (gsize) n_values);
  return g_steal_pointer (&idx);
}

CndIdx *
cnd_formats_parse_idx (const guint8 *bytes, gsize length, const char *file, GError **error)
{
  g_autoptr (GByteArray) unpacked = NULL;

  if (!is_packed (bytes, length))
    return parse_plain_idx (bytes, length, file, error);
  unpacked = unpack (bytes, length, file, error);
  return unpacked != NULL ? parse_plain_idx (unpacked->data, unpacked->len, file, error) : NULL;
}

CndIdx *
cnd_formats_load_idx (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *file = g_filename_display_name (path);
  g_autofree char *bytes = NULL;
  gsize length;

  bytes = cnd_formats_read_file (path, IDX_HEADER (CND_MAX_IDX_RANK) + CND_MAX_IMAGE_BYTES, &length, cancellable, error);
  return bytes != NULL ? cnd_formats_parse_idx ((const guint8 *) bytes, length, file, error) : NULL;
}

void
cnd_idx_free (CndIdx *idx)
{
  g_free (idx->values);
  g_free (idx);
}

/* ---- CIFAR -------------------------------------------------------------------------------------- */

static const struct
{
  guint n_labels;   /* bytes before the pixels */
  guint classes[2]; /* of each label */
} editions[] = {
  [CND_CIFAR_10] = { 1, { 10 } },
  [CND_CIFAR_100] = { 2, { 20, 100 } },
};

static gboolean
check_label (const char *file, guint image, guint label, guint n_classes, GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *message = NULL;

  if (label < n_classes)
    return TRUE;
  found = g_strdup_printf ("%u", label);
  expected = g_strdup_printf ("0 … %u", n_classes - 1);
  message = g_strdup_printf (_("Image %u has a label of no class: this is not that edition of CIFAR"), image);
  return fail (file, CND_ERROR_SYNTAX, found, expected, _("CIFAR-10 has one label an image, CIFAR-100 two."), error,
               message);
}

CndCifar *
cnd_formats_parse_cifar (const guint8 *bytes, gsize length, CndCifarEdition edition, const char *file, GError **error)
{
  guint n_labels = editions[edition].n_labels, row = n_labels + CND_CIFAR_PIXELS;
  g_autoptr (CndCifar) cifar = NULL;

  if (length == 0 || length % row != 0 || length > CND_MAX_IMAGE_BYTES)
    {
      g_autofree char *found = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, length);
      g_autofree char *expected = g_strdup_printf (_("a multiple of %u"), row);
      fail (file, CND_ERROR_SYNTAX, found, expected, _("The file may be cut short, or of the other edition."), error,
            _("The file is not made of whole CIFAR images"));
      return NULL;
    }
  cifar = g_new0 (CndCifar, 1);
  cifar->n_images = (guint) (length / row);
  cifar->labels = g_new (guint8, cifar->n_images);
  cifar->pixels = g_malloc ((gsize) cifar->n_images * CND_CIFAR_PIXELS);
  for (guint i = 0; i < cifar->n_images; i++)
    {
      const guint8 *at = bytes + (gsize) i * row;
      for (guint k = 0; k < n_labels; k++)
        if (!check_label (file, i, at[k], editions[edition].classes[k], error))
          return NULL;
      cifar->labels[i] = at[n_labels - 1];
      memcpy (cifar->pixels + (gsize) i * CND_CIFAR_PIXELS, at + n_labels, CND_CIFAR_PIXELS);
    }
  return g_steal_pointer (&cifar);
}

CndCifar *
cnd_formats_load_cifar (const char *path, CndCifarEdition edition, GCancellable *cancellable, GError **error)
{
  g_autofree char *file = g_filename_display_name (path);
  g_autofree char *bytes = NULL;
  gsize length;

  bytes = cnd_formats_read_file (path, CND_MAX_IMAGE_BYTES, &length, cancellable, error);
  return bytes != NULL ? cnd_formats_parse_cifar ((const guint8 *) bytes, length, edition, file, error) : NULL;
}

void
cnd_cifar_free (CndCifar *cifar)
{
  g_free (cifar->pixels);
  g_free (cifar->labels);
  g_free (cifar);
}
