/* A close look at a matrix, in pixels of the screen: the cells in sight, and at the edges what they belong to, which stays in
 * sight as well. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEFT 132.0
#define TOP 40.0
#define BOTTOM 74.0
#define LEGEND_WIDTH 470.0
#define MOST_RECTS 2600u    /* more cells are an image */
#define SMALLEST_RECT 9.0
#define VALUE_WIDTH 46.0    /* of a cell with room for its value */
#define VALUE_HEIGHT 20.0
#define LABEL_PITCH 17.0    /* of rows' numbers, at least */

CndRect
cnd_scene_get_close_inside (const CndViewport *viewport)
{
  return (CndRect){ LEFT, TOP, MAX (viewport->width - LEFT, 1), MAX (viewport->height - TOP - BOTTOM, 1) };
}

CndMatrixSpot
cnd_matrix_plan_locate_close (const CndMatrixPlan *plan, const CndViewport *viewport, CndPoint point)
{
  CndPoint there = cnd_viewport_to_scene (viewport, point);
  CndRect inside = cnd_scene_get_close_inside (viewport);
  guint output, input;

  if (point.y < inside.y)
    return (CndMatrixSpot){ CND_SPOT_NONE };
  if (point.x < inside.x)
    return point.y < inside.y + inside.height ? cnd_matrix_plan_locate_side (plan, there.y, point.x > LEFT - 50) : (CndMatrixSpot){ CND_SPOT_NONE };
  if (point.y > inside.y + inside.height)
    return cnd_matrix_plan_locate_foot (plan, there.x, point.y > viewport->height - 36);
  if (cnd_matrix_plan_pick (plan, there, &output, &input))
    return cnd_matrix_get_cell_spot (plan->matrix, output, input);
  return (CndMatrixSpot){ CND_SPOT_NONE };
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

/* ---- Cells ----------------------------------------------------------------------------------------------- */

typedef struct
{
  CndMatrixDrawing matrix;
  CndRect inside;
  GArray *rows;     /* in sight: guint */
} Close;

static gboolean
is_row_in_sight (const Close *close, guint output)
{
  double y = close->matrix.plan->row_y[output];

  return y + close->matrix.plan->cell_height > close->inside.y && y < close->inside.y + close->inside.height;
}

static gboolean
is_column_in_sight (const Close *close, double x)
{
  return x + close->matrix.plan->cell_width > close->inside.x && x < close->inside.x + close->inside.width;
}

static gboolean
are_cells_rects (const Close *close)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  double n = MIN (close->inside.width / plan->cell_width + 2, plan->matrix->inputs) * MIN (close->inside.height / plan->cell_height + 2, plan->matrix->outputs);

  return n <= MOST_RECTS && plan->cell_width >= SMALLEST_RECT && plan->cell_height >= SMALLEST_RECT;
}

static char *
format_value (const Close *close, guint output, guint input)
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
draw_cell (Close *close, guint output, guint input, CndRect cell)
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
draw_rects (Close *close)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  CndRect cell;

  for (guint r = 0; r < close->rows->len; r++)
    for (guint i = 0; i < plan->matrix->inputs; i++)
      {
        guint output = g_array_index (close->rows, guint, r);
        if (cnd_matrix_plan_get_cell (plan, output, i, &cell) && is_column_in_sight (close, cell.x))
          draw_cell (close, output, i, cell);
      }
}

static void
draw_image (Close *close)
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
frame_next (Close *close)
{
  const CndMatrix *matrix = close->matrix.matrix;
  guint last = matrix->outputs / matrix->groups - 1;
  CndRect top, bottom;

  if (close->matrix.next == NULL || !close->matrix.options->mark_next || close->matrix.options->order == CND_ORDER_STORED || !close->matrix.steady)
    return;
  for (guint g = 0; g < matrix->groups; g++)
    for (guint i = 0; i < matrix->inputs; i++)
      if (close->matrix.next[(gsize) g * matrix->inputs + i]
          && cnd_matrix_plan_get_cell (close->matrix.plan, cnd_matrix_get_row (matrix, g, 0), i, &top)
          && cnd_matrix_plan_get_cell (close->matrix.plan, cnd_matrix_get_row (matrix, g, last), i, &bottom) && is_column_in_sight (close, top.x))
        cnd_scene_builder_add_rect (close->matrix.base.builder, "next", (CndRect){ top.x, top.y, top.width, bottom.y + bottom.height - top.y }, 1.5,
                                    CND_INK_NONE, CND_INK_ACCENT, 1.8);
}

/* ---- At the edges ---------------------------------------------------------------------------------------- */

static void
cover (Close *close, CndRect rect)
{
  cnd_scene_builder_add_rect (close->matrix.base.builder, "cover", rect, 0, CND_INK_BACKGROUND, CND_INK_NONE, 0);
}

/* Each n-th one is numbered. */
static guint
choose_step (double pitch, double room)
{
  static const guint steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * pitch >= room)
      return steps[i];
  return G_MAXUINT;
}

static void
name_group (Close *close, guint group)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  guint per_group = plan->matrix->outputs / plan->matrix->groups;
  double top = MAX (plan->row_y[cnd_matrix_get_row (plan->matrix, group, 0)], close->inside.y);
  double bottom = MIN (plan->row_y[cnd_matrix_get_row (plan->matrix, group, per_group - 1)] + plan->cell_height, close->inside.y + close->inside.height);
  g_autofree char *number = cnd_base_format_count (close->matrix.base.numbers, group + 1), *name = g_strdup_printf (_("group %s"), number);

  if (bottom <= top)
    return;
  cnd_scene_builder_add_rect (close->matrix.base.builder, "group-bar", (CndRect){ LEFT - 12, top, 7, bottom - top }, 1.5, cnd_scene_get_group_ink (group),
                              CND_INK_NONE, 0);
  if (bottom - top >= 18)
    cnd_drawing_put_within (&close->matrix.base, "group-name", name, CND_SMALL_SIZE, TRUE, 8, (top + bottom) / 2 + 5, CND_ALIGN_START, CND_INK_TEXT, 70);
}

static void
name_row (Close *close, guint output)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  double middle = plan->row_y[output] + plan->cell_height / 2;
  g_autofree char *number = cnd_base_format_count (close->matrix.base.numbers, output + 1);

  if (middle > close->inside.y + 6 && middle < close->inside.y + close->inside.height - 4)
    cnd_drawing_put (&close->matrix.base, "output-number", number, CND_TINY_SIZE, FALSE, LEFT - 20, middle + 4, CND_ALIGN_END, CND_INK_DIM);
}

static void
draw_left (Close *close)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  const CndMatrix *matrix = plan->matrix;
  gboolean blocks = matrix->groups > 1 && (plan->order != CND_ORDER_STORED || !matrix->learned) && close->matrix.steady;
  guint step = choose_step (plan->cell_height, LABEL_PITCH);
  guint per_group = matrix->outputs / matrix->groups;

  cover (close, (CndRect){ 0, 0, LEFT, close->inside.y + close->inside.height + BOTTOM });
  for (guint g = 0; blocks && g < matrix->groups; g++)
    name_group (close, g);
  for (guint r = 0; r < close->rows->len; r++)
    {
      guint output = g_array_index (close->rows, guint, r);
      guint place = blocks ? matrix->learned ? output / matrix->groups : output % per_group : output;
      if (place % step == 0)
        name_row (close, output);
      if (!blocks && matrix->groups > 1)
        cnd_scene_builder_add_rect (close->matrix.base.builder, "group-bar", (CndRect){ LEFT - 12, plan->row_y[output], 7, plan->cell_height }, 0,
                                    cnd_scene_get_group_ink (cnd_matrix_get_group (matrix, output)), CND_INK_NONE, 0);
    }
}

static void
number_input (Close *close, guint input, double x)
{
  const CndMatrix *matrix = close->matrix.matrix;
  const CndMatrixPlan *plan = close->matrix.plan;
  double y = close->inside.y + close->inside.height, middle = x + plan->cell_width / 2;
  g_autofree char *number = cnd_base_format_count (close->matrix.base.numbers, input + 1);
  g_autofree char *readers = cnd_base_format_count (close->matrix.base.numbers, matrix->readers[input]);
  gboolean unread = matrix->readers[input] == 0;

  if (middle < LEFT + 8)
    return;
  cnd_drawing_put (&close->matrix.base, "input-number", number, CND_TINY_SIZE, FALSE, middle, y + 15, CND_ALIGN_MIDDLE, CND_INK_DIM);
  if (matrix->learned && matrix->groups > 1 && plan->cell_width >= 11)
    cnd_drawing_put (&close->matrix.base, unread ? "readers none" : "readers", readers, CND_TINY_SIZE, unread, middle, y + 32, CND_ALIGN_MIDDLE,
                     unread ? CND_INK_ACCENT : CND_INK_TEXT);
}

static void
draw_sources (Close *close)
{
  const CndMatrix *matrix = close->matrix.matrix;
  const CndMatrixPlan *plan = close->matrix.plan;
  double y = close->inside.y + close->inside.height + 42, right = close->inside.x + close->inside.width;

  cnd_drawing_put (&close->matrix.base, "axis", _("comes from"), CND_TINY_SIZE, FALSE, LEFT - 12, y + 16, CND_ALIGN_END, CND_INK_DIM);
  for (guint s = 0; s < matrix->sources->len; s++)
    {
      const CndSource *source = &g_array_index (matrix->sources, CndSource, s);
      double from = MAX (plan->column_x[source->first] + 1, LEFT), to = MIN (plan->column_x[source->first + source->n - 1] + plan->cell_width - 1, right);
      if (to - from < 1)
        continue;
      cnd_scene_builder_add_rect (close->matrix.base.builder, "source", (CndRect){ from, y, to - from, 24 }, 3,
                                  s % 2 == 0 ? CND_INK_FRAME_INNER : CND_INK_FRAME, CND_INK_FRAME_LINE, 1);
      if (to - from > 22)
        cnd_drawing_put_within (&close->matrix.base, "source-name", source->label, CND_SMALL_SIZE, FALSE, (from + to) / 2, y + 17, CND_ALIGN_MIDDLE,
                                CND_INK_TEXT, to - from - 6);
    }
}

static void
draw_bottom (Close *close)
{
  const CndMatrix *matrix = close->matrix.matrix;
  const CndMatrixPlan *plan = close->matrix.plan;
  guint step = choose_step (plan->cell_width, matrix->inputs >= 1000 ? 44 : 30), n_groups = plan->packed ? matrix->groups : 1, place = 0;
  double y = close->inside.y + close->inside.height;

  cover (close, (CndRect){ 0, y, close->inside.x + close->inside.width, BOTTOM });
  cnd_drawing_put (&close->matrix.base, "axis", _("input"), CND_TINY_SIZE, FALSE, LEFT - 12, y + 15, CND_ALIGN_END, CND_INK_DIM);
  if (matrix->learned && matrix->groups > 1 && plan->cell_width >= 11)
    cnd_drawing_put (&close->matrix.base, "axis", _("groups reading it"), CND_TINY_SIZE, FALSE, LEFT - 12, y + 32, CND_ALIGN_END, CND_INK_DIM);
  for (guint g = 0; g < n_groups; g++)
    for (guint i = 0; i < matrix->inputs; i++)
      {
        double x = cnd_matrix_plan_get_x (plan, g, i);
        if (!isnan (x) && (plan->packed ? place : i + 1) % step == 0 && is_column_in_sight (close, x))
          number_input (close, i, x);
        place += !isnan (x);
      }
  if (!plan->packed)
    draw_sources (close);
}

static void
draw_top (Close *close)
{
  g_autofree char *title = cnd_matrix_format_title (close->matrix.matrix, close->matrix.base.numbers);
  double width = close->inside.x + close->inside.width, legend = width > 900 ? LEGEND_WIDTH : 0;

  cover (close, (CndRect){ 0, 0, width, TOP });
  cnd_drawing_put_within (&close->matrix.base, "title", title, CND_TEXT_SIZE, TRUE, 8, 22, CND_ALIGN_START, CND_INK_TEXT, width - legend - 24);
  if (legend > 0)
    cnd_matrix_draw_legend (&close->matrix, width - legend, 6);
}

/* ---- All of it ------------------------------------------------------------------------------------------- */

CndScene *
cnd_scene_new_matrix_close (const CndMatrix *matrix, const CndMatrixOptions *options, const CndViewport *viewport, CndMeasureText measure,
                            gpointer measure_data)
{
  g_autoptr (CndMatrixPlan) plan = cnd_matrix_plan_new (matrix, options), projected = project (plan, viewport);
  g_autofree guint8 *next = cnd_matrix_predict (matrix);
  g_autofree char *title = cnd_matrix_format_title (matrix, options->numbers), *state = cnd_matrix_format_state (matrix, options->numbers);
  CndRect bounds = { 0, 0, viewport->width, viewport->height };
  Close close = { .inside = cnd_scene_get_close_inside (viewport), .rows = g_array_new (FALSE, FALSE, sizeof (guint)) };
  CndItem *item;
  CndScene *scene;

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
  draw_left (&close);
  draw_bottom (&close);
  draw_top (&close);
  cnd_scene_builder_end_group (close.matrix.base.builder);
  scene = cnd_scene_builder_seal (close.matrix.base.builder, bounds, title, state, NULL, (CndPoint){ 0, 0 });
  cnd_drawing_clear (&close.matrix.base);
  g_array_unref (close.rows);
  return scene;
}
