/* Where rows and columns of a matrix are, in each order and between two of them. */
#include "config.h"

#include "scene/matrix-private.h"

#include <math.h>

#define LEFT 176.0         /* room for the groups' names */
#define TOP 150.0          /* for title and legend */
#define GRID_WIDTH 980.0   /* wanted */
#define GRID_HEIGHT 560.0
#define LARGEST_CELL 22.0
#define SMALLEST_CELL 3.0  /* below: an image */
#define MAX_CELLS 24000u
#define GROUP_GAP 10.0
#define MAX_GAPS 17u       /* of more groups there is no gap between two */
#define GATHER_HEIGHT 150.0

const CndMatrixOptions cnd_scene_default_matrix_options = {
  .theme = CND_THEME_LIGHT,
  .numbers = { CND_DIGITS_LATIN, TRUE, FALSE },
  .shade = CND_SHADE_MAGNITUDE,
  .order = CND_ORDER_GROUPS,
  .from = CND_ORDER_GROUPS,
  .progress = 1,
  .group = G_MAXUINT,
  .show_title = TRUE,
  .show_legend = TRUE,
};

static double
get_gap (const CndMatrix *matrix)
{
  return matrix->groups < MAX_GAPS ? GROUP_GAP : 0;
}

gboolean
cnd_matrix_is_packable (const CndMatrix *matrix)
{
  return matrix->learned && matrix->groups < MAX_GAPS;
}

/* Columns that all groups have together in packed order. */
static guint
count_slots (const CndMatrix *matrix)
{
  guint n = 0;

  for (guint i = 0; i < matrix->inputs; i++)
    n += matrix->readers[i];
  return n;
}

static void
place_rows (CndMatrixPlan *plan)
{
  const CndMatrix *matrix = plan->matrix;
  guint per_group = matrix->outputs / matrix->groups;
  double gap = plan->order == CND_ORDER_STORED ? 0 : get_gap (matrix);

  plan->row_y = g_new (double, matrix->outputs);
  if (plan->order == CND_ORDER_STORED)
    for (guint o = 0; o < matrix->outputs; o++)
      plan->row_y[o] = plan->grid.y + o * plan->cell_height;
  else
    for (guint g = 0; g < matrix->groups; g++)
      for (guint k = 0; k < per_group; k++)
        plan->row_y[cnd_matrix_get_row (matrix, g, k)] = plan->grid.y + (g * per_group + k) * plan->cell_height + g * gap;
  plan->grid.height = matrix->outputs * plan->cell_height + (matrix->groups - 1) * gap;
}

static void
place_columns (CndMatrixPlan *plan)
{
  const CndMatrix *matrix = plan->matrix;

  plan->grid.width = matrix->inputs * plan->cell_width;
  plan->column_x = g_new (double, (gsize) matrix->inputs * (plan->packed ? matrix->groups : 1));
  if (!plan->packed)
    {
      for (guint i = 0; i < matrix->inputs; i++)
        plan->column_x[i] = plan->grid.x + i * plan->cell_width;
      return;
    }
  double x = plan->grid.x;
  for (guint g = 0; g < matrix->groups; g++)
    {
      for (guint i = 0; i < matrix->inputs; i++)
        {
          gboolean read = cnd_matrix_reads (matrix, g, i);
          plan->column_x[(gsize) g * matrix->inputs + i] = read ? x : NAN;
          x += read ? plan->cell_width : 0;
        }
      x += GROUP_GAP;
    }
  plan->grid.width = MAX (plan->grid.width, x - GROUP_GAP - plan->grid.x);
}

static CndMatrixPlan *
create (const CndMatrix *matrix, CndOrder order, gboolean show_title)
{
  CndMatrixPlan *plan = g_new0 (CndMatrixPlan, 1);
  guint columns = matrix->inputs;
  double top = show_title ? TOP : CND_DRAWING_MARGIN;

  plan->matrix = matrix;
  plan->order = order;
  plan->packed = order == CND_ORDER_PACKED && cnd_matrix_is_packable (matrix);
  if (plan->packed)
    columns = MAX (columns, count_slots (matrix));
  plan->cell_width = CLAMP (floor (2 * GRID_WIDTH / columns) / 2, 0, LARGEST_CELL);
  plan->cell_height = CLAMP (floor (2 * GRID_HEIGHT / matrix->outputs) / 2, 0, LARGEST_CELL);
  if (plan->cell_width < SMALLEST_CELL)
    plan->cell_width = MAX (GRID_WIDTH / columns, 0.001);
  if (plan->cell_height < SMALLEST_CELL)
    plan->cell_height = MAX (GRID_HEIGHT / matrix->outputs, 0.001);
  /* cells are not much longer than wide */
  plan->cell_height = MIN (plan->cell_height, MAX (plan->cell_width * 1.5, 4));
  plan->cell_width = MIN (plan->cell_width, MAX (plan->cell_height * 2, 4));
  plan->as_image = (guint64) matrix->inputs * matrix->outputs > MAX_CELLS || plan->cell_width < SMALLEST_CELL || plan->cell_height < SMALLEST_CELL;
  plan->grid = (CndRect){ LEFT, top + (plan->packed ? GATHER_HEIGHT : 0), 0, 0 };
  plan->top = top;
  place_rows (plan);
  place_columns (plan);
  return plan;
}

static double
mix (double from, double to, double t)
{
  return from + t * (to - from);
}

/* Everything is a straight way from the one place to the other. */
static void
blend (CndMatrixPlan *plan, const CndMatrixPlan *from, double t)
{
  const CndMatrix *matrix = plan->matrix;

  for (guint o = 0; o < matrix->outputs; o++)
    plan->row_y[o] = mix (from->row_y[o], plan->row_y[o], t);
  if (plan->packed || from->packed)
    {
      double *x = g_new (double, (gsize) matrix->inputs * matrix->groups);
      for (guint g = 0; g < matrix->groups; g++)
        for (guint i = 0; i < matrix->inputs; i++)
          {
            double a = cnd_matrix_plan_get_x (from, g, i), b = cnd_matrix_plan_get_x (plan, g, i);
            /* what is pruned stays where it was, or comes to be there */
            x[(gsize) g * matrix->inputs + i] = isnan (a) ? b : isnan (b) ? NAN : mix (a, b, t);
          }
      g_free (plan->column_x);
      plan->column_x = x;
      plan->packed = TRUE;
    }
  plan->cell_width = mix (from->cell_width, plan->cell_width, t);
  plan->cell_height = mix (from->cell_height, plan->cell_height, t);
  plan->grid.y = mix (from->grid.y, plan->grid.y, t);
  plan->grid.width = mix (from->grid.width, plan->grid.width, t);
  plan->grid.height = mix (from->grid.height, plan->grid.height, t);
}

CndMatrixPlan *
cnd_matrix_plan_new (const CndMatrix *matrix, const CndMatrixOptions *options)
{
  CndMatrixPlan *plan = create (matrix, options->order, options->show_title);

  if (options->from != options->order && options->progress < 1)
    {
      g_autoptr (CndMatrixPlan) from = create (matrix, options->from, options->show_title);
      blend (plan, from, MAX (options->progress, 0));
    }
  return plan;
}

void
cnd_matrix_plan_free (CndMatrixPlan *plan)
{
  g_free (plan->row_y);
  g_free (plan->column_x);
  g_free (plan);
}

CndRect
cnd_matrix_plan_get_grid (const CndMatrixPlan *plan)
{
  return plan->grid;
}

double
cnd_matrix_plan_get_x (const CndMatrixPlan *plan, guint group, guint input)
{
  return plan->column_x[plan->packed ? (gsize) group * plan->matrix->inputs + input : input];
}

gboolean
cnd_matrix_plan_get_cell (const CndMatrixPlan *plan, guint output, guint input, CndRect *cell)
{
  double x = cnd_matrix_plan_get_x (plan, cnd_matrix_get_group (plan->matrix, output), input);

  *cell = (CndRect){ x, plan->row_y[output], plan->cell_width, plan->cell_height };
  return !isnan (x);
}

gboolean
cnd_matrix_plan_pick (const CndMatrixPlan *plan, CndPoint point, guint *output, guint *input)
{
  const CndMatrix *matrix = plan->matrix;

  for (guint o = 0; o < matrix->outputs; o++)
    {
      guint group = cnd_matrix_get_group (matrix, o);
      if (point.y < plan->row_y[o] || point.y >= plan->row_y[o] + plan->cell_height)
        continue;
      for (guint i = 0; i < matrix->inputs; i++)
        {
          double x = cnd_matrix_plan_get_x (plan, group, i);
          if (point.x >= x && point.x < x + plan->cell_width)
            {
              *output = o;
              *input = i;
              return TRUE;
            }
        }
    }
  return FALSE;
}
