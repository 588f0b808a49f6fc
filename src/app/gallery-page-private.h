/* The gallery: models as cards, those opened lately first, found by a search. Signal "model-activated" (CndModelItem). */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_GALLERY_PAGE (cnd_gallery_page_get_type ())
G_DECLARE_FINAL_TYPE (CndGalleryPage, cnd_gallery_page, CND, GALLERY_PAGE, AdwBin)

void cnd_gallery_page_set_gallery (CndGalleryPage *self, CndGallery *gallery, CndSettings *settings, CndThumbnails *thumbnails);
/* Shows those that still exist above the others; NULL: none. */
void cnd_gallery_page_set_recent (CndGalleryPage *self, const char *const *open_names);
/* Cards of the runs that there are. */
GtkFlowBox *cnd_gallery_page_get_runs (CndGalleryPage *self);
GtkFlowBox *cnd_gallery_page_get_recent (CndGalleryPage *self);
/* Marks the model whose open name this is; NULL: none. */
void cnd_gallery_page_mark (CndGalleryPage *self, const char *open_name);
void cnd_gallery_page_focus_search (CndGalleryPage *self);
GtkFlowBox *cnd_gallery_page_get_models (CndGalleryPage *self);
GtkEditable *cnd_gallery_page_get_search (CndGalleryPage *self);

#define CND_TYPE_MODEL_CARD (cnd_model_card_get_type ())
G_DECLARE_FINAL_TYPE (CndModelCard, cnd_model_card, CND, MODEL_CARD, GtkFlowBoxChild)
GtkWidget *cnd_model_card_new (CndModelItem *item, CndSettings *settings, CndThumbnails *thumbnails);
CndModelItem *cnd_model_card_get_item (CndModelCard *self);
gboolean cnd_model_card_has_picture (CndModelCard *self);

G_END_DECLS
