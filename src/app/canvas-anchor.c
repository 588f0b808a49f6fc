/* What stays where it is on the screen while the picture under it is arranged anew; and the room that the picture has. */
#include "canvas-private.h"

#include <math.h>

#define ROOM_MS 250 /* without a change of size, until the picture is folded for it */

/* ---- A block's entry ---------------------------------------------------------------- */

/* In the column of a block, the spine: it stays in the middle of the column whether the block is open or not. */
static gboolean
find_spine (CndScene *scene, guint block, double *across)
{
  const CndLayout *layout = cnd_scene_get_layout (scene);
  const CndBlock *blocks = cnd_network_get_blocks (cnd_view_get_network (layout->view), NULL);

  for (guint i = 0; i < blocks[block].n_layers; i++)
    {
      guint node = cnd_view_get_node_of_layer (layout->view, blocks[block].first_layer + i);

      if (node == G_MAXUINT)
        continue;
      *across = cnd_layout_get_spine (layout, node);
      return TRUE;
    }
  return FALSE;
}

gboolean
cnd_canvas_find_entry_px (CndCanvas *self, guint block, CndPoint *point)
{
  CndScene *scene = cnd_canvas_get_scene (self);
  guint item = cnd_scene_find_block (scene, block);
  CndPoint origin = cnd_scene_get_layout_origin (scene), entry;
  CndRect rect;
  double across;

  if (item == G_MAXUINT || !find_spine (scene, block, &across))
    return FALSE;
  rect = cnd_scene_get_items (scene, NULL)[item].rect;
  entry = cnd_document_get_flow (self->document) == CND_FLOW_DOWN ? (CndPoint){ origin.x + across, rect.y }
                                                                 : (CndPoint){ rect.x, origin.y + across };
  *point = cnd_viewport_to_screen (&self->viewport, entry);
  return TRUE;
}

/* ---- The middle of the view --------------------------------------------------------- */

/* The layer whose box is nearest to a point, and where its box is; G_MAXUINT: there is none. */
static guint
find_nearest (CndScene *scene, CndPoint point, CndPoint *place)
{
  guint n_items, nearest = G_MAXUINT;
  const CndItem *items = cnd_scene_get_items (scene, &n_items);
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < n_items; i++)
    {
      CndPoint middle = { items[i].rect.x + items[i].rect.width / 2, items[i].rect.y + items[i].rect.height / 2 };
      double distance = hypot (middle.x - point.x, middle.y - point.y);

      if (items[i].type != CND_ITEM_BEGIN || items[i].role != CND_ROLE_LAYER || distance >= least)
        continue;
      least = distance;
      nearest = items[i].layer;
      *place = middle;
    }
  return nearest;
}

void
cnd_canvas_keep_middle (CndCanvas *self, CndScene *former)
{
  CndScene *scene = cnd_canvas_get_scene (self);
  CndPoint middle = cnd_viewport_to_scene (&self->viewport, (CndPoint){ self->viewport.width / 2, self->viewport.height / 2 });
  CndPoint place = { 0, 0 };
  guint layer = find_nearest (former, middle, &place), item = layer != G_MAXUINT ? cnd_scene_find_layer (scene, layer) : G_MAXUINT;
  CndRect rect;

  if (item == G_MAXUINT)
    return;
  rect = cnd_scene_get_items (scene, NULL)[item].rect;
  self->viewport.origin.x += rect.x + rect.width / 2 - place.x;
  self->viewport.origin.y += rect.y + rect.height / 2 - place.y;
  cnd_viewport_clamp (&self->viewport, cnd_scene_get_bounds (scene));
}

/* ---- Room --------------------------------------------------------------------------- */

static gboolean
take_room (gpointer data)
{
  CndCanvas *self = data;

  self->room_timeout = 0;
  if (self->document && self->viewport.width > 0 && self->viewport.height > 0)
    cnd_document_set_room (self->document, cnd_canvas_get_room (self));
  return G_SOURCE_REMOVE;
}

/* The first size is taken at once: nothing has been painted for another one yet. */
void
cnd_canvas_room_changed (CndCanvas *self)
{
  cnd_canvas_forget_room (self);
  if (!self->has_room)
    take_room (self);
  else
    self->room_timeout = g_timeout_add (ROOM_MS, take_room, self);
  self->has_room = TRUE;
}

void
cnd_canvas_forget_room (CndCanvas *self)
{
  g_clear_handle_id (&self->room_timeout, g_source_remove);
}
