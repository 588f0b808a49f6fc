/* Collects items and seals them into a scene. Strings live in one chunk, path elements in one array. */
#include "config.h"

#include "scene/scene-struct-private.h"

#include <math.h>

struct _CndSceneBuilder
{
  CndTheme theme;
  GArray *items;      /* CndItem; a path's pointer is an offset until sealed */
  GArray *elements;   /* CndPathElement */
  GArray *chunks;     /* CndChunk */
  GArray *open;       /* guint: items that opened the groups around */
  guint open_chunk;   /* item, or G_MAXUINT */
  guint first_element; /* of the path being made */
  GStringChunk *strings;
  GPtrArray *data;
  CndRect extent;
  double tap_pitch;
};

CndSceneBuilder *
cnd_scene_builder_new (CndTheme theme)
{
  CndSceneBuilder *builder = g_new0 (CndSceneBuilder, 1);

  builder->theme = theme;
  builder->items = g_array_new (FALSE, FALSE, sizeof (CndItem));
  builder->elements = g_array_new (FALSE, FALSE, sizeof (CndPathElement));
  builder->chunks = g_array_new (FALSE, FALSE, sizeof (CndChunk));
  builder->open = g_array_new (FALSE, FALSE, sizeof (guint));
  builder->open_chunk = G_MAXUINT;
  builder->strings = g_string_chunk_new (4096);
  builder->data = g_ptr_array_new_with_free_func (g_free);
  builder->extent = CND_RECT_NOTHING;
  return builder;
}

void
cnd_scene_builder_free (CndSceneBuilder *builder)
{
  g_clear_pointer (&builder->items, g_array_unref);
  g_clear_pointer (&builder->elements, g_array_unref);
  g_clear_pointer (&builder->chunks, g_array_unref);
  g_clear_pointer (&builder->open, g_array_unref);
  g_clear_pointer (&builder->strings, g_string_chunk_free);
  g_clear_pointer (&builder->data, g_ptr_array_unref);
  g_free (builder);
}

CndTheme
cnd_scene_builder_get_theme (const CndSceneBuilder *builder)
{
  return builder->theme;
}

CndRect
cnd_scene_builder_get_extent (const CndSceneBuilder *builder)
{
  return builder->extent;
}

const char *
cnd_scene_builder_intern (CndSceneBuilder *builder, const char *text)
{
  return text != NULL ? g_string_chunk_insert (builder->strings, text) : NULL;
}

const char *const *
cnd_scene_builder_intern_data (CndSceneBuilder *builder, const char *const *pairs)
{
  guint n = g_strv_length ((char **) pairs);
  const char **data = g_new (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    data[i] = i % 2 == 0 ? pairs[i] : cnd_scene_builder_intern (builder, pairs[i]);
  data[n] = NULL;
  g_ptr_array_add (builder->data, data);
  return data;
}

/* ---- Items -------------------------------------------------------------------------- */

static CndItem *
get_item (CndSceneBuilder *builder, guint i)
{
  return &g_array_index (builder->items, CndItem, i);
}

static CndItem *
append (CndSceneBuilder *builder, CndItemType type, CndRole role, const char *css_class)
{
  CndItem *item;

  g_array_set_size (builder->items, builder->items->len + 1);
  item = get_item (builder, builder->items->len - 1);
  *item = (CndItem){ .type = type, .role = role, .css_class = css_class, .layer = G_MAXUINT, .block = G_MAXUINT, .edge = G_MAXUINT,
                     .rect = CND_RECT_NOTHING };
  return item;
}

static void
append_chunk (CndSceneBuilder *builder, guint first, CndRect rect)
{
  CndChunk chunk = { first, builder->items->len, rect };

  g_array_append_val (builder->chunks, chunk);
}

/* Accounts for something drawn: in the groups around it, and as a chunk if it stands alone. */
static void
cover (CndSceneBuilder *builder, CndRect rect, double outset)
{
  rect = (CndRect){ rect.x - outset, rect.y - outset, rect.width + 2 * outset, rect.height + 2 * outset };
  builder->extent = cnd_rect_unite (builder->extent, rect);
  if (builder->open->len > 0)
    {
      CndItem *group = get_item (builder, g_array_index (builder->open, guint, builder->open->len - 1));
      group->rect = cnd_rect_unite (group->rect, rect);
    }
  if (builder->open_chunk == G_MAXUINT)
    append_chunk (builder, builder->items->len - 1, rect);
}

CndItem *
cnd_scene_builder_begin (CndSceneBuilder *builder, CndRole role, const char *css_class, const char *id)
{
  guint i = builder->items->len;
  CndItem *item = append (builder, CND_ITEM_BEGIN, role, css_class);

  item->id = id;
  g_array_append_val (builder->open, i);
  if (role != CND_ROLE_NONE && builder->open_chunk == G_MAXUINT)
    builder->open_chunk = i;
  return item;
}

void
cnd_scene_builder_end_group (CndSceneBuilder *builder)
{
  guint i;
  CndRect rect;

  g_return_if_fail (builder->open->len > 0);
  i = g_array_index (builder->open, guint, builder->open->len - 1);
  g_array_set_size (builder->open, builder->open->len - 1);
  append (builder, CND_ITEM_END, CND_ROLE_NONE, NULL);
  rect = get_item (builder, i)->rect;
  if (builder->open_chunk == i)
    {
      builder->open_chunk = G_MAXUINT;
      append_chunk (builder, i, rect);
    }
  if (builder->open->len > 0)
    {
      CndItem *outer = get_item (builder, g_array_index (builder->open, guint, builder->open->len - 1));
      outer->rect = cnd_rect_unite (outer->rect, rect);
    }
}

static void
set_inks (CndSceneBuilder *builder, CndItem *item, CndInk fill, CndInk stroke, double stroke_width)
{
  item->fill_ink = fill;
  item->stroke_ink = stroke;
  item->fill = cnd_scene_get_ink_color (builder->theme, fill);
  item->stroke = cnd_scene_get_ink_color (builder->theme, stroke);
  item->stroke_width = stroke == CND_INK_NONE ? 0 : stroke_width;
}

CndItem *
cnd_scene_builder_add_rect (CndSceneBuilder *builder, const char *css_class, CndRect rect, double radius, CndInk fill,
                            CndInk stroke, double stroke_width)
{
  CndItem *item = append (builder, CND_ITEM_RECT, CND_ROLE_NONE, css_class);

  item->rect = rect;
  item->radius = MIN (radius, MIN (rect.width, rect.height) / 2);
  set_inks (builder, item, fill, stroke, stroke_width);
  cover (builder, rect, item->stroke_width / 2);
  return item;
}

CndItem *
cnd_scene_builder_add_circle (CndSceneBuilder *builder, const char *css_class, CndPoint centre, double radius, CndInk fill,
                              CndInk stroke, double stroke_width)
{
  CndItem *item = append (builder, CND_ITEM_CIRCLE, CND_ROLE_NONE, css_class);

  item->rect = (CndRect){ centre.x - radius, centre.y - radius, 2 * radius, 2 * radius };
  item->radius = radius;
  set_inks (builder, item, fill, stroke, stroke_width);
  cover (builder, item->rect, item->stroke_width / 2);
  return item;
}

CndItem *
cnd_scene_builder_add_tap (CndSceneBuilder *builder, CndPoint centre, double radius, CndRect cell, double share)
{
  CndItem *item;

  g_return_val_if_fail (builder->open_chunk != G_MAXUINT, NULL);
  item = cnd_scene_builder_add_circle (builder, "tap", centre, radius, CND_INK_TAP, CND_INK_NONE, 0);
  item->role = CND_ROLE_TAP;
  item->cell = cell;
  item->share = share;
  cover (builder, cell, 0);
  return item;
}

void
cnd_scene_builder_set_tap_pitch (CndSceneBuilder *builder, double pitch)
{
  builder->tap_pitch = pitch;
}

CndItem *
cnd_scene_builder_add_text (CndSceneBuilder *builder, const char *css_class, const char *text, double size, gboolean bold,
                            CndPoint anchor, CndAlign align, double width, CndInk ink)
{
  static const double shares[] = { [CND_ALIGN_START] = 0, [CND_ALIGN_MIDDLE] = 0.5, [CND_ALIGN_END] = 1 };
  CndItem *item = append (builder, CND_ITEM_TEXT, CND_ROLE_NONE, css_class);

  item->text = text;
  item->size = size;
  item->bold = bold;
  item->rtl = cnd_scene_is_rtl (text);
  item->align = align;
  item->baseline_x = anchor.x;
  item->baseline_y = anchor.y;
  item->rect = (CndRect){ anchor.x - width * shares[align], anchor.y - size, width, size * 1.3 };
  set_inks (builder, item, ink, CND_INK_NONE, 0);
  cover (builder, item->rect, 0);
  return item;
}

CndItem *
cnd_scene_builder_add_image (CndSceneBuilder *builder, const char *css_class, CndRect rect, guint32 *pixels, guint n_columns, guint n_rows)
{
  CndItem *item = append (builder, CND_ITEM_IMAGE, CND_ROLE_NONE, css_class);

  g_ptr_array_add (builder->data, pixels);
  item->rect = rect;
  item->pixels = pixels;
  item->n_columns = n_columns;
  item->n_rows = n_rows;
  cover (builder, rect, 0);
  return item;
}

/* ---- Paths -------------------------------------------------------------------------- */

static void
append_element (CndSceneBuilder *builder, CndPathElement element)
{
  g_array_append_val (builder->elements, element);
}

void
cnd_scene_builder_move_to (CndSceneBuilder *builder, double x, double y)
{
  append_element (builder, (CndPathElement){ 'M', { { x, y } } });
}

void
cnd_scene_builder_line_to (CndSceneBuilder *builder, double x, double y)
{
  append_element (builder, (CndPathElement){ 'L', { { x, y } } });
}

void
cnd_scene_builder_curve_to (CndSceneBuilder *builder, double x1, double y1, double x2, double y2, double x, double y)
{
  append_element (builder, (CndPathElement){ 'C', { { x1, y1 }, { x2, y2 }, { x, y } } });
}

void
cnd_scene_builder_close (CndSceneBuilder *builder)
{
  append_element (builder, (CndPathElement){ 'Z', { { 0, 0 } } });
}

static double
get_curve_value (const double v[4], double t)
{
  double u = 1 - t;

  return u * u * u * v[0] + 3 * u * u * t * v[1] + 3 * u * t * t * v[2] + t * t * t * v[3];
}

/* The least and the greatest value of a curve along one axis: at an end, or where its slope is 0. */
static void
get_curve_range (const double v[4], double *least, double *most)
{
  double a = -v[0] + 3 * v[1] - 3 * v[2] + v[3], b = 2 * (v[0] - 2 * v[1] + v[2]), c = v[1] - v[0];
  double root = b * b - 4 * a * c;
  double turns[2] = { fabs (b) > 1e-9 ? -c / b : -1, -1 };

  if (fabs (a) > 1e-9)
    {
      turns[0] = root >= 0 ? (-b + sqrt (root)) / (2 * a) : -1;
      turns[1] = root >= 0 ? (-b - sqrt (root)) / (2 * a) : -1;
    }
  *least = MIN (v[0], v[3]);
  *most = MAX (v[0], v[3]);
  for (guint i = 0; i < 2; i++)
    if (turns[i] > 0 && turns[i] < 1)
      {
        *least = MIN (*least, get_curve_value (v, turns[i]));
        *most = MAX (*most, get_curve_value (v, turns[i]));
      }
}

static CndRect
get_curve_rect (CndPoint from, const CndPoint points[3])
{
  double left, right, top, bottom;

  get_curve_range ((double[]){ from.x, points[0].x, points[1].x, points[2].x }, &left, &right);
  get_curve_range ((double[]){ from.y, points[0].y, points[1].y, points[2].y }, &top, &bottom);
  return (CndRect){ left, top, right - left, bottom - top };
}

/* Of what is drawn: a curve stays well within its control points. */
static CndRect
get_path_rect (const CndPathElement *elements, guint n_elements)
{
  CndRect rect = CND_RECT_NOTHING;
  CndPoint at = { 0, 0 };

  for (guint i = 0; i < n_elements; i++)
    {
      if (elements[i].command == 'Z')
        continue;
      if (elements[i].command == 'C')
        rect = cnd_rect_unite (rect, get_curve_rect (at, elements[i].points));
      at = elements[i].points[elements[i].command == 'C' ? 2 : 0];
      rect = cnd_rect_unite (rect, (CndRect){ at.x, at.y, 0, 0 });
    }
  return rect;
}

CndItem *
cnd_scene_builder_add_path (CndSceneBuilder *builder, const char *css_class, CndInk fill, CndInk stroke, double stroke_width)
{
  CndItem *item = append (builder, CND_ITEM_PATH, CND_ROLE_NONE, css_class);

  item->path = GUINT_TO_POINTER (builder->first_element);
  item->n_path = builder->elements->len - builder->first_element;
  item->rect = get_path_rect (&g_array_index (builder->elements, CndPathElement, builder->first_element), item->n_path);
  builder->first_element = builder->elements->len;
  set_inks (builder, item, fill, stroke, stroke_width);
  cover (builder, item->rect, item->stroke_width / 2);
  return item;
}

/* ---- Sealing ------------------------------------------------------------------------ */

static guint *
map_groups (const CndItem *items, guint n_items, gsize offset, guint roles, guint *n_groups)
{
  guint n = 0;
  guint *groups;

  for (guint i = 0; i < n_items; i++)
    {
      guint what = G_STRUCT_MEMBER (guint, &items[i], offset);
      if (what != G_MAXUINT)
        n = MAX (n, what + 1);
    }
  groups = g_new (guint, n);
  for (guint i = 0; i < n; i++)
    groups[i] = G_MAXUINT;
  for (guint i = 0; i < n_items; i++)
    {
      guint what = G_STRUCT_MEMBER (guint, &items[i], offset);
      if (what != G_MAXUINT && items[i].type == CND_ITEM_BEGIN && (roles >> items[i].role & 1) && groups[what] == G_MAXUINT)
        groups[what] = i;
    }
  *n_groups = n;
  return groups;
}

void
cnd_scene_builder_add_background (CndSceneBuilder *builder)
{
  CndItem *item;

  g_return_if_fail (builder->items->len == 0);
  item = append (builder, CND_ITEM_RECT, CND_ROLE_BACKGROUND, "background");
  set_inks (builder, item, CND_INK_BACKGROUND, CND_INK_NONE, 0);
  append_chunk (builder, 0, CND_RECT_NOTHING);
}

CndScene *
cnd_scene_builder_seal (CndSceneBuilder *builder, CndRect bounds, const char *title, const char *description, CndLayout *layout,
                        CndPoint origin)
{
  CndScene *scene = g_new0 (CndScene, 1);

  g_return_val_if_fail (builder->open->len == 0, NULL);
  g_atomic_ref_count_init (&scene->refs);
  scene->theme = builder->theme;
  scene->bounds = bounds;
  scene->background = cnd_scene_get_ink_color (builder->theme, CND_INK_BACKGROUND);
  scene->title = cnd_scene_builder_intern (builder, title);
  scene->description = cnd_scene_builder_intern (builder, description);
  scene->layout = layout;
  scene->origin = origin;
  scene->tap_pitch = builder->tap_pitch;
  scene->n_items = builder->items->len;
  scene->n_chunks = builder->chunks->len;
  scene->items = (CndItem *) g_array_free (g_steal_pointer (&builder->items), FALSE);
  scene->elements = (CndPathElement *) g_array_free (g_steal_pointer (&builder->elements), FALSE);
  scene->chunks = (CndChunk *) g_array_free (g_steal_pointer (&builder->chunks), FALSE);
  scene->strings = g_steal_pointer (&builder->strings);
  scene->data = g_steal_pointer (&builder->data);
  for (guint i = 0; i < scene->n_items; i++)
    if (scene->items[i].type == CND_ITEM_PATH)
      scene->items[i].path = scene->elements + GPOINTER_TO_UINT (scene->items[i].path);
  if (scene->n_items > 0 && scene->items[0].role == CND_ROLE_BACKGROUND)
    scene->items[0].rect = scene->chunks[0].rect = bounds;
  scene->index = cnd_chunk_index_new (scene->chunks, scene->n_chunks);
  scene->layer_groups = map_groups (scene->items, scene->n_items, G_STRUCT_OFFSET (CndItem, layer), 1 << CND_ROLE_LAYER,
                                    &scene->n_layer_groups);
  scene->block_groups = map_groups (scene->items, scene->n_items, G_STRUCT_OFFSET (CndItem, block),
                                    1 << CND_ROLE_BLOCK | 1 << CND_ROLE_FRAME, &scene->n_block_groups);
  return scene;
}
