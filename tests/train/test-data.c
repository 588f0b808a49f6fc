/* Folders with images: the shipped one, and damaged ones. */
#include "support/model.h"

#include "train/train.h"

#include "formats/formats.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
test_shipped (void)
{
  static const struct
  {
    CndDataPart part;
    guint n_images;
  } rows[] = { { CND_DATA_TRAINING, 10000 }, { CND_DATA_TEST, 5000 } };
  g_autofree char *data = cnd_formats_find_data ("data");
  g_autofree char *folder = g_build_filename (data, "fashion-mnist", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndDataSet) set = cnd_train_load_data (folder, rows[i].part, 0, NULL, &error);
      guint counts[10] = { 0 }, sizes[3];
      float mean, deviation;
      g_assert_no_error (error);
      g_assert_cmpuint (cnd_data_set_get_n_images (set), ==, rows[i].n_images);
      g_assert_cmpuint (cnd_data_set_get_n_classes (set), ==, 10);
      cnd_data_set_get_sizes (set, sizes);
      g_assert_true (sizes[0] == 1 && sizes[1] == 28 && sizes[2] == 28);
      for (guint k = 0; k < rows[i].n_images; k++)
        counts[cnd_data_set_get_label (set, k)]++;
      for (guint k = 0; k < 10; k++)
        g_assert_cmpuint (counts[k], ==, rows[i].n_images / 10);
      cnd_data_set_measure (set, &mean, &deviation);
      g_assert_cmpfloat_with_epsilon (mean, i == 0 ? 0.28717f : 0.28506f, 1e-5);
      g_assert_cmpfloat_with_epsilon (deviation, i == 0 ? 0.35378f : 0.35350f, 1e-5);
    }
}

typedef struct
{
  char *path;
} Folder;

static void
folder_clear (Folder *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder->path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder->path, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder->path);
  g_free (folder->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folder, folder_clear)

static Folder
folder_new (void)
{
  return (Folder){ g_dir_make_tmp ("images-XXXXXX", NULL) };
}

static void
put (const Folder *folder, const char *name, gconstpointer bytes, gsize length)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

static const guint8 images[] = { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6 };
static const guint8 labels[] = { 0, 0, 8, 1, 0, 0, 0, 2, 3, 1 };

static void
test_idx (void)
{
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CndDataSet) set = NULL;
  g_autoptr (CndDataSet) one = NULL;

  put (&folder, "train-images-idx3-ubyte", images, sizeof images);
  put (&folder, "train-labels-idx1-ubyte", labels, sizeof labels);
  set = cnd_train_load_data (folder.path, CND_DATA_TRAINING, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cnd_data_set_get_n_images (set), ==, 2);
  g_assert_cmpuint (cnd_data_set_get_n_classes (set), ==, 4);
  g_assert_cmpuint (cnd_data_set_get_pixels (set, 1)[1], ==, 6);
  g_assert_cmpuint (cnd_data_set_get_label (set, 1), ==, 1);
  one = cnd_train_load_data (folder.path, CND_DATA_TRAINING, 1, NULL, &error);
  g_assert_cmpuint (cnd_data_set_get_n_images (one), ==, 1);
  g_assert_null (cnd_train_load_data (folder.path, CND_DATA_TEST, 0, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
}

/* One label of a file that is damaged: what is wrong with which image in which file. */
static void
test_bad_label (void)
{
  static const guint8 damaged[] = { 0, 0, 8, 1, 0, 0, 0, 2, 3, 99 };
  CndEngineOptions options = { .batch = 1, .n_threads = 1 };
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network =
    cnd_test_build_layers ("1, 1, 2", "{'kind': 'flatten'}, {'kind': 'linear', 'out': 10}", &error);
  g_autoptr (CndEngine) engine = cnd_engine_new (network, &options, &error);
  g_autoptr (CndDataSet) set = NULL;
  g_autofree char *file = NULL;

  put (&folder, "train-images-idx3-ubyte", images, sizeof images);
  put (&folder, "train-labels-idx1-ubyte", damaged, sizeof damaged);
  set = cnd_train_load_data (folder.path, CND_DATA_TRAINING, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (cnd_train_check_images (engine, set, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "The image 1 (from 0) has the label 99"));
  file = g_build_filename (folder.path, "train-labels-idx1-ubyte", NULL);
  g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, file);
}

static void
test_bad_idx (void)
{
  static const guint8 three[] = { 0, 0, 8, 1, 0, 0, 0, 3, 3, 1, 2 };
  static const struct
  {
    gconstpointer images, labels;
    gsize n_images, n_labels;
    const char *message;
  } rows[] = {
    { images, three, sizeof images, sizeof three, "as many labels" },
    { labels, images, sizeof labels, sizeof images, "too few dimensions" },
    { images, images, sizeof images, sizeof images, "too many dimensions" },
    { images, NULL, sizeof images, 0, "labels of these images are missing" },
    { images, labels, sizeof images - 1, sizeof labels, "cut short" },
    { images, labels, sizeof images, sizeof labels - 1, "cut short" },
    { "{}", labels, 2, sizeof labels, "not an IDX" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Folder) folder = folder_new ();
      g_autoptr (GError) error = NULL;
      put (&folder, "t10k-images-idx3-ubyte", rows[i].images, rows[i].n_images);
      if (rows[i].labels != NULL)
        put (&folder, "t10k-labels-idx1-ubyte", rows[i].labels, rows[i].n_labels);
      g_assert_null (cnd_train_load_data (folder.path, CND_DATA_TEST, 0, NULL, &error));
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      if (strstr (error->message, rows[i].message) == NULL)
        g_error ("%s", error->message);
      g_assert_nonnull (cnd_base_get_problem (error)->file);
    }
}

static void
test_cifar (void)
{
  g_autofree guint8 *rows = g_malloc0 (2 * 3074);
  g_auto (Folder) folder = folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CndDataSet) set = NULL;
  g_autoptr (CndDataSet) hundred = NULL;
  g_auto (Folder) other = folder_new ();

  rows[3073] = 7;
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("data_batch_%u.bin", i);
      put (&folder, name, rows, 2 * 3073);
    }
  set = cnd_train_load_data (folder.path, CND_DATA_TRAINING, 9, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cnd_data_set_get_n_images (set), ==, 9);
  g_assert_cmpuint (cnd_data_set_get_n_classes (set), ==, 10);
  g_assert_cmpuint (cnd_data_set_get_label (set, 3), ==, 7);
  rows[3073] = 0;
  rows[3075] = 99;
  put (&other, "test.bin", rows, 2 * 3074);
  hundred = cnd_train_load_data (other.path, CND_DATA_TEST, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cnd_data_set_get_n_classes (hundred), ==, 100);
  g_assert_cmpuint (cnd_data_set_get_label (hundred, 1), ==, 99);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/data/the-shipped-set-is-balanced", test_shipped);
  g_test_add_func ("/train/data/a-folder-of-idx-loads", test_idx);
  g_test_add_func ("/train/data/a-label-without-a-class-is-named", test_bad_label);
  g_test_add_func ("/train/data/what-does-not-belong-together-is-refused", test_bad_idx);
  g_test_add_func ("/train/data/cifar-loads", test_cifar);
  return g_test_run ();
}
