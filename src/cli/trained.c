/* A trained network: out of a run, or out of weights and the model that they belong to. */
#include "config.h"

#include "trained-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_CHANNELS 1024u

void
cnd_cli_trained_clear (CndTrained *trained)
{
  g_clear_pointer (&trained->file, g_free);
  g_clear_pointer (&trained->name, g_free);
  g_clear_pointer (&trained->engine, cnd_engine_free);
  g_clear_pointer (&trained->measured, cnd_data_set_unref);
  g_clear_pointer (&trained->data, g_free);
  g_clear_pointer (&trained->model, g_free);
}

char *
cnd_cli_find_images (const char *folder)
{
  g_autofree char *shipped = folder == NULL ? cnd_formats_find_data ("data") : NULL;

  return folder != NULL ? g_strdup (folder) : g_build_filename (shipped, "fashion-mnist", NULL);
}

char *
cnd_cli_dup_data_name (const char *folder)
{
  g_autofree char *name = folder != NULL ? g_path_get_basename (folder) : g_strdup ("fashion-mnist");

  return g_utf8_make_valid (name, -1);
}

/* ---- Normalization ------------------------------------------------------------------------------------ */

CndDataSet *
cnd_cli_parse_statistics (const char *mean, const char *deviation, GError **error)
{
  g_auto (GStrv) means = g_strsplit (mean, ",", -1), deviations = g_strsplit (deviation, ",", -1);
  guint n = g_strv_length (means);
  g_autofree float *left = g_new0 (float, n + 1), *right = g_new0 (float, n + 1);
  gboolean good = n >= 1 && n <= MAX_CHANNELS && g_strv_length (deviations) == n;

  for (guint i = 0; good && i < n; i++)
    {
      char *left_end, *right_end;
      left[i] = (float) g_ascii_strtod (means[i], &left_end);
      right[i] = (float) g_ascii_strtod (deviations[i], &right_end);
      good = left_end != means[i] && *left_end == '\0' && right_end != deviations[i] && *right_end == '\0' && right[i] > 0
             && left[i] >= -1000 && left[i] <= 1000 && right[i] <= 1000;
    }
  if (good)
    return cnd_data_set_new_statistics (n, left, right);
  cnd_base_set_problem (error, CND_ERROR_VALUE, &(CndProblem){ .hint = _("Give one number a channel, of values from 0 to 1: 0.28 and 0.35.") },
                        _("“%s” and “%s” are no mean and standard deviation"), mean, deviation);
  return NULL;
}

static CndDataSet *
read_run_statistics (CndRun *run)
{
  const CndTensor *mean = cnd_run_find (run, "data/mean"), *deviation = cnd_run_find (run, "data/deviation");
  g_autofree float *left = NULL, *right = NULL;

  if (mean == NULL || deviation == NULL || mean->rank != 1 || deviation->rank != 1 || mean->sizes[0] != deviation->sizes[0]
      || mean->sizes[0] > MAX_CHANNELS)
    return NULL;
  left = cnd_tensor_dup_floats (mean, NULL);
  right = cnd_tensor_dup_floats (deviation, NULL);
  return left != NULL && right != NULL ? cnd_data_set_new_statistics ((guint) mean->sizes[0], left, right) : NULL;
}

/* As cnd_train_record_conversion() writes it. */
static void
read_price (CndTrained *trained, CndRun *run)
{
  const CndTensor *tensor = cnd_run_find (run, "convert/test_error_converted_half_and_max_difference");
  double values[4];

  trained->has_price = tensor != NULL && tensor->type == CND_TENSOR_F64 && tensor->n_bytes == sizeof values;
  if (!trained->has_price)
    return;
  memcpy (values, tensor->bytes, sizeof values);
  trained->price = (CndRecordedConversion){ values[0], values[1], values[2], values[3] };
}

/* ---- Forms ---------------------------------------------------------------------------------------------- */

const char *
cnd_cli_explain_form (const char *form)
{
  static const char *const texts[][2] = {
    { "whole", N_("whole") },
    { "masked", N_("masked") },
    { "converted", N_("converted") },
    { "halved", N_("converted, classifier halved") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i][0], form))
      return _(texts[i][1]);
  return form;
}

/* Whether the last linear layer reads behind an index layer. */
static gboolean
has_halved_classifier (const CndNetwork *network)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  for (guint i = n_layers; i-- > 1;)
    if (g_str_equal (cnd_ops_get_kind (layers[i].kind)->name, "linear"))
      {
        guint input = cnd_network_get_inputs (network, &layers[i])[0];

        return g_str_equal (cnd_ops_get_kind (layers[input].kind)->name, "index_selection");
      }
  return FALSE;
}

/* ---- Loading ------------------------------------------------------------------------------------------- */

/* The network as a text describes it, with the values that it opens with. */
static CndNetwork *
parse_network (const char *model, GError **error)
{
  g_autoptr (CndArchitecture) architecture = cnd_formats_parse_model (model, strlen (model), NULL, error);
  g_autoptr (CndParameterValues) values = NULL;

  if (architecture == NULL)
    return NULL;
  values = cnd_parameter_values_new (architecture, -1);
  return cnd_ops_build_network (architecture, values, error);
}

static gboolean
load_run (CndTrained *trained, const CndEngineOptions *options, GError **error)
{
  const char *model;
  g_autoptr (CndRun) run = cnd_run_load (trained->file, error);
  g_autoptr (CndNetwork) network = NULL;

  if (run == NULL)
    return FALSE;
  model = cnd_run_get_text (run, "model");
  if (model == NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("The run does not say which model was trained"));
      return FALSE;
    }
  network = parse_network (model, error);
  trained->engine = network != NULL ? cnd_engine_new (network, options, error) : NULL;
  if (trained->engine == NULL || !cnd_engine_load_run (trained->engine, run, error))
    return FALSE;
  trained->measured = read_run_statistics (run);
  read_price (trained, run);
  trained->data = g_strdup (cnd_run_get_text (run, "data"));
  trained->model = g_strdup (model);
  return TRUE;
}

/* @given: (nullable): the network that was asked for */
static gboolean
load_weights (CndTrained *trained, const CndTensors *tensors, CndNetwork *given, const CndEngineOptions *options, GError **error)
{
  const char *model = cnd_tensors_get_metadata (tensors, "model"), *mean = cnd_tensors_get_metadata (tensors, "mean");
  const char *deviation = cnd_tensors_get_metadata (tensors, "deviation");
  g_autoptr (CndNetwork) network = given != NULL ? cnd_network_ref (given) : model != NULL ? parse_network (model, error) : NULL;

  if (network == NULL && model == NULL)
    cnd_base_set_problem (error, CND_ERROR_VALUE, &(CndProblem){ .hint = _("Give the model that they belong to: --model FILE[:PRESET]") },
                          _("The weights do not say which network they belong to"));
  if (network == NULL)
    return FALSE;
  trained->engine = cnd_engine_new_for_weights (network, tensors, options, error);
  if (trained->engine == NULL)
    return FALSE;
  trained->converted = cnd_engine_get_network (trained->engine) != network;
  trained->halved = trained->converted && has_halved_classifier (cnd_engine_get_network (trained->engine));
  if (mean != NULL && deviation != NULL)
    {
      trained->measured = cnd_cli_parse_statistics (mean, deviation, error);
      if (trained->measured == NULL)
        return FALSE;
    }
  trained->data = g_strdup (cnd_tensors_get_metadata (tensors, "data"));
  trained->model = cnd_formats_write_model (cnd_network_get_architecture (network), cnd_network_get_values (network));
  return TRUE;
}

static gboolean
load (CndTrained *trained, const CndTensors *tensors, const char *model, const CndModelOptions *model_options,
      const CndEngineOptions *options, GError **error)
{
  g_auto (CndSubject) subject = { NULL };

  if (g_strcmp0 (cnd_tensors_get_metadata (tensors, "format"), CND_RUN_FORMAT) == 0)
    {
      if (model == NULL && model_options->set == NULL)
        return load_run (trained, options, error);
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("A run holds its model: --model and --set are for weights"));
      return FALSE;
    }
  if (model == NULL && model_options->set != NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("--set changes the model that --model names"));
      return FALSE;
    }
  if (model != NULL && !cnd_cli_subject_load (&subject, model, model_options, error))
    return FALSE;
  return load_weights (trained, tensors, subject.network, options, error);
}

gboolean
cnd_cli_trained_load (CndTrained *trained, const char *file, const char *model, const CndModelOptions *model_options,
                      const CndEngineOptions *options, GError **error)
{
  g_autoptr (CndTensors) tensors = cnd_formats_open_tensors (file, error);

  trained->file = g_strdup (file);
  if (tensors == NULL)
    return FALSE;
  if (!load (trained, tensors, model, model_options, options, error))
    {
      cnd_base_set_problem_file (*error, file);
      return FALSE;
    }
  trained->name = cnd_network_dup_name (cnd_engine_get_network (trained->engine));
  return TRUE;
}

/* ---- Saving --------------------------------------------------------------------------------------------- */

/* "0.286,0.353" */
static char *
format_floats (const float *values, guint n)
{
  GString *out = g_string_new (NULL);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", g_ascii_formatd (digits, sizeof digits, "%.9g", (double) values[i]));
  return g_string_free (out, FALSE);
}

gboolean
cnd_cli_trained_save (const CndTrained *trained, CndEngine *engine, const char *path, GError **error)
{
  g_autofree float *mean = NULL, *deviation = NULL;
  g_autofree char *means = NULL, *deviations = NULL;
  const char *metadata[16] = { "format", "pt", "name", trained->name, "model", trained->model };
  guint n = 6;

  if (trained->data != NULL)
    {
      metadata[n++] = "data";
      metadata[n++] = trained->data;
    }
  if (trained->measured != NULL)
    {
      guint sizes[3];
      cnd_data_set_get_sizes (trained->measured, sizes);
      mean = g_new (float, sizes[0]);
      deviation = g_new (float, sizes[0]);
      cnd_data_set_measure (trained->measured, mean, deviation);
      metadata[n++] = "mean";
      metadata[n++] = means = format_floats (mean, sizes[0]);
      metadata[n++] = "deviation";
      metadata[n++] = deviations = format_floats (deviation, sizes[0]);
    }
  return cnd_engine_save_weights (engine, path, metadata, NULL, error);
}
