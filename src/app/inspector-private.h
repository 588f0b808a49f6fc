/* The inspector: everything about the selected layer or block; about the network when nothing is selected. */
#pragma once

#include <adwaita.h>

#include "figure-row-private.h"
#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_INSPECTOR (cnd_inspector_get_type ())
G_DECLARE_FINAL_TYPE (CndInspector, cnd_inspector, CND, INSPECTOR, AdwBin)

void cnd_inspector_set_document (CndInspector *self, CndDocument *document);
const char *cnd_inspector_get_title (CndInspector *self);
/* Hidden when the figure does not apply to what is shown. */
CndFigureRow *cnd_inspector_get_figure (CndInspector *self, CndFigure figure);
GtkListBox *cnd_inspector_get_properties (CndInspector *self);

G_END_DECLS
