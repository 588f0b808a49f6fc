/* What the tests of the session share. */
#include "fixture.h"

#include "support/model.h"

static const char *const model =
  "{'name': 'Test', 'description': 'A test.',"
  " 'parameters': {"
  "  'width': {'default': 8, 'minimum': 4, 'maximum': 64, 'step': 4},"
  "  'groups': {'default': 2, 'minimum': 1, 'maximum': 16},"
  "  'depth': {'default': 2, 'minimum': 0, 'maximum': 20000},"
  "  'norm': {'default': true},"
  "  'sizes': {'default': [3, 5], 'minimum': 1, 'maximum': 9}},"
  " 'presets': {'narrow': {'name': 'Narrow', 'values': {}}, 'wide': {'name': 'Wide', 'values': {'width': 32, 'groups': 4}},"
  "  'broken': {'name': 'Broken', 'values': {'width': 20, 'groups': 3}}},"
  " 'input': [4, 16, 16],"
  " 'blocks': {'unit': {'layers': ["
  "   {'kind': 'convolution', 'id': 'conv', 'out': 'width', 'kernel': 3, 'padding': 1, 'groups': 'groups'},"
  "   {'kind': 'batch_norm', 'id': 'norm', 'when': 'norm'},"
  "   {'kind': 'relu', 'id': 'relu'}]}},"
  " 'layers': ["
  "   {'kind': 'convolution', 'id': 'stem', 'out': 'width', 'kernel': 1},"
  "   {'block': 'unit', 'id': 'unit', 'repeat': 'depth'},"
  "   {'kind': 'convolution', 'id': 'left', 'inputs': 'stem', 'out': 'sizes[0]', 'kernel': 1},"
  "   {'kind': 'convolution', 'id': 'right', 'inputs': 'unit', 'out': 'sizes[length(sizes) - 1]', 'kernel': 1},"
  "   {'kind': 'concatenation', 'id': 'join', 'inputs': ['left', 'right']},"
  "   {'kind': 'global_average_pool', 'id': 'pool'},"
  "   {'kind': 'flatten', 'id': 'flatten'},"
  "   {'kind': 'linear', 'id': 'classifier', 'out': 10}]}";

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_test_parse (model, &error);

  g_assert_no_error (error);
  fixture->settings = cnd_settings_new ();
  fixture->document = cnd_document_new (fixture->settings);
  g_assert_true (cnd_document_set_architecture (fixture->document, architecture, -1, &error));
  g_assert_no_error (error);
}

/* A job that was overtaken still runs to its end, and holds the document until then. */
void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  cnd_document_cancel_open (fixture->document);
  while (G_OBJECT (fixture->document)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (fixture->document);
  g_assert_finalize_object (fixture->settings);
}

char *
fixture_write_file (const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", &error);
  char *path;

  g_assert_no_error (error);
  path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

char *
fixture_write_model (const char *name)
{
  g_autofree char *text = g_strdelimit (g_strdup (model), "'", '"');

  return fixture_write_file (name, text);
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

gboolean
fixture_open (Fixture *fixture, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cnd_document_open_async (fixture->document, name, take_result, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return cnd_document_open_finish (fixture->document, result, error);
}

gint64
fixture_get (Fixture *fixture, guint parameter, guint element)
{
  return cnd_parameter_values_get_all (cnd_document_get_values (fixture->document))[parameter].values[element];
}

static void
count (Counter *counter)
{
  counter->n++;
}

void
counter_start (Counter *counter, gpointer object, const char *signal)
{
  counter->object = object;
  counter->n = 0;
  counter->handler = g_signal_connect_swapped (object, signal, G_CALLBACK (count), counter);
}

guint
counter_take (Counter *counter)
{
  guint n = counter->n;

  counter->n = 0;
  return n;
}

void
counter_stop (Counter *counter)
{
  g_signal_handler_disconnect (counter->object, counter->handler);
}

void
fixture_add_tests (const FixtureTest *tests, guint n_tests)
{
  for (guint i = 0; i < n_tests; i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
}
