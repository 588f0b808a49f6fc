/* A run's time axis: stages as bands, curves, condensings, and the playhead. */
#include "config.h"

#include "scene/timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEFT 96.0
#define CONVERSION 108.0 /* width of what follows the training */
#define BAND_HEIGHT 34.0

static void
set_axis (CndTimeline *timeline, const CndRecording *recording, const CndRunOptions *options)
{
  timeline->recording = recording;
  timeline->options = options;
  timeline->left = LEFT;
  timeline->width = MAX (options->width, 200);
  timeline->end = LEFT + timeline->width - CONVERSION;
  timeline->chart = options->compact ? 62 : 132;
  timeline->rate = options->compact ? 18 : 36;
  timeline->gap = options->compact ? 14 : 22;
}

double
cnd_timeline_get_x (const CndTimeline *timeline, double step)
{
  return timeline->left + step / (double) MAX (cnd_recording_get_planned_steps (timeline->recording), 1) * (timeline->end - timeline->left);
}

static gboolean
is_convertible (const CndRecording *recording)
{
  return cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE }).converted;
}

double
cnd_scene_get_timeline_x (const CndRecording *recording, const CndRunOptions *options, CndPosition position)
{
  CndTimeline timeline = { .y = 0 };

  set_axis (&timeline, recording, options);
  position = cnd_recording_clamp (recording, position);
  return position.converted ? timeline.end + CONVERSION - 10 : cnd_timeline_get_x (&timeline, (double) position.step);
}

CndPosition
cnd_scene_pick_timeline (const CndRecording *recording, const CndRunOptions *options, double x)
{
  CndTimeline timeline = { .y = 0 };
  double steps = (double) cnd_recording_get_planned_steps (recording);

  set_axis (&timeline, recording, options);
  if (x > timeline.end + 6)
    return cnd_recording_clamp (recording, (CndPosition){ .converted = TRUE });
  steps *= CLAMP ((x - timeline.left) / (timeline.end - timeline.left), 0, 1);
  return cnd_recording_clamp (recording, (CndPosition){ (guint64) llround (steps), G_MAXUINT, FALSE });
}

/* ---- Bands -------------------------------------------------------------------------------------------- */

/* Of the stage's names the longest that has room. Returns: (transfer full) */
static char *
choose_stage_name (CndTimeline *timeline, const char *name, const char *number, gboolean bold, double room)
{
  /* Translators: the name of a stage of a training where there is little room */
  g_autofree char *brief = g_strdup_printf (_("stage %s"), number);
  const char *const names[] = { name, brief, number };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (cnd_ruler_measure (&timeline->base.ruler, names[i], CND_TEXT_SIZE, bold) <= room)
      return g_strdup (names[i]);
  return g_strdup (number);
}

static void
draw_band (CndTimeline *timeline, guint stage, double from, double to, double bottom, gboolean now)
{
  CndSceneBuilder *builder = timeline->base.builder;
  gboolean last = stage + 1 == cnd_recording_get_condensation (timeline->recording);
  g_autofree char *number = cnd_base_format_count (timeline->base.numbers, stage), *id = g_strdup_printf ("stage-%u", stage);
  gboolean condenses = cnd_recording_get_condensation (timeline->recording) > 1;
  /* Translators: names of the stages of a training; the last one, in which nothing falls any more, is the optimization stage */
  g_autofree char *name = g_strdup_printf (!condenses ? _("training") : stage == 0 ? _("stage %s: dense") : last ? _("stage %s: optimization") : _("stage %s"), number);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_STAGE, now ? "stage now" : "stage", cnd_scene_builder_intern (builder, id));
  CndRect rect = { from, timeline->y, to - from, bottom - timeline->y };

  item->title = cnd_scene_builder_intern (builder, name);
  cnd_scene_builder_add_rect (builder, "band", rect, 0, stage % 2 == 0 ? CND_INK_FRAME : CND_INK_FRAME_INNER, CND_INK_NONE, 0);
  if (now)
    cnd_scene_builder_add_rect (builder, "now", (CndRect){ from, timeline->y, to - from, 4 }, 0, CND_INK_ACCENT, CND_INK_NONE, 0);
  if (to - from > 30)
    {
      g_autofree char *shown = choose_stage_name (timeline, name, number, now, to - from - 8);

      cnd_drawing_put_within (&timeline->base, "stage-name", shown, CND_TEXT_SIZE, now, (from + to) / 2, timeline->y + 24, CND_ALIGN_MIDDLE,
                              CND_INK_TEXT, to - from - 8);
    }
  cnd_scene_builder_end_group (builder);
}

static void
draw_conversion (CndTimeline *timeline, double bottom)
{
  CndSceneBuilder *builder = timeline->base.builder;
  gboolean now = timeline->options->position.converted && timeline->options->show_playhead;
  CndRect rect = { timeline->end + 4, timeline->y, CONVERSION - 4, bottom - timeline->y };
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_STAGE, now ? "stage now" : "stage", "stage-converted");

  item->title = cnd_scene_builder_intern (builder, _("converted"));
  item = cnd_scene_builder_add_rect (builder, "band", rect, 0, CND_INK_NONE, CND_INK_FRAME_LINE, 1);
  item->dash[0] = 4;
  item->dash[1] = 3;
  if (now)
    cnd_scene_builder_add_rect (builder, "now", (CndRect){ rect.x, rect.y, rect.width, 4 }, 0, CND_INK_ACCENT, CND_INK_NONE, 0);
  cnd_drawing_put_within (&timeline->base, "stage-name", _("converted"), CND_TEXT_SIZE, now, rect.x + rect.width / 2, rect.y + 24, CND_ALIGN_MIDDLE,
                          CND_INK_TEXT, rect.width - 6);
  cnd_scene_builder_end_group (builder);
}

static void
draw_bands (CndTimeline *timeline, double bottom)
{
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (timeline->recording, &n);
  guint current = cnd_recording_get_stage (timeline->recording, timeline->options->position);
  CndItem *item = cnd_scene_builder_begin (timeline->base.builder, CND_ROLE_NONE, "stages", "stages");

  item->title = cnd_scene_builder_intern (timeline->base.builder, _("Stages"));
  for (guint i = 0; i <= n; i++)
    {
      double from = i > 0 ? cnd_timeline_get_x (timeline, (double) condensings[i - 1].step) : timeline->left;
      double to = i < n ? cnd_timeline_get_x (timeline, (double) condensings[i].step) : timeline->end;
      guint stage = i > 0 ? condensings[i - 1].stage : 0;
      draw_band (timeline, stage, from, to, bottom, stage == current && timeline->options->show_playhead && !timeline->options->position.converted);
    }
  if (is_convertible (timeline->recording))
    draw_conversion (timeline, bottom);
  cnd_scene_builder_end_group (timeline->base.builder);
}

static void
draw_condensings (CndTimeline *timeline, double top, double bottom)
{
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (timeline->recording, &n);

  for (guint i = 0; i < n; i++)
    {
      double x = cnd_timeline_get_x (timeline, (double) condensings[i].step);
      cnd_drawing_add_dashed_line (&timeline->base, "condensing", x, top, x, bottom, CND_INK_ACCENT, 1.6);
    }
}

static void
draw_playhead (CndTimeline *timeline, double top, double bottom)
{
  CndSceneBuilder *builder = timeline->base.builder;
  double x = cnd_scene_get_timeline_x (timeline->recording, timeline->options, timeline->options->position);
  g_autofree char *step = cnd_base_format_count (timeline->base.numbers, timeline->options->position.step);
  g_autofree char *title = g_strdup_printf (_("Step %s"), step);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_PLAYHEAD, "playhead", "playhead");

  item->title = cnd_scene_builder_intern (builder, title);
  cnd_drawing_add_line (&timeline->base, "playhead", x, top, x, bottom, CND_INK_TEXT, 2.4);
  cnd_scene_builder_move_to (builder, x - 8, bottom + 12);
  cnd_scene_builder_line_to (builder, x + 8, bottom + 12);
  cnd_scene_builder_line_to (builder, x, bottom);
  cnd_scene_builder_close (builder);
  cnd_scene_builder_add_path (builder, "playhead", CND_INK_TEXT, CND_INK_NONE, 0);
  cnd_scene_builder_end_group (builder);
}

/* Without training a step is a stage, and has no number. */
static gboolean
is_trained (const CndRecording *recording)
{
  guint64 n_losses;
  guint n_epochs;

  cnd_recording_get_losses (recording, &n_losses);
  cnd_recording_get_epochs (recording, &n_epochs);
  return n_losses > 0 || n_epochs > 0;
}

static void
draw_axis (CndTimeline *timeline)
{
  guint64 n = cnd_recording_get_planned_steps (timeline->recording);
  double step = MAX (cnd_drawing_choose_step ((double) n, 10), 1);

  for (double s = 0; s <= (double) n && is_trained (timeline->recording); s += step)
    {
      g_autofree char *number = cnd_base_format_count (timeline->base.numbers, (guint64) s);
      cnd_drawing_put (&timeline->base, "step-number", number, CND_TINY_SIZE, FALSE, cnd_timeline_get_x (timeline, s), timeline->y + 30, CND_ALIGN_MIDDLE,
                       CND_INK_DIM);
    }
  if (is_trained (timeline->recording))
    cnd_drawing_put (&timeline->base, "axis", _("step"), CND_SMALL_SIZE, FALSE, timeline->left - 12, timeline->y + 30, CND_ALIGN_END, CND_INK_DIM);
  timeline->y += 40;
  /* in a window the caption says so when it is time */
  if (!timeline->has_jumps || timeline->options->compact)
    return;
  cnd_drawing_put (&timeline->base, "note",
                   _("▲ test error right after a condensing: batch normalization still has the statistics of before; it recovers as training goes on"),
                   CND_SMALL_SIZE, FALSE, timeline->left, timeline->y + 18, CND_ALIGN_START, CND_INK_ACCENT);
  timeline->y += 26;
}

static char *
describe_run (const CndTimeline *timeline)
{
  guint n_epochs, n_layers;
  g_autofree char *name = cnd_network_dup_name (cnd_recording_get_network (timeline->recording));
  guint64 n = cnd_recording_get_n_steps (timeline->recording);
  g_autofree char *steps = cnd_base_format_count (timeline->base.numbers, n), *epochs = NULL, *layers = NULL;

  cnd_recording_get_epochs (timeline->recording, &n_epochs);
  cnd_recording_get_layers (timeline->recording, &n_layers);
  epochs = cnd_base_format_count (timeline->base.numbers, n_epochs);
  layers = cnd_base_format_count (timeline->base.numbers, n_layers);
  if (n_layers == 0)
    /* Translators: a network's name, numbers of training steps and of epochs */
    return g_strdup_printf (_("%s: %s steps, %s epochs"), name, steps, epochs);
  if (!is_trained (timeline->recording))
    /* Translators: a network's name, and the number of its layers that are condensed */
    return g_strdup_printf (_("%s: condensed without data, %s learned group convolutions"), name, layers);
  /* Translators: a network's name, numbers of training steps, of epochs, and of layers that are condensed */
  return g_strdup_printf (_("%s: %s steps, %s epochs, %s learned group convolutions"), name, steps, epochs, layers);
}

static void
draw_curves (CndTimeline *timeline)
{
  cnd_timeline_draw_loss (timeline);
  cnd_timeline_draw_errors (timeline);
  cnd_timeline_draw_rate (timeline);
}

CndScene *
cnd_scene_new_timeline (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer measure_data)
{
  CndTimeline timeline = { .y = options->compact ? 8 : CND_DRAWING_MARGIN };
  g_autofree char *description = NULL;
  double top, bottom;
  gboolean trained = is_trained (recording);
  const char *title = cnd_recording_get_condensation (recording) == 1 ? _("Training") : trained ? _("Training and condensing") : _("Condensing");
  CndScene *scene;

  set_axis (&timeline, recording, options);
  /* in a window the stairs have the room of all curves */
  if (!trained && options->compact)
    timeline.chart = 2 * timeline.chart + timeline.gap + timeline.rate;
  cnd_drawing_init (&timeline.base, options->theme, options->numbers, measure, measure_data);
  description = describe_run (&timeline);
  if (options->show_title)
    {
      cnd_drawing_put (&timeline.base, "title", title, CND_TITLE_SIZE, TRUE, LEFT, 52, CND_ALIGN_START, CND_INK_TEXT);
      cnd_drawing_put (&timeline.base, "state", description, CND_TEXT_SIZE, FALSE, LEFT, 78, CND_ALIGN_START, CND_INK_DIM);
      timeline.y = 98;
    }
  top = timeline.y;
  bottom = top + BAND_HEIGHT + 6 + (trained ? 2 * (timeline.chart + timeline.gap) + timeline.rate : timeline.chart + timeline.gap) + 8;
  draw_bands (&timeline, bottom);
  draw_condensings (&timeline, top + BAND_HEIGHT, bottom);
  timeline.y = top + BAND_HEIGHT + 6;
  if (trained)
    draw_curves (&timeline);
  else
    cnd_timeline_draw_kept (&timeline);
  if (options->show_playhead)
    draw_playhead (&timeline, top, bottom);
  timeline.y = bottom;
  draw_axis (&timeline);
  if (options->show_table)
    cnd_timeline_draw_table (&timeline);
  if (options->compact)
    timeline.base.margin = 4;
  scene = cnd_drawing_seal (&timeline.base, title, description);
  cnd_drawing_clear (&timeline.base);
  return scene;
}
