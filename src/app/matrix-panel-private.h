/* One matrix on the screen: the whole of it or a close look, a cell that pointer and keys move, and what is chosen in it. */
#pragma once

#include "scene-area-private.h"

G_BEGIN_DECLS

/* Signals: "words-changed" (), when what is pointed at or chosen is another one; "chosen" (), when the user chose something else,
 * or nothing. Keys: arrows, Home, End, Control + Home and End, Page Up and Page Down (by group); R, C, G and Return choose the row, the column,
 * the group, the cell; Escape chooses nothing. */
#define CND_TYPE_MATRIX_PANEL (cnd_matrix_panel_get_type ())
G_DECLARE_FINAL_TYPE (CndMatrixPanel, cnd_matrix_panel, CND, MATRIX_PANEL, AdwBin)

GtkWidget *cnd_matrix_panel_new (const char *label);
/* Its area always has the scene of the whole matrix. */
CndSceneArea *cnd_matrix_panel_get_area (CndMatrixPanel *self);
/* @matrix: (nullable). What is chosen stays, as far as there is such a thing in a matrix of the same layer. */
void cnd_matrix_panel_set_matrix (CndMatrixPanel *self, CndMatrix *matrix, const CndMatrixOptions *options);
CndMatrix *cnd_matrix_panel_get_matrix (CndMatrixPanel *self);
const CndMatrixOptions *cnd_matrix_panel_get_options (CndMatrixPanel *self);
/* What is pointed at, else what is chosen; "" for nothing. */
const char *cnd_matrix_panel_get_words (CndMatrixPanel *self);
CndMatrixSpot cnd_matrix_panel_get_chosen (CndMatrixPanel *self);
/* Without the signal "chosen". */
void cnd_matrix_panel_choose (CndMatrixPanel *self, CndMatrixSpot spot);
/* Columns of inputs that come from these layers stand out, beside what is chosen. */
void cnd_matrix_panel_light_layers (CndMatrixPanel *self, const guint *layers, guint n);
/* Whether that layer is one that the inputs come from. */
gboolean cnd_matrix_panel_reads_layer (CndMatrixPanel *self, guint layer);

G_END_DECLS
