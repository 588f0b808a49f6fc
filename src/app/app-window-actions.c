/* Commands of the window, and which of them are possible now. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"
#include "export-dialog-private.h"
#include "run-export-dialog-private.h"
#include "worksheet-dialog-private.h"

#include <glib/gi18n-lib.h>

/* ---- Files -------------------------------------------------------------------------- */

static void
open_chosen (const char *path, gpointer data)
{
  CndAppWindow *self = data;

  if (path && self->document)
    cnd_app_window_open (self, path);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_compat_open_file (GTK_WINDOW (widget), _("Open"), _("Models, runs and weights"), "*.json *.safetensors", open_chosen, g_object_ref (widget),
                        g_object_unref);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);
  g_autofree char *example = g_strconcat ("diagram.", g_variant_get_string (parameter, NULL), NULL);
  CndFormat format;

  if (!cnd_document_get_scene (self->document) || !cnd_paint_parse_format (example, &format, NULL))
    return;
  if (g_str_equal (cnd_app_window_get_view (self), "run") && cnd_app_window_get_playback (self) != NULL)
    gtk_window_present (GTK_WINDOW (cnd_run_export_dialog_new (self, format)));
  else
    gtk_window_present (GTK_WINDOW (cnd_export_dialog_new (self, format)));
}

static void
worksheet_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);

  if (cnd_document_get_report (self->document))
    gtk_window_present (GTK_WINDOW (cnd_worksheet_dialog_new (self)));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_document_cancel_open (CND_APP_WINDOW (widget)->document);
}

/* ---- History ------------------------------------------------------------------------ */

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_document_undo (CND_APP_WINDOW (widget)->document);
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_document_redo (CND_APP_WINDOW (widget)->document);
}

/* ---- View --------------------------------------------------------------------------- */

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_object_set (widget, "show-models", TRUE, NULL);
  cnd_gallery_page_focus_search (CND_APP_WINDOW (widget)->gallery_page);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CndAppWindow *self = CND_APP_WINDOW (widget);

  /* where there is no diagram, models are what can be searched */
  if (!cnd_document_get_scene (self->document))
    {
      search_action (widget, name, parameter);
      return;
    }
  g_object_set (widget, "view", "graph", NULL);
  cnd_find_bar_open (self->find_bar);
}

static void
find_step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cnd_find_bar_step (CND_APP_WINDOW (widget)->find_bar, g_str_equal (name, "win.find-next"));
}

/* view.NAME, for menus and buttons outside of the canvas, is the canvas' canvas.NAME. */
static const char *const view_actions[] = {
  "zoom-in", "zoom-out", "actual-size", "fit", "fit-selection", "back", "forward", "expand-all", "collapse-all", "expand-default",
};

static void
view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *canvas_name = g_strconcat ("canvas.", name + strlen ("view."), NULL);

  gtk_widget_activate_action_variant (GTK_WIDGET (CND_APP_WINDOW (widget)->canvas), canvas_name, parameter);
}

/* ---- All of them -------------------------------------------------------------------- */

void
cnd_app_window_update_actions (CndAppWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean shown = cnd_document_get_scene (self->document) != NULL;

  gtk_widget_action_set_enabled (widget, "win.save", shown);
  gtk_widget_action_set_enabled (widget, "win.save-as", shown);
  gtk_widget_action_set_enabled (widget, "win.export", shown);
  gtk_widget_action_set_enabled (widget, "win.copy-table", shown);
  gtk_widget_action_set_enabled (widget, "win.save-table", shown);
  gtk_widget_action_set_enabled (widget, "win.save-chart", shown);
  gtk_widget_action_set_enabled (widget, "win.worksheet", shown);
  gtk_widget_action_set_enabled (widget, "win.copy-picture", shown);
  gtk_widget_action_set_enabled (widget, "win.undo", cnd_document_can_undo (self->document));
  gtk_widget_action_set_enabled (widget, "win.redo", cnd_document_can_redo (self->document));
  gtk_widget_action_set_enabled (widget, "win.cancel", cnd_document_get_busy (self->document));
  cnd_app_window_update_training_actions (self);
  cnd_app_window_update_condensing_actions (self);
  for (guint i = 0; i < G_N_ELEMENTS (view_actions); i++)
    {
      g_autofree char *name = g_strconcat ("view.", view_actions[i], NULL);

      gtk_widget_action_set_enabled (widget, name, shown);
    }
}

void
cnd_app_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "win.open-weights", NULL, cnd_app_window_open_weights_action);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, cnd_app_window_save_action);
  gtk_widget_class_install_action (widget_class, "win.save-as", NULL, cnd_app_window_save_as_action);
  gtk_widget_class_install_action (widget_class, "win.compare-runs", NULL, cnd_app_window_choose_run);
  gtk_widget_class_install_action (widget_class, "win.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "win.worksheet", NULL, worksheet_action);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, cnd_app_window_show_shortcuts);
  gtk_widget_class_install_action (widget_class, "win.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.find-next", NULL, find_step_action);
  gtk_widget_class_install_action (widget_class, "win.find-previous", NULL, find_step_action);
  gtk_widget_class_install_property_action (widget_class, "win.show-models", "show-models");
  gtk_widget_class_install_property_action (widget_class, "win.show-panel", "show-panel");
  gtk_widget_class_install_property_action (widget_class, "win.view", "view");
  gtk_widget_class_install_property_action (widget_class, "win.cover", "covered");
  gtk_widget_class_install_action (widget_class, "win.copy-table", "s", cnd_app_window_copy_table);
  gtk_widget_class_install_action (widget_class, "win.save-table", "s", cnd_app_window_choose_table);
  gtk_widget_class_install_action (widget_class, "win.save-chart", NULL, cnd_app_window_choose_chart);
  gtk_widget_class_install_action (widget_class, "win.copy-picture", "s", cnd_app_window_copy_picture);
  cnd_app_window_install_training_actions (widget_class);
  cnd_app_window_install_condensing_actions (widget_class);
  for (guint i = 0; i < G_N_ELEMENTS (view_actions); i++)
    {
      g_autofree char *name = g_strconcat ("view.", view_actions[i], NULL);

      gtk_widget_class_install_action (widget_class, name, NULL, view_action);
    }
}
