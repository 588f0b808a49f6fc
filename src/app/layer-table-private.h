/* All layers as a table. Its selection is the document's. Signal "layer-activated" (): the selected one. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_LAYER_TABLE (cnd_layer_table_get_type ())
G_DECLARE_FINAL_TYPE (CndLayerTable, cnd_layer_table, CND, LAYER_TABLE, AdwBin)

void cnd_layer_table_set_document (CndLayerTable *self, CndDocument *document);
GtkColumnView *cnd_layer_table_get_table (CndLayerTable *self);
GtkEditable *cnd_layer_table_get_search (CndLayerTable *self);
GtkDropDown *cnd_layer_table_get_kinds (CndLayerTable *self);
/* The text of a cell, as a row on the screen has it. Returns: (transfer full) */
char *cnd_layer_table_dup_cell (CndLayerTable *self, guint position, const char *column) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
