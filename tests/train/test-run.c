/* Runs: what is recorded, that it reads back, and that a training goes on from it as if it had never stopped. */
#include "support/model.h"
#include "toy.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_STEPS 30u /* 6 epochs of 5 */

typedef struct
{
  char *folder, *path;
} Place;

static void
place_clear (Place *place)
{
  g_unlink (place->path);
  g_rmdir (place->folder);
  g_free (place->path);
  g_free (place->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static Place
place_new (void)
{
  Place place = { g_dir_make_tmp ("run-XXXXXX", NULL), NULL };

  place.path = g_build_filename (place.folder, "a.safetensors", NULL);
  return place;
}

/* ---- The container --------------------------------------------------------------------------------------- */

static void
test_container (void)
{
  static const guint64 sizes[] = { 2, 2 };
  static const guint8 first[] = { 1, 2, 3, 4 }, second[] = { 5, 6, 7, 8 };
  static const float numbers[] = { 1, -2, 0.5f, 4 };
  g_auto (Place) place = place_new ();
  g_autoptr (CndRun) run = cnd_run_new ();
  g_autoptr (CndRun) loaded = NULL;
  g_autoptr (GError) error = NULL;
  const CndTensor *tensor;

  cnd_run_set_text (run, "model", "{\n}");
  cnd_run_append (run, "mask/a", CND_TENSOR_U8, sizes, 2, first);
  cnd_run_append_float (run, "step/loss", 2.5);
  cnd_run_append (run, "mask/a", CND_TENSOR_U8, sizes, 2, second);
  cnd_run_append_integer (run, "epoch/step", 157);
  cnd_run_append_halves (run, "weights/a", sizes, 2, numbers);
  cnd_run_set (run, "state/x", CND_TENSOR_F32, sizes, 2, numbers);
  cnd_run_set (run, "state/x", CND_TENSOR_U8, sizes, 2, first);
  g_assert_true (cnd_run_save (run, place.path, NULL, &error));
  loaded = cnd_run_load (place.path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cnd_run_get_n_tensors (loaded), ==, 5);
  g_assert_cmpstr (cnd_run_get_text (loaded, "model"), ==, "{\n}");
  g_assert_null (cnd_run_get_text (loaded, "seed"));
  g_assert_cmpuint (cnd_run_count_rows (loaded, "mask/a"), ==, 2);
  g_assert_cmpuint (cnd_run_count_rows (loaded, "mask/b"), ==, 0);
  tensor = cnd_run_find (loaded, "mask/a");
  g_assert_cmpmem (tensor->bytes + 4, 4, second, 4);
  /* and it grows on */
  cnd_run_append (loaded, "mask/a", CND_TENSOR_U8, sizes, 2, first);
  g_assert_cmpuint (cnd_run_count_rows (loaded, "mask/a"), ==, 3);
  g_assert_nonnull (cnd_run_require (loaded, "state/x", CND_TENSOR_U8, sizes, 2, &error));
  g_assert_null (cnd_run_require (loaded, "state/x", CND_TENSOR_F32, sizes, 2, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
}

static void
test_other_files (void)
{
  static const char *const texts[][7] = {
    { NULL },
    { "format", "pt", NULL },
    { "format", CND_RUN_FORMAT, NULL },
    { "format", CND_RUN_FORMAT, "version", "2", NULL },
  };
  g_auto (Place) place = place_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (cnd_formats_save_tensors (place.path, texts[i], NULL, 0, NULL, &error));
      g_assert_null (cnd_run_load (place.path, &error));
      g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
      g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, place.path);
    }
}

/* ---- Trainings --------------------------------------------------------------------------------------------- */

static CndTrainOptions
get_options (void)
{
  CndTrainOptions options = cnd_train_default_options;

  options.batch = 32;
  options.n_threads = 2;
  options.crop = 1;
  options.flip = TRUE;
  options.criterion = CND_CRITERION_RANDOM;
  return options;
}

static CndTrainer *
new_trainer (const CndTrainOptions *options, guint n_images)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = toy_network_new ();
  g_autoptr (CndDataSet) training = toy_new (n_images, 1);
  g_autoptr (CndDataSet) test = toy_new (40, 2);
  CndTrainer *trainer = cnd_trainer_new (network, training, test, options, &error);

  g_assert_no_error (error);
  return trainer;
}

static void
cancel_at (const CndTrainEvent *event, gpointer data)
{
  if (event->type == CND_TRAIN_STEP && event->step == 18)
    g_cancellable_cancel (data);
}

static void
check_rows (CndRun *run, const char *name, guint64 n)
{
  if (cnd_run_count_rows (run, name) != n)
    g_error ("%s: %u rows, not %u", name, (guint) cnd_run_count_rows (run, name), (guint) n);
}

static void
test_contents (void)
{
  CndTrainOptions options = get_options ();
  g_autoptr (CndTrainer) trainer = new_trainer (&options, 150);
  g_autoptr (CndRun) run = cnd_run_new ();
  g_autoptr (GError) error = NULL;
  g_autofree float *snapshot = NULL;
  const CndWeights *weights = cnd_engine_get_learned_weights (cnd_trainer_get_engine (trainer), 1);
  const CndTensor *tensor;
  gint64 counts[3];

  cnd_trainer_record (trainer, run, NULL);
  g_assert_true (cnd_trainer_run (trainer, NULL, NULL, NULL, &error));
  check_rows (run, "step/loss", N_STEPS);
  check_rows (run, "step/rate", N_STEPS);
  check_rows (run, "timing/step_seconds", N_STEPS);
  check_rows (run, "epoch/test_error", 6);
  check_rows (run, "condense/test_error_before", 2);
  check_rows (run, "mask/layer.1.conv1", 3);
  check_rows (run, "weights/step", 1 + 6 + 2 * 2);
  check_rows (run, "weights/layer.2.conv1", 1 + 6 + 2 * 2);
  check_rows (run, "importance/layer.2.conv1", 1 + N_STEPS + 2);
  memcpy (counts, cnd_run_find (run, "count/layer.2.conv1")->bytes, sizeof counts);
  g_assert_cmpint (counts[0], ==, 16 * 24);
  g_assert_cmpint (counts[1], ==, 16 * 24 * 2 / 3);
  g_assert_cmpint (counts[2], ==, 16 * 24 / 3);
  tensor = cnd_run_find (run, "weights/layer.2.conv1");
  snapshot = cnd_tensor_dup_floats (tensor, &error);
  for (gsize k = 0; k < weights->n; k++)
    g_assert_cmpfloat (snapshot[10 * weights->n + k], ==, cnd_formats_half_to_float (cnd_formats_float_to_half (weights->values[k])));
  g_assert_cmpmem (cnd_run_find (run, "state/weights/layer.2.conv1.weight")->bytes, weights->n * sizeof (float), weights->values,
                   weights->n * sizeof (float));
}

/* All but the timing, byte for byte. */
static void
check_equal (CndRun *a, CndRun *b)
{
  g_assert_cmpuint (cnd_run_get_n_tensors (a), ==, cnd_run_get_n_tensors (b));
  for (guint i = 0; i < cnd_run_get_n_tensors (a); i++)
    {
      const CndTensor *left = cnd_run_get_tensor (a, i), *right = cnd_run_get_tensor (b, i);
      g_assert_cmpstr (left->name, ==, right->name);
      g_assert_cmpuint (left->n_bytes, ==, right->n_bytes);
      if (!g_str_has_prefix (left->name, "timing/") && left->n_bytes > 0 && memcmp (left->bytes, right->bytes, left->n_bytes) != 0)
        g_error ("%s differs", left->name);
    }
}

/* Stopped in the fourth epoch, it goes on from the end of the third: what the file says. */
static void
test_resume (void)
{
  CndTrainOptions options = get_options ();
  g_auto (Place) place = place_new ();
  g_autoptr (CndTrainer) whole = new_trainer (&options, 150);
  g_autoptr (CndTrainer) stopped = new_trainer (&options, 150);
  g_autoptr (CndTrainer) resumed = new_trainer (&options, 150);
  g_autoptr (CndRun) whole_run = cnd_run_new ();
  g_autoptr (CndRun) stopped_run = cnd_run_new ();
  g_autoptr (CndRun) resumed_run = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  cnd_trainer_record (whole, whole_run, NULL);
  g_assert_true (cnd_trainer_run (whole, NULL, NULL, NULL, &error));
  cnd_trainer_record (stopped, stopped_run, place.path);
  g_assert_false (cnd_trainer_run (stopped, cancel_at, cancellable, cancellable, &error));
  g_clear_error (&error);
  resumed_run = cnd_run_load (place.path, &error);
  g_assert_no_error (error);
  check_rows (resumed_run, "step/loss", 15);
  g_assert_true (cnd_trainer_resume (resumed, resumed_run, &error));
  g_assert_no_error (error);
  cnd_trainer_record (resumed, resumed_run, place.path);
  g_assert_true (cnd_trainer_run (resumed, NULL, NULL, NULL, &error));
  check_equal (resumed_run, whole_run);
}

static void
check_refused (const CndTrainOptions *options, CndRun *run)
{
  g_autoptr (CndTrainer) trainer = new_trainer (options, 150);
  g_autoptr (GError) error = NULL;

  g_assert_false (cnd_trainer_resume (trainer, run, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
}

/* What no training leaves: a mask that is uneven with a stage that says so, and random numbers that are all 0. */
static void
test_damaged (void)
{
  static const guint64 zeros[3 * 4] = { 0 }, n_stages = 2;
  static const guint32 stages[] = { G_MAXUINT32, 2 };
  CndTrainOptions options = get_options ();
  g_autoptr (CndTrainer) trainer = new_trainer (&options, 150);
  g_autoptr (CndRun) run = cnd_run_new ();
  g_autoptr (GError) error = NULL;
  const CndTensor *mask, *random;
  g_autofree guint8 *bytes = NULL;

  cnd_trainer_record (trainer, run, NULL);
  g_assert_true (cnd_trainer_run (trainer, NULL, NULL, NULL, &error));
  random = cnd_run_find (run, "state/random");
  bytes = g_memdup2 (random->bytes, random->n_bytes);
  cnd_run_set (run, "state/random", random->type, random->sizes, random->rank, zeros);
  check_refused (&options, run);
  cnd_run_set (run, "state/random", random->type, random->sizes, random->rank, bytes);
  g_assert_true (cnd_trainer_resume (trainer, run, &error));

  g_free (bytes);
  mask = cnd_run_find (run, "mask/layer.1.conv1");
  bytes = g_memdup2 (mask->bytes, mask->n_bytes);
  bytes[mask->n_bytes - 1] = bytes[mask->n_bytes - 1] == 0;
  cnd_run_set (run, "mask/layer.1.conv1", mask->type, mask->sizes, mask->rank, bytes);
  cnd_run_set (run, "state/stages", CND_TENSOR_U32, &n_stages, 1, stages);
  check_refused (&options, run);
}

static void
test_misfits (void)
{
  CndTrainOptions options = get_options (), others = get_options ();
  g_autoptr (CndTrainer) trainer = new_trainer (&options, 150);
  g_autoptr (CndTrainer) other_data = new_trainer (&options, 149);
  g_autoptr (CndTrainer) other_batch = NULL;
  g_autoptr (CndRun) run = cnd_run_new ();
  g_autoptr (GError) error = NULL;
  guint64 n = 150;
  g_autofree guint32 *order = g_new0 (guint32, n);

  g_assert_false (cnd_trainer_resume (trainer, run, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  g_clear_error (&error);
  cnd_trainer_record (trainer, run, NULL);
  g_assert_true (cnd_trainer_run (trainer, NULL, NULL, NULL, &error));
  g_assert_false (cnd_trainer_resume (other_data, run, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  g_clear_error (&error);
  others.batch = 40;
  other_batch = new_trainer (&others, 150);
  g_assert_false (cnd_trainer_resume (other_batch, run, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  g_clear_error (&error);
  cnd_run_set (run, "state/order", CND_TENSOR_U32, &n, 1, order);
  g_assert_false (cnd_trainer_resume (trainer, run, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
}

/* Index lists that the network has no use for are refused with a reason. */
static void
test_lists (void)
{
  static const gint64 index[] = { 0, 1, 2, 3 };
  g_auto (Place) place = place_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build (
    "{'name': 'narrow', 'input': [4, 1, 1], 'layers': ["
    " {'kind': 'learned_group_convolution', 'id': 'conv', 'out': 2, 'groups': 2, 'condensation': 2},"
    " {'kind': 'convolution', 'out': 1, 'kernel': 1}, {'kind': 'flatten'}, {'kind': 'linear', 'id': 'fc', 'out': 2}]}", &error);
  const CndTensor tensors[] = {
    { "conv_index.index", CND_TENSOR_I64, 1, { 4 }, (const guint8 *) index, sizeof index },
    { "fc_index.index", CND_TENSOR_I64, 1, { 0 }, (const guint8 *) index, 0 },
  };
  g_autoptr (CndTensors) file = NULL;

  g_assert_no_error (error);
  g_assert_true (cnd_formats_save_tensors (place.path, NULL, tensors, G_N_ELEMENTS (tensors), NULL, &error));
  file = cnd_formats_open_tensors (place.path, &error);
  g_assert_no_error (error);
  g_assert_null (cnd_engine_new_for_weights (network, file, &(CndEngineOptions){ .batch = 1, .n_threads = 1 }, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_SHAPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/run/rows-and-texts-read-back", test_container);
  g_test_add_func ("/train/run/other-files-are-refused", test_other_files);
  g_test_add_func ("/train/run/holds-what-the-timeline-plays", test_contents);
  g_test_add_func ("/train/run/resumed-ends-as-if-uninterrupted", test_resume);
  g_test_add_func ("/train/run/does-not-resume-what-does-not-fit", test_misfits);
  g_test_add_func ("/train/run/does-not-resume-a-damaged-state", test_damaged);
  g_test_add_func ("/train/run/index-lists-without-a-use-are-refused", test_lists);
  return g_test_run ();
}
