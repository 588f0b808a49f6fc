/* Signs of the categories: small line drawings, so that a kind is told by more than its colour; and hatchings, which take
 * the colours' place in print. */
#include "config.h"

#include "scene/graph-private.h"

#define M(x, y) { 'M', { { x, y } } }
#define L(x, y) { 'L', { { x, y } } }
#define C(a, b, c, d, x, y) { 'C', { { a, b }, { c, d }, { x, y } } }
#define Z() { 'Z', { { 0, 0 } } }
/* A filled dot of radius r. */
#define DOT(x, y, r)                                                                                                      \
  M ((x) - (r), y), C ((x) - (r), (y) - 1.33 * (r), (x) + (r), (y) - 1.33 * (r), (x) + (r), y),                           \
    C ((x) + (r), (y) + 1.33 * (r), (x) - (r), (y) + 1.33 * (r), (x) - (r), y), Z ()

static const CndPathElement input_lines[] = { M (0, -7), L (0, 2), M (-4, -2), L (0, 2.5), L (4, -2), M (-7, 6.5), L (7, 6.5) };
/* A window on a grid. */
static const CndPathElement convolution_lines[] = {
  M (-6.5, -6.5), L (6.5, -6.5), L (6.5, 6.5), L (-6.5, 6.5), Z (), M (2, -6.5), L (2, 6.5), M (-6.5, 2), L (6.5, 2),
};
static const CndPathElement convolution_fill[] = { M (-6.5, -6.5), L (2, -6.5), L (2, 2), L (-6.5, 2), Z () };
/* All inputs to all outputs. */
static const CndPathElement linear_lines[] = {
  M (-5.5, -5), L (5.5, -5), M (-5.5, -5), L (5.5, 5), M (-5.5, 5), L (5.5, -5), M (-5.5, 5), L (5.5, 5),
};
static const CndPathElement linear_fill[] = { DOT (-5.5, -5, 2.3), DOT (-5.5, 5, 2.3), DOT (5.5, -5, 2.3), DOT (5.5, 5, 2.3) };
/* A bell curve on its axis. */
static const CndPathElement normalization_lines[] = {
  M (-7.5, 4), C (-3, 4, -3, -6, 0, -6), C (3, -6, 3, 4, 7.5, 4), M (-7.5, 6.8), L (7.5, 6.8),
};
/* The hinge of a rectifier. */
static const CndPathElement activation_lines[] = { M (-7, 4.5), L (-0.5, 4.5), L (6.5, -5.5) };
/* Many into few. */
static const CndPathElement pooling_lines[] = { M (-7.5, -6), L (7.5, -6), L (3, 6), L (-3, 6), Z () };
/* Two streams into one. */
static const CndPathElement join_lines[] = {
  M (-5.5, -7), C (-5.5, -1, 0, -2, 0, 3), M (5.5, -7), C (5.5, -1, 0, -2, 0, 3), M (0, 2), L (0, 7.5),
};
static const CndPathElement join_fill[] = { DOT (0, 2.2, 2.4) };
/* There and back. */
static const CndPathElement reshape_lines[] = {
  M (-7, -3.5), L (6.5, -3.5), M (3, -7), L (6.8, -3.5), L (3, 0), M (7, 3.5), L (-6.5, 3.5), M (-3, 0), L (-6.8, 3.5), L (-3, 7),
};
/* Several sheets. */
static const CndPathElement block_lines[] = {
  M (-6.5, -2.5), L (2.5, -2.5), L (2.5, 6.5), L (-6.5, 6.5), Z (), M (-2.5, -2.5), L (-2.5, -6.5), L (6.5, -6.5), L (6.5, 2.5), L (2.5, 2.5),
};

#undef M
#undef L
#undef C
#undef Z
#undef DOT

#define PART(array) array, G_N_ELEMENTS (array)

typedef enum
{
  HATCH_RISING = 1 << 0,
  HATCH_FALLING = 1 << 1,
  HATCH_LEVEL = 1 << 2,
  HATCH_UPRIGHT = 1 << 3,
} Hatch;

static const struct
{
  const CndPathElement *lines;
  guint n_lines;
  const CndPathElement *fill;
  guint n_fill;
  guint hatch;
  double hatch_step;
} signs[CND_N_CATEGORIES + 1] = {
  [CND_CATEGORY_INPUT] = { PART (input_lines), NULL, 0, 0, 1 },
  [CND_CATEGORY_CONVOLUTION] = { PART (convolution_lines), PART (convolution_fill), HATCH_RISING, 5 },
  [CND_CATEGORY_LINEAR] = { PART (linear_lines), PART (linear_fill), HATCH_RISING | HATCH_FALLING, 6 },
  [CND_CATEGORY_NORMALIZATION] = { PART (normalization_lines), NULL, 0, HATCH_LEVEL, 4 },
  [CND_CATEGORY_ACTIVATION] = { PART (activation_lines), NULL, 0, HATCH_FALLING, 5 },
  [CND_CATEGORY_POOLING] = { PART (pooling_lines), NULL, 0, HATCH_UPRIGHT, 4 },
  [CND_CATEGORY_JOIN] = { PART (join_lines), PART (join_fill), HATCH_LEVEL | HATCH_UPRIGHT, 6 },
  [CND_CATEGORY_RESHAPE] = { PART (reshape_lines), NULL, 0, 0, 1 },
  [CND_N_CATEGORIES] = { PART (block_lines), NULL, 0, 0, 1 },
};

static void
append_moved (CndSceneBuilder *builder, const CndPathElement *elements, guint n, CndPoint by)
{
  for (guint i = 0; i < n; i++)
    {
      const CndPoint *p = elements[i].points;
      switch (elements[i].command)
        {
        case 'M':
          cnd_scene_builder_move_to (builder, p[0].x + by.x, p[0].y + by.y);
          break;
        case 'L':
          cnd_scene_builder_line_to (builder, p[0].x + by.x, p[0].y + by.y);
          break;
        case 'C':
          cnd_scene_builder_curve_to (builder, p[0].x + by.x, p[0].y + by.y, p[1].x + by.x, p[1].y + by.y, p[2].x + by.x, p[2].y + by.y);
          break;
        default:
          cnd_scene_builder_close (builder);
        }
    }
}

void
cnd_scene_draw_sign (CndSceneBuilder *builder, CndCategory category, CndPoint centre)
{
  g_return_if_fail (category <= CND_N_CATEGORIES);

  append_moved (builder, signs[category].lines, signs[category].n_lines, centre);
  cnd_scene_builder_add_path (builder, "sign", CND_INK_NONE, CND_INK_SIGN, 1.6);
  if (signs[category].n_fill == 0)
    return;
  append_moved (builder, signs[category].fill, signs[category].n_fill, centre);
  cnd_scene_builder_add_path (builder, "sign", CND_INK_SIGN, CND_INK_NONE, 0);
}

/* A line of slope @slope through (x, rect.y + rect.height), cut to @rect. */
static void
append_slanted (CndSceneBuilder *builder, CndRect rect, double offset, gboolean rising)
{
  /* Along the line, from the bottom (0) to the top (height): x = offset + t. */
  double from = MAX (0, -offset), to = MIN (rect.height, rect.width - offset);

  if (to - from < 0.5)
    return;
  for (guint end = 0; end < 2; end++)
    {
      double t = end == 0 ? from : to;
      double x = rising ? rect.x + offset + t : rect.x + rect.width - offset - t;
      (end == 0 ? cnd_scene_builder_move_to : cnd_scene_builder_line_to) (builder, x, rect.y + rect.height - t);
    }
}

void
cnd_scene_draw_hatch (CndSceneBuilder *builder, CndCategory category, CndRect rect)
{
  guint hatch = signs[category].hatch;
  double step = signs[category].hatch_step;

  if (hatch == 0)
    return;
  for (double offset = -rect.height + step / 2; offset < rect.width; offset += step)
    {
      if (hatch & HATCH_RISING)
        append_slanted (builder, rect, offset, TRUE);
      if (hatch & HATCH_FALLING)
        append_slanted (builder, rect, offset, FALSE);
    }
  for (double y = step / 2; hatch & HATCH_LEVEL && y < rect.height; y += step)
    {
      cnd_scene_builder_move_to (builder, rect.x, rect.y + y);
      cnd_scene_builder_line_to (builder, rect.x + rect.width, rect.y + y);
    }
  for (double x = step / 2; hatch & HATCH_UPRIGHT && x < rect.width; x += step)
    {
      cnd_scene_builder_move_to (builder, rect.x + x, rect.y);
      cnd_scene_builder_line_to (builder, rect.x + x, rect.y + rect.height);
    }
  cnd_scene_builder_add_path (builder, "hatch", CND_INK_NONE, CND_INK_HATCH, 1);
}
