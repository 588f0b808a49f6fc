/* The worksheet dialog: choices on one side, the pages on the other. The answer key is made when it is saved. */
#include "config.h"

#include "worksheet-dialog-private.h"

#include "app-window-private.h"
#include "compat-private.h"

#include <glib/gi18n-lib.h>

#define PREVIEW_MARGIN 24
#define N_BLANKS 4

struct _CndWorksheetDialog
{
  AdwWindow parent_instance;
  CndAppWindow *window; /* borrowed: it is the parent */
  CndDocument *document;
  GPtrArray *pages; /* of CndScene */
  GCancellable *making;
  guint page; /* that is shown */

  GtkSwitch *blanks[N_BLANKS];
  GtkSwitch *picture;
  AdwActionRow *operations_row, *picture_row;
  AdwComboRow *depth;
  GtkWidget *save_button, *key_button, *back_button, *forward_button;
  GtkDrawingArea *preview;
  GtkSpinner *spinner;
  GtkLabel *number;
};

G_DEFINE_FINAL_TYPE (CndWorksheetDialog, cnd_worksheet_dialog, ADW_TYPE_WINDOW)

static const struct
{
  guint blank;
  const char *child;
} columns[N_BLANKS] = {
  { CND_BLANK_OUTPUT, "output" },
  { CND_BLANK_PARAMETERS, "parameters" },
  { CND_BLANK_MACS, "macs" },
  { CND_BLANK_OPERATIONS, "operations" },
};

/* ---- What is chosen ------------------------------------------------------------------- */

static CndWorksheetOptions
get_options (CndWorksheetDialog *self, gboolean answers)
{
  static const guint depths[] = { G_MAXUINT, 0, 1, 2 };
  CndWorksheetOptions options = {
    .answers = answers,
    .depth = depths[MIN (adw_combo_row_get_selected (self->depth), G_N_ELEMENTS (depths) - 1)],
  };

  for (guint i = 0; i < N_BLANKS; i++)
    if (gtk_switch_get_active (self->blanks[i]))
      options.blanks |= columns[i].blank;
  return options;
}

/* The diagram shows shapes. */
static gboolean
wants_picture (CndWorksheetDialog *self, const CndWorksheetOptions *options)
{
  return gtk_switch_get_active (self->picture) && (options->answers || !(options->blanks & CND_BLANK_OUTPUT));
}

/* ---- Preview -------------------------------------------------------------------------- */

static void
draw_preview (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  CndWorksheetDialog *self = data;
  CndViewport viewport = { .scale = 1, .width = width, .height = height };
  const CndScene *scene = self->pages && self->page < self->pages->len ? g_ptr_array_index (self->pages, self->page) : NULL;
  CndRect page = { 0, 0, CND_PAGE_WIDTH, CND_PAGE_HEIGHT }, bounds;
  double scale;

  if (!scene)
    return;
  bounds = cnd_scene_get_bounds (scene);
  cnd_viewport_fit (&viewport, page, PREVIEW_MARGIN, 2);
  cairo_scale (cairo, viewport.scale, viewport.scale);
  cairo_translate (cairo, -viewport.origin.x, -viewport.origin.y);
  cairo_rectangle (cairo, 0, 0, page.width, page.height);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_fill_preserve (cairo);
  cairo_clip (cairo);
  scale = MIN (1, MIN (page.width / bounds.width, page.height / bounds.height));
  cairo_translate (cairo, (page.width - bounds.width * scale) / 2, (page.height - bounds.height * scale) / 2);
  cairo_scale (cairo, scale, scale);
  cairo_translate (cairo, -bounds.x, -bounds.y);
  cnd_paint_scene (scene, cairo, bounds, viewport.scale * scale);
}

static void
show_page (CndWorksheetDialog *self)
{
  CndNumberStyle style = cnd_settings_get_numbers (cnd_document_get_settings (self->document));
  guint n_pages = self->pages ? self->pages->len : 0;
  g_autofree char *number = cnd_base_format_count (style, self->page + 1);
  g_autofree char *all = cnd_base_format_count (style, n_pages);
  /* Translators: the number of a page, and how many there are */
  g_autofree char *text = g_strdup_printf (_("%s of %s"), number, all);

  gtk_label_set_label (self->number, n_pages > 0 ? text : "");
  gtk_widget_set_sensitive (self->back_button, n_pages > 0 && self->page > 0);
  gtk_widget_set_sensitive (self->forward_button, self->page + 1 < n_pages);
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
}

static void
turn_back (CndWorksheetDialog *self)
{
  self->page -= self->page > 0;
  show_page (self);
}

static void
turn_forward (CndWorksheetDialog *self)
{
  self->page += self->pages && self->page + 1 < self->pages->len;
  show_page (self);
}

static void
pages_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndWorksheetDialog) self = data;
  g_autoptr (GPtrArray) pages = cnd_session_make_worksheet_finish (result, NULL);

  if (!self->preview || !pages)
    return;
  g_clear_object (&self->making);
  self->pages = g_steal_pointer (&pages);
  self->page = MIN (self->page, self->pages->len - 1);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_set_sensitive (self->save_button, TRUE);
  show_page (self);
}

static void
options_changed (CndWorksheetDialog *self)
{
  CndWorksheetOptions options;

  if (!self->document || !cnd_document_get_report (self->document))
    return;
  options = get_options (self, FALSE);
  g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  self->making = g_cancellable_new ();
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->picture_row), !(options.blanks & CND_BLANK_OUTPUT));
  cnd_document_make_worksheet_async (self->document, &options, wants_picture (self, &options), self->making, pages_made, g_object_ref (self));
}

/* ---- What is done --------------------------------------------------------------------- */

typedef struct
{
  CndWorksheetDialog *dialog;
  char *path;
  gboolean answers;
} SavePages;

static void
save_pages_free (gpointer data)
{
  SavePages *save = data;

  g_object_unref (save->dialog);
  g_free (save->path);
  g_free (save);
}

static void
pages_to_save (GObject *source, GAsyncResult *result, gpointer data)
{
  SavePages *save = data;
  g_autoptr (GPtrArray) pages = cnd_session_make_worksheet_finish (result, NULL);

  if (pages && save->dialog->document)
    cnd_app_window_save_pages (save->dialog->window, pages, save->path);
  save_pages_free (save);
}

void
cnd_worksheet_dialog_save (CndWorksheetDialog *self, const char *path, gboolean answers)
{
  CndWorksheetOptions options;
  SavePages *save;

  g_return_if_fail (CND_IS_WORKSHEET_DIALOG (self) && path && cnd_document_get_report (self->document));
  options = get_options (self, answers);
  save = g_new0 (SavePages, 1);
  *save = (SavePages){ g_object_ref (self), g_strdup (path), answers };
  cnd_document_make_worksheet_async (self->document, &options, wants_picture (self, &options), NULL, pages_to_save, save);
}

static void
place_chosen (const char *path, gpointer data)
{
  SavePages *save = data;

  if (path && save->dialog->document)
    cnd_worksheet_dialog_save (save->dialog, path, save->answers);
}

static void
choose_place (CndWorksheetDialog *self, gboolean answers)
{
  g_autofree char *name = cnd_network_dup_name (cnd_document_get_network (self->document));
  g_autofree char *proposed = g_strconcat (g_strdelimit (name, "/\\:", '-'), answers ? "-answers.pdf" : "-worksheet.pdf", NULL);
  SavePages *save = g_new0 (SavePages, 1);

  *save = (SavePages){ g_object_ref (self), NULL, answers };
  cnd_compat_save_file (GTK_WINDOW (self), answers ? _("Save the Answer Key") : _("Save the Worksheet"), proposed, place_chosen, save,
                        save_pages_free);
}

static void
save_clicked (CndWorksheetDialog *self)
{
  choose_place (self, FALSE);
}

static void
key_clicked (CndWorksheetDialog *self)
{
  choose_place (self, TRUE);
}

/* ---- Object --------------------------------------------------------------------------- */

static void
worksheet_dialog_dispose (GObject *object)
{
  CndWorksheetDialog *self = CND_WORKSHEET_DIALOG (object);

  g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_WORKSHEET_DIALOG);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_worksheet_dialog_parent_class)->dispose (object);
}

static void
cnd_worksheet_dialog_class_init (CndWorksheetDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = worksheet_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/worksheet-dialog.ui");
  for (guint i = 0; i < N_BLANKS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, columns[i].child, FALSE,
                                               G_STRUCT_OFFSET (CndWorksheetDialog, blanks) + i * sizeof (GtkSwitch *));
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, operations_row);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, picture_row);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, depth);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, key_button);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, forward_button);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CndWorksheetDialog, number);
  gtk_widget_class_bind_template_callback (widget_class, options_changed);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked);
  gtk_widget_class_bind_template_callback (widget_class, key_clicked);
  gtk_widget_class_bind_template_callback (widget_class, turn_back);
  gtk_widget_class_bind_template_callback (widget_class, turn_forward);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cnd_worksheet_dialog_init (CndWorksheetDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->preview, draw_preview, self, NULL);
}

GtkWidget *
cnd_worksheet_dialog_new (CndAppWindow *parent)
{
  CndWorksheetDialog *self = g_object_new (CND_TYPE_WORKSHEET_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  CndDocument *document = cnd_app_window_get_document (parent);
  CndConvention convention = cnd_report_get_convention (cnd_document_get_report (document));
  g_autofree char *unit = cnd_analysis_dup_unit_heading (convention);

  self->window = parent;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->operations_row), unit);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->blanks[N_BLANKS - 1]), GTK_ACCESSIBLE_PROPERTY_LABEL, unit, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->operations_row), convention != CND_CONVENTION_SUMMARY);
  self->document = g_object_ref (document);
  options_changed (self);
  return GTK_WIDGET (self);
}

GtkSwitch *
cnd_worksheet_dialog_get_switch (CndWorksheetDialog *self, guint blank)
{
  g_return_val_if_fail (CND_IS_WORKSHEET_DIALOG (self), NULL);
  for (guint i = 0; i < N_BLANKS; i++)
    if (columns[i].blank == blank)
      return self->blanks[i];
  return NULL;
}

GtkSwitch *
cnd_worksheet_dialog_get_picture_switch (CndWorksheetDialog *self)
{
  g_return_val_if_fail (CND_IS_WORKSHEET_DIALOG (self), NULL);
  return self->picture;
}

GPtrArray *
cnd_worksheet_dialog_get_pages (CndWorksheetDialog *self)
{
  g_return_val_if_fail (CND_IS_WORKSHEET_DIALOG (self), NULL);
  return self->pages;
}
