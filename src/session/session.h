/* session: what the application knows, without a toolkit: settings, the open document with its parameter values, counts and
 * picture, the selection, undo, jobs and the list of shipped models. Objects of this room live in the main thread; what takes
 * long runs as a job on a copy, and an answer that is no longer wanted is dropped.
 *
 *     file ──open (job)──▶ architecture ─┐
 *     controls ──set──▶ wanted values ───┼─▶ network ─▶ report ─▶ view ─▶ scene     one picture: replaced as a whole,
 *     settings, stage, open blocks ──────┘                                         so indices in it always agree */
#pragma once

#include <gio/gio.h>

#include "analysis/analysis.h"
#include "formats/formats.h"
#include "layout/layout.h"
#include "paint/paint.h"
#include "run/run.h"
#include "scene/scene.h"
#include "train/train.h"

G_BEGIN_DECLS

/* The reference-counted values below, as property types. */
#define CND_TYPE_NETWORK (cnd_session_get_network_type ())
#define CND_TYPE_REPORT (cnd_session_get_report_type ())
#define CND_TYPE_SCENE (cnd_session_get_scene_type ())
GType cnd_session_get_network_type (void);
GType cnd_session_get_report_type (void);
GType cnd_session_get_scene_type (void);

/* ---- Settings ----------------------------------------------------------------------- */

typedef enum
{
  CND_COLOR_SCHEME_SYSTEM,
  CND_COLOR_SCHEME_LIGHT,
  CND_COLOR_SCHEME_DARK,
  CND_N_COLOR_SCHEMES
} CndColorScheme;

typedef enum
{
  CND_SHAPE_STRIP,
  CND_SHAPE_COLUMNS, /* folded into columns that fill the window; in files, a slide */
} CndPictureShape;

typedef enum
{
  CND_MOTION_SYSTEM,
  CND_MOTION_ALWAYS,
  CND_MOTION_NEVER,
  CND_N_MOTIONS
} CndMotion;

/* Width ÷ height of a slide. */
#define CND_SLIDE_ASPECT (16.0 / 9.0)

/* How things are shown, in every window. Properties (int each, notified only on change): "digits" (CndDigits), "units"
 * (CndUnits), "convention" (CndConvention), "flow" (CndFlow), "shape" (CndPictureShape), "motion" (CndMotion), "color-scheme" (what
 * the user asked for) and "theme" (CndTheme: what that comes to); "language" (string, nullable): of the models' titles. Signal "numbers-changed" (): digits or units have. */
#define CND_TYPE_SETTINGS (cnd_settings_get_type ())
G_DECLARE_FINAL_TYPE (CndSettings, cnd_settings, CND, SETTINGS, GObject)
CndSettings *cnd_settings_new (void) G_GNUC_WARN_UNUSED_RESULT;
CndDigits cnd_settings_get_digits (CndSettings *self);
void cnd_settings_set_digits (CndSettings *self, CndDigits digits);
CndUnits cnd_settings_get_units (CndSettings *self);
void cnd_settings_set_units (CndSettings *self, CndUnits units);
CndConvention cnd_settings_get_convention (CndSettings *self);
void cnd_settings_set_convention (CndSettings *self, CndConvention convention);
CndPictureShape cnd_settings_get_shape (CndSettings *self);
void cnd_settings_set_shape (CndSettings *self, CndPictureShape shape);
CndFlow cnd_settings_get_flow (CndSettings *self);
void cnd_settings_set_flow (CndSettings *self, CndFlow flow);
CndColorScheme cnd_settings_get_color_scheme (CndSettings *self);
void cnd_settings_set_color_scheme (CndSettings *self, CndColorScheme scheme);
CndTheme cnd_settings_get_theme (CndSettings *self);
void cnd_settings_set_theme (CndSettings *self, CndTheme theme);
CndMotion cnd_settings_get_motion (CndSettings *self);
void cnd_settings_set_motion (CndSettings *self, CndMotion motion);
const char *cnd_settings_get_language (CndSettings *self);
void cnd_settings_set_language (CndSettings *self, const char *language);
/* Grouped, in the chosen digits and units; isolated where they are Persian. */
CndNumberStyle cnd_settings_get_numbers (CndSettings *self);

/* What is remembered from one start to the next. Returns: (transfer full) (nullable): NULL when the schema is not installed */
GSettings *cnd_session_open_storage (void) G_GNUC_WARN_UNUSED_RESULT;
/* @storage: (nullable) */
void cnd_settings_bind_storage (CndSettings *self, GSettings *storage);
/* @storage: (nullable) */
void cnd_session_add_recent (GSettings *storage, const char *open_name);
/* Bookmarks of a model file; those of the files that were marked last are kept. @storage: (nullable); @bookmarks: CND_BOOKMARKS_TYPE */
void cnd_session_keep_bookmarks (GSettings *storage, const char *path, GVariant *bookmarks);
/* Returns: (transfer full) (nullable) */
GVariant *cnd_session_find_bookmarks (GSettings *storage, const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Selection ---------------------------------------------------------------------- */

/* Layers, one block, or nothing: shared by all that show the document. Indices are those of the document's network.
 * Signal "changed" (), only when it is another one than before. */
#define CND_TYPE_SELECTION (cnd_selection_get_type ())
G_DECLARE_FINAL_TYPE (CndSelection, cnd_selection, CND, SELECTION, GObject)
CndSelection *cnd_selection_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* The layer chosen last; G_MAXUINT: none */
guint cnd_selection_get_layer (CndSelection *self);
/* All selected layers, growing. */
const guint *cnd_selection_get_layers (CndSelection *self, guint *n_layers);
gboolean cnd_selection_has_layer (CndSelection *self, guint layer);
guint cnd_selection_get_block (CndSelection *self);
gboolean cnd_selection_is_empty (CndSelection *self);
void cnd_selection_select_layer (CndSelection *self, guint layer);
/* In any order; the last one is the one chosen last. */
void cnd_selection_select_layers (CndSelection *self, const guint *layers, guint n_layers);
void cnd_selection_toggle_layer (CndSelection *self, guint layer);
void cnd_selection_select_block (CndSelection *self, guint block);
void cnd_selection_clear (CndSelection *self);

/* ---- Document ----------------------------------------------------------------------- */

/* An open model. Properties (read-only, notified only on change): "network", "report", "scene" (boxed, nullable until something is
 * open), "title", "subtitle" (strings), "preset" (int: the one with just these values, or -1), "stage" (uint), "busy", "can-undo",
 * "can-redo", "unsaved" (booleans). Signals: "opened" () when another architecture is there; "parameters-changed" () when a wanted value or a
 * problem changed. */
#define CND_TYPE_DOCUMENT (cnd_document_get_type ())
G_DECLARE_FINAL_TYPE (CndDocument, cnd_document, CND, DOCUMENT, GObject)
CndDocument *cnd_document_new (CndSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
CndSettings *cnd_document_get_settings (CndDocument *self);
CndSelection *cnd_document_get_selection (CndDocument *self);

/**
 * cnd_document_open_async:
 * @name: FILE or FILE:PRESET
 *
 * Loads, builds, counts and draws in a thread. A second call, or cnd_document_cancel_open(), ends the first one with
 * G_IO_ERROR_CANCELLED. What is open stays as it is until the new one is complete, and for good when there is an error.
 */
void cnd_document_open_async (CndDocument *self, const char *name, GAsyncReadyCallback callback, gpointer data);
gboolean cnd_document_open_finish (CndDocument *self, GAsyncResult *result, GError **error);
void cnd_document_cancel_open (CndDocument *self);
/* Opens an architecture that is in memory; the interface thread waits. */
gboolean cnd_document_set_architecture (CndDocument *self, CndArchitecture *architecture, gint preset, GError **error);

/* All (transfer none); NULL while nothing is open. */
CndArchitecture *cnd_document_get_architecture (CndDocument *self);
CndNetwork *cnd_document_get_network (CndDocument *self);
CndReport *cnd_document_get_report (CndDocument *self);
CndView *cnd_document_get_view (CndDocument *self);
CndScene *cnd_document_get_scene (CndDocument *self);
/* Counts as they were when the model was opened or a preset was chosen: what "before → now" compares with. Of the same convention. */
CndReport *cnd_document_get_baseline (CndDocument *self);
const char *cnd_document_get_title (CndDocument *self);
const char *cnd_document_get_subtitle (CndDocument *self);
const char *cnd_document_get_path (CndDocument *self);
/* Returns: (transfer full) (nullable): what opens this file with this preset again; NULL without a file */
char *cnd_document_dup_open_name (CndDocument *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean cnd_document_get_busy (CndDocument *self);

/* A value that the network forbids. The last good picture stays. */
typedef struct
{
  guint parameter, element;
  gint64 value;      /* what was asked for */
  GError *error;     /* why not */
  gboolean has_below, has_above;
  gint64 below, above; /* nearest values that would do */
} CndParameterProblem;

/* What the controls show: the values asked for, of which some may be forbidden. */
const CndNumbers *cnd_document_get_wanted (CndDocument *self, guint parameter);
/* What the picture shows. */
const CndParameterValues *cnd_document_get_values (CndDocument *self);
/* Returns: (transfer none) (nullable) */
const CndParameterProblem *cnd_document_get_problem (CndDocument *self, guint parameter, guint element);
/**
 * cnd_document_set_parameter:
 *
 * Asks for a value of one element. It is tried together with the other wanted values, then alone. Rebuilds at once; only the
 * drawing of a large network is a job.
 * Returns: whether the network follows; else cnd_document_get_problem() says why and what would do instead
 */
gboolean cnd_document_set_parameter (CndDocument *self, guint parameter, guint element, gint64 value);
/* Replaces a whole list. */
gboolean cnd_document_set_list (CndDocument *self, guint parameter, const gint64 *values, guint n_values);
/* FALSE, and all stays, when the network that the preset asks for cannot be built. */
gboolean cnd_document_set_preset (CndDocument *self, gint preset, GError **error);
gint cnd_document_get_preset (CndDocument *self);
/* The preset that the values started from, or -1 when there are none. */
gint cnd_document_get_base_preset (CndDocument *self);
/* Back to the values of the baseline. */
void cnd_document_reset_values (CndDocument *self);
gboolean cnd_document_get_modified (CndDocument *self);

guint cnd_document_get_stage (CndDocument *self);
/* 0 … condensation − 1 or CND_STAGE_FINAL. Until this is called the stage is the convention's. */
void cnd_document_set_stage (CndDocument *self, guint stage);

/* Counts, and how much of each output is read, are those of a run at a position, as long as the network is the one that was trained;
 * until the stage is set, or another run. @recording: (nullable) */
void cnd_document_set_run (CndDocument *self, CndRecording *recording, CndPosition position);
/* Returns: (transfer none) (nullable): the one that the picture shows */
CndRecording *cnd_document_get_run (CndDocument *self);

gboolean cnd_document_is_block_open (CndDocument *self, guint block);
void cnd_document_set_block_open (CndDocument *self, guint block, gboolean open);
/* Everything open to a depth (0: all collapsed, G_MAXUINT: all open), or as at first. */
void cnd_document_open_blocks_to_depth (CndDocument *self, guint depth);
void cnd_document_open_blocks_by_default (CndDocument *self);

/* Which blocks are open, as a value: to come back to it later, whatever was opened meanwhile. Immutable, reference-counted. */
typedef struct _CndOpenBlocks CndOpenBlocks;
CndOpenBlocks *cnd_open_blocks_ref (CndOpenBlocks *blocks);
void cnd_open_blocks_unref (CndOpenBlocks *blocks);
gboolean cnd_open_blocks_equal (const CndOpenBlocks *a, const CndOpenBlocks *b);
/* Returns: (transfer none) (nullable) */
CndOpenBlocks *cnd_document_get_open_blocks (CndDocument *self);
void cnd_document_set_open_blocks (CndDocument *self, CndOpenBlocks *blocks);

/* Width ÷ height of where the picture is shown; at first a slide's. Pictures in columns are folded for it: when a model is opened,
 * when the shape is chosen, and at once when it is rather different (by a fifth) from what the picture is folded for. */
void cnd_document_set_room (CndDocument *self, double aspect);
/* Whether that would leave the picture as it is. */
gboolean cnd_document_suits_room (CndDocument *self, double aspect);
/* How the scene is arranged: what it is folded for (0: it is one strip), and its flow. */
double cnd_document_get_fold_aspect (CndDocument *self);
CndFlow cnd_document_get_flow (CndDocument *self);

/* Undo and redo of values, stage and open blocks. What happens between begin and end is one step (one drag of a slider). */
void cnd_document_begin_gesture (CndDocument *self);
void cnd_document_end_gesture (CndDocument *self);
gboolean cnd_document_can_undo (CndDocument *self);
gboolean cnd_document_can_redo (CndDocument *self);
void cnd_document_undo (CndDocument *self);
void cnd_document_redo (CndDocument *self);

typedef enum { CND_TRAVEL_UP, CND_TRAVEL_DOWN, CND_TRAVEL_LEFT, CND_TRAVEL_RIGHT } CndTravel;

/* One layer or one block; the other is G_MAXUINT. */
typedef struct { guint layer, block; } CndSelected;

/* Who is read by, and who reads, a layer or block as the picture shows it: indices of the view's edges. O(edges) */
void cnd_document_list_neighbours (CndDocument *self, CndSelected one, GArray *reads, GArray *readers);
/* What a box of the view stands for. */
CndSelected cnd_document_get_node (CndDocument *self, guint node);
/* Returns: (transfer none) (nullable) */
const char *cnd_document_get_id (CndDocument *self, CndSelected one);
/* Layers and blocks that have every word of @query in their id, the name of their kind or their title in the picture, whatever the
 * case and the digits, in the network's order.
 * Returns: (transfer full) (element-type CndSelected) */
GArray *cnd_document_find (CndDocument *self, const char *query) G_GNUC_WARN_UNUSED_RESULT;

/* Moves the selection: along the flow to what the selected box is read by or reads, across the flow to its neighbour.
 * Selects the first box when nothing is selected. Returns: whether it moved */
gboolean cnd_document_travel (CndDocument *self, CndTravel direction);

/* Returns: (transfer full): a file name to propose, without folder: "VGG16.svg" */
char *cnd_document_dup_export_name (CndDocument *self, CndFormat format) G_GNUC_WARN_UNUSED_RESULT;

/* How a picture is to be made for another place than the window. */
#define CND_DEPTH_AS_SHOWN G_MAXUINT

typedef struct
{
  CndTheme theme;
  CndFlow flow;
  CndPictureShape shape;
  guint depth;              /* blocks open to this depth, or as in the window */
  gboolean selection_only;  /* where something is selected */
  gboolean show_legend, show_title, show_ids, show_counts;
} CndPictureOptions;

extern const CndPictureOptions cnd_picture_options_as_shown;

/* Draws the document as it is now, in a thread. */
void cnd_document_make_scene_async (CndDocument *self, const CndPictureOptions *options, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
CndScene *cnd_document_make_scene_finish (CndDocument *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes a scene; the ending of @path says the format. @scale: pixels a unit of a PNG */
void cnd_session_write_scene_async (CndScene *scene, const char *path, double scale, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
/* @note: (out) (optional) (transfer full) (nullable): what was done differently */
gboolean cnd_session_write_scene_finish (GAsyncResult *result, char **note, GError **error);

/* The layers as a worksheet or its answer key, in a thread. The numbers of @options are the settings'. @picture: a page
 * with the diagram, too. @callback gets no source object. */
void cnd_document_make_worksheet_async (CndDocument *self, const CndWorksheetOptions *options, gboolean picture, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) (nullable) (element-type CndScene): the pages */
GPtrArray *cnd_session_make_worksheet_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Writes pages as a PDF file. */
void cnd_session_write_pages_async (GPtrArray *pages, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data);
gboolean cnd_session_write_pages_finish (GAsyncResult *result, GError **error);

/**
 * cnd_document_save_async:
 *
 * Writes a model file whose defaults are the values of now. After that the document is of that file and nothing is unsaved.
 */
void cnd_document_save_async (CndDocument *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
gboolean cnd_document_save_finish (CndDocument *self, GAsyncResult *result, GError **error);
/* Would values be lost that neither the file nor a preset has? */
gboolean cnd_document_get_unsaved (CndDocument *self);
/* The document came from a journal: it has no file, and is unsaved until it gets one. */
void cnd_document_set_recovered (CndDocument *self);
/* Returns: (transfer full): the model file's text as it would be saved */
char *cnd_document_dup_model (CndDocument *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_document_compare_async:
 * @other: (nullable): FILE or FILE:PRESET to compare the document with (document → other); NULL: the values that it started
 *   from → the values of now
 */
void cnd_document_compare_async (CndDocument *self, const char *other, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
CndComparison *cnd_document_compare_finish (CndDocument *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Predict, then reveal: covered counts are shown one by one as they are uncovered. Signal "cover-changed" (). @figure: a name
 * of the caller's for one count on the screen. */
void cnd_document_set_covered (CndDocument *self, gboolean covered);
gboolean cnd_document_get_covered (CndDocument *self);
void cnd_document_uncover (CndDocument *self, const char *figure);
gboolean cnd_document_is_covered (CndDocument *self, const char *figure);

/* Keeps unsaved values through a crash: a model file in @folder while there are any. The last reference removes it. */
#define CND_TYPE_JOURNAL (cnd_journal_get_type ())
G_DECLARE_FINAL_TYPE (CndJournal, cnd_journal, CND, JOURNAL, GObject)
CndJournal *cnd_journal_new (CndDocument *document, const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/* Waits until all is written. */
void cnd_journal_flush (CndJournal *self);
/* Returns: (transfer full): in the user's folder for the state of programs */
char *cnd_session_dup_journal_folder (void) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (element-type utf8): model files that processes left behind which are no more */
GPtrArray *cnd_session_list_journals (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Layers as a list --------------------------------------------------------------- */

/* One layer. Property (read-only): "report", notified when its figures may have changed. */
#define CND_TYPE_LAYER_ITEM (cnd_layer_item_get_type ())
G_DECLARE_FINAL_TYPE (CndLayerItem, cnd_layer_item, CND, LAYER_ITEM, GObject)
guint cnd_layer_item_get_layer (CndLayerItem *self);
CndReport *cnd_layer_item_get_report (CndLayerItem *self);
const CndLayer *cnd_layer_item_get_facts (CndLayerItem *self);
const CndCounts *cnd_layer_item_get_counts (CndLayerItem *self);

/* A GListModel of the document's CndLayerItems, in file order. Items stay while the network has the same layers. */
#define CND_TYPE_LAYER_LIST (cnd_layer_list_get_type ())
G_DECLARE_FINAL_TYPE (CndLayerList, cnd_layer_list, CND, LAYER_LIST, GObject)
CndLayerList *cnd_layer_list_new (CndDocument *document) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Published tables --------------------------------------------------------------- */

/* Verifies them all in a thread. */
void cnd_session_verify_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) (element-type CndTable) */
GPtrArray *cnd_session_verify_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Sights: where one has looked --------------------------------------------------- */

/* An exact view of a document. */
typedef struct
{
  double scale;
  CndPoint center;     /* scene point in the middle of the screen */
  CndOpenBlocks *open; /* owned */
} CndSight;

void cnd_sight_clear (CndSight *sight);

/* Back and forward, as a browser goes, and nine bookmarks. Sights are copied. */
typedef struct _CndSights CndSights;
#define CND_N_BOOKMARKS 9u
CndSights *cnd_sights_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cnd_sights_free (CndSights *sights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndSights, cnd_sights_free)
void cnd_sights_clear (CndSights *sights);
/* @now is being left for a new one: what was ahead is forgotten. The same one twice in a row is one. */
void cnd_sights_leave (CndSights *sights, const CndSight *now);
gboolean cnd_sights_can_go (const CndSights *sights, gboolean back);
/* Returns: (transfer none) (nullable): where to go, valid until the next call; @now becomes a step in the other direction */
const CndSight *cnd_sights_go (CndSights *sights, gboolean back, const CndSight *now);
/* @i: 0 … CND_N_BOOKMARKS − 1 */
void cnd_sights_set_bookmark (CndSights *sights, guint i, const CndSight *now);
const CndSight *cnd_sights_get_bookmark (const CndSights *sights, guint i);
/* All bookmarks as a value to be kept, of the type CND_BOOKMARKS_TYPE; and back: what makes no sense is left out. */
#define CND_BOOKMARKS_TYPE "a(uddd(bua{sb}))"
GVariant *cnd_sights_save_bookmarks (const CndSights *sights) G_GNUC_WARN_UNUSED_RESULT;
void cnd_sights_load_bookmarks (CndSights *sights, GVariant *bookmarks);

/* ---- Gallery ------------------------------------------------------------------------ */

/* A shipped model or one of its presets. Properties (read-only): "name" and "open-name" (what cnd_document_open_async() takes). */
#define CND_TYPE_MODEL_ITEM (cnd_model_item_get_type ())
G_DECLARE_FINAL_TYPE (CndModelItem, cnd_model_item, CND, MODEL_ITEM, GObject)
/* A file that is in no list. */
CndModelItem *cnd_model_item_new_for_file (const char *open_name) G_GNUC_WARN_UNUSED_RESULT;
const char *cnd_model_item_get_name (CndModelItem *self);
/* What a reader of @language calls it. @language: (nullable) */
const char *cnd_model_item_get_title (CndModelItem *self, const char *language);
const char *cnd_model_item_get_open_name (CndModelItem *self);
const char *cnd_model_item_get_source (CndModelItem *self);
/* FALSE when the figures are not known. */
gboolean cnd_model_item_get_counts (CndModelItem *self, guint64 *parameters, guint64 *macs);
/* Every word of @query is in the name, a title, the file's name or the source, whatever the case. */
gboolean cnd_model_item_matches (CndModelItem *self, const char *query);

/* A GListModel of CndModelItem: the catalogue of a folder, then the model files that it does not list. */
#define CND_TYPE_GALLERY (cnd_gallery_get_type ())
G_DECLARE_FINAL_TYPE (CndGallery, cnd_gallery, CND, GALLERY, GObject)
CndGallery *cnd_gallery_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Reads @folder in a thread and replaces the items. */
void cnd_gallery_load_async (CndGallery *self, const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean cnd_gallery_load_finish (CndGallery *self, GAsyncResult *result, GError **error);

/* ---- Runs ------------------------------------------------------------------------------ */

/* Looks in a thread for the user's runs, the latest first, and then for those that ship. @folder: (nullable): as in CndTrainingPlan */
void cnd_session_list_runs_async (const char *folder, GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) (element-type filename) */
GPtrArray *cnd_session_list_runs_finish (GAsyncResult *result) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Thumbnails --------------------------------------------------------------------- */

/* A model drawn small, and what it comes to. Immutable, reference-counted, any thread. */
typedef struct
{
  gatomicrefcount refs;
  GBytes *pixels;    /* CAIRO_FORMAT_ARGB32, rows of 4 × width bytes */
  int width, height;
  char *name;
  guint64 parameters, macs;
  gboolean is_run;   /* a run: the matrix of a layer at its end, and … */
  guint condensation, groups, n_epochs; /* condensation: 1 where nothing is condensed */
  double test_error; /* that it came to; NAN: not known */
} CndThumbnail;

CndThumbnail *cnd_thumbnail_ref (CndThumbnail *thumbnail);
void cnd_thumbnail_unref (CndThumbnail *thumbnail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndThumbnail, cnd_thumbnail_unref)

/* Draws thumbnails in threads, a few at a time, and keeps what was drawn. */
#define CND_TYPE_THUMBNAILS (cnd_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (CndThumbnails, cnd_thumbnails, CND, THUMBNAILS, GObject)
CndThumbnails *cnd_thumbnails_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* @open_name: FILE or FILE:PRESET; @width, @height: in pixels */
void cnd_thumbnails_draw_async (CndThumbnails *self, const char *open_name, CndTheme theme, int width, int height,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
CndThumbnail *cnd_thumbnails_draw_finish (CndThumbnails *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Playback of a run -------------------------------------------------------------- */

/* Where a run is looked at. Properties: "playing", "looping" (booleans), "speed" (double), "learned" (uint: the layer that
 * is shown, among those that can be looked at); signal "moved" whenever the position is another one. No clock of its
 * own: whoever shows it calls cnd_playback_advance(). */
#define CND_TYPE_PLAYBACK (cnd_playback_get_type ())
G_DECLARE_FINAL_TYPE (CndPlayback, cnd_playback, CND, PLAYBACK, GObject)

/* @recording: with one layer at least that can be looked at */
CndPlayback *cnd_playback_new (CndRecording *recording) G_GNUC_WARN_UNUSED_RESULT;
CndRecording *cnd_playback_get_recording (CndPlayback *self);
CndPosition cnd_playback_get_position (CndPlayback *self);
/* Stops playing. */
void cnd_playback_set_position (CndPlayback *self, CndPosition position);
void cnd_playback_step (CndPlayback *self, CndStride stride, gboolean back);
guint cnd_playback_get_learned (CndPlayback *self);
void cnd_playback_set_learned (CndPlayback *self, guint learned);
gboolean cnd_playback_get_playing (CndPlayback *self);
/* At the end playing begins anew. */
void cnd_playback_set_playing (CndPlayback *self, gboolean playing);
gboolean cnd_playback_get_looping (CndPlayback *self);
void cnd_playback_set_looping (CndPlayback *self, gboolean looping);
double cnd_playback_get_speed (CndPlayback *self);
void cnd_playback_set_speed (CndPlayback *self, double speed);
/* Time goes by while it plays; it stops at the end, or begins anew. A condensing is held for a moment before and after. */
void cnd_playback_advance (CndPlayback *self, double seconds);
/* Returns: (transfer full): in one sentence what is there, with the layer's numbers */
char *cnd_playback_dup_caption (CndPlayback *self, CndNumberStyle numbers) G_GNUC_WARN_UNUSED_RESULT;
/* The same training, further on, or as it was kept. Who was at its end is at its end again; "moved" is emitted in any case. */
void cnd_playback_set_recording (CndPlayback *self, CndRecording *recording);

/* ---- Training ------------------------------------------------------------------------- */

/* What is asked for. */
typedef struct
{
  CndTrainOptions options;
  guint n_images, n_test; /* of either part of the data set, at most; 0: all */
  const char *data;       /* (nullable): the folder with the images; NULL: the part of Fashion-MNIST that ships */
  const char *preset;     /* (nullable): what the network's values are called */
  const char *folder;     /* (nullable): where the run is kept; NULL: the user's folder for runs */
} CndTrainingPlan;

typedef enum
{
  CND_TRAINING_PREPARING, /* images are read, the first weights drawn */
  CND_TRAINING_RUNNING,
  CND_TRAINING_PAUSED,
  CND_TRAINING_FINISHED,
  CND_TRAINING_STOPPED,   /* before its end: each finished epoch is kept */
  CND_TRAINING_FAILED,
} CndTrainingState;

typedef struct
{
  guint64 step, n_steps;        /* steps done */
  guint epoch, n_epochs;        /* epochs done */
  guint stage, n_stages;        /* n_stages: 1 where nothing is condensed */
  gboolean is_evaluating;       /* no step is taken meanwhile */
  double loss, train_error;     /* of late, while training; NAN before the first step */
  double test_error;            /* of the last evaluation; NAN before the first one */
  double images_per_second;     /* NAN until it is known */
  double seconds, seconds_left; /* spent without pauses; NAN until it can be told */
} CndTrainingProgress;

/* A training in a thread of its own, which begins at once. It trains the network as it is now: whatever changes later is for
 * another training. Property "state" (int, read-only); signal "advanced" () when progress or recording are newer, a few times
 * a second. The run's file is replaced after each epoch. The last reference ends the training at once, as
 * cnd_training_job_cancel() does. */
#define CND_TYPE_TRAINING_JOB (cnd_training_job_get_type ())
G_DECLARE_FINAL_TYPE (CndTrainingJob, cnd_training_job, CND, TRAINING_JOB, GObject)
CndTrainingJob *cnd_training_job_new (CndNetwork *network, const CndTrainingPlan *plan) G_GNUC_WARN_UNUSED_RESULT;
/* Goes on with a run that was kept, as if it had not been interrupted. @data: (nullable): as in CndTrainingPlan */
CndTrainingJob *cnd_training_job_new_for_run (const char *path, const char *data) G_GNUC_WARN_UNUSED_RESULT;
CndTrainingState cnd_training_job_get_state (CndTrainingJob *self);
/* Preparing, running or paused. */
gboolean cnd_training_job_is_going_on (CndTrainingJob *self);
const CndTrainingProgress *cnd_training_job_get_progress (CndTrainingJob *self);
/* Returns: (transfer none) (nullable): the run until now */
CndRecording *cnd_training_job_get_recording (CndTrainingJob *self);
/* Returns: (nullable): why it failed */
const GError *cnd_training_job_get_error (CndTrainingJob *self);
/* Returns: (nullable): its file, once there is one */
const char *cnd_training_job_get_path (CndTrainingJob *self);
/* Returns: the folder with its images */
const char *cnd_training_job_get_data (CndTrainingJob *self);
void cnd_training_job_pause (CndTrainingJob *self);
void cnd_training_job_go_on (CndTrainingJob *self);
/* Ends it; the finished epochs are kept. */
void cnd_training_job_stop (CndTrainingJob *self);
/* The same, but the training is to be offered at the next start, as after a crash. */
void cnd_training_job_cancel (CndTrainingJob *self);
/* Somebody looks: the next "advanced" comes at once, not in its turn. */
void cnd_training_job_hurry (CndTrainingJob *self);

/* What a training would take, by its first steps. */
typedef struct
{
  guint n_images, n_test;
  double step_seconds, evaluation_seconds;
} CndTrainingForecast;

/**
 * cnd_session_forecast_training_async:
 *
 * Reads the images, prepares the training and measures a few steps, in a thread. What is wrong with network, images or options is an error.
 */
void cnd_session_forecast_training_async (CndNetwork *network, const CndTrainingPlan *plan, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer data);
gboolean cnd_session_forecast_training_finish (GAsyncResult *result, CndTrainingForecast *forecast, GError **error);
/* Seconds of a training with as many epochs, of batches as large as those measured. */
double cnd_training_forecast_get_seconds (const CndTrainingForecast *forecast, guint epochs, guint batch);

/* A training that was interrupted. */
typedef struct
{
  char *mark;                 /* (nullable): the file that says so; NULL: nobody asked to be reminded */
  char *path, *data;          /* its run; (nullable) the folder with its images, where that is known */
  char *name;                 /* of the model */
  guint n_done, n_epochs;
} CndKeptTraining;

void cnd_kept_training_free (CndKeptTraining *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndKeptTraining, cnd_kept_training_free)
/* Returns: (transfer full): where the user's runs are kept */
char *cnd_session_dup_runs_folder (void) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): the folder of the images that ship */
char *cnd_session_dup_shipped_images (void) G_GNUC_WARN_UNUSED_RESULT;
/**
 * cnd_session_find_kept_training_async:
 * @folder: (nullable): as in CndTrainingPlan
 *
 * Looks for the latest training that was interrupted, with its program, and of which an epoch was finished.
 */
void cnd_session_find_kept_training_async (const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) (nullable): NULL without @error when there is none */
CndKeptTraining *cnd_session_find_kept_training_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): the run at @path, when its training has not come to its end */
CndKeptTraining *cnd_session_describe_unfinished (CndRecording *recording, const char *path) G_GNUC_WARN_UNUSED_RESULT;
/* It is not offered again; the run stays. */
void cnd_kept_training_forget (const CndKeptTraining *kept);

/* ---- Weights that were opened -------------------------------------------------------- */

/* A file of weights by PyTorch's names, beside a model or by itself. Immutable, reference-counted, any thread. */
typedef struct _CndOpenedWeights CndOpenedWeights;
/* Blocks on the disk. */
CndOpenedWeights *cnd_opened_weights_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CndOpenedWeights *cnd_opened_weights_ref (CndOpenedWeights *weights);
void cnd_opened_weights_unref (CndOpenedWeights *weights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndOpenedWeights, cnd_opened_weights_unref)
/* Of its file, for reading. */
const char *cnd_opened_weights_get_name (const CndOpenedWeights *weights);

/* Layers with connections, those of them that the weights fit, and the first one whose weights have another shape (G_MAXUINT: none). */
typedef struct { guint n_layers, n_fitting, misfit; } CndWeightsFit;
CndWeightsFit cnd_opened_weights_fit (const CndOpenedWeights *weights, const CndNetwork *network);
/* Returns: (transfer full) (nullable): NULL where none fit */
CndMatrix *cnd_opened_weights_make_layer_matrix (const CndOpenedWeights *weights, CndNetwork *network, guint layer) G_GNUC_WARN_UNUSED_RESULT;
/* By themselves: the tensors that are outputs × inputs (× kernel), in the order of the file. */
guint cnd_opened_weights_get_n (const CndOpenedWeights *weights);
char *cnd_opened_weights_dup_label (const CndOpenedWeights *weights, guint index) G_GNUC_WARN_UNUSED_RESULT;
CndMatrix *cnd_opened_weights_make_matrix (const CndOpenedWeights *weights, guint index, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens a file of tensors in a thread, which is a run or weights alone. */
void cnd_session_open_tensors_async (const char *path, GAsyncReadyCallback callback, gpointer data);
/* @recording, @weights: (out) (transfer full): one of them is NULL */
gboolean cnd_session_open_tensors_finish (GAsyncResult *result, CndRecording **recording, CndOpenedWeights **weights, GError **error);

/* ---- Condensing without data --------------------------------------------------------- */

/* Whether it has learned group convolutions. */
gboolean cnd_session_can_condense (CndNetwork *network);
/**
 * cnd_session_condense_async:
 * @network: one that can be condensed
 * @weights: (nullable): a file with PyTorch's names and shapes; NULL: the weights with which a training with @seed begins
 *
 * Condenses by magnitude, stage by stage, in a thread: a recording without losses and errors, in which each stage takes one step. What has
 * fallen in the weights stays so.
 */
void cnd_session_condense_async (CndNetwork *network, const char *weights, guint64 seed, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
CndRecording *cnd_session_condense_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Pictures of a run -------------------------------------------------------------- */

typedef struct
{
  CndRunPicture picture;
  guint learned;           /* of the matrix or diagram */
  CndPosition position;
  CndMatrixOptions matrix; /* of the matrix or diagram */
  CndRunOptions run;       /* of the others; its position is the one above */
} CndRunPictureOptions;

/* Any thread. */
CndScene *cnd_session_draw_run_picture (const CndRecording *recording, const CndRunPictureOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* One at the end of each of @stages (CndStageCounts), all of one size. Returns: (transfer full) (element-type CndScene) */
GPtrArray *cnd_session_draw_run_series (const CndRecording *recording, const CndRunPictureOptions *options,
                                        const GArray *stages) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  CND_RUN_EXPORT_PICTURE,
  CND_RUN_EXPORT_SERIES, /* a file at each stage's end, of one size, named as cnd_formats_make_stage_path() says */
  CND_RUN_EXPORT_LOOP,   /* the matrix from stage to stage, again and again */
  CND_RUN_EXPORT_ONCE,
} CndRunExport;

/* The ending of @path says the format. Nothing is written before all is drawn. @scale: pixels a unit of a PNG */
void cnd_session_export_run_async (CndRecording *recording, const CndRunPictureOptions *options, CndRunExport kind, const char *path, double scale,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* @note: (out) (optional) (transfer full) (nullable): what was done differently */
gboolean cnd_session_export_run_finish (GAsyncResult *result, guint *n_files, char **note, GError **error);

G_END_DECLS
