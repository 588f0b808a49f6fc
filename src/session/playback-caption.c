/* What a run shows at its position, in one sentence. */
#include "config.h"

#include "session.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  guint inputs, reads, share; /* of a group: all, still read, dropped in a condensing */
  guint stage, last;
} Numbers;

static char *
format_percent (CndNumberStyle style, double fraction)
{
  g_autofree char *number = cnd_base_format_decimal (style, 100 * fraction, 1);

  return g_strdup_printf ("%s %%", number);
}

static Numbers
get_numbers (CndPlayback *self)
{
  g_auto (CndLayerState) state = { NULL };
  Numbers numbers = { 0 };

  cnd_recording_get_layer_state (cnd_playback_get_recording (self), cnd_playback_get_learned (self), cnd_playback_get_position (self), &state);
  numbers.inputs = state.shape->inputs;
  numbers.share = state.shape->inputs / state.shape->condensation;
  numbers.stage = state.stage;
  numbers.last = state.shape->condensation - 1;
  for (guint i = 0; i < numbers.inputs; i++)
    numbers.reads += state.mask[i] == 0;
  return numbers;
}

static char *
tell_condensing (const Numbers *numbers, const CndRecordedCondensing *condensing, gboolean done, CndNumberStyle style)
{
  g_autofree char *stage = cnd_base_format_count (style, condensing->stage), *share = cnd_base_format_count (style, numbers->share);
  g_autofree char *reads = cnd_base_format_count (style, numbers->reads), *inputs = cnd_base_format_count (style, numbers->inputs);
  g_autofree char *before = format_percent (style, condensing->test_error_before), *after = format_percent (style, condensing->test_error);

  if (!done)
    /* Translators: the number of a condensing, how many inputs each group drops, how many it still reads */
    return g_strdup_printf (_("Condensing %s: each group is about to drop the %s of its %s inputs that matter least to it."), stage, share, reads);
  if (!isfinite (condensing->test_error) || !isfinite (condensing->test_error_before))
    return g_strdup_printf (_("Condensing %s: each group has dropped %s inputs and reads %s of %s."), stage, share, reads, inputs);
  return g_strdup_printf (_("Condensing %s: each group has dropped %s inputs and reads %s of %s; the test error jumps from %s to %s, since batch "
                            "normalization still has the statistics of before."), stage, share, reads, inputs, before, after);
}

static char *
tell_stage (CndPlayback *self, const Numbers *numbers, CndNumberStyle style)
{
  CndRecording *recording = cnd_playback_get_recording (self);
  CndPosition position = cnd_playback_get_position (self);
  guint64 n_losses;
  const float *losses = cnd_recording_get_losses (recording, &n_losses);
  g_autofree char *stage = cnd_base_format_count (style, numbers->stage), *last = cnd_base_format_count (style, numbers->last);
  g_autofree char *reads = cnd_base_format_count (style, numbers->reads), *inputs = cnd_base_format_count (style, numbers->inputs), *loss = NULL;

  if (position.step == 0 || position.step > n_losses)
    return g_strdup_printf (_("Stage %s of %s: each group reads %s of %s inputs."), stage, last, reads, inputs);
  loss = cnd_base_format_decimal (style, (double) losses[position.step - 1], 3);
  return g_strdup_printf (_("Stage %s of %s: each group reads %s of %s inputs; the training loss is %s."), stage, last, reads, inputs, loss);
}

static char *
tell_conversion (CndPlayback *self, const Numbers *numbers, CndNumberStyle style)
{
  const CndRecordedConversion *conversion = cnd_recording_get_conversion (cnd_playback_get_recording (self));
  g_autofree char *reads = cnd_base_format_count (style, numbers->reads), *error = NULL;

  if (conversion == NULL)
    return g_strdup_printf (_("Converted: an index list picks the %s inputs of each group, and a regular group convolution follows."), reads);
  error = format_percent (style, conversion->test_error_converted);
  return g_strdup_printf (_("Converted: an index list picks the %s inputs of each group, a regular group convolution follows, and the test error stays %s."),
                          reads, error);
}

/* Of a training in which nothing is condensed. */
static char *
tell_plain (CndPlayback *self, CndNumberStyle style)
{
  CndRecording *recording = cnd_playback_get_recording (self);
  CndPosition position = cnd_playback_get_position (self);
  guint64 n_losses;
  guint n_epochs, done = 0;
  const float *losses = cnd_recording_get_losses (recording, &n_losses);
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (recording, &n_epochs);
  g_autofree char *step = cnd_base_format_count (style, position.step);
  g_autofree char *steps = cnd_base_format_count (style, cnd_recording_get_planned_steps (recording));
  g_autofree char *loss = NULL, *error = NULL;

  while (done < n_epochs && epochs[done].step <= position.step)
    done++;
  if (position.step == 0 || position.step > n_losses)
    return g_strdup_printf (_("Step %s of %s."), step, steps);
  loss = cnd_base_format_decimal (style, (double) losses[position.step - 1], 3);
  if (done == 0 || !isfinite (epochs[done - 1].test_error))
    return g_strdup_printf (_("Step %s of %s: the training loss is %s."), step, steps, loss);
  error = format_percent (style, epochs[done - 1].test_error);
  /* Translators: a step's number, of how many, a loss, an error rate */
  return g_strdup_printf (_("Step %s of %s: the training loss is %s, and at the last epoch’s end the test error was %s."), step, steps, loss, error);
}

char *
cnd_playback_dup_caption (CndPlayback *self, CndNumberStyle numbers_style)
{
  CndPosition position = cnd_playback_get_position (self);
  Numbers numbers;
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (cnd_playback_get_recording (self), &n);

  if (cnd_recording_get_condensation (cnd_playback_get_recording (self)) == 1)
    return tell_plain (self, numbers_style);
  numbers = get_numbers (self);
  if (position.converted)
    return tell_conversion (self, &numbers, numbers_style);
  for (guint i = 0; i < n; i++)
    if (condensings[i].step == position.step && (i == position.condensings || i + 1 == position.condensings))
      return tell_condensing (&numbers, &condensings[i], i < position.condensings, numbers_style);
  return tell_stage (self, &numbers, numbers_style);
}
