/* Parts of a matrix: what is at a point, where a part is, which one comes next, which layers it reads from. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define AIR 4.0 /* around labels */

static guint
find_source (const CndMatrix *matrix, guint input)
{
  for (guint s = 0; s < matrix->sources->len; s++)
    if (input - g_array_index (matrix->sources, CndSource, s).first < g_array_index (matrix->sources, CndSource, s).n)
      return s;
  return G_MAXUINT;
}

CndMatrixSpot
cnd_matrix_get_cell_spot (const CndMatrix *matrix, guint output, guint input)
{
  return (CndMatrixSpot){ CND_SPOT_CELL, output, input, cnd_matrix_get_group (matrix, output), find_source (matrix, input) };
}

gboolean
cnd_matrix_spot_equal (CndMatrixSpot a, CndMatrixSpot b)
{
  if (a.kind != b.kind)
    return FALSE;
  switch (a.kind)
    {
    case CND_SPOT_CELL: return a.output == b.output && a.input == b.input;
    case CND_SPOT_ROW: return a.output == b.output;
    case CND_SPOT_COLUMN: return a.input == b.input;
    case CND_SPOT_GROUP: return a.group == b.group;
    case CND_SPOT_SOURCE: return a.source == b.source;
    default: return TRUE;
    }
}

/* ---- At a point ---------------------------------------------------------------------------------------- */

static guint
find_row (const CndMatrixPlan *plan, double y)
{
  for (guint o = 0; o < plan->matrix->outputs; o++)
    if (y >= plan->row_y[o] && y < plan->row_y[o] + plan->cell_height)
      return o;
  return G_MAXUINT;
}

/* In packed order an input has a column in each group that reads it. */
static guint
find_column (const CndMatrixPlan *plan, double x)
{
  guint n_groups = plan->packed ? plan->matrix->groups : 1;

  for (guint g = 0; g < n_groups; g++)
    for (guint i = 0; i < plan->matrix->inputs; i++)
      {
        double left = cnd_matrix_plan_get_x (plan, g, i);
        if (x >= left && x < left + plan->cell_width)
          return i;
      }
  return G_MAXUINT;
}

static guint
find_group (const CndMatrixPlan *plan, double y)
{
  guint per_group = plan->matrix->outputs / plan->matrix->groups;

  for (guint g = 0; g < plan->matrix->groups; g++)
    {
      double top = plan->row_y[cnd_matrix_get_row (plan->matrix, g, 0)];
      double bottom = plan->row_y[cnd_matrix_get_row (plan->matrix, g, per_group - 1)] + plan->cell_height;
      if (y >= top && y < bottom)
        return g;
    }
  return G_MAXUINT;
}

CndMatrixSpot
cnd_matrix_plan_locate_side (const CndMatrixPlan *plan, double y, gboolean rows)
{
  guint found = G_MAXUINT;

  if (!rows && plan->matrix->groups > 1 && (plan->order != CND_ORDER_STORED || !plan->matrix->learned)
      && (found = find_group (plan, y)) != G_MAXUINT)
    return (CndMatrixSpot){ CND_SPOT_GROUP, .group = found };
  found = find_row (plan, y);
  return (CndMatrixSpot){ found != G_MAXUINT ? CND_SPOT_ROW : CND_SPOT_NONE, .output = found };
}

CndMatrixSpot
cnd_matrix_plan_locate_foot (const CndMatrixPlan *plan, double x, gboolean sources)
{
  guint input = find_column (plan, x), source = input != G_MAXUINT ? find_source (plan->matrix, input) : G_MAXUINT;

  if (sources && source != G_MAXUINT)
    return (CndMatrixSpot){ CND_SPOT_SOURCE, .source = source };
  return (CndMatrixSpot){ input != G_MAXUINT ? CND_SPOT_COLUMN : CND_SPOT_NONE, .input = input };
}

CndMatrixSpot
cnd_matrix_plan_locate (const CndMatrixPlan *plan, CndPoint point)
{
  guint output, input;
  double right = plan->grid.x + plan->grid.width, bottom = plan->grid.y + plan->grid.height, sources = cnd_matrix_plan_get_sources_y (plan);

  if (cnd_matrix_plan_pick (plan, point, &output, &input))
    return cnd_matrix_get_cell_spot (plan->matrix, output, input);
  if (point.x < plan->grid.x && point.y >= plan->grid.y)
    return cnd_matrix_plan_locate_side (plan, point.y, FALSE);
  if (point.x > right && point.x < right + 50)
    return cnd_matrix_plan_locate_side (plan, point.y, TRUE);
  if (plan->packed && point.y >= plan->top && point.y < plan->grid.y)
    return (CndMatrixSpot){ CND_SPOT_NONE };
  if (!plan->packed && point.y > bottom + AIR && point.y < sources + CND_MATRIX_SOURCES_HEIGHT)
    return cnd_matrix_plan_locate_foot (plan, point.x, point.y >= sources - AIR);
  return (CndMatrixSpot){ CND_SPOT_NONE };
}

/* ---- Where it is --------------------------------------------------------------------------------------- */

static void
append_column (const CndMatrixPlan *plan, GArray *rects, guint group, guint first, guint n)
{
  guint per_group = plan->matrix->outputs / plan->matrix->groups;
  double top = plan->row_y[cnd_matrix_get_row (plan->matrix, group, 0)];
  double bottom = plan->row_y[cnd_matrix_get_row (plan->matrix, group, per_group - 1)] + plan->cell_height;

  for (guint i = first; i < first + n; i++)
    {
      CndRect rect = { cnd_matrix_plan_get_x (plan, group, i), top, plan->cell_width, bottom - top };
      CndRect *last = rects->len > 0 ? &g_array_index (rects, CndRect, rects->len - 1) : NULL;
      if (isnan (rect.x))
        continue;
      /* what lies side by side is one */
      if (last != NULL && last->y == top && fabs (last->x + last->width - rect.x) < 1e-6)
        last->width += rect.width;
      else
        g_array_append_val (rects, rect);
    }
}

static void
append_columns (const CndMatrixPlan *plan, GArray *rects, guint first, guint n)
{
  CndRect all = { plan->grid.x, plan->grid.y, 0, plan->grid.height };

  if (plan->packed)
    {
      for (guint g = 0; g < plan->matrix->groups; g++)
        append_column (plan, rects, g, first, n);
      return;
    }
  all.x = cnd_matrix_plan_get_x (plan, 0, first);
  all.width = cnd_matrix_plan_get_x (plan, 0, first + n - 1) + plan->cell_width - all.x;
  g_array_append_val (rects, all);
}

static void
append_row (const CndMatrixPlan *plan, GArray *rects, guint output)
{
  double left = plan->grid.x, right = plan->grid.x + plan->grid.width;
  guint group = cnd_matrix_get_group (plan->matrix, output);
  CndRect row;

  if (plan->packed)
    {
      left = G_MAXDOUBLE;
      right = -G_MAXDOUBLE;
      for (guint i = 0; i < plan->matrix->inputs; i++)
        {
          double x = cnd_matrix_plan_get_x (plan, group, i);
          left = isnan (x) ? left : MIN (left, x);
          right = isnan (x) ? right : MAX (right, x + plan->cell_width);
        }
    }
  row = (CndRect){ left, plan->row_y[output], right - left, plan->cell_height };
  if (right > left)
    g_array_append_val (rects, row);
}

static void
append_group (const CndMatrixPlan *plan, GArray *rects, guint group)
{
  guint per_group = plan->matrix->outputs / plan->matrix->groups;

  for (guint k = 0; k < per_group; k++)
    {
      guint first = rects->len;
      append_row (plan, rects, cnd_matrix_get_row (plan->matrix, group, k));
      if (first > 0 && rects->len > first)
        {
          CndRect *last = &g_array_index (rects, CndRect, first - 1), *row = &g_array_index (rects, CndRect, first);
          if (fabs (last->y + last->height - row->y) > 1e-6)
            continue;
          last->height += row->height;
          g_array_set_size (rects, first);
        }
    }
}

GArray *
cnd_matrix_plan_list_rects (const CndMatrixPlan *plan, CndMatrixSpot spot)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (CndRect));
  CndRect cell;

  switch (spot.kind)
    {
    case CND_SPOT_CELL:
      if (cnd_matrix_plan_get_cell (plan, spot.output, spot.input, &cell))
        g_array_append_val (rects, cell);
      break;
    case CND_SPOT_ROW:
      append_row (plan, rects, spot.output);
      break;
    case CND_SPOT_COLUMN:
      append_columns (plan, rects, spot.input, 1);
      break;
    case CND_SPOT_GROUP:
      append_group (plan, rects, spot.group);
      break;
    case CND_SPOT_SOURCE:
      append_columns (plan, rects, g_array_index (plan->matrix->sources, CndSource, spot.source).first,
                      g_array_index (plan->matrix->sources, CndSource, spot.source).n);
      break;
    default:
      break;
    }
  return rects;
}

/* ---- The next one -------------------------------------------------------------------------------------- */

/* The row whose place comes next, up or down; of another group, when @by_group. */
static guint
find_next_row (const CndMatrixPlan *plan, guint output, gboolean down, gboolean by_group)
{
  const CndMatrix *matrix = plan->matrix;
  guint best = output, group = cnd_matrix_get_group (matrix, output);
  double at = plan->row_y[output];

  if (by_group && matrix->groups > 1)
    {
      guint next = down ? MIN (group + 1, matrix->groups - 1) : group - MIN (group, 1);
      return next != group ? cnd_matrix_get_row (matrix, next, 0) : output;
    }
  for (guint o = 0; o < matrix->outputs; o++)
    {
      double y = plan->row_y[o];
      if (down ? y > at && (best == output || y < plan->row_y[best]) : y < at && (best == output || y > plan->row_y[best]))
        best = o;
    }
  return best;
}

/* The nearest column that the group has. */
static guint
find_near_column (const CndMatrixPlan *plan, guint group, double x)
{
  guint best = G_MAXUINT;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < plan->matrix->inputs; i++)
    {
      double distance = fabs (cnd_matrix_plan_get_x (plan, group, i) - x);
      if (distance < nearest) /* not of one that is nowhere */
        {
          nearest = distance;
          best = i;
        }
    }
  return best;
}

static guint
find_next_column (const CndMatrixPlan *plan, guint group, guint input, gboolean right)
{
  double at = cnd_matrix_plan_get_x (plan, group, input);
  guint best = input;

  for (guint i = 0; i < plan->matrix->inputs; i++)
    {
      double x = cnd_matrix_plan_get_x (plan, group, i), than = cnd_matrix_plan_get_x (plan, group, best);
      if (right ? x > at && (best == input || x < than) : x < at && (best == input || x > than))
        best = i;
    }
  return best;
}

CndMatrixSpot
cnd_matrix_plan_step (const CndMatrixPlan *plan, CndMatrixSpot cell, CndCellStep step, gboolean by_group)
{
  const CndMatrix *matrix = plan->matrix;
  guint output = cell.output, input = cell.input, group = cnd_matrix_get_group (matrix, output);
  double x = cnd_matrix_plan_get_x (plan, group, input);

  g_return_val_if_fail (cell.kind == CND_SPOT_CELL, cell);
  if (step == CND_STEP_LEFT || step == CND_STEP_RIGHT)
    input = isnan (x) ? find_near_column (plan, group, plan->grid.x) : find_next_column (plan, group, input, step == CND_STEP_RIGHT);
  else
    {
      guint from = group;
      output = find_next_row (plan, output, step == CND_STEP_DOWN, by_group);
      group = cnd_matrix_get_group (matrix, output);
      /* in packed order each group has its own columns: their first one */
      if (isnan (cnd_matrix_plan_get_x (plan, group, input)) || (plan->packed && group != from))
        input = find_near_column (plan, group, plan->grid.x - plan->cell_width);
    }
  return input != G_MAXUINT ? cnd_matrix_get_cell_spot (matrix, output, input) : cell;
}

CndMatrixSpot
cnd_matrix_plan_get_end (const CndMatrixPlan *plan, CndMatrixSpot cell, gboolean last, gboolean whole)
{
  const CndMatrix *matrix = plan->matrix;
  guint output = cell.output, input, group;

  for (guint o = 0; whole && o < matrix->outputs; o++)
    if (last ? plan->row_y[o] > plan->row_y[output] : plan->row_y[o] < plan->row_y[output])
      output = o;
  group = cnd_matrix_get_group (matrix, output);
  input = find_near_column (plan, group, last ? plan->grid.x + plan->grid.width : plan->grid.x - plan->cell_width);
  return input != G_MAXUINT ? cnd_matrix_get_cell_spot (matrix, output, input) : cell;
}

/* ---- What it reads ------------------------------------------------------------------------------------- */

static gboolean
reads_source (const CndMatrix *matrix, CndMatrixSpot spot, guint s)
{
  const CndSource *source = &g_array_index (matrix->sources, CndSource, s);
  guint group = spot.kind == CND_SPOT_ROW ? cnd_matrix_get_group (matrix, spot.output) : spot.group;

  if (spot.kind == CND_SPOT_SOURCE)
    return s == spot.source;
  if (spot.kind == CND_SPOT_CELL || spot.kind == CND_SPOT_COLUMN)
    return spot.input - source->first < source->n;
  for (guint i = source->first; i < source->first + source->n; i++)
    if (cnd_matrix_reads (matrix, group, i))
      return TRUE;
  return FALSE;
}

GArray *
cnd_matrix_list_layers_read (const CndMatrix *matrix, CndMatrixSpot spot)
{
  GArray *layers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint s = 0; spot.kind != CND_SPOT_NONE && s < matrix->sources->len; s++)
    {
      guint layer = g_array_index (matrix->sources, CndSource, s).layer;
      gboolean known = FALSE;
      for (guint i = 0; i < layers->len; i++)
        known |= g_array_index (layers, guint, i) == layer;
      if (!known && reads_source (matrix, spot, s))
        g_array_append_val (layers, layer);
    }
  return layers;
}
