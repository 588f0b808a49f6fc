/* The nearest values of a parameter for which the network builds. */
#include "config.h"

#include "ops/ops-private.h"

/* Layers built in all while looking. */
#define SEARCH_BUDGET 60000u
#define TRIAL_COST 100u /* a value that fails early is not free */

typedef struct
{
  CndArchitecture *architecture;
  CndParameterValues *values;
  guint parameter, element;
  guint spent;
} Search;

/* Does the network build with this value? */
static gboolean
is_legal (Search *search, gint64 value)
{
  g_autoptr (CndNetwork) network = NULL;
  guint steps = CND_MAX_STEPS, n_layers;

  search->spent += TRIAL_COST;
  if (!cnd_parameter_values_set (search->values, search->architecture, search->parameter, search->element, value, NULL))
    return FALSE;
  network = cnd_ops_build_network_within (search->architecture, search->values, &steps, NULL);
  if (network == NULL)
    {
      search->spent += CND_MAX_STEPS - steps;
      return FALSE;
    }
  cnd_network_get_layers (network, &n_layers);
  search->spent += n_layers + cnd_network_get_n_edges (network) / 4;
  return TRUE;
}

/* Takes one step to the side of @direction. Returns: whether to go on to that side */
static gboolean
step_on (Search *search, gint64 direction, gint64 *value, gboolean *found)
{
  const CndParameter *parameter = &search->architecture->parameters[search->parameter];

  if (direction < 0 ? *value < parameter->minimum + parameter->step : *value > parameter->maximum - parameter->step)
    return FALSE;
  *value += direction * parameter->step;
  *found = is_legal (search, *value);
  return !*found;
}

void
cnd_ops_find_nearest_values (CndArchitecture *architecture, const CndParameterValues *values, guint parameter,
                             guint element, gint64 value, CndNearestValues *nearest)
{
  g_autoptr (CndParameterValues) tried = cnd_parameter_values_copy (values);
  Search search = { architecture, tried, parameter, element, 0 };
  gboolean down, up;

  g_return_if_fail (parameter < architecture->n_parameters);

  *nearest = (CndNearestValues){ .below = value, .above = value };
  down = up = architecture->parameters[parameter].type != CND_PARAMETER_SWITCH;
  while ((down || up) && search.spent < SEARCH_BUDGET)
    {
      down = down && step_on (&search, -1, &nearest->below, &nearest->has_below);
      up = up && step_on (&search, 1, &nearest->above, &nearest->has_above);
    }
}
