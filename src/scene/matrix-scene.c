/* The picture of a matrix, put together. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>

static char *
describe (const CndMatrix *matrix, CndNumberStyle style)
{
  g_autofree char *state = cnd_matrix_format_state (matrix, style);
  g_autofree char *readers = cnd_matrix_format_readers (matrix, style);

  if (matrix->learned && matrix->groups > 1)
    return g_strdup_printf ("%s. %s.", state, readers);
  return g_strdup_printf ("%s.", state);
}

CndScene *
cnd_scene_new_matrix (const CndMatrix *matrix, const CndMatrixOptions *options, CndMeasureText measure, gpointer measure_data)
{
  g_autoptr (CndMatrixPlan) plan = NULL;
  g_autofree guint8 *next = NULL;
  g_autofree char *title = NULL, *description = NULL;
  CndMatrixDrawing drawing = { .matrix = matrix, .options = options };
  CndScene *scene;
  double y;

  g_return_val_if_fail (matrix != NULL && options != NULL && measure != NULL, NULL);

  plan = cnd_matrix_plan_new (matrix, options);
  next = cnd_matrix_predict (matrix);
  cnd_drawing_init (&drawing.base, options->theme, options->numbers, measure, measure_data);
  drawing.plan = plan;
  drawing.next = next;
  drawing.shade = cnd_matrix_choose_shade (matrix, options->shade);
  drawing.steady = options->from == options->order || options->progress >= 1;
  title = cnd_matrix_format_title (matrix, options->numbers);
  description = describe (matrix, options->numbers);
  cnd_matrix_draw_head (&drawing);
  cnd_matrix_draw_sides (&drawing);
  cnd_matrix_draw_cells (&drawing);
  y = plan->grid.y + plan->grid.height;
  if (plan->packed && drawing.steady)
    {
      g_autofree char *readers = cnd_matrix_format_readers (matrix, options->numbers);
      cnd_matrix_draw_index (&drawing);
      cnd_matrix_name_index (&drawing, plan->grid.x - 14);
      cnd_matrix_draw_shuffle (&drawing);
      y = cnd_drawing_put_lines (&drawing.base, "readers-summary", readers, CND_TEXT_SIZE, plan->grid.x, y + 34, CND_INK_TEXT,
                                 MAX (plan->grid.width, 560));
    }
  else
    y = cnd_matrix_draw_foot (&drawing, y);
  if (options->group != G_MAXUINT && matrix->importance != NULL)
    cnd_matrix_draw_importance (&drawing, y + 14, 0);
  scene = cnd_drawing_seal (&drawing.base, title, description);
  cnd_drawing_clear (&drawing.base);
  return scene;
}
