/* What a training was made with, as the texts of its run: enough to make it again. */
#include "config.h"

#include "trainer-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const rate_schedules[] = { "cosine", "constant", "multi-step" };
static const char *const schedules[] = { "stages", "at-once", "no-optimization" };

/* Index in @names; -1 with an error that lists them. */
static gint
find_name (const char *const *names, guint n, const char *name, GError **error)
{
  g_autofree char *expected = NULL;
  CndProblem problem = { .found = name };

  for (guint i = 0; i < n; i++)
    if (g_str_equal (names[i], name))
      return (gint) i;
  problem.expected = expected = g_strdup_printf ("%s, %s, %s", names[0], names[1], names[2]);
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("There is no schedule “%s”"), name);
  return -1;
}

gboolean
cnd_train_parse_rate_schedule (const char *name, CndRateSchedule *schedule, GError **error)
{
  gint index = find_name (rate_schedules, G_N_ELEMENTS (rate_schedules), name, error);

  *schedule = (CndRateSchedule) MAX (index, 0);
  return index >= 0;
}

gboolean
cnd_train_parse_schedule (const char *name, CndSchedule *schedule, GError **error)
{
  gint index = find_name (schedules, G_N_ELEMENTS (schedules), name, error);

  *schedule = (CndSchedule) MAX (index, 0);
  return index >= 0;
}

/* The shortest text that reads back as the same number. */
static void
append_double (GString *out, const char *name, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  for (int precision = 1; precision <= 17; precision++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%dg", precision);
      g_ascii_formatd (digits, sizeof digits, format, value);
      if (g_ascii_strtod (digits, NULL) == value)
        break;
    }
  g_string_append_printf (out, " %s=%s", name, digits);
}

/* "epochs=6 batch=64 …": names and values without blanks */
static char *
describe_options (const CndTrainer *trainer)
{
  const CndTrainOptions *options = &trainer->options;
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "epochs=%u batch=%u seed=%" G_GUINT64_FORMAT, options->epochs, options->batch, options->seed);
  append_double (out, "rate", options->rate);
  g_string_append_printf (out, " rate_schedule=%s", rate_schedules[options->rate_schedule]);
  append_double (out, "momentum", options->momentum);
  g_string_append_printf (out, " nesterov=%d", options->nesterov);
  append_double (out, "weight_decay", options->weight_decay);
  append_double (out, "lasso", options->lasso);
  g_string_append_printf (out, " criterion=%s schedule=%s flip=%d crop=%u images=%u test_images=%u",
                          cnd_condense_get_criterion_name (options->criterion), schedules[options->schedule],
                          options->flip, options->crop, cnd_data_set_get_n_images (trainer->training),
                          trainer->test != NULL ? cnd_data_set_get_n_images (trainer->test) : 0);
  return g_string_free (out, FALSE);
}

/* "stages=4,4,4 groups=4" */
static char *
describe_parameters (const CndNetwork *network)
{
  const CndArchitecture *architecture = cnd_network_get_architecture (network);
  const CndNumbers *numbers = cnd_parameter_values_get_all (cnd_network_get_values (network));
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < architecture->n_parameters; i++)
    for (guint k = 0; k < numbers[i].n_values; k++)
      if (k == 0)
        g_string_append_printf (out, "%s%s=%" G_GINT64_FORMAT, i > 0 ? " " : "", architecture->parameters[i].name, numbers[i].values[0]);
      else
        g_string_append_printf (out, ",%" G_GINT64_FORMAT, numbers[i].values[k]);
  return g_string_free (out, FALSE);
}

static char *
write_model (const CndTrainer *trainer)
{
  const CndNetwork *network = cnd_engine_get_network (trainer->engine);

  return cnd_formats_write_model (cnd_network_get_architecture (network), cnd_network_get_values (network));
}

static void
store_normalization (const CndTrainer *trainer, CndRun *run)
{
  guint sizes[3];
  guint64 n_channels;

  cnd_data_set_get_sizes (trainer->training, sizes);
  n_channels = sizes[0];
  cnd_run_set (run, "data/mean", CND_TENSOR_F32, &n_channels, 1, trainer->feed.mean);
  cnd_run_set (run, "data/deviation", CND_TENSOR_F32, &n_channels, 1, trainer->feed.deviation);
}

void
cnd_trainer_describe (CndTrainer *trainer, CndRun *run, const char *preset, const char *data)
{
  CndNetwork *network = cnd_engine_get_network (trainer->engine);
  g_autofree char *model = write_model (trainer), *options = describe_options (trainer), *name = cnd_network_dup_name (network);
  g_autofree char *parameters = describe_parameters (network);
  g_autofree char *machine = g_strdup_printf ("threads=%u kernels=%s", cnd_engine_get_n_threads (trainer->engine),
                                              cnd_engine_get_kernels (trainer->engine));

  cnd_run_set_text (run, "name", name);
  cnd_run_set_text (run, "preset", preset != NULL ? preset : "");
  cnd_run_set_text (run, "parameters", parameters);
  cnd_run_set_text (run, "data", data);
  cnd_run_set_text (run, "options", options);
  cnd_run_set_text (run, "machine", machine);
  cnd_run_set_text (run, "model", model);
  store_normalization (trainer, run);
}

/* The words of @text, "epochs=6 batch=64 …", that are not the same in @other. Returns: (transfer full) */
static char *
list_differing (const char *text, const char *other)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1), others = g_strsplit (other, " ", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) others, words[i]))
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[i]);
  return g_string_free (out, FALSE);
}

static gboolean
check_same (CndRun *run, const char *key, const char *value, const char *message, GError **error)
{
  const char *found = cnd_run_get_text (run, key);
  gboolean is_short = found != NULL && !g_str_equal (key, "model");
  g_autofree char *begun = is_short ? list_differing (found, value) : NULL, *given = is_short ? list_differing (value, found) : NULL;
  CndProblem problem = { .found = begun, .expected = given, .hint = _("Give the model and options that the run began with.") };

  if (g_strcmp0 (found, value) == 0)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, "%s", message);
  return FALSE;
}

gboolean
cnd_trainer_check_description (CndTrainer *trainer, CndRun *run, GError **error)
{
  g_autofree char *model = write_model (trainer), *options = describe_options (trainer);
  g_autofree char *parameters = describe_parameters (cnd_engine_get_network (trainer->engine));
  g_autofree char *name = cnd_network_dup_name (cnd_engine_get_network (trainer->engine));

  return check_same (run, "name", name, _("The run was made with another model"), error)
         && check_same (run, "parameters", parameters, _("The run was made with other parameters"), error)
         && check_same (run, "model", model, _("The run was made with another model"), error)
         && check_same (run, "options", options, _("The run was made with other options"), error);
}

/* ---- Back again ------------------------------------------------------------------------------------------ */

typedef enum { IS_UINT, IS_UINT64, IS_DOUBLE, IS_SWITCH, IS_CRITERION, IS_SCHEDULE, IS_RATE_SCHEDULE } Type;

static gboolean
parse_number (const char *text, Type type, gpointer value)
{
  guint64 whole;

  if (type == IS_DOUBLE)
    {
      char *end;
      *(double *) value = g_ascii_strtod (text, &end);
      return end != text && *end == '\0';
    }
  if (!g_ascii_string_to_unsigned (text, 10, 0, type == IS_UINT64 ? G_MAXUINT64 : type == IS_SWITCH ? 1 : G_MAXINT, &whole, NULL))
    return FALSE;
  if (type == IS_UINT64)
    *(guint64 *) value = whole;
  else
    *(guint *) value = (guint) whole; /* a gboolean is as large */
  return TRUE;
}

static gboolean
parse_option (const char *text, Type type, gpointer value)
{
  switch (type)
    {
    case IS_CRITERION:
      return cnd_condense_parse_criterion (text, value, NULL);
    case IS_SCHEDULE:
      return cnd_train_parse_schedule (text, value, NULL);
    case IS_RATE_SCHEDULE:
      return cnd_train_parse_rate_schedule (text, value, NULL);
    default:
      return parse_number (text, type, value);
    }
}

gboolean
cnd_train_parse_options (const char *text, CndTrainOptions *options, guint *n_images, guint *n_test, GError **error)
{
  const struct
  {
    const char *name;
    Type type;
    gpointer value;
  } rows[] = {
    { "epochs", IS_UINT, &options->epochs },
    { "batch", IS_UINT, &options->batch },
    { "seed", IS_UINT64, &options->seed },
    { "rate", IS_DOUBLE, &options->rate },
    { "rate_schedule", IS_RATE_SCHEDULE, &options->rate_schedule },
    { "momentum", IS_DOUBLE, &options->momentum },
    { "nesterov", IS_SWITCH, &options->nesterov },
    { "weight_decay", IS_DOUBLE, &options->weight_decay },
    { "lasso", IS_DOUBLE, &options->lasso },
    { "criterion", IS_CRITERION, &options->criterion },
    { "schedule", IS_SCHEDULE, &options->schedule },
    { "flip", IS_SWITCH, &options->flip },
    { "crop", IS_UINT, &options->crop },
    { "images", IS_UINT, n_images },
    { "test_images", IS_UINT, n_test },
  };
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  guint n = g_strv_length (parts);

  *options = cnd_train_default_options;
  for (guint i = 0; i < MAX (n, G_N_ELEMENTS (rows)); i++)
    {
      gsize length = i < G_N_ELEMENTS (rows) ? strlen (rows[i].name) : 0;
      if (length > 0 && i < n && strncmp (parts[i], rows[i].name, length) == 0 && parts[i][length] == '='
          && parse_option (parts[i] + length + 1, rows[i].type, rows[i].value))
        continue;
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, &(CndProblem){ .found = i < n ? parts[i] : NULL },
                            _("The run does not say with which options it was trained"));
      return FALSE;
    }
  return TRUE;
}
