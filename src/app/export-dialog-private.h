/* The diagram for another place: format, theme, direction, depth … with a preview. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

typedef struct _CndAppWindow CndAppWindow;

#define CND_TYPE_EXPORT_DIALOG (cnd_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CndExportDialog, cnd_export_dialog, CND, EXPORT_DIALOG, AdwWindow)

GtkWidget *cnd_export_dialog_new (CndAppWindow *parent, CndFormat format);
/* What the preview shows; NULL while it is being drawn. */
CndScene *cnd_export_dialog_get_scene (CndExportDialog *self);
CndPictureOptions cnd_export_dialog_get_options (CndExportDialog *self);
AdwComboRow *cnd_export_dialog_get_format_row (CndExportDialog *self);
AdwComboRow *cnd_export_dialog_get_theme_row (CndExportDialog *self);
AdwComboRow *cnd_export_dialog_get_depth_row (CndExportDialog *self);
GtkSwitch *cnd_export_dialog_get_selection_switch (CndExportDialog *self);
/* What the button does once a place was chosen. */
void cnd_export_dialog_save (CndExportDialog *self, const char *path);

G_END_DECLS
