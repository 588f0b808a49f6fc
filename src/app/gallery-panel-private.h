/* The list of shipped models with a search entry. Signal "model-activated" (CndModelItem). */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_GALLERY_PANEL (cnd_gallery_panel_get_type ())
G_DECLARE_FINAL_TYPE (CndGalleryPanel, cnd_gallery_panel, CND, GALLERY_PANEL, AdwBin)

void cnd_gallery_panel_set_gallery (CndGalleryPanel *self, CndGallery *gallery, CndSettings *settings);
/* Marks the model whose open name this is; NULL: none. */
void cnd_gallery_panel_mark (CndGalleryPanel *self, const char *open_name);
void cnd_gallery_panel_focus_search (CndGalleryPanel *self);
GtkListBox *cnd_gallery_panel_get_list (CndGalleryPanel *self);

#define CND_TYPE_MODEL_ROW (cnd_model_row_get_type ())
G_DECLARE_FINAL_TYPE (CndModelRow, cnd_model_row, CND, MODEL_ROW, GtkListBoxRow)
GtkWidget *cnd_model_row_new (CndModelItem *item, CndNumberStyle style);
CndModelItem *cnd_model_row_get_item (CndModelRow *self);

G_END_DECLS
