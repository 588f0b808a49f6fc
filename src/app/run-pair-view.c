/* The view of two runs. The first run's playback is the playhead; where the other one is follows from it. */
#include "config.h"

#include "run-pair-view-private.h"

#include <glib/gi18n-lib.h>

#define AXIS_ROOM 110       /* beside the time axis */
#define SCENE_HEIGHT 260.0  /* of a compact timeline */
#define TIMELINE_HEIGHT 180
#define TABLE_WIDTH 340

struct _CndRunPairView
{
  AdwBin parent_instance;
  CndSettings *settings;
  CndTextMeter *meter;
  CndRecording *recordings[2];
  CndPlayback *playback; /* of the first; NULL without runs */
  CndPosition positions[2];
  guint learned[2];      /* G_MAXUINT: it has no such layer */
  guint ticks;
  gint64 frame_us;
  gboolean filling;

  GtkLabel *names[2], *message;
  CndSceneArea *matrices[2], *timelines[2];
  GtkDropDown *layers, *pairings;
  GtkButton *play;
  CndRunPairTable *table;
};

G_DEFINE_FINAL_TYPE (CndRunPairView, cnd_run_pair_view, ADW_TYPE_BIN)

static guint closed;

/* ---- Scenes ------------------------------------------------------------------------- */

static CndPairing
get_pairing (CndRunPairView *self)
{
  return gtk_drop_down_get_selected (self->pairings) == CND_PAIR_BY_STEP ? CND_PAIR_BY_STEP : CND_PAIR_BY_SHARE;
}

/* By share both are equally long; by step the longer one fills the room. */
static CndRunOptions
get_options (CndRunPairView *self, guint side)
{
  CndRunOptions options = cnd_scene_default_run_options;
  double room = gtk_widget_get_width (GTK_WIDGET (self->timelines[side])) * SCENE_HEIGHT / TIMELINE_HEIGHT - AXIS_ROOM;
  double longest = (double) MAX (cnd_recording_get_planned_steps (self->recordings[0]), cnd_recording_get_planned_steps (self->recordings[1]));

  options.theme = cnd_settings_get_theme (self->settings);
  options.numbers = cnd_settings_get_numbers (self->settings);
  options.position = self->positions[side];
  options.show_title = options.show_table = FALSE;
  options.compact = TRUE;
  options.width = MAX (room, 640);
  if (get_pairing (self) == CND_PAIR_BY_STEP && longest > 0)
    options.width = MAX (options.width * (double) cnd_recording_get_planned_steps (self->recordings[side]) / longest, 240);
  return options;
}

static void
take_scene (CndSceneArea *area, CndScene *scene)
{
  cnd_scene_area_set_scene (area, scene);
  g_clear_pointer (&scene, cnd_scene_unref);
}

static CndScene *
make_matrix (CndRunPairView *self, guint side)
{
  CndMatrixOptions options = cnd_scene_default_matrix_options;
  g_autoptr (CndMatrix) matrix = NULL;

  if (self->learned[side] == G_MAXUINT)
    return NULL;
  matrix = cnd_matrix_new_recorded (self->recordings[side], self->learned[side], self->positions[side]);
  options.theme = cnd_settings_get_theme (self->settings);
  options.numbers = cnd_settings_get_numbers (self->settings);
  options.order = options.from = self->positions[side].converted ? CND_ORDER_PACKED : CND_ORDER_GROUPS;
  return cnd_scene_new_matrix (matrix, &options, cnd_paint_measure_text, self->meter);
}

static void
update (CndRunPairView *self)
{
  if (self->playback == NULL || self->filling)
    return;
  self->positions[0] = cnd_playback_get_position (self->playback);
  self->positions[1] = cnd_recording_find_peer (self->recordings[0], self->positions[0], self->recordings[1], get_pairing (self));
  for (guint side = 0; side < 2; side++)
    {
      CndRunOptions options = get_options (self, side);

      take_scene (self->matrices[side], make_matrix (self, side));
      take_scene (self->timelines[side], cnd_scene_new_timeline (self->recordings[side], &options, cnd_paint_measure_text, self->meter));
    }
  cnd_run_pair_table_show (self->table, self->recordings, self->positions, self->settings);
}

/* ---- Which layer -------------------------------------------------------------------- */

/* "stage.1.conv1" in the other run, or the one of as many before it. */
static guint
find_peer_layer (CndRunPairView *self, guint learned)
{
  guint n, n_other;
  const CndRecordedLayer *layers = cnd_recording_get_layers (self->recordings[0], &n);
  const CndRecordedLayer *others = cnd_recording_get_layers (self->recordings[1], &n_other);
  const CndLayer *names = cnd_network_get_layers (cnd_recording_get_network (self->recordings[0]), NULL);
  const CndLayer *other_names = cnd_network_get_layers (cnd_recording_get_network (self->recordings[1]), NULL);

  for (guint i = 0; i < n_other; i++)
    if (g_str_equal (other_names[others[i].layer].id, names[layers[learned].layer].id))
      return i;
  return G_MAXUINT;
}

/* What differs so that the pictures do not match. */
static void
update_message (CndRunPairView *self)
{
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (self->recordings[0], &n), *others;
  guint64 steps[2];
  const char *id;
  g_autofree char *text = NULL, *left = NULL, *right = NULL;

  for (guint side = 0; side < 2; side++)
    steps[side] = cnd_recording_get_planned_steps (self->recordings[side]);
  others = cnd_recording_get_layers (self->recordings[1], &n);
  id = cnd_network_get_layers (cnd_recording_get_network (self->recordings[0]), NULL)[layers[self->learned[0]].layer].id;
  if (self->learned[1] == G_MAXUINT)
    text = g_strdup_printf (_("The second run has no layer “%s”: only the timelines are side by side."), id);
  else if (layers[self->learned[0]].shape.inputs != others[self->learned[1]].shape.inputs
           || layers[self->learned[0]].shape.outputs != others[self->learned[1]].shape.outputs)
    text = g_strdup_printf (_("Layer “%s” has another number of channels in the second run."), id);
  else if (steps[0] != steps[1])
    {
      left = cnd_base_format_count (cnd_settings_get_numbers (self->settings), steps[0]);
      right = cnd_base_format_count (cnd_settings_get_numbers (self->settings), steps[1]);
      text = g_strdup_printf (_("The runs are of %s and %s steps."), left, right);
    }
  gtk_label_set_label (self->message, text != NULL ? text : "");
}

static void
layer_changed (CndRunPairView *self)
{
  guint selected = gtk_drop_down_get_selected (self->layers);

  if (self->playback == NULL || self->filling || selected == GTK_INVALID_LIST_POSITION)
    return;
  self->learned[0] = selected;
  self->learned[1] = find_peer_layer (self, selected);
  update_message (self);
  update (self);
}

static void
fill_layers (CndRunPairView *self)
{
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (self->recordings[0], &n);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = cnd_scene_dup_layer_name (cnd_recording_get_network (self->recordings[0]), layers[i].layer);
      gtk_string_list_append (names, name);
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->layers, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->layers, n / 3);
  self->filling = FALSE;
}

/* ---- Motion ------------------------------------------------------------------------- */

static gboolean
tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CndRunPairView *self = CND_RUN_PAIR_VIEW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  if (self->frame_us > 0)
    cnd_playback_advance (self->playback, MIN ((double) (now - self->frame_us) / 1e6, 0.1));
  self->frame_us = now;
  if (cnd_playback_get_playing (self->playback))
    return G_SOURCE_CONTINUE;
  self->ticks = 0;
  self->frame_us = 0;
  return G_SOURCE_REMOVE;
}

static void
playing_changed (CndRunPairView *self)
{
  gboolean playing = cnd_playback_get_playing (self->playback);

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), playing ? _("Pause") : _("Play"));
  if (playing && self->ticks == 0)
    self->ticks = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick, NULL, NULL);
}

static void
play_clicked (CndRunPairView *self)
{
  if (self->playback != NULL)
    cnd_playback_set_playing (self->playback, !cnd_playback_get_playing (self->playback));
}

static void
scrub (CndRunPairView *self, guint side, double x)
{
  CndRunOptions options;

  if (self->playback == NULL)
    return;
  options = get_options (self, side);
  cnd_run_pair_view_set_position (self, side, cnd_scene_pick_timeline (self->recordings[side], &options, x));
}

static void
first_scrubbed (CndRunPairView *self, double x, double y)
{
  scrub (self, 0, x);
}

static void
second_scrubbed (CndRunPairView *self, double x, double y)
{
  scrub (self, 1, x);
}

static void
close_clicked (CndRunPairView *self)
{
  if (self->playback != NULL)
    cnd_playback_set_playing (self->playback, FALSE);
  g_signal_emit (self, closed, 0);
}

/* ---- What may be asked -------------------------------------------------------------- */

static void
forget_runs (CndRunPairView *self)
{
  if (self->ticks > 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->ticks);
  self->ticks = 0;
  self->frame_us = 0;
  g_clear_object (&self->playback);
  for (guint side = 0; side < 2; side++)
    g_clear_pointer (&self->recordings[side], cnd_recording_unref);
}

void
cnd_run_pair_view_set_runs (CndRunPairView *self, CndRecording *const *recordings, const char *const *names)
{
  g_return_if_fail (CND_IS_RUN_PAIR_VIEW (self));
  forget_runs (self);
  for (guint side = 0; side < 2; side++)
    {
      self->recordings[side] = cnd_recording_ref (recordings[side]);
      gtk_label_set_label (self->names[side], names[side]);
    }
  self->playback = cnd_playback_new (recordings[0]);
  g_signal_connect_object (self->playback, "moved", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->playback, "notify::playing", G_CALLBACK (playing_changed), self, G_CONNECT_SWAPPED);
  fill_layers (self);
  layer_changed (self);
}

CndPosition
cnd_run_pair_view_get_position (CndRunPairView *self, guint side)
{
  g_return_val_if_fail (CND_IS_RUN_PAIR_VIEW (self) && side < 2, (CndPosition){ 0 });
  return self->positions[side];
}

void
cnd_run_pair_view_set_position (CndRunPairView *self, guint side, CndPosition position)
{
  g_return_if_fail (CND_IS_RUN_PAIR_VIEW (self) && side < 2 && self->playback != NULL);
  if (side == 1)
    position = cnd_recording_find_peer (self->recordings[1], position, self->recordings[0], get_pairing (self));
  cnd_playback_set_position (self->playback, position);
}

CndSceneArea *
cnd_run_pair_view_get_matrix_area (CndRunPairView *self, guint side)
{
  return self->matrices[side];
}

GtkDropDown *
cnd_run_pair_view_get_layers (CndRunPairView *self)
{
  return self->layers;
}

GtkDropDown *
cnd_run_pair_view_get_pairings (CndRunPairView *self)
{
  return self->pairings;
}

const char *
cnd_run_pair_view_get_message (CndRunPairView *self)
{
  return gtk_label_get_label (self->message);
}

const char *
cnd_run_pair_view_get_cell (CndRunPairView *self, guint row, guint column)
{
  return cnd_run_pair_table_get_cell (self->table, row, column);
}

/* ---- Parts -------------------------------------------------------------------------- */

static GtkDropDown *
add_choice (CndRunPairView *self, GtkWidget *bar, const char *label, const char *const *words, GCallback changed)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  gtk_widget_set_tooltip_text (choice, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (choice, "notify::selected", changed, self);
  gtk_box_append (GTK_BOX (bar), choice);
  return GTK_DROP_DOWN (choice);
}

static GtkButton *
add_button (CndRunPairView *self, GtkWidget *bar, const char *icon, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (bar), button);
  return GTK_BUTTON (button);
}

static GtkWidget *
make_bar (CndRunPairView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *none[] = { NULL };
  const char *pairings[] = { _("By share of the training"), _("By step"), NULL };

  gtk_widget_add_css_class (bar, "view-bar");
  self->play = add_button (self, bar, "media-playback-start-symbolic", _("Play"), G_CALLBACK (play_clicked));
  gtk_widget_add_css_class (GTK_WIDGET (self->play), "suggested-action");
  self->layers = add_choice (self, bar, _("Layer"), none, G_CALLBACK (layer_changed));
  self->pairings = add_choice (self, bar, _("Which moments stand side by side"), pairings, G_CALLBACK (update));
  self->message = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_ellipsize (self->message, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->message, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->message), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "dim-label");
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->message));
  add_button (self, bar, "window-close-symbolic", _("Back to one run"), G_CALLBACK (close_clicked));
  return bar;
}

static CndSceneArea *
make_area (const char *label, int height)
{
  GtkWidget *area = cnd_scene_area_new (label);

  gtk_widget_set_hexpand (area, TRUE);
  gtk_widget_set_vexpand (area, height == 0);
  gtk_widget_set_size_request (area, 240, height > 0 ? height : 160);
  return CND_SCENE_AREA (area);
}

static GtkWidget *
make_pictures (CndRunPairView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *grid = gtk_grid_new ();
  const char *labels[] = { _("Connections in the first run"), _("Connections in the second run") };
  const char *timelines[] = { _("Timeline of the first run"), _("Timeline of the second run") };

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 1);
  gtk_box_append (GTK_BOX (box), grid);
  for (int side = 0; side < 2; side++)
    {
      self->names[side] = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_ellipsize (self->names[side], PANGO_ELLIPSIZE_MIDDLE);
      gtk_widget_add_css_class (GTK_WIDGET (self->names[side]), "heading");
      gtk_widget_set_margin_top (GTK_WIDGET (self->names[side]), 6);
      gtk_widget_set_margin_bottom (GTK_WIDGET (self->names[side]), 6);
      self->matrices[side] = make_area (labels[side], 0);
      self->timelines[side] = make_area (timelines[side], TIMELINE_HEIGHT);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->names[side]), side, 0, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->matrices[side]), side, 1, 1, 1);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->timelines[side]));
      g_signal_connect_swapped (self->timelines[side], "pressed", side == 0 ? G_CALLBACK (first_scrubbed) : G_CALLBACK (second_scrubbed), self);
      g_signal_connect_swapped (self->timelines[side], "dragged", side == 0 ? G_CALLBACK (first_scrubbed) : G_CALLBACK (second_scrubbed), self);
    }
  g_signal_connect_swapped (self->timelines[0], "resized", G_CALLBACK (update), self);
  return box;
}

static void
make_parts (CndRunPairView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->table = CND_RUN_PAIR_TABLE (cnd_run_pair_table_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "panel-content");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->table));
  gtk_widget_set_size_request (scrolled, TABLE_WIDTH, -1);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (row), make_pictures (self));
  gtk_box_append (GTK_BOX (row), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (row), scrolled);
  gtk_widget_set_vexpand (row, TRUE);
  gtk_box_append (GTK_BOX (box), row);
  adw_bin_set_child (ADW_BIN (self), box);
}

/* ---- Object ------------------------------------------------------------------------- */

static void
run_pair_view_dispose (GObject *object)
{
  CndRunPairView *self = CND_RUN_PAIR_VIEW (object);

  forget_runs (self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cnd_run_pair_view_parent_class)->dispose (object);
}

static void
run_pair_view_finalize (GObject *object)
{
  cnd_text_meter_free (CND_RUN_PAIR_VIEW (object)->meter);
  G_OBJECT_CLASS (cnd_run_pair_view_parent_class)->finalize (object);
}

static void
cnd_run_pair_view_class_init (CndRunPairViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = run_pair_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = run_pair_view_finalize;
  closed = g_signal_new ("closed", CND_TYPE_RUN_PAIR_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_run_pair_view_init (CndRunPairView *self)
{
  self->meter = cnd_paint_text_meter_new ();
  make_parts (self);
}

GtkWidget *
cnd_run_pair_view_new (CndSettings *settings)
{
  CndRunPairView *self = g_object_new (CND_TYPE_RUN_PAIR_VIEW, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::convention", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
