/* Exports, settings and the gallery. */
#include "fixture.h"

#include <glib/gstdio.h>

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
export_to (Fixture *fixture, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cnd_session_write_scene_async (cnd_document_get_scene (fixture->document), path, 2, NULL, take_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return cnd_session_write_scene_finish (result, NULL, error);
}

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *start;
  } formats[] = { { "a.svg", "<?xml" }, { "a.png", "\211PNG" }, { "a.pdf", "%PDF" } };
  g_autofree char *place = fixture_write_file ("empty", "");
  g_autofree char *folder = g_path_get_dirname (place);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_build_filename (folder, formats[i].name, NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (export_to (fixture, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, formats[i].start));
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *place = fixture_write_file ("empty", "");
  g_autofree char *folder = g_path_get_dirname (place);
  g_autofree char *unknown = g_build_filename (folder, "a.docx", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "folder", "a.svg", NULL);
  g_autoptr (GError) format_error = NULL, folder_error = NULL;

  g_assert_false (export_to (fixture, unknown, &format_error));
  g_assert_nonnull (format_error);
  g_assert_false (g_file_test (unknown, G_FILE_TEST_EXISTS));
  g_assert_false (export_to (fixture, nowhere, &folder_error));
  g_assert_error (folder_error, CND_ERROR, CND_ERROR_WRITE);
}

/* What is written is the picture at the call. */
static void
test_snapshot (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = fixture_write_file ("a.svg", "");
  g_autoptr (GBytes) now = cnd_paint_write_svg (cnd_document_get_scene (fixture->document));
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  cnd_session_write_scene_async (cnd_document_get_scene (fixture->document), path, 1, NULL, take_result, &result);
  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 64);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpmem (bytes, length, g_bytes_get_data (now, NULL), g_bytes_get_size (now));
}

static void
test_name (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = cnd_document_dup_export_name (fixture->document, CND_FORMAT_PDF);

  g_assert_cmpstr (name, ==, "Test (Narrow).pdf");
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  Counter theme, scenes;

  counter_start (&theme, fixture->settings, "notify::theme");
  counter_start (&scenes, fixture->document, "notify::scene");
  cnd_settings_set_theme (fixture->settings, CND_THEME_LIGHT);
  g_assert_cmpuint (counter_take (&theme) + counter_take (&scenes), ==, 0);
  cnd_settings_set_theme (fixture->settings, CND_THEME_DARK);
  g_assert_cmpuint (counter_take (&theme), ==, 1);
  g_assert_cmpuint (counter_take (&scenes), ==, 1);
  g_assert_cmpint (cnd_scene_get_theme (cnd_document_get_scene (fixture->document)), ==, CND_THEME_DARK);
  g_object_set (fixture->settings, "digits", CND_DIGITS_PERSIAN, NULL);
  g_assert_cmpint (cnd_settings_get_numbers (fixture->settings).digits, ==, CND_DIGITS_PERSIAN);
  g_assert_cmpuint (counter_take (&scenes), ==, 1);
}

static CndGallery *
load_gallery (const char *folder, GError **error)
{
  CndGallery *gallery = cnd_gallery_new ();
  g_autoptr (GAsyncResult) result = NULL;

  cnd_gallery_load_async (gallery, folder, NULL, take_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  cnd_gallery_load_finish (gallery, result, error);
  return gallery;
}

static void
test_catalogue (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autoptr (GError) error = NULL;
  g_autoptr (CndGallery) gallery = load_gallery (folder, &error);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (gallery)), n_found = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 20);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CndModelItem) item = g_list_model_get_item (G_LIST_MODEL (gallery), i);
      guint64 parameters, macs;

      g_assert_true (cnd_model_item_matches (item, ""));
      n_found += cnd_model_item_matches (item, "alex  NET");
      if (i == 0)
        {
          g_assert_true (cnd_model_item_get_counts (item, &parameters, &macs));
          g_assert_cmpuint (parameters, ==, 62378344);
          g_assert_true (fixture_open (fixture, cnd_model_item_get_open_name (item), &error));
          g_assert_no_error (error);
        }
    }
  g_assert_cmpuint (n_found, >=, 1);
  g_assert_cmpuint (n_found, <, n);
}

/* Without a catalogue the model files are listed by name, schema.json not. */
static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = fixture_write_model ("b.json");
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *other = g_build_filename (folder, "a.json", NULL);
  g_autofree char *schema = g_build_filename (folder, "schema.json", NULL);
  g_autoptr (CndGallery) gallery = NULL;
  g_autoptr (CndModelItem) first = NULL;
  g_autoptr (GError) error = NULL;
  guint64 parameters, macs;

  g_assert_true (g_file_set_contents (other, "{}", -1, NULL));
  g_assert_true (g_file_set_contents (schema, "{}", -1, NULL));
  gallery = load_gallery (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gallery)), ==, 2);
  first = g_list_model_get_item (G_LIST_MODEL (gallery), 0);
  g_assert_cmpstr (cnd_model_item_get_name (first), ==, "a");
  g_assert_cmpstr (cnd_model_item_get_open_name (first), ==, other);
  g_assert_false (cnd_model_item_get_counts (first, &parameters, &macs));
}

int
main (int argc, char *argv[])
{
  static const FixtureTest tests[] = {
    { "/session/export/each-format-is-written", test_formats },
    { "/session/export/what-cannot-be-written-is-an-error", test_refused },
    { "/session/export/later-changes-do-not-show", test_snapshot },
    { "/session/export/the-proposed-name-is-the-networks", test_name },
    { "/session/settings/a-change-is-notified-and-drawn-once", test_settings },
    { "/session/gallery/the-catalogue-is-listed-and-opens", test_catalogue },
    { "/session/gallery/a-folder-without-catalogue-is-listed-by-file", test_folder },
  };

  g_test_init (&argc, &argv, NULL);
  fixture_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
