/* The JSON scanner and the tree with places: what is refused, where it says so, and where values stand. */
#include "formats/json-private.h"
#include "support/complete.h"

#include <string.h>

typedef struct
{
  const char *text;
  gsize length; /* 0: strlen */
  CndErrorCode code;
  guint line, column;
  const char *path;
  const char *message; /* a piece of it */
  const char *hint;    /* a piece of it, or NULL */
} BadText;

#define TEXT(literal) (literal), sizeof (literal) - 1

static const BadText bad_texts[] = {
  /* encoding */
  { TEXT (""), CND_ERROR_SYNTAX, 1, 1, "$", "empty", NULL },
  { TEXT ("\xef\xbb\xbf{}"), CND_ERROR_SYNTAX, 1, 1, "$", "invisible mark", "byte order mark" },
  { TEXT ("\xff\xfe{\0}\0"), CND_ERROR_SYNTAX, 1, 1, "$", "UTF-16", "UTF-8" },
  { TEXT ("{\"a\":\n \"\xc0\xaf\"}"), CND_ERROR_SYNTAX, 2, 3, "$", "UTF-8", NULL },
  { TEXT ("\"\xed\xa0\x80\""), CND_ERROR_SYNTAX, 1, 2, "$", "UTF-8", NULL },
  { TEXT ("\"\xf4\x90\x80\x80\""), CND_ERROR_SYNTAX, 1, 2, "$", "UTF-8", NULL },
  { TEXT ("\"\xe2\x82"), CND_ERROR_SYNTAX, 1, 2, "$", "UTF-8", NULL },
  { TEXT ("[1,\0]"), CND_ERROR_SYNTAX, 1, 4, "$", "zero byte", "text file" },
  /* structure */
  { TEXT (" \n "), CND_ERROR_SYNTAX, 2, 2, "$", "ends before", NULL },
  { TEXT ("[1, 2"), CND_ERROR_SYNTAX, 1, 6, "$[1]", "ends in the middle", "“[” of line 1, column 1" },
  { TEXT ("{\"a\": {\n"), CND_ERROR_SYNTAX, 2, 1, "$.a", "ends in the middle", "“{” of line 1, column 7" },
  { TEXT ("{\"a\""), CND_ERROR_SYNTAX, 1, 5, "$.a", "ends in the middle", NULL },
  { TEXT ("{\"a\": "), CND_ERROR_SYNTAX, 1, 7, "$.a", "ends in the middle", NULL },
  { TEXT ("[1,]"), CND_ERROR_SYNTAX, 1, 4, "$[1]", "comma stands before", "Remove the comma" },
  { TEXT ("{\"a\":1,}"), CND_ERROR_SYNTAX, 1, 8, "$", "comma stands before", "Remove the comma" },
  { TEXT ("[,1]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", NULL },
  { TEXT ("[1 2]"), CND_ERROR_SYNTAX, 1, 4, "$[0]", "comma or a closing bracket", NULL },
  { TEXT ("[\"a\" \"b\"]"), CND_ERROR_SYNTAX, 1, 6, "$[0]", "comma or a closing bracket", "comma between" },
  { TEXT ("{\"a\":1 \"b\":2}"), CND_ERROR_SYNTAX, 1, 8, "$.a", "comma or a closing bracket", "comma between" },
  { TEXT ("[1}"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "comma or a closing bracket", NULL },
  { TEXT ("{\"a\" 1}"), CND_ERROR_SYNTAX, 1, 6, "$.a", "colon is missing", NULL },
  { TEXT ("{\"a\" = 1}"), CND_ERROR_SYNTAX, 1, 6, "$.a", "colon is missing", "between a key and its value" },
  { TEXT ("{a: 1}"), CND_ERROR_SYNTAX, 1, 2, "$", "not a key", "double quotes" },
  { TEXT ("{1: 1}"), CND_ERROR_SYNTAX, 1, 2, "$", "not a key", NULL },
  { TEXT ("{\"a\":}"), CND_ERROR_SYNTAX, 1, 6, "$.a", "value is missing", NULL },
  { TEXT ("{} x"), CND_ERROR_SYNTAX, 1, 4, "$", "follows behind the end", NULL },
  { TEXT ("{}{}"), CND_ERROR_SYNTAX, 1, 3, "$", "follows behind the end", NULL },
  { TEXT ("]"), CND_ERROR_SYNTAX, 1, 1, "$", "value is missing", NULL },
  { TEXT ("// x\n{}"), CND_ERROR_SYNTAX, 1, 1, "$", "not a value", "no comments" },
  { TEXT ("[\v1]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", NULL },
  { TEXT ("{\"a\":1,\"b\":{\"c\":2,\n\"c\":3}}"), CND_ERROR_SYNTAX, 2, 1, "$.b.c", "“c” stands twice", "one of the two" },
  { TEXT ("{\"a\":1,\"\\u0061\":2}"), CND_ERROR_SYNTAX, 1, 8, "$.a", "“a” stands twice", NULL },
  /* words */
  { TEXT ("[NaN]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "finite" },
  { TEXT ("[Infinity]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "finite" },
  { TEXT ("[-Infinity]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "minus sign", "finite" },
  { TEXT ("[True]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "small letters" },
  { TEXT ("[tru]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "double quotes" },
  { TEXT ("[truely]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "double quotes" },
  { TEXT ("['a']"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "straight double quotes" },
  { TEXT ("[“a”]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "straight double quotes" },
  { TEXT ("[۵]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "digits 0 to 9" },
  /* strings */
  { TEXT ("[\"abc]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not closed", "incomplete" },
  { TEXT ("[\"ab\nc\"]"), CND_ERROR_SYNTAX, 1, 5, "$[0]", "raw control character", "Close the string" },
  { TEXT ("[\"ab\tc\"]"), CND_ERROR_SYNTAX, 1, 5, "$[0]", "raw control character", "escape" },
  { TEXT ("[\"\\x41\"]"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "does not know this escape", "backslash" },
  { TEXT ("[\"\\"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "does not know this escape", NULL },
  { TEXT ("[\"\\u12"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "incomplete", NULL },
  { TEXT ("[\"\\u12g4\"]"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "incomplete", NULL },
  { TEXT ("[\"a\\u0000\"]"), CND_ERROR_SYNTAX, 1, 4, "$[0]", "zero character", "Remove" },
  { TEXT ("{\"\\u0000\":1}"), CND_ERROR_SYNTAX, 1, 3, "$", "zero character", NULL },
  { TEXT ("[\"\\ud800\"]"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "half a character", NULL },
  { TEXT ("[\"\\ud800\\u0041\"]"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "half a character", NULL },
  { TEXT ("[\"\\udc00\\ud800\"]"), CND_ERROR_SYNTAX, 1, 3, "$[0]", "half a character", NULL },
  /* numbers */
  { TEXT ("[01]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "begin with a zero", "zeros" },
  { TEXT ("[-01]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "begin with a zero", NULL },
  { TEXT ("[+1]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "plus sign" },
  { TEXT ("[.5]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "not a value", "digit before the point" },
  { TEXT ("[1.]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "incomplete", NULL },
  { TEXT ("[1e]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "incomplete", NULL },
  { TEXT ("[1e+]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "incomplete", NULL },
  { TEXT ("[-]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "minus sign", NULL },
  { TEXT ("[0x10]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "clings", NULL },
  { TEXT ("[2growth]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "clings", "double quotes" },
  { TEXT ("[1-1]"), CND_ERROR_SYNTAX, 1, 2, "$[0]", "clings", "double quotes" },
  { TEXT ("[9007199254740993]"), CND_ERROR_LIMIT, 1, 2, "$[0]", "too large to be held exactly", NULL },
  { TEXT ("[-9007199254740993]"), CND_ERROR_LIMIT, 1, 2, "$[0]", "too large to be held exactly", NULL },
  { TEXT ("[99999999999999999999]"), CND_ERROR_LIMIT, 1, 2, "$[0]", "too large to be held exactly", NULL },
  { TEXT ("9007199254740993"), CND_ERROR_LIMIT, 1, 1, "$", "too large to be held exactly", NULL },
  { TEXT ("[1e400]"), CND_ERROR_LIMIT, 1, 2, "$[0]", "too large", NULL },
  { TEXT ("[-1e400]"), CND_ERROR_LIMIT, 1, 2, "$[0]", "too large", NULL },
  { TEXT ("[1e-400]"), CND_ERROR_LIMIT, 1, 2, "$[0]", "too small", NULL },
  { TEXT ("[0.1000000000000000000000000000000000000000000000000000000000000000000000000001]"), CND_ERROR_LIMIT, 1, 2,
    "$[0]", "too many digits", NULL },
  /* places count characters, and lines end in three ways */
  { TEXT ("{\"نام\": \"شبکه\", x"), CND_ERROR_SYNTAX, 1, 17, "$", "key is missing", NULL },
  { TEXT ("[1,\r\n2,\r3,\n x]"), CND_ERROR_SYNTAX, 4, 2, "$[3]", "not a value", NULL },
  { TEXT ("{\"a b\": {\"c\\\"\": [[], {\"d\": x}]}}"), CND_ERROR_SYNTAX, 1, 28, "$[\"a b\"][\"c\\\"\"][1].d", "not a value", NULL },
};

static void
test_bad_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_texts); i++)
    {
      const BadText *bad = &bad_texts[i];
      /* a copy without anything behind it, so that a memory checker sees reading past the end */
      g_autofree char *text = g_memdup2 (bad->text, MAX (bad->length, 1));
      g_autoptr (GError) error = NULL;
      g_autoptr (CndJson) json = cnd_json_parse (text, bad->length, "a.json", &error);
      const CndProblem *problem;

      g_test_message ("text %" G_GSIZE_FORMAT, i);
      g_assert_null (json);
      g_assert_error (error, CND_ERROR, (gint) bad->code);
      cnd_test_assert_complete (error);
      problem = cnd_base_get_problem (error);
      g_test_message ("%s", error->message);
      g_assert_cmpstr (problem->file, ==, "a.json");
      g_assert_cmpuint (problem->line, ==, bad->line);
      g_assert_cmpuint (problem->column, ==, bad->column);
      g_assert_cmpstr (problem->path, ==, bad->path);
      g_assert_nonnull (strstr (error->message, bad->message));
      g_assert_true (bad->hint == NULL || strstr (problem->hint, bad->hint) != NULL);
    }
}

static const char *const good_texts[] = {
  "0", "-0", "1", "-1", "9007199254740992", "-9007199254740992", "1.5", "-0.5e-3", "1E+2", "1e300", "0e400", "0.0e-999",
  "true", "false", "null", "\"\"", "\"\\u0001\\uD83D\\uDE00\\/\\\\\\\"\"", "\"\x7f\"", "\"شبکه 😀\"", "[]", "{}", " [ ] ",
  "\t\r\n{ \"\" : [ { } , [ null ] ] }\n", "{\"a\":1,\"A\":2}", "[[[[[[[[[[]]]]]]]]]]",
};

static void
test_good_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good_texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndJson) json = cnd_json_parse (good_texts[i], strlen (good_texts[i]), NULL, &error);

      g_test_message ("%s", good_texts[i]);
      g_assert_no_error (error);
      g_assert_nonnull (json);
    }
}

static void
test_depth (void)
{
  for (guint depth = CND_MAX_JSON_DEPTH; depth <= CND_MAX_JSON_DEPTH + 1; depth++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (CndJson) json = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, "[");
      for (guint i = 0; i < depth; i++)
        g_string_append (text, "]");
      json = cnd_json_parse (text->str, text->len, NULL, &error);
      if (depth <= CND_MAX_JSON_DEPTH)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
      cnd_test_assert_complete (error);
      g_assert_cmpuint (cnd_base_get_problem (error)->column, ==, depth);
    }
}

static void
test_bomb (void)
{
  g_autofree char *text = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;
  g_autoptr (CndJson) json = cnd_json_parse (text, 100000, NULL, &error);

  g_assert_null (json);
  g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
  cnd_test_assert_complete (error);
  g_assert_cmpuint (cnd_base_get_problem (error)->line, ==, 1);
  g_assert_cmpuint (cnd_base_get_problem (error)->column, ==, CND_MAX_JSON_DEPTH + 1);
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("[0");
  g_autoptr (GError) error = NULL;
  g_autoptr (CndJson) json = NULL;

  for (guint i = 1; i < CND_MAX_JSON_VALUES; i++)
    g_string_append (text, ",0");
  g_string_append (text, "]");
  json = cnd_json_parse (text->str, text->len, NULL, &error);
  g_assert_null (json);
  g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
  cnd_test_assert_complete (error);
  g_string_truncate (text, text->len - 3);
  g_string_append (text, "]");
  g_clear_error (&error);
  json = cnd_json_parse (text->str, text->len, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json->n_nodes, ==, CND_MAX_JSON_VALUES);
}

static void
test_long_key (void)
{
  for (guint n = CND_MAX_JSON_KEY; n <= CND_MAX_JSON_KEY + 1; n++)
    {
      g_autofree char *key = g_strnfill (n, 'k');
      g_autofree char *text = g_strdup_printf ("{\"%s\":1}", key);
      g_autoptr (GError) error = NULL;
      g_autoptr (CndJson) json = cnd_json_parse (text, strlen (text), NULL, &error);

      g_assert_true ((json != NULL) == (n == CND_MAX_JSON_KEY));
    }
}

static const struct
{
  const char *path;
  guint line, column, key_line, key_column;
} places[] = {
  { "$", 2, 1, 0, 0 },
  { "$.name", 2, 11, 2, 3 },
  { "$.layers", 3, 11, 3, 1 },
  { "$.layers[0]", 3, 12, 0, 0 },
  { "$.layers[0].kind", 4, 8, 4, 1 },
  { "$.layers[0].out", 5, 1, 4, 19 },
  { "$.layers[1]", 6, 2, 0, 0 },
  { "$.layers[2]", 6, 6, 0, 0 },
  { "$.layers[2][0]", 6, 8, 0, 0 },
  { "$.end", 7, 9, 7, 2 },
};

static void
test_places (void)
{
  static const char text[] = "\n{ \"name\": \"شبکه\",\n\"layers\": [{\n\"kind\":\"پیچش کن\", \"out\":\n5},\r\n [], [ 1 ]],\r \"end\": true }";
  g_autoptr (GError) error = NULL;
  g_autoptr (CndJson) json = cnd_json_parse (text, sizeof text - 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json->n_nodes, ==, G_N_ELEMENTS (places));
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const CndJsonNode *node = &json->nodes[i];
      g_autofree char *path = cnd_json_format_path (node);

      g_assert_cmpstr (path, ==, places[i].path);
      g_assert_cmpuint (node->place.line, ==, places[i].line);
      g_assert_cmpuint (node->place.column, ==, places[i].column);
      g_assert_cmpuint (node->place.key_line, ==, places[i].key_line);
      g_assert_cmpuint (node->place.key_column, ==, places[i].key_column);
    }
}

/* The incremental count of lines and columns agrees with base's, for values all over a generated text. */
static void
test_places_random (void)
{
  static const char *const blanks[] = { " ", "\n", "\r", "\r\n", "\t", "" };
  CndRandom random;

  cnd_base_seed_random (&random, 7);
  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GString) text = g_string_new ("[");
      g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
      g_autoptr (GError) error = NULL;
      g_autoptr (CndJson) json = NULL;
      guint n = 1 + (guint) cnd_base_next_random_below (&random, 30);

      for (guint i = 0; i < n; i++)
        {
          gsize offset;
          g_string_append (text, i > 0 ? "," : "");
          for (guint k = 0; k < 4; k++)
            g_string_append (text, blanks[cnd_base_next_random_below (&random, G_N_ELEMENTS (blanks))]);
          offset = text->len;
          g_array_append_val (offsets, offset);
          g_string_append (text, cnd_base_next_random_below (&random, 2) == 0 ? "\"یک😀\"" : "12");
        }
      g_string_append (text, "]");
      json = cnd_json_parse (text->str, text->len, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < n; i++)
        {
          guint line, column;
          cnd_base_locate_offset (text->str, text->len, g_array_index (offsets, gsize, i), &line, &column);
          g_assert_cmpuint (json->nodes[i + 1].place.line, ==, line);
          g_assert_cmpuint (json->nodes[i + 1].place.column, ==, column);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/scan/bad-texts-name-their-place", test_bad_texts);
  g_test_add_func ("/formats/scan/good-texts-are-read", test_good_texts);
  g_test_add_func ("/formats/scan/depth-is-bounded", test_depth);
  g_test_add_func ("/formats/scan/bomb-is-refused", test_bomb);
  g_test_add_func ("/formats/scan/number-of-values-is-bounded", test_many);
  g_test_add_func ("/formats/scan/long-key-is-refused", test_long_key);
  g_test_add_func ("/formats/json/values-know-their-place", test_places);
  g_test_add_func ("/formats/json/places-agree-with-base", test_places_random);
  return g_test_run ();
}
