/* The curves of the timeline: loss and rate a step, errors an epoch. */
#include "config.h"

#include "scene/timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  CndTimeline *timeline;
  double top, height, limit; /* values 0 … limit */
} Chart;

static double
get_y (const Chart *chart, double value)
{
  return chart->top + chart->height * (1 - CLAMP (value / chart->limit, 0, 1));
}

static void
draw_axis (const Chart *chart, const char *title, gboolean percent, guint n_ticks)
{
  CndTimeline *timeline = chart->timeline;
  double step = cnd_drawing_choose_step (chart->limit, n_ticks);

  for (double value = 0; value <= chart->limit * 1.001; value += step)
    {
      g_autofree char *number = percent ? cnd_base_format_decimal (timeline->base.numbers, 100 * value, 0)
                                        : cnd_base_format_decimal (timeline->base.numbers, value, step < 1 ? step < 0.1 ? 2 : 1 : 0);
      g_autofree char *label = percent ? g_strdup_printf ("%s %%", number) : g_strdup (number);
      double y = get_y (chart, value);
      cnd_drawing_add_line (&timeline->base, "grid", timeline->left - 4, y, timeline->left, y, CND_INK_LANE, 1);
      cnd_drawing_put (&timeline->base, "tick", label, CND_TINY_SIZE, FALSE, timeline->left - 8, y + 4, CND_ALIGN_END, CND_INK_DIM);
    }
  cnd_drawing_add_line (&timeline->base, "axis", timeline->left, chart->top, timeline->left, chart->top + chart->height, CND_INK_LANE, 1);
  if (title != NULL)
    cnd_drawing_put (&timeline->base, "axis", title, CND_SMALL_SIZE, TRUE, timeline->left + 8, chart->top + chart->height - 8, CND_ALIGN_START, CND_INK_TEXT);
}

/* A point a unit of the axis is enough: of several steps that fall together the mean. */
static void
draw_series (const Chart *chart, const char *css_class, const float *values, guint64 n, CndInk ink, double width)
{
  CndTimeline *timeline = chart->timeline;
  gboolean open = FALSE;

  for (guint64 i = 0; i < n;)
    {
      double x = cnd_timeline_get_x (timeline, (double) i + 1), sum = 0;
      guint count = 0;
      while (i < n && (count == 0 || cnd_timeline_get_x (timeline, (double) i + 1) < x + 1))
        {
          sum += (double) values[i++];
          count++;
        }
      if (!isfinite (sum))
        continue;
      if (open)
        cnd_scene_builder_line_to (timeline->base.builder, x, get_y (chart, sum / count));
      else
        cnd_scene_builder_move_to (timeline->base.builder, x, get_y (chart, sum / count));
      open = TRUE;
    }
  if (open)
    cnd_scene_builder_add_path (timeline->base.builder, css_class, CND_INK_NONE, ink, width);
}

static double
find_limit (const float *values, guint64 n)
{
  double largest = 0, step;

  for (guint64 i = 0; i < n; i++)
    if (isfinite (values[i]))
      largest = MAX (largest, (double) values[i]);
  if (largest <= 0)
    return 1;
  step = cnd_drawing_choose_step (largest, 5);
  return ceil (largest / step) * step;
}

static void
begin_chart (Chart *chart, const char *id, const char *title)
{
  CndSceneBuilder *builder = chart->timeline->base.builder;
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_CHART, "chart", id);

  item->title = cnd_scene_builder_intern (builder, title);
}

void
cnd_timeline_draw_loss (CndTimeline *timeline)
{
  guint64 n;
  const float *losses = cnd_recording_get_losses (timeline->recording, &n);
  Chart chart = { timeline, timeline->y, timeline->chart, find_limit (losses, n) };

  begin_chart (&chart, "loss", _("Training loss a step"));
  draw_axis (&chart, NULL, FALSE, timeline->options->compact ? 2 : 4);
  draw_series (&chart, "curve loss", losses, n, CND_INK_GROUP, 1.8);
  cnd_drawing_put (&timeline->base, "curve-name", _("training loss"), CND_SMALL_SIZE, TRUE, timeline->end - 10, chart.top + 16, CND_ALIGN_END, CND_INK_GROUP);
  cnd_scene_builder_end_group (timeline->base.builder);
  timeline->y += timeline->chart + timeline->gap;
}

void
cnd_timeline_draw_rate (CndTimeline *timeline)
{
  guint64 n;
  const float *rates = cnd_recording_get_rates (timeline->recording, &n);
  Chart chart = { timeline, timeline->y, timeline->rate, find_limit (rates, n) };

  begin_chart (&chart, "rate", _("Learning rate a step"));
  draw_axis (&chart, NULL, FALSE, 1);
  draw_series (&chart, "curve rate", rates, n, CND_INK_GROUP + 1, 1.8);
  cnd_drawing_put (&timeline->base, "curve-name", _("learning rate"), CND_SMALL_SIZE, TRUE, timeline->end - 10, chart.top + 10, CND_ALIGN_END,
                   CND_INK_GROUP + 1);
  cnd_scene_builder_end_group (timeline->base.builder);
  timeline->y += timeline->rate;
}

/* ---- Errors ------------------------------------------------------------------------------------------- */

typedef double (*GetError) (const CndRecordedEpoch *epoch);

static double
get_train_error (const CndRecordedEpoch *epoch)
{
  return epoch->train_error;
}

static double
get_test_error (const CndRecordedEpoch *epoch)
{
  return epoch->test_error;
}

/* A mark an epoch: squares are filled for training, rings for the test, so that they differ by more than colour. */
static void
draw_error_curve (const Chart *chart, const char *css_class, GetError get, CndInk ink, gboolean filled)
{
  CndTimeline *timeline = chart->timeline;
  CndSceneBuilder *builder = timeline->base.builder;
  guint n;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (timeline->recording, &n);
  gboolean open = FALSE;

  for (guint i = 0; i < n; i++)
    if (isfinite (get (&epochs[i])))
      {
        double x = cnd_timeline_get_x (timeline, (double) epochs[i].step), y = get_y (chart, get (&epochs[i]));
        if (open)
          cnd_scene_builder_line_to (builder, x, y);
        else
          cnd_scene_builder_move_to (builder, x, y);
        open = TRUE;
      }
  if (open)
    cnd_scene_builder_add_path (builder, css_class, CND_INK_NONE, ink, 1.8);
  for (guint i = 0; i < n && n <= 100; i++)
    if (isfinite (get (&epochs[i])))
      {
        CndPoint point = { cnd_timeline_get_x (timeline, (double) epochs[i].step), get_y (chart, get (&epochs[i])) };
        if (filled)
          cnd_scene_builder_add_rect (builder, css_class, (CndRect){ point.x - 3.5, point.y - 3.5, 7, 7 }, 0, ink, CND_INK_NONE, 0);
        else
          cnd_scene_builder_add_circle (builder, css_class, point, 4, CND_INK_BACKGROUND, ink, 1.8);
      }
}

/* Right after inputs fell the test error jumps, since batch normalization still has the statistics of before. */
static gboolean
draw_jumps (const Chart *chart)
{
  CndTimeline *timeline = chart->timeline;
  CndSceneBuilder *builder = timeline->base.builder;
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (timeline->recording, &n);
  gboolean any = FALSE;

  for (guint i = 0; i < n; i++)
    if (isfinite (condensings[i].test_error) && isfinite (condensings[i].test_error_before))
      {
        double x = cnd_timeline_get_x (timeline, (double) condensings[i].step), y = get_y (chart, condensings[i].test_error);
        g_autofree char *percent = cnd_drawing_format_percent (timeline->base.numbers, condensings[i].test_error);
        cnd_drawing_add_line (&timeline->base, "jump", x, get_y (chart, condensings[i].test_error_before), x, y, CND_INK_ACCENT, 2.6);
        cnd_scene_builder_move_to (builder, x - 5, y + 4);
        cnd_scene_builder_line_to (builder, x, y - 5);
        cnd_scene_builder_line_to (builder, x + 5, y + 4);
        cnd_scene_builder_close (builder);
        cnd_scene_builder_add_path (builder, "jump", CND_INK_ACCENT, CND_INK_NONE, 0);
        cnd_drawing_put (&timeline->base, "jump", percent, CND_SMALL_SIZE, TRUE, x + 8, y - 5, CND_ALIGN_START, CND_INK_TEXT);
        any = TRUE;
      }
  return any;
}

static double
find_error_limit (const CndRecording *recording)
{
  guint n_epochs, n_condensings;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (recording, &n_epochs);
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recording, &n_condensings);
  double largest = 0.1;

  for (guint i = 0; i < n_epochs; i++)
    largest = fmax (largest, fmax (epochs[i].train_error, epochs[i].test_error));
  for (guint i = 0; i < n_condensings; i++)
    largest = fmax (largest, condensings[i].test_error);
  return MIN (ceil (largest * 10 + 0.4) / 10, 1);
}

void
cnd_timeline_draw_errors (CndTimeline *timeline)
{
  Chart chart = { timeline, timeline->y, timeline->chart, find_error_limit (timeline->recording) };
  const CndRecordedConversion *conversion = cnd_recording_get_conversion (timeline->recording);

  begin_chart (&chart, "errors", _("Training and test error an epoch"));
  draw_axis (&chart, NULL, TRUE, timeline->options->compact ? 2 : 5);
  draw_error_curve (&chart, "curve train-error", get_train_error, CND_INK_GROUP + 2, TRUE);
  draw_error_curve (&chart, "curve test-error", get_test_error, CND_INK_GROUP + 3, FALSE);
  cnd_drawing_put (&timeline->base, "curve-name", _("○ test error"), CND_SMALL_SIZE, TRUE, timeline->end - 10, chart.top + 2, CND_ALIGN_END,
                   CND_INK_GROUP + 3);
  cnd_drawing_put (&timeline->base, "curve-name", _("■ training error"), CND_SMALL_SIZE, TRUE, timeline->end - 10, chart.top + 20, CND_ALIGN_END,
                   CND_INK_GROUP + 2);
  timeline->has_jumps = draw_jumps (&chart);
  if (conversion != NULL && isfinite (conversion->test_error_converted))
    {
      g_autofree char *percent = cnd_drawing_format_percent (timeline->base.numbers, conversion->test_error_converted);
      cnd_scene_builder_add_circle (timeline->base.builder, "converted", (CndPoint){ timeline->end + 22, get_y (&chart, conversion->test_error_converted) }, 4,
                                    CND_INK_BACKGROUND, CND_INK_GROUP + 3, 1.8);
      cnd_drawing_put (&timeline->base, "converted", percent, CND_SMALL_SIZE, TRUE, timeline->end + 32, get_y (&chart, conversion->test_error_converted) + 5,
                       CND_ALIGN_START, CND_INK_GROUP + 3);
    }
  cnd_scene_builder_end_group (timeline->base.builder);
  timeline->y += timeline->chart + timeline->gap;
}

/* ---- Without training --------------------------------------------------------------------------------- */

static guint64
count_kept (const CndRecording *recording, guint n_condensings, guint64 step)
{
  guint64 kept = 0;
  guint n;

  cnd_recording_get_layers (recording, &n);
  for (guint i = 0; i < n; i++)
    {
      g_auto (CndLayerState) state = { NULL };
      cnd_recording_get_layer_state (recording, i, (CndPosition){ step, n_condensings, FALSE }, &state);
      kept += state.kept_weights;
    }
  return kept;
}

/* Stairs: between two condensings nothing changes. */
void
cnd_timeline_draw_kept (CndTimeline *timeline)
{
  CndSceneBuilder *builder = timeline->base.builder;
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (timeline->recording, &n);
  double all = (double) MAX (count_kept (timeline->recording, 0, 0), 1);
  Chart chart = { timeline, timeline->y, timeline->chart, 1.25 }; /* room for a number above the first stair */

  begin_chart (&chart, "kept", _("Weights left in learned group convolutions"));
  for (guint i = 0; i <= n; i++)
    {
      guint64 step = i > 0 ? condensings[i - 1].step : 0;
      double from = cnd_timeline_get_x (timeline, (double) step), to = i < n ? cnd_timeline_get_x (timeline, (double) condensings[i].step) : timeline->end;
      double y = get_y (&chart, (double) count_kept (timeline->recording, i, step) / all);

      if (i > 0)
        cnd_scene_builder_line_to (builder, from, y);
      else
        cnd_scene_builder_move_to (builder, from, y);
      cnd_scene_builder_line_to (builder, to, y);
    }
  cnd_scene_builder_add_path (builder, "curve kept", CND_INK_NONE, CND_INK_GROUP, 2.2);
  for (guint i = 0; i <= n; i++)
    {
      guint64 step = i > 0 ? condensings[i - 1].step : 0;
      guint64 kept = count_kept (timeline->recording, i, step);
      g_autofree char *number = cnd_base_format_count (timeline->base.numbers, kept);
      cnd_drawing_put (&timeline->base, "tick", number, CND_SMALL_SIZE, TRUE, cnd_timeline_get_x (timeline, (double) step) + 8,
                       get_y (&chart, (double) kept / all) - 6, CND_ALIGN_START, CND_INK_TEXT);
    }
  /* under the first stairs, where nothing runs */
  cnd_drawing_put_within (&timeline->base, "curve-name", _("weights left in learned group convolutions"), CND_SMALL_SIZE, TRUE, timeline->left + 8,
                          chart.top + chart.height - 8, CND_ALIGN_START, CND_INK_GROUP, timeline->end - timeline->left - 16);
  cnd_scene_builder_end_group (builder);
  timeline->y += timeline->chart + timeline->gap;
}
