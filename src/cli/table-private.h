/* The inside of a table, for its writers. */
#pragma once

#include "cli-private.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *cells; /* may be fewer than the columns: the rest are empty */
  char *note;       /* (nullable) */
  gboolean rule_before;
} CndSheetRow;

struct _CndSheet
{
  GArray *columns; /* CndColumn */
  GArray *rows;    /* CndSheetRow */
  gboolean rule_is_due;
};

const char *cnd_cli_sheet_get_cell (const CndSheet *sheet, const CndSheetRow *row, guint column);
void cnd_cli_sheet_render_csv (const CndSheet *sheet, GString *out);
void cnd_cli_sheet_render_markdown (const CndSheet *sheet, const char *caption, GString *out);
void cnd_cli_sheet_render_latex (const CndSheet *sheet, const char *caption, GString *out);

G_END_DECLS
