/* Binding the names of an expression and evaluating it. The tree is at most as deep as its text is long. */
#include "config.h"

#include "network/expression-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CndNode *
get_node (const CndExpression *expression, guint node)
{
  return &g_array_index (expression->nodes, CndNode, node);
}

static gboolean
find_name (const char *name, const char *const *names, guint n_names, guint *slot)
{
  for (guint i = 0; i < n_names; i++)
    if (strcmp (names[i], name) == 0)
      {
        *slot = i;
        return TRUE;
      }
  return FALSE;
}

static void
set_unknown_name (const char *name, const char *const *parameters, guint n_parameters, const char *const *arguments,
                  guint n_arguments, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autofree char *hint = NULL;
  CndProblem problem = { .found = name, .expected = _("a parameter, an argument of the block, “index” or “in”") };

  for (guint i = 0; i < n_arguments; i++)
    g_ptr_array_add (known, (gpointer) arguments[i]);
  for (guint i = 0; i < n_parameters; i++)
    g_ptr_array_add (known, (gpointer) parameters[i]);
  g_ptr_array_add (known, (gpointer) "index");
  g_ptr_array_add (known, (gpointer) "in");
  hint = cnd_base_suggest_name (name, (const char *const *) known->pdata, known->len);
  problem.hint = hint;
  cnd_base_set_problem (error, CND_ERROR_LANGUAGE, &problem, _("The name “%s” is neither a parameter nor an argument"),
                        name);
}

gboolean
cnd_expression_bind (CndExpression *expression, const char *const *parameters, guint n_parameters,
                     const char *const *arguments, guint n_arguments, GError **error)
{
  for (guint i = 0; i < expression->nodes->len; i++)
    {
      CndNode *node = &g_array_index (expression->nodes, CndNode, i);
      if (node->type != CND_NODE_NAME)
        continue;
      if (find_name (node->name, arguments, n_arguments, &node->slot))
        node->space = CND_SPACE_ARGUMENT;
      else if (find_name (node->name, parameters, n_parameters, &node->slot))
        node->space = CND_SPACE_PARAMETER;
      else if (strcmp (node->name, "index") == 0)
        node->space = CND_SPACE_INDEX;
      else if (strcmp (node->name, "in") == 0)
        node->space = CND_SPACE_IN;
      else
        {
          set_unknown_name (node->name, parameters, n_parameters, arguments, n_arguments, error);
          return FALSE;
        }
    }
  return TRUE;
}

static void
look_up (const CndNode *node, const CndScope *scope, CndNumbers *numbers)
{
  g_assert (node->type == CND_NODE_NAME && node->space != CND_SPACE_NONE);
  switch (node->space)
    {
    case CND_SPACE_PARAMETER:
      *numbers = scope->parameters[node->slot];
      break;
    case CND_SPACE_ARGUMENT:
      *numbers = scope->arguments[node->slot];
      break;
    case CND_SPACE_INDEX:
      *numbers = (CndNumbers){ &scope->index, 1, FALSE };
      break;
    default:
      *numbers = (CndNumbers){ &scope->in, 1, FALSE };
      break;
    }
}

static gboolean
fail (const CndExpression *expression, GError **error, const char *expected, const char *hint, const char *message)
{
  CndProblem problem = { .found = expression->text, .expected = expected, .hint = hint };

  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, "%s", message);
  return FALSE;
}

static gboolean
fail_division (const CndExpression *expression, GError **error)
{
  return fail (expression, error, _("a divisor other than 0"),
               _("See which values its divisor can take; “when” and “? :” can leave such a case out."),
               _("Division by zero"));
}

static gboolean
fail_size (const CndExpression *expression, GError **error)
{
  return fail (expression, error, _("a value from −2^63 to 2^63 − 1, also in between"), _("Use smaller numbers."),
               _("The value does not fit 64 bits"));
}

static gint64
floor_div (gint64 a, gint64 b)
{
  gint64 quotient = a / b;

  return quotient - ((a % b != 0) && ((a < 0) != (b < 0)));
}

/* Operations that can fail: FALSE when the answer does not fit, or there is none (@b is 0). */
static gboolean
compute (CndNodeType type, gint64 a, gint64 b, gint64 *value)
{
  switch (type)
    {
    case CND_NODE_ADD:
      return !__builtin_add_overflow (a, b, value);
    case CND_NODE_SUBTRACT:
      return !__builtin_sub_overflow (a, b, value);
    case CND_NODE_MULTIPLY:
      return !__builtin_mul_overflow (a, b, value);
    default:
      break;
    }
  if (a == G_MININT64 && b == -1)
    return FALSE;
  if (type == CND_NODE_DIVIDE)
    *value = floor_div (a, b);
  else if (type == CND_NODE_CEIL_DIV)
    *value = floor_div (a, b) + (a % b != 0);
  else
    *value = a - floor_div (a, b) * b;
  return TRUE;
}

static gint64
compare (CndNodeType type, gint64 a, gint64 b)
{
  switch (type)
    {
    case CND_NODE_MIN:
      return MIN (a, b);
    case CND_NODE_MAX:
      return MAX (a, b);
    case CND_NODE_EQUAL:
      return a == b;
    case CND_NODE_UNEQUAL:
      return a != b;
    case CND_NODE_LESS:
      return a < b;
    case CND_NODE_LESS_EQUAL:
      return a <= b;
    case CND_NODE_GREATER:
      return a > b;
    default:
      return a >= b;
    }
}

static gboolean
evaluate_name (const CndExpression *expression, const CndNode *node, const CndScope *scope, gint64 *value, GError **error)
{
  CndNumbers numbers;

  look_up (node, scope, &numbers);
  if (numbers.is_list)
    {
      g_autofree char *hint = g_strdup_printf (_("Take an element of it: %s[0]."), node->name);
      return fail (expression, error, _("one number"), hint, _("A list stands where one number is due"));
    }
  *value = numbers.values[0];
  return TRUE;
}

static gboolean
evaluate_element (const CndExpression *expression, const CndNode *name, gint64 element, const CndScope *scope,
                  gint64 *value, GError **error)
{
  CndNumbers numbers;

  look_up (name, scope, &numbers);
  if (!numbers.is_list)
    {
      g_autofree char *hint = g_strdup_printf (_("“%s” is one number: write it without brackets."), name->name);
      return fail (expression, error, _("the name of a list"), hint, _("Only a list has elements"));
    }
  if (element < 0 || element >= numbers.n_values)
    {
      g_autofree char *message = g_strdup_printf (_("Element %lld of “%s” does not exist; it has %u, counted from 0"),
                                                  (long long) element, name->name, numbers.n_values);
      g_autofree char *expected = g_strdup_printf (_("an element from 0 to %u"), numbers.n_values - 1);
      return fail (expression, error, expected, _("Elements count from 0, and “index” does, too."), message);
    }
  *value = numbers.values[element];
  return TRUE;
}

static gboolean
evaluate_length (const CndExpression *expression, const CndNode *name, const CndScope *scope, gint64 *value, GError **error)
{
  CndNumbers numbers;

  look_up (name, scope, &numbers);
  *value = numbers.n_values;
  return numbers.is_list
         || fail (expression, error, _("the name of a list"), _("One number has no length."),
                  _("length() takes the name of a list"));
}

/* What two sides come to; && and || have looked at the left one already. */
static gboolean
join (const CndExpression *expression, CndNodeType type, gint64 a, gint64 b, gint64 *value, GError **error)
{
  if (type == CND_NODE_AND || type == CND_NODE_OR)
    *value = b != 0;
  else if (type >= CND_NODE_MIN)
    *value = compare (type, a, b);
  else if (b == 0 && type >= CND_NODE_DIVIDE)
    return fail_division (expression, error);
  else if (!compute (type, a, b, value))
    return fail_size (expression, error);
  return TRUE;
}

static gboolean
evaluate (const CndExpression *expression, guint index, const CndScope *scope, gint64 *value, GError **error)
{
  const CndNode *node = get_node (expression, index);
  gint64 a = 0, b = 0;

  switch (node->type)
    {
    case CND_NODE_CONSTANT:
      *value = node->value;
      return TRUE;
    case CND_NODE_NAME:
      return evaluate_name (expression, node, scope, value, error);
    case CND_NODE_LENGTH:
      return evaluate_length (expression, get_node (expression, node->left), scope, value, error);
    case CND_NODE_ELEMENT:
      return evaluate (expression, node->right, scope, &a, error)
             && evaluate_element (expression, get_node (expression, node->left), a, scope, value, error);
    default:
      break;
    }

  if (!evaluate (expression, node->left, scope, &a, error))
    return FALSE;
  switch (node->type)
    {
    case CND_NODE_NOT:
      *value = a == 0;
      return TRUE;
    case CND_NODE_NEGATE:
      return !__builtin_sub_overflow ((gint64) 0, a, value) || fail_size (expression, error);
    case CND_NODE_CHOICE:
      return evaluate (expression, a != 0 ? node->right : node->other, scope, value, error);
    case CND_NODE_AND:
    case CND_NODE_OR:
      *value = a != 0;
      if ((a != 0) == (node->type == CND_NODE_OR))
        return TRUE;
      break;
    default:
      break;
    }
  return evaluate (expression, node->right, scope, &b, error) && join (expression, node->type, a, b, value, error);
}

gboolean
cnd_expression_evaluate (const CndExpression *expression, const CndScope *scope, gint64 *value, GError **error)
{
  return evaluate (expression, expression->root, scope, value, error);
}

gboolean
cnd_expression_evaluate_ratio (const CndExpression *expression, const CndScope *scope, gint64 *numerator,
                               gint64 *denominator, GError **error)
{
  guint index = expression->root;
  const CndNode *node;
  gint64 condition;

  while ((node = get_node (expression, index))->type == CND_NODE_CHOICE)
    {
      if (!evaluate (expression, node->left, scope, &condition, error))
        return FALSE;
      index = condition != 0 ? node->right : node->other;
    }
  *denominator = 1;
  if (node->type != CND_NODE_DIVIDE)
    return evaluate (expression, index, scope, numerator, error);
  return evaluate (expression, node->left, scope, numerator, error)
         && evaluate (expression, node->right, scope, denominator, error)
         && (*denominator != 0 || fail_division (expression, error));
}

gboolean
cnd_expression_get_list (const CndExpression *expression, const CndScope *scope, CndNumbers *numbers)
{
  const CndNode *node = get_node (expression, expression->root);

  if (node->type != CND_NODE_NAME)
    return FALSE;
  look_up (node, scope, numbers);
  return TRUE;
}

gboolean
cnd_expression_is_constant (const CndExpression *expression, gint64 *value)
{
  const CndNode *node = get_node (expression, expression->root);

  if (node->type != CND_NODE_CONSTANT)
    return FALSE;
  *value = node->value;
  return TRUE;
}
