/* What the comparisons with PyTorch run: given weights, images and rates, what comes of them.
 *
 * steps MODEL GIVEN MADE           steps of the engine on the batches in GIVEN; MADE has losses, the first batch's scores
 *                                  and the last one's gradients, and the weights at the end
 * train MODEL DATA FIRST RUN …     a whole training on the images in DATA: its first weights, and its run
 * list RUN                         a line a tensor and text of a run: what the program reads of it */
#include "formats/formats.h"
#include "ops/ops.h"
#include "train/train.h"

#include <string.h>

static void
stop (const GError *error)
{
  g_printerr ("%s\n", error->message);
  exit (1);
}

static CndNetwork *
load_network (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndParameterValues) values = architecture != NULL ? cnd_parameter_values_new (architecture, -1) : NULL;
  CndNetwork *network = values != NULL ? cnd_ops_build_network (architecture, values, &error) : NULL;

  if (network == NULL)
    stop (error);
  return network;
}

/* ---- Steps ------------------------------------------------------------------------------------------- */

typedef struct
{
  CndTensors *file;
  float *images;        /* steps × batch × one image */
  float *rates;         /* a step */
  const gint64 *labels; /* steps × batch */
  guint n_steps, batch;
  gsize n_image;
} Given;

static double
get_number (const Given *given, const char *key)
{
  const char *text = cnd_tensors_get_metadata (given->file, key);

  return text != NULL ? g_ascii_strtod (text, NULL) : 0;
}

static void
load_given (Given *given, const char *path)
{
  g_autoptr (GError) error = NULL;
  const CndTensor *images;

  given->file = cnd_formats_open_tensors (path, &error);
  if (given->file == NULL)
    stop (error);
  images = cnd_tensors_find (given->file, "images");
  given->n_steps = (guint) images->sizes[0];
  given->batch = (guint) images->sizes[1];
  given->n_image = cnd_tensor_count (images) / given->n_steps / given->batch;
  given->images = cnd_tensor_dup_floats (images, &error);
  given->rates = cnd_tensor_dup_floats (cnd_tensors_find (given->file, "rates"), &error);
  given->labels = g_memdup2 (cnd_tensors_find (given->file, "labels")->bytes, sizeof (gint64) * given->n_steps * given->batch);
}

static void
set_weights (CndEngine *engine, const Given *given)
{
  guint n;
  CndWeights *weights = cnd_engine_get_weights (engine, &n);

  for (guint i = 0; i < n; i++)
    {
      const CndTensor *tensor = cnd_tensors_find (given->file, weights[i].name);
      if (tensor == NULL || tensor->type != CND_TENSOR_F32 || cnd_tensor_count (tensor) != weights[i].n)
        g_error ("no tensor “%s” of this size", weights[i].name);
      memcpy (weights[i].values, tensor->bytes, tensor->n_bytes);
    }
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      g_autofree char *name = g_strdup_printf ("mask/%u", i);
      const CndTensor *mask = cnd_tensors_find (given->file, name);
      if (mask != NULL)
        cnd_engine_set_mask (engine, i, mask->bytes);
    }
}

static void
add_scores (CndRun *made, CndEngine *engine, guint n)
{
  guint64 n_classes = cnd_engine_get_n_classes (engine);
  g_autofree float *scores = g_new (float, n_classes);

  for (guint i = 0; i < n; i++)
    {
      cnd_engine_get_scores (engine, i, scores);
      cnd_run_append (made, "scores", CND_TENSOR_F32, &n_classes, 1, scores);
    }
}

static void
add_weights (CndRun *made, CndEngine *engine, gboolean gradients)
{
  guint n;
  CndWeights *weights = cnd_engine_get_weights (engine, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strconcat (gradients ? "gradient/" : "weights/", weights[i].name, NULL);
      const float *values = gradients ? weights[i].gradient : weights[i].values;
      if (values != NULL)
        cnd_run_set (made, name, CND_TENSOR_F32, weights[i].sizes, weights[i].rank, values);
    }
}

static int
run_steps (const char *model, const char *given_path, const char *made_path)
{
  g_autoptr (CndNetwork) network = load_network (model);
  g_autoptr (CndRun) made = cnd_run_new ();
  g_autoptr (GError) error = NULL;
  Given given = { 0 };
  CndEngineOptions options = { .n_threads = 2 };
  CndEngine *engine;

  load_given (&given, given_path);
  options.batch = given.batch;
  options.kernels = cnd_tensors_get_metadata (given.file, "kernels");
  engine = cnd_engine_new (network, &options, &error);
  if (engine == NULL)
    stop (error);
  set_weights (engine, &given);
  for (guint step = 0; step < given.n_steps; step++)
    {
      cnd_engine_begin_batch (engine, given.batch);
      for (guint i = 0; i < given.batch; i++)
        cnd_engine_put_image (engine, i, given.images + ((gsize) step * given.batch + i) * given.n_image,
                              (guint) given.labels[step * given.batch + i]);
      cnd_run_append_float (made, "losses", cnd_engine_forward (engine, TRUE).loss);
      if (step == 0)
        add_scores (made, engine, given.batch);
      cnd_engine_backward (engine);
      add_weights (made, engine, TRUE);
      cnd_engine_step (engine, (double) given.rates[step], get_number (&given, "momentum"), get_number (&given, "decay"),
                       get_number (&given, "nesterov") != 0);
    }
  add_weights (made, engine, FALSE);
  if (!cnd_run_save (made, made_path, NULL, &error))
    stop (error);
  cnd_engine_free (engine);
  cnd_tensors_free (given.file);
  g_free (given.images);
  g_free (given.rates);
  g_free ((gpointer) given.labels);
  return 0;
}

/* ---- A training ----------------------------------------------------------------------------------------- */

static CndDataSet *
load_data (const char *folder, CndDataPart part)
{
  g_autoptr (GError) error = NULL;
  CndDataSet *set = cnd_train_load_data (folder, part, 0, NULL, &error);

  if (set == NULL)
    stop (error);
  return set;
}

/* @words: epochs, batch, rate, λ of the lasso */
static int
run_training (const char *model, const char *data, const char *first_path, const char *run_path, char **words)
{
  g_autoptr (CndNetwork) network = load_network (model);
  g_autoptr (CndDataSet) images = load_data (data, CND_DATA_TRAINING);
  g_autoptr (CndDataSet) test = load_data (data, CND_DATA_TEST);
  g_autoptr (CndRun) first = cnd_run_new ();
  g_autoptr (CndRun) run = cnd_run_new ();
  g_autoptr (CndTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  CndTrainOptions options = cnd_train_default_options;

  options.epochs = (guint) g_ascii_strtoull (words[0], NULL, 10);
  options.batch = (guint) g_ascii_strtoull (words[1], NULL, 10);
  options.rate = g_ascii_strtod (words[2], NULL);
  options.lasso = g_ascii_strtod (words[3], NULL);
  options.n_threads = 2;
  trainer = cnd_trainer_new (network, images, test, &options, &error);
  if (trainer == NULL)
    stop (error);
  add_weights (first, cnd_trainer_get_engine (trainer), FALSE);
  cnd_trainer_record (trainer, run, run_path);
  if (!cnd_run_save (first, first_path, NULL, &error) || !cnd_trainer_run (trainer, NULL, NULL, NULL, &error))
    stop (error);
  return 0;
}

/* ---- A run ---------------------------------------------------------------------------------------------- */

static int
list (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndRun) run = cnd_run_load (path, &error);

  if (run == NULL)
    stop (error);
  for (guint i = 0; i < cnd_run_get_n_tensors (run); i++)
    {
      const CndTensor *tensor = cnd_run_get_tensor (run, i);
      g_print ("%s %s", tensor->name, cnd_formats_get_tensor_type_name (tensor->type));
      for (guint k = 0; k < tensor->rank; k++)
        g_print (" %u", (guint) tensor->sizes[k]);
      g_print ("\n");
    }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 5 && strcmp (argv[1], "steps") == 0)
    return run_steps (argv[2], argv[3], argv[4]);
  if (argc == 10 && strcmp (argv[1], "train") == 0)
    return run_training (argv[2], argv[3], argv[4], argv[5], argv + 6);
  if (argc == 3 && strcmp (argv[1], "list") == 0)
    return list (argv[2]);
  return 2;
}
