/* What the view of a run draws. */
#include "config.h"

#include "run-view-parts-private.h"

#define AXIS_ROOM 110 /* beside the time axis */

CndRunOptions
cnd_run_view_get_options (CndRunView *self)
{
  CndRunOptions options = cnd_scene_default_run_options;
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (cnd_playback_get_recording (self->playback), &n);

  options.theme = cnd_settings_get_theme (self->settings);
  options.numbers = cnd_settings_get_numbers (self->settings);
  options.convention = cnd_settings_get_convention (self->settings);
  options.position = cnd_playback_get_position (self->playback);
  options.selected = layers[cnd_playback_get_learned (self->playback)].layer;
  options.show_title = FALSE;
  options.show_table = FALSE;
  options.compact = TRUE;
  options.width = MAX (gtk_widget_get_width (GTK_WIDGET (self->timeline_area)) - AXIS_ROOM, 480);
  return options;
}

static void
take_scene (CndSceneArea *area, CndScene *scene)
{
  cnd_scene_area_set_scene (area, scene);
  cnd_scene_unref (scene);
}

static void
draw_matrix (CndRunView *self)
{
  CndRecording *recording = cnd_playback_get_recording (self->playback);
  CndPosition position = cnd_playback_get_position (self->playback);
  guint stage = cnd_recording_get_stage (recording, position);
  g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, cnd_playback_get_learned (self->playback), position);

  self->options = cnd_scene_default_matrix_options;
  self->options.theme = cnd_settings_get_theme (self->settings);
  self->options.numbers = cnd_settings_get_numbers (self->settings);
  self->options.order = position.converted ? CND_ORDER_PACKED : gtk_drop_down_get_selected (self->orders);
  self->options.from = self->last_order;
  self->options.progress = self->progress;
  self->options.shade = gtk_drop_down_get_selected (self->shades);
  /* a condensing that is at hand is shown: what is about to fall, and what has just fallen */
  self->options.mark_next = cnd_recording_get_stage_end (recording, stage).step == position.step;
  self->options.mark_fallen = position.condensings > 0 && cnd_recording_get_stage_start (recording, stage).step == position.step;
  cnd_matrix_panel_set_matrix (self->panel, matrix, &self->options);
}

/* Right after the next condensing, as far as the run has come. */
static CndMatrix *
get_after (CndRunView *self)
{
  CndRecording *recording = cnd_playback_get_recording (self->playback);
  CndPosition position = cnd_playback_get_position (self->playback);
  guint stage = cnd_recording_get_stage (recording, position);

  if (position.converted || stage + 1 >= cnd_recording_get_condensation (recording))
    return NULL;
  return cnd_matrix_new_recorded (recording, cnd_playback_get_learned (self->playback), cnd_recording_get_stage_start (recording, stage + 1));
}

static CndScene *
draw_importance (CndRunView *self)
{
  g_autoptr (CndMatrix) after = get_after (self);
  CndMatrixOptions options = self->options;

  options.group = gtk_drop_down_get_selected (self->groups);
  return cnd_scene_new_importance (cnd_matrix_panel_get_matrix (self->panel), after, &options, gtk_widget_get_width (GTK_WIDGET (self->beside_area)),
                                   gtk_widget_get_height (GTK_WIDGET (self->beside_area)), cnd_paint_measure_text, self->meter);
}

void
cnd_run_view_draw_beside (CndRunView *self)
{
  CndRecording *recording = cnd_playback_get_recording (self->playback);
  CndRunOptions options = cnd_run_view_get_options (self);
  CndMatrixOptions still = self->options;
  CndBeside beside = cnd_run_view_get_beside (self);

  still.from = still.order;
  options.show_title = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->groups), beside == CND_BESIDE_IMPORTANCE);
  switch (beside)
    {
    case CND_BESIDE_IMPORTANCE:
      take_scene (self->beside_area, draw_importance (self));
      break;
    case CND_BESIDE_STRIP:
      take_scene (self->beside_area, cnd_scene_new_strip (recording, &options, cnd_paint_measure_text, self->meter));
      break;
    case CND_BESIDE_REUSE:
      take_scene (self->beside_area, cnd_scene_new_reuse (recording, &options, cnd_paint_measure_text, self->meter));
      break;
    case CND_BESIDE_GRAPH:
      cnd_scene_area_set_scene (self->beside_area, self->graph);
      break;
    default:
      take_scene (self->beside_area, cnd_scene_new_diagram (cnd_matrix_panel_get_matrix (self->panel), &still, cnd_paint_measure_text, self->meter));
    }
  cnd_run_view_light_beside (self);
}

void
cnd_run_view_update (CndRunView *self)
{
  g_autofree char *caption = NULL;
  CndRunOptions options;

  if (self->playback == NULL || self->filling)
    return;
  options = cnd_run_view_get_options (self);
  draw_matrix (self);
  cnd_run_view_draw_beside (self);
  take_scene (self->timeline_area, cnd_scene_new_timeline (cnd_playback_get_recording (self->playback), &options, cnd_paint_measure_text, self->meter));
  caption = cnd_playback_dup_caption (self->playback, options.numbers);
  gtk_label_set_label (self->caption, caption);
}
