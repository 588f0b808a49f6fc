/* Errors that name a place. */
#include "base/base.h"

static const CndProblem everything = {
  .file = "models/vgg16.json",
  .line = 12,
  .column = 5,
  .path = "$.layers[3].kernel",
  .found = "\"three\"",
  .expected = "an integer",
  .hint = "Write 3.",
};

static void
test_place_is_copied (void)
{
  g_autoptr (GError) error = NULL;
  char file[] = "a.json";
  CndProblem problem = { .file = file, .line = 3, .column = 4, .hint = "Look again." };

  cnd_base_set_problem (&error, CND_ERROR_SYNTAX, &problem, "There are %d faults", 2);
  file[0] = 'b';

  g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
  g_assert_cmpstr (error->message, ==, "There are 2 faults");
  const CndProblem *place = cnd_base_get_problem (error);
  g_assert_nonnull (place);
  g_assert_cmpstr (place->file, ==, "a.json");
  g_assert_cmpuint (place->line, ==, 3);
  g_assert_cmpuint (place->column, ==, 4);
  g_assert_cmpstr (place->hint, ==, "Look again.");
  g_assert_null (place->path);
  g_assert_null (place->found);
  g_assert_null (place->expected);
}

static void
test_place_survives_copying_the_error (void)
{
  g_autoptr (GError) copy = NULL;
  {
    g_autoptr (GError) error = NULL;
    cnd_base_set_problem (&error, CND_ERROR_SHAPE, &everything, "No");
    copy = g_error_copy (error);
  }

  const CndProblem *place = cnd_base_get_problem (copy);
  g_assert_cmpstr (place->file, ==, everything.file);
  g_assert_cmpuint (place->line, ==, everything.line);
  g_assert_cmpuint (place->column, ==, everything.column);
  g_assert_cmpstr (place->path, ==, everything.path);
  g_assert_cmpstr (place->found, ==, everything.found);
  g_assert_cmpstr (place->expected, ==, everything.expected);
  g_assert_cmpstr (place->hint, ==, everything.hint);
}

static void
test_nobody_listening_is_fine (void)
{
  cnd_base_set_problem (NULL, CND_ERROR_READ, &everything, "%s", "unheard");
}

static void
test_other_errors_have_no_place (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOENT, "No such file");

  g_assert_null (cnd_base_get_problem (error));
  cnd_base_set_problem_file (error, "a.json");
  g_autofree char *line = cnd_base_format_problem (error);
  g_assert_cmpstr (line, ==, "No such file");
}

static void
test_plain_error_has_an_empty_place (void)
{
  g_autoptr (GError) error = g_error_new_literal (CND_ERROR, CND_ERROR_READ, "Plain");

  const CndProblem *place = cnd_base_get_problem (error);
  g_assert_nonnull (place);
  g_assert_null (place->file);
  g_assert_cmpuint (place->line, ==, 0);
}

static void
test_file_is_filled_in_once (void)
{
  g_autoptr (GError) error = NULL;
  cnd_base_set_problem (&error, CND_ERROR_LANGUAGE, NULL, "No");

  cnd_base_set_problem_file (error, "first.json");
  cnd_base_set_problem_file (error, "second.json");
  g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, "first.json");
}

typedef struct
{
  CndProblem problem;
  const char *message;
  const char *expected;
} FormatCase;

static const FormatCase format_cases[] = {
  { { NULL }, "Out of ideas", "Out of ideas" },
  { { .file = "a" }, "No", "a: No" },
  { { .file = "a", .line = 2 }, "No", "a:2: No" },
  { { .file = "a", .line = 2, .column = 7 }, "No", "a:2:7: No" },
  { { .line = 2, .column = 7 }, "No", "2:7: No" },
  { { .file = "a", .column = 7 }, "No", "a: No" },
  { { .path = "$.input" }, "No", "No (at $.input)" },
  { { .found = "3" }, "No", "No (found 3)" },
  { { .found = "3", .expected = "a list" }, "No.", "No (found 3; expected a list)" },
  { { .hint = "Write [3]." }, "No", "No. Write [3]." },
  { { .hint = "Write [3]." }, "No.", "No. Write [3]." },
  { { .file = "100%s" }, "%d%n", "100%s: %d%n" },
  { { .found = "%s%n" }, "No", "No (found %s%n)" },
  { { .file = "a\nb", .found = "x\r\ty\x01\u2028z" }, "No\nway", "a\\nb: No\\nway (found x\\r\\ty\\u0001\\u2028z)" },
  { { .file = "caf\xe9", .found = "\xff" }, "\xfe", "caf\ufffd: \ufffd (found \ufffd)" },
  { { .found = "۳" }, "خیر", "خیر (found ۳)" },
};

static void
test_format_leaves_out_what_is_unknown (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (format_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      cnd_base_set_problem (&error, CND_ERROR_LANGUAGE, &format_cases[i].problem, "%s", format_cases[i].message);

      g_autofree char *line = cnd_base_format_problem (error);
      g_assert_cmpstr (line, ==, format_cases[i].expected);
    }
}

static void
test_format_says_everything (void)
{
  g_autoptr (GError) error = NULL;
  cnd_base_set_problem (&error, CND_ERROR_LANGUAGE, &everything, "The kernel is not a number");

  g_autofree char *line = cnd_base_format_problem (error);
  g_assert_cmpstr (line, ==,
                   "models/vgg16.json:12:5: The kernel is not a number "
                   "(at $.layers[3].kernel; found \"three\"; expected an integer). Write 3.");
}

static void
test_texts_are_valid_utf8 (void)
{
  g_autoptr (GError) error = NULL;
  CndProblem problem = { .file = "caf\xe9", .path = "\xff", .found = "\xff", .expected = "\xff", .hint = "\xff" };
  cnd_base_set_problem (&error, CND_ERROR_SYNTAX, &problem, "%s", "\xc0\xaf");

  const CndProblem *place = cnd_base_get_problem (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpstr (place->path, ==, "\ufffd");
  g_assert_cmpstr (place->found, ==, "\ufffd");
  g_assert_cmpstr (place->expected, ==, "\ufffd");
  g_assert_cmpstr (place->hint, ==, "\ufffd");
  /* A file's name stays what the system calls it */
  g_assert_cmpstr (place->file, ==, "caf\xe9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/error/place-is-copied", test_place_is_copied);
  g_test_add_func ("/base/error/place-survives-copying-the-error", test_place_survives_copying_the_error);
  g_test_add_func ("/base/error/nobody-listening-is-fine", test_nobody_listening_is_fine);
  g_test_add_func ("/base/error/other-errors-have-no-place", test_other_errors_have_no_place);
  g_test_add_func ("/base/error/plain-error-has-an-empty-place", test_plain_error_has_an_empty_place);
  g_test_add_func ("/base/error/file-is-filled-in-once", test_file_is_filled_in_once);
  g_test_add_func ("/base/error/format-leaves-out-what-is-unknown", test_format_leaves_out_what_is_unknown);
  g_test_add_func ("/base/error/format-says-everything", test_format_says_everything);
  g_test_add_func ("/base/error/texts-are-valid-utf8", test_texts_are_valid_utf8);
  return g_test_run ();
}
