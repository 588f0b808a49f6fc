/* gallery: a file a model and a page that names them all. */
#include "program.h"

#include <string.h>

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static Run *
run_gallery (const char *folder, const char *options)
{
  g_autofree char *line = g_strdup_printf ("gallery -o '%s' %s", folder, options);

  return run_program (line, NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* Every model that list shows has its picture; @all: every preset. */
static void
check_folder (const char *folder, const char *ending, const char *magic, gboolean all)
{
  g_autoptr (cJSON) models = run_json ("list --json", NULL);
  g_autofree char *page = read_file (folder, "index.html");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_files = 0;
  cJSON *model;

  cJSON_ArrayForEach (model, models)
    {
      g_autofree char *base = g_strdelimit (g_strdup (cJSON_GetStringValue (get_member (model, "call"))), ":", '-');
      g_autofree char *file = g_strconcat (base, ".", ending, NULL);
      g_autofree char *link = g_strdup_printf ("<a href=\"%s\">", file);
      g_autofree char *name
        = g_markup_printf_escaped ("<strong>%s</strong>", cJSON_GetStringValue (get_member (model, "name")));
      g_autofree char *bytes = NULL;

      if (!g_hash_table_add (seen, cJSON_GetStringValue (get_member (model, "file"))) && !all)
        continue;
      bytes = read_file (folder, file);
      n_files++;
      g_assert_true (g_str_has_prefix (bytes, magic));
      assert_holds (page, link);
      assert_holds (page, name);
    }
  g_assert_cmpuint (n_files, >, 15);
  g_assert_cmpuint (count_files (folder), ==, n_files + 1);
}

static void
test_folder (void)
{
  char *folder = make_folder ();
  g_autoptr (Run) run = run_gallery (folder, "");
  g_autofree char *page = NULL, *picture = NULL;

  g_assert_cmpint (run->status, ==, 0);
  g_assert_cmpstr (run->out, ==, "");
  assert_holds (run->err, "condenser-cli: ");
  assert_holds (run->err, "/lenet5.svg\n");
  check_folder (folder, "svg", "<?xml", FALSE);
  picture = read_file (folder, "lenet5.svg");
  assert_holds (picture, "prefers-color-scheme: dark");
  page = read_file (folder, "index.html");
  g_assert_true (g_str_has_prefix (page, "<!DOCTYPE html>\n<html lang=\"en\">"));
  assert_holds (page, "prefers-color-scheme: dark");
  assert_holds (page, "loading=\"lazy\"");
  assert_holds (page, "alt=\"Layer graph of LeNet-5\"");
  assert_holds (page, "61,706 parameters, 416,520 multiply-adds");
  g_assert_null (strstr (page, "<script"));
  remove_folder (folder);
}

static void
test_all (void)
{
  char *folder = make_folder ();
  g_autoptr (Run) run = run_gallery (folder, "--all -q --theme print --fold none --depth 0");

  assert_status (run, 0);
  check_folder (folder, "svg", "<?xml", TRUE);
  remove_folder (folder);
}

static void
test_formats (void)
{
  static const struct
  {
    const char *ending, *magic;
    gboolean images;
  } rows[] = { { "png", "\211PNG", TRUE }, { "pdf", "%PDF-", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *folder = make_folder ();
      g_autofree char *options = g_strdup_printf ("-q --depth 0 --format %s", rows[i].ending);
      g_autoptr (Run) run = run_gallery (folder, options);
      g_autofree char *page = NULL;

      assert_status (run, 0);
      check_folder (folder, rows[i].ending, rows[i].magic, FALSE);
      page = read_file (folder, "index.html");
      g_assert_true ((strstr (page, "<img ") != NULL) == rows[i].images);
      remove_folder (folder);
    }
}

static void
test_repeatable (void)
{
  char *first = make_folder (), *second = make_folder ();
  g_autoptr (Run) a = run_gallery (first, "-q --depth 0");
  g_autoptr (Run) b = run_gallery (second, "-q --depth 0");
  g_autoptr (Run) again = run_gallery (second, "-q --depth 0");
  static const char *const files[] = { "index.html", "googlenet-original.svg", "condensenet-50.svg" };

  assert_status (a, 0);
  assert_status (b, 0);
  assert_status (again, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *left = read_file (first, files[i]), *right = read_file (second, files[i]);

      g_assert_cmpstr (left, ==, right);
    }
  remove_folder (first);
  remove_folder (second);
}

/* A bad model among them is named, and the others are drawn. */
static void
test_bad_model (void)
{
  char *data = make_folder ();
  char *models = g_build_filename (data, "models", NULL);
  char *folder = make_folder ();
  g_autofree char *variable = g_strconcat ("CONDENSER_DATA_DIR=", data, NULL);
  const char *const variables[] = { variable, NULL };
  g_autofree char *line = g_strdup_printf ("gallery -o '%s'", folder);
  g_autoptr (Run) run = NULL;
  g_autofree char *good = NULL, *bad = NULL, *page = NULL;

  g_assert_cmpint (g_mkdir_with_parents (models, 0700), ==, 0);
  good = write_file (models, "good.json",
                     "{\"name\": \"A <b> & \\\"c\\\"\", \"input\": [1, 8, 8], \"layers\": [{\"kind\": \"relu\"}]}");
  bad = write_file (models, "bad.json", "{}");
  run = run_program_with (line, NULL, variables);
  assert_status (run, 2);
  assert_holds (run->err, "bad.json");
  page = read_file (folder, "index.html");
  assert_holds (page, "<a href=\"good.svg\">");
  assert_holds (page, "<strong>A &lt;b&gt; &amp; &quot;c&quot;</strong>");
  remove_folder (models);
  remove_folder (data);
  remove_folder (folder);
}

static void
test_wrong_use (void)
{
  char *folder = make_folder ();
  g_autofree char *file = write_file (folder, "file", "");
  g_autofree char *line = g_strdup_printf ("gallery -o '%s/below'", file);

  assert_refused ("gallery", NULL, "-o");
  assert_refused ("gallery -o x --format gif", NULL, "gif");
  assert_refused ("gallery -o x --theme mauve", NULL, "mauve");
  assert_refused ("gallery -o x --format png --theme auto", NULL, "auto");
  assert_refused ("gallery -o x --scale 0", NULL, "--scale");
  assert_refused ("gallery alexnet -o x", NULL, "alexnet");
  assert_refused (line, NULL, "below");
  g_assert_false (g_file_test ("x", G_FILE_TEST_EXISTS));
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/gallery/every-model-has-a-picture", test_folder);
  g_test_add_func ("/cli/gallery/all-is-every-preset", test_all);
  g_test_add_func ("/cli/gallery/formats-written", test_formats);
  g_test_add_func ("/cli/gallery/same-bytes-again", test_repeatable);
  g_test_add_func ("/cli/gallery/bad-model-named-others-drawn", test_bad_model);
  g_test_add_func ("/cli/gallery/wrong-use-refused", test_wrong_use);
  return g_test_run ();
}
