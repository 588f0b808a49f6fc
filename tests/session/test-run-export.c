/* Pictures of a run: one, a series, one that moves. */
#include "session/session.h"

#include "../scene/check.h"
#include "../scene/recorded.h"

#include <glib/gstdio.h>
#include <string.h>

static CndRunPictureOptions
get_options (CndRecording *recording, CndRunPicture picture)
{
  return (CndRunPictureOptions){ picture, 1, cnd_recording_get_end (recording), cnd_scene_default_matrix_options, cnd_scene_default_run_options };
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static guint
export (CndRecording *recording, CndRunPicture picture, CndRunExport kind, const char *path, GCancellable *cancellable, GError **error)
{
  CndRunPictureOptions options = get_options (recording, picture);
  g_autoptr (GAsyncResult) result = NULL;
  guint n = 0;

  cnd_session_export_run_async (recording, &options, kind, path, 1, cancellable, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return cnd_session_export_run_finish (result, &n, NULL, error) ? n : 0;
}

/* Names of what is in a folder, which goes away. */
static GPtrArray *
empty_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_ptr_array_add (names, g_strdup (name));
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return names;
}

/* What lies at one place in one picture lies there in all of them: only then do they play as a flip book. */
static void
test_series_size (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();

  for (CndRunPicture picture = 0; picture < CND_N_RUN_PICTURES; picture++)
    for (CndOrder order = 0; order < CND_N_ORDERS; order++)
      {
        CndRunPictureOptions options = get_options (recording, picture);
        g_autoptr (GArray) stages = cnd_recording_list_stages (recording, CND_CONVENTION_DEFAULT, NULL);
        g_autoptr (GPtrArray) scenes = NULL;
        CndRect first;

        options.matrix.order = options.matrix.from = order;
        scenes = cnd_session_draw_run_series (recording, &options, stages);
        g_assert_cmpuint (scenes->len, ==, 3);
        first = cnd_scene_get_bounds (scenes->pdata[0]);
        for (guint stage = 0; stage < 3; stage++)
          {
            CndRect bounds = cnd_scene_get_bounds (scenes->pdata[stage]);

            g_assert_cmpmem (&bounds, sizeof bounds, &first, sizeof first);
            check_bounds (scenes->pdata[stage]);
          }
      }
}

static void
test_series_files (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.svg", NULL);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *last = g_build_filename (folder, "out-stage-2.svg", NULL), *text = NULL;
  g_autoptr (CndScene) scene = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GError) error = NULL;
  CndRunPictureOptions options = get_options (recording, CND_RUN_PICTURE_MATRIX);
  gsize length;

  g_assert_cmpuint (export (recording, CND_RUN_PICTURE_MATRIX, CND_RUN_EXPORT_SERIES, path, NULL, &error), ==, 3);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (last, &text, &length, NULL));
  scene = cnd_session_draw_run_picture (recording, &options);
  svg = cnd_paint_write_svg (scene);
  g_assert_cmpmem (text, length, g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  names = empty_folder (folder);
  g_assert_cmpuint (names->len, ==, 3);
}

static void
test_animation (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.svg", NULL), *png = g_build_filename (folder, "out.png", NULL);
  g_autofree char *loop = NULL, *once = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (export (recording, CND_RUN_PICTURE_MATRIX, CND_RUN_EXPORT_LOOP, path, NULL, NULL), ==, 1);
  g_assert_true (g_file_get_contents (path, &loop, NULL, NULL));
  g_assert_cmpuint (export (recording, CND_RUN_PICTURE_MATRIX, CND_RUN_EXPORT_ONCE, path, NULL, NULL), ==, 1);
  g_assert_true (g_file_get_contents (path, &once, NULL, NULL));
  g_assert_nonnull (strstr (loop, " infinite"));
  g_assert_null (strstr (once, " infinite"));
  g_assert_nonnull (strstr (once, "@keyframes"));
  g_assert_cmpuint (export (recording, CND_RUN_PICTURE_MATRIX, CND_RUN_EXPORT_LOOP, png, NULL, &error), ==, 0);
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  names = empty_folder (folder);
  g_assert_cmpuint (names->len, ==, 1);
}

static void
test_cancel (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.png", NULL);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (export (recording, CND_RUN_PICTURE_STRIP, CND_RUN_EXPORT_SERIES, path, cancellable, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  names = empty_folder (folder);
  g_assert_cmpuint (names->len, ==, 0);
}

static void
test_names (void)
{
  static const char *const rows[][2] = {
    { "out.svg", "out-stage-2.svg" }, { "a.b/out", "a.b/out-stage-2" }, { "a.b/out.x.png", "a.b/out.x-stage-2.png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = cnd_formats_make_stage_path (rows[i][0], 2);
      g_assert_cmpstr (path, ==, rows[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/run-export/series-keep-their-size", test_series_size);
  g_test_add_func ("/session/run-export/series-have-a-file-a-stage", test_series_files);
  g_test_add_func ("/session/run-export/only-svg-moves-once-or-for-ever", test_animation);
  g_test_add_func ("/session/run-export/cancelled-writes-nothing", test_cancel);
  g_test_add_func ("/session/run-export/stages-are-in-the-names", test_names);
  return g_test_run ();
}
