/* The packed form of a learned group convolution: the index list as the gather that it is, above the blocks, and the
 * channel shuffle, which puts the rows back, beside them. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SOURCE_HEIGHT 24.0
#define INPUT_HEIGHT 12.0
#define SHUFFLE_WIDTH 120.0

static void
add_wire (CndMatrixDrawing *drawing, CndPoint from, CndPoint to, gboolean vertical)
{
  CndSceneBuilder *builder = drawing->base.builder;

  cnd_scene_builder_move_to (builder, from.x, from.y);
  if (vertical)
    cnd_scene_builder_curve_to (builder, from.x, (from.y + to.y) / 2, to.x, (from.y + to.y) / 2, to.x, to.y);
  else
    cnd_scene_builder_curve_to (builder, (from.x + to.x) / 2, from.y, (from.x + to.x) / 2, to.y, to.x, to.y);
}

static void
draw_inputs (CndMatrixDrawing *drawing, double y)
{
  const CndMatrix *matrix = drawing->matrix;
  double x = drawing->plan->grid.x, width = drawing->plan->cell_width, inset = width >= 6 ? 1 : 0;

  for (guint i = 0; i < matrix->inputs; i++)
    {
      gboolean unread = matrix->readers[i] == 0;
      cnd_scene_builder_add_rect (drawing->base.builder, unread ? "input unread" : "input",
                                  (CndRect){ x + i * width + inset, y, MAX (width - 2 * inset, 0.3), INPUT_HEIGHT }, 1.5,
                                  unread ? CND_INK_NONE : matrix->readers[i] > 1 ? CND_INK_TAP : CND_INK_LANE,
                                  unread ? CND_INK_ACCENT : CND_INK_NONE, 1.6);
    }
}

static void
draw_index (CndMatrixDrawing *drawing, guint group, double y)
{
  const CndMatrix *matrix = drawing->matrix;
  CndSceneBuilder *builder = drawing->base.builder;
  double width = drawing->plan->cell_width, bottom = drawing->plan->grid.y - 6;
  g_autofree char *id = g_strdup_printf ("index-%u", group + 1);
  g_autoptr (GString) list = g_string_new (NULL);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_CHART, "index", cnd_scene_builder_intern (builder, id));
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, group + 1), *title = NULL;

  for (guint i = 0; i < matrix->inputs; i++)
    if (cnd_matrix_reads (matrix, group, i))
      {
        g_autofree char *input = cnd_base_format_count (drawing->base.numbers, i + 1);
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", input);
      }
  /* Translators: the number of a filter group, and the list of its inputs */
  title = g_strdup_printf (_("Index list of group %s: inputs %s"), number, list->str);
  item->title = cnd_scene_builder_intern (builder, title);
  for (guint i = 0; i < matrix->inputs; i++)
    if (cnd_matrix_reads (matrix, group, i))
      add_wire (drawing, (CndPoint){ drawing->plan->grid.x + (i + 0.5) * width, y },
                (CndPoint){ cnd_matrix_plan_get_x (drawing->plan, group, i) + width / 2, bottom }, TRUE);
  cnd_scene_builder_add_path (builder, "wire", CND_INK_NONE, cnd_scene_get_group_ink (group), 1.1);
  cnd_scene_builder_end_group (builder);
}

static void
draw_shuffle (CndMatrixDrawing *drawing, guint group)
{
  const CndMatrix *matrix = drawing->matrix;
  const CndMatrixPlan *plan = drawing->plan;
  double x = plan->grid.x + plan->grid.width + 12, step = plan->grid.height / matrix->outputs;

  for (guint k = 0; k < matrix->outputs / matrix->groups; k++)
    {
      guint output = cnd_matrix_get_row (matrix, group, k);
      add_wire (drawing, (CndPoint){ x, plan->row_y[output] + plan->cell_height / 2 },
                (CndPoint){ x + SHUFFLE_WIDTH, plan->grid.y + (output + 0.5) * step }, FALSE);
    }
  cnd_scene_builder_add_path (drawing->base.builder, "wire", CND_INK_NONE, cnd_scene_get_group_ink (group), 1.1);
}

static void
number_outputs (CndMatrixDrawing *drawing)
{
  const CndMatrix *matrix = drawing->matrix;
  CndRect grid = drawing->plan->grid;
  double step = grid.height / matrix->outputs, x = grid.x + grid.width + 12 + SHUFFLE_WIDTH;

  for (guint o = 0; o < matrix->outputs && step >= 13; o++)
    {
      g_autofree char *number = cnd_base_format_count (drawing->base.numbers, o + 1);
      cnd_drawing_put (&drawing->base, "output-number", number, CND_TINY_SIZE, FALSE, x + 26, grid.y + (o + 0.5) * step + 4, CND_ALIGN_END,
                       cnd_scene_get_group_ink (cnd_matrix_get_group (matrix, o)));
    }
  cnd_drawing_put (&drawing->base, "axis", _("shuffle"), CND_SMALL_SIZE, FALSE, grid.x + grid.width + 12 + SHUFFLE_WIDTH / 2, grid.y - 10,
                   CND_ALIGN_MIDDLE, CND_INK_DIM);
}

void
cnd_matrix_draw_index (CndMatrixDrawing *drawing)
{
  double top = drawing->plan->top;

  cnd_matrix_draw_sources (drawing, top, SOURCE_HEIGHT);
  draw_inputs (drawing, top + SOURCE_HEIGHT + 5);
  for (guint g = 0; g < drawing->matrix->groups; g++)
    draw_index (drawing, g, top + SOURCE_HEIGHT + 5 + INPUT_HEIGHT + 2);
}

void
cnd_matrix_name_index (CndMatrixDrawing *drawing, double x)
{
  double top = drawing->plan->top;

  cnd_matrix_name_sources (drawing, x, top, SOURCE_HEIGHT);
  cnd_drawing_put (&drawing->base, "axis", _("input"), CND_SMALL_SIZE, FALSE, x, top + SOURCE_HEIGHT + 16, CND_ALIGN_END, CND_INK_DIM);
  cnd_drawing_put (&drawing->base, "axis", _("index"), CND_SMALL_SIZE, FALSE, x, drawing->plan->grid.y - 10, CND_ALIGN_END, CND_INK_DIM);
}

void
cnd_matrix_draw_shuffle (CndMatrixDrawing *drawing)
{
  CndItem *item = cnd_scene_builder_begin (drawing->base.builder, CND_ROLE_CHART, "shuffle", "shuffle");

  item->title = cnd_scene_builder_intern (drawing->base.builder, _("Channel shuffle: rows of the groups take turns again"));
  for (guint g = 0; g < drawing->matrix->groups; g++)
    draw_shuffle (drawing, g);
  number_outputs (drawing);
  cnd_scene_builder_end_group (drawing->base.builder);
}
