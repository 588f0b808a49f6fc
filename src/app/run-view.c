/* The view of a run. Everything drawn is a function of the playback's position and of the choices in the bar. */
#include "config.h"

#include "run-view-private.h"

#include <glib/gi18n-lib.h>

#define AXIS_ROOM 110 /* beside the time axis */
#define NO_MARK ((CndRect){ 0, 0, -1, -1 })

typedef enum { BESIDE_DIAGRAM, BESIDE_STRIP, BESIDE_REUSE } Beside;

struct _CndRunView
{
  AdwBin parent_instance;
  CndSettings *settings;
  CndPlayback *playback; /* NULL without a run */
  CndTextMeter *meter;
  CndMatrix *matrix;
  CndMatrixPlan *plan;
  CndMatrixOptions options;
  CndOrder last_order;   /* where rows and columns come from, while they move */
  double progress;
  gint64 frame_us;
  guint ticks;

  GtkDropDown *layers, *orders, *shades, *besides, *speeds;
  GtkToggleButton *loop;
  GtkButton *play;
  CndSceneArea *matrix_area, *beside_area, *timeline_area;
  GtkLabel *caption, *cell;
  gboolean filling;      /* the choices are being made, nobody chose */
};

G_DEFINE_FINAL_TYPE (CndRunView, cnd_run_view, ADW_TYPE_BIN)

static guint layer_chosen;

/* ---- Scenes -------------------------------------------------------------------------------------------- */

static CndRunOptions
get_run_options (CndRunView *self)
{
  CndRunOptions options = cnd_scene_default_run_options;
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (cnd_playback_get_recording (self->playback), &n);

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

  g_clear_pointer (&self->plan, cnd_matrix_plan_free);
  g_clear_pointer (&self->matrix, cnd_matrix_unref);
  self->matrix = cnd_matrix_new_recorded (recording, cnd_playback_get_learned (self->playback), position);
  self->options = cnd_scene_default_matrix_options;
  self->options.theme = cnd_settings_get_theme (self->settings);
  self->options.numbers = cnd_settings_get_numbers (self->settings);
  self->options.order = position.converted ? CND_ORDER_PACKED : gtk_drop_down_get_selected (self->orders);
  self->options.from = self->last_order;
  self->options.progress = self->progress;
  self->options.shade = gtk_drop_down_get_selected (self->shades);
  /* a condensing that is at hand is shown: what is about to fall, and what has just fallen */
  self->options.mark_next = cnd_recording_get_stage_end (recording, cnd_recording_get_stage (recording, position)).step == position.step;
  self->options.mark_fallen = position.condensings > 0
                              && cnd_recording_get_stage_start (recording, cnd_recording_get_stage (recording, position)).step == position.step;
  self->plan = cnd_matrix_plan_new (self->matrix, &self->options);
  take_scene (self->matrix_area, cnd_scene_new_matrix (self->matrix, &self->options, cnd_paint_measure_text, self->meter));
}

static void
draw_beside (CndRunView *self)
{
  CndRecording *recording = cnd_playback_get_recording (self->playback);
  CndRunOptions options = get_run_options (self);
  CndMatrixOptions still = self->options;

  still.from = still.order;
  options.show_title = TRUE;
  switch ((Beside) gtk_drop_down_get_selected (self->besides))
    {
    case BESIDE_STRIP:
      take_scene (self->beside_area, cnd_scene_new_strip (recording, &options, cnd_paint_measure_text, self->meter));
      break;
    case BESIDE_REUSE:
      take_scene (self->beside_area, cnd_scene_new_reuse (recording, &options, cnd_paint_measure_text, self->meter));
      break;
    default:
      take_scene (self->beside_area, cnd_scene_new_diagram (self->matrix, &still, cnd_paint_measure_text, self->meter));
    }
}

static void
update (CndRunView *self)
{
  g_autofree char *caption = NULL;
  CndRunOptions options;

  if (self->playback == NULL || self->filling)
    return;
  options = get_run_options (self);
  draw_matrix (self);
  draw_beside (self);
  take_scene (self->timeline_area, cnd_scene_new_timeline (cnd_playback_get_recording (self->playback), &options, cnd_paint_measure_text, self->meter));
  cnd_scene_area_set_mark (self->matrix_area, NO_MARK);
  caption = cnd_playback_dup_caption (self->playback, options.numbers);
  gtk_label_set_label (self->caption, caption);
}

/* ---- Motion ----------------------------------------------------------------------------------------------- */

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
      update (self);
    }
  cnd_playback_advance (self->playback, seconds);
  if (cnd_playback_get_playing (self->playback) || self->progress < 1)
    return G_SOURCE_CONTINUE;
  self->ticks = 0;
  self->frame_us = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (CndRunView *self)
{
  if (self->ticks == 0 && self->playback != NULL)
    self->ticks = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick, NULL, NULL);
}

static void
playing_changed (CndRunView *self)
{
  gboolean playing = cnd_playback_get_playing (self->playback);

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), playing ? _("Pause") : _("Play"));
  if (playing)
    start_ticking (self);
}

/* Rows and columns move to their new places, where people like motion. */
static void
order_changed (CndRunView *self)
{
  if (self->playback == NULL || self->filling)
    return;
  self->last_order = self->options.order;
  self->progress = are_animations_on (self) && gtk_widget_get_mapped (GTK_WIDGET (self)) ? 0 : 1;
  update (self);
  if (self->progress < 1)
    start_ticking (self);
}

static void
layer_changed (CndRunView *self)
{
  guint n;
  const CndRecordedLayer *layers;

  if (self->playback == NULL || self->filling)
    return;
  cnd_playback_set_learned (self->playback, gtk_drop_down_get_selected (self->layers));
  layers = cnd_recording_get_layers (cnd_playback_get_recording (self->playback), &n);
  update (self);
  g_signal_emit (self, layer_chosen, 0, layers[cnd_playback_get_learned (self->playback)].layer);
}

static void
speed_changed (CndRunView *self)
{
  static const double speeds[] = { 0.25, 0.5, 1, 2, 4 };

  if (self->playback != NULL)
    cnd_playback_set_speed (self->playback, speeds[MIN (gtk_drop_down_get_selected (self->speeds), G_N_ELEMENTS (speeds) - 1)]);
}

static void
loop_changed (CndRunView *self)
{
  if (self->playback != NULL)
    cnd_playback_set_looping (self->playback, gtk_toggle_button_get_active (self->loop));
}

/* ---- Pointing ---------------------------------------------------------------------------------------------- */

static void
hovered (CndRunView *self, double x, double y)
{
  guint output, input;
  CndRect cell;
  g_autofree char *words = NULL;

  if (self->plan == NULL)
    return;
  if (!cnd_matrix_plan_pick (self->plan, (CndPoint){ x, y }, &output, &input) || !cnd_matrix_plan_get_cell (self->plan, output, input, &cell))
    {
      cnd_scene_area_set_mark (self->matrix_area, NO_MARK);
      gtk_label_set_label (self->cell, "");
      return;
    }
  words = cnd_matrix_describe_cell (self->matrix, output, input, self->options.numbers);
  cnd_scene_area_set_mark (self->matrix_area, cell);
  gtk_label_set_label (self->cell, words);
}

static void
scrubbed (CndRunView *self, double x, double y)
{
  CndRunOptions options;

  if (self->playback == NULL)
    return;
  options = get_run_options (self);
  cnd_playback_set_position (self->playback, cnd_scene_pick_timeline (cnd_playback_get_recording (self->playback), &options, x));
}

static void
beside_pressed (CndRunView *self, double x, double y)
{
  CndScene *scene = cnd_scene_area_get_scene (self->beside_area);
  guint found = scene != NULL ? cnd_scene_pick (scene, (CndPoint){ x, y }) : G_MAXUINT;

  if (found != G_MAXUINT)
    cnd_run_view_select_layer (self, cnd_scene_get_items (scene, NULL)[found].layer);
}

/* ---- Actions ------------------------------------------------------------------------------------------------- */

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

/* ---- The run ---------------------------------------------------------------------------------------------------- */

static void
fill_layers (CndRunView *self)
{
  CndRecording *recording = cnd_playback_get_recording (self->playback);
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n);
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

void
cnd_run_view_set_recording (CndRunView *self, CndRecording *recording)
{
  guint n = 0;

  g_return_if_fail (CND_IS_RUN_VIEW (self));
  if (self->ticks > 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->ticks);
  self->ticks = 0;
  g_clear_object (&self->playback);
  if (recording != NULL)
    cnd_recording_get_layers (recording, &n);
  if (n == 0)
    return;
  self->playback = cnd_playback_new (recording);
  self->filling = TRUE;
  fill_layers (self);
  self->filling = FALSE;
  self->progress = 1;
  g_signal_connect_object (self->playback, "moved", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->playback, "notify::playing", G_CALLBACK (playing_changed), self, G_CONNECT_SWAPPED);
  speed_changed (self);
  loop_changed (self);
  update (self);
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
  learned = self->playback != NULL ? cnd_recording_find_layer (cnd_playback_get_recording (self->playback), layer) : G_MAXUINT;
  if (learned != G_MAXUINT)
    gtk_drop_down_set_selected (self->layers, learned);
}

CndSceneArea *
cnd_run_view_get_matrix_area (CndRunView *self)
{
  return self->matrix_area;
}

CndSceneArea *
cnd_run_view_get_timeline_area (CndRunView *self)
{
  return self->timeline_area;
}

const char *
cnd_run_view_get_caption (CndRunView *self)
{
  return gtk_label_get_label (self->caption);
}

const char *
cnd_run_view_get_cell_text (CndRunView *self)
{
  return gtk_label_get_label (self->cell);
}

/* ---- Parts ------------------------------------------------------------------------------------------------------ */

static GtkDropDown *
add_choice (CndRunView *self, GtkBox *bar, const char *label, const char *const *words, guint selected, GCallback changed)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  gtk_widget_set_tooltip_text (choice, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (choice, "notify::selected", changed, self);
  gtk_box_append (bar, choice);
  return GTK_DROP_DOWN (choice);
}

static GtkButton *
add_button (GtkBox *bar, const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (bar, button);
  return GTK_BUTTON (button);
}

static GtkWidget *
make_choices (CndRunView *self)
{
  GtkBox *bar = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  const char *none[] = { NULL };
  const char *orders[] = { _("As stored"), _("By group"), _("Packed"), NULL };
  const char *shades[] = { _("|Weight|"), _("± Weight"), _("Importance"), _("Read"), _("Stage"), NULL };
  const char *besides[] = { _("Diagram"), _("All layers"), _("Feature reuse"), NULL };

  gtk_widget_add_css_class (GTK_WIDGET (bar), "view-bar");
  self->layers = add_choice (self, bar, _("Layer"), none, 0, G_CALLBACK (layer_changed));
  self->orders = add_choice (self, bar, _("Order of rows and columns"), orders, CND_ORDER_GROUPS, G_CALLBACK (order_changed));
  self->shades = add_choice (self, bar, _("What the cells show"), shades, CND_SHADE_MAGNITUDE, G_CALLBACK (update));
  self->besides = add_choice (self, bar, _("What stands beside the matrix"), besides, BESIDE_DIAGRAM, G_CALLBACK (update));
  return GTK_WIDGET (bar);
}

static GtkWidget *
make_controls (CndRunView *self)
{
  GtkBox *bar = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  const char *speeds[] = { _("¼ speed"), _("½ speed"), _("speed 1"), _("speed 2"), _("speed 4"), NULL };

  gtk_widget_add_css_class (GTK_WIDGET (bar), "view-bar");
  add_button (bar, "go-first-symbolic", _("To the beginning"), "run.first");
  add_button (bar, "media-skip-backward-symbolic", _("One stage back"), "run.stage-back");
  add_button (bar, "go-previous-symbolic", _("One record back"), "run.back");
  self->play = add_button (bar, "media-playback-start-symbolic", _("Play"), "run.play");
  gtk_widget_add_css_class (GTK_WIDGET (self->play), "suggested-action");
  add_button (bar, "go-next-symbolic", _("One record forward"), "run.forward");
  add_button (bar, "media-skip-forward-symbolic", _("One stage forward"), "run.stage-forward");
  add_button (bar, "go-last-symbolic", _("To the converted network"), "run.last");
  self->speeds = add_choice (self, bar, _("Speed"), speeds, 2, G_CALLBACK (speed_changed));
  self->loop = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (self->loop), "media-playlist-repeat-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->loop), _("Again and again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->loop), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Again and again"), -1);
  g_signal_connect_swapped (self->loop, "toggled", G_CALLBACK (loop_changed), self);
  gtk_box_append (bar, GTK_WIDGET (self->loop));
  self->cell = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_ellipsize (self->cell, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->cell, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->cell), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->cell), "dim-label");
  gtk_box_append (bar, GTK_WIDGET (self->cell));
  return GTK_WIDGET (bar);
}

static CndSceneArea *
make_area (const char *label, int height)
{
  GtkWidget *area = cnd_scene_area_new (label);

  gtk_widget_set_hexpand (area, TRUE);
  gtk_widget_set_vexpand (area, height == 0);
  gtk_widget_set_size_request (area, 240, height > 0 ? height : 200);
  return CND_SCENE_AREA (area);
}

static void
make_parts (CndRunView *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);

  self->matrix_area = make_area (_("Connections of the layer"), 0);
  self->beside_area = make_area (_("Connections as a diagram"), 0);
  self->timeline_area = make_area (_("Timeline of the training"), 260);
  gtk_widget_set_focusable (GTK_WIDGET (self->matrix_area), TRUE);
  gtk_paned_set_start_child (GTK_PANED (paned), GTK_WIDGET (self->matrix_area));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (self->beside_area));
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  g_signal_connect_swapped (self->timeline_area, "resized", G_CALLBACK (update), self);
  self->caption = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->caption, TRUE);
  /* room for two lines, so that nothing moves when one becomes two */
  gtk_widget_set_size_request (GTK_WIDGET (self->caption), -1, 52);
  gtk_label_set_yalign (self->caption, 0);
  gtk_label_set_xalign (self->caption, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "title-4");
  gtk_widget_set_margin_start (GTK_WIDGET (self->caption), 18);
  gtk_widget_set_margin_end (GTK_WIDGET (self->caption), 18);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->caption), 12);
  gtk_box_append (box, make_choices (self));
  gtk_box_append (box, paned);
  gtk_box_append (box, make_controls (self));
  gtk_box_append (box, GTK_WIDGET (self->timeline_area));
  gtk_box_append (box, GTK_WIDGET (self->caption));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
  g_signal_connect_swapped (self->matrix_area, "hovered", G_CALLBACK (hovered), self);
  g_signal_connect_swapped (self->matrix_area, "pressed", G_CALLBACK (hovered), self);
  g_signal_connect_swapped (self->beside_area, "pressed", G_CALLBACK (beside_pressed), self);
  g_signal_connect_swapped (self->timeline_area, "pressed", G_CALLBACK (scrubbed), self);
  g_signal_connect_swapped (self->timeline_area, "dragged", G_CALLBACK (scrubbed), self);
}

/* ---- Object ------------------------------------------------------------------------------------------------------ */

GtkWidget *
cnd_run_view_new (CndSettings *settings)
{
  CndRunView *self = g_object_new (CND_TYPE_RUN_VIEW, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::digits", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
run_view_dispose (GObject *object)
{
  CndRunView *self = CND_RUN_VIEW (object);

  if (self->ticks > 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->ticks);
  self->ticks = 0;
  g_clear_object (&self->playback);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->plan, cnd_matrix_plan_free);
  g_clear_pointer (&self->matrix, cnd_matrix_unref);
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
  static const struct
  {
    const char *name;
    guint key;
  } actions[] = {
    { "run.play", GDK_KEY_space },  { "run.back", GDK_KEY_Left },           { "run.forward", GDK_KEY_Right },
    { "run.first", GDK_KEY_Home },  { "run.stage-back", GDK_KEY_Page_Up },  { "run.stage-forward", GDK_KEY_Page_Down },
    { "run.last", GDK_KEY_End },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = run_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = run_view_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, act);
      gtk_widget_class_add_binding_action (widget_class, actions[i].key, 0, actions[i].name, NULL);
    }
  layer_chosen = g_signal_new ("layer-chosen", CND_TYPE_RUN_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
cnd_run_view_init (CndRunView *self)
{
  self->meter = cnd_paint_text_meter_new ();
  self->progress = 1;
  self->last_order = CND_ORDER_GROUPS;
  self->options = cnd_scene_default_matrix_options;
  make_parts (self);
}
