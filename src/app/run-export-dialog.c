/* The dialog for pictures of a run. */
#include "config.h"

#include "run-export-dialog-private.h"

#include "app-window-private.h"
#include "compat-private.h"
#include "scene-preview-private.h"

#include <glib/gi18n-lib.h>

#define PROGRESS_DELAY_MS 300
#define PULSE_MS 100

enum { STAGE_AS_SHOWN, STAGE_SERIES, STAGE_FIRST };
enum { FORMAT_LOOP = CND_FORMAT_PDF + 1, FORMAT_ONCE };

struct _CndRunExportDialog
{
  AdwWindow parent_instance;
  CndAppWindow *window; /* borrowed: it is the parent */
  CndRecording *recording;
  CndRunPictureOptions shown; /* in the window */
  GArray *stages;             /* CndStageCounts */
  CndScene *scene;
  GCancellable *drawing, *writing;
  char *path; /* that is being written */
  guint pulse;
  gboolean filling;

  AdwComboRow *choices[CND_N_RUN_CHOICES];
  GtkSwitch *show_title, *show_legend, *show_table;
  GtkWidget *show_legend_row, *show_table_row;
  GtkWidget *save_button, *copy_button;
  GtkDrawingArea *preview;
  GtkSpinner *spinner;
  GtkProgressBar *progress;
  GtkLabel *size;
};

G_DEFINE_FINAL_TYPE (CndRunExportDialog, cnd_run_export_dialog, ADW_TYPE_WINDOW)

/* ---- What is chosen ----------------------------------------------------------------- */

static guint
get (CndRunExportDialog *self, CndRunChoice choice)
{
  return adw_combo_row_get_selected (self->choices[choice]);
}

static CndFormat
get_format (CndRunExportDialog *self)
{
  guint format = get (self, CND_RUN_CHOICE_FORMAT);

  return format <= CND_FORMAT_PDF ? (CndFormat) format : CND_FORMAT_SVG;
}

CndRunExport
cnd_run_export_dialog_get_kind (CndRunExportDialog *self)
{
  guint format = get (self, CND_RUN_CHOICE_FORMAT);

  if (format == FORMAT_LOOP)
    return CND_RUN_EXPORT_LOOP;
  if (format == FORMAT_ONCE)
    return CND_RUN_EXPORT_ONCE;
  return get (self, CND_RUN_CHOICE_STAGE) == STAGE_SERIES ? CND_RUN_EXPORT_SERIES : CND_RUN_EXPORT_PICTURE;
}

static CndPosition
get_position (CndRunExportDialog *self)
{
  guint stage = get (self, CND_RUN_CHOICE_STAGE);
  gboolean moves = cnd_run_export_dialog_get_kind (self) >= CND_RUN_EXPORT_LOOP;

  if (stage == STAGE_AS_SHOWN && !moves)
    return self->shown.position;
  if (stage >= STAGE_FIRST && stage - STAGE_FIRST < self->stages->len && !moves)
    return g_array_index (self->stages, CndStageCounts, stage - STAGE_FIRST).end;
  if (stage >= STAGE_FIRST && !moves)
    return cnd_recording_clamp (self->recording, (CndPosition){ .converted = TRUE });
  return cnd_recording_get_end (self->recording);
}

CndRunPictureOptions
cnd_run_export_dialog_get_options (CndRunExportDialog *self)
{
  CndRunPictureOptions options = self->shown;
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (self->recording, &n);

  options.picture = MIN (get (self, CND_RUN_CHOICE_PICTURE), CND_N_RUN_PICTURES - 1);
  options.learned = MIN (get (self, CND_RUN_CHOICE_LAYER), n - 1);
  options.position = get_position (self);
  options.matrix.theme = options.run.theme = get (self, CND_RUN_CHOICE_THEME);
  options.matrix.order = options.matrix.from = get (self, CND_RUN_CHOICE_ORDER);
  options.matrix.shade = get (self, CND_RUN_CHOICE_SHADE);
  options.matrix.show_title = options.run.show_title = gtk_switch_get_active (self->show_title);
  options.matrix.show_legend = gtk_switch_get_active (self->show_legend);
  options.run.show_table = gtk_switch_get_active (self->show_table);
  options.run.selected = layers[options.learned].layer;
  return options;
}

/* ---- Preview ------------------------------------------------------------------------ */

static void
draw_preview (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  cnd_scene_preview_draw (((CndRunExportDialog *) data)->scene, cairo, width, height);
}

static void
show_size (CndRunExportDialog *self)
{
  cnd_scene_preview_show_size (self->scene, self->size, get_format (self), self->shown.matrix.numbers);
}

/* What does not apply to the picture cannot be chosen. */
static void
update_sensitive (CndRunExportDialog *self)
{
  CndRunPicture picture = MIN (get (self, CND_RUN_CHOICE_PICTURE), CND_N_RUN_PICTURES - 1);
  gboolean of_layer = cnd_scene_is_picture_of_layer (picture), moves = cnd_run_export_dialog_get_kind (self) >= CND_RUN_EXPORT_LOOP;
  gboolean ready = self->scene != NULL && self->writing == NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->choices[CND_RUN_CHOICE_LAYER]), picture != CND_RUN_PICTURE_TIMELINE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices[CND_RUN_CHOICE_ORDER]), of_layer);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices[CND_RUN_CHOICE_SHADE]), picture == CND_RUN_PICTURE_MATRIX);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices[CND_RUN_CHOICE_STAGE]), !moves);
  gtk_widget_set_sensitive (self->show_legend_row, of_layer);
  gtk_widget_set_sensitive (self->show_table_row, picture == CND_RUN_PICTURE_TIMELINE);
  gtk_widget_set_sensitive (self->save_button, ready);
  gtk_widget_set_sensitive (self->copy_button, ready && get_format (self) != CND_FORMAT_PDF && cnd_run_export_dialog_get_kind (self) == CND_RUN_EXPORT_PICTURE);
}

typedef struct
{
  CndRecording *recording;
  CndRunPictureOptions options;
} DrawJob;

static void
draw_job_free (gpointer data)
{
  cnd_recording_unref (((DrawJob *) data)->recording);
  g_free (data);
}

static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DrawJob *job = data;

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, cnd_session_draw_run_picture (job->recording, &job->options), (GDestroyNotify) cnd_scene_unref);
}

static void
scene_made (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndRunExportDialog) self = data;
  CndScene *scene = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->preview == NULL || scene == NULL)
    {
      g_clear_pointer (&scene, cnd_scene_unref);
      return;
    }
  g_clear_object (&self->drawing);
  g_clear_pointer (&self->scene, cnd_scene_unref);
  self->scene = scene;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self->preview));
  show_size (self);
  update_sensitive (self);
}

static void
options_changed (CndRunExportDialog *self)
{
  g_autoptr (GTask) task = NULL;
  DrawJob *job;

  if (self->filling || self->recording == NULL)
    return;
  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  self->drawing = g_cancellable_new ();
  g_clear_pointer (&self->scene, cnd_scene_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  update_sensitive (self);
  job = g_new0 (DrawJob, 1);
  *job = (DrawJob){ cnd_recording_ref (self->recording), cnd_run_export_dialog_get_options (self) };
  /* not the task's source: a worker may be the last to hold a task */
  task = g_task_new (NULL, self->drawing, scene_made, g_object_ref (self));
  g_task_set_task_data (task, job, draw_job_free);
  g_task_run_in_thread (task, draw_in_thread);
}

/* Only the matrix moves. */
static void
format_changed (CndRunExportDialog *self)
{
  if (self->filling || self->recording == NULL)
    return;
  if (cnd_run_export_dialog_get_kind (self) >= CND_RUN_EXPORT_LOOP)
    adw_combo_row_set_selected (self->choices[CND_RUN_CHOICE_PICTURE], CND_RUN_PICTURE_MATRIX);
  options_changed (self);
}

static void
picture_changed (CndRunExportDialog *self)
{
  if (self->filling || self->recording == NULL)
    return;
  if (get (self, CND_RUN_CHOICE_PICTURE) != CND_RUN_PICTURE_MATRIX && cnd_run_export_dialog_get_kind (self) >= CND_RUN_EXPORT_LOOP)
    adw_combo_row_set_selected (self->choices[CND_RUN_CHOICE_FORMAT], CND_FORMAT_SVG);
  options_changed (self);
}

/* ---- What is done ------------------------------------------------------------------- */

static gboolean
pulse (gpointer data)
{
  CndRunExportDialog *self = data;

  gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static gboolean
show_progress (gpointer data)
{
  CndRunExportDialog *self = data;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  self->pulse = g_timeout_add (PULSE_MS, pulse, self);
  return G_SOURCE_REMOVE;
}

static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndRunExportDialog) self = data;
  g_autofree char *note = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_steal_pointer (&self->path), *name = g_path_get_basename (path);
  guint n = 0;

  if (self->preview == NULL)
    return;
  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_object (&self->writing);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (!cnd_session_export_run_finish (result, &n, &note, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        cnd_app_window_tell_saved (self->window, path, NULL, error);
      update_sensitive (self);
      return;
    }
  if (n > 1)
    {
      g_autofree char *number = cnd_base_format_count (self->shown.matrix.numbers, n);
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Saved %s file beside “%s”", "Saved %s files beside “%s”", n), number, name);
      cnd_app_window_toast (self->window, text);
    }
  else
    cnd_app_window_tell_saved (self->window, path, note, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

void
cnd_run_export_dialog_save (CndRunExportDialog *self, const char *path)
{
  CndRunPictureOptions options;

  g_return_if_fail (CND_IS_RUN_EXPORT_DIALOG (self) && path != NULL);
  if (self->writing != NULL)
    return;
  options = cnd_run_export_dialog_get_options (self);
  self->writing = g_cancellable_new ();
  self->path = g_strdup (path);
  self->pulse = g_timeout_add (PROGRESS_DELAY_MS, show_progress, self);
  update_sensitive (self);
  cnd_session_export_run_async (self->recording, &options, cnd_run_export_dialog_get_kind (self), path, CND_PREVIEW_PNG_SCALE, self->writing, written,
                                g_object_ref (self));
}

static void
place_chosen (const char *path, gpointer data)
{
  CndRunExportDialog *self = data;

  if (path != NULL && self->recording != NULL)
    cnd_run_export_dialog_save (self, path);
}

static void
save_clicked (CndRunExportDialog *self)
{
  static const char *const endings[] = { [CND_FORMAT_SVG] = "svg", [CND_FORMAT_PNG] = "png", [CND_FORMAT_PDF] = "pdf" };
  CndRunPicture picture = cnd_run_export_dialog_get_options (self).picture;
  g_autofree char *proposed = g_strdup_printf ("%s.%s", cnd_scene_get_run_picture_name (picture), endings[get_format (self)]);

  cnd_compat_save_file (GTK_WINDOW (self), _("Save a Picture of the Run"), proposed, place_chosen, g_object_ref (self), g_object_unref);
}

static void
copy_clicked (CndRunExportDialog *self)
{
  if (self->scene == NULL)
    return;
  cnd_app_window_copy_scene (self->window, self->scene, get_format (self));
  gtk_window_close (GTK_WINDOW (self));
}

/* First what is being written, then the dialog. */
static void
cancel_clicked (CndRunExportDialog *self)
{
  if (self->writing != NULL)
    g_cancellable_cancel (self->writing);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* ---- Choices ------------------------------------------------------------------------ */

static void
take_model (CndRunExportDialog *self, CndRunChoice choice, GtkStringList *list, guint selected)
{
  adw_combo_row_set_model (self->choices[choice], G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->choices[choice], selected);
  g_object_unref (list);
}

static GtkStringList *
list_words (guint n, const char *(*get_word) (guint i))
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (list, get_word (i));
  return list;
}

static const char *
get_picture_word (guint i)
{
  return cnd_scene_get_run_picture_title (i);
}

static const char *
get_order_word (guint i)
{
  return cnd_scene_get_order_title (i);
}

static const char *
get_shade_word (guint i)
{
  return cnd_scene_get_shade_title (i);
}

static GtkStringList *
list_layers (CndRunExportDialog *self)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (self->recording, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = cnd_scene_dup_layer_name (cnd_recording_get_network (self->recording), layers[i].layer);
      gtk_string_list_append (list, name);
    }
  return list;
}

static GtkStringList *
list_stages (CndRunExportDialog *self)
{
  const char *const first[] = { _("As in the window"), _("A file for each stage"), NULL };
  GtkStringList *list = gtk_string_list_new (first);

  for (guint i = 0; i < self->stages->len; i++)
    {
      g_autofree char *number = cnd_base_format_count (self->shown.matrix.numbers, g_array_index (self->stages, CndStageCounts, i).stage);
      g_autofree char *text = g_strdup_printf (_("Stage %s"), number);
      gtk_string_list_append (list, text);
    }
  if (cnd_recording_clamp (self->recording, (CndPosition){ .converted = TRUE }).converted)
    gtk_string_list_append (list, _("Converted"));
  return list;
}

static void
fill_choices (CndRunExportDialog *self, CndFormat format)
{
  const char *const formats[] = { _("SVG, for slides and the web"), _("PNG, pixels"), _("PDF, for print"), _("SVG that moves, again and again"),
                                  _("SVG that moves once"), NULL };
  const char *const themes[] = { _("Light"), _("Dark"), _("Print"), _("High contrast"), NULL };

  /* where nothing is condensed there is less to choose from: the first ones of each */
  gboolean condenses = cnd_recording_get_condensation (self->recording) > 1;
  g_autoptr (GtkStringList) format_list = gtk_string_list_new (formats);

  if (!condenses)
    gtk_string_list_splice (format_list, FORMAT_LOOP, 2, NULL);
  self->filling = TRUE;
  take_model (self, CND_RUN_CHOICE_PICTURE, list_words (condenses ? CND_N_RUN_PICTURES : CND_RUN_PICTURE_STRIP, get_picture_word), self->shown.picture);
  take_model (self, CND_RUN_CHOICE_FORMAT, g_steal_pointer (&format_list), format);
  take_model (self, CND_RUN_CHOICE_THEME, gtk_string_list_new (themes), CND_THEME_LIGHT);
  take_model (self, CND_RUN_CHOICE_LAYER, list_layers (self), self->shown.learned);
  take_model (self, CND_RUN_CHOICE_STAGE, list_stages (self), STAGE_AS_SHOWN);
  take_model (self, CND_RUN_CHOICE_ORDER, list_words (condenses ? CND_N_ORDERS : CND_ORDER_PACKED, get_order_word), self->shown.matrix.order);
  take_model (self, CND_RUN_CHOICE_SHADE, list_words (condenses ? CND_N_SHADES : CND_SHADE_IMPORTANCE, get_shade_word), self->shown.matrix.shade);
  self->filling = FALSE;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
run_export_dialog_dispose (GObject *object)
{
  CndRunExportDialog *self = CND_RUN_EXPORT_DIALOG (object);

  g_cancellable_cancel (self->drawing);
  g_cancellable_cancel (self->writing);
  g_clear_object (&self->drawing);
  g_clear_object (&self->writing);
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_RUN_EXPORT_DIALOG);
  g_clear_pointer (&self->scene, cnd_scene_unref);
  g_clear_pointer (&self->recording, cnd_recording_unref);
  g_clear_pointer (&self->stages, g_array_unref);
  G_OBJECT_CLASS (cnd_run_export_dialog_parent_class)->dispose (object);
}

static void
cnd_run_export_dialog_class_init (CndRunExportDialogClass *klass)
{
  static const char *const choices[] = { "picture", "format", "theme", "layer", "stage", "order", "shade" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = run_export_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/run-export-dialog.ui");
  for (guint i = 0; i < CND_N_RUN_CHOICES; i++)
    gtk_widget_class_bind_template_child_full (widget_class, choices[i], FALSE,
                                               (gssize) (G_STRUCT_OFFSET (CndRunExportDialog, choices) + i * sizeof (AdwComboRow *)));
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, show_title);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, show_legend);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, show_table);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, show_legend_row);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, show_table_row);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, CndRunExportDialog, size);
  gtk_widget_class_bind_template_callback (widget_class, options_changed);
  gtk_widget_class_bind_template_callback (widget_class, format_changed);
  gtk_widget_class_bind_template_callback (widget_class, picture_changed);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cnd_run_export_dialog_init (CndRunExportDialog *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->preview, draw_preview, self, NULL);
}

GtkWidget *
cnd_run_export_dialog_new (CndAppWindow *parent, CndFormat format)
{
  CndRunView *view = cnd_app_window_get_run_view (parent);
  CndRunExportDialog *self = g_object_new (CND_TYPE_RUN_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->window = parent;
  if (!cnd_run_view_get_picture (view, &self->shown))
    g_return_val_if_reached (GTK_WIDGET (self));
  self->recording = cnd_recording_ref (cnd_playback_get_recording (cnd_run_view_get_playback (view)));
  self->stages = cnd_recording_list_stages (self->recording, CND_CONVENTION_DEFAULT, NULL);
  if (self->stages == NULL)
    self->stages = g_array_new (FALSE, FALSE, sizeof (CndStageCounts));
  fill_choices (self, format);
  options_changed (self);
  return GTK_WIDGET (self);
}

CndScene *
cnd_run_export_dialog_get_scene (CndRunExportDialog *self)
{
  g_return_val_if_fail (CND_IS_RUN_EXPORT_DIALOG (self), NULL);
  return self->scene;
}

AdwComboRow *
cnd_run_export_dialog_get_choice (CndRunExportDialog *self, CndRunChoice choice)
{
  g_return_val_if_fail (CND_IS_RUN_EXPORT_DIALOG (self) && choice < CND_N_RUN_CHOICES, NULL);
  return self->choices[choice];
}
