/* Morphing between two scenes: boxes are painted once, each on a surface of its own, and then only moved. */
#include "canvas-morph-private.h"

#include <math.h>

#define MOST_BOXES 400u
#define MAX_SIDE_PX 2000.0
#define WIRE_WIDTH 1.5

/* A box on its way, in pixels of the screen. */
typedef struct
{
  CndRect from, to;
  double from_opacity, to_opacity;
  cairo_surface_t *surface; /* of a box; NULL for a frame */
  CndColor fill, line;      /* of a frame */
} Thing;

typedef struct
{
  guint from, to; /* things */
} Wire;

struct _CndMorph
{
  CndScene *scene; /* the one that is coming */
  CndViewport after;
  GArray *frames, *boxes; /* Thing */
  GArray *wires;          /* Wire: between boxes of the scene that is coming */
  CndColor wire_color;
  double progress;
};

static void
thing_clear (gpointer data)
{
  g_clear_pointer (&((Thing *) data)->surface, cairo_surface_destroy);
}

/* ---- Where things are --------------------------------------------------------------- */

/* One of the two scenes, and how it lies on the screen. */
typedef struct
{
  CndScene *scene;
  CndViewport viewport;
  const CndItem *items;
  guint n_items;
} Side;

static Side
make_side (CndScene *scene, const CndViewport *viewport)
{
  Side side = { scene, *viewport, NULL, 0 };

  side.items = cnd_scene_get_items (scene, &side.n_items);
  return side;
}

static CndRect
get_rect (const Side *side, guint item)
{
  CndRect rect = side->items[item].rect;
  CndPoint corner = cnd_viewport_to_screen (&side->viewport, (CndPoint){ rect.x, rect.y });

  return (CndRect){ corner.x, corner.y, rect.width * side->viewport.scale, rect.height * side->viewport.scale };
}

static gboolean
is_in_sight (const Side *side, CndRect rect)
{
  return rect.x < side->viewport.width && rect.y < side->viewport.height && rect.x + rect.width > 0 && rect.y + rect.height > 0;
}

/* What shows an item's layer or block on the other side: its own box, the block around it, or G_MAXUINT. @same: it is itself */
static guint
find_other (const Side *other, const CndItem *item, CndNetwork *network, gboolean *same)
{
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
  guint block = item->block, found;

  if (item->role == CND_ROLE_LAYER)
    {
      found = cnd_scene_find_layer (other->scene, item->layer);
      *same = found != G_MAXUINT && other->items[found].role == CND_ROLE_LAYER && other->items[found].layer == item->layer;
      if (found != G_MAXUINT)
        return found;
      block = cnd_network_get_layers (network, NULL)[item->layer].block;
    }
  else
    {
      found = cnd_scene_find_block (other->scene, block);
      *same = found != G_MAXUINT && other->items[found].role == item->role;
      if (found != G_MAXUINT)
        return found;
    }
  *same = FALSE;
  for (; block != 0; block = blocks[block].parent)
    if ((found = cnd_scene_find_block (other->scene, block)) != G_MAXUINT)
      return found;
  return G_MAXUINT;
}

/* ---- Painting a box once ------------------------------------------------------------ */

static cairo_surface_t *
paint_box (CndPainter *painter, const Side *side, guint item)
{
  CndRect rect = side->items[item].rect;
  double scale = side->viewport.scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (MIN (rect.width * scale, MAX_SIDE_PX)) + 2,
                                                         (int) ceil (MIN (rect.height * scale, MAX_SIDE_PX)) + 2);
  cairo_t *cairo = cairo_create (surface);

  cairo_translate (cairo, 1, 1);
  cairo_scale (cairo, scale, scale);
  cairo_translate (cairo, -rect.x, -rect.y);
  cnd_painter_paint_group (painter, side->scene, cairo, item, scale);
  cairo_destroy (cairo);
  return surface;
}

/* ---- Collecting --------------------------------------------------------------------- */

static gboolean
is_box (const CndItem *item)
{
  return item->type == CND_ITEM_BEGIN && (item->role == CND_ROLE_LAYER || item->role == CND_ROLE_BLOCK);
}

static gboolean
is_frame (const CndItem *item)
{
  return item->type == CND_ITEM_BEGIN && item->role == CND_ROLE_FRAME;
}

/* @leaving: it is on the side that is gone. FALSE when it is out of sight all the time, or comes with its counterpart. */
static gboolean
plan_thing (const Side *here, const Side *there, guint i, gboolean leaving, CndNetwork *network, Thing *thing)
{
  gboolean same;
  guint other = find_other (there, &here->items[i], network, &same);
  CndRect near = get_rect (here, i), far = other == G_MAXUINT ? near : get_rect (there, other);

  if ((leaving && same) || (!is_in_sight (here, near) && !is_in_sight (there, far)))
    return FALSE;
  *thing = (Thing){ .from = leaving ? near : far, .to = leaving ? far : near,
                    .from_opacity = leaving || same ? 1 : 0, .to_opacity = leaving ? 0 : 1 };
  return TRUE;
}

static void
add_frames (CndMorph *morph, const Side *here, const Side *there, gboolean leaving, CndNetwork *network)
{
  for (guint i = 0; i + 1 < here->n_items && morph->frames->len < MOST_BOXES; i++)
    {
      Thing thing;

      if (!is_frame (&here->items[i]) || !plan_thing (here, there, i, leaving, network, &thing))
        continue;
      thing.fill = here->items[i + 1].fill;
      thing.line = here->items[i + 1].stroke;
      g_array_append_val (morph->frames, thing);
    }
}

/* FALSE when there are too many. @things: (nullable): by item, which thing it became, + 1 */
static gboolean
add_boxes (CndMorph *morph, CndPainter *painter, const Side *here, const Side *there, gboolean leaving, CndNetwork *network,
           guint *things)
{
  for (guint i = 0; i < here->n_items; i++)
    {
      Thing thing;

      if (!is_box (&here->items[i]) || !plan_thing (here, there, i, leaving, network, &thing))
        continue;
      if (morph->boxes->len >= MOST_BOXES)
        return FALSE;
      thing.surface = paint_box (painter, here, i);
      g_array_append_val (morph->boxes, thing);
      if (things)
        things[i] = morph->boxes->len;
    }
  return TRUE;
}

static guint
find_node_item (const Side *side, const CndViewNode *node)
{
  return node->layer != G_MAXUINT ? cnd_scene_find_layer (side->scene, node->layer) : cnd_scene_find_block (side->scene, node->block);
}

static void
add_wires (CndMorph *morph, const Side *side, const guint *things)
{
  const CndLayout *layout = cnd_scene_get_layout (side->scene);
  guint n_nodes;
  const CndViewNode *nodes = cnd_view_get_nodes (layout->view, &n_nodes);

  for (guint i = 0; i < layout->n_routes; i++)
    {
      guint n_edges, from, to;
      const CndViewEdge *edges = cnd_view_get_edges (layout->view, &n_edges);
      Wire wire;

      if (layout->routes[i].edge >= n_edges)
        continue;
      from = find_node_item (side, &nodes[edges[layout->routes[i].edge].from]);
      to = find_node_item (side, &nodes[edges[layout->routes[i].edge].to]);
      if (from == G_MAXUINT || to == G_MAXUINT || things[from] == 0 || things[to] == 0)
        continue;
      wire = (Wire){ things[from] - 1, things[to] - 1 };
      g_array_append_val (morph->wires, wire);
    }
}

static GArray *
things_new (void)
{
  GArray *things = g_array_new (FALSE, FALSE, sizeof (Thing));

  g_array_set_clear_func (things, thing_clear);
  return things;
}

CndMorph *
cnd_morph_new (CndScene *from, const CndViewport *before, CndScene *to, const CndViewport *after)
{
  CndMorph *morph = g_new0 (CndMorph, 1);
  Side old = make_side (from, before), new = make_side (to, after);
  CndNetwork *network = cnd_view_get_network (cnd_scene_get_layout (to)->view);
  g_autofree guint *things = g_new0 (guint, new.n_items + 1);
  g_autoptr (CndPainter) painter = cnd_paint_painter_new ();

  morph->scene = cnd_scene_ref (to);
  morph->after = *after;
  morph->frames = things_new ();
  morph->boxes = things_new ();
  morph->wires = g_array_new (FALSE, FALSE, sizeof (Wire));
  morph->wire_color = cnd_scene_get_ink_color (cnd_scene_get_theme (to), CND_INK_EDGE);
  add_frames (morph, &old, &new, TRUE, network);
  add_frames (morph, &new, &old, FALSE, network);
  if (!add_boxes (morph, painter, &old, &new, TRUE, network, NULL) ||
      !add_boxes (morph, painter, &new, &old, FALSE, network, things))
    {
      cnd_morph_free (morph);
      return NULL;
    }
  add_wires (morph, &new, things);
  return morph;
}

void
cnd_morph_free (CndMorph *morph)
{
  g_array_unref (morph->frames);
  g_array_unref (morph->boxes);
  g_array_unref (morph->wires);
  cnd_scene_unref (morph->scene);
  g_free (morph);
}

void
cnd_morph_set_progress (CndMorph *morph, double progress)
{
  double t = CLAMP (progress, 0, 1);

  morph->progress = 1 - (1 - t) * (1 - t) * (1 - t);
}

/* ---- A frame ------------------------------------------------------------------------ */

static double
mix (double from, double to, double t)
{
  return from + (to - from) * t;
}

static CndRect
get_place (const CndMorph *morph, const Thing *thing)
{
  double t = morph->progress;

  return (CndRect){ mix (thing->from.x, thing->to.x, t), mix (thing->from.y, thing->to.y, t),
                    mix (thing->from.width, thing->to.width, t), mix (thing->from.height, thing->to.height, t) };
}

static void
draw_frame (const CndMorph *morph, cairo_t *cairo, const Thing *thing)
{
  CndRect place = get_place (morph, thing);
  double opacity = mix (thing->from_opacity, thing->to_opacity, morph->progress);

  cairo_rectangle (cairo, place.x, place.y, place.width, place.height);
  cairo_set_source_rgba (cairo, thing->fill.red, thing->fill.green, thing->fill.blue, thing->fill.alpha * opacity);
  cairo_fill_preserve (cairo);
  cairo_set_source_rgba (cairo, thing->line.red, thing->line.green, thing->line.blue, thing->line.alpha * opacity);
  cairo_set_line_width (cairo, 1);
  cairo_stroke (cairo);
}

/* A box that comes out of a frame, or goes into one, keeps its size: blown up, its text would be a blot. */
static void
draw_box (const CndMorph *morph, cairo_t *cairo, const Thing *thing)
{
  CndRect place = get_place (morph, thing);
  double opacity = mix (thing->from_opacity, thing->to_opacity, morph->progress);
  double width = cairo_image_surface_get_width (thing->surface) - 2, height = cairo_image_surface_get_height (thing->surface) - 2;

  if (opacity <= 0 || place.width <= 0 || place.height <= 0)
    return;
  cairo_save (cairo);
  if (place.width < width - 1.5 || place.height < height - 1.5)
    {
      cairo_translate (cairo, place.x, place.y);
      cairo_scale (cairo, place.width / width, place.height / height);
    }
  else
    cairo_translate (cairo, floor (place.x + (place.width - width) / 2) - 1, floor (place.y) - 1);
  cairo_set_source_surface (cairo, thing->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_FAST);
  cairo_paint_with_alpha (cairo, opacity);
  cairo_restore (cairo);
}

static void
trace_wire (const CndMorph *morph, cairo_t *cairo, const Wire *wire)
{
  CndRect from = get_place (morph, &g_array_index (morph->boxes, Thing, wire->from));
  CndRect to = get_place (morph, &g_array_index (morph->boxes, Thing, wire->to));
  gboolean right = to.x >= from.x + from.width && to.y < from.y + from.height;
  CndPoint a, b;

  if (right)
    {
      a = (CndPoint){ from.x + from.width, from.y + from.height / 2 };
      b = (CndPoint){ to.x, to.y + to.height / 2 };
      cairo_move_to (cairo, a.x, a.y);
      cairo_curve_to (cairo, (a.x + b.x) / 2, a.y, (a.x + b.x) / 2, b.y, b.x, b.y);
      return;
    }
  a = (CndPoint){ from.x + from.width / 2, from.y + from.height };
  b = (CndPoint){ to.x + to.width / 2, to.y };
  cairo_move_to (cairo, a.x, a.y);
  cairo_curve_to (cairo, a.x, (a.y + b.y) / 2, b.x, (a.y + b.y) / 2, b.x, b.y);
}

void
cnd_morph_snapshot (const CndMorph *morph, GtkSnapshot *snapshot, const CndViewport *now)
{
  cairo_t *cairo =
    gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) now->width, (float) now->height));
  double scale = now->scale / morph->after.scale;

  /* panned or zoomed meanwhile: everything goes along */
  cairo_translate (cairo, (morph->after.origin.x - now->origin.x) * now->scale, (morph->after.origin.y - now->origin.y) * now->scale);
  cairo_scale (cairo, scale, scale);
  for (guint i = 0; i < morph->frames->len; i++)
    draw_frame (morph, cairo, &g_array_index (morph->frames, Thing, i));
  for (guint i = 0; i < morph->wires->len; i++)
    trace_wire (morph, cairo, &g_array_index (morph->wires, Wire, i));
  cairo_set_source_rgb (cairo, morph->wire_color.red, morph->wire_color.green, morph->wire_color.blue);
  cairo_set_line_width (cairo, MAX (1, WIRE_WIDTH * morph->after.scale));
  cairo_stroke (cairo);
  for (guint i = 0; i < morph->boxes->len; i++)
    draw_box (morph, cairo, &g_array_index (morph->boxes, Thing, i));
  cairo_destroy (cairo);
}
