/* The published tables held against our figures: a job. */
#include "session.h"

static CndTable *
verify_table (const char *name, GHashTable *architectures, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = cnd_formats_find_data ("published");
  g_autofree char *path = g_build_filename (folder, cnd_analysis_get_table_file (name), NULL);
  g_autoptr (CndCsv) csv = cnd_formats_load_csv (path, cancellable, error);
  CndCells cells = { 0 };

  if (!csv)
    return NULL;
  cells.header = cnd_csv_get_header (csv, &cells.n_columns);
  cells.rows = cnd_csv_get_rows (csv, &cells.n_rows);
  return cnd_analysis_verify_table (name, &cells, cnd_formats_build_shipped, architectures, error);
}

static void
verify_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_table_free);
  g_autoptr (GHashTable) architectures =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cnd_architecture_unref);
  const char *const *names = cnd_analysis_list_tables ();

  for (guint i = 0; names[i]; i++)
    {
      GError *error = NULL;
      CndTable *table = verify_table (names[i], architectures, cancellable, &error);

      if (!table)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (tables, table);
      if (g_task_return_error_if_cancelled (task))
        return;
    }
  g_task_return_pointer (task, g_steal_pointer (&tables), (GDestroyNotify) g_ptr_array_unref);
}

void
cnd_session_verify_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, cnd_session_verify_async);
  g_task_run_in_thread (task, verify_in_thread);
}

GPtrArray *
cnd_session_verify_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
