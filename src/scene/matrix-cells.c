/* The cells of a matrix: a rectangle each, in a group a (filter group, input), or one image of all. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static CndRect
inset (CndRect cell)
{
  double side = MIN (cell.width, cell.height), gap = side >= 7 ? 1 : side >= 4 ? 0.5 : 0;

  return (CndRect){ cell.x + gap / 2, cell.y + gap / 2, cell.width - gap, cell.height - gap };
}

static void
draw_read_cell (CndMatrixDrawing *drawing, guint output, guint input, CndRect cell)
{
  CndInk ink = cnd_matrix_get_ink (drawing->matrix, drawing->shade, output, input);
  gboolean print = drawing->base.style->hatch;
  CndRect rect = inset (cell);

  /* where there is no colour, an outline tells a small value from a pruned one */
  cnd_scene_builder_add_rect (drawing->base.builder, "cell", rect, MIN (rect.width, rect.height) >= 9 ? 1.5 : 0, ink,
                              print ? CND_INK_HATCH : CND_INK_NONE, 0.75);
  /* and a dash, a minus */
  if (drawing->shade == CND_SHADE_SIGNED && cell.width >= 7 && cnd_matrix_get_weight (drawing->matrix, output, input) < 0
      && (print || drawing->base.theme == CND_THEME_HIGH_CONTRAST))
    {
      double value = -cnd_matrix_get_weight (drawing->matrix, output, input) / drawing->matrix->weight_limit;
      CndInk dash = (value > 0.5) == print ? CND_INK_BACKGROUND : CND_INK_TEXT;
      double y = cell.y + cell.height / 2, x = cell.x + cell.width / 2;
      cnd_drawing_add_line (&drawing->base, "minus", x - cell.width * 0.25, y, x + cell.width * 0.25, y, dash, 1.5);
    }
}

static void
draw_read_column (CndMatrixDrawing *drawing, guint group, guint input)
{
  guint per_group = drawing->matrix->outputs / drawing->matrix->groups;
  CndRect cell;

  for (guint k = 0; k < per_group; k++)
    {
      guint output = cnd_matrix_get_row (drawing->matrix, group, k);
      if (cnd_matrix_plan_get_cell (drawing->plan, output, input, &cell))
        draw_read_cell (drawing, output, input, cell);
    }
}

static void
draw_pruned_column (CndMatrixDrawing *drawing, guint group, guint input)
{
  const CndMatrix *matrix = drawing->matrix;
  guint per_group = matrix->outputs / matrix->groups, fall = cnd_matrix_get_fall (matrix, group, input);
  gboolean just_fallen = drawing->options->mark_fallen && fall == matrix->stage, strokes = FALSE;
  CndInk ink = drawing->shade == CND_SHADE_STAGE ? cnd_scene_get_stage_ink (fall, matrix->condensation) : CND_INK_NONE;
  CndInk hatch = just_fallen ? CND_INK_ACCENT : ink == CND_INK_NONE ? CND_INK_HATCH : drawing->base.style->hatch ? CND_INK_TEXT : CND_INK_BACKGROUND;
  CndRect cell;

  for (guint k = 0; k < per_group && ink != CND_INK_NONE; k++)
    if (cnd_matrix_plan_get_cell (drawing->plan, cnd_matrix_get_row (matrix, group, k), input, &cell))
      cnd_scene_builder_add_rect (drawing->base.builder, "cell", inset (cell), 0, ink, CND_INK_NONE, 0);
  for (guint k = 0; k < per_group; k++)
    if (cnd_matrix_plan_get_cell (drawing->plan, cnd_matrix_get_row (matrix, group, k), input, &cell))
      {
        cnd_drawing_hatch_cell (&drawing->base, cell);
        strokes = TRUE;
      }
  if (strokes)
    cnd_scene_builder_add_path (drawing->base.builder, "hatch", CND_INK_NONE, hatch, just_fallen ? 2 : 0.9);
}

void
cnd_matrix_frame_next (CndMatrixDrawing *drawing, guint group, guint input)
{
  guint per_group = drawing->matrix->outputs / drawing->matrix->groups;
  gboolean apart = drawing->options->order == CND_ORDER_STORED;
  CndRect first, last;

  if (drawing->next == NULL || !drawing->options->mark_next || !drawing->next[(gsize) group * drawing->matrix->inputs + input] || !drawing->steady)
    return;
  for (guint k = 0; k < (apart ? per_group : 1); k++)
    if (cnd_matrix_plan_get_cell (drawing->plan, cnd_matrix_get_row (drawing->matrix, group, k), input, &first)
        && cnd_matrix_plan_get_cell (drawing->plan, cnd_matrix_get_row (drawing->matrix, group, apart ? k : per_group - 1), input, &last))
      cnd_scene_builder_add_rect (drawing->base.builder, "next", (CndRect){ first.x, first.y, first.width, last.y + last.height - first.y }, 1.5,
                                  CND_INK_NONE, CND_INK_ACCENT, apart ? MIN (1.8, first.height / 4) : 1.8);
}

static char *
describe_column (CndMatrixDrawing *drawing, guint group, guint input)
{
  const CndMatrix *matrix = drawing->matrix;
  CndNumberStyle style = drawing->base.numbers;
  g_autofree char *in = cnd_base_format_count (style, input + 1), *number = cnd_base_format_count (style, group + 1);
  g_autofree char *stage = cnd_base_format_count (style, cnd_matrix_get_fall (matrix, group, input));

  if (!cnd_matrix_reads (matrix, group, input))
    return g_strdup_printf (_("Input %s, group %s: pruned, fell in stage %s"), in, number, stage);
  if (matrix->importance == NULL)
    return g_strdup_printf (_("Input %s, group %s: read"), in, number);
  g_autofree char *importance = cnd_drawing_format_value (style, (double) matrix->importance[(gsize) group * matrix->inputs + input],
                                                          matrix->importance_limit);
  return g_strdup_printf (_("Input %s, group %s: read, importance %s"), in, number, importance);
}

static void
draw_column (CndMatrixDrawing *drawing, guint group, guint input)
{
  CndSceneBuilder *builder = drawing->base.builder;
  gboolean read = cnd_matrix_reads (drawing->matrix, group, input);
  g_autofree char *title = describe_column (drawing, group, input);
  g_autofree char *id = g_strdup_printf ("column-%u-%u", group + 1, input + 1);
  g_autofree char *group_text = g_strdup_printf ("%u", group + 1), *input_text = g_strdup_printf ("%u", input + 1);
  g_autofree char *fall = g_strdup_printf ("%u", cnd_matrix_get_fall (drawing->matrix, group, input));
  const char *data[] = { "group", group_text, "input", input_text, "fell", fall, NULL };
  CndItem *item;

  if (isnan (cnd_matrix_plan_get_x (drawing->plan, group, input)))
    return;
  item = cnd_scene_builder_begin (builder, CND_ROLE_COLUMN, read ? "column read" : "column pruned", cnd_scene_builder_intern (builder, id));
  item->title = cnd_scene_builder_intern (builder, title);
  item->data = cnd_scene_builder_intern_data (builder, data);
  if (read)
    draw_read_column (drawing, group, input);
  else
    draw_pruned_column (drawing, group, input);
  cnd_matrix_frame_next (drawing, group, input);
  cnd_scene_builder_end_group (builder);
}

static guint
count_read (const CndMatrix *matrix, guint group)
{
  guint n = 0;

  for (guint i = 0; i < matrix->inputs; i++)
    n += cnd_matrix_reads (matrix, group, i);
  return n;
}

static void
draw_group (CndMatrixDrawing *drawing, guint group)
{
  CndSceneBuilder *builder = drawing->base.builder;
  const CndMatrix *matrix = drawing->matrix;
  CndNumberStyle style = drawing->base.numbers;
  g_autofree char *number = cnd_base_format_count (style, group + 1), *read = cnd_base_format_count (style, count_read (matrix, group));
  g_autofree char *all = cnd_base_format_count (style, matrix->inputs), *id = g_strdup_printf ("group-%u", group + 1);
  g_autofree char *title = g_strdup_printf (_("Group %s reads %s of %s inputs"), number, read, all);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_NONE, "filter-group", cnd_scene_builder_intern (builder, id));

  item->title = cnd_scene_builder_intern (builder, title);
  for (guint i = 0; i < matrix->inputs; i++)
    if (matrix->learned || cnd_matrix_reads (matrix, group, i))
      draw_column (drawing, group, i);
  cnd_scene_builder_end_group (builder);
}

/* The whole grid as pixels, as many as its cells, or as the picture has units where there are fewer. */
static void
draw_image (CndMatrixDrawing *drawing)
{
  CndRect grid = drawing->plan->grid;
  guint width = (guint) ceil (CLAMP (grid.width * 2, 1, 4096)), height = (guint) ceil (CLAMP (grid.height * 2, 1, 4096));
  guint32 *pixels = g_new (guint32, (gsize) width * height);

  cnd_matrix_plan_render (drawing->plan, drawing->base.theme, drawing->shade, grid, pixels, width, height);
  cnd_scene_builder_add_image (drawing->base.builder, "cells", grid, pixels, width, height);
}

void
cnd_matrix_draw_cells (CndMatrixDrawing *drawing)
{
  CndSceneBuilder *builder = drawing->base.builder;
  CndItem *item;

  if (drawing->plan->as_image)
    {
      item = cnd_scene_builder_begin (builder, CND_ROLE_CHART, "matrix", "matrix");
      item->title = cnd_scene_builder_intern (builder, _("Connections: inputs from left to right, outputs from top to bottom"));
      draw_image (drawing);
      cnd_scene_builder_end_group (builder);
      return;
    }
  item = cnd_scene_builder_begin (builder, CND_ROLE_NONE, "matrix", "matrix");
  item->title = cnd_scene_builder_intern (builder, _("Connections: inputs from left to right, outputs from top to bottom"));
  for (guint g = 0; g < drawing->matrix->groups; g++)
    draw_group (drawing, g);
  cnd_scene_builder_end_group (builder);
}
