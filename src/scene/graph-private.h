/* Inside the room scene: making the picture of a layer graph, step by step. */
#pragma once

#include "scene/scene-private.h"

G_BEGIN_DECLS

/* ---- What the boxes say ------------------------------------------------------------- */

/* The texts of a box, two a line: one from the start, one towards the end. Lives in the builder's strings; NULL: nothing. */
#define CND_BOX_LINES 4

typedef struct
{
  const char *start[CND_BOX_LINES];
  const char *end[CND_BOX_LINES];
  guint n_lines;
  CndCategory category; /* CND_N_CATEGORIES: a collapsed block */
  gboolean learned;     /* has parameters */
  double width;         /* that the texts need, side by side, with the sign and the margins */
} CndBoxLabel;

/* What all steps share. */
typedef struct
{
  CndSceneBuilder *builder;
  CndRuler ruler;
  CndView *view;
  CndNetwork *network;
  CndReport *report;
  const CndSceneOptions *options;
  gboolean mirrored;     /* the language runs from right to left, whatever single texts do */
  const CndThemeStyle *style;
  const CndViewNode *nodes;
  guint n_nodes;
  const CndViewEdge *edges;
  guint n_edges;
  const CndLayer *layers;
  const CndBlock *blocks;
  CndBoxLabel *labels;   /* one a node */
  guint8 *title_rows;    /* (nullable): one a block: rows of its frame's title; NULL: one each */
  CndLayout *layout;
  CndPoint origin;       /* of the layout, in the scene */
} CndGraph;

#define CND_TITLE_SIZE 13.0
#define CND_LABEL_SIZE 12.0

void cnd_graph_label_node (CndGraph *graph, guint node, CndBoxLabel *label);
/* Returns: (transfer full): "Dense block 2", "Dense layer × 12": what a block is called in pictures */
char *cnd_graph_name_block (const CndGraph *graph, guint block) G_GNUC_WARN_UNUSED_RESULT;
/* The same within @width, as the title of a frame: the number, which tells it from others, is kept; a word beside the title is not.
 * Returns: (transfer full) */
char *cnd_graph_shorten_block_name (CndGraph *graph, guint block, double width) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): as short as it gets: "1.4", "init_conv" */
char *cnd_graph_format_short_name (const CndGraph *graph, guint node) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer none): the id for people: of a layer or collapsed block */
const char *cnd_graph_get_node_id (const CndGraph *graph, guint node);
/* Returns: (transfer full): one sentence for who cannot see the box */
char *cnd_graph_describe_node (const CndGraph *graph, guint node) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Signs -------------------------------------------------------------------------- */

/* A category's sign around @centre, about 16 units large. CND_N_CATEGORIES: a block. */
void cnd_scene_draw_sign (CndSceneBuilder *builder, CndCategory category, CndPoint centre);
/* The lines that stand for a category's colour in @rect, where the theme hatches. */
void cnd_scene_draw_hatch (CndSceneBuilder *builder, CndCategory category, CndRect rect);

/* ---- Boxes, frames, lines, head ----------------------------------------------------- */

/* Widths and heights of all boxes, into @sizes. */
void cnd_graph_size_boxes (CndGraph *graph, CndRect *sizes);
void cnd_graph_draw_boxes (CndGraph *graph);
void cnd_graph_draw_frames (CndGraph *graph);
CndRect cnd_graph_get_frame_rect (const CndGraph *graph, const CndFrame *frame);
/* Returns: (transfer full): one a frame: which part of its block it is; a block that goes on in another column has a
 * frame in each */
guint *cnd_graph_count_frame_parts (const CndGraph *graph) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): one a frame: how many frames are around it; every second one has another tint */
guint *cnd_graph_count_frame_depths (const CndGraph *graph) G_GNUC_WARN_UNUSED_RESULT;
void cnd_graph_draw_frame_titles (CndGraph *graph);
/* After a first layout: whether a frame's title has no room in one row; if so, how many rows there are is kept in the graph. */
gboolean cnd_graph_choose_title_rows (CndGraph *graph);
/* One a frame of the view: the room that its title needs beside the line that enters it, and above the content. */
void cnd_graph_measure_frame_titles (CndGraph *graph, double *widths, double *heights);
/* A point of the layout in the scene. */
CndPoint cnd_graph_place (const CndGraph *graph, CndPoint point);
#define CND_ARROW_LENGTH 7.0
#define CND_ARROW_ROOM 12.0  /* a shorter last stretch gets no arrowhead */
/* A triangle with its tip at @tip, pointing along (dx, dy), a unit vector of an axis. */
void cnd_graph_draw_arrowhead (CndGraph *graph, CndPoint tip, double dx, double dy, CndInk ink);
/* Straight stretches with rounded corners. */
void cnd_scene_append_orthogonal (CndSceneBuilder *builder, const CndPoint *points, guint n);
void cnd_graph_draw_edges (CndGraph *graph);
void cnd_graph_draw_lanes (CndGraph *graph);
/* Whose outputs the lanes carry that go on at the head of a column. */
void cnd_graph_draw_lane_heads (CndGraph *graph);
/* The room for what an edge comes from or goes to outside the part shown, and their drawing. */
CndRect cnd_graph_size_end (CndGraph *graph, guint node);
guint cnd_graph_count_ends (const CndGraph *graph);
void cnd_graph_draw_ends (CndGraph *graph);
/* Title, totals and legend above the graph, not wider than @width if that can be; returns their height. */
double cnd_graph_draw_head (CndGraph *graph, CndPoint origin, double width);
/* Of what the view shows: all of the network, or the layers of its part. */
typedef struct
{
  guint n_layers;
  guint64 parameters, macs;
} CndTotals;

CndTotals cnd_graph_sum_totals (const CndGraph *graph);
/* Returns: (transfer full) (nullable): of which state the counts are: "dense", "condensed"; NULL where all are the same */
char *cnd_graph_format_state (const CndGraph *graph) G_GNUC_WARN_UNUSED_RESULT;
/* "1 parameter · 3 multiply-adds", of texts whose numbers decide between singular and plural; @between them. */
char *cnd_graph_format_counts (const char *parameters, guint64 n_parameters, const char *macs, guint64 n_macs,
                               const char *between) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) */
char *cnd_graph_format_name (const CndGraph *graph) G_GNUC_WARN_UNUSED_RESULT;
/* Width that the head would like to have. */
double cnd_graph_get_head_width (CndGraph *graph);

G_END_DECLS
