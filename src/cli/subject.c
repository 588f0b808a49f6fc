/* The model that a command is about: found by path or name, built for the values asked for, and counted. */
#include "config.h"

#include "cli-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
cnd_cli_model_options_clear (CndModelOptions *options)
{
  g_clear_pointer (&options->convention, g_free);
  g_clear_pointer (&options->stage, g_free);
  g_clear_pointer (&options->set, g_strfreev);
}

void
cnd_cli_add_set_option (CndParser *parser, CndModelOptions *options)
{
  GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->set,
      N_("Change a parameter: growth=16, stages=6,12 or stages[1]=20; repeatable"),
      N_("NAME=VALUE") },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

void
cnd_cli_add_model_options (CndParser *parser, CndModelOptions *options)
{
  GOptionEntry entries[] = {
    { "convention", 0, 0, G_OPTION_ARG_STRING, &options->convention,
      N_("How to count: default, condensenet or summary (condenser-cli --help)"),
      /* Translators: what stands for an option's value in --help */
      N_("NAME") },
    { "stage", 0, 0, G_OPTION_ARG_STRING, &options->stage,
      N_("State to count in: dense, final, or how often it was condensed"), N_("STAGE") },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
  cnd_cli_add_set_option (parser, options);
}

/* ---- Finding a model ---------------------------------------------------------------- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
cnd_cli_list_models (GError **error)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)))
    if (cnd_formats_is_model_name (name))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_texts);
  return g_steal_pointer (&paths);
}

static void
set_unknown_model (GError **error, const char *name)
{
  g_autoptr (GPtrArray) paths = cnd_cli_list_models (NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *hint = NULL;
  const char *nearest;

  for (guint i = 0; paths && i < paths->len; i++)
    {
      char *base = g_path_get_basename (g_ptr_array_index (paths, i));

      base[strlen (base) - strlen (".json")] = '\0';
      g_ptr_array_add (names, base);
    }
  nearest = cnd_base_find_nearest (name, (const char *const *) names->pdata, names->len);
  if (nearest)
    /* Translators: %s is the name of a model */
    hint = g_strdup_printf (_("Did you mean %s?"), nearest);
  else
    hint = g_strdup (_("“condenser-cli list” shows the models that ship with Condenser."));
  cnd_base_set_problem (error, CND_ERROR_NOT_FOUND,
                        &(CndProblem){ .found = name, .expected = _("a file, or the name of a shipped model"), .hint = hint },
                        _("There is no file and no shipped model “%s”"), name);
}

char *
cnd_cli_find_model (const char *name, char **preset, GError **error)
{
  g_autofree char *path = cnd_formats_split_name (name, preset);
  char *shipped;

  if (g_str_equal (path, "-") || g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  shipped = cnd_formats_find_shipped (path);
  if (shipped)
    return shipped;
  /* What exists but is no file gets the loader's own words, and so does what was plainly meant as a path. */
  if (g_file_test (path, G_FILE_TEST_EXISTS) || strchr (path, G_DIR_SEPARATOR))
    return g_steal_pointer (&path);
  set_unknown_model (error, path);
  g_clear_pointer (preset, g_free);
  return NULL;
}

CndArchitecture *
cnd_cli_load_architecture (const char *name, char **file, char **preset, GError **error)
{
  g_autofree char *path = cnd_cli_find_model (name, preset, error);
  CndArchitecture *architecture = path ? cnd_formats_load_model (path, NULL, error) : NULL;

  if (architecture)
    *file = g_steal_pointer (&path);
  else
    g_clear_pointer (preset, g_free);
  return architecture;
}

/* ---- Building and counting ---------------------------------------------------------- */

static CndParameterValues *
choose_values (CndArchitecture *architecture, const char *preset, char **set, GError **error)
{
  g_autoptr (CndParameterValues) values = NULL;
  gint index = preset ? cnd_architecture_find_preset (architecture, preset, error) : -1;

  if (preset && index < 0)
    return NULL;
  values = cnd_parameter_values_new (architecture, index);
  for (guint i = 0; set && set[i]; i++)
    if (!cnd_parameter_values_set_text (values, architecture, set[i], error))
      return NULL;
  return g_steal_pointer (&values);
}

/* Which element of which parameter "groups=5" or "stages[1]=20" sets; FALSE for a whole list. */
static gboolean
find_assigned (const CndArchitecture *architecture, const char *assignment, guint *parameter, guint *element)
{
  gsize length = strcspn (assignment, "=[ ");
  g_autofree char *name = g_strndup (assignment, length);
  gint index = cnd_architecture_find_parameter (architecture, name, NULL);

  if (index < 0)
    return FALSE;
  *parameter = (guint) index;
  *element = assignment[length] == '[' ? (guint) g_ascii_strtoull (assignment + length + 1, NULL, 10) : 0;
  return assignment[length] == '[' || architecture->parameters[index].type == CND_PARAMETER_INTEGER;
}

static char *
describe_nearest (const char *assignment, const CndNearestValues *nearest)
{
  g_autofree char *name = g_strchomp (g_strndup (assignment, strcspn (assignment, "=")));

  if (nearest->has_below && nearest->has_above)
    return g_strdup_printf (_("The nearest that work are --set %s=%lld and --set %s=%lld."), name, (long long) nearest->below, name,
                            (long long) nearest->above);
  return g_strdup_printf (_("The nearest that works is --set %s=%lld."), name,
                          (long long) (nearest->has_below ? nearest->below : nearest->above));
}

/* The network does not build with what --set gave: says which values would do instead, where one of them is to blame. */
static void
suggest_values (CndArchitecture *architecture, const CndParameterValues *values, char **set, GError **error)
{
  for (guint i = 0; set && set[i]; i++)
    {
      CndNearestValues nearest;
      guint parameter, element;
      g_autoptr (GError) cause = NULL;
      g_autofree char *hint = NULL;
      CndProblem problem;

      if (!find_assigned (architecture, set[i], &parameter, &element))
        continue;
      cnd_ops_find_nearest_values (architecture, values, parameter, element,
                                   cnd_parameter_values_get_all (values)[parameter].values[element], &nearest);
      if (!nearest.has_below && !nearest.has_above)
        continue;
      hint = describe_nearest (set[i], &nearest);
      cause = g_steal_pointer (error);
      problem = *cnd_base_get_problem (cause);
      problem.hint = hint;
      cnd_base_set_problem (error, (CndErrorCode) cause->code, &problem, "%s", cause->message);
      return;
    }
}

static gboolean
count_network (CndSubject *subject, const CndModelOptions *options, GError **error)
{
  guint condensation = cnd_ops_get_condensation (subject->network);
  CndConvention convention = CND_CONVENTION_DEFAULT;
  guint stage;

  if (options->convention && !cnd_analysis_parse_convention (options->convention, &convention, error))
    return FALSE;
  stage = cnd_analysis_get_default_stage (convention);
  if (options->stage && !cnd_analysis_parse_stage (options->stage, condensation, &stage, error))
    return FALSE;
  subject->stage = cnd_analysis_format_stage (stage, condensation);
  subject->report = cnd_analysis_count (subject->network, (CndState){ .stage = stage }, convention, error);
  return subject->report != NULL;
}

gboolean
cnd_cli_subject_load (CndSubject *subject, const char *name, const CndModelOptions *options, GError **error)
{
  g_auto (CndSubject) loading = { NULL };
  g_autofree char *preset = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_cli_load_architecture (name, &loading.file, &preset, error);
  g_autoptr (CndParameterValues) values = NULL;
  gint index;

  if (architecture == NULL)
    return FALSE;
  values = choose_values (architecture, preset, options->set, error);
  if (values == NULL)
    return FALSE;
  cnd_cli_add_timing (options->timings, "load");
  loading.network = cnd_ops_build_network (architecture, values, error);
  cnd_cli_add_timing (options->timings, "build");
  if (loading.network == NULL)
    suggest_values (architecture, values, options->set, error);
  if (loading.network == NULL || !count_network (&loading, options, error))
    return FALSE;
  cnd_cli_add_timing (options->timings, "count");
  loading.name = cnd_network_dup_name (loading.network);
  index = cnd_parameter_values_find_preset (values, architecture);
  loading.preset = index >= 0 ? g_strdup (architecture->presets[index].id) : NULL;
  *subject = loading;
  loading = (CndSubject){ NULL };
  return TRUE;
}

void
cnd_cli_subject_clear (CndSubject *subject)
{
  g_clear_pointer (&subject->file, g_free);
  g_clear_pointer (&subject->name, g_free);
  g_clear_pointer (&subject->preset, g_free);
  g_clear_pointer (&subject->stage, g_free);
  g_clear_pointer (&subject->network, cnd_network_unref);
  g_clear_pointer (&subject->report, cnd_report_unref);
}

gboolean
cnd_cli_subject_find (const CndSubject *subject, const char *id, guint *layer, guint *block, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *hint = NULL;
  guint n_layers, n_blocks;
  const CndLayer *layers = cnd_network_get_layers (subject->network, &n_layers);
  const CndBlock *blocks = cnd_network_get_blocks (subject->network, &n_blocks);
  const char *nearest;

  *layer = cnd_network_find_layer (subject->network, id);
  *block = *layer == G_MAXUINT && *id != '\0' ? cnd_network_find_block (subject->network, id) : G_MAXUINT;
  if (*layer != G_MAXUINT || *block != G_MAXUINT)
    return TRUE;
  names = g_ptr_array_new ();
  for (guint i = 0; i < n_layers; i++)
    g_ptr_array_add (names, (gpointer) layers[i].id);
  for (guint i = 1; i < n_blocks; i++)
    g_ptr_array_add (names, (gpointer) blocks[i].id);
  nearest = cnd_base_find_nearest (id, (const char *const *) names->pdata, names->len);
  if (nearest)
    /* Translators: %s is the name of a layer or block */
    hint = g_strdup_printf (_("Did you mean %s?"), nearest);
  else
    hint = g_strdup (_("“condenser-cli summary FILE --csv” lists the layers."));
  cnd_base_set_problem (error, CND_ERROR_NOT_FOUND,
                        &(CndProblem){ .file = subject->file, .found = id, .expected = _("the id of a layer or block"), .hint = hint },
                        _("%s has no layer or block “%s”"), subject->name, id);
  return FALSE;
}

char *
cnd_cli_subject_dup_unit (const CndSubject *subject)
{
  return cnd_analysis_dup_unit_heading (cnd_report_get_convention (subject->report));
}

char *
cnd_cli_subject_describe_state (const CndSubject *subject)
{
  const char *convention = cnd_analysis_get_convention_name (cnd_report_get_convention (subject->report));
  guint condensation = cnd_report_get_condensation (subject->report);

  if (condensation <= 1)
    return g_strdup_printf (_("state %s, convention %s"), subject->stage, convention);
  /* Translators: for example "state final (stages 0 to 3), convention condensenet" */
  return g_strdup_printf (_("state %s (stages 0 to %u), convention %s"), subject->stage, condensation - 1, convention);
}

void
cnd_cli_subject_add_json (const CndSubject *subject, cJSON *object)
{
  CndConvention convention = cnd_report_get_convention (subject->report);

  cnd_cli_json_add_text (object, "name", subject->name);
  cnd_cli_json_add_text (object, "file", subject->file);
  cnd_cli_json_add_text (object, "preset", subject->preset);
  cnd_cli_json_add_word (object, "stage", subject->stage);
  cnd_cli_json_add_text (object, "convention", cnd_analysis_get_convention_name (convention));
}
