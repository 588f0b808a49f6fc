/* The page of runs. The table of stages follows the view's position, and the view goes to the stage that is chosen there. */
#include "config.h"

#include "run-page-private.h"

#include <glib/gi18n-lib.h>

#define PANEL_WIDTH 340
#define NARROW 1180 /* below it the table stands in the place of what is beside the matrix, which keeps its room */

struct _CndRunPage
{
  AdwBin parent_instance;
  CndSettings *settings;
  CndRunView *view; /* borrowed: it is a child */
  CndStageTable *stages;
  GtkWidget *panel, *one;
  gboolean show_panel, has_stages; /* two at least: there is nothing to compare with one */
  CndRunPairView *pair; /* NULL while one run is shown */
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (CndRunPage, cnd_run_page, ADW_TYPE_BIN)

/* Not while a run is unpacked: the playback goes with the view. */
static CndPlayback *
get_playback (CndRunPage *self)
{
  return cnd_run_view_get_playback (self->view);
}

static void
moved (CndRunPage *self)
{
  CndPlayback *playback = get_playback (self);

  if (playback != NULL)
    cnd_stage_table_set_current (self->stages, cnd_recording_get_stage (cnd_playback_get_recording (playback), cnd_playback_get_position (playback)));
}

static void
update_panel (CndRunPage *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean show = self->show_panel && self->has_stages;

  gtk_widget_set_visible (self->panel, show);
  cnd_run_view_set_show_beside (self->view, !show || width == 0 || width >= NARROW);
}

static void
count_stages (CndRunPage *self)
{
  CndPlayback *playback = get_playback (self);
  g_autoptr (GArray) stages = NULL;

  if (playback != NULL)
    stages = cnd_recording_list_stages (cnd_playback_get_recording (playback), cnd_settings_get_convention (self->settings), NULL);
  cnd_stage_table_set_stages (self->stages, stages);
  self->has_stages = stages != NULL && stages->len > 1;
  update_panel (self);
  moved (self);
}

static void
stage_chosen (CndRunPage *self, guint stage)
{
  CndPlayback *playback = get_playback (self);

  if (playback != NULL)
    cnd_playback_set_position (playback, cnd_recording_get_stage_start (cnd_playback_get_recording (playback), stage));
}

static void
pair_closed (CndRunPage *self)
{
  gtk_stack_set_visible_child (self->stack, self->one);
  gtk_stack_remove (self->stack, GTK_WIDGET (self->pair));
  self->pair = NULL;
  gtk_widget_grab_focus (GTK_WIDGET (cnd_run_view_get_timeline_area (self->view)));
}

void
cnd_run_page_update (CndRunPage *self)
{
  CndPlayback *playback;

  g_return_if_fail (CND_IS_RUN_PAGE (self));
  playback = get_playback (self);
  if (self->pair != NULL)
    pair_closed (self);
  if (playback != NULL)
    {
      g_signal_handlers_disconnect_by_func (playback, moved, self); /* it may be the same one, further on */
      g_signal_connect_object (playback, "moved", G_CALLBACK (moved), self, G_CONNECT_SWAPPED);
    }
  count_stages (self);
}

void
cnd_run_page_set_show_panel (CndRunPage *self, gboolean show_panel)
{
  g_return_if_fail (CND_IS_RUN_PAGE (self));
  self->show_panel = show_panel;
  update_panel (self);
}

void
cnd_run_page_show_pair (CndRunPage *self, CndRecording *const *recordings, const char *const *names)
{
  g_return_if_fail (CND_IS_RUN_PAGE (self));
  if (self->pair == NULL)
    {
      self->pair = CND_RUN_PAIR_VIEW (cnd_run_pair_view_new (self->settings));
      g_signal_connect_object (self->pair, "closed", G_CALLBACK (pair_closed), self, G_CONNECT_SWAPPED);
      gtk_stack_add_child (self->stack, GTK_WIDGET (self->pair));
    }
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->pair));
  cnd_run_pair_view_set_runs (self->pair, recordings, names);
}

CndRunPairView *
cnd_run_page_get_pair_view (CndRunPage *self)
{
  g_return_val_if_fail (CND_IS_RUN_PAGE (self), NULL);
  return self->pair;
}

CndRunView *
cnd_run_page_get_view (CndRunPage *self)
{
  g_return_val_if_fail (CND_IS_RUN_PAGE (self), NULL);
  return self->view;
}

CndStageTable *
cnd_run_page_get_stage_table (CndRunPage *self)
{
  g_return_val_if_fail (CND_IS_RUN_PAGE (self), NULL);
  return self->stages;
}

static void
run_page_dispose (GObject *object)
{
  CndRunPage *self = CND_RUN_PAGE (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cnd_run_page_parent_class)->dispose (object);
}

static void
cnd_run_page_class_init (CndRunPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = run_page_dispose;
}

static void
cnd_run_page_init (CndRunPage *self)
{
}

static void
make_panel (CndRunPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->stages = CND_STAGE_TABLE (cnd_stage_table_new ());
  cnd_stage_table_set_settings (self->stages, self->settings);
  gtk_widget_add_css_class (GTK_WIDGET (self->stages), "panel-content");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->stages));
  gtk_widget_set_hexpand (scrolled, TRUE);
  self->panel = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_size_request (self->panel, PANEL_WIDTH, -1);
  gtk_widget_set_hexpand (self->panel, FALSE);
  gtk_box_append (GTK_BOX (self->panel), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (self->panel), scrolled);
}

GtkWidget *
cnd_run_page_new (CndRunView *view, CndSettings *settings)
{
  CndRunPage *self = g_object_new (CND_TYPE_RUN_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->settings = g_object_ref (settings);
  self->view = view;
  make_panel (self);
  gtk_widget_set_hexpand (GTK_WIDGET (view), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (view));
  gtk_box_append (GTK_BOX (box), self->panel);
  self->one = box;
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_child (self->stack, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  g_signal_connect_object (cnd_run_view_get_timeline_area (view), "resized", G_CALLBACK (update_panel), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->stages, "stage-chosen", G_CALLBACK (stage_chosen), self);
  g_signal_connect_object (settings, "notify::convention", G_CALLBACK (count_stages), self, G_CONNECT_SWAPPED);
  cnd_run_page_update (self);
  return GTK_WIDGET (self);
}
