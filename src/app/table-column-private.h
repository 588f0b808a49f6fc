/* Columns of a table, told by rows of functions: the text of a cell, a bar before it, its colour, how it sorts. */
#pragma once

#include <gtk/gtk.h>

#include "scene/scene.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *title;  /* to be translated; NULL: set later */
  gboolean number;    /* aligned to the right */
  gboolean expand;
  /* Returns: (transfer full) */
  char *(*text) (gpointer item, gpointer view);
  /* (nullable): 0 … 1 and the colour of a bar before the text; less than 0: none */
  double (*share) (gpointer item, gpointer view, CndColor *color);
  /* (nullable): a style class */
  const char *(*style) (gpointer item, gpointer view);
  /* (nullable): a sorter; numbers in descending order first would surprise, so growing as everywhere */
  int (*compare) (gconstpointer a, gconstpointer b, gpointer view);
  gboolean wrap;      /* sentences, over as many lines as they need */
} CndTableColumn;

/* The cells that are on the screen, to be brought up to date together. */
typedef struct _CndTableCells CndTableCells;
/* @view: given to the functions; it owns the cells */
CndTableCells *cnd_table_cells_new (gpointer view) G_GNUC_WARN_UNUSED_RESULT;
void cnd_table_cells_free (CndTableCells *cells);
void cnd_table_cells_update (CndTableCells *cells);
/* Called with the item and the column when a cell is clicked; no cell is clickable until it is set. */
void cnd_table_cells_set_clicked (CndTableCells *cells, void (*clicked) (gpointer item, const CndTableColumn *column, gpointer view));

/* @columns: static; headings of numbers stand over their ends */
void cnd_table_fill (GtkColumnView *table, const CndTableColumn *columns, guint n_columns, CndTableCells *cells);
/* Scrolls to a row, in the next frame. @table must be mapped. */
void cnd_table_reveal (GtkColumnView *table, guint position);

/* A bar to scale. */
#define CND_TYPE_SHARE_BAR (cnd_share_bar_get_type ())
G_DECLARE_FINAL_TYPE (CndShareBar, cnd_share_bar, CND, SHARE_BAR, GtkWidget)
GtkWidget *cnd_share_bar_new (void);
void cnd_share_bar_set (CndShareBar *self, double share, CndColor color);
double cnd_share_bar_get_share (CndShareBar *self);

G_END_DECLS
