/* Images on their way into a batch. */
#include "config.h"

#include "feed-private.h"

#include <string.h>

void
cnd_feed_init (Feed *feed, CndDataSet *set, const CndDataSet *measured)
{
  guint sizes[3], n = cnd_data_set_get_n_images (set);

  cnd_data_set_get_sizes (set, sizes);
  *feed = (Feed){ .set = cnd_data_set_ref (set) };
  feed->mean = g_new (float, sizes[0]);
  feed->deviation = g_new (float, sizes[0]);
  cnd_data_set_measure (measured, feed->mean, feed->deviation);
  feed->values = g_new (float, (gsize) sizes[0] * sizes[1] * sizes[2]);
  feed->order = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    feed->order[i] = i;
}

void
cnd_feed_clear (Feed *feed)
{
  g_clear_pointer (&feed->set, cnd_data_set_unref);
  g_clear_pointer (&feed->mean, g_free);
  g_clear_pointer (&feed->deviation, g_free);
  g_clear_pointer (&feed->values, g_free);
  g_clear_pointer (&feed->order, g_free);
}

void
cnd_feed_shuffle (Feed *feed, CndRandom *random)
{
  for (guint i = cnd_data_set_get_n_images (feed->set); i > 1; i--)
    {
      guint other = (guint) cnd_base_next_random_below (random, i), image = feed->order[other];
      feed->order[other] = feed->order[i - 1];
      feed->order[i - 1] = image;
    }
}

/* What a shift brings in is black, before normalisation's zero: as padding an image with zeros and cropping it. */
static void
convert (const Feed *feed, guint image, gint dy, gint dx, gboolean flip)
{
  const guint8 *pixels = cnd_data_set_get_pixels (feed->set, image);
  guint sizes[3];
  float *to = feed->values;

  cnd_data_set_get_sizes (feed->set, sizes);
  for (guint c = 0; c < sizes[0]; c++)
    {
      float scale = 1 / (255 * MAX (feed->deviation[c], 1e-6f)), shift = -feed->mean[c] / MAX (feed->deviation[c], 1e-6f);
      for (gint y = 0; y < (gint) sizes[1]; y++)
        for (gint x = 0; x < (gint) sizes[2]; x++)
          {
            gint from_y = y + dy, from_x = (flip ? (gint) sizes[2] - 1 - x : x) + dx;
            gboolean inside = from_y >= 0 && from_x >= 0 && from_y < (gint) sizes[1] && from_x < (gint) sizes[2];
            *to++ = (inside ? pixels[((gsize) c * sizes[1] + (guint) from_y) * sizes[2] + (guint) from_x] * scale : 0) + shift;
          }
    }
}

void
cnd_feed_put_batch (const Feed *feed, CndEngine *engine, guint first, guint n, CndRandom *random)
{
  cnd_engine_begin_batch (engine, n);
  for (guint i = 0; i < n; i++)
    {
      guint image = feed->order[first + i];
      gint dy = 0, dx = 0;
      gboolean flip = FALSE;
      if (random != NULL && feed->crop > 0)
        {
          dy = (gint) cnd_base_next_random_below (random, 2 * feed->crop + 1) - (gint) feed->crop;
          dx = (gint) cnd_base_next_random_below (random, 2 * feed->crop + 1) - (gint) feed->crop;
        }
      if (random != NULL && feed->flip)
        flip = cnd_base_next_random_below (random, 2) == 1;
      convert (feed, image, dy, dx, flip);
      cnd_engine_put_image (engine, i, feed->values, cnd_data_set_get_label (feed->set, image));
    }
}
