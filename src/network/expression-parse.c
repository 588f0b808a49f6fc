/* Text to expression tree: precedence climbing over one table of operators. */
#include "config.h"

#include "network/expression-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *text;
  const char *at;
  guint nesting;
  CndExpression *expression;
  GError **error;
} Parser;

typedef struct
{
  const char *sign;
  CndNodeType type;
  guint precedence; /* higher binds tighter */
} Operator;

/* Longer signs before their own beginnings. */
static const Operator operators[] = {
  { "||", CND_NODE_OR, 1 },
  { "&&", CND_NODE_AND, 2 },
  { "==", CND_NODE_EQUAL, 3 },
  { "!=", CND_NODE_UNEQUAL, 3 },
  { "<=", CND_NODE_LESS_EQUAL, 4 },
  { ">=", CND_NODE_GREATER_EQUAL, 4 },
  { "<", CND_NODE_LESS, 4 },
  { ">", CND_NODE_GREATER, 4 },
  { "+", CND_NODE_ADD, 5 },
  { "-", CND_NODE_SUBTRACT, 5 },
  { "*", CND_NODE_MULTIPLY, 6 },
  { "/", CND_NODE_DIVIDE, 6 },
  { "%", CND_NODE_REMAINDER, 6 },
};

typedef struct
{
  const char *name;
  CndNodeType type;
  guint min_arguments, max_arguments;
} Function;

static const Function functions[] = {
  { "min", CND_NODE_MIN, 2, 16 },
  { "max", CND_NODE_MAX, 2, 16 },
  { "ceil_div", CND_NODE_CEIL_DIV, 2, 2 },
  { "length", CND_NODE_LENGTH, 1, 1 },
};

static gboolean parse_choice (Parser *parser, guint *node);

static void
skip_blanks (Parser *parser)
{
  while (*parser->at == ' ' || *parser->at == '\t')
    parser->at++;
}

static gboolean
accept_sign (Parser *parser, const char *sign)
{
  skip_blanks (parser);
  if (!g_str_has_prefix (parser->at, sign))
    return FALSE;
  parser->at += strlen (sign);
  return TRUE;
}

#define MAX_QUOTED 24 /* characters of what follows, in a message */

/* What was found is what follows. */
static gboolean
fail (Parser *parser, const char *expected, const char *hint, const char *message)
{
  g_autofree char *rest = g_utf8_make_valid (parser->at, (gssize) strnlen (parser->at, 4 * MAX_QUOTED));
  g_autofree char *start = g_utf8_strlen (rest, -1) > MAX_QUOTED ? g_utf8_substring (rest, 0, MAX_QUOTED) : g_strdup (rest);
  g_autofree char *found = *rest == '\0' ? g_strdup (_("the end of the expression")) : g_strdup_printf ("“%s”", start);
  CndProblem problem = { .found = found, .expected = expected, .hint = hint };

  cnd_base_set_problem (parser->error, CND_ERROR_LANGUAGE, &problem, "%s", message);
  return FALSE;
}

static gboolean
fail_nesting (Parser *parser)
{
  g_autofree char *expected = g_strdup_printf (_("at most %u levels"), CND_MAX_EXPRESSION_NESTING);

  return fail (parser, expected, _("Say parts of it in arguments of a block."),
               _("The expression is nested too deeply"));
}

static gboolean
expect_sign (Parser *parser, const char *sign)
{
  g_autofree char *message = NULL;
  g_autofree char *expected = NULL;

  if (accept_sign (parser, sign))
    return TRUE;
  /* Translators: %s is a sign such as ")" that an expression lacks */
  message = g_strdup_printf (_("The expression lacks “%s” here"), sign);
  expected = g_strdup_printf ("“%s”", sign);
  return fail (parser, expected, _("Each bracket is closed by its own kind, and each “?” has its “:”."), message);
}

static guint
add_node (Parser *parser, CndNodeType type, guint left, guint right, guint other)
{
  CndNode node = { .type = type, .left = left, .right = right, .other = other };

  g_array_append_val (parser->expression->nodes, node);
  return parser->expression->nodes->len - 1;
}

static CndNode *
get_node (Parser *parser, guint node)
{
  return &g_array_index (parser->expression->nodes, CndNode, node);
}

static gboolean
parse_number (Parser *parser, guint *node)
{
  guint64 value = 0;

  for (; g_ascii_isdigit (*parser->at); parser->at++)
    if (!cnd_multiply_u64 (value, 10, &value) || !cnd_add_u64 (value, (guint64) (*parser->at - '0'), &value)
        || value > (G_GUINT64_CONSTANT (1) << 53))
      return fail (parser, _("at most 9007199254740992 (2^53)"), _("No network is that large; is a digit too much?"),
                   _("This number is larger than 2^53"));
  if (*parser->at == '.' || g_ascii_isalpha (*parser->at) || *parser->at == '_')
    return fail (parser, _("an integer"), _("Write a half of it as a division: growth / 2."),
                 _("Expressions know integers only"));
  *node = add_node (parser, CND_NODE_CONSTANT, 0, 0, 0);
  get_node (parser, *node)->value = (gint64) value;
  return TRUE;
}

/* The arguments of min, max, ceil_div and length, folded into a chain of two-sided nodes. */
static gboolean
parse_call (Parser *parser, const Function *function, guint *node)
{
  guint n_arguments = 0;

  do
    {
      guint argument;
      if (!parse_choice (parser, &argument))
        return FALSE;
      *node = n_arguments == 0 ? argument : add_node (parser, function->type, *node, argument, 0);
      n_arguments++;
    }
  while (n_arguments < function->max_arguments && accept_sign (parser, ","));
  if (n_arguments < function->min_arguments)
    {
      g_autofree char *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s() needs %u argument", "%s() needs %u arguments",
                                                                 function->min_arguments), function->name, function->min_arguments);
      return fail (parser, _("“,” and another argument"), _("min(a, b), max(a, b), ceil_div(a, b), length(list)"),
                   message);
    }
  if (function->type == CND_NODE_LENGTH)
    {
      if (get_node (parser, *node)->type != CND_NODE_NAME)
        return fail (parser, _("the name of a list"), _("Write length(stages), where “stages” is a list."),
                     _("length() takes the name of a list"));
      *node = add_node (parser, CND_NODE_LENGTH, *node, 0, 0);
    }
  return expect_sign (parser, ")");
}

static gboolean
fail_function (Parser *parser, const char *name)
{
  const char *known[G_N_ELEMENTS (functions)];
  g_autofree char *hint = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    known[i] = functions[i].name;
  hint = cnd_base_suggest_name (name, known, G_N_ELEMENTS (known));
  return fail (parser, _("the name of a function"), hint,
               _("Unknown function; there are min, max, ceil_div and length"));
}

static gboolean
parse_name (Parser *parser, guint *node)
{
  const char *begin = parser->at;
  g_autofree char *name = NULL;

  while (g_ascii_isalnum (*parser->at) || *parser->at == '_')
    parser->at++;
  name = g_strndup (begin, (gsize) (parser->at - begin));
  if (accept_sign (parser, "("))
    {
      for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
        if (strcmp (functions[i].name, name) == 0)
          return parse_call (parser, &functions[i], node);
      parser->at = begin;
      return fail_function (parser, name);
    }
  *node = add_node (parser, CND_NODE_NAME, 0, 0, 0);
  get_node (parser, *node)->name = g_steal_pointer (&name);
  if (accept_sign (parser, "["))
    {
      guint element;
      if (!parse_choice (parser, &element) || !expect_sign (parser, "]"))
        return FALSE;
      *node = add_node (parser, CND_NODE_ELEMENT, *node, element, 0);
    }
  return TRUE;
}

static gboolean
parse_operand (Parser *parser, guint *node)
{
  gboolean good;
  CndNodeType type;

  skip_blanks (parser);
  if (g_ascii_isdigit (*parser->at))
    return parse_number (parser, node);
  if (g_ascii_isalpha (*parser->at) || *parser->at == '_')
    return parse_name (parser, node);
  if (parser->nesting >= CND_MAX_EXPRESSION_NESTING)
    return fail_nesting (parser);
  parser->nesting++;
  if (accept_sign (parser, "("))
    good = parse_choice (parser, node) && expect_sign (parser, ")");
  else if (accept_sign (parser, "-") || (*parser->at == '!' && parser->at[1] != '=' && accept_sign (parser, "!")))
    {
      type = parser->at[-1] == '-' ? CND_NODE_NEGATE : CND_NODE_NOT;
      good = parse_operand (parser, node);
      if (good)
        *node = add_node (parser, type, *node, 0, 0);
    }
  else
    good = fail (parser, _("a number, a name or “(”"), _("Each operator has a value on either side: 2 * growth."),
                 *parser->at == '\0' ? _("The expression ends too early")
                                     : _("A number, a name or a bracket is due here"));
  parser->nesting--;
  return good;
}

static const Operator *
find_operator (Parser *parser, guint min_precedence)
{
  skip_blanks (parser);
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (parser->at, operators[i].sign))
      return operators[i].precedence >= min_precedence ? &operators[i] : NULL;
  return NULL;
}

/* Recursion is as deep as there are levels of precedence. */
static gboolean
parse_operations (Parser *parser, guint min_precedence, guint *node)
{
  const Operator *operation;

  if (!parse_operand (parser, node))
    return FALSE;
  while ((operation = find_operator (parser, min_precedence)) != NULL)
    {
      guint right;
      parser->at += strlen (operation->sign);
      if (!parse_operations (parser, operation->precedence + 1, &right))
        return FALSE;
      *node = add_node (parser, operation->type, *node, right, 0);
    }
  return TRUE;
}

static gboolean
parse_choice (Parser *parser, guint *node)
{
  guint yes, no;

  if (parser->nesting >= CND_MAX_EXPRESSION_NESTING)
    return fail_nesting (parser);
  parser->nesting++;
  if (!parse_operations (parser, 1, node))
    return FALSE;
  if (accept_sign (parser, "?"))
    {
      if (!parse_choice (parser, &yes) || !expect_sign (parser, ":") || !parse_choice (parser, &no))
        return FALSE;
      *node = add_node (parser, CND_NODE_CHOICE, *node, yes, no);
    }
  parser->nesting--;
  return TRUE;
}

static CndExpression *
expression_new (const char *text)
{
  CndExpression *expression = g_new0 (CndExpression, 1);

  expression->text = g_strdup (text);
  expression->nodes = g_array_new (FALSE, TRUE, sizeof (CndNode));
  return expression;
}

CndExpression *
cnd_expression_parse (const char *text, gsize *offset, GError **error)
{
  g_autoptr (CndExpression) expression = expression_new (text);
  Parser parser = { .text = text, .at = text, .expression = expression, .error = error };
  gboolean good;

  if (strlen (text) > CND_MAX_EXPRESSION_BYTES)
    good = fail (&parser, _("at most 4,096 bytes"), _("Say parts of it in arguments of a block."),
                 _("The expression is longer than 4,096 bytes"));
  else
    good = parse_choice (&parser, &expression->root);
  skip_blanks (&parser);
  if (good && *parser.at != '\0')
    good = fail (&parser, _("an operator, or the end"), _("Operators are + - * / %, comparisons, && || and ? :."),
                 _("An operator is due here"));
  if (offset != NULL)
    *offset = (gsize) (parser.at - text);
  return good ? g_steal_pointer (&expression) : NULL;
}

CndExpression *
cnd_expression_new_constant (gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  CndExpression *expression = expression_new (text);
  CndNode node = { .type = CND_NODE_CONSTANT, .value = value };

  g_array_append_val (expression->nodes, node);
  return expression;
}

void
cnd_expression_free (CndExpression *expression)
{
  if (expression == NULL)
    return;
  for (guint i = 0; i < expression->nodes->len; i++)
    g_free (g_array_index (expression->nodes, CndNode, i).name);
  g_array_unref (expression->nodes);
  g_free (expression->text);
  g_free (expression);
}

const char *
cnd_expression_get_text (const CndExpression *expression)
{
  return expression->text;
}

gboolean
cnd_expression_is_function (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, name) == 0)
      return TRUE;
  return FALSE;
}
