/* The export dialog: choices on one side, what they come to on the other. */
#include "config.h"

#include "export-dialog-private.h"

#include "app-window-private.h"
#include "compat-private.h"
#include "scene-preview-private.h"

#include <glib/gi18n-lib.h>

struct _CndExportDialog
{
  AdwWindow parent_instance;
  CndAppWindow *window; /* borrowed: it is the parent */
  CndDocument *document;
  CndScene *scene;
  GCancellable *drawing;

  AdwComboRow *format, *theme, *flow, *shape, *depth;
  GtkSwitch *selection_only, *show_title, *show_legend, *show_counts, *show_ids;
  GtkWidget *save_button, *copy_button;
  GtkDrawingArea *preview;
  GtkSpinner *spinner;
  GtkLabel *size;
};

G_DEFINE_FINAL_TYPE (CndExportDialog, cnd_export_dialog, ADW_TYPE_WINDOW)

/* ---- What is chosen ----------------------------------------------------------------- */

CndPictureOptions
cnd_export_dialog_get_options (CndExportDialog *self)
{
  static const guint depths[] = { CND_DEPTH_AS_SHOWN, 0, 1, 2, CND_MAX_NESTING };

  return (CndPictureOptions){
    .theme = adw_combo_row_get_selected (self->theme),
    .flow = adw_combo_row_get_selected (self->flow),
    .shape = adw_combo_row_get_selected (self->shape),
    .depth = depths[MIN (adw_combo_row_get_selected (self->depth), G_N_ELEMENTS (depths) - 1)],
    .selection_only = gtk_switch_get_active (self->selection_only),
    .show_title = gtk_switch_get_active (self->show_title),
    .show_legend = gtk_switch_get_active (self->show_legend),
    .show_counts = gtk_switch_get_active (self->show_counts),
    .show_ids = gtk_switch_get_active (self->show_ids),
  };
}

static CndFormat
get_format (CndExportDialog *self)
{
  return (CndFormat) MIN (adw_combo_row_get_selected (self->format), CND_FORMAT_PDF);
}

/* ---- Preview ------------------------------------------------------------------------ */

static void
draw_preview (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  cnd_scene_preview_draw (((CndExportDialog *) data)->scene, cairo, width, height);
}

static void
show_size (CndExportDialog *self)
{
  cnd_scene_preview_show_size (self->scene, self->size, get_format (self), cnd_settings_get_numbers (cnd_document_get_settings (self->document)));
}

static void
scene_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  CndScene *scene = cnd_document_make_scene_finish (CND_DOCUMENT (source), result, &error);

  if (!self->preview || !scene)
    {
      g_clear_pointer (&scene, cnd_scene_unref);
      return;
    }
  g_clear_object (&self->drawing);
  g_clear_pointer (&self->scene, cnd_scene_unref);
  self->scene = scene;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
  gtk_widget_set_sensitive (self->copy_button, get_format (self) != CND_FORMAT_PDF);
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
  show_size (self);
}

static void
options_changed (CndExportDialog *self)
{
  CndPictureOptions options;

  if (!self->document || !cnd_document_get_report (self->document))
    return;
  options = cnd_export_dialog_get_options (self);
  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  self->drawing = g_cancellable_new ();
  g_clear_pointer (&self->scene, cnd_scene_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  gtk_widget_set_sensitive (self->copy_button, FALSE);
  cnd_document_make_scene_async (self->document, &options, self->drawing, scene_made, g_object_ref (self));
}

static void
format_changed (CndExportDialog *self)
{
  gtk_widget_set_sensitive (self->copy_button, self->scene && get_format (self) != CND_FORMAT_PDF);
  if (self->document)
    show_size (self);
}

/* ---- What is done ------------------------------------------------------------------- */

void
cnd_export_dialog_save (CndExportDialog *self, const char *path)
{
  g_return_if_fail (CND_IS_EXPORT_DIALOG (self) && path && self->scene);
  cnd_app_window_save_scene (self->window, self->scene, path, CND_PREVIEW_PNG_SCALE);
  gtk_window_close (GTK_WINDOW (self));
}

static void
place_chosen (const char *path, gpointer data)
{
  CndExportDialog *self = data;

  if (path && self->scene)
    cnd_export_dialog_save (self, path);
}

static void
save_clicked (CndExportDialog *self)
{
  g_autofree char *proposed = cnd_document_dup_export_name (self->document, get_format (self));

  cnd_compat_save_file (GTK_WINDOW (self), _("Save the Diagram"), proposed, place_chosen, g_object_ref (self), g_object_unref);
}

static void
copy_clicked (CndExportDialog *self)
{
  if (!self->scene)
    return;
  cnd_app_window_copy_scene (self->window, self->scene, get_format (self));
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- Object ------------------------------------------------------------------------- */

static void
export_dialog_dispose (GObject *object)
{
  CndExportDialog *self = CND_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_EXPORT_DIALOG);
  g_clear_pointer (&self->scene, cnd_scene_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_export_dialog_parent_class)->dispose (object);
}

static void
cnd_export_dialog_class_init (CndExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = export_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, theme);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, flow);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, shape);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, depth);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, selection_only);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, show_title);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, show_legend);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, show_counts);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, show_ids);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CndExportDialog, size);
  gtk_widget_class_bind_template_callback (widget_class, options_changed);
  gtk_widget_class_bind_template_callback (widget_class, format_changed);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cnd_export_dialog_init (CndExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->preview, draw_preview, self, NULL);
}

/* Begins with how the window shows it. */
GtkWidget *
cnd_export_dialog_new (CndAppWindow *parent, CndFormat format)
{
  CndExportDialog *self = g_object_new (CND_TYPE_EXPORT_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  CndDocument *document = cnd_app_window_get_document (parent);
  CndSettings *settings = cnd_document_get_settings (document);
  gboolean selected = !cnd_selection_is_empty (cnd_document_get_selection (document));

  self->window = parent;
  adw_combo_row_set_selected (self->format, format);
  adw_combo_row_set_selected (self->flow, cnd_settings_get_flow (settings));
  adw_combo_row_set_selected (self->shape, cnd_settings_get_shape (settings));
  gtk_widget_set_sensitive (GTK_WIDGET (self->selection_only), selected);
  self->document = g_object_ref (document);
  options_changed (self);
  return GTK_WIDGET (self);
}

CndScene *
cnd_export_dialog_get_scene (CndExportDialog *self)
{
  g_return_val_if_fail (CND_IS_EXPORT_DIALOG (self), NULL);
  return self->scene;
}

AdwComboRow *
cnd_export_dialog_get_format_row (CndExportDialog *self)
{
  g_return_val_if_fail (CND_IS_EXPORT_DIALOG (self), NULL);
  return self->format;
}

AdwComboRow *
cnd_export_dialog_get_theme_row (CndExportDialog *self)
{
  g_return_val_if_fail (CND_IS_EXPORT_DIALOG (self), NULL);
  return self->theme;
}

AdwComboRow *
cnd_export_dialog_get_depth_row (CndExportDialog *self)
{
  g_return_val_if_fail (CND_IS_EXPORT_DIALOG (self), NULL);
  return self->depth;
}

GtkSwitch *
cnd_export_dialog_get_selection_switch (CndExportDialog *self)
{
  g_return_val_if_fail (CND_IS_EXPORT_DIALOG (self), NULL);
  return self->selection_only;
}
