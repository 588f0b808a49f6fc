/* A window: list of models, canvas, inspector and what-if panel around one document. */
#pragma once

#include <adwaita.h>

#include "canvas-private.h"
#include "gallery-panel-private.h"
#include "inspector-private.h"
#include "session/session.h"
#include "totals-private.h"
#include "what-if-private.h"

G_BEGIN_DECLS

/* Properties: "show-models", "show-panel" (booleans, read-write).
 * Actions: win.open, win.export ("svg", "png", "pdf"), win.undo, win.redo, win.cancel, win.search, win.show-models, win.show-panel,
 * and view.* for each of the canvas' actions without a parameter. */
#define CND_TYPE_WINDOW (cnd_window_get_type ())
G_DECLARE_FINAL_TYPE (CndWindow, cnd_window, CND, WINDOW, AdwApplicationWindow)

GtkWidget *cnd_window_new (GtkApplication *application, CndSettings *settings, CndGallery *gallery);
CndDocument *cnd_window_get_document (CndWindow *self);
/* FILE or FILE:PRESET */
void cnd_window_open (CndWindow *self, const char *name);
/* Saves the diagram; the ending of @path says the format. */
void cnd_window_export (CndWindow *self, const char *path);
/* The dialog or toast that was shown last, or NULL: its text. */
const char *cnd_window_get_last_message (CndWindow *self);

CndCanvas *cnd_window_get_canvas (CndWindow *self);
CndInspector *cnd_window_get_inspector (CndWindow *self);
CndWhatIf *cnd_window_get_what_if (CndWindow *self);
CndTotals *cnd_window_get_totals (CndWindow *self);
CndGalleryPanel *cnd_window_get_gallery_panel (CndWindow *self);
/* "inspector" or "what-if" */
void cnd_window_show_page (CndWindow *self, const char *page);

/* ---- Between the window's files ------------------------------------------------------ */

struct _CndWindow
{
  AdwApplicationWindow parent_instance;
  CndDocument *document;
  CndSettings *settings;

  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  GtkPaned *outer, *inner;
  CndGalleryPanel *gallery_panel;
  GtkStack *stack;
  CndCanvas *canvas;
  GtkLabel *zoom_label;
  GtkWidget *panel;
  GtkStack *pages;
  CndTotals *totals;
  CndInspector *inspector;
  CndWhatIf *what_if;
  GtkWidget *progress;

  gboolean show_models, show_panel;
  guint progress_timeout;
  char *opening;
  char *last_message;
};

void cnd_window_install_actions (GtkWidgetClass *widget_class);
void cnd_window_update_actions (CndWindow *self);
void cnd_window_toast (CndWindow *self, const char *text);
void cnd_window_alert (CndWindow *self, const char *heading, const GError *error);

G_END_DECLS
