/* What the steps of a layout share. They work on plain arrays, as if the flow always ran downwards: `run.c` swaps
 * the axes for other flows before and after.
 *
 *   rank.c     → which row a box is in
 *   lanes.c    → which outputs become lanes
 *   arcs.c     → which of them are drawn as arcs instead, and where those are
 *   chains.c   → vertices: the boxes, and a dummy for each rank that a long edge passes; edges of one rank each
 *   pieces.c   → cuts the ranks where one holds a single vertex, and for each distinct piece runs
 *                order.c, coordinates.c (isotonic.c), snug.c; and restore.c where places.c knows an earlier layout
 *   heights.c  → where the ranks are along the flow
 *   columns.c  → which ranks make up a column, when the drawing is folded
 *   lane-places.c → where the lanes run beside the boxes
 *   fold.c     → the columns side by side
 *   routes.c, frames.c → rectangles and points */
#pragma once

#include "layout/layout.h"

#include <stddef.h>
#include <string.h>

G_BEGIN_DECLS

#define NONE G_MAXUINT

struct _CndView
{
  gatomicrefcount refs;
  CndNetwork *network; /* (nullable) */
  CndViewNode *nodes;
  guint n_nodes;
  CndViewEdge *edges; /* by `to`, then in the order of its inputs */
  guint n_edges;
  guint8 *dense;      /* for each edge: whether it passed a concatenation that a dense block made up */
  guint *node_of_layer;
  guint n_layers;
  gboolean *shown;      /* (nullable): of each layer; NULL: all are */
  guint *frames;        /* blocks */
  guint *frame_parents; /* index into frames, or NONE */
  guint n_frames;
  guint *node_frames;   /* innermost frame around each node, or NONE */
};

struct _CndPlaces
{
  gatomicrefcount refs;
  CndView *view;
  CndFlow flow;
  guint n_vertices;
  double *x;     /* of each vertex, before columns are moved */
  guint *ranks;  /* of each node */
  guint *chains; /* of each edge: its dummies, or NONE */
};

/* Leaves of the view of a whole network the layers that are `shown`, and ends for the edges that leave them. */
void cnd_layout_cut_view (CndView *view);

typedef struct _Arena Arena;

Arena *cnd_arena_new (gsize size);
void cnd_arena_free (Arena *arena);
gpointer cnd_arena_alloc (Arena **arena, gsize n, gsize size);

/* What was allocated after a mark is given back: for arrays of one step. */
typedef struct
{
  Arena *block;
  gsize used;
} ArenaMark;

ArenaMark cnd_arena_mark (Arena **arena);
void cnd_arena_release (Arena **arena, ArenaMark mark);

#define PORT_PITCH 10.0 /* between the ends of routes at one box */

/* Arrays that live as long as the draft. */
#define NEW(draft, type, n) ((type *) cnd_arena_alloc ((draft)->arena, (n), sizeof (type)))
#define NEW0(draft, type, n) ((type *) memset (NEW (draft, type, n), 0, (gsize) (n) * sizeof (type)))

/* An array of n + 1 offsets into another one. */
typedef struct
{
  guint *first;
  guint *items;
} Lists;

typedef struct
{
  guint node;
  guint first_rank, last_rank; /* of the source, of the last reader */
  guint first_part; /* one for each column that it runs through */
  guint track; /* in the gap below the source, or NONE when the output leaves the box's side */
} Lane;

typedef struct
{
  guint lane;
  guint first_rank, last_rank; /* in this column */
  double x;
} LanePart;

/* An edge from side to side. */
typedef struct
{
  guint edge;
  guint first, last; /* numbers of its boxes among those that are connected densely */
  gboolean on_left;
  double start;      /* where the curve begins and ends across the flow */
  double reach;      /* of its control points, from there */
} Arc;

#define CND_LAYOUT_LANE_PITCH 10.0
#define CND_LAYOUT_LANE_AIR 18.0 /* between boxes and the first lane */

/* Room for one row in a gap between ranks. */
#define CND_LAYOUT_TRACK_PITCH 8.0

typedef struct
{
  Arena **arena;
  const CndView *view;
  CndLayoutOptions options;
  double frame_side, frame_bottom; /* air inside a frame, along and across the flow */
  const guint8 *alone; /* (nullable): of each frame: whether it has its ranks for itself */

  guint n_nodes;
  guint n_edges;
  const CndViewEdge *edges;
  Lists outputs;    /* edges that leave each node, in file order of their ends */
  double *widths;   /* across the flow, of each vertex (dummies: 0) */
  double *heights;  /* along the flow, of each node */

  guint n_ranks;
  guint *ranks;     /* of each vertex, boxes first */

  Lane *lanes;
  guint n_lanes;
  LanePart *lane_parts;
  guint n_lane_parts;
  guint *lane_of;   /* of each node: its lane, or NONE */
  guint8 *tapped;   /* of each edge: whether it reads its source's lane */
  guint8 *arced;    /* of each edge: whether it is drawn as an arc */
  Arc *arcs;
  guint n_arcs;
  double *arcs_left, *arcs_right; /* of each rank: how far they reach; NULL when there are none */
  guint8 *arcs_below; /* of each rank: whether one passes the gap below it; NULL when there are none */

  guint n_vertices;
  guint *chains;    /* of each edge: the first of its span − 1 dummies, or NONE */
  guint *frame_of;  /* of each vertex: the innermost frame around it, or NONE */
  guint *frame_depths; /* of each frame */
  double *frame_tops;  /* of each frame: air above its content, with its title */
  guint *frame_first, *frame_last; /* of each frame: its outermost ranks */
  double *frame_left, *frame_right; /* of each frame: extent of its vertices in the piece at hand */
  double *frame_room; /* of each frame: how far left of the spine it has to reach for its title; NULL: nowhere */
  gboolean frames_are_measured;     /* whether that is known, and keeps others away */
  Lists down, up;   /* neighbours of each vertex in the next and the previous rank */
  guint *row_first; /* of each rank (+ 1): where it starts in `order` */
  guint *order;     /* vertices, rank by rank, from left to right */
  guint *positions; /* of each vertex within its rank */
  double *x;        /* centre of each vertex */
  double *earlier_x; /* of each vertex: where it was in an earlier layout, or NAN; NULL when there was none */
  guint64 order_work; /* spent on the order of all pieces so far */

  double *tops, *bottoms; /* of each rank */
  double *bend_tops, *bend_bottoms; /* of the gap below each rank: where wires move sideways */
  guint *columns;         /* of each rank */
  guint n_columns;
  guint *column_ends;     /* of each column: its last rank; NULL when there is one column */
  double *column_x;       /* of each column: where its spine is */
  double *rank_left, *rank_right; /* of each rank: extent of boxes and frames, where there are columns */
  guint *row_tracks;      /* of each node: the track in the gap above of its row of taps, or NONE */
  guint *input_tracks;    /* of each rank: tracks in the gap above for rows of taps */
  guint *output_tracks;   /* of each rank: tracks in the gap below for starts of lanes */
} Draft;

static inline gboolean
is_dummy (const Draft *draft, guint vertex)
{
  return vertex >= draft->n_nodes;
}

#define CND_LAYOUT_COLUMN_GAP 56.0

/* How many frames are around a vertex. */
static inline guint
count_frames_around (const Draft *draft, guint vertex)
{
  return draft->frame_of[vertex] == NONE ? 0 : draft->frame_depths[draft->frame_of[vertex]] + 1;
}

static inline gboolean
is_in_frame (const Draft *draft, guint vertex, guint frame)
{
  guint f = draft->frame_of[vertex];

  while (f != NONE && draft->frame_depths[f] > draft->frame_depths[frame])
    f = draft->view->frame_parents[f];
  return f == frame;
}

/* The part of a lane in the column of a rank that it passes. */
static inline guint
get_lane_part (const Draft *draft, guint lane, guint rank)
{
  const Lane *l = &draft->lanes[lane];

  return l->first_part + draft->columns[rank] - draft->columns[l->first_rank];
}

static inline gboolean
part_is_continued (const Draft *draft, const LanePart *part)
{
  return part->first_rank != draft->lanes[part->lane].first_rank;
}

static inline gboolean
part_goes_on (const Draft *draft, const LanePart *part)
{
  return part->last_rank != draft->lanes[part->lane].last_rank;
}

/* Steps, in their order. */
void cnd_layout_assign_ranks (Draft *draft);
void cnd_layout_choose_lanes (Draft *draft);
void cnd_layout_choose_arcs (Draft *draft);
void cnd_layout_measure_frames (Draft *draft);
void cnd_layout_make_chains (Draft *draft);
void cnd_layout_solve_pieces (Draft *draft);
CndPlaces *cnd_places_new (const Draft *draft, CndView *view);
void cnd_layout_recall_places (Draft *draft, const CndPlaces *earlier, const guint *matches);
void cnd_layout_choose_tracks (Draft *draft);
void cnd_layout_assign_heights (Draft *draft);
void cnd_layout_place_arcs (Draft *draft);
void cnd_layout_widen_frames (Draft *draft);
void cnd_layout_choose_columns (Draft *draft);
void cnd_layout_place_lanes (Draft *draft);
void cnd_layout_move_columns (Draft *draft);
void cnd_layout_write_routes (const Draft *draft, CndLayout *layout);
void cnd_layout_write_arcs (const Draft *draft, CndLayout *layout);
void cnd_layout_write_connectors (const Draft *draft, CndLayout *layout);
void cnd_layout_write_lanes (const Draft *draft, CndLayout *layout);
/* Marks in @alone the frames in which boxes of others lie; returns whether there are none. */
gboolean cnd_layout_write_frames (const Draft *draft, CndLayout *layout, guint8 *alone);

/* A piece: the ranks first … last of a draft. Scratch memory is made once for all pieces. */
typedef struct
{
  guint *vertices[5]; /* n_vertices each */
  double *values[4];  /* n_vertices each */
  guint *row;         /* max (n_vertices, edges of one rank each) */
} Scratch;

/* Orders the ranks of a piece; returns the crossings left. */
guint64 cnd_layout_order_piece (Draft *draft, guint first, guint last, Scratch *scratch);
void cnd_layout_place_piece (Draft *draft, guint first, guint last, Scratch *scratch);
/* Instead, for pieces that it would make too wide. */
void cnd_layout_relax_piece (Draft *draft, guint first, guint last, Scratch *scratch);
void cnd_layout_snug_piece (Draft *draft, guint first, guint last);

/* Improves the present order by exchanges, but of two that are @fixed; returns the crossings left. */
guint64 cnd_layout_exchange_piece (Draft *draft, guint first, guint last, Scratch *scratch, const guint8 *fixed);
guint64 cnd_layout_count_crossings (Draft *draft, guint first, guint last, Scratch *scratch);
/* Sorts n items by their keys; stable. @other: room for n. */
void cnd_layout_sort_by_keys (guint *items, guint *other, const double *keys, guint n);
/* Moves what is known from an earlier layout back to where it was, unless that costs too much. */
void cnd_layout_restore_piece (Draft *draft, guint first, guint last, Scratch *scratch);

/* The outermost frame around @left that @right is not in, and the other way round, or NONE; returns how many such
 * frames there are on both sides. */
guint cnd_layout_find_frames_between (const Draft *draft, guint left, guint right, guint *left_frame, guint *right_frame);
/* Least distance between the centres of neighbours of a rank, with their present x where frames are measured. */
double cnd_layout_get_separation (const Draft *draft, guint left, guint right);
void cnd_layout_measure_piece_frames (Draft *draft, guint first, guint last);
gboolean cnd_layout_is_piece_clear (const Draft *draft, guint first, guint last);

/* Offsets for lists: counts[i] in first[i]; turns counts into offsets and returns the sum. */
guint cnd_layout_sum_counts (guint *first, guint n);

G_END_DECLS
