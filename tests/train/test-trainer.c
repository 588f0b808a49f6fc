/* Whole trainings on a toy set: they learn, condense on time, repeat, stop when asked, and convert without a change. */
#include "support/model.h"
#include "toy.h"

#include "ops/ops.h"

#include <math.h>
#include <string.h>

#define N_IMAGES 150u /* with batches of 32: five steps an epoch, the last of 22 images */

static CndTrainOptions
get_options (void)
{
  CndTrainOptions options = cnd_train_default_options;

  options.epochs = 6;
  options.batch = 32;
  options.n_threads = 2;
  return options;
}

typedef struct
{
  GArray *events; /* CndTrainEvent */
  GCancellable *cancellable;
  guint64 cancel_at; /* steps; 0: never */
} Log;

static void
log_event (const CndTrainEvent *event, gpointer data)
{
  Log *log = data;

  g_array_append_vals (log->events, event, 1);
  if (event->type == CND_TRAIN_STEP && event->step == log->cancel_at)
    g_cancellable_cancel (log->cancellable);
}

static void
log_clear (Log *log)
{
  g_clear_pointer (&log->events, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Log, log_clear)

static CndTrainer *
new_trainer (const CndTrainOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = toy_network_new ();
  g_autoptr (CndDataSet) training = toy_new (N_IMAGES, 1);
  g_autoptr (CndDataSet) test = toy_new (90, 2);
  CndTrainer *trainer = cnd_trainer_new (network, training, test, options, &error);

  g_assert_no_error (error);
  return trainer;
}

static CndTrainer *
train (const CndTrainOptions *options, Log *log)
{
  g_autoptr (GError) error = NULL;
  CndTrainer *trainer = new_trainer (options);

  log->events = g_array_new (FALSE, FALSE, sizeof (CndTrainEvent));
  cnd_trainer_run (trainer, log_event, log, NULL, &error);
  g_assert_no_error (error);
  return trainer;
}

/* Every bit of every weight. */
static char *
hash_weights (CndTrainer *trainer)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint n;
  CndWeights *weights = cnd_engine_get_weights (cnd_trainer_get_engine (trainer), &n);

  for (guint i = 0; i < n; i++)
    {
      g_checksum_update (checksum, (const guchar *) weights[i].values, (gssize) (weights[i].n * sizeof (float)));
      if (weights[i].momentum != NULL)
        g_checksum_update (checksum, (const guchar *) weights[i].momentum, (gssize) (weights[i].n * sizeof (float)));
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static const CndTrainEvent *
find_event (const Log *log, CndTrainEventType type, guint index)
{
  for (guint i = 0; i < log->events->len; i++)
    {
      const CndTrainEvent *event = &g_array_index (log->events, CndTrainEvent, i);
      if (event->type == type && index-- == 0)
        return event;
    }
  return NULL;
}

static void
test_learns (void)
{
  CndTrainOptions options = get_options ();
  g_auto (Log) log = { 0 };
  g_autoptr (CndTrainer) trainer = train (&options, &log);
  const CndTrainEvent *first = find_event (&log, CND_TRAIN_EPOCH, 0), *last = find_event (&log, CND_TRAIN_EPOCH, 5);

  g_assert_cmpuint (cnd_trainer_get_n_steps (trainer), ==, 30);
  g_assert_cmpuint (last->epoch, ==, 5);
  g_assert_cmpuint (last->step, ==, 30);
  g_assert_null (find_event (&log, CND_TRAIN_EPOCH, 6));
  g_assert_cmpfloat (last->loss, <, 0.3 * first->loss);
  g_assert_cmpfloat (last->train_error, <, 0.05);
  g_assert_cmpfloat (last->test_error, <, 0.05);
}

/* Networks of other families: what is drawn is what is trained. */
static void
test_families_learn (void)
{
  static const struct
  {
    const char *name;
    double rate;
  } rows[] = { { "alexnet", 0.05 }, { "vgg", 0.05 }, { "nin", 0.05 }, { "resnet", 0.1 }, { "densenet", 0.1 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *file = g_strconcat (rows[i].name, ".json", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "train", "networks", file, NULL);
      g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
      g_autoptr (CndParameterValues) values = NULL;
      g_autoptr (CndNetwork) network = NULL;
      g_autoptr (CndDataSet) training = toy_new (N_IMAGES, 1);
      g_autoptr (CndTrainer) trainer = NULL;
      g_auto (Log) log = { .events = g_array_new (FALSE, FALSE, sizeof (CndTrainEvent)) };
      CndTrainOptions options = get_options ();
      g_assert_no_error (error);
      values = cnd_parameter_values_new (architecture, -1);
      network = cnd_ops_build_network (architecture, values, &error);
      g_assert_no_error (error);
      options.rate = rows[i].rate;
      options.epochs = 10;
      trainer = cnd_trainer_new (network, training, NULL, &options, &error);
      g_assert_no_error (error);
      g_assert_true (cnd_trainer_run (trainer, log_event, &log, NULL, &error));
      g_test_message ("%s: loss %.3f, then %.3f", rows[i].name, find_event (&log, CND_TRAIN_EPOCH, 0)->loss,
                      find_event (&log, CND_TRAIN_EPOCH, 9)->loss);
      g_assert_cmpfloat (find_event (&log, CND_TRAIN_EPOCH, 9)->loss, <, 0.5 * find_event (&log, CND_TRAIN_EPOCH, 0)->loss);
    }
}

/* 30 steps, C = 3: two condensings, at steps 8 (of 2·t·2 / 30 ≥ 1) and 15, the half. */
static void
test_stages (void)
{
  static const guint64 steps[] = { 8, 15 };
  CndTrainOptions options = get_options ();
  g_auto (Log) log = { 0 };
  g_autoptr (CndTrainer) trainer = train (&options, &log);

  for (guint i = 0; i < 2; i++)
    {
      const CndTrainEvent *event = find_event (&log, CND_TRAIN_CONDENSE, i);
      g_assert_cmpuint (event->step, ==, steps[i]);
      g_assert_cmpuint (event->stage, ==, i + 1);
      g_assert_cmpuint (event->n_fallen, ==, 4 * (12 + 24) / 3);
      g_assert_true (isfinite (event->test_loss_before) && isfinite (event->test_loss));
      g_assert_cmpfloat (event->test_loss_before, !=, event->test_loss);
    }
  g_assert_null (find_event (&log, CND_TRAIN_CONDENSE, 2));
  for (guint i = 0; i < 2; i++)
    {
      CndEngine *engine = cnd_trainer_get_engine (trainer);
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, i);
      CndWeights *weights = cnd_engine_get_learned_weights (engine, i);
      gsize n_left = 0, n_momentum = 0;
      for (gsize k = 0; k < weights->n; k++)
        {
          n_left += weights->values[k] != 0;
          n_momentum += weights->momentum[k] != 0;
        }
      g_assert_cmpuint (cnd_condense_get_mask_stage (shape, cnd_engine_get_mask (engine, i)), ==, 2);
      g_assert_cmpuint (n_left, ==, weights->n / 3);
      g_assert_cmpuint (n_momentum, ==, weights->n / 3);
    }
}

static void
test_schedules (void)
{
  static const struct
  {
    CndSchedule schedule;
    guint64 steps[2];
    guint n_fallen;
  } rows[] = {
    { CND_SCHEDULE_AT_ONCE, { 15 }, 96 },
    { CND_SCHEDULE_NO_OPTIMIZATION, { 15, 30 }, 48 },
  };

  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      CndTrainOptions options = get_options ();
      g_auto (Log) log = { 0 };
      g_autoptr (CndTrainer) trainer = NULL;
      options.schedule = rows[r].schedule;
      trainer = train (&options, &log);
      for (guint i = 0; i < 2 && rows[r].steps[i] > 0; i++)
        {
          g_assert_cmpuint (find_event (&log, CND_TRAIN_CONDENSE, i)->step, ==, rows[r].steps[i]);
          g_assert_cmpuint (find_event (&log, CND_TRAIN_CONDENSE, i)->n_fallen, ==, rows[r].n_fallen);
        }
      g_assert_cmpuint (cnd_condense_get_mask_stage (cnd_engine_get_learned_shape (cnd_trainer_get_engine (trainer), 0),
                                                    cnd_engine_get_mask (cnd_trainer_get_engine (trainer), 0)), ==, 2);
    }
}

/* Dropping and augmenting included; sums do not depend on the number of threads either. */
static void
test_repeats (void)
{
  CndTrainOptions options = get_options ();
  g_autofree char *first = NULL;

  options.flip = TRUE;
  options.crop = 1;
  options.criterion = CND_CRITERION_RANDOM;
  options.lasso = 1e-4;
  options.epochs = 3;
  for (guint i = 0; i < 4; i++)
    {
      g_auto (Log) log = { 0 };
      g_autoptr (CndTrainer) trainer = NULL;
      g_autofree char *hash = NULL;
      options.n_threads = i == 2 ? 5 : 2;
      options.seed = i == 3 ? 2 : 1;
      trainer = train (&options, &log);
      hash = hash_weights (trainer);
      if (i == 0)
        first = g_steal_pointer (&hash);
      else if (i == 3)
        g_assert_cmpstr (hash, !=, first);
      else
        g_assert_cmpstr (hash, ==, first);
    }
}

static void
test_cancel (void)
{
  CndTrainOptions options = get_options ();
  g_auto (Log) whole = { 0 };
  g_auto (Log) log = { 0 };
  g_autoptr (CndTrainer) uninterrupted = train (&options, &whole);
  g_autoptr (CndTrainer) trainer = new_trainer (&options);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = hash_weights (uninterrupted), *hash = NULL;
  static const guint64 places[] = { 1, 5, 8, 15, 22, 30 };

  log.events = g_array_new (FALSE, FALSE, sizeof (CndTrainEvent));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      log.cancellable = cancellable;
      log.cancel_at = places[i];
      g_assert_false (cnd_trainer_run (trainer, log_event, &log, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_cmpuint (g_array_index (log.events, CndTrainEvent, log.events->len - 1).step, ==, places[i]);
    }
  log.cancel_at = 0;
  g_assert_true (cnd_trainer_run (trainer, log_event, &log, NULL, &error));
  hash = hash_weights (trainer);
  g_assert_cmpstr (hash, ==, expected);
  g_assert_cmpuint (log.events->len, ==, whole.events->len);
  for (guint i = 0; i < log.events->len; i++)
    {
      const CndTrainEvent *a = &g_array_index (log.events, CndTrainEvent, i), *b = &g_array_index (whole.events, CndTrainEvent, i);
      g_assert_cmpint (a->type, ==, b->type);
      g_assert_cmpfloat (a->loss, ==, b->loss);
    }
}

/* The lasso pushes weights of whole (group, input) columns down while the layer condenses, and only then. */
static void
test_lasso (void)
{
  double norms[2] = { 0 };

  for (guint i = 0; i < 2; i++)
    {
      CndTrainOptions options = get_options ();
      g_auto (Log) log = { 0 };
      g_autoptr (CndTrainer) trainer = NULL;
      CndWeights *weights;
      options.lasso = i == 1 ? 0.05 : 0;
      trainer = train (&options, &log);
      weights = cnd_engine_get_learned_weights (cnd_trainer_get_engine (trainer), 0);
      for (gsize k = 0; k < weights->n; k++)
        norms[i] += fabs (weights->values[k]);
      g_assert_true ((find_event (&log, CND_TRAIN_STEP, 0)->lasso > 0) == (i == 1));
      g_assert_cmpfloat (find_event (&log, CND_TRAIN_STEP, 15)->lasso, ==, 0);
    }
  g_assert_cmpfloat (norms[1], <, 0.9 * norms[0]);
}

static void
test_rates (void)
{
  CndTrainOptions options = cnd_train_default_options;

  g_assert_cmpfloat (cnd_train_get_rate (&options, 0, 10), ==, 0.1);
  g_assert_cmpfloat_with_epsilon (cnd_train_get_rate (&options, 5, 10), 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (cnd_train_get_rate (&options, 10, 10), 0, 1e-12);
  options.rate_schedule = CND_RATE_CONSTANT;
  g_assert_cmpfloat (cnd_train_get_rate (&options, 9, 10), ==, 0.1);
  options.rate_schedule = CND_RATE_MULTI_STEP;
  g_assert_cmpfloat (cnd_train_get_rate (&options, 4, 10), ==, 0.1);
  g_assert_cmpfloat_with_epsilon (cnd_train_get_rate (&options, 5, 10), 0.01, 1e-12);
  g_assert_cmpfloat_with_epsilon (cnd_train_get_rate (&options, 8, 10), 0.001, 1e-12);
}

/* ---- Conversion ------------------------------------------------------------------------------------------------ */

static void
test_converts (void)
{
  CndTrainOptions options = get_options ();
  g_auto (Log) log = { 0 };
  g_autoptr (CndTrainer) trainer = train (&options, &log);
  CndEngine *engine = cnd_trainer_get_engine (trainer);
  g_autoptr (CndDataSet) training = toy_new (N_IMAGES, 1);
  g_autoptr (CndDataSet) test = toy_new (90, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndEngine) converted = NULL;
  CndConversion conversion;
  CndNetwork *network;
  const CndLayer *layer;
  CndOutcome outcome;
  float scores[TOY_CLASSES], others[TOY_CLASSES];

  g_assert_true (cnd_train_convert (engine, test, training, &conversion, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (conversion.max_difference, <, 1e-5);
  g_assert_cmpfloat (conversion.test_error, ==, conversion.test_error_converted);
  g_assert_cmpfloat (conversion.test_error, ==, find_event (&log, CND_TRAIN_EPOCH, 5)->test_error);
  g_assert_cmpuint (conversion.n_classifier_inputs, ==, 36 * 16 / 2);

  converted = cnd_engine_convert (engine, &error);
  g_assert_no_error (error);
  network = cnd_engine_get_network (converted);
  layer = cnd_test_get_layer (network, "layer.2.conv1");
  g_assert_cmpstr (cnd_ops_get_kind (layer->kind)->name, ==, "convolution");
  g_assert_cmpint (layer->attributes[5].integers[0], ==, 4);
  layer = cnd_test_get_layer (network, "layer.2.conv1_index");
  g_assert_cmpint (layer->output.channels, ==, 24 / 3 * 4);
  g_assert_cmpuint (cnd_network_get_blocks (network, NULL)[layer->block].depth, ==, 2);
  g_assert_cmpuint (cnd_engine_find_weights (converted, "layer.2.conv1.weight")->n, ==, 16 * 24 / 3);
  /* it does compute with these weights: others give other scores */
  g_assert_true (cnd_train_evaluate (converted, test, training, &outcome, NULL, &error));
  cnd_engine_get_scores (converted, 0, scores);
  memset (cnd_engine_find_weights (converted, "layer.2.conv1.weight")->values, 0, 16 * 24 / 3 * sizeof (float));
  g_assert_true (cnd_train_evaluate (converted, test, training, &outcome, NULL, &error));
  cnd_engine_get_scores (converted, 0, others);
  g_assert_cmpfloat (fabsf (scores[0] - others[0]), >, 1e-3);
}

/* Outputs in groups that are not groups of the mask, a bias, a 3×3 kernel and a stride. */
static void
test_converts_wide (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_test_build_layers (
    "6, 5, 5", "{'kind': 'learned_group_convolution', 'id': 'l', 'out': 6, 'kernel': 3, 'stride': 2, 'padding': 1, 'groups': 3,"
               "'condensation': 2, 'bias': true}, {'kind': 'flatten'}, {'kind': 'linear', 'out': 4}", &error);
  static const guint8 mask[] = { 1, 0, 1, 0, 1, 0, /**/ 0, 0, 0, 1, 1, 1, /**/ 1, 1, 0, 1, 0, 0 };
  CndEngineOptions options = { .batch = 20, .n_threads = 2 };
  g_autoptr (CndEngine) engine = cnd_engine_new (network, &options, &error);
  g_autoptr (CndEngine) converted = NULL;
  CndRandom random;
  float values[150], scores[4], others[4];

  g_assert_no_error (error);
  cnd_base_seed_random (&random, 1);
  cnd_engine_initialize (engine, &random);
  g_assert_null (cnd_engine_convert (engine, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "l: "));
  g_clear_error (&error);
  cnd_engine_set_mask (engine, 0, mask);
  converted = cnd_engine_convert (engine, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 150; i++)
    values[i] = (float) cnd_base_next_random_double (&random);
  cnd_engine_begin_batch (engine, 1);
  cnd_engine_begin_batch (converted, 1);
  cnd_engine_put_image (engine, 0, values, 0);
  cnd_engine_put_image (converted, 0, values, 0);
  cnd_engine_forward (engine, FALSE);
  cnd_engine_forward (converted, FALSE);
  cnd_engine_get_scores (engine, 0, scores);
  cnd_engine_get_scores (converted, 0, others);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (scores[i], others[i], 1e-5);
}

/* Halved at half time, by the sums of |w|; converted it reads an index list, and nothing is left to be halved. */
static void
test_keeps_a_share (void)
{
  CndTrainOptions options = get_options ();
  g_auto (Log) log = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network =
    cnd_test_build_layers ("1, 8, 8", "{'kind': 'flatten'}, {'kind': 'linear', 'id': 'fc', 'out': 4, 'keep': 0.5}", &error);
  g_autoptr (CndDataSet) training = toy_new (N_IMAGES, 1);
  g_autoptr (CndTrainer) trainer = cnd_trainer_new (network, training, training, &options, &error);
  g_autoptr (CndEngine) converted = NULL;
  g_autoptr (CndEngine) halved = NULL;
  CndConversion conversion;

  g_assert_no_error (error);
  log.events = g_array_new (FALSE, FALSE, sizeof (CndTrainEvent));
  g_assert_true (cnd_trainer_run (trainer, log_event, &log, NULL, &error));
  g_assert_cmpuint (find_event (&log, CND_TRAIN_CONDENSE, 0)->n_fallen, ==, 32);
  g_assert_cmpuint (find_event (&log, CND_TRAIN_CONDENSE, 0)->step * 2, ==, cnd_trainer_get_n_steps (trainer));
  g_assert_true (cnd_train_convert (cnd_trainer_get_engine (trainer), training, training, &conversion, NULL, &error));
  g_assert_cmpfloat (conversion.max_difference, <, 1e-5);
  g_assert_cmpuint (conversion.n_classifier_inputs, ==, 32);
  g_assert_cmpfloat (conversion.test_error, ==, conversion.test_error_half);
  converted = cnd_engine_convert (cnd_trainer_get_engine (trainer), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cnd_engine_find_weights (converted, "fc.weight")->n, ==, 4 * 32);
  halved = cnd_engine_convert_halved (cnd_trainer_get_engine (trainer), &error);
  g_assert_null (halved);
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
}

/* ---- Errors before the first step --------------------------------------------------------------------------------- */

static void
test_large_batch (void)
{
  CndTrainOptions options = get_options ();
  g_autoptr (CndTrainer) all = NULL, more = NULL;
  g_autofree char *hash = NULL, *expected = NULL;
  Log all_log = { 0 }, more_log = { 0 };

  options.batch = N_IMAGES;
  all = train (&options, &all_log);
  options.batch = 65536;
  more = train (&options, &more_log);
  g_assert_cmpuint (cnd_engine_get_batch (cnd_trainer_get_engine (more)), ==, N_IMAGES);
  g_assert_cmpuint (cnd_engine_get_memory (cnd_trainer_get_engine (more)), ==, cnd_engine_get_memory (cnd_trainer_get_engine (all)));
  expected = hash_weights (all);
  hash = hash_weights (more);
  g_assert_cmpstr (hash, ==, expected);
  log_clear (&all_log);
  log_clear (&more_log);
}

static const struct
{
  const char *input, *layers;
  gint code;
  const char *message;
  guint line; /* 0: no place */
} bad_networks[] = {
  { "1, 8, 8", "{'kind': 'convolution', 'out': 4, 'kernel': 1}, {'kind': 'gelu'}, {'kind': 'flatten'}, {'kind': 'linear', 'out': 4}",
    CND_ERROR_VALUE, "gelu", 1 },
  { "1, 8, 8", "{'kind': 'layer_norm'}, {'kind': 'flatten'}, {'kind': 'linear', 'out': 4}", CND_ERROR_VALUE, "cannot be trained", 1 },
  { "1, 8, 8", "{'kind': 'convolution', 'out': 3, 'kernel': 1}, {'kind': 'global_average_pool'}, {'kind': 'flatten'}, "
    "{'kind': 'linear', 'out': 4, 'keep': 0.5}", CND_ERROR_VALUE, "this share of its inputs", 1 },
  { "1, 8, 8", "{'kind': 'convolution', 'out': 4, 'kernel': 3}", CND_ERROR_VALUE, "one number a class", 1 },
  { "1, 8, 8", "{'kind': 'flatten'}, {'kind': 'softmax'}, {'kind': 'linear', 'out': 4}", CND_ERROR_VALUE, "softmax", 1 },
  { "1, 8, 9", "{'kind': 'flatten'}, {'kind': 'linear', 'out': 4}", CND_ERROR_SHAPE, "images are not of the size", 0 },
  { "3, 8, 8", "{'kind': 'flatten'}, {'kind': 'linear', 'out': 4}", CND_ERROR_SHAPE, "images are not of the size", 0 },
  { "1, 8, 8", "{'kind': 'flatten'}, {'kind': 'linear', 'out': 3}", CND_ERROR_SHAPE, "fewer outputs", 0 },
  { "1, 8, 8", "{'kind': 'convolution', 'out': 2000000000, 'kernel': 1}, {'kind': 'global_max_pool'}", CND_ERROR_LIMIT, "memory", 0 },
};

static void
test_refuses (void)
{
  g_autoptr (CndDataSet) training = toy_new (10, 1);
  CndTrainOptions options = get_options ();

  for (guint i = 0; i < G_N_ELEMENTS (bad_networks); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndNetwork) network = cnd_test_build_layers (bad_networks[i].input, bad_networks[i].layers, &error);
      g_assert_no_error (error);
      g_assert_null (cnd_trainer_new (network, training, NULL, &options, &error));
      g_assert_error (error, CND_ERROR, bad_networks[i].code);
      if (strstr (error->message, bad_networks[i].message) == NULL)
        g_error ("%s", error->message);
      g_assert_cmpuint (cnd_base_get_problem (error)->line, ==, bad_networks[i].line);
    }
  options.batch = 0;
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CndNetwork) network = toy_network_new ();
    g_assert_null (cnd_trainer_new (network, training, NULL, &options, &error));
    g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  }
}

static void
test_diverges (void)
{
  CndTrainOptions options = get_options ();
  g_autoptr (CndTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;

  options.rate = 1e6;
  options.weight_decay = 1;
  trainer = new_trainer (&options);
  g_assert_false (cnd_trainer_run (trainer, NULL, NULL, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "diverged"));
}

/* What cannot be compared is not equal: a network whose scores are no numbers is not converted. */
static void
test_converts_no_nan (void)
{
  CndTrainOptions options = get_options ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CndDataSet) training = toy_new (N_IMAGES, 1);
  g_autoptr (CndTrainer) trainer = new_trainer (&options);
  CndEngine *engine = cnd_trainer_get_engine (trainer);
  CndConversion conversion;
  guint n;

  g_assert_true (cnd_trainer_run (trainer, NULL, NULL, NULL, &error));
  g_assert_true (cnd_train_convert (engine, training, training, &conversion, NULL, &error));
  cnd_engine_get_weights (engine, &n)[n - 1].values[0] = NAN;
  g_assert_false (cnd_train_convert (engine, training, training, &conversion, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/trainer/the-loss-falls", test_learns);
  g_test_add_func ("/train/trainer/a-batch-takes-no-more-memory-than-all-images", test_large_batch);
  g_test_add_func ("/train/trainer/other-families-learn", test_families_learn);
  g_test_add_func ("/train/trainer/condensings-are-on-time-and-complete", test_stages);
  g_test_add_func ("/train/trainer/other-schedules-are-on-time", test_schedules);
  g_test_add_func ("/train/trainer/a-seed-repeats-every-bit", test_repeats);
  g_test_add_func ("/train/trainer/cancelled-anywhere-it-goes-on-as-if-nothing-happened", test_cancel);
  g_test_add_func ("/train/trainer/the-lasso-shrinks-while-condensing", test_lasso);
  g_test_add_func ("/train/trainer/rates-follow-their-schedule", test_rates);
  g_test_add_func ("/train/trainer/conversion-changes-no-score", test_converts);
  g_test_add_func ("/train/trainer/conversion-of-a-strided-3x3-changes-no-score", test_converts_wide);
  g_test_add_func ("/train/trainer/a-share-of-the-inputs-is-kept-from-half-time-on", test_keeps_a_share);
  g_test_add_func ("/train/trainer/what-cannot-be-trained-is-refused-with-its-place", test_refuses);
  g_test_add_func ("/train/trainer/divergence-is-an-error", test_diverges);
  g_test_add_func ("/train/trainer/what-is-no-number-does-not-convert", test_converts_no_nan);
  return g_test_run ();
}
