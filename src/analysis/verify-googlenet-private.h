/* GoogLeNet's Table 1 while it is read and judged. */
#pragma once

#include "verify-private.h"

G_BEGIN_DECLS

/* The columns of filters, by kernel. */
enum
{
  CND_BRANCH_ONE,
  CND_BRANCH_THREE_REDUCE,
  CND_BRANCH_THREE,
  CND_BRANCH_FIVE_REDUCE,
  CND_BRANCH_FIVE,
  CND_BRANCH_POOL_PROJECTION,
  CND_N_BRANCHES,
};

typedef struct
{
  const char *name;
  guint depth;      /* convolutions that it is about */
  guint first, end; /* the layers that it is about: first … end − 1; first is G_MAXUINT where it is about none */
  guint output;     /* the layer whose output it states */
  gboolean is_inception;
  guint64 patch, stride, out[3]; /* as stated, 0: not; out: height, width, channels */
  guint64 branches[CND_N_BRANCHES];
  gboolean has_parameters, has_macs;
  CndClaim parameters, macs;
} CndGooglenetRow;

typedef struct
{
  CndVerification *verification;
  const CndReport *report;
  const CndNetwork *network;
  const CndLayer *layers;
  guint n_layers;
  CndGooglenetRow *rows;
  guint n_rows;
  gboolean *expected; /* n_layers: whether the table should have a row for it */
  gboolean *covered;  /* n_layers: whether it has */
  guint64 *depths;
  const char **depth_rows;
  guint n_depths;
  guint64 kilo;
  gboolean without_biases;
} CndGooglenet;

/* Reads all rows and finds what they are about. */
gboolean cnd_googlenet_read_rows (CndGooglenet *table, GError **error);
/* The model's filters of a row, by column; 0 where it has none. */
void cnd_googlenet_sort_filters (const CndGooglenet *table, const CndGooglenetRow *row, gint64 filters[CND_N_BRANCHES]);

/* ---- verify-googlenet-causes.c: why a statement differs from @ours; NULL when nothing tells (transfer full) ---- */

char *cnd_googlenet_find_window_cause (const CndGooglenet *table, guint row, gint64 published, gint64 ours);
/* @ours: height, width, channels */
char *cnd_googlenet_find_output_cause (const CndGooglenet *table, guint row, const gint64 *ours);
char *cnd_googlenet_find_filter_cause (const CndGooglenet *table, guint row, const gint64 *ours);

G_END_DECLS
