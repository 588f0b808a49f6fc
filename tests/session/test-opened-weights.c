/* Weights that were opened: values of the layers that they fit, or matrices by themselves. */
#include "session/session.h"
#include "support/model.h"

#include <glib/gstdio.h>
#include <string.h>

/* The classroom network with half of each group's inputs fallen in its first layer. */
static CndEngine *
make_engine (CndNetwork *network)
{
  g_autoptr (GError) error = NULL;
  CndEngineOptions options = { .batch = 1, .n_threads = 1 };
  CndEngine *engine = cnd_engine_new (network, &options, &error);
  const CndLearnedShape *shape;
  g_autofree guint8 *mask = NULL;
  CndRandom random;

  g_assert_no_error (error);
  cnd_base_seed_random (&random, 3);
  cnd_engine_initialize (engine, &random);
  shape = cnd_engine_get_learned_shape (engine, 0);
  mask = g_new0 (guint8, (gsize) shape->groups * shape->inputs);
  for (guint g = 0; g < shape->groups; g++)
    for (guint i = 0; i < shape->inputs / 2; i++)
      mask[g * shape->inputs + (i + g) % shape->inputs] = (guint8) (i / (shape->inputs / shape->condensation) + 1);
  cnd_engine_set_mask (engine, 0, mask);
  return engine;
}

typedef struct
{
  CndNetwork *network;
  CndEngine *engine;
  char *folder, *path;
  CndOpenedWeights *weights;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->network = cnd_test_build_shipped ("condensenet-classroom.json", NULL);
  fixture->engine = make_engine (fixture->network);
  fixture->folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "weights.safetensors", NULL);
  cnd_engine_save_weights (fixture->engine, fixture->path, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->weights = cnd_opened_weights_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->weights, cnd_opened_weights_unref);
  cnd_engine_free (fixture->engine);
  cnd_network_unref (fixture->network);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
test_fit (Fixture *fixture, gconstpointer data)
{
  CndWeightsFit fit = cnd_opened_weights_fit (fixture->weights, fixture->network);
  guint layer = cnd_engine_get_learned_layer (fixture->engine, 0);
  g_autoptr (CndMatrix) matrix = cnd_opened_weights_make_layer_matrix (fixture->weights, fixture->network, layer);
  const guint8 *mask = cnd_engine_get_mask (fixture->engine, 0);
  guint inputs, groups;

  g_assert_cmpuint (fit.n_fitting, ==, fit.n_layers);
  g_assert_cmpuint (fit.misfit, ==, G_MAXUINT);
  g_assert_nonnull (matrix);
  g_assert_true (cnd_matrix_has_weights (matrix));
  inputs = cnd_matrix_get_n_inputs (matrix);
  groups = cnd_matrix_get_n_groups (matrix);
  /* what has fallen in the file has fallen in the matrix */
  for (guint g = 0; g < groups; g++)
    for (guint i = 0; i < inputs; i++)
      g_assert_true ((cnd_matrix_get_state (matrix, g, i) == CND_CELL_PRUNED) == (mask[g * inputs + i] != 0));
}

static void
test_other (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CndNetwork) other = cnd_test_build_shipped ("lenet5.json", NULL);
  CndWeightsFit fit = cnd_opened_weights_fit (fixture->weights, other);

  g_assert_cmpuint (fit.n_fitting, ==, 0);
  g_assert_cmpuint (fit.n_layers, >, 0);
  for (guint i = 0, n = (cnd_network_get_layers (other, &n), n); i < n; i++)
    g_assert_null (cnd_opened_weights_make_layer_matrix (fixture->weights, other, i));
}

static void
test_alone (Fixture *fixture, gconstpointer data)
{
  guint n = cnd_opened_weights_get_n (fixture->weights);

  g_assert_cmpuint (n, ==, cnd_opened_weights_fit (fixture->weights, fixture->network).n_layers);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *label = cnd_opened_weights_dup_label (fixture->weights, i), *name = g_strconcat (label, ".weight", NULL);
      g_autoptr (CndMatrix) matrix = cnd_opened_weights_make_matrix (fixture->weights, i, &error);
      const CndWeights *weights = cnd_engine_find_weights (fixture->engine, name);
      g_assert_no_error (error);
      g_assert_nonnull (weights);
      g_assert_cmpuint (cnd_matrix_get_n_outputs (matrix), ==, weights->sizes[0]);
      g_assert_cmpuint (cnd_matrix_get_n_inputs (matrix), ==, weights->sizes[1]);
      g_assert_true (cnd_matrix_has_weights (matrix));
    }
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
open_file (const char *path, CndRecording **recording, CndOpenedWeights **weights, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cnd_session_open_tensors_async (path, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  cnd_session_open_tensors_finish (result, recording, weights, error);
}

static void
test_either (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("runs"), *run = g_build_filename (folder, "classroom.safetensors", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "none.safetensors", NULL);
  g_autoptr (CndRecording) recording = NULL, no_recording = NULL;
  g_autoptr (CndOpenedWeights) weights = NULL, no_weights = NULL;
  g_autoptr (GError) error = NULL;

  open_file (run, &recording, &no_weights, &error);
  g_assert_no_error (error);
  g_assert_true (recording != NULL && no_weights == NULL);
  open_file (fixture->path, &no_recording, &weights, &error);
  g_assert_no_error (error);
  g_assert_true (no_recording == NULL && weights != NULL);
  open_file (missing, &no_recording, &no_weights, &error);
  g_assert_error (error, CND_ERROR, CND_ERROR_READ);
}

static void
test_run_is_no_weights (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = cnd_formats_find_data ("runs"), *run = g_build_filename (folder, "classroom.safetensors", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  cnd_session_condense_async (fixture->network, run, 1, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (cnd_session_condense_finish (result, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  g_assert_nonnull (strstr (error->message, "recording of a training"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/session/opened-weights/layers-that-fit-have-values-and-masks", test_fit);
  ADD ("/session/opened-weights/another-model-has-none", test_other);
  ADD ("/session/opened-weights/by-themselves-each-is-a-matrix", test_alone);
  ADD ("/session/opened-weights/a-file-is-a-run-or-weights", test_either);
  ADD ("/session/opened-weights/a-run-is-not-condensed-as-weights", test_run_is_no_weights);
  return g_test_run ();
}
