/* layout: from a network to rectangles and routes. First a view (which boxes stand for which layers: a collapsed
 * block is one box, a dense layer is one box), then a layered drawing of the view. Knows no kinds, no fonts, no colours:
 * sizes of boxes come from the caller.
 *
 * Coordinates: doubles in scene units (1 unit = 1 CSS pixel at scale 1), y downwards, origin at the top left of the drawing. */
#pragma once

#include "network/network.h"

G_BEGIN_DECLS

typedef struct { double x, y; } CndPoint;
typedef struct { double x, y, width, height; } CndRect;

/* ---- View: what is one box ---------------------------------------------------------- */

/* One box: a layer, or a collapsed block. Or, in the view of a part of a network, what an edge that enters or leaves
 * the part comes from or goes to: those that enter stand before all boxes, those that leave behind them. */
typedef struct
{
  guint layer;   /* the layer, or G_MAXUINT for a block */
  guint block;   /* the collapsed block, or G_MAXUINT for a layer */
  guint first_edge, n_edges; /* slice of the view's edges that end here */
  guint n_outside; /* 0: a box; n: an end outside the part, for n layers and blocks, of which the nearest one is named */
} CndViewNode;

typedef struct
{
  guint from, to; /* nodes; from < to */
  guint n_edges;  /* edges of the network that it stands for */
} CndViewEdge;

typedef struct _CndView CndView; /* immutable, reference-counted, any thread */

/* Tells whether block @block of @network is open (drawn as a frame around its content) or collapsed. */
typedef gboolean (*CndIsOpen) (CndNetwork *network, guint block, gpointer data);
/* The default: everything is open but the repetitions of dense blocks (one box a dense layer). @data is unused. */
gboolean cnd_layout_is_open_by_default (CndNetwork *network, guint block, gpointer data);
/* Opens blocks down to a depth: @data is GUINT_TO_POINTER (depth); depth 0: only the network's own list. */
gboolean cnd_layout_is_open_to_depth (CndNetwork *network, guint block, gpointer data);

/**
 * cnd_layout_view_new:
 *
 * The concatenations that a dense block makes up are left out: who reads one reads its inputs. Where a dense block reads
 * all features of the network, what stands between (pooling that keeps the channels) is passed through in the same way.
 * So are concatenations that a model spells out, where at least three in a row each read the one before and something
 * new. Linear in layers + edges shown.
 */
CndView *cnd_layout_view_new (CndNetwork *network, CndIsOpen is_open, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/**
 * cnd_layout_view_new_part:
 * @shown: for each layer whether it is part of the view (copied)
 *
 * The same of a part of the network: layers that are not shown have no box. Blocks of which nothing is shown count as
 * collapsed, and what the part reads or is read by has a node each (`n_outside`), of which there are few: the farthest
 * share one. A collapsed block has a box when one of its layers is shown; an open one has a frame when all are.
 */
CndView *cnd_layout_view_new_part (CndNetwork *network, CndIsOpen is_open, gpointer data, const gboolean *shown) G_GNUC_WARN_UNUSED_RESULT;
CndView *cnd_view_ref (CndView *view);
void cnd_view_unref (CndView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndView, cnd_view_unref)
CndNetwork *cnd_view_get_network (const CndView *view);
const CndViewNode *cnd_view_get_nodes (const CndView *view, guint *n_nodes);
const CndViewEdge *cnd_view_get_edges (const CndView *view, guint *n_edges);
/* Open blocks with at least one node inside, outermost first (without the network itself, and without containers of
 * repetitions whose frame would only repeat the one around it or those inside it). */
const guint *cnd_view_get_frames (const CndView *view, guint *n_frames);
/* FALSE only for layers outside the part that the view is of. */
gboolean cnd_view_has_layer (const CndView *view, guint layer);
/* The node that shows @layer, or G_MAXUINT when it is passed through or not in the part shown. */
guint cnd_view_get_node_of_layer (const CndView *view, guint layer);
/* A view without a network, for tests and benchmarks of the layout alone. @from, @to: n_edges pairs, from < to. */
CndView *cnd_layout_view_new_plain (guint n_nodes, const guint *from, const guint *to, guint n_edges) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Drawing ------------------------------------------------------------------------ */

typedef enum { CND_FLOW_DOWN, CND_FLOW_RIGHT } CndFlow;

/* How dense connectivity is drawn: as lanes with taps, or, where at most eight layers in a single column make up a dense
 * block, as arcs on both sides of it. */
typedef enum { CND_DENSE_LANES, CND_DENSE_ARCS } CndDenseStyle;

typedef struct
{
  CndFlow flow;
  double node_gap;    /* between boxes of a rank */
  double rank_gap;    /* between ranks, at least */
  double frame_gap;   /* air inside a block's frame */
  double fold_aspect; /* width ÷ height to fold into columns for; 0: do not fold */
  CndDenseStyle dense;
  const double *title_widths; /* (nullable): one a frame of the view: in CND_FLOW_DOWN a frame is so wide that this fits
                               * at its start beside the line that enters it, if nothing else is in the way */
  const double *title_heights; /* (nullable): one a frame of the view: in CND_FLOW_DOWN what its title needs above its
                                * content, beyond a single row of text */
  double head_room;   /* kept free before the heads of lanes that are continued in a column */
} CndLayoutOptions;

extern const CndLayoutOptions cnd_layout_default_options;

/* How a lane or a route is drawn. From the bottom (in CND_FLOW_RIGHT: the right side) of a box to the top of another
 * one, or from the joint above a column that the connector before it leads to. Consecutive points that share a
 * coordinate are joined by a straight line; others, unless the route is orthogonal, by an S-curve whose tangents lie
 * along the flow. An arc goes from the side of its source to the side of its reader: its six points are orthogonal, and
 * the middle four are the ends and control points of one curve. */
typedef struct
{
  guint edge;          /* of the view; G_MAXUINT for the connector between two columns */
  guint first_point, n_points;
  gboolean orthogonal;
  gboolean arc;
} CndRoute;

/* The output of one node, running along the flow past its readers. Where the drawing is folded, a lane that is still
 * read after the end of a column stops at the column's foot (`goes_on`) and begins again at the head of the next one as
 * a lane of its own with the same node (`part` > 0): there it is a straight line whose first point is its head, free
 * above by the options' `head_room`, for the name of its source or a mark. The parts of one output come one after the
 * other in the array, and continued lanes stand in the same order in all columns, oldest outermost. */
typedef struct
{
  guint node;          /* whose output it carries */
  guint part;          /* 0: starts at the node's side; n: continued in the n-th column after that one */
  gboolean goes_on;    /* whether the next lane in the array continues it */
  guint first_point, n_points; /* to the lane's end: orthogonal */
} CndLane;

/* Where a reader's row meets a lane. */
typedef struct
{
  guint lane;          /* the part of it that is in the reader's column */
  guint edge;
  CndPoint point;
} CndTap;

/* From a reader's outermost tap to its box: straight across the flow, or, where other boxes are in the way, across the
 * flow to @corner and along it to @to. @corner equals @to when the row is straight. */
typedef struct
{
  guint node;
  CndPoint from, corner, to;
} CndReadRow;

/* A block that is folded into several columns has one frame in each. Along its upper edge, in both flows, there
 * is room for a title of 18 units; wires may cross it. */
typedef struct
{
  guint block;
  CndRect rect;
} CndFrame;

/* Where the boxes and wires of a layout are across the flow: for the next layout to start from. Immutable,
 * reference-counted, any thread. */
typedef struct _CndPlaces CndPlaces;

CndPlaces *cnd_places_ref (CndPlaces *places);
void cnd_places_unref (CndPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndPlaces, cnd_places_unref)

typedef struct
{
  CndView *view;       /* owned reference */
  CndPlaces *places;   /* owned reference: keep one to pass it to cnd_layout_run_from () later */
  CndRect bounds;      /* of everything, from 0, 0 */
  double aspect_ratio; /* of its aspect to the options' fold_aspect: above 1 it is too wide, below too high; 1 when not folded */
  CndRect *boxes;      /* one a node */
  guint *ranks;        /* one a node */
  guint *columns;      /* one a node; 0 when not folded */
  CndPoint *points;
  guint n_points;
  CndRoute *routes;    /* edges that are not lanes' taps; those to the next rank even if they are; connectors */
  guint n_routes;
  CndLane *lanes;
  guint n_lanes;
  CndTap *taps;
  guint n_taps;
  CndReadRow *rows;
  guint n_rows;
  CndFrame *frames;
  guint n_frames;
} CndLayout;

/**
 * cnd_layout_run:
 * @sizes: width and height of each node's box (x and y are not read)
 *
 * Deterministic. No edge runs through a box, no boxes overlap. About linear in nodes and edges. Any thread.
 * Returns: (transfer full)
 */
CndLayout *cnd_layout_run (CndView *view, const CndRect *sizes, const CndLayoutOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_layout_run_from:
 * @earlier: (nullable): the `places` of a layout of this network or of one like it; not used where its flow was another
 * @matches: (nullable): for each node of the earlier view the node that shows it now, or G_MAXUINT; by default nodes
 *   are told by the ids of their layers and blocks, also where the networks differ
 *
 * Like cnd_layout_run(), but boxes and long wires keep their places across the flow as far as they can: for pictures
 * that change under the reader's eyes, when a block is collapsed, an edge goes, a number changes. Whoever shows a drawing
 * keeps a reference to its layout's `places`, passes it here for the next one, and NULL to tidy up: the result is then
 * that of cnd_layout_run(). Where keeping the places would cost crossings, they are not kept.
 */
CndLayout *cnd_layout_run_from (CndView *view, const CndRect *sizes, const CndLayoutOptions *options, CndPlaces *earlier,
                                const guint *matches) G_GNUC_WARN_UNUSED_RESULT;
void cnd_layout_free (CndLayout *layout);
/* Where across the flow the middle of a node's column is: what enters the column does so there. */
double cnd_layout_get_spine (const CndLayout *layout, guint node);
/* Where across the flow a column of a folded drawing is over: in the middle of the gap to the next one. FALSE for the last one. */
gboolean cnd_layout_get_column_end (const CndLayout *layout, guint column, double *across);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndLayout, cnd_layout_free)
/* Returns: (transfer full): a text dump with whole numbers, for goldens */
char *cnd_layout_dump (const CndLayout *layout) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
