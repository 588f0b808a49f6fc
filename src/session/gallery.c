/* The list of shipped models: what the catalogue of a folder names, then the other model files in it. */
#include "gallery-private.h"

struct _CndGallery
{
  GObject parent_instance;
  GPtrArray *items;
};

static GType
gallery_get_item_type (GListModel *model)
{
  return CND_TYPE_MODEL_ITEM;
}

static guint
gallery_get_n_items (GListModel *model)
{
  return CND_GALLERY (model)->items->len;
}

static gpointer
gallery_get_item (GListModel *model, guint position)
{
  CndGallery *self = CND_GALLERY (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
gallery_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gallery_get_item_type;
  iface->get_n_items = gallery_get_n_items;
  iface->get_item = gallery_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CndGallery, cnd_gallery, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, gallery_list_model_init))

static void
gallery_finalize (GObject *object)
{
  g_ptr_array_unref (CND_GALLERY (object)->items);
  G_OBJECT_CLASS (cnd_gallery_parent_class)->finalize (object);
}

static void
cnd_gallery_class_init (CndGalleryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gallery_finalize;
}

static void
cnd_gallery_init (CndGallery *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

CndGallery *
cnd_gallery_new (void)
{
  return g_object_new (CND_TYPE_GALLERY, NULL);
}

/* ---- Reading a folder, in a thread --------------------------------------------------- */

typedef struct
{
  const char *folder;
  GPtrArray *items;
  GHashTable *listed; /* file names that the catalogue has */
  GHashTable *seen;   /* names and counts */
} Reading;

static void
add_entry (Reading *reading, const CndCatalogueEntry *entry)
{
  g_autofree char *path = g_build_filename (reading->folder, entry->file, NULL);
  g_autofree char *open_name = entry->preset ? g_strconcat (path, ":", entry->preset, NULL) : g_strdup (path);

  g_autofree char *what = g_strdup_printf ("%s %" G_GUINT64_FORMAT, entry->name, entry->parameters);

  g_hash_table_add (reading->listed, g_strdup (entry->file));
  /* a model that is both a file of its own and a preset of its family is one row */
  if (!g_hash_table_add (reading->seen, g_steal_pointer (&what)))
    return;
  g_ptr_array_add (reading->items, cnd_model_item_new (entry->name, open_name, entry));
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
add_other_files (Reading *reading, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (reading->folder, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (!dir)
    return FALSE;
  while ((name = g_dir_read_name (dir)))
    if (cnd_formats_is_model_name (name) && !g_hash_table_contains (reading->listed, name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *file = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (reading->folder, file, NULL);
      g_autofree char *title = g_strndup (file, strlen (file) - strlen (".json"));

      g_ptr_array_add (reading->items, cnd_model_item_new (title, path, NULL));
    }
  return TRUE;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = g_build_filename (data, "catalogue.json", NULL);
  g_autoptr (GPtrArray) catalogue = cnd_formats_load_catalogue (path, NULL); /* without one, the files alone are shown */
  Reading reading = { data, items, listed, seen };
  GError *error = NULL;

  for (guint i = 0; catalogue && i < catalogue->len; i++)
    add_entry (&reading, g_ptr_array_index (catalogue, i));
  if (add_other_files (&reading, &error))
    g_task_return_pointer (task, g_steal_pointer (&items), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* @data: the caller's task; see document-open.c */
static void
read_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = G_TASK (data);
  GError *error = NULL;
  GPtrArray *items = g_task_propagate_pointer (G_TASK (result), &error);

  if (items)
    g_task_return_pointer (outer, items, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (outer, error);
}

void
cnd_gallery_load_async (CndGallery *self, const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GTask *outer;

  g_return_if_fail (CND_IS_GALLERY (self) && folder);
  outer = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (outer, cnd_gallery_load_async);
  task = g_task_new (NULL, cancellable, read_done, outer);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

gboolean
cnd_gallery_load_finish (CndGallery *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  guint removed;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  items = g_task_propagate_pointer (G_TASK (result), error);
  if (!items)
    return FALSE;
  removed = self->items->len;
  g_ptr_array_unref (self->items);
  self->items = g_ptr_array_ref (items);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, items->len);
  return TRUE;
}
