#include "recorded.h"

#include <math.h>
#include <string.h>

#define OUTPUTS 16u
#define GROUPS 4u
#define CONDENSATION 3u
#define EPOCH 4u
#define N_STEPS 16u

static const char model[] =
  "{\"name\": \"recorded\", \"input\": [1, 8, 8], \"blocks\": {\"layer\": {\"layers\": ["
  " {\"kind\": \"batch_norm\"}, {\"kind\": \"relu\"},"
  " {\"kind\": \"learned_group_convolution\", \"id\": \"conv1\", \"out\": 16, \"groups\": 4, \"condensation\": 3},"
  " {\"kind\": \"batch_norm\"}, {\"kind\": \"relu\"},"
  " {\"kind\": \"convolution\", \"id\": \"conv2\", \"out\": 12, \"kernel\": 3, \"padding\": 1, \"groups\": 4, \"bias\": false}]}},"
  " \"layers\": [{\"kind\": \"convolution\", \"id\": \"first\", \"out\": 12, \"kernel\": 3, \"padding\": 1, \"bias\": false},"
  " {\"block\": \"layer\", \"repeat\": 2, \"dense\": \"network\"}, {\"kind\": \"average_pool\", \"kernel\": 2},"
  " {\"kind\": \"flatten\"}, {\"kind\": \"linear\", \"out\": 4}]}";

typedef struct
{
  const char *id;
  CndLearnedShape shape;
  float weights[OUTPUTS * 24];
  guint8 mask[GROUPS * 24];
} Layer;

static void
append (CndRun *run, const char *prefix, const Layer *layer, CndTensorType type, guint64 rows, gconstpointer values)
{
  g_autofree char *name = g_strconcat (prefix, layer->id, NULL);
  guint64 sizes[] = { rows, layer->shape.inputs };

  if (type == CND_TENSOR_F16)
    cnd_run_append_halves (run, name, sizes, 2, values);
  else
    cnd_run_append (run, name, type, sizes, 2, values);
}

static void
append_importance (CndRun *run, const Layer *layer)
{
  double scores[GROUPS * 24];
  float row[GROUPS * 24];

  cnd_condense_score_inputs (&layer->shape, layer->weights, layer->mask, CND_CRITERION_L1, NULL, scores);
  for (guint i = 0; i < GROUPS * layer->shape.inputs; i++)
    row[i] = (float) scores[i];
  append (run, "importance/", layer, CND_TENSOR_F32, GROUPS, row);
}

static void
snap (CndRun *run, const Layer *layers, guint step, CndSnapshot when)
{
  cnd_run_append_integer (run, "weights/step", step);
  cnd_run_append_integer (run, "weights/when", when);
  for (guint k = 0; k < 2; k++)
    append (run, "weights/", &layers[k], CND_TENSOR_F16, OUTPUTS, layers[k].weights);
}

static void
condense (CndRun *run, Layer *layers, guint step, guint stage)
{
  snap (run, layers, step, CND_SNAPSHOT_BEFORE);
  cnd_run_append_integer (run, "mask/step", step);
  for (guint k = 0; k < 2; k++)
    {
      double scores[GROUPS * 24];
      cnd_condense_score_inputs (&layers[k].shape, layers[k].weights, layers[k].mask, CND_CRITERION_L1, NULL, scores);
      cnd_condense_drop_inputs (&layers[k].shape, scores, CND_CRITERION_L1, stage, layers[k].mask);
      cnd_condense_apply_mask (&layers[k].shape, layers[k].mask, layers[k].weights);
      append (run, "mask/", &layers[k], CND_TENSOR_U8, GROUPS, layers[k].mask);
    }
  cnd_run_append_integer (run, "condense/n_fallen", 4 * 4 + 4 * 8);
  cnd_run_append_float (run, "condense/test_error_before", 0.5 / stage);
  cnd_run_append_float (run, "condense/test_error", 0.6 / stage);
  cnd_run_append_float (run, "condense/test_loss_before", 1);
  cnd_run_append_float (run, "condense/test_loss", 2);
  snap (run, layers, step, CND_SNAPSHOT_AFTER);
}

static void
step_once (CndRun *run, Layer *layers, CndRandom *random, guint step)
{
  cnd_run_append_float (run, "step/loss", 2 / sqrt (step));
  cnd_run_append_float (run, "step/rate", 0.1 * (N_STEPS - step) / N_STEPS);
  for (guint k = 0; k < 2; k++)
    {
      for (guint i = 0; i < OUTPUTS * layers[k].shape.inputs; i++)
        layers[k].weights[i] += (float) (0.1 * (cnd_base_next_random_double (random) - 0.5));
      cnd_condense_apply_mask (&layers[k].shape, layers[k].mask, layers[k].weights);
    }
  if (step % 2 != 0)
    return;
  cnd_run_append_integer (run, "importance/step", step);
  for (guint k = 0; k < 2; k++)
    append_importance (run, &layers[k]);
}

static void
end_epoch (CndRun *run, const Layer *layers, guint step)
{
  snap (run, layers, step, CND_SNAPSHOT_EPOCH);
  cnd_run_append_integer (run, "epoch/step", step);
  cnd_run_append_float (run, "epoch/loss", 2 / sqrt (step));
  cnd_run_append_float (run, "epoch/train_error", 0.4 / step);
  cnd_run_append_float (run, "epoch/test_loss", 2.2 / sqrt (step));
  cnd_run_append_float (run, "epoch/test_error", 0.5 / step);
}

/* What every run with two layers begins with. */
static CndRun *
begin_run (Layer *layers, CndRandom *random)
{
  static const Layer first[2] = { { "layer.1.conv1", { OUTPUTS, 12, 1, GROUPS, CONDENSATION } },
                                  { "layer.2.conv1", { OUTPUTS, 24, 1, GROUPS, CONDENSATION } } };
  CndRun *run = cnd_run_new ();

  memcpy (layers, first, sizeof first);
  cnd_run_set_text (run, "model", model);
  cnd_base_seed_random (random, 11);
  cnd_run_append_integer (run, "mask/step", 0);
  for (guint k = 0; k < 2; k++)
    {
      append (run, "mask/", &layers[k], CND_TENSOR_U8, GROUPS, layers[k].mask);
      for (guint i = 0; i < OUTPUTS * layers[k].shape.inputs; i++)
        layers[k].weights[i] = (float) (cnd_base_next_random_double (random) - 0.5);
    }
  return run;
}

static CndRecording *
end_run (CndRun *run)
{
  g_autoptr (GError) error = NULL;
  CndRecording *recording = cnd_recording_new (run, &error);

  g_assert_no_error (error);
  return recording;
}

CndRecording *
recorded_new (void)
{
  Layer layers[2];
  CndRandom random;
  CndRun *run = begin_run (layers, &random);

  cnd_run_set_text (run, "options", "epochs=4");
  for (guint step = 1; step <= N_STEPS; step++)
    {
      step_once (run, layers, &random, step);
      if (step % EPOCH == 0)
        end_epoch (run, layers, step);
      if (step == 4 || step == 8)
        condense (run, layers, step, step / 4);
    }
  return end_run (run);
}

CndRecording *
recorded_new_without_data (void)
{
  Layer layers[2];
  CndRandom random;
  CndRun *run = begin_run (layers, &random);

  for (guint stage = 1; stage < CONDENSATION; stage++)
    {
      double scores[GROUPS * 24];

      cnd_run_append_integer (run, "mask/step", stage);
      for (guint k = 0; k < 2; k++)
        {
          cnd_condense_score_inputs (&layers[k].shape, layers[k].weights, layers[k].mask, CND_CRITERION_L1, NULL, scores);
          cnd_condense_drop_inputs (&layers[k].shape, scores, CND_CRITERION_L1, stage, layers[k].mask);
          append (run, "mask/", &layers[k], CND_TENSOR_U8, GROUPS, layers[k].mask);
        }
    }
  snap (run, layers, CONDENSATION, CND_SNAPSHOT_EPOCH);
  return end_run (run);
}

CndRecording *
recorded_new_plain (void)
{
  static const char plain[] = "{\"name\": \"plain\", \"input\": [2, 4, 4], \"layers\": ["
                              " {\"kind\": \"convolution\", \"id\": \"conv\", \"out\": 6, \"kernel\": 3, \"padding\": 1, \"groups\": 2},"
                              " {\"kind\": \"relu\"}, {\"kind\": \"global_average_pool\"}, {\"kind\": \"flatten\"},"
                              " {\"kind\": \"linear\", \"id\": \"classifier\", \"out\": 3}]}";
  static const guint64 conv[] = { 6, 1, 3, 3 }, linear[] = { 3, 6 };
  CndRun *run = cnd_run_new ();
  float weights[54];

  cnd_run_set_text (run, "model", plain);
  cnd_run_set_text (run, "options", "epochs=2");
  cnd_run_append_integer (run, "mask/step", 0);
  for (guint step = 1; step <= 8; step++)
    {
      cnd_run_append_float (run, "step/loss", 2 / sqrt (step));
      cnd_run_append_float (run, "step/rate", 0.1);
      if (step % 4 != 0)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
        weights[i] = (float) step * 0.125f - (float) (i % 7) * 0.25f;
      cnd_run_append_integer (run, "weights/step", step);
      cnd_run_append_integer (run, "weights/when", CND_SNAPSHOT_EPOCH);
      cnd_run_append_halves (run, "weights/conv", conv, 4, weights);
      cnd_run_append_halves (run, "weights/classifier", linear, 2, weights);
      cnd_run_append_integer (run, "epoch/step", step);
      cnd_run_append_float (run, "epoch/train_error", 0.4 / step);
      cnd_run_append_float (run, "epoch/test_error", 0.5 / step);
    }
  return end_run (run);
}
