/* A layer's connections as papers draw group convolutions: inputs and outputs as dots, a line for each group's input. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TOP 112.0
#define HEIGHT 720.0
#define LARGEST_PITCH 22.0
#define GROUP_GAP 14.0
#define INPUT_X 190.0
#define INDEX_X 470.0
#define GROUP_X 700.0
#define GROUP_WIDTH 44.0
#define SHUFFLED_X 1000.0

typedef struct
{
  CndDrawing base;
  const CndMatrix *matrix;
  gboolean packed;
  double input_pitch, output_pitch, slot_pitch, gap;
  double height;
  guint *slots;      /* first slot of each group's inputs, and their number behind the last */
} Diagram;

static double
get_input_y (const Diagram *diagram, guint input)
{
  return TOP + (diagram->height - diagram->input_pitch * diagram->matrix->inputs) / 2 + (input + 0.5) * diagram->input_pitch;
}

static double
get_group_top (const Diagram *diagram, guint group)
{
  const CndMatrix *matrix = diagram->matrix;
  double whole = matrix->outputs * diagram->output_pitch + (matrix->groups - 1) * diagram->gap;

  return TOP + (diagram->height - whole) / 2 + group * (matrix->outputs / matrix->groups * diagram->output_pitch + diagram->gap);
}

static double
get_group_height (const Diagram *diagram)
{
  return diagram->matrix->outputs / diagram->matrix->groups * diagram->output_pitch;
}

static double
get_slot_y (const Diagram *diagram, guint slot, guint group)
{
  double whole = diagram->slots[diagram->matrix->groups] * diagram->slot_pitch + (diagram->matrix->groups - 1) * diagram->gap;

  return TOP + (diagram->height - whole) / 2 + (slot + 0.5) * diagram->slot_pitch + group * diagram->gap;
}

static void
add_curve (Diagram *diagram, double x1, double y1, double x2, double y2)
{
  cnd_scene_builder_move_to (diagram->base.builder, x1, y1);
  cnd_scene_builder_curve_to (diagram->base.builder, (x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2);
}

static double
get_line_width (const Diagram *diagram, guint group, guint input)
{
  const CndMatrix *matrix = diagram->matrix;

  if (matrix->importance == NULL || matrix->importance_limit <= 0)
    return 1.1;
  return 0.6 + 2.2 * MIN ((double) matrix->importance[(gsize) group * matrix->inputs + input] / matrix->importance_limit, 1);
}

/* From each input that the group reads to its place in the index list, or at the group's side. */
static void
draw_connections (Diagram *diagram, guint group)
{
  const CndMatrix *matrix = diagram->matrix;
  CndInk ink = cnd_scene_get_group_ink (group);
  guint n = diagram->slots[group + 1] - diagram->slots[group], k = 0;
  double top = get_group_top (diagram, group), height = get_group_height (diagram);

  for (guint i = 0; i < matrix->inputs; i++)
    if (cnd_matrix_reads (matrix, group, i))
      {
        double port = top + (k + 0.5) / n * height, width = get_line_width (diagram, group, i);
        double x = INPUT_X + 8, y = get_input_y (diagram, i);
        if (diagram->packed)
          {
            double slot = get_slot_y (diagram, diagram->slots[group] + k, group);
            add_curve (diagram, x, y, INDEX_X - 6, slot);
            add_curve (diagram, INDEX_X + 6, slot, GROUP_X - 2, port);
          }
        else
          add_curve (diagram, x, y, GROUP_X - 2, port);
        cnd_scene_builder_add_path (diagram->base.builder, "connection", CND_INK_NONE, ink, width);
        k++;
      }
}

static void
draw_slots (Diagram *diagram, guint group)
{
  double radius = CLAMP (diagram->slot_pitch * 0.36, 0.8, 6);

  for (guint slot = diagram->slots[group]; diagram->packed && slot < diagram->slots[group + 1]; slot++)
    cnd_scene_builder_add_circle (diagram->base.builder, "slot", (CndPoint){ INDEX_X, get_slot_y (diagram, slot, group) }, radius,
                                  cnd_scene_get_group_ink (group), CND_INK_NONE, 0);
}

static void
draw_group_box (Diagram *diagram, guint group)
{
  const CndMatrix *matrix = diagram->matrix;
  guint per_group = matrix->outputs / matrix->groups;
  double top = get_group_top (diagram, group), height = get_group_height (diagram), radius = CLAMP (diagram->output_pitch * 0.3, 0.6, 5.5);
  g_autofree char *number = cnd_base_format_count (diagram->base.numbers, group + 1), *name = g_strdup_printf (_("group %s"), number);
  guint step = matrix->outputs;

  cnd_scene_builder_add_rect (diagram->base.builder, "group-box", (CndRect){ GROUP_X, top, GROUP_WIDTH, height }, 6, CND_INK_BOX,
                              cnd_scene_get_group_ink (group), MIN (2, height / 3));
  for (guint k = 0; k < per_group; k++)
    {
      double y = top + (k + 0.5) * diagram->output_pitch;
      guint output = cnd_matrix_get_row (matrix, group, k);
      cnd_scene_builder_add_circle (diagram->base.builder, "output", (CndPoint){ GROUP_X + GROUP_WIDTH / 2, y }, radius,
                                    cnd_scene_get_group_ink (group), CND_INK_NONE, 0);
      if (diagram->packed)
        add_curve (diagram, GROUP_X + GROUP_WIDTH + 2, y, SHUFFLED_X - 8, TOP + (output + 0.5) * diagram->height / step);
    }
  if (diagram->packed)
    cnd_scene_builder_add_path (diagram->base.builder, "connection", CND_INK_NONE, cnd_scene_get_group_ink (group), 1);
  else if (height + diagram->gap >= 16)
    cnd_drawing_put (&diagram->base, "group-name", name, CND_TEXT_SIZE, TRUE, GROUP_X + GROUP_WIDTH + 16, top + height / 2 + 6, CND_ALIGN_START,
                     cnd_scene_get_group_ink (group));
}

static void
draw_group (Diagram *diagram, guint group)
{
  CndSceneBuilder *builder = diagram->base.builder;
  const CndMatrix *matrix = diagram->matrix;
  guint n = diagram->slots[group + 1] - diagram->slots[group];
  g_autofree char *number = cnd_base_format_count (diagram->base.numbers, group + 1), *read = cnd_base_format_count (diagram->base.numbers, n);
  g_autofree char *all = cnd_base_format_count (diagram->base.numbers, matrix->inputs), *id = g_strdup_printf ("group-%u", group + 1);
  g_autofree char *title = g_strdup_printf (_("Group %s reads %s of %s inputs"), number, read, all);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_COLUMN, "filter-group", cnd_scene_builder_intern (builder, id));

  item->title = cnd_scene_builder_intern (builder, title);
  draw_connections (diagram, group);
  draw_slots (diagram, group);
  draw_group_box (diagram, group);
  cnd_scene_builder_end_group (builder);
}

static void
draw_inputs (Diagram *diagram)
{
  const CndMatrix *matrix = diagram->matrix;
  double radius = CLAMP (diagram->input_pitch * 0.36, 0.8, 6);
  guint step = (guint) MAX (1, ceil (13 / diagram->input_pitch));

  for (guint i = 0; i < matrix->inputs; i++)
    {
      guint readers = matrix->readers[i];
      g_autofree char *number = cnd_base_format_count (diagram->base.numbers, i + 1);
      cnd_scene_builder_add_circle (diagram->base.builder, readers == 0 ? "input unread" : "input", (CndPoint){ INPUT_X, get_input_y (diagram, i) }, radius,
                                    readers == 0 ? CND_INK_BACKGROUND : readers > 1 ? CND_INK_TAP : CND_INK_LANE,
                                    readers == 0 ? CND_INK_ACCENT : CND_INK_NONE, 1.6);
      if (i % step == 0)
        cnd_drawing_put (&diagram->base, "input-number", number, CND_TINY_SIZE, readers == 0, INPUT_X - 12, get_input_y (diagram, i) + 4, CND_ALIGN_END,
                         readers == 0 ? CND_INK_ACCENT : CND_INK_DIM);
    }
}

static void
draw_sources (Diagram *diagram)
{
  const CndMatrix *matrix = diagram->matrix;

  for (guint s = 0; s < matrix->sources->len; s++)
    {
      const CndSource *source = &g_array_index (matrix->sources, CndSource, s);
      double top = get_input_y (diagram, source->first) - diagram->input_pitch / 2 + 0.75, height = source->n * diagram->input_pitch - 1.5;
      cnd_scene_builder_add_rect (diagram->base.builder, "source", (CndRect){ INPUT_X - 54, top, 7, MAX (height, 0.5) }, 2,
                                  s % 2 == 0 ? CND_INK_LANE : CND_INK_FRAME_LINE, CND_INK_NONE, 0);
      if (height >= 14)
        cnd_drawing_put_within (&diagram->base, "source-name", source->label, CND_SMALL_SIZE, FALSE, INPUT_X - 62, top + height / 2 + 5, CND_ALIGN_END,
                                CND_INK_TEXT, 96);
    }
}

static void
draw_heads (Diagram *diagram)
{
  const CndMatrix *matrix = diagram->matrix;
  g_autofree char *title = cnd_matrix_format_title (matrix, diagram->base.numbers), *state = cnd_matrix_format_state (matrix, diagram->base.numbers);
  double y = TOP + diagram->height + 26;
  g_autofree char *readers = cnd_matrix_format_readers (matrix, diagram->base.numbers);

  cnd_drawing_put (&diagram->base, "title", title, CND_TITLE_SIZE, TRUE, CND_DRAWING_MARGIN, 52, CND_ALIGN_START, CND_INK_TEXT);
  cnd_drawing_put (&diagram->base, "state", state, CND_TEXT_SIZE, FALSE, CND_DRAWING_MARGIN, 78, CND_ALIGN_START, CND_INK_DIM);
  cnd_drawing_put (&diagram->base, "axis", _("inputs"), CND_SMALL_SIZE, TRUE, INPUT_X, y, CND_ALIGN_MIDDLE, CND_INK_DIM);
  if (diagram->packed)
    {
      cnd_drawing_put (&diagram->base, "axis", _("index"), CND_SMALL_SIZE, TRUE, INDEX_X, y, CND_ALIGN_MIDDLE, CND_INK_DIM);
      cnd_drawing_put (&diagram->base, "axis", _("shuffled outputs"), CND_SMALL_SIZE, TRUE, SHUFFLED_X, y, CND_ALIGN_MIDDLE, CND_INK_DIM);
    }
  cnd_drawing_put (&diagram->base, "axis", matrix->groups > 1 ? _("groups of outputs") : _("outputs"), CND_SMALL_SIZE, TRUE, GROUP_X + GROUP_WIDTH / 2, y,
                   CND_ALIGN_MIDDLE, CND_INK_DIM);
  if (matrix->groups > 1 && matrix->learned)
    cnd_drawing_put_lines (&diagram->base, "readers-summary", readers, CND_TEXT_SIZE, CND_DRAWING_MARGIN, y + 34, CND_INK_TEXT, 860);
}

static void
draw_shuffled (Diagram *diagram)
{
  const CndMatrix *matrix = diagram->matrix;
  double pitch = diagram->height / matrix->outputs;

  for (guint o = 0; diagram->packed && o < matrix->outputs; o++)
    {
      CndInk ink = cnd_scene_get_group_ink (cnd_matrix_get_group (matrix, o));
      double y = TOP + (o + 0.5) * pitch;
      g_autofree char *number = cnd_base_format_count (diagram->base.numbers, o + 1);
      cnd_scene_builder_add_circle (diagram->base.builder, "output", (CndPoint){ SHUFFLED_X, y }, CLAMP (pitch * 0.3, 0.6, 5.5), ink, CND_INK_NONE, 0);
      if (pitch >= 13)
        cnd_drawing_put (&diagram->base, "output-number", number, CND_TINY_SIZE, FALSE, SHUFFLED_X + 30, y + 4, CND_ALIGN_END, ink);
    }
}

static void
measure_diagram (Diagram *diagram)
{
  const CndMatrix *matrix = diagram->matrix;
  guint n_slots = 0;

  diagram->gap = matrix->groups <= 16 ? GROUP_GAP : matrix->groups <= 64 ? 3 : 0;
  diagram->slots = g_new (guint, matrix->groups + 1);
  for (guint g = 0; g < matrix->groups; g++)
    {
      diagram->slots[g] = n_slots;
      for (guint i = 0; i < matrix->inputs; i++)
        n_slots += cnd_matrix_reads (matrix, g, i);
    }
  diagram->slots[matrix->groups] = n_slots;
  diagram->input_pitch = MIN (HEIGHT / matrix->inputs, LARGEST_PITCH);
  diagram->output_pitch = MIN ((HEIGHT - (matrix->groups - 1) * diagram->gap) / matrix->outputs, LARGEST_PITCH);
  diagram->slot_pitch = MIN ((HEIGHT - (matrix->groups - 1) * diagram->gap) / MAX (n_slots, 1), LARGEST_PITCH);
  diagram->height = MAX (matrix->inputs * diagram->input_pitch, matrix->outputs * diagram->output_pitch + (matrix->groups - 1) * diagram->gap);
}

CndScene *
cnd_scene_new_diagram (const CndMatrix *matrix, const CndMatrixOptions *options, CndMeasureText measure, gpointer measure_data)
{
  Diagram diagram = { .matrix = matrix };
  g_autofree char *title = cnd_matrix_format_title (matrix, options->numbers), *state = cnd_matrix_format_state (matrix, options->numbers);
  CndItem *item;
  CndScene *scene;

  diagram.packed = options->order == CND_ORDER_PACKED && matrix->learned;
  cnd_drawing_init (&diagram.base, options->theme, options->numbers, measure, measure_data);
  measure_diagram (&diagram);
  draw_heads (&diagram);
  draw_sources (&diagram);
  item = cnd_scene_builder_begin (diagram.base.builder, CND_ROLE_NONE, "groups", "groups");
  item->title = cnd_scene_builder_intern (diagram.base.builder, _("Which inputs feed which group of outputs"));
  for (guint g = 0; g < matrix->groups; g++)
    draw_group (&diagram, g);
  cnd_scene_builder_end_group (diagram.base.builder);
  draw_inputs (&diagram);
  draw_shuffled (&diagram);
  scene = cnd_drawing_seal (&diagram.base, title, state);
  cnd_drawing_clear (&diagram.base);
  g_free (diagram.slots);
  return scene;
}
