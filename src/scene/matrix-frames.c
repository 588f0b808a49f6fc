/* Condensing as frames: what each stage came to, what then falls, what is left. Cells keep their places; the scale is that
 * of the whole run. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define STAGE_SECONDS 2.2
#define FALL_SECONDS 1.6

typedef struct
{
  const CndRecording *recording;
  guint learned;
  CndMatrixDrawing drawing;
  double time;
} Frames;

static CndItem *
begin_frame (Frames *frames, const char *kind, guint stage, double from, double to, gboolean hidden)
{
  CndSceneBuilder *builder = frames->drawing.base.builder;
  g_autofree char *id = g_strdup_printf ("%s-%u", kind, stage);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_CHART, "frame", cnd_scene_builder_intern (builder, id));

  item->appears = from;
  item->vanishes = to;
  item->hidden = hidden;
  return item;
}

static void
draw_plain_cells (CndMatrixDrawing *drawing)
{
  const CndMatrix *matrix = drawing->matrix;
  CndRect cell;
  double side = MIN (drawing->plan->cell_width, drawing->plan->cell_height), gap = side >= 7 ? 1 : side >= 4 ? 0.5 : 0;

  for (guint o = 0; o < matrix->outputs; o++)
    for (guint i = 0; i < matrix->inputs; i++)
      {
        CndInk ink = cnd_matrix_get_ink (matrix, drawing->shade, o, i);
        cnd_matrix_plan_get_cell (drawing->plan, o, i, &cell);
        if (ink != CND_INK_NONE)
          cnd_scene_builder_add_rect (drawing->base.builder, NULL,
                                      (CndRect){ cell.x + gap / 2, cell.y + gap / 2, cell.width - gap, cell.height - gap }, side >= 9 ? 1.5 : 0, ink,
                                      drawing->base.style->hatch ? CND_INK_HATCH : CND_INK_NONE, 0.5);
        else
          cnd_drawing_hatch_cell (&drawing->base, cell);
      }
  if (matrix->stage > 0)
    cnd_scene_builder_add_path (drawing->base.builder, "hatch", CND_INK_NONE, CND_INK_HATCH, 0.9);
}

/* Frames around what falls at the end of the stage, as it did in the training. */
static void
draw_falling (Frames *frames, const CndMatrix *after)
{
  CndMatrixDrawing *drawing = &frames->drawing;
  const CndMatrix *matrix = drawing->matrix;
  guint last = matrix->outputs / matrix->groups - 1;
  CndRect top, bottom;

  for (guint g = 0; g < matrix->groups; g++)
    for (guint i = 0; i < matrix->inputs; i++)
      if (cnd_matrix_reads (matrix, g, i) && !cnd_matrix_reads (after, g, i))
        {
          cnd_matrix_plan_get_cell (drawing->plan, cnd_matrix_get_row (matrix, g, 0), i, &top);
          cnd_matrix_plan_get_cell (drawing->plan, cnd_matrix_get_row (matrix, g, last), i, &bottom);
          cnd_scene_builder_add_rect (drawing->base.builder, "falling", (CndRect){ top.x, top.y, top.width, bottom.y + bottom.height - top.y }, 1.5,
                                      CND_INK_NONE, CND_INK_ACCENT, 2);
        }
}

/* What comes covers what was there while it fades in: nothing shines through, and nothing dips. */
static void
cover (Frames *frames, CndRect rect)
{
  cnd_scene_builder_add_rect (frames->drawing.base.builder, "cover", rect, 0, CND_INK_BACKGROUND, CND_INK_NONE, 0);
}

static void
draw_caption (Frames *frames, const char *text, gboolean accent)
{
  const CndMatrixPlan *plan = frames->drawing.plan;

  cover (frames, (CndRect){ plan->grid.x, 60, MAX (plan->grid.width, 760), 24 });
  cnd_drawing_put (&frames->drawing.base, "caption", text, CND_TEXT_SIZE, accent, plan->grid.x, 78, CND_ALIGN_START,
                   accent ? CND_INK_ACCENT : CND_INK_DIM);
}

static void
draw_stage (Frames *frames, guint stage)
{
  CndMatrixDrawing *drawing = &frames->drawing;
  CndPosition end = cnd_recording_get_stage_end (frames->recording, stage);
  gboolean last = stage + 1 == cnd_recording_get_condensation (frames->recording);
  g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (frames->recording, frames->learned, end);
  g_autoptr (CndMatrix) after = NULL;
  g_autofree char *state = cnd_matrix_format_state (matrix, drawing->base.numbers);
  double fall = frames->time + STAGE_SECONDS, next = last ? fall + 1 : fall + FALL_SECONDS;
  CndItem *item = begin_frame (frames, "frame", stage, frames->time, next, !last);

  item->title = cnd_scene_builder_intern (drawing->base.builder, state);
  drawing->matrix = matrix;
  drawing->shade = cnd_matrix_choose_shade (matrix, drawing->options->shade);
  cover (frames, (CndRect){ CND_DRAWING_MARGIN, drawing->plan->grid.y + drawing->plan->grid.height, drawing->plan->grid.x - CND_DRAWING_MARGIN, 124 });
  cover (frames, (CndRect){ drawing->plan->grid.x, drawing->plan->grid.y, MAX (drawing->plan->grid.width, 760), drawing->plan->grid.height + 124 });
  draw_plain_cells (drawing);
  cnd_matrix_draw_foot (drawing, drawing->plan->grid.y + drawing->plan->grid.height);
  cnd_scene_builder_end_group (drawing->base.builder);
  begin_frame (frames, "caption", stage, frames->time, last ? next : fall, !last);
  draw_caption (frames, state, FALSE);
  cnd_scene_builder_end_group (drawing->base.builder);
  frames->time = next;
  if (last)
    return;
  after = cnd_matrix_new_recorded (frames->recording, frames->learned, cnd_recording_get_stage_start (frames->recording, stage + 1));
  g_autofree char *number = cnd_base_format_count (drawing->base.numbers, stage + 1);
  g_autofree char *share = cnd_base_format_count (drawing->base.numbers, matrix->inputs / matrix->condensation);
  /* Translators: the number of a condensing, and how many inputs each group drops in it */
  g_autofree char *text = g_strdup_printf (_("condensing %s: each group drops the %s inputs that matter least to it"), number, share);
  begin_frame (frames, "fall", stage, fall, next, TRUE);
  draw_falling (frames, after);
  draw_caption (frames, text, TRUE);
  cnd_scene_builder_end_group (drawing->base.builder);
}

static void
name_groups (CndMatrixDrawing *drawing)
{
  const CndMatrix *matrix = drawing->matrix;
  guint last = matrix->outputs / matrix->groups - 1;

  for (guint g = 0; g < matrix->groups; g++)
    {
      double top = drawing->plan->row_y[cnd_matrix_get_row (matrix, g, 0)];
      double bottom = drawing->plan->row_y[cnd_matrix_get_row (matrix, g, last)] + drawing->plan->cell_height;
      g_autofree char *number = cnd_base_format_count (drawing->base.numbers, g + 1), *name = g_strdup_printf (_("group %s"), number);
      cnd_scene_builder_add_rect (drawing->base.builder, "group-bar", (CndRect){ drawing->plan->grid.x - 18, top, 9, bottom - top }, 2,
                                  cnd_scene_get_group_ink (g), CND_INK_NONE, 0);
      if (bottom - top >= 18)
        cnd_drawing_put (&drawing->base, "group-name", name, CND_TEXT_SIZE, TRUE, drawing->plan->grid.x - 28, (top + bottom) / 2 + 6, CND_ALIGN_END,
                         CND_INK_TEXT);
    }
}

CndScene *
cnd_scene_new_matrix_frames (const CndRecording *recording, guint learned, const CndMatrixOptions *options, CndMeasureText measure,
                             gpointer measure_data)
{
  Frames frames = { .recording = recording, .learned = learned };
  CndMatrixDrawing *drawing = &frames.drawing;
  g_autoptr (CndMatrix) end = cnd_matrix_new_recorded (recording, learned, cnd_recording_get_end (recording));
  CndMatrixOptions still = *options;
  g_autoptr (CndMatrixPlan) plan = NULL;
  g_autofree char *title = cnd_matrix_format_title (end, options->numbers);
  CndScene *scene;

  still.order = still.from = CND_ORDER_GROUPS;
  still.show_title = TRUE;
  plan = cnd_matrix_plan_new (end, &still);
  cnd_drawing_init (&drawing->base, options->theme, options->numbers, measure, measure_data);
  drawing->matrix = end;
  drawing->plan = plan;
  drawing->options = &still;
  drawing->steady = TRUE;
  drawing->shade = cnd_matrix_choose_shade (end, options->shade);
  cnd_drawing_put (&drawing->base, "title", title, CND_TITLE_SIZE, TRUE, plan->grid.x, 52, CND_ALIGN_START, CND_INK_TEXT);
  cnd_matrix_draw_legend (drawing, plan->grid.x, 108, G_MAXDOUBLE);
  name_groups (drawing);
  for (guint stage = 0; stage < cnd_recording_get_condensation (recording); stage++)
    draw_stage (&frames, stage);
  drawing->matrix = end;
  scene = cnd_drawing_seal (&drawing->base, title, _("Condensing, stage by stage."));
  cnd_drawing_clear (&drawing->base);
  return scene;
}
