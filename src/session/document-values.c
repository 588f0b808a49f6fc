/* Parameter values: what the controls want, what the network allows, and what it would allow nearby. */
#include "document-private.h"

const CndNumbers *
cnd_document_get_wanted (CndDocument *self, guint parameter)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self) && self->wanted, NULL);
  g_return_val_if_fail (parameter < self->architecture->n_parameters, NULL);
  return &cnd_parameter_values_get_all (self->wanted)[parameter];
}

static guint
find_problem (CndDocument *self, guint parameter, guint element)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      const CndParameterProblem *problem = g_ptr_array_index (self->problems, i);

      if (problem->parameter == parameter && problem->element == element)
        return i;
    }
  return G_MAXUINT;
}

const CndParameterProblem *
cnd_document_get_problem (CndDocument *self, guint parameter, guint element)
{
  guint i;

  g_return_val_if_fail (CND_IS_DOCUMENT (self), NULL);
  i = find_problem (self, parameter, element);
  return i == G_MAXUINT ? NULL : g_ptr_array_index (self->problems, i);
}

static void
forget_problem (CndDocument *self, guint parameter, guint element)
{
  guint i = find_problem (self, parameter, element);

  if (i != G_MAXUINT)
    g_ptr_array_remove_index (self->problems, i);
}

void
cnd_document_settle_values (CndDocument *self)
{
  g_clear_pointer (&self->wanted, cnd_parameter_values_free);
  self->wanted = cnd_parameter_values_copy (self->now->values);
  g_ptr_array_set_size (self->problems, 0);
}

/* ---- Nearest legal values ----------------------------------------------------------- */

static void
find_nearest (CndDocument *self, CndParameterProblem *problem)
{
  CndNearestValues nearest;

  cnd_ops_find_nearest_values (self->architecture, self->now->values, problem->parameter, problem->element, problem->value,
                               &nearest);
  problem->has_below = nearest.has_below;
  problem->has_above = nearest.has_above;
  problem->below = nearest.below;
  problem->above = nearest.above;
}

static void
record_problem (CndDocument *self, guint parameter, guint element, gint64 value, GError *error)
{
  CndParameterProblem *problem = g_new0 (CndParameterProblem, 1);

  forget_problem (self, parameter, element);
  problem->parameter = parameter;
  problem->element = element;
  problem->value = value;
  problem->error = error;
  if (element < self->architecture->parameters[parameter].n_defaults ||
      element < cnd_parameter_values_get_all (self->now->values)[parameter].n_values)
    find_nearest (self, problem);
  g_ptr_array_add (self->problems, problem);
}

/* The values around them have changed: what would do instead may be something else now. */
static void
refresh_problems (CndDocument *self)
{
  for (guint i = 0; i < self->problems->len; i++)
    find_nearest (self, g_ptr_array_index (self->problems, i));
}

/* ---- Setting ------------------------------------------------------------------------ */

/* One element of a parameter (@values NULL) or a whole list. */
typedef struct
{
  guint parameter, element;
  gint64 value;
  const gint64 *values;
  guint n_values;
} Assignment;

static gboolean
assign (CndDocument *self, CndParameterValues *values, const Assignment *assignment, GError **error)
{
  if (assignment->values)
    return cnd_parameter_values_set_list (values, self->architecture, assignment->parameter, assignment->values,
                                          assignment->n_values, error);
  return cnd_parameter_values_set (values, self->architecture, assignment->parameter, assignment->element, assignment->value,
                                   error);
}

static gboolean
try_values (CndDocument *self, const CndParameterValues *values, GError **error)
{
  g_autoptr (CndMoment) moment = NULL;

  if (cnd_parameter_values_equal (values, self->now->values))
    return TRUE;
  moment = cnd_moment_new (values, self->now->base, self->now->stage_chosen, self->now->stage, self->now->open);
  return cnd_document_change (self, moment, error);
}

/* All wanted values together, or the new one on top of what is shown: so a forbidden value may wait for the other value that
 * makes it legal, and does not stand in the way of the rest. */
static gboolean
try_assignment (CndDocument *self, const Assignment *assignment)
{
  g_autoptr (CndParameterValues) together = cnd_parameter_values_copy (self->wanted);
  g_autoptr (CndParameterValues) alone = cnd_parameter_values_copy (self->now->values);
  g_autoptr (GError) error = NULL;

  if (!assign (self, together, assignment, &error))
    {
      record_problem (self, assignment->parameter, assignment->element, assignment->value, g_steal_pointer (&error));
      return FALSE;
    }
  cnd_parameter_values_free (self->wanted);
  self->wanted = cnd_parameter_values_copy (together);
  if (try_values (self, together, &error))
    {
      g_ptr_array_set_size (self->problems, 0);
      return TRUE;
    }
  if (assign (self, alone, assignment, NULL) && !cnd_parameter_values_equal (alone, together))
    {
      g_clear_error (&error);
      if (try_values (self, alone, &error))
        {
          forget_problem (self, assignment->parameter, assignment->element);
          refresh_problems (self);
          return TRUE;
        }
    }
  record_problem (self, assignment->parameter, assignment->element, assignment->value, g_steal_pointer (&error));
  return FALSE;
}

static gboolean
wants_already (CndDocument *self, const Assignment *assignment)
{
  const CndNumbers *numbers = cnd_document_get_wanted (self, assignment->parameter);

  if (assignment->values)
    return assignment->n_values == numbers->n_values &&
           memcmp (assignment->values, numbers->values, assignment->n_values * sizeof (gint64)) == 0;
  return assignment->element < numbers->n_values && numbers->values[assignment->element] == assignment->value;
}

static gboolean
apply_assignment (CndDocument *self, const Assignment *assignment)
{
  gboolean good;

  g_return_val_if_fail (self->now && assignment->parameter < self->architecture->n_parameters, FALSE);
  if (wants_already (self, assignment))
    return cnd_document_get_problem (self, assignment->parameter, assignment->element) == NULL;
  g_object_freeze_notify (G_OBJECT (self));
  good = try_assignment (self, assignment);
  cnd_document_emit_parameters_changed (self);
  g_object_thaw_notify (G_OBJECT (self));
  return good;
}

gboolean
cnd_document_set_parameter (CndDocument *self, guint parameter, guint element, gint64 value)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), FALSE);
  return apply_assignment (self, &(Assignment){ .parameter = parameter, .element = element, .value = value });
}

gboolean
cnd_document_set_list (CndDocument *self, guint parameter, const gint64 *values, guint n_values)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self) && values && n_values > 0, FALSE);
  return apply_assignment (self, &(Assignment){ .parameter = parameter, .element = G_MAXUINT, .values = values, .n_values = n_values });
}

/* ---- Many values at once ------------------------------------------------------------ */

static gboolean
replace_values (CndDocument *self, const CndParameterValues *values, const CndParameterValues *base, GError **error)
{
  g_autoptr (CndMoment) moment = cnd_moment_new (values, base, FALSE, 0, self->now->open);
  gboolean done = TRUE;

  g_object_freeze_notify (G_OBJECT (self));
  if (cnd_parameter_values_equal (values, self->now->values) && cnd_parameter_values_equal (base, self->now->base) &&
      !self->now->stage_chosen)
    cnd_document_settle_values (self);
  else if ((done = cnd_document_change (self, moment, error)))
    cnd_document_settle_values (self);
  cnd_document_emit_parameters_changed (self);
  g_object_thaw_notify (G_OBJECT (self));
  return done;
}

gboolean
cnd_document_set_preset (CndDocument *self, gint preset, GError **error)
{
  g_autoptr (CndParameterValues) values = NULL;

  g_return_val_if_fail (CND_IS_DOCUMENT (self) && self->now, FALSE);
  g_return_val_if_fail (preset >= 0 && (guint) preset < self->architecture->n_presets, FALSE);
  values = cnd_parameter_values_new (self->architecture, preset);
  return replace_values (self, values, values, error);
}

void
cnd_document_reset_values (CndDocument *self)
{
  g_autoptr (CndParameterValues) base = NULL;

  g_return_if_fail (CND_IS_DOCUMENT (self) && self->now);
  base = cnd_parameter_values_copy (self->now->base);
  replace_values (self, base, base, NULL); /* it was built before */
}
