/* A sealed scene: reading it, and finding what is where. */
#include "config.h"

#include "scene/scene-struct-private.h"

CndScene *
cnd_scene_ref (CndScene *scene)
{
  g_atomic_ref_count_inc (&scene->refs);
  return scene;
}

void
cnd_scene_unref (CndScene *scene)
{
  if (!g_atomic_ref_count_dec (&scene->refs))
    return;
  cnd_chunk_index_free (scene->index);
  g_clear_pointer (&scene->layout, cnd_layout_free);
  g_clear_pointer (&scene->strings, g_string_chunk_free);
  g_clear_pointer (&scene->data, g_ptr_array_unref);
  g_free (scene->items);
  g_free (scene->elements);
  g_free (scene->chunks);
  g_free (scene->layer_groups);
  g_free (scene->block_groups);
  g_free (scene);
}

CndRect
cnd_scene_get_bounds (const CndScene *scene)
{
  return scene->bounds;
}

void
cnd_scene_share_bounds (CndScene *const *scenes, guint n_scenes)
{
  CndRect bounds = CND_RECT_NOTHING;

  for (guint i = 0; i < n_scenes; i++)
    bounds = cnd_rect_unite (bounds, scenes[i]->bounds);
  for (guint i = 0; i < n_scenes; i++)
    {
      scenes[i]->bounds = bounds;
      if (scenes[i]->n_items == 0 || scenes[i]->items[0].role != CND_ROLE_BACKGROUND)
        continue;
      scenes[i]->items[0].rect = scenes[i]->chunks[0].rect = bounds;
      cnd_chunk_index_free (scenes[i]->index);
      scenes[i]->index = cnd_chunk_index_new (scenes[i]->chunks, scenes[i]->n_chunks);
    }
}

CndColor
cnd_scene_get_background (const CndScene *scene)
{
  return scene->background;
}

CndTheme
cnd_scene_get_theme (const CndScene *scene)
{
  return scene->theme;
}

const char *
cnd_scene_get_title (const CndScene *scene)
{
  return scene->title;
}

const char *
cnd_scene_get_description (const CndScene *scene)
{
  return scene->description;
}

const CndItem *
cnd_scene_get_items (const CndScene *scene, guint *n_items)
{
  if (n_items != NULL)
    *n_items = scene->n_items;
  return scene->items;
}

const CndLayout *
cnd_scene_get_layout (const CndScene *scene)
{
  return scene->layout;
}

CndPoint
cnd_scene_get_layout_origin (const CndScene *scene)
{
  return scene->origin;
}

double
cnd_scene_get_tap_pitch (const CndScene *scene)
{
  return scene->tap_pitch;
}

/* ---- Finding ------------------------------------------------------------------------ */

typedef struct
{
  const CndScene *scene;
  CndPoint point;
  guint found;
} Pick;

/* From the top down: the first box, or else the innermost frame, hit. */
static gboolean
pick_chunk (guint chunk, gpointer data)
{
  Pick *pick = data;
  guint first = pick->scene->chunks[chunk].first;
  const CndItem *item = &pick->scene->items[first];
  gboolean is_box = item->role == CND_ROLE_LAYER || item->role == CND_ROLE_BLOCK;

  if (item->type != CND_ITEM_BEGIN || (!is_box && item->role != CND_ROLE_FRAME) || !cnd_rect_contains (item->rect, pick->point))
    return TRUE;
  if (is_box || pick->found == G_MAXUINT)
    pick->found = first;
  return !is_box;
}

guint
cnd_scene_pick (const CndScene *scene, CndPoint point)
{
  Pick pick = { scene, point, G_MAXUINT };

  cnd_chunk_index_foreach (scene->index, (CndRect){ point.x, point.y, 0, 0 }, TRUE, pick_chunk, &pick);
  return pick.found;
}

guint
cnd_scene_find_layer (const CndScene *scene, guint layer)
{
  const CndView *view = scene->layout != NULL ? scene->layout->view : NULL;

  if (view != NULL && cnd_view_get_network (view) != NULL)
    {
      guint n_nodes, n_layers;
      const CndViewNode *nodes = cnd_view_get_nodes (view, &n_nodes);
      cnd_network_get_layers (cnd_view_get_network (view), &n_layers);
      guint node = layer < n_layers ? cnd_view_get_node_of_layer (view, layer) : G_MAXUINT;
      if (node == G_MAXUINT)
        return G_MAXUINT;
      if (nodes[node].layer == G_MAXUINT)
        return cnd_scene_find_block (scene, nodes[node].block);
      layer = nodes[node].layer;
    }
  return layer < scene->n_layer_groups ? scene->layer_groups[layer] : G_MAXUINT;
}

guint
cnd_scene_find_block (const CndScene *scene, guint block)
{
  return block < scene->n_block_groups ? scene->block_groups[block] : G_MAXUINT;
}

typedef struct
{
  const CndScene *scene;
  void (*func) (const CndItem *items, guint first, guint end, gpointer data);
  gpointer data;
} Each;

static gboolean
hand_chunk (guint chunk, gpointer data)
{
  Each *each = data;

  each->func (each->scene->items, each->scene->chunks[chunk].first, each->scene->chunks[chunk].end, each->data);
  return TRUE;
}

void
cnd_scene_foreach_in (const CndScene *scene, CndRect area, void (*func) (const CndItem *items, guint first, guint end, gpointer data),
                      gpointer data)
{
  Each each = { scene, func, data };

  cnd_chunk_index_foreach (scene->index, area, FALSE, hand_chunk, &each);
}
