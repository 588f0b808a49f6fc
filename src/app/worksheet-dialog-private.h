/* The layers as a worksheet: which columns a class fills in, with a preview; saves the worksheet and its answer key. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

typedef struct _CndAppWindow CndAppWindow;

#define CND_TYPE_WORKSHEET_DIALOG (cnd_worksheet_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CndWorksheetDialog, cnd_worksheet_dialog, CND, WORKSHEET_DIALOG, AdwWindow)

GtkWidget *cnd_worksheet_dialog_new (CndAppWindow *parent);
/* @blank: one of CndSummaryBlanks */
GtkSwitch *cnd_worksheet_dialog_get_switch (CndWorksheetDialog *self, guint blank);
GtkSwitch *cnd_worksheet_dialog_get_picture_switch (CndWorksheetDialog *self);
/* What the preview turns the pages of; NULL while they are being made. (element-type CndScene) */
GPtrArray *cnd_worksheet_dialog_get_pages (CndWorksheetDialog *self);
/* What the two buttons do once a place was chosen. */
void cnd_worksheet_dialog_save (CndWorksheetDialog *self, const char *path, gboolean answers);

G_END_DECLS
