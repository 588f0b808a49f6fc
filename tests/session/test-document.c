/* Opening models, and what a document notifies of. */
#include "fixture.h"

#include <glib/gstdio.h>

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fixture_write_model ("model.json");
  g_autofree char *name = g_strconcat (path, ":wide", NULL);

  g_assert_true (fixture_open (fixture, name, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (cnd_document_get_title (fixture->document), ==, "Test");
  g_assert_cmpstr (cnd_document_get_subtitle (fixture->document), ==, "Wide");
  g_assert_cmpstr (cnd_document_get_path (fixture->document), ==, path);
  g_assert_cmpint (cnd_document_get_preset (fixture->document), ==, 1);
  g_assert_cmpint (fixture_get (fixture, PARAMETER_WIDTH, 0), ==, 32);
  g_assert_nonnull (cnd_document_get_scene (fixture->document));
  g_assert_false (cnd_document_get_busy (fixture->document));
}

/* Each of these leaves all that was open as it was, and notifies of nothing but being busy. */
static void
test_bad_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *broken = fixture_write_file ("broken.json", "{\n  \"name\": \"x\",\n  \"layers\": [ { \"kind\": \"nothing\" } ]\n}");
  g_autofree char *model = fixture_write_model ("model.json");
  g_autofree char *folder = g_path_get_dirname (model);
  g_autofree char *missing = g_build_filename (folder, "missing.json", NULL);
  g_autofree char *preset = g_strconcat (model, ":nobody", NULL);
  const char *const names[] = { broken, folder, missing, preset };
  CndNetwork *network;
  CndScene *scene;
  CndReport *report;
  Counter opened, scenes, titles, busy;

  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 16);
  network = cnd_document_get_network (fixture->document);
  scene = cnd_document_get_scene (fixture->document);
  report = cnd_document_get_report (fixture->document);
  counter_start (&opened, fixture->document, "opened");
  counter_start (&scenes, fixture->document, "notify::scene");
  counter_start (&titles, fixture->document, "notify::title");
  counter_start (&busy, fixture->document, "notify::busy");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (fixture_open (fixture, names[i], &error));
      g_assert_nonnull (cnd_base_get_problem (error));
      g_assert_true (cnd_document_get_network (fixture->document) == network);
      g_assert_true (cnd_document_get_scene (fixture->document) == scene);
      g_assert_true (cnd_document_get_report (fixture->document) == report);
      g_assert_true (cnd_document_can_undo (fixture->document));
      g_assert_cmpuint (counter_take (&busy), ==, 2);
    }
  g_assert_cmpuint (counter_take (&opened), ==, 0);
  g_assert_cmpuint (counter_take (&scenes), ==, 0);
  g_assert_cmpuint (counter_take (&titles), ==, 0);
}

static void
test_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = fixture_write_file ("broken.json", "{\n  \"name\": \"x\",,\n}");

  g_assert_false (fixture_open (fixture, path, &error));
  g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, path);
  g_assert_cmpuint (cnd_base_get_problem (error)->line, ==, 2);
}

typedef struct
{
  guint n_done;
  gboolean cancelled, good;
} Answers;

static void
expect_cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Answers *answers = data;

  answers->cancelled = !cnd_document_open_finish (CND_DOCUMENT (source), result, &error) &&
                       g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answers->n_done++;
}

static void
expect_good (GObject *source, GAsyncResult *result, gpointer data)
{
  Answers *answers = data;

  answers->good = cnd_document_open_finish (CND_DOCUMENT (source), result, NULL);
  answers->n_done++;
}

/* The first answer comes too late, whichever job ends first. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = fixture_write_model ("first.json");
  g_autofree char *second = fixture_write_model ("second.json");
  Counter opened;
  Answers answers = { 0 };

  counter_start (&opened, fixture->document, "opened");
  cnd_document_open_async (fixture->document, first, expect_cancelled, &answers);
  cnd_document_open_async (fixture->document, second, expect_good, &answers);
  while (answers.n_done < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (answers.cancelled);
  g_assert_true (answers.good);
  g_assert_cmpstr (cnd_document_get_path (fixture->document), ==, second);
  g_assert_cmpuint (counter_take (&opened), ==, 1);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = fixture_write_model ("model.json");
  CndNetwork *network = cnd_document_get_network (fixture->document);
  Answers answers = { 0 };

  cnd_document_open_async (fixture->document, path, expect_cancelled, &answers);
  g_assert_true (cnd_document_get_busy (fixture->document));
  cnd_document_cancel_open (fixture->document);
  g_assert_false (cnd_document_get_busy (fixture->document));
  while (answers.n_done < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (answers.cancelled);
  g_assert_true (cnd_document_get_network (fixture->document) == network);
}

static void
test_notify (Fixture *fixture, gconstpointer data)
{
  Counter scenes, reports, networks, presets, parameters, undo;

  counter_start (&scenes, fixture->document, "notify::scene");
  counter_start (&reports, fixture->document, "notify::report");
  counter_start (&networks, fixture->document, "notify::network");
  counter_start (&presets, fixture->document, "notify::preset");
  counter_start (&undo, fixture->document, "notify::can-undo");
  counter_start (&parameters, fixture->document, "parameters-changed");

  /* the same value: nothing */
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 8));
  g_assert_cmpuint (counter_take (&scenes) + counter_take (&reports) + counter_take (&networks), ==, 0);
  g_assert_cmpuint (counter_take (&parameters), ==, 0);
  /* another one: each once */
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 16));
  g_assert_cmpuint (counter_take (&scenes), ==, 1);
  g_assert_cmpuint (counter_take (&reports), ==, 1);
  g_assert_cmpuint (counter_take (&networks), ==, 1);
  g_assert_cmpuint (counter_take (&presets), ==, 1);
  g_assert_cmpuint (counter_take (&undo), ==, 1);
  g_assert_cmpuint (counter_take (&parameters), ==, 1);
  /* a second change of the same sort: no preset and undo again */
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 24));
  g_assert_cmpuint (counter_take (&presets) + counter_take (&undo), ==, 0);
  g_assert_cmpuint (counter_take (&networks), ==, 1);
  g_assert_cmpuint (counter_take (&reports), ==, 1);
  /* another way of counting: the network stays */
  cnd_settings_set_convention (fixture->settings, CND_CONVENTION_CONDENSENET);
  g_assert_cmpuint (counter_take (&networks), ==, 0);
  g_assert_cmpuint (counter_take (&reports), ==, 1);
}

static void
test_job (Fixture *fixture, gconstpointer data)
{
  CndScene *scene = cnd_document_get_scene (fixture->document);
  CndNetwork *network = cnd_document_get_network (fixture->document);

  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_DEPTH, 0, 4000));
  /* counts, layers and picture belong together: all of the earlier one until the job is done */
  g_assert_true (cnd_document_get_busy (fixture->document));
  g_assert_true (cnd_document_get_scene (fixture->document) == scene);
  g_assert_true (cnd_document_get_network (fixture->document) == network);
  /* overtaken by a small one */
  g_assert_true (cnd_document_set_parameter (fixture->document, PARAMETER_DEPTH, 0, 3));
  g_assert_false (cnd_document_get_busy (fixture->document));
  scene = cnd_document_get_scene (fixture->document);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (cnd_document_get_scene (fixture->document) == scene);
}

/* Columns are folded for the room that there is, anew when it becomes rather different, and not for each pixel. */
static void
test_room (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = fixture_write_model ("model.json");
  Counter scenes;

  cnd_document_set_room (fixture->document, 0.7);
  g_assert_true (fixture_open (fixture, path, NULL));
  g_assert_cmpfloat (cnd_document_get_fold_aspect (fixture->document), ==, 0);
  cnd_settings_set_shape (fixture->settings, CND_SHAPE_COLUMNS);
  g_assert_cmpfloat (cnd_document_get_fold_aspect (fixture->document), ==, 0.7);
  counter_start (&scenes, fixture->document, "notify::scene");
  cnd_document_set_room (fixture->document, 0.8);
  g_assert_cmpuint (counter_take (&scenes), ==, 0);
  cnd_document_set_room (fixture->document, 0.9);
  g_assert_cmpuint (counter_take (&scenes), ==, 1);
  g_assert_cmpfloat (cnd_document_get_fold_aspect (fixture->document), ==, 0.9);
  cnd_document_set_room (fixture->document, 1);
  g_assert_true (fixture_open (fixture, path, NULL));
  g_assert_cmpfloat (cnd_document_get_fold_aspect (fixture->document), ==, 1);
  counter_stop (&scenes);
  cnd_settings_set_shape (fixture->settings, CND_SHAPE_STRIP);
}

int
main (int argc, char *argv[])
{
  static const FixtureTest tests[] = {
    { "/session/document/a-file-and-its-preset-open", test_file },
    { "/session/document/a-bad-file-leaves-the-open-document-untouched", test_bad_file },
    { "/session/document/an-error-names-file-and-line", test_place },
    { "/session/document/a-stale-answer-is-refused", test_stale },
    { "/session/document/opening-is-cancelled", test_cancel },
    { "/session/document/each-change-is-notified-once", test_notify },
    { "/session/document/a-large-picture-is-drawn-by-a-job", test_job },
    { "/session/document/columns-suit-the-room", test_room },
  };

  g_test_init (&argc, &argv, NULL);
  fixture_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
