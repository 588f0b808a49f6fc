/* Expressions: what they mean, and that wrong ones are refused with a place. */
#include "network/network.h"
#include "support/complete.h"

static const gint64 list_values[] = { 6, 12, 24, 16 };
static const gint64 growth = 32;
static const gint64 local_growth = 5;

static const char *const parameter_names[] = { "stages", "growth" };
static const char *const argument_names[] = { "hidden", "growth" };

static CndExpression *
parse (const char *text, gsize *offset, GError **error)
{
  g_autoptr (CndExpression) expression = cnd_expression_parse (text, offset, error);

  if (expression == NULL || !cnd_expression_bind (expression, parameter_names, 2, argument_names, 1, error))
    return NULL;
  return g_steal_pointer (&expression);
}

static void
init_scope (CndScope *scope, CndNumbers parameters[2], CndNumbers arguments[2])
{
  parameters[0] = (CndNumbers){ list_values, 4, TRUE };
  parameters[1] = (CndNumbers){ &growth, 1, FALSE };
  arguments[0] = (CndNumbers){ &local_growth, 1, FALSE };
  arguments[1] = arguments[0];
  *scope = (CndScope){ parameters, arguments, 2, 64 };
}

static const struct
{
  const char *text;
  gint64 value;
} good_expressions[] = {
  { "0", 0 },
  { " 42 ", 42 },
  { "1 + 2 * 3", 7 },
  { "(1 + 2) * 3", 9 },
  { "10 - 3 - 2", 5 },
  { "100 / 10 / 5", 2 },
  { "7 / 2", 3 },
  { "-7 / 2", -4 },
  { "7 / -2", -4 },
  { "-7 % 3", 2 },
  { "7 % 3", 1 },
  { "-3 * -3", 9 },
  { "2 - -2", 4 },
  { "ceil_div(7, 2)", 4 },
  { "ceil_div(8, 2)", 4 },
  { "ceil_div(-7, 2)", -3 },
  { "min(3, 1, 2)", 1 },
  { "max(3, 1, growth)", 32 },
  { "length(stages)", 4 },
  { "stages[0]", 6 },
  { "stages[index]", 24 },
  { "stages[length(stages) - 1]", 16 },
  { "in / 2", 32 },
  { "hidden", 5 },
  { "1 < 2", 1 },
  { "2 <= 1", 0 },
  { "2 > 1 == 1", 1 },
  { "3 >= 3", 1 },
  { "1 == 2", 0 },
  { "1 != 2", 1 },
  { "!0", 1 },
  { "!5", 0 },
  { "2 && 3", 1 },
  { "0 || 7", 1 },
  { "0 || 0", 0 },
  { "1 || 1 && 0", 1 },
  { "index < 2 ? 10 : 20", 20 },
  { "1 ? 2 : 1 ? 3 : 4", 2 },
  { "0 ? 2 : 0 ? 3 : 4", 4 },
  { "0 && 1 / 0", 0 },
  { "1 || stages[99]", 1 },
  { "1 ? 5 : 1 / 0", 5 },
  { "1+1+1+1+1+1+1+1+1+1", 10 },
};

static void
test_good (void)
{
  CndNumbers parameters[2], arguments[2];
  CndScope scope;

  init_scope (&scope, parameters, arguments);
  for (guint i = 0; i < G_N_ELEMENTS (good_expressions); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndExpression) expression = parse (good_expressions[i].text, NULL, &error);
      gint64 value = -1;
      g_assert_no_error (error);
      g_assert_true (cnd_expression_evaluate (expression, &scope, &value, &error));
      g_test_message ("%s = %" G_GINT64_FORMAT, good_expressions[i].text, value);
      g_assert_cmpint (value, ==, good_expressions[i].value);
    }
}

static const struct
{
  const char *text;
  gsize offset;
  const char *piece; /* of the message */
} bad_expressions[] = {
  { "", 0, "too early" },
  { "1 +", 3, "too early" },
  { "(1", 2, ")" },
  { "1 2", 2, "operator" },
  { "stages[1", 8, "]" },
  { "foo(1)", 0, "Unknown function" },
  { "min(1)", 5, "arguments" },
  { "ceil_div(1, 2, 3)", 13, ")" },
  { "length(3)", 8, "list" },
  { "1.5", 1, "integers" },
  { "9007199254740993", 15, "2^53" },
  { "99999999999999999999", 15, "2^53" },
  { "2x", 1, "integers" },
  { "a = b", 2, "operator" },
  { "1 ? 2", 5, ":" },
  { "* 3", 0, "due here" },
  { "growth.x", 6, "operator" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_expressions); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize offset = 999;
      g_autoptr (CndExpression) expression = cnd_expression_parse (bad_expressions[i].text, &offset, &error);
      g_assert_null (expression);
      g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
      cnd_test_assert_complete (error);
      g_test_message ("%s: %s at %" G_GSIZE_FORMAT, bad_expressions[i].text, error->message, offset);
      g_assert_nonnull (strstr (error->message, bad_expressions[i].piece));
      g_assert_cmpuint (offset, ==, bad_expressions[i].offset);
    }
}

static const struct
{
  const char *text;
  const char *piece;
} failing_expressions[] = {
  { "1 / 0", "zero" },
  { "1 % (growth - 32)", "zero" },
  { "ceil_div(1, 0)", "zero" },
  { "stages", "list" },
  { "stages + 1", "list" },
  { "growth[0]", "Only a list" },
  { "stages[4]", "does not exist" },
  { "stages[-1]", "does not exist" },
  { "9007199254740992 * 9007199254740992", "64 bits" },
  { "length(growth)", "list" },
};

static void
test_failing (void)
{
  CndNumbers parameters[2], arguments[2];
  CndScope scope;

  init_scope (&scope, parameters, arguments);
  for (guint i = 0; i < G_N_ELEMENTS (failing_expressions); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndExpression) expression = parse (failing_expressions[i].text, NULL, &error);
      gint64 value = 77;
      g_assert_no_error (error);
      g_assert_false (cnd_expression_evaluate (expression, &scope, &value, &error));
      g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
      cnd_test_assert_complete (error);
      g_test_message ("%s: %s", failing_expressions[i].text, error->message);
      g_assert_nonnull (strstr (error->message, failing_expressions[i].piece));
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_c (text, '(');
  g_assert_null (cnd_expression_parse (text->str, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  cnd_test_assert_complete (error);
  g_clear_error (&error);
  g_string_truncate (text, 0);
  for (guint i = 0; i < 4000; i++)
    g_string_append_c (text, '!');
  g_assert_null (cnd_expression_parse (text->str, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  cnd_test_assert_complete (error);
  g_clear_error (&error);
  for (guint i = 0; i < 4000; i++)
    g_string_append_c (text, '1');
  g_assert_null (cnd_expression_parse (text->str, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  cnd_test_assert_complete (error);
}

static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new ("1");
  g_autoptr (GError) error = NULL;
  g_autoptr (CndExpression) expression = NULL;
  CndScope scope = { 0 };
  gint64 value = 0;

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "+1");
  expression = cnd_expression_parse (text->str, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cnd_expression_evaluate (expression, &scope, &value, &error));
  g_assert_cmpint (value, ==, 2001);
}

static void
test_unknown_name (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndExpression) expression = parse ("growth + grwth", NULL, &error);

  g_assert_null (expression);
  g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
  cnd_test_assert_complete (error);
  g_assert_cmpstr (cnd_base_get_problem (error)->found, ==, "grwth");
  g_assert_nonnull (strstr (cnd_base_get_problem (error)->hint, "growth"));
}

static void
test_argument_hides (void)
{
  static const char *const names[] = { "growth" };
  CndNumbers parameter = { &growth, 1, FALSE };
  CndNumbers argument = { &local_growth, 1, FALSE };
  CndScope scope = { &parameter, &argument, 0, 0 };
  g_autoptr (CndExpression) expression = cnd_expression_parse ("growth", NULL, NULL);
  gint64 value = 0;

  g_assert_true (cnd_expression_bind (expression, names, 1, names, 1, NULL));
  g_assert_true (cnd_expression_evaluate (expression, &scope, &value, NULL));
  g_assert_cmpint (value, ==, 5);
}

static const struct
{
  const char *text;
  gint64 numerator, denominator;
} ratios[] = {
  { "1", 1, 1 },
  { "1 / 2", 1, 2 },
  { "(1) / (1 + 1)", 1, 2 },
  { "index == 2 ? 1 / 2 : 1", 1, 2 },
  { "index == 3 ? 1 / 2 : 1", 1, 1 },
  { "0 ? 1 : 0 ? 1 / 3 : 3 / 4", 3, 4 },
};

static void
test_ratio (void)
{
  CndNumbers parameters[2], arguments[2];
  CndScope scope;

  init_scope (&scope, parameters, arguments);
  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndExpression) expression = parse (ratios[i].text, NULL, &error);
      gint64 numerator = 0, denominator = 0;
      g_assert_true (cnd_expression_evaluate_ratio (expression, &scope, &numerator, &denominator, &error));
      g_assert_cmpint (numerator, ==, ratios[i].numerator);
      g_assert_cmpint (denominator, ==, ratios[i].denominator);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/expression/values-are-right", test_good);
  g_test_add_func ("/network/expression/wrong-text-is-refused-at-its-place", test_bad);
  g_test_add_func ("/network/expression/wrong-values-are-refused", test_failing);
  g_test_add_func ("/network/expression/deep-nesting-is-refused", test_deep);
  g_test_add_func ("/network/expression/long-sums-are-fine", test_long);
  g_test_add_func ("/network/expression/unknown-name-lists-known-ones", test_unknown_name);
  g_test_add_func ("/network/expression/argument-hides-parameter", test_argument_hides);
  g_test_add_func ("/network/expression/ratio-keeps-its-two-sides", test_ratio);
  return g_test_run ();
}
