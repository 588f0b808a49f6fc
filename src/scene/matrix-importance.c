/* Importance of the inputs to one group, sorted, with the cut of the next condensing. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define HEIGHT 130.0
#define LEAST_HEIGHT 60.0
#define OUTCOME_HEIGHT 64.0 /* two lines, and what sets them off */

typedef struct
{
  guint input;
  double importance;
  guint fall;   /* 0: read */
  gboolean next;
  gboolean falls; /* in the next condensing, as the run went on */
} Bar;

/* What stays, by importance; then what falls next; then what fell, the latest first. */
static int
compare_bars (gconstpointer a, gconstpointer b)
{
  const Bar *left = a, *right = b;

  if ((left->fall == 0) != (right->fall == 0))
    return left->fall == 0 ? -1 : 1;
  if (left->fall != right->fall)
    return left->fall > right->fall ? -1 : 1;
  if (left->next != right->next)
    return right->next ? -1 : 1;
  if (left->importance != right->importance)
    return left->importance > right->importance ? -1 : 1;
  return left->input < right->input ? -1 : left->input > right->input;
}

static Bar *
sort_bars (const CndMatrixDrawing *drawing, guint group)
{
  const CndMatrix *matrix = drawing->matrix;
  Bar *bars = g_new (Bar, matrix->inputs);

  for (guint i = 0; i < matrix->inputs; i++)
    {
      gsize at = (gsize) group * matrix->inputs + i;
      bars[i] = (Bar){ i, (double) matrix->importance[at], cnd_matrix_get_fall (matrix, group, i), drawing->next != NULL && drawing->next[at],
                       drawing->after != NULL && cnd_matrix_get_fall (drawing->after, group, i) == matrix->stage + 1 };
    }
  qsort (bars, matrix->inputs, sizeof *bars, compare_bars);
  return bars;
}

/* A wedge that points down to the bar. */
static void
mark_fall (CndMatrixDrawing *drawing, double x, double y, double side)
{
  CndSceneBuilder *builder = drawing->base.builder;

  cnd_scene_builder_move_to (builder, x - side, y - 1.6 * side);
  cnd_scene_builder_line_to (builder, x + side, y - 1.6 * side);
  cnd_scene_builder_line_to (builder, x, y);
  cnd_scene_builder_close (builder);
  cnd_scene_builder_add_path (builder, "falls", CND_INK_TEXT, CND_INK_NONE, 0);
}

static void
draw_bar (CndMatrixDrawing *drawing, const Bar *bar, double x, double width, double bottom, double highest)
{
  double height = MAX (bar->importance / drawing->matrix->importance_limit * highest, 1), inset = width >= 5 ? 1 : 0.2;
  CndRect rect = { x + inset, bottom - height, MAX (width - 2 * inset, 0.4), height };
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, bar->input + 1);

  if (bar->fall > 0)
    {
      cnd_drawing_hatch_cell (&drawing->base, (CndRect){ x, bottom - MIN (width, 12), width, MIN (width, 12) });
      cnd_scene_builder_add_path (drawing->base.builder, "hatch", CND_INK_NONE, CND_INK_HATCH, 0.9);
    }
  else
    cnd_scene_builder_add_rect (drawing->base.builder, bar->next ? "bar next" : "bar", rect, width >= 8 ? 1.5 : 0,
                                bar->next ? CND_INK_BACKGROUND : CND_INK_TAP, bar->next ? CND_INK_ACCENT : CND_INK_NONE, 1.6);
  /* as it came to be: right, or otherwise */
  if (bar->falls)
    mark_fall (drawing, x + width / 2, bottom - (bar->fall > 0 ? 0 : height) - 4, MIN (width * 0.4, 5));
  if (width >= 19)
    cnd_drawing_put (&drawing->base, "input-number", number, CND_TINY_SIZE, FALSE, x + width / 2, bottom + 15, CND_ALIGN_MIDDLE, CND_INK_DIM);
}

static void
draw_label (CndMatrixDrawing *drawing, const char *format, guint n, double x, double y, double width, CndInk ink)
{
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, n), *text = g_strdup_printf (format, number);

  if (n > 0)
    cnd_drawing_put_within (&drawing->base, "axis", text, CND_SMALL_SIZE, TRUE, x, y, CND_ALIGN_START, ink, MAX (width, 40));
}

static void
draw_cut (CndMatrixDrawing *drawing, double x, double top, double bottom, double right)
{
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, drawing->matrix->stage + 1);
  g_autofree char *text = g_strdup_printf (_("cut of condensing %s"), number);

  cnd_drawing_add_dashed_line (&drawing->base, "cut", x, top - 6, x, bottom + 4, CND_INK_ACCENT, 2);
  /* on the side where there is room */
  if (x + 8 + cnd_ruler_measure (&drawing->base.ruler, text, CND_SMALL_SIZE, TRUE) <= right)
    cnd_drawing_put (&drawing->base, "cut", text, CND_SMALL_SIZE, TRUE, x + 8, top + 8, CND_ALIGN_START, CND_INK_ACCENT);
  else
    cnd_drawing_put (&drawing->base, "cut", text, CND_SMALL_SIZE, TRUE, x - 8, top - 4, CND_ALIGN_END, CND_INK_ACCENT);
}

double
cnd_matrix_draw_importance (CndMatrixDrawing *drawing, double y, double end)
{
  const CndMatrix *matrix = drawing->matrix;
  guint group = MIN (drawing->options->group, matrix->groups - 1), n_stay = 0, n_next = 0;
  double width = drawing->plan->grid.width / matrix->inputs, x = drawing->plan->grid.x, below = width >= 19 ? 36 : 22, top, height, bottom;
  g_autofree Bar *bars = sort_bars (drawing, group);
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, group + 1);
  g_autofree char *title = g_strdup_printf (drawing->next != NULL ? _("Importance of the inputs to group %s, sorted: what the next condensing would drop")
                                                                  : _("Importance of the inputs to group %s, sorted"), number);
  CndItem *item = cnd_scene_builder_begin (drawing->base.builder, CND_ROLE_CHART, "importance", "importance");

  item->title = cnd_scene_builder_intern (drawing->base.builder, title);
  top = cnd_drawing_put_bold_lines (&drawing->base, "chart-title", title, CND_TEXT_SIZE, x, y + 22, CND_INK_TEXT,
                                    end > 0 ? drawing->plan->grid.width : MAX (drawing->plan->grid.width, 860)) + 22;
  height = end > 0 ? MAX (end - top - below - 6, LEAST_HEIGHT) : HEIGHT;
  bottom = top + height;
  for (guint i = 0; i < matrix->inputs; i++)
    {
      draw_bar (drawing, &bars[i], x + i * width, width, bottom, height);
      n_stay += bars[i].fall == 0 && !bars[i].next;
      n_next += bars[i].next;
    }
  cnd_drawing_add_line (&drawing->base, "axis", x, bottom + 0.5, x + drawing->plan->grid.width, bottom + 0.5, CND_INK_LANE, 1);
  if (n_next > 0)
    draw_cut (drawing, x + n_stay * width, top, bottom, end > 0 ? x + drawing->plan->grid.width : G_MAXDOUBLE);
  draw_label (drawing, n_next > 0 ? _("stay: %s") : _("read: %s"), n_stay, x, bottom + below, n_stay * width - 8, CND_INK_TEXT);
  draw_label (drawing, _("would fall: %s"), n_next, x + n_stay * width, bottom + below, n_next * width - 8, CND_INK_ACCENT);
  draw_label (drawing, _("fell earlier: %s"), matrix->inputs - n_stay - n_next, x + (n_stay + n_next) * width, bottom + below,
              (matrix->inputs - n_stay - n_next) * width, CND_INK_DIM);
  cnd_scene_builder_end_group (drawing->base.builder);
  return bottom + below + 6;
}

/* Whether the condensing took what would have fallen at this moment. */
static char *
format_outcome (const CndMatrixDrawing *drawing)
{
  const CndMatrix *matrix = drawing->matrix;
  guint group = MIN (drawing->options->group, matrix->groups - 1), n_next = 0, n_right = 0;

  for (guint i = 0; i < matrix->inputs; i++)
    {
      gboolean next = drawing->next[(gsize) group * matrix->inputs + i];
      n_next += next;
      n_right += next && cnd_matrix_get_fall (drawing->after, group, i) == matrix->stage + 1;
    }
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, matrix->stage + 1), *all = cnd_base_format_count (drawing->base.numbers, n_next);
  g_autofree char *right = cnd_base_format_count (drawing->base.numbers, n_right), *other = cnd_base_format_count (drawing->base.numbers, n_next - n_right);
  if (n_right == n_next)
    /* Translators: the number of a condensing, how many inputs */
    return g_strdup_printf (_("▼ Condensing %s takes just these %s."), number, all);
  /* Translators: the number of a condensing, how many inputs, of how many, and how many others */
  return g_strdup_printf (ngettext ("▼ Condensing %s takes %s of these %s, and %s other: training changed what matters until then.",
                                    "▼ Condensing %s takes %s of these %s, and %s others: training changed what matters until then.",
                                    n_next - n_right), number, right, all, other);
}

static gboolean
has_outcome (const CndMatrixDrawing *drawing)
{
  return drawing->next != NULL && drawing->after != NULL && drawing->after->stage == drawing->matrix->stage + 1;
}

/* Returns where the words end. */
static double
draw_words (CndMatrixDrawing *drawing, const char *title, const char *state)
{
  CndRect grid = drawing->plan->grid;
  gboolean fits = cnd_ruler_measure (&drawing->base.ruler, title, CND_TITLE_SIZE, TRUE) <= grid.width;
  double y;

  if (fits)
    cnd_drawing_put (&drawing->base, "title", title, CND_TITLE_SIZE, TRUE, grid.x, y = grid.x + 18, CND_ALIGN_START, CND_INK_TEXT);
  else
    y = cnd_drawing_put_bold_lines (&drawing->base, "title", title, CND_TEXT_SIZE, grid.x, grid.x + 12, CND_INK_TEXT, grid.width);
  return cnd_drawing_put_lines (&drawing->base, "state", state, CND_SMALL_SIZE, grid.x, y + 24, CND_INK_DIM, grid.width);
}

CndScene *
cnd_scene_new_importance (const CndMatrix *matrix, const CndMatrix *after, const CndMatrixOptions *options, double width, double height,
                          CndMeasureText measure, gpointer measure_data)
{
  g_autofree guint8 *next = NULL;
  g_autofree char *title = cnd_matrix_format_title (matrix, options->numbers), *state = cnd_matrix_format_state (matrix, options->numbers);
  double margin = height > 0 ? CND_PANE_MARGIN : CND_DRAWING_MARGIN, y;
  CndMatrixPlan plan = { .matrix = matrix, .grid = { margin, 0, MAX (width - 2 * margin, 300), 0 } };
  CndMatrixDrawing drawing = { .matrix = matrix, .plan = &plan, .options = options, .after = after };
  gboolean is_recorded = matrix->importance != NULL && matrix->importance_limit > 0;
  CndScene *scene;

  next = cnd_matrix_predict (matrix);
  drawing.next = next;
  cnd_drawing_init (&drawing.base, options->theme, options->numbers, measure, measure_data);
  drawing.base.margin = margin;
  if (!has_outcome (&drawing))
    drawing.after = NULL;
  y = draw_words (&drawing, title, is_recorded ? state : _("The importance of inputs is not recorded before the first epoch ends."));
  if (is_recorded)
    y = cnd_matrix_draw_importance (&drawing, y + 10, height > 0 ? height - margin - (drawing.after != NULL ? OUTCOME_HEIGHT : 0) : 0);
  if (drawing.after != NULL && is_recorded)
    {
      g_autofree char *outcome = format_outcome (&drawing);
      cnd_drawing_put_lines (&drawing.base, "outcome", outcome, CND_TEXT_SIZE, plan.grid.x, y + 30, CND_INK_TEXT, plan.grid.width);
    }
  scene = cnd_drawing_seal (&drawing.base, title, state);
  cnd_drawing_clear (&drawing.base);
  return scene;
}
