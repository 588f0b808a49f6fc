/* A table with one row a layer while it is read and judged. */
#pragma once

#include "verify-private.h"

G_BEGIN_DECLS

/* What a row at the end states of the whole network. */
typedef enum
{
  CND_TOTAL_PARAMETERS,
  CND_TOTAL_NOTHING, /* parameters that are not trained: there are none */
  CND_TOTAL_INPUT,
  CND_TOTAL_FORWARD_BACKWARD,
  CND_TOTAL_PARAMETER_SIZE,
  CND_TOTAL_SIZE,
  CND_NOT_A_TOTAL,
} CndTotal;

typedef struct
{
  guint64 value;
  gboolean stated;
} CndNumber;

typedef struct
{
  const char *name;
  CndTotal total;
  guint layer; /* G_MAXUINT: about none of the model */
  CndNumber in_shape[3], out_shape[3]; /* channels, height, width */
  CndNumber kernel[2], stride, padding, in, out;
  gboolean has_parameters;
  CndClaim claim;
  char *right; /* owned: the claim's */
} CndLayerRow;

typedef struct
{
  CndVerification *verification;
  const CndReport *report;
  const CndLayer *layers;
  guint n_layers;
  CndLayerRow *rows;  /* as many as the table has */
  guint n_rows;
  gboolean *expected; /* n_layers: whether the table should have a row for it */
  gboolean *covered;  /* n_layers: whether it has */
} CndLayerTable;

/* Reads all rows and finds the layers that they are about. */
gboolean cnd_layer_table_read (CndLayerTable *table, GError **error);
const CndShape *cnd_layer_table_get_input (const CndLayerTable *table, const CndLayer *layer);

/* ---- verify-layers-causes.c: why a statement differs from @ours; NULL when nothing tells (transfer full) ---- */

char *cnd_layer_row_find_input_cause (const CndLayerTable *table, const CndLayerRow *row, const gint64 *ours);
char *cnd_layer_row_find_output_cause (const CndLayerTable *table, const CndLayerRow *row, const gint64 *ours);
/* @published: the row's kernel, stride or padding */
char *cnd_layer_row_find_window_cause (const CndLayerTable *table, const CndLayerRow *row, const CndNumber *published,
                                       const gint64 *ours, guint n);
/* @published: the row's in or out */
char *cnd_layer_row_find_channel_cause (const CndLayerRow *row, const CndNumber *published, gint64 ours);

G_END_DECLS
