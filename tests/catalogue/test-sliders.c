/* Every parameter of the shipped models, moved over its range: each position builds or says why not, and moving it
 * matters. */
#include "shipped.h"

#include <string.h>

#define MAX_POSITIONS 13

/* What a class watches while a slider moves. */
typedef struct
{
  guint64 parameters, flops, final_parameters;
} Figures;

static guint64
count_final_parameters (CndNetwork *network)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndReport) report = NULL;

  report = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_FINAL }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  return cnd_report_get_total (report)->parameters;
}

/* FALSE when the values do not fit together; then the error has a place in the file. */
static gboolean
measure (CndArchitecture *architecture, const CndParameterValues *values, Figures *figures)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_ops_build_network (architecture, values, &error);
  g_autoptr (CndReport) report = NULL;

  if (network == NULL)
    {
      const CndProblem *problem = cnd_base_get_problem (error);
      g_assert_nonnull (problem);
      g_assert_cmpuint (problem->line, >, 0);
      g_assert_nonnull (problem->path);
      g_assert_true (error->code == CND_ERROR_SHAPE || error->code == CND_ERROR_VALUE);
      return FALSE;
    }
  report = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  *figures = (Figures){ cnd_report_get_total (report)->parameters, cnd_report_get_total (report)->flops,
                        count_final_parameters (network) };
  return TRUE;
}

/* Moves one slider over its range. Both @n_built and @n_changed count positions. */
static void
sweep (CndArchitecture *architecture, const CndParameterValues *start, guint parameter, guint element, guint *n_built,
       guint *n_changed)
{
  const CndParameter *the_parameter = &architecture->parameters[parameter];
  gint64 last = (the_parameter->maximum - the_parameter->minimum) / the_parameter->step;
  gint64 n = MIN (last + 1, MAX_POSITIONS);
  Figures before, after;

  g_assert_true (measure (architecture, start, &before));
  for (gint64 i = 0; i < n; i++)
    {
      g_autoptr (CndParameterValues) values = cnd_parameter_values_copy (start);
      gint64 position = n == 1 ? 0 : last * i / (n - 1);
      g_autoptr (GError) error = NULL;
      cnd_parameter_values_set (values, architecture, parameter, element,
                                the_parameter->minimum + position * the_parameter->step, &error);
      g_assert_no_error (error);
      if (!measure (architecture, values, &after))
        continue;
      *n_built += 1;
      *n_changed += before.parameters != after.parameters || before.flops != after.flops
                    || before.final_parameters != after.final_parameters;
    }
}

static void
test_sliders (gconstpointer file)
{
  g_autoptr (CndArchitecture) architecture = shipped_load (file);
  g_autoptr (CndParameterValues) start = cnd_parameter_values_new (architecture, -1);
  const CndNumbers *numbers = cnd_parameter_values_get_all (start);

  for (guint i = 0; i < architecture->n_parameters; i++)
    for (guint element = 0; element < numbers[i].n_values; element++)
      {
        guint n_built = 0, n_changed = 0;
        sweep (architecture, start, i, element, &n_built, &n_changed);
        g_test_message ("%s[%u]: %u positions build, %u change a figure", architecture->parameters[i].name, element,
                        n_built, n_changed);
        g_assert_cmpuint (n_built, >=, 2);
        g_assert_cmpuint (n_changed, >=, 1);
      }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) files = shipped_list ();

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autofree char *path = g_strdup_printf ("/catalogue/sliders/%s/every-slider-works-and-matters", file);
      g_test_add_data_func (path, file, test_sliders);
    }
  return g_test_run ();
}
