/* A matrix as pixels: only those that are seen are coloured, so that a large matrix costs no more than a small one. */
#include "config.h"

#include "scene/matrix-private.h"

#include <math.h>

#define HATCH_STEP 6u /* pixels between two strokes */

typedef struct
{
  guint32 values[CND_SCALE_STEPS + 1], signs[2 * CND_SCALE_STEPS + 1], stages[CND_STAGE_STEPS], groups[CND_N_GROUP_INKS];
  guint32 ground, hatch, kept;
} Colors;

static guint32
pack (CndColor color)
{
  return 0xff000000u | (guint32) lround (color.red * 255) << 16 | (guint32) lround (color.green * 255) << 8 | (guint32) lround (color.blue * 255);
}

static void
fill_colors (Colors *colors, CndTheme theme)
{
  for (guint i = 0; i <= CND_SCALE_STEPS; i++)
    colors->values[i] = pack (cnd_scene_get_ink_color (theme, CND_INK_VALUE + i));
  for (guint i = 0; i <= 2 * CND_SCALE_STEPS; i++)
    colors->signs[i] = pack (cnd_scene_get_ink_color (theme, CND_INK_SIGNED + i));
  for (guint i = 0; i < CND_STAGE_STEPS; i++)
    colors->stages[i] = pack (cnd_scene_get_ink_color (theme, CND_INK_STAGE + i));
  for (guint i = 0; i < CND_N_GROUP_INKS; i++)
    colors->groups[i] = pack (cnd_scene_get_ink_color (theme, CND_INK_GROUP + i));
  colors->ground = pack (cnd_scene_get_ink_color (theme, CND_INK_BACKGROUND));
  colors->hatch = pack (cnd_scene_get_ink_color (theme, CND_INK_HATCH));
  colors->kept = pack (cnd_scene_get_ink_color (theme, CND_INK_TAP));
}

/* For each pixel along an axis the cell there, G_MAXUINT between cells. @starts: n of them, of cells @size wide. */
static guint *
map_axis (const double *starts, guint n, double size, double from, double span, guint n_pixels)
{
  guint *cells = g_new (guint, n_pixels);
  double unit = span / n_pixels;

  for (guint p = 0; p < n_pixels; p++)
    cells[p] = G_MAXUINT;
  for (guint c = 0; c < n; c++)
    {
      double first = ceil ((starts[c] - from) / unit - 0.5), last = ceil ((starts[c] + size - from) / unit - 0.5);
      /* of cells smaller than a pixel one is seen */
      if (last <= first && size < unit)
        last = first + 1;
      if (isnan (first) || last <= 0 || first >= n_pixels)
        continue;
      for (guint p = (guint) MAX (first, 0); p < MIN (last, n_pixels); p++)
        cells[p] = c;
    }
  return cells;
}

static inline guint32
color_cell (const CndMatrix *matrix, const Colors *colors, CndShade shade, guint output, guint group, guint input)
{
  double value;

  switch (shade)
    {
    case CND_SHADE_MAGNITUDE:
      value = cnd_matrix_get_magnitude (matrix, output, input) / matrix->weight_limit;
      return colors->values[value > 0 ? (guint) (MIN (value, 1) * CND_SCALE_STEPS + 0.5) : 0];
    case CND_SHADE_SIGNED:
      value = cnd_matrix_get_weight (matrix, output, input) / matrix->weight_limit;
      return colors->signs[isnan (value) ? CND_SCALE_STEPS : (guint) ((CLAMP (value, -1, 1) + 1) * CND_SCALE_STEPS + 0.5)];
    case CND_SHADE_IMPORTANCE:
      value = (double) matrix->importance[(gsize) group * matrix->inputs + input] / matrix->importance_limit;
      return colors->values[value > 0 ? (guint) (MIN (value, 1) * CND_SCALE_STEPS + 0.5) : 0];
    case CND_SHADE_STAGE:
      return colors->kept;
    default:
      return colors->groups[matrix->groups > 1 ? group % CND_N_GROUP_INKS : 0];
    }
}

static inline guint32
color_pixel (const CndMatrix *matrix, const Colors *colors, CndShade shade, guint output, guint group, guint input, guint x, guint y)
{
  gboolean stroke;

  if (cnd_matrix_reads (matrix, group, input))
    return color_cell (matrix, colors, shade, output, group, input);
  if (!matrix->learned)
    return colors->ground;
  stroke = (x + y) % HATCH_STEP == 0;
  if (shade == CND_SHADE_STAGE && !stroke)
    return colors->stages[cnd_scene_get_stage_ink (matrix->mask[(gsize) group * matrix->inputs + input], matrix->condensation) - CND_INK_STAGE];
  return stroke ? colors->hatch : colors->ground;
}

static void
render_row (const CndMatrixPlan *plan, const Colors *colors, CndShade shade, guint output, const guint *columns, guint32 *pixels, guint width,
            guint y)
{
  guint group = cnd_matrix_get_group (plan->matrix, output);

  for (guint x = 0; x < width; x++)
    pixels[x] = columns[x] == G_MAXUINT ? colors->ground
                                        : color_pixel (plan->matrix, colors, shade, output, group, columns[x], x, y);
}

void
cnd_matrix_plan_render (const CndMatrixPlan *plan, CndTheme theme, CndShade shade, CndRect area, guint32 *pixels, guint width, guint height)
{
  const CndMatrix *matrix = plan->matrix;
  Colors colors;
  g_autofree guint *rows = map_axis (plan->row_y, matrix->outputs, plan->cell_height, area.y, area.height, height);
  g_autofree guint *columns = NULL;
  guint mapped = G_MAXUINT;

  shade = cnd_matrix_choose_shade (matrix, shade);
  fill_colors (&colors, theme);
  if (!plan->packed)
    columns = map_axis (plan->column_x, matrix->inputs, plan->cell_width, area.x, area.width, width);
  for (guint y = 0; y < height; y++)
    {
      guint32 *line = pixels + (gsize) y * width;
      guint group = rows[y] != G_MAXUINT ? cnd_matrix_get_group (matrix, rows[y]) : G_MAXUINT;
      if (plan->packed && group != G_MAXUINT && group != mapped)
        {
          g_free (columns);
          columns = map_axis (plan->column_x + (gsize) group * matrix->inputs, matrix->inputs, plan->cell_width, area.x, area.width, width);
          mapped = group;
        }
      if (rows[y] != G_MAXUINT)
        render_row (plan, &colors, shade, rows[y], columns, line, width, y);
      else
        for (guint x = 0; x < width; x++)
          line[x] = colors.ground;
    }
}
