/* draw: each format, to a file and to standard output; options; what cannot be written. */
#include "program.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_svg (void)
{
  static const char *const lines[] = {
    "draw alexnet -o -",
    "draw alexnet -o-",
    "draw alexnet --output=-",
    "draw condensenet:86 -o - --depth 1 --theme dark",
    "draw googlenet -o - --direction right --fold 16:9 --labels both",
    "draw densenet:121 -o - --theme auto --fold none --open stage.2.denselayer.3",
    "draw googlenet -o - --select pool2 --select 3a,3b",
    "draw resnet:18 -o - --format svg --labels none --no-legend --theme high-contrast",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (Run) run = run_program (lines[i], NULL);

      assert_status (run, 0);
      assert_valid_xml (run->out);
    }
}

static guint
count_in (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

/* One frame has the block's title; the others, in the next columns, say that it goes on. */
static void
test_continued (void)
{
  static const char *const blocks[] = { "Dense block 3", "Dense block 4", "Dense layer × 24" };
  g_autoptr (Run) run = run_program ("draw densenet:121 -o - --fold 16:9", NULL);

  assert_status (run, 0);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree char *first = g_strdup_printf (">%s</text>", blocks[i]), *next = g_strdup_printf (">%s, continued</text>", blocks[i]);

      g_assert_cmpuint (count_in (run->out, first), ==, 1);
      g_assert_cmpuint (count_in (run->out, next), ==, 1);
    }
}

static void
test_options_change_picture (void)
{
  static const char *const options[]
    = { "--theme dark",  "--theme auto",    "--direction right", "--fold 4:3",
        "--depth 1",     "--no-legend",     "--set growth=16",   "--labels both", "--dense arcs --select pool0,stage.1",
        "--labels macs", "--labels ids",    "--labels parameters", "--labels parameters,ids",
        "--open stage.1.denselayer.2", "--select stage.1", "" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *line = g_strconcat ("draw densenet:121 -o - ", options[i], NULL);
      g_autoptr (Run) run = run_program (line, NULL);

      assert_status (run, 0);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&run->out)));
    }
}

static void
test_files (void)
{
  static const struct
  {
    const char *ending, *magic;
  } rows[] = { { "svg", "<?xml" }, { "png", "\211PNG" }, { "pdf", "%PDF-" } };
  char *folder = make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/out.%s", folder, rows[i].ending);
      g_autofree char *line = g_strdup_printf ("draw lenet5 -o %s", path);
      g_autoptr (Run) run = run_program (line, NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;

      assert_status (run, 0);
      g_assert_cmpstr (run->out, ==, "");
      g_file_get_contents (path, &bytes, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (bytes, rows[i].magic));
    }
  remove_folder (folder);
}

static void
test_file_equals_output (void)
{
  char *folder = make_folder ();
  g_autofree char *line = g_strdup_printf ("draw lenet5 -o %s/out.svg", folder);
  g_autofree char *path = g_build_filename (folder, "out.svg", NULL);
  g_autoptr (Run) file = run_program (line, NULL);
  g_autoptr (Run) output = run_program ("draw lenet5 -o -", NULL);
  g_autofree char *text = NULL;

  assert_status (file, 0);
  assert_status (output, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, output->out);
  remove_folder (folder);
}

static void
test_png_to_output (void)
{
  g_autoptr (Run) run = run_program ("draw lenet5 -o - --format png --scale 2", NULL);

  assert_status (run, 0);
  g_assert_true (g_str_has_prefix (run->out, "\211PNG"));
  g_assert_cmpuint (run->out_length, >, 1000);
}

/* Ids of layers and collapsed blocks in a drawing; ends outside a part in parentheses. Returns: (transfer full): joined by
 * blanks */
static char *
list_boxes (const char *line)
{
  g_autoptr (cJSON) json = run_json (line, NULL);
  GString *ids = g_string_new (NULL);
  cJSON *node;

  cJSON_ArrayForEach (node, get_member (json, "nodes"))
    {
      gboolean is_outside = cJSON_HasObjectItem (node, "outside");

      g_string_append_printf (ids, is_outside ? "%s(%s)" : "%s%s", ids->len > 0 ? " " : "",
                              cJSON_GetStringValue (get_member (node, "id")));
    }
  return g_string_free (ids, FALSE);
}

/* What a part reads and is read by is named as well. */
static void
test_select (void)
{
  static const struct
  {
    const char *options, *boxes;
  } rows[] = {
    { "alexnet --select conv3", "(pool2) conv3 (relu3)" },
    { "alexnet --select conv2,conv3", "(pool1) conv2 relu2 pool2 conv3 (relu3)" },
    { "alexnet --select conv3 --select conv2", "(pool1) conv2 relu2 pool2 conv3 (relu3)" },
    /* two branches of a module: nothing lies between them */
    { "googlenet --select 3a.3x3 --select 3a.5x5", "(3a.relu_3x3_reduce) (3a.relu_5x5_reduce) 3a.3x3 3a.5x5 (3a.relu_3x3) (3a.relu_5x5)" },
    { "googlenet --select 3a --depth 0", "(pool2) 3a.1x1 3a.relu_1x1 3a.3x3_reduce 3a.relu_3x3_reduce 3a.3x3 3a.relu_3x3 "
                                         "3a.5x5_reduce 3a.relu_5x5_reduce 3a.5x5 3a.relu_5x5 3a.pool 3a.pool_proj "
                                         "3a.relu_pool_proj 3a.output (3b)" },
    /* a block that is one box by default is open when it is what is asked for */
    { "densenet:121 --select stage.1.denselayer.2,stage.1.denselayer.3.conv1",
      "(pool0) (stage.1.denselayer.1) stage.1.denselayer.2.norm1 stage.1.denselayer.2.relu1 stage.1.denselayer.2.conv1 "
      "stage.1.denselayer.2.norm2 stage.1.denselayer.2.relu2 stage.1.denselayer.2.conv2 "
      "stage.1.denselayer.3.norm1 stage.1.denselayer.3.relu1 stage.1.denselayer.3.conv1 "
      "(stage.1.denselayer.3.norm2) (stage.1.denselayer.4) (stage.1.denselayer.5) (stage.1.denselayer.6) "
      "(stage.1.transition)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = g_strconcat ("layout --json ", rows[i].options, NULL);
      g_autofree char *boxes = list_boxes (line);

      g_assert_cmpstr (boxes, ==, rows[i].boxes);
    }
}

/* A shape that a net cannot fill is told, with how far from it the picture is; one that it nearly fills is not. */
static void
test_fold_miss (void)
{
  g_autoptr (Run) wide = run_program ("draw lenet5 -o - --fold 500:1", NULL);
  g_autoptr (Run) high = run_program ("layout lenet5 --json --fold 1:50", NULL);
  g_autoptr (Run) good = run_program ("draw vgg16 -o - --fold 4:3", NULL);
  g_autoptr (cJSON) json = cJSON_Parse (high->out);
  double ratio = cJSON_GetNumberValue (get_member (json, "aspect_ratio"));
  cJSON *bounds = get_member (json, "bounds");

  g_assert_cmpint (wide->status, ==, 0);
  assert_holds (wide->err, "high as --fold 500:1");
  assert_holds (high->err, "wide as --fold 1:50");
  g_assert_cmpstr (good->err, ==, "");
  g_assert_cmpfloat_with_epsilon (ratio, 50 * cJSON_GetNumberValue (get_member (bounds, "width")) / cJSON_GetNumberValue (get_member (bounds, "height")), 0.01 * ratio);
}

/* The columns of VGG-16 at 16:9: none is much higher than the others. */
static void
test_arcs_miss (void)
{
  g_autoptr (Run) large = run_program ("draw condensenet:86 -o - --dense arcs", NULL);
  g_autoptr (Run) listed = run_program ("layout condensenet:86 --dense arcs", NULL);
  g_autoptr (Run) few = run_program ("draw densenet-classroom -o - --dense arcs", NULL);
  g_autoptr (Run) plain = run_program ("draw vgg16 -o - --dense arcs", NULL);

  assert_holds (large->err, "at most eight layers");
  assert_holds (listed->err, "at most eight layers");
  assert_status (few, 0);
  assert_status (plain, 0);
}

/* Where there are no blocks to keep whole. */
static void
test_fold_balance (void)
{
  g_autoptr (cJSON) json = run_json ("layout alexnet --json --fold 16:9", NULL);
  double top[8] = { 0 }, bottom[8] = { 0 }, sum = 0, highest = 0;
  guint n_columns = 0;
  cJSON *node;

  cJSON_ArrayForEach (node, get_member (json, "nodes"))
    {
      guint column = (guint) cJSON_GetNumberValue (get_member (node, "column"));
      double y = cJSON_GetNumberValue (get_member (node, "y"));

      g_assert_cmpuint (column, <, G_N_ELEMENTS (top));
      if (column >= n_columns)
        top[column] = y;
      n_columns = MAX (n_columns, column + 1);
      bottom[column] = y + cJSON_GetNumberValue (get_member (node, "height"));
    }
  for (guint i = 0; i < n_columns; i++)
    {
      sum += bottom[i] - top[i];
      highest = MAX (highest, bottom[i] - top[i]);
    }
  g_assert_cmpuint (n_columns, >=, 3);
  g_assert_cmpfloat (highest, <, 1.15 * sum / n_columns);
}

/* The head counts what is drawn: 5 · 5 · 16 · 32 + 32 of one convolution. */
static void
test_select_head (void)
{
  g_autoptr (Run) run = run_program ("draw googlenet -o - --select 3a.5x5", NULL);

  assert_status (run, 0);
  assert_holds (run->out, "GoogLeNet: 3a.5x5");
  assert_holds (run->out, "12,832 parameters");
  assert_holds (run->out, "1 layer in 1 box");
}

static void
test_open (void)
{
  g_autofree char *plain = list_boxes ("layout condensenet:86 --json");
  g_autofree char *open = list_boxes ("layout condensenet:86 --json --open stage.1.denselayer.4");
  g_auto (GStrv) few = g_strsplit (plain, " ", -1), many = g_strsplit (open, " ", -1);

  g_assert_true (g_strv_contains ((const char *const *) few, "stage.1.denselayer.4"));
  g_assert_false (g_strv_contains ((const char *const *) many, "stage.1.denselayer.4"));
  g_assert_true (g_strv_contains ((const char *const *) many, "stage.1.denselayer.4.conv1"));
  g_assert_true (g_strv_contains ((const char *const *) many, "stage.1.denselayer.5"));
  g_assert_cmpuint (g_strv_length (many), ==, g_strv_length (few) + 5);
}

static void
test_auto_theme (void)
{
  g_autoptr (Run) adaptive = run_program ("draw lenet5 -o - --theme auto", NULL);
  g_autoptr (Run) light = run_program ("draw lenet5 -o -", NULL);

  assert_status (adaptive, 0);
  assert_holds (adaptive->out, "prefers-color-scheme: dark");
  g_assert_null (strstr (light->out, "prefers-color-scheme"));
}

static void
test_timings (void)
{
  g_autoptr (Run) run = run_program ("draw lenet5 -o - --timings", NULL);

  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_regex_match_simple ("^timing load [0-9]+\\.[0-9]{3}\ntiming build [0-9.]+\ntiming count [0-9.]+\n"
                                       "timing scene [0-9.]+\ntiming write [0-9.]+\n$",
                                       run->err, 0, 0));
}

/* A picture that cannot be written leaves what was there, and says why. */
static void
test_failed_write (void)
{
  static const char *const endings[] = { "svg", "png", "pdf" };
  char *folder = make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/out.%s", folder, endings[i]);
      g_autofree char *inside = g_strdup_printf ("draw lenet5 -o %s/deeper.%s", path, endings[i]);
      g_autofree char *full = g_strdup_printf ("draw lenet5 -o /dev/full --format %s", endings[i]);
      g_autofree char *kept = NULL;
      g_autoptr (Run) no_folder = NULL, full_disk = NULL;

      g_assert_true (g_file_set_contents (path, "earlier", -1, NULL));
      no_folder = run_program (inside, NULL);
      g_assert_cmpint (no_folder->status, !=, 0);
      assert_holds (no_folder->err, "deeper");
      full_disk = run_program (full, NULL);
      g_assert_cmpint (full_disk->status, !=, 0);
      assert_holds (full_disk->err, "/dev/full");
      if (geteuid () != 0) /* whom permissions do not stop */
        {
          g_autofree char *line = g_strdup_printf ("draw lenet5 -o %s", path);
          g_autoptr (Run) refused = NULL;
          g_assert_cmpint (chmod (folder, 0500), ==, 0);
          refused = run_program (line, NULL);
          g_assert_cmpint (chmod (folder, 0700), ==, 0);
          g_assert_cmpint (refused->status, !=, 0);
        }
      g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, "earlier");
    }
  remove_folder (folder);
}

static void
test_wrong_use (void)
{
  assert_refused ("draw alexnet", NULL, "-o");
  assert_refused ("draw alexnet -o", NULL, "-o");
  assert_refused ("draw alexnet -o out.bmp", NULL, "bmp");
  assert_refused ("draw alexnet -o out", NULL, "out");
  assert_refused ("draw alexnet -o - --format gif", NULL, "gif");
  assert_refused ("draw alexnet -o - --theme mauve", NULL, "mauve");
  assert_refused ("draw alexnet -o - --theme mauve", NULL, "auto");
  assert_refused ("draw alexnet -o - --direction up", NULL, "up");
  assert_refused ("draw alexnet -o - --dense knots", NULL, "arcs");
  assert_refused ("draw alexnet -o - --fold 16", NULL, "16:9");
  assert_refused ("draw alexnet -o - --fold 16:0", NULL, "16:0");
  assert_refused ("draw alexnet -o - --fold nan:1", NULL, "nan");
  assert_refused ("draw alexnet -o - --scale 0", NULL, "--scale");
  assert_refused ("draw alexnet -o - --scale inf", NULL, "--scale");
  assert_refused ("draw alexnet -o - --depth -3", NULL, "--depth");
  assert_refused ("draw alexnet -o - --labels many", NULL, "many");
  assert_refused ("draw alexnet -o x.png --theme auto", NULL, "auto");
  assert_refused ("draw alexnet -o - --format pdf --theme auto", NULL, "auto");
  assert_refused ("draw alexnet -o - --select conv9", NULL, "conv1");
  assert_refused ("draw alexnet -o - --select conv1,", NULL, "alexnet.json");
  assert_refused ("draw alexnet -o - --open conv1", NULL, "conv1");
  assert_refused ("draw googlenet -o - --open 3x", NULL, "3x");
  assert_refused ("draw condensenet:86 -o - --select stage.1.denselayer.concatenation3", NULL, "--select");
  assert_refused ("draw alexnet -o /no/such/folder/out.svg", NULL, "/no/such/folder");
  assert_refused ("draw alexnett -o -", NULL, "alexnet");
  assert_refused ("draw - -o -", "{}", ":1:");
}

static void
test_folder_is_no_file (void)
{
  char *folder = make_folder ();
  g_autofree char *target = g_strdup_printf ("%s/x.svg", folder);
  g_autofree char *line = g_strdup_printf ("draw lenet5 -o %s", target);

  g_assert_cmpint (g_mkdir_with_parents (target, 0700), ==, 0);
  assert_refused (line, NULL, "x.svg");
  remove_folder (folder);
}

/* What an option does not do for a format is said, and nothing else. */
static void
test_scale (void)
{
  g_autoptr (Run) svg = run_program ("draw lenet5 -o - --scale 2", NULL);
  g_autoptr (Run) png = run_program ("draw lenet5 -o - --format png --scale 2", NULL);

  g_assert_cmpint (svg->status, ==, 0);
  g_assert_cmpint (png->status, ==, 0);
  assert_holds (svg->err, "--scale");
  g_assert_null (strstr (png->err, "--scale"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/draw/svg-is-valid", test_svg);
  g_test_add_func ("/cli/draw/options-change-picture", test_options_change_picture);
  g_test_add_func ("/cli/draw/files-written", test_files);
  g_test_add_func ("/cli/draw/file-equals-output", test_file_equals_output);
  g_test_add_func ("/cli/draw/png-to-output-is-clean", test_png_to_output);
  g_test_add_func ("/cli/draw/select-draws-what-lies-between", test_select);
  g_test_add_func ("/cli/draw/select-counts-what-is-drawn", test_select_head);
  g_test_add_func ("/cli/draw/says-when-a-shape-is-missed", test_fold_miss);
  g_test_add_func ("/cli/draw/arcs-that-became-lanes-are-told", test_arcs_miss);
  g_test_add_func ("/cli/draw/columns-are-balanced", test_fold_balance);
  g_test_add_func ("/cli/draw/open-opens-one-block", test_open);
  g_test_add_func ("/cli/draw/auto-theme-follows-viewer", test_auto_theme);
  g_test_add_func ("/cli/draw/timings-name-steps", test_timings);
  g_test_add_func ("/cli/draw/a-block-that-goes-on-says-so", test_continued);
  g_test_add_func ("/cli/draw/says-when-scale-does-nothing", test_scale);
  g_test_add_func ("/cli/draw/wrong-use-refused", test_wrong_use);
  g_test_add_func ("/cli/draw/folder-is-no-file", test_folder_is_no_file);
  g_test_add_func ("/cli/draw/a-failed-write-leaves-the-earlier-file", test_failed_write);
  return g_test_run ();
}
