/* What the colours of a matrix mean: a scale with its ends, or a swatch each. */
#include "config.h"

#include "scene/matrix-drawing-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RAMP_WIDTH 198.0
#define HEIGHT 14.0
#define GAP 26.0

static double
draw_ramp (CndMatrixDrawing *drawing, double x, double y, const char *title, double limit, CndInk first, guint n_steps, gboolean is_signed)
{
  CndDrawing *base = &drawing->base;
  /* steps end on whole units, so that no seam shows between them */
  double step = floor (RAMP_WIDTH / n_steps), ramp = step * n_steps, width = cnd_drawing_put (base, "legend-title", title, CND_SMALL_SIZE, FALSE, x, y + 12, CND_ALIGN_START, CND_INK_TEXT);
  g_autofree char *low = cnd_drawing_format_value (base->numbers, is_signed ? -limit : 0, limit);
  g_autofree char *middle = cnd_drawing_format_value (base->numbers, is_signed ? 0 : limit / 2, limit);
  g_autofree char *number = cnd_drawing_format_value (base->numbers, limit, limit), *high = g_strdup_printf ("≥ %s", number);

  x = ceil (x + width + 10);
  for (guint i = 0; i < n_steps; i++)
    cnd_scene_builder_add_rect (base->builder, "step", (CndRect){ x + i * step, y, step, HEIGHT }, 0, first + i,
                                CND_INK_NONE, 0);
  cnd_drawing_put (base, "legend-value", is_signed ? low : "0", CND_TINY_SIZE, FALSE, x, y + HEIGHT + 13, CND_ALIGN_START, CND_INK_DIM);
  cnd_drawing_put (base, "legend-value", middle, CND_TINY_SIZE, FALSE, x + ramp / 2, y + HEIGHT + 13, CND_ALIGN_MIDDLE, CND_INK_DIM);
  cnd_drawing_put (base, "legend-value", high, CND_TINY_SIZE, FALSE, x + ramp, y + HEIGHT + 13, CND_ALIGN_END, CND_INK_DIM);
  return x + ramp + GAP;
}

static double
draw_swatch (CndMatrixDrawing *drawing, double x, double y, const char *title, CndInk fill, CndInk line, gboolean hatched)
{
  CndRect rect = { x, y - 1, 16, 16 };

  if (fill != CND_INK_NONE || line != CND_INK_NONE)
    cnd_scene_builder_add_rect (drawing->base.builder, "swatch", rect, 2, fill, line, line == CND_INK_ACCENT ? 1.8 : 0.5);
  if (hatched)
    {
      for (guint i = 0; i < 4; i++)
        cnd_drawing_hatch_cell (&drawing->base, (CndRect){ x + i % 2 * 9, y - 1 + i / 2 * 9, 9, 9 });
      cnd_scene_builder_add_path (drawing->base.builder, "hatch", CND_INK_NONE, fill == CND_INK_NONE ? CND_INK_HATCH : CND_INK_BACKGROUND, 0.9);
    }
  return x + 24 + cnd_drawing_put (&drawing->base, "legend-title", title, CND_SMALL_SIZE, FALSE, x + 24, y + 12, CND_ALIGN_START, CND_INK_TEXT) + GAP;
}

static double
draw_stages (CndMatrixDrawing *drawing, double x, double y)
{
  const CndMatrix *matrix = drawing->matrix;

  x = draw_swatch (drawing, x, y, _("read"), CND_INK_TAP, CND_INK_NONE, FALSE);
  for (guint stage = 1; stage < MIN (matrix->condensation, 9); stage++)
    {
      g_autofree char *number = cnd_base_format_count (drawing->base.numbers, stage);
      g_autofree char *title = g_strdup_printf (stage == 1 ? _("fell in stage %s") : "%s", number);
      x = draw_swatch (drawing, x, y, title, cnd_scene_get_stage_ink (stage, matrix->condensation), CND_INK_NONE, TRUE);
    }
  return x;
}

/* Returns: (transfer full): what is shown, with how a kernel comes to be one number */
static char *
format_title (const CndMatrixDrawing *drawing)
{
  const CndMatrix *matrix = drawing->matrix;
  gint64 sizes[] = { matrix->kernel[0], matrix->kernel[1] };
  g_autofree char *kernel = cnd_base_format_sizes (drawing->base.numbers, sizes, 2);

  if (drawing->shade == CND_SHADE_IMPORTANCE)
    /* Translators: scale of a picture: how much an input matters to a filter group; the sum goes over the group's rows */
    return g_strdup (_("importance: Σ |weight| of the group"));
  if (matrix->area == 1)
    return g_strdup (drawing->shade == CND_SHADE_SIGNED ? _("weight") : _("|weight|"));
  return g_strdup_printf (drawing->shade == CND_SHADE_SIGNED ? _("Σ weight over %s") : _("Σ |weight| over %s"), kernel);
}

static void
draw_note (CndMatrixDrawing *drawing, double x, double y, const char *text, double end)
{
  cnd_drawing_put_within (&drawing->base, "legend-title", text, CND_SMALL_SIZE, FALSE, x, y + 12, CND_ALIGN_START, CND_INK_TEXT, MAX (end - x, 0));
}

void
cnd_matrix_draw_legend (CndMatrixDrawing *drawing, double x, double y, double width)
{
  const CndMatrix *matrix = drawing->matrix;
  CndItem *item = cnd_scene_builder_begin (drawing->base.builder, CND_ROLE_LEGEND, "legend", "legend");
  g_autofree char *title = format_title (drawing);

  item->title = cnd_scene_builder_intern (drawing->base.builder, _("Legend"));
  if (drawing->shade == CND_SHADE_MAGNITUDE)
    x = draw_ramp (drawing, x, y, title, matrix->weight_limit, CND_INK_VALUE, CND_SCALE_STEPS + 1, FALSE);
  else if (drawing->shade == CND_SHADE_SIGNED)
    x = draw_ramp (drawing, x, y, title, matrix->weight_limit, CND_INK_SIGNED, 2 * CND_SCALE_STEPS + 1, TRUE);
  else if (drawing->shade == CND_SHADE_IMPORTANCE)
    x = draw_ramp (drawing, x, y, title, matrix->importance_limit, CND_INK_VALUE, CND_SCALE_STEPS + 1, FALSE);
  else if (drawing->shade == CND_SHADE_STAGE)
    x = draw_stages (drawing, x, y);
  else
    x = draw_swatch (drawing, x, y, matrix->groups > 1 ? _("read, in the group’s colour") : _("read"), CND_INK_GROUP, CND_INK_NONE, FALSE);
  if (matrix->learned && matrix->stage > 0 && drawing->shade != CND_SHADE_STAGE && !drawing->plan->packed)
    x = draw_swatch (drawing, x, y, _("pruned"), CND_INK_NONE, CND_INK_NONE, TRUE);
  if (drawing->next != NULL && drawing->options->mark_next)
    x = draw_swatch (drawing, x, y, _("the next condensing would drop it"), CND_INK_NONE, CND_INK_ACCENT, FALSE);
  if (matrix->before_snapshot)
    draw_note (drawing, x, y, _("weights are recorded from the first epoch on"), width);
  else if (matrix->learned && matrix->mask == NULL)
    draw_note (drawing, x, y, _("which inputs a group keeps is learned in training"), width);
  cnd_scene_builder_end_group (drawing->base.builder);
}
