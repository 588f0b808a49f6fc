/* The pictures of a run by name: for command lines, files and choices. */
#include "config.h"

#include "scene.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name, *title;
  CndScene *(*make) (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer data); /* of the whole run */
} pictures[CND_N_RUN_PICTURES] = {
  [CND_RUN_PICTURE_MATRIX] = { "matrix", N_("Matrix of a layer"), NULL },
  [CND_RUN_PICTURE_DIAGRAM] = { "diagram", N_("Diagram of a layer"), NULL },
  [CND_RUN_PICTURE_TIMELINE] = { "timeline", N_("Timeline"), cnd_scene_new_timeline },
  [CND_RUN_PICTURE_STRIP] = { "strip", N_("All layers"), cnd_scene_new_strip },
  [CND_RUN_PICTURE_REUSE] = { "reuse", N_("Feature reuse"), cnd_scene_new_reuse },
};

const char *
cnd_scene_get_run_picture_name (CndRunPicture picture)
{
  return pictures[picture].name;
}

const char *
cnd_scene_get_run_picture_title (CndRunPicture picture)
{
  return _(pictures[picture].title);
}

gboolean
cnd_scene_find_run_picture (const char *name, CndRunPicture *picture)
{
  for (guint i = 0; i < CND_N_RUN_PICTURES; i++)
    if (strcmp (pictures[i].name, name) == 0)
      {
        *picture = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
cnd_scene_is_picture_of_layer (CndRunPicture picture)
{
  return pictures[picture].make == NULL;
}

CndScene *
cnd_scene_new_layer_picture (CndRunPicture picture, const CndMatrix *matrix, const CndMatrixOptions *options, CndMeasureText measure,
                             gpointer measure_data)
{
  return picture == CND_RUN_PICTURE_MATRIX ? cnd_scene_new_matrix (matrix, options, measure, measure_data)
                                           : cnd_scene_new_diagram (matrix, options, measure, measure_data);
}

CndScene *
cnd_scene_new_run_picture (CndRunPicture picture, const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure,
                           gpointer measure_data)
{
  g_return_val_if_fail (pictures[picture].make != NULL, NULL);
  return pictures[picture].make (recording, options, measure, measure_data);
}
