/* The bars and areas of the view of a run, and what a pointer does there. */
#include "config.h"

#include "run-view-parts-private.h"

#include <glib/gi18n-lib.h>

static void
words_changed (CndRunView *self)
{
  gtk_label_set_label (self->cell, cnd_matrix_panel_get_words (self->panel));
}

static void
scrubbed (CndRunView *self, double x, double y)
{
  CndRunOptions options;

  if (self->playback == NULL)
    return;
  options = cnd_run_view_get_options (self);
  cnd_playback_set_position (self->playback, cnd_scene_pick_timeline (cnd_playback_get_recording (self->playback), &options, x));
}

/* Another picture is looked at from its own beginning. */
static void
beside_changed (CndRunView *self)
{
  if (self->playback == NULL || self->filling)
    return;
  cnd_scene_area_set_scene (self->beside_area, NULL);
  cnd_run_view_draw_beside (self);
}

static void
group_changed (CndRunView *self)
{
  if (self->playback != NULL && !self->filling)
    cnd_run_view_draw_beside (self);
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

/* Words in the order of CndOrder, CndShade and CndBeside; where nothing is condensed the first ones of them. */
static const char *const orders[] = { N_("As stored"), N_("By group"), N_("Packed") };
static const char *const shades[] = { N_("|Weight|"), N_("± Weight"), N_("Importance"), N_("Read"), N_("Stage") };
static const char *const besides[] = { N_("Diagram"), N_("Layer graph"), N_("Importance"), N_("All layers"), N_("Feature reuse") };

#define N_PLAIN 2u

/* What was chosen stays so, if it can still be chosen. */
static void
offer (GtkDropDown *choice, const char *const *words, guint n)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = gtk_drop_down_get_selected (choice);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, _(words[i]));
  gtk_drop_down_set_model (choice, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (choice, selected < n ? selected : 0);
}

void
cnd_run_view_offer_choices (CndRunView *self, gboolean condenses)
{
  if (self->is_plain == !condenses)
    return;
  self->is_plain = !condenses;
  offer (self->orders, orders, condenses ? G_N_ELEMENTS (orders) : N_PLAIN);
  offer (self->shades, shades, condenses ? G_N_ELEMENTS (shades) : N_PLAIN);
  offer (self->besides, besides, condenses ? G_N_ELEMENTS (besides) : N_PLAIN);
}

CndBeside
cnd_run_view_get_beside (CndRunView *self)
{
  return MIN (gtk_drop_down_get_selected (self->besides), CND_BESIDE_REUSE);
}

static GtkWidget *
make_choices (CndRunView *self)
{
  GtkBox *bar = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  const char *none[] = { NULL };

  gtk_widget_add_css_class (GTK_WIDGET (bar), "view-bar");
  self->layers = add_choice (self, bar, _("Layer"), none, 0, G_CALLBACK (cnd_run_view_layer_changed));
  self->orders = add_choice (self, bar, _("Order of rows and columns"), none, 0, G_CALLBACK (cnd_run_view_order_changed));
  self->shades = add_choice (self, bar, _("What the cells show"), none, 0, G_CALLBACK (cnd_run_view_update));
  self->besides = add_choice (self, bar, _("What stands beside the matrix"), none, 0, G_CALLBACK (beside_changed));
  self->groups = add_choice (self, bar, _("Whose importance is shown"), none, 0, G_CALLBACK (group_changed));
  gtk_widget_set_visible (GTK_WIDGET (self->groups), FALSE);
  self->is_plain = TRUE;
  cnd_run_view_offer_choices (self, TRUE);
  gtk_drop_down_set_selected (self->orders, CND_ORDER_GROUPS);
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

void
cnd_run_view_make_parts (CndRunView *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);

  self->panel = CND_MATRIX_PANEL (cnd_matrix_panel_new (_("Connections of the layer")));
  self->beside_area = make_area (_("Beside the matrix"), 0);
  self->timeline_area = make_area (_("Timeline of the training"), 260);
  cnd_scene_area_set_zoomable (self->beside_area, TRUE);
  gtk_widget_set_focusable (GTK_WIDGET (self->timeline_area), TRUE);
  gtk_paned_set_start_child (GTK_PANED (paned), GTK_WIDGET (self->panel));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (self->beside_area));
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  g_signal_connect_swapped (self->timeline_area, "resized", G_CALLBACK (cnd_run_view_update), self);
  g_signal_connect_swapped (self->beside_area, "resized", G_CALLBACK (cnd_run_view_update), self);
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
  g_signal_connect_swapped (self->panel, "words-changed", G_CALLBACK (words_changed), self);
  g_signal_connect_swapped (self->beside_area, "clicked", G_CALLBACK (cnd_run_view_beside_clicked), self);
  cnd_run_view_connect_choice (self);
  g_signal_connect_swapped (self->timeline_area, "pressed", G_CALLBACK (scrubbed), self);
  g_signal_connect_swapped (self->timeline_area, "dragged", G_CALLBACK (scrubbed), self);
}

void
cnd_run_view_apply_controls (CndRunView *self)
{
  speed_changed (self);
  loop_changed (self);
}
