/* Pictures other than the layer graph, of runs and of models, for draw and animate. */
#pragma once

#include "picture-private.h"

#include "run/run.h"

G_BEGIN_DECLS

/* The options as they were given. */
typedef struct
{
  char *view, *layer, *order, *color;
  gint group;      /* from 1; CND_VIEW_NO_GROUP: none */
  gint64 step;     /* CND_VIEW_NO_STEP: the stage says */
  gboolean next, series;
} CndViewOptions;

#define CND_VIEW_NO_GROUP G_MININT
#define CND_VIEW_NO_STEP G_MININT64
#define CND_VIEW_OPTIONS_INIT { .group = CND_VIEW_NO_GROUP, .step = CND_VIEW_NO_STEP }

void cnd_view_options_clear (CndViewOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndViewOptions, cnd_view_options_clear)

/* --view --layer --order --color --group --step --next --series */
void cnd_cli_add_view_options (CndParser *parser, CndViewOptions *options);

/* What is drawn: a run, or a model's structure. */
typedef struct
{
  CndRecording *recording; /* NULL: a model */
  CndSubject subject;      /* of the model */
  CndNetwork *network;     /* borrowed from either */
} CndViewSubject;

void cnd_view_subject_clear (CndViewSubject *subject);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndViewSubject, cnd_view_subject_clear)

/* Whether @name is to be read as a run. */
gboolean cnd_cli_is_run (const char *name);
gboolean cnd_cli_load_view_subject (CndViewSubject *subject, const char *name, const CndModelOptions *model, GError **error);
/* Index, among the learned group convolutions of the run, of the one called @name; NULL: the first. */
gboolean cnd_cli_find_learned_layer (const CndViewSubject *subject, const char *name, guint *learned, GError **error);
/* The position that --stage (a number, "dense", "final", "converted") and --step say; the end without them. */
gboolean cnd_cli_find_position (const CndViewSubject *subject, const CndViewOptions *options, const char *stage, CndPosition *position,
                                GError **error);
/* Returns: (transfer full) (nullable): NULL with @error */
CndScene *cnd_cli_make_view_scene (const CndViewSubject *subject, const CndViewOptions *options, const CndPictureStyle *style,
                                   CndPosition position, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
