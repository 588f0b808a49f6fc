/* One parameter of the model: its title, a control for each element, and, when the network forbids the value, why and what would
 * do instead. Reads and sets through the document. */
#pragma once

#include <adwaita.h>

#include "session/session.h"
#include "value-row-private.h"

G_BEGIN_DECLS

#define CND_TYPE_PARAMETER_ROW (cnd_parameter_row_get_type ())
G_DECLARE_FINAL_TYPE (CndParameterRow, cnd_parameter_row, CND, PARAMETER_ROW, AdwBin)

GtkWidget *cnd_parameter_row_new (CndDocument *document, guint parameter);
/* Shows the document's wanted values and problems. */
void cnd_parameter_row_update (CndParameterRow *self);
/* (nullable): of an integer or a list */
CndValueRow *cnd_parameter_row_get_value_row (CndParameterRow *self, guint element);
gboolean cnd_parameter_row_shows_problem (CndParameterRow *self);
/* What the problem is, or the limits of what can be typed; shown or not. */
const char *cnd_parameter_row_get_message (CndParameterRow *self);
/* (nullable): the buttons that are shown in a problem */
GtkButton *cnd_parameter_row_get_below_button (CndParameterRow *self);
GtkButton *cnd_parameter_row_get_above_button (CndParameterRow *self);

G_END_DECLS
