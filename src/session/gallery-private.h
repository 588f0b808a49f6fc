/* Making the items of a gallery. */
#pragma once

#include "session.h"

G_BEGIN_DECLS

/* All texts are copied; @entry may be NULL: figures unknown. */
CndModelItem *cnd_model_item_new (const char *name, const char *open_name, const CndCatalogueEntry *entry) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
