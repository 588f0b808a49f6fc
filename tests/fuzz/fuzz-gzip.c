/* Any bytes as an IDX file, packed: in one member or in several it says what it says unpacked, and whatever stands behind
 * the last member is refused. Random bytes never get past gzip's checksum, so the packing is done here. */
#include "formats/formats.h"

#include <gio/gio.h>
#include <string.h>

#define MIN_MEMBER 20u   /* bytes: an empty one */
#define MAX_PACKED 2048u /* bytes: packing more takes long and shows nothing new */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
append_member (GConverter *packer, GByteArray *packed, const guint8 *bytes, gsize length)
{
  GConverterResult result;

  g_converter_reset (packer);
  do
    {
      g_autoptr (GError) error = NULL;
      guint8 chunk[512];
      gsize n_read, n_written;
      result = g_converter_convert (packer, bytes, length, chunk, sizeof chunk, G_CONVERTER_INPUT_AT_END,
                                    &n_read, &n_written, &error);
      g_assert_no_error (error);
      bytes += n_read;
      length -= n_read;
      g_byte_array_append (packed, chunk, (guint) n_written);
    }
  while (result != G_CONVERTER_FINISHED);
}

static CndIdx *
parse (const guint8 *bytes, gsize length, GError **error)
{
  g_autoptr (GError) cause = NULL;
  CndIdx *idx = cnd_formats_parse_idx (bytes, length, "fuzz-idx3-ubyte.gz", &cause);

  g_assert_true ((idx != NULL) != (cause != NULL));
  if (cause != NULL)
    {
      g_assert_nonnull (cnd_base_get_problem (cause));
      g_propagate_error (error, g_steal_pointer (&cause));
    }
  return idx;
}

static void
check_same (const CndIdx *plain, const CndIdx *packed)
{
  gsize n_values = 1;

  g_assert_true ((plain != NULL) == (packed != NULL));
  if (plain == NULL)
    return;
  g_assert_cmpuint (plain->rank, ==, packed->rank);
  for (guint i = 0; i < plain->rank; i++)
    {
      g_assert_cmpuint (plain->sizes[i], ==, packed->sizes[i]);
      n_values *= plain->sizes[i];
    }
  g_assert_cmpmem (plain->values, n_values, packed->values, n_values);
}

/* The first byte is the number of members and how they are packed, the second what is done to the end; the rest is
 * packed. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autoptr (GZlibCompressor) packer = NULL;
  g_autoptr (CndIdx) raw = NULL, plain = NULL, whole = NULL, cut = NULL;
  g_autoptr (GError) cut_error = NULL;
  const guint8 *bytes = data + 2;
  guint n_members;
  gsize length, done = 0;

  raw = parse (data, size, NULL);
  if (size < 2)
    return 0;
  length = MIN (size - 2, MAX_PACKED);
  n_members = 1 + data[0] % 5;
  packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, data[0] / 26);
  for (guint i = 1; i <= n_members; i++)
    {
      gsize end = i == n_members ? length : length * i / n_members;
      append_member (G_CONVERTER (packer), packed, bytes + done, end - done);
      done = end;
    }
  plain = (length >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) ? NULL : parse (bytes, length, NULL);
  whole = parse (packed->data, packed->len, NULL);
  check_same (plain, whole);

  if (data[1] % 2 == 0)
    g_byte_array_append (packed, data + 1, 1);
  else
    g_byte_array_set_size (packed, packed->len - 1 - data[1] % (MIN_MEMBER - 1)); /* less than a whole empty member */
  cut = parse (packed->data, packed->len, &cut_error);
  g_assert_true (cut == NULL);
  return 0;
}
