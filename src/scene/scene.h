/* scene: decides the picture, once. Geometry and style become a flat list of items whose positions, texts, colours and ids
 * are final; paint only writes them down (cairo, SVG). Also here: finding the item under a point, and viewport maths. */
#pragma once

#include "analysis/analysis.h"
#include "layout/layout.h"
#include "ops/ops.h"
#include "run/run.h"

G_BEGIN_DECLS

/* ---- Style -------------------------------------------------------------------------- */

typedef struct { double red, green, blue, alpha; } CndColor;

typedef enum
{
  CND_THEME_LIGHT,
  CND_THEME_DARK,
  CND_THEME_PRINT,
  CND_THEME_HIGH_CONTRAST,
  CND_N_THEMES
} CndTheme;

const char *cnd_scene_get_theme_name (CndTheme theme); /* "light" */
gboolean cnd_scene_parse_theme (const char *name, CndTheme *theme, GError **error);

#define CND_N_GROUP_INKS 8
#define CND_SCALE_STEPS 32
#define CND_STAGE_STEPS 8

/* What a colour is for. A theme gives each of them one value (the table is in palette.c); items carry both the purpose and
 * the value, so that a writer can also name colours and leave the values to a style sheet. */
typedef enum
{
  CND_INK_NONE,
  CND_INK_BACKGROUND,
  CND_INK_TEXT,
  CND_INK_DIM,          /* text that stands back: names, counts, titles of frames */
  CND_INK_BOX,          /* fill of boxes */
  CND_INK_BOX_LINE,
  CND_INK_FRAME,        /* fill of open blocks, and of every second one inside another */
  CND_INK_FRAME_INNER,
  CND_INK_FRAME_LINE,
  CND_INK_EDGE,
  CND_INK_LANE,
  CND_INK_ROW,
  CND_INK_TAP,
  CND_INK_ACCENT,       /* selection */
  CND_INK_SIGN,         /* a kind's sign, on its category's colour */
  CND_INK_HATCH,        /* lines that stand for a category's colour where there is none */
  CND_INK_BLOCK,        /* a collapsed block */
  CND_INK_ON_LITTLE,    /* text on the steps of a scale: on those near nothing, and near much */
  CND_INK_ON_MUCH,
  CND_INK_CATEGORY,     /* the first of CND_N_CATEGORIES */
  CND_INK_GROUP = CND_INK_CATEGORY + CND_N_CATEGORIES, /* the first of CND_N_GROUP_INKS: filter groups, and curves */
  /* steps of scales that are even to the eye, computed in scale.c */
  CND_INK_VALUE = CND_INK_GROUP + CND_N_GROUP_INKS,    /* 0 … CND_SCALE_STEPS: from nothing to much */
  CND_INK_SIGNED = CND_INK_VALUE + CND_SCALE_STEPS + 1, /* −CND_SCALE_STEPS … CND_SCALE_STEPS, 0 is in the middle */
  CND_INK_STAGE = CND_INK_SIGNED + 2 * CND_SCALE_STEPS + 1, /* 0 … CND_STAGE_STEPS − 1: from the first stage to the last */
  CND_N_INKS = CND_INK_STAGE + CND_STAGE_STEPS
} CndInk;

const char *cnd_scene_get_ink_name (CndInk ink); /* "box-line": part of class names */
CndColor cnd_scene_get_ink_color (CndTheme theme, CndInk ink);
/* Ink of group @group, of a value 0 … 1, of a signed value −1 … 1 (beyond: the ends), of a stage 1 … @condensation − 1. */
CndInk cnd_scene_get_group_ink (guint group);
CndInk cnd_scene_get_value_ink (double value);
CndInk cnd_scene_get_signed_ink (double value);
CndInk cnd_scene_get_stage_ink (guint stage, guint condensation);
/* Lightness of a colour as the eye sees it (OKLab's L): 0 … 1. */
double cnd_scene_get_lightness (CndColor color);
CndColor cnd_scene_get_category_color (CndTheme theme, CndCategory category);
CndColor cnd_scene_get_accent_color (CndTheme theme);
/* Contrast of two opaque colours as WCAG 2 defines it: 1 … 21. */
double cnd_scene_get_contrast (CndColor a, CndColor b);

/* Which counts the boxes say, beside kind and shape. */
typedef enum
{
  CND_SHOW_NO_COUNTS,
  CND_SHOW_BOTH_COUNTS,
  CND_SHOW_PARAMETERS,
  CND_SHOW_MACS,
  CND_SHOW_COVERED, /* as without counts, and “?” where blocks and the totals have theirs, for a class to guess them */
} CndShowCounts;

typedef struct
{
  CndTheme theme;
  CndFlow flow;
  double fold_aspect;      /* 0: one strip */
  CndDenseStyle dense;
  CndShowCounts show_counts;
  gboolean show_ids;       /* layers' ids, as models and the command line name them, in the boxes */
  gboolean show_legend;
  gboolean show_title;     /* the network's name and totals above the graph */
  CndNumberStyle numbers;
  const char *language;    /* (nullable): of the model's titles */
  const double *shares;    /* (nullable): one an edge of the view: how much of what it carries is read, 0 … 1; NULL: all */
  CndPlaces *earlier;      /* (nullable): of the layout of the picture before: what both show stays where it was */
  const char *part;        /* (nullable): what the view shows when it is of a part of the network, for the title */
} CndSceneOptions;

extern const CndSceneOptions cnd_scene_default_options;

/* Width of a text in scene units; paint provides one that measures with Pango, tests a fixed one. */
typedef double (*CndMeasureText) (const char *text, double size, gboolean bold, gpointer data);

/* ---- Items -------------------------------------------------------------------------- */

typedef enum
{
  CND_ITEM_BEGIN,  /* opens a group: id, role, title, data; nested; cairo ignores it */
  CND_ITEM_END,
  CND_ITEM_RECT,
  CND_ITEM_PATH,
  CND_ITEM_CIRCLE,
  CND_ITEM_TEXT,
  CND_ITEM_IMAGE,  /* pixels, each a rectangle of one colour however large it is shown */
} CndItemType;

typedef enum
{
  CND_ROLE_NONE,
  CND_ROLE_BACKGROUND,
  CND_ROLE_FRAME,   /* an open block */
  CND_ROLE_LAYER,   /* a layer's box */
  CND_ROLE_BLOCK,   /* a collapsed block's box */
  CND_ROLE_EDGE,
  CND_ROLE_LANE,
  CND_ROLE_TAP,
  CND_ROLE_ROW,
  CND_ROLE_LEGEND,
  CND_ROLE_GRID,    /* the cells of a matrix, in groups */
  CND_ROLE_COLUMN,  /* what one filter group does with one input */
  CND_ROLE_SOURCE,  /* the layer that inputs come from */
  CND_ROLE_CHART,
  CND_ROLE_STAGE,   /* a stretch of the time axis */
  CND_ROLE_PLAYHEAD,
  CND_ROLE_OUTSIDE, /* what an edge that leaves the part shown comes from or goes to */
  CND_N_ROLES
} CndRole;

typedef enum { CND_ALIGN_START, CND_ALIGN_MIDDLE, CND_ALIGN_END } CndAlign;

/* One element of a path: M (1 point), L (1), C (3), Z (0) */
typedef struct
{
  char command;
  CndPoint points[3];
} CndPathElement;

typedef struct
{
  CndItemType type;
  CndRole role;
  const char *id;           /* BEGIN: stable, unique, valid in XML; else NULL */
  const char *css_class;    /* "layer convolution", "label" …; the SVG's classes */
  const char *title;        /* BEGIN (nullable): <title>, accessible name */
  const char *description;  /* BEGIN (nullable): <desc> */
  const char *const *data;  /* BEGIN (nullable): pairs of names and values, NULL-terminated: data-* */
  guint layer, block, edge; /* what it shows; G_MAXUINT: nothing of the sort */
  CndRect rect;             /* RECT, CIRCLE (its square); TEXT: where the text lies, for picking and culling; BEGIN: its extent */
  double radius;            /* RECT: of the corners */
  const CndPathElement *path;
  guint n_path;
  const char *text;         /* TEXT: UTF-8 without control characters */
  double size;              /* TEXT: font size in units */
  double baseline_x, baseline_y; /* TEXT: the anchor */
  CndAlign align;
  gboolean bold;
  gboolean rtl;             /* TEXT: base direction of its paragraph */
  CndColor fill;            /* alpha 0: none */
  CndColor stroke;          /* alpha 0: none */
  CndInk fill_ink;          /* what the two colours are for */
  CndInk stroke_ink;
  double stroke_width;
  double dash[2];           /* 0, 0: solid */
  CndRect cell;             /* CIRCLE of role TAP: what is drawn in its place where taps would merge */
  double share;             /* CIRCLE of role TAP: how much is read, 0 … 1 */
  const guint32 *pixels;    /* IMAGE: 0xffRRGGBB, n_columns × n_rows, stretched over rect */
  guint n_columns, n_rows;
  double appears, vanishes; /* BEGIN: seconds of an animation between which it is seen; 0, 0: always */
  gboolean hidden;          /* BEGIN: not seen in a picture that stands still */
} CndItem;

/* Immutable, reference-counted, any thread. */
typedef struct _CndScene CndScene;

/**
 * cnd_scene_new_graph:
 * @report: counts of @view's network
 *
 * The layer graph. Lays out @view by itself: sizes of boxes follow from their texts.
 * Returns: (transfer full)
 */
CndScene *cnd_scene_new_graph (CndView *view, CndReport *report, const CndSceneOptions *options, CndMeasureText measure, gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  CND_CHART_LAYERS,
  CND_CHART_BLOCKS, /* the outermost ones */
  CND_CHART_KINDS,
  CND_N_CHART_GROUPINGS
} CndChartGrouping;

typedef struct
{
  CndTheme theme;
  CndChartGrouping grouping;
  double width; /* at least 600 */
  CndNumberStyle numbers;
  /* (nullable): whether a class is to guess the figure "conv1/parameters" (of a total: "/macs"), so that it has no bar and no number */
  gboolean (*is_covered) (const char *figure, gpointer data);
  gpointer cover_data;
  gboolean right_to_left; /* names at the right, bars grow to the left */
} CndChartOptions;

extern const CndChartOptions cnd_chart_default_options;

/* Where the parameters and multiply-adds are: a row for each layer (block, kind) that has any, with two bars to scale. Rows are
 * found as their layers and blocks are in a graph. Returns: (transfer full) */
CndScene *cnd_scene_new_chart (CndReport *report, const CndChartOptions *options, CndMeasureText measure,
                               gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;
/* The figure at a point of the chart, as is_covered() is asked for it. Returns: (transfer full) (nullable): NULL beside the rows */
char *cnd_scene_dup_chart_figure (const CndScene *scene, CndReport *report, const CndChartOptions *options, CndPoint point);

/* A sheet of A4 paper, 96 units an inch. */
#define CND_PAGE_WIDTH 794.0
#define CND_PAGE_HEIGHT 1123.0

typedef struct
{
  guint blanks;     /* CndSummaryBlanks: columns that a class fills in */
  gboolean answers; /* the answer key: what belongs there, in the same places */
  guint depth;      /* blocks deeper than that are a row each; G_MAXUINT: all layers */
  CndNumberStyle numbers;
} CndWorksheetOptions;

/* The layers as a table on paper, with boxes to write in. What would give an asked figure away is left out.
 * Returns: (transfer full) (element-type CndScene): a scene a page, of the size of a page */
GPtrArray *cnd_scene_new_worksheet (CndReport *report, const CndWorksheetOptions *options, CndMeasureText measure,
                                    gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

CndScene *cnd_scene_ref (CndScene *scene);
void cnd_scene_unref (CndScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndScene, cnd_scene_unref)
CndRect cnd_scene_get_bounds (const CndScene *scene);
/* Pictures that are to be laid over each other get the bounds that hold all of them. @scenes: new, shown by nobody yet */
void cnd_scene_share_bounds (CndScene *const *scenes, guint n_scenes);
CndColor cnd_scene_get_background (const CndScene *scene);
const char *cnd_scene_get_title (const CndScene *scene);
const char *cnd_scene_get_description (const CndScene *scene);
const CndItem *cnd_scene_get_items (const CndScene *scene, guint *n_items);
/* Returns: (transfer none) (nullable): NULL for a scene that shows no graph */
const CndLayout *cnd_scene_get_layout (const CndScene *scene);
/* Where the layout's point 0, 0 lies in the scene. */
CndPoint cnd_scene_get_layout_origin (const CndScene *scene);
/* How far apart taps are in a row; 0 when there are none. */
double cnd_scene_get_tap_pitch (const CndScene *scene);
/* The theme it was made for (selection and hover are drawn over it by the canvas, in its colours). */
CndTheme cnd_scene_get_theme (const CndScene *scene);
/* Index of the innermost LAYER, BLOCK or FRAME group at a point, or G_MAXUINT. O(log n + hits). */
guint cnd_scene_pick (const CndScene *scene, CndPoint point);
/* Index of the group of a layer (or of what shows it), of a block; G_MAXUINT when not shown. */
guint cnd_scene_find_layer (const CndScene *scene, guint layer);
guint cnd_scene_find_block (const CndScene *scene, guint block);
/* Calls @func for each top-level drawable (item range first … end, exclusive) that touches @area, in drawing order. */
void cnd_scene_foreach_in (const CndScene *scene, CndRect area, void (*func) (const CndItem *items, guint first, guint end, gpointer data), gpointer data);
/* Returns: (transfer full): text dump for goldens */
char *cnd_scene_dump (const CndScene *scene) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): the numbers of the repeated blocks around a layer ("1.3"), or its id */
char *cnd_scene_dup_layer_name (const CndNetwork *network, guint layer) G_GNUC_WARN_UNUSED_RESULT;

/* What a screen shows of a scene: screen = (scene − origin) × scale */
typedef struct
{
  double scale;
  CndPoint origin;       /* scene point at the top left of the screen */
  double width, height;  /* of the screen, in pixels */
} CndViewport;

/* ---- Matrices: who reads what in one layer ------------------------------------------- */

/* What a cell's colour says. */
typedef enum
{
  CND_SHADE_MAGNITUDE,  /* |weight|, summed over the kernel's area */
  CND_SHADE_SIGNED,     /* weight, summed over the kernel's area */
  CND_SHADE_IMPORTANCE, /* of the input to the group */
  CND_SHADE_KEPT,       /* read or pruned, in the groups' colours */
  CND_SHADE_STAGE,      /* the stage in which it fell */
  CND_N_SHADES
} CndShade;

typedef enum
{
  CND_ORDER_STORED, /* rows as PyTorch stores them: those of learned groups are interleaved */
  CND_ORDER_GROUPS, /* rows group by group */
  CND_ORDER_PACKED, /* after index and shuffle: each group has its own inputs beside each other */
  CND_N_ORDERS
} CndOrder;

const char *cnd_scene_get_shade_name (CndShade shade);  /* "magnitude" */
const char *cnd_scene_get_shade_title (CndShade shade); /* translated */
gboolean cnd_scene_parse_shade (const char *name, CndShade *shade, GError **error);
const char *cnd_scene_get_order_name (CndOrder order);  /* "stored" */
const char *cnd_scene_get_order_title (CndOrder order); /* translated */
gboolean cnd_scene_parse_order (const char *name, CndOrder *order, GError **error);

/* Inputs that come from one earlier layer. */
typedef struct
{
  guint layer;        /* that made them */
  guint first, n;     /* inputs */
  const char *label;  /* short: "1.3", "init_conv" */
} CndSource;

typedef enum
{
  CND_CELL_READ,
  CND_CELL_PRUNED,
  CND_CELL_ABSENT, /* of another group */
} CndCellState;

#define CND_MAX_MATRIX_SIDE 65536u

/* Inputs × outputs of one convolution or linear layer. Immutable, reference-counted, any thread. */
typedef struct _CndMatrix CndMatrix;

/* Without weights: standard, grouped, depthwise and learned group convolutions (dense as yet), linear layers.
 * CND_ERROR_VALUE for other kinds, CND_ERROR_LIMIT for layers wider than CND_MAX_MATRIX_SIDE. */
CndMatrix *cnd_matrix_new_structure (CndNetwork *network, guint layer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same with weights: out × in / groups × area, and (nullable) a mask as condense has it. */
CndMatrix *cnd_matrix_new_weights (CndNetwork *network, guint layer, const float *weights, const guint8 *mask,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A layer of a run at a position. @learned: index among those that can be looked at (cnd_recording_get_shown_layers()) */
CndMatrix *cnd_matrix_new_recorded (const CndRecording *recording, guint learned, CndPosition position) G_GNUC_WARN_UNUSED_RESULT;
CndMatrix *cnd_matrix_ref (CndMatrix *matrix);
void cnd_matrix_unref (CndMatrix *matrix);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndMatrix, cnd_matrix_unref)

guint cnd_matrix_get_n_outputs (const CndMatrix *matrix);
guint cnd_matrix_get_n_inputs (const CndMatrix *matrix);
guint cnd_matrix_get_n_groups (const CndMatrix *matrix);
guint cnd_matrix_get_layer (const CndMatrix *matrix);
/* Whether a condensing is to come, and what it would drop is known. */
gboolean cnd_matrix_has_next (const CndMatrix *matrix);
gboolean cnd_matrix_has_weights (const CndMatrix *matrix);
guint cnd_matrix_get_group (const CndMatrix *matrix, guint output);
CndCellState cnd_matrix_get_state (const CndMatrix *matrix, guint output, guint input);
/* Stage in which it fell; 0 while it is read. */
guint cnd_matrix_get_fall (const CndMatrix *matrix, guint group, guint input);
/* How many groups read the input. */
guint cnd_matrix_count_readers (const CndMatrix *matrix, guint input);
const CndSource *cnd_matrix_get_sources (const CndMatrix *matrix, guint *n_sources);
/* Returns: (transfer full): "2.1 · learned group convolution 1 × 1" */
char *cnd_matrix_format_title (const CndMatrix *matrix, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): "Input 17 from layer 1.3, output 5, group 1: weight −0.013" (numbers from 1) */
char *cnd_matrix_describe_cell (const CndMatrix *matrix, guint output, guint input, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): what each input of a layer comes from, through what leaves channels as they are (element-type CndSource) */
GArray *cnd_scene_list_sources (const CndNetwork *network, guint layer) G_GNUC_WARN_UNUSED_RESULT;

typedef struct
{
  CndTheme theme;
  CndNumberStyle numbers;
  CndShade shade;          /* what there is not gives way to CND_SHADE_KEPT */
  CndOrder order, from;    /* on the way to @order from @from … */
  double progress;         /* … 0 … 1: there */
  guint group;             /* whose sorted importance is drawn below; G_MAXUINT: none */
  gboolean show_title, show_legend;
  gboolean mark_fallen;    /* what fell in the latest stage is framed */
  gboolean mark_next;      /* what the next condensing would drop is framed */
} CndMatrixOptions;

extern const CndMatrixOptions cnd_scene_default_matrix_options;

/* Where rows and columns are. Plain maths, for drawing, picking and moving by keys. */
typedef struct _CndMatrixPlan CndMatrixPlan;
CndMatrixPlan *cnd_matrix_plan_new (const CndMatrix *matrix, const CndMatrixOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void cnd_matrix_plan_free (CndMatrixPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndMatrixPlan, cnd_matrix_plan_free)
/* Of all cells; the scene draws them at this place. */
CndRect cnd_matrix_plan_get_grid (const CndMatrixPlan *plan);
/* FALSE where the group has no such column (packed order: pruned). */
gboolean cnd_matrix_plan_get_cell (const CndMatrixPlan *plan, guint output, guint input, CndRect *cell);
gboolean cnd_matrix_plan_pick (const CndMatrixPlan *plan, CndPoint point, guint *output, guint *input);

/* A part of a matrix: what is pointed at, or chosen. */
typedef enum
{
  CND_SPOT_NONE,
  CND_SPOT_CELL,   /* output and input */
  CND_SPOT_ROW,    /* output */
  CND_SPOT_COLUMN, /* input */
  CND_SPOT_GROUP,  /* group */
  CND_SPOT_SOURCE, /* source: the inputs that come from one earlier layer */
} CndSpotKind;

typedef struct
{
  CndSpotKind kind;
  guint output, input, group, source; /* those that the kind names; of a cell also the group and source */
} CndMatrixSpot;

gboolean cnd_matrix_spot_equal (CndMatrixSpot a, CndMatrixSpot b);
/* What stands at a point of the picture: a cell, a group's name, a row's or an input's number, a source. */
CndMatrixSpot cnd_matrix_plan_locate (const CndMatrixPlan *plan, CndPoint point);
/* Where it is: a rectangle, or several ones. Returns: (transfer full) (element-type CndRect) */
GArray *cnd_matrix_plan_list_rects (const CndMatrixPlan *plan, CndMatrixSpot spot) G_GNUC_WARN_UNUSED_RESULT;
/* The cell that lies next in a direction as the order has it, or that begins the next group (@by_group); the same one at an edge. */
typedef enum { CND_STEP_LEFT, CND_STEP_RIGHT, CND_STEP_UP, CND_STEP_DOWN } CndCellStep;
CndMatrixSpot cnd_matrix_plan_step (const CndMatrixPlan *plan, CndMatrixSpot cell, CndCellStep step, gboolean by_group);
/* The first or last cell of the row (or of all: @whole) as the order has it. */
CndMatrixSpot cnd_matrix_plan_get_end (const CndMatrixPlan *plan, CndMatrixSpot cell, gboolean last, gboolean whole);
CndMatrixSpot cnd_matrix_get_cell_spot (const CndMatrix *matrix, guint output, guint input);
/* The layers that what is chosen reads from, each once, in the order of the inputs. Returns: (transfer full) (element-type guint) */
GArray *cnd_matrix_list_layers_read (const CndMatrix *matrix, CndMatrixSpot spot) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): what is chosen, in a sentence */
char *cnd_matrix_describe_spot (const CndMatrix *matrix, CndMatrixSpot spot, CndNumberStyle style) G_GNUC_WARN_UNUSED_RESULT;

/* The cells in @area as pixels 0xffRRGGBB, @width × @height of them: as large a matrix as you like. */
void cnd_matrix_plan_render (const CndMatrixPlan *plan, CndTheme theme, CndShade shade, CndRect area, guint32 *pixels, guint width, guint height);

/* The matrix with its groups, readers, sources and legend. Large ones are an image with real axes. */
CndScene *cnd_scene_new_matrix (const CndMatrix *matrix, const CndMatrixOptions *options, CndMeasureText measure, gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a screen: what @viewport shows of the picture of cnd_scene_new_matrix(), in pixels. Groups, rows, inputs and sources
 * stand at the edges and stay there, however closely one looks; there are values in the cells where there is room. Costs what is
 * seen, however large the matrix is. */
CndScene *cnd_scene_new_matrix_close (const CndMatrix *matrix, const CndMatrixOptions *options, const CndViewport *viewport, CndMeasureText measure,
                                      gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;
/* Where its cells may be, in pixels: the rest is for what stands around them. */
CndRect cnd_scene_get_close_inside (const CndMatrix *matrix, const CndMatrixOptions *options, const CndViewport *viewport);
/* What stands there at a point in pixels. */
CndMatrixSpot cnd_matrix_plan_locate_close (const CndMatrixPlan *plan, const CndMatrixOptions *options, const CndViewport *viewport, CndPoint point);

/* Importance of the inputs to the options' group, sorted, with the cut of the next condensing: what would fall now.
 * @after: (nullable): the same layer right after that condensing, which confirms it or shows what training changed; @width, @height: wanted (0: as
 * high as it is by itself) */
CndScene *cnd_scene_new_importance (const CndMatrix *matrix, const CndMatrix *after, const CndMatrixOptions *options, double width, double height,
                                    CndMeasureText measure, gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

/* The same layer as two columns of dots: which inputs feed which output group. In packed order the index list stands between
 * them. Line width is importance, where there is one. */
CndScene *cnd_scene_new_diagram (const CndMatrix *matrix, const CndMatrixOptions *options, CndMeasureText measure, gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

/* The matrix of a run from stage to stage, as frames that follow each other (CndItem.appears); still, it is that of the end. */
CndScene *cnd_scene_new_matrix_frames (const CndRecording *recording, guint learned, const CndMatrixOptions *options, CndMeasureText measure,
                                       gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

/* ---- A run as a whole ------------------------------------------------------------------ */

typedef struct
{
  CndTheme theme;
  CndNumberStyle numbers;
  CndPosition position;
  gboolean show_playhead;
  gboolean show_title;
  gboolean show_table;    /* timeline: stages with their counts, as bars */
  double width;           /* timeline: of the time axis */
  gboolean compact;       /* timeline: low, for a window */
  guint selected;         /* strip, reuse: the layer (of the network) that is framed; G_MAXUINT: none */
  CndConvention convention; /* of the table */
} CndRunOptions;

extern const CndRunOptions cnd_scene_default_run_options;

/* Loss, rate, training and test error over the stages, with the condensings. */
CndScene *cnd_scene_new_timeline (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;
/* Where the time axis has a position, and the position at a place. */
double cnd_scene_get_timeline_x (const CndRecording *recording, const CndRunOptions *options, CndPosition position);
CndPosition cnd_scene_pick_timeline (const CndRecording *recording, const CndRunOptions *options, double x);
/* All learned group convolutions as small matrices, by depth. Each is a group of role LAYER. */
CndScene *cnd_scene_new_strip (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;
/* Which layer still reads how much of which earlier one. */
CndScene *cnd_scene_new_reuse (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

/* How much of what each edge of @view carries is read at a position: 0 … 1, for CndSceneOptions.shares; 1 where no learned group
 * convolution reads it. @view: of the recording's network. Returns: (transfer full): one an edge */
double *cnd_scene_list_shares (const CndView *view, const CndRecording *recording, CndPosition position) G_GNUC_WARN_UNUSED_RESULT;

/* What can be drawn of a run, by name. */
typedef enum
{
  CND_RUN_PICTURE_MATRIX,
  CND_RUN_PICTURE_DIAGRAM,
  CND_RUN_PICTURE_TIMELINE,
  CND_RUN_PICTURE_STRIP,
  CND_RUN_PICTURE_REUSE,
  CND_N_RUN_PICTURES
} CndRunPicture;

const char *cnd_scene_get_run_picture_name (CndRunPicture picture);  /* "matrix" */
const char *cnd_scene_get_run_picture_title (CndRunPicture picture); /* translated */
gboolean cnd_scene_find_run_picture (const char *name, CndRunPicture *picture);
/* Of one layer (a matrix), or of the run as a whole? */
gboolean cnd_scene_is_picture_of_layer (CndRunPicture picture);
CndScene *cnd_scene_new_layer_picture (CndRunPicture picture, const CndMatrix *matrix, const CndMatrixOptions *options, CndMeasureText measure,
                                       gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;
CndScene *cnd_scene_new_run_picture (CndRunPicture picture, const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure,
                                     gpointer measure_data) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Viewport: pure maths ----------------------------------------------------------- */

#define CND_MIN_SCALE 0.005
#define CND_MAX_SCALE 16.0

CndPoint cnd_viewport_to_screen (const CndViewport *viewport, CndPoint point);
CndPoint cnd_viewport_to_scene (const CndViewport *viewport, CndPoint point);
CndRect cnd_viewport_get_visible (const CndViewport *viewport); /* in scene units */
/* Scales by @factor; the scene point under @anchor (screen) stays there. */
void cnd_viewport_zoom (CndViewport *viewport, double factor, CndPoint anchor);
void cnd_viewport_pan (CndViewport *viewport, double dx_px, double dy_px);
/* Shows all of @rect with a margin, at most at @max_scale, centred. */
void cnd_viewport_fit (CndViewport *viewport, CndRect rect, double margin_px, double max_scale);
/* Moves as little as needed so that some of @bounds stays in sight. */
void cnd_viewport_clamp (CndViewport *viewport, CndRect bounds);
/* Between two viewports of one size, at @t from 0 to 1. Mixing zooms about the point that both show at the same place; flying zooms
 * out, goes across and zooms in again, as far as the distance asks for. */
CndViewport cnd_viewport_mix (const CndViewport *from, const CndViewport *to, double t);
CndViewport cnd_viewport_fly (const CndViewport *from, const CndViewport *to, double t);
/* How long a flight feels: 0 for none, about 1 for a screen's width. */
double cnd_viewport_get_flight_length (const CndViewport *from, const CndViewport *to);

G_END_DECLS
