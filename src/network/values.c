/* Values of an architecture's parameters: one integer, switch or list each. */
#include "config.h"

#include "network/network-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CndParameterValues
{
  guint n_parameters;
  CndNumbers *numbers; /* their values are owned, despite const */
};

static void
set_numbers (CndNumbers *numbers, const gint64 *values, guint n_values, gboolean is_list)
{
  gint64 *copy = g_memdup2 (values, n_values * sizeof (gint64));

  g_free ((gpointer) numbers->values);
  *numbers = (CndNumbers){ copy, n_values, is_list };
}

CndParameterValues *
cnd_parameter_values_new (const CndArchitecture *architecture, gint preset)
{
  CndParameterValues *values = g_new0 (CndParameterValues, 1);

  g_return_val_if_fail (preset < (gint) architecture->n_presets, values);

  values->n_parameters = architecture->n_parameters;
  values->numbers = g_new0 (CndNumbers, architecture->n_parameters);
  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      const CndParameter *parameter = &architecture->parameters[i];
      set_numbers (&values->numbers[i], parameter->defaults, parameter->n_defaults,
                   parameter->type == CND_PARAMETER_LIST);
    }
  if (architecture->n_presets > 0)
    {
      const CndPreset *chosen = &architecture->presets[MAX (preset, 0)];
      for (guint i = 0; i < chosen->n_values; i++)
        set_numbers (&values->numbers[chosen->values[i].index], chosen->values[i].values, chosen->values[i].n_values,
                     architecture->parameters[chosen->values[i].index].type == CND_PARAMETER_LIST);
    }
  return values;
}

CndParameterValues *
cnd_parameter_values_copy (const CndParameterValues *values)
{
  CndParameterValues *copy = g_new0 (CndParameterValues, 1);

  copy->n_parameters = values->n_parameters;
  copy->numbers = g_new0 (CndNumbers, values->n_parameters);
  for (guint i = 0; i < values->n_parameters; i++)
    set_numbers (&copy->numbers[i], values->numbers[i].values, values->numbers[i].n_values, values->numbers[i].is_list);
  return copy;
}

void
cnd_parameter_values_free (CndParameterValues *values)
{
  if (values == NULL)
    return;
  for (guint i = 0; i < values->n_parameters; i++)
    g_free ((gpointer) values->numbers[i].values);
  g_free (values->numbers);
  g_free (values);
}

gboolean
cnd_parameter_values_equal (const CndParameterValues *a, const CndParameterValues *b)
{
  if (a->n_parameters != b->n_parameters)
    return FALSE;
  for (guint i = 0; i < a->n_parameters; i++)
    if (a->numbers[i].n_values != b->numbers[i].n_values
        || memcmp (a->numbers[i].values, b->numbers[i].values, a->numbers[i].n_values * sizeof (gint64)) != 0)
      return FALSE;
  return TRUE;
}

const CndNumbers *
cnd_parameter_values_get_all (const CndParameterValues *values)
{
  return values->numbers;
}

gboolean
cnd_parameter_check_value (const CndParameter *parameter, gint64 value, char **found, char **expected)
{
  if (value >= parameter->minimum && value <= parameter->maximum
      && (value - parameter->minimum) % parameter->step == 0)
    return TRUE;
  *found = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  if (parameter->step == 1)
    /* Translators: range of a parameter's values */
    *expected = g_strdup_printf (_("%lld to %lld"), (long long) parameter->minimum, (long long) parameter->maximum);
  else
    *expected = g_strdup_printf (_("%lld to %lld in steps of %lld"), (long long) parameter->minimum,
                                 (long long) parameter->maximum, (long long) parameter->step);
  return FALSE;
}

char *
cnd_parameter_suggest_value (const CndParameter *parameter, gint64 value)
{
  gint64 inside = CLAMP (value, parameter->minimum, parameter->maximum);
  gint64 below = inside - (inside - parameter->minimum) % parameter->step;

  if (below == value || value < parameter->minimum || below > parameter->maximum - parameter->step)
    return g_strdup_printf (_("The nearest value is %lld."), (long long) below);
  return g_strdup_printf (_("The nearest values are %lld and %lld."), (long long) below, (long long) (below + parameter->step));
}

static gboolean
check_value (const CndArchitecture *architecture, const CndParameter *parameter, gint64 value, GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *hint = NULL;
  CndProblem problem = { .file = architecture->file };

  if (cnd_parameter_check_value (parameter, value, &found, &expected))
    return TRUE;
  problem.found = found;
  problem.expected = expected;
  hint = cnd_parameter_suggest_value (parameter, value);
  problem.hint = hint;
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("The parameter “%s” cannot be %s"), parameter->name, found);
  return FALSE;
}

gboolean
cnd_parameter_values_set (CndParameterValues *values, const CndArchitecture *architecture, guint parameter,
                          guint element, gint64 value, GError **error)
{
  CndNumbers *numbers;

  g_return_val_if_fail (parameter < values->n_parameters, FALSE);

  numbers = &values->numbers[parameter];
  if (element >= numbers->n_values)
    {
      const char *name = architecture->parameters[parameter].name;
      g_autofree char *found = g_strdup_printf (_("element %u"), element);
      g_autofree char *expected = g_strdup_printf (_("an element from 0 to %u"), numbers->n_values - 1);
      g_autofree char *hint = g_strdup_printf (numbers->is_list ? _("%s=V1,V2,… sets the whole list.") : _("Write %s=VALUE."), name);
      CndProblem problem = { .file = architecture->file, .found = found, .expected = expected, .hint = hint };

      cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("The parameter “%s” has no such element"), name);
      return FALSE;
    }
  if (!check_value (architecture, &architecture->parameters[parameter], value, error))
    return FALSE;
  ((gint64 *) numbers->values)[element] = value;
  return TRUE;
}

gboolean
cnd_parameter_values_set_list (CndParameterValues *values, const CndArchitecture *architecture, guint parameter,
                               const gint64 *list, guint n_list, GError **error)
{
  const CndParameter *row;
  g_autofree char *found = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u element", "%u elements", n_list), n_list);
  CndProblem problem = { .file = architecture->file, .found = found };

  g_return_val_if_fail (parameter < values->n_parameters, FALSE);

  row = &architecture->parameters[parameter];
  if (row->type != CND_PARAMETER_LIST && n_list != 1)
    {
      g_autofree char *hint = g_strdup_printf (_("Write %s=VALUE."), row->name);
      problem.expected = _("one number");
      problem.hint = hint;
      cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("The parameter “%s” is one number, not a list"),
                            row->name);
      return FALSE;
    }
  if (n_list < 1 || n_list > CND_MAX_LIST)
    {
      g_autofree char *expected = g_strdup_printf (_("1 to %u elements"), CND_MAX_LIST);
      problem.expected = expected;
      problem.hint = _("Give the list fewer elements, and at least one.");
      cnd_base_set_problem (error, CND_ERROR_LIMIT, &problem, _("The list “%s” may have 1 to %u elements"), row->name,
                            CND_MAX_LIST);
      return FALSE;
    }
  for (guint i = 0; i < n_list; i++)
    if (!check_value (architecture, row, list[i], error))
      return FALSE;
  set_numbers (&values->numbers[parameter], list, n_list, row->type == CND_PARAMETER_LIST);
  return TRUE;
}

static const struct
{
  const char *word;
  gint64 value;
} switch_words[] = { { "on", 1 }, { "off", 0 }, { "true", 1 }, { "false", 0 }, { "yes", 1 }, { "no", 0 } };

static gboolean
parse_integer (const char *text, gboolean is_switch, gint64 *value)
{
  for (guint i = 0; is_switch && i < G_N_ELEMENTS (switch_words); i++)
    if (g_ascii_strcasecmp (text, switch_words[i].word) == 0)
      {
        *value = switch_words[i].value;
        return TRUE;
      }
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL);
}

static gboolean
set_bad_assignment (const char *assignment, GError **error)
{
  CndProblem problem = {
    .found = assignment,
    .expected = "NAME=VALUE, NAME=V1,V2,…, NAME[I]=VALUE",
    .hint = _("For example growth=16, stages=6,12, stages[1]=20 or batch_norm=on."),
  };

  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("“%s” gives no parameter a value"), assignment);
  return FALSE;
}

/* Cuts "stages[2]" into name and element. */
static gboolean
split_element (char *name, guint *element, gboolean *has_element)
{
  char *bracket = strchr (name, '[');
  guint64 value;

  *has_element = bracket != NULL;
  *element = 0;
  if (bracket == NULL)
    return TRUE;
  *bracket = '\0';
  if (!g_str_has_suffix (bracket + 1, "]"))
    return FALSE;
  bracket[strlen (bracket + 1)] = '\0';
  if (!g_ascii_string_to_unsigned (bracket + 1, 10, 0, CND_MAX_LIST, &value, NULL))
    return FALSE;
  *element = (guint) value;
  return TRUE;
}

gboolean
cnd_parameter_values_set_text (CndParameterValues *values, const CndArchitecture *architecture, const char *assignment,
                               GError **error)
{
  const char *sign = strchr (assignment, '=');
  g_autofree char *name = NULL;
  g_auto (GStrv) words = NULL;
  gint64 list[CND_MAX_LIST + 1];
  guint n_list, element;
  gboolean has_element;
  gint parameter;

  if (sign == NULL || sign == assignment)
    return set_bad_assignment (assignment, error);
  name = g_strstrip (g_strndup (assignment, (gsize) (sign - assignment)));
  if (!split_element (name, &element, &has_element))
    return set_bad_assignment (assignment, error);
  parameter = cnd_architecture_find_parameter (architecture, name, error);
  if (parameter < 0)
    return FALSE;
  words = g_strsplit (sign + 1, ",", CND_MAX_LIST + 1);
  n_list = g_strv_length (words);
  for (guint i = 0; i < n_list; i++)
    if (!parse_integer (g_strstrip (words[i]), architecture->parameters[parameter].type == CND_PARAMETER_SWITCH, &list[i]))
      return set_bad_assignment (assignment, error);
  if (has_element && n_list == 1)
    return cnd_parameter_values_set (values, architecture, (guint) parameter, element, list[0], error);
  if (has_element)
    return set_bad_assignment (assignment, error);
  return cnd_parameter_values_set_list (values, architecture, (guint) parameter, list, n_list, error);
}

gint
cnd_parameter_values_find_preset (const CndParameterValues *values, const CndArchitecture *architecture)
{
  for (guint i = 0; i < architecture->n_presets; i++)
    {
      g_autoptr (CndParameterValues) preset = cnd_parameter_values_new (architecture, (gint) i);
      if (cnd_parameter_values_equal (preset, values))
        return (gint) i;
    }
  return -1;
}
