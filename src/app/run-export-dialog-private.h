/* Pictures of a run for another place: which one, of which moment, as one file, a file a stage, or one that moves. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

typedef struct _CndAppWindow CndAppWindow;

#define CND_TYPE_RUN_EXPORT_DIALOG (cnd_run_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CndRunExportDialog, cnd_run_export_dialog, CND, RUN_EXPORT_DIALOG, AdwWindow)

/* Begins with the picture that the window's view of the run shows. */
GtkWidget *cnd_run_export_dialog_new (CndAppWindow *parent, CndFormat format);
/* What the preview shows; NULL while it is being drawn. */
CndScene *cnd_run_export_dialog_get_scene (CndRunExportDialog *self);
CndRunPictureOptions cnd_run_export_dialog_get_options (CndRunExportDialog *self);
CndRunExport cnd_run_export_dialog_get_kind (CndRunExportDialog *self);

typedef enum
{
  CND_RUN_CHOICE_PICTURE, /* CndRunPicture */
  CND_RUN_CHOICE_FORMAT,  /* CndFormat, then moving again and again, once */
  CND_RUN_CHOICE_THEME,
  CND_RUN_CHOICE_LAYER,
  CND_RUN_CHOICE_STAGE,   /* as in the window, a file a stage, each stage, converted */
  CND_RUN_CHOICE_ORDER,
  CND_RUN_CHOICE_SHADE,
  CND_N_RUN_CHOICES
} CndRunChoice;

AdwComboRow *cnd_run_export_dialog_get_choice (CndRunExportDialog *self, CndRunChoice choice);
/* What the button does once a place was chosen. The dialog closes when all is written. */
void cnd_run_export_dialog_save (CndRunExportDialog *self, const char *path);

G_END_DECLS
