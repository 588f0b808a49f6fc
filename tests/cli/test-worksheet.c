/* worksheet: a PDF of pages with real text, in both directions of writing; its answer key; what is refused. */
#include "program.h"

#include <string.h>

/* The text of a PDF, or NULL (and the test is skipped) where there is no tool to read it with. */
static char *
read_pdf (const char *path, const char *option)
{
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (tool == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return NULL;
    }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, tool, option, path, "-", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static guint
count_pages (const char *text)
{
  guint n = 0;

  for (const char *p = text; (p = strchr (p, '\f')) != NULL; p++)
    n++;
  return n;
}

static char *
make_sheet (const char *folder, const char *options, const char *const *variables)
{
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autofree char *line = g_strdup_printf ("worksheet %s -o %s", options, path);
  g_autoptr (Run) run = run_program_with (line, NULL, variables);

  assert_status (run, 0);
  return read_pdf (path, "-layout");
}

static void
test_sheet (void)
{
  char *folder = make_folder ();
  g_autofree char *text = make_sheet (folder, "vgg16", NULL), *key = make_sheet (folder, "vgg16 --answers", NULL);

  if (text && key)
    {
      assert_holds (text, "Name:");
      assert_holds (text, "conv1");
      assert_holds (text, "64×224×224");
      g_assert_null (strstr (text, "102,764,544")); /* parameters of fc6 */
      assert_holds (key, "102,764,544");
      assert_holds (key, "138,357,544");
      g_assert_null (strstr (key, "Name:"));
      g_assert_cmpuint (count_pages (text), ==, 2);
      g_assert_cmpuint (count_pages (key), ==, 2);
    }
  remove_folder (folder);
}

static void
test_picture (void)
{
  char *folder = make_folder ();
  g_autofree char *text = make_sheet (folder, "alexnet --picture", NULL);

  if (text)
    {
      g_assert_null (strstr (text, "62,378,344")); /* the totals are covered */
      g_assert_cmpuint (count_pages (text), ==, 2);
      assert_holds (strchr (text, '\f'), "conv5");
    }
  remove_folder (folder);
}

static void
test_persian (void)
{
  static const char *const variables[] = { "LANGUAGE=fa", "LC_ALL=C.UTF-8", NULL };
  char *folder = make_folder ();
  g_autofree char *text = make_sheet (folder, "lenet5 --answers --digits persian", variables);
  g_autofree char *normal = text ? g_utf8_normalize (text, -1, G_NORMALIZE_ALL) : NULL;

  if (normal)
    {
      assert_holds (normal, "پارامتر"); /* letters, not shapes of glyphs */
      assert_holds (normal, "۶۱٬۷۰۶");
      g_assert_null (strstr (normal, "Parameters"));
    }
  remove_folder (folder);
}

static void
test_refusals (void)
{
  assert_refused ("worksheet vgg16", NULL, "worksheet needs -o FILE");
  assert_refused ("worksheet vgg16 -o x.pdf --blank weights", NULL, "unknown column “weights”");
  assert_refused ("worksheet vgg16 -o x.pdf --blank output --picture", NULL, "give the column output away");
  assert_refused ("worksheet vgg16 -o x.pdf --digits roman", NULL, "unknown digits “roman”");
  assert_refused ("worksheet vgg16 -o x.pdf --depth -1", NULL, "--depth");
  assert_refused ("worksheet vgg16 -o /no/such/folder/x.pdf", NULL, "folder");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/worksheet/key-has-what-the-sheet-asks", test_sheet);
  g_test_add_func ("/cli/worksheet/picture-covers-totals", test_picture);
  g_test_add_func ("/cli/worksheet/text-is-persian", test_persian);
  g_test_add_func ("/cli/worksheet/bad-use-is-refused", test_refusals);
  return g_test_run ();
}
