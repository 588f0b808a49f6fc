/* One layer of the network: its attributes' values and its output shape. */
#include "config.h"

#include "ops/build-private.h"

#include <math.h>
#include <string.h>

#define MAX_ATTRIBUTES 16

/* Hands an error of an expression on with the place of the value. */
static gboolean
place_error (CndBuild *build, const CndOrigin *origin, GError *problem)
{
  const CndProblem *place = cnd_base_get_problem (problem);

  cnd_architecture_set_error (build->architecture, origin, build->error, problem->code, place->found, place->expected,
                              place->hint, "%s", problem->message);
  g_error_free (problem);
  return FALSE;
}

gboolean
cnd_build_spend (CndBuild *build, const CndOrigin *origin, guint n)
{
  g_autofree char *expected = NULL;

  if (n <= build->steps_left)
    {
      build->steps_left -= n;
      return TRUE;
    }
  expected = g_strdup_printf (_("at most %u steps"), CND_MAX_STEPS);
  cnd_architecture_set_error (build->architecture, origin, build->error, CND_ERROR_LIMIT, _("one step more"), expected,
                              _("Use fewer or shorter repetitions."), _("The network expands to more than %u steps"),
                              CND_MAX_STEPS);
  return FALSE;
}

gboolean
cnd_build_evaluate (CndBuild *build, const CndExpression *expression, const CndOrigin *origin, const CndScope *scope,
                    gint64 *value)
{
  GError *problem = NULL;

  /* evaluating 64 letters takes about as long as visiting a statement */
  if (!cnd_build_spend (build, origin, 1 + (guint) strlen (cnd_expression_get_text (expression)) / 64))
    return FALSE;
  return cnd_expression_evaluate (expression, scope, value, &problem) || place_error (build, origin, problem);
}

static gboolean
check_range (CndBuild *build, const CndAttributeRow *row, const CndOrigin *origin, double value)
{
  g_autofree char *hint = NULL;
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;

  if (value >= (double) row->minimum && value <= (double) row->maximum)
    return TRUE;
  found = g_strdup_printf ("%.15g", value);
  expected = g_strdup_printf (_("%lld to %lld"), (long long) row->minimum, (long long) row->maximum);
  hint = g_strdup_printf (_("The nearest value is %lld."), (long long) (value < (double) row->minimum ? row->minimum : row->maximum));
  cnd_architecture_set_error (build->architecture, origin, build->error, CND_ERROR_VALUE, found, expected, hint,
                              _("The attribute “%s” is out of its range"), row->name);
  return FALSE;
}

static gboolean
evaluate_integer (CndBuild *build, const CndAttributeRow *row, const CndValue *value, const CndScope *scope, gint64 *integer)
{
  return cnd_build_evaluate (build, value->expression, &value->origin, scope, integer)
         && check_range (build, row, &value->origin, (double) *integer);
}

/* n, [height, width] or [left, right, top, bottom]: a pair keeps height first, a padding is spread to four sides. */
static gboolean
evaluate_sides (CndBuild *build, const CndAttributeRow *row, const CndValue *value, const CndScope *scope, CndAttribute *attribute)
{
  gint64 items[4] = { 0 };
  guint n_items = value->type == CND_VALUE_LIST ? value->n_items : 1;

  for (guint i = 0; i < n_items; i++)
    if (!evaluate_integer (build, row, value->type == CND_VALUE_LIST ? &value->items[i] : value, scope, &items[i]))
      return FALSE;
  if (n_items == 1)
    items[1] = items[0];
  if (row->type == CND_ATTRIBUTE_PADDING && n_items < 4)
    {
      items[2] = items[3] = items[0];
      items[0] = items[1];
    }
  else if (n_items < 4)
    items[2] = items[3] = 0;
  memcpy (attribute->integers, items, sizeof items);
  return TRUE;
}

/* 0.5 becomes 1/2: the smallest denominator, up to 1,000, that gives the decimal exactly. */
static gboolean
convert_ratio (double number, CndAttribute *attribute)
{
  for (gint64 denominator = 1; denominator <= 1000; denominator++)
    {
      double numerator = number * (double) denominator;
      if (fabs (numerator - round (numerator)) < 1e-12)
        {
          attribute->ratio.numerator = (gint64) round (numerator);
          attribute->ratio.denominator = denominator;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
evaluate_ratio (CndBuild *build, const CndAttributeRow *row, const CndValue *value, const CndScope *scope, CndAttribute *attribute)
{
  GError *problem = NULL;
  g_autofree char *found = NULL;

  if (value->type == CND_VALUE_EXPRESSION)
    {
      if (!cnd_expression_evaluate_ratio (value->expression, scope, &attribute->ratio.numerator,
                                          &attribute->ratio.denominator, &problem))
        return place_error (build, &value->origin, problem);
      found = g_strdup (cnd_expression_get_text (value->expression));
    }
  else
    {
      found = g_strdup_printf ("%g", value->number);
      if (!convert_ratio (value->number, attribute))
        attribute->ratio.numerator = 0;
    }
  if (attribute->ratio.numerator >= 1 && attribute->ratio.denominator >= attribute->ratio.numerator
      && attribute->ratio.denominator <= CND_MAX_SIZE)
    return TRUE;
  cnd_architecture_set_error (build->architecture, &value->origin, build->error, CND_ERROR_VALUE, found,
                              _("a share above 0 and at most 1"), _("Write 1, 0.5 or \"1 / 2\"."),
                              _("The attribute “%s” is out of its range"), row->name);
  return FALSE;
}

static gboolean
evaluate_list (CndBuild *build, const CndAttributeRow *row, const CndValue *value, const CndScope *scope, CndAttribute *attribute)
{
  CndNumbers numbers;
  gint64 *copy;

  if (value->type == CND_VALUE_EXPRESSION)
    {
      if (!cnd_expression_get_list (value->expression, scope, &numbers) || !numbers.is_list)
        {
          cnd_architecture_set_error (build->architecture, &value->origin, build->error, CND_ERROR_VALUE,
                                      cnd_expression_get_text (value->expression), _("a list of integers"),
                                      _("Write [0, 2, 4], or the name of a list."), _("The attribute “%s” is a list"),
                                      row->name);
          return FALSE;
        }
      copy = cnd_network_builder_alloc_integers (build->builder, numbers.n_values);
      memcpy (copy, numbers.values, numbers.n_values * sizeof (gint64));
      for (guint i = 0; i < numbers.n_values; i++)
        if (!check_range (build, row, &value->origin, (double) copy[i]))
          return FALSE;
      attribute->list.n_values = numbers.n_values;
    }
  else
    {
      copy = cnd_network_builder_alloc_integers (build->builder, value->n_items);
      for (guint i = 0; i < value->n_items; i++)
        if (!evaluate_integer (build, row, &value->items[i], scope, &copy[i]))
          return FALSE;
      attribute->list.n_values = value->n_items;
    }
  attribute->list.values = copy;
  return TRUE;
}

static gint64
find_word (const CndAttributeRow *row, const char *word)
{
  for (gint64 i = 0; row->words[i] != NULL; i++)
    if (strcmp (row->words[i], word) == 0)
      return i;
  g_return_val_if_reached (0);
}

static gboolean
evaluate_number (CndBuild *build, const CndAttributeRow *row, const CndValue *value, const CndScope *scope, CndAttribute *attribute)
{
  gint64 integer;

  if (value->type == CND_VALUE_NUMBER)
    attribute->number = value->number;
  else if (cnd_build_evaluate (build, value->expression, &value->origin, scope, &integer))
    attribute->number = (double) integer;
  else
    return FALSE;
  return check_range (build, row, &value->origin, attribute->number);
}

static gboolean
evaluate_attribute (CndBuild *build, const CndAttributeRow *row, const CndValue *value, const CndScope *scope, CndAttribute *attribute)
{
  switch (row->type)
    {
    case CND_ATTRIBUTE_INTEGER:
      return evaluate_integer (build, row, value, scope, &attribute->integers[0]);
    case CND_ATTRIBUTE_SWITCH:
      if (!cnd_build_evaluate (build, value->expression, &value->origin, scope, &attribute->integers[0]))
        return FALSE;
      attribute->integers[0] = attribute->integers[0] != 0;
      return TRUE;
    case CND_ATTRIBUTE_PADDING:
      if (value->type == CND_VALUE_WORD)
        {
          *attribute = (CndAttribute) CND_INTEGER (-1);
          return TRUE;
        }
      return evaluate_sides (build, row, value, scope, attribute);
    case CND_ATTRIBUTE_PAIR:
      return evaluate_sides (build, row, value, scope, attribute);
    case CND_ATTRIBUTE_NUMBER:
      return evaluate_number (build, row, value, scope, attribute);
    case CND_ATTRIBUTE_RATIO:
      return evaluate_ratio (build, row, value, scope, attribute);
    case CND_ATTRIBUTE_LIST:
      return evaluate_list (build, row, value, scope, attribute);
    case CND_ATTRIBUTE_WORD:
      attribute->integers[0] = find_word (row, value->word);
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static const CndShape *
collect_shapes (CndBuild *build, const guint *inputs, guint n_inputs)
{
  g_array_set_size (build->shapes, n_inputs);
  for (guint i = 0; i < n_inputs; i++)
    g_array_index (build->shapes, CndShape, i) = cnd_network_builder_get_layer (build->builder, inputs[i])->output;
  return (const CndShape *) (gconstpointer) build->shapes->data;
}

/* The place to point at: the attribute, if it was written, else the layer. */
static const CndOrigin *
find_origin (const CndStatement *statement, const char *attribute)
{
  for (guint i = 0; attribute != NULL && i < statement->n_values; i++)
    if (strcmp (statement->values[i].name, attribute) == 0)
      return &statement->values[i].value.origin;
  if (attribute != NULL && strcmp (attribute, "inputs") == 0 && statement->inputs != NULL)
    return &statement->inputs_origin;
  return &statement->origin;
}

static gboolean
fail_shape (CndBuild *build, const CndStatement *statement, const char *name, CndMisfit *misfit)
{
  g_autofree char *id = cnd_network_builder_dup_id (build->builder, name);

  cnd_architecture_set_error (build->architecture, find_origin (statement, misfit->attribute), build->error, CND_ERROR_SHAPE,
                              misfit->found, misfit->expected, misfit->hint,
                              /* Translators: the name of a layer, then what is wrong with it */
                              _("The layer “%s” does not fit: %s"), id, misfit->message);
  cnd_misfit_clear (misfit);
  return FALSE;
}

static gboolean
add_layer (CndBuild *build, const CndStatement *statement, const CndStatement *place, const char *name, guint row,
           const guint *inputs, guint n_inputs, CndAttribute *attributes, guint *layer)
{
  const CndKind *kind = cnd_ops_get_kind (row);
  CndKindContext context = {
    .inputs = collect_shapes (build, inputs, n_inputs),
    .n_inputs = n_inputs,
    .attributes = attributes,
  };
  CndMisfit misfit = { 0 };
  GError *problem = NULL;
  CndShape output;

  /* joining sixteen inputs takes about as long as visiting a statement */
  if (!cnd_build_spend (build, &place->origin, n_inputs / 16))
    return FALSE;
  if (!kind->shape (&context, attributes, &output, &misfit))
    return fail_shape (build, place, name, &misfit);
  if (output.channels > CND_MAX_SIZE || output.channels < 1 || output.height > CND_MAX_SIZE || output.width > CND_MAX_SIZE)
    {
      g_autofree char *found = cnd_shape_format (&output, CND_NUMBER_STYLE_LATIN);
      cnd_misfit_set (&misfit, NULL, found, _("at most 2,147,483,647 in each direction"),
                      _("Use fewer channels, or smaller images."), _("its output would be larger than 2^31 − 1"));
      return fail_shape (build, place, name, &misfit);
    }
  *layer = cnd_network_builder_add_layer (build->builder, name, row, statement, inputs, n_inputs, attributes,
                                          kind->n_attributes, &output, &problem);
  /* a made-up concatenation has no statement, but it has a place */
  return *layer != G_MAXUINT || place_error (build, &place->origin, problem);
}

gboolean
cnd_build_layer (CndBuild *build, const CndStatement *statement, const char *name, const guint *inputs, guint n_inputs,
                 const CndScope *scope, guint *layer)
{
  const CndKind *kind = cnd_ops_get_kind (statement->kind);
  CndAttribute attributes[MAX_ATTRIBUTES];

  g_assert (kind->n_attributes <= MAX_ATTRIBUTES);
  for (guint i = 0; i < kind->n_attributes; i++)
    {
      if (statement->slots[i] == NULL)
        attributes[i] = kind->attributes[i].follows ? attributes[i - 1] : kind->attributes[i].fallback;
      else if (!evaluate_attribute (build, &kind->attributes[i], statement->slots[i], scope, &attributes[i]))
        return FALSE;
    }
  return add_layer (build, statement, statement, name, statement->kind, inputs, n_inputs, attributes, layer);
}

gboolean
cnd_build_concatenation (CndBuild *build, const CndStatement *dense, const char *name, const guint *inputs, guint n_inputs,
                         guint *layer)
{
  if (n_inputs == 1)
    {
      *layer = inputs[0];
      return TRUE;
    }
  return add_layer (build, NULL, dense, name, build->concatenation, inputs, n_inputs, NULL, layer);
}
