/* condenser-cli convert: the weights of a trained network, as PyTorch names them, converted for testing. */
#include "config.h"

#include "trained-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  char *output, *model;
  gboolean masked, half, json;
  CndModelOptions set;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->output);
  g_free (options->model);
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
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
  cnd_cli_add_set_option (parser, &options->set);
}

/* ---- Verifying ------------------------------------------------------------------------------------------ */

#define N_NOISE 64u /* images, each with another amount of noise */

/* Both networks see the same images; noise tells them apart as well as any. */
static gboolean
measure_difference (CndEngine *engine, double *difference, GError **error)
{
  const CndShape *input = &cnd_network_get_layers (cnd_engine_get_network (engine), NULL)[0].output;
  gsize n = (gsize) input->channels * (gsize) (input->flat ? 1 : input->height * input->width);
  g_autofree guint8 *pixels = g_new (guint8, N_NOISE * n), *labels = g_new0 (guint8, N_NOISE);
  g_autoptr (CndDataSet) noise = NULL;
  CndConversion conversion;
  CndRandom random;

  cnd_base_seed_random (&random, 1);
  for (gsize i = 0; i < N_NOISE * n; i++)
    pixels[i] = (guint8) cnd_base_next_random_below (&random, 4 * (i / n) + 4);
  noise = cnd_data_set_new (N_NOISE, (guint) input->channels, input->flat ? 1 : (guint) input->height,
                            input->flat ? 1 : (guint) input->width, 1, pixels, labels);
  if (!cnd_train_convert (engine, noise, noise, &conversion, NULL, error))
    return FALSE;
  *difference = conversion.max_difference;
  return TRUE;
}

/* ---- Telling -------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *form;
  guint64 parameters; /* that are written */
  guint64 before;     /* that are not 0, before converting */
  double difference;  /* NAN: not converted */
} Result;

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
tell (const CndTrained *trained, const Options *options, const Result *result)
{
  g_autofree char *parameters = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, result->parameters);
  GString *out;
  int status;

  if (options->json)
    {
      cJSON *json = cJSON_CreateObject ();
      cnd_cli_json_add_text (json, "name", trained->name);
      cnd_cli_json_add_text (json, "file", options->output);
      cnd_cli_json_add_text (json, "form", result->form);
      cnd_cli_json_add_count (json, "parameters", result->parameters);
      cnd_cli_json_add_count (json, "parameters_masked", result->before);
      cnd_cli_json_add_double (json, "max_difference", result->difference);
      return cnd_cli_json_print (json, CND_EXIT_GOOD);
    }
  out = g_string_new (NULL);
  g_string_append_printf (out, _("%s, %s: %s parameters in %s\n"), trained->name, result->form, parameters, options->output);
  if (!options->masked)
    g_string_append_printf (out, _("greatest difference of a score between masked and converted network: %g\n"), result->difference);
  status = cnd_cli_print (out->str, CND_EXIT_GOOD);
  g_string_free (out, TRUE);
  return status;
}

static int
convert (const CndTrained *trained, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndEngine) converted = NULL;
  Result result = { .form = options->masked ? "masked" : options->half ? "halved" : "converted", .difference = NAN };

  if (!options->masked)
    {
      converted = options->half ? cnd_engine_convert_halved (trained->engine, &error) : cnd_engine_convert (trained->engine, &error);
      if (converted == NULL || !measure_difference (trained->engine, &result.difference, &error))
        {
          cnd_base_set_problem_file (error, trained->file);
          return cnd_cli_fail (error);
        }
    }
  result.before = count_parameters (trained->engine, TRUE);
  result.parameters = count_parameters (converted != NULL ? converted : trained->engine, FALSE);
  if (!cnd_cli_trained_save (trained, converted != NULL ? converted : trained->engine, options->output, &error))
    return cnd_cli_fail (error);
  return tell (trained, options, &result);
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
     "With --half the classifier reads half of its inputs, behind an index layer as well.\n"
     "\n"
     "Weights are one safetensors file with PyTorch’s names and shapes, a state_dict of\n"
     "modules that are called as the model calls its layers: ID.weight, ID.bias,\n"
     "ID.running_mean, ID.running_var, and ID_index.index (int64) of index layers. With\n"
     "--masked each learned layer has ID.weight with zeros, ID.mask (groups × inputs: 0, or\n"
     "the stage in which the input fell) and ID.index. The metadata hold the model and the\n"
     "mean and deviation that normalised the images.\n"
     "\n"
     "RUN may also be such a file of masked weights, from here or from elsewhere.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli convert classroom.safetensors -o converted.safetensors\n"
     "  condenser-cli convert weights.safetensors --model condensenet:86 -o converted.safetensors"),
  run_convert,
};
