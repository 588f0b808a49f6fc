/* The inside of a report: one array of counts a layer and a block, and what the sweeps over the graph found. */
#pragma once

#include "analysis.h"

G_BEGIN_DECLS

/* Which pixels the elements of a layer cover along one axis. They repeat: element p + period covers what element p
 * covers, shifted by advance. Without up-sampling the period is 1, and advance is the jump. */
typedef struct
{
  gint64 period, advance;
  gint64 first, last; /* of element 0 */
  gint64 *spans;      /* first and last of the elements 0 … period − 1; NULL for a period of 1 */
  gboolean bound;     /* covers at most this */
} CndReach;

struct _CndReport
{
  gatomicrefcount refs;
  CndNetwork *network;
  CndState state;             /* kept_weights is this report's own copy, or NULL */
  guint64 *kept_weights;
  CndConvention convention;
  guint condensation;
  const CndLayer *layers;     /* the network's */
  const CndBlock *blocks;
  guint n_layers, n_blocks;
  CndCounts *layer_counts;    /* n_layers */
  CndCounts *block_counts;    /* n_blocks */
  CndReach *reaches;          /* 2 · n_layers: height and width of each */
  gboolean *whole;            /* n_layers: covers the whole input */
  gboolean *used;             /* n_layers: the output depends on it */
  guint *last_readers;        /* n_layers: the step after which the layer's output is no longer needed */
  guint64 *alive_bytes;       /* n_layers: of the tensors alive while the layer computes */
  guint peak_layer;
  CndSummarySizes sizes;
};

/* Each of these fills in its part of @report, whose layer counts are there already. FALSE with CND_ERROR_LIMIT. */
gboolean cnd_report_measure_memory (CndReport *report, GError **error);
gboolean cnd_report_measure_fields (CndReport *report, GError **error);
/* The layer's window on its input, extents of whole axes filled in; @whole is set for each axis that is read whole. */
void cnd_report_get_window (const CndReport *report, guint layer, CndWindow window[2], gboolean whole[2]);
/* What the layer's inputs cover together, before its own window; cleared by the caller. */
void cnd_report_join_inputs (const CndReport *report, guint layer, guint axis, CndReach *reach);
void cnd_reach_clear (CndReach *reach);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndReach, cnd_reach_clear)
/* What element @position covers. FALSE when that is beyond what is followed. */
gboolean cnd_reach_get (const CndReach *reach, gint64 position, gint64 *first, gint64 *last);
/* The error of a figure that does not fit 64 bits. Always returns FALSE. */
gboolean cnd_report_set_limit_error (const CndReport *report, guint layer, const char *figure, GError **error);

/* The layer's attribute of that name, or NULL where its kind has none. */
const CndAttribute *cnd_layer_find_attribute (const CndLayer *layer, const char *name);

#define CND_BYTES_PER_ELEMENT 4

G_END_DECLS
