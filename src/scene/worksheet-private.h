/* A worksheet's table: which columns it has, what stands in them, and how wide they are. */
#pragma once

#include "scene/drawing-private.h"

G_BEGIN_DECLS

#define CND_WORKSHEET_MARGIN 48.0
#define CND_WORKSHEET_TEXT 12.0
#define CND_WORKSHEET_SMALL 10.0
#define CND_WORKSHEET_MAX_COLUMNS 8u

/* Cells of the sheet. */
enum { CND_WORKSHEET_NAME, CND_WORKSHEET_KIND, CND_WORKSHEET_OUTPUT };

typedef struct
{
  const char *title; /* borrowed from the sheet, or translated */
  gboolean number;
  gboolean asked;    /* to be filled in */
  guint cell;        /* of the sheet; G_MAXUINT: the settings */
  double x, width;   /* where the language runs from left to right */
} CndWorksheetColumn;

typedef struct
{
  CndReport *report;
  const CndWorksheetOptions *options;
  GArray *rows;    /* of CndSummaryRow; the sheet has one row more, the total */
  CndSheet *sheet; /* with all answers */
  GPtrArray *settings; /* a text a row */
  CndWorksheetColumn columns[CND_WORKSHEET_MAX_COLUMNS];
  guint n_columns;
  guint indent; /* of the names, in units a level */
} CndWorksheetTable;

void cnd_worksheet_table_init (CndWorksheetTable *table, CndReport *report, const CndWorksheetOptions *options, CndRuler *ruler);
void cnd_worksheet_table_clear (CndWorksheetTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndWorksheetTable, cnd_worksheet_table_clear)

G_END_DECLS
