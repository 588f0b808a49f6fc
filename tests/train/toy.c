/* Bright patches in noise, and a CondenseNet of two layers. */
#include "toy.h"

#include "support/model.h"

CndDataSet *
toy_new (guint n_images, guint64 seed)
{
  g_autofree guint8 *pixels = g_new (guint8, n_images * TOY_SIZE * TOY_SIZE);
  g_autofree guint8 *labels = g_new (guint8, n_images);
  CndRandom random;

  cnd_base_seed_random (&random, seed);
  for (guint i = 0; i < n_images; i++)
    {
      labels[i] = (guint8) cnd_base_next_random_below (&random, TOY_CLASSES);
      for (guint k = 0; k < TOY_SIZE * TOY_SIZE; k++)
        {
          guint y = k / TOY_SIZE, x = k % TOY_SIZE;
          gboolean bright = (y < TOY_SIZE / 2) == (labels[i] < 2) && (x < TOY_SIZE / 2) == (labels[i] % 2 == 0);
          pixels[i * TOY_SIZE * TOY_SIZE + k] = (guint8) (cnd_base_next_random_below (&random, 120) + (bright ? 60 : 0));
        }
    }
  return cnd_data_set_new (n_images, 1, TOY_SIZE, TOY_SIZE, TOY_CLASSES, pixels, labels);
}

CndNetwork *
toy_network_new (void)
{
  g_autoptr (GError) error = NULL;
  CndNetwork *network = cnd_test_build (
    "{'name': 'toy', 'input': [1, 8, 8], 'blocks': {'layer': {'layers': ["
    " {'kind': 'batch_norm'}, {'kind': 'relu'},"
    " {'kind': 'learned_group_convolution', 'id': 'conv1', 'out': 16, 'groups': 4, 'condensation': 3},"
    " {'kind': 'batch_norm'}, {'kind': 'relu'},"
    " {'kind': 'convolution', 'id': 'conv2', 'out': 12, 'kernel': 3, 'padding': 1, 'groups': 4, 'bias': false}]}},"
    " 'layers': [{'kind': 'convolution', 'id': 'first', 'out': 12, 'kernel': 3, 'padding': 1, 'bias': false},"
    " {'block': 'layer', 'repeat': 2, 'dense': 'network'}, {'kind': 'average_pool', 'kernel': 2},"
    " {'kind': 'flatten'}, {'kind': 'linear', 'out': 4}]}", &error);

  g_assert_no_error (error);
  return network;
}
