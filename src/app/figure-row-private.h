/* One figure in the inspector: title and value; activated, it opens into its arithmetic in numbers and in words. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/analysis.h"

G_BEGIN_DECLS

#define CND_TYPE_FIGURE_ROW (cnd_figure_row_get_type ())
G_DECLARE_FINAL_TYPE (CndFigureRow, cnd_figure_row, CND, FIGURE_ROW, GtkListBoxRow)

GtkWidget *cnd_figure_row_new (void);
void cnd_figure_row_show (CndFigureRow *self, const char *title, const CndExplanation *explanation);
gboolean cnd_figure_row_get_expanded (CndFigureRow *self);
void cnd_figure_row_set_expanded (CndFigureRow *self, gboolean expanded);
const char *cnd_figure_row_get_value (CndFigureRow *self);
const char *cnd_figure_row_get_numbers (CndFigureRow *self);

/* A name and a value that cannot be opened. */
GtkWidget *cnd_property_row_new (const char *name, const char *value);

G_END_DECLS
