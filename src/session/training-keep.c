/* Where runs are kept, and how one that was interrupted is found again. */
#include "training-private.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define MARK ".training" /* ending of a mark; its name begins with the process */
#define GROUP "training"

char *
cnd_session_dup_runs_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "condenser", "runs", NULL);
}

/* "CondenseNet 2026-03-14 15-09-26.safetensors" */
char *
cnd_training_dup_free_path (const char *folder, const char *name)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  g_autofree char *model = g_strdelimit (g_strdup (name), "/\\:*?\"<>|", '-');
  char *path = NULL;

  for (guint i = 1; path == NULL || g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf (" (%u)", i) : g_strdup ("");
      g_autofree char *file = g_strdup_printf ("%s %s%s.safetensors", model, time, number);
      g_free (path);
      path = g_build_filename (folder, file, NULL);
    }
  return path;
}

/* ---- Marks -------------------------------------------------------------------------- */

char *
cnd_training_write_mark (const char *folder, const char *path, const char *data)
{
  static gint last_number;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *name = g_strdup_printf ("%d-%d" MARK, (int) getpid (), g_atomic_int_add (&last_number, 1));
  char *mark = g_build_filename (folder, name, NULL);

  g_key_file_set_string (file, GROUP, "run", path);
  g_key_file_set_string (file, GROUP, "images", data);
  /* without it the training goes on, and is not offered */
  g_key_file_save_to_file (file, mark, NULL);
  return mark;
}

void
cnd_kept_training_free (CndKeptTraining *kept)
{
  g_free (kept->mark);
  g_free (kept->path);
  g_free (kept->data);
  g_free (kept->name);
  g_free (kept);
}

void
cnd_kept_training_forget (const CndKeptTraining *kept)
{
  g_return_if_fail (kept != NULL);
  if (kept->mark != NULL)
    g_unlink (kept->mark);
}

/* NULL when it does not say what it was trained with. */
static CndKeptTraining *
describe (CndRecording *recording, const char *path)
{
  const char *options = cnd_recording_get_text (recording, "options");
  CndKeptTraining *kept;
  CndTrainOptions train;
  guint n_images, n_test;

  if (options == NULL || !cnd_train_parse_options (options, &train, &n_images, &n_test, NULL))
    return NULL;
  kept = g_new0 (CndKeptTraining, 1);
  kept->path = g_strdup (path);
  kept->name = cnd_network_dup_name (cnd_recording_get_network (recording));
  kept->n_epochs = train.epochs;
  cnd_recording_get_epochs (recording, &kept->n_done);
  return kept;
}

CndKeptTraining *
cnd_session_describe_unfinished (CndRecording *recording, const char *path)
{
  g_autoptr (CndKeptTraining) kept = describe (recording, path);
  g_autofree char *shipped = cnd_session_dup_shipped_images (), *name = g_path_get_basename (shipped);

  if (kept == NULL || kept->n_done >= kept->n_epochs)
    return NULL;
  if (g_strcmp0 (cnd_recording_get_text (recording, "data"), name) == 0)
    kept->data = g_steal_pointer (&shipped);
  return g_steal_pointer (&kept);
}

/* NULL where there is nothing to go on with. */
static CndKeptTraining *
read_mark (const char *mark)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (CndRecording) recording = NULL;
  g_autofree char *path = NULL, *data = NULL;
  CndKeptTraining *kept;

  if (!g_key_file_load_from_file (file, mark, G_KEY_FILE_NONE, NULL))
    return NULL;
  path = g_key_file_get_string (file, GROUP, "run", NULL);
  data = g_key_file_get_string (file, GROUP, "images", NULL);
  recording = path != NULL && data != NULL ? cnd_recording_load (path, NULL) : NULL;
  kept = recording != NULL ? describe (recording, path) : NULL;
  if (kept == NULL)
    return NULL;
  kept->mark = g_strdup (mark);
  kept->data = g_steal_pointer (&data);
  return kept;
}

static gint64
get_time (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (gint64) status.st_mtime : 0;
}

static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GDir) dir = g_dir_open (data, 0, NULL);
  CndKeptTraining *latest = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *mark = g_build_filename (data, name, NULL);
      CndKeptTraining *kept;

      if (!g_str_has_suffix (name, MARK) || cnd_journal_is_alive (name))
        continue;
      kept = read_mark (mark);
      if (kept == NULL)
        g_unlink (mark); /* no epoch was finished, or the run is gone */
      else if (latest == NULL || get_time (kept->path) > get_time (latest->path))
        {
          g_clear_pointer (&latest, cnd_kept_training_free);
          latest = kept;
        }
      else
        cnd_kept_training_free (kept);
    }
  g_task_return_pointer (task, latest, (GDestroyNotify) cnd_kept_training_free);
}

void
cnd_session_find_kept_training_async (const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_task_data (task, folder != NULL ? g_strdup (folder) : cnd_session_dup_runs_folder (), g_free);
  g_task_run_in_thread (task, find_in_thread);
}

CndKeptTraining *
cnd_session_find_kept_training_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
