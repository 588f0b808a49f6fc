#include "hand-made.h"

#include "scene/scene-private.h"

double
hand_made_measure (const char *text, double size, gboolean bold, gpointer data)
{
  return g_utf8_strlen (text, -1) * size * (bold ? 0.65 : 0.6);
}

static void
add_box (CndSceneBuilder *builder, guint layer, const char *id, const char *label, double x, double y, CndInk side, gboolean has_label)
{
  static const char *const pairs[] = { "kind", "convolution", "parameters", "9408", NULL };
  const char *const *data = cnd_scene_builder_intern_data (builder, pairs);
  g_autofree char *title = cnd_scene_clean_text (label);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_LAYER, "layer", id);

  item->title = cnd_scene_builder_intern (builder, title);
  item->description = "Reads the one above";
  item->data = data;
  item->layer = layer;
  cnd_scene_builder_add_rect (builder, "outline", (CndRect){ x, y, 180, 44 }, 6, CND_INK_BOX, CND_INK_BOX_LINE, 1);
  cnd_scene_builder_add_rect (builder, "side", (CndRect){ x + 1, y + 1, 28, 42 }, 5, side, CND_INK_NONE, 0);
  if (has_label)
    cnd_scene_builder_add_text (builder, "title", cnd_scene_builder_intern (builder, title), 13, TRUE, (CndPoint){ x + 40, y + 18 },
                                CND_ALIGN_START, hand_made_measure (title, 13, TRUE, NULL), CND_INK_TEXT);
  cnd_scene_builder_add_text (builder, "label end", "64×112×112", 12, FALSE, (CndPoint){ x + 170, y + 35 }, CND_ALIGN_END,
                              hand_made_measure ("64×112×112", 12, FALSE, NULL), CND_INK_DIM);
  cnd_scene_builder_end_group (builder);
}

static void
add_line (CndSceneBuilder *builder)
{
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_EDGE, "edge", "edge.a..b");

  item->edge = 0;
  cnd_scene_builder_move_to (builder, 130, 104);
  cnd_scene_builder_curve_to (builder, 130, 122, 190.25, 122, 190.25, 140);
  item = cnd_scene_builder_add_path (builder, "line", CND_INK_NONE, CND_INK_EDGE, 1.5);
  item->dash[0] = 6;
  item->dash[1] = 3;
  cnd_scene_builder_move_to (builder, 190.25, 146);
  cnd_scene_builder_line_to (builder, 187, 139);
  cnd_scene_builder_line_to (builder, 193.5, 139);
  cnd_scene_builder_close (builder);
  cnd_scene_builder_add_path (builder, "arrow", CND_INK_EDGE, CND_INK_NONE, 0);
  cnd_scene_builder_add_circle (builder, "tap", (CndPoint){ 250, 123 }, 4.5, CND_INK_TAP, CND_INK_BOX_LINE, 1);
  cnd_scene_builder_end_group (builder);
}

CndScene *
hand_made_scene_new (CndTheme theme, HandMade what)
{
  g_autoptr (CndSceneBuilder) builder = cnd_scene_builder_new (theme);
  CndItem *item;

  cnd_scene_builder_add_background (builder);
  cnd_scene_builder_begin (builder, CND_ROLE_NONE, "frames", "frames");
  item = cnd_scene_builder_begin (builder, CND_ROLE_FRAME, "frame", "frame.outer");
  item->title = "outer";
  item->block = 1;
  cnd_scene_builder_add_rect (builder, "outline", (CndRect){ 20, 20, 280, 300 }, 10, CND_INK_FRAME, CND_INK_FRAME_LINE, 1);
  cnd_scene_builder_end_group (builder);
  item = cnd_scene_builder_begin (builder, CND_ROLE_FRAME, "frame", "frame.inner");
  item->title = "inner";
  item->block = 2;
  cnd_scene_builder_add_rect (builder, "outline", (CndRect){ 30, 40, 260, 180 }, 10, CND_INK_FRAME_INNER, CND_INK_FRAME_LINE, 1);
  cnd_scene_builder_end_group (builder);
  cnd_scene_builder_end_group (builder);
  add_line (builder);
  item = cnd_scene_builder_begin (builder, CND_ROLE_NONE, "layers", "layers");
  item->title = "Layers";
  add_box (builder, 0, "layer.a", "a <b> & \"c\"\x01\x1f", 40 + (what == HAND_MADE_BOX_MOVED ? 3 : 0), 60,
           CND_INK_CATEGORY + CND_CATEGORY_CONVOLUTION, what != HAND_MADE_LABEL_DROPPED);
  add_box (builder, 1, "layer.b", "\xff" "invalid", 100, 146, CND_INK_CATEGORY + CND_CATEGORY_POOLING, TRUE);
  add_box (builder, 2, "layer.c", "لایهٔ پیچشی conv1", 60, 240, CND_INK_CATEGORY + CND_CATEGORY_ACTIVATION, TRUE);
  cnd_scene_builder_end_group (builder);
  cnd_scene_builder_add_text (builder, "name", "Middle", 20, TRUE, (CndPoint){ 160, 300 }, CND_ALIGN_MIDDLE, 80, CND_INK_TEXT);
  return cnd_scene_builder_seal (builder, (CndRect){ 0, 0, 320, 340 }, "By <hand>", "Three boxes & a line", NULL, (CndPoint){ 0, 0 });
}
