/* What stands around the cells of a matrix on a screen: title and legend above, groups and rows beside, inputs, readers and sources
 * below. They keep their size and stay in sight. */
#include "config.h"

#include "scene/matrix-close-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NUMBER_SIZE 13.0
#define LABEL_PITCH 18.0 /* of rows' numbers, at least */
#define BAR_X 12.0       /* of groups' bars, left of the grid */
#define SUMMARY_Y 14.0   /* from below */

static void
cover (CndClose *close, CndRect rect)
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

static gboolean
is_packed (const CndClose *close)
{
  return close->matrix.plan->packed && close->matrix.steady;
}

static gboolean
shows_readers (const CndClose *close)
{
  return close->matrix.matrix->learned && close->matrix.matrix->groups > 1;
}

double
cnd_close_get_sources_y (const CndMatrix *matrix)
{
  return matrix->learned && matrix->groups > 1 ? 44 : 24;
}

/* ---- Beside ---------------------------------------------------------------------------------------------- */

static void
name_group (CndClose *close, guint group)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  guint per_group = plan->matrix->outputs / plan->matrix->groups;
  double top = MAX (plan->row_y[cnd_matrix_get_row (plan->matrix, group, 0)], close->inside.y);
  double bottom = MIN (plan->row_y[cnd_matrix_get_row (plan->matrix, group, per_group - 1)] + plan->cell_height, close->edges.y);
  g_autofree char *number = cnd_base_format_count (close->matrix.base.numbers, group + 1), *name = g_strdup_printf (_("group %s"), number);

  if (bottom <= top)
    return;
  cnd_scene_builder_add_rect (close->matrix.base.builder, "group-bar", (CndRect){ close->edges.x - BAR_X, top, 7, bottom - top }, 1.5,
                              cnd_scene_get_group_ink (group), CND_INK_NONE, 0);
  if (bottom - top >= 18)
    cnd_drawing_put_within (&close->matrix.base, "group-name", name, CND_SMALL_SIZE, TRUE, close->edges.x - 56, (top + bottom) / 2 + 5, CND_ALIGN_END,
                            CND_INK_TEXT, CND_CLOSE_LEFT - 60);
}

static void
name_row (CndClose *close, guint output)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  double middle = plan->row_y[output] + plan->cell_height / 2;
  g_autofree char *number = cnd_base_format_count (close->matrix.base.numbers, output + 1);

  if (middle > close->inside.y + 6 && middle < close->edges.y - 4)
    cnd_drawing_put (&close->matrix.base, "output-number", number, NUMBER_SIZE, FALSE, close->edges.x - 18, middle + 5, CND_ALIGN_END, CND_INK_DIM);
}

static void
draw_left (CndClose *close)
{
  const CndMatrixPlan *plan = close->matrix.plan;
  const CndMatrix *matrix = plan->matrix;
  gboolean blocks = matrix->groups > 1 && (plan->order != CND_ORDER_STORED || !matrix->learned) && close->matrix.steady;
  guint step = choose_step (plan->cell_height, LABEL_PITCH), per_group = matrix->outputs / matrix->groups;

  cover (close, (CndRect){ 0, 0, close->edges.x, close->screen.height });
  for (guint g = 0; blocks && g < matrix->groups; g++)
    name_group (close, g);
  for (guint r = 0; r < close->rows->len; r++)
    {
      guint output = g_array_index (close->rows, guint, r);
      guint place = !blocks ? output : matrix->learned ? output / matrix->groups : output % per_group;
      if ((step == 1 || (place + 1) % step == 0) && close->matrix.steady)
        name_row (close, output);
      if (!blocks && matrix->groups > 1)
        cnd_scene_builder_add_rect (close->matrix.base.builder, "group-bar", (CndRect){ close->edges.x - BAR_X, plan->row_y[output], 7, plan->cell_height },
                                    0, cnd_scene_get_group_ink (cnd_matrix_get_group (matrix, output)), CND_INK_NONE, 0);
    }
}

/* ---- Below ----------------------------------------------------------------------------------------------- */

static void
number_input (CndClose *close, guint input, double x)
{
  const CndMatrix *matrix = close->matrix.matrix;
  double y = close->edges.y, middle = x + close->matrix.plan->cell_width / 2;
  g_autofree char *number = cnd_base_format_count (close->matrix.base.numbers, input + 1);
  g_autofree char *readers = cnd_base_format_count (close->matrix.base.numbers, matrix->readers[input]);
  gboolean unread = matrix->readers[input] == 0;

  if (middle < close->edges.x + 4 || middle > close->inside.x + close->inside.width)
    return;
  cnd_drawing_put (&close->matrix.base, "input-number", number, NUMBER_SIZE, FALSE, middle, y + 17, CND_ALIGN_MIDDLE, CND_INK_DIM);
  if (shows_readers (close) && !close->matrix.plan->packed && close->matrix.plan->cell_width >= 24)
    cnd_drawing_put (&close->matrix.base, unread ? "readers none" : "readers", readers, NUMBER_SIZE, unread, middle, y + 36, CND_ALIGN_MIDDLE,
                     unread ? CND_INK_ACCENT : CND_INK_TEXT);
}

/* Where there is no room for numbers, how many groups read an input is a bar. */
static void
draw_readers (CndClose *close, double x, guint input)
{
  const CndMatrix *matrix = close->matrix.matrix;
  double width = close->matrix.plan->cell_width, y = close->edges.y, inset = width >= 4 ? 0.5 : 0;
  double height = 15.0 * matrix->readers[input] / matrix->groups;

  if (width >= 24)
    return;
  if (matrix->readers[input] == 0)
    cnd_scene_builder_add_rect (close->matrix.base.builder, "readers none", (CndRect){ x + inset, y + 34, MAX (width - 2 * inset, 0.4), 5 }, 0, CND_INK_NONE,
                                CND_INK_ACCENT, width >= 5 ? 1.6 : 1);
  else
    cnd_scene_builder_add_rect (close->matrix.base.builder, "readers", (CndRect){ x + inset, y + 40 - height, MAX (width - 2 * inset, 0.4), height }, 0,
                                matrix->readers[input] > 1 ? CND_INK_TAP : CND_INK_LANE, CND_INK_NONE, 0);
}

static void
draw_sources (CndClose *close)
{
  const CndMatrix *matrix = close->matrix.matrix;
  const CndMatrixPlan *plan = close->matrix.plan;
  double y = close->edges.y + cnd_close_get_sources_y (matrix), right = close->inside.x + close->inside.width;

  if (matrix->sources->len == 0)
    return;
  cnd_drawing_put (&close->matrix.base, "axis", _("comes from"), NUMBER_SIZE, FALSE, close->edges.x - BAR_X, y + 18, CND_ALIGN_END, CND_INK_DIM);
  for (guint s = 0; s < matrix->sources->len; s++)
    {
      const CndSource *source = &g_array_index (matrix->sources, CndSource, s);
      double from = MAX (plan->column_x[source->first] + 1, close->edges.x);
      double to = MIN (plan->column_x[source->first + source->n - 1] + plan->cell_width - 1, right);
      if (to - from < 1)
        continue;
      cnd_scene_builder_add_rect (close->matrix.base.builder, "source", (CndRect){ from, y, to - from, 26 }, 3,
                                  s % 2 == 0 ? CND_INK_FRAME_INNER : CND_INK_FRAME, CND_INK_FRAME_LINE, 1);
      if (to - from > 22)
        cnd_drawing_put_within (&close->matrix.base, "source-name", source->label, CND_SMALL_SIZE, FALSE, (from + to) / 2, y + 18, CND_ALIGN_MIDDLE,
                                CND_INK_TEXT, to - from - 6);
    }
}

static void
draw_numbers (CndClose *close)
{
  const CndMatrix *matrix = close->matrix.matrix;
  const CndMatrixPlan *plan = close->matrix.plan;
  guint step = choose_step (plan->cell_width, matrix->inputs >= 1000 ? 48 : 32), n_groups = plan->packed ? matrix->groups : 1, place = 0;

  for (guint g = 0; g < n_groups; g++)
    for (guint i = 0; i < matrix->inputs; i++)
      {
        double x = cnd_matrix_plan_get_x (plan, g, i);
        if (isnan (x))
          continue;
        place++;
        if (!cnd_close_sees_column (close, x))
          continue;
        if (shows_readers (close) && !plan->packed)
          draw_readers (close, x, i);
        if (step == 1 || (plan->packed ? place : i + 1) % step == 0)
          number_input (close, i, x);
      }
}

static void
draw_bottom (CndClose *close)
{
  const CndMatrix *matrix = close->matrix.matrix;
  double x = close->edges.x - BAR_X, y = close->edges.y;

  cover (close, (CndRect){ 0, y, close->screen.width, close->screen.height - y });
  if (close->matrix.steady)
    {
      cnd_drawing_put (&close->matrix.base, "axis", _("input"), NUMBER_SIZE, FALSE, x, y + 17, CND_ALIGN_END, CND_INK_DIM);
      draw_numbers (close);
    }
  if (close->matrix.steady && shows_readers (close) && !close->matrix.plan->packed)
    cnd_drawing_put_within (&close->matrix.base, "axis", _("groups reading it"), NUMBER_SIZE, FALSE, x, y + 36, CND_ALIGN_END, CND_INK_DIM, x - 4);
  if (!close->matrix.plan->packed)
    draw_sources (close);
  if (shows_readers (close))
    {
      g_autofree char *readers = cnd_matrix_format_readers (matrix, close->matrix.base.numbers);
      cnd_drawing_put_within (&close->matrix.base, "readers-summary", readers, CND_SMALL_SIZE, FALSE, 14, close->screen.height - SUMMARY_Y, CND_ALIGN_START,
                              CND_INK_TEXT, close->screen.width - 28);
    }
}

/* ---- Above ----------------------------------------------------------------------------------------------- */

/* The index list, as the gather that it is, stands right above the blocks in sight. */
static void
draw_packed (CndClose *close)
{
  CndMatrixPlan plan = *close->matrix.plan;
  CndMatrixDrawing drawing = close->matrix;
  double top = MAX (plan.grid.y, close->inside.y);

  cover (close, (CndRect){ 0, 0, close->screen.width, top });
  plan.top = top - CND_CLOSE_INDEX_HEIGHT + 6;
  plan.grid.y = top;
  drawing.plan = &plan;
  cnd_matrix_draw_index (&drawing);
  cover (close, (CndRect){ 0, plan.top, close->edges.x, top - plan.top });
  cnd_matrix_name_index (&drawing, close->edges.x - BAR_X);
}

static void
draw_top (CndClose *close)
{
  g_autofree char *title = cnd_matrix_format_title (close->matrix.matrix, close->matrix.base.numbers);
  gboolean wide = close->screen.width >= CND_CLOSE_WIDE;
  double used;

  if (is_packed (close))
    draw_packed (close);
  cover (close, (CndRect){ 0, 0, close->screen.width, wide ? 44 : 72 });
  used = cnd_drawing_put_within (&close->matrix.base, "title", title, CND_TEXT_SIZE, TRUE, 14, 26, CND_ALIGN_START, CND_INK_TEXT, close->screen.width - 28);
  cnd_matrix_draw_legend (&close->matrix, wide ? used + 48 : 14, wide ? 10 : 38, close->screen.width - 14);
}

void
cnd_close_draw_edges (CndClose *close)
{
  if (is_packed (close))
    cnd_matrix_draw_shuffle (&close->matrix);
  draw_left (close);
  draw_bottom (close);
  draw_top (close);
}
