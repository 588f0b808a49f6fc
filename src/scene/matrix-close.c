/* A matrix for a screen, in its pixels: the cells in sight, and at the edges what they belong to, which stays in sight as well. */
#include "config.h"

#include "scene/matrix-close-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_RECTS 2600u    /* more cells are an image */
#define SMALLEST_RECT 7.0
#define VALUE_WIDTH 46.0    /* of a cell with room for its value */
#define VALUE_HEIGHT 20.0

static CndRect
get_inside (const CndMatrix *matrix, CndOrder order, const CndViewport *viewport)
{
  gboolean packed = order == CND_ORDER_PACKED && cnd_matrix_is_packable (matrix), groups = matrix->learned && matrix->groups > 1;
  double top = (viewport->width < CND_CLOSE_WIDE ? 72 : 44) + (packed ? CND_CLOSE_INDEX_HEIGHT : 0);
  double right = packed ? CND_CLOSE_SHUFFLE_WIDTH : 14, bottom = packed ? 54 : groups ? 104 : 58;

  return (CndRect){ CND_CLOSE_LEFT, top, MAX (viewport->width - CND_CLOSE_LEFT - right, 20), MAX (viewport->height - top - bottom, 20) };
}

static double
mix (double from, double to, double t)
{
  return from + (to - from) * t;
}

CndRect
cnd_scene_get_close_inside (const CndMatrix *matrix, const CndMatrixOptions *options, const CndViewport *viewport)
{
  CndRect to = get_inside (matrix, options->order, viewport), from = get_inside (matrix, options->from, viewport);
  double t = options->from == options->order ? 1 : CLAMP (options->progress, 0, 1);

  return (CndRect){ mix (from.x, to.x, t), mix (from.y, to.y, t), mix (from.width, to.width, t), mix (from.height, to.height, t) };
}

/* What is left of the grid and of where it may be; and what is below. */
static CndPoint
get_edges (const CndMatrixPlan *plan, CndRect inside)
{
  return (CndPoint){ CLAMP (plan->grid.x, inside.x, inside.x + inside.width),
                     CLAMP (plan->grid.y + plan->grid.height, inside.y, inside.y + inside.height) };
}

/* The same plan in pixels of the screen. */
static CndMatrixPlan *
project (const CndMatrixPlan *plan, const CndViewport *viewport)
{
  CndMatrixPlan *close = g_memdup2 (plan, sizeof *plan);
  gsize n_columns = (gsize) plan->matrix->inputs * (plan->packed ? plan->matrix->groups : 1);
  CndPoint corner = cnd_viewport_to_screen (viewport, (CndPoint){ plan->grid.x, plan->grid.y });

  close->row_y = g_new (double, plan->matrix->outputs);
  close->column_x = g_new (double, n_columns);
  for (guint o = 0; o < plan->matrix->outputs; o++)
    close->row_y[o] = (plan->row_y[o] - viewport->origin.y) * viewport->scale;
  for (gsize i = 0; i < n_columns; i++)
    close->column_x[i] = (plan->column_x[i] - viewport->origin.x) * viewport->scale;
  close->cell_width *= viewport->scale;
  close->cell_height *= viewport->scale;
  close->grid = (CndRect){ corner.x, corner.y, plan->grid.width * viewport->scale, plan->grid.height * viewport->scale };
  return close;
}

CndMatrixSpot
cnd_matrix_plan_locate_close (const CndMatrixPlan *plan, const CndMatrixOptions *options, const CndViewport *viewport, CndPoint point)
{
  CndPoint there = cnd_viewport_to_scene (viewport, point), edges;
  CndRect inside = cnd_scene_get_close_inside (plan->matrix, options, viewport);
  CndPoint corner = cnd_viewport_to_screen (viewport, (CndPoint){ plan->grid.x, plan->grid.y });
  CndMatrixPlan grid = { .grid = { corner.x, corner.y, plan->grid.width * viewport->scale, plan->grid.height * viewport->scale } };
  guint output, input;

  edges = get_edges (&grid, inside);
  if (point.y < inside.y)
    return (CndMatrixSpot){ CND_SPOT_NONE };
  if (point.x < edges.x)
    return point.y < edges.y ? cnd_matrix_plan_locate_side (plan, there.y, point.x > edges.x - 56) : (CndMatrixSpot){ CND_SPOT_NONE };
  if (point.y >= edges.y)
    return point.y > edges.y + CND_CLOSE_FOOT ? (CndMatrixSpot){ CND_SPOT_NONE }
                                              : cnd_matrix_plan_locate_foot (plan, there.x, !plan->packed && point.y > edges.y + cnd_close_get_sources_y (plan->matrix));
  if (cnd_matrix_plan_pick (plan, there, &output, &input))
    return cnd_matrix_get_cell_spot (plan->matrix, output, input);
  return (CndMatrixSpot){ CND_SPOT_NONE };
}

/* ---- Cells ----------------------------------------------------------------------------------------------- */

static gboolean
is_row_in_sight (const CndClose *close, guint output)
{
  double y = close->matrix.plan->row_y[output];

  return y + close->matrix.plan->cell_height > close->inside.y && y < close->inside.y + close->inside.height;
}

gboolean
cnd_close_sees_column (const CndClose *close, double x)
{
  return x + close->matrix.plan->cell_width > close->inside.x && x < close->inside.x + close->inside.width;
}

static gboolean
are_cells_rects (const CndClose *close)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  double n = MIN (close->inside.width / plan->cell_width + 2, plan->matrix->inputs) * MIN (close->inside.height / plan->cell_height + 2, plan->matrix->outputs);

  return n <= MOST_RECTS && plan->cell_width >= SMALLEST_RECT && plan->cell_height >= SMALLEST_RECT;
}

static char *
format_value (const CndClose *close, guint output, guint input)
{
  const CndMatrix *matrix = close->matrix.matrix;
  CndNumberStyle style = close->matrix.base.numbers;
  guint group = cnd_matrix_get_group (matrix, output);

  if (!cnd_matrix_reads (matrix, group, input))
    return close->matrix.shade == CND_SHADE_STAGE ? cnd_base_format_count (style, cnd_matrix_get_fall (matrix, group, input)) : NULL;
  switch (close->matrix.shade)
    {
    case CND_SHADE_MAGNITUDE: return cnd_drawing_format_value (style, cnd_matrix_get_magnitude (matrix, output, input), matrix->weight_limit / 10);
    case CND_SHADE_SIGNED: return cnd_drawing_format_value (style, cnd_matrix_get_weight (matrix, output, input), matrix->weight_limit / 10);
    case CND_SHADE_IMPORTANCE:
      return cnd_drawing_format_value (style, (double) matrix->importance[(gsize) group * matrix->inputs + input], matrix->importance_limit / 10);
    default: return NULL;
    }
}

static void
draw_cell (CndClose *close, guint output, guint input, CndRect cell)
{
  CndDrawing *base = &close->matrix.base;
  const CndMatrix *matrix = close->matrix.matrix;
  CndCellState state = cnd_matrix_get_state (matrix, output, input);
  guint fall = cnd_matrix_get_fall (matrix, cnd_matrix_get_group (matrix, output), input);
  CndInk ink = cnd_matrix_get_ink (matrix, close->matrix.shade, output, input);
  g_autofree char *value = cell.width >= VALUE_WIDTH && cell.height >= VALUE_HEIGHT ? format_value (close, output, input) : NULL;
  CndRect rect = { cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1 };

  if (state == CND_CELL_ABSENT)
    return;
  if (state == CND_CELL_PRUNED && close->matrix.shade == CND_SHADE_STAGE)
    ink = cnd_scene_get_stage_ink (fall, matrix->condensation);
  if (ink != CND_INK_NONE)
    cnd_scene_builder_add_rect (base->builder, "cell", rect, 1.5, ink, base->style->hatch ? CND_INK_HATCH : CND_INK_NONE, 0.5);
  if (state == CND_CELL_PRUNED)
    {
      gboolean just_fallen = close->matrix.options->mark_fallen && fall == matrix->stage;
      double side = MIN (MIN (cell.width, cell.height), 28);
      cnd_drawing_hatch_cell (base, (CndRect){ cell.x + (cell.width - side) / 2, cell.y + (cell.height - side) / 2, side, side });
      cnd_scene_builder_add_path (base->builder, "hatch", CND_INK_NONE,
                                  just_fallen ? CND_INK_ACCENT : ink == CND_INK_NONE ? CND_INK_HATCH : cnd_scene_get_ink_on (base->theme, ink),
                                  just_fallen ? 2 : 0.9);
    }
  else if (value != NULL)
    cnd_drawing_put_within (base, "value", value, CND_TINY_SIZE, FALSE, cell.x + cell.width / 2, cell.y + cell.height / 2 + 4, CND_ALIGN_MIDDLE,
                            cnd_scene_get_ink_on (base->theme, ink), cell.width - 2);
}

static void
draw_rects (CndClose *close)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  CndRect cell;

  for (guint r = 0; r < close->rows->len; r++)
    for (guint i = 0; i < plan->matrix->inputs; i++)
      {
        guint output = g_array_index (close->rows, guint, r);
        if (cnd_matrix_plan_get_cell (plan, output, i, &cell) && cnd_close_sees_column (close, cell.x))
          draw_cell (close, output, i, cell);
      }
}

static void
draw_image (CndClose *close)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  double left = floor (MAX (plan->grid.x, close->inside.x)), top = floor (MAX (plan->grid.y, close->inside.y));
  double right = ceil (MIN (plan->grid.x + plan->grid.width, close->inside.x + close->inside.width));
  double bottom = ceil (MIN (plan->grid.y + plan->grid.height, close->inside.y + close->inside.height));
  CndRect area = { left, top, right - left, bottom - top };
  guint32 *pixels;

  if (area.width < 1 || area.height < 1)
    return;
  pixels = g_new (guint32, (gsize) area.width * (gsize) area.height);
  cnd_matrix_plan_render (plan, close->matrix.base.theme, close->matrix.shade, area, pixels, (guint) area.width, (guint) area.height);
  cnd_scene_builder_add_image (close->matrix.base.builder, "cells", area, pixels, (guint) area.width, (guint) area.height);
}

/* What the next condensing would take is framed. */
static void
frame_next (CndClose *close)
{
  const CndMatrix *matrix = close->matrix.matrix;
  CndRect top;

  if (close->matrix.next == NULL || !close->matrix.options->mark_next)
    return;
  for (guint g = 0; g < matrix->groups; g++)
    for (guint i = 0; i < matrix->inputs; i++)
      if (cnd_matrix_plan_get_cell (close->matrix.plan, cnd_matrix_get_row (matrix, g, 0), i, &top) && cnd_close_sees_column (close, top.x))
        cnd_matrix_frame_next (&close->matrix, g, i);
}

/* ---- All of it ------------------------------------------------------------------------------------------- */

CndScene *
cnd_scene_new_matrix_close (const CndMatrix *matrix, const CndMatrixOptions *options, const CndViewport *viewport, CndMeasureText measure,
                            gpointer measure_data)
{
  g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, options), projected = project (plan, viewport);
  g_autofree guint8 *next = cnd_matrix_predict (matrix);
  g_autofree char *title = cnd_matrix_format_title (matrix, options->numbers), *state = cnd_matrix_format_state (matrix, options->numbers);
  CndClose close = { .screen = { 0, 0, viewport->width, viewport->height }, .inside = cnd_scene_get_close_inside (matrix, options, viewport) };
  CndItem *item;
  CndScene *scene;

  close.rows = g_array_new (FALSE, FALSE, sizeof (guint));
  close.edges = get_edges (projected, close.inside);
  close.matrix = (CndMatrixDrawing){ .matrix = matrix, .plan = projected, .options = options, .next = next };
  close.matrix.shade = cnd_matrix_choose_shade (matrix, options->shade);
  close.matrix.steady = options->from == options->order || options->progress >= 1;
  cnd_drawing_init (&close.matrix.base, options->theme, options->numbers, measure, measure_data);
  for (guint o = 0; o < matrix->outputs; o++)
    if (is_row_in_sight (&close, o))
      g_array_append_val (close.rows, o);
  item = cnd_scene_builder_begin (close.matrix.base.builder, CND_ROLE_NONE, "matrix", "matrix");
  item->title = cnd_scene_builder_intern (close.matrix.base.builder, title);
  if (are_cells_rects (&close))
    draw_rects (&close);
  else
    draw_image (&close);
  frame_next (&close);
  cnd_close_draw_edges (&close);
  cnd_scene_builder_end_group (close.matrix.base.builder);
  scene = cnd_scene_builder_seal (close.matrix.base.builder, close.screen, title, state, NULL, (CndPoint){ 0, 0 });
  cnd_drawing_clear (&close.matrix.base);
  g_array_unref (close.rows);
  return scene;
}
