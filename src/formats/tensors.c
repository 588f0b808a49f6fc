/* safetensors, reading: an eight-byte length, a JSON header that says where each tensor lies, then the tensors' bytes
 * without gaps. Format: https://huggingface.co/docs/safetensors */
#include "config.h"

#include "tensors-private.h"

#include "file-private.h"
#include "json-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

static const struct
{
  const char *name;
  guint size;
} types[CND_N_TENSOR_TYPES] = {
  [CND_TENSOR_BOOL] = { "BOOL", 1 }, [CND_TENSOR_U8] = { "U8", 1 },     [CND_TENSOR_I8] = { "I8", 1 },
  [CND_TENSOR_I16] = { "I16", 2 },   [CND_TENSOR_U16] = { "U16", 2 },   [CND_TENSOR_F16] = { "F16", 2 },
  [CND_TENSOR_BF16] = { "BF16", 2 }, [CND_TENSOR_I32] = { "I32", 4 },   [CND_TENSOR_U32] = { "U32", 4 },
  [CND_TENSOR_F32] = { "F32", 4 },   [CND_TENSOR_I64] = { "I64", 8 },   [CND_TENSOR_U64] = { "U64", 8 },
  [CND_TENSOR_F64] = { "F64", 8 },
};

struct _CndTensors
{
  GBytes *bytes;
  CndJson *json; /* owns the names */
  CndTensor *tensors;
  guint n_tensors;
  GHashTable *by_name;
  GPtrArray *metadata; /* borrowed texts, NULL-terminated */
};

const char *
cnd_formats_get_tensor_type_name (CndTensorType type)
{
  g_return_val_if_fail (type < CND_N_TENSOR_TYPES, NULL);

  return types[type].name;
}

guint
cnd_formats_get_tensor_type_size (CndTensorType type)
{
  g_return_val_if_fail (type < CND_N_TENSOR_TYPES, 0);

  return types[type].size;
}

/* ---- One tensor of the header -------------------------------------------------------------- */

typedef struct
{
  CndTensor tensor;
  guint64 begin, end;
  const CndJsonNode *node;
} Entry;

typedef struct
{
  CndJson *json;
  const guint8 *data;
  guint64 n_data;
} Reader;

static gboolean
read_type (gpointer user_data, const CndJsonNode *node, gpointer target, GError **error)
{
  Reader *reader = user_data;
  Entry *entry = target;

  if (cJSON_IsString (node->item))
    for (guint i = 0; i < CND_N_TENSOR_TYPES; i++)
      if (strcmp (types[i].name, node->item->valuestring) == 0)
        {
          entry->tensor.type = i;
          return TRUE;
        }
  return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE,
                        "BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32, I64, U64, F64",
                        _("F32 are the usual weights."), _("This type of numbers is not known"));
}

static gboolean
read_sizes (gpointer user_data, const CndJsonNode *node, gpointer target, GError **error)
{
  Reader *reader = user_data;
  Entry *entry = target;
  g_autofree char *expected = NULL;

  if (!cJSON_IsArray (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("a list of sizes"),
                          _("Write [64, 3, 3, 3], or [] for one number."), _("A shape is a list"));
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    {
      gint64 size;
      if (entry->tensor.rank == CND_MAX_TENSOR_RANK)
        expected = g_strdup_printf (_("at most %u"), CND_MAX_TENSOR_RANK);
      if (expected != NULL)
        return cnd_json_fail (reader->json, node, error, CND_ERROR_LIMIT, expected, _("Join dimensions before saving."),
                              _("The tensor has more than %u dimensions"), CND_MAX_TENSOR_RANK);
      if (!cnd_json_get_integer (child, &size) || size < 0)
        return cnd_json_fail (reader->json, child, error, CND_ERROR_LANGUAGE, _("an integer from 0 on"),
                              _("Write a whole number."), _("This is not a size"));
      entry->tensor.sizes[entry->tensor.rank++] = (guint64) size;
    }
  return TRUE;
}

static gboolean
read_offsets (gpointer user_data, const CndJsonNode *node, gpointer target, GError **error)
{
  Reader *reader = user_data;
  Entry *entry = target;
  gint64 begin, end;
  g_autofree char *expected = g_strdup_printf (_("at most %llu"), (unsigned long long) reader->n_data);

  if (!cJSON_IsArray (node->item) || cnd_json_count (node) != 2 || !cnd_json_get_integer (node->child, &begin)
      || !cnd_json_get_integer (node->child->next, &end) || begin < 0 || end < begin)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("[begin, end]"),
                          _("They count bytes behind the header."),
                          _("The offsets of a tensor are two integers, the second not below the first"));
  if ((guint64) end > reader->n_data)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, expected,
                          _("The file may be cut short. Copy or download it again."),
                          _("The tensor ends at byte %lld, and the file holds %llu"), (long long) end,
                          (unsigned long long) reader->n_data);
  entry->begin = (guint64) begin;
  entry->end = (guint64) end;
  return TRUE;
}

static const CndJsonRow tensor_rows[] = {
  { "dtype", TRUE, read_type, "\"F32\"" },
  { "shape", TRUE, read_sizes, "[64, 3]" },
  { "data_offsets", TRUE, read_offsets, "[0, 768]" },
};

static gboolean
read_tensor (Reader *reader, const CndJsonNode *node, Entry *entry, GError **error)
{
  guint64 n_bytes;
  gboolean fits;
  g_autofree char *expected = NULL;

  if (!cJSON_IsObject (node->item))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("an object"),
                          _("Write { \"dtype\": …, \"shape\": …, \"data_offsets\": … }."), _("A tensor is an object"));
  entry->node = node;
  entry->tensor.name = cnd_json_get_key (node);
  if (!cnd_json_read_object (reader->json, node, tensor_rows, G_N_ELEMENTS (tensor_rows), reader, entry, _("a tensor"), error))
    return FALSE;
  n_bytes = types[entry->tensor.type].size;
  fits = TRUE;
  for (guint i = 0; i < entry->tensor.rank && fits; i++)
    fits = cnd_multiply_u64 (n_bytes, entry->tensor.sizes[i], &n_bytes);
  expected = fits ? g_strdup_printf (_("data_offsets that are %llu bytes apart"), (unsigned long long) n_bytes)
                  : g_strdup (_("a smaller shape"));
  if (!fits || n_bytes != entry->end - entry->begin)
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, expected,
                          _("The file may be damaged. Copy or download it again."),
                          _("The tensor's shape and type do not take the %llu bytes that its offsets say"),
                          (unsigned long long) (entry->end - entry->begin));
  entry->tensor.bytes = reader->data + entry->begin;
  entry->tensor.n_bytes = (gsize) n_bytes;
  return TRUE;
}

/* ---- The header ------------------------------------------------------------------------------ */

static gboolean
read_metadata (CndTensors *tensors, const CndJsonNode *node, GError **error)
{
  if (!cJSON_IsObject (node->item))
    return cnd_json_fail (tensors->json, node, error, CND_ERROR_LANGUAGE, _("an object"),
                          _("Write { \"key\": \"text\" }."), _("The metadata is an object of texts"));
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    {
      if (!cJSON_IsString (child->item))
        return cnd_json_fail (tensors->json, child, error, CND_ERROR_LANGUAGE, _("a string"),
                              _("Write { \"key\": \"text\" }."), _("The metadata is an object of texts"));
      g_ptr_array_add (tensors->metadata, (char *) cnd_json_get_key (child));
      g_ptr_array_add (tensors->metadata, child->item->valuestring);
    }
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *left = a, *right = b;

  if (left->begin != right->begin)
    return left->begin < right->begin ? -1 : 1;
  if (left->end != right->end)
    return left->end < right->end ? -1 : 1;
  return left->node < right->node ? -1 : left->node > right->node; /* nodes lie in the order of the text */
}

/* Tensors follow each other: the format has neither gaps nor overlaps, so that no byte is hidden or has two readings. */
static gboolean
check_order (const Reader *reader, const GArray *entries, GError **error)
{
  guint64 at = 0;
  g_autofree char *expected = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      if (entry->begin != at)
        expected = g_strdup_printf (_("data_offsets from %llu on"), (unsigned long long) at);
      if (expected != NULL)
        return cnd_json_fail (reader->json, entry->node, error, CND_ERROR_LANGUAGE, expected,
                              _("The file may be damaged. Copy or download it again."),
                              entry->begin < at ? _("The tensor overlaps the one before it")
                                                : _("There is a gap before the tensor"));
      at = entry->end;
    }
  if (at == reader->n_data)
    return TRUE;
  expected = g_strdup_printf (_("%llu bytes behind the header"), (unsigned long long) at);
  return cnd_json_fail (reader->json, reader->json->nodes, error, CND_ERROR_LANGUAGE, expected,
                        _("The file may be damaged. Copy or download it again."),
                        _("%llu bytes at the end of the file belong to no tensor"),
                        (unsigned long long) (reader->n_data - at));
}

static gboolean
read_header (CndTensors *tensors, Reader *reader, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  const CndJsonNode *root = tensors->json->nodes;

  if (!cJSON_IsObject (root->item))
    return cnd_json_fail (tensors->json, root, error, CND_ERROR_LANGUAGE, _("an object"),
                          _("A safetensors file begins with the length of its header."), _("The header is an object"));
  for (const CndJsonNode *node = root->child; node != NULL; node = node->next)
    {
      Entry entry = { 0 };
      if (strcmp (cnd_json_get_key (node), "__metadata__") == 0)
        {
          if (!read_metadata (tensors, node, error))
            return FALSE;
          continue;
        }
      if (!read_tensor (reader, node, &entry, error))
        return FALSE;
      g_array_append_val (entries, entry);
    }
  g_ptr_array_add (tensors->metadata, NULL);
  g_array_sort (entries, compare_entries);
  if (!check_order (reader, entries, error))
    return FALSE;
  tensors->n_tensors = entries->len;
  tensors->tensors = g_new0 (CndTensor, entries->len + 1);
  for (guint i = 0; i < entries->len; i++)
    {
      tensors->tensors[i] = g_array_index (entries, Entry, i).tensor;
      g_hash_table_insert (tensors->by_name, (char *) tensors->tensors[i].name, &tensors->tensors[i]);
    }
  return TRUE;
}

/* ---- Opening ----------------------------------------------------------------------------------- */

static gboolean
fail_file (const char *file, CndErrorCode code, guint64 n_found, guint64 n_expected, GError **error,
           const char *message)
{
  g_autofree char *found = g_strdup_printf (_("%llu bytes"), (unsigned long long) n_found);
  g_autofree char *expected = n_found > n_expected ? g_strdup_printf (_("at most %llu"), (unsigned long long) n_expected)
                                                   : g_strdup_printf (_("at least %llu"), (unsigned long long) n_expected);
  CndProblem problem = {
    .file = file,
    .found = found,
    .expected = expected,
    .hint = _("A safetensors file begins with the length of its header."),
  };

  cnd_base_set_problem (error, code, &problem, "%s", message);
  return FALSE;
}

static gboolean
find_header (const guint8 *bytes, gsize length, const char *file, guint64 *n_header, GError **error)
{
  if (length < CND_TENSORS_PREFIX)
    return fail_file (file, CND_ERROR_SYNTAX, length, CND_TENSORS_PREFIX, error,
                      _("The file is too short for a safetensors file"));
  *n_header = 0;
  for (guint i = 0; i < CND_TENSORS_PREFIX; i++)
    *n_header |= (guint64) bytes[i] << (8 * i);
  if (*n_header > length - CND_TENSORS_PREFIX)
    return fail_file (file, CND_ERROR_SYNTAX, *n_header, length - CND_TENSORS_PREFIX, error,
                      _("The header would reach beyond the file's end: the file is cut short, or no safetensors file"));
  if (*n_header > CND_MAX_TENSORS_HEADER)
    return fail_file (file, CND_ERROR_LIMIT, *n_header, CND_MAX_TENSORS_HEADER, error,
                      _("The header is larger than this program accepts"));
  if (*n_header == 0 || bytes[CND_TENSORS_PREFIX] != '{')
    {
      CndProblem problem = {
        .file = file,
        .found = *n_header == 0 ? _("an empty header") : _("another first character"),
        .expected = "“{”",
        .hint = _("A safetensors file begins with the length of its header."),
      };
      cnd_base_set_problem (error, CND_ERROR_SYNTAX, &problem,
                            _("This is not a safetensors file: its header is not JSON"));
      return FALSE;
    }
  return TRUE;
}

CndTensors *
cnd_formats_parse_tensors (GBytes *bytes, const char *file, GError **error)
{
  g_autoptr (CndTensors) tensors = NULL;
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);
  guint64 n_header = 0;
  Reader reader;

  if (!find_header (start, length, file, &n_header, error))
    return NULL;
  tensors = g_new0 (CndTensors, 1);
  tensors->bytes = g_bytes_ref (bytes);
  tensors->metadata = g_ptr_array_new ();
  tensors->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  tensors->json = cnd_json_parse ((const char *) start + CND_TENSORS_PREFIX, (gsize) n_header, file, error);
  if (tensors->json == NULL)
    return NULL;
  reader = (Reader){ tensors->json, start + CND_TENSORS_PREFIX + n_header, length - CND_TENSORS_PREFIX - n_header };
  if (!read_header (tensors, &reader, error))
    return NULL;
  return g_steal_pointer (&tensors);
}

CndTensors *
cnd_formats_open_tensors (const char *path, GError **error)
{
  g_autofree char *file = g_filename_display_name (path);
  g_autoptr (GMappedFile) map = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) cause = NULL;
  guint64 n_bytes;
  int fd = cnd_file_open (path, &n_bytes, error);

  if (fd < 0)
    return NULL;
  map = g_mapped_file_new_from_fd (fd, FALSE, &cause);
  close (fd);
  if (map == NULL)
    {
      CndProblem problem = {
        .file = file,
        .found = cause->message,
        .expected = _("a file that can be read"),
        .hint = _("Copy the file to another place and try again."),
      };
      cnd_base_set_problem (error, CND_ERROR_READ, &problem, _("The file cannot be read: %s"), cause->message);
      return NULL;
    }
  bytes = g_mapped_file_get_bytes (map);
  return cnd_formats_parse_tensors (bytes, file, error);
}

void
cnd_tensors_free (CndTensors *tensors)
{
  g_clear_pointer (&tensors->json, cnd_json_free);
  g_clear_pointer (&tensors->by_name, g_hash_table_unref);
  g_clear_pointer (&tensors->metadata, g_ptr_array_unref);
  g_clear_pointer (&tensors->bytes, g_bytes_unref);
  g_free (tensors->tensors);
  g_free (tensors);
}

const CndTensor *
cnd_tensors_get_all (const CndTensors *tensors, guint *n_tensors)
{
  if (n_tensors != NULL)
    *n_tensors = tensors->n_tensors;
  return tensors->tensors;
}

const CndTensor *
cnd_tensors_find (const CndTensors *tensors, const char *name)
{
  return g_hash_table_lookup (tensors->by_name, name);
}

const char *const *
cnd_tensors_list_metadata (const CndTensors *tensors)
{
  return (const char *const *) tensors->metadata->pdata;
}

const char *
cnd_tensors_get_metadata (const CndTensors *tensors, const char *key)
{
  for (guint i = 0; i + 1 < tensors->metadata->len; i += 2)
    if (strcmp (tensors->metadata->pdata[i], key) == 0)
      return tensors->metadata->pdata[i + 1];
  return NULL;
}
