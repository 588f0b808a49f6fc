/* The insides of a document, shared by the document-*.c files; and the two values that they hand about: a moment (what the user
 * chose) and a picture (what that comes to). */
#pragma once

#include "session.h"

G_BEGIN_DECLS

/* ---- Which blocks are open: immutable, reference-counted, any thread ------------------ */

CndOpenBlocks *cnd_open_blocks_new_default (void) G_GNUC_WARN_UNUSED_RESULT;
CndOpenBlocks *cnd_open_blocks_new_depth (guint depth) G_GNUC_WARN_UNUSED_RESULT;
/* The same as @blocks but for the block with that id. */
CndOpenBlocks *cnd_open_blocks_new_with (const CndOpenBlocks *blocks, const char *id, gboolean open) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer floating): of the type "(bua{sb})" */
GVariant *cnd_open_blocks_save (const CndOpenBlocks *blocks) G_GNUC_WARN_UNUSED_RESULT;
CndOpenBlocks *cnd_open_blocks_new_saved (GVariant *saved) G_GNUC_WARN_UNUSED_RESULT;
gboolean cnd_open_blocks_is_open (CndNetwork *network, guint block, gpointer blocks);

/* ---- A moment: all that can be undone. Immutable, reference-counted, any thread ------- */

typedef struct
{
  gatomicrefcount refs;
  CndParameterValues *values;
  CndParameterValues *base;  /* values that "before → now" compares with */
  gboolean stage_chosen;     /* else the convention's */
  guint stage;
  CndOpenBlocks *open;
} CndMoment;

/* All arguments are copied or referenced. */
CndMoment *cnd_moment_new (const CndParameterValues *values, const CndParameterValues *base, gboolean stage_chosen, guint stage,
                           CndOpenBlocks *open) G_GNUC_WARN_UNUSED_RESULT;
/* What a model opens with. */
CndMoment *cnd_moment_new_first (CndArchitecture *architecture, gint preset) G_GNUC_WARN_UNUSED_RESULT;
CndMoment *cnd_moment_ref (CndMoment *moment);
void cnd_moment_unref (CndMoment *moment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndMoment, cnd_moment_unref)
guint cnd_moment_get_stage (const CndMoment *moment, CndConvention convention);

/* ---- A picture: network → report → view → scene. Members are owned; each may still be NULL --------------------------- */

typedef struct
{
  CndNetwork *network;
  CndReport *report;
  CndView *view;
  CndScene *scene;
  CndRecording *recording; /* whose masks it shows, when the network is that of the run; set before it is counted */
  CndPosition position;
  CndFlow flow;            /* how the scene is arranged */
  double fold_aspect;
} CndPicture;

void cnd_picture_clear (CndPicture *picture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndPicture, cnd_picture_clear)
void cnd_picture_copy (const CndPicture *from, CndPicture *to);
/* Builds the network (or takes that of the picture's run, or @reuse, when it has the moment's values) and counts it. */
gboolean cnd_picture_count (CndPicture *picture, CndArchitecture *architecture, CndNetwork *reuse, const CndMoment *moment,
                            CndConvention convention, GError **error);
/* Too large to be drawn while the interface waits? */
gboolean cnd_picture_is_large (const CndPicture *picture);
void cnd_picture_draw (CndPicture *picture, const CndMoment *moment, const CndSceneOptions *options, CndTextMeter *meter);

/* ---- Document ----------------------------------------------------------------------- */

struct _CndDocument
{
  GObject parent_instance;
  CndSettings *settings;
  CndSelection *selection;
  CndTextMeter *meter;

  CndArchitecture *architecture;
  char *path;
  CndMoment *now;
  CndPicture latest;         /* of now; its scene is missing while a job draws it */
  CndPicture shown;          /* complete */
  CndReport *baseline;
  CndRecording *recording;   /* NULL: none is looked at */
  CndPosition position;

  CndParameterValues *wanted;
  GPtrArray *problems;       /* of CndParameterProblem */

  CndParameterValues *saved; /* what the file says, or a preset: nothing is lost by leaving these */
  gboolean recovered;        /* from a journal: no file has it */
  gboolean covered;
  GHashTable *uncovered;     /* figures */

  GPtrArray *past, *future;  /* of CndMoment */
  gboolean in_gesture, gesture_changed;

  double room_aspect;        /* of where the picture is shown */
  double fold_aspect;        /* that pictures are folded for, when they are */
  gboolean folds_anew;       /* the next picture need not keep the places of the one before */

  GCancellable *opening, *drawing;

  /* last notified */
  char *title, *subtitle;
  gint preset;
  guint stage;
  gboolean busy, can_undo, can_redo, unsaved;
};

/* Notifies of everything that differs from what was last notified. */
void cnd_document_update_properties (CndDocument *self);
CndSceneOptions cnd_document_get_scene_options (CndDocument *self);
/* The latest picture is complete: show it. */
void cnd_document_show_latest (CndDocument *self);
/* Both (transfer full); the subtitle may be NULL. Call the title's first: the subtitle does not repeat it. */
char *cnd_document_describe_title (CndDocument *self);
char *cnd_document_describe_subtitle (CndDocument *self);
/* Another architecture, complete. */
void cnd_document_install (CndDocument *self, CndArchitecture *architecture, const char *path, CndMoment *moment, CndPicture *picture);
/* Goes to @moment as one undoable step. FALSE, and nothing changed, when it does not build. */
gboolean cnd_document_change (CndDocument *self, CndMoment *moment, GError **error);
/* The same without leaving a trace in the history. */
gboolean cnd_document_go_to (CndDocument *self, CndMoment *moment, GError **error);
/* Wanted values become the moment's; no problems. */
void cnd_document_settle_values (CndDocument *self);
void cnd_document_recount (CndDocument *self);
void cnd_document_redraw (CndDocument *self);
/* The next picture is folded for the room that there is. */
void cnd_document_take_room (CndDocument *self);
void cnd_document_cancel_drawing (CndDocument *self);
void cnd_document_emit_parameters_changed (CndDocument *self);
void cnd_document_emit_cover_changed (CndDocument *self);
void cnd_document_clear_history (CndDocument *self);

G_END_DECLS
