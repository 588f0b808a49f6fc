/* Named tensors that grow, and texts. */
#include "config.h"

#include "run/run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  CndTensor tensor; /* bytes and n_bytes are filled in when asked for */
  char *name;
  GByteArray *bytes;
} Entry;

struct _CndRun
{
  GPtrArray *entries; /* Entry, in the order in which they came */
  GHashTable *by_name;
  GPtrArray *texts; /* key, value, … */
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_byte_array_unref (entry->bytes);
  g_free (entry);
}

CndRun *
cnd_run_new (void)
{
  CndRun *run = g_new0 (CndRun, 1);

  run->entries = g_ptr_array_new_with_free_func (free_entry);
  run->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  run->texts = g_ptr_array_new_with_free_func (g_free);
  cnd_run_set_text (run, "format", CND_RUN_FORMAT);
  cnd_run_set_text (run, "version", CND_RUN_VERSION);
  return run;
}

void
cnd_run_free (CndRun *run)
{
  g_hash_table_unref (run->by_name);
  g_ptr_array_unref (run->entries);
  g_ptr_array_unref (run->texts);
  g_free (run);
}

CndRun *
cnd_run_copy (CndRun *run, const char *without)
{
  CndRun *copy = cnd_run_new ();

  for (guint i = 0; i < run->texts->len; i += 2)
    cnd_run_set_text (copy, run->texts->pdata[i], run->texts->pdata[i + 1]);
  for (guint i = 0; i < run->entries->len; i++)
    {
      const CndTensor *tensor = cnd_run_get_tensor (run, i);
      if (without == NULL || !g_str_has_prefix (tensor->name, without))
        cnd_run_set (copy, tensor->name, tensor->type, tensor->sizes, tensor->rank, tensor->bytes);
    }
  return copy;
}

/* ---- Texts ------------------------------------------------------------------------------------- */

void
cnd_run_set_text (CndRun *run, const char *key, const char *value)
{
  for (guint i = 0; i < run->texts->len; i += 2)
    if (strcmp (run->texts->pdata[i], key) == 0)
      {
        g_free (run->texts->pdata[i + 1]);
        run->texts->pdata[i + 1] = g_strdup (value);
        return;
      }
  g_ptr_array_add (run->texts, g_strdup (key));
  g_ptr_array_add (run->texts, g_strdup (value));
}

const char *
cnd_run_get_text (const CndRun *run, const char *key)
{
  for (guint i = 0; i < run->texts->len; i += 2)
    if (strcmp (run->texts->pdata[i], key) == 0)
      return run->texts->pdata[i + 1];
  return NULL;
}

/* ---- Tensors ------------------------------------------------------------------------------------- */

static gsize
count_bytes (CndTensorType type, const guint64 *sizes, guint rank)
{
  gsize n = cnd_formats_get_tensor_type_size (type);

  for (guint i = 0; i < rank; i++)
    n *= sizes[i];
  return n;
}

static Entry *
add_entry (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->name = g_strdup (name);
  entry->bytes = g_byte_array_new ();
  entry->tensor = (CndTensor){ .name = entry->name, .type = type, .rank = rank };
  if (rank > 0)
    memcpy (entry->tensor.sizes, sizes, rank * sizeof *sizes);
  g_ptr_array_add (run->entries, entry);
  g_hash_table_insert (run->by_name, entry->name, entry);
  return entry;
}

void
cnd_run_append (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, gconstpointer row)
{
  Entry *entry = g_hash_table_lookup (run->by_name, name);

  g_return_if_fail (rank < CND_MAX_TENSOR_RANK);

  if (entry == NULL)
    {
      guint64 all[CND_MAX_TENSOR_RANK] = { 0 };
      if (rank > 0)
        memcpy (all + 1, sizes, rank * sizeof *sizes);
      entry = add_entry (run, name, type, all, rank + 1);
    }
  g_return_if_fail (entry->tensor.type == type && entry->tensor.rank == rank + 1);
  g_return_if_fail (rank == 0 || memcmp (entry->tensor.sizes + 1, sizes, rank * sizeof *sizes) == 0);
  g_byte_array_append (entry->bytes, row, (guint) count_bytes (type, sizes, rank));
  entry->tensor.sizes[0]++;
}

void
cnd_run_append_float (CndRun *run, const char *name, double value)
{
  float single = (float) value;

  cnd_run_append (run, name, CND_TENSOR_F32, NULL, 0, &single);
}

void
cnd_run_append_integer (CndRun *run, const char *name, gint64 value)
{
  cnd_run_append (run, name, CND_TENSOR_I64, NULL, 0, &value);
}

void
cnd_run_append_halves (CndRun *run, const char *name, const guint64 *sizes, guint rank, const float *row)
{
  gsize n = count_bytes (CND_TENSOR_U8, sizes, rank);
  g_autofree guint16 *halves = g_new (guint16, n + 1);

  for (gsize i = 0; i < n; i++)
    halves[i] = cnd_formats_float_to_half (row[i]);
  cnd_run_append (run, name, CND_TENSOR_F16, sizes, rank, halves);
}

void
cnd_run_set (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, gconstpointer bytes)
{
  Entry *entry = g_hash_table_lookup (run->by_name, name);

  g_return_if_fail (rank <= CND_MAX_TENSOR_RANK);

  if (entry == NULL)
    entry = add_entry (run, name, type, sizes, rank);
  entry->tensor.type = type;
  entry->tensor.rank = rank;
  if (rank > 0)
    memcpy (entry->tensor.sizes, sizes, rank * sizeof *sizes);
  g_byte_array_set_size (entry->bytes, 0);
  g_byte_array_append (entry->bytes, bytes, (guint) count_bytes (type, sizes, rank));
}

static const CndTensor *
finish (Entry *entry)
{
  entry->tensor.bytes = entry->bytes->data;
  entry->tensor.n_bytes = entry->bytes->len;
  return &entry->tensor;
}

const CndTensor *
cnd_run_find (CndRun *run, const char *name)
{
  Entry *entry = g_hash_table_lookup (run->by_name, name);

  return entry != NULL ? finish (entry) : NULL;
}

const CndTensor *
cnd_run_require (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, GError **error)
{
  const CndTensor *tensor = cnd_run_find (run, name);

  if (tensor == NULL)
    cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("The run holds no “%s”"), name);
  else if (tensor->type != type || (sizes != NULL && (tensor->rank != rank
                                                      || (rank > 0 && memcmp (tensor->sizes, sizes, rank * sizeof *sizes) != 0))))
    cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("“%s” in the run has another type or shape"), name);
  else
    return tensor;
  return NULL;
}

guint64
cnd_run_count_rows (CndRun *run, const char *name)
{
  const CndTensor *tensor = cnd_run_find (run, name);

  return tensor != NULL && tensor->rank > 0 ? tensor->sizes[0] : 0;
}

guint
cnd_run_get_n_tensors (const CndRun *run)
{
  return run->entries->len;
}

const CndTensor *
cnd_run_get_tensor (CndRun *run, guint index)
{
  g_return_val_if_fail (index < run->entries->len, NULL);

  return finish (run->entries->pdata[index]);
}

/* ---- Files ------------------------------------------------------------------------------------------ */

gboolean
cnd_run_save (CndRun *run, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree CndTensor *tensors = g_new (CndTensor, run->entries->len + 1);
  g_autofree const char **texts = g_new0 (const char *, run->texts->len + 1);

  for (guint i = 0; i < run->entries->len; i++)
    tensors[i] = *finish (run->entries->pdata[i]);
  if (run->texts->len > 0)
    memcpy (texts, run->texts->pdata, run->texts->len * sizeof *texts);
  return cnd_formats_save_tensors (path, texts, tensors, run->entries->len, cancellable, error);
}

static gboolean
check_format (const CndTensors *file, const char *path, GError **error)
{
  const char *format = cnd_tensors_get_metadata (file, "format"), *version = cnd_tensors_get_metadata (file, "version");
  g_autofree char *name = g_filename_display_name (path);
  CndProblem problem = { .file = name, .found = version, .expected = CND_RUN_VERSION };

  if (g_strcmp0 (format, CND_RUN_FORMAT) != 0)
    {
      problem.found = problem.expected = NULL;
      problem.hint = _("Weights alone are no run.");
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, &problem, _("This file holds no recorded training"));
      return FALSE;
    }
  if (g_strcmp0 (version, CND_RUN_VERSION) == 0)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_LANGUAGE, &problem, _("The run has a version that this program does not read"));
  return FALSE;
}

gboolean
cnd_run_is_run_file (const char *path)
{
  g_autoptr (CndTensors) file = cnd_formats_open_tensors (path, NULL);

  return file != NULL && g_strcmp0 (cnd_tensors_get_metadata (file, "format"), CND_RUN_FORMAT) == 0;
}

#define MAX_TENSOR_BYTES (1u << 30)

CndRun *
cnd_run_load (const char *path, GError **error)
{
  g_autoptr (CndTensors) file = cnd_formats_open_tensors (path, error);
  g_autoptr (CndRun) run = NULL;
  const char *const *texts;
  const CndTensor *tensors;
  guint n_tensors;

  if (file == NULL || !check_format (file, path, error))
    return NULL;
  run = cnd_run_new ();
  texts = cnd_tensors_list_metadata (file);
  /* format and version are among them, and no key is there twice: none has to be looked for */
  g_ptr_array_set_size (run->texts, 0);
  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (run->texts, g_strdup (texts[i]));
  tensors = cnd_tensors_get_all (file, &n_tensors);
  for (guint i = 0; i < n_tensors; i++)
    {
      if (tensors[i].n_bytes > MAX_TENSOR_BYTES)
        {
          g_autofree char *name = g_filename_display_name (path);
          CndProblem problem = { .file = name };
          cnd_base_set_problem (error, CND_ERROR_LIMIT, &problem, _("“%s” in the run is larger than this program accepts"), tensors[i].name);
          return NULL;
        }
      cnd_run_set (run, tensors[i].name, tensors[i].type, tensors[i].sizes, tensors[i].rank, tensors[i].bytes);
    }
  return g_steal_pointer (&run);
}
