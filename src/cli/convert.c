/* condenser-cli convert: the weights of a trained network, as PyTorch names them, converted for testing. */
#include "config.h"

#include "trained-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  char *output, *model, *data;
  gboolean masked, half, json;
  CndModelOptions set;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->model);
  g_free (options->data);
  cnd_cli_model_options_clear (&options->set);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
add_options (CndParser *parser, Options *options)
{
  GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("File for the weights"), N_("WEIGHTS") },
    { "half", 0, 0, G_OPTION_ARG_NONE, &options->half, N_("Halve the classifier’s inputs too, which changes the scores"), NULL },
    { "masked", 0, 0, G_OPTION_ARG_NONE, &options->masked, N_("Do not convert: pruned weights stay, as zeros"), NULL },
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &options->model, N_("Model that weights from elsewhere belong to"), N_("FILE[:PRESET]") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data, N_("Measure test errors on the images in this folder (default: those that ship, where it was trained on them)"), N_("FOLDER") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
  cnd_cli_add_set_option (parser, &options->set);
}

/* ---- Verifying ------------------------------------------------------------------------------------------ */

#define N_NOISE 64u /* images, each with another amount of noise */

/* Noise tells two networks apart as well as any images. */
static CndDataSet *
make_noise (const CndTrained *trained)
{
  const CndShape *input = &cnd_network_get_layers (cnd_engine_get_network (trained->engine), NULL)[0].output;
  gsize n = (gsize) input->channels * (gsize) (input->flat ? 1 : input->height * input->width);
  g_autofree guint8 *pixels = g_new (guint8, N_NOISE * n), *labels = g_new0 (guint8, N_NOISE);
  CndRandom random;

  cnd_base_seed_random (&random, 1);
  for (gsize i = 0; i < N_NOISE * n; i++)
    pixels[i] = (guint8) cnd_base_next_random_below (&random, 4 * (i / n) + 4);
  return cnd_data_set_new (N_NOISE, (guint) input->channels, input->flat ? 1 : (guint) input->height,
                           input->flat ? 1 : (guint) input->width, 1, pixels, labels);
}

/* The test images of --data, or those that ship for a network that was trained on them; NULL without @error: none. */
static CndDataSet *
find_images (const CndTrained *trained, const Options *options, GError **error)
{
  g_autofree char *folder = cnd_cli_find_images (options->data), *shipped = cnd_cli_dup_data_name (NULL);
  g_autoptr (CndDataSet) test = NULL;
  gboolean asked = options->data != NULL;

  if (!asked && (trained->measured == NULL || g_strcmp0 (trained->data, shipped) != 0))
    return NULL;
  test = cnd_train_load_data (folder, CND_DATA_TEST, 0, NULL, asked ? error : NULL);
  if (test == NULL || !cnd_train_check_images (trained->engine, test, asked ? error : NULL))
    return NULL;
  return g_steal_pointer (&test);
}

typedef struct
{
  const char *form;
  guint64 parameters; /* that are written */
  guint64 before;     /* that are not 0, before converting */
  CndConversion conversion;
  guint n_images;     /* 0: no test error was measured */
  CndFormCounts counts, counts_half;
} Result;

/* Both networks see the same images. */
static gboolean
measure (const CndTrained *trained, const Options *options, Result *result, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (CndDataSet) test = find_images (trained, options, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (test != NULL)
    result->n_images = cnd_data_set_get_n_images (test);
  else
    test = make_noise (trained);
  return cnd_train_convert (trained->engine, test, trained->measured != NULL ? trained->measured : test,
                            &result->conversion, NULL, error);
}

/* ---- Telling -------------------------------------------------------------------------------------------- */

static guint64
count_parameters (CndEngine *engine, gboolean only_left)
{
  guint n;
  const CndWeights *weights = cnd_engine_get_weights (engine, &n);
  guint64 count = 0;

  for (guint i = 0; i < n; i++)
    if (weights[i].gradient != NULL)
      count += weights[i].n;
  for (guint i = 0; only_left && i < cnd_engine_get_n_learned (engine); i++)
    count -= cnd_engine_get_learned_weights (engine, i)->n
             - cnd_condense_count_kept (cnd_engine_get_learned_shape (engine, i), cnd_engine_get_mask (engine, i));
  return count;
}

static int
tell_json (const CndTrained *trained, const Options *options, const Result *result)
{
  cJSON *json = cJSON_CreateObject ();

  cnd_cli_json_add_text (json, "name", trained->name);
  cnd_cli_json_add_text (json, "file", options->output);
  cnd_cli_json_add_text (json, "form", result->form);
  cnd_cli_json_add_count (json, "parameters", result->parameters);
  cnd_cli_json_add_count (json, "parameters_masked", result->before);
  if (!options->masked)
    cnd_cli_json_add_count (json, "macs", options->half ? result->counts_half.macs : result->counts.macs);
  cnd_cli_json_add_double (json, "max_difference", options->masked ? NAN : result->conversion.max_difference);
  if (result->n_images > 0)
    {
      cnd_cli_json_add_count (json, "images", result->n_images);
      cnd_cli_json_add_double (json, "test_error_masked", result->conversion.test_error);
      cnd_cli_json_add_double (json, "test_error", result->conversion.test_error_converted);
      cnd_cli_json_add_double (json, "test_error_half", result->conversion.test_error_half);
    }
  else if (!options->masked && trained->has_price)
    {
      cnd_cli_json_add_double (json, "test_error_masked", trained->price.test_error);
      cnd_cli_json_add_double (json, "test_error", trained->price.test_error_converted);
      cnd_cli_json_add_double (json, "test_error_half", trained->price.test_error_half);
    }
  return cnd_cli_json_print (json, CND_EXIT_GOOD);
}

/* What each step of converting leaves. */
static void
append_counts (GString *out, const Result *result)
{
  const struct
  {
    const char *form;
    const CndFormCounts *counts;
  } rows[] = { { "converted", &result->counts }, { "halved", &result->counts_half } };
  guint n = g_str_equal (result->form, "halved") ? 2 : 1;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *counts = cnd_cli_describe_counts (rows[i].counts);
      g_string_append_printf (out, "%s: %s\n", cnd_cli_explain_form (rows[i].form), counts);
    }
}

/* As the run recorded it, where there are no images to measure it again. */
static void
append_price (GString *out, const CndTrained *trained, const Result *result)
{
  g_autofree char *converted = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, 100 * trained->price.test_error_converted, 2);
  g_autofree char *half = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, 100 * trained->price.test_error_half, 2);

  if (g_str_equal (result->form, "halved"))
    /* Translators: two numbers of percent */
    g_string_append_printf (out, _("test error at the end of the training: %s %%, with half of the classifier %s %%\n"), converted, half);
  else
    /* Translators: a number of percent */
    g_string_append_printf (out, _("test error at the end of the training: %s %%\n"), converted);
}

static void
append_errors (GString *out, const Result *result)
{
  const struct
  {
    const char *form;
    double error;
  } rows[] = {
    { "masked", result->conversion.test_error },
    { "converted", result->conversion.test_error_converted },
    { "halved", result->conversion.test_error_half },
  };
  g_autofree char *images = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, result->n_images);

  for (guint i = 0; i < G_N_ELEMENTS (rows) && result->n_images > 0; i++)
    {
      g_autofree char *percent = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, 100 * rows[i].error, 2);

      if (i == 2 && !g_str_equal (result->form, "halved"))
        break;
      /* Translators: number of images, a form of the network such as "masked", a number of percent */
      g_string_append_printf (out, _("test error on %s images, %s: %s %%\n"), images, cnd_cli_explain_form (rows[i].form), percent);
    }
}

static int
tell_text (const CndTrained *trained, const Options *options, const Result *result)
{
  g_autofree char *parameters = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, result->parameters);
  g_autofree char *before = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, result->before);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *form = cnd_cli_explain_form (result->form);

  if (options->masked)
    /* Translators: a network, its form, two numbers, a file */
    g_string_append_printf (out, _("%s, %s: %s parameters in %s, %s of them not pruned\n"), trained->name, form, parameters,
                            options->output, before);
  else
    /* Translators: a network, its form, a number, a file, a number */
    g_string_append_printf (out, _("%s, %s: %s parameters in %s, of %s before\n"), trained->name, form, parameters,
                            options->output, before);
  if (!options->masked)
    append_counts (out, result);
  append_errors (out, result);
  if (!options->masked && result->n_images == 0 && trained->has_price)
    append_price (out, trained, result);
  if (!options->masked)
    g_string_append_printf (out, _("greatest difference of a score between masked and converted network: %g\n"),
                            result->conversion.max_difference);
  return cnd_cli_print (out->str, CND_EXIT_GOOD);
}

/* The weights, and the model that they belong to. */
static gboolean
keep_earlier (const CndTrained *trained, const Options *options, GError **error)
{
  g_autofree char *preset = NULL, *model = options->model != NULL ? cnd_formats_split_name (options->model, &preset) : NULL;
  const char *inputs[] = { trained->file, model, NULL };

  return cnd_cli_keep_earlier (options->output, inputs, error);
}

static int
convert (const CndTrained *trained, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndEngine) converted = NULL;
  Result result = { .form = options->masked ? "masked" : options->half ? "halved" : "converted" };

  if (!options->masked)
    {
      converted = options->half ? cnd_engine_convert_halved (trained->engine, &error) : cnd_engine_convert (trained->engine, &error);
      if (converted == NULL || !measure (trained, options, &result, &error)
          || !cnd_cli_count_forms (cnd_engine_get_network (trained->engine), &result.counts, &result.counts_half, &error))
        {
          cnd_base_set_problem_file (error, trained->file);
          return cnd_cli_fail (error);
        }
    }
  result.before = count_parameters (trained->engine, TRUE);
  result.parameters = count_parameters (converted != NULL ? converted : trained->engine, FALSE);
  if (!keep_earlier (trained, options, &error) || !cnd_cli_trained_save (trained, converted != NULL ? converted : trained->engine, options->output, &error))
    return cnd_cli_fail (error);
  return options->json ? tell_json (trained, options, &result) : tell_text (trained, options, &result);
}

static int
run_convert (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (Options) options = { NULL };
  g_auto (CndTrained) trained = { NULL };
  CndEngineOptions engine = { .batch = N_NOISE };
  g_autoptr (GError) error = NULL;
  int status;

  add_options (parser, &options);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status))
    return status;
  if (options.output == NULL)
    return cnd_cli_misuse (command, _("convert needs --output"));
  if (options.masked && options.half)
    return cnd_cli_misuse (command, _("choose one of --masked and --half"));
  if (options.masked && options.data != NULL)
    return cnd_cli_misuse (command, _("--data measures what converting costs, and --masked does not convert"));
  if (options.json)
    cnd_cli_stop_translating ();
  if (!cnd_cli_trained_load (&trained, cnd_cli_parser_get_arguments (parser, NULL)[0], options.model, &options.set, &engine, &error))
    return cnd_cli_fail (error);
  if (trained.converted)
    return cnd_cli_misuse (command, _("these weights are converted already"));
  return convert (&trained, &options);
}

const CndCommand cnd_cli_convert = {
  "convert",
  N_("RUN"),
  N_("Writes the weights of a trained network, converted."),
  N_("Learned group convolutions become an index layer (NAME_index), a regular group\n"
     "convolution (NAME) and a channel shuffle; that this changes no score is verified.\n"
     "With --half the classifier reads half of its inputs, behind an index layer as well,\n"
     "and the price in test error is told: on the images of --data, or on those that ship\n"
     "with Condenser where the network was trained on them.\n"
     "\n"
     "Weights are one safetensors file with PyTorch’s names and shapes, a state_dict of\n"
     "modules that are called as the model calls its layers: ID.weight, ID.bias,\n"
     "ID.running_mean, ID.running_var, and ID_index.index (int64) of index layers. With\n"
     "--masked each learned layer has ID.weight with zeros, ID.mask (groups × inputs: 0, or\n"
     "the stage in which the input fell) and ID.index. The metadata hold the model and the\n"
     "mean and deviation that normalised the images. A run that stands in WEIGHTS is kept\n"
     "as WEIGHTS~, and so is the file that is read.\n"
     "\n"
     "RUN may also be such a file of masked weights, from here or from elsewhere.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli convert classroom.safetensors -o converted.safetensors\n"
     "  condenser-cli convert weights.safetensors --model condensenet:86 -o converted.safetensors"),
  run_convert,
};
