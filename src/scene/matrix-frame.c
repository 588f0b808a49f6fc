/* Around the cells of a matrix: title, state, legend; groups and rows beside them; inputs, readers and sources below. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BAR_WIDTH 9.0
#define READERS_HEIGHT 30.0
#define NUMBERS_HEIGHT 26.0

/* ---- Above ------------------------------------------------------------------------------------------ */

static void
append_stage (const CndMatrix *matrix, CndNumberStyle style, GString *text)
{
  guint read = 0;

  for (guint i = 0; i < matrix->inputs; i++)
    read += cnd_matrix_reads (matrix, 0, i);
  g_autofree char *stage = cnd_base_format_count (style, matrix->stage), *last = cnd_base_format_count (style, matrix->condensation - 1);
  g_autofree char *kept = cnd_base_format_count (style, read);
  g_string_append (text, " · ");
  if (matrix->has_moment && matrix->position.converted)
    g_string_append_printf (text, _("converted: each group reads its own %s inputs"), kept);
  else
    /* Translators: the condensing stage, the number of the last stage, how many inputs a group still reads */
    g_string_append_printf (text, _("stage %s of %s: each group reads %s"), stage, last, kept);
}

char *
cnd_matrix_format_state (const CndMatrix *matrix, CndNumberStyle style)
{
  g_autofree char *inputs = cnd_base_format_count (style, matrix->inputs), *outputs = cnd_base_format_count (style, matrix->outputs);
  g_autofree char *groups = cnd_base_format_count (style, matrix->groups);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _("%s inputs → %s outputs"), inputs, outputs);
  if (matrix->groups > 1)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s group", "%s groups", matrix->groups), groups);
    }
  if (matrix->learned)
    append_stage (matrix, style, text);
  if (matrix->has_moment)
    {
      g_autofree char *step = cnd_base_format_count (style, matrix->position.step), *steps = cnd_base_format_count (style, matrix->n_steps);
      g_string_append (text, " · ");
      g_string_append_printf (text, _("step %s of %s"), step, steps);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
cnd_matrix_draw_head (CndMatrixDrawing *drawing)
{
  CndRect grid = drawing->plan->grid;
  g_autofree char *title = cnd_matrix_format_title (drawing->matrix, drawing->base.numbers);
  g_autofree char *state = cnd_matrix_format_state (drawing->matrix, drawing->base.numbers);

  if (!drawing->options->show_title)
    return;
  cnd_drawing_put (&drawing->base, "title", title, CND_TITLE_SIZE, TRUE, grid.x, 52, CND_ALIGN_START, CND_INK_TEXT);
  cnd_drawing_put (&drawing->base, "state", state, CND_TEXT_SIZE, FALSE, grid.x, 78, CND_ALIGN_START, CND_INK_DIM);
  if (drawing->options->show_legend)
    cnd_matrix_draw_legend (drawing, grid.x, 108, G_MAXDOUBLE);
}

/* ---- Beside -------------------------------------------------------------------------------------------- */

static void
name_group (CndMatrixDrawing *drawing, guint group)
{
  const CndMatrix *matrix = drawing->matrix;
  CndNumberStyle style = drawing->base.numbers;
  guint last = cnd_matrix_get_row (matrix, group, matrix->outputs / matrix->groups - 1), read = 0;
  double x = drawing->plan->grid.x, top = drawing->plan->row_y[cnd_matrix_get_row (matrix, group, 0)];
  double height = drawing->plan->row_y[last] + drawing->plan->cell_height - top;
  g_autofree char *number = cnd_base_format_count (style, group + 1);
  g_autofree char *name = g_strdup_printf (_("group %s"), number);

  cnd_scene_builder_add_rect (drawing->base.builder, "group-bar", (CndRect){ x - 18, top, BAR_WIDTH, height }, 2,
                              cnd_scene_get_group_ink (group), CND_INK_NONE, 0);
  if (height < 18)
    return;
  cnd_drawing_put (&drawing->base, "group-name", name, CND_TEXT_SIZE, TRUE, x - 28, top + height / 2 + (height >= 44 ? -3 : 6), CND_ALIGN_END,
                   CND_INK_TEXT);
  if (height < 44)
    return;
  for (guint i = 0; i < matrix->inputs; i++)
    read += cnd_matrix_reads (matrix, group, i);
  g_autofree char *kept = cnd_base_format_count (style, read), *all = cnd_base_format_count (style, matrix->inputs);
  /* Translators: a filter group reads so many of so many inputs */
  g_autofree char *reads = g_strdup_printf (_("reads %s of %s"), kept, all);
  cnd_drawing_put (&drawing->base, "group-reads", reads, CND_SMALL_SIZE, FALSE, x - 28, top + height / 2 + 16, CND_ALIGN_END, CND_INK_DIM);
}

static void
number_row (CndMatrixDrawing *drawing, guint output, double x)
{
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, output + 1);

  cnd_drawing_put (&drawing->base, "output-number", number, CND_TINY_SIZE, FALSE, x,
                   drawing->plan->row_y[output] + drawing->plan->cell_height / 2 + 4, CND_ALIGN_END, CND_INK_DIM);
}

/* In the order in which they are stored, rows of the groups take turns: each row has its group's colour and number. */
static void
tick_row (CndMatrixDrawing *drawing, guint output)
{
  guint group = cnd_matrix_get_group (drawing->matrix, output);
  double x = drawing->plan->grid.x, y = drawing->plan->row_y[output], height = drawing->plan->cell_height;
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, group + 1);
  g_autofree char *name = g_strdup_printf (_("group %s"), number);

  cnd_scene_builder_add_rect (drawing->base.builder, "group-bar", (CndRect){ x - 18, y + 0.5, BAR_WIDTH, MAX (height - 1, 0.5) }, 0,
                              cnd_scene_get_group_ink (group), CND_INK_NONE, 0);
  if (height >= 14)
    cnd_drawing_put (&drawing->base, "group-name", name, CND_TINY_SIZE, FALSE, x - 26, y + height / 2 + 4, CND_ALIGN_END,
                     cnd_scene_get_group_ink (group));
}

void
cnd_matrix_draw_sides (CndMatrixDrawing *drawing)
{
  const CndMatrix *matrix = drawing->matrix;
  gboolean blocks = drawing->options->order != CND_ORDER_STORED || !matrix->learned;
  double x = drawing->plan->grid.x + drawing->plan->grid.width + 34;

  if (!drawing->steady)
    blocks = FALSE;
  if (matrix->groups > 1 && blocks)
    for (guint g = 0; g < matrix->groups; g++)
      name_group (drawing, g);
  else if (matrix->groups > 1 && (guint64) matrix->outputs <= 4096)
    for (guint o = 0; o < matrix->outputs; o++)
      tick_row (drawing, o);
  if (drawing->plan->packed && drawing->steady)
    return;
  if (drawing->plan->cell_height < 13)
    return;
  for (guint o = 0; o < matrix->outputs; o++)
    number_row (drawing, o, x);
  cnd_drawing_put (&drawing->base, "axis", _("output"), CND_SMALL_SIZE, FALSE, x, drawing->plan->grid.y - 8, CND_ALIGN_END, CND_INK_DIM);
}

/* ---- Below ---------------------------------------------------------------------------------------------- */

/* Long lists are cut: the picture says how many more. */
static void
append_inputs (GString *text, const CndMatrix *matrix, guint readers, CndNumberStyle style)
{
  const guint most = 12;
  guint n = 0;

  for (guint i = 0; i < matrix->inputs; i++)
    if (matrix->readers[i] == readers && n++ < most)
      {
        g_autofree char *number = cnd_base_format_count (style, i + 1);
        g_string_append_printf (text, "%s%s", n > 1 ? ", " : "", number);
      }
  if (n > most)
    g_string_append (text, " …");
}

char *
cnd_matrix_format_readers (const CndMatrix *matrix, CndNumberStyle style)
{
  guint none = 0, one = 0, several = 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < matrix->inputs; i++)
    {
      none += matrix->readers[i] == 0;
      one += matrix->readers[i] == 1;
      several += matrix->readers[i] > 1;
    }
  g_autofree char *none_text = cnd_base_format_count (style, none), *one_text = cnd_base_format_count (style, one);
  g_autofree char *several_text = cnd_base_format_count (style, several);
  /* Translators: numbers of inputs, by how many filter groups read them */
  g_string_append_printf (text, _("Inputs read by several groups: %s · by one: %s · by none: %s"), several_text, one_text, none_text);
  if (none == 0)
    return g_string_free (g_steal_pointer (&text), FALSE);
  g_string_append (text, " (");
  append_inputs (text, matrix, 0, style);
  g_string_append_c (text, ')');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
draw_readers (CndMatrixDrawing *drawing, double y)
{
  const CndMatrix *matrix = drawing->matrix;
  CndSceneBuilder *builder = drawing->base.builder;
  double width = drawing->plan->cell_width, x = drawing->plan->grid.x, bottom = y + READERS_HEIGHT;
  gboolean digits = width >= 11;

  cnd_drawing_put (&drawing->base, "axis", _("groups reading it"), CND_SMALL_SIZE, FALSE, x - 14, bottom - 4, CND_ALIGN_END, CND_INK_DIM);
  for (guint i = 0; i < matrix->inputs; i++)
    {
      double left = x + i * width, height = (READERS_HEIGHT - 4) * matrix->readers[i] / matrix->groups;
      double inset = width >= 6 ? 1 : 0;
      g_autofree char *number = cnd_base_format_count (drawing->base.numbers, matrix->readers[i]);
      gboolean unread = matrix->readers[i] == 0;
      if (!unread)
        cnd_scene_builder_add_rect (builder, "readers", (CndRect){ left + inset, bottom - height, MAX (width - 2 * inset, 0.3), height }, 0,
                                    matrix->readers[i] > 1 ? CND_INK_TAP : CND_INK_LANE, CND_INK_NONE, 0);
      else
        cnd_scene_builder_add_rect (builder, "readers none", (CndRect){ left + inset, bottom - 8, MAX (width - 2 * inset, 0.3), 8 }, 1,
                                    CND_INK_NONE, CND_INK_ACCENT, width >= 5 ? 1.8 : 1);
      if (digits)
        cnd_drawing_put (&drawing->base, unread ? "readers none" : "readers", number, CND_TINY_SIZE, unread, left + width / 2, bottom + 14,
                         CND_ALIGN_MIDDLE, unread ? CND_INK_ACCENT : CND_INK_DIM);
    }
}

void
cnd_matrix_name_sources (CndMatrixDrawing *drawing, double x, double y, double height)
{
  cnd_drawing_put (&drawing->base, "axis", _("comes from"), CND_SMALL_SIZE, FALSE, x, y + height / 2 + 5, CND_ALIGN_END, CND_INK_DIM);
}

void
cnd_matrix_draw_sources (CndMatrixDrawing *drawing, double y, double height)
{
  const CndMatrix *matrix = drawing->matrix;
  CndSceneBuilder *builder = drawing->base.builder;
  double width = drawing->plan->cell_width, x = drawing->plan->grid.x;
  CndItem *list;

  list = cnd_scene_builder_begin (builder, CND_ROLE_NONE, "sources", "sources");
  list->title = cnd_scene_builder_intern (builder, _("Layers that the inputs come from"));
  for (guint s = 0; s < matrix->sources->len; s++)
    {
      const CndSource *source = &g_array_index (matrix->sources, CndSource, s);
      CndRect rect = { x + source->first * width + 0.75, y, source->n * width - 1.5, height };
      g_autofree char *id = g_strdup_printf ("source-%u", s + 1);
      g_autofree char *first = cnd_base_format_count (drawing->base.numbers, source->first + 1);
      g_autofree char *last = cnd_base_format_count (drawing->base.numbers, source->first + source->n);
      g_autofree char *title = g_strdup_printf (_("Inputs %s to %s come from %s"), first, last, source->label);
      CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_SOURCE, "source", cnd_scene_builder_intern (builder, id));
      item->title = cnd_scene_builder_intern (builder, title);
      item->layer = source->layer;
      cnd_scene_builder_add_rect (builder, "source", rect, 3, s % 2 == 0 ? CND_INK_FRAME_INNER : CND_INK_FRAME, CND_INK_FRAME_LINE, 1);
      if (rect.width > 22)
        cnd_drawing_put_within (&drawing->base, "source-name", source->label, CND_SMALL_SIZE, FALSE, rect.x + rect.width / 2, y + height / 2 + 5,
                                CND_ALIGN_MIDDLE, CND_INK_TEXT, rect.width - 6);
      cnd_scene_builder_end_group (builder);
    }
  cnd_scene_builder_end_group (builder);
}

static void
number_inputs (CndMatrixDrawing *drawing, double y)
{
  const CndMatrix *matrix = drawing->matrix;
  double width = drawing->plan->cell_width;
  guint step = (guint) MAX (1, cnd_drawing_choose_step (matrix->inputs, 12));

  cnd_drawing_put (&drawing->base, "axis", _("input"), CND_SMALL_SIZE, FALSE, drawing->plan->grid.x - 14, y, CND_ALIGN_END, CND_INK_DIM);
  for (guint i = 0; i < matrix->inputs; i += i == 0 && step > 1 ? step - 1 : step)
    {
      g_autofree char *number = cnd_base_format_count (drawing->base.numbers, i + 1);
      cnd_drawing_put (&drawing->base, "input-number", number, CND_TINY_SIZE, FALSE, drawing->plan->grid.x + (i + 0.5) * width, y,
                       CND_ALIGN_MIDDLE, CND_INK_DIM);
    }
}

static double
get_readers_height (const CndMatrixPlan *plan)
{
  if (plan->matrix->groups == 1 || !plan->matrix->learned)
    return 0;
  return READERS_HEIGHT + (plan->cell_width >= 11 ? 22 : 8);
}

double
cnd_matrix_plan_get_sources_y (const CndMatrixPlan *plan)
{
  return plan->grid.y + plan->grid.height + NUMBERS_HEIGHT + get_readers_height (plan);
}

double
cnd_matrix_draw_foot (CndMatrixDrawing *drawing, double y)
{
  const CndMatrix *matrix = drawing->matrix;
  double width = MAX (drawing->plan->grid.width, 560);

  number_inputs (drawing, y + 16);
  y += NUMBERS_HEIGHT;
  if (matrix->groups > 1 && matrix->learned)
    draw_readers (drawing, y);
  y += get_readers_height (drawing->plan);
  if (matrix->sources->len > 0)
    {
      cnd_matrix_name_sources (drawing, drawing->plan->grid.x - 14, y, CND_MATRIX_SOURCES_HEIGHT);
      cnd_matrix_draw_sources (drawing, y, CND_MATRIX_SOURCES_HEIGHT);
      y += CND_MATRIX_SOURCES_HEIGHT;
    }
  if (matrix->groups > 1 && matrix->learned)
    {
      g_autofree char *readers = cnd_matrix_format_readers (matrix, drawing->base.numbers);
      y = cnd_drawing_put_lines (&drawing->base, "readers-summary", readers, CND_TEXT_SIZE, drawing->plan->grid.x, y + 28, CND_INK_TEXT, width);
    }
  return y + 10;
}
