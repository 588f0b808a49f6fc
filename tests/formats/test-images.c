/* IDX and CIFAR: plain and gzip, whole and damaged. */
#include "formats/formats.h"
#include "support/complete.h"

#include <string.h>

static const guint8 idx_bytes[] = { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 255 };

static GByteArray *
zip (const guint8 *bytes, gsize length)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  GByteArray *packed = g_byte_array_new ();
  GConverterResult result;

  do
    {
      guint8 chunk[4096];
      gsize n_read, n_written;
      g_autoptr (GError) error = NULL;
      result = g_converter_convert (G_CONVERTER (packer), bytes, length, chunk, sizeof chunk, G_CONVERTER_INPUT_AT_END,
                                    &n_read, &n_written, &error);
      g_assert_no_error (error);
      g_byte_array_append (packed, chunk, (guint) n_written);
      bytes += n_read;
      length -= n_read;
    }
  while (result != G_CONVERTER_FINISHED);
  return packed;
}

static void
check_idx (const CndIdx *idx)
{
  g_assert_cmpuint (idx->rank, ==, 3);
  g_assert_cmpuint (idx->sizes[0], ==, 2);
  g_assert_cmpuint (idx->sizes[1], ==, 1);
  g_assert_cmpuint (idx->sizes[2], ==, 3);
  g_assert_cmpmem (idx->values, 6, idx_bytes + 16, 6);
}

static void
test_idx (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) packed = zip (idx_bytes, sizeof idx_bytes);
  g_autoptr (CndIdx) plain = cnd_formats_parse_idx (idx_bytes, sizeof idx_bytes, NULL, &error);
  g_autoptr (CndIdx) unpacked = cnd_formats_parse_idx (packed->data, packed->len, NULL, &error);

  g_autoptr (GByteArray) members = zip (idx_bytes, 10);
  g_autoptr (GByteArray) rest = zip (idx_bytes + 10, sizeof idx_bytes - 10);
  g_autoptr (CndIdx) several = NULL;

  g_assert_no_error (error);
  check_idx (plain);
  check_idx (unpacked);
  g_byte_array_append (members, rest->data, rest->len);
  several = cnd_formats_parse_idx (members->data, members->len, NULL, &error);
  g_assert_no_error (error);
  check_idx (several);
}

static void
test_truncated (void)
{
  g_autoptr (GByteArray) packed = zip (idx_bytes, sizeof idx_bytes);

  for (gsize i = 0; i < sizeof idx_bytes; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndIdx) idx = cnd_formats_parse_idx (idx_bytes, i, "cut", &error);
      g_assert_null (idx);
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      cnd_test_assert_complete (error);
      g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, "cut");
    }
  for (gsize i = 0; i < packed->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndIdx) idx = cnd_formats_parse_idx (packed->data, i, "cut.gz", &error);
      g_assert_null (idx);
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      cnd_test_assert_complete (error);
    }
}

static const struct
{
  guint8 bytes[24];
  gsize length;
  gint code; /* CndErrorCode */
} bad[] = {
  { { 1, 0, 8, 1, 0, 0, 0, 1, 5 }, 9, CND_ERROR_SYNTAX },
  { { 0, 0, 9, 1, 0, 0, 0, 1, 5 }, 9, CND_ERROR_SYNTAX },
  { { 0, 0, 13, 1, 0, 0, 0, 1, 5 }, 9, CND_ERROR_SYNTAX },
  { { 0, 0, 8, 0, 0, 0, 0, 1, 5 }, 9, CND_ERROR_SYNTAX },
  { { 0, 0, 8, 5, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1 }, 24, CND_ERROR_SYNTAX },
  { { 0, 0, 8, 1, 0, 0, 0, 0 }, 8, CND_ERROR_SYNTAX },
  { { 0, 0, 8, 1, 0, 0, 0, 1, 5, 6 }, 10, CND_ERROR_SYNTAX },
  { { 0, 0, 8, 1, 255, 255, 255, 255, 6 }, 9, CND_ERROR_LIMIT },
  { { 0, 0, 8, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0 }, 16, CND_ERROR_LIMIT },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndIdx) idx = cnd_formats_parse_idx (bad[i].bytes, bad[i].length, "bad", &error);
      g_assert_null (idx);
      g_assert_error (error, CND_ERROR, bad[i].code);
      cnd_test_assert_complete (error);
    }
}

/* A gigabyte of zeros packs into a megabyte; here 64 MB, of which no more than the header says is kept. */
static void
test_bomb (void)
{
  gsize length = 64u << 20;
  g_autofree guint8 *zeros = g_malloc0 (length);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) packed = NULL;
  g_autoptr (CndIdx) idx = NULL;

  memcpy (zeros, idx_bytes, sizeof idx_bytes);
  packed = zip (zeros, length);
  g_assert_cmpuint (packed->len, <, 100000);
  idx = cnd_formats_parse_idx (packed->data, packed->len, "bomb.gz", &error);
  g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
  cnd_test_assert_complete (error);
  g_assert_nonnull (strstr (error->message, "more bytes"));
  /* it stopped unpacking within the first chunks */
  g_assert_cmpstr (cnd_base_get_problem (error)->found, ==, "65,520");
}

static void
test_cifar (void)
{
  static const struct
  {
    CndCifarEdition edition;
    guint8 labels[2];
    guint n_labels, fine;
  } rows[] = { { CND_CIFAR_10, { 9 }, 1, 9 }, { CND_CIFAR_100, { 19, 99 }, 2, 99 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize row = rows[i].n_labels + CND_CIFAR_PIXELS;
      g_autofree guint8 *bytes = g_malloc0 (2 * row);
      g_autoptr (GError) error = NULL;
      g_autoptr (CndCifar) cifar = NULL;
      g_autoptr (CndCifar) cut = NULL;
      g_autoptr (CndCifar) mislabelled = NULL;

      memcpy (bytes + row, rows[i].labels, rows[i].n_labels);
      bytes[2 * row - 1] = 77;
      cifar = cnd_formats_parse_cifar (bytes, 2 * row, rows[i].edition, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (cifar->n_images, ==, 2);
      g_assert_cmpuint (cifar->labels[0], ==, 0);
      g_assert_cmpuint (cifar->labels[1], ==, rows[i].fine);
      g_assert_cmpuint (cifar->pixels[2 * CND_CIFAR_PIXELS - 1], ==, 77);
      cut = cnd_formats_parse_cifar (bytes, 2 * row - 1, rows[i].edition, "cut", &error);
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      cnd_test_assert_complete (error);
      g_clear_error (&error);
      bytes[row]++;
      mislabelled = cnd_formats_parse_cifar (bytes, 2 * row, rows[i].edition, "mislabelled", &error);
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      cnd_test_assert_complete (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/images/idx-reads-plain-and-gzip", test_idx);
  g_test_add_func ("/formats/images/cut-anywhere-is-refused", test_truncated);
  g_test_add_func ("/formats/images/bad-headers-are-refused", test_bad);
  g_test_add_func ("/formats/images/a-gzip-bomb-is-not-unpacked", test_bomb);
  g_test_add_func ("/formats/images/cifar-reads-both-editions", test_cifar);
  return g_test_run ();
}
