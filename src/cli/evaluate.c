/* condenser-cli evaluate: test error and loss of a trained network, in each of its forms. */
#include "config.h"

#include "trained-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NOT_GIVEN G_MININT

typedef struct
{
  char *data, *model, *mean, *deviation;
  gint batch, threads, limit;
  gboolean json;
  CndModelOptions set;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_free (options->model);
  g_free (options->mean);
  g_free (options->deviation);
  cnd_cli_model_options_clear (&options->set);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
add_options (CndParser *parser, Options *options)
{
  GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data, N_("Folder with IDX files or CIFAR’s binary edition (default: Fashion-MNIST, a part)"), N_("FOLDER") },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit, N_("Take only the first test images"), N_("N") },
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &options->model, N_("Model that weights from elsewhere belong to"), N_("FILE[:PRESET]") },
    { "mean", 0, 0, G_OPTION_ARG_STRING, &options->mean, N_("Normalise with this, a number a channel (as recorded, else the training part’s)"), N_("M,…") },
    { "deviation", 0, 0, G_OPTION_ARG_STRING, &options->deviation, N_("The standard deviation that goes with --mean"), N_("S,…") },
    { "batch", 0, 0, G_OPTION_ARG_INT, &options->batch, N_("Images at a time (64)"), N_("N") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options->threads, N_("Threads (one a processor)"), N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print JSON"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
  cnd_cli_add_set_option (parser, &options->set);
}

/* ---- Measuring ------------------------------------------------------------------------------------------ */

typedef struct
{
  const char *form;
  double error, loss;
  CndFormCounts counts;
} Form;

#define MAX_FORMS 3u

typedef struct
{
  Form forms[MAX_FORMS];
  guint n_forms;
  guint n_images;
  double difference; /* of a score, between masked and converted network; NAN: there is but one */
} Result;

static void
add_form (Result *result, const char *form, double error, double loss, const CndFormCounts *counts)
{
  result->forms[result->n_forms++] = (Form){ form, error, loss, *counts };
}

/* Whether it has parts to be converted, all of which are condensed completely. */
static gboolean
can_convert (const CndTrained *trained)
{
  guint n = cnd_engine_get_n_learned (trained->engine);

  for (guint i = 0; i < n; i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (trained->engine, i);
      if (cnd_condense_get_mask_stage (shape, cnd_engine_get_mask (trained->engine, i)) + 1 != shape->condensation)
        return FALSE;
    }
  return n > 0;
}

static const char *
name_form (const CndTrained *trained)
{
  if (trained->converted)
    return trained->halved ? "halved" : "converted";
  return cnd_engine_get_n_learned (trained->engine) > 0 ? "masked" : "whole";
}

static gboolean
evaluate (const CndTrained *trained, CndDataSet *test, const CndDataSet *measured, Result *result, GError **error)
{
  CndConversion conversion;
  CndOutcome outcome;
  CndFormCounts counts, converted, halved;

  if (!cnd_cli_count_engine (trained->engine, &counts, error))
    return FALSE;
  result->n_images = cnd_data_set_get_n_images (test);
  result->difference = NAN;
  if (!can_convert (trained))
    {
      if (!cnd_train_evaluate (trained->engine, test, measured, &outcome, NULL, error))
        return FALSE;
      add_form (result, name_form (trained), (double) outcome.n_wrong / result->n_images, outcome.loss, &counts);
      return TRUE;
    }
  if (!cnd_train_convert (trained->engine, test, measured, &conversion, NULL, error)
      || !cnd_cli_count_forms (cnd_engine_get_network (trained->engine), &converted, &halved, error))
    return FALSE;
  add_form (result, "masked", conversion.test_error, conversion.test_loss, &counts);
  add_form (result, "converted", conversion.test_error_converted, conversion.test_loss_converted, &converted);
  add_form (result, "halved", conversion.test_error_half, conversion.test_loss_half, &halved);
  result->difference = conversion.max_difference;
  return TRUE;
}

/* ---- Telling -------------------------------------------------------------------------------------------- */

static int
tell_json (const CndTrained *trained, const char *data, const Result *result)
{
  cJSON *json = cJSON_CreateObject (), *forms;

  cnd_cli_json_add_text (json, "name", trained->name);
  cnd_cli_json_add_text (json, "file", trained->file);
  cnd_cli_json_add_text (json, "data", data);
  cnd_cli_json_add_count (json, "images", result->n_images);
  cnd_cli_json_add_double (json, "test_error", result->forms[0].error);
  cnd_cli_json_add_double (json, "test_loss", result->forms[0].loss);
  cnd_cli_json_add_double (json, "max_difference", result->difference);
  forms = cJSON_AddArrayToObject (json, "forms");
  for (guint i = 0; i < result->n_forms; i++)
    {
      cJSON *form = cJSON_CreateObject ();
      cnd_cli_json_add_text (form, "form", result->forms[i].form);
      cnd_cli_json_add_double (form, "test_error", result->forms[i].error);
      cnd_cli_json_add_double (form, "test_loss", result->forms[i].loss);
      cnd_cli_json_add_count (form, "parameters", result->forms[i].counts.parameters);
      cnd_cli_json_add_count (form, "macs", result->forms[i].counts.macs);
      cJSON_AddItemToArray (forms, form);
    }
  return cnd_cli_json_print (json, CND_EXIT_GOOD);
}

static int
tell_text (const CndTrained *trained, const char *data, const Result *result)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  g_autofree char *images = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, result->n_images);
  g_autofree char *caption = g_strdup_printf (_("%s on %s test images (%s)"), trained->name, images, data);
  GString *out = g_string_new (NULL);
  int status;

  cnd_sheet_add_column (sheet, _("Network"), "form", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Parameters"), "parameters", TRUE, 0);
  cnd_sheet_add_column (sheet, _("MACs"), "macs", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Wrong"), "wrong", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Test error"), "test_error", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Loss"), "test_loss", TRUE, 0);
  for (guint i = 0; i < result->n_forms; i++)
    {
      const Form *form = &result->forms[i];
      g_autofree char *percent = cnd_base_format_decimal (CND_NUMBER_STYLE_LATIN, 100 * form->error, 2);
      cnd_sheet_begin_row (sheet);
      cnd_sheet_add_cell (sheet, cnd_cli_explain_form (form->form));
      cnd_sheet_take_cell (sheet, cnd_base_format_count (CND_NUMBER_STYLE_LATIN, form->counts.parameters));
      cnd_sheet_take_cell (sheet, cnd_base_format_count (CND_NUMBER_STYLE_LATIN, form->counts.macs));
      cnd_sheet_take_cell (sheet, cnd_base_format_count (CND_NUMBER_STYLE_LATIN, (guint64) llround (form->error * result->n_images)));
      cnd_sheet_take_cell (sheet, g_strconcat (percent, " %", NULL));
      cnd_sheet_take_cell (sheet, cnd_cli_format_loss (form->loss));
    }
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, caption, cnd_cli_get_terminal_width (), out);
  if (isfinite (result->difference))
    g_string_append_printf (out, _("Greatest difference of a score between masked and converted network: %g\n"), result->difference);
  status = cnd_cli_print (out->str, CND_EXIT_GOOD);
  g_string_free (out, TRUE);
  return status;
}

/* ---- The command ---------------------------------------------------------------------------------------- */

/* What normalises: as asked for, as recorded, or the training part's. Returns: (transfer full) (nullable) */
static CndDataSet *
find_statistics (const CndTrained *trained, const Options *options, const char *folder, const CndDataSet *test, GError **error)
{
  g_autoptr (CndDataSet) measured = NULL;
  guint sizes[3], own[3];

  if (options->mean != NULL)
    measured = cnd_cli_parse_statistics (options->mean, options->deviation, error);
  else
    measured = trained->measured != NULL ? cnd_data_set_ref (trained->measured)
                                         : cnd_train_load_data (folder, CND_DATA_TRAINING, 0, NULL, error);
  if (measured == NULL)
    return NULL;
  cnd_data_set_get_sizes (test, sizes);
  cnd_data_set_get_sizes (measured, own);
  if (sizes[0] == own[0])
    return g_steal_pointer (&measured);
  cnd_base_set_problem (error, CND_ERROR_SHAPE, NULL, _("There are %u means and deviations for images of %u channels"), own[0], sizes[0]);
  return NULL;
}

static int
run (const CndTrained *trained, const Options *options)
{
  g_autofree char *folder = cnd_cli_find_images (options->data), *name = cnd_cli_dup_data_name (options->data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndDataSet) test = cnd_train_load_data (folder, CND_DATA_TEST, (guint) MAX (options->limit, 0), NULL, &error);
  g_autoptr (CndDataSet) measured = NULL;
  Result result = { 0 };

  if (test == NULL || !cnd_train_check_images (trained->engine, test, &error))
    return cnd_cli_fail (error);
  measured = find_statistics (trained, options, folder, test, &error);
  if (measured == NULL || !evaluate (trained, test, measured, &result, &error))
    return cnd_cli_fail (error);
  return options->json ? tell_json (trained, name, &result) : tell_text (trained, name, &result);
}

/* What was not given has a default. */
static gboolean
is_between (gint value, gint least, gint most)
{
  return value == NOT_GIVEN || (value >= least && value <= most);
}

static int
run_evaluate (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (Options) options = { .batch = 64, .threads = NOT_GIVEN, .limit = NOT_GIVEN };
  g_auto (CndTrained) trained = { NULL };
  CndEngineOptions engine = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  add_options (parser, &options);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status))
    return status;
  if ((options.mean == NULL) != (options.deviation == NULL))
    return cnd_cli_misuse (command, _("--mean and --deviation go together"));
  if (options.batch < 1 || options.batch > 65536 || !is_between (options.threads, 1, 1024) || !is_between (options.limit, 1, G_MAXINT))
    return cnd_cli_misuse (command, _("--batch is a number from 1 to 65536, --threads one to 1024, --limit at least 1"));
  if (options.json)
    cnd_cli_stop_translating ();
  engine.batch = (guint) (options.limit != NOT_GIVEN ? MIN (options.batch, options.limit) : options.batch);
  engine.n_threads = (guint) MAX (options.threads, 0);
  if (!cnd_cli_trained_load (&trained, cnd_cli_parser_get_arguments (parser, NULL)[0], options.model, &options.set, &engine, &error))
    return cnd_cli_fail (error);
  return run (&trained, &options);
}

const CndCommand cnd_cli_evaluate = {
  "evaluate",
  N_("RUN|WEIGHTS"),
  N_("Measures the test error of a trained network."),
  N_("A run is evaluated as it ended: masked, converted, and converted with half of the\n"
     "classifier’s inputs; so are masked weights. Weights in PyTorch’s names and shapes from\n"
     "elsewhere need --model, those that convert wrote know their model. Index lists\n"
     "(ID_index.index) among them tell that they are those of the converted network.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli evaluate classroom.safetensors\n"
     "  condenser-cli evaluate weights.safetensors --model condensenet:86 --data cifar-10"),
  run_evaluate,
};
