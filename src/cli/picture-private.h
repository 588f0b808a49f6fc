/* Pictures of layer graphs, for the commands that make them: options that they share, the scene, the file's bytes. */
#pragma once

#include "cli-private.h"

#include "paint/paint.h"

G_BEGIN_DECLS

/* The options as they were given. */
typedef struct
{
  char *direction, *fold, *dense;
  int depth; /* -1: as the application opens it */
  char **open, **select;
  char *theme, *labels;
  gboolean no_legend;
} CndPictureOptions;

#define CND_PICTURE_OPTIONS_INIT { .depth = -1 }

void cnd_picture_options_clear (CndPictureOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndPictureOptions, cnd_picture_options_clear)

/* --direction --fold --dense --depth */
void cnd_cli_add_layout_options (CndParser *parser, CndPictureOptions *options);
/* --select --open */
void cnd_cli_add_part_options (CndParser *parser, CndPictureOptions *options);
/* --theme */
void cnd_cli_add_theme_option (CndParser *parser, CndPictureOptions *options);
/* --theme --labels --no-legend */
void cnd_cli_add_style_options (CndParser *parser, CndPictureOptions *options);

/* The same, read. */
typedef struct
{
  CndSceneOptions scene;
  gboolean adaptive; /* an SVG that follows its viewer: light or dark */
  int depth;
} CndPictureStyle;

/* FALSE with @status, after saying what was wrong. */
gboolean cnd_cli_read_picture_style (const CndCommand *command, const CndPictureOptions *options,
                                     CndPictureStyle *style, int *status);
/* A format by its name: "svg", "png" or "pdf". */
gboolean cnd_cli_read_format (const CndCommand *command, const char *name, CndFormat *format, int *status);
/* Says no to --theme auto for all formats but SVG, and to scales that are none. */
gboolean cnd_cli_check_picture (const CndCommand *command, const CndPictureStyle *style, CndFormat format, double scale,
                                int *status);

/* @depth: as in CndPictureStyle. Returns: (transfer full) (nullable): NULL with @error as below */
CndView *cnd_cli_make_view (const CndSubject *subject, const CndPictureOptions *options, int depth,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The view of the layers @shown; where it would be too much to draw, blocks are @closed (of each block; @is_open heeds it),
 * which is told. Returns: (transfer full) (nullable): NULL with CND_ERROR_LIMIT when that does not help */
CndView *cnd_cli_make_coarse_view (const CndSubject *subject, CndIsOpen is_open, gpointer data, gboolean *closed,
                                   const gboolean *shown, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): what --select asks for, as a title; NULL when all is shown */
char *cnd_cli_dup_part_name (const CndPictureOptions *options) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full) (nullable): NULL with @error when @options name blocks or layers that there are not */
CndScene *cnd_cli_make_scene (const CndSubject *subject, const CndPictureOptions *options,
                              const CndPictureStyle *style, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Says by how much a picture misses the shape that --fold asks for: columns end only where no branch passes, so that what is
 * dense or short cannot fill every shape. Nothing for small misses. */
void cnd_cli_tell_fold (const CndScene *scene, const char *fold);
/* Says so when arcs were asked for and there are lanes. */
void cnd_cli_tell_dense (const CndScene *scene, CndDenseStyle dense);
/* Writes the file; "-" is standard output. @note: (out) (nullable) (transfer full): what was done differently */
gboolean cnd_cli_write_scene (const CndScene *scene, const CndPictureStyle *style, CndFormat format, double scale,
                              const char *path, char **note, GError **error);

G_END_DECLS
