/* Who reads what in any convolution or linear layer of the document: the matrix of its structure, and beside it the diagram. */
#pragma once

#include "matrix-panel-private.h"

G_BEGIN_DECLS

/* Signals: "chosen" (), when something else is chosen in the matrix; "weights-closed" (), when the user wants them put away. */
#define CND_TYPE_MATRIX_VIEW (cnd_matrix_view_get_type ())
G_DECLARE_FINAL_TYPE (CndMatrixView, cnd_matrix_view, CND, MATRIX_VIEW, AdwBin)

GtkWidget *cnd_matrix_view_new (CndDocument *document);
/* Layers that they fit have values; when they fit none, they are shown by themselves. @weights: (nullable) */
void cnd_matrix_view_set_weights (CndMatrixView *self, CndOpenedWeights *weights);
CndMatrixPanel *cnd_matrix_view_get_panel (CndMatrixView *self);
GtkDropDown *cnd_matrix_view_get_layers (CndMatrixView *self);
/* Layers that have a matrix: the document's; G_MAXUINT: none is shown, or weights by themselves. */
guint cnd_matrix_view_get_layer (CndMatrixView *self);

G_END_DECLS
