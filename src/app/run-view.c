/* The view of a run: which run, which layer, and what others may ask. */
#include "config.h"

#include "run-view-parts-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (CndRunView, cnd_run_view, ADW_TYPE_BIN)

static guint layer_chosen, moved;

/* One a filter group of the layer; the chosen one stays, if there is such a one. */
static void
fill_groups (CndRunView *self)
{
  guint n, selected = gtk_drop_down_get_selected (self->groups);
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (cnd_playback_get_recording (self->playback), &n);
  guint n_groups = layers[cnd_playback_get_learned (self->playback)].shape.groups;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint g = 0; g < n_groups; g++)
    {
      g_autofree char *number = cnd_base_format_count (cnd_settings_get_numbers (self->settings), g + 1);
      g_autofree char *name = g_strdup_printf (_("group %s"), number);
      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (self->groups, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->groups, selected < n_groups ? selected : 0);
}

void
cnd_run_view_layer_changed (CndRunView *self)
{
  guint n;
  const CndRecordedLayer *layers;

  if (self->playback == NULL || self->filling)
    return;
  cnd_playback_set_learned (self->playback, gtk_drop_down_get_selected (self->layers));
  layers = cnd_recording_get_shown_layers (cnd_playback_get_recording (self->playback), &n);
  self->filling = TRUE;
  fill_groups (self);
  self->filling = FALSE;
  cnd_run_view_update (self);
  g_signal_emit (self, layer_chosen, 0, layers[cnd_playback_get_learned (self->playback)].layer);
}

static void
fill_layers (CndRunView *self)
{
  CndRecording *recording = cnd_playback_get_recording (self->playback);
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (recording, &n);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = cnd_scene_dup_layer_name (cnd_recording_get_network (recording), layers[i].layer);
      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (self->layers, G_LIST_MODEL (names));
  /* one with a history, and not too wide */
  gtk_drop_down_set_selected (self->layers, n / 3);
  cnd_playback_set_learned (self->playback, n / 3);
}

static void
position_changed (CndRunView *self)
{
  cnd_run_view_update (self);
  g_signal_emit (self, moved, 0);
}

void
cnd_run_view_set_recording (CndRunView *self, CndRecording *recording)
{
  guint n = 0;

  g_return_if_fail (CND_IS_RUN_VIEW (self));
  cnd_run_view_stop_ticking (self);
  g_clear_object (&self->playback);
  if (recording != NULL)
    cnd_recording_get_shown_layers (recording, &n);
  if (n == 0)
    return;
  self->playback = cnd_playback_new (recording);
  self->filling = TRUE;
  cnd_run_view_offer_choices (self, cnd_recording_get_condensation (recording) > 1);
  fill_layers (self);
  fill_groups (self);
  self->filling = FALSE;
  self->progress = 1;
  g_signal_connect_object (self->playback, "moved", G_CALLBACK (position_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->playback, "notify::playing", G_CALLBACK (cnd_run_view_playing_changed), self, G_CONNECT_SWAPPED);
  cnd_run_view_apply_controls (self);
  position_changed (self);
}

CndPlayback *
cnd_run_view_get_playback (CndRunView *self)
{
  g_return_val_if_fail (CND_IS_RUN_VIEW (self), NULL);
  return self->playback;
}

void
cnd_run_view_select_layer (CndRunView *self, guint layer)
{
  guint learned;

  g_return_if_fail (CND_IS_RUN_VIEW (self));
  learned = self->playback != NULL ? cnd_recording_find_shown_layer (cnd_playback_get_recording (self->playback), layer) : G_MAXUINT;
  if (learned != G_MAXUINT)
    gtk_drop_down_set_selected (self->layers, learned);
}

CndSceneArea *
cnd_run_view_get_matrix_area (CndRunView *self)
{
  return cnd_matrix_panel_get_area (self->panel);
}

CndMatrixPanel *
cnd_run_view_get_panel (CndRunView *self)
{
  return self->panel;
}

CndSceneArea *
cnd_run_view_get_timeline_area (CndRunView *self)
{
  return self->timeline_area;
}

void
cnd_run_view_set_show_beside (CndRunView *self, gboolean show)
{
  g_return_if_fail (CND_IS_RUN_VIEW (self));
  gtk_widget_set_visible (GTK_WIDGET (self->beside_area), show);
  gtk_widget_set_sensitive (GTK_WIDGET (self->besides), show);
}

CndSceneArea *
cnd_run_view_get_beside_area (CndRunView *self)
{
  return self->beside_area;
}

GtkDropDown *
cnd_run_view_get_besides (CndRunView *self)
{
  return self->besides;
}

const char *
cnd_run_view_get_caption (CndRunView *self)
{
  return gtk_label_get_label (self->caption);
}

const char *
cnd_run_view_get_cell_text (CndRunView *self)
{
  return cnd_matrix_panel_get_words (self->panel);
}

/* ---- Object ------------------------------------------------------------------------------------------------------ */

GtkWidget *
cnd_run_view_new (CndSettings *settings)
{
  CndRunView *self = g_object_new (CND_TYPE_RUN_VIEW, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (cnd_run_view_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (cnd_run_view_update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
run_view_dispose (GObject *object)
{
  CndRunView *self = CND_RUN_VIEW (object);

  cnd_run_view_stop_ticking (self);
  g_clear_object (&self->playback);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->graph, cnd_scene_unref);
  G_OBJECT_CLASS (cnd_run_view_parent_class)->dispose (object);
}

static void
run_view_finalize (GObject *object)
{
  cnd_text_meter_free (CND_RUN_VIEW (object)->meter);
  G_OBJECT_CLASS (cnd_run_view_parent_class)->finalize (object);
}

static void
cnd_run_view_class_init (CndRunViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = run_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = run_view_finalize;
  cnd_run_view_install_actions (widget_class);
  g_signal_new ("chosen", CND_TYPE_RUN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  moved = g_signal_new ("moved", CND_TYPE_RUN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  layer_chosen = g_signal_new ("layer-chosen", CND_TYPE_RUN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cnd_run_view_init (CndRunView *self)
{
  self->meter = cnd_paint_text_meter_new ();
  self->progress = 1;
  self->last_order = CND_ORDER_GROUPS;
  self->options = cnd_scene_default_matrix_options;
  cnd_run_view_make_parts (self);
}
