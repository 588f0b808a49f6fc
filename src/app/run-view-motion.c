/* How the view of a run moves: playing, and from one order of rows and columns to another. */
#include "config.h"

#include "run-view-parts-private.h"

#include <glib/gi18n-lib.h>

static gboolean
are_animations_on (CndRunView *self)
{
  gboolean on = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &on, NULL);
  return on;
}

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CndRunView *self = CND_RUN_VIEW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->frame_us > 0 ? MIN ((double) (now - self->frame_us) / 1e6, 0.1) : 0;
  gboolean moving = self->progress < 1;

  self->frame_us = now;
  if (moving)
    {
      self->progress = MIN (self->progress + seconds / 0.6, 1);
      cnd_run_view_update (self);
    }
  cnd_playback_advance (self->playback, seconds);
  if (cnd_playback_get_playing (self->playback) || self->progress < 1)
    return G_SOURCE_CONTINUE;
  self->ticks = 0;
  self->frame_us = 0;
  return G_SOURCE_REMOVE;
}

void
cnd_run_view_start_ticking (CndRunView *self)
{
  if (self->ticks == 0 && self->playback != NULL)
    self->ticks = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick, NULL, NULL);
}

void
cnd_run_view_playing_changed (CndRunView *self)
{
  gboolean playing = cnd_playback_get_playing (self->playback);

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), playing ? _("Pause") : _("Play"));
  if (playing)
    cnd_run_view_start_ticking (self);
}

/* Rows and columns move to their new places, where people like motion. */
void
cnd_run_view_order_changed (CndRunView *self)
{
  if (self->playback == NULL || self->filling)
    return;
  self->last_order = self->options.order;
  self->progress = are_animations_on (self) && gtk_widget_get_mapped (GTK_WIDGET (self)) ? 0 : 1;
  cnd_run_view_update (self);
  if (self->progress < 1)
    cnd_run_view_start_ticking (self);
}

static void
act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const struct
  {
    const char *name;
    CndStride stride;
    gboolean back;
  } moves[] = {
    { "run.back", CND_STRIDE_RECORD, TRUE },        { "run.forward", CND_STRIDE_RECORD, FALSE },
    { "run.stage-back", CND_STRIDE_STAGE, TRUE },   { "run.stage-forward", CND_STRIDE_STAGE, FALSE },
  };
  CndRunView *self = CND_RUN_VIEW (widget);

  if (self->playback == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    if (g_str_equal (moves[i].name, name))
      cnd_playback_step (self->playback, moves[i].stride, moves[i].back);
  if (g_str_equal (name, "run.play"))
    cnd_playback_set_playing (self->playback, !cnd_playback_get_playing (self->playback));
  else if (g_str_equal (name, "run.first"))
    cnd_playback_set_position (self->playback, (CndPosition){ 0 });
  else if (g_str_equal (name, "run.last"))
    cnd_playback_set_position (self->playback, (CndPosition){ .converted = TRUE });
}

void
cnd_run_view_stop_ticking (CndRunView *self)
{
  if (self->ticks > 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->ticks);
  self->ticks = 0;
}

void
cnd_run_view_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    guint key;
  } actions[] = {
    { "run.play", GDK_KEY_space },  { "run.back", GDK_KEY_Left },           { "run.forward", GDK_KEY_Right },
    { "run.first", GDK_KEY_Home },  { "run.stage-back", GDK_KEY_Page_Up },  { "run.stage-forward", GDK_KEY_Page_Down },
    { "run.last", GDK_KEY_End },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, act);
      gtk_widget_class_add_binding_action (widget_class, actions[i].key, 0, actions[i].name, NULL);
    }
}
