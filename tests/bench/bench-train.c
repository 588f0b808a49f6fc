/* Training steps of the classroom net, 64 images each, dense and condensed, and inference unconverted and converted. */
#include "formats/formats.h"
#include "support/bench.h"
#include "train/train.h"

#define BATCH 64u
#define N_RUNS 41u

static void
step (gpointer data)
{
  CndEngine *engine = data;

  cnd_engine_forward (engine, TRUE);
  cnd_engine_backward (engine);
  cnd_engine_step (engine, 0.01, 0.9, 1e-4, TRUE);
}

static void
infer (gpointer data)
{
  cnd_engine_forward (data, FALSE);
}

static void
report (const char *name, CndBenchFunc func, CndEngine *engine, double target)
{
  cnd_bench_report (name, BATCH * 1000 / cnd_bench_time_ms (func, engine, N_RUNS), "images/s", CND_BENCH_AT_LEAST, target);
}

static CndNetwork *
build (void)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, "condensenet-classroom.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndParameterValues) values = NULL;

  if (architecture == NULL)
    g_error ("%s", error->message);
  values = cnd_parameter_values_new (architecture, -1);
  return cnd_ops_build_network (architecture, values, NULL);
}

static void
fill_batch (CndEngine *engine, CndRandom *random)
{
  float values[28 * 28];

  cnd_engine_begin_batch (engine, BATCH);
  for (guint i = 0; i < BATCH; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        values[k] = (float) (2 * cnd_base_next_random_double (random) - 1);
      cnd_engine_put_image (engine, i, values, i % 10);
    }
}

static void
condense (CndEngine *engine)
{
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, i);
      g_autofree double *scores = g_new (double, shape->groups * shape->inputs);
      g_autofree guint8 *mask = g_new0 (guint8, shape->groups * shape->inputs);
      cnd_condense_score_inputs (shape, cnd_engine_get_learned_weights (engine, i)->values, mask, CND_CRITERION_L1, NULL, scores);
      cnd_condense_drop_inputs (shape, scores, CND_CRITERION_L1, shape->condensation - 1, mask);
      cnd_engine_set_mask (engine, i, mask);
    }
}

int
main (void)
{
  g_autoptr (CndNetwork) network = build ();
  CndEngineOptions options = { .batch = BATCH };
  g_autoptr (GError) error = NULL;
  g_autoptr (CndEngine) engine = cnd_engine_new (network, &options, &error);
  g_autoptr (CndEngine) converted = NULL;
  CndRandom random;

  if (engine == NULL)
    g_error ("%s", error->message);
  cnd_base_seed_random (&random, 1);
  cnd_engine_initialize (engine, &random);
  fill_batch (engine, &random);
  report ("train-classroom-dense", step, engine, 1600);
  report ("infer-classroom-masked", infer, engine, 5000);
  condense (engine);
  report ("train-classroom-final", step, engine, 2200);
  converted = cnd_engine_convert (engine, &error);
  if (converted == NULL)
    g_error ("%s", error->message);
  fill_batch (converted, &random);
  report ("infer-classroom-converted", infer, converted, 5000);
  cnd_bench_report ("train-classroom-memory", (double) cnd_engine_get_memory (engine) / (1 << 20), "MiB", CND_BENCH_AT_MOST, 250);
  return 0;
}
