/* Unsaved values, kept through a crash: while a document has some, its model is in a file of a folder, which goes away when it is
 * saved or closed. What a dead process left behind can be restored. */
#include "document-private.h"
#include "training-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#define DELAY_MS 1000

struct _CndJournal
{
  GObject parent_instance;
  CndDocument *document;
  char *folder, *path;
  guint source;
  guint n_writing;
};

G_DEFINE_FINAL_TYPE (CndJournal, cnd_journal, G_TYPE_OBJECT)

static void
journal_dispose (GObject *object)
{
  CndJournal *self = CND_JOURNAL (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->path)
    g_unlink (self->path);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_journal_parent_class)->dispose (object);
}

static void
journal_finalize (GObject *object)
{
  CndJournal *self = CND_JOURNAL (object);

  g_free (self->folder);
  g_free (self->path);
  G_OBJECT_CLASS (cnd_journal_parent_class)->finalize (object);
}

static void
cnd_journal_class_init (CndJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = journal_dispose;
  G_OBJECT_CLASS (klass)->finalize = journal_finalize;
}

static void
cnd_journal_init (CndJournal *self)
{
}

/* ---- Writing ------------------------------------------------------------------------ */

typedef struct
{
  char *path, *text;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_free (entry->text);
  g_free (entry);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Entry *entry = data;

  cnd_formats_save_file (entry->path, entry->text, strlen (entry->text), NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

/* Saved or gone meanwhile: away with it. */
static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndJournal) self = data;

  self->n_writing--;
  if (!self->document || !cnd_document_get_unsaved (self->document))
    g_unlink (self->path);
}

static gboolean
write_now (gpointer data)
{
  CndJournal *self = data;
  g_autoptr (GTask) task = NULL;
  Entry *entry;

  self->source = 0;
  if (!cnd_document_get_unsaved (self->document) || g_mkdir_with_parents (self->folder, 0700) != 0)
    return G_SOURCE_REMOVE;
  entry = g_new0 (Entry, 1);
  *entry = (Entry){ g_strdup (self->path), cnd_document_dup_model (self->document) };
  self->n_writing++;
  task = g_task_new (NULL, NULL, written, g_object_ref (self));
  g_task_set_task_data (task, entry, entry_free);
  g_task_run_in_thread (task, write_in_thread);
  return G_SOURCE_REMOVE;
}

static void
document_changed (CndJournal *self)
{
  if (cnd_document_get_unsaved (self->document))
    {
      if (self->source == 0)
        self->source = g_timeout_add (DELAY_MS, write_now, self);
      return;
    }
  g_clear_handle_id (&self->source, g_source_remove);
  g_unlink (self->path);
}

void
cnd_journal_flush (CndJournal *self)
{
  g_return_if_fail (CND_IS_JOURNAL (self));
  if (self->source != 0)
    {
      g_clear_handle_id (&self->source, g_source_remove);
      write_now (self);
    }
  while (self->n_writing > 0)
    g_main_context_iteration (NULL, TRUE);
}

CndJournal *
cnd_journal_new (CndDocument *document, const char *folder)
{
  static gint last_number;
  CndJournal *self;

  g_return_val_if_fail (CND_IS_DOCUMENT (document) && folder, NULL);
  self = g_object_new (CND_TYPE_JOURNAL, NULL);
  self->document = g_object_ref (document);
  self->folder = g_strdup (folder);
  self->path = g_strdup_printf ("%s/%d-%d.json", folder, (int) getpid (), g_atomic_int_add (&last_number, 1));
  g_signal_connect_object (document, "notify::unsaved", G_CALLBACK (document_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "parameters-changed", G_CALLBACK (document_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/* ---- What was left behind ------------------------------------------------------------ */

char *
cnd_session_dup_journal_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "condenser", "unsaved", NULL);
}

/* (nullable): the name of a process and the letter of its state, as Linux tells them: "(condenser) S" */
static char *
describe_process (gint64 pid, char *state)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/stat", pid);
  g_autofree char *text = NULL;
  char *start, *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  start = strchr (text, '(');
  end = strrchr (text, ')');
  if (!start || !end || end < start || !end[1])
    return NULL;
  *state = end[2];
  return g_strndup (start, (gsize) (end - start));
}

/* A killed process keeps its number until its parent asks after it, and another program may have the number by now. */
gboolean
cnd_journal_is_alive (const char *name)
{
  gint64 pid = g_ascii_strtoll (name, NULL, 10);
  char state = 0, own_state = 0;
  g_autofree char *process = NULL, *own = NULL;

  if (pid <= 0 || kill ((pid_t) pid, 0) != 0)
    return FALSE;
  process = describe_process (pid, &state);
  own = describe_process (getpid (), &own_state);
  if (!process || !own)
    return TRUE;
  return state != 'Z' && state != 'X' && g_str_equal (process, own);
}

GPtrArray *
cnd_session_list_journals (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".json") && !cnd_journal_is_alive (name))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  return paths;
}
