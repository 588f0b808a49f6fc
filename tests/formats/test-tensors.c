/* safetensors: what is written reads back; whatever is not as the format says is refused with its place. */
#include "formats/formats.h"
#include "support/complete.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static GBytes *
wrap (const char *header, gsize n_data)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *data = g_malloc0 (n_data + 1);
  guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  g_autofree char *text = g_strdelimit (g_strdup (header), "'", '"');

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  g_byte_array_append (bytes, data, (guint) n_data);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static const float weights[6] = { 1, -2, 0.5f, 1e-30f, -0.0f, 3.25f };
static const guint8 bits[3] = { 0, 1, 1 };
static const gint64 scalar = -7;
static const char *const metadata[] = { "model", "{\"name\": \"a \\ b\"}\n", "دانشگاه", "\x01\t", NULL };
static const CndTensor tensors[] = {
  { "conv.weight", CND_TENSOR_F32, 4, { 2, 3, 1, 1 }, (const guint8 *) weights, sizeof weights },
  { "mask \"1\"", CND_TENSOR_BOOL, 1, { 3 }, bits, sizeof bits },
  { "empty", CND_TENSOR_F16, 2, { 4, 0 }, bits, 0 },
  { "step", CND_TENSOR_I64, 0, { 0 }, (const guint8 *) &scalar, sizeof scalar },
};

static void
check_round_trip (const CndTensors *file)
{
  guint n;
  const CndTensor *all = cnd_tensors_get_all (file, &n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (tensors));
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpstr (all[i].name, ==, tensors[i].name);
      g_assert_cmpint (all[i].type, ==, tensors[i].type);
      g_assert_cmpuint (all[i].rank, ==, tensors[i].rank);
      for (guint k = 0; k < all[i].rank; k++)
        g_assert_cmpuint (all[i].sizes[k], ==, tensors[i].sizes[k]);
      g_assert_cmpmem (all[i].bytes, all[i].n_bytes, tensors[i].bytes, tensors[i].n_bytes);
      g_assert_true (cnd_tensors_find (file, tensors[i].name) == &all[i]);
    }
  g_assert_null (cnd_tensors_find (file, "mask"));
  g_assert_cmpstr (cnd_tensors_get_metadata (file, "model"), ==, metadata[1]);
  g_assert_cmpstr (cnd_tensors_list_metadata (file)[2], ==, metadata[2]);
  g_assert_cmpstr (cnd_tensors_list_metadata (file)[3], ==, metadata[3]);
  g_assert_null (cnd_tensors_list_metadata (file)[4]);
  g_assert_null (cnd_tensors_get_metadata (file, "seed"));
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cnd_formats_format_tensors (metadata, tensors, G_N_ELEMENTS (tensors));
  g_autoptr (GBytes) again = cnd_formats_format_tensors (metadata, tensors, G_N_ELEMENTS (tensors));
  g_autoptr (CndTensors) file = cnd_formats_parse_tensors (bytes, NULL, &error);
  const guint8 *start = g_bytes_get_data (bytes, NULL);

  g_assert_no_error (error);
  check_round_trip (file);
  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpuint (start[0] % 8, ==, 0);
}

static void
test_saved_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tensors-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a.safetensors", NULL);
  g_autoptr (CndTensors) file = NULL;
  g_autoptr (CndTensors) none = NULL;

  cnd_formats_save_tensors (path, metadata, tensors, G_N_ELEMENTS (tensors), NULL, &error);
  g_assert_no_error (error);
  file = cnd_formats_open_tensors (path, &error);
  g_assert_no_error (error);
  check_round_trip (file);
  g_unlink (path);
  none = cnd_formats_open_tensors (path, &error);
  g_assert_error (error, CND_ERROR, CND_ERROR_READ);
  cnd_test_assert_complete (error);
  g_clear_error (&error);
  none = cnd_formats_open_tensors (folder, &error);
  g_assert_error (error, CND_ERROR, CND_ERROR_READ);
  cnd_test_assert_complete (error);
  g_rmdir (folder);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) bytes = cnd_formats_format_tensors (metadata, tensors, G_N_ELEMENTS (tensors));
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) cut = g_bytes_new (start, i);
      g_autoptr (CndTensors) file = cnd_formats_parse_tensors (cut, "cut.safetensors", &error);
      g_assert_null (file);
      g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, "cut.safetensors");
    }
}

static const struct
{
  const char *header;
  gsize n_data;
  gint code; /* CndErrorCode */
  const char *path, *message; /* part of it */
} bad[] = {
  { "", 4, CND_ERROR_SYNTAX, NULL, "not a safetensors" },
  { "[]", 0, CND_ERROR_SYNTAX, NULL, "not a safetensors" },
  { "{", 0, CND_ERROR_SYNTAX, "$", "" },
  { "{} x", 0, CND_ERROR_SYNTAX, "$", "" },
  { "{}", 1, CND_ERROR_LANGUAGE, "$", "belong to no tensor" },
  { "{'a':3}", 0, CND_ERROR_LANGUAGE, "$.a", "is an object" },
  { "{'a':{}}", 0, CND_ERROR_LANGUAGE, "$.a", "" },
  { "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}}", 4, CND_ERROR_LANGUAGE, "$.a.x", "" },
  { "{'a':{'dtype':'F31','shape':[1],'data_offsets':[0,4]}}", 4, CND_ERROR_LANGUAGE, "$.a.dtype", "type" },
  { "{'a':{'dtype':4,'shape':[1],'data_offsets':[0,4]}}", 4, CND_ERROR_LANGUAGE, "$.a.dtype", "type" },
  { "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}", 4, CND_ERROR_LANGUAGE, "$.a.shape", "list" },
  { "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}", 4, CND_ERROR_LANGUAGE, "$.a.shape[0]", "size" },
  { "{'a':{'dtype':'F32','shape':[0.5],'data_offsets':[0,4]}}", 4, CND_ERROR_LANGUAGE, "$.a.shape[0]", "size" },
  { "{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}}", 4, CND_ERROR_LIMIT, "$.a.shape", "8" },
  { "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}", 4, CND_ERROR_LANGUAGE, "$.a.data_offsets", "offsets" },
  { "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}", 4, CND_ERROR_LANGUAGE, "$.a.data_offsets", "offsets" },
  { "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}", 4, CND_ERROR_LANGUAGE, "$.a.data_offsets", "offsets" },
  { "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}", 4, CND_ERROR_LANGUAGE, "$.a.data_offsets", "offsets" },
  { "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}", 4, CND_ERROR_LANGUAGE, "$.a.data_offsets", "ends at byte 8" },
  { "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}", 4, CND_ERROR_LANGUAGE, "$.a", "do not take" },
  { "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}", 0, CND_ERROR_LANGUAGE, "$.a", "do not take" },
  { "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'b':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}", 3,
    CND_ERROR_LANGUAGE, "$.b", "overlaps" },
  { "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'b':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}}", 2,
    CND_ERROR_LANGUAGE, "$.b", "overlaps" },
  { "{'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}", 2, CND_ERROR_LANGUAGE, "$.a", "gap" },
  { "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}}", 2, CND_ERROR_LANGUAGE, "$", "belong to no tensor" },
  { "{'a':{'dtype':'U8','shape':[0],'data_offsets':[0,0]},'a':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}}", 0,
    CND_ERROR_SYNTAX, "$.a", "" },
  { "{'__metadata__':[]}", 0, CND_ERROR_LANGUAGE, "$.__metadata__", "texts" },
  { "{'__metadata__':{'a':1}}", 0, CND_ERROR_LANGUAGE, "$.__metadata__.a", "texts" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = wrap (bad[i].header, bad[i].n_data);
      g_autoptr (CndTensors) file = cnd_formats_parse_tensors (bytes, "bad.safetensors", &error);

      g_assert_null (file);
      if (error == NULL || strstr (error->message, bad[i].message) == NULL)
        g_error ("%s: %s", bad[i].header, error != NULL ? error->message : "no error");
      g_assert_error (error, CND_ERROR, bad[i].code);
      cnd_test_assert_complete (error);
      g_assert_cmpstr (cnd_base_get_problem (error)->path, ==, bad[i].path);
      g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, "bad.safetensors");
    }
}

/* A header's length that is beyond the file, or beyond reason, allocates nothing. */
static void
test_length (void)
{
  static const guint64 lengths[] = { 0, 3, 9, G_MAXUINT32, G_MAXINT64, G_MAXUINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      guint64 words[2] = { GUINT64_TO_LE (lengths[i]), 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_bytes_new (words, sizeof words);
      g_autoptr (CndTensors) file = cnd_formats_parse_tensors (bytes, NULL, &error);
      g_assert_null (file);
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      cnd_test_assert_complete (error);
    }
}

/* Gaps are judged by the bytes' order, not by the header's. */
static void
test_any_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = wrap ("{'b':{'dtype':'U8','shape':[2],'data_offsets':[3,5]},"
                                   "'z':{'dtype':'F32','shape':[0],'data_offsets':[3,3]},"
                                   "'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]}}   ", 5);
  g_autoptr (CndTensors) file = cnd_formats_parse_tensors (bytes, NULL, &error);
  const CndTensor *all = cnd_tensors_get_all (file, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (all[0].name, ==, "a");
  g_assert_cmpstr (all[1].name, ==, "z");
  g_assert_cmpstr (all[2].name, ==, "b");
}

/* ---- Numbers ----------------------------------------------------------------------------------- */

static void
test_halves (void)
{
  static const struct
  {
    float value;
    guint16 half;
  } rows[] = {
    { 0, 0 }, { -0.0f, 0x8000 }, { 1, 0x3c00 }, { -2, 0xc000 }, { 65504, 0x7bff }, { 65519, 0x7bff }, { 65520, 0x7c00 },
    { 1e9f, 0x7c00 }, { 0x1p-14f, 0x0400 }, { 0x1p-24f, 0x0001 }, { 0x1p-25f, 0 }, { 0x1.8p-25f, 1 }, { 0x1.ff8p-15f, 0x03ff },
    { 0x1.ffcp-15f, 0x0400 }, { 1 + 0x1p-11f, 0x3c00 }, { 1 + 0x1.8p-10f, 0x3c02 }, { 1 + 0x1.1p-11f, 0x3c01 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmphex (cnd_formats_float_to_half (rows[i].value), ==, rows[i].half);
  for (guint half = 0; half < 0x10000; half++)
    {
      float value = cnd_formats_half_to_float ((guint16) half);
      if (isnan (value))
        g_assert_true (isnan (cnd_formats_half_to_float (cnd_formats_float_to_half (value))));
      else
        g_assert_cmphex (cnd_formats_float_to_half (value), ==, half);
    }
}

static void
test_floats (void)
{
  static const guint16 half[] = { 0x3c00, 0xc000 }, brain[] = { 0x3f80, 0xc000 };
  static const float single[] = { 1, -2 };
  static const double number[] = { 1, -2 };
  const CndTensor rows[] = {
    { "a", CND_TENSOR_F16, 1, { 2 }, (const guint8 *) half, sizeof half },
    { "b", CND_TENSOR_BF16, 1, { 2 }, (const guint8 *) brain, sizeof brain },
    { "c", CND_TENSOR_F32, 1, { 2 }, (const guint8 *) single, sizeof single },
    { "d", CND_TENSOR_F64, 1, { 2 }, (const guint8 *) number, sizeof number },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree float *values = cnd_tensor_dup_floats (&rows[i], &error);
      g_assert_no_error (error);
      g_assert_cmpfloat (values[0], ==, 1);
      g_assert_cmpfloat (values[1], ==, -2);
    }
  g_assert_null (cnd_tensor_dup_floats (&tensors[1], &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  cnd_test_assert_complete (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/tensors/what-is-written-reads-back", test_round_trip);
  g_test_add_func ("/formats/tensors/a-saved-file-opens", test_saved_file);
  g_test_add_func ("/formats/tensors/cut-anywhere-is-refused", test_truncated);
  g_test_add_func ("/formats/tensors/bad-headers-are-refused-with-their-place", test_bad);
  g_test_add_func ("/formats/tensors/absurd-lengths-are-refused", test_length);
  g_test_add_func ("/formats/tensors/the-header-may-be-in-any-order", test_any_order);
  g_test_add_func ("/formats/tensors/halves-round-to-even", test_halves);
  g_test_add_func ("/formats/tensors/all-real-types-become-floats", test_floats);
  return g_test_run ();
}
