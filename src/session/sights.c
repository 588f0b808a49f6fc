/* Where one has looked: a history of exact views, and bookmarks of some. */
#include "document-private.h"

#include <math.h>

#define MAX_STEPS 100u

struct _CndSights
{
  GArray *past, *future; /* CndSight, the nearest last */
  CndSight bookmarks[CND_N_BOOKMARKS];
  CndSight target;       /* handed out last */
};

void
cnd_sight_clear (CndSight *sight)
{
  g_clear_pointer (&sight->open, cnd_open_blocks_unref);
}

static void
copy_sight (const CndSight *from, CndSight *to)
{
  CndOpenBlocks *open = from->open ? cnd_open_blocks_ref (from->open) : NULL;

  cnd_sight_clear (to);
  *to = *from;
  to->open = open;
}

static gboolean
is_same (const CndSight *a, const CndSight *b)
{
  const double pixel = 1 / MAX (a->scale, b->scale);

  return fabs (a->scale / b->scale - 1) < 1e-3 && fabs (a->center.x - b->center.x) < pixel && fabs (a->center.y - b->center.y) < pixel &&
         a->open && b->open && cnd_open_blocks_equal (a->open, b->open);
}

static GArray *
list_new (void)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (CndSight));

  g_array_set_clear_func (list, (GDestroyNotify) cnd_sight_clear);
  return list;
}

CndSights *
cnd_sights_new (void)
{
  CndSights *sights = g_new0 (CndSights, 1);

  sights->past = list_new ();
  sights->future = list_new ();
  return sights;
}

void
cnd_sights_clear (CndSights *sights)
{
  g_array_set_size (sights->past, 0);
  g_array_set_size (sights->future, 0);
  for (guint i = 0; i < CND_N_BOOKMARKS; i++)
    cnd_sight_clear (&sights->bookmarks[i]);
  cnd_sight_clear (&sights->target);
}

void
cnd_sights_free (CndSights *sights)
{
  cnd_sights_clear (sights);
  g_array_unref (sights->past);
  g_array_unref (sights->future);
  g_free (sights);
}

static void
push (GArray *list, const CndSight *sight)
{
  CndSight copy = { 0 };

  if (list->len > 0 && is_same (&g_array_index (list, CndSight, list->len - 1), sight))
    return;
  copy_sight (sight, &copy);
  g_array_append_val (list, copy);
  if (list->len > MAX_STEPS)
    g_array_remove_index (list, 0);
}

void
cnd_sights_leave (CndSights *sights, const CndSight *now)
{
  g_return_if_fail (sights && now);
  push (sights->past, now);
  g_array_set_size (sights->future, 0);
}

gboolean
cnd_sights_can_go (const CndSights *sights, gboolean back)
{
  return (back ? sights->past : sights->future)->len > 0;
}

const CndSight *
cnd_sights_go (CndSights *sights, gboolean back, const CndSight *now)
{
  GArray *from = back ? sights->past : sights->future, *to = back ? sights->future : sights->past;

  g_return_val_if_fail (now, NULL);
  /* a step to where one is already would be none */
  while (from->len > 1 && is_same (&g_array_index (from, CndSight, from->len - 1), now))
    g_array_set_size (from, from->len - 1);
  if (from->len == 0)
    return NULL;
  copy_sight (&g_array_index (from, CndSight, from->len - 1), &sights->target);
  g_array_set_size (from, from->len - 1);
  push (to, now);
  return &sights->target;
}

void
cnd_sights_set_bookmark (CndSights *sights, guint i, const CndSight *now)
{
  g_return_if_fail (i < CND_N_BOOKMARKS && now);
  copy_sight (now, &sights->bookmarks[i]);
}

const CndSight *
cnd_sights_get_bookmark (const CndSights *sights, guint i)
{
  g_return_val_if_fail (i < CND_N_BOOKMARKS, NULL);
  return sights->bookmarks[i].open ? &sights->bookmarks[i] : NULL;
}

GVariant *
cnd_sights_save_bookmarks (const CndSights *sights)
{
  GVariantBuilder saved;

  g_variant_builder_init (&saved, G_VARIANT_TYPE (CND_BOOKMARKS_TYPE));
  for (guint i = 0; i < CND_N_BOOKMARKS; i++)
    {
      const CndSight *sight = &sights->bookmarks[i];

      if (sight->open)
        g_variant_builder_add (&saved, "(uddd@(bua{sb}))", i, sight->scale, sight->center.x, sight->center.y,
                               cnd_open_blocks_save (sight->open));
    }
  return g_variant_ref_sink (g_variant_builder_end (&saved));
}

void
cnd_sights_load_bookmarks (CndSights *sights, GVariant *bookmarks)
{
  GVariantIter iter;
  GVariant *open;
  CndSight sight = { 0 };
  guint i;

  g_return_if_fail (sights && g_variant_is_of_type (bookmarks, G_VARIANT_TYPE (CND_BOOKMARKS_TYPE)));
  g_variant_iter_init (&iter, bookmarks);
  while (g_variant_iter_next (&iter, "(uddd@(bua{sb}))", &i, &sight.scale, &sight.center.x, &sight.center.y, &open))
    {
      g_autoptr (GVariant) owned = open;

      if (i >= CND_N_BOOKMARKS || !isfinite (sight.scale) || sight.scale <= 0 || !isfinite (sight.center.x) || !isfinite (sight.center.y))
        continue;
      sight.open = cnd_open_blocks_new_saved (owned);
      copy_sight (&sight, &sights->bookmarks[i]);
      cnd_sight_clear (&sight);
    }
}
