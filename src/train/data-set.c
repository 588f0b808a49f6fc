/* Data sets: images and labels of a folder, checked to belong together. */
#include "config.h"

#include "train.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _CndDataSet
{
  gatomicrefcount refs;
  guint n_images, n_classes;
  guint sizes[3]; /* channels, height, width */
  guint8 *pixels, *labels;
  float *mean, *deviation; /* NULL: to be measured */
  char *labels_file;       /* (nullable): where the labels came from, for people */
};

CndDataSet *
cnd_data_set_new (guint n_images, guint channels, guint height, guint width, guint n_classes, const guint8 *pixels,
                  const guint8 *labels)
{
  CndDataSet *set = g_new0 (CndDataSet, 1);

  g_atomic_ref_count_init (&set->refs);
  set->n_images = n_images;
  set->n_classes = n_classes;
  set->sizes[0] = channels;
  set->sizes[1] = height;
  set->sizes[2] = width;
  set->pixels = g_memdup2 (pixels, (gsize) n_images * channels * height * width);
  set->labels = g_memdup2 (labels, n_images);
  return set;
}

CndDataSet *
cnd_data_set_new_statistics (guint n_channels, const float *mean, const float *deviation)
{
  CndDataSet *set = cnd_data_set_new (0, n_channels, 0, 0, 0, NULL, NULL);

  set->mean = g_memdup2 (mean, n_channels * sizeof (float));
  set->deviation = g_memdup2 (deviation, n_channels * sizeof (float));
  return set;
}

CndDataSet *
cnd_data_set_ref (CndDataSet *set)
{
  g_atomic_ref_count_inc (&set->refs);
  return set;
}

void
cnd_data_set_unref (CndDataSet *set)
{
  if (!g_atomic_ref_count_dec (&set->refs))
    return;
  g_free (set->pixels);
  g_free (set->labels);
  g_free (set->labels_file);
  g_free (set->mean);
  g_free (set->deviation);
  g_free (set);
}

guint
cnd_data_set_get_n_images (const CndDataSet *set)
{
  return set->n_images;
}

guint
cnd_data_set_get_n_classes (const CndDataSet *set)
{
  return set->n_classes;
}

void
cnd_data_set_get_sizes (const CndDataSet *set, guint sizes[3])
{
  memcpy (sizes, set->sizes, sizeof set->sizes);
}

static gsize
count_pixels (const CndDataSet *set)
{
  return (gsize) set->sizes[0] * set->sizes[1] * set->sizes[2];
}

const guint8 *
cnd_data_set_get_pixels (const CndDataSet *set, guint image)
{
  g_return_val_if_fail (image < set->n_images, NULL);

  return set->pixels + image * count_pixels (set);
}

guint
cnd_data_set_get_label (const CndDataSet *set, guint image)
{
  g_return_val_if_fail (image < set->n_images, 0);

  return set->labels[image];
}

const char *
cnd_data_set_find_label (const CndDataSet *set, guint n_classes, guint *image)
{
  for (*image = 0; *image < set->n_images; (*image)++)
    if (set->labels[*image] >= n_classes)
      return set->labels_file;
  return NULL;
}

/* Sums of bytes and of their squares are exact in 64 bits. */
void
cnd_data_set_measure (const CndDataSet *set, float *mean, float *deviation)
{
  gsize area = (gsize) set->sizes[1] * set->sizes[2];
  double n = (double) set->n_images * (double) area;

  if (set->mean != NULL)
    {
      memcpy (mean, set->mean, set->sizes[0] * sizeof *mean);
      memcpy (deviation, set->deviation, set->sizes[0] * sizeof *deviation);
      return;
    }
  for (guint c = 0; c < set->sizes[0]; c++)
    {
      guint64 sum = 0, squares = 0;
      double m;
      for (guint i = 0; i < set->n_images; i++)
        {
          const guint8 *pixels = cnd_data_set_get_pixels (set, i) + c * area;
          for (gsize k = 0; k < area; k++)
            {
              sum += pixels[k];
              squares += (guint) pixels[k] * pixels[k];
            }
        }
      m = (double) sum / n;
      mean[c] = (float) (m / 255);
      deviation[c] = (float) (sqrt (MAX ((double) squares / n - m * m, 0)) / 255);
    }
}

/* ---- Folders ------------------------------------------------------------------------------------------------- */

static gboolean
fail (const char *path, const char *found, const char *expected, const char *hint, GError **error, const char *message)
{
  g_autofree char *file = g_filename_display_name (path);
  CndProblem problem = { .file = file, .found = found, .expected = expected, .hint = hint };

  cnd_base_set_problem (error, CND_ERROR_SYNTAX, &problem, "%s", message);
  return FALSE;
}

/* @images: n × height × width, or n × channels × height × width. */
static CndDataSet *
join_idx (const char *images_path, const CndIdx *images, const char *labels_path, const CndIdx *labels, guint limit, GError **error)
{
  guint n = images->sizes[0], n_classes = 2;
  CndDataSet *set;
  gboolean grey = images->rank == 3;

  if (images->rank < 3)
    {
      g_autofree char *found = g_strdup_printf ("%u", images->rank);
      fail (images_path, found, "3", _("Are images and labels exchanged?"), error, _("The file of images has too few dimensions"));
      return NULL;
    }
  if (labels->rank != 1)
    {
      g_autofree char *found = g_strdup_printf ("%u", labels->rank);
      fail (labels_path, found, "1", _("Are images and labels exchanged?"), error, _("The file of labels has too many dimensions"));
      return NULL;
    }
  if (labels->sizes[0] != n)
    {
      g_autofree char *found = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, labels->sizes[0]);
      g_autofree char *expected = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, n);
      fail (labels_path, found, expected, NULL, error, _("There are not as many labels as images"));
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    n_classes = MAX (n_classes, labels->values[i] + 1u);
  set = cnd_data_set_new (limit > 0 ? MIN (limit, n) : n, grey ? 1 : images->sizes[1], images->sizes[grey ? 1 : 2],
                          images->sizes[grey ? 2 : 3], n_classes, images->values, labels->values);
  set->labels_file = g_filename_display_name (labels_path);
  return set;
}

/* The file, or the packed one, of that name. Returns: (transfer full) (nullable) */
static char *
find_file (const char *folder, const char *name)
{
  g_autofree char *plain = g_build_filename (folder, name, NULL);
  g_autofree char *packed = g_strconcat (plain, ".gz", NULL);

  if (g_file_test (plain, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&plain);
  return g_file_test (packed, G_FILE_TEST_EXISTS) ? g_steal_pointer (&packed) : NULL;
}

static CndDataSet *
load_idx (const char *images_path, const char *folder, const char *part, guint limit, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_strconcat (part, "-labels-idx1-ubyte", NULL);
  g_autofree char *labels_path = find_file (folder, name);
  g_autoptr (CndIdx) images = NULL;
  g_autoptr (CndIdx) labels = NULL;

  if (labels_path == NULL)
    {
      fail (images_path, NULL, name, NULL, error, _("The labels of these images are missing"));
      return NULL;
    }
  images = cnd_formats_load_idx (images_path, cancellable, error);
  labels = images != NULL ? cnd_formats_load_idx (labels_path, cancellable, error) : NULL;
  return labels != NULL ? join_idx (images_path, images, labels_path, labels, limit, error) : NULL;
}

/* Files of one part, NULL-terminated; all that are there are read, the first has to be. */
static CndDataSet *
load_cifar (const char *folder, const char *const *names, CndCifarEdition edition, guint limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) pixels = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();

  for (guint i = 0; names[i] != NULL && (limit == 0 || labels->len < limit); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (CndCifar) cifar = cnd_formats_load_cifar (path, edition, cancellable, error);
      if (cifar == NULL)
        return NULL;
      g_byte_array_append (pixels, cifar->pixels, cifar->n_images * CND_CIFAR_PIXELS);
      g_byte_array_append (labels, cifar->labels, cifar->n_images);
    }
  return cnd_data_set_new (limit > 0 ? MIN (limit, labels->len) : labels->len, 3, 32, 32, edition == CND_CIFAR_10 ? 10 : 100,
                           pixels->data, labels->data);
}

static const struct
{
  CndCifarEdition edition;
  const char *files[2][6]; /* of each part */
} cifar_files[] = {
  { CND_CIFAR_10,
    { { "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin" }, { "test_batch.bin" } } },
  { CND_CIFAR_100, { { "train.bin" }, { "test.bin" } } },
};

CndDataSet *
cnd_train_load_data (const char *folder, CndDataPart part, guint limit, GCancellable *cancellable, GError **error)
{
  const char *part_name = part == CND_DATA_TRAINING ? "train" : "t10k";
  g_autofree char *images_name = g_strconcat (part_name, "-images-idx3-ubyte", NULL);
  g_autofree char *images_path = find_file (folder, images_name);

  if (images_path != NULL)
    return load_idx (images_path, folder, part_name, limit, cancellable, error);
  for (guint i = 0; i < G_N_ELEMENTS (cifar_files); i++)
    {
      g_autofree char *first = g_build_filename (folder, cifar_files[i].files[part][0], NULL);
      if (g_file_test (first, G_FILE_TEST_EXISTS))
        return load_cifar (folder, cifar_files[i].files[part], cifar_files[i].edition, limit, cancellable, error);
    }
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      fail (folder, NULL, NULL, _("Name a folder with IDX files, or with the binary edition of CIFAR-10 or CIFAR-100."), error,
            g_file_test (folder, G_FILE_TEST_EXISTS) ? _("The data are to be a folder, and this is a file") : _("There is no such folder"));
      return NULL;
    }
  fail (folder, NULL, images_name, _("Name a folder with IDX files, or with the binary edition of CIFAR-10 or CIFAR-100."), error,
        part == CND_DATA_TRAINING ? _("There are no training images in this folder") : _("There are no test images in this folder"));
  return NULL;
}
