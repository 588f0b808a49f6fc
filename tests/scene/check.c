#include "check.h"

#include "scene/scene-private.h"

#include <math.h>

static gboolean
is_within (CndRect inner, CndRect outer)
{
  const double slip = 0.6;

  return inner.x >= outer.x - slip && inner.y >= outer.y - slip && inner.x + inner.width <= outer.x + outer.width + slip
         && inner.y + inner.height <= outer.y + outer.height + slip;
}

static gboolean
overlap (CndRect a, CndRect b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height;
}

void
check_texts (const CndScene *scene)
{
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);
  CndRect box = cnd_scene_get_bounds (scene);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < n_items; i++)
    {
      if (items[i].type == CND_ITEM_BEGIN && (items[i].role == CND_ROLE_LAYER || items[i].role == CND_ROLE_BLOCK))
        box = items[i + 1].rect;
      else if (items[i].type == CND_ITEM_BEGIN)
        box = cnd_scene_get_bounds (scene);
      if (items[i].type != CND_ITEM_TEXT)
        continue;
      g_assert_cmpfloat (items[i].size, >=, 12);
      if (!is_within (items[i].rect, box))
        g_error ("“%s” leaves its box", items[i].text);
      for (guint j = 0; j < texts->len; j++)
        {
          const CndItem *other = g_ptr_array_index (texts, j);
          if (overlap (items[i].rect, other->rect))
            g_error ("“%s” lies on “%s”", items[i].text, other->text);
        }
      g_ptr_array_add (texts, (gpointer) &items[i]);
    }
}

/* The colour that is drawn under a text at last. */
static CndColor
find_ground (const CndScene *scene, const CndItem *text)
{
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);
  CndColor ground = cnd_scene_get_background (scene);

  for (const CndItem *item = items; item < text; item++)
    if ((item->type == CND_ITEM_RECT || item->type == CND_ITEM_CIRCLE) && item->fill.alpha > 0
        && is_within ((CndRect){ text->rect.x, text->baseline_y, text->rect.width, 0 }, item->rect))
      ground = item->fill;
  return ground;
}

void
check_contrast (const CndScene *scene)
{
  guint n_items, n_texts = 0;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_TEXT)
      {
        g_assert_cmpfloat (cnd_scene_get_contrast (items[i].fill, find_ground (scene, &items[i])), >=, 4.5);
        n_texts++;
      }
  g_assert_cmpuint (n_texts, >, 5);
}

void
check_bounds (const CndScene *scene)
{
  CndRect bounds = cnd_scene_get_bounds (scene);
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].type != CND_ITEM_END && items[i].rect.width >= 0 && !is_within (items[i].rect, bounds))
      g_error ("%s is out of bounds", items[i].css_class);
}

void
check_ids (const CndScene *scene)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint i = 0; i < n_items; i++)
    if (items[i].id != NULL && !g_hash_table_add (ids, (gpointer) items[i].id))
      g_error ("%s is there twice", items[i].id);
  g_assert_cmpuint (g_hash_table_size (ids), >, 5);
}

/* ---- Lines -------------------------------------------------------------------------- */

static CndPoint
get_curve_point (const CndPoint *p, double t)
{
  CndPoint a[4] = { p[0], p[1], p[2], p[3] };

  for (guint n = 3; n > 0; n--)
    for (guint i = 0; i < n; i++)
      a[i] = (CndPoint){ a[i].x + t * (a[i + 1].x - a[i].x), a[i].y + t * (a[i + 1].y - a[i].y) };
  return a[0];
}

static gboolean
is_in (CndPoint point, CndRect rect)
{
  return point.x > rect.x && point.x < rect.x + rect.width && point.y > rect.y && point.y < rect.y + rect.height;
}

/* Whether a path has a point in @rect, looked at every pixel or two. */
static gboolean
meets (const CndItem *path, CndRect rect)
{
  const guint n = 400;
  CndPoint at = { 0, 0 };

  for (guint i = 0; i < path->n_path; i++)
    {
      const CndPathElement *element = &path->path[i];
      CndPoint end = element->points[element->command == 'C' ? 2 : 0];
      CndPoint curve[4] = { at, element->command == 'C' ? element->points[0] : at, element->command == 'C' ? element->points[1] : end, end };

      if (element->command == 'Z')
        continue;
      for (guint k = 0; element->command != 'M' && k <= n; k++)
        if (is_in (get_curve_point (curve, (double) k / n), rect))
          return TRUE;
      at = end;
    }
  return FALSE;
}

void
check_lines (const CndScene *scene)
{
  guint n_items;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);

  for (guint t = 0; t < n_items; t++)
    {
      CndRect rect = items[t].rect;

      if (items[t].type != CND_ITEM_TEXT)
        continue;
      for (guint i = 0; i < n_items; i++)
        if (items[i].type == CND_ITEM_PATH && g_strcmp0 (items[i].css_class, "line") == 0 &&
            cnd_rect_touches (items[i].rect, rect) && meets (&items[i], rect))
          g_test_fail_printf ("a line runs through \"%s\"", items[t].text);
    }
}
