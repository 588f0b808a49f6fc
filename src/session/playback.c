/* Where a run is looked at: position, playing, speed. Time is a function of the position and back, so that a playback
 * remembers nothing else. */
#include "session.h"

#define RUN_SECONDS 24.0 /* of the training at speed 1, without its condensings */
#define STEP_SECONDS 1.5 /* at most: nothing happens in the one step of a stage of which nothing was trained */
#define HOLD_SECONDS 1.6 /* before a condensing, and as long after it */

struct _CndPlayback
{
  GObject parent_instance;
  CndRecording *recording;
  CndPosition position;
  double clock;
  double speed;
  guint learned;
  gboolean playing, looping;
};

enum
{
  PROP_PLAYING = 1,
  PROP_LOOPING,
  PROP_SPEED,
  PROP_LEARNED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint moved;

G_DEFINE_FINAL_TYPE (CndPlayback, cnd_playback, G_TYPE_OBJECT)

/* ---- Time and position -------------------------------------------------------------------------------- */

static double
get_seconds_a_step (CndPlayback *self)
{
  return MIN (RUN_SECONDS / (double) MAX (cnd_recording_get_planned_steps (self->recording), 1), STEP_SECONDS);
}

static gboolean
can_convert (CndPlayback *self)
{
  return cnd_recording_clamp (self->recording, (CndPosition){ .converted = TRUE }).converted;
}

static double
get_total (CndPlayback *self)
{
  guint n;

  cnd_recording_get_condensings (self->recording, &n);
  return (double) cnd_recording_get_n_steps (self->recording) * get_seconds_a_step (self) + 2 * HOLD_SECONDS * n
         + (can_convert (self) ? 2 * HOLD_SECONDS : 0);
}

static double
get_clock (CndPlayback *self, CndPosition position)
{
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (self->recording, &n);
  double clock = (double) position.step * get_seconds_a_step (self);

  for (guint i = 0; i < n && condensings[i].step <= position.step; i++)
    clock += condensings[i].step < position.step ? 2 * HOLD_SECONDS : i < position.condensings ? HOLD_SECONDS : 0;
  return clock + (position.converted ? 2 * HOLD_SECONDS : 0);
}

static CndPosition
get_position (CndPlayback *self, double clock)
{
  guint n;
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (self->recording, &n);
  double unit = get_seconds_a_step (self);

  for (guint i = 0; i < n; i++)
    {
      double start = (double) condensings[i].step * unit + 2 * HOLD_SECONDS * i;
      if (clock < start)
        return cnd_recording_clamp (self->recording, (CndPosition){ (guint64) ((clock - 2 * HOLD_SECONDS * i) / unit), i, FALSE });
      if (clock < start + 2 * HOLD_SECONDS)
        return (CndPosition){ condensings[i].step, i + (clock >= start + HOLD_SECONDS), FALSE };
    }
  clock -= 2 * HOLD_SECONDS * n;
  if (can_convert (self) && clock >= (double) cnd_recording_get_n_steps (self->recording) * unit + HOLD_SECONDS)
    return cnd_recording_clamp (self->recording, (CndPosition){ .converted = TRUE });
  return cnd_recording_clamp (self->recording, (CndPosition){ (guint64) (MAX (clock, 0) / unit), n, FALSE });
}

static void
move_to (CndPlayback *self, CndPosition position)
{
  if (cnd_position_compare (self->position, position) == 0)
    return;
  self->position = position;
  g_signal_emit (self, moved, 0);
}

/* ---- What may be asked --------------------------------------------------------------------------------- */

CndPlayback *
cnd_playback_new (CndRecording *recording)
{
  CndPlayback *self = g_object_new (CND_TYPE_PLAYBACK, NULL);

  self->recording = cnd_recording_ref (recording);
  return self;
}

CndRecording *
cnd_playback_get_recording (CndPlayback *self)
{
  g_return_val_if_fail (CND_IS_PLAYBACK (self), NULL);
  return self->recording;
}

CndPosition
cnd_playback_get_position (CndPlayback *self)
{
  g_return_val_if_fail (CND_IS_PLAYBACK (self), (CndPosition){ 0 });
  return self->position;
}

void
cnd_playback_set_position (CndPlayback *self, CndPosition position)
{
  g_return_if_fail (CND_IS_PLAYBACK (self));
  cnd_playback_set_playing (self, FALSE);
  position = cnd_recording_clamp (self->recording, position);
  self->clock = get_clock (self, position);
  move_to (self, position);
}

void
cnd_playback_set_recording (CndPlayback *self, CndRecording *recording)
{
  gboolean at_end;

  g_return_if_fail (CND_IS_PLAYBACK (self) && recording != NULL);
  at_end = cnd_position_compare (self->position, cnd_recording_get_end (self->recording)) == 0;
  cnd_recording_ref (recording);
  cnd_recording_unref (self->recording);
  self->recording = recording;
  self->position = at_end ? cnd_recording_get_end (recording) : cnd_recording_clamp (recording, self->position);
  self->clock = get_clock (self, self->position);
  g_signal_emit (self, moved, 0);
}

void
cnd_playback_step (CndPlayback *self, CndStride stride, gboolean back)
{
  g_return_if_fail (CND_IS_PLAYBACK (self));
  cnd_playback_set_position (self, cnd_recording_move (self->recording, self->position, stride, back));
}

guint
cnd_playback_get_learned (CndPlayback *self)
{
  g_return_val_if_fail (CND_IS_PLAYBACK (self), 0);
  return self->learned;
}

void
cnd_playback_set_learned (CndPlayback *self, guint learned)
{
  guint n;

  g_return_if_fail (CND_IS_PLAYBACK (self));
  cnd_recording_get_shown_layers (self->recording, &n);
  if (learned >= n || learned == self->learned)
    return;
  self->learned = learned;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEARNED]);
}

gboolean
cnd_playback_get_playing (CndPlayback *self)
{
  g_return_val_if_fail (CND_IS_PLAYBACK (self), FALSE);
  return self->playing;
}

void
cnd_playback_set_playing (CndPlayback *self, gboolean playing)
{
  g_return_if_fail (CND_IS_PLAYBACK (self));
  playing = playing != FALSE;
  if (self->playing == playing)
    return;
  self->playing = playing;
  if (playing && self->clock >= get_total (self) - HOLD_SECONDS)
    {
      self->clock = 0;
      move_to (self, (CndPosition){ 0 });
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

gboolean
cnd_playback_get_looping (CndPlayback *self)
{
  g_return_val_if_fail (CND_IS_PLAYBACK (self), FALSE);
  return self->looping;
}

void
cnd_playback_set_looping (CndPlayback *self, gboolean looping)
{
  g_return_if_fail (CND_IS_PLAYBACK (self));
  if (self->looping == (looping != FALSE))
    return;
  self->looping = looping != FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOPING]);
}

double
cnd_playback_get_speed (CndPlayback *self)
{
  g_return_val_if_fail (CND_IS_PLAYBACK (self), 1);
  return self->speed;
}

void
cnd_playback_set_speed (CndPlayback *self, double speed)
{
  g_return_if_fail (CND_IS_PLAYBACK (self) && speed > 0);
  if (self->speed == speed)
    return;
  self->speed = speed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPEED]);
}

void
cnd_playback_advance (CndPlayback *self, double seconds)
{
  double total;

  g_return_if_fail (CND_IS_PLAYBACK (self));
  if (!self->playing || seconds <= 0)
    return;
  total = get_total (self);
  self->clock += seconds * self->speed;
  if (self->clock < total)
    {
      move_to (self, get_position (self, self->clock));
      return;
    }
  self->clock = self->looping ? 0 : total;
  move_to (self, get_position (self, self->clock));
  if (!self->looping)
    cnd_playback_set_playing (self, FALSE);
}

/* ---- Object --------------------------------------------------------------------------------------------- */

static void
playback_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CndPlayback *self = CND_PLAYBACK (object);

  if (id == PROP_SPEED)
    g_value_set_double (value, self->speed);
  else if (id == PROP_LEARNED)
    g_value_set_uint (value, self->learned);
  else
    g_value_set_boolean (value, id == PROP_PLAYING ? self->playing : self->looping);
}

static void
playback_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CndPlayback *self = CND_PLAYBACK (object);

  if (id == PROP_SPEED)
    cnd_playback_set_speed (self, g_value_get_double (value));
  else if (id == PROP_LEARNED)
    cnd_playback_set_learned (self, g_value_get_uint (value));
  else if (id == PROP_PLAYING)
    cnd_playback_set_playing (self, g_value_get_boolean (value));
  else
    cnd_playback_set_looping (self, g_value_get_boolean (value));
}

static void
playback_finalize (GObject *object)
{
  g_clear_pointer (&CND_PLAYBACK (object)->recording, cnd_recording_unref);
  G_OBJECT_CLASS (cnd_playback_parent_class)->finalize (object);
}

static void
cnd_playback_class_init (CndPlaybackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = playback_get_property;
  object_class->set_property = playback_set_property;
  object_class->finalize = playback_finalize;
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  properties[PROP_LOOPING] = g_param_spec_boolean ("looping", NULL, NULL, FALSE, flags);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0.01, 100, 1, flags);
  properties[PROP_LEARNED] = g_param_spec_uint ("learned", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  moved = g_signal_new ("moved", CND_TYPE_PLAYBACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_playback_init (CndPlayback *self)
{
  self->speed = 1;
}
