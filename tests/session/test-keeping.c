/* What outlives a picture: selections of several layers, saved and unsaved values, journals, covered counts, thumbnails. */
#include "fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <string.h>

static void
test_selection (Fixture *fixture, gconstpointer data)
{
  CndSelection *selection = cnd_document_get_selection (fixture->document);
  const guint chosen[] = { 3, 1, 3 };
  const guint *layers;
  guint n_layers;
  Counter changed;

  counter_start (&changed, selection, "changed");
  cnd_selection_select_layers (selection, chosen, G_N_ELEMENTS (chosen));
  layers = cnd_selection_get_layers (selection, &n_layers);
  g_assert_cmpuint (n_layers, ==, 2);
  g_assert_cmpuint (layers[0], ==, 1);
  g_assert_cmpuint (layers[1], ==, 3);
  g_assert_cmpuint (cnd_selection_get_layer (selection), ==, 3);
  g_assert_true (cnd_selection_has_layer (selection, 1));
  g_assert_false (cnd_selection_has_layer (selection, 2));
  g_assert_cmpuint (counter_take (&changed), ==, 1);
  cnd_selection_select_layers (selection, chosen, G_N_ELEMENTS (chosen));
  g_assert_cmpuint (counter_take (&changed), ==, 0);
  cnd_selection_toggle_layer (selection, 2);
  g_assert_true (cnd_selection_has_layer (selection, 2));
  cnd_selection_toggle_layer (selection, 3);
  g_assert_false (cnd_selection_has_layer (selection, 3));
  g_assert_cmpuint (counter_take (&changed), ==, 2);
  cnd_selection_select_block (selection, 1);
  cnd_selection_get_layers (selection, &n_layers);
  g_assert_cmpuint (n_layers, ==, 0);
  counter_stop (&changed);
}

/* Ids carry a selection into a rebuilt network. */
static void
test_carries (Fixture *fixture, gconstpointer data)
{
  CndSelection *selection = cnd_document_get_selection (fixture->document);
  const guint chosen[] = { 1, 2 };
  g_autofree char *id = g_strdup (cnd_network_get_layers (cnd_document_get_network (fixture->document), NULL)[2].id);
  guint n_layers;

  cnd_selection_select_layers (selection, chosen, 2);
  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 16);
  cnd_selection_get_layers (selection, &n_layers);
  g_assert_cmpuint (n_layers, ==, 2);
  g_assert_cmpuint (cnd_selection_get_layer (selection), ==, cnd_network_find_layer (cnd_document_get_network (fixture->document), id));
}

static void
file_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cnd_document_save_finish (CND_DOCUMENT (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
test_saves (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = fixture_write_model ("saved.json");
  gboolean done = FALSE;
  Counter unsaved;

  counter_start (&unsaved, fixture->document, "notify::unsaved");
  g_assert_false (cnd_document_get_unsaved (fixture->document));
  cnd_document_set_parameter (fixture->document, PARAMETER_DEPTH, 0, fixture_get (fixture, PARAMETER_DEPTH, 0) + 1);
  g_assert_true (cnd_document_get_unsaved (fixture->document));
  g_assert_cmpuint (counter_take (&unsaved), ==, 1);
  cnd_document_undo (fixture->document);
  g_assert_false (cnd_document_get_unsaved (fixture->document));
  cnd_document_redo (fixture->document);
  g_assert_true (cnd_document_get_unsaved (fixture->document));
  cnd_document_save_async (fixture->document, path, NULL, file_saved, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cnd_document_get_unsaved (fixture->document));
  g_assert_cmpstr (cnd_document_get_path (fixture->document), ==, path);
  /* away from what the file says it is unsaved again */
  cnd_document_undo (fixture->document);
  g_assert_false (cnd_document_get_unsaved (fixture->document)); /* a preset's values */
  counter_stop (&unsaved);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
test_journal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *top = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (top, "unsaved", NULL);
  CndJournal *journal = cnd_journal_new (fixture->document, folder);
  g_autoptr (GPtrArray) left = NULL;

  cnd_document_set_parameter (fixture->document, PARAMETER_DEPTH, 0, fixture_get (fixture, PARAMETER_DEPTH, 0) + 1);
  cnd_journal_flush (journal);
  g_assert_cmpuint (count_files (folder), ==, 1);
  /* this process lives: nothing to restore */
  left = cnd_session_list_journals (folder);
  g_assert_cmpuint (left->len, ==, 0);
  cnd_document_undo (fixture->document);
  g_assert_cmpuint (count_files (folder), ==, 0);
  cnd_document_redo (fixture->document);
  cnd_journal_flush (journal);
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_object_unref (journal);
  g_assert_cmpuint (count_files (folder), ==, 0);
}

static void
test_left (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "99999999-0.json", NULL);
  g_autoptr (GPtrArray) left = NULL;

  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  left = cnd_session_list_journals (folder);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (left, 0), ==, path);
}

/* Killed, and its parent has not asked after it. */
static void
test_left_by_zombie (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) left = NULL;
  siginfo_t info;
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);
  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (waitid (P_PID, (id_t) pid, &info, WEXITED | WNOWAIT), ==, 0);
  path = g_strdup_printf ("%s/%d-0.json", folder, (int) pid);
  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  left = cnd_session_list_journals (folder);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static void
test_cover (Fixture *fixture, gconstpointer data)
{
  Counter changed;

  counter_start (&changed, fixture->document, "cover-changed");
  g_assert_false (cnd_document_is_covered (fixture->document, "a"));
  cnd_document_set_covered (fixture->document, TRUE);
  g_assert_true (cnd_document_is_covered (fixture->document, "a"));
  cnd_document_uncover (fixture->document, "a");
  g_assert_false (cnd_document_is_covered (fixture->document, "a"));
  g_assert_true (cnd_document_is_covered (fixture->document, "b"));
  g_assert_cmpuint (counter_take (&changed), ==, 2);
  cnd_document_uncover (fixture->document, "a");
  g_assert_cmpuint (counter_take (&changed), ==, 0);
  /* the next time all are covered again */
  cnd_document_set_covered (fixture->document, FALSE);
  cnd_document_set_covered (fixture->document, TRUE);
  g_assert_true (cnd_document_is_covered (fixture->document, "a"));
  counter_stop (&changed);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CndLayerList) list = cnd_layer_list_new (fixture->document);
  g_autoptr (CndLayerItem) item = g_list_model_get_item (G_LIST_MODEL (list), 1);
  CndReport *before = cnd_layer_item_get_report (item);
  Counter items;
  guint n_layers;

  cnd_network_get_layers (cnd_document_get_network (fixture->document), &n_layers);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, n_layers);
  counter_start (&items, list, "items-changed");
  cnd_document_set_parameter (fixture->document, PARAMETER_WIDTH, 0, 16);
  g_assert_cmpuint (counter_take (&items), ==, 0);
  g_assert_true (cnd_layer_item_get_report (item) != before);
  cnd_document_set_parameter (fixture->document, PARAMETER_DEPTH, 0, fixture_get (fixture, PARAMETER_DEPTH, 0) + 1);
  g_assert_cmpuint (counter_take (&items), ==, 1);
  counter_stop (&items);
}

static void
thumbnail_drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(CndThumbnail **) data = cnd_thumbnails_draw_finish (CND_THUMBNAILS (source), result, &error);
  g_assert_no_error (error);
}

static void
test_thumbnails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CndThumbnails) thumbnails = cnd_thumbnails_new ();
  g_autofree char *path = fixture_write_model ("small.json");
  CndThumbnail *first = NULL, *second = NULL;

  cnd_thumbnails_draw_async (thumbnails, path, CND_THEME_LIGHT, 60, 40, NULL, thumbnail_drawn, &first);
  while (!first)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_bytes_get_size (first->pixels), ==, 60 * 40 * 4);
  g_assert_cmpuint (first->parameters, ==, cnd_report_get_total (cnd_document_get_report (fixture->document))->parameters);
  cnd_thumbnails_draw_async (thumbnails, path, CND_THEME_LIGHT, 60, 40, NULL, thumbnail_drawn, &second);
  while (!second)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (first == second);
  cnd_thumbnail_unref (first);
  cnd_thumbnail_unref (second);
}

int
main (int argc, char *argv[])
{
  static const FixtureTest tests[] = {
    { "/session/keeping/several-layers-are-selected", test_selection },
    { "/session/keeping/a-selection-survives-a-rebuild", test_carries },
    { "/session/keeping/a-saved-model-is-not-unsaved", test_saves },
    { "/session/keeping/a-journal-is-there-while-values-are-unsaved", test_journal },
    { "/session/keeping/what-a-dead-process-left-is-found", test_left },
    { "/session/keeping/a-process-that-was-killed-left-its-values", test_left_by_zombie },
    { "/session/keeping/counts-are-uncovered-one-by-one", test_cover },
    { "/session/keeping/items-stay-while-layers-do", test_list },
    { "/session/keeping/thumbnails-are-kept", test_thumbnails },
  };

  g_test_init (&argc, &argv, NULL);
  fixture_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
