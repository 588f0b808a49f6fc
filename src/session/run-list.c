/* Which runs there are: those that the user trained, the latest first, then those that ship. */
#include "config.h"

#include "session.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_RUNS 24u
#define ENDING ".safetensors"

typedef struct
{
  char *path;
  gint64 changed;
} Found;

static void
clear_found (gpointer data)
{
  g_free (((Found *) data)->path);
}

static gint
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *one = a, *other = b;

  if (one->changed != other->changed)
    return one->changed > other->changed ? -1 : 1;
  return strcmp (one->path, other->path);
}

static void
add_folder (GPtrArray *paths, const char *folder)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_array_set_clear_func (all, clear_found);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Found found = { g_build_filename (folder, name, NULL), 0 };
      GStatBuf status;
      if (g_str_has_suffix (name, ENDING) && g_stat (found.path, &status) == 0 && S_ISREG (status.st_mode) && cnd_run_is_run_file (found.path))
        {
          found.changed = status.st_mtime;
          g_array_append_val (all, found);
        }
      else
        g_free (found.path);
    }
  g_array_sort (all, compare_found);
  for (guint i = 0; i < all->len && paths->len < MAX_RUNS; i++)
    g_ptr_array_add (paths, g_strdup (g_array_index (all, Found, i).path));
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *shipped = cnd_formats_find_data ("runs");

  add_folder (paths, data);
  add_folder (paths, shipped);
  g_task_return_pointer (task, paths, (GDestroyNotify) g_ptr_array_unref);
}

void
cnd_session_list_runs_async (const char *folder, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_set_source_tag (task, cnd_session_list_runs_async);
  g_task_set_task_data (task, folder != NULL ? g_strdup (folder) : cnd_session_dup_runs_folder (), g_free);
  g_task_run_in_thread (task, list_in_thread);
}

GPtrArray *
cnd_session_list_runs_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
