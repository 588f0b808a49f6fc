/* A window: list of models, canvas, inspector and what-if panel around one document. */
#pragma once

#include <adwaita.h>

#include "canvas-private.h"
#include "chart-view-private.h"
#include "compare-view-private.h"
#include "find-bar-private.h"
#include "gallery-page-private.h"
#include "inspector-private.h"
#include "layer-table-private.h"
#include "matrix-view-private.h"
#include "minimap-private.h"
#include "run-page-private.h"
#include "totals-private.h"
#include "train-bar-private.h"
#include "verify-view-private.h"
#include "what-if-private.h"
#include "session/session.h"

G_BEGIN_DECLS

/* Properties: "view" (string: "gallery", "graph" …), "show-models" (whether that is the gallery), "show-panel", "covered" (booleans), read-write.
 * Signal: "run-opened" (string: path). Actions: win.open, win.export ("svg", "png", "pdf"), win.undo, win.redo, win.cancel, win.search, win.show-models, win.show-panel, win.view,
 * and view.* for each of the canvas' actions without a parameter. */
#define CND_TYPE_APP_WINDOW (cnd_app_window_get_type ())
G_DECLARE_FINAL_TYPE (CndAppWindow, cnd_app_window, CND, APP_WINDOW, AdwApplicationWindow)

GtkWidget *cnd_app_window_new (GtkApplication *application, CndSettings *settings, CndGallery *gallery,
                               CndThumbnails *thumbnails);
CndDocument *cnd_app_window_get_document (CndAppWindow *self);
/* FILE or FILE:PRESET; asks first when there are unsaved values. */
void cnd_app_window_open (CndAppWindow *self, const char *name);
/* Opens what a crash left behind, as an unsaved document without a file; the file at @path goes away. */
void cnd_app_window_restore (CndAppWindow *self, const char *path);
/* Saves the model. */
void cnd_app_window_save (CndAppWindow *self, const char *path);
/* The question about unsaved values that is on the screen, or NULL. */
GtkWidget *cnd_app_window_get_question (CndAppWindow *self);
/* The dialog or toast that was shown last, or NULL: its text. */
const char *cnd_app_window_get_last_message (CndAppWindow *self);

/* Condenses the document's network by magnitude, stage by stage, and plays that. @weights: (nullable): a file; NULL: the weights with which a
 * training begins */
void cnd_app_window_condense (CndAppWindow *self, const char *weights);
/* Trains the document's network as it is now. */
void cnd_app_window_train (CndAppWindow *self, const CndTrainingPlan *plan);
/* Returns: (nullable): the training that goes on, or the last one */
CndTrainingJob *cnd_app_window_get_training (CndAppWindow *self);
/* Offers to go on with a training that was interrupted when the program ended, if there is one. */
void cnd_app_window_offer_training (CndAppWindow *self);
CndTrainBar *cnd_app_window_get_train_bar (CndAppWindow *self);
/* Returns: (nullable): the dialog that is open */
GtkWidget *cnd_app_window_get_train_dialog (CndAppWindow *self);

CndCanvas *cnd_app_window_get_canvas (CndAppWindow *self);
CndMinimap *cnd_app_window_get_minimap (CndAppWindow *self);
CndFindBar *cnd_app_window_get_find_bar (CndAppWindow *self);
/* Each of these is made when it is first asked for. */
CndInspector *cnd_app_window_get_inspector (CndAppWindow *self);
CndWhatIf *cnd_app_window_get_what_if (CndAppWindow *self);
CndLayerTable *cnd_app_window_get_layer_table (CndAppWindow *self);
CndChartView *cnd_app_window_get_chart_view (CndAppWindow *self);
CndCompareView *cnd_app_window_get_compare_view (CndAppWindow *self);
CndRunPage *cnd_app_window_get_run_page (CndAppWindow *self);
CndRunView *cnd_app_window_get_run_view (CndAppWindow *self);
CndMatrixView *cnd_app_window_get_matrix_view (CndAppWindow *self);
/* Returns: (nullable): of the run that is open */
CndPlayback *cnd_app_window_get_playback (CndAppWindow *self);
CndVerifyView *cnd_app_window_get_verify_view (CndAppWindow *self);
CndTotals *cnd_app_window_get_totals (CndAppWindow *self);
CndGalleryPage *cnd_app_window_get_gallery_page (CndAppWindow *self);
/* Nothing happens when there is no such view, or not now. */
void cnd_app_window_set_view (CndAppWindow *self, const char *view);
const char *cnd_app_window_get_view (CndAppWindow *self);
/* "inspector" or "what-if" */
void cnd_app_window_show_page (CndAppWindow *self, const char *page);

/* ---- Between the window's files ------------------------------------------------------ */

struct _CndAppWindow
{
  AdwApplicationWindow parent_instance;
  CndDocument *document;
  CndSettings *settings;
  CndGallery *gallery;

  GtkLabel *title, *subtitle;
  GtkWidget *switcher;
  AdwToastOverlay *toasts;
  GtkPaned *inner;
  CndGalleryPage *gallery_page;
  GtkStack *stack;
  CndCanvas *canvas;
  CndMinimap *minimap;
  CndFindBar *find_bar;
  GtkLabel *zoom_label;
  GtkWidget *panel;
  GtkWidget *panel_button, *cover_button, *train_button, *export_button;
  GtkMenuButton *menu_button;
  GMenuModel *main_menu, *export_menu;
  GtkStack *pages;
  CndTotals *totals;
  GtkWidget *progress;

  gboolean show_models, show_panel;
  gboolean is_awaited; /* the document that it is to begin with */
  guint progress_timeout;
  char *opening;
  char *last_message;
  char *last_view; /* other than the gallery */
  GtkWidget *question;

  CndTrainBar *train_bar;
  CndTrainingJob *training;    /* (nullable): going on, or the last one */
  CndPlayback *followed;       /* weak: shows the training in the run's view */
  GtkWidget *train_dialog;     /* weak */
  gboolean is_training_shown;
  GCancellable *condensing;    /* (nullable): without data, at work */
  CndOpenedWeights *weights;   /* (nullable): that were opened … */
  gconstpointer weights_for;   /* … or held against this architecture; only compared */

  char *open_next; /* once unsaved values are dealt with; NULL: close */
};

void cnd_app_window_install_actions (GtkWidgetClass *widget_class);
void cnd_app_window_update_actions (CndAppWindow *self);
void cnd_app_window_toast (CndAppWindow *self, const char *text);
void cnd_app_window_alert (CndAppWindow *self, const char *heading, const GError *error);
/* That the file cannot be opened, and why. */
void cnd_app_window_alert_opening (CndAppWindow *self, const char *path, const GError *error);
void cnd_app_window_save_table (CndAppWindow *self, CndSheetFormat format, const char *path);
/* The ending of @path says the format. @scale: pixels a unit of a PNG */
void cnd_app_window_save_scene (CndAppWindow *self, CndScene *scene, const char *path, double scale);
/* What became of a file that was written. @note, @error: (nullable) */
void cnd_app_window_tell_saved (CndAppWindow *self, const char *path, const char *note, const GError *error);
/* As a PDF file. @pages: (element-type CndScene) */
void cnd_app_window_save_pages (CndAppWindow *self, GPtrArray *pages, const char *path);
void cnd_app_window_copy_scene (CndAppWindow *self, CndScene *scene, CndFormat format);

/* Every view but the gallery needs a document; a window that opens with one does not begin with the gallery. */
void cnd_app_window_update_views (CndAppWindow *self);
/* The document's card in the gallery. */
void cnd_app_window_update_mark (CndAppWindow *self);
/* Makes what is visible, if it has not been made. */
void cnd_app_window_ensure_views (CndAppWindow *self);
/* Goes to the graph, and there to the selected layer. */
void cnd_app_window_reveal_selection (CndAppWindow *self);

/* app-window-run.c */
GtkWidget *cnd_app_window_make_run_page (CndAppWindow *self);
void cnd_app_window_follow_selection (CndAppWindow *self);
GtkWidget *cnd_app_window_make_matrix_page (CndAppWindow *self);
/* Of the pages about connections there is one: of a run, or of a model without one. TRUE for all other pages. */
gboolean cnd_app_window_has_run_page (CndAppWindow *self, const char *name);
/* A run, or weights. */
void cnd_app_window_open_tensors (CndAppWindow *self, const char *path);
/* In a thread; the result is a CndRecording, the task's data the path, @loaded's data a reference to the window. */
void cnd_app_window_load_run (CndAppWindow *self, const char *path, GAsyncReadyCallback loaded);
/* A run of the document's network, in the run's view. */
void cnd_app_window_show_recording (CndAppWindow *self, CndRecording *recording);

/* app-window-weights.c */
void cnd_app_window_show_weights (CndAppWindow *self, CndOpenedWeights *weights);
void cnd_app_window_close_weights (CndAppWindow *self);
/* Another model was opened: weights that do not fit it are put away. */
void cnd_app_window_check_weights (CndAppWindow *self);
void cnd_app_window_open_weights_action (GtkWidget *widget, const char *action, GVariant *parameter);

/* app-window-pair.c: another run beside the one that is open. */
void cnd_app_window_compare_run (CndAppWindow *self, const char *path);
void cnd_app_window_choose_run (GtkWidget *widget, const char *action, GVariant *parameter);

/* app-window-condense.c */
void cnd_app_window_install_condensing_actions (GtkWidgetClass *widget_class);
void cnd_app_window_update_condensing_actions (CndAppWindow *self);
void cnd_app_window_end_condensing (CndAppWindow *self);

/* first-start.c: the very first time, the run that ships is opened and plays. @storage: (nullable) */
void cnd_app_window_welcome (CndAppWindow *self, GSettings *storage);

/* app-window-train.c */
void cnd_app_window_add_train_bar (CndAppWindow *self);
void cnd_app_window_install_training_actions (GtkWidgetClass *widget_class);
void cnd_app_window_update_training_actions (CndAppWindow *self);
/* The run of a training that has not come to its end may go on. */
void cnd_app_window_offer_unfinished (CndAppWindow *self, CndRecording *recording, const char *path);
/* The window goes away: the training ends, and is offered at the next start. */
void cnd_app_window_end_training (CndAppWindow *self);

/* app-window-open.c */
/* Files may be dropped on the window. */
void cnd_app_window_accept_files (CndAppWindow *self);
void cnd_app_window_open_now (CndAppWindow *self, const char *name);
/* What the window was to begin with is there, or never will be. */
void cnd_app_window_stop_awaiting (CndAppWindow *self);
/* Asks about unsaved values, then opens @open_next or closes the window. FALSE when there is nothing to ask. */
gboolean cnd_app_window_ask (CndAppWindow *self, const char *open_next);

/* app-window-menus.c */
void cnd_app_window_add_menus (CndAppWindow *self);
void cnd_app_window_show_shortcuts (GtkWidget *widget, const char *action, GVariant *parameter);

/* Actions in app-window-save.c and app-window-export.c. */
void cnd_app_window_save_action (GtkWidget *widget, const char *action, GVariant *parameter);
void cnd_app_window_save_as_action (GtkWidget *widget, const char *action, GVariant *parameter);
void cnd_app_window_copy_table (GtkWidget *widget, const char *action, GVariant *parameter);
void cnd_app_window_choose_table (GtkWidget *widget, const char *action, GVariant *parameter);
void cnd_app_window_choose_chart (GtkWidget *widget, const char *action, GVariant *parameter);
void cnd_app_window_copy_picture (GtkWidget *widget, const char *action, GVariant *parameter);

G_END_DECLS
